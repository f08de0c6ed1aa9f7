"""What of the values is more than chance: marks, limits, and how many checks a page makes."""

from __future__ import annotations

import math
from typing import Any, Literal, get_args

from bsc_helpers.blocks import Variation
from bsc_helpers.compute.process import LIKENESS, NOT_NEW, TOO_FEW, Rules
from bsc_helpers.model import Measure
from bsc_helpers.narrative.formats import (
    format_number,
    format_percent,
    format_period,
    format_range,
    format_value,
    percent_text,
)
from bsc_helpers.narrative.rounding import decimals_to_tell_apart
from bsc_helpers.report.figures import has_value
from bsc_helpers.report.opened import Report

__all__ = [
    "chance_of",
    "is_tested",
    "method_texts",
    "news_of",
    "range_text",
    "usual_facts",
    "usual_range",
    "variation_of",
]

OF_TWO_ROUNDS = 0.002  # changes of two surveys by chance beyond the limits of 998 of 1,000
News = Literal["improvement", "concern", "high", "low"]
Fact = tuple[str, str]


def is_tested(report: Report, measure: Measure) -> bool:
    """Whether the shown value of a measure is held against its own past."""
    row = report.change(measure)
    return row is not None and row.variation not in ("", TOO_FEW, NOT_NEW)


def variation_of(report: Report, measure: Measure) -> Variation | None:
    """Return how the shown value varies; None where it is not tested."""
    if not is_tested(report, measure) or report.is_old(measure):
        return None
    word = report.change(measure).variation
    return next((known for known in get_args(Variation) if known == word), None)


def news_of(report: Report, measure: Measure) -> News | None:
    """Return how the shown value is more than usual; None where it is not, or is not tested."""
    found = variation_of(report, measure)
    return next((known for known in get_args(News) if known == found), None)


def chance_of(report: Report) -> tuple[int, float]:
    """Return how many checks the page makes, and how many chance alone would set off.

    A check is a new value held against its own past, against the survey before, or against units
    of the same kind.
    """
    frames = (report.slice.changes, report.slice.comparison)
    own = [frame[frame["org_unit"] == report.slice.org_unit.code] for frame in frames]
    rates = [rate for frame in own for rate in frame["false_alarm"] if not math.isnan(rate)]
    rates += [OF_TWO_ROUNDS for each in report.statements if each.model == "11"]
    return len(rates), math.fsum(rates)


def usual_range(report: Report, measure: Measure, row: Any) -> str:
    """Return the limits of the usual variation; empty where they are not known."""
    return range_text(report, measure, row.usual_low, row.usual_high)


def range_text(
    report: Report, measure: Measure, low: float, high: float, value: float | None = None
) -> str:
    """Return limits with so many decimals that a value stands on the same side of them in print.

    By default the value is that which the report shows. Empty where the limits are not known.
    """
    if math.isnan(low) or math.isnan(high):
        return ""
    own = report.row(measure)
    if value is None and has_value(own):
        value = own.value
    places = measure.decimals
    if value is not None:
        places = max(decimals_to_tell_apart(value, end, places) for end in (low, high))
    bare = report.figures.says_unit(measure)
    return format_range(low, high, measure, report.language, places, bare=bare)


# --- the facts of a measure -----------------------------------------------------------------------


def usual_facts(report: Report, measure: Measure) -> list[Fact]:
    """Return the limits of a value's usual variation and how they were found; and its place."""
    return [*_change_facts(report, measure), *_place_facts(report, measure)]


def _change_facts(report: Report, measure: Measure) -> list[Fact]:
    words, language, row = report.words, report.language, report.change(measure)
    if row is None or math.isnan(row.usual_low):
        return []
    bare = report.figures.says_unit(measure)
    low, high = (
        format_number(end, measure.decimals, language) for end in (row.usual_low, row.usual_high)
    )
    usual = words["usual_text"].format(
        low=low,
        high=high,
        centre=format_value(row.middle, measure, language, bare=bare),
        points=format_number(row.points, 0, language),
        since=format_period(report.parse(row.since), language),
    )
    facts = [(words["usual_fact"], usual)]
    if row.seasoned:
        facts.append((words["season_fact"], words[f"season_{row.seasoned}"]))
    if row.shifted:
        facts.append((words["shifted_fact"], words["shifted_text"]))
    if row.assurance:
        facts.append((words["assured_fact"], words[f"assured_{row.assurance}"]))
    return facts


def _place_facts(report: Report, measure: Measure) -> list[Fact]:
    """Return the place as an interval, and what the value is when drawn towards the others."""
    words, language, row = report.words, report.language, report.beside(measure)
    if row is None or math.isnan(row.rank_low) or not has_value(report.row(measure)):
        return []
    low, high, units = (
        format_number(number, 0, language) for number in (row.rank_low, row.rank_high, row.units)
    )
    place = words["place_text"].format(low=low, high=high, units=units)
    return [
        (words["place_fact"], place),
        (
            words["worst_quarter_fact"],
            format_percent(100 * row.worst_quarter, 0, language),
        ),
        (
            words["shrunken_fact"],
            format_value(row.shrunken, measure, language, bare=report.figures.says_unit(measure)),
        ),
    ]


# --- the methods of a page ------------------------------------------------------------------------


def method_texts(report: Report) -> list[str]:
    """Return how change and comparison are tested, as far as the page tests anything."""
    return [*_change_methods(report), *_comparison_methods(report)]


def _change_methods(report: Report) -> list[str]:
    words, language = report.words, report.language
    rows = [row for m in report.measures if (row := report.change(m)) is not None]
    if not rows:
        return []
    rules = Rules()
    texts = [
        words["method_change"].format(
            version=rules.version, fewest=format_number(rules.fewest_for_state, 0, language)
        )
    ]
    rates = [row.false_alarm for row in rows if not math.isnan(row.false_alarm)]
    if rates:
        rate = _percents(min(rates), max(rates), language)
        texts.append(words["method_rate"].format(rate=rate))
    seasoned = sum(bool(row.seasoned) for row in rows)
    if seasoned:
        texts.append(words["method_season"].format(count=seasoned))
    alike = sum(row.autocorrelation > LIKENESS for row in rows)
    if alike:
        texts.append(words["method_likeness"].format(count=alike))
    if any(measure.frequency == "year" for measure in report.measures):
        texts.append(words["method_five_years"])
    return texts


def _comparison_methods(report: Report) -> list[str]:
    compared = any(report.beside(measure) is not None for measure in report.measures)
    return [report.words["method_comparison"]] if compared else []


def _percents(low: float, high: float, language: str) -> str:
    """Return shares from one to another in percent: "1,2–1,5 %"."""
    ends = [format_number(100 * share, 1, language) for share in (low, high)]
    return percent_text("–".join(dict.fromkeys(ends)), language)
