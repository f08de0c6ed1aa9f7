"""The first sheet of a workbook: what it is, which sheets it has, and what their columns hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xlsxwriter.worksheet import Worksheet

from bsc_helpers.blocks import Head, Sheet
from bsc_helpers.charts.palette import PALETTE
from bsc_helpers.publishing.document import Document
from bsc_helpers.publishing.workbook_cells import write_text
from bsc_helpers.publishing.workbook_looks import Looks
from bsc_helpers.publishing.workbook_words import WorkbookWords, workbook_words

__all__ = ["write_cover"]

_WIDTHS = (30, 30, 90)
_TITLE_SIZE, _HEADING_SIZE = 16, 12

Line = tuple[str, tuple[str | int, ...]]  # what kind of line, and its cells


def write_cover(
    page: Worksheet, document: Document, sheets: Sequence[tuple[str, Sheet]], looks: Looks
) -> None:
    """Fill the first sheet; `sheets` are the others with their names in the workbook."""
    styles = {
        "title": looks.text(bold=True, font_size=_TITLE_SIZE),
        "notice": looks.text(bold=True, font_color=PALETTE["poor"]),
        "heading": looks.text(bold=True, font_size=_HEADING_SIZE),
        "labels": looks.heading(),
        "row": looks.text(wrap=True),
        "plain": looks.text(),
    }
    page.hide_gridlines(2)
    for column, width in enumerate(_WIDTHS):
        page.set_column(column, column, width)
    for number, (kind, cells) in enumerate(_lines(document, sheets)):
        for column, cell in enumerate(cells):
            if isinstance(cell, int):
                page.write_number(number, column, cell, looks.of(num_format="#,##0", align="left"))
            else:
                write_text(page, number, column, cell, styles[kind])


def _lines(document: Document, sheets: Sequence[tuple[str, Sheet]]) -> Iterator[Line]:
    words = workbook_words(document.language)
    yield from _head(document, words)
    yield "plain", ()
    yield "heading", (words.sheets,)
    yield "labels", (words.sheet, words.rows, words.holds)
    for name, sheet in sheets:
        yield "row", (name, len(sheet.rows), sheet.about)
    yield "plain", ()
    yield "heading", (words.reading,)
    yield "plain", (words.missing,)
    yield "plain", (words.full_numbers,)
    yield from _columns(sheets, words)


def _head(document: Document, words: WorkbookWords) -> Iterator[Line]:
    yield "title", (document.title,)
    head = document.blocks[0] if document.blocks else None
    if isinstance(head, Head) and head.subtitle:
        yield "plain", (head.subtitle,)
    if document.notice:
        yield "notice", (document.notice,)
    yield "plain", ()
    if isinstance(head, Head):
        for label, text in head.facts:
            yield "plain", (label, text)
    yield "plain", (words.language, words.language_name)


def _columns(sheets: Sequence[tuple[str, Sheet]], words: WorkbookWords) -> Iterator[Line]:
    """Yield what the columns hold, as far as their labels do not say it."""
    told = [
        (name, column.label, column.note)
        for name, sheet in sheets
        for column in sheet.columns
        if column.note
    ]
    if told:
        yield "plain", ()
        yield "heading", (words.columns,)
        yield "labels", (words.sheet, words.column, words.meaning)
        yield from (("row", line) for line in told)
