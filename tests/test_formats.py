"""Numbers, values and periods as readers of Swedish and English expect them."""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.ft2font import FT2Font
from small_slice import CARD, measure_of

import bsc_helpers
from bsc_helpers.compute.kinds import is_additive
from bsc_helpers.errors import ParameterError
from bsc_helpers.model import Measure, Reason
from bsc_helpers.narrative import STATUS_WORDS
from bsc_helpers.narrative.amounts import own_scale, scale_of
from bsc_helpers.narrative.decimals import shown_decimals
from bsc_helpers.narrative.formats import (
    format_between,
    format_count,
    format_date,
    format_difference,
    format_differences,
    format_money,
    format_number,
    format_period,
    format_range,
    format_share,
    format_short_period,
    format_span,
    format_target,
    format_time,
    format_value,
    missing_sign,
    unit_sign,
    unit_text,
)
from bsc_helpers.narrative.languages import LANGUAGES
from bsc_helpers.narrative.nature import (
    counted_in,
    divisor_of,
    inputs_of,
    is_count,
    is_state,
)
from bsc_helpers.narrative.rounding import decimals_of, decimals_to_tell_apart, rounded
from bsc_helpers.periods import Period, parse_period

NBSP = "\u00a0"
PERCENT = measure_of()
SEK = measure_of(unit_of_measure="SEK", decimals=0)
INDEX = measure_of(unit_of_measure="index", decimals=0)
DECISIONS = measure_of(unit_of_measure={"sv": "beslut", "en": "decisions"}, decimals=0)
COUNT_UP = {
    "unit_of_measure": {"sv": "beslut", "en": "decisions"},
    "decimals": 0,
    "polarity": "higher_is_better",
}
numbers = st.floats(-1e9, 1e9, allow_nan=False)


def plain(text: str) -> str:
    """Return a text with its no-break spaces shown as underscores."""
    return text.replace(NBSP, "_")


# --- numbers --------------------------------------------------------------------------------------


# 2.675 and 1.005 are the textbook cases of binary floats just below their decimal text; 0.125 and
# 2.5 those of rounding half to even (Python's documentation of round).
@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (2.675, 2, "2,68"),
        (1.005, 2, "1,01"),
        (0.125, 2, "0,13"),
        (2.5, 0, "3"),
        (-2.5, 0, "−3"),
        (-0.04, 1, "0,0"),
        (-0.05, 1, "−0,1"),
        (100 * (0.1 + 0.2), 1, "30,0"),
        (16300, 0, "16_300"),
        (-1234567.891, 2, "−1_234_567,89"),
        (999.95, 1, "1_000,0"),
        (1e15, 0, "1_000_000_000_000_000"),
        (5e-324, 1, "0,0"),
    ],
)
def test_a_number_is_rounded_half_up_from_its_decimal_text(
    value: float, decimals: int, shown: str
) -> None:
    assert plain(format_number(value, decimals, "sv")) == shown


@pytest.mark.parametrize(
    ("value", "decimals", "shown"), [(-16300.25, 1, "−16,300.3"), (0.125, 2, "0.13"), (7, 0, "7")]
)
def test_english_has_a_decimal_point_and_thousands_commas(
    value: float, decimals: int, shown: str
) -> None:
    assert format_number(value, decimals, "en") == shown


@given(numbers, st.integers(0, 6))
def test_a_rounded_number_is_within_half_a_step_and_a_half_goes_away_from_zero(
    value: float, decimals: int
) -> None:
    step = Fraction(1, 10**decimals)
    text = Fraction(Decimal(f"{value:.15g}"))  # the decimal text, exactly
    steps = math.floor(abs(text) / step + Fraction(1, 2))
    assert Fraction(rounded(value, decimals)) == (steps if text > 0 else -steps) * step


@given(numbers, st.integers(0, 6), st.sampled_from(LANGUAGES))
def test_a_reader_gets_the_rounded_number_back(value: float, decimals: int, language: str) -> None:
    shown = format_number(value, decimals, language).replace("−", "-")
    point, thousands = (",", NBSP) if language == "sv" else (".", ",")
    read = Decimal(shown.replace(thousands, "").replace(point, "."))
    assert read == rounded(value, decimals)
    assert shown != "-0"
    assert not shown.startswith("-") or read < 0


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_missing_value_is_never_formatted_as_a_number(value: float) -> None:
    with pytest.raises(ParameterError, match="missing_sign"):
        format_number(value, 1, "sv")


@pytest.mark.parametrize("language", ["de", "", "SV", "sv_SE"])
def test_a_language_without_a_catalogue_is_refused_with_those_that_are_valid(language: str) -> None:
    for call in (
        lambda: format_number(1, 0, language),
        lambda: format_value(1, PERCENT, language),
        lambda: format_period(parse_period("2003"), language),
        lambda: missing_sign(Reason.NO_DATA, language),
    ):
        with pytest.raises(ParameterError, match="valid: sv, en"):
            call()


@pytest.mark.parametrize(
    ("value", "target", "decimals", "needed"),
    [
        (9.6, 8.5, 1, 1),
        (8.54, 8.5, 1, 2),
        (8.50004, 8.5, 1, 5),
        (67.96, 68, 1, 2),
        (67.94, 68, 1, 1),
        (8.5, 8.5, 1, 1),
        (99.999, 100, 0, 3),
    ],
)
def test_as_many_decimals_are_shown_as_it_takes_to_tell_a_value_from_its_target(
    value: float, target: float, decimals: int, needed: int
) -> None:
    assert decimals_to_tell_apart(value, target, decimals) == needed


@given(numbers, numbers, st.integers(0, 3))
def test_no_fewer_decimals_would_tell_them_apart(
    value: float, target: float, decimals: int
) -> None:
    found = decimals_to_tell_apart(value, target, decimals)
    for places in range(decimals, found):
        assert rounded(value, places) == rounded(target, places)
    assert rounded(value, found) != rounded(target, found) or found == decimals


@pytest.mark.parametrize(("value", "places"), [(68, 0), (8.5, 1), (0.125, 3), (-1.0, 0), (1e6, 0)])
def test_a_number_has_the_decimals_it_was_written_with(value: float, places: int) -> None:
    assert decimals_of(value) == places


@pytest.mark.parametrize(
    ("share", "shown"),
    [(0.75, "75_%"), (1, "100_%"), (0, "0_%"), (0.9996, "99,96_%"), (0.001, "0,1_%")],
)
def test_only_all_is_shown_as_100_percent_and_only_nothing_as_0(share: float, shown: str) -> None:
    assert plain(format_share(share, "sv")) == shown


# --- the decimals of a value ----------------------------------------------------------------------

UNSURE = {"lower": 8.2, "upper": 8.9}
CLEAR = {"lower": 8.51, "upper": 8.55}


@pytest.mark.parametrize(
    ("figures", "status", "decimals", "places"),
    [
        ({"value": 8.53, "target": 8.5}, "warning", 1, 2),
        ({"value": 10.013, "target": 10}, "poor", 1, 2),
        ({"value": -0.019, "target": 0}, "warning", 1, 2),
        ({"value": 8.47, "target": 8.5}, "good", 1, 1),  # reached: it may look as if it stood on it
        ({"value": 8.2, "target": 8.25}, "good", 1, 2),  # as many as the target
        ({"value": 8.53}, "unscored", 1, 1),
        ({"value": math.nan, "target": 8.5}, "no_data", 0, 1),
        ({"value": 23000.4, "target_low": 23000.6, "target_high": 24200}, "poor", 0, 1),
        ({"value": 8.53, "target": 8.5, **UNSURE}, "uncertain", 1, 1),  # nothing is claimed
        ({"value": 8.53, "target": 8.5, **CLEAR}, "uncertain", 1, 2),
        ({"value": 8.53, "target": 8.5, **CLEAR}, "good", 1, 2),
        ({"value": 61.3, "target": 64, "lower": 60.9, "upper": 61.7}, "warning", 0, 0),
        # the end of the interval stops short of the target, and is shown to
        ({"value": 70.7, "target": 73, "lower": 68.5, "upper": 72.899}, "uncertain", 0, 1),
        ({"value": 75.3, "target": 73, "lower": 73.04, "upper": 77.5}, "good", 0, 2),
    ],
)
def test_a_value_has_the_decimals_that_bear_out_its_status(
    figures: dict[str, float], status: str, decimals: int, places: int
) -> None:
    assert shown_decimals(measure_of(decimals=decimals), figures, status) == places


def test_a_warning_limit_which_stands_beside_no_value_gives_no_decimals() -> None:
    targets = [{"from": "2003", "value": 8.5, "warning": 9.0125}]
    figures = {"value": 9.02, "target": 8.5}
    assert shown_decimals(measure_of(targets=targets), figures, "poor") == 1


@pytest.mark.parametrize(
    ("formula", "changed", "counted"),
    [
        ("100 * a / b", {}, "a"),
        ("100 * a / c", {}, ""),  # of another base
        ("a / b", {}, ""),
        ("10 * a / b", {}, ""),
        ("100 * (a + c) / b", {}, ""),
        ("100 * a / b", {"kind": "ratio"}, ""),
        ("100 * a / b", {"base": None}, ""),
    ],
)
def test_a_percentage_counts_its_cases_where_its_formula_is_of_two_inputs(
    formula: str, changed: dict[str, Any], counted: str
) -> None:
    known = {"formula": formula, "kind": "percentage", "base": "b", **changed}
    assert counted_in(measure_of(**known)) == counted


# --- what kind of figure a measure is -------------------------------------------------------------


def test_what_adds_up_over_units_is_told_from_what_does_not() -> None:
    additive = {measure.code for measure in CARD.measures if is_additive(CARD, measure)}
    assert additive == {"V06", "V05"}
    means = [i.model_copy(update={"over_units": "mean"}) for i in CARD.inputs]
    card = CARD.model_copy(update={"inputs": tuple(means)})
    assert not any(is_additive(card, measure) for measure in card.measures)


def test_a_measure_of_other_measures_is_what_they_are() -> None:
    ratio = measure_of(code="X1", formula="m02 - k04")
    total = measure_of(code="X2", formula="v06 + x1")
    card = CARD.model_copy(update={"measures": (*CARD.measures, ratio, total)})
    assert not is_additive(card, ratio)
    assert is_additive(card, total)
    assert {i.code for i in inputs_of(card, total)} == {"waiting", "ill", "hours", "yes", "answers"}


def test_a_state_is_a_measure_whose_inputs_are_all_counted_on_the_last_day() -> None:
    last = tuple(
        i.model_copy(update={"over_time": "last"}) if i.code in ("waiting", "hours") else i
        for i in CARD.inputs
    )
    card = CARD.model_copy(update={"inputs": last})
    assert [m.code for m in card.measures if is_state(card, m)] == ["V06"]
    assert not is_state(card, measure_of(formula="12"))


def test_a_count_is_one_input_in_whole_numbers_of_a_unit_of_its_own() -> None:
    assert [m.code for m in CARD.measures if is_count(m)] == ["V06"]


@pytest.mark.parametrize(
    ("formula", "divisor"),
    [("100 * (plan - outturn) / plan", "plan"), ("a / b / c", "c"), ("a / (b + c)", ""), ("a", "")],
)
def test_a_fraction_is_divided_by_a_name_when_all_of_it_is(formula: str, divisor: str) -> None:
    assert divisor_of(measure_of(formula=formula)) == divisor


# --- values ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("measure", "value", "swedish", "english"),
    [
        (PERCENT, 71.24, "71,2_%", "71.2%"),
        (SEK, 16300, "16_300_kr", "SEK_16,300"),
        (SEK, -16300, "−16_300_kr", "SEK_−16,300"),
        (INDEX, 71.5, "72", "72"),
        (DECISIONS, 31, "31_beslut", "31_decisions"),
        (DECISIONS, 0, "0_beslut", "0_decisions"),
        (DECISIONS, 1, "1", "1"),  # not "1 decisions"
        (measure_of(unit_of_measure={"sv": "procent", "en": "percent"}), 5, "5,0_%", "5.0%"),
        (measure_of(unit_of_measure="days"), 1, "1,0_days", "1.0_days"),
    ],
)
def test_a_value_has_its_unit_of_measure(
    measure: object, value: float, swedish: str, english: str
) -> None:
    assert plain(format_value(value, measure, "sv")) == swedish
    assert plain(format_value(value, measure, "en")) == english


@pytest.mark.parametrize(
    ("measure", "value", "decimals", "swedish", "english"),
    [
        (PERCENT, 1.1, None, "1,1_procentenheter", "1.1_percentage points"),
        (PERCENT, 1, None, "1,0_procentenheter", "1.0_percentage points"),
        (PERCENT, 1, 0, "1_procentenhet", "1_percentage point"),
        (SEK, 348, None, "348_kr", "SEK_348"),
        (SEK, 1, None, "1_kr", "SEK_1"),
        (INDEX, 2, None, "2_indexenheter", "2_index points"),
        (INDEX, 1, None, "1_indexenhet", "1_index point"),
        (DECISIONS, 3, None, "3_beslut", "3_decisions"),
    ],
)
def test_a_difference_between_percentages_is_percentage_points(
    measure: object, value: float, decimals: int | None, swedish: str, english: str
) -> None:
    assert plain(format_difference(value, measure, "sv", decimals)) == swedish
    assert plain(format_difference(value, measure, "en", decimals)) == english


def test_a_target_says_by_its_polarity_which_side_is_good() -> None:
    higher = measure_of(polarity="higher_is_better")
    assert plain(format_target(68.0, higher, "sv")) == "minst 68_%"
    assert plain(format_target(8.25, PERCENT, "en")) == "at most 8.25%"
    assert plain(format_between(23000, 24200, SEK, "sv")) == "mellan 23_000 och 24_200_kr"
    assert plain(format_between(23000, 24200, SEK, "en")) == "between SEK_23,000 and 24,200"
    assert plain(format_between(40, 60.5, PERCENT, "en")) == "between 40.0 and 60.5%"


def test_none_allowed_of_a_count_and_all_in_percent_stand_by_themselves() -> None:
    assert [format_target(0, DECISIONS, language) for language in LANGUAGES] == ["noll", "zero"]
    higher = measure_of(polarity="higher_is_better")
    assert [plain(format_target(100, higher, each)) for each in LANGUAGES] == ["100_%", "100%"]
    assert plain(format_target(0, PERCENT, "sv")) == "högst 0_%"  # a percentage may lie below
    assert plain(format_target(100, PERCENT, "sv")) == "högst 100_%"
    assert plain(format_target(100, measure_of(**COUNT_UP), "en")) == "at least 100_decisions"
    assert plain(format_target(0, measure_of(**COUNT_UP), "en")) == "at least 0_decisions"


def test_an_interval_below_zero_is_written_with_a_word() -> None:
    assert plain(format_range(78.14, 85.6, PERCENT, "sv")) == "78,1–85,6_%"
    assert plain(format_range(-1, 2, PERCENT, "sv")) == "−1,0 till 2,0_%"
    assert plain(format_range(-1, 2, SEK, "en")) == "SEK_−1 to 2"


def test_a_unit_that_is_a_text_can_be_left_out() -> None:
    assert format_value(7, DECISIONS, "sv", bare=True) == "7"
    assert plain(format_value(7, PERCENT, "sv", bare=True)) == "7,0_%"
    assert unit_text(DECISIONS, "en") == "decisions"
    assert unit_text(SEK, "en") == ""


def test_a_head_of_a_column_has_the_unit_as_a_sign() -> None:
    units = [unit_sign(measure, "sv") for measure in (PERCENT, SEK, INDEX, DECISIONS)]
    assert units == ["%", "kr", "index", "beslut"]
    assert unit_sign(SEK, "en") == "SEK"


@pytest.mark.parametrize(
    ("amount", "scale", "swedish", "english"),
    [
        (4_345_678, "million", "4,3_mkr", "SEK_4.3_million"),
        (-4_250_000, "million", "−4,3_mkr", "SEK_−4.3_million"),
        (430_499, "thousand", "430_tkr", "SEK_430_thousand"),
        (16_300.49, "one", "16_300_kr", "SEK_16,300"),
    ],
)
def test_money_is_shown_in_kronor_thousands_or_millions(
    amount: float, scale: str, swedish: str, english: str
) -> None:
    assert plain(format_money(amount, "sv", scale)) == swedish
    assert plain(format_money(amount, "en", scale)) == english


@pytest.mark.parametrize(
    ("amount", "swedish", "english"),
    [
        (4e5, "+0,4_mkr", "SEK_+0.4_million"),
        (-4e5, "−0,4_mkr", "SEK_−0.4_million"),
        (0, "0,0", "0"),
    ],
)
def test_a_signed_amount_has_a_plus_and_nothing_has_none(
    amount: float, swedish: str, english: str
) -> None:
    shown = [format_money(amount, language, "million", signed=True) for language in LANGUAGES]
    assert plain(shown[0]).startswith(swedish)
    assert plain(shown[1]).removeprefix("SEK_").startswith(english.removeprefix("SEK_"))
    assert format_number(0.04, 1, "sv", signed=True) == "0,0"
    assert plain(format_value(1.25, PERCENT, "sv", signed=True)) == "+1,3_%"


@pytest.mark.parametrize(
    ("amount", "plan", "scale"),
    [
        (4.3e6, 100e6, "million"),  # a committee
        (4.3e6, 99e6, "thousand"),  # a unit
        (5e4, 100e6, "million"),
        (4.9e4, 100e6, "thousand"),  # would be shown as 0,0 mkr
        (499, 99e6, "one"),
        (0, 100e6, "million"),
        (7, 9e5, "one"),
    ],
)
def test_money_of_a_committee_is_in_millions_and_of_a_unit_in_thousands(
    amount: float, plan: float, scale: str
) -> None:
    assert scale_of(amount, plan) == scale_of(-amount, -plan) == scale


@pytest.mark.parametrize(
    ("amount", "scale"),
    [
        (1.2e6, "million"),
        (1.25e6, "thousand"),
        (900_000, "thousand"),
        (12_345_678, "thousand"),
        (9_999, "one"),
    ],
)
def test_an_amount_by_itself_is_in_millions_only_where_they_show_all_of_it(
    amount: float, scale: str
) -> None:
    assert own_scale(amount) == scale


@pytest.mark.parametrize(
    ("amounts", "scale"),
    [
        ((1.2e6, 900_000), "million"),
        ((1e6, 390_000), "thousand"),  # 0.4 million would not show all of it
        ((300_000, 180_000), "thousand"),
        ((300_000, 0), "thousand"),
        ((300_000, 400), "one"),  # which is not nothing
    ],
)
def test_amounts_side_by_side_have_one_scale(amounts: tuple[float, ...], scale: str) -> None:
    assert own_scale(*amounts) == scale


def test_an_unknown_scale_of_money_is_refused() -> None:
    with pytest.raises(ParameterError, match="valid: one, thousand, million"):
        format_money(1, "sv", "mkr")


# --- time -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "swedish", "english", "short_swedish", "short_english"),
    [
        ("2003-Q4", "kvartal 4 2003", "quarter 4 2003", "kv 4 2003", "Q4 2003"),
        ("2003-10", "oktober 2003", "October 2003", "okt 2003", "Oct 2003"),
        ("2003-H1", "första halvåret 2003", "first half of 2003", "hå 1 2003", "H1 2003"),
        ("2003-H2", "andra halvåret 2003", "second half of 2003", "hå 2 2003", "H2 2003"),
        ("2003-W05", "vecka 5 2003", "week 5 2003", "v 5 2003", "W5 2003"),
        ("2004-W01", "vecka 1 2004", "week 1 2004", "v 1 2004", "W1 2004"),  # from 29 Dec 2003
        ("2003", "2003", "2003", "2003", "2003"),
        ("2003-10-01", "1 oktober 2003", "1 October 2003", "1 okt 2003", "1 Oct 2003"),
    ],
)
def test_a_period_is_written_in_words(
    text: str, swedish: str, english: str, short_swedish: str, short_english: str
) -> None:
    period = parse_period(text)
    assert [format_period(period, language) for language in LANGUAGES] == [swedish, english]
    short = [format_short_period(period, language) for language in LANGUAGES]
    assert short == [short_swedish, short_english]


@pytest.mark.parametrize(
    ("text", "swedish"),
    [("2024/25", "2024/25"), ("2024/25-Q1", "kvartal 1 2024/25"), ("2024-10", "oktober 2024")],
)
def test_a_fiscal_year_carries_both_years(text: str, swedish: str) -> None:
    assert format_period(parse_period(text, 7), "sv") == swedish


@pytest.mark.parametrize(
    ("first", "last", "swedish", "english"),
    [
        ("2003-Q1", "2003-Q4", "januari–december 2003", "January–December 2003"),
        ("2003-Q2", "2004-Q1", "april 2003 – mars 2004", "April 2003 – March 2004"),
        ("2003-03", "2003-03", "mars 2003", "March 2003"),
        (
            "2003-W02",
            "2003-W05",
            "6 januari 2003 – 2 februari 2003",
            "6 January 2003 – 2 February 2003",
        ),
    ],
)
def test_a_span_says_its_first_and_last_month(
    first: str, last: str, swedish: str, english: str
) -> None:
    ends = parse_period(first), parse_period(last)
    assert [format_span(*ends, language) for language in LANGUAGES] == [swedish, english]


@pytest.mark.parametrize(
    ("texts", "form", "swedish", "english"),
    [
        (["2003-10"], "when", "i oktober 2003", "in October 2003"),
        (["2003-Q4"], "when", "kvartal 4 2003", "in quarter 4 2003"),
        (["2003"], "when_after_number", "under år 2003", "in 2003"),
        (["2003-Q4"], "when_after_number", "under kvartal 4 2003", "in quarter 4 2003"),
        (["2003-H1"], "noun", "första halvåret 2003", "the first half of 2003"),
        (["2003-10-01"], "when", "den 1 oktober 2003", "on 1 October 2003"),
        (["2003-10"], "at_end", "i slutet av oktober 2003", "at the end of October 2003"),
        (
            ["2003-H1"],
            "at_end",
            "i slutet av första halvåret 2003",
            "at the end of the first half of 2003",
        ),
        (["2003-Q1", "2003-Q2"], "when", "januari–juni 2003", "in January–June 2003"),
    ],
)
def test_a_time_is_fitted_to_its_place_in_a_sentence(
    texts: list[str], form: str, swedish: str, english: str
) -> None:
    periods = [parse_period(text) for text in texts]
    assert [format_time(periods, each, form) for each in LANGUAGES] == [swedish, english]


@given(
    st.sampled_from(["day", "week", "month", "quarter", "half_year", "year"]),
    st.integers(0, 300),
    st.sampled_from(LANGUAGES),
)
def test_no_two_periods_of_a_kind_have_the_same_words(kind: str, back: int, language: str) -> None:
    last = {"day": date(2003, 12, 31).toordinal(), "week": 104_522, "month": 2003 * 12 + 11}
    period = Period(kind, last.get(kind, 2003 * {"quarter": 4, "half_year": 2}.get(kind, 1)))
    for written in (format_period, format_short_period):
        one, other = written(period, language), written(period.shift(-back - 1), language)
        assert one != other
        assert "{" not in one + other


def test_numbers_of_things_are_words_up_to_twelve() -> None:
    assert [format_count(n, "sv") for n in (0, 1, 2, 7, 12, 13)] == [
        "noll",
        "en",
        "två",
        "sju",
        "tolv",
        "13",
    ]
    assert [format_count(n, "en") for n in (0, 1, 11, 12, 13)] == [
        "zero",
        "one",
        "eleven",
        "twelve",
        "13",
    ]
    assert plain(format_count(1300, "sv")) == "1_300"


@pytest.mark.parametrize(
    ("measure", "ends", "swedish", "english"),
    [
        (PERCENT, (0.2, 0.5), "0,2–0,5_procentenheter", "0.2–0.5_percentage points"),
        (PERCENT, (-1, 2), "−1,0 till 2,0_procentenheter", "−1.0 to 2.0_percentage points"),
        (SEK, (200, 450), "200–450_kr", "SEK_200–450"),
        (DECISIONS, (2, 5), "2–5_beslut", "2–5_decisions"),
    ],
)
def test_differences_from_one_to_another_have_one_unit(
    measure: Measure, ends: tuple[float, float], swedish: str, english: str
) -> None:
    shown = [format_differences(*ends, measure, each, measure.decimals) for each in LANGUAGES]
    assert [plain(text) for text in shown] == [swedish, english]


def test_dates_are_written_as_in_the_language() -> None:
    day = date(2003, 11, 12)
    assert [format_date(day, each, year=False) for each in LANGUAGES] == [
        "12 november",
        "12 November",
    ]
    assert [format_date(day, each) for each in LANGUAGES] == [
        "12 november 2003",
        "12 November 2003",
    ]


# --- missing values and statuses ------------------------------------------------------------------


def test_five_ways_of_missing_have_five_signs_and_their_own_words() -> None:
    reasons = ["no_data", "not_applicable", "division_by_zero", "suppressed", "not_due"]
    for language in LANGUAGES:
        shown = [missing_sign(reason, language) for reason in reasons]
        assert len({sign for sign, _ in shown}) == len({words for _, words in shown}) == 5
    every = [reason for reason in Reason if reason is not Reason.OK]
    assert {missing_sign(reason, "en")[0] for reason in every} == {"..", ".", "/", "×", "›"}
    # Where two reasons share a sign, it means the same.
    assert len({missing_sign(reason, "en") for reason in every}) == 5


def test_the_signs_are_no_zero_and_no_minus_and_stand_in_the_shipped_font() -> None:
    font = Path(bsc_helpers.__file__).parent / "publishing" / "fonts" / "Inter-Regular.ttf"
    glyphs = FT2Font(str(font)).get_charmap()
    for reason in (reason for reason in Reason if reason is not Reason.OK):
        sign, _ = missing_sign(reason, "sv")
        assert not set(sign) & set("0123456789-–−")
        assert {ord(character) for character in sign} <= set(glyphs)
    assert ord("−") in glyphs


def test_a_reason_that_is_none_is_refused() -> None:
    for reason in ("ok", "forgotten", Reason.OK):
        with pytest.raises(ParameterError, match="valid: no_data"):
            missing_sign(reason, "sv")


def test_every_status_has_its_own_short_word_in_every_language() -> None:
    statuses = ["good", "warning", "poor", "uncertain", "unscored", "no_data", "suppressed"]
    assert set(STATUS_WORDS) == set(LANGUAGES)
    for words in STATUS_WORDS.values():
        assert list(words) == statuses
        assert len(set(words.values())) == len(statuses)
        assert max(map(len, words.values())) <= 18
