"""The perspectives: objective by objective, each measure with chart, sentences and what is done."""

from __future__ import annotations

from bsc_helpers.blocks import Block, Heading, Paragraph, Run, Section
from bsc_helpers.model import Measure, Objective, Perspective
from bsc_helpers.report.actions import in_hand
from bsc_helpers.report.anchors import anchor_of, anchor_of_perspective
from bsc_helpers.report.card import new_rules
from bsc_helpers.report.compared import comparison, units_below
from bsc_helpers.report.computed import computed
from bsc_helpers.report.drawing import chart_of
from bsc_helpers.report.objectives import origin_text, served_by
from bsc_helpers.report.opened import Report
from bsc_helpers.report.organisation import in_later_structure
from bsc_helpers.report.remarks import remarks_on, remarks_on_objective
from bsc_helpers.report.said import line, said_all
from bsc_helpers.report.summary import measures_in

__all__ = ["perspectives"]


def perspectives(report: Report) -> Section:
    """Show every perspective with its objectives and measures, in the order of the scorecard."""
    blocks = [
        block
        for perspective in report.slice.scorecard.perspectives
        if measures_in(report, perspective)
        for block in _perspective(report, perspective)
    ]
    return Section(blocks=tuple(blocks))


def _perspective(report: Report, perspective: Perspective) -> list[Block]:
    language, card = report.language, report.slice.scorecard
    name, anchor = perspective.name.of(language), anchor_of_perspective(perspective)
    blocks: list[Block] = [Heading(level=2, text=name, anchor=anchor)]
    if perspective.question:
        question = Run(text=perspective.question.of(language), marks=("emphasis",))
        blocks.append(Paragraph(runs=(question,)))
    for objective in card.objectives:
        if objective.perspective == perspective.code:
            blocks += _objective(report, objective)
    return blocks


def _objective(report: Report, objective: Objective) -> list[Block]:
    """Show an objective with its origin and the measures of each of its success factors."""
    card = report.slice.scorecard
    measures = [m for m in report.measures if card.objective_of(m) == objective.code]
    if not measures:
        return []
    blocks: list[Block] = [Heading(level=3, text=objective.name.of(report.language))]
    facts = [
        text for text in (origin_text(report, objective), served_by(report, objective)) if text
    ]
    if facts:
        blocks.append(line(" ".join(facts), quiet=True))
    blocks += remarks_on_objective(report, objective)
    for measure in measures:
        blocks += _measure(report, measure)
    return blocks


def _measure(report: Report, measure: Measure) -> list[Block]:
    anchor, name = anchor_of(measure), measure.name.of(report.language)
    blocks: list[Block] = [Heading(level=4, text=name, anchor=anchor)]
    factor = _factor(report, measure)
    if factor:
        blocks.append(line(factor, quiet=True))
    claims = [claim for claim in report.statements if claim.measure == measure.code]
    blocks += said_all(report, claims, linked=False)
    blocks += [line(text, quiet=True) for text in new_rules(report, measure)]
    chart = chart_of(report, measure)
    blocks += [chart] if chart else []
    blocks += [*in_hand(report, measure), *remarks_on(report, measure)]
    folds = (
        in_later_structure(report, measure),
        comparison(report, measure),
        units_below(report, measure),
    )
    return [*blocks, *(fold for fold in folds if fold), *computed(report, measure)]


def _factor(report: Report, measure: Measure) -> str:
    """Return what a measure measures: a success factor, and the key process that it belongs to."""
    card, language = report.slice.scorecard, report.language
    factor = next((f for f in card.success_factors if f.code == measure.success_factor), None)
    if factor is None:
        return ""
    text = f"{report.words['success_factor']}: {factor.name.of(language)}"
    process = next((p for p in card.key_processes if p.code == factor.key_process), None)
    if process is None:
        return text
    return f"{text}. {report.words['key_process']}: {process.name.of(language)}"
