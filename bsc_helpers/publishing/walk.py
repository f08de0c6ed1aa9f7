"""Going through the blocks of a document: everything in it, and the marks that it shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, get_args

from bsc_helpers.blocks import (
    Block,
    Figure,
    Fold,
    ItemList,
    KeyFigures,
    Section,
    Statement,
    Status,
    Table,
    Variation,
)

__all__ = ["STATUSES", "VARIATIONS", "all_blocks", "legend_of", "marks_in", "printed_blocks"]

STATUSES: Final[tuple[Status, ...]] = get_args(Status)
VARIATIONS: Final[tuple[Variation, ...]] = get_args(Variation)


def all_blocks(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield every block in reading order, also those inside others."""
    for block in blocks:
        yield block
        match block:
            case Fold() | Section():
                yield from all_blocks(block.blocks)
            case ItemList():
                yield from (inner for item in block.items for inner in all_blocks(item))
            case Figure(data=Table() as data):
                yield data


def printed_blocks(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the blocks without what is left out in print."""
    for block in blocks:
        if isinstance(block, Fold | Section):
            if isinstance(block, Section) or block.in_print:
                yield block.model_copy(update={"blocks": tuple(printed_blocks(block.blocks))})
        else:
            yield block


def marks_in(blocks: Iterable[Block]) -> list[Status | Variation]:
    """Return the statuses and the kinds of variation that occur, in their fixed order."""
    every = list(all_blocks(blocks))
    varied = {variation for block in every for variation in _variations_of(block)}
    statuses = _in_order({status for block in every for status in _statuses_of(block)})
    return [*statuses, *(each for each in VARIATIONS if each in varied)]


def legend_of(blocks: Iterable[Block]) -> list[Status]:
    """Return the statuses of a legend; none where a table of the document explains them all."""
    shown: set[Status | None] = set()
    explained: set[Status | None] = set()
    for block in all_blocks(blocks):
        (explained if _explains(block) else shown).update(_statuses_of(block))
    return _in_order(shown) if _in_order(shown - explained) else []


def _explains(block: Block) -> bool:
    """Tell whether a block is a table of marks, each on a row with its meaning."""
    return (
        isinstance(block, Table)
        and bool(block.rows)
        and all(
            len(row.cells) == 2  # noqa: PLR2004 - the mark and its meaning
            and row.cells[0].status is not None
            and not row.cells[0].text
            and row.cells[1].status is None
            and bool(row.cells[1].text.strip())
            for row in block.rows
        )
    )


def _statuses_of(block: Block) -> Iterator[Status | None]:
    match block:
        case Statement():
            yield block.status
        case KeyFigures():
            yield from (figure.status for figure in block.figures)
        case Table():
            yield from (cell.status for row in block.rows for cell in row.cells)


def _variations_of(block: Block) -> Iterator[Variation | None]:
    match block:
        case Statement():
            yield block.variation
        case Table():
            yield from (cell.variation for row in block.rows for cell in row.cells)


def _in_order(found: set[Status | None]) -> list[Status]:
    return [status for status in STATUSES if status in found]
