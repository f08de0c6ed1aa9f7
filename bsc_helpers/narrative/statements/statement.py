"""A statement: one claim without language, with its numbers and the cells they come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from bsc_helpers.evaluation import ReportSlice
from bsc_helpers.periods import Period, Window

__all__ = ["Evidence", "Statement", "evidence_of", "statement_about", "written"]

_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Evidence:
    """One cell of a table on which a statement rests.

    Attributes
    ----------
    frame
        ``results``, ``inputs``, ``scores``, ``economy`` or ``surveys``; ``register`` for what a
        person wrote.
    measure, input, line, level, code
        Which row, as far as the frame has such columns; else empty. In the register `code` is that
        of the measure, source or initiative, and `column` the field.
    column, value
        Which cell, and what stands in it.
    """

    frame: str
    org_unit: str
    activity: str
    period: str
    column: str
    value: float | str
    measure: str = ""
    input: str = ""
    line: str = ""
    level: str = ""
    code: str = ""


@dataclass(frozen=True)
class Statement:
    """One licensed claim about one unit and period.

    Attributes
    ----------
    model
        The number of the model, as in the table of this package; ``Q`` for a question.
    pattern
        Which pattern of the catalogues says it, such as ``2_above``.
    measure
        The measure it is about; empty where it is about none.
    period
        That of the value; `report_period` is that of the report.
    status
        That of the value; empty where nothing is judged.
    facts
        The raw numbers by name: columns of the tables, and what follows from them.
    evidence
        The cells on which the facts rest.
    texts
        Codes and days (``2003-11-12``) by name; no words of any language.
    initiative
        The initiative it is about; empty where it is about none.
    window
        What time the figures cover: the period, the year so far, or one year.
    """

    model: str
    pattern: str
    measure: str
    org_unit: str
    activity: str
    period: Period
    report_period: Period
    status: str
    facts: Mapping[str, float]
    evidence: tuple[Evidence, ...]
    texts: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    initiative: str = ""
    window: Window = "period"


def statement_about(report: ReportSlice, pattern: str, **more: Any) -> Statement:
    """Return a statement about the unit and period of a report; its model begins the pattern."""
    known: dict[str, Any] = {
        "measure": "",
        "period": report.period,
        "status": "",
        "facts": {},
        "evidence": (),
        **more,
    }
    known["facts"] = MappingProxyType(dict(known["facts"]))
    known["texts"] = MappingProxyType(dict(known.get("texts", {})))
    return Statement(
        model=pattern.partition("_")[0],
        pattern=pattern,
        org_unit=report.org_unit.code,
        activity=report.activity,
        report_period=report.period,
        **known,
    )


def evidence_of(frame: str, row: Mapping[str, Any], column: str, **names: str) -> Evidence:
    """Return a cell of a row of a table as evidence."""
    place = {name: str(row[name]) for name in ("org_unit", "activity", "period")}
    value = row[column] if isinstance(row[column], str) else float(row[column])
    return Evidence(frame=frame, column=column, value=value, **place, **names)


def written(report: ReportSlice, code: str, column: str, value: float | str) -> Evidence:
    """Return what the register says in a field of a part as evidence."""
    return Evidence(
        frame="register",
        org_unit=report.org_unit.code,
        activity=report.activity,
        period=str(report.period),
        column=column,
        value=value,
        code=code,
    )
