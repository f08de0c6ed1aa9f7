"""The parent of one forked kernel: it passes signals on, and leaves nothing of the kernel behind.

What a kernel started – also what hid in a session of its own – becomes a child of the guardian when
its parent ends, and ends with the kernel. The guardian ends its kernel when nobody is interested in
it any more, so that no worker that dies leaves a kernel.
"""

from __future__ import annotations

import ctypes
import json
import os
import random
import select
import signal
import socket
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

__all__ = ["watch_over"]

_SET_PARENT_DEATH_SIGNAL, _SET_CHILD_SUBREAPER = 1, 36  # prctl(2)
_RESET = (signal.SIGCHLD, signal.SIGINT, signal.SIGTERM)
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def watch_over(order: Mapping[str, Any], line: socket.socket) -> NoReturn:
    """Fork the kernel of an order and stay with it to its end; called in a fork of its own.

    Parameters
    ----------
    order
        `arguments`, `environment` and `folder` of the kernel.
    line
        To whom the kernel belongs. The guardian writes ``{"pid": …}`` and at the end
    X
    """
    os.setsid()
    for number in _RESET:
        signal.signal(number, signal.SIG_DFL)
    _prctl(_SET_CHILD_SUBREAPER, 1)
    guardian = os.getpid()
    kernel = os.fork()
    if kernel == 0:
        line.close()
        _be_kernel(order, guardian)
    with suppress(OSError):  # who ordered it may be gone already
        _tell(line, pid=kernel)
    ended = _attend(kernel, line)
    _end_strays()
    with suppress(OSError):
        _tell(line, **ended)
    os._exit(0)


def _prctl(option: int, value: int) -> None:
    if _libc is not None:
        _libc.prctl(option, value, 0, 0, 0)


def _tell(line: socket.socket, **said: float) -> None:
    line.sendall(json.dumps(said).encode() + b"\n")


def _attend(kernel: int, line: socket.socket) -> dict[str, float]:
    """Pass signals on until the kernel has ended; return how it did."""
    ended = os.pidfd_open(kernel)
    waiting = select.poll()
    waiting.register(ended, select.POLLIN)
    waiting.register(line, select.POLLIN)
    while True:
        ready = {number for number, _ in waiting.poll()}
        if ended in ready:
            _, status, used = os.wait4(kernel, 0)
            _signal_group(kernel, signal.SIGKILL)
            return {
                "status": os.waitstatus_to_exitcode(status),
                "cpu": used.ru_utime + used.ru_stime,
                "peak": used.ru_maxrss * 1024,
            }
        signals = _received(line)
        if not signals:  # nobody is interested any more
            waiting.unregister(line)
        for number in signals or [signal.SIGKILL]:
            _signal_group(kernel, number)


def _received(line: socket.socket) -> bytes:
    try:
        return line.recv(64)
    except OSError:
        return b""


def _signal_group(kernel: int, number: int) -> None:
    with suppress(OSError):
        os.killpg(kernel, number)


def _end_strays() -> None:
    """Kill what the kernel left, and what that leaves in turn, until nothing is left."""
    while True:
        for child in _children():
            with suppress(OSError):
                os.kill(child, signal.SIGKILL)
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


def _children() -> list[int]:
    """Return the processes whose parent this one is."""
    own, found = f"{os.getpid()}", []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, IndexError):
            # The name, in brackets, may itself hold brackets and spaces.
            fields = (process / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
            found += [int(process.name)] * (fields[1] == own)
    return found


# ----------------------------------------------------------------------------------- the kernel


def _be_kernel(order: Mapping[str, Any], guardian: int) -> NoReturn:
    """Become the kernel of an order."""
    status = 1
    try:
        os.setpgid(0, 0)
        _prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
        os.environ.clear()
        os.environ.update(order["environment"], JPY_PARENT_PID=f"{guardian}")
        os.chdir(order["folder"])
        _close_input()
        _draw_new_numbers()
        _run(order["arguments"])
        status = 0
    except SystemExit as asked:
        status = asked.code if isinstance(asked.code, int) else 1
    except BaseException:  # noqa: BLE001  # whatever it is, it must not reach the zygote's code
        sys.excepthook(*sys.exc_info())
    finally:
        for stream in (sys.stdout, sys.stderr):
            with suppress(Exception):
                stream.flush()
        os._exit(status)


def _close_input() -> None:
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)


def _draw_new_numbers() -> None:
    """Let no two kernels draw the same random numbers, as the zygote's would be."""
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()


def _run(arguments: Sequence[str]) -> None:
    from ipykernel.kernelapp import IPKernelApp  # noqa: PLC0415  # loaded by the zygote

    sys.argv = ["ipykernel_launcher", *arguments]
    IPKernelApp.clear_instance()
    # Read from the environment when the class was made, in the zygote.
    app = IPKernelApp.instance(parent_handle=os.getppid())
    app.initialize(list(arguments))  # type: ignore[no-untyped-call]  # not annotated
    app.start()  # type: ignore[no-untyped-call]  # not annotated
