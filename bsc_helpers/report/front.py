"""The first page: head, what is said in short, and the summary of all measures."""

from __future__ import annotations

import math
from collections import Counter

from bsc_helpers.blocks import (
    Block,
    Cell,
    Column,
    Head,
    Heading,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Row,
    Run,
    Section,
    Statement,
    Status,
    Table,
)
from bsc_helpers.charts.sparkline import sparkline
from bsc_helpers.model import Measure, Perspective, Reason
from bsc_helpers.narrative.formats import (
    format_date,
    format_share,
    format_short_period,
    missing_sign,
)
from bsc_helpers.narrative.sentences import sentence_of
from bsc_helpers.narrative.statements import in_short as shortlist
from bsc_helpers.report.anchors import anchor_of
from bsc_helpers.report.opened import Report
from bsc_helpers.report.targets import target_text

__all__ = ["head", "in_short", "measures_in", "status_of", "summary"]

NBSP = "\u00a0"
STATUS_ORDER: tuple[Status, ...] = (
    "good",
    "warning",
    "poor",
    "uncertain",
    "unscored",
    "no_data",
    "suppressed",
)


def head(report: Report) -> Head:
    """Say what the report is about: unit, period, place in the organisation, mission."""
    words, language, part = report.words, report.language, report.slice
    card = part.scorecard
    place = " › ".join(unit.name.of(language) for unit in part.ancestors)
    facts = {
        "kind": part.org_unit.kind.of(language) if part.org_unit.kind else "",
        "place": place,
        "units": str(len(part.children)) if part.children else "",
        "known": format_date(part.as_of, language) if part.as_of else "",
    }
    return Head(
        title=words["title"].format(unit=report.unit_name, period=report.period_text),
        subtitle=card.name.of(language),
        language=language,
        facts=tuple((words[key], text) for key, text in facts.items() if text),
        lead=card.mission.of(language) if card.mission else "",
        notice=card.notice.of(language) if card.notice else "",
    )


def in_short(report: Report) -> Section:
    """Bring forward what matters most, in a fixed order, and count the statuses."""
    words = report.words
    card = report.slice.scorecard
    blocks: list[Block] = [Heading(level=2, text=words["in_short"], anchor="in-short")]
    brought = shortlist(report.statements)
    for statement in brought:
        measure = card.measure(statement.measure)
        blocks.append(
            Statement(
                text=sentence_of(statement, card, report.language),
                model=statement.model,
                status=status_of(statement.status),
                evidence=anchor_of(measure),
                evidence_label=measure.name.of(report.language),
            )
        )
    if not brought:
        blocks.append(Paragraph(runs=(Run(text=words["nothing"]),)))
    return Section(blocks=(*blocks, _counts(report), _coverage(report)))


def status_of(status: str) -> Status | None:
    """Return a status of the results as the status of a block."""
    return next((known for known in STATUS_ORDER if known == status), None)


def _counts(report: Report) -> KeyFigures:
    shown = [report.row(measure) for measure in report.slice.scorecard.measures]
    counts = Counter("no_data" if row is None else row.status for row in shown)
    figures = tuple(
        KeyFigure(text=str(counts[status]), status=status)
        for status in STATUS_ORDER
        if counts[status]
    )
    return KeyFigures(label=report.words["status_counts"], figures=figures)


def _coverage(report: Report) -> Paragraph:
    scores = report.slice.scores
    own = scores[
        (scores["org_unit"] == report.slice.org_unit.code) & (scores["level"] == "scorecard")
    ]
    if own.empty or not own["coverage"].iloc[0]:
        key = "coverage_none"
    else:
        key = "coverage_low" if math.isnan(own["score"].iloc[0]) else "coverage_line"
    share = "" if own.empty else format_share(own["coverage"].iloc[0], report.language)
    least = format_share(report.slice.scorecard.minimum_coverage, report.language)
    text = report.words[key].format(share=share, least=least)
    return Paragraph(runs=(Run(text=text),), quiet=True)


def summary(report: Report) -> Section:
    """Show every measure on one row, grouped by perspective."""
    words = report.words
    columns = (
        Column(label=words["measure"]),
        Column(label=words["value"], numeric=True),
        Column(label=words["status"]),
        Column(label=words["target"], numeric=True),
        Column(label=words["year_before"], numeric=True),
        Column(label=words["measured"]),
        Column(label=words["course"]),
    )
    rows = [row for p in report.slice.scorecard.perspectives for row in _group(report, p)]
    caption = words["summary_caption"].format(unit=report.unit_name, period=report.period_text)
    table = Table(caption=caption, columns=columns, rows=tuple(rows), anchor="summary-table")
    return Section(blocks=(Heading(level=2, text=words["summary"], anchor="summary"), table))


def measures_in(report: Report, perspective: Perspective) -> list[Measure]:
    """Return the measures of a perspective, in the order of its objectives."""
    card = report.slice.scorecard
    return [
        measure
        for objective in card.objectives
        if objective.perspective == perspective.code
        for measure in card.measures
        if card.objective_of(measure) == objective.code
    ]


def _group(report: Report, perspective: Perspective) -> list[Row]:
    measures = measures_in(report, perspective)
    if not measures:
        return []
    name = perspective.name.of(report.language)
    return [Row(cells=(Cell(text=name),), group=True), *(_row(report, m) for m in measures)]


def _row(report: Report, measure: Measure) -> Row:
    now, shown = report.row(measure), report.slice.shown(measure.code)
    before = report.row(measure, period=shown.year_before())
    status: Status = "no_data" if now is None else now.status
    return Row(
        cells=(
            Cell(
                text=measure.name.of(report.language),
                to=anchor_of(measure),
                quiet=report.unit_text(measure),
            ),
            Cell(text=report.short_text(measure, now), number=_number(now)),
            Cell(status=status),
            Cell(text=_target(report, measure)),
            Cell(text=report.short_text(measure, before), number=_number(before)),
            Cell(text=format_short_period(shown, report.language).replace(" ", NBSP)),
            Cell(svg=_spark(report, measure)),
        )
    )


def _target(report: Report, measure: Measure) -> str:
    """Return the target; for a measure that is followed without one, that none applies."""
    if not measure.scored:
        return missing_sign(Reason.NOT_APPLICABLE, report.language)[0]
    return target_text(measure, report.row(measure), report.language, bare=True)


def _number(row: object) -> float | None:
    value = getattr(row, "value", None)
    return None if value is None or math.isnan(value) else float(value)


def _spark(report: Report, measure: Measure) -> str | None:
    periods = report.history(measure)[-16:]
    values = [_number(report.row(measure, period=period)) for period in periods]
    if sum(value is not None for value in values) < 2:  # noqa: PLR2004 - a line has two ends
        return None
    return sparkline([float("nan") if value is None else value for value in values])
