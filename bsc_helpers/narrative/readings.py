"""What is known of each measure when a report is written: its row, its inputs and its past."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bsc_helpers.compute.grid import latest_ended
from bsc_helpers.evaluation import ReportSlice, records_of
from bsc_helpers.model import Input, Measure, Reason
from bsc_helpers.narrative.rounding import difference_of
from bsc_helpers.periods import Period, months_after, parse_period

__all__ = ["Reading", "known_on", "readings_of"]

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Reading:
    """What is known of one measure in the period that the report shows.

    Attributes
    ----------
    row
        Its row in the results.
    past
        Its rows of the same unit, by period, the oldest first; the shown one is the last.
    inputs
        Its rows among the inputs, by input; `given` is how the register describes each.
    score
        The row of the whole scorecard among the scores; None when there is none.
    change, beside
        Its rows among the changes and the comparisons; None where nothing is tested.
    """

    report: ReportSlice
    measure: Measure
    period: Period
    row: Row
    past: Mapping[Period, Row]
    inputs: Mapping[str, Row]
    given: Mapping[str, Input]
    score: Row | None
    change: Row | None = None
    beside: Row | None = None

    def number(self, column: str) -> float:
        """Return the number in a column of the row; NaN when it is missing."""
        return float(self.row[column])

    def knows(self, *columns: str) -> bool:
        """Whether all of some columns hold a number."""
        return all(math.isfinite(self.number(column)) for column in columns)

    @property
    def reason(self) -> Reason:
        """Why there is no value; OK when there is one."""
        return Reason[str(self.row["reason"]).upper()]

    @property
    def has_value(self) -> bool:
        """Whether there is a value."""
        return self.knows("value")

    @property
    def is_withheld(self) -> bool:
        """Whether the value is withheld for disclosure control."""
        return self.reason is Reason.SUPPRESSED

    @property
    def is_old(self) -> bool:
        """Whether the value was measured before the report's period."""
        return self.period.end < self.report.period.start

    @property
    def newest(self) -> Period:
        """The newest period of the measure that has ended."""
        starts = self.report.scorecard.fiscal_year_starts
        return latest_ended(self.report.period, self.measure.frequency, starts)

    @property
    def is_preliminary(self) -> bool:
        """Whether the value may still be revised, by the schedule of the measure."""
        months = self.measure.schedule.preliminary_months
        return months > 0 and months_after(self.period.end, months) > known_on(self.report)

    @property
    def borders(self) -> tuple[float, ...]:
        """The target, or the two ends of a target range."""
        columns = ("target", "target_low", "target_high")
        return tuple(self.number(column) for column in columns if self.knows(column))

    @property
    def is_sample(self) -> bool:
        """Whether the value comes from a sample."""
        return self.measure.precision is not None

    @property
    def has_interval(self) -> bool:
        """Whether the interval of the sample is known."""
        return self.knows("lower", "upper")

    def interval_holds(self, border: float) -> bool:
        """Whether a number lies strictly inside the interval of the sample."""
        return self.number("lower") < border < self.number("upper")

    @property
    def cannot_be_told(self) -> bool:
        """Whether the sample leaves open on which side of the target the value lies."""
        if self.is_sample and not self.has_interval:
            return True
        holds = any(self.interval_holds(border) for border in self.borders)
        return self.row["status"] == "uncertain" and holds

    @property
    def difference(self) -> float:
        """From the target, or from the nearer end of a target range."""
        value = self.number("value")
        return min((difference_of(value, border) for border in self.borders), key=abs)

    @property
    def above(self) -> Row | None:
        """Its row of the unit above, for the same period; None when there is none."""
        if not self.report.ancestors:
            return None
        rows = self.report.results
        shown = rows[(rows["measure"] == self.measure.code) & (rows["period"] == str(self.period))]
        return next(iter(_own(shown, self.report.ancestors[-1].code, self.report.activity)), None)

    @property
    def year(self) -> Mapping[Period, Row]:
        """The rows of the past that lie within one year up to the shown one."""
        before = self.period.year_before()
        return {period: row for period, row in self.past.items() if period > before}


def known_on(report: ReportSlice) -> date:
    """Return the day of which a report speaks: until when its figures were known."""
    return report.as_of or report.period.end


def readings_of(report: ReportSlice) -> Iterator[Reading]:
    """Yield what is known of each measure, in the order of the card; none without a row."""
    card, starts = report.scorecard, report.scorecard.fiscal_year_starts
    past = _by_measure(report, starts)
    scores = _own(report.scores, report.org_unit.code, report.activity)
    score = next((row for row in scores if row["level"] == "scorecard"), None)
    given = {each.code: each for each in card.inputs}
    inputs: dict[str, dict[str, Row]] = {}
    for given_row in _own(report.inputs, report.org_unit.code, report.activity):
        inputs.setdefault(given_row["measure"], {})[given_row["input"]] = given_row
    changes, beside = (_tested(report, frame) for frame in (report.changes, report.comparison))
    for measure in card.measures:
        rows, shown = past.get(measure.code, {}), report.shown(measure.code)
        if shown in rows:
            yield Reading(
                report=report,
                measure=measure,
                period=shown,
                row=rows[shown],
                past={period: row for period, row in rows.items() if period <= shown},
                inputs=inputs.get(measure.code, {}),
                given=given,
                score=score,
                change=changes.get(measure.code),
                beside=beside.get(measure.code),
            )


def _tested(report: ReportSlice, frame: Any) -> dict[str, Row]:
    """Return the rows of the report's unit in a table of what was tested, by measure."""
    rows = _own(frame, report.org_unit.code, report.activity)
    return {str(row["measure"]): row for row in rows}


def _by_measure(report: ReportSlice, starts: int) -> dict[str, dict[Period, Row]]:
    """Return the rows of the report's unit by measure and period, the oldest first."""
    found: dict[str, dict[Period, Row]] = {}
    rows = [
        (parse_period(str(row["period"]), starts), row)
        for row in _own(report.results, report.org_unit.code, report.activity)
    ]
    for period, row in sorted(rows, key=lambda each: each[0].start):
        found.setdefault(str(row["measure"]), {})[period] = row
    return found


def _own(frame: Any, unit: str, activity: str) -> list[dict[str, Any]]:
    found = frame[(frame["org_unit"] == unit) & (frame["activity"] == activity)]
    return records_of(found)
