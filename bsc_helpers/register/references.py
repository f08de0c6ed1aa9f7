"""Whether the items of a register fit together: codes that exist once, and names that are known."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from bsc_helpers.compute.scoring import check_knots, check_target
from bsc_helpers.errors import PeriodError, Problem
from bsc_helpers.formula import is_name
from bsc_helpers.model import (
    Input,
    Measure,
    Objective,
    OrgUnit,
    Part,
    Perspective,
    Preset,
    Scorecard,
    Source,
    SuccessFactor,
)
from bsc_helpers.narrative.languages import LANGUAGES
from bsc_helpers.periods import parse_period
from bsc_helpers.register.items import Item, sound

__all__ = ["Items", "check_references"]

LATEST = "latest"


@dataclass(frozen=True)
class Items:
    """Every item of a register, by the list it stands in, and what is said of the whole."""

    perspectives: Sequence[Item[Perspective]]
    objectives: Sequence[Item[Objective]]
    success_factors: Sequence[Item[SuccessFactor]]
    inputs: Sequence[Item[Input]]
    measures: Sequence[Item[Measure]]
    org_units: Sequence[Item[OrgUnit]]
    sources: Sequence[Item[Source]]
    presets: Sequence[Item[Preset]]
    head: Item[Scorecard]

    def named(self, name: str) -> Sequence[Item[Any]]:
        """Return the items of one list."""
        found: Sequence[Item[Any]] = getattr(self, name)
        return found

    def all(self) -> Iterator[Item[Any]]:
        """Yield the head and every item of every list."""
        yield self.head
        for field in fields(self):
            if field.name != "head":
                yield from self.named(field.name)

    def codes(self, name: str) -> set[str]:
        """Return the codes in one list, also those of items with another fault."""
        return {item.code for item in self.named(name)}


def check_references(items: Items) -> list[Problem]:
    """Return every reference that leads nowhere and every code or word that stands twice."""
    year_starts = items.head.part.fiscal_year_starts if items.head.part else 1
    return [
        *_duplicates(items),
        *_languages(items.head),
        *_chain(items),
        *_names(items),
        *(p for item, m in sound(items.measures) for p in _measure(item, m, items, year_starts)),
        *(p for item, source in sound(items.sources) for p in _source(item, source, items)),
        *(p for item, preset in sound(items.presets) for p in _preset(item, preset, items)),
    ]


def fold(code: str) -> str:
    """Return what two codes must differ in, so that they are two folders on every system."""
    return unicodedata.normalize("NFKC", code).casefold()


def _duplicates(items: Items) -> Iterator[Problem]:
    lists: list[Iterable[Item[Any]]] = [
        items.perspectives,
        items.objectives,
        items.success_factors,
        [*items.inputs, *items.measures],  # formulas name both
        items.org_units,
        items.sources,
        items.presets,
    ]
    for group in lists:
        first: dict[str, Item[Part]] = {}
        for item in group:
            other = first.setdefault(fold(item.code), item)
            if item.code and other is not item:
                line = other.written.places.get((*other.key, "code"), (0, 0))[0]
                name = other.written.file
                yield item.problem("code", f"stands twice: first in {name}:{line}", value=item.code)


def _repeated(item: Item[Any], name: str) -> Iterator[Problem]:
    """Yield a problem for each word that a list inside an item has more than once."""
    words = getattr(item.part, name)
    for number, word in enumerate(words):
        if word in words[:number]:
            yield item.problem((name, number), "stands twice", value=word)


def _languages(head: Item[Scorecard]) -> Iterator[Problem]:
    if head.part:
        yield from _repeated(head, "languages")
        for number, language in enumerate(head.part.languages):
            if language not in LANGUAGES:
                message, valid = "there are no reports in this language", ", ".join(LANGUAGES)
                yield head.problem(("languages", number), message, value=language, valid=valid)


def _names(items: Items) -> Iterator[Problem]:
    for item in items.inputs:
        if item.part and not is_name(item.code):
            yield item.problem("code", "is a word of the formula language", value=item.code)


def _chain(items: Items) -> Iterator[Problem]:
    above = items.codes("perspectives")
    for item, objective in sound(items.objectives):
        yield from item.check_known("perspective", objective.perspective, above, "perspective")
    above = items.codes("objectives")
    for other, factor in sound(items.success_factors):
        yield from other.check_known("objective", factor.objective, above, "objective")


def _measure(
    item: Item[Measure], measure: Measure, items: Items, year_starts: int
) -> Iterator[Problem]:
    factors, objectives = items.codes("success_factors"), items.codes("objectives")
    if (measure.success_factor is None) == (measure.objective is None):
        yield item.problem((), "needs either success_factor or objective, and not both")
    yield from item.check_known("success_factor", measure.success_factor, factors, "success factor")
    yield from item.check_known("objective", measure.objective, objectives, "objective")
    yield from _targets(item, measure, items.codes("org_units"), year_starts)
    if measure.role == "followed_measure" and measure.targets:
        yield item.problem("targets", "a followed measure has no target")
    for message in check_knots(measure.score, measure.polarity):
        yield item.problem("score", message)


def _targets(
    item: Item[Measure], measure: Measure, units: set[str], year_starts: int
) -> Iterator[Problem]:
    seen: set[tuple[date, str | None]] = set()
    for number, target in enumerate(measure.targets):
        key = ("targets", number)
        yield from item.check_known((*key, "org_unit"), target.org_unit, units, "unit")
        for message in check_target(target, measure.polarity):
            yield item.problem(key, message)
        try:
            begins = parse_period(target.from_, year_starts).start
        except PeriodError as error:
            yield item.problem((*key, "from"), str(error))
            continue
        if (begins, target.org_unit) in seen:
            message = f"two targets begin on {begins}"
            yield item.problem((*key, "from"), message, value=target.from_)
        seen.add((begins, target.org_unit))


def _source(item: Item[Source], source: Source, items: Items) -> Iterator[Problem]:
    for name, delivered, what in (
        ("inputs", source.inputs, "input"),
        ("org_units", source.org_units, "unit"),
    ):
        valid = items.codes(name)
        for text, code in delivered.items():
            yield from item.check_known((name, text), code, valid, what)
    long = source.layout == "long"
    for name in ("input", "value"):
        if (getattr(source.columns, name) is not None) != long:
            rule = "is needed in the long layout" if long else "belongs to the long layout only"
            yield item.problem(("columns", name), rule)
    if not long and not source.inputs:
        yield item.problem("inputs", "the wide layout needs the columns that hold inputs")
    if source.thousands and source.thousands in (source.decimal, source.delimiter):
        yield item.problem("thousands", "is already the decimal sign or the delimiter")
    if source.decimal == source.delimiter:
        yield item.problem("decimal", "is already the delimiter")


def _preset(item: Item[Preset], preset: Preset, items: Items) -> Iterator[Problem]:
    for name in ("org_units", "kinds", "periods", "languages", "formats"):
        yield from _repeated(item, name)
    units = items.codes("org_units")
    for number, code in enumerate(preset.org_units):
        yield from item.check_known(("org_units", number), code, units, "unit")
    kinds = {
        text for _, unit in sound(items.org_units) if unit.kind for text in _texts(unit.kind.root)
    }
    for number, kind in enumerate(preset.kinds):
        yield from item.check_known(("kinds", number), kind, kinds, "kind of unit")
    card = items.head.part
    if card is None:
        return
    for number, language in enumerate(preset.languages):
        key = ("languages", number)
        yield from item.check_known(key, language, card.languages, "language here")
    for number, text in enumerate(preset.periods):
        if text != LATEST:
            try:
                parse_period(text, card.fiscal_year_starts)
            except PeriodError as error:
                yield item.problem(("periods", number), str(error))


def _texts(root: str | dict[str, str]) -> Iterable[str]:
    return [root] if isinstance(root, str) else root.values()
