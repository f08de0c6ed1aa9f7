"""Forked kernels: they are what ordinary ones are, and nothing of them is left behind."""

from __future__ import annotations

import asyncio
import contextlib
import json
import multiprocessing.resource_tracker
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbclient
import nbformat
import pytest
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from tiny_run import HEAD, LAST, Quiet, none_left_in, plan_of, write_notebook

from bsc_helpers.batch.execution import run_task
from bsc_helpers.batch.kernel import (
    PrivateKernelManager,
    end_kernel,
    kernel_config,
    kernel_environment,
)
from bsc_helpers.batch.limits import Isolation
from bsc_helpers.batch.outcomes import Outcome
from bsc_helpers.batch.run import run
from bsc_helpers.kernels import provisioner
from bsc_helpers.kernels.forked import can_fork

pytestmark = pytest.mark.skipif(not can_fork(), reason="kernels are forked on Linux only")

SOON = 30.0  # seconds in which what has ended is gone, also on a busy machine
# The suite takes the first; the second is for a machine that has nothing else to do.
MANY = {"": (1, 40, 8), "all": (5, 200, 16)}

FORKED = """\
import os
from pathlib import Path
assert "zygote" in Path(f"/proc/{os.getppid()}/cmdline").read_text()
"""
RICH = (
    "import random, sys, numpy as np, pandas as pd\nfrom bsc_helpers import show as show_all",
    "print(random.random(), np.random.rand(2), {str(n) for n in range(9)})",
    'pd.DataFrame({"unit": ["a", "b"], "value": [1.5, np.nan]})',
    (
        "import matplotlib.pyplot as plt\nfigure, axes = plt.subplots(figsize=(2, 1))\n"
        'axes.plot([1, 3, 2])\nshow_all(figure, alt="a line that rises, then falls")'
    ),
    'shown = display("one", display_id="same")\nprint("a warning", file=sys.stderr)',
    'shown.update("two")',
    'import ipywidgets\nipywidgets.IntSlider(description="slide")',
)
FLUSHED = """\
import matplotlib.pyplot as plt
figure, axes = plt.subplots(figsize=(1, 1))
axes.plot([1, 2]);
"""


@contextlib.contextmanager
def kernels(isolation: Isolation, area: Path) -> Iterator[None]:
    """Start kernels in one way, as a worker does."""
    area.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in kernel_environment(area, isolation).items():
            patch.setenv(name, value)
        KernelProvisionerFactory.clear_instance()  # read the environment again
        provisioner.load_beforehand()
        yield
    KernelProvisionerFactory.clear_instance()
    provisioner.load_beforehand()


@pytest.fixture(scope="module")
def _forking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with kernels("fork", tmp_path_factory.mktemp("area")):
        yield


@pytest.fixture
def forking(_forking: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own in which kernels are forked, all from the same process."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@contextlib.contextmanager
def folder_for_sockets() -> Iterator[Path]:
    """A folder whose path is short, as that of a socket must be."""
    with tempfile.TemporaryDirectory(prefix="bsc-", dir="/tmp") as folder:
        yield Path(folder)


@pytest.fixture
def private() -> Iterator[Path]:
    with folder_for_sockets() as folder:
        yield folder


def report(folder: Path, *cells: str, unit: str = "a", memory: int = 0) -> tuple[Outcome, Any]:
    """Make one report right here; return how it went and the executed notebook."""
    notebook = write_notebook(folder / "rich.ipynb", HEAD, *cells)
    (task,) = plan_of(notebook, [unit], formats=("html", "pdf", "xlsx"), memory=memory).tasks
    with folder_for_sockets() as private:
        outcome = run_task(replace(task, private=private))
    return outcome, nbformat.read(task.executed, as_version=4)


def executed(private: Path, *cells: str, **changes: Any) -> list[Any]:
    """Execute cells in one kernel and return the outputs of each."""
    node = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    environment = changes.pop("env", None)
    client = nbclient.NotebookClient(
        node,
        kernel_name="python3",
        kernel_manager_class=PrivateKernelManager,
        config=kernel_config(private),
        **{"shutdown_kernel": "immediate", **changes},
    )
    try:
        # In a loop of its own, which is closed: this may be one thread among many.
        asyncio.run(client.async_execute(**({"env": environment} if environment else {})))
    finally:
        end_kernel(private)
    return [cell.outputs for cell in node.cells]


def printed(outputs: list[Any]) -> str:
    return "".join(output.text for output in outputs if output.output_type == "stream")


def outputs_of(notebook: Any) -> str:
    """The outputs of a notebook as text, but for the names that widgets draw for themselves."""
    text = json.dumps([cell.get("outputs", []) for cell in notebook.cells], indent=1)
    return re.sub(r'"[0-9a-f]{32}"', '"…"', text)


def is_gone(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return True
    return state == "Z"  # whoever adopted it has yet to take note


def soon(true: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + SOON
    while not true() and time.monotonic() < deadline:
        time.sleep(0.05)
    return true()


def zygotes() -> list[int]:
    """The processes below this one that kernels are forked from, without the guardians."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, IndexError):
            parent = (process / "stat").read_text("utf-8").rpartition(")")[2].split()[1]
            command = (process / "cmdline").read_bytes().decode()
            found += [int(process.name)] * (parent == f"{os.getpid()}" and "zygote" in command)
    return [pid for pid in found if not is_gone(pid)]


# ----------------------------------------------------------------------- the same as ordinary ones


def test_a_forked_kernel_and_an_ordinary_one_make_the_same_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    made: dict[Isolation, Any] = {}
    wrong = ("import math", 'raise ValueError("no\\nbudget")')
    ways: tuple[Isolation, ...] = ("fork", "spawn")
    for isolation in ways:
        with kernels(isolation, tmp_path / "area"):
            sound, notebook = report(tmp_path, *RICH)
            broken, traced = report(tmp_path, *wrong)
        assert (sound.status, broken.status) == ("done", "failed"), sound.reason
        assert bool(sound.spent.peak) == (isolation == "fork")  # only a guardian tells it
        files = sound.rendered.files if sound.rendered else {}
        made[isolation] = (files, sound.rendered, outputs_of(notebook), broken.reason)
        made[isolation] += (outputs_of(traced),)
    assert set(made["fork"][0]) == {"html", "pdf", "xlsx"}
    for one, other in zip(*made.values(), strict=True):
        assert one == other


@pytest.mark.usefixtures("forking")
def test_a_forked_kernel_finds_the_modules_that_an_ordinary_one_finds(private: Path) -> None:
    asked = "import sys\nprint(sys.path)"
    (found,) = executed(private, asked)
    with folder_for_sockets() as other:
        (usual,) = executed(other, asked, env={**os.environ, "PYTHONOPTIMIZE": "1"})
    assert printed(found) == printed(usual)


@pytest.mark.parametrize(
    "command",
    [
        ("papermill", "--no-progress-bar", "-k", "python3", "note.ipynb", "out.ipynb"),
        ("jupyter-nbconvert", "--execute", "--to", "notebook", "--output", "out", "note.ipynb"),
    ],
)
def test_every_program_that_starts_kernels_can_fork_them(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    write_notebook(tmp_path / "note.ipynb", FORKED, "print('fine')", FLUSHED)
    program = Path(sys.executable).with_name(command[0])
    ended = subprocess.run(
        [program, *command[1:]],
        cwd=tmp_path,
        env=os.environ | {"JUPYTER_DEFAULT_PROVISIONER_NAME": "bsc-fork"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    *_, said, drawn = nbformat.read(tmp_path / "out.ipynb", as_version=4).cells
    assert printed(said.outputs) == "fine\n"
    assert [list(output.data) for output in drawn.outputs] == [["image/png", "text/plain"]]
    assert soon(lambda: working_in(tmp_path) == [])


def working_in(folder: Path) -> list[str]:
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if (process / "cwd").readlink() == folder:
                found.append((process / "cmdline").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize(
    ("command", "environment"),
    [
        (["/usr/bin/python3", "-m", "ipykernel_launcher"], {}),
        ([sys.executable, "-m", "bash_kernel"], {}),
        ([sys.executable, "-m", "ipykernel_launcher"], {"PYTHONHASHSEED": "7"}),
        ([sys.executable, "-m", "ipykernel_launcher"], {"PYTHONOPTIMIZE": "2"}),
        ([sys.executable, "-m", "ipykernel_launcher"], {"LD_PRELOAD": "x.so"}),
        ([sys.executable, "-m", "ipykernel_launcher"], {"VIRTUAL_ENV": "elsewhere"}),
    ],
)
def test_a_kernel_that_would_be_another_python_is_not_forked(
    command: list[str], environment: Mapping[str, str]
) -> None:
    assert provisioner._arguments_of(command, os.environ | environment) is None  # noqa: SLF001


@pytest.mark.usefixtures("forking")
def test_a_kernel_with_another_environment_of_python_is_an_ordinary_one(private: Path) -> None:
    ask = "import os, sys\nfrom pathlib import Path"
    ask += "\nparent = Path(f'/proc/{os.getppid()}/cmdline').read_text()"
    ask += "\nprint('zygote' in parent, sys.flags.optimize, os.environ.get('MINE'))"
    with folder_for_sockets() as other:
        (forked,) = executed(other, ask, env={**os.environ, "MINE": "kept"})
    (usual,) = executed(private, ask, env={**os.environ, "PYTHONOPTIMIZE": "1"})
    assert printed(forked) == "True 0 kept\n"
    assert printed(usual) == "False 1 None\n"


# ----------------------------------------------------------------------- nothing of one in the next

MESS = """\
import builtins, decimal, json, locale, os, random, sys
import matplotlib.pyplot as plt, numpy as np, pandas as pd
builtins.left = json.left = 1
os.environ["LEFT"] = "1"
os.umask(0o777)
os.chdir("/")
sys.path.insert(0, "/left")
sys.setrecursionlimit(500)
random.seed(1); np.random.seed(1)
plt.figure(); plt.rcParams["font.size"] = 99; plt.close("all")
pd.set_option("display.max_rows", 3)
decimal.getcontext().prec = 3
import bsc_helpers.narrative.formats as formats; formats.format_number = None
"""
ASK = """\
import builtins, decimal, json, os, random, sys
import matplotlib.pyplot as plt, numpy as np, pandas as pd
import bsc_helpers.narrative.formats as formats
print(hasattr(builtins, "left"), hasattr(json, "left"), "LEFT" in os.environ, "left" in globals())
print(os.umask(0o22), os.getcwd(), sys.path, sys.getrecursionlimit(), plt.get_fignums())
print(plt.rcParams["font.size"], pd.get_option("display.max_rows"), decimal.getcontext().prec)
print(formats.format_number is None, random.random(), np.random.rand())
"""


def test_nothing_that_one_report_does_to_its_kernel_is_seen_by_the_next(forking: Path) -> None:
    before = report(forking, ASK)
    assert report(forking, MESS, unit="b")[0].status == "done"
    after = report(forking, ASK)
    assert outputs_of(after[1]) == outputs_of(before[1])
    assert after[0].rendered == before[0].rendered


def test_random_numbers_are_those_of_the_report_and_without_a_seed_nobody_elses(
    forking: Path,
) -> None:
    ask = "import random, numpy as np\nprint(random.random(), np.random.rand())"
    mine, again, other = (
        printed(report(forking, ask, unit=unit)[1].cells[-1].outputs) for unit in "aab"
    )
    assert mine == again
    assert set(mine.split()) & set(other.split()) == set()
    drawn = []
    for _ in range(2):
        with folder_for_sockets() as private:
            (outputs,) = executed(private, ask)
        drawn += printed(outputs).split()
    assert len(set(drawn)) == len(drawn) == 4


def test_a_report_that_asks_for_too_much_memory_fails_for_that_and_the_next_does_not(
    forking: Path,
) -> None:
    hungry, _ = report(forking, "kept = [bytearray(1 << 26) for _ in range(100)]", memory=1 << 28)
    assert (hungry.status, hungry.kind) == ("failed", "memory")
    assert report(forking, LAST, memory=1 << 28)[0].status == "done"


# ------------------------------------------------------------------------- nothing is left behind

STRAYS = """\
import os, subprocess, sys
sleeping = [sys.executable, "-c", "import time; time.sleep(600)"]
plain = subprocess.Popen(sleeping).pid
own_session = subprocess.Popen(sleeping, start_new_session=True).pid
ours, theirs = os.pipe()
if os.fork() == 0:
    os.setsid()
    if (twice := os.fork()) == 0:
        os.execv(sys.executable, sleeping)
    os.write(theirs, str(twice).encode())
    os._exit(0)
print(plain, own_session, os.read(ours, 20).decode(), os.getpid(), os.getppid())
"""


@pytest.mark.usefixtures("forking")
def test_what_a_kernel_started_ends_with_it_wherever_it_hides(private: Path) -> None:
    (outputs,) = executed(private, STRAYS)
    pids = [int(pid) for pid in printed(outputs).split()]
    assert len(pids) == 5
    assert soon(lambda: all(map(is_gone, pids)))


@pytest.mark.usefixtures("forking")
def test_when_the_process_that_is_forked_was_killed_the_next_kernel_starts_all_the_same(
    private: Path,
) -> None:
    executed(private, "1")
    (zygote,) = zygotes()
    os.kill(zygote, signal.SIGKILL)
    with folder_for_sockets() as other:
        (outputs,) = executed(other, "print(6 * 7)")
    assert printed(outputs) == "42\n"
    with folder_for_sockets() as other:
        executed(other, FORKED)
    assert zygotes() != [zygote]


@pytest.mark.usefixtures("forking")
def test_a_kernel_does_not_outlive_its_guardian(private: Path) -> None:
    kill = "import os, signal, time\nos.kill(os.getppid(), signal.SIGKILL)\ntime.sleep(600)"
    note = f"import os\nopen({str(private / 'pids')!r}, 'w').write(f'{{os.getpid()}}')"
    with pytest.raises(nbclient.exceptions.DeadKernelError):
        executed(private, note, kill)
    pid = int((private / "pids").read_text(encoding="utf-8"))
    assert soon(lambda: is_gone(pid))


@pytest.mark.usefixtures("forking")
def test_an_interrupt_reaches_the_cell(private: Path) -> None:
    slow, after = executed(
        private,
        "import time\ntry:\n    time.sleep(600)\nexcept KeyboardInterrupt:\n    print('heard')",
        "print('goes on')",
        timeout=2,
        interrupt_on_timeout=True,
    )
    assert (printed(slow), printed(after)) == ("heard\n", "goes on\n")


CLIENT = """\
import nbclient, nbformat
note = "import os\\nopen('pids', 'w').write(f'{os.getpid()} {os.getppid()}')"
cells = [note, "import time; time.sleep(600)"]
node = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
nbclient.NotebookClient(node, kernel_name="python3").execute()
"""


def test_when_a_worker_is_killed_its_kernel_goes_with_all_that_belongs_to_it(
    tmp_path: Path,
) -> None:
    environment = os.environ | {"JUPYTER_DEFAULT_PROVISIONER_NAME": "bsc-fork"}
    client = subprocess.Popen([sys.executable, "-c", CLIENT], cwd=tmp_path, env=environment)
    note = tmp_path / "pids"
    assert soon(lambda: note.is_file() and len(note.read_text("utf-8").split()) == 2)
    kernel, guardian = map(int, note.read_text(encoding="utf-8").split())
    assert len(working_in(tmp_path)) >= 4  # with the client and what is forked
    client.kill()
    client.wait()
    assert soon(lambda: is_gone(kernel) and is_gone(guardian))
    assert soon(lambda: working_in(tmp_path) == [])


def test_whoever_orders_a_kernel_and_goes_away_leaves_none(forking: Path) -> None:
    asked = ["-f", str(forking / "none.json")]
    forked = provisioner._zygote.fork(asked, os.environ, str(forking))  # noqa: SLF001
    pid = forked.pid
    forked._line.close()  # noqa: SLF001
    assert soon(lambda: is_gone(pid))


# ------------------------------------------------------------------------------------- many of them


@pytest.mark.usefixtures("forking")
def test_many_kernels_at_a_time_all_start_and_answer() -> None:
    rounds, count, side = MANY[os.environ.get("BSC_KERNELS", "")]

    def answer(number: int) -> str:
        with folder_for_sockets() as private:
            (outputs,) = executed(private, f"print({number} * 7)")
        return printed(outputs)

    with ThreadPoolExecutor(side) as pool:
        for _ in range(rounds):
            assert list(pool.map(answer, range(count))) == [f"{n * 7}\n" for n in range(count)]


def held() -> tuple[int, int, int]:
    """How many open files, threads and ended children this process has."""
    ended = 0
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, IndexError):
            fields = (process / "stat").read_text("utf-8").rpartition(")")[2].split()
            ended += fields[0] == "Z" and fields[1] == f"{os.getpid()}"
    return len(list(Path("/proc/self/fd").iterdir())), threading.active_count(), ended


def test_after_sixty_reports_nothing_is_open_running_or_lying_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    multiprocessing.resource_tracker.ensure_running()  # stays, and is Python's own
    with tempfile.TemporaryDirectory(prefix="t-", dir="/tmp") as temporary:
        monkeypatch.setattr(tempfile, "tempdir", temporary)
        before = held()
        notebook = write_notebook(tmp_path / "sound.ipynb", HEAD, LAST)
        units = [f"u{number}" for number in range(60)]
        summary = run(plan_of(notebook, units, workers=2, isolation="fork"), Quiet())
        assert summary.count("done") == 60
        assert soon(lambda: held() == before), (held(), before)
        assert list(Path(temporary).iterdir()) == []
    assert none_left_in(tmp_path)
