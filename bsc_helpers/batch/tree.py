"""Units in the order in which people look for them: under their parents, sorted by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from bsc_helpers.model import OrgUnit
from bsc_helpers.narrative.alphabet import name_key
from bsc_helpers.periods import Period

__all__ = ["in_tree_order"]


def in_tree_order(
    units: Sequence[OrgUnit], period: Period, language: str
) -> Iterator[tuple[int, OrgUnit]]:
    """Yield each unit of a period with its depth: a unit, then those below it, by name."""
    children: defaultdict[str | None, list[OrgUnit]] = defaultdict(list)
    spans = {unit.code: unit.span_at(period.start, period.end) for unit in units}
    for unit in units:
        span = spans[unit.code]
        if span is not None:
            parent = span.parent if spans.get(span.parent or "") else None
            children[parent].append(unit)
    yield from _below(None, 0, children, language)


def _below(
    parent: str | None,
    depth: int,
    children: defaultdict[str | None, list[OrgUnit]],
    language: str,
) -> Iterator[tuple[int, OrgUnit]]:
    for unit in sorted(children[parent], key=lambda u: name_key(u.name.of(language), language)):
        yield depth, unit
        yield from _below(unit.code, depth + 1, children, language)
