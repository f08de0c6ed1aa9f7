"""Whether what was delivered and the organisation meet: advice on what is lacking or astray.

Nothing here stops a report. What is lacking is told with the file that the others' figures come
from and who supplies it, so that there is somebody to ask.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import pandas as pd

from bsc_helpers.errors import Problem
from bsc_helpers.evaluation import known_on
from bsc_helpers.formula import parse_formula
from bsc_helpers.model import ALL_ACTIVITIES, Measure, OrgUnit, Scorecard
from bsc_helpers.periods import Period, parse_period
from bsc_helpers.sources.adding_up import check_adding_up

__all__ = ["check_delivery"]

MOST_NAMED = 12  # units or inputs that a message names
LANGUAGE = "en"  # of messages


def check_delivery(scorecard: Scorecard, observations: pd.DataFrame) -> list[Problem]:
    """Return advice on where the delivered figures and the organisation do not meet.

    Parameters
    ----------
    scorecard
        Declares the inputs, units and activities of which figures are expected.
    observations
        The columns of ``evaluation.OBSERVATIONS``; of a revised figure the last row counts.

    Returns
    -------
    Inputs and activities of which nothing was ever delivered, units that deliver nothing of what
    units of the same kind do, figures for units outside their time, and account classes that do
    not add up to the net.
    """
    known = known_on(observations, None)
    delivery = _Delivery(scorecard, known[known["scenario"] == "actual"])
    found = [
        *_inputs_without(delivery),
        *_units_without(delivery),
        *_outside_their_time(delivery),
        *_activities_without(delivery),
        *_units_without_activities(delivery),
        *check_adding_up(scorecard, known),
    ]
    return [replace(problem, advice=True) for problem in found]


@dataclass(frozen=True)
class _Delivery:
    """What was delivered, beside what the register declares."""

    scorecard: Scorecard
    rows: pd.DataFrame

    @cached_property
    def figures(self) -> pd.DataFrame:
        """The rows that hold a number."""
        return self.rows[self.rows["value"].notna()]

    @cached_property
    def periods(self) -> dict[str, Period]:
        """The periods by their texts."""
        starts = self.scorecard.fiscal_year_starts
        return {text: parse_period(text, starts) for text in self.rows["period"].unique()}

    @cached_property
    def above(self) -> dict[str, set[str]]:
        """Each unit with all that it has ever lain in."""
        parents = {
            unit.code: {span.parent for span in unit.spans if span.parent is not None}
            for unit in self.scorecard.org_units
        }
        found = {}
        for code in parents:
            way, new = {code}, {code}
            while new:
                new = {parent for each in new for parent in parents[each]} - way
                way |= new
            found[code] = way
        return found

    def at_or_above(self, units: Iterable[str]) -> set[str]:
        """Return units with all that they have ever lain in."""
        return {above for unit in units for above in self.above[unit]}

    def from_sources(self, codes: Iterable[str]) -> str:
        """Return the words for some sources, each with who supplies it."""
        by_code = {source.code: source for source in self.scorecard.sources}
        named = []
        for code in sorted(set(codes)):
            supplier = by_code[code].supplier if code in by_code else None
            named.append(f"{code} (supplied by {supplier.of(LANGUAGE)})" if supplier else code)
        return _listed(named)

    def file_of(self, codes: Iterable[str]) -> str:
        """Return the file of the only source; empty when there are several."""
        files = {source.file for source in self.scorecard.sources if source.code in set(codes)}
        return files.pop() if len(files) == 1 else ""


def _inputs_without(delivery: _Delivery) -> Iterator[Problem]:
    """Yield the inputs that are declared and were never delivered, by the sources to ask."""
    rows, figures = set(delivery.rows["input"]), set(delivery.figures["input"])
    lacking: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    for given in delivery.scorecard.inputs:
        if given.code not in figures:
            how = "only ever delivered as missing" if given.code in rows else "never delivered"
            sources = tuple(
                source.code
                for source in delivery.scorecard.sources
                if given.code in source.inputs.values()
            )
            lacking[how, sources].append(given.code)
    for (how, sources), codes in lacking.items():
        asked = f"; expected from {delivery.from_sources(sources)}" if sources else ""
        message = f"inputs that are declared and were {how}: {_listed(codes)}{asked}"
        yield Problem(message, file=delivery.file_of(sources))


def _units_without(delivery: _Delivery) -> Iterator[Problem]:
    """Yield the units of a kind that deliver nothing of what others of it do."""
    kinds: dict[str, list[OrgUnit]] = defaultdict(list)
    for unit in delivery.scorecard.org_units:
        if unit.kind:
            kinds[unit.kind.of(delivery.scorecard.languages[0])].append(unit)
    used = _measures_of_inputs(delivery.scorecard.measures)
    inherited = {each.code for each in delivery.scorecard.inputs if each.over_units == "inherit"}
    lacking: dict[tuple[str, int, tuple[str, ...]], list[str]] = defaultdict(list)
    for code, figures in delivery.figures.groupby("input", sort=False, observed=True):
        if code in inherited:  # what is said for the unit above is said for all
            continue
        covered = delivery.at_or_above(figures["org_unit"].unique())
        for kind, units in kinds.items():
            own = figures[figures["org_unit"].isin([unit.code for unit in units])]
            if own.empty:
                continue
            expected = _expected(units, _time_of(own, delivery.periods), used.get(str(code), []))
            without = tuple(unit for unit in expected if unit not in covered)
            if without:
                lacking[kind, len(expected), without].append(str(code))
    for (kind, count, without), codes in lacking.items():
        sources = set(delivery.figures.loc[delivery.figures["input"].isin(codes), "source"])
        what = codes[0] if len(codes) == 1 else f"figure of {_listed(codes)}"
        message = f"{len(without)} of {count} units of the kind {kind} deliver no {what}: "
        message += f"{_listed(without)}; those of the others come from "
        message += delivery.from_sources(sources)
        yield Problem(message, file=delivery.file_of(sources))


def _time_of(figures: pd.DataFrame, periods: Mapping[str, Period]) -> tuple[date, date]:
    """Return the first and the last day of the periods of some figures."""
    covered = [periods[text] for text in figures["period"].unique()]
    return min(each.start for each in covered), max(each.end for each in covered)


def _expected(units: list[OrgUnit], time: tuple[date, date], measures: list[Measure]) -> list[str]:
    """Return the units that exist in a time and for which one of some measures is meant."""
    return [
        unit.code
        for unit in units
        if unit.span_at(*time)
        and (not measures or any(_applies(measure, unit) for measure in measures))
    ]


def _applies(measure: Measure, unit: OrgUnit) -> bool:
    where = measure.applies_to
    kinds = unit.kind.texts if unit.kind else set()
    return (not where.kinds or bool(kinds & set(where.kinds))) and (
        not where.activities
        or not unit.activities
        or bool(set(where.activities) & set(unit.activities))
    )


def _measures_of_inputs(measures: Iterable[Measure]) -> dict[str, list[Measure]]:
    """Return for each name in a formula the measures that need it, also through other measures."""
    needs = {
        measure.code.lower(): (
            measure,
            {*parse_formula(measure.formula).names, *measure.inputs_beside_formula},
        )
        for measure in measures
    }
    found: dict[str, list[Measure]] = defaultdict(list)
    for measure, names in needs.values():
        todo, done = set(names), set[str]()
        while todo:
            name = todo.pop()
            done.add(name)
            todo |= needs[name][1] - done if name in needs else set()
        for name in done:
            found[name].append(measure)
    return found


def _outside_their_time(delivery: _Delivery) -> Iterator[Problem]:
    """Yield the units for which there are figures of periods in which they do not exist."""
    units = {unit.code: unit for unit in delivery.scorecard.org_units}
    for code, own in delivery.rows.groupby("org_unit", sort=False, observed=True):
        unit = units[str(code)]
        if unit.is_constant:
            continue
        periods = [delivery.periods[text] for text in own["period"].unique()]
        outside = [p for p in periods if unit.span_at(p.start, p.end) is None]
        if outside:
            first = own[own["period"] == str(outside[0])].iloc[0]
            message = f"figures are delivered for {code} in periods in which it does not exist: "
            message += _listed(map(str, outside))
            file = delivery.file_of([first["source"]])
            yield Problem(message, file=file, line=int(first["line"]))


def _activities_without(delivery: _Delivery) -> Iterator[Problem]:
    """Yield the activities that are declared and of which nothing was ever delivered."""
    delivered = {activity for done in _activities_of(delivery).values() for activity in done}
    for activity in delivery.scorecard.activities:
        if activity.code not in delivered:
            units = [u.code for u in delivery.scorecard.org_units if activity.code in u.activities]
            doing = f"; it is done by {_listed(units)}" if units else "; no unit declares it"
            yield Problem(f"no figure is delivered of the activity {activity.code}{doing}")


def _units_without_activities(delivery: _Delivery) -> Iterator[Problem]:
    """Yield the units that deliver by activity, but nothing of some that they declare."""
    done = _activities_of(delivery)
    for unit in delivery.scorecard.org_units:
        without = [code for code in unit.activities if code not in done[unit.code]]
        if done[unit.code] and without:
            message = f"{unit.code} delivers by activity, but nothing of {_listed(without)}"
            yield Problem(message)


def _activities_of(delivery: _Delivery) -> dict[str, set[str]]:
    """Return the activities of which figures are delivered for each unit or below it."""
    does = {unit.code: unit.activities for unit in delivery.scorecard.org_units}
    done: dict[str, set[str]] = {code: set() for code in does}
    pairs = delivery.figures[["org_unit", "activity"]].drop_duplicates()
    for code, activity in pairs.itertuples(index=False, name=None):
        told = activity if activity != ALL_ACTIVITIES or len(does[code]) != 1 else does[code][0]
        if told != ALL_ACTIVITIES:
            for above in delivery.above[code]:
                done[above].add(told)
    return done


def _listed(words: Iterable[str]) -> str:
    shown = list(words)
    more = f" … ({len(shown)} in all)" if len(shown) > MOST_NAMED else ""
    return ", ".join(shown[:MOST_NAMED]) + more
