"""The summary of all measures: one row for each, and no more columns than a page carries."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date

from bsc_helpers.blocks import Block, Cell, Column, Heading, Row, Section, Status, Table
from bsc_helpers.charts.sparkline import sparkline
from bsc_helpers.model import Measure, Perspective
from bsc_helpers.narrative.formats import format_period, format_short_period
from bsc_helpers.report.anchors import anchor_of
from bsc_helpers.report.changes import change_cell
from bsc_helpers.report.compared import compared_with, is_compared, spans_below
from bsc_helpers.report.figures import has_value, number_of
from bsc_helpers.report.opened import Report
from bsc_helpers.report.said import line
from bsc_helpers.report.targets import target_text
from bsc_helpers.report.variation import variation_of

__all__ = ["measures_in", "summary"]

NBSP = "\u00a0"
NO_TARGET = "–"
MOST_PERIODS = 16
MARKS = {"19_preliminary": "preliminary", "19_revised": "revised"}


def summary(report: Report) -> Section:
    """Show every measure on one row, grouped by perspective."""
    words, spans = report.words, spans_below(report)
    columns = (
        Column(label=words["measure"]),
        Column(label=words["value"], numeric=True),
        Column(label=words["status"]),
        Column(label=words["target"], numeric=True),
        Column(label=words["change"], numeric=True),
        *_compared_column(report, spans),
        Column(label=words["course"]),
    )
    rows = [row for p in report.slice.scorecard.perspectives for row in _group(report, p, spans)]
    caption = words["summary_caption"].format(unit=report.subject_name, period=report.period_text)
    table = Table(caption=caption, columns=columns, rows=tuple(rows), anchor="summary-table")
    heading = Heading(level=2, text=words["summary"], anchor="summary")
    return Section(blocks=(heading, table, *_notes(report, spans)))


def measures_in(report: Report, perspective: Perspective) -> list[Measure]:
    """Return the measures of a perspective that apply, in the order of its objectives."""
    card = report.slice.scorecard
    return [
        measure
        for objective in card.objectives
        if objective.perspective == perspective.code
        for measure in report.measures
        if card.objective_of(measure) == objective.code
    ]


def _group(report: Report, perspective: Perspective, spans: Mapping[str, str]) -> list[Row]:
    measures = measures_in(report, perspective)
    if not measures:
        return []
    name = perspective.name.of(report.language)
    rows = (_row(report, measure, spans) for measure in measures)
    return [Row(cells=(Cell(text=name),), group=True), *rows]


def _row(report: Report, measure: Measure, spans: Mapping[str, str]) -> Row:
    row = report.row(measure)
    status: Status = "no_data" if row is None else row.status
    return Row(
        cells=(
            Cell(
                text=measure.name.of(report.language),
                to=anchor_of(measure),
                quiet=report.figures.unit_text(measure),
            ),
            Cell(
                text=report.figures.short_text(measure, row),
                number=number_of(row),
                quiet=_beside(report, measure),
            ),
            Cell(status=status),
            Cell(text=_target(report, measure)),
            change_cell(report, measure),
            *_compared_cell(report, measure, spans),
            Cell(svg=_spark(report, measure), variation=variation_of(report, measure)),
        )
    )


def _compared_column(report: Report, spans: Mapping[str, str]) -> list[Column]:
    """Return the column with the unit above, or with the span of the units below; if any."""
    whole = compared_with(report)
    if whole is not None:
        return [Column(label=whole.name.of(report.language), numeric=True)]
    if spans:
        return [Column(label=report.words["span_below"], numeric=True)]
    return []


def _compared_cell(report: Report, measure: Measure, spans: Mapping[str, str]) -> list[Cell]:
    whole = compared_with(report)
    if whole is None:
        return [Cell(text=spans[measure.code])] if spans else []
    row = report.row(measure, whole)
    if not is_compared(report, measure) or not has_value(row):
        return [Cell()]
    return [Cell(text=report.figures.short_text(measure, row), number=number_of(row))]


def _beside(report: Report, measure: Measure) -> str:
    """Return when a value was measured where that is another time, and the signs of its marks."""
    shown = report.slice.shown(measure.code)
    told = [report.words[f"{mark}_sign"] for mark in _marks(report, measure)]
    if shown != report.slice.period:
        when = format_short_period(shown, report.language).replace(" ", NBSP)
        if shown.kind == "half_year":  # its short form is one that few know
            when = format_period(shown, report.language)
        told.insert(0, report.words["measured_when"].format(period=when))
    return ", ".join(told)


def _marks(report: Report, measure: Measure) -> list[str]:
    """Return whether the value that is shown may still be revised, and whether it was."""
    shown = report.slice.shown(measure.code)
    found = {
        MARKS[claim.pattern]
        for claim in report.statements
        if claim.measure == measure.code and claim.pattern in MARKS and claim.period == shown
    }
    return [mark for mark in MARKS.values() if mark in found]


def _notes(report: Report, spans: Mapping[str, str]) -> list[Block]:
    """Say what the signs of the table mean, as far as they stand in it."""
    words = report.words
    marks = {mark for measure in report.measures for mark in _marks(report, measure)}
    notes = [words[f"{mark}_note"] for mark in MARKS.values() if mark in marks]
    if any(change_cell(report, measure).text for measure in report.measures):
        notes.insert(0, words["change_note"])
    if any(variation_of(report, measure) for measure in report.measures):
        notes.append(words["summary_variation_note"])
    if compared_with(report) is None and spans:
        notes.append(words["span_below_note"])
    return [line(" ".join(notes), quiet=True)] if notes else []


def _target(report: Report, measure: Measure) -> str:
    """Return the target; for a measure that is followed without one, a dash."""
    return target_text(measure, report.row(measure), report.language, bare=True) or NO_TARGET


def _spark(report: Report, measure: Measure) -> str | None:
    """Draw the latest values; none from before the latest change of definition."""
    shown = report.slice.shown(measure.code)
    begins = [
        report.parse(each.from_).start for each in measure.breaks if each.kind == "definition"
    ]
    start = max((day for day in begins if day <= shown.end), default=date.min)
    periods = [p for p in report.history(measure) if p.start >= start][-MOST_PERIODS:]
    values = [number_of(report.row(measure, period=period)) for period in periods]
    if sum(value is not None for value in values) < 2:  # noqa: PLR2004 - a line has two ends
        return None
    return sparkline([math.nan if value is None else value for value in values])
