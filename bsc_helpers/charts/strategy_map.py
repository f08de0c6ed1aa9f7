"""The strategy map: objectives in bands, and arrows between them by what is known of each.

Everything is placed by rule: rows of boxes, ordered so that few arrows cross; curves between the
rows; labels where they are free. The same map gives the same drawing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from bsc_helpers.charts.elements import SIZE, SMALL, drawing, number, path, write
from bsc_helpers.charts.fonts import shortened, text_width, wrapped
from bsc_helpers.charts.map_frame import (
    BAND,
    LINE,
    PAD,
    Box,
    Content,
    Frame,
    box_width,
    content_of,
    spread,
    title_width,
)
from bsc_helpers.charts.map_labels import label_boxes, middle_box
from bsc_helpers.charts.map_lines import EVIDENCE, Evidence, arrow_parts
from bsc_helpers.charts.map_paths import HEAD, Path, path_of
from bsc_helpers.charts.map_rows import ordered, rows_of
from bsc_helpers.charts.map_ways import TRACK, TURN, End, Finder, Ways, lanes_of
from bsc_helpers.charts.notes import noted
from bsc_helpers.charts.palette import PALETTE

__all__ = [
    "MapArrow",
    "MapFactor",
    "MapObjective",
    "MapPerspective",
    "StrategyMap",
    "render_strategy_map",
]

_APART: Final = 7.0  # between bands that no arrow joins
_MORE: Final = 14.0  # room that is added where a label finds none
_TRIES: Final = 40
_SAMPLE: Final = 40.0  # of a line in the legend


@dataclass(frozen=True)
class MapFactor:
    """A success factor: its code and its name."""

    code: str
    name: str


@dataclass(frozen=True)
class MapObjective:
    """An objective; those of its factors are drawn at which an arrow starts or ends."""

    code: str
    name: str
    factors: tuple[MapFactor, ...] = ()


@dataclass(frozen=True)
class MapPerspective:
    """A perspective: its name and its objectives."""

    name: str
    objectives: tuple[MapObjective, ...]


@dataclass(frozen=True)
class MapArrow:
    """An arrow between objectives or factors, by their codes: its label and its evidence."""

    start: str
    end: str
    label: str
    evidence: Evidence


@dataclass(frozen=True)
class StrategyMap:
    """A strategy map.

    Attributes
    ----------
    bands
        From above: the perspectives of each band, which stand side by side where they have room.
    arrows
        What is assumed to serve what.
    words
        What each class of evidence is called; needed for those that the arrows have.
    notice
        What every drawing must say.

    Raises
    ------
    ValueError
        When an arrow starts or ends at nothing, or leads back to where it starts.
    """

    bands: Sequence[Sequence[MapPerspective]]
    arrows: Sequence[MapArrow] = ()
    words: Mapping[Evidence, str] = field(default_factory=dict)
    notice: str = ""

    def __post_init__(self) -> None:
        known = self.ends
        for arrow in self.arrows:
            if arrow.start == arrow.end:
                raise ValueError(f"the arrow {arrow.label} leads back to where it starts")
            for code in (arrow.start, arrow.end):
                if code not in known:
                    raise ValueError(f"the arrow {arrow.label} ends at {code}, which is not drawn")

    @property
    def perspectives(self) -> list[MapPerspective]:
        """The perspectives from above."""
        return [perspective for band in self.bands for perspective in band]

    @property
    def objectives(self) -> list[MapObjective]:
        """The objectives of all perspectives."""
        return [objective for each in self.perspectives for objective in each.objectives]

    @property
    def ends(self) -> dict[str, End]:
        """Where an arrow may start or end, by code."""
        found = {each.code: End(each.code) for each in self.objectives}
        return found | {f.code: End(each.code, f.code)
                        for each in self.objectives for f in each.factors}  # fmt: skip


def render_strategy_map(map_: StrategyMap, width: int = 720) -> str:
    """Return the map as SVG text; the same map, the same text. It is as high as it must be."""
    drawn = _Drawn(map_, width)
    legend, end = _legend(map_, width, drawn.frame.height)
    said, height = noted((), map_.notice, width, end)
    return drawing(width, height, [*drawn.parts(), *legend, *said])


class _Drawn:
    """The map with everything in its place."""

    def __init__(self, map_: StrategyMap, width: float) -> None:
        self.map, self.width = map_, width
        ends = map_.ends
        joined = [(ends[arrow.start], ends[arrow.end]) for arrow in map_.arrows]
        used = {end.factor for pair in joined for end in pair}
        shown = {o.code: [(f.code, f.name) for f in o.factors if f.code in used]
                 for o in map_.objectives}  # fmt: skip
        self.title = title_width([p.name for p in map_.perspectives], width)
        least = box_width([o.name for o in map_.objectives], width)
        bands = [[[o.code for o in p.objectives] for p in band] for band in map_.bands]
        links = [(start.box, end.box) for start, end in joined]
        rows = ordered(rows_of(bands, width, self.title, least), links)
        inside = {box: [code for code, _ in factors] for box, factors in shown.items()}
        finder = Finder(rows, inside, spread(rows, {}, width, self.title))
        found = [finder.way(start, end) for start, end in joined]
        across = spread(rows, lanes_of(found), width, self.title)
        self.ways = Ways(found, across, rows)
        self.titles = {at: wrapped(p.name, self.title - 2 * PAD, SMALL, bold=True)
                       for at, p in enumerate(map_.perspectives)}  # fmt: skip
        self.contents = {o.code: content_of(o.code, o.name, across.wide, shown[o.code])
                         for o in map_.objectives}  # fmt: skip
        self._settle()

    def _settle(self) -> None:
        """Give the arrows as much room between the rows as their labels need."""
        labels = [arrow.label for arrow in self.map.arrows]
        rows = self.ways.rows
        channels = self._channels()
        for _ in range(_TRIES):
            self.frame = Frame(rows, self.ways.across, (self.contents, self.titles), channels)
            self.paths = [path_of(at, self.ways, self.frame) for at in range(len(labels))]
            self.labels = label_boxes(labels, self.paths, self._taken())
            tight = {
                channel
                for at, place in enumerate(self.labels)
                if place is None and labels[at]
                for channel in self.ways.channels(at)
            }
            if not tight:
                break
            channels = [h + _MORE * (at in tight) for at, h in enumerate(channels)]
        for at, place in enumerate(self.labels):
            if place is None and labels[at]:
                self.labels[at] = middle_box(labels[at], self.paths[at])

    def _channels(self) -> list[float]:
        """Return the least height of the room above each row, and below the last."""
        crossed = {c for at, way in enumerate(self.ways.ways) if not way.is_arc
                   for c in self.ways.channels(at)}  # fmt: skip
        arcs = {self.ways.channel(at) for at in self.ways.arcs}
        count = len(self.ways.rows)
        found = []
        for channel in range(count + 1):
            below = self.ways.beside(channel, channel) if channel < count else 0.0
            above = self.ways.beside(channel, channel - 1) if channel else 0.0
            if channel in crossed:
                tracks = max(self.ways.tracks[channel].values(), default=0)
                found.append(below + above + TURN + TRACK * tracks)
            elif channel in arcs:
                found.append(max(below, above) + BAND + _APART)
            else:
                inner = bool(channel) and channel < count
                found.append(2 * BAND + _APART if inner else BAND + 1)
        return found

    def _taken(self) -> list[Box]:
        """Return where no label may stand: upon words, and outside the drawing."""
        far = self.frame.height + self.width
        outside = [
            Box(-far, -far, 0, far),
            Box(self.width, -far, far, far),
            Box(-far, -far, far, 0),
        ]
        boxes = [
            box._replace(bottom=min(box.bottom, box.top + self.contents[code].head))
            for code, box in self.frame.boxes.items()
        ]
        titles = [Box(left, self.frame.tops[row], left + self.title, self.frame.bottoms[row])
                  for _, row, left, _ in self.ways.across.groups]  # fmt: skip
        return [*outside, *boxes, *self.frame.factors.values(), *titles]

    def parts(self) -> Iterator[str]:
        """Yield the grounds, the boxes, the arrows, and their labels."""
        regions = self.frame.regions()
        yield path("".join(_rectangle(r, 6) for r in regions.values()), fill=PALETTE["ground"])
        for at, region in regions.items():
            yield from self._title(at, region)
        for code, box in self.frame.boxes.items():
            yield from _box(self.contents[code], box)
            for factor in self.contents[code].factors:
                yield from _box(factor, self.frame.factors[factor.code], within=True)
        for arrow, way in zip(self.map.arrows, self.paths, strict=True):
            yield from arrow_parts(arrow.evidence, way.d, way.head)
        yield from self._labels()

    def _title(self, at: int, region: Box) -> Iterator[str]:
        """Write the name of a perspective at the left of its ground, in the middle."""
        lines = self.titles[at]
        y = (region.top + region.bottom - LINE * (len(lines) - 1)) / 2
        for line in lines:
            yield write(line, region.left + PAD, y, colour=PALETTE["ink"], bold=True, size=SMALL)
            y += LINE

    def _labels(self) -> Iterator[str]:
        for arrow, place in zip(self.map.arrows, self.labels, strict=True):
            if place is not None:
                yield path(_rectangle(place, 3), fill="#fff")
                middle = (place.left + place.right) / 2, (place.top + place.bottom) / 2
                yield write(arrow.label, *middle, align="middle", colour=PALETTE["ink"],
                            bold=True, size=SMALL)  # fmt: skip


def _box(content: Content, box: Box, *, within: bool = False) -> Iterator[str]:
    """Draw a box with its code and its name; one within another is smaller and paler."""
    look = PALETTE["compared" if within else "quiet"]
    size = SMALL if within else SIZE
    yield path(_rectangle(box, 4), fill="#fff", stroke=look, stroke_width=1 if within else 1.2)
    x, y = box.left + PAD, box.top + 0.75 * PAD + LINE / 2
    yield write(content.code, x, y, colour=PALETTE["quiet"], bold=True, size=SMALL)
    for line in content.lines:
        y += LINE
        yield write(line, x, y, colour=PALETTE["ink"], size=size)


def _rectangle(box: Box, radius: float) -> str:
    r = number(radius)
    wide, high = (
        number(box.right - box.left - 2 * radius),
        number(box.bottom - box.top - 2 * radius),
    )
    return (
        f"M{number(box.left + radius)} {number(box.top)}h{wide}q{r} 0 {r} {r}v{high}"
        f"q0 {r} -{r} {r}h-{wide}q-{r} 0 -{r} -{r}v-{high}q0 -{r} {r} -{r}z"
    )


def _legend(map_: StrategyMap, width: float, start: float) -> tuple[list[str], float]:
    """Return the lines that the map holds with their words, and where they end."""
    used = {arrow.evidence for arrow in map_.arrows}
    parts, x, y = list[str](), 0.0, start + LINE
    for evidence in (each for each in EVIDENCE if each in used):
        text = shortened(map_.words[evidence], width - _SAMPLE - PAD, SMALL)
        wide = _SAMPLE + PAD + text_width(text, SMALL)
        if x and x + wide > width:
            x, y = 0.0, y + LINE + 3
        sample = Path(
            (((x, y), (x, y), (x + _SAMPLE - HEAD, y), (x + _SAMPLE - HEAD, y)),), (x + _SAMPLE, y)
        )
        parts += [*arrow_parts(evidence, sample.d, sample.head),
                  write(text, x + _SAMPLE + PAD, y, size=SMALL)]  # fmt: skip
        x += wide + 2 * PAD
    return parts, y + LINE / 2 + 3 if parts else start
