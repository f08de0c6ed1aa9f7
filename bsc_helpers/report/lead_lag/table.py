"""Pairs of measures as rows: what was assumed, what was found, and the verdict."""

from __future__ import annotations

from collections.abc import Collection

from bsc_helpers.blocks import Cell, Column, Heading, Row, Section, Table
from bsc_helpers.compute.leadlag import PairTest
from bsc_helpers.evaluation import TestedPair
from bsc_helpers.narrative.lead_lag import evidence_words, lag_words, q_words, r_words
from bsc_helpers.narrative.phrases.base import beginning
from bsc_helpers.report.lead_lag.expected import expected_text
from bsc_helpers.report.lead_lag.opened import LinkReport

__all__ = ["all_pairs", "anchor_of_pair", "table_of_arrows"]

_LABELS = ("pair", "expected", "found", "correlation_interval", "chance", "verdict")
_NUMBERS = {"chance"}


def all_pairs(report: LinkReport) -> Section:
    """Show every pair of the family with its verdict: what was corrected for together."""
    if not (report.tests.links or report.tests.pairs):
        return Section(blocks=())
    words = report.words
    heading = Heading(level=2, text=words["family"], anchor="family")
    linked = [pair for _, pairs in report.shown() for pair in pairs]
    return Section(blocks=(heading, _table(report, "family_caption", linked)))


def table_of_arrows(report: LinkReport) -> Table:
    """Return the table behind the map: each arrow, its pairs, and what they make of it."""
    return _table(report, "map_table")


def anchor_of_pair(pair: TestedPair) -> str:
    """Return the anchor of a pair's section."""
    plain = (part.encode().hex() for part in (pair.link, pair.driver, pair.outcome))
    return "pair-" + "-".join(plain)


def _table(report: LinkReport, caption: str, linked: Collection[TestedPair] = ()) -> Table:
    """Return a row for each pair; `linked` are those that have a section in the page."""
    words = report.words
    rows: list[Row] = []
    for link, evidence in report.tests.links:
        declared = report.links[link]
        word = evidence_words(evidence, report.language)
        head = f"{link}. {report.link_text(declared)}: {word}"
        rows.append(Row(cells=(Cell(text=head),), group=True))
        rows += [_row(report, pair, pair in linked) for pair in report.tests.of(link)]
    beside = report.tests.of("")
    if beside:
        rows.append(Row(cells=(Cell(text=beginning(words["not_assumed"])),), group=True))
        rows += [_row(report, pair, pair in linked) for pair in beside]
    columns = tuple(Column(label=words[each], numeric=each in _NUMBERS) for each in _LABELS)
    return Table(caption=words[caption], columns=columns, rows=tuple(rows))


def _row(report: LinkReport, pair: TestedPair, is_linked: bool) -> Row:  # noqa: FBT001 - internal
    test = pair.test
    found = found_text(report, pair) if test is not None and test.found else ""
    place = anchor_of_pair(pair) if is_linked else None
    cells = [Cell(text=report.pair_text(pair), to=place), Cell(text=expected_text(report, pair))]
    cells += [Cell(text=found), *_numbers(report, test)]
    return Row(cells=(*cells, Cell(text=report.speaker(pair).verdict)))


def _numbers(report: LinkReport, test: PairTest | None) -> tuple[Cell, Cell]:
    """Return the correlation with its interval, and q; empty where nothing was tested."""
    if test is None or test.r is None or test.lower is None or test.upper is None:
        return Cell(), Cell()
    words, language = report.words, report.language
    r, low, high = (r_words(each, language) for each in (test.r, test.lower, test.upper))
    q = q_words(test.q or 0.0, language).removeprefix("q = ").removeprefix("q ")
    groups = ""
    if test.group_p is not None:
        groups = words["by_groups"].format(p=q_words(test.group_p, language, "p"))
    interval = words["r_and_interval"].format(r=r, low=low, high=high)
    return Cell(text=interval, number=round(test.r, 4)), Cell(text=q, quiet=groups)


def found_text(report: LinkReport, pair: TestedPair) -> str:
    """Return the order that was found: "two quarters later", "outcome first, the quarter after"."""
    test = pair.test
    if test is None or test.lag is None or test.r is None:
        return ""
    when = lag_words(test.lag, report.kind(pair), report.language)
    sign = report.words["sign_positive" if test.r > 0 else "sign_negative"]
    told = f"{sign}, {when}"
    if test.lag < 0:
        first = report.words["outcome_first_short"]
        return f"{told} ({first})"
    return told
