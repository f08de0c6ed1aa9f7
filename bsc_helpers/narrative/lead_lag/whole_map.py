"""What is said of the strategy map as a whole, before any of its arrows."""

from __future__ import annotations

from collections.abc import Mapping

from bsc_helpers.evaluation import LinkTests
from bsc_helpers.narrative.formats import format_count, format_date, format_share
from bsc_helpers.narrative.languages import in_language
from bsc_helpers.narrative.lead_lag.fixed import WORDS
from bsc_helpers.narrative.phrases.base import beginning
from bsc_helpers.narrative.rounding import rounded

__all__ = ["map_sentences"]

_LEVEL = 0.05  # how often chance alone shows up in a single pair, without a correction


def map_sentences(tests: LinkTests, language: str) -> tuple[str, ...]:
    """Return how many arrows were tested, and how many findings chance alone would give."""
    words, all_links = in_language(language, WORDS), len(tests.links)
    if not all_links:
        return (words["map_none"],)
    through = format_date(tests.through, language)
    when = words["map_when" if not tests.anew else "map_anew"].format(through=through)
    only = "_only" if all_links == 1 else ""
    told_all = format_count(all_links, language)
    if not tests.tested:
        return words[f"map_tested_none{only}"].format(all=told_all), when
    return (
        words[f"map_tested{only}"].format(
            Tested=beginning(format_count(tests.tested, language)),
            all=told_all,
            pairs=_counted("map_pairs", tests.family, words, language),
        ),
        words["map_chance"].format(
            expected=_expected(tests.family * _LEVEL, words, language),
            share=format_share(tests.options.q_possible, language),
        ),
        when,
    )


def _counted(key: str, count: int, words: Mapping[str, str], language: str) -> str:
    """Return a number of things; of a single one the word of its own."""
    if count == 1:
        return words[f"{key}_one"]
    return words[key].format(count=format_count(count, language))


def _expected(number: float, words: Mapping[str, str], language: str) -> str:
    """Return how many to expect: fewer than one, or a whole number."""
    if number < 1:
        return words["fewer_than_one"]
    return _counted("about", int(rounded(number, 0)), words, language)
