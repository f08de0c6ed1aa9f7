"""The links of the strategy map: what is believed, and by which measures it could be tested."""

from __future__ import annotations

from bsc_helpers.blocks import Cell, Column, Fold, Heading, Row, Section, Table
from bsc_helpers.model import Link, Measure, Pair
from bsc_helpers.narrative.formats import format_number
from bsc_helpers.report.anchors import anchor_of
from bsc_helpers.report.opened import Report
from bsc_helpers.report.said import line

__all__ = ["links", "links_of"]


def links(report: Report) -> Section:
    """Show each link with its pairs of measures, and that it is an assumption, not tested here."""
    words, found = report.words, links_of(report)
    if not found:
        return Section(blocks=())
    heading = Heading(level=2, text=words["links"], anchor="links")
    labels = ("driver", "outcome", "expected", "verdict")
    table = Table(
        caption=words["links_caption"],
        columns=tuple(Column(label=words[label]) for label in labels),
        rows=tuple(row for link in found for row in _rows(report, link)),
    )
    fold = Fold(summary=words["links_caption"], blocks=(table,))
    return Section(blocks=(heading, line(words["links_note"]), fold))


def links_of(report: Report) -> list[Link]:
    """Return the links of which both ends have measures that apply, with only such pairs."""
    card = report.slice.scorecard
    codes = {measure.code for measure in report.measures}
    ends = {card.objective_of(measure) for measure in report.measures}
    ends |= {measure.success_factor for measure in report.measures if measure.success_factor}
    found = []
    for link in card.links:
        pairs = tuple(pair for pair in link.pairs if {pair.driver, pair.outcome} <= codes)
        if pairs or (not link.pairs and {link.from_, link.to} <= ends):
            found.append(link.model_copy(update={"pairs": pairs}))
    return found


def _rows(report: Report, link: Link) -> list[Row]:
    words = report.words
    ends = words["link"].format(first=_name(report, link.from_), then=_name(report, link.to))
    why = link.rationale.of(report.language) if link.rationale else ""
    head = Row(cells=(Cell(text=ends, quiet=why),), group=True)
    if not link.pairs:
        none = (Cell(text=words["no_pair"]), Cell(), Cell(), Cell(text=words["not_testable"]))
        return [head, Row(cells=none)]
    return [head, *(_pair(report, pair) for pair in link.pairs)]


def _name(report: Report, code: str) -> str:
    """Return the name of an objective or a success factor."""
    card, language = report.slice.scorecard, report.language
    names = {factor.code: factor.name.of(language) for factor in card.success_factors}
    names |= {objective.code: objective.name.of(language) for objective in card.objectives}
    return names.get(code, code)


def _pair(report: Report, pair: Pair) -> Row:
    card = report.slice.scorecard
    return Row(
        cells=(
            _measure(report, card.measure(pair.driver)),
            _measure(report, card.measure(pair.outcome)),
            Cell(text=_expected(report, pair)),
            Cell(text=report.words["not_tested"]),
        )
    )


def _measure(report: Report, measure: Measure) -> Cell:
    return Cell(text=measure.name.of(report.language), to=anchor_of(measure))


def _expected(report: Report, pair: Pair) -> str:
    """Return what was declared beforehand: the direction, and how much later."""
    words = report.words
    kind = report.slice.scorecard.measure(pair.driver).frequency
    sign = words[f"sign_{pair.sign}"]
    if not pair.lag and not pair.latest:
        return f"{sign}, {words['lag_none']}"
    number = format_number(pair.lag, 0, report.language)
    one = "_one" if pair.lag == 1 else ""
    lag = words["lag"].format(count=number, periods=words[f"periods_{kind}{one}"])
    if pair.earliest is None or pair.latest is None or pair.earliest == pair.latest:
        return f"{sign}, {lag}"
    window = words["lag_window"].format(
        earliest=format_number(pair.earliest, 0, report.language),
        latest=format_number(pair.latest, 0, report.language),
    )
    return f"{sign}, {lag} {window}"
