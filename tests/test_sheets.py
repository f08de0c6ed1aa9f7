"""The sheets of a report: every number is the evaluation's, and what is withheld is nowhere."""

from __future__ import annotations

import csv
import io
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from string import Formatter
from typing import Any
from zipfile import ZipFile

import pandas as pd
import pytest

from bsc_helpers.blocks import Head, Missing, Number, Sheet, SheetCell
from bsc_helpers.evaluation import ECONOMY, Evaluation, frame_of, rows_of, slice_for
from bsc_helpers.folder import evaluate_folder
from bsc_helpers.model import Initiative
from bsc_helpers.model.scorecard import Economy
from bsc_helpers.narrative import (
    STATUS_WORDS,
    actions_of,
    questions_of,
    sentence_of,
    statements_of_surveys,
)
from bsc_helpers.narrative.formats import format_number
from bsc_helpers.publishing import Document, render_workbook
from bsc_helpers.report import (
    about,
    actions,
    discussion,
    economy,
    in_short,
    perspectives,
    surveys,
)
from bsc_helpers.report.figures import number_of
from bsc_helpers.report.opened import Report
from bsc_helpers.report.sheet_words import SHEET_WORDS
from bsc_helpers.report.sheets import sheets

ROOT = Path(__file__).parents[1]
GOTEBORG = ROOT / "parameters" / "goteborg"
AS_OF = date(2004, 2, 17)
SENTINEL = 4137.4137
WRITTEN = re.compile(r"(?<![0-9.])4[\s\u00a0,.]?137(?![0-9])")  # not inside another number


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    return evaluate_folder(GOTEBORG, AS_OF).evaluation


@pytest.fixture(scope="module")
def backa(evaluation: Evaluation) -> Report:
    assert evaluation.latest is not None
    return Report(slice_for(evaluation, "backa", "all", evaluation.latest), "sv")


def named(report: Report) -> dict[str, Sheet]:
    return {block.name: block for block in sheets(report).blocks if isinstance(block, Sheet)}


def rows(sheet: Sheet) -> list[dict[str, SheetCell]]:
    labels = [column.label for column in sheet.columns]
    assert len(set(labels)) == len(labels)
    return [dict(zip(labels, row, strict=True)) for row in sheet.rows]


def number(cell: SheetCell) -> float | None:
    if isinstance(cell, Number):
        return cell.number
    return cell if isinstance(cell, float) else None


def evaluated(frame: pd.DataFrame, units: list[str]) -> list[Any]:
    """The rows of a table of the evaluation that are about some units as wholes."""
    return [r for r in rows_of(frame) if r.activity == "all" and r.org_unit in units]


def same(told: SheetCell, known: float) -> bool:
    """Whether a cell holds a number of the evaluation, and none where there is none."""
    return number(told) == (None if math.isnan(known) else known)


def texts_in(part: Any) -> Iterator[str]:
    """Every text in a block, however deep."""
    match part:
        case str():
            yield part
        case dict():
            yield from (text for each in part.values() for text in texts_in(each))
        case list() | tuple():
            yield from (text for each in part for text in texts_in(each))


def claims_in(part: Any) -> Iterator[str]:
    """The sentence of every statement in a block, however deep."""
    if isinstance(part, dict):
        if part.get("kind") == "statement":
            yield part["text"]
        yield from (text for each in part.values() for text in claims_in(each))
    elif isinstance(part, list | tuple):
        yield from (text for each in part for text in claims_in(each))


def workbook_of(report: Report) -> dict[str, bytes]:
    head = Head(title=report.unit_name, language=report.language)
    made = tuple(block for block in sheets(report).blocks if isinstance(block, Sheet))
    document = Document(head.title, head.language, "", (head,), sheets=made)
    with ZipFile(io.BytesIO(render_workbook(document))) as book:
        return {name: book.read(name) for name in book.namelist()}


# --- words ----------------------------------------------------------------------------------------


def test_the_words_of_all_languages_have_the_same_keys_and_places() -> None:
    def places(text: str) -> list[str | None]:
        return sorted(name for _, name, _, _ in Formatter().parse(text) if name)

    first, *others = SHEET_WORDS.values()
    for other in others:
        assert {key: places(text) for key, text in first.items()} == {
            key: places(text) for key, text in other.items()
        }


def test_both_languages_tell_the_same_numbers(backa: Report) -> None:
    english = Report(backa.slice, "en")
    for one, other in zip(sheets(backa).blocks, sheets(english).blocks, strict=True):
        assert isinstance(one, Sheet)
        assert isinstance(other, Sheet)
        numbers = [Counter(tuple(map(number, row)) for row in s.rows) for s in (one, other)]
        assert numbers[0] == numbers[1]  # units are ordered by the alphabet of the language
        assert [c.kind for c in one.columns] == [c.kind for c in other.columns]
    assert [s.name for s in sheets(english).blocks if isinstance(s, Sheet)] == [
        "Measures",
        "Series",
        "Inputs",
        "Units",
        "Scores",
        "Economy",
        "Surveys",
        "Variation",
        "Among others",
        "Statements",
    ]


# --- numbers --------------------------------------------------------------------------------------


def test_every_measure_of_the_report_has_one_row_with_the_value_shown(backa: Report) -> None:
    told = rows(named(backa)["Mätetal"])
    assert [row["Kod"] for row in told] == [measure.code for measure in backa.measures]
    for row, measure in zip(told, backa.measures, strict=True):
        shown = backa.row(measure)
        assert number(row["Värde"]) == number_of(shown)
        cell = row["Värde"]
        if isinstance(cell, Number):
            text = format_number(cell.number, cell.decimals, "sv")
            assert text == backa.figures.number_text(measure, shown)
        else:
            assert isinstance(cell, Missing)


def test_a_figure_of_the_example_stands_where_a_reader_looks_for_it(backa: Report) -> None:
    """By hand, from the file of the web survey: the five activities of Backa that ask.

    Satisfied: 320 + 324 + 490 + 179 + 314 = 1,627; answers: 387 + 377 + 596 + 233 + 380 = 1,973.
    That is 82.5 percent: below the target, 85, and above the limit for it, 80.
    """
    told = {row["Kod"]: row for row in rows(named(backa)["Mätetal"])}["K04"]
    value = told["Värde"]
    assert isinstance(value, Number)
    assert value.number == pytest.approx(100 * 1627 / 1973)
    assert value.decimals == 1
    assert (number(told["Målvärde"]), told["Status"]) == (85.0, "nära målet")
    assert (told["Första dag"], told["Sista dag"]) == ("2003-10-01", "2003-12-31")
    assert (told["Antal i underlaget"], told["Måttenhet"]) == (1973.0, "%")
    given = {row["Indatas kod"]: row for row in rows(named(backa)["Indata"])}
    assert number(given["bem_nojda"]["Värde"]) == 1627
    assert number(given["bem_svar"]["Värde"]) == 1973
    assert given["bem_svar"]["Källa"]


def test_the_series_hold_every_period_of_the_unit_and_of_those_above_it(backa: Report) -> None:
    told = rows(named(backa)["Serier"])
    results = backa.slice.results
    found = Counter((row["Enhetens kod"], row["Kod"]) for row in told)
    above = ["backa", *(unit.code for unit in backa.slice.ancestors)]
    assert set(found) == {(unit, m.code) for unit in above for m in backa.measures}
    for measure in backa.measures:
        assert found["backa", measure.code] == len(backa.history(measure))
    values = sorted(v for row in told if (v := number(row["Värde"])) is not None)
    mine = results[results["org_unit"].isin(above) & results["value"].notna()]
    assert values == sorted(mine["value"])


def test_the_units_are_the_unit_those_below_and_those_like_it_and_none_stands_alone(
    backa: Report,
) -> None:
    told = rows(named(backa)["Enheter"])
    relations = {row["Enhetens kod"]: row["Förhållande"] for row in told}
    assert relations == {
        "backa": "denna enhet",
        **{unit.code: "under" for unit in backa.slice.children},
        **{unit.code: "jämförbar" for unit in backa.slice.peers},
    }
    assert Counter(relations.values()) == {"denna enhet": 1, "under": 73, "jämförbar": 20}
    assert told[0]["Enhetens kod"] == "backa"
    alone = replace(backa.slice, peers=(), children=())
    assert "Enheter" not in named(Report(alone, "sv"))


def test_the_units_have_each_result_of_the_shown_periods_once_and_no_other(
    backa: Report, evaluation: Evaluation
) -> None:
    part = backa.slice
    family = [part.org_unit.code, *(unit.code for unit in (*part.children, *part.peers))]
    shown = {code: str(period) for code, period in part.shown_periods.items()}
    results = evaluation.results[evaluation.results["period"].isin(set(shown.values()))]
    known = {
        (row.org_unit, row.measure): row
        for row in evaluated(results, family)
        if row.period == shown[row.measure]
    }
    told = rows(named(backa)["Enheter"])
    assert Counter((row["Enhetens kod"], row["Kod"]) for row in told) == Counter(known.keys())
    for row in told:
        result = known[row["Enhetens kod"], row["Kod"]]
        period = part.shown(result.measure)
        assert (row["Första dag"], row["Sista dag"]) == (str(period.start), str(period.end))
        assert same(row["Värde"], result.value)
        assert isinstance(row["Värde"], Number if result.reason == "ok" else Missing)
        assert same(row["Målvärde"], result.target)


def test_the_satisfied_of_every_district_are_those_counted_in_the_delivered_file(
    backa: Report,
) -> None:
    answers, satisfied = Counter[str](), Counter[str]()
    path = GOTEBORG / "data" / "webbenkat_pahittad.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        for line in csv.DictReader(file):
            if line["kvartal"] == "2003-Q4" and line["levererad"] <= AS_OF.isoformat():
                answers[line["stadsdel"]] += int(line["svar"])
                satisfied[line["stadsdel"]] += int(line["nojda"])
    told = [row for row in rows(named(backa)["Enheter"]) if row["Kod"] == "K04"]
    assert len(told) == 21
    for row in told:
        unit = str(row["Enhetens kod"])
        assert number(row["Värde"]) == pytest.approx(100 * satisfied[unit] / answers[unit]), unit
        assert row["Antal i underlaget"] == answers[unit]


def test_the_scores_are_those_of_the_unit_above_and_below_never_of_those_beside(
    backa: Report, evaluation: Evaluation
) -> None:
    told = rows(named(backa)["Poäng"])
    below = [unit.code for unit in backa.slice.children]
    assert list(dict.fromkeys(row["Enhetens kod"] for row in told)) == ["backa", "goteborg", *below]
    now = evaluation.scores[evaluation.scores["period"] == "2003-Q4"]
    levels = {"scorecard": "hela styrkortet", "perspective": "perspektiv", "objective": "mål"}
    known = {
        (row.org_unit, levels[row.level], row.code): row.score
        for row in evaluated(now, ["backa", "goteborg", *below])
    }
    places = [(row["Enhetens kod"], row["Nivå"], row["Kod"]) for row in told]
    assert Counter(places) == Counter(known.keys())
    for place, row in zip(places, told, strict=True):
        assert same(row["Poäng"], known[place])
        assert isinstance(row["Poäng"], Missing) == math.isnan(known[place])


def test_every_sentence_is_traced_to_every_fact_it_rests_on(backa: Report) -> None:
    told = rows(named(backa)["Påståenden"])
    follow_ups = actions_of(backa.slice)
    asked = questions_of(backa.statements, follow_ups, backa.slice)
    rounds = statements_of_surveys(backa.slice)
    said = [*backa.statements, *rounds, *follow_ups, *asked]
    assert follow_ups
    assert Counter(row["Nr"] for row in told) == {
        float(at): len(each.evidence) for at, each in enumerate(said, start=1) if each.evidence
    }
    facts = [fact for each in said for fact in each.evidence]
    assert [number(row["Värde"]) for row in told] == [
        None if isinstance(fact.value, str) else fact.value for fact in facts
    ]
    assert {row["Mening"] for row in told} == {
        sentence_of(each, backa.slice.scorecard, "sv") for each in said if each.evidence
    }
    assert all(row["I ord"] for row in told if row["Värde"] is None)


def test_the_sentences_of_the_sheet_are_those_of_the_page(backa: Report) -> None:
    parts = (in_short, perspectives, actions, discussion, economy, surveys, about)
    drawn = (part(backa) for part in parts)
    page = [block.model_dump(mode="json") for block in drawn]
    traced = {row["Mening"] for row in rows(named(backa)["Påståenden"])}
    claims = set(claims_in(page))
    assert claims
    assert claims <= traced  # nothing is said without facts
    assert traced <= set(texts_in(page))  # and no facts are told of what is not said


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("unit", ["backa", "ba-f01"])
def test_no_fact_of_a_sentence_is_told_by_a_name_in_the_code(
    evaluation: Evaluation, unit: str, language: str
) -> None:
    assert evaluation.latest is not None
    report = Report(slice_for(evaluation, unit, "all", evaluation.latest), language)
    words = SHEET_WORDS[language]
    sheet = named(report)[words["statements"]]
    facts = rows(sheet)
    assert {str(row[words["column"]]) for row in facts} <= {*words.values()}
    told = {row[words["in_words"]] for row in facts if isinstance(row[words["in_words"]], str)}
    rest = told - {*words.values(), *STATUS_WORDS[language].values()}
    assert told
    assert all(re.fullmatch(r"\d{4}(-\d\d-\d\d)?", text) or " " in text for text in rest), rest


def test_what_a_person_wrote_is_traced_to_the_register(backa: Report) -> None:
    action = Initiative.model_validate(
        {
            "code": "A1",
            "name": "Tidigare rehabilitering",
            "objective": backa.slice.scorecard.objectives[0].code,
            "status": "ongoing",
            "due": "2004-06-30",
            "budget": "250000",
        }
    )
    card = backa.slice.scorecard.model_copy(update={"initiatives": (action,)})
    told = rows(named(Report(replace(backa.slice, scorecard=card), "sv"))["Påståenden"])
    written = [row for row in told if row["Underlaget gäller"] == "Tidigare rehabilitering"]
    written = [row for row in written if row["Regel"] == "23"]
    facts = {row["Uppgift"]: row["I ord"] or number(row["Värde"]) for row in written}
    assert facts == {"Status": "pågår", "Ska vara klar": "2004-06-30", "Budget": 250000}
    assert {row["Underlagets slag"] for row in written} == {"registret"}
    assert {row["Mätetal"] for row in written} == {None}


def test_a_missing_value_says_why_and_is_no_number(backa: Report) -> None:
    told = {row["Kod"]: row for row in rows(named(backa)["Mätetal"])}["V05"]
    assert isinstance(told["Värde"], Missing)
    assert "saknas" in told["Värde"].because
    assert number(told["Avvikelse från mål"]) is None


def test_the_economy_is_that_of_every_line_of_the_unit_and_of_the_net_below(
    backa: Report, evaluation: Evaluation
) -> None:
    """By hand, in thousands: 50 724 - (324 452 + 73 506 + 89 703 + 81 882) = -518 819, the net."""
    card, below = backa.slice.scorecard, [unit.code for unit in backa.slice.children]
    assert card.economy is not None
    names = {"net": "Nettokostnad", **{c.code: c.name.of("sv") for c in card.economy.classes}}
    now = evaluation.economy[evaluation.economy["period"] == "2003-Q4"]
    known = {
        (row.org_unit, names[row.line]): row
        for row in evaluated(now, ["backa", *below])
        if row.org_unit == "backa" or row.line == "net"
    }
    told = {(row["Enhetens kod"], row["Rad"]): row for row in rows(named(backa)["Ekonomi"])}
    assert len(told) == len(named(backa)["Ekonomi"].rows)
    assert told.keys() == known.keys()
    for place, row in told.items():
        assert same(row["Budget hittills"], known[place].plan)
        assert same(row["Utfall hittills"], known[place].outturn)
        assert same(row["Avvikelse hittills"], known[place].deviation)
        assert same(row["Prognos, helår"], known[place].forecast)
    assert told["backa", "Nettokostnad"]["Utfall hittills"] == 518_819_000.0


def test_the_economy_is_told_in_kronor_with_the_days_of_the_forecasts(backa: Report) -> None:
    part = backa.slice
    economy = Economy.model_validate(
        {
            "net": {"plan": "a", "outturn": "b"},
            "classes": [
                {"code": "staff", "name": "Personal", "kind": "cost", "plan": "a", "outturn": "b"}
            ],
        }
    )
    line = {name: None if kind == "object" else math.nan for name, kind in ECONOMY.items()}
    line |= {"org_unit": "backa", "activity": "all", "period": "2003-Q4"}
    net = line | {"line": "net", "plan": 100.0, "outturn": 110.0, "deviation": -10.0}
    staff = line | {"line": "staff", "forecast": 55.0, "made_on": "2003-09-15"}
    frame = frame_of(ECONOMY, [{name: [net[name], staff[name]] for name in ECONOMY}])
    card = part.scorecard.model_copy(update={"economy": economy})
    told = rows(named(Report(replace(part, scorecard=card, economy=frame), "sv"))["Ekonomi"])
    assert [row["Rad"] for row in told] == ["Nettokostnad", "Personal"]
    assert told[0]["Avvikelse hittills"] == -10.0
    assert (told[1]["Prognos, helår"], told[1]["Prognosen gjord"]) == (55.0, "2003-09-15")
    assert told[1]["Budget hittills"] is None


# --- what is withheld -----------------------------------------------------------------------------


def withheld(report: Report, code: str) -> Report:
    """The report with every row of a measure withheld, and its figures still in the frames."""
    part = report.slice
    results, inputs = part.results.copy(), part.inputs.copy()
    mine = results["measure"] == code
    numbers = results.select_dtypes("float64").columns.difference(
        ["target", "target_low", "target_high"]
    )
    results.loc[mine, numbers] = SENTINEL
    results.loc[mine, ["status", "reason"]] = "suppressed"
    inputs.loc[inputs["measure"] == code, ["value", "coverage"]] = SENTINEL
    return Report(replace(part, results=results, inputs=inputs), report.language)


@pytest.mark.parametrize("code", ["K04", "M02", "U01", "V06"])
def test_a_withheld_number_is_nowhere_in_the_file(backa: Report, code: str) -> None:
    """Acceptance 59: not in a cell, a hidden sheet, the shared strings or the properties."""
    report = withheld(backa, code)
    for name, data in workbook_of(report).items():
        assert WRITTEN.search(data.decode()) is None, name
    told = {row["Kod"]: row for row in rows(named(report)["Mätetal"])}[code]
    assert isinstance(told["Värde"], Missing)
    assert (told["Värde"].because, told["Status"]) == ("visas inte", "visas inte")
    given = [row for row in rows(named(report)["Indata"]) if row["Kod"] == code]
    assert {row["Värde"].because for row in given if isinstance(row["Värde"], Missing)} == {
        "visas inte"
    }
    assert not any(number(row["Värde"]) for row in given)


def test_the_sentinel_would_be_found_if_it_were_shown(backa: Report) -> None:
    part = backa.slice
    shown = part.results.copy()
    shown.loc[shown["measure"] == "M02", "value"] = SENTINEL
    every = b"".join(workbook_of(Report(replace(part, results=shown), "sv")).values())
    assert WRITTEN.search(every.decode())
