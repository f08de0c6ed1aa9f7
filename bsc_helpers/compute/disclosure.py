"""Values that rest on too few cases are withheld, and those by which they could be found out.

A value is withheld where fewer cases than the measure's minimum base stand behind it. A total and
its parts tell of each other: where what is left of a total without its shown parts is fewer than
the minimum, the smallest shown part is withheld too, until enough is left. The parts of a total
are the units below it, and the activities within it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from bsc_helpers.compute.measuring import Measured, Measuring
from bsc_helpers.compute.rollup import Tree
from bsc_helpers.formula import Values
from bsc_helpers.model import Measure, Reason

__all__ = ["protected", "withheld"]

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]


def protected(measuring: Measuring, measured: Mapping[str, Measured]) -> dict[str, Measured]:
    """Return every measure without the values that must not be shown.

    A measure whose formula names another one is withheld where that one is.
    """
    hidden: dict[str, Bools] = {}
    for name in measuring.order:
        measure = measuring.measures[name]
        own = measured[measure.code]
        mask = withheld(measure, own, measuring.tree(measure))
        for other in measuring.formulas[name].names:
            if other in hidden:
                mask |= hidden[other]
        hidden[name] = mask
    return {
        code: _without(own, hidden[code.lower()]) if hidden[code.lower()].any() else own
        for code, own in measured.items()
    }


def withheld(measure: Measure, measured: Measured, tree: Tree) -> Bools:
    """Return rows × periods: where the value of a measure must not be shown."""
    shape = measured.result.value.shape
    if measure.minimum_base is None or measure.base_input is None:
        return np.zeros(shape, dtype=bool)
    given = measured.inputs[measure.base_input]
    base = np.where(given.reason == Reason.OK, given.value, np.nan)
    with np.errstate(invalid="ignore"):
        hidden: Bools = (base > 0) & (base < measure.minimum_base) & measured.exists
    for columns, _ in tree.structures:
        told = [int(column) for column in columns if hidden[:, column].any()]
        if not told:
            continue
        totals = _Totals(tree, told[0])
        for column in told:
            shown = measured.exists[:, column] & ~np.isnan(base[:, column])
            more = totals.hide(hidden[:, column], base[:, column], shown, measure.minimum_base)
            hidden[more, column] = True
    return hidden


class _Totals:
    """Each total with its parts in one structure: units below, and activities within."""

    def __init__(self, tree: Tree, column: int) -> None:
        self.parts: list[tuple[int, list[int]]] = list(_totals(tree, column))
        self.around: dict[int, list[int]] = {}
        for number, (total, parts) in enumerate(self.parts):
            for row in (total, *parts):
                self.around.setdefault(row, []).append(number)

    def hide(self, hidden: Bools, base: Floats, known: Bools, least: float) -> list[int]:
        """Return the smallest parts to hide until nothing can be found by subtraction."""
        gone = set(np.flatnonzero(hidden).tolist())
        more: list[int] = []
        todo = sorted({number for row in gone for number in self.around.get(row, ())})
        while todo:
            total, parts = self.parts[todo.pop()]
            if not known[total]:
                continue
            shown = [part for part in parts if known[part] and part not in gone]
            shown.sort(key=lambda part: (-base[part], part))
            rest = base[total] - sum(base[part] for part in shown)
            while shown and rest < least:
                smallest = shown.pop()
                rest += base[smallest]
                gone.add(smallest)
                more.append(smallest)
                todo += self.around[smallest]
        return more


def _totals(tree: Tree, column: int) -> Iterator[tuple[int, list[int]]]:
    subjects, parents = tree.subjects, tree.parents[:, column]
    below: dict[int, list[int]] = {}
    for unit, parent in enumerate(parents.tolist()):
        if parent >= 0:
            below.setdefault(parent, []).append(unit)
    codes = [unit.code for unit in subjects.units]
    within: dict[int, list[int]] = {}
    for row, unit in enumerate(subjects.unit.tolist()):
        activity = subjects.activities[subjects.activity[row]]
        parts = [subjects.rows.get((codes[child], activity)) for child in below.get(unit, ())]
        yield row, [part for part in parts if part is not None]
        if subjects.activity[row]:
            within.setdefault(int(subjects.whole[unit]), []).append(row)
    yield from within.items()


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
        lower=np.where(hidden, np.nan, measured.lower),
        upper=np.where(hidden, np.nan, measured.upper),
        base=np.where(hidden, np.nan, measured.base),
    )
