"""Run tasks side by side, each lane with a worker process of its own.

A worker that dies or hangs takes down one report, never the others: its lane notes the reason and
goes on with a new worker.
"""

from __future__ import annotations

import multiprocessing
import queue
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess

from bsc_helpers.batch.attempts import GRACE, overdue, private_folder, tried
from bsc_helpers.batch.execution import Task
from bsc_helpers.batch.kernel import ended_by
from bsc_helpers.batch.outcomes import Outcome
from bsc_helpers.batch.stopping import Stop
from bsc_helpers.batch.worker import READY, Surroundings, serve
from bsc_helpers.errors import RunError

__all__ = ["run_tasks"]

POLL = 0.2
MOMENT = 1.0  # seconds in which a signal to all processes has come to this one as well
SLOW_START = 300.0  # seconds in which a worker imports everything


def run_tasks(
    tasks: Sequence[Task], workers: int, surroundings: Surroundings, stop: Stop
) -> Iterator[Outcome]:
    """Run tasks and yield each one's outcome as it comes; none is lost, none comes twice."""
    waiting: queue.SimpleQueue[Task] = queue.SimpleQueue()
    outcomes: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
    for task in tasks:
        waiting.put(task)
    lanes = [
        threading.Thread(
            target=_run_lane, args=(waiting, outcomes, surroundings, stop), daemon=True
        )
        for _ in range(min(workers, len(tasks)))
    ]
    for lane in lanes:
        lane.start()
    try:
        for _ in tasks:
            yield _next(outcomes)
    finally:
        stop.at_once()
        for lane in lanes:
            lane.join()


def _next(outcomes: queue.SimpleQueue[Outcome]) -> Outcome:
    while True:  # short waits, so that a signal is seen on every system
        with suppress(queue.Empty):
            return outcomes.get(timeout=POLL)


def _run_lane(
    waiting: queue.SimpleQueue[Task],
    outcomes: queue.SimpleQueue[Outcome],
    surroundings: Surroundings,
    stop: Stop,
) -> None:
    if hasattr(signal, "pthread_sigmask"):
        resource_tracker.ensure_running()  # whose start would lift the block
        # For workers that are starting: each lifts it when it is ready to ignore the signal.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    worker = _Worker(surroundings)
    try:
        while True:
            try:
                task = waiting.get_nowait()
            except queue.Empty:
                return
            outcome = tried(partial(_attempt, worker, task, stop), stop.new.is_set)
            stop.after(outcome)  # before this lane takes the next one
            outcomes.put(outcome)
    finally:
        worker.close()


def _attempt(worker: _Worker, task: Task, stop: Stop) -> Outcome:
    if stop.new.is_set():
        return Outcome(task.job, "skipped")
    try:
        return worker.run(task, stop)
    except Exception as error:  # noqa: BLE001  # a lane must account for every task it took
        worker.kill()
        return Outcome.failed(task.job, f"{type(error).__name__}: {error}", "worker")


class _Worker:
    """A worker process, started when it is first needed and again after it was lost."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._surroundings = surroundings
        self._process: SpawnProcess | None = None
        self._connection: Connection | None = None

    def run(self, task: Task, stop: Stop) -> Outcome:
        """Have a task run; a worker that dies, hangs or is to stop is ended."""
        with private_folder() as private:
            return self._run(replace(task, private=private), stop)

    def _run(self, task: Task, stop: Stop) -> Outcome:
        try:
            connection = self._running(stop)
            deadline = time.monotonic() + task.timeout + GRACE
            connection.send(task)
            while not wait([connection], POLL):
                if stop.running.is_set():
                    self.kill()
                    return Outcome(task.job, "skipped")
                if time.monotonic() > deadline:
                    self.kill()
                    return overdue(task)
            outcome: Outcome = connection.recv()
        except (EOFError, ConnectionError):
            if stop.running.wait(MOMENT):  # by what ends this run
                self.kill()
                return Outcome(task.job, "skipped")
            ending = self._ending()
            self.kill()
            return Outcome.failed(task.job, f"worker died ({ending})", "worker", transient=True)
        return outcome

    def _ending(self) -> str:
        if self._process is None:
            return "not started"
        self._process.join(GRACE)
        return ended_by(self._process.exitcode)

    def _running(self, stop: Stop) -> Connection:
        if self._process is None or self._connection is None:
            context = multiprocessing.get_context("spawn")
            self._connection, theirs = context.Pipe()
            self._process = context.Process(
                target=serve, args=(theirs, self._surroundings), daemon=True
            )
            self._process.start()
            theirs.close()  # so that the end of the worker is the end of the connection
            last = time.monotonic() + SLOW_START
            while not self._connection.poll(POLL) and time.monotonic() < last:
                if stop.running.is_set():
                    raise EOFError
            if not self._connection.poll() or self._connection.recv() != READY:
                raise RunError(f"a worker was not ready within {SLOW_START:g} seconds")
        return self._connection

    def kill(self) -> None:
        """End the process at once."""
        if self._process is not None:
            self._process.kill()
        self._release()

    def close(self) -> None:
        """Let the process end by itself."""
        if self._connection is not None:
            with suppress(OSError):
                self._connection.send(None)
        if self._process is not None:
            self._process.join(GRACE)
            self._process.kill()
        self._release()

    def _release(self) -> None:
        if self._connection is not None:
            self._connection.close()
        if self._process is not None:
            self._process.join()
            self._process.close()
        self._process = self._connection = None
