"""Values that rest on too few cases are withheld, and those by which they could be found out.

A value is withheld where fewer cases than the measure's minimum base stand behind it. A total and
its parts tell of each other: what is left of a total without its shown parts must be enough cases,
and more than one part. Else the smallest shown part is withheld too, or the total itself. The parts
of a total are the nearest units below it for which the measure is shown, and the activities within
it. At last all sums of a period are looked at together, as an attacker would who solves them.

Values over a longer window are withheld where one of its periods is: a quarter is what a year to
date grew by. What could be found by laying several measures or editions beside each other is not
looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from math import isclose

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from bsc_helpers.compute.measuring import Measured, Measuring
from bsc_helpers.compute.rollup import Tree
from bsc_helpers.formula import Values
from bsc_helpers.model import Measure, Reason
from bsc_helpers.periods import Window

__all__ = ["hidden_in_both", "hidden_periods", "protected", "with_sisters", "withheld"]

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
ALIKE = 1e-9  # of a count: what binary sums may differ by


def protected(
    measuring: Measuring,
    measured: Mapping[str, Measured],
    window: Window | None = None,
    single: Mapping[str, Bools] | None = None,
) -> dict[str, Measured]:
    """Return every measure without the values that must not be shown.

    Parameters
    ----------
    measured
        Every measure over a window, None = its own.
    single
        For each measure, rows × periods, where the value of a single period must not be shown.
    """
    hidden = _hidden(measuring, measured, window, single or {})
    return {
        code: _without(own, hidden[code]) if hidden[code].any() else own
        for code, own in measured.items()
    }


def hidden_periods(measuring: Measuring, measured: Mapping[str, Measured]) -> dict[str, Bools]:
    """Return for each measure, rows × periods, where the value of the period alone is withheld.

    `measured` is every measure over its own window.
    """
    longer = [m.code for m in measuring.measures.values() if m.window != "period"]
    alone = dict(measured) | (measuring.measure_all("period", only=longer) if longer else {})
    return _hidden(measuring, alone, "period", {})


def hidden_in_both(
    measuring: Measuring, hidden: Mapping[str, Bools], then: Mapping[str, Bools]
) -> dict[str, Bools]:
    """Return where the value of a period is withheld, as its value in another structure is shown.

    What is withheld as it was is withheld in the structure of another day too, and so is a total
    that differs from the one as it was by something withheld: the two would tell it.

    Parameters
    ----------
    hidden, then
        For each measure, rows × periods: where it is withheld in the structure, and as it was.
    """
    found = {}
    for code, mask in hidden.items():
        was = mask | then[code]
        tree = measuring.tree(measuring.measures[code.lower()])
        for column in np.flatnonzero(was.any(axis=0)).tolist():
            apart = tree.membership(column) - tree.then.membership(column)
            was[:, column] |= abs(apart) @ was[:, column].astype(float) > 0
        found[code] = was
    return found


def _hidden(
    measuring: Measuring,
    measured: Mapping[str, Measured],
    window: Window | None,
    single: Mapping[str, Bools],
) -> dict[str, Bools]:
    """Return where measures are withheld: also where one is that their formula names."""
    hidden: dict[str, Bools] = {}
    for name in measuring.order:
        measure = measuring.measures[name]
        if measure.code not in measured:
            continue
        own, over = measured[measure.code], window or measure.window
        if measure.code in single and over == "period":
            mask = single[measure.code].copy()
        else:
            mask = withheld(measure, own, measuring.tree(measure))
            mask |= _covering(measuring, own, over, single.get(measure.code))
        for other in measuring.formulas[name].names:
            if other in measuring.measures:
                mask |= hidden[measuring.measures[other].code]
        hidden[measure.code] = mask
    return hidden


def _covering(
    measuring: Measuring, measured: Measured, window: Window, single: Bools | None
) -> Bools:
    """Return where a value over a window covers a single period that is withheld."""
    if single is None or not single.any():
        return np.zeros(measured.result.value.shape, dtype=bool)
    places = {period: column for column, period in enumerate(measured.periods)}
    starts = measuring.grid.year_starts
    covered = [
        [places[part] for part in period.covered(window, starts) if part in places]
        for period in measured.periods
    ]
    return np.stack([single[:, columns].any(axis=1) for columns in covered], axis=1)


def withheld(measure: Measure, measured: Measured, tree: Tree) -> Bools:
    """Return rows × periods: where a measure rests on too few cases, or would tell of such."""
    shape = measured.result.value.shape
    if measure.minimum_base is None or measure.base_input is None:
        return np.zeros(shape, dtype=bool)
    given = measured.inputs[measure.base_input]
    base = np.where(given.reason == Reason.OK, given.value, np.nan)
    with np.errstate(invalid="ignore"):
        few = (base > 0) & (base < measure.minimum_base)
    unknown = np.isnan(base) & (measured.result.reason == Reason.OK)
    hidden: Bools = (few | unknown) & measured.exists
    return with_sisters(hidden, base, measured.exists, tree, measure.minimum_base)


def with_sisters(alone: Bools, base: Floats, exists: Bools, tree: Tree, least: float) -> Bools:
    """Return what is withheld by itself, and that by which it could be found out.

    Parameters
    ----------
    alone
        Rows × periods: what is withheld whatever stands beside it.
    base
        Rows × periods: the cases behind each value; NaN = not known.
    exists
        Rows × periods: whether the value would be shown at all.
    tree
        What counts in what.
    least
        The fewest cases on which a value may rest.
    """
    hidden = alone.copy()
    for columns, _ in tree.structures:
        for column in columns:
            if hidden[:, column].any():
                shown = exists[:, column]
                known = np.where(shown, base[:, column], np.nan)
                totals = tree.subjects.totals(tree.parents[:, column], shown)
                sums = _Sums.of(totals, known, tree.subjects.order, least)
                hidden[:, column] = sums.hide(hidden[:, column])
    return hidden


@dataclass(frozen=True, eq=False)
class _Sums:
    """What is known of the cases in one period: totals with their parts.

    Attributes
    ----------
    totals
        Row of each total, and the rows of its parts.
    base
        The cases of each row, NaN where they are not known.
    place
        The place of each row by its size, the smallest first, then by its codes: which of two
        parts of one size is withheld must not depend on how the register is sorted.
    """

    totals: Sequence[tuple[int, Sequence[int]]]
    base: Sequence[float]
    place: Sequence[int]
    least: float

    @classmethod
    def of(
        cls,
        totals: Sequence[tuple[int, Sequence[int]]],
        base: Floats,
        order: NDArray[np.intp],
        least: float,
    ) -> _Sums:
        """Return the sums of which something is known."""
        some, told = (base > 0).tolist(), (~np.isnan(base)).tolist()
        known = [
            (total, [part for part in parts if some[part]])
            for total, parts in totals
            if told[total]
        ]
        place = np.empty(len(base), dtype=np.intp)
        place[np.lexsort((order, base))] = np.arange(len(base))
        return cls(known, base.tolist(), place.tolist(), least)

    @cached_property
    def around(self) -> dict[int, list[int]]:
        """The sums in which each row stands."""
        found: dict[int, list[int]] = {}
        for number, (total, parts) in enumerate(self.totals):
            for row in (total, *parts):
                found.setdefault(row, []).append(number)
        return found

    @cached_property
    def equal(self) -> list[bool]:
        """Of each total whether its parts are all there is of it."""
        return [
            isclose(self.base[total], sum(self.base[part] for part in parts), rel_tol=ALIKE)
            for total, parts in self.totals
        ]

    def _sums_of(self, rows: Iterable[int]) -> list[int]:
        """Return the sums in which some rows stand, in their order."""
        return sorted({number for row in rows for number in self.around.get(row, ())})

    def hide(self, hidden: Bools) -> Bools:
        """Return what to withhold so that nothing of what is hidden can be found out."""
        gone = set(np.flatnonzero(hidden).tolist())
        few = {row for row in gone if self.base[row] < self.least}
        self._spread(gone, gone)
        while told := [row for row in self._determined(gone) if row in few]:
            near = self._beside(told) - gone or self._beside(gone) - gone
            if not near:
                break
            more = min(near, key=self.place.__getitem__)
            gone.add(more)
            self._spread(gone, {more})
        result = hidden.copy()
        result[list(gone)] = True
        return result

    def _beside(self, rows: Iterable[int]) -> set[int]:
        """Return the rows of all sums in which some rows stand."""
        sums = (self.totals[number] for number in self._sums_of(rows))
        return {row for total, parts in sums for row in (total, *parts)}

    def _spread(self, gone: set[int], begun: set[int]) -> None:
        """Add the smallest parts to what is gone, sum by sum, until each leaves enough."""
        todo = self._sums_of(begun)
        while todo:
            total, parts = self.totals[todo.pop()]
            shown = sorted(set(parts) - gone, key=self.place.__getitem__)
            lost = [part for part in parts if part in gone]
            rest = self.base[total] - sum(self.base[part] for part in shown)
            while self._tells(total in gone, lost, rest):
                more = shown.pop(0) if shown else total
                if more in gone:
                    break
                gone.add(more)
                todo += self.around[more]
                if more != total:
                    lost.append(more)
                    rest += self.base[more]

    def _tells(self, hidden: bool, lost: Sequence[int], rest: float) -> bool:  # noqa: FBT001 - a fact
        """Whether a total and its shown parts tell of what is hidden."""
        alone = not hidden and len(lost) == 1 and rest <= self.base[lost[0]] * (1 + ALIKE)
        return bool(hidden or lost) and (rest < self.least or alone)

    def _determined(self, gone: set[int]) -> list[int]:
        """Return the hidden rows whose cases follow from all sums together.

        A sum is an equation where its parts are all there is of the total. A hidden count is
        determined when every solution of the equations has the same one.
        """
        equations = []
        for number in self._sums_of(gone):
            if self.equal[number]:
                total, parts = self.totals[number]
                unknown = {part: 1.0 for part in parts if part in gone}
                equations.append(unknown | ({total: -1.0} if total in gone else {}))
        return [row for block in _blocks(equations) for row in _determined(block)]


Equation = Mapping[int, float]


def _blocks(equations: Sequence[Equation]) -> Iterator[list[Equation]]:
    """Yield the equations that share unknowns, together."""
    number: dict[int, int] = {}
    for equation in equations:
        for row in equation:
            number.setdefault(row, len(number))
    pairs = [(n, number[row]) for n, equation in enumerate(equations) for row in equation]
    if not pairs:
        return
    lines, unknowns = np.array(pairs).T
    size = len(equations) + len(number)
    links = (np.ones(len(pairs)), (lines, len(equations) + unknowns))
    _, block = connected_components(sparse.coo_array(links, shape=(size, size)), directed=False)
    found: dict[int, list[Equation]] = {}
    for equation, label in zip(equations, block[: len(equations)].tolist(), strict=True):
        found.setdefault(label, []).append(equation)
    yield from found.values()


def _determined(block: Sequence[Equation]) -> list[int]:
    """Return the unknowns of some equations that are the same in every solution."""
    if len(block) == 1:
        return list(block[0]) if len(block[0]) == 1 else []
    rows = sorted({row for equation in block for row in equation})
    signs = np.array([[equation.get(row, 0.0) for row in rows] for equation in block])
    return [rows[number] for number in _fixed(len(block), signs.tobytes())]


@lru_cache(maxsize=1024)
def _fixed(lines: int, signs: bytes) -> list[int]:
    """Return the unknowns that are the same in every solution of some equations.

    Unknowns that stand in the same equations are looked at as one: none of them is told alone.
    What is hidden looks alike from period to period, so that few equations are solved anew.
    """
    equations = np.frombuffer(signs).reshape(lines, -1)
    alike: dict[bytes, list[int]] = {}
    for number, column in enumerate(np.ascontiguousarray(equations.T)):
        alike.setdefault(column.tobytes(), []).append(number)
    firsts = [group[0] for group in alike.values()]
    _, sizes, basis = np.linalg.svd(equations[:, firsts])
    free = basis[int((sizes > ALIKE).sum()) :]
    still = (np.abs(free) < ALIKE).all(axis=0) & equations[:, firsts].any(axis=0)
    return [g[0] for g, fixed in zip(alike.values(), still, strict=True) if fixed and len(g) == 1]


def _without(measured: Measured, hidden: Bools) -> Measured:
    """Return a measure without its value, inputs and interval where it is withheld."""

    def masked(values: Values) -> Values:
        reason = np.where(hidden, Reason.SUPPRESSED, values.reason).astype(np.int8)
        return Values(np.where(hidden, np.nan, values.value), reason)

    return replace(
        measured,
        result=masked(measured.result),
        inputs={name: masked(values) for name, values in measured.inputs.items()},
        own={name: masked(values) for name, values in measured.own.items()},
        coverage=np.where(hidden, np.nan, measured.coverage),
        lower=np.where(hidden, np.nan, measured.lower),
        upper=np.where(hidden, np.nan, measured.upper),
        base=np.where(hidden, np.nan, measured.base),
    )
