"""Whether what a measure is computed from can be read, exists and fits together."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from bsc_helpers.errors import FormulaError, Problem, nearest
from bsc_helpers.formula import Formula, Values, evaluate_formula, order_of, parse_formula
from bsc_helpers.model import Input, Measure, Precision
from bsc_helpers.periods import KINDS
from bsc_helpers.register.items import Item, sound
from bsc_helpers.register.references import Items

__all__ = ["check_formulas"]


def check_formulas(items: Items) -> list[Problem]:
    """Return every formula that cannot be read, names the unknown or depends on itself.

    A formula names inputs by their code and other measures by their code in lower case. The inputs
    that `precision` and `budget` name are held against the measure in the same way.
    """
    problems: list[Problem] = []
    parsed: dict[str, Formula] = {}
    inputs = {given.code: given for given in items.inputs}
    for item, measure in sound(items.measures):
        problems += _beside(item, measure, inputs)
        try:
            formula = parse_formula(measure.formula)
        except FormulaError as error:
            problems.append(item.problem("formula", str(error)))
            continue
        if not formula.names:
            problems.append(item.problem("formula", "names no input and no measure"))
        parsed[item.code.lower()] = formula
        problems += _names(item, measure, formula, items)
    try:
        order = order_of(parsed)
    except FormulaError as error:
        first = next(item for item in items.measures if item.code.lower() in str(error))
        return [*problems, first.problem("formula", str(error))]
    return problems + _precisions(items, parsed, order)


def _names(
    item: Item[Measure], measure: Measure, formula: Formula, items: Items
) -> Iterator[Problem]:
    measures = {other.code.lower(): other for other in items.measures}
    inputs = {given.code: given for given in items.inputs}
    for name in formula.names:
        if name not in inputs and name not in measures:
            known = [*inputs, *measures]
            yield item.problem(
                "formula", "names no input and no measure", value=name, hint=nearest(name, known)
            )
            continue
        part = (inputs.get(name) or measures[name]).part
        if part is None:
            continue
        own, other = measure.frequency, part.frequency
        if name in inputs and KINDS.index(own) < KINDS.index(other):
            yield item.problem(
                "frequency", f"is shorter than that of its input {name} ({other})", value=own
            )
        elif name in measures and own != other:
            message = f"differs from that of the measure {name} in its formula ({other})"
            yield item.problem("frequency", message, value=own)


def _beside(
    item: Item[Measure], measure: Measure, inputs: Mapping[str, Item[Input]]
) -> Iterator[Problem]:
    """Yield what is wrong with the inputs that a measure's precision and budget name."""
    for name, part in (("precision", measure.precision), ("budget", measure.budget)):
        for key in ("count", "sum", "sum_of_squares", "plan", "outturn"):
            code = getattr(part, key, None)
            yield from item.check_known((name, key), code, inputs, "input")
            given = inputs[code].part if code in inputs else None
            if given and KINDS.index(measure.frequency) < KINDS.index(given.frequency):
                message = (
                    f"is delivered by {given.frequency}, longer than the measure's "
                    f"{measure.frequency}"
                )
                yield item.problem((name, key), message, value=code)
    precision = measure.precision
    if precision and (precision.kind == "mean") != (precision.sum_of_squares is not None):
        yield item.problem("precision", "a mean needs sum_of_squares, a proportion has none")


def _precisions(
    items: Items, parsed: Mapping[str, Formula], order: Sequence[str]
) -> list[Problem]:
    """Return each precision that is that of another figure than the formula's.

    The margin of error belongs to scale × sum / count, so the formula must give just that. Both
    are computed for two invented sets of inputs: two formulas that agree there are the same.
    """
    problems = []
    inputs = [item.code for item, _ in sound(items.inputs)]
    for item, measure in sound(items.measures):
        precision, name = measure.precision, item.code.lower()
        if precision is None or name not in parsed:
            continue
        given = _invented(inputs, precision)
        found = _computed(name, given, parsed, order)
        wanted = _quotients(given, precision)
        if found and not all(map(_is_near, found, wanted)):
            valid = f"{precision.scale:g} * {precision.sum} / {precision.count}"
            message = "the formula does not give scale × sum / count"
            problems.append(item.problem("precision", message, value=measure.formula, valid=valid))
    return problems
