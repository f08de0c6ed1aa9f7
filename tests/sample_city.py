"""An invented city of any size: districts, result units of several kinds, measures, their results.

Its figures follow from the number of the unit and of the measure, so that a test can say them.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
from sample_run import made as made_of

from bsc_helpers.batch.manifest import Edition, Entry, published_file
from bsc_helpers.evaluation.frames import RESULTS, frame_of
from bsc_helpers.model import (
    Activity,
    LocalText,
    Measure,
    Objective,
    OrgUnit,
    Perspective,
    Precision,
    Scorecard,
    Target,
)
from bsc_helpers.periods import parse_period
from bsc_helpers.report.overview import Overview

PERIOD = parse_period("2003-Q4")
KINDS = ("förskola", "grundskola", "äldreomsorg")
STATUSES = ("good", "warning", "poor", "uncertain", "unscored")
NAMES = ("Älvsborg", "Östra", "Askim", "Backa 10", "Backa 9")


def text(sv: str, en: str) -> LocalText:
    return LocalText({"sv": sv, "en": en})


def city(districts: int, units_each: int, measures: int = 1, **of_measure: Any) -> Scorecard:
    """Return a scorecard of one city with its districts and the result units below them."""
    units = [OrgUnit(code="city", name=text("Staden", "The city"), kind="stad")]
    for d in range(districts):
        name = NAMES[d] if d < len(NAMES) else f"Stadsdel {d}"
        units.append(OrgUnit(code=f"d{d}", name=name, kind="stadsdel", parent="city"))
        units += [
            OrgUnit(
                code=f"d{d}-u{u}",
                name=f"{KINDS[u % 3].capitalize()} {u}, {name}",
                kind=KINDS[u % 3],
                parent=f"d{d}",
            )
            for u in range(units_each)
        ]
    return Scorecard(
        code="card",
        name=text("Styrkortet", "The scorecard"),
        notice=text("Påhittat", "Invented"),
        perspectives=(Perspective(code="P", name=text("Kund", "Customer")),),
        objectives=(Objective(code="O", name=text("Nöjda", "Pleased"), perspective="P"),),
        measures=tuple(_measure(number, of_measure) for number in range(measures)),
        activities=(Activity(code="pre", name=text("Förskola", "Preschool")),),
        org_units=tuple(units),
    )


def _measure(number: int, more: dict[str, Any]) -> Measure:
    made = {
        "code": f"M{number}",
        "name": text(f"Mått {number}", f"Measure {number}"),
        "definition": text("Vad det är.", "What it is."),
        "objective": "O",
        "formula": "a / b",
        "unit_of_measure": "percent",
        "polarity": "higher_is_better",
        "targets": (Target.model_validate({"from": "2003", "value": 70}),),
    }
    return Measure(**(made | more))


SAMPLE = Precision(kind="proportion", count="b", sum="a", scale=100)


def results_of(card: Scorecard, *changed: dict[str, Any]) -> pd.DataFrame:
    """Return one row for each unit and measure; each change replaces or adds one."""
    rows = {
        (unit.code, "all", measure.code): _row(unit.code, measure, u, m)
        for m, measure in enumerate(card.measures)
        for u, unit in enumerate(card.org_units)
    }
    for change in changed:
        key = (change["org_unit"], change.get("activity", "all"), change["measure"])
        rows[key] = (rows.get(key) or _row(key[0], card.measure(key[2]), 0, 0)) | change
    columns = {name: [row.get(name) for row in rows.values()] for name in RESULTS}
    return frame_of(RESULTS, [columns])


def _row(unit: str, measure: Measure, u: int, m: int) -> dict[str, Any]:
    value = 50 + (u * 7 + m * 3) % 40
    row = {
        "org_unit": unit,
        "activity": "all",
        "period": str(PERIOD),
        "measure": measure.code,
        "value": value,
        "target": 70,
        "status": STATUSES[(u + m) % len(STATUSES)],
        "reason": "ok",
        "coverage": 1.0,
    }
    if measure.precision:
        row |= {"lower": value - 4, "upper": value + 4, "base": 100 + u}
    return row


def overview(card: Scorecard, *changed: dict[str, Any]) -> Overview:
    """Return what the pages about measures show."""
    return Overview(
        scorecard=card,
        period=PERIOD,
        results=results_of(card, *changed),
        parents={unit.code: unit.parent for unit in card.org_units},
        shown={measure.code: PERIOD for measure in card.measures},
    )


def entry(unit: str, period: str = "2003-Q4", language: str = "sv", **more: Any) -> Entry:
    """Return the entry of a report that was made; `more` replaces what it says."""
    activity = more.get("activity", "all")
    subject = unit if activity == "all" else f"{unit}-{activity}"
    name = f"{period}/{unit}/card-{subject}-{period}-{language}"
    formats = more.pop("formats", ("html", "pdf"))
    files = tuple(published_file(form, f"{name}.{form}", b"x") for form in formats)
    made = {
        "org_unit": unit,
        "activity": "all",
        "period": period,
        "language": language,
        "status": "done",
        "edition": Edition(title=unit, package_version="1", made_from=made_of(), files=files),
    }
    return Entry(**(made | more))
