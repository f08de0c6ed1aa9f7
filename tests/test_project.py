"""What the files around the package promise: installation, notebooks, commands, documents."""

from __future__ import annotations

import ast
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import distribution, packages_distributions
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from bsc_helpers import cli

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
DOCUMENTS = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "reports/README.md")]
LONGEST_CELL = 10
SQL = re.compile(r"\s*(select|insert|update|delete|with)\s", re.IGNORECASE)
TOP_LEVEL_FOLDERS = {"bsc_helpers", "notebooks", "parameters", "reports", "tests"}
# conda-forge splits these packages; the base is enough.
CONDA_NAMES = {
    "matplotlib-base": "matplotlib",
    "nbconvert-core": "nbconvert",
    "seaborn-base": "seaborn",
}


def run(*command: str) -> subprocess.CompletedProcess[str]:
    # Under `make test` the outer make would pass its flags on.
    environment = {name: text for name, text in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60
    )


def project_files() -> list[Path]:
    """Return the files that git knows, and the new ones that it would take in."""
    listed = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    assert listed.returncode == 0, listed.stderr
    names = {name for name in listed.stdout.split("\0") if name}
    return sorted(path for path in map(ROOT.joinpath, names) if path.is_file())


def text_of(path: Path) -> str | None:
    """Return the text of a file; None for a picture, a font and the like."""
    content = path.read_bytes()
    return None if b"\0" in content else content.decode("utf-8", errors="replace")


# --- installation ---------------------------------------------------------------------------------


def requirements() -> list[Requirement]:
    project = PROJECT["project"]
    lines = [
        *project["dependencies"],
        *(line for extra in project["optional-dependencies"].values() for line in extra),
        *PROJECT["build-system"]["requires"],
    ]
    return [Requirement(line) for line in lines]


def locked() -> dict[str, list[tuple[Requirement, int]]]:
    """Return for each distribution in the lock its pins, each with its number of hashes."""
    found: dict[str, list[tuple[Requirement, int]]] = {}
    lines = (line for line in LOCK.splitlines() if not line.lstrip().startswith("#"))
    for entry in re.split(r"\n(?=\S)", "\n".join(lines)):
        pin, *hashes = entry.replace("\\\n", "\n").splitlines()
        assert all(re.fullmatch(r"\s+--hash=sha256:[0-9a-f]{64}\s*", line) for line in hashes), pin
        requirement = Requirement(pin)
        name = canonicalize_name(requirement.name)
        found.setdefault(name, []).append((requirement, len(hashes)))
    return found


def pinned_version(requirement: Requirement) -> Version:
    (pin,) = requirement.specifier
    assert pin.operator == "==", f"{requirement} is no pin"
    return Version(pin.version)


@pytest.mark.parametrize("wanted", requirements(), ids=str)
def test_the_lock_pins_each_requirement_within_its_bounds(wanted: Requirement) -> None:
    pins = locked().get(canonicalize_name(wanted.name), [])
    assert pins
    assert all(pinned_version(pin) in wanted.specifier for pin, _ in pins)


def test_the_lock_holds_what_an_editable_installation_without_isolation_builds_with() -> None:
    assert {"hatchling", "editables"} <= locked().keys()


def test_every_pin_has_its_hashes() -> None:
    assert [str(pin) for pins in locked().values() for pin, hashes in pins if not hashes] == []


def test_the_lock_names_no_host_no_address_and_no_path() -> None:
    bare = re.sub(r"sha256:[0-9a-f]{64}", "", LOCK)
    assert re.findall(r"\S*(?:://|@|\.org\b|\.com\b|\.net\b|-index|find-links)\S*", bare) == []
    assert re.findall(r"(?:^|\s)(?:/|\.\.?/|[A-Za-z]:\\)\S+", bare) == []


def test_conda_and_pip_ask_for_the_same_packages_and_lower_bounds() -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    listed = environment["dependencies"]
    (by_pip,) = [item["pip"] for item in listed if isinstance(item, dict)]
    by_conda = [item for item in listed if isinstance(item, str) and item != "pip"]
    assert by_pip[-1] == "-e ."
    bounds = {
        canonicalize_name(CONDA_NAMES.get(item.name, item.name)): str(item.specifier)
        for item in map(Requirement, [*by_conda, *by_pip[:-1]])
    }
    wanted = {
        canonicalize_name(item.name): str(item.specifier)
        for item in map(Requirement, PROJECT["project"]["dependencies"])
    }
    assert bounds == wanted | {"python": PROJECT["project"]["requires-python"]}


def test_the_package_declares_every_package_that_it_imports() -> None:
    imported = {
        module.partition(".")[0]
        for path in (ROOT / "bsc_helpers").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for module in modules_of(node)
    }
    distributions = packages_distributions()
    extras = PROJECT["project"]["optional-dependencies"]
    lines = [*PROJECT["project"]["dependencies"], *extras["remote"], *extras["dask"]]
    declared = {canonicalize_name(Requirement(line).name) for line in lines}
    missing = {
        name
        for name in imported - sys.stdlib_module_names - {"bsc_helpers", ""}
        if not declared & {canonicalize_name(found) for found in distributions[name]}
    }
    assert missing == set()


def modules_of(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


def test_every_declared_entry_point_is_installed_and_leads_to_something() -> None:
    groups = {
        "console_scripts": PROJECT["project"]["scripts"],
        **PROJECT["project"]["entry-points"],
    }
    declared = {
        (group, name, value) for group, names in groups.items() for name, value in names.items()
    }
    installed = {p: (p.group, p.name, p.value) for p in distribution("bsc-helpers").entry_points}
    assert set(installed.values()) == declared
    assert all(callable(point.load()) for point in installed)


def test_the_commit_hooks_run_locked_tools_only() -> None:
    settings = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert [repository["repo"] for repository in settings["repos"]] == ["local"]
    for hook in settings["repos"][0]["hooks"]:
        folder, _, tool = hook["entry"].split()[0].rpartition("/")
        assert folder == ".venv/bin"
        assert tool in locked(), hook["id"]


# --- files ----------------------------------------------------------------------------------------


def test_the_top_level_holds_no_other_visible_folder() -> None:
    parts = [path.relative_to(ROOT).parts for path in project_files()]
    tops = {part[0] for part in parts if len(part) > 1 and not part[0].startswith(".")}
    assert tops == TOP_LEVEL_FOLDERS


def test_no_file_holds_a_path_of_somebodys_machine() -> None:
    machine = re.compile(
        r"(?<![\w.:/-])/(?:home|root|Users)/\w|\b[A-Z]:\\Users\\\w|" + re.escape(f"{ROOT}/")
    )
    found = {
        path.relative_to(ROOT).as_posix(): match.group()
        for path in project_files()
        if (text := text_of(path)) is not None and (match := machine.search(text))
    }
    assert found == {}


def test_reports_are_generated_and_stay_out_of_git() -> None:
    tracked = run("git", "ls-files", "reports").stdout.split()
    assert {*tracked} <= {"reports/README.md", "reports/example.png"}
    ignored = run("git", "check-ignore", "reports/goteborg/index.html", ".bsc/run", ".venv/x")
    assert len(ignored.stdout.split()) == 3


def test_the_change_log_tells_of_this_version() -> None:
    log = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## (\S+)", log, re.MULTILINE)
    assert newest is not None
    assert newest.group(1) == PROJECT["project"]["version"]


def test_the_licence_text_is_the_declared_one() -> None:
    assert PROJECT["project"]["license"] == "BSD-3-Clause"
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith("BSD 3-Clause License\n")
    assert all((ROOT / name).is_file() for name in PROJECT["project"]["license-files"])


# --- notebooks ------------------------------------------------------------------------------------


def cells_of(path: Path) -> list[dict[str, Any]]:
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def code_of(path: Path) -> list[str]:
    return ["".join(c["source"]) for c in cells_of(path) if c["cell_type"] == "code"]


def cell_faults(code: str) -> list[str]:
    """Return what does not belong in a thin cell."""
    nodes = list(ast.walk(ast.parse(code)))
    defined = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda
    texts = [n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    modules = {module.partition(".")[0] for node in nodes for module in modules_of(node)}
    rules = {
        "defines something": any(isinstance(node, defined) for node in nodes),
        "holds a path": any(re.search(r"[\w.~]?[/\\]\w|\.\w{3,7}$", text) for text in texts),
        "holds SQL": any(
            re.match(r"\s*(select|insert|with|update)\s", t, re.IGNORECASE) for t in texts
        ),
        "reaches for files": bool(modules & {"os", "pathlib", "io", "sqlite3", "shutil", "glob"}),
        "is longer than ten lines": len(code.strip().splitlines()) > LONGEST_CELL,
    }
    return [rule for rule, broken in rules.items() if broken]


def test_there_is_a_notebook() -> None:
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_keeps_no_outputs(path: Path) -> None:
    for cell in cells_of(path):
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_begins_with_its_question(path: Path) -> None:
    first = cells_of(path)[0]
    assert first["cell_type"] == "markdown"
    assert "?" in "".join(first["source"])


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_the_second_cell_holds_typed_and_commented_parameters(path: Path) -> None:
    second = cells_of(path)[1]
    assert "parameters" in second["metadata"]["tags"]
    code = "".join(second["source"])
    assert all(isinstance(line, ast.AnnAssign) and line.value for line in ast.parse(code).body)
    assert all(re.search(r"# \S", line) for line in code.splitlines())


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_the_cells_of_a_notebook_are_thin(path: Path) -> None:
    assert {code: faults for code in code_of(path) if (faults := cell_faults(code))} == {}


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("def f():\n    return 1", "defines something"),
        ("f = lambda x: x", "defines something"),
        ("load('data/file')", "holds a path"),
        ("load('figures.csv')", "holds a path"),
        (r"load(r'C:\data')", "holds a path"),
        ("read('SELECT 1 FROM a')", "holds SQL"),
        ("from pathlib import Path", "reaches for files"),
        ("a = 1\n" * 11, "is longer than ten lines"),
    ],
)
def test_a_thick_cell_is_seen(code: str, fault: str) -> None:
    assert fault in cell_faults(code)


def test_a_thin_cell_is_left_alone() -> None:
    assert cell_faults('report = open_report("goteborg", "centrum", "2003-Q4", "sv")') == []


# --- commands and documents -----------------------------------------------------------------------


def make_targets() -> set[str]:
    listed = run("make")
    assert listed.returncode == 0, listed.stderr
    return set(re.findall(r"^  make (\w+)", listed.stdout, re.MULTILINE))


def fenced(path: Path) -> list[str]:
    """Return the lines of the fenced blocks of a Markdown file."""
    blocks = re.findall(
        r"^```\w*\n(.*?)^```", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    return [line.strip() for block in blocks for line in block.splitlines()]


def shown_commands(path: Path, program: str) -> list[list[str]]:
    """Return the commands of one program that a document shows, in blocks and in the text."""
    inline = re.findall(r"`([^`\n]+)`", path.read_text(encoding="utf-8"))
    lines = [line.partition("  #")[0] for line in [*fenced(path), *inline]]
    words = [shlex.split(line, posix=False) for line in lines if "'" not in line]
    return [w for w in words if w and re.split(r"[/\\]", w[0])[-1] == program and len(w) > 1]


def test_make_alone_lists_the_targets() -> None:
    assert make_targets() >= {"report", "test", "check", "bench", "notebooks", "lab", "clean"}


def test_every_listed_target_exists_and_is_no_file() -> None:
    (phony,) = re.findall(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    for target in make_targets():
        assert target in phony.split()
        assert run("make", "--dry-run", target).returncode == 0, target


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_the_documents_name_targets_that_exist(path: Path) -> None:
    named = {command[1] for command in shown_commands(path, "make") if command[1].isalpha()}
    assert named <= make_targets()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_documents_show_commands_and_options_that_exist(path: Path) -> None:
    commands = typer.main.get_command(cli.app).commands
    for _, command, *arguments in shown_commands(path, "bsc"):
        assert command in commands, command
        options = {o for p in commands[command].params for o in p.opts}
        used = {word.strip("[]") for word in arguments if word.strip("[]").startswith("--")}
        assert used <= options | {"--help"}, command


def test_the_readme_shows_the_two_commands() -> None:
    lines = fenced(ROOT / "README.md")
    assert any(line.startswith("make report") for line in lines)
    assert any(line.startswith("make test") for line in lines)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_and_pictures_of_the_documents_lead_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        name, _, anchor = target.partition("#")
        assert (path.parent / name).exists() if name else anchor in headings(text), target


def headings(text: str) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def tree_entries(tree: str) -> list[Path]:
    """Return the paths of a tree drawn by indents of two blanks; two blanks end the names."""
    folders: list[str] = []
    found = []
    for line in tree.splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        names = re.split(r"  +", line.strip())[0].split()
        found += [Path(*folders[:depth], name) for name in names]
        folders[depth:] = [names[-1]]
    return found


def test_the_tree_in_the_readme_names_what_exists() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (tree,) = re.findall(r"^```text\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    entries = tree_entries(tree)
    assert [str(path) for path in entries if not (ROOT / path).exists()] == []
    assert {str(path) for path in entries} >= TOP_LEVEL_FOLDERS


def test_a_tree_is_read_by_its_indents() -> None:
    tree = "a/  one\n  b/  two\n    c d  three\n  e  four\nf  five\n"
    assert [path.as_posix() for path in tree_entries(tree)] == [
        "a",
        "a/b",
        "a/b/c",
        "a/b/d",
        "a/e",
        "f",
    ]


def test_the_ci_runs_what_a_person_runs() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    bash = shutil.which("bash")
    assert bash is not None
    assert run(bash, "-n", str(script)).returncode == 0
    assert "make test" in script.read_text(encoding="utf-8")
