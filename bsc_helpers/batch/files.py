"""Write files whole or not at all."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import BinaryIO, TypeVar

from bsc_helpers.errors import RunError, printable

__all__ = [
    "check_inside",
    "check_relative",
    "is_ours",
    "make_folder",
    "naming",
    "normal_mode",
    "remove_leftovers",
    "sync_folder",
    "take_together",
    "write_new",
    "write_together",
    "write_whole",
]

_PREFIX, _SUFFIX = ".bsc-", ".part"
_Source = TypeVar("_Source")


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that its name always holds the old content or the new one, never a part.

    The folder must exist. The new content is on the disk before it takes over the name; a link
    under that name is replaced, not followed.

    Raises
    ------
    OSError
        When the disk is full, the folder is read-only, or the content cannot be secured; the old
        content is then still there.
    """
    write_together({path: data})


def write_together(contents: Mapping[Path, bytes]) -> None:
    """Write files that belong together, each as `write_whole` does.

    All are on the disk before the first takes over its name, so that a full disk changes none.
    """
    _replace_all(contents, lambda path, data: _secured(path, BytesIO(data)))


def take_together(spooled: Mapping[Path, Path]) -> None:
    """Move finished files to their names, all or none.

    They are on the disk already, except those that must be copied from another file system:
    these are secured before the first file takes over its name.
    """
    _replace_all(spooled, _moved)


def _replace_all(sources: Mapping[Path, _Source], part_of: Callable[[Path, _Source], Path]) -> None:
    """Bring everything beside its place under a hidden name, then let each take over its name."""
    waiting: dict[Path, Path] = {}
    try:
        for path, source in sources.items():
            with naming(path):
                waiting[part_of(path, source)] = path
        for part, path in list(waiting.items()):
            with naming(path):
                os.replace(part, path)  # noqa: PTH105  # the atomic call, watched by tests
            del waiting[part]
    finally:
        for part in waiting:
            part.unlink(missing_ok=True)
    for folder in {path.parent for path in sources}:
        sync_folder(folder)


def _moved(path: Path, spooled: Path) -> Path:
    """Move a finished file beside `path`; from another file system it is copied."""
    number, name = tempfile.mkstemp(prefix=_PREFIX, suffix=_SUFFIX, dir=path.parent)
    os.close(number)
    part = Path(name)
    try:
        os.replace(spooled, part)  # noqa: PTH105  # the atomic call, watched by tests
        part.chmod(normal_mode())
    except OSError as error:
        part.unlink(missing_ok=True)
        if error.errno != errno.EXDEV:
            raise
        with spooled.open("rb") as file:
            return _secured(path, file)
    return part


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Let an error of the system name the file that the user knows."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error


def _secured(path: Path, source: BinaryIO) -> Path:
    """Write a file under a name of its own beside `path`, and see it onto the disk."""
    number, name = tempfile.mkstemp(prefix=_PREFIX, suffix=_SUFFIX, dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(number, "wb") as file:
            shutil.copyfileobj(source, file)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(normal_mode())
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return part


def write_new(path: Path, data: bytes) -> None:
    """Write a file where there is none, in a folder that nobody else looks into, onto the disk."""
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(normal_mode())


def make_folder(inside: Path, folder: Path) -> None:
    """Make a folder below another, and refuse when a link leads it elsewhere.

    Raises
    ------
    RunError
        When the folder would lie outside.
    """
    check_inside(inside, folder)
    folder.mkdir(parents=True, exist_ok=True)
    check_inside(inside, folder)


def check_inside(inside: Path, folder: Path) -> None:
    """Refuse a folder that a link leads out of another.

    Raises
    ------
    RunError
        When the folder lies, or would lie, outside.
    """
    if not folder.resolve().is_relative_to(inside.resolve()):
        raise RunError(f"{folder} leads out of {inside}; nothing is written there")


def check_relative(path: str) -> None:
    """Refuse a path that does not lead down from where it starts.

    Raises
    ------
    RunError
        When it is empty, absolute or leads upwards, as Windows reads it or as others do.
    """
    for read in (PurePosixPath(path), PureWindowsPath(path)):
        if not read.parts or read.anchor or ".." in read.parts:
            raise RunError(f"{printable(path)!r} is no path below a folder of reports")


def is_ours(name: str) -> bool:
    """Return whether a file of this name is a hidden one of the batch itself, never a report."""
    return name.startswith(_PREFIX)


def remove_leftovers(folder: Path) -> None:
    """Remove the unfinished files that a killed run left below a folder."""
    for path in folder.rglob(f"{_PREFIX}*{_SUFFIX}"):
        path.unlink(missing_ok=True)


@cache
def normal_mode() -> int:
    """Return the mode that new files have for this user.

    Call it once before threads begin: the mask can only be read by setting it.
    """
    mask = os.umask(0o077)
    os.umask(mask)
    return 0o666 & ~mask


def sync_folder(folder: Path) -> None:
    """See the names in a folder onto the disk."""
    if os.name == "nt":  # Windows cannot open a folder
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
