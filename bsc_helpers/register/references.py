"""Whether the items of a register fit together: codes that exist once, and names that are known."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bsc_helpers.compute.scoring import check_knots, check_target
from bsc_helpers.errors import PeriodError, Problem, nearest
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
from bsc_helpers.periods import parse_period
from bsc_helpers.register.items import Item, sound

__all__ = ["Items", "check_references"]


@dataclass(frozen=True)
class Items:
    """Every item of a register, by the list it stands in."""

    perspectives: Sequence[Item[Perspective]]
    objectives: Sequence[Item[Objective]]
    success_factors: Sequence[Item[SuccessFactor]]
    inputs: Sequence[Item[Input]]
    measures: Sequence[Item[Measure]]
    org_units: Sequence[Item[OrgUnit]]
    sources: Sequence[Item[Source]]
    presets: Sequence[Item[Preset]]

    @classmethod
    def of(cls, lists: dict[str, Any]) -> Items:
        """Return the items that were read, list by list."""
        return cls(**lists)

    def named(self, name: str) -> Sequence[Item[Any]]:
        """Return the items of one list."""
        found: Sequence[Item[Any]] = getattr(self, name)
        return found

    def codes(self, name: str) -> set[str]:
        """Return the codes in one list, also those of items with another fault."""
        return {item.code for item in self.named(name)}


def check_references(items: Items, head: Item[Scorecard]) -> list[Problem]:
    """Return every reference that leads nowhere and every code that stands twice."""
    year_starts = head.part.fiscal_year_starts if head.part else 1
    return [
        *_duplicates(items),
        *_chain(items),
        *_names(items),
        *(p for item, m in sound(items.measures) for p in _measure(item, m, items, year_starts)),
        *(p for item, source in sound(items.sources) for p in _source(item, source, items)),
        *(p for item, preset in sound(items.presets) for p in _preset(item, preset, items, head)),
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


def _known(
    item: Item[Any], key: Any, value: str | None, valid: set[str], what: str
) -> Iterator[Problem]:
    if value is not None and value not in valid:
        yield item.problem(key, f"there is no such {what}", value=value, hint=nearest(value, valid))


def _names(items: Items) -> Iterator[Problem]:
    for item in items.inputs:
        if item.part and not is_name(item.code):
            yield item.problem("code", "is a word of the formula language", value=item.code)


def _chain(items: Items) -> Iterator[Problem]:
    perspectives, objectives = items.codes("perspectives"), items.codes("objectives")
    for item, objective in sound(items.objectives):
        yield from _known(item, "perspective", objective.perspective, perspectives, "perspective")
    for other, factor in sound(items.success_factors):
        yield from _known(other, "objective", factor.objective, objectives, "objective")


def _measure(
    item: Item[Measure], measure: Measure, items: Items, year_starts: int
) -> Iterator[Problem]:
    factors, objectives = items.codes("success_factors"), items.codes("objectives")
    if (measure.success_factor is None) == (measure.objective is None):
        yield item.problem((), "needs either success_factor or objective, and not both")
    yield from _known(item, "success_factor", measure.success_factor, factors, "success factor")
    yield from _known(item, "objective", measure.objective, objectives, "objective")
    yield from _named_inputs(item, measure, items.codes("inputs"))
    yield from _targets(item, measure, items.codes("org_units"), year_starts)
    if measure.role == "followed_measure" and measure.targets:
        yield item.problem("targets", "a followed measure has no target")
    for message in check_knots(measure.score, measure.polarity):
        yield item.problem("score", message)


def _named_inputs(item: Item[Measure], measure: Measure, inputs: set[str]) -> Iterator[Problem]:
    for name, part in (("precision", measure.precision), ("budget", measure.budget)):
        for key in ("count", "sum", "sum_of_squares", "plan", "outturn"):
            yield from _known(item, (name, key), getattr(part, key, None), inputs, "input")
    precision = measure.precision
    if precision and (precision.kind == "mean") != (precision.sum_of_squares is not None):
        yield item.problem("precision", "a mean needs sum_of_squares, a proportion has none")


def _targets(
    item: Item[Measure], measure: Measure, units: set[str], year_starts: int
) -> Iterator[Problem]:
    seen: set[tuple[str, str | None]] = set()
    for number, target in enumerate(measure.targets):
        key = ("targets", number)
        yield from _known(item, (*key, "org_unit"), target.org_unit, units, "unit")
        yield from _period(item, (*key, "from"), target.from_, year_starts)
        for message in check_target(target, measure.polarity):
            yield item.problem(key, message)
        if (target.from_, target.org_unit) in seen:
            yield item.problem((*key, "from"), "two targets begin here", value=target.from_)
        seen.add((target.from_, target.org_unit))


def _period(item: Item[Any], key: Any, text: str, year_starts: int) -> Iterator[Problem]:
    try:
        parse_period(text, year_starts)
    except PeriodError as error:
        yield item.problem(key, str(error))


def _source(item: Item[Source], source: Source, items: Items) -> Iterator[Problem]:
    inputs = items.codes("inputs")
    for delivered, code in source.inputs.items():
        yield from _known(item, ("inputs", delivered), code, inputs, "input")
    for delivered, code in source.org_units.items():
        yield from _known(item, ("org_units", delivered), code, items.codes("org_units"), "unit")
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


def _preset(
    item: Item[Preset], preset: Preset, items: Items, head: Item[Scorecard]
) -> Iterator[Problem]:
    for number, code in enumerate(preset.org_units):
        yield from _known(item, ("org_units", number), code, items.codes("org_units"), "unit")
    kinds = {
        text for _, unit in sound(items.org_units) if unit.kind for text in _texts(unit.kind.root)
    }
    for number, kind in enumerate(preset.kinds):
        yield from _known(item, ("kinds", number), kind, kinds, "kind of unit")
    if head.part:
        languages = set(head.part.languages)
        for number, language in enumerate(preset.languages):
            yield from _known(item, ("languages", number), language, languages, "language here")
        for number, text in enumerate(preset.periods):
            if text != "latest":
                yield from _period(item, ("periods", number), text, head.part.fiscal_year_starts)


def _texts(root: str | dict[str, str]) -> Iterable[str]:
    return [root] if isinstance(root, str) else root.values()
