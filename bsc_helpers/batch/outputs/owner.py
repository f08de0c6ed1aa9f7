"""Who writes to a folder of reports: noted beside the lock, told to whom it refuses."""

from __future__ import annotations

import os
import socket
import time
from datetime import UTC, datetime

from pydantic import BaseModel, ConfigDict, ValidationError

from bsc_helpers.errors import LockedError, printable

__all__ = ["LOCK", "OWNER", "Owner", "owner_in", "refusal", "this_process"]

LOCK, OWNER = ".bsc-lock", ".bsc-owner.json"


class Owner(BaseModel):
    """The process that holds a folder of reports.

    Attributes
    ----------
    host, pid
        Where it runs.
    started
        When it took hold, in ISO form.
    token
        What nobody else has; tells two owners apart where processes of many machines write.
    renewed
        When it last said that it still runs, in seconds since 1970.
    """

    model_config = ConfigDict(frozen=True)

    host: str
    pid: int
    started: str
    token: str
    renewed: float

    def as_bytes(self) -> bytes:
        """Return the owner as it is noted in a file."""
        return self.model_dump_json(indent=1).encode()


def this_process() -> Owner:
    """Return this process as the owner from now on."""
    now = time.time()
    return Owner(
        host=socket.gethostname(),
        pid=os.getpid(),
        started=datetime.fromtimestamp(now, UTC).isoformat(timespec="seconds"),
        token=os.urandom(16).hex(),
        renewed=now,
    )


def owner_in(noted: bytes | None) -> Owner | None:
    """Return the owner that a file notes; None where there is none, or nothing legible."""
    try:
        return Owner.model_validate_json(noted or b"")
    except ValidationError:
        return None


def refusal(name: str, owner: Owner | None) -> LockedError:
    """Return the error for a folder of reports that another run holds."""
    if owner is None:
        return LockedError(f"another run is writing to {name}; wait for it to end")
    return LockedError(
        f"another run is writing to {name}: process {owner.pid} on {printable(owner.host)}, "
        f"since {printable(owner.started)}; wait for it to end"
    )
