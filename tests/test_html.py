"""The page is one file, strict, lean and well built; looks are checked in the browser tests."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args

import nbformat
import pytest
from nbconvert.exporters import get_exporter
from nbformat.v4 import new_markdown_cell, new_notebook
from sample_report import chart, measure, opening, sample_notebook

from bsc_helpers.blocks import (
    Block,
    Cell,
    Code,
    Column,
    Figure,
    Fold,
    Head,
    Heading,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Row,
    Run,
    Section,
    Statement,
    Status,
    Table,
)
from bsc_helpers.charts.marks import mark_icon
from bsc_helpers.charts.palette import PALETTE
from bsc_helpers.compute.scoring import GOOD, NO_DATA, POOR, UNCERTAIN, UNSCORED, WARNING
from bsc_helpers.errors import ParameterError, PublishingError
from bsc_helpers.narrative.words import STATUS_WORDS
from bsc_helpers.publishing.aligning import WIDEST_TAIL, parted, tails_of
from bsc_helpers.publishing.chrome import CHROME
from bsc_helpers.publishing.document import Document, document_of
from bsc_helpers.publishing.html import render_block_html, render_html
from bsc_helpers.report.front import STATUS_ORDER
from bsc_helpers.report.words import WORDS

STATUSES = ("good", "warning", "poor", "uncertain", "unscored", "no_data", "suppressed")


def page(*blocks: Block, **head: str) -> str:
    first = Head(**{"title": "Title", "language": "en"} | head)
    return render_html(Document(first.title, first.language, first.notice, (first, *blocks)))


def table(*rows: Row, caption: str = "c", labels: tuple[str, ...] = ("a", "b")) -> Table:
    columns = tuple(Column(label=label, numeric=at > 0) for at, label in enumerate(labels))
    return Table(caption=caption, columns=columns, rows=rows)


def main_of(html: str) -> str:
    return re.search(r"<main[^>]*>(.*)</main>", html, re.DOTALL)[1]


class Tags(HTMLParser):
    """All start tags with their attributes, and whether every tag is closed in order."""

    VOID = frozenset({"meta", "img", "br", "circle", "path", "rect", "polyline", "use", "line"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


# ----------------------------------------------------------------------------------------- policy


def test_the_policy_stands_first_in_the_head_and_allows_nothing_but_the_one_style() -> None:
    html = page(notice='A "notice" </style><b>\\')
    policy = re.search(
        r'<head>\s*<meta http-equiv="Content-Security-Policy" content="([^"]*)">', html
    )[1]
    (style,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; font-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def test_the_page_has_no_script_no_style_attribute_and_no_handler() -> None:
    tags = Tags(render_html(document_of(sample_notebook())))
    assert tags.open == []
    names = {tag for tag, _ in tags.found}
    assert not names & {"script", "iframe", "object", "embed", "form", "base", "link"}
    attributes = {name for _, given in tags.found for name in given}
    assert not [name for name in attributes if name.startswith("on") or name == "style"]


def test_every_identifier_of_the_page_is_the_only_one_and_every_link_inside_leads_somewhere() -> (
    None
):
    tags = Tags(render_html(document_of(sample_notebook()))).found
    names = [given["id"] for _, given in tags if "id" in given]
    assert len(names) == len(set(names))
    inside = {str(g["href"])[1:] for _, g in tags if str(g.get("href", "")).startswith("#")}
    assert inside
    assert inside <= set(names)


def test_the_style_sheet_without_its_fonts_stays_under_twelve_kilobytes() -> None:
    style = re.search(r"<style>(.*?)</style>", page(), re.DOTALL)[1]
    assert len(re.sub(r"@font-face\{[^}]*\}", "", style)) < 12_000


def test_a_report_with_thirty_charts_stays_under_300_kilobytes() -> None:
    parts = [b for at in range(30) for b in measure(0, at % 3).blocks]
    assert page(*parts).count("<figure>") == 30
    assert len(page(*parts).encode()) < 300_000


def test_the_same_document_gives_the_same_page() -> None:
    assert render_html(document_of(sample_notebook())) == render_html(
        document_of(sample_notebook())
    )


# ------------------------------------------------------------------------------------ what it says


def test_a_page_in_a_language_without_words_is_refused() -> None:
    with pytest.raises(ParameterError, match="no language pl; valid: sv, en"):
        page(language="pl")


def test_title_language_and_the_only_first_heading_come_from_the_head() -> None:
    html = page(title="A & <b>", language="sv")
    assert '<html lang="sv">' in html
    assert "<title>A &amp; &lt;b&gt;</title>" in html
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", html) == ["A &amp; &lt;b&gt;"]


@pytest.mark.parametrize(("language", "words"), [("sv", "Andra format"), ("en", "Other formats")])
def test_the_head_links_to_the_same_report_in_other_formats(language: str, words: str) -> None:
    for facts in ((), (("Del av", "Göteborg"),)):
        head = Head(title="T", language=language, facts=facts)
        report = Document("T", language, "", (head,))
        html = render_html(report, [("PDF", "a b.pdf"), ("Excel", "a.xlsx")])
        assert f"<dt>{words}</dt>" in html
        links = re.findall(r'<a href="([^"]+)">(PDF|Excel)</a>', html)
        assert links == [("a%20b.pdf", "PDF"), ("a.xlsx", "Excel")]
        assert words not in render_html(report)


def test_the_contents_list_the_headings_of_the_second_level() -> None:
    parts = [Heading(level=n, text=f"H{n}{a}", anchor=a) for n, a in ((2, "a"), (3, "b"), (2, "c"))]
    html = page(*parts)
    assert re.findall(r'<li><a href="#(\w)">', html) == ["a", "c"]
    assert "<nav" not in page(parts[0])


def test_headings_of_columns_and_rows_are_scoped_and_an_empty_one_is_no_heading() -> None:
    html = main_of(
        page(
            table(Row(cells=(Cell(text="r"), Cell(text="1"))), Row(cells=(Cell(), Cell(text="2"))))
        )
    )
    assert html.count('<th scope="col">a</th><th class="n" scope="col">b</th>') == 1
    assert '<th scope="row">r</th><td class="n">1</td>' in html
    assert '<tr><td></td><td class="n">2</td></tr>' in html
    assert not re.search(r"<th[^>]*></th>", main_of(page(table(labels=("", "b")))))


def test_a_group_row_spans_the_table_and_begins_its_own_body() -> None:
    row, group = Row(cells=(Cell(text="r"),)), Row(cells=(Cell(text="g"),), group=True)
    html = main_of(page(table(row, group, row, group, row)))
    assert html.count("<tbody>") == 3
    assert html.count('<th scope="rowgroup" colspan="2">g</th>') == 2


def test_a_short_row_is_filled_so_that_every_row_has_the_same_width() -> None:
    html = main_of(page(table(Row(cells=(Cell(text="r"),)), labels=("a", "b", "c"))))
    assert html.count("<td></td>") == 2


def test_a_report_holds_numbers_as_they_are_read_and_no_figure_behind_them() -> None:
    row = Row(cells=(Cell(text="r"), Cell(text="71,2 %", number=71.24)))
    html = page(table(row))
    assert "71.24" not in html
    assert "71,2 %" in main_of(html)


def test_regions_that_scroll_have_names_of_their_own() -> None:
    html = page(table(), table(), Code(text="x"), Code(text="y"))
    labels = re.findall(r'role="region" tabindex="0" aria-label="([^"]*)"', html)
    assert labels == ["c", "c (2)", "Fixed-width text", "Fixed-width text (2)"]


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("status", STATUSES)
def test_a_status_is_a_word_and_a_shape_wherever_it_stands(language: str, status: str) -> None:
    word = CHROME[language].status[status]
    shape = f'<svg aria-hidden="true"><use href="#bsc:{status}"/></svg>'
    mark = f'<span class="mark {status}">{shape}{word}</span>'
    for block in (
        table(Row(cells=(Cell(text="r"), Cell(text="7", status=status)))),
        table(Row(cells=(Cell(text="r"), Cell(text=word.capitalize(), status=status)))),
        Statement(text="s", model="m", status=status),
        Fold(
            summary="f",
            blocks=(
                KeyFigures(label="k", figures=(KeyFigure(label="l", text="t", status=status),)),
            ),
        ),
    ):
        html = page(block, language=language)
        assert main_of(html).count(mark) == 1
        assert html.count(f'<symbol id="bsc:{status}"') == 1
        assert len(re.findall(f">{word}<", main_of(html), re.IGNORECASE)) == 1


def test_the_seven_shapes_and_the_seven_words_all_differ() -> None:
    html = page(*(Statement(text="s", model="m", status=status) for status in STATUSES))
    shapes = re.findall(r"<symbol[^>]*>(.*?)</symbol>", html)
    assert len(set(shapes)) == len(STATUSES)
    for chrome in CHROME.values():
        assert tuple(chrome.status) == STATUSES
        assert len(set(chrome.status.values())) == len(STATUSES)


def test_a_figure_has_its_text_its_finding_and_its_data_behind_a_fold() -> None:
    figure = Figure(svg=chart([1.0] * 8, None, ""), alt='Line "a"', title="Up", data=table())
    html = main_of(page(figure))
    assert 'role="img" aria-label="Line &quot;a&quot;"' in html
    assert "<figcaption>Up</figcaption>" in html
    assert "<details><summary>Data behind the figure</summary>" in html


def test_a_picture_that_is_none_is_refused() -> None:
    with pytest.raises(PublishingError, match="no PNG"):
        page(Figure(png="QUJD" * 10, alt="a"))


def test_a_small_drawing_in_a_cell_is_decoration_unless_it_has_its_own_label() -> None:
    bare = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'
    named = bare.replace("/>", "><title>rising</title></svg>")
    html = main_of(page(table(Row(cells=(Cell(text="r"), Cell(svg=bare), Cell(svg=named))))))
    assert html.count('aria-hidden="true"') == 1
    assert html.count('role="img" aria-label="rising"') == 1


def test_links_to_files_say_their_row_and_column_and_their_addresses_are_quoted() -> None:
    cells = (Cell(text="\u2003North"), Cell(files=(("PDF", 'n/å?#"%.pdf'),)))
    html = page(table(Row(cells=cells)))
    assert '<a href="n/%C3%A5%3F%23%22%25.pdf" aria-label="PDF, North, b">PDF</a>' in html


def test_files_that_say_what_they_are_of_need_neither_row_nor_column() -> None:
    cell = Cell(files=(("PDF", "n.pdf"),), files_of="North, 2003")
    html = page(table(Row(cells=(Cell(text="r"), cell))))
    assert 'aria-label="PDF, North, 2003"' in html


def test_the_label_of_key_figures_is_seen_and_names_their_group() -> None:
    figures = (KeyFigure(label="l", text="1"),)
    keys = [KeyFigures(label=label, figures=figures) for label in ("One", "Two", "")]
    html = main_of(page(*keys))
    names = re.findall(r'role="group" aria-labelledby="([^"]+)"', html)
    assert len(set(names)) == len(names) == 2
    for name, label in zip(names, ("One", "Two"), strict=True):
        assert f'<p class="quiet" id="{name}">{label}</p>' in html


def test_key_figures_of_two_fragments_in_one_notebook_have_names_of_their_own() -> None:
    def names(label: str) -> set[str]:
        keys = KeyFigures(label=label, figures=(KeyFigure(label="l", text="1"),))
        return set(re.findall(r' id="([^"]+)"', render_block_html(keys)))

    assert names("One")
    assert not names("One") & names("Two")


@pytest.mark.parametrize(("width", "wide"), [(480, True), (200, False)])
def test_only_a_wide_drawing_has_a_region_that_scrolls(
    width: int,
    wide: bool,  # noqa: FBT001 - a case
) -> None:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1" width="{width}"/>'
    html = main_of(page(Figure(svg=svg, alt="a", title="Up")))
    assert ('class="drawing wide" role="group" tabindex="0" aria-label="Up"' in html) is wide
    assert ("tabindex" in html) is wide


EXPLAINING = table(
    Row(cells=(Cell(status="poor"), Cell(text="far off"))),
    Row(cells=(Cell(status="good"), Cell(text="reached"))),
)


def test_the_marks_are_listed_unless_a_table_of_the_report_explains_them_all() -> None:
    poor, suppressed = (
        Statement(text="s", model="m", status=status) for status in ("poor", "suppressed")
    )
    legend = '<ul class="marks"'
    assert legend in page(poor)
    assert legend not in page(poor, EXPLAINING)
    assert legend in page(poor, suppressed, EXPLAINING)
    meaningless = table(Row(cells=(Cell(status="poor"), Cell())))
    assert legend in page(poor, meaningless)


def test_only_the_marks_in_use_are_drawn_also_where_no_legend_is_shown() -> None:
    html = page(Statement(text="s", model="m", status="poor"), EXPLAINING)
    assert re.findall(r'<symbol id="bsc:(\w+)"', html) == ["good", "poor"]


def test_a_status_is_the_same_wherever_the_package_lists_it() -> None:
    # The blocks own the list; whoever adds a status must give it a word, a colour, a shape.
    assert get_args(Status) == STATUSES == STATUS_ORDER
    scored = {GOOD, WARNING, POOR, UNCERTAIN, UNSCORED, NO_DATA}
    assert scored == {status for status in STATUSES if status != "suppressed"}
    assert set(STATUSES) <= set(PALETTE)
    assert all(tuple(words) == STATUSES for words in STATUS_WORDS.values())
    assert len({mark_icon(status) for status in STATUSES}) == len(STATUSES)
    for words in WORDS.values():
        assert {f"status_{status}" for status in scored} <= set(words)
    style = re.search(r"<style>(.*?)</style>", page(), re.DOTALL)[1]
    for status in STATUSES:
        assert f".{status}{{color:var(--{status.replace('_', '-')})}}" in style


def test_marks_of_running_text_nest_in_one_order_and_links_carry_them() -> None:
    runs = (
        Run(text="a", marks=("code", "strong", "emphasis")),
        Run(text="b", href="https://c.se/?d=1&e=2", marks=("strong",)),
        Run(text="c", to="place"),
    )
    assert (
        "<p><strong><em><code>a</code></em></strong>"
        '<a href="https://c.se/?d=1&amp;e=2"><strong>b</strong></a><a href="#place">c</a></p>'
    ) in page(Paragraph(runs=runs))


def test_control_characters_are_shown_as_signs_and_broken_ones_as_replacements() -> None:
    html = page(Code(text="a\x00b\x1b[c\x7f\ud800\tz"))
    assert "<pre>a␀b␛[c\ufffd\ufffd\tz</pre>" in html
    html.encode()


def test_template_language_in_a_text_is_only_text() -> None:
    text = "{{7*7}} {% include 'x' %} {# c #}"
    assert text.replace("'", "&#39;") in page(Code(text=text))


NO_TEXT = {"line", "ground", "caution", "compared", "pale"}  # they rule, tint and draw
TEXTS = ("ink", "quiet", "warning", "target", "accent")  # what stands on the tinted grounds


@pytest.mark.parametrize(
    ("colour", "against"),
    [(c, "#ffffff") for n, c in PALETTE.items() if n not in NO_TEXT]
    + [(PALETTE[n], PALETTE[on]) for n in TEXTS for on in ("caution", "ground")],
)
def test_every_text_colour_reaches_the_contrast_of_wcag(colour: str, against: str) -> None:
    # WCAG 2.1, definitions of relative luminance and contrast ratio; at least 4.5:1 for text
    def luminance(code: str) -> float:
        parts = (int(code[at : at + 2], 16) / 255 for at in (1, 3, 5))
        red, green, blue = (
            c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((luminance(colour), luminance(against)))
    assert (high + 0.05) / (low + 0.05) >= 4.5


# -------------------------------------------------------------------------- fragment and exporter


def test_a_block_for_the_notebook_is_a_piece_of_html_with_its_own_style() -> None:
    html = render_block_html(opening(), "sv")
    assert html.startswith('<div class="bsc"><style>')
    assert Tags(html).open == []
    assert "<symbol" not in html
    assert "Kvartalsrapport för Centrum" in html
    rules = re.search(r"<style>(.*?)</style>", html)[1]
    assert all(
        part.strip().startswith(".bsc")
        for rule in rules.split("}")[:-1]
        for part in rule.partition("{")[0].split(",")
    )


def test_drawings_of_two_fragments_in_one_notebook_do_not_meet() -> None:
    def names(block: Section) -> set[str]:
        return set(re.findall(r' id="(bsc:[^"]+)"', render_block_html(block)))

    assert names(measure(0, 0))
    assert not names(measure(0, 0)) & names(measure(0, 1))


def test_the_exporter_is_found_by_its_name_and_logs_what_was_left_out(
    caplog: pytest.LogCaptureFixture,
) -> None:
    exporter = get_exporter("bsc-html")()
    exporter.log.propagate = True
    html, resources = exporter.from_notebook_node(
        new_notebook(cells=[new_markdown_cell("[a](x.csv)")]), {"metadata": {"name": "my file"}}
    )
    assert "<title>my file</title>" in html
    assert resources["output_extension"] == ".html"
    assert "x.csv" in caplog.text


def test_the_pdf_exporter_shares_the_document() -> None:
    pdf, resources = get_exporter("bsc-pdf")().from_notebook_node(sample_notebook())
    assert pdf.startswith(b"%PDF-")
    assert resources["output_extension"] == ".pdf"


def test_a_notebook_with_a_failed_cell_is_not_exported(tmp_path: Path) -> None:
    failed = nbformat.v4.new_output("error", ename="E", evalue="v", traceback=[])
    cell = nbformat.v4.new_code_cell("boom()", outputs=[failed])
    file = tmp_path / "n.ipynb"
    nbformat.write(new_notebook(cells=[cell]), file)
    with pytest.raises(PublishingError, match=r"cell 1 .*boom"):
        get_exporter("bsc-html")().from_filename(str(file))


# -------------------------------------------------------------------------------------- alignment


@pytest.mark.parametrize(
    ("text", "sign", "expected"),
    [
        ("79,4 %", ",", ("79", ",4", " %")),
        ("23\u00a0069\u00a0kr", ",", ("23\u00a0069", "", "\u00a0kr")),
        ("23\u00a0000–24\u00a0200,50", ",", ("23\u00a0000–24\u00a0200", ",50", "")),
        ("23,069.5", ".", ("23,069", ".5", "")),
        ("23,069", ".", ("23,069", "", "")),
        ("−0,9", ",", ("−0", ",9", "")),
        ("minst 73", ",", ("minst 73", "", "")),
        ("noll", ",", ("noll", "", "")),
        ("", ",", ("", "", "")),
    ],
)
def test_a_number_is_parted_after_its_whole_units(
    text: str, sign: str, expected: tuple[str, str, str]
) -> None:
    assert parted(text, sign) == expected
    assert "".join(parted(text, sign)) == text


def numbers(*texts: str) -> Table:
    rows = (Row(cells=(Cell(text=f"r{n}"), Cell(text=text))) for n, text in enumerate(texts))
    return table(*rows)


def test_only_a_column_whose_tails_differ_gets_room_for_them() -> None:
    assert tails_of(numbers("1,25", "7,50"), ",") == (0.0, 0.0)
    assert tails_of(numbers("1", "7,5"), ",")[1] > 0
    words = numbers("1 av de tillfrågade som svarade", "2")
    assert tails_of(words, ",") == (0.0, 0.0)


def test_the_room_of_a_tail_is_that_of_the_widest_and_has_its_rule_in_the_style() -> None:
    html = page(numbers("76", "79,4 %", "23\u00a0069 kr", "–"), language="sv")
    (name,) = set(re.findall(r'class="tail (t[0-9]+)"', html))
    assert html.count(f'class="tail {name}"') == 4
    width = re.search(rf"\.{name}{{min-width:([0-9.]+)em}}", html)
    assert width is not None
    assert tails_of(numbers("76", "79,4 %"), ",")[1] <= float(width[1]) <= WIDEST_TAIL


def test_the_text_of_an_aligned_number_is_whole_and_its_unit_is_quiet() -> None:
    html = page(numbers("76", "79,4 <b>%"), language="sv")
    assert '79<span class="tail' in html
    assert '>,4<span class="u"> &lt;b&gt;%</span></span>' in html


# ----------------------------------------------------------------------------------------- looks


def test_counts_of_statuses_stand_in_one_line_and_figures_with_a_label_do_not() -> None:
    counts = KeyFigures(label="", figures=(KeyFigure(text="3", status="good"),))
    figures = KeyFigures(label="", figures=(KeyFigure(label="Outturn", text="3"),))
    assert 'class="keys tally"' in page(counts)
    assert 'class="keys tally"' not in page(figures)


def test_the_type_has_one_scale_of_few_sizes() -> None:
    """Every size in the style sheet is one of the scale, or relative to what stands around it."""
    style = re.search(r"<style>(.*?)</style>", page(), re.DOTALL)
    assert style is not None
    on_screen = style[1].partition("@media print")[0]
    sizes = set(re.findall(r"font-size:([^;}]+)", on_screen))
    scale = {f"var(--{name})" for name in ("small", "large", "larger")}
    title = "clamp(1.6rem,1.25rem + 1.5vw,var(--largest))"
    assert sizes <= scale | {"1rem", ".875em", title}
