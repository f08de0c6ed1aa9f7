"""The sheets of responsibility centres and of the bonus, row by row as the frames have them."""

from __future__ import annotations

from typing import Any

from bsc_helpers.blocks import Sheet, SheetCell
from bsc_helpers.evaluation import rows_of
from bsc_helpers.model import Reason
from bsc_helpers.report.opened import Report
from bsc_helpers.report.sheet_names import Names
from bsc_helpers.report.sheet_rows import Field, as_delivered, known, missing, sheet_of
from bsc_helpers.report.sheet_words import sheet_words

__all__ = ["bonus_sheet", "centres_sheet"]

SHOWN_UNITS = {"SEK": "unit_SEK", "percent": "unit_percent", "times": "times"}


def centres_sheet(report: Report) -> list[Sheet]:
    """Return plan, actual and deviation of the unit's own centre, line by line."""
    names, language = Names(report), report.language
    words = sheet_words(language)
    centres = {c.code: c.name.of(language) for c in report.slice.scorecard.centres}
    judged = {True: report.words["judged_yes"], False: report.words["judged_no"], None: None}

    def number(column: str, reason: str) -> Any:
        def cell(row: Any) -> SheetCell:
            found = as_delivered(getattr(row, column))
            return missing(getattr(row, reason), language) if found is None else found

        return cell

    fields: tuple[Field[Any], ...] = (
        Field("line", lambda r: report.words[f"line_{r.line}"]),
        Field("code", lambda r: r.line),
        Field("centre", lambda r: centres[r.centre]),
        Field("org_unit", lambda r: names.unit(r.org_unit)),
        Field("unit_code", lambda r: r.org_unit),
        Field("period", lambda r: names.period_text(r.period)),
        Field("unit_of_measure", lambda r: words[SHOWN_UNITS[r.unit_of_measure]]),
        Field("centre_plan", number("plan", "plan_reason"), "number"),
        Field("actual", number("actual", "reason"), "number"),
        Field("centre_deviation", lambda r: as_delivered(r.deviation), "number"),
        Field("favourable", lambda r: judged[r.favourable]),
    )
    return sheet_of("centres", fields, rows_of(report.slice.centres), language, names=1)


def bonus_sheet(report: Report) -> list[Sheet]:
    """Return the bonus of the unit by measure, by perspective and as a whole."""
    names, language = Names(report), report.language
    words = sheet_words(language)

    def name(row: Any) -> str:
        if row.level == "measure":
            return names.measure(row.code)
        return names.level({"scheme": "scorecard"}.get(row.level, row.level), row.code)

    def attainment(row: Any) -> SheetCell:
        number = known(row.attainment)
        told = row.reason == Reason.OK.word
        return number if told else missing(row.reason, language)

    fields: tuple[Field[Any], ...] = (
        Field("name", name),
        Field("code", lambda r: r.code),
        Field("bonus_level", lambda r: words[f"level_{r.level}"]),
        Field("org_unit", lambda r: names.unit(r.org_unit)),
        Field("period", lambda r: names.period_text(r.period)),
        Field("bonus_weight", lambda r: r.weight, "percent", 1),
        Field("attainment", attainment, "percent", 1),
        Field("counted", lambda r: known(r.counted), "percent", 1),
        Field("weighted", lambda r: known(r.weighted), "percent", 2),
        Field("coverage", lambda r: known(r.coverage), "share", 1),
        Field("payout", lambda r: known(r.payout), "percent", 1),
    )
    return sheet_of("bonus", fields, rows_of(report.slice.bonus), language, names=1)
