"""A folder of register files becomes a `Register`, or the list of everything that is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bsc_helpers.errors import Problem, RegisterError, nearest
from bsc_helpers.model import (
    Input,
    Measure,
    Objective,
    OrgUnit,
    Part,
    Perspective,
    Preset,
    Register,
    Scorecard,
    Source,
    SuccessFactor,
)
from bsc_helpers.register.advice import advice_on
from bsc_helpers.register.formulas import check_formulas
from bsc_helpers.register.items import Item, check_items, check_keys, check_part, sound
from bsc_helpers.register.organisation import check_organisation
from bsc_helpers.register.reading import Written, read_yaml
from bsc_helpers.register.references import Items, check_references

__all__ = ["FILES", "load_register", "read_register"]

# file → the lists that it holds
FILES: dict[str, dict[str, type[Part]]] = {
    "scorecard.yaml": {
        "perspectives": Perspective,
        "objectives": Objective,
        "success_factors": SuccessFactor,
    },
    "measures.yaml": {"inputs": Input, "measures": Measure},
    "org_units.yaml": {"org_units": OrgUnit},
    "sources.yaml": {"sources": Source},
    "presets.yaml": {"presets": Preset},
}
OPTIONAL = {"sources.yaml", "presets.yaml"}
IN_SCORECARD = tuple(name for kinds in FILES.values() for name in kinds if name != "presets")
HEAD = [key for key in Scorecard.model_fields if key not in IN_SCORECARD]


@dataclass(frozen=True)
class _Read:
    items: Items
    head: Item[Scorecard]
    problems: list[Problem]


def load_register(folder: Path) -> Register:
    """Read a folder of register files.

    Parameters
    ----------
    folder
        Holds ``scorecard.yaml``, ``measures.yaml``, ``org_units.yaml`` and, where there are any,
        ``sources.yaml`` and ``presets.yaml``.

    Raises
    ------
    RegisterError
        With every error in all files at once; advice is no error.
    """
    register, problems = read_register(folder)
    errors = [problem for problem in problems if not problem.advice]
    if errors or register is None:
        raise RegisterError(errors)
    return register


def read_register(folder: Path) -> tuple[Register | None, list[Problem]]:
    """Read a folder of register files; return the register (None on errors) and all problems."""
    if not folder.is_dir():
        return None, [Problem("there is no such folder", file=str(folder))]
    files, problems = _read_files(folder)
    if "scorecard.yaml" not in files:
        return None, problems
    read = _read_items(files)
    unread = bool(problems)
    problems += read.problems
    if unread:  # what refers to the items of that file would only seem wrong
        return None, problems
    problems += check_references(read.items, read.head)
    problems += check_organisation(read.items.org_units)
    problems += check_formulas(read.items)
    if any(not problem.advice for problem in problems) or read.head.part is None:
        return None, problems
    register = _register_of(read.head.part, read.items)
    return register, problems + advice_on(register, read.items)


def _read_files(folder: Path) -> tuple[dict[str, Written], list[Problem]]:
    files, problems = {}, []
    for path in sorted(folder.iterdir()):
        if path.suffix in {".yaml", ".yml"} and path.name not in FILES:
            hint = nearest(path.name, FILES)
            problems.append(
                Problem("is no register file", file=str(path), valid=", ".join(FILES), hint=hint)
            )
    for name in FILES:
        path = folder / name
        if not path.exists():
            if name not in OPTIONAL:
                problems.append(Problem("the file is missing", file=str(path)))
            continue
        try:
            files[name] = read_yaml(path, str(path))
        except RegisterError as error:
            problems += error.problems
    return files, problems


def _read_items(files: dict[str, Written]) -> _Read:
    lists: dict[str, list[Item[Part]]] = {}
    problems: list[Problem] = []
    for file, kinds in FILES.items():
        written = files.get(file, Written(file, {}, {}))
        allowed = [*kinds, *HEAD] if file == "scorecard.yaml" else list(kinds)
        problems += check_keys(written, allowed)
        for name, model in kinds.items():
            lists[name], found = check_items(written, name, model)
            problems += found
    head, found = _head_of(files["scorecard.yaml"])
    return _Read(Items.of(lists), head, problems + found)


def _head_of(written: Written) -> tuple[Item[Scorecard], list[Problem]]:
    data = written.data if isinstance(written.data, dict) else {}
    raw = {key: value for key, value in data.items() if key in HEAD}
    part, problems = check_part(written, (), raw, Scorecard)
    return Item(written, (), str(raw.get("code", "")), part), problems


def _register_of(head: Scorecard, items: Items) -> Register:
    parts = {name: tuple(p for _, p in sound(items.named(name))) for name in IN_SCORECARD}
    return Register(
        scorecard=head.model_copy(update=parts),
        presets=tuple(preset for _, preset in sound(items.presets)),
    )
