"""Money adds up as on paper: whole öre, in any order, from any number of files."""

from __future__ import annotations

import math
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bsc_helpers.compute.money import kronor, whole_ore
from bsc_helpers.compute.rollup import Delivery, Tree, Windows, over_time
from bsc_helpers.compute.subjects import AT_THE_TOP, Subjects
from bsc_helpers.evaluation import evaluate, observations_frame
from bsc_helpers.model import Scorecard
from bsc_helpers.register import load_register
from bsc_helpers.sources import read_observations
from tests.small_register import write_small


def card(units: int = 3, **changed: Any) -> Scorecard:
    """Return a city and its units, with one input in kronor and its plan."""
    given_input = {"code": "cost", "name": "Cost", "unit_of_measure": "SEK"} | changed
    plan = {"code": "plan", "name": "Plan"}
    return Scorecard.model_validate(
        {
            "code": "t",
            "name": "Test",
            "perspectives": [{"code": "P", "name": "P"}],
            "objectives": [{"code": "O", "name": "O", "perspective": "P"}],
            "inputs": [given_input, plan],
            "economy": {"net": {"plan": "plan", "outturn": "plan"}},
            "measures": [
                {
                    "code": "M",
                    "name": "M",
                    "objective": "O",
                    "formula": "cost",
                    "unit_of_measure": "SEK",
                    "polarity": "neutral",
                    "role": "followed_measure",
                }
            ],
            "org_units": [
                {"code": "city", "name": "City"},
                *({"code": f"u{n}", "name": f"U{n}", "parent": "city"} for n in range(units)),
            ],
        }
    )


def told(amounts: list[float], name: str = "cost") -> pd.DataFrame:
    """Return one amount of each unit."""
    return observations_frame(
        [
            {"input": name, "org_unit": f"u{n}", "period": "2003-Q1", "value": amount}
            for n, amount in enumerate(amounts)
        ]
    )


def total(amounts: list[float], **changed: Any) -> float:
    rows = evaluate(card(len(amounts), **changed), told(amounts)).results
    return float(rows.loc[rows["org_unit"] == "city", "value"].iloc[0])


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ([0.10, 0.10, 0.10], 0.30),  # acceptance 81
        ([1e16, 1.0, -1e16], 1.0),
        ([-1e16, 1e16, 1.0], 1.0),
        ([0.07, 0.01, -0.08], 0.0),
        ([1234567.29, 0.01, -0.30], 1234567.0),
    ],
)
def test_amounts_of_units_add_up_to_the_ore(amounts: list[float], expected: float) -> None:
    assert total(amounts) == expected


def test_a_million_times_one_ore_is_ten_thousand_kronor() -> None:
    # acceptance 81
    subjects = Subjects.of(card(1), told([1.0]))
    days = 1_000_000
    lying = np.full((len(subjects), days), AT_THE_TOP)
    cents = np.full((len(subjects), days), 0.01)
    windows = Windows((tuple(range(days)),), days)
    delivers = np.ones(len(subjects), dtype=bool)
    delivery = Delivery(cents, Tree(subjects, lying), windows, "sum", delivers, money=True)
    assert set(over_time(delivery).value.ravel()) == {10_000.00}
    assert sum([0.01] * days) != 10_000.00  # as binary numbers it is not


def test_other_figures_than_money_are_binary_numbers_as_ever() -> None:
    assert total([0.10, 0.10, 0.10], unit_of_measure="tonnes") == 0.1 + 0.1 + 0.1 != 0.3


@pytest.mark.parametrize("amounts", [[0.005, 0.005], [3e17, 1e17], [1 / 3, 2 / 3]])
def test_what_is_finer_than_an_ore_or_too_much_is_added_as_other_figures_are(
    amounts: list[float],
) -> None:
    assert whole_ore(np.array(amounts)) is None
    assert total(amounts) == sum(amounts)


@pytest.mark.parametrize(
    ("over_time_", "over_units", "expected"),
    [
        ("mean", "sum", 0.30),
        ("last", "sum", 0.30),
        ("sum", "mean", 0.30 / 3),
        ("sum", "none", math.nan),
    ],
)
def test_every_rule_of_adding_up_is_exact(
    over_time_: str, over_units: str, expected: float
) -> None:
    found = total([0.10, 0.10, 0.10], over_time=over_time_, over_units=over_units)
    assert found == expected or (math.isnan(found) and math.isnan(expected))


def test_the_lines_of_the_economy_are_money_without_being_told() -> None:
    one = card(3)
    assert one.money_inputs == {"cost", "plan"}
    lines = evaluate(one, told([0.10, 0.10, 0.10], "plan")).economy
    assert list(lines.loc[lines["org_unit"] == "city", "outturn"]) == [0.30]
    assert list(lines.loc[lines["org_unit"] == "city", "deviation"]) == [0.0]


AMOUNTS = st.integers(-(10**13), 10**13).map(lambda ore: float(Decimal(ore) / 100))


@settings(deadline=None, max_examples=60)
@given(amounts=st.lists(AMOUNTS, min_size=1, max_size=8), order=st.randoms(use_true_random=False))
def test_totals_are_those_of_decimal_arithmetic_whatever_the_order(
    amounts: list[float], order: Any
) -> None:
    expected = float(sum((Decimal(repr(amount)) for amount in amounts), start=Decimal(0)))
    shuffled = list(amounts)
    order.shuffle(shuffled)
    assert total(amounts) == total(shuffled) == expected


@given(ore=st.integers(-(2**61), 2**61))
def test_whole_ore_become_the_kronor_nearest_to_them(ore: int) -> None:
    (found,) = kronor(np.array([ore], dtype=np.int64))
    exact = Decimal(ore) / 100
    assert abs(Decimal(float(found)) - exact) <= Decimal(float(np.spacing(abs(found)))) / 2
    if abs(ore) < 2**53:
        assert found == float(exact)


@given(amount=AMOUNTS)
def test_an_amount_with_two_decimals_is_so_many_ore(amount: float) -> None:
    found = whole_ore(np.array([amount]))
    assert found is not None
    assert int(found[0]) == Decimal(repr(amount)) * 100


LEDGER = """\
sources:
  - code: staff
    name: Ledger
    file: ledger.csv
    columns: {org_unit: unit, period: quarter, input: figure, value: number}
    sum_over: [account]
"""


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (["0.10"] * 3, 0.30),
        (["100000000000000.00", "0.01", "-100000000000000.00"], 0.01),
        (["0.1234", "0.0001"], 0.1235),  # not only money: as they are written
    ],
)
@pytest.mark.parametrize("step", [1, -1])
def test_the_parts_of_a_delivered_figure_add_up_as_they_are_written(
    tmp_path: Path, parts: list[str], expected: float, step: int
) -> None:
    lines = [f"north,2003-Q1,hours,{n},{part}" for n, part in enumerate(parts[::step])]
    ledger = "\n".join(["unit,quarter,figure,account,number", *lines, ""])
    folder = write_small(tmp_path, sources_yaml=LEDGER)
    (folder / "ledger.csv").write_text(ledger, encoding="utf-8")
    card_of = load_register(folder).scorecard
    (value,) = read_observations(card_of, folder)["value"]
    assert value == expected
