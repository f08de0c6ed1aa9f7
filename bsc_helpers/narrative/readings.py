"""What is known of each measure when a report is written: its row, its inputs and the score."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bsc_helpers.evaluation import ReportSlice
from bsc_helpers.model import Input, Measure, Reason
from bsc_helpers.narrative.rounding import difference_of
from bsc_helpers.periods import Period

__all__ = ["Reading", "readings_of"]


@dataclass(frozen=True)
class Reading:
    """What is known of one measure in the period that the report shows.

    Attributes
    ----------
    row
        Its row in the results.
    inputs
        Its rows among the inputs, by input; `given` is how the register describes each.
    score
        The row of the whole scorecard among the scores; None when there is none.
    """

    measure: Measure
    period: Period
    report_period: Period
    row: Mapping[str, Any]
    inputs: Mapping[str, Mapping[str, Any]]
    given: Mapping[str, Input]
    score: Mapping[str, Any] | None

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
    def is_old(self) -> bool:
        """Whether the value was measured before the report's period."""
        return self.period.end < self.report_period.start

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

    @property
    def interval_holds_target(self) -> bool:
        """Whether the target, or an end of it, lies strictly inside the interval."""
        lower, upper = self.number("lower"), self.number("upper")
        return any(lower < border < upper for border in self.borders)

    @property
    def cannot_be_told(self) -> bool:
        """Whether the sample leaves open on which side of the target the value lies."""
        if self.is_sample and not self.has_interval:
            return True
        return self.row["status"] == "uncertain" and self.interval_holds_target

    @property
    def difference(self) -> float:
        """From the target, or from the nearer end of a target range."""
        value = self.number("value")
        return min((difference_of(value, border) for border in self.borders), key=abs)


def readings_of(report: ReportSlice) -> Iterator[Reading]:
    """Yield what is known of each measure, in the order of the card; none without a row."""
    unit, activity = report.org_unit.code, report.activity
    rows = {(row["measure"], row["period"]): row for row in _own(report.results, unit, activity)}
    scores = _own(report.scores, unit, activity)
    score = next((row for row in scores if row["level"] == "scorecard"), None)
    given = {each.code: each for each in report.scorecard.inputs}
    inputs: dict[str, dict[str, Mapping[str, Any]]] = {}
    for given_row in _own(report.inputs, unit, activity):
        inputs.setdefault(given_row["measure"], {})[given_row["input"]] = given_row
    for measure in report.scorecard.measures:
        shown = report.shown(measure.code)
        if (row := rows.get((measure.code, str(shown)))) is not None:
            own = inputs.get(measure.code, {})
            yield Reading(measure, shown, report.period, row, own, given, score)


def _own(frame: Any, unit: str, activity: str) -> list[dict[str, Any]]:
    found = frame[(frame["org_unit"] == unit) & (frame["activity"] == activity)]
    return list(found.to_dict("records"))
