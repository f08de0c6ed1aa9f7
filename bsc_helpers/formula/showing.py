"""A formula as it is shown to readers, with figures in place of names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias, assert_never

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

__all__ = ["format_formula"]

# How tightly parts hold together: a part that holds less tightly than its place asks is bracketed.
_CHOICE, _SUM, _PRODUCT, _SIGN, _POWER, _ATOM = range(6)

_SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷", "<=": "≤", ">=": "≥", "==": "=", "!=": "≠"}

_Shown: TypeAlias = tuple[str, int]  # the text and how tightly it holds


def format_formula(formula: Formula, shown: Mapping[str, str]) -> str:
    """Return a formula with texts in place of its names, such as ``100 × 3 212 ÷ 33 460``.

    Parameters
    ----------
    formula
        From :func:`bsc_helpers.formula.parse_formula`.
    shown
        The text for a name (``formula.names``), or for a number (``formula.numbers``) where a
        language writes it otherwise (``0.5`` → ``0,5``). What is not in it stands as written.
    """
    return _show(formula.tree, shown)[0]


def _show(node: Node, shown: Mapping[str, str]) -> _Shown:  # noqa: PLR0911 - one per kind of node
    match node:
        case Number(text=written) | Name(name=written):
            return _atom(shown.get(written, written))
        case Minus():
            return f"−{_within(node.operand, _POWER, shown)}", _SIGN
        case Arithmetic():
            return _show_arithmetic(node, shown)
        case Power():
            exponent = _atom(_number(node.exponent, shown))
            return f"{_within(node.base, _ATOM, shown)}^{_bracketed(exponent, _ATOM)}", _POWER
        case Choice():
            condition = _show_comparison(node.condition, shown)
            then = _within(node.then, _SUM, shown)
            return f"{then} if {condition} else {_show(node.otherwise, shown)[0]}", _CHOICE
        case Call():
            return _show_call(node.function, node.arguments, (), shown)
        case Rounding():
            digits = () if node.digits is None else (_number(str(node.digits), shown),)
            return _show_call("round", (node.operand,), digits, shown)
        case _:  # pragma: no cover - the type checker sees that there is no other node
            assert_never(node)


def _atom(text: str) -> _Shown:
    if text.startswith("-"):
        text = f"−{text[1:]}"
    return text, _SIGN if text.startswith("−") else _ATOM


def _number(written: str, shown: Mapping[str, str]) -> str:
    size = written.removeprefix("-")
    return "−" * (size != written) + shown.get(size, size)


def _bracketed(part: _Shown, tightness: int) -> str:
    return part[0] if part[1] >= tightness else f"({part[0]})"


def _within(node: Node, tightness: int, shown: Mapping[str, str]) -> str:
    return _bracketed(_show(node, shown), tightness)


def _show_arithmetic(node: Arithmetic, shown: Mapping[str, str]) -> _Shown:
    level = _SUM if node.sign in "+-" else _PRODUCT
    right = _show(node.right, shown)
    if right[1] == _SIGN:  # two signs do not stand side by side
        right = f"({right[0]})", _ATOM
    left = _within(node.left, level, shown)
    return f"{left} {_SIGNS[node.sign]} {_bracketed(right, level + 1)}", level


def _show_comparison(node: Comparison, shown: Mapping[str, str]) -> str:
    first, *others = (_within(operand, _SUM, shown) for operand in node.operands)
    return first + "".join(
        f" {_SIGNS.get(sign, sign)} {other}" for sign, other in zip(node.signs, others, strict=True)
    )


def _show_call(
    function: str, arguments: tuple[Node, ...], more: tuple[str, ...], shown: Mapping[str, str]
) -> _Shown:
    # Semicolons, because a comma may stand inside a figure.
    texts = (*(_show(argument, shown)[0] for argument in arguments), *more)
    return f"{function}({'; '.join(texts)})", _ATOM
