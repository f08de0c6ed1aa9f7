"""Reports of one city made in different ways, side by side: how long, with what, how large.

    python tests/benchmarks/bench_batch.py          the ways to make a report, and 50 and 200
    python tests/benchmarks/bench_batch.py --city   also 800, and the whole city, twice

The units are result units of the built-in example, the reports HTML and PDF, the evaluation is
computed once and read by each notebook as its slice, in every way:

(a) as papermill's and nbconvert's manuals say: ``papermill``, ``jupyter nbconvert --to html`` and a
    browser that prints, one report after another
(b) papermill's Python interface with ordinary kernels and our renderers, two processes
(c) the floor: the same blocks made and rendered by one warm process without any notebook
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bsc_helpers.batch.execution import Task
from bsc_helpers.batch.jobs import Selection
from bsc_helpers.batch.plan import Order, Plan
from bsc_helpers.batch.planning import prepare
from bsc_helpers.batch.replaying import replayed
from bsc_helpers.folder import evaluate_folder
from bsc_helpers.model import Scorecard
from bsc_helpers.publishing import document_of, render_html, render_pdf

ROOT = Path(__file__).parents[2]
PRESET = "parameters/goteborg/units"
BSC = Path(sys.executable).with_name("bsc")
PAPERMILL, JUPYTER = (Path(sys.executable).with_name(name) for name in ("papermill", "jupyter"))
BY_HAND, ORDINARY, FLOOR, OURS = 4, 12, 40, 60  # reports of each way
WORKERS = 2
LINEAR = (50, 200)
GROWING, CITY = 800, 1540
LOOK = 2.0  # seconds
MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Cost:
    """What some reports took, in seconds and bytes."""

    reports: int
    wall: float
    cpu: float
    memory: int
    size: int

    def __str__(self) -> str:
        each = f"{self.wall / self.reports:8.2f} s{self.cpu / self.reports:8.2f} CPU-s"
        size = f"{self.size / self.reports / 1000:7.0f} kB" if self.size else " " * 10
        return f"{self.reports:5} reports{each}{size}{self.memory / MEGABYTE:7.0f} MB"


def used() -> float:
    """Return the CPU seconds of this process and of all that have ended below it."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(use.ru_utime + use.ru_stime for use in map(resource.getrusage, kinds))


@contextmanager
def largest_memory() -> Iterator[list[int]]:
    """Look now and then how much memory this process and all below it hold; keep the most.

    What processes share after a fork is counted once (proportional set size).
    """
    most, ended = [0], threading.Event()

    def look() -> None:
        while not ended.wait(LOOK):
            most[0] = max(most[0], memory_below(os.getpid()))

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield most
    finally:
        ended.set()
        watcher.join()


def memory_below(pid: int) -> int:
    """Return the bytes that a process and those below it hold."""
    total = 0
    for process in (pid, *descendants(pid)):
        try:
            lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
        except OSError:  # it has ended
            continue
        total += sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
    return total


def descendants(pid: int) -> list[int]:
    """Return the processes below one."""
    below: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        below.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found, waiting = [], [pid]
    while waiting:
        children = below.get(waiting.pop(), [])
        found += children
        waiting += children
    return found


def measured(reports: int, make: Callable[[], int]) -> Cost:
    """Return what it took to make some reports; `make` returns the size of what it made."""
    began, cpu = time.monotonic(), used()
    with largest_memory() as most:
        size = make()
    return Cost(reports, time.monotonic() - began, used() - cpu, most[0], size)


# ------------------------------------------------------------------------------------ the ways


def by_hand(tasks: Sequence[Task], folder: Path) -> int:
    """Make reports with three programs each."""
    size = 0
    for number, task in enumerate(tasks):
        executed, page = folder / f"{number}.ipynb", folder / f"{number}.html"
        given = [text for pair in task.parameters.items() for text in ("-r", *pair)]
        quietly(PAPERMILL, "--no-progress-bar", ROOT / task.notebook, executed, *given)
        quietly(JUPYTER, "nbconvert", "--to", "html", executed)
        printed = page.with_suffix(".pdf")
        quietly(
            "chromium", "--headless", "--no-sandbox", "--no-pdf-header-footer",
            f"--print-to-pdf={printed}", page.as_uri(),
        )  # fmt: skip
        size += page.stat().st_size + printed.stat().st_size
    return size


def quietly(*command: object) -> None:
    """Run a program and keep what it says for the case that it fails."""
    subprocess.run([str(part) for part in command], check=True, capture_output=True)


ORDINARY_KERNELS = """\
import json, os, sys, papermill
from pathlib import Path
os.environ["JUPYTER_DEFAULT_PROVISIONER_NAME"] = "local-provisioner"
from bsc_helpers.publishing import document_of, render_html, render_pdf
size = 0
for number, (notebook, parameters) in enumerate(json.loads(sys.stdin.read())):
    out = Path(sys.argv[1], f"{sys.argv[2]}-{number}.ipynb")
    executed = papermill.execute_notebook(notebook, str(out), parameters, progress_bar=False)
    document = document_of(executed)
    page, paper = render_html(document).encode(), render_pdf(document)
    out.with_suffix(".html").write_bytes(page)
    out.with_suffix(".pdf").write_bytes(paper)
    size += len(page) + len(paper)
print(size)
"""


def ordinary(tasks: Sequence[Task], folder: Path) -> int:
    """Make reports through papermill's Python interface, in two processes."""
    given = [(str(ROOT / task.notebook), dict(task.parameters)) for task in tasks]
    command = [sys.executable, "-c", ORDINARY_KERNELS, str(folder)]
    processes = [
        subprocess.Popen(  # this Python
            [*command, str(half)], stdin=-1, stdout=-1, stderr=subprocess.DEVNULL, text=True
        )
        for half in (0, 1)
    ]
    threads = [
        threading.Thread(target=lambda p=p, half=half: told.update({half: p.communicate(half)[0]}))
        for p, half in zip(
            processes, (json.dumps(given[0::2]), json.dumps(given[1::2])), strict=True
        )
    ]
    told: dict[str, str] = {}
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(map(int, told.values()))


def floor(tasks: Sequence[Task]) -> int:
    """Make reports in this process, without any notebook being executed."""
    size = 0
    for task in tasks:
        document = document_of(replayed(ROOT / task.notebook, task.parameters))
        size += len(render_html(document, [("PDF", "x.pdf")]).encode()) + len(render_pdf(document))
    return size


def ours(units: Sequence[str], folder: Path, *more: str) -> int:
    """Make reports with the command line, from reading the register to the entrance."""
    asked = [text for unit in units for text in ("--unit", unit)]
    command = [
        str(BSC),
        "run",
        PRESET,
        "--out",
        str(folder),
        "--workers",
        f"{WORKERS}",
        *more,
        *asked,
    ]
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    return sum(path.stat().st_size for path in folder.rglob("*[lf]") if path.parent != folder)


# -------------------------------------------------------------------------------------- the run


def units_of(count: int) -> list[str]:
    """Return the codes of result units, spread over the city."""
    card: Scorecard = evaluate_folder(ROOT / "parameters/goteborg").register.scorecard
    parents = {unit.parent for unit in card.org_units}
    lowest = [unit.code for unit in card.org_units if unit.code not in parents]
    return lowest[:: max(1, len(lowest) // count)][:count]


def planned(units: Sequence[str], folder: Path) -> Plan:
    """Return a plan whose slices are laid out."""
    selection = Selection(org_units=tuple(units))
    plan = prepare(Order(PRESET, selection=selection, out=str(folder), anew=True))
    assert plan.folder is not None
    return plan


def started_up(folder: Path) -> Cost:
    """Return what a report in each process costs with all that a run does once: to take off."""
    return measured(WORKERS, lambda: ours(units_of(WORKERS), Path(tempfile.mkdtemp(dir=folder))))


def beyond(cost: Cost, once: Cost) -> Cost:
    """Return the cost of reports without what every run does once."""
    return replace(
        cost,
        reports=cost.reports - once.reports,
        wall=cost.wall - once.wall,
        cpu=cost.cpu - once.cpu,
        size=cost.size - once.size,
    )


def ways(folder: Path) -> None:
    """Print what a report takes in each way."""
    plan = planned(units_of(FLOOR + 1), folder / "plan")
    tasks = plan.tasks
    floor(tasks[:1])  # what is read once
    costs = {
        "(a) three programs": measured(BY_HAND, lambda: by_hand(tasks[:BY_HAND], folder)),
        "(b) ordinary kernels": measured(ORDINARY, lambda: ordinary(tasks[:ORDINARY], folder)),
        "(c) no notebook": measured(FLOOR, lambda: floor(tasks[1:])),
    }
    once = started_up(folder)
    whole = measured(OURS, lambda: ours(units_of(OURS), folder / "ours"))
    costs["bsc run, each further"] = beyond(whole, once)
    costs["bsc run, start included"] = whole
    for name, cost in costs.items():
        print(f"{name:<26}{cost}")
    a, b, c, own, _ = costs.values()
    print(f"(a) takes {times(a, own):.0f} times our wall time, (b) {times(b, own):.1f} times")
    ratio = (own.cpu / own.reports) / (c.cpu / c.reports)
    print(f"a report takes {ratio:.2f} times the CPU of the floor (c)")
    plan.discard()


def times(other: Cost, own: Cost) -> float:
    """Return how many times our wall time another way takes."""
    return (other.wall / other.reports) / (own.wall / own.reports)


def linear(folder: Path, counts: Sequence[int]) -> None:
    """Print how the cost grows with the number of reports."""
    once = started_up(folder)
    print(f"{'what every run does once':<26}{once}")
    for count in counts:
        target = folder / str(count)
        cost = measured(count, lambda: ours(units_of(count), target))  # noqa: B023  # called now
        print(f"{'bsc run':<26}{cost}   each further {beyond(cost, once)}")


def city(folder: Path) -> None:
    """Print what the whole city takes, and a second run in which nothing has changed."""
    before = left_behind()
    cost = measured(CITY, lambda: ours((), folder / "city"))
    print(f"{'the whole city':<26}{cost}   in {cost.wall / 60:.1f} minutes")
    again = measured(CITY, lambda: ours((), folder / "city"))
    print(f"{'nothing has changed':<26}in {again.wall:.1f} s, {again.cpu:.1f} CPU-s")
    print(f"processes, zombies, temporary files before and after: {before} {left_behind()}")


def left_behind() -> tuple[int, int, int]:
    """Return the processes below this one, the zombies of the machine, and files in /tmp."""
    states = [
        stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[0]
        for stat in Path("/proc").glob("[0-9]*/stat")
        if stat.exists()
    ]
    temporary = len(list(Path(tempfile.gettempdir()).iterdir()))
    return len(descendants(os.getpid())), states.count("Z"), temporary


def main() -> None:
    """Print all figures."""
    os.chdir(ROOT)
    print(f"{os.cpu_count()} CPUs; result units of the built-in example, HTML and PDF")
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        ways(folder)
        large = "--city" in sys.argv
        linear(folder, (*LINEAR, GROWING) if large else LINEAR)
        if large:
            city(folder)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
