"""How a job ended, and what it made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from bsc_helpers.batch.jobs import Job
from bsc_helpers.model import Format

__all__ = ["CellPlace", "FailureKind", "Outcome", "OutcomeStatus", "Rendered", "one_line"]

OutcomeStatus = Literal["done", "failed", "skipped"]

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
class Outcome:
    """How one job ended; where it failed, why, of which kind that is, and in which cell."""

    job: Job
    status: OutcomeStatus
    reason: str = ""
    rendered: Rendered | None = None
    kind: FailureKind = "cell"
    cell: CellPlace | None = None

    @classmethod
    def failed(
        cls, job: Job, reason: object, kind: FailureKind = "cell", cell: CellPlace | None = None
    ) -> Outcome:
        """Return the outcome of a job that failed, with its reason on one line."""
        return cls(job, "failed", one_line(reason), kind=kind, cell=cell)


def one_line(text: object) -> str:
    """Return a reason on one line, with control characters escaped and cut when it is very long."""
    words = " ".join(str(text).split())
    shown = "".join(c if c.isprintable() else repr(c)[1:-1] for c in words)
    return shown if len(shown) <= LONGEST_REASON else shown[: LONGEST_REASON - 1] + "…"
