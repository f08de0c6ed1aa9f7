"""A search among all pairs of measures, for what may be worth declaring and testing on new data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from bsc_helpers.compute.leadlag import Candidate, ScreenOptions, screen, usual_window
from bsc_helpers.errors import ParameterError, did_you_mean, printable
from bsc_helpers.evaluation.findings import Known
from bsc_helpers.evaluation.link_panels import Group, PanelMaker, shared_inputs
from bsc_helpers.evaluation.link_series import Series, aligned, series_of
from bsc_helpers.model import ALL_ACTIVITIES, Scorecard
from bsc_helpers.periods import PeriodKind

__all__ = ["Search", "search_links"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Search:
    """What a search among all pairs found.

    Attributes
    ----------
    kind, activity
        The units that were looked at: of this kind, as a whole or in one activity.
    frequency
        Of the measures; those with other periods were not looked at.
    units, periods, later_periods
        How many there are; the last where candidates were held against later data.
    window
        Lags −window to window were tried.
    measures, looked_at, linked, too_little
        How many measures there are, how many pairs of them were looked at, and how many were not:
        as they are linked by construction, or lack data.
    candidates
        The pairs that stand out after correction for all that were looked at, the rarest first.
    """

    kind: str
    activity: str
    frequency: PeriodKind
    units: int
    periods: int
    later_periods: int
    window: int
    measures: int
    looked_at: int
    linked: int
    too_little: int
    candidates: tuple[Candidate, ...]


def search_links(
    known: Known,
    through: date,
    where: str,
    window: int | None = None,
    group: Group | None = None,
    *,
    holdout: bool = False,
) -> Search:
    """Look at every pair of measures over the units of a kind.

    Parameters
    ----------
    through
        The last day of the figures that are used.
    where
        A kind of unit such as ``stadsdel``; with an activity, ``stadsdel:aldreomsorg``.
    window, group
        Instead of the usual window; by what units share shocks.
    holdout
        Whether candidates are looked for in the first half of the time and tested in the later.

    Raises
    ------
    ParameterError
        When there is no such kind or activity, or no measure has values there.
    """
    card = known.scorecard
    kind, activity = _parse_where(card, where)
    maker = PanelMaker(known, through, ScreenOptions(seed=known.seed), window, group)
    rows = maker.rows_of((kind,), (activity,) if activity != ALL_ACTIVITIES else ())
    series = {code: own for code, own in _series(known, through).items() if _tells(own, rows)}
    if len(rows) == 0 or len(series) < 2:  # noqa: PLR2004 - a pair
        raise ParameterError(f"{printable(where)} has no two measures with values to search")
    frequency = _most_usual(series)
    values = _on_one_calendar(known, series, frequency, rows)
    periods = next(iter(values.values())).shape[1]
    first = periods // 2 if holdout else periods
    tried = min(usual_window(frequency) if window is None else window, first // 4)
    linked = frozenset(
        (a, b) for a in values for b in values if a < b and shared_inputs(card, a, b)
    )
    options = ScreenOptions(seed=known.seed, linked=linked, holdout=holdout)
    found = screen(values, values, tried, maker.groups_of(rows, group or "unit"), options)
    return Search(
        kind=kind,
        activity=activity,
        frequency=frequency,
        units=len(rows),
        periods=found.periods,
        later_periods=found.later_periods if holdout else 0,
        window=tried,
        measures=len(values),
        looked_at=found.looked_at,
        linked=len(linked),
        too_little=found.too_little,
        candidates=found.candidates,
    )


def _parse_where(card: Scorecard, where: str) -> tuple[str, str]:
    kind, _, activity = (part.strip() for part in where.partition(":"))
    kinds = {text for unit in card.org_units if unit.kind for text in unit.kind.texts}
    if kind not in kinds:
        more = did_you_mean(kind, sorted(kinds))
        raise ParameterError(f"there is no kind of unit {printable(kind)}{more}")
    activities = {each.code for each in card.activities}
    if activity and activity not in activities:
        more = did_you_mean(activity, sorted(activities))
        raise ParameterError(f"there is no activity {printable(activity)}{more}")
    return kind, activity or ALL_ACTIVITIES


def _series(known: Known, through: date) -> dict[str, Series]:
    codes = (measure.code for measure in known.scorecard.measures)
    found = {code: series_of(known, code, through) for code in codes}
    return {code: own for code, own in found.items() if own.periods}


def _tells(series: Series, rows: NDArray[np.intp]) -> bool:
    return not bool(np.isnan(series.values[rows]).all())


def _most_usual(series: Mapping[str, Series]) -> PeriodKind:
    """Return the kind of period that most measures have."""
    kinds = [own.periods[0].kind for own in series.values()]
    return max(dict.fromkeys(kinds), key=kinds.count)


def _on_one_calendar(
    known: Known, series: Mapping[str, Series], kind: PeriodKind, rows: NDArray[np.intp]
) -> dict[str, Floats]:
    """Return the measures with this kind of period, units × periods, all on the same ones."""
    own = {code: each for code, each in series.items() if each.periods[0].kind == kind}
    ordinals = [period.ordinal for each in own.values() for period in each.periods]
    some = next(iter(own.values())).periods[0]
    whole = tuple(some.shift(n - some.ordinal) for n in range(min(ordinals), max(ordinals) + 1))
    empty = Series(whole, np.full((len(known.subjects), len(whole)), np.nan))
    starts = known.scorecard.fiscal_year_starts
    return {code: aligned(each, empty, kind, starts)[1][rows] for code, each in own.items()}
