"""The private work area ``.bsc`` in the working directory."""

from __future__ import annotations

import re
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout

from bsc_helpers.errors import RunError

__all__ = ["RunFolder", "make_run_folder", "work_area"]

WORK_AREA = ".bsc"
PRIVATE = 0o700
HELD = "held"


@dataclass(frozen=True)
class RunFolder:
    """What one run keeps for itself: slices, executed notebooks and a log; never published.

    It is kept until the next run of the same preset, which removes it unless it is held.
    """

    path: Path
    held: FileLock | None = field(default=None, compare=False, repr=False)

    def close(self) -> None:
        """Say that the run has ended; the system says so when its process has, however it did."""
        if self.held is not None:
            self.held.release()

    @property
    def slices(self) -> Path:
        """What each report shows, as data."""
        return self.path / "slices"

    @property
    def notebooks(self) -> Path:
        """The executed notebooks."""
        return self.path / "notebooks"

    @property
    def journal(self) -> Path:
        """How each report went: a JSON object a line."""
        return self.path / "journal.jsonl"

    @property
    def log(self) -> Path:
        """What workers and kernels printed."""
        return self.path / "log.txt"


def work_area() -> Path:
    """Return the work area of the working directory, which need not be there yet.

    Raises
    ------
    RunError
        When the work area is a link, which could lead private data elsewhere.
    """
    area = Path.cwd() / WORK_AREA
    if area.is_symlink():
        raise RunError(f"{area} is a link; the work area must be a folder of its own")
    return area


def make_run_folder(preset: str) -> RunFolder:
    """Make the folder of one run, and remove those of earlier runs of the preset."""
    area = work_area()
    area.mkdir(mode=PRIVATE, exist_ok=True)
    runs = area / "runs"
    runs.mkdir(mode=PRIVATE, exist_ok=True)
    _remove_former(runs, preset)
    path = Path(tempfile.mkdtemp(prefix=f"{preset}-", dir=runs))
    held = FileLock(path / HELD)
    held.acquire()
    folder = RunFolder(path, held)
    folder.slices.mkdir(mode=PRIVATE)
    folder.notebooks.mkdir(mode=PRIVATE)
    return folder


def _remove_former(runs: Path, preset: str) -> None:
    """Remove the folders of earlier runs of a preset, but not that of one that still lasts."""
    made = re.compile(re.escape(preset) + r"-[a-z0-9_]{8}")  # as `tempfile.mkdtemp` names them
    for path in list(runs.iterdir()):
        if made.fullmatch(path.name) and not path.is_symlink():
            with suppress(Timeout, OSError), FileLock(path / HELD).acquire(blocking=False):
                shutil.rmtree(path, ignore_errors=True)
