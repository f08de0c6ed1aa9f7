"""Whether correlations of many units, taken together, are more than chance at any lag.

Under the null a unit's (or a group's) correlations are as likely to have the other sign at all lags
together. So signs of whole groups are flipped at random, and the largest |t| over all lags is held
against the largest that flipping gives: one test for the whole window, honest after the best lag
was picked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.random import PCG64, Generator
from numpy.typing import NDArray
from scipy import sparse

__all__ = ["Means", "WindowTest", "means_of", "window_test"]

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]
Signs = NDArray[np.floating[Any]]
ALL_FLIPS = 12  # groups up to which every pattern of signs is gone through
CONFIDENCE = 0.95
_TIED = 2.0  # degrees of freedom: of the mean, and of the ties between groups
_FIRST = 50  # draws of the first part; each further one has twice as many
_CELLS = 4_000_000  # numbers held at once
_NEARLY = 1 - 1e-9  # flips that only differ by rounding are the same


@dataclass(frozen=True, eq=False)
class Means:
    """The mean correlation over units at each lag, on the Fisher scale.

    Attributes
    ----------
    mean, error, t
        Pairs × lags: atanh of the correlation, its standard error, and their quotient; NaN where
        fewer than three groups have anything.
    sums, weights
        Groups × pairs × lags: weighted sums of atanh r, and the weights, the degrees of freedom.
    """

    mean: Floats
    error: Floats
    t: Floats
    sums: Floats
    weights: Floats

    @property
    def groups(self) -> Numbers:
        """How many groups each pair has."""
        there = (self.weights > 0).any(axis=-1)
        return np.asarray(there.sum(axis=0), dtype=np.intp)

    def of(self, pairs: Numbers) -> Means:
        """Return those of some pairs."""
        own = self.mean[pairs], self.error[pairs], self.t[pairs]
        return Means(*own, self.sums[:, pairs], self.weights[:, pairs])


@dataclass(frozen=True, eq=False)
class WindowTest:
    """One test over all lags for each pair.

    Attributes
    ----------
    p
        How often chance alone gives a largest |t| like this; NaN where nothing can be said.
    critical
        What the largest |t| of chance exceeds in 5 % of all cases: the width of bands that hold
        for all lags together, in standard errors.
    draws
        Patterns of signs that were gone through.
    """

    p: Floats
    critical: Floats
    draws: Numbers


def means_of(r: Floats, n: Floats, groups: Numbers, fewest: int) -> Means:
    """Return the mean over units, with errors that allow for units sharing what hits their group.

    Means of periods were taken out of both measures, which ties G groups to each other: their
    products go together by 1/(G − 1)². That makes the variance of the mean (G − 1)/(G − 2) times
    what the spread of the groups says; flipped signs have no such ties.

    Parameters
    ----------
    r, n
        Pairs × units × lags: correlations and the numbers of periods they rest on.
    groups
        For each unit the number of its group, from 0.
    fewest
        Units with fewer periods at a lag do not count there.
    """
    used = (n >= fewest) & ~np.isnan(r)
    weights = np.where(used, n - 3.0, 0.0)
    limit = 1 - 1e-12
    z = np.arctanh(np.clip(np.where(used, r, 0.0), -limit, limit))
    sums, weights = (_by_group(each, groups) for each in (weights * z, weights))
    mean, error = _mean_and_error(sums, weights)
    with np.errstate(divide="ignore", invalid="ignore"):
        return Means(mean, error, mean / error, sums, weights)


def _by_group(values: Floats, groups: Numbers) -> Floats:
    """Return sums over the units of each group: groups × pairs × lags."""
    pairs, units, lags = values.shape
    ones = (np.ones(units), (groups, np.arange(units)))
    into = sparse.csr_array(ones, shape=(int(groups.max(initial=-1)) + 1, units))
    flat = np.ascontiguousarray(np.swapaxes(values, 0, 1)).reshape(units, -1)
    summed: Floats = np.asarray(into @ flat).reshape(-1, pairs, lags)
    return summed


def _mean_and_error(sums: Floats, weights: Floats) -> tuple[Floats, Floats]:
    whole, count = weights.sum(axis=0), (weights > 0).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = sums.sum(axis=0) / whole
        squares = (((sums - weights * mean) / whole) ** 2).sum(axis=0)
        error = np.sqrt(np.where(count > _TIED, count / (count - _TIED), np.nan) * squares)
    return mean, np.where(error > 0, error, np.nan)


def window_test(means: Means, draws: int, seed: int, enough: int | None = None) -> WindowTest:
    """Test the largest |t| over all lags against flipped signs.

    With up to 12 groups all patterns of signs are gone through, else `draws` random ones, the same
    for all pairs.

    Parameters
    ----------
    enough
        A pair gets no more draws when so many have reached it, as it is clearly chance (Besag and
        Clifford 1991); for a first look at very many pairs. All draws when left out.
    """
    found = _Tally(_largest(means.t))
    count = len(means.sums)
    pending: Numbers = np.flatnonzero(~np.isnan(found.observed))
    patterns = _all_signs(count) if count <= ALL_FLIPS else _random_signs(count, draws, seed)
    for signs in patterns:
        for some in _blocks(pending, means, len(signs)):
            found.add(some, _flipped(means, some, signs))
        if enough is not None:
            pending = pending[found.reached[pending] < enough]
        if not len(pending):
            break
    return found.result(every=count <= ALL_FLIPS)


def _all_signs(count: int) -> Iterator[Signs]:
    every = list(product((1.0, -1.0), repeat=count))
    yield np.array(every, dtype=np.float64).reshape(-1, count)


def _random_signs(count: int, draws: int, seed: int) -> Iterator[Signs]:
    """Yield random signs, draws × groups, in parts: few at first, as most pairs need no more.

    In single precision, which is faster and more than chance can tell.
    """
    generator = Generator(PCG64(seed))
    size, left = _FIRST, draws
    while left > 0:
        part = min(size, left, max(1, _CELLS // count))
        yield generator.integers(0, 2, (part, count), dtype=np.int8) * np.float32(2) - 1
        left -= part
        size *= 2


class _Tally:
    """How often flipped signs reached what was observed."""

    def __init__(self, observed: Floats) -> None:
        self.observed = observed
        self.reached = np.zeros(len(observed))
        self.count = np.zeros(len(observed))
        self.flips: list[list[Floats]] = [[] for _ in observed]

    def add(self, pairs: Numbers, largest: Floats) -> None:
        """Count flips × pairs."""
        self.reached[pairs] += (largest >= self.observed[pairs] * _NEARLY).sum(axis=0)
        self.count[pairs] += len(largest)
        for pair, own in zip(pairs.tolist(), largest.T, strict=True):
            self.flips[pair].append(own.copy())

    def result(self, *, every: bool) -> WindowTest:
        with np.errstate(divide="ignore", invalid="ignore"):
            if every:  # what was observed and its mirror are among them, however they are rounded
                p = np.maximum(self.reached, 2) / self.count
            else:  # what was observed is one pattern of signs too
                p = (self.reached + 1) / (self.count + 1)
        p[np.isnan(self.observed)] = np.nan
        critical = np.array([_quantile(each) for each in self.flips])
        return WindowTest(p, critical, self.count.astype(np.intp))


def _quantile(flips: list[Floats]) -> float:
    """Return what at most 5 % of flips exceed, so that |t| above it and p ≤ 0.05 are the same."""
    found = np.concatenate(flips) if flips else np.zeros(0)
    found = found[~np.isnan(found)]
    if not len(found):
        return np.nan
    return float(np.quantile(found, CONFIDENCE, method="higher")) / _NEARLY


def _blocks(pairs: Numbers, means: Means, draws: int) -> Iterator[Numbers]:
    """Yield pairs in such parts that few numbers are held at once."""
    size = max(1, _CELLS // (max(draws, len(means.sums)) * means.t.shape[1]))
    for start in range(0, len(pairs), size):
        yield pairs[start : start + size]


def _flipped(means: Means, pairs: Numbers, signs: Signs) -> Floats:
    """Return the largest |t| over all lags for each pattern of signs: flips × pairs.

    Twice a product of matrices: flipping changes the mean, and of the squares around it only what
    is linear in the signs.
    """
    sums: Signs = means.sums[:, pairs].astype(signs.dtype)
    weights: Signs = means.weights[:, pairs].astype(signs.dtype)
    groups, lags = len(sums), means.t.shape[1]
    whole, count = weights.sum(axis=0).ravel(), (weights > 0).sum(axis=0).ravel()
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = (signs @ sums.reshape(groups, -1)) / whole
        cross = signs @ (sums * weights).reshape(groups, -1)
        squares = (sums**2).sum(axis=0).ravel() - 2 * mean * cross
        squares += mean**2 * (weights**2).sum(axis=0).ravel()
        factor = np.where(count > _TIED, count / (count - 1.0), np.nan)
        t = mean * whole / np.sqrt(factor * np.maximum(squares, 0.0))
    return _largest(t.reshape(len(signs), len(pairs), lags))


def _largest(t: Signs) -> Floats:
    """Return the largest |t| over the last axis; NaN where there is none."""
    largest: Floats = np.where(np.isnan(t), -np.inf, np.abs(t)).max(axis=-1)
    return np.where(np.isneginf(largest), np.nan, largest)
