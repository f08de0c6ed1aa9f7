"""The foot of a chart: what its signs mean, and what every drawing must say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

from bsc_helpers.charts.elements import SMALL, number, path, write
from bsc_helpers.charts.fonts import shortened, text_width
from bsc_helpers.charts.palette import PALETTE

__all__ = ["LARGEST", "SIGNS", "Note", "hollow", "lozenge", "noted"]

LARGEST: Final = 12.0  # of dots by whose size things are counted

_LINE: Final = 17.0
_SIGN: Final = 14.0  # the room of a sign before its words
_APART: Final = 14.0
_AIR: Final = 3.0


class Note(NamedTuple):
    """A sign of the drawing with its word."""

    sign: str
    text: str


def hollow(x: float, y: float) -> str:
    """Return a ring: a value that is not final."""
    return (
        f'<circle cx="{number(x)}" cy="{number(y)}" r="3.6" fill="#fff"'
        f' stroke="{PALETTE["accent"]}" stroke-width="1.8"/>'
    )


def lozenge(x: float, y: float) -> str:
    """Return a lozenge: a value that was changed after it had been shown."""
    d = f"M{number(x)} {number(y - 5)}l5 5-5 5-5-5z"
    return path(d, fill=PALETTE["accent"], stroke="#fff")


def plus(x: float, y: float) -> str:
    """Return a plus: a value that is unusually good."""
    d = f"M{number(x)} {number(y - 5.5)}v11M{number(x - 5.5)} {number(y)}h11"
    return path(d, stroke="#fff", stroke_width=6) + path(
        d, stroke=PALETTE["improvement"], stroke_width=3.4
    )


def wedge(x: float, y: float) -> str:
    """Return a triangle on its point: a value that is unusually bad."""
    d = f"M{number(x - 6)} {number(y - 5)}h12l-6 11z"
    return path(d, fill=PALETTE["concern"], stroke="#fff")


def square(x: float, y: float) -> str:
    """Return a square: a value that is unusual, and neither good nor bad."""
    d = f"M{number(x - 4.5)} {number(y - 4.5)}h9v9h-9z"
    return path(d, fill=PALETTE["high"], stroke="#fff")


def band(x: float, y: float) -> str:
    """Return a piece of the band of the usual variation."""
    d = f"M{number(x - 6)} {number(y - 5)}h12v10h-12z"
    return path(d, fill=PALETTE["accent"], fill_opacity=".1") + path(
        f"M{number(x - 6)} {number(y)}h12", stroke=PALETTE["accent"], stroke_opacity=".5"
    )


def interval(x: float, y: float) -> str:
    """Return a dot with an upright interval."""
    d = f"M{number(x - 3)} {number(y - 6)}h6M{number(x - 3)} {number(y + 6)}h6"
    line = path(f"{d}M{number(x)} {number(y - 6)}v12", stroke=PALETTE["quiet"], stroke_width=1.2)
    return line + path(f"M{number(x)} {number(y)}h.01", stroke=PALETTE["quiet"], stroke_width=5,
                       stroke_linecap="round")  # fmt: skip


def floor(x: float, y: float) -> str:
    """Return a piece of a dotted line."""
    d = f"M{number(x - 6)} {number(y)}h12"
    return path(d, stroke=PALETTE["ink"], stroke_width=1.2, stroke_dasharray="1.5 3")


def window(x: float, y: float) -> str:
    """Return a piece of the bar along a scale."""
    return path(f"M{number(x - 6)} {number(y)}h12", stroke=PALETTE["target"], stroke_width=5)


def line(x: float, y: float) -> str:
    """Return a piece of a fitted line."""
    return path(f"M{number(x - 6)} {number(y)}h12", stroke=PALETTE["accent"], stroke_width=2.2)


def most(x: float, y: float) -> str:
    """Return the largest dot of those by whose size things are counted."""
    d = f"M{number(x)} {number(y)}h.01"
    return path(d, stroke=PALETTE["quiet"], stroke_width=LARGEST, stroke_linecap="round")


SIGNS: Final[Mapping[str, Callable[[float, float], str]]] = MappingProxyType(
    {
        "band": band,
        "hollow": hollow,
        "preliminary": hollow,
        "revised": lozenge,
        "improvement": plus,
        "concern": wedge,
        "high": square,
        "low": square,
        "interval": interval,
        "floor": floor,
        "window": window,
        "line": line,
        "most": most,
    }
)
"""What is drawn at a place of a chart → how; the same at the foot beside its word."""


def noted(
    notes: Sequence[Note], notice: str, width: float, start: float
) -> tuple[list[str], float]:
    """Return the parts of the foot from `start` down, and where it ends."""
    parts, x, y = [], 0.0, start + _AIR + _LINE / 2
    for sign, whole in (*notes, *([Note("", notice)] if notice else ())):
        indent = _SIGN if sign else 0.0
        text = shortened(whole, width - indent, SMALL)
        wide = indent + text_width(text, SMALL)
        if x and x + wide > width:
            x, y = 0.0, y + _LINE
        if sign:
            parts.append(SIGNS[sign](x + _SIGN / 2 - 1, y))
        parts.append(write(text, x + indent, y, size=SMALL))
        x += wide + _APART
    return parts, y + _LINE / 2 if parts else start
