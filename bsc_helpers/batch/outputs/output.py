"""Where editions are published: a folder, or an object store at an address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit
from urllib.request import url2pathname

from bsc_helpers.batch.outputs.local import LocalOutput
from bsc_helpers.errors import RunError, printable

__all__ = ["Output", "output_at"]

FOLDER_SCHEMES = {"file", "local"}
TO_INSTALL = 'pip install "bsc-helpers[remote]"'


class Output(Protocol):
    """The published files of one scorecard; paths are texts below it, with ``/``.

    What cannot be done raises `RunError`, or `OSError` with the path where a disk says no.
    """

    @property
    def near(self) -> bool:
        """Whether reading everything that lies there costs little."""

    @property
    def name(self) -> str:
        """The folder or address as it is shown to people, never with a password."""

    def check(self) -> None:
        """Make the place, and refuse one that cannot be written, before anything starts."""

    def read(self, path: str) -> bytes | None:
        """Return what lies there; None where there is nothing."""

    def digest(self, path: str) -> str | None:
        """Return the SHA-256 of what lies there, in hexadecimal; None where there is nothing."""

    def write(self, path: str, data: bytes) -> None:
        """Write a file whole or not at all."""

    def take(self, files: Mapping[str, Path]) -> None:
        """Publish the finished files of one edition from where they were made, in this order.

        They may be gone from there afterwards.
        """

    def remove(self, path: str) -> None:
        """Remove a file, and the folders that it leaves empty; a missing one is no error."""

    def paths(self) -> Iterator[str]:
        """Yield every file, sorted, without the hidden ones of the batch itself."""

    def clean(self) -> None:
        """Remove what a killed run left unfinished; only for the one that writes here."""

    def only_writer(self) -> AbstractContextManager[None]:
        """Hold the place for one run; a second one is refused and told who holds it."""


def output_at(text: str) -> Output:
    """Return the place that a text names: a folder, ``file://…``, ``s3://bucket/prefix`` ….

    Raises
    ------
    RunError
        When the address cannot be used, or what it needs is not installed.
    """
    scheme, separator, _ = text.partition("://")
    if not separator:
        return LocalOutput(Path(text))
    if scheme.lower() in FOLDER_SCHEMES:
        parts = urlsplit(text)
        if parts.netloc not in {"", "localhost"} or not parts.path.strip("/"):
            raise RunError(
                f"{printable(text)} names no folder of this machine; valid: file:///folder"
            )
        return LocalOutput(Path(url2pathname(parts.path)))
    try:
        from bsc_helpers.batch.outputs.remote import RemoteOutput  # noqa: PLC0415  # an extra

        return RemoteOutput(text)
    except ImportError as error:
        raise RunError(f"{scheme}:// needs what is not installed ({error}): {TO_INSTALL}") from None
