"""The result of an evaluation: its frames, and what reports ask of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from itertools import chain

import pandas as pd
from numpy.random import Generator

from bsc_helpers.compute.measuring import Measured
from bsc_helpers.compute.states import shown_period
from bsc_helpers.compute.structure import Reorganisation, reorganisations_in
from bsc_helpers.compute.subjects import Subjects
from bsc_helpers.evaluation.by_subject import BySubject
from bsc_helpers.evaluation.findings import Findings, Known
from bsc_helpers.evaluation.frames import BONUS, CENTRES, SURVEYS, frame_of
from bsc_helpers.evaluation.inputs import inputs_frame
from bsc_helpers.evaluation.link_search import Search, search_links
from bsc_helpers.evaluation.link_tests import (
    asked_for,
    link_tests,
    parse_group,
    tested_through,
)
from bsc_helpers.evaluation.links import LinkTests
from bsc_helpers.model import ALL_ACTIVITIES, Assessment, Comment, OrgUnit, Scorecard
from bsc_helpers.periods import KINDS, Period, months_after, parse_period

__all__ = ["Evaluation"]


@dataclass(frozen=True)
class Evaluation:
    """Everything computed from one scorecard and its observations.

    Attributes
    ----------
    as_of
        The day up to which figures were taken as known; None = all.
    structure
        The day whose organisation is laid over all times; None = the organisation as it was.
    results
        One row for each unit, period and measure, with the columns of `RESULTS`; values in the
        unit of measure, attainment in percent, score 0–100, coverage 0–1. NaN = missing, and
        `reason` says why. Units stand only in periods in which they exist.
    scores
        Weighted scores of objectives, perspectives and the scorecard, with the columns of
        `SCORES`; NaN where the coverage is below the scorecard's minimum. The interval is what
        the intervals of the values make of the score.
    economy
        One row for each unit, period and line of the economy, with the columns of `ECONOMY`.
    centres
        One row for each unit that is a responsibility centre, period and line, with the columns of
        `CENTRES`: kronor, percents or times, from the beginning of the year.
    bonus
        The bonus scheme by measure, perspective and as a whole, with the columns of `BONUS`.
    restated
        Units that changed, in the structure of other days, as far as they were asked for.
    surveys
        One row for each unit, round and part (index or area) of a survey, with the columns of
        `SURVEYS`.
    """

    scorecard: Scorecard
    as_of: date | None
    results: pd.DataFrame
    scores: pd.DataFrame
    economy: pd.DataFrame
    observations: pd.DataFrame
    measured: dict[str, Measured] = field(repr=False)
    subjects: Subjects = field(repr=False)
    known: Known = field(repr=False)
    centres: pd.DataFrame = field(default_factory=lambda: frame_of(CENTRES, []))
    bonus: pd.DataFrame = field(default_factory=lambda: frame_of(BONUS, []))
    structure: date | None = None
    restated: dict[date, Evaluation] = field(default_factory=dict, repr=False, compare=False)
    surveys: pd.DataFrame = field(default_factory=lambda: frame_of(SURVEYS, []))
    _parents: dict[Period, dict[str, str | None]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def generator(self) -> Generator:
        """Return a new source of chance, so that no result depends on what was computed before."""
        return self.known.generator()

    def parents_at(self, period: Period) -> dict[str, str | None]:
        """Return the parent of each unit that exists in a period, in the register's order."""
        if period not in self._parents:
            spans = {
                unit.code: unit.span_at(period.start, period.end)
                for unit in self.scorecard.org_units
            }
            self._parents[period] = {
                code: span.parent for code, span in spans.items() if span is not None
            }
        return self._parents[period]

    @cached_property
    def reorganisations(self) -> dict[str, tuple[Reorganisation, ...]]:
        """Where each unit became another one, in order of time."""
        return reorganisations_in(self.scorecard.org_units)

    @cached_property
    def units(self) -> dict[str, OrgUnit]:
        """The units by their codes."""
        return {unit.code: unit for unit in self.scorecard.org_units}

    @cached_property
    def children_in(self) -> Callable[[Period], dict[str | None, tuple[OrgUnit, ...]]]:
        """For a period: the units right below each unit, in the register's order."""
        return cache(self._children_in)

    def _children_in(self, period: Period) -> dict[str | None, tuple[OrgUnit, ...]]:
        found: dict[str | None, list[OrgUnit]] = {}
        for code, parent in self.parents_at(period).items():
            found.setdefault(parent, []).append(self.units[code])
        return {parent: tuple(units) for parent, units in found.items()}

    @cached_property
    def results_of(self) -> BySubject:
        """The rows of `results` by subject."""
        return BySubject.of(self.results, self.subjects)

    @cached_property
    def rows_upto(self) -> Callable[[str, Period], BySubject]:
        """For a table and a period: the rows of periods that end with this one or before."""
        return cache(self._rows_upto)

    def _rows_upto(self, table: str, period: Period) -> BySubject:
        frame, starts = getattr(self, table), self.scorecard.fiscal_year_starts
        texts = frame["period"].unique()
        ended = {text: parse_period(text, starts).end <= period.end for text in texts}
        return self._kept(frame, frame["period"].map(ended))

    @cached_property
    def rows_in(self) -> Callable[[str, Period], BySubject]:
        """For a table and a period: the rows of this period."""
        return cache(self._rows_in)

    def _rows_in(self, table: str, period: Period) -> BySubject:
        frame = getattr(self, table)
        return self._kept(frame, frame["period"] == str(period))

    @cached_property
    def shown_of(self) -> Callable[[Period], BySubject]:
        """For the reports of a period: the results that they show."""
        return cache(self._shown_of)

    def _shown_of(self, period: Period) -> BySubject:
        shown = {code: str(each) for code, each in self.shown_in(period).items()}
        rows = self.results
        return self._kept(rows, rows["period"] == rows["measure"].map(shown))

    def _kept(self, frame: pd.DataFrame, kept: pd.Series[bool]) -> BySubject:
        return BySubject.of(frame, self.subjects, kept.to_numpy(dtype=bool))

    @cached_property
    def inputs_of(self) -> Callable[[Period], BySubject]:
        """For the reports of a period: what was put into the formulas of the values they show."""
        return cache(self._inputs_of)

    def _inputs_of(self, period: Period) -> BySubject:
        frame = inputs_frame(self.subjects, self.measured, self.shown_in(period))
        return BySubject.of(frame, self.subjects)

    @cached_property
    def said_of(self) -> dict[tuple[str, str], list[Comment | Assessment]]:
        """The comments and assessments of each unit and activity, in the register's order."""
        found: dict[tuple[str, str], list[Comment | Assessment]] = {}
        said: Iterable[Comment | Assessment] = chain(
            self.scorecard.comments, self.scorecard.assessments
        )
        for each in said:
            found.setdefault((each.org_unit, each.activity), []).append(each)
        return found

    def activities_in(self, org_unit: str) -> tuple[str, ...]:
        """Return the activities within a unit that have rows of their own."""
        return self._activities.get(org_unit, ())

    @cached_property
    def _activities(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        subjects = self.subjects
        for unit, activity in zip(subjects.unit_codes, subjects.activity_codes, strict=True):
            if activity != ALL_ACTIVITIES:
                found[unit] = (*found.get(unit, ()), activity)
        return found

    @cached_property
    def shown_in(self) -> Callable[[Period], dict[str, Period]]:
        """For the report of a period: the period of each measure that it shows."""
        return cache(self._shown_in)

    def _shown_in(self, period: Period) -> dict[str, Period]:
        starts = self.scorecard.fiscal_year_starts
        return {
            measure.code: shown_period(
                measure, self.measured[measure.code], period, self.as_of, starts
            )
            for measure in self.scorecard.measures
            if measure.code in self.measured
        }

    @cached_property
    def findings_in(self) -> Callable[[Period], Findings]:
        """For the reports of a period: changes and differences that are more than chance."""
        return cache(lambda period: Findings(self.known, period, self.shown_in(period)))

    @cached_property
    def links_in(self) -> Callable[[Period], LinkTests]:
        """For the reports of a period: the links of the strategy map, tested over all units."""
        return cache(lambda period: link_tests(self.known, period))

    def links_tested(
        self,
        period: Period,
        pairs: Sequence[str] = (),
        window: int | None = None,
        group: str = "",
        *,
        anew: bool = False,
    ) -> LinkTests:
        """Test the links as somebody asks for, also pairs of measures that are not declared.

        Raises
        ------
        ParameterError
            When a pair, the window or the group is none.
        """
        beside, asked = asked_for(self.scorecard, pairs), parse_group(group)
        if not (beside or window or asked or anew):
            return self.links_in(period)
        return link_tests(self.known, period, window=window, group=asked, anew=anew, beside=beside)

    def links_searched(
        self,
        period: Period,
        where: str,
        window: int | None = None,
        group: str = "",
        *,
        holdout: bool = False,
        anew: bool = False,
    ) -> Search:
        """Search all pairs of measures over the units of a kind for what may be worth declaring.

        Raises
        ------
        ParameterError
            When there is no such kind or group, or nothing to search there.
        """
        starts = self.scorecard.fiscal_year_starts
        through = period.end if anew else tested_through(period, starts)
        asked = parse_group(group)
        return search_links(self.known, through, where, window, asked, holdout=holdout)

    @cached_property
    def sources_in(self) -> Callable[[Period], dict[str, tuple[str, ...]]]:
        """For the report of a period: the sources of the figures behind it, for each input.

        Those of the year up to its end; of an input without figures there, all that ever were.
        """
        return cache(self._sources_in)

    def _sources_in(self, period: Period) -> dict[str, tuple[str, ...]]:
        pairs = self._sources
        start = months_after(period.end, -12)
        recent = pairs[[start < end <= period.end for end in pairs["end"]]]
        found: dict[str, tuple[str, ...]] = {}
        for rows in (pairs, recent):
            for name, group in rows.groupby("input", observed=True):
                found[str(name)] = tuple(sorted(set(group["source"])))
        return found

    @cached_property
    def _sources(self) -> pd.DataFrame:
        """Each input, source and last day of a period of the actual figures, once."""
        actual = self.observations[self.observations["scenario"] == "actual"]
        rows = actual[["input", "source", "period"]].drop_duplicates()
        starts = self.scorecard.fiscal_year_starts
        ends = {text: parse_period(text, starts).end for text in rows["period"].unique()}
        return rows.assign(end=[ends[text] for text in rows["period"]])

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """The periods for which there are reports: those of the measures, the shortest first."""
        kinds = {measure.frequency for measure in self.scorecard.measures}
        by_kind = {
            measured.periods[0].kind: measured.periods for measured in self.measured.values()
        }
        return tuple(p for kind in KINDS if kind in kinds for p in by_kind.get(kind, ()))

    @cached_property
    def latest(self) -> Period | None:
        """The last period with a value, of the frequency that most measures have; None without."""
        valued = set(self.results.loc[self.results["value"].notna(), "period"])
        count = Counter(measure.frequency for measure in self.scorecard.measures)
        for kind in sorted(KINDS, key=lambda kind: (-count[kind], KINDS.index(kind))):
            found = [p for p in self.periods if p.kind == kind and str(p) in valued]
            if found:
                return max(found)
        return None
