"""No sentence about change or comparison says more than its licence, whatever the states are.

Every combination of variation, assurance, comparison, data quality and suppression is made into a
reading, said in both languages, and read by rules that know nothing of how statements are chosen.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import product
from typing import Any

import pytest
from small_slice import UNIT, measure_of, slice_of

from bsc_helpers.evaluation import CHANGES, COMPARISON, RESULTS, ReportSlice
from bsc_helpers.narrative import Statement, sentence_of
from bsc_helpers.narrative.catalogues import SENTENCES
from bsc_helpers.narrative.readings import Reading
from bsc_helpers.narrative.statements.variation import statements_of_variation
from bsc_helpers.periods import parse_period

PERIOD, BEFORE = parse_period("2003-Q4"), parse_period("2002-Q4")
VARIATIONS = ("", "common_cause", "improvement", "concern", "high", "low", "too_few", "not_new")
ASSURANCES = ("", "consistently_pass", "consistently_fail", "hit_and_miss")
OUTSIDE = (None, -2, -1, 0, 1, 2)
SIDES = ("similar", "better", "worse", "higher", "not_compared")
RULES = ("outside", "trend", "two_of_three", "shift", "five_years")
NEWS = ("improvement", "concern", "high", "low")

SAYS_UNUSUAL = {
    "sv": r"än de vanliga svängningarna|slumpen brukar ge|nära gränsen för de vanliga",
    "en": r"(above|below) its usual variation|chance usually gives|near the limit of its usual",
}
SAYS_USUAL = {"sv": r"inom de vanliga svängningarna", "en": r"within (the|its) usual variation"}
SAYS_BETTER = {"sv": r"förbättring", "en": r"improvement"}
SAYS_WORSE = {"sv": r"försämring", "en": r"deterioration"}
SAYS_HIGHER = {"sv": r"högre än vad som är vanligt", "en": r"higher than is usual"}
SAYS_LOWER = {"sv": r"lägre än vad som är vanligt", "en": r"lower than is usual"}
SAYS_PLACE = {"sv": r"[Pp]lats", "en": r"\bplace\b"}
SAYS_MET = {"sv": r"nås varje gång", "en": r"is met each time"}
SAYS_MISSED = {"sv": r"nås det inte", "en": r"it is not met"}
SAYS_SHORT = {"sv": r"för kort tid", "en": r"too short a time"}
SAYS_MARGIN = {"sv": r"[Ff]elmarginalen för förändringen", "en": r"margin of error of the change"}
NEVER = {
    "sv": r"beror på|leder till|tack vare|effekt|påverkar|bevisar|signifikant|\btrend\b|"
    r"inget samband|!|tyvärr|glädjande|rekord|bäst|sämst",
    "en": r"caused by|leads to|thanks to|impact|drives|proves|significant|\btrend\b|"
    r"no relationship|!|unfortunately|record|best|worst",
}
LANGUAGES = ("sv", "en")


@cache
def about(polarity: str, *, sample: bool, reliability: str | None = None) -> ReportSlice:
    """Return the report of a unit with one measure; a sample has a precision."""
    precision = {"kind": "proportion", "count": "n", "sum": "a", "scale": 100}
    measure = measure_of(
        polarity=polarity,
        reliability=reliability,
        formula="100 * a / n",
        precision=precision if sample else None,
    )
    return slice_of(measure, {"value": 70.0})


def reading(
    report: ReportSlice, now: dict[str, Any], then: dict[str, Any] | None, **more: Any
) -> Reading:
    (measure,) = report.scorecard.measures
    place = {"org_unit": UNIT, "activity": "all", "measure": measure.code}
    empty: dict[str, Any] = {name: math.nan for name, kind in RESULTS.items() if kind == "float64"}
    empty |= {"reason": "ok", "status": "unscored"}
    row = {**empty, **place, "period": str(PERIOD), **now}
    past = {PERIOD: row}
    if then is not None:
        past = {BEFORE: {**empty, **place, "period": str(BEFORE), **then}, PERIOD: row}
    return Reading(report, measure, PERIOD, row, past, {}, {}, None, **more)


def change(variation: str, rule: str, side: str, assurance: str) -> dict[str, Any]:
    """Return a row of the changes as the evaluation gives it."""
    empty: dict[str, Any] = {n: math.nan if k == "float64" else "" for n, k in CHANGES.items()}
    known = {"points": 16.0, "run": 7.0, "since": "2000-Q1", "middle": 75.0}
    news = variation in NEWS
    return (
        empty
        | known
        | {
            "org_unit": UNIT,
            "activity": "all",
            "period": str(PERIOD),
            "measure": "M02",
            "usual_low": 71.0 if news and side == "below" else 60.0,
            "usual_high": 69.0 if news and side == "above" else 80.0,
            "rule": rule if news else "",
            "side": side if news else "",
            "variation": variation,
            "assurance": assurance,
            "seasoned": "declared",
        }
    )


def comparison(outside: int, side: str) -> dict[str, Any]:
    """Return a row of the comparison as the evaluation gives it."""
    empty: dict[str, Any] = {n: math.nan if k == "float64" else "" for n, k in COMPARISON.items()}
    return empty | {
        "org_unit": UNIT,
        "activity": "all",
        "period": str(PERIOD),
        "measure": "M02",
        "units": 21.0,
        "value": 70.0,
        "middle": 72.0,
        "lower_998": 71.0 if outside == -2 else 60.0,
        "upper_998": 69.0 if outside == 2 else 80.0,
        "outside": float(outside),
        "unusual": "worse" if abs(outside) == 2 else "",
        "side": side,
        "rank_low": 6.0,
        "rank_high": 17.0,
    }


def said(found: Reading, language: str) -> list[tuple[Statement, str]]:
    card = found.report.scorecard
    return [(each, sentence_of(each, card, language)) for each in statements_of_variation(found)]


def claims(pattern: dict[str, str], text: str, language: str) -> bool:
    return re.search(pattern[language], text) is not None


def every_change() -> Iterator[tuple[str, str, str, str, bool, bool]]:
    sides, yes_no = ("above", "below"), (False, True)
    yield from product(VARIATIONS, RULES, sides, ASSURANCES, yes_no, yes_no)


THEN = {"value": 74.0, "lower": 71.0, "upper": 77.0}
NOW = {"value": 70.0, "lower": 67.0, "upper": 73.0}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("polarity", ["higher_is_better", "neutral"])
def test_a_change_is_told_as_far_as_its_licence_goes(language: str, polarity: str) -> None:
    checked = 0
    for variation, rule, side, assurance, sample, has_before in every_change():
        row = change(variation, rule, side, assurance)
        report = about(polarity, sample=sample)
        told = said(reading(report, NOW, THEN if has_before else None, change=row), language)
        assert len(told) <= 1
        text = told[0][1] if told else ""
        assert claims(SAYS_UNUSUAL, text, language) == (variation in NEWS)
        assert claims(SAYS_USUAL, text, language) == (variation == "common_cause")
        assert claims(SAYS_BETTER, text, language) == (variation == "improvement")
        assert claims(SAYS_WORSE, text, language) == (variation == "concern")
        usual = variation == "common_cause"
        assert claims(SAYS_MET, text, language) == (usual and assurance == "consistently_pass")
        assert claims(SAYS_MISSED, text, language) == (usual and assurance == "consistently_fail")
        untested = variation not in (*NEWS, "common_cause")
        rounds = untested and sample and has_before
        assert claims(SAYS_MARGIN, text, language) == rounds
        short = variation == "too_few" and has_before and not rounds
        assert claims(SAYS_SHORT, text, language) == short
        assert not re.search(NEVER[language], text)
        checked += 1
    assert checked == len(VARIATIONS) * len(RULES) * 2 * len(ASSURANCES) * 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_comparison_is_told_as_far_as_its_licence_goes(language: str) -> None:
    report = about("higher_is_better", sample=False)
    for outside, side in product(OUTSIDE, SIDES):
        row = None if outside is None else comparison(outside, side)
        told = said(reading(report, NOW, None, beside=row), language)
        text = told[0][1] if told else ""
        assert bool(told) == (outside is not None)
        assert claims(SAYS_HIGHER, text, language) == (outside == 2)
        assert claims(SAYS_LOWER, text, language) == (outside == -2)
        inside = outside is not None and abs(outside) < 2
        assert claims(SAYS_PLACE, text, language) == (inside and side == "similar")
        assert not claims(SAYS_BETTER, text, language)
        assert not claims(SAYS_WORSE, text, language)
        assert not re.search(NEVER[language], text)


@pytest.mark.parametrize("outside", [-2, 0, 2])
@pytest.mark.parametrize("variation", VARIATIONS)
def test_change_and_comparison_never_lend_each_other_a_licence(
    variation: str, outside: int
) -> None:
    report = about("higher_is_better", sample=False)
    row, beside = change(variation, "outside", "below", ""), comparison(outside, "similar")
    both = said(reading(report, NOW, THEN, change=row, beside=beside), "en")
    apart = [
        *said(reading(report, NOW, THEN, change=row), "en"),
        *said(reading(report, NOW, THEN, beside=beside), "en"),
    ]
    assert both == apart


@pytest.mark.parametrize("reason", ["suppressed", "no_data", "late", "division_by_zero"])
def test_without_a_value_nothing_is_said_of_change_or_comparison(reason: str) -> None:
    report = about("higher_is_better", sample=False)
    row, beside = change("concern", "outside", "below", ""), comparison(2, "similar")
    missing = {"value": math.nan, "reason": reason, "status": "no_data"}
    assert said(reading(report, missing, THEN, change=row, beside=beside), "en") == []


def test_a_value_of_an_earlier_time_is_no_news() -> None:
    report = about("higher_is_better", sample=False)
    row, beside = change("concern", "outside", "below", ""), comparison(2, "similar")
    found = reading(report, NOW, THEN, change=row, beside=beside)
    later = replace(found, report=replace(found.report, period=parse_period("2004-Q1")))
    assert said(later, "sv") == []


def test_what_is_not_tested_by_the_evaluation_is_not_spoken_of() -> None:
    report = about("higher_is_better", sample=True, reliability="low")
    assert said(reading(report, NOW, THEN), "sv") == []


def test_two_surveys_differ_clearly_only_beyond_998_of_1_000_changes_by_chance() -> None:
    """The margins of two samples add in squares: 3 and 4 make 5, and 5 × 3.09/1.96 is 7.9."""
    report = about("higher_is_better", sample=True)
    then = {"value": 65.0, "lower": 61.0, "upper": 69.0}
    (within,) = statements_of_variation(reading(report, NOW, then))
    assert within.pattern == "11_measure_up_chance"
    assert within.facts["change_margin"] == pytest.approx(5)
    (near,) = statements_of_variation(reading(report, NOW, {**then, "value": 64.9}))
    assert near.pattern == "11_measure_up_near"
    (clear,) = statements_of_variation(reading(report, NOW, {**then, "value": 62.0}))
    assert clear.pattern == "11_measure_up_clear"


def test_every_language_has_the_same_patterns_with_the_same_names() -> None:
    names = {
        language: {key: set(re.findall(r"{(\w+)}", text)) for key, text in patterns.items()}
        for language, patterns in SENTENCES.items()
    }
    assert names["sv"].keys() == names["en"].keys()
    sides = {"8_", "11_", "12_", "13"}
    for key in names["sv"]:
        if key.startswith(tuple(sides)):
            assert names["sv"][key] == names["en"][key], key
