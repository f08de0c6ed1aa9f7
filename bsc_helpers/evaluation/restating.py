"""What a unit's earlier values are in the organisation of a report's day, where that is another.

Only the units that became another one are computed again, with what lies or lay in them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

import numpy as np
import pandas as pd

from bsc_helpers.compute.structure import Reorganisation, in_structure
from bsc_helpers.evaluation.evaluated import Evaluation
from bsc_helpers.evaluation.frames import RESULTS, frame_of
from bsc_helpers.evaluation.recipe import evaluate
from bsc_helpers.model import OrgUnit, Reason
from bsc_helpers.periods import Period, parse_period

__all__ = ["reorganisations_of", "restated_results"]

ALIKE = 1e-9  # of a value: what binary sums may differ by

Links = Mapping[str, set[str]]


def reorganisations_of(
    evaluation: Evaluation, org_unit: str, period: Period
) -> tuple[Reorganisation, ...]:
    """Return where a unit became another one, up to the end of a period."""
    found = evaluation.reorganisations.get(org_unit, ())
    return tuple(change for change in found if change.day <= period.end)


def restated_results(
    evaluation: Evaluation, org_unit: str, activity: str, period: Period
) -> pd.DataFrame:
    """Return a unit's earlier results in the organisation of the last day of a period.

    Returns
    -------
    The columns of `RESULTS`; only rows with a value that is another than the one as it was. None
    where anything that lies or lay in the unit was withheld then.
    """
    if not reorganisations_of(evaluation, org_unit, period):
        return evaluation.results.iloc[:0]
    day = period.end
    if day not in evaluation.restated:
        evaluation.restated[day] = _evaluated(evaluation, day)
    now = _rows_of(evaluation.restated[day], org_unit, activity)
    was = _rows_of(evaluation, org_unit, activity)
    starts = evaluation.scorecard.fiscal_year_starts
    ended = {text: parse_period(text, starts).end <= day for text in now["period"].unique()}
    now = now[now["period"].map(ended).astype(bool) & (now["reason"] == Reason.OK.word)]
    keys = pd.MultiIndex.from_frame(now[_KEYS])
    before = was.set_index(_KEYS)["value"].reindex(keys).to_numpy(dtype=float)
    same = np.isclose(now["value"].to_numpy(dtype=float), before, rtol=ALIKE, atol=0)
    told = keys.isin(_withheld(evaluation, org_unit, day))
    rows = now[~same & ~told].assign(activity=activity)
    return frame_of(RESULTS, [dict(rows.items())])


_KEYS = ["measure", "period"]


def _rows_of(evaluation: Evaluation, org_unit: str, activity: str) -> pd.DataFrame:
    """Return the results of a unit and activity, also of a unit that does nothing else."""
    row = evaluation.subjects.rows.get((org_unit, activity))
    numbers = evaluation.results_of.numbers_of([] if row is None else [row])
    return evaluation.results.take(numbers)


def _withheld(evaluation: Evaluation, org_unit: str, day: date) -> pd.MultiIndex:
    """Return the measures and periods in which anything in a unit was withheld as it was."""
    units = evaluation.scorecard.org_units
    below = _reached([org_unit], _links([*units, *in_structure(units, day)], down=True))
    rows = evaluation.results
    hidden = (rows["reason"] == Reason.SUPPRESSED.word) & rows["org_unit"].isin(below)
    return pd.MultiIndex.from_frame(rows.loc[hidden, _KEYS])


def _evaluated(evaluation: Evaluation, day: date) -> Evaluation:
    """Return the units that changed by a day, and what lies in them, in its structure."""
    card, rows = evaluation.scorecard, evaluation.observations
    kept = _concerned(evaluation, day)
    units = tuple(unit for unit in card.org_units if unit.code in kept)
    part = card.model_copy(update={"org_units": units, "economy": None})
    return evaluate(part, rows[rows["org_unit"].isin(kept)], evaluation.as_of, day)


def _concerned(evaluation: Evaluation, day: date) -> set[str]:
    """Return the units that changed, what lies or lay in them, their kin, and all above those.

    From above comes what is inherited; kin says where one that does not exist lies.
    """
    units = evaluation.scorecard.org_units
    lying = [*units, *in_structure(units, day)]
    changed = [code for code, each in evaluation.reorganisations.items() if each[0].day <= day]
    kept = _reached(changed, _links(lying, down=True))
    kin: dict[str, set[str]] = _links(lying, down=False)
    for unit in units:
        for code in (*unit.predecessors, *unit.split_from):
            kin[code].add(unit.code)
            kin[unit.code].add(code)
    return _reached(kept, kin)


def _links(units: Iterable[OrgUnit], *, down: bool) -> dict[str, set[str]]:
    """Return for each unit those that ever lay right below it, or under which it ever lay."""
    found: dict[str, set[str]] = defaultdict(set)
    for unit in units:
        for span in unit.spans:
            if span.parent is not None:
                child, parent = unit.code, span.parent
                found[parent if down else child].add(child if down else parent)
    return found


def _reached(codes: Iterable[str], links: Links) -> set[str]:
    """Return some units and all that links lead to from them."""
    found, todo = set(codes), list(codes)
    while todo:
        more = links.get(todo.pop(), set()) - found
        found |= more
        todo += more
    return found
