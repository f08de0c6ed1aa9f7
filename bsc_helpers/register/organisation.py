"""Whether the organisation is one tree at every time: no gap, overlap, cycle or orphan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from bsc_helpers.errors import Problem
from bsc_helpers.model import OrgUnit
from bsc_helpers.register.items import Item, sound

__all__ = ["check_organisation"]

Unit = tuple[Item[OrgUnit], OrgUnit]
Parents = dict[str, str | None]  # of each unit that exists on one day


def check_organisation(units: Sequence[Item[OrgUnit]]) -> list[Problem]:
    """Return every fault in the tree of units, naming the units and the dates."""
    known = {item.code for item in units}
    parts = list(sound(units))
    problems = [problem for item, unit in parts for problem in _own(item, unit, known)]
    if not problems and len(parts) == len(units) == len(known):
        problems = list(_over_time(parts))
    return list(dict.fromkeys(problems))


def _own(item: Item[OrgUnit], unit: OrgUnit, known: set[str]) -> Iterator[Problem]:
    if unit.moves and (unit.parent or unit.from_ or unit.to):
        yield item.problem("moves", "stands instead of parent, from and to, not beside them")
    for span in unit.spans:
        yield from item.check_known(_key(unit), span.parent, known, "unit")
        if span.from_ and span.to and span.to < span.from_:
            yield item.problem("to", f"ends on {span.to}, before it begins on {span.from_}")
    for earlier, later in zip(unit.spans, unit.spans[1:], strict=False):
        if earlier.to is None or later.from_ is None or later.from_ <= earlier.to:
            yield item.problem("moves", "spans must follow each other without overlap, by date")
        elif later.from_ > earlier.to + timedelta(days=1):
            message = f"between {earlier.to} and {later.from_} the unit lies nowhere"
            yield item.problem("moves", message)


def _key(unit: OrgUnit) -> str:
    return "moves" if unit.moves else "parent"


def _over_time(units: Sequence[Unit]) -> Iterator[Problem]:
    """Yield the faults of the tree on each day on which something changes, where it changes."""
    by_code = {unit.code: (item, unit) for item, unit in units}
    parents: Parents = {}
    for day, changed in sorted(_changes(units).items()):
        for _, unit in changed:
            parents.pop(unit.code, None)
            if span := unit.span_at(day, day):
                parents[unit.code] = span.parent
        for item, unit in changed:
            parent = parents.get(unit.code)
            if parent is not None and parent not in parents:
                when = f"on {day}" if day != date.min else "from the beginning, as this unit does"
                yield item.problem(_key(unit), f"does not exist {when}", value=parent)
        for code in _in_rings([unit.code for _, unit in changed], parents):
            item, unit = by_code[code]
            yield item.problem(_key(unit), "the unit lies below itself", value=parents[code] or "")


def _changes(units: Sequence[Unit]) -> Mapping[date, list[Unit]]:
    """Return for each day the units of which a span, or one of a parent, begins or has ended.

    The first day, before all others, has every unit.
    """
    turns = {unit.code: _turns(unit) for _, unit in units}
    changes: dict[date, list[Unit]] = defaultdict(list)
    for item, unit in units:
        parents = {span.parent for span in unit.spans if span.parent is not None}
        for day in turns[unit.code].union(*(turns[parent] for parent in parents)):
            changes[day].append((item, unit))
    return changes


def _turns(unit: OrgUnit) -> set[date]:
    starts = {span.from_ for span in unit.spans if span.from_}
    after = {span.to + timedelta(days=1) for span in unit.spans if span.to}
    return {date.min} | starts | after


def _in_rings(codes: Sequence[str], parents: Parents) -> list[str]:
    """Return the units that lie below themselves, of those on the ways up from some units."""
    ringed: list[str] = []
    done: set[str] = set()
    for code in codes:
        way: dict[str, None] = {}  # in order
        here: str | None = code
        while here is not None and here not in done and here not in way:
            way[here] = None
            here = parents.get(here)
        if here in way:
            passed = list(way)
            ringed += passed[passed.index(here) :]
        done.update(way)
    return ringed
