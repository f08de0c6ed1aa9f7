"""Actions: what is in hand for a measure, and the follow-up of all that touch the unit."""

from __future__ import annotations

from datetime import date

from bsc_helpers.blocks import (
    Block,
    Cell,
    Column,
    Heading,
    ItemList,
    Paragraph,
    Row,
    Run,
    Section,
    Table,
)
from bsc_helpers.model import Initiative, Measure
from bsc_helpers.narrative.amounts import Scale
from bsc_helpers.narrative.formats import format_date
from bsc_helpers.report.anchors import ACTIONS
from bsc_helpers.report.money import amount_cell, common_scale
from bsc_helpers.report.opened import Report
from bsc_helpers.report.said import said_all

__all__ = ["OPEN", "actions", "in_hand", "is_shared"]

OPEN = ("planned", "ongoing", "late")


def is_shared(report: Report, initiative: Initiative) -> bool:
    """Whether an initiative is one of the whole organisation, seen from a unit in it."""
    return bool(report.slice.ancestors) and not initiative.org_units


def in_hand(report: Report, measure: Measure) -> list[Block]:
    """Return the open initiatives for a measure, each with its owner and due date."""
    found = [
        each
        for each in report.initiatives
        if each.status in OPEN and measure.code in _measures(each)
    ]
    if not found:
        return []
    items = tuple((_item(report, each),) for each in found)
    label = Paragraph(runs=(Run(text=report.words["in_hand"], marks=("strong",)),))
    return [label, ItemList(items=items)]


def _measures(initiative: Initiative) -> set[str]:
    effect = {initiative.effect.measure} if initiative.effect else set()
    return {*initiative.measures, *effect}


def _item(report: Report, initiative: Initiative) -> Paragraph:
    words, language = report.words, report.language
    parts = [initiative.owner.of(language)] if initiative.owner else []
    if initiative.due:
        parts.append(words["due_by"].format(date=format_date(initiative.due, language)))
    parts.append(words[f"initiative_{initiative.status}"])
    name = Run(text=initiative.name.of(language), to=ACTIONS)
    return Paragraph(runs=(name, Run(text=f" – {', '.join(parts)}")))


def actions(report: Report) -> Section:
    """Follow up the initiatives: a table of the unit's, one of the shared, and what is said."""
    found = report.initiatives
    if not found:
        return Section(blocks=())
    heading = Heading(level=2, text=report.words["actions"], anchor=ACTIONS)
    own = [each for each in found if not is_shared(report, each)]
    shared = [each for each in found if is_shared(report, each)]
    named = (("actions_caption", own), ("actions_shared_caption", shared))
    tables = [_table(report, each, caption) for caption, each in named if each]
    return Section(blocks=(heading, *tables, *said_all(report, report.actions)))


def _table(report: Report, found: list[Initiative], caption: str) -> Table:
    words = report.words
    scale = common_scale(*(amount for each in found for amount in (each.budget, each.outturn)))
    labels = ("action", "action_owner", "action_time", "action_state")
    columns = [Column(label=words[label]) for label in labels]
    money = [("budget", "budget"), ("outturn", "outturn")]
    money = [pair for pair in money if any(getattr(each, pair[0]) is not None for each in found)]
    columns += [
        Column(label=f"{words[label]}, {words[f'scale_{scale}']}", numeric=True)
        for _, label in money
    ]
    names = tuple(field for field, _ in money)
    rows = tuple(_row(report, each, names, scale) for each in found)
    text = words[caption].format(unit=report.subject_name)
    return Table(caption=text, columns=tuple(columns), rows=rows)


def _row(report: Report, each: Initiative, money: tuple[str, ...], scale: Scale) -> Row:
    language = report.language
    objectives = {o.code: o.name.of(language) for o in report.slice.scorecard.objectives}
    cells = [
        Cell(text=each.name.of(language), quiet=objectives.get(each.objective, "")),
        Cell(text=each.owner.of(language) if each.owner else ""),
        Cell(text=_time(report, each)),
        Cell(text=report.words[f"initiative_{each.status}"]),
        *(amount_cell(getattr(each, name), scale, language) for name in money),
    ]
    if each.funding and money:
        cells[4] = cells[4].model_copy(update={"quiet": each.funding.of(language)})
    return Row(cells=tuple(cells))


def _time(report: Report, each: Initiative) -> str:
    """Return when an initiative starts and is due: "1 Feb – 31 Dec 2003", "ongoing since …"."""

    def day(when: date) -> str:
        return format_date(when, report.language, short=True).replace(" ", "\u00a0")

    if each.starts and each.due:
        return f"{day(each.starts)} – {day(each.due)}"
    if each.due:
        return f"– {day(each.due)}"
    return f"{day(each.starts)} –" if each.starts else ""
