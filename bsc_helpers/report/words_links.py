"""The fixed words of the pages about tested links, in each language."""

from __future__ import annotations

__all__ = ["EN", "SV"]

SV = {
    "map_title": "Strategikartan prövad, {period}",
    "study_title": "Vad kommer före vad, {period}",
    "fact_through": "Uppgifter till och med",
    "fact_known": "Kända den",
    "fact_version": "Styrkort",
    "fact_window": "Tidsavstånd som prövats",
    "fact_group": "Enheter räknade",
    "group_unit": "var för sig",
    "group_area": "områdesvis",
    "group_parent": "efter enheten ovanför",
    "window_asked": "−{window} till {window} perioder, högst en fjärdedel av dem som finns",
    "arrows": "Pilar",
    "map": "Kartan",
    "map_figure": "{tested} av {all} pilar gick att pröva: {counts}",
    "map_alt": (
        "Karta över målen i styrkortets perspektiv med en pil för varje antaget samband. {arrows} "
        "Samma uppgifter står i tabellen efter kartan."
    ),
    "map_figure_bare": "Mål utan antagna samband",
    "map_alt_bare": "Karta över målen i styrkortets perspektiv, utan några pilar.",
    "map_arrow": "{code}: {first} till {then}, {evidence}.",
    "map_table": "Pilarna och det som prövar dem",
    "what_is_said": "Vad prövningen säger om varje pil",
    "link_heading": "{code}. {first} → {then}",
    "pair": "Drivande mätetal → utfall",
    "pair_of": "{driver} → {outcome}",
    "expected": "Antaget",
    "found": "Funnet",
    "correlation": "Korrelation",
    "correlation_interval": "Korrelation (95\u00a0%-intervall)",
    "r_and_interval": "{r} ({low} till {high})",
    "by_groups": "gruppvis {p}",
    "chance": "q",
    "verdict": "Besked",
    "family_caption": "Alla antagna par, prövade tillsammans",
    "family": "Alla par",
    "not_assumed": "inte antaget",
    "no_pair": "Inga mätetal har angetts som kan pröva det.",
    "rationale": "Varför det antas: {text}",
    "profile_title": "Korrelation vid varje tidsavstånd",
    "profile_alt": (
        "Korrelationen mellan {driver} och {outcome} vid tidsavstånden {first} till {last}: "
        "{values}."
    ),
    "profile_value": "{lag}: {r} ({lower} till {upper})",
    "profile_r": "Korrelation inom enheter",
    "profile_lag": "Tidsavstånd i {kinds}",
    "driver_first_short": "det drivande först",
    "outcome_first_short": "utfallet först",
    "floor_label": "gräns för vad som har betydelse: ±{floor}",
    "window_label": "antaget",
    "interval_label": "streck: 95\u00a0%-intervall som gäller alla tidsavstånd tillsammans",
    "profile_data": "Värdena i diagrammet",
    "lag": "Tidsavstånd",
    "lower": "Undre",
    "upper": "Övre",
    "units_tested": "Enheter",
    "pairs": "Mätpar",
    "surprises_title": "Överraskningarna {later}",
    "surprises_alt": (
        "Överraskningar i {driver} mot överraskningar i {outcome} {later}: {count} punkter, "
        "korrelation inom enheter {r}."
    ),
    "surprise_of": "Oväntad del av {measure}",
    "surprise_unit": "{text} ({unit})",
    "surprise_line": "rät linje genom punkterna",
    "surprise_count": "{count} mätpar",
    "units_title": "Varje enhets egen korrelation",
    "units_alt": (
        "Korrelationen i {count} enheter var för sig, från {low} till {high}, i medeltal {r}. "
        "{same} av enheterna har samma tecken som medelvärdet."
    ),
    "units_mean": "medelvärde {r}",
    "units_zero": "noll: åt inget håll",
    "units_count": "antal enheter",
    "units_note": (
        "En enskild enhets korrelation bygger på få mätningar och säger inte hur det är just där."
    ),
    "sensitivity": "Håller det om man räknar annorlunda?",
    "sensitivity_caption": "Samma par, räknat på andra sätt",
    "look": "Sätt att räkna",
    "result": "Utfall",
    "look_main": "Så som här",
    "look_groups": "Enheter som delar händelser räknade ihop ({groups} grupper)",
    "look_coarser": "Enheter i samma område räknade ihop ({groups} områden)",
    "look_weighed": "Med jämna enheter tyngst när det gemensamma räknas bort",
    "look_own_share": "Med varje enhets egen del av det gemensamma borträknad",
    "look_driscoll": "Med fel som tål alla slags gemensamma händelser (Driscoll–Kraay)",
    "look_any": "Rättat oberoende av hur paren hänger ihop (Benjamini–Yekutieli)",
    "look_ranks": "Med rangordningar i stället för värden (Spearman)",
    "look_without": "Utan en enhet eller grupp i taget",
    "look_first": "Första hälften av tiden",
    "look_second": "Andra hälften av tiden",
    "look_shared": "Hur lika enheterna ännu rör sig, utöver slumpen",
    "look_between": "Mellan enheternas medelvärden",
    "look_within": "Inom enheter, utan tidsavstånd och med gemensamma svängningar kvar",
    "look_same": "Enheter som pekar åt samma håll",
    "range": "{low} till {high}",
    "details": "Uppgifter om prövningen",
    "detail_p": "Slump, över alla tidsavstånd",
    "detail_detectable": "Hade hittats fyra gånger av fem",
    "detail_units": "Enheter (grupper)",
    "detail_pairs": "Mätpar och perioder",
    "detail_orders": "Eget förflutet som räknats bort",
    "detail_drawn": "Extremvärden som dragits in",
    "detail_effect": "En enhet mer av det som kommer först hänger ihop med",
    "detail_gain": "Förklarar utöver utfallets eget förflutna",
    "orders": "{driver} och {outcome} perioder",
    "drawn": "{driver} och {outcome}",
    "effect": "{slope} ({lower} till {upper})",
    "counted": "{units} ({groups})",
    "measured": "{pairs}, {periods} {kinds}",
    "detail_panel": "Prövat på",
    "detail_series": "Serien som visas",
    "panel_whole": "{count} enheter som helhet",
    "panel_parts": "{activities} i {count} enheter",
    "step_3": ("Värden som ligger mycket långt från enhetens övriga dras in och räknas."),
    "options": "Bestämt i förväg",
    "options_caption": "Det som bestämdes före prövningen",
    "option": "Inställning",
    "setting": "Värde",
    "option_window": "Tidsavstånd",
    "option_floor": "Minsta korrelation som har betydelse",
    "option_q": "Gräns för möjligt och för säkrare fynd (q)",
    "option_fewest": "Minst antal enheter, mätningar per enhet",
    "option_same": "Andel enheter som ska peka åt samma håll",
    "option_draws": "Omkastade tecken",
    "option_seed": "Slumpens startvärde",
    "usual_windows": (
        "4 kvartal, 6 månader eller 2 år åt vardera hållet, minst det antagna; högst en fjärdedel "
        "av perioderna"
    ),
    "ownership": (
        "Kartan är prövad på hela organisationens enheter. Den säger inget om att en enskild enhet "
        "följer mönstret."
    ),
    "screen": "Sökning bland alla par",
    "screen_note": (
        "{count} par granskades. Fynden är kandidater: frågor att pröva på nya data, inte svar."
    ),
    "screen_none": "Inget av {count} granskade par skilde sig från slumpen efter rättning.",
    "screen_held": (
        "Kandidaterna hittades i den första halvan av tiden och prövades sedan i den andra."
    ),
    "screen_caption": "Kandidater, starkast först",
    "candidate_first": "Först",
    "candidate_then": "Sedan",
    "screen_where": (
        "{measures} mätetal granskades parvis i {units} enheter ({kind}), {periods} {kinds}."
    ),
    "screen_left_out": (
        "{linked} par är inte med eftersom de hänger ihop genom hur de räknas, och {too_little} "
        "för att de har för lite data."
    ),
    "confirmed": "I andra halvan",
    "confirmed_yes": "bekräftad",
    "confirmed_no": "inte bekräftad",
    "confirmed_none": "gick inte att pröva",
    # In the report of a unit.
    "links": "Antagna samband",
    "links_caption": "Strategikartans samband, prövade på hela organisationen",
    "links_note": (
        "Strategikartan antar att det ena målet hjälper det andra. Antagandena är prövade på hela "
        "organisationens enheter, inte på {unit} för sig."
    ),
    "here_value": "här {value}",
    "all_value": "{whole} {value}",
}
EN = {
    "map_title": "The strategy map tested, {period}",
    "study_title": "What comes before what, {period}",
    "fact_through": "Figures up to",
    "fact_known": "Known on",
    "fact_version": "Scorecard",
    "fact_window": "Lags that were tried",
    "fact_group": "Units counted",
    "group_unit": "one by one",
    "group_area": "by area",
    "group_parent": "by the unit above",
    "window_asked": "−{window} to {window} periods, at most a quarter of those there are",
    "arrows": "Arrows",
    "map": "The map",
    "map_figure": "{tested} of {all} arrows could be tested: {counts}",
    "map_alt": (
        "A map of the objectives in the perspectives of the scorecard, with an arrow for each "
        "assumed link. {arrows} The same stands in the table after the map."
    ),
    "map_figure_bare": "Objectives without assumed links",
    "map_alt_bare": "A map of the objectives in the perspectives of the scorecard, without arrows.",
    "map_arrow": "{code}: {first} to {then}, {evidence}.",
    "map_table": "The arrows and what tests them",
    "what_is_said": "What the test says of each arrow",
    "link_heading": "{code}. {first} → {then}",
    "pair": "Driver → outcome",
    "pair_of": "{driver} → {outcome}",
    "expected": "Assumed",
    "found": "Found",
    "correlation": "Correlation",
    "correlation_interval": "Correlation (95% interval)",
    "r_and_interval": "{r} ({low} to {high})",
    "by_groups": "by group {p}",
    "chance": "q",
    "verdict": "Verdict",
    "family_caption": "All declared pairs, tested together",
    "family": "All pairs",
    "not_assumed": "not assumed",
    "no_pair": "No measures are declared that could test it.",
    "rationale": "Why it is assumed: {text}",
    "profile_title": "Correlation at each lag",
    "profile_alt": (
        "The correlation between {driver} and {outcome} at lags {first} to {last}: {values}."
    ),
    "profile_value": "{lag}: {r} ({lower} to {upper})",
    "profile_r": "Within-unit correlation",
    "profile_lag": "Lag in {kinds}",
    "driver_first_short": "driver first",
    "outcome_first_short": "outcome first",
    "floor_label": "floor of what matters: ±{floor}",
    "window_label": "assumed",
    "interval_label": "bars: 95% interval that holds for all lags together",
    "profile_data": "The values of the chart",
    "lag": "Lag",
    "lower": "Lower",
    "upper": "Upper",
    "units_tested": "Units",
    "pairs": "Paired values",
    "surprises_title": "The surprises {later}",
    "surprises_alt": (
        "Surprises of {driver} against surprises of {outcome} {later}: {count} points, within-unit "
        "correlation {r}."
    ),
    "surprise_of": "Unexpected part of {measure}",
    "surprise_unit": "{text} ({unit})",
    "surprise_line": "straight line through the points",
    "surprise_count": "{count} paired values",
    "units_title": "Each unit's own correlation",
    "units_alt": (
        "The correlation in {count} units one by one, from {low} to {high}, {r} on average. {same} "
        "of the units have the sign of the mean."
    ),
    "units_mean": "mean {r}",
    "units_zero": "zero: neither way",
    "units_count": "number of units",
    "units_note": (
        "The correlation of a single unit rests on few values and does not tell how things are "
        "there."
    ),
    "sensitivity": "Does it hold when computed otherwise?",
    "sensitivity_caption": "The same pair, computed in other ways",
    "look": "Way of computing",
    "result": "Result",
    "look_main": "As here",
    "look_groups": "Units that share events taken together ({groups} groups)",
    "look_coarser": "Units of one area taken together ({groups} areas)",
    "look_weighed": "With steady units counting most when what is shared is taken out",
    "look_own_share": "With each unit's own part of what is shared taken out",
    "look_driscoll": "With errors that allow for shared events of all kinds (Driscoll–Kraay)",
    "look_any": "Corrected whatever the dependence between pairs (Benjamini–Yekutieli)",
    "look_ranks": "With ranks instead of values (Spearman)",
    "look_without": "Leaving out one unit or group at a time",
    "look_first": "First half of the time",
    "look_second": "Second half of the time",
    "look_shared": "How alike units still move, beyond chance",
    "look_between": "Between the means of units",
    "look_within": "Within units, without any lag and with shared ups and downs left in",
    "look_same": "Units that point the same way",
    "range": "{low} to {high}",
    "details": "Details of the test",
    "detail_p": "Chance, over all lags",
    "detail_detectable": "Would have been found four times in five",
    "detail_units": "Units (groups)",
    "detail_pairs": "Paired values and periods",
    "detail_orders": "Own past that was taken out",
    "detail_drawn": "Outliers that were drawn in",
    "detail_effect": "One more of what comes first goes with",
    "detail_gain": "Explained beyond the outcome's own past",
    "orders": "{driver} and {outcome} periods",
    "drawn": "{driver} and {outcome}",
    "effect": "{slope} ({lower} to {upper})",
    "counted": "{units} ({groups})",
    "measured": "{pairs}, {periods} {kinds}",
    "detail_panel": "Tested on",
    "detail_series": "The series that is shown",
    "panel_whole": "{count} units as a whole",
    "panel_parts": "{activities} in {count} units",
    "step_3": ("Values very far from the others of their unit are drawn in, and counted."),
    "options": "Decided beforehand",
    "options_caption": "What was decided before the test",
    "option": "Setting",
    "setting": "Value",
    "option_window": "Lags",
    "option_floor": "Smallest correlation that matters",
    "option_q": "Limits of a possible and of a firmer finding (q)",
    "option_fewest": "Fewest units, and values of each",
    "option_same": "Share of units that must point the same way",
    "option_draws": "Flipped signs",
    "option_seed": "Seed of chance",
    "usual_windows": (
        "4 quarters, 6 months or 2 years both ways, at least what is assumed; at most a quarter of "
        "the periods"
    ),
    "ownership": (
        "The map is tested on the units of the whole organisation. It does not say that a single "
        "unit follows the pattern."
    ),
    "screen": "A search among all pairs",
    "screen_note": (
        "{count} pairs were looked at. The findings are candidates: questions to be tested on new "
        "data, not answers."
    ),
    "screen_none": "None of {count} pairs that were looked at differed from chance after "
    "correction.",
    "screen_held": (
        "The candidates were found in the first half of the time and then tested in the second."
    ),
    "screen_caption": "Candidates, the strongest first",
    "candidate_first": "First",
    "candidate_then": "Then",
    "screen_where": (
        "{measures} measures were looked at in pairs over {units} units ({kind}), {periods} "
        "{kinds}."
    ),
    "screen_left_out": (
        "{linked} pairs are left out as they are linked by how they are computed, and {too_little} "
        "as they have too little data."
    ),
    "confirmed": "In the second half",
    "confirmed_yes": "confirmed",
    "confirmed_no": "not confirmed",
    "confirmed_none": "could not be tested",
    # In the report of a unit.
    "links": "Assumed links",
    "links_caption": "The links of the strategy map, tested on the whole organisation",
    "links_note": (
        "The strategy map assumes that one objective helps another. The assumptions are tested on "
        "the units of the whole organisation, not on {unit} by itself."
    ),
    "here_value": "here {value}",
    "all_value": "{whole} {value}",
}
