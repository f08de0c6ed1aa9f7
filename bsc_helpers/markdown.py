"""Markdown as blocks: what a person writes in a cell or a comment, read as data.

Only the meaning comes through: headings, paragraphs, strong, emphasis and code, lists, tables,
links to the web or to a place in the page, pictures that lie in the cell itself. Raw HTML is text.
Nothing is ever fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any

import mistune
from pydantic import TypeAdapter, ValidationError

from bsc_helpers.blocks import (
    Address,
    Anchor,
    Block,
    Cell,
    Code,
    Column,
    Figure,
    Heading,
    ItemList,
    Mark,
    Paragraph,
    Row,
    Run,
    Table,
)
from bsc_helpers.errors import PublishingError, printable
from bsc_helpers.png import clean_png

__all__ = ["markdown_blocks"]

Token = Mapping[str, Any]

_PARSER = mistune.create_markdown(renderer=None, plugins=["table", "strikethrough", "url"])
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_INLINE_PNG = re.compile(r"data:image/png;base64,([A-Za-z0-9+/=\s]+)")
_LOWEST_HEADING = 6
_ADDRESS: TypeAdapter[str] = TypeAdapter(Address)
_ANCHOR: TypeAdapter[str] = TypeAdapter(Anchor)


def markdown_blocks(
    text: str, pictures: Mapping[str, str] | None = None
) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """Return the blocks of a Markdown text, and a sentence for each thing that was left out.

    Parameters
    ----------
    text
        The Markdown. Its headings begin at level 2, since the report has its own first heading.
    pictures
        PNG pictures in base64 by name, for ``![alt](attachment:name)``.

    Raises
    ------
    PublishingError
        When a picture of the cell has no alternative text or is no PNG.
    """
    walk = _Walk(pictures or {})
    tokens = _PARSER(text)
    blocks = tuple(walk.blocks(tokens if isinstance(tokens, list) else []))
    return blocks, tuple(walk.warnings)


@dataclass
class _Walk:
    pictures: Mapping[str, str]
    warnings: list[str] = field(default_factory=list)

    def blocks(self, tokens: Iterable[Token]) -> Iterator[Block]:
        for token in tokens:
            yield from self.block(token)

    def block(self, token: Token) -> Iterator[Block]:
        match token["type"]:
            case "heading":
                level = min(max(2, token["attrs"]["level"]), _LOWEST_HEADING)
                yield Heading(level=level, text=self.plain(token))
            case "paragraph" | "block_text":
                yield from self.paragraph(token)
            case "block_code":
                yield Code(text=token["raw"].rstrip("\n"))
            case "block_html":
                yield Paragraph(runs=(Run(text=token["raw"].strip()),))
            case "list":
                yield self.list(token)
            case "block_quote":
                yield from map(_quiet, self.blocks(token["children"]))
            case "table":
                yield self.table(token)
            case "blank_line" | "thematic_break":
                pass
            case _:  # a kind of token that a later parser brings: keep its words
                yield Paragraph(runs=(Run(text=self.plain(token)),))

    def paragraph(self, token: Token) -> Iterator[Block]:
        children = token["children"]
        if len(children) == 1 and children[0]["type"] == "image":
            yield self.picture(children[0])
        elif runs := _joined(self.runs(children)):
            yield Paragraph(runs=runs)

    def list(self, token: Token) -> ItemList:
        items = (tuple(map(_flat, self.blocks(item["children"]))) for item in token["children"])
        return ItemList(ordered=token["attrs"]["ordered"], items=tuple(items))

    def table(self, token: Token) -> Table:
        head, *bodies = token["children"]
        columns = tuple(
            Column(label=self.plain(cell), numeric=cell["attrs"]["align"] == "right")
            for cell in head["children"]
        )
        rows = (row["children"] for body in bodies for row in body["children"])
        return Table(
            caption="",
            columns=columns,
            rows=tuple(Row(cells=tuple(Cell(text=self.plain(c)) for c in row)) for row in rows),
        )

    def picture(self, token: Token) -> Block:
        alt, address = self.plain(token).strip(), unescape(token["attrs"]["url"])
        found = _INLINE_PNG.fullmatch(address)
        png = found[1] if found else self.pictures.get(address.removeprefix("attachment:"), "")
        if not png:
            self.warnings.append(
                f"the picture {printable(address)} is shown as its text: only PNG pictures that "
                "lie in the cell itself are taken over, nothing is fetched"
            )
            return Paragraph(runs=(Run(text=alt or address),))
        if not alt:
            raise PublishingError(
                "a picture has no alternative text; write it between the brackets: "
                "![what the picture shows](…)"
            )
        return Figure(png=clean_png(png), alt=alt)

    def runs(self, tokens: Iterable[Token], marks: tuple[Mark, ...] = ()) -> Iterator[Run]:
        for token in tokens:
            match token["type"]:
                case "text":
                    yield Run(text=_decoded(token["raw"]), marks=marks)
                case "codespan":
                    yield Run(text=_decoded(token["raw"]), marks=(*marks, "code"))
                case "softbreak":
                    yield Run(text=" ", marks=marks)
                case "linebreak":
                    yield Run(text="\n", marks=marks)
                case "strong" | "emphasis" as mark if mark in marks:
                    yield from self.runs(token["children"], marks)
                case "strong" | "emphasis" as mark:
                    yield from self.runs(token["children"], (*marks, mark))
                case "link":
                    yield from self.link(token, marks)
                case "image":
                    yield from self.inline_picture(token, marks)
                case _:
                    yield from self.others(token, marks)

    def others(self, token: Token, marks: tuple[Mark, ...]) -> Iterator[Run]:
        """Keep the words of a token that has no meaning of its own here, such as raw HTML."""
        if "children" in token:
            yield from self.runs(token["children"], marks)
        else:
            yield Run(text=token.get("raw", ""), marks=marks)

    def link(self, token: Token, marks: tuple[Mark, ...]) -> Iterator[Run]:
        target = unescape(token["attrs"]["url"])
        for run in _joined(self.runs(token["children"], marks)):
            if target.startswith("#") and _is(_ANCHOR, target[1:]):
                yield run.model_copy(update={"to": target[1:]})
            elif _is(_ADDRESS, target):
                yield run.model_copy(update={"href": target})
            else:
                self.warnings.append(
                    f"the link to {printable(target)} is shown as text: a link begins with "
                    "http://, https:// or mailto:, or with # for a place in the report"
                )
                yield run

    def inline_picture(self, token: Token, marks: tuple[Mark, ...]) -> Iterator[Run]:
        self.warnings.append("a picture inside a line is shown as its text; give it its own line")
        yield Run(text=self.plain(token), marks=marks)

    def plain(self, token: Token) -> str:
        """Return the words of a token; a link to the web keeps its address in brackets."""
        runs = _joined(self.runs(token.get("children", ())))
        return "".join(
            f"{run.text} ({run.href})" if run.href and run.href != run.text else run.text
            for run in runs
        ).replace("\n", " ")


def _decoded(text: str) -> str:
    return _ENTITY.sub(lambda found: unescape(found[0]), text)


def _is(adapter: TypeAdapter[str], text: str) -> bool:
    try:
        adapter.validate_python(text)
    except ValidationError:
        return False
    return True


def _joined(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Join neighbours that look alike; drop what says nothing."""
    joined: list[Run] = []
    for run in runs:
        if joined and joined[-1].model_copy(update={"text": ""}) == run.model_copy(
            update={"text": ""}
        ):
            joined[-1] = run.model_copy(update={"text": joined[-1].text + run.text})
        elif run.text:
            joined.append(run)
    return tuple(joined)


def _quiet(block: Block) -> Block:
    return block.model_copy(update={"quiet": True}) if isinstance(block, Paragraph) else block


def _flat(block: Block) -> Block:
    """Show a heading inside a list as strong text: the outline goes through the page only."""
    if isinstance(block, Heading):
        return Paragraph(runs=(Run(text=block.text, marks=("strong",)),))
    return block
