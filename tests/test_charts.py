"""Charts, sparklines, marks and the palette, read through what is drawn and what is written."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from math import nan
from typing import get_args
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from matplotlib.ft2font import FT2Font, LoadFlags

from bsc_helpers.blocks import Status
from bsc_helpers.charts.deviation_bars import Deviation, render_deviation_bars
from bsc_helpers.charts.dot_plot import MOST_ROWS, Dot, DotPlot, render_dot_plot
from bsc_helpers.charts.fonts import FACES, FONTS, advances, shortened, text_width
from bsc_helpers.charts.labels import apart
from bsc_helpers.charts.marks import mark_icon
from bsc_helpers.charts.palette import PALETTE
from bsc_helpers.charts.run_chart import render_chart
from bsc_helpers.charts.scale import round_marks
from bsc_helpers.charts.series import Break, Mark, RunSeries
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


@dataclass(frozen=True)
class Text:
    """A text of a drawing with the box that it fills."""

    said: str
    left: float
    right: float
    middle: float
    size: float
    bold: bool
    colour: str


class Drawn:
    """A drawing, read back: its texts, and its paths by colour."""

    def __init__(self, svg: str) -> None:
        self.root = ET.fromstring(svg)  # noqa: S314 - our own drawing
        self.width, self.height = (float(self.root.get(n, "")) for n in ("width", "height"))
        self.texts = [self._text(part) for part in self.root.iter(f"{SVG}text")]
        self.said = [text.said for text in self.texts]

    def _text(self, part: ET.Element) -> Text:
        size = float(part.get("font-size") or self.root.get("font-size", ""))
        bold = part.get("font-weight") == "600"
        said, x = part.text or "", float(part.get("x", ""))
        wide = text_width(said, size, bold=bold)
        left = x - wide * {"start": 0, "middle": 0.5, "end": 1}[part.get("text-anchor", "start")]
        middle = float(part.get("y", "")) - 0.36 * size
        colour = part.get("fill") or self.root.get("fill", "")
        return Text(said, left, left + wide, middle, size, bold, colour)

    def named(self, said: str) -> Text:
        (found,) = (text for text in self.texts if text.said == said)
        return found

    def paths(self, **looks: str) -> list[list[list[tuple[float, float]]]]:
        """The corners of each stretch of each path that has these looks."""
        return [
            corners(part.get("d", ""))
            for part in self.root.iter(f"{SVG}path")
            if all(part.get(name.replace("_", "-")) == value for name, value in looks.items())
        ]

    def value(self, y: float) -> float:
        """The value at a height, read off the marks of the axis as a reader does."""
        marks = [(t.middle, number_in(t.said)) for t in self.texts if self._is_mark(t)]
        (y0, v0), (y1, v1) = marks[0], marks[-1]
        return v0 + (y - y0) / (y1 - y0) * (v1 - v0)

    def _is_mark(self, text: Text) -> bool:
        edge = min(
            corner[0] for path in self.paths(stroke=PALETTE["line"]) for s in path for corner in s
        )
        return abs(text.right - (edge - 8)) < 0.2


def number_in(text: str) -> float:
    return float(re.sub(r"[^0-9,.-]", "", text.replace("−", "-")).replace(",", "."))


def corners(d: str) -> list[list[tuple[float, float]]]:
    """Read the path commands that our drawings use."""
    found: list[list[tuple[float, float]]] = []
    x = y = 0.0
    for command, given_ in re.findall(r"([MLHVhvlz])([^MLHVhvlz]*)", d):
        n = [float(v) for v in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", given_)]
        match command:
            case "M":
                x, y = n
                found.append([])
            case "L":
                x, y = n
            case "H" | "h":
                x = n[0] + (x if command == "h" else 0)
            case "V" | "v":
                y = n[0] + (y if command == "v" else 0)
            case _:
                continue
        found[-1].append((x, y))
    return found


def chart(series: RunSeries, width: int = 480) -> Drawn:
    return Drawn(render_chart(series, width))


def line_of(drawn: Drawn) -> list[list[tuple[float, float]]]:
    (line,) = drawn.paths(stroke=PALETTE["accent"], stroke_width="2.2")
    return line


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


GROUNDS = {"line", "ground", "caution", "pale"}  # they rule and tint


@pytest.mark.parametrize("meaning", sorted(set(PALETTE) - GROUNDS - {"compared"}))
def test_every_colour_that_writes_has_contrast_on_white_and_on_every_tint(meaning: str) -> None:
    """Accessibility 112: text at least 4.5:1."""
    assert contrast_on_white(PALETTE[meaning]) >= 4.5
    for ground in ("ground", "caution"):
        on = contrast_on_white(PALETTE[meaning]) / contrast_on_white(PALETTE[ground])
        assert on >= 4.5, ground


def test_ink_and_white_can_be_read_on_the_bars_of_a_chart() -> None:
    assert contrast_on_white(PALETTE["accent"]) >= 4.5
    assert contrast_on_white(PALETTE["ink"]) / contrast_on_white(PALETTE["pale"]) >= 4.5


@pytest.mark.parametrize("on", ["#ffffff", PALETTE["ground"]])
def test_every_line_of_a_chart_has_the_contrast_of_graphics(on: str) -> None:
    """Accessibility 112: graphics at least 3:1."""
    for meaning in ("accent", "compared", "target", "quiet"):
        assert contrast_on_white(PALETTE[meaning]) / contrast_on_white(on) >= 3


def lightness(colour: str) -> float:
    return float(lab(np.eye(3) @ linear(colour))[0])


def test_the_judged_statuses_stay_apart_in_greyscale_too() -> None:
    light = sorted(lightness(PALETTE[name]) for name in ("good", "warning", "poor", "uncertain"))
    assert min(b - a for a, b in pairwise(light)) > 5  # of 100; the shape tells them apart as well


def test_the_measure_and_what_it_is_compared_with_stay_apart_in_greyscale() -> None:
    assert lightness(PALETTE["compared"]) - lightness(PALETTE["accent"]) > 15
    assert lightness(PALETTE["pale"]) - lightness(PALETTE["accent"]) > 30


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
    shapes = [re.sub(r"#[0-9a-f]{6}", "", mark_icon(status)) for status in STATUSES]
    assert len(set(shapes)) == len(STATUSES)


@pytest.mark.parametrize("status", STATUSES)
def test_a_mark_is_one_small_hidden_drawing_in_the_colour_of_its_status(status: Status) -> None:
    drawn = ET.fromstring(mark_icon(status, 16))  # noqa: S314 - our own drawing
    assert (drawn.get("width"), drawn.get("aria-hidden")) == ("16", "true")
    assert PALETTE[status] in mark_icon(status)
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
    drawn = chart(QUARTERS)
    line = line_of(drawn)
    assert [len(stretch) for stretch in line] == [2, 3]  # the value between two gaps is a dot
    values = [drawn.value(y) for stretch in line for _, y in stretch]
    assert values == pytest.approx([68.2, 69.1, 71.0, 71.8, 72.4], abs=0.05)


def test_a_value_between_two_gaps_is_drawn_as_a_dot() -> None:
    drawn = chart(QUARTERS)
    ((dot,),) = drawn.paths(stroke=PALETTE["accent"], stroke_width="4.4")
    assert drawn.value(dot[0][1]) == pytest.approx(69.5, abs=0.05)


def test_the_periods_stand_at_equal_distances_from_left_to_right() -> None:
    full = replace(QUARTERS, values=[70.0 + i for i in range(8)])
    (points_,) = line_of(chart(full))
    steps = [b[0] - a[0] for a, b in pairwise(points_)]
    assert steps == pytest.approx([steps[0]] * 7, abs=0.11)


def test_the_last_value_is_marked_and_labelled_with_its_number() -> None:
    drawn = chart(QUARTERS)
    ((dot,),) = drawn.paths(stroke=PALETTE["accent"], stroke_width="8")
    assert drawn.value(dot[0][1]) == pytest.approx(72.4, abs=0.05)
    label = drawn.named("72,4\u00a0%")
    assert (label.bold, label.colour) == (True, PALETTE["accent"])


def test_a_last_value_that_is_not_of_the_last_period_says_its_period() -> None:
    late = replace(QUARTERS, values=[*QUARTERS.values[:-2], nan, nan])
    assert "71,0\u00a0% (kv 2 2001)" in chart(late).said


def test_a_target_that_changes_is_a_step_at_the_border_of_its_periods() -> None:
    drawn = chart(QUARTERS)
    ((steps,),) = drawn.paths(stroke=PALETTE["target"])
    assert [drawn.value(y) for _, y in steps] == pytest.approx([70, 70, 75, 75], abs=0.05)
    left, middle, middle_again, right = (x for x, _ in steps)
    assert middle == middle_again == pytest.approx((left + right) / 2, abs=0.1)


def test_a_period_without_a_target_has_no_target_line() -> None:
    some = replace(QUARTERS, target=[nan, nan, 70.0, 70.0, nan, 75.0, 75.0, 75.0])
    (stretches,) = chart(some).paths(stroke=PALETTE["target"])
    assert [len(stretch) for stretch in stretches] == [2, 2]


def test_a_target_band_is_an_area_between_its_two_lines() -> None:
    band = replace(QUARTERS, target_high=[72.0] * 4 + [nan] + [78.0] * 3)
    drawn = chart(band)
    ((first, second),) = drawn.paths(fill=PALETTE["target"])
    ends = [(min(ys), max(ys)) for ys in ([drawn.value(y) for _, y in a] for a in (first, second))]
    assert ends == [pytest.approx((70, 72), abs=0.05), pytest.approx((75, 78), abs=0.05)]


def test_target_comparison_unit_and_notice_are_labelled_in_the_chart() -> None:
    said = chart(QUARTERS).said
    assert {"mål 75\u00a0%", "Göteborg 73,0\u00a0%", "procent", "Påhittade uppgifter"} <= set(said)


def test_the_number_of_a_long_comparison_is_never_cut() -> None:
    long = replace(QUARTERS, comparison_label="Kindertageseinrichtungsbedarfsplanung Lundby")
    (label,) = [text for text in chart(long).said if text.startswith("Kinder")]
    assert label.endswith("… 73,0\u00a0%")


def test_values_that_say_themselves_are_written_as_they_are_given() -> None:
    said = [f"{value:.2f}" for value in QUARTERS.values]
    assert "72.40" in chart(replace(QUARTERS, value_texts=said)).said
    compared = [f"{value:.2f}" for value in QUARTERS.comparison]
    assert "73.00" in " ".join(chart(replace(QUARTERS, comparison_texts=compared)).said)
    assert {"a", "c"} <= set(chart(replace(YEARS, value_texts=["a", "b", "c"])).said)


def test_the_interval_of_the_last_value_is_a_whisker_from_its_lower_to_its_upper_end() -> None:
    drawn = chart(replace(QUARTERS, interval=(60.0, 81.5)))
    (whisker,) = drawn.paths(stroke=PALETTE["accent"], stroke_width="1.2")
    ends = [drawn.value(y) for _, y in whisker[-1]]
    assert ends == pytest.approx([60.0, 81.5], abs=0.1)
    assert not chart(QUARTERS).paths(stroke=PALETTE["accent"], stroke_width="1.2")
    assert chart(replace(YEARS, interval=(700.0, 980.0))).paths(stroke_width="1.2")


def test_the_value_of_a_short_bar_stands_beyond_its_whisker() -> None:
    drawn = chart(replace(YEARS, values=[-1250.0, nan, 20.0], interval=(5.0, 400.0)))
    (whisker,) = drawn.paths(stroke=PALETTE["ink"], stroke_width="1.2")
    assert drawn.named("20").middle < min(y for stretch in whisker for _, y in stretch) - 4


# --------------------------------------------------------------------------- what changed


def test_no_line_joins_values_across_a_changed_definition() -> None:
    full = replace(QUARTERS, values=[70.0 + i for i in range(8)])
    cut = replace(full, breaks=[Break(4, "ny definition")])
    assert [len(stretch) for stretch in line_of(chart(full))] == [8]
    assert [len(stretch) for stretch in line_of(chart(cut))] == [4, 4]
    ((compared),) = chart(cut).paths(stroke=PALETTE["compared"])
    assert [len(stretch) for stretch in compared] == [4, 4]


def test_a_changed_definition_is_a_dashed_line_between_its_periods_with_its_label_above() -> None:
    drawn = chart(replace(QUARTERS, breaks=[(4, "ny definition", "definition")]))
    (((x, top), (_, bottom)),) = drawn.paths(stroke_dasharray="2 3")[0:1][0]
    before, after = line_of(drawn)[0][-1][0], line_of(drawn)[1][0][0]
    assert before < x < after
    label = drawn.named("ny definition")
    assert (label.left + label.right) / 2 == pytest.approx(x, abs=0.2)
    assert label.middle < top < bottom


def test_a_changed_rule_is_noted_below_the_axis_and_the_line_goes_on() -> None:
    full = replace(QUARTERS, values=[70.0 + i for i in range(8)])
    drawn = chart(replace(full, breaks=[Break(4, "nya regler", "rule")]))
    assert [len(stretch) for stretch in line_of(drawn)] == [8]
    assert drawn.named("nya regler").middle > drawn.named("2001").middle


@pytest.mark.parametrize("place", [0, 4, 7])
def test_a_long_note_of_a_changed_rule_stands_whole_in_two_lines(place: int) -> None:
    note = "Arbetsgivarens sjuklöneperiod blev 21 dagar den 1 juli 2001. Mätetalet räknar dag 1–14."
    full = replace(QUARTERS, values=[70.0 + i for i in range(8)])
    drawn = chart(
        replace(full, breaks=[Break(place, note, "rule"), Break(5, "nya regler", "rule")])
    )
    first, second = (text for text in drawn.texts if text.said in note and len(text.said) > 20)
    assert f"{first.said} {second.said}" == note
    assert first.middle < second.middle < drawn.height
    assert all(text.left >= 0 and text.right <= drawn.width for text in (first, second))
    assert drawn.named("nya regler").middle not in (first.middle, second.middle)


def test_a_note_that_not_even_two_lines_hold_is_cut() -> None:
    full = replace(QUARTERS, values=[70.0 + i for i in range(8)])
    drawn = chart(replace(full, breaks=[Break(4, "ord " * 90 + "slut", "rule")]))
    assert [text.said[-1] for text in drawn.texts if text.said.startswith("ord ord")] == ["d", "…"]
    single = chart(replace(full, breaks=[Break(4, "o" * 300, "rule")]))
    assert [text.said[-1] for text in single.texts if text.said.startswith("ooo")] == ["…"]


def test_a_preliminary_value_is_hollow_a_revised_one_a_lozenge_and_both_are_explained() -> None:
    marks = [Mark(7, "preliminary", "preliminärt"), Mark(5, "revised", "ändrat")]
    drawn = chart(replace(QUARTERS, marks=marks))
    rings = [part.get("fill") for part in drawn.root.iter(f"{SVG}circle")]
    assert rings == ["#fff", "#fff"]  # in the chart, and beside its word
    assert len(drawn.paths(fill=PALETTE["accent"], stroke="#fff")) == 2
    assert not drawn.paths(stroke=PALETTE["accent"], stroke_width="8")  # no full dot in the ring
    assert {"preliminärt", "ändrat"} <= set(drawn.said)


def test_a_mark_of_a_missing_value_says_nothing() -> None:
    drawn = chart(replace(QUARTERS, marks=[Mark(2, "preliminary", "preliminärt")]))
    assert "preliminärt" not in drawn.said


def test_a_preliminary_bar_is_hollow() -> None:
    drawn = chart(replace(YEARS, marks=[Mark(2, "preliminary", "preliminärt")]))
    assert len(drawn.paths(fill="#fff", stroke=PALETTE["accent"])) == 1
    assert "preliminärt" in drawn.said


# ---------------------------------------------------------------------------------- axes and words


def test_a_single_year_without_a_unit_stands_by_itself() -> None:
    one = RunSeries(
        [f"kv {i}" for i in range(5)], [1, 2, 3, 4, 5], "", str, years=["2003"] * 5, step=1
    )
    assert "2003" in chart(one).said


def test_the_years_stand_below_the_axis_once_each_in_the_middle_of_their_periods() -> None:
    drawn = chart(replace(QUARTERS, values=[70.0 + i for i in range(8)]))
    (line,) = line_of(drawn)
    for year, start in (("2000", 0), ("2001", 4)):
        label = drawn.named(year)
        middle = sum(x for x, _ in line[start : start + 4]) / 4
        assert (label.left + label.right) / 2 == pytest.approx(middle, abs=0.2)


def test_every_other_year_is_tinted_from_border_to_border() -> None:
    drawn = chart(QUARTERS)
    ((band,),) = drawn.paths(fill=PALETTE["ground"])
    label = drawn.named("2000")
    assert min(x for x, _ in band) < label.left < label.right < max(x for x, _ in band)
    assert drawn.named("2001").left > max(x for x, _ in band)


def test_a_single_year_stands_beside_the_unit_and_the_periods_below_the_axis() -> None:
    one = RunSeries(
        [f"kv {i}" for i in range(1, 6)], [1, 2, 3, 4, 5], "dagar", str, years=["2003"] * 5, step=1
    )
    assert {"dagar, 2003", "kv 1", "kv 5"} <= set(chart(one).said)


def test_the_marks_of_the_axis_are_numbers_that_the_format_does_not_round() -> None:
    whole = replace(QUARTERS, values=[1, 2, nan, 1, nan, 2, 1, 2], target=(), comparison=(),
                    format_number=lambda value: f"{value:.0f}", step=1)  # fmt: skip
    assert [said for said in chart(whole).said if said in {"0", "1", "2", "3"}] == ["1", "2", "2"]


@given(
    low=st.floats(-1e9, 1e9), span=st.floats(1e-3, 1e9), most=st.integers(1, 8),
    step=st.sampled_from([0.0, 0.1, 1.0]),
)  # fmt: skip
def test_marks_are_few_inside_equally_far_apart_and_of_the_step(
    low: float, span: float, most: int, step: float
) -> None:
    high = low + span
    marks = round_marks(low, high, most, step)
    slack = 1e-5 * span
    assert len(marks) <= most
    assert all(low - slack <= mark <= high + slack for mark in marks)
    apart_ = [b - a for a, b in pairwise(marks)]
    assert all(gap == pytest.approx(apart_[0], rel=1e-6, abs=1e-9 * abs(high)) for gap in apart_)
    if step:
        steps = [mark / step for mark in marks]
        assert all(abs(each - round(each)) < 1e-5 + 1e-12 * abs(each) for each in steps)


def test_marks_of_a_known_span_are_the_round_ones() -> None:
    assert round_marks(67.2, 78.9, 4) == [70, 75]  # steps of 2,5 would be five marks
    assert round_marks(0.0, 10.0, 5) == [0, 2.5, 5, 7.5, 10]
    assert round_marks(-0.031, 0.052, 4) == pytest.approx([-0.02, 0.0, 0.02, 0.04])


@given(st.lists(st.tuples(st.floats(0, 200), st.floats(0.5, 5)), max_size=6))
def test_labels_keep_their_order_their_distance_and_the_room(
    given_: list[tuple[float, float]],
) -> None:
    places = sorted(place for place, _ in given_)
    found = apart(places, [weight for _, weight in given_], (0.0, 200.0), 17.0)
    assert all(b - a >= 17 - 1e-6 for a, b in pairwise(found))
    assert all(-1e-6 <= place <= 200 + 1e-6 for place in found)
    if all(b - a >= 17 for a, b in pairwise(places)):
        assert found == pytest.approx(places)


def test_of_two_labels_at_one_place_the_weightier_moves_less() -> None:
    above, below = apart([100.0, 100.0], [4.0, 1.0], (0.0, 200.0), 20.0)
    assert (above, below) == (pytest.approx(96.0), pytest.approx(116.0))


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
    assert {"9.02%", "at most 8.525%", "unit 1.234"} <= set(chart(series).said)


def test_text_is_never_read_as_mathematics_or_markup() -> None:
    odd = replace(QUARTERS, unit="$x^2$ & <b>\\frac{1}{0}</b> $")
    assert odd.unit in chart(odd).said


def collisions(drawn: Drawn) -> list[tuple[str, str]]:
    """Two texts whose letters touch: as wide as they are set, as high as capitals."""
    return [
        (one.said, other.said)
        for one, other in combinations(drawn.texts, 2)
        if min(one.right, other.right) - max(one.left, other.left) > 0.2
        and abs(one.middle - other.middle) < 0.73 * max(one.size, other.size)
    ]


def outside(drawn: Drawn) -> list[str]:
    return [
        text.said
        for text in drawn.texts
        if text.left < -0.2
        or text.right > drawn.width + 0.2
        or text.middle - text.size / 2 < -0.2
        or text.middle + text.size / 2 > drawn.height + 0.2
    ]


@given(
    values=st.lists(st.floats(-1e6, 1e6) | st.just(nan), min_size=1, max_size=48),
    width=st.sampled_from([320, 480, 640]),
    target=st.floats(-1e6, 1e6),
    compared=st.floats(-1e6, 1e6),
    breaks=st.lists(st.integers(0, 47), max_size=3),
)
@example(values=[0.0, nan, 0.0, 0.0, 0.0], width=320, target=0.0, compared=898960.0, breaks=[])
def test_no_two_texts_of_a_chart_overlap_and_none_leaves_it(
    values: list[float], width: int, target: float, compared: float, breaks: list[int]
) -> None:
    count = len(values)
    years = [str(1980 + i // 4) for i in range(count)]
    places = sorted({place for place in breaks if place < count})
    drawn = chart(
        replace(
            QUARTERS,
            labels=years,
            years=years,
            values=values,
            target=[target] * count,
            comparison=[compared] * count,
            comparison_label="Stadsdelsnämnden Lundby-Biskopsgården",
            breaks=[Break(p, f"najprawdopodobniejszych {p}", k)
                    for p in places for k in ("definition", "rule")],
            marks=[Mark(count - 1, "preliminary", "wstępnie")],
            step=0,
        ),
        width,
    )  # fmt: skip
    assert collisions(drawn) == []
    assert outside(drawn) == []


@pytest.mark.parametrize("width", [320, 480, 640])
def test_every_text_is_at_least_nine_pixels_high_when_shown_three_quarters_as_wide(
    width: int,
) -> None:
    assert min(text.size for text in chart(QUARTERS, width).texts) * 3 / 4 >= 9


# -------------------------------------------------------------------------------------- bar chart


def bars(drawn: Drawn) -> list[tuple[float, float]]:
    """From where to where each bar stands, in values; read off the bar of the first year."""
    found = [*drawn.paths(fill=PALETTE["pale"]), *drawn.paths(fill=PALETTE["accent"])]
    return [(max(y for _, y in bar), min(y for _, y in bar)) for path in found for bar in path]


def test_bars_stand_on_the_zero_line_and_are_as_long_as_their_values() -> None:
    drawn = chart(YEARS)
    ((zero,),) = drawn.paths(stroke=PALETTE["quiet"])
    level = zero[0][1]
    (low, top), (foot, high) = bars(drawn)
    assert top == foot == level
    assert (level - high) / (low - level) == pytest.approx(840 / 1250, abs=0.01)


def test_a_missing_value_has_no_bar_and_every_bar_says_its_value() -> None:
    drawn = chart(YEARS)
    assert len(bars(drawn)) == 2
    assert {"−1250", "840", "2001", "2002", "2003"} <= set(drawn.said)


def test_fewer_than_five_periods_are_bars_and_more_are_a_line() -> None:
    four = replace(YEARS, labels=list("abcd"), values=[1, 2, 3, 4])
    five = replace(YEARS, labels=list("abcde"), values=[1, 2, 3, 4, 5])
    assert [len(bars(chart(series))) for series in (four, five)] == [4, 0]


def test_where_bars_are_too_narrow_for_their_values_the_last_is_written() -> None:
    wide = replace(
        YEARS, values=[1.0, 2.0, 3.0], value_texts=[f"{n} 234 567 890 kr" for n in "123"]
    )
    said = chart(wide, 320).said
    assert ("3 234 567 890 kr" in said, "2 234 567 890 kr" in said) == (True, False)


def test_bars_that_are_all_zero_are_drawn() -> None:
    few = replace(YEARS, labels=["2003"], years=(), values=[0.0], target=[0.0])
    assert "0" in chart(few).said


# ------------------------------------------------------------------------------------------ units

NAMES = [
    "Angered",
    "Askim",
    "Backa",
    "Bergsjön",
    "Biskopsgården",
    "Centrum",
    "Frölunda",
    "Gunnared",
    "Härlanda",
    "Högsbo",
    "Kortedala",
    "Kärra-Rödbo",
    "Linnéstaden",
    "Lundby",
    "Lärjedalen",
    "Majorna",
    "Styrsö",
    "Torslanda",
    "Tuve-Säve",
    "Tynnered",
    "Älvsborg",
    "Örgryte",
    "Södra-Skärgården",
    "Stensjön",
    "Hisingen",
]
DISTRICTS = DotPlot(
    rows=[
        Dot(name, 70.0 + n, percent(70.0 + n), 68.0 + n, 72.5 + n, marked=name == "Torslanda")
        for n, name in enumerate(NAMES)
    ],
    unit="procent, kvartal 4 2003",
    format_number=percent,
    target=85.0,
    target_label="minst 85\u00a0%",
    whole=81.4,
    whole_label="Göteborg 81,4\u00a0%",
    step=0.1,
    notice="Påhittade uppgifter – säger inget om verkliga stadsdelar",
)


def test_units_stand_in_the_order_given_each_with_its_figure_on_its_row() -> None:
    drawn = Drawn(render_dot_plot(DISTRICTS))
    names = [text for text in drawn.texts if text.said in NAMES]
    assert [text.said for text in names] == NAMES
    assert all(a.middle < b.middle for a, b in pairwise(names))
    assert drawn.named("Askim").middle == drawn.named("71,0\u00a0%").middle


def test_a_dot_stands_inside_its_interval_and_higher_values_to_the_right() -> None:
    drawn = Drawn(render_dot_plot(DISTRICTS))
    (others,) = drawn.paths(stroke=PALETTE["quiet"], stroke_width="7")
    xs = [stretch[0][0] for stretch in others]
    assert xs == sorted(xs)
    assert len(xs) == len(NAMES) - 1
    (whiskers,) = drawn.paths(stroke=PALETTE["quiet"], stroke_width="1.4")
    for (start, _), (end, _), x in ((*stretch, x) for stretch, x in zip(whiskers, xs, strict=True)):
        assert (x - start) / (end - start) == pytest.approx(2.0 / 4.5, abs=0.02)


def test_this_unit_is_marked_by_weight_and_size_and_not_by_colour_alone() -> None:
    drawn = Drawn(render_dot_plot(DISTRICTS))
    assert [text.said for text in drawn.texts if text.bold] == ["Torslanda", "87,0\u00a0%"]
    ((dot,),) = drawn.paths(stroke=PALETTE["accent"], stroke_width="10")
    assert dot[0][1] == pytest.approx(drawn.named("Torslanda").middle, abs=0.2)


def test_the_target_and_the_whole_are_lines_with_labels_above_the_rows() -> None:
    drawn = Drawn(render_dot_plot(DISTRICTS))
    for colour, said in (("target", "minst 85\u00a0%"), ("compared", "Göteborg 81,4\u00a0%")):
        ((line,),) = drawn.paths(stroke=PALETTE[colour])
        label = drawn.named(said)
        assert (label.left + label.right) / 2 == pytest.approx(line[0][0], abs=0.2)
        assert label.middle < line[0][1] < drawn.named("Angered").middle


def test_a_unit_without_a_value_keeps_its_row_and_its_sign_and_has_no_dot() -> None:
    rows = [Dot("Styrsö", nan, ".."), Dot("Askim", 71.0, "71"), Dot("Backa", 75.0, "75")]
    drawn = Drawn(render_dot_plot(replace(DISTRICTS, rows=rows)))
    (dots_,) = drawn.paths(stroke=PALETTE["quiet"], stroke_width="7")
    assert len(dots_) == 2
    assert ".." in drawn.said
    nothing = replace(DISTRICTS, rows=rows[:1], target=nan, whole=nan)
    assert "nan" not in render_dot_plot(nothing).casefold()


def test_a_target_band_over_units_is_an_area_from_its_lower_to_its_upper_end() -> None:
    drawn = Drawn(render_dot_plot(replace(DISTRICTS, target=72.0, target_high=75.0)))
    ((band,),) = drawn.paths(fill=PALETTE["target"])
    (lines,) = drawn.paths(stroke=PALETTE["target"])
    assert {x for x, _ in band} == {line[0][0] for line in lines}


def test_a_full_page_of_units_is_lean() -> None:
    assert len(NAMES) == MOST_ROWS
    svg = render_dot_plot(DISTRICTS)
    assert len(svg.encode()) < 6000
    assert svg == render_dot_plot(DISTRICTS)


@given(
    st.lists(st.floats(-1e6, 1e6) | st.just(nan), min_size=1, max_size=8),
    st.floats(-1e6, 1e6),
    st.floats(-1e6, 1e6),
)
def test_no_two_texts_over_units_overlap_and_none_leaves_the_drawing(
    values: list[float], target: float, whole: float
) -> None:
    long = "Kindertageseinrichtungsbedarfsplanung"
    rows = [Dot(f"{n} {long}", v, "–" if v != v else f"{v:.1f}") for n, v in enumerate(values)]  # noqa: PLR0124 - NaN
    plot = replace(DISTRICTS, rows=rows, target=target, whole=whole, step=0)
    drawn = Drawn(render_dot_plot(plot))
    assert collisions(drawn) == []
    assert outside(drawn) == []


# ------------------------------------------------------------------------------------- deviations

CLASSES = [
    Deviation("Intäkter", 2.1, "+2,1"),
    Deviation("Personal", -5.4, "−5,4"),
    Deviation("Lokaler", 0.0, "0,0"),
    Deviation("Finansiering", nan, ".."),
    Deviation("Nettokostnad", -3.3, "−3,3", total=True),
]


def test_a_deficit_goes_to_the_left_a_surplus_to_the_right_and_the_total_is_ink() -> None:
    drawn = Drawn(render_deviation_bars(CLASSES, "mnkr"))
    ((surplus, deficit),) = drawn.paths(fill=PALETTE["accent"])
    ((total,),) = drawn.paths(fill=PALETTE["ink"])
    ((zero,),) = drawn.paths(stroke=PALETTE["ink"])
    level = zero[0][0]
    lengths = [max((x - level for x, _ in bar), key=abs) for bar in (surplus, deficit, total)]
    assert lengths[1] / lengths[0] == pytest.approx(-5.4 / 2.1, abs=0.02)
    assert lengths[2] / lengths[0] == pytest.approx(-3.3 / 2.1, abs=0.02)


def test_every_line_says_its_figure_beyond_its_bar_also_when_it_is_nought_or_not_known() -> None:
    drawn = Drawn(render_deviation_bars(CLASSES, "mnkr", notice="Påhittat"))
    assert {"+2,1", "−5,4", "0,0", "..", "−3,3", "mnkr", "Påhittat"} <= set(drawn.said)
    ((surplus, deficit),) = drawn.paths(fill=PALETTE["accent"])
    assert drawn.named("+2,1").left > max(x for x, _ in surplus)
    assert drawn.named("−5,4").right < min(x for x, _ in deficit)


@given(st.lists(st.floats(-1e9, 1e9) | st.just(nan), min_size=1, max_size=8))
def test_no_two_texts_of_deviations_overlap_and_none_leaves_the_drawing(
    values: list[float],
) -> None:
    rows = [
        Deviation("Förbrukningsinventarier och köpta tjänster", v, f"{v:+,.0f}", total=n == 0)
        for n, v in enumerate(values)
    ]
    svg = render_deviation_bars(rows, "tusental kronor", notice="Påhittade uppgifter")
    assert collisions(Drawn(svg)) == []
    assert outside(Drawn(svg)) == []
    assert len(svg.encode()) < 6000


# ----------------------------------------------------------------------------------------- render

BUSY = replace(
    QUARTERS,
    interval=(70.0, 75.0),
    breaks=[Break(2, "ny definition"), Break(4, "nya regler", "rule")],
    marks=[Mark(7, "preliminary", "preliminärt"), Mark(5, "revised", "ändrat")],
)


def sixteen(series: RunSeries) -> RunSeries:
    rows = ("labels", "values", "years", "target", "comparison")
    return replace(series, **{row: [*getattr(series, row)] * 2 for row in rows})


@pytest.mark.parametrize("series", [QUARTERS, YEARS, BUSY, sixteen(BUSY)])
def test_a_chart_is_lean_and_the_same_each_time(series: RunSeries) -> None:
    svg = render_chart(series)
    assert svg == render_chart(series)
    assert len(svg.encode()) < 6000


@pytest.mark.parametrize(
    "svg",
    [render_chart(BUSY), render_chart(YEARS), render_dot_plot(DISTRICTS),
     render_deviation_bars(CLASSES, "mnkr")],
)  # fmt: skip
def test_a_chart_holds_no_ids_styles_scripts_metadata_or_clock(svg: str) -> None:
    drawn = ET.fromstring(svg)  # noqa: S314 - our own drawing
    assert {part.tag.removeprefix(SVG) for part in drawn.iter()} <= {
        "svg",
        "path",
        "text",
        "circle",
    }
    assert not any(part.get("id") or part.get("style") for part in drawn.iter())
    assert drawn.get("viewBox") == f"0 0 {drawn.get('width')} {drawn.get('height')}"


def test_a_chart_of_nothing_but_missing_values_is_drawn_empty() -> None:
    empty = replace(QUARTERS, values=[nan] * 8, target=(), comparison=())
    assert "nan" not in render_chart(empty).casefold()
    assert not chart(empty).paths(stroke=PALETTE["accent"])


def test_rows_of_unequal_length_and_places_outside_are_refused() -> None:
    with pytest.raises(ValueError, match="target has 2 entries for 8 values"):
        replace(QUARTERS, target=[1, 2])
    with pytest.raises(ValueError, match="comparison_texts has 1 entries"):
        replace(QUARTERS, comparison_texts=["1"])
    with pytest.raises(ValueError, match="labels has 0 entries"):
        replace(QUARTERS, labels=[])
    with pytest.raises(ValueError, match="lower target"):
        replace(QUARTERS, target=(), target_high=[1.0] * 8)
    with pytest.raises(ValueError, match="no period 8 among 8"):
        replace(QUARTERS, breaks=[Break(8, "sen")])
    with pytest.raises(ValueError, match="no period -1 among 8"):
        replace(QUARTERS, marks=[Mark(-1, "revised", "ändrat")])


# ------------------------------------------------------------------------------------------ fonts


@pytest.mark.parametrize("face", FACES)
def test_the_widths_of_a_face_are_those_that_freetype_reads(face: str) -> None:
    font = FT2Font(str(FONTS / face))
    font.set_size(100, 72)
    widths = advances(face)
    assert set(widths) - {0} == set(font.get_charmap())
    for character in "AÅąwi1 –−%…\u00a0€":
        glyph = font.load_char(ord(character), flags=LoadFlags.NO_HINTING)
        wanted = glyph.linearHoriAdvance / 65536 / 100
        assert widths[ord(character)] == pytest.approx(wanted, abs=1e-3)


def test_a_character_that_the_font_lacks_is_as_wide_as_what_stands_for_it() -> None:
    assert text_width("漢", 10) == advances(FACES[0])[0] * 10


def test_a_text_that_is_too_wide_ends_with_an_ellipsis_and_then_fits() -> None:
    cuts = [shortened("Stadsdelsnämnden Lundby", width, 10) for width in (5, 40, 80, 400)]
    assert cuts[0] == ""
    assert cuts[-1] == "Stadsdelsnämnden Lundby"
    assert all(cut.endswith("…") for cut in cuts[1:-1])
    assert all(len(a) < len(b) for a, b in pairwise(cuts))
    assert text_width(cuts[1], 10) <= 40
