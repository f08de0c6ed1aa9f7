"""Editions in a folder of this machine or of a network share."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn

from filelock import FileLock, Timeout

from bsc_helpers.batch.files import (
    check_inside,
    check_relative,
    is_ours,
    make_folder,
    remove_leftovers,
    take_together,
    write_together,
    write_whole,
)
from bsc_helpers.batch.outputs.owner import LOCK, OWNER, owner_in, refusal, this_process
from bsc_helpers.errors import RunError

__all__ = ["LocalOutput"]


class LocalOutput:
    """A folder with the editions of one scorecard."""

    near = True

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def name(self) -> str:
        """The folder as the user named it."""
        return str(self._folder)

    def check(self) -> None:
        """Make the folder, and refuse one that cannot be written."""
        try:
            make_folder(self._folder.parent, self._folder)
            with tempfile.NamedTemporaryFile(dir=self._folder, prefix=".bsc-", suffix=".part"):
                pass
        except OSError as error:
            raise _cannot_write(self._folder, error) from None

    def read(self, path: str) -> bytes | None:
        """Return what lies there; a link is nothing of ours and not followed."""
        file = self._path(path)
        if file.is_symlink() or not file.resolve().is_relative_to(self._folder.resolve()):
            return None
        try:
            return file.read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None

    def digest(self, path: str) -> str | None:
        """Return the SHA-256 of what lies there."""
        data = self.read(path)
        return None if data is None else hashlib.sha256(data).hexdigest()

    def write(self, path: str, data: bytes) -> None:
        """Write a file whole or not at all; a link in its place is replaced."""
        write_together({self._made(path): data})

    def take(self, files: Mapping[str, Path]) -> None:
        """Move finished files here, all or none."""
        take_together({self._made(path): spooled for path, spooled in files.items()})

    def remove(self, path: str) -> None:
        """Remove a file, and folders that it leaves empty; foreign files keep theirs."""
        file = self._path(path)
        check_inside(self._folder, file.parent)
        with suppress(FileNotFoundError, NotADirectoryError):
            file.unlink()
        with suppress(OSError):  # not empty
            for folder in file.parents:
                if folder == self._folder:
                    break
                folder.rmdir()

    def paths(self) -> Iterator[str]:
        """Yield every file, sorted; links to folders are not followed."""
        if not self._folder.exists():
            return
        yield from sorted(
            Path(folder, name).relative_to(self._folder).as_posix()
            for folder, _, names in os.walk(self._folder, onerror=_raise)
            for name in names
            if not is_ours(name)
        )

    def clean(self) -> None:
        """Remove the unfinished files of a killed run."""
        remove_leftovers(self._folder)

    @contextmanager
    def only_writer(self) -> Iterator[None]:
        """Hold the folder; the system lets go of it when the process ends, however it ends.

        Only who holds the lock writes down the owner, so one that is refused cannot spoil it.
        """
        lock = FileLock(self._folder / LOCK)
        owner = self._folder / OWNER
        try:
            make_folder(self._folder.parent, self._folder)
            lock.acquire(blocking=False)
        except Timeout:
            raise refusal(self.name, owner_in(self.read(OWNER))) from None
        except OSError as error:
            raise _cannot_write(self._folder, error) from None
        try:
            self._note(owner)
            yield
        finally:
            owner.unlink(missing_ok=True)
            lock.release()

    def _note(self, owner: Path) -> None:
        try:
            write_whole(owner, this_process().as_bytes())
        except OSError as error:  # where a line cannot be written, no report can
            raise _cannot_write(self._folder, error) from None

    def _path(self, path: str) -> Path:
        check_relative(path)
        return self._folder / path

    def _made(self, path: str) -> Path:
        file = self._path(path)
        make_folder(self._folder, file.parent)
        return file


def _cannot_write(folder: Path, error: OSError) -> RunError:
    return RunError(f"{folder} cannot be written: {error.strerror or error}")


def _raise(error: OSError) -> NoReturn:
    raise error
