"""The priority matrix: areas of questions by how they are rated and by their estimated effect."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Priorities", "priorities_of"]

Floats = NDArray[np.float64]
FEWEST_AREAS = 2  # one area alone lies on its own mean


@dataclass(frozen=True)
class Priorities:
    """Where the areas of each unit stand in the matrix.

    Attributes
    ----------
    quadrant
        Units × areas: ``maintain`` (rated high, low effect), ``improve`` if possible (rated high,
        high effect), ``lower`` priority (rated low, low effect), ``prioritise`` (rated low, high
        effect); None without value or effect.
    is_clear
        Units × areas: whether both intervals of the area lie on one side of their line; else it may
        belong to another quadrant.
    value_line, effect_line
        Units: the cut lines, which are the means over the areas in the matrix.
    """

    quadrant: NDArray[np.object_]
    is_clear: NDArray[np.bool_]
    value_line: Floats
    effect_line: Floats


def priorities_of(value: Floats, margin: Floats, effect: Floats, reach: Floats) -> Priorities:
    """Place areas by rating and effect; the lines are the means of the areas of the unit.

    Parameters
    ----------
    value, margin
        Units × areas: the index of the area and its margin of error.
    effect, reach
        Units × areas: the regression estimate of its effect and the half width of its interval.

    Returns
    -------
    What lies on a line counts as high. A unit in which fewer than two areas have both has no
    matrix.
    """
    there = ~np.isnan(value) & ~np.isnan(effect)
    there &= (there.sum(axis=1) >= FEWEST_AREAS)[:, None]
    value_line, effect_line = _mean(value, there), _mean(effect, there)
    high, strong = value >= value_line[:, None], effect >= effect_line[:, None]
    quadrant = np.full(value.shape, None, dtype=object)
    for word, place in (
        ("maintain", high & ~strong),
        ("improve", high & strong),
        ("lower", ~high & ~strong),
        ("prioritise", ~high & strong),
    ):
        quadrant[there & place] = word
    clear = (np.abs(value - value_line[:, None]) > margin) & (
        np.abs(effect - effect_line[:, None]) > reach
    )
    return Priorities(quadrant, there & clear, value_line, effect_line)


def _mean(values: Floats, there: NDArray[np.bool_]) -> Floats:
    count = there.sum(axis=1)
    total = np.where(there, values, 0.0).sum(axis=1)
    empty = np.full(len(values), np.nan)
    mean: Floats = np.divide(total, count, out=empty, where=count > 0)
    return mean
