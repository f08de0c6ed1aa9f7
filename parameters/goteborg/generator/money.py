"""Budgets and deviations: U01 with what makes it, and the costs by child, pupil, hour (U03–U05)."""

from __future__ import annotations

from functools import cache
from math import fsum

from generator.chance import apportion, bell, centred, dice
from generator.places import ACTIVITIES, CELLS, CITY, RESIDENTS, Cell
from generator.planted import (
    ABSENCE_TO_DEVIATION,
    ACCOUNTS_BY_UNIT_FROM,
    DEFICIT_OF_YEAR,
    DEVIATION_MEMORY,
)
from generator.preschool import children
from generator.quarters import LAST, QUARTERS, quarter_end, quarters_of, ten_weekdays, weeks
from generator.shapes import SHAPES, Panel, added, effect, sizes, surprises, usual
from generator.splitting import by_weight
from generator.staff import sickness_swing
from generator.tables import Key, Table
from generator.units import Unit, units_in

__all__ = [
    "Net",
    "cost_tables",
    "net_of_cell",
    "net_of_units",
    "net_table",
    "price_table",
    "prices",
]

GRANT = 23_524_000  # kronor for each thousand residents, in 2003
GRANT_SHARES = dict(zip(ACTIVITIES, (0.17, 0.19, 0.31, 0.19, 0.05, 0.09), strict=True))
PRICE_RISE = 1.035  # a year
BUDGET_BY_QUARTER = (0.252, 0.256, 0.234)  # the last quarter takes the rest
CELL_SWING = 0.004  # of its funding, what an activity does by itself
UNIT_SWING = 0.012  # the same of a unit
PUPILS = 72.0  # for each thousand residents
HOME_CARE_HOURS = 1620.0
T = 1000  # money is kept in whole thousands of kronor

Net = tuple[int, int, int]  # budget, outturn, funding; in kronor


def prices(quarter: int) -> float:
    """Return the price index, 2003 = 1, as it is published: with three decimals."""
    return round(PRICE_RISE ** (quarter // 4 - LAST // 4), 3)


def price_table() -> Table:
    """Return the price index, in thousandths: the city says it for all its districts."""
    table = Table(("prisindex",))
    for quarter, period in enumerate(QUARTERS):
        day = ten_weekdays(quarter_end(quarter))
        table.add(Key(CITY, "", period, day), round(1000 * prices(quarter)))
    return table


def _thousands(kronor: float) -> int:
    """Round to whole thousands of kronor."""
    return round(kronor / T) * T


@cache
def _grant(cell: Cell, quarter: int) -> int:
    share = RESIDENTS[cell[0]] * GRANT_SHARES[cell[1]]
    return _thousands(share * GRANT / 4 * prices(quarter))


def _by_quarter(year: int) -> list[int]:
    """Spread the budget of a year over its quarters."""
    parts = [_thousands(year * share) for share in BUDGET_BY_QUARTER]
    return [*parts, year - sum(parts)]


def _preschool_children() -> dict[str, list[int]]:
    found = {code: [0] * len(QUARTERS) for code in RESIDENTS}
    for quarter in range(len(QUARTERS)):
        for unit, count in children(quarter).items():
            found[unit.district][quarter] += count
    return found


def _unexpected_preschool_cost() -> Panel:
    """Return, in kronor, what preschools cost more than usual: a part of the net cost too."""
    swing, enrolled = surprises("u03", SHAPES["u03"].within, RESIDENTS), _preschool_children()
    return {
        code: [x * n * prices(q) for q, (x, n) in enumerate(zip(row, enrolled[code], strict=True))]
        for code, row in swing.items()
    }


def _remembered(fresh: Panel) -> Panel:
    """Let each quarter keep a part of the surprise before it."""
    found: Panel = {}
    for code, series in fresh.items():
        kept = 0.0
        found[code] = [kept := DEVIATION_MEMORY * kept + new for new in series]
    return found


@cache
def _deviations() -> Panel:
    """Return the deviation of each district and quarter in kronor; plus = surplus."""
    after = effect(sickness_swing(), ABSENCE_TO_DEVIATION, lag=1)
    own = surprises("u01", SHAPES["u01"].within, RESIDENTS)
    percent = added(usual("u01", settled=4), _remembered(added(own, after)))
    extra = _unexpected_preschool_cost()
    found: Panel = {}
    for code, series in percent.items():
        grants = [sum(_grant((code, a), q) for a in ACTIVITIES) for q in range(len(QUARTERS))]
        found[code] = [
            g * share / 100 - extra[code][q]
            for q, (g, share) in enumerate(zip(grants, series, strict=True))
        ]
    for (code, year), kronor in DEFICIT_OF_YEAR.items():
        _plant_deficit(found, code, year, kronor)
    return {code: [_thousands(value) for value in series] for code, series in found.items()}


def _plant_deficit(found: Panel, code: str, year: int, kronor: int) -> None:
    """Give a district a deficit that it always runs; the others share what the city is off by."""
    planted = [other for other, _ in DEFICIT_OF_YEAR]
    quarters = quarters_of(year)
    shift = (kronor - fsum(found[code][q] for q in quarters)) / 4
    rest = fsum(size for other, size in RESIDENTS.items() if other not in planted)
    for other, residents in RESIDENTS.items():
        share = 1.0 if other == code else 0.0 if other in planted else -residents / rest
        for quarter in range(len(QUARTERS)):
            found[other][quarter] += shift * share * prices(quarter)
    moved = [_thousands(found[code][q]) for q in quarters[:3]]
    for quarter, value in zip(quarters, [*moved, kronor - sum(moved)], strict=True):
        found[code][quarter] = value


@cache
def _cell_deviations(code: str) -> dict[Cell, list[int]]:
    """Split the deviation of a district over its activities; preschools bear their own costs."""
    extra, found = _unexpected_preschool_cost()[code], {(code, a): [0] * 16 for a in ACTIVITIES}
    for quarter, whole in enumerate(_deviations()[code]):
        grants = {cell: float(_grant(cell, quarter)) for cell in found}
        drawn = {c: CELL_SWING * bell(dice("u01", *c, quarter)) for c in found}
        drawn = centred(drawn, grants)
        rest = whole + extra[quarter]
        total = fsum(grants.values())
        parts = {c: _thousands(rest * g / total + drawn[c] * g) for c, g in grants.items()}
        parts[code, "forskola"] -= _thousands(extra[quarter])
        parts[code, "aldreomsorg"] += round(whole) - sum(parts.values())
        for cell, part in parts.items():
            found[cell][quarter] = part
    return found


@cache
def net_of_cell(cell: Cell, quarter: int) -> Net:
    """Return budget, outturn and funding of a district's activity, in kronor."""
    first = 4 * (quarter // 4)
    year = sum(_grant(cell, q) for q in range(first, first + 4))
    budget = _by_quarter(year)[quarter % 4]
    deviation = _cell_deviations(cell[0])[cell][quarter]
    return budget, budget - deviation, _grant(cell, quarter)


@cache
def net_of_units(cell: Cell, quarter: int) -> dict[Unit, Net]:
    """Return budget, outturn and funding of each unit of a cell; they add up to the cell's."""
    units = units_in(cell, quarter)
    weights = [unit.weight for unit in units]
    budget, outturn, grant = net_of_cell(cell, quarter)
    funded = [T * n for n in apportion(grant // T, weights)]
    planned = [T * n for n in apportion(budget // T, weights)]
    mean = (budget - outturn) / budget
    drawn = {u.code: UNIT_SWING * bell(dice("u01", u.code, quarter)) for u in units}
    off = centred(drawn, dict(zip(drawn, map(float, planned), strict=True)))
    over = [_thousands(p * (mean + off[u.code])) for u, p in zip(units, planned, strict=True)]
    over[planned.index(max(planned))] += budget - outturn - sum(over)
    spent = [p - o for p, o in zip(planned, over, strict=True)]
    return dict(zip(units, zip(planned, spent, funded, strict=True), strict=True))


def net_table() -> Table:
    """Return U01: by unit since the units keep accounts, by district and activity before."""
    table = Table(("budget_netto", "utfall_netto", "kommunbidrag"))
    for cell in CELLS:
        for quarter, period in enumerate(QUARTERS):
            day = ten_weekdays(quarter_end(quarter))
            if quarter < ACCOUNTS_BY_UNIT_FROM:
                table.add(Key(cell[0], cell[1], period, day), *net_of_cell(cell, quarter))
                continue
            for unit, net in net_of_units(cell, quarter).items():
                table.add(Key(unit.code, cell[1], period, day), *net)
    return table


def _each(measure: str) -> Panel:
    return added(usual(measure), surprises(measure, SHAPES[measure].within, RESIDENTS))


def _amounts(what: str, activity: str, per_thousand: float) -> dict[Cell, list[int]]:
    typical = {(code, activity): size * per_thousand for code, size in RESIDENTS.items()}
    return sizes(what, typical)


def cost_tables() -> dict[str, Table]:
    """Return the costs of U03–U05 and, but for the children, what they are divided by."""
    enrolled = {(code, "forskola"): row for code, row in _preschool_children().items()}
    pupils = _amounts("pupils", "grundskola", PUPILS)
    hours = _amounts("care_hours", "aldreomsorg", HOME_CARE_HOURS)
    return {
        "kostn_fsk": _costs("kostn_fsk", "u03", enrolled, "förskola"),
        "kostn_gr": _costs("kostn_gr", "u04", pupils, ""),
        "kostn_ht": _costs("kostn_ht", "u05", hours, "hemtjänst"),
        "elever": _counted("elever", pupils, ""),
        "ht_tim": _counted("ht_tim", hours, "hemtjänst"),
    }


def _costs(name: str, measure: str, amounts: dict[Cell, list[int]], kind: str) -> Table:
    """Return a cost by unit, in kronor."""
    table, each = Table((name,)), _each(measure)
    for cell, series in amounts.items():
        for quarter, period in enumerate(QUARTERS):
            total = series[quarter] * each[cell[0]][quarter] * prices(quarter)
            day = ten_weekdays(quarter_end(quarter))
            for unit, part in by_weight(round(total / T), cell, quarter, kind).items():
                table.add(Key(unit.code, cell[1], period, day), T * part)
    return table


def _counted(name: str, amounts: dict[Cell, list[int]], kind: str) -> Table:
    """Return what a cost is divided by, by unit."""
    table = Table((name,))
    for cell, series in amounts.items():
        for quarter, period in enumerate(QUARTERS):
            day = weeks(3)(quarter_end(quarter))
            for unit, part in by_weight(series[quarter], cell, quarter, kind).items():
                table.add(Key(unit.code, cell[1], period, day), part)
    return table
