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
from bsc_helpers.evaluation import rows_of
from bsc_helpers.formula import format_formula, parse_formula
from bsc_helpers.model import Measure, Objective, Perspective, Reason
from bsc_helpers.narrative.formats import (
    decimals_of,
    format_number,
    format_share,
    format_span,
    format_value,
    missing_sign,
)
from bsc_helpers.narrative.sentences import sentence_of
from bsc_helpers.periods import Window
from bsc_helpers.report.drawing import chart_of
from bsc_helpers.report.front import anchor_of, measures_in, status_of
from bsc_helpers.report.opened import Report
from bsc_helpers.report.targets import interval_text, target_text

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
    heading = Heading(
        level=2, text=perspective.name.of(language), anchor=f"p-{_ascii(perspective.code)}"
    )
    blocks: list[Block] = [heading]
    if perspective.question:
        question = Run(text=perspective.question.of(language), marks=("emphasis",))
        blocks.append(Paragraph(runs=(question,)))
    for objective in card.objectives:
        if objective.perspective == perspective.code:
            blocks += _objective(report, objective)
    return blocks


def _ascii(code: str) -> str:
    return code.encode("ascii", "replace").decode().replace("?", "_")


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
    facts: dict[str, str] = {
        "definition": measure.definition.of(language) if measure.definition else "",
        "formula": _formula(report, measure, {}),
    }
    if row is not None and row.reason == Reason.OK.word:
        facts["with_numbers"] = f"{_filled(report, measure)} = {report.value_text(measure, row)}"
    if row is not None:
        facts |= {
            "interval": interval_text(measure, row, language),
            "base": _plain(row.base, 0, language),
            "target_fact": target_text(measure, row, language),
            "attainment": _percent(row.attainment, language),
            "score_fact": _plain(row.score, 0, language),
            "coverage_fact": _share(row.coverage, language),
        }
    facts["owner"] = measure.owner.of(language) if measure.owner else ""
    facts["computed_by"] = measure.computed_by.of(language) if measure.computed_by else ""
    labelled = [(words[key], text) for key, text in facts.items() if text]
    labelled += _windows(report, measure, row)
    rows = [Row(cells=(Cell(text=label), Cell(text=text))) for label, text in labelled]
    columns = (Column(label=words["fact"]), Column(label=words["value"]))
    caption = words["facts_caption"].format(measure=measure.name.of(language))
    return Table(caption=caption, columns=columns, rows=tuple(rows))


def _windows(report: Report, measure: Measure, row: Any) -> list[tuple[str, str]]:
    """Return the value over the year so far and over one year, each with what it covers."""
    if row is None or measure.frequency == "year" or measure.window != "period":
        return []
    period = report.slice.shown(measure.code)
    starts = report.slice.scorecard.fiscal_year_starts
    windows: tuple[Window, ...] = ("year_to_date", "rolling_year")
    spans = {window: period.covered(window, starts) for window in windows}
    return [
        (
            report.words[window].format(period=format_span(span[0], span[-1], report.language)),
            format_value(getattr(row, window), measure, report.language),
        )
        for window, span in spans.items()
        if not math.isnan(getattr(row, window))
    ]


def _plain(value: float, decimals: int, language: str) -> str:
    return "" if math.isnan(value) else format_number(value, decimals, language)


def _percent(value: float, language: str) -> str:
    return "" if math.isnan(value) else format_share(value / 100, language)


def _share(value: float, language: str) -> str:
    return "" if math.isnan(value) else format_share(value, language)


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


def _filled(report: Report, measure: Measure) -> str:
    rows = report.slice.inputs
    own = rows[rows["measure"] == measure.code]
    filled = {
        name: _as_delivered(value, report.language)
        for name, value in zip(own["input"], own["value"], strict=True)
    }
    for other in report.slice.scorecard.measures:
        row = report.row(other)
        if row is not None and row.reason == Reason.OK.word:
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
    units = sorted(report.slice.children, key=lambda unit: _by_name(unit.name.of(language)))
    rows = []
    for unit in units:
        row = report.row(measure, unit)
        if row is not None:
            number = row.value if row.reason == Reason.OK.word else None
            cells = (
                Cell(text=unit.name.of(language)),
                Cell(text=report.value_text(measure, row), number=number),
                Cell(text=interval_text(measure, row, language)),
                Cell(status=row.status),
            )
            rows.append(Row(cells=cells))
    if not rows:
        return None
    columns = [
        Column(label=words["unit"]),
        Column(label=words["value"], numeric=True),
        Column(label=words["interval"], numeric=True),
        Column(label=words["status"]),
    ]
    if measure.precision is None:
        columns = [column for n, column in enumerate(columns) if n != 2]  # noqa: PLR2004 - interval
        rows = [Row(cells=(*row.cells[:2], row.cells[3])) for row in rows]
    name = measure.name.of(language)
    caption = words["units_below_caption"].format(measure=name, unit=report.unit_name)
    table = Table(caption=caption, columns=tuple(columns), rows=tuple(rows))
    return Fold(summary=words["units_below"].format(measure=name), blocks=(table,))


def _by_name(name: str) -> tuple[str, ...]:
    """Return a key that sorts Å, Ä, Ö after Z, as in Swedish, on every machine."""
    order = str.maketrans({"å": "{", "ä": "|", "ö": "}", "é": "e", "ü": "u"})
    return (name.casefold().translate(order), name)
