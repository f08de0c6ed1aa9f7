"""Write files whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from bsc_helpers.errors import RunError

__all__ = ["make_folder", "normal_mode", "remove_leftovers", "write_together", "write_whole"]

_PREFIX, _SUFFIX = ".bsc-", ".part"


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
    waiting: dict[Path, Path] = {}
    try:
        for path, data in contents.items():
            with _naming(path):
                waiting[_secured(path, data)] = path
        for part, path in list(waiting.items()):
            with _naming(path):
                os.replace(part, path)  # noqa: PTH105  # the atomic call, watched by tests
            del waiting[part]
    finally:
        for part in waiting:
            part.unlink(missing_ok=True)
    for folder in {path.parent for path in contents}:
        _sync_folder(folder)


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Let an error of the system name the file that the user knows."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error


def _secured(path: Path, data: bytes) -> Path:
    """Write a file under a name of its own beside `path`, and see it onto the disk."""
    number, name = tempfile.mkstemp(prefix=_PREFIX, suffix=_SUFFIX, dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(normal_mode())
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return part


def make_folder(inside: Path, folder: Path) -> None:
    """Make a folder below another, and refuse when a link leads it elsewhere.

    Raises
    ------
    RunError
        When the folder would lie outside.
    """
    _check_inside(inside, folder)
    folder.mkdir(parents=True, exist_ok=True)
    _check_inside(inside, folder)


def _check_inside(inside: Path, folder: Path) -> None:
    if not folder.resolve().is_relative_to(inside.resolve()):
        raise RunError(f"{folder} leads out of {inside}; nothing is written there")


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


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows cannot open a folder
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
