"""Deviations from a plan, line by line: bars to the left and to the right of zero."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Final

from bsc_helpers.charts.elements import SIZE, drawing, number, path, write
from bsc_helpers.charts.fonts import shortened, text_width
from bsc_helpers.charts.notes import noted
from bsc_helpers.charts.palette import PALETTE
from bsc_helpers.charts.rows import GAP, Name, Rows

__all__ = ["Deviation", "render_deviation_bars"]

_LINE: Final = 17.0
_BAR: Final = 11.0  # its height
_TO_FIGURE: Final = 5.0
_LEAST: Final = 1e-300  # a span that can still be divided by pixels


@dataclass(frozen=True)
class Deviation:
    """A line: its name, the deviation (plus = better than planned) and how it is written.

    A `total` stands out. NaN = not known: the line keeps its sign and has no bar.
    """

    name: str
    value: float
    text: str
    total: bool = False


def render_deviation_bars(
    rows: Sequence[Deviation], unit: str, *, notice: str = "", width: int = 480
) -> str:
    """Return the deviations as lean SVG text, each with its figure at the end of its bar.

    Parameters
    ----------
    rows
        The lines from above.
    unit
        What the figures are counted in, written above.
    notice
        What every drawing must say.
    width
        In pixels; the height follows from the lines.
    """
    names = [Name(row.name, row.text, row.total) for row in rows]
    frame = Rows(names, _extent(rows, names, width), width, figures=False)
    said, height = noted((), notice, width, frame.bottom + GAP / 2)
    zero = f"M{number(frame.x(0))} {number(frame.top)}V{number(frame.bottom)}"
    parts = [
        path(_bars(rows, frame, total=False), fill=PALETTE["accent"]),
        path(_bars(rows, frame, total=True), fill=PALETTE["ink"]),
        path(zero, stroke=PALETTE["ink"]),
        write(shortened(unit, width, SIZE), 0, _LINE / 2) if unit else "",
    ]
    return drawing(width, height, [*parts, *frame.words(), *_figures(rows, frame), *said])


def _extent(rows: Sequence[Deviation], names: Sequence[Name], width: float) -> tuple[float, float]:
    """Return the ends of the scale such that every figure has its room beside its bar."""
    known = [row.value for row in rows if isfinite(row.value)]
    low, high = min([0.0, *known]), max([0.0, *known])
    if high - low < _LEAST:
        return -1.0, 1.0
    wide = {
        side: max(
            (_wide(row) for row in rows if (row.value < 0) == side or not isfinite(row.value)),
            default=0.0,
        )
        for side in (True, False)
    }
    probe = Rows(names, (0.0, 1.0), width, figures=False)
    free = max(probe.right - probe.left - wide[True] - wide[False], 1.0)
    pixel = (high - low) / free
    return low - wide[True] * pixel, high + wide[False] * pixel


def _wide(row: Deviation) -> float:
    return text_width(row.text, SIZE, bold=row.total) + 2 * _TO_FIGURE


def _bars(rows: Sequence[Deviation], frame: Rows, *, total: bool) -> str:
    zero = number(frame.x(0))
    return "".join(
        f"M{zero} {number(frame.y(at) - _BAR / 2)}H{number(frame.x(row.value))}"
        f"v{number(_BAR)}H{zero}z"
        for at, row in enumerate(rows)
        if isfinite(row.value) and row.value != 0 and row.total == total
    )


def _figures(rows: Sequence[Deviation], frame: Rows) -> Iterator[str]:
    """Write each figure beyond the end of its bar."""
    for at, row in enumerate(rows):
        left = row.value < 0
        end = frame.x(row.value if isfinite(row.value) else 0.0)
        yield write(
            row.text,
            end + (-_TO_FIGURE if left else _TO_FIGURE),
            frame.y(at),
            align="end" if left else "start",
            colour=PALETTE["ink"] if row.total else "",
            bold=row.total,
        )
