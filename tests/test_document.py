"""What a notebook says becomes blocks in order; what cannot be shown names its cell."""

from __future__ import annotations

import base64
import io
from itertools import pairwise
from typing import Any

import matplotlib as mpl
import nbformat
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure as Drawn
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image
from sample_report import sample_notebook

from bsc_helpers.blocks import (
    MIME,
    Block,
    Cell,
    Code,
    Column,
    Figure,
    Fold,
    Head,
    Heading,
    ItemList,
    Paragraph,
    Row,
    Run,
    Section,
    Statement,
    Table,
    read_block,
)
from bsc_helpers.errors import PublishingError
from bsc_helpers.markdown import markdown_blocks
from bsc_helpers.publishing.document import Document, document_of

HEAD = Head(title="Report", language="sv", notice="Invented")
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><path d="M0 0L4 3"/></svg>'


def png() -> str:
    file = io.BytesIO()
    with mpl.rc_context({"figure.dpi": 20}):
        Drawn(figsize=(2, 1)).savefig(file, format="png")
    return base64.encodebytes(file.getvalue()).decode()


def notebook(*cells: Any, **metadata: Any) -> nbformat.NotebookNode:
    return new_notebook(cells=list(cells), metadata=metadata)


def bundle(data: dict[str, Any], own: Any = None, source: str = "x", **metadata: Any) -> Any:
    output = new_output("display_data", data, metadata=own or {})
    return new_code_cell(source, outputs=[output], metadata=metadata)


def cell(block: Block) -> Any:
    return bundle({MIME: block.model_dump(mode="json"), "text/plain": "<…>"}, source="show()")


def markdown(text: str, **metadata: Any) -> Any:
    return new_markdown_cell(text, metadata=metadata)


def body_of(*cells: Any) -> tuple[Block, ...]:
    return document_of(notebook(cell(HEAD), *cells)).blocks[1:]


def plain(text: str) -> Paragraph:
    return Paragraph(runs=(Run(text=text),))


# ------------------------------------------------------------------------------------------- head


def test_the_head_gives_title_language_and_notice_and_stands_first() -> None:
    document = document_of(notebook(markdown("before"), cell(HEAD)))
    assert (document.title, document.language, document.notice) == ("Report", "sv", "Invented")
    assert document.blocks == (HEAD, plain("before"))


def test_a_second_head_is_an_error_that_names_both_cells() -> None:
    with pytest.raises(PublishingError, match=r"one head.*cell 1 .*cell 2 "):
        document_of(notebook(cell(HEAD), cell(HEAD)))


def test_a_head_inside_a_fold_is_an_error() -> None:
    with pytest.raises(PublishingError, match="inside a fold"):
        document_of(notebook(cell(Fold(summary="s", blocks=(HEAD,)))))


def test_a_notebook_without_head_takes_its_title_from_the_first_heading_which_is_not_repeated() -> (
    None
):
    document = document_of(notebook(markdown("# Title\n\nText\n\n## Part")))
    assert document.title == "Title"
    assert document.blocks[1:] == (plain("Text"), Heading(level=2, text="Part", anchor="part"))


@pytest.mark.parametrize(
    ("metadata", "name", "title"),
    [
        ({"title": "From metadata"}, "file", "From metadata"),
        ({}, "file", "file"),
        ({"language": "sv"}, "", "Rapport utan titel"),
    ],
)
def test_a_notebook_without_any_heading_takes_the_next_best_title(
    metadata: dict[str, str], name: str, title: str
) -> None:
    assert document_of(notebook(markdown("text"), **metadata), name).title == title


def test_a_language_that_reports_are_not_written_in_is_an_error_that_names_the_cell() -> None:
    with pytest.raises(PublishingError, match=r"cell 1 .*no language pl; valid: sv, en"):
        document_of(notebook(cell(HEAD.model_copy(update={"language": "pl"}))))


def test_a_region_may_follow_the_language() -> None:
    document = document_of(notebook(cell(HEAD.model_copy(update={"language": "sv-SE"}))))
    assert document.language == "sv-SE"


@pytest.mark.parametrize("language", ['"><script>', "", "svenska språket"])
def test_a_language_that_is_no_tag_is_an_error(language: str) -> None:
    with pytest.raises(PublishingError, match=r"cell 1 .*language"):
        document_of(notebook(cell(HEAD.model_copy(update={"language": language}))))


# ------------------------------------------------------------------------------------------ cells


@pytest.mark.parametrize(
    "tag", ["note-for-the-author", "remove-cell", "parameters", "injected-parameters"]
)
def test_a_cell_with_such_a_tag_is_no_part_of_the_report(tag: str) -> None:
    assert body_of(markdown("hidden", tags=[tag]), markdown("seen", tags=["x"])) == (plain("seen"),)


def test_code_is_never_shown() -> None:
    assert body_of(new_code_cell("secret = 1")) == ()


def test_a_section_is_spliced_in_also_within_folds() -> None:
    inner = Section(blocks=(plain("b"), Section(blocks=(plain("c"),))))
    shown = body_of(cell(Section(blocks=(plain("a"), Fold(summary="s", blocks=(inner,))))))
    assert shown == (plain("a"), Fold(summary="s", blocks=(plain("b"), plain("c"))))


@pytest.mark.parametrize(
    "data",
    [
        {"kind": "unknown"},
        {"kind": "paragraph"},
        {"kind": "figure", "alt": "a"},
        {"kind": "figure", "alt": "a", "svg": "<p/>"},
        {"kind": "figure", "alt": "a", "png": "AAAA"},
        {"kind": "paragraph", "runs": [{"text": "a", "href": "javascript:x()"}]},
        [],
        "{",
        "[" * 100_000,
    ],
)
def test_a_block_that_cannot_be_read_names_its_cell(data: Any) -> None:
    with pytest.raises(PublishingError, match=r"cell 2 \(id .*, 'show\(x\)'\): "):
        body_of(bundle({MIME: data}, source="\nshow(x)\n"))


def test_a_cell_that_failed_names_itself_and_its_reason() -> None:
    failed = new_output("error", ename="ZeroDivisionError", evalue="by zero", traceback=[])
    with pytest.raises(PublishingError, match=r"cell 2 .*1 / 0.*ZeroDivisionError: by zero"):
        body_of(new_code_cell("1 / 0", outputs=[failed]))


@pytest.mark.parametrize(
    ("own", "metadata"),
    [
        ({"image/svg+xml": {"alt": "What it shows"}}, {}),
        ({"alt": "What it shows"}, {}),
        ({}, {"alt": "What it shows"}),
        ({"alt": "What it shows"}, {"alt": "less near"}),
    ],
)
def test_a_drawing_takes_its_alternative_text_from_the_nearest_metadata(
    own: dict[str, Any], metadata: dict[str, Any]
) -> None:
    (figure,) = body_of(bundle({"image/svg+xml": SVG}, own, **metadata))
    assert isinstance(figure, Figure)
    assert figure.alt == "What it shows"


@pytest.mark.parametrize("mime", ["image/svg+xml", "image/png", "image/jpeg"])
@pytest.mark.parametrize("alt", [None, "", "  ", 5])
def test_a_figure_without_alternative_text_is_an_error_that_names_the_cell(
    mime: str, alt: Any
) -> None:
    data = {mime: SVG, "text/plain": "<Figure>"}
    with pytest.raises(
        PublishingError, match=r"cell 2 \(id \w+, 'ax.plot\(\)'\).*alternative text"
    ):
        body_of(bundle(data, {"alt": alt}, source="ax.plot()"))


def test_a_picture_comes_through_as_png() -> None:
    (figure,) = body_of(bundle({"image/png": png()}, alt="a", title="t"))
    assert isinstance(figure, Figure)
    assert (figure.alt, figure.title) == ("a", "t")
    assert figure.png == "".join(png().split())


@pytest.mark.parametrize(
    "text",
    [
        "<Axes: title={'center': 'x'}>",
        "<Figure size 640x480 with 1 Axes>",
        "[<matplotlib.lines.Line2D at 0x7f00>]",
        "Text(0.5, 1.0, 'title')",
        "<seaborn.axisgrid.FacetGrid at 0x7f00>",
    ],
)
def test_the_bare_name_of_an_object_is_left_out(text: str) -> None:
    assert body_of(bundle({"text/plain": text})) == ()


def test_plain_text_that_says_something_is_code() -> None:
    assert body_of(bundle({"text/plain": "3 < 4 > 2"})) == (Code(text="3 < 4 > 2"),)


def test_printed_text_is_joined_and_freed_of_colours_and_overwritten_lines() -> None:
    pieces = [
        new_output("stream", name="stdout", text="\x1b[31mred\x1b[0m\n 10 %\r"),
        new_output("stream", name="stdout", text="100 %\n"),
    ]
    assert body_of(new_code_cell("x", outputs=pieces)) == (Code(text="red\n100 %"),)


def test_stderr_is_left_out_with_a_warning() -> None:
    output = new_output("stream", name="stderr", text="secret path")
    document = document_of(notebook(cell(HEAD), new_code_cell("noisy()", outputs=[output])))
    assert document.blocks == (HEAD,)
    (warning,) = document.warnings
    assert "cell 2" in warning
    assert "secret" not in warning


def test_html_without_a_table_is_its_plain_text_with_a_warning() -> None:
    data = {"text/html": "<b onclick=x()>5</b>", "text/plain": "five"}
    document = document_of(notebook(cell(HEAD), bundle(data)))
    assert document.blocks[1:] == (Code(text="five"),)
    assert "cell 2" in document.warnings[0]


@pytest.mark.parametrize("mime", ["application/javascript", "video/mp4"])
def test_what_a_report_cannot_show_is_left_out_with_a_warning(mime: str) -> None:
    document = document_of(notebook(cell(HEAD), bundle({mime: "x()"})))
    assert document.blocks == (HEAD,)
    assert mime in document.warnings[0]


# ----------------------------------------------------------------------------------------- tables


def html_of(frame: pd.DataFrame) -> dict[str, str]:
    return {"text/html": frame._repr_html_(), "text/plain": repr(frame)}


def test_a_data_frame_becomes_a_table_with_row_headings_and_numbers_to_the_right() -> None:
    frame = pd.DataFrame(
        {"<b>share": [71.2, -4.0], "note": ["a & b", "c"]}, index=["North", "South"]
    )
    (table,) = body_of(bundle(html_of(frame), caption="Shares"))
    assert isinstance(table, Table)
    assert table.caption == "Shares"
    assert table.columns == (
        Column(label=""),
        Column(label="<b>share", numeric=True),
        Column(label="note"),
    )
    assert [[c.text for c in row.cells] for row in table.rows] == [
        ["North", "71.2", "a & b"],
        ["South", "-4.0", "c"],
    ]


def test_several_levels_of_a_data_frame_become_full_rows_and_joined_labels() -> None:
    index = pd.MultiIndex.from_product([["North", "South"], ["a", "b"]], names=["unit", "kind"])
    columns = pd.MultiIndex.from_product([["2003"], ["value", "base"]])
    frame = pd.DataFrame([[1, 2], [3, 4], [5, 6], [7, 8]], index=index, columns=columns)
    (table,) = body_of(bundle(html_of(frame)))
    assert isinstance(table, Table)
    assert [c.label for c in table.columns] == ["unit", "kind", "2003 · value", "2003 · base"]
    assert [c.text for c in table.rows[1].cells] == ["North", "b", "3", "4"]


def test_a_shortened_data_frame_says_how_long_it_was() -> None:
    with pd.option_context("display.max_rows", 4):
        shown = body_of(bundle(html_of(pd.DataFrame({"a": range(50)}))))
    assert shown[-1] == Paragraph(runs=(Run(text="50 rows × 1 columns"),), quiet=True)


def test_a_table_without_caption_is_called_after_the_heading_above_it() -> None:
    _, table = body_of(markdown("## Actions\n\n| a | b |\n|---|--:|\n| 1 | 2 |"))
    assert isinstance(table, Table)
    assert table.caption == "Actions"
    assert table.columns[1].numeric


# --------------------------------------------------------------------------------------- markdown


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("a\nb  \nc", (plain("a b\nc"),)),
        ("<b>x</b> &lt;i&gt; &amp;lt;", (plain("<b>x</b> <i> &lt;"),)),
        ("<div onclick=x()>\ny\n</div>", (plain("<div onclick=x()>\ny\n</div>"),)),
        ("{{7*7}} {% include %} $$\\input{x}$$", (plain("{{7*7}} {% include %} $$\\input{x}$$"),)),
        ("# One\n### Three", (Heading(level=2, text="One"), Heading(level=3, text="Three"))),
        ("```py\nx = 1\n```", (Code(text="x = 1"),)),
        ("> said", (Paragraph(runs=(Run(text="said"),), quiet=True),)),
        ("2. a\n3. b", (ItemList(ordered=True, items=((plain("a"),), (plain("b"),))),)),
        (
            "- # loud",
            (ItemList(items=((Paragraph(runs=(Run(text="loud", marks=("strong",)),)),),)),),
        ),
        (
            "**a *b* `c`**",
            (
                Paragraph(
                    runs=(
                        Run(text="a ", marks=("strong",)),
                        Run(text="b", marks=("strong", "emphasis")),
                        Run(text=" ", marks=("strong",)),
                        Run(text="c", marks=("strong", "code")),
                    )
                ),
            ),
        ),
        (
            "[a](https://b.se/?x=1&amp;y=2) [m](mailto:a@b.se) [h](#place)",
            (
                Paragraph(
                    runs=(
                        Run(text="a", href="https://b.se/?x=1&y=2"),
                        Run(text=" "),
                        Run(text="m", href="mailto:a@b.se"),
                        Run(text=" "),
                        Run(text="h", to="place"),
                    )
                ),
            ),
        ),
    ],
)
def test_markdown_keeps_its_meaning_and_nothing_else(text: str, blocks: tuple[Block, ...]) -> None:
    found, _ = markdown_blocks(text)
    levelled = [
        b.model_copy(update={"level": min(b.level, 3)}) if isinstance(b, Heading) else b
        for b in found
    ]
    assert tuple(levelled) == blocks


@pytest.mark.parametrize(
    "target",
    [
        "javascript:x()",
        "java&#x09;script:x()",
        "data:text/html,x",
        "vbscript:x",
        "/etc/passwd",
        "a.csv",
    ],
)
def test_another_link_than_to_the_web_is_text_with_a_warning(target: str) -> None:
    blocks, warnings = markdown_blocks(f"[word](<{target}>)")
    assert blocks == (plain("word"),)
    assert len(warnings) == 1


def test_a_picture_that_would_have_to_be_fetched_is_its_text_with_a_warning() -> None:
    blocks, warnings = markdown_blocks("![a map](http://evil.example/x.png)")
    assert blocks == (plain("a map"),)
    assert "nothing is fetched" in warnings[0]


def test_a_picture_that_lies_in_the_cell_is_a_figure_and_needs_its_text() -> None:
    attached = new_markdown_cell(
        "![a map](attachment:m.png)", attachments={"m.png": {"image/png": png()}}
    )
    (figure,) = body_of(attached)
    assert isinstance(figure, Figure)
    assert figure.alt == "a map"
    attached.source = "![](attachment:m.png)"
    with pytest.raises(PublishingError, match=r"cell 2 .*alternative text"):
        body_of(attached)


@given(st.text(alphabet="ab#*_`[]()<>!|-:\n 1.&;\\\"'~\t>", max_size=80))
def test_no_markdown_gives_a_traceback(text: str) -> None:
    try:
        blocks, _ = markdown_blocks(text)
    except PublishingError:  # a picture without its text
        return
    assert all(read_block(block.model_dump(mode="json")) == block for block in blocks)


@given(st.text(alphabet="ab#*_()>- 1.\"'\n", max_size=80))
def test_no_letter_of_a_markdown_text_is_lost(text: str) -> None:
    blocks, _ = markdown_blocks(text)
    said = "".join(_words(block.model_dump(mode="json")) for block in blocks)
    assert [c for c in said if c in "ab"] == [c for c in text if c in "ab"]


def _words(data: Any) -> str:
    """Return the free words of a block's data, in order."""
    if isinstance(data, dict):
        return "".join(
            v if k == "text" and isinstance(v, str) else _words(v) for k, v in data.items()
        )
    return "".join(map(_words, data)) if isinstance(data, list) else ""


# ---------------------------------------------------------------------- levels, anchors and links


@given(st.lists(st.integers(2, 6), max_size=12))
def test_levels_never_skip_and_equal_neighbours_stay_equal(levels: list[int]) -> None:
    shown = body_of(cell(Section(blocks=tuple(Heading(level=n, text="h") for n in levels))))
    found = [1, *(b.level for b in shown if isinstance(b, Heading))]
    assert all(after <= before + 1 for before, after in pairwise(found))
    for (before, after), (was, became) in zip(pairwise(found[1:]), pairwise(levels), strict=True):
        assert (became == was) <= (after == before)
        assert (became > was) <= (after == before + 1)


def test_headings_get_anchors_from_their_words_and_each_is_the_only_one() -> None:
    shown = body_of(markdown("## Åtgärder!\n\n## Åtgärder!\n\n## 2003\n\n## 日本"))
    assert [b.anchor for b in shown if isinstance(b, Heading)] == [
        "atgarder",
        "atgarder-2",
        "s-2003",
        "s",
    ]


def test_a_declared_anchor_keeps_its_name_before_one_made_from_words() -> None:
    declared = Heading(level=2, text="x", anchor="summary")
    first, second, third = body_of(markdown("## Summary"), cell(declared), cell(declared))
    assert [first.anchor, second.anchor, third.anchor] == ["summary-2", "summary", "summary-3"]  # type: ignore[union-attr] # all are headings


def test_a_link_to_nowhere_becomes_text_with_a_warning() -> None:
    table = Table(
        caption="c",
        columns=(Column(label="a"),),
        rows=(Row(cells=(Cell(text="t", to="gone"),)),),
        anchor="here",
    )
    said = Statement(text="s", model="m", evidence="gone")
    document = document_of(
        notebook(cell(HEAD), cell(table), cell(said), markdown("[a](#gone) [b](#here)"))
    )
    _, kept, statement, paragraph = document.blocks
    assert isinstance(kept, Table)
    assert kept.rows[0].cells[0].to is None
    assert isinstance(statement, Statement)
    assert statement.evidence is None
    assert isinstance(paragraph, Paragraph)
    assert [run.to for run in paragraph.runs] == [None, None, "here"]
    assert len(document.warnings) == 1


def test_the_sample_report_is_one_document_without_warnings() -> None:
    document = document_of(sample_notebook())
    assert isinstance(document, Document)
    assert document.warnings == ()
    assert sum(isinstance(block, Figure) for block in document.blocks) == 9
    assert not any(isinstance(block, Section) for block in document.blocks)


def picture(width: int, height: int) -> str:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height)).save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue()).decode()


@pytest.mark.parametrize(
    ("png", "words"),
    [
        (picture(4000, 3000), "too large"),
        (picture(20, 20)[:60], "cut short"),
        (
            picture(20, 20)[:60] + picture(20, 20)[60:70].swapcase() + picture(20, 20)[70:],
            "damaged",
        ),
    ],
)
def test_a_picture_that_is_too_large_or_damaged_is_an_error_that_names_the_cell(
    png: str, words: str
) -> None:
    output = new_output("display_data", {"image/png": png}, metadata={"alt": "A picture"})
    cell = new_code_cell("picture", outputs=[output])
    with pytest.raises(PublishingError, match=rf"cell 1.*{words}"):
        document_of(new_notebook(cells=[cell]))


@pytest.mark.parametrize("text", ["x" * 100_000, "line\n" * 5_000])
def test_of_endless_print_only_the_beginning_is_shown_and_that_is_told(text: str) -> None:
    cell = new_code_cell("print", outputs=[new_output("stream", text=text)])
    document = document_of(new_notebook(cells=[cell]))
    (code,) = [block for block in document.blocks if isinstance(block, Code)]
    assert len(code.text) <= 20_002
    assert code.text.count("\n") <= 200
    assert "only the first" in document.warnings[0]


def test_a_formula_is_shown_as_its_source_and_told() -> None:
    data = {"text/latex": "$x^2$", "text/plain": "<IPython.core.display.Math object>"}
    cell = new_code_cell("Math", outputs=[new_output("display_data", data)])
    document = document_of(new_notebook(cells=[cell]))
    assert Code(text="$x^2$") in document.blocks
    assert "formula" in document.warnings[0]
