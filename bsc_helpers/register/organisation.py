"""Whether the organisation is one tree at every time: no gap, overlap, cycle or orphan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from bsc_helpers.errors import Problem, nearest
from bsc_helpers.model import OrgUnit, Span
from bsc_helpers.register.items import Item, sound

__all__ = ["check_organisation"]


def check_organisation(units: Sequence[Item[OrgUnit]]) -> list[Problem]:
    """Return every fault in the tree of units, naming the units and the dates."""
    known = {item.code for item in units}
    parts = list(sound(units))
    problems = [problem for item, unit in parts for problem in _own(item, unit, known)]
    if not problems and len(parts) == len(units) == len(known):
        problems = [p for day in _turning_days(parts) for p in _tree_at(parts, day)]
    return list(dict.fromkeys(problems))


def _own(item: Item[OrgUnit], unit: OrgUnit, known: set[str]) -> Iterator[Problem]:
    if unit.moves and (unit.parent or unit.from_ or unit.to):
        yield item.problem("moves", "stands instead of parent, from and to, not beside them")
    for span in unit.spans:
        parent = span.parent
        if parent is not None and parent not in known:
            yield item.problem(
                "moves" if unit.moves else "parent",
                "there is no such unit",
                value=parent,
                hint=nearest(parent, known),
            )
        if span.from_ and span.to and span.to < span.from_:
            yield item.problem("to", f"ends on {span.to}, before it begins on {span.from_}")
    for earlier, later in zip(unit.spans, unit.spans[1:], strict=False):
        if earlier.to is None or later.from_ is None or later.from_ <= earlier.to:
            yield item.problem("moves", "spans must follow each other without overlap, by date")


def _turning_days(units: Sequence[tuple[Item[OrgUnit], OrgUnit]]) -> list[date]:
    """Return the days on which the tree may change, and one before them all."""
    spans = [span for _, unit in units for span in unit.spans]
    starts = {span.from_ for span in spans if span.from_}
    after = {span.to + timedelta(days=1) for span in spans if span.to and span.to != date.max}
    return [date.min, *sorted(starts | after)]


def _tree_at(units: Sequence[tuple[Item[OrgUnit], OrgUnit]], day: date) -> Iterator[Problem]:
    spans = {unit.code: unit.span_at(day, day) for _, unit in units}
    for item, unit in units:
        span = spans[unit.code]
        if span is None or span.parent is None:
            continue
        if spans[span.parent] is None:
            when = f"on {day}" if day != date.min else "from the beginning, as this unit does"
            yield item.problem("parent", f"does not exist {when}", value=span.parent)
        if unit.code in _above(unit.code, spans):
            yield item.problem("parent", "the unit lies below itself", value=span.parent)


def _above(code: str, spans: dict[str, Span | None]) -> set[str]:
    """Return the units above one; the unit itself is among them when the tree has a ring."""
    found: set[str] = set()
    span = spans.get(code)
    while span is not None and span.parent is not None and span.parent not in found:
        found.add(span.parent)
        span = spans.get(span.parent)
    return found
