"""The house rules of ``bsc_helpers``, read from its source: floors, doors, purity, size, window."""

from __future__ import annotations

import ast
import re
import sys
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import bsc_helpers

PACKAGE = Path(bsc_helpers.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST_MODULE = 400
LONGEST_FUNCTION = 40
PURE_FLOORS = (0, 1, 2)


@dataclass(frozen=True)
class Room:
    """A room: its floor, the packages of others it may use, and its doors on the same floor."""

    floor: int
    packages: frozenset[str] = frozenset()
    doors: frozenset[str] = frozenset()


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def room(floor: int, packages: str = "", doors: str = "") -> Room:
    return Room(floor, words(packages), words(doors))


ROOMS = {
    "errors": room(0),
    "periods": room(0, doors="errors"),
    "model": room(0, "pydantic", doors="periods"),
    "formula": room(1, "numpy"),
    "compute": room(1, "numpy pandas scipy statsmodels", doors="formula"),
    "evaluation": room(2, "numpy pandas"),
    "narrative": room(2, "babel", doors="evaluation"),
    "blocks": room(3, "pydantic"),
    "png": room(3),
    "markdown": room(3, "mistune pydantic", doors="blocks png"),
    "charts": room(3, doors="blocks"),
    "register": room(4, "pydantic pydantic_core yaml"),
    "sources": room(4, "numpy pandas"),
    "publishing": room(4, "jinja2 markupsafe nbconvert pikepdf pydantic typst xlsxwriter"),
    "report": room(4, "pandas"),
    "folder": room(4, doors="register sources"),
    "slices": room(4, "pandas pydantic pydantic_core"),
    "kernels": room(4, "ipykernel jupyter_client numpy"),
    "batch": room(
        5,
        "distributed filelock fsspec jupyter_client nbclient nbformat pandas papermill pydantic"
        " rich traitlets",
    ),
    "notebook": room(5, "IPython matplotlib pandas"),
    "cli": room(6, "rich typer"),
}
WINDOW = "__init__"  # may look into every room

# What floors 0-2 may take from the standard library: nothing that reaches the machine or the clock.
PURE_STANDARD = words(
    "__future__ abc ast bisect calendar collections contextlib dataclasses datetime decimal difflib"
    " enum fractions functools graphlib heapq itertools keyword math operator re statistics string"
    " textwrap types typing unicodedata"
)
IMPURE_NAMES = words("__import__ breakpoint compile eval exec globals input open print")
IMPURE_ATTRIBUTES = {
    "now": "reads the clock",
    "today": "reads the clock",
    "utcnow": "reads the clock",
    "random": "is random without a passed generator",
    "default_rng": "is random without a passed generator",
    "to_csv": "writes",
    "to_excel": "writes",
    "to_parquet": "writes",
    "to_pickle": "writes",
    "read_csv": "reads",
    "read_excel": "reads",
    "read_parquet": "reads",
    "read_pickle": "reads",
    "fromfile": "reads",
    "loadtxt": "reads",
    "genfromtxt": "reads",
    "tofile": "writes",
    "savetxt": "writes",
}


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE.parent).as_posix()


def imports(tree: ast.AST) -> set[str]:
    """Return every module that is imported anywhere, also inside functions, by its full name."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = "." * node.level + (node.module or "")
            found.update(
                f"{base}.{alias.name}" if base == "bsc_helpers" else base for alias in node.names
            )
    return found


def trespasses(room_name: str, tree: ast.AST) -> list[str]:
    """Return the imports that a module of this room must not make."""
    here = ROOMS[room_name]
    found = []
    for module in sorted(imports(tree)):
        top, _, rest = module.partition(".")
        if top == "bsc_helpers":
            other = rest.partition(".")[0]
            if other != room_name and other not in here.doors and not below(other, here.floor):
                found.append(f"{module}: not below floor {here.floor}")
        elif top not in sys.stdlib_module_names and top not in here.packages:
            found.append(f"{module}: not on the list of {room_name}")
        elif top in sys.stdlib_module_names and here.floor in PURE_FLOORS:
            found.extend([f"{module}: not pure"] * (top not in PURE_STANDARD))
    return found


def below(room_name: str, floor: int) -> bool:
    return room_name in ROOMS and ROOMS[room_name].floor < floor


def impurities(tree: ast.AST) -> list[str]:
    """Return what a pure module must not do: reach the machine, the clock or chance."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            found.extend([f"{node.lineno}: {node.func.id}()"] * (node.func.id in IMPURE_NAMES))
        elif isinstance(node, ast.Attribute) and node.attr in IMPURE_ATTRIBUTES:
            found.append(f"{node.lineno}: .{node.attr} {IMPURE_ATTRIBUTES[node.attr]}")
    return found


def code_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return how many lines the body has, without its docstring; the signature is a list."""
    body = function.body[ast.get_docstring(function, clean=False) is not None :]
    if not body:
        return 0
    return (body[-1].end_lineno or body[-1].lineno) - body[0].lineno + 1


def functions(tree: ast.AST) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


# --- the rules ------------------------------------------------------------------------------------


def test_every_module_lies_in_a_room_and_every_room_exists() -> None:
    assert {room_of(path) for path in MODULES} == {*ROOMS, WINDOW}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_room_imports_only_from_below_its_doors_and_its_list(path: Path) -> None:
    if path == PACKAGE / "__init__.py":
        assert {module.partition(".")[0] for module in imports(parsed(path))} <= {
            "__future__",
            "bsc_helpers",
            "importlib",
            "typing",
        }
    else:
        assert trespasses(room_of(path), parsed(path)) == []


@pytest.mark.parametrize(
    "path", [p for p in MODULES if below(room_of(p), max(PURE_FLOORS) + 1)], ids=name_of
)
def test_the_lower_floors_reach_neither_machine_nor_clock_nor_chance(path: Path) -> None:
    assert impurities(parsed(path)) == []


def test_doors_lead_to_the_same_floor_and_never_in_a_circle() -> None:
    for name, here in ROOMS.items():
        assert {ROOMS[door].floor for door in here.doors} <= {here.floor}, name
    tuple(TopologicalSorter({name: here.doors for name, here in ROOMS.items()}).static_order())


@pytest.mark.parametrize("name", ROOMS)
def test_the_list_of_a_room_holds_nothing_that_it_does_not_use(name: str) -> None:
    used = set().union(*(imports(parsed(path)) for path in MODULES if room_of(path) == name))
    tops = {module.partition(".")[0] for module in used}
    rooms = {module.split(".")[1] for module in used if module.startswith("bsc_helpers.")}
    assert ROOMS[name].packages <= tops
    assert ROOMS[name].doors <= rooms


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_and_functions_stay_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST_MODULE
    assert {
        function.name: code_lines(function)
        for function in functions(ast.parse(text))
        if code_lines(function) > LONGEST_FUNCTION
    } == {}


def test_the_shop_window_shows_a_dozen_names_each_documented() -> None:
    names = bsc_helpers.__all__
    assert names == sorted(names)
    assert 0 < len(names) <= 20  # "the names a notebook needs"
    assert [name for name in names if not getattr(bsc_helpers, name).__doc__] == []


def test_the_shop_window_shows_nothing_else() -> None:
    """The names are imported when first used; those that a type checker sees are the same."""
    tree = parsed(PACKAGE / "__init__.py")
    seen = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("bsc_helpers")
        for alias in node.names
    }
    made_here = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    assert seen == set(bsc_helpers.__all__)
    assert all(name.startswith("_") for name in made_here)
    with pytest.raises(AttributeError, match="nothing_like_this"):
        bsc_helpers.nothing_like_this  # noqa: B018 - looking is the test


def test_the_picture_of_the_house_shows_these_rooms_on_these_floors() -> None:
    text = (PACKAGE.parent / "CONTRIBUTING.md").read_text(encoding="utf-8")
    shown = re.findall(r"^\| ([0-9]) \| `(\w+)` \|", text, re.MULTILINE)
    assert sorted(shown) == sorted((str(here.floor), name) for name, here in ROOMS.items())


# --- the rules see what they must see -------------------------------------------------------------


@pytest.mark.parametrize(
    ("room_name", "source"),
    [
        ("model", "import os"),
        ("compute", "def f():\n    import socket"),
        ("evaluation", "from pathlib import Path"),
        ("model", "import numpy"),
        ("formula", "from bsc_helpers.compute import rollup"),
        ("narrative", "from bsc_helpers import blocks"),
        ("charts", "from bsc_helpers.register import load_register"),
        ("register", "from bsc_helpers.publishing import document_of"),
        ("publishing", "from . import html"),
    ],
)
def test_a_forbidden_import_is_found(room_name: str, source: str) -> None:
    assert len(trespasses(room_name, ast.parse(source))) == 1


@pytest.mark.parametrize(
    ("room_name", "source"),
    [
        ("compute", "from bsc_helpers.formula import parse_formula"),
        ("cli", "import os\nfrom bsc_helpers import errors"),
        ("model", "from bsc_helpers.model.texts import Code\nimport pydantic.dataclasses"),
    ],
)
def test_an_allowed_import_is_left_alone(room_name: str, source: str) -> None:
    assert trespasses(room_name, ast.parse(source)) == []


@pytest.mark.parametrize(
    "source",
    [
        "open('x')",
        "date.today()",
        "datetime.now()",
        "np.random.normal()",
        "np.random.default_rng()",
        "frame.to_csv('x')",
        "eval('1')",
    ],
)
def test_an_impure_line_is_found(source: str) -> None:
    assert impurities(ast.parse(source)) != []


def test_the_docstring_is_no_line_of_code() -> None:
    (function,) = functions(
        ast.parse('def f():\n    """One.\n\n    Two.\n    """\n    a = 1\n    return a')
    )
    assert code_lines(function) == 2
