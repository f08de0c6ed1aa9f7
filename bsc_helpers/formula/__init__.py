"""The formula language of measures: read a formula, order several, evaluate, show with figures.

A formula is arithmetic over inputs and other measures, such as ``100 * absent / staff``:

* numbers (``12``, ``0.5``) and names (``absent_days``);
* ``+ - * /``, and ``**`` with a written number as exponent;
* ``a if b > c else d``, with ``< <= > >= == !=`` in the condition (``0 < b <= c`` is one, too);
* ``min max sum mean`` over their arguments, ``abs(x)``, ``round(x)`` and ``round(x, 2)``.

There is nothing else: a formula cannot reach attributes, texts, other functions or the machine.
A text is read in two steps, each of which only lets pass what it knows: first its words and their
order (``words``), then the tree that Python's own parser makes of them (``tree``).
"""

from __future__ import annotations

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter

from bsc_helpers.errors import FormulaError
from bsc_helpers.formula.degree import degree_of
from bsc_helpers.formula.showing import format_formula
from bsc_helpers.formula.tree import Formula, parse_formula
from bsc_helpers.formula.values import Values, evaluate_formula
from bsc_helpers.formula.words import FUNCTIONS, is_name

__all__ = [
    "FUNCTIONS",
    "Formula",
    "Values",
    "degree_of",
    "evaluate_formula",
    "format_formula",
    "is_name",
    "order_of",
    "parse_formula",
]


def order_of(formulas: Mapping[str, Formula]) -> tuple[str, ...]:
    """Return the names of formulas so that each stands after those it uses.

    Names in a formula that are no keys of `formulas` are inputs and need no order.

    Raises
    ------
    FormulaError
        When formulas need one another; names the circle and shows the place in one of them.
    """
    needs = {
        name: [used for used in formula.names if used in formulas]
        for name, formula in formulas.items()
    }
    try:
        return tuple(TopologicalSorter(needs).static_order())
    except CycleError as error:
        raise _circular(formulas, list(reversed(error.args[1]))[:-1]) from None


def _circular(formulas: Mapping[str, Formula], circle: list[str]) -> FormulaError:
    order = list(formulas)
    start = min(range(len(circle)), key=lambda at: order.index(circle[at]))
    first, *others = circle[start:] + circle[:start]
    path = [first, *others, first]
    formula = formulas[first]
    message = f"formulas need one another: {' → '.join(path)}"
    return FormulaError(message, formula.text, formula.column_of(path[1]))
