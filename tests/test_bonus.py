"""The bonus scheme: weights that are a whole, coverage, payout, and their table.

The scheme is the example of S. Wymysłowski's lecture (P7): 60 percent finance, of which 18, 18, 18,
3 and 3; 10 customers, four times 2.5; 10 internal processes; 20 learning, of which 10, 7 and 3.
"""

from __future__ import annotations

import math
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bsc_helpers.compute.bonus import Payout, payout_of, weight_fault, weighted_result
from bsc_helpers.errors import ParameterError
from bsc_helpers.evaluation import Evaluation, evaluate, observations_frame, rows_of
from bsc_helpers.model import Scorecard
from bsc_helpers.register import load_register

NAN = math.nan
LECTURE = {
    "F": ("60", ["18", "18", "18", "3", "3"]),
    "K": ("10", ["2.5", "2.5", "2.5", "2.5"]),
    "P": ("10", ["10"]),
    "L": ("20", ["10", "7", "3"]),
}
SCALE = Payout(threshold=80, target=100, cap=120, at_threshold=50, at_target=100, at_cap=150)


def decimals(*texts: str) -> list[Decimal]:
    return [Decimal(text) for text in texts]


def named(*texts: str) -> dict[str, Decimal]:
    return {f"M{n}": weight for n, weight in enumerate(decimals(*texts), start=1)}


# --- weights --------------------------------------------------------------------------------------


def test_the_weights_of_the_lecture_are_a_whole_at_both_levels() -> None:
    assert weight_fault({code: Decimal(whole) for code, (whole, _) in LECTURE.items()}) == ""
    for whole, parts in LECTURE.values():
        assert weight_fault(named(*parts), Decimal(whole)) == ""


def test_the_built_in_example_has_the_weights_of_the_lecture() -> None:
    folder = Path(__file__).parents[1] / "parameters" / "foretaget"
    scheme = load_register(folder).scorecard.bonus
    assert scheme is not None
    found = {
        part.perspective: (part.weight, [each.weight for each in part.measures])
        for part in scheme.perspectives
    }
    assert found == {c: (Decimal(whole), decimals(*parts)) for c, (whole, parts) in LECTURE.items()}


def test_a_tenth_and_two_tenths_are_three_tenths() -> None:
    assert weight_fault(named("0.1", "0.2", "99.7")) == ""
    assert weight_fault(named("0.1", "0.2"), Decimal("0.3")) == ""


def test_a_wrong_sum_names_the_weights_and_what_is_missing() -> None:
    assert weight_fault(named("60", "10", "10", "19.9")) == (
        "the weights add up to 99.9, not 100: M1 60 + M2 10 + M3 10 + M4 19.9; 0.1 is missing"
    )
    assert weight_fault(named("60", "50")).endswith("M1 60 + M2 50; 10 is too much")
    assert weight_fault({}) == "the weights add up to 0, not 100: ; 100 is missing"


# --- result and coverage --------------------------------------------------------------------------


def test_the_result_is_the_weighted_mean_of_the_attainments() -> None:
    """18·110 + 18·90 + 64·100 = 10,000 of 100: 100 percent."""
    found = weighted_result(
        decimals("18", "18", "64"), [[110.0], [90.0], [100.0]], 120, Decimal(100)
    )
    assert found.result[0] == 100
    assert (found.coverage[0], found.enough[0]) == (1, True)


def test_one_measure_cannot_pay_for_all_others_and_none_counts_below_nothing() -> None:
    found = weighted_result(decimals("50", "50"), [[900.0], [-40.0]], 120, Decimal(100))
    assert found.result[0] == 60


def test_a_missing_measure_has_no_part_and_is_told_by_the_coverage() -> None:
    found = weighted_result(decimals("60", "40"), [[90.0], [NAN]], 120, Decimal(70))
    assert (found.result[0], found.coverage[0], found.enough[0]) == (90, 0.6, False)
    nothing = weighted_result(decimals("60", "40"), [[NAN], [NAN]], 120, Decimal(0))
    assert np.isnan(nothing.result[0])
    assert nothing.coverage[0] == 0


def test_a_coverage_that_is_just_met_is_met_whatever_binary_fractions_say() -> None:
    """0.7 + 0.1 of 1 are 80 percent; as binary fractions they are a little less."""
    assert 0.7 + 0.1 < 0.8
    weights = decimals("0.7", "0.1", "0.2")
    found = weighted_result(weights, [[100.0], [100.0], [NAN]], 120, Decimal(80))
    assert found.enough[0]
    assert not weighted_result(weights, [[100.0], [100.0], [NAN]], 120, Decimal("80.1")).enough[0]


def test_many_units_get_what_each_would_get_alone() -> None:
    rng = np.random.default_rng(60)
    weights = decimals("18", "18", "18", "3", "3", "2.5", "2.5", "2.5", "2.5", "10", "10", "7", "3")
    attained = rng.normal(100, 30, (len(weights), 50, 4))
    attained[rng.random(attained.shape) < 0.15] = NAN
    found = weighted_result(weights, attained, 120, Decimal(90))
    for row, column in np.ndindex(attained.shape[1:]):
        total, known = 0.0, Decimal(0)
        for weight, value in zip(weights, attained[:, row, column], strict=True):
            if not math.isnan(value):
                total += float(weight) * min(max(value, 0), 120)
                known += weight
        assert found.result[row, column] == pytest.approx(total / float(known))
        assert found.coverage[row, column] == pytest.approx(float(known) / 100)
        assert found.enough[row, column] == (known >= 90)


# --- payout ---------------------------------------------------------------------------------------


def test_nothing_is_paid_below_the_threshold_and_no_more_beyond_the_cap() -> None:
    results = [0, 79.999, 80, 90, 100, 110, 120, 300]
    assert payout_of(results, SCALE).tolist() == [0, 0, 50, 75, 100, 125, 150, 150]
    assert np.isnan(payout_of(NAN, SCALE))


@pytest.mark.parametrize(
    "scale",
    [
        {"threshold": 100, "target": 100, "cap": 120},
        {"threshold": 80, "target": 100, "cap": 90},
        {"threshold": 80, "target": 100, "cap": 120, "at_threshold": 120},
        {"threshold": 80, "target": 100, "cap": 120, "at_cap": 90},
        {"threshold": 80, "target": 100, "cap": 120, "at_threshold": -1},
    ],
)
def test_a_scale_that_does_not_rise_is_refused(scale: dict[str, float]) -> None:
    with pytest.raises(ParameterError, match="must"):
        Payout(**scale)


# --- the table ------------------------------------------------------------------------------------


def card_of(minimum: str = "80") -> Scorecard:
    targets = [{"from": "2003", "value": 100}]
    measures = [
        {"code": code, "name": code, "objective": f"O{code[0]}", "formula": f"of_{code.lower()}",
         "unit_of_measure": "index", "polarity": "higher_is_better", "frequency": kind,
         "targets": targets}
        for code, kind in (("A1", "quarter"), ("A2", "quarter"), ("B1", "year"))
    ]  # fmt: skip
    parts = [
        {"perspective": "A", "weight": 70,
         "measures": [{"measure": "A1", "weight": 50}, {"measure": "A2", "weight": 20}]},
        {"perspective": "B", "weight": 30, "measures": [{"measure": "B1", "weight": 30}]},
    ]  # fmt: skip
    return Scorecard.model_validate({
        "code": "card", "name": "Card",
        "perspectives": [{"code": c, "name": c} for c in "AB"],
        "objectives": [{"code": f"O{c}", "name": c, "perspective": c} for c in "AB"],
        "inputs": [
            {"code": m["formula"], "name": "I", "frequency": m["frequency"]} for m in measures
        ],
        "measures": measures,
        "bonus": {
            "name": "Bonus", "org_units": ["top"], "perspectives": parts,
            "payout": {"threshold": 80, "at_threshold": 50, "cap": 120, "at_cap": 150},
            "minimum_coverage": minimum,
        },
        "org_units": [
            {"code": "top", "name": "Top"}, {"code": "other", "name": "O", "parent": "top"}
        ],
    })  # fmt: skip


def evaluated(minimum: str = "80", **figures: float) -> Evaluation:
    records = [
        {"input": f"of_{name}", "org_unit": "other", "value": value,
         "period": "2003" if name == "b1" else "2003-Q4"}
        for name, value in figures.items()
    ]  # fmt: skip
    return evaluate(card_of(minimum), observations_frame(records))


def of_period(evaluation: Evaluation, period: str) -> dict[tuple[str, str], Any]:
    rows = rows_of(evaluation.bonus)
    return {(row.level, row.code): row for row in rows if row.period == period}


def test_the_table_goes_from_measures_by_perspectives_to_the_payout() -> None:
    rows = of_period(evaluated(a1=110.0, a2=90.0, b1=70.0), "2003-Q4")
    assert {*evaluated(a1=1.0).bonus["org_unit"]} == {"top"}
    assert rows["measure", "A1"].weighted == pytest.approx(55)
    assert rows["perspective", "A"].attainment == pytest.approx((50 * 110 + 20 * 90) / 70)
    assert rows["perspective", "B"].attainment == pytest.approx(70)
    whole = rows["scheme", "card"]
    assert whole.attainment == pytest.approx(55 + 18 + 21)
    assert whole.payout == pytest.approx(50 + (94 - 80) / 20 * 50)


def test_below_the_declared_coverage_no_payout_is_computed() -> None:
    whole = of_period(evaluated(a1=110.0, a2=90.0), "2003-Q4")["scheme", "card"]
    assert whole.coverage == pytest.approx(0.7)
    assert whole.attainment == pytest.approx((50 * 110 + 20 * 90) / 70)
    assert math.isnan(whole.payout)
    enough = of_period(evaluated("70", a1=110.0, a2=90.0), "2003-Q4")["scheme", "card"]
    assert not math.isnan(enough.payout)


def test_a_missing_measure_says_why_and_counts_for_nothing() -> None:
    row = of_period(evaluated(a1=110.0, b1=100.0), "2003-Q4")["measure", "A2"]
    assert (row.reason, row.coverage) == ("no_data", 0)
    assert math.isnan(row.attainment)
    assert math.isnan(row.weighted)


def test_a_scorecard_without_a_scheme_has_no_bonus() -> None:
    bare = card_of().model_copy(update={"bonus": None})
    records = [{"input": "of_a1", "org_unit": "other", "period": "2003-Q4", "value": 1.0}]
    assert evaluate(bare, observations_frame(records)).bonus.empty
