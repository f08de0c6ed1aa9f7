"""Links of the strategy map: over which values they are tested, when, and what that makes of them.

`compute.leadlag` is tested elsewhere; here only what goes into it, and what is made of its verdict.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
from small_links import DISTRICTS, MONTHS, QUARTERS, card, city, evaluated, link, pair, panel

from bsc_helpers.compute.leadlag import LagEffect, PairTest, Verdict, corrected
from bsc_helpers.errors import ParameterError
from bsc_helpers.evaluation import (
    EVIDENCE,
    Evaluation,
    Evidence,
    LinkTests,
    Panel,
    link_tests,
    parse_pair,
    slice_for,
)
from bsc_helpers.evaluation import (
    TestedPair as OnePair,
)  # by its own name it would be taken for tests
from bsc_helpers.evaluation.link_panels import shared_inputs
from bsc_helpers.evaluation.link_series import Series, aligned
from bsc_helpers.evaluation.link_tests import parse_group
from bsc_helpers.evaluation.link_tests import tested_through as last_day
from bsc_helpers.evaluation.links import arrow_of, evidence_of
from bsc_helpers.periods import PeriodKind, parse_period, period_of
from bsc_helpers.slices import (
    links_bytes,
    links_name,
    read_links,
    read_slice,
    slice_bytes,
    write_content,
    write_scorecard,
    write_slice,
)

QUARTER, YEAR_END = parse_period("2003-Q4"), date(2003, 12, 31)
Units = list[tuple[str, str]]


def by(activity: str = "all", names: Sequence[str] = DISTRICTS) -> Units:
    return [(name, activity) for name in names]


def value(evaluation: Evaluation, measure: str, unit: str, period: str) -> float:
    rows = evaluation.results
    chosen = (rows["measure"] == measure) & (rows["org_unit"] == unit)
    chosen &= (rows["activity"] == "all") & (rows["period"] == period)
    return float(rows.loc[chosen, "value"].item())


# ------------------------------------------------------------------------------------- over whom


@pytest.mark.parametrize(
    ("declared", "units"),
    [
        ({"kinds": ["district"]}, by()),
        ({"kinds": ["stadsdel"]}, by()),  # in any language
        ({"kinds": ["district"], "activities": ["care"]}, by("care")),
        ({"kinds": ["care unit", "school unit"]}, None),
        ({"activities": ["school"]}, by(names=[f"{name}-school" for name in DISTRICTS])),
        ({"kinds": ["city"]}, [("city", "all")]),
    ],
)
def test_a_pair_is_tested_over_the_kinds_and_activities_that_it_names(
    declared: dict[str, Any], units: Units | None
) -> None:
    found = panel("A", "B", **declared)[1].units
    if units is None:
        units = [(f"{name}-{does}", "all") for name in DISTRICTS for does in ("school", "care")]
    assert sorted(found) == sorted(units)


def test_no_unit_within_another_one_is_counted_beside_it() -> None:
    both = panel("A", "B", kinds=["city", "district"])[1]
    assert sorted(both.units) == by()
    everything = panel("A", "B", activities=["school", "care"])[1]
    assert {code.partition("-")[2] for code, _ in everything.units} == {"school", "care"}


def test_where_a_pair_names_nobody_the_kind_with_most_units_is_taken() -> None:
    assert {kind for kind, _ in _kinds(panel("A", "B")[1])} == {"district"}
    assert len(panel("A", "B")[1].units) == 2 * len(DISTRICTS)  # each activity by itself
    fewer = [unit for unit in card().org_units if unit.code not in ("d1-care", "d2-care")]
    small = evaluated(card().model_copy(update={"org_units": tuple(fewer)}))
    assert len(panel("A", "B", small)[1].units) == 2 * len(DISTRICTS) - 2


def test_the_kind_with_most_long_series_is_taken_before_that_with_most_units() -> None:
    """Schools are many with one year of figures; homes are few, with four."""
    units = [u.model_dump(by_alias=True, exclude_unset=True) for u in card().org_units]
    units = [u for u in units if not u.get("activities") or u["code"].endswith("care")]
    extra = [
        {"code": f"x{n}", "name": "X", "kind": "club", "parent": "city", "activities": ["school"]}
        for n in range(20)
    ]
    late = {
        (name, unit["code"], period): None
        for name in ("n_a", "n_b")
        for unit in extra
        for period in QUARTERS[:-4]
    }
    found = panel("A", "B", evaluated(card(org_units=[*units, *extra]), late))[1]
    assert not [code for code, _ in found.units if code.startswith("x")]
    assert len(found.units) == len(DISTRICTS)


def _kinds(found: Panel) -> set[tuple[str, str]]:
    units = {unit.code: unit for unit in card().org_units}
    return {(units[code].kind.of("en"), does) for code, does in found.units if units[code].kind}


# ----------------------------------------------------------------------------------- which values


def test_a_missing_value_stays_missing_and_its_period_stays_in_the_calendar() -> None:
    gaps = {("n_a", "d1-care", "2001-Q2"): None}
    gaps |= {("n_a", f"{unit}-{does}", "2002-Q3"): None for unit in DISTRICTS for does in DOES}
    values, found = panel("A", "B", evaluated(card(), gaps), kinds=["district"])
    assert list(found.periods) == QUARTERS
    row = found.units.index(("d1", "all"))
    assert [QUARTERS[n] for n in np.flatnonzero(np.isnan(values.driver[row]))] == [
        "2001-Q2",
        "2002-Q3",
    ]
    assert np.isnan(values.driver[:, QUARTERS.index("2002-Q3")]).all()
    assert np.isfinite(values.outcome).all()


DOES = ("school", "care")


@pytest.mark.parametrize("measure", ["SUM", "ROLL"])
def test_of_a_measure_over_a_longer_time_single_periods_count(measure: str) -> None:
    """What was added up from the year's beginning would be the same figure again and again."""
    own, single = (panel(each, "B", kinds=["district"])[0] for each in (measure, "A"))
    np.testing.assert_array_equal(own.driver, single.driver)
    added_up = value(city(), measure, "d1", "2003-Q4")
    assert added_up not in own.driver


def test_a_value_that_not_all_delivered_is_left_out() -> None:
    inputs = [
        given.model_dump(by_alias=True, exclude_unset=True) | {"missing": "skip"}
        for given in card().inputs
    ]
    gap = {("n_a", "d1-care", "2001-Q2"): None}
    partly = evaluated(card(inputs=inputs), gap)
    assert np.isfinite(
        value(partly, "A", "d1", "2001-Q2")
    )  # the report shows it, with its coverage
    values, found = panel("A", "B", partly, kinds=["district"])
    at = found.units.index(("d1", "all")), QUARTERS.index("2001-Q2")
    assert np.isnan(values.driver[at])
    assert np.isnan(values.driver).sum() == 1


def test_preliminary_values_are_left_out_and_counted() -> None:
    values, found = panel("LATE", "B", kinds=["district"])
    assert np.isnan(values.driver[:, -2:]).all()
    assert np.isfinite(values.driver[:, :-2]).all()
    assert found.preliminary == 2
    later = evaluated(card(), as_of=date(2004, 6, 30))
    assert panel("LATE", "B", later, kinds=["district"])[1].preliminary == 0


def test_values_before_a_new_definition_are_left_out_and_counted() -> None:
    values, found = panel("NEW", "B", kinds=["district"])
    assert np.isnan(values.driver[:, :8]).all()
    assert np.isfinite(values.driver[:, 8:]).all()
    assert found.before_break == 8
    assert panel("RULED", "B", kinds=["district"])[1].before_break == 0  # nothing happened to it
    assert panel("COMING", "B", kinds=["district"])[1].before_break == 0  # nor has it yet
    early = {"through": date(2001, 12, 31)}
    assert panel("NEW", "B", asked=early, kinds=["district"])[1].before_break == 0


def test_what_was_left_out_is_counted_in_the_periods_of_the_pair() -> None:
    found = panel("LATE", "Y", kinds=["district"])[1]
    assert (found.preliminary, found.before_break) == (1, 0)  # two quarters of one year
    assert panel("NEW", "Y", kinds=["district"])[1].before_break == 2  # eight quarters


def test_the_shorter_periods_of_one_measure_give_their_mean_where_all_are_there() -> None:
    gap = {("n_c", "d1-care", "2001-05"): None}
    evaluation = evaluated(card(), gap)
    values, found = panel("C", "B", evaluation, kinds=["district"])
    assert list(found.periods) == QUARTERS
    assert found.averaged == "C"
    row = found.units.index(("d1", "all"))
    months = [value(evaluation, "C", "d1", month) for month in MONTHS]
    expected = [np.mean(months[n : n + 3]) for n in range(0, len(months), 3)]
    np.testing.assert_allclose(values.driver[row], expected, rtol=1e-12)
    assert np.isnan(values.driver[row]).sum() == 1
    assert panel("B", "C", kinds=["district"])[1].averaged == "C"
    assert panel("A", "B", kinds=["district"])[1].averaged == ""


def test_a_longer_period_of_which_a_part_has_not_ended_is_not_there() -> None:
    values, found = panel("C", "B", asked={"through": date(2003, 11, 30)}, kinds=["district"])
    assert found.periods[-1] == "2003-Q3"
    assert np.isfinite(values.driver).all()


@pytest.mark.parametrize(
    ("short", "long", "starts"),
    [
        ("day", "week", 1),
        ("day", "month", 1),
        ("week", "month", 1),
        ("week", "year", 7),
        ("month", "quarter", 1),
        ("month", "half_year", 4),
        ("quarter", "year", 1),
        ("quarter", "half_year", 7),
    ],
)
def test_each_longer_period_has_the_mean_of_all_its_parts_or_nothing(
    short: PeriodKind, long: PeriodKind, starts: int
) -> None:
    first = period_of(date(2002, 11, 20), short, starts)
    parts = tuple(first.shift(n) for n in range(60))
    values = np.random.default_rng(1).normal(size=(2, len(parts)))
    values[0, 17] = values[1, 40] = np.nan
    other = Series((period_of(date(2003, 1, 1), long, starts),), np.ones((2, 1)))
    periods, means, _ = aligned(Series(parts, values), other, long, starts)
    known = {part: values[:, n] for n, part in enumerate(parts)}
    for place, period in enumerate(periods):
        own = [known.get(part, np.full(2, np.nan)) for part in period.parts(short)]
        np.testing.assert_allclose(means[:, place], np.mean(own, axis=0), rtol=1e-12)
    assert [period.ordinal for period in periods] == [
        *range(periods[0].ordinal, periods[-1].ordinal + 1)
    ]


def test_a_withheld_value_takes_no_part() -> None:
    few = {("n_base", "d1-care", "2001-Q2"): 3.0}
    evaluation = evaluated(card(), few)
    assert np.isnan(value(evaluation, "FEW", "d1-care", "2001-Q2"))
    values, found = panel("FEW", "B", evaluation, kinds=["care unit", "school unit"])
    rows = dict(zip(found.units, values.driver, strict=True))
    column = QUARTERS.index("2001-Q2")
    assert np.isnan(rows["d1-care", "all"][column])
    assert np.isnan(rows["d1-school", "all"][column])  # by which it could be computed
    assert np.isnan(values.driver).sum() < 6
    for (code, _), row in rows.items():
        shown = [value(evaluation, "FEW", code, period) for period in QUARTERS]
        np.testing.assert_array_equal(row, shown)


# --------------------------------------------------------------------------------- shared shocks


def groups_of(**more: Any) -> tuple[str, list[list[str]]]:
    """Return by what units are said to share shocks, and which do."""
    values, found = panel("A", "B", **more)
    shared = values.groups if values.shared is None else values.shared
    together: dict[int, list[str]] = {}
    for (code, _), number in zip(found.units, shared.tolist(), strict=True):
        together.setdefault(number, []).append(code)
    return found.grouped, sorted(together.values())


AREAS = [DISTRICTS[n : n + 2] for n in range(0, 8, 2)]


def test_where_nothing_is_declared_each_unit_stands_for_itself() -> None:
    assert groups_of(kinds=["district"]) == ("unit", [[name] for name in DISTRICTS])
    assert panel("A", "B", kinds=["district"])[0].shared is None


def test_activities_within_a_unit_are_never_counted_as_two() -> None:
    _, found = groups_of(kinds=["district"], activities=["school", "care"])
    assert found == [[name, name] for name in DISTRICTS]


def test_an_area_is_that_of_the_unit_or_of_the_nearest_one_above() -> None:
    assert groups_of(kinds=["district"], shock_group="area") == ("area", AREAS)
    homes = [[f"{name}-care" for name in area] for area in AREAS]
    assert groups_of(kinds=["care unit"], shock_group="area") == ("area", homes)


def test_a_unit_without_an_area_is_a_group_of_its_own() -> None:
    units = [u.model_dump(by_alias=True, exclude_unset=True) for u in card().org_units]
    for unit in units:
        if unit["code"] in ("d1", "d2", "d3"):
            del unit["area"]
    evaluation = evaluated(card(org_units=units))
    _, found = groups_of(kinds=["district"], shock_group="area", evaluation=evaluation)
    assert found == [["d1"], ["d2"], ["d3"], ["d4"], ["d5", "d6"], ["d7", "d8"]]
    assert panel("A", "B", evaluation, kinds=["district"])[0].coarser is None


def test_units_below_one_unit_may_share_shocks_also_below_the_first_of_the_register() -> None:
    both = [sorted([f"{name}-care", f"{name}-school"]) for name in DISTRICTS]
    _, found = groups_of(kinds=["care unit", "school unit"], shock_group="parent")
    assert [sorted(group) for group in found] == both
    assert groups_of(kinds=["district"], shock_group="parent") == ("parent", [DISTRICTS])
    assert groups_of(kinds=["city"], shock_group="parent") == ("parent", [["city"]])


def test_another_group_that_is_asked_for_stands_instead_of_the_declared_one() -> None:
    alone = groups_of(kinds=["district"], shock_group="area", asked={"group": "unit"})
    assert alone == ("unit", [[name] for name in DISTRICTS])
    assert groups_of(kinds=["district"], asked={"group": "area"}) == ("area", AREAS)


# --------------------------------------------------------------------------------------- windows


@pytest.mark.parametrize(
    ("ends", "declared", "asked", "window"),
    [
        (("A", "B"), {}, {}, 4),
        (("C", "C"), {}, {}, 6),
        (("Y", "Y"), {}, {}, 1),  # two years, but at most a quarter of four
        (("C", "C"), {"lag": 7, "latest": 9}, {}, 9),
        (("C", "C"), {"lag": 8}, {}, 8),
        (("C", "C"), {"lag": 20, "latest": 30}, {}, 12),
        (("A", "B"), {"lag": 1, "latest": 2}, {}, 4),
        (("A", "B"), {}, {"through": date(2001, 12, 31)}, 2),
        (("A", "B"), {"lag": 3}, {"window": 1}, 1),
        (("A", "B"), {}, {"window": 10}, 4),
    ],
)
def test_the_window_is_the_usual_one_at_least_the_declared_and_at_most_a_quarter(
    ends: tuple[str, str], declared: dict[str, Any], asked: dict[str, Any], window: int
) -> None:
    values, found = panel(*ends, asked=asked, kinds=["district"], **declared)
    assert values.window == window <= len(found.periods) / 4


def test_with_so_many_periods_as_are_needed_it_can_be_tested() -> None:
    """The window grows with the periods, so that more are needed than for the window of today."""
    evaluation = linked(link("L1", pair("A", "B", **KINDS)))

    def lacking(count: int) -> list[tuple[str, float, float]]:
        told = evaluation.links_tested(parse_period(QUARTERS[count - 1]), anew=True)
        gates = [gate for each in told.pairs if each.test for gate in each.test.gates]
        return [(gate.hurdle, gate.found, gate.needed) for gate in gates]

    for count in range(8, 13):
        assert ("periods", count, 13) in lacking(count)
    assert lacking(13) == []


# -------------------------------------------------------------------------------------- once a year


@pytest.mark.parametrize(
    ("period", "starts", "day"),
    [
        ("2003-Q1", 1, date(2002, 12, 31)),
        ("2003-Q3", 1, date(2002, 12, 31)),
        ("2003-Q4", 1, YEAR_END),
        ("2003-12", 1, YEAR_END),
        ("2003-11", 1, date(2002, 12, 31)),
        ("2003-H2", 1, YEAR_END),
        ("2003", 1, YEAR_END),
        ("2003/04-Q1", 7, date(2003, 6, 30)),
        ("2003/04-Q4", 7, date(2004, 6, 30)),
        ("2003-06", 7, date(2003, 6, 30)),
        ("2003-12", 7, date(2003, 6, 30)),
        ("2003/04", 9, date(2004, 8, 31)),
    ],
)
def test_a_map_rests_on_the_last_whole_year(period: str, starts: int, day: date) -> None:
    assert last_day(parse_period(period, starts), starts) == day


def linked(*links: dict[str, Any], other: Any = None, **changed: Any) -> Evaluation:
    return evaluated(card(links, **changed), other)


KINDS = {"kinds": ["district"]}


def test_within_a_year_nothing_is_tested_anew_unless_somebody_asks() -> None:
    evaluation = linked(link("L1", pair("A", "B", **KINDS)))
    maps = [evaluation.links_in(parse_period(f"2003-Q{number}")) for number in (1, 2, 3, 4)]
    assert {each.through for each in maps[:3]} == {date(2002, 12, 31)}
    assert len({each.pairs for each in maps[:3]}) == 1
    assert maps[3].through == YEAR_END
    assert maps[0].pairs[0].panel.periods[-1] == "2002-Q4"
    anew = evaluation.links_tested(parse_period("2003-Q2"), anew=True)
    assert (anew.anew, anew.through) == (True, date(2003, 6, 30))
    assert anew.pairs[0].panel.periods[-1] == "2003-Q2"


def test_the_year_of_a_map_is_the_fiscal_year() -> None:
    given = card([link("L1", pair("A", "B", **KINDS))], fiscal_year_starts=7)
    found = evaluated(given).links_in(parse_period("2003/04-Q2", 7))
    assert found.through == date(2003, 6, 30)
    assert found.pairs[0].panel.periods[-1] == "2002/03-Q4"


# ---------------------------------------------------------------------------------------- declared


def test_a_link_that_was_declared_after_the_yearly_test_is_tested_next_time() -> None:
    for day, evidence in (("2004-01-01", "not_yet_tested"), ("2003-12-31", None)):
        told = linked(link("L1", pair("A", "B", **KINDS), declared_on=day)).links_in(QUARTER)
        (only,) = told.pairs
        assert (only.why == "declared_later") == (evidence is not None)
        assert (only.test is None) == (evidence is not None)
        if evidence:
            assert dict(told.links) == {"L1": evidence}
            assert (told.tested, told.family) == (0, 0)


@pytest.mark.parametrize(
    ("day", "known"),
    [("1999-12-31", 0), ("2000-03-31", 0), ("2000-04-01", 1), ("2002-12-11", 11)],
)
def test_how_many_periods_were_known_when_a_link_was_declared_is_told(day: str, known: int) -> None:
    told = linked(link("L1", pair("A", "B", **KINDS), declared_on=day)).links_in(QUARTER)
    (only,) = told.pairs
    assert only.panel.known_before == known
    assert only.declared_after_data == (known > 0)


def test_a_link_of_which_nobody_says_when_it_was_declared_counts_as_later() -> None:
    (only,) = linked(link("L1", pair("A", "B", **KINDS))).links_in(QUARTER).pairs
    assert only.panel.known_before == 0
    assert only.declared_after_data


def test_only_periods_with_both_measures_were_known() -> None:
    told = linked(link("L1", pair("NEW", "B", **KINDS), declared_on="2002-07-01"))
    (only,) = told.links_in(QUARTER).pairs
    assert only.panel.known_before == 2  # of the new definition


# --------------------------------------------------------------------------- linked by construction


@pytest.mark.parametrize(
    ("driver", "outcome", "shared"),
    [
        ("A", "B", ()),
        ("A", "AB", ("n_a",)),
        ("AB", "B", ("n_b",)),
        ("A", "SUM", ("n_a",)),
        ("A", "OVER", ("n_a",)),  # through a measure in the formula
        ("OVER", "AB", ("n_a", "n_b")),
        ("PART", "WHOLE", ("n_whole",)),
        ("WHOLE", "PART", ("n_whole",)),
        ("DEEP", "WHOLE", ("n_whole",)),  # a part of a part
        ("WHOLE", "DEEP", ("n_whole",)),
        ("PART", "DEEP", ("n_part",)),
        ("PART", "OTHER", ()),  # two parts of one whole
        ("DEEP", "OTHER", ()),
    ],
)
def test_measures_that_contain_the_same_input_are_linked_by_construction(
    driver: str, outcome: str, shared: tuple[str, ...]
) -> None:
    assert shared_inputs(card(), driver, outcome) == shared
    told = linked(link("L1", pair(driver, outcome, **KINDS))).links_in(QUARTER)
    (only,) = told.pairs
    assert only.shared_inputs == shared
    if shared:
        assert (only.why, only.test, only.evidence) == ("by_construction", None, "not_testable")
        assert (dict(told.links)["L1"], told.family) == ("not_testable", 0)
    else:
        assert only.test is not None


# ----------------------------------------------------------------------------------------- evidence

NOT_FOUND: dict[str, Evidence] = {
    "not_enough_data": "not_enough_data",
    "no_sign": "too_small",
    "too_small": "too_small",
    "cannot_tell": "cannot_tell",
    "possible_lead": "cannot_tell",
}


def declared(sign: str = "negative", lag: int = 2, window: tuple[int, int] = (1, 3)) -> OnePair:
    ends = ("L1", "M04", "K04", sign, lag, *window, date(1999, 12, 8))
    return OnePair(*ends, evidence="not_testable")  # type: ignore[arg-type]


def found_to(verdict: str, lag: int | None, r: float | None) -> PairTest:
    return PairTest(verdict, "panel", 4, lag=lag, r=r)  # type: ignore[arg-type]


@pytest.mark.parametrize("verdict", NOT_FOUND)
@pytest.mark.parametrize("sign", ["positive", "negative"])
def test_what_is_not_found_neither_supports_nor_contradicts(verdict: str, sign: str) -> None:
    for r, lag in product((None, -0.4, 0.4), (None, -2, 0, 2, 4)):
        assert evidence_of(declared(sign), found_to(verdict, lag, r)) == NOT_FOUND[verdict]


def expected(verdict: str, sign: str, lag: int, r: float, window: tuple[int, int]) -> Evidence:
    """A plain reading of when an arrow is supported."""
    if verdict == "other_way" or (r > 0) != (sign == "positive"):
        return "contradicted"
    inside = window[0] <= lag <= window[1]
    if verdict == "tends_to_lead" and inside:
        return "supported"
    if verdict == "move_together" and window[1] == 0:
        return "supported"
    return "differs"


LAGS = {
    "tends_to_lead": (1, 2, 3, 4),
    "move_together": (0,),
    "other_way": (-1, -3),
    "both_ways": (-2, 0, 2),
}


@pytest.mark.parametrize("verdict", LAGS)
@pytest.mark.parametrize("sign", ["positive", "negative"])
@pytest.mark.parametrize("window", [(1, 3), (0, 2), (2, 2), (0, 0), (0, 4)])
def test_an_arrow_is_supported_by_the_declared_sign_order_and_lag_only(
    verdict: str, sign: str, window: tuple[int, int]
) -> None:
    for lag, r in product(LAGS[verdict], (-0.4, 0.4)):
        found = evidence_of(declared(sign, window[1], window), found_to(verdict, lag, r))
        assert found == expected(verdict, sign, lag, r, window), (lag, r)


def test_nothing_can_be_told_of_a_distance_that_was_not_tried() -> None:
    """Declared at eight quarters, while the data bear a window of four."""
    for verdict in ("tends_to_lead", "other_way", "no_sign"):
        test = found_to(verdict, 2, 0.4)
        assert test.window < 8
        assert evidence_of(declared("positive", 8, (8, 8)), test) == "cannot_tell"


def test_every_verdict_and_evidence_occurs_above() -> None:
    assert {*NOT_FOUND, *LAGS} == {*get_args(Verdict)}
    told = {expected(v, "positive", lag, 0.4, (1, 3)) for v in LAGS for lag in LAGS[v]}
    told |= {*NOT_FOUND.values()} | {"not_testable", "not_yet_tested"}
    assert told == {*EVIDENCE}


@pytest.mark.parametrize(
    ("pairs", "arrow"),
    [
        ((), "not_testable"),
        (("supported", "contradicted"), "differs"),
        (("supported", "cannot_tell", "contradicted"), "differs"),
        (("supported", "cannot_tell"), "supported"),
        (("supported", "too_small", "not_enough_data"), "supported"),
        (("contradicted", "cannot_tell"), "contradicted"),
        (("differs", "cannot_tell"), "differs"),
        (("cannot_tell", "too_small"), "cannot_tell"),
        (("too_small", "not_enough_data"), "too_small"),
        (("not_enough_data", "not_testable"), "not_enough_data"),
        (("not_testable", "not_testable"), "not_testable"),
    ],
)
def test_the_clearest_pair_makes_the_arrow_and_contradicting_ones_leave_it_open(
    pairs: tuple[Evidence, ...], arrow: Evidence
) -> None:
    assert arrow_of(pairs) == arrow_of(reversed(pairs)) == arrow


@pytest.mark.parametrize("evidence", EVIDENCE)
def test_one_pair_makes_its_arrow(evidence: Evidence) -> None:
    assert arrow_of([evidence]) == evidence


def test_a_link_without_pairs_cannot_be_tested() -> None:
    told = linked(link("L1"), link("L2", pair("A", "B", **KINDS))).links_in(QUARTER)
    assert dict(told.links)["L1"] == "not_testable"
    assert told.of("L1") == ()
    assert len(told.of("L2")) == 1


# ------------------------------------------------------------------------------------------ family

LINKS = (
    link("L1", pair("A", "B", **KINDS)),
    link("L2", pair("B", "A", **KINDS), pair("PART", "OTHER", **KINDS)),
    link("L3", pair("A", "AB", **KINDS)),
    link("L4", pair("Y", "B", **KINDS)),
)


@pytest.fixture(scope="module")
def many() -> Evaluation:
    return linked(*LINKS)


def test_all_declared_pairs_with_enough_data_are_one_family(many: Evaluation) -> None:
    told = many.links_in(QUARTER)
    tests = [pair.test for pair in told.pairs if pair.test is not None and pair.test.tested]
    assert told.family == len(tests) == 3
    assert told.tested == 2  # arrows
    p = [test.p for test in tests if test.p is not None]
    np.testing.assert_allclose([test.q for test in tests if test.q], corrected(p), rtol=1e-12)
    assert dict(told.links)["L3"] == "not_testable"
    assert dict(told.links)["L4"] == "not_enough_data"  # four years


def test_choosing_pairs_changes_nothing_in_the_others(many: Evaluation) -> None:
    usual = many.links_in(QUARTER)
    for chosen in (["L1"], ["A>B", "L4"], ["L3", "L1"]):
        assert many.links_tested(QUARTER, chosen) is usual


def test_a_pair_that_is_looked_at_counts_in_the_family_and_is_no_evidence(many: Evaluation) -> None:
    usual = many.links_in(QUARTER)
    more = many.links_tested(QUARTER, ["L1", "PART>B", "B>PART", "PART>B"])
    beside = more.of("")
    assert [each.name for each in beside] == ["PART>B", "B>PART"]
    assert more.family == usual.family + 2
    assert [key for key, _ in more.links] == [key for key, _ in usual.links]
    for each in beside:
        assert each.test is not None
        assert (each.sign, each.declared, each.evidence) == ("", None, "not_testable")
    p = [each.test.p for each in more.pairs if each.test is not None and each.test.p is not None]
    q = [each.test.q for each in more.pairs if each.test is not None and each.test.q is not None]
    np.testing.assert_allclose(q, corrected(p), rtol=1e-12)
    same = [each.test.p for each in usual.pairs if each.test is not None]
    assert [each.test.p for each in more.pairs[: len(same) + 1] if each.test is not None] == same


def test_a_pair_that_is_looked_at_may_be_linked_by_construction_too(many: Evaluation) -> None:
    (only,) = many.links_tested(QUARTER, ["B>AB"]).of("")
    assert (only.why, only.shared_inputs) == ("by_construction", ("n_b",))


def test_the_same_question_gives_the_same_answer(many: Evaluation) -> None:
    assert links_bytes(link_tests(many.known, QUARTER)) == links_bytes(many.links_in(QUARTER))


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"pairs": ["A>>B"]}, "there is no measure >B"),
        ({"pairs": ["A"]}, "A is no pair; valid: two measures such as M04>K04, or a link's code"),
        ({"pairs": ["A>A"]}, "A>A is no pair"),
        ({"pairs": ["WOLE>B"]}, "there is no measure WOLE; did you mean WHOLE?"),
        ({"pairs": ["A>QUITE-ELSE"]}, "there is no measure QUITE-ELSE"),
        ({"pairs": [">"]}, "> is no pair"),
        ({"group": "region"}, "there is no group region; valid: unit, area, parent, or empty"),
        ({"window": -1}, "the window -1 holds no lag; valid: 1 or more, 0 for the usual"),
    ],
)
def test_what_cannot_be_asked_for_is_told_with_what_is_valid(
    many: Evaluation, asked: dict[str, Any], told: str
) -> None:
    with pytest.raises(ParameterError, match=re.escape(told)):
        many.links_tested(QUARTER, **asked)


def test_a_pair_and_a_group_are_read_from_their_texts() -> None:
    assert parse_pair(card(), " A > B ") == ("A", "B")
    assert [parse_group(text) for text in ("", "unit", "area", "parent")] == [
        None,
        "unit",
        "area",
        "parent",
    ]


def test_what_was_asked_for_is_told_with_the_result(many: Evaluation) -> None:
    told = many.links_tested(QUARTER, window=2, group="area")
    assert (told.window, told.group) == (2, "area")
    assert {each.panel.grouped for each in told.pairs if each.test} == {"area"}
    assert {each.test.window for each in told.pairs if each.test} == {1, 2}


# ------------------------------------------------------------------------------------------- files


def with_holes(tests: LinkTests) -> LinkTests:
    """Return the same with lags at which nothing could be told."""
    nan = float("nan")
    hole = LagEffect(9, nan, nan, nan, nan, 0, 0)
    pairs = tuple(
        replace(each, test=replace(each.test, profile=(*each.test.profile, hole)))
        if each.test
        else each
        for each in tests.pairs
    )
    return replace(tests, pairs=pairs)


def test_tested_links_come_back_from_their_file_as_they_were(
    tmp_path: Path, many: Evaluation
) -> None:
    write_scorecard(tmp_path, many.scorecard)
    for told in (
        many.links_in(QUARTER),
        many.links_tested(QUARTER, ["PART>B"], window=2, group="parent", anew=True),
        with_holes(many.links_in(QUARTER)),
    ):
        write_content(tmp_path / links_name(QUARTER), links_bytes(told))
        again = read_links(tmp_path, "2003-Q4")
        assert repr(again) == repr(told)  # where nothing could be told is unlike itself
    assert again != told
    with pytest.raises(ParameterError, match="the run has no tested links for 2003-Q3"):
        read_links(tmp_path, "2003-Q3")


def test_each_report_of_a_unit_has_the_links_of_the_whole_in_brief(
    tmp_path: Path, many: Evaluation
) -> None:
    write_scorecard(tmp_path, many.scorecard)
    whole = many.links_in(QUARTER)
    for unit in ("city", "d1", "d1-care"):
        told = slice_for(many, unit, "all", QUARTER)
        assert told.links == whole.brief()
        write_slice(tmp_path, told)
        again = read_slice(tmp_path, unit, "all", "2003-Q4")
        assert again.links == told.links
        assert slice_bytes(again) == slice_bytes(told)


def test_a_brief_keeps_the_verdict_and_names_no_single_unit(many: Evaluation) -> None:
    whole = many.links_in(QUARTER)
    brief = whole.brief()
    assert brief.names == {}
    assert brief.links == whole.links
    for short, long in zip(brief.pairs, whole.pairs, strict=True):
        assert short.panel.units == ()
        assert short.panel.periods == long.panel.periods
        if long.test is None or short.test is None:
            assert short.test is long.test is None
            continue
        assert (short.test.verdict, short.test.r, short.test.q, short.test.sensitivity) == (
            long.test.verdict,
            long.test.r,
            long.test.q,
            long.test.sensitivity,
        )
        assert (short.test.surprises, short.test.unit_effects, short.test.profile) == ((), (), ())
    assert len(links_bytes(brief)[0]) < len(links_bytes(whole)[0]) / 5


def test_a_slice_of_a_scorecard_without_links_has_none(tmp_path: Path) -> None:
    told = slice_for(city(), "d1", "all", QUARTER)
    assert told.links is None
    write_scorecard(tmp_path, city().scorecard)
    write_slice(tmp_path, told)
    assert read_slice(tmp_path, "d1", "all", "2003-Q4").links is None


def test_no_unit_has_both_measures_is_told_as_such() -> None:
    gone = {("n_b", u.code, period): None for u in card().org_units for period in QUARTERS}
    told = linked(link("L1", pair("A", "B", **KINDS)), other=gone).links_in(QUARTER)
    (only,) = told.pairs
    assert (only.why, only.evidence, only.test) == ("no_values", "not_enough_data", None)
    assert dict(told.links) == {"L1": "not_enough_data"}
