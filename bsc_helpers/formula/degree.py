"""How a value grows with the size of what it is about, read from its formula."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from bsc_helpers.formula.tree import (
    Arithmetic,
    Call,
    Choice,
    Formula,
    Minus,
    Name,
    Node,
    Number,
    Power,
    Rounding,
)

__all__ = ["degree_of"]


def degree_of(formula: Formula, degrees: Mapping[str, float]) -> float:
    """Return by which power a value grows when everything that is counted doubles.

    0 for a share, a mean or any other ratio, which is the same for a part and for the whole; 1 for
    what adds up, such as a count or an amount. Of several terms the fastest growing one decides.

    Parameters
    ----------
    formula
        From :func:`bsc_helpers.formula.parse_formula`.
    degrees
        The degree of each name in the formula: 1 where the figures of the parts add up.
    """
    return _degree(formula.tree, degrees)


def _degree(node: Node, degrees: Mapping[str, float]) -> float:  # noqa: PLR0911 - one per kind of node
    match node:
        case Number():
            return 0.0
        case Name(name=name):
            return degrees[name]
        case Minus(operand=operand) | Rounding(operand=operand):
            return _degree(operand, degrees)
        case Power(base=base, exponent=exponent):
            return _degree(base, degrees) * float(exponent)
        case Arithmetic(sign=sign, left=first, right=second):
            left, right = _degree(first, degrees), _degree(second, degrees)
            if sign in "+-":
                return max(left, right)
            return left + right if sign == "*" else left - right
        case Choice(then=then, otherwise=otherwise):
            return max(_degree(then, degrees), _degree(otherwise, degrees))
        case Call(arguments=arguments):
            return max(_degree(argument, degrees) for argument in arguments)
        case _:  # pragma: no cover - the type checker sees that there is no other node
            assert_never(node)
