"""The boxes of key figures on paper: few rows, as even as can be, in a type that fits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypedDict

from bsc_helpers.blocks import KeyFigure
from bsc_helpers.charts.fonts import text_width
from bsc_helpers.publishing.chrome import Chrome
from bsc_helpers.publishing.columns import BOLD
from bsc_helpers.publishing.glyphs import printed

__all__ = ["Boxes", "boxes_of"]

_SIZE, _SMALLEST_SIZE = 13.0, 9.0  # of the figures, in points
_WORD_SIZE: Final = 7.5
_PADDING: Final = 18.0
_MOST_IN_A_ROW: Final = 7
_MOST_ROWS: Final = 4  # that stay together on a page


class Boxes(TypedDict):
    """How many boxes stand in a row, the size of their figures, and whether they may break."""

    columns: int
    size: float
    long: bool


def boxes_of(figures: Sequence[KeyFigure], chrome: Chrome, width: float, gutter: float) -> Boxes:
    """Return how the boxes of some figures share a width, in points."""
    least = max((_least_width(figure, chrome) + gutter for figure in figures), default=0.0)
    rows, columns = _rows_and_columns(len(figures), least, width)
    room = width / columns - gutter - _PADDING
    widest = max((text_width(printed(f.text), BOLD) for f in figures), default=0.0)
    size = min(_SIZE, max(_SMALLEST_SIZE, room / widest if widest else _SIZE))
    return {"columns": columns, "size": size, "long": rows > _MOST_ROWS}


def _least_width(figure: KeyFigure, chrome: Chrome) -> float:
    """Return the least width of a box: of its figure set small, and of each word around it."""
    words = [printed(figure.label), chrome.status[figure.status] if figure.status else ""]
    around = max((text_width(word, BOLD) for text in words for word in text.split()), default=0.0)
    mark = 1.3 if figure.status else 0.0
    own = text_width(printed(figure.text), BOLD) * _SMALLEST_SIZE
    return max(own, (around + mark) * _WORD_SIZE) + _PADDING


def _rows_and_columns(count: int, least: float, width: float) -> tuple[int, int]:
    """Return rows and columns for boxes of a least width: few rows, and as even as can be."""
    most = max(1, min(_MOST_IN_A_ROW, int(width // least) if least else _MOST_IN_A_ROW))
    rows = max(1, -(-count // most))
    return rows, max(1, -(-count // rows))
