"""What is said of money: the outturn against the budget, and the forecast for the year."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from bsc_helpers.evaluation import ReportSlice, records_of
from bsc_helpers.model import AccountClass, Budget
from bsc_helpers.narrative.nature import divisor_of
from bsc_helpers.narrative.readings import Reading
from bsc_helpers.narrative.statements.statement import (
    Evidence,
    Statement,
    evidence_of,
    statement_about,
)
from bsc_helpers.narrative.statements.values import cell, input_cell, statement_of_value
from bsc_helpers.narrative.units import kind_of_unit

__all__ = ["statements_of_budget", "statements_of_economy"]

HALF_A_KRONA = 0.5
MOST = 3 / 4  # of the deviation in its direction: one class is named alone if it is so much
NET = "net"

Line = Mapping[str, Any]


def statements_of_economy(report: ReportSlice, reading: Reading | None) -> Iterator[Statement]:
    """Yield the outturn against the budget and the forecast, from the economy of the unit.

    Parameters
    ----------
    reading
        That of the measure of this very budget, if the unit has one.
    """
    lines = _lines(report)
    net = lines.get(NET)
    if net is None:
        return
    if _knows(net, "plan", "outturn", "deviation"):
        yield _against_budget(report, reading, lines)
    if _knows(net, "forecast_deviation") and isinstance(net["made_on"], str):
        yield _forecast(report, reading, net)


def statements_of_budget(reading: Reading) -> Iterator[Statement]:
    """Yield the outturn against the budget from the inputs that a measure of money names."""
    budget = reading.measure.budget
    if budget is None or not _is_money_against_budget(reading, budget):
        return
    plan, outturn = (_input(reading, name) for name in (budget.plan, budget.outturn))
    facts = {"plan": plan, "outturn": outturn, "deviation": plan - outturn}
    cells = [input_cell(reading, name) for name in (budget.plan, budget.outturn)]
    share, base = _share_of_base(reading, plan - outturn)
    pattern = f"5_{_direction(plan - outturn)}"
    yield statement_of_value(reading, pattern, facts | share, [*cells, *base])


# --- the outturn ----------------------------------------------------------------------------------


def _is_money_against_budget(reading: Reading, budget: Budget) -> bool:
    if reading.is_old or reading.is_withheld:
        return False
    return all(
        name in reading.inputs
        and kind_of_unit(reading.given[name].unit_of_measure) == "SEK"
        and math.isfinite(reading.inputs[name]["value"])
        and not reading.inputs[name]["coverage"] < 1
        for name in (budget.plan, budget.outturn)
    )


def _against_budget(
    report: ReportSlice, reading: Reading | None, lines: Mapping[str, Line]
) -> Statement:
    net = lines[NET]
    known = [name for name in ("year_plan",) if _knows(net, name)]
    facts = {name: float(net[name]) for name in ("plan", "outturn", "deviation", *known)}
    evidence = [_economy(net, name) for name in facts]
    if reading is not None and not reading.is_old:
        share, base = _share_of_base(reading, facts["deviation"])
        facts |= share
        evidence += base
    texts: dict[str, str] = {}
    direction = _direction(facts["deviation"])
    named = [] if direction == "even" else _weightiest(report, lines)
    for number, line in enumerate(named, 1):
        facts[f"part_{number}"] = float(line["deviation"])
        texts[f"part_{number}"] = str(line["line"])
        evidence.append(_economy(line, "deviation"))
    return _about_economy(report, reading, f"5_{direction}", facts, evidence, texts)


def _direction(deviation: float) -> str:
    if abs(deviation) < HALF_A_KRONA:
        return "even"
    return "better" if deviation > 0 else "worse"


def _weightiest(report: ReportSlice, lines: Mapping[str, Line]) -> list[Line]:
    """Return the one or two account classes that account for most of the deviation.

    Of those that deviate in the direction of the net: the largest, and the next one where the
    first is less than three quarters of their sum. None where the classes do not add up to the
    net, and never all: what the named ones leave is the rest.
    """
    known = [lines[each.code] for each in _classes(report) if each.code in lines]
    whole = float(lines[NET]["deviation"])
    deviations = [float(line["deviation"]) for line in known]
    if len(known) < 2 or not math.isclose(sum(deviations), whole, abs_tol=HALF_A_KRONA):  # noqa: PLR2004 - one class is the whole
        return []
    sign = math.copysign(1, whole)
    same = [line for line in known if sign * line["deviation"] > 0]
    same.sort(key=lambda line: -sign * line["deviation"])
    total = sum(line["deviation"] for line in same)
    enough = bool(same) and same[0]["deviation"] / total >= MOST
    return same[: min(1 if enough else 2, len(known) - 1)]


def _share_of_base(reading: Reading, deviation: float) -> tuple[dict[str, float], list[Evidence]]:
    """Return the deviation in percent of what a measure divides it by, where it is just that."""
    base = divisor_of(reading.measure)
    if base not in reading.inputs or not reading.has_value:
        return {}, []
    value, whole = reading.number("value"), _input(reading, base)
    percent = kind_of_unit(reading.measure.unit_of_measure) == "percent"
    if not percent or not math.isclose(value * whole, 100 * deviation, rel_tol=1e-9, abs_tol=1e-6):
        return {}, []
    targets = {
        name: reading.number(name)
        for name in ("target", "target_low", "target_high")
        if reading.knows(name)
    }
    cells = [cell(reading, name) for name in ("value", *targets)]
    return {"value": value, **targets}, [*cells, input_cell(reading, base)]


# --- the forecast ---------------------------------------------------------------------------------


def _forecast(report: ReportSlice, reading: Reading | None, net: Line) -> Statement:
    year = report.period.within("year", report.scorecard.fiscal_year_starts)
    closed = report.period.end == year.end
    names = ["forecast_deviation"]
    texts = {"made_on": str(net["made_on"])}
    if _knows(net, "previous_forecast_deviation") and isinstance(net["previous_made_on"], str):
        names.append("previous_forecast_deviation")
        texts["previous_made_on"] = str(net["previous_made_on"])
    names += [name for name in ("year_plan",) if _knows(net, name)]
    names += ["deviation"] if closed and _knows(net, "deviation") else []
    facts = {name: float(net[name]) for name in names}
    evidence = [_economy(net, name) for name in (*names, *texts)]
    pattern = "6_closed" if closed else "6_open"
    return _about_economy(report, reading, pattern, facts, evidence, texts)


# --- how they are made ----------------------------------------------------------------------------


def _about_economy(
    report: ReportSlice,
    reading: Reading | None,
    pattern: str,
    facts: Mapping[str, float],
    evidence: list[Evidence],
    texts: Mapping[str, str],
) -> Statement:
    """Return a statement about the year so far; with the measure of the budget and its status."""
    return statement_about(
        report,
        pattern,
        measure=reading.measure.code if reading else "",
        status=str(reading.row["status"]) if reading and not reading.is_old else "",
        facts=facts,
        evidence=tuple(evidence),
        texts=texts,
        window="year_to_date",
    )


def _lines(report: ReportSlice) -> dict[str, Line]:
    """Return the lines of the economy of the report's unit by their codes."""
    rows = report.economy
    own = rows[
        (rows["org_unit"] == report.org_unit.code)
        & (rows["activity"] == report.activity)
        & (rows["period"] == str(report.period))
    ]
    lines: dict[str, Any] = {str(row["line"]): row for row in records_of(own)}
    return lines


def _classes(report: ReportSlice) -> tuple[AccountClass, ...]:
    economy = report.scorecard.economy
    return economy.classes if economy else ()


def _knows(line: Line, *columns: str) -> bool:
    return all(math.isfinite(line[column]) for column in columns)


def _economy(line: Line, column: str) -> Evidence:
    return evidence_of("economy", line, column, line=str(line["line"]))


def _input(reading: Reading, name: str) -> float:
    return float(reading.inputs[name]["value"])
