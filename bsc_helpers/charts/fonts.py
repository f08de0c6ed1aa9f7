"""The text font of charts and pages: where it lies, and how wide a text becomes in it.

Widths are read from the font files themselves (tables `cmap` and `hmtx` of OpenType), so that what
is placed by its width needs no drawing library.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from struct import unpack_from
from typing import Final

__all__ = ["FACES", "FAMILY", "FONTS", "advances", "shortened", "text_width", "wrapped"]

FONTS: Final = Path(__file__).parents[1] / "publishing" / "fonts"
FACES: Final = ("Inter-Regular.ttf", "Inter-SemiBold.ttf", "Inter-Italic.ttf")
FAMILY: Final = "Inter"

_LAST: Final = 0xFFFF  # of the characters in a map of format 4; it closes the map


@lru_cache(8192)
def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of a text, in the unit of `size`."""
    widths = advances(FACES[bold])
    return sum(widths.get(ord(character), widths[0]) for character in text) * size


def shortened(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """Return the text, cut with an ellipsis where it is wider than `width`."""
    if text_width(text, size, bold=bold) <= width:
        return text
    while text and text_width(text + "…", size, bold=bold) > width:
        text = text[:-1]
    return f"{text.rstrip()}…" if text else ""


def wrapped(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """Return the text in as many lines as it needs; a word that is too wide is broken.

    Lines end at plain spaces only: a no-break space keeps a number with its unit.
    """
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip(" ")
        if text_width(longer, size, bold=bold) <= width:
            lines[-1] = longer
            continue
        *pieces, rest = _pieces(word, width, size, bold=bold)
        lines += [*pieces, rest]
    return [line for line in lines if line]


def _pieces(word: str, width: float, size: float, *, bold: bool) -> list[str]:
    """Return a word in pieces that are no wider than `width`, as far as letters let."""
    pieces = []
    while text_width(word, size, bold=bold) > width:
        fitting = (n for n in range(len(word) - 1, 0, -1)
                   if text_width(f"{word[:n]}-", size, bold=bold) <= width)  # fmt: skip
        cut = next(fitting, 0)
        if not cut:
            break
        pieces.append(f"{word[:cut].removesuffix('-')}-")
        word = word[cut:]
    return [*pieces, word]


@cache
def advances(face: str) -> Mapping[int, float]:
    """Return the width of each character of a face for the size 1; 0 is what stands for others."""
    data = (FONTS / face).read_bytes()
    tables = _tables(data)
    (units,) = unpack_from(">H", data, tables["head"] + 18)
    (count,) = unpack_from(">H", data, tables["hhea"] + 34)
    metrics = unpack_from(f">{2 * count}H", data, tables["hmtx"])
    glyphs = {0: 0} | dict(_glyphs(data, _map_of(data, tables["cmap"])))
    return {
        character: metrics[2 * min(glyph, count - 1)] / units for character, glyph in glyphs.items()
    }


def _tables(data: bytes) -> dict[str, int]:
    """Return where each table of a font begins."""
    (count,) = unpack_from(">H", data, 4)
    entries = (unpack_from(">4s3I", data, 12 + 16 * index) for index in range(count))
    return {tag.decode("ascii"): start for tag, _, start, _ in entries}


def _map_of(data: bytes, start: int) -> int:
    """Return where the map of characters of format 4 begins."""
    (count,) = unpack_from(">H", data, start + 2)
    places: list[int] = [
        start + unpack_from(">2HI", data, start + 4 + 8 * at)[2] for at in range(count)
    ]
    return next(place for place in places if unpack_from(">H", data, place)[0] == 4)  # noqa: PLR2004 - its format


def _glyphs(data: bytes, start: int) -> Iterator[tuple[int, int]]:
    """Yield the characters of a map of format 4 with their glyphs."""
    (doubled,) = unpack_from(">H", data, start + 6)
    row = f">{doubled // 2}H"
    ends = unpack_from(row, data, start + 14)
    firsts = unpack_from(row, data, start + 16 + doubled)
    shifts = unpack_from(row, data, start + 16 + 2 * doubled)
    ranges = start + 16 + 3 * doubled
    for at, (first, end) in enumerate(zip(firsts, ends, strict=True)):
        (offset,) = unpack_from(">H", data, ranges + 2 * at)
        for character in range(first, min(end, _LAST - 1) + 1):
            glyph = character
            if offset:
                place = ranges + 2 * at + offset + 2 * (character - first)
                (glyph,) = unpack_from(">H", data, place)
            if glyph:
                yield character, (glyph + shifts[at]) & 0xFFFF
