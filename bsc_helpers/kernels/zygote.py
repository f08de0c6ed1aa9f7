"""The process that kernels are forked from: it imports once, has one thread, and keeps nothing.

Run as ``python -m bsc_helpers.kernels.zygote SOCKET LOADED…``: the number of an inherited socket
over which kernels are ordered, and what to import; ``module:function argument…`` is called as well.
It ends when the other end of the socket is closed.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import signal
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType

from bsc_helpers.kernels.forked import LARGEST_ORDER, READY
from bsc_helpers.kernels.guardian import watch_over

__all__ = ["load", "serve"]

NEEDED = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.debugger",
    "IPython.core.completer",
    "numpy",
    "pandas",
)


def load(wanted: Sequence[str]) -> None:
    """Import modules, and call ``module:function`` with the words after it."""
    for text in (*NEEDED, *wanted):
        name, *words = text.split("\n")
        module, _, function = name.partition(":")
        loaded = importlib.import_module(module)
        if function:
            getattr(loaded, function)(*words)


def serve(orders: socket.socket) -> None:
    """Fork a guardian with its kernel for each order, until nobody can order any more.

    An order is one message: JSON with the arguments, environment and folder of the kernel, and the
    guardian's end of a socket.
    """
    signal.signal(signal.SIGCHLD, _reap)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    orders.sendall(READY)
    while True:
        text, ends, _, _ = socket.recv_fds(orders, LARGEST_ORDER, 1)
        if not text:
            return
        if os.fork() == 0:
            orders.close()
            watch_over(json.loads(text), socket.socket(fileno=ends[0]))
        for end in ends:
            os.close(end)


def _reap(_number: int, _frame: FrameType | None) -> None:
    """Let guardians that have ended go; what they used counts as this process's."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _lift_bounds() -> None:
    """Take back the bound that whoever started this process set for itself."""
    import resource  # noqa: PLC0415  # not everywhere

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def threads() -> int:
    """Return how many threads this process has; a fork would lose all but one."""
    return len(list(Path("/proc/self/task").iterdir()))


def main() -> None:
    """Load, and serve as long as the process is fit to be forked."""
    orders = socket.socket(fileno=int(sys.argv[1]))
    _lift_bounds()
    load(sys.argv[2:])
    if sys.path[0] == str(Path.cwd()):  # by ``-m``; a kernel looks into a folder of its own
        del sys.path[0]
    if threads() > 1:
        sys.exit(f"{threads()} threads are running: this process cannot be forked")
    gc.collect()
    gc.freeze()  # what is shared is not written to by a later collection
    serve(orders)


if __name__ == "__main__":
    main()
