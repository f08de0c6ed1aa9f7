"""The tidy result as a table for other programs."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd

from bsc_helpers.batch.files import write_whole
from bsc_helpers.batch.jobs import LATEST, latest_period, unknown
from bsc_helpers.errors import ParameterError
from bsc_helpers.evaluation import Evaluation, shown_results
from bsc_helpers.folder import AS_WAS
from bsc_helpers.periods import Period

__all__ = ["TABLES", "render_csv", "render_parquet", "tidy_table", "write_table"]

FIRST = (
    "org_unit", "activity", "period", "measure", "value", "target", "attainment", "score",
    "status", "coverage",
)  # fmt: skip
# With these a cell begins that a spreadsheet takes for a formula, also in their full-width forms.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


RESULTS_TABLE = "results"
_FOUND = ("changes", "comparison")  # in the period of a report; the others in all periods
TABLES = (RESULTS_TABLE, "scores", "economy", "centres", "bonus", "surveys", *_FOUND)


def tidy_table(evaluation: Evaluation, period: str = "", what: str = RESULTS_TABLE) -> pd.DataFrame:
    """Return a table of all periods, or of what the reports of one period show.

    One row for each unit, period and measure (or score, line, part of a survey). A measure that is
    taken less often than the period stands with its latest value, as on the page; its own period
    is in the row. Texts are texts and numbers are numbers; a missing value is missing. The last
    column says in which structure of the organisation the figures are counted: ``as-was``, or the
    day whose structure it is.

    Parameters
    ----------
    what
        One of `TABLES`. How values change and how units compare depends on the period of the
        report; by default it is the latest.

    Raises
    ------
    ParameterError
        When there is no such table, or there are no reports for the period.
    """
    if what not in TABLES:
        raise ParameterError(unknown("table", what, TABLES))
    when = _period(evaluation, period or (LATEST if what in _FOUND else ""))
    rows = _rows(evaluation, what, when)
    columns = [name for name in FIRST if name in rows] + [c for c in rows if c not in FIRST]
    keys = [name for name in _KEYS if name in rows]
    sorted_rows = rows[columns].sort_values(keys, kind="stable").reset_index(drop=True)
    structure = evaluation.structure.isoformat() if evaluation.structure else AS_WAS
    return sorted_rows.assign(structure=structure)


_KEYS = ("org_unit", "activity", "period", "measure", "level", "code", "line", "survey", "part")


def _period(evaluation: Evaluation, period: str) -> Period | None:
    if period == LATEST:
        return latest_period(evaluation)
    known = {str(each): each for each in evaluation.periods}
    if period and period not in known:
        raise ParameterError(unknown("period with results", period, sorted(known, reverse=True)))
    return known.get(period)


def _rows(evaluation: Evaluation, what: str, period: Period | None) -> pd.DataFrame:
    """Return the rows of a table; of the results those that the reports of the period show."""
    if what in _FOUND and period is not None:
        found: pd.DataFrame = getattr(evaluation.findings_in(period), f"{what}_frame")
        return found
    if what == RESULTS_TABLE:
        return evaluation.results if period is None else shown_results(evaluation, period)
    rows: pd.DataFrame = getattr(evaluation, what)
    return rows if period is None else rows[rows["period"] == str(period)]


def render_csv(table: pd.DataFrame) -> bytes:
    """Return a table as CSV (RFC 4180, UTF-8): decimal points, empty where a value is missing.

    A text that a spreadsheet would take for a formula gets an apostrophe in front; numbers stay
    numbers, negative ones too.
    """
    safe = table.copy()
    for name in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[name]):
            safe[name] = safe[name].astype(object).map(_inert, na_action="ignore")
    return safe.to_csv(index=False, lineterminator="\r\n").encode()


def _inert(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def render_parquet(table: pd.DataFrame) -> bytes:
    """Return a table as Parquet."""
    buffer = io.BytesIO()
    table.to_parquet(buffer, index=False)
    return buffer.getvalue()


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a table as CSV or Parquet, as the file's ending says.

    Raises
    ------
    ParameterError
        When the ending is another one, or the folder does not exist.
    """
    renderers = {".csv": render_csv, ".parquet": render_parquet}
    render = renderers.get(path.suffix.lower())
    if render is None:
        raise ParameterError(f"{path}: a table is written to a file ending in .csv or .parquet")
    if not path.parent.is_dir():
        raise ParameterError(f"{path}: there is no folder {path.parent}")
    write_whole(path, render(table))
