"""Whether the sums from which chance is told belong to the figure that the formula gives."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from bsc_helpers.errors import Problem
from bsc_helpers.formula import Formula, Values, evaluate_formula, order_of
from bsc_helpers.model import Cases, Precision
from bsc_helpers.register.items import sound
from bsc_helpers.register.lists import Items

__all__ = ["check_precisions"]

# Two invented samples: prime numbers, so that two formulas which agree on both are one.
COUNTS, SUMS = (1009.0, 2003.0), (257.0, 1187.0)


def check_precisions(items: Items, formulas: Mapping[str, Formula]) -> Iterator[Problem]:
    """Yield a problem for precision or cases that are those of another figure than the formula's.

    What chance does is computed for ``scale * sum / count``, so the formula must give just
    that, directly or by other measures. A formula that cannot be evaluated is left alone: its own
    fault is told elsewhere.

    Parameters
    ----------
    items
        The measures and their inputs.
    formulas
        The formulas that can be read, by the code of the measure in lower case; without circles.
    """
    order = order_of(formulas)
    inputs = [item.code for item, _ in sound(items.inputs)]
    for item, measure in sound(items.measures):
        chance, name = measure.chance, item.code.lower()
        if chance is None or not {chance.count, chance.sum} <= {*inputs}:
            continue
        samples = _samples(inputs, chance)
        found = _values(name, samples, formulas, order)
        if found and not all(map(_is_near, found, _quotients(samples, chance))):
            message = "the formula does not give scale × sum / count"
            valid = f"formula: {chance.scale:g} * {chance.sum} / {chance.count}"
            key = "precision" if measure.precision else "cases"
            yield item.problem(key, message, value=measure.formula, valid=valid)


def _samples(inputs: Sequence[str], chance: Precision | Cases) -> dict[str, Values]:
    samples = {code: (101.0 + 7 * n, 211.0 + 13 * n) for n, code in enumerate(inputs)}
    samples |= {chance.count: COUNTS, chance.sum: SUMS}
    return {code: Values.of(pair) for code, pair in samples.items()}


def _quotients(samples: Mapping[str, Values], chance: Precision | Cases) -> list[float]:
    total, count = samples[chance.sum].value, samples[chance.count].value
    return [float(quotient) for quotient in chance.scale * total / count]


def _values(
    name: str,
    samples: Mapping[str, Values],
    formulas: Mapping[str, Formula],
    order: Sequence[str],
) -> list[float]:
    """Return what a measure is for the samples; empty where it cannot be evaluated."""
    needed = {name}
    for each in reversed(order):
        if each in needed:
            needed.update(formulas[each].names)
    known = dict(samples)
    for each in order:
        if each in needed and known.keys() >= set(formulas[each].names):
            known[each] = evaluate_formula(formulas[each], known)
    found = [float(value) for value in known[name].value] if name in known else []
    return found if all(map(math.isfinite, found)) else []


def _is_near(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=1e-9)
