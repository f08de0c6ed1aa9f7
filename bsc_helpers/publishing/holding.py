"""Which blocks stay on one printed page with the block after them, and which tables stay whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Final

from bsc_helpers.blocks import Block, Figure, Heading, Paragraph, Statement, Table

__all__ = ["held_with_next", "kept_whole"]

_MOST_INTRODUCING: Final = 6  # texts between a heading and what they introduce
_LONGEST_INTRODUCING: Final = 400  # characters
_SHORT_TABLE: Final = 10  # rows
_SOME_ROWS: Final = 12
_SHORT_SHARE, _FIRST_SHARE, _PAGE_SHARE = 0.36, 0.4, 0.9  # of the height of a page


def held_with_next(blocks: Sequence[Block], *, folded: bool = False) -> list[bool]:
    """Tell for each block whether it may not be the last of its page.

    A heading never is. Below it, what is said of a measure stays together, with the figure, the
    table or the lower heading that it leads to. Long texts break where the page ends. Blocks that
    are `folded` stand below a summary, which leads to them as a heading does.
    """
    held = [isinstance(block, Heading) for block in blocks]
    for start, end in _introductions(blocks, folded=folded):
        after, before = (blocks[end] if end < len(blocks) else None), blocks[start - 1 : start]
        held[start:end] = [True] * (end - start)
        held[end - 1] = isinstance(after, Figure | Table) or _is_below(after, before)
    return held


def kept_whole(blocks: Sequence[Block]) -> list[float]:
    """Tell for each table how high it may be, in pages, before it breaks across them.

    A table of some rows that has a heading to itself begins a new page rather than break; so does
    a short one, and one that opens a fold, as long as it leaves most of the page to others. A long
    one begins where it stands: half an empty page says nothing. Only one that takes most of a page
    but not more, which the template alone can measure, has a page to itself.
    """
    above = [None, *blocks]
    return [_most_height(block, before) for before, block in zip(above, blocks, strict=False)]


def _most_height(block: Block, before: Block | None) -> float:
    if not isinstance(block, Table):
        return 0.0
    if isinstance(before, Heading):
        return _PAGE_SHARE if len(block.rows) <= _SOME_ROWS else 0.0
    if before is None:
        return _FIRST_SHARE
    return _SHORT_SHARE if len(block.rows) <= _SHORT_TABLE else 0.0


def _introductions(blocks: Sequence[Block], *, folded: bool) -> Iterator[tuple[int, int]]:
    """Yield where the few short texts that stand below a heading begin and end."""
    for place, block in enumerate([None, *blocks]):
        if isinstance(block, Heading) or (block is None and folded):
            count = sum(1 for _ in takewhile(_is_introducing, blocks[place:]))
            if 0 < count <= _MOST_INTRODUCING:
                yield place, place + count


def _is_introducing(block: Block) -> bool:
    match block:
        case Paragraph():
            return sum(len(run.text) for run in block.runs) <= _LONGEST_INTRODUCING
        case Statement():
            return len(block.text) <= _LONGEST_INTRODUCING
        case _:
            return False


def _is_below(block: Block | None, above: Sequence[Block]) -> bool:
    """Tell whether a heading goes deeper than the one above: texts then only lead to it."""
    return isinstance(block, Heading) and any(
        isinstance(heading, Heading) and block.level > heading.level for heading in above
    )
