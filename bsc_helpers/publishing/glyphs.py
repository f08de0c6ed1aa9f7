"""What the shipped fonts can print, and what stands for the rest."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from bsc_helpers.charts.fonts import FACES, advances

__all__ = ["INSTEAD", "missing_in", "printed", "printed_drawing", "printed_lines"]

INSTEAD: Final = "□"

_BREAK: Final = "\u200b"
_BREAKS: Final = frozenset({_BREAK, "\u00ad"})
# Without a look of their own: they join the parts of an emoji, or say nothing on paper.
_DROPPED: Final = frozenset("\u200c\u200d\u2060\ufe0e\ufe0f\ufeff")
# A word that is wider than a column could be; it may break after every so many characters.
_LONG_WORD = re.compile(r"\S{40,}")
_PIECE = re.compile(r".{20}(?=.)")


@cache
def _printable() -> frozenset[str]:
    """Return the characters that every face of the text font has."""
    maps = (set(advances(face)) - {0} for face in FACES)
    return (frozenset(map(chr, set.intersection(*maps))) | _BREAKS) - _DROPPED


def missing_in(text: str) -> set[str]:
    """Return the characters of a text that cannot be printed."""
    if text.isascii() and text.isprintable():
        return set()
    composed = unicodedata.normalize("NFC", text)
    return {c for c in set(composed) if not (c in _printable() or c in _DROPPED or c.isspace())}


def printed(text: str) -> str:
    """Return a text as it can be printed: on one line, what the fonts lack shown as □.

    Characters that turn the reading direction are shown as □ too: on paper they could only
    mislead. Overlong words get places where they may break.
    """
    return _breakable(_with_glyphs(text))


def printed_lines(text: str) -> str:
    """Return a text as it can be printed, with its lines; a tab is four spaces."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4).split("\n")
    return "\n".join(map(printed, lines))


def printed_drawing(svg: str) -> str:
    """Return the text of a drawing with only characters that can be printed."""
    return _with_glyphs(svg)


def _with_glyphs(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    composed = unicodedata.normalize("NFC", text)
    if _printable().issuperset(composed):
        return composed
    return "".join(map(_shown, (c for c in composed if c not in _DROPPED)))


def _shown(character: str) -> str:
    if character in _printable():
        return character
    return " " if character.isspace() else INSTEAD


def _breakable(text: str) -> str:
    return _LONG_WORD.sub(lambda word: _PIECE.sub(rf"\g<0>{_BREAK}", word[0]), text)
