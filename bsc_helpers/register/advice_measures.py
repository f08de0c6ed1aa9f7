"""Advice on the cards of measures, and on the balance of all measures together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import get_args

from bsc_helpers.compute.scales import knots_of
from bsc_helpers.formula import parse_formula
from bsc_helpers.model import Axes, Input, Measure, Scorecard, Target
from bsc_helpers.register.items import Advice, Item, sound
from bsc_helpers.register.lists import Items

__all__ = ["measure_advice"]

FEWEST_TO_BALANCE = 4


def measure_advice(card: Scorecard, items: Items) -> Iterator[Advice]:
    """Yield advice on each measure, and on all of them together."""
    given = {each.code: each for each in card.inputs}
    for item, measure in sound(items.measures):
        yield from _people(item, measure)
        yield from _judgement(item, measure)
        yield from _few(item, measure)
        yield from _axes(item, measure)
        yield from _mixed(item, measure, given)
    yield from _balance(items)
    yield from _leading(card, items)


def _people(item: Item[Measure], measure: Measure) -> Iterator[Advice]:
    if measure.owner is None:
        yield Advice(item, "has no owner: nobody answers for reaching the target")
    if measure.computed_by is None:
        yield Advice(item, "has no computed_by: nobody answers for the figures")


def _judgement(item: Item[Measure], measure: Measure) -> Iterator[Advice]:
    """Yield targets, weights and scores that are missing or have no effect."""
    followed = measure.role == "followed_measure" or measure.polarity == "neutral"
    if measure.scored and not measure.targets:
        yield Advice(item, "has no target, so it gets no status and no score")
    if followed and "weight" in measure.model_fields_set and measure.weight:
        yield Advice(item, "is only followed, so its weight has no effect", "weight")
    if not followed and measure.reliability == "low":
        yield Advice(item, "is of low reliability, so it gets no status", "reliability")
    for number, target in enumerate(measure.targets if measure.scored else ()):
        if not _has_border(target) and not measure.score:
            message = "has no warning border, and its measure no knots: a status but no score"
            yield Advice(item, message, ("targets", number))


def _has_border(target: Target) -> bool:
    """Whether a line can be drawn through a target and its warning border."""
    if target.relative:
        return target.relative.warning_times is not None
    if target.peers:
        return target.peers.warning_percentile is not None
    return bool(knots_of(target))


def _few(item: Item[Measure], measure: Measure) -> Iterator[Advice]:
    if measure.precision and measure.minimum_base is None:
        message = "is made of people's answers and has no minimum_base: few could be recognised"
        yield Advice(item, message)


def _axes(item: Item[Measure], measure: Measure) -> Iterator[Advice]:
    if measure.axes is None:
        yield Advice(item, f"stands on no axes ({', '.join(Axes.model_fields)})")
    elif measure.timing and (measure.timing == "leading") != (measure.axes.role == "driver"):
        message = f"is {measure.axes.role} on its axes, and its timing is {measure.timing}"
        yield Advice(item, message, "timing")


def _mixed(item: Item[Measure], measure: Measure, given: Mapping[str, Input]) -> Iterator[Advice]:
    """Yield a measure whose inputs disagree on missing figures: then all of them propagate."""
    names = [*parse_formula(measure.formula).names, *measure.inputs_beside_formula]
    added = [given[n] for n in names if n in given and given[n].over_units in ("sum", "mean")]
    skipped = dict.fromkeys(each.code for each in added if each.missing == "skip")
    if skipped and len(skipped) < len({each.code for each in added}):
        message = "its inputs mix missing: skip with propagate, so all of them propagate"
        yield Advice(item, message, "formula", value=", ".join(skipped))


def _balance(items: Items) -> Iterator[Advice]:
    """Yield each axis on which all measures stand on one side."""
    placed = [(item, m.axes) for item, m in sound(items.measures) if m.axes is not None]
    if len(placed) < FEWEST_TO_BALANCE:
        return
    for name, field in Axes.model_fields.items():
        found = {getattr(axes, name) for _, axes in placed}
        if len(found) == 1:
            (side,) = found
            (other,) = set(get_args(field.annotation)) - found
            message = f"all {len(placed)} measures with axes are {side}, none is {other}"
            yield Advice(placed[0][0], message, ("axes", name))


def _leading(card: Scorecard, items: Items) -> Iterator[Advice]:
    """Yield perspectives without a leading measure, where measures say which they are."""
    perspectives = {objective.code: objective.perspective for objective in card.objectives}
    timed = [m for m in card.measures if m.timing is not None]
    leading = {perspectives[card.objective_of(m)] for m in timed if m.timing == "leading"}
    measured = {perspectives[card.objective_of(m)] for m in timed}
    for item in items.perspectives:
        if item.code in measured - leading:
            yield Advice(item, "has no leading measure, only lagging ones")
