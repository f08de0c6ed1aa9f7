"""Whether the weights of the bonus scheme are a whole, and its measures can be attained."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from bsc_helpers.compute.bonus import WHOLE, Payout, weight_fault
from bsc_helpers.errors import ParameterError, Problem
from bsc_helpers.model import BonusPart, BonusScheme, Scorecard
from bsc_helpers.register.centres import check_whom
from bsc_helpers.register.items import Item, sound
from bsc_helpers.register.lists import Items
from bsc_helpers.register.reading import Key

__all__ = ["check_bonus"]


def check_bonus(items: Items) -> Iterator[Problem]:
    """Yield everything that is wrong with the bonus scheme."""
    head = items.head
    scheme = head.part.bonus if head.part else None
    if scheme is None:
        return
    yield from check_whom(head, ("bonus",), scheme.org_units, scheme.kinds, items)
    parts = {part.perspective: part.weight for part in scheme.perspectives}
    if len(parts) == len(scheme.perspectives):
        yield from _whole(head, ("bonus", "perspectives"), parts, WHOLE)
    yield from _scale(head, scheme)
    first: dict[str, Key] = {}
    for number, part in enumerate(scheme.perspectives):
        key: Key = ("bonus", "perspectives", number)
        known = items.codes("perspectives")
        yield from head.check_known((*key, "perspective"), part.perspective, known, "perspective")
        if part.perspective in [each.perspective for each in scheme.perspectives[:number]]:
            yield head.problem((*key, "perspective"), "stands twice", value=part.perspective)
        yield from _part(head, key, part, items, first)


def _whole(
    head: Item[Scorecard], key: Key, weights: dict[str, Decimal], whole: Decimal
) -> Iterator[Problem]:
    fault = weight_fault(weights, whole)
    if fault:
        yield head.problem(key, fault)


def _scale(head: Item[Scorecard], scheme: BonusScheme) -> Iterator[Problem]:
    try:
        Payout(**scheme.payout.model_dump())
    except ParameterError as error:
        yield head.problem(("bonus", "payout"), str(error))


def _part(
    head: Item[Scorecard], key: Key, part: BonusPart, items: Items, first: dict[str, Key]
) -> Iterator[Problem]:
    """Yield what is wrong with the measures of one perspective; `first` has where each stood."""
    weights = {each.measure: each.weight for each in part.measures}
    if len(weights) == len(part.measures):
        yield from _whole(head, (*key, "measures"), weights, part.weight)
    for number, each in enumerate(part.measures):
        here: Key = (*key, "measures", number, "measure")
        yield from head.check_known(here, each.measure, items.codes("measures"), "measure")
        if first.setdefault(each.measure, here) != here:
            shown = head.written.shown(first[each.measure])
            yield head.problem(here, f"stands twice: first as {shown}", value=each.measure)
        yield from _measure(head, here, each.measure, part.perspective, items)


def _measure(
    head: Item[Scorecard], key: Key, code: str, perspective: str, items: Items
) -> Iterator[Problem]:
    """Yield that a measure has no target to attain, or belongs to another perspective."""
    found = next((m for _, m in sound(items.measures) if m.code == code), None)
    if found is None:
        return
    if not (found.scored and found.targets):
        yield head.problem(key, "has no target, so nothing can be attained", value=code)
    of_factor = {f.code: f.objective for _, f in sound(items.success_factors)}
    objective = found.objective or of_factor.get(found.success_factor or "")
    above = {o.code: o.perspective for _, o in sound(items.objectives)}
    if objective in above and above[objective] != perspective:
        message = f"belongs to the perspective {above[objective]}"
        yield head.problem(key, message, value=code)
