"""What a report is made from, as hashes: the same inputs have the same key.

Not time stamps but contents count: this package and what it rests on, the notebook, the
parameters, the scorecard, and the report's own slice of the evaluation.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bsc_helpers.model import Format
from bsc_helpers.slices import Content

__all__ = ["Digest", "MadeFrom", "digest_of", "folder_digest", "made_from", "package_digest"]

DISTRIBUTION = "bsc-helpers"
PACKAGE = Path(__file__).parents[1]
Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
_NAME_ENDS = "<>=!~;[ ("
_NOT_READ = {"__pycache__", ".ipynb_checkpoints"}


class MadeFrom(BaseModel):
    """The hashes of what a report is made from.

    Attributes
    ----------
    figures
        Of everything but the comments; when it changes, the notebook is executed.
    comments
        Of what people wrote of the figures; when it alone changes, the report is rendered again.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    figures: Digest
    comments: Digest

    @property
    def key(self) -> str:
        """One hash for both."""
        return digest_of([self.figures.encode(), self.comments.encode()])


def digest_of(parts: Iterable[bytes]) -> str:
    """Return the SHA-256 of several parts; where one ends and the next begins counts as well."""
    whole = sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8))
        whole.update(part)
    return whole.hexdigest()


def made_from(
    common: str,
    parameters: Mapping[str, str],
    names: Mapping[Format, str],
    content: Content,
) -> MadeFrom:
    """Return what one report is made from.

    Parameters
    ----------
    common
        The hash of what all reports of the run share.
    parameters
        Of the notebook, without where the run keeps its files.
    names
        The name of the file of each format.
    content
        The report's slice: the figures, and what people wrote of them.
    """
    figures, comments = content
    told = repr((sorted(parameters.items()), sorted(names.items()))).encode()
    return MadeFrom(
        figures=digest_of([common.encode(), told, figures]), comments=digest_of([comments])
    )


def folder_digest(folder: Path, endings: Sequence[str] = ()) -> str:
    """Return the hash of the names and contents of all files below a folder that is not hidden."""
    found = [
        path
        for path in folder.rglob("*")
        if path.is_file()
        and not any(p.startswith(".") or p in _NOT_READ for p in path.relative_to(folder).parts)
        and (not endings or path.suffix in endings)
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
