"""Lay out what the reports of a run need, and say what each is made from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from bsc_helpers.batch.files import write_whole
from bsc_helpers.batch.jobs import Job, Key
from bsc_helpers.batch.keys import Digest, MadeFrom
from bsc_helpers.errors import BscError
from bsc_helpers.evaluation import Evaluation, slice_for
from bsc_helpers.slices import Content, links_bytes, slice_bytes

__all__ = ["Laid", "lay_out", "recall", "remember"]


@dataclass(frozen=True)
class Laid:
    """What the reports of an order are made from.

    Attributes
    ----------
    made_from
        For each report whose data could be laid out.
    reasons
        For each other one, why not.
    """

    made_from: Mapping[Job, MadeFrom] = field(default_factory=dict)
    reasons: Mapping[Job, str] = field(default_factory=dict)


def lay_out(
    evaluation: Evaluation,
    jobs: Iterable[Job],
    made_from: Callable[[Job, Content], MadeFrom],
    needed: Callable[[Job, MadeFrom, Content], None],
) -> Laid:
    """Cut the slice of each report, say what the report is made from, and hand on what is in it.

    A slice is let go of before the next one is cut.
    """
    found: dict[Job, MadeFrom] = {}
    reasons: dict[Job, str] = {}
    in_all_languages: dict[Key, list[Job]] = {}
    for job in jobs:
        in_all_languages.setdefault(job.key[:-1], []).append(job)
    for same in in_all_languages.values():
        try:
            content = _content_of(evaluation, same[0])
        except BscError as error:
            reasons |= dict.fromkeys(same, str(error))
            continue
        for job in same:
            found[job] = made_from(job, content)
            needed(job, found[job], content)
    return Laid(found, reasons)


def _content_of(evaluation: Evaluation, job: Job) -> Content:
    """Return what a report shows: the slice of its unit, or the links of the whole organisation."""
    if job.whole:
        return links_bytes(evaluation.links_in(job.period))
    return slice_bytes(slice_for(evaluation, job.org_unit, job.activity, job.period))


# ------------------------------------------------------------------------ what was laid out before


class _Remembered(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    inputs: Digest
    reports: tuple[tuple[Key, MadeFrom], ...]


def remember(file: Path, inputs: str, laid: Laid) -> None:
    """Note what the reports of an order are made from, as long as its inputs are the same.

    Nothing is noted where a report could not be laid out.
    """
    if not laid.reasons:
        reports = tuple((job.key, made) for job, made in laid.made_from.items())
        file.parent.mkdir(mode=0o700, exist_ok=True)
        write_whole(file, _Remembered(inputs=inputs, reports=reports).model_dump_json().encode())


def recall(file: Path, inputs: str) -> Mapping[Key, MadeFrom] | None:
    """Return what was noted for the same inputs; None when nothing was, or they are others."""
    try:
        known = _Remembered.model_validate_json(file.read_bytes())
    except (OSError, ValidationError):
        return None
    return dict(known.reports) if known.inputs == inputs else None
