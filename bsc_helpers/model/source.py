"""The sources of a scorecard's figures: delivered files and how to read them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from bsc_helpers.model.part import Part
from bsc_helpers.model.texts import AnyText, Code, Date, LocalText, Name, PlainText
from bsc_helpers.periods import PeriodKind

__all__ = ["Columns", "Encoding", "Scenario", "Source"]

Encoding = Literal["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1", "cp437"]
Delimiter = Literal[",", ";", "\t", "|"]
Scenario = Literal["actual", "forecast"]
Thousands = Literal["", " ", "\u00a0", "\u202f", ".", ",", "'"]  # also the two no-break spaces


class Columns(Part):
    """Which column of a table holds what."""

    org_unit: PlainText
    period: PlainText
    input: PlainText | None = Field(None, description="long layout: the column that names inputs")
    value: PlainText | None = Field(None, description="long layout: the column of the figures")
    recorded_at: PlainText | None = Field(None, description="when the figure was recorded")
    activity: PlainText | None = Field(None, description="which activity the figure is of")
    scenario: PlainText | None = Field(None, description="actual or forecast")
    made_on: PlainText | None = Field(None, description="the day on which a forecast was made")


class Source(Part):
    """A delivered file and its mapping to observations."""

    code: Code
    name: LocalText
    supplier: LocalText | None = Field(None, description="who delivers the file")
    file: PlainText = Field(
        description="path of a CSV file, from the folder of the register; it may lie outside"
    )
    layout: Literal["long", "wide", "answers"] = Field(
        "long",
        description="long: one figure a row; wide: one column for each input; answers: one "
        "respondent of a survey a row",
    )
    survey: Code | None = Field(None, description="answers layout: the survey that was answered")
    questions: dict[PlainText, Name] = Field(
        {},
        description="answers layout: column → question; several columns may hold one question, of "
        "which a respondent answers one",
    )
    encoding: Encoding = "utf-8"
    delimiter: Delimiter = Field(",", description='a tab is written "\\t", in double quotes')
    decimal: Literal[".", ","] = "."
    thousands: Thousands = Field(
        "", description='what may stand between thousands; a no-break space is written "\\u00a0"'
    )
    missing: tuple[AnyText, ...] = Field(
        ("",), description="the texts that stand for a missing value"
    )
    columns: Columns
    inputs: dict[PlainText, Name] = Field(
        {},
        description="delivered name → input; in the wide layout the columns to read, in the long "
        "one the delivered names that differ from the input's code",
    )
    org_units: dict[PlainText, Code] = Field({}, description="delivered code → unit")
    period_as: PeriodKind | None = Field(
        None, description="read a date in the period column as the period in which it lies"
    )
    keep: dict[PlainText, tuple[AnyText, ...]] = Field(
        {}, description="column → texts: only rows with one of them are read; each must occur"
    )
    sum_over: tuple[PlainText, ...] = Field(
        (), description="columns that split a figure into parts; the parts are added"
    )
    activities: dict[PlainText, Code] = Field({}, description="delivered word → activity")
    activity: Code | None = Field(None, description="the activity that the whole file is of")
    scenarios: dict[PlainText, Scenario] = Field({}, description="delivered word → scenario")
    scenario: Scenario = Field("actual", description="the scenario that the whole file is of")
    made_on: Date | None = Field(None, description="when all forecasts of the file were made")
    recorded_at: Date | None = Field(None, description="when all figures of the file were recorded")
