"""How fast and in how much memory a whole city is evaluated, and how other ways compare.

The other ways compute the same in the same run, on a sample, and their time is scaled to all
values: the plain loop of the tests, and the usual `groupby.apply` of pandas. The roll-up alone is
compared with a query written by hand for Polars, over the same figures. All must agree.
"""

from __future__ import annotations

import gc
import os
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from inspect import getattr_static
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from unittest.mock import patch

import numpy as np
import pandas as pd

from bsc_helpers.compute import measuring
from bsc_helpers.compute.grid import Grid
from bsc_helpers.compute.measuring import Measured, Measuring
from bsc_helpers.evaluation import Evaluation, Findings, evaluate, known_on, recipe, slice_for
from bsc_helpers.evaluation.restating import restated_results
from bsc_helpers.model import Scorecard
from bsc_helpers.periods import Period

sys.path.insert(0, str(Path(__file__).parents[1]))

from large_city import Size, city_of, delivered_in
from obvious_evaluation import ObviousCity
from pandas_evaluation import evaluate_by_groups

SIZES = [Size(units, measures=100, quarters=40) for units in (375, 750, 1500)]
SAMPLE = Size(units=375, measures=1, quarters=40)  # what the other ways compute
LOOPED = 4  # quarters of the sample for the plain loop: the last ones
SLICES = 60
TOLERANCE = 1e-9

# The stages of the recipe, and the functions that they consist of.
STAGES: dict[str, list[tuple[Any, str]]] = {
    "what was known": [(recipe.Recorded, "upto"), (recipe.Recorded, "known")],
    "layout and checks": [
        (recipe.Subjects, "of"),
        (recipe.Grid, "of"),
        (recipe, "_check_levels"),
    ],
    "roll-up": [(Measuring, "measure_all")],
    "formulas": [(measuring, "evaluate_formula")],
    "windows, with formulas": [(recipe, "_over")],
    "targets and status": [(recipe, "judge")],
    "revisions": [(recipe, "revised_values")],
    "scores": [(recipe, "roll_up_scores")],
    "frames": [(recipe, "frame_of")],
}
WITHIN = {"formulas": "roll-up"}  # a stage that is taken out of another one
# Stages that are computed from an evaluation when a report asks: here for those of one period.
LATER: dict[str, Callable[[Evaluation], object]] = {
    "changes, one period": lambda evaluation: findings_of(evaluation).changes_frame,
    "comparison, one period": lambda evaluation: findings_of(evaluation).comparison_frame,
}

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


class Stages:
    """CPU seconds of each stage."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self._running: list[str] = []

    def watched(self) -> ExitStack:
        """Return a context in which the stages are timed."""
        stack = ExitStack()
        for stage, functions in STAGES.items():
            for owner, name in functions:
                was = getattr_static(owner, name)
                if isinstance(was, classmethod):
                    new: Any = classmethod(self._timed(stage, was.__func__))
                elif isinstance(was, property):
                    new = property(self._timed(stage, was.fget))
                else:
                    new = self._timed(stage, was)
                stack.enter_context(patch.object(owner, name, new))
        return stack

    def _timed(self, stage: str, work: Any) -> Any:
        def run(*args: Any, **options: Any) -> Any:
            if self._running and self._running != [WITHIN.get(stage)]:
                return work(*args, **options)
            self._running.append(stage)
            took, result = timed(lambda: _all_of(work(*args, **options)))
            self._running.pop()
            self.taken[stage] += took.cpu
            if self._running:
                self.taken[self._running[-1]] -= took.cpu
            return result

        return run


def _all_of(result: Any) -> Any:
    return list(result) if isinstance(result, Iterator) else result


@dataclass
class City:
    """A city, what it delivered, and its evaluation."""

    scorecard: Scorecard
    observations: pd.DataFrame
    evaluation: Evaluation


@dataclass
class Run:
    """The figures of one evaluation."""

    size: Size
    observations: int
    results: int
    took: Took
    stages: Counter[str]
    memory: float  # the most that the process has held until now, in gigabytes
    slices: float  # CPU milliseconds of one


def run(size: Size) -> tuple[Run, City]:
    """Evaluate a city and time it."""
    gc.collect()  # of the city before nothing is held any more
    scorecard = city_of(size)
    observations = delivered_in(size, scorecard)
    stages = Stages()
    with stages.watched():
        took, evaluation = timed(lambda: evaluate(scorecard, observations))
    stages.taken["the rest"] = took.cpu - sum(stages.taken.values())
    for name, work in LATER.items():
        later, _ = timed(partial(work, evaluation))
        stages.taken[name] = later.cpu
    counts = len(observations), len(evaluation.results)
    memory, slices = peak_memory(), one_slice(evaluation)
    city = City(scorecard, observations, evaluation)
    return Run(size, *counts, took, stages.taken, memory, slices), city


def peak_memory() -> float:
    """Return the most memory that the process has held until now, in gigabytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e9 if sys.platform == "darwin" else 1e9 / 1024)


def one_slice(evaluation: Evaluation) -> float:
    """Return the CPU milliseconds of one slice, on average over units of all levels.

    What slices share is found before, such as the units that changed in the latest structure.
    """
    latest = latest_of(evaluation)
    codes = [*evaluation.parents_at(latest)]
    codes = codes[:: len(codes) // SLICES]
    for changed in [*evaluation.reorganisations][:1]:
        restated_results(evaluation, changed, "all", latest)
    slice_for(evaluation, codes[0], "all", latest)
    took, _ = timed(lambda: [slice_for(evaluation, code, "all", latest) for code in codes])
    return 1000 * took.cpu / len(codes)


def latest_of(evaluation: Evaluation) -> Period:
    """Return the latest period with values."""
    latest = evaluation.latest
    assert latest is not None
    return latest


def findings_of(evaluation: Evaluation) -> Findings:
    """Return what the reports of the latest period find."""
    return evaluation.findings_in(latest_of(evaluation))


def show(runs: list[Run]) -> None:
    """Print size, time, memory and stages of each city side by side."""

    def line(name: str, figure: Callable[[Run], str]) -> None:
        print(f"{name:<28}" + "".join(f"{figure(run):>14}" for run in runs))

    line("units that deliver", lambda run: f"{run.size.units:,}")
    line("observations", lambda run: f"{run.observations:,}")
    line("values", lambda run: f"{run.results:,}")
    print()
    for stage in [*STAGES, "the rest", *LATER]:
        line(f"  {stage}", lambda run, stage=stage: f"{run.stages[stage]:.2f}")  # type: ignore[misc]
    line("evaluate, CPU seconds", lambda run: f"{run.took.cpu:.2f}")
    line("evaluate, seconds", lambda run: f"{run.took.wall:.2f}")
    line(
        "  per million values, CPU-s",
        lambda r: f"{1e6 * r.took.cpu / r.results:.2f}",
    )
    line("peak memory, GB", lambda run: f"{run.memory:.2f}")
    line("one slice, CPU-ms", lambda run: f"{run.slices:.1f}")
    print()


def compare(run: Run) -> None:
    """Print how long other ways take for all values, after they agreed on a sample."""
    scorecard = city_of(SAMPLE)
    figures = delivered_in(SAMPLE, scorecard)
    fast = evaluate(scorecard, figures).results.set_index(["org_unit", "period", "measure"])

    loop = ObviousCity.of(scorecard, figures)
    took, looped = timed(lambda: loop.results(SAMPLE.periods[-LOOPED:]))
    check(fast, pd.DataFrame.from_dict(looped, orient="index"))
    ratio("plain loop of the tests", took.cpu * run.results / len(looped), run.took.cpu)

    took, grouped = timed(lambda: evaluate_by_groups(scorecard, figures))
    check(fast, grouped)
    ratio("pandas groupby.apply", took.cpu * run.results / len(grouped), run.took.cpu)


def check(fast: pd.DataFrame, other: pd.DataFrame) -> None:
    """Refuse to go on where another way comes to something else."""
    own = fast.loc[other.index]
    for name in ("value", "year_to_date", "rolling_year", "score"):
        np.testing.assert_allclose(own[name], other[name], rtol=TOLERANCE, err_msg=name)
    assert (own["status"] == other["status"]).all()


def ratio(name: str, slow: float, fast: float) -> None:
    """Print the time of another way, and how many times ours it is."""
    print(f"{name:<28}{slow:>14,.1f} CPU-s{slow / fast:>12,.1f} times ours")


def compare_roll_up(city: City) -> None:
    """Print the time of the roll-up alone beside that of a query written for Polars."""
    try:
        os.environ["POLARS_MAX_THREADS"] = "1"  # as ours
        from polars_roll_up import RollUp  # noqa: PLC0415 - may be missing
    except ImportError:
        print("Polars is not installed: nothing to compare the roll-up with")
        return
    known = known_on(city.observations, None)
    query = RollUp.of(city.scorecard, known)
    ours, measured = min((timed(lambda: rolled_up(city, known)) for _ in range(2)), key=_cpu)
    theirs, table = min((timed(query.run) for _ in range(2)), key=_cpu)
    print(f"{'roll-up alone':<28}{ours.cpu:>14,.2f} CPU-s")
    ratio("roll-up by Polars", theirs.cpu, ours.cpu)
    agreed = query.agreeing(table, city.evaluation.subjects.unit_codes, measured)
    print(f"{'values that agree':<28}{agreed:>14,}")


def _cpu(one: tuple[Took, Any]) -> float:
    return one[0].cpu


def rolled_up(city: City, known: pd.DataFrame) -> dict[str, Measured]:
    """Roll up every measure over its own periods."""
    grid = Grid.of(city.scorecard, known, city.evaluation.subjects)
    assert grid is not None
    return Measuring(city.scorecard, grid).measure_all()


def main() -> None:
    """Print all figures; the largest city comes last, so that the peak of memory is its own."""
    *before, largest = SIZES
    runs = [run(size)[0] for size in before]
    last, city = run(largest)
    show([*runs, last])
    compare(last)
    compare_roll_up(city)


if __name__ == "__main__":
    main()
