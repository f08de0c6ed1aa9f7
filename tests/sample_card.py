"""A small scorecard with everything that a full report can show, evaluated from few figures."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from bsc_helpers.evaluation import Evaluation, evaluate, observations_frame, slice_for
from bsc_helpers.model import Scorecard
from bsc_helpers.periods import parse_period
from bsc_helpers.report import Report

AS_OF = date(2004, 2, 17)
QUARTERS = [f"{year}-Q{quarter}" for year in (2002, 2003) for quarter in (1, 2, 3, 4)]
RESULT_UNITS = ("ekorren", "haren", "hagen", "linden")  # two preschools in the north, two homes


def _both(sv: str, en: str) -> dict[str, str]:
    return {"sv": sv, "en": en}


def _input(code: str, name: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "name": name, "missing": "skip", **more}


MEASURES: list[dict[str, Any]] = [
    {
        "code": "M02",
        "name": _both("Sjukfrånvaro", "Sickness absence"),
        "definition": _both("Frånvarotid av ordinarie tid", "Absence of ordinary hours"),
        "interpretation": _both("Läs ett år i taget", "Read a year at a time"),
        "success_factor": "FM1",
        "formula": "100 * sick / hours",
        "unit_of_measure": "percent",
        "polarity": "lower_is_better",
        "kind": "percentage",
        "reliability": "medium",
        "comparability": "high",
        "timing": "lagging",
        "axes": {
            "money": "non_financial",
            "role": "outcome",
            "nature": "objective",
            "view": "internal",
            "term": "short",
        },
        "schedule": {
            "measured": _both("hela kvartalet", "the whole quarter"),
            "due_days": 42,
            "valid_months": 3,
            "preliminary_months": 6,
            "revised_because": _both("sena sjukanmälningar", "late sick notes"),
        },
        "breaks": [
            {"from": "2003-Q3", "kind": "rule", "text": _both("Sjuklön 21 dagar", "21 days of pay")}
        ],
        "targets": [{"from": "2002", "value": 8.5, "warning": 9}],
        "owner": _both("personalchef", "HR manager"),
        "computed_by": _both("personalsekreterare", "HR officer"),
    },
    {
        "code": "M05",
        "name": _both("Utbildad personal", "Trained staff"),
        "success_factor": "FM1",
        "formula": "100 * trained / staff",
        "unit_of_measure": "percent",
        "polarity": "higher_is_better",
        "comparability": "low",
        "breaks": [
            {
                "from": "2003-Q1",
                "kind": "definition",
                "text": _both("Årsarbetare i stället för personer", "FTEs instead of persons"),
            }
        ],
        "targets": [{"from": "2002", "value": 68}],
    },
    {
        "code": "K01",
        "name": _both("Nöjdhet i förskolan", "Satisfaction with preschool"),
        "objective": "K1",
        "formula": "100 * marks_sum / marks_n",
        "unit_of_measure": "index",
        "decimals": 0,
        "frequency": "year",
        "polarity": "higher_is_better",
        "kind": "rating",
        "minimum_base": 7,
        "applies_to": {"activities": ["pre"]},
        "schedule": {"due_days": 60, "valid_months": 15},
        "targets": [{"from": "2002", "value": 73}],
        "precision": {
            "kind": "mean",
            "count": "marks_n",
            "sum": "marks_sum",
            "sum_of_squares": "marks_sum2",
            "scale": 100,
        },
    },
    {
        "code": "V06",
        "name": _both("Beslut som väntar", "Decisions that wait"),
        "objective": "K1",
        "formula": "waiting",
        "unit_of_measure": _both("beslut", "decisions"),
        "decimals": 0,
        "polarity": "lower_is_better",
        "role": "legal_duty",
        "kind": "quantity",
        "applies_to": {"activities": ["care"]},
        "targets": [{"from": "2002", "value": 0}],
    },
    {
        "code": "U01",
        "name": _both("Budgetavvikelse", "Deviation from budget"),
        "objective": "U1",
        "formula": "100 * (plan_net - out_net) / plan_net",
        "unit_of_measure": "percent",
        "window": "year_to_date",
        "polarity": "higher_is_better",
        "targets": [{"from": "2002", "value": 0, "warning": -1}],
        "budget": {"plan": "plan_net", "outturn": "out_net"},
    },
    {
        "code": "K06",
        "name": _both("Synpunkter", "Comments from users"),
        "objective": "K1",
        "formula": "opinions",
        "unit_of_measure": _both("synpunkter", "comments"),
        "decimals": 0,
        "polarity": "neutral",
        "role": "followed_measure",
    },
]

CARD: dict[str, Any] = {
    "code": "sample",
    "name": _both("Provkortet", "The sample card"),
    "version": {
        "status": "adopted",
        "number": "2",
        "on": "2002-12-11",
        "by": _both("fullmäktige", "the council"),
    },
    "owner": _both("stadsdirektören", "the city director"),
    "orderer": _both("fullmäktige", "the council"),
    "responsible": _both("planeringsenheten", "the planning unit"),
    "mission": _both("God service nära hemmet.", "Good services close to home."),
    "vision": _both("En stad för alla.", "A city for all."),
    "values": [_both("Alla har lika värde.", "All are of equal worth.")],
    "strategy": _both("Friska medarbetare först.", "Healthy staff first."),
    "description": {
        "principal": _both("Fullmäktige", "The council"),
        "laws": [_both("Skollagen", "The Education Act")],
        "local_documents": [_both("Stadens budget", "The city's budget")],
        "core_activity": _both("Förskola och omsorg", "Preschool and care"),
        "customers": _both("Barn och äldre", "Children and the elderly"),
        "needs": _both("Trygghet", "Safety"),
        "processes": _both("Planera, ge, följa upp", "Plan, give, follow up"),
        "competence": _both("Utbildad personal", "Trained staff"),
        "partners": _both("Föräldrar", "Parents"),
    },
    "notice": _both("Påhittade uppgifter", "Invented data"),
    "minimum_coverage": 0.5,
    "perspectives": [
        {"code": "K", "name": _both("Kund", "Customer")},
        {"code": "M", "name": _both("Medarbetare", "Staff")},
        {"code": "U", "name": _both("Ekonomi", "Economy")},
    ],
    "objectives": [
        {
            "code": "K1",
            "name": _both("Nöjda brukare", "Satisfied users"),
            "perspective": "K",
            "origin": _both("fullmäktige", "the council"),
            "level": _both("staden", "city"),
        },
        {
            "code": "M1",
            "name": _both("Friska medarbetare", "Healthy staff"),
            "perspective": "M",
            "serves": "K1",
        },
        {"code": "U1", "name": _both("Ekonomi i balans", "A balanced economy"), "perspective": "U"},
    ],
    "success_factors": [
        {
            "code": "FM1",
            "name": _both("God arbetsmiljö", "A good working environment"),
            "objective": "M1",
            "key_process": "P1",
        }
    ],
    "key_processes": [
        {"code": "P1", "name": _both("Bemanning", "Staffing")},
        {"code": "P2", "name": _both("Inskolning", "Introduction"), "activities": ["pre"]},
    ],
    "activities": [
        {
            "code": "pre",
            "name": _both("Förskola", "Preschool"),
            "description": {"core_activity": _both("Lek och lärande", "Play and learning")},
        },
        {"code": "care", "name": _both("Äldreomsorg", "Elderly care")},
    ],
    "economy": {
        "net": {"plan": "plan_net", "outturn": "out_net"},
        "classes": [
            {
                "code": "fees",
                "name": _both("Avgifter", "Fees"),
                "kind": "revenue",
                "plan": "plan_fees",
                "outturn": "out_fees",
            },
            {
                "code": "staff",
                "name": _both("Personal", "Staff"),
                "kind": "cost",
                "plan": "plan_staff",
                "outturn": "out_staff",
            },
        ],
        "forecast_by": _both("ekonomichefen", "the finance manager"),
    },
    "occasions": [
        {
            "code": "interim",
            "name": _both("Delårsrapport", "Interim report"),
            "starts": "2003-01-01",
            "ends": "2003-08-31",
        },
        {
            "code": "annual",
            "name": _both("Årsrapport", "Annual report"),
            "starts": "2003-01-01",
            "ends": "2003-12-31",
            "committee": "2004-02-24",
        },
    ],
    "initiatives": [
        {
            "code": "A1",
            "name": _both("Rehabilitering inom fyra veckor", "Rehabilitation in four weeks"),
            "objective": "M1",
            "measures": ["M02"],
            "owner": _both("personalchefen", "the HR manager"),
            "starts": "2002-09-01",
            "due": "2004-03-31",
            "status": "ongoing",
            "progress": _both("halva vägen", "half-way"),
            "budget": 2_500_000,
            "outturn": 1_900_000,
            "effect": {"measure": "M02", "value": 8.5, "from": "2004-Q2"},
        },
        {
            "code": "A2",
            "name": _both("Föräldraråd", "Parents' council"),
            "objective": "K1",
            "measures": ["K01"],
            "activity": "pre",
            "owner": _both("rektor", "the head"),
            "starts": "2003-01-08",
            "due": "2003-06-12",
            "ended": "2003-06-10",
            "status": "done",
        },
    ],
    "links": [
        {
            "code": "L1",
            "from": "M1",
            "to": "K1",
            "rationale": _both("Nya behöver tid", "New staff need time"),
            "pairs": [
                {
                    "driver": "M02",
                    "outcome": "K01",
                    "sign": "negative",
                    "lag": 2,
                    "earliest": 1,
                    "latest": 3,
                }
            ],
        },
        {"code": "L2", "from": "U1", "to": "K1"},
    ],
    "comments": [
        {
            "org_unit": "north",
            "measure": "M02",
            "period": "2003-Q4",
            "text": _both(
                "# Rubrik\n\nFler **långa** fall, se [planen](https://example.org/).",
                "# Heading\n\nMore **long** cases, see [the plan](https://example.org/).",
            ),
            "author": _both("Eva Ek, controller", "Eva Ek, controller"),
            "written": "2004-01-20",
        },
        {
            "org_unit": "north",
            "objective": "K1",
            "period": "2003",
            "text": _both("Målet kräver tålamod.", "The objective needs patience."),
            "author": "Bo Berg",
            "written": "2004-01-21",
        },
        {
            "org_unit": "north",
            "period": "2003-Q4",
            "text": _both("Ett lugnt kvartal.", "A calm quarter."),
            "author": "Eva Ek",
            "written": "2004-01-22",
        },
        {
            "org_unit": "north",
            "period": "2003-Q4",
            "text": _both("Skrivet för sent.", "Written too late."),
            "author": "Eva Ek",
            "written": "2004-03-01",
        },
        {
            "org_unit": "north",
            "activity": "pre",
            "period": "2003-Q4",
            "text": _both("Bara förskolan.", "Only preschool."),
            "author": "Eva Ek",
            "written": "2004-01-22",
        },
    ],
    "assessments": [
        {
            "objective": "M1",
            "org_unit": "north",
            "period": "2003",
            "grade": "partly",
            "reasons": _both("Frånvaron föll mot slutet.", "Absence fell towards the end."),
            "by": _both("stadsdelschefen", "the district director"),
            "on": "2004-02-02",
        }
    ],
    "inputs": [
        _input("sick", "Sick hours", unit_of_measure="hours"),
        _input("hours", "Ordinary hours"),
        _input("trained", "Trained"),
        _input("staff", "Staff"),
        _input("marks_n", "Answers", frequency="year"),
        _input("marks_sum", "Sum of marks", frequency="year"),
        _input("marks_sum2", "Sum of squares", frequency="year"),
        _input("waiting", "Waiting", over_time="last"),
        _input("opinions", "Opinions"),
        *(
            _input(f"{side}_{line}", f"{side} {line}", unit_of_measure="SEK")
            for side in ("plan", "out")
            for line in ("net", "fees", "staff")
        ),
    ],
    "measures": MEASURES,
    "org_units": [
        {"code": "city", "name": _both("Staden", "The city"), "kind": _both("kommun", "city")},
        {
            "code": "north",
            "name": _both("Norr", "North"),
            "kind": _both("stadsdel", "district"),
            "parent": "city",
            "representative": _both("Siv Sand, chef", "Siv Sand, director"),
        },
        {
            "code": "south",
            "name": _both("Söder", "South"),
            "kind": _both("stadsdel", "district"),
            "parent": "city",
        },
        {
            "code": "ekorren",
            "name": "Ekorren",
            "kind": _both("förskola", "preschool"),
            "parent": "north",
            "activities": ["pre"],
        },
        {
            "code": "haren",
            "name": "Haren",
            "kind": _both("förskola", "preschool"),
            "parent": "north",
            "activities": ["pre"],
        },
        {
            "code": "hagen",
            "name": "Hagen",
            "kind": _both("äldreboende", "care home"),
            "parent": "north",
            "activities": ["care"],
        },
        {
            "code": "linden",
            "name": "Linden",
            "kind": _both("äldreboende", "care home"),
            "parent": "south",
            "activities": ["care"],
        },
    ],
    "sources": [
        {
            "code": "staff_system",
            "name": _both("Personalsystemet", "The staff system"),
            "supplier": _both("personalavdelningen", "the HR department"),
            "file": "x.csv",
            "recorded_at": "2004-01-15",
            "columns": {"org_unit": "u", "period": "p", "input": "i", "value": "v"},
        }
    ],
}


def _row(name: str, unit: str, period: str, value: float, **more: Any) -> dict[str, Any]:
    record = {"input": name, "org_unit": unit, "period": period, "value": float(value)}
    return {**record, "source": "staff_system", **more}


def _figures() -> list[dict[str, Any]]:
    rows = []
    for at, period in enumerate(QUARTERS):
        for size, unit in enumerate(RESULT_UNITS, start=1):
            rows += [
                _row("sick", unit, period, 80 * size + 5 * at),
                _row("hours", unit, period, 1000 * size),
                _row("trained", unit, period, 7 * size),
                _row("staff", unit, period, 10 * size),
                _row("opinions", unit, period, size),
            ]
            for line, amount in (("net", 900_000), ("fees", 100_000), ("staff", 1_000_000)):
                rows.append(_row(f"plan_{line}", unit, period, amount * size))
                rows.append(_row(f"out_{line}", unit, period, amount * size * 1.02))
        rows += [_row("waiting", unit, period, 2) for unit in ("hagen", "linden")]
    for year in ("2002", "2003"):
        # Haren has too few answers to be shown.
        for unit, count in (("ekorren", 40), ("haren", 4)):
            rows += [
                _row("marks_n", unit, year, count),
                _row("marks_sum", unit, year, 0.7 * count),
                _row("marks_sum2", unit, year, 0.55 * count),
            ]
    return rows


def _revisions() -> list[dict[str, Any]]:
    """The sick hours of one quarter, which were fewer when first delivered."""
    place = ("sick", "ekorren", "2003-Q4")
    return [
        _row(*place, 100, recorded_at="2004-01-10"),
        _row(*place, 115, recorded_at="2004-02-04"),
    ]


def _forecasts() -> list[dict[str, Any]]:
    return [
        _row("out_net", unit, "2003", 3_600_000 * size * over, scenario="forecast", made_on=day)
        for size, unit in enumerate(RESULT_UNITS, start=1)
        for over, day in ((1.01, "2003-09-10"), (1.03, "2003-11-12"))
    ]


@cache
def sample_evaluation() -> Evaluation:
    """Return the sample, evaluated as of 17 February 2004."""
    revised = [
        row
        for row in _figures()
        if (row["input"], row["org_unit"], row["period"]) != ("sick", "ekorren", "2003-Q4")
    ]
    records = [*revised, *_revisions(), *_forecasts()]
    return evaluate(Scorecard.model_validate(CARD), observations_frame(records), AS_OF)


def sample_report(
    unit: str = "north", activity: str = "all", language: str = "en", period: str = "2003-Q4"
) -> Report:
    """Return a report of the sample."""
    return Report(slice_for(sample_evaluation(), unit, activity, parse_period(period)), language)
