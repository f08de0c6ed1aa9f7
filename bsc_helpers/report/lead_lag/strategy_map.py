"""The strategy map: objectives in their perspectives, arrows by their evidence, and the table."""

from __future__ import annotations

from bsc_helpers.blocks import Block, Figure, Heading, Section
from bsc_helpers.charts.strategy_map import (
    MapArrow,
    MapFactor,
    MapObjective,
    MapPerspective,
    StrategyMap,
    render_strategy_map,
)
from bsc_helpers.evaluation import EVIDENCE
from bsc_helpers.model import Objective, Perspective
from bsc_helpers.narrative.formats import format_number
from bsc_helpers.narrative.lead_lag import evidence_words
from bsc_helpers.report.lead_lag.opened import LinkReport
from bsc_helpers.report.lead_lag.table import table_of_arrows

__all__ = ["strategy_map"]


def strategy_map(report: LinkReport) -> Section:
    """Draw the map on one page, with an arrow for each assumed link, and the table behind it."""
    heading = Heading(level=2, text=report.words["map"], anchor="map")
    blocks: list[Block] = [heading, _figure(report)]
    if report.tests.links:
        blocks.append(table_of_arrows(report))
    return Section(blocks=tuple(blocks))


def _figure(report: LinkReport) -> Figure:
    words, language = report.words, report.language
    drawn = StrategyMap(
        bands=_bands(report),
        arrows=[
            MapArrow(report.links[code].from_, report.links[code].to, code, evidence)
            for code, evidence in report.tests.links
        ],
        words={evidence: evidence_words(evidence, language) for evidence in EVIDENCE},
        notice=report.notice,
    )
    arrows = " ".join(_spoken(report))
    alt = words["map_alt"].format(arrows=arrows) if arrows else words["map_alt_bare"]
    return Figure(svg=render_strategy_map(drawn), alt=alt, title=_title(report))


def _title(report: LinkReport) -> str:
    """Return the finding: how many arrows were tested, and what came of them."""
    language, count = report.language, report.tests.count
    if not count:
        return report.words["map_figure_bare"]
    told = [
        f"{format_number(count[evidence], 0, language)} {evidence_words(evidence, language)}"
        for evidence in EVIDENCE
        if count[evidence]
    ]
    return report.words["map_figure"].format(
        tested=format_number(report.tests.tested, 0, language),
        all=format_number(len(report.tests.links), 0, language),
        counts=", ".join(told),
    )


def _spoken(report: LinkReport) -> list[str]:
    links = report.links
    return [
        report.words["map_arrow"].format(
            code=code,
            first=report.ends.get(links[code].from_, links[code].from_),
            then=report.ends.get(links[code].to, links[code].to),
            evidence=evidence_words(evidence, report.language),
        )
        for code, evidence in report.tests.links
    ]


def _bands(report: LinkReport) -> list[list[MapPerspective]]:
    """Return the perspectives in the rows that the register says, else each in one of its own."""
    card = report.scorecard
    known = {perspective.code: perspective for perspective in card.perspectives}
    rows = card.strategy_map or tuple((code,) for code in known)
    return [[_perspective(report, known[code]) for code in row] for row in rows]


def _perspective(report: LinkReport, perspective: Perspective) -> MapPerspective:
    objectives = tuple(
        _objective(report, objective)
        for objective in report.scorecard.objectives
        if objective.perspective == perspective.code
    )
    return MapPerspective(perspective.name.of(report.language), objectives)


def _objective(report: LinkReport, objective: Objective) -> MapObjective:
    factors = tuple(
        MapFactor(factor.code, factor.name.of(report.language))
        for factor in report.scorecard.success_factors
        if factor.objective == objective.code
    )
    return MapObjective(objective.code, objective.name.of(report.language), factors)
