"""All sources of a scorecard together: one tidy frame, in which each figure stands once."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from bsc_helpers.errors import DataError, Problem
from bsc_helpers.evaluation import observations_frame
from bsc_helpers.model import Scorecard, Source
from bsc_helpers.sources.table import MOST_ALIKE, Row, read_rows

__all__ = ["read_observations"]

Figure = tuple[str, str, str, str]  # input, unit, period, recorded


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
    One row for each figure, with the columns of ``evaluation.OBSERVATIONS``. A figure that was
    delivered as missing has no row. Parts (``sum_over``) are added; where one of them is missing
    the whole is.

    Raises
    ------
    DataError
        With every problem in all files, located by file, line and column.
    """
    problems: list[Problem] = []
    delivered: list[tuple[Source, Row]] = []
    for source in scorecard.sources:
        rows, found = read_rows(source, scorecard, folder / source.file)
        problems += found
        delivered += [(source, row) for row in rows]
    problems += _duplicates(delivered)
    if problems:
        raise DataError(problems)
    return observations_frame(_figures(delivered))


def _key(row: Row) -> Figure:
    return row.input, row.org_unit, str(row.period), str(row.recorded_at)


def _duplicates(delivered: Iterable[tuple[Source, Row]]) -> list[Problem]:
    """Return a problem for each figure that stands twice, naming both places."""
    first: dict[tuple[Figure, tuple[str, ...]], tuple[Source, Row]] = {}
    problems: list[Problem] = []
    for source, row in delivered:
        other, earlier = first.setdefault((_key(row), row.parts), (source, row))
        if earlier is not row:
            figure = f"{row.input} of {row.org_unit} in {row.period}"
            message = f"{figure} stands twice: first in {other.file}:{earlier.line}"
            problems.append(Problem(message, file=source.file, line=row.line))
    rest = len(problems) - 4 * MOST_ALIKE
    if rest > 0:
        more = Problem(f"… and {rest} more figures that stand twice")
        return [*problems[: 4 * MOST_ALIKE], more]
    return problems


def _figures(delivered: Iterable[tuple[Source, Row]]) -> list[dict[str, object]]:
    """Return one record for each figure; parts are added, and a missing part leaves it out."""
    figures: dict[Figure, dict[str, object]] = {}
    values: dict[Figure, list[float | None]] = {}
    for source, row in delivered:
        key = _key(row)
        values.setdefault(key, []).append(row.value)
        figures.setdefault(
            key,
            {
                "input": row.input,
                "org_unit": row.org_unit,
                "period": str(row.period),
                "source": source.code,
                "line": row.line,
                "recorded_at": row.recorded_at,
            },
        )
    return [
        {**record, "value": sum(v for v in values[key] if v is not None)}
        for key, record in figures.items()
        if None not in values[key]
    ]
