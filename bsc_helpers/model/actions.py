"""What people add to the figures: links, initiatives, occasions, comments and assessments."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from bsc_helpers.model.organisation import ALL_ACTIVITIES
from bsc_helpers.model.part import Part
from bsc_helpers.model.texts import Code, Date, Integer, LocalText, Number, PeriodText, PlainText

__all__ = ["Assessment", "Comment", "Effect", "Initiative", "Link", "Occasion", "Pair"]

Lag = Annotated[Integer, Field(ge=0, le=100)]


class Pair(Part):
    """Two measures that test a link: the driver should move before the outcome.

    They are tested over the units of some kinds, or over some activities within these; where
    nothing is said, over the kind of unit or activity in which most can be tested.
    """

    driver: Code
    outcome: Code
    sign: Literal["positive", "negative"] = Field(
        description="positive: more of the driver, more of the outcome"
    )
    lag: Lag = Field(0, description="periods by which the driver comes first")
    earliest: Lag | None = Field(None, description="the shortest lag that is believed in")
    latest: Lag | None = Field(None, description="the longest lag that is believed in")
    kinds: tuple[PlainText, ...] = Field((), description="units of these kinds, in any language")
    activities: tuple[Code, ...] = Field((), description="each of these activities within them")
    shock_group: Literal["area", "parent"] | None = Field(
        None,
        description="units of one area, or below one unit, that are hit by the same events; then "
        "such groups are counted, not units",
    )


class Link(Part):
    """An arrow of the strategy map: one objective or success factor is believed to serve another.

    It is an assumption until its pairs have been tested.
    """

    code: Code
    from_: Code = Field(alias="from", description="an objective or a success factor")
    to: Code
    rationale: LocalText | None = Field(None, description="why it is believed")
    declared: Date | None = Field(
        None,
        alias="declared_on",
        description="since when it is believed; figures of before cannot surprise it",
    )
    pairs: tuple[Pair, ...] = ()


class Effect(Part):
    """What an initiative is expected to do to a measure, and from when it can be seen."""

    measure: Code
    value: Number = Field(description="the value that is expected to be reached")
    from_: PeriodText = Field(alias="from", description="the first period that can show it")


class Initiative(Part):
    """Something that is done to reach an objective."""

    code: Code
    name: LocalText
    objective: Code
    measures: tuple[Code, ...] = ()
    org_units: tuple[Code, ...] = Field((), description="none = the whole organisation")
    activity: Code | None = None
    owner: LocalText | None = None
    starts: Date | None = None
    due: Date | None = Field(None, description="none = without an end")
    ended: Date | None = None
    status: Literal["planned", "ongoing", "late", "done", "stopped"] = "planned"
    progress: LocalText | None = Field(None, description="how far it has come")
    budget: Number | None = Field(None, description="kronor")
    outturn: Number | None = Field(None, description="kronor")
    funding: LocalText | None = Field(None, description="of the budget: a year, within the frame …")
    effect: Effect | None = None


class Occasion(Part):
    """A reporting occasion: what it covers and until when figures and comments are taken in."""

    code: Code
    name: LocalText
    starts: Date = Field(description="the first day that it covers")
    ends: Date = Field(description="the last day that it covers")
    data_stop: Date | None = None
    comment_stop: Date | None = None
    committee: Date | None = Field(None, description="the day of the meeting")
    contents: LocalText | None = None


class Comment(Part):
    """What a person says of the figures of a unit and period, in Markdown, signed and dated."""

    org_unit: Code
    activity: Code = ALL_ACTIVITIES
    measure: Code | None = Field(None, description="none: of an objective, or of the whole")
    objective: Code | None = None
    period: PeriodText
    text: LocalText
    author: LocalText
    written: Date


class Assessment(Part):
    """How a person judges an objective; it stands beside the computed score."""

    objective: Code
    org_unit: Code
    activity: Code = ALL_ACTIVITIES
    period: PeriodText
    grade: Literal["met", "partly", "not_met", "cannot_be_judged"]
    reasons: LocalText
    by: LocalText
    on: Date = Field(alias="dated")
