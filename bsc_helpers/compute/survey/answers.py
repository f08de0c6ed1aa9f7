"""Answers of respondents: put on a scale from 0 to 100 and made into indices.

Every array has one row for each respondent. NaN is a question that was not answered, or one to
which the answer was "don't know": it is in no base.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NoReturn

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bsc_helpers.errors import ParameterError

__all__ = ["Answers", "index_of", "scaled"]

Floats = NDArray[np.float64]
TOP = 100.0
ROUNDED = 1e-6  # so much weights may lack of one


@dataclass(frozen=True, eq=False)
class Answers:
    """What each respondent of one survey answered; it is held in memory only.

    It cannot be written: pickling is refused, and its text shows no answer.

    Attributes
    ----------
    survey
        The code of the survey.
    org_unit, activity, period
        Of each respondent, as texts.
    recorded
        The day on which each answer was recorded, as an ordinal; 0 = not known.
    marks
        Respondents × questions in the survey's order, on the scale of the question; NaN = not
        answered, or "don't know".
    """

    survey: str
    org_unit: NDArray[np.object_] = field(repr=False)
    activity: NDArray[np.object_] = field(repr=False)
    period: NDArray[np.object_] = field(repr=False)
    recorded: NDArray[np.int64] = field(repr=False)
    marks: Floats = field(repr=False)

    def __len__(self) -> int:
        """Return the number of respondents."""
        return len(self.marks)

    def __reduce__(self) -> NoReturn:
        """Refuse to be written."""
        raise TypeError("answers of respondents are never written")

    @classmethod
    def joined(cls, parts: Sequence[Answers]) -> Answers:
        """Return the answers of several deliveries of one survey, in their order."""
        return cls(
            parts[0].survey,
            np.concatenate([part.org_unit for part in parts]),
            np.concatenate([part.activity for part in parts]),
            np.concatenate([part.period for part in parts]),
            np.concatenate([part.recorded for part in parts]),
            np.concatenate([part.marks for part in parts]),
        )

    def where(self, kept: NDArray[np.bool_]) -> Answers:
        """Return the answers of some respondents."""
        return Answers(
            self.survey,
            self.org_unit[kept],
            self.activity[kept],
            self.period[kept],
            self.recorded[kept],
            self.marks[kept],
        )


def scaled(
    marks: ArrayLike, low: ArrayLike, high: ArrayLike, is_reversed: ArrayLike = ()
) -> Floats:
    """Return marks on a scale from 0, the worst, to 100, the best.

    Parameters
    ----------
    marks
        Respondents × questions, NaN = not answered.
    low, high
        The ends of the scale, of all questions or of each: 1 and 10, 1 and 7, 1 and 5.
    is_reversed
        Whether the low end is the best, of all questions or of each; none = of no question.

    Returns
    -------
    ``(mark − low) / (high − low) · 100``, turned round where the scale is; NaN stays NaN. A
    five-point question thus gives 0, 25, 50, 75 and 100.

    Raises
    ------
    ParameterError
        When a mark lies outside its scale, or a scale has no extent.
    """
    given, bottom, top = (np.asarray(each, dtype=float) for each in (marks, low, high))
    if not (bottom < top).all():
        raise ParameterError("a scale runs from a low to a higher end")
    outside = (given < bottom) | (given > top)
    if outside.any():
        message = f"{int(outside.sum())} marks lie outside their scale"
        raise ParameterError(f"{message}, first {given[outside][0]:g}")
    share = (given - bottom) / (top - bottom)
    turned = np.asarray(is_reversed, dtype=bool)
    result: Floats = TOP * np.where(turned if turned.size else False, 1 - share, share)
    return result


def index_of(scores: ArrayLike, weights: ArrayLike = (), fewest: int | None = None) -> Floats:
    """Return the index of each respondent: the weighted mean of the items.

    Parameters
    ----------
    scores
        Respondents × items from 0 to 100, NaN = not answered.
    weights
        Of the items; they sum to one. None = equal weights.
    fewest
        A respondent who answered fewer items has no index; without it every item is needed. Of one
        who answered enough, the weights of the answered items are brought up to one.

    Returns
    -------
    For each respondent from 0 to 100, NaN without an index. The mean over respondents who answered
    everything is the customer satisfaction index ``Σ w · (mean − 1) / 9 · 100`` of three items from
    1 to 10; with equal weights ``(S + E + I − 3) / 27 · 100``.

    Raises
    ------
    ParameterError
        When the weights are not one for each item, are negative, or do not sum to one.

    References
    ----------
    Fornell et al. (1996), The American Customer Satisfaction Index: nature, purpose, and findings,
    Journal of Marketing 60(4), 7-18.
    """
    given = np.asarray(scores, dtype=float)
    count = given.shape[1]
    shares = np.asarray(weights, dtype=float)
    shares = shares if len(shares) else np.full(count, 1 / count)
    if len(shares) != count or (shares < 0).any() or abs(shares.sum() - 1) > ROUNDED:
        raise ParameterError(f"an index of {count} items needs {count} weights that sum to 1")
    there = ~np.isnan(given)
    enough = there.sum(axis=1) >= (count if fewest is None else fewest)
    weight = there @ shares
    total = np.where(there, given, 0.0) @ shares
    empty = np.full(len(given), np.nan)
    index: Floats = np.divide(total, weight, out=empty, where=enough & (weight > 0))
    return index
