"""Surveys as pure numbers: answers to indices, margins of error, regression, priorities."""

from bsc_helpers.compute.survey.answers import Answers, index_of, scaled
from bsc_helpers.compute.survey.effects import (
    FEWEST_OF_ALL,
    FEWEST_PER_AREA,
    HIGHEST_INFLATION,
    Effects,
    cross_products,
    regress,
)
from bsc_helpers.compute.survey.margins import (
    Sums,
    finite_correction,
    margin_of_change,
    margin_of_mean,
    response_rate,
    sums_of,
)
from bsc_helpers.compute.survey.priorities import Priorities, priorities_of

__all__ = [
    "FEWEST_OF_ALL",
    "FEWEST_PER_AREA",
    "HIGHEST_INFLATION",
    "Answers",
    "Effects",
    "Priorities",
    "Sums",
    "cross_products",
    "finite_correction",
    "index_of",
    "margin_of_change",
    "margin_of_mean",
    "priorities_of",
    "regress",
    "response_rate",
    "scaled",
    "sums_of",
]
