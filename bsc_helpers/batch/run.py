"""Run a plan: execute and render, one report beside the other, then publish what came of it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path
from typing import Protocol

from bsc_helpers.batch import index
from bsc_helpers.batch.editions import Publisher
from bsc_helpers.batch.files import naming, normal_mode
from bsc_helpers.batch.jobs import Job
from bsc_helpers.batch.kernel import kernel_environment
from bsc_helpers.batch.limits import WHOLE
from bsc_helpers.batch.manifest import Manifest, load_manifest
from bsc_helpers.batch.outcomes import Outcome
from bsc_helpers.batch.plan import Plan
from bsc_helpers.batch.pool import run_tasks
from bsc_helpers.batch.stopping import Stop, stopping_on_signals
from bsc_helpers.batch.workarea import RunFolder
from bsc_helpers.batch.worker import Surroundings
from bsc_helpers.errors import LockedError, RunError

__all__ = ["Listener", "Summary", "run"]

PATIENCE = 600.0  # seconds that a share waits for another one to have published
LOOK = 0.5


@dataclass(frozen=True)
class Summary:
    """How a run ended.

    Attributes
    ----------
    rendered_again
        How many of those that are done were only rendered again, without being executed.
    current
        How many more were ordered but current already, so that nothing was done.
    trouble
        Why the manifest or the entrance could not be written.
    lost
        Why no more could be made.
    """

    outcomes: tuple[Outcome, ...]
    index: str
    log: str = ""
    trouble: str = ""
    lost: str = ""
    interrupted: bool = False
    rendered_again: int = 0
    current: int = 0

    @property
    def complete(self) -> bool:
        """Whether everything that was ordered is published."""
        return not self.trouble and self.count("done") == len(self.outcomes)

    def count(self, status: str) -> int:
        """Return the number of reports with a status: done, failed or skipped."""
        return sum(outcome.status == status for outcome in self.outcomes)


class Listener(Protocol):
    """Who is told how the run goes on."""

    def begin(self, total: int) -> None:
        """So many reports are to be made."""

    def ended(self, outcome: Outcome) -> None:
        """One of them ended."""


def run(plan: Plan, listener: Listener) -> Summary:
    """Execute a plan and publish what comes of it; one bad report fails alone.

    An interrupt stops what is running, and what was finished until then is published with a
    manifest that tells the truth; a second one stops at once.

    Raises
    ------
    RunError
        When another run writes to the same place.
    """
    entrance = f"{plan.output.name}/{index.FILE_NAME}"
    if plan.folder is None:
        return Summary((), entrance, current=len(plan.current))
    normal_mode()
    stop = Stop(at_failure=plan.fail_fast)
    shared = plan.shard != WHOLE  # then others make and publish at the same time
    with (
        closing(plan.folder),
        stopping_on_signals(stop),
        nullcontext() if shared else plan.output.only_writer(),
    ):
        earlier = plan.earlier if shared else _unchanged(plan)
        ended = tuple(_made(plan, plan.folder, stop, listener))
        with _turn(plan) if shared else nullcontext():
            publisher = Publisher(plan, load_manifest(plan.output) if shared else earlier)
            ended = tuple(publisher.publish(outcome) for outcome in sorted(ended, key=_by_job))
            trouble = publisher.close()
    return Summary(
        ended,
        entrance,
        f"{plan.folder.log}",
        trouble,
        stop.lost,
        interrupted=stop.interrupted.is_set(),
        rendered_again=sum(outcome.again and outcome.status == "done" for outcome in ended),
        current=len(plan.current),
    )


def _by_job(outcome: Outcome) -> Job:
    return outcome.job


def _unchanged(plan: Plan) -> Manifest | None:
    """Return what is published, which must still be what the plan was made for."""
    plan.output.clean()
    plan.spool.keep_only(made.key for made in plan.made_from.values())
    earlier = load_manifest(plan.output)
    if earlier != plan.earlier:
        raise RunError(f"{plan.output.name} was written to meanwhile; run again")
    return earlier


def _made(plan: Plan, folder: RunFolder, stop: Stop, listener: Listener) -> Iterator[Outcome]:
    """Make the reports of a plan and yield how each went; nothing is published yet."""
    listener.begin(len(plan.tasks) + len(plan.unready) + len(plan.finished))
    run_all = _run_here if plan.cluster is None else _run_there
    for outcome in chain(plan.unready, plan.finished, run_all(plan, folder, stop)):
        stop.after(outcome)
        _note(folder.journal, outcome)
        listener.ended(outcome)
        yield outcome


def _run_here(plan: Plan, folder: RunFolder, stop: Stop) -> Iterator[Outcome]:
    executed = [task.parameters for task in plan.tasks if not task.again]
    isolation = plan.isolation if executed else "spawn"  # nothing to fork kernels from is needed
    surroundings = Surroundings(
        log=folder.log,
        environment=kernel_environment(folder.path, isolation),
        spool=plan.spool.folder,
        warm=next(iter(executed), {}),  # what one report needs, all will need
        memory=max((task.memory for task in plan.tasks), default=0),
    )
    return run_tasks(plan.tasks, plan.workers, surroundings, stop)


def _run_there(plan: Plan, folder: RunFolder, stop: Stop) -> Iterator[Outcome]:
    # An extra, which runs on this machine do without.
    from bsc_helpers.batch.cluster.running import run_on_cluster  # noqa: PLC0415

    if plan.cluster is None or not plan.tasks:
        return iter(())
    told = f"made at {plan.cluster.address}, whose workers have logs of their own\n"
    folder.log.write_text(told, encoding="utf-8")
    return run_on_cluster(plan.tasks, plan.cluster, plan.isolation, plan.spool, stop)


def _note(journal: Path, outcome: Outcome) -> None:
    said: dict[str, object] = {
        "report": outcome.job.key,
        "status": outcome.status,
        "kind": outcome.kind if outcome.status == "failed" else "",
    }
    said |= {"reason": outcome.reason, "again": outcome.again, **asdict(outcome.spent)}
    with naming(journal), journal.open("a", encoding="utf-8") as file:
        file.write(json.dumps(said, ensure_ascii=False) + "\n")


@contextmanager
def _turn(plan: Plan) -> Iterator[None]:
    """Wait until no other share publishes, and hold the place."""
    last = time.monotonic() + PATIENCE
    while True:
        try:
            with plan.output.only_writer():
                yield
                return
        except LockedError:
            if time.monotonic() > last:
                raise
        time.sleep(LOOK)
