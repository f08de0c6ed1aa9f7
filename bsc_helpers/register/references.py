"""Whether the items of a register fit together: codes that exist once, and names that are known."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bsc_helpers.errors import Problem
from bsc_helpers.formula import is_name
from bsc_helpers.model import (
    ALL_ACTIVITIES,
    Activity,
    Input,
    KeyProcess,
    Objective,
    OrgUnit,
    Part,
    Scorecard,
    SuccessFactor,
)
from bsc_helpers.narrative.languages import LANGUAGES
from bsc_helpers.register.actions import check_actions
from bsc_helpers.register.bonus import check_bonus
from bsc_helpers.register.centres import check_centres
from bsc_helpers.register.deliveries import check_deliveries
from bsc_helpers.register.economy import check_economy
from bsc_helpers.register.items import Item, sound
from bsc_helpers.register.links import check_links
from bsc_helpers.register.lists import Items
from bsc_helpers.register.measures import check_measures
from bsc_helpers.register.surveys import check_surveys

__all__ = ["check_references"]


def check_references(items: Items) -> list[Problem]:
    """Return every reference that leads nowhere and every code or word that stands twice."""
    return [
        *_duplicates(items),
        *_languages(items.head),
        *(p for item, each in sound(items.inputs) for p in _input(item, each)),
        *(p for item, each in sound(items.activities) for p in _activity(item, each)),
        *(p for item, each in sound(items.key_processes) for p in _process(item, each, items)),
        *(p for item, each in sound(items.objectives) for p in _objective(item, each, items)),
        *(p for item, each in sound(items.success_factors) for p in _factor(item, each, items)),
        *(p for item, each in sound(items.org_units) for p in _unit(item, each, items)),
        *check_measures(items),
        *check_economy(items),
        *check_centres(items),
        *check_bonus(items),
        *check_links(items),
        *check_actions(items),
        *check_surveys(items),
        *check_deliveries(items),
    ]


def fold(code: str) -> str:
    """Return what two codes must differ in, so that they are two folders on every system."""
    return unicodedata.normalize("NFKC", code).casefold()


def _duplicates(items: Items) -> Iterator[Problem]:
    lists: list[Iterable[Item[Any]]] = [
        items.perspectives,
        [*items.objectives, *items.success_factors],  # links name both
        [*items.inputs, *items.measures],  # formulas name both
        items.org_units,
        items.activities,
        items.key_processes,
        items.peer_groups,
        items.areas,
        items.background,
        items.links,
        items.occasions,
        items.centres,
        items.initiatives,
        items.surveys,
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


def _languages(head: Item[Scorecard]) -> Iterator[Problem]:
    if head.part:
        yield from head.check_repeated("languages", head.part.languages)
        for number, language in enumerate(head.part.languages):
            if language not in LANGUAGES:
                message, valid = "there are no reports in this language", ", ".join(LANGUAGES)
                yield head.problem(("languages", number), message, value=language, valid=valid)


def _input(item: Item[Input], given: Input) -> Iterator[Problem]:
    if not is_name(given.code):
        yield item.problem("code", "is a word of the formula language", value=given.code)


def _activity(item: Item[Activity], activity: Activity) -> Iterator[Problem]:
    if fold(activity.code) == ALL_ACTIVITIES:
        message = "is the word for all activities together"
        yield item.problem("code", message, value=activity.code)


def _process(item: Item[KeyProcess], process: KeyProcess, items: Items) -> Iterator[Problem]:
    known = items.codes("activities")
    yield from item.check_all_known("activities", process.activities, known, "activity")


def _objective(item: Item[Objective], objective: Objective, items: Items) -> Iterator[Problem]:
    above = items.codes("perspectives")
    yield from item.check_known("perspective", objective.perspective, above, "perspective")
    yield from item.check_known("serves", objective.serves, items.codes("objectives"), "objective")
    if _serves_itself(objective, {o.code: o for _, o in sound(items.objectives)}):
        value = objective.serves or ""
        yield item.problem("serves", "the objective would serve itself", value=value)


def _serves_itself(objective: Objective, by_code: Mapping[str, Objective]) -> bool:
    """Whether the way up from an objective leads back to it."""
    passed: set[str] = set()
    here = objective.serves
    while here is not None and here in by_code and here not in passed:
        passed.add(here)
        here = by_code[here].serves
    return objective.code in passed


def _factor(item: Item[SuccessFactor], factor: SuccessFactor, items: Items) -> Iterator[Problem]:
    objectives, processes = items.codes("objectives"), items.codes("key_processes")
    yield from item.check_known("objective", factor.objective, objectives, "objective")
    yield from item.check_known("key_process", factor.key_process, processes, "key process")


def _unit(item: Item[OrgUnit], unit: OrgUnit, items: Items) -> Iterator[Problem]:
    activities, groups = items.codes("activities"), items.codes("peer_groups")
    yield from item.check_all_known("activities", unit.activities, activities, "activity")
    other = items.done_in[unit.code] - {*unit.activities} if unit.activities else frozenset()
    if other:
        message, done = "is not all that is done here and below", ", ".join(sorted(other))
        hint = ", ".join([*unit.activities, *sorted(other)])
        yield item.problem("activities", message, value=f"without {done}", valid=hint)
    yield from item.check_known("peer_group", unit.peer_group, groups, "peer group")
    yield from item.check_known("area", unit.area, items.codes("areas"), "area")
    known = items.codes("background")
    for code in unit.background:
        yield from item.check_known(("background", code), code, known, "background")
    if unit.background and (lacking := sorted(known - unit.background.keys())):
        message = "lacks some: a unit without all of them is like no other"
        told, missing = ", ".join(unit.background), ", ".join(lacking)
        yield item.problem("background", message, value=told, hint=missing)
