"""From results to statements: what may be said of a unit in a period, and on what it rests.

A statement is one claim of one of the models below, with the numbers it is about and the table
cells they come from; it has no language. A model speaks only where its licence holds.

== ============================ ====================================================================
1  target met                   a value, a target, and clearly on its good side
2  target missed                the same on the other side, and no legal duty
3  cannot be told               a sample whose interval holds the target, or that has no interval
4  without target               a value and no target
5  money against budget         budget and outturn in kronor, both complete
14 not measured again           the latest value is older than the report's period
15 missing or not calculable    no value, and the reason is known
16 withheld                     no value, for disclosure control
17 small numbers                a proportion of fewer than 30 cases
18 legal duty breached          as 2, and the measure is a legal duty
== ============================ ====================================================================

No model says anything of change, comparison or cause.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from bsc_helpers.compute.measuring import CONFIDENCE
from bsc_helpers.evaluation import ReportSlice
from bsc_helpers.model import Reason
from bsc_helpers.narrative.readings import Reading, readings_of
from bsc_helpers.narrative.units import kind_of_unit
from bsc_helpers.periods import Period

__all__ = ["Evidence", "Statement", "in_short", "statements_of"]

FEW_CASES = 30
HALF_A_KRONA = 0.5
MOST_MISSED_TARGETS = 4
_NUMBERS = ("value", "target", "target_low", "target_high", "lower", "upper", "base", "attainment")
_URGENCY = {"poor": 0, "warning": 1}


@dataclass(frozen=True)
class Evidence:
    """One cell of a table on which a statement rests.

    Attributes
    ----------
    frame
        ``results``, ``inputs`` or ``scores``.
    measure, input, level, code
        Which row, as far as the frame has such columns; else empty.
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
    level: str = ""
    code: str = ""


@dataclass(frozen=True)
class Statement:
    """One licensed claim about one measure, unit and period.

    Attributes
    ----------
    model
        The number of the model, as in the table of this module.
    pattern
        Which pattern of the catalogues says it, such as ``2_above``.
    period
        That of the value; `report_period` is that of the report.
    facts
        The raw numbers by name: columns of the results, and what follows from them.
    evidence
        The cells on which the facts rest.
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


def statements_of(report: ReportSlice) -> tuple[Statement, ...]:
    """Return what may be said of the report's unit, measure by measure in the card's order.

    Of each measure it is the period that the report shows: the latest that has ended. A measure
    without a row there (not yet due, or the unit did not exist) has no statement.
    """
    return tuple(statement for reading in readings_of(report) for statement in _statements(reading))


def in_short(
    statements: Iterable[Statement], most: int = MOST_MISSED_TARGETS
) -> tuple[Statement, ...]:
    """Return what stands first on the page, in its fixed order.

    Money, then breaches of a legal duty, then at most `most` missed targets – the status poor
    before warning, then the lowest attainment –, then what is missing. A missed target whose
    money is told already is not told again.
    """
    given = tuple(statements)
    money = [each for each in given if each.model == "5"]
    told = {each.measure for each in money}
    duties = [each for each in given if each.model == "18"]
    missed = [each for each in given if each.model == "2" and each.measure not in told]
    missing = [each for each in given if each.model == "15"]
    return (*money, *duties, *sorted(missed, key=_urgency)[:most], *missing)


def _urgency(statement: Statement) -> tuple[int, float]:
    status = _URGENCY.get(statement.status, len(_URGENCY))
    return status, statement.facts.get("attainment", math.inf)


# --- licences -------------------------------------------------------------------------------------


def _statements(reading: Reading) -> Iterator[Statement]:
    """Yield money first, then the first model whose licence holds, then the small numbers."""
    if _is_money_against_budget(reading):
        yield _money(reading)
    for model, licence, make in _LICENCES:
        if licence(reading):
            yield make(reading, model)
            break
    if _has_few_cases(reading):
        yield _small_numbers(reading)


def _is_withheld(reading: Reading) -> bool:
    return reading.reason is Reason.SUPPRESSED


def _is_missing(reading: Reading) -> bool:
    return not reading.has_value and reading.reason is not Reason.NOT_APPLICABLE


def _is_not_measured_again(reading: Reading) -> bool:
    return reading.has_value and reading.is_old


def _has_no_target(reading: Reading) -> bool:
    return reading.has_value and not reading.borders


def _cannot_be_told(reading: Reading) -> bool:
    return reading.has_value and bool(reading.borders) and reading.cannot_be_told


def _meets_target(reading: Reading) -> bool:
    return reading.has_value and bool(reading.borders) and reading.row["status"] == "good"


def _breaches_duty(reading: Reading) -> bool:
    return _misses_target(reading) and reading.measure.role == "legal_duty"


def _misses_target(reading: Reading) -> bool:
    # Uncertain without the target in the interval: missed, but perhaps within the warning border.
    missed = reading.row["status"] in ("warning", "poor", "uncertain")
    return reading.has_value and bool(reading.borders) and missed


def _is_money_against_budget(reading: Reading) -> bool:
    budget = reading.measure.budget
    if budget is None or reading.is_old or _is_withheld(reading):
        return False
    return all(
        name in reading.inputs
        and kind_of_unit(reading.given[name].unit_of_measure) == "SEK"
        and math.isfinite(reading.inputs[name]["value"])
        and not reading.inputs[name]["coverage"] < 1
        for name in (budget.plan, budget.outturn)
    )


def _has_few_cases(reading: Reading) -> bool:
    precision = reading.measure.precision
    if precision is None or precision.kind != "proportion" or precision.sum not in reading.inputs:
        return False
    if not reading.knows("value", "base") or reading.is_old:
        return False
    count, base = float(reading.inputs[precision.sum]["value"]), reading.number("base")
    # What one case moves is known only where the value is this very proportion.
    return 0 < base < FEW_CASES and math.isclose(
        reading.number("value"), precision.scale * count / base, rel_tol=1e-9, abs_tol=1e-9
    )


# --- statements -----------------------------------------------------------------------------------


def _of_value(reading: Reading, model: str, variant: str = "") -> Statement:
    """Return a statement about the value: with its target, precision and coverage, as known."""
    facts = {column: reading.number(column) for column in _NUMBERS if reading.knows(column)}
    evidence = [_cell(reading, column) for column in facts]
    if reading.borders:
        facts["difference"] = reading.difference
    if reading.knows("coverage") and reading.number("coverage") < 1:
        facts["coverage"] = reading.number("coverage")
        evidence.append(_cell(reading, "coverage"))
    precision = reading.measure.precision
    if precision is not None and reading.has_interval:
        if precision.kind == "mean":
            facts["margin"] = (facts["upper"] - facts["lower"]) / 2
        elif precision.sum in reading.inputs:
            facts["confidence"] = CONFIDENCE
            facts["count"] = float(reading.inputs[precision.sum]["value"])
            evidence.append(_input(reading, precision.sum))
    return _statement(reading, model, model + variant, facts, evidence)


def _without_target(reading: Reading, model: str) -> Statement:
    return _of_value(reading, model, "_without_target" if reading.measure.scored else "_followed")


def _untold(reading: Reading, model: str) -> Statement:
    precision = reading.measure.precision
    if precision is None or not reading.has_interval:
        return _of_value(reading, model, "_no_interval")
    ends = "_range" if len(reading.borders) > 1 else ""
    return _of_value(reading, model, f"_{precision.kind}{ends}")


def _missed(reading: Reading, model: str) -> Statement:
    side = "_above" if reading.difference > 0 else "_below"
    unsure = "_unsure" if reading.row["status"] == "uncertain" else ""
    return _of_value(reading, model, side + unsure)


def _absent(reading: Reading, model: str) -> Statement:
    facts = {}
    evidence = [_cell(reading, "reason")]
    if reading.measure.scored and reading.measure.weight > 0 and reading.score is not None:
        facts["card_coverage"] = float(reading.score["coverage"])
        evidence.append(_score(reading, "coverage"))
    return _statement(reading, model, f"{model}_{reading.reason.word}", facts, evidence)


def _withheld(reading: Reading, model: str) -> Statement:
    return _statement(reading, model, model, {}, [_cell(reading, "reason")])


def _money(reading: Reading) -> Statement:
    budget = reading.measure.budget
    names = (budget.plan, budget.outturn) if budget is not None else ()
    plan, outturn = (float(reading.inputs[name]["value"]) for name in names)
    facts = {"plan": plan, "outturn": outturn, "deviation": plan - outturn}
    variant = "better" if plan > outturn else "worse"
    if abs(plan - outturn) < HALF_A_KRONA:
        variant = "even"
    return _statement(reading, "5", f"5_{variant}", facts, [_input(reading, n) for n in names])


def _small_numbers(reading: Reading) -> Statement:
    precision = reading.measure.precision
    name, scale = (precision.sum, precision.scale) if precision is not None else ("", math.nan)
    base = reading.number("base")
    count = float(reading.inputs[name]["value"])
    facts = {"count": count, "base": base, "one_case": scale / base}
    evidence = [_cell(reading, "base"), _input(reading, name)]
    return _statement(reading, "17", "17", facts, evidence)


def _statement(
    reading: Reading,
    model: str,
    pattern: str,
    facts: Mapping[str, float],
    evidence: Iterable[Evidence],
) -> Statement:
    status = "suppressed" if _is_withheld(reading) else str(reading.row["status"])
    return Statement(
        model=model,
        pattern=pattern,
        measure=reading.measure.code,
        org_unit=str(reading.row["org_unit"]),
        activity=str(reading.row["activity"]),
        period=reading.period,
        report_period=reading.report_period,
        status=status,
        facts=MappingProxyType(dict(facts)),
        evidence=tuple(evidence),
    )


def _cell(reading: Reading, column: str) -> Evidence:
    return _evidence("results", reading.row, column, measure=reading.measure.code)


def _input(reading: Reading, name: str) -> Evidence:
    row = reading.inputs[name]
    return _evidence("inputs", row, "value", measure=reading.measure.code, input=name)


def _score(reading: Reading, column: str) -> Evidence:
    row: Mapping[str, Any] = reading.score or {}
    return _evidence("scores", row, column, level=str(row["level"]), code=str(row["code"]))


def _evidence(frame: str, row: Mapping[str, Any], column: str, **names: str) -> Evidence:
    place = {name: str(row[name]) for name in ("org_unit", "activity", "period")}
    value = row[column] if isinstance(row[column], str) else float(row[column])
    return Evidence(frame=frame, column=column, value=value, **place, **names)


# In this order: the first model whose licence holds speaks.
_LICENCES: tuple[
    tuple[str, Callable[[Reading], bool], Callable[[Reading, str], Statement]], ...
] = (
    ("16", _is_withheld, _withheld),
    ("15", _is_missing, _absent),
    ("14", _is_not_measured_again, _of_value),
    ("4", _has_no_target, _without_target),
    ("3", _cannot_be_told, _untold),
    ("1", _meets_target, _of_value),
    ("18", _breaches_duty, _of_value),
    ("2", _misses_target, _missed),
)
