"""The bonus of a unit: the attainment of each measure, its weight, and what they pay together."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from bsc_helpers.blocks import Block, Cell, Column, Fold, Heading, Row, Table
from bsc_helpers.evaluation import rows_of
from bsc_helpers.model import BonusScheme
from bsc_helpers.narrative.formats import format_percent, format_share, missing_sign
from bsc_helpers.narrative.rounding import decimals_of
from bsc_helpers.report.anchors import BONUS, anchor_of
from bsc_helpers.report.opened import Report
from bsc_helpers.report.said import line

__all__ = ["bonus_blocks"]

COLUMNS = ("weight", "attainment", "counted", "weighted")
ALL = 100  # percent


def bonus_blocks(report: Report) -> Iterable[Block]:
    """Yield the bonus of a unit that the scheme is for; nothing for others."""
    scheme, rows = report.slice.scorecard.bonus, list(rows_of(report.slice.bonus))
    if scheme is None or not rows:
        return
    words = report.words
    (whole,) = (row for row in rows if row.level == "scheme")
    yield Heading(level=2, text=words["bonus"], anchor=BONUS)
    yield line(_result(report, scheme, whole))
    yield _table(report, scheme, rows)
    missing = [_name(report, row) for row in rows if row.level == "measure" and row.coverage == 0]
    if missing:
        yield line(words["bonus_missing"].format(names=report.listed(missing)))
    if scheme.note:
        yield line(scheme.note.of(report.language), quiet=True)
    yield Fold(summary=words["bonus_computed"], blocks=tuple(map(line, _rules(report, scheme))))


def _result(report: Report, scheme: BonusScheme, whole: Any) -> str:
    """Return in a sentence what is paid, or why no payout is computed."""
    words, language = report.words, report.language
    coverage = format_share(whole.coverage, language)
    if math.isnan(whole.payout):
        least = format_share(float(scheme.minimum_coverage) / ALL, language)
        return words["bonus_not_paid"].format(coverage=coverage, least=least)
    return words["bonus_paid"].format(
        result=format_percent(whole.attainment, 1, language),
        payout=format_percent(whole.payout, 1, language),
        coverage=coverage,
    )


def _table(report: Report, scheme: BonusScheme, rows: list[Any]) -> Table:
    words = report.words
    by_code = {(row.level, row.code): row for row in rows}
    table: list[Row] = []
    for part in scheme.perspectives:
        above = by_code["perspective", part.perspective]
        table.append(Row(cells=(Cell(text=_name(report, above)),), group=True))
        below = [by_code["measure", each.measure] for each in part.measures]
        table += [_row(report, row, _name(report, row)) for row in below]
        if len(below) > 1:
            table.append(_row(report, above, words["bonus_whole"]))
    name = scheme.name.of(report.language)
    table.append(Row(cells=(Cell(text=name),), group=True))
    table += [_row(report, row, words["bonus_whole"]) for row in rows if row.level == "scheme"]
    caption = words["bonus_caption"].format(
        name=name, unit=report.subject_name, period=report.period_text
    )
    columns = [Column(label=words[f"bonus_{each}"], numeric=True) for each in COLUMNS]
    first = Column(label=words["bonus_measure"])
    return Table(caption=caption, columns=(first, *columns), rows=tuple(table))


def _row(report: Report, row: Any, name: str) -> Row:
    shown = {measure.code: anchor_of(measure) for measure in report.measures}
    to = shown.get(row.code) if row.level == "measure" else None
    places = {"weight": decimals_of(row.weight), "attainment": 1, "counted": 1, "weighted": 2}
    cells = [_cell(report, row, column, places[column]) for column in COLUMNS]
    return Row(cells=(Cell(text=name, to=to), *cells))


def _cell(report: Report, row: Any, column: str, decimals: int) -> Cell:
    number = getattr(row, column)
    if math.isnan(number):
        return Cell(text=missing_sign(row.reason, report.language)[0])
    return Cell(text=format_percent(number, decimals, report.language), number=number)


def _name(report: Report, row: Any) -> str:
    card = report.slice.scorecard
    named = card.measures if row.level == "measure" else card.perspectives
    return next(each.name.of(report.language) for each in named if each.code == row.code)


def _rules(report: Report, scheme: BonusScheme) -> list[str]:
    """Return how attainments come to a result, and what a result pays."""
    words, language = report.words, report.language
    texts = {
        name: format_percent(number, decimals_of(number), language)
        for name, number in scheme.payout
    }
    return [words[key].format(**texts) for key in ("bonus_rule", "bonus_scale")]
