"""The pages about tested links: what stands on them, in both languages, on screen and on paper."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import pairwise, product
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeVar

import pytest
from axe_playwright_python.sync_playwright import Axe
from nbclient import NotebookClient
from nbformat import read as read_notebook
from pypdf import PdfReader
from small_links import card, evaluated, link, pair
from test_goteborg import evaluation as goteborg
from test_lead_lag_words import never_said
from typer.testing import CliRunner

from bsc_helpers.blocks import (
    Block,
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
from bsc_helpers.cli import app
from bsc_helpers.errors import ParameterError
from bsc_helpers.evaluation import EVIDENCE, Evaluation, slice_for
from bsc_helpers.evaluation import TestedPair as OnePair  # by its own name taken for tests
from bsc_helpers.narrative.lead_lag import PairSpeaker, evidence_words, q_words
from bsc_helpers.notebook import open_links
from bsc_helpers.periods import parse_period
from bsc_helpers.publishing import document_of, render_html, render_pdf
from bsc_helpers.publishing.document import Document
from bsc_helpers.publishing.pdf import missing_characters
from bsc_helpers.report import Report, lead_lag, links
from bsc_helpers.report.lead_lag import LinkReport
from bsc_helpers.report.lead_lag.table import anchor_of_pair
from bsc_helpers.report.words import WORDS

ROOT = Path(__file__).parents[1]
QUARTER = parse_period("2003-Q4")
LANGUAGES = ("sv", "en")
NOTEBOOKS = {"strategy-map": "strategy_map", "lead-lag": "lead_lag"}
NOTICE = {"sv": "Påhittade uppgifter", "en": "Invented data"}
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OpenPage = Callable[..., Any]
Kind = TypeVar("Kind")
MAP_PAGE = (
    lead_lag.map_head,
    lead_lag.in_short,
    lead_lag.strategy_map,
    lead_lag.what_is_said,
    lead_lag.about,
)
STUDY_PAGE = (
    lead_lag.study_head,
    lead_lag.in_short,
    lead_lag.all_pairs,
    lead_lag.each_link,
    lead_lag.about,
)
PAGES = {"map": MAP_PAGE, "study": STUDY_PAGE}
BOTH = [*product(PAGES, LANGUAGES)]
KINDS = {"kinds": ["district"]}


@cache
def report(language: str = "en", asked: tuple[str, ...] = (), **more: Any) -> LinkReport:
    """Return the tested links of the example, with what somebody asks for."""
    tests = goteborg().links_tested(QUARTER, asked, **more)
    return LinkReport(tests, goteborg().scorecard, language, asked)


def of(evaluation: Evaluation, language: str = "en", asked: tuple[str, ...] = ()) -> LinkReport:
    tests = evaluation.links_tested(QUARTER, asked)
    return LinkReport(tests, evaluation.scorecard, language, asked)


def page(kind: str, given: LinkReport) -> Document:
    blocks: tuple[Block, ...] = tuple(part(given) for part in PAGES[kind])
    head = blocks[0]
    assert isinstance(head, Head)
    return Document(head.title, given.language, given.notice, blocks)


def inside(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Section | Fold):
            yield from inside(block.blocks)
        if isinstance(block, ItemList):
            yield from (each for item in block.items for each in inside(item))
        if isinstance(block, Figure) and block.data is not None:
            yield block.data


def blocks_of(kind: type[Kind], *given: Block) -> list[Kind]:
    return [block for block in inside(given) if isinstance(block, kind)]


def text_of(block: Paragraph) -> str:
    return "".join(run.text for run in block.runs)


def said(*given: Block) -> list[str]:
    """Return the paragraphs and statements, in their order."""
    return [
        block.text if isinstance(block, Statement) else text_of(block)
        for block in inside(given)
        if isinstance(block, Statement | Paragraph)
    ]


def parts_by_heading(level: int, section: Block) -> dict[str, list[Block]]:
    """Return what stands below each heading of a level, until the next of it or above."""
    assert isinstance(section, Section)
    found: dict[str, list[Block]] = {}
    below: list[Block] | None = None
    for block in section.blocks:
        if isinstance(block, Heading) and block.level <= level:
            below = found.setdefault(block.text, []) if block.level == level else None
        elif below is not None:
            below.append(block)
    return found


def all_texts(document: Document) -> list[str]:
    """Return every text that a reader meets."""

    def texts(data: Any) -> Iterator[str]:
        if isinstance(data, str):
            yield data
        elif isinstance(data, dict):
            for key, value in data.items():
                if key not in ("svg", "kind", "anchor", "to", "language", "evidence", "model"):
                    yield from texts(value)
        elif isinstance(data, list | tuple):
            for value in data:
                yield from texts(value)

    found = [text for block in document.blocks for text in texts(block.model_dump())]
    drawn = (figure.svg for figure in blocks_of(Figure, *document.blocks))
    inside_drawings = (each for svg in drawn for each in re.findall(r">([^<>]+)<", svg))
    return [*found, *inside_drawings]


# ---------------------------------------------------------------------------------- both pages


@pytest.mark.parametrize(("kind", "language"), BOTH)
def test_no_text_of_a_page_has_braces_or_claims_more_than_an_order(
    kind: str, language: str
) -> None:
    for text in all_texts(page(kind, report(language))):
        assert not re.search(r"[{}]|\bnan\b|\bNone\b(?! of)|  ", text), text
        assert never_said(_without_names(text), language) == [], text


def _without_names(text: str) -> str:
    """Return a text without what the register says: names, and why a link is believed in."""
    part = goteborg().scorecard
    told = [link_.rationale for link_ in part.links if link_.rationale]
    told += [named.name for named in (*part.objectives, *part.success_factors)]
    own = {each.of(language) for each in told for language in LANGUAGES}
    if any(text in each for each in own):  # a line of a name that a drawing breaks
        return ""
    for each in own:
        text = text.replace(each, "")
    return text


@pytest.mark.parametrize(("kind", "language"), BOTH)
def test_headings_skip_no_level_and_no_anchor_stands_twice(kind: str, language: str) -> None:
    blocks = [*inside(page(kind, report(language)).blocks)]
    levels = [1, *(block.level for block in blocks if isinstance(block, Heading))]
    assert all(low <= high + 1 for high, low in pairwise(levels))
    anchors = [anchor for block in blocks if (anchor := getattr(block, "anchor", None))]
    assert len(anchors) == len({*anchors})


@pytest.mark.parametrize(("kind", "language"), BOTH)
def test_every_drawing_has_a_title_a_text_for_those_who_cannot_see_and_the_notice(
    kind: str, language: str
) -> None:
    figures = blocks_of(Figure, *page(kind, report(language)).blocks)
    assert len(figures) == {"map": 1, "study": 18}[kind]  # three for each of six tested pairs
    for figure in figures:
        assert figure.title
        assert figure.alt.endswith(".")
        assert NOTICE[language] in figure.svg.replace("\u00a0", " ")


@pytest.mark.parametrize("kind", PAGES)
def test_the_head_names_the_period_and_the_last_day_of_the_figures(kind: str) -> None:
    head = page(kind, report()).blocks[0]
    assert isinstance(head, Head)
    assert head.title.endswith("quarter 4 2003")
    assert head.notice.startswith(NOTICE["en"])
    facts = dict(head.facts)
    assert facts["Figures up to"] == "31 December 2003"
    assert facts["Known on"] == "17 February 2004"
    assert "Lags that were tried" not in facts


def test_what_was_asked_for_is_told_in_the_head() -> None:
    head = lead_lag.study_head(report(window=2, group="area"))
    facts = dict(head.facts)
    assert facts["Lags that were tried"].startswith("−2 to 2 periods, at most a quarter")
    assert facts["Units counted"] == "by area"
    options = _table("What was decided", lead_lag.about(report(window=2)))
    assert options["Lags"].startswith("−2 to 2 periods")


def _table(start: str, *given: Block) -> dict[str, str]:
    (found,) = [each for each in blocks_of(Table, *given) if each.caption.startswith(start)]
    return {row.cells[0].text: row.cells[1].text for row in found.rows}


def test_what_is_in_short_counts_every_arrow_once() -> None:
    section = lead_lag.in_short(report())
    (figures,) = blocks_of(KeyFigures, section)
    counts = {each.label: int(each.text) for each in figures.figures}
    assert counts == {
        "Supported": 1,
        "Contradicted": 1,
        "Linked, but not as assumed": 1,
        "Cannot tell": 3,
        "Not enough data": 3,
        "Not testable": 1,
    }
    assert sum(counts.values()) == len(report().tests.links)
    assert said(section)[0] == "Six of ten arrows could be tested, with six pairs of measures."
    assert "chance alone would show up in fewer than one of the tested pairs" in said(section)[1]
    assert "once a year" in said(section)[2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_method_is_told_step_by_step_with_what_was_decided(language: str) -> None:
    section = lead_lag.about(report(language))
    (steps,) = blocks_of(ItemList, section)
    assert steps.ordered
    assert len(steps.items) == 8
    (table,) = blocks_of(Table, section)
    settings = [row.cells[1].text for row in table.rows]
    comma = {"sv": ",", "en": "."}[language]
    assert f"0{comma}10" in settings
    assert f"0{comma}10; 0{comma}05" in settings
    assert "6; 8" in settings
    assert "2003" in settings  # the seed, written as such and not as a number
    if language == "en":
        assert "Benjamini–Hochberg" in said(section)[6]


# ----------------------------------------------------------------------------------------- the map


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_declared_link_is_on_the_map_in_its_table_and_among_what_is_said(
    language: str,
) -> None:
    given = report(language)
    section = lead_lag.strategy_map(given)
    (figure,) = blocks_of(Figure, section)
    (table,) = blocks_of(Table, section)
    heads = [row.cells[0].text for row in table.rows if row.group]
    said_of = parts_by_heading(3, lead_lag.what_is_said(given))
    assert len(heads) == len(said_of) == len(given.scorecard.links) == 10
    for (code, evidence), head, heading in zip(given.tests.links, heads, said_of, strict=True):
        word = evidence_words(evidence, language)
        ends = given.link_text(given.links[code])
        assert head == f"{code}. {ends}: {word}"
        assert heading == f"{code}. {ends}"
        first, then = (given.ends[end] for end in (given.links[code].from_, given.links[code].to))
        assert any(
            f"{code}: {first}" in told and then in told and word in told
            for told in re.split(r"(?<=\.) (?=L\d)", figure.alt)
        )
        assert f">{code}<" in figure.svg


def test_the_title_of_the_map_is_its_finding() -> None:
    (figure,) = blocks_of(Figure, lead_lag.strategy_map(report()))
    assert figure.title == (
        "6 of 10 arrows could be tested: 1 supported, 1 contradicted, 1 linked, but not as "
        "assumed, 3 cannot tell, 3 not enough data, 1 not testable"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_row_for_each_pair_says_what_was_assumed_found_and_the_verdict(language: str) -> None:
    given = report(language)
    for section in (lead_lag.strategy_map(given), lead_lag.all_pairs(given)):
        (table,) = blocks_of(Table, section)
        assert {len(row.cells) for row in table.rows if not row.group} == {len(table.columns)}
        rows = [row for row in table.rows if not row.group]
        for row, pair_ in zip(rows, given.tests.pairs, strict=True):
            assert row.cells[0].text == given.pair_text(pair_)
            assert row.cells[-1].text == given.speaker(pair_).verdict
            looked = pair_.test is not None and pair_.test.tested
            assert bool(row.cells[3].text) == bool(row.cells[4].text) == looked
            assert bool(row.cells[2].text) == (pair_.test is not None and pair_.test.found)


def test_the_cells_of_a_found_pair_are_its_numbers() -> None:
    (table,) = blocks_of(Table, lead_lag.strategy_map(report()))
    rows = {row.cells[0].text: [cell.text for cell in row.cells] for row in table.rows}
    turnover = rows[report().pair_text(report().tests.of("L1")[0])]
    assert turnover[1:] == [
        "opposite direction, 2 quarters later (1–3)",
        "opposite direction, two quarters later",
        "−0.63 (−0.71 to −0.53)",
        "< 0.001",
        "Tends to lead",
    ]
    absence = [cell for row in table.rows for cell in row.cells if cell.quiet]
    by_area = report().tests.of("L3")[0].test
    assert by_area is not None
    assert by_area.group_p is not None
    assert [cell.quiet for cell in absence] == [f"by group {q_words(by_area.group_p, 'en', 'p')}"]
    back = [row for row in rows.values() if row[-1] == "Runs the other way"]
    assert back[0][2] == "opposite direction, the quarter after (outcome first)"


def test_the_perspectives_stand_in_the_rows_of_the_register() -> None:
    given = report()
    (figure,) = blocks_of(Figure, lead_lag.strategy_map(given))
    names = {each.code: each.name.of("en") for each in given.scorecard.perspectives}
    places = [[_height(figure.svg, names[code]) for code in row] for row in _rows(given)]
    assert [max(row) for row in places] == sorted(max(row) for row in places)
    assert given.scorecard.strategy_map[-1] == ("U", "M")  # economy and staff at the foot


def _rows(given: LinkReport) -> tuple[tuple[str, ...], ...]:
    return given.scorecard.strategy_map


def _height(svg: str, name: str) -> float:
    """Return how far down the first words of a name stand."""
    first = re.escape(" ".join(name.split()[:2]))
    hit = re.search(rf'<text[^>]* y="([\d.]+)"[^>]*>{first}', svg)
    assert hit is not None, name
    return float(hit[1])


# --------------------------------------------------------------------------------------- the study


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_tested_pair_is_drawn_three_times_with_the_tables_behind(language: str) -> None:
    given = report(language)
    section = lead_lag.each_link(given)
    links_ = parts_by_heading(2, section)
    assert [name.partition(".")[0] for name in links_] == [each for each, _ in given.tests.links]
    for (code, _), blocks in zip(given.tests.links, links_.values(), strict=True):
        pairs = given.tests.of(code)
        headings = [block for block in blocks if isinstance(block, Heading)]
        assert [each.anchor for each in headings] == [anchor_of_pair(each) for each in pairs]
        drawn = sum(each.test is not None and each.test.tested for each in pairs)
        assert len(blocks_of(Figure, *blocks)) == 3 * drawn
        assert len(blocks_of(Fold, *blocks)) == drawn
        told = [block.text for block in blocks_of(Statement, *blocks)]
        assert told == [given.speaker(each).sentence for each in pairs]


def test_a_profile_shows_every_lag_both_ways_with_its_numbers() -> None:
    given = report()
    (one,) = given.tests.of("L1")
    assert one.test is not None
    profile, surprises, units = blocks_of(Figure, *_of_pair(given, one))
    assert profile.data is not None
    assert [row.cells[0].number for row in profile.data.rows] == [*range(-4, 5)]
    at = next(row for row in profile.data.rows if row.cells[0].number == 2)
    assert [cell.text for cell in at.cells] == ["2", "−0.63", "−0.71", "−0.53", "82", "1,148"]
    assert "2: −0.63 (−0.71 to −0.53)" in profile.alt
    assert "at lags −4 to 4" in profile.alt
    assert "two quarters later: 1,148 points" in surprises.alt
    assert surprises.title == "The surprises two quarters later (driver first)"
    assert units.alt.startswith("The correlation in 82 units one by one, from −0.")
    assert "98% of the units have the sign of the mean." in units.alt


def _of_pair(given: LinkReport, one: OnePair) -> list[Block]:
    return parts_by_heading(3, lead_lag.each_link(given))[given.pair_text(one)]


def test_what_becomes_of_it_otherwise_and_its_details_are_behind_a_fold() -> None:
    given = report()
    (one,) = given.tests.of("L3")
    assert one.test is not None
    (fold,) = blocks_of(Fold, *_of_pair(given, one))
    looks = _table("The same pair", fold)
    assert looks["As here"] == "r = −0.47, q < 0.001"
    assert one.test.group_p is not None
    by_area = looks["Units that share events taken together (6 groups)"]
    assert by_area == q_words(one.test.group_p, "en", "p")
    assert looks["Units that point the same way"] == "95%"
    assert {"First half of the time", "Second half of the time"} <= {*looks}
    details = _table("Details of the test", fold)
    assert details["Tested on"] == "21 units as a whole"
    assert details["Units (groups)"] == "21 (6)"
    assert details["Paired values and periods"] == "315, 16 quarters"
    assert details["Would have been found four times in five"].startswith("|r| ≥ 0.3")
    (parts,) = given.tests.of("L1")
    (other,) = blocks_of(Fold, *_of_pair(given, parts))
    panel = _table("Details of the test", other)["Tested on"]
    assert panel.startswith("Preschool, ")
    assert panel.endswith(" in 21 units")


def test_only_what_is_chosen_is_shown_one_by_one_and_all_pairs_stay_in_the_table() -> None:
    whole, chosen = report(), report(asked=("L4", "M04>K04"))
    assert chosen.tests is whole.tests
    headings = [*parts_by_heading(2, lead_lag.each_link(chosen))]
    assert [each.partition(".")[0] for each in headings] == ["L1", "L4"]
    rows = [len(blocks_of(Table, lead_lag.all_pairs(each))[0].rows) for each in (whole, chosen)]
    assert rows[0] == rows[1]


def test_of_a_link_with_several_pairs_only_the_chosen_is_shown() -> None:
    shown = parts_by_heading(3, lead_lag.each_link(report(asked=("M01>K02",))))
    assert len(shown) == 1
    assert len(parts_by_heading(3, lead_lag.each_link(report(asked=("L6",))))) == 3


def test_a_pair_that_nobody_assumed_stands_by_itself_with_a_warning() -> None:
    given = report(asked=("M03>M04",))
    links_ = parts_by_heading(2, lead_lag.each_link(given))
    assert [*links_] == ["Not assumed"]
    (told,) = blocks_of(ItemList, *links_["Not assumed"])
    texts = [text for item in told.items for text in said(*item)]
    assert texts[0] == (
        "The pair was not declared beforehand. A finding is a question to be tested on new data."
    )
    (table,) = blocks_of(Table, lead_lag.all_pairs(given))
    assert [row.cells[0].text for row in table.rows if row.group][-1] == "Not assumed"
    assert table.rows[-1].cells[1].text == "not assumed"
    assert given.tests.family == report().tests.family + 1


@pytest.mark.parametrize("asked", ["L99", "K04>M04"])
def test_what_is_not_among_the_tests_of_a_run_cannot_be_chosen(asked: str) -> None:
    with pytest.raises(ParameterError, match=f"there is no link {asked}; valid: .*L10.*M04>K04"):
        LinkReport(report().tests, goteborg().scorecard, "en", (asked,))


def test_a_language_without_words_is_refused() -> None:
    with pytest.raises(ParameterError, match="valid: "):
        LinkReport(report().tests, goteborg().scorecard, "fi")


# -------------------------------------------------------------------------------- unusual registers


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_scorecard_without_links_says_so_and_leaves_no_empty_parts(language: str) -> None:
    given = of(evaluated(card()), language)
    for kind in PAGES:
        document = page(kind, given)
        for text in all_texts(document):
            assert re.fullmatch(r"(\S.*)?[^\s:]", text) or not text, text
        tables = blocks_of(Table, *document.blocks)
        assert all(table.rows for table in tables)
        render_html(document)
        render_pdf(document)
    (figure,) = blocks_of(Figure, lead_lag.strategy_map(given))
    assert WORDS[language]["map_alt_bare"] == figure.alt
    assert blocks_of(Heading, lead_lag.what_is_said(given), lead_lag.all_pairs(given)) == []
    assert len(said(lead_lag.in_short(given))) == 1


def test_a_link_without_pairs_says_that_nothing_tests_it() -> None:
    given = of(evaluated(card([link("L1"), link("L2", pair("A", "B", **KINDS))])))
    for part in (lead_lag.each_link, lead_lag.what_is_said):
        assert "No measures are declared that could test it." in said(part(given))
    (table,) = blocks_of(Table, lead_lag.strategy_map(given))
    assert table.rows[0].cells[0].text == "L1. O → T: not testable"
    assert table.rows[1].group
    render_pdf(page("map", given))


def test_a_single_long_series_is_shown_without_any_drawing_of_units() -> None:
    given = of(evaluated(card([link("L1", pair("C", "D", kinds=["city"]))])))
    (one,) = given.tests.pairs
    assert one.test is not None
    assert (one.test.mode, one.test.tested) == ("single", True)
    blocks = _of_pair(given, one)
    assert len(blocks_of(Figure, *blocks)) == 2
    details = _table("Details of the test", *blocks_of(Fold, *blocks))
    assert details["The series that is shown"] == "City"
    render_html(page("study", given))
    render_pdf(page("study", given))


def test_every_arrow_of_a_map_is_drawn_by_its_evidence_whatever_it_is() -> None:
    later = link("L2", pair("A", "B", **KINDS), declared_on="2004-02-01")
    given = of(evaluated(card([link("L1"), later, link("L3", pair("A", "AB"))])))
    (figure,) = blocks_of(Figure, lead_lag.strategy_map(given))
    assert figure.title == "0 of 3 arrows could be tested: 2 not testable, 1 not yet tested"
    assert "The link was declared on 1 February 2004" in " ".join(
        said(lead_lag.what_is_said(given))
    )
    assert {each for _, each in given.tests.links} <= {*EVIDENCE}


# ---------------------------------------------------------------------------------- a unit's report


@cache
def unit_report(unit: str, language: str = "en") -> Report:
    return Report(slice_for(goteborg(), unit, "all", QUARTER), language)


def test_a_unit_s_report_shows_the_evidence_of_the_whole_beside_its_own_values() -> None:
    section = links(unit_report("lundby"))
    (fold,) = blocks_of(Fold, section)
    assert fold.summary == "The links of the strategy map, tested on the whole organisation"
    (table,) = blocks_of(Table, section)
    verdicts = [row.cells[-1].text for row in table.rows if not row.group]
    tests = unit_report("lundby").slice.links
    assert tests is not None
    speakers = [
        PairSpeaker(each, goteborg().scorecard, "en", tests.options).verdict for each in tests.pairs
    ]
    assert verdicts == speakers
    assert [row.cells[0].text.rpartition(": ")[2] for row in table.rows if row.group] == [
        evidence_words(evidence, "en") for _, evidence in goteborg().links_in(QUARTER).links
    ]
    driver = next(row.cells[0] for row in table.rows if row.cells[0].to == "m-M04")
    assert re.fullmatch(r"here \d\.\d%, Göteborg 1\.8%", driver.quiet)
    assert "not on Lundby by itself" in said(section)[0]


def test_a_unit_s_report_shows_no_correlation_and_no_other_unit() -> None:
    report_ = unit_report("lundby")
    text = json.dumps([block.model_dump() for block in inside([links(report_)])])
    assert report_.slice.links is not None
    assert report_.slice.links.names == {}
    assert "tends to be lower" not in text
    others = {u.name.of("en") for u in goteborg().scorecard.org_units if u.parent == "goteborg"}
    assert not [name for name in others - {"Lundby"} if f'"{name}' in text]


# --------------------------------------------------------------------------------- notebooks, files


def executed(name: str, **parameters: str) -> Document:
    """Return what a notebook shows with some parameters instead of its defaults."""
    notebook = read_notebook(ROOT / "notebooks" / f"{name}.ipynb", as_version=4)
    (cell,) = [each for each in notebook.cells if "parameters" in each.metadata.get("tags", [])]
    for parameter, text in parameters.items():
        cell.source, count = re.subn(
            rf"(?m)^({parameter}: \w+ = )[^#]+?(?=  #)", rf"\g<1>{text}", cell.source
        )
        assert count == 1
    resources = {"metadata": {"path": str(ROOT / "notebooks")}}
    NotebookClient(notebook, resources=resources).execute()
    return document_of(notebook)


def test_the_map_of_the_example_is_what_its_notebook_shows_on_its_defaults() -> None:
    document = executed("strategy_map")
    assert document.title == "Strategikartan prövad, kvartal 4 2003"
    assert document.language == "sv"
    (figure,) = blocks_of(Figure, *document.blocks)
    assert figure.title.startswith("6 av 10 pilar gick att pröva: ")


@pytest.fixture
def evaluated_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a notebook opens is there already: evaluating the example takes its time."""
    done = SimpleNamespace(evaluation=goteborg())
    monkeypatch.setattr("bsc_helpers.notebook.evaluate_folder", lambda *_: done)


@pytest.mark.usefixtures("evaluated_before")
def test_the_map_may_be_tested_within_a_year_on_request() -> None:
    given = open_links("goteborg", "2003-Q3", "en", anew=True)
    assert lead_lag.map_head(given).title == "The strategy map tested, quarter 3 2003"
    texts = said(lead_lag.in_short(given))
    assert "The test was made on request, with figures up to 30 September 2003." in texts


def test_the_study_shows_the_pairs_that_were_asked_for() -> None:
    document = executed(
        "lead_lag", language='"en"', pairs='"L4, M03>M04"', window="2", group='"unit"'
    )
    headings = [block.text for block in blocks_of(Heading, *document.blocks) if block.level == 2]
    assert [each for each in headings if each.startswith("L")] == [headings[2]]
    assert headings[2].startswith("L4. ")
    assert headings[3] == "Not assumed"
    (head,) = blocks_of(Head, *document.blocks)
    assert dict(head.facts)["Units counted"] == "one by one"


@pytest.mark.usefixtures("evaluated_before")
def test_a_wrong_pair_is_told_with_what_is_valid() -> None:
    with pytest.raises(ParameterError, match="there is no measure M0; did you mean M01"):
        open_links("goteborg", "2003-Q4", "en", pairs="M0>K04")


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run both presets in a project of its own; where the reports stand."""
    project = tmp_path_factory.mktemp("project")
    for name in ("parameters", "notebooks"):
        shutil.copytree(ROOT / name, project / name)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(project)
        for preset in NOTEBOOKS:
            found = CliRunner().invoke(app, ["run", preset, "--workers", "1"])
            assert found.exit_code == 0, found.output
    return project / "reports" / "goteborg"


EDITIONS = [*product(NOTEBOOKS.values(), LANGUAGES)]


def edition(reports: Path, notebook: str, language: str, form: str) -> Path:
    folder = reports / "2003-Q4" / notebook
    return folder / f"goteborg-{notebook}-2003-Q4-{language}.{form}"


@pytest.mark.parametrize(("notebook", "language"), EDITIONS)
@pytest.mark.parametrize("width", [1280, 320])
def test_a_page_is_accessible_asks_for_nothing_and_never_scrolls_sideways(
    reports: Path, open_page: OpenPage, notebook: str, language: str, width: int
) -> None:
    opened = open_page(edition(reports, notebook, language, "html").read_text("utf-8"), width)
    opened.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    found = Axe().run(opened.page, options={"runOnly": STANDARDS})
    assert found.violations_count == 0, found.generate_report()
    assert opened.requests == []
    assert opened.complaints == []
    assert opened.page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize(("notebook", "language"), EDITIONS)
def test_a_page_is_the_same_as_its_parts_and_of_a_bearable_size(
    reports: Path, notebook: str, language: str
) -> None:
    html = edition(reports, notebook, language, "html")
    text = html.read_text("utf-8")
    figures = 1 if notebook == "strategy_map" else 18
    assert len(re.findall("<figure", text)) == figures
    assert text.count(NOTICE[language]) > figures
    assert html.stat().st_size < {"strategy_map": 150_000, "lead_lag": 900_000}[notebook]


@pytest.mark.parametrize(("notebook", "language"), EDITIONS)
def test_a_pdf_is_tagged_in_its_language_and_lacks_no_sign(
    reports: Path, notebook: str, language: str
) -> None:
    pdf = PdfReader(edition(reports, notebook, language, "pdf"))
    catalogue = pdf.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert str(catalogue["/Lang"]).startswith(language)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in catalogue["/Metadata"].get_data()
    assert pdf.outline
    for each in pdf.pages:
        text = each.extract_text()
        assert NOTICE[language] in text.replace("\u00a0", " ")
        assert "□" not in text
    whole = "\n".join(each.extract_text() for each in pdf.pages)
    assert WORDS[language]["method"] in whole


@pytest.mark.parametrize(("kind", "language"), BOTH)
def test_every_sign_of_a_page_is_in_the_shipped_fonts(kind: str, language: str) -> None:
    document = page(kind, report(language))
    assert missing_characters(document) == frozenset()
    assert PdfReader(io.BytesIO(render_pdf(document))).pages


def test_what_a_batch_makes_is_what_the_parts_say(reports: Path) -> None:
    """The tested links of a run come from its file; the page must not tell."""
    text = edition(reports, "lead_lag", "en", "html").read_text("utf-8")
    plain = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", text))
    for each in report().tests.pairs:
        sentence = report().speaker(each).sentence.replace("<", "&lt;")
        assert re.sub(r"\s+", " ", sentence) in plain, each.name
