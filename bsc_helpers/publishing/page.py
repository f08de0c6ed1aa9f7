"""What every page is made with: the templates, the style sheet, and the policy that guards it.

Every text reaches a page through the template engine's escaping; only drawings rebuilt by
`clean_svg` are written as they are.
"""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from math import ceil
from pathlib import Path
from typing import Final
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bsc_helpers.blocks import Block, Cell, Column, Heading, Row, Status, Table, Variation
from bsc_helpers.charts.marks import mark_icon
from bsc_helpers.charts.palette import PALETTE
from bsc_helpers.png import clean_png, png_size
from bsc_helpers.publishing.aligning import WIDEST_TAIL, parted, tails_of
from bsc_helpers.publishing.chrome import Chrome
from bsc_helpers.publishing.svg import clean_svg, svg_size

__all__ = ["Page", "contents_of", "digest_of", "environment", "page_style", "sheet", "tail_rooms"]

_FOLDER: Final = Path(__file__).parent
_TEMPLATES: Final = _FOLDER / "templates"
_FACES: Final = {400: "Inter-Regular.woff2", 600: "Inter-SemiBold.woff2"}
_FEWEST_CONTENTS: Final = 2
_MOST_DIGITS: Final = 8  # of a figure behind a cell
_TAIL_STEP: Final = 0.2  # em; the rooms of tails come in so many classes of the style sheet
_NAMESPACE: Final = ' xmlns="http://www.w3.org/2000/svg"'  # which a page implies
_WIDE: Final = 384  # pixels; the letters of a wider drawing become too small on a narrow screen
_WIDEST: Final = 480  # our own charts; they are drawn to be shown three quarters as wide


@dataclass
class Page:
    """What the template asks for while one page is made; counts what must differ in a page."""

    chrome: Chrome
    own_marks: bool = False
    prefix: str = "bsc:g"
    sortable: bool = False  # figures stand behind the texts, for a script that sorts
    wide: int = _WIDE
    widest: int = _WIDEST
    _drawings: int = 0
    _keys: int = 0
    _labels: Counter[str] = field(default_factory=Counter)

    def label(self, text: str) -> str:
        """Return the name of a region; a name that was given before gets a number."""
        self._labels[text] += 1
        return text if self._labels[text] == 1 else f"{text} ({self._labels[text]})"

    def key_name(self) -> str:
        """Return the identifier of the next row of key figures; no anchor holds a colon."""
        self._keys += 1
        return f"{self.prefix}-keys-{self._keys}"

    def belonging(self, cell: Cell, first: Cell, column: Column | None) -> list[str]:
        """Return what tells the files of a cell from all others, when a link is heard alone."""
        row_name = "" if cell is first else first.text
        place = [cell.files_of] if cell.files_of else [row_name, column.label if column else ""]
        return [text.strip() for text in place if text.strip()]

    def tails(self, table: Table) -> list[str]:
        """Return for each column the class of the room behind its whole units; empty for none."""
        return [_tail_class(room) for room in tails_of(table, self.chrome.decimal_sign)]

    def number(self, number: float) -> str:
        """Return a figure for programs that read the page: no longer than anybody can use."""
        return f"{number:.0f}" if number == int(number) else f"{number:.{_MOST_DIGITS}g}"

    def aligned(self, text: str, tail: str) -> Markup:
        """Return a number with the room that its tail takes, its unit quiet."""
        whole, decimals, unit = parted(text, self.chrome.decimal_sign)
        quiet = Markup('<span class="u">{}</span>').format(_visible(unit)) if unit.strip() else unit
        return Markup('{}<span class="tail {}">{}{}</span>').format(
            _visible(whole), tail, decimals, quiet
        )

    def width_of(self, svg: str) -> float:
        """Return the width of a drawing in pixels."""
        return svg_size(svg)[0]

    def drawing(self, svg: str, label: str | None = None) -> Markup:
        """Return a drawing, rebuilt, with names that no other drawing of the page has."""
        self._drawings += 1
        drawn = clean_svg(svg, prefix=f"{self.prefix}{self._drawings}", label=label)
        return Markup(drawn.replace(_NAMESPACE, "", 1))  # noqa: S704 - rebuilt from an allow-list

    def mark(self, mark: Status | Variation) -> Markup:
        """Return the shape of a mark: drawn here, or taken from the marks of the page."""
        if self.own_marks:
            return _mark(mark)
        return Markup('<svg aria-hidden="true"><use href="#bsc:{}"/></svg>').format(mark)

    def picture(self, png: str) -> dict[str, object]:
        """Return a picture with nothing in it but what is seen, and its size."""
        width, height = png_size(png)
        return {"src": f"data:image/png;base64,{clean_png(png)}", "width": width, "height": height}

    def bodies(self, table: Table) -> Iterator[list[Row]]:
        """Split the rows where a group begins."""
        part: list[Row] = []
        for row in table.rows:
            if row.group and part:
                yield part
                part = []
            part.append(row)
        if part:
            yield part


def contents_of(blocks: Iterable[Block]) -> list[Heading]:
    """Return the headings of a list of contents; none where it would hold but one."""
    found = [b for b in blocks if isinstance(b, Heading) and b.level == 2]  # noqa: PLR2004 - the first level below the title
    return found if len(found) >= _FEWEST_CONTENTS else []


def digest_of(text: str) -> str:
    """Return the hash by which the policy of a page knows its style sheet or its script."""
    return b64encode(sha256(text.encode()).digest()).decode()


def page_style(notice: str) -> str:
    """Return the style sheet of a page with the notice that stands on every printed sheet."""
    return _page_style() + _running_notice(notice)


@cache
def _page_style() -> str:
    faces = "".join(_face(weight, _FOLDER / "fonts" / name) for weight, name in _FACES.items())
    return faces + _colours() + sheet("page.css") + tail_rooms()


def sheet(name: str) -> str:
    """Return a style sheet without its line breaks and indents."""
    text = (_TEMPLATES / name).read_text("utf-8")
    return "".join(line.strip() for line in text.splitlines())


def tail_rooms(inside: str = "") -> str:
    """Return the rules for the rooms of tails: a page may carry no style of a single element."""
    most = ceil(WIDEST_TAIL / _TAIL_STEP)
    return "".join(f"{inside}.t{n}{{min-width:{n * _TAIL_STEP:.1f}em}}" for n in range(1, most + 1))


def _tail_class(room: float) -> str:
    return f"t{ceil(room / _TAIL_STEP)}" if room else ""


def _face(weight: int, file: Path) -> str:
    font = b64encode(file.read_bytes()).decode()
    return (
        f"@font-face{{font-family:Inter;font-weight:{weight};font-display:swap;"
        f"src:url(data:font/woff2;base64,{font})}}"
    )


def _colours() -> str:
    """Return the palette as custom properties, so that the style sheet names meanings."""
    pairs = (f"--{name.replace('_', '-')}:{colour}" for name, colour in PALETTE.items())
    return f":root{{{';'.join(pairs)}}}"


def _running_notice(notice: str) -> str:
    """Repeat the notice at the top of every printed page; each character is escaped by number."""
    if not notice:
        return ""
    text = "".join(c if c.isascii() and c.isalnum() else f"\\{ord(c):06x}" for c in notice)
    return f'@page{{@top-left{{content:"{text}"}}}}'


def _mark(mark: Status | Variation) -> Markup:
    """Return the shape of a mark, in the colour of the text beside it."""
    return Markup(mark_icon(mark).replace(PALETTE[mark], "currentColor"))  # noqa: S704 - our own drawing


def _symbol(mark: Status | Variation) -> Markup:
    drawing = _mark(mark)
    inside = drawing[drawing.index(">") + 1 : drawing.rindex("<")]
    return Markup('<symbol id="bsc:{}" viewBox="0 0 12 12">{}</symbol>').format(mark, inside)


# ------------------------------------------------------------------------------------ environment


@cache
def environment() -> Environment:
    """Return the templates; every text that they show is escaped."""
    templates = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_visible,
    )
    templates.globals |= {"symbol": _symbol}
    templates.filters["file_address"] = _file_address
    return templates


def _file_address(path: str) -> str:
    return quote(path, safe="/")


def _visible(value: object) -> object:
    """Show a control character as its sign; HTML has no place for it, and readers are misled."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return "".join(map(_sign, value)) if not value.isprintable() else value


def _sign(character: str) -> str:
    code = ord(character)
    if character in "\n\t":
        return character
    if code < 0x20:  # noqa: PLR2004 - the control characters, which have pictures of their own
        return chr(0x2400 + code)
    is_broken = 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000 or code & 0xFFFE == 0xFFFE  # noqa: PLR2004 - what no page may hold
    return "\ufffd" if is_broken else character
