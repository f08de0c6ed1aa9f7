"""What files and this package hold, as hashes; quick to import, also for machines of a cluster."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

__all__ = ["DISTRIBUTION", "digest_of", "folder_digest", "package_digest"]

DISTRIBUTION = "bsc-helpers"
PACKAGE = Path(__file__).parents[1]
_NAME_ENDS = "<>=!~;[ ("
_NOT_READ = {"__pycache__", ".ipynb_checkpoints"}


def digest_of(parts: Iterable[bytes]) -> str:
    """Return the SHA-256 of several parts; where one ends and the next begins counts as well."""
    whole = sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8))
        whole.update(part)
    return whole.hexdigest()


def folder_digest(folder: Path) -> str:
    """Return the hash of the names and contents of all files below a folder that is not hidden."""
    found = [
        path
        for path in folder.rglob("*")
        if path.is_file()
        and not any(p.startswith(".") or p in _NOT_READ for p in path.relative_to(folder).parts)
    ]
    return digest_of(
        part
        for path in sorted(found)
        for part in (path.relative_to(folder).as_posix().encode(), path.read_bytes())
    )


@cache
def package_digest() -> str:
    """Return the hash of this package, of the versions of what it needs, and of Python's."""
    versions = [f"{sys.version_info[:2]}", *(f"{name} {_version(name)}" for name in _needed())]
    code = folder_digest(PACKAGE)
    return digest_of([code.encode(), *(text.encode() for text in versions)])


def _needed() -> list[str]:
    """Return the names of the distributions that are needed, without those of extras."""
    found = (text for text in requires(DISTRIBUTION) or () if "extra ==" not in text)
    return sorted({_name(text) for text in found})


def _name(requirement: str) -> str:
    ends = [place for sign in _NAME_ENDS if (place := requirement.find(sign)) >= 0]
    return requirement[: min(ends, default=len(requirement))]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
