"""Test the links of a scorecard over all its units, as one family, once a year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import get_args

from bsc_helpers.compute.leadlag import Options, PairPanel, lead_lag_tests
from bsc_helpers.errors import ParameterError, did_you_mean, printable
from bsc_helpers.evaluation.findings import Known
from bsc_helpers.evaluation.link_panels import Group, PanelMaker, shared_inputs
from bsc_helpers.evaluation.links import (
    LinkTests,
    TestedPair,
    arrow_of,
    evidence_of,
)
from bsc_helpers.model import Link, Pair, Scorecard
from bsc_helpers.periods import Period

__all__ = ["asked_for", "link_tests", "parse_group", "parse_pair", "tested_through"]


def tested_through(period: Period, year_starts: int) -> date:
    """Return the last day of the figures that a period's map rests on: of the last whole year."""
    year = period.within("year", year_starts)
    return year.end if year.end <= period.end else year.start - timedelta(days=1)


def link_tests(  # noqa: PLR0913 - what somebody who explores may ask for, one by one
    known: Known,
    period: Period,
    options: Options | None = None,
    *,
    window: int | None = None,
    group: Group | None = None,
    anew: bool = False,
    beside: Sequence[tuple[str, str]] = (),
) -> LinkTests:
    """Test every declared pair of measures, and what that makes of each arrow of the map.

    Parameters
    ----------
    known
        What the findings of reports rest on: no value that is withheld.
    period
        Of the report.
    options
        What is decided beforehand; by default with the evaluation's seed.
    window, group
        Instead of the usual window of lags, and of the groups that pairs declare.
    anew
        Take the figures up to the period's end, also within a year. Repeated looks add up: by
        default the map is tested once a year.
    beside
        Drivers and outcomes that are looked at too, without being declared; they count in the
        correction.
    """
    card = known.scorecard
    if window is not None and window < 1:
        raise ParameterError(f"the window {window} holds no lag; valid: 1 or more, 0 for the usual")
    options = options or Options(seed=known.seed)
    through = period.end if anew else tested_through(period, card.fiscal_year_starts)
    maker = PanelMaker(known, through, options, window, group)
    pairs = [_declared(maker, link, pair) for link in card.links for pair in link.pairs]
    pairs += [_looked_at(maker, *ends) for ends in beside]
    panels = [panel for _, panel in pairs if panel is not None]
    tests = iter(lead_lag_tests(panels, options))
    found = []
    for pair, panel in pairs:
        found.append(pair if panel is None else replace(pair, test=next(tests)))
    judged = tuple(_judged(pair) for pair in found)
    links = tuple(
        (link.code, arrow_of(pair.evidence for pair in judged if pair.link == link.code))
        for link in card.links
    )
    codes = {code for pair in judged for code, _ in pair.panel.units}
    return LinkTests(
        period=str(period),
        as_of=known.as_of,
        through=through,
        options=options,
        pairs=judged,
        links=links,
        window=window,
        group=group or "",
        anew=anew,
        names={unit.code: unit.name for unit in card.org_units if unit.code in codes},
    )


def asked_for(card: Scorecard, names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return the pairs among some names that no link declares; names of links are left out.

    Raises
    ------
    ParameterError
        When a name is neither a link nor a pair of measures.
    """
    links = {link.code for link in card.links}
    declared = {(pair.driver, pair.outcome) for link in card.links for pair in link.pairs}
    pairs = (parse_pair(card, name) for name in dict.fromkeys(names) if name not in links)
    return tuple(pair for pair in pairs if pair not in declared)


def parse_group(text: str) -> Group | None:
    """Read by what units share shocks; None for an empty text.

    Raises
    ------
    ParameterError
        When it is none of them.
    """
    known: tuple[Group, ...] = get_args(Group)
    if text and text not in known:
        valid = ", ".join(known)
        raise ParameterError(f"there is no group {printable(text)}; valid: {valid}, or empty")
    return next((group for group in known if group == text), None)


def parse_pair(card: Scorecard, text: str) -> tuple[str, str]:
    """Read a pair of measures such as ``M04>K04``: driver, then outcome.

    Raises
    ------
    ParameterError
        When the text is no pair of two measures of the scorecard.
    """
    codes = {measure.code for measure in card.measures}
    driver, mark, outcome = (part.strip() for part in text.partition(">"))
    if not mark or driver == outcome:
        raise ParameterError(
            f"{printable(text)} is no pair; valid: two measures such as M04>K04, or a link's code"
        )
    for code in (driver, outcome):
        if code not in codes:
            more = did_you_mean(code, sorted(codes))
            raise ParameterError(f"there is no measure {printable(code)}{more}")
    return driver, outcome


def _declared(maker: PanelMaker, link: Link, pair: Pair) -> tuple[TestedPair, PairPanel | None]:
    """Return a pair of a link before it is tested, and its panel where it is to be."""
    told = TestedPair(
        link=link.code,
        driver=pair.driver,
        outcome=pair.outcome,
        sign=pair.sign,
        lag=pair.lag,
        earliest=pair.lag if pair.earliest is None else pair.earliest,
        latest=pair.lag if pair.latest is None else pair.latest,
        declared=link.declared,
        evidence="not_testable",
    )
    shared = shared_inputs(maker.known.scorecard, pair.driver, pair.outcome)
    if shared:
        return replace(told, why="by_construction", shared_inputs=shared), None
    if link.declared is not None and link.declared > maker.through:
        return replace(told, why="declared_later", evidence="not_yet_tested"), None
    return _with_panel(maker, told, pair)


def _looked_at(maker: PanelMaker, driver: str, outcome: str) -> tuple[TestedPair, PairPanel | None]:
    """Return a pair that nobody declared, and its panel."""
    told = TestedPair("", driver, outcome, "", 0, 0, 0, None, "not_testable")
    shared = shared_inputs(maker.known.scorecard, driver, outcome)
    if shared:
        return replace(told, why="by_construction", shared_inputs=shared), None
    pair = Pair(driver=driver, outcome=outcome, sign="positive")
    return _with_panel(maker, told, pair)


def _with_panel(
    maker: PanelMaker, told: TestedPair, pair: Pair
) -> tuple[TestedPair, PairPanel | None]:
    made = maker.panel_of(pair, told.declared)
    if made is None:
        return replace(told, why="no_values", evidence="not_enough_data"), None
    values, panel = made
    return replace(told, panel=panel), values


def _judged(pair: TestedPair) -> TestedPair:
    """Return a tested pair with what it makes of the arrow."""
    if pair.test is None or (not pair.link and pair.test.tested):
        return pair
    return replace(pair, evidence=evidence_of(pair, pair.test))
