"""The words of the balanced scorecard as frozen objects; no reading, no writing, no computing."""

from bsc_helpers.model.part import Part
from bsc_helpers.model.reasons import Reason
from bsc_helpers.model.register import Format, Preset, Register
from bsc_helpers.model.scorecard import (
    ALL_ACTIVITIES,
    Budget,
    Input,
    Knot,
    Measure,
    Objective,
    OrgUnit,
    Perspective,
    Polarity,
    Precision,
    Role,
    Scorecard,
    Span,
    SuccessFactor,
    Target,
)
from bsc_helpers.model.source import Columns, Encoding, Source
from bsc_helpers.model.texts import LocalText

__all__ = [
    "ALL_ACTIVITIES",
    "Budget",
    "Columns",
    "Encoding",
    "Format",
    "Input",
    "Knot",
    "LocalText",
    "Measure",
    "Objective",
    "OrgUnit",
    "Part",
    "Perspective",
    "Polarity",
    "Precision",
    "Preset",
    "Reason",
    "Register",
    "Role",
    "Scorecard",
    "Source",
    "Span",
    "SuccessFactor",
    "Target",
]
