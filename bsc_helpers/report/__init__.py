"""The report: what one slice says, block by block; no reading, no writing, no rendering."""

from bsc_helpers.report.about import about
from bsc_helpers.report.frames import table_of
from bsc_helpers.report.front import head, in_short, summary
from bsc_helpers.report.measures import perspectives
from bsc_helpers.report.opened import Report

__all__ = ["Report", "about", "head", "in_short", "perspectives", "summary", "table_of"]
