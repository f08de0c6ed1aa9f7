"""The links of the strategy map, tested: each pair of measures, and what that makes of the arrow.

A link is declared beforehand, with sign and lag. What was found is held against that, and never
more is said of an arrow than its evidence carries.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, get_args

from bsc_helpers.compute.leadlag import Options, PairTest
from bsc_helpers.model import LocalText

__all__ = ["EVIDENCE", "Evidence", "LinkTests", "Panel", "TestedPair", "Why", "evidence_of"]

Evidence = Literal[
    "supported",
    "contradicted",
    "differs",
    "too_small",
    "cannot_tell",
    "not_enough_data",
    "not_testable",
    "not_yet_tested",
]
EVIDENCE: tuple[Evidence, ...] = get_args(Evidence)
Why = Literal["", "by_construction", "no_pair", "declared_later", "no_values"]


@dataclass(frozen=True)
class Panel:
    """Over which units and periods a pair was tested.

    Attributes
    ----------
    units
        Code and activity of each unit, in the order that the test's numbers count.
    periods
        Of the calendar, in order.
    known_before
        How many of the periods with figures had ended when the link was declared.
    left_out
        Periods that were left out as preliminary, and those before a change of definition.
    averaged
        The measure whose longer periods are means of its shorter ones; empty where both measures
        have the same periods.
    grouped
        How units were taken together: each by itself, or as their area or the unit above.
    """

    units: tuple[tuple[str, str], ...] = ()
    periods: tuple[str, ...] = ()
    known_before: int = 0
    preliminary: int = 0
    before_break: int = 0
    averaged: str = ""
    grouped: Literal["unit", "area", "parent"] = "unit"


@dataclass(frozen=True)
class TestedPair:
    """One pair of measures of a link, with what was declared and what was found.

    Attributes
    ----------
    link
        The code of the link; empty for a pair that is looked at without being declared.
    sign, lag, earliest, latest
        As declared; of a pair that is not declared the sign is empty.
    test
        None where it was not tested; then `why` says why not.
    evidence
        What is to be thought of the arrow, as far as this pair goes.
    shared_inputs
        Where it is linked by construction: the inputs that both measures contain.
    """

    link: str
    driver: str
    outcome: str
    sign: Literal["positive", "negative", ""]
    lag: int
    earliest: int
    latest: int
    declared: date | None
    evidence: Evidence
    test: PairTest | None = None
    panel: Panel = Panel()
    why: Why = ""
    shared_inputs: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The pair as it is written in parameters: M04>K04."""
        return f"{self.driver}>{self.outcome}"

    @property
    def declared_after_data(self) -> bool:
        """Whether it was declared with some of the periods known, or nobody says since when."""
        return self.declared is None or self.panel.known_before > 0


@dataclass(frozen=True)
class LinkTests:
    """All links of a scorecard, tested as one family.

    Attributes
    ----------
    period
        Of the report.
    through
        The last day of the figures that were tested: the end of the last whole year, so that the
        map is tested once a year.
    options
        What was decided beforehand.
    window, group
        Where somebody asked for another window than the usual one, or for other groups.
    anew
        Whether somebody asked for the figures up to the period's end.
    names
        Of the units in the panels, by their codes.
    pairs
        In the order of the register; first those of links, then those that are only looked at.
    links
        The code of each link, and the evidence of its arrow.
    """

    period: str
    as_of: date | None
    through: date
    options: Options
    pairs: tuple[TestedPair, ...]
    links: tuple[tuple[str, Evidence], ...]
    window: int | None = None
    group: str = ""
    anew: bool = False
    names: dict[str, LocalText] = field(default_factory=dict)

    @property
    def tested(self) -> int:
        """How many arrows were tested."""
        known = {"not_enough_data", "not_testable", "not_yet_tested"}
        return sum(evidence not in known for _, evidence in self.links)

    @property
    def family(self) -> int:
        """How many pairs were corrected for together."""
        return sum(pair.test is not None and pair.test.tested for pair in self.pairs)

    @property
    def count(self) -> Counter[Evidence]:
        """How many arrows have each evidence."""
        return Counter(evidence for _, evidence in self.links)

    def of(self, link: str) -> tuple[TestedPair, ...]:
        """Return the pairs of a link."""
        return tuple(pair for pair in self.pairs if pair.link == link)

    def brief(self) -> LinkTests:
        """Return the same without what is only drawn: surprises, profiles and single units."""
        return replace(self, pairs=tuple(_brief(pair) for pair in self.pairs), names={})


def _brief(pair: TestedPair) -> TestedPair:
    panel = replace(pair.panel, units=())
    if pair.test is None:
        return replace(pair, panel=panel)
    return replace(
        pair, panel=panel, test=replace(pair.test, surprises=(), unit_effects=(), profile=())
    )


def evidence_of(pair: TestedPair, test: PairTest) -> Evidence:
    """Return what a test makes of a declared pair.

    Supported: a lead of the declared sign, with a lag within the declared window; where the two
    were declared to move together, that they do. Contradicted: the other sign, or the order
    reversed. Differs: the declared sign, but in another order or at another distance than declared.
    Where the declared window is further away than what was tried, nothing can be told.
    """
    if test.tested and pair.earliest > test.window:
        return "cannot_tell"
    if test.verdict in _WITHOUT_FINDING:
        return _WITHOUT_FINDING[test.verdict]
    other_sign = (test.r or 0) * (1 if pair.sign == "positive" else -1) < 0
    if test.verdict == "other_way" or other_sign:
        return "contradicted"
    lag = 0 if test.lag is None else test.lag
    as_declared = pair.earliest <= lag <= pair.latest and (lag > 0 or pair.latest == 0)
    return "supported" if as_declared and test.verdict != "both_ways" else "differs"


_WITHOUT_FINDING: dict[str, Evidence] = {
    "not_enough_data": "not_enough_data",
    "no_sign": "too_small",
    "too_small": "too_small",
    "cannot_tell": "cannot_tell",
    "possible_lead": "cannot_tell",
}


def arrow_of(found: Iterable[Evidence]) -> Evidence:
    """Return what several pairs make of one arrow.

    Pairs that speak against each other leave it as *differs*; else the clearest word counts, in the
    order of `EVIDENCE`, but that it cannot be told weighs more than that it is small.
    """
    words = set(found)
    if not words:
        return "not_testable"
    if {"supported", "contradicted"} <= words:
        return "differs"
    order = ("supported", "contradicted", "differs", "cannot_tell", "too_small", *EVIDENCE[5:])
    return next(word for word in order if word in words)
