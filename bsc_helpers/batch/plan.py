"""Plan a run: everything that can be checked is checked before the first notebook starts."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from bsc_helpers.batch import manifest
from bsc_helpers.batch.execution import Task
from bsc_helpers.batch.files import make_folder
from bsc_helpers.batch.jobs import (
    Job,
    Selection,
    check_components,
    check_paths,
    edition_path,
    failure_path,
    formats_of,
    jobs_of,
)
from bsc_helpers.batch.outcomes import Outcome
from bsc_helpers.batch.parameters import check_parameters, find_notebook
from bsc_helpers.batch.portal import measure_paths
from bsc_helpers.batch.presets import find_preset
from bsc_helpers.batch.workarea import RunFolder, make_run_folder
from bsc_helpers.errors import BscError, ParameterError, RunError
from bsc_helpers.evaluation import Evaluation, evaluate, slice_for
from bsc_helpers.model import Format, Scorecard
from bsc_helpers.periods import Period
from bsc_helpers.report.overview import Overview, overview_of
from bsc_helpers.slices import slice_name, write_scorecard, write_slice
from bsc_helpers.sources import read_sources

__all__ = ["Order", "Plan", "prepare"]

DEFAULT_TIMEOUT = 600.0
LONGEST_TIMEOUT = 86_400


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
        The folder of all reports.
    workers
        How many reports are made side by side.
    fail_fast
        Begin nothing new after the first failure.
    timeout
        Seconds for one report.
    """

    preset: str
    selection: Selection = field(default_factory=Selection)
    out: Path = Path("reports")
    workers: int = 1
    fail_fast: bool = False
    timeout: float = DEFAULT_TIMEOUT


@dataclass(frozen=True)
class Plan:
    """A run that is checked and ready to start."""

    scorecard: Scorecard
    preset: str
    as_of: str
    tasks: tuple[Task, ...]
    out: Path
    folder: RunFolder
    workers: int = 1
    fail_fast: bool = False
    unready: tuple[Outcome, ...] = ()  # jobs that failed while their data were laid out
    overviews: tuple[Overview, ...] = ()  # what the pages about measures show, by period

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which reports were ordered."""
        jobs = [task.job for task in self.tasks] + [outcome.job for outcome in self.unready]
        return tuple(dict.fromkeys(job.language for job in jobs))

    @property
    def formats(self) -> tuple[Format, ...]:
        """The formats of every report."""
        return self.tasks[0].formats if self.tasks else ()


def prepare(order: Order) -> Plan:
    """Check everything that can be checked and lay out what the reports need.

    Raises
    ------
    BscError
        When the run cannot start: register, data, parameters, notebook or paths.
    OSError
        When a folder cannot be written.
    """
    found = find_preset(order.preset)
    notebook = find_notebook(found.preset.notebook)
    formats = formats_of(found.preset, order.selection)
    _check_numbers(order)
    card = found.register.scorecard
    told = read_sources(card, found.folder)
    evaluation = evaluate(card, told.observations, found.preset.as_of, answers=told.answers)
    jobs = jobs_of(evaluation, found.preset, order.selection)
    _check_out(order.out, evaluation.scorecard, jobs, formats)
    passed = _parameters(jobs[0], found.folder, evaluation, Path())
    check_parameters(notebook, passed)

    folder = make_run_folder(found.preset.code)
    unready = _write_slices(evaluation, jobs, folder)
    failed = {outcome.job for outcome in unready}
    tasks = tuple(
        Task(
            job=job,
            notebook=notebook,
            parameters=_parameters(job, found.folder, evaluation, folder.slices),
            formats=formats,
            executed=folder.notebooks / f"{number:05}-{job.org_unit}-{job.language}.ipynb",
            timeout=order.timeout,
            names=_names(evaluation.scorecard, job, formats),
        )
        for number, job in enumerate(jobs, start=1)
        if job not in failed
    )
    return Plan(
        scorecard=evaluation.scorecard,
        preset=found.preset.code,
        as_of=passed["as_of"],
        tasks=tasks,
        out=order.out,
        folder=folder,
        workers=order.workers,
        fail_fast=order.fail_fast,
        unready=unready,
        overviews=tuple(overview_of(evaluation, period) for period in _periods_of(jobs)),
    )


def _names(card: Scorecard, job: Job, formats: Sequence[Format]) -> dict[Format, str]:
    """Return the names of the files of a report, which lie beside each other."""
    return {form: edition_path(card.code, job, form).name for form in formats}


def _periods_of(jobs: Sequence[Job]) -> tuple[Period, ...]:
    return tuple(dict.fromkeys(job.period for job in jobs))


def _check_numbers(order: Order) -> None:
    if order.workers < 1:
        raise ParameterError(f"workers must be 1 or more (found: {order.workers})")
    if not 0 < order.timeout <= LONGEST_TIMEOUT:
        raise ParameterError(
            f"timeout must be more than 0 and at most {LONGEST_TIMEOUT} seconds "
            f"(found: {order.timeout:g})"
        )


def _check_out(out: Path, card: Scorecard, jobs: Sequence[Job], formats: Sequence[Format]) -> None:
    scorecard, languages = card.code, dict.fromkeys(job.language for job in jobs)
    paths = [edition_path(scorecard, job, form) for job in jobs for form in formats]
    failures = [failure_path(scorecard, job) for job in jobs]
    check_paths(out, [*paths, *failures, *measure_paths(card, _periods_of(jobs), languages)])
    for job in jobs:
        check_components(PurePosixPath(slice_name(job.org_unit, job.activity, job.period)))
    out.mkdir(parents=True, exist_ok=True)
    make_folder(out, out / scorecard)
    if not os.access(out / scorecard, os.W_OK | os.X_OK):
        raise RunError(f"{out / scorecard} cannot be written: permission denied")
    manifest.read_manifest(out / scorecard / manifest.FILE_NAME)


def _parameters(job: Job, folder: Path, evaluation: Evaluation, slices: Path) -> dict[str, str]:
    org_unit, activity, period, language = job.key
    return {
        "scorecard": folder.resolve().name,
        "org_unit": org_unit,
        "activity": activity,
        "period": period,
        "language": language,
        "as_of": evaluation.as_of.isoformat() if evaluation.as_of else "",
        "run": str(slices),
    }


def _write_slices(
    evaluation: Evaluation, jobs: Sequence[Job], folder: RunFolder
) -> tuple[Outcome, ...]:
    reasons: dict[tuple[str, str, str], str] = {}
    write_scorecard(folder.slices, evaluation.scorecard)
    for org_unit, activity, period in dict.fromkeys(
        (job.org_unit, job.activity, job.period) for job in jobs
    ):
        try:
            write_slice(folder.slices, slice_for(evaluation, org_unit, activity, period))
        except BscError as error:
            reasons[org_unit, activity, str(period)] = str(error)
    return tuple(
        Outcome.failed(job, reasons[job.key[:3]], "data") for job in jobs if job.key[:3] in reasons
    )
