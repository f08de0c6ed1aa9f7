"""Surveys as rows of a table: index and areas of every unit and round, made of respondents.

What a unit's result rests on are the answers of its respondents and of those in the units below:
sums and products that add up, never means of means. No answer of a respondent leaves this module.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bsc_helpers.compute.disclosure import with_sisters
from bsc_helpers.compute.grid import Grid
from bsc_helpers.compute.measuring import Measuring
from bsc_helpers.compute.rollup import Tree
from bsc_helpers.compute.survey import (
    Answers,
    Effects,
    Sums,
    cross_products,
    index_of,
    margin_of_change,
    margin_of_mean,
    priorities_of,
    regress,
    scaled,
    sums_of,
)
from bsc_helpers.evaluation.frames import SURVEYS, frame_of
from bsc_helpers.model import ALL_ACTIVITIES, Measure, Reason, Scorecard, Survey
from bsc_helpers.periods import Period, parse_period, periods_between

__all__ = ["INDEX", "survey_frame"]

INDEX = "index"  # the part of a survey that is no area
Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]


def survey_frame(
    scorecard: Scorecard,
    measuring: Measuring,
    hidden: Mapping[str, Bools],
    answers: Mapping[str, Answers],
    as_of: date | None,
) -> pd.DataFrame:
    """Return the columns of `SURVEYS`: one row for each unit, round and part with answers.

    Parameters
    ----------
    measuring
        Knows the organisation, and to whom a measure of the same answers applies.
    hidden
        For each measure, rows × periods, where its value is withheld; the index is then too.
    answers
        Of the respondents, by survey.
    as_of
        Only answers recorded by this day; None = all.
    """
    parts: list[dict[str, Any]] = []
    for survey in scorecard.surveys:
        told = answers.get(survey.code)
        known = None if told is None else _known(told, as_of)
        if known is not None and len(known):
            parts += _Rounds.of(survey, known, measuring, hidden).rows()
    return frame_of(SURVEYS, parts)


def _known(answers: Answers, as_of: date | None) -> Answers:
    return answers if as_of is None else answers.where(answers.recorded <= as_of.toordinal())


@dataclass(frozen=True, eq=False)
class _Rounds:
    """All rounds of one survey; arrays are rows × periods, and parts the index and the areas."""

    survey: Survey
    grid: Grid
    periods: tuple[Period, ...]
    tree: Tree
    shown: Bools
    withheld: Bools
    row: NDArray[np.intp]
    column: NDArray[np.intp]
    scores: Floats

    @classmethod
    def of(
        cls,
        survey: Survey,
        answers: Answers,
        measuring: Measuring,
        hidden: Mapping[str, Bools],
    ) -> _Rounds:
        grid = measuring.grid
        numbers, texts = pd.factorize(answers.period)
        found = [parse_period(text, grid.year_starts) for text in texts]
        periods = periods_between(min(found), max(found))
        column = np.array([periods.index(period) for period in found], dtype=np.intp)[numbers]
        measures = [m for m in measuring.measures.values() if _is_of(m, survey)]
        first = measures[0] if measures else None
        tree = grid.tree(periods, first.applies_to.activities if first else ())
        shown = tree.exists.copy()
        if first is not None:
            shown &= measuring.applies(first)[:, None]
        withheld = np.zeros(shown.shape, dtype=bool)
        for measure in measures:
            for place, period in enumerate(grid.axis(measure.frequency)):
                if period in periods:
                    withheld[:, periods.index(period)] |= hidden[measure.code][:, place]
        row = _rows_of(grid, answers)
        scores = _scores(survey, answers)
        return cls(survey, grid, periods, tree, shown, withheld, row, column, scores)

    # --- what adds up

    def _added(self, own: Floats) -> Floats:
        """Return what is counted of all units on and below each row."""
        total = np.zeros(own.shape)
        for columns, below in self.tree.structures:
            total[:, columns] = below @ own[:, columns]
        return total

    def _summed(self, values: Floats) -> Sums:
        size = self.shown.size
        place = self.row * len(self.periods) + self.column
        own = sums_of(values, place, size)
        return Sums(*(self._added(part.reshape(self.shown.shape)) for part in own))

    @cached_property
    def sums(self) -> list[Sums]:
        """The sums of the index and of each area."""
        return [self._summed(self.scores[:, part]) for part in range(self.scores.shape[1])]

    @cached_property
    def respondents(self) -> Floats:
        """How many answered at all."""
        return self._summed(np.zeros(len(self.row))).number

    def _people(self, name: str | None) -> Floats:
        """Return how many were invited, or there are; NaN where a unit that answered lacks it."""
        if name is None:
            return np.full(self.shown.shape, np.nan)
        own = self.grid.values(name, self.periods)
        known = ~np.isnan(own)
        total = self._added(np.where(known, own, 0.0))
        answering = np.zeros(self.shown.shape)
        np.add.at(answering, (self.row, self.column), 1.0)
        lacking = self._added(((answering > 0) & ~known).astype(float)) > 0
        some = self._added(known.astype(float)) > 0
        return np.where(known, own, np.where(some & ~lacking, total, np.nan))

    @cached_property
    def hidden(self) -> list[Bools]:
        """Where each part is withheld: few answers, all alike, or telling of such."""
        least = self.survey.minimum_base
        found = []
        for part, sums in enumerate(self.sums):
            few = (sums.number > 0) & (sums.number < least)
            alone = (few | sums.is_unanimous) & self.shown
            if part == 0:
                alone |= self.withheld
            found.append(with_sisters(alone, sums.number, self.shown, self.tree, least))
        return found

    # --- rows of the table

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield the rows of each part and round."""
        held = sorted({int(column) for column in self.column})
        people = {
            "invited": self._people(self.survey.invited),
            "population": self._people(self.survey.population),
            "respondents": self.respondents,
        }
        for number, column in enumerate(held):
            before = held[number - 1] if number else None
            effects = self._effects(column)
            matrix = self._matrix(effects, people["population"], column)
            for part, code in enumerate((INDEX, *(area.code for area in self.survey.areas))):
                about = self._about_part(part, column, before, people)
                about |= self._about_effect(part, effects, matrix)
                yield self._shown_rows(part, code, column, about)

    def _about_part(
        self, part: int, column: int, before: int | None, people: Mapping[str, Floats]
    ) -> dict[str, Any]:
        now = _at(self.sums[part], column)
        margin = margin_of_mean(now, people["population"][:, column])
        about: dict[str, Any] = {
            "answers": now.number,
            "value": now.mean,
            "lower": now.mean - margin,
            "upper": now.mean + margin,
            "change": np.full(len(margin), np.nan),
            "change_margin": np.full(len(margin), np.nan),
            "previous_period": np.full(len(margin), None, dtype=object),
        }
        for name in ("invited", "respondents"):
            about[name] = people[name][:, column]
        if before is not None:
            earlier = _at(self.sums[part], before)
            known = (earlier.number > 0) & ~self.hidden[part][:, before] & self.shown[:, before]
            about["change"] = np.where(known, now.mean - earlier.mean, np.nan)
            about["change_margin"] = np.where(known, margin_of_change(now, earlier), np.nan)
            about["previous_period"][known] = str(self.periods[before])
        return about

    def _effects(self, column: int) -> Effects:
        """Return the regression of the index on the areas in one round."""
        here = self.column == column
        index, areas = self.scores[here, 0], self.scores[here, 1:]
        own = cross_products(index, areas, self.row[here], len(self.shown))
        below = next(m for columns, m in self.tree.structures if column in columns)
        return regress((below @ own.reshape(len(own), -1)).reshape(own.shape))

    def _matrix(self, effects: Effects, population: Floats, column: int) -> dict[str, Any]:
        """Return where the areas stand by rating and effect, as far as both are shown."""
        size = (len(self.shown), len(self.survey.areas))
        value, margin = np.full(size, np.nan), np.full(size, np.nan)
        told = ~self.hidden[0][:, column]
        for area in range(size[1]):
            sums = _at(self.sums[area + 1], column)
            visible = told & ~self.hidden[area + 1][:, column]
            value[visible, area] = sums.mean[visible]
            margin[visible, area] = margin_of_mean(sums, population[:, column])[visible]
        effect = np.where(np.isnan(value), np.nan, effects.effect)
        placed = priorities_of(value, margin, effect, effects.upper - effects.effect)
        clear = np.where(placed.is_clear, "clear", "unclear").astype(object)
        clear[placed.quadrant == None] = None  # noqa: E711 - an array of words
        return {
            "there": ~np.isnan(value),
            "quadrant": placed.quadrant,
            "placed": clear,
            "value_line": placed.value_line,
            "effect_line": placed.effect_line,
        }

    def _about_effect(
        self, part: int, effects: Effects, matrix: Mapping[str, Any]
    ) -> dict[str, Any]:
        size = len(self.shown)
        empty, nothing = np.full(size, np.nan), np.full(size, None, dtype=object)
        if part == 0:
            about: dict[str, Any] = dict.fromkeys(
                ("effect", "effect_lower", "effect_upper", "value_line", "effect_line"), empty
            )
            about |= dict.fromkeys(("effect_reason", "quadrant", "placed"), nothing)
            any_told = (effects.reason == "ok").any(axis=1)
            return about | {"r_squared": np.where(any_told, effects.r_squared, np.nan)}
        area = part - 1
        told = matrix["there"][:, area]
        about = {
            name: np.where(told, values[:, area], np.nan)
            for name, values in (
                ("effect", effects.effect),
                ("effect_lower", effects.lower),
                ("effect_upper", effects.upper),
            )
        }
        about |= {name: matrix[name][:, area] for name in ("quadrant", "placed")}
        about["effect_reason"] = np.where(told, effects.reason[:, area], "suppressed")
        for name in ("value_line", "effect_line"):
            about[name] = np.where(about["quadrant"] == None, np.nan, matrix[name])  # noqa: E711 - an array of words
        return about | {"r_squared": empty}

    def _shown_rows(
        self, part: int, code: str, column: int, about: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Return the rows of units with answers; of a withheld one nothing but that it is."""
        rows = np.flatnonzero(self.shown[:, column] & (about["answers"] > 0))
        hidden = self.hidden[part][rows, column]
        subjects = self.grid.subjects
        told: dict[str, Any] = {
            "org_unit": subjects.unit_codes[rows],
            "activity": subjects.activity_codes[rows],
            "period": str(self.periods[column]),
            "survey": self.survey.code,
            "part": code,
            "reason": np.where(hidden, Reason.SUPPRESSED.word, Reason.OK.word).astype(object),
        }
        for name, values in about.items():
            none = None if values.dtype == object else np.nan
            told[name] = np.where(hidden, none, values[rows])
        return told


def _is_of(measure: Measure, survey: Survey) -> bool:
    """Whether a measure rests on the figures that are made of the answers of a survey."""
    beside = {*measure.inputs_beside_formula} & {*survey.index.inputs}
    return bool(beside) and measure.frequency == survey.frequency


def _rows_of(grid: Grid, answers: Answers) -> NDArray[np.intp]:
    """Return the row of each respondent; that of the unit where its activity has none."""
    units = pd.Series(answers.org_unit)
    own = grid.subjects.rows_of(units, pd.Series(answers.activity))
    whole = grid.subjects.rows_of(units, pd.Series(ALL_ACTIVITIES, index=units.index))
    rows: NDArray[np.intp] = np.where(own < 0, whole, own)
    return rows


def _scores(survey: Survey, answers: Answers) -> Floats:
    """Return the index and the areas of each respondent, from 0 to 100."""
    scales = [survey.scale_of(question) for question in survey.questions]
    marks = scaled(
        answers.marks,
        [scale.low for scale in scales],
        [scale.high for scale in scales],
        [question.reversed for question in survey.questions],
    )
    place = {question.code: number for number, question in enumerate(survey.questions)}

    def of(codes: tuple[str, ...]) -> Floats:
        return marks[:, [place[code] for code in codes]]

    index = index_of(of(survey.index.items), survey.index.weights, survey.index.fewest)
    areas = [index_of(of(area.questions), (), area.fewest) for area in survey.areas]
    return np.column_stack([index, *areas])


def _at(sums: Sums, column: int) -> Sums:
    return Sums(*(part[:, column] for part in sums))
