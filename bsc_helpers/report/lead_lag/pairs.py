"""Each link by itself: what is assumed, what was found, how sure it is, what would help."""

from __future__ import annotations

from bsc_helpers.blocks import Block, Fold, Heading, ItemList, Section, Statement
from bsc_helpers.compute.leadlag import PairTest
from bsc_helpers.evaluation import TestedPair
from bsc_helpers.model import Link
from bsc_helpers.report.lead_lag.drawing import profile_of, surprises_of, units_of
from bsc_helpers.report.lead_lag.expected import expected_text
from bsc_helpers.report.lead_lag.looks import details_of, sensitivity_table
from bsc_helpers.report.lead_lag.opened import LinkReport
from bsc_helpers.report.lead_lag.table import anchor_of_pair
from bsc_helpers.report.said import line

__all__ = ["each_link", "what_is_said"]


def each_link(report: LinkReport) -> Section:
    """Show each chosen link with everything that was found of its pairs."""
    blocks: list[Block] = []
    for link, pairs in report.shown():
        blocks += _headed(report, link)
        if not pairs:
            blocks.append(line(report.words["no_pair"]))
        for pair in pairs:
            blocks += _pair(report, pair)
    return Section(blocks=tuple(blocks))


def what_is_said(report: LinkReport) -> Section:
    """Say in a sentence or two what was found of each arrow, without any drawing."""
    shown = [*report.shown()]
    if not shown:
        return Section(blocks=())
    blocks: list[Block] = [Heading(level=2, text=report.words["what_is_said"], anchor="said")]
    for link, pairs in shown:
        if link is not None:
            heading = f"{link.code}. {report.link_text(link)}"
            blocks.append(Heading(level=3, text=heading))
            if not pairs:
                blocks.append(line(report.words["no_pair"]))
        for pair in pairs:
            blocks += _said(report, pair)
    return Section(blocks=tuple(blocks))


def _headed(report: LinkReport, link: Link | None) -> list[Block]:
    words = report.words
    if link is None:
        return [Heading(level=2, text=words["not_assumed"].capitalize(), anchor="beside")]
    heading = words["link_heading"].format(
        code=link.code,
        first=report.ends.get(link.from_, link.from_),
        then=report.ends.get(link.to, link.to),
    )
    found: list[Block] = [Heading(level=2, text=heading)]
    if link.rationale:
        why = words["rationale"].format(text=link.rationale.of(report.language))
        found.append(line(why, quiet=True))
    return found


def _said(report: LinkReport, pair: TestedPair) -> list[Block]:
    """Return the verdict's sentence, what was assumed, cautions, and what would help."""
    speaker = report.speaker(pair)
    blocks: list[Block] = [Statement(text=speaker.sentence, model=_model(pair))]
    told = [f"{report.words['expected']}: {expected_text(report, pair)}."] if pair.sign else []
    told += [*speaker.cautions, *speaker.cure]
    if told:
        blocks.append(ItemList(items=tuple((line(text, quiet=True),) for text in told)))
    return blocks


def _model(pair: TestedPair) -> str:
    """Return the number of the sentence's model: a lead, cannot tell, or reversed and untested."""
    verdict = pair.test.verdict if pair.test else ""
    if verdict in ("tends_to_lead", "possible_lead", "move_together", "both_ways"):
        return "20"
    return "21" if verdict in ("cannot_tell", "no_sign", "too_small") else "22"


def _pair(report: LinkReport, pair: TestedPair) -> list[Block]:
    test = pair.test
    heading = Heading(level=3, text=report.pair_text(pair), anchor=anchor_of_pair(pair))
    blocks: list[Block] = [heading, *_said(report, pair)]
    if test is not None and test.tested:
        blocks += _shown(report, pair, test)
    return blocks


def _shown(report: LinkReport, pair: TestedPair, test: PairTest) -> list[Block]:
    """Return the drawings of a test and the tables behind it."""
    words = report.words
    blocks: list[Block] = [profile_of(report, pair, test), surprises_of(report, pair, test)]
    units = units_of(report, pair, test)
    if units is not None:
        blocks += [units, line(words["units_note"], quiet=True)]
    tables = (sensitivity_table(report, test), details_of(report, pair, test))
    blocks.append(Fold(summary=words["sensitivity"], blocks=tables))
    return blocks
