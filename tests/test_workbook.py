"""The workbook beside a report: texts stay texts, numbers numbers, and nothing else is in it."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape
from sample_report import sample_notebook, shown

from bsc_helpers.blocks import (
    Block,
    Cell,
    Column,
    Figure,
    Fold,
    Head,
    Heading,
    Missing,
    Number,
    Row,
    Section,
    Sheet,
    SheetColumn,
    Table,
    read_block,
)
from bsc_helpers.errors import PublishingError
from bsc_helpers.publishing import Document, document_of, render_html, render_pdf, render_workbook
from bsc_helpers.publishing import workbook as workbook_module
from bsc_helpers.publishing.exporters import BscXlsxExporter
from bsc_helpers.publishing.sheet_names import cut, page_text, sheet_names

ROOT = Path(__file__).parents[1]
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" viewBox="0 0 9 9"></svg>'
PAYLOADS = [
    "=1+1",
    "@SUM(1)",
    "+46 31 123",
    "-2+3",
    "\t=1",
    "\r=1",
    "\n=1",
    'x";=1+1;"',
    "＝1",
    "{=1+1}",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example/","x")',
    "http://evil.example/",
    "mailto:x@evil.example",
    "internal:Sheet1!A1",
    "external:\\\\evil\\x.xlsx",
    "<r><t>x</t></r>",
    "<r></si><si><t>x</t></r>",
    "_x003D_1+1",
    "&F&Z&G&[Picture]",
    "</t></si><c><f>1+1</f></c>",
    "]]>",
    "0114",
    "1e5",
    "TRUE",
    "#REF!",
    "'",
]
TEXTS = (SheetColumn(label="Namn"),)


def document(*sheets: Sheet, blocks: tuple[Block, ...] = (), **head: Any) -> Document:
    given = {"title": "Backa, kvartal 4 2003", "language": "sv", "notice": ""} | head
    top = Head(**given)
    return Document(
        title=top.title,
        language=top.language,
        notice=top.notice,
        blocks=(top, *blocks),
        sheets=sheets,
    )


def sheet(*rows: tuple[Any, ...], name: str = "Blad", columns: Any = TEXTS, **more: Any) -> Sheet:
    return Sheet(name=name, columns=columns, rows=rows, **more)


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def parts(data: bytes) -> dict[str, str]:
    with ZipFile(io.BytesIO(data)) as book:
        assert book.testzip() is None
        return {name: book.read(name).decode("utf-8") for name in book.namelist()}


def tags(data: bytes) -> set[str]:
    """Every element of every part; reading them proves that each part is well-formed."""
    roots = (ET.fromstring(text) for text in parts(data).values())  # noqa: S314 - our own bytes
    return {element.tag.rpartition("}")[2] for root in roots for element in root.iter()}


# --- texts stay texts -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hostile() -> bytes:
    """Every payload as a cell, a reason, a label, a name of a sheet, and in all words around."""
    columns = [SheetColumn(label=payload, note=payload) for payload in PAYLOADS]
    rows = [tuple(PAYLOADS), tuple(Missing(because=payload) for payload in PAYLOADS)]
    sheets = [sheet(*rows, name=payload, about=payload, columns=columns) for payload in PAYLOADS]
    return render_workbook(
        document(
            *sheets,
            title=" ".join(PAYLOADS),
            subtitle=PAYLOADS[0],
            notice=PAYLOADS[1],
            facts=tuple((payload, payload) for payload in PAYLOADS),
        )
    )


def as_written(value: Any) -> Any:
    """The format writes a control character as _x000D_; openpyxl leaves that as it stands."""
    return unescape(value) if isinstance(value, str) and value not in PAYLOADS else value


def test_a_text_is_a_string_whatever_it_begins_with(hostile: bytes) -> None:
    """Acceptance 37 and 38: what is read back is the text, and its kind is string."""
    cover, *pages = opened(hostile).worksheets
    for page in pages:
        for row in page.iter_rows():
            assert {cell.data_type for cell in row} == {"s"}
            assert [as_written(cell.value) for cell in row] == PAYLOADS
    found = [as_written(cell.value) for row in cover.iter_rows() for cell in row if cell.value]
    assert {cell.data_type for row in cover.iter_rows() for cell in row if cell.value} == {"s", "n"}
    assert {*PAYLOADS} <= {*found}


def test_the_file_holds_no_formula_link_or_outside_source(hostile: bytes) -> None:
    """Acceptance 38."""
    forbidden = "f hyperlink hyperlinks externalReference externalLink ddeLink oleLink connection"
    assert tags(hostile) & {*forbidden.split()} == set()
    names = re.findall(r'<definedName name="([^"]+)"', parts(hostile)["xl/workbook.xml"])
    assert {*names} <= {"_xlnm._FilterDatabase", "_xlnm.Print_Titles"}
    assert "TargetMode" not in "".join(t for n, t in parts(hostile).items() if n.endswith(".rels"))
    kinds = {name.rpartition(".")[2] for name in parts(hostile)}
    assert kinds == {"xml", "rels"}
    assert not any(
        re.search("external|link|vba|macro|media|drawing|comment", n) for n in parts(hostile)
    )


def test_the_head_and_foot_of_printed_pages_hold_no_command_of_a_person() -> None:
    """An ampersand is a command there: &F is the file's name, &Z its folder."""
    told = page_text("A&Z&F&G &[Picture]")
    assert re.sub("&&", "", told).count("&") == 0
    assert "&G" not in told
    assert "&[Picture]" not in told
    told = parts(render_workbook(document(title="R&D" * 200, notice="&" * 200)))
    page = ET.fromstring(told["xl/worksheets/sheet1.xml"])  # noqa: S314 - our own bytes
    head, foot = (page.findtext(f".//{{*}}odd{part}") or "" for part in ("Header", "Footer"))
    assert head.startswith("&LR&&\u2060DR&&\u2060D")
    assert foot.endswith("&R&P (&N)")
    assert max(len(head), len(foot)) <= 255


def test_what_is_no_character_is_replaced_and_what_is_too_long_is_cut() -> None:
    texts = ["\ud800", "\x00\x1b[2J", "\ufffe", "x" * 40_000, "🙂" * 20_000]
    data = render_workbook(document(sheet(*((text,) for text in texts))))
    tags(data)
    cells = [
        unescape(row[0]) for row in opened(data)["Blad"].iter_rows(min_row=2, values_only=True)
    ]
    assert cells[:2] == ["?", "\x00\x1b[2J"]
    assert [len(cell.encode("utf-16-le")) // 2 <= 32_767 for cell in cells] == [True] * 5
    assert [cell[-1] for cell in cells[3:]] == ["…", "…"]


# --- numbers stay numbers -------------------------------------------------------------------------

KINDS = (
    SheetColumn(label="Mätetal"),
    SheetColumn(label="Värde", kind="number", decimals=1),
    SheetColumn(label="Måluppfyllelse", kind="percent"),
    SheetColumn(label="Täckning", kind="share", decimals=1),
    SheetColumn(label="Sista dag", kind="date"),
)
FIGURES = sheet(
    ("a", -5.0, 93.4, 0.971, "2003-12-31"),
    ("b", -0.5, None, 1.0, "2004-02-29"),
    ("c", Number(number=16300.126, decimals=2), 0.0, None, None),
    ("d", Missing(because="uppgift saknas"), Missing(because="visas inte"), None, None),
    columns=KINDS,
    names=2,
)


def test_numbers_are_numbers_and_days_are_days() -> None:
    """Acceptance 37: −5 and −0,5 stay numeric."""
    page = opened(render_workbook(document(FIGURES)))["Blad"]
    values = [[cell.value for cell in row] for row in page.iter_rows(min_row=2, max_row=4)]
    assert values == [
        ["a", -5, 93.4, 0.971, datetime(2003, 12, 31)],  # noqa: DTZ001 - a day
        ["b", -0.5, None, 1, datetime(2004, 2, 29)],  # noqa: DTZ001
        ["c", 16300.126, 0, None, None],
    ]
    kinds = [[cell.data_type for cell in row] for row in page.iter_rows(min_row=2, max_row=3)]
    assert kinds == [["s", "n", "n", "n", "d"]] * 2
    formats = [cell.number_format for cell in page[2]] + [page["B4"].number_format]
    assert formats == ["@", "#,##0.0", '#,##0" %"', "0.0%", "yyyy-mm-dd", "#,##0.00"]


def test_a_missing_value_is_its_reason_in_words_with_a_look_of_its_own() -> None:
    page = opened(render_workbook(document(FIGURES)))["Blad"]
    assert [page["B5"].value, page["C5"].value] == ["uppgift saknas", "visas inte"]
    assert page["B5"].font.i
    assert not page["B4"].font.i
    assert page["B5"].fill.fgColor.rgb != page["B4"].fill.fgColor.rgb


def test_a_sheet_reads_as_a_frame() -> None:
    """Headings in the first row, a row for each thing: what pandas and pivot tables ask for."""
    data = render_workbook(document(FIGURES))
    frame = pd.read_excel(io.BytesIO(data), sheet_name="Blad", na_values=["uppgift saknas"])
    assert list(frame.columns) == [column.label for column in KINDS]
    assert frame["Värde"].tolist()[:3] == [-5.0, -0.5, 16300.126]
    assert frame["Värde"].isna().tolist() == [False, False, False, True]
    assert frame["Sista dag"][0] == pd.Timestamp(2003, 12, 31)


def test_a_sheet_is_ready_to_be_filtered_scrolled_and_printed() -> None:
    wide = sheet(
        ("x" * 40,) * 12, columns=[SheetColumn(label=f"k{at}") for at in range(12)], name="W"
    )
    book = opened(render_workbook(document(FIGURES, wide, notice="Påhittade uppgifter")))
    page = book["Blad"]
    assert page.freeze_panes == "C2"
    assert page.auto_filter.ref == "A1:E5"
    assert page.print_title_rows == "$1:$1"
    assert all(cell.font.b for cell in page[1])
    assert {(p.page_setup.orientation, p.page_setup.paperSize) for p in book} == {("landscape", 9)}
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert (page.page_setup.fitToWidth or 1, page.page_setup.fitToHeight) == (1, 0)
    assert book["W"].page_setup.fitToWidth == 3  # 12 columns of 41 characters, 190 on a page
    assert book["W"].print_title_cols == "$A:$A"
    assert page.oddFooter.left.text == "Påhittade uppgifter"


def test_a_column_is_as_wide_as_what_it_holds_within_reason() -> None:
    long = sheet(("kort", "m" * 300, 1234567.0), columns=[*TEXTS, *TEXTS, KINDS[1]])
    page = opened(render_workbook(document(long)))["Blad"]
    widths = [page.column_dimensions[letter].width for letter in "ABC"]
    assert 8 < widths[0] < 12
    assert 55 < widths[1] < 65
    assert widths[2] > len("1,234,567.0")
    assert page["B2"].alignment.wrap_text


# --- the file -------------------------------------------------------------------------------------


def test_the_first_sheet_says_what_the_file_is() -> None:
    about = sheet(("x",), about="Alla värden.", columns=[SheetColumn(label="K", note="Vad K är.")])
    told = document(
        about, subtitle="Styrkort", notice="Påhittade uppgifter", facts=(("Känt till", "17 feb"),)
    )
    book = opened(render_workbook(told))
    rows = [
        [c for c in row if c is not None] for row in book.worksheets[0].iter_rows(values_only=True)
    ]
    for line in (
        ["Backa, kvartal 4 2003"],
        ["Styrkort"],
        ["Påhittade uppgifter"],
        ["Känt till", "17 feb"],
        ["Språk", "svenska"],
        ["Blad", 1, "Alla värden."],
        ["Blad", "K", "Vad K är."],
    ):
        assert line in rows
    assert book.sheetnames == ["Om filen", "Blad"]
    english = opened(render_workbook(document(about, language="en")))
    assert english.sheetnames == ["About this file", "Blad"]


def test_the_file_names_no_person_machine_or_time(hostile: bytes) -> None:
    assert not any(str(ROOT) in text for text in parts(hostile).values())
    properties = opened(hostile).properties
    assert not properties.creator
    assert not properties.lastModifiedBy
    assert {properties.created, properties.modified} == {datetime(1980, 1, 1)}  # noqa: DTZ001
    with ZipFile(io.BytesIO(hostile)) as book:
        assert {info.date_time for info in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_same_document_gives_the_same_bytes_everywhere(tmp_path: Path) -> None:
    """Acceptance 13: another folder, time zone, language, user and hash seed."""
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT / 'tests')!r})\n"
        "from hashlib import sha256\n"
        "from test_workbook import FIGURES, document\n"
        "from bsc_helpers.publishing import render_workbook\n"
        "print(sha256(render_workbook(document(FIGURES))).hexdigest())"
    )

    def digest(**changed: str) -> str:
        environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"} | changed
        ran = subprocess.run(
            [sys.executable, "-c", code],
            env=environment,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        )
        return ran.stdout

    first = digest(TZ="UTC", LANG="C.UTF-8", PYTHONHASHSEED="1", USER="anna", TMPDIR="/tmp")  # noqa: S108
    other = digest(
        TZ="Pacific/Kiritimati", LANG="tr_TR.UTF-8", LC_ALL="sv_SE.UTF-8", PYTHONHASHSEED="77"
    )
    assert first == other
    assert len(first.strip()) == 64


def test_more_rows_than_the_format_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_module, "_MOST_ROWS", 3)
    assert render_workbook(document(sheet(("a",), ("b",))))
    with pytest.raises(PublishingError, match=r"Blad has 3 rows and 1 columns.* holds 2 rows"):
        render_workbook(document(sheet(("a",), ("b",), ("c",))))


def test_a_sheet_without_rows_and_a_report_without_sheets_are_files_too() -> None:
    assert opened(render_workbook(document(sheet()))).sheetnames == ["Om filen", "Blad"]
    assert opened(render_workbook(document())).sheetnames == ["Om filen"]


# --- names of sheets ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (["Serier"], ["Serier"]),
        (["a/b\\c[d]e:f*g?h"], ["a b c d e f g h"]),
        (["'Enheter'"], ["Enheter"]),
        (["Enhet", "enhet", "ENHET"], ["Enhet", "enhet (2)", "ENHET (3)"]),
        (["", "  ", "??"], ["1", "1 (2)", "1 (3)"]),
        (["History", "historik"], ["History 1", "historik 1"]),
        (["x" * 31, "x" * 32, "x" * 40], ["x" * 31, "x" * 30 + "…", "x" * 26 + "… (2)"]),
        (["🙂" * 16], ["🙂" * 15 + "…"]),
    ],
)
def test_names_of_sheets_are_valid_and_differ(wanted: list[str], names: list[str]) -> None:
    assert sheet_names(wanted) == names


@given(st.lists(st.text(alphabet=st.sampled_from("aA'🙂[]:*?/\\ \n…h"), max_size=40), max_size=12))
def test_any_names_become_names_that_the_format_takes(wanted: list[str]) -> None:
    names = sheet_names(wanted)
    assert len({name.casefold() for name in names}) == len(wanted)
    for name in names:
        assert 1 <= len(name.encode("utf-16-le")) // 2 <= 31
        assert not re.search(r"[\[\]:*?/\\\n]", name)
        assert not name.startswith("'")
        assert not name.endswith("'")


@given(st.text(max_size=50), st.integers(1, 20))
def test_a_cut_text_is_never_longer_and_begins_as_before(text: str, most: int) -> None:
    shorter = cut(text, most)
    assert len(shorter.encode("utf-16-le")) // 2 <= most
    assert shorter == text or (shorter[-1] == "…" and text.startswith(shorter[:-1]))


# --- from blocks to sheets ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "row",
    [
        ("a", "1", 1.0, 1.0, "2003-12-31"),  # a text in a column of numbers
        (1.0, 1.0, 1.0, 1.0, "2003-12-31"),  # a number in a column of texts
        ("a", 1.0, 1.0, 1.0, "31/12"),
        ("a", float("nan"), 1.0, 1.0, "2003-12-31"),
        ("a", float("inf"), 1.0, 1.0, "2003-12-31"),
        ("a", 1.0),
    ],
)
def test_a_cell_that_is_not_what_its_column_is_is_refused(row: tuple[Any, ...]) -> None:
    with pytest.raises(ValueError, match=r"sheet|column|isoformat|finite"):
        Sheet(name="Blad", columns=KINDS, rows=(row,))


def test_a_sheet_is_the_same_after_its_way_through_a_notebook() -> None:
    assert read_block(FIGURES.model_dump(mode="json")) == FIGURES


def test_page_and_paper_show_nothing_of_a_sheet() -> None:
    """Only the workbook does; a fold that holds only sheets is not shown at all."""
    notebook = sample_notebook()
    plain = document_of(notebook)
    hidden = sheet(("HEMLIGT",), name="OSYNLIGT")
    notebook.cells.insert(
        1, shown(Section(blocks=(hidden, Fold(summary="Vik", blocks=(FIGURES,)))))
    )
    with_sheets = document_of(notebook)
    assert with_sheets.sheets == (hidden, FIGURES)
    assert with_sheets.blocks == plain.blocks
    assert render_html(with_sheets) == render_html(plain)
    assert render_pdf(with_sheets) == render_pdf(plain)
    assert "HEMLIGT" in "".join(parts(render_workbook(with_sheets)).values())


def test_a_report_without_sheets_gives_its_tables() -> None:
    table = Table(
        caption="Alla mätetal",
        columns=(
            Column(label="Mätetal"),
            Column(label="Värde", numeric=True),
            Column(label="Status"),
            Column(label=""),
        ),
        rows=(
            Row(cells=(Cell(text="Brukare"),), group=True),
            Row(cells=(Cell(text="=1"), Cell(text="71,25 %", number=71.25), Cell(status="poor"))),
            Row(cells=(Cell(text="b", quiet="kr"), Cell(text=".."), Cell(), Cell(svg=SVG))),
        ),
    )
    blocks = (Heading(level=2, text="Rubrik"), Figure(svg=SVG, alt="x", data=table))
    page = opened(render_workbook(document(blocks=blocks)))["Alla mätetal"]
    assert [list(row) for row in page.iter_rows(values_only=True)] == [
        ["Grupp", "Mätetal", "Värde", "Status"],
        ["Brukare", "=1", 71.25, "når inte målet"],
        ["Brukare", "b (kr)", "..", None],
    ]
    assert page["C2"].number_format == "#,##0.00"
    assert page["C3"].font.i


def test_the_exporter_makes_the_workbook_of_a_notebook() -> None:
    made, resources = BscXlsxExporter().from_notebook_node(sample_notebook())
    assert made == render_workbook(document_of(sample_notebook()))
    assert resources["output_extension"] == ".xlsx"
    assert BscXlsxExporter().output_mimetype.endswith("spreadsheetml.sheet")
