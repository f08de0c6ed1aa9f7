"""The economy: outturn, budget, deviation and forecast, line by line; a plus is a surplus."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from bsc_helpers.blocks import Block, Cell, Column, Figure, Fold, Heading, Row, Section, Table
from bsc_helpers.charts.deviation_bars import Deviation, render_deviation_bars
from bsc_helpers.evaluation import rows_of
from bsc_helpers.narrative.amounts import Scale
from bsc_helpers.narrative.formats import format_date, format_span
from bsc_helpers.report.anchors import ECONOMY
from bsc_helpers.report.compared import by_name
from bsc_helpers.report.figures import day_of
from bsc_helpers.report.money import amount_cell, amount_text, common_scale, decimals_for
from bsc_helpers.report.opened import Report
from bsc_helpers.report.said import line, said_all

__all__ = ["economy", "span_of"]

NET = "net"
AMOUNTS = ("outturn", "plan", "deviation", "year_plan", "forecast", "forecast_deviation")
DEVIATIONS = ("deviation", "forecast_deviation", "previous_forecast_deviation")
MODELS = ("5", "6")


def economy(report: Report) -> Section:
    """Show the economy by account class, the forecasts, and the net of the units below."""
    lines = _own(report)
    if not lines:
        return Section(blocks=())
    words = report.words
    blocks: list[Block] = [Heading(level=2, text=words["economy"], anchor=ECONOMY)]
    claims = [claim for claim in report.statements if claim.model in MODELS]
    blocks += said_all(report, claims, linked=False)
    blocks += [_lines(report, lines), line(words["economy_note"], quiet=True)]
    chart = _chart(report, lines)
    blocks += [chart] if chart else []
    folds = (_forecasts(report, lines), _below(report))
    return Section(blocks=(*blocks, *(fold for fold in folds if fold)))


def _own(report: Report) -> dict[str, Any]:
    """Return the rows of the report's subject by line, where anything is known of it."""
    frame, part = report.slice.economy, report.slice
    found = {row.line: row for row in rows_of(frame) if row.org_unit == part.org_unit.code}
    return {name: row for name, row in found.items() if _known(row, *AMOUNTS)}


def _known(row: Any, *columns: str) -> bool:
    return any(not math.isnan(getattr(row, column)) for column in columns)


def span_of(report: Report) -> str:
    """Return what the outturn covers: the year so far."""
    starts = report.slice.scorecard.fiscal_year_starts
    year = report.slice.period.within("year", starts)
    if year.end == report.slice.period.end:
        return format_span(year, year, report.language)
    covered = report.slice.period.covered("year_to_date", starts)
    return format_span(covered[0], covered[-1], report.language)


def _lines(report: Report, lines: dict[str, Any]) -> Table:
    words, shown = report.words, [c for c in AMOUNTS if any(_known(r, c) for r in lines.values())]
    scale = _scale(lines.values())
    cells = partial(_cells, report, shown, lines.values(), scale)
    classes = report.slice.scorecard.economy.classes if report.slice.scorecard.economy else ()
    rows: list[Row] = []
    for kind in ("revenue", "cost"):
        own = [each for each in classes if each.kind == kind and each.code in lines]
        head = words[f"class_{kind}"]
        if [each.name.of(report.language) for each in own] not in ([], [head]):
            rows.append(Row(cells=(Cell(text=head),), group=True))
        rows += [
            Row(cells=(Cell(text=each.name.of(report.language)), *cells(lines[each.code])))
            for each in own
        ]
    if NET in lines:
        if rows:
            rows.append(Row(cells=(Cell(text=words["whole_economy"]),), group=True))
        rows.append(Row(cells=(Cell(text=words["net"]), *cells(lines[NET]))))
    caption = words["economy_caption"].format(
        unit=report.subject_name, period=span_of(report), scale=words[f"scale_{scale}"]
    )
    return Table(caption=caption, columns=_columns(report, shown), rows=tuple(rows))


def _columns(
    report: Report, shown: Sequence[str], first: str = "economy_line"
) -> tuple[Column, ...]:
    amounts = [Column(label=report.words[f"economy_{column}"], numeric=True) for column in shown]
    return (Column(label=report.words[first]), *amounts)


def _cells(report: Report, shown: Sequence[str], rows: Any, scale: Scale, row: Any) -> list[Cell]:
    deviations = [
        getattr(each, column) for each in rows for column in shown if column in DEVIATIONS
    ]
    places = decimals_for(scale, *deviations)
    return [
        amount_cell(
            getattr(row, column),
            scale,
            report.language,
            decimals=places,
            signed=column in DEVIATIONS,
        )
        for column in shown
    ]


def _chart(report: Report, lines: dict[str, Any]) -> Figure | None:
    """Return the deviations of the lines as bars; None where there is only the net."""
    found = [(name, lines[code], code) for code, name in _names(report).items() if code in lines]
    known = [(name, row, code) for name, row, code in found if _known(row, "deviation")]
    if len(known) < 2:  # noqa: PLR2004 - one bar shows nothing that its number does not
        return None
    words, language, card = report.words, report.language, report.slice.scorecard
    scale = _scale(lines.values())
    places = decimals_for(scale, *(row.deviation for _, row, _ in known))
    bars = [
        Deviation(
            name,
            row.deviation,
            amount_text(row.deviation, scale, language, places, signed=True),
            total=code == NET,
        )
        for name, row, code in known
    ]
    unit, span = words[f"scale_{scale}"], span_of(report)
    texts = {"unit": report.subject_name, "period": span, "scale": unit}
    said = "; ".join(f"{bar.name} {bar.text}" for bar in bars)
    return Figure(
        svg=render_deviation_bars(
            bars, unit, notice=card.notice.of(language) if card.notice else ""
        ),
        alt=words["economy_alt"].format(lines=said, **texts),
        title=words["economy_chart"].format(**texts),
    )


def _scale(rows: Iterable[Any]) -> Scale:
    """Return the scale of a table of the economy, told by its plans."""
    return common_scale(*(getattr(row, c) for row in rows for c in ("plan", "year_plan")))


def _forecasts(report: Report, lines: dict[str, Any]) -> Fold | None:
    """Return the forecast beside the one before it, line by line, where there are two."""
    net = lines.get(NET)
    made, before = (
        (day_of(net.made_on), day_of(net.previous_made_on)) if net is not None else (None, None)
    )
    columns = ("previous_forecast_deviation", "forecast_deviation")
    found = {name: row for name, row in lines.items() if _known(row, *columns)}
    if made is None or before is None or not found:
        return None
    words, language = report.words, report.language
    scale = _scale(lines.values())
    rows = tuple(
        Row(cells=(Cell(text=name), *_cells(report, columns, found.values(), scale, found[code])))
        for code, name in _names(report).items()
        if code in found
    )
    heads = tuple(
        Column(label=format_date(day, language, short=True), numeric=True) for day in (before, made)
    )
    caption = words["forecasts_caption"].format(
        unit=report.subject_name, scale=words[f"scale_{scale}"]
    )
    table = Table(caption=caption, columns=(Column(label=words["economy_line"]), *heads), rows=rows)
    return Fold(summary=words["forecasts"], blocks=(table,))


def _names(report: Report) -> dict[str, str]:
    """Return the names of the lines by their codes, the net last."""
    economy = report.slice.scorecard.economy
    classes = economy.classes if economy else ()
    return {each.code: each.name.of(report.language) for each in classes} | {
        NET: report.words["net"]
    }


def _below(report: Report) -> Fold | None:
    """Return the net of the units below, by name."""
    rows = {row.org_unit: row for row in rows_of(report.slice.economy) if row.line == NET}
    units = by_name(report, [unit for unit in report.slice.children if unit.code in rows])
    found = [(unit, rows[unit.code]) for unit in units if _known(rows[unit.code], *AMOUNTS)]
    if not found:
        return None
    words = report.words
    columns = [c for c in ("outturn", "plan", "deviation", "forecast_deviation")
               if any(_known(row, c) for _, row in found)]  # fmt: skip
    scale = _scale(row for _, row in found)
    shown = [row for _, row in found]
    table = Table(
        caption=words["economy_below_caption"].format(
            unit=report.subject_name, period=span_of(report), scale=words[f"scale_{scale}"]
        ),
        columns=_columns(report, columns, "unit"),
        rows=tuple(
            Row(
                cells=(
                    Cell(text=unit.name.of(report.language)),
                    *_cells(report, columns, shown, scale, row),
                )
            )
            for unit, row in found
        ),
    )
    return Fold(summary=words["economy_below"], blocks=(table,), in_print=False)
