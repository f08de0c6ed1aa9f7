"""Whether a measure stands in the chain, and whether what is said of it can be meant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from bsc_helpers.compute.scales import check_scale
from bsc_helpers.compute.targets import check_target
from bsc_helpers.errors import Problem, nearest
from bsc_helpers.model import MOVING, Measure, Schedule
from bsc_helpers.register.items import Item, sound
from bsc_helpers.register.lists import Items

__all__ = ["check_measures"]

LONGEST_MONTH = 31


def check_measures(items: Items) -> Iterator[Problem]:
    """Yield everything that is wrong with single measures, but for what they are computed from."""
    for item, measure in sound(items.measures):
        yield from _place(item, measure, items)
        yield from _applies_to(item, measure, items)
        yield from _targets(item, measure, items)
        yield from _schedule(item, measure.schedule)
        yield from _breaks(item, measure, items)
        yield from _base(item, measure, items)
        for message in check_scale(measure.score, measure.polarity) if measure.score else ():
            yield item.problem("score", message)


def _place(item: Item[Measure], measure: Measure, items: Items) -> Iterator[Problem]:
    factors, objectives = items.codes("success_factors"), items.codes("objectives")
    if (measure.success_factor is None) == (measure.objective is None):
        yield item.problem((), "needs either success_factor or objective, and not both")
    yield from item.check_known("success_factor", measure.success_factor, factors, "success factor")
    yield from item.check_known("objective", measure.objective, objectives, "objective")


def _applies_to(item: Item[Measure], measure: Measure, items: Items) -> Iterator[Problem]:
    part = measure.applies_to
    for name, words, valid, what in (
        ("activities", part.activities, items.codes("activities"), "activity"),
        ("kinds", part.kinds, items.kinds, "kind of unit"),
    ):
        for number, word in enumerate(words):
            yield from item.check_known(("applies_to", name, number), word, valid, what)
            if word in words[:number]:
                yield item.problem(("applies_to", name, number), "stands twice", value=word)


def _targets(item: Item[Measure], measure: Measure, items: Items) -> Iterator[Problem]:
    if measure.role == "followed_measure" and measure.targets:
        yield item.problem("targets", "a followed measure has no target")
    seen: set[tuple[date, str | None]] = set()
    for number, target in enumerate(measure.targets):
        key = ("targets", number)
        units = items.codes("org_units")
        yield from item.check_known((*key, "org_unit"), target.org_unit, units, "unit")
        for message in check_target(target, measure.polarity):
            yield item.problem(key, message)
        yield from _relative(item, measure, number, items)
        yield from _peers(item, measure, number)
        yield from items.check_period(item, (*key, "from"), target.from_)
        begins = items.period(target.from_)
        if begins and (begins.start, target.org_unit) in seen:
            message = f"two targets begin on {begins.start}"
            yield item.problem((*key, "from"), message, value=target.from_)
        if begins:
            seen.add((begins.start, target.org_unit))


def _relative(
    item: Item[Measure], measure: Measure, number: int, items: Items
) -> Iterator[Problem]:
    """Yield what is wrong with an aim that is so many times the value of an earlier period."""
    target = measure.targets[number]
    relative, key = target.relative, ("targets", number, "relative")
    if relative is None:
        return
    if relative.times <= 0:
        yield item.problem((*key, "times"), "must be more than 0", value=f"{relative.times:g}")
    if relative.moves:
        return
    hint = nearest(relative.to, MOVING)
    for problem in items.check_period(item, (*key, "to"), relative.to):
        yield replace(problem, hint=hint or problem.hint)
    yardstick, begins = items.period(relative.to), items.period(target.from_)
    if yardstick and yardstick.kind != measure.frequency:
        message = f"must be a period of the measure's frequency ({measure.frequency})"
        yield item.problem((*key, "to"), message, value=relative.to)
    elif yardstick and begins and yardstick.start >= begins.start:
        message = f"must lie before the target begins ({target.from_})"
        yield item.problem((*key, "to"), message, value=relative.to)


def _peers(item: Item[Measure], measure: Measure, number: int) -> Iterator[Problem]:
    """Yield an aim that is set by units which the measure cannot compare."""
    if measure.targets[number].peers is not None and measure.comparability == "low":
        message = "compares units, and the comparability of the measure is low"
        yield item.problem(("targets", number, "peers"), message)


def _schedule(item: Item[Measure], schedule: Schedule) -> Iterator[Problem]:
    valid, due = schedule.valid_months, schedule.due_days
    if valid is not None and due is not None and due > valid * LONGEST_MONTH:
        message = f"a value would be out of date before it is due, {due} days after its period"
        yield item.problem(("schedule", "valid_months"), message, value=str(valid))


def _breaks(item: Item[Measure], measure: Measure, items: Items) -> Iterator[Problem]:
    seen = set()
    for number, each in enumerate(measure.breaks):
        key = ("breaks", number, "from")
        yield from items.check_period(item, key, each.from_)
        begins = items.period(each.from_)
        if begins and (begins.start, each.kind) in seen:
            message = f"two breaks of this kind lie on {begins.start}"
            yield item.problem(key, message, value=each.from_)
        if begins:
            seen.add((begins.start, each.kind))


def _base(item: Item[Measure], measure: Measure, items: Items) -> Iterator[Problem]:
    """Yield what is wrong with the count of cases by which small groups are withheld."""
    if measure.minimum_base is None:
        return
    if measure.base_input is None:
        message = "needs base: the input that counts the cases"
        yield item.problem("minimum_base", message)
    given = next((i for _, i in sound(items.inputs) if i.code == measure.base_input), None)
    if given and given.over_units != "sum":
        key = ("base",) if measure.base else ("precision", "count")
        message = f"counts cases, so it must add up over units; its over_units: {given.over_units}"
        yield item.problem(key, message, value=given.code, valid="over_units: sum")
