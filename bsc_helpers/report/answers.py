"""What the first page answers beside the statements: comparison, reasons, actions and trust."""

from __future__ import annotations

from collections import Counter

from bsc_helpers.blocks import Block, Paragraph, Run
from bsc_helpers.model import Measure
from bsc_helpers.narrative.formats import format_share
from bsc_helpers.report.actions import OPEN, initiatives_of
from bsc_helpers.report.anchors import ABOUT, ACTIONS
from bsc_helpers.report.compared import compared_with, is_compared
from bsc_helpers.report.opened import Report, has_value

__all__ = ["answers"]


def answers(report: Report) -> list[Block]:
    """Return one line for each question that a reader has left after the statements."""
    found = (_compared(report), _in_hand(report), _trusted(report))
    return [line for line in found if line is not None]


def _answer(report: Report, question: str, text: str, to: str | None = None) -> Paragraph:
    label = Run(text=f"{report.words[question]} ", marks=("strong",))
    runs = [label, Run(text=text)]
    if to is not None:
        runs += [Run(text=" "), Run(text=report.words[f"{question}_more"], to=to)]
    return Paragraph(runs=tuple(runs))


def _compared(report: Report) -> Paragraph | None:
    """Count on how many measures the unit lies better or worse than the whole.

    Where an interval of the sample holds the other value, or both are shown alike, neither is said.
    """
    whole = compared_with(report)
    if whole is None:
        return None
    sides = Counter(filter(None, (_side(report, measure) for measure in report.measures)))
    if not sides:
        return None
    text = report.words["compared_text"].format(
        unit=whole.name.of(report.language),
        count=sides.total(),
        better=sides["better"],
        worse=sides["worse"],
        same=sides["same"],
    )
    return _answer(report, "compared", text)


def _side(report: Report, measure: Measure) -> str | None:
    whole = compared_with(report)
    own, other = report.row(measure), report.row(measure, whole)
    judged = measure.polarity in ("higher_is_better", "lower_is_better")
    known = has_value(own) and has_value(other) and is_compared(report, measure)
    if not judged or not known or report.is_old(measure):
        return None
    alike = report.number_text(measure, own) == report.number_text(measure, other)
    if alike or own.lower <= other.value <= own.upper:
        return "same"
    higher = own.value > other.value
    return "better" if higher == (measure.polarity == "higher_is_better") else "worse"


def _in_hand(report: Report) -> Paragraph | None:
    """Count the initiatives that are in hand, and those that are late."""
    found = [each for each in initiatives_of(report) if each.status in OPEN]
    if not found:
        return None
    late = sum(each.status == "late" for each in found)
    key = "in_hand_one" if len(found) == 1 else "in_hand_many"
    text = report.words[key].format(count=len(found))
    text += report.words["in_hand_late"].format(count=late) if late else "."
    return _answer(report, "doing", text, ACTIONS)


def _trusted(report: Report) -> Paragraph:
    """Say how much is known, and how much of it is open or uncertain."""
    words, rows = report.words, [report.row(measure) for measure in report.measures]
    known = [row for row in rows if has_value(row)]
    counts = {
        "trust_uncertain": sum(row.status == "uncertain" for row in known),
        "trust_preliminary": len(
            {c.measure for c in report.statements if c.pattern == "19_preliminary"}
        ),
        "trust_low": sum(measure.reliability == "low" for measure in report.measures),
        "trust_suppressed": sum(row is not None and row.reason == "suppressed" for row in rows),
        "trust_partly": sum(row.coverage < 1 for row in known),
    }
    told = [words[key].format(count=count) for key, count in counts.items() if count]
    have = words["trust_known"].format(known=len(known), count=len(rows))
    text = "; ".join([have, *told]) + "."
    return _answer(report, "trust", f"{text} {_coverage(report)}".strip(), ABOUT)


def _coverage(report: Report) -> str:
    """Return on how much of the weight the scores rest; nothing where it is all of it."""
    scores, part = report.slice.scores, report.slice
    own = scores[(scores["org_unit"] == part.org_unit.code) & (scores["level"] == "scorecard")]
    if own.empty or not own["coverage"].iloc[0]:
        return report.words["coverage_none"]
    key = "coverage_low" if own["score"].isna().iloc[0] else "coverage_line"
    share = format_share(own["coverage"].iloc[0], report.language)
    least = format_share(part.scorecard.minimum_coverage, report.language)
    return report.words[key].format(share=share, least=least)
