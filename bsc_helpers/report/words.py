"""The fixed words of a report: headings, labels of columns and facts, in each language."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bsc_helpers.errors import ParameterError, printable

__all__ = ["WORDS", "words_in"]

_SV = {
    "title": "{unit}, {period}",
    "place": "Del av",
    "kind": "Typ av enhet",
    "period": "Period",
    "known": "Uppgifter kända till och med",
    "units": "Antal enheter direkt under",
    "in_short": "I korthet",
    "nothing": "Inget nytt värde missar klart sitt mål, och ingen uppgift saknas.",
    "status_counts": "Mätetal efter status",
    "coverage_column": "Täckning",
    "coverage_fact": "Andel enheter som lämnat uppgift",
    "coverage_line": "Sammanvägningen bygger på mätetal med {share} av vikten.",
    "coverage_low": (
        "Ingen sammanvägning: mätetal med {share} av vikten har poäng, och det krävs {least}."
    ),
    "coverage_none": "Ingen sammanvägning: inget mätetal med vikt kan räknas om till poäng.",
    "summary": "Sammanfattning",
    "summary_caption": "Alla mätetal, {unit}, {period}",
    "measure": "Mätetal",
    "value": "Värde",
    "measured": "Mätt",
    "target": "Mål",
    "status": "Status",
    "year_before": "Ett år tidigare",
    "course": "Utveckling",
    "success_factor": "Framgångsfaktor",
    "origin": "Ursprung",
    "computed": "Så beräknades värdet",
    "definition": "Definition",
    "formula": "Formel",
    "with_numbers": "Med siffror",
    "year_to_date": "Året hittills ({period})",
    "rolling_year": "Det senaste året ({period})",
    "target_fact": "Mål",
    "limit_fact": "Varningsgräns",
    "scale_fact": "Poängskala",
    "attainment": "Måluppfyllelse",
    "score_fact": "Poäng (0–100)",
    "interval": "{confidence}-procentigt osäkerhetsintervall",
    "base": "Antal svar",
    "owner": "Ansvarig för målet",
    "owner_followed": "Ansvarig",
    "computed_by": "Beräknas av",
    "source": "Källa",
    "fact": "Uppgift",
    "inputs_caption": "Indata till {measure}",
    "input": "Indata",
    "facts_caption": "Fakta om {measure}",
    "chart_title": "{measure}: {value} ({period})",
    "chart_title_missing": "{measure}: uppgift saknas ({period})",
    "chart_alt": "Diagram över {measure}, {unit}, {first}–{last}.",
    "chart_alt_last": "Senaste värde {value} ({period}).",
    "chart_alt_missing": "Uppgift saknas för {period}.",
    "chart_alt_extent": "Lägst {low} ({low_period}), högst {high} ({high_period}).",
    "chart_alt_target": "Mål: {target}.",
    "chart_alt_compared": "{unit} visas som jämförelse.",
    "chart_data": "Värden i diagrammet: {measure}",
    "units_below": "Enheterna under: {measure}",
    "units_below_caption": "{measure} för enheterna under {unit}, i bokstavsordning",
    "unit": "Enhet",
    "scores": "Sammanvägda poäng",
    "scores_caption": "Poäng från 0 till 100 för mål, perspektiv och hela styrkortet",
    "level": "Nivå",
    "score": "Poäng",
    "whole": "Hela styrkortet",
    "level_perspective": "perspektiv",
    "level_objective": "mål",
    "withheld": "visas inte: för liten täckning",
    "about": "Om uppgifterna",
    "about_missing": "Uppgifter som saknas",
    "about_signs": "Tecken i tabellerna",
    "about_sources": "Källor",
    "sources_caption": "Varifrån uppgifterna kommer",
    "delivers": "Uppgifter",
    "about_method": "Så läses rapporten",
    "meaning": "Betydelse",
    "sign": "Tecken",
    "status_good": "Värdet är på målet eller bättre.",
    "status_warning": "Målet är inte nått, men värdet ligger innanför varningsgränsen.",
    "status_poor": (
        "Målet är inte nått och värdet ligger utanför varningsgränsen, eller så har målet ingen "
        "varningsgräns."
    ),
    "status_uncertain": "Osäkerhetsintervallet omfattar en gräns mellan två statusar.",
    "status_unscored": "Mätetalet följs utan mål, eller har inget mål för perioden.",
    "status_no_data": "Det finns inget värde för perioden.",
    "statuses_caption": "Vad märkena betyder",
    "method_rollup": (
        "Andelar och medelvärden räknas alltid fram ur sina summor, aldrig som medelvärden av "
        "enheternas värden. Saknas en uppgift räknas den aldrig som noll."
    ),
    "method_latest": (
        "Ett mätetal som mäts mer sällan visas med sitt senaste värde; kolumnen Mätt säger när."
    ),
    "method_score": (
        "Poängen är {at_target} vid målet och {at_limit} vid varningsgränsen, om mätetalet inte "
        "har en egen skala. De vägs samman med registrets vikter, och täckningen säger hur stor "
        "del av vikten som har ett värde."
    ),
    "method_interval": (
        "För mätetal som bygger på enkätsvar visas ett {confidence}-procentigt "
        "osäkerhetsintervall: Wilsons metod för andelar, t-fördelningen för medelvärden."
    ),
}

_EN = {
    "title": "{unit}, {period}",
    "place": "Part of",
    "kind": "Kind of unit",
    "period": "Period",
    "known": "Figures known up to",
    "units": "Units directly below",
    "in_short": "In short",
    "nothing": "No new value clearly misses its target, and none is missing.",
    "status_counts": "Measures by status",
    "coverage_column": "Coverage",
    "coverage_fact": "Share of units that delivered",
    "coverage_line": "The weighted scores rest on measures with {share} of the weight.",
    "coverage_low": (
        "No weighted score: measures with {share} of the weight have a score, and {least} is asked."
    ),
    "coverage_none": "No weighted score: no measure with a weight can be turned into a score.",
    "summary": "Summary",
    "summary_caption": "All measures, {unit}, {period}",
    "measure": "Measure",
    "value": "Value",
    "measured": "Measured",
    "target": "Target",
    "status": "Status",
    "year_before": "One year earlier",
    "course": "Over time",
    "success_factor": "Success factor",
    "origin": "Origin",
    "computed": "How this was computed",
    "definition": "Definition",
    "formula": "Formula",
    "with_numbers": "With the numbers",
    "year_to_date": "Year to date ({period})",
    "rolling_year": "The last year ({period})",
    "target_fact": "Target",
    "limit_fact": "Warning limit",
    "scale_fact": "Score scale",
    "attainment": "Attainment",
    "score_fact": "Score (0–100)",
    "interval": "{confidence}% uncertainty interval",
    "base": "Number of answers",
    "owner": "Responsible for the target",
    "owner_followed": "Responsible",
    "computed_by": "Computed by",
    "source": "Source",
    "fact": "Fact",
    "inputs_caption": "Inputs to {measure}",
    "input": "Input",
    "facts_caption": "Facts about {measure}",
    "chart_title": "{measure}: {value} ({period})",
    "chart_title_missing": "{measure}: no data ({period})",
    "chart_alt": "Chart of {measure}, {unit}, {first} to {last}.",
    "chart_alt_last": "Latest value {value} ({period}).",
    "chart_alt_missing": "No data for {period}.",
    "chart_alt_extent": "Lowest {low} ({low_period}), highest {high} ({high_period}).",
    "chart_alt_target": "Target: {target}.",
    "chart_alt_compared": "{unit} is shown for comparison.",
    "chart_data": "Values in the chart: {measure}",
    "units_below": "The units below: {measure}",
    "units_below_caption": "{measure} for the units below {unit}, in alphabetical order",
    "unit": "Unit",
    "scores": "Weighted scores",
    "scores_caption": "Scores from 0 to 100 for objectives, perspectives and the whole scorecard",
    "level": "Level",
    "score": "Score",
    "whole": "The whole scorecard",
    "level_perspective": "perspective",
    "level_objective": "objective",
    "withheld": "not shown: too little coverage",
    "about": "About the data",
    "about_missing": "Missing figures",
    "about_signs": "Signs in the tables",
    "about_sources": "Sources",
    "sources_caption": "Where the figures come from",
    "delivers": "Figures",
    "about_method": "How to read the report",
    "meaning": "Meaning",
    "sign": "Sign",
    "status_good": "The value is on the target or better.",
    "status_warning": "The target is not met, but the value is within the warning limit.",
    "status_poor": (
        "The target is not met and the value is beyond the warning limit, or the target has none."
    ),
    "status_uncertain": "The uncertainty interval holds a limit between two statuses.",
    "status_unscored": "The measure is followed without a target, or has none for the period.",
    "status_no_data": "There is no value for the period.",
    "statuses_caption": "What the marks mean",
    "method_rollup": (
        "Shares and means are always rebuilt from their sums, never averaged over the units' "
        "values. A missing figure is never counted as zero."
    ),
    "method_latest": (
        "A measure that is taken less often is shown with its latest value; the column Measured "
        "says when."
    ),
    "method_score": (
        "The score is {at_target} at the target and {at_limit} at the warning limit, unless the "
        "measure has a scale of its own. Scores are weighted as the register says, and the "
        "coverage tells how much of the weight has a value."
    ),
    "method_interval": (
        "For measures that rest on survey answers a {confidence}% uncertainty interval is shown: "
        "Wilson's method for shares, the t distribution for means."
    ),
}

WORDS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {"sv": MappingProxyType(_SV), "en": MappingProxyType(_EN)}
)


def words_in(language: str) -> Mapping[str, str]:
    """Return the words of a language.

    Raises
    ------
    ParameterError
        When reports are not written in this language.
    """
    if language not in WORDS:
        valid = ", ".join(sorted(WORDS))
        raise ParameterError(f"there are no reports in {printable(language)}; valid: {valid}")
    return WORDS[language]
