"""One source of a survey: each row the answers of one respondent, held in memory only.

The answers become ordinary figures by unit and period – how many indices there are, their sum and
the sum of their squares – so that a measure of the index adds up from respondents. Answers that are
recorded later are added to those that were known before.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bsc_helpers.compute.survey import Answers, Sums, index_of, scaled, sums_of
from bsc_helpers.errors import Problem
from bsc_helpers.model import AnswerScale, Question, Scorecard, Source, Survey
from bsc_helpers.sources.cells import Fault, read_cells
from bsc_helpers.sources.figures import Figures, Reader, filled
from bsc_helpers.sources.problems import Problems
from bsc_helpers.sources.table import Table, read_table

__all__ = ["read_answers"]

ALL = 100.0
_NUMBER = re.compile(r"[+\-−]?[0-9]{1,9}(?:[.,][0-9]{1,9})?")
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def read_answers(
    source: Source, scorecard: Scorecard, path: Path
) -> tuple[Answers | None, Figures | None, list[Problem]]:
    """Read one source of answers.

    Parameters
    ----------
    source
        The file's declaration; its survey is one of the scorecard's.
    scorecard
        Knows the surveys, units, activities and the fiscal year.
    path
        The file.

    Returns
    -------
    The answers of everyone who answered at least one question, the figures that the survey's inputs
    take, and a problem for each cell that is no answer; neither when the file is no table.
    """
    problems = Problems(str(path))
    survey = next(each for each in scorecard.surveys if each.code == source.survey)
    table = read_table(source, path, problems)
    if table is None:
        return None, None, problems.all()
    reader = _AnswerReader(source, scorecard, table, problems, survey)
    answers, lines = reader.answers()
    return answers, _figures(answers, lines, source, survey, problems.file), problems.all()


class _AnswerReader(Reader):
    """Turns the columns of one table into the answers of respondents."""

    def __init__(
        self,
        source: Source,
        scorecard: Scorecard,
        table: Table,
        problems: Problems,
        survey: Survey,
    ) -> None:
        super().__init__(source, scorecard, table, problems)
        self.survey = survey

    def answers(self) -> tuple[Answers, NDArray[np.int64]]:
        """Return the answers that could be read, with the line of each respondent."""
        self._check_rounds()
        count = len(self.lines)
        exists = self._exists(np.ones((count, 1), dtype=bool))
        marks = np.empty((count, len(self.survey.questions)))
        for place, question in enumerate(self.survey.questions):
            marks[:, place] = self._marks(question)
        kept = self.sound & exists & ~np.isnan(marks).all(axis=1)
        answers = Answers(
            self.survey.code,
            self.unit,
            self.activity,
            self.period.each(str),
            self.recorded,
            marks,
        )
        return answers.where(kept), self.lines[kept]

    def _check_rounds(self) -> None:
        """Refuse a period that is no round of the survey."""
        kind = self.survey.frequency
        wrong = self.period.numbers(lambda period: period.kind != kind, otherwise=False)
        rule = f"the rounds of the survey {self.survey.code} are by {kind}"
        self._refuse(wrong.astype(bool), rule, self.source.columns.period)

    def _marks(self, question: Question) -> Floats:
        """Return the answers to a question, from the columns that may hold it."""
        read = _mark_reader(self.survey, self.survey.scale_of(question))
        columns = [name for name, code in self.source.questions.items() if code == question.code]
        found = np.full(len(self.lines), np.nan)
        for name in columns:
            cells = read_cells(self.table.columns[name], read)
            cells.tell(self.problems, name, self.lines)
            numbers = [np.nan if isinstance(each, Fault) else each for each in cells.read]
            own = np.array(numbers, dtype=float)[cells.which]
            twice = ~np.isnan(found) & ~np.isnan(own)
            self._refuse(twice, f"the question {question.code} is answered in two columns", name)
            found = np.where(np.isnan(found), own, found)
        return found


def _mark_reader(survey: Survey, scale: AnswerScale) -> Callable[[str], float | Fault]:
    """Return what reads a mark: NaN for a declared text, and a fault for all that is no mark."""
    none = frozenset([*survey.dont_know, *survey.not_answered])
    count = round(scale.high - scale.low)
    marks = {scale.low + step for step in range(count + 1)}
    valid = f"a mark from {scale.low:g} to {scale.high:g}"
    if none:
        valid += ", or for no answer: " + ", ".join(repr(text) for text in sorted(none))
    blank, words = Fault("is blank", valid), Fault("is no number", valid)
    outside = Fault("is no mark of the scale", valid)

    def read(text: str) -> float | Fault:
        if text in none:
            return np.nan
        if not text.strip():
            return blank
        if not _NUMBER.fullmatch(text):
            return words
        mark = float(text.replace(",", ".").replace("−", "-"))
        return mark if mark in marks else outside

    return read


def _figures(
    answers: Answers, lines: NDArray[np.int64], source: Source, survey: Survey, file: str
) -> Figures | None:
    """Return the sums of the indices by unit, activity, period and day; None where none is asked.

    The sums of several days are parts of one figure: they are added as they become known.
    """
    inputs = survey.index.inputs
    if not inputs or not len(answers):
        return None
    keys = pd.DataFrame(
        {
            "unit": answers.org_unit,
            "activity": answers.activity,
            "period": answers.period,
            "day": answers.recorded,
        }
    )
    group: NDArray[np.intp] = (
        keys.groupby(list(keys), sort=False).ngroup().to_numpy().astype(np.intp)
    )
    _, first = np.unique(group, return_index=True)
    sums = _index_sums(answers, survey, group, len(first))
    values = np.column_stack([part for part, _ in zip(sums, inputs, strict=False)]).ravel()
    at = np.repeat(first, len(inputs))
    return Figures(
        input=np.tile(np.array(inputs, dtype=object), len(first)),
        org_unit=answers.org_unit[at],
        activity=answers.activity[at],
        period=answers.period[at],
        scenario=filled(len(at), "actual"),
        made_on=np.zeros(len(at), dtype=np.int64),
        value=values,
        said=np.ones(len(at), dtype=bool),
        part=pd.factorize(answers.recorded[at])[0],
        recorded=answers.recorded[at],
        line=lines[at],
        source=filled(len(at), source.code),
        file=filled(len(at), file),
    )


def _index_sums(answers: Answers, survey: Survey, group: NDArray[np.intp], size: int) -> Sums:
    """Return count, sum and sum of squares of the indices of each group, as shares from 0 to 1."""
    codes = [question.code for question in survey.questions]
    places = [codes.index(code) for code in survey.index.items]
    own = [survey.questions[place] for place in places]
    scales = [survey.scale_of(question) for question in own]
    scores = scaled(
        answers.marks[:, places],
        [scale.low for scale in scales],
        [scale.high for scale in scales],
        [question.reversed for question in own],
    )
    return sums_of(index_of(scores, survey.index.weights, survey.index.fewest) / ALL, group, size)
