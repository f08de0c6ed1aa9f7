"""Charts of one measure over time: a line, or bars where there are few periods."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from io import StringIO
from math import isfinite
from typing import Any, Final

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.typing import RcKeyType

from bsc_helpers.charts.fonts import add_fonts
from bsc_helpers.charts.frame import EndLabel, Frame
from bsc_helpers.charts.palette import PALETTE
from bsc_helpers.charts.series import RunSeries, last_of

__all__ = ["FEW", "draw_bar_chart", "draw_run_chart", "render_chart"]

FEW: Final = 5  # fewer periods than this are drawn as bars

_DOTS_PER_INCH: Final = 72  # a pixel of the drawing is a point of the figure
_BAR: Final = 0.56
_EARLIER: Final = 0.4  # how strongly the bars before the last are drawn: ink reads on them
_ROOM_FOR_VALUE: Final = 20  # pixels
_CAP: Final = 8  # pixels
_POINT: Final = 1e-3  # half the length of a line that its round ends make a dot
_METADATA: Final = {"Date": None, "Creator": None, "Format": None, "Type": None}

_PROLOGUE = re.compile(r"\A.*?(?=<svg\b)", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_OPENING = re.compile(r"<svg\b[^>]*>")
_SPARE = re.compile(r"<metadata>.*?</metadata>|<defs>\s*<style.*?</defs>|<!--.*?-->", re.DOTALL)
_ID = re.compile(r' id="[^"]*"')
_PIXELS = re.compile(r"-?\d+\.\d{2,}")


def draw_run_chart(ax: Axes, series: RunSeries) -> None:
    """Draw a measure as a line over time, with target and comparison labelled directly.

    Parameters
    ----------
    ax
        Where to draw; the room it has is the room for the chart and the texts around it.
    series
        What to draw. A missing value is a gap in the line, never a zero.
    """
    add_fonts()
    frame = Frame(ax, series, _end_labels(series, with_value=True))
    frame.draw_marks()
    _draw_target(frame)
    _draw_line(ax, series.comparison, colour=PALETTE["quiet"], width=1.1, order=3)
    _draw_line(ax, series.values, colour=PALETTE["accent"], width=2.2, order=4)
    if series.last is not None:
        place, value = series.last, series.values[series.last]
        _draw_interval(frame, place, PALETTE["accent"])
        _draw_dot(ax, place, value, "#ffffff", 12)
        _draw_dot(ax, place, value, PALETTE["accent"], 9)
    frame.draw_periods()
    frame.draw_end_labels()


def draw_bar_chart(ax: Axes, series: RunSeries) -> None:
    """Draw a measure as bars from the zero line, each with its value at its foot; for few periods.

    The value stands where no target line can cross it; a bar too short for it has it outside.
    The comparison is a short line across each bar.

    Parameters
    ----------
    ax
        Where to draw; the room it has is the room for the chart and the texts around it.
    series
        What to draw. A missing value has no bar.
    """
    add_fonts()
    frame = Frame(ax, series, _end_labels(series, with_value=False), zero=True)
    frame.draw_marks()
    for place, value in enumerate(series.values):
        if isfinite(value):
            _draw_bar(ax, place, value, alpha=1.0 if place == series.last else _EARLIER)
            _write_in_bar(frame, place, value)
    if series.last is not None:
        _draw_interval(frame, series.last, PALETTE["ink"])
    for place, value in enumerate(series.comparison):
        if isfinite(value):
            ends = [place - _BAR / 2, place + _BAR / 2]
            ax.plot(ends, [value, value], color=PALETTE["ink"], lw=1.1, clip_on=False, zorder=4)
    _draw_target(frame)
    frame.draw_periods()
    frame.draw_end_labels()


def _write_in_bar(frame: Frame, place: int, value: float) -> None:
    """Write the value of a bar at its foot, or beyond its end where the bar is too short."""
    last, interval = place == frame.series.last, frame.series.interval
    away = 1 if value >= 0 else -1
    ends = [value, *(end for end in interval if last and isfinite(end))]
    foot, end = frame.up(0.0), frame.up(max(ends) if away > 0 else min(ends))
    inside = abs(frame.up(value) - foot) >= _ROOM_FOR_VALUE
    frame.write(
        frame.series.value_text(place),
        frame.across(place),
        (foot if inside else end) + away * 10,
        align="center",
        colour="#ffffff" if last and inside else PALETTE["ink"],
        bold=last,
    )


def render_chart(series: RunSeries, width: int = 480, height: int = 200) -> str:
    """Return the chart of a measure over time as lean SVG text; the same series, the same text.

    The texts keep 9 pixels when the drawing is shown two thirds as wide as it is by itself.

    Parameters
    ----------
    series
        What to draw: as bars when it has fewer than five periods, otherwise as a line.
    width, height
        The size in pixels.
    """
    draw = draw_bar_chart if len(series.values) < FEW else draw_run_chart
    made = StringIO()
    with mpl.rc_context(_settings()):
        size = (width / _DOTS_PER_INCH, height / _DOTS_PER_INCH)
        figure = Figure(figsize=size, dpi=_DOTS_PER_INCH, frameon=False)
        FigureCanvasSVG(figure)
        draw(figure.add_axes((0, 0, 1, 1)), series)
        figure.savefig(made, format="svg", metadata=_METADATA, transparent=True)
    return _lean(made.getvalue(), width, height)


# ------------------------------------------------------------------------------------------ parts


@cache
def _settings() -> dict[RcKeyType, Any]:
    """Return matplotlib's own settings for all that is drawn, whatever a notebook has set."""
    groups = ("axes.", "figure.", "font.", "lines.", "patch.", "path.", "savefig.", "svg.", "text.")
    own = {name: value for name, value in mpl.rcParamsDefault.items() if name.startswith(groups)}
    own |= {"svg.fonttype": "none", "svg.hashsalt": "bsc", "path.simplify": False}
    return own


def _end_labels(series: RunSeries, *, with_value: bool) -> list[EndLabel]:
    labels = []
    if with_value and series.last is not None:
        text = _when(series, series.value_text(series.last), series.last)
        labels.append(EndLabel(text, series.values[series.last], PALETTE["accent"], bold=True))
    target = _middle_of_last(series)
    if series.target_label and target is not None:
        labels.append(EndLabel(series.target_label, target, PALETTE["target"]))
    compared = last_of(series.comparison)
    if series.comparison_label and compared is not None:
        labels.append(
            EndLabel(
                series.comparison_label,
                series.comparison[compared],
                PALETTE["quiet"],
                figure=_when(series, series.comparison_text(compared), compared),
            )
        )
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


def _draw_bar(ax: Axes, place: int, value: float, *, alpha: float) -> None:
    edges = (place - _BAR / 2, place + _BAR / 2)
    around = [*edges, *reversed(edges)], [0, 0, value, value]
    ax.fill(*around, color=PALETTE["accent"], alpha=alpha, lw=0, zorder=2)


def _draw_interval(frame: Frame, place: int, colour: str) -> None:
    """Draw the interval of uncertainty of a value as a thin whisker."""
    low, high = frame.series.interval
    if not isfinite(low) or not isfinite(high):
        return
    cap = _CAP / 2 / frame.width * len(frame.series.values)
    caps = [([place - cap, place + cap], [end, end]) for end in (low, high)]
    for xs, ys in (*caps, ([float(place)] * 2, [low, high])):
        frame.ax.plot(xs, ys, color=colour, lw=1.1, clip_on=False, zorder=4.5)


def _draw_target(frame: Frame) -> None:
    """Draw the target as a dashed step line, or as a band between two."""
    series = frame.series
    for row in (series.target, series.target_high):
        for xs, ys in _steps(row):
            around = frame.ax.plot(xs, ys, color="#ffffff", lw=2.4, alpha=0.7)
            line = frame.ax.plot(xs, ys, color=PALETTE["target"], lw=1.2, dashes=(4, 3))
            for artist in (*around, *line):
                artist.set(clip_on=False, zorder=2.5)
    if series.target_high:
        _draw_band(frame.ax, series)


def _draw_band(ax: Axes, series: RunSeries) -> None:
    both = [isfinite(a + b) for a, b in zip(series.target, series.target_high, strict=True)]
    lows, highs = (
        _steps([value if shown else float("nan") for value, shown in zip(row, both, strict=True)])
        for row in (series.target, series.target_high)
    )
    for (x_low, low), (x_high, high) in zip(lows, highs, strict=True):
        around = [*x_low, *reversed(x_high)], [*low, *reversed(high)]
        ax.fill(*around, color=PALETTE["target"], alpha=0.09, lw=0, zorder=0.5)


def _steps(row: Sequence[float]) -> Iterator[tuple[list[float], list[float]]]:
    """Return the corners of a step line, one piece for each stretch without a gap."""
    xs, ys = list[float](), list[float]()
    for place, value in enumerate([*row, float("nan")]):
        if isfinite(value):
            if ys and ys[-1] == value:
                xs[-1] = place + 0.5
            else:
                xs += [place - 0.5, place + 0.5]
                ys += [value, value]
        elif xs:
            yield xs, ys
            xs, ys = [], []


def _draw_line(
    ax: Axes, values: Sequence[float], *, colour: str, width: float, order: float
) -> None:
    """Draw a line with gaps; a value without neighbours becomes a dot."""
    if not any(map(isfinite, values)):
        return
    ax.plot(
        range(len(values)),
        values,
        color=colour,
        lw=width,
        solid_joinstyle="round",
        solid_capstyle="round",
        clip_on=False,
        zorder=order,
    )
    known = [False, *map(isfinite, values), False]
    for place, value in enumerate(values):
        if known[place + 1] and not known[place] and not known[place + 2]:
            _draw_dot(ax, place, value, colour, width * 2)


def _draw_dot(ax: Axes, place: float, value: float, colour: str, width: float) -> None:
    """Draw a dot as a very short line with round ends: no marker to define and refer to."""
    ax.plot(
        [place - _POINT, place + _POINT],
        [value, value],
        color=colour,
        lw=width,
        solid_capstyle="round",
        clip_on=False,
        zorder=5,
    )


def _pixels(found: re.Match[str]) -> str:
    return f"{float(found[0]):.1f}".removesuffix(".0")


def _lean(svg: str, width: int, height: int) -> str:
    """Drop what a drawing inside a page must not carry: ids, styles for all, metadata, digits."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        f' viewBox="0 0 {width} {height}" stroke-linejoin="round">'
    )
    body = _ID.sub("", _SPARE.sub("", _PROLOGUE.sub("", svg)))
    # Only inside tags: what stands between them is told to the reader.
    body = _TAG.sub(lambda tag: _PIXELS.sub(_pixels, tag[0]), body)
    body = _OPENING.sub(lambda _: head, body, count=1)
    return re.sub(r"\s*\n\s*", "\n", body).strip()
