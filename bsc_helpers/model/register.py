"""What stands around a scorecard: the presets of its reports."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from bsc_helpers.model.part import Part
from bsc_helpers.model.scorecard import Scorecard
from bsc_helpers.model.texts import Code, Date, Language, LocalText, Name, PeriodText, PlainText

__all__ = ["Format", "Preset", "Register"]

Format = Literal["html", "pdf", "xlsx"]


class Preset(Part):
    """A saved order of reports: which notebook, units, periods, languages and formats."""

    code: Code
    name: LocalText
    notebook: Name = Field(
        "unit_report",
        description="of the folder notebooks; one without a parameter org_unit is about the whole "
        "scorecard, and the preset then names no units, kinds or activities",
    )
    org_units: tuple[Code, ...] = Field((), description="none = every unit")
    kinds: tuple[PlainText, ...] = Field((), description="only units of these kinds")
    activities: tuple[Code, ...] = Field((), description="none = all activities together")
    periods: tuple[PeriodText, ...] = Field(("latest",), description="2003-Q4 … or latest")
    languages: tuple[Language, ...] = Field((), description="none = the scorecard's")
    formats: tuple[Format, ...] = Field(("html", "pdf", "xlsx"), min_length=1)
    as_of: Date | None = Field(None, description="only what was recorded by this day")


class Register(Part):
    """Everything a person wrote about one scorecard."""

    scorecard: Scorecard
    presets: tuple[Preset, ...] = ()
