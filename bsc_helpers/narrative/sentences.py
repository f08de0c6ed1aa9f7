"""From a statement to a sentence in the reader's language.

Every number in a sentence is a fact of its statement, rounded only here, with the decimals that
the value has everywhere on the page (see `decimals`); amounts that add up do so as they are shown
(see `amounts`).
"""

from __future__ import annotations

from bsc_helpers.model import Scorecard
from bsc_helpers.narrative.catalogues import SENTENCES
from bsc_helpers.narrative.formats import format_count, format_time
from bsc_helpers.narrative.languages import in_language
from bsc_helpers.narrative.phrases import (
    ActionPhrases,
    MoneyPhrases,
    Phrases,
    SeriesPhrases,
    SurveyPhrases,
    VariationPhrases,
)
from bsc_helpers.narrative.rounding import rounded
from bsc_helpers.narrative.statements import Statement
from bsc_helpers.periods import Period

__all__ = ["chance_line", "nothing_deviates", "sentence_of"]

# What must be said along with a statement that has such a fact.
_ALONG = {"coverage": "partial", "card_coverage": "left_out", "valid_months": "expired"}
_SPEAKERS: dict[str, type[Phrases]] = {
    "5": MoneyPhrases,
    "6": MoneyPhrases,
    **dict.fromkeys(("8", "9", "10_short", "11_measure", "12", "13"), VariationPhrases),
    "Q_deficit": MoneyPhrases,
    "Q": ActionPhrases,
    "11": SurveyPhrases,
    "23": ActionPhrases,
}


def sentence_of(statement: Statement, scorecard: Scorecard, language: str) -> str:
    """Return a statement in words, with what must be said along with it.

    Raises
    ------
    ParameterError
        When there is no such language.
    """
    phrases = _speaker(statement)(statement, scorecard, language)
    along = [key for fact, key in _ALONG.items() if fact in statement.facts]
    keys = [statement.pattern] if statement.model == "Q" else [statement.pattern, *along]
    return " ".join(phrases.fill(key) for key in keys)


def nothing_deviates(period: Period, language: str) -> str:
    """Return the line that stands first where nothing is missed and nothing is missing."""
    pattern = in_language(language, SENTENCES)["nothing"]
    return pattern.format(when=format_time([period], language, "when"))


def chance_line(tests: int, expected: float, language: str) -> str:
    """Return how many checks were made for a page, and how many chance alone would have set off."""
    patterns = in_language(language, SENTENCES)
    if tests <= 1:
        return patterns["chance_one" if tests else "chance_none"]
    count = format_count(tests, language)
    told = count[:1].upper() + count[1:]
    if expected < 1:
        return patterns["chance_few"].format(tests=told)
    return patterns["chance_some"].format(
        tests=told, expected=format_count(int(rounded(expected, 0)), language)
    )


def _speaker(statement: Statement) -> type[Phrases]:
    kind = "_".join(statement.pattern.split("_")[:2])
    return _SPEAKERS.get(kind) or _SPEAKERS.get(statement.model, SeriesPhrases)
