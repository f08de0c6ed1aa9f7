"""Tables out of HTML: what pandas shows in a cell, read as a table of our own.

Only tables and the words in them are read; looks, scripts and links are not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import count, takewhile

from bsc_helpers.blocks import Block, Cell, Column, Paragraph, Row, Run, Table

__all__ = ["html_tables"]

_SILENT = frozenset({"style", "script", "template", "head"})
_NUMBER = re.compile(r"[-−+]?[0-9][0-9   ,.]*(?:[eE][-+]?[0-9]+)?\s?%?|[-−–]?(?:nan|NaN|NaT)?")


@dataclass
class _Field:
    head: bool
    columns: int = 1
    rows: int = 1
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


@dataclass
class _Grid:
    caption: list[str] = field(default_factory=list)
    head: list[list[_Field]] = field(default_factory=list)
    body: list[list[_Field]] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.grids: list[_Grid] = []
        self.outside: list[str] = []
        self._words: list[str] | None = self.outside
        self._in_head = False
        self._silent = 0
        self.depth = 0
        self.deepest = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in _SILENT
        if tag == "table":
            self.depth += 1
            self.deepest = max(self.deepest, self.depth)
            self.grids.append(_Grid())
            self._words = []
        elif self.depth:
            self._start_inside(tag, dict(attrs))
        elif tag in {"p", "br", "div"}:
            self.outside.append("\n")

    def _start_inside(self, tag: str, given: dict[str, str | None]) -> None:
        grid = self.grids[-1]
        part = grid.head if self._in_head else grid.body
        if tag in {"thead", "tbody", "tfoot"}:
            self._in_head = tag == "thead"
        elif tag == "tr":
            part.append([])
        elif tag in {"td", "th"}:
            cell = _Field(tag == "th", _span(given.get("colspan")), _span(given.get("rowspan")))
            part[-1:] = [[*(part[-1] if part else []), cell]]
            self._words = cell.words
        elif tag == "caption":
            self._words = grid.caption
        elif tag == "br" and self._words is not None:
            self._words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _SILENT and self._silent > 0
        if tag in {"td", "th", "caption"} and self.depth:
            self._words = []
        elif tag == "thead":
            self._in_head = False
        elif tag == "table" and self.depth:
            self.depth -= 1
            self._words = [] if self.depth else self.outside

    def handle_data(self, data: str) -> None:
        if not self._silent and self._words is not None:
            self._words.append(data)


def html_tables(text: str, caption: str = "") -> tuple[Block, ...]:
    """Return the tables in an HTML text, then the words outside them as small print.

    Several header rows become one label for each column. Where the HTML has no table, or tables
    inside tables, the result is empty.

    Parameters
    ----------
    text
        The HTML.
    caption
        The caption of a table that has none of its own.
    """
    reader = _Reader()
    reader.feed(text)
    reader.close()
    if reader.deepest != 1:
        return ()
    tables = [table for grid in reader.grids if (table := _table(grid, caption))]
    notes = [" ".join(line.split()) for line in "".join(reader.outside).splitlines()]
    small = [Paragraph(runs=(Run(text=note),), quiet=True) for note in notes if note]
    return (*tables, *small) if tables else ()


def _table(grid: _Grid, caption: str) -> Table | None:
    head, body = _spread(grid.head), _spread(grid.body)
    if not head:  # a table without thead: rows of headings only are its head
        size = len(list(takewhile(lambda row: row and all(c.head for c in row), grid.body)))
        head, body = body[:size], body[size:]
    width = max((len(row) for row in [*head, *body]), default=0)
    if not body or not width:
        return None
    padded = [(*row, *[""] * (width - len(row))) for row in body]
    columns = [
        Column(
            label=_label([row[at] for row in head if at < len(row)]),
            numeric=at > 0 and all(_NUMBER.fullmatch(row[at]) for row in padded),
        )
        for at in range(width)
    ]
    return Table(
        caption=" ".join("".join(grid.caption).split()) or caption,
        columns=tuple(columns),
        rows=tuple(Row(cells=tuple(Cell(text=words) for words in row)) for row in padded),
    )


def _spread(rows: list[list[_Field]]) -> list[list[str]]:
    """Write each field into every place it spans."""
    filled: dict[tuple[int, int], str] = {}
    for at, row in enumerate(rows):
        for cell in row:
            left = next(x for x in count() if (at, x) not in filled)
            for y in range(at, min(at + cell.rows, len(rows))):
                for x in range(left, left + cell.columns):
                    filled[y, x] = cell.text
    widths = [max((x for y, x in filled if y == at), default=-1) + 1 for at in range(len(rows))]
    return [[filled.get((y, x), "") for x in range(width)] for y, width in enumerate(widths)]


def _label(levels: list[str]) -> str:
    """Join the header rows over one column, each different word once."""
    return " · ".join(dict.fromkeys(level for level in levels if level))


def _span(text: str | None) -> int:
    return max(1, int(text)) if text and re.fullmatch(r"[0-9]{1,3}", text) else 1
