"""What is said of the strategy map as a whole, before any of its arrows."""

from __future__ import annotations

from bsc_helpers.evaluation import LinkTests
from bsc_helpers.narrative.formats import format_count, format_date, format_share
from bsc_helpers.narrative.languages import in_language
from bsc_helpers.narrative.lead_lag.fixed import WORDS
from bsc_helpers.narrative.phrases.base import beginning

__all__ = ["map_sentences"]

_LEVEL = 0.05  # how often chance alone shows up in a single pair, without a correction


def map_sentences(tests: LinkTests, language: str) -> tuple[str, ...]:
    """Return how many arrows were tested, and how many findings chance alone would give."""
    words, all_links = in_language(language, WORDS), len(tests.links)
    if not all_links:
        return (words["map_none"],)
    through = format_date(tests.through, language)
    when = words["map_when" if not tests.anew else "map_anew"].format(through=through)
    told_all = format_count(all_links, language)
    if not tests.tested:
        return words["map_tested_none"].format(all=told_all), when
    expected = tests.family * _LEVEL
    count = round(expected)
    few = words["about"].format(count=format_count(count, language))
    return (
        words["map_tested"].format(
            Tested=beginning(format_count(tests.tested, language)),
            all=told_all,
            pairs=format_count(tests.family, language),
        ),
        words["map_chance"].format(
            expected=few if expected >= 1 else words["fewer_than_one"],
            share=format_share(tests.options.q_possible, language),
        ),
        when,
    )
