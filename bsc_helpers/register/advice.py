"""Advice on a sound register: what can be used as it is and would still be better otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from bsc_helpers.compute.scoring import knots_of
from bsc_helpers.errors import Problem
from bsc_helpers.formula import parse_formula
from bsc_helpers.model import Input, LocalText, Measure, Register
from bsc_helpers.register.items import Item, sound
from bsc_helpers.register.references import Items

__all__ = ["advice_on"]

OBJECTIVES_PER_PERSPECTIVE = (2, 5)
MEASURES_PER_OBJECTIVE = (1, 5)


def advice_on(register: Register, items: Items) -> list[Problem]:
    """Return advice: sizes, what lacks a translation, and what is missing around measures."""
    found = [
        *_translations(register, items),
        *_sizes(register, items),
        *_factors(register, items),
        *_measures(register, items),
    ]
    return [replace(problem, advice=True) for problem in found]


def _translations(register: Register, items: Items) -> Iterator[Problem]:
    """Yield an item whose texts name languages, but not all that the scorecard declares."""
    declared = register.scorecard.languages
    for item in items.all():
        texts = {key: text for key, text in item.part or () if isinstance(text, LocalText)}
        lacking = {
            key: [language for language in declared if language not in text.languages]
            for key, text in texts.items()
            if text.languages
        }
        shown = [f"{key} ({', '.join(missing)})" for key, missing in lacking.items() if missing]
        if shown:
            yield item.problem((), f"is not translated: {', '.join(shown)}")


def _sizes(register: Register, items: Items) -> Iterator[Problem]:
    card = register.scorecard
    objectives = Counter(objective.perspective for objective in card.objectives)
    measures = Counter(card.objective_of(measure) for measure in card.measures)
    for counts, group, limits, what in (
        (objectives, items.perspectives, OBJECTIVES_PER_PERSPECTIVE, "objectives"),
        (measures, items.objectives, MEASURES_PER_OBJECTIVE, "measures"),
    ):
        low, high = limits
        for item in group:
            if not low <= counts[item.code] <= high:
                yield item.problem(
                    (), f"has {counts[item.code]} {what}", valid=f"{low} to {high} are advised"
                )


def _factors(register: Register, items: Items) -> Iterator[Problem]:
    measured = {measure.success_factor for measure in register.scorecard.measures}
    for item in items.success_factors:
        if item.code not in measured:
            yield item.problem((), "no measure measures this success factor")


def _measures(register: Register, items: Items) -> Iterator[Problem]:
    given = {each.code: each for each in register.scorecard.inputs}
    for item, measure in sound(items.measures):
        if measure.owner is None:
            yield item.problem((), "has no owner: nobody answers for reaching the target")
        if measure.scored and not measure.targets:
            yield item.problem((), "has no target, so it gets no status and no score")
        yield from _without_score(item, measure)
        yield from _mixed(item, measure, given)


def _without_score(item: Item[Measure], measure: Measure) -> Iterator[Problem]:
    if not measure.scored or measure.score:
        return
    for number, target in enumerate(measure.targets):
        if not knots_of(target):
            message = "has no warning border, and its measure no knots: a status but no score"
            yield item.problem(("targets", number), message)


def _mixed(item: Item[Measure], measure: Measure, given: Mapping[str, Input]) -> Iterator[Problem]:
    """Yield a measure whose inputs disagree on missing figures: then all of them propagate."""
    names = [*parse_formula(measure.formula).names, *measure.inputs_beside_formula]
    added = [given[n] for n in names if n in given and given[n].over_units in ("sum", "mean")]
    skipped = dict.fromkeys(each.code for each in added if each.missing == "skip")
    if skipped and len(skipped) < len({each.code for each in added}):
        message = "its inputs mix missing: skip with propagate, so all of them propagate"
        yield item.problem("formula", message, value=", ".join(skipped))
