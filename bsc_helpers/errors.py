"""Every error that this package raises on purpose.

::

    BscError
    ├── ProblemsError      carries a list of located problems, all reported together
    │   ├── RegisterError  what a person wrote under parameters/ cannot be used
    │   └── DataError      what a source delivered cannot be used
    ├── FormulaError       a formula that cannot be read; shows where with a caret
    ├── PeriodError        a text that names no period
    ├── ParameterError     a parameter of a run or a notebook that is unknown or impossible
    ├── PublishingError    a notebook that cannot become a report; names the cell
    └── RunError           a batch that cannot start
        └── LockedError    … as long as another one writes to the same place

An error says what is wrong, where, and what would be valid.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

__all__ = [
    "BscError",
    "DataError",
    "FormulaError",
    "LockedError",
    "ParameterError",
    "PeriodError",
    "Problem",
    "ProblemsError",
    "PublishingError",
    "RegisterError",
    "RunError",
    "did_you_mean",
    "nearest",
    "printable",
]

LONGEST_SHOWN_VALUE = 60
LONGEST_SHOWN_PATH = 4096
MOST_SHOWN_WORDS = 12


def printable(text: object, longest: int = LONGEST_SHOWN_VALUE) -> str:
    """Return text on one line, with control and direction characters escaped and long text cut.

    What a person or a source wrote is shown in messages, logs and terminals; it must not be able
    to move the cursor, break the line or turn the reading direction.
    """
    shown = "".join(c if c.isprintable() else repr(c)[1:-1] for c in str(text))
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"


def nearest(word: str, valid: Iterable[str]) -> str:
    """Return the valid word most like `word` or beginning with it; empty when none is near.

    The order of `valid` does not matter, so a set gives the same answer in every run.
    """
    by_fold = {candidate.casefold(): candidate for candidate in sorted(valid)}
    longer = [fold for fold in sorted(by_fold) if word and fold.startswith(word.casefold())]
    found = longer or get_close_matches(word.casefold(), by_fold, n=1, cutoff=0.6)
    return by_fold[found[0]] if found else ""


def did_you_mean(word: str, valid: Iterable[str]) -> str:
    """Return the end of a message on an unknown word: the nearest valid one, or else which are.

    Either ``; did you mean north?`` or ``; valid: east, west``; of many words the first are shown
    with how many there are in all. Empty when nothing is valid.
    """
    words = list(dict.fromkeys(valid))
    hint = nearest(word, words)
    if hint:
        return f"; did you mean {printable(hint)}?"
    if not words:
        return ""
    shown = ", ".join(printable(each) for each in words[:MOST_SHOWN_WORDS])
    more = f" … ({len(words)} in all)" if len(words) > MOST_SHOWN_WORDS else ""
    return f"; valid: {shown}{more}"


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, or worth advice, in a file that a person or a source wrote.

    Attributes
    ----------
    message
        What is wrong, without the place.
    file, line, column
        Where: the file as the user named it, line and column counted from 1; 0 = not known.
    key
        The key path in a register file (``measures[3].polarity``) or the column of a table.
    value
        The offending text.
    valid
        What would be valid.
    hint
        The nearest valid name, where there is one.
    advice
        True when the register can be used all the same.
    """

    message: str
    file: str = ""
    line: int = 0
    column: int = 0
    key: str = ""
    value: str = ""
    valid: str = ""
    hint: str = ""
    advice: bool = False

    def __str__(self) -> str:
        place = ":".join(
            [printable(self.file, LONGEST_SHOWN_PATH)] * bool(self.file)
            + [str(n) for n in (self.line, self.column) if n]
        )
        text = ": ".join(part for part in (place, printable(self.key), self.message) if part)
        if self.value:
            text += f" (found: {printable(self.value)})"
        if self.valid:
            text += f"; valid: {self.valid}"
        if self.hint:
            text += f"; did you mean {printable(self.hint)}?"
        return text


class BscError(Exception):
    """The root of every error raised on purpose; its text is meant for the user."""


class ProblemsError(BscError):
    """Several located problems at once.

    Parameters
    ----------
    problems
        At least one problem; the order is kept.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[ProblemsError], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)


class RegisterError(ProblemsError):
    """What a person wrote under ``parameters/`` cannot be used as it stands."""


class DataError(ProblemsError):
    """What a source delivered cannot be used as it stands."""


class FormulaError(BscError):
    """A formula that cannot be read.

    Parameters
    ----------
    message
        What is wrong and what would be valid.
    text
        The formula; empty when the place says nothing.
    column
        Where in the formula, counted from 1; 0 = the formula as a whole.
    """

    def __init__(self, message: str, text: str = "", column: int = 0) -> None:
        self.message, self.text, self.column = message, text, column
        super().__init__(message + self._caret())

    def _caret(self) -> str:
        if not self.text or not self.column:
            return ""
        start = max(0, self.column - LONGEST_SHOWN_VALUE // 2)
        shown = "".join(
            c if c.isprintable() else "�" for c in self.text[start : start + LONGEST_SHOWN_VALUE]
        )
        return f"\n    {shown}\n    {' ' * (self.column - 1 - start)}^"

    def __reduce__(self) -> tuple[type[FormulaError], tuple[str, str, int]]:
        return type(self), (self.message, self.text, self.column)


class PeriodError(BscError):
    """A text that names no period."""


class ParameterError(BscError):
    """A parameter of a run or of a notebook that is unknown or impossible."""


class PublishingError(BscError):
    """A notebook that cannot become a report; the text names the cell."""


class RunError(BscError):
    """A batch that cannot start."""


class LockedError(RunError):
    """A batch that cannot start as long as another one writes to the same place."""
