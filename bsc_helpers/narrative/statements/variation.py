"""What is said of change and comparison: each sentence says no more than its licence.

Of a change: the last value breaks a rule of the process chart (8), it does not (9), two rounds of
a survey with their margins (11), or too few values to tell (10). Of a comparison: outside what is
usual among units of the kind (12), or not (13).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bsc_helpers.compute.comparison import SIMILAR
from bsc_helpers.compute.process import COMMON_CAUSE, CONCERN, HIGH, IMPROVEMENT, LOW, TOO_FEW
from bsc_helpers.narrative.comparable import comparable_year_before
from bsc_helpers.narrative.readings import Reading
from bsc_helpers.narrative.rounding import difference_of, rounded
from bsc_helpers.narrative.statements.statement import Evidence, Statement, evidence_of
from bsc_helpers.narrative.statements.surveys import change_decimals, how_sure
from bsc_helpers.narrative.statements.values import cell, figures_of, statement_of_value

__all__ = ["NEWS", "OUTER", "statements_of_variation"]

NEWS = (IMPROVEMENT, CONCERN, HIGH, LOW)
OUTER = 2  # beyond the outer limits, of 99.8 %

Row = Mapping[str, Any]


def statements_of_variation(reading: Reading) -> Iterator[Statement]:
    """Yield the first model of change whose licence holds, then the first of comparison."""
    if not _is_new(reading):
        return
    for models in (_CHANGE, _COMPARISON):
        for licence, make in models:
            if licence(reading):
                yield make(reading)
                break


def _is_new(reading: Reading) -> bool:
    """Whether there is a value of the report's own time: an older one is no news."""
    return reading.has_value and not reading.is_old and not reading.is_withheld


# --- licences -------------------------------------------------------------------------------------


def _breaks_a_rule(reading: Reading) -> bool:
    return _variation(reading) in NEWS


def _varies_as_usual(reading: Reading) -> bool:
    return _variation(reading) == COMMON_CAUSE


def _has_two_rounds(reading: Reading) -> bool:
    then = _year_before(reading)
    return reading.is_sample and reading.has_interval and then is not None and _has_interval(then)


def _is_too_short(reading: Reading) -> bool:
    return _variation(reading) == TOO_FEW and _changed(reading)


def _is_outside(reading: Reading) -> bool:
    row = reading.beside
    return row is not None and _is_compared(row) and abs(row["outside"]) >= OUTER


def _cannot_be_told_apart(reading: Reading) -> bool:
    row = reading.beside
    return row is not None and _is_compared(row) and row["side"] == SIMILAR


def _is_usual(reading: Reading) -> bool:
    row = reading.beside
    return row is not None and _is_compared(row)


def _is_compared(row: Row) -> bool:
    return math.isfinite(row["lower_998"]) and math.isfinite(row["upper_998"])


def _variation(reading: Reading) -> str:
    return "" if reading.change is None else str(reading.change["variation"])


# --- change ---------------------------------------------------------------------------------------


def _news(reading: Reading) -> Statement:
    row = reading.change or {}
    pattern = f"8_{row['rule']}_{row['side']}"
    return _of_change(reading, pattern, ("points", "run", "usual_low", "usual_high", "middle"))


def _as_usual(reading: Reading) -> Statement:
    columns = ("points", "usual_low", "usual_high")
    if not _changed(reading):
        return _of_change(reading, "9_alone", columns)
    return _of_change(reading, "9", columns, _year_before(reading))


def _too_short(reading: Reading) -> Statement:
    return _of_change(reading, "10_short", ("points",), _year_before(reading))


def _of_change(
    reading: Reading, pattern: str, columns: tuple[str, ...], then: Row | None = None
) -> Statement:
    """Return a statement on a row of the changes, with the value, and that of the year before."""
    row, code = reading.change or {}, reading.measure.code
    facts = {name: float(row[name]) for name in columns if math.isfinite(row[name])}
    evidence = [evidence_of("changes", row, name, measure=code) for name in facts]
    texts = {name: str(row[name]) for name in _TEXTS if row[name]}
    evidence += [evidence_of("changes", row, name, measure=code) for name in texts]
    return _with_value(reading, pattern, facts, evidence, then, texts)


_TEXTS = ("since", "seasoned", "assurance", "variation")


def _two_rounds(reading: Reading) -> Statement:
    """Hold a survey against the one of the year before; the margins of two samples add in squares.

    Without any correction for how many were asked: a change is of all that could be asked.
    """
    then: Row = _year_before(reading) or {}
    margins = [_margin(row) for row in (reading.row, then)]
    margin = math.hypot(*margins)
    change = difference_of(reading.number("value"), float(then["value"]))
    ends = [
        evidence_of("results", row, name, measure=reading.measure.code)
        for row in (reading.row, then)
        for name in ("lower", "upper")
    ]
    kind = how_sure(change, margin)
    direction = "same" if not change else "up" if change > 0 else "down"
    pattern = f"11_measure_{direction}" if not change else f"11_measure_{direction}_{kind}"
    places = change_decimals(reading.number("value"), float(then["value"]), margin)
    facts = {"change_margin": margin, "change": change, "decimals": float(places)}
    return _with_value(reading, pattern, facts, ends, then, {})


def _with_value(
    reading: Reading,
    pattern: str,
    facts: dict[str, float],
    evidence: list[Evidence],
    then: Row | None,
    texts: dict[str, str],
) -> Statement:
    own = figures_of(reading.row)  # with its target, the value has the same decimals everywhere
    facts, cells = own | facts, [*(cell(reading, column) for column in own), *evidence]
    if then is not None:
        facts["year_before"] = float(then["value"])
        cells.append(evidence_of("results", then, "value", measure=reading.measure.code))
        texts = texts | {"then": str(then["period"])}
    return statement_of_value(reading, pattern, facts, cells, texts=texts)


def _year_before(reading: Reading) -> Row | None:
    """Return the row of the year before; None where the two may not be held against each other."""
    before = comparable_year_before(reading.report, reading.measure)
    row = None if before is None else reading.past.get(before)
    return row if row is not None and math.isfinite(row["value"]) else None


def _changed(reading: Reading) -> bool:
    """Whether the value is another than a year before, as both are shown."""
    then, places = _year_before(reading), reading.measure.decimals
    if then is None:
        return False
    return rounded(reading.number("value"), places) != rounded(float(then["value"]), places)


def _has_interval(row: Row) -> bool:
    return math.isfinite(row["lower"]) and math.isfinite(row["upper"])


def _margin(row: Row) -> float:
    return (float(row["upper"]) - float(row["lower"])) / 2


# --- comparison -----------------------------------------------------------------------------------


def _outside(reading: Reading) -> Statement:
    row = reading.beside or {}
    side = "above" if row["outside"] > 0 else "below"
    return _of_comparison(reading, f"12_{side}", ("lower_998", "upper_998", "units"))


def _similar(reading: Reading) -> Statement:
    row = reading.beside or {}
    columns = ("middle", "units", "rank_low", "rank_high")
    placed = math.isfinite(row["rank_low"]) and row["rank_low"] < row["rank_high"]
    return _of_comparison(reading, "13_placed" if placed else "13", columns)


def _usual(reading: Reading) -> Statement:
    return _of_comparison(reading, "13_usual", ("lower_998", "upper_998", "units"))


def _of_comparison(reading: Reading, pattern: str, columns: tuple[str, ...]) -> Statement:
    row, code = reading.beside or {}, reading.measure.code
    facts = {name: float(row[name]) for name in columns if math.isfinite(row[name])}
    evidence = [evidence_of("comparison", row, name, measure=code) for name in facts]
    texts = {}
    if row["unusual"]:
        texts = {"unusual": str(row["unusual"]), "variation": HIGH if row["outside"] > 0 else LOW}
        evidence.append(evidence_of("comparison", row, "unusual", measure=code))
    return _with_value(reading, pattern, facts, evidence, None, texts)


# In this order: of each list the first model whose licence holds speaks.
_Models = tuple[tuple[Callable[[Reading], bool], Callable[[Reading], Statement]], ...]
_CHANGE: _Models = (
    (_breaks_a_rule, _news),
    (_varies_as_usual, _as_usual),
    (_has_two_rounds, _two_rounds),
    (_is_too_short, _too_short),
)
_COMPARISON: _Models = (
    (_is_outside, _outside),
    (_cannot_be_told_apart, _similar),
    (_is_usual, _usual),
)
