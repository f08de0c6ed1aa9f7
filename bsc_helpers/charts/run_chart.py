"""Charts of one measure over time: a line, or bars where there are few periods."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import isfinite
from typing import Final

from bsc_helpers.charts.bars import bar_parts
from bsc_helpers.charts.elements import Point, dots, line_through, number, path
from bsc_helpers.charts.frame import Frame
from bsc_helpers.charts.labels import EndLabel
from bsc_helpers.charts.notes import SIGNS, Note
from bsc_helpers.charts.palette import PALETTE
from bsc_helpers.charts.series import MarkKind, RunSeries, last_of
from bsc_helpers.charts.targets import target_parts
from bsc_helpers.charts.usual import usual_parts

__all__ = ["FEW", "render_chart"]

FEW: Final = 5  # fewer periods than this are drawn as bars

_CAP: Final = 8.0  # pixels
# Of the marks of one value the first stands at it.
_MARKED: Final[tuple[MarkKind, ...]] = (
    *("concern", "improvement", "high", "low"),
    *("preliminary", "revised"),
)


def render_chart(series: RunSeries, width: int = 480, height: int = 200) -> str:
    """Return the chart of a measure over time as lean SVG text; the same series, the same text.

    A missing value is a gap, never a zero. Target and comparison are labelled where they end.
    Shown three quarters as wide as it is by itself, all its texts keep 9 pixels.

    Parameters
    ----------
    series
        What to draw: as bars when it has fewer than five periods, otherwise as a line.
    width, height
        The size in pixels; rows for breaks, signs and the notice add to the height.
    """
    if len(series.values) < FEW:
        frame = Frame(series, _end_labels(series)[1:], (width, height), zero=True)
        return frame.drawing(
            [*bar_parts(frame), *target_parts(frame)], _notes(series, ["preliminary"])
        )
    frame = Frame(series, _end_labels(series), (width, height))
    parts = [*usual_parts(frame), *target_parts(frame), *_line_parts(frame)]
    return frame.drawing(parts, _notes(series, _MARKED))


def _line_parts(frame: Frame) -> list[str]:
    """Draw the compared line, then the line of the measure with its last value and its interval."""
    series, accent = frame.series, PALETTE["accent"]
    signs = {mark.place: kind for kind in _MARKED[::-1] for mark in series.marks_of(kind)}
    ends = [] if series.last is None or series.last in signs else [_point(frame, series.last)]
    looks = {"fill": "none", "stroke_linejoin": "round", "stroke_linecap": "round"}
    compared, _ = _pieces(frame, series.comparison)
    line, alone = _pieces(frame, series.values)
    return [
        path(compared, stroke=PALETTE["compared"], stroke_width=1.4, **looks),
        path(_whisker(frame), stroke=accent, stroke_width=1.2),
        path(line, stroke=accent, stroke_width=2.2, **looks),
        path(dots(alone), stroke=accent, stroke_width=4.4, stroke_linecap="round"),
        path(dots(ends), stroke="#fff", stroke_width=11, stroke_linecap="round"),
        path(dots(ends), stroke=accent, stroke_width=8, stroke_linecap="round"),
        *(SIGNS[kind](*_point(frame, place)) for place, kind in sorted(signs.items())),
    ]


def _point(frame: Frame, place: int) -> Point:
    return frame.x(place), frame.y(frame.series.values[place])


def _pieces(frame: Frame, values: Sequence[float]) -> tuple[str, list[Point]]:
    """Return the line, broken where a value is missing or the definition changes, and lone dots."""
    line, alone = "", list[Point]()
    for stretch in stretches(values, [b.place for b in frame.series.breaks_of("definition")]):
        points = [(frame.x(place), frame.y(values[place])) for place in stretch]
        if len(points) > 1:
            line += line_through(points)
        else:
            alone += points
    return line, alone


def stretches(values: Sequence[float], cuts: Sequence[int]) -> Iterator[list[int]]:
    """Yield the places of values that one line joins."""
    borders = sorted({0, *(cut for cut in cuts if cut < len(values)), len(values)})
    for start, end in pairwise(borders):
        stretch: list[int] = []
        for place in range(start, end):
            if isfinite(values[place]):
                stretch.append(place)
            elif stretch:
                yield stretch
                stretch = []
        if stretch:
            yield stretch


def _whisker(frame: Frame) -> str:
    """Return the interval of uncertainty of the last value as a thin whisker."""
    (low, high), last = frame.series.interval, frame.series.last
    if last is None or not isfinite(low + high):
        return ""
    x, low, high = frame.x(last), frame.y(low), frame.y(high)
    cap = f"h{number(_CAP)}"
    caps = "".join(f"M{number(x - _CAP / 2)} {number(end)}{cap}" for end in (high, low))
    return f"{caps}M{number(x)} {number(low)}V{number(high)}"


def _end_labels(series: RunSeries) -> list[EndLabel]:
    """Return what stands beside the lines: first the value, then target and comparison."""
    labels = [EndLabel("", float("nan"), "")]
    if series.last is not None:
        text = _when(series, series.value_text(series.last), series.last)
        value = series.values[series.last]
        labels = [EndLabel(text, value, PALETTE["accent"], bold=True, weight=4)]
    target = _middle_of_last(series)
    if series.target_label and target is not None:
        labels.append(EndLabel(series.target_label, target, PALETTE["target"]))
    compared = last_of(series.comparison)
    if series.comparison_label and compared is not None:
        figure = _when(series, series.comparison_text(compared), compared)
        value = series.comparison[compared]
        labels.append(EndLabel(series.comparison_label, value, "", figure=figure))
    return labels


def _when(series: RunSeries, text: str, place: int) -> str:
    """Return the text of a line's last value; with its period where later ones are missing."""
    return text if place == len(series.values) - 1 else f"{text} ({series.labels[place]})"


def _middle_of_last(series: RunSeries) -> float | None:
    last = last_of(series.target)
    if last is None:
        return None
    high = series.target_high[last] if series.target_high else series.target[last]
    return (series.target[last] + high) / 2 if isfinite(high) else series.target[last]


def _notes(series: RunSeries, kinds: Sequence[MarkKind]) -> list[Note]:
    """Say once what each sign means that the drawing holds."""
    words = {mark.label: kind for kind in kinds for mark in series.marks_of(kind)}
    notes = [Note(kind, word) for word, kind in words.items() if word]
    return [Note("band", series.usual_label), *notes] if series.usual_label else notes
