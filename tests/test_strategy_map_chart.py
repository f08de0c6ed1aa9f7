"""The strategy map, read back from what is drawn: boxes, arrows, labels, legend."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from math import dist
from typing import get_args
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsc_helpers.charts.map_lines import EVIDENCE, Evidence, arrow_parts
from bsc_helpers.charts.map_rows import Group, ordered, rows_of
from bsc_helpers.charts.map_tracks import Swing, tracks_of
from bsc_helpers.charts.palette import PALETTE
from bsc_helpers.charts.strategy_map import (
    MapArrow,
    MapFactor,
    MapObjective,
    MapPerspective,
    StrategyMap,
    render_strategy_map,
)
from tests.test_charts import SVG, Drawn, collisions, outside

Point = tuple[float, float]
WORDS: dict[Evidence, str] = {
    "supported": "stöds av uppgifterna",
    "contradicted": "går åt andra hållet",
    "differs": "hänger ihop, men inte som antaget",
    "too_small": "för litet för att spela roll",
    "cannot_tell": "går inte att avgöra",
    "not_enough_data": "för få uppgifter",
    "not_testable": "kan inte prövas",
    "not_yet_tested": "ännu inte prövat",
}


def perspective(name: str, *objectives: tuple[str, str]) -> MapPerspective:
    return MapPerspective(name, tuple(MapObjective(code, text) for code, text in objectives))


ABOVE = perspective(
    "Den vi finns till för",
    ("K1", "Göteborgarna är nöjda med stadsdelens tjänster"),
    ("K2", "Alla möts med respekt och kan påverka"),
)
LEARNING = MapObjective(
    "V1",
    "Barn och elever utvecklas och når målen",
    (
        MapFactor("FV1", "Tid för varje barn"),
        MapFactor("FV2", "Närvaro och tidigt stöd"),
        MapFactor("FV3", "Goda skolresultat"),
    ),
)
CARE = perspective(
    "Verksamhet och processer",
    ("V2", "Trygg och sammanhållen omsorg"),
    ("V3", "Rätt insats i rätt tid"),
    ("V4", "Kultur och fritid når alla"),
)
MIDDLE = replace(CARE, objectives=(LEARNING, *CARE.objectives))
MONEY = perspective(
    "Uppdrag och ekonomi", ("U1", "En ekonomi i balans"), ("U2", "Resurserna används väl")
)
STAFF = perspective(
    "Medarbetare och utveckling",
    ("M1", "Friska medarbetare som vill stanna"),
    ("M2", "Rätt kompetens och nära ledarskap"),
)
LINKS: list[tuple[str, str, Evidence]] = [
    ("M1", "K2", "supported"),
    ("U2", "V2", "differs"),
    ("M1", "K2", "cannot_tell"),
    ("U1", "M1", "contradicted"),
    ("U2", "V3", "cannot_tell"),
    ("M1", "K1", "not_enough_data"),
    ("M2", "V2", "not_enough_data"),
    ("FV2", "FV3", "not_enough_data"),
    ("V3", "K2", "too_small"),
    ("U2", "U1", "not_testable"),
]
MAP = StrategyMap(
    bands=((ABOVE,), (MIDDLE,), (MONEY, STAFF)),
    arrows=[MapArrow(a, b, f"L{n}", e) for n, (a, b, e) in enumerate(LINKS, 1)],
    words=WORDS,
    notice="Påhittade uppgifter",
)
STACKED = replace(MAP, bands=((ABOVE,), (MIDDLE,), (STAFF,), (MONEY,)))


def large() -> StrategyMap:
    """Five perspectives, twenty objectives, forty arrows upwards, beside and down."""
    rows = [[f"{letter}{n}" for n in range(1, 5)] for letter in "ABCDE"]
    bands = [
        [perspective(f"Perspektiv {at}", *((c, "Kort väg från behov till insats") for c in row))]
        for at, row in enumerate(rows)
    ]
    ends = [
        (rows[start][at % 4], rows[end][(at * 3 + start) % 4])
        for at in range(10)
        for start, end in ((4, 3), (3, 1), (2, 2), (1, 0))
    ]
    ends = [(a, b if a != b else f"{b[0]}{5 - int(b[1])}") for a, b in ends]
    arrows = [MapArrow(a, b, f"L{n}", EVIDENCE[n % 8]) for n, (a, b) in enumerate(ends, 1)]
    return StrategyMap(bands, arrows, WORDS)


# ------------------------------------------------------------------------------ reading it back


@dataclass(frozen=True)
class Line:
    """The line of an arrow: points close to each other, and the tip of its head."""

    points: list[Point]
    tip: Point


@dataclass(frozen=True)
class Rectangle:
    left: float
    top: float
    right: float
    bottom: float

    def holds(self, point: Point, edge: float = 0.0) -> bool:
        x, y = point
        return self.left + edge < x < self.right - edge and self.top + edge < y < self.bottom - edge


def sampled(d: str) -> list[Point]:
    """Read the upright, level and curved commands of a line."""
    found: list[Point] = []
    x = y = 0.0
    for command, given_ in re.findall(r"([MVHC])([^MVHC]*)", d):
        n = [float(v) for v in given_.split()]
        corners = {
            "M": lambda n=n: [(n[0], n[1])],
            "V": lambda n=n, x=x, y=y: [(x, y), (x, n[0])],
            "H": lambda n=n, x=x, y=y: [(x, y), (n[0], y)],
            "C": lambda n=n, x=x, y=y: [(x, y), (n[0], n[1]), (n[2], n[3]), (n[4], n[5])],
        }[command]()
        found += [between(corners, step / 40) for step in range(41)]
        x, y = corners[-1]
    return found


def between(corners: list[Point], t: float) -> Point:
    """The construction of de Casteljau."""
    while len(corners) > 1:
        corners = [
            (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t) for a, b in pairwise(corners)
        ]
    return corners[0]


class Read(Drawn):
    """A map, read back."""

    def __init__(self, map_: StrategyMap, width: int = 720) -> None:
        super().__init__(render_strategy_map(map_, width))
        parts = [dict(part.attrib) for part in self.root.iter(f"{SVG}path")]
        ends = [at for at, part in enumerate(parts) if part.get("stroke-linejoin")]
        lines = [sampled(self._line_before(parts, at)) for at in ends]
        tips = [self._tip(parts[at]["d"]) for at in ends]
        self.arrows = [Line(p, t) for p, t in zip(lines, tips, strict=True)][: len(map_.arrows)]
        self.boxes = [
            self._rectangle(part["d"])
            for part in parts
            if part.get("stroke") in (PALETTE["quiet"], PALETTE["compared"]) and "h" in part["d"]
        ]

    @staticmethod
    def _line_before(parts: list[dict[str, str]], at: int) -> str:
        return next(p["d"] for p in reversed(parts[:at]) if p.get("fill") == "none")

    @staticmethod
    def _tip(d: str) -> Point:
        x, y = d.rstrip("z").split("L")[-1].split()
        return float(x), float(y)

    @staticmethod
    def _rectangle(d: str) -> Rectangle:
        x, y, wide, r, high = (
            float(v) for v in re.findall(r"^M(\S+) (\S+)h(\S+?)q(\S+) 0 .*?v([0-9.]+)", d)[0]
        )
        return Rectangle(x - r, y, x + wide + r, y + high + 2 * r)

    def box(self, code: str) -> Rectangle:
        """The smallest box round a code."""
        text = self.named(code)
        around = [b for b in self.boxes if b.holds((text.left, text.middle))]
        return min(around, key=lambda b: b.bottom - b.top)


MAPS = {"side by side": MAP, "below each other": STACKED, "large": large()}
WIDTHS = [480, 720, 940]
everywhere = pytest.mark.parametrize("name", MAPS)
at_every_width = pytest.mark.parametrize("width", WIDTHS)


# ----------------------------------------------------------------------------------- the boxes


def test_bands_stand_in_the_order_given_from_above_with_their_names() -> None:
    read = Read(STACKED)
    tops = [read.box(code).top for code in ("K1", "V2", "M1", "U1")]
    assert tops == sorted(tops)
    for each in STACKED.perspectives:
        assert set(each.name.split()) <= set(" ".join(read.said).split())


def test_perspectives_of_one_band_stand_side_by_side_where_they_have_room() -> None:
    wide, narrow = Read(MAP, 720), Read(MAP, 480)
    assert wide.box("U1").top == wide.box("M1").top
    assert wide.box("U2").right < wide.box("M1").left
    assert narrow.box("U1").bottom < narrow.box("M1").top


def test_a_perspective_with_many_objectives_has_several_even_rows() -> None:
    bands = [[[f"A{n}" for n in range(7)]]]
    rows = rows_of(bands, width=500, title=100, box=100)
    assert [len(row[0].boxes) for row in rows] == [3, 4]
    assert [box for row in rows for group in row for box in group.boxes] == bands[0][0]


def test_only_those_success_factors_are_drawn_that_an_arrow_touches() -> None:
    read = Read(MAP)
    assert {"FV2", "FV3"} <= set(read.said)
    assert "FV1" not in read.said
    outer, first, second = read.box("V1"), read.box("FV2"), read.box("FV3")
    assert outer.left < first.left < first.right < outer.right
    assert outer.top < first.top < first.bottom < second.top < second.bottom < outer.bottom


def test_a_long_name_is_wrapped_and_never_cut() -> None:
    long = "Förvaltningsövergripande ansvarsfördelningsöverenskommelser för alla"
    read = Read(StrategyMap([[perspective("P", ("A1", long))]]), 480)
    said = "".join(text.said for text in read.texts if text.said not in {"P", "A1"})
    assert said.replace("-", "").replace(" ", "") == long.replace(" ", "")


# ---------------------------------------------------------------------------------- the arrows


@at_every_width
@everywhere
def test_every_arrow_has_a_line_a_head_and_its_label_once(name: str, width: int) -> None:
    read = Read(MAPS[name], width)
    labels = [arrow.label for arrow in MAPS[name].arrows]
    assert len(read.arrows) == len(labels)
    assert [read.said.count(label) for label in labels] == [1] * len(labels)


@at_every_width
@everywhere
def test_every_arrow_starts_and_ends_at_the_edge_of_its_box(name: str, width: int) -> None:
    read = Read(MAPS[name], width)
    for arrow, line in zip(MAPS[name].arrows, read.arrows, strict=True):
        for code, point in ((arrow.start, line.points[0]), (arrow.end, line.tip)):
            box = read.box(code)
            near = replace(box, left=box.left - 2, right=box.right + 2,
                           top=box.top - 2, bottom=box.bottom + 2)  # fmt: skip
            assert near.holds(point), (arrow, point)
            assert not box.holds(point, edge=2)


@at_every_width
@everywhere
def test_no_arrow_runs_through_a_box(name: str, width: int) -> None:
    read = Read(MAPS[name], width)
    for arrow, line in zip(MAPS[name].arrows, read.arrows, strict=True):
        inside = [b for b in read.boxes if any(b.holds(p, edge=1) for p in line.points)]
        around = {read.box("V1")} if arrow.start.startswith("FV") else set()
        assert set(inside) <= around, arrow


@at_every_width
@everywhere
def test_no_two_texts_of_a_map_overlap_and_none_leaves_it(name: str, width: int) -> None:
    read = Read(MAPS[name], width)
    assert collisions(read) == []
    assert outside(read) == []


@at_every_width
@everywhere
def test_every_label_stands_on_its_own_line_and_clear_of_boxes(name: str, width: int) -> None:
    read = Read(MAPS[name], width)
    for arrow, line in zip(MAPS[name].arrows, read.arrows, strict=True):
        label = read.named(arrow.label)
        middle = ((label.left + label.right) / 2, label.middle)
        assert min(dist(middle, point) for point in line.points) < 8
        corners = [(x, label.middle) for x in (label.left, label.right)]
        covered = {box for box in read.boxes if any(box.holds(corner) for corner in corners)}
        around = {read.box("V1")} if arrow.start.startswith("FV") else set()
        assert covered <= around, arrow


@at_every_width
def test_two_arrows_between_the_same_boxes_run_apart(width: int) -> None:
    read = Read(MAP, width)
    one, other = read.arrows[0], read.arrows[2]
    assert min(dist(p, q) for p in one.points for q in other.points) > 6


def test_an_arrow_within_a_band_leaves_its_row_and_comes_back() -> None:
    read = Read(MAP)
    line = read.arrows[9]  # U2 → U1
    assert max(y for _, y in line.points) > read.box("U2").bottom + 10
    assert line.tip[1] == pytest.approx(read.box("U1").bottom, abs=0.2)


def test_an_arrow_between_neighbouring_factors_goes_straight_within_their_box() -> None:
    read = Read(MAP)
    line = read.arrows[7]  # FV2 → FV3
    assert len({x for x, _ in line.points}) == 1
    assert all(read.box("V1").holds(point) for point in line.points)


@pytest.mark.parametrize("ends", [("M1", "FV1"), ("FV1", "K1"), ("FV1", "FV3"), ("FV3", "V2")])
def test_an_arrow_reaches_a_factor_from_the_side(ends: tuple[str, str]) -> None:
    others = [MapArrow("FV1", "FV2", "La", "supported"), MapArrow("FV2", "FV3", "Lb", "supported")]
    map_ = replace(MAP, arrows=[MapArrow(*ends, "L1", "supported"), *others])
    read = Read(map_)
    line = read.arrows[0]
    for code, point in zip(ends, (line.points[0], line.tip), strict=True):
        if code.startswith("F"):
            box = read.box(code)
            assert min(abs(point[0] - box.left), abs(point[0] - box.right)) < 1.5
    for code in ("FV1", "FV2", "FV3"):
        assert not any(read.box(code).holds(point, edge=1) for point in line.points)


# ------------------------------------------------------------------------- order, tracks, looks


def test_boxes_change_places_where_that_makes_fewer_crossings() -> None:
    rows = [(Group(0, ("a", "b")),), (Group(1, ("c", "d")),)]
    crossed = ordered(rows, [("a", "d"), ("b", "c")])
    assert crossed in (
        [(Group(0, ("b", "a")),), rows[1]],
        [rows[0], (Group(1, ("d", "c")),)],
    )
    assert ordered(rows, [("a", "c"), ("b", "d")]) == rows


@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")), max_size=12))
def test_ordering_keeps_every_box_in_its_row_and_its_perspective(
    links: list[tuple[str, str]],
) -> None:
    rows = [(Group(0, ("a", "b", "c")),), (Group(1, ("d", "e")), Group(2, ("f", "g", "h")))]
    found = ordered(rows, links)
    assert [[(g.perspective, sorted(g.boxes)) for g in row] for row in found] == [
        [(g.perspective, sorted(g.boxes)) for g in row] for row in rows
    ]


def test_swings_that_run_side_by_side_turn_without_crossing() -> None:
    # both to the left on their way up: the one further left turns below the other
    assert tracks_of({0: Swing(640, 400), 1: Swing(660, 420)}) == {0: 0, 1: 1}
    # both to the right: the one further right turns below
    assert tracks_of({0: Swing(400, 640), 1: Swing(420, 660)}) == {0: 1, 1: 0}
    # apart from each other: the same track
    assert tracks_of({0: Swing(0, 100), 1: Swing(200, 300)}) == {0: 0, 1: 0}


def looks(evidence: Evidence) -> str:
    """An arrow without its colours."""
    parts = "".join(arrow_parts(evidence, "M0 0H9", "M0 0L1 1z"))
    return re.sub(r"#(?!fff)[0-9a-f]{6}", "colour", parts)


def test_every_class_of_evidence_has_a_line_of_its_own_without_its_colour() -> None:
    assert set(EVIDENCE) == set(get_args(Evidence))
    for one, other in combinations(EVIDENCE, 2):
        assert looks(one) != looks(other), (one, other)


def test_an_answered_arrow_has_an_unbroken_line_and_an_open_one_a_broken_line() -> None:
    for evidence in EVIDENCE:
        whole = list(arrow_parts(evidence, "M0 0H9", "M0 0L1 1z"))[1]
        answered = evidence in {"supported", "contradicted", "differs", "too_small"}
        assert ("dasharray" not in whole) == answered, evidence


def test_the_legend_says_the_words_of_the_classes_that_are_drawn_and_no_others() -> None:
    used = {arrow.evidence for arrow in MAP.arrows}
    said = Read(MAP).said
    assert {WORDS[evidence] for evidence in used} <= set(said)
    assert not {WORDS[evidence] for evidence in set(EVIDENCE) - used} & set(said)


# ----------------------------------------------------------------------------------- the whole


def test_a_map_is_lean_and_the_same_each_time() -> None:
    svg = render_strategy_map(MAP)
    assert svg == render_strategy_map(MAP)
    assert len(svg.encode()) < 20_000


def test_a_map_holds_no_ids_styles_or_other_parts_than_paths_and_texts() -> None:
    drawn = ET.fromstring(render_strategy_map(large()))  # noqa: S314 - our own drawing
    assert {part.tag.removeprefix(SVG) for part in drawn.iter()} == {"svg", "path", "text"}
    assert not any(part.get("id") or part.get("style") for part in drawn.iter())


def test_every_text_of_a_map_is_at_least_twelve_pixels_high() -> None:
    assert min(text.size for text in Read(MAP).texts) >= 12


@pytest.mark.parametrize(
    "bands", [(), ((),), ((MapPerspective("Tomt", ()),),), MAP.bands], ids=str.__len__ and repr
)
def test_a_map_without_arrows_or_without_anything_is_drawn(
    bands: tuple[tuple[MapPerspective, ...], ...],
) -> None:
    read = Read(StrategyMap(bands, notice="Påhittat"))
    assert read.arrows == []
    assert "Påhittat" in read.said
    assert outside(read) == []


def test_an_arrow_to_nothing_or_to_itself_is_refused() -> None:
    with pytest.raises(ValueError, match="the arrow L1 ends at X9, which is not drawn"):
        replace(MAP, arrows=[MapArrow("M1", "X9", "L1", "supported")])
    with pytest.raises(ValueError, match="the arrow L1 leads back to where it starts"):
        replace(MAP, arrows=[MapArrow("M1", "M1", "L1", "supported")])


def test_words_of_a_map_are_data_and_never_markup() -> None:
    odd = "<b>1 & 2</b>"
    assert odd in Read(StrategyMap([[perspective(odd, ("A1", odd))]])).said


CODES = sorted(MAP.ends)


@given(
    st.lists(
        st.tuples(st.sampled_from(CODES), st.sampled_from(CODES), st.sampled_from(EVIDENCE)),
        max_size=16,
        unique_by=lambda link: link[:2],
    ),
    st.sampled_from(WIDTHS),
)
def test_whatever_the_arrows_are_none_is_lost_and_no_text_lies_on_another(
    links: list[tuple[str, str, Evidence]], width: int
) -> None:
    arrows = [MapArrow(a, b, f"L{n}", e) for n, (a, b, e) in enumerate(links) if a != b]
    read = Read(replace(MAP, arrows=arrows), width)
    assert len(read.arrows) == len(arrows)
    assert all(read.said.count(arrow.label) == 1 for arrow in arrows)
    assert collisions(read) == []
    assert outside(read) == []
