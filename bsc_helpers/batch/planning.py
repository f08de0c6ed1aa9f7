"""Plan a run: everything that can be checked is checked before the first notebook starts.

What an order rests on is hashed first. Where the same was laid out before and all of it is
published, nothing is computed at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from bsc_helpers.batch.checking import damaged, is_current
from bsc_helpers.batch.digests import digest_of, folder_digest, package_digest
from bsc_helpers.batch.editions import FORMER
from bsc_helpers.batch.execution import Task
from bsc_helpers.batch.files import naming
from bsc_helpers.batch.jobs import (
    Job,
    Key,
    check_components,
    check_paths,
    edition_path,
    failure_path,
    formats_of,
    jobs_of,
    path_in_tree,
    whole_jobs_of,
)
from bsc_helpers.batch.keys import MadeFrom, made_from
from bsc_helpers.batch.laying import Laid, lay_out, recall, remember
from bsc_helpers.batch.limits import MEGABYTE, WHOLE, Shard, check_limits
from bsc_helpers.batch.manifest import Entry, Manifest, load_manifest
from bsc_helpers.batch.outcomes import Outcome
from bsc_helpers.batch.outputs.output import Output, output_at
from bsc_helpers.batch.parameters import check_parameters, find_notebook, is_about_units
from bsc_helpers.batch.plan import Order, Plan
from bsc_helpers.batch.portal import measure_paths
from bsc_helpers.batch.presets import Found, check_whole, find_preset
from bsc_helpers.batch.replaying import is_plain
from bsc_helpers.batch.spool import Spool
from bsc_helpers.batch.workarea import RunFolder, make_run_folder, work_area
from bsc_helpers.evaluation import Evaluation, evaluate
from bsc_helpers.model import Format, Scorecard
from bsc_helpers.periods import Period
from bsc_helpers.report.overview import overview_of
from bsc_helpers.slices import (
    Content,
    scorecard_bytes,
    write_content,
    write_scorecard,
)
from bsc_helpers.sources import read_sources

__all__ = ["prepare"]


def prepare(order: Order) -> Plan:
    """Check everything that can be checked and lay out what the reports need.

    Raises
    ------
    BscError
        When the run cannot start: register, data, parameters, notebook or paths.
    OSError
        When a folder cannot be written.
    """
    check_limits(order.workers, order.timeout, order.memory)
    if order.cluster:
        order.cluster.check()
    found = find_preset(order.preset)
    output = output_at(f"{order.out}/{found.register.scorecard.code}")
    planner = _Planner(
        order=order,
        found=found,
        notebook=find_notebook(found.preset.notebook),
        formats=formats_of(found.preset, order.selection),
        output=output,
        earlier=_what_is_there(output, order.shard),
    )
    return planner.remembered() or planner.computed()


def _what_is_there(output: Output, shard: Shard) -> Manifest | None:
    output.check()
    # Refused now rather than after all was computed; shares wait for each other to publish.
    with output.only_writer() if shard == WHOLE else nullcontext():
        return load_manifest(output)


@dataclass(frozen=True)
class _Planner:
    """What is known of an order before anything is computed."""

    order: Order
    found: Found
    notebook: Path
    formats: tuple[Format, ...]
    output: Output
    earlier: Manifest | None
    area: Path = field(default_factory=work_area)

    # ------------------------------------------------------------------------- what it rests on

    @cached_property
    def asked(self) -> str:
        """The hash of the order itself."""
        preset, selection = self.found.preset, self.order.selection
        folder = str(self.found.folder.resolve())
        said = (folder, preset.model_dump_json(), repr((selection, self.order.shard)))
        return digest_of(text.encode() for text in (*said, self.output.name))

    @cached_property
    def common(self) -> str:
        """The hash of what all reports of the order share, but for the scorecard."""
        formats = repr(self.formats)
        return digest_of([package_digest().encode(), self.notebook.read_bytes(), formats.encode()])

    @cached_property
    def inputs(self) -> str:
        """The hash of everything that the order rests on, as it lies in files."""
        folder = self.found.folder
        files = (folder / source.file for source in self.found.register.scorecard.sources)
        delivered = [file.read_bytes() if file.is_file() else b"" for file in files]
        own = (self.asked, self.common, folder_digest(folder))
        return digest_of([*(text.encode() for text in own), *delivered])

    @cached_property
    def note(self) -> Path:
        """The file that says what the reports of the order were made from."""
        return self.area / "orders" / f"{self.asked}.json"

    @cached_property
    def spool(self) -> Spool:
        """Where finished reports wait, apart from those for any other place."""
        return Spool(self.area / "spool" / digest_of([self.output.name.encode()])[:16])

    @cached_property
    def entries(self) -> Mapping[Key, Entry]:
        """What is published, by report."""
        return {entry.key: entry for entry in self.earlier.entries} if self.earlier else {}

    @cached_property
    def broken(self) -> Mapping[str, str]:
        """The published files that are not as they were written."""
        if self.earlier is None:
            return {}
        return damaged(self.output, self.earlier, thorough=self.output.near)

    def is_current(self, key: Key, made: MadeFrom) -> bool:
        """Whether a report is published as it would be made, and asked for no more than that."""
        entry = self.entries.get(key)
        return not self.order.anew and is_current(entry, made, self.broken)

    # ---------------------------------------------------------------- where nothing has changed

    def remembered(self) -> Plan | None:
        """Return the plan that does nothing; None when there may be something to do."""
        known = recall(self.note, self.inputs)
        cut_short = self.output.read(FORMER) is not None
        if (
            not known
            or cut_short
            or self.broken
            or not all(self.is_current(*each) for each in known.items())
        ):
            return None
        card = self.found.register.scorecard
        starts = card.fiscal_year_starts
        jobs = (Job.of(key, starts) for key in known)
        return self._plan(card, current=tuple(jobs), made_from=known)

    # ---------------------------------------------------------------------- where something has

    def computed(self) -> Plan:
        """Compute everything, and find out which reports it changes."""
        self._check_cluster()
        preset, card = self.found.preset, self.found.register.scorecard
        whole = not is_about_units(self.notebook)
        if whole:
            check_whole(self.found, self.order.selection)
        told = read_sources(card, self.found.folder)
        evaluation = evaluate(card, told.observations, preset.as_of, answers=told.answers)
        ordered = whole_jobs_of if whole else jobs_of
        jobs = ordered(evaluation, preset, self.order.selection)
        periods = () if whole else _periods_of(jobs)  # whose pages about measures lead to units
        self._check_paths(evaluation.scorecard, jobs)
        passed = self._parameters(jobs[0], evaluation, Path())
        check_parameters(self.notebook, passed)
        folder = make_run_folder(preset.code)
        laid, tasks = self._lay_out(evaluation, self._share_of(jobs), folder)
        remember(self.note, self.inputs, laid)
        finished = [task for task in tasks if self._is_finished(task)]
        due = {task.job for task in tasks}
        return self._plan(
            evaluation.scorecard,
            as_of=passed["as_of"],
            tasks=tuple(task for task in tasks if task not in finished),
            finished=tuple(Outcome(task.job, "done") for task in finished),
            unready=tuple(Outcome.failed(*each, "data") for each in laid.reasons.items()),
            current=tuple(job for job in laid.made_from if job not in due),
            made_from={job.key: made for job, made in laid.made_from.items()},
            folder=folder,
            overviews=tuple(overview_of(evaluation, period) for period in periods),
        )

    def _lay_out(
        self, evaluation: Evaluation, jobs: Sequence[Job], folder: RunFolder
    ) -> tuple[Laid, list[Task]]:
        """Say what each report is made from, and write the slice of each that is to be made."""
        card = scorecard_bytes(evaluation.scorecard)
        common = digest_of([self.common.encode(), card])
        tasks: list[Task] = []

        def made(job: Job, content: Content) -> MadeFrom:
            parameters = self._parameters(job, evaluation, Path())
            return made_from(common, parameters, self._names(evaluation.scorecard, job), content)

        def needed(job: Job, found: MadeFrom, content: Content) -> None:
            if not self.is_current(job.key, found):
                path = folder.slices / job.slice_name
                with naming(path):
                    write_content(path, content)
                tasks.append(self._task(job, found, evaluation, folder, number=len(tasks)))

        with naming(folder.slices):
            write_scorecard(folder.slices, evaluation.scorecard)
        return lay_out(evaluation, jobs, made, needed), tasks

    def _task(
        self, job: Job, made: MadeFrom, evaluation: Evaluation, folder: RunFolder, *, number: int
    ) -> Task:
        return Task(
            job=job,
            notebook=self.notebook,
            parameters=self._parameters(job, evaluation, folder.slices),
            formats=self.formats,
            executed=folder.notebooks / f"{number:05}-{job.subject[0]}-{job.language}.ipynb",
            timeout=self.order.timeout,
            names=self._names(evaluation.scorecard, job),
            key=made.key,
            memory=self.order.memory * MEGABYTE,
            again=self._only_comments_differ(job, made),
        )

    def _only_comments_differ(self, job: Job, made: MadeFrom) -> bool:
        entry = self.entries.get(job.key)
        before = entry.edition.made_from if entry and entry.edition else None
        if before is None or self.order.anew or not self.is_plain:
            return False
        return before.figures == made.figures and before.comments != made.comments

    @cached_property
    def is_plain(self) -> bool:
        """Whether the notebook can be shown again without a kernel."""
        return is_plain(self.notebook)

    def _is_finished(self, task: Task) -> bool:
        """Whether an earlier run made this very report, and some of it may be published already."""
        finished = None if self.order.anew else self.spool.get(task.key)
        if finished is None or set(finished.files) != set(self.formats):
            return False
        code = self.found.register.scorecard.code
        return all(
            self.spool.path(task.key, form).is_file()
            or self.output.digest(path_in_tree(code, task.job, form)) == file.sha256
            for form, file in finished.files.items()
        )

    def _share_of(self, jobs: Sequence[Job]) -> Sequence[Job]:
        """Return the reports of this share: every so many-th one, all languages of one together."""
        subjects = list(dict.fromkeys(job.key[:-1] for job in jobs))
        own = set(subjects[self.order.shard.number - 1 :: self.order.shard.of])
        return [job for job in jobs if job.key[:-1] in own]

    # ----------------------------------------------------------------------------------- parts

    def _plan(self, card: Scorecard, *, as_of: str = "", **found: Any) -> Plan:
        order = self.order
        return Plan(
            scorecard=card,
            preset=self.found.preset.code,
            as_of=as_of,
            notebook=self.notebook.stem,
            formats=self.formats,
            output=self.output,
            spool=self.spool,
            earlier=self.earlier,
            workers=order.workers,
            fail_fast=order.fail_fast,
            isolation=order.isolation,
            shard=order.shard,
            cluster=order.cluster,
            **{"tasks": (), **found},
        )

    def _check_cluster(self) -> None:
        if self.order.cluster:
            # An extra, which runs on this machine do without.
            from bsc_helpers.batch.cluster.connection import check_reached  # noqa: PLC0415

            check_reached(self.order.cluster)

    def _check_paths(self, card: Scorecard, jobs: Sequence[Job]) -> None:
        paths = [edition_path(card.code, job, form) for job in jobs for form in self.formats]
        failures = [failure_path(card.code, job) for job in jobs]
        languages = dict.fromkeys(job.language for job in jobs)
        pages = measure_paths(card, _periods_of(jobs), languages)
        ordered = {job.key for job in jobs}
        others = [
            PurePosixPath(card.code, file.path)
            for key, entry in self.entries.items()
            if entry.whole and key not in ordered  # a unit may be called like it
            for file in entry.files
        ]
        out = Path(self.order.out) if self.output.near else None
        check_paths(out, [*paths, *failures, *pages, *others])
        for job in jobs:
            check_components(PurePosixPath(job.slice_name))

    def _names(self, card: Scorecard, job: Job) -> dict[Format, str]:
        """Return the names of the files of a report, which lie beside each other."""
        return {form: edition_path(card.code, job, form).name for form in self.formats}

    def _parameters(self, job: Job, evaluation: Evaluation, slices: Path) -> dict[str, str]:
        about = {} if job.whole else {"org_unit": job.org_unit, "activity": job.activity}
        return {
            "scorecard": self.found.folder.resolve().name,
            **about,
            "period": str(job.period),
            "language": job.language,
            "as_of": evaluation.as_of.isoformat() if evaluation.as_of else "",
            "run": str(slices),
        }


def _periods_of(jobs: Sequence[Job]) -> tuple[Period, ...]:
    return tuple(dict.fromkeys(job.period for job in jobs))
