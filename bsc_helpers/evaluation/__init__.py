"""From observations to results, and from the results what one report shows."""

from bsc_helpers.evaluation.frames import (
    ECONOMY,
    INPUTS,
    OBSERVATIONS,
    RESULTS,
    SCORES,
    frame_of,
    observations_frame,
    rows_of,
    table_of,
)
from bsc_helpers.evaluation.knowledge import known_on
from bsc_helpers.evaluation.recipe import Evaluation, evaluate
from bsc_helpers.evaluation.slicing import ReportSlice, shown_results, slice_for

__all__ = [
    "ECONOMY",
    "INPUTS",
    "OBSERVATIONS",
    "RESULTS",
    "SCORES",
    "Evaluation",
    "ReportSlice",
    "evaluate",
    "frame_of",
    "known_on",
    "observations_frame",
    "rows_of",
    "shown_results",
    "slice_for",
    "table_of",
]
