"""A measure beside others: the whole, units of the same kind, and the units below; by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bsc_helpers.blocks import Block, Cell, Column, Fold, Row, Section, Table
from bsc_helpers.compute.kinds import may_compare
from bsc_helpers.model import Measure, OrgUnit
from bsc_helpers.narrative.alphabet import name_key
from bsc_helpers.report.among import among
from bsc_helpers.report.computed import interval_label
from bsc_helpers.report.figures import has_value, number_of
from bsc_helpers.report.opened import Report
from bsc_helpers.report.said import line

__all__ = ["by_name", "compared_with", "comparison", "is_compared", "spans_below", "units_below"]

MOST_LISTED = 30
MOST_NAMED = 10
FEWEST_COMPARED = 3

Found = Sequence[tuple[OrgUnit, Any]]


def is_compared(report: Report, measure: Measure) -> bool:
    """Whether units may be held against each other by a measure.

    Not where its figures cannot be trusted or compared, nor where it grows with the unit's size.
    """
    return may_compare(report.slice.scorecard, measure)


def compared_with(report: Report) -> OrgUnit | None:
    """Return the unit right above, with which a first glance compares; None at the top."""
    return report.slice.ancestors[-1] if report.slice.ancestors else None


def spans_below(report: Report) -> dict[str, str]:
    """Return for each measure the lowest and the highest value of the units right below.

    Empty where a measure is not compared or fewer than three units have a value; nothing at all
    where no measure has any.
    """
    spans = {measure.code: _span(report, measure) for measure in report.measures}
    return spans if any(spans.values()) else {}


def _span(report: Report, measure: Measure) -> str:
    rows = [row for _, row in _found(report, measure, report.slice.children) if has_value(row)]
    if not is_compared(report, measure) or len(rows) < FEWEST_COMPARED:
        return ""
    ends = (min(rows, key=_by_value), max(rows, key=_by_value))
    low, high = (report.figures.number_text(measure, row) for row in ends)
    return low if low == high else f"{low}–{high}" if "−" not in low + high else f"{low} … {high}"


def _by_value(row: Any) -> float:
    return float(row.value)


def by_name(report: Report, units: Sequence[OrgUnit]) -> list[OrgUnit]:
    """Return units in the alphabetical order of the language."""
    language = report.language
    return sorted(units, key=lambda unit: name_key(unit.name.of(language), language))


def comparison(report: Report, measure: Measure) -> Fold | None:
    """Return the value beside the whole and beside units of the same kind, by name.

    No league table: nothing is ranked. None where there is nothing to hold it against.
    """
    own, part = report.row(measure), report.slice
    if not is_compared(report, measure) or not has_value(own):
        return None
    above = _found(report, measure, part.ancestors)
    peers = _found(report, measure, by_name(report, part.peers))
    if not any(has_value(row) for _, row in (*above, *peers)):
        return None
    words = report.words
    rows = [_row(report, measure, report.unit_name, own)]
    rows += [_row(report, measure, unit.name.of(report.language), row) for unit, row in above]
    drawn = among(report, measure)
    similar = [(unit, row) for unit, row in peers if unit.code in dict(part.similar)]
    # All of them stand in the drawing; on a row of their own those under similar conditions.
    key, group = ("similar", similar) if drawn and similar else ("peers", peers)
    if group:
        rows.append(Row(cells=(Cell(text=words[key]),), group=True))
    rows += [_row(report, measure, unit.name.of(report.language), row) for unit, row in group]
    name = measure.name.of(report.language)
    caption = words["comparison_caption"].format(measure=name, unit=report.subject_name)
    table = Table(caption=caption, columns=_columns(report, measure), rows=tuple(rows))
    note = line(words["comparison_note"], quiet=True)
    summary = words["comparison"].format(measure=name)
    blocks = (*drawn, note, table)
    return Fold(summary=summary, blocks=blocks, in_print=False)


def _columns(report: Report, measure: Measure) -> tuple[Column, ...]:
    label = report.figures.with_unit(report.words["value"], measure)
    columns = [Column(label=report.words["unit"]), Column(label=label, numeric=True)]
    if measure.precision is not None:
        columns.append(Column(label=interval_label(report), numeric=True))
    return tuple(columns)


def _row(report: Report, measure: Measure, name: str, row: Any) -> Row:
    cells = [Cell(text=name), _value(report, measure, row)]
    if measure.precision is not None:
        cells.append(Cell(text=report.figures.interval_numbers(measure, row)))
    return Row(cells=tuple(cells))


def _value(report: Report, measure: Measure, row: Any) -> Cell:
    return Cell(text=report.figures.number_text(measure, row), number=number_of(row))


def _found(report: Report, measure: Measure, units: Sequence[OrgUnit]) -> Found:
    """Return the units for which there is a row; elsewhere the measure does not apply."""
    rows = [(unit, report.row(measure, unit)) for unit in units]
    return [(unit, row) for unit, row in rows if row is not None]


def units_below(report: Report, measure: Measure) -> Block | None:
    """Return the values of the units below, by kind and name: no league table.

    Very many are counted and left to the measure's own page and the workbook.
    """
    found = _found(report, measure, by_name(report, report.slice.children))
    if not found:
        return None
    words, language = report.words, report.language
    unusual = _unusual_below(report, measure)
    if len(found) > MOST_LISTED:
        many = line(words["units_below_many"].format(count=len(found)), quiet=True)
        return Section(blocks=(*unusual, many))
    columns = _columns(report, measure)
    columns = (*columns, Column(label=words["status"])) if measure.scored else columns
    kinds = list(dict.fromkeys(_kind(report, unit) for unit, _ in found))
    rows: list[Row] = []
    for kind in sorted(kinds, key=lambda kind: name_key(kind, language)):
        if len(kinds) > 1:
            rows.append(Row(cells=(Cell(text=kind or words["other_units"]),), group=True))
        rows += [_below(report, measure, u, row) for u, row in found if _kind(report, u) == kind]
    name = measure.name.of(language)
    caption = words["units_below_caption"].format(measure=name, unit=report.subject_name)
    blocks: list[Block] = [*unusual, Table(caption=caption, columns=columns, rows=tuple(rows))]
    if "low" in (measure.comparability, measure.reliability):
        blocks.insert(0, line(words["not_compared"], quiet=True))
    summary = words["units_below"].format(measure=name)
    return Fold(summary=summary, blocks=tuple(blocks), in_print=False)


def _unusual_below(report: Report, measure: Measure) -> list[Block]:
    """Name the units below that lie outside what is usual for their kind and size, by name."""
    frame, language, words = report.slice.unusual_below, report.language, report.words
    rows = frame[frame["measure"] == measure.code]
    outside = dict(zip(rows["org_unit"], rows["outside"], strict=True))
    units = by_name(report, [u for u in report.slice.children if u.code in outside])
    names = [
        words["unit_outside"].format(
            unit=unit.name.of(language),
            side=words["outside_above" if outside[unit.code] > 0 else "outside_below"],
        )
        for unit in units
    ]
    if len(names) > MOST_NAMED:
        more = words["and_more"].format(count=len(names) - MOST_NAMED)
        names = [*names[:MOST_NAMED], more]
    return [line(words["units_outside"].format(units=report.listed(names)))] if names else []


def _kind(report: Report, unit: OrgUnit) -> str:
    return unit.kind.of(report.language) if unit.kind else ""


def _below(report: Report, measure: Measure, unit: OrgUnit, row: Any) -> Row:
    """Return a unit's row, with its status where the measure has one."""
    made = _row(report, measure, unit.name.of(report.language), row)
    return Row(cells=(*made.cells, Cell(status=row.status))) if measure.scored else made
