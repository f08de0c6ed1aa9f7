"""Delivered files → observations."""

from bsc_helpers.sources.observations import read_observations

__all__ = ["read_observations"]
