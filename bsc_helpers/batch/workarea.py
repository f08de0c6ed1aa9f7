"""The private work area ``.bsc`` in the working directory."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from bsc_helpers.errors import RunError

__all__ = ["RunFolder", "make_run_folder", "work_area"]

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
    """Make the folder of one run."""
    area = work_area()
    area.mkdir(mode=PRIVATE, exist_ok=True)
    runs = area / "runs"
    runs.mkdir(mode=PRIVATE, exist_ok=True)
    folder = RunFolder(Path(tempfile.mkdtemp(prefix=f"{preset}-", dir=runs)))
    folder.slices.mkdir(mode=PRIVATE)
    folder.notebooks.mkdir(mode=PRIVATE)
    return folder
