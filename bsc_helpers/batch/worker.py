"""The process that executes reports one after the other, apart from the one that orders them."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from pathlib import Path

from bsc_helpers.batch.execution import Task, run_task
from bsc_helpers.batch.kernel import end_kernel
from bsc_helpers.batch.outcomes import Outcome
from bsc_helpers.batch.spool import Spool
from bsc_helpers.batch.warming import warming_with
from bsc_helpers.kernels.provisioner import load_beforehand, unload
from bsc_helpers.kernels.settling import allow_memory

__all__ = ["READY", "Surroundings", "laid_aside", "serve"]

READY = "ready"  # what a worker says when it has everything imported


@dataclass(frozen=True)
class Surroundings:
    """What all workers of a run have in common.

    Attributes
    ----------
    log
        The file that takes what workers and kernels print.
    environment
        The environment of the kernels.
    spool
        Where finished reports are laid aside.
    warm
        The parameters of one report of the run: what it needs, all will need.
    memory
        Bytes that a worker may ask for beyond what it needs itself; 0 for no bound.
    """

    log: Path
    environment: Mapping[str, str]
    spool: Path
    warm: Mapping[str, str] = field(default_factory=dict)
    memory: int = 0


def serve(connection: Connection, surroundings: Surroundings) -> None:
    """Receive tasks and send back their outcomes until there are no more."""
    _settle(surroundings)
    spool = Spool(surroundings.spool)
    current: list[Path] = []
    threading.Thread(target=_end_with_parent, args=(current,), daemon=True).start()
    connection.send(READY)
    while True:
        try:
            task: Task | None = connection.recv()
        except EOFError:
            return
        if task is None:
            unload()
            return
        current[:] = [task.private]
        connection.send(laid_aside(spool, task, run_task(task)))


def laid_aside(spool: Spool, task: Task, outcome: Outcome) -> Outcome:
    """Lay a finished report aside; only how it went is told to the one who ordered it."""
    if outcome.rendered is None:
        return outcome
    try:
        spool.put(task.key, outcome.rendered)
    except OSError as error:
        reason = f"{error.strerror}: {spool.folder}"
        return replace(Outcome.failed(task.job, reason, "publishing"), spent=outcome.spent)
    return replace(outcome, rendered=None)


def _settle(surroundings: Surroundings) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interrupt means
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})  # for the kernels
    os.environ.update(surroundings.environment)
    log = os.open(surroundings.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.close(log)
    load_beforehand(*warming_with(surroundings.warm))
    if surroundings.memory:
        allow_memory(surroundings.memory)


def _end_with_parent(current: list[Path]) -> None:
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    wait([parent.sentinel])
    for private in current:
        end_kernel(private)
        shutil.rmtree(private, ignore_errors=True)
    os._exit(1)
