"""How far the figures can be trusted: what is missing, open or uncertain, and who owes it."""

from __future__ import annotations

from collections.abc import Sequence

from bsc_helpers.formula import parse_formula
from bsc_helpers.model import Measure, OrgUnit, Reason
from bsc_helpers.narrative.formats import format_date, format_share
from bsc_helpers.report.compared import by_name
from bsc_helpers.report.figures import has_value, reason_of
from bsc_helpers.report.opened import Report

__all__ = ["missing_below", "trust_text"]

MOST_TOLD = 2
MOST_NAMED = 6
OWED = (Reason.LATE.word, Reason.NO_DATA.word, Reason.INCOMPLETE.word)


def trust_text(report: Report) -> str:
    """Say how much is known, how much of it is open or uncertain, and what is missing where."""
    rows = [report.row(measure) for measure in report.measures]
    known = [row for row in rows if has_value(row)]
    preliminary = {c.measure for c in report.statements if c.pattern == "19_preliminary"}
    counts = {
        "trust_uncertain": sum(row.status == "uncertain" for row in known),
        "trust_preliminary": len(preliminary),
        "trust_low": sum(measure.reliability == "low" for measure in report.measures),
        "trust_suppressed": sum(row is not None and row.reason == "suppressed" for row in rows),
        "trust_partly": sum(row.coverage < 1 for row in known),
    }
    told = [report.plural(key, n).format(count=n) for key, n in counts.items() if n]
    have = report.plural("trust_known", len(rows)).format(known=len(known), count=len(rows))
    gaps = [text for measure in report.measures for text in missing_below(report, measure)]
    return " ".join([f"{'; '.join([have, *told])}.", *gaps[:MOST_TOLD], _coverage(report)]).strip()


def _coverage(report: Report) -> str:
    """Return on how much of the weight the scores rest."""
    scores, part = report.slice.scores, report.slice
    own = scores[(scores["org_unit"] == part.org_unit.code) & (scores["level"] == "scorecard")]
    if own.empty or not own["coverage"].iloc[0]:
        return report.words["coverage_none"]
    key = "coverage_low" if own["score"].isna().iloc[0] else "coverage_line"
    share = format_share(own["coverage"].iloc[0], report.language)
    least = format_share(part.scorecard.minimum_coverage, report.language)
    return report.words[key].format(share=share, least=least)


# --- what the units below owe ---------------------------------------------------------------------


def missing_below(report: Report, measure: Measure) -> list[str]:
    """Name the units right below whose figures a total lacks: the late ones with who owes them."""
    row = report.row(measure)
    if not has_value(row) or row.coverage >= 1:
        return []
    units = by_name(report, report.slice.children)
    rows = [(unit, report.row(measure, unit)) for unit in units]
    known = [(unit, each) for unit, each in rows if each is not None]
    late = [unit for unit, each in known if reason_of(each) == Reason.LATE.word]
    owed = [u for u, each in known if reason_of(each) in OWED and u not in late]
    partly = [unit for unit, each in known if has_value(each) and each.coverage < 1]
    told = (
        _sentence(report, "missing_at", measure, late, _owed(report, measure)),
        _sentence(report, "missing_at", measure, owed),
        _sentence(report, "missing_partly", measure, partly),
    )
    return [text for text in told if text]


def _sentence(
    report: Report, key: str, measure: Measure, units: Sequence[OrgUnit], owed: str = ""
) -> str:
    if not units:
        return ""
    names = [unit.name.of(report.language) for unit in units[:MOST_NAMED]]
    more = len(units) - MOST_NAMED
    names += [report.words["and_more"].format(count=more)] if more > 0 else []
    subject = measure.sentence_subject(report.language)
    text = report.words[key].format(measure=subject, units=report.listed(names))
    return f"{text}{owed}."


def _owed(report: Report, measure: Measure) -> str:
    """Return by when a late figure should have come, and from whom, as far as that is known."""
    due = measure.due(report.slice.shown(measure.code))
    if due is None:
        return ""
    text = report.words["missing_due"].format(date=format_date(due, report.language))
    who = _suppliers(report, measure)
    return text + (report.words["missing_from"].format(who=report.listed(who)) if who else "")


def _suppliers(report: Report, measure: Measure) -> list[str]:
    """Return who supplies the inputs of a measure; else who computes it."""
    names = parse_formula(measure.formula).names
    codes = {code for name in names for code in report.slice.sources.get(name, ())}
    found = [s.supplier for s in report.slice.scorecard.sources if s.code in codes and s.supplier]
    if not found and measure.computed_by:
        found = [measure.computed_by]
    return list(dict.fromkeys(text.of(report.language) for text in found))
