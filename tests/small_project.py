"""A small register with a notebook: what `bsc run` needs, and what it published."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import nbformat
from small_register import write_small

PARAMETERS = (
    'scorecard: str = "small"\norg_unit: str = "city"\nactivity: str = "all"\n'
    'period: str = "2003-Q2"\nlanguage: str = "sv"\nas_of: str = ""\nrun: str = ""'
)
REPORT = """\
from pathlib import Path
from IPython.display import display
from bsc_helpers.blocks import MIME, Head
from bsc_helpers.slices import read_slice

report = read_slice(Path(run), org_unit, activity, period)
name = report.org_unit.name.of(language)
head = Head(title=f"{name} {period}", language=language, lead=f"{len(report.results)} rows")
display({MIME: head.model_dump(mode="json"), "text/plain": ""}, raw=True)
"""


def write_project(folder: Path, *cells: str, parameters: str = PARAMETERS) -> Path:
    register = folder / "parameters" / "small"
    register.mkdir(parents=True)
    write_small(register)
    node = nbformat.v4.new_notebook()
    first = nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]})
    node.cells = [first, *(nbformat.v4.new_code_cell(cell) for cell in cells or (REPORT,))]
    for number, cell in enumerate(node.cells):
        cell["id"] = f"c{number}"  # the same in each project, where it would be drawn
    (folder / "notebooks").mkdir()
    (folder / "notebooks" / "unit_report.ipynb").write_text(nbformat.writes(node), "utf-8")
    return register


def tree(folder: Path = Path("reports/small")) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


def differing(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[str]:
    return [path for path in sorted({*one, *other}) if one.get(path) != other.get(path)]


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")
