"""Run tasks on a Dask cluster, as `pool` does on this machine."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any, Generic, Protocol, TypeVar

from distributed import Client, Future, as_completed
from distributed.client import FutureCancelledError
from distributed.scheduler import KilledWorker

from bsc_helpers.batch.cluster.everywhere import call_packed, packed_call
from bsc_helpers.batch.jobs import Job
from bsc_helpers.batch.outcomes import Outcome
from bsc_helpers.batch.stopping import Stop
from bsc_helpers.errors import RunError

__all__ = ["run_on_dask"]

IN_FLIGHT = 2  # tasks for each thread of the cluster: one runs, the next one is already there
POLL = 0.1  # seconds
ASKED_EVERY = 5.0
ANSWERS_WITHIN = 15.0  # with the above, a lost cluster is noticed within 20 seconds
WORKERS_BACK_WITHIN = 60.0


class HasJob(Protocol):
    """What is executed for a job."""

    @property
    def job(self) -> Job:
        """Which report."""


_Task = TypeVar("_Task", bound=HasJob)


def run_on_dask(
    tasks: Sequence[_Task],
    client: Client,
    execute: Callable[[Any], Any],
    stop: Stop,
    pack: Callable[[_Task], Any] = lambda task: task,
    receive: Callable[[_Task, Any], Outcome] = lambda _, outcome: outcome,
) -> Iterator[Outcome]:
    """Run tasks on a cluster and yield each one's outcome as it comes.

    A task whose worker died is run elsewhere, until the cluster gives it up (its setting
    ``allowed-failures``); it is then tried once more alone, since it may have been a neighbour's
    fault. What was begun when an order to stop comes may run to its end on the cluster, but its
    result is not awaited.

    Parameters
    ----------
    tasks
        What to run; none is lost, none comes twice.
    client
        The connection to the cluster.
    execute
        What a worker calls with a packed task; a function that it can import.
    stop
        The order to stop.
    pack
        Makes of a task what travels; called when its turn comes, so that little waits in memory.
    receive
        Makes of a task and of what came back its outcome.

    Raises
    ------
    RunError
        When the cluster is lost; what was collected until then has been yielded.
    """

    def submit(task: _Task) -> Future[Any]:
        return client.submit(call_packed, packed_call(execute, pack(task)), pure=False)

    flight = _Flight(client, tasks, submit, receive)
    try:
        while flight.lasts():
            if stop.new.is_set():
                yield from flight.skip()
            else:
                flight.start()
            for outcome in flight.landed():
                stop.after(outcome)
                yield outcome
            if stop.running.is_set():
                yield from flight.end()
            try:
                flight.check()
            except RunError:
                yield from flight.landed()  # what came in meanwhile
                raise
    finally:
        flight.end()


class _Flight(Generic[_Task]):
    """The tasks that wait, and those that are on the cluster now."""

    def __init__(
        self,
        client: Client,
        tasks: Sequence[_Task],
        submit: Callable[[_Task], Future[Any]],
        receive: Callable[[_Task, Any], Outcome],
    ) -> None:
        self._client, self._submit, self._receive = client, submit, receive
        self._waiting, self._suspects = deque(tasks), deque[_Task]()
        self._under_way: dict[object, tuple[Future[Any], _Task]] = {}
        self._alone: object = None  # the key of the suspect that is tried once more
        self._done = as_completed(loop=client.loop, with_results=True, raise_errors=False)
        self._lost = ""
        self._asked = self._staffed = time.monotonic()
        self._threads = self._count()

    def lasts(self) -> bool:
        return bool(self._waiting or self._suspects or self._under_way)

    def start(self) -> None:
        """Send what the cluster has room for; a suspect when nothing else is left."""
        while self._waiting and len(self._under_way) < IN_FLIGHT * self._threads:
            self._send(self._waiting.popleft())
        if self._suspects and not (self._waiting or self._under_way):
            self._alone = self._send(self._suspects.popleft())

    def _send(self, task: _Task) -> object:
        future = self._submit(task)
        self._under_way[future.key] = (future, task)
        self._done.add(future)
        return future.key

    def landed(self) -> Iterator[Outcome]:
        """Yield the outcomes that came in, or wait for a moment."""
        batch = self._done.next_batch(block=False)
        if not batch:
            time.sleep(POLL)
        for future, result in batch:
            if isinstance(result, FutureCancelledError):  # not by us: we let go of ours at once
                self._lost = result.reason
                continue
            _, task = self._under_way.pop(future.key)  # so that the cluster forgets the result
            if future.status == "finished":
                yield self._receive(task, result)
            elif isinstance(result[1], KilledWorker) and future.key != self._alone:
                self._suspects.append(task)
            else:
                yield _failed(task.job, result[1])

    def skip(self) -> list[Outcome]:
        """Give up what waits."""
        given_up = [*self._waiting, *self._suspects]
        self._waiting.clear()
        self._suspects.clear()
        return [Outcome(task.job, "skipped") for task in given_up]

    def end(self) -> list[Outcome]:
        """Let go of what is under way."""
        ended = list(self._under_way.values())
        self._under_way.clear()
        self._done.clear()
        with suppress(Exception):  # nothing is left to do on a cluster that is lost
            self._client.cancel([future for future, _ in ended])
        return [Outcome(task.job, "skipped") for _, task in ended]

    def check(self) -> None:
        """Refuse to wait longer for a cluster that is lost or has no workers.

        Raises
        ------
        RunError
            With the reason; what landed before has been yielded.
        """
        now = time.monotonic()
        if self._lost or self._client.status != "running":
            raise _lost_cluster(self._lost or self._client.status)
        if now - self._asked < ASKED_EVERY:
            return
        self._threads = self._count()
        self._asked = time.monotonic()
        if self._threads:
            self._staffed = self._asked
        elif self._asked - self._staffed > WORKERS_BACK_WITHIN:
            raise _lost_cluster("no worker is left")

    def _count(self) -> int:
        """Return how many threads the cluster has now."""
        try:
            scheduler: Any = self._client.scheduler
            found: dict[str, int] = self._client.sync(
                scheduler.ncores, callback_timeout=ANSWERS_WITHIN
            )
        except Exception as error:  # noqa: BLE001  # whatever it is, the cluster did not answer
            raise _lost_cluster(str(error) or type(error).__name__) from None
        return sum(found.values())


def _failed(job: Job, error: BaseException) -> Outcome:
    if isinstance(error, KilledWorker):
        times = error.allowed_failures + 1
        shown = "1 time" if times == 1 else f"{times} times"
        return Outcome.failed(job, f"worker died ({shown}, and again alone)", "worker")
    return Outcome.failed(job, f"{type(error).__name__}: {error}", "worker")


def _lost_cluster(reason: str) -> RunError:
    return RunError(f"the cluster is lost ({reason}); what it did not deliver is to be run again")
