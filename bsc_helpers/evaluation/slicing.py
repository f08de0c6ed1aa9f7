"""What one report shows, cut out of the evaluation of the whole tree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd

from bsc_helpers.compute.economy import NET
from bsc_helpers.compute.grid import latest_ended
from bsc_helpers.compute.sensitivity import Order
from bsc_helpers.compute.structure import Reorganisation
from bsc_helpers.errors import ParameterError, did_you_mean, printable
from bsc_helpers.evaluation.by_subject import picked
from bsc_helpers.evaluation.evaluated import Evaluation
from bsc_helpers.evaluation.findings import similar_to
from bsc_helpers.evaluation.frames import (
    BONUS,
    CENTRES,
    CHANGES,
    COMPARISON,
    COURSE,
    ECONOMY,
    RESULTS,
    SURVEYS,
    frame_of,
)
from bsc_helpers.evaluation.links import LinkTests
from bsc_helpers.evaluation.ordering import order_below
from bsc_helpers.evaluation.restating import reorganisations_of, restated_results
from bsc_helpers.model import (
    ALL_ACTIVITIES,
    Assessment,
    Comment,
    Initiative,
    LocalText,
    OrgUnit,
    Scorecard,
)
from bsc_helpers.periods import Period, parse_period

__all__ = ["ReportSlice", "shown_results", "slice_for"]


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
    links
        The tested links of the whole organisation, without what is only drawn; None without links.
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
    links: LinkTests | None = None

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
    cut, findings = _Cut(evaluation, activity, period), evaluation.findings_in(period)
    row = evaluation.subjects.rows[unit.code, activity]
    up, below = [row, *cut.rows(ancestors)], cut.rows(children)
    beside = [*below, *cut.rows(peers)]
    compared, similar = cut.comparison(row), similar_to(evaluation.known, row)
    named = [*compared["org_unit"].unique(), *(code for code, _ in similar)]
    results, scores = cut.results(up, beside), cut.own("scores", [*up, *beside])
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
        shown_periods=evaluation.shown_in(period),
        results=results,
        scores=scores,
        inputs=evaluation.inputs_of(period).take([row], activity),
        economy=cut.economy(row, below),
        changes=findings.changes_of.take([row], activity),
        course=findings.course_of.take([row], activity),
        comparison=compared,
        unusual_below=cut.unusual(below),
        names={c: evaluation.units[c].name for c in named},
        similar=similar,
        centres=cut.own("centres", [row]),
        bonus=cut.own("bonus", [row]),
        sources=evaluation.sources_in(period),
        reorganisations=reorganisations_of(evaluation, unit.code, period),
        restated=restated_results(evaluation, unit.code, activity, period),
        order=order_below(evaluation.scorecard, children, results, scores, evaluation.generator()),
        links=evaluation.links_in(period).brief() if evaluation.scorecard.links else None,
        surveys=cut.surveys([row, *cut.rows(ancestors[-1:])]),
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
    known, children = evaluation.subjects.rows, evaluation.children_in(period)
    ancestors: list[OrgUnit] = []
    above = parents[unit.code]
    while above is not None:
        ancestors.insert(0, units[above])
        above = parents[above]

    def doing(parent: str) -> Iterator[OrgUnit]:
        return (u for u in children.get(parent, ()) if (u.code, activity) in known)

    beside = (
        other
        for other in (doing(ancestors[-1].code) if ancestors else ())
        if other.activities == unit.activities and other.kind == unit.kind and other is not unit
    )
    return tuple(ancestors), tuple(doing(unit.code)), tuple(beside)


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

    def is_told(each: Comment | Assessment) -> bool:
        when = parse_period(each.period, card.fiscal_year_starts)
        day = each.written if isinstance(each, Comment) else each.on
        return when.end <= period.end and (as_of is None or day <= as_of)

    def is_done(each: Initiative) -> bool:
        here = not each.org_units or unit.code in each.org_units
        return here and (does == ALL_ACTIVITIES or each.activity in (None, does))

    said = [*filter(is_told, evaluation.said_of.get((unit.code, activity), ()))]
    return card.model_copy(
        update={
            "comments": tuple(each for each in said if isinstance(each, Comment)),
            "assessments": tuple(each for each in said if isinstance(each, Assessment)),
            "initiatives": tuple(filter(is_done, card.initiatives)),
            "org_units": tuple(u for code, u in evaluation.units.items() if code in kept),
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

    def rows(self, units: Iterable[OrgUnit]) -> list[int]:
        """Return the row of each unit, also of one that does nothing but the activity."""
        known = self.evaluation.subjects.rows
        places = ((unit.code, self.activity) for unit in units)
        return [known[place] for place in places if place in known]

    def results(self, above: list[int], beside: list[int]) -> pd.DataFrame:
        own = self.evaluation.rows_upto("results", self.period).numbers_of(above)
        others = self.evaluation.shown_of(self.period).numbers_of(beside)
        return picked(self.evaluation.results, np.append(own, others), self.activity)

    def surveys(self, rows: list[int]) -> pd.DataFrame:
        return self.evaluation.rows_upto("surveys", self.period).take(rows, self.activity)

    def own(self, table: str, rows: list[int]) -> pd.DataFrame:
        """Return the rows of some units for the report's period."""
        return self.evaluation.rows_in(table, self.period).take(rows, self.activity)

    def economy(self, row: int, children: list[int]) -> pd.DataFrame:
        """Return the lines of the unit, and the net of the units below."""
        lines = self.evaluation.rows_in("economy", self.period)
        own, below = lines.numbers_of([row]), lines.numbers_of(children)
        if len(below):
            below = below[lines.frame["line"].to_numpy()[below] == NET]
        return picked(lines.frame, np.append(own, below), self.activity)

    def comparison(self, row: int) -> pd.DataFrame:
        """Return the unit among those of its kind, for each measure."""
        findings = self.evaluation.findings_in(self.period)
        own = findings.comparison_of.numbers_of([row])
        of_kind = findings.compared_of.get(int(findings.known.kinds[row]), own)
        return picked(findings.comparison_frame, np.union1d(of_kind, own), self.activity)

    def unusual(self, rows: list[int]) -> pd.DataFrame:
        """Return which of some units lie outside what is usual for their kind and size."""
        compared = self.evaluation.findings_in(self.period).comparison_of
        numbers = compared.numbers_of(rows)
        if len(numbers):
            numbers = numbers[compared.frame["unusual"].to_numpy()[numbers] != ""]
        return picked(compared.frame, numbers, self.activity)
