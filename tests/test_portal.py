"""The published collection: pages about measures, and what a reader can do on its pages."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from sample_city import SAMPLE, city, entry, overview, text

from bsc_helpers.batch.index import render_entrance
from bsc_helpers.batch.manifest import published_file
from bsc_helpers.batch.portal import Shelf, measure_paths, render_measure_pages
from bsc_helpers.blocks import (
    Block,
    Figure,
    Fold,
    Head,
    Heading,
    KeyFigures,
    Notice,
    Paragraph,
    Row,
    Table,
)
from bsc_helpers.charts.dot_plot import MOST_ROWS
from bsc_helpers.model import Scorecard, Target
from bsc_helpers.periods import parse_period
from bsc_helpers.report.measure_page import MeasurePage, may_be_ranked
from bsc_helpers.report.overview import Overview

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
HOSTILE = '</script><script>window.__xss=1</script>"><img src=x onerror=window.__xss=1>'
CITY = city(3, 4)
SECRET = 41.37


def page_of(
    card: Scorecard = CITY, *changed: dict[str, Any], language: str = "sv", **addresses: str
) -> MeasurePage:
    return about(overview(card, *changed), language, addresses)


def about(seen: Overview, language: str = "sv", addresses: dict[str, str] | None = None) -> Any:
    links = {(unit, "all"): path for unit, path in (addresses or {}).items()}
    return MeasurePage(seen, seen.scorecard.measures[0], language, links)


def every(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Fold):
            yield from every(block.blocks)


def tables(page: MeasurePage) -> dict[str, Table]:
    found = (block for block in every(page.blocks()) if isinstance(block, Table))
    return {table.anchor or table.caption: table for table in found}


def names(table: Table) -> list[str]:
    return [row.cells[0].text for row in table.rows]


def row_of(page: MeasurePage, name: str, table: str = "units") -> Row:
    return next(row for row in tables(page)[table].rows if row.cells[0].text == name)


def cell_of(page: MeasurePage, name: str, column: str, table: str = "units") -> str:
    labels = [each.label for each in tables(page)[table].columns]
    return row_of(page, name, table).cells[labels.index(column)].text


def plain(words: str) -> str:
    return words.replace("\N{NO-BREAK SPACE}", " ")


def of_kind(page: MeasurePage, kind: type[Any]) -> list[Any]:
    return [block for block in every(page.blocks()) if isinstance(block, kind)]


def html_of(seen: Overview, *entries: Any, languages: tuple[str, ...] = ("sv",)) -> str:
    entrances = {one: "index.html" if one == "sv" else f"index-{one}.html" for one in languages}
    (_, data), *_ = render_measure_pages(seen, entrances, entries)
    return data.decode()


def change(unit: str, **more: Any) -> dict[str, Any]:
    return {"org_unit": unit, "measure": "M0"} | more


# --- the page about a measure ---------------------------------------------------------------------


def test_units_stand_by_name_and_not_by_value() -> None:
    """B5: never a mere league table."""
    assert names(tables(page_of())["units"]) == ["Askim", "Älvsborg", "Östra"]
    assert "ingen tävling" in of_kind(page_of(), Paragraph)[0].runs[0].text


def test_result_units_stand_in_a_fold_under_their_district_by_kind() -> None:
    page = page_of()
    folds = of_kind(page, Fold)
    assert [fold.summary for fold in folds] == [
        "Askim – 4 enheter", "Älvsborg – 4 enheter", "Östra – 4 enheter",
    ]  # fmt: skip
    assert names(tables(page)["units-d2"]) == [
        "Förskola", "Förskola 0, Askim", "Förskola 3, Askim",
        "Grundskola", "Grundskola 1, Askim",
        "Äldreomsorg", "Äldreomsorg 2, Askim",
    ]  # fmt: skip


def test_the_whole_stands_first_with_its_status() -> None:
    (keys,) = of_kind(page_of(CITY, change("city", coverage=0.95)), KeyFigures)
    assert plain(keys.figures[0].quiet) == "täckning 95 %"
    (figure,) = keys.figures
    assert (keys.label, figure.text, figure.status) == (
        "Staden i sin helhet",
        "50,0\N{NO-BREAK SPACE}%",
        "good",
    )


def test_a_value_has_its_unit_and_a_sample_its_interval_and_base() -> None:
    page = page_of(city(3, 4, precision=SAMPLE))
    labels = [column.label for column in tables(page)["units"].columns]
    assert labels == [
        "Enhet", "Värde (%)", "Status", "95-procentigt osäkerhetsintervall", "Underlag (antal)",
    ]  # fmt: skip
    # Älvsborg is the second unit (number 1): 50 + 7, ± 4, and 100 + 1 answers.
    assert [cell.text for cell in row_of(page, "Älvsborg").cells] == [
        "Älvsborg", "57,0", "", "53,0–61,0", "101",
    ]  # fmt: skip
    assert row_of(page, "Älvsborg").cells[1].number == 57.0


def test_the_coverage_stands_where_a_unit_is_not_wholly_told() -> None:
    page = page_of(CITY, change("d0", coverage=0.9))
    assert plain(cell_of(page, "Älvsborg", "Täckning")) == "90 %"
    assert cell_of(page, "Östra", "Täckning") == ""


def test_one_target_stands_in_the_head_and_several_in_a_column() -> None:
    facts = dict(of_kind(page_of(), Head)[0].facts)
    assert plain(facts["Mål"]) == "minst 70 %"
    differing = page_of(CITY, change("d0", target=75))
    assert "Mål" not in dict(of_kind(differing, Head)[0].facts)
    assert cell_of(differing, "Älvsborg", "Mål") == "75"
    assert cell_of(differing, "Östra", "Mål") == "70"


def test_a_unit_that_the_measure_is_not_for_is_left_out() -> None:
    page = page_of(CITY, change("d0", value=float("nan"), reason="not_applicable"))
    assert names(tables(page)["units"]) == ["Askim", "Östra"]


def test_a_missing_value_keeps_its_unit_with_a_sign_that_is_explained() -> None:
    page = page_of(CITY, change("d0", value=float("nan"), reason="no_data", status="no_data"))
    assert cell_of(page, "Älvsborg", "Värde (%)") == ".."
    assert row_of(page, "Älvsborg").cells[1].number is None
    signs = tables(page)["Tecken i tabellerna"].rows
    assert [[cell.text for cell in row.cells] for row in signs] == [
        ["..", "uppgift saknas, helt eller delvis"]
    ]


def test_an_activity_stands_in_its_own_fold_in_the_city_and_in_each_district() -> None:
    page = page_of(CITY, change("city", activity="pre"), change("d1", activity="pre"))
    fold = of_kind(page, Fold)[0]
    assert fold.summary == "Förskola – 2 enheter"
    assert names(fold.blocks[0]) == ["Stad", "Staden", "Stadsdel", "Östra"]


def test_a_unit_with_a_current_report_leads_to_it() -> None:
    cell = row_of(page_of(d1="../d1/report.html"), "Östra").cells[0]
    assert (cell.files, cell.files_of) == ((("rapport", "../d1/report.html"),), "Östra")
    assert row_of(page_of(), "Östra").cells[0].files == ()


def test_units_without_one_above_them_all_stand_by_themselves() -> None:
    card = CITY.model_copy(update={"org_units": CITY.org_units[1:]})
    seen = overview(card)
    parents = {code: None if above == "city" else above for code, above in seen.parents.items()}
    page = about(Overview(card, seen.period, seen.results, parents, seen.shown))
    assert names(tables(page)["units"]) == ["Askim", "Älvsborg", "Östra"]
    assert of_kind(page, KeyFigures) == []
    assert of_kind(page, Fold)[0].summary == "Askim – 4 enheter"


def test_a_measure_that_no_unit_has_says_so() -> None:
    page = page_of(city(0, 0), change("city", reason="not_applicable", value=float("nan")))
    assert of_kind(page, Paragraph)[-1].runs[0].text == "Ingen enhet har mätetalet i perioden."


def test_the_page_speaks_the_other_language_too() -> None:
    page = page_of(language="en")
    assert page.title == "Measure 0 – all units, quarter 4 2003"
    # English knows no letters after z: Älvsborg stands before Askim.
    assert of_kind(page, Fold)[0].summary == "Älvsborg – 4 units"
    assert cell_of(page, "Östra", "Value (%)") == "52.0"


# --- no order by value where it would mislead -----------------------------------------------------


@pytest.mark.parametrize(
    ("grades", "reasons"),
    [
        ({"reliability": "low"}, "tillförlitligheten är låg"),
        ({"comparability": "low"}, "jämförbarheten mellan enheter är låg"),
        (
            {"reliability": "low", "comparability": "low"},
            "tillförlitligheten är låg och jämförbarheten mellan enheter är låg",
        ),
    ],
)
def test_a_low_grade_forbids_the_order_by_value_and_says_why(
    grades: dict[str, str], reasons: str
) -> None:
    """B5, L4"""
    card = city(3, 1, **grades)
    page = page_of(card)
    assert not may_be_ranked(card.measures[0])
    (notice,) = of_kind(page, Notice)
    assert notice.text == f"Tabellerna går inte att ordna efter värde: {reasons}."
    assert of_kind(page, Figure) == []
    assert "<script" not in html_of(overview(card))


@pytest.mark.parametrize("grade", ["medium", "high", None])
def test_other_grades_allow_it(grade: str | None) -> None:
    card = city(3, 1, reliability=grade, comparability=grade)
    assert may_be_ranked(card.measures[0])
    assert of_kind(page_of(card), Notice) == []
    assert html_of(overview(card)).count("<script") == 1


# --- the dots -------------------------------------------------------------------------------------


def test_the_units_below_the_whole_are_drawn_as_dots_by_name() -> None:
    """111"""
    (figure,) = of_kind(page_of(), Figure)
    # The districts are the units 1, 6 and 11: 50 + 7, 50 + 42 − 40 and 50 + 77 − 40.
    assert plain(figure.title) == "Mått 0: 52,0–87,0 % bland 3 enheter (kvartal 4 2003)"
    assert "Staden i sin helhet: 50,0 %. Mål: minst 70 %." in plain(figure.alt)
    assert figure.svg.index("Askim") < figure.svg.index("Älvsborg") < figure.svg.index("Östra")


def test_more_units_than_a_drawing_holds_stand_in_the_table_only() -> None:
    assert of_kind(page_of(city(MOST_ROWS, 0)), Figure) != []
    assert of_kind(page_of(city(MOST_ROWS + 1, 0)), Figure) == []


def test_targets_that_differ_are_not_drawn_as_one() -> None:
    (figure,) = of_kind(page_of(CITY, change("d0", target=75)), Figure)
    assert "Mål" not in figure.alt
    assert ">Mål<" not in figure.svg


def test_a_range_is_told_as_the_target() -> None:
    target = Target.model_validate({"from": "2003", "low": 60, "high": 65})
    card = city(2, 0, polarity="in_range", targets=(target,))
    no, ends = float("nan"), {"target_low": 60, "target_high": 65}
    changes = [change(unit.code, target=no, **ends) for unit in card.org_units]
    (figure,) = of_kind(page_of(card, *changes), Figure)
    assert "Mål: 60–65 %." in plain(figure.alt)


# --- what is withheld -----------------------------------------------------------------------------


def withheld(unit: str) -> dict[str, Any]:
    return change(
        unit,
        value=SECRET,  # the core leaves none; a page shows none even so
        lower=SECRET - 1,
        upper=SECRET + 1,
        base=3,
        coverage=0.5,
        status="suppressed",
        reason="suppressed",
    )


def test_a_withheld_value_has_its_sign_and_word_and_nothing_follows_from_it() -> None:
    """71, 72"""
    seen = overview(city(3, 4, precision=SAMPLE), withheld("d0"), withheld("d1-u2"))
    page = about(seen)
    row = row_of(page, "Älvsborg")
    assert [cell.text for cell in row.cells] == ["Älvsborg", "×", "", "", ""]
    assert (row.cells[1].number, row.cells[2].status) == (None, "suppressed")
    html = html_of(seen)
    assert not re.search(r"41[.,]3|41[.,]4|40[.,]4|42[.,]4", html)
    assert "visas inte" in html
    (figure,) = of_kind(page, Figure)
    without = of_kind(about(overview(city(3, 4, precision=SAMPLE), withheld("d0"))), Figure)
    assert figure == without[0]  # nor does a drawing change with what is withheld
    assert "bland 2 enheter" in figure.title


def test_a_withheld_whole_is_withheld_everywhere_on_the_page() -> None:
    html = html_of(overview(city(3, 4, precision=SAMPLE), withheld("city")))
    assert not re.search(r"41[.,]3|41[.,]4|40[.,]4|42[.,]4", html)


# --- files ----------------------------------------------------------------------------------------


def test_pages_lie_by_period_and_lead_to_current_reports_and_to_other_languages() -> None:
    seen = overview(city(2, 1, measures=2))
    entries = (
        entry("d0"),
        entry("d1", status="failed", reason="x"),
        entry("d0", "2003-Q3"),
        entry("d0", language="en"),
    )
    entrances = {"sv": "index.html", "en": "index-en.html"}
    pages = {file.path: data for file, data in render_measure_pages(seen, entrances, entries)}
    assert list(pages) == [
        f"2003-Q4/measures/M{number}-{one}.html" for one in ("sv", "en") for number in (0, 1)
    ]
    html = pages["2003-Q4/measures/M0-sv.html"].decode()
    assert set(re.findall(r'href="([^"#]+)"', html)) == {
        "../../index.html", "M0-en.html", "../d0/card-d0-2003-Q4-sv.html",
    }  # fmt: skip
    assert '<html lang="sv">' in html
    assert '<a href="M0-en.html" hreflang="en" lang="en">This page in English</a>' in html


def test_every_page_has_a_place_and_a_title_of_its_own_and_the_same_bytes_again() -> None:
    """13, 110"""
    seen = overview(city(2, 1, measures=3))
    entrances = {"sv": "index.html", "en": "index-en.html"}
    first, second = (list(render_measure_pages(seen, entrances, ())) for _ in range(2))
    assert first == second
    titles = [re.findall("<title>(.*)</title>", data.decode())[0] for _, data in first]
    assert len(set(titles)) == 6
    places = measure_paths(seen.scorecard, (seen.period,), entrances)
    assert sorted(f"card/{file.path}" for file, _ in first) == sorted(map(str, places))


def test_a_fiscal_year_makes_no_folder_of_its_own() -> None:
    card = city(1, 0)
    (path,) = measure_paths(card, (parse_period("2003/04", 7),), ("sv",))
    assert str(path) == "card/2003_04/measures/M0-sv.html"


def test_the_only_script_is_allowed_by_its_hash_and_the_policy_stands_first() -> None:
    """43"""
    shelf = Shelf(CITY, tuple(entry(unit.code) for unit in CITY.org_units))
    for html in (html_of(overview(CITY)), render_entrance(shelf)["index.html"].decode()):
        ((script),) = re.findall("<script>(.*?)</script>", html, re.DOTALL)
        digest = b64encode(sha256(script.encode()).digest()).decode()
        head = html[html.index("<head>") + len("<head>") :].lstrip()
        assert head.startswith('<meta http-equiv="Content-Security-Policy"')
        assert f"script-src 'sha256-{digest}';" in head
        assert "default-src 'none'" in head
        assert "unsafe" not in head[: head.index(">")]


# --- in the browser -------------------------------------------------------------------------------


def many() -> str:
    """Return the entrance to a city with all kinds of branches."""
    card = city(4, 6, measures=2)
    page = published_file("html", "2003-Q4/d3/card-d3-2003-Q4-sv-failed.html", b"x")
    failed = {"d3": {"status": "failed", "kind": "data", "reason": HOSTILE, "page": page}}
    entries = [entry(unit.code, **failed.get(unit.code, {})) for unit in card.org_units]
    entries += [entry("city", activity="pre"), entry("city", language="en")]
    entries += [entry("d1", "2003-Q3"), entry("d2", "2003-Q3", status="failed", reason=HOSTILE)]
    counts = {each.key: {"good": 2, "poor": 1, "suppressed": 1} for each in entries}
    pages = list(render_measure_pages(overview(card), {"sv": "index.html"}, entries))
    shelf = Shelf(card, tuple(entries), counts, tuple(file for file, _ in pages), "2004-02-17")
    return render_entrance(shelf)["index.html"].decode()


def visible(page: Any, within: str = ".tree") -> list[str]:
    found: list[str] = page.eval_on_selector_all(
        f"{within} li > p > :first-child",
        "all => all.filter(e => e.checkVisibility()).map(e => e.textContent)",
    )
    return found


@pytest.mark.parametrize("width", [1280, 320])
def test_the_entrance_has_no_fault_that_axe_finds_and_runs_nothing_that_a_reason_says(
    open_page: Callable[..., Any], width: int
) -> None:
    """39, 43, 109, 115"""
    opened = open_page(many(), width)
    assert_sound(opened, width)
    assert HOSTILE in opened.page.inner_text("body")


@pytest.mark.parametrize("width", [1280, 320])
def test_the_page_about_a_measure_has_no_fault_that_axe_finds(
    open_page: Callable[..., Any], width: int
) -> None:
    card = city(3, 4, precision=SAMPLE, name=text(HOSTILE, "x"), definition=text(HOSTILE, "x"))
    seen = overview(card, withheld("d0"), change("city", activity="pre"))
    opened = open_page(html_of(seen, *(entry(u.code) for u in card.org_units)), width)
    opened.page.locator("th button").nth(1).click()
    assert_sound(opened, width)
    assert HOSTILE in opened.page.inner_text("h1")


def assert_sound(opened: Any, width: int) -> None:
    opened.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    options = {"runOnly": {"type": "tag", "values": STANDARDS}}
    found = Axe().run(opened.page, options=options).response["violations"]
    assert [f"{each['id']}: {each['nodes'][0]['html']}" for each in found] == []
    assert (opened.requests, opened.complaints) == ([], [])
    assert opened.page.evaluate("window.__xss") is None
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_search_leaves_what_fits_with_the_way_to_it_and_says_how_much(
    open_page: Callable[..., Any],
) -> None:
    """114"""
    page = open_page(many()).page
    page.keyboard.press("Tab")  # the field is reached and used by keyboard
    while page.evaluate("document.activeElement.id") != "bsc:search":
        page.keyboard.press("Tab")
    page.keyboard.type("ÖSTRA äldre")  # words in any order and case
    said = page.get_by_role("status").filter(has_text="av")
    said.wait_for()
    assert visible(page) == [
        "Staden", "Östra", "Äldreomsorg 2, Östra", "Äldreomsorg 5, Östra", "Kvartal 3 2003",
    ]  # fmt: skip
    assert said.inner_text() == "2 av 34 visas"
    assert page.locator("#measures").is_hidden()


def test_the_search_understands_letters_without_their_marks_and_says_when_nothing_fits(
    open_page: Callable[..., Any],
) -> None:
    page = open_page(many()).page
    field = page.get_by_role("searchbox")
    field.fill("alvsborg")
    page.get_by_text("7 av 34 visas").wait_for()
    assert "Förskola 0, Älvsborg" in visible(page)
    field.fill("finns inte")
    page.get_by_text("Inget namn passar").wait_for()
    assert visible(page) == ["Kvartal 3 2003"]
    before = visible(open_page(many()).page)
    field.fill("")
    page.locator("form [role=status]:empty").wait_for(state="attached")
    assert visible(page) == before


def test_what_lies_below_a_unit_that_fits_can_be_opened(open_page: Callable[..., Any]) -> None:
    page = open_page(many()).page
    page.get_by_role("searchbox").fill("askim")
    page.get_by_text("7 av 34 visas").wait_for()
    page.get_by_role("searchbox").fill("Mått 1")
    page.get_by_text("1 av 34 visas").wait_for()
    assert visible(page) == ["Kund", "Mått 1", "Kvartal 3 2003"]


def test_without_script_everything_stands_on_the_page_and_nothing_dead(
    open_page: Callable[..., Any],
) -> None:
    """116"""
    page = open_page(many(), java_script_enabled=False).page
    assert page.get_by_role("searchbox").count() == 0
    first = page.locator("summary").first
    first.click()
    assert page.get_by_text("Förskola 0, Askim").is_visible()
    html = html_of(overview(CITY))
    page = open_page(html, java_script_enabled=False).page
    assert page.locator("th button").count() == 0
    assert page.locator("table#units tbody tr").count() == 3


def order(page: Any, table: str = "units") -> list[str]:
    found: list[str] = page.eval_on_selector_all(
        f"table#{table} tbody th", "all => all.map(e => e.innerText.split(' rapport')[0])"
    )
    return found


def test_a_reader_may_sort_by_value_and_is_told_how_uncertain_the_order_is(
    open_page: Callable[..., Any],
) -> None:
    """B5, 114"""
    seen = overview(city(3, 4, precision=SAMPLE), withheld("d2"))
    page = open_page(html_of(seen)).page
    assert page.locator("table#units th[aria-sort]").inner_text().startswith("Enhet")
    assert page.locator(".notice:visible").count() == 0
    button = page.locator("table#units").get_by_role("button", name="Värde (%)")
    button.focus()
    page.keyboard.press("Enter")
    # Älvsborg has 57 and Östra 52; Askim is withheld and stays last, whatever its value was.
    assert order(page) == ["Älvsborg", "Östra", "Askim"]
    assert page.locator("table#units th[aria-sort]").get_attribute("aria-sort") == "descending"
    notice = page.locator(".notice:visible")
    assert notice.inner_text().startswith("Ordningen efter värde är osäker.")
    assert page.locator("[id='bsc:said']").inner_text().startswith("Ordnat efter Värde (%), fall")
    button.press("Space")
    assert order(page) == ["Östra", "Älvsborg", "Askim"]
    page.locator("table#units").get_by_role("button", name="Enhet").click()
    assert order(page) == ["Askim", "Älvsborg", "Östra"]
    assert page.locator(".notice:visible").count() == 0


def test_units_are_sorted_within_their_kind(open_page: Callable[..., Any]) -> None:
    page = open_page(html_of(overview(city(1, 6)))).page
    page.locator("summary").first.click()
    page.locator("table#units-d0").get_by_role("button", name="Värde (%)").click()
    # Preschools 0 and 3 have 50 + 14 and 50 + 35, and so on: the higher first in each kind.
    assert order(page, "units-d0") == [
        "Förskola", "Förskola 3, Älvsborg", "Förskola 0, Älvsborg",
        "Grundskola", "Grundskola 1, Älvsborg", "Grundskola 4, Älvsborg",
        "Äldreomsorg", "Äldreomsorg 2, Älvsborg", "Äldreomsorg 5, Älvsborg",
    ]  # fmt: skip


def test_the_entrance_to_a_whole_city_stays_below_a_megabyte_and_searches_at_once(
    open_page: Callable[..., Any],
) -> None:
    """B4"""
    card = city(21, 73)
    entries = tuple(entry(u.code, formats=("html", "pdf", "xlsx")) for u in card.org_units)
    statuses = dict.fromkeys(("good", "warning", "poor", "uncertain", "no_data"), 5)
    shelf = Shelf(card, entries, {each.key: statuses for each in entries})
    data = render_entrance(shelf)["index.html"]
    assert len(card.org_units) == 1555
    assert len(data) < 1_000_000
    page = open_page(data.decode()).page
    page.get_by_role("searchbox").fill("Förskola 36")
    page.get_by_text("21 av 1555 visas").wait_for(timeout=5000)


def test_every_link_says_alone_which_report_it_leads_to(open_page: Callable[..., Any]) -> None:
    page = open_page(many()).page
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    told: list[str] = page.eval_on_selector_all(
        ".tree a, main table a", "all => all.map(a => a.ariaLabel || a.textContent)"
    )
    assert len(set(told)) == len(told)
    assert {"PDF, Förskola 0, Askim", "Förskola: Staden", "PDF, Förskola: Staden"} <= set(told)


def test_no_heading_level_is_skipped() -> None:
    page = page_of(CITY, change("city", activity="pre"))
    assert {heading.level for heading in of_kind(page, Heading)} == {2}
