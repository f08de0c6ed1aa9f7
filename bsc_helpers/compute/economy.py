"""The economy of every unit: outturn against plan, line by line, and the forecasts of the year.

The lines are summed like measures, from their inputs. A deviation has a plus where it is better
than the plan: less cost, or more revenue.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bsc_helpers.compute.grid import Grid
from bsc_helpers.compute.measuring import Measured, Measuring
from bsc_helpers.errors import DataError, Problem
from bsc_helpers.model import Economy, LocalText, Measure, Scorecard
from bsc_helpers.periods import KINDS, Period, PeriodKind, Window, parse_period

__all__ = ["NET", "EconomyLine", "Forecast", "amount_of", "economy_lines"]

Floats = NDArray[np.float64]
NET = "net"


@dataclass(frozen=True)
class Forecast:
    """One round of forecasts of a year, in kronor for every row; NaN where there is none."""

    made_on: date
    outturn: Floats


@dataclass(frozen=True)
class EconomyLine:
    """One line of the economy; every array is rows × periods, in kronor, NaN where missing.

    Attributes
    ----------
    line
        ``net`` or the code of an account class.
    plan, outturn
        From the beginning of the year to the end of the period.
    year_plan
        The plan of the whole year.
    forecasts
        The rounds of forecasts of each year, in order of time.
    sign
        What turns outturn − plan into a deviation: −1 for costs, +1 for revenue.
    """

    line: str
    periods: tuple[Period, ...]
    exists: NDArray[np.bool_]
    plan: Floats
    outturn: Floats
    year_plan: Floats
    forecasts: Mapping[Period, tuple[Forecast, ...]]
    sign: float


@dataclass(frozen=True, eq=False)
class _Round:
    """What was forecast as of a day, and for whom forecasts of an input and year were made then."""

    made_on: date
    touched: dict[tuple[str, str], NDArray[np.bool_]]
    measured: dict[str, Measured]


def economy_lines(
    scorecard: Scorecard, grid: Grid, forecasts: pd.DataFrame
) -> Iterator[EconomyLine]:
    """Yield each line of the economy, for each kind of period that is reported.

    Parameters
    ----------
    grid
        The actual figures.
    forecasts
        Observations of forecasts: of the inputs of outturns, for whole years.
    """
    economy = scorecard.economy
    if economy is None:
        return
    lines = _lines(economy)
    yearly = _measured(scorecard, grid, lines, "year", "period")
    rounds = _rounds(scorecard, grid, forecasts, lines)
    for kind in _kinds(scorecard, lines):
        to_date = _measured(scorecard, grid, lines, kind, "year_to_date")
        for line, (_, of, sign) in lines.items():
            plan, outturn = to_date[_plan(line)], to_date[_outturn(line)]
            years = [p.within("year", grid.year_starts) for p in plan.periods]
            whole = _columns(yearly[_plan(line)], years)
            yield EconomyLine(
                line,
                plan.periods,
                plan.exists,
                plan.result.value,
                outturn.result.value,
                whole,
                {year: _of_year(rounds, line, of, year) for year in dict.fromkeys(years)},
                sign,
            )


def _lines(economy: Economy) -> dict[str, tuple[str, str, float]]:
    """Return plan, outturn and sign of each line."""
    lines = {NET: (economy.net.plan, economy.net.outturn, -1.0)}
    for each in economy.classes:
        lines[each.code] = (each.plan, each.outturn, 1.0 if each.kind == "revenue" else -1.0)
    return lines


def _kinds(scorecard: Scorecard, lines: Mapping[str, tuple[str, str, float]]) -> list[PeriodKind]:
    """Return the kinds of period that are reported and not shorter than the inputs' own."""
    given = {each.code: each for each in scorecard.inputs}
    shortest = max(
        KINDS.index(given[name].frequency)
        for plan, outturn, _ in lines.values()
        for name in (plan, outturn)
    )
    reported = {measure.frequency for measure in scorecard.measures}
    return [kind for kind in KINDS[shortest:] if kind in reported]


def _measured(
    scorecard: Scorecard,
    grid: Grid,
    lines: Mapping[str, tuple[str, str, float]],
    kind: PeriodKind,
    window: Window,
) -> dict[str, Measured]:
    measures = tuple(
        amount_of(code, name, kind)
        for line, (plan, outturn, _) in lines.items()
        for code, name in ((_plan(line), plan), (_outturn(line), outturn))
    )
    sums = scorecard.model_copy(update={"measures": measures})
    return Measuring(sums, grid).measure_all(window)


def amount_of(code: str, name: str, kind: PeriodKind) -> Measure:
    """Return the measure that is an input of money itself, in periods of a kind."""
    return Measure(
        code=code,
        name=LocalText(code),
        formula=name,
        unit_of_measure=LocalText("SEK"),
        frequency=kind,
        polarity="neutral",
    )


def _plan(line: str) -> str:
    return f"{line}.plan"


def _outturn(line: str) -> str:
    return f"{line}.outturn"


def _columns(measured: Measured, periods: Sequence[Period]) -> Floats:
    """Return rows × periods: the values of some periods, NaN where there are none."""
    places = {period: column for column, period in enumerate(measured.periods)}
    value = measured.result.value
    padded = np.column_stack([value, np.full(len(value), np.nan)])
    picked: Floats = padded[:, [places.get(period, -1) for period in periods]]
    return picked


def _rounds(
    scorecard: Scorecard,
    grid: Grid,
    forecasts: pd.DataFrame,
    lines: Mapping[str, tuple[str, str, float]],
) -> list[_Round]:
    """Return what was forecast as of each day on which forecasts were made.

    The forecast of a whole is known when all parts have made theirs: whoever has a plan or an
    outturn is waited for.
    """
    wanted = forecasts[forecasts["input"].isin([outturn for _, outturn, _ in lines.values()])]
    _check_years(wanted, grid.year_starts)
    yearly = tuple(given.model_copy(update={"frequency": "year"}) for given in scorecard.inputs)
    scorecard = scorecard.model_copy(update={"inputs": yearly})
    made = pd.to_datetime(wanted["made_on"])
    owing = _owing(grid, lines)
    found = []
    for day in sorted(made.unique()):
        upto = wanted[made <= day].assign(_made=made[made <= day]).sort_values("_made")
        latest = _newest(grid, upto.drop_duplicates(_FIGURE, keep="last"))
        awaited = [owing.assign(period=year) for year in latest["period"].unique()]
        told = pd.concat([latest.drop(columns="_made"), *awaited])
        told = told.drop_duplicates(_FIGURE, keep="first").reset_index(drop=True)
        known = Grid.of(scorecard, told, grid.subjects)
        if known is not None:
            new = wanted[made == day]
            touched = {
                (str(name), str(year)): _touched(known, rows)
                for (name, year), rows in new.groupby(["input", "period"], observed=True)
            }
            measured = _measured(scorecard, known, lines, "year", "period")
            found.append(_Round(pd.Timestamp(day).date(), touched, measured))
    return found


_FIGURE = ["input", "org_unit", "activity", "period"]


def _owing(grid: Grid, lines: Mapping[str, tuple[str, str, float]]) -> pd.DataFrame:
    """Return one missing forecast of every outturn for each subject that delivers such figures."""
    subjects = grid.subjects
    parts = [
        pd.DataFrame(
            {
                "input": outturn,
                "org_unit": subjects.unit_codes[rows],
                "activity": subjects.activity_codes[rows],
                "breakdown": "total",
                "scenario": "forecast",
                "value": np.nan,
                "source": "",
                "line": 0,
            }
        )
        for plan, outturn, _ in lines.values()
        for rows in (np.flatnonzero(grid.delivers(plan) | grid.delivers(outturn)),)
    ]
    return pd.concat(parts, ignore_index=True)


def _newest(grid: Grid, latest: pd.DataFrame) -> pd.DataFrame:
    """Leave out a forecast for which a newer one of a unit above or below it speaks."""
    kept = np.ones(len(latest), dtype=bool)
    made = latest["_made"].to_numpy()
    rows = grid.subjects.rows_of(latest["org_unit"], latest["activity"])
    groups: Any = latest.groupby(["input", "period"], observed=True).indices
    for (_, year), places in groups.items():
        tree = grid.tree((parse_period(str(year), grid.year_starts),))
        below = tree.then.structures[0][1][rows[places]][:, rows[places]].toarray() > 0
        _check_apart(latest.iloc[places], np.triu(below | below.T, 1), made[places])
        newer = made[places][np.newaxis, :] > made[places][:, np.newaxis]
        kept[places[((below | below.T) & newer).any(axis=1)]] = False
    return latest[kept]


def _check_apart(told: pd.DataFrame, related: NDArray[np.bool_], made: NDArray[Any]) -> None:
    """Refuse forecasts of one day for a unit and for one below it: they would count twice."""
    first, second = np.nonzero(related & (made[:, np.newaxis] == made[np.newaxis, :]))
    if not len(first):
        return
    rows = list(_rows(told))
    problems = [
        Problem(
            f"{rows[one].input} is forecast for {rows[one].org_unit} and for "
            f"{rows[other].org_unit}, one within the other, on the same day",
            rows[other].source,
            int(rows[other].line),
            value=rows[other].period,
        )
        for one, other in zip(first.tolist(), second.tolist(), strict=True)
    ]
    raise DataError(problems)


def _touched(grid: Grid, new: pd.DataFrame) -> NDArray[np.bool_]:
    """Return the rows on or below which some forecasts were made."""
    made = np.zeros(len(grid.subjects))
    made[grid.subjects.rows_of(new["org_unit"], new["activity"])] = 1
    touched = np.zeros(len(grid.subjects), dtype=bool)
    for _, below in grid.tree(grid.axis("year")).structures:
        touched |= below @ made > 0
    return touched


def _rows(frame: pd.DataFrame) -> Iterator[Any]:
    yield from frame.itertuples(index=False)


def _check_years(forecasts: pd.DataFrame, year_starts: int) -> None:
    problems = [
        Problem("a forecast is of a whole year", row.source, row.line, value=row.period)
        for row in _rows(forecasts.drop_duplicates("period"))
        if parse_period(row.period, year_starts).kind != "year"
    ]
    if problems:
        raise DataError(problems)


def _of_year(
    rounds: Sequence[_Round], line: str, outturn: str, year: Period
) -> tuple[Forecast, ...]:
    """Return the rounds of forecasts of a line and a year, in order of time."""
    return tuple(
        Forecast(each.made_on, np.where(touched, amounts, np.nan))
        for each in rounds
        if (touched := each.touched.get((outturn, str(year)))) is not None
        for amounts in (_columns(each.measured[_outturn(line)], [year])[:, 0],)
    )
