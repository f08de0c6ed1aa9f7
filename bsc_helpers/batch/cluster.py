"""An existing Dask cluster: connect to it safely, and find that it can do the work."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bsc_helpers.batch.on_cluster import versions
from bsc_helpers.batch.outcomes import one_line
from bsc_helpers.errors import RunError, printable

try:
    from distributed import Client, Security
except ImportError as missing:
    raise RunError(
        f'a Dask cluster needs what is not installed ({missing}): pip install "bsc-helpers[dask]"'
    ) from None

__all__ = ["Certificates", "connect"]

ANSWERS_WITHIN = 30.0  # seconds
CLOSES_WITHIN = 5.0
SECURE, PLAIN = "tls", "tcp"
HOW = "use a tls:// address with --tls-ca, --tls-cert and --tls-key"


@dataclass(frozen=True)
class Certificates:
    """The files that prove to a cluster who we are, and to us that it is the right one."""

    ca: Path
    cert: Path
    key: Path


@contextmanager
def connect(
    address: str, certificates: Certificates | None = None, *, insecure: bool = False
) -> Iterator[Client]:
    """Connect to a cluster whose machines have the same versions as this one.

    Parameters
    ----------
    address
        Of the scheduler: ``tls://host:8786``, or ``tcp://127.0.0.1:8786``.
    certificates
        What ``tls://`` needs.
    insecure
        Whether figures may travel unencrypted, and whoever reaches the cluster may run code there.

    Raises
    ------
    RunError
        When the way is not safe, nothing answers in time, there are no workers or other versions.
    """
    security = _security(address, certificates, insecure=insecure)
    try:
        client = Client(
            address, security=security, timeout=ANSWERS_WITHIN, set_as_default=False, name="bsc"
        )
    except (OSError, ValueError) as error:
        raise _no_answer(address, error) from None
    try:
        _check_machines(address, client)
        yield client
    finally:
        with suppress(OSError):  # it answers no longer
            client.close(timeout=CLOSES_WITHIN)


def _security(address: str, certificates: Certificates | None, *, insecure: bool) -> Security:
    parts = urlsplit(address if "://" in address else f"{PLAIN}://{address}")
    shown = printable(address)
    if parts.scheme not in {SECURE, PLAIN}:
        raise RunError(f"{shown} is no address of a cluster; valid: tls://host:8786")
    if parts.scheme == PLAIN:
        if not insecure and not _is_loopback(parts.hostname or ""):
            raise RunError(
                f"{shown} leaves this machine unencrypted and without proof of who is there; "
                f"{HOW}, or allow it with --insecure"
            )
        return Security()
    if certificates is None:
        raise RunError(f"{shown} needs certificates; {HOW}")
    for file in (certificates.ca, certificates.cert, certificates.key):
        if not file.is_file():
            raise RunError(f"there is no file {file}; {HOW}")
    return Security(
        require_encryption=True,
        tls_ca_file=str(certificates.ca),
        tls_client_cert=str(certificates.cert),
        tls_client_key=str(certificates.key),
    )


def _is_loopback(host: str) -> bool:
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


def _check_machines(address: str, client: Client) -> None:
    """Refuse a cluster in which a report could come out otherwise than here."""
    asked: dict[str, Any] = {"callback_timeout": ANSWERS_WITHIN}
    # The public ways wait for ever for a machine that hangs.
    run, run_on_scheduler = client._run, client._run_on_scheduler  # noqa: SLF001
    try:
        workers: dict[str, Any] = client.sync(run, versions, on_error="return", **asked)
        if not workers:
            raise RunError(f"the cluster at {printable(address)} has no workers")
        for worker, there in sorted(workers.items()):
            _check_versions(f"worker {printable(worker)}", there)
        _check_versions("scheduler", client.sync(run_on_scheduler, versions, **asked))
    except OSError as error:
        raise _no_answer(address, error) from None
    except ImportError as error:
        _check_versions("scheduler", error)


def _check_versions(machine: str, there: object) -> None:
    here = versions()
    if there != here:
        told = f"has {there}" if isinstance(there, str) else f"cannot tell: {one_line(there)}"
        raise RunError(f"the {machine} {told}; needed as here: {here}")


def _no_answer(address: str, error: Exception) -> RunError:
    reason = one_line(error) or type(error).__name__
    return RunError(f"the cluster at {printable(address)} does not answer: {reason}")
