"""What is said of the value of one measure: the first model whose licence holds speaks."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from bsc_helpers.compute.measuring import CONFIDENCE
from bsc_helpers.compute.targets import target_in_force
from bsc_helpers.model import Measure, Reason
from bsc_helpers.narrative.comparable import comparable_year_before
from bsc_helpers.narrative.decimals import warning_limits
from bsc_helpers.narrative.nature import counted_in, inputs_of, is_count
from bsc_helpers.narrative.readings import Reading, known_on
from bsc_helpers.narrative.statements.aims import origin_of, target_of, why_no_target
from bsc_helpers.narrative.statements.statement import (
    Evidence,
    Statement,
    evidence_of,
    statement_about,
    written,
)
from bsc_helpers.periods import Period

__all__ = ["cell", "figures_of", "input_cell", "statement_of_value", "statements_of_value"]

FEW_CASES = 30
_NUMBERS = ("value", "target", "target_low", "target_high", "lower", "upper", "base", "attainment")
_NOT_CALCULABLE = (Reason.DIVISION_BY_ZERO, Reason.NOT_A_NUMBER)


def statements_of_value(reading: Reading) -> Iterator[Statement]:
    """Yield the first model whose licence holds, then the small numbers."""
    for licence, make in _LICENCES:
        if licence(reading):
            yield make(reading)
            break
    if _has_few_cases(reading):
        yield _small_numbers(reading)


# --- licences -------------------------------------------------------------------------------------


def _is_withheld(reading: Reading) -> bool:
    return reading.is_withheld


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


def _has_few_cases(reading: Reading) -> bool:
    # What one case moves is known only where the value is this very proportion.
    return not reading.is_old and _is_of_cases(reading) and reading.number("base") < FEW_CASES


# --- statements -----------------------------------------------------------------------------------


def _met(reading: Reading) -> Statement:
    return _of_value(reading, "1")


def _missed(reading: Reading) -> Statement:
    side = "above" if reading.difference > 0 else "below"
    if reading.row["status"] != "uncertain":
        return _of_value(reading, f"2_{side}", before=True)
    told = _of_value(reading, f"2_{side}_unsure", before=True)
    limit = next(filter(reading.interval_holds, _limits(reading)), None)
    if limit is None:
        return told
    facts = MappingProxyType({**told.facts, "limit": limit})
    register = written(reading.report, reading.measure.code, "targets", limit)
    return replace(told, facts=facts, evidence=(*told.evidence, register))


def _untold(reading: Reading) -> Statement:
    precision = reading.measure.precision
    if precision is None or not reading.has_interval:
        return _of_value(reading, "3_no_interval")
    ends = "_range" if len(reading.borders) > 1 else ""
    return _of_value(reading, f"3_{precision.kind}{ends}")


def _without_target(reading: Reading) -> Statement:
    measure = reading.measure
    if measure.scored:
        pattern, (facts, texts, declared) = why_no_target(reading)
        told = _of_value(reading, pattern, declared, texts=texts)
        return replace(told, facts=MappingProxyType({**told.facts, **facts}))
    trusted = measure.model_copy(update={"reliability": None})
    if not trusted.scored:
        return _of_value(reading, "4_followed")
    starts = reading.report.scorecard.fiscal_year_starts
    target = target_in_force(trusted, str(reading.row["org_unit"]), reading.period, starts)
    pattern = "4_unsure" if target is None else "4_unsure_target"
    grade = written(reading.report, measure.code, "reliability", str(measure.reliability))
    return _of_value(reading, pattern, evidence=[grade])


def _not_measured_again(reading: Reading) -> Statement:
    """Say the latest value and when the next one is due; how long it stays valid, once it is not.

    Where a newer period has ended, its figures are not due yet and nowhere known.
    """
    measure, report = reading.measure, reading.report
    awaited = reading.newest > reading.period
    waited = reading.newest if awaited else reading.period.shift(1)
    texts, evidence = _due(reading, waited)
    texts["waited"] = str(waited)
    told = _of_value(reading, "14_not_due" if awaited else "14", evidence=evidence, texts=texts)
    if measure.is_valid(reading.period, report.period.end):
        return told
    months = float(measure.schedule.valid_months or 0)
    facts = MappingProxyType({**told.facts, "valid_months": months})
    limit = written(report, measure.code, "valid_months", months)
    return replace(told, facts=facts, evidence=(*told.evidence, limit))


def _absent(reading: Reading) -> Statement:
    facts: dict[str, float] = {}
    texts: dict[str, str] = {}
    evidence = [cell(reading, "reason")]
    if reading.reason in (Reason.LATE, Reason.NOT_DUE):
        texts, due = _due(reading, reading.period)
        evidence += due
    if reading.reason not in _NOT_CALCULABLE and (sources := _sources(reading)):
        texts["sources"] = " ".join(sources)
    if reading.measure.scored and reading.measure.weight > 0 and reading.score is not None:
        facts["card_coverage"] = float(reading.score["coverage"])
        evidence.append(_score(reading, "coverage"))
    pattern = f"15_{reading.reason.word}"
    return statement_of_value(reading, pattern, facts, evidence, texts=texts)


def _withheld(reading: Reading) -> Statement:
    evidence = [cell(reading, "reason")]
    texts: dict[str, str] = {}
    above = reading.above
    if above is not None and above["reason"] == Reason.OK.word and _adds_up(reading):
        evidence.append(evidence_of("results", above, "reason", measure=reading.measure.code))
        texts["above"] = str(above["org_unit"])
    return statement_of_value(reading, "16", {}, evidence, texts=texts)


def _breached(reading: Reading) -> Statement:
    value = reading.number("value")
    counted = is_count(reading.measure) and value.is_integer() and value > 1
    return _of_value(reading, "18_count" if counted else "18", before=True)


def _small_numbers(reading: Reading) -> Statement:
    name, scale = _counted(reading.measure)
    base = reading.number("base")
    count = _input(reading, name)
    facts = {"count": count, "base": base, "one_case": scale / base}
    evidence = [cell(reading, "base"), input_cell(reading, name)]
    return statement_of_value(reading, "17", facts, evidence)


# In this order: the first model whose licence holds speaks.
_LICENCES: tuple[tuple[Callable[[Reading], bool], Callable[[Reading], Statement]], ...] = (
    (_is_withheld, _withheld),
    (_is_missing, _absent),
    (_is_not_measured_again, _not_measured_again),
    (_has_no_target, _without_target),
    (_cannot_be_told, _untold),
    (_meets_target, _met),
    (_breaches_duty, _breached),
    (_misses_target, _missed),
)


# --- how they are made ----------------------------------------------------------------------------


def statement_of_value(
    reading: Reading,
    pattern: str,
    facts: Mapping[str, float],
    evidence: Iterable[Evidence],
    **more: Any,
) -> Statement:
    """Return a statement about a measure in its shown period, with the status of its value."""
    about = {
        "measure": reading.measure.code,
        "period": reading.period,
        "status": "suppressed" if reading.is_withheld else str(reading.row["status"]),
        "window": reading.measure.window,
        **more,
    }
    return statement_about(reading.report, pattern, facts=facts, evidence=tuple(evidence), **about)


def figures_of(row: Mapping[str, Any]) -> dict[str, float]:
    """Return the numbers of a row that say of a value where it stands, as far as they are known."""
    return {name: float(row[name]) for name in _NUMBERS if math.isfinite(row[name])}


def _of_value(
    reading: Reading,
    pattern: str,
    evidence: Iterable[Evidence] = (),
    *,
    before: bool = False,
    **more: Any,
) -> Statement:
    """Return a statement about the value: with its target, precision and coverage, as known.

    Parameters
    ----------
    before
        Also with the value of the year before, where that may be held against it.
    """
    facts = figures_of(reading.row)
    cells = [cell(reading, column) for column in facts]
    if reading.borders:
        facts["difference"] = reading.difference
    if reading.knows("coverage") and reading.number("coverage") < 1:
        facts["coverage"] = reading.number("coverage")
        cells.append(cell(reading, "coverage"))
    then = _year_before(reading) if before else None
    if then is not None:
        facts["year_before"] = float(then["value"])
        cells.append(evidence_of("results", then, "value", measure=reading.measure.code))
    sampled, counts = _precision(reading)
    of_target, texts, declared = origin_of(reading)
    more["texts"] = texts | dict(more.get("texts", {}))
    facts |= sampled | of_target
    return statement_of_value(
        reading, pattern, facts, [*cells, *counts, *declared, *evidence], **more
    )


def _precision(reading: Reading) -> tuple[dict[str, float], list[Evidence]]:
    """Return the margin of error of a mean, or the cases of a proportion, as far as known."""
    precision = reading.measure.precision
    if precision is None:
        if not (_is_of_cases(reading) and _one_case_shows(reading)):
            return {}, []
        name, _ = _counted(reading.measure)
        return {"count": _input(reading, name)}, [input_cell(reading, name)]
    if not reading.has_interval:
        return {}, []
    if precision.kind == "mean":
        return {"margin": (reading.number("upper") - reading.number("lower")) / 2}, []
    if precision.sum not in reading.inputs:
        return {}, []
    facts = {"confidence": CONFIDENCE, "count": _input(reading, precision.sum)}
    return facts, [input_cell(reading, precision.sum)]


def _counted(measure: Measure) -> tuple[str, float]:
    """Return which input counts the cases of a proportion, and what makes a percentage of it."""
    precision = measure.precision
    if precision is None:
        return counted_in(measure), 100.0
    return (precision.sum, precision.scale) if precision.kind == "proportion" else ("", math.nan)


def _is_of_cases(reading: Reading) -> bool:
    """Whether the value is the proportion of the cases counted; without a sample, whole ones."""
    name, scale = _counted(reading.measure)
    if name not in reading.inputs or not reading.knows("value", "base"):
        return False
    count, base = _input(reading, name), reading.number("base")
    whole = reading.is_sample or (count.is_integer() and base.is_integer())
    return (whole and base > 0) and math.isclose(
        reading.number("value"), scale * count / base, rel_tol=1e-9, abs_tol=1e-9
    )


def _one_case_shows(reading: Reading) -> bool:
    """Whether a case more or less changes the value as it is shown: then their number is told."""
    _, scale = _counted(reading.measure)
    return scale / reading.number("base") >= 10.0**-reading.measure.decimals


def _input(reading: Reading, name: str) -> float:
    return float(reading.inputs[name]["value"])


def _year_before(reading: Reading) -> Mapping[str, Any] | None:
    """Return the row of the year before; None where its value may not be held against this one."""
    before = comparable_year_before(reading.report, reading.measure)
    row = None if before is None else reading.past.get(before)
    return row if row is not None and row["reason"] == Reason.OK.word else None


def _limits(reading: Reading) -> tuple[float, ...]:
    """Return the warning limits in force."""
    return warning_limits(target_of(reading))


def _due(reading: Reading, period: Period) -> tuple[dict[str, str], list[Evidence]]:
    """Return the day by which the figures of a period are due; none that has passed unnoticed."""
    day = reading.measure.due(period)
    if day is None or (day < known_on(reading.report) and reading.reason is not Reason.LATE):
        return {}, []
    days = float(reading.measure.schedule.due_days or 0)
    due = written(reading.report, reading.measure.code, "due_days", days)
    return {"due": day.isoformat()}, [due]


def _sources(reading: Reading) -> list[str]:
    """Return the sources that have delivered, at other times, what is missing now."""
    missing = [name for name, row in reading.inputs.items() if row["reason"] != Reason.OK.word]
    known = reading.report.sources
    return list(dict.fromkeys(code for name in missing for code in known.get(name, ())))


def _adds_up(reading: Reading) -> bool:
    """Whether the value of a unit is part of that of the unit above."""
    inputs = inputs_of(reading.report.scorecard, reading.measure)
    return bool(inputs) and all(given.over_units in ("sum", "mean") for given in inputs)


def cell(reading: Reading, column: str) -> Evidence:
    """Return a cell of the measure's row in the results as evidence."""
    return evidence_of("results", reading.row, column, measure=reading.measure.code)


def input_cell(reading: Reading, name: str) -> Evidence:
    """Return the value of an input of the measure as evidence."""
    row = reading.inputs[name]
    return evidence_of("inputs", row, "value", measure=reading.measure.code, input=name)


def _score(reading: Reading, column: str) -> Evidence:
    row = reading.score or {}
    return evidence_of("scores", row, column, level=str(row["level"]), code=str(row["code"]))
