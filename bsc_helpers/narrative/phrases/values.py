"""Phrases about the value of a measure: its target, its precision, its place in time."""
# ruff: noqa: D102 - a method is the phrase that its name says

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

from bsc_helpers.model import Measure
from bsc_helpers.narrative import en, sv
from bsc_helpers.narrative.decimals import shown_decimals
from bsc_helpers.narrative.formats import (
    PeriodForm,
    format_between,
    format_count,
    format_difference,
    format_number,
    format_range,
    format_share,
    format_target,
    format_time,
    format_value,
    unit_text,
)
from bsc_helpers.narrative.languages import in_language
from bsc_helpers.narrative.nature import is_state
from bsc_helpers.narrative.phrases.base import Phrases
from bsc_helpers.narrative.rounding import decimals_of, decimals_to_tell_apart, rounded
from bsc_helpers.narrative.units import kind_of_unit

__all__ = ["ValuePhrases"]

_COUNTING = {"sv": sv.COUNTING, "en": en.COUNTING}
_BORDERS = ("target", "target_low", "target_high")


class ValuePhrases(Phrases):
    """The phrases of statements about a measure."""

    @cached_property
    def measure(self) -> Measure:
        """The measure that the statement is about."""
        return self.scorecard.measure(self.statement.measure)

    @cached_property
    def decimals(self) -> int:
        """With how many decimals the value is shown, here as everywhere on the page."""
        status = self.texts.get("status", self.statement.status)
        return shown_decimals(self.measure, self.facts, status)

    @cached_property
    def unit_is_said(self) -> bool:
        """Whether the subject names the unit: "antalet beslut var 7", not "7 beslut".

        Also at the end of a word: "biblioteksbesök per invånare" names "besök per invånare".
        """
        unit = unit_text(self.measure, self.language)
        ending = rf"{re.escape(unit)}(?!\w)"
        return bool(unit) and re.search(ending, self.subject(), re.IGNORECASE) is not None

    # --- the value and its time

    def subject(self) -> str:
        return self.measure.sentence_subject(self.language)

    def measure_name(self) -> str:
        return self.measure.name.of(self.language)

    def value(self) -> str:
        return self._value(self.facts["value"], bare=self.unit_is_said)

    def when(self) -> str:
        if is_state(self.scorecard, self.measure):
            return format_time(self.covered[-1:], self.language, "at_end")
        shown = self.value()[-1] if "value" in self.facts else ""
        form: PeriodForm = "when_after_number" if shown.isdigit() else "when"
        return format_time(self.covered, self.language, form)

    def coverage(self) -> str:
        facts = self.facts
        share = facts["card_coverage"] if "card_coverage" in facts else facts["coverage"]
        return format_share(share, self.language)

    # --- the target

    def target(self) -> str:
        borders = self._borders()
        if len(borders) > 1:
            low, high = borders
            return format_between(low, high, self.measure, self.language, bare=self.unit_is_said)
        aim = format_target(borders[0], self.measure, self.language, bare=self.unit_is_said)
        return aim + self.origin()

    def origin(self) -> str:
        """Return in brackets what the target follows from; empty where it is a number given."""
        if "percentile" in self.facts:
            return self.fill("origin_peers")
        if "times" not in self.facts:
            return ""
        return self.fill("origin_same" if self.facts["times"] == 1 else "origin_times")

    def yardstick(self) -> str:
        """Return the time of the value that a target is so many times of."""
        starts = self.scorecard.fiscal_year_starts
        covered = self.named_period("yardstick").covered(self.statement.window, starts)
        return format_time(covered, self.language, "noun")

    def factor(self) -> str:
        return format_number(self.facts["times"], decimals_of(self.facts["times"]), self.language)

    def share_of_peers(self) -> str:
        """Return how large a share of the units reaches a target that is their percentile."""
        below = self.facts["percentile"] / 100
        higher = self.measure.polarity == "higher_is_better"
        return format_share(1 - below if higher else below, self.language)

    def fewest(self) -> str:
        return format_count(int(self.facts["fewest"]), self.language)

    def difference(self) -> str:
        """Return the difference from the target, as one finds it from the figures shown."""
        value = rounded(self.facts["value"], self.decimals)
        steps = [abs(value - rounded(border, self.decimals)) for border in self._borders()]
        return format_difference(
            float(min(steps)), self.measure, self.language, self.decimals, bare=self.unit_is_said
        )

    def limit(self) -> str:
        """Return the warning limit that the interval holds, where it is known."""
        if "limit" not in self.facts:
            return ""
        limit = self.facts["limit"]
        shown = format_value(limit, self.measure, self.language, decimals_of(limit), bare=True)
        return self.fill("limit_aside", value=shown)

    # --- the year before

    def against(self) -> str:
        """Return the value of the year before beside that of now."""
        return self._beside("against")

    def number_before(self) -> str:
        """Return the number of the year before beside that of now."""
        return self._beside("number_before")

    def year_before(self) -> str:
        """Return the value of the year before in a sentence of its own."""
        return self._beside("year_before")

    def aim(self) -> str:
        return self.fill(f"aim_{self._aim}")

    def aim_inside(self) -> str:
        return self.fill(f"aim_inside_{self._aim}")

    def reached(self) -> str:
        return self.fill(f"reached_{self._aim}")

    # --- precision and cases

    def precision(self) -> str:
        if "margin" in self.facts:
            return self.fill("precision_mean")
        if "confidence" in self.facts:
            return self.fill("precision_proportion")
        return self.fill("precision_cases") if "count" in self.facts else ""

    def margin(self) -> str:
        """Return the margin with decimals of its own: one that is not nothing is not shown so."""
        margin = self.facts["margin"]
        places = decimals_to_tell_apart(margin, 0, self.decimals)
        if kind_of_unit(self.measure.unit_of_measure) == "index":
            return format_number(margin, places, self.language)
        return format_difference(margin, self.measure, self.language, places, bare=True)

    def interval(self) -> str:
        low, high = self.facts["lower"], self.facts["upper"]
        return format_range(low, high, self.measure, self.language, self.decimals)

    def confidence(self) -> str:
        return format_share(self.facts["confidence"], self.language)

    def count(self) -> str:
        return self._count(self.facts["count"])

    def base(self) -> str:
        """Return the number of cases with what they are: "380 svar"."""
        number = self._count(self.facts["base"])
        code = self.measure.base_input
        given = next((each for each in self.scorecard.inputs if each.code == code), None)
        # A unit is written in the plural, and nothing says its singular.
        if given is None or given.unit_of_measure is None or number == "1":
            return number
        return f"{number}\u00a0{given.unit_of_measure.of(self.language)}"

    def one_case(self) -> str:
        places = max(1, self.measure.decimals)
        return format_difference(
            self.facts["one_case"], self.measure, self.language, places, bare=self.unit_is_said
        )

    def counted(self) -> str:
        """Return how many there are: "Det fanns sju beslut", where the subject names a count."""
        subject = self.subject()
        begins = in_language(self.language, _COUNTING)
        found = next((each for each in begins if subject.lower().startswith(each)), None)
        if found is None:
            return self.fill("stated")
        state = is_state(self.scorecard, self.measure)
        number = format_count(int(self.facts["value"]), self.language)
        things = subject[len(found) :]
        return self.fill("counted_state" if state else "counted_flow", number=number, things=things)

    # --- how they are made

    @property
    def _aim(self) -> str:
        return "duty" if self.measure.role == "legal_duty" else "target"

    def _beside(self, key: str) -> str:
        if "year_before" not in self.facts:
            return ""
        then = self._value(self.facts["year_before"], bare=self.unit_is_said)
        return self.fill(key + "_same" if then == self.value() else key, then=then)

    def _value(self, value: float, *, bare: bool) -> str:
        return format_value(value, self.measure, self.language, self.decimals, bare=bare)

    def _count(self, number: float) -> str:
        return format_number(number, min(1, decimals_of(number)), self.language)

    def _borders(self) -> list[float]:
        facts: Mapping[str, float] = self.facts
        return [facts[name] for name in _BORDERS if name in facts]
