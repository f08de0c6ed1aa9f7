"""The measure: the figures that it is made of, its targets, and its card."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from bsc_helpers.model.part import Part
from bsc_helpers.model.texts import Code, Integer, LocalText, Name, Number, PeriodText, PlainText
from bsc_helpers.periods import Period, PeriodKind, Window, months_after

__all__ = [
    "MOVING",
    "AppliesTo",
    "Axes",
    "Break",
    "Budget",
    "Cases",
    "Grade",
    "Input",
    "Knot",
    "Measure",
    "MeasureKind",
    "Peers",
    "Polarity",
    "Precision",
    "Relative",
    "Role",
    "Scale",
    "ScaleKind",
    "Schedule",
    "Target",
    "Weight",
]

Polarity = Literal["higher_is_better", "lower_is_better", "in_range", "neutral"]
Role = Literal["target_measure", "followed_measure", "legal_duty"]
Grade = Literal["high", "medium", "low"]
MeasureKind = Literal["quantity", "ratio", "percentage", "rating", "coefficient"]
ScaleKind = Literal[
    "knots",
    "performance",
    "progress",
    "goal_red_flag",
    "goal_only",
    "two_colours",
    "yes_no",
    "stabilise",
]
Weight = Annotated[Number, Field(ge=0, le=1_000_000)]
Months = Annotated[Integer, Field(ge=0, le=1200)]


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
    part_of: Name | None = Field(
        None, description="an input that contains this one, such as a cost that is in the net"
    )


MOVING = ("previous_year", "previous_period")  # yardsticks that are another for each period


class Relative(Part):
    """An aim that is relative to the value of an earlier period, such as double within two years.

    The aim, and the warning border, is so many times the unit's own value of that period.
    """

    to: PeriodText = Field(
        description="the period whose value is the yardstick, such as 2003-Q4; or, for each period "
        "anew, previous_year (the same period of the year before) or previous_period"
    )
    times: Number = 1.0
    warning_times: Number | None = None

    @property
    def moves(self) -> bool:
        """Whether the yardstick is another one for each period."""
        return self.to in MOVING


class Peers(Part):
    """An aim that the units of the same kind and activities set by their own values.

    A percentile of the values of one period, those of the unit itself among them; a value that is
    missing or withheld takes no part.
    """

    percentile: Annotated[Number, Field(ge=0, le=100)] = Field(
        description="how many percent of the values lie below the aim"
    )
    warning_percentile: Annotated[Number, Field(ge=0, le=100)] | None = None
    fewest: Annotated[Integer, Field(ge=3)] = Field(
        5, description="with fewer values there is no aim"
    )


class Target(Part):
    """An aim, valid from a period until the next target, for all units or for one.

    A single value, or one that follows from an earlier period or from the peers, for
    higher_is_better and lower_is_better; `low` and `high` for in_range.
    The warning borders lie on the wrong side of the target: between the two the status is
    *warning*, beyond them *poor*; without a warning border a missed target is *poor*.
    """

    from_: PeriodText = Field(
        alias="from", description="the first period it is valid for: 2003, 2003-Q1"
    )
    org_unit: Code | None = Field(None, description="only for this unit")
    value: Number | None = None
    relative: Relative | None = Field(None, description="instead of value")
    peers: Peers | None = Field(None, description="instead of value")
    warning: Number | None = None
    low: Number | None = None
    high: Number | None = None
    warning_low: Number | None = None
    warning_high: Number | None = None

    @property
    def follows(self) -> bool:
        """Whether the aim follows from other values, and is no number of the register."""
        return self.relative is not None or self.peers is not None


class Knot(Part):
    """One corner of the line that turns a value into a score."""

    value: Number
    score: Annotated[Number, Field(ge=0, le=100)]


class Scale(Part):
    """How a value becomes a score from 0 to 100: knots of its own, or a kind with its numbers.

    ==============  =================================  ============================================
    kind            numbers                            score
    ==============  =================================  ============================================
    knots           knots                              straight between the knots
    performance     min, max                           0 and 100 at the ends, by polarity
    progress        baseline, target                   0 at the baseline, 100 at the target
    goal_red_flag   red, goal                          a third at red, two thirds at goal
    goal_only       goal                               100 at the goal or better, else 0
    two_colours     worst, goal, best                  0, 50 and 100
    yes_no                                             100 for the good of 1 (yes) and 0 (no)
    stabilise       red_low, goal_low, goal_high,      best in the middle, worse both ways
                    red_high
    ==============  =================================  ============================================
    """

    kind: ScaleKind = "knots"
    knots: tuple[Knot, ...] = Field(
        (), description="two knots with one value make a step, in the order in which they stand"
    )
    min: Number | None = None
    max: Number | None = None
    baseline: Number | None = None
    target: Number | None = None
    red: Number | None = None
    goal: Number | None = None
    worst: Number | None = None
    best: Number | None = None
    red_low: Number | None = None
    goal_low: Number | None = None
    goal_high: Number | None = None
    red_high: Number | None = None


def _as_scale(written: Any) -> Any:
    """Return knots that are written as a list as what they are short for."""
    return {"knots": written} if isinstance(written, list | tuple) else written


class Precision(Part):
    """For a measure from a sample: the inputs from which its margin of error is computed."""

    kind: Literal["mean", "proportion"]
    count: Name = Field(description="the number of answers")
    sum: Name = Field(description="the sum of the answers, or the number of successes")
    sum_of_squares: Name | None = Field(None, description="for a mean")
    scale: Number = Field(1.0, description="what the formula multiplies by, such as 100")


class Cases(Part):
    """For a full count: what the value is made of, so that chance can be told from a difference.

    A full count has no margin of error against its target. But 7 of 8 one quarter and 8 of 8 the
    next differ by one case, which says little of how the unit works.
    """

    kind: Literal["proportion", "rate", "mean"] = Field(
        description="proportion (so many of so many), rate (events per size), mean"
    )
    count: Name = Field(description="of how many: the cases, or the size that events come from")
    sum: Name = Field(description="how many of them, the events, or the sum of the values")
    sum_of_squares: Name | None = Field(None, description="for a mean")
    scale: Number = Field(1.0, description="what the formula multiplies by, such as 100")


class Budget(Part):
    """For a measure of money: the inputs that hold the plan and the outturn, as net costs."""

    plan: Name
    outturn: Name


class AppliesTo(Part):
    """Where a measure applies; elsewhere it is not applicable, which is not missing."""

    activities: tuple[Code, ...] = Field((), description="none = every activity")
    kinds: tuple[PlainText, ...] = Field(
        (), description="kinds of unit that it is shown for, in any language; none = every kind"
    )


class Schedule(Part):
    """When a measure is measured, when its figures are due, and how long a value stays valid."""

    measured: LocalText | None = Field(None, description="such as October–November")
    due_days: Annotated[Integer, Field(ge=0, le=1000)] | None = Field(
        None, description="days after the end of its period by which the figures are due"
    )
    valid_months: Months | None = Field(
        None, description="months after its period for which a value may stand as the latest"
    )
    preliminary_months: Months = Field(
        0, description="months after its period during which a value may still be revised"
    )
    revised_because: LocalText | None = Field(
        None, description="why it is revised, as the subject of a sentence: 'late sick notes'"
    )


class Break(Part):
    """A change of what is measured, by which values before and after do not compare."""

    from_: PeriodText = Field(alias="from", description="the first period measured the new way")
    kind: Literal["definition", "rule", "level"] = Field(
        "definition",
        description="definition: no comparison across it; rule: a note on the axis; level: a "
        "known and lasting step, from which on the usual variation is computed anew",
    )
    text: LocalText


class Axes(Part):
    """Where a measure stands on the five axes of classification."""

    money: Literal["financial", "non_financial"]
    role: Literal["outcome", "driver"]
    nature: Literal["objective", "subjective"]
    view: Literal["external", "internal"]
    term: Literal["short", "long"]


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
    kind: MeasureKind | None = Field(None, description="the kind of measurement")
    reliability: Grade | None = Field(
        None, description="how far the figures can be trusted; low: no status and no comparison"
    )
    comparability: Grade | None = Field(None, description="how far units can be compared by it")
    timing: Literal["leading", "lagging"] | None = None
    axes: Axes | None = None
    applies_to: AppliesTo = AppliesTo()
    schedule: Schedule = Schedule()
    breaks: tuple[Break, ...] = ()
    seasonal: bool | None = Field(
        None, description="whether the time of year moves it; none = found out over all units"
    )
    autocorrelation: Annotated[Number, Field(ge=0, lt=1)] | None = Field(
        None, description="how a value follows the one before it; none = found out over all units"
    )
    targets: tuple[Target, ...] = ()
    score: Annotated[
        Scale | None, BeforeValidator(_as_scale, json_schema_input_type=list[Knot] | Scale)
    ] = Field(None, description="knots, or a kind of scale; by default from target and warning")
    precision: Precision | None = Field(None, description="only for a sample; else a full count")
    cases: Cases | None = Field(None, description="only for a full count of cases")
    measurement_error: Annotated[Number, Field(gt=0)] | None = Field(
        None, description="standard deviation of measuring, in the unit of measure; widens limits"
    )
    minimum_base: Annotated[Number, Field(ge=0)] | None = Field(
        None, description="values that rest on fewer cases are withheld"
    )
    base: Name | None = Field(
        None, description="the input that counts the cases; by default that of its precision"
    )
    budget: Budget | None = Field(None, description="only for a deviation from budget")
    owner: LocalText | None = Field(None, description="who answers for reaching the target")
    computed_by: LocalText | None = None
    interpretation: LocalText | None = Field(None, description="how it is to be read")

    @property
    def inputs_beside_formula(self) -> tuple[str, ...]:
        """The inputs that its precision, cases, base and budget name, each once."""
        named: list[str | None] = []
        if self.chance:
            named += [self.chance.count, self.chance.sum, self.chance.sum_of_squares]
        if self.budget:
            named += [self.budget.plan, self.budget.outturn]
        named.append(self.base)
        return tuple(dict.fromkeys(name for name in named if name is not None))

    @property
    def chance(self) -> Precision | Cases | None:
        """What its value is made of, as far as that tells what chance does to it."""
        return self.precision or self.cases

    @property
    def weighs(self) -> bool:
        """Whether the measure is meant to take part in the weighted roll-up."""
        return self.role != "followed_measure" and self.polarity != "neutral"

    @property
    def scored(self) -> bool:
        """Whether the measure has a status; one of low reliability has none, and counts as missing.

        Its weight stays in the coverage of the scores.
        """
        return self.weighs and self.reliability != "low"

    @property
    def base_input(self) -> str | None:
        """The input that counts the cases on which a value rests; None when nothing does."""
        return self.base or (self.precision.count if self.precision else None)

    def due(self, period: Period) -> date | None:
        """Return the day by which the figures of a period are due; None when nothing says so."""
        days = self.schedule.due_days
        return None if days is None else period.end + timedelta(days=days)

    def is_valid(self, period: Period, day: date) -> bool:
        """Whether the value of a period may still stand as the latest on a day."""
        months = self.schedule.valid_months
        return months is None or day <= months_after(period.end, months)

    def sentence_subject(self, language: str) -> str:
        """Return the words with which a sentence about the measure begins."""
        return (self.subject or self.name).of(language)
