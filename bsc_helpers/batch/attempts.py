"""How a report is tried: in which folder, for how long, and how often."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from bsc_helpers.batch.execution import Task
from bsc_helpers.batch.kernel import end_kernel, sockets_fit
from bsc_helpers.batch.outcomes import Outcome
from bsc_helpers.errors import RunError

__all__ = ["GRACE", "overdue", "private_folder", "tried"]

GRACE = 20.0  # seconds that whoever makes a report gets beyond the report's own timeout
MOST_ATTEMPTS = 2
_SHORT_FOLDERS = ("/tmp", "/var/tmp")  # noqa: S108  # mkdtemp makes a private folder below them


def tried(attempt: Callable[[], Outcome], given_up: Callable[[], bool] = lambda: False) -> Outcome:
    """Return how a report ended, after another attempt where the first says nothing of it.

    Parameters
    ----------
    attempt
        Tries once.
    given_up
        Whether no other attempt is wanted any more.
    """
    outcome = attempt()
    for attempts in range(2, MOST_ATTEMPTS + 1):
        if not outcome.transient or given_up():
            break
        outcome = attempt()
        outcome = replace(outcome, spent=replace(outcome.spent, attempts=attempts))
    return outcome


def overdue(task: Task) -> Outcome:
    """Return the outcome of a report that was not made in its time."""
    reason = f"timeout: not done after {task.timeout:g} seconds"
    return Outcome.failed(task.job, reason, "timeout")


@contextmanager
def private_folder() -> Iterator[Path]:
    """Give a folder to one kernel; with the block both end.

    Raises
    ------
    RunError
        When the system has no folder whose path is short enough.
    """
    private = _made()
    try:
        yield private
    finally:
        end_kernel(private)
        shutil.rmtree(private, ignore_errors=True)


def _made() -> Path:
    for base in (tempfile.gettempdir(), *_SHORT_FOLDERS):
        with suppress(OSError):
            private = Path(tempfile.mkdtemp(prefix="bsc-", dir=base))
            if sockets_fit(private):
                return private
            private.rmdir()
    raise RunError(
        "no folder for the kernels' sockets: set TMPDIR to a writable folder with a short path"
    )
