"""The words about change, chance and comparison: charts, notes and folds."""

from __future__ import annotations

__all__ = ["EN", "SV"]

SV = {
    "usual_band": "de vanliga svängningarna, {range}",
    "trial_band": "preliminära gränser, för få värden för att pröva: {range}",
    "chart_alt_usual": "De vanliga svängningarna: {range}.",
    "chart_alt_trial": "Preliminära gränser, för få värden för att pröva: {range}.",
    "chart_alt_news": "Det senaste värdet: {word}.",
    "mark_concern": "försämring utöver det vanliga",
    "mark_improvement": "förbättring utöver det vanliga",
    "mark_high": "ovanligt högt",
    "mark_low": "ovanligt lågt",
    "summary_variation_note": (
        "Under kurvan: om det senaste värdet skiljer sig mer från de tidigare än vad slumpen "
        "brukar ge. Där inget står går det inte att pröva ännu."
    ),
    "usual_fact": "Vanliga svängningar",
    "usual_text": "{low}–{high}, medelvärde {centre} ({points} värden sedan {since})",
    "season_fact": "Årstiden",
    "season_declared": "räknas bort; mätetalet är anmält som säsongsberoende",
    "season_pooled": "räknas bort; alla enheter tillsammans visar att den spelar in",
    "shifted_fact": "Kort serie",
    "shifted_text": "nivån har skiftat enligt reglerna för seriediagram (längsta svit, korsningar)",
    "assured_fact": "Målet och svängningarna",
    "assured_consistently_pass": "nås varje gång så länge inget ändras",
    "assured_consistently_fail": "nås inte så länge inget ändras",
    "assured_hit_and_miss": "nås ibland och ibland inte, utan att något har ändrats",
    "similar": "Enheter med liknande förutsättningar",
    "similar_text": "{units} (lika i: {background})",
    "place_fact": "Plats bland de jämförda",
    "place_text": "mellan {low} och {high} av {units} (95 % säkerhet)",
    "worst_quarter_fact": "Sannolikhet att höra till den sämsta fjärdedelen",
    "shrunken_fact": "Värde vägt mot alla jämförda",
    "funnel_title": "{measure}: {finding} bland {units} jämförda enheter",
    "funnel_finding_inside": "inom det vanliga",
    "funnel_finding_above": "högre än vanligt",
    "funnel_finding_below": "lägre än vanligt",
    "funnel_alt": (
        "{measure} för {units} enheter av samma slag. {unit}: {value}. Alla tillsammans: {centre}. "
        "Vanligt för en enhet av samma storlek: {range}."
    ),
    "funnel_alt_outside": "Utanför det vanliga: {names}.",
    "funnel_count": "antal fall",
    "outside_caption": "Enheter utanför det vanliga: {measure}",
    "outside_none": "Ingen av de {units} jämförda enheterna ligger utanför det vanliga.",
    "outside_usual": "Vanligt för enheten",
    "outside_side": "Läge",
    "outside_above": "högre",
    "unit_outside": "{unit} ({side})",
    "units_outside": "Utanför det vanliga för sitt slag och sin storlek: {units}.",
    "outside_below": "lägre",
    "changed_tested": (
        "{count} mätetal går att pröva mot slumpen; {news} har ändrats mer än vanligt{names}."
    ),
    "changed_tested_one": (
        "Ett mätetal går att pröva mot slumpen; {news} har ändrats mer än vanligt{names}."
    ),
    "changed_tested_none": (
        "{count} mätetal går att pröva mot slumpen; inget har ändrats mer än vanligt."
    ),
    "changed_tested_none_one": (
        "Ett mätetal går att pröva mot slumpen; det har inte ändrats mer än vanligt."
    ),
    "changed_untested": "Inget mätetal går ännu att pröva mot slumpen.",
    "compared_usual": (
        "Bland enheter av samma slag ({units} som mest) är {count} mätetal jämförda; {outside}."
    ),
    "compared_usual_one": (
        "Bland enheter av samma slag ({units} som mest) är ett mätetal jämfört; {outside}."
    ),
    "compared_usual_none": "inget ligger utanför det vanliga",
    "compared_usual_some": "utanför det vanliga ligger {names}",
    "method_change": (
        "Om ett värde har ändrats mer än slumpen brukar ge prövas med processdiagram ({version}): "
        "en punkt utanför gränserna, sju i följd på samma sida om medelvärdet, sju i följd "
        "stigande eller sjunkande, eller två av tre nära samma gräns. Minst {fewest} värden "
        "krävs. Bara det senaste, nymätta värdet prövas; löpande årsvärden och preliminära siffror "
        "gör det inte."
    ),
    "method_rate": (
        "I serier där ingenting har ändrats slår prövningen ändå larm i {rate} av fallen "
        "(simulerat för de metoder som använts här)."
    ),
    "method_season": (
        "Årstiden räknas bort där mätetalet är anmält som säsongsberoende eller där alla enheter "
        "tillsammans visar att den spelar in ({count} mätetal)."
    ),
    "method_likeness": (
        "Där värden liknar dem närmast före är gränserna vidare, och följder i rad räknas inte "
        "({count} mätetal)."
    ),
    "method_five_years": (
        "Årliga värden prövas som en trend över de fem senaste åren, och bara när alla fem finns."
    ),
    "method_comparison": (
        "Enheter jämförs med andra av samma slag. Vanligt är det intervall där 998 av 1 000 "
        "enheter av samma storlek skulle ligga; det säger inte varför någon ligger utanför. "
        "Gränserna tar hänsyn till hur många fall som ligger bakom och till att enheter skiljer "
        "sig mer åt än slumpen ensam ger (Spiegelhalter 2005). Mätetal med låg tillförlitlighet "
        "eller jämförbarhet jämförs inte, och platser anges bara som intervall."
    ),
}

EN = {
    "usual_band": "usual variation, {range}",
    "trial_band": "trial limits, too few values to test: {range}",
    "chart_alt_usual": "Usual variation: {range}.",
    "chart_alt_trial": "Trial limits, too few values to test: {range}.",
    "chart_alt_news": "The latest value: {word}.",
    "mark_concern": "deterioration beyond the usual",
    "mark_improvement": "improvement beyond the usual",
    "mark_high": "unusually high",
    "mark_low": "unusually low",
    "summary_variation_note": (
        "Below the line: whether the latest value differs from the earlier ones by more than "
        "chance usually gives. Where nothing stands it cannot be tested yet."
    ),
    "usual_fact": "Usual variation",
    "usual_text": "{low}–{high}, mean {centre} ({points} values since {since})",
    "season_fact": "Season",
    "season_declared": "allowed for; the measure is declared to be seasonal",
    "season_pooled": "allowed for; all units together show that it matters",
    "shifted_fact": "Short series",
    "shifted_text": "the level has shifted by the rules of run charts (longest run, crossings)",
    "assured_fact": "The target and the variation",
    "assured_consistently_pass": "met each time as long as nothing changes",
    "assured_consistently_fail": "not met as long as nothing changes",
    "assured_hit_and_miss": "met at times and missed at times without anything having changed",
    "similar": "Units under similar conditions",
    "similar_text": "{units} (alike in: {background})",
    "place_fact": "Place among those compared",
    "place_text": "between {low} and {high} of {units} (95% confidence)",
    "worst_quarter_fact": "Probability of the worst quarter",
    "shrunken_fact": "Value weighted towards all compared",
    "funnel_title": "{measure}: {finding} among {units} units compared",
    "funnel_finding_inside": "as usual",
    "funnel_finding_above": "higher than usual",
    "funnel_finding_below": "lower than usual",
    "funnel_alt": (
        "{measure} for {units} units of the same kind. {unit}: {value}. All together: {centre}. "
        "Usual for a unit of the same size: {range}."
    ),
    "funnel_alt_outside": "Outside the usual: {names}.",
    "funnel_count": "number of cases",
    "outside_caption": "Units outside the usual: {measure}",
    "outside_none": "None of the {units} units compared lies outside the usual.",
    "outside_usual": "Usual for the unit",
    "outside_side": "Position",
    "outside_above": "higher",
    "unit_outside": "{unit} ({side})",
    "units_outside": "Outside what is usual for its kind and size: {units}.",
    "outside_below": "lower",
    "changed_tested": (
        "{count} measures can be tested against chance; {news} changed more than usual{names}."
    ),
    "changed_tested_one": (
        "One measure can be tested against chance; {news} changed more than usual{names}."
    ),
    "changed_tested_none": (
        "{count} measures can be tested against chance; none changed more than usual."
    ),
    "changed_tested_none_one": (
        "One measure can be tested against chance; it did not change more than usual."
    ),
    "changed_untested": "No measure can be tested against chance yet.",
    "compared_usual": (
        "Among units of the same kind ({units} at most), {count} measures are compared; {outside}."
    ),
    "compared_usual_one": (
        "Among units of the same kind ({units} at most), one measure is compared; {outside}."
    ),
    "compared_usual_none": "none lies outside the usual",
    "compared_usual_some": "outside the usual: {names}",
    "method_change": (
        "Whether a value changed by more than chance usually gives is tested with process charts "
        "({version}): a point outside the limits, seven in a row on one side of the mean, seven in "
        "a row rising or falling, or two of three near the same limit. At least {fewest} values "
        "are needed. Only the latest, newly measured value is tested; rolling and cumulated values "
        "and preliminary figures are not."
    ),
    "method_rate": (
        "In series in which nothing has changed the test still gives an alarm in {rate} of cases "
        "(simulated for the methods used here)."
    ),
    "method_season": (
        "The season is allowed for where a measure is declared to be seasonal or where all units "
        "together show that it matters ({count} measures)."
    ),
    "method_likeness": (
        "Where values resemble those just before them the limits are wider and runs do not count "
        "({count} measures)."
    ),
    "method_five_years": (
        "Yearly values are tested as a trend over the last five years, and only when all five "
        "exist."
    ),
    "method_comparison": (
        "Units are compared with others of the same kind. Usual is the range in which 998 of 1,000 "
        "units of the same size would lie; it does not say why one lies outside. The limits allow "
        "for the number of cases behind a value and for units that differ by more than chance "
        "alone (Spiegelhalter 2005). Measures of low reliability or comparability are not "
        "compared, and places are given as intervals only."
    ),
}
