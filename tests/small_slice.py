"""Slices for the tests of the narrative: one measure in one row, or a whole evaluated card."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from random import Random
from typing import Any

import pandas as pd

from bsc_helpers.evaluation import (
    ECONOMY,
    INPUTS,
    RESULTS,
    SCORES,
    ReportSlice,
    evaluate,
    frame_of,
    observations_frame,
    slice_for,
)
from bsc_helpers.model import Measure, Scorecard
from bsc_helpers.narrative import Evidence
from bsc_helpers.periods import parse_period, period_of

UNIT = "backa"
SEEDS = 20  # so many whole evaluations with random figures

SICKNESS = {
    "code": "M02",
    "name": {"sv": "Sjukfrånvaro", "en": "Sickness absence"},
    "subject": {"sv": "Sjukfrånvaron", "en": "Sickness absence"},
    "objective": "O",
    "formula": "a",
    "unit_of_measure": "percent",
    "polarity": "lower_is_better",
}


def measure_of(**changed: Any) -> Measure:
    """Return the measure of sickness absence, with some fields changed."""
    return Measure.model_validate(SICKNESS | changed)


def slice_of(
    measure: Measure,
    row: Mapping[str, Any],
    *,
    period: str = "2003-Q4",
    inputs: Mapping[str, float] | None = None,
    given: Sequence[Mapping[str, Any]] = (),
    card_coverage: float = math.nan,
) -> ReportSlice:
    """Return a slice with one measure, whose row has the columns given and is else empty."""
    card = Scorecard.model_validate(
        {
            "code": "card",
            "name": "Card",
            "inputs": list(given),
            "org_units": [{"code": UNIT, "name": "Backa"}],
        }
    ).model_copy(update={"measures": (measure,)})
    when = parse_period(period)
    shown = period_of(when.end, measure.frequency)
    shown = shown if shown.end <= when.end else shown.shift(-1)
    place = {"org_unit": UNIT, "activity": "all", "period": str(shown), "measure": measure.code}
    empty = {name: math.nan for name, kind in RESULTS.items() if kind == "float64"}
    found = {**empty, "status": "no_data", "reason": "ok", "revised_on": None, **place, **row}
    rows = [
        {**place, "input": name, "value": value, "reason": "ok", "coverage": math.nan}
        for name, value in (inputs or {}).items()
    ]
    score = {"level": "scorecard", "code": "card", "score": 50.0, "coverage": card_coverage}
    score |= {"score_lower": math.nan, "score_upper": math.nan}
    score |= {"org_unit": UNIT, "activity": "all", "period": str(when)}
    scores = [] if math.isnan(card_coverage) else [score]
    return ReportSlice(
        scorecard=card,
        org_unit=card.org_units[0],
        activity="all",
        period=when,
        as_of=None,
        ancestors=(),
        children=(),
        results=_frame(RESULTS, [found]),
        scores=_frame(SCORES, scores),
        inputs=_frame(INPUTS, rows),
        sources={},
    )


def with_past(report: ReportSlice, rows: Mapping[str, Mapping[str, Any]]) -> ReportSlice:
    """Return a slice with more rows of its measure, by period; what a row does not say is empty."""
    return _with_rows(report, [{**row, "period": period} for period, row in rows.items()])


def with_unit_above(report: ReportSlice, **row: Any) -> ReportSlice:
    """Return a slice of which the unit lies in a city that has a row of the same measure."""
    city = {"code": "city", "name": {"sv": "Göteborg", "en": "Göteborg"}}
    units = [city, {"code": UNIT, "name": "Backa", "parent": "city"}]
    card = with_register(report, org_units=units).scorecard
    shown = report.results["period"].iloc[0]
    above = _with_rows(report, [{**row, "org_unit": "city", "period": shown}])
    return replace(above, scorecard=card, org_unit=card.org_units[1], ancestors=card.org_units[:1])


def with_register(report: ReportSlice, **parts: Any) -> ReportSlice:
    """Return a slice with other parts of its scorecard, as a person would write them."""
    card = report.scorecard
    written = card.model_dump(by_alias=True, exclude_unset=True) | parts
    changed = Scorecard.model_validate(written).model_copy(update={"measures": card.measures})
    return replace(report, scorecard=changed)


def with_economy(report: ReportSlice, lines: Mapping[str, Mapping[str, Any]]) -> ReportSlice:
    """Return a slice with lines of the economy, by their code; plan and outturn as net costs."""
    place = {"org_unit": UNIT, "activity": "all", "period": str(report.period)}
    empty = {name: math.nan if kind == "float64" else None for name, kind in ECONOMY.items()}
    rows = [{**empty, **place, "line": code, **line} for code, line in lines.items()]
    return replace(report, economy=_frame(ECONOMY, rows))


def cells_of(report: ReportSlice, evidence: Evidence) -> list[Any]:
    """Return what stands in a slice where a piece of evidence says that it stands."""
    if evidence.frame == "register":
        return [_as_written(report.scorecard, evidence)]
    frame = getattr(report, evidence.frame)
    names = ("org_unit", "activity", "period", "measure", "input", "line", "level", "code")
    for name in names:
        wanted = getattr(evidence, name)
        if wanted:
            frame = frame[frame[name] == wanted]
    return list(frame[evidence.column])


def _as_written(card: Scorecard, evidence: Evidence) -> Any:
    parts: list[Any] = [*card.measures, *card.initiatives]
    part = next(part for part in parts if part.code == evidence.code)
    schedule = getattr(part, "schedule", None)
    found = getattr(part if hasattr(part, evidence.column) else schedule, evidence.column)
    if evidence.column == "effect":
        return found.value
    if evidence.column == "breaks":
        return next(each.from_ for each in found if each.from_ == evidence.value)
    if evidence.column == "targets":
        return next(each for target in found for each in _limits(target) if each == evidence.value)
    return found.isoformat() if isinstance(found, date) else found


def _limits(target: Any) -> tuple[float | None, ...]:
    relative, peers = target.relative, target.peers
    following = [relative.times] if relative else [peers.percentile, peers.fewest] if peers else []
    return target.warning, target.warning_low, target.warning_high, *following


def _with_rows(report: ReportSlice, rows: Sequence[Mapping[str, Any]]) -> ReportSlice:
    empty = {name: math.nan for name, kind in RESULTS.items() if kind == "float64"}
    (measure,) = report.scorecard.measures
    place = {"org_unit": UNIT, "activity": "all", "measure": measure.code}
    known = {"status": "good", "reason": "ok", "revised_on": None}
    more = _frame(RESULTS, [{**empty, **place, **known, **row} for row in rows])
    return replace(report, results=pd.concat([report.results, more], ignore_index=True))


def _frame(columns: Mapping[str, str], rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    return frame_of(dict(columns), [{name: [row[name] for row in rows] for name in columns}])


def _input(code: str, frequency: str = "quarter", unit: Any = None, **more: str) -> dict[str, Any]:
    return {"code": code, "name": code, "frequency": frequency, "unit_of_measure": unit, **more}


ANSWERS = {"sv": "svar", "en": "answers"}
CARD = Scorecard.model_validate(
    {
        "code": "card",
        "name": "Card",
        "minimum_coverage": 0,
        "perspectives": [{"code": "P", "name": "P"}],
        "objectives": [{"code": "O", "name": "O", "perspective": "P"}],
        "org_units": [
            {"code": "city", "name": "City"},
            {"code": "north", "name": "North", "parent": "city"},
            {"code": "south", "name": "South", "parent": "city"},
        ],
        "inputs": [
            _input("ill", missing="skip"),
            _input("hours", missing="skip"),
            _input("yes", unit=ANSWERS),
            _input("answers", unit=ANSWERS),
            _input("marks_n", "year"),
            _input("marks_sum", "year"),
            _input("marks_sum2", "year"),
            _input("waiting", missing="skip"),
            _input("plan", unit="SEK"),
            _input("outturn", unit="SEK"),
            _input("days"),
        ],
        "measures": [
            SICKNESS
            | {
                "formula": "100 * ill / hours",
                "targets": [{"from": "2003", "value": 8.5, "warning": 9}],
                "computed_by": {"sv": "personalsekreterare", "en": "HR officer"},
            },
            SICKNESS
            | {
                "code": "K04",
                "subject": {"sv": "Andelen nöjda", "en": "The share satisfied"},
                "formula": "100 * yes / answers",
                "polarity": "higher_is_better",
                "targets": [{"from": "2003", "value": 60, "warning": 50}],
                "precision": {
                    "kind": "proportion",
                    "count": "answers",
                    "sum": "yes",
                    "scale": 100,
                },
            },
            SICKNESS
            | {
                "code": "K01",
                "subject": {"sv": "Kundindex", "en": "The customer index"},
                "formula": "100 * marks_sum / marks_n",
                "unit_of_measure": "index",
                "decimals": 0,
                "frequency": "year",
                "polarity": "in_range",
                "targets": [
                    {"from": "2003", "low": 40, "high": 60, "warning_low": 35, "warning_high": 65}
                ],
                "precision": {
                    "kind": "mean",
                    "count": "marks_n",
                    "sum": "marks_sum",
                    "sum_of_squares": "marks_sum2",
                    "scale": 100,
                },
            },
            SICKNESS
            | {
                "code": "V06",
                "subject": {
                    "sv": "Antalet väntande beslut",
                    "en": "The number of decisions waiting",
                },
                "formula": "waiting",
                "unit_of_measure": {"sv": "beslut", "en": "decisions"},
                "decimals": 0,
                "role": "legal_duty",
                "targets": [{"from": "2003", "value": 0}],
            },
            SICKNESS
            | {
                "code": "U01",
                "subject": {"sv": "Budgetavvikelsen", "en": "The deviation from budget"},
                "formula": "100 * (plan - outturn) / plan",
                "window": "year_to_date",
                "polarity": "higher_is_better",
                "targets": [{"from": "2003", "value": 0, "warning": -1}],
                "budget": {"plan": "plan", "outturn": "outturn"},
            },
            SICKNESS
            | {
                "code": "V05",
                "subject": {"sv": "Väntetiden", "en": "The waiting time"},
                "formula": "days",
                "unit_of_measure": {"sv": "dagar", "en": "days"},
                "targets": [{"from": "2004", "value": 10.25}],
            },
            SICKNESS
            | {
                "code": "U04",
                "subject": {"sv": "Kostnaden per dag", "en": "The cost per day"},
                "formula": "outturn / days",
                "unit_of_measure": "SEK",
                "window": "rolling_year",
                "polarity": "neutral",
                "role": "followed_measure",
            },
        ],
    }
)
QUARTERS = ("2003-Q1", "2003-Q2", "2003-Q3", "2003-Q4", "2004-Q1")
PLACES = [
    (given.code, unit, period)
    for given in CARD.inputs
    for unit in ("north", "south")
    for period in (QUARTERS if given.frequency == "quarter" else ("2003", "2004"))
]


@cache
def evaluated_slices(seed: int) -> list[ReportSlice]:
    """Return the slices of the city and the north, with random figures, zeros and gaps."""
    chance = Random(seed)  # noqa: S311 - figures for a test
    largest = chance.choice([3, 40, 400, 20_000])
    gaps = chance.choice([0, 0.05, 0.3])
    figures: dict[tuple[str, str, str], float | None] = {
        place: None if chance.random() < gaps else chance.randint(0, largest) for place in PLACES
    }
    if chance.random() < 1 / 2:  # closer to real figures: a few percent ill, almost on budget
        figures |= {
            place: value * chance.choice([8, 12, 11.76470588])
            for place, value in _of(figures, "hours", "ill").items()
        }
        figures |= {
            place: value * (1 + chance.choice([0, 1e-6, -1e-3, 0.02]))
            for place, value in _of(figures, "outturn", "plan").items()
        }
    for _, unit, period in [place for place in PLACES if place[0] in ("answers", "marks_n")]:
        _make_possible(figures, unit, period)
    records = [
        {"input": name, "org_unit": unit, "period": period, "value": float(value)}
        for (name, unit, period), value in figures.items()
        if value is not None
    ]
    evaluation = evaluate(CARD, observations_frame(records))
    return [
        slice_for(evaluation, unit, "all", period)
        for unit in ("city", "north")
        for period in evaluation.periods
        if period.kind == "quarter" and period.number in (1, 4)
    ]


def _of(
    figures: Mapping[tuple[str, str, str], float | None], name: str, other: str
) -> dict[tuple[str, str, str], float]:
    """Return for the places of one input the figures of another one, where there are any."""
    return {
        (name, unit, period): value
        for (found, unit, period), value in figures.items()
        if found == other and value is not None
    }


def _make_possible(
    figures: dict[tuple[str, str, str], float | None], unit: str, period: str
) -> None:
    """Let no more say yes than answer, and marks from 0 to 1 have a spread that they can have."""
    answers, yes = figures.get(("answers", unit, period)), figures.get(("yes", unit, period))
    if answers is not None and yes is not None:
        figures["yes", unit, period] = min(yes, answers)
    count, total = (figures.get((name, unit, period)) for name in ("marks_n", "marks_sum"))
    if count and total is not None:
        mean = min(total / 100, 1)
        figures["marks_sum", unit, period] = count * mean
        figures["marks_sum2", unit, period] = count * (mean * mean + mean * (1 - mean) / 2)
