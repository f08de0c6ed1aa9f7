"""Reports made by hand, and the sentences they are to give: to be read aloud in both languages."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from small_slice import (
    measure_of,
    slice_of,
    with_economy,
    with_past,
    with_register,
    with_unit_above,
)

from bsc_helpers.evaluation import ReportSlice
from bsc_helpers.model import Measure
from bsc_helpers.narrative import Statement, actions_of, questions_of, statements_of
from bsc_helpers.periods import parse_period

NBSP = "\u00a0"
AFTER_THE_YEAR = date(2004, 2, 17)

# --- economy --------------------------------------------------------------------------------------

CLASSES = {
    "staff": {"sv": "Personal", "en": "Staff"},
    "bought": {"sv": "Köpt verksamhet", "en": "Purchased services"},
    "rent": {"sv": "Lokaler", "en": "Premises"},
    "income": {"sv": "Intäkter", "en": "Revenue"},
}
BUDGET = {"plan": "plan", "outturn": "outturn"}
ECONOMY = {
    "net": BUDGET,
    "classes": [
        {"code": code, "name": name, "kind": "cost", **BUDGET} for code, name in CLASSES.items()
    ],
    "forecast_by": {"sv": "Ekonomichefen", "en": "The finance manager"},
}
GIVEN: list[dict[str, Any]] = [
    {"code": "plan", "name": "plan", "unit_of_measure": "SEK"},
    {"code": "outturn", "name": "outturn", "unit_of_measure": "SEK"},
    {
        "code": "funding",
        "name": {"sv": "Kommunbidraget", "en": "Funding from the city"},
        "unit_of_measure": "SEK",
    },
]
DEVIATION: dict[str, Any] = {
    "code": "U01",
    "subject": {"sv": "Budgetavvikelsen", "en": "The deviation from budget"},
    "formula": "100 * (plan - outturn) / funding",
    "window": "year_to_date",
    "polarity": "higher_is_better",
    "budget": BUDGET,
}
PARTS = {"staff": -3.1e6, "bought": -1.6e6, "rent": 0.3e6, "income": 0.1e6}
MOVED: dict[str, Any] = {
    "forecast_deviation": -4.2e6,
    "made_on": "2003-11-12",
    "previous_forecast_deviation": -1.5e6,
    "previous_made_on": "2003-08-20",
}


def economy(
    deviation: float,
    parts: Mapping[str, float] | None = None,
    *,
    period: str = "2003-Q4",
    plan: float = 494.4e6,
    measure: Mapping[str, Any] = DEVIATION,
    **forecast: Any,
) -> ReportSlice:
    """Return a report of a unit with an economy, account classes, and perhaps a forecast."""
    outturn = plan - deviation
    report = slice_of(
        measure_of(**measure),
        {"value": 100 * deviation / plan, "status": "poor", "target": 0.0},
        period=period,
        inputs={"plan": plan, "outturn": outturn, "funding": plan},
        given=GIVEN,
    )
    net = {"plan": plan, "outturn": outturn, "deviation": deviation, "year_plan": plan, **forecast}
    lines = {code: {"deviation": part} for code, part in (parts or {}).items()}
    return with_economy(with_register(report, economy=ECONOMY), {"net": net, **lines})


def without_measure(report: ReportSlice) -> ReportSlice:
    """Return a report of a unit of which no measure has a row."""
    return replace(report, results=report.results.iloc[:0])


# --- data -----------------------------------------------------------------------------------------

INDEX: dict[str, Any] = {
    "subject": {"sv": "Nöjd-Kund-Index", "en": "The customer index"},
    "unit_of_measure": "index",
    "decimals": 0,
    "frequency": "year",
    "polarity": "higher_is_better",
}
SURVEY: dict[str, Any] = {
    **INDEX,
    "precision": {"kind": "mean", "count": "n", "sum": "s", "sum_of_squares": "q"},
    "targets": [{"from": "2003", "value": 73, "warning": 70}],
}
INQUIRIES: dict[str, Any] = {
    "subject": {
        "sv": "Andelen utredningar slutförda i tid",
        "en": "The share of inquiries completed in time",
    },
    "formula": "100 * b / a",
    "kind": "percentage",
    "base": "a",
    "polarity": "higher_is_better",
    "role": "legal_duty",
}
INQUIRY_UNIT = {"sv": "utredningar", "en": "inquiries"}
CASES: list[dict[str, Any]] = [
    {"code": code, "name": code, "unit_of_measure": INQUIRY_UNIT} for code in ("a", "b")
]
MEASURED = {"measured": {"sv": "oktober–november", "en": "October–November"}}
DUE = {"due_days": 42}
DECISIONS: dict[str, Any] = {
    "subject": {
        "sv": "Antalet ej verkställda beslut äldre än tre månader",
        "en": "The number of decisions not carried out for over three months",
    },
    "unit_of_measure": {"sv": "beslut", "en": "decisions"},
    "decimals": 0,
    "role": "legal_duty",
}
QUEUE = {"sv": "Kön av väntande beslut", "en": "The queue of decisions"}
ON_THE_LAST_DAY: list[dict[str, Any]] = [{"code": "a", "name": "a", "over_time": "last"}]
SOURCE: dict[str, Any] = {
    "code": "ifo",
    "name": "IFO",
    "supplier": {"sv": "IFO-administratören", "en": "the IFO administrator"},
    "file": "ifo.csv",
    "columns": {"org_unit": "unit", "period": "period"},
}
POOR: dict[str, Any] = {"value": 8.7, "status": "poor", "target": 8.5}
LATE_NOTES: dict[str, Any] = {
    "revised_because": {"sv": "Sena sjukanmälningar", "en": "Late sick notes"}
}
REVISED: dict[str, Any] = {
    "2002-Q1": {"value": 8.1, "previous": 7.9},
    "2002-Q2": {"value": 8.3, "previous": 7.8},
    "2002-Q3": {"value": 8.4, "previous": 8.1},
    "2002-Q4": {"value": 8.6, "previous": 8.2},
    "2003-Q1": {"value": 8.5},
    "2003-Q2": {"value": 8.6, "previous": 8.1, "revised_on": "2003-11-14"},
    "2003-Q3": {"value": 8.6},
}


def missing(reason: str, as_of: date | None = AFTER_THE_YEAR, **more: Any) -> ReportSlice:
    """Return a report in which an input of the only measure is missing, for a reason."""
    given = [{"code": "a", "name": "a"}]
    report = slice_of(
        measure_of(schedule=DUE, **more),
        {"reason": reason},
        inputs={"a": math.nan},
        given=given,
        card_coverage=0.75,
    )
    rows = report.inputs.assign(reason=reason)
    with_source = with_register(report, sources=[SOURCE])
    return replace(with_source, inputs=rows, sources={"a": ("ifo",)}, as_of=as_of)


def revised(measure: Measure, past: Mapping[str, Mapping[str, Any]] = REVISED) -> ReportSlice:
    """Return a report of a measure whose earlier values were revised."""
    return with_past(slice_of(measure, POOR), past)


def preliminary(**more: Any) -> Measure:
    """Return a measure that is preliminary for half a year."""
    return measure_of(schedule={"preliminary_months": 6, **more})


def awaited() -> ReportSlice:
    """Return a report that shows an earlier quarter, because the newest is not due yet."""
    report = slice_of(measure_of(schedule=DUE), {**POOR, "period": "2003-Q3"})
    return replace(report, shown_periods={"M02": parse_period("2003-Q3")})


# --- actions --------------------------------------------------------------------------------------

ACTION: dict[str, Any] = {
    "code": "A1",
    "name": {"sv": "Fasta arbetslag i hemtjänsten", "en": "Fixed teams in home care"},
    "objective": "O",
    "owner": {"sv": "områdeschef äldreomsorg", "en": "head of elderly care"},
    "due": "2003-12-31",
    "status": "ongoing",
    "progress": {"sv": "infört i 9 av 14 grupper", "en": "in place in 9 of 14 groups"},
    "measures": ["M02"],
}
GOALS: dict[str, Any] = {
    "perspectives": [{"code": "P", "name": "P"}],
    "objectives": [{"code": "O", "name": "O", "perspective": "P"}],
}


def expected(value: float = 8.0, first: str = "2003-Q4") -> dict[str, Any]:
    """Return what an action is expected to bring, and from when it can be seen."""
    return {"effect": {"measure": "M02", "value": value, "from": first}}


def action(
    row: Mapping[str, Any] = POOR, measure: Measure | None = None, **changed: Any
) -> ReportSlice:
    """Return a report with one action for its only measure."""
    as_of = changed.pop("as_of", None)
    report = slice_of(measure or measure_of(), row)
    written = {name: value for name, value in {**ACTION, **changed}.items() if value is not None}
    return replace(with_register(report, initiatives=[written], **GOALS), as_of=as_of)


# --- the table ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Said:
    """A sentence that a report gives; no-break spaces are shown as underscores."""

    pattern: str
    report: ReportSlice
    swedish: str
    english: str
    told: Callable[[ReportSlice], tuple[Statement, ...]] = statements_of

    @property
    def statement(self) -> Statement:
        """The only statement of the pattern."""
        (found,) = (each for each in self.told(self.report) if each.pattern == self.pattern)
        return found


def asked(report: ReportSlice) -> tuple[Statement, ...]:
    """Return the questions that follow from a report."""
    return questions_of(statements_of(report), actions_of(report), report)


OF_MONEY = [
    Said(
        "5_worse",
        economy(-4.3e6, PARTS, period="2003-Q3"),
        "Utfallet januari–september 2003 var 4,3_mkr sämre än budget (−0,9_% av kommunbidraget). "
        "Avvikelsen var −3,1_mkr för personal, −1,6_mkr för köpt verksamhet och +0,4_mkr för "
        "övriga poster tillsammans.",
        "The outturn for January–September 2003 was SEK_4.3_million worse than budget (−0.9% of "
        "funding from the city). The deviation was SEK_−3.1_million for staff, SEK_−1.6_million "
        "for purchased services and SEK_+0.4_million for all other items together.",
    ),
    Said(
        "5_better",
        economy(43_000, {"staff": 60_400, "bought": -17_400}, plan=5.4e6),
        "Utfallet januari–december 2003 var 43_tkr bättre än budget (+0,8_% av kommunbidraget). "
        "Avvikelsen var +60_tkr för personal och −17_tkr för övriga poster tillsammans.",
        "The outturn for January–December 2003 was SEK_43_thousand better than budget (+0.8% of "
        "funding from the city). The deviation was SEK_+60_thousand for staff and "
        "SEK_−17_thousand for all other items together.",
    ),
    Said(
        "5_even",
        without_measure(economy(0.4, PARTS)),
        "Utfallet januari–december 2003 var lika med budget (budgeterad nettokostnad 494,4_mkr).",
        "The outturn for January–December 2003 was equal to budget "
        "(budgeted net cost SEK_494.4_million).",
    ),
    Said(
        "6_open",
        economy(-4.3e6, period="2003-Q3", **MOVED),
        "Prognosen för helåret 2003, lämnad den 12 november av ekonomichefen, är −4,2_mkr mot "
        "budget, 2,7_mkr sämre än prognosen från den 20 augusti (−1,5_mkr).",
        "The forecast for the full year 2003, made on 12 November by the finance manager, is "
        "SEK_−4.2_million against budget, SEK_2.7_million worse than the forecast of 20 August "
        "(SEK_−1.5_million).",
    ),
    Said(
        "6_open",
        economy(
            0,
            period="2003-Q1",
            forecast_deviation=2e6,
            made_on="2003-04-10",
            previous_forecast_deviation=2.04e6,
            previous_made_on="2002-12-20",
        ),
        "Prognosen för helåret 2003, lämnad den 10 april av ekonomichefen, är +2,0_mkr mot budget, "
        "samma som i prognosen från den 20 december 2002.",
        "The forecast for the full year 2003, made on 10 April by the finance manager, is "
        "SEK_+2.0_million against budget, the same as in the forecast of 20 December 2002.",
    ),
    Said(
        "6_open",
        economy(0, period="2003-Q1", forecast_deviation=0.0, made_on="2003-04-10"),
        "Prognosen för helåret 2003, lämnad den 10 april av ekonomichefen, är lika med budget.",
        "The forecast for the full year 2003, made on 10 April by the finance manager, is equal "
        "to budget.",
    ),
    Said(
        "6_closed",
        economy(-3.9e6, **MOVED),
        "Den sista prognosen för helåret 2003, lämnad den 12 november av ekonomichefen, var "
        "−4,2_mkr mot budget, 2,7_mkr sämre än prognosen från den 20 augusti (−1,5_mkr). Utfallet "
        "blev −3,9_mkr, 0,3_mkr bättre än prognosen.",
        "The last forecast for the full year 2003, made on 12 November by the finance manager, was "
        "SEK_−4.2_million against budget, SEK_2.7_million worse than the forecast of 20 August "
        "(SEK_−1.5_million). The outturn was SEK_−3.9_million, SEK_0.3_million better than the "
        "forecast.",
    ),
    Said(
        "6_closed",
        without_measure(economy(math.nan, forecast_deviation=1.2e6, made_on="2003-11-12")),
        "Den sista prognosen för helåret 2003, lämnad den 12 november av ekonomichefen, var "
        "+1,2_mkr mot budget.",
        "The last forecast for the full year 2003, made on 12 November by the finance manager, was "
        "SEK_+1.2_million against budget.",
    ),
]

OF_DATA = [
    Said(
        "4_unsure",
        slice_of(measure_of(reliability="low"), {"value": 13.5, "status": "unscored"}),
        "Sjukfrånvaron var 13,5_% kvartal 4 2003. Uppgiften är för osäker för att bedömas.",
        "Sickness absence was 13.5% in quarter 4 2003. The figure is too uncertain to be assessed.",
    ),
    Said(
        "4_unsure_target",
        slice_of(
            measure_of(reliability="low", targets=[{"from": "2003", "value": 10}]),
            {"value": 13.5, "status": "unscored"},
        ),
        "Sjukfrånvaron var 13,5_% kvartal 4 2003. "
        "Uppgiften är för osäker för att bedömas mot målet.",
        "Sickness absence was 13.5% in quarter 4 2003. "
        "The figure is too uncertain to be assessed against the target.",
    ),
    Said(
        "10_break",
        with_past(
            slice_of(
                measure_of(
                    breaks=[
                        {
                            "from": "2003",
                            "text": {
                                "sv": "årsarbetare räknas i stället för personer.",
                                "en": "full-time equivalents are counted instead of persons",
                            },
                        }
                    ]
                ),
                POOR,
            ),
            {"2002-Q4": {"value": 7.0}},
        ),
        "Från 2003 gäller en ny definition. Årsarbetare räknas i stället för personer. Tidigare "
        "värden går inte att jämföra med senare.",
        "A new definition applies from 2003. Full-time equivalents are counted instead of persons. "
        "Earlier values cannot be compared with later ones.",
    ),
    Said(
        "14",
        slice_of(
            measure_of(**INDEX, schedule={**MEASURED, "due_days": 59, "valid_months": 15}),
            {"value": 72, "status": "good", "target": 70},
            period="2003-Q2",
        ),
        "Nöjd-Kund-Index har inte mätts på nytt kvartal 2 2003. Senaste värdet är 72, från 2002. "
        "Nästa värde ska lämnas senast den 28 februari 2004 (mätning: oktober–november).",
        "The customer index has not been measured again in quarter 2 2003. The latest value is 72, "
        "from 2002. The next value is due by 28 February 2004 (measured: October–November).",
    ),
    Said(
        "14",
        slice_of(
            measure_of(**INDEX, schedule={**MEASURED, "valid_months": 3}),
            {"value": 72, "status": "good", "target": 70},
            period="2003-Q2",
        ),
        "Nöjd-Kund-Index har inte mätts på nytt kvartal 2 2003. Senaste värdet är 72, från 2002. "
        "Mätningen görs: oktober–november. "
        "Ett värde gäller i högst tre_månader, så det är inte längre aktuellt.",
        "The customer index has not been measured again in quarter 2 2003. The latest value is 72, "
        "from 2002. Measured: October–November. "
        "A value is valid for three_months at most, so it is out of date.",
    ),
    Said(
        "14_not_due",
        awaited(),
        "Sjukfrånvaron för kvartal 4 2003 finns ännu inte; uppgiften ska lämnas senast den 11 "
        "februari 2004. Senaste värdet är 8,7_%, från kvartal 3 2003.",
        "Sickness absence for quarter 4 2003 is not available yet; it is due by 11 February 2004. "
        "The latest value is 8.7%, from quarter 3 2003.",
    ),
    Said(
        "15_late",
        missing("late"),
        "Sjukfrånvaron för kvartal 4 2003 saknas; uppgiften skulle ha lämnats senast den 11 "
        "februari 2004 av IFO-administratören. Mätetalet ingår inte i sammanvägningen (täckning "
        "75_%).",
        "Sickness absence for quarter 4 2003 is missing; it was due by 11 February 2004 from the "
        "IFO administrator. The measure is left out of the weighted score (coverage 75%).",
    ),
    Said(
        "15_not_due",
        missing("not_due", date(2004, 1, 17), weight=0),
        "Sjukfrånvaron för kvartal 4 2003 finns ännu inte; uppgiften ska lämnas senast den 11 "
        "februari 2004 av IFO-administratören.",
        "Sickness absence for quarter 4 2003 is not available yet; it is due by 11 February 2004 "
        "from the IFO administrator.",
    ),
    Said(
        "16",
        with_unit_above(
            slice_of(measure_of(), {"reason": "suppressed"}, given=ON_THE_LAST_DAY), value=8.0
        ),
        "Sjukfrånvaron för kvartal 4 2003 visas inte, för att ingen enskild ska kunna kännas igen. "
        "Värdet ingår i resultatet för Göteborg.",
        "Sickness absence for quarter 4 2003 is not shown, so that no individual can be "
        "recognised. It is included in the result for Göteborg.",
    ),
    Said(
        "18_count",
        slice_of(
            measure_of(**DECISIONS),
            {"value": 7, "status": "poor", "target": 0},
            given=ON_THE_LAST_DAY,
        ),
        "Det fanns sju_ej verkställda beslut äldre än tre månader i slutet av kvartal 4 2003. "
        "Kravet är noll.",
        "There were seven_decisions not carried out for over three months at the end of quarter 4 "
        "2003. The requirement is zero.",
    ),
    Said(
        "18_count",
        slice_of(
            measure_of(**{**DECISIONS, "subject": QUEUE}),
            {"value": 7, "status": "poor", "target": 0},
        ),
        "Kön av väntande beslut var 7 under kvartal 4 2003. Kravet är noll.",
        "The queue of decisions was 7 in quarter 4 2003. The requirement is zero.",
    ),
    Said(
        "18",
        with_past(
            slice_of(
                measure_of(**INQUIRIES),
                {"value": 200 / 3, "status": "poor", "target": 95, "base": 6},
                inputs={"b": 4, "a": 6},
                given=CASES,
            ),
            {"2002-Q4": {"value": 91.0}},
        ),
        "Andelen utredningar slutförda i tid var 66,7_% kvartal 4 2003 (4 av 6_utredningar), mot "
        "91,0_% ett år tidigare. Kravet är minst 95_%.",
        "The share of inquiries completed in time was 66.7% in quarter 4 2003 (4 of 6_inquiries), "
        "against 91.0% a year earlier. The requirement is at least 95%.",
    ),
    Said(
        "17",
        slice_of(
            measure_of(**INQUIRIES),
            {"value": 200 / 3, "status": "poor", "target": 95, "base": 6},
            inputs={"b": 4, "a": 6},
            given=CASES,
        ),
        "Andelen utredningar slutförda i tid för kvartal 4 2003 bygger på ett litet underlag, 4 av "
        "6_utredningar. Ett enda fall mer eller mindre flyttar värdet 16,7_procentenheter.",
        "The share of inquiries completed in time for quarter 4 2003 rests on few cases, 4 of "
        "6_inquiries. A single case more or less moves the value by 16.7_percentage points.",
    ),
    Said(
        "18_count",
        with_past(
            slice_of(measure_of(**DECISIONS), {"value": 31, "status": "poor", "target": 0}),
            {"2002-Q4": {"value": 26}},
        ),
        "Det var 31_ej verkställda beslut äldre än tre månader under kvartal 4 2003; ett år "
        "tidigare var antalet 26. Kravet är noll.",
        "There were 31_decisions not carried out for over three months in quarter 4 2003; a year "
        "earlier the number was 26. The requirement is zero.",
    ),
    Said(
        "2_above",
        with_past(slice_of(measure_of(), POOR), {"2002-Q4": {"value": 9.4}}),
        "Sjukfrånvaron var 8,7_% kvartal 4 2003, 0,2_procentenheter över målet på högst 8,5_%. "
        "Ett år tidigare var värdet 9,4_%.",
        "Sickness absence was 8.7% in quarter 4 2003, 0.2_percentage points above the target of at "
        "most 8.5%. A year earlier the value was 9.4%.",
    ),
    Said(
        "2_below_unsure",
        with_past(
            slice_of(
                measure_of(**SURVEY),
                {"value": 70.7, "status": "uncertain", "target": 73, "base": 500}
                | {"lower": 68.5, "upper": 72.9},
            ),
            {"2002": {"value": 70.7}},
        ),
        "Nöjd-Kund-Index var 70,7 under år 2003 (felmarginal ±2,2), 2,3_indexenheter under målet "
        "på minst 73. Målet är inte nått. Om värdet är bättre än varningsgränsen (70) går inte att "
        "säga. Ett år tidigare var värdet detsamma.",
        "The customer index was 70.7 in 2003 (margin of error ±2.2), 2.3_index points below the "
        "target of at least 73. The target is not met. Whether the value is better than the "
        "warning limit (70) cannot be told. A year earlier the value was the same.",
    ),
    Said(
        "4_unsure",
        slice_of(
            measure_of(
                subject={
                    "sv": "Antalet biblioteksbesök per invånare",
                    "en": "The use of libraries",
                },
                unit_of_measure={"sv": "besök per invånare", "en": "visits per inhabitant"},
                reliability="low",
            ),
            {"value": 1.8, "status": "unscored"},
        ),
        "Antalet biblioteksbesök per invånare var 1,8 under kvartal 4 2003. "
        "Uppgiften är för osäker för att bedömas.",
        "The use of libraries was 1.8_visits per inhabitant in quarter 4 2003. "
        "The figure is too uncertain to be assessed.",
    ),
    Said(
        "19_preliminary",
        revised(preliminary(**LATE_NOTES)),
        "Sjukfrånvaron kvartal 4 2003, 8,7_%, är en preliminär uppgift: sena sjukanmälningar har i "
        "efterhand höjt fem_tidigare uppgifter med 0,2–0,5_procentenheter.",
        "Sickness absence in quarter 4 2003, 8.7%, is a preliminary figure: late sick notes have "
        "raised five_earlier figures by 0.2–0.5_percentage points afterwards.",
    ),
    Said(
        "19_preliminary",
        revised(
            preliminary(),
            {period: {"value": 8.0, "previous": 8.3} for period in REVISED},
        ),
        "Sjukfrånvaron kvartal 4 2003, 8,7_%, är en preliminär uppgift: sju_tidigare uppgifter har "
        "i efterhand sänkts med 0,3_procentenheter.",
        "Sickness absence in quarter 4 2003, 8.7%, is a preliminary figure: seven_earlier figures "
        "have been lowered by 0.3_percentage points afterwards.",
    ),
    Said(
        "19_revised",
        revised(measure_of()),
        "Sjukfrånvaron för kvartal 2 2003 ändrades den 14 november 2003 från 8,1_% till 8,6_%.",
        "Sickness absence for quarter 2 2003 was changed on 14 November 2003 from 8.1% to 8.6%.",
    ),
]

OF_ACTIONS = [
    Said(
        "23_ongoing",
        action(**expected(first="2004-Q1"), budget=1_200_000, outturn=900_000),
        "Fasta arbetslag i hemtjänsten (pågår). Infört i 9 av 14 grupper. Ska vara klar senast den "
        "31 december 2003. Ansvarig: områdeschef äldreomsorg. Det är för tidigt att se någon "
        "skillnad i mätetalet Sjukfrånvaro; första avstämning kvartal 1 2004 (väntat värde: högst "
        "8_%). Budget 1,2_mkr, använt 0,9_mkr.",
        "Fixed teams in home care (under way). In place in 9 of 14 groups. Due by 31 December "
        "2003. Responsible: head of elderly care. It is too early to see any difference in "
        "the measure Sickness absence; first check in quarter 1 2004 (expected value: at most 8%). "
        "Budget SEK_1.2_million, spent SEK_0.9_million.",
        actions_of,
    ),
    Said(
        "23_ongoing",
        action(as_of=AFTER_THE_YEAR, owner=None, progress=None),
        "Fasta arbetslag i hemtjänsten (pågår). Skulle ha varit klar den 31 december 2003.",
        "Fixed teams in home care (under way). Was due by 31 December 2003.",
        actions_of,
    ),
    Said(
        "23_ongoing",
        action(
            due=None,
            owner=None,
            progress=None,
            budget=1_000_000,
            outturn=390_000,
            funding={"sv": "per år", "en": "a year"},
        ),
        "Fasta arbetslag i hemtjänsten (pågår). Utan slutdatum. Budget 1_000_tkr (per år), använt "
        "390_tkr.",
        "Fixed teams in home care (under way). No end date. Budget SEK_1,000_thousand (a year), "
        "spent SEK_390_thousand.",
        actions_of,
    ),
    Said(
        "23_planned",
        action(
            status="planned",
            starts="2004-02-01",
            due="2004-06-30",
            progress=None,
            funding={"sv": "inom ram", "en": "within the frame"},
        ),
        "Fasta arbetslag i hemtjänsten (planerad). Börjar den 1 februari 2004 och ska vara klar "
        "senast den 30 juni 2004. Ansvarig: områdeschef äldreomsorg. Finansiering: inom ram.",
        "Fixed teams in home care (planned). Starts on 1 February 2004 and is due by 30 June 2004. "
        "Responsible: head of elderly care. Funding: within the frame.",
        actions_of,
    ),
    Said(
        "23_late",
        action(status="late", **expected(), outturn=900_000),
        "Fasta arbetslag i hemtjänsten (försenad). Infört i 9 av 14 grupper. Ska vara klar senast "
        "den 31 december 2003. Ansvarig: områdeschef äldreomsorg. Sjukfrånvaron var 8,7_% "
        "kvartal 4 2003; det väntade värdet, högst 8_%, är inte nått. Siffran säger inte varför. "
        "Använt 900_tkr.",
        "Fixed teams in home care (late). In place in 9 of 14 groups. Due by 31 December 2003. "
        "Responsible: head of elderly care. Sickness absence was 8.7% in quarter 4 2003; the "
        "expected value, at most 8%, has not been reached. The figure does not say why. "
        "Spent SEK_900_thousand.",
        actions_of,
    ),
    Said(
        "23_done",
        action(status="done", ended="2003-06-12", progress=None, **expected(9)),
        "Fasta arbetslag i hemtjänsten (avslutad den 12 juni 2003). "
        "Ansvarig: områdeschef äldreomsorg. "
        "Sjukfrånvaron var 8,7_% kvartal 4 2003; det väntade värdet, högst 9_%, är nått. "
        "Siffran säger inte varför.",
        "Fixed teams in home care (completed on 12 June 2003). Responsible: head of elderly care. "
        "Sickness absence was 8.7% in quarter 4 2003; the expected value, at most 9%, has been "
        "reached. The figure does not say why.",
        actions_of,
    ),
    Said(
        "23_stopped",
        action({"reason": "late"}, status="stopped", due=None, **expected()),
        "Fasta arbetslag i hemtjänsten (avbruten). Infört i 9 av 14 grupper. Ansvarig: områdeschef "
        "äldreomsorg. Mätetalet Sjukfrånvaro skulle ha stämts av kvartal 4 2003 (väntat värde: "
        "högst 8_%), men uppgiften saknas.",
        "Fixed teams in home care (stopped). In place in 9 of 14 groups. "
        "Responsible: head of elderly care. "
        "The measure Sickness absence was to be checked in quarter 4 2003 (expected value: at most "
        "8%), but the figure is missing.",
        actions_of,
    ),
]

OF_QUESTIONS = [
    Said(
        "Q_deficit_open",
        economy(-4.3e6, period="2003-Q3"),
        "Utfallet är 4,3_mkr sämre än budget. "
        "Vilka åtgärder är beslutade, och hur mycket ger de under året?",
        "The outturn is SEK_4.3_million worse than budget. "
        "Which actions have been decided, and how much will they give this year?",
        asked,
    ),
    Said(
        "Q_deficit_forecast",
        economy(4.3e6, period="2003-Q3", **MOVED),
        "Prognosen för helåret 2003 är −4,2_mkr mot budget. "
        "Vilka åtgärder är beslutade, och hur mycket ger de under året?",
        "The forecast for the full year 2003 is SEK_−4.2_million against budget. "
        "Which actions have been decided, and how much will they give this year?",
        asked,
    ),
    Said(
        "Q_deficit_closed",
        economy(-4.3e6, **MOVED),
        "Utfallet januari–december 2003 var 4,3_mkr sämre än budget. "
        "Vilka åtgärder är beslutade, och hur mycket ger de nästa år?",
        "The outturn for January–December 2003 was SEK_4.3_million worse than budget. "
        "Which actions have been decided, and how much will they give next year?",
        asked,
    ),
    Said(
        "Q_duty",
        slice_of(measure_of(**DECISIONS), {"value": 7, "status": "poor", "target": 0}),
        "Antalet ej verkställda beslut äldre än tre månader uppfyller inte kravet, noll. "
        "Vilka gäller det, vad görs, och när är kravet uppfyllt?",
        "The number of decisions not carried out for over three months does not meet the "
        "requirement of zero. Which cases are concerned, what is being done, and when "
        "will the requirement be met?",
        asked,
    ),
    Said(
        "Q_missed_no_action",
        action(status="done"),
        "Sjukfrånvaron når inte målet, högst 8,5_%. Vad gör vi åt det? "
        "Ingen planerad eller pågående aktivitet är knuten till målet.",
        "Sickness absence does not meet the target of at most 8.5%. What do we do about it? "
        "No planned or ongoing action is tied to the target.",
        asked,
    ),
    Said(
        "Q_missed_action",
        action(),
        "Sjukfrånvaron når inte målet, högst 8,5_%. Räcker det som görs för att nå det: "
        "Fasta arbetslag i hemtjänsten (klar senast den 31 december 2003)?",
        "Sickness absence does not meet the target of at most 8.5%. Is what is being done enough "
        "to meet it: Fixed teams in home care (due by 31 December 2003)?",
        asked,
    ),
    Said(
        "Q_late_action",
        action(as_of=AFTER_THE_YEAR),
        "Aktiviteten Fasta arbetslag i hemtjänsten skulle ha varit klar senast den 31 december "
        "2003. Vad återstår, och när blir den klar?",
        "The action Fixed teams in home care was due by 31 December 2003. "
        "What remains, and when will it be completed?",
        asked,
    ),
    Said(
        "Q_delayed_action",
        action(status="late"),
        "Aktiviteten Fasta arbetslag i hemtjänsten är försenad. "
        "Vad återstår, och när blir den klar?",
        "The action Fixed teams in home care is late. What remains, and when will it be completed?",
        asked,
    ),
    Said(
        "Q_effect",
        action({"value": 8.2, "status": "good", "target": 8.5}, **expected()),
        "Sjukfrånvaron har inte nått det värde som väntades med aktiviteten Fasta arbetslag i "
        "hemtjänsten, högst 8_%. Ska aktiviteten fortsätta som den är, ändras eller avslutas?",
        "Sickness absence has not reached the value expected with the action Fixed teams in home "
        "care, at most 8%. Should the action go on as it is, be changed or be ended?",
        asked,
    ),
    Said(
        "Q_effect_ended",
        action(
            {"value": 8.2, "status": "good", "target": 8.5},
            status="done",
            ended="2003-06-12",
            **expected(),
        ),
        "Sjukfrånvaron har inte nått det värde som väntades med aktiviteten Fasta arbetslag i "
        "hemtjänsten, högst 8_%. Vad blev erfarenheten, och behövs något annat för att nå målet?",
        "Sickness absence has not reached the value expected with the action Fixed teams in home "
        "care, at most 8%. What was learnt, and is something else needed to meet the target?",
        asked,
    ),
    Said(
        "Q_missing",
        missing("late"),
        "Sjukfrånvaron för kvartal 4 2003 saknas. När lämnar IFO-administratören uppgiften?",
        "Sickness absence for quarter 4 2003 is missing. "
        "When will the IFO administrator deliver the figure?",
        asked,
    ),
    Said(
        "Q_missing",
        slice_of(
            measure_of(computed_by={"sv": "planerare", "en": "planner"}), {"reason": "no_data"}
        ),
        "Sjukfrånvaron för kvartal 4 2003 saknas. När kommer uppgiften (planerare)?",
        "Sickness absence for quarter 4 2003 is missing. When will the figure come (planner)?",
        asked,
    ),
    Said(
        "Q_missing",
        slice_of(measure_of(), {"reason": "no_data"}),
        "Sjukfrånvaron för kvartal 4 2003 saknas. När kommer uppgiften, och vem lämnar den?",
        "Sickness absence for quarter 4 2003 is missing. "
        "When will the figure come, and who delivers it?",
        asked,
    ),
]


def following(value: float, status: str, target: float = math.nan, **aim: Any) -> ReportSlice:
    """Return a report of a measure whose target follows from other values."""
    cells = {"value": value, "status": status, "target": target}
    return slice_of(measure_of(targets=[{"from": "2003", **aim}]), cells)


YEAR_BEFORE: dict[str, Any] = {"relative": {"to": "previous_year"}}
PEERS: dict[str, Any] = {"peers": {"percentile": 25}}
OF_TARGETS = [
    Said(
        "1",
        following(8.1, "good", 8.4, **YEAR_BEFORE),
        "Sjukfrånvaron var 8,1_% kvartal 4 2003. Målet, högst 8,4_% (värdet för kvartal 4 2002), "
        "är nått.",
        "Sickness absence was 8.1% in quarter 4 2003. The target of at most 8.4% (the value for "
        "quarter 4 2002) is met.",
    ),
    Said(
        "2_above",
        following(8.6, "poor", 8.0, relative={"to": "previous_period", "times": 0.95}),
        "Sjukfrånvaron var 8,6_% kvartal 4 2003, 0,6_procentenheter över målet på högst 8_% "
        "(0,95 gånger värdet för kvartal 3 2003).",
        "Sickness absence was 8.6% in quarter 4 2003, 0.6_percentage points above the target of "
        "at most 8% (0.95 times the value for quarter 3 2003).",
    ),
    Said(
        "2_above",
        following(8.6, "poor", 7.9, **PEERS),
        "Sjukfrånvaron var 8,6_% kvartal 4 2003, 0,7_procentenheter över målet på högst 7,9_% "
        "(omkring 25_% av enheterna av samma slag når dit).",
        "Sickness absence was 8.6% in quarter 4 2003, 0.7_percentage points above the target of "
        "at most 7.9% (about 25% of the units of the same kind reach it).",
    ),
    Said(
        "4_few_peers",
        following(8.6, "unscored", **PEERS),
        "Sjukfrånvaron var 8,6_% kvartal 4 2003. Målet följer av värdena för enheter av samma "
        "slag. Färre än fem av dem har ett värde, så det finns inget mål och ingen bedömning.",
        "Sickness absence was 8.6% in quarter 4 2003. The target follows from the values of units "
        "of the same kind. Fewer than five of them have a value, so there is no target and no "
        "status.",
    ),
    Said(
        "4_no_yardstick",
        following(8.6, "unscored", **YEAR_BEFORE),
        "Sjukfrånvaron var 8,6_% kvartal 4 2003. Målet följer av värdet för kvartal 4 2002, som "
        "saknas eller inte går att jämföra med, så det finns inget mål och ingen bedömning.",
        "Sickness absence was 8.6% in quarter 4 2003. The target follows from the value for "
        "quarter 4 2002, which is missing or cannot be compared with, so there is no target and "
        "no status.",
    ),
]

ALL = [*OF_MONEY, *OF_DATA, *OF_TARGETS, *OF_ACTIONS, *OF_QUESTIONS]
