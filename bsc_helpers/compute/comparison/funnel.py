"""Funnel limits: how far from the whole a unit of its size may lie without being unusual."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bsc_helpers.compute.comparison.arrays import Bools, Floats, exceeds, floats
from bsc_helpers.compute.comparison.intervals import Interval, critical_value, widened
from bsc_helpers.compute.comparison.overdispersion import overdispersion, spread
from bsc_helpers.compute.comparison.scales import SCALES, Cases, Kind, Scale
from bsc_helpers.errors import ParameterError, did_you_mean

__all__ = ["Funnel", "Limits", "funnel"]


class Limits(NamedTuple):
    """The limits of a funnel at some numbers of cases."""

    lower_95: Floats
    upper_95: Floats
    lower_998: Floats
    upper_998: Floats


@dataclass(frozen=True, eq=False)
class Funnel:
    """The units of each column against what is usual for units of their size.

    Arrays are units, or units × columns, in the shape that was given, unless one number for each
    column is told; those are of no dimension where units alone were given. NaN where a unit is
    left out or nothing can be told.

    Attributes
    ----------
    kind
        Of which kind the figures are.
    value
        The figure of each unit: a share from 0 to 1, events per exposure, a mean, or the value.
    count
        Its cases or exposure; 1 for kind ``value``.
    centre
        For each column: the reference, or the value of all units together.
    lower_95, upper_95, lower_998, upper_998
        The limits of each unit at 95 and 99.8 percent.
    z
        How many standard deviations a unit lies from the centre, on the scale of the kind, with
        the spread between units and the error of measurement allowed for.
    tau2
        For each column: the variance between units beyond chance, on the scale of the kind; NaN
        for kind ``value`` with fewer than five units.
    phi
        For each column: how much more units differ than by chance; NaN for kind ``value``.
    units
        For each column: how many units have a value.
    outside
        0 inside, 1 above and −1 below the limits at 95 percent, 2 and −2 those at 99.8 percent. It
        follows the limits as they are drawn, not z. Also 0 where nothing is compared: see
        `compared`.
    within
        For each column of means: the standard deviation between the cases of a unit; 0 for others.
    error, overdispersed, reference
        The options: the error for each column; the reference None where none was given.
    """

    kind: Kind
    value: Floats
    count: Floats
    centre: Floats
    lower_95: Floats
    upper_95: Floats
    lower_998: Floats
    upper_998: Floats
    z: Floats
    tau2: Floats
    phi: Floats
    units: NDArray[np.int64]
    outside: NDArray[np.int8]
    within: Floats
    error: Floats
    overdispersed: bool
    reference: Floats | None

    @property
    def compared(self) -> Bools:
        """Where a unit has both a value and limits; not compared is not the same as inside."""
        known: Bools = ~np.isnan(self.value) & ~np.isnan(self.lower_998) & ~np.isnan(self.upper_998)
        return known

    def limits_at(self, counts: ArrayLike, column: int = 0) -> Limits:
        """Return the limits at other numbers of cases, to draw them as smooth curves."""
        (given,) = floats(counts)
        centre, within, tau2, error = (
            np.atleast_1d(each)[column]
            for each in (self.centre, self.within, self.tau2, self.error)
        )
        cases = Cases(np.where(given > 0, given, np.nan), centre, within)
        return _limits(SCALES[self.kind], cases, tau2, error)


def funnel(  # noqa: PLR0913 - every option is named where it is given
    kind: Kind,
    total: ArrayLike,
    count: ArrayLike | None = None,
    *,
    squares: ArrayLike | None = None,
    error: ArrayLike = 0.0,
    overdispersed: bool = True,
    reference: ArrayLike | None = None,
) -> Funnel:
    """Return which units lie further from the whole than is usual for units of their size.

    Parameters
    ----------
    kind
        ``proportion``: `total` of `count` cases. ``rate``: `total` events per `count` of exposure,
        or observed over expected. ``mean``: the sum of `count` cases. ``value``: `total` is the
        value itself and its own chance is not known: the limits, the same for all, hold what is
        usual among the units.
    total, count
        Units, or units × columns; each column is a funnel of its own. A unit is left out where a
        number is missing or the numbers are impossible: no case, more than all, less than none.
    squares
        Of means: the sum of squares of the cases.
    error
        The standard deviation of the measurement in the unit of the value, one or one for each
        column. It widens every limit, also where the spread between units already holds part of it.
    overdispersed
        Whether the limits allow for units that differ by more than chance.
    reference
        The centre, one or one for each column. Without it, the sum of the totals divided by that
        of the counts; for kind ``value`` the mean after winsorising.

    Notes
    -----
    By chance alone the limits are ``p ± z√(p(1 − p)/n)`` of proportions, those of
    :func:`poisson_limits` of rates, and ``m ± z·s/√n`` of means with the `s` of all units
    together. Where the units differ by more (`tau2` above 0), they are ``± z√(s² + τ²)`` on the
    scale of the kind, and never narrower than those by chance alone: close to none or all of few
    cases the scale alone would call ordinary units unusual. It takes five units to tell how they
    differ; fewer are held against chance alone, and values have no limits.

    Raises
    ------
    ParameterError
        For an unknown kind, numbers that the kind needs and that are not given, or an error or
        reference of another shape than the columns.

    References
    ----------
    Spiegelhalter (2005), Funnel plots for comparing institutional performance, Statistics in
    Medicine 24, 1185-1202.
    """
    scale = _scale(kind, overdispersed=overdispersed)
    value, cases = _figures(kind, total, count, squares)
    own, variance = (cases.centre, None) if kind != "value" else spread(value)
    given = None if reference is None else _per_column("reference", reference, own)
    cases = replace(cases, centre=own if given is None else given)
    errors = _per_column("error", error, own)
    with np.errstate(all="ignore"):  # what cannot be told is NaN
        distance = scale.onto(value) - scale.onto(cases.centre)
        by_chance = scale.deviation(cases)
        tau2, phi = overdispersion(distance, by_chance)
        if variance is not None:
            tau2, phi = variance, np.full_like(variance, np.nan)
        elif not overdispersed:
            tau2 = np.zeros_like(tau2)
        beside = np.where(errors > 0, errors * scale.slope(cases.centre), 0.0)
        z = distance / np.sqrt(by_chance**2 + tau2 + beside**2)
    limits = _limits(scale, cases, tau2, errors)
    return Funnel(
        kind=kind,
        value=value,
        count=cases.count,
        centre=cases.centre,
        **limits._asdict(),
        z=z,
        tau2=tau2,
        phi=phi,
        units=(~np.isnan(value)).sum(axis=0),
        outside=_outside(value, limits),
        within=cases.within,
        error=errors,
        overdispersed=overdispersed,
        reference=given,
    )


def _scale(kind: Kind, *, overdispersed: bool) -> Scale:
    if kind not in SCALES:
        raise ParameterError(f"there is no funnel of {kind}{did_you_mean(kind, get_args(Kind))}")
    if kind == "value" and not overdispersed:
        raise ParameterError("a value has no limits but those from the spread between units")
    return SCALES[kind]


def _figures(
    kind: Kind, total: ArrayLike, count: ArrayLike | None, squares: ArrayLike | None
) -> tuple[Floats, Cases]:
    """Return the values, and the cases with the centre of all units together."""
    if count is None and kind != "value":
        raise ParameterError(f"the funnel of a {kind} needs the count")
    if squares is None and kind == "mean":
        raise ParameterError("the funnel of a mean needs the sum of squares")
    sums, base, squared = floats(
        total,
        1.0 if count is None or kind == "value" else count,
        np.nan if squares is None else squares,
    )
    if sums.ndim not in (1, 2):
        raise ParameterError("a funnel is of units, or of units × columns")
    with np.errstate(all="ignore"):
        inside = squared - sums**2 / base
        possible = np.isfinite(sums) & np.isfinite(base) & (base > 0)
        if kind in ("proportion", "rate"):
            possible &= sums >= 0
        if kind == "proportion":
            possible &= ~exceeds(sums, base)
            sums = np.minimum(sums, base)  # all, but for the last binary digit
        if kind == "mean":
            # Equal cases may give a spread just below zero in binary arithmetic.
            possible &= np.isfinite(squared) & (inside >= -1e-9 * np.abs(squared))
        known = [np.where(possible, each, np.nan) for each in (sums, base, inside)]
        return known[0] / known[1], _together(kind, *known)


def _together(kind: Kind, sums: Floats, count: Floats, inside: Floats) -> Cases:
    """Return the cases with centre and spread within of all units together."""
    centre = np.nansum(sums, axis=0) / np.nansum(count, axis=0)
    if kind != "mean":
        return Cases(count, centre, np.zeros_like(centre))
    variance = np.nansum(np.maximum(inside, 0), axis=0) / np.nansum(count - 1, axis=0)
    return Cases(count, centre, np.where(variance > 0, np.sqrt(variance), np.nan))


def _per_column(name: str, given: ArrayLike, centre: Floats) -> Floats:
    (numbers,) = floats(given)
    try:
        return np.broadcast_to(numbers, np.shape(centre))
    except ValueError:
        raise ParameterError(
            f"the {name} is one number or one for each column (found: {numbers.shape} for"
            f" {np.shape(centre)})"
        ) from None


def _limits(scale: Scale, cases: Cases, tau2: Floats, error: Floats) -> Limits:
    with np.errstate(all="ignore"):
        usual, seldom = (_interval(scale, cases, tau2, error, each) for each in (0.95, 0.998))
    return Limits(*usual, *seldom)


def _interval(
    scale: Scale, cases: Cases, tau2: Floats, error: Floats, confidence: float
) -> Interval:
    lower, upper = scale.limits(cases, confidence)
    middle = scale.onto(cases.centre)
    half = critical_value(confidence) * np.sqrt(scale.deviation(cases) ** 2 + tau2)
    by_chance = tau2 == 0
    lower = np.where(by_chance, lower, np.minimum(lower, scale.back(middle - half)))
    upper = np.where(by_chance, upper, np.maximum(upper, scale.back(middle + half)))
    return widened(Interval(lower, upper), cases.centre, error, confidence, scale.bounds)


def _outside(value: Floats, limits: Limits) -> NDArray[np.int8]:
    above = exceeds(value, limits.upper_95).astype(np.int8) + exceeds(value, limits.upper_998)
    below = exceeds(limits.lower_95, value).astype(np.int8) + exceeds(limits.lower_998, value)
    return (above - below).astype(np.int8)
