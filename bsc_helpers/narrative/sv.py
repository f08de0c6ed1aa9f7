"""Swedish: how values and periods are written, and the patterns of the sentences.

Every key and every name in braces is the same in all languages. No-break spaces stand between a
number and what belongs to it.
"""

from __future__ import annotations

__all__ = ["FORMATS", "PERIODS", "SENTENCES"]

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
    "2_above": "{subject} var {value} {when}{precision}, {difference} över målet på {target}.",
    "2_below": "{subject} var {value} {when}{precision}, {difference} under målet på {target}.",
    "2_above_unsure": (
        "{subject} var {value} {when}{precision}, {difference} över målet på {target}. "
        "Om det räknas som nära målet går inte att säga."
    ),
    "2_below_unsure": (
        "{subject} var {value} {when}{precision}, {difference} under målet på {target}. "
        "Om det räknas som nära målet går inte att säga."
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
    "5_worse": (
        "Utfallet {period} var {deviation} sämre än budget (budgeterad nettokostnad {plan})."
    ),
    "5_better": (
        "Utfallet {period} var {deviation} bättre än budget (budgeterad nettokostnad {plan})."
    ),
    "5_even": "Utfallet {period} var lika med budget (budgeterad nettokostnad {plan}).",
    "14": (
        "{subject} har inte mätts på nytt {now}. "
        "Senaste värdet är {value}{precision}, från {period}."
    ),
    "15_no_data": "{subject} för {period} har inte lämnats.{delivered_by}",
    "15_incomplete": (
        "{subject} för {period} går inte att beräkna, "
        "för att en del av underlaget inte har lämnats.{delivered_by}"
    ),
    "15_division_by_zero": (
        "{subject} för {period} går inte att beräkna: det som ska delas med är noll.{computed_by}"
    ),
    "15_not_a_number": (
        "{subject} för {period} går inte att beräkna: formeln ger inget tal.{computed_by}"
    ),
    "16": "{subject} för {period} visas inte, för att ingen enskild ska kunna kännas igen.",
    "17": (
        "{subject} för {period} bygger på ett litet underlag, {count} av {base}. "
        "Ett enda fall mer eller mindre flyttar värdet {one_case}."
    ),
    "18": (
        "{subject} var {value} {when}{precision}. "
        "Kravet är {target}, oavsett hur värdet brukar svänga."
    ),
    # What may follow a sentence.
    "partial": "Underlaget täcker {coverage} av de enheter som ska lämna uppgift.",
    "left_out": "Mätetalet ingår inte i sammanvägningen (täckning {coverage}).",
    # What may stand inside one.
    "precision_mean": " (felmarginal ±{margin})",
    "precision_proportion": " ({count} av {base}, {confidence}-intervall {interval})",
    "delivered_by": " Uppgiften lämnas av: {who}.",
    "computed_by": " Mätetalet beräknas av: {who}.",
    "aim_target": "Målet",
    "aim_duty": "Kravet",
    "aim_inside_target": "målet",
    "aim_inside_duty": "kravet",
    "reached_target": "nått",
    "reached_duty": "uppfyllt",
}
