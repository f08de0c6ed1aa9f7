"""The result units as they stand in ``org_units.yaml``, after what a person wrote there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from generator.quarters import LAST, quarter_end
from generator.units import KINDS, Unit, all_units

__all__ = ["MARK", "write_units"]

MARK = "  # ---- Result units, one line each: written by generate.py, change them there ----\n"


def write_units(file: Path) -> None:
    """Write the result units anew; what stands above the mark is a person's and stays."""
    kept, mark, _ = file.read_text(encoding="utf-8").partition(MARK)
    if not mark:
        raise ValueError(f"{file} has lost the line that stands above the result units")
    text = kept + mark + "".join(f"{line}\n" for line in map(_line, all_units()))
    file.write_text(text, encoding="utf-8", newline="\n")


def _line(unit: Unit) -> str:
    return f"  - {{{', '.join(_parts(unit))}}}"


def _parts(unit: Unit) -> Iterator[str]:
    yield f"code: {unit.code}"
    yield f"name: {unit.name}"
    yield f"kind: {{sv: {unit.kind}, en: {_quoted(KINDS[unit.kind])}}}"
    yield f"parent: {unit.district}"
    yield f"activities: [{unit.activity}]"
    if unit.first:
        yield f"from: {quarter_end(unit.first - 1) + timedelta(days=1)}"
    if unit.last < LAST:
        yield f"to: {quarter_end(unit.last)}"
    if unit.predecessors:
        yield f"predecessors: [{', '.join(unit.predecessors)}]"


def _quoted(text: str) -> str:
    """Return a text that may stand in a flow mapping."""
    return f'"{text}"' if "," in text else text
