"""A document as a workbook (XLSX): the numbers behind the report, for those who count on.

The first sheet says what the file is; then comes one for each sheet of the document, or for each
of its tables where it has no sheets. A text is written as a text, whatever it begins with: the
workbook holds no formula, link, macro or outside source. The same document gives the same bytes: no
clock, name, folder or setting of the machine has a part in it.
"""

from __future__ import annotations

import io
import math
from datetime import datetime
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from bsc_helpers.blocks import Missing, Sheet
from bsc_helpers.errors import PublishingError, printable
from bsc_helpers.publishing.document import Document
from bsc_helpers.publishing.sheet_names import cell_text, page_text, sheet_names
from bsc_helpers.publishing.tabled import sheets_of
from bsc_helpers.publishing.workbook_cells import shown_text, write_cell, write_text
from bsc_helpers.publishing.workbook_cover import write_cover
from bsc_helpers.publishing.workbook_looks import Looks
from bsc_helpers.publishing.workbook_words import workbook_words

__all__ = ["render_workbook"]

_MADE: Final = datetime(1980, 1, 1)  # noqa: DTZ001 - no moment: the first day that the format knows
_OPTIONS: Final[dict[str, Any]] = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_A4: Final = 9
_MOST_ROWS: Final = 1_048_576
_MOST_COLUMNS: Final = 16_384
_NARROWEST, _WIDEST, _WIDEST_NUMBER, _WIDEST_LABEL = 9, 60, 22, 18  # characters
_FILTER_BUTTON: Final = 3
_WIDTH_OF_PAGE: Final = 190  # characters on A4 across, at the smallest size that can be read


def render_workbook(document: Document) -> bytes:
    """Return the numbers behind a document as the bytes of an XLSX file.

    Raises
    ------
    PublishingError
        When a sheet is larger than the format allows.
    """
    sheets = sheets_of(document)
    cover, *others = sheet_names(
        [workbook_words(document.language).cover, *(s.name for s in sheets)]
    )
    named = list(zip(others, sheets, strict=True))
    made = io.BytesIO()
    with Workbook(made, _OPTIONS) as book:
        book.set_properties({"title": cell_text(document.title), "created": _MADE})
        looks = Looks(book)
        write_cover(_page(book, cover, document), document, named, looks)
        for name, sheet in named:
            _check_size(sheet)
            _write_sheet(_page(book, name, document), sheet, looks)
    return made.getvalue()


def _check_size(sheet: Sheet) -> None:
    if len(sheet.rows) >= _MOST_ROWS or len(sheet.columns) > _MOST_COLUMNS:
        raise PublishingError(
            f"the sheet {printable(sheet.name)} has {len(sheet.rows)} rows and "
            f"{len(sheet.columns)} columns; a workbook holds {_MOST_ROWS - 1} rows below the "
            f"headings and {_MOST_COLUMNS} columns"
        )


def _page(book: Workbook, name: str, document: Document) -> Worksheet:
    """Add a sheet that prints on A4 across, with title, notice and page number on each page."""
    page: Worksheet = book.add_worksheet(name)
    page.set_paper(_A4)
    page.set_landscape()
    page.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
    page.fit_to_pages(1, 0)
    page.set_header(f"&L{page_text(document.title)}")
    page.set_footer(f"&L{page_text(document.notice)}&R&P (&N)")
    return page


def _write_sheet(page: Worksheet, sheet: Sheet, looks: Looks) -> None:
    last = len(sheet.columns) - 1
    for at, column in enumerate(sheet.columns):
        numeric = column.kind in {"number", "percent", "share"}
        write_text(page, 0, at, column.label, looks.heading(numeric=numeric))
    for number, row in enumerate(sheet.rows, start=1):
        for at, (column, cell) in enumerate(zip(sheet.columns, row, strict=True)):
            write_cell(page, (number, at), cell, column, looks)
    widths = [_width(sheet, at) for at in range(last + 1)]
    for at, width in enumerate(widths):
        page.set_column(at, at, width)
    page.freeze_panes(1, min(sheet.names, last))
    page.repeat_rows(0)
    page.autofilter(0, 0, len(sheet.rows), last)
    page.ignore_errors({"number_stored_as_text": f"A1:XFD{len(sheet.rows) + 1}"})
    across = math.ceil(sum(widths) / _WIDTH_OF_PAGE)
    if across > 1 and 0 < sheet.names <= last:
        page.repeat_columns(0, sheet.names - 1)
    page.fit_to_pages(across, 0)


def _width(sheet: Sheet, at: int) -> int:
    """Return how wide a column must be to show its label and most of what it holds."""
    column = sheet.columns[at]
    cells = [row[at] for row in sheet.rows]
    most = _WIDEST if column.kind == "text" else _WIDEST_NUMBER
    longest = max(
        (len(shown_text(c, column)) for c in cells if not isinstance(c, Missing)), default=0
    )
    reasons = max((len(cell.because) for cell in cells if isinstance(cell, Missing)), default=0)
    label = min(len(column.label), _WIDEST_LABEL) + _FILTER_BUTTON
    return max(_NARROWEST, label, min(longest + 1, most), min(reasons, _WIDEST_NUMBER))
