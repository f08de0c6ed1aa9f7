"""Change over time: what a series does by itself, what is more than that, and how sure that is.

========================  ========================================================================
`process_chart`           limits and signals of many series at once (XmR, p′)
`variation`, `assurance`  one word each: of the last point, and of the target
`method_for`, `chart_by`  the same with season and memory taken account of, pooled over all series
`false_alarms`            how often a method alarms although nothing has changed
`run_chart`               the rules of Anhøj for short series
`five_years`              the trend of five yearly values
========================  ========================================================================
"""

from bsc_helpers.compute.process.alarms import FalseAlarms, false_alarms
from bsc_helpers.compute.process.chart import ProcessChart, process_chart
from bsc_helpers.compute.process.five_years import (
    CANNOT_BE_CALCULATED,
    DECREASING,
    DECREASING_BETTER,
    DECREASING_WORSE,
    INCREASING,
    INCREASING_BETTER,
    INCREASING_WORSE,
    NO_SIGNIFICANT_CHANGE,
    FiveYears,
    five_years,
    five_years_of_proportions,
    recent_trend,
)
from bsc_helpers.compute.process.method import LIKENESS, Method, SeasonKind, chart_by, method_for
from bsc_helpers.compute.process.rules import (
    NONE,
    OUTSIDE,
    SHIFT,
    TREND,
    TWO_OF_THREE,
    Rules,
)
from bsc_helpers.compute.process.run_chart import FEWEST_USEFUL, RunChart, run_chart
from bsc_helpers.compute.process.season import (
    Autocorrelation,
    Season,
    adjusted,
    autocorrelation,
    seasonal_profile,
)
from bsc_helpers.compute.process.verdicts import (
    COMMON_CAUSE,
    CONCERN,
    CONSISTENTLY_FAIL,
    CONSISTENTLY_PASS,
    HIGH,
    HIT_AND_MISS,
    IMPROVEMENT,
    LOW,
    NOT_ASSURED,
    NOT_NEW,
    TOO_FEW,
    assurance,
    evidence,
    states,
    variation,
)

__all__ = [
    "CANNOT_BE_CALCULATED",
    "COMMON_CAUSE",
    "CONCERN",
    "CONSISTENTLY_FAIL",
    "CONSISTENTLY_PASS",
    "DECREASING",
    "DECREASING_BETTER",
    "DECREASING_WORSE",
    "FEWEST_USEFUL",
    "HIGH",
    "HIT_AND_MISS",
    "IMPROVEMENT",
    "INCREASING",
    "INCREASING_BETTER",
    "INCREASING_WORSE",
    "LIKENESS",
    "LOW",
    "NONE",
    "NOT_ASSURED",
    "NOT_NEW",
    "NO_SIGNIFICANT_CHANGE",
    "OUTSIDE",
    "SHIFT",
    "TOO_FEW",
    "TREND",
    "TWO_OF_THREE",
    "Autocorrelation",
    "FalseAlarms",
    "FiveYears",
    "Method",
    "ProcessChart",
    "Rules",
    "RunChart",
    "Season",
    "SeasonKind",
    "adjusted",
    "assurance",
    "autocorrelation",
    "chart_by",
    "evidence",
    "false_alarms",
    "five_years",
    "five_years_of_proportions",
    "method_for",
    "process_chart",
    "recent_trend",
    "run_chart",
    "seasonal_profile",
    "states",
    "variation",
]
