"""Whether the account classes add up to the net of the economy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from bsc_helpers.errors import Problem
from bsc_helpers.model import ALL_ACTIVITIES, Economy, Scorecard
from bsc_helpers.sources.figures import only_activities

__all__ = ["check_adding_up"]

HALF_KRONA = 0.5  # by so much each amount may be off, when it is delivered in whole kronor
FIGURE = ["org_unit", "activity", "period", "scenario", "made_on"]


def check_adding_up(scorecard: Scorecard, known: pd.DataFrame) -> Iterator[Problem]:
    """Yield where the net is not the costs less the revenues of the classes: the first figure.

    Plan and outturn are compared one by one, and forecasts like outturns, where the net and all
    classes were delivered for the same unit, activity and period.
    """
    economy = scorecard.economy
    if economy is None or not economy.classes:
        return
    files = {source.code: source.file for source in scorecard.sources}
    for name, net, signs in (
        ("plan", economy.net.plan, _signs(economy, "plan")),
        ("outturn", economy.net.outturn, _signs(economy, "outturn")),
    ):
        own = known[known["input"].isin([net, *signs])]
        if not own.empty:
            of_all = _told_of_all(own, only_activities(scorecard))
            yield from _differences(of_all, name, net, signs, files)


def _signs(economy: Economy, name: str) -> dict[str, int]:
    """Return for the input of each class whether it adds to the net costs or lessens them."""
    return {getattr(line, name): 1 if line.kind == "cost" else -1 for line in economy.classes}


def _told_of_all(known: pd.DataFrame, only: Mapping[str, str]) -> pd.DataFrame:
    """Return the rows, in which a unit that does one thing only tells of all that it does."""
    known = known.astype(dict.fromkeys(["input", *FIGURE], "object"))
    alone = known["org_unit"].map(only) == known["activity"]
    rows = known.assign(activity=known["activity"].mask(alone, ALL_ACTIVITIES))
    return rows.assign(made_on=rows["made_on"].fillna("")).drop_duplicates(["input", *FIGURE])


def _differences(
    rows: pd.DataFrame, name: str, net: str, signs: Mapping[str, int], files: Mapping[str, str]
) -> Iterator[Problem]:
    table = rows.pivot_table(index=FIGURE, columns="input", values="value", sort=False)
    table = table.reindex(columns=[net, *signs]).dropna()
    added = sum((sign * table[code] for code, sign in signs.items()), start=0 * table[net])
    wrong = pd.DataFrame({"net": table[net], "added": added, "off": table[net] - added})
    wrong = wrong[wrong["off"].abs() > HALF_KRONA * (1 + len(signs))].reset_index()
    if wrong.empty:
        return
    first = wrong.iloc[0]
    place = rows[(rows["input"] == net) & (rows[FIGURE] == first[FIGURE]).all(axis=1)].iloc[0]
    message = (
        f"{name}: the classes do not add up to the net in {len(wrong)} of {len(table)} figures; "
        f"the first is {_named(first)}: net {first['net']:.2f}, costs less revenues "
        f"{first['added']:.2f}, difference {first['off']:.2f}"
    )
    yield Problem(message, file=files.get(place["source"], ""), line=int(place["line"]))


def _named(figure: pd.Series) -> str:
    activity = figure["activity"]
    unit = figure["org_unit"] + (f" ({activity})" if activity != ALL_ACTIVITIES else "")
    forecast = f", the forecast of {figure['made_on']}" if figure["made_on"] else ""
    return f"{unit} in {figure['period']}{forecast}"
