"""What is said of two rounds of a survey: the index then and now, and whether it may be chance."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, Literal

from bsc_helpers.evaluation import INDEX, ReportSlice, records_of
from bsc_helpers.model import Reason
from bsc_helpers.narrative.rounding import difference_of, rounded
from bsc_helpers.narrative.statements.statement import Statement, evidence_of, statement_about
from bsc_helpers.periods import Period, parse_period

__all__ = ["change_decimals", "how_sure", "latest_round", "statements_of_surveys"]

MOST_DECIMALS = 3
# A margin holds 95 of 100 changes that are chance; a page looks at many, so what it calls more than
# chance lies beyond the limits that hold 998 of 1,000, as in comparisons between units.
_SURE = 3.0902 / 1.96
Sureness = Literal["chance", "near", "clear"]


def how_sure(change: float, margin: float) -> Sureness:
    """Return whether a change may be chance, is a little more than its margin, or clearly more."""
    if abs(change) <= margin:
        return "chance"
    return "clear" if abs(change) > _SURE * margin else "near"


def latest_round(report: ReportSlice, survey: str) -> Period | None:
    """Return the latest round of a survey that a report shows of its unit; None without one."""
    frame = report.surveys
    own = frame[(frame["survey"] == survey) & (frame["org_unit"] == report.org_unit.code)]
    starts = report.scorecard.fiscal_year_starts
    return max((parse_period(text, starts) for text in own["period"].unique()), default=None)


def statements_of_surveys(report: ReportSlice) -> Iterator[Statement]:
    """Yield for each survey how its index stands against the round before, in the card's order.

    Only where both rounds are shown; the margin of the change has no finite-population correction.
    """
    for survey in report.scorecard.surveys:
        when = latest_round(report, survey.code)
        rows = {} if when is None else _index_rows(report, survey.code)
        now = rows.get(str(when))
        before = None if now is None else rows.get(now["previous_period"])
        if when and now and before and math.isfinite(now["change_margin"]):
            yield _two_rounds(report, when, now, before)


def _index_rows(report: ReportSlice, survey: str) -> dict[str, dict[Any, Any]]:
    """Return the shown rows of the index of the report's unit by period."""
    return {
        row["period"]: row
        for row in records_of(report.surveys)
        if row["survey"] == survey
        and row["part"] == INDEX
        and row["org_unit"] == report.org_unit.code
        and row["reason"] == Reason.OK.word
    }


def _two_rounds(
    report: ReportSlice, when: Period, now: dict[Any, Any], before: dict[Any, Any]
) -> Statement:
    facts = {"value": now["value"], "previous": before["value"], "margin": now["change_margin"]}
    change = difference_of(facts["value"], facts["previous"])
    places = change_decimals(facts["value"], facts["previous"], facts["margin"])
    by = rounded(facts["value"], places) - rounded(facts["previous"], places)
    facts["decimals"] = float(places)
    way = "up" if by > 0 else "down" if by < 0 else "same"
    sure = how_sure(change, facts["margin"]) if by else "chance"
    survey = str(now["survey"])
    return statement_about(
        report,
        f"11_{way}" if sure == "chance" else f"11_{way}_{sure}",
        period=when,
        facts=facts,
        texts={"survey": survey, "before": str(before["period"])},
        evidence=(
            evidence_of("surveys", before, "value", code=survey),
            evidence_of("surveys", now, "value", code=survey),
            evidence_of("surveys", now, "change_margin", code=survey),
        ),
    )


def change_decimals(value: float, previous: float, margin: float) -> int:
    """Return the fewest decimals at which two values and the margin bear out what is said of them.

    What is larger than its margin of error looks larger, and what is not does not.
    """
    clear = abs(difference_of(value, previous)) > margin
    for places in range(MOST_DECIMALS):
        by = rounded(value, places) - rounded(previous, places)
        if (abs(by) > rounded(margin, places)) == clear:
            return places
    return MOST_DECIMALS
