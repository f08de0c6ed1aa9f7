"""Units in the order in which people look for them: under their parents, sorted by name."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence

from bsc_helpers.model import OrgUnit
from bsc_helpers.periods import Period

__all__ = ["in_tree_order", "name_key"]

# Letters that a language sorts after z, in this order; all others sort as their base letter.
AFTER_Z = {"sv": "åäö", "fi": "åäö", "da": "æøå", "nb": "æøå"}
_DIGITS = re.compile(r"([0-9]+)")

NameKey = tuple[tuple[int, int, str], ...]


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


def in_tree_order(
    units: Sequence[OrgUnit], period: Period, language: str
) -> Iterator[tuple[int, OrgUnit]]:
    """Yield each unit of a period with its depth: a unit, then those below it, by name."""
    children: defaultdict[str | None, list[OrgUnit]] = defaultdict(list)
    spans = {unit.code: unit.span_at(period.start, period.end) for unit in units}
    for unit in units:
        span = spans[unit.code]
        if span is not None:
            parent = span.parent if spans.get(span.parent or "") else None
            children[parent].append(unit)
    yield from _below(None, 0, children, language)


def _below(
    parent: str | None,
    depth: int,
    children: defaultdict[str | None, list[OrgUnit]],
    language: str,
) -> Iterator[tuple[int, OrgUnit]]:
    for unit in sorted(children[parent], key=lambda u: name_key(u.name.of(language), language)):
        yield depth, unit
        yield from _below(unit.code, depth + 1, children, language)
