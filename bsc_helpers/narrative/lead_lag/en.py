"""English: the fixed words and sentences about links that were tested."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS = {
    # The verdicts of a pair, and the evidence of an arrow.
    "verdict_not_enough_data": "Not enough data",
    "verdict_no_sign": "No sign of a link larger than {floor}",
    "verdict_cannot_tell": "Cannot tell",
    "verdict_too_small": "Detectable but too small to matter",
    "verdict_move_together": "Move together (no lead)",
    "verdict_other_way": "Runs the other way",
    "verdict_both_ways": "Both ways",
    "verdict_tends_to_lead": "Tends to lead",
    "verdict_possible_lead": "Possible lead",
    "evidence_supported": "supported",
    "evidence_contradicted": "contradicted",
    "evidence_differs": "linked, but not as assumed",
    "evidence_too_small": "too small",
    "evidence_cannot_tell": "cannot tell",
    "evidence_not_enough_data": "not enough data",
    "evidence_not_testable": "not testable",
    "evidence_not_yet_tested": "not yet tested",
    # The sentences.
    "tends_to_lead": (
        "When {driver} is unexpectedly high for a unit, {outcome} tends to be {higher} {later} "
        "({numbers}).{size} This shows order in time, not that changing one will change the other: "
        "something else could move both."
    ),
    "possible_lead": (
        "When {driver} is unexpectedly high for a unit, {outcome} may be {higher} {later} "
        "({numbers}).{size} {reserve} If so, it shows order in time, not that changing one will "
        "change the other."
    ),
    "move_together": (
        "{Driver} and {outcome} move {same_way} {same_time} ({numbers}).{size} Neither comes "
        "before the other, so their order cannot be seen."
    ),
    "other_way": (
        "The order is the reverse of the one assumed: when {outcome} is unexpectedly high for a "
        "unit, {driver} tends to be {higher} {later} ({numbers}).{size} This shows order in time, "
        "not that changing one will change the other."
    ),
    "other_way_undeclared": (
        "{Outcome} comes first: when it is unexpectedly high for a unit, {driver} tends to be "
        "{higher} {later} ({numbers}).{size} This shows order in time, not that changing one will "
        "change the other."
    ),
    "both_ways": (
        "{Driver} and {outcome} follow each other both ways, most clearly {strongest} "
        "({numbers}).{size} Which of them comes first cannot be told."
    ),
    "too_small": (
        "{Driver} and {outcome} are linked, but so weakly that it does not matter: the correlation "
        "is {r}, below the floor of {floor} ({numbers})."
    ),
    "no_sign": (
        "No sign of a link larger than {floor} between {driver} and {outcome}: at every lag that "
        "was tried the whole interval lies within ±{floor} ({based_on})."
    ),
    "cannot_tell": (
        "We cannot tell whether changes in {driver} are followed by changes in {outcome}. The data "
        "would have found a correlation of {detectable} or more four times out of five; a weaker "
        "link may exist ({based_on})."
    ),
    "cannot_tell_groups": (
        "We cannot tell whether changes in {driver} are followed by changes in {outcome}. Counted "
        "by unit it looks so, but units of one group are hit by the same events, and counted as "
        "{groups} groups instead of {units} units it is within chance. The data would have found a "
        "correlation of {detectable} or more four times out of five ({based_on})."
    ),
    "cannot_tell_shares": (
        "We cannot tell whether changes in {driver} are followed by changes in {outcome}. Counted "
        "plainly it looks so, but common events may hit units differently, and with each unit's "
        "own part of them taken out it is within chance. The data would have found a correlation "
        "of {detectable} or more four times out of five ({based_on})."
    ),
    "not_enough_data": "{Driver} and {outcome} cannot be tested: {lacking}.",
    "by_construction": (
        "{Driver} and {outcome} are linked by how they are computed: both contain {inputs}. So the "
        "link is not tested."
    ),
    "no_pair": "No measures are declared that could test the link.",
    "no_values": (
        "{Driver} and {outcome} cannot be tested: no unit has final values of both in the same "
        "periods."
    ),
    "declared_later": (
        "The link was declared on {declared}, after the last yearly test. It is tested next time."
    ),
    # What is in brackets behind a result.
    "numbers_panel": (
        "within-unit correlation {r}; 95% interval over all lags tried {lower} to {upper}; "
        "{q}; {based_on}"
    ),
    "numbers_single": (
        "correlation in one series {r}; 95% interval over all lags tried {lower} to {upper}; "
        "{q}; {based_on}"
    ),
    "based_on": "{units} units, {periods} {kinds}, {pairs} paired values",
    "based_on_parts": (
        "{units} activities in {groups} units, {periods} {kinds}, {pairs} paired values"
    ),
    "based_on_single": "one unit, {periods} {kinds}",
    "size": " A usual-sized rise in {first} ({rise}) goes with {change} in {second}.",
    "reserve_weak": "It may still be chance among all the links that are tested.",
    "reserve_units": "The units do not agree.",
    "reserve_coarser": "If units of one area are hit by the same events it may be chance.",
    "reserve_shared": ("Units move so alike that they may share events that no group tells of."),
    "reserve_groups": (
        "So few groups that are hit by the same events are not enough for a firmer answer."
    ),
    "reserve_single": "One series alone is not enough for a firmer answer.",
    # What is to be borne in mind.
    "units_differ": "Units differ: only {share} of them point the same way.",
    "opposite_between": (
        "Between units the pattern is the opposite: units with high values of one have {between} "
        "values of the other (correlation {r_between}). Units may differ for other reasons."
    ),
    "between_only": (
        "Between units the correlation is {r_between}, within them over time {r_within}. That "
        "describes how units differ, which may have other reasons, and does not test the link."
    ),
    "known_before": (
        "The link was declared on {declared}. {known} of {all} {kinds} were known by then, so it "
        "was not declared before the data that test it."
    ),
    "declared_unknown": (
        "Nobody says when the link was declared, so it may have been declared after the data."
    ),
    "undeclared": (
        "The pair was not declared beforehand. A finding is a question to be tested on new data."
    ),
    "preliminary": "The last {count} {kinds} are preliminary and left out.",
    "preliminary_one": "The last {kind_one} is preliminary and left out.",
    "before_break": "{count} {kinds} before a change of definition are left out.",
    "before_break_one": "One {kind_one} before a change of definition is left out.",
    "not_tried": (
        "Assumed is up to {latest} {kinds} later. The series are too short for that: at most "
        "{window} was tried."
    ),
    "averaged": "{Measure} is measured more often; the mean of the parts stands here.",
    "grows_with_size": (
        "{Measure} grows with the size of a unit. Events that hit in proportion to size are then "
        "not taken out in full; a measure per user, employee or krona is safer."
    ),
    "ranks_differ": (
        "With ranks instead of values the correlation is {rank}: single values matter much."
    ),
    "weighed_differs": (
        "With steady units counting most the correlation is {weighed}: a few units with large "
        "swings matter much."
    ),
    "shared_left": (
        "Units move so alike (a correlation between them of about {shared}, beyond chance) that "
        "they may share events that no group tells of."
    ),
    # What there was too little of, and what would cure it.
    "gate_periods": "{found} {kinds} with both measures are not enough, {needed} are needed",
    "gate_seasons": "there are {found} whole years, and taking out the season needs {needed}",
    "gate_units": "the number of units with both measures is {found}, {needed} are needed",
    "gate_pairs": "the number of units with long enough series is {found}, {needed} are needed",
    "gate_variation": (
        "the number of units whose values change over time is {found}, {needed} are needed"
    ),
    "gate_groups": (
        "the number of groups that are hit by the same events is {found}, {needed} are needed"
    ),
    "gate_points": "the longest series has {found} values, and a unit by itself needs {needed}",
    "cure_periods": "It can be tested after {when} at the earliest, if both are measured on.",
    "cure_years": (
        "Measured once a year, that takes until {when}. It takes less if they are measured more "
        "often."
    ),
    "cure_units": "That takes more units, or at least {points} values of a single one.",
    "cure_more": (
        "To find a link of {floor} as surely, about {times} times as many paired values are needed."
    ),
    # The map as a whole.
    "map_tested": "{Tested} of {all} arrows could be tested, with {pairs}.",
    "map_tested_only": "The only arrow could be tested, with {pairs}.",
    "map_tested_none": "None of the {all} arrows could be tested.",
    "map_tested_none_only": "The only arrow could not be tested.",
    "map_pairs": "{count} pairs of measures",
    "map_pairs_one": "one pair of measures",
    "map_none": "The strategy map has no assumed links.",
    "map_chance": (
        "If none of the links existed, chance alone would show up in {expected} of the tested "
        "pairs without a correction for their number. With the correction, which is made here, at "
        "most {share} of the findings are expected to be chance."
    ),
    "map_when": (
        "The map is tested once a year, so that repeated attempts do not add chance to chance: "
        "here with figures up to {through}."
    ),
    "map_anew": "The test was made on request, with figures up to {through}.",
    "fewer_than_one": "fewer than one",
    "about": "about {count}",
    "about_one": "about one",
    "higher": "higher",
    "lower": "lower",
    "high": "high",
    "low": "low",
    "same_direction": "in the same direction",
    "other_direction": "in opposite directions",
    "later": "{count} {kinds} later",
    "later_one_quarter": "the quarter after",
    "later_one_month": "the month after",
    "later_one_year": "the year after",
    "later_one_half_year": "the half-year after",
    "later_one_week": "the week after",
    "later_one_day": "the day after",
    "at_quarter": "in the same quarter",
    "at_month": "in the same month",
    "at_year": "in the same year",
    "at_half_year": "in the same half-year",
    "at_week": "in the same week",
    "at_day": "on the same day",
    "kind_quarter": "quarters",
    "kind_month": "months",
    "kind_year": "years",
    "kind_half_year": "half-years",
    "kind_week": "weeks",
    "kind_day": "days",
    "one_quarter": "quarter",
    "one_month": "month",
    "one_year": "year",
    "one_half_year": "half-year",
    "one_week": "week",
    "one_day": "day",
    "strongest_first": "with {name} first",
    "strongest_same": "at the same time",
    "listed": "{first}, and {last}",
}
