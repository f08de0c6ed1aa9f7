"""The drawings of a link between two measures, read back: lags, surprises, units."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from math import inf, nan
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsc_helpers.charts.dot_plot import MOST_ROWS
from bsc_helpers.charts.fonts import text_width, wrapped
from bsc_helpers.charts.lag_profile import LagProfile, render_lag_profile
from bsc_helpers.charts.palette import PALETTE
from bsc_helpers.charts.surprises import MOST_DOTS, Surprises, render_surprises
from bsc_helpers.charts.unit_correlations import (
    UnitCorrelation,
    UnitCorrelations,
    render_unit_correlations,
)
from tests.test_charts import SVG, Drawn, collisions, outside


def decimal(places: int) -> Callable[[float], str]:
    return lambda value: f"{value:.{places}f}".replace(".", ",").replace("-", "−")


def whole(number: int) -> str:
    return f"{number}".replace("-", "−")


VALUES = [0.02, -0.05, 0.04, -0.08, -0.12, -0.2, -0.41, -0.15, nan]
PROFILE = LagProfile(
    lags=range(-4, 5),
    values=VALUES,
    lower=[value - 0.14 for value in VALUES],
    upper=[value + 0.14 for value in VALUES],
    label="Korrelation mellan det oväntade i två mätetal",
    lag_label="Kvartal som det drivande mätetalet ligger före",
    driver_first="Extern personalomsättning först",
    outcome_first="Nöjda med bemötandet först",
    format_value=decimal(1),
    format_lag=whole,
    chosen=2,
    chosen_label="2 kvartal: −0,41",
    window=(1, 3),
    window_label="väntat: 1 till 3 kvartal",
    floor=0.1,
    floor_label="under 0,10 är för litet",
    interval_label="95 % intervall",
    notice="Påhittade uppgifter",
)


def line_at(drawn: Drawn, said: str) -> float:
    """The middle of the text of a mark."""
    text = drawn.named(said)
    return (text.left + text.right) / 2


# -------------------------------------------------------------------------------- the lag profile


def profile(given_: LagProfile = PROFILE, width: int = 480) -> Drawn:
    return Drawn(render_lag_profile(given_, width))


def points(drawn: Drawn, **looks: str) -> list[tuple[float, float]]:
    (found,) = drawn.paths(stroke_linecap="round", **looks)
    return [stretch[0] for stretch in found]


def test_each_known_lag_has_a_dot_above_its_mark_at_its_value() -> None:
    drawn = profile()
    quiet = points(drawn, stroke=PALETTE["quiet"], stroke_width="7")
    (chosen,) = points(drawn, stroke=PALETTE["accent"], stroke_width="11")
    found = dict([*quiet, chosen])
    assert len(found) == 8  # the last lag is not known
    zero, tenths = drawn.named("0,0").middle, drawn.named("−0,4").middle
    for lag, value in zip(PROFILE.lags, VALUES, strict=True):
        if value == value:  # noqa: PLR0124 - not NaN
            x = min(found, key=lambda x: abs(x - line_at(drawn, whole(lag))))
            assert x == pytest.approx(line_at(drawn, whole(lag)), abs=0.2)
            assert (found[x] - zero) / (tenths - zero) * -0.4 == pytest.approx(value, abs=0.005)


def test_a_lag_that_is_not_known_keeps_its_place_without_a_dot() -> None:
    drawn = profile()
    assert line_at(drawn, "4") > line_at(drawn, "3")
    every = points(drawn, stroke=PALETTE["quiet"], stroke_width="7")
    assert max(x for x, _ in every) < line_at(drawn, "4") - 10


def test_the_interval_of_each_lag_reaches_from_its_lower_to_its_upper_end() -> None:
    drawn = profile(replace(PROFILE, lags=[1], values=[0.2], lower=[0.0], upper=[0.4], chosen=1))
    (lines,) = drawn.paths(stroke=PALETTE["accent"], stroke_width="2.4")
    heights = [y for stretch in lines for _, y in stretch]
    assert max(heights) == pytest.approx(drawn.named("0,0").middle, abs=0.2)
    assert min(heights) == pytest.approx(drawn.named("0,4").middle, abs=0.2)


def test_the_side_of_negative_lags_is_tinted_and_both_sides_are_named() -> None:
    drawn = profile()
    (ground,) = drawn.paths(fill=PALETTE["line"])
    right = max(x for x, _ in ground[0])
    assert right == pytest.approx(line_at(drawn, "0"), abs=0.2)
    assert drawn.named(PROFILE.outcome_first).right < right
    assert drawn.named(PROFILE.driver_first).left > right


def test_the_floor_is_two_dotted_lines_that_are_explained() -> None:
    drawn = profile(replace(PROFILE, floor=0.2))
    lines = drawn.paths(stroke=PALETTE["ink"], stroke_dasharray="1.5 3")[0]
    heights = sorted(stretch[0][1] for stretch in lines)
    assert heights == pytest.approx([drawn.named(t).middle for t in ("0,2", "−0,2")], abs=0.2)
    assert PROFILE.floor_label in drawn.said


def test_the_declared_window_is_a_bar_along_the_scale() -> None:
    drawn = profile()
    bar = drawn.paths(stroke=PALETTE["target"], stroke_width="5")[0][0]
    assert bar[0][0] + 5 == pytest.approx(line_at(drawn, "1"), abs=0.2)
    assert bar[1][0] - 5 == pytest.approx(line_at(drawn, "3"), abs=0.2)
    assert PROFILE.window_label in drawn.said
    assert PROFILE.window_label not in profile(replace(PROFILE, window=None)).said


def test_the_chosen_lag_is_named_above_its_dot() -> None:
    drawn = profile()
    label = drawn.named(PROFILE.chosen_label)
    assert label.bold
    assert label.left < line_at(drawn, "2") < label.right
    without = profile(replace(PROFILE, chosen=None))
    assert PROFILE.chosen_label not in without.said
    assert not without.paths(stroke=PALETTE["accent"])


def test_of_many_lags_so_many_are_named_as_have_room_and_zero_always() -> None:
    lags = range(-12, 13)
    many = replace(PROFILE, lags=lags, values=[0.1] * 25, lower=[0.0] * 25, upper=[0.2] * 25)
    for width in (320, 480):
        drawn = profile(many, width)
        named = [lag for lag in lags if whole(lag) in drawn.said]
        assert 0 in named
        assert len({b - a for a, b in pairwise(named)}) == 1
        assert collisions(drawn) == []


def test_lags_without_values_and_no_lags_at_all_are_drawn_empty() -> None:
    unknown = replace(PROFILE, values=[nan] * 9, lower=[nan] * 9, upper=[nan] * 9)
    for empty in (unknown, replace(PROFILE, lags=[], values=[], lower=[], upper=[])):
        svg = render_lag_profile(empty)
        assert "nan" not in svg
        assert not Drawn(svg).paths(stroke_linecap="round", stroke_width="7")


def test_a_lag_without_an_interval_of_its_own_is_refused() -> None:
    with pytest.raises(ValueError, match="every lag needs a value and both ends"):
        replace(PROFILE, lower=[0.0])


some = st.floats(-1, 1) | st.just(nan)


@given(
    rows=st.lists(st.tuples(some, some, some), min_size=1, max_size=12),
    width=st.sampled_from([320, 480, 640]),
    chosen=st.integers(-6, 6) | st.none(),
)
def test_no_two_texts_of_a_profile_overlap_and_none_leaves_it(
    rows: list[tuple[float, float, float]], width: int, chosen: int | None
) -> None:
    values, lower, upper = (list(column) for column in zip(*rows, strict=True))
    lags = range(-(len(rows) // 2), len(rows) - len(rows) // 2)
    given_ = replace(PROFILE, lags=lags, values=values, lower=lower, upper=upper,
                     chosen=chosen if chosen in lags else None)  # fmt: skip
    drawn = profile(given_, width)
    assert collisions(drawn) == []
    assert outside(drawn) == []


# ---------------------------------------------------------------------------------- the surprises


def surprises(count: int) -> Surprises:
    generator = np.random.default_rng(count)
    drivers = generator.standard_normal(count) * 0.8
    outcomes = -0.9 * drivers + generator.standard_normal(count) * 2
    return Surprises(
        drivers=drivers.tolist(),
        outcomes=outcomes.tolist(),
        driver_label="Oväntad extern personalomsättning, procentenheter, 2 kvartal tidigare",
        outcome_label="Oväntad andel nöjda med bemötandet, procentenheter",
        format_driver=decimal(1),
        format_outcome=decimal(0),
        intercept=0.0,
        slope=-0.9,
        line_label="den raka linjen genom alla",
        format_count=lambda most: f"den största pricken: {most} enhetskvartal",
        driver_step=0.1,
        outcome_step=1.0,
        notice="Påhittade uppgifter",
    )


def test_each_pair_is_a_dot_the_driver_across_and_the_outcome_up() -> None:
    plot = replace(surprises(0), drivers=[0.0, 1.0, 2.0], outcomes=[0.0, 4.0, -4.0])
    drawn = Drawn(render_surprises(plot))
    origin, right, low = points(drawn, stroke=PALETTE["compared"])
    assert origin[0] == pytest.approx(line_at(drawn, "0,0"), abs=1)
    assert origin[1] == pytest.approx(drawn.named("0").middle, abs=1)
    assert right[0] == pytest.approx(line_at(drawn, "1,0"), abs=1)
    assert right[1] == pytest.approx(drawn.named("4").middle, abs=1)
    assert low[1] == pytest.approx(drawn.named("−4").middle, abs=1)


def test_a_pair_of_which_one_is_not_known_is_left_out() -> None:
    plot = replace(surprises(0), drivers=[0.0, nan, 2.0], outcomes=[1.0, 4.0, nan])
    assert len(points(Drawn(render_surprises(plot)), stroke=PALETTE["compared"])) == 1


def test_the_line_is_the_one_given_and_stays_within_the_plane() -> None:
    plot = replace(surprises(0), drivers=[0.0, 2.0], outcomes=[-4.0, 4.0], intercept=-4, slope=8)
    drawn = Drawn(render_surprises(plot))
    ((start, end),) = drawn.paths(stroke=PALETTE["accent"])[0]
    assert drawn.value(start[1]) == pytest.approx(-4.4, abs=0.1)  # the ends of the scale
    assert drawn.value(end[1]) == pytest.approx(4.4, abs=0.1)
    at = start[0] + (end[0] - start[0]) / 2
    assert at == pytest.approx((line_at(drawn, "0,0") + line_at(drawn, "1,0")) / 2, abs=0.5)
    assert plot.line_label in drawn.said
    without = Drawn(render_surprises(replace(plot, slope=nan)))
    assert not without.paths(stroke=PALETTE["accent"])
    assert plot.line_label not in without.said


@pytest.mark.parametrize(("intercept", "slope"), [(100.0, 0.0), (100.0, 0.1), (nan, 1.0)])
def test_a_line_that_passes_elsewhere_is_not_drawn(intercept: float, slope: float) -> None:
    plot = replace(surprises(50), intercept=intercept, slope=slope, line_label="")
    assert not Drawn(render_surprises(plot)).paths(stroke=PALETTE["accent"])


def test_many_pairs_are_counted_in_hexagons_that_hold_every_pair() -> None:
    plot = surprises(MOST_DOTS + 1)
    svg = render_surprises(plot)
    assert not Drawn(svg).paths(stroke=PALETTE["compared"])
    (said,) = re.findall(r"den största pricken: (\d+) enhetskvartal", svg)
    assert 1 < int(said) < MOST_DOTS
    dense = replace(plot, drivers=[1.0] * 2000, outcomes=[1.0] * 2000)
    assert "den största pricken: 2000 enhetskvartal" in render_surprises(dense)


def test_a_hexagon_with_more_pairs_has_a_larger_dot() -> None:
    plot = replace(surprises(0), drivers=[0.0] * 1600 + [5.0] * 400 + [-5.0],
                   outcomes=[0.0] * 1600 + [5.0] * 400 + [-5.0])  # fmt: skip
    drawn = Drawn(render_surprises(plot))
    widths = sorted(
        (float(part.get("stroke-width", "")), part.get("d", ""))
        for part in drawn.root.iter(f"{SVG}path")
        if part.get("stroke-linecap") == "round"
    )
    cloud = [wide for wide, _ in widths][:3]
    assert cloud == pytest.approx([3.0, 6.0, 12.0])  # a quarter of the pairs: half as wide


@pytest.mark.parametrize("count", [0, 1, 300, MOST_DOTS, 6000, 60_000])
def test_any_number_of_pairs_makes_a_lean_drawing_the_same_each_time(count: int) -> None:
    svg = render_surprises(surprises(count))
    assert svg == render_surprises(surprises(count))
    assert len(svg.encode()) < 21_000
    assert "nan" not in svg


@given(
    pairs=st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)), max_size=20),
    width=st.sampled_from([320, 480, 640]),
)
def test_no_two_texts_of_surprises_overlap_and_none_leaves_the_drawing(
    pairs: list[tuple[float, float]], width: int
) -> None:
    plot = replace(surprises(0), drivers=[x for x, _ in pairs], outcomes=[y for _, y in pairs])
    drawn = Drawn(render_surprises(plot, width))
    assert collisions(drawn) == []
    assert outside(drawn) == []


# -------------------------------------------------------------------------------------- the units


def units(count: int, own: int = 3) -> UnitCorrelations:
    values = np.tanh(np.random.default_rng(count).normal(-0.4, 0.3, count)).tolist()
    return UnitCorrelations(
        units=[
            UnitCorrelation(f"Enhet {at}", value, decimal(2)(value), marked=at == own)
            for at, value in enumerate(values)
        ],
        label="Korrelation inom varje enhet, 2 kvartal",
        count_label="Antal enheter",
        format_value=decimal(1),
        format_count=whole,
        mean=-0.38,
        mean_label="alla −0,38",
        zero_label="inget",
        notice="Påhittade uppgifter",
    )


def test_few_units_stand_in_rows_the_highest_first_those_not_known_last() -> None:
    plot = units(6)
    plot = replace(plot, units=[*plot.units, UnitCorrelation("Okänd", nan, "–")])
    drawn = Drawn(render_unit_correlations(plot))
    known = sorted(plot.units[:-1], key=lambda unit: -unit.value)
    heights = [drawn.named(unit.name).middle for unit in (*known, plot.units[-1])]
    assert heights == sorted(heights)
    assert drawn.named("Enhet 3").bold


def test_rows_show_zero_and_the_common_correlation_as_lines_with_words() -> None:
    drawn = Drawn(render_unit_correlations(units(6)))
    (zero,) = drawn.paths(stroke=PALETTE["target"])
    (mean,) = drawn.paths(stroke=PALETTE["compared"])
    assert mean[0][0][0] < zero[0][0][0]
    assert {"inget", "alla −0,38"} <= set(drawn.said)


def test_many_units_are_counted_in_steps_and_none_is_lost() -> None:
    plot = units(450)
    drawn = Drawn(render_unit_correlations(plot))
    (bars,) = drawn.paths(fill=PALETTE["pale"])
    foot = drawn.named("0").middle
    scale = drawn.named("60").middle - foot
    counts = [round((bar[1][1] - foot) / scale * 60) for bar in bars]
    assert sum(counts) == pytest.approx(450, abs=3)  # read off to a tenth of a pixel
    assert max(counts) == max(
        np.histogram([u.value for u in plot.units], np.arange(-10, 11) / 10)[0]
    )


def test_many_units_have_no_names_but_the_report_s_own() -> None:
    drawn = Drawn(render_unit_correlations(units(450)))
    named = [said for said in drawn.said if said.startswith("Enhet")]
    assert len(named) == 1
    assert named[0].startswith("Enhet 3 ")
    assert len(drawn.paths(fill=PALETTE["accent"])) == 1


def test_a_correlation_at_the_border_of_two_steps_counts_once() -> None:
    plot = units(0)
    each = [UnitCorrelation(f"e{at}", at / 10, "") for at in range(-9, 10)] * 2
    drawn = Drawn(render_unit_correlations(replace(plot, units=each)))
    (bars,) = drawn.paths(fill=PALETTE["pale"])
    assert len(bars) == 19
    assert len({bar[1][1] for bar in bars}) == 1


@pytest.mark.parametrize("value", [1.0, -1.0])
def test_a_perfect_correlation_has_a_bar_within_the_plane(value: float) -> None:
    many = [UnitCorrelation(f"e{at}", value, "") for at in range(30)]
    drawn = Drawn(render_unit_correlations(replace(units(0), units=many)))
    (bars,) = drawn.paths(fill=PALETTE["pale"])
    assert all(0 <= x <= drawn.width for x, _ in bars[0])


@pytest.mark.parametrize("count", [0, 1, MOST_ROWS, MOST_ROWS + 1, 1500])
@pytest.mark.parametrize("width", [320, 480, 640])
def test_any_number_of_units_makes_a_lean_drawing_without_overlapping_texts(
    count: int, width: int
) -> None:
    svg = render_unit_correlations(units(count), width)
    assert svg == render_unit_correlations(units(count), width)
    assert len(svg.encode()) < 7000
    drawn = Drawn(svg)
    assert collisions(drawn) == []
    assert outside(drawn) == []


def test_units_whose_correlation_is_not_known_are_not_counted() -> None:
    unknown = [UnitCorrelation(f"e{at}", nan, "–") for at in range(40)]
    svg = render_unit_correlations(replace(units(0), units=unknown))
    assert "nan" not in svg
    assert not Drawn(svg).paths(fill=PALETTE["pale"])


# -------------------------------------------------------------------------------------- all alike


@pytest.mark.parametrize(
    "svg",
    [render_lag_profile(PROFILE), render_surprises(surprises(300)),
     render_surprises(surprises(2000)), render_unit_correlations(units(450))],
)  # fmt: skip
def test_these_charts_hold_no_ids_or_styles_and_no_text_below_twelve_pixels(svg: str) -> None:
    drawn = Drawn(svg)
    assert {part.tag.removeprefix(SVG) for part in ET.fromstring(svg).iter()} == {  # noqa: S314 - our own drawing
        "svg", "path", "text",
    }  # fmt: skip
    assert not any(part.get("id") or part.get("style") for part in drawn.root.iter())
    assert min(text.size for text in drawn.texts) >= 12


# ------------------------------------------------------------------------------------ the wrapping


@given(st.text("abc å-", max_size=60), st.floats(30, 200))
def test_a_wrapped_text_fits_and_keeps_every_letter(text: str, width: float) -> None:
    lines = wrapped(text, width, 13)
    assert all(text_width(line, 13) <= width for line in lines)
    letters = "".join(lines).replace(" ", "").replace("-", "")
    assert letters == text.replace(" ", "").replace("-", "")


def test_a_wrapped_text_keeps_a_number_with_its_unit() -> None:
    assert wrapped("höjd till 12\u00a0%", text_width("höjd till 12", 13), 13) == [
        "höjd till",
        "12\u00a0%",
    ]


def test_a_text_of_nothing_has_no_lines_and_a_wide_room_one() -> None:
    assert wrapped("", 100, 13) == []
    assert wrapped("ett två", inf, 13) == ["ett två"]
