"""The parts of the full report against its slice: every figure, and empty parts without a trace."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from sample_card import sample_evaluation, sample_report

from bsc_helpers.blocks import (
    Block,
    Cell,
    Figure,
    Fold,
    Head,
    Heading,
    ItemList,
    KeyFigures,
    Paragraph,
    Section,
    Statement,
    Table,
)
from bsc_helpers.evaluation import COMPARISON, ECONOMY, frame_of, rows_of
from bsc_helpers.model import Axes, MeasureKind
from bsc_helpers.narrative import in_short as shortlist
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
)
from bsc_helpers.report.discussion import due_soon
from bsc_helpers.report.front import occasion_of
from bsc_helpers.report.words import WORDS

PARTS = (
    head,
    in_short,
    summary,
    perspectives,
    actions,
    economy,
    objectives,
    links,
    discussion,
    about,
)
LANGUAGES = ("sv", "en")


def blocks_in(*blocks: Block) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Section | Fold):
            yield from blocks_in(*block.blocks)
        if isinstance(block, ItemList):
            yield from (inner for item in block.items for inner in blocks_in(*item))
        if isinstance(block, Figure) and block.data is not None:
            yield block.data


def whole(report: Report) -> list[Block]:
    return list(blocks_in(*(part(report) for part in PARTS)))


def tables(*blocks: Block) -> list[Table]:
    return [block for block in blocks_in(*blocks) if isinstance(block, Table)]


def table(start: str, *blocks: Block) -> Table:
    (found,) = [each for each in tables(*blocks) if each.caption.startswith(start)]
    return found


def texts(block: Block) -> str:
    """Return everything that a block says, as one text."""
    plain = re.sub(r"<svg.*?</svg>", "", json.dumps(block.model_dump(), ensure_ascii=False))
    return plain.replace("\u00a0", " ")


def said(blocks: Iterator[Block] | list[Block]) -> list[str]:
    return [
        "".join(run.text for run in block.runs) for block in blocks if isinstance(block, Paragraph)
    ]


def facts_of(report: Report, name: str) -> dict[str, str]:
    caption = report.words["facts_caption"].format(measure=name)
    found = table(caption, perspectives(report))
    return {row.cells[0].text: row.cells[1].text for row in found.rows}


def changed(report: Report, **card: object) -> Report:
    """Return a report whose scorecard has other parts."""
    part = report.slice
    return Report(replace(part, scorecard=part.scorecard.model_copy(update=card)), report.language)


# --- head and first page --------------------------------------------------------------------------


def test_the_head_names_version_occasion_and_representative() -> None:
    """B10: reports follow the cycle of occasions; B13: the representative of the unit."""
    found = head(sample_report())
    assert isinstance(found, Head)
    assert found.title == "North, quarter 4 2003"
    assert found.subtitle == "The sample card"
    assert found.lead == "Good services close to home."
    facts = dict(found.facts)
    assert facts["Part of"] == "The city"
    assert facts["The scorecard's version"] == "version 2, adopted 11 December 2002 by the council"
    assert facts["The unit's representative"] == "Siv Sand, director"
    assert facts["Reporting occasion"] == "Annual report, committee 24 February 2004"
    assert facts["Figures known up to"] == "17 February 2004"


@pytest.mark.parametrize(("status", "word"), [("draft", "draft"), ("retired", "replaced")])
def test_a_scorecard_that_is_not_in_force_says_so_beside_its_name(status: str, word: str) -> None:
    report = sample_report()
    version = report.slice.scorecard.version
    assert version is not None
    other = changed(report, version=version.model_copy(update={"status": status}))
    assert head(other).subtitle == f"The sample card ({word})"


def test_an_activity_within_a_unit_is_the_subject_of_a_report_of_its_own() -> None:
    """B1: an activity over the whole city is reported like a district is."""
    report = sample_report("city", "pre", "sv")
    assert head(report).title == "Staden: Förskola, kvartal 4 2003"
    names = {measure.code for measure in report.measures}
    assert "K01" in names
    assert "V06" not in names  # a measure of elderly care
    assert "Staden: Förskola" in table("Alla mätetal", summary(report)).caption
    (comment,) = sample_report("north", "pre").slice.scorecard.comments
    assert comment.text.of("en") == "Only preschool."


@pytest.mark.parametrize(
    ("period", "name"), [("2003-Q2", "Interim report"), ("2003-Q4", "Annual report")]
)
def test_the_occasion_is_the_one_that_covers_the_period_and_ends_first(
    period: str, name: str
) -> None:
    occasion = occasion_of(sample_report(period=period))
    assert occasion is not None
    assert occasion.name.of("en") == name


def test_a_period_without_an_occasion_says_nothing_of_one() -> None:
    report = sample_report(period="2002-Q4")
    assert occasion_of(report) is None
    assert "Reporting occasion" not in dict(head(report).facts)


@pytest.mark.parametrize("unit", ["city", "north", "south", "ekorren", "haren", "hagen"])
def test_only_measures_that_apply_are_counted_and_shown(unit: str) -> None:
    """B1: not applicable is not missing."""
    report = sample_report(unit)
    own = report.slice.results
    applying = set(own.loc[own["org_unit"] == unit, "measure"])
    assert {measure.code for measure in report.measures} == applying
    (counts,) = [b for b in blocks_in(in_short(report)) if isinstance(b, KeyFigures)]
    assert sum(int(figure.text) for figure in counts.figures) == len(applying)
    rows = [row for row in table("All measures", summary(report)).rows if not row.group]
    assert len(rows) == len(applying)
    missing = len(report.slice.scorecard.measures) - len(applying)
    told = [text for text in said(blocks_in(about(report))) if "not apply to" in text]
    assert len(told) == (missing > 0)
    assert all(text.startswith(f"{missing} ") for text in told)


def test_the_change_is_the_difference_from_the_year_before_and_blank_across_a_new_definition() -> (
    None
):
    report = sample_report()
    rows = {row.cells[0].to: row.cells for row in table("All measures", summary(report)).rows}
    frame = report.slice.results.set_index(["org_unit", "measure", "period"])["value"]
    now, before = frame["north", "M02", "2003-Q4"], frame["north", "M02", "2002-Q4"]
    change = rows["m-M02"][4]
    assert change.number == pytest.approx(now - before)
    assert change.text == f"+{now - before:.1f}"
    assert rows["m-M05"][4] == Cell()  # other persons are counted since 2003


def test_a_value_of_low_reliability_or_of_an_earlier_time_has_no_change() -> None:
    report = sample_report()
    measures = tuple(
        m.model_copy(update={"reliability": "low"}) if m.code == "M02" else m
        for m in report.slice.scorecard.measures
    )
    rows = {
        row.cells[0].to: row.cells
        for row in table("All measures", summary(changed(report, measures=measures))).rows
    }
    assert rows["m-M02"][4] == Cell()
    early = sample_report(period="2003-Q1")
    old = {row.cells[0].to: row.cells for row in table("All measures", summary(early)).rows}
    assert old["m-K01"][4] == Cell()
    assert old["m-K01"][1].quiet == "measured 2002"


def test_preliminary_and_revised_values_are_marked_with_a_note() -> None:
    report = sample_report()
    rows = {row.cells[0].to: row.cells for row in table("All measures", summary(report)).rows}
    assert rows["m-M02"][1].quiet == "prelim., rev."
    (note,) = [text for text in said(blocks_in(summary(report))) if "prelim. =" in text]
    assert "rev. =" in note
    assert not any("rev. =" in text for text in said(blocks_in(summary(sample_report("hagen")))))


# --- measures -------------------------------------------------------------------------------------


def test_an_objective_says_its_origin_and_what_it_serves() -> None:
    """B3: each lower objective is tied to the one it serves, with its origin."""
    lines = said(blocks_in(perspectives(sample_report())))
    assert "Origin: the council, city." in lines
    assert "Serves: Satisfied users." in lines
    assert "Success factor: A good working environment. Key process: Staffing" in lines


def test_the_card_of_a_measure_stands_in_its_fold() -> None:
    """L4: update period, reliability, comparability, who answers and who computes."""
    facts = facts_of(sample_report(), "Sickness absence")
    assert facts["Reliability"] == "medium"
    assert facts["Comparability"] == "high"
    assert facts["Measured"] == "the whole quarter"
    assert facts["Due by"] == "11 February 2004 (for quarter 4 2003)"  # 42 days after 31 December
    assert facts["Valid for at most"] == "3 months"
    assert facts["Responsible for the target"] == "HR manager"
    assert facts["Computed by"] == "HR officer"
    assert facts["How to read it"] == "Read a year at a time"
    assert facts["New rule from quarter 3 2003"] == "21 days of pay"
    assert facts["Earlier value"].endswith("changed 4 February 2004")
    assert "low: units are not held" in facts_of(sample_report(), "Trained staff")["Comparability"]


def test_the_card_of_a_measure_says_where_it_stands_on_the_five_axes_and_in_time() -> None:
    """P2: the five axes; P3: leading and lagging measures."""
    facts = facts_of(sample_report(), "Sickness absence")
    assert facts["Classification"] == "non-financial, outcome, objective, internal, short term"
    assert facts["In time"] == "result afterwards (lagging)"
    for field in Axes.model_fields.values():
        for word in field.annotation.__args__:
            keys = {f"axis_{word}", f"axis_role_{word}"}
            assert keys & set(WORDS["sv"]), word


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_kind_of_measurement_has_its_strengths_and_weaknesses(language: str) -> None:
    """L5: five kinds of measurement."""
    kinds = MeasureKind.__args__
    assert len(kinds) == 5
    told = {WORDS[language][f"kind_{kind}_says"] for kind in kinds}
    assert len(told) == 5
    strength = {"sv": ("Styrka", "Svaghet"), "en": ("Strength", "Weakness")}[language]
    assert all(word in text for text in told for word in strength)
    name = {"sv": "Sjukfrånvaro", "en": "Sickness absence"}[language]
    facts = facts_of(sample_report(language=language), name)
    assert WORDS[language]["kind_percentage_says"] in facts[WORDS[language]["kind_fact"]]


def test_inputs_name_source_supplier_and_day() -> None:
    found = table("Inputs to Sickness absence", perspectives(sample_report()))
    frame = sample_report().slice.inputs
    values = frame.loc[frame["measure"] == "M02", "value"].tolist()
    assert [row.cells[1].number for row in found.rows] == values
    assert {row.cells[2].text for row in found.rows} == {
        "The staff system (the HR department, figures of 15 Jan 2004)"
    }


def test_the_comparison_holds_the_whole_and_every_peer_by_name() -> None:
    """B5: compare and learn; never a league table."""
    report = sample_report()
    found = table("Sickness absence for North, the whole", perspectives(report))
    values = report.slice.results.set_index(["org_unit", "measure", "period"])["value"]
    shown = {row.cells[0].text: row.cells[1].number for row in found.rows if not row.group}
    expected = {"North": "north", "The city": "city", "South": "south"}
    assert shown == {name: values[unit, "M02", "2003-Q4"] for name, unit in expected.items()}
    captions = [each.caption for each in tables(perspectives(report))]
    assert not any(c.startswith("Trained staff for North, the whole") for c in captions)
    assert not any(c.startswith("Decisions that wait for North, the whole") for c in captions)


def test_the_units_below_stand_by_kind_and_only_where_the_measure_applies() -> None:
    report = sample_report()
    found = table("Sickness absence for the units below", perspectives(report))
    names = [("#" * row.group) + row.cells[0].text for row in found.rows]
    assert names == ["#care home", "Hagen", "#preschool", "Ekorren", "Haren"]
    waiting = table("Decisions that wait for the units below", perspectives(report))
    assert [row.cells[0].text for row in waiting.rows] == ["Hagen"]


def test_comments_are_shown_signed_and_marked_when_the_figure_was_revised_afterwards() -> None:
    """B8: analysis in words; the page is the controller's as well."""
    report = sample_report()
    lines = said(blocks_in(perspectives(report)))
    at = lines.index("Heading")
    assert lines[at + 1] == "More long cases, see the plan."
    assert lines[at + 2].startswith(
        "Eva Ek, controller, 20 January 2004. The figure was changed on"
    )
    assert "4 February 2004" in lines[at + 2]
    assert "The objective needs patience." in lines
    (first, signed) = [
        text for text in said(blocks_in(in_short(report))) if "calm" in text or "22 January" in text
    ]
    assert (first, signed) == ("A calm quarter.", "Eva Ek, 22 January 2004.")
    everything = " ".join(texts(part(report)) for part in PARTS)
    assert "Written too late" not in everything  # after the day of knowledge
    assert "Only preschool" not in everything
    assert not any(
        isinstance(b, Heading) and b.text == "Heading" for b in blocks_in(perspectives(report))
    )


# --- suppression ----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("unit", ["haren", "ekorren"])
def test_a_withheld_value_shows_nowhere_on_the_page(unit: str, language: str) -> None:
    """Aim 5: page, alternative text, tables and inputs show the sign, never the figure."""
    report = sample_report(unit, language=language)
    measure = report.slice.scorecard.measure("K01")
    row = report.row(measure)
    assert row.reason == "suppressed"
    cells = {
        each.cells[0].to: each.cells
        for each in table(report.words["summary_caption"].split(",")[0], summary(report)).rows
    }["m-K01"]
    assert (cells[1].text, cells[1].number, cells[2].status) == ("×", None, "suppressed")
    name = measure.name.of(language)
    inputs = table(report.words["inputs_caption"].format(measure=name), perspectives(report))
    assert {(r.cells[1].text, r.cells[1].number) for r in inputs.rows} == {("×", None)}
    assert "model': '16'" in str([b.model_dump() for b in blocks_in(about(report))])
    facts = facts_of(report, name)
    for key in ("with_numbers", "base", "attainment", "score_fact"):
        assert WORDS[language][key] not in facts
    count = "4" if unit == "haren" else "40"
    for found in tables(perspectives(report)):
        if name in found.caption:
            assert count not in {cell.text for each in found.rows for cell in each.cells}


def test_a_withheld_part_shows_its_sign_among_the_units_below() -> None:
    found = table("Satisfaction with preschool for the units below", perspectives(sample_report()))
    # Haren has 4 answers; Ekorren, the rest of 44, would give it away.
    shown = [[(cell.text, cell.number) for cell in row.cells[:3]] for row in found.rows]
    nothing = [("×", None), ("", None)]
    assert shown == [[("Ekorren", None), *nothing], [("Haren", None), *nothing]]


# --- actions, economy, objectives, links, discussion ----------------------------------------------


def test_actions_are_followed_up_with_owner_dates_budget_and_outturn() -> None:
    """P3: initiatives have budget and outturn; B10: the next report follows the actions up."""
    report = sample_report()
    found = table("The whole organisation's actions that concern North", actions(report))
    assert [column.label for column in found.columns[-2:]] == [
        "Budget, SEK thousand",
        "Outturn, SEK thousand",
    ]
    first = found.rows[0].cells
    assert [cell.text for cell in first] == [
        "Rehabilitation in four weeks",
        "the HR manager",
        "1\u00a0Sept\u00a02002 – 31\u00a0Mar\u00a02004",
        "in progress",
        "2,500",
        "1,900",
    ]
    assert (first[4].number, first[5].number) == (2_500_000, 1_900_000)
    assert first[0].quiet == "Healthy staff"
    claims = [b for b in blocks_in(actions(report)) if isinstance(b, Statement)]
    assert {claim.model for claim in claims} == {"23"}
    assert len(claims) == 2


def test_open_actions_stand_by_their_measure_and_are_asked_for_when_due() -> None:
    """P3: measures are tied to actions."""
    report = sample_report()
    lines = said(blocks_in(perspectives(report)))
    (item,) = [text for text in lines if text.startswith("Rehabilitation")]
    assert item.endswith("– the HR manager, due by 31 March 2004, in progress")
    assert not any(text.startswith("Parents' council") for text in lines)  # done
    assert [each.code for each in due_soon(report)] == ["A1"]
    assert due_soon(sample_report(period="2003-Q2")) == []
    assert any("Rehabilitation" in text for text in said(blocks_in(discussion(report))))


def test_an_activity_is_followed_up_without_what_others_do() -> None:
    report = sample_report("north", "care")
    names = [row.cells[0].text for row in table("The whole", actions(report)).rows]
    assert names == ["Rehabilitation in four weeks"]


def test_the_economy_shows_every_line_of_its_frame() -> None:
    """B8: economy beside objectives; B2: costs and budget outcome."""
    report = sample_report()
    frame = report.slice.economy
    own = {row.line: row for row in rows_of(frame[frame["org_unit"] == "north"])}
    found = table("Economy, North", economy(report))
    lines = {row.cells[0].text: row.cells for row in found.rows if not row.group}
    columns = ("outturn", "plan", "deviation", "year_plan", "forecast", "forecast_deviation")
    for name, code in (("Fees", "fees"), ("Staff", "staff"), ("Net cost", "net")):
        for cell, column in zip(lines[name][1:], columns, strict=True):
            value = getattr(own[code], column)
            assert cell.number == (None if math.isnan(value) else value)
            assert (cell.text == "..") == math.isnan(value)
    assert [row.cells[0].text for row in found.rows if row.group] == [
        "Revenue",
        "Costs",
        "In total",
    ]
    # Units 1, 2 and 3: 4 quarters × 900 000 × 6 planned, 2 % more spent.
    assert own["net"].deviation == pytest.approx(-432_000)
    assert lines["Net cost"][3].text == "−432"
    assert lines["Fees"][3].text == "+48"  # more revenue than planned is a surplus


def test_the_forecast_stands_beside_the_one_before() -> None:
    report = sample_report()
    found = table("Deviation for the full year by the forecast, North", economy(report))
    assert [column.label for column in found.columns] == ["Line", "10 Sept 2003", "12 Nov 2003"]
    (net,) = found.rows
    assert [cell.text for cell in net.cells] == ["Net cost", "−216", "−648"]  # 1 and 3 % of 21.6 m


def test_forecasts_without_a_budget_for_the_year_leave_no_empty_table() -> None:
    report = sample_report()
    unknown = report.slice.economy.assign(
        year_plan=math.nan, forecast_deviation=math.nan, previous_forecast_deviation=math.nan
    )
    without = Report(replace(report.slice, economy=unknown), "en")
    tables = [block for block in blocks_in(economy(without)) if isinstance(block, Table)]
    assert all(table.rows for table in tables)
    assert not any("by the forecast" in table.caption for table in tables)


def test_the_net_of_the_units_below_stands_by_name() -> None:
    report = sample_report()
    found = table("Net cost of the units below North", economy(report))
    frame = report.slice.economy.set_index(["org_unit", "line"])
    assert [row.cells[0].text for row in found.rows] == ["Ekorren", "Hagen", "Haren"]
    for row, unit in zip(found.rows, ("ekorren", "hagen", "haren"), strict=True):
        assert row.cells[1].number == frame.loc[(unit, "net"), "outturn"]
        assert row.cells[3].number == frame.loc[(unit, "net"), "deviation"]


def test_the_chart_of_deviations_says_its_lines_in_words() -> None:
    (figure,) = [b for b in blocks_in(economy(sample_report())) if isinstance(b, Figure)]
    assert "Fees +48; Staff −480; Net cost −432" in figure.alt
    assert "Invented data" in figure.svg
    assert len(figure.svg) < 6_000


def test_a_committees_economy_is_in_millions_and_hides_no_deviation() -> None:
    report = sample_report()
    frame = report.slice.economy.copy()
    amounts = [column for column, kind in ECONOMY.items() if kind == "float64"]
    frame[amounts] *= 100
    small = frame["line"] == "fees"
    frame.loc[small, "deviation"] = 20_000
    large = Report(replace(report.slice, economy=frame), "sv")
    found = table("Ekonomi, Norr", economy(large))
    assert found.caption.endswith("(mkr)")
    (fees,) = [row.cells for row in found.rows if row.cells[0].text == "Avgifter"]
    assert fees[3].text == "+0,02"


def test_a_persons_assessment_stands_beside_what_the_measures_say() -> None:
    """B8: to what extent objectives were met, with analysis in words; B3: their origin."""
    report = sample_report()
    found = table("Objectives and assessment", objectives(report))
    rows = {row.cells[0].text: row.cells for row in found.rows if not row.group}
    assert rows["Healthy staff"][3].text == "partly met"
    assert rows["Healthy staff"][3].svg  # a shape of its own
    assert rows["Satisfied users"][3].text == "not assessed"
    assert rows["Satisfied users"][0].quiet == "the council, city"
    scores = report.slice.scores.set_index(["org_unit", "level", "code"])
    for name, code in (("Healthy staff", "M1"), ("A balanced economy", "U1")):
        score = scores.loc[("north", "objective", code), "score"]
        word = rows[name][1].text
        limits = {"level": (200 / 3, 100), "near": (100 / 3, 200 / 3), "off": (0, 100 / 3)}
        low, high = limits[word.split(" ", maxsplit=1)[0]]
        assert low <= score <= high
    reasons = said(blocks_in(objectives(report)))
    assert any(
        text.startswith("Healthy staff: partly met. Absence fell towards the end.")
        and text.endswith("(the district director, 2 February 2004)")
        for text in reasons
    )


def test_the_grades_of_an_assessment_differ_by_word_and_shape() -> None:
    report = sample_report()
    (given,) = report.slice.scorecard.assessments
    seen = set()
    for grade in ("met", "partly", "not_met", "cannot_be_judged"):
        other = changed(report, assessments=(given.model_copy(update={"grade": grade}),))
        rows = table("Objectives and assessment", objectives(other)).rows
        cell = next(row.cells[3] for row in rows if row.cells[0].text == "Healthy staff")
        seen.add((cell.text, cell.svg))
    assert len({word for word, _ in seen}) == len({shape for _, shape in seen}) == 4


def test_links_are_told_as_assumptions_with_what_was_declared() -> None:
    """L8: a link joins two objectives; one or more declared pairs of measures test it."""
    found = table("The arrows and what tests them", links(sample_report()))
    heads = [row.cells[0] for row in found.rows if row.group]
    assert [cell.text for cell in heads] == [
        "Healthy staff → Satisfied users: not enough data",
        "A balanced economy → Satisfied users: not testable",
    ]
    assert heads[0].quiet == "New staff need time"
    pairs = [[cell.text for cell in row.cells] for row in found.rows if not row.group]
    assert pairs == [
        [
            "Sickness absence",
            "Satisfaction with preschool",
            "opposite direction, 2 years later (1–3)",
            "Not enough data",
        ],
        ["No measures are declared that could test it.", "", "", ""],
    ]
    driver, outcome = next(row.cells[:2] for row in found.rows if not row.group)
    assert (driver.to, driver.quiet) == ("m-M02", "here 9.8%, The city 9.4%")
    assert (outcome.to, outcome.quiet) == ("m-K01", "here 70, The city 70")


def test_links_are_said_to_be_tested_on_the_whole_and_not_on_the_unit() -> None:
    lines = said(blocks_in(links(sample_report())))
    assert "tested on the units of the whole organisation, not on North by itself" in lines[0]
    assert lines[1] == "None of the two arrows could be tested."
    assert lines[2].endswith("here with figures up to 31 December 2003.")


def test_without_tested_links_a_report_says_nothing_of_them() -> None:
    report = sample_report()
    assert links(Report(replace(report.slice, links=None), "en")) == Section(blocks=())


def test_revised_values_and_breaks_are_told_with_old_value_and_day() -> None:
    report = sample_report()
    found = table("Values of the past year", about(report))
    (row,) = found.rows
    result = report.row(report.slice.scorecard.measure("M02"))
    assert (row.cells[2].number, row.cells[3].number) == (result.previous, result.value)
    assert row.cells[2].text != row.cells[3].text
    assert row.cells[4].text == "4 Feb 2004"
    breaks = table("Changes of definitions", about(report))
    assert [[c.text for c in each.cells] for each in breaks.rows] == [
        ["Sickness absence", "quarter 3 2003", "New rule", "21 days of pay"],
        ["Trained staff", "quarter 1 2003", "New definition", "FTEs instead of persons"],
    ]


def test_the_sources_name_supplier_day_and_figures_also_those_of_the_economy() -> None:
    """B13: who supplies which figure."""
    (row,) = table("Where the figures come from", about(sample_report())).rows
    assert [cell.text for cell in row.cells[:3]] == [
        "The staff system",
        "the HR department",
        "15 Jan 2004",
    ]
    assert {"Sick hours", "plan net", "out staff"} <= set(row.cells[3].text.split(", "))


def test_the_scorecard_and_the_activity_are_described() -> None:
    """B1: governing statements and the description of the activity; B13: owner and orderer."""
    found = table("About The sample card", about(sample_report()))
    facts = {row.cells[0].text: row.cells[1].text for row in found.rows}
    assert facts["Vision"] == "A city for all."
    assert facts["Values"] == "All are of equal worth."
    assert facts["Strategy"] == "Healthy staff first."
    assert facts["Owner"] == "the city director"
    assert facts["Orderer"] == "the council"
    assert facts["Responsible for the scorecard"] == "the planning unit"
    assert facts["Key processes"] == "Staffing, Introduction"
    described = table("The activity, North", about(sample_report()))
    assert len(described.rows) == 9  # principal to partners
    own = table("The activity, The city: Preschool", about(sample_report("city", "pre")))
    assert [row.cells[1].text for row in own.rows] == ["Play and learning"]


def test_the_glossary_explains_only_words_that_the_report_uses() -> None:
    everything = table("Words in the report", about(sample_report()))
    assert "Legal duty" in {row.cells[0].text for row in everything.rows}
    preschool = table("Words in the report", about(sample_report("ekorren")))
    assert "Legal duty" not in {row.cells[0].text for row in preschool.rows}
    assert "Followed measure" in {row.cells[0].text for row in preschool.rows}


# --- what is not there ----------------------------------------------------------------------------


def test_parts_without_anything_to_say_leave_no_trace() -> None:
    report = changed(
        sample_report(), initiatives=(), links=(), comments=(), assessments=(), occasions=()
    )
    report = Report(replace(report.slice, economy=frame_of(ECONOMY, [])), "en")
    for part in (actions, economy, links):
        assert part(report) == Section(blocks=())
    titles = {b.text for b in whole(report) if isinstance(b, Heading)}
    assert not titles & {"Comment", "The reasons for the assessments", "Actions that are due"}
    columns = [c.label for c in table("Objectives and assessment", objectives(report)).columns]
    assert "Assessment" not in columns


def test_a_bare_scorecard_has_no_empty_folds_or_tables() -> None:
    bare = changed(
        sample_report(),
        vision=None,
        values=(),
        strategy=None,
        version=None,
        owner=None,
        orderer=None,
        responsible=None,
        description=None,
        key_processes=(),
    )
    folds = {b.summary for b in whole(bare) if isinstance(b, Fold)}
    assert "About the scorecard" not in folds
    assert "About the activity" not in folds
    assert head(bare).subtitle == "The sample card"
    assert all(found.rows for found in tables(*(part(bare) for part in PARTS)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("unit", "activity"),
    [("city", "all"), ("city", "pre"), ("north", "care"), ("haren", "all"), ("linden", "all")],
)
def test_no_page_holds_a_number_that_is_none_or_a_word_that_overclaims(
    unit: str, activity: str, language: str
) -> None:
    report = sample_report(unit, activity, language)
    text = " ".join(texts(part(report)) for part in PARTS)
    assert not re.search(r"\b(nan|NaN|inf|Infinity|NaT)\b", text)
    claims = (
        r"beror på|leder till|tack vare|effekt av|påverkar|bevisar|signifikant|"
        r"caused by|leads to|thanks to|impact|drives|proves|significant"
    )
    assert re.findall(claims, text) == []


def test_every_unit_and_activity_of_the_sample_has_a_report() -> None:
    for unit, activity in sample_evaluation().subjects.rows:
        assert whole(sample_report(unit, activity))


def test_a_measure_without_a_row_in_the_shown_period_counts_as_without_data() -> None:
    report = sample_report()
    frame = report.slice.results
    gone = (frame["measure"] == "M02") & (frame["period"] == "2003-Q4")
    bare = Report(replace(report.slice, results=frame[~gone]), "en")
    assert whole(bare)
    rows = {row.cells[0].to: row.cells for row in table("All measures", summary(bare)).rows}
    assert (rows["m-M02"][1].text, rows["m-M02"][2].status) == ("..", "no_data")
    assert rows["m-M02"][4] == Cell()


# --- the first page answers six questions ---------------------------------------------------------


def answers_of(report: Report) -> dict[str, str]:
    """Return the answers of the first page by their questions, in order."""
    labelled = [
        block.runs
        for block in blocks_in(in_short(report))
        if isinstance(block, Paragraph) and block.runs[0].marks == ("strong",)
    ]
    return {runs[0].text.strip(): "".join(run.text for run in runs[1:]) for runs in labelled}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("unit", ["city", "north", "hagen", "haren"])
def test_the_first_page_answers_its_questions_in_their_order(unit: str, language: str) -> None:
    report = sample_report(unit, language=language)
    asked = [report.words[k] for k in ("how", "changed", "compared", "why", "doing", "trust")]
    found = list(answers_of(report))
    assert [question for question in asked if question in found] == found
    assert set(asked) - set(found) <= {report.words["compared"]}  # with nobody to compare with


def test_the_first_page_counts_targets_and_changes_by_hand() -> None:
    # North 2003: M02, M05, K01, V06 and U01 have targets, K06 has none.
    report = sample_report()
    rows = {m.code: report.row(m) for m in report.measures}
    judged = [code for code, row in rows.items() if row.status not in ("unscored", "no_data")]
    good = sum(rows[code].status == "good" for code in judged)
    told = answers_of(report)
    assert told["How are we doing?"].startswith(f"On target or better: {good} of {len(judged)} ")
    values = report.slice.results.set_index(["org_unit", "measure", "period"])["value"]
    better = worse = same = 0
    for code, sign in (("M02", -1), ("V06", -1), ("U01", 1)):  # M05 has a new definition since
        step = sign * (values["north", code, "2003-Q4"] - values["north", code, "2002-Q4"])
        better, worse, same = better + (step > 0), worse + (step < 0), same + (step == 0)
    if not math.isnan(values["north", "K01", "2003"] - values["north", "K01", "2002"]):
        step = values["north", "K01", "2003"] - values["north", "K01", "2002"]
        better, worse, same = better + (step > 0), worse + (step < 0), same + (step == 0)
    counts = f"a better value in {better}, a worse one in {worse}, the same in {same}. "
    untested = "No measure can be tested against chance yet."
    assert counts + untested in told["What has changed?"]


def among_others(measure: str, unusual: str, outside: float) -> pd.DataFrame:
    """Return what the evaluation says of North among six units by one measure."""
    empty = {n: math.nan if k == "float64" else "" for n, k in COMPARISON.items()}
    place = {"org_unit": "north", "activity": "all", "period": "2003-Q4", "measure": measure}
    ends = {"lower_998": 6.0, "upper_998": 8.0, "middle": 7.0, "units": 6.0, "value": 9.0}
    row = {**empty, **place, **ends, "unusual": unusual, "outside": outside, "false_alarm": 0.01}
    return frame_of(COMPARISON, [{name: [value] for name, value in row.items()}])


@pytest.mark.parametrize(
    ("unusual", "outside", "told"),
    [
        ("", 0.0, "(6 at most), one measure is compared; none lies outside the usual."),
        ("worse", 2.0, "one measure is compared; outside the usual: Sickness absence."),
    ],
)
def test_what_is_unusual_among_units_of_the_kind_is_named_and_nothing_else(
    unusual: str, outside: float, told: str
) -> None:
    report = sample_report()
    assert "Among units" not in answers_of(report)["How do we compare?"]
    frame = among_others("M02", unusual, outside)
    compared = Report(replace(report.slice, comparison=frame), "en")
    assert told in answers_of(compared)["How do we compare?"]


def test_a_sample_whose_interval_reaches_the_whole_counts_on_neither_side() -> None:
    report = sample_report()
    frame = report.slice.results.copy()
    mine = (frame["org_unit"] == "north") & (frame["measure"] == "M02")
    city = (frame["org_unit"] == "city") & (frame["measure"] == "M02")
    frame = frame[~frame["measure"].isin(["K01", "M05", "V06", "U01", "K06"])]
    frame.loc[mine, ["value", "lower", "upper"]] = [9.0, 8.5, 9.5]
    frame.loc[city, ["value", "lower", "upper"]] = [9.8, 9.4, 10.2]
    wide = Report(replace(report.slice, results=frame), "en")
    told = answers_of(wide)["How do we compare?"]
    assert "a better value in 0 and a worse one in 0" in told
    frame.loc[mine, ["lower", "upper"]] = [8.9, 9.1]  # clear of 9.4
    clear = answers_of(Report(replace(report.slice, results=frame), "en"))["How do we compare?"]
    assert "a better value in 1 and a worse one in 0" in clear


@pytest.mark.parametrize(
    ("language", "count", "late"),
    [
        ("en", "one action that concerns North", "it is late: Rehabilitation in four weeks "),
        ("sv", "en aktivitet som berör Norr", "den är försenad: Rehabilitering inom fyra veckor "),
    ],
)
def test_shared_actions_are_told_as_shared_and_the_late_by_name(
    language: str, count: str, late: str
) -> None:
    report = sample_report(language=language)
    question = report.words["doing"]
    assert count in answers_of(report)[question]
    first, *others = report.slice.scorecard.initiatives
    behind = (first.model_copy(update={"status": "late"}), *others)
    assert f"{late}(" in answers_of(changed(report, initiatives=behind))[question]
    own = (first.model_copy(update={"org_units": ("north",)}), *others)
    assert count not in answers_of(changed(report, initiatives=own))[question]
    none = answers_of(changed(report, initiatives=()))[question]
    assert none == report.words["doing_none"]


def test_an_action_for_measures_that_do_not_apply_is_not_told() -> None:
    report = sample_report("hagen")  # elderly care: K01, of preschools, does not apply
    first = report.slice.scorecard.initiatives[0]
    other = first.model_copy(update={"measures": ("K01",), "effect": None})
    assert "K01" not in {measure.code for measure in report.measures}
    assert actions(changed(report, initiatives=(other,))) == Section(blocks=())
    by_objective = first.model_copy(update={"measures": (), "effect": None})
    assert actions(changed(report, initiatives=(by_objective,))).blocks


def test_what_a_controller_wrote_on_a_measure_in_short_is_brought_forward() -> None:
    report = sample_report()
    frame = report.slice.results.copy()
    now = (frame["measure"] == "M02") & (frame["period"] == "2003-Q4")
    frame.loc[now & (frame["org_unit"] == "north"), ["value", "status"]] = [9.9, "poor"]
    missed = Report(replace(report.slice, results=frame), "en")
    assert "M02" in {claim.measure for claim in shortlist(missed.statements)}
    # The figure was revised after the comment was written: it may be about another one.
    assert "More long cases" not in answers_of(missed)["Why?"]
    frame["revised_on"] = None
    told = answers_of(Report(replace(report.slice, results=frame), "en"))["Why?"]
    assert told == (
        "The figures do not say why. Eva Ek, controller, on Sickness absence: "
        "“More long cases, see the plan.”"
    )


@pytest.mark.parametrize(("language", "one"), [("sv", "1 är preliminärt"), ("en", "1 is prelim")])
def test_one_is_told_as_one(language: str, one: str) -> None:
    report = sample_report(language=language)
    preliminary = {c.measure for c in report.statements if c.pattern == "19_preliminary"}
    assert len(preliminary) == 1
    assert one in answers_of(report)[report.words["trust"]]


def test_a_total_names_the_units_whose_figures_it_lacks_and_who_owes_them() -> None:
    """Missing is never hidden: the city's total says that a district's figure has not come."""
    report = sample_report("city")
    frame = report.slice.results.copy()
    now = (frame["measure"] == "M02") & (frame["period"] == "2003-Q4")
    frame.loc[now & (frame["org_unit"] == "city"), "coverage"] = 0.5
    frame.loc[now & (frame["org_unit"] == "south"), ["value", "reason"]] = [math.nan, "late"]
    gap = Report(replace(report.slice, results=frame), "en")
    owed = "is missing for South; it was due by 11 February 2004 from the HR department."
    assert owed in answers_of(gap)["Can the figures be trusted?"]
    assert any(owed in text for text in said(blocks_in(about(gap))))
    assert owed not in answers_of(report)["Can the figures be trusted?"]


def test_the_sparkline_starts_at_the_latest_new_definition() -> None:
    report = sample_report()
    rows = {row.cells[0].to: row.cells for row in table("All measures", summary(report)).rows}
    whole_course = changed(
        report,
        measures=tuple(
            m.model_copy(update={"breaks": ()}) for m in report.slice.scorecard.measures
        ),
    )
    others = {
        row.cells[0].to: row.cells for row in table("All measures", summary(whole_course)).rows
    }
    assert rows["m-M05"][-1].svg != others["m-M05"][-1].svg
    assert rows["m-M02"][-1].svg == others["m-M02"][-1].svg  # a new rule changes no definition


def test_a_new_rule_is_told_as_a_line_beside_its_chart() -> None:
    lines = said(blocks_in(perspectives(sample_report())))
    assert "New rule from quarter 3 2003. 21 days of pay." in lines


def test_the_card_of_a_measure_is_left_out_of_print_and_the_computation_is_not() -> None:
    folds = [b for b in blocks_in(perspectives(sample_report())) if isinstance(b, Fold)]
    printed = {fold.summary.split(":")[0]: fold.in_print for fold in folds}
    assert printed["How this was computed"] is True
    assert printed["The card of the measure"] is False


def test_an_occasion_whose_committee_has_met_is_not_named() -> None:
    report = sample_report()
    late = Report(replace(report.slice, as_of=date(2004, 2, 25)), "en")
    assert "Reporting occasion" not in dict(head(late).facts)
    assert "Reporting occasion" in dict(head(report).facts)


def test_what_is_said_of_money_has_no_mark_of_a_measure() -> None:
    found = [b for b in blocks_in(in_short(sample_report())) if isinstance(b, Statement)]
    marks = {block.model: block.status for block in found}
    assert marks["5"] is None
    assert marks["6"] is None


def test_links_are_only_those_whose_measures_apply() -> None:
    assert links(sample_report("hagen")) != links(sample_report("north"))
    found = table("The arrows and what tests them", links(sample_report("hagen")))
    assert [row.cells[0].text for row in found.rows if row.group] == [
        "A balanced economy → Satisfied users: not testable"
    ]
