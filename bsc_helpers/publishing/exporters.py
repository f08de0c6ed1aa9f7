"""The exporters: ``jupyter nbconvert --to bsc-html``, ``--to bsc-pdf``, ``--to bsc-xlsx``."""

from __future__ import annotations

from typing import Any

from nbconvert.exporters import Exporter

from bsc_helpers.publishing.document import Document, document_of
from bsc_helpers.publishing.html import render_html
from bsc_helpers.publishing.pdf import missing_characters, render_pdf
from bsc_helpers.publishing.workbook import render_workbook

__all__ = ["BscHtmlExporter", "BscPdfExporter", "BscXlsxExporter"]


class _DocumentExporter(Exporter):
    """Makes the document of a notebook; what could not be taken over is logged."""

    def _document(
        self, notebook: Any, resources: dict[str, Any] | None, options: dict[str, Any]
    ) -> tuple[Document, dict[str, Any]]:
        executed, found = super().from_notebook_node(notebook, resources, **options)
        document = document_of(executed, found.get("metadata", {}).get("name", ""))
        for warning in document.warnings:
            self.log.warning("%s", warning)
        return document, found


class BscHtmlExporter(_DocumentExporter):
    """A notebook as one accessible HTML file that needs no network and no script."""

    export_from_notebook = "Report (HTML)"
    output_mimetype = "text/html"

    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(
        self, nb: Any, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Return the page of a notebook and nbconvert's resources."""
        document, found = self._document(nb, resources, kw)
        return render_html(document), found


class BscPdfExporter(_DocumentExporter):
    """A notebook as a tagged PDF (PDF/UA-1)."""

    export_from_notebook = "Report (PDF)"
    output_mimetype = "application/pdf"

    def _file_extension_default(self) -> str:
        return ".pdf"

    def from_notebook_node(
        self, nb: Any, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Return the PDF of a notebook and nbconvert's resources."""
        document, found = self._document(nb, resources, kw)
        if missing := sorted(missing_characters(document)):
            named = " ".join(f"U+{ord(character):04X}" for character in missing)
            self.log.warning("the fonts of the PDF lack %s; □ stands there instead", named)
        return render_pdf(document), found


class BscXlsxExporter(_DocumentExporter):
    """The numbers behind a notebook as a workbook (XLSX)."""

    export_from_notebook = "Workbook (XLSX)"
    output_mimetype = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def _file_extension_default(self) -> str:
        return ".xlsx"

    def from_notebook_node(
        self, nb: Any, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Return the workbook of a notebook and nbconvert's resources."""
        document, found = self._document(nb, resources, kw)
        return render_workbook(document), found
