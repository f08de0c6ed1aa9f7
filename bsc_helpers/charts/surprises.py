"""What was unexpected in a driver against what was unexpected in an outcome some periods later.

Few pairs are drawn one by one. Many are counted in a lattice of hexagons, and each is a dot whose
area is the number of pairs in it: that reads in grey, and stays lean for any number of pairs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import floor, isfinite, nan, sqrt
from typing import Final

from bsc_helpers.charts.elements import Point, dots, number, path
from bsc_helpers.charts.notes import LARGEST, Note
from bsc_helpers.charts.palette import PALETTE
from bsc_helpers.charts.plane import Plane
from bsc_helpers.charts.scale import round_marks

__all__ = ["MOST_DOTS", "Surprises", "render_surprises"]

MOST_DOTS: Final = 1500  # more pairs than this are counted

_MOST_MARKS: Final = 7
_ROOM: Final = 0.05  # of the extent, at both ends of a scale
_DOT: Final = 3.8
_CELL: Final = LARGEST + 1  # between the middles of hexagons
_LEAST: Final = 3.0  # the width of the dot of a single pair among many
_SIZES: Final = 12  # widths that are told apart


@dataclass(frozen=True)
class Surprises:
    """Pairs of surprises: a driver's, and the outcome's some periods later.

    Attributes
    ----------
    drivers, outcomes
        The surprises in the units of the measures; a pair with one that is not known is left out.
    driver_label, outcome_label
        What the scales show, with unit and lag.
    format_driver, format_outcome
        Write the marks of the scales.
    intercept, slope
        The straight line through the pairs; NaN = none.
    line_label
        What the line says of itself.
    format_count
        Says how many pairs the largest dot holds, where pairs are counted.
    driver_step, outcome_step
        The smallest differences that the formats show; 0 = not known.
    notice
        What every drawing must say.
    """

    drivers: Sequence[float]
    outcomes: Sequence[float]
    driver_label: str
    outcome_label: str
    format_driver: Callable[[float], str]
    format_outcome: Callable[[float], str]
    intercept: float = nan
    slope: float = nan
    line_label: str = ""
    format_count: Callable[[int], str] = str
    driver_step: float = 0.0
    outcome_step: float = 0.0
    notice: str = ""

    @property
    def pairs(self) -> list[Point]:
        """The pairs of which both are known."""
        both = zip(self.drivers, self.outcomes, strict=True)
        return [(x, y) for x, y in both if isfinite(x + y)]


def render_surprises(plot: Surprises, width: int = 480, height: int = 260) -> str:
    """Return the pairs as lean SVG text; the same figures, the same text.

    Parameters
    ----------
    plot
        What to draw.
    width, height
        In pixels; words above and below add to the height.
    """
    pairs = plot.pairs
    across, up = (_extent([pair[at] for pair in pairs]) for at in (0, 1))
    columns = round_marks(*across, _MOST_MARKS, plot.driver_step)
    rows = round_marks(*up, _MOST_MARKS, plot.outcome_step)
    plane = Plane(
        (across, [(m, plot.format_driver(m)) for m in columns], plot.driver_label),
        (up, [(m, plot.format_outcome(m)) for m in rows], plot.outcome_label),
        (width, height),
    )
    zero = plane.level(0.0) + plane.upright(0.0)
    points = [(plane.x(x), plane.y(y)) for x, y in pairs]
    most, cloud = _counted(points) if len(points) > MOST_DOTS else (0, _single(points))
    parts = [plane.rules(), path(zero, stroke=PALETTE["quiet"]), *cloud, *_line(plot, plane)]
    notes = [Note("most", plot.format_count(most))] if most else []
    if isfinite(plot.intercept + plot.slope) and plot.line_label:
        notes.append(Note("line", plot.line_label))
    return plane.drawing(parts, notes, plot.notice)


def _extent(values: Sequence[float]) -> tuple[float, float]:
    """Return the ends of a scale: all values and zero, with some room."""
    low, high = min([0.0, *values]), max([0.0, *values])
    room = (high - low) * _ROOM or 1.0
    return low - room, high + room


def _single(points: Sequence[Point]) -> list[str]:
    """Draw each pair as a dot: to the pixel, for many a drawing."""
    found = dict.fromkeys((float(round(x)), float(round(y))) for x, y in points)
    return [path(dots(found), stroke=PALETTE["compared"], stroke_width=_DOT,
                 stroke_linecap="round")]  # fmt: skip


def _counted(points: Sequence[Point]) -> tuple[int, list[str]]:
    """Return the most pairs in a hexagon, and a dot for each by the number of its pairs."""
    counts = Counter(_hexagon(point) for point in points)
    most = max(counts.values())
    sizes = defaultdict[float, list[Point]](list)
    for (column, row), count in sorted(counts.items()):
        share = round(sqrt(count / most) * _SIZES) / _SIZES
        x, y = (column + row % 2 / 2) * _CELL, row * _CELL * sqrt(3) / 2
        sizes[max(_LEAST, share * LARGEST)].append((x, y))
    return most, [
        path(dots(found), stroke=PALETTE["quiet"], stroke_width=number(wide),
             stroke_linecap="round")
        for wide, found in sorted(sizes.items())
    ]  # fmt: skip


def _hexagon(point: Point) -> tuple[int, int]:
    """Return the column and the row of the hexagon whose middle is nearest."""
    x, y = point[0] / _CELL, point[1] / (_CELL * sqrt(3) / 2)
    near = [(round(x - row % 2 / 2), row) for row in (floor(y), floor(y) + 1)]

    def far(at: tuple[int, int]) -> float:
        return (at[0] + at[1] % 2 / 2 - x) ** 2 + 0.75 * (at[1] - y) ** 2

    return min(near, key=lambda at: (far(at), at))


def _line(plot: Surprises, plane: Plane) -> Iterator[str]:
    """Draw the straight line as far as the plane reaches."""
    if not isfinite(plot.intercept + plot.slope):
        return
    low, high = plane.x.low, plane.x.high
    if plot.slope:
        crossings = [(end - plot.intercept) / plot.slope for end in (plane.y.low, plane.y.high)]
        low, high = max(low, min(crossings)), min(high, max(crossings))
    if low >= high or not plane.y.low <= plot.intercept + plot.slope * low <= plane.y.high:
        return
    ends = [(plane.x(x), plane.y(plot.intercept + plot.slope * x)) for x in (low, high)]
    d = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in ends)
    yield path(d, stroke="#fff", stroke_width=3.8)
    yield path(d, stroke=PALETTE["accent"], stroke_width=2.2)
