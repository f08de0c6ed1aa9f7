"""The text font of charts and pages: where it lies, and how wide a text becomes in it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from matplotlib.font_manager import fontManager
from matplotlib.ft2font import FT2Font, LoadFlags

__all__ = ["FACES", "FAMILY", "FONTS", "add_fonts", "shortened", "text_width"]

FONTS: Final = Path(__file__).parents[1] / "publishing" / "fonts"
FACES: Final = ("Inter-Regular.ttf", "Inter-SemiBold.ttf", "Inter-Italic.ttf")
FAMILY: Final = "Inter"

_MEASURED_AT: Final = 100.0


@cache
def add_fonts() -> None:
    """Tell matplotlib of the shipped faces, once in a process."""
    for face in FACES:
        fontManager.addfont(FONTS / face)


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of a text, in the unit of `size`."""
    return sum(_advance(character, bold) for character in text) * size


def shortened(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """Return the text, cut with an ellipsis where it is wider than `width`."""
    if text_width(text, size, bold=bold) <= width:
        return text
    while text and text_width(text + "…", size, bold=bold) > width:
        text = text[:-1]
    return f"{text.rstrip()}…" if text else ""


@cache
def _advance(character: str, bold: bool) -> float:  # noqa: FBT001 - a key of the cache
    """Return the width of a character for the size 1."""
    glyph = _measuring(bold).load_char(ord(character), flags=LoadFlags.NO_HINTING)
    return float(glyph.linearHoriAdvance) / 65536 / _MEASURED_AT


@cache
def _measuring(bold: bool) -> FT2Font:  # noqa: FBT001 - a key of the cache
    face = FT2Font(str(FONTS / FACES[bold]))
    face.set_size(_MEASURED_AT, 72)
    return face
