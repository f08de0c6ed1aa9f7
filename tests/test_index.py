"""The entrance: failures first, then the units as the organisation has them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import pytest
from sample_city import city, entry, text

from bsc_helpers.batch import index
from bsc_helpers.batch.index import entrance_pages, render_entrance
from bsc_helpers.batch.manifest import Edition, Entry, PublishedFile, published_file
from bsc_helpers.batch.portal import MeasureFile, Shelf
from bsc_helpers.batch.portal.branches import Branches
from bsc_helpers.batch.tree import in_tree_order, tree_of
from bsc_helpers.blocks import Cell, Head, Heading, KeyFigures, Paragraph, Table
from bsc_helpers.errors import ParameterError
from bsc_helpers.model import LocalText, OrgUnit, Scorecard, Span
from bsc_helpers.narrative.alphabet import name_key
from bsc_helpers.periods import parse_period
from bsc_helpers.publishing.portal import Branch, PortalPage, Tree

UNITS = (
    OrgUnit(code="o", name="Östra"),
    OrgUnit(code="city", name=LocalText({"sv": "Staden", "en": "The city"})),
    OrgUnit(code="z", name="Zinkgruvan", parent="city"),
    OrgUnit(code="a2", name="Älvsborg", parent="city"),
    OrgUnit(code="a1", name="Askim 10", parent="city"),
    OrgUnit(code="a9", name="Askim 9", parent="city"),
    OrgUnit(code="school", name="Skolan", parent="z"),
)
CARD = city(0, 0).model_copy(update={"languages": ("sv", "en"), "org_units": UNITS})
PERIOD = parse_period("2003-Q4")


def pages_of(*entries: Entry, card: Scorecard = CARD, **more: Any) -> dict[str, PortalPage]:
    return entrance_pages(Shelf(card, entries, **more))


def page_of(*entries: Entry, card: Scorecard = CARD, **more: Any) -> PortalPage:
    return pages_of(*entries, card=card, **more)["index.html"]


def trees(page: PortalPage) -> dict[str, Tree]:
    return {part.label: part for part in page.parts if isinstance(part, Tree)}


def units(page: PortalPage) -> tuple[Branch, ...]:
    return next(tree for label, tree in trees(page).items() if label.startswith("Enheter")).branches


def walked(branches: Sequence[Branch], depth: int = 0) -> Iterator[tuple[int, Branch]]:
    for branch in branches:
        yield depth, branch
        yield from walked(branch.inside, depth + 1)


def by_name(page: PortalPage) -> dict[str, Branch]:
    return {branch.name: branch for _, branch in walked(units(page))}


def tables(page: PortalPage) -> list[Table]:
    return [part for part in page.parts if isinstance(part, Table)]


def headings(page: PortalPage) -> list[str]:
    return [part.text for part in page.parts if isinstance(part, Heading)]


def failed(unit: str, reason: str = "kernel died", **more: Any) -> Entry:
    return entry(unit, status="failed", reason=reason, **more)


# --- the tree -------------------------------------------------------------------------------------


def test_units_stand_below_their_parents_sorted_as_swedish_sorts() -> None:
    # Swedish: å, ä and ö are the last letters; numbers count by their size.
    page = page_of(*(entry(unit.code) for unit in UNITS))
    assert [(depth, branch.name) for depth, branch in walked(units(page))] == [
        (0, "Staden"), (1, "Askim 9"), (1, "Askim 10"), (1, "Zinkgruvan"), (2, "Skolan"),
        (1, "Älvsborg"), (0, "Östra"),
    ]  # fmt: skip


def test_the_name_leads_to_the_page_and_the_other_files_stand_beside_it() -> None:
    """B7"""
    branch = by_name(page_of(entry("city", formats=("html", "pdf", "xlsx"))))["Staden"]
    assert branch.page == "2003-Q4/city/card-city-2003-Q4-sv.html"
    assert [(file.text, file.path) for file in branch.files] == [
        ("PDF", "2003-Q4/city/card-city-2003-Q4-sv.pdf"),
        ("XLSX", "2003-Q4/city/card-city-2003-Q4-sv.xlsx"),
    ]


def test_a_unit_without_a_report_stands_only_where_it_leads_to_one() -> None:
    found = by_name(page_of(entry("school")))
    assert list(found) == ["Staden", "Zinkgruvan", "Skolan"]
    assert found["Staden"].page == found["Zinkgruvan"].page == ""


def test_below_the_top_a_fold_says_how_many_units_it_holds() -> None:
    many = entry("z"), entry("school"), entry("city")
    found = by_name(page_of(*many))
    assert found["Staden"].summary == ""
    assert found["Zinkgruvan"].summary == "1 enhet under Zinkgruvan"


def test_an_activity_over_the_whole_city_is_a_branch_of_its_own() -> None:
    """B1: "preschool, whole city" is found like a district is."""
    page = page_of(entry("city"), entry("city", activity="pre"), entry("z", activity="pre"))
    (preschool,) = trees(page)["Verksamheter, kvartal 4 2003"].branches
    assert (preschool.name, preschool.page) == ("Förskola", "")
    assert [(d, b.name, b.page) for d, b in walked(preschool.inside)] == [
        (0, "Staden", "2003-Q4/city/card-city-pre-2003-Q4-sv.html"),
        (1, "Zinkgruvan", "2003-Q4/z/card-z-pre-2003-Q4-sv.html"),
    ]
    assert list(by_name(page)) == ["Staden"]


def test_the_statuses_of_a_report_are_counted_in_their_fixed_order_without_zeros() -> None:
    one = entry("city")
    page = page_of(one, counts={one.key: {"poor": 2, "good": 11, "warning": 0}})
    assert by_name(page)["Staden"].counts == (("good", 11), ("poor", 2))


def test_the_organisation_is_laid_out_once_for_each_period_and_language(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []

    def counting(units: Any, period: Any, language: str) -> Any:
        asked.append(f"{period} {language}")
        return tree_of(units, period, language)

    monkeypatch.setattr("bsc_helpers.batch.portal.branches.tree_of", counting)
    pages_of(*(entry(unit.code, period) for unit in UNITS for period in ("2003-Q3", "2003-Q4")))
    assert sorted(asked) == ["2003-Q3 sv", "2003-Q4 sv"]


def test_a_unit_lies_under_the_parent_it_had_in_the_period() -> None:
    moved = OrgUnit(
        code="m",
        name="Moved",
        moves=(
            Span(parent="city", from_=None, to=date(2003, 6, 30)),
            Span(parent="o", from_=date(2003, 7, 1), to=None),
        ),
    )
    units = (*UNITS, moved)
    early = [(d, u.code) for d, u in in_tree_order(units, parse_period("2003-Q1"), "sv")]
    late = [(d, u.code) for d, u in in_tree_order(units, PERIOD, "sv")]
    assert early.index((1, "m")) < early.index((0, "o"))
    assert late.index((1, "m")) == late.index((0, "o")) + 1


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("sv", ["Zz", "Å", "Ä", "Ö"]),  # the order of the Swedish alphabet
        ("en", ["A", "Äb", "B", "Östra", "P"]),
        ("sv", ["Enhet 2", "Enhet 10", "Enhet 10 b"]),
        ("sv", ["Éa", "Eb"]),
    ],
)
def test_names_sort_as_the_language_does_on_every_system(language: str, names: list[str]) -> None:
    backwards = names[::-1]
    assert sorted(backwards, key=lambda name: name_key(name, language)) == names


# --- periods, languages, measures -----------------------------------------------------------------


def test_the_newest_period_is_the_entrance_and_each_other_has_its_page_the_newest_first() -> None:
    pages = pages_of(entry("city", "2003-Q3"), entry("city", "2003-Q4"), entry("city", "2002"))
    assert set(pages) == {"index.html", "2003-Q3-sv.html", "2002-sv.html"}
    assert "Enheter, kvartal 4 2003" in headings(pages["index.html"])
    others = trees(pages["index.html"])["Andra perioder"]
    assert [(each.name, each.page) for each in others.branches] == [
        ("Kvartal 3 2003", "2003-Q3-sv.html"), ("2002", "2002-sv.html"),
    ]  # fmt: skip
    assert not others.searched
    back = trees(pages["2002-sv.html"])["Andra perioder"].branches
    assert [each.page for each in back] == ["index.html", "2003-Q3-sv.html"]


def test_each_language_has_its_pages_and_they_lead_to_each_other() -> None:
    pages = pages_of(entry("city"), entry("city", language="en"), entry("city", "2003-Q3"))
    assert set(pages) == {
        "index.html", "index-en.html", "2003-Q3-sv.html", "2003-Q3-en.html",
    }  # fmt: skip
    english = pages["index-en.html"]
    assert (english.language, english.notice) == ("en", "Invented")
    assert [(way.path, way.language) for way in english.ways] == [("index.html", "sv")]
    older = pages["2003-Q3-en.html"]
    assert [way.path for way in older.ways] == ["index-en.html", "2003-Q3-sv.html"]
    (tree,) = [tree for label, tree in trees(english).items() if label.startswith("Units")]
    assert tree.branches[0].page.endswith("-en.html")


def test_a_report_in_another_language_only_is_offered_and_says_so() -> None:
    branch = by_name(page_of(entry("city", language="en")))["Staden"]
    assert (branch.page[-8:], branch.remark) == ("-en.html", "bara på engelska")


def test_a_language_that_reports_are_not_written_in_is_refused() -> None:
    with pytest.raises(ParameterError, match="no language pl; valid: sv, en"):
        page_of(entry("city"), card=CARD.model_copy(update={"languages": ("pl",)}))


def test_every_title_is_told_apart_from_all_others() -> None:
    """110"""
    every = [entry("city", p, one) for p in ("2003-Q3", "2003-Q4") for one in ("sv", "en")]
    titles = [page.title for page in pages_of(*every).values()]
    assert len(set(titles)) == 4
    assert "Styrkortet – rapporter för kvartal 3 2003" in titles


def test_the_pages_about_measures_stand_under_their_perspectives_in_the_page_s_language() -> None:
    """B7: per unit, period and measure."""
    files = tuple(
        MeasureFile("2003-Q4", "M0", one, f"2003-Q4/measures/M0-{one}.html") for one in ("sv", "en")
    )
    older = MeasureFile("2003-Q3", "M0", "sv", "2003-Q3/measures/M0-sv.html")
    pages = pages_of(entry("city"), measures=(*files, older))
    (customer,) = trees(pages["index.html"])["Mätetal över alla enheter, kvartal 4 2003"].branches
    assert customer.name == "Kund"
    assert customer.inside == (Branch("Mått 0", "2003-Q4/measures/M0-sv.html"),)
    (english,) = trees(pages["index-en.html"])["Measures over all units, quarter 4 2003"].branches
    assert english.inside == (Branch("Measure 0", "2003-Q4/measures/M0-en.html"),)


def test_a_measure_that_left_the_register_is_not_offered() -> None:
    gone = MeasureFile("2003-Q4", "OLD", "sv", "2003-Q4/measures/OLD-sv.html")
    assert not any(label.startswith("Mätetal") for label in trees(page_of(measures=(gone,))))


# --- the whole scorecard --------------------------------------------------------------------------


def whole(notebook: str = "strategy_map", **more: Any) -> Entry:
    language = more.setdefault("language", "sv")
    name = f"2003-Q4/{notebook}/card-{notebook}-2003-Q4-{language}"
    files = tuple(published_file(form, f"{name}.{form}", b"x") for form in ("html", "pdf"))
    about = entry("", **(more | {"activity": "", "whole": notebook}))
    if about.edition is None or "edition" in more:
        return about
    titled = about.edition.model_copy(update={"title": f"{notebook} 2003", "files": files})
    return about.model_copy(update={"edition": titled})


def test_it_stands_before_the_units_with_its_title_and_all_its_files() -> None:
    page = pages_of(entry("city"), whole(), whole("lead_lag"))["index.html"]
    assert headings(page)[0] == "Hela styrkortet, kvartal 4 2003"
    found = trees(page)["Hela styrkortet, kvartal 4 2003"]
    assert [(each.name, each.page) for each in found.branches] == [
        ("lead_lag 2003", "2003-Q4/lead_lag/card-lead_lag-2003-Q4-sv.html"),
        ("strategy_map 2003", "2003-Q4/strategy_map/card-strategy_map-2003-Q4-sv.html"),
    ]
    assert [file.text for file in found.branches[0].files] == ["PDF"]
    assert not found.searched


def test_it_is_no_unit_that_has_gone_and_counts_as_a_report() -> None:
    assert Branches(Shelf(CARD, (whole(),)), "2003-Q4", "sv").gone() == []
    html = str(pages_of(entry("city"), whole())["index.html"].parts)
    assert "KeyFigure(label='aktuella rapporter', text='2'" in html


def test_in_another_language_only_it_is_called_in_the_reader_s_language_and_says_so() -> None:
    (branch,) = trees(pages_of(whole(language="en"))["index.html"])[
        "Hela styrkortet, kvartal 4 2003"
    ].branches
    assert (branch.name, branch.remark) == ("Strategikarta", "bara på engelska")


def test_one_that_failed_stands_among_the_failures_and_is_not_shown_as_current() -> None:
    page = pages_of(whole(status="failed", reason="x", edition=None))["index.html"]
    assert tables(page)[0].rows[0].cells[0].text == "Strategikarta"
    (branch,) = trees(page)["Hela styrkortet, kvartal 4 2003"].branches
    assert (branch.name, branch.page, branch.remark) == ("Strategikarta", "", "misslyckades")


# --- what is not current --------------------------------------------------------------------------


def test_failures_come_first_with_their_reason() -> None:
    page = page_of(
        entry("city"),
        failed("z", "ValueError: no data (cell 3)"),
        failed("a1", edition=None),
        failed("a1", period="2003-Q3"),
    )
    (failures,) = tables(page)
    first = next(part for part in page.parts if isinstance(part, Tree))
    assert page.parts.index(failures) < page.parts.index(first)
    assert [[cell.text for cell in row.cells[:4]] for row in failures.rows] == [
        ["Askim 10", "kvartal 4 2003", "Svenska", "kernel died"],
        ["Zinkgruvan", "kvartal 4 2003", "Svenska", "ValueError: no data (cell 3)"],
        ["Askim 10", "kvartal 3 2003", "Svenska", "kernel died"],
    ]
    assert failures.rows[0].cells[4] == Cell(text="ingen")


def test_the_edition_of_a_failed_report_is_marked_and_never_shown_as_current() -> None:
    """20"""
    edition = entry("z").edition
    assert edition is not None
    dated = Edition(**(edition.model_dump() | {"as_of": "2004-01-20"}))
    one = failed("z", edition=dated)
    branch = by_name(page_of(one, counts={one.key: {"good": 3}}))["Zinkgruvan"]
    assert (branch.page, branch.counts) == ("", ())
    assert branch.remark == (
        "inaktuell utgåva med uppgifter till och med 20 januari 2004, den nya misslyckades"
    )
    assert [file.text for file in branch.files] == ["HTML", "PDF"]


def page_about(unit: str) -> PublishedFile:
    return published_file("html", f"2003-Q4/{unit}/card-{unit}-2003-Q4-sv-failed.html", b"x")


def test_a_failed_report_leads_to_its_page_from_the_list_and_from_the_tree() -> None:
    told = page_of(
        failed("z", "KeyError: 'x' (cell 3)", kind="cell", page=page_about("z")),
        failed("a1", "kernel died (cell 2)", kind="killed", page=page_about("a1"), edition=None),
    )
    ((without, with_one),) = (table.rows for table in tables(told))
    assert without.cells[0] == Cell(
        text="Askim 10",
        files=(("Vad som hände", "2003-Q4/a1/card-a1-2003-Q4-sv-failed.html"),),
        files_of="Askim 10, Svenska, kvartal 4 2003",
    )
    assert without.cells[3].text == "avbröts utifrån: kernel died (cell 2)"
    assert with_one.cells[3].text == "fel i en cell: KeyError: 'x' (cell 3)"
    assert [label for label, _ in with_one.cells[4].files] == ["HTML", "PDF"]
    found = by_name(told)
    assert (found["Zinkgruvan"].page, found["Zinkgruvan"].says, found["Zinkgruvan"].remark) == (
        page_about("z").path,
        "Zinkgruvan – misslyckades",
        "inaktuell utgåva, den nya misslyckades",
    )
    assert (found["Askim 10"].page, found["Askim 10"].remark) == (
        page_about("a1").path, "misslyckades",
    )  # fmt: skip


def test_the_reason_is_told_in_the_language_of_the_reader_whatever_that_of_the_report() -> None:
    one = failed("z", "kernel died", kind="killed")
    (table,) = tables(pages_of(one, entry("city", language="en"))["index-en.html"])
    assert [cell.text for cell in table.rows[0].cells[2:4]] == [
        "Swedish", "ended from outside: kernel died",
    ]  # fmt: skip


def test_a_report_that_failed_without_an_earlier_one_says_only_that() -> None:
    branch = by_name(page_of(failed("z", edition=None)))["Zinkgruvan"]
    assert (branch.page, branch.files, branch.remark) == ("", (), "misslyckades")


def test_the_counts_are_those_of_the_units_in_the_register() -> None:
    page = page_of(
        entry("city"),
        entry("a1"),
        failed("z"),
        failed("a2", edition=None),
        entry("gone"),
    )
    (counts,) = (part for part in page.parts if isinstance(part, KeyFigures))
    assert {figure.label: figure.text for figure in counts.figures} == {
        "aktuella rapporter": "2", "misslyckade rapporter": "2", "inaktuella rapporter": "1",
    }  # fmt: skip


def test_a_unit_that_left_the_register_is_named_apart_and_not_linked() -> None:
    """19"""
    page = page_of(entry("city"), entry("gone"))
    assert list(by_name(page)) == ["Staden"]
    assert page.parts[-1] == Paragraph(runs=({"text": "gone"},))


def test_a_unit_that_did_not_exist_in_the_period_any_more_is_named_apart() -> None:
    ended = OrgUnit(code="old", name="Gamla", to=date(2003, 6, 30))
    card = CARD.model_copy(update={"org_units": (*UNITS, ended)})
    shelf = Shelf(card, (entry("old"), entry("old", "2003-Q1")))
    assert Branches(shelf, "2003-Q4", "sv").gone() == ["old"]
    assert Branches(shelf, "2003-Q1", "sv").gone() == []


def test_an_empty_collection_has_an_entrance_all_the_same() -> None:
    page = page_of(as_of="2004-02-17")
    head = page.parts[0]
    assert isinstance(head, Head)
    assert head.facts == (("Uppgifter kända till och med", "17 februari 2004"),)
    assert page.script == ""


def test_the_entrance_is_written_last_and_is_the_same_bytes_whatever_the_order() -> None:
    """13"""
    every = [entry(unit.code, p) for unit in UNITS for p in ("2003-Q3", "2003-Q4")]
    every += [failed("z", period="2002", language=one) for one in ("en", "sv")]
    pages = render_entrance(Shelf(CARD, tuple(every)))
    assert list(pages)[-1] == index.FILE_NAME
    assert render_entrance(Shelf(CARD, tuple(every[::-1]))) == pages


def test_a_scorecard_whose_name_is_not_translated_keeps_it() -> None:
    card = CARD.model_copy(update={"name": text("Kortet", "Card"), "notice": None})
    assert page_of(entry("city"), card=card).title == "Kortet – rapporter"
