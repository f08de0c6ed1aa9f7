"""The page about one measure: all units that have it, by name; no league table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from bsc_helpers.blocks import (
    Block,
    Cell,
    Column,
    Fold,
    Head,
    Heading,
    KeyFigure,
    KeyFigures,
    Notice,
    Paragraph,
    Row,
    Run,
    Table,
)
from bsc_helpers.model import ALL_ACTIVITIES, Measure, OrgUnit
from bsc_helpers.narrative.formats import format_period, format_share, missing_sign, unit_sign
from bsc_helpers.report.figures import has_value
from bsc_helpers.report.measure_dots import dots_of
from bsc_helpers.report.measure_page_words import MeasurePageWords
from bsc_helpers.report.measure_rows import MeasureRows
from bsc_helpers.report.overview import Overview, Subject

__all__ = ["MeasurePage", "may_be_ranked"]

TABLE = "units"  # how the anchors begin of the tables that a reader may sort
LOW = "low"


def may_be_ranked(measure: Measure) -> bool:
    """Whether units may be put in the order of their values: not where a grade is low."""
    return LOW not in (measure.reliability, measure.comparability)


@dataclass(frozen=True)
class MeasurePage:
    """The page about one measure in one period and language.

    Attributes
    ----------
    addresses
        Where the current report of a unit and activity lies, from the folder of this page.
    """

    overview: Overview
    measure: Measure
    language: str
    addresses: Mapping[Subject, str]

    @property
    def title(self) -> str:
        """The title of the page."""
        return self.words.title.format(
            measure=self._name, period=format_period(self.overview.period, self.language)
        )

    @property
    def words(self) -> MeasurePageWords:
        """The fixed words of the page."""
        return self._rows.words

    def blocks(self) -> tuple[Block, ...]:
        """Return the page, block by block; the first is its head."""
        body = [*self._directly_below(), *self._activities(), *self._further(), *self._signs()]
        if not self._rows.by_subject:
            body = [Paragraph(runs=(Run(text=self.words.nothing),))]
        return (self._head(), *self._whole(), *self._how_to_read(), *body)

    # ---------------------------------------------------------------------------------- the head

    def _head(self) -> Head:
        card, measure, language, words = (
            self.overview.scorecard,
            self.measure,
            self.language,
            self.words,
        )
        objective = next(o for o in card.objectives if o.code == card.objective_of(measure))
        targets = self._rows.targets
        facts = {
            words.unit_of_measure: unit_sign(measure, language),
            words.target: targets[0] if len(targets) == 1 else "",
            words.measured: self._period_text,
            words.objective: objective.name.of(language),
            words.reliability: words.grades.get(measure.reliability or "", ""),
            words.comparability: words.grades.get(measure.comparability or "", ""),
        }
        return Head(
            title=self.title,
            subtitle=card.name.of(language),
            language=language,
            facts=tuple((label, text) for label, text in facts.items() if text),
            lead=measure.definition.of(language) if measure.definition else "",
            notice=card.notice.of(language) if card.notice else "",
        )

    def _whole(self) -> Iterator[Block]:
        """Show the unit that all others lie under, when there is such a one."""
        row = self._rows.by_subject.get((self._root.code, ALL_ACTIVITIES)) if self._root else None
        if row is None:
            return
        figures = self._rows.figures
        interval = figures.interval_numbers(self.measure, row)
        if interval:
            quiet = self.words.whole_interval.format(interval=interval)
        else:
            quiet = "" if has_value(row) else missing_sign(row.reason, self.language)[1]
        if has_value(row) and row.coverage < 1:
            share = format_share(row.coverage, self.language)
            covered = self.words.whole_coverage.format(share=share)
            quiet = f"{quiet}, {covered}" if quiet else covered
        figure = KeyFigure(
            label=self._name,
            text=figures.value_text(self.measure, row),
            status=row.status,
            quiet=quiet,
        )
        label = self.words.whole_label.format(unit=self._root_name)
        yield KeyFigures(label=label, figures=(figure,))

    def _how_to_read(self) -> Iterator[Block]:
        words = self.words
        yield Heading(level=2, text=words.how_to_read, anchor="how-to-read")
        note = words.interval_note if self._rows.is_sample else words.count_note
        note = note.format(confidence=self._rows.confidence)
        yield Paragraph(runs=(Run(text=f"{words.no_league_table} {note}"),))
        if self.measure.interpretation:
            yield Paragraph(runs=(Run(text=self.measure.interpretation.of(self.language)),))
        graded = {
            words.why_reliability: self.measure.reliability,
            words.why_comparability: self.measure.comparability,
        }
        reasons = [why for why, grade in graded.items() if grade == LOW]
        if reasons:
            yield Notice(text=words.unsortable.format(reasons=words.and_.join(reasons)))

    # ---------------------------------------------------------------------------------- the body

    def _directly_below(self) -> Iterator[Block]:
        """Show the units below the whole, or else those on top: as dots and as a table."""
        units = self.overview.below(self._root.code if self._root else None, self.language)
        words = self.words
        heading = words.directly_below.format(unit=self._root_name) if self._root else words.top
        caption = words.caption.format(
            measure=self._name, heading=heading[:1].lower() + heading[1:], period=self._period_text
        )
        table = self._rows.table(caption, _whole_units(units), TABLE)
        if table is None:
            return
        yield Heading(level=2, text=heading, anchor="directly-below")
        if may_be_ranked(self.measure):
            figure = dots_of(self._rows, units, self._root)
            yield from [figure] if figure else []
        yield table

    def _activities(self) -> Iterator[Block]:
        found = {activity for _, activity in self._rows.by_subject} - {ALL_ACTIVITIES}
        names = {a.code: a.name.of(self.language) for a in self.overview.scorecard.activities}
        codes = [code for code in names if code in found]
        folds = [
            fold
            for code in (*codes, *sorted(found - names.keys()))
            if (fold := self._activity(code, names.get(code, code)))
        ]
        if folds:
            yield Heading(level=2, text=self.words.activities, anchor="activities")
            yield from folds

    def _activity(self, code: str, name: str) -> Fold | None:
        """Return an activity in the whole and in each unit right below it."""
        tops = self.overview.below(None, self.language)
        below = self.overview.below(self._root.code, self.language) if self._root else []
        caption = self.words.activity_caption.format(
            measure=self._name, activity=name, period=self._period_text
        )
        subjects = [(unit, (unit.code, code)) for unit in (*tops, *below)]
        table = self._rows.table(caption, subjects, f"{TABLE}-activity-{_anchor(code)}")
        return self._fold(name, table) if table else None

    def _further(self) -> Iterator[Block]:
        """Show the units further down, in a fold for each unit that they lie under."""
        depth = 1 if self._root else 0
        folds = []
        for path, children in self.overview.families(self.language):
            if len(path) <= depth:
                continue
            name = " › ".join(unit.name.of(self.language) for unit in path[depth:])
            caption = self.words.further_caption.format(
                measure=self._name, unit=name, period=self._period_text
            )
            anchor = f"{TABLE}-{_anchor(path[-1].code)}"
            table = self._rows.table(caption, _whole_units(children), anchor)
            folds += [self._fold(name, table)] if table else []
        if folds:
            yield Heading(level=2, text=self.words.further, anchor="further")
            yield from folds

    def _fold(self, name: str, table: Table) -> Fold:
        count = sum(not row.group for row in table.rows)
        words = self.words.one_unit if count == 1 else self.words.units
        return Fold(summary=words.format(name=name, count=count), blocks=(table,))

    def _signs(self) -> Iterator[Block]:
        """Explain the signs that stand in the tables."""
        missing = [row for row in self._rows.by_subject.values() if not has_value(row)]
        signs = dict(missing_sign(row.reason, self.language) for row in missing)
        if signs:
            words = self.words
            yield Heading(level=2, text=words.signs, anchor="signs")
            columns = (Column(label=words.sign), Column(label=words.meaning))
            rows = [Row(cells=(Cell(text=s), Cell(text=w))) for s, w in sorted(signs.items())]
            yield Table(caption=words.signs, columns=columns, rows=tuple(rows))

    # -------------------------------------------------------------------------------- looked up

    @cached_property
    def _rows(self) -> MeasureRows:
        return MeasureRows(self.overview, self.measure, self.language, self.addresses)

    @cached_property
    def _root(self) -> OrgUnit | None:
        tops = self.overview.below(None, self.language)
        return tops[0] if len(tops) == 1 else None

    @property
    def _root_name(self) -> str:
        return self._root.name.of(self.language) if self._root else ""

    @cached_property
    def _name(self) -> str:
        return self.measure.name.of(self.language)

    @cached_property
    def _period_text(self) -> str:
        return format_period(self._rows.period, self.language)


def _whole_units(units: Sequence[OrgUnit]) -> list[tuple[OrgUnit, Subject]]:
    return [(unit, (unit.code, ALL_ACTIVITIES)) for unit in units]


def _anchor(code: str) -> str:
    """Return a code as part of an anchor, which holds no letters beyond the English ones."""
    return "".join(c if c.isascii() and c.isalnum() else f"_{ord(c):x}_" for c in code)
