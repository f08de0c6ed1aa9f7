"""Answers from the delivered file to the table: read, checked, added up, withheld."""

from __future__ import annotations

import csv
import json
import math
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from small_survey import ASKED, HEADER, MEASURES, SOURCE, SOURCES, drawn, lines, write_survey

from bsc_helpers.errors import DataError, RegisterError
from bsc_helpers.evaluation import INDEX, SURVEYS, Evaluation, evaluate, rows_of, slice_for
from bsc_helpers.periods import parse_period
from bsc_helpers.register import load_register, read_register
from bsc_helpers.register.schema import json_schemas
from bsc_helpers.slices import read_slice, write_scorecard, write_slice
from bsc_helpers.sources import read_observations, read_sources

ROOT = Path(__file__).parents[1]
BUILDING = (
    ROOT.parent
    / "shared"
    / "data"
    / "survey_building_standards"
    / "building_standards_responses.csv"
)
NORTH, SOUTH = drawn("north", 2003, 120, 0.7), drawn("south", 2003, 30, 0.5)
BEFORE = drawn("north", 2002, 100, 0.65)
ITEMS = "items: [pleased, expected, ideal]"
SENT = [("north", 2003, 150), ("south", 2003, 60), ("north", 2002, 150)]


def evaluated(folder: Path, as_of: date | None = None) -> Evaluation:
    card = load_register(folder).scorecard
    told = read_sources(card, folder)
    return evaluate(card, told.observations, as_of, answers=told.answers)


def row(evaluation: Evaluation, unit: str, part: str = INDEX, period: str = "2003") -> Any:
    frame = evaluation.surveys
    found = frame[
        (frame["org_unit"] == unit) & (frame["part"] == part) & (frame["period"] == period)
    ]
    (only,) = rows_of(found)
    return only


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_survey(tmp_path, lines([*NORTH, *SOUTH, *BEFORE]), SENT)


def index_of_answer(answer: Any) -> float:
    return float(100 * (sum(int(mark) for mark in answer[2:5]) - 3) / 27)


def mean(values: list[float]) -> float:
    return sum(values) / len(values)


# --- what comes out -------------------------------------------------------------------------------


def test_a_mean_of_a_unit_is_that_of_its_respondents_and_not_of_the_means_below(
    folder: Path,
) -> None:
    found = row(evaluated(folder), "city")
    assert found.value == pytest.approx(mean([index_of_answer(a) for a in [*NORTH, *SOUTH]]))
    parts = [mean([index_of_answer(a) for a in each]) for each in (NORTH, SOUTH)]
    assert abs(found.value - mean(parts)) > 1


def test_the_measure_of_the_index_has_the_value_base_and_interval_of_the_survey(
    folder: Path,
) -> None:
    evaluation = evaluated(folder)
    results = evaluation.results.set_index(["org_unit", "period"])
    for unit in ("north", "south", "city"):
        measure, index = results.loc[(unit, "2003")], row(evaluation, unit)
        assert measure["value"] == pytest.approx(index.value)
        assert measure["base"] == index.answers
        assert measure["lower"] == pytest.approx(index.lower)


def test_a_reversed_question_counts_the_other_way_and_scales_may_differ(folder: Path) -> None:
    evaluation = evaluated(folder)
    strangers = mean([100 * (10 - int(answer[6])) / 9 for answer in NORTH])
    assert row(evaluation, "north", "continuity").value == pytest.approx(strangers)
    free = mean([100 * (int(answer[7]) - 1) / 4 for answer in NORTH])
    assert row(evaluation, "north", "influence").value == pytest.approx(free)


def test_do_not_know_is_in_no_base_and_who_leaves_an_item_has_no_index(tmp_path: Path) -> None:
    some = [("north", 2003, 99, 9, 9, 10, 1, 5), ("north", 2003, 9, 9, 9, 99, 1, "")]
    evaluation = evaluated(write_survey(tmp_path, lines([*NORTH, *some]), SENT))
    index = row(evaluation, "north")
    assert (index.respondents, index.answers) == (122, 121)
    assert row(evaluation, "north", "meeting").answers == 121
    assert row(evaluation, "north", "continuity").answers == 122
    assert row(evaluation, "north", "influence").answers == 121


def test_who_answered_nothing_is_no_respondent(tmp_path: Path) -> None:
    nobody = [("north", 2003, "", "", "", "", "", ""), ("north", 2003, *["99"] * 6)]
    evaluation = evaluated(write_survey(tmp_path, lines([*NORTH, *nobody]), SENT))
    assert row(evaluation, "north").respondents == 120


def test_invited_add_up_and_are_missing_above_a_unit_that_does_not_say(tmp_path: Path) -> None:
    both = evaluated(write_survey(tmp_path, lines([*NORTH, *SOUTH]), SENT))
    assert row(both, "city").invited == 210
    one = evaluated(write_survey(tmp_path, lines([*NORTH, *SOUTH]), SENT[:1]))
    assert row(one, "north").invited == 150
    assert math.isnan(row(one, "city").invited)


def test_a_change_is_told_with_a_margin_of_its_own_and_the_first_round_has_none(
    folder: Path,
) -> None:
    evaluation = evaluated(folder)
    now, before = row(evaluation, "north"), row(evaluation, "north", period="2002")
    assert now.change == pytest.approx(now.value - before.value)
    assert now.change_margin > (now.upper - now.lower) / 2
    assert now.previous_period == "2002"
    assert math.isnan(before.change)
    assert math.isnan(row(evaluation, "south").change)


def test_the_correction_for_a_finite_population_touches_the_interval_and_no_change(
    tmp_path: Path,
) -> None:
    plain = evaluated(write_survey(tmp_path, lines([*NORTH, *BEFORE]), SENT))
    corrected = SOURCES.replace("invited: asked", "invited: asked\n    population: asked")
    folder = write_survey(tmp_path, lines([*NORTH, *BEFORE]), SENT, sources_yaml=corrected)
    changed = evaluated(folder)
    one, other = row(plain, "north"), row(changed, "north")
    assert other.upper - other.lower == pytest.approx(
        (one.upper - one.lower) * (1 - 120 / 150) ** 0.5
    )
    assert other.change_margin == one.change_margin


def test_answers_recorded_later_are_added_and_not_known_before(tmp_path: Path) -> None:
    late = drawn("north", 2003, 10, 0.9, seed=7)
    text = lines(NORTH) + lines(late, day="2004-03-01")
    folder = write_survey(tmp_path, text, SENT)
    assert row(evaluated(folder, date(2004, 2, 17)), "north").answers == 120
    assert row(evaluated(folder), "north").answers == 130
    figures = read_observations(load_register(folder).scorecard, folder)
    counts = figures[(figures["input"] == "nki_n") & (figures["period"] == "2003")]
    assert counts["value"].tolist() == [120, 130]
    results = evaluated(folder, date(2004, 2, 17)).results
    of_2003 = (results["org_unit"] == "north") & (results["period"] == "2003")
    assert results.loc[of_2003, "base"].tolist() == [120]


def test_effects_are_estimated_where_there_are_answers_enough(folder: Path) -> None:
    evaluation = evaluated(folder)
    north, south = row(evaluation, "north", "meeting"), row(evaluation, "south", "meeting")
    assert north.effect_reason == "ok"
    assert north.effect_lower < north.effect < north.effect_upper
    assert 0 < row(evaluation, "north").r_squared < 1
    assert south.effect_reason == "too_few"
    assert math.isnan(south.effect)
    assert south.quadrant is None


# --- disclosure -----------------------------------------------------------------------------------


def shown(evaluation: Evaluation, part: str = INDEX) -> dict[str, str]:
    frame = evaluation.surveys
    own = frame[(frame["part"] == part) & (frame["period"] == "2003")]
    return dict(zip(own["org_unit"], own["reason"], strict=True))


def test_fewer_answers_than_the_base_are_withheld_with_the_sister_that_tells_of_them(
    tmp_path: Path,
) -> None:
    few = drawn("south", 2003, 6, 0.5)
    evaluation = evaluated(write_survey(tmp_path, lines([*NORTH, *few]), SENT))
    assert shown(evaluation) == {"city": "ok", "north": "suppressed", "south": "suppressed"}
    for unit in ("north", "south"):
        for name, kind in SURVEYS.items():
            if kind == "float64":
                assert math.isnan(getattr(row(evaluation, unit), name)), name
    enough = drawn("south", 2003, 7, 0.5)
    evaluation = evaluated(write_survey(tmp_path, lines([*NORTH, *enough]), SENT))
    assert shown(evaluation) == {"city": "ok", "north": "ok", "south": "ok"}


def test_index_and_measure_are_withheld_for_the_same_units(tmp_path: Path) -> None:
    few = drawn("south", 2003, 6, 0.5)
    evaluation = evaluated(write_survey(tmp_path, lines([*NORTH, *few]), SENT))
    results = evaluation.results[evaluation.results["period"] == "2003"]
    assert shown(evaluation) == dict(zip(results["org_unit"], results["reason"], strict=True))


def test_each_area_is_withheld_by_its_own_answers(tmp_path: Path) -> None:
    south = [(*answer[:7], 99 if n < 25 else answer[7]) for n, answer in enumerate(SOUTH)]
    evaluation = evaluated(write_survey(tmp_path, lines([*NORTH, *south]), SENT))
    assert shown(evaluation, "influence") == {
        "city": "ok",
        "north": "suppressed",
        "south": "suppressed",
    }
    assert shown(evaluation)["south"] == "ok"
    assert row(evaluation, "north", "influence").effect_reason is None


def test_a_mean_on_which_all_agree_is_withheld_for_it_tells_what_each_said(
    tmp_path: Path,
) -> None:
    alike = [("south", 2003, 10, 10, 10, mark, 5, 3) for mark in (3, 4, 5, 6, 7, 8, 9, 10)]
    evaluation = evaluated(write_survey(tmp_path, lines([*NORTH, *alike]), SENT))
    assert shown(evaluation)["south"] == "suppressed"
    assert shown(evaluation, "meeting")["south"] == "ok"


def test_no_answer_of_a_respondent_stands_in_a_slice(tmp_path: Path) -> None:
    """The mark 4.137 of the free question would be found in any file that holds answers."""
    scale = "{code: free, scale: {low: 1, high: 5}}"
    odd = scale.replace("low: 1, high: 5", "low: 4.137, high: 9.137")
    answers = [(*answer[:7], "4.137" if n % 2 else "9.137") for n, answer in enumerate(NORTH)]
    folder = write_survey(tmp_path, lines(answers), SENT, sources_yaml=SOURCES.replace(scale, odd))
    evaluation = evaluated(folder)
    assert row(evaluation, "north", "influence").value == pytest.approx(50)
    period = parse_period("2003")
    write_scorecard(tmp_path, evaluation.scorecard)
    path = write_slice(tmp_path, slice_for(evaluation, "north", "all", period))
    assert "4.137" not in path.read_text(encoding="utf-8")
    assert not hasattr(evaluation, "answers")
    again = read_slice(tmp_path, "north", "all", "2003")
    assert again.surveys.equals(slice_for(evaluation, "north", "all", period).surveys)


def test_a_slice_holds_the_unit_and_the_one_above_up_to_its_period(folder: Path) -> None:
    evaluation = evaluated(folder)
    held = slice_for(evaluation, "north", "all", parse_period("2002")).surveys
    assert set(held["org_unit"]) == {"north", "city"}
    assert set(held["period"]) == {"2002"}
    whole = slice_for(evaluation, "city", "all", parse_period("2003")).surveys
    assert set(whole["org_unit"]) == {"city"}


# --- cells that are no answers --------------------------------------------------------------------


def problems_of(folder: Path) -> list[str]:
    with pytest.raises(DataError) as caught:
        read_sources(load_register(folder).scorecard, folder)
    return [str(problem).partition("answers.csv:")[2] for problem in caught.value.problems]


def test_every_cell_that_is_no_answer_is_told_with_its_line_all_together(tmp_path: Path) -> None:
    sources = SOURCES.replace('not_answered: [""]', 'not_answered: ["-"]')
    text = lines(
        [
            ("north", 2003, 11, 9, 9, 9, 9, 5),
            ("north", 2003, 9, "good", 9, 9, 9, 5),
            ("north", 2003, 9, 9, "", 9, 9, 5),
            ("north", 2003, 9, 9, 9, "7.5", 9, 6),
            ("nort", 2003, 9, 9, 9, "-", 99, 5),
        ]
    )
    found = problems_of(write_survey(tmp_path, text, SENT, sources_yaml=sources))
    valid = "valid: a mark from 1 to 10, or for no answer: '-', '99'"
    assert [each.partition("; did")[0] for each in found] == [
        f"2: q1: is no mark of the scale (found: 11); {valid}",
        f"3: q2: is no number (found: good); {valid}",
        f"4: q3: is blank (found: an empty cell); {valid}",
        f"5: q4: is no mark of the scale (found: 7.5); {valid}",
        "5: q6: is no mark of the scale (found: 6); " + valid.replace("10,", "5,"),
        "6: unit: there is no such unit (found: nort)",
    ]


def test_a_round_of_another_kind_of_period_is_refused(tmp_path: Path) -> None:
    text = lines(NORTH[:3]) + "north;2003-Q3;9;9;9;9;9;5;2004-01-20\n"
    (found,) = problems_of(write_survey(tmp_path, text, SENT))
    assert found == "5: year: the rounds of the survey users are by year (found: 2003-Q3)"


def test_one_question_may_stand_in_several_columns_of_which_one_is_answered(
    tmp_path: Path,
) -> None:
    sources = SOURCES.replace("q6: free}", "q6: free, q6b: free}")
    header = HEADER.replace("q6;", "q6;q6b;")
    text = "".join(
        f"north;2003;9;9;{8 + n % 2};9;9;{cells};2004-01-20\n"
        for n, cells in enumerate(["5;", ";3"] * 6)
    )
    folder = write_survey(tmp_path, "", SENT, sources_yaml=sources)
    (folder / "answers.csv").write_text(header + text, encoding="utf-8")
    assert row(evaluated(folder), "north", "influence").value == pytest.approx(75)
    (folder / "answers.csv").write_text(header + text.replace("5;;", "5;4;"), encoding="utf-8")
    assert problems_of(folder)[0].startswith("2: q6b: the question free is answered in two columns")


def test_a_unit_and_year_are_delivered_by_one_source_only(tmp_path: Path) -> None:
    again = SOURCE.replace("code: answers", "code: again")
    folder = write_survey(tmp_path, lines(NORTH), SENT, sources_yaml=SOURCES + again)
    first, *_ = problems_of(folder)
    assert "nki_n of north in 2003 stands in two sources: first in" in first


# --- the register ---------------------------------------------------------------------------------


def register_problems(folder: Path, old: str, new: str, measures: str = MEASURES) -> list[str]:
    assert SOURCES.count(old) == 1, old
    write_survey(folder, "", (), sources_yaml=SOURCES.replace(old, new), measures_yaml=measures)
    _, problems = read_register(folder)
    return [str(p).partition("sources.yaml:")[2] for p in problems if not p.advice]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("items: [pleased,", "items: [please,", "index.items[1]: there is no such question"),
        (ITEMS, f"{ITEMS}\n      weights: [0.5, 0.4, 0.2]", "index.weights: must sum to 1"),
        (ITEMS, f"{ITEMS}\n      weights: [0.5, 0.5]", "index.weights: needs one weight"),
        (ITEMS, f"{ITEMS}\n      fewest: 4", "index.fewest: is more than there are (found: 4)"),
        ("questions: [met]", "questions: [met, ideal]", "stands twice: first as surveys[users]"),
        ("code: meeting", "code: index", "areas[index].code: is the word for the index"),
        ("code: ideal}", "code: pleased}", "questions[pleased].code: stands twice"),
        ("scale: {low: 1, high: 10}", "scale: {low: 10, high: 1}", "scale: must run from a low"),
        ('not_answered: [""]', 'not_answered: ["99"]', "stands for don't know already"),
        ("count: nki_n", "count: nki_m", "index.count: there is no such input (found: nki_m)"),
        ("      sum: nki_sum\n", "", "index.sum: needs both count and sum"),
        ("invited: asked", "invited: askd", "did you mean asked?"),
        ("minimum_base: 7", "minimum_base: 10", "is not that of the measure K03"),
        ("survey: users", "survey: user", "there is no such survey (found: user)"),
        ("    survey: users\n", "", "the answers layout needs the survey"),
        ("q6: free}", "q6: fre}", "there is no such question in the survey"),
        (", q6: free}", "}", "names no column for some questions of the survey (found: free)"),
        ("layout: answers", "layout: answers\n    missing: [x]", "missing: belongs to figures"),
        ("    layout: answers\n", "", "questions: belongs to the answers layout only"),
        ("reversed: true", "reverse: true", "unknown key; valid: code, text, scale, reversed"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_survey_is_told_where_it_stands(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    found = register_problems(tmp_path, old, new)
    assert any(told in each for each in found), found
    assert all(each.split(":")[0].isdigit() for each in found)


def test_an_input_of_a_survey_adds_up_and_is_delivered_by_round(tmp_path: Path) -> None:
    measures = MEASURES.replace(
        "{code: asked, name: Invited, frequency: year, missing: skip}",
        "{code: asked, name: Invited, frequency: quarter, over_units: mean}",
    )
    found = register_problems(tmp_path, "invited: asked", "invited: asked ", measures)
    assert len(found) == 2
    assert "is delivered by quarter, and the survey by year" in found[0]
    assert "must add up over units; its over_units: mean" in found[1]


def test_the_schema_of_sources_knows_surveys() -> None:
    schema = json.dumps(json_schemas()["sources.schema.json"])
    for word in ("dont_know", "not_answered", "reversed", "population", "minimum_base"):
        assert word in schema


def test_a_survey_without_inputs_is_told_all_the_same(tmp_path: Path) -> None:
    bare = SOURCES
    for name in ("count: nki_n", "sum: nki_sum", "sum_of_squares: nki_sum2"):
        bare = bare.replace(f"      {name}\n", "")
    measures = MEASURES.replace("100 * nki_sum / nki_n", "asked").partition("    minimum_base")[0]
    folder = write_survey(tmp_path, lines(NORTH), SENT, sources_yaml=bare, measures_yaml=measures)
    assert row(evaluated(folder), "north").answers == 120


def test_a_broken_register_is_refused_before_any_answer_is_read(tmp_path: Path) -> None:
    folder = write_survey(
        tmp_path, "", (), sources_yaml=SOURCES.replace("survey: users", "survey: nobody")
    )
    with pytest.raises(RegisterError):
        load_register(folder)
    assert ASKED in SOURCES


# --- a real delivery ------------------------------------------------------------------------------


@pytest.mark.skipif(not BUILDING.is_file(), reason="the public survey data are not here")
def test_a_real_delivery_with_one_question_in_three_blocks_is_read_whole(tmp_path: Path) -> None:
    """32 authorities; 1 is best, 5 is not applicable, "-" is not asked; the overall question."""
    with BUILDING.open(encoding="utf-8") as stream:
        rows = list(csv.reader(stream))
    overall = [n for n, head in enumerate(rows[0]) if "Overall, how satisfied" in head]
    sources = (
        "surveys:\n  - code: b\n    name: B\n    scale: {low: 1, high: 4}\n"
        '    dont_know: ["5"]\n    not_answered: ["-", ""]\n'
        "    questions: [{code: overall, reversed: true}]\n"
        "    index: {name: I, items: [overall], count: nki_n, sum: nki_sum, "
        "sum_of_squares: nki_sum2}\n"
        "sources:\n  - code: answers\n    name: A\n    file: answers.csv\n    layout: answers\n"
        "    survey: b\n    period_as: year\n    columns: {org_unit: unit, period: ended}\n"
        "    questions: {a: overall, b: overall, c: overall}\n" + ASKED
    )
    folder = write_survey(tmp_path, "", SENT, sources_yaml=sources)
    known: dict[str, list[float]] = {}
    with (folder / "answers.csv").open("w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream, lineterminator="\n")
        out.writerow(["unit", "ended", "a", "b", "c"])
        for answer in rows[1:]:
            day, month, year = answer[0].split("/")
            cells = [answer[place] for place in overall]
            out.writerow(["north", f"{year}-{month}-{day}", *cells])
            known.setdefault(year, []).extend(
                100 * (4 - int(cell)) / 3 for cell in cells if cell in {"1", "2", "3", "4"}
            )
    evaluation = evaluated(folder)
    for year, values in known.items():
        found = row(evaluation, "north", period=year)
        assert found.answers == len(values)
        assert found.value == pytest.approx(mean(values))
