"""Observations laid out as arrays: one for each input, rows × periods without gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bsc_helpers.compute.rollup import Tree
from bsc_helpers.compute.subjects import AT_THE_TOP, NOT_THERE, Subjects, numbered
from bsc_helpers.compute.windows import Windows
from bsc_helpers.errors import DataError, Problem
from bsc_helpers.model import Input, OrgUnit, Scorecard
from bsc_helpers.periods import Period, PeriodKind, Window, parse_period, period_of, periods_between

__all__ = ["Grid", "Layout", "latest_ended"]


def latest_ended(period: Period, kind: PeriodKind, year_starts: int) -> Period:
    """Return the latest period of a kind that has ended by the end of a period."""
    found = period_of(period.end, kind, year_starts)
    return found if found.end <= period.end else found.shift(-1)


LONGEST_SPAN = 200  # years


@dataclass(frozen=True)
class Layout:
    """How the short periods of an input fill the windows of a measure."""

    columns: tuple[Period, ...]
    windows: Windows


@dataclass(frozen=True, eq=False)
class _Figures:
    """Rows of units, ordinals of periods and values, one of each for every figure."""

    rows: NDArray[np.int32]
    ordinals: NDArray[np.int32]
    amounts: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Grid:
    """The observations of a scorecard by input, row and period.

    Attributes
    ----------
    subjects
        The rows of every array: units, and activities within units.
    given
        The inputs of the scorecard by their codes.
    first, last
        The first and the last day for which anything was delivered; of a week its Thursday, by
        which it lies in longer periods.
    """

    subjects: Subjects
    given: dict[str, Input]
    year_starts: int
    observations: pd.DataFrame
    first: Period
    last: Period
    _trees: dict[tuple[Period, Period, tuple[str, ...]], Tree] = field(
        default_factory=dict, init=False, repr=False
    )
    _layouts: dict[tuple[PeriodKind, PeriodKind, Window], Layout] = field(
        default_factory=dict, init=False, repr=False
    )

    @classmethod
    def of(
        cls, scorecard: Scorecard, observations: pd.DataFrame, subjects: Subjects
    ) -> Grid | None:
        """Lay out observations; None when there is no figure among them.

        Raises
        ------
        DataError
            When the figures lie so far apart in time that one of the years must be a slip.
        """
        if observations.empty:
            return None
        starts = scorecard.fiscal_year_starts
        known = observations.loc[observations["value"].notna(), "period"].unique()
        if not len(known):
            return None
        said = [parse_period(text, starts) for text in observations["period"].unique()]
        _check_span(observations, min(said, key=_start), max(said, key=_end))
        periods = [parse_period(text, starts) for text in known]
        first = period_of(min(_counted_from(period) for period in periods), "day")
        last = period_of(max(_counted_to(period) for period in periods), "day")
        given = {each.code: each for each in scorecard.inputs}
        return cls(subjects, given, starts, observations, first, last)

    @cached_property
    def _of_input(self) -> dict[str, _Figures]:
        """The figures of each input: row, period and value of each."""
        told = self.observations
        rows = self.subjects.rows_of(told["org_unit"], told["activity"]).astype(np.int32)
        period, texts = numbered(told["period"])
        said = [parse_period(text, self.year_starts).ordinal for text in texts]
        ordinals = np.array(said, dtype=np.int32)[period]
        which, names = numbered(told["input"])
        order = np.argsort(which, kind="stable")  # small whole numbers are sorted by counting
        ends = np.cumsum(np.bincount(which, minlength=len(names)))[:-1]
        columns = (rows, ordinals, told["value"].to_numpy(dtype=float))
        parts = zip(*(np.split(column[order], ends) for column in columns), strict=True)
        found = {name: _Figures(*part) for name, part in zip(names, parts, strict=True)}
        return {name: figures for name, figures in found.items() if len(figures.rows)}

    @property
    def as_was(self) -> Grid:
        """The same figures in the organisation as it was."""
        return self._then or self

    @cached_property
    def _then(self) -> Grid | None:
        """The same figures as they were, None where they are: a circle would hold them on."""
        then = self.subjects.as_was
        return None if then is self.subjects else replace(self, subjects=then)

    def delivers(self, name: str) -> NDArray[np.bool_]:
        """Return for each row whether it delivers an input at any time, be it as missing."""
        found = np.zeros(len(self.subjects), dtype=bool)
        if name in self._of_input:
            found[self._of_input[name].rows] = True
        return found

    def delivered(self, name: str) -> tuple[Period, ...]:
        """Return the periods from the first to the last figure of an input."""
        kind = self.given[name].frequency
        starts = 1 if kind in ("day", "week", "month") else self.year_starts
        ordinals = self._of_input[name].ordinals
        first, last = Period(kind, int(ordinals.min()), starts), int(ordinals.max())
        return tuple(first.shift(step) for step in range(last - first.ordinal + 1))

    def axis(self, kind: PeriodKind) -> tuple[Period, ...]:
        """Return the periods of a kind from the first to the last observation."""
        first = self.first.within(kind, self.year_starts)
        return periods_between(first, self.last.within(kind, self.year_starts))

    def layout(self, short: PeriodKind, long: PeriodKind, window: Window) -> Layout:
        """Return which short periods make up each window of a long kind."""
        key = (short, long, window)
        if key not in self._layouts:
            self._layouts[key] = self._layout(short, long, window)
        return self._layouts[key]

    def _layout(self, short: PeriodKind, long: PeriodKind, window: Window) -> Layout:
        spans = [
            [
                part
                for period in long_period.covered(window, self.year_starts)
                for part in period.parts(short)
            ]
            for long_period in self.axis(long)
        ]
        columns = periods_between(spans[0][0], spans[-1][-1])
        offset = columns[0].ordinal
        parts = tuple(tuple(part.ordinal - offset for part in span) for span in spans)
        return Layout(columns, Windows(parts, len(columns)))

    def values(self, name: str, columns: Sequence[Period]) -> NDArray[np.float64]:
        """Return rows × columns of one input, NaN where nothing was delivered."""
        values = np.full((len(self.subjects), len(columns)), np.nan)
        figures = self._of_input.get(name)
        if figures is not None:
            where = figures.ordinals - columns[0].ordinal
            inside = (where >= 0) & (where < len(columns))
            values[figures.rows[inside], where[inside]] = figures.amounts[inside]
        return values

    def tree(self, periods: Sequence[Period], activities: tuple[str, ...] = ()) -> Tree:
        """Return the organisation in each of successive periods, of which some activities count."""
        key = (periods[0], periods[-1], activities)
        if key not in self._trees:
            self._trees[key] = self._tree(periods, activities)
        return self._trees[key]

    def _tree(self, periods: Sequence[Period], activities: tuple[str, ...]) -> Tree:
        parents = _parents(self.subjects.units, periods)
        was = None if self.as_was is self else self.as_was.tree(periods, activities)
        return Tree(self.subjects, parents, activities, was)


def _parents(units: Sequence[OrgUnit], periods: Sequence[Period]) -> NDArray[np.intp]:
    """Return units × periods: the number of the parent, or that there is none, or no unit."""
    number = {unit.code: place for place, unit in enumerate(units)}
    parents = np.full((len(units), len(periods)), NOT_THERE, dtype=np.intp)
    for place, unit in enumerate(units):
        if unit.is_constant:
            parents[place] = _number(unit.spans[0].parent, number)
            continue
        spans = (unit.span_at(period.start, period.end) for period in periods)
        for column, span in enumerate(spans):
            if span is not None:
                parents[place, column] = _number(span.parent, number)
    return parents


def _number(parent: str | None, number: dict[str, int]) -> int:
    return AT_THE_TOP if parent is None else number[parent]


def _counted_from(period: Period) -> date:
    return period.anchor


def _counted_to(period: Period) -> date:
    return period.anchor if period.kind == "week" else period.end


def _start(period: Period) -> date:
    return period.start


def _end(period: Period) -> date:
    return period.end


def _check_span(observations: pd.DataFrame, first: Period, last: Period) -> None:
    """Refuse figures that lie so far apart that one of the years must be a slip."""
    if last.end.year - first.start.year <= LONGEST_SPAN:
        return
    problems = []
    for period in (first, last):
        row = observations[observations["period"] == str(period)].iloc[0]
        message = f"the figures run from {first} to {last}; is one of the years a slip?"
        valid = f"at most {LONGEST_SPAN} years"
        problems.append(
            Problem(message, str(row["source"]), int(row["line"]), value=str(period), valid=valid)
        )
    raise DataError(problems)
