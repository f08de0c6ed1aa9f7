"""Drawings made safe: an SVG text is read, and only what is known to be harmless is written again.

A drawing comes from our own charts, or from whatever a user's cell drew. It lands inside a page
whose security policy allows no script, no inline style and no request, and beside other drawings.
So it is rebuilt from an allow-list: known elements, known attributes, styles as attributes,
references only to parts of itself, and identifiers that no other drawing of the page has.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from math import isfinite
from xml.parsers import expat

from bsc_helpers.errors import PublishingError

__all__ = ["clean_svg", "svg_size"]

LONGEST = 5_000_000
DEEPEST = 64
MOST_PARTS = 200_000
MOST_REPEATS_INSIDE = 4


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_ELEMENTS = _words(
    "svg g defs symbol use path rect circle ellipse line polyline polygon text tspan title desc "
    "clipPath mask linearGradient radialGradient stop pattern marker image"
)
_UNWRAPPED = frozenset({"a", "switch"})
_TEXTS = frozenset({"text", "tspan", "title", "desc"})
_GEOMETRY = _words(
    "x y x1 y1 x2 y2 cx cy r rx ry fx fy fr dx dy width height d points transform viewBox "
    "preserveAspectRatio offset gradientUnits gradientTransform spreadMethod clipPathUnits "
    "maskUnits maskContentUnits patternUnits patternContentUnits patternTransform markerWidth "
    "markerHeight markerUnits refX refY orient rotate textLength lengthAdjust pathLength"
)
_LOOKS = _words(
    "fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap "
    "stroke-linejoin stroke-miterlimit stroke-dasharray stroke-dashoffset opacity color clip-path "
    "clip-rule mask marker-start marker-mid marker-end font-family font-size font-weight "
    "font-style font-variant font-stretch text-anchor dominant-baseline alignment-baseline "
    "baseline-shift letter-spacing word-spacing text-decoration stop-color stop-opacity "
    "visibility display paint-order shape-rendering text-rendering image-rendering "
    "vector-effect"
)
_KNOWN = _GEOMETRY | _LOOKS
_FUNCTIONS = _words("url rgb rgba hsl hsla matrix translate scale rotate skewx skewy")
_LINKING = frozenset({"use", "linearGradient", "radialGradient", "pattern"})
_PIXELS = {"": 1, "px": 1, "pt": 4 / 3, "pc": 16, "in": 96, "mm": 96 / 25.4, "cm": 96 / 2.54}

_LENGTH = re.compile(r"\s*([0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?)\s*([a-z]*)\s*")
_CALL = re.compile(r"([\w-]+)\s*\(")
_URL = re.compile(r"url\(\s*([\"']?)#([^\"'()]*)\1\s*\)")
_PICTURE = re.compile(r"data:image/(?:png|jpeg);base64,[A-Za-z0-9+/=\s]*")
_RULE_FOR_ALL = re.compile(r"\s*\*\s*\{([^{}]*)\}\s*")
_FONT = re.compile(
    r"(?P<before>(?:[a-z0-9-]+\s+)*?)(?P<size>[0-9.]+(?:px|pt|em|rem|%))"
    r"(?:\s*/\s*[\w.%]+)?\s+(?P<family>.+)",
)


@dataclass
class _Part:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[_Part | str] = field(default_factory=list)

    def parts(self) -> Iterator[_Part]:
        """Go through a part and all that is in it."""
        yield self
        for child in self.children:
            if isinstance(child, _Part):
                yield from child.parts()

    @property
    def text(self) -> str:
        return "".join(child for child in self.children if isinstance(child, str)).strip()


def clean_svg(text: str, *, prefix: str = "g", label: str | None = None) -> str:
    """Return a drawing as compact SVG that is safe to stand inside a page.

    Parameters
    ----------
    text
        An SVG document.
    prefix
        What the identifiers begin with; another one for each drawing of a page.
    label
        What the drawing shows, for those who cannot see it. Without one the drawing keeps its own
        label or title; where it has none it is marked as decoration.

    Raises
    ------
    PublishingError
        When the text is no SVG, declares entities, is too large or has no size.
    """
    root = _read(text)
    _check_repetition(root)
    own = root.attributes.pop("aria-label", "") or _title(root)
    label = own if label is None else label
    spoken = {"role": "img", "aria-label": label} if label else {"aria-hidden": "true"}
    frame = _frame(root)
    looks = {name: value for name, value in root.attributes.items() if name not in frame}
    root.attributes = frame | looks | spoken
    _rename(root, prefix)
    return _write(root)


def svg_size(text: str) -> tuple[float, float]:
    """Return width and height of a drawing in pixels."""
    frame = _frame(_read(text))
    return float(frame["width"]), float(frame["height"])


# ------------------------------------------------------------------------------------ reading


class _Reader:
    """Collects the allowed parts while the XML parser goes through the text."""

    def __init__(self) -> None:
        self.root: _Part | None = None
        self._open: list[_Part | None] = []  # None: a part that is left out, but not what is in it
        self._left_out = 0
        self._style = ""
        self._in_style = False

    def start(self, name: str, given: dict[str, str]) -> None:
        namespace, _, tag = name.rpartition(" ")
        self._in_style = tag == "style"
        if len(self._open) + self._left_out >= DEEPEST:
            raise PublishingError(f"the drawing is nested more than {DEEPEST} levels deep")
        if self.root is None and (namespace, tag) != (_SVG, "svg"):
            raise PublishingError("the drawing is no SVG: its first element must be svg")
        if self._left_out or not self._is_kept(namespace, tag):
            self._left_out += 1
        elif tag in _UNWRAPPED:
            self._open.append(None)
        else:
            self._add(_Part(tag, _attributes(tag, given, is_root=self.root is None)))

    def _is_kept(self, namespace: str, tag: str) -> bool:
        above = self._above
        in_words = above is not None and above.tag in {"title", "desc"}
        return namespace == _SVG and tag in _ELEMENTS | _UNWRAPPED and not in_words

    def _add(self, part: _Part) -> None:
        above = self._above
        if above is None:
            self.root = part
        else:
            above.children.append(part)
        self._open.append(part)

    @property
    def _above(self) -> _Part | None:
        return next((part for part in reversed(self._open) if part is not None), None)

    def end(self, _name: str) -> None:
        self._in_style = False
        if self._left_out:
            self._left_out -= 1
        else:
            self._open.pop()

    def data(self, text: str) -> None:
        above = self._above
        if self._in_style:
            self._style += text
        elif not self._left_out and above is not None and above.tag in _TEXTS:
            above.children.append(text)

    def finish(self) -> _Part:
        if self.root is None:
            raise PublishingError("the drawing is empty")
        if rule := _RULE_FOR_ALL.fullmatch(self._style):  # matplotlib sets joins and caps so
            self.root.attributes = _declared(rule[1]) | self.root.attributes
        return self.root


def _read(text: str) -> _Part:
    if len(text) > LONGEST:
        raise PublishingError(f"the drawing is longer than {LONGEST:,} characters")
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_own_dtd
    parser.EntityDeclHandler = _refuse_entities
    parser.SkippedEntityHandler = _refuse_entities
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.data
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)  # noqa: FBT003 - expat takes no keyword
    except expat.ExpatError as error:
        raise PublishingError(f"the drawing is no well-formed SVG: {error}") from None
    return reader.finish()


def _refuse_own_dtd(_name: str, _system: str | None, _public: str | None, own: int) -> None:
    if own:
        raise PublishingError("the drawing declares a document type of its own")


def _refuse_entities(*_: object) -> None:
    raise PublishingError("the drawing declares or uses entities")


def _attributes(tag: str, given: Mapping[str, str], *, is_root: bool) -> dict[str, str]:
    """Keep the known attributes with harmless values; styles become attributes and win."""
    kept: dict[str, str] = {}
    for name, value in given.items():
        if name in {"href", f"{_XLINK} href"}:
            kept |= _reference(tag, value.strip())
        elif (name in _KNOWN and _is_harmless(value)) or name == "id":
            kept[name] = " ".join(value.split())
        elif is_root and name == "aria-label":
            kept[name] = value
    return kept | _declared(given.get("style", ""))


def _reference(tag: str, target: str) -> dict[str, str]:
    if tag in _LINKING and target.startswith("#"):
        return {"href": target}
    if tag == "image" and _PICTURE.fullmatch(target):
        return {"href": "".join(target.split())}
    return {}


def _is_harmless(value: str) -> bool:
    """Tell whether a value names only known functions, and in `url` only parts of the drawing."""
    calls = [name.casefold() for name in _CALL.findall(value)]
    return (
        "\\" not in value
        and set(calls) <= _FUNCTIONS
        and calls.count("url") == len(_URL.findall(value))
    )


def _declared(style: str) -> dict[str, str]:
    """Read ``a: b; c: d`` as attributes; properties that are no attributes are left out."""
    pairs = (part.partition(":") for part in style.split(";"))
    found: dict[str, str] = {}
    for name, _, value in pairs:
        name, value = name.strip().casefold(), " ".join(value.split())  # noqa: PLW2901 - tidied
        if name == "font":
            found |= _font(value)
        elif name in _LOOKS and value and _is_harmless(value):
            found[name] = value
    return found


def _font(value: str) -> dict[str, str]:
    """Read the short form ``italic 600 10px 'Inter', sans-serif``."""
    match = _FONT.fullmatch(value)
    if match is None or not _is_harmless(value):
        return {}
    found = {"font-size": match["size"], "font-family": match["family"]}
    for word in match["before"].split():
        if word in {"italic", "oblique"}:
            found["font-style"] = word
        elif word.isdigit() or word in {"bold", "bolder", "lighter"}:
            found["font-weight"] = word
    return found


# ----------------------------------------------------------------------------------- checking


def _check_repetition(root: _Part) -> None:
    """Refuse a drawing that grows beyond measure when its repeated parts are drawn."""
    by_id = {part.attributes["id"]: part for part in root.parts() if "id" in part.attributes}
    sizes: dict[str, float] = {}

    def size(part: _Part, inside: tuple[str, ...]) -> float:
        own = 1.0 + sum(size(c, inside) for c in part.children if isinstance(c, _Part))
        target = part.attributes.get("href", "")[1:] if part.tag == "use" else ""
        return own + (repeated(target, inside) if target in by_id else 0)

    def repeated(target: str, inside: tuple[str, ...]) -> float:
        if target in inside or len(inside) >= MOST_REPEATS_INSIDE:
            raise PublishingError("the drawing repeats parts inside repeated parts without end")
        if target not in sizes:
            sizes[target] = size(by_id[target], (*inside, target))
        return sizes[target]

    if size(root, ()) > MOST_PARTS:
        raise PublishingError(f"the drawing has more than {MOST_PARTS:,} parts")


def _title(root: _Part) -> str:
    titles = (c.text for c in root.children if isinstance(c, _Part) and c.tag == "title")
    return next(titles, "")


def _frame(root: _Part) -> dict[str, str]:
    """Return the size in pixels and the box of coordinates; one is made from the other."""
    given = root.attributes
    width, height = _pixels(given.get("width", "")), _pixels(given.get("height", ""))
    box = _box(given.get("viewBox", "")) or ((0.0, 0.0, width, height) if width * height else ())
    if not box:
        raise PublishingError("the drawing has no size: it needs a viewBox, or width and height")
    width = width or (height or box[3]) * box[2] / box[3]
    return {
        "xmlns": _SVG,
        "viewBox": " ".join(_number(n) for n in box),
        "width": _number(width),
        "height": _number(height or width * box[3] / box[2]),
    }


def _box(text: str) -> tuple[float, ...]:
    try:
        box = tuple(float(n) for n in re.split(r"[\s,]+", text.strip()))
    except ValueError:
        return ()
    return box if len(box) == 4 and all(map(isfinite, box)) and min(box[2:]) > 0 else ()  # noqa: PLR2004 - x, y, width, height


def _pixels(text: str) -> float:
    match = _LENGTH.fullmatch(text)
    size = float(match[1]) * _PIXELS[match[2]] if match and match[2] in _PIXELS else 0.0
    return size if isfinite(size) else 0.0


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


# ------------------------------------------------------------------------------------ writing


def _rename(root: _Part, prefix: str) -> None:
    """Give the identifiers in use new names, in order, and drop the others."""
    used = Counter(name for part in root.parts() for name in _referred(part))
    names: dict[str, str] = {}
    for part in root.parts():
        own = part.attributes.pop("id", "")
        if own in used and own not in names:
            names[own] = part.attributes["id"] = f"{prefix}-{len(names) + 1}"
    for part in root.parts():
        _redirect(part, names)


def _referred(part: _Part) -> Iterator[str]:
    for name, value in part.attributes.items():
        if name == "href" and value.startswith("#"):
            yield value[1:]
        else:
            yield from (match[2] for match in _URL.finditer(value))


def _redirect(part: _Part, names: Mapping[str, str]) -> None:
    for name, value in list(part.attributes.items()):
        if name == "href" and value.startswith("#"):
            target = names.get(value[1:])
            del part.attributes[name]
            part.attributes |= {"href": f"#{target}"} if target else {}
        elif "url(" in value:
            part.attributes[name] = _URL.sub(
                lambda found: f"url(#{names[found[2]]})" if found[2] in names else "none", value
            )


def _write(part: _Part | str) -> str:
    if isinstance(part, str):
        return escape(_visible(part), quote=False)
    inside = "".join(_write(child) for child in part.children)
    if part.tag == "g" and not part.attributes and not _is_titled(part):
        return inside
    if part.tag in {"g", "defs"} and not inside and "id" not in part.attributes:
        return ""
    given = "".join(f' {name}="{escape(_visible(v))}"' for name, v in part.attributes.items())
    return f"<{part.tag}{given}>{inside}</{part.tag}>" if inside else f"<{part.tag}{given}/>"


def _is_titled(part: _Part) -> bool:
    return any(isinstance(c, _Part) and c.tag in {"title", "desc"} for c in part.children)


def _visible(text: str) -> str:
    return text if text.isprintable() else "".join(max(c, " ") for c in text)
