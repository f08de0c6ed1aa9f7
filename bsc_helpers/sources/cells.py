"""How the texts in the cells of a delivered table are read: each distinct text once.

Numbers are read by the declared signs and only the declared texts stand for a missing value;
everything else is a fault, never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bsc_helpers.errors import PeriodError, Problem, nearest, printable
from bsc_helpers.model import Source
from bsc_helpers.model.texts import parse_date
from bsc_helpers.periods import Period, PeriodKind, parse_period, period_of
from bsc_helpers.sources.problems import Problems

__all__ = [
    "Cells",
    "Fault",
    "number_reader",
    "period_reader",
    "read_cells",
    "read_day",
    "read_day_if_said",
]

ReadT = TypeVar("ReadT")
Texts = NDArray[np.object_]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Fault:
    """The rule that a text breaks, and what would be valid."""

    rule: str
    valid: str = ""


@dataclass(frozen=True)
class Cells(Generic[ReadT]):
    """A column: its distinct texts, what each was read as, and which of them each row has."""

    which: NDArray[np.intp]
    texts: Texts
    read: tuple[ReadT | Fault, ...]

    @property
    def sound(self) -> Bools:
        """Whether the text of each row could be read."""
        return np.array([not isinstance(each, Fault) for each in self.read], dtype=bool)[self.which]

    def each(self, of: Callable[[ReadT], object]) -> Texts:
        """Return something of what each row was read as; None where its text has a fault."""
        made = np.empty(len(self.read), dtype=object)
        made[:] = [None if isinstance(each, Fault) else of(each) for each in self.read]
        return made[self.which]

    def numbers(self, of: Callable[[ReadT], int], otherwise: int) -> NDArray[np.int64]:
        """Return a number for what each row was read as; another where its text has a fault."""
        made = [otherwise if isinstance(each, Fault) else of(each) for each in self.read]
        return np.array(made, dtype=np.int64)[self.which]

    def tell(
        self, problems: Problems, column: str, lines: NDArray[np.int64], among: Iterable[str] = ()
    ) -> None:
        """Tell of each row with a fault; among the valid words the nearest one is looked for."""
        faults = {n: each for n, each in enumerate(self.read) if isinstance(each, Fault)}
        rows_of: dict[str, list[int]] = {}
        for row in np.flatnonzero(~self.sound).tolist():
            rows_of.setdefault(faults[self.which[row]].rule, []).append(row)
        words = list(among) if faults else []

        def told(row: int) -> Problem:
            text, fault = self.texts[self.which[row]], faults[self.which[row]]
            shown, hint = text or "an empty cell", nearest(text, words)
            return Problem(
                fault.rule, line=int(lines[row]), value=shown, valid=fault.valid, hint=hint
            )

        for rule, rows in rows_of.items():
            problems.add_each(rule, column, rows, told)


def read_cells(texts: Texts, read: Callable[[str], ReadT | Fault]) -> Cells[ReadT]:
    """Read a column, each distinct text once."""
    which, distinct = pd.factorize(texts)
    return Cells(which, distinct, tuple(map(read, distinct)))


def number_reader(source: Source) -> Callable[[str], float | Fault]:
    """Return what reads a number by the signs of a source: NaN for a declared missing text."""
    is_number = _number_pattern(source).fullmatch
    missing, thousands, decimal = frozenset(source.missing), source.thousands, source.decimal
    fault = Fault(
        "is no number",
        f"a number such as 1234{decimal}5, or for a missing value: {sorted(missing)}",
    )

    def read(text: str) -> float | Fault:
        if text in missing:
            return np.nan
        if not is_number(text):
            return fault
        plain = text.replace(thousands, "") if thousands else text
        return float(plain.replace(decimal, ".").replace("−", "-"))

    return read


def _number_pattern(source: Source) -> re.Pattern[str]:
    whole = r"[0-9]{1,15}"
    if source.thousands:
        whole = rf"(?:[0-9]{{1,3}}(?:{re.escape(source.thousands)}[0-9]{{3}}){{1,4}}|{whole})"
    return re.compile(rf"[+\-−]?{whole}(?:{re.escape(source.decimal)}[0-9]{{1,12}})?")


def period_reader(
    period_as: PeriodKind | None, year_starts: int
) -> Callable[[str], Period | Fault]:
    """Return what reads a period, or a date as the period in which it lies."""

    def read(text: str) -> Period | Fault:
        try:
            if period_as is not None:
                return period_of(parse_date(text), period_as, year_starts)
            return parse_period(text, year_starts)
        except PeriodError as error:  # the text itself is told as the value
            return Fault(str(error).removeprefix(printable(text)).lstrip(": "))
        except ValueError as error:
            return Fault(str(error))

    return read


def read_day(text: str) -> date | Fault:
    """Read a day."""
    try:
        return parse_date(text)
    except ValueError as error:
        return Fault(str(error))


def read_day_if_said(text: str) -> date | Fault | None:
    """Read a day; None for an empty cell."""
    return read_day(text) if text else None
