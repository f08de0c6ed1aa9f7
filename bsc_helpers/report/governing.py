"""What governs the figures: the scorecard's vision and strategy, and what an activity is for."""

from __future__ import annotations

from collections.abc import Iterable

from bsc_helpers.blocks import Block, Cell, Column, Fold, Row, Table
from bsc_helpers.model import Description, LocalText, OrgUnit
from bsc_helpers.report.front import version_text
from bsc_helpers.report.opened import Report
from bsc_helpers.report.organisation import changes_text

__all__ = ["about_scorecard", "about_subject"]

Fact = tuple[str, str]


def about_scorecard(report: Report) -> list[Block]:
    """Return vision, values, strategy, version and who answers for the scorecard, in a fold."""
    card, words = report.slice.scorecard, report.words
    facts = [
        (words["vision"], _said(report, card.vision)),
        (words["values"], "; ".join(value.of(report.language) for value in card.values)),
        (words["strategy"], _said(report, card.strategy)),
        (words["version"], version_text(report, card.version)),
        (words["card_owner"], _said(report, card.owner)),
        (words["orderer"], _said(report, card.orderer)),
        (words["card_responsible"], _said(report, card.responsible)),
        (words["key_processes"], ", ".join(_key_processes(report))),
    ]
    name = card.name.of(report.language)
    return _fold(words["about_card"], words["about_card_caption"].format(card=name), report, facts)


def about_subject(report: Report) -> list[Block]:
    """Return what the activity is for and what it rests on, and what it was made of and became."""
    activity, words = report.activity, report.words
    description = activity.description if activity else report.slice.scorecard.description
    facts = [
        *_described(report, description),
        (words["predecessors"], _predecessors(report)),
        (words["organisation"], changes_text(report)),
        (words["similar"], _similar(report)),
    ]
    caption = words["about_subject_caption"].format(unit=report.subject_name)
    return _fold(words["about_subject"], caption, report, facts)


def _similar(report: Report) -> str:
    """Return the units most like this one, the nearest first, and what makes them alike."""
    part, language = report.slice, report.language
    if not part.similar:
        return ""
    units = ", ".join(part.names[code].of(language) for code, _ in part.similar)
    told = [each.name.of(language) for each in part.scorecard.background]
    return report.words["similar_text"].format(units=units, background=report.listed(told))


def _fold(summary: str, caption: str, report: Report, facts: Iterable[Fact]) -> list[Block]:
    rows = [Row(cells=(Cell(text=label), Cell(text=text))) for label, text in facts if text]
    if not rows:
        return []
    columns = (Column(label=report.words["fact"]), Column(label=report.words["meaning"]))
    table = Table(caption=caption, columns=columns, rows=tuple(rows))
    return [Fold(summary=summary, blocks=(table,))]


def _said(report: Report, text: LocalText | None) -> str:
    return text.of(report.language) if text else ""


def _key_processes(report: Report) -> list[str]:
    activity = report.activity
    return [
        each.name.of(report.language)
        for each in report.slice.scorecard.key_processes
        if activity is None or not each.activities or activity.code in each.activities
    ]


def _described(report: Report, description: Description | None) -> list[Fact]:
    if description is None:
        return []
    words, language = report.words, report.language
    return [
        (words["principal"], _said(report, description.principal)),
        (words["laws"], "; ".join(each.of(language) for each in description.laws)),
        (
            words["local_documents"],
            "; ".join(each.of(language) for each in description.local_documents),
        ),
        (words["core_activity"], _said(report, description.core_activity)),
        (words["customers"], _said(report, description.customers)),
        (words["needs"], _said(report, description.needs)),
        (words["processes"], _said(report, description.processes)),
        (words["competence"], _said(report, description.competence)),
        (words["partners"], _said(report, description.partners)),
    ]


def _predecessors(report: Report) -> str:
    """Return the names of the units that the unit was made of, as far as they are known here."""
    units: dict[str, OrgUnit] = {unit.code: unit for unit in report.slice.scorecard.org_units}
    codes = report.slice.org_unit.predecessors
    return ", ".join(units[c].name.of(report.language) if c in units else c for c in codes)
