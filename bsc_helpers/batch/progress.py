"""How a run shows itself while it lasts: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.text import Text

from bsc_helpers.batch.outcomes import Outcome
from bsc_helpers.batch.run import Listener

__all__ = ["named", "progress_on"]

Clock = Callable[[], float]  # seconds

MOST_LINES_EACH = 30  # a longer run has no line for each of its reports
SHORTEST_WAIT, LONGEST_WAIT = 10.0, 300.0  # seconds between two lines of a longer run
STEP = 0.05  # the share of a run that is worth a line
MINUTE, HOUR = 60, 3600


class _Pace:
    """How far a run has come, how fast it goes and how long it will take."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._began = clock()
        self.total = self.ended = self.failed = 0

    @property
    def elapsed(self) -> float:
        """Seconds since the reports began."""
        return self._clock() - self._began

    def begin(self, total: int) -> None:
        """Count from now on."""
        self._began, self.total = self._clock(), total

    def note(self, outcome: Outcome) -> None:
        """Count a report that ended."""
        self.ended += 1
        self.failed += outcome.status == "failed"

    def __str__(self) -> str:
        parts = [f"{self.failed} failed"] * bool(self.failed)
        rate = self.ended / self.elapsed if self.elapsed > 0 else 0.0
        if rate:
            parts.insert(0, f"{rate:.1f}/s" if rate >= 1 else f"{rate * MINUTE:.1f}/min")
            left = (self.total - self.ended) / rate
            parts[1:1] = [f"{_duration(left)} left"] * bool(left)
        return ", ".join(parts)


class _Lines:
    """A line for each report of a short run; of a long one failures, and now and then how far."""

    def __init__(self, console: Console, pace: _Pace) -> None:
        self._console, self._pace = console, pace
        self._told_at, self._told_of = 0.0, 0

    def begin(self, total: int) -> None:
        """Remember how many there are."""
        self._pace.begin(total)

    def ended(self, outcome: Outcome) -> None:
        """Print what is worth a line."""
        pace = self._pace
        pace.note(outcome)
        counted = f"[{pace.ended}/{pace.total}]"
        if pace.total <= MOST_LINES_EACH:
            self._print(f"{counted} {_told(outcome)}")
            return
        if outcome.status == "failed":
            self._print(_told(outcome))
        if self._due():
            self._told_at, self._told_of = pace.elapsed, pace.ended
            self._print(f"{counted} {pace}")

    def _due(self) -> bool:
        """Whether a step is done, though not at once, or nothing was said for long."""
        pace = self._pace
        waited = pace.elapsed - self._told_at
        moved = (pace.ended - self._told_of) / pace.total
        due = waited >= LONGEST_WAIT or (waited >= SHORTEST_WAIT and moved >= STEP)
        return due or pace.ended == pace.total

    def _print(self, line: str) -> None:
        self._console.print(Text(line.rstrip()), soft_wrap=True)


class _Bar:
    """A bar with pace and failures; each failure also stands above it."""

    def __init__(self, progress: Progress, pace: _Pace) -> None:
        self._progress, self._pace = progress, pace
        self._task = progress.add_task("reports", total=None, pace="")

    def begin(self, total: int) -> None:
        """Begin the bar."""
        self._pace.begin(total)
        self._progress.update(self._task, total=total)

    def ended(self, outcome: Outcome) -> None:
        """Move the bar on."""
        self._pace.note(outcome)
        if outcome.status == "failed":
            self._progress.console.print(Text(_told(outcome)), soft_wrap=True)
        self._progress.update(self._task, advance=1, pace=str(self._pace))


@contextmanager
def progress_on(console: Console, clock: Clock = time.monotonic) -> Iterator[Listener]:
    """Show the progress of a run in the way that suits the console."""
    pace = _Pace(clock)
    if not console.is_terminal:
        yield _Lines(console, pace)
        return
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=None),
        MofNCompleteColumn(),
        TextColumn("{task.fields[pace]}", markup=False),
    )
    with Progress(*columns, console=console, expand=True) as progress:
        yield _Bar(progress, pace)


def named(outcome: Outcome) -> str:
    """Return what names a report in a line: unit and activity, or the whole; period; language."""
    job = outcome.job
    return " ".join([*job.subject, str(job.period), job.language])


def _told(outcome: Outcome) -> str:
    told = f"{outcome.status} {named(outcome)}"
    return f"{told}: {outcome.reason}" if outcome.reason else told


def _duration(seconds: float) -> str:
    """Return a duration as one says it: never more exactly than it is known."""
    if seconds >= HOUR:
        hours, rest = divmod(round(seconds / MINUTE), MINUTE)
        return f"{hours} h {rest} min"
    if seconds >= MINUTE:
        return f"{seconds / MINUTE:.0f} min"
    return f"{max(1, seconds):.0f} s"
