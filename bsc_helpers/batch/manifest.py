"""The manifest: what was published for each unit or the whole scorecard, period and language.

It is the only thing that says which edition is current. Nothing in it depends on the clock, so
that the same inputs give the same manifest.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from bsc_helpers.batch.jobs import Key, key_of
from bsc_helpers.batch.keys import Digest, MadeFrom
from bsc_helpers.batch.outcomes import FailureKind, Outcome
from bsc_helpers.batch.outputs.output import Output
from bsc_helpers.blocks import Status
from bsc_helpers.errors import RunError
from bsc_helpers.model import Format

__all__ = [
    "FILE_NAME",
    "Edition",
    "Entry",
    "Manifest",
    "MeasurePage",
    "PublishedFile",
    "RunRecord",
    "entry_of",
    "load_manifest",
    "merge_manifest",
    "published_file",
    "render_manifest",
]

FILE_NAME = "manifest.json"
SCHEMA_VERSION: Literal[3] = 3  # 2 knew of no reports about the whole scorecard


def _check_below(path: str) -> str:
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts or "\\" in path or ":" in path:
        raise ValueError("must be a path below the manifest")
    return path


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PublishedFile(_Data):
    """One file of an edition; `path` from the folder of the manifest."""

    format: Format
    path: Annotated[str, AfterValidator(_check_below)]
    sha256: Digest
    bytes: Annotated[int, Field(ge=0)]


class Edition(_Data):
    """What was published, and from what; `statuses` counts the measures with each status."""

    title: str
    as_of: str = ""
    package_version: str
    made_from: MadeFrom
    warnings: tuple[str, ...] = ()
    statuses: dict[Status, int] = {}
    files: tuple[PublishedFile, ...]


class Entry(_Data):
    """How the last attempt at a report ended, and the edition that is there.

    It is about a unit and an activity, or `whole` names a report about the whole scorecard.
    A failed report may have an edition: then it is an earlier one, and out of date. Its `page`
    says what happened and what can be done.
    """

    org_unit: str
    activity: str
    period: str
    language: str
    whole: str = ""
    status: Literal["done", "failed"]
    reason: str = ""
    kind: FailureKind | Literal[""] = ""
    page: PublishedFile | None = None
    edition: Edition | None = None

    @property
    def key(self) -> Key:
        """What names the report everywhere."""
        return key_of(self.whole, self.org_unit, self.activity, self.period, self.language)

    @property
    def files(self) -> tuple[PublishedFile, ...]:
        """All that is published of it: the edition, and the page about its failure."""
        edition = self.edition.files if self.edition else ()
        return (*edition, self.page) if self.page else edition


class MeasurePage(_Data):
    """The page about one measure over all units of a period."""

    measure: str
    period: str
    language: str
    as_of: str = ""
    package_version: str
    file: PublishedFile

    @property
    def key(self) -> tuple[str, str, str]:
        """Period, measure and language."""
        return (self.period, self.measure, self.language)


class RunRecord(_Data):
    """What the last run was asked; how it went differs from run to run and stands in its log."""

    preset: str
    notebook: str
    as_of: str = ""
    package_version: str
    formats: tuple[Format, ...]


class Manifest(_Data):
    """Everything that was published for one scorecard."""

    schema_version: Literal[2, 3] = SCHEMA_VERSION
    scorecard: str
    run: RunRecord
    entries: tuple[Entry, ...] = ()
    measures: tuple[MeasurePage, ...] = ()
    pages: tuple[PublishedFile, ...] = ()  # the entrance, in every language and period


def published_file(form: Format, path: str, data: bytes) -> PublishedFile:
    """Return the record of a file."""
    digest = hashlib.sha256(data).hexdigest()
    return PublishedFile(format=form, path=path, sha256=digest, bytes=len(data))


def entry_of(
    outcome: Outcome,
    edition: Edition | None,
    earlier: Entry | None,
    page: PublishedFile | None = None,
) -> Entry | None:
    """Return the entry of a report after an attempt; without one (skipped) the earlier one.

    `page` is that of a failed report.
    """
    if outcome.status == "skipped":
        return earlier
    failed = outcome.status == "failed"
    if failed:
        edition = earlier.edition if earlier else None
    job = outcome.job
    return Entry(
        org_unit=job.org_unit,
        activity=job.activity,
        period=str(job.period),
        language=job.language,
        whole=job.whole,
        status="failed" if failed else "done",
        reason=outcome.reason,
        kind=outcome.kind if failed else "",
        page=page,
        edition=edition,
    )


def merge_manifest(
    earlier: Manifest | None,
    scorecard: str,
    run: RunRecord,
    entries: Iterable[Entry],
    measures: Iterable[MeasurePage] = (),
) -> Manifest:
    """Return the manifest after a run: its entries and pages replace or join the earlier ones."""
    merged: Mapping[Key, Entry] = {
        entry.key: entry for entry in (*(earlier.entries if earlier else ()), *entries)
    }
    pages = {page.key: page for page in (*(earlier.measures if earlier else ()), *measures)}
    return Manifest(
        scorecard=scorecard,
        run=run,
        entries=tuple(merged[key] for key in sorted(merged)),
        measures=tuple(pages[key] for key in sorted(pages)),
    )


def load_manifest(output: Output) -> Manifest | None:
    """Return the manifest of what is published in a place; None where there is none yet.

    Raises
    ------
    RunError
        When the file is no manifest of this version.
    """
    data = output.read(FILE_NAME)
    if data is None:
        return None
    try:
        return Manifest.model_validate_json(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise RunError(
            f"{output.name}/{FILE_NAME} is no manifest of version {SCHEMA_VERSION} "
            f"({place}: {first['msg']}); move it away to begin anew"
        ) from None


def render_manifest(manifest: Manifest) -> bytes:
    """Return the manifest as JSON text, the same for the same content."""
    data = manifest.model_dump(mode="json")
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
