"""What many short series tell together and one alone cannot: their season, and their memory.

Sixteen quarters of one unit find a moderate season in fewer than one case in three. All units of
a measure together do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import fdtrc

from bsc_helpers.compute.process.checks import checked_series
from bsc_helpers.errors import ParameterError

__all__ = ["Autocorrelation", "Season", "adjusted", "autocorrelation", "seasonal_profile"]

Bools: TypeAlias = NDArray[np.bool_]
Floats: TypeAlias = NDArray[np.float64]
Places: TypeAlias = NDArray[np.intp]

_FEWEST_YEARS: Final = 2  # for a profile: a season that was seen once may be anything
_FEWEST_YEARS_TO_TEST: Final = 3
_FEWEST_ROWS: Final = 6  # for what rows have in common; below, one wild unit could be half of them
_FEWEST_PAIRS: Final = 8  # of neighbours, for the memory of a series


@dataclass(frozen=True, eq=False)
class Season:
    """How much each time of the year adds, for each group of rows.

    Attributes
    ----------
    numbers
        The numbers of the seasons, in order.
    profile
        Groups × seasons: what is added, zero in sum over the seasons in which the group is
        measured; NaN in the others, and in all where there are too few complete years.
    group
        For each row its place in `profile`.
    years
        For each group how many years had a row without a gap.
    p_values
        For each group how likely a profile so clear would be without any season; NaN where there
        are fewer than 3 years or 6 rows: then nobody can tell.
    """

    numbers: NDArray[np.int_]
    profile: Floats
    group: Places
    years: Places
    p_values: Floats

    @property
    def p_value(self) -> float:
        """The smallest p-value, times the number of groups that were tested; NaN if none was."""
        tested = self.p_values[~np.isnan(self.p_values)]
        return float(min(1.0, tested.min() * tested.size)) if tested.size else float("nan")

    def effect(self, season: ArrayLike) -> Floats:
        """Return what the season adds, rows × periods.

        Parameters
        ----------
        season
            The season of each period.

        Raises
        ------
        ParameterError
            For a season that the profile does not know.
        """
        asked = np.asarray(season)
        place = np.searchsorted(self.numbers, asked).clip(max=self.numbers.size - 1)
        unknown = np.unique(asked[self.numbers[place] != asked])
        if unknown.size:
            raise ParameterError(
                f"season {unknown[0]} is not in the profile; valid: {self.numbers.tolist()}"
            )
        return self.profile[:, place][self.group]


class _Pooled(NamedTuple):
    """The profile of one group."""

    profile: Floats
    years: int
    p_value: float


def seasonal_profile(
    values: ArrayLike, season: ArrayLike, groups: ArrayLike | None = None
) -> Season:
    """Return what each time of the year adds, from all rows together.

    Each year of each row without a gap is set against its own mean; of these, each season of each
    year has the median over the rows, so that one wild unit moves nothing, and the profile is the
    mean of the years. What all rows drift in common from year to year is taken out first, or it
    would show as a season.

    Parameters
    ----------
    values
        Rows × periods in the order of time; NaN is missing. Years run from the first period.
    season
        The season of each period as an integer, such as the number of the quarter.
    groups
        For each row the group that it shares a season with; without, all share one.

    Returns
    -------
    Season
        With a test whether there is a season at all: the profile against what the years differ by
        (an F-test, years being the replicates). A shock that hit all rows in one year is so no
        season, however many the rows.

    Raises
    ------
    ParameterError
        When the shapes do not fit.
    """
    numbers = checked_series(values)
    labels, group = _checked_groups(groups, len(numbers))
    seasons, at = np.unique(np.asarray(season, dtype=np.int_), return_inverse=True)
    if at.shape != numbers.shape[1:]:
        raise ParameterError("there must be one season for each period")
    place, year = _calendar(at, seasons.size)
    pooled = [
        _pooled_profile(_by_year(numbers[group == each], place, year, seasons.size))
        for each in range(labels)
    ]
    profile = np.array([each.profile for each in pooled]).reshape(labels, seasons.size)
    return Season(
        numbers=seasons,
        profile=np.roll(profile, at[0], axis=1),
        group=group,
        years=np.array([each.years for each in pooled], dtype=np.intp),
        p_values=np.array([each.p_value for each in pooled]),
    )


def _checked_groups(groups: ArrayLike | None, rows: int) -> tuple[int, Places]:
    """Return how many groups there are, and the group of each row counted from 0."""
    if groups is None:
        return 1, np.zeros(rows, dtype=np.intp)
    labels, group = np.unique(np.asarray(groups), return_inverse=True)
    if group.shape != (rows,):
        raise ParameterError("there must be one group for each row")
    return labels.size, group


def _calendar(at: Places, seasons: int) -> tuple[Places, Places]:
    """Return the place in its year and the year of each period, years running from the first."""
    place = (at - at[0]) % seasons
    return place, np.cumsum(np.diff(place, prepend=-1) <= 0)


def _by_year(values: Floats, place: Places, year: Places, seasons: int) -> Floats:
    """Return the values as rows × years × places in the year, NaN where there is no period."""
    cube = np.full((len(values), int(year[-1]) + 1, seasons), np.nan)
    cube[:, year, place] = values
    return cube


def _pooled_profile(cube: Floats) -> _Pooled:
    measured = np.isfinite(cube).any(axis=(0, 1))
    profile = np.full(measured.shape, np.nan)
    if measured.sum() < 2:  # noqa: PLR2004 - one season is none
        return _Pooled(profile, 0, np.nan)
    by_year = _deviations(cube[:, :, measured], np.flatnonzero(measured))
    years = len(by_year)
    if years < _FEWEST_YEARS:
        return _Pooled(profile, years, np.nan)
    profile[measured] = by_year.mean(axis=0)
    enough = years >= _FEWEST_YEARS_TO_TEST and len(cube) >= _FEWEST_ROWS
    return _Pooled(profile, years, _p_value(by_year) if enough else np.nan)


def _deviations(cube: Floats, place: Places) -> Floats:
    """Return for each year and season how far the rows typically lie from their mean of the year.

    Only years in which at least one row has no gap.
    """
    mean = cube.mean(axis=2)
    away = cube - mean[:, :, np.newaxis]
    known = np.isfinite(mean).any(axis=0)
    away = away[:, known]
    # Of gaps only where there are some: it takes ten times as long.
    median = np.nanmedian if np.isnan(away).any() else np.median
    by_year = median(away, axis=0) if known.any() else np.empty((0, cube.shape[2]))
    by_year -= _drift(mean) / place.size * (place - place.mean())
    # Medians of deviations need not add up to zero.
    centred: Floats = by_year - by_year.mean(axis=1, keepdims=True)
    return centred


def _drift(values: Floats) -> float:
    """Return the step from one column to the next that is typical of the rows; 0 if unknown."""
    steps = np.diff(values, axis=1)
    there = np.isfinite(steps)
    some = there.any(axis=1)
    if not some.any():
        return 0.0
    total = np.where(there, steps, 0.0).sum(axis=1)[some]
    return float(np.median(total / there.sum(axis=1)[some]))


def _p_value(by_year: Floats) -> float:
    """Return the p-value of the season in years × seasons, the years being the replicates."""
    years, seasons = by_year.shape
    profile = by_year.mean(axis=0)
    between = years * (profile**2).sum() / (seasons - 1)
    within = ((by_year - profile) ** 2).sum() / ((years - 1) * (seasons - 1))
    if within <= 0:
        return 0.0 if between > 0 else 1.0
    return float(fdtrc(seasons - 1, (years - 1) * (seasons - 1), between / within))


def adjusted(values: ArrayLike, profile: Season, season: ArrayLike) -> Floats:
    """Return values without what the season adds; NaN where that is not known.

    Parameters
    ----------
    values
        Rows × periods, NaN = missing.
    profile
        What the season adds, for the same rows.
    season
        The season of each period.
    """
    return checked_series(values) - profile.effect(season)


class Autocorrelation(NamedTuple):
    """How much a point resembles the one before it, in all rows together.

    Attributes
    ----------
    value
        From −1 to 1, 0 when points do not depend on their neighbours; NaN when no row is long
        enough.
    error
        Its standard error, if rows do not depend on one another; where the same shocks hit all of
        them it is larger.
    rows, points
        How many rows and how many points together it rests on.
    """

    value: float
    error: float
    rows: int
    points: int


def autocorrelation(values: ArrayLike, groups: ArrayLike | None = None) -> Autocorrelation:
    """Return how much each point resembles the one before it (lag 1), from all rows together.

    A short series looks less alike than it is, because its mean is drawn to its own points: on
    average ``φ − (1 + 3φ)/n`` is found instead of φ. That is corrected in each row; the result is
    the mean over rows, weighted by their numbers of points. What the rows of a group of at least 6
    drift in common is taken out first, or it would show as likeness.

    Parameters
    ----------
    values
        Rows × periods in the order of time, without season; NaN is missing. Only neighbouring
        periods make a pair, and a row needs 8 pairs.
    groups
        For each row the group that it shares its drift with; without, all share one.

    References
    ----------
    Marriott and Pope (1954), Bias in the estimation of autocorrelations, Biometrika 41, 390-402.
    """
    numbers = _without_drift(checked_series(values), groups)
    there = np.isfinite(numbers)
    pairs = (there[:, 1:] & there[:, :-1]).sum(axis=1)
    usable = pairs >= _FEWEST_PAIRS
    numbers, there, pairs = numbers[usable], there[usable], pairs[usable]
    points = there.sum(axis=1)
    total = np.where(there, numbers, 0.0).sum(axis=1)
    away = np.where(there, numbers - (total / points)[:, np.newaxis], 0.0)
    squares = (away**2).sum(axis=1) / points
    varying = squares > 1e-24 * (total / points) ** 2  # what binary arithmetic leaves of a constant
    if not varying.any():
        return Autocorrelation(np.nan, np.nan, 0, 0)
    products = (away[:, 1:] * away[:, :-1]).sum(axis=1)[varying] / pairs[varying]
    n = points[varying]
    found = (products / squares[varying] + 1 / n) / (1 - 3 / n)
    value = float(np.average(found, weights=n))
    # Each row has a variance of (1 − φ²)/n before the correction stretches it.
    variance = (1 - min(value**2, 1.0)) * (n / (1 - 3 / n) ** 2).sum() / n.sum() ** 2
    return Autocorrelation(value, float(np.sqrt(variance)), n.size, int(n.sum()))


def _without_drift(numbers: Floats, groups: ArrayLike | None) -> Floats:
    labels, group = _checked_groups(groups, len(numbers))
    sizes = np.bincount(group, minlength=labels)
    drift = np.array(
        [
            _drift(numbers[group == each]) if sizes[each] >= _FEWEST_ROWS else 0.0
            for each in range(labels)
        ]
    )
    return numbers - drift[group][:, np.newaxis] * np.arange(numbers.shape[1])
