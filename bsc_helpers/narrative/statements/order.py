"""What is said of a unit, in the order of the card, and what of it stands first on the page."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from types import MappingProxyType

from bsc_helpers.evaluation import ReportSlice
from bsc_helpers.narrative.readings import Reading, readings_of
from bsc_helpers.narrative.statements.changes import statements_of_changes
from bsc_helpers.narrative.statements.money import statements_of_budget, statements_of_economy
from bsc_helpers.narrative.statements.statement import Statement
from bsc_helpers.narrative.statements.values import statements_of_value
from bsc_helpers.narrative.statements.variation import statements_of_variation

__all__ = ["in_short", "statements_of"]

MOST_URGENT = 4
MOST_MISSING = 4
_MISSING = ("15_late", "15_no_data", "15_incomplete")  # what is owed first; then the others


def statements_of(report: ReportSlice) -> tuple[Statement, ...]:
    """Return what may be said of the report's unit, measure by measure in the card's order.

    Of each measure it is the period that the report shows: the latest that has ended, or an earlier
    one while that is not due. A measure without a row there has no statement. The economy of the
    unit stands with the measure of its budget; where there is none, at the head.
    """
    readings = tuple(readings_of(report))
    carrier = _carrier(report, readings)
    money = tuple(statements_of_economy(report, carrier))
    told = () if carrier else money
    return (*told, *(each for r in readings for each in _about(r, money if r is carrier else ())))


def _about(reading: Reading, money: tuple[Statement, ...]) -> Iterator[Statement]:
    """Yield money first, then the value, then what is to be known of the series."""
    yield from money
    if not any(each.model == "5" for each in money):
        yield from statements_of_budget(reading)
    yield from statements_of_value(reading)
    yield from statements_of_variation(reading)
    yield from statements_of_changes(reading)


def _carrier(report: ReportSlice, readings: Iterable[Reading]) -> Reading | None:
    """Return the measure whose budget is that of the economy."""
    economy = report.scorecard.economy
    if economy is None:
        return None
    return next((each for each in readings if each.measure.budget == economy.net), None)


def in_short(statements: Iterable[Statement], most: int = MOST_URGENT) -> tuple[Statement, ...]:
    """Return what stands first on the page, in its fixed order.

    The outturn, the forecast, then breaches of a legal duty, then at most `most` of what is most
    urgent (see `_urgency`), then what is missing, the late first, at most four of them and then how
    many more. A missed target whose money is told already is not told again; what is not due yet
    is not missing.
    """
    given = tuple(statements)
    money = [each for model in ("5", "6") for each in given if each.model == model]
    told = {each.measure for each in money if each.model == "5"}
    duties = [each for each in given if each.model == "18"]
    urgent = [each for each in given if _is_news(each) and each.measure not in told]
    missing = [each for each in given if each.model == "15" and each.pattern != "15_not_due"]
    missing.sort(key=_owed)
    return (*money, *duties, *sorted(urgent, key=_urgency)[:most], *_summed_up(missing))


def _is_news(statement: Statement) -> bool:
    """Whether a statement may stand first: a target missed, or something beyond chance."""
    return statement.model in ("2", "8", "12")


def _urgency(statement: Statement) -> tuple[int, float]:
    """Return the place in the order of urgency, and then the attainment.

    Changes for the worse, values unusually bad among units of the kind, clearly missed targets,
    changes for the better, targets nearly met, and what is unusual without being good or bad.
    """
    texts = statement.texts
    kinds = {"2": statement.status, "8": texts.get("variation"), "12": texts.get("unusual")}
    order = _URGENCY.get((statement.model, kinds[statement.model] or ""), len(_URGENCY))
    return order, statement.facts.get("attainment", math.inf)


_URGENCY = {
    ("8", "concern"): 0,
    ("12", "worse"): 1,
    ("2", "poor"): 2,
    ("8", "improvement"): 3,
    ("2", "warning"): 4,
    ("2", "uncertain"): 5,
    ("8", "high"): 5,
    ("8", "low"): 5,
    ("12", "better"): 6,
}


def _owed(statement: Statement) -> int:
    known = statement.pattern in _MISSING
    return _MISSING.index(statement.pattern) if known else len(_MISSING)


def _summed_up(missing: list[Statement]) -> Iterator[Statement]:
    """Yield the first of what is missing, and how many more there are; never just one more."""
    if len(missing) <= MOST_MISSING + 1:
        yield from missing
        return
    yield from missing[:MOST_MISSING]
    others = missing[MOST_MISSING:]
    first = others[0]
    yield Statement(
        model="15",
        pattern="15_more",
        measure="",
        org_unit=first.org_unit,
        activity=first.activity,
        period=first.report_period,
        report_period=first.report_period,
        status="no_data",
        facts=MappingProxyType({"more": float(len(others))}),
        evidence=tuple(each for other in others for each in other.evidence[:1]),
    )
