"""The report: what one slice says, block by block; no reading, no writing, no rendering."""

from bsc_helpers.report import lead_lag
from bsc_helpers.report.about import about
from bsc_helpers.report.actions import actions
from bsc_helpers.report.centres import centres
from bsc_helpers.report.discussion import discussion
from bsc_helpers.report.economy import economy
from bsc_helpers.report.frames import table_of
from bsc_helpers.report.front import head, in_short
from bsc_helpers.report.links import links
from bsc_helpers.report.measures import perspectives
from bsc_helpers.report.objectives import objectives
from bsc_helpers.report.opened import Report
from bsc_helpers.report.sheets import sheets
from bsc_helpers.report.summary import summary
from bsc_helpers.report.surveys import surveys

__all__ = [
    "Report",
    "about",
    "actions",
    "centres",
    "discussion",
    "economy",
    "head",
    "in_short",
    "lead_lag",
    "links",
    "objectives",
    "perspectives",
    "sheets",
    "summary",
    "surveys",
    "table_of",
]
