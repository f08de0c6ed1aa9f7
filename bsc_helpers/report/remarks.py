"""What people wrote of the figures: comments in Markdown, signed and dated."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from bsc_helpers.blocks import Block, Heading, Paragraph, Run
from bsc_helpers.markdown import markdown_blocks
from bsc_helpers.model import Comment, Measure, Objective
from bsc_helpers.narrative.formats import format_date
from bsc_helpers.report.figures import day_of, has_value
from bsc_helpers.report.opened import Report
from bsc_helpers.report.said import line

__all__ = [
    "comments_on",
    "comments_on_whole",
    "first_sentence",
    "remarks_on",
    "remarks_on_objective",
    "remarks_on_whole",
]

_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ])")  # of a sentence


def remarks_on(report: Report, measure: Measure) -> list[Block]:
    """Return the comments on a measure as blocks, each signed."""
    row = report.row(measure)
    revised = day_of(row.revised_on) if has_value(row) else None
    return _blocks(report, comments_on(report, measure), revised)


def comments_on(report: Report, measure: Measure) -> list[Comment]:
    """Return the comments on a measure in the period that is shown, or in the report's."""
    shown = report.slice.shown(measure.code)
    return [
        comment
        for comment in report.slice.scorecard.comments
        if comment.measure == measure.code and _is_here(report, comment, shown.end)
    ]


def comments_on_whole(report: Report) -> list[Comment]:
    """Return the comments on the unit as a whole in the report's period."""
    return _of_period(report, None)


def first_sentence(comment: Comment, language: str) -> str:
    """Return the sentence with which the text of a comment begins, without its marks."""
    written, _ = markdown_blocks(comment.text.of(language))
    texts = (block for block in written if isinstance(block, Paragraph))
    text = "".join(run.text for run in next(texts, Paragraph(runs=())).runs)
    return _END.split(" ".join(text.split()))[0]


def remarks_on_objective(report: Report, objective: Objective) -> list[Block]:
    """Return the comments on an objective in the report's period."""
    return _blocks(report, _of_period(report, objective.code))


def remarks_on_whole(report: Report) -> list[Block]:
    """Return the comments on the unit as a whole in the report's period, under a heading."""
    found = _blocks(report, comments_on_whole(report))
    return [Heading(level=3, text=report.words["comment"]), *found] if found else []


def _of_period(report: Report, objective: str | None) -> list[Comment]:
    return [
        comment
        for comment in report.slice.scorecard.comments
        if comment.measure is None
        and comment.objective == objective
        and _is_here(report, comment, report.slice.period.end)
    ]


def _is_here(report: Report, comment: Comment, end: date) -> bool:
    """Whether a comment is about the report's subject, and its period or one that ends on a day.

    What was written after the report's day of knowledge is not known yet.
    """
    part = report.slice
    known = part.as_of is None or comment.written <= part.as_of
    period = report.parse(comment.period)
    return known and report.is_own(comment) and (period == part.period or period.end == end)


def _blocks(
    report: Report, comments: Iterable[Comment], revised: date | None = None
) -> list[Block]:
    blocks: list[Block] = []
    for comment in sorted(comments, key=lambda each: each.written):
        written, _ = markdown_blocks(comment.text.of(report.language))
        blocks += [*map(_without_heading, written), *_signed(report, comment, revised)]
    return blocks


def _without_heading(block: Block) -> Block:
    """Show a heading inside a comment as strong text: the outline goes through the page only."""
    if isinstance(block, Heading):
        return Paragraph(runs=(Run(text=block.text, marks=("strong",)),))
    return block


def _signed(report: Report, comment: Comment, revised: date | None) -> list[Block]:
    words, language = report.words, report.language
    text = words["comment_signed"].format(
        who=comment.author.of(language), date=format_date(comment.written, language)
    )
    if revised is not None and revised > comment.written:
        text += " " + words["comment_outdated"].format(date=format_date(revised, language))
    return [line(text, quiet=True)]
