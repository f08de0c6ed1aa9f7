"""The evaluation of a city as it is usually written with pandas: `merge` and `groupby.apply`."""

from __future__ import annotations

from typing import Any

import pandas as pd
from obvious_evaluation import ObviousCity, inputs_of, score_of, status_of, target_of

from bsc_helpers.evaluation import known_on
from bsc_helpers.model import Scorecard
from bsc_helpers.periods import Window, parse_period

WINDOWS: dict[str, Window] = {
    "value": "period",
    "year_to_date": "year_to_date",
    "rolling_year": "rolling_year",
}
KEYS = ["org_unit", "period", "measure"]


def evaluate_by_groups(scorecard: Scorecard, observations: pd.DataFrame) -> pd.DataFrame:
    """Return value, year to date, rolling year, status and score of a scorecard of one measure.

    Of flows only, where units that lack a figure are left out.
    """
    (measure,) = scorecard.measures
    known = known_on(observations, None).astype({"org_unit": object, "period": object})
    wide = known.pivot_table(
        index=["org_unit", "period"], columns="input", values="value", observed=True
    ).reset_index()
    city = ObviousCity.of(scorecard, observations)
    places = _places(city)
    told = places[places["period"].isin([str(quarter) for quarter in city.quarters])]
    delivering = set(wide["org_unit"])
    own = places[places["org_unit"].isin(delivering)][["org_unit", "period"]].drop_duplicates()
    figures = own.merge(wide, on=["org_unit", "period"], how="left")
    result = told[["above", "period"]].drop_duplicates()
    result = result.rename(columns={"above": "org_unit"}).assign(measure=measure.code)
    for name, window in WINDOWS.items():
        found = _rolled_up(figures, places, _spans(city, window), inputs_of(measure))
        result = result.merge(found.rename(name).reset_index(), on=KEYS[:2], how="left")

    def judged(row: Any) -> pd.Series[Any]:
        target = target_of(measure, row["org_unit"], parse_period(row["period"]))
        score, status = score_of(row["value"], target), status_of(row["value"], target)
        return pd.Series({"score": score, "status": status})

    return result.join(result.apply(judged, axis=1)).set_index(KEYS)


def _places(city: ObviousCity) -> pd.DataFrame:
    """Return each unit and quarter with the units above it, and with itself.

    The quarters begin with those that the rolling year of the first one covers.
    """
    first, *others = city.quarters
    rows = [
        (unit, str(quarter), above)
        for quarter in [*first.covered("rolling_year"), *others]
        for above in city.units
        for unit in city.below(above, quarter)
    ]
    return pd.DataFrame(rows, columns=["org_unit", "period", "above"], dtype=object)


def _spans(city: ObviousCity, window: Window) -> pd.DataFrame:
    """Return each quarter with the quarters that its window covers."""
    rows = [(str(q), str(part)) for q in city.quarters for part in q.covered(window)]
    return pd.DataFrame(rows, columns=["shown", "period"], dtype=object)


def _rolled_up(
    figures: pd.DataFrame, places: pd.DataFrame, spans: pd.DataFrame, names: tuple[str, str]
) -> pd.Series[Any]:
    """Return the ratio of each unit and window, of the units below that have all of their parts."""
    above, under = names
    parts = figures.merge(spans, on="period")
    whole = parts.groupby(["org_unit", "shown"])[[*names]].apply(
        lambda rows: bool(rows.notna().all(axis=None))
    )
    parts = parts.merge(whole[whole].rename("whole").reset_index(), on=["org_unit", "shown"])
    parts = parts.merge(places, on=["org_unit", "period"])
    ratio = parts.groupby(["above", "shown"])[[*names]].apply(
        lambda rows: 100 * rows[above].sum() / rows[under].sum()
    )
    return ratio.rename_axis(KEYS[:2])
