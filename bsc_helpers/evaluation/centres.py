"""Responsibility centres as rows of a table: plan, actual and deviation of each line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bsc_helpers.compute.centre_lines import LINES, CentreLine, centre_values
from bsc_helpers.compute.centres import deviation, favourable
from bsc_helpers.compute.economy import amount_of
from bsc_helpers.compute.grid import Grid
from bsc_helpers.compute.measuring import Measured, Measuring
from bsc_helpers.compute.subjects import Subjects
from bsc_helpers.evaluation.frames import CENTRES, frame_of
from bsc_helpers.formula import Values
from bsc_helpers.model import ALL_ACTIVITIES, Centre, PlanActual, Reason, Scorecard
from bsc_helpers.periods import KINDS, Period, PeriodKind

__all__ = ["centre_frame", "rows_for", "share_of_year"]

Floats = NDArray[np.float64]
SCENARIOS = ("plan", "actual")
STOCKS = ("invested_assets", "nibcl")  # as they stand at the end; the assets have both ends
RATES = ("required_return", "cost_of_capital", "wacc")
ALL = 100.0  # percent


def centre_frame(scorecard: Scorecard, grid: Grid) -> pd.DataFrame:
    """Return the columns of `CENTRES`: one row for each centre, unit, period and line.

    Amounts are of the year so far, percents a year are taken for that time, and assets are those
    with which the year began and the period ended. Units stand only where anything is known.
    """
    amounts = _Amounts(scorecard, grid)
    reported = {measure.frequency for measure in scorecard.measures}
    parts = [
        rows
        for centre in scorecard.centres
        for kind in KINDS[amounts.shortest(centre) :]
        if kind in reported
        for rows in _rows(amounts, centre, kind)
    ]
    return frame_of(CENTRES, parts)


def share_of_year(period: Period, year_starts: int) -> float:
    """Return how much of its year has passed when a period ends: of quarter 1 a fourth."""
    year = period.within("year", year_starts)
    return len(period.covered("year_to_date", year_starts)) / len(year.parts(period.kind))


def rows_for(
    subjects: Subjects, org_units: tuple[str, ...], kinds: tuple[str, ...]
) -> NDArray[np.intp]:
    """Return the rows of some units as wholes, by their codes or their kinds."""
    meant = np.isin(subjects.unit_codes, org_units) if org_units else subjects.applying((), kinds)
    return np.flatnonzero(meant & (subjects.activity_codes == ALL_ACTIVITIES))


def _inputs_of(centre: Centre) -> dict[str, PlanActual]:
    """Return the inputs of each line that is delivered, also of the ends of the assets."""
    found = {name: line for name, line in centre.lines if isinstance(line, PlanActual)}
    found |= {name: line for name, line in centre.lines.assets or () if line is not None}
    return found


@dataclass(frozen=True)
class _Amounts:
    """The amounts that centres name, rolled up over units and time."""

    scorecard: Scorecard
    grid: Grid

    def shortest(self, centre: Centre) -> int:
        """Return the place in `KINDS` of the shortest period for which a centre has all figures."""
        names = [name for line in _inputs_of(centre).values() for _, name in line]
        return max(KINDS.index(self.grid.given[name].frequency) for name in names)

    @cached_property
    def _known(self) -> dict[tuple[str, str, str], Measured]:
        return {}

    def _measured(self, name: str, kind: PeriodKind, window: Any) -> Measured:
        key = (name, kind, window)
        if key not in self._known:
            amount = amount_of(f"{name}.amount", name, kind)
            card = self.scorecard.model_copy(update={"measures": (amount,)})
            self._known[key] = Measuring(card, self.grid).measure_all(window)[amount.code]
        return self._known[key]

    def flow(self, name: str, kind: PeriodKind) -> Floats:
        """Return rows × periods of a kind: what has come together since the year began."""
        return self._measured(name, kind, "year_to_date").result.value

    def stock(self, name: str, kind: PeriodKind, *, opening: bool = False) -> Floats:
        """Return rows × periods of a kind: what stands at the end of each.

        With `opening` what stood when its year began: the figure of the period before.
        """
        days = [self._last(name, p, opening=opening) for p in self.grid.axis(kind)]
        return self._at(name, days)

    def first(self, name: str, kind: PeriodKind) -> Floats:
        """Return rows × periods of a kind: the figure of the first period of each one's year."""
        own, starts = self.grid.given[name].frequency, self.grid.year_starts
        years = [period.within("year", starts) for period in self.grid.axis(kind)]
        return self._at(name, [year.parts(own)[0] for year in years])

    def _last(self, name: str, period: Period, *, opening: bool) -> Period:
        own = self.grid.given[name].frequency
        year = period.within("year", self.grid.year_starts)
        return year.parts(own)[0].shift(-1) if opening else period.parts(own)[-1]

    def _at(self, name: str, wanted: list[Period]) -> Floats:
        measured = self._measured(name, self.grid.given[name].frequency, "period")
        places = {period.ordinal: column for column, period in enumerate(measured.periods)}
        value = measured.result.value
        padded = np.column_stack([value, np.full(len(value), np.nan)])
        picked: Floats = padded[:, [places.get(period.ordinal, -1) for period in wanted]]
        return picked

    def exists(self, name: str, kind: PeriodKind) -> NDArray[np.bool_]:
        """Return rows × periods: whether the unit exists."""
        return self._measured(name, kind, "year_to_date").exists


def _delivered(
    amounts: _Amounts, centre: Centre, kind: PeriodKind, scenario: str
) -> dict[str, Floats]:
    """Return the amounts of a centre's lines, all rows × periods, by plan or by what happened."""
    found = {}
    for code, line in _inputs_of(centre).items():
        name = getattr(line, scenario)
        if code in STOCKS:
            found[code] = amounts.stock(name, kind)
        elif code == "stock":
            found["opening_assets"] = amounts.stock(name, kind, opening=True)
            found["closing_assets"] = amounts.stock(name, kind)
        elif code == "opening":
            found["opening_assets"] = amounts.first(name, kind)
        elif code == "closing":
            found["closing_assets"] = amounts.stock(name, kind)
        else:
            found[code] = amounts.flow(name, kind)
    return found


def _rows(amounts: _Amounts, centre: Centre, kind: PeriodKind) -> Iterator[dict[str, Any]]:
    """Yield the columns of each line of a centre, in periods of one kind."""
    grid = amounts.grid
    units = rows_for(grid.subjects, centre.org_units, centre.kinds)
    if not len(units):
        return
    periods = grid.axis(kind)
    shares = np.array([share_of_year(period, grid.year_starts) for period in periods])
    rates = {name: getattr(centre, name) for name in RATES}
    shown = {name: rate / ALL * shares for name, rate in rates.items() if rate is not None}
    given = [_delivered(amounts, centre, kind, scenario) for scenario in SCENARIOS]
    own = [{code: amount[units] for code, amount in each.items()} for each in given]
    known = [~np.isnan(amount) for each in own for amount in each.values()]
    first = next(iter(_inputs_of(centre).values())).plan
    there = np.logical_or.reduce(known) & amounts.exists(first, kind)[units]
    plan, actual = (centre_values(each, shown) for each in own)
    row, column = np.nonzero(there)
    place = {
        "org_unit": grid.subjects.unit_codes[units][row],
        "activity": ALL_ACTIVITIES,
        "period": np.array([str(period) for period in periods], dtype=object)[column],
        "centre": centre.code,
    }
    lines = {line.code: line for line in LINES}
    for code in plan:
        yield place | _line(lines[code], plan, actual, (row, column))


def _line(
    line: CentreLine,
    plan: Mapping[str, Values],
    actual: Mapping[str, Values],
    at: tuple[NDArray[np.intp], NDArray[np.intp]],
) -> dict[str, Any]:
    """Return the columns of one line: its plan, what it became, and how the two differ."""
    planned, became = plan[line.code], actual[line.code]
    difference = deviation(planned.value[at], became.value[at], ratio=line.unit_of_measure != "SEK")
    words = np.array([reason.word for reason in Reason], dtype=object)
    return {
        "line": line.code,
        "unit_of_measure": line.unit_of_measure,
        "plan": planned.value[at],
        "actual": became.value[at],
        "deviation": difference,
        "favourable": favourable(difference, line.better),
        "plan_reason": words[planned.reason[at]],
        "reason": words[became.reason[at]],
    }
