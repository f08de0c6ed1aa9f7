"""How firmly the order of the units right below a unit stands, from the rows of its report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.random import Generator

from bsc_helpers.compute.sensitivity import Order, order_of
from bsc_helpers.compute.weights import levels_of
from bsc_helpers.model import OrgUnit, Scorecard

__all__ = ["order_below"]

FEWEST = 3  # of two units one need not say more than their scores do


def order_below(
    scorecard: Scorecard,
    children: Sequence[OrgUnit],
    results: pd.DataFrame,
    scores: pd.DataFrame,
    generator: Generator,
) -> Order | None:
    """Return how the order of units by their whole score varies with the weights.

    Units of one kind are compared, that of most of them. What has no score, or whose score is
    withheld, takes part with no weights either, so that every draw is of the same figures.

    Parameters
    ----------
    children
        The units right below.
    results, scores
        The columns of `RESULTS` and `SCORES`; of the children the rows of the shown periods only.

    Returns
    -------
    Order or None
        None where fewer than three units have a score.
    """
    if len(children) < FEWEST:
        return None
    levels = levels_of(scorecard)
    known = scores.set_index(["level", "code", "org_unit"])["score"].dropna()
    ranked = [u for u in children if ("scorecard", scorecard.code, u.code) in known.index]
    kinds = Counter(repr(unit.kind) for unit in ranked)
    kind = max(kinds, key=kinds.__getitem__, default="")
    codes = [unit.code for unit in ranked if repr(unit.kind) == kind]
    if len(codes) < FEWEST:
        return None
    measures = levels[0].codes
    rows = results[results["org_unit"].isin(codes)].set_index(["org_unit", "measure"])["score"]
    cells = pd.MultiIndex.from_product([codes, measures])
    own = rows.reindex(cells).to_numpy(dtype=float).reshape(len(codes), len(measures))
    there = [~np.isnan(own)]
    for name, level in zip(("objective", "perspective"), levels[1:], strict=True):
        has = [[(name, code, unit) in known.index for code in level.codes] for unit in codes]
        there.append(np.array(has, dtype=bool))
    return order_of(codes, levels, there, own, generator)
