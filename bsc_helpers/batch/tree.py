"""Units in the order in which people look for them: under their parents, sorted by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bsc_helpers.model import OrgUnit
from bsc_helpers.narrative.alphabet import name_key
from bsc_helpers.periods import Period

__all__ = ["Node", "in_tree_order", "tree_of"]


@dataclass(frozen=True)
class Node:
    """A unit with those right below it, by name."""

    unit: OrgUnit
    below: tuple[Node, ...] = ()


def tree_of(units: Sequence[OrgUnit], period: Period, language: str) -> tuple[Node, ...]:
    """Return the units of a period that lie under no other, each with all that lies below it."""
    children: defaultdict[str | None, list[OrgUnit]] = defaultdict(list)
    spans = {unit.code: unit.span_at(period.start, period.end) for unit in units}
    for unit in units:
        span = spans[unit.code]
        if span is not None:
            parent = span.parent if spans.get(span.parent or "") else None
            children[parent].append(unit)
    return _below(None, children, language)


def _below(
    parent: str | None, children: defaultdict[str | None, list[OrgUnit]], language: str
) -> tuple[Node, ...]:
    by_name = sorted(children[parent], key=lambda unit: name_key(unit.name.of(language), language))
    return tuple(Node(unit, _below(unit.code, children, language)) for unit in by_name)


def in_tree_order(
    units: Sequence[OrgUnit], period: Period, language: str
) -> Iterator[tuple[int, OrgUnit]]:
    """Yield each unit of a period with its depth: a unit, then those below it, by name."""
    yield from _walked(tree_of(units, period, language), 0)


def _walked(nodes: Iterable[Node], depth: int) -> Iterator[tuple[int, OrgUnit]]:
    for node in nodes:
        yield depth, node.unit
        yield from _walked(node.below, depth + 1)
