"""The section on surveys: what it shows, what it says of two rounds, and what it keeps quiet."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from small_survey import SOURCES, drawn, lines, write_survey

from bsc_helpers.blocks import Figure, Heading, KeyFigures, Paragraph, Section, Statement, Table
from bsc_helpers.charts.priority_matrix import Place, PriorityMatrix, render_priority_matrix
from bsc_helpers.evaluation import SURVEYS, ReportSlice, evaluate, frame_of, slice_for
from bsc_helpers.narrative import (
    change_decimals,
    latest_round,
    sentence_of,
    statements_of_surveys,
)
from bsc_helpers.periods import parse_period
from bsc_helpers.register import load_register
from bsc_helpers.report import Report, sheets, surveys
from bsc_helpers.report.words_surveys import EN, SV
from bsc_helpers.sources import read_sources

NBSP = "\u00a0"
NEVER = {
    "sv": "beror på|leder till|tack vare|effekt av|påverkar|bevisar|signifikant|trend|effektmått",
    "en": "caused by|leads to|thanks to|impact|drives|proves|significant|trend",
}
LANGUAGES = ("sv", "en")
SENT = [("north", 2003, 250), ("south", 2003, 60), ("north", 2002, 250)]


@cache
def sliced(
    unit: str = "north", south: int = 30, period: str = "2003", bare: str = ""
) -> ReportSlice:
    answers = [
        *drawn("north", 2003, 150, 0.7),
        *drawn("south", 2003, south, 0.5),
        *drawn("north", 2002, 140, 0.6),
    ]
    with TemporaryDirectory() as place:
        sources = SOURCES.replace("surveys:", bare) if bare else SOURCES
        folder = write_survey(Path(place), lines(answers), SENT, sources_yaml=sources)
        card = load_register(folder).scorecard
        told = read_sources(card, folder)
    evaluation = evaluate(card, told.observations, answers=told.answers)
    return slice_for(evaluation, unit, "all", parse_period(period))


def section(language: str = "en", **more: Any) -> Section:
    return surveys(Report(sliced(**more), language))


def only(section_: Section, kind: type[Any]) -> Any:
    (found,) = [block for block in section_.blocks if isinstance(block, kind)]
    return found


def texts_of(block: Any) -> list[str]:
    return re.findall(
        r'"(?:text|caption|label|quiet|alt|title)":"([^"]*)"', block.model_dump_json()
    )


# --- what is shown --------------------------------------------------------------------------------


def test_a_report_without_surveys_shows_nothing() -> None:
    part = sliced()
    bare = replace(part, surveys=frame_of(SURVEYS, []))
    assert surveys(Report(bare, "en")).blocks == ()
    assert latest_round(bare, "users") is None
    card = part.scorecard.model_copy(update={"surveys": ()})
    assert surveys(Report(replace(part, scorecard=card), "sv")).blocks == ()


def test_the_index_stands_with_margin_answers_and_response_rate() -> None:
    figures = only(section("sv"), KeyFigures).figures
    assert [(each.label, each.text, each.quiet) for each in figures] == [
        ("nöjd-kund-index", "68", "felmarginal ±3"),
        ("Svar som index bygger på", "150", ""),
        ("Svarsfrekvens", f"60{NBSP}%", "150 av 250 tillfrågade"),
    ]


def test_the_areas_stand_with_margin_change_and_regression_estimate() -> None:
    table = only(section("en"), Table)
    assert [column.label for column in table.columns] == [
        "Area",
        "Index",
        "Margin of error",
        "Answers",
        "The city",
        "Change since 2002",
        "Regression estimate of effect",
    ]
    meeting, _, influence = table.rows
    assert meeting.cells[0].text == "Meeting"
    assert meeting.cells[5].quiet == "just beyond the margin of error"
    assert influence.cells[5].quiet == "may be chance"
    assert re.fullmatch(r"0\.\d\d \(0\.\d\d to 0\.\d\d\)", meeting.cells[6].text)
    assert re.fullmatch(r"5 points: \d\.\d", meeting.cells[6].quiet)


def test_too_few_answers_for_an_estimate_say_so_and_draw_no_matrix() -> None:
    found = section("en", unit="south")
    table = only(found, Table)
    assert table.rows[0].cells[-1].quiet == "too few answers (74 needed)"
    assert [column.label for column in table.columns][-2] == "The city"  # no round before
    assert [block for block in found.blocks if isinstance(block, Figure)] == []


def test_a_withheld_index_shows_nothing_but_that_it_is() -> None:
    found = section("sv", unit="south", south=6)
    assert [type(block) for block in found.blocks] == [Heading, Heading, Paragraph]
    assert texts_of(found.blocks[-1]) == [SV["survey_withheld"]]


def test_a_report_shows_the_latest_round_until_its_period() -> None:
    headings = [b.text for b in section("en", period="2002").blocks if isinstance(b, Heading)]
    assert headings == ["Surveys", "The user survey, 2002"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_section_uses_no_forbidden_word_and_names_no_effect_measure(language: str) -> None:
    for text in (*(SV if language == "sv" else EN).values(), *texts_of(section(language))):
        assert not re.search(rf"\b({NEVER[language]})\b", text, re.IGNORECASE), text
        assert not re.search(r"\bnan\b|None|[{}]", re.sub(r"\{\w+\}", "", text)), text


def test_the_words_are_the_same_in_both_languages() -> None:
    assert SV.keys() == EN.keys()
    for key, text in SV.items():
        assert {*re.findall(r"\{\w+\}", text)} == {*re.findall(r"\{\w+\}", EN[key])}, key


# --- what is said ---------------------------------------------------------------------------------


def said(language: str, **more: Any) -> list[str]:
    return [
        block.text for block in section(language, **more).blocks if isinstance(block, Statement)
    ]


def test_the_target_is_told_as_everywhere_and_the_change_as_the_model_sentence() -> None:
    first, second = said("sv")
    assert first.startswith("Nöjd-Kund-Index var 68 under år 2003")
    assert second == (
        "Nöjd-kund-index steg från 61 till 68 mellan 2002 och 2003. Felmarginalen för förändringen "
        "är ±4, så den är större än slumpen brukar ge."
    )
    assert said("en")[1] == (
        "The customer satisfaction index rose from 61 to 68 between 2002 and 2003. The margin of "
        "error of the change is ±4, so it is larger than chance usually gives."
    )


def changed(value: float, previous: float, margin: float) -> ReportSlice:
    """Return the slice with other figures for two rounds of its index."""
    part = sliced()
    frame = part.surveys.copy()
    index = (frame["org_unit"] == "north") & (frame["part"] == "index")
    now, before = index & (frame["period"] == "2003"), index & (frame["period"] == "2002")
    frame.loc[now, ["value", "change", "change_margin"]] = [value, value - previous, margin]
    frame.loc[before, "value"] = previous
    return replace(part, surveys=frame)


CHANCE, BEYOND = "so it may be chance.", "so it is larger than chance usually gives."
NEAR = "somewhat larger, but among many comparisons it may still be chance."


@pytest.mark.parametrize(
    ("figures", "begins", "ends"),
    [
        ((72.0, 68.0, 5.0), "rose from 68 to 72 between", f"change is ±5, {CHANCE}"),
        ((68.0, 72.0, 5.0), "fell from 72 to 68 between", f"change is ±5, {CHANCE}"),
        ((68.0, 75.0, 5.0), "fell from 75 to 68 between", f"change is ±5. The change is {NEAR}"),
        ((67.0, 75.0, 5.0), "fell from 75 to 67 between", f"change is ±5, {BEYOND}"),
        ((70.2, 69.8, 5.0), "was 70 in both", "change is ±5."),
        ((72.4, 68.6, 3.6), "rose from 68.6 to 72.4 between", f"±3.6. The change is {NEAR}"),
    ],
)
def test_two_rounds_are_told_with_figures_that_bear_out_what_is_said(
    figures: tuple[float, float, float], begins: str, ends: str
) -> None:
    part = changed(*figures)
    (statement,) = statements_of_surveys(part)
    told = sentence_of(statement, part.scorecard, "en")
    assert told.startswith(f"The customer satisfaction index {begins} 2002 and 2003. The margin of")
    assert told.endswith(ends)
    assert {each.column for each in statement.evidence} == {"value", "change_margin"}


def test_one_round_is_told_without_a_change() -> None:
    assert list(statements_of_surveys(sliced("south"))) == []
    assert list(statements_of_surveys(sliced(period="2002"))) == []


def test_decimals_are_added_only_where_rounding_would_contradict() -> None:
    assert change_decimals(72, 68, 5) == 0
    assert change_decimals(72.4, 68.6, 3.6) == 1
    assert change_decimals(70.4, 70.0, 0.6) == 0


# --- the matrix and the sheet ---------------------------------------------------------------------


def test_the_matrix_has_its_words_for_those_who_cannot_see_it_and_its_numbers() -> None:
    figure = only(section("en"), Figure)
    assert figure.alt.startswith("Priority matrix for North, 2003. Meeting: index ")
    assert figure.title.startswith("Priority matrix, North, 2003. Prioritise: ")
    assert [row.cells[0].text for row in figure.data.rows] == ["Meeting", "Continuity", "Influence"]
    for name in ("Maintain", "Improve if possible", "Lower priority", "Prioritise"):
        assert f">{name}<" in figure.svg


def matrix_of(*places: Place) -> str:
    return render_priority_matrix(
        PriorityMatrix(
            places=places,
            value_line=70.0,
            effect_line=0.3,
            fields=("A", "B", "C", "D"),
            value_label="Index",
            effect_label="Estimate",
            format_value=lambda value: f"{value:.0f}",
            format_effect=lambda effect: f"{effect:.2f}",
            unclear="uncertain",
        )
    )


def test_an_unclear_area_is_a_ring_and_what_it_means_is_told_only_then() -> None:
    clear = matrix_of(Place("One", 80.0, 0.2), Place("Two", 60.0, 0.4))
    ring = matrix_of(Place("One", 80.0, 0.2), Place("Two", 60.0, 0.4, is_clear=False))
    assert "<circle" not in clear
    assert "uncertain" not in clear
    assert ring.count("<circle") == 2  # the area, and the sign in the note
    assert "uncertain" in ring


def test_names_in_the_matrix_are_text_and_stand_apart() -> None:
    svg = matrix_of(Place("<b>&", 60.0, 0.4), Place("Two", 60.1, 0.4), Place("Three", 80.0, 0.1))
    assert "&lt;b&gt;&amp;" in svg
    heights = [float(y) for y in re.findall(r'y="([\d.]+)"[^>]*fill="#1c232b"', svg)]
    assert len(heights) == 3
    assert min(abs(a - b) for a in heights[:2] for b in heights[:2] if a != b) >= 16


def test_the_workbook_has_the_surveys_and_traces_what_is_said_of_them() -> None:
    found = {sheet.name: sheet for sheet in sheets(Report(sliced(), "en")).blocks}
    sheet = found["Surveys"]
    assert {row[0] for row in sheet.rows} == {"North", "The city"}
    assert "Regression estimate of effect" in [column.label for column in sheet.columns]
    traced = [row for row in found["Statements"].rows if row[4] == "surveys"]
    assert [row[6] for row in traced] == ["The user survey"] * 3
    assert {row[1] for row in traced} == {"11"}


def test_a_withheld_unit_has_no_number_in_the_workbook() -> None:
    found = {sheet.name: sheet for sheet in sheets(Report(sliced("south", 6), "en")).blocks}
    own = [row for row in found["Surveys"].rows if row[0] == "South"]
    assert own
    assert not any(isinstance(cell, float) for row in own for cell in row)
