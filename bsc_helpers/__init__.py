"""The balanced scorecard: from what a person declares and sources deliver to a report.

The map, one direction::

    parameters/  →  register  →  model                what a person wrote, checked
                    sources   →  observations         what was delivered
                    evaluate(scorecard, observations, as_of)
                              →  Evaluation           results of the whole tree, all periods
                    slice_for(…)  →  ReportSlice      exactly what one report shows
    notebooks/   →  Report    →  blocks               head, in_short, summary, perspectives, …
                    LinkReport →  blocks              lead_lag.strategy_map, lead_lag.each_link, …
                    publishing →  HTML and PDF        in reports/

The glossary:

scorecard, perspective, objective, success factor, measure
    The chain: a measure measures a success factor, which serves an objective in a perspective.
org_unit
    A part of the organisation, with the time in which it exists and its parent at that time.
input, observation
    A figure that a source delivers; one row of it, for a unit and a period.
target, attainment, variance, status, score
    The aim; how far it is reached; value − target; good, warning, poor, uncertain, unscored or
    no_data; 0–100 through the measure's scale or its target and warning border.
coverage
    What is available against all there should be; it stands beside every rolled-up figure.
initiative, assessment, comment
    What is done to reach an objective; how a person judges one; what a person says of a figure.
survey
    Questions answered respondent by respondent, the index and the areas that are made of them.
link
    A belief that one objective helps another, with the pairs of measures that test it: a driver,
    an outcome, a sign and a lag, declared beforehand.
block
    What a cell shows, as data; a statement is a licensed sentence with its evidence.

The names below are what a notebook needs. Each is imported when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bsc_helpers.folder import evaluate_folder
    from bsc_helpers.notebook import open_links, open_report, show
    from bsc_helpers.report import (
        about,
        actions,
        centres,
        discussion,
        economy,
        head,
        in_short,
        lead_lag,
        links,
        objectives,
        perspectives,
        sheets,
        summary,
        surveys,
        table_of,
    )

__all__ = [
    "about",
    "actions",
    "centres",
    "discussion",
    "economy",
    "evaluate_folder",
    "head",
    "in_short",
    "lead_lag",
    "links",
    "objectives",
    "open_links",
    "open_report",
    "perspectives",
    "sheets",
    "show",
    "summary",
    "surveys",
    "table_of",
]

_ROOMS = {
    "folder": ("evaluate_folder",),
    "notebook": ("open_links", "open_report", "show"),
    "report": (
        "about",
        "actions",
        "centres",
        "discussion",
        "economy",
        "head",
        "in_short",
        "lead_lag",
        "links",
        "objectives",
        "perspectives",
        "sheets",
        "summary",
        "surveys",
        "table_of",
    ),
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _ROOM_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_ROOM_OF[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
