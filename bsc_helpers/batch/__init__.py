"""Preset → jobs → isolated executions → published editions with their manifest and entrance."""

from bsc_helpers.batch.jobs import Job, Selection
from bsc_helpers.batch.outcomes import Outcome
from bsc_helpers.batch.plan import Order, Plan, prepare
from bsc_helpers.batch.run import Listener, Summary, run

__all__ = ["Job", "Listener", "Order", "Outcome", "Plan", "Selection", "Summary", "prepare", "run"]
