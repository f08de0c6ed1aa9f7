"""What is delivered: whole numbers by unit, activity, period and the day they were recorded.

Every figure is a whole number of its smallest part (a half hour is five tenths, a sum of marks is
counted in ten thousandths), so that adding units up gives the same figure to the last digit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from generator.places import Cell
from generator.units import all_units

__all__ = ["Key", "Table", "aggregated", "merged_tables"]

Figures = tuple[int | None, ...]  # None: nothing is delivered in this column


class Key(NamedTuple):
    """What one row is about."""

    unit: str  # a result unit, or a district
    activity: str
    period: str
    recorded: date


@dataclass
class Table:
    """Rows with the same columns, each column being an input."""

    columns: tuple[str, ...]
    rows: dict[Key, Figures] = field(default_factory=dict)

    def add(self, key: Key, *figures: int | None) -> None:
        """Add a row."""
        if key in self.rows:
            raise ValueError(f"{key} stands twice")
        self.rows[key] = figures

    def sorted_rows(self) -> Iterator[tuple[Key, Figures]]:
        """Yield the rows in the order of a delivery."""
        for key in sorted(self.rows, key=lambda key: (key.period, key.unit, key[1:])):
            yield key, self.rows[key]

    def total(self, column: str, period: str, cell: Cell | None = None) -> int:
        """Return what a column adds up to in a period, of the city or of one cell."""
        place = self.columns.index(column)
        of = _cells()
        return sum(
            figures[place] or 0
            for key, figures in self.rows.items()
            if key.period == period and cell in (None, of.get(key.unit, key[:2]))
        )


def _cells() -> dict[str, Cell]:
    return {unit.code: unit.cell for unit in all_units()}


def aggregated(table: Table) -> Table:
    """Add the units of a table up to their district and activity; the sums are exact."""
    of = _cells()
    found: dict[Key, list[int | None]] = {}
    for key, figures in table.rows.items():
        district, activity = of.get(key.unit, (key.unit, key.activity))
        whole = Key(district, activity, key.period, key.recorded)
        have = found.setdefault(whole, [None] * len(figures))
        for place, figure in enumerate(figures):
            if figure is not None:
                have[place] = (have[place] or 0) + figure
    return Table(table.columns, {key: tuple(figures) for key, figures in found.items()})


def merged_tables(*tables: Table) -> Table:
    """Put tables side by side; a row lacks what its table has not."""
    columns = tuple(name for table in tables for name in table.columns)
    found: dict[Key, list[int | None]] = {}
    for table in tables:
        for key, figures in table.rows.items():
            row = found.setdefault(key, [None] * len(columns))
            for name, figure in zip(table.columns, figures, strict=True):
                row[columns.index(name)] = figure
    return Table(columns, {key: tuple(row) for key, row in found.items()})
