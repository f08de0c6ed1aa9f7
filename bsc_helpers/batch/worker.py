"""The process that executes reports one after the other, apart from the one that orders them."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path

from bsc_helpers.batch.execution import Task, run_task
from bsc_helpers.batch.kernel import end_kernel

__all__ = ["Surroundings", "serve"]


@dataclass(frozen=True)
class Surroundings:
    """What all workers of a run have in common.

    Attributes
    ----------
    log
        The file that takes what workers and kernels print.
    environment
        The environment of the kernels.
    """

    log: Path
    environment: Mapping[str, str]


def serve(connection: Connection, surroundings: Surroundings) -> None:
    """Receive tasks and send back their outcomes until there are no more."""
    _settle(surroundings)
    current: list[Path] = []
    threading.Thread(target=_end_with_parent, args=(current,), daemon=True).start()
    while True:
        try:
            task: Task | None = connection.recv()
        except EOFError:
            return
        if task is None:
            return
        current[:] = [task.private]
        connection.send(run_task(task))


def _settle(surroundings: Surroundings) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interrupt means
    os.environ.update(surroundings.environment)
    log = os.open(surroundings.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.close(log)


def _end_with_parent(current: list[Path]) -> None:
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    wait([parent.sentinel])
    for private in current:
        end_kernel(private)
        shutil.rmtree(private, ignore_errors=True)
    os._exit(1)
