"""A folder of register files becomes a `Register`, or the list of everything that is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bsc_helpers.errors import Problem, RegisterError, nearest
from bsc_helpers.model import (
    Activity,
    Area,
    Assessment,
    Background,
    Centre,
    Comment,
    Initiative,
    Input,
    KeyProcess,
    Link,
    Measure,
    Objective,
    Occasion,
    OrgUnit,
    Part,
    PeerGroup,
    Perspective,
    Preset,
    Register,
    Scorecard,
    Source,
    SuccessFactor,
    Survey,
)
from bsc_helpers.register.advice import advice_on
from bsc_helpers.register.formulas import check_formulas
from bsc_helpers.register.items import Item, check_items, check_keys, check_part, code_in, sound
from bsc_helpers.register.lists import Items
from bsc_helpers.register.organisation import check_organisation
from bsc_helpers.register.reading import Written, read_yaml
from bsc_helpers.register.references import check_references

__all__ = ["FILES", "load_register", "read_register"]

# file → the lists that it holds
FILES: dict[str, dict[str, type[Part]]] = {
    "scorecard.yaml": {
        "perspectives": Perspective,
        "objectives": Objective,
        "key_processes": KeyProcess,
        "success_factors": SuccessFactor,
        "links": Link,
        "occasions": Occasion,
        "centres": Centre,
    },
    "measures.yaml": {"inputs": Input, "measures": Measure},
    "org_units.yaml": {
        "activities": Activity,
        "peer_groups": PeerGroup,
        "areas": Area,
        "background": Background,
        "org_units": OrgUnit,
    },
    "initiatives.yaml": {"initiatives": Initiative},
    "comments.yaml": {"comments": Comment, "assessments": Assessment},
    "sources.yaml": {"surveys": Survey, "sources": Source},
    "presets.yaml": {"presets": Preset},
}
PARAMETERS = "parameters"
OPTIONAL = {"initiatives.yaml", "comments.yaml", "sources.yaml", "presets.yaml"}
IN_SCORECARD = tuple(name for kinds in FILES.values() for name in kinds if name != "presets")
HEAD = [key for key in Scorecard.model_fields if key not in IN_SCORECARD]


def load_register(folder: Path) -> Register:
    """Read a folder of register files.

    Parameters
    ----------
    folder
        Holds ``scorecard.yaml``, ``measures.yaml``, ``org_units.yaml`` and, where there are any,
        ``initiatives.yaml``, ``comments.yaml``, ``sources.yaml`` and ``presets.yaml``.

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
    items, found = _read_items(files)
    if problems:  # what refers to the items of a file that was not read would only seem wrong
        return None, problems + found
    problems = [
        *found,
        *_same_code(folder, items.head),
        *check_references(items),
        *check_organisation(items.org_units),
        *check_formulas(items),
    ]
    if problems or items.head.part is None:
        return None, problems
    register = _register_of(items.head.part, items)
    return register, advice_on(register, items)


def _same_code(folder: Path, head: Item[Scorecard]) -> Iterator[Problem]:
    """Tell when a neighbour in ``parameters/`` has the same code: one folder for both reports."""
    if folder.resolve().parent.name != PARAMETERS:
        return
    for path in sorted(folder.resolve().parent.glob("*/scorecard.yaml")):
        text = path.read_text(encoding="utf-8", errors="replace")
        codes = re.findall(r"^code:[ ]*([^\s#]+)", text, re.MULTILINE)
        if path.parent != folder.resolve() and head.code in [code.strip("'\"") for code in codes]:
            message = f"is also that of {path.parent.name}; both would write the same reports"
            yield head.problem("code", message, value=head.code)


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


def _read_items(files: dict[str, Written]) -> tuple[Items, list[Problem]]:
    lists: dict[str, Any] = {}
    problems: list[Problem] = []
    for file, kinds in FILES.items():
        written = files.get(file, Written(file, {}, {}))
        allowed = [*kinds, *HEAD] if file == "scorecard.yaml" else list(kinds)
        problems += check_keys(written, allowed)
        for name, model in kinds.items():
            lists[name], found = check_items(written, name, model)
            problems += found
    head, found = _head_of(files["scorecard.yaml"])
    return Items(**lists, head=head), problems + found


def _head_of(written: Written) -> tuple[Item[Scorecard], list[Problem]]:
    data = written.data if isinstance(written.data, dict) else {}
    raw = {key: value for key, value in data.items() if key in HEAD}
    part, problems = check_part(written, (), raw, Scorecard)
    return Item(written, (), code_in(raw), part), problems


def _register_of(head: Scorecard, items: Items) -> Register:
    parts = {name: tuple(p for _, p in sound(items.named(name))) for name in IN_SCORECARD}
    return Register(
        scorecard=head.model_copy(update=parts),
        presets=tuple(preset for _, preset in sound(items.presets)),
    )
