"""Writing into the cells of a workbook: texts are texts, numbers numbers, days days."""

from __future__ import annotations

from datetime import date

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from bsc_helpers.blocks import Missing, Number, SheetCell, SheetColumn
from bsc_helpers.publishing.sheet_names import cell_text
from bsc_helpers.publishing.workbook_looks import Looks, shown_number

__all__ = ["shown_text", "write_cell", "write_text"]

_LONGEST_LINE = 58  # characters; a longer text breaks within its cell
_LENGTH_OF_DATE = 10


def write_text(page: Worksheet, row: int, column: int, text: str, look: Format) -> None:
    """Write a text as a text, whatever it begins with."""
    given = cell_text(text)
    if given.startswith("<r>") and given.endswith("</r>"):
        # XlsxWriter takes such a string for markup of its own; in two runs it is escaped.
        page.write_rich_string(row, column, given[:1], look, given[1:], look)
    elif given:
        page.write_string(row, column, given, look)


def write_cell(
    page: Worksheet, place: tuple[int, int], cell: SheetCell, column: SheetColumn, looks: Looks
) -> None:
    """Write one cell of a column; nothing where nothing belongs."""
    match cell:
        case None:
            return
        case Missing():
            write_text(page, *place, cell.because, looks.missing())
        case str() if column.kind == "date":
            day = date.fromisoformat(cell)
            page.write_datetime(*place, day, looks.value(column, 0))
        case str():
            wrap = len(cell) > _LONGEST_LINE or "\n" in cell
            write_text(page, *place, cell, looks.text(wrap=wrap))
        case _:
            number, decimals = _number(cell, column)
            page.write_number(*place, number, looks.value(column, decimals))


def _number(cell: Number | float, column: SheetColumn) -> tuple[float, int]:
    if isinstance(cell, Number):
        return cell.number, cell.decimals
    return cell, column.decimals


def shown_text(cell: SheetCell, column: SheetColumn) -> str:
    """Return about what a program shows in a cell; it tells how wide the column must be."""
    match cell:
        case None:
            return ""
        case Missing():
            return cell.because
        case str() if column.kind == "date":
            return " " * _LENGTH_OF_DATE
        case str():
            return cell
        case _:
            return shown_number(column, *_number(cell, column))
