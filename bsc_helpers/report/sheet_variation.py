"""The sheets about change and comparison: the usual variation, and the unit among its kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from bsc_helpers.blocks import Sheet, SheetCell
from bsc_helpers.evaluation import rows_of
from bsc_helpers.report.figures import has_value
from bsc_helpers.report.opened import Report
from bsc_helpers.report.sheet_names import Names
from bsc_helpers.report.sheet_rows import Field, as_delivered, known, sheet_of
from bsc_helpers.report.sheet_words import sheet_words

__all__ = ["changes_sheet", "comparison_sheet"]

_CHANGES: Final = ("points", "middle", "usual_low", "usual_high", "run")
_COMPARISON: Final = ("value", "size", "middle", "lower_998", "upper_998", "rank_low", "rank_high")


def changes_sheet(report: Report) -> list[Sheet]:
    """Return the usual variation of each measure, and what the latest value says."""
    names = Names(report)
    fields: tuple[Field[Any], ...] = (
        *_what(names),
        Field("since", lambda r: names.period_text(r.since)),
        *(Field(name, _number(name), "number") for name in _CHANGES),
        *(_word(report, name) for name in ("rule", "side", "variation", "assurance", "seasoned")),
        Field("false_alarm", lambda r: known(r.false_alarm), "share", 1),
    )
    rows = rows_of(report.slice.changes)
    return sheet_of("changes", fields, rows, report.language, names=2)


def comparison_sheet(report: Report) -> list[Sheet]:
    """Return the unit among those of its kind; the others stand there without their places."""
    names = Names(report)
    shown = {m.code for m in report.measures if has_value(report.row(m))}
    fields: tuple[Field[Any], ...] = (
        *_what(names),
        Field("compared_units", _number("units"), "number"),
        *(Field(name, _number(name), "number") for name in _COMPARISON),
        _word(report, "unusual"),
        Field("worst_quarter", lambda r: known(r.worst_quarter), "share", 0),
        Field("shrunken", _number("shrunken"), "number"),
        Field("false_alarm", lambda r: known(r.false_alarm), "share", 1),
    )
    own = report.slice.org_unit.code
    rows = (r for r in rows_of(report.slice.comparison) if r.org_unit == own and r.measure in shown)
    return sheet_of("comparison", fields, rows, report.language, names=2)


def _what(names: Names) -> tuple[Field[Any], ...]:
    return (
        Field("measure", lambda r: names.measure(r.measure)),
        Field("code", lambda r: r.measure),
        Field("period", lambda r: names.period_text(r.period)),
    )


def _number(name: str) -> Callable[[Any], SheetCell]:
    return lambda row: as_delivered(getattr(row, name))


def _word(report: Report, name: str) -> Field[Any]:
    words = sheet_words(report.language)
    return Field(name, lambda row: words.get(f"{name}_{getattr(row, name)}"))
