"""The roll-up of a city as a query written by hand for Polars: sums by level, then a ratio."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import polars as pl
from numpy.typing import NDArray
from obvious_evaluation import ObviousCity, inputs_of

from bsc_helpers.compute.measuring import Measured
from bsc_helpers.model import Scorecard
from bsc_helpers.periods import parse_period

STEPS = 3  # from the units that deliver to the top of four levels
KEYS = ["org_unit", "period", "measure"]


@dataclass
class RollUp:
    """The tables of a query; their texts are numbered, as those of the evaluation are.

    Attributes
    ----------
    figures
        Input, unit, period and value.
    inputs
        The measure of each input, and whether it is the first or the second in its formula.
    parents
        What each unit lies in, in each period.
    """

    scorecard: Scorecard
    figures: pl.DataFrame
    inputs: pl.DataFrame
    parents: pl.DataFrame

    @classmethod
    def of(cls, scorecard: Scorecard, known: pd.DataFrame) -> RollUp:
        """Take over the register and the figures."""
        quarters = [parse_period(text) for text in known["period"].cat.categories]
        city = ObviousCity(scorecard, {}, {}, quarters, {u.code: u for u in scorecard.org_units})
        places = [(unit, str(q), city.parent(unit, q)) for q in quarters for unit in city.units]
        named = [
            (name, m.code, n) for m in scorecard.measures for n, name in enumerate(inputs_of(m))
        ]
        kinds = {
            "input": pl.Enum([name for name, _, _ in named]),
            "org_unit": pl.Enum([*city.units]),
            "period": pl.Enum([str(quarter) for quarter in quarters]),
        }
        texts = {name: known[name].astype(object).to_numpy() for name in kinds}
        figures = pl.DataFrame(
            texts | {"value": known["value"].to_numpy()}, {**kinds, "value": pl.Float64}
        )
        measure = pl.Enum([m.code for m in scorecard.measures])
        inputs = {"input": kinds["input"], "measure": measure, "place": pl.Int8}
        parents = {
            "org_unit": kinds["org_unit"],
            "period": kinds["period"],
            "parent": kinds["org_unit"],
        }
        lying = [place for place in places if place[2] not in (None, place[0])]
        return cls(
            scorecard,
            figures,
            pl.DataFrame(named, inputs, orient="row"),
            pl.DataFrame(lying, parents, orient="row"),
        )

    def run(self) -> pl.DataFrame:
        """Return the ratio of each unit, period and measure, of the units that have both inputs."""
        figures = self.figures.lazy().join(self.inputs.lazy(), on="input")
        above, under = (
            figures.filter(pl.col("place") == place).select(*KEYS, pl.col("value").alias(name))
            for place, name in enumerate(("above", "under"))
        )
        levels = [above.join(under, on=KEYS)]
        for _ in range(STEPS):
            upwards = levels[-1].join(self.parents.lazy(), on=["org_unit", "period"])
            sums = upwards.group_by("parent", "period", "measure").agg(pl.sum("above", "under"))
            levels.append(sums.rename({"parent": "org_unit"}).select(*KEYS, "above", "under"))
        ratio = 100 * pl.col("above") / pl.col("under")
        return pl.concat(levels).with_columns(ratio.alias("value")).collect()

    def agreeing(
        self, table: pl.DataFrame, units: NDArray[np.object_], measured: Mapping[str, Measured]
    ) -> int:
        """Return how many values are the same; refuse others.

        Of measures whose whole is missing where a part is, the query knows nothing.
        """
        skip = {each.code for each in self.scorecard.inputs if each.missing == "skip"}
        row, agreed = {code: number for number, code in enumerate(units)}, 0
        for (code,), rows in table.group_by("measure"):
            if inputs_of(self.scorecard.measure(str(code)))[0] not in skip:
                continue
            own = measured[str(code)]
            column = {str(period): number for number, period in enumerate(own.periods)}
            found = own.result.value[
                [row[unit] for unit in rows["org_unit"]],
                [column[period] for period in rows["period"]],
            ]
            np.testing.assert_allclose(found, rows["value"].to_numpy(), rtol=1e-9)
            agreed += len(found)
            assert np.isfinite(own.result.value).sum() == len(found)
        return agreed
