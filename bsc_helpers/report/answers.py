"""What the first page answers beside the statements: six questions, a line for each."""

from __future__ import annotations

from bsc_helpers.blocks import Block, Paragraph, Run
from bsc_helpers.model import Comment, Initiative, Measure
from bsc_helpers.narrative import in_short as shortlist
from bsc_helpers.report.actions import OPEN, is_shared
from bsc_helpers.report.anchors import ABOUT, ACTIONS, anchor_of
from bsc_helpers.report.figures import day_of, has_value
from bsc_helpers.report.opened import Report
from bsc_helpers.report.remarks import comments_on, comments_on_whole, first_sentence
from bsc_helpers.report.standing import beside_others, how_it_stands, what_changed
from bsc_helpers.report.trust import trust_text

__all__ = ["answers"]

MOST_QUOTED = 2
MOST_NAMED = 3


def answers(report: Report) -> list[Block]:
    """Return a line for each question: how, what changed, compared, why, what is done, trust."""
    found = (
        _answer(report, "how", how_it_stands(report)),
        _answer(report, "changed", what_changed(report)),
        _answer(report, "compared", beside_others(report)),
        _why(report),
        _answer(report, "doing", _in_hand(report), ACTIONS if report.initiatives else None),
        _answer(report, "trust", trust_text(report), ABOUT),
    )
    return [line for line in found if line is not None]


def _answer(report: Report, question: str, text: str, to: str | None = None) -> Paragraph | None:
    """Return the line of a question; None where there is nothing to answer."""
    if not text:
        return None
    runs = [_label(report, question), Run(text=text)]
    if to is not None:
        runs += [Run(text=" "), Run(text=report.words[f"{question}_more"], to=to)]
    return Paragraph(runs=tuple(runs))


def _label(report: Report, question: str) -> Run:
    return Run(text=f"{report.words[question]} ", marks=("strong",))


# --- why ------------------------------------------------------------------------------------------


def _why(report: Report) -> Paragraph:
    """Bring forward what people wrote on the measures named above; figures do not say why."""
    label = _label(report, "why")
    quotes = _quotes(report)
    if not quotes:
        return Paragraph(runs=(label, Run(text=_without_quotes(report))))
    runs = [label, Run(text=report.words["why_not_told"])]
    for measure, comment, text in quotes:
        who = comment.author.of(report.language)
        link = Run(text=measure.name.of(report.language), to=anchor_of(measure))
        said = report.words["why_quote"].format(text=text)
        about = report.words["why_about"].format(who=who[:1].upper() + who[1:])
        runs += [Run(text=f" {about} "), link, Run(text=f": {said}")]
    return Paragraph(runs=tuple(runs))


def _quotes(report: Report) -> list[tuple[Measure, Comment, str]]:
    """Return the first sentence of the comments on the measures named in short."""
    found = [
        (measure, comment, text)
        for measure in _named(report)
        for comment in comments_on(report, measure)[:1]
        if not _is_outdated(report, measure, comment)
        and (text := first_sentence(comment, report.language))
    ]
    return found[:MOST_QUOTED]


def _is_outdated(report: Report, measure: Measure, comment: Comment) -> bool:
    """Whether a figure was changed after a comment on it was written."""
    row = report.row(measure)
    revised = day_of(row.revised_on) if has_value(row) else None
    return revised is not None and revised > comment.written


def _without_quotes(report: Report) -> str:
    """Say that the figures do not say why, and whether anybody has written of it below."""
    words = report.words
    written = [comment.author.of(report.language) for comment in comments_on_whole(report)]
    if written:
        return words["why_below"].format(who=report.listed(list(dict.fromkeys(written))))
    named = _named(report)
    silent = named and not any(comments_on(report, measure) for measure in named)
    return words["why_not_written" if silent else "why_not_told"]


def _named(report: Report) -> list[Measure]:
    """Return the measures that are named in short, in order."""
    codes = dict.fromkeys(claim.measure for claim in shortlist(report.statements) if claim.measure)
    return [report.slice.scorecard.measure(code) for code in codes]


# --- what is done ---------------------------------------------------------------------------------


def _in_hand(report: Report) -> str:
    """Count the initiatives in hand, the unit's and the shared ones, and name the late."""
    found = [each for each in report.initiatives if each.status in OPEN]
    own = [each for each in found if not is_shared(report, each)]
    shared = [each for each in found if is_shared(report, each)]
    if not found:
        return report.words["doing_none"]
    told = [(key, each) for key, each in (("doing_own", own), ("doing_shared", shared)) if each]
    return " ".join(_counted(report, key, each) for key, each in told)


def _counted(report: Report, key: str, found: list[Initiative]) -> str:
    above = report.slice.ancestors
    text = report.plural(key, len(found)).format(
        count=len(found),
        unit=report.subject_name,
        whole=above[0].name.of(report.language) if above else "",
    )
    late = [each for each in found if each.status == "late"]
    if not late:
        return f"{text}."
    names = [_with_owner(report, each) for each in late[:MOST_NAMED]]
    if len(late) > MOST_NAMED:
        names.append(report.words["and_more"].format(count=len(late) - MOST_NAMED))
    which = report.words["doing_it_is_late"] if len(found) == 1 else ""
    which = which or report.plural("doing_late", len(late)).format(count=len(late))
    return f"{text}{which}: {report.listed(names)}."


def _with_owner(report: Report, initiative: Initiative) -> str:
    name = initiative.name.of(report.language)
    return f"{name} ({initiative.owner.of(report.language)})" if initiative.owner else name
