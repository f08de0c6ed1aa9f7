"""The rules of Anhøj for run charts, against their published table and a plain twin."""

from __future__ import annotations

import math
from itertools import groupby
from statistics import median

import numpy as np
import pytest

from bsc_helpers.compute.process import run_chart
from bsc_helpers.errors import ParameterError

NAN = math.nan


# qicharts2, vignette "Quality Improvement Charts", appendix 2: useful points, upper limit for the
# longest run, lower limit for the number of crossings.
@pytest.mark.parametrize(
    ("useful", "longest", "crossings"),
    [
        *((10, 6, 2), (11, 6, 2), (12, 7, 3), (14, 7, 4), (16, 7, 4), (20, 7, 6), (22, 7, 7)),
        *((23, 8, 7), (24, 8, 8), (36, 8, 13), (45, 8, 17), (46, 9, 17), (60, 9, 23)),
        *((75, 9, 30), (90, 9, 37), (91, 10, 37), (100, 10, 41)),
    ],
)
def test_the_limits_are_those_of_the_published_table(
    useful: int, longest: int, crossings: int
) -> None:
    # Two points on the median keep it there also when the others are an odd number.
    chart = run_chart([[0.0, *np.resize([1.0, -1.0], useful), 0.0]])
    assert chart.useful.tolist() == [useful]
    assert chart.longest_limit.tolist() == [longest]
    assert chart.crossings_limit.tolist() == [crossings]


def test_a_run_that_is_too_long_is_a_shift() -> None:
    six = [1.0] * 6 + [-1, -1, 1, -1, -1, 1, -1, -1, -1, -1]  # 16 useful points: up to 7
    eight = [1.0] * 8 + [-1, -2] * 4
    chart = run_chart([six, eight])
    assert chart.longest.tolist() == [6, 8]
    assert chart.has_shifted.tolist() == [False, True]


def test_too_few_crossings_are_a_shift() -> None:
    seldom = [1.0, 1, 1, 1, -1, -1, -1, -1] * 3  # 24 useful points: at least 8 crossings
    chart = run_chart([seldom])
    assert (chart.longest.tolist(), chart.crossings.tolist()) == ([4], [5])
    assert chart.has_shifted.tolist() == [True]


def test_points_on_the_median_and_gaps_do_not_count_and_do_not_end_a_run() -> None:
    chart = run_chart([[1.0, 1, 0, 1, NAN, 1, -1, 0, -1, -1, 0, -1]])
    assert chart.median.tolist() == [0]
    assert chart.useful.tolist() == [8]
    assert (chart.longest.tolist(), chart.crossings.tolist()) == ([4], [1])


def test_nothing_is_told_of_fewer_than_ten_useful_points() -> None:
    nine = run_chart([[1.0] * 5 + [0] + [-1] * 4 + [-2], [1.0] * 4 + [0] + [-1] * 4 + [0, 0]])
    assert nine.useful.tolist() == [10, 8]
    assert nine.is_known.tolist() == [True, False]
    assert nine.has_shifted.tolist() == [True, False]
    assert run_chart(np.full((1, 4), NAN)).has_shifted.tolist() == [False]
    with pytest.raises(ParameterError, match="rows × periods"):
        run_chart([1.0])


def test_the_run_chart_is_what_a_plain_walk_along_each_series_finds() -> None:
    generator = np.random.default_rng(4)
    values = generator.normal(size=(400, 30)).round(1)
    values[generator.random(values.shape) < 0.2] = NAN
    chart = run_chart(values)
    for row, series in enumerate(values.tolist()):
        there = [v for v in series if not math.isnan(v)]
        middle = median(there)
        signs = [v > middle for v in there if abs(v - middle) > 1e-9]
        runs = [len(list(run)) for _, run in groupby(signs)]
        assert chart.median[row] == pytest.approx(middle)
        assert chart.useful[row] == len(signs)
        assert chart.longest[row] == max(runs)
        assert chart.crossings[row] == len(runs) - 1
