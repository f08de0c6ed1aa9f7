"""The PDF: its structure for readers who hear it, its text, and that nothing in it is ever code."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from io import BytesIO
from itertools import combinations, pairwise
from math import ceil, nan
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure as Drawing
from matplotlib.ft2font import FT2Font
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from bsc_helpers.blocks import (
    Block,
    Cell,
    Code,
    Column,
    Figure,
    Fold,
    Head,
    Heading,
    ItemList,
    KeyFigure,
    KeyFigures,
    Notice,
    Paragraph,
    Row,
    Run,
    Section,
    Statement,
    Table,
)
from bsc_helpers.charts.fonts import FACES, FONTS, text_width
from bsc_helpers.charts.run_chart import render_chart
from bsc_helpers.charts.series import RunSeries
from bsc_helpers.charts.sparkline import sparkline
from bsc_helpers.errors import PublishingError
from bsc_helpers.publishing import pdf
from bsc_helpers.publishing.chrome import chrome_for
from bsc_helpers.publishing.columns import SMALLEST, Need, need_of, shares_of
from bsc_helpers.publishing.document import Document
from bsc_helpers.publishing.facts import FACT_COLUMNS, facts_side_by_side
from bsc_helpers.publishing.glyphs import printed
from bsc_helpers.publishing.pdf import missing_characters, render_pdf
from bsc_helpers.publishing.typesetting import typeset

CHART = render_chart(
    RunSeries(
        labels=list("abcdef"),
        values=[1, 2, nan, 3, 4, 5],
        unit="dagar",
        format_number=lambda value: f"{value:.0f}",
        step=1,
        notice="Påhittade uppgifter",
    )
)


def text_of(*words: str) -> Paragraph:
    return Paragraph(runs=tuple(Run(text=word) for word in words))


def row(*texts: str) -> Row:
    return Row(cells=tuple(Cell(text=text) for text in texts))


def document(*blocks: Block, language: str = "sv", notice: str = "") -> Document:
    head = Head(title="Lundby – kvartal 4 2003", language=language, subtitle="Styrkort")
    return Document(title=head.title, language=language, notice=notice, blocks=(head, *blocks))


EVERYTHING = Document(
    title="Lundby – kvartal 4 2003",
    language="sv-SE",
    notice="Påhittade uppgifter",
    blocks=(
        Head(
            title="Lundby",
            subtitle="kvartal 4 2003",
            language="sv-SE",
            facts=(("Del av", "Göteborgs Stad"), ("Läst", "2004-01-21")),
            lead="God service med de pengar vi har.",
            notice="Påhittade uppgifter",
        ),
        Heading(level=2, text="I korthet", anchor="short"),
        KeyFigures(
            label="Året",
            figures=(
                KeyFigure(label="Utfall", text="−1 250 tkr", status="poor", quiet="budget 0"),
                KeyFigure(label="Poäng", text="71"),
            ),
        ),
        Statement(text="Utfallet är −1 250 tkr.", model="m1", status="poor", evidence="evidence.1"),
        Statement(text="Ett mått saknar uppgift.", model="m2"),
        Heading(level=3, text="Underlaget", anchor="evidence.1"),
        Paragraph(
            runs=(
                Run(text="Se "),
                Run(text="korthet", to="short", marks=("strong",)),
                Run(text=" och "),
                Run(text="webben", href="https://example.org/a?b=1&c=2", marks=("emphasis",)),
                Run(text=": "),
                Run(text="sum(x)", marks=("code",)),
            ),
            quiet=True,
        ),
        ItemList(items=((text_of("ett"),), (text_of("två"), Code(text="a = b\n    c")))),
        ItemList(ordered=True, items=((text_of("först"),),)),
        Notice(text="Två enheter lämnade sent."),
        Table(
            caption="Måtten",
            anchor="table",
            columns=(
                Column(label="Mått"),
                Column(label="Värde", numeric=True),
                Column(label="Status"),
                Column(label="Filer"),
            ),
            rows=(
                Row(cells=(Cell(text="Brukarna"),), group=True),
                Row(
                    cells=(
                        Cell(text="Nöjda", to="evidence.1"),
                        Cell(text="71,2 %", number=71.2, quiet="2003"),
                        Cell(text="god", status="good", svg=sparkline([1, 2, 3])),
                        Cell(files=(("Tabell", "bilagor/tabell åäö.csv"),)),
                    )
                ),
                Row(cells=(Cell(text="Väntetid"), Cell(text="–"), Cell(status="no_data"))),
            ),
        ),
        Figure(
            svg=CHART,
            alt="Linje: senast 5 dagar, stigande",
            title="Fem dagar",
            data=Table(
                caption="Värden",
                columns=(Column(label="Period"), Column(label="Dagar", numeric=True)),
                rows=tuple(row(f"p{i}", str(100 + i)) for i in range(12)),
            ),
        ),
        Fold(summary="Så räknades det", blocks=(text_of("412 av 541"), Code(text="412 / 541"))),
        Section(blocks=(Heading(level=2, text="Till sist"), text_of("Slut."))),
    ),
)


@pytest.fixture(scope="module")
def whole() -> PdfReader:
    return PdfReader(BytesIO(render_pdf(EVERYTHING)))


def words_in(made: bytes) -> str:
    pages = PdfReader(BytesIO(made)).pages
    return re.sub(r"\s+", " ", "\n".join(page.extract_text() for page in pages))


def parts_of(node: Any) -> Iterator[DictionaryObject]:
    """Every element of the structure, in reading order."""
    node = node.get_object()
    if isinstance(node, ArrayObject):
        for inner in node:
            yield from parts_of(inner)
    elif isinstance(node, DictionaryObject):
        if "/S" in node:
            yield node
        if "/K" in node and "/Obj" not in node:
            yield from parts_of(node["/K"])


def structure(reader: PdfReader) -> list[DictionaryObject]:
    return list(parts_of(reader.root_object["/StructTreeRoot"]))


def named(reader: PdfReader, name: str) -> list[DictionaryObject]:
    return [part for part in structure(reader) if part["/S"] == name]


# ------------------------------------------------------------------------- for those who hear it


def test_the_file_is_tagged_and_declares_pdf_ua_1_with_title_and_language(
    whole: PdfReader,
) -> None:
    root = whole.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "sv-SE"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data().decode()
    assert whole.metadata is not None
    assert whole.metadata.title == "Lundby – kvartal 4 2003"


def test_the_headings_are_tagged_by_their_level_in_order(whole: PdfReader) -> None:
    names = [part["/S"] for part in structure(whole)]
    assert [n for n in names if re.fullmatch(r"/H\d", n)] == ["/H1", "/H2", "/H3", "/H2"]


def test_the_bookmarks_are_the_headings_below_the_title(whole: PdfReader) -> None:
    first, below, last = whole.outline
    assert (first.title, [b.title for b in below], last.title) == (
        "I korthet",
        ["Underlaget"],
        "Till sist",
    )


def test_a_figure_carries_its_alternative_text_and_marks_carry_none(whole: PdfReader) -> None:
    assert [part["/Alt"] for part in named(whole, "/Figure")] == ["Linje: senast 5 dagar, stigande"]


def test_tables_have_captions_and_every_heading_cell_has_a_scope(whole: PdfReader) -> None:
    captions, heads = named(whole, "/Caption"), named(whole, "/TH")
    assert len(captions) == 2  # of the table and of the figure
    assert len(heads) == 4 + 1 + 2  # columns, group, and the data beside the figure
    for cell in heads:
        attributes = cell["/A"] if isinstance(cell["/A"], ArrayObject) else [cell["/A"]]
        assert any("/Scope" in part.get_object() for part in attributes)


def test_lists_and_links_are_tagged(whole: PdfReader) -> None:
    names = [part["/S"] for part in structure(whole)]
    assert (names.count("/L"), names.count("/LI")) == (2, 3)
    assert names.count("/Link") == 5  # evidence, paragraph twice, cell, file


def test_links_lead_to_places_in_the_file_to_addresses_and_to_files_beside_it(
    whole: PdfReader,
) -> None:
    links = [
        note.get_object()
        for page in whole.pages
        for note in page.get("/Annots", ())
        if note.get_object()["/Subtype"] == "/Link"
    ]
    addresses = {link["/A"]["/URI"] for link in links if "/URI" in link.get("/A", {})}
    inside = [link for link in links if "/URI" not in link.get("/A", {})]
    assert addresses == {
        "https://example.org/a?b=1&c=2",
        "bilagor/tabell%20%C3%A5%C3%A4%C3%B6.csv",
    }
    assert len(inside) == 3


def test_only_the_shipped_fonts_are_used_and_all_are_embedded(whole: PdfReader) -> None:
    fonts = [
        font.get_object()
        for page in whole.pages
        for font in page["/Resources"].get("/Font", {}).values()
    ]
    names = {str(font["/BaseFont"]).partition("+")[2] for font in fonts}
    assert names == {
        "Inter-Regular",
        "Inter-SemiBold",
        "Inter-Italic",
        "JetBrainsMono-Regular",
    }
    for font in fonts:
        (inner,) = font["/DescendantFonts"]
        assert "/FontFile2" in inner.get_object()["/FontDescriptor"]


# ----------------------------------------------------------------------------------- what it says


def test_every_kind_of_block_says_all_its_texts_in_their_order(whole: PdfReader) -> None:
    said = re.sub(r"\s+", " ", "\n".join(page.extract_text() for page in whole.pages))
    place = 0
    for text in (
        "Lundby",
        "kvartal 4 2003",
        "God service",
        "Göteborgs Stad",
        "I korthet",
        "−1 250 tkr",
        chrome_for("sv").status["poor"],
        "budget 0",
        chrome_for("sv").marks,
        "Utfallet är",
        "Ett mått saknar",
        "Underlaget",
        "Se korthet och webben: sum(x)",
        "ett",
        "två a = b",
        "först",
        "Två enheter",
        "Måtten",
        "Brukarna",
        "Nöjda 71,2",
        "god",
        "Tabell",
        "Väntetid –",
        chrome_for("sv").status["no_data"],
        "Fem dagar",
        "Påhittade uppgifter",
        "Värden",
        "p0 100",
        "p11 111",
        "Så räknades det",
        "412 av 541",
        "412 / 541",
        "Till sist",
    ):
        place = said.index(text, place) + len(text)


def test_letters_and_signs_of_the_languages_come_back_from_the_text() -> None:
    words = "ąčęėįšųūž łóżźćń åäö ÅÄÖ ‑ − ½ € ≤ ≥ → ▲ ● ◆ ○ ■ □ ✓ × ÷ ±"
    made = render_pdf(document(text_of(words)))
    assert words in words_in(made)
    assert missing_characters(document(text_of(words))) == frozenset()


HOSTILE = (
    '#read("secret.txt")',
    '#import "@preview/x:1.0.0"',
    "#panic()",
    "#let f(n)=f(n+1)",
    "$ x $",
    "@ref",
    "\\",
    "`raw`",
    "]",
    "[",
    "*bold*",
    "_emph_",
    "// comment",
    "/* comment */",
    "<lbl>",
    '"quoted"',
    "= heading",
    "- item",
    "{{ 7*7 }}",
    "#sys.inputs",
    "\\u{1f600}",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_looks_like_code_is_printed_as_it_stands_wherever_it_is_written(text: str) -> None:
    made = render_pdf(
        Document(
            title=text,
            language="en",
            notice=text,
            blocks=(
                Head(
                    title=text,
                    subtitle=text,
                    language="en",
                    facts=((text, text),),
                    lead=text,
                    notice=text,
                ),
                Heading(level=2, text=text),
                Paragraph(runs=(Run(text=text, marks=("strong", "emphasis", "code")),)),
                Statement(text=text, model=text, status="good"),
                ItemList(items=((text_of(text),),)),
                Code(text=text),
                Notice(text=text),
                Table(caption=text, columns=(Column(label=text),), rows=(row(text),)),
                Figure(svg=CHART, alt=text, title=text),
                KeyFigures(label=text, figures=(KeyFigure(label=text, text=text, quiet=text),)),
                Fold(summary=text, blocks=(text_of(text),)),
            ),
        )
    )
    assert words_in(made).count(text) >= 20
    reader = PdfReader(BytesIO(made))
    assert reader.metadata is not None
    assert reader.metadata.title == text


def test_a_file_beside_the_template_cannot_be_read_by_a_text(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("canary-4137")
    made = render_pdf(document(text_of(f'#read("{secret}")', "#include", str(secret))))
    assert "canary" not in words_in(made)


# Printable by one of the shipped faces; the text must come back as it went in.
LETTERS = st.text(st.sampled_from("abcXYZåäöłžė#$\\[]{}<>@*_`\"'/-=~^&%€½−– "), min_size=1)


@given(LETTERS)
@settings(max_examples=40, deadline=None)
def test_any_text_comes_back_as_it_went_in(text: str) -> None:
    made = render_pdf(document(Notice(text=f"|{text}|")))
    assert re.sub(r"\s", "", f"|{text}|") in re.sub(r"\s|\u200b", "", words_in(made))


def test_a_sign_that_no_font_has_is_shown_as_a_box_and_reported() -> None:
    said = document(
        text_of("bra 👍 中文 \u202egnorw"),
        Table(caption="😀", columns=(), rows=()),
        Notice(text="é"),
    )
    assert missing_characters(said) == frozenset("👍中文😀\u202e")
    text = words_in(render_pdf(said))
    assert "bra □ □□ □gnorw" in text


def test_a_sign_that_no_font_has_is_shown_as_a_box_inside_a_drawing_too() -> None:
    svg = CHART.replace("dagar", "dagar 👍")
    assert "dagar □" in words_in(render_pdf(document(Figure(svg=svg, alt="x"))))


def test_letters_written_with_separate_accents_are_composed() -> None:
    assert printed("A\u030aa\u0308") == "Åä"


def test_parts_of_an_emoji_that_have_no_look_are_left_out() -> None:
    assert printed("👩\u200d⚕\ufe0f") in {"□⚕", "□□"}


def test_a_word_that_is_wider_than_a_column_may_break() -> None:
    said = document(Table(caption="", columns=(Column(label="a"),), rows=(row("x" * 900),)))
    text = words_in(render_pdf(said))
    assert text.replace("\u200b", "").replace(" ", "").count("x" * 900) == 1


# ----------------------------------------------------------------------------------------- pages


@pytest.mark.parametrize(("language", "expected"), [("sv", "sida 2 av"), ("en", "page 2 of")])
def test_pages_are_numbered_and_carry_title_and_notice(language: str, expected: str) -> None:
    long = [text_of("ord " * 400) for _ in range(6)]
    made = render_pdf(document(*long, language=language, notice="Påhittade uppgifter"))
    pages = [page.extract_text() for page in PdfReader(BytesIO(made)).pages]
    assert len(pages) > 1
    assert all("Påhittade uppgifter" in page for page in pages)
    assert f"{expected} {len(pages)}" in pages[1]
    assert "Lundby – kvartal 4 2003 · Styrkort" in pages[1]


def test_the_head_of_a_table_and_of_its_group_is_repeated_on_every_page() -> None:
    rows = [
        Row(cells=(Cell(text="Gruppen"),), group=True),
        *(row(f"rad {i}", "1") for i in range(99)),
    ]
    table = Table(
        caption="Lång", columns=(Column(label="Namnet"), Column(label="Tal")), rows=tuple(rows)
    )
    pages = PdfReader(BytesIO(render_pdf(document(table)))).pages
    with_rows = [text for page in pages if "rad " in (text := page.extract_text())]
    assert len(with_rows) > 1
    assert all("Namnet" in text and "Gruppen" in text for text in with_rows)


def test_a_heading_never_stands_alone_at_the_foot_of_a_page() -> None:
    filler = [text_of(f"rad {i}") for i in range(34)]
    for count in range(24, 34):
        blocks = [*filler[:count], Heading(level=2, text="Rubriken"), text_of("brödtext " * 60)]
        for page in PdfReader(BytesIO(render_pdf(document(*blocks)))).pages:
            text = page.extract_text()
            assert ("Rubriken" in text) <= ("brödtext" in text)


SENTENCES = tuple(Statement(text=f"Mening {n}.", model="m", status="poor") for n in "123")


def lines_before(count: int) -> list[Block]:
    return [text_of(f"rad {number}") for number in range(count)]


def pages_of(*blocks: Block) -> list[str]:
    return [p.extract_text() for p in PdfReader(BytesIO(render_pdf(document(*blocks)))).pages]


@pytest.mark.parametrize("count", range(8, 34, 2))
def test_what_is_said_of_a_measure_stays_with_its_figure(count: int) -> None:
    quiet = Paragraph(runs=(Run(text="Lågmält"),), quiet=True)
    introduced = (
        Heading(level=2, text="Rubriken"),
        quiet,
        Heading(level=3, text="Underrubriken"),
        quiet,
        *SENTENCES,
    )
    pages = pages_of(*lines_before(count), *introduced, Figure(svg=CHART, alt="x", title="Bilden"))
    (page,) = (text for text in pages if "Rubriken" in text)
    for words in ("Lågmält", "Underrubriken", "Mening 1", "Mening 3", "Bilden"):
        assert words in page


@pytest.mark.parametrize("count", range(24, 36, 2))
def test_the_sentences_of_a_measure_without_a_figure_stay_together(count: int) -> None:
    pages = pages_of(*lines_before(count), Heading(level=2, text="Rubriken"), *SENTENCES)
    (page,) = (text for text in pages if "Rubriken" in text)
    assert "Mening 3" in page


@pytest.mark.parametrize(("rows", "place"), [(10, "text"), (12, "fold"), (12, "heading")])
@pytest.mark.parametrize("count", range(8, 36, 4))
def test_short_tables_and_those_that_open_a_fold_or_have_a_heading_to_themselves_do_not_break(
    rows: int, place: str, count: int
) -> None:
    table = Table(
        caption="Tabellen",
        columns=(Column(label="Namnet"), Column(label="Tal")),
        rows=tuple(row(f"post {number};", "1") for number in range(rows)),
    )
    shown: dict[str, tuple[Block, ...]] = {
        "text": (text_of("Före"), table),
        "fold": (Fold(summary="Rubriken", blocks=(table,)),),
        "heading": (Heading(level=2, text="Rubriken"), table),
    }
    pages = pages_of(*lines_before(count), *shown[place])
    (page,) = (text for text in pages if "Tabellen" in text)
    assert all(f"post {number};" in page for number in range(rows))
    assert place == "text" or "Rubriken" in page


@pytest.mark.parametrize("count", range(24, 52, 2))
def test_a_fold_never_leaves_its_summary_and_its_text_at_the_foot_of_a_page(count: int) -> None:
    rows = tuple(row(f"post {number};", "1") for number in range(40))
    table = Table(caption="Tabellen", columns=(Column(label="a"), Column(label="b")), rows=rows)
    fold = Fold(summary="Rubriken", blocks=(text_of("Ingressen"), table))
    pages = pages_of(*lines_before(count), fold)
    (page,) = (text for text in pages if "post 0;" in text)
    assert "Rubriken" in page
    assert "Ingressen" in page


def test_a_table_that_is_higher_than_a_page_breaks_though_it_has_a_heading_to_itself() -> None:
    rows = tuple(row(f"post {number};", "1") for number in range(120))
    table = Table(caption="Lång", columns=(Column(label="a"), Column(label="b")), rows=rows)
    pages = pages_of(Heading(level=2, text="Rubriken"), table)
    assert "post 0;" in pages[0]
    assert all(any(f"post {number};" in text for text in pages) for number in range(120))


def test_long_texts_below_a_heading_break_where_the_page_ends() -> None:
    long = [text_of("ord " * 300) for _ in range(5)]
    pages = pages_of(*lines_before(20), Heading(level=2, text="Rubriken"), *long)
    assert "Rubriken" in pages[0]
    assert "ord" in pages[1]


def test_a_link_to_evidence_says_the_page_where_it_stands() -> None:
    evidence = Heading(level=2, text="Underlaget", anchor="e")
    said = Statement(text="Så är det.", model="m", evidence="e", evidence_label="Sjukfrånvaro")
    pages = pages_of(said, *lines_before(60), evidence, text_of("slut"))
    (number,) = (n for n, text in enumerate(pages, start=1) if "Underlaget" in text)
    assert number > 1
    assert f"Så är det. [sid. {number}]" in pages[0].replace("\u00a0", " ")
    assert "Sjukfrånvaro" not in pages[0]


def marks_on(*blocks: Block) -> str:
    return " ".join(block["kind"] for block in typeset(document(*blocks))["blocks"])


def test_the_legend_follows_the_first_key_figures_or_closes_the_report() -> None:
    keys = KeyFigures(label="k", figures=(KeyFigure(text="3", status="poor"),))
    assert (
        marks_on(text_of("a"), keys, text_of("b")) == "head paragraph key_figures legend paragraph"
    )
    assert marks_on(SENTENCES[0], text_of("b")) == "head statement paragraph legend"


def test_a_table_that_explains_the_marks_stands_for_the_legend() -> None:
    explaining = Table(
        caption="Märkena",
        columns=(Column(label="Status"), Column(label="Betydelse")),
        rows=(Row(cells=(Cell(status="poor"), Cell(text="Målet är inte nått."))),),
    )
    assert marks_on(SENTENCES[0], explaining) == "head statement table"


def keys_of(count: int, text: str = "12") -> KeyFigures:
    return KeyFigures(label="", figures=(KeyFigure(label="ord", text=text),) * count)


@pytest.mark.parametrize(
    ("count", "text", "columns"),
    [(1, "12", 1), (5, "12", 5), (7, "12", 7), (9, "12", 5), (6, "123 456 789 tkr", 3)],
)
def test_key_figures_stand_in_few_rows_as_even_as_can_be(
    count: int, text: str, columns: int
) -> None:
    assert typeset(document(keys_of(count, text)))["blocks"][1]["columns"] == columns


def test_no_box_is_drawn_where_there_is_no_key_figure() -> None:
    def strokes(count: int) -> int:
        page = PdfReader(BytesIO(render_pdf(document(keys_of(count))))).pages[0]
        return len(re.findall(rb"(?m)^S\b|\sS\s", page.get_contents().get_data()))

    assert strokes(8) < strokes(9) < strokes(10)


def test_a_long_table_behind_a_figure_is_left_out_and_that_is_said() -> None:
    data = Table(
        caption="Värden", columns=(Column(label="P"),), rows=tuple(row(f"p{i}") for i in range(25))
    )
    text = words_in(render_pdf(document(Figure(svg=CHART, alt="x", data=data))))
    assert "p24" not in text
    assert "har 25 rader" in text


# -------------------------------------------------------------------------------- always the same


def test_the_same_document_gives_the_same_bytes() -> None:
    first = render_pdf(EVERYTHING)
    render_pdf(document(text_of("ett annat")))
    assert render_pdf(EVERYTHING) == first


def test_the_file_holds_no_date() -> None:
    made = render_pdf(EVERYTHING)
    assert b"/CreationDate" not in made
    assert b"/ModDate" not in made


# ----------------------------------------------------------------------------------------- errors


def test_a_warning_of_the_typesetter_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = tmp_path / "report.typ"
    odd.write_text('#set document(title: "x")\n#set text(font: "No Such Font")\n= a', "utf-8")
    monkeypatch.setattr(pdf, "_TEMPLATE", odd)
    monkeypatch.setattr(pdf, "_NOTHING", odd)
    pdf._compiler.cache_clear()  # noqa: SLF001 - the compiler is bound to its template
    try:
        with pytest.raises(PublishingError, match=r"Lundby.*unknown font family"):
            render_pdf(document())
    finally:
        pdf._compiler.cache_clear()  # noqa: SLF001 - as above


def test_an_error_of_the_typesetter_names_the_document_and_what_is_wrong() -> None:
    twice = document(
        Heading(level=2, text="a", anchor="x"),
        Heading(level=2, text="b", anchor="x"),
        Paragraph(runs=(Run(text="se", to="x"),)),
    )
    with pytest.raises(PublishingError, match=r"the PDF of Lundby.* failed: .*multiple times"):
        render_pdf(twice)


def test_a_skipped_level_is_an_error_that_names_the_heading() -> None:
    with pytest.raises(PublishingError, match="heading För djup has level 4"):
        render_pdf(document(Heading(level=2, text="a"), Heading(level=4, text="För djup")))


def test_a_picture_that_is_no_png_is_an_error() -> None:
    with pytest.raises(PublishingError, match="no PNG"):
        render_pdf(document(Figure(png=b64encode(b"GIF89a").decode(), alt="x")))


def test_a_link_to_a_place_that_is_not_there_is_plain_text() -> None:
    made = render_pdf(document(Paragraph(runs=(Run(text="se där", to="nowhere"),))))
    assert "se där" in words_in(made)
    assert not named(PdfReader(BytesIO(made)), "/Link")


def test_a_picture_and_a_drawing_of_a_user_are_shown_with_their_alternative_text() -> None:
    drawing = Drawing(figsize=(4, 3))
    drawing.add_subplot().plot([1, 2, 3])
    png, svg = BytesIO(), BytesIO()
    drawing.savefig(png, format="png")
    drawing.savefig(svg, format="svg")
    made = render_pdf(
        document(
            Figure(png=b64encode(png.getvalue()).decode(), alt="en bild"),
            Figure(svg=svg.getvalue().decode(), alt="en linje"),
        )
    )
    alts = [part["/Alt"] for part in named(PdfReader(BytesIO(made)), "/Figure")]
    assert alts == ["en bild", "en linje"]


# ------------------------------------------------------------------------------- width of columns


def test_a_table_with_room_to_spare_keeps_its_size_and_gives_the_rest_to_its_first_column() -> None:
    shares = shares_of([Need(5, 10), Need(4, 4)], width=200, size=10)
    assert shares.size == 10
    assert shares.natural == 140


@given(
    st.lists(st.tuples(st.floats(1, 30), st.floats(0, 60)), min_size=1, max_size=15),
    st.floats(100, 600),
)
def test_no_column_is_narrower_than_its_longest_word_while_the_table_can_fit(
    needs: list[tuple[float, float]], width: float
) -> None:
    columns = [Need(least, least + more) for least, more in needs]
    shares = shares_of(columns, width, size=9)
    assert 9 * SMALLEST <= shares.size <= 9
    if None in shares.widths:
        assert sum(need.most for need in columns) * shares.size <= width
        return
    whole = sum(share or 0 for share in shares.widths)
    if sum(need.least for need in columns) * 9 * SMALLEST <= width:
        for need, share in zip(columns, shares.widths, strict=True):
            assert (share or 0) / whole * width >= need.least * shares.size * (1 - 1e-9)


def test_the_names_of_the_rows_do_not_break_for_the_sake_of_a_long_text_beside_them() -> None:
    label = "Ansvarig för målet"
    needs = [need_of([label, "Mål"], "Uppgift"), need_of(["ord " * 200], "Värde")]
    shares = shares_of(needs, width=480, size=8.5)
    assert (shares.widths[0] or 0) / sum(w or 0 for w in shares.widths) * 480 >= (
        need_of([label], "").most * 8.5 * (1 - 1e-9)
    )


def test_a_number_is_given_the_width_of_digits_that_are_all_as_wide() -> None:
    assert need_of(["1111"], "") == need_of(["4444"], "")


def test_numbers_and_status_words_do_not_break() -> None:
    table = Table(
        caption="",
        columns=(Column(label="a"), Column(label="b", numeric=True)),
        rows=(Row(cells=(Cell(text="uppgift saknas", status="no_data"), Cell(text="12 345 tkr"))),),
    )
    (cells,) = (r["cells"] for r in typeset(document(table))["blocks"][1]["rows"])
    assert [cell["text"] for cell in cells] == ["uppgift\u00a0saknas", "12\u00a0345\u00a0tkr"]


def decimals_of(*texts: str) -> dict[str, Any]:
    columns = (Column(label="Namn"), Column(label="Värde", numeric=True))
    rows = tuple(row(f"rad {number}", text) for number, text in enumerate(texts))
    (set_,) = typeset(document(Table(caption="", columns=columns, rows=rows)))["blocks"][1:]
    return set_


def test_decimals_and_units_stand_in_a_room_of_the_same_width_in_the_whole_column() -> None:
    texts = ("76", "79,4 %", "23 069 kr", "–")
    set_ = decimals_of(*texts)
    cells = [line["cells"][1] for line in set_["rows"]]
    assert [cell["text"] for cell in cells] == ["76", "79", "23\u00a0069", "–"]
    assert [cell["decimals"] + cell["unit"] for cell in cells] == ["", ",4\u00a0%", "\u00a0kr", ""]
    assert set_["columns"][1]["room"] > 1
    assert decimals_of("1,2", "3,4")["columns"][1]["room"] == 0


def test_an_aligned_number_is_read_as_it_was_written() -> None:
    columns = (Column(label="Namn"), Column(label="Värde", numeric=True))
    rows = (row("a", "76"), row("b", "79,4 %"), row("c", "−1 250,75 tkr"))
    (page,) = pages_of(Table(caption="Tal", columns=columns, rows=rows))
    assert re.search(r"79,4\s%", page)
    assert re.search(r"−1\s250,75\stkr", page)


def test_a_short_table_of_data_stands_beside_its_figure_and_a_wide_one_below() -> None:
    narrow = Table(
        caption="Data",
        columns=(Column(label="Period"), Column(label="Värde", numeric=True)),
        rows=tuple(row(f"kv {n}", f"{n}") for n in range(16)),
    )
    wide = Table(
        caption="Data",
        columns=tuple(Column(label=f"Kindertageseinrichtung {n}") for n in range(4)),
        rows=(row("a", "b", "c", "d"),),
    )
    figures = [
        typeset(document(Figure(svg=CHART, alt="a", data=table)))["blocks"][1]
        for table in (narrow, wide)
    ]
    assert [figure["beside"] for figure in figures] == [True, False]
    pieces = figures[0]["data"]["pieces"]
    assert [len(piece) for piece in pieces] == [8, 8]  # no higher than the drawing
    assert [row["cells"][0]["text"] for piece in pieces for row in piece][::15] == ["kv 0", "kv 15"]


def test_a_long_summary_begins_on_the_first_page_and_is_not_moved_to_the_next() -> None:
    rows = tuple(row(f"post {number};", "1") for number in range(28))
    table = Table(caption="Lång", columns=(Column(label="a"), Column(label="b")), rows=rows)
    pages = pages_of(*lines_before(20), Heading(level=2, text="Rubriken"), table)
    assert "Rubriken" in pages[0]
    assert "post 0;" in pages[0]


@pytest.mark.parametrize("count", [4, 20, 30])
def test_a_table_of_more_than_half_a_page_that_fits_whole_on_the_next_begins_there(
    count: int,
) -> None:
    rows = tuple(row(f"post {number};", "1") for number in range(40))
    table = Table(caption="Tabellen", columns=(Column(label="a"), Column(label="b")), rows=rows)
    pages = pages_of(*lines_before(count), Heading(level=2, text="Rubriken"), table)
    (page,) = (text for text in pages if "Tabellen" in text)
    assert "Rubriken" in page
    assert all(f"post {number};" in page for number in range(40))


# ------------------------------------------------------------------------------------------ facts

FACT_LABELS = (Column(label="Uppgift"), Column(label="Uppgiftens text"))
FACTS = tuple(row(f"namn {n};", f"{'ord ' * 9 * (n % 3)}sägs {n};") for n in range(14))
INPUTS = Table(
    caption="Indata",
    columns=(Column(label="Indata"), Column(label="Värde", numeric=True), Column(label="Källa")),
    rows=(row("kostnad", "19 254", "bokföringen"), row("barn", "820", "registret")),
)


def fold_of(*tables: Table) -> dict[str, Any]:
    fold = Fold(summary="Så räknades det", blocks=tables)
    found: dict[str, Any] = typeset(document(fold))["blocks"][1]
    return found


def test_facts_behind_a_fold_are_told_side_by_side_in_their_order() -> None:
    facts = Table(caption="Fakta om måttet", columns=FACT_LABELS, rows=FACTS)
    blocks = fold_of(facts, INPUTS)["blocks"]
    assert [block["kind"] for block in blocks] == ["facts", "facts"]
    assert len(blocks[0]["columns"]) == FACT_COLUMNS
    (page,) = pages_of(Fold(summary="Så räknades det", blocks=(facts, INPUTS)))
    said = re.sub(r"\s+", " ", page)
    told = ["Så räknades det", "Fakta om måttet", *(f"namn {n}; " for n in range(14)), "Indata"]
    told += ["kostnad 19 254 bokföringen", "barn 820 registret"]
    places = [said.index(words) for words in told]
    assert places == sorted(places)
    assert all(f"sägs {n};" in said for n in range(14))


def test_only_what_is_understood_without_headings_of_columns_is_told_as_facts() -> None:
    facts = Table(caption="c", columns=FACT_LABELS, rows=FACTS)
    group = Row(cells=(Cell(text="Gruppen"),), group=True)
    marked = Row(cells=(Cell(text="a"), Cell(text="god", status="good")))
    tables = [
        facts.model_copy(update={"rows": (group, *FACTS)}),
        facts.model_copy(update={"rows": (*FACTS, marked)}),
        facts.model_copy(update={"rows": FACTS[:3]}),
        facts.model_copy(update={"columns": (Column(label="a"), Column(label="b", numeric=True))}),
    ]
    assert [fold_of(table)["blocks"][0]["kind"] for table in tables] == ["table"] * 4
    assert typeset(document(facts))["blocks"][1]["kind"] == "table"


def test_facts_that_fill_more_than_half_a_page_run_on_over_the_pages() -> None:
    rows = tuple(row(f"namn {n};", "ord " * 900) for n in range(8))
    table = Table(caption="Fakta", columns=FACT_LABELS, rows=rows)
    pages = pages_of(Fold(summary="Rubriken", blocks=(table,)))
    assert len(pages) > 1
    assert sum(text.count("ord") for text in pages) == 8 * 900


@given(st.lists(st.integers(1, 60).map("x ".__mul__), min_size=1, max_size=9))
def test_the_columns_of_facts_are_as_low_as_they_can_be(texts: list[str]) -> None:
    width, count = 20.0, len(texts)
    lines = [ceil(text_width(text, 1.0) / (width * 0.92)) for text in texts]

    def height(columns: list[list[int]]) -> int:
        return max(sum(lines[at] for at in column) for column in columns)

    columns = facts_side_by_side(texts, width)
    assert [at for column in columns for at in column] == list(range(count))
    cuts = (
        [0, *places, count]
        for most in range(FACT_COLUMNS)
        for places in combinations(range(1, count), most)
    )
    every = [[list(range(a, b)) for a, b in pairwise(c)] for c in cuts]
    assert height(columns) == min(map(height, every))


# ------------------------------------------------------------------------------------------ fonts

NEEDED = "▲●◆○■□✓–—−\u00a0\u202f×÷±≤≥→€‑½åäöÅÄÖłžąčęėįšųūóźćńżŁŽĄČĘĖĮŠŲŪÓŹĆŃŻ…’‘”“„«»°²³§µαβσχ"


@pytest.mark.parametrize("face", FACES)
def test_every_face_has_every_letter_and_sign_that_a_report_needs(face: str) -> None:
    have = set(map(chr, FT2Font(str(FONTS / face)).get_charmap()))
    assert not set(NEEDED) - have


def test_the_fonts_are_small_and_carry_their_licence() -> None:
    assert sum(file.stat().st_size for file in FONTS.iterdir()) < 1_500_000
    licence = (FONTS / "OFL.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert all(name in licence for name in ("Inter Project", "JetBrains Mono Project"))


def test_a_table_wider_than_the_page_is_cut_into_several_with_the_first_column() -> None:
    labels = [f"Column{n:02}" for n in range(60)]
    table = Table(
        caption="Wide",
        columns=(Column(label="Unit"), *(Column(label=label, numeric=True) for label in labels)),
        rows=(Row(cells=(Cell(text="North"), *(Cell(text=f"{n}.5") for n in range(60)))),),
        anchor="wide",
    )
    pdf = PdfReader(BytesIO(render_pdf(document(table))))
    text = "\n".join(page.extract_text() for page in pdf.pages)
    parts = text.count("North")
    assert parts > 3
    assert f"Wide (1/{parts})" in text
    assert all(label in text for label in labels)
