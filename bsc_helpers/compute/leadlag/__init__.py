"""Which measure moves before which: tests of lead and lag over many units, and their verdicts.

The steps are those of `lead_lag_tests`; `screen` looks at all pairs for candidates. A correlation
at a lag shows an order in time, never that one measure changes the other.

How often something is found at a nominal 5 %, in 1000 made panels each (standard error about .007;
`tests/benchmarks/simulate_lead_lag.py`). Units × periods; memory is the share of a value that is
kept in the next one; the usual way is the best lag of all unit-periods in one heap.

========================================  ===========  =========
nothing was put in                        found        usual way
========================================  ===========  =========
8 × 20, memory .5                         .056         .80
10 × 20, memory .5 / .9                   .043 / .038  .83 / .77
30 × 40, memory .5 / .9                   .048 / .045  .95 / .90
100 × 24, memory .7                       .052         .98
30 × 24, memory .7, 20 % missing          .039         .82
10 × 20 / 30 × 24, sizes of units differ  .047 / .055  .85 / .95
60 × 32, shocks of 6 regions, declared    .035         .97
60 × 32, of 10 / 15 regions, declared     .051 / .037  .97 / .96
60 × 32, of 6 / 10 regions, by unit       .699 / .476  .97 / .97
========================================  ===========  =========

A lead by two periods of strength .3 was found in 30 × 24 always, and always at its lag; in 10 × 24
in .59 (.56 at its lag). Where the outcome moves first – also with a memory of .9 against none in
the driver – the driver was never said to lead, and "both ways" in .005 to .03.

Two things break the test. Shared shocks that nobody declares, as above. And shocks in proportion
to the size of units that differ much (.47 in 10 × 20 and .95 in 30 × 24): of such
measures, sums of money above all, logarithms belong into the panel (.04 and .06).
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
