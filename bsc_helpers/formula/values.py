"""Evaluating a formula over whole arrays; every missing number keeps the reason why."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from typing import TypeAlias, assert_never

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bsc_helpers.errors import FormulaError, nearest, printable
from bsc_helpers.formula.tree import (
    Arithmetic,
    Call,
    Choice,
    Comparison,
    Formula,
    Minus,
    Name,
    Node,
    Number,
    Power,
    Rounding,
)
from bsc_helpers.model import Reason

__all__ = ["Values", "evaluate_formula"]

Floats: TypeAlias = NDArray[np.float64]
Reasons: TypeAlias = NDArray[np.int8]
Truths: TypeAlias = NDArray[np.bool_]

# From here on a float has no digits after the point.
_WHOLE_FROM = 2.0**52
# A computed number may miss the half that it means by a few of its last binary digits.
_HALF_TOLERANCE = 4 * float(np.finfo(np.float64).eps)


@dataclass(frozen=True, eq=False)
class Values:
    """Numbers with the reason of each that is missing.

    Attributes
    ----------
    value
        The numbers; NaN exactly where there is a reason why the number is missing.
    reason
        The codes of :class:`bsc_helpers.model.Reason`, in the same shape; 0 = there is a number.

    Raises
    ------
    ValueError
        When the two do not fit together.
    """

    value: Floats
    reason: Reasons

    def __post_init__(self) -> None:
        if self.value.shape != self.reason.shape:
            raise ValueError("value and reason differ in shape")
        there = self.reason == Reason.OK
        if not (np.isfinite(self.value) == there).all() or np.isinf(self.value).any():
            raise ValueError("value must be NaN exactly where reason is not OK, else finite")

    @classmethod
    def of(cls, value: ArrayLike) -> Values:
        """Return plain numbers as values; NaN is taken as *no data*."""
        numbers = np.asarray(value, dtype=np.float64)
        reason = np.where(np.isnan(numbers), Reason.NO_DATA, Reason.OK).astype(np.int8)
        return cls(numbers, reason)


def evaluate_formula(formula: Formula, given: Mapping[str, Values]) -> Values:
    """Return the values of a formula, element by element.

    Parameters
    ----------
    formula
        From :func:`bsc_helpers.formula.parse_formula`.
    given
        The values of its names (there may be more), in shapes that broadcast to one.

    Returns
    -------
    Values
        In that one shape. A number is missing where one that it needs is missing; a division by
        zero and a result that is no finite number are missing with these reasons; where several
        reasons apply, the highest is told. In ``a if c else b`` only the condition and the chosen
        side are needed.

    Raises
    ------
    FormulaError
        When a name has no values.
    """
    _check_names(formula, given)
    shape = np.broadcast_shapes(*(values.value.shape for values in given.values()))
    with np.errstate(all="ignore"):
        result = _evaluate(formula.tree, given)
    return Values(
        np.broadcast_to(result.value, shape) + 0.0,  # no negative zero
        np.array(np.broadcast_to(result.reason, shape)),
    )


def _check_names(formula: Formula, given: Mapping[str, Values]) -> None:
    for name in formula.names:
        if name not in given:
            hint = nearest(name, given)
            message = f"nothing is called {printable(name)}" + f"; did you mean {hint}?" * bool(
                hint
            )
            raise FormulaError(message, formula.text, formula.column_of(name))


def _evaluate(node: Node, given: Mapping[str, Values]) -> Values:  # noqa: PLR0911 - one per kind
    match node:
        case Number(text=text):
            return Values.of(float(text))
        case Name(name=name):
            return given[name]
        case Minus():
            operand = _evaluate(node.operand, given)
            return Values(-operand.value, operand.reason)
        case Arithmetic():
            return _arithmetic(node.sign, _evaluate(node.left, given), _evaluate(node.right, given))
        case Power():
            return _power(_evaluate(node.base, given), float(node.exponent))
        case Choice():
            return _choice(node, given)
        case Call():
            return _call(node.function, [_evaluate(each, given) for each in node.arguments])
        case Rounding():
            operand = _evaluate(node.operand, given)
            return _settled(_round_half_up(operand.value, node.digits or 0), operand.reason)
        case _:  # pragma: no cover - the type checker sees that there is no other node
            assert_never(node)


_OPERATIONS: dict[str, Callable[[Floats, Floats], Floats]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": np.divide,
}
_COMPARISONS: dict[str, Callable[[Floats, Floats], Truths]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
_FOLDS: dict[str, Callable[[Floats, Floats], Floats]] = {
    "min": np.minimum,
    "max": np.maximum,
    "sum": operator.add,
    "mean": operator.add,
}


def _arithmetic(sign: str, left: Values, right: Values) -> Values:
    reason = _highest(left.reason, right.reason)
    if sign == "/":
        reason = _highest(reason, _where(right.value == 0, Reason.DIVISION_BY_ZERO))
    return _settled(_OPERATIONS[sign](left.value, right.value), reason)


def _power(base: Values, exponent: float) -> Values:
    reason = base.reason
    if exponent < 0:
        reason = _highest(reason, _where(base.value == 0, Reason.DIVISION_BY_ZERO))
    return _settled(np.power(base.value, exponent), reason)


def _call(function: str, arguments: list[Values]) -> Values:
    reason = reduce(_highest, (argument.reason for argument in arguments))
    numbers = [argument.value for argument in arguments]
    if function == "abs":
        return _settled(np.abs(numbers[0]), reason)
    value = reduce(_FOLDS[function], numbers)
    return _settled(value / len(numbers) if function == "mean" else value, reason)


def _choice(node: Choice, given: Mapping[str, Values]) -> Values:
    holds, unknown = _comparison(node.condition, given)
    then, otherwise = _evaluate(node.then, given), _evaluate(node.otherwise, given)
    return _settled(
        np.where(holds, then.value, otherwise.value),
        _highest(unknown, np.where(holds, then.reason, otherwise.reason)),
    )


def _comparison(node: Comparison, given: Mapping[str, Values]) -> tuple[Truths, Reasons]:
    operands = [_evaluate(operand, given) for operand in node.operands]
    links = zip(node.signs, pairwise(operand.value for operand in operands), strict=True)
    truths = (_COMPARISONS[sign](left, right) for sign, (left, right) in links)
    return reduce(np.logical_and, truths), reduce(_highest, (each.reason for each in operands))


def _highest(first: Reasons, second: Reasons) -> Reasons:
    return np.maximum(first, second)


def _where(condition: Truths, reason: Reason) -> Reasons:
    return np.where(condition, reason, Reason.OK).astype(np.int8)


def _settled(value: Floats, reason: Reasons) -> Values:
    """Return values whose number and reason agree, whatever the arithmetic made of them."""
    value, reason = np.asarray(value), np.asarray(reason)
    impossible = _where(~np.isfinite(value), Reason.NOT_A_NUMBER)
    reason = np.where(reason == Reason.OK, impossible, reason)
    return Values(np.where(reason == Reason.OK, value, np.nan), reason)


def _round_half_up(value: Floats, digits: int) -> Floats:
    """Round halves away from zero, as a spreadsheet does: 2.675 → 2.68, −2.5 → −3.

    A number that misses a half only by binary arithmetic counts as the half.
    """
    factor = 10.0 ** abs(digits)
    size = np.abs(value)
    scaled = size * factor if digits >= 0 else size / factor
    tolerance = np.minimum(scaled * _HALF_TOLERANCE, 0.1)
    whole = np.floor(scaled + 0.5 + tolerance)
    rounded = whole / factor if digits >= 0 else whole * factor
    kept = np.where(scaled >= _WHOLE_FROM, size, rounded)
    return np.copysign(kept, value)
