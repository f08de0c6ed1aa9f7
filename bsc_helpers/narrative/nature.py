"""What kind of figure a measure is, read from its formula and its inputs."""

from __future__ import annotations

from bsc_helpers.formula import parse_formula
from bsc_helpers.formula.tree import Arithmetic, Name, Number
from bsc_helpers.model import Input, Measure, Scorecard
from bsc_helpers.narrative.units import kind_of_unit

__all__ = ["counted_in", "divisor_of", "inputs_of", "is_count", "is_state"]


def inputs_of(card: Scorecard, measure: Measure) -> tuple[Input, ...]:
    """Return the inputs that a measure rests on, also by way of other measures."""
    inputs = {given.code: given for given in card.inputs}
    measures = _by_name(card)
    found: dict[str, Input] = {}
    for name in parse_formula(measure.formula).names:
        if name in inputs:
            found[name] = inputs[name]
        elif name in measures:
            found |= {given.code: given for given in inputs_of(card, measures[name])}
    return tuple(found.values())


def is_state(card: Scorecard, measure: Measure) -> bool:
    """Whether a measure says how things stand at the end of its period: as its inputs do."""
    inputs = inputs_of(card, measure)
    return bool(inputs) and all(given.over_time == "last" for given in inputs)


def is_count(measure: Measure) -> bool:
    """Whether a measure counts things of a kind: its formula is one input, in whole numbers."""
    plain = isinstance(parse_formula(measure.formula).tree, Name)
    return plain and not measure.decimals and kind_of_unit(measure.unit_of_measure) == "text"


def divisor_of(measure: Measure) -> str:
    """Return the name that a whole formula is divided by; empty when it is no such fraction."""
    tree = parse_formula(measure.formula).tree
    if isinstance(tree, Arithmetic) and tree.sign == "/" and isinstance(tree.right, Name):
        return tree.right.name
    return ""


def counted_in(measure: Measure) -> str:
    """Return the input that counts the cases of a percentage; empty where it is none of counts.

    Such a measure says of what it is a percentage, and is 100 times one input over that one.
    """
    whole = measure.base
    if measure.kind != "percentage" or whole is None or divisor_of(measure) != whole:
        return ""
    tree = parse_formula(measure.formula).tree
    times = tree.left if isinstance(tree, Arithmetic) else None
    if not isinstance(times, Arithmetic) or times.sign != "*" or times.left != Number("100"):
        return ""
    return times.right.name if isinstance(times.right, Name) else ""


def _by_name(card: Scorecard) -> dict[str, Measure]:
    return {measure.code.lower(): measure for measure in card.measures}
