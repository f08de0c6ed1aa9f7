"""Whether what a measure is computed from can be read, exists and fits together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bsc_helpers.errors import FormulaError, Problem, nearest
from bsc_helpers.formula import Formula, order_of, parse_formula
from bsc_helpers.model import Input, Measure
from bsc_helpers.periods import KINDS
from bsc_helpers.register.items import Item, sound
from bsc_helpers.register.lists import Items
from bsc_helpers.register.precision import check_precisions
from bsc_helpers.register.reading import Key

__all__ = ["check_formulas"]


def check_formulas(items: Items) -> list[Problem]:
    """Return every formula that cannot be read, names the unknown or depends on itself.

    A formula names inputs by their code and other measures by their code in lower case. The inputs
    that `precision`, `cases`, `budget` and `base` name are held against the measure alike.
    """
    problems: list[Problem] = []
    parsed: dict[str, Formula] = {}
    inputs = {given.code: given for given in items.inputs}
    measures = {other.code.lower(): other for other in items.measures}
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
        problems += _names(item, measure, formula, inputs, measures)
    problems += [p for item, given in sound(items.inputs) for p in _summed(item, given)]
    circles = _circles(items, parsed)
    return problems + (circles or list(check_precisions(items, parsed)))


def _summed(item: Item[Input], given: Input) -> Iterator[Problem]:
    """Yield each way in which an input of percentages or of an index is to be added up."""
    units = given.unit_of_measure.texts if given.unit_of_measure else set()
    for word in sorted({"percent", "index"} & units):
        for key, valid in (("over_units", "mean, inherit, none"), ("over_time", "mean, last")):
            if getattr(given, key) == "sum":
                message = f"a figure in {word} does not add up; deliver its parts, or say how else"
                yield item.problem(key, message, value="sum", valid=valid)


def _names(
    item: Item[Measure],
    measure: Measure,
    formula: Formula,
    inputs: Mapping[str, Item[Input]],
    measures: Mapping[str, Item[Measure]],
) -> Iterator[Problem]:
    for name in formula.names:
        given, other = inputs.get(name), measures.get(name)
        if given and given.part and _is_shorter(measure, given.part):
            message = f"is shorter than that of its input {name} ({given.part.frequency})"
            yield item.problem("frequency", message, value=measure.frequency)
        elif other and other.part and measure.frequency != other.part.frequency:
            message = f"differs from that of the measure {name} in its formula "
            message += f"({other.part.frequency})"
            yield item.problem("frequency", message, value=measure.frequency)
        elif not given and not other:
            hint = nearest(name, [*inputs, *measures])
            yield item.problem("formula", "names no input and no measure", value=name, hint=hint)


def _is_shorter(measure: Measure, given: Input) -> bool:
    return KINDS.index(measure.frequency) < KINDS.index(given.frequency)


def _beside(
    item: Item[Measure], measure: Measure, inputs: Mapping[str, Item[Input]]
) -> Iterator[Problem]:
    """Yield what is wrong with the inputs that its precision, cases and budget name."""
    for key, code in _named_beside(measure):
        yield from item.check_known(key, code, inputs, "input")
        given = inputs.get(code)
        if given and given.part and _is_shorter(measure, given.part):
            message = f"is delivered by {given.part.frequency}, too long for its measure"
            valid = f"{measure.frequency} or shorter"
            yield item.problem(key, message, value=code, valid=valid)
    for name in ("precision", "cases"):
        part = getattr(measure, name)
        if part and (part.kind == "mean") != (part.sum_of_squares is not None):
            others = "a proportion has none" if name == "precision" else "the others have none"
            yield item.problem(name, f"a mean needs sum_of_squares, {others}")
    if measure.precision and measure.cases:
        yield item.problem("cases", "a measure is either a sample (precision) or a full count")


def _named_beside(measure: Measure) -> Iterator[tuple[Key, str]]:
    """Yield the key and the code of each input that is named beside the formula."""
    parts = (("precision", measure.precision), ("cases", measure.cases), ("budget", measure.budget))
    for name, part in parts:
        for key in ("count", "sum", "sum_of_squares", "plan", "outturn"):
            code = getattr(part, key, None)
            if code is not None:
                yield (name, key), code
    if measure.base is not None:
        yield ("base",), measure.base


def _circles(items: Items, parsed: Mapping[str, Formula]) -> list[Problem]:
    try:
        order_of(parsed)
    except FormulaError as error:
        circle = error.message.rpartition(": ")[2].split(" → ")
        first = next(item for item in items.measures if item.code.lower() in circle)
        return [first.problem("formula", str(error))]
    return []
