"""Which measure moves before which: tests of lead and lag over many units, and their verdicts.

The steps are those of `lead_lag_tests`. A correlation at a lag shows an order in time, never that
one measure changes the other.
"""

from bsc_helpers.compute.leadlag.correlations import lag_correlations
from bsc_helpers.compute.leadlag.effects import between_units, natural_effect, within_over_time
from bsc_helpers.compute.leadlag.family import corrected, lead_lag_tests
from bsc_helpers.compute.leadlag.options import PER_YEAR, Options, usual_window
from bsc_helpers.compute.leadlag.pairs import Statistics, screen_statistics
from bsc_helpers.compute.leadlag.panel import PairPanel
from bsc_helpers.compute.leadlag.results import (
    Effect,
    Gate,
    LagEffect,
    PairTest,
    Sensitivity,
    Surprise,
    UnitEffect,
    Verdict,
)
from bsc_helpers.compute.leadlag.screen import Candidate, Screen, ScreenOptions, screen
from bsc_helpers.compute.leadlag.signflips import means_of, window_test
from bsc_helpers.compute.leadlag.single import effective_size, series_test

__all__ = [
    "PER_YEAR",
    "Candidate",
    "Effect",
    "Gate",
    "LagEffect",
    "Options",
    "PairPanel",
    "PairTest",
    "Screen",
    "ScreenOptions",
    "Sensitivity",
    "Statistics",
    "Surprise",
    "UnitEffect",
    "Verdict",
    "between_units",
    "corrected",
    "effective_size",
    "lag_correlations",
    "lead_lag_tests",
    "means_of",
    "natural_effect",
    "screen",
    "screen_statistics",
    "series_test",
    "usual_window",
    "window_test",
    "within_over_time",
]
