"""Numbers of a column stand under each other on their decimal sign, also where decimals differ.

A text is divided where its last number ends in whole units: what follows – decimals and unit – is
its tail. Every tail of a column gets the room of the widest, so whole units stand under whole
units, whatever the tails are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

from bsc_helpers.blocks import Table
from bsc_helpers.charts.fonts import text_width

__all__ = ["WIDEST_TAIL", "Parted", "in_table_figures", "parted", "tails_of"]

WIDEST_TAIL: Final = 8.0  # in units of the type size; longer ones are words and stand as they are
_DIGIT = re.compile("[0-9]")
_WIDEST_DIGIT: Final = "4"  # in a table every digit is as wide as the widest


class Parted(NamedTuple):
    """A text in three: up to the whole units, decimals with their sign, and what follows."""

    whole: str
    decimals: str
    unit: str

    @property
    def tail(self) -> str:
        """What stands after the whole units."""
        return self.decimals + self.unit


def parted(text: str, sign: str) -> Parted:
    """Divide a text at the decimal sign of its last number; one without a number is all whole."""
    found = _tail(sign).search(text)
    if found is None:
        return Parted(text, "", "")
    return Parted(text[: found.start()], found[1] or "", found[2])


@cache
def _tail(sign: str) -> re.Pattern[str]:
    return re.compile(rf"(?<=[0-9])({re.escape(sign)}[0-9]+)?([^0-9]*)\Z")


def tails_of(table: Table, sign: str) -> tuple[float, ...]:
    """Return for each column the room its tails need, in units of the type size.

    0 where there is nothing to align: in a column of words, or where every tail is as wide.
    """
    rows = [row for row in table.rows if not row.group]
    return tuple(
        _room([row.cells[at].text for row in rows if at < len(row.cells)], sign)
        if column.numeric
        else 0.0
        for at, column in enumerate(table.columns)
    )


def _room(texts: Sequence[str], sign: str) -> float:
    tails = [parted(text, sign).tail for text in texts if text]
    widths = {round(text_width(in_table_figures(tail), 1.0), 2) for tail in tails}
    widest = max(widths, default=0.0)
    return widest if len(widths) > 1 and widest <= WIDEST_TAIL else 0.0


def in_table_figures(text: str) -> str:
    """Return a text that is as wide as the given one set with figures of equal width."""
    return _DIGIT.sub(_WIDEST_DIGIT, text)
