"""Results → statements → sentences: what a report says in words, and on what it rests."""

from bsc_helpers.narrative.comparable import comparable_year_before
from bsc_helpers.narrative.sentences import chance_line, nothing_deviates, sentence_of
from bsc_helpers.narrative.statements import (
    Evidence,
    Statement,
    actions_of,
    change_decimals,
    how_sure,
    in_short,
    initiatives_for,
    latest_round,
    questions_of,
    statements_of,
    statements_of_surveys,
)
from bsc_helpers.narrative.words import STATUS_WORDS, VARIATION_WORDS

__all__ = [
    "STATUS_WORDS",
    "VARIATION_WORDS",
    "Evidence",
    "Statement",
    "actions_of",
    "chance_line",
    "change_decimals",
    "comparable_year_before",
    "how_sure",
    "in_short",
    "initiatives_for",
    "latest_round",
    "nothing_deviates",
    "questions_of",
    "sentence_of",
    "statements_of",
    "statements_of_surveys",
]
