"""The rules by which a process chart tells news from noise, and the words for what they find."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bsc_helpers.errors import ParameterError

__all__ = ["DEFAULT_RULES", "NONE", "OUTSIDE", "SHIFT", "TREND", "TWO_OF_THREE", "Rules"]

# In the order in which one of several rules is named: the first that applies.
NONE: Final = 0
OUTSIDE: Final = 1
TREND: Final = 2
TWO_OF_THREE: Final = 3
SHIFT: Final = 4

_FEWEST_RUN = 3
_FEWEST_POINTS = 3


@dataclass(frozen=True)
class Rules:
    """What counts as more than chance, and from how many points on; travels with every result.

    Attributes
    ----------
    version
        Whose rules these are. In this version all points beyond two sigma count in *two of three*,
        also those outside the limits, and all three points lie on the same side of the mean.
    run
        So many points in a row on one side of the mean are a shift.
    trend
        So many points in a row, each above the one before it (or each below), are a trend; 7
        points are 6 steps. Two equal points break it.
    outside, runs, trends, two_of_three
        Which rules are in use.
    screened
        Moving ranges above 3.267 times their mean are left out once before the limits are drawn.
    fewest_for_limits
        A segment with fewer points has no limits. Wheeler accepts 5 or 6 as a trial.
    fewest_for_state
        A segment with fewer points has limits, but nothing is said of its points: the official
        tool shows no icon for 12 points and one for 13.

    Raises
    ------
    ParameterError
        For numbers that make no rule.

    References
    ----------
    NHS England, Making data count: Strengthening your decisions, November 2023.
    Wheeler (2000), Understanding variation: the key to managing chaos.
    """

    version: str = "Making Data Count, November 2023"
    run: int = 7
    trend: int = 7
    outside: bool = True
    runs: bool = True
    trends: bool = True
    two_of_three: bool = True
    screened: bool = True
    fewest_for_limits: int = 5
    fewest_for_state: int = 13

    def __post_init__(self) -> None:
        for name, fewest in (
            ("run", _FEWEST_RUN),
            ("trend", _FEWEST_RUN),
            ("fewest_for_limits", _FEWEST_POINTS),
            ("fewest_for_state", self.fewest_for_limits),
        ):
            if getattr(self, name) < fewest:
                raise ParameterError(
                    f"{name} must be at least {fewest} (found: {getattr(self, name)})"
                )


DEFAULT_RULES: Final = Rules()
