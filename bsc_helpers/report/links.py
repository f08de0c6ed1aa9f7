"""The links of the strategy map in a unit's report: what the whole organisation shows of them."""

from __future__ import annotations

from bsc_helpers.blocks import Cell, Column, Fold, Heading, Row, Section, Table
from bsc_helpers.evaluation import LinkTests, TestedPair
from bsc_helpers.model import Link, Measure, OrgUnit
from bsc_helpers.narrative.lead_lag import PairSpeaker, evidence_words, map_sentences
from bsc_helpers.report.anchors import anchor_of
from bsc_helpers.report.compared import is_compared
from bsc_helpers.report.figures import has_value
from bsc_helpers.report.lead_lag.expected import expected_words
from bsc_helpers.report.opened import Report
from bsc_helpers.report.said import line

__all__ = ["links", "links_of"]


def links(report: Report) -> Section:
    """Show each link of the unit's measures: the whole organisation's evidence, the unit's values.

    What a single unit does proves nothing of a link; so no test is made of it.
    """
    words, found = report.words, links_of(report)
    tests = report.slice.links
    if not found or tests is None:
        return Section(blocks=())
    heading = Heading(level=2, text=words["links"], anchor="links")
    labels = ("driver", "outcome", "expected", "verdict")
    table = Table(
        caption=words["map_table"],
        columns=tuple(Column(label=words[label]) for label in labels),
        rows=tuple(row for link in found for row in _rows(report, tests, link)),
    )
    note = line(words["links_note"].format(unit=report.subject_name))
    told = [line(text, quiet=True) for text in map_sentences(tests, report.language)]
    fold = Fold(summary=words["links_caption"], blocks=(table, *told))
    return Section(blocks=(heading, note, fold))


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


def _rows(report: Report, tests: LinkTests, link: Link) -> list[Row]:
    words, language = report.words, report.language
    ends = words["pair_of"].format(driver=_name(report, link.from_), outcome=_name(report, link.to))
    state = evidence_words(dict(tests.links)[link.code], language)
    head = Row(cells=(Cell(text=f"{ends}: {state}", quiet=_why(report, link)),), group=True)
    kept = {(pair.driver, pair.outcome) for pair in link.pairs}
    pairs = [pair for pair in tests.of(link.code) if (pair.driver, pair.outcome) in kept]
    if not pairs:
        return [head, Row(cells=(Cell(text=words["no_pair"]), Cell(), Cell(), Cell()))]
    return [head, *(_pair(report, tests, pair) for pair in pairs)]


def _why(report: Report, link: Link) -> str:
    return link.rationale.of(report.language) if link.rationale else ""


def _name(report: Report, code: str) -> str:
    """Return the name of an objective or a success factor."""
    card, language = report.slice.scorecard, report.language
    names = {factor.code: factor.name.of(language) for factor in card.success_factors}
    names |= {objective.code: objective.name.of(language) for objective in card.objectives}
    return names.get(code, code)


def _pair(report: Report, tests: LinkTests, pair: TestedPair) -> Row:
    card, language = report.slice.scorecard, report.language
    speaker = PairSpeaker(pair, card, language, tests.options)
    expected = expected_words(pair, speaker.kind, report.words, language)
    return Row(
        cells=(
            _measure(report, card.measure(pair.driver)),
            _measure(report, card.measure(pair.outcome)),
            Cell(text=expected),
            Cell(text=speaker.verdict),
        )
    )


def _measure(report: Report, measure: Measure) -> Cell:
    """Return a measure with the unit's own value, and beside it that of the whole."""
    return Cell(
        text=measure.name.of(report.language),
        to=anchor_of(measure),
        quiet=_position(report, measure),
    )


def _position(report: Report, measure: Measure) -> str:
    """Return where the unit stands in a measure: "here 2.1%, Göteborg 1.8%"."""
    words, row = report.words, report.row(measure)
    if not has_value(row):
        return ""
    here = words["here_value"].format(value=report.figures.value_text(measure, row))
    whole = _whole(report)
    other = report.row(measure, unit=whole) if whole else None
    if whole is None or not has_value(other) or not is_compared(report, measure):
        return here
    value = report.figures.value_text(measure, other)
    name = whole.name.of(report.language)
    return f"{here}, {words['all_value'].format(whole=name, value=value)}"


def _whole(report: Report) -> OrgUnit | None:
    return next(iter(report.slice.ancestors), None)
