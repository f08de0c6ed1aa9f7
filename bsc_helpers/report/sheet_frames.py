"""The sheets that follow a frame of the report row by row: inputs, scores and the economy."""

from __future__ import annotations

from typing import Any

from bsc_helpers.blocks import Missing, Sheet, SheetCell
from bsc_helpers.evaluation import rows_of
from bsc_helpers.model import Reason
from bsc_helpers.report.figures import is_withheld
from bsc_helpers.report.opened import Report
from bsc_helpers.report.sheet_names import Names
from bsc_helpers.report.sheet_rows import Field, as_delivered, day, known, missing, sheet_of
from bsc_helpers.report.sheet_words import sheet_words

__all__ = ["economy_sheet", "inputs_sheet", "scores_sheet", "surveys_sheet"]


def inputs_sheet(report: Report) -> list[Sheet]:
    """Return what was put into the formulas for the values that are shown.

    What a withheld value is made of is withheld too.
    """
    names, language, card = Names(report), report.language, report.slice.scorecard
    withheld = {m.code for m in card.measures if is_withheld(report.row(m))}

    def value(row: Any) -> SheetCell:
        if row.measure in withheld:
            return missing(Reason.SUPPRESSED.word, language)
        number = as_delivered(row.value) if row.reason == Reason.OK.word else None
        return missing(row.reason, language) if number is None else number

    fields: tuple[Field[Any], ...] = (
        Field("measure", lambda r: names.measure(r.measure)),
        Field("code", lambda r: r.measure),
        Field("input", lambda r: names.input(r.input)),
        Field("input_code", lambda r: r.input),
        Field("period", lambda r: names.period_text(r.period)),
        Field("first_day", lambda r: names.period(r.period).start.isoformat(), "date"),
        Field("last_day", lambda r: names.period(r.period).end.isoformat(), "date"),
        Field("value", value, "number"),
        Field("unit_of_measure", lambda r: names.input_unit(r.input)),
        Field(
            "coverage",
            lambda r: None if r.measure in withheld else known(r.coverage),
            "share",
            1,
        ),
        Field("source", lambda r: names.sources(r.input)),
    )
    return sheet_of("inputs", fields, rows_of(report.slice.inputs), language, names=3)


def scores_sheet(report: Report) -> list[Sheet]:
    """Return the weighted scores of the unit, then of those above and right below it.

    Those beside it are left out: a report is no league table.
    """
    names, words, part = Names(report), sheet_words(report.language), report.slice
    units = [unit.code for unit in (part.org_unit, *reversed(part.ancestors), *part.children)]
    own = [row for code in units for row in rows_of(part.scores[part.scores["org_unit"] == code])]

    def score(row: Any) -> SheetCell:
        number = known(row.score)
        return Missing(because=words["withheld"]) if number is None else number

    fields: tuple[Field[Any], ...] = (
        Field("org_unit", lambda r: names.unit(r.org_unit)),
        Field("unit_code", lambda r: r.org_unit),
        Field("level", lambda r: words[f"level_{r.level}"]),
        Field("name", lambda r: names.level(r.level, r.code)),
        Field("code", lambda r: r.code),
        Field("period", lambda r: names.period_text(r.period)),
        Field("score", score, "number"),
        Field("lower", lambda r: known(r.score_lower), "number"),
        Field("upper", lambda r: known(r.score_upper), "number"),
        Field("coverage", lambda r: known(r.coverage), "share", 1),
    )
    return sheet_of("scores", fields, own, report.language, names=1)


def economy_sheet(report: Report) -> list[Sheet]:
    """Return budget, outturn and forecast of the unit, line by line, and of those below it."""
    names = Names(report)
    fields: tuple[Field[Any], ...] = (
        Field("org_unit", lambda r: names.unit(r.org_unit)),
        Field("unit_code", lambda r: r.org_unit),
        Field("line", lambda r: names.line(r.line)),
        Field("period", lambda r: names.period_text(r.period)),
        Field("plan", lambda r: known(r.plan), "number"),
        Field("outturn", lambda r: known(r.outturn), "number"),
        Field("deviation", lambda r: known(r.deviation), "number"),
        Field("year_plan", lambda r: known(r.year_plan), "number"),
        Field("forecast", lambda r: known(r.forecast), "number"),
        Field("forecast_deviation", lambda r: known(r.forecast_deviation), "number"),
        Field("made_on", lambda r: day(r.made_on), "date"),
        Field(
            "previous_forecast_deviation", lambda r: known(r.previous_forecast_deviation), "number"
        ),
        Field("previous_made_on", lambda r: day(r.previous_made_on), "date"),
    )
    return sheet_of("economy", fields, rows_of(report.slice.economy), report.language, names=1)


def surveys_sheet(report: Report) -> list[Sheet]:
    """Return the index and the areas of every survey round, of the unit and the one above it."""
    names, words, language = Names(report), sheet_words(report.language), report.language

    def value(row: Any) -> SheetCell:
        told = row.reason == Reason.OK.word
        return float(row.value) if told else missing(row.reason, language)

    def word(prefix: str, key: str | None) -> str | None:
        return words[f"{prefix}_{key}"] if isinstance(key, str) else None

    fields: tuple[Field[Any], ...] = (
        Field("org_unit", lambda r: names.unit(r.org_unit)),
        Field("unit_code", lambda r: r.org_unit),
        Field("survey", lambda r: names.survey(r.survey)),
        Field("part", lambda r: names.survey_part(r.survey, r.part)),
        Field("period", lambda r: names.period_text(r.period)),
        Field("value", value, "number", 1),
        Field("lower", lambda r: known(r.lower), "number", 1),
        Field("upper", lambda r: known(r.upper), "number", 1),
        Field("answers", lambda r: known(r.answers), "number"),
        Field("respondents", lambda r: known(r.respondents), "number"),
        Field("invited", lambda r: known(r.invited), "number"),
        Field("change", lambda r: known(r.change), "number", 1),
        Field("change_margin", lambda r: known(r.change_margin), "number", 1),
        Field("estimate", lambda r: known(r.effect), "number", 2),
        Field("estimate_lower", lambda r: known(r.effect_lower), "number", 2),
        Field("estimate_upper", lambda r: known(r.effect_upper), "number", 2),
        Field("r_squared", lambda r: known(r.r_squared), "share"),
        Field("quadrant", lambda r: word("quadrant", r.quadrant)),
        Field("placed", lambda r: word("placed", r.placed)),
    )
    return sheet_of("surveys", fields, rows_of(report.slice.surveys), language, names=5)
