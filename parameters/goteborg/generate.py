"""Invent the data of the Göteborg example: the same bytes every time, on every machine.

Run as ``python parameters/goteborg/generate.py [FOLDER]``; without a folder the files of ``data/``
beside this script are written anew. Every figure is invented. What is planted in them stands in
the README of this folder.

Chance comes from ``random.Random.random`` alone, whose stream Python keeps from version to
version; normal and binomial draws are built from it by exact sums, so that no mathematical library
can change a last digit. Each pair of measure and district has its own seed.
"""  # noqa: INP001 - a script beside its data, not a module of a package

from __future__ import annotations

import csv
import hashlib
import random
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import fsum, sqrt
from pathlib import Path

# Another text gives another city with the same things planted; only by chance does it come as near
# to the table of city values that the tests hold.
SEED = "goteborg-2003-1"

YEARS = (2000, 2001, 2002, 2003)
QUARTERS = tuple(f"{year}-Q{number}" for year in YEARS for number in (1, 2, 3, 4))
LAST = len(QUARTERS) - 1


@dataclass(frozen=True)
class District:
    """What the sources call a district, and its size, from which all other sizes follow."""

    name: str
    number: str  # in the personnel system
    residents: float  # thousands


DISTRICTS = {
    "askim": District("Askim", "001", 21),
    "backa": District("Backa", "002", 22),
    "bergsjon": District("Bergsjön", "003", 14),
    "biskopsgarden": District("Biskopsgården", "004", 24),
    "centrum": District("Centrum", "005", 52),
    "frolunda": District("Frölunda", "006", 14),
    "gunnared": District("Gunnared", "007", 21),
    "harlanda": District("Härlanda", "008", 21),
    "hogsbo": District("Högsbo", "009", 17),
    "karra-rodbo": District("Kärra-Rödbo", "010", 11),
    "kortedala": District("Kortedala", "011", 26),
    "larjedalen": District("Lärjedalen", "012", 23),
    "linnestaden": District("Linnéstaden", "013", 31),
    "lundby": District("Lundby", "014", 34),
    "majorna": District("Majorna", "015", 30),
    "styrso": District("Styrsö", "016", 4.5),
    "torslanda": District("Torslanda", "017", 18),
    "tuve-save": District("Tuve-Säve", "018", 11),
    "tynnered": District("Tynnered", "019", 28),
    "alvsborg": District("Älvsborg", "020", 19),
    "orgryte": District("Örgryte", "021", 33),
}
RESIDENTS = {code: district.residents for code, district in DISTRICTS.items()}

# ---- How large things are, for each thousand residents -----------------------------------------
STAFF = 63.0
HOURS_ORDINARY = 420.0  # for each employee and quarter
HOURS_WORKED = 350.0
CHILDREN_ENROLLED = 46.0
PLACES_ASKED_FOR = 3.4  # a quarter
HOME_CARE_USERS = 18.0
USERS = 220.0  # of all activities
WEB_ANSWERS = 48.0  # a quarter
WEB_ANSWERS_BY_QUARTER = (1.0, 1.0, 0.65, 1.0)  # schools do not ask in the summer
GRANT = 23_524_000  # kronor, in 2003
INQUIRIES = {  # child-welfare inquiries a quarter: 40 to 60, but 5 to 9 in tiny Styrsö
    code: 7.0 if code == "styrso" else min(58.0, max(42.0, 2.2 * size))
    for code, size in RESIDENTS.items()
}
PRICE_RISE = 1.035  # a year
BUDGET_BY_QUARTER = (0.252, 0.256, 0.234)  # the last quarter takes the rest
RESPONDENT_SD = 0.20  # of one answer, on the scale from 0 to 1
STEPS = 27  # three questions from 1 to 10, added


@dataclass(frozen=True)
class Shape:
    """How a measure behaves."""

    now: float  # the city in the fourth quarter of 2003
    between: float  # standard deviation between districts
    within: float  # of a district from quarter to quarter, without planted effects and sampling
    season: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    drift: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)  # a year, in 2000 … 2003

    def city(self, quarter: int) -> float:
        """Return what the whole city would have but for chance."""
        later = fsum(self.drift[step // 4] / 4 for step in range(quarter + 1, LAST + 1))
        return self.now - later + self.season[quarter % 4] - self.season[LAST % 4]


SHAPES = {
    "k04": Shape(82.4, 3.0, 0.7),
    "k06": Shape(1.9, 0.4, 0.25, (0.05, 0.0, -0.1, 0.05)),
    # 9.25 when all sick notes are in: the last quarter is first published about 0.35 too low.
    "m02": Shape(9.25, 1.2, 0.35, (0.7, -0.1, -0.9, 0.3), (0.4, 0.4, 0.4, -0.3)),
    "m04": Shape(1.8, 0.4, 0.25, (-0.2, -0.1, 0.5, -0.2)),
    "u01": Shape(-0.8375, 0.9, 0.25, drift=(-0.1,) * 4),  # makes −0.8 of the year 2003
    "u03": Shape(24_100.0, 900.0, 350.0, (200.0, 150.0, -600.0, 250.0)),
    "u06": Shape(11.8, 2.0, 0.7, (-0.4, -0.2, 1.2, -0.6), (-0.5,) * 4),
    # 94.2 with the district that deteriorates.
    "v02": Shape(94.6, 2.0, 1.0, (-1.0, 0.5, -0.5, 1.0)),
    "v05": Shape(10.4, 1.2, 0.36, (-0.2, 0.0, 0.8, -0.6)),
    "v07": Shape(76.5, 6.0, 3.0, (0.0, -1.0, -3.0, 4.0), (2.0,) * 4),
}


@dataclass(frozen=True)
class Survey:
    """How a yearly index behaves."""

    prefix: str  # of its inputs: count, sum, sum of squares
    answers: float  # for each thousand residents
    now: float  # the city in 2003
    between: float  # standard deviation between districts
    within: float  # of a district from year to year, without sampling
    drift: float  # a year


SURVEYS = {
    "k01": Survey("nki_fsk", 4.6, 72.0, 3.0, 1.0, 0.3),
    "m06": Survey("led", 45.0, 61.0, 2.5, 1.0, 0.3),
}
SHARED = 0.4  # what moves all districts alike, as a share of what moves one
# V06, in the whole city, and how much districts and quarters differ.
WAITING_NOW, WAITING_BETWEEN, WAITING_WITHIN = 31, 0.5, 3.0

# ---- What is planted ----------------------------------------------------------------------------
TURNOVER_TO_RECEPTION = -3.0  # M04 to K04, points for each point, two quarters later
HOURLY_TO_FACES = 0.5  # U06 to V05, people for each point, in the same quarter
ABSENCE_TO_DEVIATION = -0.8  # M02 to U01, points for each point, one quarter later
INQUIRIES_TO_COMPLAINTS = -0.006  # V07 to K06, weak, one quarter later
DEVIATION_MEMORY = 0.5  # U01 remembers half of its last quarter's surprise
DETERIORATES = ("torslanda", 97.0, 84.0, 8)  # V02, from, to, over so many last quarters
DETERIORATES_ASKED_FOR = 100  # so many families ask that the share falls by whole points
REVISED = {("lundby", "2003-Q2"): (8.1, 8.6)}  # M02, as recorded first and then
NOT_DELIVERED = {("backa", "2003-Q4")}  # V05
DEFICIT_OF_YEAR = {("harlanda", 2003): -7_900_000}  # U01
SURVEY_RESULT = {("k01", "askim", 2003): (71.0, 97)}  # index and answers: 71 ± 4 holds 73

# ---- Chance -------------------------------------------------------------------------------------
Panel = dict[str, list[float]]  # district → a figure for each quarter


def dice(*what: object) -> random.Random:
    """Return a source of chance that belongs to just this measure, district or period."""
    digest = hashlib.sha256("/".join([SEED, *map(str, what)]).encode()).digest()
    return random.Random(int.from_bytes(digest, "big"))  # noqa: S311 - an example, no secret


def bell(chance: random.Random) -> float:
    """Draw from (nearly) the standard normal distribution, by additions alone."""
    return fsum(chance.random() for _ in range(12)) - 6.0


def successes(chance: random.Random, trials: int, probability: float) -> int:
    """Draw the number of successes in independent trials."""
    return sum(chance.random() < probability for _ in range(trials))


def centred(values: Mapping[str, float], weights: Mapping[str, float]) -> dict[str, float]:
    """Move values so that their weighted mean is zero and the city's level stays as declared."""
    total = fsum(values[code] * weights[code] for code in values)
    mean = total / fsum(weights[code] for code in values)
    return {code: value - mean for code, value in values.items()}


def levels(measure: str, sd: float, weights: Mapping[str, float] = RESIDENTS) -> dict[str, float]:
    """Draw how far each district lies from the city, with just this standard deviation."""
    drawn = centred({code: bell(dice(measure, code, "level")) for code in DISTRICTS}, weights)
    have = sqrt(fsum(value * value for value in drawn.values()) / len(drawn))
    return {code: value * sd / have for code, value in drawn.items()}


def surprises(
    measure: str, sd: float, count: int = len(QUARTERS), weights: Mapping[str, float] = RESIDENTS
) -> Panel:
    """Draw what each district does off its usual course, period by period."""
    drawn: Panel = {}
    for code in DISTRICTS:
        chance = dice(measure, code, "surprise")
        drawn[code] = [bell(chance) * sd for _ in range(count)]
    for step in range(count):
        fair = centred({code: drawn[code][step] for code in DISTRICTS}, weights)
        for code, value in fair.items():
            drawn[code][step] = value
    return drawn


def city_sway(measure: str, settled: int) -> list[float]:
    """Draw what moves all districts alike; over so many last quarters it is nothing on average."""
    chance = dice(measure, "city", "sway")
    drawn = [bell(chance) * SHAPES[measure].within * SHARED for _ in QUARTERS]
    mean = fsum(drawn[-settled:]) / settled
    return [value - mean for value in drawn]


def usual(measure: str, weights: Mapping[str, float] = RESIDENTS, settled: int = 1) -> Panel:
    """Return the course of each district but for its own surprises."""
    shape = SHAPES[measure]
    off, sway = levels(measure, shape.between, weights), city_sway(measure, settled)
    return {
        code: [shape.city(quarter) + sway[quarter] + off[code] for quarter in range(len(QUARTERS))]
        for code in DISTRICTS
    }


def added(*panels: Panel) -> Panel:
    """Add panels figure by figure."""
    return {
        code: [fsum(parts) for parts in zip(*(panel[code] for panel in panels), strict=True)]
        for code in DISTRICTS
    }


def effect(of: Panel, slope: float, lag: int) -> Panel:
    """Return what surprises of one measure do to another so many quarters later."""
    return {
        code: [0.0] * lag + [slope * value for value in series[: len(series) - lag]]
        for code, series in of.items()
    }


def sizes(what: str, per_thousand: float, sway: float = 0.02) -> dict[str, list[int]]:
    """Draw whole numbers in proportion to the residents of each district."""
    found = {}
    for code, residents in RESIDENTS.items():
        chance = dice(what, code, "size")
        found[code] = [
            round(residents * per_thousand * (1 + sway * bell(chance))) for _ in QUARTERS
        ]
    return found


# ---- Figures ------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Figure:
    """One delivered figure."""

    org_unit: str
    period: str
    input: str
    value: float
    recorded_at: date


Delay = Callable[[date], date]


def weeks(count: int) -> Delay:
    """Return the rule: recorded so many weeks after the end of the quarter."""
    return lambda end: end + timedelta(weeks=count)


def ten_weekdays(end: date) -> date:
    """Return the tenth weekday after the end of the quarter."""
    following = (end + timedelta(days=step) for step in range(1, 15))
    return [day for day in following if day.weekday() < 5][9]  # noqa: PLR2004 - Monday to Friday


def quarter_end(quarter: int) -> date:
    """Return the last day of a quarter; also of quarters after the last one."""
    year, number = YEARS[0] + quarter // 4, quarter % 4
    return date(year, 3 * number + 3, (31, 30, 30, 31)[number])


def quarterly(name: str, panel: Mapping[str, Sequence[float]], delay: Delay) -> list[Figure]:
    """Make figures of a panel."""
    return [
        Figure(code, QUARTERS[quarter], name, value, delay(quarter_end(quarter)))
        for code, series in panel.items()
        for quarter, value in enumerate(series)
    ]


def hits(measure: str, trials: Mapping[str, Sequence[int]], percent: Panel) -> dict[str, list[int]]:
    """Draw how many of the trials succeed, when each does so with the probability of its cell."""
    found = {}
    for code, series in trials.items():
        chance = dice(measure, code, "count")
        found[code] = [
            successes(chance, count, min(0.995, max(0.002, share / 100)))
            for count, share in zip(series, percent[code], strict=True)
        ]
    return found


def off_course(
    part: Mapping[str, Sequence[int]], whole: Mapping[str, Sequence[int]], course: Panel
) -> Panel:
    """Return how far realised percentages lie from the usual course."""
    return {
        code: [100 * part[code][q] / whole[code][q] - course[code][q] for q in range(len(QUARTERS))]
        for code in DISTRICTS
    }


def halves(percent: Panel, whole: Mapping[str, Sequence[int]]) -> Panel:
    """Return hours to the half hour that make up these percentages of the whole."""
    return {
        code: [round(2 * whole[code][q] * share / 100) / 2 for q, share in enumerate(percent[code])]
        for code in DISTRICTS
    }


# ---- The measures -------------------------------------------------------------------------------
def respondents(chance: random.Random, index: float, count: int) -> list[int]:
    """Draw answers from 0 to 27 whose mean gives the index (0 to 100) as nearly as they can."""
    wanted = round(index / 100 * STEPS * count)
    drawn = [
        min(STEPS, max(0, round(STEPS * (index / 100 + RESPONDENT_SD * bell(chance)))))
        for _ in range(count)
    ]
    while (gap := wanted - sum(drawn)) != 0:
        step = 1 if gap > 0 else -1
        person = int(chance.random() * count)
        drawn[person] = min(STEPS, max(0, drawn[person] + step))
    return drawn


def yearly_index(measure: str) -> list[Figure]:
    """Invent K01 and M06: yearly surveys, kept as count, sum and sum of squares."""
    survey = SURVEYS[measure]
    off = levels(measure, survey.between)
    swing = surprises(measure, survey.within, len(YEARS))
    found = []
    for code, residents in RESIDENTS.items():
        for step, year in enumerate(YEARS):
            chance = dice(measure, code, year)
            count = round(residents * survey.answers * (1 + 0.04 * bell(chance)))
            course = survey.now - survey.drift * (YEARS[-1] - year) + off[code] + swing[code][step]
            luck = 100 * RESPONDENT_SD / sqrt(count) * bell(chance)
            index, count = SURVEY_RESULT.get((measure, code, year), (course + luck, count))
            marks = [answer / STEPS for answer in respondents(chance, index, count)]
            found += survey_sums(survey.prefix, code, year, marks)
    return found


def survey_sums(prefix: str, code: str, year: int, marks: Sequence[float]) -> list[Figure]:
    """Return what is kept of the answers: published in February of the year after."""
    sums = {"n": float(len(marks)), "sum": fsum(marks), "sum2": fsum(mark * mark for mark in marks)}
    return [
        Figure(code, str(year), f"{prefix}_{name}", value, date(year + 1, 2, 10))
        for name, value in sums.items()
    ]


def turnover() -> tuple[list[Figure], Panel]:
    """Invent M04, and return how far it lies off its course: K04 answers to that."""
    course, staff = usual("m04"), sizes("staff", STAFF)
    left = hits("m04", staff, added(course, surprises("m04", SHAPES["m04"].within)))
    figures = quarterly("avgang_ext", left, weeks(2)) + quarterly("tillsv_anst", staff, weeks(2))
    return figures, off_course(left, staff, course)


def reception(turnover_off: Panel) -> list[Figure]:
    """Invent K04, which falls two quarters after staff have left."""
    answers = {
        code: [round(count * WEB_ANSWERS_BY_QUARTER[q % 4]) for q, count in enumerate(series)]
        for code, series in sizes("web", WEB_ANSWERS, 0.08).items()
    }
    after = effect(turnover_off, TURNOVER_TO_RECEPTION, lag=2)
    pleased = added(usual("k04"), surprises("k04", SHAPES["k04"].within), after)
    return quarterly("bem_svar", answers, weeks(2)) + quarterly(
        "bem_nojda", hits("k04", answers, pleased), weeks(2)
    )


def inquiries() -> tuple[list[Figure], Panel]:
    """Invent V07, and return how far it lies off its course: K06 answers weakly to that."""
    course = usual("v07", INQUIRIES)
    closed = {}
    for code, typical in INQUIRIES.items():
        chance = dice("inquiries", code, "size")
        closed[code] = [round(typical + (2 * chance.random() - 1) * 2) for _ in QUARTERS]
    swing = surprises("v07", SHAPES["v07"].within, weights=INQUIRIES)
    in_time = hits("v07", closed, added(course, swing))
    figures = quarterly("utr_avsl", closed, weeks(3)) + quarterly("utr_inom4", in_time, weeks(3))
    return figures, off_course(in_time, closed, course)


def complaints(inquiries_off: Panel) -> list[Figure]:
    """Invent K06."""
    users = sizes("users", USERS)
    after = effect(inquiries_off, INQUIRIES_TO_COMPLAINTS, lag=1)
    share = added(usual("k06"), surprises("k06", SHAPES["k06"].within), after)
    return quarterly("brukare_antal", users, weeks(3)) + quarterly(
        "synp_antal", hits("k06", users, share), weeks(3)
    )


def late_notes(code: str, quarter: int, final: float) -> list[float]:
    """Return the absence as recorded first, one quarter later and two quarters later."""
    if (code, QUARTERS[quarter]) in REVISED:
        return list(REVISED[code, QUARTERS[quarter]])
    gap = 0.2 + 0.3 * dice("m02", code, QUARTERS[quarter], "late").random()
    return [final - gap, final - gap / 2, final]


def sickness() -> tuple[list[Figure], Panel]:
    """Invent M02 with its revisions, and return its surprises: U01 answers to them."""
    swing, hours = surprises("m02", SHAPES["m02"].within), sizes("staff", STAFF * HOURS_ORDINARY)
    percent = added(usual("m02"), swing)
    figures = quarterly("ord_tim", hours, weeks(6))
    for code, series in percent.items():
        for quarter, final in enumerate(series):
            for later, share in enumerate(late_notes(code, quarter, final)):
                if quarter + later <= LAST:  # what is recorded later nobody knows yet
                    value = round(2 * hours[code][quarter] * share / 100) / 2
                    recorded = weeks(6)(quarter_end(quarter + later))
                    figures.append(Figure(code, QUARTERS[quarter], "sjuk_tim", value, recorded))
    return figures, swing


def hourly_staff() -> tuple[list[Figure], Panel]:
    """Invent U06, and return its surprises: V05 answers to them."""
    swing, worked = surprises("u06", SHAPES["u06"].within), sizes("worked", STAFF * HOURS_WORKED)
    hourly = halves(added(usual("u06"), swing), worked)
    return quarterly("tim_arb", worked, weeks(2)) + quarterly(
        "tim_timanst", hourly, weeks(2)
    ), swing


def faces(hourly_swing: Panel) -> list[Figure]:
    """Invent V05: every home-care user counted in two set weeks."""
    users = sizes("home_care", HOME_CARE_USERS)
    after = effect(hourly_swing, HOURLY_TO_FACES, lag=0)
    mean = added(usual("v05"), surprises("v05", SHAPES["v05"].within), after)
    total = {
        code: [round(users[code][q] * value) for q, value in enumerate(series)]
        for code, series in mean.items()
    }
    figures = quarterly("kont_n", users, weeks(3)) + quarterly("kont_sum", total, weeks(3))
    return [figure for figure in figures if (figure.org_unit, figure.period) not in NOT_DELIVERED]


def places() -> list[Figure]:
    """Invent V02, with the district that truly deteriorates."""
    asked = sizes("places", PLACES_ASKED_FOR, 0.08)
    offered = hits("v02", asked, added(usual("v02"), surprises("v02", SHAPES["v02"].within)))
    code, first, last, count = DETERIORATES
    begins = len(QUARTERS) - count
    asked[code] = [DETERIORATES_ASKED_FOR] * len(QUARTERS)
    offered[code] = [
        round(first + (last - first) * max(0, quarter - begins) / (count - 1) + sway)
        for quarter, sway in enumerate([0.0, 1.0, -1.0, 0.0] * (begins // 4) + [0.0] * count)
    ]
    return quarterly("plats_sokt", asked, weeks(2)) + quarterly("plats_inom4", offered, weeks(2))


def waiting_decisions() -> list[Figure]:
    """Invent V06: decisions on elderly care not carried out for over three months."""
    off = levels("v06", WAITING_BETWEEN)
    weights = [residents * max(0.2, 1 + off[code]) for code, residents in RESIDENTS.items()]
    waiting = {code: [0] * len(QUARTERS) for code in DISTRICTS}
    for quarter in range(len(QUARTERS)):
        chance = dice("v06", QUARTERS[quarter])
        sway = 0.0 if quarter == LAST else WAITING_WITHIN * bell(chance)
        for code in chance.choices(list(DISTRICTS), weights, k=round(WAITING_NOW + sway)):
            waiting[code][quarter] += 1
    return quarterly("ejverk_3man", waiting, weeks(2))


def prices(quarter: int) -> float:
    """Return the price index, 2003 = 1, as it is published: with three decimals."""
    return round(PRICE_RISE ** (quarter // 4 - LAST // 4), 3)


def preschool_costs() -> tuple[list[Figure], Panel]:
    """Invent U03, and return the unexpected cost in kronor: it is a part of the net cost too."""
    swing, children = surprises("u03", SHAPES["u03"].within), sizes("children", CHILDREN_ENROLLED)
    each = added(usual("u03"), swing)
    cost, unexpected = {}, {}
    for code in DISTRICTS:
        scale = [children[code][q] * prices(q) for q in range(len(QUARTERS))]
        cost[code] = [thousands(a * b) for a, b in zip(each[code], scale, strict=True)]
        unexpected[code] = [a * b for a, b in zip(swing[code], scale, strict=True)]
    figures = quarterly("barn_inskr", children, weeks(3))
    return figures + quarterly("kostn_fsk", cost, ten_weekdays), unexpected


def thousands(kronor: float) -> int:
    """Round to whole thousands of kronor."""
    return round(kronor / 1000) * 1000


def remembered(fresh: Panel) -> Panel:
    """Let each quarter keep a part of the surprise before it."""
    found: Panel = {}
    for code, series in fresh.items():
        kept = 0.0
        found[code] = [kept := DEVIATION_MEMORY * kept + new for new in series]
    return found


def deviations(grants: Mapping[str, Sequence[int]], absence: Panel, unexpected: Panel) -> Panel:
    """Invent the deviation of each quarter in kronor; plus = surplus."""
    after = effect(absence, ABSENCE_TO_DEVIATION, lag=1)
    own = surprises("u01", SHAPES["u01"].within)
    percent = added(usual("u01", settled=4), remembered(added(own, after)))
    found: Panel = {
        code: [
            grants[code][q] * share / 100 - unexpected[code][q] for q, share in enumerate(series)
        ]
        for code, series in percent.items()
    }
    for (code, year), kronor in DEFICIT_OF_YEAR.items():
        plant_deficit(found, code, year, kronor)
    return found


def plant_deficit(found: Panel, code: str, year: int, kronor: int) -> None:
    """Give a district a deficit that it always runs; the others share what the city is off by."""
    first = 4 * YEARS.index(year)
    shift = (kronor - fsum(found[code][first : first + 4])) / 4
    rest = fsum(RESIDENTS.values()) - RESIDENTS[code]
    for other, residents in RESIDENTS.items():
        share = 1.0 if other == code else -residents / rest
        for quarter in range(len(QUARTERS)):
            found[other][quarter] += shift * share * prices(quarter)
    moved = [thousands(value) for value in found[code][first : first + 3]]
    found[code][first : first + 4] = [*moved, kronor - sum(moved)]


def economy(absence: Panel, unexpected: Panel) -> list[Figure]:
    """Invent U01: the grant comes in equal parts, the budget follows the year's course."""
    grants, budgets = {}, {}
    for code, residents in RESIDENTS.items():
        grants[code] = [thousands(residents * GRANT / 4 * prices(q)) for q in range(len(QUARTERS))]
        budgets[code] = [
            part
            for year in range(len(YEARS))
            for part in by_quarter(sum(grants[code][4 * year : 4 * year + 4]))
        ]
    over = deviations(grants, absence, unexpected)
    outturn = {
        code: [thousands(plan - over[code][q]) for q, plan in enumerate(series)]
        for code, series in budgets.items()
    }
    figures = quarterly("kommunbidrag", grants, ten_weekdays)
    figures += quarterly("budget_netto", budgets, ten_weekdays)
    return figures + quarterly("utfall_netto", outturn, ten_weekdays)


def by_quarter(year: int) -> list[int]:
    """Spread the budget of a year over its quarters."""
    parts = [thousands(year * share) for share in BUDGET_BY_QUARTER]
    return [*parts, year - sum(parts)]


def price_index() -> list[Figure]:
    """Invent the price index: the city says it for all its districts."""
    index = {"goteborg": [prices(quarter) for quarter in range(len(QUARTERS))]}
    return quarterly("prisindex", index, ten_weekdays)


def all_figures() -> list[Figure]:
    """Invent everything, drivers before what answers to them."""
    left, left_off = turnover()
    closed, closed_off = inquiries()
    sick, sick_swing = sickness()
    hourly, hourly_swing = hourly_staff()
    preschool, unexpected = preschool_costs()
    found = left + closed + sick + hourly + preschool + price_index()
    found += yearly_index("k01") + yearly_index("m06")
    found += reception(left_off) + complaints(closed_off) + faces(hourly_swing)
    return found + places() + waiting_decisions() + economy(sick_swing, unexpected)


# ---- The files, each as another system would deliver it -----------------------------------------
PERSONNEL = {
    "avgang_ext": "Avgångar på egen begäran",
    "tillsv_anst": "Tillsvidareanställda",
    "sjuk_tim": "Sjuktimmar",
    "ord_tim": "Ordinarie timmar",
    "tim_timanst": "Timmar timanställda",
    "tim_arb": "Arbetade timmar",
}
LEDGER = {
    "budget_netto": "Budget netto",
    "utfall_netto": "Utfall netto",
    "kommunbidrag": "Kommunbidrag",
    "kostn_fsk": "Kostnad förskola",
    "prisindex": "Prisindex",
}
WEB_SURVEY = {"bem_nojda": "nojda", "bem_svar": "svar"}
YEARLY_SURVEYS = {
    "nki_fsk_n": "förskola antal",
    "nki_fsk_sum": "förskola summa",
    "nki_fsk_sum2": "förskola kvadratsumma",
    "led_n": "ledare antal",
    "led_sum": "ledare summa",
    "led_sum2": "ledare kvadratsumma",
}
ACTIVITIES = (
    "barn_inskr",
    "brukare_antal",
    "ejverk_3man",
    "kont_n",
    "kont_sum",
    "plats_inom4",
    "plats_sokt",
    "synp_antal",
    "utr_avsl",
    "utr_inom4",
)
Row = list[str]


def comma(value: float) -> str:
    """Write a figure with a decimal comma, whole numbers without decimals."""
    return f"{value:.0f}" if value == int(value) else f"{value:.1f}".replace(".", ",")


def spaced(value: float) -> str:
    """Write whole kronor in groups of three, and the price index with a decimal comma."""
    return (
        f"{value:,}".replace(",", " ")
        if isinstance(value, int)
        else f"{value:.3f}".replace(".", ",")
    )


def chosen(figures: Iterable[Figure], names: Iterable[str]) -> list[Figure]:
    """Pick the figures of some inputs, in the order of a delivery."""
    wanted = set(names)
    found = [figure for figure in figures if figure.input in wanted]
    return sorted(found, key=lambda f: (f.period, f.org_unit, f.input, f.recorded_at))


def rows_of(figures: Iterable[Figure]) -> dict[tuple[str, str, date], dict[str, float]]:
    """Gather the figures that stand on one row of a wide file."""
    rows: dict[tuple[str, str, date], dict[str, float]] = {}
    for figure in figures:
        key = (figure.org_unit, figure.period, figure.recorded_at)
        rows.setdefault(key, {})[figure.input] = figure.value
    return rows


def personnel_rows(figures: list[Figure]) -> list[Row]:
    """Long, with the system's own numbers for districts and its own words for inputs."""
    return [["Förvaltning", "Kvartal", "Uppgift", "Värde", "Registrerad"]] + [
        [
            DISTRICTS[f.org_unit].number,
            f.period,
            PERSONNEL[f.input],
            comma(f.value),
            f.recorded_at.isoformat(),
        ]
        for f in chosen(figures, PERSONNEL)
    ]


def ledger_rows(figures: list[Figure]) -> list[Row]:
    """Wide, dated by the last day of the quarter, with districts by name and spaced kronor."""
    names = {code: district.name for code, district in DISTRICTS.items()} | {"goteborg": "Göteborg"}
    ends = {period: quarter_end(step).isoformat() for step, period in enumerate(QUARTERS)}
    return [["Nämnd", "Bokföringsdag", *LEDGER.values(), "Uttagen"]] + [
        [
            names[code],
            ends[period],
            *(spaced(values[name]) if name in values else "" for name in LEDGER),
            recorded.isoformat(),
        ]
        for (code, period, recorded), values in rows_of(chosen(figures, LEDGER)).items()
    ]


def survey_rows(figures: list[Figure], period: str, columns: Mapping[str, str]) -> list[Row]:
    """Wide, with six decimals where the sums of answers have decimals."""
    return [["stadsdel", period, *columns.values(), "levererad"]] + [
        [
            code,
            when,
            *(f"{values[name]:.6f}".rstrip("0").rstrip(".") for name in columns),
            recorded.isoformat(),
        ]
        for (code, when, recorded), values in rows_of(chosen(figures, columns)).items()
    ]


def activity_rows(figures: list[Figure]) -> list[Row]:
    """Long, with the codes of the register."""
    return [["org_unit", "period", "input", "value", "recorded_at"]] + [
        [f.org_unit, f.period, f.input, str(f.value), f.recorded_at.isoformat()]
        for f in chosen(figures, ACTIVITIES)
    ]


def write_table(file: Path, rows: Iterable[Row], delimiter: str, encoding: str) -> None:
    """Write one delivered file."""
    with file.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, delimiter=delimiter, lineterminator="\n").writerows(rows)


def write_files(folder: Path) -> None:
    """Write the five files of the example."""
    figures = all_figures()
    folder.mkdir(parents=True, exist_ok=True)
    write_table(folder / "personal_pahittad.csv", personnel_rows(figures), ";", "utf-8")
    write_table(folder / "ekonomi_pahittad.csv", ledger_rows(figures), ";", "cp1252")
    yearly = survey_rows(figures, "år", YEARLY_SURVEYS)
    write_table(folder / "arsenkater_pahittad.csv", yearly, "\t", "utf-8")
    web = survey_rows(figures, "kvartal", WEB_SURVEY)
    write_table(folder / "webbenkat_pahittad.csv", web, ",", "utf-8-sig")
    write_table(folder / "verksamhet_pahittad.csv", activity_rows(figures), ",", "utf-8")


if __name__ == "__main__":
    write_files(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "data")
