"""What the sentences say, in Swedish and English, and that they say no more than is known."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from string import Formatter
from typing import Any

import pytest
import read_aloud
from hypothesis import given, settings
from hypothesis import strategies as st
from small_slice import CARD, SEEDS, evaluated_slices, measure_of, slice_of

from bsc_helpers.errors import ParameterError
from bsc_helpers.narrative import Statement, en, sentence_of, statements_of, sv
from bsc_helpers.narrative.languages import LANGUAGES
from bsc_helpers.periods import parse_period

NBSP = "\u00a0"
CATALOGUES = {"sv": sv, "en": en}
NEVER = {
    "sv": "beror på|leder till|tack vare|effekt av|påverkar|bevisar|signifikant|trend|"
    "inget samband|tyvärr|glädjande|rekord|bäst i klassen",
    "en": "caused by|leads to|thanks to|impact|drives|proves|significant|trend|no relationship",
}
MEAN = {"kind": "mean", "count": "n", "sum": "s", "sum_of_squares": "q", "scale": 100}
PROPORTION = {"kind": "proportion", "count": "n", "sum": "s", "scale": 100}
ANSWERS = [{"code": "n", "name": "n", "unit_of_measure": {"sv": "svar", "en": "answers"}}]
MONEY = [{"code": code, "name": code, "unit_of_measure": "SEK"} for code in ("plan", "outturn")]
DECISIONS = {
    "subject": {"sv": "Antalet väntande beslut", "en": "The number of decisions waiting"},
    "unit_of_measure": {"sv": "beslut", "en": "decisions"},
    "decimals": 0,
    "role": "legal_duty",
}
INDEX = {
    "subject": {"sv": "Nöjd-Kund-Index", "en": "The customer index"},
    "unit_of_measure": "index",
    "decimals": 0,
    "frequency": "year",
    "polarity": "higher_is_better",
    "precision": MEAN,
}
COST = {
    "subject": {"sv": "Kostnaden per barn", "en": "The cost per child"},
    "unit_of_measure": "SEK",
    "decimals": 0,
    "polarity": "in_range",
}

seeds = pytest.mark.parametrize("seed", range(SEEDS))


def sentences(changed: dict[str, Any], cells: dict[str, Any], **more: Any) -> list[list[str]]:
    """Return what is said of one row, in both languages, no-break spaces shown as underscores."""
    report = slice_of(measure_of(**changed), cells, **more)
    return [
        [sentence_of(each, report.scorecard, language).replace(NBSP, "_") for language in LANGUAGES]
        for each in statements_of(report)
    ]


# --- read aloud -----------------------------------------------------------------------------------

MISSING = {"computed_by": {"sv": "controller", "en": "controller"}}
READ_ALOUD = [
    (
        {},
        {"value": 8.0, "status": "good", "target": 8.5},
        {},
        "Sjukfrånvaron var 8,0_% kvartal 4 2003. Målet, högst 8,5_%, är nått.",
        "Sickness absence was 8.0% in quarter 4 2003. The target of at most 8.5% is met.",
    ),
    (
        {},
        {"value": 9.6, "status": "poor", "target": 8.5},
        {},
        "Sjukfrånvaron var 9,6_% kvartal 4 2003, 1,1_procentenheter över målet på högst 8,5_%.",
        (
            "Sickness absence was 9.6% in quarter 4 2003, 1.1_percentage points above the target "
            "of at most 8.5%."
        ),
    ),
    (
        {"frequency": "month"},
        {"value": 8.54, "status": "warning", "target": 8.5, "coverage": 0.95},
        {},
        (
            "Sjukfrånvaron var 8,54_% i december 2003, 0,04_procentenheter över målet på högst "
            "8,5_%. Underlaget täcker 95_% av de enheter som ska lämna uppgift."
        ),
        (
            "Sickness absence was 8.54% in December 2003, 0.04_percentage points above the target "
            "of at most 8.5%. The figure covers 95% of the units that are to deliver data."
        ),
    ),
    (
        COST,
        {"value": 24548, "status": "warning", "target_low": 23000, "target_high": 24200},
        {},
        (
            "Kostnaden per barn var 24_548_kr kvartal 4 2003, "
            "348_kr över målet på mellan 23_000 och 24_200_kr."
        ),
        (
            "The cost per child was SEK_24,548 in quarter 4 2003, "
            "SEK_348 above the target of between SEK_23,000 and 24,200."
        ),
    ),
    (
        INDEX,
        {"value": 71, "status": "uncertain", "target": 73, "lower": 67, "upper": 75, "base": 90},
        {},
        (
            "Nöjd-Kund-Index var 71 under år 2003 (felmarginal ±4). Målet, minst 73, ligger inom "
            "felmarginalen, så det går inte att säga om det är nått."
        ),
        (
            "The customer index was 71 in 2003 (margin of error ±4). The target of at least 73 "
            "lies within the margin of error, so we cannot say whether it is met."
        ),
    ),
    (
        INDEX,
        {"value": 68, "status": "uncertain", "target": 73, "lower": 64, "upper": 72, "base": 90},
        {},
        (
            "Nöjd-Kund-Index var 68 under år 2003 (felmarginal ±4), 5_indexenheter under målet på "
            "minst 73. Målet är inte nått. "
            "Om värdet är bättre än varningsgränsen går inte att säga."
        ),
        (
            "The customer index was 68 in 2003 (margin of error ±4), 5_index points below the "
            "target of at least 73. The target is not met. "
            "Whether the value is better than the warning limit cannot be told."
        ),
    ),
    (
        INDEX,
        {"value": 72, "status": "good", "target": 70},
        {},
        (
            "Nöjd-Kund-Index var 72 under år 2003. Underlaget är för litet för en felmarginal, så "
            "det går inte att säga om målet, minst 70, är nått."
        ),
        (
            "The customer index was 72 in 2003. There are too few data for a margin of error, so "
            "we cannot say whether the target of at least 70 is met."
        ),
    ),
    (
        INDEX,
        {"value": 72, "status": "good", "target": 64, "lower": 70, "upper": 74, "base": 400},
        {"period": "2004-Q2"},
        (
            "Nöjd-Kund-Index har inte mätts på nytt kvartal 2 2004. "
            "Senaste värdet är 72 (felmarginal ±2), från 2003."
        ),
        (
            "The customer index has not been measured again in quarter 2 2004. "
            "The latest value is 72 (margin of error ±2), from 2003."
        ),
    ),
    (
        {**COST, "polarity": "neutral", "window": "rolling_year"},
        {"value": 16300, "status": "unscored"},
        {"period": "2003-Q3"},
        (
            "Kostnaden per barn var 16_300_kr oktober 2002 – september 2003. "
            "Mätetalet följs utan mål och får ingen bedömning."
        ),
        (
            "The cost per child was SEK_16,300 in October 2002 – September 2003. "
            "The measure is followed without a target and is given no status."
        ),
    ),
    (
        {"window": "year_to_date", "unit_of_measure": {"sv": "dagar", "en": "days"}},
        {"value": 7.25, "status": "unscored"},
        {"period": "2003-Q2"},
        (
            "Sjukfrånvaron var 7,3_dagar januari–juni 2003. "
            "Mätetalet har inget mål för januari–juni 2003 och får ingen bedömning."
        ),
        (
            "Sickness absence was 7.3_days in January–June 2003. "
            "The measure has no target for January–June 2003 and is given no status."
        ),
    ),
    (
        DECISIONS,
        {"value": 7, "status": "poor", "target": 0},
        {},
        ("Det var sju_väntande beslut under kvartal 4 2003. Kravet är noll."),
        ("There were seven_decisions waiting in quarter 4 2003. The requirement is zero."),
    ),
    (
        DECISIONS,
        {"value": 0, "status": "good", "target": 0},
        {},
        "Antalet väntande beslut var 0 under kvartal 4 2003. Kravet, noll, är uppfyllt.",
        "The number of decisions waiting was 0 in quarter 4 2003. The requirement of zero is met.",
    ),
    (
        {"role": "legal_duty", "polarity": "higher_is_better"},
        {"value": 99.97, "status": "poor", "target": 100},
        {},
        ("Sjukfrånvaron var 99,97_% kvartal 4 2003. Kravet är 100_%."),
        ("Sickness absence was 99.97% in quarter 4 2003. The requirement is 100%."),
    ),
    (
        {"role": "legal_duty", "polarity": "higher_is_better"},
        {"value": 94.96, "status": "poor", "target": 95},
        {},
        ("Sjukfrånvaron var 94,96_% kvartal 4 2003. Kravet är minst 95_%."),
        ("Sickness absence was 94.96% in quarter 4 2003. The requirement is at least 95%."),
    ),
    (
        MISSING,
        {"reason": "no_data"},
        {"card_coverage": 0.75},
        (
            "Sjukfrånvaron för kvartal 4 2003 har inte lämnats (controller). "
            "Mätetalet ingår inte i sammanvägningen (täckning 75_%)."
        ),
        (
            "Sickness absence for quarter 4 2003 has not been delivered (controller). "
            "The measure is left out of the weighted score (coverage 75%)."
        ),
    ),
    (
        {"frequency": "half_year"},
        {"reason": "incomplete"},
        {},
        (
            "Sjukfrånvaron för andra halvåret 2003 går inte att beräkna, för att "
            "en del av underlaget inte har lämnats."
        ),
        (
            "Sickness absence for the second half of 2003 cannot be computed, because "
            "part of the figures has not been delivered."
        ),
    ),
    (
        MISSING,
        {"reason": "division_by_zero"},
        {},
        (
            "Sjukfrånvaron för kvartal 4 2003 går inte att beräkna: det som ska delas med är noll. "
            "Mätetalet beräknas av: controller."
        ),
        (
            "Sickness absence for quarter 4 2003 cannot be computed: what it is divided by is "
            "zero. It is computed by: controller."
        ),
    ),
    (
        {},
        {"reason": "division_by_zero"},
        {},
        "Sjukfrånvaron för kvartal 4 2003 går inte att beräkna: det som ska delas med är noll.",
        "Sickness absence for quarter 4 2003 cannot be computed: what it is divided by is zero.",
    ),
    (
        {},
        {"reason": "suppressed"},
        {},
        "Sjukfrånvaron för kvartal 4 2003 visas inte, för att ingen enskild ska kunna kännas igen.",
        (
            "Sickness absence for quarter 4 2003 is not shown, so that no individual can be "
            "recognised."
        ),
    ),
]


@pytest.mark.parametrize(("changed", "cells", "more", "swedish", "english"), READ_ALOUD)
def test_a_sentence_reads_as_it_should(
    changed: dict[str, Any], cells: dict[str, Any], more: dict[str, Any], swedish: str, english: str
) -> None:
    assert sentences(changed, cells, **more) == [[swedish, english]]


@pytest.mark.parametrize("said", read_aloud.ALL, ids=lambda said: said.pattern)
def test_money_data_actions_and_questions_read_as_they_should(said: read_aloud.Said) -> None:
    card = said.report.scorecard
    told = [sentence_of(said.statement, card, language) for language in LANGUAGES]
    assert [text.replace(NBSP, "_") for text in told] == [said.swedish, said.english]


def test_a_proportion_says_its_cases_and_how_few_they_are() -> None:
    cells = {"value": 75.0, "status": "uncertain", "target": 70, "lower": 40.9, "upper": 92.9}
    told = sentences(
        {"precision": PROPORTION, "polarity": "higher_is_better"},
        cells | {"base": 8.0},
        inputs={"s": 6.0, "n": 8.0},
        given=ANSWERS,
    )
    assert told == [
        [
            (
                "Sjukfrånvaron var 75,0_% kvartal 4 2003 (6 av 8_svar, 95_%-intervall "
                "40,9–92,9_%). Målet, minst 70_%, ligger inom intervallet, så det går inte att "
                "säga om det är nått."
            ),
            (
                "Sickness absence was 75.0% in quarter 4 2003 (6 of 8_answers, 95% interval "
                "40.9–92.9%). The target of at least 70% lies within the interval, so we cannot "
                "say whether it is met."
            ),
        ],
        [
            (
                "Sjukfrånvaron för kvartal 4 2003 bygger på ett litet underlag, 6 av 8_svar. "
                "Ett enda fall mer eller mindre flyttar värdet 12,5_procentenheter."
            ),
            (
                "Sickness absence for quarter 4 2003 rests on few cases, 6 of 8_answers. "
                "A single case more or less moves the value by 12.5_percentage points."
            ),
        ],
    ]


@pytest.mark.parametrize(
    ("plan", "outturn", "swedish", "english"),
    [
        (270.1e6, 274.4e6, "4,3_mkr sämre än budget (budgeterad nettokostnad 270,1_mkr)", "worse"),
        (270.1e6, 270.07e6, "30_tkr bättre än budget", "better"),
        (5.4e6, 5.4004e6, "400_kr sämre än budget (budgeterad nettokostnad 5_400_tkr)", "worse"),
        (5.4e6, 5.4e6 + 0.3, "lika med budget (budgeterad nettokostnad 5_400_tkr)", "equal to"),
    ],
)
def test_money_is_told_in_a_scale_in_which_it_is_not_nothing(
    plan: float, outturn: float, swedish: str, english: str
) -> None:
    budget = {"budget": {"plan": "plan", "outturn": "outturn"}, "window": "year_to_date"}
    inputs = {"plan": plan, "outturn": outturn}
    cells = {"value": 0.0, "status": "good", "target": 0.0}
    (in_swedish, in_english), _ = sentences(budget, cells, inputs=inputs, given=MONEY)
    assert in_swedish.startswith(f"Utfallet januari–december 2003 var {swedish}")
    assert in_english.startswith("The outturn for January–December 2003 was ")
    assert english in in_english


def test_a_small_margin_of_error_has_decimals_of_its_own_and_gives_the_value_none() -> None:
    cells = {"value": 61.3, "status": "warning", "target": 64, "lower": 60.96, "upper": 61.64}
    ((swedish, _),) = sentences(INDEX, cells | {"base": 9000})
    assert swedish.startswith(
        "Nöjd-Kund-Index var 61 under år 2003 (felmarginal ±0,3), 3_indexenheter under målet"
    )


@pytest.mark.parametrize(
    ("frequency", "swedish", "english"),
    [
        ("quarter", "i slutet av kvartal 4 2003", "at the end of quarter 4 2003"),
        ("half_year", "i slutet av andra halvåret 2003", "at the end of the second half of 2003"),
        ("year", "i slutet av 2003", "at the end of 2003"),
        ("day", "den 31 december 2003", "on 31 December 2003"),
    ],
)
def test_what_is_counted_on_the_last_day_is_said_to_be_so_at_the_end_of_its_period(
    frequency: str, swedish: str, english: str
) -> None:
    given = [{"code": "a", "name": "a", "over_time": "last", "frequency": frequency}]
    changed = DECISIONS | {"frequency": frequency}
    cells = {"value": 31, "status": "poor", "target": 0}
    ((in_swedish, in_english),) = sentences(changed, cells, given=given)
    assert in_swedish.startswith(f"Det fanns 31_väntande beslut {swedish}. ")
    assert in_english.startswith(f"There were 31_decisions waiting {english}. ")


@pytest.mark.parametrize(
    ("value", "shown", "unit"), [(7, "7_dagar", "7_days"), (1, "1", "1"), (0, "0_dagar", "0_days")]
)
def test_one_is_never_followed_by_a_plural(value: float, shown: str, unit: str) -> None:
    changed = {"unit_of_measure": {"sv": "dagar", "en": "days"}, "decimals": 0}
    ((swedish, english),) = sentences(changed, {"value": value, "status": "unscored"})
    assert swedish.startswith(f"Sjukfrånvaron var {shown} ")
    assert english.startswith(f"Sickness absence was {unit} in")


def test_no_number_of_periods_can_be_read_into_a_value_without_a_unit() -> None:
    for frequency in ("day", "week", "month", "quarter", "half_year", "year"):
        changed = {"unit_of_measure": "index", "decimals": 0, "frequency": frequency}
        ((swedish, _),) = sentences(changed, {"value": 71, "status": "unscored"})
        assert re.match(r"Sjukfrånvaron var 71 (under|i|den) ", swedish)


def test_an_unknown_language_is_refused() -> None:
    report = slice_of(measure_of(), {"value": 8.0, "status": "good", "target": 8.5})
    (statement,) = statements_of(report)
    with pytest.raises(ParameterError, match="valid: sv, en"):
        sentence_of(statement, report.scorecard, "fi")


def test_braces_in_a_users_text_are_only_text() -> None:
    report = slice_of(measure_of(subject="{value} {0} {x.y}"), {"value": 8.0, "status": "unscored"})
    (statement,) = statements_of(report)
    assert sentence_of(statement, report.scorecard, "en").startswith("{value} {0} {x.y} was 8.0%")


# --- catalogues -----------------------------------------------------------------------------------


def patterns(catalogue: Any) -> Iterator[tuple[str, str]]:
    yield from catalogue.FORMATS.items()
    yield from catalogue.SENTENCES.items()
    for form, kinds in catalogue.PERIODS.items():
        yield from ((f"{form}/{kind}", pattern) for kind, pattern in kinds.items())


def names_in(pattern: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(pattern) if name is not None}


def test_the_catalogues_have_the_same_keys_and_names_in_braces() -> None:
    first = {key: names_in(pattern) for key, pattern in patterns(sv)}
    assert len(first) > 70
    for catalogue in CATALOGUES.values():
        assert {key: names_in(pattern) for key, pattern in patterns(catalogue)} == first


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_pattern_has_a_word_that_is_never_used(language: str) -> None:
    for key, pattern in patterns(CATALOGUES[language]):
        assert not re.search(rf"\b({NEVER[language]})\b", pattern, re.IGNORECASE), key
        assert "!" not in pattern
        assert "-" not in pattern.replace("-intervall", ""), key


def test_every_pattern_of_a_sentence_is_used() -> None:
    made = {each.pattern for report in _reports() for each in statements_of(report)}
    made |= {said.pattern for said in read_aloud.ALL}
    asides = {key for key in sv.SENTENCES if not re.match(r"\d|Q_", key)}
    assert set(sv.SENTENCES) - asides - made <= {
        # told one by one in test_statements
        "3_proportion_range",
        "15_not_a_number",
        "15_more",
        "2_above_unsure",
    }


def _reports() -> Iterator[Any]:
    for changed, cells, more, _, _ in READ_ALOUD:
        yield slice_of(measure_of(**changed), cells, **more)
    for seed in range(SEEDS):
        yield from evaluated_slices(seed)


# --- over whole evaluations -----------------------------------------------------------------------


def all_said(seed: int) -> Iterator[tuple[Statement, str, str]]:
    for report in evaluated_slices(seed):
        for statement in statements_of(report):
            for language in LANGUAGES:
                yield statement, language, sentence_of(statement, report.scorecard, language)


@seeds
def test_every_sentence_is_filled_and_uses_no_forbidden_word(seed: int) -> None:
    for statement, language, text in all_said(seed):
        assert not re.search(r"[{}!]|\bnan\b|\binf\b|None|  |\.\.|, ,|\( ", text), text
        assert not re.search(rf"\b({NEVER[language]})\b", text, re.IGNORECASE), text
        assert text.endswith(".")
        assert not re.search(r"\d %|\d (kr|mkr|tkr|beslut|dagar|svar)\b|-\d", text), text
        subject = CARD.measure(statement.measure).sentence_subject(language)
        silent = ("5_", "18_count", "10_short", "13")
        assert subject in text or statement.pattern.startswith(silent)


@pytest.mark.parametrize("said", read_aloud.ALL, ids=lambda said: said.pattern)
def test_nothing_said_of_money_data_and_actions_uses_a_forbidden_word(
    said: read_aloud.Said,
) -> None:
    for statement in said.told(said.report):
        for language in LANGUAGES:
            text = sentence_of(statement, said.report.scorecard, language)
            assert not re.search(r"[{}!]|\bnan\b|\binf\b|None|  |\.\.|, ,|\( ", text), text
            assert not re.search(rf"\b({NEVER[language]})\b", text, re.IGNORECASE), text
            assert text.endswith((".", "?"))
            assert not re.search(r"\d %|\d (kr|mkr|tkr|beslut|dagar|svar)\b|-\d", text), text


@seeds
def test_every_number_in_a_sentence_is_one_of_its_evidence_rounded(
    seed: int,
) -> None:
    for statement, language, text in all_said(seed):
        known = known_numbers(statement)
        for number in numbers_in(text, language):
            assert any(half_up(each, number) == abs(number) for each in known), (number, text)


@seeds
def test_the_figures_shown_bear_out_what_is_said_of_them(seed: int) -> None:
    for statement, language, text in all_said(seed):
        if statement.model not in ("1", "2", "18") or "noll" in text or "zero" in text:
            continue
        shown = numbers_in(re.sub(r"\(.*?\)", "", text), language)
        value, borders = shown[0], shown[1 + (statement.model == "2") :]
        borders = borders[: 1 + ("target_low" in statement.facts)]
        polarity = CARD.measure(statement.measure).polarity
        low = borders[0] if polarity != "lower_is_better" else Decimal("-inf")
        high = borders[-1] if polarity != "higher_is_better" else Decimal("inf")
        assert (low <= value <= high) == (statement.model == "1"), text


near = st.sampled_from([1e-9, 1e-6, 0.004, 0.04, 0.049, 0.05, 0.4, 0.5, 3])
targets = st.sampled_from([0, 8, 8.5, 8.25, 73, 24200, -1])


@settings(max_examples=150, deadline=None)
@given(
    targets,
    near,
    st.sampled_from(["higher_is_better", "lower_is_better"]),
    st.integers(0, 2),
    st.sampled_from(LANGUAGES),
)
def test_a_value_that_misses_its_target_by_little_is_never_shown_upon_it(
    target: float, miss: float, polarity: str, decimals: int, language: str
) -> None:
    measure = measure_of(polarity=polarity, decimals=decimals)
    value = target - miss if polarity == "higher_is_better" else target + miss
    report = slice_of(measure, {"value": value, "target": target, "status": "poor"})
    (statement,) = statements_of(report)
    text = sentence_of(statement, report.scorecard, language)
    figure, difference, border = numbers_in(text, language)
    assert border == Decimal(str(target))
    assert figure < border if polarity == "higher_is_better" else figure > border
    last_digit = Decimal(1).scaleb(figure.as_tuple().exponent)
    assert 0 < difference <= abs(figure - border) + last_digit
    assert difference.as_tuple().exponent == figure.as_tuple().exponent


@settings(max_examples=150, deadline=None)
@given(
    st.floats(0, 100).map(lambda value: round(value, 4)),
    st.sampled_from([-20, -0.4, -0.04, 0.004, 0.3, 0.45, 5]),
    targets,
    st.sampled_from(["mean", "proportion"]),
    st.integers(0, 2),
)
def test_the_interval_shown_holds_the_target_just_when_it_cannot_be_told(
    value: float, reach: float, target: float, kind: str, decimals: int
) -> None:
    margin = max(0.01, abs(value - target) + reach)  # so far past the target, or short of it
    lower, upper = value - margin, value + margin
    holds = lower < target < upper
    status = "uncertain" if holds else "good" if value >= target else "poor"
    cells = {"value": value, "target": target, "status": status, "lower": lower, "upper": upper}
    report = slice_of(
        measure_of(
            unit_of_measure="index",
            polarity="higher_is_better",
            decimals=decimals,
            precision=MEAN if kind == "mean" else PROPORTION,
        ),
        cells | {"base": 100.0},
        inputs={"s": 50.0, "n": 100.0},
    )
    statement, *_ = statements_of(report)
    text = sentence_of(statement, report.scorecard, "en")
    shown = numbers_in(text, "en")
    if kind == "mean":
        low, high = shown[0] - shown[1], shown[0] + shown[1]
    else:
        low, high = shown[4:6]
    told, border = statement.model == "3", Decimal(str(target))
    assert told == holds
    assert low <= border <= high if told else not low < border < high, text
    if kind == "proportion" and not told and target not in (lower, upper):
        assert not low <= border <= high, text


def margin_of_change(statement: Statement) -> Decimal:
    """Return the margin of a change: those of two samples, added in squares."""
    ends: dict[tuple[str, str], float] = {
        (each.period, each.column): float(each.value)
        for each in statement.evidence
        if each.column in ("lower", "upper")
    }
    halves = [(ends[p, "upper"] - ends[p, "lower"]) / 2 for p in {period for period, _ in ends}]
    return Decimal(repr(math.hypot(*halves)))


def known_numbers(statement: Statement) -> list[Decimal]:
    """Return every number that the evidence gives, as it may be written."""
    cells = {each.input or each.column: each.value for each in statement.evidence}
    number = {name: Decimal(repr(v)) for name, v in cells.items() if isinstance(v, float)}
    shown = str(statement.period)
    values = {
        each.period == shown: Decimal(repr(each.value))
        for each in statement.evidence
        if each.column == "value" and not each.input
    }
    value = values.get(True)
    found = [*number.values(), *values.values()]
    borders = [number[b] for b in ("target", "target_low", "target_high") if b in number]
    found += [value - border for border in borders if value is not None]
    if {"lower", "upper"} <= number.keys():
        found += [(number["upper"] - number["lower"]) / 2, Decimal(95)]
    if "coverage" in number:
        found.append(100 * number["coverage"])
    if "plan" in number:
        money = number["plan"], number["plan"] - number["outturn"]
        found += [amount / scale for amount in money for scale in (1, 1000, 10**6)]
    if statement.model == "17":
        found.append(100 / number["base"])
    if statement.model == "11":
        found.append(margin_of_change(statement))
    return found


def half_up(number: Decimal, like: Decimal) -> Decimal:
    """Round as many decimals as another number shows, from fifteen digits of its text."""
    text = Decimal(f"{float(number):.15g}")
    return abs(text.quantize(Decimal(1).scaleb(like.as_tuple().exponent), ROUND_HALF_UP))


def numbers_in(text: str, language: str) -> list[Decimal]:
    """Return the numbers of a sentence, without those that name a period."""
    text = re.sub(r"(kvartal|quarter) \d 200\d", "", text)
    text = re.sub(r"[^\W\d]+ 200\d", "", text)  # a month or a small word before the year
    thousands, point = (NBSP, ",") if language == "sv" else (",", r"\.")
    found = re.findall(rf"−?\d{{1,3}}(?:{thousands}\d{{3}})*(?:{point}\d+)?", text)
    plain = [each.replace(thousands, "").replace("−", "-") for each in found]
    return [Decimal(each.replace(",", ".")) for each in plain]


def test_the_numbers_of_a_sentence_are_found_without_those_of_its_period() -> None:
    text = f"A var 1{NBSP}234,5{NBSP}% kvartal 4 2003 (±4), −0,3 över 7 för 2003."
    assert [str(each) for each in numbers_in(text, "sv")] == ["1234.5", "4", "-0.3", "7"]
    assert str(parse_period("2003-Q4")) == "2003-Q4"
