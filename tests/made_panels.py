"""Panels of two measures whose order in time is known, because it was put in.

Every measure of a unit has a level of its own, and a trend, a season and shocks that all units
share; what is left has a memory of its own: so much of each value is kept in the next one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from bsc_helpers.compute.leadlag import PairPanel

Floats = NDArray[np.float64]
Order = Literal["none", "lead", "reversed"]
BURN = 60  # periods until a series has forgotten how it began
PER_YEAR = 4


@dataclass(frozen=True)
class Plan:
    """What a panel is like.

    Attributes
    ----------
    memory
        How much of a value is kept in the next one: of the driver, and of the outcome.
    order
        Whether the driver moves first, the outcome does, or neither.
    strength
        What one more of what moves first goes with; the noise of both has the size 1.
    missing
        The share of values that is missing, at random.
    regions
        In how many regions the units lie that share shocks of their own; 0 = in none.
    sizes
        How much units differ in how strongly they vary: the spread of its logarithm.
    in_proportion
        Whether what all units share hits each as strongly as it varies.
    """

    units: int
    periods: int
    memory: tuple[float, float] = (0.5, 0.5)
    order: Order = "none"
    strength: float = 0.0
    lag: int = 2
    missing: float = 0.0
    regions: int = 0
    sizes: float = 0.0
    in_proportion: bool = False
    window: int = 4

    @property
    def region_of(self) -> NDArray[np.intp]:
        """For each unit the number of its region."""
        return np.arange(self.units, dtype=np.intp) % max(self.regions, 1)


def with_memory(noise: Floats, memory: float) -> Floats:
    """Return noise, units × periods, in which each value keeps a part of the one before."""
    values = noise.copy()
    for period in range(1, noise.shape[1]):
        values[:, period] += memory * values[:, period - 1]
    return values


def first_and_second(plan: Plan, chance: Generator) -> tuple[Floats, Floats]:
    """Return a measure, and one that follows it; what all units share is not yet in them."""
    long = plan.units, BURN + plan.periods
    ahead, after = plan.memory if plan.order != "reversed" else plan.memory[::-1]
    first = with_memory(chance.standard_normal(long), ahead)
    second = with_memory(chance.standard_normal(long), after)
    second[:, plan.lag :] += plan.strength * first[:, : long[1] - plan.lag]
    return first[:, BURN:], second[:, BURN:]


def as_measured(values: Floats, size: Floats, plan: Plan, chance: Generator) -> Floats:
    """Return values with levels, and with what all units, or those of a region, share."""
    units, periods = values.shape
    season = np.tile(chance.standard_normal(PER_YEAR), periods // PER_YEAR + 1)[:periods]
    trend = chance.standard_normal() * np.linspace(0, 3, periods)
    shocks = with_memory(chance.standard_normal((1, periods)), 0.5)[0]
    level = 3 * chance.standard_normal((units, 1))
    shared = (season + trend + shocks) * (size if plan.in_proportion else 1)
    measured: Floats = 50 + level + size * values + shared
    if plan.regions:
        regional = chance.standard_normal((plan.regions, BURN + periods))
        measured += with_memory(regional, 0.5)[plan.region_of, BURN:]
    measured[chance.random(values.shape) < plan.missing] = np.nan
    return measured


def measured_pair(plan: Plan, chance: Generator) -> tuple[Floats, Floats]:
    """Return the driver and the outcome, units × periods."""
    pair = first_and_second(plan, chance)
    driver, outcome = pair[::-1] if plan.order == "reversed" else pair
    size = np.exp(plan.sizes * chance.standard_normal((plan.units, 1)))
    return as_measured(driver, size, plan, chance), as_measured(outcome, size, plan, chance)


def made_panel(plan: Plan, seed: int) -> PairPanel:
    """Return a panel by its plan; the same seed gives the same."""
    driver, outcome = measured_pair(plan, np.random.default_rng(seed))
    return PairPanel(driver, outcome, plan.window, per_year=PER_YEAR)
