"""The priority matrix of a survey as a figure, with the numbers behind it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bsc_helpers.blocks import Block, Cell, Column, Figure, Row, Table
from bsc_helpers.charts.priority_matrix import Place, PriorityMatrix, render_priority_matrix
from bsc_helpers.model import Survey
from bsc_helpers.narrative.formats import format_number
from bsc_helpers.report.opened import Report
from bsc_helpers.report.said import line

__all__ = ["matrix_of"]

FIELDS = ("maintain", "improve", "lower", "prioritise")  # as they stand in the matrix
PLACES = 2


def matrix_of(report: Report, survey: Survey, period: str, rows: Mapping[str, Any]) -> list[Block]:
    """Return the matrix of the areas and how its lines are drawn; nothing without estimates.

    Parameters
    ----------
    period
        The round in words.
    rows
        The rows of the unit and round by part.
    """
    found = [
        (area.name.of(report.language), rows[area.code])
        for area in survey.areas
        if area.code in rows and rows[area.code].quadrant
    ]
    if not found:
        return []
    words, first = report.words, found[0][1]
    texts = {"unit": report.subject_name, "period": period}
    figure = Figure(
        svg=_drawing(report, found),
        alt=words["survey_matrix_alt"].format(areas=_areas_in_words(report, found), **texts),
        title=_title(report, found, texts),
        data=_data(report, found),
    )
    note = words["survey_matrix_note"].format(
        value=_value(report, first.value_line), effect=_effect(report, first.effect_line)
    )
    return [figure, line(note, quiet=True)]


Found = list[tuple[str, Any]]


def _value(report: Report, value: float) -> str:
    return format_number(value, 0, report.language)


def _effect(report: Report, effect: float) -> str:
    return format_number(effect, PLACES, report.language)


def _drawing(report: Report, found: Found) -> str:
    words, first, notice = report.words, found[0][1], report.slice.scorecard.notice
    upper_left, upper_right, lower_left, lower_right = (words[f"quadrant_{f}"] for f in FIELDS)
    return render_priority_matrix(
        PriorityMatrix(
            places=[
                Place(name, row.value, row.effect, row.placed == "clear") for name, row in found
            ],
            value_line=first.value_line,
            effect_line=first.effect_line,
            fields=(upper_left, upper_right, lower_left, lower_right),
            value_label=words["survey_value_axis"],
            effect_label=words["survey_effect_axis"],
            format_value=lambda value: _value(report, value),
            format_effect=lambda effect: _effect(report, effect),
            unclear=words["survey_unclear"],
            notice=notice.of(report.language) if notice else "",
        )
    )


def _title(report: Report, found: Found, texts: Mapping[str, str]) -> str:
    """Say which areas lie in the field of those to prioritise, and which of them only maybe."""
    words = report.words
    named = [
        name if row.placed == "clear" else words["survey_matrix_unsure"].format(area=name)
        for name, row in found
        if row.quadrant == "prioritise"
    ]
    if not named:
        return words["survey_matrix_none"].format(**texts)
    return words["survey_matrix_some"].format(areas=report.listed(named), **texts)


def _areas_in_words(report: Report, found: Found) -> str:
    pattern = report.words["survey_matrix_alt_area"]
    return "; ".join(
        pattern.format(
            area=name,
            value=_value(report, row.value),
            effect=_effect(report, row.effect),
            quadrant=_quadrant(report, row),
        )
        for name, row in found
    )


def _quadrant(report: Report, row: Any) -> str:
    word = report.words[f"quadrant_{row.quadrant}"]
    return word if row.placed == "clear" else f"{word} ({report.words['survey_unclear_word']})"


def _data(report: Report, found: Found) -> Table:
    words = report.words
    return Table(
        caption=words["survey_matrix_data"],
        columns=(
            Column(label=words["survey_area"]),
            Column(label=words["survey_value_axis"], numeric=True),
            Column(label=words["survey_effect_axis"], numeric=True),
            Column(label=words["survey_quadrant"]),
        ),
        rows=tuple(
            Row(
                cells=(
                    Cell(text=name),
                    Cell(text=_value(report, row.value), number=float(row.value)),
                    Cell(text=_effect(report, row.effect), number=float(row.effect)),
                    Cell(text=_quadrant(report, row)),
                )
            )
            for name, row in found
        ),
    )
