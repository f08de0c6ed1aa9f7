"""How firmly the order of the units right below stands: a sentence, and a table behind a fold.

A place is told as an interval only, and the units stand by name: a report is no league table.
"""

from __future__ import annotations

from bsc_helpers.blocks import Block, Cell, Column, Fold, Row, Table
from bsc_helpers.compute.sensitivity import CONFIDENCE, Order
from bsc_helpers.narrative.alphabet import name_key
from bsc_helpers.narrative.formats import format_number
from bsc_helpers.report.opened import Report
from bsc_helpers.report.said import line

__all__ = ["ordering"]

ALL = 100
_LEAST = 0.005  # below half a case in a hundred it is told in words


def ordering(report: Report) -> list[Block]:
    """Say how the order of the units right below varies with the weights; nothing without one."""
    order = report.slice.order
    if order is None:
        return []
    note = line(_method(report, order), quiet=True)
    fold = Fold(summary=report.words["order"], blocks=(_table(report, order), note), in_print=False)
    return [line(_in_short(report, order)), fold]


def _in_short(report: Report, order: Order) -> str:
    """Return in how many cases the order changes, and the place that is the least sure."""
    if not order.changed:
        return report.words["order_firm"]
    spans = [last - first for first, last in zip(order.first, order.last, strict=True)]
    widest = spans.index(max(spans))
    return report.words["order_line"].format(
        cases=_cases(report, order.changed),
        unit=_names(report)[order.units[widest]],
        first=order.first[widest],
        last=order.last[widest],
        count=len(order.units),
    )


def _method(report: Report, order: Order) -> str:
    language = report.language
    return report.words["order_method"].format(
        draws=format_number(order.draws, 0, language),
        confidence=format_number(ALL * CONFIDENCE, 0, language),
        first=_cases(report, order.first_changed),
        last=_cases(report, order.last_changed),
        tau=format_number(order.tau, 2, language),
    )


def _cases(report: Report, share: float) -> str:
    """Return a share as cases in a hundred; only never and always are told as none and all."""
    if 0 < share < _LEAST:
        return report.words["order_few"]
    if 1 - _LEAST < share < 1:
        return report.words["order_most"]
    return format_number(ALL * share, 0, report.language)


def _names(report: Report) -> dict[str, str]:
    return {unit.code: unit.name.of(report.language) for unit in report.slice.children}


def _table(report: Report, order: Order) -> Table:
    words, names = report.words, _names(report)
    places = zip(order.units, order.first, order.last, strict=True)
    told = sorted(places, key=lambda place: name_key(names[place[0]], report.language))
    rows = [
        Row(
            cells=(
                Cell(text=names[unit]),
                Cell(text=str(first), number=first),
                Cell(text=str(last), number=last),
            )
        )
        for unit, first, last in told
    ]
    columns = (
        Column(label=words["order_unit"]),
        Column(label=words["order_first"], numeric=True),
        Column(label=words["order_last"], numeric=True),
    )
    caption = words["order_caption"].format(unit=report.subject_name, count=len(rows))
    return Table(caption=caption, columns=columns, rows=tuple(rows))
