"""What a notebook cell shows, as data: headings, texts, statements, tables, figures, key figures.

A block knows what it says, not how it looks: the renderers in ``publishing`` turn the same blocks
into HTML and PDF, in the same order, and its sheets into a workbook. Every text in a block is data.
It is never read as markup, formula or code by any renderer.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

__all__ = [
    "MIME",
    "AnyBlock",
    "Block",
    "Cell",
    "Code",
    "Column",
    "Figure",
    "Fold",
    "Head",
    "Heading",
    "ItemList",
    "KeyFigure",
    "KeyFigures",
    "Mark",
    "Missing",
    "Notice",
    "Number",
    "Paragraph",
    "Row",
    "Run",
    "Section",
    "Sheet",
    "SheetCell",
    "SheetColumn",
    "Statement",
    "Status",
    "Table",
    "Variation",
    "read_block",
]

MIME = "application/vnd.bsc.block.v1+json"

Status = Literal["good", "warning", "poor", "uncertain", "unscored", "no_data", "suppressed"]
Variation = Literal["common_cause", "improvement", "concern", "high", "low"]
Mark = Literal["strong", "emphasis", "code"]
Anchor = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_.-]*$")]
Address = Annotated[str, Field(pattern=r"^(https?://|mailto:)[^\s<>\"]+$")]
Finite = Annotated[float, Field(allow_inf_nan=False)]
Decimals = Annotated[int, Field(ge=0, le=12)]
RelativePath = Annotated[str, Field(pattern=r"^[^\s/:\\\\][^:\\\\\x00-\x1f]*$")]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Run(_Data):
    """A stretch of text with the same marks; `to` is an anchor in the page, `href` an address."""

    text: str
    marks: tuple[Mark, ...] = ()
    to: Anchor | None = None
    href: Address | None = None


class Head(_Data):
    """The head of the document: exactly one, first. Its title is the page's only h1."""

    kind: Literal["head"] = "head"
    title: str
    subtitle: str = ""
    language: str
    facts: tuple[tuple[str, str], ...] = ()
    lead: str = ""
    notice: str = ""


class Heading(_Data):
    """A heading of level 2 to 6; levels are not skipped."""

    kind: Literal["heading"] = "heading"
    level: Annotated[int, Field(ge=2, le=6)]
    text: str
    anchor: Anchor | None = None


class Paragraph(_Data):
    """Running text; `quiet` for small print."""

    kind: Literal["paragraph"] = "paragraph"
    runs: tuple[Run, ...]
    quiet: bool = False


class Statement(_Data):
    """A licensed sentence with its mark, and a link to the evidence it rests on."""

    kind: Literal["statement"] = "statement"
    text: str
    model: str
    status: Status | None = None
    variation: Variation | None = None
    evidence: Anchor | None = None
    evidence_label: str = ""


class ItemList(_Data):
    """A list, ordered or not; each item is a row of blocks."""

    kind: Literal["list"] = "list"
    ordered: bool = False
    items: tuple[tuple[AnyBlock, ...], ...]


class Code(_Data):
    """Text that stands as it is, in a fixed-width face."""

    kind: Literal["code"] = "code"
    text: str


class Notice(_Data):
    """Something the reader must not miss."""

    kind: Literal["notice"] = "notice"
    text: str


class Column(_Data):
    """A column of a table; numbers stand to the right."""

    label: str
    numeric: bool = False


class Cell(_Data):
    """A cell: a text, with a mark, a small drawing or links where it has them.

    A mark is that of a status, or says whether a value varies as usual.

    `number` is the figure behind a formatted text, so that tables copy as numbers. `to` links the
    text to an anchor in the page; `files` are links to files beside the page, by their labels.
    `files_of` says what they are files of, for those who hear a link alone; without it the row and
    the column do.
    """

    text: str = ""
    number: float | None = None
    status: Status | None = None
    variation: Variation | None = None
    to: Anchor | None = None
    svg: str | None = None
    quiet: str = ""
    files: tuple[tuple[str, RelativePath], ...] = ()
    files_of: str = ""


class Row(_Data):
    """A row; the first cell names it. A `group` row has one cell that spans the table."""

    cells: tuple[Cell, ...]
    group: bool = False


class Table(_Data):
    """A table with its caption; the first column holds the row headings."""

    kind: Literal["table"] = "table"
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    anchor: Anchor | None = None


class Figure(_Data):
    """A drawing (SVG text) with a title that says the finding and a text for those who cannot see.

    `data` is the table behind it, shown behind a fold.
    """

    kind: Literal["figure"] = "figure"
    svg: str = ""
    png: str = Field("", description="instead of svg: a PNG as base64")
    alt: Annotated[str, Field(min_length=1)]
    title: str = ""
    data: Table | None = None


class KeyFigure(_Data):
    """A figure that stands out, with what it is: a label, or the status that it counts."""

    label: str = ""
    text: str
    status: Status | None = None
    quiet: str = ""

    @model_validator(mode="after")
    def _says_what_it_is(self) -> KeyFigure:
        if not self.label and self.status is None:
            raise ValueError("a key figure needs a label or a status")
        return self


class KeyFigures(_Data):
    """A row of key figures."""

    kind: Literal["key_figures"] = "key_figures"
    label: str
    figures: tuple[KeyFigure, ...]


class Fold(_Data):
    """Blocks behind a summary that opens on request.

    In print they stand open, or, with `in_print` false, are left out: long lists that one looks
    up on the page or in the workbook.
    """

    kind: Literal["fold"] = "fold"
    summary: str
    in_print: bool = True
    blocks: tuple[AnyBlock, ...]


class Section(_Data):
    """Blocks that belong together, in order; a cell may show a whole section."""

    kind: Literal["section"] = "section"
    blocks: tuple[AnyBlock, ...]


class SheetColumn(_Data):
    """A column of a sheet: what all its cells are; missing ones aside.

    `number` is shown as it is, `percent` is a number of percent (71.2 is 71,2 %), `share` goes
    from 0 to 1 and is shown in percent, `date` is a day such as 2003-12-31. The `note` says what
    the column holds.
    """

    label: Annotated[str, Field(min_length=1)]
    kind: Literal["text", "number", "percent", "share", "date"] = "text"
    decimals: Decimals = 0
    note: str = ""


class Number(_Data):
    """A number that is shown with its own decimals, not with those of its column."""

    number: Finite
    decimals: Decimals


class Missing(_Data):
    """A value that is missing, and why, in words."""

    because: Annotated[str, Field(min_length=1)]


SheetCell = Finite | Number | Missing | str | None


class Sheet(_Data):
    """A sheet of the workbook beside the report; page and paper show nothing of it.

    The first `names` columns name a row and stay in view. None is a cell in which nothing belongs.
    """

    kind: Literal["sheet"] = "sheet"
    name: Annotated[str, Field(min_length=1)]
    about: str = ""
    columns: Annotated[tuple[SheetColumn, ...], Field(min_length=1)]
    rows: tuple[tuple[SheetCell, ...], ...]
    names: Annotated[int, Field(ge=0)] = 1

    @model_validator(mode="after")
    def _cells_are_what_their_columns_are(self) -> Sheet:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError("a row of a sheet has as many cells as there are columns")
        for column, cells in zip(self.columns, zip(*self.rows, strict=True), strict=False):
            _check_cells(column, cells)
        return self


def _check_cells(column: SheetColumn, cells: tuple[SheetCell, ...]) -> None:
    is_text, is_date = column.kind in {"text", "date"}, column.kind == "date"
    for cell in cells:
        if cell is None or isinstance(cell, Missing):
            continue
        if isinstance(cell, str) != is_text:
            raise ValueError(f"the column {column.label!r} is {column.kind}; {cell!r} is not")
        if is_date and isinstance(cell, str):
            date.fromisoformat(cell)


AnyBlock = Annotated[
    Head
    | Heading
    | Paragraph
    | Statement
    | ItemList
    | Code
    | Notice
    | Table
    | Figure
    | KeyFigures
    | Fold
    | Section
    | Sheet,
    Field(discriminator="kind"),
]
Block = (
    Head
    | Heading
    | Paragraph
    | Statement
    | ItemList
    | Code
    | Notice
    | Table
    | Figure
    | KeyFigures
    | Fold
    | Section
    | Sheet
)

_ADAPTER: TypeAdapter[Block] = TypeAdapter(AnyBlock)


def read_block(data: object) -> Block:
    """Return the block that was written as JSON data.

    Raises
    ------
    pydantic.ValidationError
        When the data is no block.
    """
    return _ADAPTER.validate_python(data)


for _model in (ItemList, Fold, Section):
    _model.model_rebuild()
