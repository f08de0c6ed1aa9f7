"""All sources of a scorecard together: one tidy frame, in which each figure stands once."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import groupby
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bsc_helpers.compute.survey import Answers
from bsc_helpers.errors import DataError, Problem
from bsc_helpers.evaluation import OBSERVATIONS, observations_frame, table_of
from bsc_helpers.model import ALL_ACTIVITIES, Scorecard
from bsc_helpers.sources.answers import read_answers
from bsc_helpers.sources.figures import NO_DAY, Figures, only_activities, read_figures
from bsc_helpers.sources.problems import MOST_ALIKE

__all__ = ["Delivered", "read_observations", "read_sources"]

MOST_TWICE = 4 * MOST_ALIKE  # figures that stand twice which are listed before the rest is counted

Places = NDArray[np.intp]


@dataclass(frozen=True)
class Delivered:
    """What all sources of a scorecard delivered.

    Attributes
    ----------
    observations
        The figures, with the columns of ``evaluation.OBSERVATIONS``; those that are made of a
        survey's answers too.
    answers
        The answers of the respondents of each survey by its code; in memory only.
    """

    observations: pd.DataFrame
    answers: dict[str, Answers] = field(default_factory=dict)


def read_observations(scorecard: Scorecard, folder: Path) -> pd.DataFrame:
    """Return the figures of every source of a scorecard, as `read_sources` reads them."""
    return read_sources(scorecard, folder).observations


def read_sources(scorecard: Scorecard, folder: Path) -> Delivered:
    """Read every source of a scorecard.

    Parameters
    ----------
    scorecard
        Declares the sources and knows units, activities and inputs.
    folder
        The folder of the register: paths of files begin there.

    Returns
    -------
    The answers of surveys, and as observations one row for each figure and day on which something
    of it was recorded: what was known of the figure by then.

    * Forecasts that were made on different days are different figures.
    * The activity is the one that was said, ``all`` where none was. Of a unit that declares exactly
      one activity, what is said of that one and what is said of all is the same figure.
    * Parts (``sum_over``) are added, of each the latest that is known. Where one of them is
      missing the whole is.
    * What was delivered as missing has a row with NaN: the figure is expected and absent, and one
      that was known before is withdrawn. An empty cell of a wide table says nothing of a figure
      that was not known before: it has no row.
    * A figure comes from one source, which alone can revise it.

    Raises
    ------
    DataError
        With every problem in all files, located by file, line and column.
    """
    problems: list[Problem] = []
    told: list[Figures] = []
    heard: dict[str, list[Answers]] = {}
    for source in scorecard.sources:
        if source.layout == "answers":
            answers, figures, found = read_answers(source, scorecard, folder / source.file)
            if answers is not None:
                heard.setdefault(answers.survey, []).append(answers)
        else:
            figures, found = read_figures(source, scorecard, folder / source.file)
        problems += found
        told += [figures] if figures is not None else []
    together = {survey: Answers.joined(parts) for survey, parts in heard.items()}
    if not told:
        _refuse(problems)
        return Delivered(observations_frame([]), together)
    figures = Figures.joined(told)
    which = _figure_of(figures, only_activities(scorecard))
    _refuse([*problems, *_told_twice(figures, which)])
    return Delivered(_frame(figures, which), together)


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise DataError(problems)


def _figure_of(figures: Figures, only: dict[str, str]) -> Places:
    """Return the number of the figure that each entry tells of, in the order of their coming."""
    activity = np.array(
        [
            ALL_ACTIVITIES if only.get(unit) == said else said
            for unit, said in zip(figures.org_unit, figures.activity, strict=True)
        ],
        dtype=object,
    )
    return _numbered(
        figures.input,
        figures.org_unit,
        activity,
        figures.period,
        figures.scenario,
        figures.made_on,
    )


def _numbered(*columns: NDArray[np.generic]) -> Places:
    """Return a number for each distinct row of some columns, in the order of their coming."""
    number = np.zeros(len(columns[0]), dtype=np.intp)
    for column in columns:
        which, distinct = pd.factorize(column, use_na_sentinel=False)
        number = pd.factorize(number * len(distinct) + which)[0]  # small numbers: no overflow
    return number


def _told_twice(figures: Figures, which: Places) -> list[Problem]:
    """Return a problem for each entry that gives a figure of one day again, naming both places."""
    firsts = _firsts(which)
    in_two = figures.source != figures.source[firsts]
    again = _firsts(_numbered(which, figures.source, figures.recorded, figures.part))
    twice = np.flatnonzero(in_two | (again != np.arange(len(which))))
    listed = sorted(twice, key=lambda place: (figures.file[place], figures.line[place]))
    problems = []
    for place in listed[:MOST_TWICE]:
        first = firsts[place] if in_two[place] else again[place]
        message = (
            f"{_named(figures, place)} stands {'in two sources' if in_two[place] else 'twice'}"
        )
        message += f": first in {figures.file[first]}:{figures.line[first]}"
        problems.append(Problem(message, file=figures.file[place], line=int(figures.line[place])))
    if len(listed) > MOST_TWICE:
        rest = len(listed) - MOST_TWICE
        problems.append(Problem(f"… and {rest} more figures that stand twice"))
    return problems


def _firsts(number: Places) -> Places:
    """Return for each entry the first one with the same number."""
    _, first, which = np.unique(number, return_index=True, return_inverse=True)
    return first[which]


def _named(figures: Figures, place: np.intp) -> str:
    activity, made_on = figures.activity[place], _iso(int(figures.made_on[place]))
    of = f" of {activity}" if activity != ALL_ACTIVITIES else ""
    forecast = f", the forecast of {made_on}," if made_on else ""
    unit, period = figures.org_unit[place], figures.period[place]
    return f"{figures.input[place]}{of} of {unit} in {period}{forecast}"


def _frame(figures: Figures, which: Places) -> pd.DataFrame:
    """Return what was known of each figure on each day on which something of it was recorded."""
    alone = np.bincount(which)[which] == 1
    whole = np.flatnonzero(alone & figures.said)
    order = np.lexsort((figures.recorded, which))  # stable: entries of one day as they came
    history = list(_history(figures, which, order[~alone[order]]))
    place = np.array([*whole, *(first for first, _ in history)], dtype=np.intp)
    value = np.array([*figures.value[whole], *(known for _, known in history)], dtype=float)

    order = np.lexsort((figures.recorded[place], which[place]))
    place, value = place[order], value[order]
    columns = {
        "input": figures.input[place],
        "org_unit": figures.org_unit[place],
        "activity": figures.activity[_firsts(which)[place]],  # a revision may leave it out
        "period": figures.period[place],
        "scenario": figures.scenario[place],
        "made_on": [_iso(n) for n in figures.made_on[place].tolist()],
        "value": value,
        "source": figures.source[place],
        "line": figures.line[place],
        "recorded_at": [_day(n) for n in figures.recorded[place].tolist()],
        "breakdown": ["total"] * len(place),
    }
    return table_of(OBSERVATIONS, columns)


@cache
def _day(ordinal: int) -> date | None:
    return None if ordinal == NO_DAY else date.fromordinal(ordinal)


@cache
def _iso(ordinal: int) -> str | None:
    day = _day(ordinal)
    return None if day is None else day.isoformat()


def _history(figures: Figures, which: Places, order: Places) -> Iterator[tuple[int, float]]:
    """Yield the first entry of each day of each figure, and what was known of the figure then."""
    part, value = figures.part.tolist(), figures.value.tolist()
    recorded, said = figures.recorded.tolist(), figures.said.tolist()
    for _, entries in groupby(order.tolist(), key=which.tolist().__getitem__):
        known: dict[int, float] = {}
        spoken = False
        for _, of_day in groupby(entries, key=recorded.__getitem__):
            day = list(of_day)
            known.update((part[entry], value[entry]) for entry in day)
            spoken = spoken or any(said[entry] for entry in day)
            if spoken:
                yield day[0], _added(known.values())


def _added(parts: Collection[float]) -> float:
    """Return the sum of some figures as they were written, NaN as soon as one is missing.

    As decimal numbers: 0.10 + 0.20 is 0.30, whatever the order and the files they stand in.
    """
    if len(parts) == 1:
        return next(iter(parts))
    return float(sum((Decimal(repr(part)) for part in parts), start=Decimal(0)))
