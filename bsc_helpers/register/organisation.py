"""Whether the organisation is one tree at every time: no gap, overlap, cycle or orphan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from bsc_helpers.errors import Problem
from bsc_helpers.model import OrgUnit, Span
from bsc_helpers.register.items import Item, sound

__all__ = ["check_organisation"]

Unit = tuple[Item[OrgUnit], OrgUnit]
Parents = dict[str, str | None]  # of each unit that exists on one day

DEEPEST = 50  # levels: far more than organisations have, few enough to draw and to add up


def check_organisation(units: Sequence[Item[OrgUnit]]) -> list[Problem]:
    """Return every fault in the tree of units, naming the units and the dates."""
    known = {item.code for item in units}
    parts = list(sound(units))
    by_code = {unit.code: unit for _, unit in parts}
    problems = [problem for item, unit in parts for problem in _own(item, unit, known)]
    problems += [p for item, unit in parts for p in _predecessors(item, unit, known, by_code)]
    problems += [p for item, unit in parts for p in _split_from(item, unit, known, by_code)]
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


def _predecessors(
    item: Item[OrgUnit], unit: OrgUnit, known: set[str], by_code: Mapping[str, OrgUnit]
) -> Iterator[Problem]:
    """Yield each predecessor that is unknown, or had not ended when the unit began.

    As every unit begins after the ends of those that it was made of, none can come from itself.
    """
    yield from item.check_all_known("predecessors", unit.predecessors, known, "unit")
    begins = unit.spans[0].from_
    for number, code in enumerate(unit.predecessors):
        if code not in by_code:
            continue
        ends = by_code[code].spans[-1].to
        if begins is None or ends is None or ends >= begins:
            shown = f"it ends {ends or 'never'}, this one begins {begins or 'before all days'}"
            message = f"must have ended before this unit begins; {shown}"
            yield item.problem(("predecessors", number), message, value=code)


def _split_from(
    item: Item[OrgUnit], unit: OrgUnit, known: set[str], by_code: Mapping[str, OrgUnit]
) -> Iterator[Problem]:
    """Yield each unit of which this one was a part that is unknown, or did not live on.

    As every unit begins after those that it was a part of, none can come from itself.
    """
    yield from item.check_all_known("split_from", unit.split_from, known, "unit")
    begins = unit.spans[0].from_
    around = (begins - timedelta(days=1), begins) if begins else ()
    for number, code in enumerate(unit.split_from):
        whole = by_code.get(code)
        if whole and not (around and all(whole.span_at(day, day) for day in around)):
            shown = f"this one begins {begins or 'before all days'}"
            message = f"must exist on the day before this unit begins, and live on; {shown}"
            yield item.problem(("split_from", number), message, value=code)


def _over_time(units: Sequence[Unit]) -> Iterator[Problem]:
    """Yield the faults of the tree on each day on which something changes, where it changes.

    Where it has grown too deep the later days are left for the next check.
    """
    by_code = {unit.code: (item, unit) for item, unit in units}
    tree = _Tree()
    for day, changed in sorted(_changes(units).items()):
        for _, unit in changed:
            tree.put(unit.code, unit.span_at(day, day))
        for item, unit in changed:
            parent = tree.parents.get(unit.code)
            if parent is not None and parent not in tree.parents:
                when = f"on {day}" if day != date.min else "from the beginning, as this unit does"
                yield item.problem(_key(unit), f"does not exist {when}", value=parent)
        codes = [unit.code for _, unit in changed]
        for code in _in_rings(codes, tree.parents):
            item, unit = by_code[code]
            value = tree.parents[code] or ""
            yield item.problem(_key(unit), "the unit lies below itself", value=value)
        too_deep = tree.too_deep(codes)
        for code in too_deep:
            item, unit = by_code[code]
            message = f"the unit lies more than {DEEPEST} levels deep"
            yield item.problem(_key(unit), message, value=code)
        if too_deep:
            return


@dataclass
class _Tree:
    """The units that exist on one day, by parent and by what lies below."""

    parents: Parents = field(default_factory=dict)
    children: dict[str, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))

    def put(self, code: str, span: Span | None) -> None:
        """Put a unit where it lies from a day on; without a span it does not exist any more."""
        old = self.parents.pop(code, None)
        if old is not None:
            del self.children[old][code]
        if span is not None:
            self.parents[code] = span.parent
            if span.parent is not None:
                self.children[span.parent][code] = None

    def too_deep(self, changed: Sequence[str]) -> list[str]:
        """Return the first units too deep on their ways down, of those at or below some units."""
        some = self.parents.keys() & changed
        tops = [code for code in changed if code in some and self.parents[code] not in some]
        return [code for top in tops for code in self._below(top, DEEPEST - self._level(top) + 1)]

    def _level(self, code: str) -> int:
        """Return the level of a unit, 1 at the top; beyond the deepest it is not counted on."""
        level, here = 1, self.parents.get(code)
        while here in self.parents and level <= DEEPEST + 1:
            level, here = level + 1, self.parents[here]
        return level

    def _below(self, code: str, steps: int) -> list[str]:
        """Return the units that lie so many levels below another; none for less than no steps."""
        found = [code] if steps >= 0 else []
        for _ in range(steps):
            found = [child for each in found for child in self.children.get(each, ())]
        return found


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
