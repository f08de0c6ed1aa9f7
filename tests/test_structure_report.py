"""What a report shows of a unit that was merged, split or moved: the break, the words, a table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from bsc_helpers.blocks import Block, Figure, Fold
from bsc_helpers.evaluation import Evaluation, ReportSlice, evaluate, slice_for
from bsc_helpers.narrative.comparable import comparable_year_before
from bsc_helpers.periods import parse_period
from bsc_helpers.report.drawing import chart_of
from bsc_helpers.report.governing import about_subject
from bsc_helpers.report.opened import Report
from bsc_helpers.report.organisation import in_later_structure
from bsc_helpers.slices import read_slice, write_scorecard, write_slice
from tests.test_structure_views import COUNTIES, PUPILS, SCHOOLS, card, population, told


@pytest.fixture(scope="module")
def schools() -> Evaluation:
    return evaluate(card(SCHOOLS), PUPILS)


@pytest.fixture(scope="module")
def counties() -> Evaluation:
    return evaluate(card(COUNTIES), population())


def cut(evaluation: Evaluation, unit: str, period: str) -> ReportSlice:
    return slice_for(evaluation, unit, "all", parse_period(period))


def restated(evaluation: Evaluation, unit: str, period: str) -> dict[str, float]:
    rows = cut(evaluation, unit, period).restated
    return dict(zip(rows["period"], rows["value"], strict=True))


def fold_of(report: ReportSlice, language: str) -> Fold | None:
    return in_later_structure(Report(report, language), report.scorecard.measures[0])


def chart(report: ReportSlice, language: str) -> Figure:
    figure = chart_of(Report(report, language), report.scorecard.measures[0])
    assert figure is not None
    return figure


def cells(fold: Fold | None) -> list[list[str]]:
    assert fold is not None
    table: Any = fold.blocks[-1]
    return [[cell.text for cell in row.cells] for row in table.rows]


def text_of(blocks: list[Block]) -> str:
    return " ".join(block.model_dump_json() for block in blocks)


def test_a_slice_holds_the_values_that_are_others_in_the_organisation_of_its_day(
    schools: Evaluation,
) -> None:
    assert restated(schools, "both", "2004") == {"2002": 3, "2003": 3}
    assert restated(schools, "west", "2003") == {"2002": 100}
    assert restated(schools, "east", "2003") == {"2002": 13}
    # the schools that were split count in neither district; what was moved still does
    assert restated(schools, "east", "2005") == {"2002": 10, "2003": 10, "2004": 10}
    assert restated(schools, "left", "2005") == {}
    assert restated(schools, "city", "2005") == {}
    assert restated(schools, "west", "2002") == {}  # nothing had changed yet


def test_the_few_units_computed_again_have_the_values_of_the_whole_organisation(
    schools: Evaluation, counties: Evaluation
) -> None:
    for evaluation, rows in ((schools, PUPILS), (counties, population())):
        for period in evaluation.periods:
            own = evaluation.scorecard
            whole = evaluate(own, rows, structure=period.end).results
            whole = whole[whole["value"].notna() & (whole["period"] <= str(period))]
            was = evaluation.results.dropna(subset="value")
            keys = ["org_unit", "period"]
            both = whole[[*keys, "value"]].merge(was[[*keys, "value"]], how="left", on=keys)
            other = both[both["value_x"] != both["value_y"]]
            for unit in evaluation.parents_at(period):
                mine = other[other["org_unit"] == unit]
                expected = dict(zip(mine["period"], mine["value_x"], strict=True))
                assert restated(evaluation, unit, str(period)) == expected, (unit, period)


def test_a_written_slice_keeps_changes_and_restated_values(
    schools: Evaluation, tmp_path: Path
) -> None:
    made = cut(schools, "both", "2004")
    write_scorecard(tmp_path, schools.scorecard)
    write_slice(tmp_path, made)
    read = read_slice(tmp_path, "both", "all", "2004")
    assert read.reorganisations == made.reorganisations != ()
    pd.testing.assert_frame_equal(read.restated, made.restated)


def test_a_merged_unit_shows_what_its_parts_were_together_beside_what_there_was(
    schools: Evaluation,
) -> None:
    fold = fold_of(cut(schools, "both", "2004"), "sv")
    assert cells(fold) == [["2002", "3,0", "."], ["2003", "3,0", "."]]  # no unit then, not no data
    assert fold is not None
    assert fold.summary == "I organisationen den 31 december 2004: M"
    assert "both bildades den 1 januari 2004 av one och two." in text_of(list(fold.blocks))
    english = fold_of(cut(schools, "both", "2004"), "en")
    assert english is not None
    assert "both was formed on 1 January 2004 from one and two." in text_of(list(english.blocks))


def test_a_unit_that_never_changed_has_no_table_and_no_mark(schools: Evaluation) -> None:
    report = cut(schools, "city", "2005")
    assert fold_of(report, "sv") is None
    assert "Ny organisation" not in chart(report, "sv").svg
    assert "organisation" not in text_of(about_subject(Report(report, "sv")))


def test_a_district_that_gained_and_lost_has_a_break_with_a_word_and_its_earlier_values(
    schools: Evaluation,
) -> None:
    report = cut(schools, "east", "2005")
    figure = chart(report, "en")
    assert figure.svg.count("New organisation") == 2
    assert "From 2003 on the organisation is another." in figure.alt
    assert "From 2005 on the organisation is another." in figure.alt
    assert cells(fold_of(report, "en"))[0] == ["2002", "10.0", "3.0"]
    about = text_of(about_subject(Report(report, "en")))
    assert "From 1 January 2003 it includes moves." in about
    assert "From 1 January 2005 it no longer includes left." in about


def test_uppsala_shows_a_break_where_knivsta_left_and_knivsta_says_why_it_begins(
    counties: Evaluation,
) -> None:
    # acceptance 101
    report = cut(counties, "uppsala", "2009")
    assert "Ny organisation" in chart(report, "sv").svg
    assert "Från 2003 är organisationen en annan." in chart(report, "sv").alt
    assert fold_of(report, "sv") is None  # nobody knows how much of it Knivsta was
    young = cut(counties, "knivsta", "2009")
    assert "Ny organisation" not in chart(young, "sv").svg
    about = text_of(about_subject(Report(young, "sv")))
    assert "knivsta bildades den 1 januari 2003 av en del av uppsala" in about
    assert "har inga egna värden dessförinnan" in about
    assert "Ny organisation" not in chart(cut(counties, "heby", "2009"), "sv").svg


def test_no_change_is_told_across_a_change_of_the_organisation(counties: Evaluation) -> None:
    measure = counties.scorecard.measures[0]
    for unit, period, expected in (
        ("vastmanland", "2007", None),
        ("vastmanland", "2008", "2007"),
        ("heby", "2007", "2006"),
        ("uppsala", "2003", None),
    ):
        found = comparable_year_before(cut(counties, unit, period), measure)
        assert (found and str(found)) == expected, (unit, period)


def test_a_value_is_not_told_in_another_organisation_where_a_part_of_it_was_withheld() -> None:
    rows = told(
        *(("a", code, "2003", 50.0) for code in ("stays", "moves", "two")),
        ("a", "one", "2003", 4.0), ("a", "both", "2004", 54.0), ("a", "stays", "2004", 50.0),
        ("a", "moves", "2004", 50.0),
    )  # fmt: skip
    evaluation = evaluate(card(SCHOOLS, minimum_base=10, base="a"), rows)
    assert restated(evaluation, "both", "2004") == {}
    open_to_all = evaluate(card(SCHOOLS), rows)
    assert restated(open_to_all, "both", "2004") == {"2003": 54}
