"""The page and the workbook of responsibility centres and the bonus, on the invented company."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bsc_helpers.blocks import AnyBlock, Fold, Heading, ItemList, Missing, Paragraph, Sheet, Table
from bsc_helpers.compute.centre_lines import LINES
from bsc_helpers.evaluation import Evaluation, ReportSlice, rows_of, slice_for
from bsc_helpers.folder import evaluate_folder
from bsc_helpers.periods import parse_period
from bsc_helpers.report import Report, centres, sheets
from bsc_helpers.report.drawing import chart_of
from bsc_helpers.report.words_centres import EN, SHEET_EN, SHEET_SV, SV
from bsc_helpers.slices import read_slice, write_scorecard, write_slice

EXAMPLE = Path(__file__).parents[1] / "parameters" / "foretaget"
UNITS = {
    "tillverkning": "cost",
    "forsaljning": "revenue",
    "service": "profit",
    "foretaget": "investment",
}


@cache
def evaluation() -> Evaluation:
    return evaluate_folder(EXAMPLE).evaluation


def slice_in(unit: str, period: str = "2025-Q4") -> ReportSlice:
    return slice_for(evaluation(), unit, "all", parse_period(period))


def opened(unit: str, language: str = "en", period: str = "2025-Q4", **changed: Any) -> Report:
    """Return a report; `changed` are columns of its centre's line `changed["line"]`."""
    part = slice_in(unit, period)
    if changed:
        frame = part.centres.copy()
        at = frame["line"] == changed.pop("line")
        for column, value in changed.items():
            frame.loc[at, column] = value
        part = replace(part, centres=frame)
    return Report(part, language)


def blocks_of(report: Report) -> list[AnyBlock]:
    return list(flat(centres(report).blocks))


def flat(blocks: tuple[AnyBlock, ...]) -> Iterator[AnyBlock]:
    for block in blocks:
        yield block
        if isinstance(block, Fold):
            yield from flat(block.blocks)
        elif isinstance(block, ItemList):
            for item in block.items:
                yield from flat(item)


def tables(report: Report) -> list[Table]:
    return [block for block in blocks_of(report) if isinstance(block, Table)]


def texts(report: Report) -> list[str]:
    """Return every line of text and every cell."""
    found = ["".join(r.text for r in b.runs) for b in blocks_of(report) if isinstance(b, Paragraph)]
    cells = [c for t in tables(report) for row in t.rows for c in row.cells]
    return found + [cell.text for cell in cells]


def rows(table: Table) -> dict[str, tuple[str, ...]]:
    return {r.cells[0].text: tuple(c.text for c in r.cells[1:]) for r in table.rows if not r.group}


def headings(report: Report) -> list[str]:
    return [block.text for block in blocks_of(report) if isinstance(block, Heading)]


@pytest.mark.parametrize(("unit", "kind"), UNITS.items())
@pytest.mark.parametrize("language", ["sv", "en"])
def test_each_type_of_centre_has_its_own_heading_and_lines(
    unit: str, kind: str, language: str
) -> None:
    report, words = opened(unit, language), {"sv": SV, "en": EN}[language]
    assert headings(report)[0] == words[f"centre_{kind}"]
    shown = rows(tables(report)[0])
    expected = {
        "cost": ["costs"],
        "revenue": ["revenue"],
        "profit": ["revenue", "variable_costs", "global_margin", "fixed_costs", "net_margin",
                   "receipts", "payments", "net_cash_flow"],
    }  # fmt: skip
    if kind in expected:
        assert [*shown] == [words[f"line_{code}"] for code in expected[kind]]
    else:
        value = ("residual_income", "eva_on_capital_employed", "eva_on_assets")
        assert {words[f"line_{code}"] for code in (*value, "capital_employed")} <= {*shown}
        ratios = rows(tables(report)[1])
        assert {words["line_roi"], words["line_du_pont_roi"]} <= {*ratios}


def test_the_numbers_on_the_page_are_those_of_the_evaluation_in_thousands() -> None:
    report = opened("service")
    lines = {row.line: row for row in rows_of(report.slice.centres)}
    shown = {row.cells[0].text: row.cells for row in tables(report)[0].rows if not row.group}
    for code in ("revenue", "net_margin", "net_cash_flow"):
        _, plan, actual, deviation, _ = shown[EN[f"line_{code}"]]
        assert (plan.number, actual.number) == (lines[code].plan, lines[code].actual)
        assert actual.text == f"{lines[code].actual / 1000:,.0f}"
        assert deviation.number == lines[code].actual - lines[code].plan


@pytest.mark.parametrize("language", ["sv", "en"])
def test_favourable_is_said_with_a_word_and_a_sign_and_never_by_colour(language: str) -> None:
    words = {"sv": SV, "en": EN}[language]
    report = opened("service", language)
    flags = {row.line: row.favourable for row in rows_of(report.slice.centres)}
    shown = rows(tables(report)[0])
    for code, favourable in flags.items():
        if (name := words[f"line_{code}"]) in shown:
            sign, word = (
                ("+", words["judged_yes"]) if favourable else ("\u2212", words["judged_no"])
            )
            assert shown[name][3] == f"{sign} {word}"
    assert flags["fixed_costs"] is True
    assert flags["variable_costs"] is False


def test_what_is_as_planned_is_neither_and_what_nobody_judges_is_left_open() -> None:
    even = opened("forsaljning", line="revenue", deviation=0.0, favourable=None)
    assert rows(tables(even)[0])[EN["line_revenue"]][3] == "= as planned"
    assert rows(tables(opened("foretaget"))[0])[EN["line_average_assets"]][3] == ""


def test_a_deviation_that_is_judged_never_looks_like_nothing() -> None:
    small = opened("forsaljning", line="revenue", deviation=40.0)
    assert rows(tables(small)[0])[EN["line_revenue"]][2] == "+0.04"


def test_a_missing_number_has_its_sign_and_one_without_meaning_another() -> None:
    missing = opened("foretaget", line="roi", actual=math.nan, deviation=math.nan, reason="no_data")
    assert rows(tables(missing)[1])[EN["line_roi"]][1:] == ("..", "..", "")
    senseless = opened("foretaget", line="roi", actual=math.nan, deviation=math.nan,
                       reason="division_by_zero", favourable=None)  # fmt: skip
    assert rows(tables(senseless)[1])[EN["line_roi"]][1:] == ("/", "/", "")
    first = opened("foretaget", period="2023-Q2")
    assert rows(tables(first)[0])[EN["line_average_assets"]][:3] == ("..", "..", "..")
    assert not any(re.search(r"\b(nan|inf)\b", text, re.IGNORECASE) for text in texts(first))


def test_both_forms_of_eva_are_named_apart_and_a_sentence_says_why_they_differ() -> None:
    report = opened("foretaget")
    names = [name for name in rows(tables(report)[0]) if "EVA" in name]
    assert len({*names}) == 2
    (sentence,) = (text for text in texts(report) if "two forms of EVA differ" in text)
    assert "(10% a year)" in sentence
    assert "(9.5% a year)" in sentence


def test_in_a_part_of_the_year_the_page_says_how_much_of_the_rates_is_charged() -> None:
    (sentence,) = (t for t in texts(opened("foretaget", period="2025-Q1")) if "so far" in t)
    assert "25% of them" in sentence
    assert not any("so far" in t for t in texts(opened("foretaget")))
    rules = " ".join(texts(opened("foretaget", period="2025-Q1")))
    assert "\u2212 3% ×" in rules  # a fourth of 12


def numbers_in(text: str) -> list[float]:
    return [float(n.replace(",", "")) for n in re.findall(r"\d[\d,]*(?:\.\d+)?", text)]


def test_the_sums_in_the_fold_can_be_followed_to_the_krona() -> None:
    found = {
        t.split(": ")[0]: t.split(": ")[1]
        for t in texts(opened("foretaget"))
        if " = " in t and ": " in t
    }
    for name in ("Global margin", "Net margin", "Net cash flow"):
        (rule,) = (numbers for text, numbers in found.items() if text.startswith(f"{name} ="))
        first, second, result = numbers_in(rule)
        assert first - second == result
    (eva,) = (numbers for text, numbers in found.items() if text.startswith("EVA on all assets"))
    margin, wacc, assets, result = numbers_in(eva)
    assert margin - wacc / 100 * assets == pytest.approx(result, abs=0.011)


def test_the_fold_names_the_figures_and_who_delivered_them() -> None:
    (sources,) = (t for t in texts(opened("tillverkning")) if t.startswith("Figures:"))
    assert sources == "Figures: Costs. Source: The ledger (The finance manager)."


def test_a_unit_that_is_no_centre_shows_nothing() -> None:
    part = slice_in("service")
    part = replace(part, centres=part.centres.iloc[:0])
    assert centres(Report(part, "sv")).blocks == ()
    names = [s.name for s in sheets(Report(part, "sv")).blocks if isinstance(s, Sheet)]
    assert not {SHEET_SV["centres"], SHEET_SV["bonus"]} & {*names}


def test_only_the_unit_of_the_scheme_has_a_bonus() -> None:
    assert headings(opened("foretaget")) == [EN["centre_investment"], EN["bonus"]]
    assert headings(opened("service")) == [EN["centre_profit"]]


def test_the_bonus_table_ends_in_the_result_that_the_sentence_tells() -> None:
    report = opened("foretaget")
    whole = next(row for row in rows_of(report.slice.bonus) if row.level == "scheme")
    table = tables(report)[-1]
    assert table.rows[-1].cells[1].text == "100%"
    assert table.rows[-1].cells[4].number == pytest.approx(whole.attainment)
    sentence = f"of {whole.attainment:.1f}% corresponds to {whole.payout:.1f}% of the bonus"
    assert any(sentence in text for text in texts(report))
    weights = [r.cells[1].number for r in table.rows if not r.group and r.cells[0].to]
    assert sum(filter(None, weights)) == 100


def test_without_enough_coverage_the_page_says_so_and_names_no_payout() -> None:
    part = slice_in("foretaget")
    frame = part.bonus.copy()
    gone = frame["code"] == "F01"
    frame.loc[gone, ["attainment", "counted", "weighted"]] = math.nan
    frame.loc[gone, ["coverage", "reason"]] = [0.0, "suppressed"]
    frame.loc[frame["level"] == "scheme", ["coverage", "payout"]] = [0.82, math.nan]
    report = Report(replace(part, bonus=frame), "en")
    said = texts(report)
    assert any(
        "No payout is computed: measures with 82% of the weight are known" in t for t in said
    )
    assert not any("corresponds to" in text for text in said)
    assert any(
        t == "Without an attainment and therefore left out: Margin against competitors."
        for t in said
    )
    assert rows(tables(report)[-1])["Margin against competitors"] == ("18%", "×", "×", "×")
    (sheet,) = (
        s for s in sheets(report).blocks if isinstance(s, Sheet) and s.name == SHEET_EN["bonus"]
    )
    assert any(isinstance(cell, Missing) for row in sheet.rows for cell in row)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_workbook_has_the_rows_of_both(language: str) -> None:
    report = opened("foretaget", language)
    words = {"sv": SHEET_SV, "en": SHEET_EN}[language]
    made = {s.name: s for s in sheets(report).blocks if isinstance(s, Sheet)}
    assert len(made[words["centres"]].rows) == len(report.slice.centres)
    assert len(made[words["bonus"]].rows) == len(report.slice.bonus)
    assert words["bonus"] not in {
        s.name for s in sheets(opened("service", language)).blocks if isinstance(s, Sheet)
    }


@pytest.mark.parametrize("unit", UNITS)
def test_a_slice_comes_back_from_the_work_area_as_it_went_in(unit: str, tmp_path: Path) -> None:
    part = slice_in(unit)
    write_scorecard(tmp_path, part.scorecard)
    write_slice(tmp_path, part)
    for line in next(tmp_path.glob(f"{unit}+*")).read_bytes().splitlines():
        json.loads(line)
    again = read_slice(tmp_path, unit, "all", "2025-Q4")
    for language in ("sv", "en"):
        assert centres(Report(again, language)) == centres(Report(part, language))


def test_every_line_has_its_name_in_both_languages() -> None:
    assert SV.keys() == EN.keys()
    assert SHEET_SV.keys() == SHEET_EN.keys()
    assert {f"line_{line.code}" for line in LINES} <= SV.keys()


@pytest.mark.parametrize(
    ("language", "word"), [("sv", "preliminära gränser"), ("en", "trial limits")]
)
def test_limits_of_a_series_too_short_to_test_are_not_called_usual(
    language: str, word: str
) -> None:
    report = opened("tillverkning", language)
    short = [m for m in report.slice.scorecard.measures if m.code in too_short(report)]
    drawn = [chart for m in short if (chart := chart_of(report, m)) is not None]
    limited = [chart for chart in drawn if word in chart.svg]
    assert limited
    assert all(word in chart.alt.lower() for chart in limited)
    assert not any("vanliga svängningar" in c.alt or "sual variation" in c.alt for c in drawn)


def too_short(report: Report) -> set[str]:
    changes = report.slice.changes
    return set(changes["measure"][changes["variation"] == "too_few"])
