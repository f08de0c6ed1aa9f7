"""Tested links in words: fixed verdicts, and what each of them licenses to say."""

from bsc_helpers.narrative.lead_lag.fixed import evidence_words, lag_words, q_words, r_words
from bsc_helpers.narrative.lead_lag.speaking import PairSpeaker
from bsc_helpers.narrative.lead_lag.whole_map import map_sentences

__all__ = ["PairSpeaker", "evidence_words", "lag_words", "map_sentences", "q_words", "r_words"]
