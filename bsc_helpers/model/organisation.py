"""The organisation: units in time, what they do, and with whom they are compared."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Annotated

from pydantic import Field

from bsc_helpers.model.part import Part
from bsc_helpers.model.texts import Code, Date, LocalText, Name, Number

__all__ = [
    "ALL_ACTIVITIES",
    "Activity",
    "Area",
    "Background",
    "Description",
    "OrgUnit",
    "PeerGroup",
    "Span",
]

ALL_ACTIVITIES = "all"


class Span(Part):
    """A time in which a unit lies under one parent."""

    parent: Code | None = None
    from_: Date | None = Field(None, alias="from")
    to: Date | None = Field(None, description="the last day")

    def holds(self, day: date) -> bool:
        """Whether the span holds a day."""
        return (self.from_ is None or self.from_ <= day) and (self.to is None or day <= self.to)


class OrgUnit(Part):
    """A part of the organisation, with the time in which it exists and its parent at that time."""

    code: Code
    name: LocalText
    kind: LocalText | None = Field(None, description="city, district, preschool …")
    activities: tuple[Code, ...] = Field(
        (), description="what it does; with exactly one, all that it delivers is of that activity"
    )
    parent: Code | None = None
    from_: Date | None = Field(None, alias="from")
    to: Date | None = Field(None, description="the last day it exists")
    moves: tuple[Span, ...] = Field(
        (), description="instead of parent, from and to: one span for each parent it has had"
    )

    predecessors: tuple[Code, ...] = Field(
        (), description="the units that it was made of, which ended before it began"
    )
    split_from: tuple[Code, ...] = Field(
        (), description="the units, living on, that it was a part of before it began"
    )
    peer_group: Code | None = Field(
        None, description="with which units it is compared; none = those of its kind and activities"
    )
    area: Code | None = Field(None, description="with which units it shares what happens around")
    background: dict[Name, Number] = Field(
        {}, description="what it cannot choose, by the codes of the list background"
    )
    representative: LocalText | None = Field(None, description="who answers for it")

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """The times in which it exists, each with its parent."""
        return self.moves or (Span(parent=self.parent, from_=self.from_, to=self.to),)

    @property
    def is_constant(self) -> bool:
        """Whether it exists at all times under one parent."""
        return not self.moves and self.from_ is None and self.to is None

    def lying(self, spans: tuple[Span, ...]) -> OrgUnit:
        """Return the same unit in other times or under other parents."""
        kept = {name: getattr(self, name) for name in OrgUnit.model_fields}
        only = spans[0] if len(spans) == 1 else Span()
        times = {"parent": only.parent, "from_": only.from_, "to": only.to}
        return OrgUnit.model_validate(kept | times | {"moves": spans if len(spans) > 1 else ()})

    def span_at(self, start: date, end: date) -> Span | None:
        """Return the last span that holds a day from `start` to `end`; None when it had none."""
        in_time = [
            span
            for span in self.spans
            if (span.from_ is None or span.from_ <= end) and (span.to is None or start <= span.to)
        ]
        return max(in_time, key=lambda span: span.from_ or date.min, default=None)


class Description(Part):
    """The description of an activity, from which success factors are found."""

    principal: LocalText | None = Field(None, description="for whom it is done, who orders it")
    laws: tuple[LocalText, ...] = Field((), description="national laws and documents")
    local_documents: tuple[LocalText, ...] = ()
    core_activity: LocalText | None = None
    customers: LocalText | None = None
    needs: LocalText | None = Field(None, description="what the customers need")
    processes: LocalText | None = None
    competence: LocalText | None = Field(None, description="what the staff must be able to do")
    partners: LocalText | None = None


class Activity(Part):
    """What result units do, across the organisation: such as elderly care."""

    code: Code
    name: LocalText
    description: Description | None = None


class PeerGroup(Part):
    """Units that are compared with each other."""

    code: Code
    name: LocalText


class Background(Part):
    """Something that units cannot choose, such as how many live there; it makes them alike."""

    code: Name
    name: LocalText
    weight: Annotated[Number, Field(ge=0)] = Field(1.0, description="how much it counts")


class Area(Part):
    """Units that are hit by the same events; they are not compared for that."""

    code: Code
    name: LocalText
