"""How the series of one measure are charted: with or without season, and for how much memory.

What is declared goes first and is the caller's to know; what is not is found from all rows of the
measure together, because one short series tells neither season nor memory.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bsc_helpers.compute.process.chart import ProcessChart, process_chart
from bsc_helpers.compute.process.rules import DEFAULT_RULES, Rules
from bsc_helpers.compute.process.season import Season, autocorrelation, seasonal_profile
from bsc_helpers.errors import ParameterError, did_you_mean

__all__ = ["LIKENESS", "Method", "SeasonKind", "chart_by", "method_for"]

Floats: TypeAlias = NDArray[np.float64]
SeasonKind = Literal["none", "declared", "pooled"]

LIKENESS: Final = 0.15  # from here on the last point of pure noise alarms twice as often
_SURE_OF_SEASON: Final = 0.01
_ERRORS_FROM_ZERO: Final = 2
_FEWEST_POINTS: Final = 60  # of all rows together: a standard error of about 0.15


@dataclass(frozen=True)
class Method:
    """How the series of a measure are charted; stands in the method note of a report.

    Attributes
    ----------
    season
        *none*; *declared* (it is known to have one); *pooled* (all rows together show one).
    autocorrelation
        How much each point resembles the one before it; 0 where that cannot be told from nothing.
    rules
        What counts as more than chance where points do not depend on their neighbours.

    Raises
    ------
    ParameterError
        For another word, or an autocorrelation that is not between −1 and 1.

    Notes
    -----
    Above an autocorrelation of 0.15 sigma is widened by ``1/√(1 − φ)``, because moving ranges of
    neighbours that are alike are too small by ``√(1 − φ)``, and runs and trends are no signals any
    more, because they come by themselves. *Two of three* stays. How often the last of 24 points is
    flagged in a stable series (40 000 simulated for each figure):

    ======================================  =====  =======  =======
    autocorrelation                           0      0.3      0.6
    ======================================  =====  =======  =======
    left alone                              1.6 %    5.6 %   19.4 %
    only widened                              –      3.9 %   11.6 %
    widened, no runs                          –      1.2 %    2.2 %
    **widened, no runs or trends**            –      1.1 %    1.8 %
    widened, points outside the limits only   –      0.6 %    0.6 %
    ======================================  =====  =======  =======
    """

    season: SeasonKind = "none"
    autocorrelation: float = 0.0
    rules: Rules = DEFAULT_RULES

    def __post_init__(self) -> None:
        if self.season not in get_args(SeasonKind):
            raise ParameterError(
                f"unknown kind of season {self.season!r}"
                f"{did_you_mean(str(self.season), get_args(SeasonKind))}"
            )
        if not -1 < self.autocorrelation < 1:
            raise ParameterError(
                f"autocorrelation must lie between −1 and 1 (found: {self.autocorrelation})"
            )

    @property
    def is_alike(self) -> bool:
        """Whether points are so like their neighbours that the chart must allow for it."""
        return self.autocorrelation > LIKENESS

    @property
    def spread(self) -> float:
        """What sigma is multiplied by."""
        return 1 / math.sqrt(1 - self.autocorrelation) if self.is_alike else 1.0

    @property
    def rules_in_use(self) -> Rules:
        """The rules, without those that likeness of neighbours breaks."""
        return replace(self.rules, runs=False, trends=False) if self.is_alike else self.rules


def method_for(
    values: ArrayLike,
    season: ArrayLike,
    *,
    seasonal: bool | None,
    groups: ArrayLike | None = None,
    segments: ArrayLike | None = None,
    rules: Rules = DEFAULT_RULES,
) -> Method:
    """Return how the series of a measure are to be charted.

    Parameters
    ----------
    values
        Rows × periods in the order of time; NaN is missing.
    season
        The season of each period as an integer, such as the number of the quarter.
    seasonal
        Whether the measure is declared to have a season; None = not declared. Then it has one if
        all rows together show it at the level of 1 percent, from at least 3 complete years and 6
        rows.
    groups
        For each row the group that it shares its season with; without, all share one.
    segments
        As for :func:`~bsc_helpers.compute.process.process_chart`: what a rebase sets apart is
        neither season nor likeness.
    rules
        What counts as more than chance.

    Returns
    -------
    Method
        The autocorrelation is that without the season; 0 where it is within two standard errors
        of 0, or rests on fewer than 60 points of all rows together: a single short series that
        wanders by chance looks much like one that remembers.
    """
    numbers = np.asarray(values, dtype=np.float64)
    kind: SeasonKind = "none"
    if seasonal is not False and np.unique(np.asarray(season)).size > 1:
        profile = _profile(numbers, season, groups, segments)
        if seasonal:
            kind = "declared"
        elif profile.p_value < _SURE_OF_SEASON:
            kind = "pooled"
        if kind != "none":
            numbers = numbers - profile.effect(season)
    apart, their_groups = _apart(numbers, groups, segments)
    found = autocorrelation(apart, their_groups)
    is_sure = found.points >= _FEWEST_POINTS and abs(found.value) > _ERRORS_FROM_ZERO * found.error
    return Method(kind, min(max(found.value, -0.95), 0.95) if is_sure else 0.0, rules)


def chart_by(
    method: Method,
    values: ArrayLike,
    season: ArrayLike,
    *,
    groups: ArrayLike | None = None,
    segments: ArrayLike | None = None,
    bases: ArrayLike | None = None,
) -> ProcessChart:
    """Return the process chart of each series, by the method that was found for them.

    The season is estimated from the same values, pooled over the rows of each group, and taken out
    before limits and signals are found. Values and limits of the chart are as published: the
    limits move with the season. Where the season of a group cannot be told (fewer than two
    complete years) its series have no limits and no points.

    Parameters
    ----------
    method
        See :func:`method_for`.
    values, season, groups, segments
        As there.
    bases
        As for :func:`~bsc_helpers.compute.process.process_chart`.
    """
    effect: ArrayLike = 0.0
    if method.season != "none":
        effect = _profile(values, season, groups, segments).effect(season)
    return process_chart(
        values,
        method.rules_in_use,
        segments=segments,
        bases=bases,
        spread=method.spread,
        season_effect=effect,
    )


def _profile(
    values: ArrayLike, season: ArrayLike, groups: ArrayLike | None, segments: ArrayLike | None
) -> Season:
    numbers = np.asarray(values, dtype=np.float64)
    apart, their_groups = _apart(numbers, groups, segments)
    profile = seasonal_profile(apart, season, their_groups)
    return replace(profile, group=profile.group[: len(numbers)])


def _apart(
    numbers: Floats, groups: ArrayLike | None, segments: ArrayLike | None
) -> tuple[Floats, ArrayLike | None]:
    """Return each segment of each row as a row of its own, and the groups of these."""
    if segments is None:
        return numbers, groups
    segment = np.broadcast_to(np.asarray(segments), numbers.shape)
    each = np.unique(segment)
    apart = np.concatenate([np.where(segment == one, numbers, np.nan) for one in each])
    return apart, None if groups is None else np.tile(np.asarray(groups), each.size)
