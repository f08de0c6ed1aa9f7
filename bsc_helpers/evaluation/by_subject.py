"""The rows of a table by subject: a report finds its own without looking at all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bsc_helpers.compute.subjects import Subjects
from bsc_helpers.model import ALL_ACTIVITIES

__all__ = ["BySubject", "Numbers", "by_number", "picked"]

Numbers = NDArray[np.intp]
_NONE = np.array([], dtype=np.intp)


@dataclass(frozen=True, eq=False)
class BySubject:
    """Rows of a table, for instance those of one period, by subject.

    Attributes
    ----------
    frame
        The whole table.
    numbers
        The numbers of the rows of each subject, in the order of the table.
    """

    frame: pd.DataFrame
    numbers: dict[int, Numbers]

    @classmethod
    def of(
        cls, frame: pd.DataFrame, subjects: Subjects, kept: NDArray[np.bool_] | None = None
    ) -> BySubject:
        """Return the rows of a table that are kept, by default all of them."""
        subject = subjects.rows_of(frame["org_unit"], frame["activity"])
        if kept is None:
            return cls(frame, by_number(subject))
        places = np.flatnonzero(kept)
        found = by_number(subject[places])
        return cls(frame, {row: places[numbers] for row, numbers in found.items()})

    def numbers_of(self, subjects: Iterable[int]) -> Numbers:
        """Return the numbers of the rows of some subjects, one after the other."""
        return np.concatenate([_NONE, *(self.numbers.get(row, _NONE) for row in subjects)])

    def take(self, subjects: Iterable[int], activity: str) -> pd.DataFrame:
        """Return the rows of some subjects, under the activity of a report."""
        return picked(self.frame, self.numbers_of(subjects), activity)


def by_number(numbers: NDArray[np.intp]) -> dict[int, Numbers]:
    """Return the places at which each number stands."""
    found: Any = pd.Series(numbers).groupby(numbers).indices
    places: dict[int, Numbers] = dict(found)
    return places


def picked(frame: pd.DataFrame, numbers: Numbers, activity: str) -> pd.DataFrame:
    """Return rows of a table, numbered from 0, under the activity of a report.

    A unit that does one thing only has its rows under all activities together; a report of that
    one activity shows them as its own. In a report of all activities every row says so already.
    """
    if not len(numbers):
        return frame.iloc[:0]
    rows = frame.take(numbers)
    rows.index = pd.RangeIndex(len(rows))
    if activity != ALL_ACTIVITIES:
        rows["activity"] = pd.Series([activity] * len(rows), dtype="object")
    return rows
