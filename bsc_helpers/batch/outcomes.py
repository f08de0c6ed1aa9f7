"""How a job ended, and what it made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from bsc_helpers.batch.jobs import Job
from bsc_helpers.model import Format

__all__ = ["CellPlace", "FailureKind", "Outcome", "OutcomeStatus", "Rendered", "Spent", "one_line"]

OutcomeStatus = Literal["done", "current", "failed", "skipped"]

# Who can mend it follows from the kind: what was delivered or registered (data), the notebook
# (cell, ended, timeout, memory, publishing), or the machine (killed, start, worker).
FailureKind = Literal[
    "data", "cell", "ended", "timeout", "memory", "killed", "start", "publishing", "worker"
]
LONGEST_REASON = 300


@dataclass(frozen=True)
class Rendered:
    """A report in all its formats, complete and not yet published."""

    title: str
    files: Mapping[Format, bytes] = field(repr=False)
    warnings: tuple[str, ...] = ()


class CellPlace(NamedTuple):
    """A cell of a notebook as its author finds it: its number from 1, and its first line."""

    number: int
    line: str


@dataclass(frozen=True)
class Spent:
    """What a report took; it differs from run to run, and is told apart from what it says.

    Attributes
    ----------
    seconds
        From the start to the end, of the last attempt.
    cpu
        Seconds of processors, of worker and kernel, where the system tells.
    peak
        Bytes of memory that the kernel had at most, where the system tells.
    attempts
        How many times it was tried.
    """

    seconds: float = 0.0
    cpu: float = 0.0
    peak: int = 0
    attempts: int = 1


@dataclass(frozen=True)
class Outcome:
    """How one job ended; where it failed, why, of which kind that is, and in which cell.

    Attributes
    ----------
    rendered
        What was made, until it is laid aside for publication.
    transient
        Of a failure: whether it may go well the next time, as nothing in the report was wrong.
    again
        Whether what was known was rendered again, without a kernel.
    """

    job: Job
    status: OutcomeStatus
    reason: str = ""
    rendered: Rendered | None = None
    kind: FailureKind = "cell"
    cell: CellPlace | None = None
    transient: bool = False
    again: bool = False
    spent: Spent = Spent()

    @classmethod
    def failed(
        cls,
        job: Job,
        reason: object,
        kind: FailureKind = "cell",
        cell: CellPlace | None = None,
        *,
        transient: bool = False,
    ) -> Outcome:
        """Return the outcome of a job that failed, with its reason on one line."""
        return cls(job, "failed", one_line(reason), kind=kind, cell=cell, transient=transient)


def one_line(text: object) -> str:
    """Return a reason on one line, with control characters escaped and cut when it is very long."""
    words = " ".join(str(text).split())
    shown = "".join(c if c.isprintable() else repr(c)[1:-1] for c in words)
    return shown if len(shown) <= LONGEST_REASON else shown[: LONGEST_REASON - 1] + "…"
