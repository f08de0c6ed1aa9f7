"""Advice on a sound register: what can be used as it is and would still be better otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bsc_helpers.errors import Problem
from bsc_helpers.model import LocalText, Part, Register
from bsc_helpers.register.advice_measures import measure_advice
from bsc_helpers.register.advice_structure import structure_advice
from bsc_helpers.register.items import Advice
from bsc_helpers.register.lists import Items
from bsc_helpers.register.reading import Key

__all__ = ["advice_on"]

MOST_ALIKE = 3  # told one by one; more of a kind are told in one line
MOST_CODES = 8


def advice_on(register: Register, items: Items) -> list[Problem]:
    """Return advice: sizes, weights and balance, what is missing, and what lacks a translation."""
    card = register.scorecard
    found = [
        *_version(items),
        *_translations(card.languages, items),
        *structure_advice(card, items),
        *measure_advice(card, items),
    ]
    return [replace(problem, advice=True) for problem in _together(found)]


def _together(found: Iterable[Advice]) -> Iterator[Problem]:
    """Yield each advice as a problem, and one problem for many that say the same."""
    groups: dict[tuple[str, Key, str, str], list[Advice]] = {}
    for each in found:
        kind = (each.item.written.file, each.item.key[:1], each.message, each.valid)
        groups.setdefault(kind, []).append(each)
    for alike in groups.values():
        if len(alike) <= MOST_ALIKE:
            yield from (each.problem() for each in alike)
        else:
            yield _sum_of(alike)


def _sum_of(alike: list[Advice]) -> Problem:
    first = alike[0].problem()
    codes = list(dict.fromkeys(each.item.code for each in alike if each.item.code))
    shown = ", ".join(codes[:MOST_CODES]) + " …" * (len(codes) > MOST_CODES)
    message = f"{first.message} – {len(alike)} times" + f": {shown}" * bool(shown)
    return replace(first, message=message, key=str(alike[0].item.key[0]), value="")


def _version(items: Items) -> Iterator[Advice]:
    version = items.head.part.version if items.head.part else None
    if version and version.status == "draft":
        yield Advice(items.head, "the scorecard is a draft: not yet in force", ("version",))
    if version and version.status == "retired":
        yield Advice(items.head, "the scorecard is retired: no longer in force", ("version",))


def _translations(declared: Iterable[str], items: Items) -> Iterator[Advice]:
    """Yield an item whose texts name languages, but not all that the scorecard declares."""
    for item in items.all():
        lacking = {
            name: [language for language in declared if language not in text.languages]
            for name, text in _texts(item.part, "")
            if text.languages
        }
        shown = [f"{name} ({', '.join(missing)})" for name, missing in lacking.items() if missing]
        if shown:
            yield Advice(item, f"is not translated: {', '.join(shown)}")


def _texts(value: object, name: str) -> Iterator[tuple[str, LocalText]]:
    """Yield every translatable text inside an item with the name of its place."""
    if isinstance(value, LocalText):
        yield name, value
    elif isinstance(value, Part):
        for key, inside in value:
            yield from _texts(inside, f"{name}.{key}" if name else key)
    elif isinstance(value, tuple):
        for number, inside in enumerate(value, start=1):
            yield from _texts(inside, f"{name}[{number}]")
