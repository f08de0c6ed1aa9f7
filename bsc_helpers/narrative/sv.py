"""Swedish: how values and periods are written, and the patterns of the sentences.

Every key and every name in braces is the same in all languages. No-break spaces stand between a
number and what belongs to it.
"""

from __future__ import annotations

__all__ = ["COUNTING", "FORMATS", "NUMBER_WORDS", "PERIODS", "SENTENCES"]

NUMBER_WORDS = tuple(
    "noll en två tre fyra fem sex sju åtta nio tio elva tolv".split()  # noqa: SIM905 - as one reads
)
COUNTING = ("antalet ", "antal ")  # how the name of a count begins

FORMATS = {
    "value_percent": "{number}\u00a0%",
    "value_SEK": "{number}\u00a0kr",
    "value_index": "{number}",
    "value_text": "{number}\u00a0{unit}",
    "unit_percent": "%",
    "unit_SEK": "kr",
    "unit_index": "index",
    "unit_text": "{unit}",
    "difference_percent": "{number}\u00a0procentenheter",
    "difference_percent_one": "{number}\u00a0procentenhet",
    "difference_SEK": "{number}\u00a0kr",
    "difference_index": "{number}\u00a0indexenheter",
    "difference_index_one": "{number}\u00a0indexenhet",
    "difference_text": "{number}\u00a0{unit}",
    "money_one": "{number}\u00a0kr",
    "money_thousand": "{number}\u00a0tkr",
    "money_million": "{number}\u00a0mkr",
    "to": "{low} till {high}",
    "and": "{low} och {high}",
    "at_least": "minst {value}",
    "at_most": "högst {value}",
    "zero": "noll",
    "between": "mellan {value}",
}

# How a period is written: by itself, on an axis, after a preposition, as the time of what was
# measured, as that time right after a number ("71 kvartal" or "71 år" would be misread), and as the
# time of what was counted on its last day.
PERIODS = {
    "plain": {
        "day": "{date}",
        "week": "vecka {number} {year}",
        "month": "{month}",
        "quarter": "kvartal {number} {year}",
        "half_year_1": "första halvåret {year}",
        "half_year_2": "andra halvåret {year}",
        "year": "{year}",
    },
    "short": {
        "day": "{date}",
        "week": "v {number} {year}",
        "month": "{month}",
        "quarter": "kv {number} {year}",
        "half_year_1": "hå 1 {year}",
        "half_year_2": "hå 2 {year}",
        "year": "{year}",
    },
    "noun": {
        "day": "den {period}",
        "week": "{period}",
        "month": "{period}",
        "quarter": "{period}",
        "half_year_1": "{period}",
        "half_year_2": "{period}",
        "year": "{period}",
        "span": "{period}",
    },
    "when": {
        "day": "den {period}",
        "week": "{period}",
        "month": "i {period}",
        "quarter": "{period}",
        "half_year_1": "{period}",
        "half_year_2": "{period}",
        "year": "år {period}",
        "span": "{period}",
    },
    "when_after_number": {
        "day": "den {period}",
        "week": "under {period}",
        "month": "i {period}",
        "quarter": "under {period}",
        "half_year_1": "under {period}",
        "half_year_2": "under {period}",
        "year": "under år {period}",
        "span": "under {period}",
    },
    "at_end": {
        "day": "den {period}",
        "week": "i slutet av {period}",
        "month": "i slutet av {period}",
        "quarter": "i slutet av {period}",
        "half_year_1": "i slutet av {period}",
        "half_year_2": "i slutet av {period}",
        "year": "i slutet av {period}",
    },
}

SENTENCES = {
    "1": "{subject} var {value} {when}{precision}. {aim}, {target}, är {reached}.",
    "2_above": (
        "{subject} var {value} {when}{precision}, {difference} över målet på {target}.{year_before}"
    ),
    "2_below": (
        "{subject} var {value} {when}{precision}, {difference} under målet på "
        "{target}.{year_before}"
    ),
    "2_above_unsure": (
        "{subject} var {value} {when}{precision}, {difference} över målet på {target}. Målet är "
        "inte nått. Om värdet är bättre än varningsgränsen{limit} går inte att säga.{year_before}"
    ),
    "2_below_unsure": (
        "{subject} var {value} {when}{precision}, {difference} under målet på {target}. Målet är "
        "inte nått. Om värdet är bättre än varningsgränsen{limit} går inte att säga.{year_before}"
    ),
    "3_mean": (
        "{subject} var {value} {when}{precision}. {aim}, {target}, ligger inom felmarginalen, "
        "så det går inte att säga om det är {reached}."
    ),
    "3_proportion": (
        "{subject} var {value} {when}{precision}. {aim}, {target}, ligger inom intervallet, "
        "så det går inte att säga om det är {reached}."
    ),
    "3_mean_range": (
        "{subject} var {value} {when}{precision}. En av gränserna för {aim_inside}, {target}, "
        "ligger inom felmarginalen, så det går inte att säga om det är {reached}."
    ),
    "3_proportion_range": (
        "{subject} var {value} {when}{precision}. En av gränserna för {aim_inside}, {target}, "
        "ligger inom intervallet, så det går inte att säga om det är {reached}."
    ),
    "3_no_interval": (
        "{subject} var {value} {when}{precision}. Underlaget är för litet för en felmarginal, "
        "så det går inte att säga om {aim_inside}, {target}, är {reached}."
    ),
    "4_followed": (
        "{subject} var {value} {when}{precision}. Mätetalet följs utan mål och får ingen bedömning."
    ),
    "4_without_target": (
        "{subject} var {value} {when}{precision}. "
        "Mätetalet har inget mål för {period} och får ingen bedömning."
    ),
    "4_few_peers": (
        "{subject} var {value} {when}{precision}. Målet följer av värdena för enheter av samma "
        "slag. Färre än {fewest} av dem har ett värde, så det finns inget mål och ingen bedömning."
    ),
    "4_no_yardstick": (
        "{subject} var {value} {when}{precision}. Målet följer av värdet för {yardstick}, som "
        "saknas eller inte går att jämföra med, så det finns inget mål och ingen bedömning."
    ),
    "4_unsure": (
        "{subject} var {value} {when}{precision}. Uppgiften är för osäker för att bedömas."
    ),
    "4_unsure_target": (
        "{subject} var {value} {when}{precision}. "
        "Uppgiften är för osäker för att bedömas mot målet."
    ),
    "5_worse": "Utfallet {period} var {deviation} sämre än budget{of_budget}.{parts}",
    "5_better": "Utfallet {period} var {deviation} bättre än budget{of_budget}.{parts}",
    "5_even": "Utfallet {period} var lika med budget{of_budget}.{parts}",
    "6_open": "Prognosen för helåret {year}, lämnad {made_on}{maker}, är {forecast}{change}.",
    "6_closed": (
        "Den sista prognosen för helåret {year}, lämnad {made_on}{maker}, var {forecast}{change}."
        "{outcome}"
    ),
    "10_break": (
        "Från {break_from} gäller en ny definition. {break_text}. Tidigare värden går inte att "
        "jämföra med senare."
    ),
    "14": (
        "{subject} har inte mätts på nytt {now}. "
        "Senaste värdet är {value}{precision}, från {period}.{next_due}"
    ),
    "14_not_due": (
        "{subject} för {waited} finns ännu inte{by_due}. "
        "Senaste värdet är {value}{precision}, från {period}."
    ),
    "15_no_data": "{subject} för {period} har inte lämnats{delivered_by}.",
    "15_incomplete": (
        "{subject} för {period} går inte att beräkna, för att en del av underlaget inte har "
        "lämnats{delivered_by}."
    ),
    "15_late": "{subject} för {period} saknas; uppgiften skulle ha lämnats {due_on}{due_from}.",
    "15_not_due": "{subject} för {period} finns ännu inte{by_due_from}.",
    "15_division_by_zero": (
        "{subject} för {period} går inte att beräkna: det som ska delas med är noll.{computed_by}"
    ),
    "15_not_a_number": (
        "{subject} för {period} går inte att beräkna: formeln ger inget tal.{computed_by}"
    ),
    "15_more": "Ytterligare {more}\u00a0uppgifter saknas.",
    "16": (
        "{subject} för {period} visas inte, för att ingen enskild ska kunna kännas igen.{included}"
    ),
    "17": (
        "{subject} för {period} bygger på ett litet underlag, {count} av {base}. "
        "Ett enda fall mer eller mindre flyttar värdet {one_case}."
    ),
    "18": "{subject} var {value} {when}{precision}{against}. Kravet är {target}.",
    "18_count": "{counted} {when}{number_before}. Kravet är {target}.",
    "19_preliminary": "{subject} {when}, {value}, är en preliminär uppgift{revisions}.",
    "19_revised": "{subject} för {period} {changed} från {previous} till {value}.",
    "23_planned": "{name} (planerad).{progress}{deadline}{owner}{expectation}{spent}",
    "23_ongoing": "{name} (pågår).{progress}{deadline}{owner}{expectation}{spent}",
    "23_late": "{name} (försenad).{progress}{deadline}{owner}{expectation}{spent}",
    "23_done": "{name} (avslutad{ended}).{progress}{owner}{expectation}{spent}",
    "23_stopped": "{name} (avbruten{ended}).{progress}{owner}{expectation}{spent}",
    "Q_deficit_open": (
        "Utfallet är {deviation} sämre än budget. "
        "Vilka åtgärder är beslutade, och hur mycket ger de under året?"
    ),
    "Q_deficit_forecast": (
        "Prognosen för helåret {year} är {forecast}. "
        "Vilka åtgärder är beslutade, och hur mycket ger de under året?"
    ),
    "Q_deficit_closed": (
        "Utfallet {period} var {deviation} sämre än budget. "
        "Vilka åtgärder är beslutade, och hur mycket ger de nästa år?"
    ),
    "Q_duty": (
        "{subject} uppfyller inte kravet, {target}. Vilka gäller det, vad görs, och när är kravet"
        " uppfyllt?"
    ),
    "Q_missed_no_action": (
        "{subject} når inte målet, {target}. "
        "Vad gör vi åt det? Ingen planerad eller pågående aktivitet är knuten till målet."
    ),
    "Q_missed_action": (
        "{subject} når inte målet, {target}. Räcker det som görs för att nå det: {actions}?"
    ),
    "Q_late_action": (
        "Aktiviteten {name} skulle ha varit klar {due_on}. Vad återstår, och när blir den klar?"
    ),
    "Q_delayed_action": "Aktiviteten {name} är försenad. Vad återstår, och när blir den klar?",
    "Q_effect": (
        "{subject} har inte nått det värde som väntades med aktiviteten {name}, {expected}. Ska "
        "aktiviteten fortsätta som den är, ändras eller avslutas?"
    ),
    "Q_effect_ended": (
        "{subject} har inte nått det värde som väntades med aktiviteten {name}, {expected}. Vad "
        "blev erfarenheten, och behövs något annat för att nå målet?"
    ),
    "Q_missing": "{subject} för {period} saknas. {when_and_who}",
    "nothing": "Inget mätetal avviker mer än väntat {when}, och ingen uppgift saknas.",
    # What may follow a sentence.
    "partial": "Underlaget täcker {coverage} av de enheter som ska lämna uppgift.",
    "left_out": "Mätetalet ingår inte i sammanvägningen (täckning {coverage}).",
    "expired": (
        "Ett värde gäller i högst {valid_months}\u00a0månader, så det är inte längre aktuellt."
    ),
    # What may stand inside one.
    "precision_mean": " (felmarginal ±{margin})",
    "precision_proportion": " ({count} av {base}, {confidence}-intervall {interval})",
    "precision_cases": " ({count} av {base})",
    "limit_aside": " ({value})",
    "against": ", mot {then} ett år tidigare",
    "against_same": ", samma värde som ett år tidigare",
    "number_before": "; ett år tidigare var antalet {then}",
    "number_before_same": "; ett år tidigare var antalet detsamma",
    "year_before": " Ett år tidigare var värdet {then}.",
    "year_before_same": " Ett år tidigare var värdet detsamma.",
    "delivered_by": " av {supplier}",
    "due_from": " av {supplier}",
    "in_brackets": " ({text})",
    "computed_by": " Mätetalet beräknas av: {who}.",
    "aim_target": "Målet",
    "aim_duty": "Kravet",
    "aim_inside_target": "målet",
    "aim_inside_duty": "kravet",
    "reached_target": "nått",
    "reached_duty": "uppfyllt",
    "origin_same": " (värdet för {yardstick})",
    "origin_times": " ({factor} gånger värdet för {yardstick})",
    "origin_peers": " (omkring {share_of_peers} av enheterna av samma slag når dit)",
    "on_day": "den {day}",
    "by_day": "senast den {day}",
    "by_due": "; uppgiften ska lämnas senast den {day}",
    "by_due_from": "; uppgiften ska lämnas senast den {day}{due_from}",
    "next_due": " Nästa värde ska lämnas senast den {day}{measured}.",
    "next_measured": " Mätningen görs: {text}.",
    "measured": " (mätning: {text})",
    "included": " Värdet ingår i resultatet för {above}.",
    "counted_state": "Det fanns {number}\u00a0{things}",
    "counted_flow": "Det var {number}\u00a0{things}",
    "stated": "{subject} var {value}",
    # 5: of what the deviation is a share, and the account classes
    "of_base": " ({percent} av {whole})",
    "of_plan": " (budgeterad nettokostnad {plan})",
    "parts_1": (
        " Avvikelsen var {amount_1} för {part_1} och {rest} för övriga poster tillsammans."
    ),
    "parts_2": (
        " Avvikelsen var {amount_1} för {part_1}, {amount_2} för {part_2} "
        "och {rest} för övriga poster tillsammans."
    ),
    # 6
    "maker": " av {who}",
    "against_budget": "{amount} mot budget",
    "on_budget": "lika med budget",
    "change_worse": ", {step} sämre än prognosen från den {previous_day} ({previous})",
    "change_better": ", {step} bättre än prognosen från den {previous_day} ({previous})",
    "change_same": ", samma som i prognosen från den {previous_day}",
    "outcome_worse": " Utfallet blev {outturn}, {miss} sämre än prognosen.",
    "outcome_better": " Utfallet blev {outturn}, {miss} bättre än prognosen.",
    "outcome_same": " Utfallet blev {outturn}, som i prognosen.",
    # 19
    "revisions_raised": ": {times}\u00a0tidigare uppgifter har i efterhand höjts med {span}",
    "revisions_lowered": ": {times}\u00a0tidigare uppgifter har i efterhand sänkts med {span}",
    "revisions_both": ": {times}\u00a0tidigare uppgifter har i efterhand ändrats med högst {span}",
    "revisions_raised_because": (
        ": {because} har i efterhand höjt {times}\u00a0tidigare uppgifter med {span}"
    ),
    "revisions_lowered_because": (
        ": {because} har i efterhand sänkt {times}\u00a0tidigare uppgifter med {span}"
    ),
    "revisions_both_because": (
        ": {because} har i efterhand ändrat {times}\u00a0tidigare uppgifter med högst {span}"
    ),
    "up_to": "upp till {high}",
    "changed": "har ändrats",
    "changed_on": "ändrades den {day}",
    # 23
    "progress": " {text}.",
    "starts": " Börjar den {day}.",
    "starts_due": " Börjar den {start} och ska vara klar senast den {day}.",
    "due": " Ska vara klar senast den {day}.",
    "overdue": " Skulle ha varit klar den {day}.",
    "no_end": " Utan slutdatum.",
    "ended": " den {day}",
    "owner": " Ansvarig: {who}.",
    "expected_early": (
        " Det är för tidigt att se någon skillnad i mätetalet {measure_name}; "
        "första avstämning {first_check} (väntat värde: {expected})."
    ),
    "expected_reached": (
        " {subject} var {value} {when}; det väntade värdet, {expected}, är nått. "
        "Siffran säger inte varför."
    ),
    "expected_not_reached": (
        " {subject} var {value} {when}; det väntade värdet, {expected}, är inte nått. "
        "Siffran säger inte varför."
    ),
    "expected_unsure": (
        " {subject} var {value} {when}; underlaget räcker inte för att säga om det väntade "
        "värdet, {expected}, är nått."
    ),
    "expected_beside": " {subject} var {value} {when}; det väntade värdet var {expected}.",
    "expected_missing": (
        " Mätetalet {measure_name} skulle ha stämts av {first_check} (väntat värde: {expected}), "
        "men uppgiften saknas."
    ),
    "expected_withheld": (
        " Mätetalet {measure_name} skulle ha stämts av {first_check} (väntat värde: {expected}), "
        "men värdet visas inte."
    ),
    "budget": " Budget {budget}{funding}.",
    "budget_outturn": " Budget {budget}{funding}, använt {used}.",
    "outturn": " Använt {used}.",
    "only_funding": " Finansiering: {text}.",
    # Q
    "when_delivered": "När lämnar {supplier} uppgiften?",
    "when_computed": "När kommer uppgiften ({who})?",
    "when_by_whom": "När kommer uppgiften, och vem lämnar den?",
    "action_due": "{name} (klar senast den {day})",
}
