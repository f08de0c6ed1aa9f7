"""Finished reports that wait for their publication: each whole, or not there.

They lie in the private work area under the hash of what they were made from. So a run that was cut
short loses nothing that was finished, and a report that is made twice is one report.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from bsc_helpers.batch.files import sync_folder, write_new
from bsc_helpers.batch.outcomes import Rendered
from bsc_helpers.model import Format

__all__ = ["Finished", "FinishedFile", "Spool"]

_RECORD = "report.json"
_UNFINISHED = ".unfinished-"


class FinishedFile(BaseModel):
    """One format of a finished report."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sha256: str
    bytes: int


class Finished(BaseModel):
    """A finished report: what its files hold, and what is said about it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    files: dict[Format, FinishedFile]
    warnings: tuple[str, ...] = ()


class Spool:
    """The finished reports of one scorecard.

    Parameters
    ----------
    folder
        A private folder; made when it is first needed.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, key: str, rendered: Rendered) -> Finished:
        """Lay a report aside; it is on the disk when this returns.

        Raises
        ------
        OSError
            When the disk is full or cannot be written; nothing is left then.
        """
        finished = _finished(rendered)
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        own = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=self.folder))
        try:
            for form, data in rendered.files.items():
                write_new(own / form, data)
            write_new(own / _RECORD, finished.model_dump_json().encode())
            sync_folder(own)
            self.drop(key)
            with suppress(FileExistsError):  # somebody made the same report at the same time
                os.rename(own, self.folder / key)  # noqa: PTH104  # the atomic call
            sync_folder(self.folder)
        finally:
            shutil.rmtree(own, ignore_errors=True)
        return finished

    def get(self, key: str) -> Finished | None:
        """Return what is known of a finished report; None where it is not finished."""
        try:
            return Finished.model_validate_json((self.folder / key / _RECORD).read_bytes())
        except (OSError, ValidationError):
            return None

    def path(self, key: str, form: Format) -> Path:
        """Return where a format of a finished report lies, unless it was taken away already."""
        return self.folder / key / form

    def drop(self, key: str) -> None:
        """Let go of a report that is published."""
        shutil.rmtree(self.folder / key, ignore_errors=True)

    def keep_only(self, keys: Iterable[str]) -> None:
        """Let go of all but some finished reports; only for the one run that makes them here."""
        kept = set(keys)
        for path in list(self.folder.glob("*")):
            if path.name not in kept:
                shutil.rmtree(path, ignore_errors=True)


def _finished(rendered: Rendered) -> Finished:
    files: Mapping[Format, FinishedFile] = {
        form: FinishedFile(sha256=hashlib.sha256(data).hexdigest(), bytes=len(data))
        for form, data in rendered.files.items()
    }
    return Finished(title=rendered.title, files=dict(files), warnings=rendered.warnings)
