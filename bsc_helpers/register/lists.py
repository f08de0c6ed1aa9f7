"""Every item of a register, by the list it stands in, and what its rules ask of the whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

from bsc_helpers.errors import PeriodError, Problem
from bsc_helpers.model import (
    Activity,
    Area,
    Assessment,
    Background,
    Centre,
    Comment,
    Initiative,
    Input,
    KeyProcess,
    Link,
    Measure,
    Objective,
    Occasion,
    OrgUnit,
    PeerGroup,
    Perspective,
    Preset,
    Scorecard,
    Source,
    SuccessFactor,
    Survey,
)
from bsc_helpers.periods import Period, parse_period
from bsc_helpers.register.items import Item, sound
from bsc_helpers.register.reading import Key

__all__ = ["Items"]


@dataclass(frozen=True)
class Items:
    """Every item of a register, by the list it stands in, and what is said of the whole."""

    perspectives: Sequence[Item[Perspective]]
    objectives: Sequence[Item[Objective]]
    success_factors: Sequence[Item[SuccessFactor]]
    inputs: Sequence[Item[Input]]
    measures: Sequence[Item[Measure]]
    org_units: Sequence[Item[OrgUnit]]
    surveys: Sequence[Item[Survey]]
    sources: Sequence[Item[Source]]
    presets: Sequence[Item[Preset]]
    activities: Sequence[Item[Activity]]
    key_processes: Sequence[Item[KeyProcess]]
    peer_groups: Sequence[Item[PeerGroup]]
    areas: Sequence[Item[Area]]
    background: Sequence[Item[Background]]
    links: Sequence[Item[Link]]
    occasions: Sequence[Item[Occasion]]
    centres: Sequence[Item[Centre]]
    initiatives: Sequence[Item[Initiative]]
    comments: Sequence[Item[Comment]]
    assessments: Sequence[Item[Assessment]]
    head: Item[Scorecard]

    def named(self, name: str) -> Sequence[Item[Any]]:
        """Return the items of one list."""
        found: Sequence[Item[Any]] = getattr(self, name)
        return found

    def all(self) -> Iterator[Item[Any]]:
        """Yield the head and every item of every list."""
        yield self.head
        for field in fields(self):
            if field.name != "head":
                yield from self.named(field.name)

    def codes(self, name: str) -> frozenset[str]:
        """Return the codes in one list, also those of items with another fault."""
        return self._codes[name]

    @cached_property
    def _codes(self) -> Mapping[str, frozenset[str]]:
        lists = [field.name for field in fields(self) if field.name != "head"]
        return {name: frozenset(item.code for item in self.named(name)) for name in lists}

    @cached_property
    def units(self) -> Mapping[str, OrgUnit]:
        """The units without a fault of their own, by code."""
        return {unit.code: unit for _, unit in sound(self.org_units)}

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of unit, in every language in which they are written."""
        named = [unit.kind for unit in self.units.values() if unit.kind]
        return frozenset(text for kind in named for text in kind.texts)

    @cached_property
    def done_in(self) -> Mapping[str, frozenset[str]]:
        """For each unit the activities that it, or a unit that ever lay below it, declares."""
        above = {
            code: {span.parent for span in unit.spans if span.parent}
            for code, unit in self.units.items()
        }
        found: dict[str, set[str]] = {code: set() for code in above}
        for unit in self.units.values():
            way, passed = [unit.code], {unit.code}
            while unit.activities and way:
                here = way.pop()
                found[here].update(unit.activities)
                new = [code for code in above[here] if code in above and code not in passed]
                passed.update(new)
                way += new
        return {code: frozenset(activities) for code, activities in found.items()}

    @property
    def year_starts(self) -> int | None:
        """The month in which the fiscal year begins; None while the head has a fault."""
        return self.head.part.fiscal_year_starts if self.head.part else None

    def period(self, text: str) -> Period | None:
        """Return the period that a text names; None where it names none."""
        try:
            return None if self.year_starts is None else parse_period(text, self.year_starts)
        except PeriodError:
            return None

    def check_period(self, item: Item[Any], step: str | Key, text: str) -> Iterator[Problem]:
        """Yield a problem when a text at a key inside an item names no period."""
        try:
            if self.year_starts is not None:  # a fault of the head may be the fiscal year's
                parse_period(text, self.year_starts)
        except PeriodError as error:
            yield item.problem(step, str(error))
