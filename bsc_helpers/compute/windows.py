"""Windows of time, and the sums over the short periods in them and over the units below.

A window is cut into pieces where the organisation changes. All pieces, of all windows, are one
sparse matrix: adding up over the organisation is one product, however often it changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

__all__ = ["OverTime", "Pieces", "Windows", "in_kind"]

Numbers = NDArray[Any]  # binary numbers, or money in öre: integers
Bools = NDArray[np.bool_]
Matrix = sparse.csr_array

OverTime = Literal["sum", "mean", "last"]


@dataclass(frozen=True)
class Windows:
    """Which short periods (columns of the data) make up each window, in order of time."""

    parts: tuple[tuple[int, ...], ...]
    columns: int

    def counted(self, how: OverTime) -> list[tuple[int, ...]]:
        """Return the short periods that count in each window: of a state only the last."""
        return [part[-1:] if how == "last" else part for part in self.parts]

    def matrix(self, how: OverTime) -> Matrix:
        """Return windows × columns with 1 where a column counts in a window."""
        return _ones(self.counted(how), self.columns)


def _ones(rows: Sequence[Sequence[int]], columns: int) -> Matrix:
    """Return rows × columns with 1 at the columns that are listed for each row."""
    number = [row for row, listed in enumerate(rows) for _ in listed]
    places = (number, [column for listed in rows for column in listed])
    return sparse.csr_array((np.ones(len(number)), places), shape=(len(rows), columns))


def in_kind(ones: Matrix, numbers: Numbers | Bools) -> Matrix:
    """Return a matrix of ones in the kind of the numbers that it adds up.

    Integers, such as money in öre, are added by integers, and so exactly.
    """
    if numbers.dtype != np.int64:
        return ones
    same = np.ones(ones.nnz, dtype=np.int64)
    return sparse.csr_array((same, ones.indices, ones.indptr), shape=ones.shape)


@dataclass(frozen=True, eq=False)
class Pieces:
    """Windows cut into the pieces within which the organisation is one and the same.

    Attributes
    ----------
    short
        Pieces × short periods: 1 where a period counts in a piece.
    window
        For each piece the number of its window; they are in the order of the windows.
    below
        Rows of all pieces × rows of all pieces: 1 on and below a row in the same piece.
    """

    short: Matrix
    window: NDArray[np.intp]
    below: Matrix

    @classmethod
    def of(
        cls,
        structures: Sequence[tuple[NDArray[np.intp], Matrix]],
        windows: Windows,
        how: OverTime,
    ) -> Pieces:
        """Cut windows where the organisation changes."""
        valid = {int(p): number for number, (periods, _) in enumerate(structures) for p in periods}
        cut: dict[tuple[int, int], list[int]] = {}
        for window, counted in enumerate(windows.counted(how)):
            for column in counted:
                cut.setdefault((window, valid[column]), []).append(column)
        below = sparse.block_diag([structures[number][1] for _, number in cut], format="csr")
        return cls(_ones([*cut.values()], windows.columns), np.array([w for w, _ in cut]), below)

    @cached_property
    def _joined(self) -> Matrix:
        """Windows × pieces: 1 where a piece is of a window."""
        pieces: list[list[int]] = [[] for _ in range(self.window[-1] + 1)]
        for piece, window in enumerate(self.window):
            pieces[window].append(piece)
        return _ones(pieces, len(self.window))

    def cut(self, of_short: Numbers | Bools) -> Numbers:
        """Return pieces × units: the sum over the short periods, of units × short periods."""
        return np.asarray(in_kind(self.short, of_short) @ of_short.T)

    def added(self, in_pieces: Numbers, kept: Bools) -> Numbers:
        """Return units × windows: the sum over the pieces and over all units on and below.

        Parameters
        ----------
        in_pieces
            Pieces × units: what is added; integers are added exactly.
        kept
            Units × windows: which units take part in a window.
        """
        counted = in_pieces * kept.T[self.window]
        below = (in_kind(self.below, counted) @ counted.ravel()).reshape(counted.shape)
        return np.ascontiguousarray((in_kind(self._joined, below) @ below).T)
