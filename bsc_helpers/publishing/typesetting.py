"""A document as the plain data that the Typst template sets: texts, drawings and measures.

Nothing here has a look; it answers what the template cannot know by itself: which characters the
fonts have, which links lead somewhere, how wide a column must be, and what has room in print.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, get_args
from urllib.parse import quote

from bsc_helpers.blocks import (
    Block,
    Cell,
    Code,
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
from bsc_helpers.charts.fonts import text_width
from bsc_helpers.charts.marks import status_icon
from bsc_helpers.charts.palette import PALETTE
from bsc_helpers.errors import PublishingError, printable
from bsc_helpers.publishing.chrome import Chrome, chrome_for
from bsc_helpers.publishing.columns import Shares, need_of, shares_of
from bsc_helpers.publishing.document import Document
from bsc_helpers.publishing.glyphs import printed, printed_drawing, printed_lines
from bsc_helpers.publishing.png import clean_png, png_size
from bsc_helpers.publishing.svg import clean_svg

__all__ = ["typeset"]

Data = dict[str, Any]

# Points. The page of the template is A4 with 20 mm at each side.
_WIDTH: Final = (210 - 2 * 20) / 25.4 * 72
_POINTS_PER_PIXEL: Final = 0.68  # a drawing keeps its size beside the text, 16 px on screen
_TABLE_SIZE: Final = 8.5
_DATA_SIZE: Final = 7.0
_KEY_SIZE, _SMALLEST_KEY_SIZE = 19.0, 10.0
_KEY_PADDING: Final = 18.0
_GUTTER: Final = 12.0

_KEYS_IN_A_ROW: Final = 4
_MOST_DATA_ROWS: Final = 24  # of the table behind a drawing; a longer one stands on the web page
_FEWEST_ROWS_IN_A_PIECE: Final = 6
_LONGEST_WHOLE: Final = 24  # characters; a shorter number with its unit, or status, stays on a line
_LONG_CELL: Final = 600  # characters; a row with a longer text may break across pages

_DRAWN_WIDTH = re.compile(r'<svg[^>]*? width="([0-9.]+)"')

# What only a printed page says.
_WORDS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "sv": {
            "page": "sida",
            "of": "av",
            "left_out": "Tabellen bakom diagrammet har {rows} rader och står på webbsidan.",
        },
        "en": {
            "page": "page",
            "of": "of",
            "left_out": "The table behind the figure has {rows} rows and stands on the web page.",
        },
    }
)


def typeset(document: Document) -> Data:
    """Return what the template sets, ready to be written as JSON.

    Raises
    ------
    PublishingError
        When a heading skips a level, or a drawing or picture cannot be shown.
    """
    chrome, head = chrome_for(document.language), document.blocks[0]
    setting = _Setting(chrome, frozenset(_anchors(document.blocks)), _words(document.language))
    _check_levels(document.blocks)
    lang, _, region = document.language.partition("-")
    running = [document.title, head.subtitle if isinstance(head, Head) else ""]
    return {
        "title": printed(document.title),
        "lang": lang.lower(),
        "region": region.upper() if len(region) == len("SE") else None,
        "running": " · ".join(printed(text) for text in running if text),
        "notice": printed(document.notice),
        "palette": PALETTE,
        "marks": {status: status_icon(status) for status in get_args(Status)},
        "words": {**setting.words, "marks": chrome.marks, "status": dict(chrome.status)},
        "statuses": _statuses_in(document.blocks),
        "blocks": setting.blocks(document.blocks),
    }


def _words(language: str) -> Mapping[str, str]:
    return _WORDS.get(language.partition("-")[0].casefold(), _WORDS["en"])


def _all(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        match block:
            case Fold() | Section():
                yield from _all(block.blocks)
            case ItemList():
                yield from (inner for item in block.items for inner in _all(item))
            case Figure(data=Table() as data):
                yield data


def _anchors(blocks: Iterable[Block]) -> Iterator[str]:
    return (b.anchor for b in _all(blocks) if isinstance(b, Heading | Table) and b.anchor)


def _check_levels(blocks: Iterable[Block]) -> None:
    above = 1
    for block in _all(blocks):
        if isinstance(block, Heading):
            if block.level > above + 1:
                raise PublishingError(
                    f"the heading {printable(block.text)} has level {block.level} but stands "
                    f"under one of level {above}: levels cannot be skipped"
                )
            above = block.level


def _statuses_in(blocks: Iterable[Block]) -> list[Status]:
    found = {status for block in _all(blocks) for status in _statuses_of(block)}
    return [status for status in get_args(Status) if status in found]


def _statuses_of(block: Block) -> Iterator[Status | None]:
    match block:
        case Statement():
            yield block.status
        case KeyFigures():
            yield from (figure.status for figure in block.figures)
        case Table():
            yield from (cell.status for row in block.rows for cell in row.cells)


@dataclass(frozen=True)
class _Setting:
    """Sets the blocks of one document."""

    chrome: Chrome
    anchors: frozenset[str]
    words: Mapping[str, str]

    def blocks(self, blocks: Iterable[Block]) -> list[Data]:
        return [set_ for block in blocks for set_ in self._block(block)]

    def _block(self, block: Block) -> list[Data]:
        if isinstance(block, Section):
            return self.blocks(block.blocks)
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
            Table: lambda table: self._table(table, _TABLE_SIZE),
            Figure: self._figure,
            KeyFigures: _set_key_figures,
            Fold: lambda fold: {
                "summary": printed(fold.summary),
                "blocks": self.blocks(fold.blocks),
            },
        }
        return [{"kind": block.kind, **setters[type(block)](block)}]

    def _place(self, anchor: str | None) -> str | None:
        return anchor if anchor in self.anchors else None

    def _paragraph(self, paragraph: Paragraph) -> Data:
        runs = [_set_texts(run) | {"to": self._place(run.to)} for run in paragraph.runs]
        return {"quiet": paragraph.quiet, "runs": runs}

    def _statement(self, statement: Statement) -> Data:
        return _set_texts(statement) | {
            "evidence": self._place(statement.evidence),
            "evidence_label": printed(statement.evidence_label) or self.chrome.evidence,
        }

    # ------------------------------------------------------------------------------------ tables

    def _table(self, table: Table, size: float) -> Data:
        numeric = [column.numeric for column in table.columns]
        rows = [self._row(row, numeric) for row in table.rows]
        shares = self._shares(table, rows, size)
        return {
            "caption": printed(table.caption),
            "anchor": table.anchor,
            "columns": [_set_texts(column) for column in table.columns],
            "rows": rows,
            "widths": shares.widths,
            "size": shares.size,
            "natural": shares.natural,
        }

    def _row(self, row: Row, numeric: Sequence[bool]) -> Data:
        cells = [self._cell(cell) for cell in row.cells]
        for cell, is_number in zip(cells, numeric, strict=False):
            if (is_number or cell["status"]) and len(cell["text"]) <= _LONGEST_WHOLE:
                cell["text"] = cell["text"].replace(" ", "\N{NO-BREAK SPACE}")
        longest = max((len(cell["text"]) for cell in cells), default=0)
        return {"group": row.group, "cells": cells, "long": longest > _LONG_CELL}

    def _cell(self, cell: Cell) -> Data:
        text = printed(cell.text)
        drawing, width = _drawing(cell.svg) if cell.svg else (None, 0.0)
        return {
            "text": text or (self.chrome.status[cell.status] if cell.status else ""),
            "status": cell.status,
            "to": self._place(cell.to),
            "quiet": printed(cell.quiet),
            "svg": drawing,
            "svg_width": width,
            "files": [(printed(label), quote(path, safe="/")) for label, path in cell.files],
        }

    def _shares(self, table: Table, rows: Sequence[Data], size: float) -> Shares:
        needs = []
        for index, column in enumerate(table.columns):
            cells = [row["cells"][index] for row in rows if _has(row, index)]
            drawing = max((cell["svg_width"] for cell in cells), default=0.0)
            texts = [_line_of(cell) for cell in cells]
            needs.append(need_of(texts, printed(column.label), drawing / size))
        return shares_of(needs, _WIDTH, size)

    # ----------------------------------------------------------------------------------- figures

    def _figure(self, figure: Figure) -> Data:
        data = figure.data
        too_long = data is not None and len(data.rows) > _MOST_DATA_ROWS
        left_out = self.words["left_out"].format(rows=len(data.rows)) if data and too_long else ""
        return {
            "title": printed(figure.title),
            "alt": figure.alt,
            **_picture(figure),
            "data": self._pieces(data) if data is not None and not too_long else None,
            "left_out": left_out,
        }

    def _pieces(self, table: Table) -> Data:
        """Cut a narrow table into pieces that stand side by side."""
        whole = self._table(table, _DATA_SIZE)
        rows = whole.pop("rows")
        room = int((_WIDTH + _GUTTER) // (whole["natural"] + _GUTTER))
        count = max(1, min(room, -(-len(rows) // _FEWEST_ROWS_IN_A_PIECE)))
        if any(row["group"] for row in rows):
            count = 1
        height = -(-len(rows) // count) or 1
        pieces = [rows[start : start + height] for start in range(0, len(rows), height)]
        if len(pieces) > 1:
            whole["widths"] = [None] * len(table.columns)
        return whole | {"pieces": pieces or [[]]}


def _set_texts(block: Any) -> Data:
    """Return the fields of a block, its texts as they can be printed."""
    return {name: _set_value(value) for name, value in block.model_dump(mode="json").items()}


def _set_value(value: Any) -> Any:
    if isinstance(value, str):
        return printed(value)
    return [_set_value(inner) for inner in value] if isinstance(value, list) else value


def _has(row: Data, index: int) -> bool:
    return not row["group"] and index < len(row["cells"])


def _line_of(cell: Data) -> str:
    """Return what a cell says in one line; a status mark is as wide as two figures."""
    mark = "00" if cell["status"] else ""
    return " ".join(filter(None, [mark + cell["text"], cell["quiet"], *dict(cell["files"])]))


def _set_key_figures(block: KeyFigures) -> Data:
    columns = max(1, min(len(block.figures), _KEYS_IN_A_ROW))
    room = (_WIDTH - _GUTTER * (columns - 1)) / columns - _KEY_PADDING
    widest = max((text_width(printed(f.text), 1.1) for f in block.figures), default=0.0)
    size = min(_KEY_SIZE, max(_SMALLEST_KEY_SIZE, room / widest if widest else _KEY_SIZE))
    return {
        "label": printed(block.label),
        "figures": [_set_texts(figure) for figure in block.figures],
        "columns": columns,
        "size": size,
    }


def _drawing(svg: str) -> tuple[str, float]:
    """Return a drawing made safe and printable, and its width in points."""
    drawn = printed_drawing(clean_svg(svg, label=""))
    found = _DRAWN_WIDTH.match(drawn)
    return drawn, min(float(found[1]) * _POINTS_PER_PIXEL if found else _WIDTH, _WIDTH)


def _picture(figure: Figure) -> Data:
    if figure.svg:
        drawn, width = _drawing(figure.svg)
        return {"drawing": drawn, "width": width}
    pixels, _ = png_size(figure.png)
    bytes_ = list(b64decode(clean_png(figure.png)))  # JSON has no bytes
    return {"drawing": bytes_, "width": min(pixels * _POINTS_PER_PIXEL, _WIDTH)}
