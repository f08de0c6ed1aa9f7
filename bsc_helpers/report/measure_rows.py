"""A measure over all units: its rows, and the tables in which units stand below each other."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bsc_helpers.blocks import Cell, Column, Row, Status, Table
from bsc_helpers.compute.measuring import CONFIDENCE
from bsc_helpers.model import Measure, OrgUnit, Reason
from bsc_helpers.narrative.formats import format_number, format_share, missing_sign
from bsc_helpers.narrative.languages import in_language
from bsc_helpers.periods import Period
from bsc_helpers.report.figures import Figures, has_value
from bsc_helpers.report.measure_page_words import MEASURE_PAGE_WORDS, MeasurePageWords
from bsc_helpers.report.overview import Overview, Subject
from bsc_helpers.report.targets import target_number, target_text

__all__ = ["MeasureRows"]


@dataclass(frozen=True)
class MeasureRows:
    """The rows of one measure in one period, as readers of one language see them.

    Attributes
    ----------
    addresses
        Where the current report of a unit and activity lies, from the folder of the page.
    """

    overview: Overview
    measure: Measure
    language: str
    addresses: Mapping[Subject, str]

    @property
    def words(self) -> MeasurePageWords:
        """The fixed words of the page."""
        return in_language(self.language, MEASURE_PAGE_WORDS)

    @cached_property
    def by_subject(self) -> dict[Subject, Any]:
        """The rows by unit and activity, where the measure applies."""
        return self.overview.rows_of(self.measure.code)

    @property
    def period(self) -> Period:
        """The period that is shown."""
        return self.overview.shown.get(self.measure.code, self.overview.period)

    @property
    def is_sample(self) -> bool:
        """Whether the values rest on some of those who were asked, and have an interval."""
        return self.measure.precision is not None

    @property
    def confidence(self) -> str:
        """The confidence of the intervals, in percent."""
        return format_number(100 * CONFIDENCE, 0, self.language)

    @cached_property
    def figures(self) -> Figures:
        """The rows as texts."""
        return Figures(self.overview.scorecard, self.language)

    @cached_property
    def targets(self) -> tuple[str, ...]:
        """The different targets that hold for the units, in words; empty words for none."""
        rows = self.by_subject.values()
        return tuple(dict.fromkeys(target_text(self.measure, row, self.language) for row in rows))

    # ------------------------------------------------------------------------------------ tables

    def table(
        self, caption: str, subjects: Iterable[tuple[OrgUnit, Subject]], anchor: str
    ) -> Table | None:
        """Return a table of the units that have the measure; by kind where there are several."""
        found = [
            (*each, self.by_subject[each[1]]) for each in subjects if each[1] in self.by_subject
        ]
        columns = self._columns([row for *_, row in found])
        kinds: dict[str, list[Row]] = {}
        for unit, subject, row in found:
            kind = unit.kind.of(self.language) if unit.kind else self.words.other_kinds
            cells = self._cells(unit, subject, row)
            shown = tuple(cell for cell, column in zip(cells, columns, strict=True) if column)
            kinds.setdefault(kind, []).append(Row(cells=shown))
        rows: list[Row] = []
        for kind, own in kinds.items():
            if len(kinds) > 1:
                rows.append(Row(cells=(Cell(text=kind[:1].upper() + kind[1:]),), group=True))
            rows += own
        if not rows:
            return None
        shown_columns = tuple(column for column in columns if column)
        return Table(caption=caption, columns=shown_columns, rows=tuple(rows), anchor=anchor)

    def _columns(self, rows: Sequence[Any]) -> list[Column | None]:
        """Return the columns; none in the place of one in which nothing would stand."""
        words, known = self.words, [row for row in rows if has_value(row)]
        has_base = any(not math.isnan(row.base) for row in known)
        has_gaps = any(row.coverage < 1 for row in known)
        given = (
            (words.unit, False, True),
            (self.figures.with_unit(words.value, self.measure), True, True),
            (words.status, False, True),
            (words.interval.format(confidence=self.confidence), True, self.is_sample),
            (words.target, True, self._targets_differ),
            (words.base, True, has_base),
            (words.coverage, True, has_gaps),
        )
        return [
            Column(label=text, numeric=numeric) if shown else None for text, numeric, shown in given
        ]

    def _cells(self, unit: OrgUnit, subject: Subject, row: Any) -> tuple[Cell, ...]:
        """Return the row of a unit; of a value that is not shown nothing else is told either."""
        known, language = has_value(row), self.language
        value = float(row.value) if known else None
        base = format_number(row.base, 0, language) if known and not math.isnan(row.base) else ""
        gaps = format_share(row.coverage, language) if known and row.coverage < 1 else ""
        return (
            self._unit_cell(unit, subject),
            Cell(text=self.figures.number_text(self.measure, row), number=value),
            self._status_cell(row),
            Cell(text=self.figures.interval_numbers(self.measure, row)),
            Cell(text=target_number(row, language)),
            Cell(text=base),
            Cell(text=gaps),
        )

    def _unit_cell(self, unit: OrgUnit, subject: Subject) -> Cell:
        name, address = unit.name.of(self.language), self.addresses.get(subject)
        files = ((self.words.report, address),) if address else ()
        return Cell(text=name, files=files, files_of=name if address else "")

    def _status_cell(self, row: Any) -> Cell:
        """Return the status, and why there is no value where its word does not say it."""
        status: Status = row.status
        said = row.reason in (Reason.OK.word, Reason.SUPPRESSED.word, Reason.NO_DATA.word)
        return Cell(status=status, quiet="" if said else missing_sign(row.reason, self.language)[1])

    @property
    def _targets_differ(self) -> bool:
        return len(self.targets) > 1
