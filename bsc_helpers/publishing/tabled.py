"""Sheets for the workbook: those of the document, or else its tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bsc_helpers.blocks import (
    Cell,
    Column,
    Missing,
    Row,
    Sheet,
    SheetCell,
    SheetColumn,
    Table,
)
from bsc_helpers.narrative.rounding import decimals_of
from bsc_helpers.publishing.document import Document
from bsc_helpers.publishing.walk import all_blocks
from bsc_helpers.publishing.workbook_words import WorkbookWords, workbook_words

__all__ = ["sheets_of"]

_MOST_DECIMALS = 4


def sheets_of(document: Document) -> tuple[Sheet, ...]:
    """Return the sheets of a document; of one that has none, a sheet for each of its tables.

    A number of a table is the figure behind its text. The groups of a table become a column.
    """
    if document.sheets:
        return document.sheets
    words = workbook_words(document.language)
    tables = (block for block in all_blocks(document.blocks) if isinstance(block, Table))
    return tuple(_sheet(table, words) for table in tables)


def _sheet(table: Table, words: WorkbookWords) -> Sheet:
    rows = [row for row in table.rows if not row.group]
    columns = [
        _column(column, [_cell(row, at) for row in rows], at + 1, words)
        for at, column in enumerate(table.columns)
    ]
    kept = [(column, cells) for column, cells in columns if any(c is not None for c in cells)]
    if len(rows) < len(table.rows):
        kept.insert(0, (SheetColumn(label=words.group), list(_groups(table.rows))))
    return Sheet(
        name=table.caption or words.table,
        about=table.caption,
        columns=tuple(column for column, _ in kept) or (SheetColumn(label=words.table),),
        rows=tuple(zip(*(cells for _, cells in kept), strict=True)),
    )


def _groups(rows: Sequence[Row]) -> Iterator[SheetCell]:
    """Yield for each row the group that it stands in."""
    group = ""
    for row in rows:
        if row.group:
            group = row.cells[0].text if row.cells else ""
        else:
            yield group


def _cell(row: Row, at: int) -> Cell:
    return row.cells[at] if at < len(row.cells) else Cell()


def _column(
    column: Column, cells: Sequence[Cell], number: int, words: WorkbookWords
) -> tuple[SheetColumn, list[SheetCell]]:
    label = column.label.strip() or f"{words.column} {number}"
    figures = [cell.number for cell in cells if cell.number is not None]
    if not figures:
        return SheetColumn(label=label), [_spoken(cell, words) or None for cell in cells]
    places = min(max(map(decimals_of, figures)), _MOST_DECIMALS)
    told = [_figure(cell, words) for cell in cells]
    return SheetColumn(label=label, kind="number", decimals=places), told


def _figure(cell: Cell, words: WorkbookWords) -> SheetCell:
    if cell.number is not None:
        return cell.number
    spoken = _spoken(cell, words)
    return Missing(because=spoken) if spoken else None


def _spoken(cell: Cell, words: WorkbookWords) -> str:
    status = words.status[cell.status] if cell.status else ""
    varies = words.variation[cell.variation] if cell.variation else ""
    quiet = f"({cell.quiet})" if cell.quiet else ""
    return " ".join(part for part in (status, cell.text, varies, quiet) if part)
