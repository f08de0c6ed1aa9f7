"""What all phrases have in common: how a pattern is filled, and days, names and lists in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from babel import lists

from bsc_helpers.model import LocalText, Scorecard
from bsc_helpers.narrative.catalogues import SENTENCES
from bsc_helpers.narrative.formats import format_date, format_time
from bsc_helpers.narrative.languages import LOCALES, in_language
from bsc_helpers.narrative.statements.statement import Statement
from bsc_helpers.periods import Period, parse_period

__all__ = ["Phrases", "beginning", "inside"]


@dataclass(frozen=True)
class Phrases:
    """The phrases that fill the names in braces of the patterns: each name is a method."""

    statement: Statement
    scorecard: Scorecard
    language: str

    def fill(self, key: str, **given: str) -> str:
        """Return a pattern with its names in braces filled: by what is given, else by a phrase."""
        return in_language(self.language, SENTENCES)[key].format_map(_Lookup(self, given))

    @property
    def facts(self) -> Mapping[str, float]:
        """The numbers of the statement."""
        return self.statement.facts

    @property
    def texts(self) -> Mapping[str, str]:
        """The codes and days of the statement."""
        return self.statement.texts

    @property
    def covered(self) -> tuple[Period, ...]:
        """The periods that the figures cover by their window."""
        starts = self.scorecard.fiscal_year_starts
        return self.statement.period.covered(self.statement.window, starts)

    def day(self, name: str, *, year: bool = True) -> str:
        """Return a day of the statement in words."""
        return format_date(date.fromisoformat(self.texts[name]), self.language, year=year)

    def named_period(self, name: str) -> Period:
        """Return a period that is named in the statement."""
        return parse_period(self.texts[name], self.scorecard.fiscal_year_starts)

    def in_words(self, text: LocalText | None) -> str:
        """Return a text of the register in the language; empty where there is none."""
        return text.of(self.language) if text else ""

    def listed(self, items: list[str]) -> str:
        """Return several things one after the other: "a, b och c"."""
        return str(lists.format_list(items, locale=in_language(self.language, LOCALES)))

    # --- the names in braces that any pattern may use

    def period(self) -> str:
        """Return the time of the figures after a preposition."""
        return format_time(self.covered, self.language, "noun")

    def now(self) -> str:
        """Return the report's period as the time of what was measured."""
        return format_time([self.statement.report_period], self.language, "when")


class _Lookup(dict[str, str]):
    """Gives a pattern the phrase for each name in braces."""

    def __init__(self, phrases: Phrases, given: Mapping[str, str]) -> None:
        super().__init__(given)
        self.phrases = phrases

    def __missing__(self, name: str) -> str:
        return str(getattr(self.phrases, name)())


def beginning(text: str) -> str:
    """Return a text as it begins a sentence."""
    return text[:1].upper() + text[1:]


def inside(text: str) -> str:
    """Return a name as it stands inside a sentence: small, but for one with capitals of its own."""
    first = text.split(maxsplit=1)[0]
    return text[0].lower() + text[1:] if first[1:].islower() else text
