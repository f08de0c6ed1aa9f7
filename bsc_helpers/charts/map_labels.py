"""Where the labels of the arrows of a strategy map stand: each on its own line, none on another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise, product
from math import dist
from typing import Final

from bsc_helpers.charts.elements import SMALL, Point
from bsc_helpers.charts.fonts import text_width
from bsc_helpers.charts.map_frame import Box
from bsc_helpers.charts.map_paths import HEAD, Path

__all__ = ["label_boxes", "middle_box"]

_HIGH: Final = 15.0
_EDGE: Final = 3.0  # beside the letters
_AIR: Final = 2.0  # between labels
_CLEAR: Final = 2.5  # between a label and another line
_COVERS: Final = 40.0  # what covering a point of another line costs, in pixels from the middle
_SQUARE: Final = 32.0


def label_boxes(
    labels: Sequence[str], paths: Sequence[Path], taken: Sequence[Box]
) -> list[Box | None]:
    """Return where each label stands: near the middle of its line, clear of all else.

    None where a label finds no place that is free of boxes, heads and other labels.

    Parameters
    ----------
    labels
        The words, in the order of the paths; an empty one needs no place.
    paths
        The lines.
    taken
        Where no label may stand: boxes and titles.
    """
    lines = [path.points for path in paths]
    known = _Points(lines)
    blocked = [*taken, *(_around(path.tip, path.pieces[-1][3]) for path in paths)]
    found: list[Box | None] = [None] * len(labels)
    for at in sorted(range(len(labels)), key=lambda at: (_length(lines[at]), at)):
        if labels[at]:
            free = (place for place in _places(labels[at], lines[at])
                    if not any(_touch(place[1], box) for box in blocked))  # fmt: skip
            costs = ((far + _COVERS * known.within(_wider(box, _CLEAR), at), box)
                     for far, box in free)  # fmt: skip
            found[at] = min(costs, default=(0.0, None))[1]
        blocked += [_wider(box, _AIR) for box in (found[at],) if box is not None]
    return found


def middle_box(label: str, path: Path) -> Box:
    """Return where a label stands in the middle of its line, whatever else is there."""
    return min(_places(label, path.points))[1]


class _Points:
    """The points of all lines, by the squares of a grid in which they lie."""

    def __init__(self, lines: Sequence[Sequence[Point]]) -> None:
        self.squares = defaultdict[tuple[int, int], list[tuple[int, Point]]](list)
        for line, points in enumerate(lines):
            for x, y in points:
                self.squares[int(x // _SQUARE), int(y // _SQUARE)].append((line, (x, y)))

    def within(self, box: Box, own: int) -> int:
        """Return how many points of other lines lie within a box."""
        columns = range(int(box.left // _SQUARE), int(box.right // _SQUARE) + 1)
        rows = range(int(box.top // _SQUARE), int(box.bottom // _SQUARE) + 1)
        return sum(
            line != own and box.left < x < box.right and box.top < y < box.bottom
            for square in product(columns, rows)
            for line, (x, y) in self.squares.get(square, ())
        )


def _places(label: str, line: Sequence[Point]) -> Iterator[tuple[float, Box]]:
    """Yield boxes for a label along its line, with their way from the middle."""
    whole = _length(line)
    half = text_width(label, SMALL, bold=True) / 2 + _EDGE
    for along, (x, y) in _stations(line):
        yield abs(along - whole / 2), Box(x - half, y - _HIGH / 2, x + half, y + _HIGH / 2)


def _stations(line: Sequence[Point]) -> Iterator[tuple[float, Point]]:
    """Yield points of a line with their way from its start."""
    along = 0.0
    for at, point in enumerate(line):
        if at:
            along += dist(line[at - 1], point)
        yield along, point


def _length(line: Sequence[Point]) -> float:
    return sum(dist(a, b) for a, b in pairwise(line))


def _around(tip: Point, base: Point) -> Box:
    """Return the room of a head with some air."""
    (x, y), (to_x, to_y) = base, tip
    half = HEAD / 2 + 1
    return Box(min(x, to_x) - half, min(y, to_y) - half, max(x, to_x) + half, max(y, to_y) + half)


def _wider(box: Box, by: float) -> Box:
    return Box(box.left - by, box.top - by, box.right + by, box.bottom + by)


def _touch(one: Box, other: Box) -> bool:
    return (one.left < other.right and other.left < one.right
            and one.top < other.bottom and other.top < one.bottom)  # fmt: skip
