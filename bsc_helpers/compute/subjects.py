"""The rows of every array: each unit as a whole, and each activity within it.

A unit that does one thing only has one row: what it delivers is of that activity, and it counts in
the activity's rows of the units above. A unit in which several things are done has a row for each
of them beside the one for all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from bsc_helpers.errors import DataError, Problem, nearest
from bsc_helpers.model import ALL_ACTIVITIES, OrgUnit, Scorecard

__all__ = ["AT_THE_TOP", "NOT_THERE", "Subjects", "numbered"]

Matrix = sparse.csr_array
Numbers = NDArray[np.intp]
Totals = list[tuple[int, list[int]]]
AT_THE_TOP, NOT_THERE = -1, -2
_ALL = 0  # the number of all activities together


@dataclass(frozen=True, eq=False)
class Subjects:
    """What can be reported: units, and activities within units.

    Attributes
    ----------
    units
        In the order of the register.
    activities
        The codes of the activities; the first is all of them together.
    unit, activity
        For each row the numbers of its unit and of its activity.
    does
        For each row the activity of what is delivered for it: its own, or for all activities of a
        unit that does one thing only, that one.
    was
        The same units as they were, where `units` says what counts in what in the structure of
        another day.
    """

    units: tuple[OrgUnit, ...]
    activities: tuple[str, ...]
    unit: Numbers
    activity: Numbers
    does: Numbers
    was: tuple[OrgUnit, ...]
    _memberships: dict[tuple[bytes, tuple[str, ...]], Matrix] = field(
        default_factory=dict, repr=False
    )
    _totals: dict[tuple[bytes, bytes], Totals] = field(default_factory=dict, repr=False)

    @classmethod
    def of(
        cls,
        scorecard: Scorecard,
        observations: pd.DataFrame,
        units: tuple[OrgUnit, ...] | None = None,
    ) -> Subjects:
        """Return the subjects of an organisation, as the register and the figures have them.

        `units` are those of the scorecard in the structure of a day; by default as they were.

        Raises
        ------
        DataError
            When an observation names an unknown input, unit, activity, breakdown or scenario, or
            an activity that its unit does not do.
        """
        _check_words(scorecard, observations)
        delivered = _delivered(observations)
        _check_activities(scorecard.org_units, delivered)
        was = scorecard.org_units
        units = was if units is None else units
        codes = (ALL_ACTIVITIES, *(activity.code for activity in scorecard.activities))
        number = {code: n for n, code in enumerate(codes)}
        done = _done_in([*was, *units], delivered)
        rows = []
        for place, unit in enumerate(units):
            if len(unit.activities) == 1:
                rows.append((place, _ALL, number[unit.activities[0]]))
                continue
            inside = sorted(number[code] for code in done[unit.code] if code != ALL_ACTIVITIES)
            rows += [(place, activity, activity) for activity in (_ALL, *inside)]
        unit_of, activity_of, does = np.array(rows, dtype=np.intp).reshape(-1, 3).T
        return cls(units, codes, unit_of, activity_of, does, was)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.unit)

    @property
    def as_was(self) -> Subjects:
        """The same rows in the organisation as it was."""
        return self._then or self

    @cached_property
    def _then(self) -> Subjects | None:
        """The same rows as they were, None where they are."""
        return None if self.units is self.was else replace(self, units=self.was)

    @cached_property
    def unit_codes(self) -> NDArray[np.object_]:
        """The code of each row's unit."""
        return np.array([unit.code for unit in self.units], dtype=object)[self.unit]

    @cached_property
    def activity_codes(self) -> NDArray[np.object_]:
        """The code of each row's activity."""
        return np.array(self.activities, dtype=object)[self.activity]

    @cached_property
    def rows(self) -> dict[tuple[str, str], int]:
        """The row of each unit and activity; one that does one thing only is found by it too."""
        found = {}
        for row, code in enumerate(self.unit_codes):
            found[str(code), self.activities[self.does[row]]] = row
            found[str(code), self.activities[self.activity[row]]] = row
        return found

    @cached_property
    def order(self) -> Numbers:
        """The place of each row by its codes, whatever the order of the register."""
        codes = [*zip(self.unit_codes, self.activity_codes, strict=True)]
        places = np.empty(len(codes), dtype=np.intp)
        places[sorted(range(len(codes)), key=codes.__getitem__)] = np.arange(len(codes))
        return places

    @cached_property
    def alike(self) -> Numbers:
        """For each row the number of its set of units alike: of one kind, with the same activities.

        An activity within a unit is like the same activity within the other units of the set.
        """
        keys: dict[tuple[object, ...], int] = {}
        sets = [
            (repr(self.units[unit].kind), self.units[unit].activities, activity)
            for unit, activity in zip(self.unit, self.activity, strict=True)
        ]
        return np.array([keys.setdefault(key, len(keys)) for key in sets], dtype=np.intp)

    @cached_property
    def whole(self) -> Numbers:
        """The row of all activities of each unit."""
        return np.flatnonzero(self.activity == _ALL)

    def rows_of(self, units: pd.Series, activities: pd.Series) -> Numbers:
        """Return the row that each of some figures is delivered for; −1 where there is none."""
        unit, unit_codes = numbered(units)
        activity, names = numbered(activities)
        pair = unit.astype(np.intp) * len(names) + activity
        known = np.full(len(unit_codes) * len(names), -1, dtype=np.intp)
        for place in np.flatnonzero(np.bincount(pair)).tolist():
            code, name = unit_codes[place // len(names)], names[place % len(names)]
            known[place] = self.rows.get((code, name), -1)
        return known[pair]

    def applying(self, activities: Sequence[str], kinds: Sequence[str]) -> NDArray[np.bool_]:
        """Return the rows to which a measure for some activities and kinds of unit applies."""
        applies = np.ones(len(self), dtype=bool)
        if kinds:
            shown = [bool(_kinds_of(unit) & set(kinds)) for unit in self.units]
            applies &= np.array(shown, dtype=bool)[self.unit]
        if activities:
            meant = [_ALL, *(self.activities.index(code) for code in activities)]
            applies &= np.isin(self.does, meant)
            does = [not u.activities or bool({*u.activities} & {*activities}) for u in self.units]
            applies &= np.array(does, dtype=bool)[self.unit]
        return applies

    def membership(self, parents: Numbers, activities: tuple[str, ...]) -> Matrix:
        """Return rows × rows with 1 where the figures of a row count in another one.

        Parameters
        ----------
        parents
            For each unit the number of its parent, −1 at the top, −2 while it does not exist.
        activities
            Only what is of these counts; none = everything. What was delivered for all activities
            together counts too, and is of the one activity where only one is meant.
        """
        key = (parents.tobytes(), activities)
        if key not in self._memberships:
            self._memberships[key] = self._membership(parents, activities)
        return self._memberships[key]

    def _membership(self, parents: Numbers, activities: tuple[str, ...]) -> Matrix:
        size = (len(self), len(self.units))
        spread = sparse.csr_array((np.ones(len(self)), (np.arange(len(self)), self.unit)), size)
        pairs = (spread @ _units_below(parents) @ spread.T).tocoo()
        into, out_of = pairs.coords
        meant = [self.activities.index(code) for code in activities]
        does = np.where(self.does == _ALL, meant[0], self.does) if len(meant) == 1 else self.does
        counts = (self.activity[into] == _ALL) | (self.does[into] == does[out_of])
        if meant:
            counts &= np.isin(does[out_of], [_ALL, *meant])
        kept = (into[counts], out_of[counts])
        return sparse.csr_array((np.ones(len(kept[0])), kept), shape=pairs.shape)

    def totals(self, parents: Numbers, shown: NDArray[np.bool_]) -> Totals:
        """Return each shown row with the nearest shown rows below it, and the activities in it.

        Parameters
        ----------
        parents
            For each unit the number of its parent, −1 at the top, −2 while it does not exist.
        shown
            The rows that are shown.
        """
        key = (parents.tobytes(), shown.tobytes())
        if key not in self._totals:
            self._totals[key] = [*self._found_totals(parents, shown)]
        return self._totals[key]

    def _found_totals(
        self, parents: Numbers, shown: NDArray[np.bool_]
    ) -> Iterator[tuple[int, list[int]]]:
        below: dict[int, list[int]] = {}
        for unit, parent in enumerate(parents.tolist()):
            if parent >= 0:
                below.setdefault(parent, []).append(unit)
        codes, there = [unit.code for unit in self.units], shown.tolist()

        def nearest(unit: int, activity: str) -> Iterator[int]:
            for child in below.get(unit, ()):
                row = self.rows.get((codes[child], activity))
                if row is not None and there[row]:
                    yield row
                else:
                    yield from nearest(child, activity)

        within: dict[int, list[int]] = {}
        for row, unit in enumerate(self.unit.tolist()):
            if there[row]:
                activity = self.activities[self.activity[row]]
                if parts := list(nearest(unit, activity)):
                    yield row, parts
                if self.activity[row]:
                    within.setdefault(int(self.whole[unit]), []).append(row)
        yield from within.items()


def _units_below(parents: Numbers) -> Matrix:
    """Return units × units with 1 on and below a unit."""
    above, below = [], []
    up = parents.tolist()
    for unit, parent in enumerate(up):
        here = NOT_THERE if parent == NOT_THERE else unit
        while here >= 0:
            above.append(here)
            below.append(unit)
            here = up[here]
    size = len(parents)
    return sparse.csr_array((np.ones(len(above)), (above, below)), shape=(size, size))


def numbered(texts: pd.Series) -> tuple[NDArray[np.integer], list[str]]:
    """Return the number of each text, and the texts by number."""
    found = texts.astype("category").cat
    return found.codes.to_numpy(), found.categories.tolist()


def _done_in(
    units: Sequence[OrgUnit], delivered: Iterable[tuple[str, str]]
) -> Mapping[str, set[str]]:
    """Return what is done in each unit or below it, at any time and in any structure."""
    done = {unit.code: set(unit.activities) for unit in units}
    for code, activity in delivered:
        done[code].add(activity)
    above: dict[str, set[str]] = {unit.code: set() for unit in units}
    for unit in units:
        above[unit.code] |= {span.parent for span in unit.spans if span.parent}
    for unit in units:
        news, here = done[unit.code], [unit.code]
        while here and news:
            parents = {parent for code in here for parent in above[code]}
            here = [parent for parent in parents if not news <= done[parent]]
            for parent in here:
                done[parent] |= news
    return done


def _delivered(observations: pd.DataFrame) -> list[tuple[str, str]]:
    """Return each unit and activity for which there are figures."""
    unit, codes = numbered(observations["org_unit"])
    activity, names = numbered(observations["activity"])
    there = np.zeros((len(codes), len(names)), dtype=bool)
    there[unit, activity] = True
    return [(codes[row], names[column]) for row, column in zip(*there.nonzero(), strict=True)]


def _check_words(scorecard: Scorecard, observations: pd.DataFrame) -> None:
    known = {
        "input": {given.code for given in scorecard.inputs},
        "org_unit": {unit.code for unit in scorecard.org_units},
        "activity": {ALL_ACTIVITIES, *(each.code for each in scorecard.activities)},
        "breakdown": {"total"},
        "scenario": {"actual", "forecast"},
    }
    problems = [
        Problem(
            f"observations of this {column} cannot be evaluated",
            value=str(text),
            hint=nearest(str(text), valid),
        )
        for column, valid in known.items()
        for text in observations[column].unique()
        if text not in valid
    ]
    if problems:
        raise DataError(problems)


def _check_activities(units: Iterable[OrgUnit], delivered: Iterable[tuple[str, str]]) -> None:
    """Refuse figures of an activity that their unit does not do, as the register has it."""
    does = {unit.code: unit.activities for unit in units}
    problems = [
        Problem(
            f"{unit} does not do this activity, as the register has it",
            value=activity,
            valid=", ".join(does[unit]),
        )
        for unit, activity in delivered
        if activity != ALL_ACTIVITIES and does[unit] and activity not in does[unit]
    ]
    if problems:
        raise DataError(problems)


def _kinds_of(unit: OrgUnit) -> set[str]:
    return unit.kind.texts if unit.kind else set()
