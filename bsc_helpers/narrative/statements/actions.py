"""The follow-up of actions: how far an initiative has come, and its measure against what was meant.

What a person wrote in the register is repeated, never judged. A value that was expected is held
against the value that came; nothing is said of why.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from types import MappingProxyType

from bsc_helpers.compute.targets import target_in_force
from bsc_helpers.evaluation import ReportSlice
from bsc_helpers.model import Effect, Initiative, Measure
from bsc_helpers.narrative.readings import Reading, known_on, readings_of
from bsc_helpers.narrative.statements.statement import (
    Evidence,
    Statement,
    statement_about,
    written,
)
from bsc_helpers.narrative.statements.values import cell, figures_of
from bsc_helpers.periods import parse_period

__all__ = ["actions_of", "in_hand", "initiatives_for", "is_for", "is_overdue"]

_IN_HAND = ("planned", "ongoing", "late")
_DAYS = ("starts", "due", "ended")
_AMOUNTS = ("budget", "outturn")


def actions_of(report: ReportSlice) -> tuple[Statement, ...]:
    """Return the follow-up of each initiative for a report's subject, in the register's order."""
    readings = {reading.measure.code: reading for reading in readings_of(report)}
    return tuple(_follow_up(report, each, readings) for each in _moving(report, readings))


def initiatives_for(report: ReportSlice) -> tuple[Initiative, ...]:
    """Return the initiatives that are to move something which the report's subject measures.

    One that is for no measure of the card at all, but for an objective without any, is for all.
    """
    return _moving(report, {reading.measure.code for reading in readings_of(report)})


def _moving(report: ReportSlice, known: Collection[str]) -> tuple[Initiative, ...]:
    """Return the initiatives for one of some measures, and those for none of the card."""
    card = report.scorecard
    objectives = {measure.code: card.objective_of(measure) for measure in card.measures}
    found = []
    for each in card.initiatives:
        named = _named(each)
        moved = [
            code
            for code, objective in objectives.items()
            if (code in named if named else objective == each.objective)
        ]
        if not moved or any(code in known for code in moved):
            found.append(each)
    return tuple(found)


def in_hand(initiative: Initiative) -> bool:
    """Whether an initiative is planned or going on."""
    return initiative.status in _IN_HAND


def is_overdue(initiative: Initiative, report: ReportSlice) -> bool:
    """Whether an initiative should have been completed by the day of which a report speaks."""
    due = initiative.due
    return due is not None and due < known_on(report) and in_hand(initiative)


def is_for(initiative: Initiative, measure: Measure, objective: str) -> bool:
    """Whether an initiative is to move a measure: named by it, or by its objective alone."""
    named = _named(initiative)
    return measure.code in named if named else initiative.objective == objective


def _named(initiative: Initiative) -> set[str]:
    """Return the measures that an initiative names itself."""
    effect = initiative.effect
    return {*initiative.measures, *([effect.measure] if effect else [])}


def _follow_up(
    report: ReportSlice, initiative: Initiative, readings: dict[str, Reading]
) -> Statement:
    facts, texts, evidence = _as_written(report, initiative)
    if is_overdue(initiative, report):
        texts["overdue"] = texts["due"]
    told = statement_about(
        report,
        f"23_{initiative.status}",
        initiative=initiative.code,
        measure=next((code for code in initiative.measures if code in readings), ""),
        facts=facts,
        texts=texts,
        evidence=tuple(evidence),
    )
    effect = initiative.effect
    if effect is None or effect.measure not in readings:
        return told
    return _with_effect(told, effect, readings[effect.measure])


def _as_written(
    report: ReportSlice, initiative: Initiative
) -> tuple[dict[str, float], dict[str, str], list[Evidence]]:
    """Return the amounts and the days of an initiative, and its cells in the register."""
    known = {name: getattr(initiative, name) for name in (*_DAYS, *_AMOUNTS)}
    texts = {name: known[name].isoformat() for name in _DAYS if known[name] is not None}
    facts = {name: float(known[name]) for name in _AMOUNTS if known[name] is not None}
    cells: dict[str, float | str] = {"status": initiative.status, **texts, **facts}
    return (
        facts,
        texts,
        [written(report, initiative.code, name, value) for name, value in cells.items()],
    )


# --- what was expected ----------------------------------------------------------------------------


def _with_effect(told: Statement, effect: Effect, reading: Reading) -> Statement:
    """Add the expected value: when it can be seen, or whether it has been reached."""
    starts = reading.report.scorecard.fiscal_year_starts
    first = parse_period(effect.from_, starts)
    expected = written(reading.report, told.initiative, "effect", effect.value)
    facts = {**told.facts, "expected": effect.value}
    outcome, evidence = _outcome(effect, reading, first.end <= reading.period.end)
    if outcome in _MEASURED:
        facts |= figures_of(reading.row)
    side = _side(effect.value, reading)
    texts = {**told.texts, "outcome": outcome, "from": effect.from_, "side": side}
    return replace(
        told,
        measure=effect.measure,
        period=reading.period,
        window=reading.measure.window,
        facts=MappingProxyType(facts),
        texts=MappingProxyType(texts),
        evidence=(*told.evidence, expected, *evidence),
    )


_MEASURED = ("reached", "not_reached", "unsure", "beside")


def _outcome(effect: Effect, reading: Reading, due: bool) -> tuple[str, list[Evidence]]:  # noqa: FBT001 - a fact
    """Return in a word how the value stands to the expected one, and on what that rests."""
    if not due:
        return "early", []
    if not reading.has_value:
        return "withheld" if reading.is_withheld else "missing", [cell(reading, "reason")]
    cells = [cell(reading, name) for name in figures_of(reading.row)]
    return _held_against(effect.value, reading), cells


def _held_against(expected: float, reading: Reading) -> str:
    """Return whether a value has reached the expected one; only where a direction is good."""
    side, value = _side(expected, reading), reading.number("value")
    if not side:
        return "beside"
    if reading.is_sample and (not reading.has_interval or reading.interval_holds(expected)):
        return "unsure"
    reached = value >= expected if side == "higher_is_better" else value <= expected
    return "reached" if reached else "not_reached"


def _side(expected: float, reading: Reading) -> str:
    """Return the direction in which an expected value is to be reached; empty where there is none.

    Of a measure with a target range it is that towards the range from an end of it, or outside.
    """
    measure, report = reading.measure, reading.report
    if measure.polarity != "in_range":
        return "" if measure.polarity == "neutral" else measure.polarity
    trusted = measure.model_copy(update={"reliability": None})
    unit, starts = report.org_unit.code, report.scorecard.fiscal_year_starts
    target = target_in_force(trusted, unit, reading.period, starts)
    if target is None or target.low is None or target.high is None:
        return ""
    if expected <= target.low:
        return "higher_is_better"
    return "lower_is_better" if expected >= target.high else ""
