"""Look after what was published: whether it is as it was written, and what nobody needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bsc_helpers.batch import manifest
from bsc_helpers.batch.checking import damaged, published_files
from bsc_helpers.batch.editions import publish_entrance
from bsc_helpers.batch.manifest import Entry, Manifest, PublishedFile, load_manifest
from bsc_helpers.batch.outputs.output import Output
from bsc_helpers.errors import PeriodError, RunError
from bsc_helpers.model import Register, Scorecard
from bsc_helpers.periods import parse_period

__all__ = ["Pruning", "Verification", "delete", "find_gone", "verify"]


@dataclass(frozen=True)
class Verification:
    """What was found where something was published.

    Attributes
    ----------
    files
        How many files were published.
    problems
        Those that are not as they were written, each with ``missing`` or ``changed``.
    foreign
        Files that no run published; they are nobody's business but their owner's.
    """

    files: int
    problems: dict[str, str]
    foreign: tuple[str, ...]


def verify(output: Output) -> Verification:
    """Read every published file and compare it with the manifest.

    Raises
    ------
    RunError
        When nothing was published there.
    """
    there = _manifest_of(output)
    files = {file.path for file in published_files(there)}
    known = files | {manifest.FILE_NAME}
    return Verification(
        files=len(files),
        problems=dict(sorted(damaged(output, there, thorough=True).items())),
        foreign=tuple(path for path in output.paths() if path not in known),
    )


@dataclass(frozen=True)
class Pruning:
    """What was published and is of nothing that the register names.

    Attributes
    ----------
    kept
        The manifest without it.
    files
        The files to delete.
    changed
        Files that somebody changed since; they are never deleted.
    """

    kept: Manifest
    files: tuple[str, ...]
    changed: tuple[str, ...]


def find_gone(output: Output, register: Register) -> Pruning:
    """Find the reports of units, and the pages of measures, that the register has no more.

    A report about the whole scorecard is gone when no preset orders its notebook any more.

    Raises
    ------
    RunError
        When nothing was published there.
    """
    there, card = _manifest_of(output), register.scorecard
    measures = {measure.code for measure in card.measures}
    kept = there.model_copy(
        update={
            "entries": tuple(e for e in there.entries if _is_there(e, register)),
            "measures": tuple(
                page
                for page in there.measures
                if page.measure in measures and page.language in card.languages
            ),
        }
    )
    gone = list(_files_only_in(there, kept))
    broken = {file.path: output.digest(file.path) != file.sha256 for file in gone}
    there_still = [path for path in broken if output.digest(path) is not None]
    return Pruning(
        kept=kept,
        files=tuple(path for path in there_still if not broken[path]),
        changed=tuple(path for path in there_still if broken[path]),
    )


def delete(output: Output, card: Scorecard, found: Pruning) -> None:
    """Delete what was found, after the entrance no longer leads to it.

    Raises
    ------
    RunError
        When a run is writing there.
    """
    with output.only_writer():
        publish_entrance(output, found.kept, card, found.files)


def _manifest_of(output: Output) -> Manifest:
    there = load_manifest(output)
    if there is None:
        raise RunError(f"{output.name} has no {manifest.FILE_NAME}: nothing was published there")
    return there


def _is_there(entry: Entry, register: Register) -> bool:
    """Whether the register has the unit of a report in its period, and writes its language."""
    card = register.scorecard
    try:
        period = parse_period(entry.period, card.fiscal_year_starts)
    except PeriodError:
        return False
    if entry.whole:
        ordered = {preset.notebook for preset in register.presets}
        return entry.whole in ordered and entry.language in card.languages
    unit = next((unit for unit in card.org_units if unit.code == entry.org_unit), None)
    exists = unit is not None and unit.span_at(period.start, period.end) is not None
    return exists and entry.language in card.languages


def _files_only_in(there: Manifest, kept: Manifest) -> Iterator[PublishedFile]:
    still = {file.path for file in published_files(kept)}
    yield from (file for file in published_files(there) if file.path not in still)
