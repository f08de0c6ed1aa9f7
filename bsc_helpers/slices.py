"""Slices of an evaluation as files in the private work area: one for each report.

A slice is two lines of JSON: what was computed and registered, then what people said of it. It is
readable, the same bytes from the same figures, and free of code. The scorecard is written once
beside the slices.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import TypeAdapter
from pydantic_core import from_json, to_json

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
    LinkTests,
    ReportSlice,
    frame_of,
)
from bsc_helpers.model import Assessment, Comment, Initiative, LocalText, OrgUnit, Part, Scorecard
from bsc_helpers.periods import Period, in_file_name, parse_period

__all__ = [
    "SCORECARD",
    "Content",
    "links_bytes",
    "links_name",
    "read_links",
    "read_scorecard",
    "read_slice",
    "scorecard_bytes",
    "slice_bytes",
    "slice_name",
    "write_content",
    "write_scorecard",
    "write_slice",
]

Content = tuple[bytes, bytes]  # of a slice: everything but the comments, and the comments
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
# Of these a slice has only what is about its own unit. The comments stand by themselves.
_OWN: dict[str, type[Part]] = {"assessments": Assessment, "initiatives": Initiative}
_SHARED_WITHOUT = ("org_units", "comments", *_OWN)
_LINKS = TypeAdapter(LinkTests)
SCORECARD = "scorecard.json"  # what the slices of a folder share


def slice_name(org_unit: str, activity: str, period: Period) -> str:
    """Return the name of the file that holds a slice."""
    # A plus sign stands in no code, so that two subjects never share a name.
    return f"{org_unit}+{activity}+{in_file_name(period)}.json"


def scorecard_bytes(scorecard: Scorecard) -> bytes:
    """Return what the slices of a folder share: the scorecard without what is about units."""
    shared = scorecard.model_copy(update=dict.fromkeys(_SHARED_WITHOUT, ()))
    return shared.model_dump_json(by_alias=True).encode()


def write_scorecard(folder: Path, scorecard: Scorecard) -> Path:
    """Write the scorecard that the slices of a folder share."""
    path = folder / SCORECARD
    path.write_bytes(scorecard_bytes(scorecard))
    return path


def slice_bytes(report: ReportSlice) -> Content:
    """Return a slice as text: everything but the comments, and the comments.

    The same slice gives the same bytes, so that a change of either can be told.
    """
    card = report.scorecard
    data = {
        "org_unit": report.org_unit.code,
        "activity": report.activity,
        "period": str(report.period),
        "as_of": report.as_of,
        "ancestors": [unit.code for unit in report.ancestors],
        "children": [unit.code for unit in report.children],
        "peers": [unit.code for unit in report.peers],
        "activities": report.activities,
        "shown": {code: str(period) for code, period in report.shown_periods.items()},
        "said": {name: getattr(card, name) for name in _OWN},
        "units": card.org_units,
        "sources": report.sources,
        "similar": report.similar,
        "names": report.names,
        "reorganisations": [(each.day, each.kind, each.units) for each in report.reorganisations],
        "order": asdict(report.order) if report.order else None,
        "links": report.links,
        **{name: _columns(getattr(report, name), columns) for name, columns in _FRAMES.items()},
    }
    return _json(data), _json(card.comments)


def write_slice(folder: Path, report: ReportSlice) -> Path:
    """Write a slice; `write_scorecard` is called once for the folder."""
    path = folder / slice_name(report.org_unit.code, report.activity, report.period)
    write_content(path, slice_bytes(report))
    return path


def write_content(path: Path, content: Content) -> None:
    """Write what `slice_bytes` returned, one line for each part."""
    path.write_bytes(b"".join(part + b"\n" for part in content))


def read_slice(folder: Path, org_unit: str, activity: str, period: str) -> ReportSlice:
    """Read the slice of one report.

    Raises
    ------
    ParameterError
        When the folder holds no slice for this unit, activity and period.
    """
    card = read_scorecard(folder)
    when = parse_period(period, card.fiscal_year_starts)
    path = folder / slice_name(org_unit, activity, when)
    if not path.is_file():
        raise ParameterError(f"the run has no slice for {org_unit}, {activity}, {period}")
    data, comments = map(from_json, path.read_bytes().splitlines())
    units = {unit["code"]: OrgUnit.model_validate(unit) for unit in data["units"]}
    said: dict[str, tuple[Part, ...]] = {
        name: tuple(kind.model_validate(each) for each in data["said"][name])
        for name, kind in _OWN.items()
    }
    said["comments"] = tuple(Comment.model_validate(each) for each in comments)
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
        links=_LINKS.validate_python(data["links"], strict=False) if data["links"] else None,
    )


def links_name(period: Period) -> str:
    """Return the name of the file that holds the tested links of a period."""
    return f"links+{in_file_name(period)}.json"


def links_bytes(tests: LinkTests) -> Content:
    """Return tested links as text; nobody comments them, so the second part says nothing."""
    return to_json(tests, inf_nan_mode="constants"), _json(())


def read_links(folder: Path, period: str) -> LinkTests:
    """Read the tested links of a period.

    Raises
    ------
    ParameterError
        When the folder holds none of this period.
    """
    card = read_scorecard(folder)
    path = folder / links_name(parse_period(period, card.fiscal_year_starts))
    if not path.is_file():
        raise ParameterError(f"the run has no tested links for {period}")
    return _LINKS.validate_json(path.read_bytes().splitlines()[0])


def read_scorecard(folder: Path) -> Scorecard:
    """Read the scorecard that the slices of a folder share, without its units."""
    return _scorecard((folder / SCORECARD).read_bytes())


def _order(data: dict[str, Any]) -> Order:
    lists = {name: tuple(each) for name, each in data.items() if isinstance(each, list)}
    return Order(**{**data, **lists})


@lru_cache(maxsize=1)
def _scorecard(text: bytes) -> Scorecard:
    """Return the scorecard of a folder, checked once for all slices that are read after it."""
    return Scorecard.model_validate_json(text)


def _json(data: Any) -> bytes:
    """Return data as one line of JSON; a missing number is null."""
    return to_json(data, by_alias=True, inf_nan_mode="null")


def _columns(frame: pd.DataFrame, columns: Iterable[str]) -> dict[str, list[Any]]:
    """Return a frame column by column."""
    if frame.empty:
        return {name: [] for name in columns}
    return dict(zip(columns, frame.to_numpy(dtype=object).T.tolist(), strict=True))
