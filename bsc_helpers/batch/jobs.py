"""From a preset to jobs: one report of one unit, activity, period and language each.

A report may also be about the whole scorecard: then there is one for each period and language.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import get_args

from bsc_helpers.errors import ParameterError, PeriodError, nearest, printable
from bsc_helpers.evaluation import Evaluation
from bsc_helpers.model import ALL_ACTIVITIES, Format, OrgUnit, Preset, Scorecard
from bsc_helpers.periods import KINDS, Period, in_file_name, parse_period
from bsc_helpers.slices import links_name, slice_name

__all__ = [
    "LATEST",
    "Job",
    "Key",
    "Selection",
    "check_components",
    "check_paths",
    "edition_path",
    "failure_path",
    "formats_of",
    "jobs_of",
    "key_of",
    "latest_period",
    "path_in_tree",
    "unknown",
    "whole_jobs_of",
]

LATEST = "latest"
LONGEST_COMPONENT = 255  # bytes: the limit of the usual file systems
MOST_SHOWN = 12

Key = tuple[str, ...]


def key_of(whole: str, org_unit: str, activity: str, period: str, language: str) -> Key:
    """Return what names a report everywhere: what it is about, its period and its language.

    It is about a unit and an activity, or, in one word, about the whole scorecard.
    """
    about = (whole,) if whole else (org_unit, activity)
    return (*about, period, language)


@dataclass(frozen=True, order=True)
class Job:
    """One report to make, about a unit or about the whole scorecard.

    Attributes
    ----------
    org_unit, activity
        What it is about; both are empty when it is about the whole scorecard.
    whole
        The name of a report about the whole scorecard, which is that of its notebook.
    """

    org_unit: str
    activity: str
    period: Period
    language: str
    whole: str = ""

    @classmethod
    def of(cls, key: Key, fiscal_year_starts: int) -> Job:
        """Return the report that a key names."""
        *about, text, language = key
        period = parse_period(text, fiscal_year_starts)
        if len(about) == 1:
            return cls("", "", period, language, *about)
        org_unit, activity = about
        return cls(org_unit, activity, period, language)

    @property
    def key(self) -> Key:
        """What names the report everywhere."""
        period = str(self.period)
        return key_of(self.whole, self.org_unit, self.activity, period, self.language)

    @property
    def subject(self) -> tuple[str, ...]:
        """What it is about as it is named: all activities together have no name."""
        if self.whole:
            return (self.whole,)
        return (self.org_unit, *[self.activity] * (self.activity != ALL_ACTIVITIES))

    @property
    def slice_name(self) -> str:
        """The name of the file that holds what it shows."""
        if self.whole:
            return links_name(self.period)
        return slice_name(self.org_unit, self.activity, self.period)


@dataclass(frozen=True)
class Selection:
    """What the command line asks for instead of the preset; empty = as the preset says."""

    org_units: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()


def jobs_of(evaluation: Evaluation, preset: Preset, selection: Selection) -> tuple[Job, ...]:
    """Return the reports that a preset and a selection order.

    Parameters
    ----------
    evaluation
        Says which units, activities and periods there are.
    preset
        The saved order.
    selection
        Replaces the preset's answer, part by part.

    Raises
    ------
    ParameterError
        When a unit, activity, period or language is unknown, or nothing is left to report.
    """
    scorecard = evaluation.scorecard
    periods = _periods(evaluation, selection.periods or preset.periods)
    activities = _activities(evaluation, selection.activities or preset.activities)
    languages = _languages(scorecard, selection.languages or preset.languages)
    named = selection.org_units or preset.org_units
    units = _units(scorecard, named, () if selection.org_units else preset.kinds)
    if named:
        _check_doing(evaluation, units, activities)
    jobs = [
        Job(unit.code, activity, period, language)
        for period in periods
        for unit in _existing(units, period, named=bool(named))
        for activity in activities
        if (unit.code, activity) in evaluation.subjects.rows
        for language in languages
    ]
    if not jobs:
        shown = ", ".join(str(period) for period in periods)
        doing = "" if activities == (ALL_ACTIVITIES,) else f" and does {', '.join(activities)}"
        raise ParameterError(f"nothing to report: no unit of the order exists in {shown}{doing}")
    return tuple(jobs)


def whole_jobs_of(evaluation: Evaluation, preset: Preset, selection: Selection) -> tuple[Job, ...]:
    """Return the reports about the whole scorecard that a preset and a selection order.

    Raises
    ------
    ParameterError
        When a period or language is unknown.
    """
    periods = _periods(evaluation, selection.periods or preset.periods)
    languages = _languages(evaluation.scorecard, selection.languages or preset.languages)
    return tuple(
        Job("", "", period, language, preset.notebook)
        for period in periods
        for language in languages
    )


def formats_of(preset: Preset, selection: Selection) -> tuple[Format, ...]:
    """Return the formats that a preset and a selection order.

    Raises
    ------
    ParameterError
        When a format is unknown.
    """
    valid: tuple[Format, ...] = get_args(Format)
    _check_known("format", selection.formats, valid)
    asked = selection.formats or preset.formats
    return tuple(form for form in valid if form in asked)


def latest_period(evaluation: Evaluation) -> Period:
    """Return the latest period with a value, of the frequency that most measures have.

    Raises
    ------
    ParameterError
        When no measure has a value at all.
    """
    if evaluation.latest is None:
        raise ParameterError("there is no latest period: no measure has a value in any period")
    return evaluation.latest


def edition_path(scorecard: str, job: Job, form: Format) -> PurePosixPath:
    """Return where a report lies, from the folder of all reports.

    The name says what the file is, also when it is mailed.
    """
    return _path(scorecard, job, f".{form}")


def failure_path(scorecard: str, job: Job) -> PurePosixPath:
    """Return where the page of a report that failed lies: beside the editions, never their place.

    Editions end with their language, and ``failed`` is none.
    """
    return _path(scorecard, job, "-failed.html")


def path_in_tree(scorecard: str, job: Job, form: Format) -> str:
    """Return where a report lies, from the folder of its scorecard."""
    return edition_path(scorecard, job, form).relative_to(scorecard).as_posix()


def _path(scorecard: str, job: Job, end: str) -> PurePosixPath:
    period = in_file_name(job.period)
    name = "-".join([scorecard, *job.subject, period, job.language])
    return PurePosixPath(scorecard, period, job.subject[0], f"{name}{end}")


def check_paths(out: Path | None, paths: Iterable[PurePosixPath]) -> None:
    """Refuse paths that are too long, that collide, or that lead out of the folder.

    Parameters
    ----------
    out
        The folder in which they will lie; None for an address elsewhere.

    Raises
    ------
    ParameterError
        With the first such path.
    """
    seen: dict[str, PurePosixPath] = {}
    for path in paths:
        check_components(path)
        if path.is_absolute() or ".." in path.parts or _leads_out(out, path):
            raise ParameterError(f"{printable(path)} would lie outside of {out or 'its place'}")
        other = seen.setdefault(str(path).casefold(), path)
        if other is not path:
            raise ParameterError(
                f"{path} is the place of two pages: another code is needed"
                if other == path
                else f"{path} and {other} differ in case only: on many systems they are one file"
            )


def _leads_out(out: Path | None, path: PurePosixPath) -> bool:
    """Whether a link leads a path out of a folder of this machine."""
    return out is not None and not (out / path.parent).resolve().is_relative_to(out.resolve())


def check_components(path: PurePosixPath) -> None:
    """Refuse a path with a name that no usual file system can hold.

    Raises
    ------
    ParameterError
        With the first such name.
    """
    for part in path.parts:
        if len(part.encode()) > LONGEST_COMPONENT:
            raise ParameterError(
                f"the file name {printable(part)} has {len(part.encode())} bytes; "
                f"at most {LONGEST_COMPONENT} are possible: shorten the codes"
            )


def _units(scorecard: Scorecard, named: Sequence[str], kinds: Sequence[str]) -> tuple[OrgUnit, ...]:
    by_code = {unit.code: unit for unit in scorecard.org_units}
    _check_known("unit", named, by_code)
    units = [by_code[code] for code in dict.fromkeys(named)] or list(scorecard.org_units)
    if not kinds:
        return tuple(units)
    _check_known("kind of unit", kinds, {text for unit in units for text in _kinds_of(unit)})
    return tuple(unit for unit in units if _kinds_of(unit) & set(kinds))


def _kinds_of(unit: OrgUnit) -> set[str]:
    return unit.kind.texts if unit.kind else set()


def _existing(units: Sequence[OrgUnit], period: Period, *, named: bool) -> list[OrgUnit]:
    existing = [unit for unit in units if unit.span_at(period.start, period.end)]
    if named and len(existing) < len(units):
        gone = next(unit for unit in units if unit not in existing)
        raise ParameterError(f"the unit {gone.code} does not exist in {period}")
    return existing


def _periods(evaluation: Evaluation, asked: Sequence[str]) -> tuple[Period, ...]:
    return tuple(dict.fromkeys(_asked_period(evaluation, text) for text in asked))


def _asked_period(evaluation: Evaluation, text: str) -> Period:
    if text == LATEST:
        return latest_period(evaluation)
    try:
        period = parse_period(text, evaluation.scorecard.fiscal_year_starts)
    except PeriodError as error:
        raise ParameterError(f"{error}, or {LATEST}") from None
    if period not in evaluation.periods:
        raise _no_data_for(period, evaluation.periods)
    return period


def _no_data_for(period: Period, known: Sequence[Period]) -> ParameterError:
    of_kinds = [[one for one in known if one.kind == kind] for kind in KINDS]
    valid = [f"{min(of_kind)} to {max(of_kind)}" for of_kind in of_kinds if of_kind]
    hint = nearest(str(period), [str(one) for one in known])
    return ParameterError(
        f"there are no data for the period {period}; valid: {', '.join(valid) or 'none'}"
        + (f"; did you mean {hint}?" if hint else "")
    )


def _activities(evaluation: Evaluation, asked: Sequence[str]) -> tuple[str, ...]:
    _check_known("activity", asked, evaluation.subjects.activities)
    return tuple(dict.fromkeys(asked)) or (ALL_ACTIVITIES,)


def _check_doing(
    evaluation: Evaluation, units: Iterable[OrgUnit], activities: Sequence[str]
) -> None:
    """Refuse a named unit that does none of the ordered activities."""
    rows = evaluation.subjects.rows
    for unit in units:
        if not any((unit.code, activity) in rows for activity in activities):
            valid = [
                ALL_ACTIVITIES,
                *(a for a in evaluation.subjects.activities if (unit.code, a) in rows),
            ]
            raise ParameterError(
                f"the unit {unit.code} does not do {', '.join(activities)}; "
                f"valid: {', '.join(dict.fromkeys(valid))}"
            )


def _languages(scorecard: Scorecard, asked: Sequence[str]) -> tuple[str, ...]:
    _check_known("language", asked, scorecard.languages)
    return tuple(dict.fromkeys(asked)) or scorecard.languages


def _check_known(what: str, asked: Iterable[str], valid: Iterable[str]) -> None:
    known = sorted(valid)
    for word in asked:
        if word not in known:
            raise ParameterError(unknown(what, word, known))


def unknown(what: str, word: str, valid: Sequence[str]) -> str:
    """Return the message for a word that is not known: what is valid, and the nearest."""
    shown = ", ".join(valid[:MOST_SHOWN]) or "none"
    if len(valid) > MOST_SHOWN:
        shown += f" … ({len(valid)} in all)"
    hint = nearest(word, valid)
    return f"there is no {what} {printable(word)}; valid: {shown}" + (
        f"; did you mean {hint}?" if hint else ""
    )
