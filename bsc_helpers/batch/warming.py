"""What the process that kernels are forked from does once, so that no kernel has to."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from bsc_helpers import report
from bsc_helpers.blocks import Block
from bsc_helpers.slices import read_slice

__all__ = ["WARMED", "parts", "warm"]

WARMED = ("run", "org_unit", "activity", "period", "language")  # the parameters it takes


def warm(run: str, org_unit: str, activity: str, period: str, language: str) -> None:
    """Make the parts of one report and let go of them.

    What stays are templates, calendars and formats of numbers that have been read. A report that
    cannot be made will say so itself, in its own kernel.
    """
    with suppress(Exception):
        opened = report.Report(read_slice(Path(run), org_unit, activity, period), language)
        for part in parts().values():
            part(opened).model_dump(mode="json")


def parts() -> dict[str, Callable[[report.Report], Block]]:
    """Return the parts of a report by name: what takes a report and gives a block."""
    window = {name: getattr(report, name) for name in report.__all__}
    return {name: part for name, part in window.items() if _takes_a_report(part)}


def _takes_a_report(part: object) -> bool:
    return inspect.isfunction(part) and list(inspect.signature(part).parameters) == ["report"]
