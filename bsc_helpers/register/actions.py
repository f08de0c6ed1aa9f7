"""Whether initiatives, occasions, comments and assessments speak of what there is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bsc_helpers.errors import Problem
from bsc_helpers.model import (
    ALL_ACTIVITIES,
    Assessment,
    Comment,
    Initiative,
    Occasion,
    OrgUnit,
)
from bsc_helpers.register.items import Item, PartT, sound
from bsc_helpers.register.lists import Items

__all__ = ["check_actions"]

OVER = ("done", "stopped")


def check_actions(items: Items) -> Iterator[Problem]:
    """Yield everything that is wrong with what people add to the figures."""
    for initiative_item, initiative in sound(items.initiatives):
        yield from _initiative(initiative_item, initiative, items)
        yield from _effect(initiative_item, initiative, items)
    for occasion_item, occasion in sound(items.occasions):
        yield from _occasion(occasion_item, occasion)
    for comment_item, comment in sound(items.comments):
        yield from _comment(comment_item, comment, items)
    yield from _assessments(items)


def _initiative(item: Item[Initiative], each: Initiative, items: Items) -> Iterator[Problem]:
    yield from item.check_known("objective", each.objective, items.codes("objectives"), "objective")
    yield from item.check_all_known("measures", each.measures, items.codes("measures"), "measure")
    yield from item.check_all_known("org_units", each.org_units, items.codes("org_units"), "unit")
    yield from item.check_known("activity", each.activity, items.codes("activities"), "activity")
    yield from _in_order(item, each, "starts", "due")
    yield from _in_order(item, each, "starts", "ended")
    if each.ended is not None and each.status not in OVER:
        message = f"has ended on {each.ended}, so it cannot be {each.status}"
        yield item.problem("status", message, valid=", ".join(OVER))


def _effect(item: Item[Initiative], each: Initiative, items: Items) -> Iterator[Problem]:
    effect = each.effect
    if effect is None:
        return
    known = items.codes("measures")
    yield from item.check_known(("effect", "measure"), effect.measure, known, "measure")
    if effect.measure in known and effect.measure not in {
        *each.measures,
        *_measures_of(each, items),
    }:
        message = f"is neither among its measures nor one of its objective {each.objective}"
        yield item.problem(("effect", "measure"), message, value=effect.measure)
    yield from items.check_period(item, ("effect", "from"), effect.from_)
    seen = items.period(effect.from_)
    if seen and each.starts and seen.end < each.starts:
        message = f"cannot be seen before the initiative starts ({each.starts})"
        yield item.problem(("effect", "from"), message, value=effect.from_)


def _measures_of(each: Initiative, items: Items) -> Iterator[str]:
    """Yield the measures of an initiative's objective, also those by way of a success factor."""
    factors = {f.code for _, f in sound(items.success_factors) if f.objective == each.objective}
    for _, measure in sound(items.measures):
        if measure.objective == each.objective or measure.success_factor in factors:
            yield measure.code


def _occasion(item: Item[Occasion], occasion: Occasion) -> Iterator[Problem]:
    yield from _in_order(item, occasion, "starts", "ends")
    yield from _in_order(item, occasion, "data_stop", "comment_stop")
    first = "data_stop" if occasion.comment_stop is None else "comment_stop"
    yield from _in_order(item, occasion, first, "committee")


def _in_order(item: Item[PartT], part: PartT, first: str, second: str) -> Iterator[Problem]:
    """Yield a problem when of two days the second lies before the first."""
    before: date | None = getattr(part, first)
    after: date | None = getattr(part, second)
    if before is not None and after is not None and after < before:
        yield item.problem(second, f"lies before {first} ({before})", value=str(after))


def _comment(item: Item[Comment], comment: Comment, items: Items) -> Iterator[Problem]:
    yield from _subject(item, comment, items)
    yield from item.check_known("measure", comment.measure, items.codes("measures"), "measure")
    yield from item.check_known(
        "objective", comment.objective, items.codes("objectives"), "objective"
    )
    if comment.measure is not None and comment.objective is not None:
        yield item.problem("objective", "a comment is of a measure or of an objective, not of both")


def _subject(
    item: Item[Comment] | Item[Assessment], part: Comment | Assessment, items: Items
) -> Iterator[Problem]:
    """Yield what is wrong with the unit, the activity and the period that a person speaks of."""
    yield from item.check_known("org_unit", part.org_unit, items.codes("org_units"), "unit")
    yield from items.check_period(item, "period", part.period)
    period, unit = items.period(part.period), items.units.get(part.org_unit)
    if period and unit and unit.span_at(period.start, period.end) is None:
        message = f"the unit does not exist in {period}"
        yield item.problem("org_unit", message, value=part.org_unit)
    if part.activity == ALL_ACTIVITIES:
        return
    known = items.codes("activities")
    yield from item.check_known("activity", part.activity, known, "activity")
    if unit and part.activity in known:
        yield from _activity(item, unit, part.activity, items)


def _activity(
    item: Item[Comment] | Item[Assessment], unit: OrgUnit, activity: str, items: Items
) -> Iterator[Problem]:
    done = items.done_in[unit.code]
    if activity not in done:
        valid = ", ".join(sorted(done)) or ALL_ACTIVITIES
        yield item.problem("activity", "is not done there", value=activity, valid=valid)
    elif len(unit.activities) == 1:
        message = f"is all that {unit.code} does; leave the key out"
        yield item.problem("activity", message, value=activity)


def _assessments(items: Items) -> Iterator[Problem]:
    first: dict[tuple[object, ...], Item[Assessment]] = {}
    for item, each in sound(items.assessments):
        yield from _subject(item, each, items)
        known = items.codes("objectives")
        yield from item.check_known("objective", each.objective, known, "objective")
        period = items.period(each.period) or each.period
        other = first.setdefault((each.objective, each.org_unit, each.activity, period), item)
        if other is not item:
            line = other.written.places.get(other.key, (0, 0))[0]
            message = (
                f"the objective is assessed twice for this unit and period: first in line {line}"
            )
            yield item.problem("objective", message, value=each.objective)
