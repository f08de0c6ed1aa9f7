"""What a reader's browser makes of the page: nothing foreign runs, everybody can read it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
import seaborn as sns
from axe_playwright_python.sync_playwright import Axe
from matplotlib.figure import Figure as Drawn
from PIL import Image
from sample_report import sample_notebook

from bsc_helpers.blocks import (
    Block,
    Cell,
    Code,
    Column,
    Figure,
    Head,
    Heading,
    KeyFigure,
    KeyFigures,
    Notice,
    Paragraph,
    Row,
    Run,
    Statement,
    Table,
    read_block,
)
from bsc_helpers.markdown import markdown_blocks
from bsc_helpers.publishing.document import Document, document_of
from bsc_helpers.publishing.html import render_html

OpenPage = Callable[..., Any]
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SET = "window.__xss=1"
PAYLOADS = [
    f"<script>{SET}</script>",
    f'"><img src=x onerror={SET}>',
    f"' onmouseover={SET} autofocus onfocus={SET} x='",
    f"</title></style></script><svg onload={SET}>",
    f"javascript:{SET}",
    f"]]><!--<img title='--><img src=x onerror={SET}>'>",
    (
        "<math><mtext><table><mglyph><style><!--</style>"
        f"<img title='--&gt;&lt;img src=1 onerror={SET}&gt;'>"
    ),
    f"&lt;script&gt;{SET}&lt;/script&gt; &amp;lt;",
    f"{{{{ [].__class__ }}}}{{% raw %}}${{{SET}}}",
    f"\\3c script>{SET}; }} @import url(http://evil.example/); *{{",
    "\u202egnp.\u2066evil\u200fexe",
]
# What a block holds that is no free text; the model checks it instead.
FIXED = frozenset(
    {
        "kind",
        "anchor",
        "to",
        "href",
        "svg",
        "png",
        "language",
        "status",
        "marks",
        "evidence",
        "model",
        "files",
    }
)


@pytest.fixture(scope="module")
def sample() -> str:
    return render_html(document_of(sample_notebook()), [("PDF", "r.pdf"), ("Excel", "r.xlsx")])


def document(*blocks: Block, **head: str) -> Document:
    first = Head(**{"title": "Title", "language": "en"} | head)
    return Document(first.title, first.language, first.notice, (first, *blocks))


def poisoned(data: Any, payload: str, count: list[str]) -> Any:
    """Put the payload, numbered, in place of every free text of a block's data."""
    if isinstance(data, dict):
        return {k: v if k in FIXED else poisoned(v, payload, count) for k, v in data.items()}
    if isinstance(data, list | tuple):
        return [poisoned(value, payload, count) for value in data]
    if not isinstance(data, str) or not data:
        return data
    count.append(f"{payload}§{len(count)}§")
    return count[-1]


# ---------------------------------------------------------------------------------------- safety


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_is_written_in_any_field_of_any_block_stays_text(
    open_page: OpenPage, payload: str
) -> None:
    given: list[str] = []
    blocks = tuple(
        read_block(poisoned(block.model_dump(mode="json"), payload, given))
        for block in document_of(sample_notebook()).blocks
    )
    head = blocks[0]
    opened = open_page(render_html(Document(head.title, "sv", head.notice, blocks)))
    page = opened.page
    page.mouse.move(300, 300)
    said = page.evaluate(
        "document.documentElement.textContent + [...document.querySelectorAll('[aria-label]')]"
        ".map(e => e.ariaLabel).join()"
    )
    assert len(given) > 150
    assert [text for text in given if text not in said] == []
    assert page.title() == " ".join(head.title.split())
    assert page.evaluate("window.__xss") is None
    assert opened.requests == []
    assert opened.complaints == []


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markdown_stays_text_too(open_page: OpenPage, payload: str) -> None:
    text = (
        f"{payload}\n\n[{payload}](javascript:{SET})\n\n![{payload}](http://evil.example/x.png)\n\n"
        "<iframe src='http://evil.example/'></iframe><base href='http://evil.example/'>"
    )
    blocks, _ = markdown_blocks(text)
    opened = open_page(render_html(document(*blocks)))
    assert opened.page.evaluate("window.__xss") is None
    assert (
        opened.page.locator(
            "main :is(script, img, iframe, base, style, svg, a[href^=java])"
        ).count()
        == 0
    )
    assert opened.requests == []
    assert opened.complaints == []


@pytest.mark.parametrize(
    "inside",
    [
        f"<script>{SET}</script>",
        f"<image href='x' onerror='{SET}'/><g onload='{SET}' onmouseover='{SET}'/>",
        (
            f"<foreignObject><body xmlns='http://www.w3.org/1999/xhtml' onload='{SET}'>"
            f"<script>{SET}</script></body></foreignObject>"
        ),
        f"<a href='javascript:{SET}'><rect width='99' height='99'/></a>",
        f"<title>&lt;/title>&lt;img src=x onerror={SET}></title>",
        (
            f"<desc>&lt;/svg>&lt;img src=x onerror={SET}></desc>"
            f"<text>&lt;/text>&lt;script>{SET}&lt;/script></text>"
        ),
        (
            "<image href='http://evil.example/x.png' width='9' height='9'/>"
            "<use href='http://evil.example/#a'/>"
        ),
        f"<rect class='\">&lt;script>{SET}&lt;/script>' fill='\">&lt;script>{SET}&lt;/script>'/>",
        "<style>@import url(http://evil.example/x.css); * {fill: url(http://evil.example/y)}</style>",
    ],
)
def test_a_hostile_drawing_runs_nothing_and_asks_for_nothing(
    open_page: OpenPage, inside: str
) -> None:
    svg = (
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 99 99' width='99' height='99'>"
        f"{inside}<circle r='9'/></svg>"
    )
    opened = open_page(render_html(document(Figure(svg=svg, alt="a"))))
    drawing = opened.page.locator(".drawing > svg")
    drawing.click()
    assert drawing.locator("circle").count() == 1
    assert opened.page.locator("main :is(script, img, a)").count() == 0
    assert opened.page.evaluate("window.__xss") is None
    assert opened.requests == []
    assert opened.complaints == []


def test_the_policy_would_stop_a_script_a_style_and_a_request_that_slipped_in(
    open_page: OpenPage, sample: str
) -> None:
    foreign = f"<script>{SET}</script><p style='color:red'>a</p><img src='http://evil.example/x'>"
    opened = open_page(sample.replace("</main>", f"{foreign}</main>"))
    assert opened.page.evaluate("window.__xss") is None
    assert opened.requests == []
    assert len(opened.complaints) >= 3


# ---------------------------------------------------------------------------------- for everybody


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("forced", ["none", "active"])
def test_axe_finds_nothing(open_page: OpenPage, sample: str, width: int, forced: str) -> None:
    opened = open_page(sample, width, forced_colors=forced)
    opened.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    found = Axe().run(opened.page, options={"runOnly": STANDARDS})
    assert found.violations_count == 0, found.generate_report()
    assert len(found.response["passes"]) > 25
    assert opened.requests == []
    assert opened.complaints == []


def test_axe_would_find_a_fault(open_page: OpenPage, sample: str) -> None:
    opened = open_page(sample.replace('<html lang="sv">', "<html>"))
    assert Axe().run(opened.page, options={"runOnly": STANDARDS}).violations_count == 1


@pytest.mark.parametrize("width", [1280, 768, 320])
def test_the_page_never_scrolls_sideways_and_cuts_nothing_off(
    open_page: OpenPage, sample: str, width: int
) -> None:
    page = open_page(sample, width).page
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    lost = page.evaluate(
        """() => [...document.querySelectorAll('h1,h2,h3,p,li,dt,dd,figcaption,summary,svg')]
        .filter(e => !e.closest('.scroll,.skip,.wide')).map(e => e.getBoundingClientRect())
        .filter(r => r.right > innerWidth + 1 || r.left < -1).length"""
    )
    assert lost == 0


def test_a_long_word_and_wide_spacing_are_not_cut_off(open_page: OpenPage) -> None:
    long = "Barnomsorgsverksamhetsutvecklingssamordnare" * 3
    html = render_html(document(Paragraph(runs=(Run(text=long),)), Notice(text=long), title=long))
    # WCAG 2.1, 1.4.12: line height 1.5, letters .12em, words .16em; set past the page's own policy
    page = open_page(html, 320, bypass_csp=True).page
    page.add_style_tag(
        content="*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}"
    )
    assert page.evaluate("document.documentElement.scrollWidth") == 320


LONG = (
    "Kindertageseinrichtungsbedarfsplanung",
    "Najprawdopodobniejszych",
    "Nettokostnadsavvikelse",
)


def long_words() -> list[Block]:
    """Each kind of block that a narrow screen could be too narrow for."""
    columns = [Column(label=word, numeric=at > 0) for at, word in enumerate(LONG)]
    cells = tuple(Cell(text=text) for text in (LONG[0], "1 234,5 %", "76"))
    return [
        Heading(level=2, text=" ".join(LONG), anchor="a"),
        Heading(level=3, text=LONG[0], anchor="b"),
        Statement(text=" ".join(LONG), model="m", status="uncertain", evidence="a"),
        KeyFigures(label=LONG[0], figures=(KeyFigure(label=LONG[0], text="1 234 567,8 tkr"),)),
        KeyFigures(label=LONG[0], figures=(KeyFigure(text="12", status="poor"),)),
        Table(caption=LONG[0], columns=tuple(columns), rows=(Row(cells=cells),)),
    ]


@pytest.mark.parametrize("width", [320, 1280])
def test_long_words_of_any_language_never_widen_the_page(open_page: OpenPage, width: int) -> None:
    """Accessibility 115: no loss at 320 px; only a wide table scrolls, in its own region."""
    facts = ((LONG[0], LONG[1]), (LONG[1], LONG[0]))
    head = Head(title=LONG[0], subtitle=" ".join(LONG), lead=LONG[0], language="en", facts=facts)
    page = open_page(render_html(Document(head.title, "en", "", (head, *long_words()))), width).page
    assert page.evaluate("document.documentElement.scrollWidth") == width
    outside = page.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,p,dt,dd,dl,.mark')].filter(e =>"
        " e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.scroll'))"
        ".map(e => e.outerHTML)"
    )
    assert outside == []


def test_the_names_of_the_rows_stay_in_view_while_a_table_scrolls_on_a_narrow_screen(
    open_page: OpenPage,
) -> None:
    columns = (Column(label="Unit"), *(Column(label=f"Year {n}", numeric=True) for n in range(12)))
    cells = (Cell(text=LONG[0]), *(Cell(text=f"{n} 000") for n in range(12)))
    table = Table(caption="Wide", columns=columns, rows=(Row(cells=cells),))
    page = open_page(render_html(document(table)), 320).page
    left = "e => { const b = e.getBoundingClientRect(); return [b.left, b.width] }"
    name = page.locator("tbody th")
    before = name.evaluate(left)
    page.locator(".scroll").evaluate("e => e.scrollLeft = 300")
    assert name.evaluate(left) == before
    assert before[1] < 180  # the rest of the screen is left for the figures


def test_numbers_stand_under_each_other_on_their_decimal_sign(open_page: OpenPage) -> None:
    texts = ("76", "79,4 %", "23\u00a0069 kr", "−0,25", "–", "8,5\u00a0%")
    rows = tuple(Row(cells=(Cell(text=f"r{n}"), Cell(text=t))) for n, t in enumerate(texts))
    columns = (Column(label="Name"), Column(label="Value", numeric=True))
    table = Table(caption="c", columns=columns, rows=rows)
    page = open_page(render_html(document(table, language="sv"))).page
    lefts = page.evaluate(
        "[...document.querySelectorAll('.tail')].map(e => e.getBoundingClientRect().left)"
    )
    assert len(lefts) == len(texts)
    assert max(lefts) - min(lefts) < 0.5
    rights = page.evaluate(
        "[...document.querySelectorAll('.tail')].map(e => e.getBoundingClientRect().right)"
    )
    assert max(rights) - min(rights) < 0.5  # none is wider than the room that was computed for it
    assert page.locator("td.n").all_inner_texts() == list(texts)


def test_what_matters_most_is_seen_without_scrolling(open_page: OpenPage, sample: str) -> None:
    """How are we doing? stands on the first screen of a desk: head, statements and counts."""
    page = open_page(sample, 1280).page
    bottom = "e => e.getBoundingClientRect().bottom"
    assert page.locator(".head").evaluate(bottom) < 260
    assert page.locator(".statement").first.evaluate(bottom) < 500


def test_a_wide_table_scrolls_in_its_own_region_which_the_keyboard_reaches(
    open_page: OpenPage, sample: str
) -> None:
    page = open_page(sample, 320).page
    region = page.get_by_role("region", name="Alla mått i korthet, fjärde kvartalet 2003")
    region.focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    region.evaluate(
        "e => e.scrollLeft || new Promise(done => e.addEventListener('scroll', done, {once: true}))"
    )
    assert region.evaluate("e => e.scrollLeft") > 0
    assert (
        region.evaluate("e => e.scrollWidth > e.clientWidth && getComputedStyle(e).outlineStyle")
        == "solid"
    )


def test_on_a_narrow_screen_a_chart_scrolls_and_its_letters_stay_large_enough(
    open_page: OpenPage, sample: str
) -> None:
    page = open_page(sample, 320).page
    drawing = page.locator(".wide").first
    drawing.focus()
    assert page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert drawing.evaluate("e => e.scrollWidth > e.clientWidth")
    sizes = drawing.evaluate(
        "e => [...e.querySelectorAll('text')].map(t => parseFloat(getComputedStyle(t).fontSize)"
        " * e.querySelector('svg').getScreenCTM().a)"
    )
    assert sizes
    assert min(sizes) >= 9


def test_on_a_phone_the_status_is_seen_beside_the_value(open_page: OpenPage) -> None:
    status = Cell(text="når inte målet", status="poor")
    last = [Cell(text="högst 8,5 %"), Cell(text="−1,6"), Cell(text="8,9 %"), Cell(text="följs")]
    rows = tuple(
        Row(cells=(Cell(text=name), Cell(text=text, quiet="mätt hå 2 2003"), status, *last))
        for name, text in (("Korttidssjukfrånvaro, dag 1–14", "2,4 %"), ("Kostnad", "23 480 kr"))
    )
    names = ("Mätetal", "Värde", "Status", "Mål", "Mot året före", "Göteborg", "Utveckling")
    columns = tuple(Column(label=name, numeric=name == "Värde") for name in names)
    table = Table(caption="Alla mätetal", columns=columns, rows=rows)
    page = open_page(render_html(document(table, language="sv")), 375).page
    ends = page.evaluate(
        "[...document.querySelectorAll('td .mark')].map(e => e.getBoundingClientRect().right)"
    )
    assert len(ends) == 2
    assert max(ends) <= 375
    region = page.locator(".scroll").first
    assert region.evaluate("e => e.scrollWidth > e.clientWidth")  # the rest is a scroll away


def test_on_a_wide_screen_no_chart_scrolls(open_page: OpenPage, sample: str) -> None:
    page = open_page(sample).page
    assert page.evaluate(
        "[...document.querySelectorAll('.wide')].every(e => e.scrollWidth <= e.clientWidth)"
    )


@pytest.mark.parametrize("width", [1280, 320])
def test_in_forced_colours_a_drawing_has_a_margin_of_its_own_paper(
    open_page: OpenPage, sample: str, width: int
) -> None:
    page = open_page(sample, width, forced_colors="active", color_scheme="dark").page
    drawing = page.locator(".drawing > svg").first
    look = "e => [getComputedStyle(e).backgroundColor, getComputedStyle(e).paddingLeft]"
    assert drawing.evaluate(look) == ["rgb(255, 255, 255)", "6.4px"]
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_first_stop_of_the_keyboard_leads_past_the_contents(
    open_page: OpenPage, sample: str
) -> None:
    page = open_page(sample).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Hoppa till innehållet"
    assert page.locator(".skip").bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "MAIN"


def test_the_outline_has_one_title_and_skips_no_level(open_page: OpenPage, sample: str) -> None:
    page = open_page(sample).page
    levels = page.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => +h.tagName[1])"
    )
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_links_and_folds_are_tall_enough_to_hit(open_page: OpenPage, sample: str) -> None:
    # WCAG 2.2, 2.5.8: 24 by 24 pixels, except for links inside a sentence
    page = open_page(sample, 320).page
    heights = page.evaluate(
        "[...document.querySelectorAll('nav a, summary')]"
        ".map(e => e.getBoundingClientRect().height)"
    )
    assert heights
    assert min(heights) >= 24


def test_everything_can_be_read_without_script(open_page: OpenPage, sample: str) -> None:
    page = open_page(sample, java_script_enabled=False).page
    page.get_by_text("Data bakom diagrammet").first.click()
    assert page.get_by_role("cell", name="84,2 %").last.is_visible()


# ------------------------------------------------------------------------------------------ print


def test_in_print_the_folds_stand_open_and_the_contents_are_gone(
    open_page: OpenPage, sample: str
) -> None:
    page = open_page(sample).page
    hidden = page.get_by_text("satisfied / answered * 100").first
    assert not hidden.is_visible()
    page.emulate_media(media="print")
    assert hidden.is_visible()
    assert not page.get_by_role("navigation").is_visible()


def test_nothing_is_cut_off_in_print(open_page: OpenPage, sample: str) -> None:
    page = open_page(sample, 657).page  # A4 less its margins, in pixels
    page.emulate_media(media="print")
    lost = page.evaluate(
        """() => [...document.querySelectorAll('body *')]
        .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.skip'))
        .map(e => e.outerHTML.slice(0, 80))"""
    )
    assert lost == []


def test_the_notice_stands_on_every_printed_page(open_page: OpenPage) -> None:
    pypdf = pytest.importorskip("pypdf")
    notice = 'Påhittat; "§" \\ </style> {x}'
    lines = Code(text="rad\n" * 200)
    page = open_page(render_html(document(lines, notice=notice))).page
    pages = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert len(pages) > 2
    wanted = re.sub(r"\s", "", notice)
    assert all(wanted in re.sub(r"\s", "", sheet.extract_text()) for sheet in pages)
    assert {tuple(round(float(n)) for n in sheet.mediabox[2:]) for sheet in pages} == {(595, 842)}


# --------------------------------------------------------------------------------------- drawings


def drawn(figure: Drawn, fonttype: str) -> str:
    file = io.StringIO()
    with mpl.rc_context({"svg.fonttype": fonttype, "font.family": "DejaVu Sans"}):
        figure.savefig(file, format="svg")
    return file.getvalue()


def matplotlib_figure() -> Drawn:
    figure = Drawn(figsize=(5, 3))
    left, right = figure.subplots(1, 2)
    left.plot([1, 3, 2, 5], marker="o", linestyle="--", label="actual")
    left.fill_between(range(4), [0, 1, 1, 2], [2, 4, 3, 6], alpha=0.3, hatch="//")
    left.legend()
    right.imshow(np.arange(16).reshape(4, 4))
    right.set_title("Åäö", fontweight="bold")
    return figure


def seaborn_figure() -> Drawn:
    figure = Drawn(figsize=(5, 3))
    axes = figure.subplots()
    sns.barplot(x=["a", "b", "c"], y=[3, 1, 2], hue=["a", "b", "a"], ax=axes)
    axes.set_ylabel("share, %")
    return figure


IN_THE_CORNER = {
    "position": "fixed",
    "top": "0",
    "left": "0",
    "width": "480px",
    "height": "288px",
    "maxWidth": "none",
    "background": "#fff",
}


@pytest.mark.parametrize("figure", [matplotlib_figure, seaborn_figure])
def test_a_users_figure_looks_in_the_page_as_it_looked_before(
    open_page: OpenPage, figure: Callable[[], Drawn]
) -> None:
    svg = drawn(figure(), "path")
    before = open_page(f"<!DOCTYPE html><body>{svg[svg.index('<svg') :]}").page
    after = open_page(render_html(document(Figure(svg=svg, alt="a")))).page
    shots = []
    for page in (before, after):
        drawing = page.locator("svg[viewBox]").first
        drawing.evaluate("(e, look) => Object.assign(e.style, look)", IN_THE_CORNER)
        shots.append(drawing.screenshot())
    one, other = (np.asarray(Image.open(io.BytesIO(s)).convert("L"), dtype=float) for s in shots)
    assert one.std() > 20  # there is something to see
    assert abs(one - other).mean() < 0.5
