"""Which units are of one kind, and which measures let them be held against each other."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from bsc_helpers.compute.subjects import Subjects
from bsc_helpers.formula import degree_of, parse_formula
from bsc_helpers.model import Measure, OrgUnit, Scorecard

__all__ = ["is_additive", "kinds_of", "may_compare"]

Numbers = NDArray[np.intp]


def kinds_of(subjects: Subjects) -> Numbers:
    """Return for each row the number of its kind.

    Of one kind are the units of one peer group; without one, those with the same kind and
    activities in the register. Of the activities within units it is those with the same activity
    in units of one kind.
    """
    numbers: dict[tuple[object, ...], int] = {}
    keys = (
        (_kind(subjects.units[unit]), int(activity), int(does))
        for unit, activity, does in zip(
            subjects.unit, subjects.activity, subjects.does, strict=True
        )
    )
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys], dtype=np.intp)


def _kind(unit: OrgUnit) -> tuple[object, ...]:
    if unit.peer_group is not None:
        return (unit.peer_group,)
    return frozenset(unit.kind.texts) if unit.kind else None, frozenset(unit.activities)


def may_compare(card: Scorecard, measure: Measure) -> bool:
    """Whether units may be held against each other by a measure.

    Not where its figures cannot be trusted or compared, nor where it grows with the unit's size.
    """
    return "low" not in (measure.comparability, measure.reliability) and not is_additive(
        card, measure
    )


def is_additive(card: Scorecard, measure: Measure) -> bool:
    """Whether a measure grows with the size of the unit, so that a part is less than the whole.

    Such a value of a unit cannot be held against that of the unit above; a share or a mean can.
    """
    sums = {given.code for given in card.inputs if given.over_units == "sum"}
    return _degree(measure, {each.code.lower(): each for each in card.measures}, sums) != 0


def _degree(measure: Measure, measures: Mapping[str, Measure], sums: set[str]) -> float:
    formula = parse_formula(measure.formula)
    degrees = {
        name: _degree(measures[name], measures, sums) if name in measures else float(name in sums)
        for name in formula.names
    }
    return degree_of(formula, degrees)
