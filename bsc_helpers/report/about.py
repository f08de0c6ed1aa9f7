"""About the data: weighted scores, what is missing, sources, and how to read the report."""

from __future__ import annotations

import math
from typing import Any

from bsc_helpers.blocks import (
    Block,
    Cell,
    Column,
    Fold,
    Heading,
    Paragraph,
    Row,
    Run,
    Section,
    Statement,
    Table,
)
from bsc_helpers.compute.measuring import CONFIDENCE
from bsc_helpers.compute.scoring import SCORE_AT_TARGET, SCORE_AT_WARNING
from bsc_helpers.evaluation import rows_of
from bsc_helpers.model import Reason
from bsc_helpers.narrative.formats import format_number, format_share, missing_sign
from bsc_helpers.narrative.sentences import sentence_of
from bsc_helpers.report.anchors import anchor_of
from bsc_helpers.report.front import STATUS_ORDER, status_of
from bsc_helpers.report.opened import Report

__all__ = ["about"]

MISSING_REASONS = (
    Reason.NO_DATA,
    Reason.INCOMPLETE,
    Reason.NOT_APPLICABLE,
    Reason.DIVISION_BY_ZERO,
)


def about(report: Report) -> Section:
    """Say what is missing, where the figures come from, and how the report is to be read."""
    words = report.words
    blocks: list[Block] = [Heading(level=2, text=words["about"], anchor="about")]
    blocks += _missing(report)
    blocks += [Heading(level=3, text=words["about_method"]), *_methods(report)]
    blocks += [_statuses(report), _signs(report)]
    blocks += [Heading(level=3, text=words["about_sources"]), _sources(report)]
    if not report.slice.scores.empty:
        blocks.append(Fold(summary=words["scores"], blocks=(_scores(report),)))
    return Section(blocks=tuple(blocks))


def _methods(report: Report) -> list[Block]:
    words, language = report.words, report.language
    texts = [
        words["method_rollup"],
        words["method_latest"],
        words["method_score"].format(
            at_target=format_number(SCORE_AT_TARGET, 0, language),
            at_limit=format_number(SCORE_AT_WARNING, 0, language),
        ),
    ]
    if any(measure.precision for measure in report.slice.scorecard.measures):
        confidence = format_number(100 * CONFIDENCE, 0, language)
        texts.append(words["method_interval"].format(confidence=confidence))
    return [Paragraph(runs=(Run(text=text),)) for text in texts]


def _missing(report: Report) -> list[Block]:
    """Say which figures are missing, under a heading of their own; nothing when none are."""
    card = report.slice.scorecard
    missing: list[Block] = [
        Statement(
            text=sentence_of(statement, card, report.language),
            model=statement.model,
            status=status_of(statement.status),
            evidence=anchor_of(card.measure(statement.measure)),
            evidence_label=card.measure(statement.measure).name.of(report.language),
        )
        for statement in report.statements
        if statement.model == "15"
    ]
    heading = Heading(level=3, text=report.words["about_missing"])
    return [heading, *missing] if missing else []


def _statuses(report: Report) -> Table:
    words = report.words
    rows = [
        Row(cells=(Cell(status=status), Cell(text=words[f"status_{status}"])))
        for status in STATUS_ORDER
        if f"status_{status}" in words
    ]
    columns = (Column(label=words["status"]), Column(label=words["meaning"]))
    return Table(caption=words["statuses_caption"], columns=columns, rows=tuple(rows))


def _signs(report: Report) -> Table:
    words = report.words
    signs = [missing_sign(reason.word, report.language) for reason in MISSING_REASONS]
    rows = [
        Row(cells=(Cell(text=sign), Cell(text=spoken))) for sign, spoken in dict.fromkeys(signs)
    ]
    columns = (Column(label=words["sign"]), Column(label=words["meaning"]))
    return Table(caption=words["about_signs"], columns=columns, rows=tuple(rows))


def _sources(report: Report) -> Table:
    """Return which source delivered which figures."""
    words, language, card = report.words, report.language, report.slice.scorecard
    names = {given.code: given.name.of(language) for given in card.inputs}
    used = set(report.slice.inputs["input"])
    rows = []
    for source in card.sources:
        delivered = [
            names[name]
            for name, codes in sorted(report.slice.sources.items())
            if source.code in codes and name in used and name in names
        ]
        if delivered:
            text = ", ".join(delivered)
            rows.append(Row(cells=(Cell(text=source.name.of(language)), Cell(text=text))))
    columns = (Column(label=words["source"]), Column(label=words["delivers"]))
    return Table(caption=words["sources_caption"], columns=columns, rows=tuple(rows))


def _scores(report: Report) -> Table:
    """Return the whole card, then each perspective followed by its objectives."""
    words, language, card = report.words, report.language, report.slice.scorecard
    frame = report.slice.scores
    own = rows_of(frame[frame["org_unit"] == report.slice.org_unit.code])
    found = {(row.level, row.code): row for row in own}
    names = {("scorecard", card.code): words["whole"]}
    for perspective in card.perspectives:
        names["perspective", perspective.code] = perspective.name.of(language)
        for objective in card.objectives:
            if objective.perspective == perspective.code:
                names["objective", objective.code] = objective.name.of(language)
    columns = (
        Column(label=words["level"]),
        Column(label=words["score"], numeric=True),
        Column(label=words["coverage_column"], numeric=True),
    )
    rows = [_score(report, found[key], name) for key, name in names.items() if key in found]
    return Table(caption=words["scores_caption"], columns=columns, rows=tuple(rows))


def _score(report: Report, row: Any, name: str) -> Row:
    words, language = report.words, report.language
    levels = {"perspective": words["level_perspective"], "objective": words["level_objective"]}
    withheld = math.isnan(row.score)
    text = words["withheld"] if withheld else format_number(row.score, 0, language)
    return Row(
        cells=(
            Cell(text=name, quiet=levels.get(row.level, "")),
            Cell(text=text, number=None if withheld else row.score),
            Cell(text=format_share(row.coverage, language)),
        )
    )
