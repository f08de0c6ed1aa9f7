"""Publish editions: every file whole, then the manifest, then the entrance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from importlib.metadata import version

from bsc_helpers.batch import index, manifest
from bsc_helpers.batch.files import make_folder, write_together, write_whole
from bsc_helpers.batch.jobs import Job, Key, edition_path, failure_path
from bsc_helpers.batch.manifest import (
    Edition,
    Entry,
    Manifest,
    MeasurePage,
    PublishedFile,
    RunRecord,
)
from bsc_helpers.batch.outcomes import Outcome, Rendered, one_line
from bsc_helpers.batch.plan import Plan
from bsc_helpers.batch.portal import (
    MeasureFile,
    Shelf,
    render_failure,
    render_measure_pages,
)
from bsc_helpers.errors import BscError
from bsc_helpers.model import Scorecard

__all__ = ["Publisher"]

DISTRIBUTION = "bsc-helpers"


class Publisher:
    """Writes editions as they come, and at the end the manifest and the entrance."""

    def __init__(self, plan: Plan, earlier: Manifest | None) -> None:
        self._plan = plan
        self._version = version(DISTRIBUTION)
        self._earlier = earlier
        self._known: dict[Key, Entry] = {e.key: e for e in earlier.entries} if earlier else {}
        self._entries: list[Entry] = []
        self._entrances = {
            language: index.entrance_name(plan.scorecard, language)
            for language in (plan.scorecard.languages[0], *plan.languages)
        }
        self._statuses = {str(each.period): each.statuses() for each in plan.overviews}

    def publish(self, outcome: Outcome) -> Outcome:
        """Write the files of a report and let go of them; when that fails, the report failed."""
        edition, page = None, None
        if outcome.rendered is not None:
            try:
                edition = self._write(outcome.job, outcome.rendered)
            except (BscError, OSError) as error:
                outcome = Outcome.failed(outcome.job, _told(error), "publishing")
        earlier = self._known.get(outcome.job.key)
        if outcome.status == "failed":
            with suppress(BscError, OSError):  # the entrance tells of the failure all the same
                page = self._write_failure(outcome, earlier.edition if earlier else None)
        entry = manifest.entry_of(outcome, edition, earlier, page)
        if entry is not None:
            self._entries.append(entry)
        return replace(outcome, rendered=None)

    def _write(self, job: Job, rendered: Rendered) -> Edition:
        code, out = self._plan.scorecard.code, self._plan.out
        paths = {form: edition_path(code, job, form) for form in rendered.files}
        for folder in {path.parent for path in paths.values()}:
            make_folder(out, out / folder)
        write_together({out / paths[form]: data for form, data in rendered.files.items()})
        self._remove_former(job, {str(path.relative_to(code)) for path in paths.values()})
        files = (
            manifest.published_file(form, str(paths[form].relative_to(code)), data)
            for form, data in rendered.files.items()
        )
        return Edition(
            title=rendered.title,
            as_of=self._plan.as_of,
            package_version=self._version,
            warnings=rendered.warnings,
            statuses=self._statuses.get(str(job.period), {}).get((job.org_unit, job.activity), {}),
            files=tuple(files),
        )

    def _write_failure(self, outcome: Outcome, edition: Edition | None) -> PublishedFile:
        """Write the page that stands in the place of a report that failed."""
        card, out = self._plan.scorecard, self._plan.out
        path = failure_path(card.code, outcome.job)
        data = render_failure(card, outcome, edition, self._entrances)
        make_folder(out, out / path.parent)
        write_whole(out / path, data)
        return manifest.published_file("html", str(path.relative_to(card.code)), data)

    def _remove_former(self, job: Job, written: set[str]) -> None:
        """Remove the files of the edition before that this one does not have: they are outdated."""
        former = self._known.get(job.key)
        if former is not None and former.edition is not None:
            for file in former.edition.files:
                if file.path not in written:
                    (self._plan.out / self._plan.scorecard.code / file.path).unlink(missing_ok=True)

    def close(self, outcomes: Sequence[Outcome]) -> str:
        """Write the pages about measures, the manifest and the entrance; say why not, if so."""
        try:
            self._close(outcomes)
        except (BscError, OSError) as error:
            return _told(error)
        return ""

    def _close(self, outcomes: Sequence[Outcome]) -> None:
        plan, counts = self._plan, Counter(outcome.status for outcome in outcomes)
        notebook = plan.tasks[0].notebook.stem if plan.tasks else ""
        record = RunRecord(
            preset=plan.preset,
            notebook=notebook,
            as_of=plan.as_of,
            package_version=self._version,
            formats=plan.formats,
            done=counts["done"],
            failed=counts["failed"],
            skipped=counts["skipped"],
        )
        code = plan.scorecard.code
        merged = manifest.merge_manifest(self._earlier, code, record, self._entries)
        pages = list(self._write_measure_pages(merged.entries))
        merged = manifest.merge_manifest(merged, code, record, (), pages)
        entrance = index.render_entrance(_shelf_of(merged, plan.scorecard))
        write_whole(plan.out / code / manifest.FILE_NAME, manifest.render_manifest(merged))
        for name, page in entrance.items():
            write_whole(plan.out / code / name, page)
        for outcome in outcomes:  # only now does no page lead to it any more
            if outcome.status == "done":
                (plan.out / failure_path(code, outcome.job)).unlink(missing_ok=True)

    def _write_measure_pages(self, entries: Sequence[Entry]) -> Iterator[MeasurePage]:
        """Write the pages about measures of the periods that were ordered."""
        plan, card = self._plan, self._plan.scorecard
        names = {language: self._entrances[language] for language in plan.languages}
        for overview in plan.overviews:
            for page, data in render_measure_pages(overview, names, entries):
                path = plan.out / card.code / page.path
                make_folder(plan.out, path.parent)
                write_whole(path, data)
                yield MeasurePage(
                    measure=page.measure,
                    period=page.period,
                    language=page.language,
                    as_of=plan.as_of,
                    package_version=self._version,
                    file=manifest.published_file("html", page.path, data),
                )


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
