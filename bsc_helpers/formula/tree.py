"""The tree of a formula, built from the one that Python's parser makes of it."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeAlias

from bsc_helpers.errors import FormulaError
from bsc_helpers.formula.words import DEEPEST, FUNCTIONS, is_name, read_tokens

__all__ = [
    "Arithmetic",
    "Call",
    "Choice",
    "Comparison",
    "Formula",
    "Minus",
    "Name",
    "Node",
    "Number",
    "Power",
    "Rounding",
    "parse_formula",
]

LARGEST_EXPONENT = 10
MOST_ROUNDED_DIGITS = 9

_ARITHMETIC: dict[type, str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_COMPARISONS: dict[type, str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}


@dataclass(frozen=True)
class Number:
    """A number as it was written."""

    text: str


@dataclass(frozen=True)
class Name:
    """An input or another measure."""

    name: str


@dataclass(frozen=True)
class Minus:
    """A change of sign."""

    operand: Node


@dataclass(frozen=True)
class Arithmetic:
    """One of the four operations."""

    sign: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Power:
    """A power with a fixed exponent."""

    base: Node
    exponent: str


@dataclass(frozen=True)
class Comparison:
    """A condition, or a chain of them: ``0 < a <= b``."""

    signs: tuple[str, ...]
    operands: tuple[Node, ...]


@dataclass(frozen=True)
class Choice:
    """``then if condition else otherwise``."""

    condition: Comparison
    then: Node
    otherwise: Node


@dataclass(frozen=True)
class Call:
    """A function over its arguments."""

    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True)
class Rounding:
    """Rounding half up to a fixed number of decimals; None = to a whole number, not said."""

    operand: Node
    digits: int | None


Node: TypeAlias = Number | Name | Minus | Arithmetic | Power | Choice | Call | Rounding


@dataclass(frozen=True)
class Formula:
    """A formula that has been read and found sound; made by :func:`parse_formula`.

    Attributes
    ----------
    text
        As it was written.
    names
        The inputs and measures it uses, in order of appearance.
    numbers
        The numbers in it as they were written, in order of appearance.
    tree
        What it computes; for the modules of this room.
    columns
        Where each of the names first stands in the text, counted from 1.
    """

    text: str
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    tree: Node = field(repr=False)
    columns: tuple[int, ...] = field(repr=False)

    def column_of(self, name: str) -> int:
        """Return where a name first stands in the text, counted from 1."""
        return self.columns[self.names.index(name)]


@lru_cache(4096)  # each report reads the formulas of its measures again and again
def parse_formula(text: str) -> Formula:
    """Read a formula such as ``100 * absent / staff``.

    Raises
    ------
    FormulaError
        When it is no formula, or too long or too deep; shows the place.
    """
    tokens = read_tokens(text)
    first: dict[str, int] = {}
    for token in tokens:
        if token.kind == "name":
            first.setdefault(token.text, token.column)
    return Formula(
        text=text,
        names=tuple(first),
        numbers=tuple(dict.fromkeys(token.text for token in tokens if token.kind == "number")),
        tree=_tree_of(text),
        columns=tuple(first.values()),
    )


def _tree_of(text: str) -> Node:
    # In brackets a formula may begin with a blank or stand on several lines, and a place in the
    # parsed text, counted from 0, is the column in the formula, counted from 1.
    code = "(" + "".join(" " if char.isspace() else char for char in text) + ")"
    try:
        parsed = ast.parse(code, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # the words were checked: a net
        raise FormulaError("this cannot be read as a formula", text, 1) from None
    return _Builder(text, code).node(parsed.body, 1)


class _Builder:
    """Makes our tree of Python's; whatever has no place in it is refused.

    It does not rely on the words having been checked: it is safe alone.
    """

    def __init__(self, text: str, code: str) -> None:
        self.text, self.code = text, code

    def node(self, node: ast.expr, depth: int) -> Node:  # noqa: PLR0911 - one per kind of node
        if depth > DEEPEST:
            message = f"at most {DEEPEST} operations stand on one another; "
            raise self._fault(message + "use sum(…) for a long sum, or a measure for a part", node)
        match node:
            case ast.Constant():
                return Number(self._number(node))
            case ast.Name(id=name) if is_name(name):
                return Name(name)
            case ast.UnaryOp(op=ast.USub()):
                return Minus(self.node(node.operand, depth + 1))
            case ast.UnaryOp(op=ast.UAdd()):
                return self.node(node.operand, depth + 1)
            case ast.BinOp():
                return self._operation(node, depth)
            case ast.IfExp():
                return self._choice(node, depth)
            case ast.Call():
                return self._call(node, depth)
            case ast.Compare():
                raise self._fault("a comparison stands only between 'if' and 'else'", node)
            case _:
                raise self._fault("this has no place in a formula", node)

    def _operation(self, node: ast.BinOp, depth: int) -> Node:
        left = self.node(node.left, depth + 1)
        if isinstance(node.op, ast.Pow):
            return Power(left, self._exponent(node.right))
        if type(node.op) not in _ARITHMETIC:
            raise self._fault("this operation has no place in a formula", node)
        return Arithmetic(_ARITHMETIC[type(node.op)], left, self.node(node.right, depth + 1))

    def _choice(self, node: ast.IfExp, depth: int) -> Choice:
        test = node.test
        if not isinstance(test, ast.Compare):
            raise self._fault(
                "the condition between 'if' and 'else' must compare, as in a > b", test
            )
        if not all(type(sign) in _COMPARISONS for sign in test.ops):
            raise self._fault("this comparison has no place in a formula", test)
        operands = tuple(self.node(each, depth + 2) for each in (test.left, *test.comparators))
        signs = tuple(_COMPARISONS[type(sign)] for sign in test.ops)
        then, otherwise = (self.node(each, depth + 1) for each in (node.body, node.orelse))
        return Choice(Comparison(signs, operands), then, otherwise)

    def _call(self, node: ast.Call, depth: int) -> Node:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name not in FUNCTIONS or node.keywords:
            raise self._fault(f"only these functions are known: {', '.join(FUNCTIONS)}", node)
        if name == "round":
            return self._rounding(node, depth)
        if name == "abs" and len(node.args) > 1:
            raise self._fault("abs takes one argument", node.args[1])
        return Call(name, tuple(self.node(argument, depth + 1) for argument in node.args))

    def _rounding(self, node: ast.Call, depth: int) -> Rounding:
        operand, *rest = node.args
        if len(rest) > 1:
            raise self._fault("round takes a value and at most a number of decimals", rest[1])
        digits = self._signed(rest[0]) if rest else None
        if rest and not _is_whole(digits, MOST_ROUNDED_DIGITS):
            message = "the number of decimals must be written as a whole number from "
            raise self._fault(f"{message}-{MOST_ROUNDED_DIGITS} to {MOST_ROUNDED_DIGITS}", rest[0])
        return Rounding(self.node(operand, depth + 1), int(digits) if digits else None)

    def _exponent(self, node: ast.expr) -> str:
        exponent = self._signed(node)
        if exponent is None or abs(float(exponent)) > LARGEST_EXPONENT:
            message = "an exponent must be written as a number from "
            raise self._fault(f"{message}-{LARGEST_EXPONENT} to {LARGEST_EXPONENT}", node)
        return exponent

    def _signed(self, node: ast.expr) -> str | None:
        """Return a number as written, with its sign; None for anything else."""
        match node:
            case ast.Constant():
                return self._number(node)
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant() as constant):
                return f"-{self._number(constant)}"
        return None

    def _number(self, node: ast.Constant) -> str:
        if type(node.value) not in (int, float):
            raise self._fault("a number is written such as 12 or 0.5", node)
        return self.code[node.col_offset : node.end_col_offset]

    def _fault(self, message: str, node: Any) -> FormulaError:
        return FormulaError(message, self.text, max(1, node.col_offset))


def _is_whole(text: str | None, largest: int) -> bool:
    return text is not None and "." not in text and abs(int(text)) <= largest
