"""What was declared of a pair beforehand: the direction, and how much later."""

from __future__ import annotations

from collections.abc import Mapping

from bsc_helpers.evaluation import TestedPair
from bsc_helpers.narrative.formats import format_number
from bsc_helpers.periods import PeriodKind
from bsc_helpers.report.lead_lag.opened import LinkReport

__all__ = ["expected_text", "expected_words"]


def expected_text(report: LinkReport, pair: TestedPair) -> str:
    """Return what was assumed of a pair: "opposite direction, 2 quarters later (1–3)"."""
    if not pair.sign:
        return report.words["not_assumed"]
    return expected_words(pair, report.kind(pair), report.words, report.language)


def expected_words(
    pair: TestedPair, kind: PeriodKind, words: Mapping[str, str], language: str
) -> str:
    """Return what was assumed of a declared pair in the words of a report."""
    sign = words[f"sign_{pair.sign}"]
    if not pair.lag and not pair.latest:
        return f"{sign}, {words['lag_none']}"
    one = "_one" if pair.lag == 1 else ""
    number = format_number(pair.lag, 0, language)
    lag = words["lag_by"].format(count=number, periods=words[f"periods_{kind}{one}"])
    if pair.earliest == pair.latest:
        return f"{sign}, {lag}"
    window = words["lag_window"].format(
        earliest=format_number(pair.earliest, 0, language),
        latest=format_number(pair.latest, 0, language),
    )
    return f"{sign}, {lag} {window}"
