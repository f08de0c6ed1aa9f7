"""English: how values and periods are written, and the patterns of the sentences.

Every key and every name in braces is the same in all languages. No-break spaces stand between a
number and what belongs to it.
"""

from __future__ import annotations

__all__ = ["FORMATS", "PERIODS", "SENTENCES"]

FORMATS = {
    "value_percent": "{number}%",
    "value_SEK": "SEK\u00a0{number}",
    "value_index": "{number}",
    "value_text": "{number}\u00a0{unit}",
    "unit_percent": "%",
    "unit_SEK": "SEK",
    "unit_index": "index",
    "unit_text": "{unit}",
    "difference_percent": "{number}\u00a0percentage points",
    "difference_percent_one": "{number}\u00a0percentage point",
    "difference_SEK": "SEK\u00a0{number}",
    "difference_index": "{number}\u00a0index points",
    "difference_index_one": "{number}\u00a0index point",
    "difference_text": "{number}\u00a0{unit}",
    "money_one": "SEK\u00a0{number}",
    "money_thousand": "SEK\u00a0{number}\u00a0thousand",
    "money_million": "SEK\u00a0{number}\u00a0million",
    "to": "{low} to {high}",
    "and": "{low} and {high}",
    "at_least": "at least {value}",
    "at_most": "at most {value}",
    "zero": "zero",
    "between": "between {value}",
}

PERIODS = {
    "plain": {
        "day": "{date}",
        "week": "week {number} {year}",
        "month": "{month}",
        "quarter": "quarter {number} {year}",
        "half_year_1": "first half of {year}",
        "half_year_2": "second half of {year}",
        "year": "{year}",
    },
    "short": {
        "day": "{date}",
        "week": "W{number} {year}",
        "month": "{month}",
        "quarter": "Q{number} {year}",
        "half_year_1": "H1 {year}",
        "half_year_2": "H2 {year}",
        "year": "{year}",
    },
    "noun": {
        "day": "{period}",
        "week": "{period}",
        "month": "{period}",
        "quarter": "{period}",
        "half_year_1": "the {period}",
        "half_year_2": "the {period}",
        "year": "{period}",
        "span": "{period}",
    },
    "when": {
        "day": "on {period}",
        "week": "in {period}",
        "month": "in {period}",
        "quarter": "in {period}",
        "half_year_1": "in the {period}",
        "half_year_2": "in the {period}",
        "year": "in {period}",
        "span": "in {period}",
    },
    "when_after_number": {
        "day": "on {period}",
        "week": "in {period}",
        "month": "in {period}",
        "quarter": "in {period}",
        "half_year_1": "in the {period}",
        "half_year_2": "in the {period}",
        "year": "in {period}",
        "span": "in {period}",
    },
    "at_end": {
        "day": "on {period}",
        "week": "at the end of {period}",
        "month": "at the end of {period}",
        "quarter": "at the end of {period}",
        "half_year_1": "at the end of the {period}",
        "half_year_2": "at the end of the {period}",
        "year": "at the end of {period}",
    },
}

SENTENCES = {
    "1": "{subject} was {value} {when}{precision}. {aim} of {target} is {reached}.",
    "2_above": (
        "{subject} was {value} {when}{precision}, {difference} above the target of {target}."
    ),
    "2_below": (
        "{subject} was {value} {when}{precision}, {difference} below the target of {target}."
    ),
    "2_above_unsure": (
        "{subject} was {value} {when}{precision}, {difference} above the target of {target}. "
        "Whether this counts as near the target cannot be told."
    ),
    "2_below_unsure": (
        "{subject} was {value} {when}{precision}, {difference} below the target of {target}. "
        "Whether this counts as near the target cannot be told."
    ),
    "3_mean": (
        "{subject} was {value} {when}{precision}. {aim} of {target} lies within the margin of "
        "error, so we cannot say whether it is {reached}."
    ),
    "3_proportion": (
        "{subject} was {value} {when}{precision}. {aim} of {target} lies within the interval, "
        "so we cannot say whether it is {reached}."
    ),
    "3_mean_range": (
        "{subject} was {value} {when}{precision}. A limit of {aim_inside}, {target}, lies within "
        "the margin of error, so we cannot say whether it is {reached}."
    ),
    "3_proportion_range": (
        "{subject} was {value} {when}{precision}. A limit of {aim_inside}, {target}, lies within "
        "the interval, so we cannot say whether it is {reached}."
    ),
    "3_no_interval": (
        "{subject} was {value} {when}{precision}. There are too few data for a margin of error, "
        "so we cannot say whether {aim_inside} of {target} is {reached}."
    ),
    "4_followed": (
        "{subject} was {value} {when}{precision}. "
        "The measure is followed without a target and is given no status."
    ),
    "4_without_target": (
        "{subject} was {value} {when}{precision}. "
        "The measure has no target for {period} and is given no status."
    ),
    "5_worse": (
        "The outturn for {period} was {deviation} worse than budget (budgeted net cost {plan})."
    ),
    "5_better": (
        "The outturn for {period} was {deviation} better than budget (budgeted net cost {plan})."
    ),
    "5_even": "The outturn for {period} was equal to budget (budgeted net cost {plan}).",
    "14": (
        "{subject} has not been measured again {now}. "
        "The latest value is {value}{precision}, from {period}."
    ),
    "15_no_data": "{subject} for {period} has not been delivered.{delivered_by}",
    "15_incomplete": (
        "{subject} for {period} cannot be computed, "
        "because part of the figures has not been delivered.{delivered_by}"
    ),
    "15_division_by_zero": (
        "{subject} for {period} cannot be computed: what it is divided by is zero.{computed_by}"
    ),
    "15_not_a_number": (
        "{subject} for {period} cannot be computed: the formula gives no number.{computed_by}"
    ),
    "16": "{subject} for {period} is not shown, so that no individual can be recognised.",
    "17": (
        "{subject} for {period} rests on few cases, {count} of {base}. "
        "A single case more or less moves the value by {one_case}."
    ),
    "18": (
        "{subject} was {value} {when}{precision}. "
        "The requirement is {target}, whatever the usual variation."
    ),
    "partial": "The figure covers {coverage} of the units that are to deliver data.",
    "left_out": "The measure is left out of the weighted score (coverage {coverage}).",
    "precision_mean": " (margin of error ±{margin})",
    "precision_proportion": " ({count} of {base}, {confidence} interval {interval})",
    "delivered_by": " It is to come from: {who}.",
    "computed_by": " It is computed by: {who}.",
    "aim_target": "The target",
    "aim_duty": "The requirement",
    "aim_inside_target": "the target",
    "aim_inside_duty": "the requirement",
    "reached_target": "met",
    "reached_duty": "met",
}
