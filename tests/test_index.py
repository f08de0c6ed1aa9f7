"""The entrance: failures first, then the units as the organisation has them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from bsc_helpers.batch import index
from bsc_helpers.batch.index import index_document
from bsc_helpers.batch.manifest import Edition, Entry, Manifest, RunRecord, published_file
from bsc_helpers.batch.tree import in_tree_order
from bsc_helpers.blocks import Cell, Heading, KeyFigures, Paragraph, Row, Table
from bsc_helpers.errors import ParameterError
from bsc_helpers.model import LocalText, OrgUnit, Scorecard, Span
from bsc_helpers.narrative.alphabet import name_key
from bsc_helpers.periods import parse_period
from bsc_helpers.publishing import Document, render_html

UNITS = (
    OrgUnit(code="o", name="Östra"),
    OrgUnit(code="city", name=LocalText({"sv": "Staden", "en": "The city"})),
    OrgUnit(code="z", name="Zinkgruvan", parent="city"),
    OrgUnit(code="a2", name="Älvsborg", parent="city"),
    OrgUnit(code="a1", name="Askim 10", parent="city"),
    OrgUnit(code="a9", name="Askim 9", parent="city"),
    OrgUnit(code="school", name="Skolan", parent="z"),
)
CARD = Scorecard(
    code="card",
    name=LocalText({"sv": "Styrkortet", "en": "The scorecard"}),
    notice=LocalText({"sv": "Påhittat", "en": "Invented"}),
    languages=("sv", "en"),
    org_units=UNITS,
)
PERIOD = parse_period("2003-Q4")


def entry(unit: str, period: str = "2003-Q4", language: str = "sv", **more: Any) -> Entry:
    name = f"{period}/{unit}/card-{unit}-{period}-{language}"
    files = tuple(published_file(form, f"{name}.{form}", b"x") for form in ("html", "pdf"))
    made = {
        "org_unit": unit,
        "activity": "all",
        "period": period,
        "language": language,
        "status": "done",
        "edition": Edition(title=unit, package_version="1", files=files),
    }
    return Entry(**(made | more))


def page_of(*entries: Entry, card: Scorecard = CARD) -> Document:
    run = RunRecord(
        preset="p",
        notebook="n",
        package_version="1",
        formats=("html",),
        done=1,
        failed=0,
        skipped=0,
    )
    return index_document(card, Manifest(scorecard="card", run=run, entries=entries))


def tables(page: Document) -> list[Table]:
    return [block for block in page.blocks if isinstance(block, Table)]


def first_cells(table: Table) -> list[str]:
    return [row.cells[0].text for row in table.rows]


def linked(rows: Sequence[Row]) -> set[str]:
    return {path for row in rows for cell in row.cells for _, path in cell.files}


def test_units_stand_below_their_parents_sorted_as_swedish_sorts() -> None:
    # Swedish: å, ä and ö are the last letters; numbers count by their size.
    page = page_of(*(entry(unit.code) for unit in UNITS))
    assert [text.strip("\u2003") for text in first_cells(tables(page)[0])] == [
        "Staden", "Askim 9", "Askim 10", "Zinkgruvan", "Skolan", "Älvsborg", "Östra",
    ]  # fmt: skip


def test_the_depth_of_a_unit_shows() -> None:
    page = page_of(entry("city"), entry("z"), entry("school"))
    depths = [len(text) - len(text.lstrip("\u2003")) for text in first_cells(tables(page)[0])]
    assert depths == [0, 1, 2]


def test_every_file_of_a_report_is_linked() -> None:
    page = page_of(entry("city"), entry("city", language="en"))
    assert linked(tables(page)[0].rows) == {
        f"2003-Q4/city/card-city-2003-Q4-{language}.{form}"
        for language in ("sv", "en")
        for form in ("html", "pdf")
    }


def test_the_latest_period_stands_first() -> None:
    page = page_of(entry("city", "2003-Q3"), entry("city", "2003-Q4"), entry("city", "2002"))
    headings = [block.text for block in page.blocks if isinstance(block, Heading)]
    assert headings == [
        "Rapporter för kvartal 4 2003", "Rapporter för kvartal 3 2003", "Rapporter för 2002",
    ]  # fmt: skip


def test_failures_come_first_with_their_reason_and_are_not_shown_as_current() -> None:
    page = page_of(
        entry("city"),
        entry("z", status="failed", reason="ValueError: no data (cell 3)"),
        entry("a1", status="failed", reason="kernel died", edition=None),
    )
    failures, current = tables(page)
    assert page.blocks.index(failures) < page.blocks.index(current)
    reasons = {row.cells[0].text: row.cells[3].text for row in failures.rows}
    assert reasons == {"Zinkgruvan": "ValueError: no data (cell 3)", "Askim 10": "kernel died"}
    assert linked(current.rows) == linked(tables(page_of(entry("city")))[0].rows)


def test_the_edition_of_a_failed_report_is_offered_as_out_of_date_only() -> None:
    page = page_of(entry("z", status="failed", reason="kernel died"))
    failures, current = tables(page)
    assert failures.columns[-1].label == "Tidigare utgåva, inaktuell"
    assert len(linked(failures.rows)) == 2
    assert linked(current.rows) == set()
    assert current.rows[0].cells[1] == Cell(text="misslyckades")


def test_the_counts_are_those_of_the_units_in_the_register() -> None:
    page = page_of(
        entry("city"),
        entry("a1"),
        entry("z", status="failed", reason="x"),
        entry("a2", status="failed", reason="x", edition=None),
        entry("gone"),
    )
    (counts,) = (block for block in page.blocks if isinstance(block, KeyFigures))
    assert {figure.label: figure.text for figure in counts.figures} == {
        "aktuella rapporter": "2", "misslyckade rapporter": "2", "inaktuella rapporter": "1",
    }  # fmt: skip


def test_a_unit_that_left_the_register_is_named_but_not_linked() -> None:
    page = page_of(entry("city"), entry("gone"))
    assert not any("gone" in path for table in tables(page) for path in linked(table.rows))
    assert any(
        isinstance(block, Paragraph) and block.runs[0].text == "gone" for block in page.blocks
    )


def test_the_page_speaks_the_first_language_of_the_scorecard_and_shows_its_notice() -> None:
    english = page_of(entry("city"), card=CARD.model_copy(update={"languages": ("en", "sv")}))
    assert (english.language, english.notice) == ("en", "Invented")
    assert first_cells(tables(english)[0]) == ["The city"]
    assert page_of(entry("city")).notice == "Påhittat"


def test_a_language_that_reports_are_not_written_in_is_refused() -> None:
    with pytest.raises(ParameterError, match="no language pl; valid: sv, en"):
        page_of(entry("city"), card=CARD.model_copy(update={"languages": ("pl",)}))


def test_every_link_says_alone_which_report_it_leads_to() -> None:
    languages, periods = ("sv", "en"), ("2003-Q3", "2003-Q4")
    every = [entry(u, p, one) for u in ("city", "z") for p in periods for one in languages]
    failed = [entry("a1", language=one, status="failed", reason="x") for one in languages]
    names = re.findall(r'aria-label="((?:HTML|PDF),[^"]*)"', render_html(page_of(*every, *failed)))
    assert len(set(names)) == len(names) == 2 * len([*every, *failed])
    assert "HTML, Zinkgruvan, Svenska, kvartal 4 2003" in names
    assert not any("\u2003" in name for name in names)


def test_the_organisation_is_laid_out_once_for_each_period(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []

    def counting(units: Any, period: Any, language: str) -> Any:
        asked.append(period)
        return in_tree_order(units, period, language)

    monkeypatch.setattr(index, "in_tree_order", counting)
    page_of(*(entry(unit.code, period) for unit in UNITS for period in ("2003-Q3", "2003-Q4")))
    assert len(asked) == 2


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


HOSTILE = '<script>window.__xss=1</script>"><img src=x onerror=window.__xss=1>'


def test_the_page_has_no_fault_that_axe_finds_and_runs_nothing_that_a_reason_says(
    open_page: Callable[..., Any],
) -> None:
    page = page_of(
        *(entry(unit.code) for unit in UNITS),
        entry("city", language="en"),
        entry("a1", "2003-Q3", status="failed", reason=HOSTILE),
    )
    html = render_html(page)
    for width in (1280, 320):
        opened = open_page(html, width)
        assert Axe().run(opened.page).response["violations"] == []
        assert opened.page.evaluate("window.__xss") is None
        assert HOSTILE in opened.page.inner_text("body")
        assert (opened.requests, opened.complaints) == ([], [])
    links = re.findall(r'href="([^"#]+)"', html)
    assert "2003-Q4/school/card-school-2003-Q4-sv.html" in links
