"""Dask clusters of this machine, each scheduler and worker a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

HERE = Path(__file__).parent
SETTINGS = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}


class Machines:
    """A scheduler and its workers, each a process of its own."""

    def __init__(self, folder: Path, *options: str) -> None:
        self._file, self.folder, self._options = folder / "scheduler.json", folder, options
        self.processes: list[subprocess.Popen[bytes]] = []
        self.scheduler = self._begin("scheduler", "--host", "127.0.0.1", "--port", "0")
        wait_until(lambda: self._file.exists() and bool(self._file.read_bytes()))
        self.address = str(json.loads(self._file.read_text(encoding="utf-8"))["address"])

    def add_worker(self, *options: str) -> subprocess.Popen[bytes]:
        return self._begin("worker", "--nthreads", "1", "--host", "127.0.0.1", *options)

    def _begin(self, role: str, *options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{role}", "--no-dashboard"]
        path = os.pathsep.join([str(HERE), str(HERE.parent)])
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                [*command, "--scheduler-file", str(self._file), *options, *self._options],
                env={**os.environ, **SETTINGS, "PYTHONPATH": path},
                cwd=self.folder,
                stdout=log,
                stderr=log,
            )
        self.processes.append(process)
        return process

    def registered(self) -> int:
        return (self.folder / "log").read_text(encoding="utf-8").count("Register worker addr")

    def close(self) -> None:
        scheduler, *workers = self.processes
        for worker in workers:
            worker.terminate()  # so that a nanny ends its worker
        for worker in workers:
            with suppress(subprocess.TimeoutExpired):
                worker.wait(3)
        for process in (*workers, scheduler):
            process.kill()
            process.wait()


NO_NANNY = ("--no-nanny",)
Begin = Callable[..., Machines]


@contextmanager
def beginning(folder: Path) -> Iterator[Begin]:
    """Begin a cluster that ends with the block: with how many workers, and options for all."""
    with ExitStack() as stack:

        def begin(workers: int, *options: str, worker: Sequence[str] = NO_NANNY) -> Machines:
            made = Machines(folder, *options)
            stack.callback(made.close)
            for _ in range(workers):
                made.add_worker(*worker)
            wait_until(lambda: made.registered() >= workers)
            return made

        yield begin


def wait_until(true: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)
