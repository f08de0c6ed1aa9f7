"""What a notebook cell shows, as data: headings, texts, statements, tables, figures, key figures.

A block knows what it says, not how it looks: the renderers in ``publishing`` turn the same blocks
into HTML and PDF, in the same order. Every text in a block is data. It is never read as markup or
code by any renderer.
"""

from __future__ import annotations

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
    "Notice",
    "Paragraph",
    "Row",
    "Run",
    "Section",
    "Statement",
    "Status",
    "Table",
    "read_block",
]

MIME = "application/vnd.bsc.block.v1+json"

Status = Literal["good", "warning", "poor", "uncertain", "unscored", "no_data", "suppressed"]
Mark = Literal["strong", "emphasis", "code"]
Anchor = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_.-]*$")]
Address = Annotated[str, Field(pattern=r"^(https?://|mailto:)[^\s<>\"]+$")]
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
    """A licensed sentence with a link to the evidence it rests on."""

    kind: Literal["statement"] = "statement"
    text: str
    model: str
    status: Status | None = None
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
    """A cell: a text, with a status mark, a small drawing or links where it has them.

    `number` is the figure behind a formatted text, so that tables copy as numbers. `to` links the
    text to an anchor in the page; `files` are links to files beside the page, by their labels.
    `files_of` says what they are files of, for those who hear a link alone; without it the row and
    the column do.
    """

    text: str = ""
    number: float | None = None
    status: Status | None = None
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
    """Blocks behind a summary that opens on request; in print they stand open."""

    kind: Literal["fold"] = "fold"
    summary: str
    blocks: tuple[AnyBlock, ...]


class Section(_Data):
    """Blocks that belong together, in order; a cell may show a whole section."""

    kind: Literal["section"] = "section"
    blocks: tuple[AnyBlock, ...]


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
    | Section,
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
