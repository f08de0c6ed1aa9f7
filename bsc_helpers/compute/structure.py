"""The organisation of one day laid over all times, and where the organisation changed.

What is delivered stays what it was; only what counts in what is another. In the structure of a day
every unit of that day lies under its one parent at all times. A unit that does not exist on the day
lies, for its own time, below the unit that it became (or came from). Where it became several,
nobody can say how much of it went where: it lies below the nearest unit that holds all of them, and
they have no values before they begin.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

from bsc_helpers.model import OrgUnit, Span

__all__ = ["Reorganisation", "ReorganisationKind", "in_structure", "reorganisations_in"]

ReorganisationKind = Literal["made", "part", "gained", "lost"]
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Reorganisation:
    """A day from which on a unit's figures are of another organisation than before.

    Attributes
    ----------
    day
        The first day of the new.
    kind
        ``made``: the unit begins, made of whole units. ``part``: it begins as a part of units.
        ``gained``, ``lost``: units that lay elsewhere lie in it, or the other way round.
    units
        Those of which it was made, or which came or went, in the order of the register.
    """

    day: date
    kind: ReorganisationKind
    units: tuple[str, ...]


def in_structure(units: Sequence[OrgUnit], day: date) -> tuple[OrgUnit, ...]:
    """Return the organisation as it was on one day, for all times.

    Parameters
    ----------
    units
        A sound organisation, as the register has it.
    day
        The day whose structure is meant.

    Returns
    -------
    The same units in the same order. One of the day lies under its parent of the day whenever it,
    or anything that lies in it now, existed. One that ended before the day lies below what became
    of it, and one that began after it below what it was made of, in its own time: two that were
    merged lie below the merged one, which is then the sum of their figures. Without a successor it
    lies in the unit in which it lay.
    """
    lie = _Places(units, day)
    holders = {unit.code: lie.holder(unit.code) for unit in units}
    times = _times(units, holders)
    return tuple(unit.lying(_spans(holders[unit.code], times[unit.code])) for unit in units)


Time = tuple[date, date]  # the first and the last day


def _spans(holder: str | None, times: Sequence[Time]) -> tuple[Span, ...]:
    """Return some stretches of time under one parent."""
    return tuple(
        Span(
            parent=holder,
            from_=None if first == date.min else first,
            to=None if last == date.max else last,
        )
        for first, last in times
    )


def _times(
    units: Sequence[OrgUnit], holders: Mapping[str, str | None]
) -> dict[str, tuple[Time, ...]]:
    """Return when each unit, or anything that lies in it, existed."""
    found: dict[str, list[Time]] = {unit.code: [] for unit in units}
    for unit in units:
        own = [(span.from_ or date.min, span.to or date.max) for span in unit.spans]
        here: str | None = unit.code
        while here is not None:
            found[here] += own
            here = holders[here]
    return {code: tuple(_joined(sorted(times))) for code, times in found.items()}


def _joined(times: Sequence[Time]) -> Iterator[Time]:
    """Yield stretches of time that neither overlap nor follow upon each other."""
    first, last = times[0]
    for begins, ends in times[1:]:
        if last == date.max or begins <= last + ONE_DAY:
            last = max(last, ends)
        else:
            yield first, last
            first, last = begins, ends
    yield first, last


@dataclass(frozen=True)
class _Places:
    """Where every unit lies in the structure of one day."""

    units: Sequence[OrgUnit]
    day: date

    @cached_property
    def by_code(self) -> dict[str, OrgUnit]:
        return {unit.code: unit for unit in self.units}

    @cached_property
    def parents(self) -> dict[str, str | None]:
        """The parent of each unit that exists on the day."""
        spans = {unit.code: unit.span_at(self.day, self.day) for unit in self.units}
        return {code: span.parent for code, span in spans.items() if span is not None}

    @cached_property
    def successors(self) -> dict[str, list[str]]:
        return _successors(self.units)

    def holder(self, code: str) -> str | None:
        """Return the unit of the day under which a unit lies; None at the top."""
        if code in self.parents:
            return self.parents[code]
        here = self._nearest_common(self._became(code))
        while here is not None and not _takes(self.by_code[here], self.by_code[code]):
            here = self.parents[here]
        return here

    def _became(self, code: str) -> list[str]:
        """Return the units of the day that a unit became, came from, or lay in; none at the top."""
        if code in self.parents:
            return [code]
        unit = self.by_code[code]
        ended = self._has_ended(code)
        others = self.successors.get(code, ()) if ended else (*unit.predecessors, *unit.split_from)
        on_the_way = [c for c in others if c in self.parents or self._has_ended(c) == ended]
        if on_the_way:
            return [found for other in on_the_way for found in self._became(other)]
        parent = unit.spans[-1 if ended else 0].parent
        return [] if parent is None else self._became(parent)

    def _has_ended(self, code: str) -> bool:
        last = self.by_code[code].spans[-1].to
        return last is not None and last < self.day

    def _nearest_common(self, codes: Sequence[str]) -> str | None:
        """Return the lowest unit of the day on or above all of some units."""
        ways = [self._up(code) for code in codes]
        return next((c for c in ways[0] if all(c in way for way in ways)), None) if ways else None

    def _up(self, code: str) -> list[str]:
        return list(_upwards(code, self.parents))


def _takes(holder: OrgUnit, unit: OrgUnit) -> bool:
    """Whether a unit does all that another one did, as far as the register says what they do."""
    if not unit.activities:
        return len(holder.activities) != 1
    return not holder.activities or {*unit.activities} <= {*holder.activities}


def _upwards(code: str | None, parents: Mapping[str, str | None]) -> Iterator[str]:
    """Yield a unit and those above it."""
    while code is not None:
        yield code
        code = parents.get(code)


# --- where it changed -----------------------------------------------------------------------------


def reorganisations_in(units: Sequence[OrgUnit]) -> dict[str, tuple[Reorganisation, ...]]:
    """Return for each unit the days on which what it consists of became another, in order of time.

    A unit that opens or closes below it is no change of what it is; one that comes from elsewhere,
    goes elsewhere, or was made of one that lay elsewhere is.
    """
    number = {unit.code: place for place, unit in enumerate(units)}
    by_code = {unit.code: unit for unit in units}
    successors = _successors(units)
    found: dict[tuple[str, date, ReorganisationKind], set[str]] = defaultdict(set)
    for unit in units:
        for code, day, kind, other in (*_began(unit, by_code, successors), *_moved(unit, by_code)):
            found[code, day, kind].add(other)
    changes: dict[str, list[Reorganisation]] = defaultdict(list)
    for (code, day, kind), others in found.items():
        changes[code].append(
            Reorganisation(day, kind, tuple(sorted(others, key=number.__getitem__)))
        )
    return {
        code: tuple(sorted(those, key=lambda each: (each.day, each.kind)))
        for code, those in changes.items()
    }


_Found = tuple[str, date, ReorganisationKind, str]


def _began(
    unit: OrgUnit, by_code: Mapping[str, OrgUnit], successors: Mapping[str, Sequence[str]]
) -> Iterator[_Found]:
    """Yield what changed as a unit began that came from others, also in the units above."""
    day = unit.spans[0].from_
    if day is None:
        return
    for code in (*unit.predecessors, *unit.split_from):
        lives_on = code in unit.split_from
        part = lives_on or len(successors[code]) > 1
        yield unit.code, day, "part" if part else "made", code
        last = day - ONE_DAY if lives_on else by_code[code].spans[-1].to or day
        old, new = (code, last), (unit.spans[0].parent, day)
        yield from _between(by_code, old, new, unit.code if part else code)


def _moved(unit: OrgUnit, by_code: Mapping[str, OrgUnit]) -> Iterator[_Found]:
    """Yield what changed in the units above as a unit moved."""
    for earlier, later in zip(unit.spans, unit.spans[1:], strict=False):
        if later.from_ is not None and earlier.parent != later.parent:
            old, new = (earlier.parent, later.from_ - ONE_DAY), (later.parent, later.from_)
            yield from _between(by_code, old, new, unit.code)


Place = tuple[str | None, date]


def _between(by_code: Mapping[str, OrgUnit], old: Place, new: Place, gone: str) -> Iterator[_Found]:
    """Yield which units lost and gained as one went from one place to another.

    One that ends with the change lost nothing by it, nor did one gain that was made of others then.
    """
    before, after = (set(_chain(by_code, *place)) for place in (old, new))
    (_, last), (_, day) = old, new
    for code in before - after:
        if by_code[code].span_at(day, day) is not None:
            yield code, day, "lost", gone
    for code in after - before:
        unit = by_code[code]
        if unit.span_at(last, last) is not None or not (unit.predecessors or unit.split_from):
            yield code, day, "gained", gone


def _chain(by_code: Mapping[str, OrgUnit], code: str | None, day: date) -> Iterator[str]:
    """Yield a unit and those above it on a day."""
    while code is not None:
        yield code
        span = by_code[code].span_at(day, day)
        code = span.parent if span is not None else None


def _successors(units: Sequence[OrgUnit]) -> dict[str, list[str]]:
    """Return the units that were made of each unit."""
    found: dict[str, list[str]] = defaultdict(list)
    for unit in units:
        for code in unit.predecessors:
            found[code].append(unit.code)
    return found
