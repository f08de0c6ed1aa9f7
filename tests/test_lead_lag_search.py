"""A search among all pairs of measures, and the workbook beside lead and lag."""

from __future__ import annotations

from functools import cache
from itertools import combinations

import pytest
from small_links import city
from test_goteborg import evaluation as goteborg
from test_lead_lag_words import never_said

from bsc_helpers.blocks import Heading, Paragraph, Sheet, Table
from bsc_helpers.errors import ParameterError
from bsc_helpers.evaluation import Search
from bsc_helpers.evaluation.link_panels import shared_inputs
from bsc_helpers.periods import parse_period
from bsc_helpers.report import lead_lag
from bsc_helpers.report.lead_lag import LinkReport

QUARTER = parse_period("2003-Q4")


@cache
def search(where: str = "stadsdel", *, holdout: bool = False) -> Search:
    return goteborg().links_searched(QUARTER, where, holdout=holdout)


def report(language: str, found: Search | None) -> LinkReport:
    tests = goteborg().links_in(QUARTER)
    return LinkReport(tests, goteborg().scorecard, language, search=found)


def test_what_is_planted_between_districts_is_found_among_all_pairs() -> None:
    """L1, L2 and L4; and the shocks of areas (L3), which nobody declared to the search."""
    found = {frozenset((each.driver, each.outcome)): each for each in search().candidates}
    assert {frozenset(pair) for pair in (("M04", "K04"), ("U06", "V05"), ("M02", "U01"))} <= {
        *found
    }
    turnover = found[frozenset(("M04", "K04"))]
    ahead = 1 if turnover.driver == "M04" else -1
    assert turnover.lag == 2 * ahead
    assert turnover.r < 0
    assert len(found) <= 5


def test_every_pair_is_looked_at_once_or_said_not_to_be() -> None:
    found = search()
    pairs = found.measures * (found.measures - 1) // 2
    assert found.looked_at + found.linked + found.too_little == pairs
    assert found.units == 21
    assert found.periods == 16
    assert found.frequency == "quarter"


def test_pairs_that_share_an_input_are_not_looked_at() -> None:
    card = goteborg().scorecard
    linked = [
        pair
        for pair in combinations([m.code for m in card.measures if m.frequency == "quarter"], 2)
        if shared_inputs(card, *pair)
    ]
    assert search().linked == len(linked) > 0
    candidates = {frozenset((each.driver, each.outcome)) for each in search().candidates}
    assert not candidates & {frozenset(pair) for pair in linked}


def test_pure_noise_gives_hardly_any_candidate() -> None:
    """Eight units and figures drawn by chance, of which one in ten families may call one."""
    found = city().links_searched(QUARTER, "school unit")
    assert found.looked_at > 20
    assert len(found.candidates) <= 1


def test_half_the_time_of_sixteen_quarters_is_too_little_and_that_is_said() -> None:
    found = search(holdout=True)
    assert (found.periods, found.later_periods) == (8, 8)
    assert found.too_little > 0
    assert not found.candidates


@pytest.mark.parametrize(
    ("where", "group", "message"),
    [
        ("stadsdell", "", "there is no kind of unit stadsdell; did you mean stadsdel"),
        ("stadsdel:ifoo", "", "there is no activity ifoo; did you mean ifo"),
        ("stadsdel", "areas", "there is no group areas; valid: unit, area, parent"),
    ],
)
def test_a_search_over_nothing_is_refused_with_what_is_valid(
    where: str, group: str, message: str
) -> None:
    with pytest.raises(ParameterError, match=message):
        goteborg().links_searched(QUARTER, where, group=group)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_page_calls_finds_candidates_and_says_how_many_pairs_were_looked_at(
    language: str,
) -> None:
    found = search()
    section = lead_lag.candidates(report(language, found))
    assert isinstance(section.blocks[0], Heading)
    told = " ".join(b.runs[0].text for b in section.blocks if isinstance(b, Paragraph))
    assert str(found.looked_at) in told
    assert {"sv": "kandidater", "en": "candidates"}[language] in told
    assert not never_said(told, language)
    (table,) = (block for block in section.blocks if isinstance(block, Table))
    assert len(table.rows) == len(found.candidates)
    assert "(M04)" in next(r.cells[0].text for r in table.rows if "(K04)" in r.cells[1].text)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_search_that_found_nothing_says_so(language: str) -> None:
    section = lead_lag.candidates(report(language, search(holdout=True)))
    assert not any(isinstance(block, Table) for block in section.blocks)
    assert len(section.blocks) == 5


def test_without_a_search_the_page_has_no_part_about_it() -> None:
    assert lead_lag.candidates(report("en", None)).blocks == ()


def test_the_workbook_holds_every_pair_lag_unit_and_surprise() -> None:
    given = report("en", None)
    pairs, lags, units, surprises = (
        block for block in lead_lag.sheets(given).blocks if isinstance(block, Sheet)
    )
    assert len(pairs.rows) == len(given.tests.pairs)
    tested = [pair.test for pair in given.tests.pairs if pair.test and pair.test.tested]
    assert len(lags.rows) == sum(len(test.profile) for test in tested)
    assert len(units.rows) == sum(len(test.unit_effects) for test in tested)
    assert len(surprises.rows) == sum(len(test.surprises) for test in tested)
    first = given.tests.pairs[0]
    assert first.test is not None
    assert pairs.rows[0][1] == first.name
    assert first.test.r in pairs.rows[0]
    assert surprises.rows[0][5] in first.panel.periods
