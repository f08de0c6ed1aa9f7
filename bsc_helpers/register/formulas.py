"""Whether the formulas of the measures can be read and name what exists."""

from __future__ import annotations

from collections.abc import Iterator

from bsc_helpers.errors import FormulaError, Problem, nearest
from bsc_helpers.formula import Formula, order_of, parse_formula
from bsc_helpers.model import Measure
from bsc_helpers.periods import KINDS
from bsc_helpers.register.items import Item, sound
from bsc_helpers.register.references import Items

__all__ = ["check_formulas"]


def check_formulas(items: Items) -> list[Problem]:
    """Return every formula that cannot be read, names the unknown or depends on itself.

    A formula names inputs by their code and other measures by their code in lower case.
    """
    problems: list[Problem] = []
    parsed: dict[str, Formula] = {}
    for item, measure in sound(items.measures):
        try:
            formula = parse_formula(measure.formula)
        except FormulaError as error:
            problems.append(item.problem("formula", str(error)))
            continue
        if not formula.names:
            problems.append(item.problem("formula", "names no input and no measure"))
        parsed[item.code.lower()] = formula
        problems += _names(item, measure, formula, items)
    return problems + _cycles(items, parsed)


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


def _cycles(items: Items, parsed: dict[str, Formula]) -> list[Problem]:
    try:
        order_of(parsed)
    except FormulaError as error:
        first = next(item for item in items.measures if item.code.lower() in str(error))
        return [first.problem("formula", str(error))]
    return []
