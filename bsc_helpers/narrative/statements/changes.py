"""What is said of a series: that its values are revised, or are counted in a new way."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from bsc_helpers.model import Break
from bsc_helpers.narrative.readings import Reading
from bsc_helpers.narrative.rounding import difference_of, rounded
from bsc_helpers.narrative.statements.statement import Statement, evidence_of, written
from bsc_helpers.narrative.statements.values import cell, figures_of, statement_of_value
from bsc_helpers.periods import Period, parse_period

__all__ = ["statements_of_changes"]

FEWEST_REVISED = 4  # so many earlier revisions it takes to say how large they are

Row = Mapping[str, Any]


def statements_of_changes(reading: Reading) -> Iterator[Statement]:
    """Yield that the value is preliminary, what was revised, and since when it is another."""
    if reading.is_withheld:
        return
    if reading.has_value and reading.is_preliminary:
        yield _preliminary(reading)
    if (period := _last_revised(reading)) is not None:
        yield _revised(reading, period)
    if (found := _break(reading)) is not None:
        yield _new_definition(reading, found)


# --- preliminary and revised ----------------------------------------------------------------------


def _preliminary(reading: Reading) -> Statement:
    facts = figures_of(reading.row)
    evidence = [cell(reading, column) for column in facts]
    months = float(reading.measure.schedule.preliminary_months)
    code = reading.measure.code
    evidence.append(written(reading.report, code, "preliminary_months", months))
    earlier = {
        period: difference_of(row["value"], row["previous"])
        for period, row in reading.past.items()
        if period != reading.period and _is_revised(row)
    }
    changes = [change for change in earlier.values() if change]
    if len(changes) < FEWEST_REVISED:
        return statement_of_value(reading, "19_preliminary", facts, evidence)
    facts |= {"lowest": min(changes), "highest": max(changes), "revisions": float(len(changes))}
    evidence += [
        evidence_of("results", reading.past[period], column, measure=code)
        for period, change in earlier.items()
        if change
        for column in ("previous", "value")
    ]
    return statement_of_value(reading, "19_preliminary", facts, evidence)


def _is_revised(row: Row) -> bool:
    return math.isfinite(row["previous"]) and math.isfinite(row["value"])


def _last_revised(reading: Reading) -> Period | None:
    """Return the period of the past year whose value was revised last, by so much that it shows."""
    decimals = reading.measure.decimals
    found = [
        period
        for period, row in reading.year.items()
        if _is_revised(row)
        and rounded(row["value"], decimals) != rounded(row["previous"], decimals)
    ]
    key = [(str(reading.past[period]["revised_on"] or ""), period) for period in found]
    return max(key, default=("", None))[1]


def _revised(reading: Reading, period: Period) -> Statement:
    row, code = reading.past[period], reading.measure.code
    facts = figures_of(row) | {"previous": float(row["previous"])}
    evidence = [evidence_of("results", row, column, measure=code) for column in facts]
    texts = {}
    if isinstance(row["revised_on"], str):
        texts["revised_on"] = row["revised_on"]
        evidence.append(evidence_of("results", row, "revised_on", measure=code))
    status = str(row["status"])
    return statement_of_value(
        reading, "19_revised", facts, evidence, texts=texts, period=period, status=status
    )


# --- a new definition -----------------------------------------------------------------------------


def _break(reading: Reading) -> Break | None:
    """Return the last change of definition before which there are values to be seen."""
    starts = reading.report.scorecard.fiscal_year_starts
    known = [period for period, row in reading.past.items() if math.isfinite(row["value"])]
    found = [
        (begins, each)
        for each in reading.measure.breaks
        if each.kind == "definition"
        and (begins := parse_period(each.from_, starts).start) <= reading.period.end
        and any(period.start < begins for period in known)
    ]
    return max(found, key=lambda each: each[0])[1] if found else None


def _new_definition(reading: Reading, found: Break) -> Statement:
    begins = written(reading.report, reading.measure.code, "breaks", found.from_)
    texts = {"from": found.from_}
    return statement_of_value(reading, "10_break", {}, [begins], texts=texts, status="")
