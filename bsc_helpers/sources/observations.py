"""All sources of a scorecard together: one tidy frame, in which each figure stands once."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from pathlib import Path

import pandas as pd

from bsc_helpers.errors import DataError, Problem
from bsc_helpers.evaluation import observations_frame
from bsc_helpers.model import Scorecard
from bsc_helpers.periods import Period
from bsc_helpers.sources.table import MOST_ALIKE, Row, read_rows

__all__ = ["read_observations"]

Figure = tuple[str, str, Period]  # input, unit, period


def read_observations(scorecard: Scorecard, folder: Path) -> pd.DataFrame:
    """Read every source of a scorecard.

    Parameters
    ----------
    scorecard
        Declares the sources and knows units and inputs.
    folder
        The folder of the register: paths of files begin there.

    Returns
    -------
    One row for each figure and day on which something of it was recorded, with the columns of
    ``evaluation.OBSERVATIONS``: what was known of the figure by then.

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
    figures: dict[Figure, list[Row]] = defaultdict(list)
    for source in scorecard.sources:
        rows, found = read_rows(source, scorecard, folder / source.file)
        problems += found
        for row in rows:
            figures[row.input, row.org_unit, row.period].append(row)
    problems += _told_twice(figures.values())
    if problems:
        raise DataError(problems)
    return observations_frame([record for rows in figures.values() for record in _history(rows)])


def _told_twice(figures: Iterable[list[Row]]) -> list[Problem]:
    """Return a problem for each row that gives a figure of one day again, naming both places."""
    problems = [problem for rows in figures if len(rows) > 1 for problem in _again(rows)]
    problems.sort(key=lambda problem: (problem.file, problem.line))
    rest = len(problems) - 4 * MOST_ALIKE
    if rest > 0:
        return [*problems[:-rest], Problem(f"… and {rest} more figures that stand twice")]
    return problems


def _again(rows: list[Row]) -> Iterator[Problem]:
    owner = rows[0]
    of_part: dict[tuple[date | None, tuple[str, ...]], Row] = {}
    for row in rows:
        figure = f"{row.input} of {row.org_unit} in {row.period}"
        if row.source != owner.source:
            message = f"{figure} stands in two sources: first in {owner.file}:{owner.line}"
            yield Problem(message, file=row.file, line=row.line)
            continue
        first = of_part.setdefault((row.recorded_at, row.parts), row)
        if first is not row:
            message = f"{figure} stands twice: first in {first.file}:{first.line}"
            yield Problem(message, file=row.file, line=row.line)


def _day(row: Row) -> date:
    return row.recorded_at or date.min  # of an unknown day: before all others, as in `evaluate`


def _history(rows: list[Row]) -> Iterator[dict[str, object]]:
    """Yield what was known of one figure on each day on which something of it was recorded."""
    known: dict[tuple[str, ...], float | None] = {}
    spoken = False
    for _, of_day in groupby(sorted(rows, key=_day), key=_day):
        first, *others = of_day
        known.update((row.parts, row.value) for row in (first, *others))
        spoken = spoken or not all(row.silent for row in (first, *others))
        if not spoken:
            continue
        yield {
            "input": first.input,
            "org_unit": first.org_unit,
            "period": str(first.period),
            "value": _total(known.values()),
            "source": first.source,
            "line": first.line,
            "recorded_at": first.recorded_at,
        }


def _total(values: Iterable[float | None]) -> float:
    """Return the sum, NaN as soon as a part is missing."""
    return math.fsum(math.nan if value is None else value for value in values)
