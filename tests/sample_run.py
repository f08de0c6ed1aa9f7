"""Plans of runs that tests make by hand: where they publish, and what they rest on."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bsc_helpers.batch.digests import digest_of
from bsc_helpers.batch.jobs import Job
from bsc_helpers.batch.keys import MadeFrom
from bsc_helpers.batch.manifest import load_manifest
from bsc_helpers.batch.outcomes import Rendered
from bsc_helpers.batch.outputs.local import LocalOutput
from bsc_helpers.batch.plan import Plan
from bsc_helpers.batch.spool import Spool
from bsc_helpers.batch.workarea import work_area
from bsc_helpers.model import Scorecard


def made(text: str = "") -> MadeFrom:
    """Return what a report is made from: any text."""
    return MadeFrom(figures=digest_of([text.encode()]), comments=digest_of([]))


def plan_for(card: Scorecard, jobs: Iterable[Job], out: Path, **more: Any) -> Plan:
    """Return a plan that publishes to a folder, with nothing to make unless `more` says so."""
    output = LocalOutput(out / card.code)
    whole = {
        "scorecard": card,
        "preset": "test",
        "as_of": "2004-02-17",
        "notebook": "tiny",
        "formats": ("html",),
        "tasks": (),
        "output": output,
        "spool": Spool(work_area() / "spool" / card.code),
        "made_from": {job.key: made(repr(job.key)) for job in jobs},
        "earlier": load_manifest(output),
    }
    return Plan(**(whole | more))


def finish(plan: Plan, job: Job, rendered: Rendered) -> None:
    """Lay a report aside as a worker does that has made it."""
    plan.spool.put(plan.made_from[job.key].key, rendered)
