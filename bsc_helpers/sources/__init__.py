"""Delivered files → observations, and whether they and the organisation meet."""

from bsc_helpers.sources.delivery import check_delivery
from bsc_helpers.sources.observations import read_observations

__all__ = ["check_delivery", "read_observations"]
