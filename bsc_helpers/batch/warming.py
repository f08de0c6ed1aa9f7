"""What the process that kernels are forked from does once, so that no kernel has to."""

from __future__ import annotations

import inspect
from contextlib import suppress
from pathlib import Path

import bsc_helpers
from bsc_helpers.publishing import render_block_html
from bsc_helpers.report import Report
from bsc_helpers.slices import read_slice

__all__ = ["WARMED", "parts", "warm"]

WARMED = ("run", "org_unit", "activity", "period", "language")  # the parameters it takes


def warm(run: str, org_unit: str, activity: str, period: str, language: str) -> None:
    """Make the parts of one report and let go of them.

    What stays are templates, calendars and formats of numbers that have been read. A report that
    cannot be made will say so itself, in its own kernel.
    """
    with suppress(Exception):
        report = Report(read_slice(Path(run), org_unit, activity, period), language)
        for name in parts():
            render_block_html(getattr(bsc_helpers, name)(report))


def parts() -> list[str]:
    """Return the names of the parts of a report: what takes a report and gives a block."""
    window = {name: getattr(bsc_helpers, name) for name in bsc_helpers.__all__}
    return [name for name, part in window.items() if _takes_a_report(part)]


def _takes_a_report(part: object) -> bool:
    if not inspect.isfunction(part):
        return False
    return list(inspect.signature(part).parameters) == ["report"]
