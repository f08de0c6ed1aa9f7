"""How a value was computed: formula, the numbers put in, sources, and what to know of it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from bsc_helpers.blocks import Cell, Column, Fold, Paragraph, Row, Run, Table
from bsc_helpers.compute.measuring import CONFIDENCE
from bsc_helpers.formula import format_formula, parse_formula
from bsc_helpers.model import Measure, Reason, Source
from bsc_helpers.narrative.formats import (
    format_date,
    format_number,
    format_share,
    format_span,
    format_value,
    missing_sign,
)
from bsc_helpers.narrative.nature import is_state
from bsc_helpers.narrative.rounding import decimals_of
from bsc_helpers.periods import Period, Window
from bsc_helpers.report.card import measure_card
from bsc_helpers.report.figures import day_of, has_value, is_withheld, number_of
from bsc_helpers.report.opened import Report
from bsc_helpers.report.targets import limit_text, scale_text, target_text
from bsc_helpers.report.variation import usual_facts

__all__ = ["computed", "interval_label", "source_text"]

MOST_DECIMALS = 4

Fact = tuple[str, str]


def computed(report: Report, measure: Measure) -> list[Fold]:
    """Lay open how the value came about, and apart from it what is to know of the measure.

    The first is short and is printed; the second is looked up on the page or in the workbook.
    """
    name, words = measure.name.of(report.language), report.words
    inputs = _inputs(report, measure)
    tables = ([inputs] if inputs.rows else []) + [_facts(report, measure)]
    short = Paragraph(runs=tuple(_in_short(report, measure)))
    return [
        Fold(summary=words["computed"], blocks=(short,)),
        Fold(summary=words["card"].format(measure=name), blocks=tuple(tables), in_print=False),
    ]


def _in_short(report: Report, measure: Measure) -> Iterator[Run]:
    """Yield the formula with its numbers, their sources, and how much the value rests on."""
    words, row = report.words, report.row(measure)
    facts = [(words["formula"], _formula(report, measure, {}))]
    if has_value(row):
        facts.append((words["with_numbers"], _with_numbers(report, measure, row)))
    facts.append((words["source"], "; ".join(_sources_of(report, measure))))
    for label, text in [*facts, *_rests_on(report, measure, row)]:
        if text:
            yield Run(text=f"{label}: ", marks=("strong",))
            yield Run(text=f"{text.removesuffix('.')}. ")


def _rests_on(report: Report, measure: Measure, row: Any) -> list[Fact]:
    """Return the interval, the base and the coverage of a value, as far as it has them."""
    if row is None or is_withheld(row):
        return []
    words, language = report.words, report.language
    return [
        (interval_label(report), report.figures.interval_text(measure, row)),
        (words["base" if measure.precision else "cases"], _plain(row.base, 0, language)),
        (words["coverage_fact"], _partly(row.coverage, language)),
    ]


def _sources_of(report: Report, measure: Measure) -> list[str]:
    """Return the sources of the figures that were put in, each once."""
    names = [given.input for given in report.inputs(measure)]
    codes = {code for name in names for code in report.slice.sources.get(name, ())}
    known = (source for source in report.slice.scorecard.sources if source.code in codes)
    return list(dict.fromkeys(source_text(report, source) for source in known))


def interval_label(report: Report) -> str:
    """Return the head of a column of intervals: "95% uncertainty interval"."""
    confidence = format_number(100 * CONFIDENCE, 0, report.language)
    return report.words["interval"].format(confidence=confidence)


def source_text(report: Report, source: Source) -> str:
    """Return a source with its supplier and the day of its figures, as far as they are known."""
    words, language = report.words, report.language
    parts = [source.supplier.of(language)] if source.supplier else []
    if source.recorded_at:
        day = format_date(source.recorded_at, language, short=True)
        parts.append(words["recorded"].format(date=day))
    name = source.name.of(language)
    return f"{name} ({', '.join(parts)})" if parts else name


def _facts(report: Report, measure: Measure) -> Table:
    words, language, row = report.words, report.language, report.row(measure)
    facts: list[Fact] = [
        (words["definition"], measure.definition.of(language) if measure.definition else ""),
        (words["interpretation"], _text(measure.interpretation, language)),
    ]
    facts += [*_judged(report, measure, row), *_windows(report, measure, row)]
    facts += usual_facts(report, measure)
    facts += [*_revised(report, measure, row), *measure_card(report, measure)]
    rows = [Row(cells=(Cell(text=label), Cell(text=text))) for label, text in facts if text]
    columns = (Column(label=words["fact"]), Column(label=words["value"]))
    caption = words["facts_caption"].format(measure=measure.name.of(language))
    return Table(caption=caption, columns=columns, rows=tuple(rows))


def _text(text: Any, language: str) -> str:
    return text.of(language) if text else ""


def _judged(report: Report, measure: Measure, row: Any) -> list[Fact]:
    """Return the target with its limit and scale, and how far the value has reached it."""
    words, language = report.words, report.language
    bare = report.figures.says_unit(measure)
    limit = limit_text(report.target_in_force(measure), measure, language, bare=bare)
    facts = [
        (words["limit_fact"], limit),
        (words["scale_fact"], scale_text(measure, language, bare=bare)),
    ]
    if row is None:
        return facts
    facts.insert(0, (words["target_fact"], target_text(measure, row, language, bare=bare)))
    if is_withheld(row):
        return facts
    return [
        *facts,
        (words["attainment"], _attainment(row, language)),
        (words["score_fact"], _plain(row.score, 0, language)),
    ]


def _windows(report: Report, measure: Measure, row: Any) -> list[Fact]:
    """Return the value over the year so far and over one year, each with what it covers.

    Only where it says more than the value itself: of a count on the last day it does not.
    """
    card = report.slice.scorecard
    told_otherwise = measure.window != "period" or is_state(card, measure)
    if row is None or is_withheld(row) or told_otherwise:
        return []
    period, bare = report.slice.shown(measure.code), report.figures.says_unit(measure)
    windows: tuple[Window, ...] = ("year_to_date", "rolling_year")
    told: set[tuple[Period, ...]] = {(period,)}
    found = []
    for window in windows:
        span, value = period.covered(window, card.fiscal_year_starts), getattr(row, window)
        if span not in told and not math.isnan(value):
            told.add(span)
            when = format_span(span[0], span[-1], report.language)
            text = format_value(value, measure, report.language, bare=bare)
            found.append((report.words[window].format(period=when), text))
    return found


def _revised(report: Report, measure: Measure, row: Any) -> list[Fact]:
    """Return the value before the last revision, where there was one."""
    if not has_value(row) or math.isnan(row.previous):
        return []
    day, places = day_of(row.revised_on), report.figures.decimals(measure, row)
    text = format_value(
        row.previous, measure, report.language, places, bare=report.figures.says_unit(measure)
    )
    if day is not None:
        date = format_date(day, report.language)
        text = report.words["revised_fact"].format(value=text, date=date)
    return [(report.words["previous"], text)]


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
        return missing_sign(Reason.NO_DATA, language)[0]
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
    if filled == report.figures.number_text(measure, row):
        return ""
    return f"{filled} = {report.figures.value_text(measure, row)}"


def _filled(report: Report, measure: Measure) -> str:
    filled = {
        given.input: _as_delivered(given.value, report.language) for given in report.inputs(measure)
    }
    names = parse_formula(measure.formula).names
    for other in report.slice.scorecard.measures:
        value = number_of(report.row(other)) if other.code.lower() in names else None
        if value is not None:
            filled.setdefault(other.code.lower(), _as_delivered(value, report.language))
    return _formula(report, measure, filled)


def _inputs(report: Report, measure: Measure) -> Table:
    """Return what was put into the formula, each figure with its source.

    Of a value that is withheld no figure is shown: it could be computed from them.
    """
    words, language, card = report.words, report.language, report.slice.scorecard
    names = {given.code: given.name.of(language) for given in card.inputs}
    sources = {source.code: source_text(report, source) for source in card.sources}
    hidden = is_withheld(report.row(measure))
    rows = []
    for given in report.inputs(measure):
        reason = Reason.SUPPRESSED.word if hidden else given.reason
        known = reason == Reason.OK.word
        where = ", ".join(sources.get(c, c) for c in report.slice.sources.get(given.input, ()))
        cells = (
            Cell(text=names.get(given.input, given.input)),
            Cell(
                text=_as_delivered(given.value, language)
                if known
                else missing_sign(reason, language)[0],
                number=given.value if known else None,
            ),
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
