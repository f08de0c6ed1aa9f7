"""The surveys: index, answers and areas of the latest round, and what may be said of a change."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bsc_helpers.blocks import (
    Block,
    Cell,
    Column,
    Heading,
    KeyFigure,
    KeyFigures,
    Row,
    Section,
    Statement,
    Table,
)
from bsc_helpers.compute.survey import FEWEST_OF_ALL, FEWEST_PER_AREA, response_rate
from bsc_helpers.evaluation import INDEX, rows_of
from bsc_helpers.model import OrgUnit, Reason, Survey
from bsc_helpers.narrative import change_decimals, how_sure, latest_round, statements_of_surveys
from bsc_helpers.narrative.formats import format_number, format_period, format_share, missing_sign
from bsc_helpers.periods import Period
from bsc_helpers.report.anchors import SURVEYS
from bsc_helpers.report.opened import Report
from bsc_helpers.report.said import line, said, said_all
from bsc_helpers.report.survey_matrix import matrix_of

__all__ = ["surveys"]

ANSWERED = ("1", "2", "3")  # the models that hold the index against its target
POINTS = 5  # for so many an estimate is told beside that for one
PLACES = 2  # of an estimate


def surveys(report: Report) -> Section:
    """Show each survey that was answered in the unit: its latest round. Nothing without one."""
    blocks: list[Block] = []
    for survey in report.slice.scorecard.surveys:
        when = latest_round(report.slice, survey.code)
        if when is not None:
            blocks += _Round(report, survey, when).blocks()
    if blocks:
        blocks.insert(0, Heading(level=2, text=report.words["surveys"], anchor=SURVEYS))
    return Section(blocks=tuple(blocks))


@dataclass(frozen=True)
class _Round:
    """The latest round of one survey in the report's unit."""

    report: Report
    survey: Survey
    when: Period

    @cached_property
    def words(self) -> Mapping[str, str]:
        return self.report.words

    @cached_property
    def rows(self) -> dict[str, Any]:
        """The rows of the unit by part."""
        return self._rows_of(self.report.slice.org_unit)

    @cached_property
    def above(self) -> OrgUnit | None:
        """The unit right above; None where it has no such survey."""
        units = self.report.slice.ancestors[-1:]
        return next((unit for unit in units if self._rows_of(unit)), None)

    def _rows_of(self, unit: OrgUnit) -> dict[str, Any]:
        place = (self.survey.code, unit.code, str(self.when))
        return {
            row.part: row
            for row in rows_of(self.report.slice.surveys)
            if (row.survey, row.org_unit, row.period) == place
        }

    def blocks(self) -> list[Block]:
        """Return what is shown; of a withheld index only that it is."""
        name = self.survey.name.of(self.report.language)
        heading = self.words["survey_heading"].format(survey=name, period=self._period)
        blocks: list[Block] = [Heading(level=3, text=heading)]
        index = self.rows.get(INDEX)
        if index is None or not _is_told(index):
            return [*blocks, line(self.words["survey_withheld"])]
        blocks += [self._figures(index), *self._said()]
        if any(area.code in self.rows for area in self.survey.areas):
            blocks.append(self._areas())
        matrix = matrix_of(self.report, self.survey, self._period, self.rows)
        return [*blocks, *matrix, *self._notes(index)]

    @property
    def _period(self) -> str:
        return format_period(self.when, self.report.language)

    def _number(self, value: float, decimals: int = 0, *, signed: bool = False) -> str:
        return format_number(value, decimals, self.report.language, signed=signed)

    # --- the index

    def _figures(self, index: Any) -> KeyFigures:
        words = self.words
        margin = "" if math.isnan(index.lower) else self._margin(index)
        figures = [
            KeyFigure(
                label=self.survey.index.name.of(self.report.language),
                text=self._number(index.value),
                quiet=words["survey_margin"].format(margin=margin) if margin else "",
            ),
            KeyFigure(label=words["survey_answers"], text=self._number(index.answers)),
        ]
        rate = float(response_rate(index.respondents, index.invited))
        if not math.isnan(rate):
            of = words["survey_rate_of"].format(
                answered=self._number(index.respondents), invited=self._number(index.invited)
            )
            text = format_share(rate, self.report.language)
            figures.append(KeyFigure(label=words["survey_rate"], text=text, quiet=of))
        return KeyFigures(label=words["survey_figures"], figures=tuple(figures))

    def _margin(self, row: Any) -> str:
        return self._number((row.upper - row.lower) / 2)

    def _said(self) -> list[Statement]:
        """Return how the index stands against its target, where it has one, and the change."""
        measures = {
            measure.code
            for measure in self.report.measures
            if {*measure.inputs_beside_formula} & {*self.survey.index.inputs}
        }
        held = [
            claim
            for claim in self.report.statements
            if claim.measure in measures and claim.model in ANSWERED and claim.period == self.when
        ]
        changed = [
            claim
            for claim in statements_of_surveys(self.report.slice)
            if claim.texts["survey"] == self.survey.code
        ]
        return [
            *said_all(self.report, held),
            *(said(self.report, c, linked=False) for c in changed),
        ]

    # --- the areas

    def _areas(self) -> Table:
        words, above = self.words, self.above
        numeric = [words[f"survey_{name}"] for name in ("index", "plus_minus", "count")]
        if above:
            numeric.append(above.name.of(self.report.language))
        before = self._before
        columns = [Column(label=words["survey_area"])]
        columns += [Column(label=label, numeric=True) for label in numeric]
        if before:
            columns.append(Column(label=words["survey_change"].format(period=before), numeric=True))
        columns.append(Column(label=words["survey_effect"], numeric=True))
        shown = [area for area in self.survey.areas if area.code in self.rows]
        others = self._rows_of(above) if above else {}
        return Table(
            caption=words["survey_areas"].format(
                unit=self.report.subject_name, period=self._period
            ),
            columns=tuple(columns),
            rows=tuple(
                Row(
                    cells=(
                        Cell(text=area.name.of(self.report.language)),
                        *self._cells(self.rows[area.code]),
                        *([self._value(others.get(area.code))] if above else []),
                        *([self._change(self.rows[area.code])] if before else []),
                        self._effect(self.rows[area.code]),
                    )
                )
                for area in shown
            ),
        )

    @property
    def _before(self) -> str:
        """The round before in words; empty where no area has one."""
        found = {row.previous_period for row in self.rows.values() if row.previous_period}
        texts = [format_period(self.report.parse(text), self.report.language) for text in found]
        return max(texts, default="")

    def _cells(self, row: Any) -> list[Cell]:
        if not _is_told(row):
            return [self._value(row), Cell(), Cell()]
        margin = Cell() if math.isnan(row.lower) else Cell(text=f"±{self._margin(row)}")
        count = Cell(text=self._number(row.answers), number=float(row.answers))
        return [self._value(row), margin, count]

    def _value(self, row: Any) -> Cell:
        if row is None or not _is_told(row):
            reason = Reason.NO_DATA.word if row is None else row.reason
            sign, why = missing_sign(reason, self.report.language)
            return Cell(text=sign, quiet=why)
        return Cell(text=self._number(row.value), number=float(row.value))

    def _change(self, row: Any) -> Cell:
        if not _is_told(row) or math.isnan(row.change_margin):
            return Cell()
        sure = how_sure(row.change, row.change_margin)
        places = change_decimals(row.change, 0.0, row.change_margin)
        change = self._number(row.change, places, signed=True)
        return Cell(
            text=f"{change} ±{self._number(row.change_margin, places)}",
            number=float(row.change),
            quiet=self.words[f"survey_change_{sure}"],
        )

    def _effect(self, row: Any) -> Cell:
        words = self.words
        if math.isnan(row.effect):
            reason = row.effect_reason or Reason.SUPPRESSED.word
            least = FEWEST_OF_ALL + FEWEST_PER_AREA * len(self.survey.areas)
            return Cell(quiet=words[f"survey_{reason}"].format(least=least))
        interval = words["survey_interval"].format(
            effect=self._number(row.effect, PLACES),
            lower=self._number(row.effect_lower, PLACES),
            upper=self._number(row.effect_upper, PLACES),
        )
        five = words["survey_for_five"].format(effect=self._number(POINTS * row.effect, 1))
        return Cell(text=interval, number=float(row.effect), quiet=five)

    # --- how to read it

    def _notes(self, index: Any) -> list[Block]:
        words, notes = self.words, [self.words["survey_note"]]
        if self.survey.population is not None:
            notes.append(words["survey_note_population"])
        if self.survey.areas:
            notes.append(words["survey_note_effect"])
        if not math.isnan(index.r_squared):
            share = format_share(index.r_squared, self.report.language)
            notes.append(words["survey_note_squared"].format(share=share))
        return [line(text, quiet=True) for text in notes]


def _is_told(row: Any) -> bool:
    return bool(row.reason == Reason.OK.word)
