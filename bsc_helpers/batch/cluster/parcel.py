"""A report's task as it travels to another machine, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from bsc_helpers.batch.execution import Task
from bsc_helpers.batch.limits import Isolation
from bsc_helpers.batch.outcomes import Outcome
from bsc_helpers.slices import SCORECARD

__all__ = ["Delivery", "Parcel", "packed", "unpacked"]

EXECUTED = "executed.ipynb"


@dataclass(frozen=True)
class Parcel:
    """A task with the contents of all files that it needs.

    Attributes
    ----------
    notebook
        What is executed.
    slices
        The report's own slice and what the slices share, by the names of the files.
    isolation
        How its kernel starts.
    """

    task: Task
    notebook: bytes = field(repr=False)
    slices: Mapping[str, bytes] = field(repr=False)
    isolation: Isolation


@dataclass(frozen=True)
class Delivery:
    """How a task ended, with what was rendered and the executed notebook."""

    outcome: Outcome
    executed: bytes = field(repr=False)


def packed(task: Task, isolation: Isolation) -> Parcel:
    """Return what travels; nothing on the other machine needs the files of this one."""
    folder = Path(task.parameters["run"])
    names = (SCORECARD, task.job.slice_name)
    return Parcel(
        task=task,
        notebook=task.notebook.read_bytes(),
        slices={name: (folder / name).read_bytes() for name in names},
        isolation=isolation,
    )


def unpacked(parcel: Parcel, folder: Path) -> Task:
    """Lay a parcel out in a folder; return the task that uses what lies there."""
    task = parcel.task
    notebook, slices = folder / task.notebook.name, folder / "slices"
    slices.mkdir()
    notebook.write_bytes(parcel.notebook)
    for name, content in parcel.slices.items():
        (slices / name).write_bytes(content)
    return replace(
        task,
        notebook=notebook,
        parameters={**task.parameters, "run": str(slices)},
        executed=folder / EXECUTED,
    )
