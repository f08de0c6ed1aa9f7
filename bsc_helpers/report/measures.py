"""The perspectives: objective by objective, each measure with sentences, chart and computation."""

from __future__ import annotations

import math
from typing import Any

from bsc_helpers.blocks import (
    Block,
    Cell,
    Column,
    Fold,
    Heading,
    Paragraph,
    Row,
    Run,
    Section,
    Statement,
    Table,
)
from bsc_helpers.compute.measuring import CONFIDENCE
from bsc_helpers.evaluation import rows_of
from bsc_helpers.formula import format_formula, parse_formula
from bsc_helpers.model import Measure, Objective, Perspective, Reason
from bsc_helpers.narrative.alphabet import name_key
from bsc_helpers.narrative.formats import (
    format_number,
    format_share,
    format_span,
    format_value,
    missing_sign,
)
from bsc_helpers.narrative.nature import is_state
from bsc_helpers.narrative.rounding import decimals_of
from bsc_helpers.narrative.sentences import sentence_of
from bsc_helpers.periods import Period, Window
from bsc_helpers.report.anchors import anchor_of, anchor_of_perspective
from bsc_helpers.report.drawing import chart_of
from bsc_helpers.report.front import measures_in, status_of
from bsc_helpers.report.opened import Report, has_value
from bsc_helpers.report.targets import limit_text, scale_text, target_text

__all__ = ["perspectives"]

MOST_DECIMALS = 4


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
    language, card = report.language, report.slice.scorecard
    measures = [m for m in card.measures if card.objective_of(m) == objective.code]
    if not measures:
        return []
    blocks: list[Block] = [Heading(level=3, text=objective.name.of(language))]
    if objective.origin:
        origin = f"{report.words['origin']}: {objective.origin.of(language)}"
        blocks.append(Paragraph(runs=(Run(text=origin),), quiet=True))
    for measure in measures:
        blocks += _measure(report, measure)
    return blocks


def _measure(report: Report, measure: Measure) -> list[Block]:
    language, card = report.language, report.slice.scorecard
    anchor = anchor_of(measure)
    blocks: list[Block] = [Heading(level=4, text=measure.name.of(language), anchor=anchor)]
    factor = next((f for f in card.success_factors if f.code == measure.success_factor), None)
    if factor:
        text = f"{report.words['success_factor']}: {factor.name.of(language)}"
        blocks.append(Paragraph(runs=(Run(text=text),), quiet=True))
    blocks += [
        Statement(
            text=sentence_of(statement, card, language),
            model=statement.model,
            status=status_of(statement.status),
        )
        for statement in report.statements
        if statement.measure == measure.code
    ]
    chart = chart_of(report, measure)
    if chart is not None:
        blocks.append(chart)
    blocks.append(_computed(report, measure))
    below = _units_below(report, measure)
    return [*blocks, below] if below else blocks


def _computed(report: Report, measure: Measure) -> Fold:
    """Lay open how the value came about: formula, the numbers put in, and what surrounds it."""
    tables = [_facts(report, measure)]
    inputs = _inputs(report, measure)
    if inputs.rows:
        tables.append(inputs)
    return Fold(summary=report.words["computed"], blocks=tuple(tables))


def _facts(report: Report, measure: Measure) -> Table:
    words, language, row = report.words, report.language, report.row(measure)
    facts = [
        (words["definition"], measure.definition.of(language) if measure.definition else ""),
        (words["formula"], _formula(report, measure, {})),
    ]
    if has_value(row):
        facts.append((words["with_numbers"], _with_numbers(report, measure, row)))
    facts += [*_judged(report, measure, row), *_windows(report, measure, row)]
    owner = words["owner" if measure.scored else "owner_followed"]
    facts += [
        (owner, measure.owner.of(language) if measure.owner else ""),
        (words["computed_by"], measure.computed_by.of(language) if measure.computed_by else ""),
    ]
    rows = [Row(cells=(Cell(text=label), Cell(text=text))) for label, text in facts if text]
    columns = (Column(label=words["fact"]), Column(label=words["value"]))
    caption = words["facts_caption"].format(measure=measure.name.of(language))
    return Table(caption=caption, columns=columns, rows=tuple(rows))


def _judged(report: Report, measure: Measure, row: Any) -> list[tuple[str, str]]:
    """Return how sure the value is and how it stands against its target."""
    words, language = report.words, report.language
    bare, confidence = report.says_unit(measure), format_number(100 * CONFIDENCE, 0, language)
    facts = [
        (
            words["limit_fact"],
            limit_text(report.target_in_force(measure), measure, language, bare=bare),
        ),
        (words["scale_fact"], scale_text(measure, language, bare=bare)),
    ]
    if row is None:
        return facts
    return [
        (words["interval"].format(confidence=confidence), report.interval_text(measure, row)),
        (words["base"], _plain(row.base, 0, language)),
        (words["target_fact"], target_text(measure, row, language, bare=bare)),
        *facts,
        (words["attainment"], _attainment(row, language)),
        (words["score_fact"], _plain(row.score, 0, language)),
        (words["coverage_fact"], _partly(row.coverage, language)),
    ]


def _windows(report: Report, measure: Measure, row: Any) -> list[tuple[str, str]]:
    """Return the value over the year so far and over one year, each with what it covers.

    Only where it says more than the value itself: of a count on the last day it does not.
    """
    card = report.slice.scorecard
    if row is None or measure.window != "period" or is_state(card, measure):
        return []
    period = report.slice.shown(measure.code)
    windows: tuple[Window, ...] = ("year_to_date", "rolling_year")
    told: set[tuple[Period, ...]] = {(period,)}
    found = []
    for window in windows:
        span, value = period.covered(window, card.fiscal_year_starts), getattr(row, window)
        if span not in told and not math.isnan(value):
            told.add(span)
            when = format_span(span[0], span[-1], report.language)
            text = format_value(value, measure, report.language, bare=report.says_unit(measure))
            found.append((report.words[window].format(period=when), text))
    return found


def _plain(value: float, decimals: int, language: str) -> str:
    return "" if math.isnan(value) else format_number(value, decimals, language)


def _attainment(row: Any, language: str) -> str:
    """Return how far the target is reached, from nothing to all.

    Beyond that it says nothing that a reader can use, and of a sample it claims too much when
    nobody can tell whether the target is met.
    """
    told = 0 <= row.attainment <= 100 and row.status != "uncertain"  # noqa: PLR2004 - percent
    return format_share(row.attainment / 100, language) if told else ""


def _partly(coverage: float, language: str) -> str:
    return format_share(coverage, language) if coverage < 1 else ""


def _as_delivered(value: float, language: str) -> str:
    """Return a figure with the decimals that it has, four at the most."""
    if math.isnan(value):
        return "–"
    return format_number(value, min(decimals_of(value), MOST_DECIMALS), language)


def _formula(report: Report, measure: Measure, filled: dict[str, str]) -> str:
    """Return the formula with names in words, or with the texts that are filled in."""
    card, language = report.slice.scorecard, report.language
    names = {given.code: f"[{given.name.of(language)}]" for given in card.inputs}
    names |= {other.code.lower(): f"[{other.name.of(language)}]" for other in card.measures}
    formula = parse_formula(measure.formula)
    numbers = {text: _as_delivered(float(text), language) for text in formula.numbers}
    return format_formula(formula, names | numbers | filled)


def _with_numbers(report: Report, measure: Measure, row: Any) -> str:
    """Return the formula with its numbers and the value; empty where that says the value twice."""
    filled = _filled(report, measure)
    if filled == report.number_text(measure, row):
        return ""
    return f"{filled} = {report.value_text(measure, row)}"


def _filled(report: Report, measure: Measure) -> str:
    rows = report.slice.inputs
    own = rows[rows["measure"] == measure.code]
    filled = {
        name: _as_delivered(value, report.language)
        for name, value in zip(own["input"], own["value"], strict=True)
    }
    for other in report.slice.scorecard.measures:
        row = report.row(other)
        if has_value(row):
            filled.setdefault(other.code.lower(), _as_delivered(row.value, report.language))
    return _formula(report, measure, filled)


def _inputs(report: Report, measure: Measure) -> Table:
    """Return what was put into the formula, each figure with its source."""
    words, language, card = report.words, report.language, report.slice.scorecard
    names = {given.code: given.name.of(language) for given in card.inputs}
    sources = {source.code: source.name.of(language) for source in card.sources}
    frame = report.slice.inputs
    rows = []
    for given in rows_of(frame[frame["measure"] == measure.code]):
        known = given.reason == Reason.OK.word
        text = (
            _as_delivered(given.value, language)
            if known
            else missing_sign(given.reason, language)[0]
        )
        where = ", ".join(sources.get(c, c) for c in report.slice.sources.get(given.input, ()))
        cells = (
            Cell(text=names.get(given.input, given.input)),
            Cell(text=text, number=given.value if known else None),
            Cell(text=where),
        )
        rows.append(Row(cells=cells))
    columns = (
        Column(label=words["input"]),
        Column(label=words["value"], numeric=True),
        Column(label=words["source"]),
    )
    caption = words["inputs_caption"].format(measure=measure.name.of(language))
    return Table(caption=caption, columns=columns, rows=tuple(rows))


def _units_below(report: Report, measure: Measure) -> Fold | None:
    """Return the values of the units below, by name: no league table."""
    words, language = report.words, report.language
    units = sorted(report.slice.children, key=lambda u: name_key(u.name.of(language), language))
    found = [(unit, row) for unit in units if (row := report.row(measure, unit)) is not None]
    if not found:
        return None
    columns = [
        (Column(label=words["unit"]), [Cell(text=unit.name.of(language)) for unit, _ in found]),
        (
            Column(label=report.with_unit(words["value"], measure), numeric=True),
            [_number_cell(report, measure, row) for _, row in found],
        ),
        (Column(label=words["status"]), [Cell(status=row.status) for _, row in found]),
    ]
    if measure.precision is not None:
        texts = [report.interval_text(measure, row, unit=False) for _, row in found]
        label = words["interval"].format(confidence=format_number(100 * CONFIDENCE, 0, language))
        column = Column(label=label, numeric=True)
        columns.insert(2, (column, [Cell(text=text) for text in texts]))
    name = measure.name.of(language)
    caption = words["units_below_caption"].format(measure=name, unit=report.unit_name)
    table = Table(
        caption=caption,
        columns=tuple(column for column, _ in columns),
        rows=tuple(Row(cells=cells) for cells in zip(*(c for _, c in columns), strict=True)),
    )
    return Fold(summary=words["units_below"].format(measure=name), blocks=(table,))


def _number_cell(report: Report, measure: Measure, row: Any) -> Cell:
    number = float(row.value) if has_value(row) else None
    return Cell(text=report.number_text(measure, row), number=number)
