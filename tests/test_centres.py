"""Responsibility centres: margin, cash flow, returns and value added, and their table.

The anchors are those of the formula sheet, section 6, recomputed by hand: net margin 180, revenue
1,200, assets 900, required return 12 %, NIBCL 100, cost of capital 10 % give ROI 0.20, residual
income 72, and economic value added of 100 and of 90. The build-up is that of S. Wymysłowski's
lecture (P8).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from bsc_helpers.compute import centres as of
from bsc_helpers.compute.centre_lines import LINES, centre_values
from bsc_helpers.evaluation import (
    CENTRES,
    Evaluation,
    evaluate,
    observations_frame,
    rows_of,
    share_of_year,
    slice_for,
)
from bsc_helpers.model import Reason, Scorecard
from bsc_helpers.periods import KINDS, parse_period, period_of

MARGIN, REVENUE, ASSETS, NIBCL = 180.0, 1200.0, 900.0, 100.0
NAN = math.nan
RATES = {"required_return": 0.12, "cost_of_capital": 0.10, "wacc": 0.10}
NO_PLACE = (0.0, -1.0, -900.0)


# --- the numbers ----------------------------------------------------------------------------------


def test_the_anchors_of_the_formula_sheet_are_met() -> None:
    assert of.return_on_investment(MARGIN, ASSETS) == pytest.approx(0.20)
    assert of.residual_income(MARGIN, ASSETS, 0.12) == 72
    assert of.eva_on_capital_employed(MARGIN, ASSETS, NIBCL, 0.10) == 100
    assert of.eva_on_assets(MARGIN, ASSETS, 0.10) == 90


def test_the_margin_is_built_up_from_sales_to_what_the_centre_brings_in() -> None:
    margin = of.global_margin([1200.0], [700.0])
    assert margin == 500
    assert of.net_margin(margin, [320.0]) == MARGIN


def test_cash_flow_is_what_came_in_less_what_went_out_or_follows_from_the_margin() -> None:
    assert of.net_cash_flow(1150.0, 990.0) == 160
    assert of.cash_flow_from_margin(MARGIN, 60.0, 80.0) == 160


def test_roi_stands_on_the_mean_of_the_assets_at_both_ends() -> None:
    assert of.average_assets(800.0, 1000.0) == ASSETS
    assert of.return_on_investment(MARGIN, of.average_assets(800.0, 1000.0)) == pytest.approx(0.2)


def test_du_pont_roi_is_roi_where_invested_and_average_assets_are_the_same() -> None:
    rng = np.random.default_rng(6)
    margin, revenue, assets = (
        rng.normal(50, 80, 500),
        rng.uniform(1, 900, 500),
        rng.uniform(1, 900, 500),
    )
    roi = of.return_on_investment(margin, assets)
    np.testing.assert_allclose(of.du_pont_roi(margin, revenue, assets), roi, rtol=1e-12)


def test_du_pont_roi_is_another_number_where_they_are_not() -> None:
    invested = 750.0
    assert of.net_margin_rate(MARGIN, REVENUE) == pytest.approx(0.15)
    assert of.asset_turnover(REVENUE, invested) == pytest.approx(1.6)
    assert of.du_pont_roi(MARGIN, REVENUE, invested) == pytest.approx(0.24)
    assert of.return_on_investment(MARGIN, ASSETS) == pytest.approx(0.20)


def test_eva_on_assets_is_roi_less_wacc_on_the_assets() -> None:
    roi = of.return_on_investment(MARGIN, ASSETS)
    assert of.eva_on_assets(MARGIN, ASSETS, 0.08) == pytest.approx((roi - 0.08) * ASSETS)


def test_the_two_forms_of_eva_agree_only_without_liabilities_that_cost_nothing() -> None:
    """Named apart because they disagree: by the cost of capital on the liabilities."""
    one, other = (
        of.eva_on_capital_employed(MARGIN, ASSETS, NIBCL, 0.1),
        of.eva_on_assets(MARGIN, ASSETS, 0.1),
    )
    assert one - other == 0.1 * NIBCL
    assert of.eva_on_capital_employed(MARGIN, ASSETS, 0.0, 0.1) == other


# --- money and missing ----------------------------------------------------------------------------


def test_money_is_exact_to_the_ore() -> None:
    """Acceptance 81: 0.10 + 0.10 + 0.10 is 0.30, and 1,000,000 × 0.01 is 10,000.00."""
    left = of.net_margin(of.global_margin(0.30, 0.10), 0.10)
    assert left == 0.10
    assert left != 0.30 - 0.10 - 0.10  # what binary fractions make of it
    assert of.cash_flow_from_margin(0.10, 0.10, -0.10) == 0.30
    assert of.residual_income(0.0, 1_000_000.0, 0.01) == -10_000.0


def test_amounts_below_ten_billion_thousands_keep_their_ore() -> None:
    large = 9_999_999_999_999.99
    assert of.deviation(large - 0.01, large) == 0.01
    assert of.global_margin(large, 0.99) == 9_999_999_999_999.00


def test_a_deviation_is_actual_less_plan_whatever_is_good() -> None:
    assert of.deviation([100.0, 100.0], [90.0, 120.0]).tolist() == [-10.0, 20.0]


def test_a_ratio_that_differs_by_binary_noise_is_as_planned() -> None:
    assert of.deviation(0.3, 0.1 + 0.2, ratio=True) == 0
    assert of.deviation(20.0, 20.5, ratio=True) == 0.5


def test_a_lower_cost_and_a_higher_revenue_are_favourable() -> None:
    """Acceptance 93: cost over plan is bad, revenue over plan is good; the stored sign is raw."""
    better = {line.code: line.better for line in LINES}
    over = of.deviation([100.0], [110.0])
    assert of.favourable(over, better["costs"]).tolist() == [False]
    assert of.favourable(over, better["variable_costs"]).tolist() == [False]
    assert of.favourable(over, better["payments"]).tolist() == [False]
    assert of.favourable(-over, better["fixed_costs"]).tolist() == [True]
    assert of.favourable(over, better["revenue"]).tolist() == [True]
    assert of.favourable(-over, better["net_margin"]).tolist() == [False]


def test_nothing_is_favourable_that_is_missing_as_planned_or_not_judged() -> None:
    assert of.favourable([NAN, 0.0], "higher").tolist() == [None, None]
    assert of.favourable([5.0, -5.0], None).tolist() == [None, None]


@pytest.mark.parametrize("assets", NO_PLACE)
def test_a_return_on_assets_that_are_not_there_is_not_calculable(assets: float) -> None:
    found = [
        of.return_on_investment(MARGIN, assets),
        of.asset_turnover(REVENUE, assets),
        of.du_pont_roi(MARGIN, REVENUE, assets),
        of.eva_on_assets(MARGIN, assets, 0.1),
        of.net_margin_rate(MARGIN, assets),
    ]
    assert np.isnan(found).all()


def test_a_charge_on_negative_capital_would_be_a_gift_and_is_not_calculable() -> None:
    assert np.isnan(of.residual_income(MARGIN, -1.0, 0.12))
    assert np.isnan(of.eva_on_capital_employed(MARGIN, 50.0, 100.0, 0.1))
    assert of.residual_income(MARGIN, 0.0, 0.12) == MARGIN


def test_missing_is_never_zero() -> None:
    assert np.isnan(of.global_margin([NAN, 1.0], [1.0, NAN])).all()
    assert np.isnan(of.average_assets(NAN, 1.0))
    assert np.isnan(of.deviation([1.0, NAN], [NAN, 1.0])).all()


# --- the lines ------------------------------------------------------------------------------------


def amounts(**changed: float) -> dict[str, Any]:
    given = {
        "revenue": 1200.0, "variable_costs": 700.0, "fixed_costs": 320.0, "receipts": 1150.0,
        "payments": 990.0, "opening_assets": 800.0, "closing_assets": 1000.0, "nibcl": 100.0,
    }  # fmt: skip
    return {name: np.array([value]) for name, value in (given | changed).items()}


def test_an_investment_centre_has_every_line_from_revenue_to_both_forms_of_eva() -> None:
    found = {code: each.value[0] for code, each in centre_values(amounts(), RATES).items()}
    assert found == pytest.approx({
        "revenue": 1200, "variable_costs": 700, "global_margin": 500, "fixed_costs": 320,
        "net_margin": 180, "receipts": 1150, "payments": 990, "net_cash_flow": 160,
        "opening_assets": 800, "closing_assets": 1000, "average_assets": 900,
        "invested_assets": 900, "nibcl": 100, "capital_employed": 800, "roi": 20,
        "net_margin_rate": 15, "asset_turnover": 4 / 3, "du_pont_roi": 20,
        "residual_income": 72, "eva_on_capital_employed": 100, "eva_on_assets": 90,
    })  # fmt: skip
    order = [line.code for line in LINES]
    assert list(found) == sorted(found, key=order.index)


def test_what_a_centre_does_not_deliver_has_no_line() -> None:
    costs = centre_values({"costs": np.array([5.0])}, {})
    assert list(costs) == ["costs"]
    profit = centre_values(
        {n: a for n, a in amounts().items() if n in {"revenue", "variable_costs", "fixed_costs"}},
        {},
    )
    assert list(profit) == [
        "revenue",
        "variable_costs",
        "global_margin",
        "fixed_costs",
        "net_margin",
        "net_margin_rate",
    ]


def test_a_line_that_lacks_a_figure_has_no_data_and_one_without_meaning_is_not_calculable() -> None:
    missing = centre_values(amounts(fixed_costs=NAN), RATES)
    assert {code for code, each in missing.items() if each.reason[0] == Reason.NO_DATA} == {
        "fixed_costs", "net_margin", "roi", "net_margin_rate", "du_pont_roi", "residual_income",
        "eva_on_capital_employed", "eva_on_assets",
    }  # fmt: skip
    bare = centre_values(amounts(opening_assets=0.0, closing_assets=0.0), RATES)
    senseless = {code for code, each in bare.items() if each.reason[0] == Reason.DIVISION_BY_ZERO}
    assert senseless == {
        "roi",
        "asset_turnover",
        "du_pont_roi",
        "eva_on_capital_employed",
        "eva_on_assets",
    }


def obvious(a: dict[str, float], rates: dict[str, float]) -> dict[str, float | None]:
    """Return what the lines are for one cell, by plain arithmetic; None where it has no value."""

    def lacking(*names: str) -> bool:
        return any(math.isnan(a[name]) for name in names)

    margin = (
        None
        if lacking("revenue", "variable_costs", "fixed_costs")
        else a["revenue"] - a["variable_costs"] - a["fixed_costs"]
    )
    assets = (
        None
        if lacking("opening_assets", "closing_assets")
        else (a["opening_assets"] + a["closing_assets"]) / 2
    )
    employed = None if assets is None or lacking("nibcl") else assets - a["nibcl"]
    good = margin is not None and assets is not None
    there = good and assets > 0
    return {
        "net_margin": margin,
        "roi": 100 * margin / assets if there else None,
        "residual_income": margin - rates["required_return"] * assets
        if good and assets >= 0
        else None,
        "eva_on_capital_employed": (
            margin - rates["cost_of_capital"] * employed
            if good and employed is not None and employed >= 0
            else None
        ),
        "eva_on_assets": (margin / assets - rates["wacc"]) * assets if there else None,
    }


def test_the_lines_of_many_cells_are_those_of_each_cell_alone() -> None:
    rng, shape = np.random.default_rng(81), (40, 12)
    given = {name: np.round(1e4 * rng.normal(value, value, shape), 2) for name, value in (
        (name, array[0]) for name, array in amounts().items()
    )}  # fmt: skip
    for each in given.values():
        each[rng.random(shape) < 0.1] = NAN
        each[rng.random(shape) < 0.02] = 0
    found = centre_values(given, RATES)
    for row, column in np.ndindex(shape):
        cell = {name: float(each[row, column]) for name, each in given.items()}
        for code, expected in obvious(cell, RATES).items():
            value = found[code].value[row, column]
            assert (
                np.isnan(value) if expected is None else value == pytest.approx(expected, abs=0.011)
            )
    assert not any(np.isinf(each.value).any() for each in found.values())


# --- the table ------------------------------------------------------------------------------------

FLOWS = ("revenue", "variable_costs", "fixed_costs", "receipts", "payments")
STOCKS = ("assets", "nibcl", "invested_assets")
UNITS = ("north", "south")


def card_of(
    starts: int = 1, reported: tuple[str, ...] = ("quarter", "year"), **centre: Any
) -> Scorecard:
    """Return a scorecard with an investment centre: a company of two units."""
    lines: dict[str, Any] = {
        n: {"plan": f"{n}_plan", "actual": f"{n}_actual"}
        for n in (*FLOWS, "nibcl", "invested_assets")
    }
    lines["assets"] = {"stock": {"plan": "assets_plan", "actual": "assets_actual"}}
    inputs = [
        {"code": f"{name}_{which}", "name": name, "unit_of_measure": "SEK",
         "over_time": "last" if name in STOCKS else "sum"}
        for name in (*FLOWS, *STOCKS)
        for which in ("plan", "actual")
    ]  # fmt: skip
    measures = [
        {"code": f"M-{kind}", "name": "M", "objective": "O", "formula": "revenue_actual",
         "unit_of_measure": "SEK", "frequency": kind, "polarity": "neutral"}
        for kind in reported
    ]  # fmt: skip
    investment = {
        "code": "C", "name": "C", "type": "investment", "org_units": ["company"], "lines": lines,
        "required_return": 12, "cost_of_capital": 10, "wacc": 9.5,
    }  # fmt: skip
    return Scorecard.model_validate({
        "code": "card", "name": "Card", "fiscal_year_starts": starts,
        "perspectives": [{"code": "P", "name": "P"}],
        "objectives": [{"code": "O", "name": "O", "perspective": "P"}],
        "inputs": inputs, "measures": measures, "centres": [investment | centre],
        "org_units": [{"code": "company", "name": "Company", "kind": "company"}]
        + [{"code": code, "name": code, "kind": "part", "parent": "company"} for code in UNITS],
    })  # fmt: skip


def figures(card: Scorecard, first: str, count: int, seed: int = 1) -> list[dict[str, Any]]:
    """Return figures of both units in every quarter, exact to the öre."""
    rng, begin = np.random.default_rng(seed), parse_period(first, card.fiscal_year_starts)
    level = {"revenue": 1200, "variable_costs": 700, "fixed_costs": 320, "receipts": 1150,
             "payments": 990, "assets": 900, "nibcl": 100, "invested_assets": 850}  # fmt: skip
    return [
        {"input": f"{name}_{which}", "org_unit": unit, "period": str(begin.shift(step)),
         "value": round(rng.uniform(700, 1300) * amount, 2)}
        for unit in UNITS
        for step in range(count)
        for name, amount in level.items()
        for which in ("plan", "actual")
    ]  # fmt: skip


def evaluated(card: Scorecard, records: list[dict[str, Any]]) -> Evaluation:
    return evaluate(card, observations_frame(records))


def found_in(evaluation: Evaluation, unit: str, period: str) -> dict[str, Any]:
    rows = rows_of(evaluation.centres)
    return {row.line: row for row in rows if (row.org_unit, row.period) == (unit, period)}


@pytest.mark.parametrize("starts", [1, 7])
def test_the_table_is_the_sum_of_units_and_quarters_with_rates_for_the_time_passed(
    starts: int,
) -> None:
    card = card_of(starts)
    first = "2022-Q4" if starts == 1 else "2022/23-Q4"
    records = figures(card, first, 9)
    evaluation = evaluated(card, records)
    year = 2023
    for number in range(1, 5):
        text = f"{year}-Q{number}" if starts == 1 else f"{year}/24-Q{number}"
        period = parse_period(text, starts)
        covered = [str(p) for p in period.covered("year_to_date", starts)]
        opened = str(parse_period(covered[0], starts).shift(-1))

        def total(name: str, *periods: str) -> float:
            return sum(r["value"] for r in records if r["input"] == name and r["period"] in periods)

        for which in ("plan", "actual"):
            got = {
                code: getattr(row, which)
                for code, row in found_in(evaluation, "company", text).items()
            }
            margin = (
                total(f"revenue_{which}", *covered)
                - total(f"variable_costs_{which}", *covered)
                - total(f"fixed_costs_{which}", *covered)
            )
            assets = (total(f"assets_{which}", opened) + total(f"assets_{which}", text)) / 2
            invested, nibcl = total(f"invested_assets_{which}", text), total(f"nibcl_{which}", text)
            assert got["net_margin"] == round(margin, 2)
            assert got["net_cash_flow"] == round(
                total(f"receipts_{which}", *covered) - total(f"payments_{which}", *covered), 2
            )
            assert got["roi"] == pytest.approx(100 * margin / assets)
            assert got["du_pont_roi"] == pytest.approx(100 * margin / invested)
            assert got["residual_income"] == pytest.approx(
                margin - 0.12 * number / 4 * invested, abs=0.011
            )
            assert got["eva_on_capital_employed"] == pytest.approx(
                margin - 0.10 * number / 4 * (assets - nibcl), abs=0.011
            )
            assert got["eva_on_assets"] == pytest.approx(
                margin - 0.095 * number / 4 * assets, abs=0.011
            )


def test_a_year_is_its_last_quarter_and_months_are_not_told_where_figures_are_quarterly() -> None:
    card = card_of(reported=("month", "quarter", "year"))
    card = card.model_copy(update={"measures": card.measures[1:]})
    evaluation = evaluated(card, figures(card, "2022-Q1", 8))
    quarter, year = (
        found_in(evaluation, "company", "2023-Q4"),
        found_in(evaluation, "company", "2023"),
    )
    assert {code: row.actual for code, row in year.items()} == {
        c: r.actual for c, r in quarter.items()
    }


def test_a_deviation_is_stored_raw_beside_its_favourable_flag() -> None:
    card = card_of()
    evaluation = evaluated(card, figures(card, "2022-Q1", 8))
    assert dict(evaluation.centres.dtypes.astype(str)) == {**CENTRES}
    better = {line.code: line.better for line in LINES}
    for row in rows_of(evaluation.centres):
        if math.isnan(row.deviation):
            assert row.favourable is None
            continue
        assert row.deviation == pytest.approx(row.actual - row.plan, abs=0.006)
        sign = {"higher": 1, "lower": -1, None: 0}[better[row.line]] * row.deviation
        assert row.favourable is (None if sign == 0 else sign > 0)


def test_the_year_that_nothing_was_delivered_before_has_no_average_assets() -> None:
    card = card_of()
    lines = found_in(evaluated(card, figures(card, "2023-Q1", 4)), "company", "2023-Q2")
    assert math.isnan(lines["roi"].actual)
    assert (lines["roi"].reason, lines["roi"].plan_reason) == ("no_data", "no_data")
    assert lines["net_margin"].reason == "ok"


def test_assets_at_the_beginning_may_be_delivered_by_themselves() -> None:
    """The opening figure of the year's first period counts, the closing one of the last."""
    assets = {"opening": {"plan": "assets_plan", "actual": "assets_actual"},
              "closing": {"plan": "nibcl_plan", "actual": "nibcl_actual"}}  # fmt: skip
    card = card_of()
    lines = card.centres[0].lines.model_dump(exclude_none=True) | {"assets": assets}
    lines["nibcl"] = lines["invested_assets"]
    card = card_of(lines=lines)
    records = figures(card, "2023-Q1", 4)

    def total(name: str, period: str) -> float:
        return sum(r["value"] for r in records if (r["input"], r["period"]) == (name, period))

    for text in ("2023-Q1", "2023-Q3"):
        row = found_in(evaluated(card, records), "company", text)["average_assets"]
        assert row.actual == pytest.approx(
            (total("assets_actual", "2023-Q1") + total("nibcl_actual", text)) / 2, abs=0.006
        )


def test_a_figure_that_one_unit_owes_makes_the_sum_missing() -> None:
    card = card_of()
    records = figures(card, "2022-Q4", 5)
    for record in records:
        if (record["input"], record["org_unit"], record["period"]) == (
            "fixed_costs_actual",
            "south",
            "2023-Q2",
        ):
            record["value"] = NAN
    lines = found_in(evaluated(card, records), "company", "2023-Q2")
    assert math.isnan(lines["net_margin"].actual)
    assert math.isnan(lines["net_margin"].deviation)
    assert lines["net_margin"].plan_reason == "ok"
    assert lines["global_margin"].reason == "ok"


def test_only_the_units_of_a_centre_have_lines_by_code_or_by_kind() -> None:
    card = card_of(org_units=[], kinds=["part"])
    evaluation = evaluated(card, figures(card, "2022-Q4", 5))
    assert {*evaluation.centres["org_unit"]} == {*UNITS}
    one = evaluated(card_of(), figures(card, "2022-Q4", 5))
    assert {*one.centres["org_unit"]} == {"company"}


def test_a_report_has_its_own_centre_for_its_own_period() -> None:
    card = card_of()
    evaluation = evaluated(card, figures(card, "2022-Q4", 5))
    own = slice_for(evaluation, "company", "all", parse_period("2023-Q3"))
    assert {*own.centres["period"]} == {"2023-Q3"}
    assert own.centres["line"].is_unique
    assert slice_for(evaluation, "north", "all", parse_period("2023-Q3")).centres.empty


@pytest.mark.parametrize("kind", KINDS)
def test_the_share_of_the_year_grows_evenly_to_the_whole(kind: str) -> None:
    for starts in (1, 9):
        year = parse_period("2023" if starts == 1 else "2023/24", starts)
        parts = year.parts(kind)
        shares = [share_of_year(part, starts) for part in parts]
        assert shares == pytest.approx([(n + 1) / len(parts) for n in range(len(parts))])
        assert shares[-1] == 1


def test_monthly_figures_make_quarters_and_a_stock_is_that_of_the_last_month() -> None:
    card = card_of(reported=("month", "quarter"))
    inputs = tuple(i.model_copy(update={"frequency": "month"}) for i in card.inputs)
    card = card.model_copy(update={"inputs": inputs})
    december = parse_period("2022-12")
    records = [
        {"input": i.code, "org_unit": "north", "period": str(december.shift(n)), "value": 100.0 + n}
        for i in inputs
        for n in range(7)
    ]
    lines = found_in(evaluated(card, records), "company", "2023-Q2")
    assert lines["revenue"].actual == sum(100 + n for n in range(1, 7))
    assert lines["opening_assets"].actual == 100  # that of December
    assert lines["closing_assets"].actual == 106  # that of June
    month = found_in(evaluated(card, records), "company", "2023-02")
    assert month["residual_income"].actual == pytest.approx(-203 - 0.12 * 2 / 12 * 102, abs=0.01)
    assert period_of(december.end, "quarter").number == 4
