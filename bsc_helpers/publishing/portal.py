"""The pages of the published collection: the entrance, and the pages that go through all units.

They are made of blocks, like reports, and of trees of units with their files. Everything stands
in the page itself; a script, allowed by its hash alone, only helps to find and to sort it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final, Literal

from markupsafe import Markup

from bsc_helpers.blocks import Block, Status
from bsc_helpers.charts.marks import mark_icon
from bsc_helpers.charts.palette import PALETTE
from bsc_helpers.publishing.chrome import chrome_for
from bsc_helpers.publishing.page import Page, contents_of, digest_of, environment, page_style, sheet
from bsc_helpers.publishing.walk import STATUSES, legend_of, marks_in

__all__ = ["Branch", "Link", "PortalPage", "Script", "Search", "Tree", "render_portal"]

Script = Literal["", "search", "sort"]
_TEMPLATES: Final = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Link:
    """A link to a file of the collection.

    Attributes
    ----------
    text
        What it says on the page.
    path
        The file, from the folder of the page.
    says
        What it says when it is heard alone, where the text is too short for that.
    language
        The language of what it leads to, where that is another than the page's.
    """

    text: str
    path: str
    says: str = ""
    language: str = ""


@dataclass(frozen=True)
class Branch:
    """A unit of a tree with its files, how its measures stand, and what lies below it.

    Attributes
    ----------
    page
        The address of its report; empty when there is none.
    says
        What the link to it says when it is heard alone, where the name is not enough.
    files
        The other files of it.
    counts
        How many of its measures have each status.
    remark
        What the reader must know before the files: that an edition is out of date.
    summary
        What opens the branches below, such as "74 units"; where it is empty they stand open.
    """

    name: str
    page: str = ""
    says: str = ""
    files: tuple[Link, ...] = ()
    counts: tuple[tuple[Status, int], ...] = ()
    remark: str = ""
    inside: tuple[Branch, ...] = ()
    summary: str = ""


@dataclass(frozen=True)
class Tree:
    """Units below each other, with their files; `searched` when a search goes through them."""

    label: str
    branches: tuple[Branch, ...]
    searched: bool = True
    kind: Literal["tree"] = "tree"


@dataclass(frozen=True)
class Search:
    """A field that leaves of all trees only what has a name; without script there is none.

    `found` says how many are shown, with ``{shown}`` and ``{all}``, `none` that nothing is.
    """

    label: str
    found: str
    none: str
    kind: Literal["search"] = "search"


@dataclass(frozen=True)
class PortalPage:
    """A page of the collection, in reading order.

    Attributes
    ----------
    title
        Of the file; no other page of the collection has it.
    parts
        Blocks, trees and a search; the first is the `Head`.
    ways
        Links to the entrance, and to the same page in other languages.
    script
        The script that helps: to search the trees, or to sort the tables ``units…``.
    said
        What the script says, by its keys.
    """

    title: str
    language: str
    notice: str
    parts: tuple[Block | Tree | Search, ...]
    ways: tuple[Link, ...] = ()
    script: Script = ""
    said: Mapping[str, str] = field(default_factory=dict)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The parts that are blocks."""
        return tuple(part for part in self.parts if not isinstance(part, Tree | Search))


def render_portal(page: PortalPage) -> str:
    """Return a page of the collection as the text of one HTML file.

    Raises
    ------
    PublishingError
        When a drawing of the page cannot be shown.
    """
    style = page_style(page.notice) + _style()
    script = _script(page.script)
    chrome = chrome_for(page.language)
    return (
        environment()
        .get_template("portal.html.j2")
        .render(
            document=page,
            head=page.parts[0],
            contents=contents_of(page.blocks),
            files=(),
            marks=marks_in(page.blocks),
            legend=_legend(page),
            style=Markup(style),  # noqa: S704 - our own style sheets; the notice in it is escaped
            script=Markup(script),  # noqa: S704 - our own script
            style_digest=digest_of(style),
            script_digest=digest_of(script),
            chrome=chrome,
            page=Page(chrome, sortable=True),
        )
    )


def _legend(page: PortalPage) -> list[Status]:
    counted = {
        status
        for part in page.parts
        if isinstance(part, Tree)
        for branch in _all_branches(part.branches)
        for status, _ in branch.counts
    }
    shown = counted | set(legend_of(page.blocks))
    return [status for status in STATUSES if status in shown]


def _all_branches(branches: tuple[Branch, ...]) -> Iterator[Branch]:
    for branch in branches:
        yield branch
        yield from _all_branches(branch.inside)


@cache
def _script(name: Script) -> str:
    return (_TEMPLATES / f"{name}.js").read_text("utf-8") if name else ""


@cache
def _style() -> str:
    return sheet("portal.css") + "".join(map(_mark_style, STATUSES))


def _mark_style(status: Status) -> str:
    """Return the rule that puts the shape of a status before its word; it is heard as nothing.

    A rule, because a page of 1,500 units has ten thousand marks.
    """
    drawing = mark_icon(status).replace("#", "%23").replace('"', "'")
    shape = f'content:url("data:image/svg+xml,{drawing}")'
    return f'.c.{status}{{color:{PALETTE[status]}}}.c.{status}::before{{{shape};{shape}/""}}'
