"""Editions in an object store such as S3, through fsspec."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

from bsc_helpers.batch.files import check_relative, is_ours
from bsc_helpers.batch.outputs.remote_lock import RemoteLock
from bsc_helpers.batch.outputs.store import Store

__all__ = ["RemoteOutput"]


class RemoteOutput:
    """An address with the editions of one scorecard."""

    near = False

    def __init__(self, address: str) -> None:
        self._store = Store(address)
        self._lock = RemoteLock(self._store)

    @property
    def name(self) -> str:
        """The address, without a password."""
        return self._store.name

    def check(self) -> None:
        """Refuse an address that cannot be written."""
        self._store.check()

    def read(self, path: str) -> bytes | None:
        """Return what lies there."""
        check_relative(path)
        return self._store.read(path)

    def digest(self, path: str) -> str | None:
        """Return the SHA-256 of what lies there; a store's own checksums are of other kinds."""
        data = self.read(path)
        return None if data is None else hashlib.sha256(data).hexdigest()

    def write(self, path: str, data: bytes) -> None:
        """Write a file whole or not at all."""
        check_relative(path)
        self._lock.check()
        self._store.put(path, data)

    def take(self, files: Mapping[str, Path]) -> None:
        """Upload finished files one after the other."""
        for path, spooled in files.items():
            self.write(path, spooled.read_bytes())

    def remove(self, path: str) -> None:
        """Remove a file; a store has no folders that could be left empty."""
        check_relative(path)
        self._lock.check()
        self._store.remove(path)

    def paths(self) -> Iterator[str]:
        """Yield every file, sorted."""
        return (path for path in self._store.paths() if not is_ours(path.rpartition("/")[2]))

    def clean(self) -> None:
        """Remove what a killed run left unfinished."""
        for path in self._store.paths():
            name = path.rpartition("/")[2]
            if is_ours(name) and name.endswith(".part"):
                self._store.remove(path)

    def only_writer(self) -> AbstractContextManager[None]:
        """Hold the address for one run."""
        return self._lock.held()
