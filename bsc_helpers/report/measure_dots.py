"""The drawing of a measure over units: a dot for each, with its interval, by name."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from bsc_helpers.blocks import Figure
from bsc_helpers.charts.dot_plot import MOST_ROWS, Dot, DotPlot, render_dot_plot
from bsc_helpers.model import ALL_ACTIVITIES, OrgUnit
from bsc_helpers.narrative.formats import format_number, format_period, format_range, unit_sign
from bsc_helpers.report.figures import has_value
from bsc_helpers.report.measure_rows import MeasureRows
from bsc_helpers.report.targets import target_text

__all__ = ["dots_of"]

FEWEST = 2  # units with a value
WIDTH = 640


def dots_of(rows: MeasureRows, units: Sequence[OrgUnit], whole: OrgUnit | None) -> Figure | None:
    """Return the units as dots; none with too few values, or more units than a drawing holds.

    A value that is withheld has its sign and no dot, and does not stretch the scale.
    """
    found = [(u, row) for u in units if (row := rows.by_subject.get((u.code, ALL_ACTIVITIES)))]
    known = [row for _, row in found if has_value(row)]
    if len(known) < FEWEST or len(found) > MOST_ROWS:
        return None
    whole_row = rows.by_subject.get((whole.code, ALL_ACTIVITIES)) if whole else None
    if not has_value(whole_row):
        whole_row = None
    low, high = min(row.value for row in known), max(row.value for row in known)
    measure, language, words, figures = rows.measure, rows.language, rows.words, rows.figures
    places, bare = max(figures.decimals(measure, row) for row in known), figures.says_unit(measure)
    told = {
        "measure": measure.name.of(language),
        "period": format_period(rows.period, language),
        "extent": format_range(low, high, measure, language, places, bare=bare),
        "count": len(known),
    }
    alt = [words.dots_alt.format(**told)]
    if whole and whole_row:
        value = figures.value_text(measure, whole_row)
        alt.append(words.dots_whole.format(unit=whole.name.of(language), value=value))
    if target := _common_target(rows):
        alt.append(words.dots_target.format(target=target))
    plot = _plot(rows, found, whole, whole_row, places)
    return Figure(
        svg=render_dot_plot(plot, WIDTH),
        alt=" ".join(alt),
        title=words.dots_title.format(**told),
    )


def _plot(
    rows: MeasureRows,
    found: Sequence[tuple[OrgUnit, Any]],
    whole: OrgUnit | None,
    whole_row: Any,
    places: int,
) -> DotPlot:
    language, card = rows.language, rows.overview.scorecard
    low, high = _target_ends(rows, found)
    return DotPlot(
        rows=[_dot(rows, unit, row) for unit, row in found],
        unit=unit_sign(rows.measure, language),
        format_number=lambda value: format_number(value, places, language),
        target=low,
        target_high=high,
        target_label=rows.words.target if not math.isnan(low) else "",
        whole=whole_row.value if whole_row else math.nan,
        whole_label=whole.name.of(language) if whole and whole_row else "",
        step=10.0**-places,
        notice=card.notice.of(language) if card.notice else "",
    )


def _dot(rows: MeasureRows, unit: OrgUnit, row: Any) -> Dot:
    name, text = unit.name.of(rows.language), rows.figures.number_text(rows.measure, row)
    if not has_value(row):
        return Dot(name, math.nan, text)
    return Dot(name, row.value, text, row.lower, row.upper)


def _common_target(rows: MeasureRows) -> str:
    return rows.targets[0] if len(rows.targets) == 1 else ""


def _target_ends(rows: MeasureRows, found: Sequence[tuple[OrgUnit, Any]]) -> tuple[float, float]:
    """Return the target that holds for all units: a value, or the ends of a range; NaN = none."""
    if not _common_target(rows):
        return math.nan, math.nan
    row = found[0][1]
    if target_text(rows.measure, row, rows.language) and math.isnan(row.target):
        return row.target_low, row.target_high
    return row.target, math.nan
