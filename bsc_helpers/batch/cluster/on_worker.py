"""Make a report on a worker of a cluster, from nothing but what was sent to it.

The worker's process belongs to somebody else: it is left as it was found, and makes one report at a
time, as the environment of kernels is that of the whole process.
"""

from __future__ import annotations

import os
import queue
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from distributed import get_worker

from bsc_helpers.batch.attempts import GRACE, overdue, private_folder, tried
from bsc_helpers.batch.cluster.parcel import Delivery, Parcel, unpacked
from bsc_helpers.batch.execution import Task, run_task
from bsc_helpers.batch.kernel import kernel_environment, provisioner_of
from bsc_helpers.batch.outcomes import Outcome
from bsc_helpers.batch.warming import warming_with
from bsc_helpers.kernels.provisioner import load_beforehand, unload

__all__ = ["make_report", "release"]

_one_at_a_time = threading.Lock()
_loaded = threading.Event()


def make_report(parcel: Parcel) -> Delivery:
    """Make the report of a parcel; nothing of it stays on this machine."""
    with (
        _one_at_a_time,
        tempfile.TemporaryDirectory(
            prefix="bsc-", dir=_scratch(), ignore_cleanup_errors=True
        ) as name,
    ):
        folder = Path(name)
        task = unpacked(parcel, folder)
        with _surroundings(kernel_environment(folder, parcel.isolation)):
            _load(task)
            outcome = tried(lambda: _attempt(task))
        return Delivery(outcome, task.executed.read_bytes() if task.executed.is_file() else b"")


def release() -> None:
    """End what waits for more reports."""
    _loaded.clear()
    unload()


def _scratch() -> str | None:
    """Return the worker's own folder: Dask clears it away also when the worker was killed."""
    with suppress(ValueError):  # this is no worker
        return get_worker().local_directory
    return None


@contextmanager
def _surroundings(environment: Mapping[str, str]) -> Iterator[None]:
    """Set the environment of kernels for the time of a report."""
    before = dict(os.environ)
    os.environ.update(environment)
    try:
        with provisioner_of(environment):
            yield
    finally:
        for name in environment:
            if name in before:
                os.environ[name] = before[name]
            else:
                del os.environ[name]


def _load(task: Task) -> None:
    """Let all kernels of a run be forked from one process that made the parts of a report."""
    if not task.again and not _loaded.is_set():
        load_beforehand(*warming_with(task.parameters))
        _loaded.set()


def _attempt(task: Task) -> Outcome:
    """Try once; who hangs is left alone after its time, as a thread cannot be ended."""
    ended: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
    with private_folder() as private:

        def attempt() -> None:
            try:
                ended.put(run_task(replace(task, private=private)))
            except Exception as error:  # noqa: BLE001  # somebody waits for an outcome
                reason = f"{type(error).__name__}: {error}"
                ended.put(Outcome.failed(task.job, reason, "worker"))

        threading.Thread(target=attempt, daemon=True).start()
        try:
            return ended.get(timeout=task.timeout + GRACE)
        except queue.Empty:
            return overdue(task)
