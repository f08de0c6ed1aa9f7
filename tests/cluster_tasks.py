"""What the workers of a cluster execute in its tests."""

from __future__ import annotations

import os
import signal
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from bsc_helpers.batch.jobs import Job
from bsc_helpers.batch.outcomes import Outcome, Rendered
from bsc_helpers.periods import parse_period

PERIOD = parse_period("2003-Q4")


@dataclass(frozen=True)
class Errand:
    """A task; it notes in a folder that it began, and does one of a few things."""

    org_unit: str
    folder: Path
    deed: str = ""
    seconds: float = 0.05

    @property
    def job(self) -> Job:
        return Job(self.org_unit, "*", PERIOD, "sv")


def run_errand(errand: Errand) -> Outcome:
    number = len(list(errand.folder.glob(f"{errand.org_unit}-*")))
    note = f"{errand.org_unit}-{number}-{os.getpid()}-{threading.get_ident()}"
    (errand.folder / note).touch()
    if errand.deed == "always dies" or (errand.deed == "dies once" and number == 0):
        os.kill(os.getpid(), signal.SIGKILL)
    if errand.deed == "raises":
        raise ValueError("no such thing")
    if errand.deed == "fails":
        return Outcome.failed(errand.job, "a reason")
    time.sleep(errand.seconds)
    return Outcome(errand.job, "done", rendered=Rendered(errand.org_unit, {"pdf": b"x" * 10**6}))
