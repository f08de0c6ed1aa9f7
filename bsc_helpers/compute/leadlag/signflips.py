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

import numpy as np
from numpy.random import PCG64, Generator
from numpy.typing import NDArray
from scipy import sparse

__all__ = ["Means", "WindowTest", "means_of", "window_test"]

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]
ALL_FLIPS = 12  # groups up to which every pattern of signs is gone through
CONFIDENCE = 0.95
_FIRST = 499  # draws after which pairs that are clearly chance are let go
_CLEARLY = 0.2  # the share of draws that says so
_CELLS = 8_000_000  # numbers held at once
_NEARLY = 1 - 1e-9  # flips that only differ by rounding are the same


@dataclass(frozen=True, eq=False)
class Means:
    """The mean correlation over units at each lag, on the Fisher scale.

    Attributes
    ----------
    mean, error, t
        Pairs × lags: atanh of the correlation, its standard error, and their quotient; NaN where
        fewer than two groups have anything.
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
        error = np.sqrt(np.where(count > 1, count / (count - 1.0), np.nan) * squares)
    return mean, np.where(error > 0, error, np.nan)


def window_test(means: Means, draws: int, seed: int, most: int = 0) -> WindowTest:
    """Test the largest |t| over all lags against flipped signs.

    With up to 12 groups all patterns of signs are gone through, else `draws` random ones, the same
    for all pairs. Pairs that are clearly chance after 499 draws get no more; those that no draw
    reached get up to `most`, where so many pairs are tested that it matters.
    """
    pairs, count = means.t.shape[0], len(means.sums)
    observed = _largest(means.t)
    found = _Tally(observed, draws)
    if count <= ALL_FLIPS:
        signs = _all_signs(count)
        for some in _blocks(np.arange(pairs), means, len(signs)):
            found.add(some, _flipped(means, some, signs))
        return found.result(every=True)
    generator = Generator(PCG64(seed))
    pending, done = np.flatnonzero(~np.isnan(observed)), 0
    for upto in (min(_FIRST, draws), draws, most):
        if upto > done and len(pending):
            signs = _signs(generator, upto - done, count)
            for some in _blocks(pending, means, len(signs)):
                found.add(some, _flipped(means, some, signs))
            done = upto
        pending = found.worth_more(pending, last=done >= draws)
    return found.result(every=False)


def _all_signs(count: int) -> Floats:
    patterns: Floats = np.array(list(product((1.0, -1.0), repeat=count))).reshape(-1, count)
    return patterns


def _signs(generator: Generator, draws: int, count: int) -> Floats:
    drawn: Floats = generator.integers(0, 2, (draws, count)).astype(np.float64)
    drawn *= 2
    drawn -= 1
    return drawn


class _Tally:
    """How often flipped signs reached what was observed."""

    def __init__(self, observed: Floats, draws: int) -> None:
        self.observed = observed
        self.draws = draws
        self.reached = np.zeros(len(observed))
        self.count = np.zeros(len(observed))
        self.flips: list[list[Floats]] = [[] for _ in observed]

    def add(self, pairs: Numbers, largest: Floats) -> None:
        """Count flips × pairs."""
        self.reached[pairs] += (largest >= self.observed[pairs] * _NEARLY).sum(axis=0)
        for pair, own in zip(pairs.tolist(), largest.T, strict=True):
            if self.count[pair] < self.draws:
                self.flips[pair].append(own.copy())
        self.count[pairs] += len(largest)

    def worth_more(self, pairs: Numbers, *, last: bool) -> Numbers:
        """Return the pairs for which more draws would tell more."""
        reached = self.reached[pairs]
        open_still = reached == 0 if last else reached <= _CLEARLY * self.count[pairs]
        kept: Numbers = pairs[open_still]
        return kept

    def result(self, *, every: bool) -> WindowTest:
        beside = 0 if every else 1  # what was observed is one pattern of signs too
        with np.errstate(invalid="ignore"):
            p = (self.reached + beside) / (self.count + beside)
        p[np.isnan(self.observed)] = np.nan
        critical = np.array([_quantile(each) for each in self.flips])
        return WindowTest(p, critical, self.count.astype(np.intp))


def _quantile(flips: list[Floats]) -> float:
    found = np.concatenate(flips) if flips else np.zeros(0)
    found = found[~np.isnan(found)]
    return float(np.quantile(found, CONFIDENCE)) if len(found) else np.nan


def _blocks(pairs: Numbers, means: Means, draws: int) -> Iterator[Numbers]:
    """Yield pairs in such parts that few numbers are held at once."""
    size = max(1, _CELLS // (draws * means.t.shape[1]))
    for start in range(0, len(pairs), size):
        yield pairs[start : start + size]


def _flipped(means: Means, pairs: Numbers, signs: Floats) -> Floats:
    """Return the largest |t| over all lags for each pattern of signs: flips × pairs.

    Twice a product of matrices: flipping changes the mean, and of the squares around it only what
    is linear in the signs.
    """
    sums, weights = means.sums[:, pairs], means.weights[:, pairs]
    groups, lags = len(sums), means.t.shape[1]
    whole, count = weights.sum(axis=0).ravel(), (weights > 0).sum(axis=0).ravel()
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = (signs @ sums.reshape(groups, -1)) / whole
        cross = signs @ (sums * weights).reshape(groups, -1)
        squares = (sums**2).sum(axis=0).ravel() - 2 * mean * cross
        squares += mean**2 * (weights**2).sum(axis=0).ravel()
        factor = np.where(count > 1, count / (count - 1.0), np.nan)
        t = mean * whole / np.sqrt(factor * np.maximum(squares, 0.0))
    return _largest(t.reshape(len(signs), len(pairs), lags))


def _largest(t: Floats) -> Floats:
    """Return the largest |t| over the last axis; NaN where there is none."""
    size = np.where(np.isnan(t), -np.inf, np.abs(t))
    largest: Floats = size.max(axis=-1)
    return np.where(np.isfinite(largest), largest, np.nan)
