"""Bars of a measure with few periods, each with its value at its foot."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import Final

from bsc_helpers.charts.elements import SIZE, number, path, write
from bsc_helpers.charts.fonts import text_width
from bsc_helpers.charts.frame import GAP, Frame
from bsc_helpers.charts.palette import PALETTE

__all__ = ["bar_parts"]

_BAR: Final = 0.56  # of the room of a period
_ROOM_FOR_VALUE: Final = 20.0  # pixels
_CAP: Final = 8.0
_TO_VALUE: Final = 11.0


def bar_parts(frame: Frame) -> list[str]:
    """Draw bars from the zero line; the last in full colour, a preliminary one hollow.

    The value stands where no target line can cross it; a bar too short for it has it outside.
    The comparison is a short line across each bar.
    """
    series = frame.series
    known = [place for place, value in enumerate(series.values) if isfinite(value)]
    hollow = {mark.place for mark in series.marks_of("preliminary")}
    earlier = [place for place in known if place != series.last and place not in hollow]
    last = [place for place in known if place == series.last and place not in hollow]
    across = "".join(
        f"M{number(frame.x(place - _BAR / 2))} {number(frame.y(value))}"
        f"H{number(frame.x(place + _BAR / 2))}"
        for place, value in enumerate(series.comparison)
        if isfinite(value)
    )
    return [
        path("".join(_bar(frame, p) for p in earlier), fill=PALETTE["pale"]),
        path("".join(_bar(frame, p) for p in last), fill=PALETTE["accent"]),
        path("".join(_bar(frame, p) for p in sorted(hollow)), fill="#fff",
             stroke=PALETTE["accent"], stroke_width=1.6),
        path(across, stroke="#fff", stroke_width=3.4),
        path(across, stroke=PALETTE["ink"], stroke_width=1.4),
        path(_whisker(frame), stroke=PALETTE["ink"], stroke_width=1.2),
        *(
            _value(frame, place, x, dark=place in last)
            for place, x in _with_room(frame, known).items()
        ),
    ]  # fmt: skip


def _with_room(frame: Frame, places: Sequence[int]) -> dict[int, float]:
    """Return where the values stand that have room beside each other: the last, then back."""
    shown, taken = dict[int, float](), frame.right + GAP
    for place in reversed(places):
        wide = _wide(frame, place)
        middle = min(frame.x(place), taken - GAP / 2 - wide / 2)
        if not shown or (middle - wide / 2 >= 0 and frame.x(place) - middle < GAP):
            shown[place] = middle
            taken = middle - wide / 2
    return shown


def _wide(frame: Frame, place: int) -> float:
    return text_width(frame.series.value_text(place), SIZE, bold=place == frame.series.last)


def _bar(frame: Frame, place: int) -> str:
    left, right = (number(frame.x(place + side * _BAR / 2)) for side in (-1, 1))
    foot, end = number(frame.y(0)), number(frame.y(frame.series.values[place]))
    return f"M{left} {foot}V{end}H{right}V{foot}z"


def _whisker(frame: Frame) -> str:
    (low, high), last = frame.series.interval, frame.series.last
    if last is None or not isfinite(low + high):
        return ""
    x = frame.x(last)
    caps = "".join(
        f"M{number(x - _CAP / 2)} {number(frame.y(end))}h{number(_CAP)}" for end in (low, high)
    )
    return f"{caps}M{number(x)} {number(frame.y(low))}V{number(frame.y(high))}"


def _value(frame: Frame, place: int, x: float, *, dark: bool) -> str:
    """Write the value of a bar at its foot, or beyond its end where the bar is too short."""
    series = frame.series
    value, is_last = series.values[place], place == series.last
    up = -1 if value >= 0 else 1
    ends = [value, *(end for end in series.interval if is_last and isfinite(end))]
    foot, end = frame.y(0.0), frame.y(max(ends) if up < 0 else min(ends))
    narrow = dark and _wide(frame, place) > (frame.x(1) - frame.x(0)) * _BAR
    inside = abs(frame.y(value) - foot) >= _ROOM_FOR_VALUE and not narrow
    return write(
        series.value_text(place),
        x,
        (foot if inside else end) + up * _TO_VALUE,
        align="middle",
        colour="#fff" if dark and inside else PALETTE["ink"],
        bold=is_last,
    )
