"""A document as one HTML file: readable without script, without network, and by everybody.

The page holds no script. Its policy, first in the head, allows its one style sheet by the hash of
it, pictures and fonts inside the file, and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from hashlib import sha256

from markupsafe import Markup

from bsc_helpers.blocks import Block, Section
from bsc_helpers.publishing.chrome import chrome_for
from bsc_helpers.publishing.document import Document
from bsc_helpers.publishing.page import (
    Page,
    contents_of,
    digest_of,
    environment,
    page_style,
    sheet,
    tail_rooms,
)
from bsc_helpers.publishing.walk import legend_of, marks_in

__all__ = ["render_block_html", "render_html"]


def render_html(document: Document, files: Sequence[tuple[str, str]] = ()) -> str:
    """Return a document as the text of one HTML file.

    Parameters
    ----------
    document
        What the page says.
    files
        The same report in other formats: what each is called, and its path from the page's folder.

    Raises
    ------
    PublishingError
        When a drawing or a picture of the document cannot be shown.
    """
    chrome = chrome_for(document.language)
    style = page_style(document.notice)
    return (
        environment()
        .get_template("page.html.j2")
        .render(
            document=document,
            head=document.blocks[0],
            blocks=document.blocks[1:],
            contents=contents_of(document.blocks),
            files=files,
            marks=marks_in(document.blocks),
            legend=legend_of(document.blocks),
            style=Markup(style),  # noqa: S704 - our own style sheet; the notice in it is escaped
            style_digest=digest_of(style),
            chrome=chrome,
            page=Page(chrome),
        )
    )


def render_block_html(block: Block, language: str = "en") -> str:
    """Return a block as a piece of HTML for the output area of a notebook."""
    chrome = chrome_for(language)
    blocks = block.blocks if isinstance(block, Section) else (block,)
    return (
        environment()
        .get_template("fragment.html.j2")
        .render(
            blocks=blocks,
            style=Markup(_fragment_style()),  # noqa: S704 - our own style sheet
            chrome=chrome,
            page=Page(chrome, own_marks=True, prefix=f"bsc:{_fingerprint(block)}"),
        )
    )


@cache
def _fragment_style() -> str:
    return sheet("fragment.css") + tail_rooms(".bsc ")


def _fingerprint(block: Block) -> str:
    """Return a name for the drawings of a block: many blocks stand in one notebook's page."""
    return sha256(block.model_dump_json().encode("utf-8", "replace")).hexdigest()[:8] + "-"
