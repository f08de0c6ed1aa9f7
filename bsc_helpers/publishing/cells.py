"""What the cells of a notebook show, as blocks, each with its place for messages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from bsc_helpers.blocks import MIME, Block, Code, Figure, read_block
from bsc_helpers.errors import PublishingError, printable
from bsc_helpers.markdown import markdown_blocks
from bsc_helpers.png import clean_png
from bsc_helpers.publishing.svg import clean_svg
from bsc_helpers.publishing.tables import html_tables

__all__ = ["NOT_SHOWN", "Shown", "shown_by"]

NOT_SHOWN = frozenset(
    {
        "note-for-the-author",
        "remove-cell",
        "parameters",
        "injected-parameters",
        "papermill-error-cell-tag",
        "papermill-error-cell",
    }
)
"""A cell with one of these tags is not part of the report."""

MOST_PRINTED, MOST_LINES = 20_000, 200  # characters and lines that a cell may print
_PICTURES = ("image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp")
_ACTIVE = ("application/javascript", "application/vnd.jupyter.widget-view+json")
_COLOURS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_OBJECT = re.compile(
    r"<[A-Za-z_][\w.]*(?:[ :(][^\n]*)?>"  # <Axes: title=…>, <Figure size 640x480 with 1 Axes>
    r"|Text\([^\n]*\)"  # what plt.title(…) returns
    r"|[\[(](?:array\()?.*<[A-Za-z_][\w.]* .*>.*",  # lists and arrays of such
    re.DOTALL,
)


@dataclass(frozen=True)
class Shown:
    """What one cell shows.

    Attributes
    ----------
    place
        The cell in words: number, id and first line.
    blocks
        Its blocks in order; sections are not opened yet.
    warnings
        What could not be taken over, each with the place.
    """

    place: str
    blocks: tuple[Block, ...] = ()
    warnings: tuple[str, ...] = ()


def shown_by(notebook: Any) -> Iterator[Shown]:
    """Yield what each cell of a notebook shows, in order; cells that show nothing are left out.

    Raises
    ------
    PublishingError
        When a cell failed, holds a block that cannot be read, or a picture without alternative
        text. The text names the cell.
    """
    for number, cell in enumerate(notebook.cells, start=1):
        shown = _shown(cell, _place(number, cell))
        if shown.blocks or shown.warnings:
            yield shown


def _place(number: int, cell: Any) -> str:
    lines = [line for line in _text(cell.get("source", "")).splitlines() if line.strip()]
    first = f", {printable(lines[0].strip())!r}" if lines else ""
    return f"cell {number} (id {printable(cell.get('id', '?'))}{first})"


def _shown(cell: Any, place: str) -> Shown:
    if NOT_SHOWN.intersection(cell.get("metadata", {}).get("tags", ())):
        return Shown(place)
    try:
        parts = list(_parts(cell))
    except PublishingError as error:
        raise PublishingError(f"{place}: {error}") from error
    warnings = [f"{place}: {text}" for _, texts in parts for text in texts]
    return Shown(place, tuple(b for blocks, _ in parts for b in blocks), tuple(warnings))


Part = tuple[Sequence[Block], Sequence[str]]  # blocks and warnings


def _parts(cell: Any) -> Iterator[Part]:
    if cell["cell_type"] == "markdown":
        yield markdown_blocks(_text(cell["source"]), _attached(cell))
    elif cell["cell_type"] == "code":
        for output in _merged(cell.get("outputs", ())):
            yield _of_output(output, cell.get("metadata", {}))


def _attached(cell: Any) -> dict[str, str]:
    attachments = cell.get("attachments", {}).items()
    return {name: _text(b["image/png"]) for name, b in attachments if "image/png" in b}


def _merged(outputs: Sequence[Any]) -> Iterator[Any]:
    """Join what was printed in several pieces of one stream."""
    pieces: list[Any] = []
    for output in outputs:
        same = output["output_type"] == "stream" and pieces and _stream(pieces[-1])
        if same and same == output["name"]:
            text = _text(pieces[-1]["text"]) + _text(output["text"])
            pieces[-1] = {**pieces[-1], "text": text}
        else:
            pieces.append(output)
    yield from pieces


def _stream(output: Mapping[str, Any]) -> str:
    return str(output["name"]) if output["output_type"] == "stream" else ""


def _of_output(output: Mapping[str, Any], cell: Mapping[str, Any]) -> Part:
    match output["output_type"]:
        case "error":
            reason = f"{output.get('ename', '')}: {output.get('evalue', '')}"
            raise PublishingError(f"the cell failed with {_COLOURS.sub('', reason)}")
        case "stream" if output["name"] == "stdout":
            return _printed(_text(output["text"]))
        case "stream":
            return (), ("what was written to stderr is left out",)
        case _:
            return _of_bundle(output.get("data", {}), output.get("metadata", {}), cell)


def _of_bundle(data: Mapping[str, Any], own: Mapping[str, Any], cell: Mapping[str, Any]) -> Part:
    """Take the richest form that this package can show."""
    if MIME in data:
        return (_block(data[MIME]),), ()
    for mime in _PICTURES:
        if mime in data:
            return (_figure(mime, _text(data[mime]), {**cell, **own, **own.get(mime, {})}),), ()
    if "text/markdown" in data:
        return markdown_blocks(_text(data["text/markdown"]))
    if "text/html" in data and (
        tables := html_tables(_text(data["text/html"]), str(cell.get("caption", "")))
    ):
        return tables, ()
    return _plain(data)


def _plain(data: Mapping[str, Any]) -> Part:
    """Show the plain text of an output, and say so where a richer form was left out."""
    active = [mime for mime in _ACTIVE if mime in data]
    if active or "text/plain" not in data:
        kinds = ", ".join(map(printable, active or data))
        return (), (f"an output is left out: a report cannot show {kinds or 'nothing'}",)
    if "text/latex" in data:
        blocks, warnings = _printed(_text(data["text/latex"]))
        return blocks, ("a formula is shown as its source", *warnings)
    text = _text(data["text/plain"])
    blocks, warnings = _printed(text)
    if "text/html" in data:
        return blocks, ("HTML is shown as its plain text; a report shows blocks", *warnings)
    if not _OBJECT.fullmatch(text.strip()):
        return blocks, warnings
    richer = ", ".join(sorted(printable(mime) for mime in data if mime != "text/plain"))
    return (), (f"an output is left out: a report cannot show {richer}",) if richer else ()


def _printed(text: str) -> Part:
    """Show what was printed; of very much only the beginning."""
    lines = (line.rstrip("\r").rpartition("\r")[2] for line in _COLOURS.sub("", text).split("\n"))
    tidy = "\n".join(line.rstrip() for line in lines).strip("\n")
    begins = "\n".join(tidy[:MOST_PRINTED].split("\n")[:MOST_LINES])
    if len(begins) == len(tidy):
        return ((Code(text=tidy),) if tidy else ()), ()
    left_out = f"of {len(tidy)} printed characters only the first {len(begins)} are shown"
    return (Code(text=f"{begins}\n…"),), (left_out,)


def _block(data: Any) -> Block:
    try:
        block = read_block(json.loads(data) if isinstance(data, str) else data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise PublishingError(
            f"a block cannot be read: {printable(where)}: {first['msg']}"
        ) from None
    except (ValueError, RecursionError) as error:
        raise PublishingError(f"a block is no JSON: {error}") from None
    return _checked(block)


def _checked(block: Block) -> Block:
    """Refuse a drawing in a block that cannot be shown, while the cell is still known."""
    if isinstance(block, Figure):
        if bool(block.svg) == bool(block.png):
            raise PublishingError("a figure holds either a drawing (svg) or a picture (png)")
        _ = clean_svg(block.svg) if block.svg else clean_png(block.png)
    return block


def _figure(mime: str, content: str, given: Mapping[str, Any]) -> Figure:
    alt = given.get("alt")
    if not isinstance(alt, str) or not alt.strip():
        raise PublishingError(
            'a figure has no alternative text; show it with show(figure, alt="what it shows"), '
            'or put {"alt": "…"} in the metadata of the cell'
        )
    title = given.get("title", "")
    figure = Figure(alt=alt.strip(), title=title if isinstance(title, str) else "")
    if mime == "image/svg+xml":
        return figure.model_copy(update={"svg": clean_svg(content)})
    if mime == "image/png":
        return figure.model_copy(update={"png": clean_png(content)})
    raise PublishingError(f"a report shows figures as SVG or PNG, not as {mime}")


def _text(value: Any) -> str:
    """Return a text that a notebook may also store as a list of lines."""
    return value if isinstance(value, str) else "".join(map(str, value))
