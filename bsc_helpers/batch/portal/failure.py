"""The page that stands in the place of a report that could not be made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from bsc_helpers.batch.manifest import Edition
from bsc_helpers.batch.outcomes import Outcome
from bsc_helpers.batch.portal.failure_words import FAILURE_WORDS, FailureWords, KindWords
from bsc_helpers.batch.portal.words import PORTAL_WORDS, PortalWords
from bsc_helpers.blocks import Block, Code, Head, Heading, Notice, Paragraph, Run
from bsc_helpers.model import Scorecard
from bsc_helpers.narrative.formats import format_date, format_period
from bsc_helpers.narrative.languages import in_language
from bsc_helpers.publishing.portal import Branch, Link, PortalPage, Tree, render_portal

__all__ = ["render_failure", "stale_remark"]


def render_failure(
    scorecard: Scorecard, outcome: Outcome, earlier: Edition | None, entrances: Mapping[str, str]
) -> bytes:
    """Return the page of a report that failed: which one, why, and what can be done.

    Parameters
    ----------
    earlier
        The edition that is still there, and now out of date.
    entrances
        The languages of the collection, each with its entrance, from the folder of the scorecard.

    Raises
    ------
    ParameterError
        When reports are not written in the language.
    """
    return render_portal(_Failure(scorecard, outcome, earlier, entrances).page()).encode()


def stale_remark(edition: Edition, language: str) -> str:
    """Return what is said of an edition whose renewal failed: that it is out of date."""
    words = in_language(language, PORTAL_WORDS)
    if not edition.as_of:
        return words.stale
    day = format_date(date.fromisoformat(edition.as_of), language)
    return words.stale_as_of.format(day=day)


@dataclass(frozen=True)
class _Failure:
    scorecard: Scorecard
    outcome: Outcome
    earlier: Edition | None
    entrances: Mapping[str, str]

    @property
    def language(self) -> str:
        return self.outcome.job.language

    @property
    def portal(self) -> PortalWords:
        return in_language(self.language, PORTAL_WORDS)

    @property
    def words(self) -> FailureWords:
        return in_language(self.language, FAILURE_WORDS)

    @property
    def kind(self) -> KindWords:
        return self.words.kinds[self.outcome.kind]

    def page(self) -> PortalPage:
        head = self._head()
        return PortalPage(
            title=head.title,
            language=self.language,
            notice=head.notice,
            parts=(head, *self._why(), *self._advice(), *self._earlier()),
            ways=tuple(self._ways()),
        )

    def _head(self) -> Head:
        job, card, notice = self.outcome.job, self.scorecard, self.scorecard.notice
        units = {unit.code: unit.name.of(self.language) for unit in card.org_units}
        activities = {each.code: each.name.of(self.language) for each in card.activities}
        about = (
            *[(self.portal.unit, units.get(job.org_unit, job.org_unit))] * (not job.whole),
            *((self.words.activity, activities.get(each, each)) for each in job.subject[1:]),
        )
        period = format_period(job.period, self.language)
        language = self.portal.languages[self.language]
        subject = " – ".join(name for _, name in about) or self.portal.whole_name(job.whole)
        return Head(
            title=self.words.title.format(subject=subject, period=period),
            subtitle=card.name.of(self.language),
            language=self.language,
            lead=self.words.lead,
            notice=notice.of(self.language) if notice else "",
            facts=(
                *about,
                (self.portal.period, period),
                (self.portal.language, language[:1].upper() + language[1:]),
            ),
        )

    def _why(self) -> Iterator[Block]:
        yield Heading(level=2, text=self.words.why, anchor="why")
        yield Paragraph(runs=(Run(text=self.kind.why),))
        reason = Run(text=self.outcome.reason, marks=("code",))
        yield Paragraph(runs=(Run(text=f"{self.words.technical} "), reason))
        cell = self.outcome.cell
        if cell is not None:
            yield Paragraph(runs=(Run(text=self.words.cell.format(number=cell.number)),))
            yield Code(text=cell.line)

    def _advice(self) -> Iterator[Block]:
        job = self.outcome.job
        options = {"period": job.period, "language": job.language}
        if not job.whole:
            options = dict(zip(("unit", "activity"), job.subject, strict=False)) | options
        command = " ".join(["bsc run …", *(f"--{name} {what}" for name, what in options.items())])
        yield Heading(level=2, text=self.words.advice, anchor="advice")
        for text in filter(None, (self.kind.first, self.kind.otherwise, self.words.again)):
            yield Paragraph(runs=(Run(text=text),))
        yield Code(text=command)

    def _earlier(self) -> Iterator[Block | Tree]:
        """Yield the edition that is still there, as one that is out of date."""
        yield Heading(level=2, text=self.words.earlier, anchor="earlier")
        if self.earlier is None:
            yield Paragraph(runs=(Run(text=self.words.no_earlier),))
            return
        files = tuple(
            Link(
                file.format.upper(),
                PurePosixPath(file.path).name,
                says=f"{file.format.upper()}, {self.portal.earlier}",
            )
            for file in self.earlier.files
        )
        remark = stale_remark(self.earlier, self.language)
        yield Notice(text=f"{remark[:1].upper()}{remark[1:]}.")
        branch = Branch(self.earlier.title, files=files)
        yield Tree(self.words.earlier, (branch,), searched=False)

    def _ways(self) -> Iterator[Link]:
        """Yield the links to the entrance, and to those in other languages."""
        order = sorted(self.entrances, key=lambda language: language != self.language)
        for language in order:
            text = in_language(language, PORTAL_WORDS).entrance
            other = "" if language == self.language else language
            yield Link(text, f"../../{self.entrances[language]}", language=other)
