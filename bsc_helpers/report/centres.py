"""Responsibility centres: what a unit answers for, plan against actual, and its bonus."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, Final

from bsc_helpers.blocks import Block, Cell, Column, Heading, Row, Section, Table
from bsc_helpers.evaluation import rows_of, share_of_year
from bsc_helpers.model import Centre, Reason
from bsc_helpers.narrative.amounts import DIVISORS, Scale
from bsc_helpers.narrative.formats import (
    format_money,
    format_number,
    format_percent,
    format_share,
    missing_sign,
)
from bsc_helpers.narrative.rounding import decimals_of, decimals_to_tell_apart
from bsc_helpers.report.anchors import CENTRES
from bsc_helpers.report.bonus import bonus_blocks
from bsc_helpers.report.centre_rules import computed_centre
from bsc_helpers.report.economy import span_of
from bsc_helpers.report.money import common_scale
from bsc_helpers.report.opened import Report
from bsc_helpers.report.said import line

__all__ = ["centres"]

# What the table of amounts shows, in the order in which one line follows from another.
GROUPS: Final = {
    "money": ("costs",),
    "margin": ("revenue", "variable_costs", "global_margin", "fixed_costs", "net_margin"),
    "cash": ("receipts", "payments", "depreciation", "investments", "net_cash_flow"),
    "capital": ("average_assets", "invested_assets", "nibcl", "capital_employed"),
    "value": ("residual_income", "eva_on_capital_employed", "eva_on_assets"),
}
RATIOS = ("roi", "net_margin_rate", "asset_turnover", "du_pont_roi")
# What a centre of each type answers for above all.
HEADLINE = {
    "cost": "costs",
    "revenue": "revenue",
    "profit": "net_margin",
    "investment": "net_margin",
}
SIGNS = {True: "+", False: "\u2212", None: "="}
JUDGED = {True: "judged_yes", False: "judged_no", None: "judged_even"}
UNITS = {"percent": (1, 1), "times": (1, 2)}  # what they are shown in, and the decimals
MOST_DECIMALS = 4
WHOLE_YEAR = 1.0


def centres(report: Report) -> Section:
    """Show what the unit answers for, line by line, and its bonus; nothing for other units."""
    lines = {row.line: row for row in rows_of(report.slice.centres)}
    return Section(blocks=(*_centre_blocks(report, lines), *bonus_blocks(report)))


def _centre_blocks(report: Report, lines: Mapping[str, Any]) -> Iterable[Block]:
    if not lines:
        return
    code = next(iter(lines.values())).centre
    centre = next(each for each in report.slice.scorecard.centres if each.code == code)
    words = report.words
    yield Heading(level=2, text=words[f"centre_{centre.type}"], anchor=CENTRES)
    scale = _scale(lines.values())
    yield line(_said(report, lines[HEADLINE[centre.type]], scale))
    yield _amounts(report, lines, scale)
    yield line(words["centre_note"], quiet=True)
    if centre.type == "investment":
        ratios = [lines[name] for name in RATIOS]
        caption = words["ratio_caption"].format(unit=report.subject_name, period=span_of(report))
        yield _table(report, caption, [_row(report, row, scale) for row in ratios])
    yield from _notes(report, centre)
    yield computed_centre(report, centre, lines, HEADLINE[centre.type])


def _scale(rows: Iterable[Any]) -> Scale:
    """Return thousands, as for a unit, or kronor where the amounts are too small for that."""
    amounts = [a for row in rows if row.unit_of_measure == "SEK" for a in (row.plan, row.actual)]
    return "one" if common_scale(*amounts) == "one" else "thousand"


def _said(report: Report, row: Any, scale: Scale) -> str:
    """Return in a sentence what the centre answers for above all."""
    words, language = report.words, report.language

    def text(amount: float, reason: str, *, signed: bool = False) -> str:
        if math.isnan(amount):
            return missing_sign(reason, language)[1]
        return format_money(amount, language, scale, signed=signed)

    key = "centre_said_unjudged" if math.isnan(row.deviation) else "centre_said"
    return words[key].format(
        line=words[f"line_{row.line}"],
        actual=text(row.actual, row.reason),
        plan=text(row.plan, row.plan_reason),
        deviation=text(row.deviation, row.reason, signed=True),
        judged=words[JUDGED[row.favourable]],
    )


def _amounts(report: Report, lines: Mapping[str, Any], scale: Scale) -> Table:
    words = report.words
    found = {
        group: [lines[name] for name in names if name in lines] for group, names in GROUPS.items()
    }
    shown = {group: rows for group, rows in found.items() if rows}
    table: list[Row] = []
    for group, rows in shown.items():
        if len(shown) > 1:
            table.append(Row(cells=(Cell(text=words[f"centre_group_{group}"]),), group=True))
        table += [_row(report, row, scale) for row in rows]
    caption = words["centre_caption"].format(
        unit=report.subject_name, period=span_of(report), scale=words[f"scale_{scale}"]
    )
    return _table(report, caption, table)


def _table(report: Report, caption: str, rows: Iterable[Row]) -> Table:
    words = report.words
    numeric = [
        Column(label=words[f"centre_{each}"], numeric=True)
        for each in ("plan", "actual", "deviation")
    ]
    columns = (Column(label=words["centre_line"]), *numeric, Column(label=words["centre_judged"]))
    return Table(caption=caption, columns=columns, rows=tuple(rows))


def _row(report: Report, row: Any, scale: Scale) -> Row:
    """Return plan, actual and deviation of a line, and in a word and a sign what it means."""
    both = row.reason if row.reason != Reason.OK.word else row.plan_reason
    return Row(
        cells=(
            Cell(text=report.words[f"line_{row.line}"]),
            _cell(report, row, row.plan, row.plan_reason, scale),
            _cell(report, row, row.actual, row.reason, scale),
            _cell(report, row, row.deviation, both, scale, signed=True),
            Cell(text=_judged(report, row)),
        )
    )


def _judged(report: Report, row: Any) -> str:
    if math.isnan(row.deviation) or (row.favourable is None and row.deviation):
        return ""
    return f"{SIGNS[row.favourable]} {report.words[JUDGED[row.favourable]]}"


def _cell(
    report: Report, row: Any, number: float, reason: str, scale: Scale, *, signed: bool = False
) -> Cell:
    """Return a number of a line in its unit; of a missing one the sign that says why."""
    language = report.language
    if math.isnan(number):
        return Cell(text=missing_sign(reason, language)[0])
    units = UNITS | {"SEK": DIVISORS[scale]}
    divisor, least = units[row.unit_of_measure]
    shown = number / divisor
    # What is favourable or not is not shown as nothing.
    places = min(decimals_to_tell_apart(shown, 0, least), MOST_DECIMALS) if signed else least
    if row.unit_of_measure != "percent":
        text = format_number(shown, places, language, signed=signed)
    elif signed:
        points = format_number(shown, places, language, signed=True)
        text = report.words["points"].format(number=points)
    else:
        text = format_percent(shown, places, language)
    return Cell(text=text, number=number)


def _notes(report: Report, centre: Centre) -> Iterable[Block]:
    """Yield why the returns and the two forms of value added differ, and what a part year means."""
    if centre.type != "investment":
        return
    words, language = report.words, report.language
    rates = {
        name: format_percent(rate, decimals_of(rate), language)
        for name, rate in (("cost", centre.cost_of_capital), ("wacc", centre.wacc))
        if rate is not None
    }
    texts = [words["eva_differ"].format(**rates)]
    if centre.lines.invested_assets:
        texts.insert(0, words["roi_differ"])
    share = share_of_year(report.slice.period, report.slice.scorecard.fiscal_year_starts)
    if share < WHOLE_YEAR:
        texts.append(words["centre_part_year"].format(share=format_share(share, language)))
    yield line(" ".join(texts))
