"""The scorecard: perspectives, objectives, success factors, measures and the organisation."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from bsc_helpers.model.part import Part
from bsc_helpers.model.source import Source
from bsc_helpers.model.texts import (
    Code,
    Date,
    Integer,
    Language,
    LocalText,
    Name,
    Number,
    PeriodText,
)
from bsc_helpers.periods import PeriodKind, Window

__all__ = [
    "ALL_ACTIVITIES",
    "Budget",
    "Input",
    "Knot",
    "Measure",
    "Objective",
    "OrgUnit",
    "Perspective",
    "Polarity",
    "Precision",
    "Role",
    "Scorecard",
    "Span",
    "SuccessFactor",
    "Target",
]

ALL_ACTIVITIES = "all"

Polarity = Literal["higher_is_better", "lower_is_better", "in_range", "neutral"]
Role = Literal["target_measure", "followed_measure", "legal_duty"]
Weight = Annotated[Number, Field(ge=0, le=1_000_000)]


class Perspective(Part):
    """One of the directions from which the scorecard looks at the organisation."""

    code: Code
    name: LocalText
    question: LocalText | None = Field(None, description="the question this perspective answers")
    weight: Weight = Field(1.0, description="weight in the scorecard")


class Objective(Part):
    """What is to be achieved."""

    code: Code
    name: LocalText
    perspective: Code
    origin: LocalText | None = Field(None, description="who set it: council, committee, law")
    weight: Weight = Field(1.0, description="weight in its perspective")


class SuccessFactor(Part):
    """What must go well for an objective to be reached; measures measure it."""

    code: Code
    name: LocalText
    objective: Code


class Input(Part):
    """A figure that a source delivers, and how it adds up over units and over time."""

    code: Name
    name: LocalText
    unit_of_measure: LocalText | None = None
    frequency: PeriodKind = Field("quarter", description="the periods in which it is delivered")
    over_units: Literal["sum", "mean", "inherit", "none"] = Field(
        "sum",
        description="up the organisation: sum; mean (unweighted); inherit (the unit above says it "
        "for all below, such as a price index); none (each unit delivers its own)",
    )
    over_time: Literal["sum", "mean", "last"] = Field(
        "sum", description="into longer periods: sum (a flow), mean (a stock), last"
    )
    missing: Literal["propagate", "skip"] = Field(
        "propagate",
        description="up the organisation, where a unit below has no figure: propagate (the sum is "
        "missing too) or skip (it is made of the units that have all inputs of the measure, and "
        "the coverage is shown); over time a period needs all its parts; missing is never zero",
    )


class Target(Part):
    """An aim, valid from a period until the next target, for all units or for one.

    A single value for higher_is_better and lower_is_better; `low` and `high` for in_range.
    The warning borders lie on the wrong side of the target: between the two the status is
    *warning*, beyond them *poor*; without a warning border a missed target is *poor*.
    """

    from_: PeriodText = Field(
        alias="from", description="the first period it is valid for: 2003, 2003-Q1"
    )
    org_unit: Code | None = Field(None, description="only for this unit")
    value: Number | None = None
    warning: Number | None = None
    low: Number | None = None
    high: Number | None = None
    warning_low: Number | None = None
    warning_high: Number | None = None


class Knot(Part):
    """One corner of the line that turns a value into a score."""

    value: Number
    score: Annotated[Number, Field(ge=0, le=100)]


class Precision(Part):
    """For a measure from a sample: the inputs from which its margin of error is computed."""

    kind: Literal["mean", "proportion"]
    count: Name = Field(description="the number of answers")
    sum: Name = Field(description="the sum of the answers, or the number of successes")
    sum_of_squares: Name | None = Field(None, description="for a mean")
    scale: Number = Field(1.0, description="what the formula multiplies by, such as 100")


class Budget(Part):
    """For a measure of money: the inputs that hold the plan and the outturn, as net costs."""

    plan: Name
    outturn: Name


class Measure(Part):
    """What is measured: a formula over inputs, with its target, status and place in the card."""

    code: Code
    name: LocalText
    subject: LocalText | None = Field(
        None, description="the measure at the head of a sentence, singular: 'The share of staff …'"
    )
    definition: LocalText | None = None
    objective: Code | None = Field(None, description="instead of success_factor")
    success_factor: Code | None = Field(None, description="what it measures")
    formula: str = Field(description="over inputs and other measures, such as 100 * a / b")
    unit_of_measure: LocalText = Field(description="percent, SEK, index or a text such as days")
    decimals: Annotated[Integer, Field(ge=0, le=6)] = 1
    frequency: PeriodKind = "quarter"
    window: Window = Field(
        "period", description="what the value covers: its period, the year so far, or one year"
    )
    polarity: Polarity
    role: Role = "target_measure"
    weight: Weight = Field(1.0, description="weight in its objective")
    targets: tuple[Target, ...] = ()
    score: tuple[Knot, ...] = Field((), description="knots; by default from target and warning")
    precision: Precision | None = Field(None, description="only for a sample; else a full count")
    budget: Budget | None = Field(None, description="only for a deviation from budget")
    owner: LocalText | None = Field(None, description="who answers for reaching the target")
    computed_by: LocalText | None = None

    @property
    def inputs_beside_formula(self) -> tuple[str, ...]:
        """The inputs that its precision and its budget name, each once."""
        named: list[str | None] = []
        if self.precision:
            named += [self.precision.count, self.precision.sum, self.precision.sum_of_squares]
        if self.budget:
            named += [self.budget.plan, self.budget.outturn]
        return tuple(dict.fromkeys(name for name in named if name is not None))

    @property
    def scored(self) -> bool:
        """Whether the measure has a status and takes part in the weighted roll-up."""
        return self.role != "followed_measure" and self.polarity != "neutral"

    def sentence_subject(self, language: str) -> str:
        """Return the words with which a sentence about the measure begins."""
        return (self.subject or self.name).of(language)


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
    parent: Code | None = None
    from_: Date | None = Field(None, alias="from")
    to: Date | None = Field(None, description="the last day it exists")
    moves: tuple[Span, ...] = Field(
        (), description="instead of parent, from and to: one span for each parent it has had"
    )

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """The times in which it exists, each with its parent."""
        return self.moves or (Span(parent=self.parent, from_=self.from_, to=self.to),)

    @property
    def is_constant(self) -> bool:
        """Whether it exists at all times under one parent."""
        return not self.moves and self.from_ is None and self.to is None

    def span_at(self, start: date, end: date) -> Span | None:
        """Return the last span that holds a day from `start` to `end`; None when it had none."""
        in_time = [
            span
            for span in self.spans
            if (span.from_ is None or span.from_ <= end) and (span.to is None or start <= span.to)
        ]
        return max(in_time, key=lambda span: span.from_ or date.min, default=None)


class Scorecard(Part):
    """A whole scorecard with its organisation: everything that `evaluate` needs to know."""

    code: Code
    name: LocalText
    mission: LocalText | None = None
    notice: LocalText | None = Field(None, description="shown on every page, file and chart")
    languages: tuple[Language, ...] = Field(("sv", "en"), min_length=1)
    fiscal_year_starts: Annotated[Integer, Field(ge=1, le=12)] = 1
    minimum_coverage: Annotated[Number, Field(ge=0, le=1)] = Field(
        0.5, description="below this coverage a rolled-up score is withheld"
    )
    perspectives: tuple[Perspective, ...] = ()
    objectives: tuple[Objective, ...] = ()
    success_factors: tuple[SuccessFactor, ...] = ()
    inputs: tuple[Input, ...] = ()
    measures: tuple[Measure, ...] = ()
    org_units: tuple[OrgUnit, ...] = ()
    sources: tuple[Source, ...] = ()

    def measure(self, code: str) -> Measure:
        """Return the measure with a code."""
        return next(measure for measure in self.measures if measure.code == code)

    def org_unit(self, code: str) -> OrgUnit:
        """Return the unit with a code."""
        return next(unit for unit in self.org_units if unit.code == code)

    def objective_of(self, measure: Measure) -> str:
        """Return the code of the objective that a measure serves, directly or by its factor."""
        if measure.objective is not None:
            return measure.objective
        return next(f.objective for f in self.success_factors if f.code == measure.success_factor)
