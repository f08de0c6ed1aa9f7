"""The objectives: where they come from, what the figures say, and how a person judges them."""

from __future__ import annotations

import math
from typing import Any

from bsc_helpers.blocks import (
    Block,
    Cell,
    Column,
    Fold,
    Heading,
    ItemList,
    Paragraph,
    Row,
    Run,
    Section,
    Table,
)
from bsc_helpers.charts.palette import PALETTE
from bsc_helpers.compute.scales import SCORE_AT_TARGET, SCORE_AT_WARNING
from bsc_helpers.evaluation import rows_of
from bsc_helpers.model import Assessment, Objective
from bsc_helpers.narrative.formats import (
    format_date,
    format_number,
    format_numbers,
    format_share,
)
from bsc_helpers.report.computed import interval_label
from bsc_helpers.report.opened import Report
from bsc_helpers.report.ordering import ordering
from bsc_helpers.report.said import line

__all__ = ["assessment_of", "objectives", "origin_text", "score_word", "served_by"]

BINARY_NOISE = 1e-9
# Four shapes that differ without colour: full, half full, empty, and a stroke for no judgement.
_RING = '<circle cx="6" cy="6" r="4.4" fill="none" stroke="{c}" stroke-width="1.4"/>'
_SHAPES = {
    "met": '<circle cx="6" cy="6" r="5" fill="{c}"/>',
    "partly": _RING + '<path d="M6 1.6a4.4 4.4 0 0 0 0 8.8z" fill="{c}"/>',
    "not_met": _RING,
    "cannot_be_judged": '<path d="M2 6h8" stroke="{c}" stroke-width="1.8"/>',
}


def objectives(report: Report) -> Section:
    """Show each objective: what its measures say together, beside a person's assessment."""
    scores = _scores_of(report)
    shown = [o for o in report.slice.scorecard.objectives if _is_shown(report, o, scores)]
    if not shown:
        return Section(blocks=())
    words = report.words
    blocks: list[Block] = [Heading(level=2, text=words["objectives"], anchor="objectives")]
    blocks += [_table(report, shown, scores), line(words["objectives_note"], quiet=True)]
    blocks += _reasons(report, shown)
    if scores:
        table = _scores(report, scores)
        blocks.append(Fold(summary=words["scores"], blocks=(table,), in_print=False))
    blocks += ordering(report)
    return Section(blocks=tuple(blocks))


def origin_text(report: Report, objective: Objective) -> str:
    """Return who set an objective, and at which level: "Origin: the council, city"."""
    language = report.language
    said = [text.of(language) for text in (objective.origin, objective.level) if text]
    return f"{report.words['origin']}: {', '.join(said)}." if said else ""


def served_by(report: Report, objective: Objective) -> str:
    """Return the objective above that an objective is to serve; empty where it serves none."""
    found = [o for o in report.slice.scorecard.objectives if o.code == objective.serves]
    return (
        report.words["serves"].format(objective=found[0].name.of(report.language)) if found else ""
    )


def assessment_of(report: Report, objective: Objective) -> Assessment | None:
    """Return the latest assessment of an objective in the report's period, as known by its day.

    Also that of a longer period, such as the year, that ends with it.
    """
    part = report.slice
    found = [
        each
        for each in part.scorecard.assessments
        if each.objective == objective.code
        and report.is_own(each)
        and report.parse(each.period).end == part.period.end
        and (part.as_of is None or each.on <= part.as_of)
    ]
    return max(found, key=lambda each: each.on, default=None)


def score_word(report: Report, row: Any) -> str:
    """Return in words where a score lies: at the target or better, near it, or off it."""
    if row is None:
        return report.words["score_none"]
    if math.isnan(row.score):
        return report.words["withheld"]
    if row.score >= SCORE_AT_TARGET - BINARY_NOISE:
        return report.words["score_on"]
    near = row.score >= SCORE_AT_WARNING - BINARY_NOISE
    return report.words["score_near" if near else "score_off"]


def _scores_of(report: Report) -> dict[tuple[str, str], Any]:
    """Return the scores of the report's subject by level and code."""
    frame, unit = report.slice.scores, report.slice.org_unit.code
    return {(row.level, row.code): row for row in rows_of(frame[frame["org_unit"] == unit])}


def _is_shown(report: Report, objective: Objective, scores: dict[tuple[str, str], Any]) -> bool:
    card = report.slice.scorecard
    measured = any(card.objective_of(m) == objective.code for m in report.measures)
    scored = ("objective", objective.code) in scores
    return measured or scored or assessment_of(report, objective) is not None


def _table(report: Report, shown: list[Objective], scores: dict[tuple[str, str], Any]) -> Table:
    words, language = report.words, report.language
    assessed = any(assessment_of(report, objective) for objective in shown)
    labels = ["objective", "score_computed", "coverage_column", *(["assessment"] * assessed)]
    rows: list[Row] = []
    for perspective in report.slice.scorecard.perspectives:
        own = [o for o in shown if o.perspective == perspective.code]
        if own:
            rows.append(Row(cells=(Cell(text=perspective.name.of(language)),), group=True))
        rows += [_row(report, o, scores.get(("objective", o.code)), assessed=assessed) for o in own]
    return Table(
        caption=words["objectives_caption"].format(
            unit=report.subject_name, period=report.period_text
        ),
        columns=tuple(Column(label=words[x], numeric=x == "coverage_column") for x in labels),
        rows=tuple(rows),
    )


def _row(report: Report, objective: Objective, score: Any, *, assessed: bool) -> Row:
    language = report.language
    said = [text.of(language) for text in (objective.origin, objective.level) if text]
    coverage = format_share(score.coverage, language) if score is not None else ""
    cells = [
        Cell(text=objective.name.of(language), quiet=", ".join(said)),
        Cell(text=score_word(report, score)),
        Cell(text=coverage),
    ]
    if assessed:
        cells.append(_grade(report, assessment_of(report, objective)))
    return Row(cells=tuple(cells))


def _grade(report: Report, assessment: Assessment | None) -> Cell:
    """Return a person's grade by its shape and word; where there is none, that there is none."""
    if assessment is None:
        return Cell(text=report.words["not_assessed"])
    shape = _SHAPES[assessment.grade].format(c=PALETTE["ink"])
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="12" height="12" '
        f'viewBox="0 0 12 12">{shape}</svg>'
    )
    return Cell(text=report.words[f"assessed_{assessment.grade}"], svg=svg)


def _reasons(report: Report, shown: list[Objective]) -> list[Block]:
    """Return the reasons of each assessment, signed and dated."""
    items = [
        (_reason(report, objective, assessment),)
        for objective in shown
        if (assessment := assessment_of(report, objective)) is not None
    ]
    heading = Heading(level=3, text=report.words["reasons"])
    return [heading, ItemList(items=tuple(items))] if items else []


def _reason(report: Report, objective: Objective, assessment: Assessment) -> Paragraph:
    words, language = report.words, report.language
    signed = words["assessment_signed"].format(
        who=assessment.by.of(language), date=format_date(assessment.on, language)
    )
    name, grade = objective.name.of(language), words[f"assessed_{assessment.grade}"]
    return Paragraph(
        runs=(
            Run(text=f"{name}: {grade}.", marks=("strong",)),
            Run(text=f" {assessment.reasons.of(language)} "),
            Run(text=signed, marks=("emphasis",)),
        )
    )


def _scores(report: Report, found: dict[tuple[str, str], Any]) -> Table:
    """Return the whole card, then each perspective followed by its objectives, as numbers."""
    words, language, card = report.words, report.language, report.slice.scorecard
    names = {("scorecard", card.code): words["whole"]}
    for perspective in card.perspectives:
        names["perspective", perspective.code] = perspective.name.of(language)
        for objective in card.objectives:
            if objective.perspective == perspective.code:
                names["objective", objective.code] = objective.name.of(language)
    sampled = any(math.isfinite(row.score_lower + row.score_upper) for row in found.values())
    columns = (
        Column(label=words["level"]),
        Column(label=words["score"], numeric=True),
        *([Column(label=interval_label(report), numeric=True)] * sampled),
        Column(label=words["coverage_column"], numeric=True),
    )
    rows = [
        _score(report, found[key], name, sampled=sampled)
        for key, name in names.items()
        if key in found
    ]
    return Table(caption=words["scores_caption"], columns=columns, rows=tuple(rows))


def _score(report: Report, row: Any, name: str, *, sampled: bool) -> Row:
    words, language = report.words, report.language
    levels = {"perspective": words["level_perspective"], "objective": words["level_objective"]}
    withheld = math.isnan(row.score)
    text = words["withheld"] if withheld else format_number(row.score, 0, language)
    ends = (row.score_lower, row.score_upper)
    interval = format_numbers(*ends, 0, language) if math.isfinite(sum(ends)) else ""
    return Row(
        cells=(
            Cell(text=name, quiet=levels.get(row.level, "")),
            Cell(text=text, number=None if withheld else row.score),
            *([Cell(text=interval)] * sampled),
            Cell(text=format_share(row.coverage, language)),
        )
    )
