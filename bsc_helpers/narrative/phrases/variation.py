"""Phrases about change and comparison: the usual variation, runs, margins, places."""
# ruff: noqa: D102 - a method is the phrase that its name says

from __future__ import annotations

from functools import cached_property

from bsc_helpers.narrative.formats import (
    format_count,
    format_difference,
    format_number,
    format_range,
    format_time,
    format_value,
)
from bsc_helpers.narrative.phrases.base import beginning
from bsc_helpers.narrative.phrases.series import SeriesPhrases
from bsc_helpers.narrative.rounding import decimals_to_tell_apart
from bsc_helpers.narrative.units import kind_of_unit

__all__ = ["VariationPhrases"]

VERDICTS = ("improvement", "concern")


class VariationPhrases(SeriesPhrases):
    """The phrases of statements about change and comparison."""

    @cached_property
    def decimals(self) -> int:
        """With how many decimals values are shown: at least so many as bear out what is said."""
        return max(super().decimals, int(self.facts.get("decimals", 0)))

    def usual(self) -> str:
        """Return the limits of the usual variation, so that the value stands outside or inside."""
        return self._range("usual_low", "usual_high")

    def usual_aside(self) -> str:
        return self.fill("usual_aside") if "usual_low" in self.facts else ""

    def limits(self) -> str:
        return self._range("lower_998", "upper_998")

    def since(self) -> str:
        return format_time([self.named_period("since")], self.language, "noun")

    def seasoned(self) -> str:
        return self.fill("seasoned") if self.texts.get("seasoned") else ""

    def verdict(self) -> str:
        """Return whether it is better or worse, where that is known."""
        variation = self.texts.get("variation", "")
        return self.fill(f"verdict_{variation}") if variation in VERDICTS else ""

    def assured(self) -> str:
        """Return whether the target is met or missed each time; nothing where it varies."""
        assurance = self.texts.get("assurance", "")
        return self.fill(f"assured_{assurance}") if assurance.startswith("consistently") else ""

    def run(self) -> str:
        return self._counted("run")

    def points(self) -> str:
        return beginning(self._counted("points"))

    def measurings(self) -> str:
        return self.fill(f"measurings_{self.statement.period.kind}")

    def centre(self) -> str:
        return self._value(self.facts["middle"], bare=self.unit_is_said)

    def then(self) -> str:
        return format_value(
            self.facts["year_before"], self.measure, self.language, self.decimals, bare=True
        )

    def then_when(self) -> str:
        return format_time([self.named_period("then")], self.language, "noun")

    def now_when(self) -> str:
        return format_time([self.statement.period], self.language, "noun")

    def change_margin(self) -> str:
        """Return the margin of a change, with decimals at which it is not nothing."""
        margin = self.facts["change_margin"]
        places = decimals_to_tell_apart(margin, 0, self.decimals)
        if kind_of_unit(self.measure.unit_of_measure) == "index":
            return format_number(margin, places, self.language)
        return format_difference(margin, self.measure, self.language, places, bare=True)

    def units(self) -> str:
        return format_number(self.facts["units"], 0, self.language)

    def kind(self) -> str:
        """Return of what kind the units are that are compared."""
        kind = self.scorecard.org_unit(self.statement.org_unit).kind
        return self.fill("of_kind", text=kind.of(self.language)) if kind else ""

    def rank_low(self) -> str:
        return format_number(self.facts["rank_low"], 0, self.language)

    def rank_high(self) -> str:
        return format_number(self.facts["rank_high"], 0, self.language)

    def _counted(self, name: str) -> str:
        return format_count(int(self.facts[name]), self.language)

    def _range(self, low: str, high: str) -> str:
        ends = (self.facts[low], self.facts[high])
        places = max(
            decimals_to_tell_apart(self.facts["value"], end, self.decimals) for end in ends
        )
        bare = self.unit_is_said
        return format_range(*ends, self.measure, self.language, places, bare=bare)
