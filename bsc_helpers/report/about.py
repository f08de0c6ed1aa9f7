"""About the data: what is missing, revised or changed, sources, and how to read the report."""

from __future__ import annotations

from bsc_helpers.blocks import (
    Block,
    Cell,
    Column,
    Heading,
    Row,
    Section,
    Table,
)
from bsc_helpers.compute.measuring import CONFIDENCE
from bsc_helpers.compute.scales import SCORE_AT_TARGET, SCORE_AT_WARNING
from bsc_helpers.model import Reason
from bsc_helpers.narrative.formats import (
    format_date,
    format_number,
    format_period,
    format_value,
    missing_sign,
)
from bsc_helpers.report.anchors import ABOUT, anchor_of
from bsc_helpers.report.figures import day_of
from bsc_helpers.report.glossary import glossary
from bsc_helpers.report.governing import about_scorecard, about_subject
from bsc_helpers.report.opened import Report
from bsc_helpers.report.revisions import revised_rows
from bsc_helpers.report.said import STATUS_ORDER, line, said_all
from bsc_helpers.report.trust import missing_below
from bsc_helpers.report.variation import method_texts

__all__ = ["about"]

MISSING_REASONS = (
    Reason.NO_DATA,
    Reason.INCOMPLETE,
    Reason.LATE,
    Reason.NOT_DUE,
    Reason.NOT_APPLICABLE,
    Reason.DIVISION_BY_ZERO,
    Reason.NOT_A_NUMBER,
    Reason.SUPPRESSED,
)


def about(report: Report) -> Section:
    """Say what is missing, where the figures come from, and how the report is to be read."""
    words = report.words
    blocks: list[Block] = [Heading(level=2, text=words["about"], anchor=ABOUT)]
    blocks += [*_missing(report), *_withheld(report), *_preliminary(report)]
    blocks += [*_revised(report), *_breaks(report), *_not_applicable(report)]
    blocks += [Heading(level=3, text=words["about_sources"]), *_sources(report)]
    blocks += [Heading(level=3, text=words["about_method"]), *_methods(report)]
    blocks += [_statuses(report), _signs(report)]
    blocks += [*about_subject(report), *about_scorecard(report), *glossary(report)]
    return Section(blocks=tuple(blocks))


def _headed(report: Report, key: str, blocks: list[Block]) -> list[Block]:
    """Return blocks under a heading; nothing where there are none."""
    return [Heading(level=3, text=report.words[key]), *blocks] if blocks else []


def _missing(report: Report) -> list[Block]:
    """Say which figures are missing or late, and who owes them."""
    claims = [claim for claim in report.statements if claim.model == "15"]
    below = [text for measure in report.measures for text in missing_below(report, measure)]
    blocks: list[Block] = [*said_all(report, claims), *map(line, below)]
    return _headed(report, "about_missing", blocks)


def _withheld(report: Report) -> list[Block]:
    claims = [claim for claim in report.statements if claim.model == "16"]
    return _headed(report, "about_withheld", list(said_all(report, claims)))


def _preliminary(report: Report) -> list[Block]:
    claims = [claim for claim in report.statements if claim.pattern == "19_preliminary"]
    return _headed(report, "about_preliminary", list(said_all(report, claims)))


def _revised(report: Report) -> list[Block]:
    """Return the values of the past year that were changed after they were first published."""
    words, language = report.words, report.language
    rows = []
    for measure, row in ((m, row) for m in report.measures for row in revised_rows(report, m)):
        day = day_of(row.revised_on)
        places = report.figures.decimals(measure, row)
        texts = [
            format_value(value, measure, language, places, bare=True)
            for value in (row.previous, row.value)
        ]
        cells = (
            Cell(text=measure.name.of(language), to=anchor_of(measure)),
            Cell(text=format_period(report.parse(row.period), language)),
            Cell(text=texts[0], number=row.previous),
            Cell(text=texts[1], number=row.value),
            Cell(text=format_date(day, language, short=True) if day else ""),
        )
        rows.append(Row(cells=cells))
    columns = (
        Column(label=words["measure"]),
        Column(label=words["period"]),
        Column(label=words["previous"], numeric=True),
        Column(label=words["value"], numeric=True),
        Column(label=words["revised_on"]),
    )
    table = Table(caption=words["revised_caption"], columns=columns, rows=tuple(rows))
    return _headed(report, "about_revised", [table]) if rows else []


def _breaks(report: Report) -> list[Block]:
    """Return the changes of definition or rule that lie within the shown years."""
    words, language = report.words, report.language
    rows = []
    for measure in report.measures:
        first, last = report.history(measure)[0], report.slice.shown(measure.code)
        for each in measure.breaks:
            begins = report.parse(each.from_)
            if first.start < begins.start <= last.end:
                cells = (
                    Cell(text=measure.name.of(language), to=anchor_of(measure)),
                    Cell(text=format_period(begins, language)),
                    Cell(text=words[f"break_{each.kind}"]),
                    Cell(text=each.text.of(language)),
                )
                rows.append(Row(cells=cells))
    labels = ("measure", "from", "break_kind", "meaning")
    columns = tuple(Column(label=words[label]) for label in labels)
    table = Table(caption=words["breaks_caption"], columns=columns, rows=tuple(rows))
    return _headed(report, "about_breaks", [table]) if rows else []


def _not_applicable(report: Report) -> list[Block]:
    """Say how many measures of the card are not for what the report is about."""
    count = len(report.slice.scorecard.measures) - len(report.measures)
    if not count:
        return []
    key = "not_applicable_one" if count == 1 else "not_applicable"
    text = report.words[key].format(
        count=format_number(count, 0, report.language), unit=report.subject_name
    )
    return [line(text, quiet=True)]


def _methods(report: Report) -> list[Block]:
    words, language = report.words, report.language
    texts = [
        words["method_rollup"],
        words["method_latest"],
        words["method_score"].format(
            at_target=format_number(SCORE_AT_TARGET, 0, language),
            at_limit=format_number(SCORE_AT_WARNING, 0, language),
        ),
    ]
    if any(measure.precision for measure in report.measures):
        confidence = format_number(100 * CONFIDENCE, 0, language)
        texts.append(words["method_interval"].format(confidence=confidence))
        if any(measure.precision and measure.scored for measure in report.measures):
            texts.append(words["method_score_interval"])
    if any(target.peers for measure in report.measures for target in measure.targets):
        texts.append(words["method_peers"])
    texts += method_texts(report)
    if any(measure.minimum_base for measure in report.measures):
        texts.append(words["method_withheld"])
    return [line(text) for text in texts]


def _statuses(report: Report) -> Table:
    words = report.words
    rows = [
        Row(cells=(Cell(status=status), Cell(text=words[f"status_{status}"])))
        for status in STATUS_ORDER
    ]
    columns = (Column(label=words["status"]), Column(label=words["meaning"]))
    return Table(caption=words["statuses_caption"], columns=columns, rows=tuple(rows))


def _signs(report: Report) -> Table:
    words = report.words
    signs: dict[str, list[str]] = {}
    for reason in MISSING_REASONS:
        sign, spoken = missing_sign(reason.word, report.language)
        if spoken not in signs.setdefault(sign, []):
            signs[sign].append(spoken)
    rows = [Row(cells=(Cell(text=s), Cell(text="; ".join(w)))) for s, w in signs.items()]
    columns = (Column(label=words["sign"]), Column(label=words["meaning"]))
    return Table(caption=words["about_signs"], columns=columns, rows=tuple(rows))


def _of_economy(report: Report) -> list[str]:
    """Return the inputs of the economy, where it is shown."""
    economy = report.slice.scorecard.economy
    if economy is None or report.slice.economy.empty:
        return []
    names = [economy.net.plan, economy.net.outturn]
    return names + [name for each in economy.classes for name in (each.plan, each.outturn)]


def _sources(report: Report) -> list[Block]:
    """Return which source delivered which figures, by whom and when; nothing without any."""
    words, language, card = report.words, report.language, report.slice.scorecard
    names = {given.code: given.name.of(language) for given in card.inputs}
    used = {*report.slice.inputs["input"], *_of_economy(report)}
    rows = []
    for source in card.sources:
        delivered = [
            names[name]
            for name, codes in sorted(report.slice.sources.items())
            if source.code in codes and name in used and name in names
        ]
        if delivered:
            day = source.recorded_at
            cells = (
                Cell(text=source.name.of(language)),
                Cell(text=source.supplier.of(language) if source.supplier else ""),
                Cell(text=format_date(day, language, short=True) if day else ""),
                Cell(text=", ".join(delivered)),
            )
            rows.append(Row(cells=cells))
    filled = [n for n in range(4) if any(row.cells[n].text for row in rows)]
    labels = ("source", "supplier", "recorded_on", "delivers")
    return [
        Table(
            caption=words["sources_caption"],
            columns=tuple(Column(label=words[labels[n]]) for n in filled),
            rows=tuple(Row(cells=tuple(row.cells[n] for n in filled)) for row in rows),
        )
    ]
