"""The chart of a measure: its course with target and comparison, and the numbers behind it."""

from __future__ import annotations

import math
from typing import Any

from bsc_helpers.blocks import Cell, Column, Figure, Row, Table
from bsc_helpers.charts.run_chart import render_chart
from bsc_helpers.charts.series import RunSeries
from bsc_helpers.model import Measure, OrgUnit, Reason
from bsc_helpers.narrative.formats import format_period, format_short_period, format_value
from bsc_helpers.periods import Period
from bsc_helpers.report.opened import Report
from bsc_helpers.report.targets import target_text

__all__ = ["chart_of"]

MISSING = float("nan")


def chart_of(report: Report, measure: Measure) -> Figure | None:
    """Return the chart of a measure; None when it never had a value."""
    periods = report.history(measure)
    rows = [report.row(measure, period=period) for period in periods]
    if all(row is None or row.reason != Reason.OK.word for row in rows):
        return None
    compared = report.slice.ancestors[0] if report.slice.ancestors else None
    series = _series(report, measure, periods, compared)
    return Figure(
        svg=render_chart(series),
        alt=_alt(report, measure, periods, compared),
        title=_title(report, measure),
        data=_data(report, measure, periods, compared),
    )


def _series(
    report: Report, measure: Measure, periods: tuple[Period, ...], compared: OrgUnit | None
) -> RunSeries:
    language = report.language
    rows = [report.row(measure, period=period) for period in periods]
    others = [report.row(measure, compared, period) for period in periods] if compared else []
    ranged = measure.polarity == "in_range"
    targets = [_number(row, "target_low" if ranged else "target") for row in rows]
    has_target = not all(math.isnan(target) for target in targets)
    notice = report.slice.scorecard.notice
    return RunSeries(
        labels=[format_short_period(period, language) for period in periods],
        values=[_number(row, "value") for row in rows],
        unit=measure.unit_of_measure.of(language),
        format_number=lambda value: format_value(value, measure, language, bare=True),
        years=[str(period.year) for period in periods] if periods[0].kind != "year" else [],
        target=targets if has_target else [],
        target_high=[_number(row, "target_high") for row in rows] if has_target and ranged else [],
        target_label=target_text(measure, rows[-1], language, bare=True) if has_target else "",
        comparison=[_number(row, "value") for row in others],
        comparison_label=compared.name.of(language) if compared else "",
        step=10.0**-measure.decimals,
        notice=notice.of(language) if notice else "",
    )


def _number(row: Any, column: str) -> float:
    return MISSING if row is None else float(getattr(row, column))


def _title(report: Report, measure: Measure) -> str:
    row, shown = report.row(measure), report.slice.shown(measure.code)
    missing = row is None or row.reason != Reason.OK.word
    return report.words["chart_title_missing" if missing else "chart_title"].format(
        measure=measure.name.of(report.language),
        value=report.value_text(measure, row),
        period=format_period(shown, report.language),
    )


def _alt(
    report: Report, measure: Measure, periods: tuple[Period, ...], compared: OrgUnit | None
) -> str:
    """Name measure, unit, span, latest value, extremes, target and what it is compared with."""
    words, language = report.words, report.language
    known = [
        (row.value, period)
        for period in periods
        if (row := report.row(measure, period=period)) is not None and row.reason == Reason.OK.word
    ]
    last, low, high = known[-1], min(known, key=_value), max(known, key=_value)

    def text(value: float) -> str:
        return format_value(value, measure, language)

    def when(period: Period) -> str:
        return format_period(period, language)

    name = measure.name.of(language)
    target = target_text(measure, report.row(measure), language)
    parts = [
        words["chart_alt"].format(
            measure=name, unit=report.unit_name, first=when(periods[0]), last=when(periods[-1])
        ),
        words["chart_alt_last"].format(value=text(last[0]), period=when(last[1])),
    ]
    if len(known) > 1:
        parts.append(
            words["chart_alt_extent"].format(
                low=text(low[0]),
                low_period=when(low[1]),
                high=text(high[0]),
                high_period=when(high[1]),
            )
        )
    if target:
        parts.append(words["chart_alt_target"].format(target=target))
    if compared:
        parts.append(words["chart_alt_compared"].format(unit=compared.name.of(language)))
    return " ".join(parts)


def _value(known: tuple[float, Period]) -> float:
    return known[0]


def _data(
    report: Report, measure: Measure, periods: tuple[Period, ...], compared: OrgUnit | None
) -> Table:
    language, words = report.language, report.words
    columns = [
        Column(label=words["period"]),
        Column(label=report.unit_name, numeric=True),
        Column(label=words["target"], numeric=True),
    ]
    if compared:
        columns.append(Column(label=compared.name.of(language), numeric=True))
    rows = []
    for period in periods:
        own = report.row(measure, period=period)
        cells = [
            Cell(text=format_period(period, language)),
            _value_cell(report, measure, own),
            Cell(text=target_text(measure, own, language)),
        ]
        if compared:
            cells.append(_value_cell(report, measure, report.row(measure, compared, period)))
        rows.append(Row(cells=tuple(cells)))
    caption = words["chart_data"].format(measure=measure.name.of(language))
    return Table(caption=caption, columns=tuple(columns), rows=tuple(rows))


def _value_cell(report: Report, measure: Measure, row: Any) -> Cell:
    number = None if row is None or row.reason != Reason.OK.word else float(row.value)
    return Cell(text=report.value_text(measure, row), number=number)
