"""How fast delivered files are read, against the obvious way, in the same run.

The obvious way is the twin of the tests: row by row and cell by cell, each number read sign by
sign. It reads fewer rows, and its time is scaled to all.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from bsc_helpers.model import Scorecard
from bsc_helpers.sources import check_delivery, read_observations

sys.path.insert(0, str(Path(__file__).parents[1]))
from obvious_sources import read_obviously

UNITS, INPUTS = 375, 50
QUARTERS = [f"{year}-Q{n}" for year in range(2000, 2004) for n in (1, 2, 3, 4)]
SAMPLE = 25  # units that the obvious way reads
COLUMNS = {"org_unit": "unit", "period": "quarter", "recorded_at": "day"}

ResultT = TypeVar("ResultT")


def city(units: int, *sources: dict[str, Any]) -> Scorecard:
    """Return a scorecard of units that deliver every input each quarter."""
    signs = {"delimiter": ";", "decimal": ",", "thousands": " "}
    return Scorecard.model_validate(
        {
            "code": "bench",
            "name": "Bench",
            "inputs": [{"code": f"a{n}", "name": "A"} for n in range(INPUTS)],
            "org_units": [{"code": f"{n:04}", "name": "U", "kind": "unit"} for n in range(units)],
            "sources": [{"name": "S", **signs, **source} for source in sources],
        }
    )


WIDE = {
    "code": "wide",
    "file": "wide.csv",
    "layout": "wide",
    "columns": COLUMNS,
    "inputs": {f"Uppgift {n}": f"a{n}" for n in range(INPUTS)},
}
LONG = {
    "code": "long",
    "file": "long.csv",
    "columns": {**COLUMNS, "input": "figure", "value": "value"},
}
PARTS = {**LONG, "code": "parts", "file": "parts.csv", "sum_over": ["account"]}


def amounts() -> Iterator[str]:
    """Yield invented amounts of money, as a ledger writes them."""
    chance = random.Random(1)
    while True:
        yield f"{chance.randint(0, 99_999_999) / 100:,.2f}".replace(",", " ").replace(".", ",")


def write_files(folder: Path, units: int) -> None:
    """Write the same figures as a wide file, as a long one, and in parts."""
    amount = amounts()
    with (
        (folder / "wide.csv").open("w", encoding="utf-8") as wide,
        (folder / "long.csv").open("w", encoding="utf-8") as long,
        (folder / "parts.csv").open("w", encoding="utf-8") as parts,
    ):
        wide.write(";".join(["unit", "quarter", "day", *WIDE["inputs"]]) + "\n")
        long.write("unit;quarter;day;figure;value\n")
        parts.write("unit;quarter;day;figure;value;account\n")
        for quarter in QUARTERS:
            for unit in range(units):
                head = f"{unit:04};{quarter};2004-02-01"
                told = [next(amount) for _ in range(INPUTS)]
                wide.write(";".join([head, *told]) + "\n")
                long.writelines(f"{head};a{n};{text}\n" for n, text in enumerate(told))
                parts.writelines(
                    f"{head};a{n // 5};{text};{n % 5}\n" for n, text in enumerate(told)
                )


def timed(work: Callable[[], ResultT]) -> tuple[float, ResultT]:
    """Return CPU seconds and the result."""
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def main() -> None:
    """Print the figures and the ratios."""
    print(f"{UNITS * INPUTS * len(QUARTERS):,} figures in each file")
    print(f"{'':20}{'CPU-s':>8}{'obvious way':>14}{'ratio':>10}")
    with tempfile.TemporaryDirectory() as made:
        folder, few = Path(made), Path(made) / "few"
        few.mkdir()
        write_files(folder, UNITS)
        write_files(few, SAMPLE)
        for name, source in (("wide", WIDE), ("long", LONG), ("long, in 5 parts", PARTS)):
            taken, _ = timed(partial(read_observations, city(UNITS, source), folder))
            slow, told = timed(partial(read_obviously, city(SAMPLE, source), few))
            assert not told.faults
            scaled = slow * UNITS / SAMPLE
            print(f"{name:20}{taken:>8.2f}{scaled:>14.2f}{scaled / taken:>8.0f} times")
        scorecard = city(UNITS, WIDE)
        observations = read_observations(scorecard, folder)
        taken, _ = timed(lambda: check_delivery(scorecard, observations))
        print(f"{'check of delivery':20}{taken:>8.2f}")


if __name__ == "__main__":
    main()
