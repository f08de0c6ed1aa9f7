"""Run tasks on a Dask cluster instead of on this machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress

from distributed import Client

from bsc_helpers.batch.cluster.address import Cluster
from bsc_helpers.batch.cluster.connection import CLOSES_WITHIN, call_everywhere, connect
from bsc_helpers.batch.cluster.dask_pool import run_on_dask
from bsc_helpers.batch.cluster.on_worker import make_report, release
from bsc_helpers.batch.cluster.parcel import Delivery, Parcel, packed
from bsc_helpers.batch.execution import Task
from bsc_helpers.batch.limits import Isolation
from bsc_helpers.batch.outcomes import Outcome
from bsc_helpers.batch.spool import Spool
from bsc_helpers.batch.stopping import Stop
from bsc_helpers.batch.worker import laid_aside
from bsc_helpers.errors import RunError

__all__ = ["run_on_cluster"]


def run_on_cluster(
    tasks: Sequence[Task], cluster: Cluster, isolation: Isolation, spool: Spool, stop: Stop
) -> Iterator[Outcome]:
    """Run tasks and yield each one's outcome as it comes; finished reports are laid aside here.

    When the cluster is lost on the way, the rest is skipped and `stop` says why.

    Raises
    ------
    RunError
        When the cluster cannot be reached, or cannot do the work.
    """

    def pack(task: Task) -> Parcel:
        return packed(task, isolation)

    def receive(task: Task, delivery: Delivery) -> Outcome:
        with suppress(OSError):  # it is kept for curiosity; the report is what counts
            task.executed.write_bytes(delivery.executed)
        return laid_aside(spool, task, delivery.outcome)

    missing = {task.job for task in tasks}
    with connect(cluster) as client:
        try:
            for outcome in run_on_dask(tasks, client, make_report, stop, pack, receive):
                missing.discard(outcome.job)
                yield outcome
        except RunError as error:
            stop.lost = str(error)
            yield from (Outcome(task.job, "skipped") for task in tasks if task.job in missing)
        finally:
            _release(client)


def _release(client: Client) -> None:
    """End what waits on the workers; a machine that does not answer keeps it until it ends."""
    if client.status == "running":
        with suppress(Exception):  # the reports are here, and nothing else matters
            call_everywhere(client, release, CLOSES_WITHIN)
