"""Names and texts as a workbook can hold them: cut to its limits, unique, and nothing but text."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["LONGEST_NAME", "LONGEST_TEXT", "cell_text", "cut", "page_text", "sheet_names"]

# In units of UTF-16, as the format counts.
LONGEST_NAME = 31
LONGEST_TEXT = 32_767
LONGEST_PAGE_TEXT = 80  # three units for an ampersand, and the whole line holds 255

_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f]+")
_RESERVED = frozenset({"history", "historik"})  # kept by Excel for itself, in our languages
_UNNAMED = "1"


def sheet_names(wanted: Iterable[str]) -> list[str]:
    """Return names for sheets, in order: close to those wanted, valid, and unlike each other."""
    taken: set[str] = set()
    names = []
    for name in wanted:
        free = _free(_valid(name), taken)
        taken.add(free.casefold())
        names.append(free)
    return names


def _valid(name: str) -> str:
    plain = " ".join(_FORBIDDEN.sub(" ", cell_text(name)).split())
    short = cut(plain, LONGEST_NAME).strip("' ") or _UNNAMED
    return f"{short} 1" if short.casefold() in _RESERVED else short


def _free(name: str, taken: set[str]) -> str:
    number, free = 1, name
    while free.casefold() in taken:
        number += 1
        ending = f" ({number})"
        free = cut(name, LONGEST_NAME - len(ending)) + ending
    return free


def cell_text(text: str) -> str:
    """Return a text as a cell can hold it: what is no character is replaced, what is long cut."""
    return cut(text.encode("utf-8", "replace").decode(), LONGEST_TEXT)


def page_text(text: str) -> str:
    """Return a text for the head or the foot of printed pages, where an ampersand is a command.

    Each is doubled, and an invisible joiner keeps it apart from the letter that follows.
    """
    line = " ".join(cell_text(text).split())
    return cut(line, LONGEST_PAGE_TEXT).replace("&", "&&\u2060")


def cut(text: str, most: int) -> str:
    """Return a text of at most so many units; what was cut ends in an ellipsis."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * most:
        return text
    return units[: 2 * (most - 1)].decode("utf-16-le", "ignore").rstrip() + "…"
