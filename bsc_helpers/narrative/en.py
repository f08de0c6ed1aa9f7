"""English: how values and periods are written, and the patterns of the sentences.

Every key and every name in braces is the same in all languages. No-break spaces stand between a
number and what belongs to it.
"""

from __future__ import annotations

__all__ = ["COUNTING", "FORMATS", "NUMBER_WORDS", "PERIODS", "SENTENCES"]

NUMBER_WORDS = tuple(
    "zero one two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905 - as one reads
)
COUNTING = ("the number of ", "number of ")

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
        "{subject} was {value} {when}{precision}, {difference} above the target of "
        "{target}.{year_before}"
    ),
    "2_below": (
        "{subject} was {value} {when}{precision}, {difference} below the target of "
        "{target}.{year_before}"
    ),
    "2_above_unsure": (
        "{subject} was {value} {when}{precision}, {difference} above the target of {target}. The "
        "target is not met. Whether the value is better than the warning limit{limit} cannot be "
        "told.{year_before}"
    ),
    "2_below_unsure": (
        "{subject} was {value} {when}{precision}, {difference} below the target of {target}. The "
        "target is not met. Whether the value is better than the warning limit{limit} cannot be "
        "told.{year_before}"
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
    "4_few_peers": (
        "{subject} was {value} {when}{precision}. The target follows from the values of units of "
        "the same kind. Fewer than {fewest} of them have a value, so there is no target and no "
        "status."
    ),
    "4_no_yardstick": (
        "{subject} was {value} {when}{precision}. The target follows from the value for "
        "{yardstick}, which is missing or cannot be compared with, so there is no target and no "
        "status."
    ),
    "4_unsure": (
        "{subject} was {value} {when}{precision}. The figure is too uncertain to be assessed."
    ),
    "4_unsure_target": (
        "{subject} was {value} {when}{precision}. "
        "The figure is too uncertain to be assessed against the target."
    ),
    "5_worse": "The outturn for {period} was {deviation} worse than budget{of_budget}.{parts}",
    "5_better": "The outturn for {period} was {deviation} better than budget{of_budget}.{parts}",
    "5_even": "The outturn for {period} was equal to budget{of_budget}.{parts}",
    "6_open": (
        "The forecast for the full year {year}, made {made_on}{maker}, is {forecast}{change}."
    ),
    "6_closed": (
        "The last forecast for the full year {year}, made {made_on}{maker}, "
        "was {forecast}{change}.{outcome}"
    ),
    "10_break": (
        "A new definition applies from {break_from}. {break_text}. Earlier values cannot be "
        "compared with later ones."
    ),
    "14": (
        "{subject} has not been measured again {now}. "
        "The latest value is {value}{precision}, from {period}.{next_due}"
    ),
    "14_not_due": (
        "{subject} for {waited} is not available yet{by_due}. "
        "The latest value is {value}{precision}, from {period}."
    ),
    "15_no_data": "{subject} for {period} has not been delivered{delivered_by}.",
    "15_incomplete": (
        "{subject} for {period} cannot be computed, because part of the figures has not been "
        "delivered{delivered_by}."
    ),
    "15_late": "{subject} for {period} is missing; it was due {due_on}{due_from}.",
    "15_not_due": "{subject} for {period} is not available yet{by_due_from}.",
    "15_division_by_zero": (
        "{subject} for {period} cannot be computed: what it is divided by is zero.{computed_by}"
    ),
    "15_not_a_number": (
        "{subject} for {period} cannot be computed: the formula gives no number.{computed_by}"
    ),
    "15_more": "A further {more}\u00a0figures are missing.",
    "16": (
        "{subject} for {period} is not shown, so that no individual can be recognised.{included}"
    ),
    "17": (
        "{subject} for {period} rests on few cases, {count} of {base}. "
        "A single case more or less moves the value by {one_case}."
    ),
    "18": "{subject} was {value} {when}{precision}{against}. The requirement is {target}.",
    "18_count": "{counted} {when}{number_before}. The requirement is {target}.",
    "19_preliminary": "{subject} {when}, {value}, is a preliminary figure{revisions}.",
    "19_revised": "{subject} for {period} {changed} from {previous} to {value}.",
    "23_planned": "{name} (planned).{progress}{deadline}{owner}{expectation}{spent}",
    "23_ongoing": "{name} (under way).{progress}{deadline}{owner}{expectation}{spent}",
    "23_late": "{name} (late).{progress}{deadline}{owner}{expectation}{spent}",
    "23_done": "{name} (completed{ended}).{progress}{owner}{expectation}{spent}",
    "23_stopped": "{name} (stopped{ended}).{progress}{owner}{expectation}{spent}",
    "Q_deficit_open": (
        "The outturn is {deviation} worse than budget. "
        "Which actions have been decided, and how much will they give this year?"
    ),
    "Q_deficit_forecast": (
        "The forecast for the full year {year} is {forecast}. "
        "Which actions have been decided, and how much will they give this year?"
    ),
    "Q_deficit_closed": (
        "The outturn for {period} was {deviation} worse than budget. "
        "Which actions have been decided, and how much will they give next year?"
    ),
    "Q_duty": (
        "{subject} does not meet the requirement of {target}. Which cases are concerned, what is "
        "being done, and when will the requirement be met?"
    ),
    "Q_missed_no_action": (
        "{subject} does not meet the target of {target}. "
        "What do we do about it? No planned or ongoing action is tied to the target."
    ),
    "Q_missed_action": (
        "{subject} does not meet the target of {target}. "
        "Is what is being done enough to meet it: {actions}?"
    ),
    "Q_late_action": (
        "The action {name} was due {due_on}. What remains, and when will it be completed?"
    ),
    "Q_delayed_action": "The action {name} is late. What remains, and when will it be completed?",
    "Q_effect": (
        "{subject} has not reached the value expected with the action {name}, {expected}. Should "
        "the action go on as it is, be changed or be ended?"
    ),
    "Q_effect_ended": (
        "{subject} has not reached the value expected with the action {name}, {expected}. What "
        "was learnt, and is something else needed to meet the target?"
    ),
    "Q_missing": "{subject} for {period} is missing. {when_and_who}",
    "nothing": "No measure deviates more than expected {when}, and no figure is missing.",
    # What may follow a sentence.
    "partial": "The figure covers {coverage} of the units that are to deliver data.",
    "left_out": "The measure is left out of the weighted score (coverage {coverage}).",
    "expired": "A value is valid for {valid_months}\u00a0months at most, so it is out of date.",
    # What may stand inside one.
    "precision_mean": " (margin of error ±{margin})",
    "precision_proportion": " ({count} of {base}, {confidence} interval {interval})",
    "precision_cases": " ({count} of {base})",
    "limit_aside": " ({value})",
    "against": ", against {then} a year earlier",
    "against_same": ", the same value as a year earlier",
    "number_before": "; a year earlier the number was {then}",
    "number_before_same": "; a year earlier the number was the same",
    "year_before": " A year earlier the value was {then}.",
    "year_before_same": " A year earlier the value was the same.",
    "delivered_by": " by {supplier}",
    "due_from": " from {supplier}",
    "in_brackets": " ({text})",
    "computed_by": " It is computed by: {who}.",
    "aim_target": "The target",
    "aim_duty": "The requirement",
    "aim_inside_target": "the target",
    "aim_inside_duty": "the requirement",
    "reached_target": "met",
    "reached_duty": "met",
    "origin_same": " (the value for {yardstick})",
    "origin_times": " ({factor} times the value for {yardstick})",
    "origin_peers": " (about {share_of_peers} of the units of the same kind reach it)",
    "on_day": "on {day}",
    "by_day": "by {day}",
    "by_due": "; it is due by {day}",
    "by_due_from": "; it is due by {day}{due_from}",
    "next_due": " The next value is due by {day}{measured}.",
    "next_measured": " Measured: {text}.",
    "measured": " (measured: {text})",
    "included": " It is included in the result for {above}.",
    "counted_state": "There were {number}\u00a0{things}",
    "counted_flow": "There were {number}\u00a0{things}",
    "stated": "{subject} was {value}",
    # 5: of what the deviation is a share, and the account classes
    "of_base": " ({percent} of {whole})",
    "of_plan": " (budgeted net cost {plan})",
    "parts_1": (
        " The deviation was {amount_1} for {part_1} and {rest} for all other items together."
    ),
    "parts_2": (
        " The deviation was {amount_1} for {part_1}, {amount_2} for {part_2} "
        "and {rest} for all other items together."
    ),
    # 6
    "maker": " by {who}",
    "against_budget": "{amount} against budget",
    "on_budget": "equal to budget",
    "change_worse": ", {step} worse than the forecast of {previous_day} ({previous})",
    "change_better": ", {step} better than the forecast of {previous_day} ({previous})",
    "change_same": ", the same as in the forecast of {previous_day}",
    "outcome_worse": " The outturn was {outturn}, {miss} worse than the forecast.",
    "outcome_better": " The outturn was {outturn}, {miss} better than the forecast.",
    "outcome_same": " The outturn was {outturn}, as in the forecast.",
    # 19
    "revisions_raised": ": {times}\u00a0earlier figures have been raised by {span} afterwards",
    "revisions_lowered": ": {times}\u00a0earlier figures have been lowered by {span} afterwards",
    "revisions_both": (
        ": {times}\u00a0earlier figures have been changed by at most {span} afterwards"
    ),
    "revisions_raised_because": (
        ": {because} have raised {times}\u00a0earlier figures by {span} afterwards"
    ),
    "revisions_lowered_because": (
        ": {because} have lowered {times}\u00a0earlier figures by {span} afterwards"
    ),
    "revisions_both_because": (
        ": {because} have changed {times}\u00a0earlier figures by at most {span} afterwards"
    ),
    "up_to": "up to {high}",
    "changed": "has been changed",
    "changed_on": "was changed on {day}",
    # 23
    "progress": " {text}.",
    "starts": " Starts on {day}.",
    "starts_due": " Starts on {start} and is due by {day}.",
    "due": " Due by {day}.",
    "overdue": " Was due by {day}.",
    "no_end": " No end date.",
    "ended": " on {day}",
    "owner": " Responsible: {who}.",
    "expected_early": (
        " It is too early to see any difference in the measure {measure_name}; "
        "first check {first_check} (expected value: {expected})."
    ),
    "expected_reached": (
        " {subject} was {value} {when}; the expected value, {expected}, has been reached. "
        "The figure does not say why."
    ),
    "expected_not_reached": (
        " {subject} was {value} {when}; the expected value, {expected}, has not been reached. "
        "The figure does not say why."
    ),
    "expected_unsure": (
        " {subject} was {value} {when}; the data do not suffice to say whether the expected value, "
        "{expected}, has been reached."
    ),
    "expected_beside": " {subject} was {value} {when}; the expected value was {expected}.",
    "expected_missing": (
        " The measure {measure_name} was to be checked {first_check} (expected value: {expected}), "
        "but the figure is missing."
    ),
    "expected_withheld": (
        " The measure {measure_name} was to be checked {first_check} (expected value: {expected}), "
        "but the value is not shown."
    ),
    "budget": " Budget {budget}{funding}.",
    "budget_outturn": " Budget {budget}{funding}, spent {used}.",
    "outturn": " Spent {used}.",
    "only_funding": " Funding: {text}.",
    # Q
    "when_delivered": "When will {supplier} deliver the figure?",
    "when_computed": "When will the figure come ({who})?",
    "when_by_whom": "When will the figure come, and who delivers it?",
    "action_due": "{name} (due by {day})",
}
