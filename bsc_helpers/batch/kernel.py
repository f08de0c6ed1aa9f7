"""A kernel of its own for each report: private sockets, this Python, nothing left behind."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from traitlets.config import Config

from bsc_helpers.batch.limits import Isolation

__all__ = [
    "KERNEL_NAME",
    "NOT_ENDED",
    "KernelEnd",
    "PrivateKernelManager",
    "end_kernel",
    "ended_by",
    "kernel_arguments",
    "kernel_config",
    "kernel_environment",
    "provisioner_of",
    "sockets_fit",
]

KERNEL_NAME = "python3"
# A socket's path may have 107 bytes on Linux and 103 on macOS.
LONGEST_SOCKET_PATH = 103
LOOK = 0.005  # seconds between two looks whether a kernel has ended
SILENCE = 1.0  # seconds after which a kernel is asked again whether it is there
ECHO = 0.2  # seconds after which what it tells everybody should have come
SLOW_START = 60.0  # seconds

_PID_FILE, _CONNECTION_FILE, _SOCKETS = "pid", "c.json", "k"
_THREADS = ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "VECLIB_MAXIMUM")
_PROVISIONER = "JUPYTER_DEFAULT_PROVISIONER_NAME"
_PROVISIONERS: dict[Isolation, str] = {"fork": "bsc-fork", "spawn": "local-provisioner"}
_processes: dict[str, Any] = {}  # by private folder: what was started there in this process


class _PromptClient(AsyncKernelClient):
    """Is ready as soon as the kernel is, without waiting for silence."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:  # noqa: ASYNC109  # theirs
        """Wait until the kernel has answered, and its answer has come over every channel."""
        last = time.monotonic() + (timeout or float("inf"))
        while time.monotonic() < last:
            asked = self.kernel_info()
            with suppress(Empty):
                await self.get_shell_msg(timeout=SILENCE)
                while not _is_idle_after(await self.get_iopub_msg(timeout=ECHO), asked):
                    pass
                return
            if not await self.is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
        raise RuntimeError(f"Kernel didn't respond in {timeout} seconds")


def _is_idle_after(message: dict[str, Any], asked: str) -> bool:
    own = message["parent_header"].get("msg_id") == asked
    return bool(own and message["content"].get("execution_state") == "idle")


class PrivateKernelManager(AsyncKernelManager):
    """Starts the kernel of this very Python and notes its process, so that it can be ended."""

    def __init__(self, **kwargs: Any) -> None:
        # No folders: a kernel that somebody registered under the same name is never taken.
        super().__init__(kernel_spec_manager=KernelSpecManager(kernel_dirs=[]), **kwargs)
        self.client_factory = _PromptClient

    async def start_kernel(  # type: ignore[override]  # as its parent class does
        self, **kwargs: Any
    ) -> None:
        """Start the kernel and write its process number beside its connection file."""
        await super().start_kernel(**kwargs)
        private = Path(self.connection_file).parent
        process = getattr(self.provisioner, "process", None)
        _processes[str(private)] = process
        await self._sockets_there(private, process)
        if process is not None and not getattr(process, "own_guardian", False):
            (private / _PID_FILE).write_text(f"{process.pid}", encoding="ascii")

    async def _sockets_there(self, private: Path, process: Any) -> None:
        """Wait until the kernel listens: who connects before is only heard at a later attempt."""
        last = time.monotonic() + SLOW_START
        while self.transport == "ipc" and time.monotonic() < last and process.poll() is None:
            if len(_sockets_in(private)) >= len(self.ports):
                return
            await asyncio.sleep(LOOK)

    async def _async_wait(self, pollinterval: float = LOOK) -> None:
        await super()._async_wait(min(pollinterval, LOOK))


def _sockets_in(private: Path) -> list[Path]:
    return list(private.glob(f"{_SOCKETS}-*"))


def kernel_config(private: Path) -> Config:
    """Return the settings with which a kernel keeps to a private folder.

    Where the system has them, the kernel talks over sockets in the file system: ports can be
    taken by another process between their choice and their use.
    """
    manager: dict[str, Any] = {"connection_file": str(private / _CONNECTION_FILE)}
    if sys.platform != "win32":
        manager |= {"transport": "ipc", "ip": str(private / _SOCKETS)}
    return Config({"KernelManager": manager})


def kernel_arguments(memory: int, seed: int) -> list[str]:
    """Return what a kernel is started with: no history, bounded memory, its own random numbers."""
    settle = f"__import__('bsc_helpers.kernels.settling', fromlist='_').settle({memory}, {seed})"
    return ["--HistoryManager.enabled=False", f"--IPKernelApp.exec_lines={settle}"]


def kernel_environment(area: Path, isolation: Isolation) -> dict[str, str]:
    """Return the environment that every kernel of a run gets.

    One thread per kernel, as the reports run side by side; no settings of the user's own Jupyter
    or IPython; figures drawn without a screen; the same time zone, language and order of sets on
    every machine.
    """
    threads = {f"{name}_NUM_THREADS": "1" for name in _THREADS}
    return threads | {
        "BSC_BATCH": "1",  # see `notebook.show`
        "IPYTHONDIR": str(area / "ipython"),
        _PROVISIONER: _PROVISIONERS[isolation],
        "JUPYTER_RUNTIME_DIR": str(area / "runtime"),
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "PYTHONHASHSEED": "0",
        "TZ": "UTC",
    }


@contextmanager
def provisioner_of(environment: Mapping[str, str]) -> Iterator[None]:
    """Start kernels as an environment says, in a process that may have read another one before."""
    factory = KernelProvisionerFactory.instance()
    before = factory.default_provisioner_name
    factory.default_provisioner_name = environment[_PROVISIONER]
    try:
        yield
    finally:
        factory.default_provisioner_name = before


@dataclass(frozen=True)
class KernelEnd:
    """How a kernel ended: such as ``SIGKILL`` or ``exit 0``, with what it used where that is told.

    `cpu` in seconds, `peak` of its memory in bytes.
    """

    ending: str = ""
    cpu: float = 0.0
    peak: int = 0


NOT_ENDED = KernelEnd()


def end_kernel(private: Path) -> KernelEnd:
    """End the kernel of a private folder and every process that it started, if any is left."""
    process = _processes.pop(str(private), None)
    if process is None:
        _end_group(private)
        return NOT_ENDED
    ending = process.poll()
    if getattr(process, "own_guardian", False):
        process.kill()
        process.wait(SILENCE)
    else:
        _end_group(private)
    used = getattr(process, "used", {})
    return KernelEnd(
        ending="" if ending is None else ended_by(ending),
        cpu=used.get("cpu", 0.0),
        peak=int(used.get("peak", 0)),
    )


def _end_group(private: Path) -> None:
    try:
        pid = int((private / _PID_FILE).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(pid, signal.SIGKILL)
        else:
            os.kill(pid, signal.SIGTERM)


def ended_by(code: int | None) -> str:
    """Return how a process ended in words: the name of a signal, or its exit code."""
    if code is not None and code < 0:
        with suppress(ValueError):
            return signal.Signals(-code).name
    return f"exit {code}"


def sockets_fit(private: Path) -> bool:
    """Whether the paths of a kernel's sockets in a folder are short enough for the system."""
    longest = private / f"{_SOCKETS}-99999"
    return sys.platform == "win32" or len(os.fsencode(longest)) <= LONGEST_SOCKET_PATH
