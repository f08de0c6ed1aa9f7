"""From observations to results, and from the results what one report shows."""

from bsc_helpers.evaluation.centres import share_of_year
from bsc_helpers.evaluation.evaluated import Evaluation
from bsc_helpers.evaluation.findings import Findings
from bsc_helpers.evaluation.frames import (
    BONUS,
    CENTRES,
    CHANGES,
    COMPARISON,
    COURSE,
    ECONOMY,
    INPUTS,
    OBSERVATIONS,
    RESULTS,
    SCORES,
    SURVEYS,
    frame_of,
    observations_frame,
    records_of,
    rows_of,
    table_of,
)
from bsc_helpers.evaluation.knowledge import known_on, last_day
from bsc_helpers.evaluation.link_search import Search
from bsc_helpers.evaluation.link_tests import link_tests, parse_pair
from bsc_helpers.evaluation.links import EVIDENCE, Evidence, LinkTests, Panel, TestedPair
from bsc_helpers.evaluation.recipe import evaluate
from bsc_helpers.evaluation.slicing import ReportSlice, shown_results, slice_for
from bsc_helpers.evaluation.surveys import INDEX

__all__ = [
    "BONUS",
    "CENTRES",
    "CHANGES",
    "COMPARISON",
    "COURSE",
    "ECONOMY",
    "EVIDENCE",
    "INDEX",
    "INPUTS",
    "OBSERVATIONS",
    "RESULTS",
    "SCORES",
    "SURVEYS",
    "Evaluation",
    "Evidence",
    "Findings",
    "LinkTests",
    "Panel",
    "ReportSlice",
    "Search",
    "TestedPair",
    "evaluate",
    "frame_of",
    "known_on",
    "last_day",
    "link_tests",
    "observations_frame",
    "parse_pair",
    "records_of",
    "rows_of",
    "share_of_year",
    "shown_results",
    "slice_for",
    "table_of",
]
