"""The names of what the frames of a report speak of by code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from bsc_helpers.evaluation import INDEX
from bsc_helpers.model import LocalText
from bsc_helpers.narrative.formats import format_period
from bsc_helpers.narrative.units import kind_of_unit
from bsc_helpers.periods import Period, parse_period
from bsc_helpers.report.opened import Report
from bsc_helpers.report.sheet_words import sheet_words

__all__ = ["Names"]


class _Named(Protocol):
    @property
    def code(self) -> str: ...

    @property
    def name(self) -> LocalText: ...


@dataclass(frozen=True)
class Names:
    """The names in the language of a report; a code stands for itself where nothing has it."""

    report: Report

    def unit(self, code: str) -> str:
        """Return the name of a unit."""
        return self._of(self.report.slice.scorecard.org_units, code)

    def measure(self, code: str) -> str:
        """Return the name of a measure."""
        return self._of(self.report.slice.scorecard.measures, code)

    def input(self, code: str) -> str:
        """Return the name of an input."""
        return self._of(self.report.slice.scorecard.inputs, code)

    def input_unit(self, code: str) -> str | None:
        """Return the unit of measure of an input; None where nothing says it."""
        given = next((g for g in self.report.slice.scorecard.inputs if g.code == code), None)
        if given is None or given.unit_of_measure is None:
            return None
        kind = kind_of_unit(given.unit_of_measure)
        if kind == "text":
            return given.unit_of_measure.of(self.report.language)
        return sheet_words(self.report.language)[f"unit_{kind}"]

    def sources(self, given: str) -> str:
        """Return the names of the sources that delivered an input."""
        codes = self.report.slice.sources.get(given, ())
        return ", ".join(self._of(self.report.slice.scorecard.sources, code) for code in codes)

    def level(self, level: str, code: str) -> str:
        """Return the name of the scorecard, or of a perspective or objective."""
        card = self.report.slice.scorecard
        match level:
            case "perspective":
                return self._of(card.perspectives, code)
            case "objective":
                return self._of(card.objectives, code)
            case _:
                return self._of((card,), code)

    def line(self, code: str) -> str:
        """Return the name of a line of the economy."""
        economy = self.report.slice.scorecard.economy
        if economy is None or code == "net":
            return sheet_words(self.report.language)["line_net"]
        return self._of(economy.classes, code)

    def survey(self, code: str) -> str:
        """Return the name of a survey."""
        return self._of(self.report.slice.scorecard.surveys, code)

    def survey_part(self, code: str, part: str) -> str:
        """Return the name of the index or of an area of a survey."""
        found = next((s for s in self.report.slice.scorecard.surveys if s.code == code), None)
        if found is None:
            return part
        is_index = part == INDEX
        return (
            found.index.name.of(self.report.language) if is_index else self._of(found.areas, part)
        )

    def written(self, code: str) -> str:
        """Return the name of something that a person wrote into the register."""
        card = self.report.slice.scorecard
        return self._of((*card.initiatives, *card.measures, *card.sources), code)

    def period(self, text: str) -> Period:
        """Return the period that a frame names."""
        return parse_period(text, self.report.slice.scorecard.fiscal_year_starts)

    def period_text(self, text: str) -> str:
        """Return in words the period that a frame names."""
        return format_period(self.period(text), self.report.language)

    def _of(self, named: Iterable[_Named], code: str) -> str:
        found = next((each.name for each in named if each.code == code), None)
        return code if found is None else found.of(self.report.language)
