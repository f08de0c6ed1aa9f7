"""Runs on a Dask cluster and into an object store give what a run on this machine gives."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import nbformat
import pytest
from moto.server import ThreadedMotoServer
from sample_cluster import Begin, Machines, beginning, wait_until
from small_register import write_small

from bsc_helpers import cli
from bsc_helpers.batch.cluster import dask_pool, on_worker
from bsc_helpers.batch.cluster.on_worker import make_report, release
from bsc_helpers.batch.cluster.parcel import Parcel
from bsc_helpers.batch.execution import Task
from bsc_helpers.batch.jobs import Job
from bsc_helpers.batch.outputs.output import output_at
from bsc_helpers.periods import parse_period

PARAMETERS = (
    'scorecard: str = "small"\norg_unit: str = "city"\nactivity: str = "all"\n'
    'period: str = "2003-Q2"\nlanguage: str = "sv"\nas_of: str = ""\nrun: str = ""'
)
# It notes that it began, and waits where a test asks for it; nothing of that is shown.
NOTE = """\
import os, time
from pathlib import Path
notes = Path({notes!r})
(notes / f"{{org_unit}}-{{language}}-{{os.getpid()}}").touch()
while (notes / "wait").exists():
    time.sleep(0.05)
if (notes / f"fail-{{org_unit}}").exists():
    raise ValueError("no figures")
if (notes / f"kill-{{org_unit}}").exists():
    (notes / f"kill-{{org_unit}}").unlink()
    os.kill(os.getpid(), 9)
"""
REPORT = """\
from IPython.display import display
from bsc_helpers.blocks import MIME, Head
from bsc_helpers.slices import read_slice

report = read_slice(Path(run), org_unit, activity, period)
name = report.org_unit.name.of(language)
head = Head(title=f"{name} {period}", language=language, lead=f"{len(report.results)} rows")
display({MIME: head.model_dump(mode="json"), "text/plain": ""}, raw=True)
"""
SECRET = "a-secret-of-this-test"  # noqa: S105  # that is the point
REPORTS = 6
Bsc = Callable[..., tuple[int, str]]
Tree = dict[str, str]


class Place:
    """A project in a folder of its own, and what its notebooks note."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.notes = folder, folder / "notes"
        register = folder / "parameters" / "small"
        register.mkdir(parents=True)
        self.notes.mkdir()
        write_small(register)
        node = nbformat.v4.new_notebook()
        first = nbformat.v4.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]})
        cells = (NOTE.format(notes=str(self.notes)), REPORT)
        node.cells = [first, *(nbformat.v4.new_code_cell(cell) for cell in cells)]
        (folder / "notebooks").mkdir()
        (folder / "notebooks" / "unit_report.ipynb").write_text(nbformat.writes(node), "utf-8")

    def begun(self) -> Counter[str]:
        """Return how many times each report was begun."""
        notes = (note.name.split("-") for note in self.notes.glob("*-*-*"))
        return Counter("-".join(parts[:2]) for parts in notes)

    def forget(self) -> None:
        for note in self.notes.iterdir():
            note.unlink()


def tree(out: str) -> Tree:
    """Return what is published, by path; the notes of the writer itself are not."""
    output = output_at(f"{out}/small")
    return {path: output.digest(path) or "" for path in output.paths()}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return Place(tmp_path_factory.mktemp("project"))


@pytest.fixture(autouse=True)
def _there(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place.folder)
    place.forget()


@pytest.fixture
def bsc(monkeypatch: pytest.MonkeyPatch, capfdbinary: Any) -> Bsc:
    """Call the command line as the shell does; return exit code and all that it said."""

    def called(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["bsc", "run", "all", *arguments])
        with pytest.raises(SystemExit) as caught:
            cli.main()
        out, err = capfdbinary.readouterr()
        return int(caught.value.code or 0), out.decode() + err.decode()

    return called


@pytest.fixture(scope="module")
def here(place: Place) -> Tree:
    """What a run on this machine publishes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place.folder)
        patch.setattr(sys, "argv", ["bsc", "run", "all", "--out", "here", "--workers", "2"])
        with pytest.raises(SystemExit) as caught:
            cli.main()
        assert caught.value.code == 0
        return tree("here")


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    with beginning(tmp_path_factory.mktemp("cluster")) as begin:
        yield begin(2)


@pytest.fixture
def begun(tmp_path: Path) -> Iterator[Begin]:
    with beginning(tmp_path) as begin:
        yield begin


def children_of(process: int) -> list[str]:
    """Return the commands of the processes that a process began."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            if status.read_text(encoding="utf-8").rpartition(")")[2].split()[1] == f"{process}":
                found.append((status.parent / "cmdline").read_text(encoding="utf-8"))
        except OSError:  # it ended while we looked
            continue
    return found


def test_a_cluster_publishes_what_this_machine_publishes_and_nothing_stays_there(
    bsc: Bsc, here: Tree, machines: Machines
) -> None:
    code, said = bsc("--dask", machines.address, "--out", "there")
    assert (code, f"{REPORTS} done, 0 failed" in said) == (0, True), said
    assert tree("there") == here
    workers = [process.pid for process in machines.processes[1:]]
    assert [command for worker in workers for command in children_of(worker)] == []
    assert list(machines.folder.rglob("*.ipynb")) == []
    (kept,) = (path for path in Path(".bsc/runs").iterdir() if "made at" in log_of(path))
    assert len(list((kept / "notebooks").iterdir())) == REPORTS
    journal = (kept / "journal.jsonl").read_text(encoding="utf-8").splitlines()
    assert min(json.loads(line)["cpu"] for line in journal) > 0
    code, said = bsc("--dask", machines.address, "--out", "there")
    assert (code, f"{REPORTS} current" in said) == (0, True), said


def log_of(run: Path) -> str:
    log = run / "log.txt"
    return log.read_text(encoding="utf-8") if log.exists() else ""


def test_on_a_cluster_a_failure_keeps_its_reason_and_one_that_passes_is_tried_again(
    bsc: Bsc, place: Place, machines: Machines
) -> None:
    (place.notes / "fail-south").touch()
    (place.notes / "kill-north").touch()
    code, said = bsc("--dask", machines.address, "--out", "failing", "--format", "html")
    assert (code, f"{REPORTS - 2} done, 2 failed" in said) == (1, True), said
    assert "ValueError: no figures (cell 2)" in said
    manifest = json.loads(Path("failing/small/manifest.json").read_text(encoding="utf-8"))
    failures = {(e["status"], e["reason"]) for e in manifest["entries"] if e["reason"]}
    assert failures == {("failed", "ValueError: no figures (cell 2)")}
    newest = max(Path(".bsc/runs").iterdir(), key=lambda path: path.stat().st_mtime_ns)
    journal = (newest / "journal.jsonl").read_text(encoding="utf-8")
    told = [json.loads(line) for line in journal.splitlines()]
    assert Counter((each["kind"], each["attempts"]) for each in told) == {
        ("cell", 1): 2,
        ("", 1): REPORTS - 3,
        ("", 2): 1,
    }


def test_a_worker_that_is_killed_loses_no_report_and_what_was_begun_twice_is_one_report(
    bsc: Bsc, here: Tree, place: Place, begun: Begin
) -> None:
    made = begun(2)
    (place.notes / "wait").touch()

    def kill() -> None:
        wait_until(lambda: place.begun().total() >= 2)
        made.processes[1].kill()
        (place.notes / "wait").unlink()

    killing = threading.Thread(target=kill)
    killing.start()
    code, said = bsc("--dask", made.address, "--out", "killed", "--again")
    killing.join()
    assert (code, f"{REPORTS} done, 0 failed" in said) == (0, True), said
    assert place.begun().total() > REPORTS
    assert tree("killed") == here


def test_a_lost_scheduler_ends_the_run_which_tells_the_truth_and_a_later_one_finishes_it(
    bsc: Bsc, here: Tree, place: Place, begun: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dask_pool, "ASKED_EVERY", 1.0)
    monkeypatch.setattr(dask_pool, "ANSWERS_WITHIN", 3.0)
    made = begun(1)
    lost_at: list[float] = []

    def lose() -> None:
        wait_until(lambda: place.begun().total() >= 3)
        (place.notes / "wait").touch()
        made.scheduler.send_signal(signal.SIGKILL)
        lost_at.append(time.monotonic())

    losing = threading.Thread(target=lose)
    losing.start()
    code, said = bsc("--dask", made.address, "--out", "lost", "--again")
    losing.join()
    assert time.monotonic() - lost_at[0] < 30
    assert (code, "the cluster is lost" in said) == (1, True), said
    place.forget()
    published = tree("lost")
    manifest = json.loads(Path("lost/small/manifest.json").read_text(encoding="utf-8"))
    files = [file for entry in manifest["entries"] for file in entry["edition"]["files"]]
    assert 0 < len(files) < 3 * REPORTS
    assert {file["path"]: file["sha256"] for file in files}.items() <= published.items()
    code, said = bsc("--out", "lost")
    assert code == 0, said
    assert tree("lost") == here


def test_a_report_that_hangs_is_given_up_and_the_worker_is_left_as_it_was(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    job = Job("city", "all", parse_period("2003-Q2"), "en")
    zones: list[str] = []

    def hang(task: Task) -> None:
        zones.append(os.environ["TZ"])
        wait_until(lambda: not task.private.exists())

    monkeypatch.setattr(on_worker, "run_task", hang)
    monkeypatch.setattr(on_worker, "GRACE", 0.1)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TZ", "Europe/Stockholm")
    before = dict(os.environ)
    task = Task(job, Path("n.ipynb"), {}, ("html",), Path("n.ipynb"), timeout=0.1)
    outcome = make_report(Parcel(task, b"", {}, "spawn")).outcome
    release()
    assert (outcome.kind, outcome.reason) == ("timeout", "timeout: not done after 0.1 seconds")
    assert zones == ["UTC"]
    assert dict(os.environ) == before
    assert list(tmp_path.iterdir()) == []


def test_who_uses_no_cluster_does_not_wait_for_what_one_needs() -> None:
    imported = "import sys, bsc_helpers.cli, bsc_helpers.batch.planning, bsc_helpers.batch.run"
    asked = f"{imported}; print([name for name in ('dask', 'distributed') if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True)
    assert told.stdout == b"[]\n"


def test_shares_of_a_run_that_begin_at_once_publish_together_what_one_run_does(here: Tree) -> None:
    command = [sys.executable, "-c", "from bsc_helpers.cli import main; main()"]
    command += ["run", "all", "--out", "shared", "--workers", "1", "--shard"]
    shares = [subprocess.Popen([*command, f"{number}/3"]) for number in (1, 2, 3)]
    assert [share.wait(120) for share in shares] == [0, 0, 0]
    assert tree("shared") == here


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with closing(HTTPConnection(host, port)) as connection:
        connection.request("PUT", "/reports")
        assert connection.getresponse().status == 200
    for name, text in {
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": str(tmp_path / "none"),
        "AWS_SHARED_CREDENTIALS_FILE": str(tmp_path / "none"),
    }.items():
        monkeypatch.setenv(name, text)
    yield "s3://reports/2003"
    server.stop()


def test_a_cluster_publishes_the_same_into_an_object_store_and_a_second_time_nothing(
    bsc: Bsc, here: Tree, machines: Machines, store: str, place: Place
) -> None:
    order = ("--dask", machines.address, "--out", store, "--again")
    code, said = bsc(*order)
    assert (code, f"{REPORTS} done, 0 failed" in said) == (0, True), said
    assert f"{store}/small/index.html" in said
    assert tree(store) == here
    assert {"index.html", "manifest.json"} <= set(here)
    place.forget()
    code, again = bsc(*order[:-1])
    assert (code, f"0 done, {REPORTS} current, 0 failed" in again) == (0, True), again
    assert place.begun().total() == 0
    kept = [path.read_bytes() for path in Path(".bsc").rglob("*") if path.is_file()]
    assert SECRET not in said + again
    assert not any(SECRET.encode() in content for content in kept)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--dask", "tcp://10.0.0.1:8786"), "leaves this machine unencrypted"),
        (("--dask", "scheduler:8786"), "or allow it with --insecure"),
        (("--dask", "tls://10.0.0.1:8786"), "needs certificates"),
        (("--dask", "tls://10.0.0.1:8786", "--tls-ca", "ca.pem"), "go together"),
        (("--insecure",), "need --dask"),
    ],
)
def test_an_unsafe_or_unclear_way_to_a_cluster_is_refused_before_anything_starts(
    bsc: Bsc, arguments: tuple[str, ...], message: str
) -> None:
    code, said = bsc(*arguments, "--out", "refused")
    assert (code, message in said) == (2, True), said
    assert not Path("refused/small/manifest.json").exists()
