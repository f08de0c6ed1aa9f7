"""An existing Dask cluster as it is named, and whether the way there is safe."""

from __future__ import annotations

import ipaddress
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bsc_helpers.errors import ParameterError, RunError, printable

__all__ = ["Certificates", "Cluster", "parse_cluster"]

SECURE, PLAIN = "tls", "tcp"
HOW = "use a tls:// address with --tls-ca, --tls-cert and --tls-key"


@dataclass(frozen=True)
class Certificates:
    """The files that prove to a cluster who we are, and to us that it is the right one."""

    ca: Path
    cert: Path
    key: Path


@dataclass(frozen=True)
class Cluster:
    """A cluster that others began.

    Attributes
    ----------
    address
        Of the scheduler: ``tls://host:8786``, or ``tcp://127.0.0.1:8786``.
    certificates
        What ``tls://`` needs.
    insecure
        Whether figures may travel unencrypted, and whoever reaches the cluster may run code there.
    """

    address: str
    certificates: Certificates | None = None
    insecure: bool = False

    @property
    def encrypted(self) -> bool:
        """Whether what travels is encrypted and each side proves who it is."""
        return urlsplit(self.address).scheme == SECURE

    def check(self) -> None:
        """Refuse a way to the cluster that is not safe.

        Raises
        ------
        RunError
            With what would be.
        """
        has_scheme = "://" in self.address
        parts = urlsplit(self.address if has_scheme else f"{PLAIN}://{self.address}")
        shown = printable(self.address)
        if parts.scheme not in {SECURE, PLAIN}:
            raise RunError(f"{shown} is no address of a cluster; valid: tls://host:8786")
        if self.encrypted:
            self._check_certificates()
        elif not self.insecure and not _is_loopback(parts.hostname or ""):
            raise RunError(
                f"{shown} leaves this machine unencrypted and without proof of who is there; "
                f"{HOW}, or allow it with --insecure"
            )

    def _check_certificates(self) -> None:
        files = self.certificates
        if files is None:
            raise RunError(f"{printable(self.address)} needs certificates; {HOW}")
        for file in (files.ca, files.cert, files.key):
            if not file.is_file():
                raise RunError(f"there is no file {file}; {HOW}")


def _is_loopback(host: str) -> bool:
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


def parse_cluster(
    address: str, ca: Path | None, cert: Path | None, key: Path | None, *, insecure: bool
) -> Cluster | None:
    """Read which cluster is meant; an empty address is none.

    Raises
    ------
    ParameterError
        When options do not go together.
    """
    if not address:
        if ca or cert or key or insecure:
            raise ParameterError("--tls-ca, --tls-cert, --tls-key and --insecure need --dask")
        return None
    if ca and cert and key:
        return Cluster(address, Certificates(ca, cert, key), insecure)
    if ca or cert or key:
        raise ParameterError("--tls-ca, --tls-cert and --tls-key go together")
    return Cluster(address, insecure=insecure)
