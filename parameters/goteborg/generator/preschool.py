"""Preschools: children, staff by child (V01) and places within four months (V02)."""

from __future__ import annotations

from functools import cache

from generator.chance import dice, successes
from generator.places import CELLS, RESIDENTS
from generator.planted import DETERIORATES, DETERIORATES_ASKED_FOR
from generator.quarters import HALVES, QUARTERS, quarter_end, weeks
from generator.shapes import SHAPES, added, clipped, levels, sizes, surprises, usual
from generator.splitting import steady_factors, unit_sizes
from generator.tables import Key, Table
from generator.units import Unit, units_in

__all__ = ["children", "children_table", "educators", "places_table"]

CHILDREN = 46.0  # for each thousand residents
PLACES_ASKED_FOR = 3.4  # a quarter
CHILDREN_PER_STAFF = 5.5  # V01, the city in the last half-year
CELLS_HERE = {cell: RESIDENTS[cell[0]] * CHILDREN for cell in CELLS if cell[1] == "forskola"}


@cache
def children(quarter: int) -> dict[Unit, int]:
    """Return the children enrolled in each preschool."""
    return unit_sizes("children", CELLS_HERE, quarter)


def children_table() -> Table:
    """Return barn_inskr."""
    table = Table(("barn_inskr",))
    for quarter, period in enumerate(QUARTERS):
        day = weeks(3)(quarter_end(quarter))
        for unit, count in children(quarter).items():
            table.add(Key(unit.code, unit.activity, period, day), count)
    return table


@cache
def educators(half: int) -> dict[Unit, int]:
    """Return the full-time equivalents of each preschool, in tenths."""
    off = levels("v01", 0.3, RESIDENTS)
    swing = surprises("v01", 0.08, RESIDENTS, len(HALVES))
    found: dict[Unit, int] = {}
    for cell in CELLS_HERE:
        each = CHILDREN_PER_STAFF + off[cell[0]] + swing[cell[0]][half]
        units = units_in(cell, 2 * half)
        pairs = [(children(2 * half)[unit], children(2 * half + 1)[unit]) for unit in units]
        spread = steady_factors("v01", cell, 2 * half, lasting=0.08, passing=0.03)
        needed = [sum(pair) / 2 * f for pair, f in zip(pairs, spread, strict=True)]
        scale = sum(map(sum, pairs)) / 2 / sum(needed) / each
        found |= {u: round(10 * n * scale) for u, n in zip(units, needed, strict=True)}
    return found


def places_table() -> Table:
    """Return V02 by district, with the one that truly deteriorates."""
    asked = sizes("places", {code: n * PLACES_ASKED_FOR for code, n in RESIDENTS.items()}, 0.08)
    percent = added(usual("v02"), surprises("v02", SHAPES["v02"].within, RESIDENTS))
    offered = {}
    for code, series in asked.items():
        chance = dice("v02", code, "count")
        pairs = zip(series, percent[code], strict=True)
        offered[code] = [successes(chance, n, clipped(share)) for n, share in pairs]
    code, first, last, count = DETERIORATES
    begins = len(QUARTERS) - count
    asked[code] = [DETERIORATES_ASKED_FOR] * len(QUARTERS)
    offered[code] = [
        round(first + (last - first) * max(0, quarter - begins) / (count - 1) + sway)
        for quarter, sway in enumerate([0.0, 1.0, -1.0, 0.0] * (begins // 4) + [0.0] * count)
    ]
    table = Table(("plats_sokt", "plats_inom4"))
    for code, series in asked.items():
        for quarter, period in enumerate(QUARTERS):
            day = weeks(2)(quarter_end(quarter))
            table.add(Key(code, "forskola", period, day), series[quarter], offered[code][quarter])
    return table
