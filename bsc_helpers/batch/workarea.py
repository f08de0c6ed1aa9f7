"""The private work area ``.bsc`` in the working directory, and who may write to a folder."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bsc_helpers.errors import RunError

if sys.platform != "win32":
    import fcntl
    import os

__all__ = ["RunFolder", "make_run_folder", "only_writer"]

WORK_AREA = ".bsc"
PRIVATE = 0o700


@dataclass(frozen=True)
class RunFolder:
    """What one run keeps for itself: slices, executed notebooks and a log; never published."""

    path: Path

    @property
    def slices(self) -> Path:
        """What each report shows, as data."""
        return self.path / "slices"

    @property
    def notebooks(self) -> Path:
        """The executed notebooks."""
        return self.path / "notebooks"

    @property
    def log(self) -> Path:
        """What workers and kernels printed."""
        return self.path / "log.txt"


def make_run_folder(preset: str) -> RunFolder:
    """Make the folder of one run, readable by nobody else.

    Raises
    ------
    RunError
        When the work area is a link, which could lead private data elsewhere.
    """
    area = Path.cwd() / WORK_AREA
    if area.is_symlink():
        raise RunError(f"{area} is a link; the work area must be a folder of its own")
    area.mkdir(mode=PRIVATE, exist_ok=True)
    runs = area / "runs"
    runs.mkdir(mode=PRIVATE, exist_ok=True)
    folder = RunFolder(Path(tempfile.mkdtemp(prefix=f"{preset}-", dir=runs)))
    folder.slices.mkdir(mode=PRIVATE)
    folder.notebooks.mkdir(mode=PRIVATE)
    return folder


@contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Hold a folder for one run: a second one would lose the first one's entries.

    The system lets go of the folder when the process ends, however it ends. Windows cannot lock
    a folder; there, two runs at once are left to the user.

    Raises
    ------
    RunError
        When another run holds it.
    """
    if sys.platform == "win32":
        yield
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(number)
        raise RunError(f"another run is writing to {folder}; wait for it to end") from None
    try:
        yield
    finally:
        os.close(number)
