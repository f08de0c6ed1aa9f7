"""What the machines of a cluster call first; quick to import, also for a scheduler."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

__all__ = ["call_packed", "packed_call", "versions"]

DISTRIBUTION = "bsc-helpers"


def versions() -> str:
    """Return what must be the same on all machines: the package and Python."""
    python = ".".join(map(str, sys.version_info[:2]))
    return f"{DISTRIBUTION} {version(DISTRIBUTION)} and Python {python}"


def packed_call(function: Callable[[Any], Any], argument: Any) -> bytes:
    """Return a call as bytes; a scheduler passes them on without importing what they need."""
    return pickle.dumps((function, argument))


def call_packed(packed: bytes) -> Any:
    """Make the call on a worker."""
    function, argument = pickle.loads(packed)  # noqa: S301  # from who may run code here anyway
    return function(argument)
