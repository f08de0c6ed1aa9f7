"""A document as the plain data that the Typst template sets: texts, drawings and measures.

Nothing here has a look; it answers what the template cannot know by itself: which characters the
fonts have, which links lead somewhere, how wide a column must be, and what has room in print.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import quote

from bsc_helpers.blocks import (
    Block,
    Cell,
    Code,
    Column,
    Figure,
    Fold,
    Head,
    Heading,
    ItemList,
    KeyFigures,
    Notice,
    Paragraph,
    Row,
    Section,
    Statement,
    Status,
    Table,
)
from bsc_helpers.charts.marks import mark_icon
from bsc_helpers.charts.palette import PALETTE
from bsc_helpers.errors import PublishingError, printable
from bsc_helpers.png import clean_png, png_size
from bsc_helpers.publishing.aligning import parted, tails_of
from bsc_helpers.publishing.boxes import boxes_of
from bsc_helpers.publishing.chrome import Chrome, chrome_for
from bsc_helpers.publishing.columns import Need, columns_that_fit, need_of, shares_of
from bsc_helpers.publishing.document import Document
from bsc_helpers.publishing.facts import FACT_COLUMNS, facts_side_by_side, is_of_facts
from bsc_helpers.publishing.glyphs import printed, printed_drawing, printed_lines
from bsc_helpers.publishing.holding import held_with_next, kept_whole
from bsc_helpers.publishing.svg import clean_svg, svg_size
from bsc_helpers.publishing.walk import STATUSES, VARIATIONS, all_blocks, legend_of, printed_blocks

__all__ = ["typeset"]

Data = dict[str, Any]

# Points. The page of the template is A4 with 16 mm at each side.
_WIDTH: Final = (210 - 2 * 16) / 25.4 * 72
_POINTS_PER_PIXEL: Final = 0.53  # the letters of a drawing, 13 px, are as small as notes
_POINTS_PER_PIXEL_IN_CELLS: Final = 0.56
_TABLE_SIZE: Final = 8.0
_SMALL_SIZE: Final = 7.0  # of what stands behind a fold
_FACT_SIZE: Final = 6.6
_DATA_SIZE: Final = 6.6  # of the data behind a drawing
_GUTTER: Final = 12.0

_MOST_ROWS_BESIDE: Final = 17  # of a data table that stands beside its drawing
_MOST_DATA_ROWS: Final = 24  # of the table behind a drawing; a longer one stands on the web page
_FEWEST_ROWS_IN_A_PIECE: Final = 6
_MOST_IN_A_PIECE_BESIDE: Final = 12  # it is then no higher than its drawing
_LONGEST_WHOLE: Final = 24  # characters; a shorter number with its unit, or status, stays on a line
_LONG_CELL: Final = 600  # characters; a row with a longer text may break across pages

_PRINTED: Final = ("page", "of", "see_page", "marks")  # the words that the template says
_DRAWN_WIDTH = re.compile(r'<svg[^>]*? width="([0-9.]+)"')


def typeset(document: Document) -> Data:
    """Return what the template sets, ready to be written as JSON.

    Raises
    ------
    PublishingError
        When a heading skips a level, or a drawing or picture cannot be shown.
    """
    blocks = list(printed_blocks(document.blocks))
    chrome, head = chrome_for(document.language), blocks[0]
    setting = _Setting(chrome, frozenset(_anchors(blocks)))
    _check_levels(blocks)
    lang, _, region = document.language.partition("-")
    running = [document.title, head.subtitle if isinstance(head, Head) else ""]
    return {
        "title": printed(document.title),
        "lang": lang.lower(),
        "region": region.upper() if len(region) == len("SE") else None,
        "running": " · ".join(printed(text) for text in running if text),
        "notice": printed(document.notice),
        "palette": PALETTE,
        "marks": {mark: mark_icon(mark) for mark in (*STATUSES, *VARIATIONS)},
        "words": {name: getattr(chrome, name) for name in _PRINTED}
        | {"status": {**chrome.status, **chrome.variation}},
        "blocks": _with_legend(setting.blocks(blocks), legend_of(blocks)),
    }


def _with_legend(blocks: list[Data], statuses: Sequence[Status]) -> list[Data]:
    """Put the legend of the marks after the first key figures, or else at the end."""
    if not statuses:
        return blocks
    kinds = [block["kind"] for block in blocks]
    place = kinds.index("key_figures") + 1 if "key_figures" in kinds else len(blocks)
    return [*blocks[:place], {"kind": "legend", "statuses": statuses}, *blocks[place:]]


def _anchors(blocks: Iterable[Block]) -> Iterator[str]:
    return (b.anchor for b in all_blocks(blocks) if isinstance(b, Heading | Table) and b.anchor)


def _check_levels(blocks: Iterable[Block]) -> None:
    above = 1
    for block in all_blocks(blocks):
        if isinstance(block, Heading):
            if block.level > above + 1:
                raise PublishingError(
                    f"the heading {printable(block.text)} has level {block.level} but stands "
                    f"under one of level {above}: levels cannot be skipped"
                )
            above = block.level


@dataclass(frozen=True)
class _Setting:
    """Sets the blocks of one document."""

    chrome: Chrome
    anchors: frozenset[str]
    size: float = _TABLE_SIZE
    folded: bool = False

    def blocks(self, blocks: Iterable[Block]) -> list[Data]:
        flat = [part for block in _without_sections(blocks) for part in self._fitting(block)]
        held, kept = held_with_next(flat, folded=self.folded), kept_whole(flat)
        return [
            {"kind": block.kind, "held": is_held, "kept": height, **self._block(block)}
            for block, is_held, height in zip(flat, held, kept, strict=True)
        ]

    def _block(self, block: Block) -> Data:
        setters: Mapping[type[Block], Callable[[Any], Data]] = {
            Head: _set_texts,
            Heading: _set_texts,
            Notice: _set_texts,
            Code: lambda code: {"text": printed_lines(code.text)},
            Paragraph: self._paragraph,
            Statement: self._statement,
            ItemList: lambda it: {
                "ordered": it.ordered,
                "items": [self.blocks(item) for item in it.items],
            },
            Table: self._table_or_facts,
            Figure: self._figure,
            KeyFigures: self._key_figures,
            Fold: lambda fold: {
                "summary": printed(fold.summary),
                "blocks": _opened(replace(self, size=_SMALL_SIZE, folded=True).blocks(fold.blocks)),
            },
        }
        return setters[type(block)](block)

    def _place(self, anchor: str | None) -> str | None:
        return anchor if anchor in self.anchors else None

    def _paragraph(self, paragraph: Paragraph) -> Data:
        runs = [_set_texts(run) | {"to": self._place(run.to)} for run in paragraph.runs]
        return {"quiet": paragraph.quiet, "runs": runs}

    def _statement(self, statement: Statement) -> Data:
        return _set_texts(statement) | {
            "mark": statement.status or statement.variation,
            "evidence": self._place(statement.evidence),
            "long": len(statement.text) > _LONG_CELL,
        }

    def _key_figures(self, keys: KeyFigures) -> Data:
        boxes = boxes_of(keys.figures, self.chrome, _WIDTH, _GUTTER)
        figures = [_set_texts(figure) for figure in keys.figures]
        return {"label": printed(keys.label), "figures": figures, **boxes}

    # ------------------------------------------------------------------------------------ tables

    def _table_or_facts(self, table: Table) -> Data:
        return (
            self._facts(table)
            if self.folded and is_of_facts(table)
            else self._table(table, self.size)
        )

    def _facts(self, table: Table) -> Data:
        rows = [[self._cell(cell) for cell in row.cells] for row in table.rows]
        width = (_WIDTH - FACT_COLUMNS * _GUTTER) / FACT_COLUMNS / _FACT_SIZE
        columns = facts_side_by_side([" ".join(map(_line_of, row)) for row in rows], width)
        return {
            "kind": "facts",
            "opens": False,
            "caption": printed(table.caption),
            "anchor": table.anchor,
            "size": _FACT_SIZE,
            "gutter": _GUTTER,
            "columns": [[rows[index] for index in column] for column in columns],
        }

    def _table(self, table: Table, size: float, width: float = _WIDTH) -> Data:
        rows, rooms = self._rows(table)
        shares = shares_of(_needs(table, rows, rooms, size), width, size)
        return {
            "caption": printed(table.caption),
            "anchor": table.anchor,
            "columns": [
                _set_texts(column) | {"room": room}
                for column, room in zip(table.columns, rooms, strict=True)
            ],
            "rows": rows,
            "widths": shares.widths,
            "size": shares.size,
            "natural": shares.natural,
        }

    def _rows(self, table: Table) -> tuple[list[Data], tuple[float, ...]]:
        """Return the rows, and the room behind the whole units in each column."""
        rooms = tails_of(table, self.chrome.decimal_sign)
        return [self._row(row, table.columns, rooms) for row in table.rows], rooms

    def _row(self, row: Row, columns: Sequence[Column], rooms: Sequence[float]) -> Data:
        cells = [self._cell(cell) for cell in row.cells]
        for cell, column, room in zip(cells, columns, rooms, strict=False):
            if (column.numeric or cell["status"]) and len(cell["text"]) <= _LONGEST_WHOLE:
                cell["text"] = cell["text"].replace(" ", "\N{NO-BREAK SPACE}")
            if room and cell["text"] and not row.group:
                whole, decimals, unit = parted(cell["text"], self.chrome.decimal_sign)
                cell |= {"text": whole, "decimals": decimals, "unit": unit}
        longest = max((len(cell["text"]) for cell in cells), default=0)
        return {"group": row.group, "cells": cells, "long": longest > _LONG_CELL}

    def _cell(self, cell: Cell) -> Data:
        text = printed(cell.text)
        drawing, width, height = _drawing_in_cell(cell.svg)
        return {
            "text": text or (self.chrome.status[cell.status] if cell.status else ""),
            "decimals": "",
            "unit": "",
            "status": cell.status,
            "variation": cell.variation,
            "to": self._place(cell.to),
            "quiet": printed(cell.quiet),
            "svg": drawing,
            "svg_width": width,
            "svg_height": height,
            "files": [(printed(label), quote(path, safe="/")) for label, path in cell.files],
        }

    def _fitting(self, block: Block) -> Iterator[Block]:
        """Cut a table that is wider than a page into several, each with the first column."""
        if not isinstance(block, Table):
            yield block
            return
        needs = _needs(block, *self._rows(block), self.size)
        parts = columns_that_fit(needs, _WIDTH, self.size)
        for number, part in enumerate(parts, start=1):
            yield block if len(parts) == 1 else _columns_of(block, part, number, len(parts))

    # ----------------------------------------------------------------------------------- figures

    def _figure(self, figure: Figure) -> Data:
        data = figure.data
        too_long = data is not None and len(data.rows) > _MOST_DATA_ROWS
        left_out = self.chrome.left_out.format(rows=len(data.rows)) if data and too_long else ""
        picture = _picture(figure)
        return {
            "title": printed(figure.title),
            "alt": figure.alt,
            **picture,
            **self._data(data if not too_long else None, picture["width"]),
            "left_out": left_out,
        }

    def _data(self, table: Table | None, beside: float) -> Data:
        """Set the table behind a drawing: beside it where it is short and narrow, or below it."""
        if table is None:
            return {"data": None, "beside": False}
        room = _WIDTH - beside - _GUTTER
        if len(table.rows) <= _MOST_ROWS_BESIDE and room > 0:
            whole = self._table(table, _DATA_SIZE, room)
            if whole["natural"] <= room and whole["size"] == _DATA_SIZE:
                return {"data": _in_pieces(whole, room, _MOST_IN_A_PIECE_BESIDE), "beside": True}
        whole = self._table(table, _DATA_SIZE)
        return {"data": _in_pieces(whole, _WIDTH, _FEWEST_ROWS_IN_A_PIECE), "beside": False}


def _in_pieces(table: Data, width: float, height: int) -> Data:
    """Cut a narrow table into pieces side by side, of about so many rows as the width lets."""
    rows = table["rows"]
    room = int((width + _GUTTER) // (table["natural"] + _GUTTER))
    count = max(1, min(room, -(-len(rows) // height)))
    if any(row["group"] for row in rows):
        count = 1
    step = -(-len(rows) // count) or 1
    pieces = [rows[start : start + step] for start in range(0, len(rows), step)]
    own = len(pieces) > 1 or width < _WIDTH
    widths = [None] * len(table["columns"]) if own else table["widths"]
    return {**table, "widths": widths, "rows": [], "pieces": pieces or [[]]}


def _opened(blocks: list[Data]) -> list[Data]:
    """Let the caption of facts that open a fold stand beside its summary."""
    if blocks and blocks[0]["kind"] == "facts":
        blocks[0]["opens"] = True
    return blocks


def _columns_of(table: Table, columns: Sequence[int], number: int, count: int) -> Table:
    """Return a table with some of its columns; only the first such part keeps the anchor."""
    rows = tuple(
        row
        if row.group
        else Row(cells=tuple(row.cells[index] for index in columns if index < len(row.cells)))
        for row in table.rows
    )
    return Table(
        caption=f"{table.caption} ({number}/{count})",
        columns=tuple(table.columns[index] for index in columns),
        rows=rows,
        anchor=table.anchor if number == 1 else None,
    )


def _set_texts(block: Any) -> Data:
    """Return the fields of a block, its texts as they can be printed."""
    return {name: _set_value(value) for name, value in block.model_dump(mode="json").items()}


def _set_value(value: Any) -> Any:
    if isinstance(value, str):
        return printed(value)
    return [_set_value(inner) for inner in value] if isinstance(value, list) else value


def _without_sections(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Section):
            yield from _without_sections(block.blocks)
        else:
            yield block


def _needs(table: Table, rows: Sequence[Data], rooms: Sequence[float], size: float) -> list[Need]:
    needs = []
    for index, column in enumerate(table.columns):
        cells = [row["cells"][index] for row in rows if _has(row, index)]
        drawing = max((cell["svg_width"] for cell in cells), default=0.0)
        texts = [_line_of(cell) for cell in cells]
        needs.append(need_of(texts, printed(column.label), drawing / size, tail=rooms[index]))
    return needs


def _has(row: Data, index: int) -> bool:
    return not row["group"] and index < len(row["cells"])


def _line_of(cell: Data) -> str:
    """Return what a cell says in one line; a status mark is as wide as two figures."""
    mark = "00" if cell["status"] else ""
    return " ".join(filter(None, [mark + cell["text"], cell["quiet"], *dict(cell["files"])]))


def _drawing_in_cell(svg: str | None) -> tuple[str | None, float, float]:
    """Return the small drawing of a cell, its width and its height in points."""
    if not svg:
        return None, 0.0, 0.0
    drawn, width = _drawing(svg, _POINTS_PER_PIXEL_IN_CELLS)
    wide, high = svg_size(svg)
    return drawn, width, width * high / wide


def _drawing(svg: str, scale: float = _POINTS_PER_PIXEL) -> tuple[str, float]:
    """Return a drawing made safe and printable, and its width in points."""
    drawn = printed_drawing(clean_svg(svg, label=""))
    found = _DRAWN_WIDTH.match(drawn)
    return drawn, min(float(found[1]) * scale if found else _WIDTH, _WIDTH)


def _picture(figure: Figure) -> Data:
    if figure.svg:
        drawn, width = _drawing(figure.svg)
        return {"drawing": drawn, "width": width}
    pixels, _ = png_size(figure.png)
    bytes_ = list(b64decode(clean_png(figure.png)))  # JSON has no bytes
    return {"drawing": bytes_, "width": min(pixels * _POINTS_PER_PIXEL, _WIDTH)}
