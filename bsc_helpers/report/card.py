"""The card of a measure in words: kind of measurement, grades, axes, schedule, who answers."""

from __future__ import annotations

from bsc_helpers.model import LocalText, Measure
from bsc_helpers.narrative.formats import format_date, format_number, format_period, format_share
from bsc_helpers.report.opened import Report

__all__ = ["measure_card", "new_rules"]

Fact = tuple[str, str]


def measure_card(report: Report, measure: Measure) -> list[Fact]:
    """Return what the register says of a measure, label by label; an empty text says nothing."""
    words, language = report.words, report.language
    owner = words["owner" if measure.scored else "owner_followed"]
    weight = report.weights.get(measure.code, 0.0)
    return [
        (words["weight_fact"], format_share(weight, language) if weight else ""),
        *_grades(report, measure),
        *_schedule(report, measure),
        *_breaks(report, measure),
        (owner, measure.owner.of(language) if measure.owner else ""),
        (words["computed_by"], measure.computed_by.of(language) if measure.computed_by else ""),
    ]


def _grades(report: Report, measure: Measure) -> list[Fact]:
    words, axes = report.words, measure.axes
    kind = measure.kind
    return [
        (
            words["kind_fact"],
            f"{words[f'kind_{kind}']} {words[f'kind_{kind}_says']}" if kind else "",
        ),
        (words["role_fact"], words[f"role_{measure.role}"]),
        (words["timing_fact"], words[f"timing_{measure.timing}"] if measure.timing else ""),
        (
            words["axes_fact"],
            ", ".join(
                words[f"axis_{place}"]
                for place in (axes.money, f"role_{axes.role}", axes.nature, axes.view, axes.term)
            )
            if axes
            else "",
        ),
        (words["reliability"], _grade(report, "reliability", measure.reliability)),
        (words["comparability"], _grade(report, "comparability", measure.comparability)),
    ]


def _grade(report: Report, what: str, grade: str | None) -> str:
    """Return a grade, and what follows from a low one."""
    if grade is None:
        return ""
    text = report.words[f"grade_{grade}"]
    return f"{text}: {report.words[f'low_{what}']}" if grade == "low" else text


def _schedule(report: Report, measure: Measure) -> list[Fact]:
    """Return when it is measured, when the figures of the shown period were due, how long valid."""
    words, language, schedule = report.words, report.language, measure.schedule
    shown = report.slice.shown(measure.code)
    due = measure.due(shown)
    due_text = (
        words["due_text"].format(
            period=format_period(shown, language), date=format_date(due, language)
        )
        if due
        else ""
    )
    measured = schedule.measured.of(language) if schedule.measured else ""
    valid = schedule.valid_months
    valid_text = words["months"].format(count=format_number(valid, 0, language)) if valid else ""
    return [
        (words["measured_fact"], measured or words[f"every_{measure.frequency}"]),
        (words["due_fact"], due_text),
        (words["valid_fact"], valid_text),
    ]


def _breaks(report: Report, measure: Measure) -> list[Fact]:
    """Return each change of definition or rule, up to the shown period."""
    words, language = report.words, report.language
    shown = report.slice.shown(measure.code)
    told = [(report.parse(each.from_), each) for each in measure.breaks]
    return [
        (
            words["break_from"].format(
                change=words[f"break_{each.kind}"], period=format_period(begins, language)
            ),
            each.text.of(language),
        )
        for begins, each in told
        if begins.start <= shown.end
    ]


def new_rules(report: Report, measure: Measure) -> list[str]:
    """Return each change of a rule or level in the shown years, as a sentence of its own."""
    first, last = report.history(measure)[0].start, report.slice.shown(measure.code).end
    told = [
        (report.parse(each.from_), each) for each in measure.breaks if each.kind != "definition"
    ]
    return [
        report.words["rule_line"].format(
            change=report.words[f"break_{each.kind}"],
            period=format_period(begins, report.language),
            text=_sentence(each.text, report),
        )
        for begins, each in told
        if first < begins.start <= last
    ]


def _sentence(text: LocalText, report: Report) -> str:
    """Return a text as it stands by itself in a sentence, without its full stop."""
    said = text.of(report.language)
    return (said[:1].upper() + said[1:]).removesuffix(".")
