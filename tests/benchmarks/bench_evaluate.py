"""How fast a whole city is evaluated, against the obvious way, in the same run.

The obvious way: for each unit, period and measure filter the table of observations, add up the
inputs of the units below and divide. Its time is taken on a few units and scaled to all.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import pandas as pd

from bsc_helpers.evaluation import Evaluation, evaluate, observations_frame, slice_for
from bsc_helpers.model import Scorecard

DISTRICTS, UNITS_IN_EACH, MEASURES = 21, 70, 28
QUARTERS = [f"{year}-Q{n}" for year in range(2000, 2004) for n in (1, 2, 3, 4)]
SAMPLE = 2  # units whose results the obvious way computes


def city() -> Scorecard:
    """Return a scorecard of ratios over a city, its districts and their result units."""
    units = [{"code": "city", "name": "City"}]
    for district in range(DISTRICTS):
        units.append({"code": f"d{district}", "name": f"D{district}", "parent": "city"})
        units += [
            {"code": f"d{district}u{n}", "name": f"U{n}", "parent": f"d{district}"}
            for n in range(UNITS_IN_EACH)
        ]
    inputs = [
        {"code": f"{part}{n}", "name": part, "missing": "skip"}
        for n in range(MEASURES)
        for part in "ab"
    ]
    measures = [
        {
            "code": f"M{n}",
            "name": f"M{n}",
            "objective": "O",
            "formula": f"100 * a{n} / b{n}",
            "unit_of_measure": "percent",
            "polarity": "higher_is_better",
            "targets": [{"from": "2000", "value": 50, "warning": 40}],
        }
        for n in range(MEASURES)
    ]
    return Scorecard.model_validate(
        {
            "code": "bench",
            "name": "Bench",
            "perspectives": [{"code": "P", "name": "P"}],
            "objectives": [{"code": "O", "name": "O", "perspective": "P"}],
            "inputs": inputs,
            "measures": measures,
            "org_units": units,
        }
    )


def figures(scorecard: Scorecard) -> pd.DataFrame:
    """Return invented figures for every result unit, quarter and input."""
    chance = random.Random(1)
    leaves = [unit.code for unit in scorecard.org_units if "u" in unit.code]
    return observations_frame(
        [
            {
                "input": given.code,
                "org_unit": leaf,
                "period": quarter,
                "value": chance.randint(1, 99),
            }
            for given in scorecard.inputs
            for leaf in leaves
            for quarter in QUARTERS
        ]
    )


def obvious(scorecard: Scorecard, observations: pd.DataFrame, units: list[str]) -> int:
    """Compute the values of some units by filtering and adding; return how many."""
    parents = {unit.code: unit.parent for unit in scorecard.org_units}
    done = 0
    for code in units:
        below = {leaf for leaf in parents if leaf == code or parents[leaf] == code}
        for quarter in QUARTERS:
            own = observations[
                (observations["period"] == quarter) & observations["org_unit"].isin(below)
            ]
            for n in range(MEASURES):
                above = own.loc[own["input"] == f"a{n}", "value"].sum()
                under = own.loc[own["input"] == f"b{n}", "value"].sum()
                done += bool(100 * above / under)
    return done


def timed(work: Callable[[], object]) -> tuple[float, object]:
    """Return CPU seconds and the result."""
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def main() -> None:
    """Print the figures and the ratio."""
    scorecard = city()
    observations = figures(scorecard)
    taken, result = timed(lambda: evaluate(scorecard, observations))
    assert isinstance(result, Evaluation)
    evaluation = result
    leaves = [unit.code for unit in scorecard.org_units if "u" in unit.code][:SAMPLE]
    slow, done = timed(lambda: obvious(scorecard, observations, leaves))
    all_slow = slow / SAMPLE * len(scorecard.org_units)
    latest = evaluation.latest
    assert latest is not None
    cut, _ = timed(lambda: [slice_for(evaluation, code, "all", latest) for code in leaves * 25])
    print(f"observations          {len(observations):>12,}")
    print(f"results               {len(evaluation.results):>12,}")
    print(f"evaluate              {taken:>12.2f} CPU-s, with year to date, rolling year and scores")
    print(
        f"obvious way           {all_slow:>12.2f} CPU-s, values only ({done:,} timed, then scaled)"
    )
    print(f"ratio                 {all_slow / taken:>12.0f} times")
    print(f"one slice             {1000 * cut / (25 * SAMPLE):>12.1f} CPU-ms")


if __name__ == "__main__":
    main()
