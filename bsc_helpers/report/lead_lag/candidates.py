"""What a search among all pairs of measures found: candidates, and no more than that."""

from __future__ import annotations

from bsc_helpers.blocks import Block, Cell, Column, Heading, Row, Section, Table
from bsc_helpers.compute.leadlag import Candidate
from bsc_helpers.evaluation import Search
from bsc_helpers.narrative.formats import format_number
from bsc_helpers.narrative.lead_lag import lag_words, q_words, r_words
from bsc_helpers.report.lead_lag.opened import LinkReport
from bsc_helpers.report.said import line

__all__ = ["candidates"]


def candidates(report: LinkReport) -> Section:
    """Say how many pairs were looked at, and show those that stand out after correction for all."""
    found, words = report.search, report.words
    if found is None:
        return Section(blocks=())
    blocks: list[Block] = [Heading(level=2, text=words["screen"], anchor="search")]
    blocks += [line(text) for text in _told(report, found)]
    if found.candidates:
        blocks.append(_table(report, found))
    return Section(blocks=tuple(blocks))


def _told(report: LinkReport, found: Search) -> list[str]:
    words = report.words

    def count(number: int) -> str:
        return format_number(number, 0, report.language)

    names = {each.code: each.name.of(report.language) for each in report.scorecard.activities}
    where = names.get(found.activity, "")
    told = [
        words["screen_where"].format(
            measures=count(found.measures),
            units=count(found.units),
            kind=found.kind if not where else f"{found.kind}, {where}",
            periods=count(found.periods),
            kinds=words[f"periods_{found.frequency}"],
        ),
        words["screen_note" if found.candidates else "screen_none"].format(
            count=count(found.looked_at)
        ),
        words["screen_left_out"].format(
            linked=count(found.linked), too_little=count(found.too_little)
        ),
    ]
    return [*told, words["screen_held"]] if found.later_periods else told


def _table(report: LinkReport, found: Search) -> Table:
    words = report.words
    labels = ["candidate_first", "candidate_then", "found", "correlation_interval", "chance"]
    labels += ["confirmed"] * bool(found.later_periods)
    columns = tuple(Column(label=words[label], numeric=label == "chance") for label in labels)
    rows = tuple(_row(report, found, each) for each in found.candidates)
    return Table(caption=words["screen_caption"], columns=columns, rows=rows)


def _row(report: LinkReport, found: Search, each: Candidate) -> Row:
    """Return a candidate: what comes first, what follows and when, and how sure it is."""
    words, language, card = report.words, report.language, report.scorecard
    ends = (each.driver, each.outcome) if each.lag >= 0 else (each.outcome, each.driver)
    names = [card.measure(code).name.of(language) for code in ends]
    sign = words["sign_positive" if each.r > 0 else "sign_negative"]
    r, low, high = (r_words(value, language) for value in (each.r, each.lower, each.upper))
    cells = [Cell(text=f"{name} ({code})") for name, code in zip(names, ends, strict=True)]
    cells += [
        Cell(text=f"{sign}, {lag_words(each.lag, found.frequency, language)}"),
        Cell(text=words["r_and_interval"].format(r=r, low=low, high=high)),
        Cell(text=q_words(each.q, language).removeprefix("q = ").removeprefix("q ")),
    ]
    if found.later_periods:
        cells.append(Cell(text=_confirmed(report, each)))
    return Row(cells=tuple(cells))


def _confirmed(report: LinkReport, each: Candidate) -> str:
    words = report.words
    if each.confirmed is None or each.later_r is None:
        return words["confirmed_none"]
    word = words["confirmed_yes" if each.confirmed else "confirmed_no"]
    return f"{word} (r = {r_words(each.later_r, report.language)})"
