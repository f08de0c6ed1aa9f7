"""How a run shows itself: pace and failures while it lasts, a summary that fits a screen."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bsc_helpers.batch.jobs import Job
from bsc_helpers.batch.outcomes import Outcome
from bsc_helpers.batch.progress import progress_on
from bsc_helpers.batch.run import Summary
from bsc_helpers.batch.summary import summary_lines
from bsc_helpers.periods import parse_period

QUARTER = parse_period("2003-Q2")
HOUR = 3600.0


def outcomes(*reasons: str) -> tuple[Outcome, ...]:
    return tuple(
        Outcome.failed(Job(f"u{number:02}", "all", QUARTER, "sv"), reason)
        if reason
        else Outcome(Job(f"u{number:02}", "all", QUARTER, "sv"), "done")
        for number, reason in enumerate(reasons)
    )


class Clock:
    """A clock that moves on only when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def told_on(
    console: Console, ended: Sequence[Outcome], each: float = 1.0, *, total: int = 0
) -> str:
    """Return what is told of reports of which one ends every so many seconds."""
    clock = Clock()
    with progress_on(console, clock) as listener:
        listener.begin(total or len(ended))
        for outcome in ended:
            clock.now += each
            listener.ended(outcome)
    file = console.file
    assert isinstance(file, StringIO)
    return file.getvalue()


def plain() -> Console:
    return Console(file=StringIO(), width=40)


# ------------------------------------------------------------------------------- while it lasts


def test_elsewhere_than_on_a_terminal_each_report_of_a_short_run_has_its_line() -> None:
    told = told_on(plain(), outcomes("", "no [red]budget[/red] for a very long reason"))
    assert told == (
        "[1/2] done u00 2003-Q2 sv\n"
        "[2/2] failed u01 2003-Q2 sv: no [red]budget[/red] for a very long reason\n"
    )


def test_a_long_run_tells_failures_at_once_and_its_pace_now_and_then() -> None:
    # 40 reports of 6 seconds: 10 seconds and a twentieth have passed after every second report.
    lines = told_on(plain(), outcomes("", "no data", *[""] * 38), each=6).splitlines()
    assert lines[:3] == [
        "failed u01 2003-Q2 sv: no data",
        "[2/40] 10.0/min, 4 min left, 1 failed",
        "[4/40] 10.0/min, 4 min left, 1 failed",
    ]
    assert lines[-1] == "[40/40] 10.0/min, 1 failed"
    assert len(lines) == 1 + 20


@pytest.mark.parametrize(
    ("total", "hours", "fewest", "most"),
    [
        (1500, 0.01, 3, 4),  # 36 seconds: every 10 seconds
        (1500, 0.5, 20, 21),  # every 5 percent, which is 90 seconds
        (1500, 8, 90, 100),  # every 5 minutes: 5 percent would be silent for 24
        (31, 50, 31, 31),  # slower than 5 minutes each: as they end
    ],
)
def test_a_long_run_is_neither_silent_nor_a_flood(
    total: int, hours: float, fewest: int, most: int
) -> None:
    told = told_on(plain(), outcomes(*[""] * total), each=hours * HOUR / total)
    assert fewest <= len(told.splitlines()) <= most


@pytest.mark.parametrize(
    ("each", "said"),
    [
        (0.25, "4.0/s, 10 s left"),
        (1.0, "1.0/s, 40 s left"),
        (15.0, "4.0/min, 10 min left"),
        (270.0, "0.2/min, 3 h 0 min left"),
    ],
)
def test_the_pace_is_told_as_one_says_it(each: float, said: str) -> None:
    # When 40 of 80 reports have ended, as many seconds are left as have passed.
    told = told_on(terminal(200), outcomes(*[""] * 40), each, total=80)
    assert f"40/80 {said}" in told


def terminal(width: int) -> Console:
    return Console(file=StringIO(), force_terminal=True, width=width, color_system=None)


@pytest.mark.parametrize("width", [60, 80, 200])
def test_on_a_terminal_there_is_a_bar_with_the_pace_and_only_failures_have_lines(
    width: int,
) -> None:
    told = told_on(terminal(width), outcomes("", "no budget"))
    assert "2/2" in told
    assert "1.0/s, 1 failed" in told
    assert "failed u01 2003-Q2 sv: no budget" in told
    assert "done u00" not in told


def test_a_clock_that_stands_still_is_no_division_by_zero() -> None:
    assert told_on(plain(), outcomes(*[""] * 31), each=0.0) == "[31/31]\n"


# -------------------------------------------------------------------------------- at the end


def summary_of(*ended: Outcome, **more: object) -> Summary:
    return Summary(ended, Path("i"), Path("l"), **more)  # type: ignore[arg-type]  # of a test


def test_the_summary_has_the_most_common_reasons_first_with_some_of_their_reports() -> None:
    reasons = ["kernel died", "", *["no data"] * 1000]
    assert summary_lines(summary_of(*outcomes(*reasons))) == [
        "1 done, 1001 failed",
        "  1000 failed: no data",
        "    u02 2003-Q2 sv, u03 2003-Q2 sv, u04 2003-Q2 sv, u05 2003-Q2 sv and 996 more",
        "  1 failed: kernel died",
        "    u00 2003-Q2 sv",
        "reports: i",
        "log:     l",
    ]


@pytest.mark.parametrize(
    "reason_of",
    [
        lambda number: f"KeyError: 'u{number}' (cell 3)",
        lambda number: f"{number} " + "no such column " * 20,
        lambda number: f"reason {number % 9}",
        lambda _: "no data",
    ],
)
def test_the_summary_fits_a_screen_whatever_fails(reason_of: Callable[[int], str]) -> None:
    failed = tuple(
        Outcome.failed(Job("å" * 60 + f"{n}", "pre", QUARTER, "sv"), reason_of(n))
        for n in range(1500)
    )
    trouble = "No space left on device: " + "reports/göteborg/" * 16
    lines = summary_lines(summary_of(*failed, trouble=trouble, interrupted=True))
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 100
    assert lines[-2:] == ["reports: i", "log:     l"]
    told = [int(found[1]) for line in lines if (found := re.match(r"  (\d+) failed", line))]
    assert sum(told) == 1500


def test_the_summary_tells_in_which_way_reports_became_current() -> None:
    summary = summary_of(*outcomes("", "", ""), rendered_again=2, current=1497)
    assert summary_lines(summary)[0] == "1 done, 2 rendered again, 1497 current, 0 failed"


def test_an_interrupted_run_says_so() -> None:
    skipped = Outcome(Job("a", "all", QUARTER, "sv"), "skipped")
    summary = summary_of(*outcomes(""), skipped, interrupted=True)
    assert summary_lines(summary) == ["interrupted: 1 done, 0 failed, 1 skipped", "reports: i"]
