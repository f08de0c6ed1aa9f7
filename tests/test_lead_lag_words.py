"""Tested links in words: every combination of what a test may find, read by rules of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import product
from string import Formatter
from typing import Any, get_args

import pytest

from bsc_helpers.compute.leadlag import Effect, Gate, Options, PairTest, Sensitivity, Verdict
from bsc_helpers.compute.leadlag.results import Hurdle
from bsc_helpers.evaluation import EVIDENCE, LinkTests, Panel
from bsc_helpers.evaluation import TestedPair as OnePair  # by its own name taken for tests
from bsc_helpers.model import Scorecard
from bsc_helpers.narrative.lead_lag import (
    PairSpeaker,
    evidence_words,
    lag_words,
    map_sentences,
    q_words,
    r_words,
)
from bsc_helpers.narrative.lead_lag.fixed import WORDS
from bsc_helpers.periods import KINDS, PeriodKind, parse_period
from bsc_helpers.report.words_links import EN, SV

LANGUAGES = ("sv", "en")
VERDICTS: tuple[str, ...] = get_args(Verdict)
OPTIONS = Options()
NBSP = "\u00a0"

# As in the table of the method, with its floor in the place of r0.
FIXED = {
    "not_enough_data": "Not enough data",
    "no_sign": "No sign of a link larger than 0.10",
    "cannot_tell": "Cannot tell",
    "too_small": "Detectable but too small to matter",
    "move_together": "Move together (no lead)",
    "other_way": "Runs the other way",
    "both_ways": "Both ways",
    "tends_to_lead": "Tends to lead",
    "possible_lead": "Possible lead",
}
# Whole words and their stems that say more than a correlation can, or that deny what was not found.
NEVER = {
    "en": r"\bcaus\w*|\bdriv(?:es?|en|ing)\b|\bimpact\w*|\bpredict\w*|\bprov(?:es?|ed|en|ing)\b"
    r"|\bsignifican\w*|\bl(?:eads?|ed|eading) to\b|\bthanks to\b|\bbecause\b"
    r"|\bno (?:relationship|effect|link|connection)\b|!",
    "sv": r"\bbero(?:r|dde|tt)? på|\ble(?:der|dde|da|tt) till\b|\btack vare\b|\beffekt\w*"
    r"|\bpåverk\w*|\bbevis\w*|\bsignifik\w*|\bdriver\b|\bingen? (?:effekt|samband)"
    r"|\binget (?:samband|sammanhang)\b|\borsak\w*|!",
}
# The one sentence of the model texts in which Swedish names a cause: to say that it is none.
DENIED = "inte att det ena orsakar det andra"


def _both(sv: str, en: str) -> dict[str, str]:
    return {"sv": sv, "en": en}


@cache
def card() -> Scorecard:
    about = {"objective": "O", "formula": "a / b", "polarity": "neutral"}
    measures = [
        ("M04", "Personalomsättningen", "Staff turnover", "percent", "quarter"),
        ("K04", "Andelen nöjda", "The share satisfied", "percent", "quarter"),
        ("U05", "Kostnaden per timme", "The cost per hour", "SEK", "month"),
        ("M01", "NMI", "NMI", "index", "year"),
        ("V05", "Antalet möten", "The number of meetings", _both("möten", "meetings"), "week"),
    ]
    return Scorecard.model_validate(
        {
            "code": "card",
            "name": "Card",
            "inputs": [
                {"code": "a", "name": _both("Nettokostnad", "Net cost")},
                {"code": "b", "name": "b"},
            ],
            "measures": [
                {"code": code, "name": _both(sv, en), "subject": _both(sv, en)}
                | {"unit_of_measure": unit, "frequency": kind}
                | about
                for code, sv, en, unit, kind in measures
            ],
        }
    )


PERIODS: dict[PeriodKind, tuple[str, ...]] = {
    "quarter": ("2000-Q1", "2003-Q4"),
    "month": ("2000-01", "2003-12"),
    "half_year": ("2000-H1", "2003-H2"),
    "year": ("2000", "2003"),
    "week": ("2000-W01", "2003-W52"),
    "day": ("2000-01-01", "2003-12-31"),
}
ENDS = (("M04", "K04"), ("U05", "V05"), ("M01", "U05"))


def a_test(verdict: str, mode: str = "panel", lag: int = 2, r: float = -0.38) -> PairTest:
    """Return a test with everything that words may be made of."""
    found = verdict in ("move_together", "other_way", "both_ways", "tends_to_lead", "possible_lead")
    effect = Effect(1.25 * r, 1.25 * r - 0.4, 1.25 * r + 0.4, 0.62, 0.04, 21, 1148)
    return PairTest(
        verdict,  # type: ignore[arg-type]
        mode,  # type: ignore[arg-type]
        4,
        units=82 if mode == "panel" else 1,
        pairs=1148,
        periods=16,
        groups=21,
        lag=lag,
        r=r,
        lower=r - 0.09,
        upper=r + 0.1,
        p=0.0002,
        q=0.012 if found or verdict == "too_small" else 0.31,
        detectable=0.26,
        same_sign=0.9,
        between=-r,
        within=r,
        effect=effect if found and mode == "panel" else None,
        gates=(Gate("periods", 4, 12),) if verdict == "not_enough_data" else (),
    )


def a_pair(
    test: PairTest | None,
    kind: PeriodKind = "quarter",
    ends: tuple[str, str] = ENDS[0],
    **more: Any,
) -> OnePair:
    given: dict[str, Any] = {
        "link": "L1",
        "sign": "negative",
        "lag": 2,
        "earliest": 1,
        "latest": 3,
        "declared": date(1999, 12, 8),
        "evidence": "not_testable",
        "panel": Panel(periods=PERIODS[kind]),
    }
    return OnePair(driver=ends[0], outcome=ends[1], test=test, **(given | more))


def speaker(pair: OnePair, language: str) -> PairSpeaker:
    return PairSpeaker(pair, card(), language, OPTIONS)


def everything(pair: OnePair, language: str) -> tuple[str, ...]:
    told = speaker(pair, language)
    return (told.sentence, *told.cautions, *told.cure)


def with_cautions(test: PairTest, pair: OnePair) -> Iterator[OnePair]:
    """Yield a pair with each caution by itself, and with all at once."""
    look = Sensitivity(coarser_p=0.3, coarser_groups=6, rank_r=0.1, shared=0.4)
    tests = {
        "differ": {"units_differ": True, "same_sign": 0.5},
        "opposite": {"opposite_between": True},
        "looks": {"sensitivity": look},
        "alike": {"units_alike": True, "sensitivity": look},
        "groups": {"group_p": 0.03, "groups": 6},
        "chance by groups": {"group_p": 0.09, "groups": 6, "q": 0.012},
        "tiny": {"q": 0.00002},
    }
    panel = pair.panel
    panels = {
        "known": {"known_before": 11},
        "late": {"preliminary": 1},
        "later": {"preliminary": 2},
        "broken": {"before_break": 1},
        "much broken": {"before_break": 8},
        "averaged": {"averaged": pair.outcome},
    }
    yield replace(pair, test=test)
    for changed in tests.values():
        yield replace(pair, test=replace(test, **changed))
    for changed in panels.values():
        yield replace(pair, test=test, panel=replace(panel, **changed))
    all_tests = {name: each for changed in tests.values() for name, each in changed.items()}
    all_panels = {name: each for changed in panels.values() for name, each in changed.items()}
    yield replace(pair, test=replace(test, **all_tests), panel=replace(panel, **all_panels))


@cache
def every_pair(verdict: str) -> list[OnePair]:
    """All combinations of mode, sign, lag, ends, what was declared, and cautions."""
    found = []
    declared: list[dict[str, Any]] = [
        {},
        {"declared": None},
        {"link": "", "sign": "", "declared": None, "lag": 0, "earliest": 0, "latest": 0},
    ]
    for mode, r, lag in product(("panel", "single"), (-0.38, 0.38), (-2, -1, 0, 1, 2)):
        test = a_test(verdict, mode, lag, r)
        for more, (kind, ends) in product(declared, zip(KINDS, ENDS * 2, strict=True)):
            found += with_cautions(test, a_pair(test, kind, ends, **more))
    return found


# ---------------------------------------------------------------------------------- how it is said


def never_said(text: str, language: str) -> list[str]:
    return re.findall(NEVER[language], text.replace(DENIED, ""), re.IGNORECASE)


def faults(text: str, language: str) -> list[str]:
    """Return what is wrong with a sentence, whatever it says."""
    decimal = r"\d\.\d" if language == "sv" else r"\d,\d(?!\d\d)"
    rules = {
        "a name in braces is left": re.search(r"[{}]", text),
        "two spaces": re.search(r"  |^ | $| [.,;:)]|\( ", text),
        "does not begin with a capital": not text[:1].isupper() and not text[:1].isdigit(),
        "does not end with a full stop": not text.endswith(".") or text.endswith(".."),
        "says what is never said": never_said(text, language),
        "numbers of another language": re.search(decimal, text),
        "a hyphen for a minus": re.search(r"(?<![\w\u2013])-\d", text),
        "a space that breaks before a sign": re.search(r"\d %|\d \d{3}\b", text),
        "nothing, or not a number": re.search(r"\b(nan|inf|None(?! of))\b", text),
    }
    return [rule for rule, broken in rules.items() if broken]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("verdict", VERDICTS)
def test_whatever_is_found_is_said_in_whole_sentences_that_claim_no_more(
    verdict: str, language: str
) -> None:
    pairs = every_pair(verdict)
    assert len(pairs) > 4000
    texts = sorted({text for pair in pairs for text in everything(pair, language)})
    wrong = [(text, found) for text in texts if (found := faults(text, language))]
    assert wrong[:1] == []


@pytest.mark.parametrize(
    ("text", "language", "fault"),
    [
        ("When {a} is high.", "en", "a name in braces is left"),
        ("One  two.", "en", "two spaces"),
        ("one.", "en", "does not begin with a capital"),
        ("One", "en", "does not end with a full stop"),
        ("It causes more.", "en", "says what is never said"),
        ("Absence leads to deficits.", "en", "says what is never said"),
        ("The result is significantly higher.", "en", "says what is never said"),
        ("Det påverkade nästa kvartal.", "sv", "says what is never said"),
        ("Det finns inget samband.", "sv", "says what is never said"),
        ("Sjukfrånvaron orsakar underskott.", "sv", "says what is never said"),
        ("Korrelationen är 0.38.", "sv", "numbers of another language"),
        ("The correlation is 0,38.", "en", "numbers of another language"),
        ("The correlation is -0.38.", "en", "a hyphen for a minus"),
        ("Det är 95 % av dem.", "sv", "a space that breaks before a sign"),
    ],
)
def test_a_faulty_sentence_is_seen(text: str, language: str, fault: str) -> None:
    assert fault in faults(text, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_the_pages_claims_more_than_a_correlation_can(language: str) -> None:
    fixed = {"sv": SV, "en": EN}[language] | dict(WORDS[language])
    plain = {key: re.sub(r"\{\w+\}", "", text) for key, text in fixed.items()}
    assert {key: hits for key, text in plain.items() if (hits := never_said(text, language))} == {}


def test_the_words_of_both_languages_have_the_same_keys_and_names_in_braces() -> None:
    def places(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    assert set(WORDS["sv"]) == set(WORDS["en"])
    for key, text in WORDS["sv"].items():
        other = places(WORDS["en"][key])
        assert {each.lower() for each in places(text)} == {each.lower() for each in other}, key


# ------------------------------------------------------------------------------------ what is said


@pytest.mark.parametrize("verdict", VERDICTS)
def test_the_verdicts_have_the_words_of_the_method(verdict: str) -> None:
    assert {*FIXED} == {*VERDICTS}
    assert {speaker(pair, "en").verdict for pair in every_pair(verdict)} == {FIXED[verdict]}
    swedish = {speaker(pair, "sv").verdict for pair in every_pair(verdict)}
    assert len(swedish) == 1
    assert faults(f"{swedish.pop()}.", "sv") == []


def test_each_verdict_and_each_evidence_has_words_of_its_own() -> None:
    for language in LANGUAGES:
        said = {speaker(a_pair(a_test(verdict)), language).verdict for verdict in VERDICTS}
        assert len(said) == len(VERDICTS)
        assert len({evidence_words(each, language) for each in EVIDENCE}) == len(EVIDENCE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_cannot_tell_always_says_what_would_have_been_found(language: str) -> None:
    detectable = {"sv": "0,26 eller mer", "en": "0.26 or more"}[language]
    four_in_five = {"sv": "fyra gånger av fem", "en": "four times out of five"}[language]
    for pair in every_pair("cannot_tell"):
        sentence = speaker(pair, language).sentence
        assert detectable in sentence
        assert four_in_five in sentence


@pytest.mark.parametrize("verdict", ["tends_to_lead", "possible_lead", "other_way"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_order_is_told_with_its_numbers_and_as_no_more_than_an_order(
    verdict: str, language: str
) -> None:
    order = {"sv": "en ordning i tiden", "en": "order in time"}[language]
    for pair in every_pair(verdict):
        sentence = speaker(pair, language).sentence
        assert order in sentence
        _has_numbers(sentence, pair, language)


@pytest.mark.parametrize("verdict", ["move_together", "both_ways", "too_small"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_found_is_told_with_its_numbers(verdict: str, language: str) -> None:
    for pair in every_pair(verdict):
        _has_numbers(speaker(pair, language).sentence, pair, language)


def _has_numbers(sentence: str, pair: OnePair, language: str) -> None:
    test = pair.test
    assert test is not None
    assert test.lower is not None
    assert test.upper is not None
    to = {"sv": "till", "en": "to"}[language]
    ends = f"{r_words(test.lower, language)} {to} {r_words(test.upper, language)}"
    for told in (r_words(test.r or 0, language), ends, q_words(test.q or 0, language)):
        assert told in sentence
    if test.mode == "panel":
        thousands = {"sv": f"1{NBSP}148", "en": "1,148"}[language]
        assert thousands in sentence


def test_the_sign_the_order_and_the_distance_are_those_of_the_test() -> None:
    def said(verdict: str, lag: int, r: float, language: str = "en", **more: Any) -> str:
        return speaker(a_pair(a_test(verdict, lag=lag, r=r), **more), language).sentence

    lead = said("tends_to_lead", 2, -0.38)
    assert lead.startswith(
        "When staff turnover is unexpectedly high for a unit, the share satisfied tends to be "
        "lower two quarters later (within-unit correlation −0.38; 95% interval over all lags tried "
        "−0.47 to −0.28; q = 0.012; 82 activities in 21 units, 16 quarters, 1,148 paired values)."
    )
    assert "tends to be higher the quarter after" in said("tends_to_lead", 1, 0.38)
    assert "ha ett lägre värde två kvartal senare" in said("tends_to_lead", 2, -0.38, "sv")
    assert "the share satisfied may be lower two quarters later" in said("possible_lead", 2, -0.38)
    back = said("other_way", -1, 0.38)
    assert "when the share satisfied is unexpectedly high for a unit, staff turnover" in back
    assert "tends to be higher the quarter after" in back
    assert back.startswith("The order is the reverse of the one assumed")
    seen = said("other_way", -2, 0.38, link="", sign="", declared=None)
    assert seen.startswith("The share satisfied comes first: when it is unexpectedly high")
    assert "in opposite directions in the same quarter" in said("move_together", 0, -0.38)
    assert "in the same direction in the same quarter" in said("move_together", 0, 0.38)
    assert "most clearly with staff turnover first" in said("both_ways", 2, 0.38)
    assert "most clearly with the share satisfied first" in said("both_ways", -2, 0.38)
    assert "most clearly at the same time" in said("both_ways", 0, 0.38)


def test_what_goes_with_a_usual_rise_is_told_in_the_units_of_the_measures() -> None:
    test = a_test("tends_to_lead", lag=1, r=-0.38)
    pair = a_pair(test, "month", ("U05", "V05"))
    forward = speaker(pair, "en").sentence.replace(NBSP, " ")
    assert " A usual-sized rise in the cost per hour (SEK 0.62) goes with" in forward
    assert "−0.29 meetings in the number of meetings." in forward
    back = speaker(a_pair(replace(test, verdict="other_way", lag=-1)), "sv").sentence.replace(
        NBSP, " "
    )
    assert "En uppgång av vanlig storlek i andelen nöjda (0,62 procentenheter) hänger ihop" in back
    assert "i personalomsättningen." in back


def test_one_series_says_so_and_never_speaks_of_units() -> None:
    sentence = speaker(a_pair(a_test("possible_lead", "single")), "en").sentence
    assert "correlation in one series −0.38" in sentence
    assert "one unit, 16 quarters" in sentence
    assert "One series alone is not enough for a firmer answer." in sentence


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({}, "It may still be chance among all the links that are tested."),
        ({"units_differ": True}, "The units do not agree."),
        ({"sensitivity": Sensitivity(coarser_p=0.3)}, "If units of one area are hit"),
        ({"sensitivity": Sensitivity(coarser_p=0.05)}, "It may still be chance"),
        ({"group_p": 0.03}, "So few groups that are hit by the same events"),
    ],
)
def test_a_possible_lead_says_why_it_is_no_more(changed: dict[str, Any], reason: str) -> None:
    test = replace(a_test("possible_lead"), **changed)
    assert reason in speaker(a_pair(test), "en").sentence


def test_units_of_groups_say_that_by_unit_it_looks_so() -> None:
    test = replace(a_test("cannot_tell"), q=0.01, group_p=0.09, groups=6, units=21)
    for language, words in (
        ("en", "counted as 6 groups instead of 21 units it is within chance"),
        ("sv", "räknat på 6 grupper i stället för 21 enheter ryms det i slumpen"),
    ):
        assert words in speaker(a_pair(test), language).sentence
        assert words not in speaker(a_pair(replace(test, q=0.3)), language).sentence


# ---------------------------------------------------------------------------------- what is lacking


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_lacking_is_told_for_every_hurdle_alone_and_together(
    kind: PeriodKind, language: str
) -> None:
    gates = [Gate(hurdle, 4.0, 12.0) for hurdle in get_args(Hurdle)]
    for some in ([gate] for gate in gates):
        _told_lacking(tuple(some), kind, language)
    _told_lacking(tuple(gates), kind, language)
    _told_lacking(tuple(gates[:2]), kind, language)


def _told_lacking(gates: tuple[Gate, ...], kind: PeriodKind, language: str) -> None:
    pair = a_pair(replace(a_test("not_enough_data"), gates=gates, r=None, lag=None), kind)
    for text in everything(pair, language):
        assert faults(text, language) == []
    sentence = speaker(pair, language).sentence
    assert len(re.findall(r"\b4\b", sentence)) >= len(gates)
    assert len(re.findall(r"\b12\b", sentence)) >= len(gates)


def test_from_when_on_it_can_be_tested_is_told_in_the_periods_of_the_pair() -> None:
    def cure(kind: PeriodKind, *gates: Gate, language: str = "en") -> tuple[str, ...]:
        return speaker(a_pair(replace(a_test("not_enough_data"), gates=gates), kind), language).cure

    (year,) = cure("year", Gate("periods", 4, 12))
    assert year.startswith("Measured once a year, that takes until 2011.")
    (quarter,) = cure("quarter", Gate("periods", 8, 13))
    assert "after quarter 1 2005 at the earliest" in quarter
    (swedish,) = cure("quarter", Gate("periods", 8, 13), language="sv")
    assert swedish.startswith("Tidigast efter kvartal 1 2005 kan det prövas")
    (units,) = cure("quarter", Gate("units", 3, 6))
    assert units == "That takes more units, or at least 40 values of a single one."
    assert cure("quarter", Gate("variation", 3, 6)) == ()


def test_how_many_times_more_values_it_takes_is_told_where_it_cannot_be_told() -> None:
    (more,) = speaker(a_pair(a_test("cannot_tell")), "en").cure
    # the number of values grows with the square: (atanh .26 / atanh .10)² = 7.03
    assert more.startswith("To find a link of 0.10 as surely, about eight times as many")
    sharp = replace(a_test("cannot_tell"), detectable=0.09)
    assert speaker(a_pair(sharp), "en").cure == ()
    assert speaker(a_pair(a_test("tends_to_lead")), "en").cure == ()


UNTESTED: dict[str, dict[str, Any]] = {
    "by_construction": {"shared_inputs": ("a",)},
    "declared_later": {"evidence": "not_yet_tested", "declared": date(2004, 3, 1)},
    "no_values": {"evidence": "not_enough_data"},
}
WHY_NOT = {
    "by_construction": ("Not testable", "both contain net cost"),
    "declared_later": ("Not yet tested", "The link was declared on 1 March 2004"),
    "no_values": ("Not enough data", "no unit has final values of both"),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("why", UNTESTED)
def test_a_pair_that_is_not_tested_says_why(why: str, language: str) -> None:
    pair = replace(a_pair(None, why=why, **UNTESTED[why]), panel=Panel())
    for text in everything(pair, language):
        assert faults(text, language) == []
    told = speaker(pair, language)
    assert told.cautions == told.cure == ()
    assert faults(f"{told.verdict}.", language) == []
    if language == "en":
        verdict, words = WHY_NOT[why]
        assert told.verdict == verdict
        assert words in told.sentence


# ----------------------------------------------------------------------------------------- cautions


@pytest.mark.parametrize(
    ("test", "more", "caution"),
    [
        ({"units_differ": True, "same_sign": 0.5}, {}, "only 50% of them point the same way"),
        ({"opposite_between": True}, {}, "units with high values of one have high values"),
        (
            {"sensitivity": Sensitivity(rank_r=-0.2)},
            {},
            "With ranks instead of values the correlation is −0.20",
        ),
        (
            {"sensitivity": Sensitivity(shared=0.3)},
            {},
            "move so alike (a correlation between them of about 0.30",
        ),
        ({}, {"declared": None}, "Nobody says when the link was declared"),
        ({}, {"link": ""}, "The pair was not declared beforehand."),
        (
            {},
            {"panel": {"known_before": 11}},
            "The link was declared on 8 December 1999. 11 of 16 quarters were known by then",
        ),
        ({}, {"panel": {"preliminary": 1}}, "The last quarter is preliminary and left out."),
        ({}, {"panel": {"preliminary": 2}}, "The last 2 quarters are preliminary and left out."),
        ({}, {"panel": {"before_break": 8}}, "8 quarters before a change of definition"),
        ({}, {"panel": {"before_break": 1}}, "One quarter before a change of definition is left"),
        ({}, {"latest": 9}, "Assumed is up to 9 quarters later. The series are too short for that"),
        ({}, {"panel": {"averaged": "K04"}}, "The share satisfied is measured more often"),
    ],
)
def test_each_caution_is_told_where_it_holds_and_only_there(
    test: dict[str, Any], more: dict[str, Any], caution: str
) -> None:
    plain = a_pair(a_test("tends_to_lead"))
    assert speaker(plain, "en").cautions == ()
    assert plain.test is not None
    panel = replace(plain.panel, **more.pop("panel", {})) if "panel" in more else plain.panel
    pair = replace(plain, test=replace(plain.test, **test), panel=panel, **more)
    (told,) = speaker(pair, "en").cautions
    assert caution in told


def test_a_lead_that_may_be_shared_events_says_so_once() -> None:
    look = Sensitivity(shared=0.3)
    test = replace(a_test("possible_lead"), sensitivity=look, units_alike=True)
    told = speaker(a_pair(test), "en")
    assert told.cautions == ()
    assert "Units move so alike that they may share events that no group tells of." in told.sentence


def test_activities_of_the_same_units_are_not_called_units() -> None:
    test = replace(a_test("tends_to_lead"), units=82, groups=21)
    assert "82 activities in 21 units, 16 quarters" in speaker(a_pair(test), "en").sentence
    areas = replace(a_pair(test), panel=replace(a_pair(test).panel, grouped="area"))
    assert "82 units, 16 quarters" in speaker(areas, "en").sentence


def test_more_values_are_no_cure_where_groups_are_too_few() -> None:
    test = replace(a_test("cannot_tell"), q=0.3)
    assert speaker(a_pair(test), "en").cure
    grouped = replace(test, q=0.01, group_p=0.2, groups=6)
    assert speaker(a_pair(grouped), "en").cure == ()


def test_groups_that_are_declared_answer_for_what_units_share() -> None:
    look = Sensitivity(shared=0.3)
    test = replace(a_test("possible_lead"), sensitivity=look, group_p=0.03)
    assert speaker(a_pair(test), "en").cautions == ()


def test_differences_between_units_are_described_where_nothing_could_be_tested() -> None:
    test = replace(a_test("not_enough_data"), between=-0.79, within=0.08)
    (told,) = speaker(a_pair(test), "en").cautions
    assert told.startswith("Between units the correlation is −0.79, within them over time 0.08.")
    assert speaker(a_pair(replace(test, between=None)), "en").cautions == ()


# ------------------------------------------------------------------------------------ fixed pieces


@pytest.mark.parametrize(
    ("q", "en", "sv"),
    [
        (0.00001, "q < 0.001", "q < 0,001"),
        (0.00099, "q < 0.001", "q < 0,001"),
        (0.001, "q = 0.001", "q = 0,001"),
        (0.0124, "q = 0.012", "q = 0,012"),
        (1.0, "q = 1.000", "q = 1,000"),
    ],
)
def test_a_chance_result_is_never_nothing(q: float, en: str, sv: str) -> None:
    assert (q_words(q, "en"), q_words(q, "sv")) == (en, sv)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_distance_has_words_without_its_sign(kind: PeriodKind, language: str) -> None:
    said = [lag_words(lag, kind, language) for lag in (0, 1, 2, 13)]
    assert len({*said}) == 4
    assert said == [lag_words(-lag, kind, language) for lag in (0, 1, 2, 13)]
    assert not re.search(r"[{}−-]\d", " ".join(said))


# ------------------------------------------------------------------------------------ the whole map


def a_map(tested: int, others: int, pairs: int, **more: Any) -> LinkTests:
    """Return a map of so many arrows, with so many pairs that were tested."""
    links = [(f"L{n}", "cannot_tell") for n in range(tested)]
    links += [(f"N{n}", "not_enough_data") for n in range(others)]
    given: dict[str, Any] = {
        "period": "2003-Q4",
        "as_of": None,
        "through": parse_period("2003-Q4").end,
        "options": OPTIONS,
        "pairs": tuple(a_pair(a_test("cannot_tell")) for _ in range(pairs)),
        "links": tuple(links),
    }
    return LinkTests(**(given | more))


@pytest.mark.parametrize(
    ("tested", "others", "pairs", "en", "sv"),
    [
        (6, 4, 6, "Six of ten arrows could be tested, with six pairs of measures.",
         "Sex av tio pilar gick att pröva, med sex par av mätetal."),
        (1, 2, 1, "One of three arrows could be tested, with one pair of measures.",
         "En av tre pilar gick att pröva, med ett enda par av mätetal."),
        (1, 0, 2, "The only arrow could be tested, with two pairs of measures.",
         "Den enda pilen gick att pröva, med två par av mätetal."),
        (20, 0, 31, "20 of 20 arrows could be tested, with 31 pairs of measures.",
         "20 av 20 pilar gick att pröva, med 31 par av mätetal."),
        (0, 3, 0, "None of the three arrows could be tested.",
         "Ingen av de tre pilarna gick att pröva."),
        (0, 1, 0, "The only arrow could not be tested.", "Den enda pilen gick inte att pröva."),
        (0, 0, 0, "The strategy map has no assumed links.",
         "Strategikartan har inga antagna samband."),
    ],
)  # fmt: skip
def test_how_many_arrows_were_tested_is_told_first(
    tested: int, others: int, pairs: int, en: str, sv: str
) -> None:
    found = a_map(tested, others, pairs)
    assert map_sentences(found, "en")[0] == en
    assert map_sentences(found, "sv")[0] == sv


@pytest.mark.parametrize(
    ("pairs", "en", "sv"),
    [
        (1, "in fewer than one of the tested pairs", "i färre än ett av de prövade paren"),
        (19, "in fewer than one of the tested pairs", "i färre än ett av de prövade paren"),
        (20, "in about one of the tested pairs", "i omkring ett av de prövade paren"),
        (50, "in about three of the tested pairs", "i omkring tre av de prövade paren"),
        (400, "in about 20 of the tested pairs", "i omkring 20 av de prövade paren"),
    ],
)
def test_what_chance_alone_would_give_is_told_below_one_and_above(
    pairs: int, en: str, sv: str
) -> None:
    found = a_map(3, 1, pairs)
    assert en in map_sentences(found, "en")[1]
    assert sv in map_sentences(found, "sv")[1]
    assert "at most 10% of the findings" in map_sentences(found, "en")[1]


def test_up_to_when_and_how_often_is_told() -> None:
    yearly, anew = a_map(3, 1, 3), a_map(3, 1, 3, anew=True)
    assert map_sentences(yearly, "en")[2].endswith("here with figures up to 31 December 2003.")
    assert map_sentences(anew, "en")[2] == (
        "The test was made on request, with figures up to 31 December 2003."
    )
    assert "på begäran" in map_sentences(anew, "sv")[2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_of_the_map_is_sound(language: str) -> None:
    for tested, others, pairs in product((0, 1, 2, 13), (0, 1, 5), (0, 1, 7, 20, 1000)):
        for anew in (False, True):
            for text in map_sentences(a_map(tested, others, pairs, anew=anew), language):
                assert faults(text, language) == []
