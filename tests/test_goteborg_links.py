"""The links of the Göteborg example, tested: what is planted is found, and nothing else is."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
from test_goteborg import DISTRICTS, PLANTED, card, evaluation

from bsc_helpers.compute.leadlag import Options, PairTest
from bsc_helpers.evaluation import LinkTests, link_tests
from bsc_helpers.evaluation import TestedPair as OnePair  # by its own name taken for tests
from bsc_helpers.evaluation.link_series import series_of
from bsc_helpers.narrative.lead_lag import PairSpeaker
from bsc_helpers.periods import parse_period

PERIOD = parse_period("2003-Q4")
MAP: dict[str, dict[str, Any]] = PLANTED["map"]
TESTED = [name for name, told in MAP.items() if told["verdict"]]
FOUND = [name for name, told in MAP.items() if "lag" in told]


@cache
def map_by(group: str) -> LinkTests:
    return evaluation().links_tested(PERIOD, group=group)


def with_test(found: LinkTests, name: str) -> list[tuple[OnePair, PairTest]]:
    return [(each, each.test) for each in found.of(name) if each.test is not None]


def pairs(name: str, group: str = "") -> list[tuple[OnePair, PairTest]]:
    return with_test(map_by(group), name)


def only(name: str, group: str = "") -> tuple[OnePair, PairTest]:
    (found,) = pairs(name, group)
    return found


def said(pair: OnePair, language: str = "en") -> PairSpeaker:
    return PairSpeaker(pair, card(), language, map_by("").options)


def test_every_link_of_the_map_has_its_verdict_and_arrow() -> None:
    """L8 of the example's own list: a link with an expected verdict for each."""
    found = map_by("")
    assert [name for name, _ in found.links] == [*MAP]
    assert found.through.isoformat() == "2003-12-31"
    for name, evidence in found.links:
        assert evidence in MAP[name]["arrow"], name
        for _, test in pairs(name):
            assert test.verdict in MAP[name]["verdict"], name
    assert (found.tested, found.family) == (6, 6)  # L1–L5 and L9; the others are not looked at


@pytest.mark.parametrize("name", FOUND)
def test_a_planted_link_is_found_at_its_lag_with_its_sign(name: str) -> None:
    planted, (pair, test) = MAP[name], only(name)
    assert (test.lag, np.sign(test.r or 0)) == (planted["lag"], planted["sign"])
    assert test.units == planted["units"]
    assert len(test.profile) == 9  # four quarters both ways
    assert test.q is not None
    assert test.q < 0.01
    assert test.same_sign is not None
    assert test.same_sign > 0.9
    assert {code for code, _ in pair.panel.units} == {*DISTRICTS}


@pytest.mark.parametrize("seed", [1, 7, 2004])
def test_no_verdict_hangs_on_the_signs_that_were_flipped(seed: int) -> None:
    again = link_tests(evaluation().known, PERIOD, Options(seed=seed))
    for name, evidence in again.links:
        assert evidence in MAP[name]["arrow"], name


def test_l1_tends_to_lead_by_two_quarters_in_every_district_and_activity() -> None:
    pair, _ = only("L1")
    assert {activity for _, activity in pair.panel.units} == {
        "forskola",
        "aldreomsorg",
        "ifo",
        "kultur_fritid",
    }
    assert not pair.declared_after_data
    speaker = said(pair)
    assert speaker.verdict == "Tends to lead"
    assert "tends to be lower two quarters later" in speaker.sentence
    assert speaker.cautions == ()
    assert "ha ett lägre värde två kvartal senare" in said(pair, "sv").sentence


def test_l2_moves_together_though_a_lead_was_assumed() -> None:
    pair, _ = only("L2")
    assert (pair.lag, pair.earliest, pair.latest) == (1, 0, 2)
    assert said(pair).verdict == "Move together (no lead)"
    assert "in the same direction in the same quarter" in said(pair).sentence


def test_l3_cannot_be_told_by_area_and_would_be_called_by_unit() -> None:
    planted = MAP["L3"]
    pair, test = only("L3")
    assert (pair.panel.grouped, test.groups) == ("area", planted["groups"])
    assert test.group_p is not None
    assert test.group_p > 0.05
    sentence = said(pair).sentence
    assert "counted as 6 groups instead of 21 units it is within chance" in sentence
    _, alone = only("L3", "unit")
    assert alone.found  # the false alarm that the area prevents
    assert (alone.lag, np.sign(alone.r or 0)) == (planted["by_unit"]["lag"], -1)
    assert alone.q is not None
    assert alone.q < 0.01


def test_l4_runs_the_other_way() -> None:
    pair, test = only("L4")
    assert said(pair).verdict == "Runs the other way"
    assert said(pair).sentence.startswith("The order is the reverse of the one assumed: when sick")
    assert said(pair, "sv").sentence.startswith("Ordningen är den omvända mot den antagna: när sju")
    # the quarter's own deviation, and sickness absence without its two preliminary quarters
    assert (pair.panel.preliminary, test.periods) == (2, 14)
    assert card().measure("U01").window == "year_to_date"


@pytest.mark.parametrize("name", ["L3", "L5", "L9"])
def test_where_it_cannot_be_told_what_would_have_been_found_is_told(name: str) -> None:
    pair, test = only(name)
    assert test.detectable is not None
    assert 0.2 < test.detectable < 0.4  # 21 districts and 16 quarters: about 0.26
    for language, number in (("en", f"{test.detectable:.2f}"), ("sv", f"{test.detectable:.2f}")):
        text = number.replace(".", ",") if language == "sv" else number
        assert f" {text} " in said(pair, language).sentence
        assert bool(said(pair, language).cure) == (test.group_p is None)


@pytest.mark.parametrize("name", ["L6", "L7", "L8"])
def test_what_is_measured_seldom_is_not_enough_and_never_filled_in(name: str) -> None:
    planted = MAP[name]
    for pair, test in pairs(name):
        assert [gate.hurdle for gate in test.gates] == ["periods"]
        assert test.periods == planted["periods"]
        assert {parse_period(p).kind for p in pair.panel.periods} == {planted["kind"]}
        assert test.pairs <= test.periods * len(DISTRICTS)
        assert test.r is test.q is test.lag is None
        assert said(pair).verdict == "Not enough data"
        assert len(said(pair).cure) == 1


def test_l7_uses_nothing_from_before_the_new_definition() -> None:
    pair, _ = only("L7")
    assert (pair.panel.before_break, pair.panel.averaged) == (4, "V05")
    starts = {
        str(each) for each in series_of(evaluation().known, "M05", map_by("").through).periods
    }
    assert starts == {"2002-H1", "2002-H2", "2003-H1", "2003-H2"}


def test_l8_s_strong_pattern_between_districts_is_told_as_description_only() -> None:
    pair, test = only("L8")
    assert test.between is not None
    assert test.between < -0.7
    assert test.within is not None
    assert abs(test.within) < 0.2
    assert pair.panel.averaged == "V04"
    (between, *_) = said(pair).cautions
    assert between.startswith("Between units the correlation is −0.79, within them over time 0.08.")
    assert between.endswith("and does not test the link.")
    assert "−0.79" not in said(pair).sentence


def test_l9_was_declared_after_eleven_of_sixteen_quarters() -> None:
    planted, (pair, test) = MAP["L9"], only("L9")
    assert pair.declared_after_data
    assert (pair.panel.known_before, test.periods) == (planted["known_before"], planted["of"])
    assert "11 of 16 quarters were known by then" in said(pair).cautions[0]
    assert "Då var 11 av 16 kvartal redan kända" in said(pair, "sv").cautions[0]


@pytest.mark.parametrize("name", [name for name in TESTED if name != "L9"])
def test_the_others_were_declared_before_the_data(name: str) -> None:
    for pair, _ in pairs(name):
        assert not pair.declared_after_data


def test_l10_is_linked_by_construction_and_not_tested() -> None:
    (pair,) = map_by("").of("L10")
    assert (pair.why, pair.test) == ("by_construction", None)
    assert [*pair.shared_inputs] == MAP["L10"]["inputs"]
    assert "linked by how they are computed" in said(pair).sentence
    assert said(pair).verdict == "Not testable"


def test_a_map_within_the_year_rests_on_the_year_before() -> None:
    earlier = evaluation().links_in(parse_period("2003-Q3"))
    assert earlier.through.isoformat() == "2002-12-31"
    assert earlier.tested == 0  # twelve quarters are one too few for a window of three
    for name in ("L1", "L2", "L4"):
        ((_, test),) = with_test(earlier, name)
        (gate,) = test.gates
        assert (gate.hurdle, gate.needed) == ("periods", 13)
    (late,) = earlier.of("L9")
    assert late.panel.known_before == 11  # of twelve
