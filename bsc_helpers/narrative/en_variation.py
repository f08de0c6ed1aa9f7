"""English: the patterns of sentences about change, chance and comparison."""

from __future__ import annotations

__all__ = ["SENTENCES"]

SENTENCES = {
    "8_outside_above": (
        "{subject} was {value} {when}. That is above its usual variation since {since} "
        "({usual}){seasoned}.{verdict}"
    ),
    "8_outside_below": (
        "{subject} was {value} {when}. That is below its usual variation since {since} "
        "({usual}){seasoned}.{verdict}"
    ),
    "8_trend_above": (
        "{subject} has risen in {run} measurements in a row, to {value} {when}{seasoned}. That is "
        "more than chance usually gives.{verdict}"
    ),
    "8_trend_below": (
        "{subject} has fallen in {run} measurements in a row, to {value} {when}{seasoned}. That is "
        "more than chance usually gives.{verdict}"
    ),
    "8_two_of_three_above": (
        "{subject} was {value} {when}. Two of the last three values are high, near the limit of "
        "its usual variation ({usual}){seasoned}.{verdict}"
    ),
    "8_two_of_three_below": (
        "{subject} was {value} {when}. Two of the last three values are low, near the limit of "
        "its usual variation ({usual}){seasoned}.{verdict}"
    ),
    "8_shift_above": (
        "{subject} has been above its mean of {centre} in {run} measurements in a row, most "
        "recently {value} {when}{seasoned}. That is more than chance usually gives.{verdict}"
    ),
    "8_shift_below": (
        "{subject} has been below its mean of {centre} in {run} measurements in a row, most "
        "recently {value} {when}{seasoned}. That is more than chance usually gives.{verdict}"
    ),
    "8_five_years_above": (
        "{subject} has risen over the last {run} years, to {value} {when}. That is more than "
        "chance usually gives.{verdict}"
    ),
    "8_five_years_below": (
        "{subject} has fallen over the last {run} years, to {value} {when}. That is more than "
        "chance usually gives.{verdict}"
    ),
    "9": (
        "{subject} was {value} {when}, against {then} a year earlier. The difference lies within "
        "the usual variation{usual_aside}.{assured}"
    ),
    "9_alone": "{subject}, {value} {when}, lies within its usual variation{usual_aside}.{assured}",
    "10_short": (
        "{points} {measurings} is too short a time to say whether the change from {then} to "
        "{value} in a year is more than chance."
    ),
    "11_up": (
        "{index} rose from {previous} to {value} between {before} and {round}. The margin of error "
        "of the change is ±{margin}, so it may be chance."
    ),
    "11_up_clear": (
        "{index} rose from {previous} to {value} between {before} and {round}. The margin of error "
        "of the change is ±{margin}, so it is larger than chance usually gives."
    ),
    "11_down": (
        "{index} fell from {previous} to {value} between {before} and {round}. The margin of error "
        "of the change is ±{margin}, so it may be chance."
    ),
    "11_down_clear": (
        "{index} fell from {previous} to {value} between {before} and {round}. The margin of error "
        "of the change is ±{margin}, so it is larger than chance usually gives."
    ),
    "11_same": (
        "{index} was {value} in both {before} and {round}. The margin of error of the change is "
        "±{margin}."
    ),
    "11_up_near": (
        "{index} rose from {previous} to {value} between {before} and {round}. The margin of error "
        "of the change is ±{margin}. The change is somewhat larger, but among many comparisons it "
        "may still be chance."
    ),
    "11_down_near": (
        "{index} fell from {previous} to {value} between {before} and {round}. The margin of error "
        "of the change is ±{margin}. The change is somewhat larger, but among many comparisons it "
        "may still be chance."
    ),
    "11_measure_up_near": (
        "{subject} rose from {then} to {value} between {then_when} and {now_when}. The margin of "
        "error of the change is ±{change_margin}. The change is somewhat larger, but among many "
        "comparisons it may still be chance."
    ),
    "11_measure_down_near": (
        "{subject} fell from {then} to {value} between {then_when} and {now_when}. The margin of "
        "error of the change is ±{change_margin}. The change is somewhat larger, but among many "
        "comparisons it may still be chance."
    ),
    "11_measure_up_chance": (
        "{subject} rose from {then} to {value} between {then_when} and {now_when}. The margin of "
        "error of the change is ±{change_margin}, so it may be chance."
    ),
    "11_measure_down_chance": (
        "{subject} fell from {then} to {value} between {then_when} and {now_when}. The margin of "
        "error of the change is ±{change_margin}, so it may be chance."
    ),
    "11_measure_up_clear": (
        "{subject} rose from {then} to {value} between {then_when} and {now_when}. That is more "
        "than the margin of error of the change, ±{change_margin}."
    ),
    "11_measure_down_clear": (
        "{subject} fell from {then} to {value} between {then_when} and {now_when}. That is more "
        "than the margin of error of the change, ±{change_margin}."
    ),
    "11_measure_same": (
        "{subject} was {value} both in {then_when} and in {now_when}. The margin of error of the "
        "change is ±{change_margin}."
    ),
    "12_above": (
        "{subject}, {value} {when}, is higher than is usual among the {units} units "
        "compared{kind} ({limits}). The figure does not say why."
    ),
    "12_below": (
        "{subject}, {value} {when}, is lower than is usual among the {units} units "
        "compared{kind} ({limits}). The figure does not say why."
    ),
    "13": (
        "{value} cannot be told apart from {centre} for all {units} units compared{kind} together."
    ),
    "13_placed": (
        "{value} cannot be told apart from {centre} for all {units} units compared{kind} together. "
        "Its place among them is uncertain: between {rank_low} and {rank_high}."
    ),
    "13_usual": (
        "{value} lies within what is usual among the {units} units compared{kind} ({limits})."
    ),
    # What may stand inside one.
    "seasoned": ", also after allowing for the season",
    "usual_aside": " ({usual} since {since}{seasoned})",
    "verdict_improvement": " That is an improvement.",
    "verdict_concern": " That is a deterioration.",
    "assured_consistently_pass": (
        " The target lies beyond it on the good side: it is met each time as long as nothing "
        "changes."
    ),
    "assured_consistently_fail": (
        " The target lies outside it: as long as nothing changes it is not met."
    ),
    "of_kind": " ({text})",
    "measurings_day": "days",
    "measurings_week": "weeks",
    "measurings_month": "months",
    "measurings_quarter": "quarters",
    "measurings_half_year": "half-years",
    "measurings_year": "years",
    "chance_some": (
        "{tests} checks were made for this page. Chance alone is expected to set off about "
        "{expected} of them."
    ),
    "chance_few": (
        "{tests} checks were made for this page. Chance alone is expected to set off fewer than "
        "one of them."
    ),
    "chance_one": ("One check was made for this page. Chance alone may set it off."),
    "chance_none": "No value on this page can be checked against chance.",
}
