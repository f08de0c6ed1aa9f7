"""The yearly surveys: indices of users (K01–K03), staff (M01), leaders (M06); influence (K05)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import fsum, sqrt

from generator.chance import bell, dice, successes
from generator.places import CELLS, RESIDENTS, Cell, cell_residents
from generator.planted import FEW_ANSWERS, STAFF_TO_USERS, SURVEY_RESULT
from generator.quarters import YEARS, quarters_of
from generator.shapes import clipped, levels, surprises
from generator.splitting import by_chance
from generator.staff import CELL_STAFF, STAFF, employees
from generator.tables import Key, Table
from generator.units import FEW_AND_LARGE, Unit, units_in

__all__ = ["STEPS", "SURVEYS", "cell_answers", "index_table", "influence_table"]

RESPONDENT_SD = 0.20  # of one answer, on the scale from 0 to 1
STEPS = 27  # three questions from 1 to 10, added
FINE = 10_000  # sums of marks are kept in ten thousandths
STAFF_ANSWERS = 0.7  # of the employees
ENOUGH_ANSWERS = 12


@dataclass(frozen=True)
class Survey:
    """How a yearly index behaves."""

    prefix: str  # of its inputs: count, sum, sum of squares
    now: float  # the city in 2003
    between: float  # standard deviation between districts
    within: float  # of a district from year to year, without sampling
    drift: float  # a year
    recorded: tuple[int, int, int]  # years later, month, day
    activity: str = ""  # of one activity only
    kind: str = ""  # of the units that are asked about
    answers: float = 0.0  # for each thousand residents; none = of the staff


SURVEYS = {
    "k01": Survey("nki_fsk", 72.0, 3.0, 1.0, 0.3, (1, 2, 10), "forskola", "förskola", 18.0),
    "k02": Survey("nki_gr", 61.0, 3.0, 1.0, 0.3, (0, 5, 20), "grundskola", "", 19.0),
    "k03": Survey("nki_ht", 75.0, 3.0, 1.0, 0.3, (1, 1, 20), "aldreomsorg", "hemtjänst", 7.0),
    "m01": Survey("nmi", 63.0, 2.5, 1.5, 0.3, (1, 2, 10)),
    "m06": Survey("led", 61.0, 2.5, 1.0, 0.3, (1, 2, 10)),
}
STAFF_OFF = dict(zip(STAFF, (2.0, 0.0, -1.5, -2.0, 3.0, 2.0), strict=True))
# K05: answers for each thousand residents, and how far each activity lies from the others.
INFLUENCE_ANSWERS = {
    "forskola": 18.0,
    "grundskola": 19.0,
    "aldreomsorg": 7.0,
    "ifo": 5.0,
    "kultur_fritid": 8.0,
}
INFLUENCE_OFF = dict(zip(INFLUENCE_ANSWERS, (5.0, -6.0, 0.0, -8.0, 8.0), strict=True))
INFLUENCE_NOW, INFLUENCE_BETWEEN, INFLUENCE_WITHIN, INFLUENCE_DRIFT = 54.0, 3.0, 1.0, 0.5


def _cells_of(survey: Survey) -> list[Cell]:
    return [cell for cell in CELLS if survey.activity in ("", cell[1])]


@cache
def _staff_swing() -> dict[Cell, list[float]]:
    """Return what the satisfaction of staff does off its course: next year's users feel it."""
    return surprises("m01", SURVEYS["m01"].within, CELL_STAFF, len(YEARS))


def _course(measure: str, cell: Cell, step: int) -> float:
    """Return the index of a cell in a year."""
    survey = SURVEYS[measure]
    off = levels(measure, survey.between, RESIDENTS)[cell[0]]
    course = survey.now - survey.drift * (len(YEARS) - 1 - step) + off
    if survey.activity:
        after = STAFF_TO_USERS * _staff_swing()[cell][step - 1] if step else 0.0
        own = surprises(measure, survey.within, RESIDENTS, len(YEARS))[cell[0]][step]
        return course + own + after
    swing = (
        _staff_swing()
        if measure == "m01"
        else surprises(measure, survey.within, CELL_STAFF, len(YEARS))
    )
    return course + _staff_offset(cell) + swing[cell][step]


@cache
def _staff_offset(cell: Cell) -> float:
    """Return how far an activity lies from the others in its district."""
    own = {each: CELL_STAFF[each] for each in CELLS if each[0] == cell[0]}
    mean = fsum(STAFF_OFF[each[1]] * size for each, size in own.items()) / fsum(own.values())
    return STAFF_OFF[cell[1]] - mean


def _counts(measure: str, cell: Cell, year: int) -> dict[Unit, int]:
    """Return how many answer in each unit."""
    survey, autumn = SURVEYS[measure], quarters_of(year)[-1]
    if not survey.answers:
        here = {u: round(STAFF_ANSWERS * employees(autumn)[u]) for u in units_in(cell, autumn)}
        if measure == "m01":
            here |= {unit: _planted_count(unit, year, n) for unit, n in here.items()}
        return {unit: max(1, count) for unit, count in here.items()}
    total = survey.answers * RESIDENTS[cell[0]]
    total *= 1 + 0.04 * bell(dice(measure, *cell, year, "answers"))
    _, count = SURVEY_RESULT.get((measure, cell[0], year), (0.0, round(total)))
    return by_chance(f"{measure} answers", count, cell, autumn, survey.kind)


def _planted_count(unit: Unit, year: int, count: int) -> int:
    """Return the answers of a unit: enough in all preschools of Majorna but the planted one."""
    enough = max(count, ENOUGH_ANSWERS) if unit.cell in FEW_AND_LARGE else count
    return FEW_ANSWERS.get((unit.code, year), enough)


def _marks(measure: str, unit: Unit, year: int, index: float, count: int) -> list[int]:
    """Draw answers from 0 to 27 around an index."""
    chance = dice(measure, unit.code, year, "marks")
    return [
        min(STEPS, max(0, round(STEPS * (index / 100 + RESPONDENT_SD * bell(chance)))))
        for _ in range(count)
    ]


def _shifted(drawn: Mapping[Unit, list[int]], index: float) -> None:
    """Move answers by single steps until they give an index as nearly as they can."""
    count = sum(map(len, drawn.values()))
    gap = round(index / 100 * STEPS * count) - sum(map(sum, drawn.values()))
    step = 1 if gap > 0 else -1
    while gap:
        for marks in drawn.values():
            for number, mark in enumerate(marks):
                if gap and 0 <= mark + step <= STEPS:
                    marks[number] += step
                    gap -= step


def cell_answers(measure: str, cell: Cell, year: int) -> dict[Unit, list[int]]:
    """Draw all answers in a cell; together they lie by sampling error from its course."""
    counts = _counts(measure, cell, year)
    course = _course(measure, cell, YEARS.index(year))
    drawn = {}
    for unit, count in counts.items():
        own = course + 3.0 * bell(dice(measure, unit.code, "own"))
        drawn[unit] = _marks(measure, unit, year, own, count)
    luck = bell(dice(measure, *cell, year, "luck")) * 100 * RESPONDENT_SD
    wanted = course + luck / sqrt(max(1, sum(counts.values())))
    planted = SURVEY_RESULT.get((measure, cell[0], year))
    _shifted(drawn, planted[0] if planted else wanted)
    return drawn


def _sums(marks: Sequence[int]) -> tuple[int, int, int]:
    """Return count, sum and sum of squares of marks from 0 to 1, the sums in ten thousandths."""
    total, squares = sum(marks), sum(mark * mark for mark in marks)
    return len(marks), round(FINE * total / STEPS), round(FINE * squares / STEPS**2)


def index_table(measure: str, years: Sequence[int] = YEARS) -> Table:
    """Return the count, sum and sum of squares of a yearly index by unit, of some years."""
    survey = SURVEYS[measure]
    later, month, day = survey.recorded
    table = Table(tuple(f"{survey.prefix}_{name}" for name in ("n", "sum", "sum2")))
    for cell in _cells_of(survey):
        for year in years:
            recorded = date(year + later, month, day)
            for unit, marks in cell_answers(measure, cell, year).items():
                table.add(Key(unit.code, cell[1], str(year), recorded), *_sums(marks))
    return table


def influence_table() -> Table:
    """Return K05: who says in the surveys that they can influence, by unit."""
    table = Table(("pav_svar", "pav_ja"))
    weights = cell_residents(INFLUENCE_ANSWERS)
    off = levels("k05", INFLUENCE_BETWEEN, RESIDENTS)
    swing = surprises("k05", INFLUENCE_WITHIN, weights, len(YEARS))
    city = fsum(INFLUENCE_OFF[cell[1]] * size for cell, size in weights.items())
    mean = city / fsum(weights.values())
    for cell, size in weights.items():
        for step, year in enumerate(YEARS):
            chance = dice("k05", *cell, year)
            count = round(size * (1 + 0.04 * bell(chance)))
            course = INFLUENCE_NOW - INFLUENCE_DRIFT * (len(YEARS) - 1 - step)
            share = course + off[cell[0]] + INFLUENCE_OFF[cell[1]] - mean + swing[cell][step]
            yes = successes(chance, count, clipped(share))
            autumn = quarters_of(year)[-1]
            said = by_chance("pav_ja", yes, cell, autumn)
            rest = by_chance("pav_nej", count - yes, cell, autumn)
            for unit in units_in(cell, autumn):
                key = Key(unit.code, cell[1], str(year), date(year + 1, 2, 10))
                table.add(key, said[unit] + rest[unit], said[unit])
    return table
