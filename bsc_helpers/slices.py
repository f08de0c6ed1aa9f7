"""Slices of an evaluation as files in the private work area: one for each report.

A slice is JSON: readable, the same bytes from the same figures, and free of code. The scorecard is
written once beside the slices.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from bsc_helpers.compute.sensitivity import Order
from bsc_helpers.compute.structure import Reorganisation
from bsc_helpers.errors import ParameterError
from bsc_helpers.evaluation import (
    BONUS,
    CENTRES,
    CHANGES,
    COMPARISON,
    COURSE,
    ECONOMY,
    INPUTS,
    RESULTS,
    SCORES,
    SURVEYS,
    ReportSlice,
    frame_of,
)
from bsc_helpers.model import Assessment, Comment, Initiative, LocalText, OrgUnit, Part, Scorecard
from bsc_helpers.periods import Period, in_file_name, parse_period

__all__ = ["read_slice", "slice_name", "write_scorecard", "write_slice"]

_FRAMES = {
    "results": RESULTS,
    "scores": SCORES,
    "inputs": INPUTS,
    "economy": ECONOMY,
    "changes": CHANGES,
    "course": COURSE,
    "comparison": COMPARISON,
    "unusual_below": COMPARISON,
    "centres": CENTRES,
    "bonus": BONUS,
    "restated": RESULTS,
    "surveys": SURVEYS,
}
# What people said, of which a slice has only what is about its own unit.
_SAID: dict[str, type[Part]] = {
    "comments": Comment,
    "assessments": Assessment,
    "initiatives": Initiative,
}
_SCORECARD = "scorecard.json"


def slice_name(org_unit: str, activity: str, period: Period) -> str:
    """Return the name of the file that holds a slice."""
    # A plus sign stands in no code, so that two subjects never share a name.
    return f"{org_unit}+{activity}+{in_file_name(period)}.json"


def write_scorecard(folder: Path, scorecard: Scorecard) -> Path:
    """Write the scorecard that the slices of a folder share, without what is about single units."""
    path = folder / _SCORECARD
    path.write_text(_shared(scorecard).model_dump_json(by_alias=True), encoding="utf-8")
    return path


def write_slice(folder: Path, report: ReportSlice) -> Path:
    """Write a slice; `write_scorecard` is called once for the folder."""
    data = {
        "org_unit": report.org_unit.code,
        "activity": report.activity,
        "period": str(report.period),
        "as_of": report.as_of.isoformat() if report.as_of else None,
        "ancestors": [unit.code for unit in report.ancestors],
        "children": [unit.code for unit in report.children],
        "peers": [unit.code for unit in report.peers],
        "activities": report.activities,
        "shown": {code: str(period) for code, period in report.shown_periods.items()},
        "said": {name: _written(getattr(report.scorecard, name)) for name in _SAID},
        "units": _written(report.scorecard.org_units),
        "sources": report.sources,
        "similar": report.similar,
        "names": {code: name.root for code, name in report.names.items()},
        "reorganisations": [
            [each.day.isoformat(), each.kind, each.units] for each in report.reorganisations
        ],
        "order": asdict(report.order) if report.order else None,
        **{name: _columns(getattr(report, name)) for name in _FRAMES},
    }
    path = folder / slice_name(report.org_unit.code, report.activity, report.period)
    path.write_text(json.dumps(data, ensure_ascii=False, allow_nan=False), encoding="utf-8")
    return path


def read_slice(folder: Path, org_unit: str, activity: str, period: str) -> ReportSlice:
    """Read the slice of one report.

    Raises
    ------
    ParameterError
        When the folder holds no slice for this unit, activity and period.
    """
    card = Scorecard.model_validate_json((folder / _SCORECARD).read_text(encoding="utf-8"))
    when = parse_period(period, card.fiscal_year_starts)
    path = folder / slice_name(org_unit, activity, when)
    if not path.is_file():
        raise ParameterError(f"the run has no slice for {org_unit}, {activity}, {period}")
    data = json.loads(path.read_text(encoding="utf-8"))
    units = {unit["code"]: OrgUnit.model_validate(unit) for unit in data["units"]}
    said = {
        name: tuple(kind.model_validate(each) for each in data["said"][name])
        for name, kind in _SAID.items()
    }
    starts = card.fiscal_year_starts
    return ReportSlice(
        scorecard=card.model_copy(update={"org_units": tuple(units.values()), **said}),
        org_unit=units[data["org_unit"]],
        activity=data["activity"],
        period=when,
        as_of=date.fromisoformat(data["as_of"]) if data["as_of"] else None,
        ancestors=tuple(units[code] for code in data["ancestors"]),
        children=tuple(units[code] for code in data["children"]),
        peers=tuple(units[code] for code in data["peers"]),
        activities=tuple(data["activities"]),
        shown_periods={code: parse_period(text, starts) for code, text in data["shown"].items()},
        similar=tuple((code, away) for code, away in data["similar"]),
        names={code: LocalText.model_validate(name) for code, name in data["names"].items()},
        **{name: frame_of(columns, [data[name]]) for name, columns in _FRAMES.items()},
        sources={name: tuple(codes) for name, codes in data["sources"].items()},
        reorganisations=tuple(
            Reorganisation(date.fromisoformat(day), kind, tuple(codes))
            for day, kind, codes in data["reorganisations"]
        ),
        order=_order(data["order"]) if data["order"] else None,
    )


def _order(data: dict[str, Any]) -> Order:
    lists = {name: tuple(each) for name, each in data.items() if isinstance(each, list)}
    return Order(**{**data, **lists})


def _shared(scorecard: Scorecard) -> Scorecard:
    """Return what all slices have in common."""
    return scorecard.model_copy(update=dict.fromkeys(("org_units", *_SAID), ()))


def _written(parts: Iterable[Part]) -> list[Any]:
    return [part.model_dump(mode="json", by_alias=True) for part in parts]


def _columns(frame: pd.DataFrame) -> dict[str, list[Any]]:
    """Return a frame column by column; a missing number is null."""
    return {str(name): [_plain(value) for value in frame[name]] for name in frame}


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return None if math.isnan(value) else float(value)
    return value
