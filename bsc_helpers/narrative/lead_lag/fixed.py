"""Fixed words about tested links, and how their numbers are written."""

from __future__ import annotations

from collections.abc import Mapping

from bsc_helpers.evaluation import Evidence
from bsc_helpers.narrative.formats import format_count, format_number
from bsc_helpers.narrative.languages import in_language
from bsc_helpers.narrative.lead_lag import en, sv
from bsc_helpers.periods import PeriodKind

__all__ = ["WORDS", "evidence_words", "lag_words", "q_words", "r_words"]

WORDS: Mapping[str, Mapping[str, str]] = {"sv": sv.WORDS, "en": en.WORDS}
_SMALLEST_Q = 0.001


def evidence_words(evidence: Evidence, language: str) -> str:
    """Return the fixed words for the evidence of an arrow: "supported", "cannot tell"."""
    return in_language(language, WORDS)[f"evidence_{evidence}"]


def r_words(r: float, language: str) -> str:
    """Return a correlation with two decimals."""
    return format_number(r, 2, language)


def q_words(q: float, language: str, name: str = "q") -> str:
    """Return a chance result: "q = 0.012", "q < 0.001"."""
    if q < _SMALLEST_Q:
        return f"{name} < {format_number(_SMALLEST_Q, 3, language)}"
    return f"{name} = {format_number(q, 3, language)}"


def lag_words(lag: int, kind: PeriodKind, language: str) -> str:
    """Return how long after something comes: "two quarters later", "the month after"."""
    words = in_language(language, WORDS)
    count = abs(lag)
    if count == 0:
        return words[f"at_{kind}"]
    if count == 1:
        return words[f"later_one_{kind}"]
    told = format_count(count, language)
    return words["later"].format(count=told, kinds=words[f"kind_{kind}"])
