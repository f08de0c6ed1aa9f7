"""Delivered files → observations, and whether they and the organisation meet."""

from bsc_helpers.sources.delivery import check_delivery
from bsc_helpers.sources.observations import Delivered, read_observations, read_sources

__all__ = ["Delivered", "check_delivery", "read_observations", "read_sources"]
