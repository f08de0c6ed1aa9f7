"""Order kernels from a zygote: the side of whoever executes notebooks."""

from __future__ import annotations

import json
import os
import selectors
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

__all__ = ["LARGEST_ORDER", "READY", "ForkedKernel", "Zygote", "can_fork"]

READY = b"ready"  # what a zygote says when it can be forked
LARGEST_ORDER = 1 << 20  # bytes
SLOW_START = 120.0  # seconds in which the zygote imports and a kernel is forked
# A fork keeps one thread of its parent only, so that its libraries must not begin others.
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR")} | {
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "MALLOC_ARENA_MAX": "2",
}
ENDS_WITHIN = 2.0  # seconds, after nobody can order any more
LOST = -9  # how a kernel ended whose guardian is gone: it was killed together with it


def can_fork() -> bool:
    """Whether this system has what forked kernels need."""
    return sys.platform == "linux" and hasattr(os, "pidfd_open")


class Zygote:
    """A process to fork kernels from; started when the first one is ordered.

    Parameters
    ----------
    loaded
        What it imports, and what it calls, before the first fork: see `zygote.load`.
    """

    def __init__(self, loaded: Sequence[str] = ()) -> None:
        self._loaded = tuple(loaded)
        self._lock = threading.Lock()
        self._orders: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def fork(
        self, arguments: Sequence[str], environment: Mapping[str, str], folder: str
    ) -> ForkedKernel:
        """Fork a kernel.

        Raises
        ------
        OSError
            When the zygote cannot be started, or is lost.
        """
        order = {"arguments": [*arguments], "environment": {**environment}, "folder": folder}
        text = json.dumps(order).encode()
        if len(text) > LARGEST_ORDER:
            raise OSError(f"a kernel's order has {len(text)} bytes, at most {LARGEST_ORDER}")
        with self._lock:
            orders = self._started()
            ours, theirs = socket.socketpair()
            try:
                socket.send_fds(orders, [text], [theirs.fileno()])
            except OSError:
                ours.close()
                self._lose()
                raise
            finally:
                theirs.close()
        return ForkedKernel(ours)

    def start(self) -> None:
        """Start the zygote, unless it runs.

        Raises
        ------
        OSError
            When it cannot be started.
        """
        with self._lock:
            self._started()

    def _started(self) -> socket.socket:
        if self._orders is not None and self._process is not None and self._process.poll() is None:
            return self._orders
        self._lose()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, LARGEST_ORDER)
        with theirs:
            number = theirs.fileno()
            command = [sys.executable, "-m", "bsc_helpers.kernels.zygote", f"{number}"]
            self._process = subprocess.Popen(  # noqa: S603  # this Python, our own module
                [*command, *self._loaded],
                pass_fds=[number],
                stdin=subprocess.DEVNULL,
                env=os.environ | ONE_THREAD,
            )
        ours.settimeout(SLOW_START)
        if ours.recv(len(READY)) != READY:
            ours.close()
            self._lose()
            raise OSError("the process that kernels are forked from did not start")
        self._orders = ours
        return ours

    def close(self) -> None:
        """End the zygote; its kernels go on."""
        with self._lock:
            self._lose()

    def _lose(self) -> None:
        if self._orders is not None:
            self._orders.close()
        if self._process is not None:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(ENDS_WITHIN)
            self._process.kill()
            self._process.wait()
        self._orders = self._process = None


class ForkedKernel:
    """A forked kernel, in the form of a `subprocess.Popen`: what the provisioner needs of it."""

    stdin = stdout = stderr = None
    own_guardian = True  # who sees to it that nothing of the kernel is left

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._text = b""
        self.returncode: int | None = None
        self.used: dict[str, float] = {}  # seconds of CPU, bytes of memory at most
        line.settimeout(SLOW_START)
        self.pid = self._told().get("pid", 0)
        if not self.pid:
            line.close()
            raise OSError("a kernel could not be forked")
        line.setblocking(False)  # noqa: FBT003

    def _told(self) -> dict[str, Any]:
        """Return the next thing the guardian says; nothing while it is silent."""
        while b"\n" not in self._text:
            try:
                received = self._line.recv(4096)
            except BlockingIOError:
                return {}
            except OSError:
                received = b""
            if not received:
                return {"status": LOST}
            self._text += received
        line, _, self._text = self._text.partition(b"\n")
        told: dict[str, Any] = json.loads(line)
        return told

    def poll(self) -> int | None:
        """Return how the kernel ended; None while it runs."""
        if self.returncode is None:
            told = self._told()
            self.returncode = told.pop("status", None)
            if self.returncode is not None:
                self.used = told
                self._line.close()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int | None:
        """Wait for the kernel's end, and for that of all it started."""
        if self.poll() is None:
            with selectors.DefaultSelector() as selector:
                selector.register(self._line, selectors.EVENT_READ)
                selector.select(timeout)
        return self.poll()

    def send_signal(self, number: int) -> None:
        """Send a signal to the kernel's process group."""
        if self.poll() is None:
            with suppress(OSError):
                self._line.send(bytes([number]))

    def kill(self) -> None:
        """End the kernel at once."""
        self.send_signal(9)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(15)
