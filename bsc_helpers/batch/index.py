"""The entrance: what failed first, then the whole scorecard and every unit with its reports.

The newest period stands on the entrance itself, each other period on a page of its own, and each
language has its own pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from bsc_helpers.batch.manifest import Entry
from bsc_helpers.batch.portal.branches import Branches
from bsc_helpers.batch.portal.failure_words import FAILURE_WORDS
from bsc_helpers.batch.portal.shelf import MeasureFile, Shelf
from bsc_helpers.batch.portal.words import PORTAL_WORDS, PortalWords
from bsc_helpers.blocks import (
    Block,
    Cell,
    Column,
    Head,
    Heading,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Row,
    Run,
    Table,
)
from bsc_helpers.model import Scorecard
from bsc_helpers.narrative.alphabet import name_key
from bsc_helpers.narrative.formats import format_date, format_number, format_period
from bsc_helpers.narrative.languages import in_language
from bsc_helpers.periods import in_file_name
from bsc_helpers.publishing.portal import Branch, Link, PortalPage, Search, Tree, render_portal

__all__ = ["FILE_NAME", "entrance_name", "entrance_pages", "render_entrance"]

FILE_NAME = "index.html"


def render_entrance(shelf: Shelf) -> dict[str, bytes]:
    """Return the pages of the entrance by their names; `FILE_NAME` comes last."""
    pages = {name: render_portal(page).encode() for name, page in entrance_pages(shelf).items()}
    return {name: pages[name] for name in sorted(pages, key=lambda name: name == FILE_NAME)}


def entrance_name(scorecard: Scorecard, language: str) -> str:
    """Return the name of the entrance in a language: ``index.html``, ``index-en.html``."""
    return FILE_NAME if language == scorecard.languages[0] else f"index-{language}.html"


def entrance_pages(shelf: Shelf) -> dict[str, PortalPage]:
    """Return the pages that lead to every report: of each language and each period.

    An edition whose renewal failed is shown as out of date, never as current.

    Raises
    ------
    ParameterError
        When reports are not written in a language.
    """
    return {
        _name(shelf, period, language): _Page(shelf, period, language).page()
        for language in shelf.languages
        for period in shelf.periods or ("",)
    }


def _newest(shelf: Shelf) -> str:
    return next(iter(shelf.periods), "")


def _name(shelf: Shelf, period: str, language: str) -> str:
    """Return the name of a page: of the newest period the entrance, else ``2003-Q3-sv.html``."""
    if period != _newest(shelf):
        return f"{in_file_name(period)}-{language}.html"
    return entrance_name(shelf.scorecard, language)


@dataclass(frozen=True)
class _Page:
    shelf: Shelf
    period: str
    language: str

    @property
    def words(self) -> PortalWords:
        return in_language(self.language, PORTAL_WORDS)

    def page(self) -> PortalPage:
        """Return the page of one period; that of the newest one is the entrance."""
        shelf, notice = self.shelf, self.shelf.scorecard.notice
        trees = [*self._units(), *self._activities(), *self._measures()]
        search = [Search(self.words.search, self.words.search_found, self.words.search_none)]
        return PortalPage(
            title=self._title,
            language=self.language,
            notice=notice.of(self.language) if notice else "",
            parts=(
                self._head(),
                self._counts(),
                *self._failures(),
                *self._whole(),
                *(search if trees else ()),
                *trees,
                *self._other_periods(),
                *self._gone(),
            ),
            ways=tuple(self._ways(shelf)),
            script="search" if trees else "",
        )

    # --------------------------------------------------------------------------------- the head

    @cached_property
    def _title(self) -> str:
        name = self.shelf.scorecard.name.of(self.language)
        if self._is_newest:
            return self.words.title.format(scorecard=name)
        period = self._period_text(self.period)
        return self.words.title_of_period.format(scorecard=name, period=period)

    def _head(self) -> Head:
        notice, as_of = self.shelf.scorecard.notice, self.shelf.as_of
        known = format_date(date.fromisoformat(as_of), self.language) if as_of else ""
        return Head(
            title=self._title,
            language=self.language,
            lead=self.words.lead,
            notice=notice.of(self.language) if notice else "",
            facts=((self.words.as_of, known),) if known and self._is_newest else (),
        )

    def _ways(self, shelf: Shelf) -> Iterator[Link]:
        """Yield the links to the entrance and to this page in other languages."""
        if not self._is_newest:
            yield Link(self.words.entrance, _name(shelf, _newest(shelf), self.language))
        for other in shelf.languages:
            if other != self.language:
                words = in_language(other, PORTAL_WORDS)
                path = _name(shelf, self.period, other)
                yield Link(words.this_page_in, path, language=other)

    def _counts(self) -> KeyFigures:
        """Return how many reports are current, failed and out of date."""
        words = self.words
        entries = [entry for period in self._told for entry in self.shelf.of(period)]
        entries = [entry for entry in entries if entry.whole or entry.org_unit in self._known]
        failed = [entry for entry in entries if entry.status == "failed"]
        counted = {
            words.current: len(entries) - len(failed),
            words.failed: len(failed),
            words.out_of_date: sum(entry.edition is not None for entry in failed),
        }
        figures = tuple(
            KeyFigure(label=label, text=format_number(count, 0, self.language))
            for label, count in counted.items()
            if count or label != words.out_of_date
        )
        return KeyFigures(label=words.state, figures=figures)

    # ----------------------------------------------------------------------------- the failures

    def _failures(self) -> Iterator[Block]:
        """Yield the reports that failed, with their reasons and what is there instead."""
        words = self.words
        rows = [row for period in self._told for row in self._failures_of(period)]
        if not rows:
            return
        labels = (words.unit, words.period, words.language, words.reason, words.earlier)
        yield Heading(level=2, text=words.failures, anchor="failed")
        yield Table(
            caption=words.failures_caption,
            columns=tuple(Column(label=label) for label in labels),
            rows=tuple(rows),
        )

    def _failures_of(self, period: str) -> Iterator[Row]:
        named = Branches(self.shelf, period, self.language)
        when, order = self._period_text(period), self.shelf.languages
        failure = in_language(self.language, FAILURE_WORDS)
        entries = [(named.name_of(entry), entry) for entry in self.shelf.failed(period)]
        for name, entry in sorted(
            entries, key=lambda e: (name_key(e[0], self.language), order.index(e[1].language))
        ):
            language = _capital(self.words.languages.get(entry.language, entry.language))
            files = entry.edition.files if entry.edition else ()
            report = f"{name}, {language}, {when}"
            what_happened = ((failure.more, entry.page.path),) if entry.page else ()
            yield Row(
                cells=(
                    Cell(text=name, files=what_happened, files_of=report if entry.page else ""),
                    Cell(text=when),
                    Cell(text=language),
                    Cell(text=self._reason(entry)),
                    Cell(
                        text="" if files else self.words.none,
                        files=tuple((file.format.upper(), file.path) for file in files),
                        files_of=report if files else "",
                    ),
                )
            )

    def _reason(self, entry: Entry) -> str:
        """Return why a report failed: in the reader's words, then in the program's own."""
        kinds = in_language(self.language, FAILURE_WORDS).kinds
        return f"{kinds[entry.kind].short}: {entry.reason}" if entry.kind else entry.reason

    # -------------------------------------------------------------------------- what there is

    def _whole(self) -> Iterator[Block | Tree]:
        """Yield the reports about the whole scorecard."""
        found = self._branches.whole()
        if found:
            text = self.words.whole.format(period=self._period_text(self.period))
            yield Heading(level=2, text=text, anchor="whole")
            yield Tree(text, found, searched=False)

    def _units(self) -> Iterator[Block | Tree]:
        units = self._branches.units()
        if units:
            words = self.words
            text = words.units.format(period=self._period_text(self.period))
            yield Heading(level=2, text=text, anchor="units")
            yield Tree(text, units)

    def _activities(self) -> Iterator[Block | Tree]:
        activities = self._branches.activities()
        if activities:
            text = self.words.activities.format(period=self._period_text(self.period))
            yield Heading(level=2, text=text, anchor="activities")
            yield Tree(text, activities)

    def _measures(self) -> Iterator[Block | Tree]:
        """Yield the pages about measures, under their perspectives."""
        card = self.shelf.scorecard
        pages = {page.measure: page for page in self._measure_files}
        by_perspective: dict[str, list[Branch]] = {}
        of_objective = {objective.code: objective.perspective for objective in card.objectives}
        for measure in card.measures:
            if measure.code in pages:
                branch = Branch(measure.name.of(self.language), pages[measure.code].path)
                perspective = of_objective[card.objective_of(measure)]
                by_perspective.setdefault(perspective, []).append(branch)
        if by_perspective:
            text = self.words.measures.format(period=self._period_text(self.period))
            yield Heading(level=2, text=text, anchor="measures")
            branches = (
                Branch(each.name.of(self.language), inside=tuple(by_perspective[each.code]))
                for each in card.perspectives
                if each.code in by_perspective
            )
            yield Tree(text, tuple(branches))

    def _other_periods(self) -> Iterator[Block | Tree]:
        others = [period for period in self.shelf.periods if period != self.period]
        if others:
            words = self.words
            yield Heading(level=2, text=words.other_periods, anchor="periods")
            names = (
                Branch(_capital(self._period_text(each)), _name(self.shelf, each, self.language))
                for each in others
            )
            yield Tree(words.other_periods, tuple(names), searched=False)

    def _gone(self) -> Iterator[Block]:
        """Yield the units that the register does not name any more, without their reports."""
        codes = self._branches.gone()
        if codes:
            yield Heading(level=2, text=self.words.gone, anchor="gone")
            yield Paragraph(runs=(Run(text=", ".join(codes)),))

    # ------------------------------------------------------------------------------- looked up

    @property
    def _is_newest(self) -> bool:
        return self.period == _newest(self.shelf)

    @property
    def _told(self) -> tuple[str, ...]:
        """The periods whose failures are told: all of them at the entrance."""
        return self.shelf.periods if self._is_newest else (self.period,)

    @cached_property
    def _branches(self) -> Branches:
        return Branches(self.shelf, self.period, self.language)

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(unit.code for unit in self.shelf.scorecard.org_units)

    @property
    def _measure_files(self) -> list[MeasureFile]:
        found = [page for page in self.shelf.measures if page.period == self.period]
        own = [page for page in found if page.language == self.language]
        return own or found

    def _period_text(self, text: str) -> str:
        period = self.shelf.parsed(text)
        return text if period is None else format_period(period, self.language)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
