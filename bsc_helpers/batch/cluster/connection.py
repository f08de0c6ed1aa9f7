"""Connect to a Dask cluster, and find that it can do the work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from bsc_helpers.batch.cluster.address import Cluster
from bsc_helpers.batch.cluster.everywhere import versions
from bsc_helpers.batch.outcomes import one_line
from bsc_helpers.errors import RunError, printable

try:
    from distributed import Client, Security
except ImportError as missing:
    raise RunError(
        f'a Dask cluster needs what is not installed ({missing}): pip install "bsc-helpers[dask]"'
    ) from None

__all__ = ["CLOSES_WITHIN", "call_everywhere", "check_reached", "connect"]

ANSWERS_WITHIN = 30.0  # seconds
CLOSES_WITHIN = 5.0


def check_reached(cluster: Cluster) -> None:
    """Refuse a cluster that cannot do the work, before anything is computed for it."""
    with connect(cluster):
        pass


@contextmanager
def connect(cluster: Cluster) -> Iterator[Client]:
    """Connect to a cluster whose machines have the same versions as this one.

    Raises
    ------
    RunError
        When the way is not safe, nothing answers in time, there are no workers or other versions.
    """
    cluster.check()
    try:
        client = Client(
            cluster.address,
            security=_security(cluster),
            timeout=ANSWERS_WITHIN,
            set_as_default=False,
            name="bsc",
        )
    except (OSError, ValueError) as error:
        raise _no_answer(cluster.address, error) from None
    try:
        _check_machines(cluster.address, client)
        yield client
    finally:
        with suppress(OSError):  # it answers no longer
            client.close(timeout=CLOSES_WITHIN)


def call_everywhere(client: Client, function: Callable[[], Any], within: float) -> dict[str, Any]:
    """Call a function on every worker; return by address what it returned, or its error.

    Raises
    ------
    OSError
        When the cluster does not answer in time.
    """
    # The public way waits for ever for a machine that hangs.
    run = client._run  # noqa: SLF001
    told: dict[str, Any] = client.sync(run, function, on_error="return", callback_timeout=within)
    return told


def _security(cluster: Cluster) -> Security:
    files = cluster.certificates
    if files is None or not cluster.encrypted:
        return Security()
    return Security(
        require_encryption=True,
        tls_ca_file=str(files.ca),
        tls_client_cert=str(files.cert),
        tls_client_key=str(files.key),
    )


def _check_machines(address: str, client: Client) -> None:
    """Refuse a cluster in which a report could come out otherwise than here."""
    run_on_scheduler = client._run_on_scheduler  # noqa: SLF001  # as above
    try:
        workers = call_everywhere(client, versions, ANSWERS_WITHIN)
        if not workers:
            raise RunError(f"the cluster at {printable(address)} has no workers")
        for worker, there in sorted(workers.items()):
            _check_versions(f"worker {printable(worker)}", there)
        there = client.sync(run_on_scheduler, versions, callback_timeout=ANSWERS_WITHIN)
        _check_versions("scheduler", there)
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
