"""Publish editions: every file whole, then the manifest, then the entrance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import version

from bsc_helpers.batch import index, manifest
from bsc_helpers.batch.files import make_folder, write_together, write_whole
from bsc_helpers.batch.jobs import Job, Key, edition_path
from bsc_helpers.batch.manifest import Edition, Entry, Manifest, RunRecord
from bsc_helpers.batch.outcomes import Outcome, Rendered, one_line
from bsc_helpers.batch.plan import Plan
from bsc_helpers.errors import BscError
from bsc_helpers.publishing import render_html

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

    def publish(self, outcome: Outcome) -> Outcome:
        """Write the files of a report and let go of them; when that fails, the report failed."""
        edition = None
        if outcome.rendered is not None:
            try:
                edition = self._write(outcome.job, outcome.rendered)
            except (BscError, OSError) as error:
                outcome = Outcome.failed(outcome.job, _told(error))
        entry = manifest.entry_of(outcome, edition, self._known.get(outcome.job.key))
        if entry is not None:
            self._entries.append(entry)
        return replace(outcome, rendered=None)

    def _write(self, job: Job, rendered: Rendered) -> Edition:
        code, out = self._plan.scorecard.code, self._plan.out
        paths = {form: edition_path(code, job, form) for form in rendered.files}
        for folder in {path.parent for path in paths.values()}:
            make_folder(out, out / folder)
        write_together({out / paths[form]: data for form, data in rendered.files.items()})
        files = (
            manifest.published_file(form, str(paths[form].relative_to(code)), data)
            for form, data in rendered.files.items()
        )
        return Edition(
            title=rendered.title,
            as_of=self._plan.as_of,
            package_version=self._version,
            warnings=rendered.warnings,
            files=tuple(files),
        )

    def close(self, outcomes: Sequence[Outcome]) -> str:
        """Write the manifest, then the entrance that is made from it; say why it could not be."""
        try:
            self._close(outcomes)
        except OSError as error:
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
        page = render_html(index.index_document(plan.scorecard, merged))
        write_whole(plan.out / code / manifest.FILE_NAME, manifest.render_manifest(merged))
        write_whole(plan.out / code / index.FILE_NAME, page.encode())


def _told(error: Exception) -> str:
    if isinstance(error, OSError) and error.filename:
        return one_line(f"{error.strerror}: {error.filename}")
    return one_line(error)
