"""The scorecard: perspectives, objectives, success factors, measures and the organisation."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from bsc_helpers.model.actions import Assessment, Comment, Initiative, Link, Occasion
from bsc_helpers.model.centres import BonusScheme, Centre
from bsc_helpers.model.measure import Budget, Input, Measure, Weight
from bsc_helpers.model.organisation import (
    Activity,
    Area,
    Background,
    Description,
    OrgUnit,
    PeerGroup,
)
from bsc_helpers.model.part import Part
from bsc_helpers.model.source import Source
from bsc_helpers.model.survey import Survey
from bsc_helpers.model.texts import (
    AnyText,
    Code,
    Date,
    Integer,
    Language,
    LocalText,
    Name,
    Number,
)

__all__ = [
    "AccountClass",
    "Economy",
    "KeyProcess",
    "Objective",
    "Perspective",
    "Scorecard",
    "SuccessFactor",
    "Version",
]


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
    level: LocalText | None = Field(None, description="where it is set: city, district, unit …")
    serves: Code | None = Field(None, description="the objective above it that it is to serve")
    description: LocalText | None = None
    weight: Weight = Field(1.0, description="weight in its perspective")


class SuccessFactor(Part):
    """What must go well for an objective to be reached; measures measure it."""

    code: Code
    name: LocalText
    objective: Code
    key_process: Code | None = None


class KeyProcess(Part):
    """A process that decides whether the customers get what they need."""

    code: Code
    name: LocalText
    activities: tuple[Code, ...] = ()


class AccountClass(Part):
    """A line of the economy: the inputs that hold its plan and its outturn, both positive."""

    code: Code
    name: LocalText
    kind: Literal["revenue", "cost"]
    plan: Name
    outturn: Name


class Economy(Part):
    """The economy of a unit: the net, its lines, and who makes the forecast.

    Forecasts are observations of the scenario `forecast`: an outturn for a whole year, with the
    day on which it was made.
    """

    net: Budget = Field(description="plan and outturn as net costs")
    classes: tuple[AccountClass, ...] = ()
    forecast_by: LocalText | None = None


class Version(Part):
    """Which version of the scorecard this is, and whether it is in force."""

    status: Literal["draft", "adopted", "retired"]
    number: AnyText | None = None
    on: Date | None = Field(None, alias="dated", description="the day it was adopted or retired")
    by: LocalText | None = None


class Scorecard(Part):
    """A whole scorecard with its organisation: everything that `evaluate` needs to know."""

    code: Code
    name: LocalText
    version: Version | None = None
    owner: LocalText | None = None
    orderer: LocalText | None = None
    responsible: LocalText | None = Field(None, description="who keeps the scorecard")
    mission: LocalText | None = None
    vision: LocalText | None = None
    values: tuple[LocalText, ...] = ()
    strategy: LocalText | None = None
    description: Description | None = None
    economy: Economy | None = None
    bonus: BonusScheme | None = None
    notice: LocalText | None = Field(None, description="shown on every page, file and chart")
    languages: tuple[Language, ...] = Field(("sv", "en"), min_length=1)
    fiscal_year_starts: Annotated[Integer, Field(ge=1, le=12)] = 1
    minimum_coverage: Annotated[Number, Field(ge=0, le=1)] = Field(
        0.5, description="below this coverage a rolled-up score is withheld"
    )
    perspectives: tuple[Perspective, ...] = ()
    strategy_map: tuple[tuple[Code, ...], ...] = Field(
        (),
        description="the perspectives on the strategy map from the top, those of a row together; "
        "none = one below the other as they stand",
    )
    objectives: tuple[Objective, ...] = ()
    success_factors: tuple[SuccessFactor, ...] = ()
    inputs: tuple[Input, ...] = ()
    measures: tuple[Measure, ...] = ()
    activities: tuple[Activity, ...] = ()
    key_processes: tuple[KeyProcess, ...] = ()
    peer_groups: tuple[PeerGroup, ...] = ()
    areas: tuple[Area, ...] = ()
    background: tuple[Background, ...] = ()
    occasions: tuple[Occasion, ...] = ()
    links: tuple[Link, ...] = ()
    centres: tuple[Centre, ...] = ()
    initiatives: tuple[Initiative, ...] = ()
    comments: tuple[Comment, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    org_units: tuple[OrgUnit, ...] = ()
    surveys: tuple[Survey, ...] = ()
    sources: tuple[Source, ...] = ()

    @property
    def money_inputs(self) -> frozenset[str]:
        """The inputs in kronor: those whose unit of measure is SEK, and those of the economy."""
        units = ((given.code, given.unit_of_measure) for given in self.inputs)
        found = {code for code, unit in units if unit is not None and "SEK" in unit.texts}
        if self.economy is not None:
            lines: tuple[Budget | AccountClass, ...] = (self.economy.net, *self.economy.classes)
            found |= {name for line in lines for name in (line.plan, line.outturn)}
        return frozenset(found)

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
