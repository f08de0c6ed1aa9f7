"""Phrases about what is not there yet, not any more, or not for sure: due, missing, revised."""
# ruff: noqa: D102 - a method is the phrase that its name says

from __future__ import annotations

from bsc_helpers.narrative.formats import (
    format_count,
    format_difference,
    format_differences,
    format_time,
    format_value,
)
from bsc_helpers.narrative.phrases.base import beginning, inside
from bsc_helpers.narrative.phrases.values import ValuePhrases
from bsc_helpers.narrative.rounding import decimals_to_tell_apart, rounded
from bsc_helpers.periods import parse_period

__all__ = ["SeriesPhrases"]


class SeriesPhrases(ValuePhrases):
    """The phrases of statements about the data of a measure."""

    # --- due and missing

    def waited(self) -> str:
        return format_time([self.named_period("waited")], self.language, "noun")

    def by_due(self) -> str:
        return self.fill("by_due", day=self.day("due")) if "due" in self.texts else ""

    def by_due_from(self) -> str:
        return self.fill("by_due_from", day=self.day("due")) if "due" in self.texts else ""

    def due_on(self) -> str:
        return self.fill("by_day", day=self.day("due"))

    def next_due(self) -> str:
        """Return when the next value is due and when it is measured, as far as either is known."""
        measured = self.in_words(self.measure.schedule.measured)
        if "due" in self.texts:
            aside = self.fill("measured", text=measured) if measured else ""
            return self.fill("next_due", day=self.day("due"), measured=aside)
        return self.fill("next_measured", text=measured) if measured else ""

    def valid_months(self) -> str:
        return format_count(int(self.facts["valid_months"]), self.language)

    def delivered_by(self) -> str:
        return self._owed("delivered_by")

    def due_from(self) -> str:
        return self._owed("due_from")

    def computed_by(self) -> str:
        who = self.in_words(self.measure.computed_by)
        return self.fill("computed_by", who=who) if who else ""

    def supplier(self) -> str:
        """Return who supplies the sources that are missing; empty where nothing says so."""
        named = self.texts.get("sources", "").split()
        suppliers = [s.supplier for s in self.scorecard.sources if s.code in named and s.supplier]
        return self.listed(list(dict.fromkeys(map(self.in_words, suppliers))))

    def _owed(self, key: str) -> str:
        """Return who owes a figure: who supplies its sources, else in brackets who computes it."""
        if self.supplier():
            return self.fill(key)
        who = self.in_words(self.measure.computed_by)
        return self.fill("in_brackets", text=who) if who else ""

    def more(self) -> str:
        return format_count(int(self.facts["more"]), self.language)

    # --- withheld

    def included(self) -> str:
        return self.fill("included") if "above" in self.texts else ""

    def above(self) -> str:
        return self.scorecard.org_unit(self.texts["above"]).name.of(self.language)

    # --- preliminary, revised and counted anew

    def revisions(self) -> str:
        """Return how earlier values were revised: raised, lowered, or the one and the other."""
        if "revisions" not in self.facts:
            return ""
        lowest, highest = self.facts["lowest"], self.facts["highest"]
        direction = "raised" if lowest > 0 else "lowered" if highest < 0 else "both"
        because = self.measure.schedule.revised_because
        return self.fill(f"revisions_{direction}" + ("_because" if because else ""))

    def because(self) -> str:
        return inside(self.in_words(self.measure.schedule.revised_because))

    def times(self) -> str:
        return format_count(int(self.facts["revisions"]), self.language)

    def span(self) -> str:
        """Return by how much: from the least to the most, or the most where the least is nothing.

        Of values that were raised and others that were lowered it is the most. With the decimals
        of the measure, or as many more as it takes for the most not to be nothing.
        """
        ends = sorted(abs(self.facts[name]) for name in ("lowest", "highest"))
        places = decimals_to_tell_apart(ends[1], 0, self.measure.decimals)
        low, high = (rounded(end, places) for end in ends)
        most = format_difference(ends[1], self.measure, self.language, places)
        if self.facts["lowest"] < 0 < self.facts["highest"] or low == high:
            return most
        if not low:
            return self.fill("up_to", high=most)
        return format_differences(ends[0], ends[1], self.measure, self.language, places)

    def changed(self) -> str:
        if "revised_on" not in self.texts:
            return self.fill("changed")
        return self.fill("changed_on", day=self.day("revised_on"))

    def previous(self) -> str:
        return format_value(
            self.facts["previous"], self.measure, self.language, self.decimals, bare=True
        )

    def break_from(self) -> str:
        return format_time([self.named_period("from")], self.language, "noun")

    def break_text(self) -> str:
        """Return what a person wrote of the break as a sentence, without its full stop."""
        begins = parse_period(self.texts["from"], self.scorecard.fiscal_year_starts)
        found = next(
            each
            for each in self.measure.breaks
            if parse_period(each.from_, self.scorecard.fiscal_year_starts) == begins
            and each.kind == "definition"
        )
        return beginning(found.text.of(self.language).rstrip("."))
