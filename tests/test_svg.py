"""A drawing that reaches a page holds nothing but harmless parts, and looks as it did."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET

import matplotlib as mpl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from bsc_helpers.errors import PublishingError
from bsc_helpers.publishing.svg import clean_svg, svg_size

SVG = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def drawn(inside: str, given: str = 'viewBox="0 0 10 10"') -> str:
    return f"<svg {SVG} {given}>{inside}</svg>"


def matplotlib_svg(fonttype: str = "path") -> str:
    with mpl.rc_context({"svg.fonttype": fonttype, "svg.hashsalt": "same"}):
        figure = Figure(figsize=(6.4, 4.8))
        axes = figure.subplots()
        axes.plot([1, 3, 2], marker="o", label="actual")
        axes.fill_between([0, 1, 2], [1, 2, 1], alpha=0.3)
        axes.set_title("Nöjda & trygga <barn>")
        axes.legend()
        file = io.StringIO()
        figure.savefig(file, format="svg", metadata={"Date": None})
    return file.getvalue()


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>window.__xss=1</script>",
        "<g onload='x()'><path d='M0 0' onclick='x()'/></g>",
        "<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'><b>x</b></body></foreignObject>",
        "<image href='http://evil.example/x.png'/><image xlink:href='file:///etc/passwd'/>",
        "<image href='data:image/svg+xml;base64,PHN2Zz4='/>",
        "<use href='http://evil.example/x.svg#a'/><use xlink:href='data:text/html,x#a'/>",
        "<a href='javascript:x()'><text>word</text></a>",
        "<rect fill='url(http://evil.example/x)' style='fill:url(//evil.example/y)'/>",
        "<rect style='fill:\\75rl(http://evil.example/x)'/>",
        "<rect fill='image-set(\"http://evil.example/x\" 1x)'/>",
        "<style>@import url(http://evil.example/x.css);</style>",
        "<animate attributeName='href' values='javascript:x()'/><set attributeName='onload'/>",
        "<title><img xmlns='http://www.w3.org/1999/xhtml' src='x' onerror='x()'/></title>",
        "<filter id='f'><feImage href='http://evil.example/x'/></filter><rect filter='url(#f)'/>",
        "<h:script xmlns:h='http://www.w3.org/1999/xhtml'>x()</h:script>",
        "<metadata>evil</metadata><!-- evil --><?evil evil?>",
    ],
)
def test_hostile_parts_are_left_out(hostile: str) -> None:
    clean = clean_svg(drawn(hostile))
    assert not re.search(
        r"script|evil|javascript|onload|onclick|onerror|xss|passwd|<a |html", clean
    )
    assert "data:" not in clean
    assert "style" not in clean


def test_words_inside_a_link_are_kept() -> None:
    assert ">word</text>" in clean_svg(drawn("<a href='javascript:x()'><text>word</text></a>"))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('<!DOCTYPE svg [<!ENTITY a "b">]>' + drawn("<text>&a;</text>"), "document type"),
        (
            '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + drawn("&a;"),
            "document type",
        ),
        (drawn("<text>&a;</text>"), "well-formed"),
        ("<p>no drawing</p>", "no SVG"),
        ("", "well-formed"),
        (drawn("", ""), "no size"),
        (drawn("", 'viewBox="0 0 0 10"'), "no size"),
        (drawn("", 'viewBox="0 0 nan 10"'), "no size"),
        (drawn("", 'width="1e999" height="10"'), "no size"),
        (drawn("<g>" * 70 + "</g>" * 70), "levels deep"),
        (drawn("<g id='a'><use href='#a'/></g>"), "without end"),
    ],
)
def test_what_cannot_be_a_drawing_is_refused_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(PublishingError, match=reason):
        clean_svg(text)


def test_a_drawing_that_multiplies_itself_is_refused() -> None:
    layers = "".join(
        f"<g id='g{at}'>" + f"<use href='#g{at - 1}'/>" * 100 + "</g>" for at in range(1, 4)
    )
    with pytest.raises(PublishingError, match="parts"):
        clean_svg(drawn(f"<g id='g0'><path d='M0 0'/></g>{layers}<use href='#g3'/>"))


def test_styles_become_attributes_and_win_over_attributes_as_in_css() -> None:
    clean = clean_svg(drawn("<path d='M0 0' fill='red' style='fill: #1f77b4; stroke-width: 2'/>"))
    assert '<path d="M0 0" fill="#1f77b4" stroke-width="2"/>' in clean


def test_the_short_form_of_a_font_becomes_size_weight_and_family() -> None:
    clean = clean_svg(drawn("<text style=\"font: italic 600 10px 'DejaVu Sans', serif\">a</text>"))
    assert 'font-size="10px"' in clean
    assert 'font-weight="600"' in clean
    assert 'font-style="italic"' in clean
    assert "DejaVu Sans&#x27;, serif" in clean


def test_a_style_for_all_parts_is_kept_on_the_drawing_and_reaches_no_further() -> None:
    clean = clean_svg(drawn("<style>*{stroke-linejoin: round; stroke-linecap: butt}</style>"))
    assert 'stroke-linejoin="round"' in clean
    assert "<style" not in clean


def test_identifiers_of_two_drawings_on_a_page_never_meet() -> None:
    text = drawn(
        "<defs><path id='m' d='M0 0'/></defs><use href='#m'/><g clip-path='url(#m)'><rect/></g>"
    )
    first, second = clean_svg(text, prefix="a"), clean_svg(text, prefix="b")
    assert set(re.findall(r'id="([^"]+)"', first)) == {"a-1"}
    assert set(re.findall(r'id="([^"]+)"', second)) == {"b-1"}
    assert 'href="#a-1"' in first
    assert 'clip-path="url(#a-1)"' in first


def test_a_reference_to_nothing_points_to_nothing() -> None:
    clean = clean_svg(drawn("<rect fill='url(#gone)'/><use href='#gone'/>"))
    assert "gone" not in clean
    assert 'fill="none"' in clean


def test_a_size_in_points_becomes_pixels_as_css_defines_them() -> None:
    # CSS Values and Units: 1in = 96px = 72pt, so 460.8pt = 614.4px
    text = drawn("", 'width="460.8pt" height="345.6pt" viewBox="0 0 460.8 345.6"')
    assert 'width="614.4" height="460.8"' in clean_svg(text)
    assert svg_size(text) == (614.4, 460.8)


@pytest.mark.parametrize("given", ['width="20" height="10"', 'width="20" viewBox="0 0 2 1"'])
def test_a_size_is_completed_from_what_is_given(given: str) -> None:
    assert svg_size(drawn("", given)) == (20, 10)


def test_a_label_makes_an_image_and_a_drawing_without_one_is_decoration() -> None:
    assert 'role="img" aria-label="A &quot;b&quot;"' in clean_svg(drawn(""), label='A "b"')
    assert 'role="img" aria-label="own"' in clean_svg(drawn("<title>own</title>"))
    assert 'aria-hidden="true"' in clean_svg(drawn("<rect/>"))


@pytest.mark.parametrize("fonttype", ["path", "none"])
def test_a_matplotlib_figure_comes_through_with_every_reference_resolved(fonttype: str) -> None:
    clean = clean_svg(matplotlib_svg(fonttype), prefix="p", label="x")
    root = ET.fromstring(clean)  # noqa: S314 - our own output
    names = {part.get("id") for part in root.iter()} - {None}
    referred = set(re.findall(r'(?:url\(|href=")#([^)"]+)', clean))
    assert referred
    assert referred == names
    assert not any("style" in part.attrib or "class" in part.attrib for part in root.iter())
    assert len(clean) < len(matplotlib_svg(fonttype))


def test_the_title_of_a_part_does_not_become_the_title_of_the_drawing() -> None:
    clean = clean_svg(drawn("<g><title>a part</title><rect/></g>"))
    assert 'aria-hidden="true"><g><title>a part</title>' in clean


def test_cleaning_twice_changes_nothing() -> None:
    once = clean_svg(matplotlib_svg(), prefix="p", label="x")
    assert clean_svg(once, prefix="p", label="x") == once


TAGS = [
    "g",
    "path",
    "text",
    "script",
    "style",
    "use",
    "a",
    "title",
    "image",
    "foreignObject",
    "rect",
]
NAMES = ["onload", "href", "style", "fill", "id", "class", "d", "xlink:href", "src", "transform"]
VALUES = st.one_of(
    st.sampled_from(["javascript:x()", "url(#a)", "url(http://e/)", "#a", "fill:url(//e)", "a"]),
    st.text(alphabet="ab<>&\"'#:;()\\ ", max_size=12),
)


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


@st.composite
def parts(draw: st.DrawFn, depth: int = 0) -> str:
    tag = draw(st.sampled_from(TAGS))
    attributes = draw(st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=3))
    inner = draw(st.lists(parts(depth + 1), max_size=2)) if depth < 3 else []
    given_here = "".join(f' {name}="{escaped(value)}"' for name, value in attributes.items())
    return f"<{tag}{given_here}>{escaped(draw(VALUES))}{''.join(inner)}</{tag}>"


@given(parts())
def test_whatever_is_drawn_only_known_parts_with_harmless_values_remain(part: str) -> None:
    try:
        clean = clean_svg(drawn(part))
    except PublishingError:  # an endless repetition is refused, which is as safe
        return
    root = ET.fromstring(clean)  # noqa: S314 - our own output
    known = {"svg", "g", "path", "text", "use", "title", "image", "rect"}
    assert {element.tag.rpartition("}")[2] for element in root.iter()} <= known
    for element in root.iter():
        assert not set(element.attrib) & {"onload", "style", "class", "src"}
        assert element.get("href", "#").startswith("#")
        assert "http" not in element.get("fill", "")
        assert "//" not in element.get("fill", "")
    assert clean_svg(clean) == clean
