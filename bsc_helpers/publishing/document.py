"""The document: what a notebook says, as blocks in reading order, before it has a look."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bsc_helpers.blocks import (
    Block,
    Figure,
    Fold,
    Head,
    Heading,
    ItemList,
    Paragraph,
    Run,
    Section,
    Sheet,
    Statement,
    Table,
)
from bsc_helpers.errors import ParameterError, PublishingError, printable
from bsc_helpers.publishing.cells import Shown, shown_by
from bsc_helpers.publishing.chrome import chrome_for
from bsc_helpers.publishing.walk import all_blocks

__all__ = ["Document", "document_of"]

DEFAULT_LANGUAGE = "en"
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_LONGEST_ANCHOR = 60


@dataclass(frozen=True)
class Document:
    """What a report says, in reading order; HTML, PDF and workbook are renderings of it.

    Attributes
    ----------
    title
        The title of the head, also of the file.
    language
        The language of the report, as a language tag (``sv``, ``en``).
    notice
        What stands on every page, such as "invented figures"; empty when there is nothing.
    blocks
        The blocks in reading order; the first one is the only `Head`; no block is a `Section` or
        a `Sheet`. Heading levels are never skipped, every heading and table has its own anchor
        where it has one, and every link inside the document leads somewhere.
    warnings
        What could not be taken over as it stood, one sentence each.
    sheets
        The sheets of the workbook, in order; page and paper do not show them.
    """

    title: str
    language: str
    notice: str
    blocks: tuple[Block, ...]
    warnings: tuple[str, ...] = ()
    sheets: tuple[Sheet, ...] = ()


def document_of(notebook: Any, name: str = "") -> Document:
    """Return what a notebook says, as one document for all renderers.

    Code is never shown. Outputs of our own type are blocks; Markdown, tables, figures with
    alternative text and printed text of other cells are taken over; what cannot be shown is left
    out with a warning.

    Parameters
    ----------
    notebook
        A notebook as read by nbformat (version 4), executed.
    name
        The title where the notebook says none, such as the name of its file.

    Raises
    ------
    PublishingError
        When a cell failed or cannot be shown, or there is more than one head. It names the cell.
    """
    found = list(shown_by(notebook))
    shown = [Shown(s.place, tuple(_spliced(s.blocks)), s.warnings) for s in found]
    head, body = _head_and_body(shown, notebook.metadata, name)
    body, lost = _linked(_anchored(_captioned(_levelled(body), head.title)))
    return Document(
        title=head.title,
        language=head.language,
        notice=head.notice,
        blocks=(head, *body),
        warnings=(*(text for s in shown for text in s.warnings), *lost),
        sheets=tuple(b for s in found for b in all_blocks(s.blocks) if isinstance(b, Sheet)),
    )


# --------------------------------------------------------------------------- going through blocks


def _changed(blocks: Iterable[Block], change: Callable[[Block], Block]) -> tuple[Block, ...]:
    """Change every block in reading order, those inside others after the one that holds them."""
    return tuple(_with_inner(change(block), change) for block in blocks)


def _with_inner(block: Block, change: Callable[[Block], Block]) -> Block:
    match block:
        case Fold():
            return block.model_copy(update={"blocks": _changed(block.blocks, change)})
        case ItemList():
            items = tuple(_changed(item, change) for item in block.items)
            return block.model_copy(update={"items": items})
        case Figure(data=Table() as data):
            return block.model_copy(update={"data": change(data)})
        case _:
            return block


def _spliced(blocks: Iterable[Block]) -> Iterator[Block]:
    """Put what a section holds in its place, also inside folds and lists; leave out sheets."""
    for block in blocks:
        match block:
            case Sheet():
                continue
            case Section():
                yield from _spliced(block.blocks)
            case Fold():
                if inner := tuple(_spliced(block.blocks)):
                    yield block.model_copy(update={"blocks": inner})
            case ItemList():
                items = tuple(tuple(_spliced(item)) for item in block.items)
                yield block.model_copy(update={"items": items})
            case _:
                yield block


# ------------------------------------------------------------------------------------------- head


def _head_and_body(
    shown: Sequence[Shown], metadata: Any, name: str
) -> tuple[Head, tuple[Block, ...]]:
    heads = [(s.place, b) for s in shown for b in all_blocks(s.blocks) if isinstance(b, Head)]
    blocks = tuple(block for s in shown for block in s.blocks)
    if len(heads) > 1:
        places = " and ".join(dict.fromkeys(place for place, _ in heads))
        raise PublishingError(f"a report has one head; {len(heads)} were shown by {places}")
    if not heads:
        return _made_head(blocks, metadata, name)
    place, head = heads[0]
    if head not in blocks:
        raise PublishingError(f"{place}: a head cannot stand inside a fold or a list")
    _check_language(head.language, place)
    return head, tuple(block for block in blocks if block is not head)


def _made_head(
    blocks: tuple[Block, ...], metadata: Any, name: str
) -> tuple[Head, tuple[Block, ...]]:
    """Make a head for a notebook that shows none: its title, or else its first heading."""
    language = str(metadata.get("language") or DEFAULT_LANGUAGE)
    _check_language(language, "the notebook's metadata")
    title = str(metadata.get("title") or "")
    first = blocks[0] if blocks else None
    if not title and isinstance(first, Heading):
        title, blocks = first.text, blocks[1:]
    headings = (block.text for block in blocks if isinstance(block, Heading))
    title = title or next(headings, "") or name or chrome_for(language).untitled
    return Head(title=title, language=language), blocks


def _check_language(language: str, place: str) -> None:
    if not _LANGUAGE.fullmatch(language):
        raise PublishingError(
            f"{place}: the language must be a tag such as sv or en, not {printable(language)}"
        )
    try:
        chrome_for(language)
    except ParameterError as error:
        raise PublishingError(f"{place}: {error}") from error


# ---------------------------------------------------------------------- levels, anchors and links


def _levelled(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Lower each heading that skips a level; headings of the same level stay level."""
    above: list[int] = []

    def levelled(block: Block) -> Block:
        if not isinstance(block, Heading):
            return block
        while above and above[-1] >= block.level:
            above.pop()
        above.append(block.level)
        return block.model_copy(update={"level": len(above) + 1})

    return _changed(blocks, levelled)


def _captioned(blocks: tuple[Block, ...], title: str) -> tuple[Block, ...]:
    """Give a table without a caption the text of the heading above it."""
    above = title

    def captioned(block: Block) -> Block:
        nonlocal above
        if isinstance(block, Heading):
            above = block.text
        if isinstance(block, Table) and not block.caption.strip():
            return block.model_copy(update={"caption": above})
        return block

    return _changed(blocks, captioned)


def _anchored(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Give every heading an anchor and make each anchor the only one of its name."""
    declared = {b.anchor for b in all_blocks(blocks) if isinstance(b, Heading | Table) and b.anchor}
    taken: set[str] = set()

    def anchored(block: Block) -> Block:
        if isinstance(block, Heading | Table) and block.anchor:
            anchor = _free(block.anchor, taken if block.anchor not in taken else declared | taken)
        elif isinstance(block, Heading):
            anchor = _free(_slug(block.text), declared | taken)
        else:
            return block
        taken.add(anchor)
        return block.model_copy(update={"anchor": anchor})

    return _changed(blocks, anchored)


def _free(wanted: str, taken: set[str]) -> str:
    number, free = 1, wanted
    while free in taken:
        number += 1
        free = f"{wanted}-{number}"
    return free


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    slug = re.sub(r"[^a-z0-9]+", "-", plain)[:_LONGEST_ANCHOR].strip("-")
    return slug if slug[:1].isalpha() else f"s-{slug}".rstrip("-")


def _linked(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """Turn links to places that the document does not have into plain text."""
    known = {b.anchor for b in all_blocks(blocks) if isinstance(b, Heading | Table)}
    lost: list[str] = []

    def kept(anchor: str | None) -> str | None:
        if anchor is None or anchor in known:
            return anchor
        lost.append(f"a link to #{anchor} is shown as text: the report has no such place")
        return None

    def linked(block: Block) -> Block:
        match block:
            case Statement():
                return block.model_copy(update={"evidence": kept(block.evidence)})
            case Paragraph():
                return block.model_copy(update={"runs": tuple(map(run_linked, block.runs))})
            case Table():
                return _table_linked(block, kept)
            case _:
                return block

    def run_linked(run: Run) -> Run:
        return run if run.to is None else run.model_copy(update={"to": kept(run.to)})

    return _changed(blocks, linked), tuple(dict.fromkeys(lost))


def _table_linked(table: Table, kept: Callable[[str | None], str | None]) -> Table:
    if not any(cell.to for row in table.rows for cell in row.cells):
        return table
    rows = tuple(
        row.model_copy(
            update={"cells": tuple(c.model_copy(update={"to": kept(c.to)}) for c in row.cells)}
        )
        for row in table.rows
    )
    return table.model_copy(update={"rows": rows})
