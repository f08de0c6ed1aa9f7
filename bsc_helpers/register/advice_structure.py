"""Advice on how a scorecard is built: sizes, weights, the chain, links and activities."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from bsc_helpers.model import Measure, Scorecard
from bsc_helpers.register.items import Advice, Item, sound
from bsc_helpers.register.lists import Items

__all__ = ["structure_advice"]

OBJECTIVES_PER_PERSPECTIVE = (2, 5)
MEASURES_PER_OBJECTIVE = (1, 5)
WHOLE = 100.0  # percent
ROUNDED = 0.5  # three thirds written as 33.3 are a whole
LEAST_PERCENT = 10.0  # a weight as large as this is meant as percent, not as 1, 2, 3
LEAST_PEERS = 2


def structure_advice(card: Scorecard, items: Items) -> Iterator[Advice]:
    """Yield advice on everything but single measures."""
    yield from _objectives_per_perspective(card, items)
    yield from _measures_per_objective(card, items)
    yield from _weights(card, items)
    yield from _factors(card, items)
    yield from _links(card, items)
    yield from _unused(card, items)


def _objectives_per_perspective(card: Scorecard, items: Items) -> Iterator[Advice]:
    """Yield perspectives with too few objectives, or on one level too many."""
    low, high = OBJECTIVES_PER_PERSPECTIVE
    levels: dict[str, Counter[str]] = defaultdict(Counter)
    for objective in card.objectives:
        level = objective.level.of(card.languages[0]) if objective.level else ""
        levels[objective.perspective][level] += 1
    for item in items.perspectives:
        counts = levels[item.code]
        most = max(counts.values(), default=0)
        if counts.total() < low or most > high:
            yield _size(item, "objective", counts.total() if most <= high else most, low, high)


def _measures_per_objective(card: Scorecard, items: Items) -> Iterator[Advice]:
    """Yield objectives with too many measures, or none of their own or of those serving them."""
    low, high = MEASURES_PER_OBJECTIVE
    counts = Counter(card.objective_of(measure) for measure in card.measures)
    served = {objective.serves for objective in card.objectives}
    for item in items.objectives:
        count = counts[item.code]
        if count > high or (count < low and item.code not in served):
            yield _size(item, "measure", count, low, high)


def _size(item: Item[Any], what: str, count: int, low: int, high: int) -> Advice:
    plural = "" if count == 1 else "s"
    return Advice(item, f"has {count} {what}{plural}", valid=f"{low} to {high} are advised")


def _weights(card: Scorecard, items: Items) -> Iterator[Advice]:
    weights = [(item.part.weight if item.part else 0.0) for item in items.perspectives]
    yield from _whole(items.head, "perspectives", weights, ("perspectives",))
    by_perspective: dict[str, list[float]] = defaultdict(list)
    for objective in card.objectives:
        by_perspective[objective.perspective].append(objective.weight)
    for item in items.perspectives:
        yield from _whole(item, "objectives", by_perspective[item.code])
    by_objective: dict[str, list[float]] = defaultdict(list)
    for measure in card.measures:
        if measure.role != "followed_measure" and measure.polarity != "neutral":
            by_objective[card.objective_of(measure)].append(measure.weight)
    for above in items.objectives:
        yield from _whole(above, "measures", by_objective[above.code])


def _whole(
    item: Item[Any], what: str, weights: Sequence[float], step: tuple[str, ...] = ()
) -> Iterator[Advice]:
    total = math.fsum(weights)
    if max(weights, default=0) >= LEAST_PERCENT and abs(total - WHOLE) > ROUNDED:
        whose = f"the weights of {'the' if step else 'its'} {what} add up to {total:g}"
        yield Advice(item, whose, step, valid="100, as they look like percents")


def _factors(card: Scorecard, items: Items) -> Iterator[Advice]:
    """Yield what is missing between objectives and measures, where success factors are used."""
    if not card.success_factors:
        return
    measured = {measure.success_factor for measure in card.measures}
    for item in items.success_factors:
        if item.code not in measured:
            yield Advice(item, "no measure measures this success factor")
    of_objective: dict[str, list[str]] = defaultdict(list)
    for factor in card.success_factors:
        of_objective[factor.objective].append(factor.code)
    served = {objective.serves for objective in card.objectives}
    for above in items.objectives:
        if above.code not in of_objective and above.code not in served:
            yield Advice(above, "no success factor leads to this objective")
    for below, measure in sound(items.measures):
        if measure.objective in of_objective:
            message = "measures the objective, and none of its success factors"
            valid = ", ".join(of_objective[measure.objective])
            yield Advice(below, message, "objective", valid=valid)


def _links(card: Scorecard, items: Items) -> Iterator[Advice]:
    """Yield links that nothing tests, and pairs of measures of other objectives."""
    measured = {measure.code: _what_it_measures(card, measure) for measure in card.measures}
    for item, link in sound(items.links):
        if not link.pairs:
            yield Advice(item, "no pair of measures tests this link")
        for number, pair in enumerate(link.pairs):
            for name, code, end in (
                ("driver", pair.driver, link.from_),
                ("outcome", pair.outcome, link.to),
            ):
                if end not in measured[code]:
                    message = f"does not measure {end}, which the link joins"
                    yield Advice(item, message, ("pairs", number, name), value=code)


def _what_it_measures(card: Scorecard, measure: Measure) -> frozenset[str]:
    """Return the codes of its objective and of its success factor, where it has one."""
    return frozenset({card.objective_of(measure), measure.success_factor or ""}) - {""}


def _unused(card: Scorecard, items: Items) -> Iterator[Advice]:
    done = {code for unit in card.org_units for code in unit.activities}
    for item in items.activities:
        if item.code not in done:
            yield Advice(item, "no unit does this activity")
    led = {factor.key_process for factor in card.success_factors}
    for process in items.key_processes:
        if process.code not in led:
            yield Advice(process, "no success factor names this key process")
    peers = Counter(unit.peer_group for unit in card.org_units)
    for group in items.peer_groups:
        if peers[group.code] < LEAST_PEERS:
            yield Advice(group, "has too few units to compare", value=str(peers[group.code]))
