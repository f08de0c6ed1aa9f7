"""Figures added up over time and over the organisation, always from their parts.

An array holds rows × periods; a row is a unit, or an activity within it (see `Subjects`). Adding
up is a product with a sparse matrix: on the right one that says which short periods make up a
window, on the left one that says which rows lie below which. A figure counts below the parent of
its own short period, so that a unit that moves or closes in the middle of a year leaves what it
did where it was done. Money is added in whole öre. Missing parts are counted by the same products
on a mask: missing never becomes zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from bsc_helpers.compute.money import kronor, whole_ore
from bsc_helpers.compute.subjects import AT_THE_TOP, Subjects
from bsc_helpers.compute.windows import OverTime, Pieces, Windows, in_kind
from bsc_helpers.formula import Values
from bsc_helpers.model import Reason

__all__ = [
    "Delivery",
    "Tree",
    "delivered_twice",
    "inherit",
    "only_existing",
    "over_time",
    "over_units",
]

Floats = NDArray[np.float64]
Numbers = NDArray[Any]  # binary numbers, or money in öre: integers
Bools = NDArray[np.bool_]
Matrix = sparse.csr_array


@dataclass(frozen=True, eq=False)
class Tree:
    """The organisation over time, and what of it counts in what.

    Attributes
    ----------
    subjects
        The rows.
    parents
        Units × periods: the number of the parent, −1 at the top, −2 while the unit does not exist.
    activities
        Only figures of these activities count; none = all.
    was
        Where `parents` are those of another day: the organisation as it was, which says who
        delivered what.
    """

    subjects: Subjects
    parents: NDArray[np.intp]
    activities: tuple[str, ...] = ()
    was: Tree | None = None
    _pieces: dict[tuple[Windows, OverTime], Pieces] = field(
        default_factory=dict, init=False, repr=False
    )

    @property
    def then(self) -> Tree:
        """The organisation as it was."""
        return self.was or self

    @cached_property
    def exists(self) -> Bools:
        """Rows × periods: whether the row's unit exists in the period."""
        there: Bools = (self.parents >= AT_THE_TOP)[self.subjects.unit]
        return there

    @cached_property
    def structures(self) -> list[tuple[NDArray[np.intp], Matrix]]:
        """Each different tree: its periods, and rows × rows with 1 on and below a row."""
        alike: dict[bytes, list[int]] = {}
        for column, shape in enumerate(np.ascontiguousarray(self.parents.T)):
            alike.setdefault(shape.tobytes(), []).append(column)
        return [
            (
                np.array(columns, dtype=np.intp),
                self.subjects.membership(self.parents[:, columns[0]], self.activities),
            )
            for columns in alike.values()
        ]

    def membership(self, column: int) -> Matrix:
        """Return rows × rows with 1 on and below a row in one period."""
        return self.subjects.membership(self.parents[:, column], self.activities)

    @cached_property
    def related(self) -> list[tuple[NDArray[np.intp], Matrix]]:
        """Each different tree: its periods, and rows × rows with 1 below and above a row."""
        found = []
        for periods, below in self.structures:
            related = sparse.csr_array(below + below.T)
            related.setdiag(0)
            found.append((periods, related))
        return found

    def pieces(self, windows: Windows, how: OverTime) -> Pieces:
        """Return windows cut where the organisation changes."""
        if (windows, how) not in self._pieces:
            self._pieces[windows, how] = Pieces.of(self.structures, windows, how)
        return self._pieces[windows, how]

    @cached_property
    def above(self) -> NDArray[np.intp]:
        """Rows × periods: the row from which a row inherits; −1 at the top, −2 while not there.

        An activity inherits from its unit, the unit from the one above it at the time, or, when it
        did not exist, from the one above it in this structure.
        """
        if self.was is not None:
            return np.where(self.was.exists, self.was.above, replace(self, was=None).above)
        whole = self.subjects.whole
        parents = self.parents[self.subjects.unit]
        of_unit = np.where(parents >= 0, whole[np.maximum(parents, 0)], parents)
        part = self.subjects.activity[:, np.newaxis] > 0
        own = whole[self.subjects.unit][:, np.newaxis]
        return np.where(part & (parents >= AT_THE_TOP), own, of_unit)


@dataclass(frozen=True, eq=False)
class Delivery:
    """One input in its short periods, and how they fill the windows of a measure.

    Attributes
    ----------
    values
        Units × short periods, NaN where nothing was delivered.
    tree
        The organisation in each short period.
    windows
        The short periods of each window.
    how
        ``sum`` for a flow, ``mean`` for a stock, ``last`` for the state at the end.
    delivers
        Units: whether the unit delivers the input at any time, be it as missing.
    money
        Whether the figures are kronor: then they are added in whole öre, unless one is finer.
    """

    values: Floats
    tree: Tree
    windows: Windows
    how: OverTime
    delivers: Bools
    money: bool = False

    @cached_property
    def _in_windows(self) -> Matrix:
        return self.windows.matrix(self.how)

    @cached_property
    def there(self) -> Bools:
        """Units × short periods: whether there is a figure of a unit that existed."""
        return ~np.isnan(self.values) & self.tree.then.exists

    @cached_property
    def figures(self) -> Numbers:
        """Units × short periods: the figures, money in öre, 0 where there is none."""
        figures = np.where(self.there, self.values, 0.0)
        ore = whole_ore(figures) if self.money else None
        return figures if ore is None else ore

    def in_windows(self, of_short: Numbers | Bools) -> Numbers:
        """Return units × windows: the sum over the short periods that count."""
        return np.ascontiguousarray((in_kind(self._in_windows, of_short) @ of_short.T).T)

    @cached_property
    def found(self) -> Floats:
        """Units × windows: how many figures are there."""
        return self.in_windows(self.there)

    @cached_property
    def own(self) -> Floats:
        """Units × windows: the figures of each unit by itself, as far as they are there."""
        return self.averaged(self.in_windows(self.figures))

    @cached_property
    def expected(self) -> Bools:
        """Units × short periods: where the unit existed, and none above or below told for it."""
        then = self.tree.then
        elsewhere = np.zeros(self.values.shape, dtype=bool)
        for periods, related in then.related:
            elsewhere[:, periods] = related @ self.there[:, periods] > 0
        return then.exists & (self.there | ~elsewhere)

    def added(
        self, whole: Bools, waited: Bools, some: Bools
    ) -> tuple[Floats, Floats, Floats, Floats]:
        """Return units × windows: what is there on and below each unit.

        Parameters
        ----------
        whole, waited, some
            Units × windows: the units of which all is there, of which something is waited for,
            and of which at least a part is there.

        Returns
        -------
        The expected short periods of each of the three, and the sum of the figures of the first.
        """
        pieces = self.tree.pieces(self.windows, self.how)
        expected, figures = pieces.cut(self.expected), pieces.cut(self.figures)
        found, wanted, partly = (pieces.added(expected, kept) for kept in (whole, waited, some))
        return found, wanted, partly, self.averaged(pieces.added(figures, whole))

    def averaged(self, total: Numbers) -> Floats:
        """Return a total in kronor, for a stock per short period in which the unit exists."""
        total = kronor(total) if total.dtype == np.int64 else total
        if self.how != "mean":
            return total
        return total / np.maximum(self.in_windows(self.tree.exists), 1)


def over_time(delivery: Delivery, expected: Bools | None = None) -> Values:
    """Add up the short periods of each unit by itself.

    Parameters
    ----------
    delivery
        The input.
    expected
        Units × short periods: where a figure is waited for; by default wherever the unit existed.

    Returns
    -------
    Units × windows. A window is incomplete as soon as one of its parts in which the unit existed is
    missing, and not applicable when the unit exists in none of them. Where it exists only in the
    structure of another day it has no figures of its own.
    """
    waited = delivery.tree.then.exists if expected is None else expected
    found, wanted = delivery.found, delivery.in_windows(waited)
    reason = np.full(found.shape, Reason.OK, dtype=np.int8)
    reason[found < wanted] = Reason.INCOMPLETE
    reason[found == 0] = Reason.NO_DATA
    reason[wanted == 0] = Reason.NOT_APPLICABLE
    if expected is None and delivery.tree.was is not None:
        in_structure = delivery.in_windows(delivery.tree.exists) > 0
        reason[(wanted == 0) & in_structure] = Reason.NO_DATA
    return Values(np.where(reason == Reason.OK, delivery.own, np.nan), reason)


def over_units(
    deliveries: Sequence[Delivery], means: Sequence[bool], tree: Tree, *, skip: bool
) -> tuple[list[Values], Floats]:
    """Add up the inputs of one measure over the units on and below each unit.

    The inputs of a measure are added over the same units: a unit that lacks a part of one of them
    in a window is left out of all, so that a numerator is never divided by other units'
    denominator. Expected is every unit that delivers one of the inputs at any time, be it as
    missing, while it exists and no unit above or below it delivers instead; a unit of which
    nothing was ever said is not waited for. A unit that closes inside a window leaves its flows in
    it, and has no part in the state at its end.

    Parameters
    ----------
    deliveries
        One for each input, all with the same windows.
    means
        For each input whether the unweighted mean over the units is meant instead of the sum.
    tree
        The organisation in each window, as at its end.
    skip
        True: what is there is added and the coverage tells how much it is. False: the whole is
        missing as soon as one unit's figure is.

    Returns
    -------
    The inputs added up (units × windows), and the coverage: the share of the expected units and
    short periods that is there (NaN where nothing is expected).
    """
    own = [over_time(delivery, delivery.expected) for delivery in deliveries]
    full = [(p.reason == Reason.OK) | (p.reason == Reason.NOT_APPLICABLE) for p in own]
    begun = [(p.reason == Reason.OK) | (p.reason == Reason.INCOMPLETE) for p in own]
    some = np.logical_or.reduce(begun)
    there = np.logical_and.reduce([*full, some])
    delivers = np.logical_or.reduce([delivery.delivers for delivery in deliveries])
    waited = np.broadcast_to(delivers[:, np.newaxis], some.shape)
    sums = [delivery.added(there, waited, some) for delivery in deliveries]
    found, wanted, partly, totals = (list(each) for each in zip(*sums, strict=True))

    reason = np.full(there.shape, Reason.OK, dtype=np.int8)
    short = np.logical_or.reduce([f < w for f, w in zip(found, wanted, strict=True)])
    reason[short & (not skip)] = Reason.INCOMPLETE
    reason[np.maximum.reduce(found) == 0] = Reason.INCOMPLETE
    reason[np.maximum.reduce(partly) == 0] = Reason.NO_DATA
    reason[~tree.exists] = Reason.NOT_APPLICABLE
    added = []
    for delivery, part, total, mean, awaited in zip(
        deliveries, own, totals, means, wanted, strict=True
    ):
        whole = _mean_over_units(part, there, tree, money=delivery.money) if mean else total
        why = np.where((reason == Reason.OK) & (awaited == 0), Reason.NOT_APPLICABLE, reason)
        added.append(Values(np.where(why == Reason.OK, whole, np.nan), why.astype(np.int8)))
    return added, _coverage(found, wanted)


def _mean_over_units(own: Values, there: Bools, tree: Tree, *, money: bool) -> Floats:
    """Return the unweighted mean of the units' values, below the parents of the window's end."""
    known = there & (own.reason == Reason.OK)
    values = np.where(known, own.value, 0.0)
    ore = whole_ore(values) if money else None
    given: Numbers = values if ore is None else ore
    total, count = np.zeros(there.shape, dtype=given.dtype), np.zeros(there.shape)
    for windows, below in tree.structures:
        total[:, windows] = in_kind(below, given) @ given[:, windows]
        count[:, windows] = below @ known[:, windows].astype(float)
    return (total if ore is None else kronor(total)) / np.maximum(count, 1)


def _coverage(found: Sequence[Floats], wanted: Sequence[Floats]) -> Floats:
    """Return the lowest share that is there of any input."""
    shares = [
        np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole > 0)
        for part, whole in zip(found, wanted, strict=True)
    ]
    lowest: Floats = np.fmin.reduce(shares)
    return lowest


def only_existing(part: Values, tree: Tree) -> Values:
    """Return the same values, not applicable where the unit does not exist."""
    reason = np.where(tree.exists, part.reason, Reason.NOT_APPLICABLE).astype(np.int8)
    return Values(np.where(reason == Reason.OK, part.value, np.nan), reason)


def inherit(part: Values, tree: Tree) -> Values:
    """Give each unit without a figure of its own that of the nearest unit above it."""
    value, reason = part.value.copy(), part.reason.copy()
    columns = np.arange(value.shape[1])
    here = tree.above.copy()
    while (here >= 0).any():
        take = (reason == Reason.NO_DATA) & (here >= 0)
        above = np.where(here >= 0, here, 0)
        value = np.where(take, part.value[above, columns], value)
        reason = np.where(take, part.reason[above, columns], reason).astype(np.int8)
        here = np.where(here >= 0, tree.above[above, columns], here)
    return Values(value, reason)


def delivered_twice(delivered: Bools, tree: Tree) -> list[tuple[int, int, int]]:
    """Return (unit, unit below it, period) where both deliver a figure that is added up."""
    found: list[tuple[int, int, int]] = []
    ever = np.asarray(delivered.any(axis=1))
    for periods, below in tree.then.structures:
        if ((below @ ever)[ever] <= 1).all():  # none of them lies below another one
            continue
        above, under = below.nonzero()
        apart = (above != under) & ever[above] & ever[under]
        above, under = above[apart], under[apart]
        for period in periods:
            there = delivered[:, period]
            twice = there[above] & there[under]
            pairs = zip(above[twice], under[twice], strict=True)
            found += [(int(unit), int(lower), int(period)) for unit, lower in pairs]
    return found
