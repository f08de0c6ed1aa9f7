"""How the figure of a district and activity falls on its result units, so that it adds up again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from generator.chance import apportion, dice, factors, shared_out
from generator.places import Cell
from generator.quarters import QUARTERS, Delay, quarter_end
from generator.tables import Key, Table
from generator.units import Unit, units_in

__all__ = ["by_chance", "by_weight", "cases_table", "steady_factors", "unit_sizes"]

Size = Callable[[Unit, int], float]


def steady_factors(
    what: str, cell: Cell, quarter: int, kind: str = "", *, lasting: float, passing: float
) -> list[float]:
    """Return how each unit lies to its cell: most of it lasts, some passes, the mean is one."""
    units = units_in(cell, quarter, kind)
    lasts = [factors(dice(what, unit.code, "lasting"), [1.0, 1.0], lasting)[0] for unit in units]
    passes = factors(dice(what, *cell, quarter, "passing"), [1.0] * len(units), passing)
    mixed = [a * b for a, b in zip(lasts, passes, strict=True)]
    mean = sum(mixed) / len(mixed)
    return [factor / mean for factor in mixed]


def unit_sizes(
    what: str, typical: Mapping[Cell, float], quarter: int, kind: str = ""
) -> dict[Unit, int]:
    """Return whole numbers for the units of all cells: a size by the units' weights."""
    found: dict[Unit, int] = {}
    for cell, size in typical.items():
        units = units_in(cell, quarter, kind)
        swing = 1 + 0.02 * (dice(what, *cell, quarter).random() - 0.5)
        parts = apportion(round(size * swing), [unit.weight for unit in units])
        found |= {unit: max(1, part) for unit, part in zip(units, parts, strict=True)}
    return found


def by_weight(total: int, cell: Cell, quarter: int, kind: str = "") -> dict[Unit, int]:
    """Split a cell's figure in proportion to the weights of its units."""
    units = units_in(cell, quarter, kind)
    parts = apportion(total, [unit.weight for unit in units])
    return dict(zip(units, parts, strict=True))


def by_chance(what: str, total: int, cell: Cell, quarter: int, kind: str = "") -> dict[Unit, int]:
    """Let a cell's cases fall on its units by chance."""
    units = units_in(cell, quarter, kind)
    chance = dice(what, *cell, quarter, "falls")
    parts = shared_out(chance, total, [unit.weight for unit in units])
    return dict(zip(units, parts, strict=True))


def cases_table(
    names: tuple[str, str],
    panels: tuple[Mapping[Cell, Sequence[int]], Mapping[Cell, Sequence[int]]],
    delay: Delay,
    kind: str = "",
) -> Table:
    """Return cases and those of a kind among them, falling on the units of their cells.

    The second panel counts some of the cases in the first: the others fall on the units first.
    """
    whole, part = panels
    table = Table(names)
    for cell, series in whole.items():
        for quarter, total in enumerate(series):
            some = part[cell][quarter]
            yes = by_chance(names[1], some, cell, quarter, kind)
            rest = by_chance(names[0], total - some, cell, quarter, kind)
            day: date = delay(quarter_end(quarter))
            for unit, count in yes.items():
                key = Key(unit.code, cell[1], QUARTERS[quarter], day)
                table.add(key, count + rest[unit], count)
    return table
