"""Show again what a plain notebook shows, without a kernel: for words that were changed since.

A notebook is plain when its cells only open the report and show parts of it. What such cells show
follows from the slice alone, so that it can be made right here; a notebook with a cell of its own
is executed again.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from bsc_helpers.batch.parameters import TAG
from bsc_helpers.batch.warming import parts
from bsc_helpers.blocks import MIME, Block
from bsc_helpers.report import Report
from bsc_helpers.slices import read_slice

__all__ = ["is_plain", "replayed"]

_OPENING = (
    "import bsc_helpers as bsc",
    "from bsc_helpers import open_report, show",
    "report = open_report(scorecard, org_unit, activity, period, language, as_of, run)",
)
_SHOWING = re.compile(r"show\(bsc\.(\w+)\(report\)\)")


def is_plain(notebook: Path) -> bool:
    """Whether every cell of a notebook only opens the report or shows a part of it."""
    known = parts()
    try:
        statements = [text for cell in _code(_read(notebook)) for text in _statements(cell)]
    except (SyntaxError, ValueError):
        return False
    shown = [match[1] for text in statements if (match := _SHOWING.fullmatch(text))]
    opening = [text for text in statements if not _SHOWING.fullmatch(text)]
    return set(shown) <= set(known) and set(opening) <= set(_OPENING)


def replayed(notebook: Path, parameters: Mapping[str, str]) -> NotebookNode:
    """Return a plain notebook with what its cells show, as it comes from its execution."""
    node, known = _read(notebook), parts()
    run, *place = (parameters[name] for name in ("run", "org_unit", "activity", "period"))
    report = Report(read_slice(Path(run), *place), parameters["language"])
    for cell in _code(node):
        shown = (_SHOWING.fullmatch(text) for text in _statements(cell))
        blocks = [known[match[1]](report) for match in shown if match]
        cell.outputs = [_output(block) for block in blocks]
    return node


def _output(block: Block) -> NotebookNode:
    data = {MIME: block.model_dump(mode="json")}
    made = {"output_type": "display_data", "metadata": {}, "data": data}
    node: NotebookNode = nbformat.from_dict(made)  # type: ignore[no-untyped-call]  # not annotated
    return node


def _read(notebook: Path) -> NotebookNode:
    return nbformat.read(notebook, as_version=4)  # type: ignore[no-any-return,no-untyped-call]


def _code(node: NotebookNode) -> Iterator[NotebookNode]:
    for cell in node.cells:
        if cell.cell_type == "code" and TAG not in cell.metadata.get("tags", []):
            yield cell


def _statements(cell: NotebookNode) -> list[str]:
    return [ast.unparse(statement) for statement in ast.parse(cell.source).body]
