"""One series in three structures: as it was, today's, and that of a day; by hand and generated."""

from __future__ import annotations

import math
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd
import pytest

from bsc_helpers.compute.structure import Reorganisation, in_structure, reorganisations_in
from bsc_helpers.errors import RegisterError
from bsc_helpers.evaluation import Evaluation, evaluate, observations_frame
from bsc_helpers.model import OrgUnit, Scorecard
from bsc_helpers.periods import Period, parse_period, periods_between
from bsc_helpers.register import load_register
from tests.small_register import write_small


def card(
    units: list[dict[str, Any]], inputs: list[dict[str, Any]] | None = None, **measure: Any
) -> Scorecard:
    """Return a scorecard with one measure, by default a yearly sum of one input."""
    made = {
        "code": "M",
        "name": "M",
        "objective": "O",
        "formula": "a",
        "unit_of_measure": "number",
        "frequency": "year",
        "polarity": "neutral",
        "role": "followed_measure",
    }
    given = inputs or [{"code": "a", "frequency": "year"}]
    return Scorecard.model_validate(
        {
            "code": "t",
            "name": "Test",
            "perspectives": [{"code": "P", "name": "P"}],
            "objectives": [{"code": "O", "name": "O", "perspective": "P"}],
            "inputs": [{"name": each["code"]} | each for each in given],
            "measures": [made | measure],
            "org_units": [{"name": unit["code"]} | unit for unit in units],
        }
    )


def told(*rows: tuple[str, str, str, float]) -> pd.DataFrame:
    """Return observations: input, unit, period, value."""
    names = ("input", "org_unit", "period", "value")
    return observations_frame([dict(zip(names, row, strict=True)) for row in rows])


def series(found: Evaluation, unit: str, column: str = "value") -> dict[str, Any]:
    """Return what a unit has in each period in which it exists."""
    rows = found.results[found.results["org_unit"] == unit]
    return dict(zip(rows["period"], rows[column], strict=True))


def known(found: Evaluation, unit: str) -> dict[str, float]:
    return {period: value for period, value in series(found, unit).items() if not math.isnan(value)}


def moved(old: str, new: str, last: str, first: str) -> list[dict[str, str]]:
    """Return the spans of a unit that moved."""
    return [{"parent": old, "to": last}, {"parent": new, "from": first}]


# ------------------------------------------------------------------------------------- by hand

# West loses a school to East in 2003; two schools of East are merged in 2004; the merged school is
# split between West and East in 2005.
SCHOOLS = [
    {"code": "city"},
    {"code": "west", "parent": "city"},
    {"code": "east", "parent": "city"},
    {"code": "stays", "parent": "west"},
    {"code": "moves", "moves": moved("west", "east", "2002-12-31", "2003-01-01")},
    {"code": "one", "parent": "east", "to": "2003-12-31"},
    {"code": "two", "parent": "east", "to": "2003-12-31"},
    {"code": "both", "parent": "east", "from": "2004-01-01", "to": "2004-12-31",
     "predecessors": ["one", "two"]},
    {"code": "left", "parent": "west", "from": "2005-01-01", "predecessors": ["both"]},
    {"code": "right", "parent": "east", "from": "2005-01-01", "predecessors": ["both"]},
]  # fmt: skip
PUPILS = told(
    *(("a", "stays", str(year), 100) for year in range(2002, 2006)),
    *(("a", "moves", str(year), 10) for year in range(2002, 2006)),
    *(("a", "one", str(year), 1) for year in (2002, 2003)),
    *(("a", "two", str(year), 2) for year in (2002, 2003)),
    ("a", "both", "2004", 3), ("a", "left", "2005", 1), ("a", "right", "2005", 2),
)  # fmt: skip


@pytest.mark.parametrize(
    ("structure", "west", "east"),
    [
        # as it was: the school moves in 2003, and a part of the merged one goes west in 2005
        (None, [110, 100, 100, 101], [3, 13, 13, 12]),
        # today (2005): the school has always lain in East; the schools that were split between
        # West and East count in neither, only in the city
        (date(2005, 12, 31), [100, 100, 100, 101], [10, 10, 10, 12]),
        # 2002: the school lies in West for ever; what came of the two schools of East stays there
        (date(2002, 6, 30), [110, 110, 110, 110], [3, 3, 3, 3]),
        # 2004: the school lies in East, and so does the merged school with all it came from and was
        (date(2004, 6, 30), [100, 100, 100, 100], [13, 13, 13, 13]),
    ],
)
def test_a_series_has_other_numbers_in_each_structure_and_the_same_total(
    structure: date | None, west: list[float], east: list[float]
) -> None:
    # acceptance 100
    found = evaluate(card(SCHOOLS), PUPILS, structure=structure)
    assert list(series(found, "west").values()) == west
    assert list(series(found, "east").values()) == east
    assert list(series(found, "city").values()) == [113, 113, 113, 113]
    assert set(series(found, "city", "coverage").values()) == {1}
    assert found.structure == structure


def test_a_merged_unit_has_the_sum_of_what_it_was_made_of_and_a_part_of_one_has_nothing() -> None:
    found = evaluate(card(SCHOOLS), PUPILS, structure=date(2004, 6, 30))
    assert series(found, "both") == {"2002": 3, "2003": 3, "2004": 3, "2005": 3}
    today = evaluate(card(SCHOOLS), PUPILS, structure=date(2005, 6, 30))
    assert series(today, "left") == {"2005": 1}
    assert series(today, "right") == {"2005": 2}
    assert today.parents_at(parse_period("2004"))["both"] == "city"


def test_a_ratio_of_a_merged_unit_is_rebuilt_from_its_parts_and_never_averaged() -> None:
    units = [
        {"code": "city"},
        {"code": "x", "parent": "city", "to": "2003-12-31"},
        {"code": "y", "parent": "city", "to": "2003-12-31"},
        {"code": "z", "parent": "city", "from": "2004-01-01", "predecessors": ["x", "y"]},
    ]
    inputs = [
        {"code": "a", "frequency": "year"},
        {"code": "b", "frequency": "year"},
        {"code": "price", "frequency": "year", "over_units": "inherit"},
    ]
    rows = told(
        ("a", "x", "2003", 1), ("b", "x", "2003", 2),
        ("a", "y", "2003", 90), ("b", "y", "2003", 100),
        ("a", "z", "2004", 50), ("b", "z", "2004", 100),
        ("price", "city", "2003", 2), ("price", "city", "2004", 1),
    )  # fmt: skip
    one = card(units, inputs, formula="100 * a / b / price")
    found = evaluate(one, rows, structure=date(2004, 12, 31))
    # 91 of 102, at the price that the city told; the mean of 50 and 90 percent would be 35
    assert series(found, "z") == {"2003": pytest.approx(100 * 91 / 102 / 2), "2004": 50}
    assert known(evaluate(one, rows), "z") == {"2004": 50}


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ({"over_time": "last"}, 4 + 40),  # both as they were on the last day of their last quarter
        ({"over_time": "mean"}, 2.5 + 25),  # four quarters, in which the merged unit now exists
        ({"over_units": "mean"}, (10 + 100) / 2),  # declared unweighted: of the two units
        ({"over_units": "none"}, math.nan),  # each delivers its own: the new one has none
    ],
)
def test_each_kind_of_input_of_a_merged_unit_keeps_its_own_rule(
    how: dict[str, Any], expected: float
) -> None:
    units = [
        {"code": "city"},
        {"code": "x", "parent": "city", "to": "2003-12-31"},
        {"code": "y", "parent": "city", "to": "2003-12-31"},
        {"code": "z", "parent": "city", "from": "2004-01-01", "predecessors": ["x", "y"]},
    ]
    rows = [("a", "x", f"2003-Q{n}", float(n)) for n in (1, 2, 3, 4)]
    rows += [("a", "y", f"2003-Q{n}", 10.0 * n) for n in (1, 2, 3, 4)]
    rows += [("a", "z", f"2004-Q{n}", 1.0) for n in (1, 2, 3, 4)]
    one = card(units, [{"code": "a"} | how])
    found = evaluate(one, told(*rows), structure=date(2004, 12, 31))
    assert series(found, "z")["2003"] == pytest.approx(expected, nan_ok=True)


def test_a_merged_unit_that_did_not_deliver_yet_is_not_missing_beside_its_parts() -> None:
    rows = [("a", "stays", "2002", 100), ("a", "moves", "2002", 10), ("a", "both", "2004", 3)]
    one = card(SCHOOLS, [{"code": "a", "frequency": "year", "missing": "skip"}])
    parts = [("a", "one", "2003", 1), ("a", "two", "2003", 2)]
    for structure in (None, date(2004, 6, 30)):
        found = evaluate(one, told(*rows, *parts), structure=structure)  # type: ignore[arg-type]  # whole numbers
        # of four units that deliver and existed in 2002, two have
        assert series(found, "city", "coverage")["2002"] == 2 / 4
        assert series(found, "city", "coverage")["2003"] == 2 / 4


def test_a_level_that_delivers_is_added_to_a_unit_that_came_from_elsewhere() -> None:
    units = [
        {"code": "city"},
        {"code": "west", "parent": "city"},
        {"code": "east", "parent": "city"},
        {"code": "x", "moves": moved("west", "east", "2002-12-31", "2003-01-01")},
    ]  # fmt: skip
    rows = told(("a", "x", "2002", 1), ("a", "east", "2002", 10), ("a", "x", "2003", 1))
    found = evaluate(card(units), rows, structure=date(2003, 1, 1))
    assert series(found, "east") == {"2002": 11, "2003": 1}
    missing = told(("a", "x", "2002", math.nan), ("a", "east", "2002", 10), ("a", "x", "2003", 1))
    found = evaluate(card(units), missing, structure=date(2003, 1, 1))
    assert math.isnan(series(found, "east")["2002"])  # x is waited for: East did not tell for it
    assert series(found, "east", "coverage")["2002"] == 0.5


def test_a_unit_without_successor_stays_where_it_lay() -> None:
    units = [
        {"code": "city"},
        {"code": "old", "parent": "city", "to": "2010-12-31"},
        {"code": "new", "parent": "city", "from": "2011-01-01", "predecessors": ["old"]},
        {"code": "closed", "parent": "old", "to": "2005-12-31"},
    ]
    found = evaluate(card(units), told(("a", "closed", "2005", 7)), structure=date(2011, 1, 1))
    assert series(found, "new") == {"2005": 7}
    assert found.parents_at(parse_period("2005"))["closed"] == "new"


def test_of_a_successor_that_does_other_things_only_the_unit_above_takes_the_figures() -> None:
    units = [
        {"code": "city"},
        {"code": "home", "parent": "city", "activities": ["care"], "to": "2003-12-31"},
        {"code": "club", "parent": "city", "activities": ["leisure"], "from": "2004-01-01",
         "predecessors": ["home"]},
    ]  # fmt: skip
    lying = in_structure(card(units).org_units, date(2004, 1, 1))
    assert {unit.code: unit.parent for unit in lying} == {
        "city": None,
        "home": "city",
        "club": "city",
    }


def test_what_ended_with_no_unit_of_the_day_above_it_stands_by_itself() -> None:
    units = [
        {"code": "old", "to": "2003-12-31"},
        {"code": "a", "from": "2004-01-01", "predecessors": ["old"]},
        {"code": "b", "from": "2004-01-01", "predecessors": ["old"]},
    ]
    lying = {u.code: u for u in in_structure(card(units).org_units, date(2004, 1, 1))}
    assert lying["old"].parent is None
    assert lying["old"].to == date(2003, 12, 31)


def test_what_is_withheld_as_it_was_cannot_be_found_from_another_structure() -> None:
    """West as it was less West of today is the school that moved: four answers."""
    units = [
        {"code": "city"},
        {"code": "west", "parent": "city"},
        {"code": "east", "parent": "city"},
        *({"code": code, "parent": "west"} for code in ("p", "q", "r")),
        *({"code": code, "parent": "east"} for code in ("s", "t")),
        {"code": "x", "moves": moved("west", "east", "2002-12-31", "2003-01-01")},
    ]  # fmt: skip
    rows = [("a", code, year, 50.0) for code in "pqrst" for year in ("2002", "2003")]
    rows += [("a", "x", "2002", 4.0), ("a", "x", "2003", 40.0), ("a", "p", "2002", 20.0)]
    one = card(units, minimum_base=10, base="a")
    frame = told(*rows).drop_duplicates(["org_unit", "period"], keep="last")
    was = evaluate(one, frame)
    today = evaluate(one, frame, structure=date(2003, 6, 30))
    assert series(was, "x", "reason")["2002"] == "suppressed"
    shown = {unit: series(was, unit, "reason")["2002"] for unit in ("west", "east")}
    assert shown == {"west": "ok", "east": "ok"}
    for unit in ("x", "west", "east"):
        assert series(today, unit, "reason")["2002"] == "suppressed"
    assert series(today, "city")["2002"] == series(was, "city")["2002"]


def test_the_economy_and_its_forecasts_count_in_the_structure_too() -> None:
    units = [
        {"code": "city"},
        {"code": "west", "parent": "city"},
        {"code": "east", "parent": "city"},
        {"code": "x", "moves": moved("west", "east", "2002-12-31", "2003-01-01")},
        {"code": "y", "parent": "east"},
    ]
    inputs = [{"code": code, "frequency": "year"} for code in ("a", "plan")]
    one = Scorecard.model_validate(
        card(units, inputs).model_dump(by_alias=True)
        | {"economy": {"net": {"plan": "plan", "outturn": "a"}}}
    )
    rows = told(
        *((name, unit, "2002", amount) for unit, amount in (("x", 10), ("y", 100))
          for name in ("a", "plan"))
    )  # fmt: skip
    forecasts = observations_frame(
        [
            {"input": "a", "org_unit": unit, "period": "2002", "value": amount,
             "scenario": "forecast", "made_on": "2002-09-01"}
            for unit, amount in (("x", 11.0), ("y", 102.0))
        ]
    )  # fmt: skip
    both = pd.concat([rows, forecasts], ignore_index=True)
    found = {}
    for structure in (None, date(2003, 6, 30)):
        lines = evaluate(one, both, structure=structure).economy.set_index("org_unit")
        found[structure] = {
            unit: tuple(lines.loc[unit, ["plan", "outturn", "forecast"]])
            for unit in ("city", "west", "east")
            if unit in lines.index
        }
    whole = (110, 110, 113)
    assert found[None] == {"city": whole, "west": (10, 10, 11), "east": (100, 100, 102)}
    assert found[date(2003, 6, 30)] == {"city": whole, "east": whole}


# ----------------------------------------------------------------------- Göteborg, Heby, Knivsta


def goteborg() -> list[dict[str, Any]]:
    """Return the city's districts by number: 21, 20 after a merger, 10, and something new.

    The counts and years are those of acceptance 99; which district became which is invented.
    """
    units: list[dict[str, Any]] = [{"code": "city"}]
    units += [{"code": f"a{n}", "parent": "city", "to": "2009-12-31"} for n in (1, 2)]
    units += [{"code": f"a{n}", "parent": "city", "to": "2010-12-31"} for n in range(3, 22)]
    units.append(
        {"code": "a22", "parent": "city", "from": "2010-01-01", "to": "2010-12-31",
         "predecessors": ["a1", "a2"]}
    )  # fmt: skip
    old = [f"a{n}" for n in range(3, 23)]
    units += [
        {"code": f"b{n}", "parent": "city", "from": "2011-01-01", "to": "2020-12-31",
         "predecessors": old[2 * n : 2 * n + 2]}
        for n in range(10)
    ]  # fmt: skip
    units += [
        {"code": code, "parent": "city", "from": "2021-01-01",
         "predecessors": [f"b{n}" for n in range(10)]}
        for code in ("preschools", "schools", "elderly", "social")
    ]  # fmt: skip
    return units


def test_goteborgs_districts_add_up_to_the_city_of_their_own_time() -> None:
    # acceptance 99
    units = goteborg()
    years = [str(year) for year in range(1990, 2025)]
    of = {u["code"]: OrgUnit.model_validate({"name": "U"} | u) for u in units}
    rows = []
    for year in years:
        when = parse_period(year)
        there = [c for c, u in of.items() if c != "city" and u.span_at(when.start, when.end)]
        rows += [("a", code, year, 1.0 + number) for number, code in enumerate(there)]
    found = evaluate(card(units), told(*rows))
    count = {}
    for year in years:
        children = [c for c, p in found.parents_at(parse_period(year)).items() if p == "city"]
        total = sum(series(found, code)[year] for code in children)
        assert series(found, "city")[year] == total
        count[year] = len(children)
    assert (count["1990"], count["2009"], count["2010"]) == (21, 21, 20)
    assert (count["2011"], count["2020"], count["2021"]) == (10, 10, 4)
    today = evaluate(card(units), told(*rows), structure=date(2024, 12, 31))
    assert known(today, "schools").keys() == {str(year) for year in range(2021, 2025)}
    pooled = evaluate(card(units), told(*rows), structure=date(2015, 6, 30))
    pairs = sum(series(pooled, f"b{n}")["1990"] for n in range(10))
    assert pairs == series(found, "city")["1990"]  # 21 districts, each in one of the ten
    assert series(pooled, "b9")["1990"] == series(found, "a21")["1990"] + 1 + 2  # a21, and a1, a2


BROKEN = {
    "the unit lies nowhere": "[{parent: city, to: 2003-01-31}, {parent: north, from: 2003-03-01}]",
    "without overlap": "[{parent: city, to: 2003-03-31}, {parent: north, from: 2003-03-01}]",
    "the unit lies below itself": "[{parent: south}]",
    "there is no such unit": "[{parent: west}]",
}


@pytest.mark.parametrize(("message", "moves"), BROKEN.items())
def test_gaps_overlaps_rings_and_orphans_are_told_with_unit_line_and_day(
    tmp_path: Path, message: str, moves: str
) -> None:
    # acceptance 99; two parents at a time are an overlap
    folder = write_small(tmp_path)
    units = (folder / "org_units.yaml").read_text(encoding="utf-8")
    south = "    name: South\n    kind: district\n    parent: city\n"
    changed = units.replace(south, south.replace("parent: city", f"moves: {moves}"))
    (folder / "org_units.yaml").write_text(changed, encoding="utf-8")
    with pytest.raises(RegisterError) as error:
        load_register(folder)
    told_of = [problem for problem in error.value.problems if message in problem.message]
    assert told_of
    assert all("south" in problem.key for problem in told_of)
    assert all(problem.line for problem in told_of)


COUNTIES = [
    {"code": "sweden"},
    {"code": "uppsala-county", "parent": "sweden"},
    {"code": "vastmanland", "parent": "sweden"},
    {"code": "heby", "moves": moved("vastmanland", "uppsala-county", "2006-12-31", "2007-01-01")},
    {"code": "uppsala", "parent": "uppsala-county"},
    {"code": "knivsta", "parent": "uppsala-county", "from": "2003-01-01",
     "split_from": ["uppsala"]},
    {"code": "sala", "parent": "vastmanland"},
]  # fmt: skip


def population() -> pd.DataFrame:
    """Return round numbers of about the right size."""
    rows = [("a", "heby", str(year), 13_000.0) for year in range(2000, 2010)]
    rows += [("a", "sala", str(year), 22_000.0) for year in range(2000, 2010)]
    rows += [("a", "knivsta", str(year), 13_000.0) for year in range(2003, 2010)]
    for year in range(2000, 2010):
        rows.append(("a", "uppsala", str(year), 190_000.0 - 13_000 * (year >= 2003)))
    return told(*rows)


def test_heby_is_one_unit_through_two_counties_and_the_totals_move() -> None:
    # acceptance 101
    found = evaluate(card(COUNTIES), population())
    assert set(series(found, "heby").values()) == {13_000}
    county, other = series(found, "uppsala-county"), series(found, "vastmanland")
    assert (county["2006"], county["2007"]) == (190_000, 203_000)
    assert (other["2006"], other["2007"]) == (35_000, 22_000)
    today = evaluate(card(COUNTIES), population(), structure=date(2009, 12, 31))
    assert set(series(today, "uppsala-county").values()) == {203_000}
    assert set(series(today, "vastmanland").values()) == {22_000}
    assert min(series(found, "knivsta")) == min(series(today, "knivsta")) == "2003"
    before = evaluate(card(COUNTIES), population(), structure=date(2002, 12, 31))
    assert set(series(before, "uppsala").values()) == {190_000}  # Knivsta counts as the part it was


def test_heby_knivsta_and_uppsala_tell_where_their_counties_changed() -> None:
    found = reorganisations_in(card(COUNTIES).org_units)
    moved, split = date(2007, 1, 1), date(2003, 1, 1)
    assert found == {
        "uppsala-county": (Reorganisation(moved, "gained", ("heby",)),),
        "vastmanland": (Reorganisation(moved, "lost", ("heby",)),),
        "knivsta": (Reorganisation(split, "part", ("uppsala",)),),
        "uppsala": (Reorganisation(split, "lost", ("knivsta",)),),
    }


def test_a_merger_across_two_parents_is_told_by_both_and_not_above_them() -> None:
    found = reorganisations_in(card(SCHOOLS).org_units)
    assert found["both"] == (Reorganisation(date(2004, 1, 1), "made", ("one", "two")),)
    assert found["left"] == (Reorganisation(date(2005, 1, 1), "part", ("both",)),)
    assert found["east"] == (
        Reorganisation(date(2003, 1, 1), "gained", ("moves",)),
        Reorganisation(date(2005, 1, 1), "lost", ("left",)),
    )
    assert "city" not in found


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ("from: 2003-04-01, split_from: [west]", "there is no such unit"),
        ("split_from: [north]", "this one begins before all days"),
        ("from: 2003-04-01, split_from: [later]", "must exist on the day before"),
    ],
)
def test_a_unit_can_only_be_split_from_one_that_was_there_and_lives_on(
    tmp_path: Path, fields: str, shown: str
) -> None:
    folder = write_small(tmp_path)
    path = folder / "org_units.yaml"
    units = path.read_text(encoding="utf-8")
    more = "  - {code: later, name: Later, parent: city, from: 2003-04-01}\n"
    more += "  - {code: part, name: Part, parent: city, %s}\n"
    path.write_text(units + more % "from: 2003-05-01, split_from: [north, later]", encoding="utf-8")
    assert load_register(folder).scorecard.org_unit("part").split_from == ("north", "later")
    path.write_text(units + more % fields, encoding="utf-8")
    with pytest.raises(RegisterError, match=shown):
        load_register(folder)


# ------------------------------------------------------------------------- the slow, obvious twin

QUARTERS = periods_between(parse_period("2000-Q1"), parse_period("2002-Q4"))
DISTRICTS = ("d0", "d1", "d2")


def organisation(chance: Random) -> list[dict[str, Any]]:
    """Return districts and units that move, merge, split, open, close and are broken out of."""
    units: list[dict[str, Any]] = [{"code": "city"}]
    units += [{"code": code, "parent": "city"} for code in DISTRICTS]
    living = {f"u{n}": [{"parent": chance.choice(DISTRICTS)}] for n in range(6)}
    origin: dict[str, dict[str, list[str]]] = {}
    ended: dict[str, list[dict[str, str]]] = {}

    def end(code: str, day: date) -> None:
        ended[code] = living.pop(code)
        ended[code][-1]["to"] = str(day - timedelta(days=1))

    def begin(day: date, **comes_from: list[str]) -> None:
        code = f"u{len(living) + len(ended)}"
        living[code] = [{"parent": chance.choice(DISTRICTS), "from": str(day)}]
        origin[code] = comes_from

    for quarter in QUARTERS[1:]:
        day = quarter.start
        old = [code for code, spans in living.items() if spans[-1].get("from") != str(day)]
        event = chance.choice(["move", "merge", "split", "close", "open", "part", "none"])
        some = chance.sample(old, min(len(old), 2))
        if event == "move" and some:
            living[some[0]][-1]["to"] = str(day - timedelta(days=1))
            living[some[0]].append({"parent": chance.choice(DISTRICTS), "from": str(day)})
        elif event in ("merge", "split", "close") and len(some) > 1:
            gone = some if event == "merge" else some[:1]
            for code in gone:
                end(code, day)
            for _ in range({"merge": 1, "split": 2, "close": 0}[event]):
                begin(day, predecessors=gone)
        elif event == "open" or (event == "part" and some):
            begin(day, **({"split_from": some[:1]} if event == "part" else {}))
    for code, spans in {**living, **ended}.items():
        lies = {"moves": spans} if len(spans) > 1 else spans[0]
        units.append({"code": code, **lies, **origin.get(code, {})})
    return units


class Slow:
    """Says of each figure on its own where it counts."""

    def __init__(self, units: list[dict[str, Any]], day: date | None) -> None:
        self.units = {u["code"]: OrgUnit.model_validate({"name": "U"} | u) for u in units}
        self.day = day

    def exists(self, code: str, day: date) -> bool:
        return self.units[code].span_at(day, day) is not None

    def up(self, code: str, day: date) -> set[str]:
        span = self.units[code].span_at(day, day)
        assert span is not None
        return {code} | (self.up(span.parent, day) if span.parent else set())

    def heirs(self, code: str) -> set[str]:
        """Return the units of the day that the figures of a unit belong to."""
        assert self.day is not None
        if self.exists(code, self.day):
            return {code}
        unit = self.units[code]
        past = unit.spans[-1].to is not None and unit.spans[-1].to < self.day
        if past:
            kin = [u.code for u in self.units.values() if code in u.predecessors]
        else:
            kin = [*unit.predecessors, *unit.split_from]
        if not kin:
            parent = unit.spans[-1 if past else 0].parent
            assert parent is not None
            return {parent}
        return set().union(*(self.heirs(other) for other in kin))

    def counts_in(self, code: str, quarter: Period) -> set[str]:
        """Return the units in which a figure counts: those that hold all of its heirs."""
        if self.day is None:
            return self.up(code, quarter.start)
        above = [self.up(heir, self.day) for heir in self.heirs(code)]
        return set.intersection(*above) | {code}


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("view", ["as it was", "first day", "between", "last day"])
def test_every_figure_of_a_changing_organisation_counts_where_a_plain_reading_puts_it(
    seed: int, view: str
) -> None:
    chance = Random(seed)  # noqa: S311 - the same cases every time
    units = organisation(chance)
    day = {
        "as it was": None,
        "first day": QUARTERS[0].start,
        "between": QUARTERS[6].start + timedelta(days=chance.randrange(90)),
        "last day": QUARTERS[-1].end,
    }[view]
    slow = Slow(units, day)
    leaves = [code for code in slow.units if code.startswith("u")]
    figures = {
        (code, quarter): float(chance.randrange(1, 1000))
        for code in leaves
        for quarter in QUARTERS
        if slow.exists(code, quarter.start) and chance.random() < 0.9
    }
    delivering = {code for code, _ in figures}
    one = card(units, [{"code": "a", "missing": "skip"}], frequency="quarter")
    rows = [("a", code, str(quarter), value) for (code, quarter), value in figures.items()]
    found = evaluate(one, told(*rows), structure=day)

    total: dict[tuple[str, str], float] = {}
    there: dict[tuple[str, str], list[bool]] = {}
    for quarter in QUARTERS:
        for code in sorted(delivering):
            if slow.exists(code, quarter.start):
                for into in slow.counts_in(code, quarter):
                    key, value = (into, str(quarter)), figures.get((code, quarter))
                    total[key] = total.get(key, 0) + (value or 0)
                    there.setdefault(key, []).append(value is not None)
    assert {code for code, _ in total} <= set(found.results["org_unit"])
    for row in found.results.itertuples():
        key = (str(row.org_unit), str(row.period))
        heard = there.get(key, [])
        expected = total[key] if any(heard) else math.nan
        assert row.value == pytest.approx(expected, nan_ok=True), key
        if heard:
            assert row.coverage == pytest.approx(sum(heard) / len(heard)), key


@pytest.mark.parametrize("seed", range(10))
def test_an_organisation_that_never_changed_is_the_same_in_every_structure(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - the same cases every time
    units = [{"code": "city"}, *({"code": f"u{n}", "parent": "city"} for n in range(4))]
    rows = [
        ("a", f"u{n}", str(quarter), float(chance.randrange(9)))
        for n in range(4)
        for quarter in QUARTERS
        if chance.random() < 0.8
    ]
    one = card(units, [{"code": "a"}], frequency="quarter")
    was, then = (evaluate(one, told(*rows), structure=day) for day in (None, date(1999, 1, 1)))
    pd.testing.assert_frame_equal(was.results, then.results)
    assert reorganisations_in(one.org_units) == {}
