"""Which box of a strategy map stands where: rows of boxes, ordered so that few arrows cross."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from math import ceil
from typing import Final, NamedTuple

__all__ = ["Group", "Row", "ordered", "places_of", "rows_of"]


class Group(NamedTuple):
    """The boxes of one perspective, by its number, in one row; from left to right."""

    perspective: int
    boxes: tuple[str, ...]


Row = tuple[Group, ...]
_Spot = tuple[float, int]  # across, row
_ROUNDS: Final = 50  # of swaps at most; far more than any map has needed


def rows_of(bands: Sequence[Sequence[Sequence[str]]], width: float, title: float,
            box: float) -> list[Row]:  # fmt: skip
    """Return the rows of the bands from above.

    The perspectives of a band stand side by side where they have room, otherwise below each other;
    one with more boxes than a row holds has several rows, as even as can be.

    Parameters
    ----------
    bands
        The boxes of each perspective of each band.
    width, title, box
        The room of a row, and what the title of a perspective and a box need of it.
    """
    rows: list[Row] = []
    number = 0
    for band in bands:
        groups = [Group(number + at, tuple(boxes)) for at, boxes in enumerate(band)]
        number += len(groups)
        if title * len(groups) + box * sum(len(group.boxes) for group in groups) <= width:
            rows += [tuple(groups)] * bool(groups)
            continue
        most = max(1, int((width - title) // box))
        rows += [(Group(g.perspective, part),) for g in groups for part in _parts(g.boxes, most)]
    return rows


def _parts(boxes: tuple[str, ...], most: int) -> Iterator[tuple[str, ...]]:
    """Yield the boxes in rows of at most so many, as even as can be."""
    count = max(1, ceil(len(boxes) / most))
    for at in range(count):
        yield boxes[len(boxes) * at // count : len(boxes) * (at + 1) // count]


def places_of(rows: Sequence[Row]) -> dict[str, _Spot]:
    """Return where each box stands: across its row as a share, and the row."""
    found = dict[str, _Spot]()
    for number, row in enumerate(rows):
        boxes = [box for group in row for box in group.boxes]
        found |= {box: ((at + 0.5) / len(boxes), number) for at, box in enumerate(boxes)}
    return found


def ordered(rows: Sequence[Row], links: Sequence[tuple[str, str]]) -> list[Row]:
    """Return the rows with the boxes of each perspective swapped so that few links cross.

    Two boxes of a row change places as long as that makes fewer crossings or shorter ways; boxes
    that no link needs elsewhere keep the order given.
    """
    best, cost = list(rows), _cost(rows, links)
    for _ in range(_ROUNDS):
        found = min(((_cost(tried, links), at) for at, tried in enumerate(_swapped(best))),
                    default=(cost, 0))  # fmt: skip
        if found[0] >= cost:
            break
        cost, best = found[0], list(_swapped(best))[found[1]]
    return best


def _swapped(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Yield the rows with two boxes of one perspective in each other's place."""
    for number, row in enumerate(rows):
        for at, group in enumerate(row):
            for one, other in combinations(range(len(group.boxes)), 2):
                boxes = list(group.boxes)
                boxes[one], boxes[other] = boxes[other], boxes[one]
                changed = (*row[:at], Group(group.perspective, tuple(boxes)), *row[at + 1 :])
                yield [*rows[:number], changed, *rows[number + 1 :]]


def _cost(rows: Sequence[Row], links: Sequence[tuple[str, str]]) -> tuple[int, float]:
    """Return how many pairs of links cross, with the boxes passed in a row, and how far all go."""
    places = places_of(rows)
    ways = [(places[start], places[end]) for start, end in links if start != end]
    crossings = sum(_cross(one, other) for one, other in combinations(ways, 2))
    passed = sum(_passed(places, way) for way in ways if way[0][1] == way[1][1])
    far = sum(abs(start[0] - end[0]) for start, end in ways)
    return crossings + passed, round(far, 6)


def _passed(places: Mapping[str, _Spot], way: tuple[_Spot, _Spot]) -> int:
    (low, row), (high, _) = sorted(way)
    return sum(at == row and low < x < high for x, at in places.values())


def _cross(one: tuple[_Spot, _Spot], other: tuple[_Spot, _Spot]) -> bool:
    """Whether two straight ways cut each other; those that meet in a box do not."""
    (a, b), (c, d) = one, other
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def _side(a: _Spot, b: _Spot, c: _Spot) -> float:
    turn = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    return 0.0 if abs(turn) < 1e-9 else turn  # noqa: PLR2004 - nothing but rounding
