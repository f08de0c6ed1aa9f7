"""Which way each arrow of a strategy map takes: ports of boxes, gaps between them, arcs beside.

An arrow runs from row to row. It leaves a box at a port of its upper or lower edge, passes other
rows through a gap between their boxes, and reaches a success factor from the gap beside its box.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from bsc_helpers.charts.map_frame import Gap, Spread
from bsc_helpers.charts.map_rows import Row
from bsc_helpers.charts.map_tracks import Swing, tracks_of

__all__ = ["ARC", "TRACK", "TURN", "End", "Finder", "Way", "Ways", "lanes_of"]

ARC: Final = 23.0  # between arcs, and from a row to the first: a label has room
STRAIGHT: Final = 6.0  # what stands nearly above the other end needs no track
TRACK: Final = 13.0  # from one track between two rows to the next
TURN: Final = 34.0  # the height of a turn on a track
STUB: Final = 13.0  # the head of an arrow with the straight line before it

_BESIDE: Final = 8.0  # arcs that come so near across run one beyond the other
_CLOSEST: Final = 24.0  # ports of one edge where there is room for it

Edge = Literal["top", "bottom"]


@dataclass(frozen=True)
class End:
    """What an arrow starts from or ends at: an objective, or a factor within it."""

    box: str
    factor: str = ""


@dataclass(frozen=True)
class Way:
    """The rows and gaps that an arrow passes.

    Attributes
    ----------
    start, end
        What it joins.
    rows
        The rows of its ends.
    gaps
        Where it passes each row: the gap beside a factor, none for the port of a box.
    within
        Whether it joins two factors that stand below each other in one box.
    """

    start: End
    end: End
    rows: tuple[int, int]
    gaps: tuple[Gap | None, ...]
    within: bool = False

    @property
    def is_arc(self) -> bool:
        """Whether it leaves its row and comes back to it."""
        apart = self.gaps[0] is None or self.gaps[0] != self.gaps[-1]
        return self.rows[0] == self.rows[1] and not self.within and apart

    @property
    def levels(self) -> tuple[int, ...]:
        """The rows that it passes, from the first to the last."""
        first, last = self.rows
        step = 1 if last >= first else -1
        middle = tuple(range(first + step, last, step)) if first != last else ()
        return (first, *middle, last)


class Finder:
    """What finds the ways of arrows.

    Parameters
    ----------
    rows
        The rows with their boxes in order.
    inside
        The factors that each box shows, from above.
    across
        Where boxes and gaps stand as long as no arrow needs room.
    """

    def __init__(
        self, rows: Sequence[Row], inside: Mapping[str, Sequence[str]], across: Spread
    ) -> None:
        self.inside, self.across = inside, across
        self.beside = dict[str, Gap]()  # the gap at the left of each box
        for number, row in enumerate(rows):
            gap = 0
            for group in row:
                self.beside |= {box: (number, gap + at) for at, box in enumerate(group.boxes)}
                gap += len(group.boxes) + 1

    def way(self, start: End, end: End) -> Way:
        """Return the way of an arrow: straight ahead, as far as the gaps let it."""
        rows = (self.beside[start.box][0], self.beside[end.box][0])
        if self._are_neighbours(start, end):
            return Way(start, end, rows, (None, None), within=True)
        first, last = (self.across.left[each.box] + self.across.wide / 2 for each in (start, end))
        gaps = [self._side(start, last - first)]
        levels = Way(start, end, rows, ()).levels
        for done, row in enumerate(levels[1:-1], 1):
            gaps.append(self._nearest(row, first + (last - first) * done / (len(levels) - 1)))
        return Way(start, end, rows, (*gaps, self._side(end, first - last)))

    def _are_neighbours(self, start: End, end: End) -> bool:
        """Whether two factors stand below each other in one box."""
        if start.box != end.box or not (start.factor and end.factor):
            return False
        order = list(self.inside[start.box])
        return abs(order.index(start.factor) - order.index(end.factor)) == 1

    def _side(self, end: End, towards: float) -> Gap | None:
        """Return the gap beside a factor's box that lies towards the other end."""
        if not end.factor:
            return None
        row, gap = self.beside[end.box]
        return row, gap + (towards >= 0)

    def _nearest(self, row: int, x: float) -> Gap:
        gaps = self.across.gaps.items()
        return min((abs(sum(ends) / 2 - x), gap) for gap, ends in gaps if gap[0] == row)[1]


def lanes_of(ways: Sequence[Way]) -> dict[Gap, int]:
    """Return how many arrows pass through each gap."""
    found: defaultdict[Gap, int] = defaultdict(int)
    for way in ways:
        for gap in {gap for gap in way.gaps if gap is not None}:
            found[gap] += 1
    return dict(found)


class Ways:
    """Where each arrow stands across in every row that it passes.

    Parameters
    ----------
    ways
        The way of each arrow.
    across
        Where boxes and gaps stand, with room for the arrows.
    rows
        The rows with their boxes in order.
    """

    def __init__(self, ways: Sequence[Way], across: Spread, rows: Sequence[Row]) -> None:
        self.ways, self.across, self.rows = ways, across, rows
        self.lane = self._lanes()
        self.port = self._ports()
        self.share = self._shares()
        self.arcs = self._arcs()
        self.tracks = [tracks_of(self._swings(channel)) for channel in range(len(rows) + 1)]

    def x(self, arrow: int, step: int) -> float:
        """Return where an arrow stands in one of the rows that it passes."""
        way = self.ways[arrow]
        gap = way.gaps[step]
        if gap is not None:
            return self.lane[arrow, gap]
        return self.port[arrow, min(step, 1)]

    def is_above(self, arrow: int) -> bool:
        """Whether an arrow within a row runs above it: in the last of several rows, below."""
        return self._is_arc_above(self.ways[arrow].rows[0])

    def _is_arc_above(self, row: int) -> bool:
        return row < len(self.rows) - 1 or len(self.rows) == 1

    def channel(self, arrow: int) -> int:
        """Return the room beside its row in which an arrow within a row runs."""
        return self.ways[arrow].rows[0] + (not self.is_above(arrow))

    def channels(self, arrow: int) -> list[int]:
        """Return the rooms above rows, and below the last, that an arrow passes."""
        way = self.ways[arrow]
        first, last = sorted(way.rows)
        return [self.channel(arrow)] if way.is_arc else list(range(first + 1, last + 1))

    def _swings(self, channel: int) -> dict[int, Swing]:
        """Return the arrows that pass from the row below a channel to the one above, or back."""
        found = dict[int, Swing]()
        for arrow, way in enumerate(self.ways):
            levels = way.levels
            if way.rows[0] != way.rows[1] and {channel - 1, channel} <= {*levels}:
                low, high = (self.x(arrow, levels.index(row)) for row in (channel, channel - 1))
                if abs(low - high) > STRAIGHT:
                    found[arrow] = Swing(low, high)
        return found

    def beside(self, channel: int, row: int) -> float:
        """Return how far the heads and arcs of a row reach into the room above or below it."""
        arcs = [level + 1 for arrow, level in self.arcs.items()
                if self.channel(arrow) == channel and self.ways[arrow].rows[0] == row]  # fmt: skip
        return max([STUB, *(ARC * count + STUB / 2 for count in arcs)])

    def edge(self, arrow: int, side: int) -> Edge:
        """Return the edge of a box at which an arrow starts, side 0, or ends, side 1."""
        first, last = self.ways[arrow].rows
        if first == last:
            return "top" if self.is_above(arrow) else "bottom"
        return "top" if (last < first) == (side == 0) else "bottom"

    # ------------------------------------------------------------------------------------ placing

    def _middle(self, end: End) -> float:
        return self.across.left[end.box] + self.across.wide / 2

    def _toward(self, arrow: int, step: int) -> float:
        """Return about where an arrow stands in a row: the middle of its gap or its box."""
        way = self.ways[arrow]
        gap = way.gaps[step]
        if gap is not None:
            return sum(self.across.gaps[gap]) / 2
        return self._middle(way.end if step else way.start)

    def _lanes(self) -> dict[tuple[int, Gap], float]:
        """Share each gap among the arrows that pass it, in the order in which they come."""
        users: defaultdict[Gap, list[tuple[float, int]]] = defaultdict(list)
        for arrow, way in enumerate(self.ways):
            for step, gap in enumerate(way.gaps):
                if gap is None or any(arrow == user for _, user in users[gap]):
                    continue
                near = [s for s in (step - 1, step + 1) if 0 <= s < len(way.gaps)]
                key = sum(self._toward(arrow, s) for s in near) / len(near)
                users[gap].append((key, arrow))
        found = dict[tuple[int, Gap], float]()
        for gap, members in users.items():
            left, right = self.across.gaps[gap]
            for at, (_, arrow) in enumerate(sorted(members), 1):
                found[arrow, gap] = left + (right - left) * at / (len(members) + 1)
        return found

    def _ports(self) -> dict[tuple[int, int], float]:
        """Share each edge of a box among its arrows so that they leave it without crossing."""
        users = defaultdict[tuple[str, Edge], list[tuple[tuple[int, float], int, int]]](list)
        for arrow, way in enumerate(self.ways):
            for side, end in enumerate((way.start, way.end)):
                if not end.factor and not way.within:
                    user = (self._key(arrow, side), arrow, side)
                    users[end.box, self.edge(arrow, side)].append(user)
        found = dict[tuple[int, int], float]()
        for (box, _), members in users.items():
            even = self.across.wide / (len(members) + 1)
            apart = min(even, max(_CLOSEST, even / 2))
            start = self.across.left[box] + (self.across.wide - apart * (len(members) - 1)) / 2
            for at, (_, arrow, side) in enumerate(sorted(members)):
                found[arrow, side] = start + apart * at
        return found

    def _shares(self) -> dict[tuple[int, int], float]:
        """Share the side of each factor among its arrows: from above how far down each stands."""
        users = defaultdict[tuple[str, Gap], list[tuple[bool, float, int, int]]](list)
        for arrow, way in enumerate(self.ways):
            for side, end in enumerate((way.start, way.end)):
                gap = way.gaps[-side]
                if gap is None:
                    continue
                far = abs(self.lane[arrow, gap] - self._middle(end))
                below = not self._is_from_above(way, side)
                users[end.factor, gap].append((below, -far if below else far, arrow, side))
        return {
            (arrow, side): at / (len(members) + 1)
            for members in users.values()
            for at, (_, _, arrow, side) in enumerate(sorted(members), 1)
        }

    def _is_from_above(self, way: Way, side: int) -> bool:
        own, other = way.rows[side], way.rows[1 - side]
        return other < own or (way.is_arc and self._is_arc_above(own))

    def _key(self, arrow: int, side: int) -> tuple[int, float]:
        """Return the order of a port: arcs to the left, arrows to other rows, arcs to the right.

        Of two arcs to one side the longer one starts further inside.
        """
        way = self.ways[arrow]
        x = self._toward(arrow, len(way.gaps) - 2 if side else 1)
        if way.rows[0] != way.rows[1]:
            return 0, x
        own = self._middle(way.end if side else way.start)
        return (-1 if x < own else 1), -x

    def _arcs(self) -> dict[int, int]:
        """Return how far from its row each arrow within a row runs: short ones nearest."""
        spans = [
            (abs(self.x(a, 0) - self.x(a, 1)), a, self.channel(a))
            for a, way in enumerate(self.ways)
            if way.is_arc
        ]
        found, placed = dict[int, int](), list[tuple[int, int, float, float]]()
        for _, arrow, channel in sorted(spans):
            low, high = sorted((self.x(arrow, 0), self.x(arrow, 1)))
            levels = [
                found[o] for o, c, a, b in placed if c == channel and a < high + 8 and low < b + 8
            ]
            found[arrow] = max(levels, default=-1) + 1
            placed.append((arrow, channel, low, high))
        return found
