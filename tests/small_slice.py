"""Slices for the tests of the narrative: one measure in one row, or a whole evaluated card."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from random import Random
from typing import Any

from bsc_helpers.evaluation import (
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
    found = {**empty, "status": "no_data", "reason": "ok", **place, **row}
    rows = [
        {**place, "input": name, "value": value, "reason": "ok", "coverage": math.nan}
        for name, value in (inputs or {}).items()
    ]
    score = {"level": "scorecard", "code": "card", "score": 50.0, "coverage": card_coverage}
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
        results=frame_of(RESULTS, [{name: [value] for name, value in found.items()}]),
        scores=frame_of(SCORES, [{name: [s[name] for s in scores] for name in SCORES}]),
        inputs=frame_of(INPUTS, [{name: [r[name] for r in rows] for name in INPUTS}]),
        sources={},
    )


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
