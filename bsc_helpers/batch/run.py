"""Run a plan: execute, render and publish, one report beside the other."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Protocol

from bsc_helpers.batch import index, manifest
from bsc_helpers.batch.editions import Publisher
from bsc_helpers.batch.files import normal_mode, remove_leftovers
from bsc_helpers.batch.kernel import kernel_environment
from bsc_helpers.batch.outcomes import Outcome
from bsc_helpers.batch.plan import Plan
from bsc_helpers.batch.pool import run_tasks
from bsc_helpers.batch.stopping import Stop, stopping_on_signals
from bsc_helpers.batch.workarea import only_writer
from bsc_helpers.batch.worker import Surroundings

__all__ = ["Listener", "Summary", "run"]


@dataclass(frozen=True)
class Summary:
    """How a run ended.

    Attributes
    ----------
    rendered_again
        How many of those that are done were only rendered again, without being executed.
    current
        How many more were ordered but current already, so that nothing was done.
    """

    outcomes: tuple[Outcome, ...]
    index: Path
    log: Path
    trouble: str = ""  # why the manifest or the entrance could not be written
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
        """So many reports were ordered."""

    def ended(self, outcome: Outcome) -> None:
        """One of them ended."""


def run(plan: Plan, listener: Listener) -> Summary:
    """Execute a plan and publish what comes of it; one bad report fails alone.

    An interrupt stops what is running and still leaves a manifest that tells the truth; a second
    one stops at once.

    Raises
    ------
    RunError
        When another run writes to the same folder.
    """
    normal_mode()
    stop = Stop(at_failure=plan.fail_fast)
    target = plan.out / plan.scorecard.code
    surroundings = Surroundings(plan.folder.log, kernel_environment(plan.folder.path))
    listener.begin(len(plan.tasks) + len(plan.unready))
    ended: list[Outcome] = []
    with only_writer(target), stopping_on_signals(stop):
        remove_leftovers(target)
        publisher = Publisher(plan, manifest.read_manifest(target / manifest.FILE_NAME))
        made = run_tasks(plan.tasks, plan.workers, surroundings, stop)
        for outcome in map(publisher.publish, chain(plan.unready, made)):
            stop.after(outcome)
            ended.append(outcome)
            listener.ended(outcome)
        trouble = publisher.close(ended)
    return Summary(
        tuple(sorted(ended, key=lambda outcome: outcome.job)),
        target / index.FILE_NAME,
        plan.folder.log,
        trouble,
        interrupted=stop.interrupted.is_set(),
    )
