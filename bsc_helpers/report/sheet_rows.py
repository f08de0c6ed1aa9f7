"""What the rows of the workbook's sheets are made of: fields, and a value with all about it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, Literal, TypeVar

from bsc_helpers.blocks import Missing, Number, Sheet, SheetCell, SheetColumn
from bsc_helpers.compute.measuring import CONFIDENCE
from bsc_helpers.model import LocalText, Measure, Objective, OrgUnit, Perspective
from bsc_helpers.narrative.formats import format_number, format_period, missing_sign, unit_sign
from bsc_helpers.narrative.nature import is_state
from bsc_helpers.narrative.rounding import decimals_of
from bsc_helpers.narrative.words import STATUS_WORDS
from bsc_helpers.periods import Period, Window
from bsc_helpers.report.figures import has_value, is_withheld, number_of, reason_of
from bsc_helpers.report.opened import Report
from bsc_helpers.report.sheet_words import sheet_words

__all__ = ["Field", "Told", "as_delivered", "day", "known", "missing", "sheet_of", "text_of"]

MOST_DECIMALS = 4
ALL = 100.0  # percent

T = TypeVar("T")


@dataclass(frozen=True)
class Field(Generic[T]):
    """A column of a sheet and how its cells come from the things that the rows are about.

    The words of `key` are its label; those of ``<key>_note``, where there are any, its note.
    """

    key: str
    cell: Callable[[T], SheetCell]
    kind: Literal["text", "number", "percent", "share", "date"] = "text"
    decimals: int = 0

    def column(self, language: str) -> SheetColumn:
        """Return the column in a language."""
        words = sheet_words(language)
        confidence = format_number(ALL * CONFIDENCE, 0, language)
        note = words.get(f"{self.key}_note", "").format(confidence=confidence)
        return SheetColumn(label=words[self.key], kind=self.kind, decimals=self.decimals, note=note)


def sheet_of(
    key: str, fields: Iterable[Field[T]], things: Iterable[T], language: str, names: int = 1
) -> list[Sheet]:
    """Return one sheet with a row for each thing; none where there is nothing to tell."""
    fields, words = tuple(fields), sheet_words(language)
    rows = tuple(tuple(field.cell(thing) for field in fields) for thing in things)
    if not rows:
        return []
    columns = tuple(field.column(language) for field in fields)
    about = words[f"{key}_about"]
    return [Sheet(name=words[key], about=about, columns=columns, rows=rows, names=names)]


def text_of(text: LocalText | None, language: str) -> str | None:
    """Return a text in a language; None where there is none."""
    return None if text is None else text.of(language)


def missing(reason: str, language: str) -> Missing:
    """Return a missing value with its reason in words."""
    return Missing(because=missing_sign(reason, language)[1])


def known(number: float) -> float | None:
    """Return a number; None where it is missing and nothing belongs in its place."""
    return None if math.isnan(number) else float(number)


def day(text: object) -> str | None:
    """Return a day of a frame; None where there is none."""
    return text if isinstance(text, str) else None


def as_delivered(number: float) -> Number | None:
    """Return a number with the decimals that it has, four at the most."""
    if math.isnan(number):
        return None
    return Number(number=number, decimals=decimals_of(round(number, MOST_DECIMALS)))


@dataclass(frozen=True)
class Told:
    """A measure of a unit in a period, with everything that the sheets tell of it.

    Of a withheld value nothing is told but that it is withheld, and its target.
    """

    report: Report
    measure: Measure
    unit: OrgUnit
    period: Period

    @cached_property
    def row(self) -> Any:
        """The row of results; None where there is none."""
        return self.report.row(self.measure, self.unit, self.period)

    @property
    def language(self) -> str:
        """That of the report."""
        return self.report.language

    @property
    def unit_of_measure(self) -> str:
        """The unit in which the values of the measure are told."""
        return unit_sign(self.measure, self.language)

    @property
    def period_text(self) -> str:
        """The period in words."""
        return format_period(self.period, self.language)

    @property
    def status(self) -> str:
        """The status in words."""
        if is_withheld(self.row):
            return STATUS_WORDS[self.language]["suppressed"]
        return STATUS_WORDS[self.language]["no_data" if self.row is None else self.row.status]

    @cached_property
    def objective(self) -> Objective:
        """The objective that the measure serves."""
        card = self.report.slice.scorecard
        code = card.objective_of(self.measure)
        return next(each for each in card.objectives if each.code == code)

    @property
    def perspective(self) -> Perspective:
        """The perspective of its objective."""
        card = self.report.slice.scorecard
        return next(p for p in card.perspectives if p.code == self.objective.perspective)

    @property
    def success_factor(self) -> str | None:
        """The name of the success factor that it measures; None without one."""
        factors = self.report.slice.scorecard.success_factors
        code = self.measure.success_factor
        return next((f.name.of(self.language) for f in factors if f.code == code), None)

    def value(self) -> SheetCell:
        """Return the value as the report shows it, or why it is missing."""
        number = number_of(self.row)
        return (
            missing(reason_of(self.row), self.language) if number is None else self.as_shown(number)
        )

    def number(self, column: str) -> SheetCell:
        """Return another number of the measure's unit; None where there is none."""
        number = number_of(self.row, column)
        return None if number is None else self.as_shown(number)

    def plain(self, column: str) -> float | None:
        """Return a number of another kind, such as a count; None where there is none."""
        return number_of(self.row, column)

    def coverage(self) -> float | None:
        """Return what the value rests on, also where too little came in for a value."""
        told = self.row is not None and not is_withheld(self.row)
        return known(self.row.coverage) if told else None

    def target(self, column: str = "target") -> SheetCell:
        """Return the target, with the decimals it was written with; it is no secret."""
        return None if self.row is None else as_delivered(getattr(self.row, column))

    def attainment(self) -> float | None:
        """Return how far the target is reached, where that can be told: from nothing to all."""
        number = number_of(self.row, "attainment")
        told = number is not None and 0 <= number <= ALL and self.row.status != "uncertain"
        return number if told else None

    def year_before(self) -> SheetCell:
        """Return the value of the same period one year earlier."""
        period = self.period.year_before()
        return Told(self.report, self.measure, self.unit, period).value()

    def revised_on(self) -> str | None:
        """Return the day on which the value was last revised; None where it was not."""
        return day(self.row.revised_on) if has_value(self.row) else None

    def window(self, window: Window) -> SheetCell:
        """Return the value over a longer time; None where that is the value itself, or nothing."""
        card = self.report.slice.scorecard
        if self.measure.window != "period" or is_state(card, self.measure) or is_withheld(self.row):
            return None
        span = self.period.covered(window, card.fiscal_year_starts)
        number = math.nan if self.row is None else getattr(self.row, window)
        return None if math.isnan(number) or span == (self.period,) else self.as_shown(number)

    def as_shown(self, number: float) -> Number:
        """Return a number with the decimals with which the report shows the value."""
        if not has_value(self.row):
            return Number(number=number, decimals=self.measure.decimals)
        decimals = self.report.figures.decimals(self.measure, self.row)
        return Number(number=number, decimals=decimals)
