"""What to discuss: questions that follow from the statements, and the actions that are due."""

from __future__ import annotations

from bsc_helpers.blocks import Block, Heading, ItemList, Paragraph, Run, Section
from bsc_helpers.model import Initiative
from bsc_helpers.narrative import Statement, sentence_of
from bsc_helpers.narrative.formats import format_date
from bsc_helpers.report.actions import OPEN
from bsc_helpers.report.anchors import ACTIONS, anchor_of
from bsc_helpers.report.opened import Report

__all__ = ["discussion", "due_soon"]


def discussion(report: Report) -> Section:
    """Return the questions for the meeting, and which actions are due by the next one."""
    due = due_soon(report)
    if not report.questions and not due:
        return Section(blocks=())
    words = report.words
    blocks: list[Block] = [Heading(level=2, text=words["discussion"], anchor="discussion")]
    if report.questions:
        items = tuple((_question(report, claim),) for claim in report.questions)
        blocks.append(ItemList(items=items, ordered=True))
    if due:
        items = tuple((_due(report, initiative),) for initiative in due)
        blocks += [Heading(level=3, text=words["actions_due"]), ItemList(items=items)]
    return Section(blocks=tuple(blocks))


def due_soon(report: Report) -> list[Initiative]:
    """Return the open initiatives that are due by the end of the next period, the first first."""
    by = report.slice.period.shift(1).end
    found = [
        each
        for each in report.initiatives
        if each.status in OPEN and each.due is not None and each.due <= by
    ]
    return sorted(found, key=lambda each: (each.due or by, each.code))


def _question(report: Report, claim: Statement) -> Paragraph:
    card = report.slice.scorecard
    text = Run(text=sentence_of(claim, card, report.language))
    if not claim.measure:
        return Paragraph(runs=(text,))
    measure = card.measure(claim.measure)
    link = Run(text=measure.name.of(report.language), to=anchor_of(measure))
    return Paragraph(runs=(text, Run(text=" ("), link, Run(text=")")))


def _due(report: Report, initiative: Initiative) -> Paragraph:
    language = report.language
    when = format_date(initiative.due, language) if initiative.due else ""
    parts = [initiative.owner.of(language)] if initiative.owner else []
    parts.append(report.words[f"initiative_{initiative.status}"])
    name = Run(text=initiative.name.of(language), to=ACTIONS)
    text = report.words["due_on"].format(date=when, more=", ".join(parts))
    return Paragraph(runs=(name, Run(text=f" – {text}")))
