"""The kernel provisioner that Jupyter knows as ``bsc-fork``.

Choose it with ``JUPYTER_DEFAULT_PROVISIONER_NAME=bsc-fork`` for everything that starts kernels:
papermill, nbclient, nbconvert and JupyterLab. Only kernels of this very Python are forked; every
other one is started as usual.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from bsc_helpers.kernels.forked import ForkedKernel, Zygote, can_fork

__all__ = ["ForkProvisioner", "load_beforehand", "unload"]

NAME = "bsc-fork"
LOADED = ("bsc_helpers.notebook", "matplotlib.pyplot", "seaborn")
LOOK = 0.005  # seconds between two looks whether a kernel has ended
_LAUNCHER = ("-m", "ipykernel_launcher")
_OF_THE_INTERPRETER = ("PYTHON", "LD_", "VIRTUAL_ENV", "MALLOC_")

_zygote = Zygote(LOADED)


def load_beforehand(*more: str) -> None:
    """Start the process that kernels are forked from, and have it import and call more.

    Where it does not start, kernels are ordinary ones.
    """
    global _zygote  # noqa: PLW0603  # one for each process that executes notebooks
    _zygote.close()
    _zygote = Zygote((*LOADED, *more))
    if os.environ.get("JUPYTER_DEFAULT_PROVISIONER_NAME") == NAME:
        with suppress(OSError):
            _zygote.start()


def unload() -> None:
    """End the process that kernels are forked from; the next kernel needs a new one."""
    _zygote.close()


class ForkProvisioner(LocalProvisioner):
    """Starts a kernel by a fork where that gives the same as a start."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork the kernel of a command, or start it as usual."""
        arguments = _arguments_of(cmd, kwargs.get("env"))
        if arguments is None:
            return await super().launch_kernel(cmd, **kwargs)
        folder = str(kwargs.get("cwd") or Path.cwd())
        environment = kwargs.get("env") or os.environ
        loop = asyncio.get_running_loop()
        try:
            forked = await loop.run_in_executor(None, _zygote.fork, arguments, environment, folder)
        except OSError as error:
            self.log.warning("a kernel is started, as it could not be forked: %s", error)
            return await super().launch_kernel(cmd, **kwargs)
        self.process = forked  # type: ignore[assignment]  # declared by what it begins as
        self.pid, self.pgid, self.cwd = forked.pid, None, Path(folder)
        return self.connection_info

    async def wait(self) -> int | None:
        """Wait for the kernel's end; a forked one is looked after more often than usual."""
        process: Any = self.process
        forked = isinstance(process, ForkedKernel)
        while forked and process.poll() is None:  # noqa: ASYNC110  # its end is told by no event
            await asyncio.sleep(LOOK)
        return await super().wait()


def _arguments_of(cmd: Sequence[str], environment: Mapping[str, str] | None) -> list[str] | None:
    """Return the arguments of a kernel of this very Python; None for any other command."""
    own = can_fork() and cmd and Path(cmd[0]) == Path(sys.executable)
    places = [n for n in range(1, len(cmd)) if tuple(cmd[n : n + 2]) == _LAUNCHER]
    if not own or not places or not _same_interpreter(environment):
        return None
    return list(cmd[places[0] + 2 :])


def _same_interpreter(environment: Mapping[str, str] | None) -> bool:
    """Whether an environment asks for an interpreter that is set up as this one."""

    def relevant(variables: Mapping[str, str]) -> dict[str, str]:
        return {n: v for n, v in variables.items() if n.startswith(_OF_THE_INTERPRETER)}

    return environment is None or relevant(environment) == relevant(os.environ)
