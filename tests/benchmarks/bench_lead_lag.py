"""How fast and in how much memory every pair of measures is looked at, and how a loop compares.

The loop calls `ccf` of statsmodels for each pair and unit, on a sample, and its time is scaled to
all: once at each lag on the stretch that overlaps, which gives the same correlations as ours; and
once as it is mostly done, in two calls of which the means are those of the whole series.
"""

from __future__ import annotations

import os
import resource
import sys
import time
import tracemalloc
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any, NamedTuple, TypeVar
from unittest.mock import patch

os.environ.setdefault("OMP_NUM_THREADS", "1")  # one core, as the loop

import numpy as np
from numpy.typing import NDArray
from statsmodels.tsa.stattools import ccf

from bsc_helpers.compute.leadlag import Options, lag_correlations, pairs
from bsc_helpers.compute.leadlag.panel import surprises_of

UNITS, PERIODS, MEASURES, WINDOW = 1500, 40, 100, 4
LAGS = range(-WINDOW, WINDOW + 1)
SAMPLE = 400  # units of one pair that the loop computes
TOLERANCE = 1e-10

Floats = NDArray[np.float64]
ResultT = TypeVar("ResultT")


class Took(NamedTuple):
    """Seconds of the processor, and by the clock on the wall."""

    cpu: float
    wall: float


def timed(work: Callable[[], ResultT]) -> tuple[Took, ResultT]:
    """Return how long it took, and the result."""
    cpu, wall = time.process_time(), time.perf_counter()
    result = work()
    return Took(time.process_time() - cpu, time.perf_counter() - wall), result


def measures(seed: int) -> Floats:
    """Return measures × units × periods, each with a memory and a level of its own."""
    chance = np.random.default_rng(seed)
    values = chance.standard_normal((MEASURES, UNITS, PERIODS))
    for period in range(1, PERIODS):
        values[..., period] += 0.5 * values[..., period - 1]
    values += 10 * chance.standard_normal((MEASURES, UNITS, 1))
    return values


def surprises_of_all(values: Floats) -> Floats:
    """Return the surprises of all measures."""
    return np.stack([surprises_of(each, Options())[0] for each in values])


def statistics(x: Floats, y: Floats) -> pairs.Statistics:
    """Return what the screen finds of every pair."""
    asked = np.ones((len(x), len(y)), dtype=bool)
    return pairs.screen_statistics(x, y, WINDOW, np.arange(UNITS), Options(), asked)


def watched(taken: dict[str, float]) -> ExitStack:
    """Return a context in which the parts of the screen are timed."""
    stack = ExitStack()
    for name in ("lag_correlations", "means_of", "window_test"):
        was = getattr(pairs, name)

        def run(*args: Any, was: Any = was, name: str = name) -> Any:
            took, result = timed(lambda: was(*args))
            taken[name] = taken.get(name, 0.0) + took.wall
            return result

        stack.enter_context(patch.object(pairs, name, run))
    return stack


def overlaps(x: Floats, y: Floats) -> list[float]:
    """Return the correlation at each lag by `ccf` on the stretch that overlaps."""
    found = []
    for lag in LAGS:
        driver = x[: len(x) - lag] if lag >= 0 else x[-lag:]
        outcome = y[lag:] if lag >= 0 else y[: len(y) + lag]
        found.append(float(ccf(outcome, driver, adjusted=False)[0]))
    return found


def two_calls(x: Floats, y: Floats) -> list[float]:
    """Return the correlation at each lag as it is mostly computed."""
    behind = ccf(x, y, adjusted=False, nlags=WINDOW + 1)
    ahead = ccf(y, x, adjusted=False, nlags=WINDOW + 1)
    return [*behind[:0:-1].tolist(), *ahead.tolist()]


def complete(values: Floats) -> Floats:
    """Return the periods that all units have; what the past takes away lies at the beginning."""
    kept: Floats = values[:, ~np.isnan(values).any(axis=0)]
    return kept


def compare(x: Floats, y: Floats, ours: float) -> None:
    """Print how long loops take for all pairs, after they agreed on a sample."""
    driver, outcome = complete(np.stack([x, y]).reshape(2 * SAMPLE, -1)).reshape(2, SAMPLE, -1)
    r = lag_correlations(driver[np.newaxis], outcome[np.newaxis], WINDOW)[0][0, 0]
    for name, way in (("ccf on each overlap", overlaps), ("two calls of ccf", two_calls)):
        took, found = timed(
            lambda way=way: [way(a, b) for a, b in zip(driver, outcome, strict=True)]  # type: ignore[misc]
        )
        if way is overlaps:
            np.testing.assert_allclose(r, found, rtol=0, atol=TOLERANCE)
        whole = took.wall / SAMPLE * UNITS * MEASURES**2
        print(f"{name:<36}{whole:>12,.0f} s{whole / ours:>12,.0f} times ours")
    print(f"{'correlations that agree to 1e-10':<36}{r.size:>12,}")


def main() -> None:
    """Print all figures."""
    own, values = timed(lambda: (surprises_of_all(measures(1)), surprises_of_all(measures(2))))
    x, y = values
    before = peak_memory()
    taken: dict[str, float] = {}
    with watched(taken):
        took, found = timed(lambda: statistics(x, y))
    after = peak_memory()
    tracemalloc.start()
    few = np.ones((30, 30), dtype=bool)
    pairs.screen_statistics(x[:30], y[:30], WINDOW, np.arange(UNITS), Options(), few)
    memory = tracemalloc.get_traced_memory()[1] / 1e9
    print(f"{UNITS:,} units, {PERIODS} periods, {found.p.size:,} pairs, {len(LAGS)} lags")
    print(f"{'surprises of all measures':<36}{own.wall:>12.2f} s")
    print(f"{'every pair, CPU seconds':<36}{took.cpu:>12.2f}")
    print(f"{'every pair, seconds':<36}{took.wall:>12.2f}")
    for name, seconds in taken.items():
        print(f"{'  ' + name:<36}{seconds:>12.2f} s{seconds / took.wall:>12.0%}")
    print(f"{'peak memory of the process, GB':<36}{after:>12.2f} before{before:>9.2f}")
    print(f"{'held at once beside the measures, GB':<36}{memory:>12.2f}")
    print(f"{'draws of a pair, on average':<36}{np.mean(found.draws):>12,.0f}")
    compare(x[0, :SAMPLE], y[0, :SAMPLE], took.wall)


def peak_memory() -> float:
    """Return the most memory that the process has held until now, in gigabytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e9 if sys.platform == "darwin" else 1e9 / 1024)


if __name__ == "__main__":
    main()
