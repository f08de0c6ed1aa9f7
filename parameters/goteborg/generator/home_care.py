"""The home-care survey of 2002 and 2003, respondent by respondent, and how many were asked.

Three questions make the index; their sum is the mark that `surveys` draws, so that the index of
every unit and year is what it is for the years that are delivered as sums. The other questions
follow the index more or less closely: what follows it closely has a large regression estimate of
effect. A few people leave out one of the three questions; they have no index.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from random import Random

from generator.chance import bell, dice
from generator.places import CELLS
from generator.quarters import YEARS
from generator.surveys import STEPS, SURVEYS, cell_answers
from generator.tables import Key, Table

__all__ = ["ANSWERED", "AnswerSheet", "invited_table"]

MEASURE, ACTIVITY = "k03", "aldreomsorg"
ANSWERED = (2002, 2003)  # delivered respondent by respondent
DONT_KNOW, BLANK = "0", ""
MOST = 9  # steps from the lowest mark of a question to the highest
LEFT_OUT = 0.03  # of those with an index, so many more who left out a question
NOT_ANSWERED = 0.01  # of each question
RATE, RATE_SPREAD = 0.64, 0.05  # of those asked


@dataclass(frozen=True)
class Asked:
    """A question and how it is answered, on a scale from 0 to 1."""

    name: str
    level: float  # where the index is that of the city
    follows: float  # the index, by so much
    spread: float
    dont_know: float
    is_reversed: bool = False
    drift: float = 0.0  # from 2002 to 2003
    between: float = 0.02  # districts


CITY = 0.75
ITEMS = ("nöjd", "förväntan", "ideal")
QUESTIONS = (
    Asked("respekt", 0.86, 0.60, 0.20, 0.01),
    Asked("lyssnar", 0.82, 0.60, 0.22, 0.02),
    Asked("okänd personal", 0.60, 0.90, 0.16, 0.04, is_reversed=True, drift=0.03),
    Asked("tid", 0.64, 0.35, 0.20, 0.03),
    Asked("påverka", 0.79, 0.30, 0.21, 0.12),
)


@dataclass(frozen=True)
class AnswerSheet:
    """The file of one year: a row for each respondent."""

    year: int
    delimiter: str = ";"
    encoding: str = "utf-8"

    @property
    def file(self) -> str:
        """The file's name."""
        return f"enkat_hemtjanst_{self.year}_pahittad.csv"

    def rows(self, *, full: bool) -> Iterator[list[str]]:  # noqa: ARG002 - small in either set
        """Yield header and rows."""
        yield ["enhet", "år", *ITEMS, *(question.name for question in QUESTIONS)]
        for unit, answers in sorted(_answers(self.year).items()):
            for answer in answers:
                yield [unit, str(self.year), *answer]


def invited_table() -> Table:
    """Return how many were asked in each unit."""
    table = Table(("nki_ht_inbjudna",))
    for year in YEARS:
        for unit, count in _counts(year).items():
            rate = RATE + RATE_SPREAD * bell(dice(MEASURE, unit, year, "invited"))
            key = Key(unit, ACTIVITY, str(year), date(year + 1, *SURVEYS[MEASURE].recorded[1:]))
            table.add(key, max(count, round(count / rate)))
    return table


def _counts(year: int) -> dict[str, int]:
    """Return how many answered in each unit."""
    if year in ANSWERED:
        return {unit: len(answers) for unit, answers in _answers(year).items()}
    return {
        unit.code: len(marks)
        for cell in CELLS
        if cell[1] == ACTIVITY
        for unit, marks in cell_answers(MEASURE, cell, year).items()
    }


@cache
def _answers(year: int) -> dict[str, list[list[str]]]:
    """Return the answers in each unit, as they are written."""
    found: dict[str, list[list[str]]] = {}
    for cell in CELLS:
        if cell[1] != ACTIVITY:
            continue
        here = [
            question.level
            + question.drift * (year - ANSWERED[-1])
            + question.between * bell(dice(MEASURE, cell[0], question.name, "level"))
            for question in QUESTIONS
        ]
        for unit, marks in cell_answers(MEASURE, cell, year).items():
            chance = dice(MEASURE, unit.code, year, "answers")
            own = [_answer(chance, mark, here) for mark in marks]
            own += [
                _left_out(chance, _answer(chance, mark, here))
                for mark in marks
                if chance.random() < LEFT_OUT
            ]
            found[unit.code] = own
    return found


def _answer(chance: Random, mark: int, levels: list[float]) -> list[str]:
    """Return the answers of one person with a mark from 0 to 27."""
    items = [str(step + 1) for step in _items(chance, mark)]
    others = []
    for question, level in zip(QUESTIONS, levels, strict=True):
        felt = level + question.follows * (mark / STEPS - CITY) + question.spread * bell(chance)
        step = min(MOST, max(0, round(MOST * felt)))
        luck = chance.random()
        if luck < question.dont_know:
            others.append(DONT_KNOW)
        elif luck < question.dont_know + NOT_ANSWERED:
            others.append(BLANK)
        else:
            others.append(str(MOST - step + 1 if question.is_reversed else step + 1))
    return [*items, *others]


def _items(chance: Random, mark: int) -> list[int]:
    """Split a mark from 0 to 27 into three steps from 0 to 9: even, then some moved by chance."""
    steps = [mark // 3 + (place < mark % 3) for place in range(3)]
    for _ in range(2):
        giver = int(chance.random() * 3)
        taker = (giver + 1 + int(chance.random() * 2)) % 3
        if steps[giver] > 0 and steps[taker] < MOST:
            steps[giver] -= 1
            steps[taker] += 1
    return steps


def _left_out(chance: Random, answer: list[str]) -> list[str]:
    """Return the answers without one of the three questions of the index."""
    place = int(chance.random() * len(ITEMS))
    return [DONT_KNOW if number == place else text for number, text in enumerate(answer)]
