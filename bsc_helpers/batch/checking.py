"""Whether what was published is still there as it was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor

from bsc_helpers.batch.keys import MadeFrom
from bsc_helpers.batch.manifest import Entry, Manifest, PublishedFile
from bsc_helpers.batch.outputs.output import Output

__all__ = ["damaged", "is_current", "published_files"]

SIDE_BY_SIDE = 8  # files that are read at once


def published_files(manifest: Manifest) -> Iterator[PublishedFile]:
    """Yield every file that a manifest says was published."""
    for entry in manifest.entries:
        yield from entry.files
    yield from (page.file for page in manifest.measures)
    yield from manifest.pages


def damaged(output: Output, manifest: Manifest, *, thorough: bool) -> dict[str, str]:
    """Return the files that are not as they were written, with ``missing`` or ``changed``.

    Parameters
    ----------
    thorough
        Read every file; otherwise only see whether it is there.
    """
    files = list(published_files(manifest))
    if not thorough:
        there = set(output.paths())
        return {file.path: "missing" for file in files if file.path not in there}
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        digests = pool.map(lambda file: output.digest(file.path), files)
        return {
            file.path: "missing" if digest is None else "changed"
            for file, digest in zip(files, digests, strict=True)
            if digest != file.sha256
        }


def is_current(entry: Entry | None, made: MadeFrom, broken: Mapping[str, str]) -> bool:
    """Whether the edition of an entry is what would be made again."""
    edition = entry.edition if entry else None
    if entry is None or edition is None or entry.status != "done" or edition.made_from != made:
        return False
    return not any(file.path in broken for file in edition.files)
