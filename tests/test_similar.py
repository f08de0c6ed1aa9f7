"""Units under similar conditions: found by what they cannot choose, told on the page."""

from __future__ import annotations

from typing import Any

import pytest

from bsc_helpers.blocks import Row, Table
from bsc_helpers.evaluation import ReportSlice, evaluate, observations_frame, slice_for
from bsc_helpers.model import Scorecard
from bsc_helpers.periods import parse_period
from bsc_helpers.publishing.walk import all_blocks
from bsc_helpers.report import about, perspectives
from bsc_helpers.report.opened import Report

BACKGROUND = {"a": (10, 5), "b": (11, 5), "c": (30, 5), "d": (12, 9), "e": (90, 1)}
WHEN = parse_period("2003-Q4")


def sliced(unit: str = "a", **weights: float) -> ReportSlice:
    units: list[dict[str, Any]] = [{"code": "city", "name": "City"}]
    units += [
        {
            "code": code,
            "name": f"Unit {code}",
            "kind": "district",
            "parent": "city",
            "background": {"residents": residents, "children": children},
        }
        for code, (residents, children) in BACKGROUND.items()
    ]
    card = Scorecard.model_validate(
        {
            "code": "card",
            "name": "Card",
            "perspectives": [{"code": "P", "name": "P"}],
            "objectives": [{"code": "O", "name": "O", "perspective": "P"}],
            "background": [
                {"code": code, "name": code, "weight": weights.get(code, 1)}
                for code in ("residents", "children")
            ],
            "org_units": units,
            "inputs": [{"code": "ill", "name": "ill"}, {"code": "hours", "name": "hours"}],
            "measures": [
                {
                    "code": "M02",
                    "name": "Sickness absence",
                    "objective": "O",
                    "formula": "100 * ill / hours",
                    "unit_of_measure": "percent",
                    "polarity": "lower_is_better",
                }
            ],
        }
    )
    figures = [
        {"input": name, "org_unit": unit, "period": "2003-Q4", "value": value}
        for unit in BACKGROUND
        for name, value in (("ill", 8.0), ("hours", 100.0))
    ]
    return slice_for(evaluate(card, observations_frame(figures)), unit, "all", WHEN)


def test_the_nearest_stand_first_and_the_farthest_is_at_one() -> None:
    similar = sliced().similar
    assert [code for code, _ in similar] == ["b", "c", "d", "e"]
    assert similar[0][1] < 0.1
    assert similar[-1][1] == pytest.approx(1)


def test_a_background_without_weight_does_not_count() -> None:
    assert [code for code, _ in sliced(children=0).similar] == ["b", "d", "c", "e"]


def test_what_is_compared_is_no_background() -> None:
    """The result itself never makes units alike: all have the same here, and still differ."""
    assert len({away for _, away in sliced().similar}) == 4


def test_a_unit_without_background_is_like_no_other() -> None:
    assert sliced("city").similar == ()


def test_the_page_names_them_and_sets_them_apart_in_the_comparison() -> None:
    report = Report(sliced(), "en")
    texts = [c.text for b in all_blocks([about(report)]) if isinstance(b, Table) for c in cells(b)]
    assert "Unit b, Unit c, Unit d, Unit e (alike in: residents and children)" in texts
    tables = [b for b in all_blocks([perspectives(report)]) if isinstance(b, Table)]
    groups = [r.cells[0].text for table in tables for r in table.rows if r.group]
    assert "Units under similar conditions" in groups


def cells(table: Table) -> list[Any]:
    rows: tuple[Row, ...] = table.rows
    return [cell for row in rows for cell in row.cells]
