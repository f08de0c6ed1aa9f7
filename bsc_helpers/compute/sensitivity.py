"""How firmly the order of units by their weighted scores stands, whatever the weights.

The weights of a scorecard are a choice. Each is multiplied by a factor between half and double,
drawn on a logarithmic scale so that half is as likely as double, and renormalised by the weighted
mean; with each draw all scores are rolled up anew. What the scores rest on stays the same.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from scipy.stats import rankdata

from bsc_helpers.compute.weights import Level, absolute_weights

__all__ = ["DRAWS", "FACTOR", "Order", "order_of", "scores_under", "weights_drawn"]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Numbers = NDArray[np.intp]

DRAWS = 1000
FACTOR = 2.0  # a weight may be half or double of what the register says
CONFIDENCE = 0.95
_DIGITS = 9  # of a score: what differs beyond them is binary noise


@dataclass(frozen=True)
class Order:
    """How the places of units vary with the weights.

    Attributes
    ----------
    units
        The codes of the units that are compared.
    first, last
        For each unit the best and the worst place that it has in 95 of 100 draws; 1 = highest
        score, equal scores share the best place of theirs.
    draws
        How many times weights were drawn.
    changed
        The share of the draws in which at least one pair of units changes its order.
    first_changed, last_changed
        The share in which another unit than before has the highest, and the lowest score.
    tau
        Kendall's tau between the order by the register's weights and that of a draw, the mean of
        the draws; 1 = always the same order. Pairs that are equal by the register do not count.
    """

    units: tuple[str, ...]
    first: tuple[int, ...]
    last: tuple[int, ...]
    draws: int
    changed: float
    first_changed: float
    last_changed: float
    tau: float


def weights_drawn(levels: Sequence[Level], draws: int, generator: Generator) -> list[Level]:
    """Return the levels with draws × parts of weights, each from half to double its own."""
    reach = math.log(FACTOR)
    return [
        replace(
            level,
            weight=level.weight
            * np.exp(generator.uniform(-reach, reach, (draws, len(level.codes)))),
        )
        for level in levels
    ]


def scores_under(levels: Sequence[Level], there: Sequence[Bools], scores: Floats) -> Floats:
    """Return units × draws: the score of the whole card by each draw of weights.

    Parameters
    ----------
    levels
        With weights of draws × parts.
    there
        For each level units × parts: whether the part has a score that takes part.
    scores
        Units × parts of the lowest level; NaN where missing.
    """
    numbers = np.nan_to_num(scores)
    found = np.empty((len(scores), len(levels[0].weight)))
    # Units in which the same parts have a score share their weights.
    patterns, which = np.unique(np.hstack([*there]), axis=0, return_inverse=True)
    ends = np.cumsum([present.shape[1] for present in there])[:-1]
    for number, pattern in enumerate(patterns):
        rows = np.flatnonzero(which.ravel() == number)
        weights = absolute_weights(levels, np.split(pattern, ends))
        found[rows] = numbers[rows] @ weights.T
    return found


def order_of(
    units: Sequence[str],
    levels: Sequence[Level],
    there: Sequence[Bools],
    scores: Floats,
    generator: Generator,
    draws: int = DRAWS,
) -> Order:
    """Return how the places of units vary when the weights are drawn.

    Parameters
    ----------
    units
        Their codes; each has a score of the whole card.
    levels, there, scores
        As for `scores_under`, with the weights of the register.
    """
    own = [replace(level, weight=level.weight[np.newaxis]) for level in levels]
    base = _places(scores_under(own, there, scores))[:, 0]
    drawn = _places(scores_under(weights_drawn(levels, draws, generator), there, scores))
    reversed_pairs, pairs = _reversed(base, drawn)
    tail = (1 - CONFIDENCE) / 2
    first = np.quantile(drawn, tail, axis=1, method="lower")
    last = np.quantile(drawn, 1 - tail, axis=1, method="higher")
    lowest = drawn == drawn.max(axis=0)
    return Order(
        units=tuple(units),
        first=tuple(int(place) for place in first),
        last=tuple(int(place) for place in last),
        draws=draws,
        changed=float(np.mean(reversed_pairs > 0)),
        first_changed=float(np.mean(~(drawn[base == 1] == 1).any(axis=0))),
        last_changed=float(np.mean(~lowest[base == base.max()].any(axis=0))),
        tau=float(np.mean(1 - 2 * reversed_pairs / pairs)) if pairs else 1.0,
    )


def _places(scores: Floats) -> Numbers:
    """Return the place of each unit in each draw: 1 for the highest score."""
    ranks = rankdata(-np.round(scores, _DIGITS), method="min", axis=0)
    return np.asarray(ranks, dtype=np.intp)


def _reversed(base: Numbers, drawn: Numbers) -> tuple[Numbers, int]:
    """Return for each draw how many pairs stand the other way round, and of how many."""
    order = np.argsort(base, kind="stable")
    small = np.min_scalar_type(len(base))  # counting pairs is most of the work
    places = drawn[order].astype(small)
    behind = np.searchsorted(base[order], base[order], side="right")  # the first one truly behind
    found = np.zeros(drawn.shape[1], dtype=np.intp)
    for unit, start in enumerate(behind):
        found += (places[unit] > places[start:]).sum(axis=0, dtype=small)
    return found, int((len(base) - behind).sum())
