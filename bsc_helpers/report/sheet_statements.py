"""The sheet that traces every sentence of a report to the facts it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bsc_helpers.blocks import Missing, Number, Sheet, SheetCell
from bsc_helpers.model import Reason
from bsc_helpers.narrative import (
    STATUS_WORDS,
    Evidence,
    Statement,
    sentence_of,
    statements_of_surveys,
)
from bsc_helpers.narrative.formats import missing_sign
from bsc_helpers.report.opened import Report
from bsc_helpers.report.sheet_names import Names
from bsc_helpers.report.sheet_rows import Field, as_delivered, sheet_of
from bsc_helpers.report.sheet_words import sheet_words

__all__ = ["statements_sheet"]


@dataclass(frozen=True)
class _Traced:
    """One fact on which a sentence rests; `number` counts the sentences."""

    report: Report
    number: int
    statement: Statement
    sentence: str
    evidence: Evidence

    @property
    def about(self) -> str:
        """What the fact is about, by name, such as a measure and its input."""
        names, fact = Names(self.report), self.evidence
        if fact.frame == "register":
            return names.written(fact.code)
        if fact.frame == "surveys":
            return names.survey(fact.code)
        parts = [names.measure(fact.measure)] if fact.measure else []
        parts += [names.input(fact.input)] if fact.input else []
        parts += [names.line(fact.line)] if fact.line else []
        parts += [names.level(fact.level, fact.code)] if fact.level else []
        return ": ".join(parts)

    def word(self, prefix: str, key: str) -> str:
        """Return a word of the sheets; the key itself where none is known."""
        return sheet_words(self.report.language).get(f"{prefix}{key}", key)

    def value(self) -> Number | None:
        return None if isinstance(self.evidence.value, str) else as_delivered(self.evidence.value)

    def told(self) -> SheetCell:
        """Return a fact that is no number, in words."""
        value, language = self.evidence.value, self.report.language
        if not isinstance(value, str):
            return None
        if self.evidence.column == "reason" and value != Reason.OK.word:
            return Missing(because=missing_sign(value, language)[1])
        if self.evidence.column in ("breaks", "since"):
            return Names(self.report).period_text(value)
        words = sheet_words(language)
        own = words.get(f"{self.evidence.column}_{value}") or STATUS_WORDS[language].get(value)
        return own or self.word("", value)


def statements_sheet(report: Report) -> list[Sheet]:
    """Return every sentence with the rule that allows it and each fact that it rests on."""
    names, language = Names(report), report.language
    fields: tuple[Field[_Traced], ...] = (
        Field("number", lambda t: float(t.number), "number"),
        Field("model", lambda t: t.statement.model),
        Field("measure", lambda t: names.measure(t.statement.measure) or None),
        Field("sentence", lambda t: t.sentence),
        Field("frame", lambda t: t.word("frame_", t.evidence.frame)),
        Field("org_unit", lambda t: names.unit(t.evidence.org_unit)),
        Field("about", lambda t: t.about),
        Field("period", lambda t: names.period_text(t.evidence.period)),
        Field("column", lambda t: t.word("", t.evidence.column)),
        Field("value", _Traced.value, "number"),
        Field("in_words", _Traced.told),
    )
    return sheet_of("statements", fields, _traced(report), language, names=1)


def _traced(report: Report) -> Iterator[_Traced]:
    for number, statement in enumerate(_said(report), start=1):
        sentence = sentence_of(statement, report.slice.scorecard, report.language)
        for evidence in statement.evidence:
            yield _Traced(report, number, statement, sentence, evidence)


def _said(report: Report) -> Iterator[Statement]:
    """Yield what the report says: of its measures, surveys and actions, and what it asks."""
    yield from report.statements
    yield from statements_of_surveys(report.slice)
    yield from report.actions
    yield from report.questions
