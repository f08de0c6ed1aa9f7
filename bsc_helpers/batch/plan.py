"""What is asked of a run, and what there is to do: reports to make, and those that are current."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bsc_helpers.batch.execution import Task
from bsc_helpers.batch.jobs import Job, Key, Selection
from bsc_helpers.batch.keys import MadeFrom
from bsc_helpers.batch.limits import (
    DEFAULT_MEMORY,
    DEFAULT_TIMEOUT,
    WHOLE,
    Isolation,
    Shard,
    usual_isolation,
)
from bsc_helpers.batch.manifest import Manifest
from bsc_helpers.batch.outcomes import Outcome
from bsc_helpers.batch.outputs import Output
from bsc_helpers.batch.spool import Spool
from bsc_helpers.batch.workarea import RunFolder
from bsc_helpers.model import Format, Scorecard
from bsc_helpers.report.overview import Overview

__all__ = ["Order", "Plan"]


@dataclass(frozen=True)
class Order:
    """What the user asks for.

    Attributes
    ----------
    preset
        ``FOLDER/NAME`` or a NAME that is the only one of its kind.
    selection
        What replaces the preset's own answers.
    out
        The folder or the address of all reports.
    workers
        How many reports are made side by side.
    fail_fast
        Begin nothing new after the first failure.
    timeout
        Seconds for one report.
    memory
        Megabytes for one report; 0 for no bound.
    anew
        Make every report, also those that are current.
    isolation
        How kernels start.
    shard
        The share of the work that is done here; others do the rest into the same place.
    """

    preset: str
    selection: Selection = field(default_factory=Selection)
    out: str = "reports"
    workers: int = 1
    fail_fast: bool = False
    timeout: float = DEFAULT_TIMEOUT
    memory: int = DEFAULT_MEMORY
    anew: bool = False
    isolation: Isolation = field(default_factory=usual_isolation)
    shard: Shard = WHOLE


@dataclass(frozen=True)
class Plan:
    """A run that is checked and ready to start.

    Attributes
    ----------
    tasks
        The reports to make.
    finished
        Reports that an earlier run made and did not publish.
    unready
        Reports that failed while their data were laid out.
    current
        Reports that are published as they would be made.
    made_from
        What each report is made from, by its key.
    earlier
        The manifest of what is published.
    overviews
        What the pages about measures show, by period.
    """

    scorecard: Scorecard
    preset: str
    as_of: str
    notebook: str
    formats: tuple[Format, ...]
    tasks: tuple[Task, ...]
    output: Output
    folder: RunFolder | None = None
    spool: Spool = field(default_factory=lambda: Spool(Path()))
    workers: int = 1
    fail_fast: bool = False
    isolation: Isolation = "spawn"
    finished: tuple[Outcome, ...] = ()
    unready: tuple[Outcome, ...] = ()
    current: tuple[Job, ...] = ()
    shard: Shard = WHOLE
    made_from: Mapping[Key, MadeFrom] = field(default_factory=dict)
    earlier: Manifest | None = None
    overviews: tuple[Overview, ...] = ()

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which reports were ordered."""
        jobs = [task.job for task in self.tasks]
        jobs += [outcome.job for outcome in (*self.finished, *self.unready)]
        return tuple(dict.fromkeys(job.language for job in (*self.current, *jobs)))

    def discard(self) -> None:
        """Let go of what was laid out for a run that will not be."""
        if self.folder is not None:
            shutil.rmtree(self.folder.path, ignore_errors=True)

    @property
    def nothing_to_do(self) -> bool:
        """Whether everything that was ordered is published as it would be made."""
        return not (self.tasks or self.finished or self.unready)
