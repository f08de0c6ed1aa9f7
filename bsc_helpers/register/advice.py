"""Advice on a sound register: what can be used as it is and would still be better otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from bsc_helpers.errors import Problem
from bsc_helpers.model import Register
from bsc_helpers.register.items import sound
from bsc_helpers.register.references import Items

__all__ = ["advice_on"]

OBJECTIVES_PER_PERSPECTIVE = (2, 5)
MEASURES_PER_OBJECTIVE = (1, 5)


def advice_on(register: Register, items: Items) -> list[Problem]:
    """Return advice: sizes of perspectives and objectives, factors and owners that are missing."""
    found = [*_sizes(register, items), *_factors(register, items), *_measures(items)]
    return [Problem(**{**vars(problem), "advice": True}) for problem in found]


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


def _measures(items: Items) -> Iterator[Problem]:
    for item, measure in sound(items.measures):
        if measure.owner is None:
            yield item.problem((), "has no owner: nobody answers for reaching the target")
        if measure.scored and not measure.targets:
            yield item.problem((), "has no target, so it gets no status and no score")
