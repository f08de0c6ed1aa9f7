"""The personnel system: absence (M02, M03), turnover (M04), training (M05), hourly staff (U06)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from generator.chance import apportion, dice, successes
from generator.places import AREAS, CELLS, RESIDENTS, Cell, cell_residents
from generator.planted import (
    ACCOUNTS_BY_UNIT_FROM,
    AREA_TO_SHORT_ABSENCE,
    DEFINITION_FROM,
    OLD_DEFINITION_LOWER_BY,
    REVISED,
)
from generator.preschool import educators
from generator.quarters import HALVES, LAST, QUARTERS, half_day, quarter_end, weeks
from generator.shapes import (
    SHAPES,
    CellPanel,
    Panel,
    added,
    around,
    clipped,
    levels,
    off_course,
    surprises,
    usual,
)
from generator.splitting import by_chance, steady_factors, unit_sizes
from generator.tables import Key, Table
from generator.units import Unit, units_in

__all__ = [
    "STAFF",
    "absence_table",
    "area_shocks",
    "employees",
    "hourly_swing",
    "hours_table",
    "sickness_swing",
    "training_table",
    "turnover",
]

STAFF = {  # for each thousand residents
    "forskola": 9.4,
    "grundskola": 9.6,
    "aldreomsorg": 24.0,
    "ifo": 4.6,
    "kultur_fritid": 1.7,
    "stod": 2.2,
}
CELL_STAFF = cell_residents(STAFF)
HOURS_ORDINARY = 420  # for each employee and quarter
HOURS_WORKED = 350
PERMANENT = 0.9
SICK_OFF = dict(zip(STAFF, (0.6, -1.0, 1.0, -0.2, -1.8, -2.2), strict=True))
SHORT_OFF = dict(zip(STAFF, (0.4, -0.2, 0.1, -0.1, -0.5, -0.7), strict=True))
LEAVERS_OFF = dict(zip(STAFF, (-0.2, 0.1, 0.1, 0.4, -0.1, -0.2), strict=True))
HOURLY_OFF = dict(zip(STAFF, (0.5, -4.5, 4.0, -7.0, 1.0, -8.0), strict=True))
TRAINED = {"forskola": 71.0, "aldreomsorg": 61.3}  # M05, the city in the last half-year
FTE_OF_STAFF = 0.86  # elderly care
LATE_UNITS = 0.08  # of the units have a late sick note in a quarter, if that is enough
LATE_PART = 20  # percent of a unit's sick hours at most


@cache
def employees(quarter: int) -> dict[Unit, int]:
    """Return the employees of each unit."""
    return unit_sizes("staff", CELL_STAFF, quarter)


@cache
def area_shocks() -> Panel:
    """Return what happens to all districts of an area alike (L3)."""
    found = surprises("area", 1.0, dict.fromkeys(AREAS.values(), 1.0))
    return {code: found[area] for code, area in AREAS.items()}


@cache
def sickness_swing() -> Panel:
    """Return what sickness absence does off its course: U01 answers to that."""
    return surprises("m02", SHAPES["m02"].within, RESIDENTS)


@cache
def _absence_cells() -> tuple[CellPanel, CellPanel]:
    """Return total and short absence of each cell, in percent."""
    shocks = {code: [AREA_TO_SHORT_ABSENCE * x for x in row] for code, row in area_shocks().items()}
    total = added(usual("m02"), sickness_swing())
    short = added(usual("m03"), surprises("m03", SHAPES["m03"].within, RESIDENTS), shocks)
    return (
        around("m02", total, SICK_OFF, CELL_STAFF, 0.3),
        around("m03", short, SHORT_OFF, CELL_STAFF, 0.1),
    )


def _half_hours(hours: float) -> int:
    """Return hours in tenths, to the half hour."""
    return 5 * round(2 * hours)


def _fitted(parts: list[int], wanted: int, step: int) -> list[int]:
    """Put what rounding left over on the largest part."""
    largest = parts.index(max(parts))
    gap = round((wanted - sum(parts)) / step) * step
    return [part + gap * (n == largest) for n, part in enumerate(parts)]


def _cell_absence(cell: Cell, quarter: int) -> dict[Unit, tuple[int, int, int]]:
    """Return ordinary hours, sick hours (tenths) and short-term hours of each unit of a cell."""
    total, short = (panel[cell][quarter] for panel in _absence_cells())
    units = units_in(cell, quarter)
    ordinary = [employees(quarter)[unit] * HOURS_ORDINARY for unit in units]
    spread = steady_factors("m02", cell, quarter, lasting=0.25, passing=0.2)
    brief = steady_factors("m03", cell, quarter, lasting=0.1, passing=0.12)
    sick = [h * f for h, f in zip(ordinary, spread, strict=True)]
    days = [h * f * b for h, f, b in zip(ordinary, spread, brief, strict=True)]
    whole = sum(ordinary)
    parts = [_half_hours(x * whole * total / 100 / sum(sick)) for x in sick]
    parts = _fitted(parts, _half_hours(whole * total / 100), 5)
    shorts = [round(x * whole * short / 100 / sum(days)) for x in days]
    kept = [min(s, p * 6 // 100) for s, p in zip(shorts, parts, strict=True)]
    return dict(zip(units, zip(ordinary, parts, kept, strict=True), strict=True))


def _late_hours(code: str, quarter: int, hours: int, final: float) -> tuple[int, int]:
    """Return what comes in during the first and the second quarter after, in tenths of hours."""
    if (code, QUARTERS[quarter]) in REVISED:
        first, last = REVISED[code, QUARTERS[quarter]]
        return _half_hours(hours * (last - first) / 100), 0
    gap = 0.22 + 0.26 * dice("m02", code, QUARTERS[quarter], "late").random()
    half = _half_hours(hours * min(gap, final / 4) / 200)
    return half, half


def _notes(
    code: str, quarter: int, found: Mapping[Unit, tuple[int, int, int]]
) -> list[dict[Unit, int]]:
    """Return on which units the late sick notes fall, for each of the two quarters after."""
    hours = sum(each[0] for each in found.values())
    sick = sum(each[1] for each in found.values())
    notes = []
    for later, late in enumerate(_late_hours(code, quarter, hours, 10 * sick / hours)):
        chance = dice("notes", code, quarter, later)
        room: dict[Unit, int] = {}
        for unit in sorted(found, key=lambda _: chance.random()):
            if sum(room.values()) > late // 5 and len(room) >= LATE_UNITS * len(found):
                break
            room[unit] = found[unit][1] * LATE_PART // 500  # half hours
        parts = apportion(late // 5, list(room.values()))
        notes.append({u: 5 * part for u, part in zip(room, parts, strict=True) if part})
    return notes


def _planted_total(code: str, quarter: int, found: dict[Unit, tuple[int, int, int]]) -> None:
    """Give a district just the absence that is planted, on its largest unit."""
    if (code, QUARTERS[quarter]) in REVISED:
        hours = sum(each[0] for each in found.values())
        wanted = _half_hours(hours * REVISED[code, QUARTERS[quarter]][1] / 100)
        units = sorted(found, key=lambda unit: -found[unit][1])
        gap = wanted - sum(each[1] for each in found.values())
        parts = apportion(abs(gap) // 5, [found[unit][1] for unit in units])
        for unit, part in zip(units, parts, strict=True):
            ordinary, sick, short = found[unit]
            found[unit] = (ordinary, sick + 5 * part * (1 if gap > 0 else -1), short)


def absence_table() -> Table:
    """Return M02 and M03 as recorded first, and anew where late sick notes change something."""
    table = Table(("anst", "ord_tim", "sjuk_tim", "sjuk_kort_tim"))
    for code in RESIDENTS:
        for quarter, period in enumerate(QUARTERS):
            found: dict[Unit, tuple[int, int, int]] = {}
            for cell in (each for each in CELLS if each[0] == code):
                found |= _cell_absence(cell, quarter)
            _planted_total(code, quarter, found)
            notes = _notes(code, quarter, found)
            for unit, figures in found.items():
                late = [each.get(unit, 0) for each in notes]
                for later, row in _recordings(figures, late):
                    if quarter + later <= LAST:  # what comes in later nobody knows yet
                        day = weeks(6)(quarter_end(quarter + later))
                        key = Key(unit.code, unit.activity, period, day)
                        table.add(key, employees(quarter)[unit], *row)
    return table


def _recordings(
    figures: tuple[int, int, int], late: list[int]
) -> Iterator[tuple[int, tuple[int, int, int]]]:
    """Yield how many quarters later something is recorded, and what."""
    ordinary, sick, short = figures
    known = sick - sum(late)
    short = min(short, known // 10)
    yield 0, (ordinary, known, short)
    for step, hours in enumerate(late, 1):
        known += hours
        if hours:
            yield step, (ordinary, known, short)


@cache
def turnover() -> tuple[Table, CellPanel]:
    """Return M04, and how far it lies off its course: K04 answers to that."""
    course = around("m04", usual("m04"), LEAVERS_OFF, CELL_STAFF, 0.0)
    swing = surprises("m04", SHAPES["m04"].within, CELL_STAFF)
    staff: dict[Cell, list[int]] = {cell: [] for cell in CELLS}
    left: dict[Cell, list[int]] = {cell: [] for cell in CELLS}
    table = Table(("tillsv_anst", "avgang_ext"))
    for cell in CELLS:
        chance = dice("m04", *cell, "count")
        for quarter, period in enumerate(QUARTERS):
            here = {
                u: max(1, round(PERMANENT * employees(quarter)[u])) for u in units_in(cell, quarter)
            }
            staff[cell].append(sum(here.values()))
            percent = clipped(course[cell][quarter] + swing[cell][quarter])
            left[cell].append(successes(chance, staff[cell][-1], percent))
            gone = by_chance("m04", left[cell][-1], cell, quarter)
            for unit, count in here.items():
                day = weeks(2)(quarter_end(quarter))
                key = Key(unit.code, cell[1], period, day)
                table.add(key, count, gone[unit])
    return table, off_course(left, staff, course)


@cache
def _hourly_cells() -> tuple[CellPanel, CellPanel]:
    """Return the share of hourly-paid staff of each cell, and what of it is a surprise."""
    swing = surprises("u06", SHAPES["u06"].within, RESIDENTS)
    course = around("u06", usual("u06"), HOURLY_OFF, CELL_STAFF, 0.0)
    moves = around("u06", swing, dict.fromkeys(STAFF, 0.0), CELL_STAFF, 0.3)
    return added(course, moves), moves


def hourly_swing() -> Panel:
    """Return the surprises of hourly-paid staff in elderly care: V05 answers to them."""
    return {code: _hourly_cells()[1][code, "aldreomsorg"] for code in RESIDENTS}


def hours_table() -> Table:
    """Return U06: by unit since the units keep accounts, by district and activity before."""
    table = Table(("tim_arb", "tim_timanst"))
    percent = _hourly_cells()[0]
    for cell in CELLS:
        for quarter, period in enumerate(QUARTERS):
            share = max(0.3, percent[cell][quarter])
            day = weeks(2)(quarter_end(quarter))
            units = units_in(cell, quarter)
            worked = [employees(quarter)[unit] * HOURS_WORKED for unit in units]
            if quarter < ACCOUNTS_BY_UNIT_FROM:
                key = Key(cell[0], cell[1], period, day)
                table.add(key, sum(worked), round(sum(worked) * share / 100))
                continue
            spread = steady_factors("u06", cell, quarter, lasting=0.3, passing=0.2)
            raw = [h * f for h, f in zip(worked, spread, strict=True)]
            parts = apportion(round(sum(worked) * share / 100), raw)
            for unit, whole, part in zip(units, worked, parts, strict=True):
                table.add(Key(unit.code, cell[1], period, day), whole, min(whole, part))
    return table


def _trained(activity: str, half: int) -> Panel:
    """Return M05 of each district in one activity."""
    rise = 0.6 * (half - len(HALVES) + 1)
    old = OLD_DEFINITION_LOWER_BY if half < DEFINITION_FROM else 0.0
    off = levels(f"m05 {activity}", 4.0, RESIDENTS)
    swing = surprises(f"m05 {activity}", 0.6, RESIDENTS, len(HALVES))
    return {
        code: [TRAINED[activity] + rise - old + off[code] + swing[code][half]] for code in RESIDENTS
    }


def training_table() -> Table:
    """Return M05 and the preschool staff of V01; before 2002 persons were counted."""
    table = Table(("arsarb", "utb_arsarb", "arsarb_fsk"))
    for half, period in enumerate(HALVES):
        day = half_day(half)
        for activity in TRAINED:
            percent = _trained(activity, half)
            for code in RESIDENTS:
                cell = (code, activity)
                units = units_in(cell, 2 * half)
                if activity == "forskola":
                    whole = [educators(half)[unit] for unit in units]
                else:
                    whole = [round(10 * FTE_OF_STAFF * employees(2 * half)[u]) for u in units]
                spread = steady_factors("m05", cell, 2 * half, lasting=0.12, passing=0.03)
                raw = [w * f for w, f in zip(whole, spread, strict=True)]
                scale = sum(whole) * percent[code][0] / 100 / sum(raw)
                for unit, all_of, part in zip(units, whole, raw, strict=True):
                    key = Key(unit.code, activity, period, day)
                    some = min(all_of, round(part * scale))
                    table.add(key, all_of, some, all_of if activity == "forskola" else None)
    return table
