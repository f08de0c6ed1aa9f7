"""An invented city of any size: its register, and what its result units delivered.

Four levels: city, districts, areas, result units. Units move, close and open; some figures are
missing, and a few are revised. The small one is compared with the plain loop, the large one timed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bsc_helpers.evaluation import OBSERVATIONS
from bsc_helpers.model import Scorecard
from bsc_helpers.periods import Period, parse_period

FIRST_YEAR = 1994
PERSPECTIVES, OBJECTIVES = 4, 20
POLARITIES = ("higher_is_better", "lower_is_better", "in_range")
MISSING = 0.01  # share of the figures
REVISED = 0.02  # share of the figures of the first measure, of the last year


@dataclass(frozen=True)
class Size:
    """How large a city is."""

    units: int
    measures: int
    quarters: int

    @property
    def branches(self) -> int:
        """The districts, and the areas in each of them."""
        return max(2, round(self.units**0.5 / 4))

    @property
    def periods(self) -> list[Period]:
        first = parse_period(f"{FIRST_YEAR}-Q1")
        return [first.shift(step) for step in range(self.quarters)]


def city_of(size: Size) -> Scorecard:
    """Return the scorecard of a city: every measure 100 times one input over another."""
    return Scorecard.model_validate(
        {
            "code": "city",
            "name": "City",
            "minimum_coverage": 0.5,
            "perspectives": [{"code": f"P{n}", "name": f"P{n}"} for n in range(PERSPECTIVES)],
            "objectives": [
                {"code": f"O{n}", "name": f"O{n}", "perspective": f"P{n % PERSPECTIVES}"}
                for n in range(OBJECTIVES)
            ],
            "inputs": [_input(part, n) for n in range(size.measures) for part in "ab"],
            "measures": [_measure(size, n) for n in range(size.measures)],
            "org_units": [*_above(size), *(_unit(size, n) for n in range(size.units))],
        }
    )


def _input(part: str, n: int) -> dict[str, Any]:
    """Return an input; what is divided by is a flow, a stock or a state."""
    over_time = ("sum", "mean", "last")[n % 3] if part == "b" else "sum"
    rule = "propagate" if n % 5 == 4 else "skip"
    return {"code": f"{part}{n}", "name": part, "over_time": over_time, "missing": rule}


def _measure(size: Size, n: int) -> dict[str, Any]:
    polarity = POLARITIES[n % 3]
    middle = parse_period(f"{FIRST_YEAR}-Q1").shift(size.quarters // 2)
    return {
        "code": f"M{n}",
        "name": f"M{n}",
        "objective": f"O{n % OBJECTIVES}",
        "formula": f"100 * a{n} / b{n}",
        "unit_of_measure": "percent",
        "polarity": polarity,
        "weight": 1 + n % 3,
        "targets": [
            {"from": f"{FIRST_YEAR}-Q1", **_aim(polarity, 50)},
            {"from": str(middle), **_aim(polarity, 60)},
            {"from": f"{FIRST_YEAR}-Q2", "org_unit": "u3", **_aim(polarity, 45)},
        ],
    }


def _aim(polarity: str, value: float) -> dict[str, float]:
    if polarity == "in_range":
        ends = {"low": value - 5, "high": value + 5}
        return ends | {"warning_low": value - 20, "warning_high": value + 20}
    return {"value": value, "warning": value + (10 if polarity == "lower_is_better" else -10)}


def _above(size: Size) -> list[dict[str, Any]]:
    """Return the city, its districts and their areas."""
    each = range(size.branches)
    return [
        {"code": "city", "name": "City"},
        *({"code": f"d{d}", "name": f"D{d}", "parent": "city"} for d in each),
        *({"code": _area(d, a), "name": "A", "parent": f"d{d}"} for d in each for a in each),
    ]


def _area(district: int, area: int) -> str:
    return f"d{district}a{area}"


def _unit(size: Size, n: int) -> dict[str, Any]:
    """Return a result unit: every tenth moves at a turn of the year, some close, some open."""
    home = _area(n % size.branches, n // size.branches % size.branches)
    unit = {"code": f"u{n}", "name": f"U{n}", "kind": "unit"}
    turn = date(FIRST_YEAR + 1 + n % max(1, size.quarters // 4 - 1), 1, 1)
    if n % 10 == 1:
        to = _area((n + 1) % size.branches, n % size.branches)
        before = {"parent": home, "to": turn - timedelta(days=1)}
        return unit | {"moves": [before, {"parent": to, "from": turn}]}
    if n % 40 == 2:
        return unit | {"parent": home, "to": turn + timedelta(days=100)}
    if n % 40 == 22:
        return unit | {"parent": home, "from": turn + timedelta(days=100)}
    return unit | {"parent": home}


def delivered_in(size: Size, scorecard: Scorecard, seed: int = 1) -> pd.DataFrame:
    """Return what the result units delivered: quarter by quarter, unit by unit, as a wide file.

    The columns are those that the reader of delivered files gives.
    """
    chance = np.random.default_rng(seed)
    units = [unit for unit in scorecard.org_units if unit.kind]
    inputs = [given.code for given in scorecard.inputs]
    there = np.array(
        [[unit.span_at(p.start, p.end) is not None for unit in units] for p in size.periods]
    )
    said = chance.random((*there.shape, len(inputs)), dtype=np.float32) >= MISSING
    quarter, unit, given = (p.astype(np.int16) for p in np.nonzero(there[:, :, np.newaxis] & said))
    value = chance.integers(1, 100, len(quarter)) + 50.0 * (given % 2)  # what divides is larger

    recent = (given < 2) & (quarter >= size.quarters - 4)
    again = np.flatnonzero(recent & (chance.random(len(quarter), dtype=np.float32) < REVISED))
    place = np.insert(np.arange(len(quarter), dtype=np.int32), again + 1, again)
    revised = np.append(False, place[1:] == place[:-1])
    days = [p.end + timedelta(days=30) for p in size.periods]
    days.append(days[-1] + timedelta(days=30))
    recorded = np.where(revised, np.int16(size.quarters), quarter[place])
    columns = {
        "input": _coded(inputs, given[place]),
        "org_unit": _coded([each.code for each in units], unit[place]),
        "activity": "all",
        "breakdown": "total",
        "period": _coded([str(p) for p in size.periods], quarter[place]),
        "scenario": "actual",
        "made_on": None,
        "value": value[place] + revised,
        "source": "wide",
        "line": 2 + (np.int32(len(units)) * quarter + unit)[place],
        "recorded_at": _coded(days, recorded),
    }
    return pd.DataFrame(
        {
            name: pd.Series(columns[name], index=range(len(place)), dtype=kind)
            for name, kind in OBSERVATIONS.items()
        },
        copy=False,
    )


def _coded(words: list[Any], which: NDArray[np.int16]) -> pd.Categorical:
    return pd.Categorical.from_codes(which, words)
