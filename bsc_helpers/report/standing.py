"""Where the measures stand: against target, against the year before, and against other units.

Only what the figures bear is counted; what is more than chance is told apart from it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from bsc_helpers.model import Measure, OrgUnit
from bsc_helpers.narrative.formats import format_number
from bsc_helpers.report.changes import change_of
from bsc_helpers.report.compared import compared_with, is_compared, spans_below
from bsc_helpers.report.figures import has_interval, has_value
from bsc_helpers.report.opened import Report
from bsc_helpers.report.summary import measures_in
from bsc_helpers.report.variation import news_of, variation_of

__all__ = ["beside_others", "how_it_stands", "what_changed"]

JUDGED = ("good", "warning", "poor", "uncertain")
MISSED = ("warning", "poor")
MOST_NAMED = 3


def how_it_stands(report: Report) -> str:
    """Say how many of the judged measures are on target, in all and in each perspective."""
    parts, count, good = [], 0, 0
    for perspective in report.slice.scorecard.perspectives:
        statuses = Counter(_status(report, m) for m in measures_in(report, perspective))
        judged = sum(statuses[status] for status in JUDGED)
        if judged:
            count, good = count + judged, good + statuses["good"]
            name = perspective.name.of(report.language)
            texts = {"name": name, "good": statuses["good"], "count": judged}
            parts.append(report.words["how_part"].format(**texts))
    if not count:
        return report.words["how_none"]
    text = report.plural("how_text", count).format(good=good, count=count)
    return f"{text} ({'; '.join(parts)})." if len(parts) > 1 else f"{text}."


def _status(report: Report, measure: Measure) -> str:
    row = report.row(measure)
    return "no_data" if row is None else str(row.status)


# --- against the year before ----------------------------------------------------------------------


def what_changed(report: Report) -> str:
    """Count better and worse values than a year before; name what is more than chance.

    Also the targets that were met then and are missed now, and the reverse.
    """
    sides = Counter(filter(None, (_side_of_change(report, m) for m in report.measures)))
    count = sides.total()
    text = report.words["changed_none"]
    if sides:
        text = report.plural("changed_text", count).format(count=count, **_counts(sides))
    return " ".join([text, _beyond_chance(report), *_crossed(report)])


def _beyond_chance(report: Report) -> str:
    """Say how many values are held against their own past, and which of them stand out."""
    found = [measure for measure in report.measures if variation_of(report, measure) is not None]
    if not found:
        return report.words["changed_untested"]
    news = [measure for measure in found if news_of(report, measure) is not None]
    key = "changed_tested" if news else "changed_tested_none"
    names = f" ({_named(report, news)})" if 0 < len(news) <= MOST_NAMED else ""
    count = {"count": len(found), "news": len(news), "names": names}
    return report.plural(key, len(found)).format(**count)


def _side_of_change(report: Report, measure: Measure) -> str | None:
    """Return whether a value is better or worse than a year before, as both are shown."""
    change = change_of(report, measure)
    if change is None or not _is_judged(measure):
        return None
    now, then = report.row(measure), _year_before(report, measure)
    if report.figures.number_text(measure, now) == report.figures.number_text(measure, then):
        return "same"
    return _better_if(measure, higher=change > 0)


def _year_before(report: Report, measure: Measure) -> Any:
    return report.row(measure, period=report.slice.shown(measure.code).year_before())


def _crossed(report: Report) -> list[str]:
    """Name the measures whose target was met a year before and is missed now, and the reverse."""
    met: dict[str, list[Measure]] = {"changed_lost": [], "changed_won": []}
    for measure in report.measures:
        if change_of(report, measure) is None:
            continue
        now, then = _status(report, measure), str(_year_before(report, measure).status)
        if then == "good" and now in MISSED:
            met["changed_lost"].append(measure)
        elif then in MISSED and now == "good":
            met["changed_won"].append(measure)
    return [
        report.words[key].format(names=_named(report, each)) for key, each in met.items() if each
    ]


def _named(report: Report, measures: list[Measure]) -> str:
    if len(measures) > MOST_NAMED:
        return report.words["some_measures"].format(count=len(measures))
    return report.listed([measure.name.of(report.language) for measure in measures])


# --- against the unit above -----------------------------------------------------------------------


def beside_others(report: Report) -> str:
    """Count better and worse values than the unit above; name what is unusual among its kind.

    At the top it is said where the spans of the units below stand.
    """
    whole = compared_with(report)
    if whole is None:
        return report.words["compared_below"] if spans_below(report) else ""
    sides = Counter(side for m in report.measures if (side := _side(report, m, whole)))
    text = report.words["compared_none"].format(whole=whole.name.of(report.language))
    if sides:
        text = report.plural("compared_text", sides.total()).format(
            whole=whole.name.of(report.language),
            unit=report.subject_name,
            count=sides.total(),
            **_counts(sides),
        )
    return " ".join(filter(None, [text, _among_its_kind(report)]))


def _among_its_kind(report: Report) -> str:
    """Say by how many measures the unit is held against those of its kind, and what stands out."""
    rows = [(m, row) for m in report.measures if (row := report.beside(m)) and not report.is_old(m)]
    if not rows:
        return ""
    beyond = [measure for measure, row in rows if row.unusual]
    words = report.words
    outside = words["compared_usual_none"]
    if beyond:
        outside = words["compared_usual_some"].format(names=_named(report, beyond))
    units = format_number(max(row.units for _, row in rows), 0, report.language)
    text = report.plural("compared_usual", len(rows))
    return text.format(units=units, count=len(rows), outside=outside)


def _side(report: Report, measure: Measure, whole: OrgUnit) -> str | None:
    own, other = report.row(measure), report.row(measure, whole)
    known = has_value(own) and has_value(other) and is_compared(report, measure)
    if not _is_judged(measure) or not known or report.is_old(measure):
        return None
    alike = report.figures.number_text(measure, own) == report.figures.number_text(measure, other)
    if alike or _may_be_chance(report, measure, whole):
        return "same"
    return _better_if(measure, higher=own.value > other.value)


def _may_be_chance(report: Report, measure: Measure, whole: OrgUnit) -> bool:
    """Whether the interval of the value reaches that of the whole; of a full count it cannot be."""
    own, other = report.row(measure), report.row(measure, whole)
    if not has_interval(own):
        return False
    low, high = (other.lower, other.upper) if has_interval(other) else (other.value, other.value)
    return bool(own.lower <= high and low <= own.upper)


# --- better and worse -----------------------------------------------------------------------------


def _is_judged(measure: Measure) -> bool:
    return measure.polarity in ("higher_is_better", "lower_is_better")


def _better_if(measure: Measure, *, higher: bool) -> str:
    return "better" if higher == (measure.polarity == "higher_is_better") else "worse"


def _counts(sides: Mapping[Any, int]) -> dict[str, int]:
    return {side: sides.get(side, 0) for side in ("better", "worse", "same")}
