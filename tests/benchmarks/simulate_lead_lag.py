"""How often lead and lag are found where they are, and where they are not: a table of simulations.

Not a part of the tests, as it takes minutes. In each cell many panels are made by the same plan,
and each is tested alone, so that 5 in 100 should be found where nothing was put in. Beside it
stands what the usual way finds: all unit-periods in one heap, and the best lag.

    python tests/benchmarks/simulate_lead_lag.py --panels 1000
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from bsc_helpers.compute.leadlag import PairPanel, PairTest, lead_lag_tests

sys.path.insert(0, str(Path(__file__).parents[1]))

from made_panels import Plan, made_panel

NOMINAL = 0.05
FORWARD = ("tends_to_lead", "possible_lead")


@dataclass(frozen=True)
class Cell:
    """A plan, and whether the groups that share shocks are declared."""

    name: str
    plan: Plan
    declared: bool = False

    def panel(self, seed: int) -> PairPanel:
        """Return a panel with the groups that are declared."""
        made = made_panel(self.plan, seed)
        return replace(made, shared=self.plan.region_of) if self.declared else made

    @property
    def lag(self) -> int | None:
        """The lag that was put in."""
        return {"none": None, "lead": self.plan.lag, "reversed": -self.plan.lag}[self.plan.order]


REGIONAL = Plan(60, 32, regions=6)
HARD = Plan(30, 40, (0.0, 0.9), order="reversed", strength=0.3)
CELLS = [
    Cell("nothing, 8 × 20, memory .5", Plan(8, 20)),
    Cell("nothing, 10 × 20, memory .5", Plan(10, 20)),
    Cell("nothing, 10 × 20, memory .9", Plan(10, 20, (0.9, 0.9))),
    Cell("nothing, 30 × 40, memory .5", Plan(30, 40)),
    Cell("nothing, 30 × 40, memory .9", Plan(30, 40, (0.9, 0.9))),
    Cell("nothing, 100 × 24, memory .7", Plan(100, 24, (0.7, 0.7))),
    Cell("nothing, 30 × 24, memory .7, 20 % missing", Plan(30, 24, (0.7, 0.7), missing=0.2)),
    Cell("nothing, 10 × 20, memory .5, sizes differ", Plan(10, 20, sizes=1.2)),
    Cell("nothing, 30 × 24, memory .5, sizes differ", Plan(30, 24, sizes=1.2)),
    Cell(
        "nothing, 10 × 20, memory .5, and shocks in proportion",
        Plan(10, 20, sizes=1.2, in_proportion=True),
    ),
    Cell(
        "nothing, 30 × 24, memory .5, and shocks in proportion",
        Plan(30, 24, sizes=1.2, in_proportion=True),
    ),
    Cell("lead by 2, 30 × 24, strength .3", Plan(30, 24, order="lead", strength=0.3)),
    Cell("lead by 2, 10 × 24, strength .3", Plan(10, 24, order="lead", strength=0.3)),
    Cell("reversed, 30 × 24, strength .3", Plan(30, 24, order="reversed", strength=0.3)),
    Cell("reversed, 30 × 40, memory 0 and .9, strength .3", HARD),
    Cell(
        "reversed, 100 × 24, memory 0 and .9, strength .6",
        replace(HARD, units=100, periods=24, strength=0.6),
    ),
    Cell("nothing, 60 × 32, 6 regions, by unit", REGIONAL),
    Cell("nothing, 60 × 32, 6 regions, by region", REGIONAL, declared=True),
    Cell("nothing, 60 × 32, 10 regions, by unit", replace(REGIONAL, regions=10)),
    Cell("nothing, 60 × 32, 10 regions, by region", replace(REGIONAL, regions=10), declared=True),
    Cell("nothing, 60 × 32, 15 regions, by region", replace(REGIONAL, regions=15), declared=True),
]


@dataclass(frozen=True)
class Shares:
    """Shares of the panels of a cell.

    Attributes
    ----------
    found
        A chance result of at most 5 % over the whole window.
    exact
        Found, and at the lag that was put in.
    ahead, both
        With a verdict that the driver leads, or that it goes both ways.
    usual
        Found by the usual way.
    """

    found: float
    exact: float
    ahead: float
    both: float
    usual: float


def share(hits: list[bool]) -> float:
    """Return the share of what is so."""
    return sum(hits) / len(hits)


def run(cell: Cell, panels: int, seed: int) -> Shares:
    """Make and test the panels of a cell."""
    made = [cell.panel(seed + number) for number in range(panels)]
    tests = [lead_lag_tests([panel])[0] for panel in made]
    found = [is_found(test) for test in tests]
    exact = [hit and test.lag == cell.lag for hit, test in zip(found, tests, strict=True)]
    return Shares(
        share(found),
        share(exact),
        share([test.verdict in FORWARD for test in tests]),
        share([test.verdict == "both_ways" for test in tests]),
        share([found_as_usual(panel) for panel in made]),
    )


def is_found(test: PairTest) -> bool:
    """Whether the whole window is beyond chance, with the groups that are declared."""
    p = test.p if test.group_p is None else test.group_p
    return p is not None and p <= NOMINAL and test.verdict not in ("cannot_tell", "no_sign")


def found_as_usual(panel: PairPanel) -> bool:
    """Whether the best lag of all unit-periods in one heap has a p of at most 5 %."""
    periods = panel.driver.shape[1]
    for lag in range(-panel.window, panel.window + 1):
        x = panel.driver[:, max(-lag, 0) : periods - max(lag, 0)].ravel()
        y = panel.outcome[:, max(lag, 0) : periods - max(-lag, 0)].ravel()
        there = ~np.isnan(x) & ~np.isnan(y)
        r = np.corrcoef(x[there], y[there])[0, 1]
        if abs(r) * math.sqrt((there.sum() - 2) / (1 - r**2)) > 1.96:
            return True
    return False


def main() -> None:
    """Print the table as Markdown, row by row."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--panels", type=int, default=1000, help="panels of each cell")
    parser.add_argument("--seed", type=int, default=1, help="of the first panel")
    parser.add_argument("--quick", action="store_true", help="a tenth of the panels")
    parser.add_argument("--only", default="", help="cells whose name contains this")
    asked = parser.parse_args()
    panels = max(1, asked.panels // 10) if asked.quick else asked.panels
    print(f"{panels} panels a cell, seeds from {asked.seed}; ± is a standard error")
    print("| cell | found at 5 % | exact lag | says leads | both ways | usual way | ms |")
    print("|---|---|---|---|---|---|---|")
    for cell in (each for each in CELLS if asked.only in each.name):
        began = time.perf_counter()
        shares = run(cell, panels, asked.seed)
        took = 1000 * (time.perf_counter() - began) / panels
        error = math.sqrt(max(shares.found * (1 - shares.found), 1 / panels) / panels)
        exact = "" if cell.lag is None else f"{shares.exact:.3f}"
        print(
            f"| {cell.name} | {shares.found:.3f} ± {error:.3f} | {exact} | {shares.ahead:.3f}"
            f" | {shares.both:.3f} | {shares.usual:.2f} | {took:.0f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
