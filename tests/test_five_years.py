"""The trend of five years, against the figures and the verdicts of Fingertips."""

from __future__ import annotations

import math

import numpy as np
import pytest

from bsc_helpers.compute.process import (
    CANNOT_BE_CALCULATED,
    DECREASING,
    DECREASING_BETTER,
    DECREASING_WORSE,
    INCREASING,
    INCREASING_BETTER,
    INCREASING_WORSE,
    NO_SIGNIFICANT_CHANGE,
    five_years,
    five_years_of_proportions,
    recent_trend,
)
from bsc_helpers.errors import ParameterError

NAN = math.nan

# FingertipsNext, trend-analysis/TrendAnalysisApp.UnitTests/Calculator: IndicatorTestData.cs for
# the data (2020 to 2024), TrendCalculatorTests.cs for the verdicts.
DIABETES = [7.0826, 7.1085, 7.2571, 7.4528, 7.6554]
DIABETES_LOWER = [7.0754, 7.1013, 7.2499, 7.4456, 7.6481]
DIABETES_UPPER = [7.094, 7.1199, 7.2684, 7.4643, 7.6669]
DIABETES_COUNTS = [3455176, 3491868, 3625401, 3774801, 3938080]
DIABETES_BASES = [48783947, 49122259, 49956777, 50649129, 51441896]
MMR = [92.6254, 92.3221, 90.8708, 90.017, 90.1013]
MMR_LOWER = [92.4168, 92.1072, 90.6358, 89.7694, 89.8578]
MMR_UPPER = [92.8288, 92.5315, 91.1004, 90.2594, 90.3396]
EYES = [2.935, 1.93028, 2.7567, 2.8701, 3.0121]
EYES_LOWER = [2.7841, 1.8085, 2.6113, 2.7225, 2.8616]
EYES_UPPER = [3.0919, 2.058, 2.9082, 3.0237, 3.1683]


def test_slope_and_chi_squared_are_those_of_the_list_of_formulas() -> None:
    trend = five_years([DIABETES], [DIABETES_LOWER], [DIABETES_UPPER])
    assert trend.slope == pytest.approx([0.14880], abs=5e-6)
    assert trend.chi_squared == pytest.approx([9740.1], abs=0.05)
    assert trend.direction.tolist() == [1]


def test_cochran_armitage_is_that_of_the_list_of_formulas() -> None:
    trend = five_years_of_proportions(
        [DIABETES_COUNTS, [120, 118, 131, 140, 152]], [DIABETES_BASES, [400] * 5]
    )
    assert trend.chi_squared == pytest.approx([16494.8, 8.356], rel=6e-5)
    assert trend.direction.tolist() == [1, 0]


def test_values_get_the_verdicts_of_fingertips() -> None:
    trend = five_years([MMR, EYES], [MMR_LOWER, EYES_LOWER], [MMR_UPPER, EYES_UPPER])
    assert recent_trend(trend, "higher_is_better").tolist() == [DECREASING_WORSE, INCREASING_BETTER]
    assert recent_trend(trend, "lower_is_better").tolist() == [DECREASING_BETTER, INCREASING_WORSE]


@pytest.mark.parametrize(
    ("polarity", "rising", "falling"),
    [
        ("higher_is_better", INCREASING_BETTER, DECREASING_WORSE),
        ("lower_is_better", INCREASING_WORSE, DECREASING_BETTER),
        ("in_range", INCREASING, DECREASING),
        ("neutral", INCREASING, DECREASING),
    ],
)
def test_a_rising_proportion_is_never_called_decreasing(
    polarity: str, rising: str, falling: str
) -> None:
    # TrendMarkerCalculator.cs of Fingertips 2020 set no slope for proportions.
    counts = np.array([[100, 120, 140, 160, 180]])
    trend = five_years_of_proportions(np.vstack([counts, counts[:, ::-1]]), np.full((2, 5), 400))
    assert (trend.chi_squared > 9.549536).all()
    assert recent_trend(trend, polarity).tolist() == [rising, falling]  # type: ignore[arg-type]
    assert trend.slope == pytest.approx([0.05, -0.05])


def test_a_trend_that_hangs_on_one_year_is_none() -> None:
    # Level but for the last year: significant by its χ², level again without that year.
    values = np.array([[10.0, 9.9, 10.0, 9.9, 30.0]])
    trend = five_years(values, values - 1, values + 1)
    assert trend.chi_squared[0] > 9.549536
    assert recent_trend(trend, "neutral").tolist() == [NO_SIGNIFICANT_CHANGE]
    counts = [[100, 99, 100, 99, 300]]
    of_counts = five_years_of_proportions(counts, np.full((1, 5), 1000))
    assert of_counts.chi_squared[0] > 9.549536
    assert recent_trend(of_counts, "neutral").tolist() == [NO_SIGNIFICANT_CHANGE]


def test_the_five_most_recent_years_are_used_and_must_be_unbroken() -> None:
    older = [[99.0, *MMR], [NAN, *MMR], [1.0, *MMR[:2], NAN, *MMR[3:]]]
    lower = [[0.0, *MMR_LOWER]] * 3
    trend = five_years(older, lower, [[100.0, *MMR_UPPER]] * 3)
    alone = five_years([MMR], [MMR_LOWER], [MMR_UPPER])
    assert trend.slope[:2] == pytest.approx(np.repeat(alone.slope, 2))
    assert recent_trend(trend, "neutral").tolist() == [
        *[DECREASING] * 2,
        CANNOT_BE_CALCULATED,
    ]


def test_too_few_years_or_none_of_the_base_cannot_be_calculated() -> None:
    four = five_years([MMR[1:]], [MMR_LOWER[1:]], [MMR_UPPER[1:]])
    assert recent_trend(four, "neutral").tolist() == [CANNOT_BE_CALCULATED]
    no_width = five_years([MMR], [MMR], [MMR])
    assert recent_trend(no_width, "neutral").tolist() == [CANNOT_BE_CALCULATED]
    broken = five_years_of_proportions(
        [[1, 2, 3, 4, 5], [1, 2, 3, 4, 11], [1, 2, -3, 4, 5], [0, 2, 3, 4, 5]],
        [[10, 10, 10, 10, 10], [10] * 5, [10] * 5, [0, 10, 10, 10, 10]],
    )
    assert broken.is_calculable.tolist() == [True, False, False, False]


def test_none_or_all_in_every_year_is_no_change() -> None:
    trend = five_years_of_proportions([[0] * 5, [40] * 5], np.full((2, 5), 40))
    assert trend.chi_squared.tolist() == [0, 0]
    assert recent_trend(trend, "neutral").tolist() == [NO_SIGNIFICANT_CHANGE] * 2


def test_without_a_trend_two_in_a_thousand_are_called_one_at_most() -> None:
    generator = np.random.default_rng(7)
    values = generator.normal(size=(40_000, 5))
    trend = five_years(values, values - 1.96, values + 1.96)
    share = float((trend.direction != 0).mean())
    assert 0.001 < share < 0.002 + 4 * math.sqrt(0.002 / 40_000)


def test_yearly_values_of_another_shape_or_polarity_are_refused() -> None:
    with pytest.raises(ParameterError, match="rows × periods"):
        five_years(MMR, MMR_LOWER, MMR_UPPER)
    trend = five_years([MMR], [MMR_LOWER], [MMR_UPPER])
    with pytest.raises(ParameterError, match="unknown polarity"):
        recent_trend(trend, "up")  # type: ignore[arg-type]
