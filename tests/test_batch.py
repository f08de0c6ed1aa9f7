"""Runs of tiny notebooks: what goes wrong in one report stays in that report."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import signal
import stat
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

import nbformat
import papermill
import pytest
from tiny_run import (
    HEAD,
    LAST,
    QUARTER,
    Quiet,
    none_left_in,
    plan_of,
    write_notebook,
)

from bsc_helpers.batch import files, pool
from bsc_helpers.batch.execution import run_task
from bsc_helpers.batch.jobs import Job, check_paths, edition_path, failure_path
from bsc_helpers.batch.manifest import load_manifest
from bsc_helpers.batch.outcomes import CellPlace, Outcome, one_line
from bsc_helpers.batch.parameters import check_parameters, find_notebook
from bsc_helpers.batch.run import Summary, run
from bsc_helpers.batch.workarea import make_run_folder
from bsc_helpers.errors import ParameterError, RunError
from bsc_helpers.periods import parse_period

KINDS = {
    "sys_exit": "ended",
    "exit": "ended",
    "os_exit": "killed",
    "killed": "killed",
    "value": "cell",
    "data": "data",
    "memory": "memory",
    "no_alt": "publishing",
    "worker": "worker",
    "hangs": "timeout",
}

# What each unit's report does in its third cell, and the reason its failure must be given.
WAYS_TO_FAIL = {
    "sys_exit": ("import sys; sys.exit(0)", "SystemExit: 0 (cell 3)"),
    "exit": ("exit()", "the notebook ended itself (cell 3)"),
    "os_exit": ("import os; os._exit(0)", "kernel died (cell 3)"),
    "killed": ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "kernel died (cell 3)"),
    "value": (
        'raise ValueError("no budget\\nfor 2003")',
        "ValueError: no budget for 2003 (cell 3)",
    ),
    "data": (
        (
            "from bsc_helpers.errors import DataError, Problem\n"
            'raise DataError([Problem("no number", "staff.csv", 7)])'
        ),
        "DataError: staff.csv:7: no number (cell 3)",
    ),
    "memory": ("raise MemoryError('no room for 9 GiB')", "MemoryError: no room for 9 GiB (cell 3)"),
    "no_alt": (
        (
            "from IPython.display import Image, display\n"
            "import base64\n"
            'png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADU"\n'
            'png += "lEQVR42mNk+M9QDwADhgGAWjR9awAA"\n'
            'png += "AABJRU5ErkJggg=="\n'
            "display(Image(base64.b64decode(png)))"
        ),
        "cell 3",
    ),
    "worker": (
        "import os, signal; os.kill(os.getppid(), signal.SIGKILL)\nimport time; time.sleep(30)",
        "worker died (SIGKILL)",
    ),
    "hangs": (
        (
            "import subprocess, sys, time\n"
            'subprocess.Popen([sys.executable, "-c", f"import time; time.sleep(60) # {slow}"])\n'
            "time.sleep(60)"
        ),
        "timeout: not done after 8 seconds (cell 3)",
    ),
}


def branching_notebook(path: Path) -> Path:
    branches = "\n".join(
        f"if org_unit == {unit!r}:\n" + "\n".join(f"    {line}" for line in code.splitlines())
        for unit, (code, _) in WAYS_TO_FAIL.items()
    )
    return write_notebook(path, HEAD, branches, LAST)


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """One run in which every unit but two fails in its own way."""
    folder = tmp_path_factory.mktemp("mixed")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        temporary = Path(tempfile.mkdtemp(prefix="t-"))  # short, and nobody else's
        patch.setattr(tempfile, "tempdir", str(temporary))
        notebook = branching_notebook(folder / "notebooks" / "tiny.ipynb")
        units = ["first", *WAYS_TO_FAIL, "last"]
        listener = Quiet()
        plan = plan_of(notebook, units, workers=2, timeout=8.0, formats=("html", "pdf"))
        summary = run(plan, listener)
        left = list(temporary.iterdir())
        yield folder, summary, listener, left
        shutil.rmtree(temporary)


def outcome_of(summary: Summary, unit: str) -> Outcome:
    return next(outcome for outcome in summary.outcomes if outcome.job.org_unit == unit)


@pytest.mark.parametrize("unit", list(WAYS_TO_FAIL))
def test_a_report_that_goes_wrong_fails_alone_with_its_true_reason(mixed: Any, unit: str) -> None:
    folder, summary, _, _ = mixed
    outcome = outcome_of(summary, unit)
    assert outcome.status == "failed"
    assert WAYS_TO_FAIL[unit][1] in outcome.reason
    left = list((folder / "reports/card/2003-Q4" / unit).iterdir())
    assert [path.name for path in left] == [f"card-{unit}-2003-Q4-en-failed.html"]


@pytest.mark.parametrize("unit", list(WAYS_TO_FAIL))
def test_a_failure_is_of_a_kind_that_says_who_can_mend_it_and_names_its_cell(
    mixed: Any, unit: str
) -> None:
    folder, summary, _, _ = mixed
    outcome = outcome_of(summary, unit)
    assert outcome.kind == KINDS[unit]
    if unit not in ("no_alt", "worker"):  # found after the execution, or by a process gone
        assert outcome.cell == CellPlace(3, "if org_unit == 'sys_exit':")
    data = json.loads((folder / "reports/card/manifest.json").read_text(encoding="utf-8"))
    (entry,) = (each for each in data["entries"] if each["org_unit"] == unit)
    assert entry["kind"] == KINDS[unit]
    page = (folder / "reports/card" / entry["page"]["path"]).read_bytes()
    assert hashlib.sha256(page).hexdigest() == entry["page"]["sha256"]


def test_a_kernel_that_does_not_start_and_a_program_that_errs_are_the_machine_s_failures(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (task,) = plan_of(here / "none.ipynb", ["a"]).tasks
    for error, kind in (
        (RuntimeError("Kernel died before replying to kernel_info"), "start"),
        (OSError(errno.EIO, "Input/output error"), "worker"),
    ):
        monkeypatch.setattr(papermill, "execute_notebook", raising(error))
        outcome = run_task(replace(task, private=here))
        assert (outcome.status, outcome.kind, outcome.cell) == ("failed", kind, None)


def raising(error: Exception) -> Callable[..., None]:
    def call(*_: object, **__: object) -> None:
        raise error

    return call


def test_the_other_reports_are_made_in_every_format(mixed: Any) -> None:
    folder, summary, _, _ = mixed
    for unit in ("first", "last"):
        assert outcome_of(summary, unit).status == "done"
        place = folder / "reports/card/2003-Q4" / unit
        assert sorted(path.name for path in place.iterdir()) == [
            f"card-{unit}-2003-Q4-en.html",
            f"card-{unit}-2003-Q4-en.pdf",
        ]
        html, pdf = sorted(place.iterdir())
        assert "all is said" in html.read_text(encoding="utf-8")
        assert pdf.read_bytes().startswith(b"%PDF-")
        assert html.stat().st_mode & 0o777 == files.normal_mode()


def test_only_pages_the_manifest_and_the_entrance_are_published(mixed: Any) -> None:
    folder, _, _, _ = mixed
    published = (folder / "reports").rglob("[!.]*")
    kinds = {path.suffix for path in published if path.is_file()}
    assert kinds == {".html", ".pdf", ".json"}


def test_the_work_area_is_private_and_holds_the_executed_notebooks(mixed: Any) -> None:
    folder, _, _, _ = mixed
    area = folder / ".bsc"
    assert area.stat().st_mode & 0o777 == 0o700
    (run_folder,) = (area / "runs").iterdir()
    assert run_folder.stat().st_mode & 0o777 == 0o700
    executed = nbformat.read(run_folder / "notebooks" / "first.ipynb", as_version=4)
    assert executed.cells[-1].execution_count


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="reads the list of processes")
def test_no_process_and_no_private_folder_is_left_behind(mixed: Any) -> None:
    folder, _, _, left = mixed
    assert left == []
    assert none_left_in(folder)


def test_the_listener_hears_of_every_report_once(mixed: Any) -> None:
    _, summary, listener, _ = mixed
    assert listener.total == len(summary.outcomes) == len(WAYS_TO_FAIL) + 2
    assert sorted(o.job for o in listener.outcomes) == [o.job for o in summary.outcomes]


def test_the_manifest_tells_what_the_run_did(mixed: Any) -> None:
    folder, _, _, _ = mixed
    data = json.loads((folder / "reports/card/manifest.json").read_text(encoding="utf-8"))
    states = {entry["org_unit"]: entry["status"] for entry in data["entries"]}
    assert states == dict.fromkeys(WAYS_TO_FAIL, "failed") | {"first": "done", "last": "done"}


# ------------------------------------------------------------------------- stopping before the end


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_with_fail_fast_the_rest_is_skipped_and_a_later_run_finishes_it(here: Path) -> None:
    broken = write_notebook(here / "broken.ipynb", HEAD, "1 / 0")
    plan = plan_of(broken, ["a", "b"], fail_fast=True)
    statuses = [outcome.status for outcome in run(plan, Quiet()).outcomes]
    assert statuses == ["failed", "skipped"]
    data = json.loads((here / "reports/card/manifest.json").read_text(encoding="utf-8"))
    assert [entry["org_unit"] for entry in data["entries"]] == ["a"]

    page = here / "reports/card/2003-Q4/a/card-a-2003-Q4-en-failed.html"
    assert "ZeroDivisionError: division by zero (cell 3)" in page.read_text("utf-8")
    sound = write_notebook(here / "sound.ipynb", HEAD, LAST)
    summary = run(plan_of(sound, ["a", "b"]), Quiet())
    assert summary.count("done") == 2
    assert not page.exists()
    data = json.loads((here / "reports/card/manifest.json").read_text(encoding="utf-8"))
    assert [entry["status"] for entry in data["entries"]] == ["done"] * 2


def test_an_interrupt_gives_up_what_runs_and_leaves_a_manifest_that_tells_the_truth(
    here: Path,
) -> None:
    notebook = write_notebook(
        here / "slow.ipynb", HEAD, 'import time\nif org_unit == "b":\n    time.sleep(60)'
    )

    class InterruptAfterFirst(Quiet):
        def ended(self, outcome: Outcome) -> None:
            super().ended(outcome)
            if len(self.outcomes) == 1:
                threading.Timer(2.0, os.kill, (os.getpid(), signal.SIGINT)).start()

    handler = signal.getsignal(signal.SIGINT)
    began = time.monotonic()
    summary = run(plan_of(notebook, ["a", "b", "c"]), InterruptAfterFirst())
    assert time.monotonic() - began < 30
    assert summary.interrupted
    assert [outcome.status for outcome in summary.outcomes] == ["done", "skipped", "skipped"]
    data = json.loads((here / "reports/card/manifest.json").read_text(encoding="utf-8"))
    assert [entry["org_unit"] for entry in data["entries"]] == ["a"]
    assert signal.getsignal(signal.SIGINT) is handler
    assert none_left_in(here)


def test_a_worker_that_hangs_is_ended_after_the_timeout(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "GRACE", 0.5)
    cell = "import os, signal; os.kill(os.getppid(), signal.SIGSTOP)"
    notebook = write_notebook(here / "stopped.ipynb", HEAD, cell)
    (outcome,) = run(plan_of(notebook, ["a"], timeout=4.0), Quiet()).outcomes
    assert (outcome.status, outcome.reason) == ("failed", "timeout: not done after 4 seconds")
    assert none_left_in(here)


# ------------------------------------------------------------------------------ files and folders


def test_a_file_is_secured_before_it_takes_over_the_name_and_the_folder_after(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    real_sync, real_replace = os.fsync, os.replace

    def sync(number: int) -> None:
        calls.append("sync folder" if stat.S_ISDIR(os.fstat(number).st_mode) else "sync file")
        real_sync(number)

    def noted(*names: Any) -> None:
        calls.append("replace")
        real_replace(*names)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(os, "replace", noted)
    files.write_whole(here / "page.html", b"new")
    assert calls == ["sync file", "replace", "sync folder"]


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_when_writing_fails_the_old_file_stays_and_nothing_else_is_left(
    here: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    page = here / "page.html"
    page.write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, call, full)
    with pytest.raises(OSError, match="No space left"):
        files.write_whole(page, b"new")
    assert page.read_bytes() == b"old"
    assert list(here.iterdir()) == [page]


def test_a_link_under_the_name_is_replaced_and_not_followed(here: Path) -> None:
    outside = here / "outside.txt"
    outside.write_text("untouched", encoding="utf-8")
    page = here / "page.html"
    page.symlink_to(outside)
    files.write_whole(page, b"new")
    assert outside.read_text(encoding="utf-8") == "untouched"
    assert not page.is_symlink()


def test_a_report_that_cannot_be_written_failed_with_path_and_reason(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook = write_notebook(here / "sound.ipynb", HEAD, LAST)
    real = os.replace

    def full(source: str, target: Path) -> None:
        if Path(target).suffix == ".html" and "-a-" in Path(target).name:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(target))
        real(source, target)

    monkeypatch.setattr(os, "replace", full)
    summary = run(plan_of(notebook, ["a", "b"]), Quiet())
    failed, done = summary.outcomes
    assert (failed.status, done.status) == ("failed", "done")
    assert failed.reason.startswith("No space left on device: ")
    assert "card-a-2003-Q4-en.html" in failed.reason


def test_when_the_manifest_cannot_be_written_the_old_one_stays_and_the_run_says_so(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = plan_of(here / "none.ipynb", ["a"])
    job = plan.tasks[0].job
    unready = replace(plan, tasks=(), unready=(Outcome.failed(job, "no data"),))
    before = run(unready, Quiet())
    assert (before.trouble, before.complete) == ("", False)
    manifest = here / "reports/card/manifest.json"
    old = manifest.read_bytes()

    failed = Outcome.failed(job, "still no data")
    other = replace(unready, unready=(failed,), earlier=load_manifest(plan.output))
    real = os.replace

    def full(source: str, target: Path) -> None:
        if Path(target).name == manifest.name:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(source, target)

    monkeypatch.setattr(os, "replace", full)
    after = run(other, Quiet())
    assert after.trouble.startswith("No space left on device: reports/card/")
    assert manifest.read_bytes() == old


def test_what_a_killed_run_left_is_removed_but_nobody_elses_files(here: Path) -> None:
    (here / "2003").mkdir()
    left = here / "2003" / ".bsc-abc.part"
    notes = here / "2003" / "notes.txt"
    left.touch()
    notes.touch()
    files.remove_leftovers(here)
    assert list((here / "2003").iterdir()) == [notes]


def test_a_folder_that_leads_elsewhere_is_refused(here: Path) -> None:
    (here / "elsewhere").mkdir()
    (here / "reports").mkdir()
    (here / "reports" / "2003-Q4").symlink_to(here / "elsewhere")
    with pytest.raises(RunError, match="leads out of"):
        files.make_folder(here / "reports", here / "reports" / "2003-Q4" / "a")
    assert list((here / "elsewhere").iterdir()) == []


def test_the_work_area_cannot_be_a_link(here: Path) -> None:
    (here / "elsewhere").mkdir()
    (here / ".bsc").symlink_to(here / "elsewhere")
    with pytest.raises(RunError, match="is a link"):
        make_run_folder("quarter")


@pytest.mark.parametrize(
    "code",
    ["../../x", "..", "/etc/x", "a/../../x"],
)
def test_a_code_that_leads_out_of_the_folder_is_refused(here: Path, code: str) -> None:
    # The register refuses such codes; this is the second check, right where files are named.
    with pytest.raises(ParameterError, match="outside"):
        check_paths(here, [PurePosixPath("card", "2003-Q4", code, "page.html")])


def test_a_name_longer_than_file_systems_hold_is_refused(here: Path) -> None:
    job = Job("å" * 60, "å" * 60, QUARTER, "sv")
    with pytest.raises(ParameterError, match=r"bytes; at most 255"):
        check_paths(here, [edition_path("card", job, "html")])


def test_units_that_differ_in_case_only_are_refused(here: Path) -> None:
    paths = [edition_path("card", Job(code, "all", QUARTER, "sv"), "html") for code in "aA"]
    with pytest.raises(ParameterError, match="differ in case only"):
        check_paths(here, paths)


def test_a_link_in_the_tree_that_leads_out_is_refused_before_the_start(here: Path) -> None:
    (here / "reports" / "card").mkdir(parents=True)
    (here / "reports" / "card" / "2003-Q4").symlink_to("/")
    with pytest.raises(ParameterError, match="outside"):
        check_paths(here / "reports", [PurePosixPath("card/2003-Q4/a/page.html")])


def test_the_name_of_a_file_says_scorecard_unit_activity_period_and_language() -> None:
    fiscal = parse_period("2024/25-Q1", 7)
    assert edition_path("card", Job("101", "all", fiscal, "sv"), "pdf") == PurePosixPath(
        "card/2024_25-Q1/101/card-101-2024_25-Q1-sv.pdf"
    )
    assert edition_path("card", Job("101", "school", QUARTER, "en"), "html") == PurePosixPath(
        "card/2003-Q4/101/card-101-school-2003-Q4-en.html"
    )


@pytest.mark.parametrize("language", ["sv", "en", "failed"])
@pytest.mark.parametrize("unit", ["a", "a-failed", "failed"])
def test_the_page_of_a_failure_lies_beside_the_editions_and_never_in_their_place(
    unit: str, language: str
) -> None:
    job = Job(unit, "all", QUARTER, language)
    place = failure_path("card", job)
    editions = {
        edition_path("card", Job(each, "all", QUARTER, one), "html")
        for each in ("a", "a-failed", "failed")
        for one in ("sv", "en")
    }
    assert place.parent == edition_path("card", job, "html").parent
    assert place not in editions


def test_a_reason_is_one_line_without_control_characters() -> None:
    told = one_line("first\nsecond \x1b[2J \u202eend " + "x" * 1000)
    assert told.startswith("first second \\x1b[2J \\u202eend xxx")
    assert len(told) == 300


# ------------------------------------------------------------------------------ notebook parameters

PASSED = {"scorecard": "parameters/x", "org_unit": "101", "language": "sv"}


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ('scorecard: str = ""\norg_unti: str = ""\nlanguage: str = ""', "no parameter org_unit"),
        ('scorecard: str = ""\norg_unti: str = ""\nlanguage: str = ""', "did you mean org_unit?"),
        ('scorecard: str = ""\norg_unit: int = 1\nlanguage: str = ""', "org_unit: str"),
        ('scorecard: str = ""\norg_unit = "1"\nlanguage: str = ""', "found: no type"),
        ('scorecard: str = ""\nimport os', "nothing else"),
        ('scorecard: str = "', "no Python"),
    ],
)
def test_a_parameters_cell_that_does_not_fit_is_refused(
    here: Path, cell: str, message: str
) -> None:
    notebook = write_notebook(here / "n.ipynb", parameters=cell)
    with pytest.raises(ParameterError) as caught:
        check_parameters(notebook, PASSED)
    assert message in str(caught.value)


def test_a_parameters_cell_that_fits_is_accepted(here: Path) -> None:
    cell = "\n".join(f'{name}: str = "x"  # what it is' for name in PASSED)
    check_parameters(write_notebook(here / "n.ipynb", parameters=cell), PASSED)


def test_a_notebook_without_a_parameters_cell_is_refused(here: Path) -> None:
    path = here / "n.ipynb"
    path.write_text(nbformat.writes(nbformat.v4.new_notebook()), encoding="utf-8")
    with pytest.raises(ParameterError, match="one cell must be tagged"):
        check_parameters(path, PASSED)


def test_a_file_that_is_no_notebook_is_refused(here: Path) -> None:
    (here / "n.ipynb").write_text("not JSON", encoding="utf-8")
    with pytest.raises(RunError, match="is no notebook"):
        check_parameters(here / "n.ipynb", PASSED)


def test_a_notebook_that_does_not_exist_is_refused_with_the_nearest_name(here: Path) -> None:
    write_notebook(here / "notebooks" / "unit_report.ipynb")
    with pytest.raises(RunError, match=r"did you mean unit_report\?"):
        find_notebook("unit_reprot")
