"""What to discuss: the questions that follow from what stands first, and from the actions.

A question asks what is to be done and when; it supposes no cause and blames nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from types import MappingProxyType

from bsc_helpers.evaluation import ReportSlice
from bsc_helpers.model import Initiative
from bsc_helpers.narrative.statements.actions import in_hand, is_for, is_overdue
from bsc_helpers.narrative.statements.order import in_short
from bsc_helpers.narrative.statements.statement import Statement

__all__ = ["questions_of"]

_DELIVERABLE = ("15_late", "15_no_data", "15_incomplete")


def questions_of(
    statements: Iterable[Statement], actions: Iterable[Statement], report: ReportSlice
) -> tuple[Statement, ...]:
    """Return the questions that follow from statements and from the follow-up of actions.

    In this order: a deficit, a legal duty, missed targets, actions that are late or have not
    reached what was expected of them, and what is missing.
    """
    told = in_short(statements)
    missed = [each for each in told if each.model == "2"]
    missing = [each for each in told if each.pattern in _DELIVERABLE]
    return (
        *_deficit(told, report),
        *(_asked(each, "Q_duty") for each in told if each.model == "18"),
        *(_of_missed(each, report) for each in missed),
        *_of_actions(actions, {each.measure for each in missed}),
        *(_asked(each, "Q_missing") for each in missing),
    )


def _deficit(told: Iterable[Statement], report: ReportSlice) -> Iterator[Statement]:
    """Ask what is done about a deficit: the expected one while the year is open, else the sum."""
    year = report.period.within("year", report.scorecard.fiscal_year_starts)
    closed = report.period.end == year.end
    by_pattern = {each.pattern: each for each in told}
    forecast = by_pattern.get("6_open")
    if forecast is not None:
        if forecast.facts["forecast_deviation"] < 0:
            yield _asked(forecast, "Q_deficit_forecast")
    elif "5_worse" in by_pattern:
        pattern = "Q_deficit_closed" if closed else "Q_deficit_open"
        yield _asked(by_pattern["5_worse"], pattern)


def _of_missed(statement: Statement, report: ReportSlice) -> Statement:
    """Ask for an action where none is in hand, and whether those in hand are enough."""
    card = report.scorecard
    measure = card.measure(statement.measure)
    objective = card.objective_of(measure)
    found = [
        each for each in card.initiatives if in_hand(each) and is_for(each, measure, objective)
    ]
    if not found:
        return _asked(statement, "Q_missed_no_action")
    late = [each for each in found if is_overdue(each, report)]
    return _asked(statement, "Q_missed_action", actions=_codes(found), overdue=_codes(late))


def _of_actions(actions: Iterable[Statement], asked: set[str]) -> Iterator[Statement]:
    """Ask for what is late, and for what has not brought its measure to the expected value.

    Not of a measure of which it is asked already whether its actions are enough.
    """
    for statement in actions:
        if "overdue" in statement.texts:
            yield _asked(statement, "Q_late_action")
        elif statement.pattern == "23_late":
            yield _asked(statement, "Q_delayed_action")
        elif statement.texts.get("outcome") == "not_reached" and statement.measure not in asked:
            ended = statement.pattern in ("23_done", "23_stopped")
            yield _asked(statement, "Q_effect_ended" if ended else "Q_effect")


def _codes(initiatives: Iterable[Initiative]) -> str:
    return " ".join(each.code for each in initiatives)


def _asked(statement: Statement, pattern: str, **texts: str) -> Statement:
    """Return the question that follows from a statement: the same facts, nothing judged."""
    known = MappingProxyType({**statement.texts, **texts})
    return replace(statement, model="Q", pattern=pattern, status="", texts=known)
