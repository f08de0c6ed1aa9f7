"""The entrance to the reports: what failed first, then every unit with its reports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from bsc_helpers.batch.manifest import Entry, Manifest
from bsc_helpers.batch.tree import in_tree_order
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
from bsc_helpers.errors import PeriodError
from bsc_helpers.model import ALL_ACTIVITIES, OrgUnit, Scorecard
from bsc_helpers.narrative.formats import format_date, format_period
from bsc_helpers.narrative.languages import in_language
from bsc_helpers.periods import Period, parse_period
from bsc_helpers.publishing import Document

__all__ = ["FILE_NAME", "index_document"]

FILE_NAME = "index.html"
STEP_IN = "\u2003"  # one em space for each level of the organisation


@dataclass(frozen=True)
class _Words:
    reports: str
    lead: str
    status: str
    current: str
    failed: str
    out_of_date: str
    failures: str
    failures_caption: str
    unit: str
    period: str
    language: str
    reason: str
    earlier: str
    none: str
    reports_for: str
    caption: str
    not_in_register: str
    failed_short: str
    as_of: str
    languages: Mapping[str, str]


_WORDS = {
    "sv": _Words(
        reports="Rapporter",
        lead="Välj enhet och språk. HTML läses på skärmen, PDF är för utskrift och arkiv.",
        status="Läget för rapporterna",
        current="aktuella rapporter",
        failed="misslyckade rapporter",
        out_of_date="inaktuella rapporter",
        failures="Rapporter som misslyckades",
        failures_caption="Rapporter som inte kunde göras, med orsak",
        unit="Enhet",
        period="Period",
        language="Språk",
        reason="Orsak",
        earlier="Tidigare utgåva, inaktuell",
        none="ingen",
        reports_for="Rapporter för {period}",
        caption="Enheterna i organisationens ordning och deras rapporter",
        not_in_register="Finns inte längre i registret",
        failed_short="misslyckades",
        as_of="Uppgifter kända till och med",
        languages={"sv": "Svenska", "en": "Engelska"},
    ),
    "en": _Words(
        reports="Reports",
        lead="Choose a unit and a language. HTML is for the screen, PDF for print and archive.",
        status="State of the reports",
        current="current reports",
        failed="failed reports",
        out_of_date="reports out of date",
        failures="Reports that failed",
        failures_caption="Reports that could not be made, with the reason",
        unit="Unit",
        period="Period",
        language="Language",
        reason="Reason",
        earlier="Earlier edition, out of date",
        none="none",
        reports_for="Reports for {period}",
        caption="The units in the order of the organisation, and their reports",
        not_in_register="No longer in the register",
        failed_short="failed",
        as_of="Figures known up to",
        languages={"sv": "Swedish", "en": "English"},
    ),
}


def index_document(scorecard: Scorecard, manifest: Manifest) -> Document:
    """Return the page that leads to every report of a manifest.

    In the first language of the scorecard. An edition whose renewal failed is shown as out of
    date, never as current.

    Raises
    ------
    ParameterError
        When reports are not written in the first language of the scorecard.
    """
    language = scorecard.languages[0]
    words = in_language(language, _WORDS)
    page = _Page(scorecard, manifest, language, words)
    title = f"{scorecard.name.of(language)} – {words.reports.lower()}"
    notice = scorecard.notice.of(language) if scorecard.notice else ""
    as_of = manifest.run.as_of
    head = Head(
        title=title,
        language=language,
        lead=words.lead,
        notice=notice,
        facts=((words.as_of, format_date(date.fromisoformat(as_of), language)),) if as_of else (),
    )
    blocks: list[Block] = [head, page.counts(), *page.failures(), *page.periods(), *page.gone()]
    return Document(title=title, language=language, notice=notice, blocks=tuple(blocks))


@dataclass(frozen=True)
class _Page:
    scorecard: Scorecard
    manifest: Manifest
    language: str
    words: _Words

    def counts(self) -> KeyFigures:
        """Return how many reports are current, failed and out of date."""
        entries = [entry for entry in self.manifest.entries if entry.org_unit in self._units]
        failed = [entry for entry in entries if entry.status == "failed"]
        counted = {
            self.words.current: len(entries) - len(failed),
            self.words.failed: len(failed),
            self.words.out_of_date: sum(entry.edition is not None for entry in failed),
        }
        figures = tuple(
            KeyFigure(label=label, text=str(count))
            for label, count in counted.items()
            if count or label != self.words.out_of_date
        )
        return KeyFigures(label=self.words.status, figures=figures)

    def failures(self) -> Iterator[Block]:
        """Yield the reports that failed, with their reasons and what is there instead."""
        failed = [entry for entry in self._sorted if entry.status == "failed"]
        if not failed:
            return
        words = self.words
        labels = (words.unit, words.period, words.language, words.reason, words.earlier)
        yield Heading(level=2, text=words.failures, anchor="failed")
        yield Table(
            caption=words.failures_caption,
            columns=tuple(Column(label=label) for label in labels),
            rows=tuple(self._failure(entry) for entry in failed),
        )

    def periods(self) -> Iterator[Block]:
        """Yield the reports of each period, the latest period first."""
        by_period: dict[str, list[Entry]] = {}
        for entry in self._sorted:
            if entry.org_unit in self._units:
                by_period.setdefault(entry.period, []).append(entry)
        for number, (period, entries) in enumerate(by_period.items(), start=1):
            text = self.words.reports_for.format(period=self._period_text(period))
            yield Heading(level=2, text=text, anchor=f"period-{number}")
            yield self._table(period, entries)

    def gone(self) -> Iterator[Block]:
        """Yield the units that the register does not name any more, without their reports."""
        named = {entry.org_unit for entry in self.manifest.entries}
        codes = sorted(named - self._units.keys())
        if codes:
            yield Heading(level=2, text=self.words.not_in_register, anchor="gone")
            yield Paragraph(runs=(Run(text=", ".join(codes)),))

    def _failure(self, entry: Entry) -> Row:
        earlier = self._links(entry) or Cell(text=self.words.none)
        return Row(
            cells=(
                self._unit(entry.org_unit, entry.activity),
                Cell(text=self._period_text(entry.period)),
                Cell(text=self._language(entry.language)),
                Cell(text=entry.reason),
                earlier,
            )
        )

    def _table(self, period: str, entries: Sequence[Entry]) -> Table:
        languages = sorted({entry.language for entry in entries}, key=self._language_key)
        rows: dict[tuple[str, str], dict[str, Entry]] = {}
        for entry in entries:
            rows.setdefault((entry.org_unit, entry.activity), {})[entry.language] = entry
        columns = (self.words.unit, *(self._language(language) for language in languages))
        depths = {unit.code: depth for depth, unit in self._trees[period]}
        least = min((depths.get(unit, 0) for unit, _ in rows), default=0)
        return Table(
            caption=self.words.caption,
            columns=tuple(Column(label=label) for label in columns),
            rows=tuple(
                Row(
                    cells=(
                        self._unit(unit, activity, depths.get(unit, 0) - least),
                        *(self._state(found.get(language)) for language in languages),
                    )
                )
                for (unit, activity), found in rows.items()
            ),
        )

    def _state(self, entry: Entry | None) -> Cell:
        if entry is None:
            return Cell()
        if entry.status == "failed":
            return Cell(text=self.words.failed_short)
        return self._links(entry) or Cell()

    def _links(self, entry: Entry) -> Cell | None:
        if entry.edition is None:
            return None
        files = tuple((file.format.upper(), file.path) for file in entry.edition.files)
        report = (
            self._unit_name(entry.org_unit, entry.activity),
            self._language(entry.language),
            self._period_text(entry.period),
        )
        return Cell(files=files, files_of=", ".join(report))

    def _unit(self, code: str, activity: str, depth: int = 0) -> Cell:
        return Cell(text=STEP_IN * depth + self._unit_name(code, activity))

    def _unit_name(self, code: str, activity: str) -> str:
        unit = self._units.get(code)
        name = unit.name.of(self.language) if unit else code
        return name if activity == ALL_ACTIVITIES else f"{name} – {activity}"

    def _language(self, language: str) -> str:
        return self.words.languages.get(language, language)

    def _language_key(self, language: str) -> tuple[int, str]:
        order = self.scorecard.languages
        return (order.index(language) if language in order else len(order), language)

    @cached_property
    def _units(self) -> Mapping[str, OrgUnit]:
        return {unit.code: unit for unit in self.scorecard.org_units}

    @cached_property
    def _periods(self) -> Mapping[str, Period | None]:
        """Return each period by its text; none for one written under another fiscal year."""
        return {text: self._parsed(text) for text in {e.period for e in self.manifest.entries}}

    @cached_property
    def _trees(self) -> Mapping[str, list[tuple[int, OrgUnit]]]:
        """Return the units of each period with their depths, in the order of the organisation."""
        units, language = self.scorecard.org_units, self.language
        return {
            text: list(in_tree_order(units, period, language)) if period else []
            for text, period in self._periods.items()
        }

    @cached_property
    def _sorted(self) -> list[Entry]:
        """Latest period first, then the tree, then activity and language."""
        places = {
            text: {unit.code: place for place, (_, unit) in enumerate(tree)}
            for text, tree in self._trees.items()
        }

        def place(entry: Entry) -> tuple[int, str, str, tuple[int, str]]:
            order = places[entry.period].get(entry.org_unit, len(self._units))
            return (order, entry.org_unit, entry.activity, self._language_key(entry.language))

        by_place = sorted(self.manifest.entries, key=place)
        return sorted(by_place, key=lambda entry: self._period_key(entry.period), reverse=True)

    def _period_key(self, text: str) -> tuple[str, int, str]:
        period = self._periods[text]
        return ("", 0, text) if period is None else (f"{period.end}", -period.days, text)

    def _period_text(self, text: str) -> str:
        period = self._periods[text]
        return text if period is None else format_period(period, self.language)

    def _parsed(self, text: str) -> Period | None:
        try:
            return parse_period(text, self.scorecard.fiscal_year_starts)
        except PeriodError:
            return None
