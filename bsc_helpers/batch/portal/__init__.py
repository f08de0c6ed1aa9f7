"""The published collection: which pages it has, what they are called and what they lead to."""

from bsc_helpers.batch.portal.failure import render_failure
from bsc_helpers.batch.portal.measures import measure_path, measure_paths, render_measure_pages
from bsc_helpers.batch.portal.shelf import Counts, MeasureFile, Shelf

__all__ = [
    "Counts",
    "MeasureFile",
    "Shelf",
    "measure_path",
    "measure_paths",
    "render_failure",
    "render_measure_pages",
]
