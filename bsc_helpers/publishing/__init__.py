"""Publishing: one document out of a notebook, and its renderings as HTML, PDF and workbook.

::

    notebook ──document_of──▶ Document ──render_html──▶ one HTML file, no script, no network
                                  ├──────render_pdf───▶ PDF/UA-1 by Typst
                                  └──render_workbook──▶ XLSX with the numbers behind the report
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from bsc_helpers.publishing.document import Document, document_of
from bsc_helpers.publishing.html import render_block_html, render_html
from bsc_helpers.publishing.pdf import render_pdf
from bsc_helpers.publishing.workbook import render_workbook

if TYPE_CHECKING:
    from bsc_helpers.publishing.exporters import (
        BscHtmlExporter,
        BscPdfExporter,
        BscXlsxExporter,
    )

__all__ = [
    "BscHtmlExporter",
    "BscPdfExporter",
    "BscXlsxExporter",
    "Document",
    "document_of",
    "render_block_html",
    "render_html",
    "render_pdf",
    "render_workbook",
]


def __getattr__(name: str) -> Any:
    """Load the exporters when they are asked for: nbconvert takes a second that reports save."""
    if name in {"BscHtmlExporter", "BscPdfExporter", "BscXlsxExporter"}:
        return getattr(import_module("bsc_helpers.publishing.exporters"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
