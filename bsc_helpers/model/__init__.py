"""The words of the balanced scorecard as frozen objects; no reading, no writing, no computing."""

from bsc_helpers.model.actions import (
    Assessment,
    Comment,
    Effect,
    Initiative,
    Link,
    Occasion,
    Pair,
)
from bsc_helpers.model.measure import (
    AppliesTo,
    Axes,
    Break,
    Budget,
    Grade,
    Input,
    Knot,
    Measure,
    MeasureKind,
    Polarity,
    Precision,
    Relative,
    Role,
    Schedule,
    Target,
)
from bsc_helpers.model.organisation import (
    ALL_ACTIVITIES,
    Activity,
    Description,
    OrgUnit,
    PeerGroup,
    Span,
)
from bsc_helpers.model.part import (
    Part,
)
from bsc_helpers.model.reasons import (
    Reason,
)
from bsc_helpers.model.register import (
    Format,
    Preset,
    Register,
)
from bsc_helpers.model.scorecard import (
    AccountClass,
    Economy,
    KeyProcess,
    Objective,
    Perspective,
    Scorecard,
    SuccessFactor,
    Version,
)
from bsc_helpers.model.source import (
    Columns,
    Encoding,
    Scenario,
    Source,
)
from bsc_helpers.model.survey import (
    AnswerScale,
    Question,
    Survey,
    SurveyArea,
    SurveyIndex,
)
from bsc_helpers.model.texts import (
    LocalText,
)

__all__ = [
    "ALL_ACTIVITIES",
    "AccountClass",
    "Activity",
    "AnswerScale",
    "AppliesTo",
    "Assessment",
    "Axes",
    "Break",
    "Budget",
    "Columns",
    "Comment",
    "Description",
    "Economy",
    "Effect",
    "Encoding",
    "Format",
    "Grade",
    "Initiative",
    "Input",
    "KeyProcess",
    "Knot",
    "Link",
    "LocalText",
    "Measure",
    "MeasureKind",
    "Objective",
    "Occasion",
    "OrgUnit",
    "Pair",
    "Part",
    "PeerGroup",
    "Perspective",
    "Polarity",
    "Precision",
    "Preset",
    "Question",
    "Reason",
    "Register",
    "Relative",
    "Role",
    "Scenario",
    "Schedule",
    "Scorecard",
    "Source",
    "Span",
    "SuccessFactor",
    "Survey",
    "SurveyArea",
    "SurveyIndex",
    "Target",
    "Version",
]
