"""The evaluation of an invented city against a plain loop: windows, statuses and scores."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from large_city import Size, city_of, delivered_in
from obvious_evaluation import ObviousCity

from bsc_helpers.evaluation import evaluate
from bsc_helpers.model import Scorecard

CITY = Size(units=60, measures=5, quarters=12)


@pytest.fixture(scope="module")
def delivered() -> tuple[Scorecard, pd.DataFrame]:
    scorecard = city_of(CITY)
    return scorecard, delivered_in(CITY, scorecard)


def test_a_city_whose_units_move_close_and_lack_figures_agrees_with_a_plain_loop(
    delivered: tuple[Scorecard, pd.DataFrame],
) -> None:
    scorecard, observations = delivered
    assert observations.duplicated(["input", "org_unit", "period"]).any()  # some are revised
    found = evaluate(scorecard, observations)
    assert {"ok", "incomplete"} <= set(found.results["reason"])
    slow = ObviousCity.of(scorecard, observations)
    expected = slow.results()
    results = found.results.set_index(["org_unit", "period", "measure"])
    assert set(results.index) == set(expected)
    wanted = pd.DataFrame.from_dict(expected, orient="index").reindex(results.index)
    for column in ("value", "year_to_date", "rolling_year", "score"):
        np.testing.assert_allclose(
            results[column], wanted[column], rtol=1e-9, atol=1e-9, err_msg=column
        )
    assert results["status"].tolist() == wanted["status"].tolist()

    weighted = slow.scores(expected)
    scores = found.scores.set_index(["org_unit", "period", "code"])
    assert set(scores.index) == set(weighted)
    wanted = pd.DataFrame.from_dict(weighted, orient="index").reindex(scores.index)
    for column in ("score", "coverage"):
        np.testing.assert_allclose(
            scores[column], wanted[column], rtol=1e-9, atol=1e-9, err_msg=column
        )
