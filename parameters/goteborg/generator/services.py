"""What schools, care, social services and culture deliver: V03–V10 but for the preschools."""

from __future__ import annotations

from datetime import date
from functools import cache
from math import fsum

from generator.chance import apportion, bell, dice, successes
from generator.places import RESIDENTS, Cell
from generator.planted import (
    DELIVERED_AS_MISSING,
    HOURLY_TO_FACES,
    NOT_DELIVERED,
    PUPIL_ABSENCE_TO_GRADES,
)
from generator.quarters import LAST, QUARTERS, YEARS, quarter_end, weeks
from generator.shapes import (
    SHAPES,
    Panel,
    added,
    clipped,
    effect,
    levels,
    off_course,
    sizes,
    surprises,
    usual,
)
from generator.splitting import by_weight, cases_table, steady_factors
from generator.staff import hourly_swing
from generator.tables import Key, Table
from generator.units import units_in

__all__ = [
    "decisions_table",
    "faces_table",
    "grades_table",
    "inquiries",
    "library_table",
    "pupils_table",
    "waiting_table",
    "youth_table",
]

HOME_CARE_USERS = 18.0  # for each thousand residents
LESSON_HOURS, UPPER_PUPILS = 190, 42.0  # of a pupil in a quarter; pupils in years 6–9
AUTUMN, THIRD_QUARTER = 2, 0.55  # in the third quarter August and September only
LEAVERS, ELIGIBLE = 11.0, 86.4  # year 9, V03
VISITS = 2.8  # first visits for income support
VISIT_SD = 6.0  # days
YOUTH_VISITS = 95.0
INQUIRIES = {  # child-welfare inquiries a quarter: 40 to 60, but 5 to 9 in tiny Styrsö
    code: 7.0 if code == "styrso" else min(58.0, max(42.0, 2.2 * size))
    for code, size in RESIDENTS.items()
}
# V06, in the whole city, and how much districts and quarters differ.
WAITING_NOW, WAITING_BETWEEN, WAITING_WITHIN = 31, 0.5, 3.0


def _pupil_absence_level() -> dict[str, float]:
    return levels("v04", SHAPES["v04"].between, RESIDENTS)


def pupils_table() -> Table:
    """Return V04 by school."""
    percent = added(usual("v04"), surprises("v04", SHAPES["v04"].within, RESIDENTS))
    table = Table(("undv_tim", "franv_tim"))
    for code, size in RESIDENTS.items():
        cell = (code, "grundskola")
        for quarter, period in enumerate(QUARTERS):
            hours = LESSON_HOURS * (THIRD_QUARTER if quarter % 4 == AUTUMN else 1.0)
            pupils = by_weight(round(size * UPPER_PUPILS), cell, quarter, "skola 6–9")
            taught = [round(hours * count) for count in pupils.values()]
            spread = steady_factors("v04", cell, quarter, "skola 6–9", lasting=0.15, passing=0.05)
            raw = [h * f for h, f in zip(taught, spread, strict=True)]
            absent = apportion(round(sum(taught) * percent[code][quarter] / 100), raw)
            for unit, whole, part in zip(pupils, taught, absent, strict=True):
                day = weeks(2)(quarter_end(quarter))
                table.add(Key(unit.code, cell[1], period, day), whole, part)
    return table


def grades_table() -> Table:
    """Return V03 by school: absence tells districts apart and says nothing within them."""
    off = {code: PUPIL_ABSENCE_TO_GRADES * x for code, x in _pupil_absence_level().items()}
    own = levels("v03", 0.8, RESIDENTS)
    table = Table(("elev9_avg", "elev9_beh"))
    for code, size in RESIDENTS.items():
        cell = (code, "grundskola")
        for step, year in enumerate(YEARS):
            pupils = by_weight(round(size * LEAVERS), cell, 4 * step + 1, "skola 6–9")
            for unit, count in pupils.items():
                chance = dice("v03", unit.code, year)
                lasting = 2.0 * bell(dice("v03", unit.code, "lasting"))
                share = ELIGIBLE + off[code] + own[code] + lasting
                key = Key(unit.code, cell[1], str(year), date(year, 9, 20))
                table.add(key, count, successes(chance, count, clipped(share)))
    return table


def faces_table() -> Table:
    """Return V05: every home-care user counted in two set weeks, by home-care group."""
    after = effect(hourly_swing(), HOURLY_TO_FACES, lag=0)
    mean = added(usual("v05"), surprises("v05", SHAPES["v05"].within, RESIDENTS), after)
    users = sizes("home_care", {code: n * HOME_CARE_USERS for code, n in RESIDENTS.items()})
    table = Table(("kont_n", "kont_sum", "kont_sum2"))
    for code in RESIDENTS:
        cell = (code, "aldreomsorg")
        for quarter, period in enumerate(QUARTERS):
            if (code, period) in NOT_DELIVERED:
                continue
            counts = by_weight(users[code][quarter], cell, quarter, "hemtjänst")
            spread = steady_factors("v05", cell, quarter, "hemtjänst", lasting=0.12, passing=0.06)
            raw = [n * f for n, f in zip(counts.values(), spread, strict=True)]
            sums = apportion(round(users[code][quarter] * mean[code][quarter]), raw)
            for (unit, count), total in zip(counts.items(), sums, strict=True):
                squares = round(total * total / count * (1.09 + 0.02 * (count % 5)))
                day = weeks(3)(quarter_end(quarter))
                table.add(Key(unit.code, cell[1], period, day), count, total, squares)
    return table


def decisions_table() -> Table:
    """Return V06: decisions on elderly care not carried out for over three months, by district."""
    off = levels("v06", WAITING_BETWEEN, RESIDENTS)
    weights = [residents * max(0.2, 1 + off[code]) for code, residents in RESIDENTS.items()]
    table = Table(("ejverk_3man",))
    for quarter, period in enumerate(QUARTERS):
        chance = dice("v06", period)
        sway = 0.0 if quarter == LAST else WAITING_WITHIN * bell(chance)
        drawn = chance.choices(list(RESIDENTS), weights, k=round(WAITING_NOW + sway))
        for code in RESIDENTS:
            key = Key(code, "aldreomsorg", period, weeks(2)(quarter_end(quarter)))
            table.add(key, drawn.count(code))
    return table


@cache
def inquiries() -> tuple[Table, Panel]:
    """Return V07, and how far it lies off its course: K06 answers weakly to that."""
    course = usual("v07", INQUIRIES)
    swing = added(course, surprises("v07", SHAPES["v07"].within, INQUIRIES))
    closed: dict[str, list[int]] = {}
    in_time: dict[str, list[int]] = {}
    for code, typical in INQUIRIES.items():
        chance = dice("inquiries", code, "size")
        closed[code] = [round(typical + (2 * chance.random() - 1) * 2) for _ in QUARTERS]
        chance = dice("v07", code, "count")
        pairs = zip(closed[code], swing[code], strict=True)
        in_time[code] = [successes(chance, n, clipped(share)) for n, share in pairs]
    panels = (_in_ifo(closed), _in_ifo(in_time))
    table = cases_table(("utr_avsl", "utr_inom4"), panels, weeks(3))
    return table, off_course(in_time, closed, course)


def _in_ifo(panel: dict[str, list[int]]) -> dict[Cell, list[int]]:
    return {(code, "ifo"): series for code, series in panel.items()}


def waiting_table() -> Table:
    """Return V08: days until a first visit, by unit."""
    mean = added(usual("v08"), surprises("v08", SHAPES["v08"].within, RESIDENTS))
    visits = sizes("visits", {code: n * VISITS for code, n in RESIDENTS.items()}, 0.06)
    table = Table(("vant_n", "vant_sum", "vant_sum2"))
    for code in RESIDENTS:
        cell = (code, "ifo")
        for quarter, period in enumerate(QUARTERS):
            day = weeks(3)(quarter_end(quarter))
            if (code, period) in DELIVERED_AS_MISSING:
                for unit in units_in(cell, quarter):
                    table.add(Key(unit.code, "ifo", period, day), None, None, None)
                continue
            chance = dice("v08", code, quarter)
            waits: dict[str, list[int]] = {unit.code: [] for unit in units_in(cell, quarter)}
            for place in chance.choices(list(waits), k=visits[code][quarter]):
                days = mean[code][quarter] + VISIT_SD * bell(chance)
                waits[place].append(max(0, round(days)))
            for place, days_of in waits.items():
                sums = len(days_of), sum(days_of), sum(each * each for each in days_of)
                table.add(Key(place, "ifo", period, day), *sums)
    return table


def library_table() -> tuple[Table, Table]:
    """Return V09: visits by library, and the residents of each district."""
    each = added(usual("v09"), surprises("v09", SHAPES["v09"].within, RESIDENTS))
    visits, residents = Table(("bib_besok",)), Table(("invanare",))
    for code, thousands in RESIDENTS.items():
        cell = (code, "kultur_fritid")
        for quarter, period in enumerate(QUARTERS):
            people = round(thousands * 1000 * (1 + 0.002 * (quarter - LAST)))
            day = weeks(1)(quarter_end(quarter))
            residents.add(Key(code, cell[1], period, day), people)
            total = round(people * each[code][quarter])
            for unit, count in by_weight(total, cell, quarter, "bibliotek").items():
                visits.add(Key(unit.code, cell[1], period, day), count)
    return visits, residents


def youth_table() -> Table:
    """Return V10 by youth centre."""
    share = added(usual("v10"), surprises("v10", SHAPES["v10"].within, RESIDENTS))
    table = Table(("fg_besok", "fg_flickor"))
    for code, size in RESIDENTS.items():
        cell = (code, "kultur_fritid")
        for quarter, period in enumerate(QUARTERS):
            visits = by_weight(round(size * YOUTH_VISITS), cell, quarter, "fritidsgård")
            spread = steady_factors("v10", cell, quarter, "fritidsgård", lasting=0.1, passing=0.03)
            raw = [n * f for n, f in zip(visits.values(), spread, strict=True)]
            girls = apportion(round(fsum(visits.values()) * share[code][quarter] / 100), raw)
            for (unit, count), some in zip(visits.items(), girls, strict=True):
                day = weeks(1)(quarter_end(quarter))
                table.add(Key(unit.code, cell[1], period, day), count, min(count, some))
    return table
