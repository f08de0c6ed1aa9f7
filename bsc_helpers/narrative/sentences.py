"""From a statement to a sentence in the reader's language.

Every number in a sentence is a fact of its statement, rounded only here, with the decimals that
the value has everywhere on the page (see `decimals`); amounts that add up do so as they are shown
(see `amounts`).
"""

from __future__ import annotations

from bsc_helpers.model import Scorecard
from bsc_helpers.narrative import en, sv
from bsc_helpers.narrative.formats import format_time
from bsc_helpers.narrative.languages import in_language
from bsc_helpers.narrative.phrases import (
    ActionPhrases,
    MoneyPhrases,
    Phrases,
    SeriesPhrases,
    SurveyPhrases,
)
from bsc_helpers.narrative.statements import Statement
from bsc_helpers.periods import Period

__all__ = ["nothing_deviates", "sentence_of"]

_SENTENCES = {"sv": sv.SENTENCES, "en": en.SENTENCES}
# What must be said along with a statement that has such a fact.
_ALONG = {"coverage": "partial", "card_coverage": "left_out", "valid_months": "expired"}
_SPEAKERS: dict[str, type[Phrases]] = {
    "5": MoneyPhrases,
    "6": MoneyPhrases,
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
    pattern = in_language(language, _SENTENCES)["nothing"]
    return pattern.format(when=format_time([period], language, "when"))


def _speaker(statement: Statement) -> type[Phrases]:
    kind = "_".join(statement.pattern.split("_")[:2])
    return _SPEAKERS.get(kind) or _SPEAKERS.get(statement.model, SeriesPhrases)
