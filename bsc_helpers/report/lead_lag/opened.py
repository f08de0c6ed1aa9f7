"""Opened tested links: what a notebook about the whole scorecard shows, in one language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from bsc_helpers.errors import ParameterError, printable
from bsc_helpers.evaluation import LinkTests, Search, TestedPair
from bsc_helpers.model import ALL_ACTIVITIES, Link, Measure, Scorecard
from bsc_helpers.narrative.formats import format_period
from bsc_helpers.narrative.lead_lag import PairSpeaker
from bsc_helpers.periods import Period, PeriodKind, parse_period
from bsc_helpers.report.words import words_in

__all__ = ["LinkReport"]


@dataclass(frozen=True)
class LinkReport:
    """The tested links of a scorecard in one language.

    Parameters
    ----------
    tests
        Every declared pair, tested as one family, and what was looked at beside them.
    scorecard
        That names links and measures; it may lack the units.
    language
        Of all words and numbers.
    chosen
        Codes of links, or pairs such as ``M04>K04``, that are shown one by one; all when empty.
        What is not chosen still counts in the correction.
    search
        A search among all pairs of measures; None where nobody asked for one.

    Raises
    ------
    ParameterError
        When reports are not written in this language, or a chosen link does not exist.
    """

    tests: LinkTests
    scorecard: Scorecard
    language: str
    chosen: tuple[str, ...] = ()
    search: Search | None = None

    def __post_init__(self) -> None:
        words_in(self.language)
        known = {*self.links, *(pair.name for pair in self.tests.pairs)}
        for name in self.chosen:
            if name not in known:
                valid = ", ".join(sorted(known))
                raise ParameterError(f"there is no link {printable(name)}; valid: {valid}")

    @property
    def words(self) -> Mapping[str, str]:
        """The fixed words of the pages."""
        return words_in(self.language)

    @property
    def period(self) -> Period:
        """The period of the report."""
        return self.parse(self.tests.period)

    @property
    def period_text(self) -> str:
        """The period of the report in words."""
        return format_period(self.period, self.language)

    @property
    def notice(self) -> str:
        """What every drawing must say."""
        notice = self.scorecard.notice
        return notice.of(self.language) if notice else ""

    def parse(self, text: str) -> Period:
        """Return the period that the register or a result writes."""
        return parse_period(text, self.scorecard.fiscal_year_starts)

    @cached_property
    def links(self) -> Mapping[str, Link]:
        """The links by their codes."""
        return {link.code: link for link in self.scorecard.links}

    @cached_property
    def ends(self) -> Mapping[str, str]:
        """The names of objectives and success factors by their codes."""
        factors = {
            each.code: each.name.of(self.language) for each in self.scorecard.success_factors
        }
        return factors | {
            each.code: each.name.of(self.language) for each in self.scorecard.objectives
        }

    def shown(self) -> Iterator[tuple[Link | None, tuple[TestedPair, ...]]]:
        """Yield each chosen link with its chosen pairs, then the pairs that are not declared."""
        for link in self.scorecard.links:
            pairs = self.tests.of(link.code)
            if self.chosen and link.code not in self.chosen:
                pairs = tuple(pair for pair in pairs if pair.name in self.chosen)
                if not pairs:
                    continue
            yield link, pairs
        beside = self.tests.of("")
        if beside:
            yield None, beside

    def speaker(self, pair: TestedPair) -> PairSpeaker:
        """Return what is said of a pair."""
        return PairSpeaker(pair, self.scorecard, self.language, self.tests.options)

    def measures(self, pair: TestedPair) -> tuple[Measure, Measure]:
        """Return driver and outcome of a pair."""
        return self.scorecard.measure(pair.driver), self.scorecard.measure(pair.outcome)

    def pair_text(self, pair: TestedPair) -> str:
        """Return the names of a pair's measures: "Staff turnover → Share satisfied"."""
        driver, outcome = (each.name.of(self.language) for each in self.measures(pair))
        return self.words["pair_of"].format(driver=driver, outcome=outcome)

    def link_text(self, link: Link) -> str:
        """Return what a link joins: "Healthy staff → Satisfied users"."""
        return self.words["pair_of"].format(
            driver=self.ends.get(link.from_, link.from_), outcome=self.ends.get(link.to, link.to)
        )

    def kind(self, pair: TestedPair) -> PeriodKind:
        """Return the kind of period in which a pair is counted."""
        return self.speaker(pair).kind

    def unit_text(self, pair: TestedPair, unit: int) -> str:
        """Return the name of a unit of a pair's panel: "Askim", "Askim: Preschool"."""
        code, activity = pair.panel.units[unit]
        name = self.tests.names[code].of(self.language) if code in self.tests.names else code
        if activity == ALL_ACTIVITIES:
            return name
        known = {each.code: each.name.of(self.language) for each in self.scorecard.activities}
        return self.words["subject"].format(unit=name, activity=known.get(activity, activity))
