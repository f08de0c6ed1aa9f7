"""The words of a measure's section: chart, comparison, and how the value was computed."""

from __future__ import annotations

__all__ = ["EN", "SV"]

SV = {
    "success_factor": "Framgångsfaktor",
    "key_process": "Nyckelprocess",
    "origin": "Ursprung",
    "serves": "Bidrar till: {objective}.",
    "chart_title": "{measure}: {value} ({period})",
    "finding_duty": ", kravet är {target}",
    "finding_above": ", {difference} över målet",
    "finding_below": ", {difference} under målet",
    "chart_alt": "Diagram över {measure}, {unit}, {first}–{last}.",
    "chart_alt_last": "Senaste värde {value} ({period}).",
    "chart_alt_missing": "För {period}: {why}.",
    "chart_alt_extent": "Lägst {low} ({low_period}), högst {high} ({high_period}).",
    "chart_alt_target": "Mål: {target}.",
    "chart_alt_compared": "{unit} visas som jämförelse.",
    "chart_alt_break": "Från {period} mäts det på ett nytt sätt.",
    "chart_alt_organisation": "Från {period} är organisationen en annan.",
    "new_organisation": "Ny organisation",
    "structure": "I organisationen den {date}: {measure}",
    "structure_caption": "{measure} för {unit}, tidigare perioder",
    "structure_note": (
        "Här är de tidigare värdena räknade som om organisationen den {date} hade funnits hela "
        "tiden."
    ),
    "in_structure": "I den organisationen",
    "as_was": "Som det var",
    "chart_data": "Värden i diagrammet: {measure}",
    "comparison": "Jämförelse: {measure}",
    "comparison_caption": "{measure} för {unit}, helheten och enheter av samma slag",
    "comparison_note": (
        "I bokstavsordning. Skillnader kan vara slump, och förutsättningarna är olika."
    ),
    "peers": "Enheter av samma slag",
    "units_below": "Enheterna under: {measure}",
    "units_below_many": (
        "{count} enheter under har egna värden; de står i arbetsboken, bladet Enheter, och på "
        "mätetalets egen sida."
    ),
    "units_below_caption": "{measure} för enheterna under {unit}, i bokstavsordning",
    "not_compared": (
        "Siffrorna är inte tillräckligt jämförbara för att ställas mot varandra; läs var och en "
        "för sig."
    ),
    "other_units": "Övriga enheter",
    "unit": "Enhet",
    "computed": "Så beräknades värdet",
    "card": "Mätetalets kort: {measure}",
    "definition": "Definition",
    "interpretation": "Så tolkas det",
    "formula": "Formel",
    "with_numbers": "Med siffror",
    "year_to_date": "Året hittills ({period})",
    "rolling_year": "Det senaste året ({period})",
    "target_fact": "Mål",
    "limit_fact": "Varningsgräns",
    "scale_fact": "Poängskala",
    "attainment": "Måluppfyllelse",
    "score_fact": "Poäng (0–100)",
    "weight_fact": "Vikt i hela styrkortet",
    "interval": "{confidence}-procentigt osäkerhetsintervall",
    "base": "Antal svar",
    "cases": "Antal fall",
    "coverage_fact": "Andel enheter som lämnat uppgift",
    "previous": "Tidigare värde",
    "revised_fact": "{value}, ändrat {date}",
    "kind_fact": "Typ av mått",
    "kind_quantity": "Antal.",
    "kind_quantity_says": (
        "Styrka: lätt att förstå och att kontrollera. Svaghet: följer enhetens storlek och går "
        "inte att jämföra mellan stora och små."
    ),
    "kind_ratio": "Kvot.",
    "kind_ratio_says": (
        "Styrka: gör enheter av olika storlek jämförbara. Svaghet: kan ändras av nämnaren lika "
        "väl som av täljaren."
    ),
    "kind_percentage": "Andel.",
    "kind_percentage_says": (
        "Styrka: lätt att läsa, alltid mellan 0 och 100. Svaghet: döljer hur många det gäller; med "
        "få fall svänger den mycket."
    ),
    "kind_rating": "Skattning.",
    "kind_rating_says": (
        "Styrka: fångar upplevelser som inte går att räkna. Svaghet: hänger på frågorna och på "
        "vilka som svarar."
    ),
    "kind_coefficient": "Koefficient.",
    "kind_coefficient_says": (
        "Styrka: samlar flera sidor i ett tal. Svaghet: svår att tolka, och visar inte vilken "
        "del som har rört sig."
    ),
    "role_fact": "Roll",
    "role_target_measure": "måltal: har mål",
    "role_followed_measure": "följetal: följs utan mål och status",
    "role_legal_duty": "lagkrav: varje avsteg redovisas",
    "timing_fact": "I tiden",
    "timing_leading": "tidigt tecken (drivande)",
    "timing_lagging": "utfall i efterhand",
    "axes_fact": "Indelning",
    "axis_financial": "ekonomiskt",
    "axis_non_financial": "icke-ekonomiskt",
    "axis_role_outcome": "utfall",
    "axis_role_driver": "drivande",
    "axis_objective": "objektivt",
    "axis_subjective": "subjektivt",
    "axis_external": "externt",
    "axis_internal": "internt",
    "axis_short": "kort sikt",
    "axis_long": "lång sikt",
    "reliability": "Tillförlitlighet",
    "comparability": "Jämförbarhet",
    "grade_high": "hög",
    "grade_medium": "medel",
    "grade_low": "låg",
    "low_reliability": "mätetalet får ingen status och jämförs inte",
    "low_comparability": "enheterna ställs inte mot varandra",
    "measured_fact": "Mäts",
    "every_day": "varje dag",
    "every_week": "varje vecka",
    "every_month": "varje månad",
    "every_quarter": "varje kvartal",
    "every_half_year": "varje halvår",
    "every_year": "varje år",
    "due_fact": "Lämnas senast",
    "due_text": "{date} (för {period})",
    "valid_fact": "Gäller som längst",
    "months": "{count} månader",
    "break_definition": "Ny definition",
    "break_rule": "Ny regel",
    "break_level": "Ny nivå",
    "break_from": "{change} från {period}",
    "rule_line": "{change} från {period}. {text}.",
    "owner": "Ansvarig för målet",
    "owner_followed": "Ansvarig",
    "computed_by": "Beräknas av",
    "source": "Källa",
    "recorded": "uppgifter från {date}",
    "fact": "Uppgift",
    "inputs_caption": "Indata till {measure}",
    "input": "Indata",
    "facts_caption": "Fakta om {measure}",
}

EN = {
    "success_factor": "Success factor",
    "key_process": "Key process",
    "origin": "Origin",
    "serves": "Serves: {objective}.",
    "chart_title": "{measure}: {value} ({period})",
    "finding_duty": ", the requirement is {target}",
    "finding_above": ", {difference} above the target",
    "finding_below": ", {difference} below the target",
    "chart_alt": "Chart of {measure}, {unit}, {first} to {last}.",
    "chart_alt_last": "Latest value {value} ({period}).",
    "chart_alt_missing": "For {period}: {why}.",
    "chart_alt_extent": "Lowest {low} ({low_period}), highest {high} ({high_period}).",
    "chart_alt_target": "Target: {target}.",
    "chart_alt_compared": "{unit} is shown for comparison.",
    "chart_alt_break": "From {period} on it is measured in a new way.",
    "chart_alt_organisation": "From {period} on the organisation is another.",
    "new_organisation": "New organisation",
    "structure": "In the organisation of {date}: {measure}",
    "structure_caption": "{measure} for {unit}, earlier periods",
    "structure_note": (
        "Here the earlier values are counted as if the organisation of {date} had existed all the "
        "time."
    ),
    "in_structure": "In that organisation",
    "as_was": "As it was",
    "chart_data": "Values in the chart: {measure}",
    "comparison": "Comparison: {measure}",
    "comparison_caption": "{measure} for {unit}, the whole and units of the same kind",
    "comparison_note": ("In alphabetical order. Differences may be chance, and conditions differ."),
    "peers": "Units of the same kind",
    "units_below": "The units below: {measure}",
    "units_below_many": (
        "{count} units below have values of their own; they stand in the workbook, on the sheet "
        "Units, and on the measure's own page."
    ),
    "units_below_caption": "{measure} for the units below {unit}, in alphabetical order",
    "not_compared": (
        "The figures are not comparable enough to be held against each other; read each by itself."
    ),
    "other_units": "Other units",
    "unit": "Unit",
    "computed": "How this was computed",
    "card": "The card of the measure: {measure}",
    "definition": "Definition",
    "interpretation": "How to read it",
    "formula": "Formula",
    "with_numbers": "With the numbers",
    "year_to_date": "Year to date ({period})",
    "rolling_year": "The last year ({period})",
    "target_fact": "Target",
    "limit_fact": "Warning limit",
    "scale_fact": "Score scale",
    "attainment": "Attainment",
    "score_fact": "Score (0–100)",
    "weight_fact": "Weight in the whole scorecard",
    "interval": "{confidence}% uncertainty interval",
    "base": "Number of answers",
    "cases": "Number of cases",
    "coverage_fact": "Share of units that delivered",
    "previous": "Earlier value",
    "revised_fact": "{value}, changed {date}",
    "kind_fact": "Kind of measurement",
    "kind_quantity": "Quantity.",
    "kind_quantity_says": (
        "Strength: easy to understand and to check. Weakness: it follows the size of the unit, so "
        "large and small ones do not compare."
    ),
    "kind_ratio": "Ratio.",
    "kind_ratio_says": (
        "Strength: makes units of different sizes comparable. Weakness: the denominator can move "
        "it as well as the numerator."
    ),
    "kind_percentage": "Percentage.",
    "kind_percentage_says": (
        "Strength: easy to read, always between 0 and 100. Weakness: hides how many it is about; "
        "with few cases it swings widely."
    ),
    "kind_rating": "Rating.",
    "kind_rating_says": (
        "Strength: catches experiences that cannot be counted. Weakness: hangs on the questions "
        "and on who answers them."
    ),
    "kind_coefficient": "Coefficient.",
    "kind_coefficient_says": (
        "Strength: gathers several sides in one number. Weakness: hard to interpret, and does not "
        "show which part has moved."
    ),
    "role_fact": "Role",
    "role_target_measure": "target measure: has a target",
    "role_followed_measure": "followed measure: no target and no status",
    "role_legal_duty": "legal duty: every breach is reported",
    "timing_fact": "In time",
    "timing_leading": "early sign (leading)",
    "timing_lagging": "result afterwards (lagging)",
    "axes_fact": "Classification",
    "axis_financial": "financial",
    "axis_non_financial": "non-financial",
    "axis_role_outcome": "outcome",
    "axis_role_driver": "driver",
    "axis_objective": "objective",
    "axis_subjective": "subjective",
    "axis_external": "external",
    "axis_internal": "internal",
    "axis_short": "short term",
    "axis_long": "long term",
    "reliability": "Reliability",
    "comparability": "Comparability",
    "grade_high": "high",
    "grade_medium": "medium",
    "grade_low": "low",
    "low_reliability": "the measure has no status and is not compared",
    "low_comparability": "units are not held against each other",
    "measured_fact": "Measured",
    "every_day": "every day",
    "every_week": "every week",
    "every_month": "every month",
    "every_quarter": "every quarter",
    "every_half_year": "every half-year",
    "every_year": "every year",
    "due_fact": "Due by",
    "due_text": "{date} (for {period})",
    "valid_fact": "Valid for at most",
    "months": "{count} months",
    "break_definition": "New definition",
    "break_rule": "New rule",
    "break_level": "New level",
    "break_from": "{change} from {period}",
    "rule_line": "{change} from {period}. {text}.",
    "owner": "Responsible for the target",
    "owner_followed": "Responsible",
    "computed_by": "Computed by",
    "source": "Source",
    "recorded": "figures of {date}",
    "fact": "Fact",
    "inputs_caption": "Inputs to {measure}",
    "input": "Input",
    "facts_caption": "Facts about {measure}",
}
