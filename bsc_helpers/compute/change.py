"""How each unit's values of a measure change over time, and what of it is more than chance.

Only newly measured values of single periods are looked at: one over the year so far, or over a
rolling year, repeats old news. What is declared of a measure – its season, how a value follows the
one before it, where its definition or level changed – goes first; the rest is found out over all
units together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from bsc_helpers.compute.measuring import Measured
from bsc_helpers.compute.process import (
    COMMON_CAUSE,
    CONCERN,
    FEWEST_USEFUL,
    HIGH,
    IMPROVEMENT,
    LOW,
    NOT_NEW,
    OUTSIDE,
    SHIFT,
    TOO_FEW,
    TREND,
    TWO_OF_THREE,
    Method,
    ProcessChart,
    assurance,
    chart_by,
    evidence,
    false_alarms,
    five_years,
    five_years_of_proportions,
    method_for,
    run_chart,
    states,
    variation,
)
from bsc_helpers.model import Measure, Polarity, Reason
from bsc_helpers.periods import Period, PeriodKind, parse_period

__all__ = ["FIVE_YEARS", "RULES", "Change", "FalseAlarmRates", "change_of"]

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]
Words = NDArray[np.str_]

RULES = {OUTSIDE: "outside", TREND: "trend", TWO_OF_THREE: "two_of_three", SHIFT: "shift"}
FIVE_YEARS = "five_years"
_YEARS = 5
_SEASONS: dict[PeriodKind, int] = {"month": 12, "quarter": 4, "half_year": 2}
_FEWEST_ALIKE = 5  # rows that may share a season of their own
_STEP = 0.05  # of an autocorrelation, below which false alarms do not differ
_SERIES = 10_000  # simulated for a rate; its standard error is then 0.1 percentage points
_OF_FIVE_YEARS = 0.002  # how often a stable series has such a trend, by the test's own level


@dataclass(frozen=True, eq=False)
class Change:
    """One measure over time, for every row; NaN or an empty word where nothing is known.

    Attributes
    ----------
    periods
        Up to the one that is shown.
    value, centre, lower, upper
        Rows × periods in the unit of measure: the values of single periods, their middle, and the
        limits of their usual variation, the season included.
    rule, side, states
        Rows × periods: the rule that a point breaks, the side, and what it says of the point.
    variation, assurance
        Rows: what the last value says, and whether the target is met each time.
    shifted
        Rows: whether a series too short for a process chart has shifted, by the rules of the run
        chart; also False where it is too short for those, or long enough for the other.
    points, run, since
        Rows: how many values there are since the last break, how many of them make up the last
        signal, and the number of the first of their periods.
    method
        How they were charted; None for yearly values.
    false_alarm
        Rows: how often chance alone makes the last value break a rule; NaN where it is not tested.
    """

    periods: tuple[Period, ...]
    value: Floats
    centre: Floats
    lower: Floats
    upper: Floats
    rule: NDArray[np.object_]
    side: NDArray[np.int8]
    states: Words
    variation: Words
    assurance: Words
    shifted: Bools
    points: Numbers
    run: Numbers
    since: Numbers
    method: Method | None
    false_alarm: Floats


@dataclass(frozen=True, eq=False)
class Rows:
    """What a report knows of each row beside the values of a measure.

    Attributes
    ----------
    kinds
        The number of its kind: alike units share a season.
    newly
        Whether the last value is news: newly measured, final, and on all figures.
    target, low, high
        The target of the shown period, or the ends of its range; NaN = none.
    reorganised
        The days on which units became other ones, by row: values before and after do not compare.
    """

    kinds: Numbers
    newly: Bools
    target: Floats
    low: Floats
    high: Floats
    reorganised: Mapping[int, Sequence[date]] = field(default_factory=dict)


@dataclass
class FalseAlarmRates:
    """How often stable series break a rule at their last point, simulated once for each method."""

    generator: Callable[[], Generator]

    def __post_init__(self) -> None:
        self._known: dict[tuple[Method, int, int], float] = {}

    def rate(self, method: Method, points: int, seasons: int) -> float:
        """Return the rate for series of so many points; the same again for the same question."""
        likeness = round(method.autocorrelation / _STEP) * _STEP
        alike = replace(method, autocorrelation=likeness if method.is_alike else 0.0)
        key = (alike, points, seasons if alike.season != "none" else 1)
        if key not in self._known:
            found = false_alarms(
                alike, points, self.generator(), series=_SERIES, period=max(1, key[2])
            )
            self._known[key] = found.last
        return self._known[key]


def change_of(
    measure: Measure, alone: Measured, shown: Period, rows: Rows, rates: FalseAlarmRates
) -> Change | None:
    """Return how a measure changed up to a period; None where nothing may be said of it.

    Parameters
    ----------
    alone
        The measure over single periods, without what is withheld.
    """
    if measure.reliability == "low" or shown not in alone.periods:
        return None
    last = alone.periods.index(shown) + 1
    known = alone.result.reason[:, :last] == Reason.OK
    if not known.any():
        return None
    first = int(np.flatnonzero(known.any(axis=0))[0])
    series = _Series(measure, alone, slice(first, last), rows)
    return series.over_years() if measure.frequency == "year" else series.charted(rates)


@dataclass(frozen=True, eq=False)
class _Series:
    """The values of a measure over single periods, and what is known of them."""

    measure: Measure
    alone: Measured
    columns: slice
    rows: Rows

    @property
    def periods(self) -> tuple[Period, ...]:
        return self.alone.periods[self.columns]

    @property
    def values(self) -> Floats:
        return self._known(self.alone.result.value, self.alone.result.reason)

    def _known(self, values: Floats, reason: NDArray[np.int8]) -> Floats:
        there = reason[:, self.columns] == Reason.OK
        return np.where(there, values[:, self.columns], np.nan)

    def _input(self, name: str) -> Floats:
        given = self.alone.inputs[name]
        return self._known(given.value, given.reason)

    @property
    def segments(self) -> Numbers:
        """Rows × periods: how many changes of definition, level or organisation lie before it."""
        starts = self.periods[0].year_starts
        breaks = [
            parse_period(each.from_, starts).start
            for each in self.measure.breaks
            if each.kind != "rule"
        ]
        found = np.tile(self._passed(breaks), (len(self.rows.kinds), 1))
        for row, days in self.rows.reorganised.items():
            found[row] += self._passed(days)
        return found

    def _passed(self, days: Sequence[date]) -> Numbers:
        """Return for each period how many days lie before its end."""
        ends = [period.end for period in self.periods]
        return np.array([sum(day <= end for day in days) for end in ends], dtype=np.intp)

    @property
    def season(self) -> Numbers:
        seasonal = self.measure.frequency in _SEASONS
        return np.array([p.number if seasonal else 0 for p in self.periods], dtype=np.intp)

    # ------------------------------------------------------------------------------- within years

    def charted(self, rates: FalseAlarmRates) -> Change:
        """Return what the process chart says."""
        scale, bases = self._proportions()
        values = self.values / scale
        groups, segments = _season_groups(self.rows.kinds, values), self.segments
        method = method_for(
            values,
            self.season,
            seasonal=self.measure.seasonal,
            groups=groups,
            segments=segments,
        )
        if self.measure.autocorrelation is not None:
            method = replace(method, autocorrelation=self.measure.autocorrelation)
        chart = chart_by(method, values, self.season, groups=groups, segments=segments, bases=bases)
        found = self._told(chart, scale)
        return replace(
            found,
            method=method,
            assurance=self._assurance(chart, scale),
            false_alarm=self._rates(chart, method, rates, found.variation),
        )

    def _proportions(self) -> tuple[float, Floats | None]:
        """Return the scale, and the bases where the values are proportions of counted cases."""
        chance = self.measure.chance
        if chance is None or chance.kind != "proportion":
            return 1.0, None
        return chance.scale, self._input(chance.count)

    def _told(self, chart: ProcessChart, scale: float) -> Change:
        polarity = self.measure.polarity
        rule, side = evidence(chart, polarity)
        lower, upper = self._possible(chart.lower * scale), self._possible(chart.upper * scale)
        names = np.array(["", *(RULES[n] for n in sorted(RULES))], dtype=object)
        return Change(
            periods=self.periods,
            value=self.values,
            centre=chart.centre * scale,
            lower=lower,
            upper=upper,
            rule=names[rule],
            side=side,
            states=states(chart, polarity),
            variation=variation(chart, polarity, self.rows.newly),
            assurance=np.full(len(lower), ""),
            shifted=_shifted(chart, self.segments),
            points=chart.points.astype(np.intp),
            run=_runs(chart, rule[:, -1], side[:, -1]),
            since=_since(chart.values, self.segments),
            method=None,
            false_alarm=np.full(len(lower), np.nan),
        )

    def _possible(self, limits: Floats) -> Floats:
        """Return limits without what no value can be: below nothing, or above all."""
        values = self.values
        if np.nanmin(values) >= 0:
            limits = np.maximum(limits, 0.0)
        if self.measure.kind == "percentage" and np.nanmax(values) <= 100:  # noqa: PLR2004 - percent
            limits = np.minimum(limits, 100.0)
        return limits

    def _assurance(self, chart: ProcessChart, scale: float) -> Words:
        rows, polarity = self.rows, self.measure.polarity
        if polarity == "in_range":
            return assurance(chart, (rows.low / scale, rows.high / scale), polarity)
        return assurance(chart, rows.target / scale, polarity)

    def _rates(
        self, chart: ProcessChart, method: Method, rates: FalseAlarmRates, words: Words
    ) -> Floats:
        """Return the rate of false alarms where the last value is tested."""
        tested = ~np.isin(words, (TOO_FEW, NOT_NEW))
        seasons = _SEASONS.get(self.measure.frequency, 1)
        found = np.full(len(words), np.nan)
        for points in np.unique(chart.points[tested]):
            there = tested & (chart.points == points)
            found[there] = rates.rate(method, int(points), seasons)
        return found

    # -------------------------------------------------------------------------------- over years

    def over_years(self) -> Change:
        """Return what the trend of the last five years says; without it nothing is said."""
        values, chance = self.values, self.measure.chance
        segment = self.segments == self.segments[:, -1:]
        if chance is not None and chance.kind == "proportion":
            parts = (self._input(chance.sum), self._input(chance.count))
            trend = five_years_of_proportions(*(np.where(segment, p, np.nan) for p in parts))
        else:
            ends = (self.alone.lower[:, self.columns], self.alone.upper[:, self.columns])
            trend = five_years(*(np.where(segment, p, np.nan) for p in (values, *ends)))
        empty = np.full(values.shape, np.nan)
        there = ~np.isnan(values) & segment
        words = _yearly_words(trend.direction, self.measure.polarity)
        tested = trend.is_calculable & self.rows.newly
        words = np.where(tested, words, np.where(self.rows.newly, TOO_FEW, NOT_NEW))
        rule = np.full(values.shape, "", dtype=object)
        rule[:, -1] = np.where(tested & (trend.direction != 0), FIVE_YEARS, "")
        side = np.zeros(values.shape, dtype=np.int8)
        side[:, -1] = trend.direction
        return Change(
            periods=self.periods,
            value=values,
            centre=empty,
            lower=empty,
            upper=empty,
            rule=rule,
            side=side,
            states=np.full(values.shape, ""),
            variation=words,
            assurance=np.full(len(values), ""),
            shifted=np.zeros(len(values), dtype=bool),
            points=there.sum(axis=1),
            run=np.full(len(values), _YEARS),
            since=np.argmax(there, axis=1),
            method=None,
            false_alarm=np.where(tested, _OF_FIVE_YEARS, np.nan),
        )


def _yearly_words(direction: NDArray[np.int8], polarity: Polarity) -> Words:
    up, down = {
        "higher_is_better": (IMPROVEMENT, CONCERN),
        "lower_is_better": (CONCERN, IMPROVEMENT),
    }.get(polarity, (HIGH, LOW))
    return np.select([direction > 0, direction < 0], [up, down], COMMON_CAUSE)


def _season_groups(kinds: Numbers, values: Floats) -> Numbers:
    """Return which rows share a season: those of a kind; the few of a small kind join the most."""
    there = ~np.isnan(values).all(axis=1)
    counts = np.bincount(kinds[there], minlength=int(kinds.max()) + 1)
    groups: Numbers = np.where(counts[kinds] < _FEWEST_ALIKE, int(np.argmax(counts)), kinds)
    return groups


def _shifted(chart: ProcessChart, segments: Numbers) -> Bools:
    """Return the rows whose last segment is short and has shifted by the rules of the run chart."""
    short = (chart.points >= FEWEST_USEFUL) & (chart.points < chart.rules.fewest_for_state)
    found = np.zeros(len(short), dtype=bool)
    if short.any():
        levels = chart.values[short] - chart.season_effect[short]
        now = segments[short] == segments[short, -1:]
        found[short] = run_chart(np.where(now, levels, np.nan)).has_shifted
    return found


def _since(values: Floats, segments: Numbers) -> Numbers:
    """Return for each row the number of the first period of its last segment with a value."""
    there = ~np.isnan(values) & (segments == segments[:, -1:])
    first: Numbers = np.argmax(there, axis=1)
    return first


def _runs(chart: ProcessChart, rule: NDArray[np.int8], side: NDArray[np.int8]) -> Numbers:
    """Return for each row how many values up to the last make up a shift or a trend."""
    values, middle = chart.values - chart.season_effect, chart.centre - chart.season_effect
    count, going = np.ones(len(values), dtype=np.intp), np.ones(len(values), dtype=bool)
    newer = values[:, -1].copy()
    for column in range(values.shape[1] - 2, -1, -1):
        here = values[:, column]
        there = ~np.isnan(here)
        shift = side * (here - middle[:, column]) > 0
        trend = side * (newer - here) > 0
        fits = np.where(rule == TREND, trend, shift & (rule == SHIFT))
        going &= fits | ~there
        count += going & there
        newer = np.where(there, here, newer)
    return count
