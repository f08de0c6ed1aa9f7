"""Charts, sparklines, marks and the palette, read through what is drawn and what is written."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations, pairwise
from math import isfinite, nan
from typing import get_args
from xml.etree import ElementTree as ET

import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont

from bsc_helpers.blocks import Status
from bsc_helpers.charts.fonts import add_fonts, shortened, text_width
from bsc_helpers.charts.marks import status_icon
from bsc_helpers.charts.palette import PALETTE
from bsc_helpers.charts.run_chart import draw_bar_chart, draw_run_chart, render_chart
from bsc_helpers.charts.series import RunSeries
from bsc_helpers.charts.sparkline import sparkline

STATUSES = get_args(Status)
SVG = "{http://www.w3.org/2000/svg}"


def percent(value: float) -> str:
    return f"{value:.1f}".replace(".", ",").replace("-", "−") + "\u00a0%"


QUARTERS = RunSeries(
    labels=[f"kv {i % 4 + 1} {2000 + i // 4}" for i in range(8)],
    values=[68.2, 69.1, nan, 69.5, nan, 71.0, 71.8, 72.4],
    unit="procent",
    format_number=percent,
    years=[str(2000 + i // 4) for i in range(8)],
    target=[70.0] * 4 + [75.0] * 4,
    target_label="mål 75\u00a0%",
    comparison=[66.0 + i for i in range(8)],
    comparison_label="Göteborg",
    step=0.1,
    notice="Påhittade uppgifter",
)
YEARS = RunSeries(
    labels=["2001", "2002", "2003"],
    values=[-1250.0, nan, 840.0],
    unit="tusental kronor",
    format_number=lambda value: f"{value:.0f}".replace("-", "−"),
    step=1,
)


def axes_of(width: int = 480, height: int = 200) -> Axes:
    return Figure(figsize=(width / 72, height / 72), dpi=72).add_axes((0, 0, 1, 1))


def run_chart(series: RunSeries, width: int = 480) -> Axes:
    ax = axes_of(width)
    draw_run_chart(ax, series)
    return ax


def texts(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def lines_in(ax: Axes, colour: str, width: float) -> list[list[float]]:
    return [
        list(line.get_ydata())
        for line in ax.lines
        if line.get_color() == PALETTE[colour] and line.get_linewidth() == width
    ]


# ---------------------------------------------------------------------------------------- palette


def linear(colour: str) -> np.ndarray:
    part = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)


def contrast_on_white(colour: str) -> float:
    """WCAG 2.1, relative luminance and contrast ratio."""
    return 1.05 / (float(linear(colour) @ [0.2126, 0.7152, 0.0722]) + 0.05)


def test_the_contrast_is_computed_as_in_wcag() -> None:
    assert contrast_on_white("#000000") == pytest.approx(21)  # WCAG 2.1, definition
    # #767676 is known as the lightest grey with 4.5:1 on white: 4.54, and #777777 has 4.48.
    assert contrast_on_white("#767676") == pytest.approx(4.54, abs=0.005)
    assert contrast_on_white("#777777") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("meaning", sorted(set(PALETTE) - {"line"}))
def test_every_colour_but_that_of_rules_can_carry_text_on_white(meaning: str) -> None:
    assert contrast_on_white(PALETTE[meaning]) >= 4.5


def test_there_is_a_colour_for_every_status() -> None:
    assert set(STATUSES) <= set(PALETTE)


# Machado, Oliveira & Fernandes (2009), severity 1.0: what readers without red, without green see.
SEEN = {
    "all colours": np.eye(3),
    "without green": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "without red": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
}


def lab(rgb: np.ndarray) -> np.ndarray:
    """CIE L*a*b* of linear sRGB, D65."""
    xyz = np.array(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    ) @ np.clip(rgb, 0, 1)
    x, y, z = np.cbrt(xyz / [0.95047, 1, 1.08883])
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("reader", SEEN)
def test_the_judged_statuses_stay_apart_for_readers_without_red_or_green(reader: str) -> None:
    for one, other in combinations(("good", "warning", "poor", "uncertain"), 2):
        apart = [lab(SEEN[reader] @ linear(PALETTE[name])) for name in (one, other)]
        assert np.linalg.norm(apart[0] - apart[1]) > 20, (one, other)


# ------------------------------------------------------------------------------------------ marks


def test_every_status_has_a_shape_of_its_own_without_its_colour() -> None:
    shapes = [re.sub(r"#[0-9a-f]{6}", "", status_icon(status)) for status in STATUSES]
    assert len(set(shapes)) == len(STATUSES)


@pytest.mark.parametrize("status", STATUSES)
def test_a_mark_is_one_small_hidden_drawing_in_the_colour_of_its_status(status: Status) -> None:
    drawn = ET.fromstring(status_icon(status, 16))  # noqa: S314 - our own drawing
    assert (drawn.get("width"), drawn.get("aria-hidden")) == ("16", "true")
    assert PALETTE[status] in status_icon(status)
    assert not any(part.get("style") or part.get("id") for part in drawn.iter())


# -------------------------------------------------------------------------------------- sparkline


def points(path: str) -> list[tuple[float, float]]:
    numbers = [float(n) for n in re.findall(r"-?[\d.]+", path)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def drawn_line(svg: str) -> str:
    (line,) = re.findall(r'<path d="([^"]*)" fill="none"', svg)
    return line


def test_a_sparkline_leaves_a_gap_where_a_value_is_missing() -> None:
    line = drawn_line(sparkline([1, 2, nan, 3, 4]))
    assert line.count("M") == 2
    assert len(points(line)) == 4


def test_a_value_without_neighbours_is_a_dot_of_a_sparkline() -> None:
    svg = sparkline([nan, 5, nan, 6, 7])
    assert svg.count("<circle") == 2  # the lonely one, and the mark of the last
    assert "NaN" not in svg
    assert "nan" not in svg


def test_the_last_value_of_a_sparkline_is_marked_at_its_place_in_the_colour_of_its_status() -> None:
    svg = sparkline([1, 3, 2, nan], status="poor")
    (cx, cy, colour) = re.findall(r'<circle cx="([^"]*)" cy="([^"]*)" r="2.4" fill="([^"]*)"', svg)[
        -1
    ]
    assert colour == PALETTE["poor"]
    assert (float(cx), float(cy)) == points(drawn_line(svg))[-1]


def test_a_sparkline_puts_higher_values_higher_and_keeps_inside_a_given_scale() -> None:
    low, middle, high = points(drawn_line(sparkline([-50, 5, 200], low=0, high=10)))
    assert low[1] > middle[1] > high[1]
    assert (low[1] + high[1]) / 2 == middle[1]


def test_the_target_of_a_sparkline_is_a_dashed_line_on_the_same_scale() -> None:
    svg = sparkline([0, 10], target=5)
    (height,) = re.findall(r'<path d="M0 ([\d.]+)H96"', svg)
    ends = points(drawn_line(svg))
    assert float(height) == pytest.approx((ends[0][1] + ends[1][1]) / 2)


def test_a_sparkline_of_nothing_is_an_empty_drawing() -> None:
    assert "<path" not in sparkline([nan, nan])
    assert "<circle" not in sparkline([])


@given(st.lists(st.floats(-1e9, 1e9) | st.just(nan), max_size=60))
def test_a_sparkline_stays_in_its_box_and_under_two_kilobytes(values: list[float]) -> None:
    svg = sparkline(values)
    drawn = ET.fromstring(svg)  # noqa: S314 - our own drawing
    for circle in drawn.iter(f"{SVG}circle"):
        assert 0 <= float(circle.get("cx", "")) <= 96
        assert 0 <= float(circle.get("cy", "")) <= 22
    assert len(svg) < 2000


# -------------------------------------------------------------------------------------- run chart


def test_a_missing_value_is_a_gap_of_the_line_and_never_zero() -> None:
    (line,) = lines_in(run_chart(QUARTERS), "accent", 2.2)
    assert [isfinite(y) for y in line] == [isfinite(v) for v in QUARTERS.values]
    assert 0 not in line


def test_a_value_between_two_gaps_is_drawn_as_a_dot() -> None:
    lonely = replace(QUARTERS, values=[68.2, nan, 70.0, nan, nan, 71.0, 71.8, 72.4])
    assert [70.0, 70.0] in lines_in(run_chart(lonely), "accent", 4.4)


def test_the_last_value_is_marked_and_labelled_with_its_number() -> None:
    ax = run_chart(QUARTERS)
    assert [72.4, 72.4] in lines_in(ax, "accent", 9)
    (label,) = [text for text in ax.texts if text.get_text() == "72,4\u00a0%"]
    assert label.get_weight() == 600


def test_a_last_value_that_is_not_of_the_last_period_says_its_period() -> None:
    late = replace(QUARTERS, values=[*QUARTERS.values[:-2], nan, nan])
    assert "71,0\u00a0% (kv 2 2001)" in texts(run_chart(late))


def test_a_target_that_changes_is_a_step_at_the_border_of_its_periods() -> None:
    ax = run_chart(QUARTERS)
    (line,) = [line for line in ax.lines if line.get_color() == PALETTE["target"]]
    assert list(zip(*line.get_data(), strict=True)) == [
        (-0.5, 70.0),
        (3.5, 70.0),
        (3.5, 75.0),
        (7.5, 75.0),
    ]


def test_a_period_without_a_target_has_no_target_line() -> None:
    some = replace(QUARTERS, target=[nan, nan, 70.0, 70.0, nan, 75.0, 75.0, 75.0])
    drawn = [li.get_xdata() for li in run_chart(some).lines if li.get_color() == PALETTE["target"]]
    assert [list(xs) for xs in drawn] == [[1.5, 3.5], [4.5, 7.5]]


def test_a_target_band_is_an_area_between_its_two_lines() -> None:
    band = replace(QUARTERS, target_high=[72.0] * 4 + [nan] + [78.0] * 3)
    first, second = (patch.get_xy() for patch in run_chart(band).patches)
    assert (first[:, 0].min(), first[:, 0].max()) == (-0.5, 3.5)
    assert (first[:, 1].min(), first[:, 1].max()) == (70.0, 72.0)
    assert (second[:, 0].min(), second[:, 1].max()) == (4.5, 78.0)


def test_target_comparison_unit_and_notice_are_labelled_in_the_chart() -> None:
    assert {"mål 75\u00a0%", "Göteborg 73,0\u00a0%", "procent", "Påhittade uppgifter"} <= set(
        texts(run_chart(QUARTERS))
    )


def test_the_number_of_a_long_comparison_is_never_cut() -> None:
    long = replace(QUARTERS, comparison_label="Stadsdelsnämnden Lundby-Biskopsgården")
    (label,) = [text for text in texts(run_chart(long)) if text.startswith("Stadsdel")]
    assert label.endswith("… 73,0\u00a0%")


def test_values_that_say_themselves_are_written_as_they_are_given() -> None:
    said = [f"{value:.2f}" for value in QUARTERS.values]
    assert "72.40" in texts(run_chart(replace(QUARTERS, value_texts=said)))
    assert "73.00" in " ".join(texts(run_chart(replace(
        QUARTERS, comparison_texts=[f"{value:.2f}" for value in QUARTERS.comparison]
    ))))  # fmt: skip
    ax, _ = bars(replace(YEARS, value_texts=["a", "b", "c"]))
    assert {"a", "c"} <= set(texts(ax))


def test_the_interval_of_the_last_value_is_a_whisker_from_its_lower_to_its_upper_end() -> None:
    ax = run_chart(replace(QUARTERS, interval=(60.0, 81.5)))
    assert [60.0, 81.5] in lines_in(ax, "accent", 1.1)
    low, high = ax.get_ylim()
    assert low < 60.0
    assert high > 81.5
    assert not lines_in(run_chart(QUARTERS), "accent", 1.1)
    ax, _ = bars(replace(YEARS, interval=(700.0, 980.0)))
    assert [700.0, 980.0] in lines_in(ax, "ink", 1.1)
    assert ax.get_ylim()[1] > 980.0


def test_the_value_of_a_short_bar_stands_beyond_its_whisker() -> None:
    short = replace(YEARS, values=[-1250.0, nan, 20.0], interval=(5.0, 400.0))
    ax, _ = bars(short)
    (text,) = [text for text in ax.texts if text.get_text() == "20"]
    low, high = ax.get_ylim()
    assert text.get_position()[1] > (400.0 - low) / (high - low)


def test_a_single_year_without_a_unit_stands_by_itself() -> None:
    one = RunSeries(
        [f"kv {i}" for i in range(5)], [1, 2, 3, 4, 5], "", str, years=["2003"] * 5, step=1
    )
    assert "2003" in texts(run_chart(one))


def test_the_years_stand_below_the_axis_once_each_in_the_middle_of_their_periods() -> None:
    ax = run_chart(QUARTERS)
    years = {t.get_text(): t.get_position()[0] for t in ax.texts if t.get_text().isdecimal()}
    assert years == {"2000": pytest.approx(2 / 8), "2001": pytest.approx(6 / 8)}


def test_a_single_year_stands_beside_the_unit_and_the_periods_below_the_axis() -> None:
    one = RunSeries(
        [f"kv {i}" for i in range(1, 6)], [1, 2, 3, 4, 5], "dagar", str, years=["2003"] * 5, step=1
    )
    assert {"dagar, 2003", "kv 1", "kv 5"} <= set(texts(run_chart(one)))


def test_the_marks_of_the_axis_are_numbers_that_the_format_does_not_round() -> None:
    whole = replace(QUARTERS, values=[1, 2, nan, 1, nan, 2, 1, 2], target=(), comparison=(),
                    format_number=lambda value: f"{value:.0f}", step=1)  # fmt: skip
    marks = [t.get_text() for t in run_chart(whole).texts if t.get_ha() == "right"]
    assert marks[:-1] == ["1", "2"]  # the last is the notice


def test_numbers_in_a_chart_are_told_as_they_were_written() -> None:
    texts = ["8.4567%", "8.53%", "10.01%", "-0.019%", "12345.678%", "9.02%"]
    series = replace(
        QUARTERS,
        labels=texts,
        years=(),
        values=[8.4567, 8.53, 10.01, -0.019, 12345.678, 9.02],
        value_texts=texts,
        target=[8.525] * 6,
        target_label="at most 8.525%",
        comparison=(),
        comparison_label="",
        comparison_texts=(),
        unit="unit 1.234",
    )
    drawn = ET.fromstring(render_chart(series))  # noqa: S314 - our own drawing
    shown = [text.text for text in drawn.iter(f"{SVG}text")]
    for text in ("9.02%", "at most 8.525%", "unit 1.234"):
        assert text in shown


def test_bars_that_are_all_zero_are_drawn() -> None:
    few = replace(YEARS, labels=["2003"], years=(), values=[0.0], target=[0.0])
    drawn = render_chart(replace(few, comparison=(), value_texts=(), comparison_texts=()))
    assert drawn.startswith("<svg")


def test_text_is_never_read_as_mathematics_or_markup() -> None:
    odd = replace(QUARTERS, unit="$x^2$ & <b>\\frac{1}{0}</b> $")
    drawn = ET.fromstring(render_chart(odd))  # noqa: S314 - our own drawing
    assert odd.unit in [text.text for text in drawn.iter(f"{SVG}text")]


@given(
    values=st.lists(st.floats(-1e6, 1e6) | st.just(nan), min_size=5, max_size=48),
    width=st.sampled_from([320, 480, 640]),
    target=st.floats(-1e6, 1e6),
    compared=st.floats(-1e6, 1e6),
)
@example(values=[0.0, nan, 0.0, 0.0, 0.0], width=320, target=0.0, compared=898960.0)
def test_no_two_texts_of_a_chart_overlap_and_none_leaves_it(
    values: list[float], width: int, target: float, compared: float
) -> None:
    count = len(values)
    years = [str(1980 + i // 4) for i in range(count)]
    ax = run_chart(
        replace(
            QUARTERS,
            labels=years,
            years=years,
            values=values,
            target=[target] * count,
            comparison=[compared] * count,
            comparison_label="Stadsdelsnämnden Lundby-Biskopsgården",
            step=0,
        ),
        width,
    )
    boxes = [text.get_window_extent() for text in ax.texts if text.get_text()]
    for one, other in combinations(boxes, 2):
        across = min(one.x1, other.x1) - max(one.x0, other.x0)
        along = min(one.y1, other.y1) - max(one.y0, other.y0)
        # Boxes hold the room above and below the letters; by it they may touch.
        assert across <= 1 or along <= 4
    # Here texts are measured with hinting, up to 6 % wider than a browser or Typst sets them.
    assert all(box.x0 >= -0.06 * box.width for box in boxes)
    assert all(box.x1 <= width + 0.06 * box.width for box in boxes)


@pytest.mark.parametrize("width", [320, 480, 640])
def test_every_text_is_at_least_nine_pixels_high_also_when_shown_two_thirds_as_wide(
    width: int,
) -> None:
    sizes = [t.get_fontsize() for t in run_chart(QUARTERS, width).texts if t.get_text()]
    assert min(sizes) * 2 / 3 >= 8  # the notice
    assert sorted(sizes)[1] * 2 / 3 >= 9  # all others


# -------------------------------------------------------------------------------------- bar chart


def bars(series: RunSeries) -> tuple[Axes, list[np.ndarray]]:
    ax = axes_of()
    draw_bar_chart(ax, series)
    return ax, [patch.get_xy() for patch in ax.patches]


def test_bars_stand_on_zero_and_the_zero_line_is_drawn() -> None:
    ax, drawn = bars(YEARS)
    assert [(bar[:, 1].min(), bar[:, 1].max()) for bar in drawn] == [(-1250.0, 0.0), (0.0, 840.0)]
    low, high = ax.get_ylim()
    zero = (0 - low) / (high - low)
    assert [zero, zero] in [pytest.approx(list(line.get_ydata())) for line in ax.lines]


def test_a_missing_value_has_no_bar_and_every_bar_says_its_value() -> None:
    ax, drawn = bars(YEARS)
    assert len(drawn) == 2
    assert {"−1250", "840", "2001", "2002", "2003"} <= set(texts(ax))


def test_fewer_than_five_periods_are_bars_and_more_are_a_line() -> None:
    four = replace(YEARS, labels=list("abcd"), values=[1, 2, 3, 4])
    five = replace(YEARS, labels=list("abcde"), values=[1, 2, 3, 4, 5])
    areas = [len(re.findall(r"\bz\b", render_chart(series))) for series in (four, five)]
    assert areas == [4, 0]


# ----------------------------------------------------------------------------------------- render


@pytest.mark.parametrize("series", [QUARTERS, YEARS])
def test_a_chart_is_lean_and_the_same_each_time(series: RunSeries) -> None:
    svg = render_chart(series)
    assert svg == render_chart(series)
    assert len(svg.encode()) < 6000


def test_a_chart_holds_no_ids_styles_scripts_metadata_or_clock() -> None:
    drawn = ET.fromstring(render_chart(QUARTERS))  # noqa: S314 - our own drawing
    parts = {part.tag.removeprefix(SVG) for part in drawn.iter()}
    assert parts <= {"svg", "g", "path", "text"}
    assert not any(part.get("id") for part in drawn.iter())
    assert (drawn.get("width"), drawn.get("height")) == ("480", "200")


def test_a_chart_is_not_touched_by_the_settings_of_the_notebook_and_does_not_touch_them() -> None:
    expected = render_chart(QUARTERS)
    with mpl.rc_context({"lines.linestyle": ":", "lines.marker": "o", "font.size": 30}):
        before = dict(mpl.rcParams)
        assert render_chart(QUARTERS) == expected
        assert dict(mpl.rcParams) == before


def test_a_chart_of_nothing_but_missing_values_is_drawn_empty() -> None:
    empty = replace(QUARTERS, values=[nan] * 8, target=(), comparison=())
    assert "nan" not in render_chart(empty).casefold()
    assert not lines_in(run_chart(empty), "accent", 2.2)


def test_rows_of_unequal_length_are_refused() -> None:
    with pytest.raises(ValueError, match="target has 2 entries for 8 values"):
        replace(QUARTERS, target=[1, 2])
    with pytest.raises(ValueError, match="comparison_texts has 1 entries"):
        replace(QUARTERS, comparison_texts=["1"])
    with pytest.raises(ValueError, match="labels has 0 entries"):
        replace(QUARTERS, labels=[])
    with pytest.raises(ValueError, match="lower target"):
        replace(QUARTERS, target=(), target_high=[1.0] * 8)


# ------------------------------------------------------------------------------------------ fonts


def test_matplotlib_draws_with_the_shipped_font() -> None:
    add_fonts()
    for weight, face in ((400, "Inter-Regular.ttf"), (600, "Inter-SemiBold.ttf")):
        found = findfont(FontProperties(family="Inter", weight=weight), fallback_to_default=False)
        assert found.endswith(f"publishing/fonts/{face}")


def test_a_text_is_measured_as_matplotlib_draws_it() -> None:
    add_fonts()
    ax = axes_of()
    words = "Sjukfrånvaro 8,4 % – mål"
    drawn = ax.text(0, 0, words, family="Inter", size=13.5).get_window_extent()
    assert text_width(words, 13.5) == pytest.approx(drawn.width, rel=0.04)


def test_a_text_that_is_too_wide_ends_with_an_ellipsis_and_then_fits() -> None:
    cuts = [shortened("Stadsdelsnämnden Lundby", width, 10) for width in (5, 40, 80, 400)]
    assert cuts[0] == ""
    assert cuts[-1] == "Stadsdelsnämnden Lundby"
    assert all(cut.endswith("…") for cut in cuts[1:-1])
    assert all(len(a) < len(b) for a, b in pairwise(cuts))
    assert text_width(cuts[1], 10) <= 40
