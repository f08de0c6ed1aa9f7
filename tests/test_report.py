"""The report of a slice: what it says first, and that every number on it is the evaluation's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from string import Formatter

import numpy as np
import pandas as pd
import pytest
from small_slice import measure_of

from bsc_helpers.blocks import (
    Block,
    Cell,
    Figure,
    Fold,
    Head,
    Heading,
    KeyFigures,
    Paragraph,
    Section,
    Statement,
    Table,
)
from bsc_helpers.errors import ParameterError
from bsc_helpers.evaluation import Evaluation, shown_results, slice_for
from bsc_helpers.folder import evaluate_folder
from bsc_helpers.model import Measure
from bsc_helpers.narrative.formats import format_period, format_value
from bsc_helpers.periods import parse_period
from bsc_helpers.report import (
    Report,
    about,
    actions,
    discussion,
    economy,
    head,
    in_short,
    links,
    objectives,
    perspectives,
    summary,
    table_of,
)
from bsc_helpers.report.anchors import anchor_of
from bsc_helpers.report.compared import is_compared
from bsc_helpers.report.words import WORDS

ROOT = Path(__file__).parents[1]
DISTRICTS = ("goteborg", "askim", "backa", "lundby", "majorna", "styrso", "torslanda", "tynnered")
NOTICE = {"sv": "Påhittade uppgifter", "en": "Invented data"}


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    return evaluate_folder(ROOT / "parameters" / "goteborg", date(2004, 2, 17)).evaluation


def report_of(evaluation: Evaluation, unit: str, language: str = "en") -> Report:
    assert evaluation.latest is not None
    return Report(slice_for(evaluation, unit, "all", evaluation.latest), language)


def whole_units(results: pd.DataFrame) -> pd.DataFrame:
    return results[results["activity"] == "all"]


def blocks_in(*blocks: Block) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Section | Fold):
            yield from blocks_in(*block.blocks)
        if isinstance(block, Figure) and block.data is not None:
            yield block.data


def whole(report: Report) -> list[Block]:
    first = (head, in_short, summary, perspectives)
    parts = (*first, actions, economy, objectives, links, discussion, about)
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
        for path in (ROOT / "bsc_helpers" / "report").rglob("*.py")
        if not path.name.startswith("words")
    )
    made = re.findall(r"""f["']([a-z_]+)\{""", source)  # keys that end with a word of the register
    ended = re.findall(r"""["'][a-z_]*\{\w+\}(_[a-z_]+)["']""", source)
    unused = [
        key
        for key in WORDS["sv"]
        if not re.search(rf"""["']{key}["']""", source)
        and not key.startswith(tuple(made))
        and not key.endswith(tuple(ended))
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
    order = {"5": 0, "6": 1, "18": 2, "2": 3, "8": 3, "12": 3, "15": 4}
    for unit in ("goteborg", "backa", "styrso"):
        found = [
            b.model
            for b in blocks_in(in_short(report_of(evaluation, unit)))
            if isinstance(b, Statement)
        ]
        assert found[0] == "5"
        assert [order[model] for model in found] == sorted(order[model] for model in found)
        assert sum(order[model] == 3 for model in found) <= 4
    assert "15" in found or unit != "backa"


def test_the_late_figure_of_backa_is_told_with_who_owes_it(evaluation: Evaluation) -> None:
    texts = [
        b.text
        for b in blocks_in(in_short(report_of(evaluation, "backa")))
        if isinstance(b, Statement)
    ]
    (late,) = [text for text in texts if "planner" in text]
    assert "it was due by 21 January 2004 from the planner." in late
    assert "No data" not in late  # the mark of its status says it


def test_the_counts_of_statuses_add_up_to_the_measures(evaluation: Evaluation) -> None:
    for unit in (*DISTRICTS, "ma-f01"):
        report = report_of(evaluation, unit)
        own = report.slice.results
        (counts,) = [b for b in blocks_in(in_short(report)) if isinstance(b, KeyFigures)]
        assert (
            sum(int(figure.text) for figure in counts.figures)
            == own.loc[own["org_unit"] == unit, "measure"].nunique()
        )


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("unit", ["goteborg", "majorna", "styrso", "backa"])
def test_the_values_and_statuses_of_the_summary_are_those_of_the_evaluation(
    evaluation: Evaluation, unit: str, language: str
) -> None:
    assert evaluation.latest is not None
    expected = whole_units(shown_results(evaluation, evaluation.latest))
    expected = expected[expected["org_unit"] == unit].set_index("measure")
    (table,) = [
        b for b in blocks_in(summary(report_of(evaluation, unit, language))) if isinstance(b, Table)
    ]
    rows = {row.cells[0].to: row.cells for row in table.rows if not row.group}
    assert len(rows) == len(expected)
    for measure in evaluation.scorecard.measures:
        cells, row = rows[f"m-{measure.code}"], expected.loc[measure.code]
        assert cells[2].status == row["status"]
        if np.isnan(row["value"]):
            assert cells[1].number is None
            assert cells[1].text == ".."
        else:
            assert cells[1].number == row["value"]
            point = "," if language == "sv" else "."
            decimals = re.search(
                rf"{re.escape(point)}([0-9]+)(?!{re.escape(point)})", cells[1].text
            )
            places = len(decimals[1]) if decimals else 0
            assert cells[1].text == format_value(row["value"], measure, language, places, bare=True)
            assert places >= measure.decimals


def test_the_tables_of_units_below_hold_every_unit_by_name_with_its_value(
    evaluation: Evaluation,
) -> None:
    assert evaluation.latest is not None
    results = whole_units(shown_results(evaluation, evaluation.latest))
    tables = [b for b in whole(report_of(evaluation, "goteborg", "sv")) if isinstance(b, Table)]
    below = [t for t in tables if t.caption.endswith("i bokstavsordning")]
    assert len(below) == len(evaluation.scorecard.measures)
    names = [row.cells[0].text for row in below[0].rows]
    assert len(names) == 21
    assert names[-2:] == ["Älvsborg", "Örgryte"]  # Swedish order, whatever the machine's locale
    by_name = {unit.name.of("sv"): unit.code for unit in evaluation.scorecard.org_units}
    measure = evaluation.scorecard.measure("K04")
    (own_table,) = [t for t in below if t.caption.startswith(f"{measure.name.of('sv')} för")]
    shares = {row.cells[0].text: row.cells[1].number for row in own_table.rows}
    for name, number in shares.items():
        own = results[(results["org_unit"] == by_name[name]) & (results["measure"] == "K04")]
        assert number == own["value"].iloc[0]


def test_every_chart_names_measure_unit_and_latest_value_in_its_alternative_text(
    evaluation: Evaluation,
) -> None:
    report = report_of(evaluation, "majorna")
    figures = courses_in(report)
    assert len(figures) == len(evaluation.scorecard.measures)
    assert len({figure.alt for figure in figures}) == len(figures)
    for figure, measure in zip(figures, report_measures(report), strict=True):
        value = report.figures.value_text(measure, report.row(measure))
        assert measure.name.of("en") in figure.alt
        assert "Majorna" in figure.alt
        assert value in figure.alt
        assert value in figure.title
        assert "Invented data" in figure.svg
        assert len(figure.svg) < 6_500


def courses_in(report: Report) -> list[Figure]:
    """Return the charts of the measures over time: those with their numbers behind them."""
    figures = [b for b in blocks_in(perspectives(report)) if isinstance(b, Figure)]
    return [figure for figure in figures if figure.data is not None]


def report_measures(report: Report) -> list[Measure]:
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
    report = report_of(evaluation, "majorna")
    with_numbers = all_computed(report)["M02"]["With the numbers"]
    factor, above, below, value = (
        float(number.replace(",", "")) for number in re.findall(r"[0-9][0-9,.]*", with_numbers)
    )
    assert factor == 100
    assert round(factor * above / below, 1) == value


# --- one text for one value -----------------------------------------------------------------------

# Values of the example that miss their target by so little that the decimals of the measure would
# show them upon it; and one that does not.
CLOSE = [
    ("lundby", "M02", "8,51"),
    ("tynnered", "M04", "1,64"),
    ("majorna", "U02", "0,55"),
    ("askim", "V01", "5,34"),
    ("centrum", "V04", "6,03"),
    ("goteborg", "M06", "61"),
]


@pytest.mark.parametrize(("unit", "code", "number"), CLOSE)
def test_a_value_has_the_same_text_everywhere_on_the_page(
    evaluation: Evaluation, unit: str, code: str, number: str
) -> None:
    report = report_of(evaluation, unit, "sv")
    measure = report.slice.scorecard.measure(code)
    name = measure.name.of("sv")
    blocks = whole(report)
    (row,) = [
        row.cells
        for table in blocks
        if isinstance(table, Table) and table.anchor == "summary-table"
        for row in table.rows
        if row.cells[0].to == f"m-{code}"
    ]
    (figure,) = [b for b in courses_in(report) if b.title.startswith(f"{name}:")]
    assert figure.data is not None
    formula = all_computed(report)[code]["Med siffror"]
    told = [
        b.text
        for b in blocks
        if isinstance(b, Statement)
        and b.model not in ("16", "19")
        and b.text.startswith(measure.sentence_subject("sv"))
    ]
    said = rf"(?<![0-9,−]){number}(?![0-9]|,[0-9])"
    drawn = re.findall(r"<text[^>]*>([^<]*)</text>", figure.svg)
    for text in (row[1].text, figure.title, figure.alt, formula, *told):
        assert re.search(said, text), text
    assert any(re.fullmatch(rf"{number}(\u00a0%)?", text) for text in drawn)
    assert figure.data.rows[-1].cells[1].text == number
    if unit != "goteborg":
        above = report_of(evaluation, "goteborg", "sv")
        (below,) = [
            b
            for b in whole(above)
            if isinstance(b, Table) and b.caption.startswith(f"{name} för enheterna under")
        ]
        own = {r.cells[0].text: r.cells[1].text for r in below.rows}
        assert own[report.unit_name] == number


def test_no_value_is_shown_upon_a_border_that_it_misses(evaluation: Evaluation) -> None:
    for unit in DISTRICTS:
        report = report_of(evaluation, unit)
        for measure in report.measures:
            row, target = report.row(measure), report.target_in_force(measure)
            if row is None or target is None or row.status not in ("warning", "poor"):
                continue
            shown = report.figures.number_text(measure, row).replace(",", "").replace("−", "-")
            borders = [target.value, target.low, target.high]
            assert float(shown) not in borders, (unit, measure.code)


# --- what is compared with what -------------------------------------------------------------------


def test_what_adds_up_is_not_compared_with_the_whole(evaluation: Evaluation) -> None:
    report = report_of(evaluation, "majorna")
    figures = courses_in(report)
    assert not is_compared(report, report.slice.scorecard.measure("V06"))
    for figure, measure in zip(figures, report_measures(report), strict=True):
        assert figure.data is not None
        heads = [column.label for column in figure.data.columns]
        compared = [
            "Göteborg" in " ".join(heads),
            "Göteborg" in figure.alt,
            "Göteborg" in figure.svg,
        ]
        assert compared == [is_compared(report, measure)] * 3, measure.code


def test_the_comparison_says_its_value_in_the_chart(evaluation: Evaluation) -> None:
    report, city = report_of(evaluation, "majorna"), report_of(evaluation, "goteborg")
    figures = courses_in(report)
    for figure, measure in zip(figures, report_measures(report), strict=True):
        if is_compared(report, measure):
            value = city.figures.short_text(measure, city.row(measure))
            assert f">Göteborg {value}<" in figure.svg


def all_computed(report: Report) -> dict[str, dict[str, str]]:
    """Return what is said of how each value was computed, by the code of the measure."""
    folds = [
        block
        for block in blocks_in(perspectives(report))
        if isinstance(block, Fold) and block.summary == report.words["computed"]
    ]
    found = {}
    for fold, measure in zip(folds, report_measures(report), strict=True):
        assert fold.in_print
        (said,) = fold.blocks
        assert isinstance(said, Paragraph)
        texts = [run.text for run in said.runs]
        pairs = zip(texts[::2], texts[1::2], strict=True)
        found[measure.code] = {k.removesuffix(": "): v.removesuffix(". ") for k, v in pairs}
    return found


def all_facts(report: Report) -> dict[str, dict[str, str]]:
    """Return what the tables of facts say of each measure, by its code."""
    start = WORDS[report.language]["facts_caption"].format(measure="")
    names = {m.name.of(report.language): m.code for m in report.slice.scorecard.measures}
    return {
        names[table.caption.removeprefix(start)]: {
            row.cells[0].text: row.cells[1].text for row in table.rows
        }
        for table in blocks_in(perspectives(report))
        if isinstance(table, Table) and table.caption.startswith(start)
    }


def test_the_facts_name_the_warning_limit_and_a_score_scale_of_the_measures_own(
    evaluation: Evaluation,
) -> None:
    report = report_of(evaluation, "majorna", "sv")
    facts = all_facts(report)
    limits = {code: facts[code].get("Varningsgräns") for code in ("M02", "U03", "V02")}
    assert limits == {"M02": "9\u00a0%", "U03": "22\u00a0400–24\u00a0800\u00a0kr", "V02": None}
    scales = {code: facts[code].get("Poängskala") for code in ("M02", "V02", "V06")}
    assert scales == {
        "M02": None,
        "V02": "80\u00a0% = 0, 100\u00a0% = 100",
        "V06": "0 = 100, 1 = 50, 5 = 0",
    }
    assert "Ansvarig" in facts["K06"]
    assert "Ansvarig för målet" in facts["M02"]
    short = all_computed(report)
    assert "Med siffror" in short["M02"]
    assert "Med siffror" not in short["V06"]  # its formula is one figure: the value itself


def test_the_facts_hold_attainment_only_where_it_can_be_told_and_no_coverage_of_all(
    evaluation: Evaluation,
) -> None:
    beyond = []
    for unit in ("goteborg", "backa", "majorna", "styrso"):
        report = report_of(evaluation, unit)
        facts, short = all_facts(report), all_computed(report)
        for measure in report.measures:
            row, said = report.row(measure), facts[measure.code]
            told = 0 <= row.attainment <= 100 and row.status != "uncertain"
            assert ("Attainment" in said) == told
            partly = "Share of units that delivered" in short[measure.code]
            assert partly == (row.coverage < 1)
            beyond.append(row.attainment > 100)
    assert any(beyond)


def test_a_longer_window_is_shown_once_and_only_where_it_says_more(evaluation: Evaluation) -> None:
    def windows(period: str, code: str) -> list[str]:
        part = slice_for(evaluation, "majorna", "all", parse_period(period))
        facts = all_facts(Report(part, "en"))[code]
        return [key for key in facts if key.startswith(("Year to date", "The last year"))]

    assert windows("2003-Q4", "M02") == ["Year to date (January–December 2003)"]
    assert windows("2003-Q3", "M02") == [
        "Year to date (January–September 2003)",
        "The last year (October 2002 – September 2003)",
    ]
    assert windows("2003-Q1", "M02") == ["The last year (April 2002 – March 2003)"]
    assert windows("2003-Q3", "V06") == []  # a count on the last day
    assert windows("2003-Q4", "K01") == []


def test_the_alternative_text_names_the_latest_of_equal_extremes_and_what_is_missing(
    evaluation: Evaluation,
) -> None:
    report = report_of(evaluation, "backa")
    alts = {
        measure.code: figure.alt
        for figure, measure in zip(
            courses_in(report),
            report_measures(report),
            strict=True,
        )
    }
    assert "For quarter 4 2003: no data, wholly or in part." in alts["V05"]
    assert "no data" not in alts["V06"]
    shown = report.history(report.slice.scorecard.measure("V06"))
    counts = [report.row(report.slice.scorecard.measure("V06"), period=p).value for p in shown]
    assert counts.count(min(counts)) > 1
    last = shown[max(n for n, count in enumerate(counts) if count == min(counts))]
    assert f"Lowest 0 ({format_period(last, 'en')})" in alts["V06"]


def test_tables_of_one_measure_say_its_unit_once_and_have_bare_numbers(
    evaluation: Evaluation,
) -> None:
    report = report_of(evaluation, "goteborg", "sv")
    blocks = whole(report)
    for block in blocks:
        if not isinstance(block, Table) or not block.caption.startswith(
            ("Värden i", "Sjukfrånvaro ")
        ):
            continue
        numbers = [cell.text for row in block.rows for cell in row.cells[1:]]
        assert not any(re.search(r"[%a-zåäö]", text) for text in numbers), block.caption
    heads = {
        b.caption: [column.label for column in b.columns] for b in blocks if isinstance(b, Table)
    }
    assert "Värden i diagrammet: Sjukfrånvaro (%)" in heads
    assert "Värden i diagrammet: Ledarindex" in heads  # the name says it
    assert "Mål" not in heads["Värden i diagrammet: Synpunkter och klagomål per 100 brukare"]
    assert "Mål" in heads["Värden i diagrammet: Sjukfrånvaro (%)"]
    assert heads["Sjukfrånvaro för enheterna under Göteborg, i bokstavsordning"][1] == "Värde (%)"


def test_a_unit_that_the_name_says_is_not_said_again(evaluation: Evaluation) -> None:
    report = report_of(evaluation, "majorna", "sv")
    card = report.slice.scorecard
    texts = {code: report.figures.value_text(card.measure(code), report.row(card.measure(code)))
             for code in ("V05", "V06", "K06")}  # fmt: skip
    assert texts["V05"].endswith("\u00a0personer")
    assert texts["V06"].isdigit()
    assert re.fullmatch(r"[0-9],[0-9]", texts["K06"])


def test_a_measure_that_is_followed_has_a_dash_for_its_target(
    evaluation: Evaluation,
) -> None:
    (table,) = [
        b for b in blocks_in(summary(report_of(evaluation, "majorna"))) if isinstance(b, Table)
    ]
    targets = {row.cells[0].to: row.cells[3].text for row in table.rows if not row.group}
    assert targets["m-K06"] == "–"
    assert targets["m-V02"] == "100%"
    assert targets["m-V06"] == "zero"
    assert all(targets.values())


def test_every_sign_has_one_meaning(evaluation: Evaluation) -> None:
    for language in ("sv", "en"):
        tables = [
            b for b in whole(report_of(evaluation, "majorna", language)) if isinstance(b, Table)
        ]
        (signs,) = [t for t in tables if t.caption == WORDS[language]["about_signs"]]
        shown = [row.cells[0].text for row in signs.rows]
        assert len(set(shown)) == len(shown)


def test_the_missing_figures_have_a_heading_only_where_there_are_any(
    evaluation: Evaluation,
) -> None:
    def headings(unit: str) -> list[str]:
        return [b.text for b in about(report_of(evaluation, unit)).blocks if isinstance(b, Heading)]

    assert "Missing figures" in headings("backa")
    assert "Missing figures" not in headings("majorna")


def test_scores_go_from_the_whole_to_each_perspective_and_its_objectives(
    evaluation: Evaluation,
) -> None:
    card = evaluation.scorecard
    # A perspective and an objective may share a code.
    coded = tuple(
        o.model_copy(update={"code": "K"}) if o.code == "K1" else o for o in card.objectives
    )
    part = slice_for(evaluation, "majorna", "all", parse_period("2003-Q4"))
    scores = part.scores.copy()
    scores.loc[scores["code"] == "K1", "code"] = "K"
    changed = replace(
        part, scorecard=part.scorecard.model_copy(update={"objectives": coded}), scores=scores
    )
    factors = tuple(
        f.model_copy(update={"objective": "K"}) if f.objective == "K1" else f
        for f in card.success_factors
    )
    changed = replace(
        changed, scorecard=changed.scorecard.model_copy(update={"success_factors": factors})
    )
    (table,) = [
        b
        for b in blocks_in(objectives(Report(changed, "en")))
        if isinstance(b, Table) and b.caption.startswith("Scores from")
    ]
    assert [(row.cells[0].quiet, row.cells[0].text) for row in table.rows[:4]] == [
        ("", "The whole scorecard"),
        ("perspective", "Those we are here for"),
        ("objective", "Residents are satisfied with the district's services"),
        ("objective", "Everyone is met with respect and can influence"),
    ]
    assert len(table.rows) == 1 + len(card.perspectives) + len(card.objectives)


def test_measures_with_different_codes_have_different_anchors() -> None:
    codes = ["M1", "Å1", "Ä1", "å1", "å_1", "a_1", "å-1", "å", "_e5"]
    codes += ["\u0e51", "å1"[:2]]
    anchors = {code: anchor_of(measure_of(code="X").model_copy(update={"code": code}))
               for code in codes}  # fmt: skip
    assert len(set(anchors.values())) == len(anchors)
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_.-]*", anchor) for anchor in anchors.values())
    assert anchors["M1"] == "m-M1"


def test_no_text_of_any_report_holds_a_number_that_is_none(evaluation: Evaluation) -> None:
    for unit in ("goteborg", "backa", "styrso", "ma-f01"):
        for language in ("sv", "en"):
            blocks = whole(report_of(evaluation, unit, language))
            text = " ".join(re.sub(r"<svg.*?</svg>", "", b.model_dump_json()) for b in blocks)
            assert not re.search(r"\b(nan|NaN|inf|Infinity|None(?! of)|NaT)\b", text)


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
