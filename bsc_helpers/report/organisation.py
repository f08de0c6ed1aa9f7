"""Where a unit became another one, and its earlier values in the organisation of the report."""

from __future__ import annotations

from typing import Any

from bsc_helpers.blocks import Cell, Column, Fold, Row, Table
from bsc_helpers.compute.structure import Reorganisation
from bsc_helpers.evaluation import rows_of
from bsc_helpers.model import Measure, Reason
from bsc_helpers.narrative.formats import format_date, format_period, missing_sign
from bsc_helpers.report.figures import number_of
from bsc_helpers.report.opened import Report
from bsc_helpers.report.said import line

__all__ = ["changes_text", "in_later_structure"]


def changes_text(report: Report) -> str:
    """Return where the unit became another one, a sentence for each change."""
    return " ".join(_told(report, change) for change in report.slice.reorganisations)


def in_later_structure(report: Report, measure: Measure) -> Fold | None:
    """Return the earlier values as if the report's organisation had been there all the time.

    Beside them stand the values as they were. None where no value is another one.
    """
    rows = (row for row in rows_of(report.slice.restated) if row.measure == measure.code)
    found = sorted(rows, key=lambda row: report.parse(row.period))
    if not found:
        return None
    words, language, figures = report.words, report.language, report.figures
    columns = (
        Column(label=words["period"]),
        Column(label=words["in_structure"], numeric=True),
        Column(label=words["as_was"], numeric=True),
    )
    name = figures.with_unit(measure.name.of(language), measure)
    table = Table(
        caption=words["structure_caption"].format(measure=name, unit=report.subject_name),
        columns=columns,
        rows=tuple(_row(report, measure, row) for row in found),
    )
    day = format_date(report.slice.period.end, language)
    how = words["structure_note"].format(date=day)
    note = line(f"{changes_text(report)} {how}", quiet=True)
    summary = words["structure"].format(date=day, measure=measure.name.of(language))
    return Fold(summary=summary, blocks=(note, table), in_print=False)


def _row(report: Report, measure: Measure, row: Any) -> Row:
    """Return a period with its value in the organisation of the report, and as it was.

    Before the unit existed it had none, which is not a value that is missing.
    """
    period, language = report.parse(row.period), report.language
    was = report.row(measure, period=period)
    text = missing_sign(Reason.NOT_APPLICABLE, language)[0]
    if was is not None:
        text = report.figures.number_text(measure, was)
    now = report.figures.number_text(measure, row)
    cells = (Cell(text=now, number=number_of(row)), Cell(text=text, number=number_of(was)))
    return Row(cells=(Cell(text=format_period(period, language)), *cells))


def _told(report: Report, change: Reorganisation) -> str:
    units = {unit.code: unit.name.of(report.language) for unit in report.slice.scorecard.org_units}
    return report.words[f"change_{change.kind}"].format(
        unit=report.unit_name,
        date=format_date(change.day, report.language),
        units=report.listed([units[code] for code in change.units]),
    )
