"""The paths of the arrows of a strategy map: curves between rows, straight lines beside boxes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import ceil, dist
from typing import Final

from bsc_helpers.charts.elements import Point, number
from bsc_helpers.charts.map_frame import Box, Frame
from bsc_helpers.charts.map_ways import ARC, TURN, End, Ways

__all__ = ["HEAD", "Path", "path_of"]

HEAD: Final = 9.0  # the length of the head of an arrow

_ROUND: Final = 9.0  # the radius of a corner
_STEP: Final = 5.0  # at most between the points by which a line is known

_Piece = tuple[Point, Point, Point, Point]  # a Bézier curve


@dataclass(frozen=True)
class Path:
    """The line of an arrow as far as its head, and the head's tip."""

    pieces: tuple[_Piece, ...]
    tip: Point

    @property
    def d(self) -> str:
        """The line as the data of a path."""
        x, y = self.pieces[0][0]
        return f"M{number(x)} {number(y)}" + "".join(_drawn(piece) for piece in self.pieces)

    @property
    def head(self) -> str:
        """The head as the data of a path: a triangle from the end of the line to the tip."""
        (x, y), (to_x, to_y) = self.pieces[-1][3], self.tip
        across, up = (to_y - y) * 0.5, (to_x - x) * 0.5
        corners = ((x - across, y - up), (x + across, y + up), self.tip)
        return "M" + "L".join(f"{number(a)} {number(b)}" for a, b in corners) + "z"

    @property
    def points(self) -> list[Point]:
        """Points of the line, close to each other, from its start to the tip."""
        found = list[Point]()
        for piece in self.pieces:
            steps = max(1, ceil(sum(dist(a, b) for a, b in pairwise(piece)) / _STEP))
            found += [_at(piece, step / steps) for step in range(steps)]
        return [*found, self.pieces[-1][3], self.tip]


def _drawn(piece: _Piece) -> str:
    (x0, y0), (x1, y1), (x2, y2), (x, y) = piece
    if x0 == x1 == x2 == x:
        return f"V{number(y)}"
    if y0 == y1 == y2 == y:
        return f"H{number(x)}"
    return "C" + " ".join(number(part) for part in (x1, y1, x2, y2, x, y))


def _at(piece: _Piece, t: float) -> Point:
    """Return the point of a Bézier curve at the share `t`."""
    shares = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
    return (
        sum(share * point[0] for share, point in zip(shares, piece, strict=True)),
        sum(share * point[1] for share, point in zip(shares, piece, strict=True)),
    )


def path_of(arrow: int, ways: Ways, frame: Frame) -> Path:
    """Return the path of an arrow."""
    return _Pen(arrow, ways, frame).path()


class _Pen:
    """What draws the path of one arrow, from its start to the tip."""

    def __init__(self, arrow: int, ways: Ways, frame: Frame) -> None:
        self.arrow, self.ways, self.frame = arrow, ways, frame
        self.way = ways.ways[arrow]
        self.pieces = list[_Piece]()
        self.at: Point = (0.0, 0.0)

    def path(self) -> Path:
        """Draw the whole."""
        if self.way.within:
            return self._within()
        up = self._is_up()
        self._leave(up)
        if self.way.is_arc:
            self._arc(up)
            return self._arrive(not up)
        if self.way.rows[0] == self.way.rows[1]:
            return self._arrive(up)
        steps = list(enumerate(self.way.levels))
        for (step, row), (after, below) in pairwise(steps):
            self._line((self.at[0], self._border(row, above=up)))
            if step < after:
                to = (self.ways.x(self.arrow, after), self._border(below, above=not up))
                self._swing(to, max(row, below))
        return self._arrive(up)

    def _is_up(self) -> bool:
        first, last = self.way.rows
        if first != last:
            return last < first
        if self.way.is_arc:
            return self.ways.is_above(self.arrow)
        return self._factor(self.way.end).top < self._factor(self.way.start).top

    # -------------------------------------------------------------------------------------- parts

    def _leave(self, up: bool) -> None:  # noqa: FBT001 - the direction is what it is about
        """Begin at the edge of a box, or at the side of a factor and into the gap beside it."""
        start, x = self.way.start, self.ways.x(self.arrow, 0)
        if not start.factor:
            box = self.frame.boxes[start.box]
            self.at = (x, box.top - 1 if up else box.bottom + 1)
            return
        side, y = self._side(0, x)
        self.at = (side + _sign(x - side), y)
        round_ = min(_ROUND, abs(x - side))
        self._line((x - _sign(x - side) * round_, y))
        self._corner((x, y), (x, y - round_ if up else y + round_))

    def _arrive(self, up: bool) -> Path:  # noqa: FBT001 - the direction is what it is about
        """End before the edge of a box, or turn from the gap beside a factor to its side."""
        end, x = self.way.end, self.ways.x(self.arrow, len(self.way.gaps) - 1)
        if not end.factor:
            box = self.frame.boxes[end.box]
            edge = box.bottom if up else box.top
            self._line((x, edge + (HEAD if up else -HEAD)))
            return Path(tuple(self.pieces), (x, edge))
        side, y = self._side(1, x)
        out = _sign(x - side)
        round_ = max(min(_ROUND, abs(x - side) - HEAD), 1.0)
        self._line((x, y + round_ if up else y - round_))
        self._corner((x, y), (x - out * round_, y))
        self._line((side + out * HEAD, y))
        return Path(tuple(self.pieces), (side, y))

    def _arc(self, up: bool) -> None:  # noqa: FBT001 - the direction is what it is about
        """Run beside the row, further out than the shorter arcs."""
        row, x = self.way.rows[0], self.ways.x(self.arrow, 1)
        away = ARC * (1 + self.ways.arcs[self.arrow])
        y = self.frame.tops[row] - away if up else self.frame.bottoms[row] + away
        towards = _sign(x - self.at[0])
        round_ = min(_ROUND, abs(x - self.at[0]) / 2)
        back = round_ if up else -round_
        self._line((self.at[0], y + back))
        self._corner((self.at[0], y), (self.at[0] + towards * round_, y))
        self._line((x - towards * round_, y))
        self._corner((x, y), (x, y + back))

    def _within(self) -> Path:
        """Go straight from a factor to the one above or below it."""
        start, end = self._factor(self.way.start), self._factor(self.way.end)
        pair = {self.way.start, self.way.end}
        ways = enumerate(self.ways.ways)
        same = [at for at, way in ways if way.within and {way.start, way.end} == pair]
        share = (same.index(self.arrow) + 1) / (len(same) + 1)
        x = start.left + (start.right - start.left) * share
        up = end.top < start.top
        self.at = (x, start.top - 1 if up else start.bottom + 1)
        edge = end.bottom if up else end.top
        self._line((x, edge + (HEAD if up else -HEAD)))
        return Path(tuple(self.pieces), (x, edge))

    # ------------------------------------------------------------------------------------- places

    def _factor(self, end: End) -> Box:
        return self.frame.factors[end.factor]

    def _side(self, side: int, x: float) -> Point:
        """Return where the arrow starts, side 0, or ends, side 1, at the side of a factor."""
        box = self._factor(self.way.end if side else self.way.start)
        y = box.top + (box.bottom - box.top) * self.ways.share[self.arrow, side]
        return box.right if x > box.left else box.left, y

    def _border(self, row: int, *, above: bool) -> float:
        """Return where the room for curves begins: beyond the heads and the arcs of a row."""
        away = self.ways.beside(row if above else row + 1, row)
        return self.frame.tops[row] - away if above else self.frame.bottoms[row] + away

    # -------------------------------------------------------------------------------------- lines

    def _line(self, to: Point) -> None:
        if max(abs(to[0] - self.at[0]), abs(to[1] - self.at[1])) > 0.05:  # noqa: PLR2004 - seen
            self._curve(self.at, to, to)

    def _corner(self, over: Point, to: Point) -> None:
        self._curve(over, over, to)

    def _swing(self, to: Point, channel: int) -> None:
        """Go upright, curve on the track of this arrow, and go upright again."""
        tracks = self.ways.tracks[channel]
        low, high = max(self.at[1], to[1]), min(self.at[1], to[1])
        count = 1 + max(tracks.values(), default=0)
        turn = low - high if count == 1 or self.arrow not in tracks else TURN
        first = low - turn / 2
        step = (low - high - turn) / max(count - 1, 1)
        middle = first - step * tracks.get(self.arrow, 0)
        half = turn / 2 if self.at[1] > to[1] else -turn / 2
        self._line((self.at[0], middle + half))
        after = (to[0], middle - half)
        self._curve((self.at[0], middle), (to[0], middle), after)
        self._line(to)

    def _curve(self, one: Point, other: Point, to: Point) -> None:
        self.pieces.append((self.at, one, other, to))
        self.at = to


def _sign(value: float) -> float:
    return 1.0 if value >= 0 else -1.0
