"""The words of the section on surveys."""

from __future__ import annotations

__all__ = ["EN", "SV"]

SV = {
    "surveys": "Enkäter",
    "survey_heading": "{survey}, {period}",
    "survey_figures": "Index och svar",
    "survey_margin": "felmarginal ±{margin}",
    "survey_answers": "Svar som index bygger på",
    "survey_rate": "Svarsfrekvens",
    "survey_rate_of": "{answered} av {invited} tillfrågade",
    "survey_withheld": "Resultatet visas inte, för att ingen enskild ska kunna kännas igen.",
    "survey_areas": "Frågeområden, {unit}, {period}",
    "survey_area": "Frågeområde",
    "survey_index": "Index",
    "survey_plus_minus": "Felmarginal",
    "survey_count": "Svar",
    "survey_change": "Ändring sedan {period}",
    "survey_change_near": "strax utanför felmarginalen",
    "survey_change_chance": "kan vara en slump",
    "survey_change_clear": "större än felmarginalen",
    "survey_effect": "Regressionsskattning av effekt",
    "survey_interval": "{effect} ({lower} till {upper})",
    "survey_for_five": "5 enheter: {effect}",
    "survey_too_few": "för få svar ({least} behövs)",
    "survey_no_spread": "alla svarade lika",
    "survey_collinear": "går inte att skilja från andra områden",
    "survey_suppressed": "visas inte",
    "survey_note": (
        "Index går från 0 till 100, där 100 är bäst. Det är ett medelvärde av svaren och ingen "
        "andel nöjda. Den som svarat vet ej ingår inte i frågan. Felmarginalen är en "
        "95-procentig; den säger inget om vad de som inte svarat tycker."
    ),
    "survey_note_population": (
        "Felmarginalen för index beskriver omgångens egna användare (korrigerad för ändlig "
        "population). Felmarginalen för en ändring är inte korrigerad."
    ),
    "survey_note_effect": (
        "Regressionsskattning av effekt: så många enheter högre är index hos dem som ger området "
        "en enhet högre betyg, när de övriga områdena har samma betyg, med 95-procentigt "
        "intervall. Det är ett samband mellan svar i samma enkät och ingen orsak. Den är inte "
        "SCB:s mått."
    ),
    "survey_note_squared": "Områdena svarar tillsammans för {share} av variationen i index (R²).",
    "survey_matrix_none": "Prioriteringsmatris, {unit}, {period}. Prioritera: inget område",
    "survey_matrix_some": "Prioriteringsmatris, {unit}, {period}. Prioritera: {areas}",
    "survey_matrix_unsure": "{area} (osäkert)",
    "survey_matrix_note": (
        "Linjerna går vid medelvärdet av områdenas index ({value}) och av deras skattade effekt "
        "({effect}). Bevara: högt index, liten effekt. Förbättra om möjligt: högt index, stor "
        "effekt. Lägre prioritet: lågt index, liten effekt. Prioritera: lågt index, stor effekt. "
        "Högt och lågt är här i jämförelse med enhetens egna områden."
    ),
    "survey_matrix_alt": "Prioriteringsmatris för {unit}, {period}. {areas}.",
    "survey_matrix_alt_area": "{area}: index {value}, effekt {effect}, {quadrant}",
    "survey_matrix_data": "Områdena i prioriteringsmatrisen",
    "survey_quadrant": "Ruta",
    "survey_unclear": "osäker placering: felmarginalen går över en linje",
    "survey_unclear_word": "osäker placering",
    "survey_value_axis": "Områdets index",
    "survey_effect_axis": "Regressionsskattning av effekt",
    "quadrant_maintain": "Bevara",
    "quadrant_improve": "Förbättra om möjligt",
    "quadrant_lower": "Lägre prioritet",
    "quadrant_prioritise": "Prioritera",
}

EN = {
    "surveys": "Surveys",
    "survey_heading": "{survey}, {period}",
    "survey_figures": "Index and answers",
    "survey_margin": "margin of error ±{margin}",
    "survey_answers": "Answers the index rests on",
    "survey_rate": "Response rate",
    "survey_rate_of": "{answered} of {invited} invited",
    "survey_withheld": "The result is not shown, so that no individual can be recognised.",
    "survey_areas": "Areas of questions, {unit}, {period}",
    "survey_area": "Area",
    "survey_index": "Index",
    "survey_plus_minus": "Margin of error",
    "survey_count": "Answers",
    "survey_change": "Change since {period}",
    "survey_change_near": "just beyond the margin of error",
    "survey_change_chance": "may be chance",
    "survey_change_clear": "larger than its margin",
    "survey_effect": "Regression estimate of effect",
    "survey_interval": "{effect} ({lower} to {upper})",
    "survey_for_five": "5 points: {effect}",
    "survey_too_few": "too few answers ({least} needed)",
    "survey_no_spread": "all answered alike",
    "survey_collinear": "cannot be told apart from other areas",
    "survey_suppressed": "not shown",
    "survey_note": (
        "The index goes from 0 to 100, 100 being best. It is a mean of the answers and no share "
        "of satisfied people. Whoever answered don't know is left out of the question. The margin "
        "of error is one of 95%; it says nothing of what those think who did not answer."
    ),
    "survey_note_population": (
        "The margin of error of the index describes the users of the round itself (corrected for "
        "a finite population). The margin of a change is not corrected."
    ),
    "survey_note_effect": (
        "Regression estimate of effect: so many points higher is the index among those who rate "
        "the area one point higher, the other areas being rated alike, with a 95% interval. It is "
        "an association between answers in the same survey and no cause. It is not the measure of "
        "Statistics Sweden."
    ),
    "survey_note_squared": (
        "Together the areas account for {share} of the variation in the index (R²)."
    ),
    "survey_matrix_none": "Priority matrix, {unit}, {period}. Prioritise: no area",
    "survey_matrix_some": "Priority matrix, {unit}, {period}. Prioritise: {areas}",
    "survey_matrix_unsure": "{area} (uncertain)",
    "survey_matrix_note": (
        "The lines stand at the mean of the areas' indices ({value}) and of their estimated "
        "effects ({effect}). Maintain: high index, small effect. Improve if possible: high index, "
        "large effect. Lower priority: low index, small effect. Prioritise: low index, large "
        "effect. High and low are here in comparison with the unit's own areas."
    ),
    "survey_matrix_alt": "Priority matrix for {unit}, {period}. {areas}.",
    "survey_matrix_alt_area": "{area}: index {value}, effect {effect}, {quadrant}",
    "survey_matrix_data": "The areas of the priority matrix",
    "survey_quadrant": "Quadrant",
    "survey_unclear": "uncertain placing: the margin of error crosses a line",
    "survey_unclear_word": "uncertain placing",
    "survey_value_axis": "Index of the area",
    "survey_effect_axis": "Regression estimate of effect",
    "quadrant_maintain": "Maintain",
    "quadrant_improve": "Improve if possible",
    "quadrant_lower": "Lower priority",
    "quadrant_prioritise": "Prioritise",
}
