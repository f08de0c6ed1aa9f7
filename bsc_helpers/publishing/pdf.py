"""A document as PDF: A4, tagged, PDF/UA-1, set by Typst with the shipped fonts only.

The document reaches the template ``typst/report.typ`` as JSON. What a person wrote is a string in
it and is placed as a string: the template evaluates nothing. The same document gives the same
bytes: no clock, no font and no file of the machine has a part in it.

Known limit: Typst from Python cannot yet mark the first cell of a table row as its heading; column
headings and headings of groups are marked.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

import pikepdf
import typst

from bsc_helpers.charts.fonts import FONTS
from bsc_helpers.errors import PublishingError, printable
from bsc_helpers.publishing.document import Document
from bsc_helpers.publishing.glyphs import missing_in
from bsc_helpers.publishing.typesetting import typeset

__all__ = ["missing_characters", "render_pdf"]

_TEMPLATE: Final = Path(__file__).parent / "typst" / "report.typ"
_NOTHING: Final = _TEMPLATE.with_name("nothing.typ")
REMEMBERED: Final = 10  # documents
_NOT_PRINTED: Final = frozenset(
    {
        "kind",
        "model",
        "png",
        "alt",
        "to",
        "href",
        "anchor",
        "evidence",
        "evidence_label",
        "files_of",
    }
)


def render_pdf(document: Document) -> bytes:
    """Return a document as the bytes of a PDF file.

    Characters that the shipped fonts lack are printed as □; `missing_characters` tells which.

    Raises
    ------
    PublishingError
        When a drawing cannot be shown, a heading skips a level, or Typst reports anything at all,
        be it a warning.
    """
    given = json.dumps(typeset(document), ensure_ascii=False, allow_nan=False)
    try:
        made, warnings = _compiler().compile_with_warnings(
            input=str(_TEMPLATE),
            format="pdf",
            pdf_standards=["ua-1"],
            timestamp=0,
            sys_inputs={"document": given},
        )
    except typst.TypstError as error:
        raise PublishingError(_failure(document, error)) from error
    finally:
        _forget()
    reasons = [_failure(document, warning) for warning in warnings]
    if reasons or not isinstance(made, bytes):
        raise PublishingError("; ".join(reasons) or f"no PDF of {printable(document.title)}")
    return _packed(made)


def _packed(pdf: bytes) -> bytes:
    """Return the same document with its small objects packed: a third of the size.

    Typst writes each tag of the structure as an object of its own, and a report has thousands.
    """
    packed = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(
            packed,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            deterministic_id=True,
        )
    return packed.getvalue()


def missing_characters(document: Document) -> frozenset[str]:
    """Return the characters of a document that the shipped fonts lack; the PDF shows □ instead."""
    texts = _texts([block.model_dump(mode="json") for block in document.blocks])
    return frozenset(missing_in("\n".join(texts)))


def _texts(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for key, value in data.items():
            if key not in _NOT_PRINTED:
                yield from _texts(value)
    elif isinstance(data, list):
        for value in data:
            yield from _texts(value)


@cache
def _compiler() -> typst.Compiler:
    """Return the one compiler of the process: each new one or new path uses up file ids."""
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
    )
    return typst.Compiler(str(_TEMPLATE), root=str(_TEMPLATE.parent), font_paths=fonts)


def _forget() -> None:
    """Let Typst forget the last document, of which hardly anything stands in the next one.

    It remembers what it set for so many documents, which took half a gigabyte more in a process
    that makes reports all night.
    """
    for _ in range(REMEMBERED):
        _compiler().compile(input=str(_NOTHING), format="svg")


def _failure(document: Document, reason: typst.TypstError | typst.TypstWarning) -> str:
    hints = "".join(f" ({printable(hint)})" for hint in reason.hints)
    return f"the PDF of {printable(document.title)} failed: {printable(reason.message)}{hints}"
