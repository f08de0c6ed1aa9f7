"""What is decided before a test of lead and lag is made."""

from __future__ import annotations

from dataclasses import dataclass

from bsc_helpers.errors import ParameterError
from bsc_helpers.periods import PeriodKind

__all__ = ["PER_YEAR", "Options", "usual_window"]

PER_YEAR: dict[PeriodKind, int] = {
    "day": 365,
    "week": 52,
    "month": 12,
    "quarter": 4,
    "half_year": 2,
    "year": 1,
}
_WINDOWS: dict[PeriodKind, int] = {"month": 6, "quarter": 4, "half_year": 2, "year": 2}
_OTHER_WINDOW = 6


def usual_window(kind: PeriodKind) -> int:
    """Return how many periods before and after are looked at: 4 quarters, 6 months, 2 years."""
    return _WINDOWS.get(kind, _OTHER_WINDOW)


@dataclass(frozen=True)
class Options:
    """What is decided beforehand, the same for all pairs of a family.

    Attributes
    ----------
    floor
        The smallest correlation that matters.
    fewest_units, fewest_pairs
        With fewer units, or fewer periods of a unit at the longest lag, nothing is said.
    fewest_points
        Of a single series.
    many_clusters
        From so many groups of units on, a chance result of groups is fine enough to be corrected
        for the number of pairs.
    draws
        How often signs are flipped where not all flips can be gone through.
    q_possible, q_firm
        The share of false finds that is accepted, for "possible" and for "tends to lead".
    p_shared
        How rare a result must be over groups that are said to share shocks.
    p_coarser
        How rare it must be over coarser groups, which may share some, and with each
        unit's own part of what all share taken out.
    same_sign
        The share of units that must point the same way.
    clip
        Surprises beyond so many robust standard deviations of a unit are drawn in.
    unit_seasons
        Whether each unit's own season is taken out, beside the common one; needs four years.
    seed
        From which chance begins; the same seed gives the same.
    """

    floor: float = 0.10
    fewest_units: int = 6
    fewest_pairs: int = 8
    fewest_points: int = 40
    many_clusters: int = 12
    draws: int = 4999
    q_possible: float = 0.10
    q_firm: float = 0.05
    p_shared: float = 0.05
    p_coarser: float = 0.10
    same_sign: float = 0.60
    clip: float = 4.0
    unit_seasons: bool = False
    seed: int = 2003

    def __post_init__(self) -> None:
        if not 0 < self.floor < 1:
            raise ParameterError(f"floor {self.floor} is no correlation; valid: between 0 and 1")
        if self.draws < 1:
            raise ParameterError(f"draws {self.draws} is too few; valid: 1 or more, usually 4999")
