"""How the cells of a workbook look: number formats, headings, and what marks a missing value."""

from __future__ import annotations

from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from bsc_helpers.blocks import SheetColumn
from bsc_helpers.charts.palette import PALETTE

__all__ = ["Looks", "number_format", "shown_number"]

_DATE: Final = "yyyy-mm-dd"
_TEXT: Final = "@"  # stays text also when a reader edits the cell
_SHADE: Final = "#eef0f3"
_TOP: Final = {"valign": "top", "font_color": PALETTE["ink"]}


class Looks:
    """The looks that one workbook uses; each is made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def of(self, **properties: Any) -> Format:
        """Return the look with these properties of XlsxWriter."""
        key = tuple(properties.items())
        if key not in self._made:
            self._made[key] = self._book.add_format({**_TOP, **properties})
        return self._made[key]

    def text(self, *, wrap: bool = False, **more: Any) -> Format:
        """Return the look of a text."""
        return self.of(num_format=_TEXT, text_wrap=wrap, **more)

    def value(self, column: SheetColumn, decimals: int) -> Format:
        """Return the look of a number or a day."""
        return self.of(num_format=number_format(column, decimals))

    def missing(self) -> Format:
        """Return the look of a missing value: slanted, quiet, on a shade of its own."""
        quiet = {"font_color": PALETTE["quiet"], "bg_color": _SHADE}
        return self.text(wrap=True, italic=True, align="left", **quiet)

    def heading(self, *, numeric: bool = False) -> Format:
        """Return the look of the first row of a table."""
        line = {"bottom": 1, "bottom_color": PALETTE["quiet"], "bg_color": _SHADE}
        return self.text(wrap=True, bold=True, align="right" if numeric else "left", **line)


def number_format(column: SheetColumn, decimals: int) -> str:
    """Return the number format of a column, with some decimals."""
    places = "." + "0" * decimals if decimals else ""
    match column.kind:
        case "date":
            return _DATE
        case "share":
            return f"0{places}%"
        case "percent":
            return f'#,##0{places}" %"'
        case "text":
            return _TEXT
        case _:
            return f"#,##0{places}"


def shown_number(column: SheetColumn, number: float, decimals: int) -> str:
    """Return about what a program shows for a number; it tells how wide the column must be."""
    match column.kind:
        case "share":
            return f"{number:.{decimals}%}"
        case "percent":
            return f"{number:,.{decimals}f} %"
        case _:
            return f"{number:,.{decimals}f}"
