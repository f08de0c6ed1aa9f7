"""Whatever happens to a run: what is published is whole, and the next run brings it to its end."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sample_run import finish, made, plan_for
from small_project import REPORT, write_project
from tiny_run import (
    HEAD,
    LAST,
    QUARTER,
    Quiet,
    none_left_in,
    plan_of,
    scorecard_of,
    write_notebook,
)

from bsc_helpers.batch.jobs import Job
from bsc_helpers.batch.limits import usual_isolation
from bsc_helpers.batch.manifest import Manifest
from bsc_helpers.batch.outcomes import Outcome, Rendered
from bsc_helpers.batch.outputs.local import LocalOutput
from bsc_helpers.batch.plan import Plan
from bsc_helpers.batch.run import Summary, run
from bsc_helpers.batch.workarea import make_run_folder

PUBLISHING, MAKING = 27, 3  # how many moments of each in which a run is killed
SEED = 19650416
SOON = 60.0  # seconds, also on a busy machine
PACE = 0.004  # seconds that each step of a publication takes here, so that it can be hit

pytestmark = pytest.mark.skipif(os.name == "nt", reason="ends processes as POSIX has it")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def tree(folder: Path) -> dict[str, bytes]:
    """Every file that is not hidden, with its content."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


def differing(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[str]:
    """The paths of the files that two trees do not have in common, to the byte."""
    paths = sorted({*one, *other})
    return [path for path in paths if one.get(path) != other.get(path)]


def leftovers(folder: Path) -> list[Path]:
    return [*folder.rglob("*.part"), *folder.rglob(".unfinished-*")]


def soon(true: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + SOON
    while not true() and time.monotonic() < deadline:
        time.sleep(0.02)
    return true()


def statuses(summary: Summary) -> dict[str, str]:
    return {outcome.job.org_unit: outcome.status for outcome in summary.outcomes}


def linked(page: bytes) -> list[str]:
    """The files to which a page of the entrance leads."""
    return [link for link in re.findall(r'href="([^"#]+)"', page.decode()) if ":" not in link]


# ------------------------------------------------------------------------- killed at any moment

UNITS = [f"u{number:02}" for number in range(12)]


def made_already(version: str) -> Plan:
    """A plan of which everything is made and nothing published; in each version one unit failed."""
    jobs = [Job(unit, "all", QUARTER, "en") for unit in UNITS]
    failed = jobs[3 if version == "old" else 7]
    known = {job.key: made(version + repr(job.key)) for job in jobs}
    ready = [job for job in jobs if job != failed]
    plan = plan_for(
        scorecard_of(*UNITS),
        jobs,
        Path("reports"),
        formats=("html", "pdf"),
        made_from=known,
        folder=make_run_folder("test"),
        finished=tuple(Outcome(job, "done") for job in ready),
        unready=(Outcome.failed(failed, "no data", "data"),),
    )
    for job in ready:
        text = f"<!doctype html><title>{job.org_unit}</title>{version * 2000}</html>".encode()
        finish(plan, job, Rendered(f"{version} {job.org_unit}", {"html": text, "pdf": text[::-1]}))
    return plan


@contextmanager
def slowly(pace: float) -> Iterator[None]:
    """Let each step by which files take over their names last a little."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("replace", "fsync", "unlink"):
            real = getattr(os, name)

            def slow(*names: Any, real: Callable[..., None] = real, **more: Any) -> None:
                time.sleep(pace)
                real(*names, **more)

            patch.setattr(os, name, slow)
        yield


def publish_slowly(folder: Path, begun: Any) -> None:
    """Publish the new version in a process group of its own."""
    os.setsid()
    os.chdir(folder)
    plan = made_already("new")
    begun.set()
    with slowly(PACE):
        run(plan, Quiet())


def make_and_publish(folder: Path, begun: Any) -> None:
    """Make and publish the new version in a process group of its own."""
    os.setsid()
    os.chdir(folder)
    plan = plan_of(folder / "new.ipynb", UNITS, workers=2, isolation=usual_isolation())
    begun.set()
    with slowly(PACE):
        run(plan, Quiet())


def killed_after(target: Callable[..., None], folder: Path, seconds: float | None) -> float:
    """Begin in another process, kill its group after some time, and return how long it ran."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["test_reliability"])
    with pytest.MonkeyPatch.context() as patch:  # for what is loaded beforehand
        patch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
        begun = context.Event()
        process = context.Process(target=target, args=(folder, begun))
        process.start()
    assert begun.wait(SOON)
    began = time.monotonic()
    process.join(seconds)
    if process.is_alive() and process.pid:
        os.killpg(process.pid, signal.SIGKILL)
    process.join()
    process.close()
    return time.monotonic() - began


def check_whole(
    found: Mapping[str, bytes], old: Mapping[str, bytes], new: Mapping[str, bytes]
) -> None:
    """Every file is as it was or as it is to be, and the entrance leads to nothing else."""
    for path, data in found.items():
        whole = data in (old.get(path), new.get(path))
        assert whole, path
    Manifest.model_validate_json(found["manifest.json"])
    for link in linked(found["index.html"]):
        assert link in found


def test_a_run_that_is_killed_while_it_publishes_leaves_whole_files_and_the_next_one_ends_it(
    here: Path,
) -> None:
    run(made_already("old"), Quiet())
    old = tree(here / "reports/card")
    shutil.copytree(here / "reports", here / "kept")
    killed_after(publish_slowly, here, None)  # the first one also starts the others' server
    shutil.rmtree(here / "reports")
    shutil.copytree(here / "kept", here / "reports")
    life = killed_after(publish_slowly, here, None)
    new = tree(here / "reports/card")
    assert set(old) != set(new)
    drawn, mixed = random.Random(SEED), 0  # noqa: S311  # moments, not secrets
    for _ in range(PUBLISHING):
        shutil.rmtree(here / "reports")
        shutil.copytree(here / "kept", here / "reports")
        killed_after(publish_slowly, here, drawn.uniform(0, life))
        found = tree(here / "reports/card")
        check_whole(found, old, new)
        mixed += found not in (old, new)
        assert run(made_already("new"), Quiet()).trouble == ""
        assert differing(tree(here / "reports/card"), new) == []
        assert leftovers(here) == []
    assert mixed > PUBLISHING // 4


def test_a_run_that_is_killed_while_it_makes_reports_changes_nothing_and_leaves_nobody(
    here: Path,
) -> None:
    run(made_already("old"), Quiet())
    old = tree(here / "reports/card")
    write_notebook(here / "new.ipynb", HEAD, LAST)
    drawn = random.Random(SEED)  # noqa: S311  # moments, not secrets
    for _ in range(MAKING):
        killed_after(make_and_publish, here, drawn.uniform(0, 4))
        assert none_left_in(here)
        found = tree(here / "reports/card")
        assert set(old) <= set(found)
    killed_after(make_and_publish, here, None)
    data = json.loads((here / "reports/card/manifest.json").read_text(encoding="utf-8"))
    assert {entry["status"] for entry in data["entries"]} == {"done"}
    assert leftovers(here) == []


def test_who_reads_while_a_run_publishes_finds_every_page_and_each_of_them_whole(
    here: Path,
) -> None:
    run(made_already("old"), Quiet())
    place = here / "reports/card"
    old, wrong, seen = tree(place), [], set()
    over = threading.Event()

    def read_on() -> None:
        while not over.is_set():
            for link in linked((place / "index.html").read_bytes()):
                try:
                    data = (place / link).read_bytes()
                except FileNotFoundError:
                    if link not in linked((place / "index.html").read_bytes()):
                        continue  # led to by the entrance that was replaced in between
                    wrong.append(f"{link} is not there")
                    continue
                seen.add(data)
                if not (
                    data.endswith(b"</html>") or data.startswith(b">lmth/<") or b"</html>" in data
                ):
                    wrong.append(f"{link} is cut off")

    reader = threading.Thread(target=read_on)
    reader.start()
    plan = made_already("new")
    with slowly(PACE):
        run(plan, Quiet())
    over.set()
    reader.join()
    new = tree(place)
    assert wrong == []
    whole = seen <= {*old.values(), *new.values()}
    assert whole
    assert len(seen) > len(old)


# ------------------------------------------------------------------ what a report does to a run

WAYS = """\
from pathlib import Path
import errno, os, signal
times = Path(slow, org_unit + ".times")
times.write_text(times.read_text() + "x" if times.exists() else "x")
first = times.read_text() == "x"
if org_unit == "hog":
    kept = [bytearray(1 << 26) for _ in range(1000)]
if org_unit == "endless":
    while True:
        pass
if org_unit == "passing" and first:
    raise OSError(errno.EIO, "Input/output error")
if org_unit == "killed-once" and first:
    os.kill(os.getpid(), signal.SIGKILL)
if org_unit == "wrong":
    raise ValueError("no budget")
"""


def test_a_report_that_takes_too_much_fails_and_one_that_had_bad_luck_is_tried_again(
    here: Path,
) -> None:
    notebook = write_notebook(here / "ways.ipynb", HEAD, WAYS, LAST)
    units = ["hog", "passing", "killed-once", "wrong", "sound", "endless"]
    plan = plan_of(notebook, units, workers=2, memory=400 << 20, timeout=15.0)
    summary = run(plan, Quiet())
    kinds = {o.job.org_unit: o.kind if o.status == "failed" else o.status for o in summary.outcomes}
    assert kinds == {
        "hog": "memory",
        "passing": "done",
        "killed-once": "done",
        "wrong": "cell",
        "sound": "done",
        "endless": "timeout",
    }
    assert plan.folder is not None
    lines = plan.folder.journal.read_text(encoding="utf-8").splitlines()
    attempts = {each["report"][0]: each["attempts"] for each in map(json.loads, lines)}
    assert attempts == dict.fromkeys(units, 1) | {"passing": 2, "killed-once": 2}
    executed = {unit: len((here / f"{unit}.times").read_text("utf-8")) for unit in units}
    assert executed == attempts


# ------------------------------------------------------------------------------ full and read-only


@contextmanager
def small_disk(place: Path, options: str) -> Iterator[None]:
    """Put a file system of its own in a place, where this is allowed."""
    place.mkdir(parents=True, exist_ok=True)
    mount = shutil.which("mount")
    command = [mount or "", "-t", "tmpfs", "-o", options, "tmpfs", str(place)]
    if mount is None or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only who may mount file systems can fill one")
    try:
        yield
    finally:
        subprocess.run([shutil.which("umount") or "", "-l", str(place)], check=True)


def resize(place: Path, size: str) -> None:
    subprocess.run(
        [shutil.which("mount") or "", "-o", f"remount,size={size}", str(place)], check=True
    )


ORDER = ("run", "all", "--language", "en", "--format", "html", "--workers", "1")
TWO = (*ORDER, "--unit", "city", "--unit", "north", "--isolation", "spawn")


def test_when_the_disk_of_the_reports_is_full_no_file_is_cut_off_and_the_next_run_ends_it(
    here: Path, bsc: Any
) -> None:
    write_project(here)
    with small_disk(here / "reports", "size=64k"):
        code, out, err = bsc(*TWO)
        assert code == 1
        assert "No space left on device" in out
        assert "reports/small/" in out
        assert "Traceback" not in out + err
        for path, data in tree(here / "reports").items():
            assert data.rstrip().endswith((b"</html>", b"}")), path
        resize(here / "reports", "50m")
        assert bsc(*TWO)[0] == 0
        found = tree(here / "reports/small")
    (journal,) = (here / ".bsc/runs").glob("*/journal.jsonl")
    took = [json.loads(line)["seconds"] for line in journal.read_text("utf-8").splitlines()]
    assert took
    assert not any(took), "what was finished is published, not made again"
    assert bsc(*TWO, "--out", "other")[0] == 0
    assert differing(tree(here / "other/small"), found) == []


@pytest.mark.parametrize("size", ["16k", "60k"])
def test_when_the_disk_of_the_work_area_is_full_nothing_is_published_and_the_place_is_told(
    here: Path, bsc: Any, size: str
) -> None:
    write_project(here)
    with small_disk(here / ".bsc", f"size={size}"):
        code, out, err = bsc(*TWO)
        assert code in (1, 2)
        assert "No space left on device" in out + err
        assert ".bsc" in out + err
        assert "Traceback" not in out + err
        assert list((here / "reports").rglob("small-*-en.html")) == []
        resize(here / ".bsc", "50m")
        assert bsc(*TWO)[0] == 0


def test_a_folder_that_is_read_only_is_refused_before_a_notebook_starts(
    here: Path, bsc: Any
) -> None:
    write_project(here, "open('started', 'w')")
    with small_disk(here / "reports", "ro"):
        code, _, err = bsc(*TWO)
    assert code == 2
    assert "reports/small" in err
    assert "Read-only file system" in err
    assert not (here / "started").exists()
    assert not (here / ".bsc").exists()


# ------------------------------------------------------------------------- interrupts, and two runs

SLOW = (
    REPORT
    + """
import time
Path(f"begun-{org_unit}").touch()
while org_unit == "north" and Path("wait").exists():
    time.sleep(0.1)
"""
)


@contextmanager
def running(here: Path) -> Iterator[subprocess.Popen[str]]:
    """A run of three reports, of which the second waits to be interrupted."""
    (here / "wait").touch()
    program = Path(sys.executable).with_name("bsc")
    process = subprocess.Popen(
        [program, *ORDER],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def test_a_second_run_is_refused_by_name_and_an_interrupted_one_is_resumed(
    here: Path, bsc: Any
) -> None:
    write_project(here, SLOW)
    with running(here) as first:
        assert soon((here / "begun-north").exists)
        owner = json.loads((here / "reports/small/.bsc-owner.json").read_text(encoding="utf-8"))
        code, _, err = bsc(*ORDER)
        assert code == 2
        assert f"process {first.pid} on {owner['host']}, since {owner['started']}" in err
        first.send_signal(signal.SIGTERM)
        out, err = first.communicate(timeout=SOON)
        assert first.returncode == 130, (out, err)
        assert "interrupted: 1 done, 0 failed, 2 skipped" in out
    data = json.loads((here / "reports/small/manifest.json").read_text(encoding="utf-8"))
    assert [(e["org_unit"], e["status"]) for e in data["entries"]] == [("city", "done")]
    assert none_left_in(here)
    (here / "wait").unlink()
    (here / "begun-city").unlink()
    code, out, _ = bsc(*ORDER)
    assert (code, "2 done, 1 current, 0 failed" in out) == (0, True)
    assert not (here / "begun-city").exists()


def test_an_interrupt_from_the_keyboard_reaches_all_processes_and_fails_no_report(
    here: Path,
) -> None:
    write_project(here, SLOW)
    drawn = random.Random(SEED)  # noqa: S311  # moments, not secrets
    for _ in range(2):
        with running(here) as process:
            assert soon((here / "reports/small/.bsc-owner.json").exists)
            time.sleep(drawn.uniform(0, 2))  # while workers start
            os.killpg(process.pid, signal.SIGINT)
            out, err = process.communicate(timeout=SOON)
        assert process.returncode == 130, (out, err)
        assert " 0 failed" in out
        assert "Traceback" not in out + err
        assert none_left_in(here)


def test_a_second_interrupt_stops_at_once(here: Path) -> None:
    write_project(here, SLOW)
    with running(here) as process:
        assert soon((here / "begun-north").exists)
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=SOON)
    assert process.returncode == 130, (out, err)
    assert "Traceback" not in out + err
    assert none_left_in(here)
    for path, data in tree(here / "reports").items():
        assert data.rstrip().endswith((b"</html>", b"}")), path


def hold(folder: Path, begun: Any) -> None:
    """Hold a folder of reports until this process is killed."""
    os.setsid()
    with LocalOutput(folder / "reports/card").only_writer():
        begun.set()
        time.sleep(600)


def test_a_folder_whose_owner_was_killed_is_free_for_the_next_run(here: Path) -> None:
    (here / "reports").mkdir()
    killed_after(hold, here, 0.1)
    assert (here / "reports/card/.bsc-owner.json").is_file()
    assert run(made_already("old"), Quiet()).trouble == ""
    assert not (here / "reports/card/.bsc-owner.json").exists()
