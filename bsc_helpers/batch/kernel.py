"""A kernel of its own for each report: private sockets, this Python, nothing left behind."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from traitlets.config import Config

__all__ = [
    "EXTRA_ARGUMENTS",
    "KERNEL_NAME",
    "PrivateKernelManager",
    "end_kernel",
    "kernel_config",
    "kernel_environment",
    "sockets_fit",
]

KERNEL_NAME = "python3"
EXTRA_ARGUMENTS = ("--HistoryManager.enabled=False",)
# A socket's path may have 107 bytes on Linux and 103 on macOS.
LONGEST_SOCKET_PATH = 103

_PID_FILE, _CONNECTION_FILE, _SOCKETS = "pid", "c.json", "k"
_THREADS = ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "VECLIB_MAXIMUM")


class PrivateKernelManager(AsyncKernelManager):
    """Starts the kernel of this very Python and notes its process, so that it can be ended."""

    def __init__(self, **kwargs: Any) -> None:
        # No folders: a kernel that somebody registered under the same name is never taken.
        super().__init__(kernel_spec_manager=KernelSpecManager(kernel_dirs=[]), **kwargs)

    async def start_kernel(  # type: ignore[override]  # as its parent class does
        self, **kwargs: Any
    ) -> None:
        """Start the kernel and write its process number beside its connection file."""
        await super().start_kernel(**kwargs)
        pid = getattr(self.provisioner, "pid", None)
        if pid is not None:
            Path(self.connection_file).with_name(_PID_FILE).write_text(f"{pid}", encoding="ascii")


def kernel_config(private: Path) -> Config:
    """Return the settings with which a kernel keeps to a private folder.

    Where the system has them, the kernel talks over sockets in the file system: ports can be
    taken by another process between their choice and their use.
    """
    manager: dict[str, Any] = {"connection_file": str(private / _CONNECTION_FILE)}
    if sys.platform != "win32":
        manager |= {"transport": "ipc", "ip": str(private / _SOCKETS)}
    return Config({"KernelManager": manager})


def kernel_environment(area: Path) -> dict[str, str]:
    """Return the environment that every kernel of a run gets.

    One thread per kernel, as the reports run side by side; no settings of the user's own Jupyter
    or IPython; figures drawn without a screen.
    """
    threads = {f"{name}_NUM_THREADS": "1" for name in _THREADS}
    return threads | {
        "IPYTHONDIR": str(area / "ipython"),
        "JUPYTER_RUNTIME_DIR": str(area / "runtime"),
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "PYTHONHASHSEED": "0",
    }


def end_kernel(private: Path) -> None:
    """End the kernel of a private folder and every process that it started, if any is left."""
    try:
        pid = int((private / _PID_FILE).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(pid, signal.SIGKILL)
        else:
            os.kill(pid, signal.SIGTERM)


def sockets_fit(private: Path) -> bool:
    """Whether the paths of a kernel's sockets in a folder are short enough for the system."""
    longest = private / f"{_SOCKETS}-99999"
    return sys.platform == "win32" or len(os.fsencode(longest)) <= LONGEST_SOCKET_PATH
