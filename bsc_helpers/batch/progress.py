"""How a run shows itself: a bar on a terminal, plain lines elsewhere, a summary at the end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from bsc_helpers.batch.outcomes import Outcome
from bsc_helpers.batch.run import Listener, Summary
from bsc_helpers.model import ALL_ACTIVITIES

__all__ = ["progress_on", "summary_lines"]

MOST_REASONS = 10
MOST_NAMED = 4


class _Lines:
    """One line for each report that ended."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._total = self._ended = 0

    def begin(self, total: int) -> None:
        """Remember how many there are."""
        self._total = total

    def ended(self, outcome: Outcome) -> None:
        """Print how one of them ended."""
        self._ended += 1
        self._console.print(Text(f"[{self._ended}/{self._total}] {_told(outcome)}"), soft_wrap=True)


class _Bar:
    """A bar; failures stand above it."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task = progress.add_task("reports", total=None)

    def begin(self, total: int) -> None:
        """Begin the bar."""
        self._progress.update(self._task, total=total)

    def ended(self, outcome: Outcome) -> None:
        """Move the bar on."""
        if outcome.status == "failed":
            self._progress.console.print(Text(_told(outcome)), soft_wrap=True)
        self._progress.advance(self._task)


@contextmanager
def progress_on(console: Console) -> Iterator[Listener]:
    """Show the progress of a run in the way that suits the console."""
    if not console.is_terminal:
        yield _Lines(console)
        return
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as progress:
        yield _Bar(progress)


def summary_lines(summary: Summary) -> list[str]:
    """Return what is said at the end: how many, what failed and why, and where to look."""
    skipped = summary.count("skipped")
    counts = f"{summary.count('done')} done, {summary.count('failed')} failed"
    lines = [
        "interrupted: " * summary.interrupted + counts + f", {skipped} skipped" * bool(skipped),
        *_failures(summary),
        *[f"the manifest or the entrance could not be written: {summary.trouble}"]
        * bool(summary.trouble),
        f"reports: {summary.index}",
    ]
    return lines + [f"log:     {summary.log}"] * bool(summary.count("failed"))


def _failures(summary: Summary) -> list[str]:
    """Return one line for each reason, with the reports that failed for it."""
    by_reason: defaultdict[str, list[str]] = defaultdict(list)
    for outcome in summary.outcomes:
        if outcome.status == "failed":
            by_reason[outcome.reason].append(_named(outcome))
    lines = []
    for reason, reports in by_reason.items():
        more = len(reports) - MOST_NAMED
        named = ", ".join(reports[:MOST_NAMED]) + f" and {more} more" * (more > 0)
        lines.append(f"  {reason}: {named}")
    if len(lines) > MOST_REASONS:
        rest = len(lines) - MOST_REASONS
        lines[MOST_REASONS:] = [f"  … and {rest} more reasons, all told in the entrance"]
    return lines


def _named(outcome: Outcome) -> str:
    org_unit, activity, period, language = outcome.job.key
    return " ".join([org_unit, *[activity] * (activity != ALL_ACTIVITIES), period, language])


def _told(outcome: Outcome) -> str:
    told = f"{outcome.status} {_named(outcome)}"
    return f"{told}: {outcome.reason}" if outcome.reason else told
