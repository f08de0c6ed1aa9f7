"""What a run says at its end: it fits a screen, however much failed."""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Iterator

from bsc_helpers.batch.plan import Plan
from bsc_helpers.batch.progress import named
from bsc_helpers.batch.run import Summary

__all__ = ["status_lines", "summary_lines"]

WIDTH = 100
MOST_REASONS = 7  # each takes two lines, so that all fits into 24
MOST_NAMED = 4


def summary_lines(summary: Summary) -> list[str]:
    """Return what is said at the end: how many, what failed and why, and where to look."""
    trouble = f"the manifest or the entrance could not be written: {summary.trouble}"
    return [
        "interrupted: " * summary.interrupted + _counts(summary),
        *_failures(summary),
        *(textwrap.wrap(trouble, WIDTH, subsequent_indent="  ") if summary.trouble else ()),
        f"reports: {summary.index}",
        *[f"log:     {summary.log}"] * bool(summary.count("failed")),
    ]


def status_lines(plan: Plan) -> list[str]:
    """Return what a plan would do, and what is published of other orders."""
    again = sum(task.again for task in plan.tasks)
    counts = {
        "current": len(plan.current),
        "to make": len(plan.tasks) - again,
        "to render again, as comments changed": again,
        "finished and not yet published": len(plan.finished),
        "without data": len(plan.unready),
    }
    entries = plan.earlier.entries if plan.earlier else ()
    failed = [entry for entry in entries if entry.status == "failed"]
    return [
        ", ".join(f"{n} {what}" for what, n in counts.items() if n or what == "current"),
        *[f"failed at the last attempt: {len(failed)}"] * bool(failed),
        f"published: {len(entries)} reports in {plan.output.name}",
    ]


def _counts(summary: Summary) -> str:
    """Return how many ended in which way; what did not happen is not told, but for failures."""
    counts = {
        "done": summary.count("done") - summary.rendered_again,
        "rendered again": summary.rendered_again,
        "current": summary.current,
        "failed": summary.count("failed"),
        "skipped": summary.count("skipped"),
    }
    always = ("done", "failed")
    return ", ".join(f"{n} {what}" for what, n in counts.items() if n or what in always)


def _failures(summary: Summary) -> Iterator[str]:
    """Yield the most common reasons first, each with how many reports failed for it, and some."""
    by_reason: defaultdict[str, list[str]] = defaultdict(list)
    for outcome in summary.outcomes:
        if outcome.status == "failed":
            by_reason[outcome.reason].append(named(outcome))
    ordered = sorted(by_reason.items(), key=lambda found: -len(found[1]))
    for reason, reports in ordered[:MOST_REASONS]:
        more = len(reports) - MOST_NAMED
        yield _cut(f"  {len(reports)} failed: {reason}")
        yield _cut("    " + ", ".join(reports[:MOST_NAMED]) + f" and {more} more" * (more > 0))
    rest = ordered[MOST_REASONS:]
    if rest:
        count = sum(len(reports) for _, reports in rest)
        yield f"  {count} failed for {len(rest)} more reasons, all told in the entrance"


def _cut(line: str) -> str:
    return line if len(line) <= WIDTH else line[: WIDTH - 1] + "…"
