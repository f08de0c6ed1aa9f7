"""The phrases that fill the patterns, by what they speak of; each name in braces is a method."""

from bsc_helpers.narrative.phrases.actions import ActionPhrases
from bsc_helpers.narrative.phrases.base import Phrases
from bsc_helpers.narrative.phrases.money import MoneyPhrases
from bsc_helpers.narrative.phrases.series import SeriesPhrases
from bsc_helpers.narrative.phrases.surveys import SurveyPhrases
from bsc_helpers.narrative.phrases.variation import VariationPhrases

__all__ = [
    "ActionPhrases",
    "MoneyPhrases",
    "Phrases",
    "SeriesPhrases",
    "SurveyPhrases",
    "VariationPhrases",
]
