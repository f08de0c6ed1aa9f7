"""What a chart of one measure over time shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite, nan
from typing import Literal, NamedTuple

__all__ = ["Break", "Mark", "RunSeries", "last_of"]

_ROWS = (
    "labels",
    "value_texts",
    "years",
    "target",
    "target_high",
    "comparison",
    "comparison_texts",
    "centre",
    "usual_low",
    "usual_high",
)


BreakKind = Literal["definition", "rule", "level"]
MarkKind = Literal["preliminary", "revised", "improvement", "concern", "high", "low"]


class Break(NamedTuple):
    """Where the measure changes: from the period at `place` on, a definition or a rule is another.

    Values on the two sides of a changed definition do not compare, and no line joins them; a
    changed rule, or a new level, is noted below the axis.
    """

    place: int
    label: str
    kind: BreakKind = "definition"


class Mark(NamedTuple):
    """A value that stands out, and the word for it.

    It is `preliminary`, was `revised` after it had been shown, or lies outside the usual variation.
    """

    place: int
    kind: MarkKind
    label: str


@dataclass(frozen=True)
class RunSeries:
    """One measure over time, with its target and a series to compare with.

    All rows have one entry for each period, in order; NaN is a missing value and stays a gap.

    Attributes
    ----------
    labels
        The name of each period.
    values
        The values.
    unit
        The unit of measure, written above the axis.
    format_number
        Writes a value in the language of the report, as the marks of the axis show it.
    value_texts
        How each value is written where it stands by itself; by default as `format_number` does.
    years
        The year of each period, for the marks below the axis; empty when the labels stand there.
    target, target_high
        The target of each period; with `target_high` a band from the one to the other. Empty when
        there is none.
    target_label, comparison_label
        What the line says of itself.
    comparison
        Values to compare with, such as those of the parent.
    comparison_texts
        How each of them is written; by default as `format_number` does.
    interval
        The interval of uncertainty of the last value.
    step
        The smallest difference that `format_number` shows. Marks of the axis are multiples of it,
        so that none is rounded. 0 = not known.
    notice
        What every drawing must say, such as that the figures are invented.
    breaks
        Where the definition or a rule changes, in order: place, label, kind (`Break`).
    marks
        The values that stand out: place, kind, the word for it (`Mark`).
    centre, usual_low, usual_high
        The middle and the limits of the usual variation; empty when they are not known.
    usual_label
        What the band between the limits says of itself, at the foot.
    """

    labels: Sequence[str]
    values: Sequence[float]
    unit: str
    format_number: Callable[[float], str]
    value_texts: Sequence[str] = ()
    years: Sequence[str] = ()
    target: Sequence[float] = ()
    target_high: Sequence[float] = ()
    target_label: str = ""
    comparison: Sequence[float] = ()
    comparison_label: str = ""
    comparison_texts: Sequence[str] = ()
    interval: tuple[float, float] = (nan, nan)
    step: float = 0.0
    notice: str = ""
    breaks: Sequence[tuple[int, str, BreakKind]] = ()
    marks: Sequence[tuple[int, MarkKind, str]] = ()
    centre: Sequence[float] = ()
    usual_low: Sequence[float] = ()
    usual_high: Sequence[float] = ()
    usual_label: str = ""

    def __post_init__(self) -> None:
        count = len(self.values)
        for name in _ROWS:
            row = getattr(self, name)
            if len(row) != count and (row or name == "labels"):
                raise ValueError(f"{name} has {len(row)} entries for {count} values")
        if bool(self.usual_low) != bool(self.usual_high):
            raise ValueError("a band of the usual variation needs both limits")
        if self.target_high and not self.target:
            raise ValueError("a band needs its lower target too")
        for found in (*self.breaks, *self.marks):
            if not 0 <= found[0] < count:
                raise ValueError(f"there is no period {found[0]} among {count}")

    @property
    def last(self) -> int | None:
        """The place of the last value that is not missing; none when all are."""
        return last_of(self.values)

    def value_text(self, place: int) -> str:
        """Return how the value at a place is written."""
        return _text(self.values, self.value_texts, place, self.format_number)

    def comparison_text(self, place: int) -> str:
        """Return how the compared value at a place is written."""
        return _text(self.comparison, self.comparison_texts, place, self.format_number)

    def breaks_of(self, *kinds: BreakKind) -> list[Break]:
        """Return the breaks of some kinds."""
        return [found for found in map(Break._make, self.breaks) if found.kind in kinds]

    def marks_of(self, kind: MarkKind) -> list[Mark]:
        """Return the marks of a kind, where there is a value to mark."""
        marks = map(Mark._make, self.marks)
        return [mark for mark in marks if mark.kind == kind and isfinite(self.values[mark.place])]

    @property
    def extent(self) -> tuple[float, float]:
        """The lowest and the highest of all that is drawn; NaN when there is nothing."""
        rows = (
            *(self.values, self.target, self.target_high, self.comparison, self.interval),
            *(self.usual_low, self.usual_high),
        )
        known = [value for row in rows for value in row if isfinite(value)]
        return (min(known), max(known)) if known else (nan, nan)


def last_of(values: Sequence[float]) -> int | None:
    """Return the place of the last finite value."""
    return next((i for i in range(len(values) - 1, -1, -1) if isfinite(values[i])), None)


def _text(
    values: Sequence[float], texts: Sequence[str], place: int, write: Callable[[float], str]
) -> str:
    return texts[place] if texts else write(values[place])
