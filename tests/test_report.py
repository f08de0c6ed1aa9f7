"""The report of a slice: what it says first, and that every number on it is the evaluation's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from string import Formatter

import numpy as np
import pandas as pd
import pytest

from bsc_helpers.blocks import (
    Block,
    Cell,
    Figure,
    Fold,
    Head,
    KeyFigures,
    Section,
    Statement,
    Table,
)
from bsc_helpers.errors import ParameterError
from bsc_helpers.evaluation import Evaluation, shown_results, slice_for
from bsc_helpers.folder import evaluate_folder
from bsc_helpers.narrative.formats import format_value
from bsc_helpers.report import Report, about, head, in_short, perspectives, summary, table_of
from bsc_helpers.report.words import WORDS

ROOT = Path(__file__).parents[1]
NOTICE = {"sv": "Påhittade uppgifter", "en": "Invented data"}


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    return evaluate_folder(ROOT / "parameters" / "goteborg", date(2004, 2, 17)).evaluation


def report_of(evaluation: Evaluation, unit: str, language: str = "en") -> Report:
    assert evaluation.latest is not None
    return Report(slice_for(evaluation, unit, "all", evaluation.latest), language)


def blocks_in(*blocks: Block) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Section | Fold):
            yield from blocks_in(*block.blocks)
        if isinstance(block, Figure) and block.data is not None:
            yield block.data


def whole(report: Report) -> list[Block]:
    parts = (head, in_short, summary, perspectives, about)
    return list(blocks_in(*(part(report) for part in parts)))


def test_the_words_of_all_languages_have_the_same_keys_and_places() -> None:
    def places(text: str) -> set[str | None]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    for key, text in WORDS["sv"].items():
        assert places(text) == places(WORDS["en"][key]), key
    assert set(WORDS["sv"]) == set(WORDS["en"])


def test_every_word_is_used_and_every_language_without_words_is_refused(
    evaluation: Evaluation,
) -> None:
    source = "".join(
        path.read_text(encoding="utf-8")
        for path in (ROOT / "bsc_helpers" / "report").glob("*.py")
        if path.name != "words.py"
    )
    unused = [
        key
        for key in WORDS["sv"]
        if not re.search(rf"""["']{key}["']""", source) and not key.startswith("status_")
    ]
    assert unused == []
    with pytest.raises(ParameterError, match="valid: en, sv"):
        report_of(evaluation, "majorna", "xx")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_head_says_unit_period_place_and_that_the_data_are_invented(
    evaluation: Evaluation, language: str
) -> None:
    top = head(report_of(evaluation, "majorna", language))
    assert isinstance(top, Head)
    assert top.title.startswith("Majorna, ")
    assert "2003" in top.title
    assert "Göteborg" in dict(top.facts).values()
    assert top.notice.startswith(NOTICE[language])


def test_money_stands_first_then_the_law_then_missed_targets_then_what_is_missing(
    evaluation: Evaluation,
) -> None:
    order = {"5": 0, "18": 1, "2": 2, "15": 3}
    for unit in ("goteborg", "backa", "styrso"):
        found = [
            b.model
            for b in blocks_in(in_short(report_of(evaluation, unit)))
            if isinstance(b, Statement)
        ]
        assert found[0] == "5"
        assert [order[model] for model in found] == sorted(order[model] for model in found)
        assert found.count("2") <= 4
    assert "15" in found or unit != "backa"


def test_the_late_figure_of_backa_is_told_with_who_computes_it(evaluation: Evaluation) -> None:
    texts = [
        b.text
        for b in blocks_in(in_short(report_of(evaluation, "backa")))
        if isinstance(b, Statement)
    ]
    assert any("planner" in text and text.startswith("No data") for text in texts)


def test_the_counts_of_statuses_add_up_to_the_measures(evaluation: Evaluation) -> None:
    for unit in evaluation.scorecard.org_units:
        report = report_of(evaluation, unit.code)
        (counts,) = [b for b in blocks_in(in_short(report)) if isinstance(b, KeyFigures)]
        assert sum(int(figure.text) for figure in counts.figures) == len(
            evaluation.scorecard.measures
        )


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("unit", ["goteborg", "majorna", "styrso", "backa"])
def test_the_values_and_statuses_of_the_summary_are_those_of_the_evaluation(
    evaluation: Evaluation, unit: str, language: str
) -> None:
    assert evaluation.latest is not None
    expected = shown_results(evaluation, evaluation.latest)
    expected = expected[expected["org_unit"] == unit].set_index("measure")
    (table,) = [
        b for b in blocks_in(summary(report_of(evaluation, unit, language))) if isinstance(b, Table)
    ]
    rows = {row.cells[0].to: row.cells for row in table.rows if not row.group}
    assert len(rows) == len(expected)
    for measure in evaluation.scorecard.measures:
        cells, row = rows[f"m-{measure.code}"], expected.loc[measure.code]
        assert cells[4].status == row["status"]
        if np.isnan(row["value"]):
            assert cells[1].number is None
            assert cells[1].text == ".."
        else:
            assert cells[1].number == row["value"]
            assert cells[1].text == format_value(row["value"], measure, language, bare=True)


def test_the_tables_of_units_below_hold_every_unit_by_name_with_its_value(
    evaluation: Evaluation,
) -> None:
    assert evaluation.latest is not None
    results = shown_results(evaluation, evaluation.latest)
    tables = [b for b in whole(report_of(evaluation, "goteborg", "sv")) if isinstance(b, Table)]
    below = [t for t in tables if t.caption.endswith("i bokstavsordning")]
    assert len(below) == len(evaluation.scorecard.measures)
    names = [row.cells[0].text for row in below[0].rows]
    assert len(names) == 21
    assert names[-2:] == ["Älvsborg", "Örgryte"]  # Swedish order, whatever the machine's locale
    by_name = {unit.name.of("sv"): unit.code for unit in evaluation.scorecard.org_units}
    shares = {row.cells[0].text: row.cells[1].number for row in below[1].rows}
    for name, number in shares.items():
        own = results[(results["org_unit"] == by_name[name]) & (results["measure"] == "K04")]
        assert number == own["value"].iloc[0]


def test_every_chart_names_measure_unit_and_latest_value_in_its_alternative_text(
    evaluation: Evaluation,
) -> None:
    report = report_of(evaluation, "majorna")
    figures = [b for b in whole(report) if isinstance(b, Figure)]
    assert len(figures) == len(evaluation.scorecard.measures)
    assert len({figure.alt for figure in figures}) == len(figures)
    for figure, measure in zip(figures, report_measures(report), strict=True):
        value = report.value_text(measure, report.row(measure))
        assert measure.name.of("en") in figure.alt
        assert "Majorna" in figure.alt
        assert value in figure.alt
        assert value in figure.title
        assert "Invented data" in figure.svg
        assert len(figure.svg) < 6_500


def report_measures(report: Report) -> list[object]:
    card = report.slice.scorecard
    return [
        measure
        for perspective in card.perspectives
        for objective in card.objectives
        if objective.perspective == perspective.code
        for measure in card.measures
        if card.objective_of(measure) == objective.code
    ]


def test_the_formula_is_shown_with_its_numbers_and_gives_the_value(evaluation: Evaluation) -> None:
    tables = [b for b in whole(report_of(evaluation, "majorna")) if isinstance(b, Table)]
    (facts,) = [t for t in tables if t.caption == "Facts about Sickness absence"]
    with_numbers = next(
        row.cells[1].text for row in facts.rows if row.cells[0].text == "With the numbers"
    )
    factor, above, below, value = (
        float(number.replace(",", "")) for number in re.findall(r"[0-9][0-9,.]*", with_numbers)
    )
    assert factor == 100
    assert round(factor * above / below, 1) == value


def test_no_text_of_any_report_holds_a_number_that_is_none(evaluation: Evaluation) -> None:
    for unit in evaluation.scorecard.org_units:
        for language in ("sv", "en"):
            blocks = whole(report_of(evaluation, unit.code, language))
            text = " ".join(re.sub(r"<svg.*?</svg>", "", b.model_dump_json()) for b in blocks)
            assert not re.search(r"\b(nan|NaN|inf|Infinity|None|NaT)\b", text)


def test_a_frame_becomes_a_table_with_numbers_of_the_language() -> None:
    frame = pd.DataFrame(
        {"share": [0.5, np.nan], "count": [12345, 6], "name": ["<b>", None]},
        index=pd.Index(["x", "y"], name="unit"),
    )
    table = table_of(frame, "sv", "Mina tal")
    assert table.caption == "Mina tal"
    assert [column.label for column in table.columns] == ["unit", "share", "count", "name"]
    assert table.rows[0].cells[1:] == (
        Cell(text="0,5", number=0.5),
        Cell(text="12\u00a0345", number=12345.0),
        Cell(text="<b>"),
    )
    assert table.rows[1].cells[1:] == (Cell(), Cell(text="6", number=6.0), Cell())


def test_a_long_frame_is_cut_and_says_so() -> None:
    table = table_of(pd.DataFrame({"n": range(500)}), "en", "Many")
    assert len(table.rows) == 200
    assert table.caption == "Many (200 / 500)"
