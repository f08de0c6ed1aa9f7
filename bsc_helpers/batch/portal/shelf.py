"""What there is to find: the reports of a manifest and the pages about measures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bsc_helpers.batch.jobs import Key
from bsc_helpers.batch.manifest import Entry
from bsc_helpers.blocks import Status
from bsc_helpers.errors import PeriodError
from bsc_helpers.model import Scorecard
from bsc_helpers.periods import Period, parse_period
from bsc_helpers.publishing.walk import STATUSES

__all__ = ["Counts", "MeasureFile", "Shelf"]

Counts = Mapping[Status, int]  # how many measures of a report have each status


@dataclass(frozen=True, order=True)
class MeasureFile:
    """The page about one measure; `path` from the folder of the entrance."""

    period: str
    measure: str
    language: str
    path: str


@dataclass(frozen=True)
class Shelf:
    """All that is published for one scorecard.

    Attributes
    ----------
    entries
        How the last attempt at each report ended, and the edition that is there.
    counts
        How many measures have each status, for each report; also none, where nobody counted.
    measures
        The pages about measures.
    as_of
        The day up to which figures were known in the last run; empty when there was none.
    """

    scorecard: Scorecard
    entries: tuple[Entry, ...]
    counts: Mapping[Key, Counts] = field(default_factory=dict)
    measures: tuple[MeasureFile, ...] = ()
    as_of: str = ""

    @cached_property
    def periods(self) -> tuple[str, ...]:
        """The periods, the newest first; of those that end on one day the shortest first."""
        texts = {each.period for each in self.entries} | {each.period for each in self.measures}
        return tuple(sorted(texts, key=self._period_key, reverse=True))

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The first language of the scorecard, then every other that something is written in."""
        order = self.scorecard.languages
        written = {each.language for each in self.entries}
        written |= {each.language for each in self.measures}
        known = [each for each in order if each in written or each == order[0]]
        return (*known, *sorted(written - set(order)))

    def of(self, period: str) -> tuple[Entry, ...]:
        """Return the entries of a period."""
        return self._entries_by_period.get(period, ())

    def failed(self, period: str) -> tuple[Entry, ...]:
        """Return the entries of a period whose last attempt failed."""
        return tuple(entry for entry in self.of(period) if entry.status == "failed")

    def counts_of(self, entry: Entry) -> tuple[tuple[Status, int], ...]:
        """Return how many measures of a report have each status, in their fixed order."""
        counts = self.counts.get(entry.key, {})
        return tuple((status, counts[status]) for status in STATUSES if counts.get(status))

    def parsed(self, period: str) -> Period | None:
        """Return a period; none for one that was written under another fiscal year."""
        try:
            return parse_period(period, self.scorecard.fiscal_year_starts)
        except PeriodError:
            return None

    @cached_property
    def _entries_by_period(self) -> Mapping[str, tuple[Entry, ...]]:
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            found.setdefault(entry.period, []).append(entry)
        return {period: tuple(entries) for period, entries in found.items()}

    def _period_key(self, text: str) -> tuple[str, int, str]:
        period = self.parsed(text)
        return ("", 0, text) if period is None else (f"{period.end}", -period.days, text)
