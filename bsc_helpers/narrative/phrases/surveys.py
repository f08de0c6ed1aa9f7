"""Phrases about two rounds of a survey."""
# ruff: noqa: D102 - a method is the phrase that its name says

from __future__ import annotations

from bsc_helpers.narrative.formats import format_number, format_period
from bsc_helpers.narrative.phrases.base import Phrases, beginning

__all__ = ["SurveyPhrases"]


class SurveyPhrases(Phrases):
    """The phrases of statements about a survey."""

    def index(self) -> str:
        code = self.texts["survey"]
        survey = next(each for each in self.scorecard.surveys if each.code == code)
        return beginning(survey.index.name.of(self.language))

    def value(self) -> str:
        return self._number("value")

    def previous(self) -> str:
        return self._number("previous")

    def margin(self) -> str:
        return self._number("margin")

    def round(self) -> str:
        return format_period(self.statement.period, self.language)

    def before(self) -> str:
        return format_period(self.named_period("before"), self.language)

    def _number(self, name: str) -> str:
        return format_number(self.facts[name], int(self.facts["decimals"]), self.language)
