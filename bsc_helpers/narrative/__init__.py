"""Results → statements → sentences: what a report says in words, and on what it rests."""

from bsc_helpers.narrative.sentences import sentence_of
from bsc_helpers.narrative.statements import Evidence, Statement, in_short, statements_of
from bsc_helpers.narrative.words import STATUS_WORDS

__all__ = [
    "STATUS_WORDS",
    "Evidence",
    "Statement",
    "in_short",
    "sentence_of",
    "statements_of",
]
