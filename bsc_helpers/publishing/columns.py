"""How the width of the page is shared among the columns of a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bsc_helpers.charts.fonts import text_width
from bsc_helpers.publishing.aligning import in_table_figures

__all__ = ["Need", "Shares", "columns_that_fit", "need_of", "shares_of"]

_BREAK = re.compile("[ \u200b]")
PADDING = 0.9 * 1.04  # left and right of a cell, in units of the type size, with some air
BOLD = 1.06  # how much wider the semibold of a header is
SMALLEST = 0.68  # a wider table is set smaller, down to this
FIRST = 0.3  # the first column names the rows: up to this share of the width it does not break
FEW = 0.5  # a table that takes no more of the width than this is left at its own width
FOR_FIRST = 0.92  # a table is set smaller, down to this, to give the first column its share


@dataclass(frozen=True)
class Need:
    """The width of a column in units of the type size: of its longest word, of its longest text."""

    least: float
    most: float


@dataclass(frozen=True)
class Shares:
    """The share of each column in the width, and the type size that then fits."""

    widths: tuple[float | None, ...]
    size: float
    natural: float


def need_of(texts: Sequence[str], label: str, drawing: float = 0.0, tail: float = 0.0) -> Need:
    """Return what a column needs for its cells, its label and its widest drawing.

    With a `tail` the texts are whole units, and each has so much room behind it.
    """
    texts = [in_table_figures(text) for text in texts]
    words = [word for text in texts for word in _BREAK.split(text)]
    heads = [text_width(word, BOLD) for word in _BREAK.split(label)]
    least = max([drawing, *heads, *(text_width(word, 1.0) + tail for word in words)])
    most = max([least, text_width(label, BOLD), *(text_width(text, 1.0) + tail for text in texts)])
    return Need(least + PADDING, most + PADDING)


def columns_that_fit(needs: Sequence[Need], width: float, size: float) -> list[list[int]]:
    """Return the columns that a page holds side by side, each time with the first one.

    A table that fits, be it in its smallest type, stays whole.
    """
    room = width / (size * SMALLEST)
    parts: list[list[int]] = [[0]]
    taken = first = needs[0].least if needs else 0.0
    for index, need in enumerate(needs[1:], start=1):
        if taken + need.least > room and len(parts[-1]) > 1:
            parts.append([0])
            taken = first
        parts[-1].append(index)
        taken += need.least
    return parts


def shares_of(needs: Sequence[Need], width: float, size: float) -> Shares:
    """Share a width (in points) among columns, as a browser does.

    Every column gets its longest word, the first one room for its names as far as `FIRST` goes,
    and what is left is given in proportion to what each text still lacks. A table with room to
    spare gives the rest to its first column, unless it is narrow altogether; one that does not fit
    at all is set smaller.
    """
    least = sum(need.least for need in needs)
    most = sum(need.most for need in needs)
    if most * size <= width * FEW:
        return Shares((None,) * len(needs), size, most * size)
    if most * size <= width:
        return Shares((None, *(n.most for n in needs[1:])), size, most * size)
    wanted = sum(need.least for need in _first_wide(needs, width / size))
    fitting = min(max(width / wanted, size * FOR_FIRST), width / least, size)
    fitting = max(fitting, size * SMALLEST)
    needs = _first_wide(needs, width / fitting, within=True)
    least = sum(need.least for need in needs)
    spare = max(width / fitting - least, 0.0) / ((most - least) or 1.0)
    widths = tuple(need.least + (need.most - need.least) * spare for need in needs)
    return Shares(widths, fitting, width)


def _first_wide(needs: Sequence[Need], room: float, *, within: bool = False) -> Sequence[Need]:
    """Let the first column need what its names take; `within` the room that the others leave."""
    first, *others = needs
    free = room - sum(need.least for need in others) if within else room
    least = max(first.least, min(first.most, room * FIRST, free))
    return [Need(least, first.most), *others]
