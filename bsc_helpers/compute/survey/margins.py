"""How sure the results of a survey are: margins of error of a mean and of a change.

Respondents are taken as answering independently of each other, and as a sample of all those who
could have been asked. Who did not answer at all may think otherwise: no margin tells that.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtrit

from bsc_helpers.compute.comparison import mean_interval

__all__ = [
    "Sums",
    "finite_correction",
    "margin_of_change",
    "margin_of_mean",
    "response_rate",
    "sums_of",
]

Floats = NDArray[np.float64]
TAIL = 0.975
FEWEST = 2  # answers that have a spread
ALIKE = 1e-9  # of the squares: what binary sums may differ by


class Sums(NamedTuple):
    """Number, sum and sum of squares of some answers: what adds up over units exactly."""

    number: Floats
    total: Floats
    squares: Floats

    @property
    def mean(self) -> Floats:
        """The mean of the answers; NaN where there is none."""
        return _divided(self.total, self.number)

    @property
    def variance(self) -> Floats:
        """The variance of the answers, by n − 1; NaN of fewer than two."""
        spread = self.squares - self.total * self.mean
        return _divided(np.maximum(spread, 0.0), np.where(self.number < FEWEST, 0, self.number - 1))

    @property
    def is_unanimous(self) -> NDArray[np.bool_]:
        """Whether all gave one and the same answer: then the mean tells what each of them said."""
        some = self.number > 0
        spread = np.where(some, self.squares - self.total * np.where(some, self.mean, 0.0), 1.0)
        return some & (spread <= ALIKE * self.squares)


def sums_of(values: ArrayLike, rows: ArrayLike, size: int) -> Sums:
    """Return number, sum and sum of squares of the values of each row; NaN counts nowhere."""
    given, place = np.asarray(values, dtype=float), np.asarray(rows, dtype=np.intp)
    there = ~np.isnan(given)
    place, known = place[there], given[there]
    return Sums(
        np.bincount(place, minlength=size).astype(float),
        np.bincount(place, known, minlength=size).astype(float),
        np.bincount(place, known**2, minlength=size).astype(float),
    )


def margin_of_mean(sums: Sums, population: ArrayLike = np.nan) -> Floats:
    """Return the 95 % margin of error of a mean by Student's t.

    Parameters
    ----------
    sums
        Of the answers.
    population
        How many there are whom the mean describes: the users of this round and nobody else. The
        margin shrinks by `finite_correction`; NaN = it does not.

    Returns
    -------
    NaN of fewer than two answers.
    """
    low, high = mean_interval(sums.number, sums.total, sums.squares)
    return (high - low) / 2 * finite_correction(sums.number, population)


def finite_correction(count: ArrayLike, population: ArrayLike) -> Floats:
    """Return √(1 − n/N), by which a margin shrinks that only describes those N who could answer.

    It says how sure the result is for this year's users, of whom most have answered. A change is a
    matter of what produced the answers of two years, so no margin of a change uses it: of 12 out of
    15 it would raise more than one false alarm in three.

    Returns
    -------
    1 where the population is not known, or fewer than the answers (then it is no population).

    References
    ----------
    Cochran (1977), Sampling Techniques, 3rd edition, section 2.6.
    """
    number, whole = np.asarray(count, dtype=float), np.asarray(population, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        usable = (whole >= number) & (whole > 0)
        corrected: Floats = np.where(usable, np.sqrt(np.maximum(1 - number / whole, 0.0)), 1.0)
    return corrected


def margin_of_change(now: Sums, before: Sums) -> Floats:
    """Return the 95 % margin of error of the difference of two means, without finite correction.

    The two rounds are taken as independent, with spreads of their own.

    Returns
    -------
    NaN where one of the rounds has fewer than two answers.

    References
    ----------
    Welch (1947), The generalization of "Student's" problem when several different population
    variances are involved, Biometrika 34, 28-35.
    """
    first, second = (_divided(each.variance, each.number) for each in (now, before))
    both = first + second
    freedom = _divided(first**2, now.number - 1) + _divided(second**2, before.number - 1)
    # Without any spread the margin is zero, whatever the degrees of freedom.
    degrees: Floats = np.where(both > 0, _divided(both**2, freedom), 1.0)
    margin: Floats = np.asarray(stdtrit(degrees, TAIL) * np.sqrt(both), dtype=float)
    return margin


def response_rate(answered: ArrayLike, invited: ArrayLike) -> Floats:
    """Return how many of those invited answered, from 0 to 1.

    Returns
    -------
    NaN where nobody was invited, where it is not known, or where more answered than were invited:
    then one of the two counts is wrong.
    """
    came, asked = np.asarray(answered, dtype=float), np.asarray(invited, dtype=float)
    return _divided(came, np.where(came <= asked, asked, np.nan))


def _divided(part: Floats, whole: Floats) -> Floats:
    """Return a quotient; NaN where the whole is not more than zero."""
    out = np.full(np.broadcast(part, whole).shape, np.nan)
    quotient: Floats = np.divide(part, whole, out=out, where=np.asarray(whole) > 0)
    return quotient
