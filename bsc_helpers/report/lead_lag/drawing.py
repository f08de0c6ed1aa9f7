"""The drawings of one pair: its lag profile, its surprises, and the units one by one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import StatisticsError, linear_regression

from bsc_helpers.blocks import Cell, Column, Figure, Row, Table
from bsc_helpers.charts.lag_profile import LagProfile, render_lag_profile
from bsc_helpers.charts.surprises import Surprises, render_surprises
from bsc_helpers.charts.unit_correlations import (
    UnitCorrelation,
    UnitCorrelations,
    render_unit_correlations,
)
from bsc_helpers.compute.leadlag import LagEffect, PairTest
from bsc_helpers.evaluation import TestedPair
from bsc_helpers.model import Measure
from bsc_helpers.narrative.formats import format_number, format_share, unit_sign
from bsc_helpers.narrative.lead_lag import lag_words, r_words
from bsc_helpers.narrative.rounding import decimals_to_show
from bsc_helpers.report.lead_lag.opened import LinkReport

__all__ = ["profile_of", "surprises_of", "units_of"]


def profile_of(report: LinkReport, pair: TestedPair, test: PairTest) -> Figure:
    """Return the correlation at every lag, the negative side too, with its band."""
    words, language = report.words, report.language
    kinds = words[f"periods_{report.kind(pair)}"]
    driver, outcome = (each.name.of(language) for each in report.measures(pair))
    floor = report.tests.options.floor
    profile = LagProfile(
        lags=[each.lag for each in test.profile],
        values=[each.r for each in test.profile],
        lower=[each.lower for each in test.profile],
        upper=[each.upper for each in test.profile],
        label=words["profile_r"],
        lag_label=words["profile_lag"].format(kinds=kinds),
        driver_first=words["driver_first_short"],
        outcome_first=words["outcome_first_short"],
        format_value=lambda value: format_number(value, 1, language),
        format_lag=lambda lag: format_number(lag, 0, language),
        chosen=test.lag,
        chosen_label=r_words(test.r or 0.0, language),
        window=(pair.earliest, pair.latest) if pair.sign else None,
        window_label=words["window_label"] if pair.sign else "",
        floor=floor,
        floor_label=words["floor_label"].format(floor=r_words(floor, language)),
        interval_label=words["interval_label"],
        notice=report.notice,
    )
    alt = words["profile_alt"].format(
        driver=driver,
        outcome=outcome,
        first=_lag(report, test.profile[0].lag),
        last=_lag(report, test.profile[-1].lag),
        values="; ".join(_spoken(report, each) for each in test.profile if not math.isnan(each.r)),
    )
    svg, title = render_lag_profile(profile), words["profile_title"]
    return Figure(svg=svg, alt=alt, title=title, data=_profile_data(report, test))


def _lag(report: LinkReport, lag: int) -> str:
    return format_number(lag, 0, report.language)


def _spoken(report: LinkReport, each: LagEffect) -> str:
    numbers = [r_words(value, report.language) for value in (each.r, each.lower, each.upper)]
    return report.words["profile_value"].format(
        lag=_lag(report, each.lag), r=numbers[0], lower=numbers[1], upper=numbers[2]
    )


def _profile_data(report: LinkReport, test: PairTest) -> Table:
    words, language = report.words, report.language
    labels = ("lag", "correlation", "lower", "upper", "units_tested", "pairs")
    rows = []
    for each in test.profile:
        numbers = [Cell(text=_lag(report, each.lag), number=each.lag)]
        for value in (each.r, each.lower, each.upper):
            known = not math.isnan(value)
            text = r_words(value, language) if known else ""
            numbers.append(Cell(text=text, number=value if known else None))
        numbers += [
            Cell(text=format_number(count, 0, language), number=count)
            for count in (each.units, each.pairs)
        ]
        rows.append(Row(cells=tuple(numbers)))
    columns = tuple(Column(label=words[label], numeric=True) for label in labels)
    return Table(caption=words["profile_data"], columns=columns, rows=tuple(rows))


def surprises_of(report: LinkReport, pair: TestedPair, test: PairTest) -> Figure:
    """Return the scatter of surprises at the lag that was found, with a straight line."""
    words, language = report.words, report.language
    driver, outcome = report.measures(pair)
    x, y = ([each.driver for each in test.surprises], [each.outcome for each in test.surprises])
    slope, intercept = _line(x, y)
    later = lag_words(test.lag or 0, report.kind(pair), language)
    places = [_places(values) for values in (x, y)]
    plot = Surprises(
        drivers=x,
        outcomes=y,
        driver_label=_surprise(report, driver),
        outcome_label=_surprise(report, outcome),
        format_driver=lambda value: format_number(value, places[0], language),
        format_outcome=lambda value: format_number(value, places[1], language),
        intercept=intercept,
        slope=slope,
        line_label=words["surprise_line"],
        format_count=lambda count: words["surprise_count"].format(
            count=format_number(count, 0, language)
        ),
        driver_step=10.0 ** -places[0],
        outcome_step=10.0 ** -places[1],
        notice=report.notice,
    )
    alt = words["surprises_alt"].format(
        driver=driver.name.of(language),
        outcome=outcome.name.of(language),
        later=later,
        count=format_number(len(x), 0, language),
        r=r_words(test.r or 0.0, language),
    )
    title = words["surprises_title"].format(later=_which_later(report, test, later))
    return Figure(svg=render_surprises(plot), alt=alt, title=title)


def _which_later(report: LinkReport, test: PairTest, later: str) -> str:
    """Return how much later the one that comes second is taken."""
    if not test.lag:
        return later
    first = report.words["driver_first_short" if test.lag > 0 else "outcome_first_short"]
    return f"{later} ({first})"


def _line(x: Sequence[float], y: Sequence[float]) -> tuple[float, float]:
    """Return slope and intercept of the straight line through points; NaN where there is none."""
    try:
        slope, intercept = linear_regression(x, y)
    except StatisticsError:
        return math.nan, math.nan
    return slope, intercept


def _places(values: Sequence[float]) -> int:
    return decimals_to_show(max(map(abs, values), default=0.0), 1)


def _surprise(report: LinkReport, measure: Measure) -> str:
    text = report.words["surprise_of"].format(measure=measure.name.of(report.language))
    return report.words["surprise_unit"].format(text=text, unit=unit_sign(measure, report.language))


def units_of(report: LinkReport, pair: TestedPair, test: PairTest) -> Figure | None:
    """Return each unit's own correlation at the lag that was found; None for a single series."""
    if test.mode == "single" or not test.unit_effects or test.r is None:
        return None
    words, language = report.words, report.language
    own = sorted(test.unit_effects, key=lambda each: -each.r)
    units = [
        UnitCorrelation(report.unit_text(pair, each.unit), each.r, r_words(each.r, language))
        for each in own
    ]
    plot = UnitCorrelations(
        units=units,
        label=words["correlation"],
        count_label=words["units_count"],
        format_value=lambda value: format_number(value, 1, language),
        format_count=lambda count: format_number(count, 0, language),
        mean=test.r,
        mean_label=words["units_mean"].format(r=r_words(test.r, language)),
        zero_label=words["units_zero"],
        notice=report.notice,
    )
    alt = words["units_alt"].format(
        count=format_number(len(own), 0, language),
        low=r_words(own[-1].r, language),
        high=r_words(own[0].r, language),
        r=r_words(test.r, language),
        same=format_share(test.same_sign or 0.0, language),
    )
    return Figure(svg=render_unit_correlations(plot), alt=alt, title=words["units_title"])
