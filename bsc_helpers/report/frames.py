"""A user's DataFrame as a table block, with numbers as readers of the language write them."""

from __future__ import annotations

import math
from numbers import Integral, Real
from typing import Any

import pandas as pd

from bsc_helpers.blocks import Cell, Column, Row, Table
from bsc_helpers.narrative.formats import format_number

__all__ = ["table_of"]

MOST_ROWS = 200
MOST_DECIMALS = 3


def table_of(frame: pd.DataFrame, language: str, caption: str = "") -> Table:
    """Return a frame as a table; its index names the rows.

    Parameters
    ----------
    frame
        Any frame. A missing value is an empty cell. Of more than 200 rows the first 200 are
        shown, and the caption says so.
    language
        Of the number format.
    caption
        By default ``frame.attrs["caption"]``, else the names of the columns.
    """
    shown = frame.head(MOST_ROWS)
    labels = [" ".join(map(str, _levels(name))) for name in shown.columns]
    numeric = [bool(pd.api.types.is_numeric_dtype(kind)) for kind in shown.dtypes]
    decimals = [
        _decimals(shown.iloc[:, n]) if is_number else 0 for n, is_number in enumerate(numeric)
    ]
    rows = [
        Row(
            cells=(
                Cell(text=" ".join(map(str, _levels(name)))),
                *(
                    _cell(value, places, language)
                    for value, places in zip(row, decimals, strict=True)
                ),
            )
        )
        for name, row in zip(shown.index, shown.itertuples(index=False, name=None), strict=True)
    ]
    first = " ".join(str(name) for name in shown.index.names if name is not None)
    columns = [Column(label=first)]
    columns += [Column(label=label, numeric=n) for label, n in zip(labels, numeric, strict=True)]
    text = caption or str(frame.attrs.get("caption", "")) or ", ".join(labels)
    if len(frame) > MOST_ROWS:
        text += f" ({MOST_ROWS} / {len(frame)})"
    return Table(caption=text, columns=tuple(columns), rows=tuple(rows))


def _levels(name: Any) -> tuple[Any, ...]:
    return name if isinstance(name, tuple) else (name,)


def _decimals(values: pd.Series[Any]) -> int:
    """Return the fewest decimals that show every number, up to three."""
    numbers = [float(v) for v in values.dropna() if math.isfinite(float(v))]
    for places in range(MOST_DECIMALS):
        if all(math.isclose(round(number, places), number, abs_tol=1e-9) for number in numbers):
            return places
    return MOST_DECIMALS


def _cell(value: Any, decimals: int, language: str) -> Cell:
    if value is None or value is pd.NaT or (isinstance(value, Real) and math.isnan(value)):
        return Cell()
    if isinstance(value, bool) or not isinstance(value, Real):
        return Cell(text=str(value))
    places = 0 if isinstance(value, Integral) else decimals
    return Cell(text=format_number(float(value), places, language), number=float(value))
