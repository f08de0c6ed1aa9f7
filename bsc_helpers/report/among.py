"""A unit among those of its kind: a funnel or a row of dots, and the units outside the usual."""

from __future__ import annotations

import math
from typing import Any

from bsc_helpers.blocks import Block, Cell, Column, Figure, Row, Table
from bsc_helpers.charts.dot_plot import MOST_ROWS, Dot, DotPlot, render_dot_plot
from bsc_helpers.charts.funnel import FunnelPlot, FunnelPoint, render_funnel
from bsc_helpers.model import Measure
from bsc_helpers.narrative.alphabet import name_key
from bsc_helpers.narrative.formats import format_number, format_value
from bsc_helpers.narrative.units import kind_of_unit
from bsc_helpers.report.figures import has_value
from bsc_helpers.report.opened import Report
from bsc_helpers.report.said import line
from bsc_helpers.report.variation import range_text

__all__ = ["among"]

FEWEST_DRAWN = 5


def among(report: Report, measure: Measure) -> list[Block]:
    """Return a drawing of the unit among those of its kind, and the units outside the usual.

    Empty where the unit is not compared by the measure.
    """
    own = report.beside(measure)
    if own is None or not has_value(report.row(measure)) or math.isnan(own.lower_998):
        return []
    rows = report.compared(measure)
    figure = _figure(report, measure, own, rows)
    return [*([figure] if figure else []), _outside(report, measure, own, rows)]


def _figure(report: Report, measure: Measure, own: Any, rows: list[Any]) -> Figure | None:
    """Return a funnel where cases are counted, or dots in the order of values; None for many."""
    sized = not math.isnan(own.size)
    if len(rows) < FEWEST_DRAWN or not (sized or len(rows) <= MOST_ROWS):
        return None
    svg = _funnel(report, measure, own, rows) if sized else _dots(report, measure, own, rows)
    words, side = report.words, _side(own)
    title = words["funnel_title"].format(
        measure=measure.name.of(report.language),
        finding=words[f"funnel_finding_{side or 'inside'}"],
        units=format_number(own.units, 0, report.language),
    )
    return Figure(svg=svg, title=title, alt=_alt(report, measure, own, rows))


def _funnel(report: Report, measure: Measure, own: Any, rows: list[Any]) -> str:
    points = [
        FunnelPoint(
            count=row.size,
            value=row.value,
            lower=row.lower_998,
            upper=row.upper_998,
            lower_inner=row.lower_95,
            upper_inner=row.upper_95,
            name=_name(report, row),
            marked=row is own,
        )
        for row in rows
    ]
    return render_funnel(
        FunnelPlot(
            points=points,
            centre=own.middle,
            count_label=_cases(report, measure),
            **_looks(report, measure),
            format_count=lambda count: format_number(count, 0, report.language),
        )
    )


def _dots(report: Report, measure: Measure, own: Any, rows: list[Any]) -> str:
    """Draw the units in the order of their values, with what is usual among them as a band."""
    language = report.language
    plot = DotPlot(
        rows=[
            Dot(
                name=_name(report, row),
                value=row.value,
                text=format_value(row.value, measure, language, bare=True),
                lower=row.lower,
                upper=row.upper,
                marked=row is own,
            )
            for row in sorted(rows, key=lambda row: (-row.value, _key(report, row)))
        ],
        whole=own.middle,
        usual_low=own.lower_998,
        usual_high=own.upper_998,
        **_looks(report, measure),
    )
    return render_dot_plot(plot)


def _looks(report: Report, measure: Measure) -> dict[str, Any]:
    language, notice = report.language, report.slice.scorecard.notice
    unit = measure.unit_of_measure
    index = kind_of_unit(unit) == "index"
    return {
        "unit": unit.of(language) if index else report.figures.unit_text(measure),
        "format_number": lambda value: format_value(value, measure, language, bare=True),
        "step": 10.0**-measure.decimals,
        "notice": notice.of(language) if notice else "",
    }


def _cases(report: Report, measure: Measure) -> str:
    """Return what the cases are that a value is made of."""
    chance = measure.chance
    given = {each.code: each for each in report.slice.scorecard.inputs}
    if chance is None or chance.count not in given:
        return report.words["funnel_count"]
    name = given[chance.count].name.of(report.language)
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def _alt(report: Report, measure: Measure, own: Any, rows: list[Any]) -> str:
    words, language = report.words, report.language
    bare = report.figures.says_unit(measure)
    parts = [
        words["funnel_alt"].format(
            measure=measure.name.of(language),
            units=format_number(own.units, 0, language),
            unit=report.subject_name,
            value=report.figures.value_text(measure, report.row(measure)),
            centre=format_value(own.middle, measure, language, bare=bare),
            range=range_text(report, measure, own.lower_998, own.upper_998),
        )
    ]
    names = [_name(report, row) for row in _beyond(report, rows)]
    if names:
        parts.append(words["funnel_alt_outside"].format(names=", ".join(names)))
    return " ".join(parts)


def _outside(report: Report, measure: Measure, own: Any, rows: list[Any]) -> Block:
    """Return the units outside the usual, by name, or a line that there are none."""
    words, language = report.words, report.language
    beyond = _beyond(report, rows)
    if not beyond:
        units = format_number(own.units, 0, language)
        return line(words["outside_none"].format(units=units))
    bare = {"bare": True}
    made = [
        Row(
            cells=(
                Cell(text=_name(report, row)),
                Cell(text=format_value(row.value, measure, language, **bare), number=row.value),
                Cell(text=range_text(report, measure, row.lower_998, row.upper_998, row.value)),
                Cell(text=words[f"outside_{_side(row)}"]),
            )
        )
        for row in beyond
    ]
    columns = (
        Column(label=words["unit"]),
        Column(label=report.figures.with_unit(words["value"], measure), numeric=True),
        Column(label=words["outside_usual"], numeric=True),
        Column(label=words["outside_side"]),
    )
    caption = words["outside_caption"].format(measure=measure.name.of(language))
    return Table(caption=caption, columns=columns, rows=tuple(made))


def _beyond(report: Report, rows: list[Any]) -> list[Any]:
    """Return the units outside the outer limits, by name."""
    return sorted((row for row in rows if row.unusual), key=lambda row: _key(report, row))


def _side(row: Any) -> str:
    if not row.unusual:
        return ""
    return "above" if row.outside > 0 else "below"


def _name(report: Report, row: Any) -> str:
    return report.slice.names[row.org_unit].of(report.language)


def _key(report: Report, row: Any) -> Any:
    return name_key(_name(report, row), report.language)
