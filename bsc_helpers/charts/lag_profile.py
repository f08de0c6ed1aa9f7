"""The profile of a link: how strongly two measures go together at each lag, both ways in time.

Right of the middle the driver comes first, left of it the outcome. What goes together does not
show which brings about which; so both sides are always drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Final

from bsc_helpers.charts.elements import SIZE, SMALL, dots, number, path, write
from bsc_helpers.charts.fonts import text_width, wrapped
from bsc_helpers.charts.notes import Note
from bsc_helpers.charts.palette import PALETTE
from bsc_helpers.charts.plane import GAP, LINE, Plane
from bsc_helpers.charts.scale import round_marks

__all__ = ["LagProfile", "render_lag_profile"]

_MOST_MARKS: Final = 5
_STEP: Final = 0.1
_ROOM: Final = 0.06  # of correlations, above and below all that is drawn
_CAP: Final = 4.0  # half of the end of an interval
_MARGINS: Final = 48.0  # beside the plane, about
_WINDOW: Final = 7.0  # the room of the declared window between plane and marks


@dataclass(frozen=True)
class LagProfile:
    """The correlations of a pair of measures at every lag that was tried.

    Attributes
    ----------
    lags
        In periods, from the lowest up; above 0 the driver comes first.
    values, lower, upper
        The correlation at each lag and the ends of its interval; NaN = not known.
    label, lag_label
        What the scales show.
    driver_first, outcome_first
        What the two sides are called.
    format_value, format_lag
        Write the marks of the scales.
    chosen, chosen_label
        The lag that the verdict is about, none without one, and what stands above it.
    window, window_label
        The lags between which the link was expected, and what the bar along the scale says.
    floor, floor_label
        The size below which a correlation is too small to matter, and what its lines say.
    interval_label
        What the upright lines say.
    notice
        What every drawing must say.
    """

    lags: Sequence[int]
    values: Sequence[float]
    lower: Sequence[float]
    upper: Sequence[float]
    label: str
    lag_label: str
    driver_first: str
    outcome_first: str
    format_value: Callable[[float], str]
    format_lag: Callable[[int], str]
    chosen: int | None = None
    chosen_label: str = ""
    window: tuple[int, int] | None = None
    window_label: str = ""
    floor: float = 0.1
    floor_label: str = ""
    interval_label: str = ""
    notice: str = ""

    def __post_init__(self) -> None:
        if {len(self.values), len(self.lower), len(self.upper)} != {len(self.lags)}:
            raise ValueError("every lag needs a value and both ends of an interval")

    @property
    def extent(self) -> tuple[float, float]:
        """The ends of the scale of correlations: all that is drawn, zero and the floor."""
        drawn = [v for row in (self.values, self.lower, self.upper) for v in row if isfinite(v)]
        ends = (*drawn, self.floor, -self.floor)
        return max(min(ends) - _ROOM, -1.0), min(max(ends) + _ROOM, 1.0)

    @property
    def ends(self) -> tuple[float, float]:
        """The ends of the scale of lags, half a period beyond the outermost; 0 is in it."""
        known = (*self.lags, 0)
        return min(known) - 0.5, max(known) + 0.5


def render_lag_profile(profile: LagProfile, width: int = 480, height: int = 190) -> str:
    """Return the profile as lean SVG text; the same figures, the same text.

    Parameters
    ----------
    profile
        What to draw. A lag that is not known keeps its place and has no dot.
    width, height
        In pixels; words above and below add to the height.
    """
    marks = [(m, profile.format_value(m)) for m in round_marks(*profile.extent, _MOST_MARKS, _STEP)]
    chosen = profile.chosen is not None and bool(profile.chosen_label)
    across = (profile.ends, _lag_marks(profile, width), profile.lag_label)
    sides = _sides(profile, width)
    plane = Plane(across, (profile.extent, marks, profile.label), (width, height),
                  above=max(len(lines) for _, lines in sides) + chosen,
                  below=_WINDOW if profile.window else 0.0)  # fmt: skip
    parts = [
        *_ground(profile, plane),
        *_side_words(sides, plane),
        *_chosen(profile, plane),
        *_values(profile, plane),
    ]
    return plane.drawing(parts, _notes(profile), profile.notice)


def _lag_marks(profile: LagProfile, width: float) -> list[tuple[float, str]]:
    """Return the lags that are named: all, or every second, third …, counted from 0."""
    texts = [(lag, profile.format_lag(lag)) for lag in profile.lags]
    widest = max((text_width(text, SIZE) for _, text in texts), default=0.0) + GAP
    step = 1
    while step < len(texts) and widest * len(texts) / step > width - _MARGINS:
        step += 1
    return [(lag, text) for lag, text in texts if lag % step == 0]


def _sides(profile: LagProfile, width: float) -> list[tuple[tuple[float, float], list[str]]]:
    """Return the two sides, with their words in lines that have room above them."""
    low, high = profile.ends
    found = []
    for ends, text in (((low, 0.0), profile.outcome_first), ((0.0, high), profile.driver_first)):
        room = (ends[1] - ends[0]) / (high - low) * (width - _MARGINS) - GAP
        found.append((ends, wrapped(text, max(room, width / 4), SMALL)))
    return found


def _side_words(
    sides: Sequence[tuple[tuple[float, float], list[str]]], plane: Plane
) -> Iterator[str]:
    """Write which measure comes first above each side."""
    for (low, high), lines in sides:
        for at, line in enumerate(lines):
            x, y = plane.x((low + high) / 2), plane.head + LINE * (at + 0.5)
            half = text_width(line, SMALL) / 2
            x = min(max(x, half), plane.width - half)
            yield write(line, x, y, align="middle", colour=PALETTE["ink"], size=SMALL)


def _ground(profile: LagProfile, plane: Plane) -> Iterator[str]:
    """Tint the side where the outcome comes first; draw zero, the floor and the window."""
    left, right = number(plane.left), number(plane.x(0))
    d = f"M{left} {number(plane.top)}H{right}V{number(plane.bottom)}H{left}z"
    yield path(d, fill=PALETTE["line"], fill_opacity=".45")
    yield plane.rules()
    floors = "".join(plane.level(end) for end in (-profile.floor, profile.floor))
    yield path(floors, stroke=PALETTE["ink"], stroke_width=1.2, stroke_dasharray="1.5 3")
    yield path(plane.level(0.0) + plane.upright(0.0), stroke=PALETTE["quiet"])
    if profile.window:
        first, last = (plane.x(end) for end in profile.window)
        y = plane.bottom + _WINDOW * 0.6
        d = f"M{number(first - 5)} {number(y)}H{number(last + 5)}"
        yield path(d, stroke=PALETTE["target"], stroke_width=5)


def _chosen(profile: LagProfile, plane: Plane) -> Iterator[str]:
    """Lead from the words of the chosen lag to its dot."""
    if profile.chosen is None or not profile.chosen_label:
        return
    value = dict(zip(profile.lags, profile.values, strict=True)).get(profile.chosen, float("nan"))
    x = plane.x(profile.chosen)
    half = text_width(profile.chosen_label, SMALL, bold=True) / 2
    at = min(max(x, half), plane.width - half)
    y = plane.top - GAP - LINE / 2
    yield write(profile.chosen_label, at, y, align="middle", colour=PALETTE["accent"], bold=True,
                size=SMALL)  # fmt: skip
    end = plane.y(value) if isfinite(value) else plane.bottom
    yield path(f"M{number(x)} {number(y + LINE / 2)}V{number(end)}", stroke=PALETTE["accent"],
               stroke_width=0.8)  # fmt: skip


def _values(profile: LagProfile, plane: Plane) -> Iterator[str]:
    """Draw each correlation as a dot with its interval, the chosen one stronger."""
    rows = list(zip(profile.lags, profile.values, profile.lower, profile.upper, strict=True))
    for is_chosen, colour, size in ((False, "quiet", 7), (True, "accent", 11)):
        own = [row for row in rows if (row[0] == profile.chosen) == is_chosen]
        lines = "".join(
            _interval(plane.x(lag), plane.y(low), plane.y(high))
            for lag, _, low, high in own
            if isfinite(low + high)
        )
        points = [(plane.x(lag), plane.y(value)) for lag, value, _, _ in own if isfinite(value)]
        yield path(lines, stroke=PALETTE[colour], stroke_width=2.4 if is_chosen else 1.4)
        yield path(dots(points), stroke=PALETTE[colour], stroke_width=size, stroke_linecap="round")


def _interval(x: float, low: float, high: float) -> str:
    caps = "".join(f"M{number(x - _CAP)} {number(end)}h{number(2 * _CAP)}" for end in (low, high))
    return f"{caps}M{number(x)} {number(low)}V{number(high)}"


def _notes(profile: LagProfile) -> list[Note]:
    """Say what the signs mean that have words."""
    known = (
        ("interval", profile.interval_label),
        ("floor", profile.floor_label),
        ("window", profile.window_label if profile.window else ""),
    )
    return [Note(sign, text) for sign, text in known if text]
