"""The main job on the built-in example, from the command to what a reader opens.

Three units in both languages stand for all: the city, which shows all districts, a district with a
figure that is late, and a preschool with one that is withheld; and an activity in the whole city.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from pypdf import PdfReader
from typer.testing import CliRunner

from bsc_helpers.cli import app
from bsc_helpers.narrative.formats import format_value
from bsc_helpers.register import load_register

ROOT = Path(__file__).parents[1]
UNITS = ("goteborg", "backa", "ma-f01")
# A normal unit is a result unit; the city and a district have every measure, and a district is
# drawn among 21 by each.
LARGEST = {"goteborg": 550_000, "backa": 550_000, "ma-f01": 300_000}
ACTIVITY = Path("2003-Q4/goteborg/goteborg-goteborg-forskola-2003-Q4-sv")
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
NOTICE = {"sv": "Påhittade uppgifter", "en": "Invented data"}
WIDTHS = (1280, 320)
SIGNS = {"late": "..", "suppressed": "×"}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run the preset for two units in both languages, in a project of its own."""
    project = tmp_path_factory.mktemp("project")
    for name in ("parameters", "notebooks"):
        shutil.copytree(ROOT / name, project / name)
    units = [word for unit in UNITS for word in ("--unit", unit)]
    languages = ["--language", "sv", "--language", "en"]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(project)
        found = CliRunner().invoke(app, ["run", "quarter", "--workers", "2", *units, *languages])
        one = ["run", "activities", "--workers", "1", "--activity", "forskola"]
        other = CliRunner().invoke(app, one)
    assert found.exit_code == 0, found.output
    assert other.exit_code == 0, other.output
    return project / "reports" / "goteborg"


def edition(reports: Path, unit: str, language: str, form: str) -> Path:
    return reports / "2003-Q4" / unit / f"goteborg-{unit}-2003-Q4-{language}.{form}"


EDITIONS = [(unit, language) for unit in UNITS for language in ("sv", "en")]


def test_nothing_but_pages_and_the_manifest_is_published(reports: Path) -> None:
    files = {path.relative_to(reports) for path in reports.rglob("[!.]*") if path.is_file()}
    expected = {
        edition(reports, *which, form).relative_to(reports)
        for which in EDITIONS
        for form in ("html", "pdf", "xlsx")
    }
    expected |= {ACTIVITY.with_suffix(f".{form}") for form in ("html", "pdf", "xlsx")}
    expected |= {Path(page["file"]["path"]) for page in _manifest(reports)["measures"]}
    assert files == expected | {Path(name) for name in ("index.html", "index-en.html")} | {
        Path("manifest.json")
    }


def test_the_manifest_holds_the_hash_of_every_file(reports: Path) -> None:
    manifest = _manifest(reports)
    assert len(manifest["entries"]) == len(EDITIONS) + 1
    for entry in manifest["entries"]:
        for file in entry["edition"]["files"]:
            raw = (reports / file["path"]).read_bytes()
            assert (len(raw), hashlib.sha256(raw).hexdigest()) == (file["bytes"], file["sha256"])


@pytest.mark.parametrize(("unit", "language"), EDITIONS)
def test_a_report_links_to_its_other_formats_beside_it(
    reports: Path, unit: str, language: str
) -> None:
    html = edition(reports, unit, language, "html")
    links = re.findall(r'<a href="([^"#/]+)">(?:PDF|Excel)</a>', html.read_text(encoding="utf-8"))
    assert [html.with_name(name) for name in links] == [
        edition(reports, unit, language, form) for form in ("pdf", "xlsx")
    ]
    assert all(html.with_name(name).is_file() for name in links)


@pytest.mark.parametrize(("unit", "language"), EDITIONS)
def test_a_report_is_small_and_says_that_it_is_invented(
    reports: Path, unit: str, language: str
) -> None:
    html = edition(reports, unit, language, "html")
    pdf = edition(reports, unit, language, "pdf")
    assert html.stat().st_size < LARGEST[unit]
    assert pdf.stat().st_size < LARGEST[unit]
    text = html.read_text(encoding="utf-8")
    assert text.count(NOTICE[language]) > len(re.findall("<figure", text))  # page and every chart
    for page in PdfReader(pdf).pages:
        assert NOTICE[language] in page.extract_text()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(("unit", "language"), EDITIONS)
def test_a_report_is_accessible_and_asks_for_nothing(
    reports: Path, open_page: Callable[..., Any], unit: str, language: str, width: int
) -> None:
    opened = open_page(edition(reports, unit, language, "html").read_text(encoding="utf-8"), width)
    assert _violations(opened) == []
    assert opened.requests == []
    assert opened.complaints == []
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("width", WIDTHS)
def test_the_entrance_is_accessible_and_its_links_lead_to_the_reports(
    reports: Path, open_page: Callable[..., Any], width: int, language: str
) -> None:
    name = "index.html" if language == "sv" else f"index-{language}.html"
    opened = open_page((reports / name).read_text(encoding="utf-8"), width)
    assert _violations(opened) == []
    assert opened.requests == []
    links = opened.page.eval_on_selector_all(
        "main a", "all => all.map(a => decodeURI(a.getAttribute('href')))"
    )
    pages = [page for page in _manifest(reports)["measures"] if page["language"] == language]
    reports_here = len(UNITS) + (language == "sv")
    assert len(links) >= 3 * reports_here + len(pages)
    assert all((reports / link).is_file() for link in links)


def _manifest(reports: Path) -> Any:
    return json.loads((reports / "manifest.json").read_text(encoding="utf-8"))


def _violations(opened: Any) -> list[str]:
    opened.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    options = {"runOnly": {"type": "tag", "values": STANDARDS}}
    found = Axe().run(opened.page, options=options).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html']}" for each in found]


def test_the_numbers_on_the_page_are_those_of_the_table(reports: Path, open_page: Any) -> None:
    folder = reports.parents[1] / "parameters" / "goteborg"
    command = ["table", str(folder), "--period", "2003-Q4", "--as-of", "2004-02-17"]
    printed = CliRunner().invoke(app, command)
    assert printed.exit_code == 0
    rows = pd.read_csv(io.StringIO(printed.output), low_memory=False)
    table = rows[rows["activity"] == "all"].set_index(["org_unit", "measure"])
    measures = load_register(folder).scorecard.measures
    for unit, language in EDITIONS:
        opened = open_page(edition(reports, unit, language, "html").read_text(encoding="utf-8"))
        shown = dict(
            opened.page.eval_on_selector_all(
                "#summary-table tr:has(th a)",
                """rows => rows.map(row => {
                    const value = row.cells[1].cloneNode(true);
                    value.querySelectorAll("small").forEach(each => each.remove());
                    return [row.querySelector("a").hash, value.textContent.trim()];
                })""",
            )
        )
        applying = [m for m in measures if (unit, m.code) in table.index]
        assert set(shown) == {f"#m-{measure.code}" for measure in applying}
        for measure in applying:
            row = table.loc[(unit, measure.code)]
            text = shown[f"#m-{measure.code}"].strip()
            places = max(measure.decimals, decimals_in(text, language))
            assert text == (
                SIGNS[row["reason"]]
                if pd.isna(row["value"])
                else format_value(row["value"], measure, language, places, bare=True)
            )


def decimals_in(text: str, language: str) -> int:
    """Return with how many decimals a number is written."""
    decimals = re.search(r",([0-9]+)" if language == "sv" else r"\.([0-9]+)", text)
    return len(decimals[1]) if decimals else 0


@pytest.mark.parametrize(("unit", "language"), EDITIONS)
def test_the_pdf_is_tagged_and_declares_pdf_ua_1(reports: Path, unit: str, language: str) -> None:
    pdf = PdfReader(edition(reports, unit, language, "pdf"))
    catalogue = pdf.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalogue
    assert str(catalogue["/Lang"]).startswith(language)
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in catalogue["/Metadata"].get_data()
    assert pdf.outline
    assert all(font.startswith("/") and "+" in font for font in _fonts(pdf))


def _fonts(pdf: PdfReader) -> set[str]:
    """Return the names of all fonts; an embedded subset has a plus sign in its name."""
    return {
        str(font.get_object()["/BaseFont"])
        for page in pdf.pages
        for font in page["/Resources"].get("/Font", {}).values()
    }


def test_a_withheld_value_stands_in_no_file_of_the_unit(reports: Path) -> None:
    page = edition(reports, "ma-f01", "sv", "html").read_text(encoding="utf-8")
    assert "visas inte, för att ingen enskild ska kunna kännas igen" in page
    summary = page.partition('id="summary-table"')[2].partition("</table>")[0]
    (row,) = re.findall(r'<tr><th[^>]*><a href="#m-M01">.*?</tr>', summary)
    said = re.sub("<svg.*?</svg>|<[^>]+>", " ", row)
    assert "82" not in said  # the six answers come to 82.1
    assert SIGNS["suppressed"] in row


def test_the_pdf_holds_the_values_of_the_page(reports: Path) -> None:
    text = "\n".join(
        p.extract_text() for p in PdfReader(edition(reports, "backa", "en", "pdf")).pages
    )
    for words in ("Sickness absence", "no data", "SEK", "How this was computed"):
        assert words in text
