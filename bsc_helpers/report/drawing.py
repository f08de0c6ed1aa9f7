"""The chart of a measure: its course with target and comparison, and the numbers behind it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bsc_helpers.blocks import Cell, Column, Figure, Row, Table
from bsc_helpers.charts.run_chart import render_chart
from bsc_helpers.charts.series import Break, Mark, RunSeries
from bsc_helpers.compute.process import TOO_FEW
from bsc_helpers.model import Measure, OrgUnit
from bsc_helpers.narrative import STATUS_WORDS
from bsc_helpers.narrative.formats import (
    format_difference,
    format_numbers,
    format_period,
    format_short_period,
    format_value,
    missing_sign,
    unit_text,
)
from bsc_helpers.narrative.rounding import rounded
from bsc_helpers.narrative.units import kind_of_unit
from bsc_helpers.periods import Period
from bsc_helpers.report.compared import is_compared
from bsc_helpers.report.figures import has_value, number_of, reason_of
from bsc_helpers.report.opened import Report
from bsc_helpers.report.revisions import revised_rows
from bsc_helpers.report.targets import target_number, target_text
from bsc_helpers.report.variation import news_of, usual_range

__all__ = ["chart_of"]

MISSING = math.nan


def chart_of(report: Report, measure: Measure) -> Figure | None:
    """Return the chart of a measure; None when it never had a value."""
    course = _Course(report, measure)
    if not course.known:
        return None
    return Figure(
        svg=render_chart(course.series()),
        alt=course.alt(),
        title=course.title(),
        data=course.data(),
    )


@dataclass(frozen=True)
class _Course:
    """A measure over time, for the report's unit and the one it is compared with."""

    report: Report
    measure: Measure

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        return self.report.history(self.measure)

    @cached_property
    def rows(self) -> list[Any]:
        return [self.report.row(self.measure, period=period) for period in self.periods]

    @cached_property
    def course(self) -> list[Any]:
        """What is known of each value over time; None where it is nothing.

        Only where the values are those of single periods: others have no usual variation.
        """
        known = self.report.course(self.measure) if self.measure.window == "period" else {}
        return [known.get(str(period)) for period in self.periods]

    @cached_property
    def known(self) -> list[tuple[Any, Period]]:
        """The rows that have a value, with their periods."""
        return [(r, p) for r, p in zip(self.rows, self.periods, strict=True) if has_value(r)]

    @cached_property
    def compared(self) -> OrgUnit | None:
        """The whole organisation; none where a unit cannot be held against it."""
        above = self.report.slice.ancestors[:1]
        if not above or not is_compared(self.report, self.measure):
            return None
        return above[0] if any(map(has_value, self._rows_of(above[0]))) else None

    @cached_property
    def others(self) -> list[Any]:
        """The rows of the unit that is compared with; empty without one."""
        return self._rows_of(self.compared) if self.compared else []

    def _rows_of(self, unit: OrgUnit) -> list[Any]:
        return [self.report.row(self.measure, unit, period) for period in self.periods]

    # ---------------------------------------------------------------------------------- drawing

    def series(self) -> RunSeries:
        report, measure, language = self.report, self.measure, self.report.language
        ranged = measure.polarity == "in_range"
        targets = [_number(row, "target_low" if ranged else "target") for row in self.rows]
        has_target = any(target == target for target in targets)  # noqa: PLR0124 - not NaN
        notice = report.slice.scorecard.notice
        last = self.known[-1][0]
        return RunSeries(
            labels=[format_short_period(period, language) for period in self.periods],
            values=[_value_of(row) for row in self.rows],
            unit=self._axis_unit(),
            format_number=lambda value: format_value(value, measure, language, bare=True),
            value_texts=[report.figures.short_text(measure, row) for row in self.rows],
            years=[] if self.periods[0].kind == "year" else [str(p.year) for p in self.periods],
            target=targets if has_target else [],
            target_high=[_number(row, "target_high") for row in self.rows]
            if has_target and ranged
            else [],
            target_label=target_text(measure, self.rows[-1], language, bare=True)
            if has_target
            else "",
            comparison=[_value_of(row) for row in self.others],
            comparison_label=self.compared.name.of(language) if self.compared else "",
            comparison_texts=[report.figures.short_text(measure, row) for row in self.others],
            interval=(_number(last, "lower"), _number(last, "upper")),
            step=10.0**-measure.decimals,
            notice=notice.of(language) if notice else "",
            breaks=sorted([*self._breaks(), *self._reorganised()]),
            marks=[*self._news(), *self._marks()],
            **self._usual(),
        )

    def _usual(self) -> dict[str, Any]:
        """Return the limits of the usual variation, where they are known."""
        course, words = self.course, self.report.words
        if not any(point is not None and not math.isnan(point.usual_low) for point in course):
            return {}
        last = next(point for point in reversed(course) if point is not None)
        usual = usual_range(self.report, self.measure, last)
        change = self.report.change(self.measure)
        band = "trial_band" if self._is_trial() else "usual_band"
        # With the season the middle moves from point to point: the band says as much, more calmly.
        middle = [] if change.seasoned else [_number(point, "middle") for point in course]
        return {
            "centre": middle,
            "usual_low": [_number(point, "usual_low") for point in course],
            "usual_high": [_number(point, "usual_high") for point in course],
            "usual_label": words[band].format(range=usual) if usual else "",
        }

    def _is_trial(self) -> bool:
        """Whether the limits rest on too few values for any of them to be tested."""
        word: str = self.report.change(self.measure).variation
        return word == TOO_FEW

    def _news(self) -> list[Mark]:
        """Return the last value where it is more than usual, with the run that makes it so.

        Looking back over a whole series finds signals by chance alone, so others are not marked.
        """
        word = news_of(self.report, self.measure)
        if word is None or self.course[-1] is None:
            return []
        places = [n for n, row in enumerate(self.rows) if has_value(row)]
        run = int(self.report.change(self.measure).run)
        return [Mark(n, word, self.report.words[f"mark_{word}"]) for n in places[-run:]]

    def _breaks(self) -> list[Break]:
        """Return the changes of definition or rule that lie within the drawn periods."""
        language, found = self.report.language, []
        for each in self.measure.breaks:
            begins = self.report.parse(each.from_).start
            place = next((n for n, p in enumerate(self.periods) if begins <= p.start), None)
            if place is not None and self.periods[0].start < begins:
                found.append(Break(place, each.text.of(language), each.kind))
        return sorted(found)

    def _reorganised(self) -> list[Break]:
        """Return where the unit became another one, within the drawn periods."""
        word = self.report.words["new_organisation"]
        days = {change.day for change in self.report.slice.reorganisations}
        first = [next((n for n, p in enumerate(self.periods) if day <= p.end), 0) for day in days]
        return [Break(place, word) for place in sorted({*first} - {0})]

    def _marks(self) -> list[Mark]:
        """Return the values that may still be revised, and those that were."""
        words = self.report.words
        places = {str(period): place for place, period in enumerate(self.periods)}
        revised = {places[row.period] for row in revised_rows(self.report, self.measure)}
        open_ = {
            places[str(claim.period)]
            for claim in self.report.statements
            if claim.measure == self.measure.code
            and claim.pattern == "19_preliminary"
            and str(claim.period) in places
        }
        marks = [Mark(place, "preliminary", words["preliminary_word"]) for place in sorted(open_)]
        return marks + [Mark(p, "revised", words["revised_word"]) for p in sorted(revised - open_)]

    def _axis_unit(self) -> str:
        """Return the unit that the marks of the axis do not carry."""
        unit = self.measure.unit_of_measure
        if kind_of_unit(unit) == "index":
            return unit.of(self.report.language)
        return unit_text(self.measure, self.report.language)

    # ------------------------------------------------------------------------------------ words

    def title(self) -> str:
        """Say what the chart shows last: the value, and how it stands against its target."""
        report, row = self.report, self.report.row(self.measure)
        value = report.figures.value_text(self.measure, row) if has_value(row) else self._why(row)
        return report.words["chart_title"].format(
            measure=self.measure.name.of(report.language),
            value=value + self._finding(row),
            period=self._when(self.report.slice.shown(self.measure.code)),
        )

    def _finding(self, row: Any) -> str:
        """Return how the value stands against its target; nothing where that is not judged."""
        words, measure, language = self.report.words, self.measure, self.report.language
        if not has_value(row) or row.status in ("unscored", "no_data"):
            return ""
        step = self._from_target(row)
        if step is None or row.status in ("good", "uncertain"):
            return f", {STATUS_WORDS[language][row.status]}"
        figures = self.report.figures
        places, bare = figures.decimals(measure, row), figures.says_unit(measure)
        if measure.role == "legal_duty":
            target = target_text(measure, row, language, bare=bare)
            return words["finding_duty"].format(target=target)
        told = format_difference(abs(step), measure, language, places, bare=bare)
        return words["finding_above" if step > 0 else "finding_below"].format(difference=told)

    def _from_target(self, row: Any) -> float | None:
        """Return how far the figures shown lie from the nearer end of the target."""
        places = self.report.figures.decimals(self.measure, row)
        ends = [_number(row, name) for name in ("target", "target_low", "target_high")]
        value = rounded(row.value, places)
        steps = [value - rounded(end, places) for end in ends if not math.isnan(end)]
        return float(min(steps, key=abs)) if steps else None

    def _why(self, row: Any) -> str:
        """Return in words why there is no value."""
        return missing_sign(reason_of(row), self.report.language)[1]

    def alt(self) -> str:
        """Name measure, unit, span, latest value, extremes, target and what it is compared with."""
        words, report, measure = self.report.words, self.report, self.measure
        first, last = self._when(self.periods[0]), self._when(self.periods[-1])
        name, latest = measure.name.of(report.language), self.known[-1]
        parts = [
            words["chart_alt"].format(
                measure=name, unit=report.subject_name, first=first, last=last
            ),
            words["chart_alt_last"].format(
                value=self._text(latest[0]), period=self._when(latest[1])
            ),
        ]
        if not has_value(self.rows[-1]):
            why = self._why(self.rows[-1])
            parts.append(words["chart_alt_missing"].format(period=last, why=why))
        if len(self.known) > 1:
            parts.append(self._extent())
        parts += self._alt_of_variation()
        bare = report.figures.says_unit(measure)
        target = target_text(measure, self.rows[-1], report.language, bare=bare)
        if target:
            parts.append(words["chart_alt_target"].format(target=target))
        if self.compared:
            compared = self.compared.name.of(report.language)
            parts.append(words["chart_alt_compared"].format(unit=compared))
        parts += [
            words["chart_alt_break"].format(period=self._when(self.periods[found.place]))
            for found in self._breaks()
            if found.kind == "definition"
        ]
        parts += [
            words["chart_alt_organisation"].format(period=self._when(self.periods[found.place]))
            for found in self._reorganised()
        ]
        return " ".join(parts)

    def _alt_of_variation(self) -> list[str]:
        """Tell the limits of the usual variation, and whether the last value lies outside."""
        words, last = self.report.words, self.course[-1]
        usual = usual_range(self.report, self.measure, last) if last is not None else ""
        if not usual:
            return []
        kind = "chart_alt_trial" if self._is_trial() else "chart_alt_usual"
        parts = [words[kind].format(range=usual)]
        if (word := news_of(self.report, self.measure)) is not None:
            parts.append(words["chart_alt_news"].format(word=words[f"mark_{word}"]))
        return parts

    def _extent(self) -> str:
        low, low_period = self._latest_like(min(self.known, key=_value))
        high, high_period = self._latest_like(max(self.known, key=_value))
        return self.report.words["chart_alt_extent"].format(
            low=low,
            low_period=self._when(low_period),
            high=high,
            high_period=self._when(high_period),
        )

    def _latest_like(self, found: tuple[Any, Period]) -> tuple[str, Period]:
        """Return the text of a value and the latest period that has the same text."""
        text = self._text(found[0])
        return text, next(p for r, p in reversed(self.known) if self._text(r) == text)

    def _text(self, row: Any) -> str:
        return self.report.figures.value_text(self.measure, row)

    def _when(self, period: Period) -> str:
        return format_period(period, self.report.language)

    # ------------------------------------------------------------------------------------- data

    def data(self) -> Table:
        """Return the numbers behind the chart; the caption says their unit."""
        words, language = self.report.words, self.report.language
        targets = [Cell(text=target_number(row, language)) for row in self.rows]
        columns = [
            (words["period"], [Cell(text=self._when(period)) for period in self.periods]),
            (self.report.subject_name, [self._cell(row) for row in self.rows]),
        ]
        if any(cell.text for cell in targets):
            columns.append((words["target"], targets))
        usual = [Cell(text=self._usual_of(point)) for point in self.course]
        if len({cell.text for cell in usual if cell.text}) > 1:  # else the chart says it once
            columns.append((words["usual_fact"], usual))
        if self.compared:
            others = [self._cell(row) for row in self.others]
            columns.append((self.compared.name.of(language), others))
        name = self.report.figures.with_unit(self.measure.name.of(language), self.measure)
        cells = zip(*(column for _, column in columns), strict=True)
        return Table(
            caption=words["chart_data"].format(measure=name),
            columns=tuple(
                Column(label=label, numeric=n > 0) for n, (label, _) in enumerate(columns)
            ),
            rows=tuple(Row(cells=row) for row in cells),
        )

    def _usual_of(self, point: Any) -> str:
        """Return the limits of the usual variation at a value, without their unit."""
        if point is None or math.isnan(point.usual_low):
            return ""
        places = self.measure.decimals
        return format_numbers(point.usual_low, point.usual_high, places, self.report.language)

    def _cell(self, row: Any) -> Cell:
        return Cell(text=self.report.figures.number_text(self.measure, row), number=number_of(row))


def _number(row: Any, column: str) -> float:
    return MISSING if row is None else float(getattr(row, column))


def _value_of(row: Any) -> float:
    """Return the value of a row, NaN where there is none that may be shown."""
    number = number_of(row)
    return MISSING if number is None else number


def _value(known: tuple[Any, Period]) -> float:
    return float(known[0].value)
