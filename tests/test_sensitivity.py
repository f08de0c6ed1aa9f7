"""What each measure weighs in the whole card, and how firmly the order of units stands.

Oracles: the definition of the absolute weight in BSC Designer's manual (the product of the
relative weights up to the root), and Kendall's tau of SciPy.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.random import PCG64, Generator
from scipy.stats import kendalltau

from bsc_helpers.blocks import Fold, Paragraph, Sheet, Table
from bsc_helpers.compute.sensitivity import FACTOR, order_of, scores_under, weights_drawn
from bsc_helpers.compute.weights import Level, levels_of, weights_in_card
from bsc_helpers.evaluation import evaluate, observations_frame, slice_for
from bsc_helpers.model import Scorecard
from bsc_helpers.periods import parse_period
from bsc_helpers.report import Report, objectives, sheets
from bsc_helpers.slices import read_slice, write_scorecard, write_slice

NAN = math.nan
PLACES = {"A1": ("A", "P"), "A2": ("A", "P"), "B1": ("B", "P"), "C1": ("C", "Q")}


def card(weights: Sequence[float] = (1, 3, 1, 1), units: Sequence[str] = "uvwx") -> Scorecard:
    """Return a card of four measures that are scores themselves, in three objectives."""
    scale = {"kind": "performance", "min": 0, "max": 100}
    measures = [
        {"code": code, "name": code, "objective": objective, "formula": code.lower() + "_in"}
        | {"unit_of_measure": "percent", "polarity": "higher_is_better", "score": scale}
        | {"weight": weight}
        for (code, (objective, _)), weight in zip(PLACES.items(), weights, strict=True)
    ]
    return Scorecard.model_validate(
        {
            "code": "t",
            "name": "Test",
            "minimum_coverage": 0,
            "perspectives": [
                {"code": "P", "name": "P", "weight": 3},
                {"code": "Q", "name": "Q", "weight": 1},
            ],
            "objectives": [
                {"code": "A", "name": "A", "perspective": "P", "weight": 2},
                {"code": "B", "name": "B", "perspective": "P", "weight": 1},
                {"code": "C", "name": "C", "perspective": "Q"},
            ],
            "inputs": [{"code": code.lower() + "_in", "name": code} for code in PLACES],
            "measures": measures,
            "org_units": [{"code": "city", "name": "City"}]
            + [{"code": unit, "name": unit, "parent": "city"} for unit in units],
        }
    )


def figures(rows: dict[str, Sequence[float]]) -> Any:
    return observations_frame(
        [
            {"input": code.lower() + "_in", "org_unit": unit, "period": "2003-Q1", "value": value}
            for unit, values in rows.items()
            for code, value in zip(PLACES, values, strict=True)
            if not math.isnan(value)
        ]
    )


# --- absolute weights -----------------------------------------------------------------------------


def test_the_absolute_weight_is_the_product_of_relative_weights_up_to_the_root() -> None:
    found = weights_in_card(card(), list(PLACES))
    assert found == pytest.approx(
        {"A1": 1 / 4 * 2 / 3 * 3 / 4, "A2": 3 / 4 * 2 / 3 * 3 / 4, "B1": 1 / 4, "C1": 1 / 4}
    )


def test_what_does_not_apply_leaves_its_weight_to_the_others_of_its_whole() -> None:
    found = weights_in_card(card(), ["A1", "C1"])
    assert found == pytest.approx({"A1": 3 / 4, "C1": 1 / 4})
    assert weights_in_card(card(), ["B1"]) == pytest.approx({"B1": 1})


@given(st.lists(st.integers(0, 5), min_size=4, max_size=4))
def test_the_score_of_the_whole_is_what_the_absolute_weights_make_of_the_measures(
    weights: list[int],
) -> None:
    values = (10.0, 50.0, 80.0, 30.0)
    given_card = card(weights)
    scores = evaluate(given_card, figures({"u": values})).scores
    whole = scores[(scores["level"] == "scorecard") & (scores["org_unit"] == "u")]
    found = weights_in_card(given_card, list(PLACES))
    if not any(weights):
        assert set(found.values()) == {0}
        return
    assert sum(found.values()) == pytest.approx(1)
    expected = sum(found[code] * value for code, value in zip(PLACES, values, strict=True))
    assert whole["score"].iloc[0] == pytest.approx(expected)


# --- the draws ------------------------------------------------------------------------------------


def test_a_drawn_weight_lies_between_half_and_double_and_none_stays_none() -> None:
    levels = levels_of(card((1, 0, 4, 1)))
    drawn = weights_drawn(levels, 4000, Generator(PCG64(1)))[0].weight
    factors = drawn[:, [0, 2, 3]] / [1, 4, 1]
    assert factors.min() >= 1 / FACTOR
    assert factors.max() <= FACTOR
    assert np.median(factors, axis=0) == pytest.approx(1, abs=0.05)  # half as likely as double
    assert (drawn[:, 1] == 0).all()


def plain_score(levels: Sequence[Level], draw: int, there: Sequence[Any], scores: Any) -> float:
    """Return the score of one unit under one draw: level by level, one weighted mean at a time."""
    points = dict(enumerate(scores))
    for level, present in zip(levels, there, strict=True):
        wholes: dict[int, list[tuple[float, float]]] = {}
        for part, whole in enumerate(level.whole):
            if present[part] and part in points:
                weight = level.weight[draw, part]
                wholes.setdefault(int(whole), []).append((weight, points[part]))
        points = {
            whole: sum(w * s for w, s in parts) / sum(w for w, _ in parts)
            for whole, parts in wholes.items()
            if sum(w for w, _ in parts) > 0
        }
    return points[0]


SCORES = st.sampled_from([NAN, 0.0, 20.0, 55.5, 100.0])


@given(st.lists(st.lists(SCORES, min_size=4, max_size=4), max_size=5), st.integers(0, 99))
def test_scores_under_many_weights_are_those_of_one_unit_and_draw_at_a_time(
    rows: list[list[float]], seed: int
) -> None:
    scores = np.array([row for row in rows if not all(map(math.isnan, row))]).reshape(-1, 4)
    has = ~np.isnan(scores)
    objectives = np.column_stack([has[:, 0] | has[:, 1], has[:, 2], has[:, 3]])
    there = [has, objectives, np.column_stack([objectives[:, :2].any(axis=1), objectives[:, 2]])]
    levels = weights_drawn(levels_of(card()), 3, Generator(PCG64(seed)))
    found = scores_under(levels, there, scores)
    for unit in range(len(scores)):
        for draw in range(3):
            own = [present[unit] for present in there]
            assert found[unit, draw] == pytest.approx(plain_score(levels, draw, own, scores[unit]))


def complete(scores: Any) -> list[Any]:
    return [np.ones((len(scores), parts), dtype=bool) for parts in (4, 3, 2)]


def test_places_are_counted_draw_by_draw_as_one_would_by_hand() -> None:
    scores = Generator(PCG64(7)).uniform(0, 100, (9, 4))
    levels, there = levels_of(card()), complete(scores)
    found = order_of("abcdefghi", levels, there, scores, Generator(PCG64(3)), draws=200)
    own = [replace(level, weight=level.weight[np.newaxis]) for level in levels]
    base = scores_under(own, there, scores)[:, 0]
    drawn = scores_under(weights_drawn(levels, 200, Generator(PCG64(3))), there, scores).T
    places = [[1 + sum(other > mine for other in draw) for mine in draw] for draw in drawn]
    for unit in range(9):
        inside = sorted(place[unit] for place in places)
        assert (found.first[unit], found.last[unit]) == (inside[4], inside[195])
    changed = [
        any((base[i] - base[j]) * (draw[i] - draw[j]) < 0 for i in range(9) for j in range(i))
        for draw in drawn
    ]
    assert found.changed == np.mean(changed)
    assert found.first_changed == np.mean([np.argmax(d) != np.argmax(base) for d in drawn])
    assert found.last_changed == np.mean([np.argmin(d) != np.argmin(base) for d in drawn])
    taus = [kendalltau(base, draw).statistic for draw in drawn]
    assert found.tau == pytest.approx(np.mean(taus))


def test_where_one_unit_is_better_in_everything_no_weights_change_the_order() -> None:
    scores = np.array([[90.0] * 4, [50.0] * 4, [10.0] * 4])
    found = order_of("abc", levels_of(card()), complete(scores), scores, Generator(PCG64(1)))
    assert (found.first, found.last) == ((1, 2, 3), (1, 2, 3))
    assert (found.changed, found.first_changed, found.last_changed, found.tau) == (0, 0, 0, 1)


def test_equal_units_share_a_place_and_count_as_no_pair() -> None:
    scores = np.array([[50.0] * 4, [50.0] * 4, [10.0] * 4])
    found = order_of("abc", levels_of(card()), complete(scores), scores, Generator(PCG64(1)))
    assert (found.first, found.last) == ((1, 1, 3), (1, 1, 3))
    assert (found.changed, found.tau) == (0, 1)


# --- in a report ----------------------------------------------------------------------------------

ROWS = {
    "u": (90.0, 10.0, 50.0, 40.0),
    "v": (20.0, 60.0, 30.0, 70.0),
    "w": (50.0, NAN, 55.0, 45.0),
    "x": (50.0, 50.0, 50.0, 50.0),
}


def test_a_report_has_the_order_of_the_units_right_below_and_keeps_it(tmp_path: Any) -> None:
    evaluation = evaluate(card(), figures(ROWS))
    period = parse_period("2003-Q1")
    report = slice_for(evaluation, "city", "all", period)
    assert report.order is not None
    assert report.order.units == ("u", "v", "w", "x")
    assert report.order == slice_for(evaluation, "city", "all", period).order
    assert slice_for(evaluation, "u", "all", period).order is None
    write_scorecard(tmp_path, evaluation.scorecard)
    write_slice(tmp_path, report)
    assert read_slice(tmp_path, "city", "all", "2003-Q1").order == report.order


def test_the_seed_alone_decides_what_is_drawn() -> None:
    period = parse_period("2003-Q1")
    orders = [
        slice_for(evaluate(card(), figures(ROWS), seed=seed), "city", "all", period).order
        for seed in (1, 1, 2)
    ]
    assert orders[0] == orders[1] != orders[2]


def test_two_units_and_units_without_a_score_have_no_order() -> None:
    rows = {unit: ROWS[unit] for unit in "uv"}
    report = slice_for(evaluate(card(), figures(rows)), "city", "all", parse_period("2003-Q1"))
    assert report.order is None


def told(language: str, **changed: Any) -> tuple[list[str], list[Fold]]:
    """Return the paragraphs and folds about the objectives of the city, with another order."""
    report = slice_for(evaluate(card(), figures(ROWS)), "city", "all", parse_period("2003-Q1"))
    assert report.order is not None
    other = replace(report, order=replace(report.order, **changed))
    blocks = objectives(Report(other, language)).blocks
    texts = ["".join(r.text for r in b.runs) for b in blocks if isinstance(b, Paragraph)]
    return texts, [block for block in blocks if isinstance(block, Fold)]


CHANGED: dict[str, Any] = {"first": (1, 2, 1, 1), "last": (2, 4, 4, 3)}


@pytest.mark.parametrize(
    ("share", "cases"),
    [(0.636, "64"), (0.004, "fewer than one"), (0.9951, "more than 99"), (1.0, "100")],
)
def test_the_report_says_in_how_many_cases_the_order_changes(share: float, cases: str) -> None:
    texts, _ = told("en", changed=share, **CHANGED)
    assert texts[-1] == (
        f"With other plausible weights the order of the units right below changes in {cases} of "
        "100 cases. The least certain place is that of w: between 1 and 4 of 4."
    )


def test_the_report_says_so_in_swedish_and_where_nothing_changes() -> None:
    texts, _ = told("sv", changed=0.636, **CHANGED)
    assert texts[-1] == (
        "Med andra rimliga vikter ändras ordningen mellan enheterna närmast under i 64 av 100 "
        "fall. Mest osäker är platsen för w: mellan 1 och 4 av 4."
    )
    texts, _ = told("en", changed=0.0)
    assert texts[-1].endswith("is the same with other plausible weights too.")


def test_places_stand_behind_a_fold_as_spans_by_the_names_of_the_units() -> None:
    _, folds = told("en", **CHANGED, tau=0.5, first_changed=0.25, last_changed=0.999)
    table, note = folds[-1].blocks
    assert isinstance(table, Table)
    assert isinstance(note, Paragraph)
    assert not folds[-1].in_print
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["u", "1", "2"],
        ["v", "2", "4"],
        ["w", "1", "4"],
        ["x", "1", "3"],
    ]
    method = note.runs[0].text
    assert "highest score in 25 of 100 cases and the lowest in more than 99" in method
    assert "is 0.50 on average" in method


def test_the_workbook_tells_what_each_measure_weighs_in_the_whole() -> None:
    report = slice_for(evaluate(card(), figures(ROWS)), "city", "all", parse_period("2003-Q1"))
    found = sheets(Report(report, "en")).blocks
    sheet = next(each for each in found if isinstance(each, Sheet) and each.name == "Measures")
    labels = [column.label for column in sheet.columns]
    code, weight = labels.index("Code"), labels.index("Weight in the whole scorecard")
    weights = {row[code]: row[weight] for row in sheet.rows}
    assert weights == pytest.approx({"A1": 0.125, "A2": 0.375, "B1": 0.25, "C1": 0.25})
