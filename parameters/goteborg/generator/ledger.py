"""The net amounts by account class, and the forecasts made on three days of each year (U02)."""

from __future__ import annotations

from datetime import date
from functools import cache

from generator.chance import apportion, bell, dice
from generator.money import Net, net_of_cell, net_of_units
from generator.places import ACTIVITIES, CELLS, RESIDENTS, Cell
from generator.planted import (
    ACCOUNTS_BY_UNIT_FROM,
    CLASSES_OF_DEFICIT,
    DEFICIT_IN_CLASSES,
    DEFICIT_OF_YEAR,
    FORECAST_DAYS,
    FORECASTS_MOVE,
)
from generator.quarters import QUARTERS, YEARS, quarter_end, quarters_of, ten_weekdays
from generator.tables import Key, Table

__all__ = ["accuracy_table", "class_table", "forecast_table"]

CLASSES = ("intakt", "personal", "lokal", "kopt", "ovrigt")  # the last takes what is left
# Shares of the net budget: revenue counts against the costs.
SHARES = {
    "forskola": (0.11, 0.76, 0.17, 0.06),
    "grundskola": (0.05, 0.66, 0.19, 0.08),
    "aldreomsorg": (0.14, 0.70, 0.14, 0.20),
    "ifo": (0.09, 0.38, 0.05, 0.38),
    "kultur_fritid": (0.08, 0.52, 0.24, 0.08),
    "stod": (0.06, 0.62, 0.14, 0.10),
}
USUAL = (0.05, 0.55, 0.0, 0.25)  # of a deviation, the share of each class but the last
CLASS_SWING = 0.004  # of the net budget, what a class is off by itself
T = 1000
# How far a forecast lies from the accounts, as a share of the year's funding: all districts hope
# for too much, and less so the later the year.
HOPE = (0.011, 0.009, 0.0025)
DOUBT = (0.007, 0.0045, 0.0022)


def _thousands(kronor: float) -> int:
    return round(kronor / T) * T


def _split(district: str, activity: str, what: str, quarter: int, net: Net) -> list[int]:
    """Return plan and outturn of each class; costs less revenue give the net amounts."""
    plan_net, outturn_net, _ = net
    over = plan_net - outturn_net
    year = YEARS[quarter // 4]
    planted = district == DEFICIT_IN_CLASSES and (district, year) in DEFICIT_OF_YEAR
    shares = tuple(CLASSES_OF_DEFICIT.values()) if planted else USUAL
    chance = dice("classes", what, quarter)
    swing = 0.0 if planted else CLASS_SWING
    plan = [_thousands(plan_net * share) for share in SHARES[activity]]
    off = [_thousands(over * s + plan_net * swing * bell(chance)) for s in shares]
    outturn = [plan[0] + off[0]] + [p - o for p, o in zip(plan[1:], off[1:], strict=True)]
    plan.append(plan_net + plan[0] - sum(plan[1:]))
    outturn.append(outturn_net + outturn[0] - sum(outturn[1:]))
    return [amount for pair in zip(plan, outturn, strict=True) for amount in pair]


def class_table() -> Table:
    """Return plan and outturn of the account classes, by unit since the units keep accounts."""
    table = Table(tuple(f"{what}_{name}" for name in CLASSES for what in ("bud", "utf")))
    for district, activity in CELLS:
        cell = (district, activity)
        for quarter, period in enumerate(QUARTERS):
            day = ten_weekdays(quarter_end(quarter))
            if quarter < ACCOUNTS_BY_UNIT_FROM:
                code = "-".join(cell)
                whole = net_of_cell(cell, quarter)
                parts = _split(district, activity, code, quarter, whole)
                table.add(Key(district, activity, period, day), *parts)
                continue
            for unit, net in net_of_units(cell, quarter).items():
                parts = _split(district, activity, unit.code, quarter, net)
                table.add(Key(unit.code, activity, period, day), *parts)
    return table


@cache
def _year(cell: Cell, year: int) -> Net:
    """Return budget, outturn and funding of a year."""
    nets = [net_of_cell(cell, quarter) for quarter in quarters_of(year)]
    return sum(n[0] for n in nets), sum(n[1] for n in nets), sum(n[2] for n in nets)


@cache
def _forecasts(district: str, year: int, which: int) -> dict[Cell, int]:
    """Return the year's net cost of each activity of a district as forecast on one of the days."""
    cells = [(district, activity) for activity in ACTIVITIES]
    nets = {cell: _year(cell, year) for cell in cells}
    budget, outturn = sum(n[0] for n in nets.values()), sum(n[1] for n in nets.values())
    grant = sum(n[2] for n in nets.values())
    error = HOPE[which] + DOUBT[which] * bell(dice("forecast", district, year, which))
    deviation = _thousands(budget - outturn + error * grant)
    day = date(year, *FORECAST_DAYS[which])
    deviation = FORECASTS_MOVE.get((district, day), deviation)
    missed = deviation - (budget - outturn)  # what is hoped for beside the outturn
    parts = apportion(abs(missed) // T, [float(net[2]) for net in nets.values()])
    sign = -T if missed > 0 else T
    return {cell: nets[cell][1] + sign * part for cell, part in zip(cells, parts, strict=True)}


def forecast_table() -> Table:
    """Return the forecasts of net cost and account classes for the year, by the day they were made.

    The day of recording is the day on which the forecast was made.
    """
    table = Table(("utfall_netto", *(f"utf_{name}" for name in CLASSES)))
    for district in RESIDENTS:
        for year in YEARS:
            for which, (month, day) in enumerate(FORECAST_DAYS):
                for cell, net in _forecasts(district, year, which).items():
                    budget, _, grant = _year(cell, year)
                    what = f"{district}-{cell[1]}-{which}"
                    parts = _split(*cell, what, 4 * (year - YEARS[0]) + 3, (budget, net, grant))
                    key = Key(district, cell[1], str(year), date(year, month, day))
                    table.add(key, net, *parts[1::2])
    return table


def accuracy_table() -> Table:
    """Return U02: the August forecast, the accounts and the funding of each activity."""
    table = Table(("prognos_aug_netto", "bokslut_netto", "kommunbidrag_ar"))
    for district in RESIDENTS:
        for year in YEARS:
            for cell, forecast in _forecasts(district, year, 1).items():
                _, outturn, grant = _year(cell, year)
                key = Key(district, cell[1], str(year), date(year + 1, 2, 2))
                table.add(key, forecast, outturn, grant)
    return table
