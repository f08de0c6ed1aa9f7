"""Compare what a notebook expects with what the batch passes, before anything starts."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from pathlib import Path

import nbformat

from bsc_helpers.errors import ParameterError, RunError, nearest, printable

__all__ = ["TAG", "check_parameters", "find_notebook", "is_about_units"]

NOTEBOOKS = Path("notebooks")  # in the working directory
TAG = "parameters"
ABOUT_UNITS = {"org_unit", "activity"}  # what a notebook about the whole scorecard does not ask


def find_notebook(name: str) -> Path:
    """Return the notebook of a preset.

    Raises
    ------
    RunError
        When there is none of this name; says which there are.
    """
    path = NOTEBOOKS / f"{name}.ipynb"
    if not path.is_file():
        valid = sorted(found.stem for found in NOTEBOOKS.glob("*.ipynb"))
        hint = nearest(name, valid)
        raise RunError(
            f"there is no notebook {path}; valid: {', '.join(valid) or 'none'}"
            + (f"; did you mean {hint}?" if hint else "")
        )
    return path


def is_about_units(notebook: Path) -> bool:
    """Whether a notebook asks which unit it is about; one that does not is about all of them.

    Raises
    ------
    ParameterError
        When its parameters cell cannot be read.
    """
    return not ABOUT_UNITS.isdisjoint(_declared(notebook))


def check_parameters(notebook: Path, passed: Mapping[str, object]) -> None:
    """Refuse a notebook whose parameters cell and the values to pass do not agree, name by name.

    A name that only one side knows is most often a misspelling, and would run on its default. A
    notebook about the whole scorecard may have parameters of its own, which do.

    Raises
    ------
    ParameterError
        With every disagreement.
    """
    declared = _declared(notebook)
    problems = [_unexpected(name, declared) for name in passed if name not in declared] + [
        f"the notebook declares {name}, which no run passes; passed: {', '.join(passed)}"
        + (f"; did you mean {nearest(name, passed)}?" if nearest(name, passed) else "")
        for name in declared
        if name not in passed and not ABOUT_UNITS.isdisjoint(passed)
    ]
    problems += [
        f"{name} must be declared as {name}: {type(value).__name__} (found: {declared[name]})"
        for name, value in passed.items()
        if name in declared and declared[name] != type(value).__name__
    ]
    if problems:
        raise ParameterError("\n".join(f"{notebook}: {problem}" for problem in problems))


def _unexpected(name: str, declared: Mapping[str, str]) -> str:
    hint = nearest(name, declared)
    return f"the notebook has no parameter {name}; it declares: {', '.join(declared) or 'none'}" + (
        f"; did you mean {printable(hint)}?" if hint else ""
    )


def _declared(notebook: Path) -> dict[str, str]:
    """Return the names that the parameters cell assigns, each with its annotation."""
    statements = ast.parse(_parameters_cell(notebook)).body
    found: dict[str, str] = {}
    for statement in statements:
        match statement:
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation):
                found[name] = ast.unparse(annotation)
            case ast.Assign(targets=[ast.Name(id=name)]):
                found[name] = "no type"
            case ast.Expr(value=ast.Constant()):
                pass
            case _:
                raise ParameterError(
                    f"{notebook}: the parameters cell holds one 'name: type = value' a line and "
                    f"nothing else (found: {printable(ast.unparse(statement))})"
                )
    return found


def _parameters_cell(notebook: Path) -> str:
    try:
        text = notebook.read_text(encoding="utf-8")
        node = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]  # not annotated
    except (nbformat.reader.NotJSONError, nbformat.ValidationError, UnicodeDecodeError) as error:
        raise RunError(f"{notebook} is no notebook: {error}") from None
    cells = [cell for cell in node.cells if TAG in cell.metadata.get("tags", [])]
    if len(cells) != 1:
        raise ParameterError(
            f"{notebook}: one cell must be tagged 'parameters' (found: {len(cells)})"
        )
    source = str(cells[0].source)
    try:
        ast.parse(source)
    except (SyntaxError, ValueError) as error:
        raise ParameterError(f"{notebook}: the parameters cell is no Python: {error}") from None
    return source
