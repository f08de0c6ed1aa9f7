"""Labels of a chart that must neither touch nor leave it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from bsc_helpers.charts.elements import SIZE
from bsc_helpers.charts.fonts import shortened, text_width

__all__ = ["EndLabel", "Placed", "apart", "stacked"]


@dataclass(frozen=True)
class EndLabel:
    """A label beside the end of a line: its text, the value at which it stands, its look.

    `figure` follows the text; where there is little room, the text is cut and the figure is not.
    A label with more `weight` yields less to its neighbours.
    """

    text: str
    value: float
    colour: str
    bold: bool = False
    figure: str = ""
    weight: float = 1.0

    @property
    def width(self) -> float:
        """The width of the whole text."""
        return text_width(self.said, SIZE, bold=self.bold)

    @property
    def said(self) -> str:
        """The text with its figure."""
        return f"{self.text} {self.figure}".strip()

    def fitted(self, width: float) -> EndLabel:
        """Return the label in a text that is no wider than `width`, as far as the figure lets."""
        after = f" {self.figure}" if self.figure else ""
        room = width - text_width(after, SIZE, bold=self.bold)
        return replace(self, text=shortened(self.text, room, SIZE, bold=self.bold))


def apart(
    places: Sequence[float], weights: Sequence[float], room: tuple[float, float], gap: float
) -> list[float]:
    """Move places, given in order, as little as possible so that they are `gap` apart.

    Least squares under an order, by pooling neighbours (Ayer et al. 1955), then kept inside the
    room.
    """
    pools: list[tuple[float, float, int]] = []  # where its first stands, weight, how many
    for index, (place, weight) in enumerate(zip(places, weights, strict=True)):
        pools.append((place - index * gap, weight, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            pools[-2:] = [_pooled(*pools[-2:])]
    flat = [place for place, _, count in pools for _ in range(count)]
    low, high = room[0], room[1] - (len(places) - 1) * gap
    return [max(low, min(place, high)) + index * gap for index, place in enumerate(flat)]


def _pooled(
    one: tuple[float, float, int], other: tuple[float, float, int]
) -> tuple[float, float, int]:
    weight = one[1] + other[1]
    return (one[0] * one[1] + other[0] * other[1]) / weight, weight, one[2] + other[2]


class Placed(NamedTuple):
    """A text with its middle and the row in which it has room."""

    text: str
    x: float
    row: int


def stacked(
    texts: Sequence[tuple[float, str]], room: tuple[float, float], size: float, gap: float
) -> list[Placed]:
    """Place texts at their middles, given in order, in as many rows as keep them apart.

    A text that is wider than the room stands in two lines.
    """
    placed: list[Placed] = []
    ends: list[float] = []
    for middle, whole in texts:
        lines = _in_lines(whole, room[1] - room[0], size)
        half = max(text_width(line, size) for line in lines) / 2
        x = max(room[0] + half, min(middle, room[1] - half))
        fits = (
            at
            for at in range(len(ends))
            if all(e + gap <= x - half for e in ends[at:][: len(lines)])
        )
        row = next(fits, len(ends))
        ends[row : row + len(lines)] = [x + half] * len(lines)
        placed += [Placed(line, x, row + at) for at, line in enumerate(lines)]
    return placed


def _in_lines(text: str, width: float, size: float) -> list[str]:
    """Return a text in one line, or in two that are as even as words allow; cut if it must be."""
    if text_width(text, size) <= width:
        return [text]
    words = text.split(" ")
    splits = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    fitting = [pair for pair in splits if text_width(pair[0], size) <= width]
    if not fitting:
        return [shortened(text, width, size)]
    first, rest = min(fitting, key=lambda pair: max(text_width(half, size) for half in pair))
    return [first, shortened(rest, width, size)]
