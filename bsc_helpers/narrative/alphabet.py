"""The order of names: the alphabet of a language, and numbers by their size."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["name_key"]

# Letters that a language sorts after z, in this order; all others sort as their base letter.
AFTER_Z = {"sv": "åäö", "fi": "åäö", "da": "æøå", "nb": "æøå"}
_DIGITS = re.compile(r"([0-9]+)")

NameKey = tuple[tuple[int, int, str], ...]


@lru_cache(4096)
def name_key(name: str, language: str) -> tuple[NameKey, str]:
    """Return what a name sorts by: the alphabet of the language, and numbers by their size.

    The same on every system, whatever its settings.
    """
    text = unicodedata.normalize("NFC", name).casefold()
    late = AFTER_Z.get(language, "")
    parts: list[tuple[int, int, str]] = []
    for piece in _DIGITS.split(text):
        if piece.isdecimal():
            parts.append((1, int(piece), ""))
        else:
            parts += [_letter_key(letter, late) for letter in piece]
    return tuple(part for part in parts if part != (0, 0, "")), name


def _letter_key(letter: str, late: str) -> tuple[int, int, str]:
    if letter in late:
        return (3, late.index(letter), "")
    base = unicodedata.normalize("NFD", letter)[0]
    return (2 if base.isalpha() else 0, 0, base)
