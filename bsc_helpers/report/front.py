"""The first page: the head, and what is said in short."""

from __future__ import annotations

from collections import Counter

from bsc_helpers.blocks import Block, Head, Heading, KeyFigure, KeyFigures, Section
from bsc_helpers.model import ALL_ACTIVITIES, Occasion, Version
from bsc_helpers.narrative import chance_line, nothing_deviates
from bsc_helpers.narrative import in_short as shortlist
from bsc_helpers.narrative.formats import format_date
from bsc_helpers.report.answers import answers
from bsc_helpers.report.opened import Report
from bsc_helpers.report.remarks import remarks_on_whole
from bsc_helpers.report.said import STATUS_ORDER, line, said_all
from bsc_helpers.report.variation import chance_of

__all__ = ["head", "in_short", "occasion_of", "version_text"]

DEVIATES = {
    "18",
    "2",
    "8",
    "12",
    "15",
}  # the models after which it cannot be said that nothing does


def head(report: Report) -> Head:
    """Say what the report is about: subject, period, place in the organisation, mission."""
    words, language, part = report.words, report.language, report.slice
    card, unit = part.scorecard, part.org_unit
    place = " › ".join(above.name.of(language) for above in part.ancestors)
    whole = report.slice.activity == ALL_ACTIVITIES
    facts = {
        "kind": unit.kind.of(language) if unit.kind and whole else "",
        "place": place,
        "units": str(len(part.children)) if part.children else "",
        "representative": unit.representative.of(language) if unit.representative else "",
        "occasion": _occasion(report),
        "version": version_text(report, card.version),
        "known": format_date(part.as_of, language) if part.as_of else "",
    }
    return Head(
        title=words["title"].format(unit=report.subject_name, period=report.period_text),
        subtitle=_card_name(report),
        language=language,
        facts=tuple((words[key], text) for key, text in facts.items() if text),
        lead=card.mission.of(language) if card.mission else "",
        notice=card.notice.of(language) if card.notice else "",
    )


def _card_name(report: Report) -> str:
    """Return the name of the scorecard; one that is not in force says so at once."""
    card = report.slice.scorecard
    name, version = card.name.of(report.language), card.version
    if version is None or version.status == "adopted":
        return name
    return f"{name} ({report.words[f'version_{version.status}']})"


def version_text(report: Report, version: Version | None) -> str:
    """Return whether a scorecard is a draft, adopted or retired: "version 2, adopted …"."""
    if version is None:
        return ""
    words, language = report.words, report.language
    number = words["version_number"].format(number=version.number) if version.number else ""
    on = words["version_on"].format(date=format_date(version.on, language)) if version.on else ""
    by = words["version_by"].format(who=version.by.of(language)) if version.by else ""
    return number + words[f"version_{version.status}"] + on + by


def occasion_of(report: Report) -> Occasion | None:
    """Return the reporting occasion that covers the period and ends with it, or soonest after."""
    period = report.slice.period
    covering = [
        each
        for each in report.slice.scorecard.occasions
        if each.starts <= period.start and period.end <= each.ends
    ]
    return min(covering, key=lambda each: (each.ends, each.starts), default=None)


def _occasion(report: Report) -> str:
    """Return the occasion; nothing once its committee has met before the figures were read."""
    occasion, known = occasion_of(report), report.slice.as_of
    if occasion is None:
        return ""
    if known and occasion.committee and known > occasion.committee:
        return ""
    name = occasion.name.of(report.language)
    if occasion.committee is None:
        return name
    date = format_date(occasion.committee, report.language)
    return report.words["occasion_committee"].format(occasion=name, date=date)


def in_short(report: Report) -> Section:
    """Bring forward what matters most, in a fixed order, count the statuses, answer the rest."""
    brought = shortlist(report.statements)
    blocks: list[Block] = [Heading(level=2, text=report.words["in_short"], anchor="in-short")]
    blocks += said_all(report, brought)
    if not DEVIATES & {claim.model for claim in brought}:
        blocks.append(line(nothing_deviates(report.slice.period, report.language)))
    blocks += [_counts(report), line(chance_line(*chance_of(report), report.language))]
    return Section(blocks=(*blocks, *answers(report), *remarks_on_whole(report)))


def _counts(report: Report) -> KeyFigures:
    shown = [report.row(measure) for measure in report.measures]
    counts = Counter("no_data" if row is None else row.status for row in shown)
    figures = tuple(
        KeyFigure(text=str(counts[status]), status=status)
        for status in STATUS_ORDER
        if counts[status]
    )
    return KeyFigures(label=report.words["status_counts"], figures=figures)
