"""A document as one HTML file: readable without script, without network, and by everybody.

The page holds no script. Its policy, first in the head, allows its one style sheet by the hash of
it, pictures and fonts inside the file, and nothing else. Every text reaches the page through the
template engine's escaping; only drawings rebuilt by `clean_svg` are written as they are.
"""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from math import ceil
from pathlib import Path
from typing import Final
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bsc_helpers.blocks import (
    Block,
    Cell,
    Column,
    Heading,
    Row,
    Section,
    Status,
    Table,
)
from bsc_helpers.charts.marks import status_icon
from bsc_helpers.charts.palette import PALETTE
from bsc_helpers.png import clean_png, png_size
from bsc_helpers.publishing.aligning import WIDEST_TAIL, parted, tails_of
from bsc_helpers.publishing.chrome import Chrome, chrome_for
from bsc_helpers.publishing.document import Document
from bsc_helpers.publishing.svg import clean_svg, svg_size
from bsc_helpers.publishing.walk import legend_of, statuses_in

__all__ = ["render_block_html", "render_html"]

_FOLDER: Final = Path(__file__).parent
_FACES: Final = {400: "Inter-Regular.woff2", 600: "Inter-SemiBold.woff2"}
_FEWEST_CONTENTS = 2
_MOST_DIGITS: Final = 8  # of a figure behind a cell
_TAIL_STEP: Final = 0.2  # em; the rooms of tails come in so many classes of the style sheet
_WIDE: Final = 384  # pixels; the letters of a wider drawing become too small on a narrow screen
_WIDEST: Final = 480  # our own charts; they are drawn to be shown three quarters as wide


def render_html(document: Document) -> str:
    """Return a document as the text of one HTML file.

    Raises
    ------
    PublishingError
        When a drawing or a picture of the document cannot be shown.
    """
    chrome = chrome_for(document.language)
    style = _page_style() + _running_notice(document.notice)
    contents = [b for b in document.blocks if isinstance(b, Heading) and b.level == 2]  # noqa: PLR2004 - the first level below the title
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            document=document,
            head=document.blocks[0],
            blocks=document.blocks[1:],
            contents=contents if len(contents) >= _FEWEST_CONTENTS else (),
            statuses=statuses_in(document.blocks),
            legend=legend_of(document.blocks),
            style=Markup(style),  # noqa: S704 - our own style sheet; the notice in it is escaped
            digest=b64encode(sha256(style.encode()).digest()).decode(),
            chrome=chrome,
            page=_Page(chrome),
        )
    )


def render_block_html(block: Block, language: str = "en") -> str:
    """Return a block as a piece of HTML for the output area of a notebook."""
    chrome = chrome_for(language)
    blocks = block.blocks if isinstance(block, Section) else (block,)
    return (
        _environment()
        .get_template("fragment.html.j2")
        .render(
            blocks=blocks,
            style=Markup(_fragment_style()),  # noqa: S704 - our own style sheet
            chrome=chrome,
            page=_Page(chrome, own_marks=True, prefix=f"bsc:{_fingerprint(block)}"),
        )
    )


@dataclass
class _Page:
    """What the template asks for while one page is made; counts what must differ in a page."""

    chrome: Chrome
    own_marks: bool = False
    prefix: str = "bsc:g"
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
        return svg_size(svg)[0]

    def drawing(self, svg: str, label: str | None = None) -> Markup:
        self._drawings += 1
        return Markup(clean_svg(svg, prefix=f"{self.prefix}{self._drawings}", label=label))  # noqa: S704 - rebuilt from an allow-list

    def mark(self, status: Status) -> Markup:
        """Return the shape of a status: drawn here, or taken from the marks of the page."""
        if self.own_marks:
            return _mark(status)
        return Markup('<svg aria-hidden="true"><use href="#bsc:{}"/></svg>').format(status)

    def picture(self, png: str) -> dict[str, object]:
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


def _fingerprint(block: Block) -> str:
    """Return a name for the drawings of a block: many blocks stand in one notebook's page."""
    return sha256(block.model_dump_json().encode("utf-8", "replace")).hexdigest()[:8] + "-"


def _mark(status: Status) -> Markup:
    """Return the shape of a status, in the colour of the text beside it."""
    return Markup(status_icon(status).replace(PALETTE[status], "currentColor"))  # noqa: S704 - our own drawing


def _symbol(status: Status) -> Markup:
    drawing = _mark(status)
    inside = drawing[drawing.index(">") + 1 : drawing.rindex("<")]
    return Markup('<symbol id="bsc:{}" viewBox="0 0 12 12">{}</symbol>').format(status, inside)


def _tail_class(room: float) -> str:
    return f"t{ceil(room / _TAIL_STEP)}" if room else ""


def _tail_rooms(inside: str = "") -> str:
    """Return the rules for the rooms of tails: a page may carry no style of a single element."""
    most = ceil(WIDEST_TAIL / _TAIL_STEP)
    return "".join(f"{inside}.t{n}{{min-width:{n * _TAIL_STEP:.1f}em}}" for n in range(1, most + 1))


# ------------------------------------------------------------------------------------ environment


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_visible,
    )
    environment.globals |= {"symbol": _symbol}
    environment.filters["file_address"] = _file_address
    return environment


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


@cache
def _page_style() -> str:
    faces = "".join(_face(weight, _FOLDER / "fonts" / name) for weight, name in _FACES.items())
    return faces + _colours() + _sheet("page.css") + _tail_rooms()


@cache
def _fragment_style() -> str:
    return _sheet("fragment.css") + _tail_rooms(".bsc ")


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


def _sheet(name: str) -> str:
    """Return a style sheet without its line breaks and indents."""
    text = (_FOLDER / "templates" / name).read_text("utf-8")
    return "".join(line.strip() for line in text.splitlines())


def _running_notice(notice: str) -> str:
    """Repeat the notice at the top of every printed page; each character is escaped by number."""
    if not notice:
        return ""
    text = "".join(c if c.isascii() and c.isalnum() else f"\\{ord(c):06x}" for c in notice)
    return f'@page{{@top-left{{content:"{text}"}}}}'
