"""How measures behave: level, differences between districts, swings, season and drift."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum, sqrt
from typing import TypeVar

from generator.chance import bell, centred, dice
from generator.places import RESIDENTS, Cell
from generator.quarters import LAST, QUARTERS

__all__ = [
    "SHAPES",
    "CellPanel",
    "Panel",
    "Shape",
    "added",
    "around",
    "clipped",
    "effect",
    "levels",
    "off_course",
    "sizes",
    "surprises",
    "usual",
]

KeyT = TypeVar("KeyT", str, Cell)
Panel = dict[str, list[float]]  # district → a figure for each quarter
CellPanel = dict[Cell, list[float]]


@dataclass(frozen=True)
class Shape:
    """How a measure behaves."""

    now: float  # the city in the last period
    between: float  # standard deviation between districts
    within: float  # of a district from period to period, without planted effects and sampling
    season: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    drift: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)  # a year, in 2000 … 2003

    def city(self, quarter: int) -> float:
        """Return what the whole city would have but for chance."""
        later = fsum(self.drift[step // 4] / 4 for step in range(quarter + 1, LAST + 1))
        return self.now - later + self.season[quarter % 4] - self.season[LAST % 4]


SHAPES = {
    "k04": Shape(82.4, 3.0, 0.6),
    "k06": Shape(1.9, 0.4, 0.25, (0.05, 0.0, -0.1, 0.05)),
    # 9.25 when all sick notes are in: the last quarter is first published about 0.35 too low.
    "m02": Shape(9.25, 1.2, 0.35, (0.7, -0.1, -0.9, 0.3), (0.4, 0.4, 0.4, -0.3)),
    "m03": Shape(2.6, 0.3, 0.1, (0.6, -0.1, -0.7, 0.2)),
    "m04": Shape(1.8, 0.4, 0.25, (-0.2, -0.1, 0.5, -0.2)),
    "u01": Shape(-0.8375, 0.9, 0.25, drift=(-0.1,) * 4),  # makes −0.8 of the year 2003
    "u03": Shape(24_100.0, 900.0, 350.0, (200.0, 150.0, -600.0, 250.0)),
    "u04": Shape(16_300.0, 700.0, 220.0, (150.0, 100.0, -450.0, 200.0)),
    "u05": Shape(318.0, 14.0, 5.0, (1.0, 0.0, 3.0, -4.0)),
    "u06": Shape(11.8, 2.0, 0.6, (-0.4, -0.2, 1.2, -0.6), (-0.5,) * 4),
    # 94.2 with the district that deteriorates.
    "v02": Shape(94.6, 2.0, 1.0, (-1.0, 0.5, -0.5, 1.0)),
    "v04": Shape(6.8, 1.2, 0.35, (0.7, 0.0, -1.1, 0.4)),
    "v05": Shape(10.4, 1.2, 0.36, (-0.2, 0.0, 0.8, -0.6)),
    "v07": Shape(76.5, 6.0, 3.0, (0.0, -1.0, -3.0, 4.0), (2.0,) * 4),
    "v08": Shape(13.5, 2.5, 1.2, (0.0, -0.5, 2.0, -1.5)),
    "v09": Shape(1.6, 0.4, 0.08, (0.15, 0.0, -0.25, 0.1), (-0.02,) * 4),
    "v10": Shape(36.0, 3.0, 1.2, (0.0, 0.5, -1.0, 0.5)),
}
SHARED = 0.4  # what moves all districts alike, as a share of what moves one


def levels(measure: str, sd: float, weights: Mapping[KeyT, float]) -> dict[KeyT, float]:
    """Draw how far each district lies from the city, with just this standard deviation."""
    drawn = centred({code: bell(dice(measure, code, "level")) for code in weights}, weights)
    have = sqrt(fsum(value * value for value in drawn.values()) / len(drawn))
    return {code: value * sd / have for code, value in drawn.items()}


def surprises(
    measure: str, sd: float, weights: Mapping[KeyT, float], count: int = len(QUARTERS)
) -> dict[KeyT, list[float]]:
    """Draw what each district does off its usual course, period by period."""
    drawn: dict[KeyT, list[float]] = {}
    for code in weights:
        chance = dice(measure, code, "surprise")
        drawn[code] = [bell(chance) * sd for _ in range(count)]
    for step in range(count):
        fair = centred({code: drawn[code][step] for code in weights}, weights)
        for code, value in fair.items():
            drawn[code][step] = value
    return drawn


def _city_sway(measure: str, settled: int) -> list[float]:
    """Draw what moves all districts alike; over so many last quarters it is nothing on average."""
    chance = dice(measure, "city", "sway")
    drawn = [bell(chance) * SHAPES[measure].within * SHARED for _ in QUARTERS]
    mean = fsum(drawn[-settled:]) / settled
    return [value - mean for value in drawn]


def usual(measure: str, weights: Mapping[str, float] = RESIDENTS, settled: int = 1) -> Panel:
    """Return the course of each district but for its own surprises."""
    shape = SHAPES[measure]
    off, sway = levels(measure, shape.between, weights), _city_sway(measure, settled)
    return {
        code: [shape.city(quarter) + sway[quarter] + off[code] for quarter in range(len(QUARTERS))]
        for code in weights
    }


def added(*panels: Mapping[KeyT, Sequence[float]]) -> dict[KeyT, list[float]]:
    """Add panels figure by figure."""
    return {
        code: [fsum(parts) for parts in zip(*(panel[code] for panel in panels), strict=True)]
        for code in panels[0]
    }


def effect(of: Mapping[KeyT, Sequence[float]], slope: float, lag: int) -> dict[KeyT, list[float]]:
    """Return what surprises of one measure do to another so many quarters later."""
    return {
        code: [0.0] * lag + [slope * value for value in series[: len(series) - lag]]
        for code, series in of.items()
    }


def around(
    measure: str,
    whole: Mapping[str, Sequence[float]],
    offsets: Mapping[str, float],
    weights: Mapping[Cell, float],
    sd: float,
) -> CellPanel:
    """Spread each district over its activities, so that their weighted mean is the district's.

    Parameters
    ----------
    measure
        Seeds the swings of the cells.
    whole
        The course of each district.
    offsets
        How far each activity lies from the others.
    weights
        The size of each cell.
    sd
        How much a cell swings by itself from quarter to quarter.
    """
    found: CellPanel = {cell: [] for cell in weights}
    for code, series in whole.items():
        own = {cell: weights[cell] for cell in weights if cell[0] == code}
        chance = {cell: dice(measure, *cell, "cell") for cell in own}
        for value in series:
            drawn = {cell: offsets[cell[1]] + sd * bell(chance[cell]) for cell in own}
            for cell, off in centred(drawn, own).items():
                found[cell].append(value + off)
    return found


def off_course(
    part: Mapping[KeyT, Sequence[int]],
    whole: Mapping[KeyT, Sequence[int]],
    course: Mapping[KeyT, Sequence[float]],
) -> dict[KeyT, list[float]]:
    """Return how far realised percentages lie from the usual course."""
    return {
        code: [
            100 * p / w - c for p, w, c in zip(part[code], whole[code], course[code], strict=True)
        ]
        for code in course
    }


def sizes(what: str, typical: Mapping[KeyT, float], sway: float = 0.02) -> dict[KeyT, list[int]]:
    """Draw whole numbers around a typical size, quarter by quarter."""
    found = {}
    for code, size in typical.items():
        chance = dice(what, code, "size")
        found[code] = [max(1, round(size * (1 + sway * bell(chance)))) for _ in QUARTERS]
    return found


def clipped(share: float) -> float:
    """Return a percentage as a probability that is neither nothing nor certain."""
    return min(0.995, max(0.002, share / 100))
