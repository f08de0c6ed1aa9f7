"""Units that are alike: near each other in what they cannot choose."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bsc_helpers.compute.comparison.arrays import Bools, Floats
from bsc_helpers.errors import ParameterError

__all__ = ["Alike", "alike"]


@dataclass(frozen=True, eq=False)
class Alike:
    """The units nearest to each unit.

    Attributes
    ----------
    nearest
        Units × k: the rows of the units most like each, the nearest first; −1 where there are no
        more.
    distance
        Units × k: how far they are, from 0 for the same to 1 for the unit that is farthest of all
        from this one; NaN where there are no more.
    compared
        Units: whether all variables of a unit are known. One that lacks a variable has no like
        units and is none.
    """

    nearest: NDArray[np.int64]
    distance: Floats
    compared: Bools


def alike(background: ArrayLike, k: int = 20, weights: ArrayLike | None = None) -> Alike:
    """Return the units most like each unit, by the background they share.

    Each variable is standardised to mean 0 and standard deviation 1 over the units that are
    compared; the distance is the Euclidean one, divided for each unit by that to the farthest.
    A variable in which no units differ says nothing. Units equally far stand in their own order.

    Parameters
    ----------
    background
        Units × variables: what describes a unit's conditions, never the result that is compared.
    k
        How many; Kolada shows 20.
    weights
        One for each variable, not negative: how much its squared differences count; 1 for all
        when left out.

    Raises
    ------
    ParameterError
        For a background that is no table, fewer than one unit, or impossible weights.

    References
    ----------
    CIPFA, Nearest Neighbours Model: standardised variables, Euclidean distance, the farthest
    authority at 1.
    """
    table = np.asarray(background, dtype=np.float64)
    if table.ndim != 2:  # noqa: PLR2004 - rows and columns
        raise ParameterError("the background is a table of units × variables")
    if k < 1:
        raise ParameterError(f"there is at least one nearest unit (found: {k})")
    weight = _weights(weights, table.shape[1])
    compared = np.asarray(np.isfinite(table).all(axis=1), dtype=np.bool_)
    rows = np.flatnonzero(compared)
    nearest = np.full((len(table), k), -1, dtype=np.int64)
    distance = np.full((len(table), k), np.nan)
    shown = min(k, len(rows) - 1)
    if shown > 0:
        apart = _distances(table[rows], weight)
        order = np.argsort(apart, axis=1, kind="stable")[:, :shown]
        nearest[rows, :shown] = rows[order]
        distance[rows, :shown] = np.take_along_axis(apart, order, axis=1)
    return Alike(nearest, distance, compared)


def _weights(weights: ArrayLike | None, variables: int) -> Floats:
    weight = np.ones(variables) if weights is None else np.asarray(weights, dtype=np.float64)
    if weight.shape != (variables,) or not (weight >= 0).all() or not weight.any():
        raise ParameterError(
            f"each of the {variables} variables has a weight of zero or more, not all of them zero"
        )
    return weight


def _distances(table: Floats, weight: Floats) -> Floats:
    """Return units × units: from 0 to 1 in each row; a unit itself is infinitely far."""
    spread = table.std(axis=0)
    # Equal numbers may have a spread of one binary digit.
    differs = spread > 1e-12 * np.abs(table).max(axis=0)
    standardised = (table - table.mean(axis=0))[:, differs] / spread[differs]
    scaled = standardised * np.sqrt(weight[differs])
    squared = np.zeros((len(table), len(table)))
    for column in scaled.T:
        squared += (column[:, np.newaxis] - column) ** 2
    apart: Floats = np.sqrt(squared)
    farthest = apart.max(axis=1, keepdims=True)
    apart = np.divide(apart, farthest, out=np.zeros_like(apart), where=farthest > 0)
    np.fill_diagonal(apart, np.inf)
    return apart
