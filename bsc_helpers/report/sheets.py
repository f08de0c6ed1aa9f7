"""The sheets of the workbook beside a report: the numbers behind it, in tidy form.

What a report does not show stands in no sheet either: a withheld value, and what it is made of, is
left out here, before anything is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bsc_helpers.blocks import Section, Sheet
from bsc_helpers.model import OrgUnit
from bsc_helpers.narrative.alphabet import name_key
from bsc_helpers.report.opened import Report
from bsc_helpers.report.sheet_centres import bonus_sheet, centres_sheet
from bsc_helpers.report.sheet_frames import (
    economy_sheet,
    inputs_sheet,
    scores_sheet,
    surveys_sheet,
)
from bsc_helpers.report.sheet_rows import Field, Told, sheet_of, text_of
from bsc_helpers.report.sheet_statements import statements_sheet
from bsc_helpers.report.sheet_variation import changes_sheet, comparison_sheet
from bsc_helpers.report.sheet_words import sheet_words

__all__ = ["sheets"]


def sheets(report: Report) -> Section:
    """Return every sheet of a report's workbook that has something to tell."""
    makers = (
        _measures,
        _series,
        inputs_sheet,
        _units,
        scores_sheet,
        economy_sheet,
        centres_sheet,
        bonus_sheet,
        surveys_sheet,
        changes_sheet,
        comparison_sheet,
        statements_sheet,
    )
    return Section(blocks=tuple(sheet for make in makers for sheet in make(report)))


def _word(told: Told, key: str | None) -> str | None:
    return None if key is None else sheet_words(told.language)[key]


_WHAT: Final[tuple[Field[Told], ...]] = (
    Field("measure", lambda t: t.measure.name.of(t.language)),
    Field("code", lambda t: t.measure.code),
)
_WHEN: Final[tuple[Field[Told], ...]] = (
    Field("period", lambda t: t.period_text),
    Field("first_day", lambda t: t.period.start.isoformat(), "date"),
    Field("last_day", lambda t: t.period.end.isoformat(), "date"),
)
_UNIT: Final[tuple[Field[Told], ...]] = (
    Field("org_unit", lambda t: t.unit.name.of(t.language)),
    Field("unit_code", lambda t: t.unit.code),
)
_UNIT_OF_MEASURE: Final[Field[Told]] = Field("unit_of_measure", lambda t: t.unit_of_measure)
_HOW_MUCH: Final[tuple[Field[Told], ...]] = (
    Field("value", Told.value, "number"),
    Field("lower", lambda t: t.number("lower"), "number"),
    Field("upper", lambda t: t.number("upper"), "number"),
    Field("target", Told.target, "number"),
    Field("target_low", lambda t: t.target("target_low"), "number"),
    Field("target_high", lambda t: t.target("target_high"), "number"),
    Field("status", lambda t: t.status),
    Field("base", lambda t: t.plain("base"), "number"),
    Field("coverage", Told.coverage, "share", 1),
)
_JUDGED: Final[tuple[Field[Told], ...]] = (
    Field("variance", lambda t: t.number("variance"), "number"),
    Field("attainment", Told.attainment, "percent"),
    Field("score", lambda t: t.plain("score"), "number"),
    Field("weight", lambda t: t.report.weights.get(t.measure.code), "share", 1),
    Field("year_before", Told.year_before, "number"),
    Field("year_to_date", lambda t: t.window("year_to_date"), "number"),
    Field("rolling_year", lambda t: t.window("rolling_year"), "number"),
    Field("previous", lambda t: t.number("previous"), "number"),
    Field("revised_on", Told.revised_on, "date"),
)
_CARD: Final[tuple[Field[Told], ...]] = (
    Field("role", lambda t: _word(t, t.measure.role)),
    Field("polarity", lambda t: _word(t, t.measure.polarity)),
    Field("frequency", lambda t: _word(t, t.measure.frequency)),
    Field("reliability", lambda t: _word(t, t.measure.reliability)),
    Field("comparability", lambda t: _word(t, t.measure.comparability)),
    Field("owner", lambda t: text_of(t.measure.owner, t.language)),
    Field("computed_by", lambda t: text_of(t.measure.computed_by, t.language)),
    Field("formula", lambda t: t.measure.formula),
    Field("definition", lambda t: text_of(t.measure.definition, t.language)),
)
_PLACE: Final[tuple[Field[Told], ...]] = (
    Field("perspective", lambda t: t.perspective.name.of(t.language)),
    Field("objective", lambda t: t.objective.name.of(t.language)),
    Field("success_factor", lambda t: t.success_factor),
)


def _shown(report: Report, unit: OrgUnit) -> Iterator[Told]:
    """Yield what the report shows of a unit, perspective by perspective."""
    order = [perspective.code for perspective in report.slice.scorecard.perspectives]
    told = [Told(report, m, unit, report.slice.shown(m.code)) for m in report.measures]
    yield from sorted(told, key=lambda each: order.index(each.perspective.code))


def _measures(report: Report) -> list[Sheet]:
    fields = (*_WHAT, *_PLACE, _UNIT_OF_MEASURE, *_WHEN, *_HOW_MUCH, *_JUDGED, *_CARD)
    told = _shown(report, report.slice.org_unit)
    return sheet_of("measures", fields, told, report.language, names=2)


def _series(report: Report) -> list[Sheet]:
    fields = (*_WHAT, *_UNIT, *_WHEN, _UNIT_OF_MEASURE, *_HOW_MUCH)
    told = (
        each
        for shown in _shown(report, report.slice.org_unit)
        for unit in (report.slice.org_unit, *reversed(report.slice.ancestors))
        for period in report.history(shown.measure)
        for each in (Told(report, shown.measure, unit, period),)
        if each.row is not None
    )
    return sheet_of("series", fields, told, report.language, names=3)


def _units(report: Report) -> list[Sheet]:
    """Return the values of the unit, those below it and those like it; none where it has none."""
    part, words, language = report.slice, sheet_words(report.language), report.language
    relations = {part.org_unit.code: "relation_own"}
    relations |= {unit.code: "relation_peer" for unit in part.peers}
    relations |= {unit.code: "relation_below" for unit in part.children}
    by_code = {unit.code: unit for unit in (part.org_unit, *part.peers, *part.children)}
    others = [by_code[code] for code in relations if code != part.org_unit.code]
    others.sort(key=lambda unit: name_key(unit.name.of(language), language))
    told = [each for u in (part.org_unit, *others) for each in _shown(report, u) if each.row]
    fields: tuple[Field[Told], ...] = (
        *_UNIT,
        Field("kind", lambda t: text_of(t.unit.kind, language)),
        Field("relation", lambda t: words[relations[t.unit.code]]),
        *_WHAT,
        *_WHEN,
        _UNIT_OF_MEASURE,
        *_HOW_MUCH,
    )
    return sheet_of("units", fields, told if others else (), language)
