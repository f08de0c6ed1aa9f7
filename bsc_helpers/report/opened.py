"""An opened report: its slice, its language, and the rows of results by what they are about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from bsc_helpers.compute.targets import target_in_force
from bsc_helpers.compute.weights import weights_in_card
from bsc_helpers.evaluation import ReportSlice, rows_of
from bsc_helpers.model import Activity, Assessment, Comment, Initiative, Measure, OrgUnit, Target
from bsc_helpers.narrative.formats import format_period
from bsc_helpers.narrative.statements import (
    Statement,
    actions_of,
    initiatives_for,
    questions_of,
    statements_of,
)
from bsc_helpers.periods import Period, parse_period
from bsc_helpers.report.figures import Figures, has_value
from bsc_helpers.report.words import words_in

__all__ = ["Report"]


@dataclass(frozen=True)
class Report:
    """One unit and period in one language.

    Parameters
    ----------
    slice
        Everything the report shows.
    language
        Of all words and numbers.

    Raises
    ------
    ParameterError
        When reports are not written in this language.
    """

    slice: ReportSlice
    language: str

    def __post_init__(self) -> None:
        words_in(self.language)

    @property
    def words(self) -> Mapping[str, str]:
        """The fixed words of the report."""
        return words_in(self.language)

    def plural(self, key: str, count: int) -> str:
        """Return the words of a key, in the form for one where that is the count."""
        return self.words[f"{key}_one" if count == 1 else key]

    def listed(self, items: Sequence[str]) -> str:
        """Return several things one after the other: "a, b and c"."""
        if len(items) < 2:  # noqa: PLR2004 - one thing is not joined to another
            return "".join(items)
        return self.words["listed"].format(first=", ".join(items[:-1]), last=items[-1])

    @property
    def unit_name(self) -> str:
        """The name of the report's unit."""
        return self.slice.org_unit.name.of(self.language)

    @property
    def activity(self) -> Activity | None:
        """The activity that the report is about; None when it is about the whole unit."""
        known = self.slice.scorecard.activities
        return next((each for each in known if each.code == self.slice.activity), None)

    @property
    def subject_name(self) -> str:
        """The name of what the report is about: "Majorna", "Majorna: Preschool"."""
        activity = self.activity
        if activity is None:
            return self.unit_name
        name = activity.name.of(self.language)
        return self.words["subject"].format(unit=self.unit_name, activity=name)

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """The measures that apply to what the report is about, in the order of the card."""
        own = {measure for unit, measure, _ in self._rows if unit == self.slice.org_unit.code}
        return tuple(m for m in self.slice.scorecard.measures if m.code in own)

    @cached_property
    def weights(self) -> Mapping[str, float]:
        """The weight of each measure in the whole scorecard, where just these measures apply."""
        return weights_in_card(self.slice.scorecard, [measure.code for measure in self.measures])

    def is_own(self, said: Comment | Assessment) -> bool:
        """Whether a person's words are about what the report is about."""
        place = (self.slice.org_unit.code, self.slice.activity)
        return (said.org_unit, said.activity) == place

    def parse(self, text: str) -> Period:
        """Return the period that the register or a table writes."""
        return parse_period(text, self.slice.scorecard.fiscal_year_starts)

    def is_old(self, measure: Measure) -> bool:
        """Whether the value that is shown was measured before the report's period."""
        return self.slice.shown(measure.code).end < self.slice.period.start

    @cached_property
    def figures(self) -> Figures:
        """The rows of results as texts."""
        return Figures(self.slice.scorecard, self.language)

    @property
    def period_text(self) -> str:
        """The report's period in words."""
        return format_period(self.slice.period, self.language)

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """Every licensed statement about the unit and period."""
        return statements_of(self.slice)

    @cached_property
    def initiatives(self) -> tuple[Initiative, ...]:
        """The initiatives that touch what the report is about, in the register's order."""
        return initiatives_for(self.slice)

    @cached_property
    def actions(self) -> tuple[Statement, ...]:
        """The follow-up of each of these initiatives."""
        return actions_of(self.slice)

    @cached_property
    def questions(self) -> tuple[Statement, ...]:
        """What to discuss: the questions that follow from the statements and the actions."""
        return questions_of(self.statements, self.actions, self.slice)

    @cached_property
    def _rows(self) -> dict[tuple[str, str, str], Any]:
        rows = rows_of(self.slice.results)
        return {(row.org_unit, row.measure, row.period): row for row in rows}

    def row(
        self, measure: Measure, unit: OrgUnit | None = None, period: Period | None = None
    ) -> Any:
        """Return the row of results of a measure, by default the one that the report shows.

        None where there is no such row.
        """
        code = (unit or self.slice.org_unit).code
        when = period or self.slice.shown(measure.code)
        return self._rows.get((code, measure.code, str(when)))

    def change(self, measure: Measure) -> Any:
        """Return how the measure varies over time; None where nothing is known of it."""
        return self._changes.get(measure.code)

    def beside(self, measure: Measure) -> Any:
        """Return the unit among those of its kind; None where it is not compared."""
        return next((row for row in self.compared(measure) if self._is_own_row(row)), None)

    def compared(self, measure: Measure) -> list[Any]:
        """Return the units of the same kind with which the report's is compared by a measure."""
        return self._comparison.get(measure.code, [])

    def inputs(self, measure: Measure) -> list[Any]:
        """Return what was put into the formula of a measure, a row for each input."""
        return self._inputs.get(measure.code, [])

    def course(self, measure: Measure) -> dict[str, Any]:
        """Return what is known of each single value of a measure over time, by period."""
        return self._course.get(measure.code, {})

    def _is_own_row(self, row: Any) -> bool:
        return bool(row.org_unit == self.slice.org_unit.code)

    @cached_property
    def _changes(self) -> dict[str, Any]:
        return {row.measure: row for row in rows_of(self.slice.changes)}

    @cached_property
    def _comparison(self) -> dict[str, list[Any]]:
        return _by_measure(self.slice.comparison)

    @cached_property
    def _inputs(self) -> dict[str, list[Any]]:
        return _by_measure(self.slice.inputs)

    @cached_property
    def _course(self) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for row in rows_of(self.slice.course):
            found.setdefault(row.measure, {})[row.period] = row
        return found

    def history(self, measure: Measure) -> tuple[Period, ...]:
        """Return the periods from a measure's first value to the one that is shown."""
        last = self.slice.shown(measure.code)
        first = last
        while self.row(measure, period=first.shift(-1)) is not None:
            first = first.shift(-1)
        periods = [first.shift(step) for step in range(last.ordinal - first.ordinal + 1)]
        while len(periods) > 1 and not has_value(self.row(measure, period=periods[0])):
            periods = periods[1:]
        return tuple(periods)

    def target_in_force(self, measure: Measure) -> Target | None:
        """Return the target against which the value that is shown is held; None without one."""
        period = self.slice.shown(measure.code)
        starts = self.slice.scorecard.fiscal_year_starts
        return target_in_force(measure, self.slice.org_unit.code, period, starts)


def _by_measure(frame: pd.DataFrame) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows_of(frame):
        found.setdefault(row.measure, []).append(row)
    return found
