"""Facts on paper: a folded table of names and what they say, set as short lines side by side."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Final

from bsc_helpers.blocks import Row, Table
from bsc_helpers.charts.fonts import text_width

__all__ = ["FACT_COLUMNS", "facts_side_by_side", "is_of_facts"]

FACT_COLUMNS: Final = 3
_FEWEST: Final = 6  # a shorter table takes little room as it is
_LONGEST_NAME: Final = 80  # characters
_USED: Final = 0.92  # of a line; words do not fill it


def is_of_facts(table: Table) -> bool:
    """Tell whether each row says one thing of a name: in words, or a number and where it is from.

    Such rows are understood without the headings of their columns.
    """
    kinds = [column.numeric for column in table.columns]
    worded = kinds == [False, False] and len(table.rows) >= _FEWEST
    sourced = kinds == [False, True, False]
    return (worded or sourced) and all(_is_fact(row, len(kinds)) for row in table.rows)


def _is_fact(row: Row, count: int) -> bool:
    return (
        not row.group
        and len(row.cells) == count
        and 0 < len(row.cells[0].text) <= _LONGEST_NAME
        and not any(cell.svg or cell.status or cell.files for cell in row.cells)
    )


def facts_side_by_side(texts: Sequence[str], width: float) -> list[list[int]]:
    """Return the numbers of the facts in each column, in order, the columns as low as can be.

    Parameters
    ----------
    texts
        Each fact with its name, in one line.
    width
        Of a column, in units of the type size.
    """
    lines = [max(1, ceil(text_width(text, 1.0) / (width * _USED))) for text in texts]
    height = ceil(sum(lines) / FACT_COLUMNS)
    while len(columns := _filled(lines, height)) > FACT_COLUMNS:
        height += 1
    return columns


def _filled(lines: Sequence[int], height: int) -> list[list[int]]:
    """Fill columns of a height one after the other; a higher fact has one to itself."""
    columns: list[list[int]] = [[]]
    taken = 0
    for index, count in enumerate(lines):
        if columns[-1] and taken + count > height:
            columns.append([])
            taken = 0
        columns[-1].append(index)
        taken += count
    return columns
