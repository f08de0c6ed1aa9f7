"""What a kernel of a batch does before its first cell, however it was started."""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path

import numpy as np

__all__ = ["allow_memory", "settle"]


def settle(memory: int, seed: int) -> None:
    """Bound the memory of this process, and begin its random numbers at a given place.

    Parameters
    ----------
    memory
        Bytes that it may ask for beyond what it has now; 0 for no bound.
    seed
        From 0 to 2³² − 1, for `random` and for NumPy's global generator.
    """
    random.seed(seed)
    np.random.seed(seed)  # noqa: NPY002  # what users' own cells may still draw from
    if memory:
        allow_memory(memory, for_good=True)


def allow_memory(more: int, *, for_good: bool = False) -> None:
    """Let this process ask for so many more bytes than it has; Linux only, elsewhere no bound."""
    if sys.platform != "linux":
        return
    import resource  # noqa: PLC0415  # not everywhere

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    bound = _asked_for() + more
    if hard != resource.RLIM_INFINITY:
        bound = min(bound, hard)
    resource.setrlimit(resource.RLIMIT_AS, (bound, bound if for_good else hard))


def _asked_for() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * os.sysconf("SC_PAGE_SIZE")
