"""From observations to results, and from the results what one report shows."""

from bsc_helpers.evaluation.frames import (
    ECONOMY,
    INPUTS,
    OBSERVATIONS,
    RESULTS,
    SCORES,
    SURVEYS,
    frame_of,
    observations_frame,
    rows_of,
)
from bsc_helpers.evaluation.knowledge import known_on
from bsc_helpers.evaluation.recipe import Evaluation, evaluate
from bsc_helpers.evaluation.slicing import ReportSlice, shown_results, slice_for
from bsc_helpers.evaluation.surveys import INDEX

__all__ = [
    "ECONOMY",
    "INDEX",
    "INPUTS",
    "OBSERVATIONS",
    "RESULTS",
    "SCORES",
    "SURVEYS",
    "Evaluation",
    "ReportSlice",
    "evaluate",
    "frame_of",
    "known_on",
    "observations_frame",
    "rows_of",
    "shown_results",
    "slice_for",
]
