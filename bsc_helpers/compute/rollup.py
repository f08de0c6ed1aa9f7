"""Figures added up over time and over the organisation, always from their parts.

An array holds units × periods. Adding up is a product with a sparse matrix: on the right one that
says which short periods make up a window, on the left one that says which units lie below which.
Missing parts are counted by the same products on a mask, so that missing never becomes zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from bsc_helpers.formula import Values
from bsc_helpers.model import Reason

__all__ = [
    "AT_THE_TOP",
    "NOT_THERE",
    "Tree",
    "Windows",
    "delivered_twice",
    "inherit",
    "over_time",
    "over_units",
]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

AT_THE_TOP, NOT_THERE = -1, -2

OverTime = Literal["sum", "mean", "last"]


@dataclass(frozen=True)
class Windows:
    """Which short periods (columns of the data) make up each window, in order of time."""

    parts: tuple[tuple[int, ...], ...]
    columns: int

    def matrix(self) -> sparse.csr_array:
        """Return columns × windows with 1 where a column belongs to a window."""
        rows = [column for part in self.parts for column in part]
        windows = [number for number, part in enumerate(self.parts) for _ in part]
        shape = (self.columns, len(self.parts))
        return sparse.csr_array((np.ones(len(rows)), (rows, windows)), shape=shape)

    def last(self) -> NDArray[np.intp]:
        """Return the last column of each window."""
        return np.array([part[-1] for part in self.parts], dtype=np.intp)


@dataclass(frozen=True)
class Tree:
    """The organisation over time.

    Attributes
    ----------
    parents
        Units × periods: the number of the parent, −1 at the top, −2 while the unit does not exist.
    """

    parents: NDArray[np.intp]

    @property
    def exists(self) -> Bools:
        """Units × periods: whether the unit exists in the period."""
        return self.parents >= AT_THE_TOP

    def structures(self) -> list[tuple[NDArray[np.intp], sparse.csr_array]]:
        """Return each different tree: its periods, and units × units with 1 on and below a unit."""
        shapes, member = np.unique(self.parents, axis=1, return_inverse=True)
        return [
            (np.flatnonzero(member.ravel() == number), _membership(shapes[:, number]))
            for number in range(shapes.shape[1])
        ]


def _membership(parents: NDArray[np.intp]) -> sparse.csr_array:
    above, below = [], []
    for unit, parent in enumerate(parents):
        if parent == NOT_THERE:
            continue
        here = unit
        while here >= 0:
            above.append(here)
            below.append(unit)
            here = int(parents[here])
    size = len(parents)
    return sparse.csr_array((np.ones(len(above)), (above, below)), shape=(size, size))


def over_time(values: Floats, expected: Bools, windows: Windows, how: OverTime) -> Values:
    """Add up short periods into windows.

    Parameters
    ----------
    values
        Units × short periods, NaN where nothing was delivered.
    expected
        Units × short periods: whether the unit exists then.
    windows
        The short periods of each window.
    how
        ``sum`` for a flow, ``mean`` for a stock, ``last`` for the state at the end.

    Returns
    -------
    Units × windows. A window is incomplete as soon as one of its expected parts is missing.
    """
    there = ~np.isnan(values)
    matrix = windows.matrix()
    found = (there & expected).astype(float) @ matrix
    wanted = expected.astype(float) @ matrix
    if how == "last":
        result = values[:, windows.last()]
    else:
        result = np.where(there & expected, values, 0.0) @ matrix
        if how == "mean":
            result = result / np.where(found > 0, found, 1.0)
    reason = np.full(result.shape, Reason.OK, dtype=np.int8)
    reason[found < wanted] = Reason.INCOMPLETE
    reason[found == 0] = Reason.NO_DATA
    if how == "last":  # earlier parts do not matter for the state at the end
        reason = np.where(np.isnan(result), np.maximum(reason, Reason.INCOMPLETE), Reason.OK)
        reason[found == 0] = Reason.NO_DATA
    reason[wanted == 0] = Reason.NOT_APPLICABLE
    reason = reason.astype(np.int8)
    return Values(np.where(reason == Reason.OK, result, np.nan), reason)


def over_units(
    parts: Sequence[Values], means: Sequence[bool], tree: Tree, *, skip: bool
) -> tuple[list[Values], Floats]:
    """Add up the inputs of one measure over the units on and below each unit.

    The inputs of a measure are added over the same units: a unit that lacks one of them is left
    out of all, so that a numerator is never divided by other units' denominator.

    Parameters
    ----------
    parts
        One array (units × periods) for each input.
    means
        For each input whether the unweighted mean over the units is meant instead of the sum.
    tree
        Which unit lies where in each period.
    skip
        True: what is there is added and the coverage tells how much it is. False: the whole is
        missing as soon as one unit's figure is.

    Returns
    -------
    The inputs added up, and the coverage: the share of the units that ever deliver and exist in
    the period whose figures are there (NaN where none delivers).
    """
    there = np.logical_and.reduce([part.reason == Reason.OK for part in parts])
    some = np.logical_or.reduce([_delivered(part) for part in parts])
    expected = some.any(axis=1)[:, np.newaxis] & tree.exists
    found, partly, wanted = (np.zeros(there.shape) for _ in range(3))
    totals = [np.zeros(there.shape) for _ in parts]
    for periods, below in tree.structures():
        found[:, periods] = below @ there[:, periods].astype(float)
        partly[:, periods] = below @ some[:, periods].astype(float)
        wanted[:, periods] = below @ expected[:, periods].astype(float)
        for total, part in zip(totals, parts, strict=True):
            kept = np.where(there[:, periods], part.value[:, periods], 0.0)
            total[:, periods] = below @ kept
    reason = np.full(there.shape, Reason.OK, dtype=np.int8)
    reason[(found < wanted) & (not skip)] = Reason.INCOMPLETE
    reason[found == 0] = Reason.INCOMPLETE
    reason[partly == 0] = Reason.NO_DATA
    reason[~tree.exists] = Reason.NOT_APPLICABLE
    added = [
        Values(
            np.where(reason == Reason.OK, total / np.where(mean, np.maximum(found, 1), 1), np.nan),
            reason,
        )
        for total, mean in zip(totals, means, strict=True)
    ]
    coverage = np.divide(found, wanted, out=np.full(found.shape, np.nan), where=wanted > 0)
    return added, coverage


def _delivered(part: Values) -> Bools:
    delivered: Bools = (part.reason == Reason.OK) | (part.reason == Reason.INCOMPLETE)
    return delivered


def inherit(part: Values, tree: Tree) -> Values:
    """Give each unit without a figure of its own that of the nearest unit above it."""
    value, reason = part.value.copy(), part.reason.copy()
    columns = np.arange(value.shape[1])
    here = tree.parents.copy()
    while (here >= 0).any():
        take = (reason == Reason.NO_DATA) & (here >= 0)
        above = np.where(here >= 0, here, 0)
        value = np.where(take, part.value[above, columns], value)
        reason = np.where(take, part.reason[above, columns], reason).astype(np.int8)
        here = np.where(here >= 0, tree.parents[above, columns], here)
    return Values(value, reason)


def delivered_twice(delivered: Bools, tree: Tree) -> list[tuple[int, int, int]]:
    """Return (unit, unit below it, period) where both deliver a figure that is added up."""
    found: list[tuple[int, int, int]] = []
    for periods, below in tree.structures():
        above, under = below.nonzero()
        for period in periods:
            there = delivered[:, period]
            twice = there[above] & there[under] & (above != under)
            pairs = zip(above[twice], under[twice], strict=True)
            found += [(int(unit), int(lower), int(period)) for unit, lower in pairs]
    return found
