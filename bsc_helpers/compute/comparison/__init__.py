"""Comparison between units: how sure a figure is, and whether it differs by more than chance.

``intervals``
    how sure one figure is
``reference``
    a figure against a reference, its peers or a target, in one word
``funnel``, ``overdispersion``, ``scales``
    what is usual for a unit of its size, also where units differ by more than chance
``alarms``
    how many would lie outside all the same
``ranking``
    places with how sure they are, and estimates drawn towards the whole
``alike``
    units under like conditions
"""

from bsc_helpers.compute.comparison.alarms import Alarms, expected_alarms
from bsc_helpers.compute.comparison.alike import Alike, alike
from bsc_helpers.compute.comparison.funnel import Funnel, Limits, funnel
from bsc_helpers.compute.comparison.intervals import (
    Interval,
    mean_interval,
    poisson_interval,
    poisson_limits,
    rate_interval,
    widened,
    wilson,
)
from bsc_helpers.compute.comparison.overdispersion import FEWEST_UNITS
from bsc_helpers.compute.comparison.ranking import Ranks, Shrunken, ranks, shrunken
from bsc_helpers.compute.comparison.reference import (
    BEST,
    BEST_QUARTER,
    BETTER,
    HIGHER,
    HIGHEST,
    LOWER,
    LOWEST,
    MIDDLE,
    NOT_COMPARED,
    SIMILAR,
    WORSE,
    WORST,
    WORST_QUARTER,
    against_range,
    against_target,
    compare,
    compare_intervals,
    compare_two_levels,
    compare_with_limits,
    control_limits,
    except_itself,
    percentile_range,
    previous,
    quantile_groups,
    rank_groups,
)
from bsc_helpers.compute.comparison.scales import Kind

__all__ = [
    "BEST",
    "BEST_QUARTER",
    "BETTER",
    "FEWEST_UNITS",
    "HIGHER",
    "HIGHEST",
    "LOWER",
    "LOWEST",
    "MIDDLE",
    "NOT_COMPARED",
    "SIMILAR",
    "WORSE",
    "WORST",
    "WORST_QUARTER",
    "Alarms",
    "Alike",
    "Funnel",
    "Interval",
    "Kind",
    "Limits",
    "Ranks",
    "Shrunken",
    "against_range",
    "against_target",
    "alike",
    "compare",
    "compare_intervals",
    "compare_two_levels",
    "compare_with_limits",
    "control_limits",
    "except_itself",
    "expected_alarms",
    "funnel",
    "mean_interval",
    "percentile_range",
    "poisson_interval",
    "poisson_limits",
    "previous",
    "quantile_groups",
    "rank_groups",
    "ranks",
    "rate_interval",
    "shrunken",
    "widened",
    "wilson",
]
