"""Publish what a run made: every edition whole, then the manifest, then the entrance.

Nothing is published while reports are still being made. So the pages that people see are of one
run, but for the moment in which the new ones take over their names.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from bsc_helpers.batch import index, manifest
from bsc_helpers.batch.checking import published_files
from bsc_helpers.batch.digests import DISTRIBUTION
from bsc_helpers.batch.jobs import Job, Key, failure_path, path_in_tree
from bsc_helpers.batch.manifest import (
    Edition,
    Entry,
    Manifest,
    MeasurePage,
    PublishedFile,
    RunRecord,
)
from bsc_helpers.batch.outcomes import Outcome, one_line
from bsc_helpers.batch.outputs.output import Output
from bsc_helpers.batch.plan import Plan
from bsc_helpers.batch.portal import MeasureFile, Shelf, render_failure, render_measure_pages
from bsc_helpers.errors import BscError
from bsc_helpers.model import Format, Scorecard

__all__ = ["FORMER", "Publisher", "publish_entrance"]

FORMER = ".bsc-former.json"  # the files that nothing leads to any more, until they are removed
_PATHS = TypeAdapter(list[str])


class Publisher:
    """Publishes the reports that were made, and at the end the manifest and the entrance.

    Parameters
    ----------
    plan
        Of the run.
    earlier
        What is published, as it stands now.
    """

    def __init__(self, plan: Plan, earlier: Manifest | None) -> None:
        self._plan, self._card, self._output = plan, plan.scorecard, plan.output
        self._version = version(DISTRIBUTION)
        self._earlier = earlier
        self._known: dict[Key, Entry] = {e.key: e for e in earlier.entries} if earlier else {}
        self._entries: list[Entry] = []
        self._published: list[str] = []  # the keys under which they waited
        self._entrances = {
            language: index.entrance_name(plan.scorecard, language)
            for language in (plan.scorecard.languages[0], *plan.languages)
        }
        self._statuses = {str(each.period): each.statuses() for each in plan.overviews}

    def publish(self, outcome: Outcome) -> Outcome:
        """Publish a report that was made; when that fails, the report failed."""
        edition, page = None, None
        earlier = self._known.get(outcome.job.key)
        if outcome.status == "done":
            try:
                edition = self._take(outcome.job)
            except (BscError, OSError) as error:
                failed = Outcome.failed(outcome.job, _told(error), "publishing")
                outcome = replace(failed, spent=outcome.spent)
        if outcome.status == "failed":
            with suppress(BscError, OSError):  # the entrance tells of the failure all the same
                page = self._write_failure(outcome, earlier.edition if earlier else None)
        entry = manifest.entry_of(outcome, edition, earlier, page)
        if entry is not None:
            self._entries.append(entry)
        return outcome

    def _take(self, job: Job) -> Edition:
        """Publish the finished files of a report; what lies there unchanged stays as it is."""
        made, spool = self._plan.made_from[job.key], self._plan.spool
        finished = spool.get(made.key)
        if finished is None:
            raise OSError(2, "the finished report is gone", str(spool.folder / made.key))
        files = {
            form: PublishedFile(
                format=form,
                path=path_in_tree(self._card.code, job, form),
                sha256=file.sha256,
                bytes=file.bytes,
            )
            for form, file in finished.files.items()
        }
        self._output.take(self._changed(files, made.key))
        self._published.append(made.key)
        return Edition(
            title=finished.title,
            as_of=self._plan.as_of,
            package_version=self._version,
            made_from=made,
            warnings=finished.warnings,
            statuses=self._statuses.get(str(job.period), {}).get((job.org_unit, job.activity), {}),
            files=tuple(files.values()),
        )

    def _changed(self, files: Mapping[Format, PublishedFile], key: str) -> dict[str, Path]:
        return {
            file.path: self._plan.spool.path(key, form)
            for form, file in files.items()
            if self._output.digest(file.path) != file.sha256
        }

    def _write_failure(self, outcome: Outcome, edition: Edition | None) -> PublishedFile:
        """Write the page that stands in the place of a report that failed."""
        code = self._card.code
        path = failure_path(code, outcome.job).relative_to(code).as_posix()
        data = render_failure(self._card, outcome, edition, self._entrances)
        return _written(self._output, path, data)

    # ---------------------------------------------------------------------------------- the end

    def close(self) -> str:
        """Write the pages about measures, the manifest and the entrance; say why not, if so."""
        try:
            self._close()
        except (BscError, OSError) as error:
            return _told(error)
        return ""

    def _close(self) -> None:
        plan = self._plan
        record = RunRecord(
            preset=plan.preset,
            notebook=plan.notebook,
            as_of=plan.as_of,
            package_version=self._version,
            formats=plan.formats,
        )
        code = self._card.code
        merged = manifest.merge_manifest(self._earlier, code, record, self._entries)
        pages = list(self._write_measure_pages(merged.entries))
        merged = manifest.merge_manifest(merged, code, record, (), pages)
        earlier = published_files(self._earlier) if self._earlier else ()
        publish_entrance(self._output, merged, self._card, [file.path for file in earlier])
        for key in self._published:  # what could not be published waits for the next run
            plan.spool.drop(key)

    def _write_measure_pages(self, entries: Sequence[Entry]) -> Iterator[MeasurePage]:
        """Write the pages about measures of the periods that were ordered."""
        plan = self._plan
        names = {language: self._entrances[language] for language in plan.languages}
        for overview in plan.overviews:
            for page, data in render_measure_pages(overview, names, entries):
                yield MeasurePage(
                    measure=page.measure,
                    period=page.period,
                    language=page.language,
                    as_of=plan.as_of,
                    package_version=self._version,
                    file=_written(self._output, page.path, data),
                )


def publish_entrance(
    output: Output, merged: Manifest, card: Scorecard, earlier: Iterable[str]
) -> None:
    """Write a manifest, then the entrance to what it lists; remove earlier files that it does not.

    What is to be removed is noted before, for the next run in case this one is cut short.
    """
    entrance = index.render_entrance(_shelf_of(merged, card))
    files = (manifest.published_file("html", *page) for page in entrance.items())
    merged = merged.model_copy(update={"pages": tuple(files)})
    kept = {file.path for file in published_files(merged)}
    former = sorted({*earlier, *_noted(output)} - kept)
    if former:
        output.write(FORMER, json.dumps(former).encode())
    data = manifest.render_manifest(merged)
    if output.read(manifest.FILE_NAME) != data:
        output.write(manifest.FILE_NAME, data)
    for page in entrance.items():
        _written(output, *page)
    for path in (*former, FORMER) if former else ():
        output.remove(path)


def _noted(output: Output) -> list[str]:
    """Return the files that a run which was cut short did not come to remove."""
    try:
        return _PATHS.validate_json(output.read(FORMER) or b"[]")
    except ValidationError:
        return []


def _written(output: Output, path: str, data: bytes) -> PublishedFile:
    """Write a page unless it lies there already."""
    file = manifest.published_file("html", path, data)
    if output.digest(path) != file.sha256:
        output.write(path, data)
    return file


def _shelf_of(merged: Manifest, scorecard: Scorecard) -> Shelf:
    """Return what a manifest lists, as it is laid out for readers."""
    return Shelf(
        scorecard=scorecard,
        entries=merged.entries,
        counts={entry.key: entry.edition.statuses for entry in merged.entries if entry.edition},
        measures=tuple(
            MeasureFile(page.period, page.measure, page.language, page.file.path)
            for page in merged.measures
        ),
        as_of=merged.run.as_of,
    )


def _told(error: Exception) -> str:
    if isinstance(error, OSError) and error.filename:
        return one_line(f"{error.strerror}: {error.filename}")
    return one_line(error)
