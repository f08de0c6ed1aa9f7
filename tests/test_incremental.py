"""What a run makes again: what differs and nothing else; all of it is as a whole run makes it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sample_run import finish
from small_project import change, differing, tree, write_project
from small_register import STAFF
from tiny_run import Quiet

from bsc_helpers.batch import planning
from bsc_helpers.batch.jobs import Selection
from bsc_helpers.batch.outcomes import Outcome, Rendered
from bsc_helpers.batch.plan import Order, Plan
from bsc_helpers.batch.planning import prepare
from bsc_helpers.batch.run import run

OPENING = """\
import bsc_helpers as bsc
from bsc_helpers import open_report, show

report = open_report(scorecard, org_unit, activity, period, language, as_of, run)
show(bsc.head(report))
"""
PLAIN = (OPENING, "show(bsc.perspectives(report))")
COMMENTS = """\
comments:
  - org_unit: north
    measure: M02
    period: 2003-Q2
    text: {text}
    author: A. Author
    written: 2003-07-20
"""
UNITS = ("city", "north", "south")
EVERY = {f"{unit}/en" for unit in UNITS}


def order(**changes: Any) -> Order:
    """What most of these tests order: the page of each unit in one language."""
    selection = Selection(languages=("en",), formats=("html",))
    return Order(**({"preset": "all", "selection": selection, "isolation": "spawn"} | changes))


def told(jobs: Any) -> set[str]:
    return {f"{job.org_unit}/{job.language}" for job in jobs}


def due(plan: Plan) -> set[str]:
    """The reports that a plan makes."""
    return told(task.job for task in plan.tasks)


def made(**changes: Any) -> set[str]:
    """Run an order; return the reports that were made."""
    plan = prepare(order(**changes))
    summary = run(plan, Quiet())
    assert summary.complete, [outcome.reason for outcome in summary.outcomes]
    assert len(summary.outcomes) == len(plan.tasks) + len(plan.finished)
    return due(plan)


def times(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def as_a_whole_run_makes_it() -> bool:
    """Whether what is published is what a run gives that makes all of it, elsewhere."""
    other = Path("elsewhere")
    made(out=str(other), anew=True)
    same = differing(tree(), tree(other / "small")) == []
    shutil.rmtree(other)
    return same


@pytest.fixture(scope="module")
def _published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a plain notebook of which everything is published."""
    folder = tmp_path_factory.mktemp("published")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        register = write_project(folder, *PLAIN)
        (register / "comments.yaml").write_text(COMMENTS.format(text="As expected."), "utf-8")
        assert made() == EVERY
    return folder


@pytest.fixture
def project(_published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it in another place."""
    copy = tmp_path / "copy"
    shutil.copytree(_published, copy)
    monkeypatch.chdir(copy)
    return copy / "parameters/small"


# ------------------------------------------------------------------------------- what is made again


def test_when_nothing_changed_nothing_is_made_and_no_file_is_touched(project: Path) -> None:
    for file in (*project.iterdir(), *Path("notebooks").iterdir()):
        os.utime(file, (1, 1))
    before = times(Path("reports"))
    plan = prepare(order())
    assert plan.nothing_to_do
    summary = run(plan, Quiet())
    assert (summary.outcomes, summary.current, summary.complete) == ((), 3, True)
    assert times(Path("reports")) == before


def test_when_a_figure_changed_the_reports_that_show_it_are_made_and_no_other(
    project: Path,
) -> None:
    (project / "presets.yaml").write_text(
        "presets:\n  - {code: all, name: All, periods: [2003-Q1, 2003-Q2]}\n", encoding="utf-8"
    )
    both = Selection(languages=("en",), formats=("html",))
    assert len(prepare(order(selection=both)).tasks) == 3  # those of the first quarter
    (project / "staff.csv").write_text(
        STAFF.replace("Q2,sick_hours,12", "Q2,sick_hours,13"), "utf-8"
    )
    plan = prepare(order(selection=both))
    shown = {(task.job.org_unit, str(task.job.period)) for task in plan.tasks}
    assert ("south", "2003-Q2") in shown
    assert ("city", "2003-Q2") in shown
    assert made() <= EVERY
    assert as_a_whole_run_makes_it()


def test_when_a_comment_changed_it_is_rendered_again_without_any_kernel(
    project: Path,
) -> None:
    (project / "comments.yaml").write_text(COMMENTS.format(text="Better than that."), "utf-8")
    plan = prepare(order())
    assert all(task.again for task in plan.tasks)
    assert "north/en" in due(plan)
    summary = run(plan, Quiet())
    assert summary.rendered_again == len(plan.tasks) == summary.count("done")
    assert plan.folder is not None
    lines = plan.folder.journal.read_text(encoding="utf-8").splitlines()
    assert all(json.loads(line)["again"] for line in lines)
    assert list(plan.folder.notebooks.iterdir()) == []  # nothing was executed
    assert any(b"Better than that." in data for data in tree().values())
    assert not any(b"As expected." in data for data in tree().values())
    assert as_a_whole_run_makes_it()


def test_a_notebook_with_a_cell_of_its_own_is_executed_for_a_comment(project: Path) -> None:
    shutil.rmtree(project.parent)
    shutil.rmtree("notebooks")
    register = write_project(Path.cwd(), *PLAIN, "print('my own')")
    comments = register / "comments.yaml"
    comments.write_text(COMMENTS.format(text="As expected."), encoding="utf-8")
    plan = prepare(order())
    assert (due(plan), [task.again for task in plan.tasks]) == (EVERY, [False] * 3)
    publish_without_kernels(plan)
    comments.write_text(COMMENTS.format(text="Better than that."), encoding="utf-8")
    plan = prepare(order())
    assert plan.tasks
    assert not any(task.again for task in plan.tasks)


def publish_without_kernels(plan: Plan) -> None:
    """Publish a plan as if everything in it had been made."""
    for task in plan.tasks:
        files = dict.fromkeys(task.formats, b"<p>made</p>")
        finish(plan, task.job, Rendered("Made", files))
    outcomes = tuple(Outcome(task.job, "done") for task in plan.tasks)
    assert run(replace(plan, tasks=(), finished=outcomes), Quiet()).complete


def test_when_the_notebook_the_scorecard_or_the_package_changed_everything_is_made(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(project / "scorecard.yaml", "Users are satisfied", "Users are content")
    assert due(prepare(order())) == EVERY
    change(project / "scorecard.yaml", "Users are content", "Users are satisfied")
    assert prepare(order()).nothing_to_do
    notebook = Path("notebooks/unit_report.ipynb")
    change(notebook, "show(bsc.perspectives(report))", "show(bsc.perspectives(report)) ")
    assert due(prepare(order())) == EVERY
    change(notebook, "show(bsc.perspectives(report)) ", "show(bsc.perspectives(report))")
    monkeypatch.setattr(planning, "package_digest", lambda: "another")
    assert due(prepare(order())) == EVERY


@pytest.mark.usefixtures("project")
def test_what_was_damaged_or_deleted_is_restored_and_nothing_else() -> None:
    before = tree()
    pages = [path for path in before if path.startswith("2003-Q2/") and "measures" not in path]
    first, second, _ = pages
    damaged = bytearray(before[first])
    damaged[len(damaged) // 2] ^= 1
    Path("reports/small", first).write_bytes(damaged)
    Path("reports/small", second).unlink()
    Path("reports/small/notes.txt").write_text("mine", encoding="utf-8")
    written = times(Path("reports"))
    assert len(made()) == 2
    after = tree()
    assert after.pop("notes.txt") == b"mine"
    assert differing(after, before) == []
    still = times(Path("reports"))
    touched = {p.name for p, when in still.items() if written.get(p) != when}
    assert touched == {Path(first).name, Path(second).name}


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("lost", ["index-en.html", "2003-Q2/measures/M02-en.html"])
def test_a_page_that_leads_to_reports_is_restored_without_making_one(lost: str) -> None:
    before = tree()
    Path("reports/small", lost).unlink()
    assert made() == set()
    assert differing(tree(), before) == []


@pytest.mark.usefixtures("project")
def test_formats_and_languages_that_are_added_are_made() -> None:
    both = Selection(languages=("en", "sv"), formats=("html",))
    plan = prepare(order(selection=both))
    assert due(plan) == {f"{unit}/sv" for unit in UNITS}
    more = Selection(languages=("en",), formats=("html", "pdf"), org_units=("north",))
    assert made(selection=more) == {"north/en"}
    assert sorted(path.suffix for path in Path("reports/small/2003-Q2/north").iterdir()) == [
        ".html",
        ".pdf",
    ]
    assert prepare(order(selection=more)).nothing_to_do


def test_a_unit_that_the_register_has_no_more_is_not_shown_as_current(project: Path) -> None:
    change(
        project / "org_units.yaml",
        "  - code: south\n    name: South\n    kind: district\n    parent: city\n",
        "",
    )
    for name in ("staff.csv", "survey.csv"):
        rows = (project / name).read_text(encoding="utf-8").splitlines(keepends=True)
        kept = "".join(row for row in rows if not row.startswith("south"))
        (project / name).write_text(kept, encoding="utf-8")
    plan = prepare(order())
    assert due(plan) <= {"city/en", "north/en"}
    publish_without_kernels(plan)
    assert any("south" in path for path in tree())  # only an order to delete deletes
    for name, page in tree().items():
        if name.startswith("index"):
            assert b"small-south" not in page


@pytest.mark.usefixtures("project")
def test_what_a_killed_run_had_finished_is_published_and_not_made_again() -> None:
    plan = prepare(order(anew=True))
    shutil.rmtree("reports")
    plan = prepare(order())
    assert due(plan) == EVERY
    first = plan.tasks[0]
    finish(plan, first.job, Rendered("Made before", {"html": b"<p>made before</p>"}))
    again = prepare(order())
    assert due(again) == EVERY - told([first.job])
    assert told(outcome.job for outcome in again.finished) == told([first.job])
    assert due(prepare(order(anew=True))) == EVERY  # asked for


# ------------------------------------------------------------------------------ the same everywhere


def bsc(folder: Path, *arguments: str, **environment: str) -> None:
    program = Path(sys.executable).with_name("bsc")
    command = [program, "run", "all", "--language", "en", *arguments]
    ended = subprocess.run(
        command, cwd=folder, env=os.environ | environment, capture_output=True, check=False
    )
    assert ended.returncode == 0, ended.stderr


def test_the_same_inputs_give_the_same_bytes_whatever_surrounds_a_run(
    tmp_path: Path,
) -> None:
    one, other = tmp_path / "one", tmp_path / "annan plats å"
    for folder in (one, other):
        folder.mkdir()
        write_project(folder, *PLAIN)
    bsc(one, "--workers", "3", TZ="Pacific/Kiritimati", LANG="C", LC_ALL="C", PYTHONHASHSEED="1")
    units = ("--unit", "south", "--unit", "city", "--unit", "north")
    surroundings = {"TZ": "America/New_York", "LANG": "sv_SE.UTF-8", "PYTHONHASHSEED": "2"}
    surroundings |= {"LC_ALL": "sv_SE.UTF-8", "SOURCE_DATE_EPOCH": "86400"}
    bsc(other, "--workers", "1", "--isolation", "spawn", *units, **surroundings)
    found = tree(one / "reports/small")
    assert {Path(path).suffix for path in found} == {".html", ".pdf", ".xlsx", ".json"}
    assert differing(found, tree(other / "reports/small")) == []


@pytest.mark.usefixtures("project")
def test_shares_one_after_the_other_or_at_the_same_time_give_what_a_whole_run_gives() -> None:
    whole = tree()
    for apart in (True, False):
        shutil.rmtree("reports")
        shutil.rmtree(".bsc")
        program = Path(sys.executable).with_name("bsc")
        command = [program, "run", "all", "--language", "en", "--format", "html", "--workers", "1"]
        shares = []
        for share in ("1/2", "2/2"):
            shares.append(subprocess.Popen([*command, "--isolation", "spawn", "--shard", share]))
            if apart:
                assert shares[-1].wait() == 0
        assert [share.wait() for share in shares] == [0, 0]
        assert differing(tree(), whole) == []


@pytest.mark.usefixtures("project")
def test_runs_to_different_places_do_not_take_each_others_finished_reports() -> None:
    one, other = (prepare(order(out=out)) for out in ("one", "other"))
    task = one.tasks[0]
    finish(one, task.job, Rendered("Made", {"html": b"<p>made</p>"}))
    assert one.spool.get(task.key)
    assert other.spool.get(task.key) is None
