"""An object store at an address, whose errors are told without traceback and without secrets."""

from __future__ import annotations

import mimetypes
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from fsspec.core import url_to_fs

from bsc_helpers.batch.outcomes import one_line
from bsc_helpers.errors import RunError, printable

__all__ = ["Store"]

# One request for a file of some megabytes instead of two.
OPTIONS: dict[str, dict[str, Any]] = {"s3": {"max_concurrency": 1}}


class Store:
    """The objects below an address; credentials are those of the machine, never ours."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        bare = parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="")
        self.name = bare.geturl().rstrip("/") if parts.netloc else address
        if "@" in parts.netloc or parts.query or parts.fragment:
            raise RunError(
                f"{printable(self.name)}: an address holds no password, no ? and no #; "
                "credentials come from the store's own settings on this machine"
            )
        if not parts.netloc and parts.scheme != "memory":
            raise RunError(f"{printable(address)} names no bucket; valid: s3://bucket/prefix")
        self._typed = parts.scheme == "s3"
        with self._telling():
            self._files, root = url_to_fs(
                self.name,
                use_listings_cache=False,
                skip_instance_cache=True,
                **OPTIONS.get(parts.scheme, {}),
            )
        self._root = root.rstrip("/")

    def check(self) -> None:
        """Write and remove a trial, so that what is not allowed is known before it matters."""
        trial = self._key(f".bsc-{os.urandom(8).hex()}.part")
        with self._telling():
            self._files.pipe_file(trial, b"")
            self._files.rm_file(trial)

    def read(self, path: str) -> bytes | None:
        """Return an object; None where there is none."""
        with self._telling(path):
            try:
                data: bytes = self._files.cat_file(self._key(path))
            except FileNotFoundError:
                return None
            return data

    def put(self, path: str, data: bytes) -> None:
        """Write an object; a store shows it whole or not at all."""
        with self._telling(path):
            self._files.pipe_file(self._key(path), data, **self._type_of(path))

    def create(self, path: str, data: bytes) -> bool:
        """Write an object unless it exists; say whether it was written."""
        with self._telling(path):
            try:
                self._files.pipe_file(self._key(path), data, mode="create")
            except OSError:  # of which kind, when it exists, differs between stores
                if not self._files.exists(self._key(path)):
                    raise
                return False
            return True

    def remove(self, path: str) -> None:
        """Remove an object; a missing one is no error."""
        with self._telling(path):
            try:
                self._files.rm_file(self._key(path))
            except FileNotFoundError:
                return

    def paths(self) -> list[str]:
        """Return the paths of all objects, sorted."""
        with self._telling():
            try:
                found = self._files.find(self._root)
            except FileNotFoundError:
                return []
            return sorted(key[len(self._root) + 1 :] for key in found)

    def _key(self, path: str) -> str:
        return f"{self._root}/{path}"

    def _type_of(self, path: str) -> dict[str, str]:
        """Return what lets a browser open the object instead of saving it."""
        kind = mimetypes.guess_type(path)[0] if self._typed else None
        return {"ContentType": kind} if kind else {}

    @contextmanager
    def _telling(self, path: str = "") -> Iterator[None]:
        """Tell any error with the address and the reason."""
        place = f"{self.name}/{path}" if path else self.name
        try:
            yield
        except ImportError:  # told with what to install
            raise
        except Exception as error:  # noqa: BLE001  # each store raises its own
            raise RunError(f"{place}: {_told(error)}") from None


def _told(error: Exception) -> str:
    """Return the reason in one line, without what an address in it may carry of secrets."""
    text = re.sub(r"//[^/@\s]*@", "//", str(error) or type(error).__name__)
    return one_line(re.sub(r"\?[^\s\"']*", "", text))
