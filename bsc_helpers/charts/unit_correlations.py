"""The correlation of each unit by itself: how alike the units are behind a common figure.

Few units stand in a row each, the highest first. Many are counted by steps of the correlation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import floor, isfinite, nan
from typing import Final

from bsc_helpers.charts.dot_plot import MOST_ROWS, Dot, DotPlot, render_dot_plot
from bsc_helpers.charts.elements import SMALL, number, path, write
from bsc_helpers.charts.palette import PALETTE
from bsc_helpers.charts.plane import GAP, LINE, Plane
from bsc_helpers.charts.scale import round_marks

__all__ = ["UnitCorrelation", "UnitCorrelations", "render_unit_correlations"]

_STEP: Final = 0.1  # of the correlation, in which many units are counted
_MOST_MARKS: Final = 9
_MOST_ROWS: Final = 4
_EDGE: Final = 1e-9  # a correlation at the border of two steps counts in the upper one


@dataclass(frozen=True)
class UnitCorrelation:
    """A unit: its name, its correlation, how that is written, and whether it is the report's."""

    name: str
    value: float
    text: str
    lower: float = nan
    upper: float = nan
    marked: bool = False


@dataclass(frozen=True)
class UnitCorrelations:
    """The correlations of many units at one lag.

    Attributes
    ----------
    units
        The units, in any order; one whose correlation is not known stands last, or is left out
        where units are counted.
    label, count_label
        What the correlations are; what is counted, where there are many units.
    mean, mean_label
        The common correlation and what its line says.
    zero_label
        What the line at zero says.
    format_value, format_count
        Write the marks of the scales.
    notice
        What every drawing must say.
    """

    units: Sequence[UnitCorrelation]
    label: str
    count_label: str
    format_value: Callable[[float], str]
    format_count: Callable[[int], str]
    mean: float = nan
    mean_label: str = ""
    zero_label: str = ""
    notice: str = ""


def render_unit_correlations(plot: UnitCorrelations, width: int = 480, height: int = 130) -> str:
    """Return the units as lean SVG text; the same figures, the same text.

    Parameters
    ----------
    plot
        What to draw: a row for each unit up to 25, bars with the number of units beyond.
    width, height
        In pixels. Rows are as high as there are units; words above and below add to the height
        of bars.
    """
    if len(plot.units) <= MOST_ROWS:
        return _rows(plot, width)
    return _bars(plot, width, height)


def _rows(plot: UnitCorrelations, width: float) -> str:
    """Draw a dot for each unit, with zero and the common correlation as lines."""
    ranked = sorted(plot.units, key=lambda u: (not isfinite(u.value), -u.value, u.name))
    return render_dot_plot(
        DotPlot(
            rows=[Dot(u.name, u.value, u.text, u.lower, u.upper, u.marked) for u in ranked],
            unit=plot.label,
            format_number=plot.format_value,
            target=0.0,
            target_label=plot.zero_label,
            whole=plot.mean,
            whole_label=plot.mean_label,
            step=_STEP,
            notice=plot.notice,
        ),
        int(width),
    )


def _bars(plot: UnitCorrelations, width: float, height: float) -> str:
    """Draw how many units have a correlation within each step."""
    counts = Counter(_step(u.value) for u in plot.units if isfinite(u.value))
    low, high = min([0, *counts]), max([0, *counts]) + 1
    most = max(counts.values(), default=1)
    columns = [(m, plot.format_value(m))
               for m in round_marks(low * _STEP, high * _STEP, _MOST_MARKS, _STEP)]  # fmt: skip
    rows = [(m, plot.format_count(int(m))) for m in round_marks(0, most, _MOST_ROWS, 1)]
    across = ((low * _STEP, high * _STEP), columns, plot.label)
    up = ((0.0, most * 1.05), rows, plot.count_label)
    texts = [*_lines(plot), *_own(plot)]
    first = Plane(across, up, (width, height))
    above = 1 + max((placed.row for placed in first.above(texts)), default=-1)
    plane = Plane(across, up, (width, height), above=above)
    own = {text for _, text in _own(plot)}
    words = [
        write(t.text, t.x, plane.head + LINE * (t.row + 0.5), align="middle", size=SMALL,
              colour=PALETTE["accent"] if t.text in own else "")
        for t in plane.above(texts)
    ]  # fmt: skip
    parts = [plane.rules(), *_counted(counts, plane), *_upright(plot, plane), *words]
    return plane.drawing(parts, (), plot.notice)


def _step(value: float) -> int:
    return floor(value / _STEP + _EDGE)


def _lines(plot: UnitCorrelations) -> Iterator[tuple[float, str]]:
    """Yield where the words of the lines stand."""
    if plot.zero_label:
        yield 0.0, plot.zero_label
    if isfinite(plot.mean) and plot.mean_label:
        yield plot.mean, plot.mean_label


def _own(plot: UnitCorrelations) -> list[tuple[float, str]]:
    """Return where the words of the report's own units stand."""
    own = (u for u in plot.units if u.marked and isfinite(u.value))
    return [(u.value, f"{u.name} {u.text}") for u in own]


def _counted(counts: Counter[int], plane: Plane) -> Iterator[str]:
    """Draw a bar for each step, with a little air to the next."""
    bars = "".join(
        f"M{number(plane.x(step * _STEP) + 0.7)} {number(plane.bottom)}V{number(plane.y(count))}"
        f"H{number(plane.x((step + 1) * _STEP) - 0.7)}V{number(plane.bottom)}z"
        for step, count in sorted(counts.items())
    )
    yield path(bars, fill=PALETTE["pale"], stroke=PALETTE["accent"], stroke_width=0.8)
    yield path(plane.level(0.0), stroke=PALETTE["quiet"])


def _upright(plot: UnitCorrelations, plane: Plane) -> Iterator[str]:
    """Draw zero dashed, the common correlation in ink, and a wedge where a unit of its own is."""
    yield path(plane.upright(0.0, GAP / 2), stroke=PALETTE["target"], stroke_width=1.3,
               stroke_dasharray="4 3")  # fmt: skip
    if isfinite(plot.mean):
        yield path(plane.upright(plot.mean, GAP / 2), stroke=PALETTE["ink"], stroke_width=1.8)
    wedges = "".join(f"M{number(plane.x(value) - 5)} {number(plane.top - 4)}h10l-5 9z"
                     for value, _ in _own(plot))  # fmt: skip
    yield path(wedges, fill=PALETTE["accent"], stroke="#fff", stroke_width=1)
