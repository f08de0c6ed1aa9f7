"""The pages about tested links: the strategy map, and leading and lagging measures."""

from bsc_helpers.report.lead_lag.about import about
from bsc_helpers.report.lead_lag.candidates import candidates
from bsc_helpers.report.lead_lag.front import in_short, map_head, study_head
from bsc_helpers.report.lead_lag.opened import LinkReport
from bsc_helpers.report.lead_lag.pairs import each_link, what_is_said
from bsc_helpers.report.lead_lag.sheets import sheets
from bsc_helpers.report.lead_lag.strategy_map import strategy_map
from bsc_helpers.report.lead_lag.table import all_pairs

__all__ = [
    "LinkReport",
    "about",
    "all_pairs",
    "candidates",
    "each_link",
    "in_short",
    "map_head",
    "sheets",
    "strategy_map",
    "study_head",
    "what_is_said",
]
