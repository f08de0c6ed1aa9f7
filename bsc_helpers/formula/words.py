"""The words of a formula and their order: whatever is not of the language is refused here.

What passes is sure to be read by Python's parser without warnings, in little time and little
memory: it is short, plain ASCII, and holds no text, no keyword but ``if`` and ``else``, and no
deep nesting.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from keyword import iskeyword
from typing import NamedTuple

from bsc_helpers.errors import FormulaError, nearest, printable

__all__ = ["DEEPEST", "FUNCTIONS", "LONGEST", "Token", "is_name", "read_tokens"]

FUNCTIONS = ("abs", "max", "mean", "min", "round", "sum")

LONGEST = 1000  # characters
DEEPEST = 100  # brackets in brackets, and operations on operations
_DIGITS_BEFORE, _DIGITS_AFTER = 15, 12  # as many as a number in the register


class Token(NamedTuple):
    """A word or sign and where it stands, counted from 1."""

    kind: str  # number, name, function, if, else, or the sign itself
    text: str
    column: int


_WORDS = re.compile(
    r"(?P<space>[ \t\r\n]+)"
    r"|(?P<number>[0-9]+(?:\.[0-9]+)?(?![0-9A-Za-z_.]))"
    r"|(?P<word>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<sign>\*\*|<=|>=|==|!=|[-+*/()<>,])"
)
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_WRITE = {
    "=": "write == to compare",
    "^": "write ** for a power",
    "%": "write / 100",
    "×": "write *",
    "·": "write *",
    "÷": "write /",
    "−": "write -",
    "–": "write -",
    "≤": "write <=",
    "≥": "write >=",
    "≠": "write !=",
}


def read_tokens(text: str) -> tuple[Token, ...]:
    """Cut a text into words and signs; whatever is not one of the language is refused."""
    if len(text) > LONGEST:
        raise FormulaError(f"a formula has at most {LONGEST} characters", text, LONGEST + 1)
    foreign = next((i for i, char in enumerate(text) if not char.isascii()), None)
    if foreign is not None:
        raise _strange(text, foreign)
    tokens = tuple(_tokens_in(text))
    _Order(text).check(tokens)
    return tokens


def _tokens_in(text: str) -> Iterator[Token]:
    at = 0
    while at < len(text):
        found = _WORDS.match(text, at)
        if found is None:
            raise _strange(text, at)
        if found.lastgroup != "space":
            kind = _kind_of(found[0], text, at + 1)
            yield Token(kind, found[0], at + 1)
        at = found.end()


def is_name(text: str) -> bool:
    """Whether a formula can mention something by this name; reserved words are none."""
    return bool(_NAME.fullmatch(text)) and not iskeyword(text) and text not in FUNCTIONS


def _strange(text: str, at: int) -> FormulaError:
    char = text[at]
    if char in "0123456789.":
        message = "a number is written such as 12 or 0.5"
    else:
        shown = f"{printable(char)} (U+{ord(char):04X})"
        message = f"a formula has no character {shown}"
        if not char.isascii():
            message += "; only plain letters a-z, digits and signs"
    return FormulaError(f"{message}{'; ' * (char in _WRITE)}{_WRITE.get(char, '')}", text, at + 1)


def _kind_of(word: str, text: str, column: int) -> str:
    if word[0].isdigit():
        _check_number(word, text, column)
        return "number"
    if not (word[0].isalpha() or word[0] == "_") or word in ("if", "else"):
        return word
    if word in ("and", "or", "not"):
        message = f"there is no '{word}'; write one condition after the other with if and else"
        raise FormulaError(message, text, column)
    if iskeyword(word):
        raise FormulaError(f"{word} is a reserved word and no name", text, column)
    if not _NAME.fullmatch(word):
        message = f"{printable(word)} is no name; a name has letters a-z, digits and '_' and "
        raise FormulaError(message + "begins with a letter", text, column)
    return "function" if word in FUNCTIONS else "name"


def _check_number(word: str, text: str, column: int) -> None:
    before, _, after = word.partition(".")
    if len(before) > 1 and before.startswith("0"):
        raise FormulaError("a number does not begin with 0", text, column)
    if len(before) > _DIGITS_BEFORE or len(after) > _DIGITS_AFTER:
        message = f"a number has at most {_DIGITS_BEFORE} digits before and {_DIGITS_AFTER} after"
        raise FormulaError(f"{message} the point", text, column)


@dataclass
class _Bracket:
    """An open bracket, or the formula itself: what may come in it."""

    column: int
    call: bool = False
    awaits_else: int = 0  # the column of an `if` whose `else` has not come


class _Order:
    """Follows the words from left to right and refuses the first that cannot stand there.

    Python's parser would find the same faults, but with a place and words that differ between
    its versions, and on some faulty texts only after a long time.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.open = [_Bracket(1)]
        self.last = Token("", "", 0)
        self.operand_ended = False

    def check(self, tokens: tuple[Token, ...]) -> None:
        """Refuse what cannot be a formula; what passes, Python's parser can read."""
        end = Token("end", "the end", len(self.text.rstrip()) + 1)
        for token in (*tokens, end):
            if self.last.kind == "function" and token.kind != "(":
                name = self.last.text
                raise self._fault(f"{name} is a function and is written {name}(…)")
            self._take(token)
            self.last = token

    def _take(self, token: Token) -> None:
        if token.kind in ("number", "name", "function"):
            self._take_operand(token)
        elif token.kind == "(":
            self._take_opening(token)
        elif token.kind in "+-" and not self.operand_ended:
            pass  # the sign of what follows
        elif not self.operand_ended:
            raise self._fault(f"a number or a name is missing before {token.text}", token)
        elif token.kind == ")":
            self._take_closing(token)
        elif token.kind == "end":
            self._take_end()
        else:
            self._take_sign(token)
            self.operand_ended = False

    def _take_operand(self, token: Token) -> None:
        if self.operand_ended:
            raise self._fault(f"an operator is missing before {printable(token.text)}", token)
        self.operand_ended = token.kind != "function"

    def _take_opening(self, token: Token) -> None:
        if self.operand_ended:
            name = self.last.text if self.last.kind == "name" else ""
            raise self._unknown(name, token)
        if len(self.open) > DEEPEST:
            raise self._fault(f"at most {DEEPEST} brackets stand inside one another", token)
        self.open.append(_Bracket(token.column, call=self.last.kind == "function"))

    def _take_closing(self, token: Token) -> None:
        if len(self.open) == 1:
            raise self._fault("this bracket closes nothing", token)
        self._check_else_came()
        self.open.pop()

    def _take_end(self) -> None:
        if len(self.open) > 1:
            raise self._fault("this bracket is not closed", column=self.open[-1].column)
        self._check_else_came()

    def _take_sign(self, token: Token) -> None:
        here = self.open[-1]
        if token.kind == ",":
            if not here.call:
                message = "a comma stands only between the arguments of a function; "
                raise self._fault(message + "a decimal number is written 0.5", token)
            self._check_else_came()
        elif token.kind == "if":
            if here.awaits_else:
                raise self._fault("an 'if' inside a condition needs brackets", token)
            here.awaits_else = token.column
        elif token.kind == "else":
            if not here.awaits_else:
                raise self._fault("this 'else' has no 'if'", token)
            here.awaits_else = 0

    def _check_else_came(self) -> None:
        column = self.open[-1].awaits_else
        if column:
            raise self._fault("this 'if' has no 'else'; write a if b > c else d", column=column)

    def _unknown(self, name: str, token: Token) -> FormulaError:
        if not name:
            return self._fault("an operator is missing before '('", token)
        valid = f"; valid: {', '.join(FUNCTIONS)}"
        hint = nearest(name, FUNCTIONS)
        return self._fault(
            f"there is no function {printable(name)}{valid}"
            + (f"; did you mean {hint}?" if hint else ""),
            self.last,
        )

    def _fault(self, message: str, token: Token | None = None, column: int = 0) -> FormulaError:
        return FormulaError(message, self.text, column or (token or self.last).column)
