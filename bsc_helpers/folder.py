"""A scorecard's folder as a whole: register, sources and evaluation in one step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bsc_helpers.errors import DataError, ParameterError, Problem, did_you_mean, printable
from bsc_helpers.evaluation import Evaluation, evaluate, last_day
from bsc_helpers.model import Register
from bsc_helpers.model.texts import parse_date
from bsc_helpers.register import load_register, read_register
from bsc_helpers.sources import check_delivery, read_sources

__all__ = [
    "AS_WAS",
    "ScorecardFolder",
    "check_folder",
    "evaluate_folder",
    "find_folder",
    "parse_as_of",
]

PARAMETERS = "parameters"
AS_WAS, TODAY = "as-was", "today"  # structures that are no days


@dataclass(frozen=True)
class ScorecardFolder:
    """A folder's register and everything computed from it."""

    register: Register
    evaluation: Evaluation


def evaluate_folder(
    folder: Path, as_of: date | None = None, structure: str = AS_WAS
) -> ScorecardFolder:
    """Read a folder and compute everything.

    Parameters
    ----------
    structure
        ``as-was``: every figure counts in the organisation of its own time. A day, such as
        ``2002-06-30``: in the organisation of that day. ``today``: in that of `as_of`, or, where
        no such day is given, of the last day for which there is an actual figure.

    Raises
    ------
    RegisterError, DataError
        With every problem in the register, or else in the delivered files.
    ParameterError
        When the structure is none of these.
    """
    day = None if structure in (AS_WAS, TODAY) else _parse_day(structure, "structure")
    register = load_register(folder)
    told = read_sources(register.scorecard, folder)
    if structure == TODAY:
        day = as_of or last_day(register.scorecard, told.observations)
    evaluation = evaluate(register.scorecard, told.observations, as_of, day, told.answers)
    return ScorecardFolder(register, evaluation)


def check_folder(folder: Path) -> tuple[Problem, ...]:
    """Return every problem in a folder, errors first and advice last; empty when all is well.

    The delivered files are checked when the register is sound: how to read them stands there.
    """
    register, problems = read_register(folder)
    if register is not None:
        try:
            told = read_sources(register.scorecard, folder)
            evaluate(register.scorecard, told.observations, answers=told.answers)
            problems = [*problems, *check_delivery(register.scorecard, told.observations)]
        except DataError as error:
            problems = [*error.problems, *problems]
    return tuple(sorted(problems, key=lambda problem: problem.advice))


def find_folder(scorecard: str, start: Path) -> Path:
    """Return the folder of a scorecard by its name, from a folder or one of those around it.

    Raises
    ------
    ParameterError
        When there is no ``parameters/<scorecard>`` there.
    """
    around = [place / PARAMETERS for place in (start, *start.parents)]
    files = [path for place in reversed(around) for path in place.glob("*/scorecard.yaml")]
    known = {path.parent.name: path.parent for path in files}
    if scorecard not in known:
        more = did_you_mean(scorecard, sorted(known))
        raise ParameterError(f"there is no {PARAMETERS}/{printable(scorecard)}{more}")
    return known[scorecard]


def parse_as_of(text: str) -> date | None:
    """Read the day up to which figures are taken as known; None for an empty text.

    Raises
    ------
    ParameterError
        When the text is no day.
    """
    return _parse_day(text, "as_of") if text else None


def _parse_day(text: str, name: str) -> date:
    try:
        return parse_date(text)
    except ValueError as error:
        raise ParameterError(f"{name} {error} (found: {printable(text)})") from None
