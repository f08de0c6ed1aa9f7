"""Parts of an SVG drawing as text: short numbers, presentation attributes, no identifiers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from math import isfinite
from typing import Final

from bsc_helpers.charts.fonts import FAMILY
from bsc_helpers.charts.palette import PALETTE

__all__ = ["SIZE", "SMALL", "Point", "dots", "drawing", "line_through", "number", "path", "write"]

SIZE: Final = 13.0  # of the texts of a chart, in pixels
SMALL: Final = 12.0  # of notes
RISE: Final = 0.36  # from the middle of a text to its baseline, as a share of its size

Point = tuple[float, float]


def number(value: float) -> str:
    """Return a length in pixels with at most one decimal."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def path(d: str, **looks: str | float) -> str:
    """Return a path; nothing when there is nothing to draw. Names of looks have _ for -."""
    given = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in looks.items())
    return f'<path d="{d}"{given}/>' if d else ""


def line_through(points: Iterable[Point]) -> str:
    """Return the path of a line from point to point."""
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)


def dots(points: Iterable[Point]) -> str:
    """Return the path of dots: lines of almost no length, made round by the caps of their ends."""
    return "".join(f"M{number(x)} {number(y)}h.01" for x, y in points)


def write(  # noqa: PLR0913 - the looks of a text, each by its name
    text: str,
    x: float,
    y: float,
    *,
    align: str = "start",
    colour: str = "",
    bold: bool = False,
    size: float = SIZE,
) -> str:
    """Return a text whose middle stands at `y`; what is written is data and never markup."""
    looks = {
        "text-anchor": "" if align == "start" else align,
        "fill": colour,
        "font-weight": "600" if bold else "",
        "font-size": "" if size == SIZE else number(size),
    }
    given = "".join(f' {name}="{value}"' for name, value in looks.items() if value)
    baseline = number(y + size * RISE)
    return f'<text x="{number(x)}" y="{baseline}"{given}>{escape(text, quote=False)}</text>'


def drawing(width: float, height: float, parts: Sequence[str]) -> str:
    """Return a drawing of so many pixels, its texts in the quiet colour unless they say another."""
    if not (isfinite(width) and isfinite(height)):
        raise ValueError("a drawing needs a finite size")
    size = f"{number(width)} {number(height)}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{number(width)}"'
        f' height="{number(height)}" viewBox="0 0 {size}" font-family="{FAMILY}, sans-serif"'
        f' font-size="{number(SIZE)}" fill="{PALETTE["quiet"]}">{"".join(parts)}</svg>'
    )
