"""The frame of a chart with a row for each of many: names to the left, figures to the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bsc_helpers.charts.elements import SIZE, number, path, write
from bsc_helpers.charts.fonts import shortened, text_width
from bsc_helpers.charts.palette import PALETTE
from bsc_helpers.charts.scale import Scale

__all__ = ["GAP", "HEAD", "ROW", "Name", "Rows"]

ROW: Final = 19.0
HEAD: Final = 25.0
GAP: Final = 10.0
_NAMES_AT_MOST: Final = 0.38  # of the width


@dataclass(frozen=True)
class Name:
    """The words of a row: who it is, its figure, and whether it stands out."""

    text: str
    figure: str
    strong: bool = False


class Rows:
    """The room of the rows of a chart and the scale across it.

    Parameters
    ----------
    names
        The rows, from above.
    extent
        The lowest and the highest of all that is drawn.
    width
        In pixels.
    figures
        Whether the figures stand in a column to the right.
    top
        Where the first row begins.
    """

    def __init__(
        self,
        names: Sequence[Name],
        extent: tuple[float, float],
        width: float,
        *,
        figures: bool = True,
        top: float = HEAD,
    ) -> None:
        most = width * _NAMES_AT_MOST
        self.names = [
            Name(shortened(name.text, most, SIZE, bold=name.strong), name.figure, name.strong)
            for name in names
        ]
        self.width, self.top, self.figures = width, top, figures
        self.left = GAP + max(
            (text_width(name.text, SIZE, bold=name.strong) for name in self.names), default=0.0
        )
        wide = (
            [text_width(name.figure, SIZE, bold=name.strong) for name in names] if figures else []
        )
        self.right = width - max(wide, default=0.0) - (GAP if figures else 0.0)
        self.bottom = top + ROW * len(names)
        self.x = Scale(*extent, self.left, self.right)

    def y(self, row: int) -> float:
        """Return the middle of a row, in pixels."""
        return self.top + ROW * (row + 0.5)

    def across(self) -> str:
        """Rule each row, so that the eye finds from the name to the figure."""
        ends = f"H{number(self.right)}"
        rows = range(len(self.names))
        d = "".join(f"M{number(self.left)} {number(self.y(row))}{ends}" for row in rows)
        return path(d, stroke=PALETTE["line"], stroke_width=0.6)

    def words(self) -> list[str]:
        """Write names and figures; what stands out in ink."""
        written = []
        for row, name in enumerate(self.names):
            colour = PALETTE["ink"] if name.strong else ""
            looks = {"colour": colour, "bold": name.strong}
            written.append(write(name.text, 0, self.y(row), **looks))  # type: ignore[arg-type] # looks
            if self.figures and name.figure:
                written.append(
                    write(name.figure, self.width, self.y(row), align="end", **looks)  # type: ignore[arg-type] # looks
                )
        return written
