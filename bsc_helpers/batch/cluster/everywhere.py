"""What the machines of a cluster call first; quick to import, also for a scheduler."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

from bsc_helpers.batch.digests import DISTRIBUTION, package_digest

__all__ = ["call_packed", "packed_call", "versions"]

SHOWN = 12  # digits of a hash that nobody meets twice by chance


def versions() -> str:
    """Return what must be the same on all machines: the package, all it needs, and Python.

    The hash tells two states of the package apart that have the same number.
    """
    python = ".".join(map(str, sys.version_info[:2]))
    contents = package_digest()[:SHOWN]
    return f"{DISTRIBUTION} {version(DISTRIBUTION)} (contents {contents}) and Python {python}"


def packed_call(function: Callable[[Any], Any], argument: Any) -> bytes:
    """Return a call as bytes; a scheduler passes them on without importing what they need."""
    return pickle.dumps((function, argument))


def call_packed(packed: bytes) -> Any:
    """Make the call on a worker."""
    function, argument = pickle.loads(packed)  # noqa: S301  # from who may run code here anyway
    return function(argument)
