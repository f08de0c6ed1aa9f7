"""How a run is bounded: time and memory of a report, reports side by side, a share of the work."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bsc_helpers.errors import ParameterError, printable
from bsc_helpers.kernels.forked import can_fork

__all__ = [
    "DEFAULT_MEMORY",
    "DEFAULT_TIMEOUT",
    "MEGABYTE",
    "WHOLE",
    "Isolation",
    "Shard",
    "check_limits",
    "fitting_workers",
    "parse_isolation",
    "parse_shard",
    "usual_isolation",
]

Isolation = Literal["fork", "spawn"]
DEFAULT_TIMEOUT, LONGEST_TIMEOUT = 600.0, 86_400  # seconds
DEFAULT_MEMORY = 2048  # megabytes
MEGABYTE = 1 << 20
_GROUP_LIMIT = Path("/sys/fs/cgroup/memory.max")  # of a container


@dataclass(frozen=True)
class Shard:
    """A share of the work: which one, from 1, of how many."""

    number: int = 1
    of: int = 1


WHOLE = Shard()


def check_limits(workers: int, timeout: float, memory: int) -> None:
    """Refuse limits that make no sense, or that this machine cannot keep.

    Raises
    ------
    ParameterError
        With every one of them.
    """
    there = _machine_memory()
    problems = [f"workers must be 1 or more (found: {workers})"] * (workers < 1)
    if not 0 < timeout <= LONGEST_TIMEOUT:
        problems.append(
            f"timeout must be more than 0 and at most {LONGEST_TIMEOUT} seconds "
            f"(found: {timeout:g})"
        )
    if memory < 0:
        problems.append(f"memory must be 0 or more megabytes (found: {memory})")
    if workers > 1 and there and workers * memory > there:
        problems.append(
            f"{workers} workers with {memory} MB for a report need {workers * memory} MB; "
            f"this machine has {there}: fewer workers, or less memory for a report"
        )
    if problems:
        raise ParameterError("\n".join(problems))


def fitting_workers(memory: int) -> int:
    """Return how many reports can be made side by side here, each with so many megabytes."""
    there = _machine_memory()
    workers = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    by_memory = there // memory if there and memory > 0 else workers or 1
    return max(1, min(workers or 1, by_memory))


def _machine_memory() -> int:
    """Return how many megabytes of memory there are; 0 where the system does not say."""
    with suppress(AttributeError, ValueError, OSError):
        whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        with suppress(ValueError, OSError):
            whole = min(whole, int(_GROUP_LIMIT.read_text(encoding="ascii")))
        return whole // MEGABYTE
    return 0


def usual_isolation() -> Isolation:
    """Return how kernels start on this system unless told otherwise."""
    return "fork" if can_fork() else "spawn"


def parse_isolation(text: str) -> Isolation:
    """Read how kernels are to start; an empty text leaves it to the system.

    Raises
    ------
    ParameterError
        When it is no such word, or this system cannot do it.
    """
    valid: tuple[Isolation, ...] = ("fork", "spawn") if can_fork() else ("spawn",)
    for word in valid:
        if text == word:
            return word
    if text:
        raise ParameterError(f"isolation must be {' or '.join(valid)} (found: {printable(text)})")
    return usual_isolation()


def parse_shard(text: str) -> Shard:
    """Read a share such as ``2/3``; an empty text is the whole.

    Raises
    ------
    ParameterError
        When it is no share.
    """
    match = re.fullmatch(r"([1-9][0-9]{0,5})/([1-9][0-9]{0,5})", text)
    shard = Shard(int(match[1]), int(match[2])) if match else WHOLE
    if text and (match is None or shard.number > shard.of):
        raise ParameterError(f"shard must be I/N with 1 ≤ I ≤ N (found: {printable(text)})")
    return shard
