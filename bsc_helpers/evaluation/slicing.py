"""What one report shows, cut out of the evaluation of the whole tree."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd

from bsc_helpers.compute.economy import NET
from bsc_helpers.compute.grid import latest_ended
from bsc_helpers.compute.sensitivity import Order
from bsc_helpers.compute.structure import Reorganisation
from bsc_helpers.errors import ParameterError, did_you_mean, printable
from bsc_helpers.evaluation.evaluated import Evaluation, Places
from bsc_helpers.evaluation.findings import course_of, similar_to
from bsc_helpers.evaluation.frames import (
    BONUS,
    CENTRES,
    CHANGES,
    COMPARISON,
    COURSE,
    ECONOMY,
    INPUTS,
    RESULTS,
    SURVEYS,
    frame_of,
)
from bsc_helpers.evaluation.ordering import order_below
from bsc_helpers.evaluation.restating import reorganisations_of, restated_results
from bsc_helpers.formula import Values
from bsc_helpers.model import (
    ALL_ACTIVITIES,
    Assessment,
    Comment,
    Initiative,
    LocalText,
    OrgUnit,
    Reason,
    Scorecard,
)
from bsc_helpers.periods import Period, parse_period

__all__ = ["ReportSlice", "shown_results", "slice_for"]


_NO_ROWS = np.array([], dtype=np.intp)


@dataclass(frozen=True)
class ReportSlice:
    """Exactly what one report shows.

    Attributes
    ----------
    scorecard
        The scorecard with only those units that the report names, those that its unit was made of
        too, and only those comments, assessments and initiatives that are about its unit.
    activity
        ``all``, or the one activity that the report is about. Every row below has this activity,
        also those of units that do nothing else.
    ancestors, children, peers
        The units above, from the top; those right below; and those of the same kind beside it, in
        the report's period.
    activities
        The activities within the unit that have reports of their own.
    shown_periods
        For each measure that applies to the unit: the period that the report shows.
    results
        The columns of `RESULTS`: of the unit and those above every period up to the report's, of
        the others the shown periods only. A measure that does not apply has no rows.
    scores
        The columns of `SCORES`, for the report's period.
    inputs
        The columns of `INPUTS`: what was put into the formulas for the shown values.
    economy
        The columns of `ECONOMY`, for the report's period; of the units below the net only.
    changes, course
        The columns of `CHANGES` and `COURSE`: how the unit's own values vary over time.
    comparison
        The columns of `COMPARISON`: the unit among those of its kind, all of them where they are
        few, else itself and those outside the outer limits.
    unusual_below
        The columns of `COMPARISON`: the units right below that lie outside the outer limits.
    names
        The names of the units of `comparison` and `similar`.
    similar
        The units most like this one by their background, the nearest first, with their distance.
    centres, bonus
        The columns of `CENTRES` and of `BONUS`: the unit's own, for the report's period.
    reorganisations
        Where the unit became another one, up to the report's period.
    restated
        The columns of `RESULTS`: the unit's values, as far as they are other ones in the
        organisation of the period's last day.
    surveys
        The columns of `SURVEYS`: of the unit and of the one right above every round up to the
        report's period.
    sources
        For each input the codes of the sources of the figures of the year up to the period's end.
    order
        How firmly the order of the units right below stands; None where there is none to tell.
    """

    scorecard: Scorecard
    org_unit: OrgUnit
    activity: str
    period: Period
    as_of: date | None
    ancestors: tuple[OrgUnit, ...]
    children: tuple[OrgUnit, ...]
    results: pd.DataFrame
    scores: pd.DataFrame
    inputs: pd.DataFrame
    sources: dict[str, tuple[str, ...]]
    shown_periods: dict[str, Period] = field(default_factory=dict)
    peers: tuple[OrgUnit, ...] = ()
    activities: tuple[str, ...] = ()
    economy: pd.DataFrame = field(default_factory=lambda: frame_of(ECONOMY, []))
    changes: pd.DataFrame = field(default_factory=lambda: frame_of(CHANGES, []))
    course: pd.DataFrame = field(default_factory=lambda: frame_of(COURSE, []))
    comparison: pd.DataFrame = field(default_factory=lambda: frame_of(COMPARISON, []))
    unusual_below: pd.DataFrame = field(default_factory=lambda: frame_of(COMPARISON, []))
    names: dict[str, LocalText] = field(default_factory=dict)
    similar: tuple[tuple[str, float], ...] = ()
    centres: pd.DataFrame = field(default_factory=lambda: frame_of(CENTRES, []))
    bonus: pd.DataFrame = field(default_factory=lambda: frame_of(BONUS, []))
    reorganisations: tuple[Reorganisation, ...] = ()
    restated: pd.DataFrame = field(default_factory=lambda: frame_of(RESULTS, []))
    order: Order | None = None
    surveys: pd.DataFrame = field(default_factory=lambda: frame_of(SURVEYS, []))

    def shown(self, measure: str) -> Period:
        """Return the period of a measure that the report shows.

        The latest that has ended; an earlier one while the newest is not due and nowhere known.
        """
        found = self.shown_periods.get(measure)
        if found is not None:
            return found
        kind = self.scorecard.measure(measure).frequency
        return latest_ended(self.period, kind, self.scorecard.fiscal_year_starts)


def slice_for(evaluation: Evaluation, org_unit: str, activity: str, period: Period) -> ReportSlice:
    """Return exactly what the report of one unit, activity and period shows.

    Raises
    ------
    ParameterError
        When there is no such unit, activity or period, or the unit did not exist then.
    """
    unit = _unit(evaluation, org_unit)
    _check_subject(evaluation, org_unit, activity, period)
    ancestors, children, peers = _family(evaluation, unit, activity, period)
    cut = _Cut(evaluation, activity, period, evaluation.shown_in(period))
    up = [unit.code, *(u.code for u in ancestors)]
    beside = [u.code for u in (*children, *peers)]
    row = evaluation.subjects.rows[unit.code, activity]
    compared, similar = cut.comparison(row), similar_to(evaluation.known, row)
    named = [*compared["org_unit"].unique(), *(code for code, _ in similar)]
    below = [u.code for u in children]
    results, scores = cut.results(up, beside), cut.scores([*up, *beside])
    return ReportSlice(
        scorecard=_about(evaluation, unit, activity, period, (*ancestors, *children, *peers)),
        org_unit=unit,
        activity=activity,
        period=period,
        as_of=evaluation.as_of,
        ancestors=ancestors,
        children=children,
        peers=peers,
        activities=evaluation.activities_in(org_unit) if activity == ALL_ACTIVITIES else (),
        shown_periods=cut.shown,
        results=results,
        scores=scores,
        inputs=cut.inputs(unit),
        economy=cut.economy(unit.code, below),
        changes=cut.changes(row),
        course=course_of(evaluation.findings_in(period), row, activity),
        comparison=compared,
        unusual_below=cut.unusual(below),
        names={c: evaluation.units[c].name for c in named},
        similar=similar,
        centres=cut.own(evaluation.centres, evaluation.centres_of, unit.code),
        bonus=cut.own(evaluation.bonus, evaluation.bonus_of, unit.code),
        sources=evaluation.sources_in(period),
        reorganisations=reorganisations_of(evaluation, unit.code, period),
        restated=restated_results(evaluation, unit.code, activity, period),
        order=order_below(evaluation.scorecard, children, results, scores, evaluation.generator()),
        surveys=cut.surveys([unit.code, *(u.code for u in ancestors[-1:])]),
    )


def _unit(evaluation: Evaluation, code: str) -> OrgUnit:
    if code not in evaluation.units:
        more = did_you_mean(code, evaluation.units)
        raise ParameterError(f"there is no unit {printable(code)}{more}")
    return evaluation.units[code]


def _check_subject(evaluation: Evaluation, org_unit: str, activity: str, period: Period) -> None:
    if (org_unit, activity) not in evaluation.subjects.rows:
        valid = ", ".join((ALL_ACTIVITIES, *evaluation.activities_in(org_unit)))
        where = f"in the unit {org_unit}"
        raise ParameterError(f"there is no activity {printable(activity)} {where}; valid: {valid}")
    if period not in evaluation.periods:
        shown = ", ".join(str(p) for p in evaluation.periods[-4:]) or "none: there are no data"
        raise ParameterError(f"there are no results for {period}; valid: … {shown}")
    if org_unit not in evaluation.parents_at(period):
        raise ParameterError(f"the unit {org_unit} does not exist in {period}")


Units = tuple[OrgUnit, ...]


def _family(
    evaluation: Evaluation, unit: OrgUnit, activity: str, period: Period
) -> tuple[Units, Units, Units]:
    """Return the units above one from the top, those right below, and those of its kind beside."""
    parents, units = evaluation.parents_at(period), evaluation.units
    ancestors: list[OrgUnit] = []
    above = parents[unit.code]
    while above is not None:
        ancestors.insert(0, units[above])
        above = parents[above]
    doing = [units[code] for code in parents if (code, activity) in evaluation.subjects.rows]
    below = (other for other in doing if parents[other.code] == unit.code)
    beside = (
        other
        for other in doing
        if parents[other.code] == parents[unit.code] is not None
        and other.kind == unit.kind
        and other.activities == unit.activities
        and other != unit
    )
    return tuple(ancestors), tuple(below), tuple(beside)


def _about(
    evaluation: Evaluation, unit: OrgUnit, activity: str, period: Period, near: Units
) -> Scorecard:
    """Return the scorecard with only what people said by then of one unit, activity and period.

    Of its units only those near it remain, and those that it came from or became.
    """
    card, as_of = evaluation.scorecard, evaluation.as_of
    subjects = evaluation.subjects
    does = subjects.activities[subjects.does[subjects.rows[unit.code, activity]]]
    kept = {each.code for each in (unit, *near)} | {*unit.predecessors}
    for change in reorganisations_of(evaluation, unit.code, period):
        kept |= {*change.units}

    def is_here(each: Comment | Assessment) -> bool:
        when = parse_period(each.period, card.fiscal_year_starts)
        return (each.org_unit, each.activity) == (unit.code, activity) and when.end <= period.end

    def is_known(day: date) -> bool:
        return as_of is None or day <= as_of

    def is_done(each: Initiative) -> bool:
        here = not each.org_units or unit.code in each.org_units
        return here and (does == ALL_ACTIVITIES or each.activity in (None, does))

    return card.model_copy(
        update={
            "comments": tuple(c for c in card.comments if is_here(c) and is_known(c.written)),
            "assessments": tuple(a for a in card.assessments if is_here(a) and is_known(a.on)),
            "initiatives": tuple(filter(is_done, card.initiatives)),
            "org_units": tuple(each for each in card.org_units if each.code in kept),
        }
    )


def shown_results(evaluation: Evaluation, period: Period) -> pd.DataFrame:
    """Return the results that the reports of a period show, for all units and activities."""
    shown = {code: str(p) for code, p in evaluation.shown_in(period).items()}
    rows = evaluation.results
    return rows[rows["period"] == rows["measure"].map(shown)].reset_index(drop=True)


@dataclass(frozen=True)
class _Cut:
    """Cuts the rows of one report out of the tables of the whole evaluation."""

    evaluation: Evaluation
    activity: str
    period: Period
    shown: dict[str, Period]

    def results(self, above: list[str], beside: list[str]) -> pd.DataFrame:
        own = self._ended(self._rows(self.evaluation.results, self.evaluation.results_of, above))
        now = self.evaluation.shown_of(self.period)
        others = self._rows(self.evaluation.results, now, beside)
        return pd.concat([own, others], ignore_index=True)

    def surveys(self, units: list[str]) -> pd.DataFrame:
        rows = self._rows(self.evaluation.surveys, self.evaluation.surveys_of, units)
        return self._ended(rows).reset_index(drop=True)

    def _ended(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Return the rows of periods that end with the report's or before."""
        starts = self.evaluation.scorecard.fiscal_year_starts
        texts = rows["period"].unique()
        ended = {text: parse_period(text, starts).end <= self.period.end for text in texts}
        return rows[rows["period"].map(ended).astype(bool)]

    def scores(self, units: list[str]) -> pd.DataFrame:
        rows = self._rows(self.evaluation.scores, self.evaluation.scores_of, units)
        return rows[rows["period"] == str(self.period)].reset_index(drop=True)

    def economy(self, unit: str, children: list[str]) -> pd.DataFrame:
        """Return the lines of the unit, and the net of the units below."""
        own = self._rows(self.evaluation.economy, self.evaluation.economy_of, [unit])
        below = self._rows(self.evaluation.economy, self.evaluation.economy_of, children)
        rows = pd.concat([own, below[below["line"] == NET]], ignore_index=True)
        return rows[rows["period"] == str(self.period)].reset_index(drop=True)

    def changes(self, row: int) -> pd.DataFrame:
        """Return how the unit's own values vary."""
        findings = self.evaluation.findings_in(self.period)
        return self._named(findings.changes_frame.take(findings.changes_of.get(row, _NO_ROWS)))

    def comparison(self, row: int) -> pd.DataFrame:
        """Return the unit among those of its kind, for each measure."""
        findings = self.evaluation.findings_in(self.period)
        of_kind = findings.compared_of.get(int(findings.known.kinds[row]), _NO_ROWS)
        shown = np.union1d(of_kind, findings.comparison_of.get(row, _NO_ROWS))
        return self._named(findings.comparison_frame.take(shown))

    def unusual(self, units: list[str]) -> pd.DataFrame:
        """Return which of some units lie outside what is usual for their kind and size."""
        findings, rows = self.evaluation.findings_in(self.period), self.evaluation.subjects.rows
        known = [rows[unit, self.activity] for unit in units if (unit, self.activity) in rows]
        found = [findings.comparison_of[row] for row in known if row in findings.comparison_of]
        frame = findings.comparison_frame.take(np.concatenate([_NO_ROWS, *found]))
        return self._named(frame[frame["unusual"] != ""])

    def _named(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Return rows under the activity of the report, as all rows of a slice."""
        return rows.assign(activity=self.activity).reset_index(drop=True)

    def own(self, frame: pd.DataFrame, places: Places, unit: str) -> pd.DataFrame:
        """Return the rows of the unit alone, for the report's period."""
        rows = self._rows(frame, places, [unit])
        return rows[rows["period"] == str(self.period)].reset_index(drop=True)

    def inputs(self, unit: OrgUnit) -> pd.DataFrame:
        """Return what was put into the formulas for the values that a report shows.

        Where another input is missing, and with it the value, a unit's own figure is still told.
        """
        row = self.evaluation.subjects.rows[unit.code, self.activity]
        records: list[dict[str, object]] = []
        for code, shown in self.shown.items():
            measured = self.evaluation.measured[code]
            column = measured.column(shown)
            if column is None or not measured.applies[row]:
                continue
            records += [
                {
                    "org_unit": unit.code,
                    "activity": self.activity,
                    "period": str(shown),
                    "measure": code,
                    "input": name,
                    "value": values.value[row, column],
                    "reason": Reason(int(values.reason[row, column])).word,
                    "coverage": measured.coverage[row, column],
                }
                for name, rolled in measured.inputs.items()
                for values in (_told(rolled, measured.own[name], row, column),)
            ]
        return frame_of(INPUTS, [{name: [r[name] for r in records] for name in INPUTS}])

    def _rows(self, frame: pd.DataFrame, places: Places, units: list[str]) -> pd.DataFrame:
        """Return the rows of the activity in some units, also of those that do nothing else."""
        subjects = self.evaluation.subjects
        found = []
        for unit in units:
            row = subjects.rows.get((unit, self.activity))
            if row is None:
                continue
            place = (unit, subjects.activities[subjects.activity[row]])
            found += [places[place]] if place in places else []
        cut = frame.take(np.concatenate(found) if found else np.array([], dtype=np.intp))
        activity = np.full(len(cut), self.activity, dtype=object)
        cut["activity"] = pd.Series(activity, index=cut.index, dtype="object")
        return cut


def _told(rolled: Values, own: Values, row: int, column: int) -> Values:
    """Return what is rolled up, or the unit's own where only that is known."""
    missing = rolled.reason[row, column] not in (Reason.OK, Reason.SUPPRESSED)
    return own if missing and own.reason[row, column] == Reason.OK else rolled
