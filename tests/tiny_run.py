"""Runs of tiny notebooks, planned by hand, and what is left of them in the list of processes."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbformat
from sample_run import made, plan_for

from bsc_helpers.batch.execution import Task
from bsc_helpers.batch.jobs import Job
from bsc_helpers.batch.outcomes import Outcome
from bsc_helpers.batch.plan import Plan
from bsc_helpers.batch.workarea import make_run_folder
from bsc_helpers.model import OrgUnit, Scorecard
from bsc_helpers.periods import parse_period

OF_PYTHON = ("resource_tracker", "multiprocessing.forkserver")  # stay as long as the tests
QUARTER = parse_period("2003-Q4")
HEAD = """\
from IPython.display import display
from bsc_helpers.blocks import MIME, Head, Paragraph, Run

def show(block):
    display({MIME: block.model_dump(mode="json"), "text/plain": ""}, raw=True)

show(Head(title=f"Unit {org_unit}", language=language))
"""
PARAMETERS = 'org_unit: str = "x"\nlanguage: str = "en"\nslow: str = ""'
LAST = 'show(Paragraph(runs=(Run(text="all is said"),)))'


def write_notebook(path: Path, *cells: str, parameters: str = PARAMETERS) -> Path:
    node = nbformat.v4.new_notebook()
    first = nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]})
    node.cells = [first, *(nbformat.v4.new_code_cell(cell) for cell in cells)]
    for number, cell in enumerate(node.cells):
        cell["id"] = f"c{number}"  # the same in each run, where it would be drawn
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(nbformat.writes(node), encoding="utf-8")
    return path


def scorecard_of(*units: str) -> Scorecard:
    return Scorecard(
        code="card",
        name="Card",
        languages=("en",),
        org_units=tuple(OrgUnit(code=unit, name=f"Unit {unit}") for unit in units),
    )


def plan_of(notebook: Path, units: Sequence[str], **changes: Any) -> Plan:
    folder = make_run_folder("test")
    formats = changes.setdefault("formats", ("html",))
    version = changes.pop("version", "")
    timeout = changes.pop("timeout", 60.0)
    memory = changes.pop("memory", 0)
    jobs = [Job(unit, "all", QUARTER, "en") for unit in units]
    tasks = tuple(
        Task(
            job=job,
            notebook=notebook,
            parameters={"org_unit": job.org_unit, "language": "en", "slow": str(Path.cwd())},
            formats=formats,
            executed=folder.notebooks / f"{job.org_unit}.ipynb",
            timeout=timeout,
            key=made(version + repr(job.key)).key,
            memory=memory,
        )
        for job in jobs
    )
    known = {job.key: made(version + repr(job.key)) for job in jobs}
    more = {"made_from": known, "tasks": tasks, "folder": folder} | changes
    return plan_for(scorecard_of(*units), jobs, Path("reports"), **more)


class Quiet:
    """A listener that keeps what it is told."""

    def __init__(self) -> None:
        self.total = 0
        self.outcomes: list[Outcome] = []

    def begin(self, total: int) -> None:
        self.total = total

    def ended(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)


def processes_in(folder: Path) -> list[str]:
    """The commands of the processes that work in a folder, without this one."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            inside = (process / "cwd").readlink().is_relative_to(folder)
            command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:  # it ended while we looked, or belongs to somebody else
            continue
        ours = process.name == str(os.getpid()) or any(name in command for name in OF_PYTHON)
        if inside and command and not ours:
            found.append(command)
    return found


def none_left_in(folder: Path) -> bool:
    deadline = time.monotonic() + 5
    while processes_in(folder) and time.monotonic() < deadline:
        time.sleep(0.1)
    return processes_in(folder) == []
