"""Tested links in words: fixed verdicts, and what each of them licenses to say."""

from bsc_helpers.narrative.lead_lag.speaking import (
    PairSpeaker,
    evidence_words,
    lag_words,
    map_sentences,
    q_words,
    r_words,
)

__all__ = ["PairSpeaker", "evidence_words", "lag_words", "map_sentences", "q_words", "r_words"]
