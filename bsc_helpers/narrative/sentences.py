"""From a statement to a sentence in the reader's language.

Every number in a sentence is a fact of its statement, rounded only here, with the decimals that
the value has everywhere on the page (see `decimals`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from bsc_helpers.model import Measure, Scorecard
from bsc_helpers.narrative import en, sv
from bsc_helpers.narrative.decimals import decimals_of_value
from bsc_helpers.narrative.formats import (
    PeriodForm,
    Scale,
    format_between,
    format_difference,
    format_money,
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
from bsc_helpers.narrative.rounding import decimals_of, decimals_to_tell_apart
from bsc_helpers.narrative.statements import Statement
from bsc_helpers.narrative.units import kind_of_unit
from bsc_helpers.periods import Period

__all__ = ["sentence_of"]

_SENTENCES = {"sv": sv.SENTENCES, "en": en.SENTENCES}
_BORDERS = ("target", "target_low", "target_high")
# From which plan on, and from which amount on: what is less would be shown as nothing.
_SCALES: dict[Scale, tuple[float, float]] = {"million": (100e6, 50e3), "thousand": (1e6, 500)}


def sentence_of(statement: Statement, scorecard: Scorecard, language: str) -> str:
    """Return a statement in words, with what must be said along with it.

    Raises
    ------
    ParameterError
        When there is no such language.
    """
    phrases = _Phrases(statement, scorecard, language)
    keys = [statement.pattern]
    keys += ["partial"] * ("coverage" in statement.facts)
    keys += ["left_out"] * ("card_coverage" in statement.facts)
    return " ".join(phrases.fill(key) for key in keys)


@dataclass(frozen=True)
class _Phrases:
    """The phrases that fill the names in braces of the patterns."""

    statement: Statement
    scorecard: Scorecard
    language: str

    def fill(self, key: str) -> str:
        return in_language(self.language, _SENTENCES)[key].format_map(_Lookup(self))

    @cached_property
    def measure(self) -> Measure:
        return self.scorecard.measure(self.statement.measure)

    @property
    def covered(self) -> tuple[Period, ...]:
        """The periods that the value covers by the measure's window."""
        starts = self.scorecard.fiscal_year_starts
        return self.statement.period.covered(self.measure.window, starts)

    @property
    def facts(self) -> Mapping[str, float]:
        return self.statement.facts

    @cached_property
    def decimals(self) -> int:
        told = self.statement
        place = (told.org_unit, told.period)
        return decimals_of_value(self.scorecard, self.measure, place, self.facts, told.status)

    @cached_property
    def unit_is_said(self) -> bool:
        """Whether the subject names the unit: "antalet beslut var 7", not "7 beslut"."""
        unit = unit_text(self.measure, self.language)
        word = rf"(?<!\w){re.escape(unit)}(?!\w)"
        return bool(unit) and re.search(word, self.subject(), re.IGNORECASE) is not None

    # --- the names in braces, each a method

    def subject(self) -> str:
        return self.measure.sentence_subject(self.language)

    def value(self) -> str:
        value = self.facts["value"]
        return format_value(
            value, self.measure, self.language, self.decimals, bare=self.unit_is_said
        )

    def when(self) -> str:
        if is_state(self.scorecard, self.measure):
            return format_time(self.covered[-1:], self.language, "at_end")
        form: PeriodForm = "when_after_number" if self.value()[-1].isdigit() else "when"
        return format_time(self.covered, self.language, form)

    def now(self) -> str:
        return format_time([self.statement.report_period], self.language, "when")

    def period(self) -> str:
        return format_time(self.covered, self.language, "noun")

    def target(self) -> str:
        borders = _borders(self.statement)
        if len(borders) > 1:
            low, high = borders
            return format_between(low, high, self.measure, self.language, bare=self.unit_is_said)
        return format_target(borders[0], self.measure, self.language, bare=self.unit_is_said)

    def difference(self) -> str:
        return format_difference(
            abs(self.facts["difference"]),
            self.measure,
            self.language,
            self.decimals,
            bare=self.unit_is_said,
        )

    def precision(self) -> str:
        if "margin" in self.facts:
            return self.fill("precision_mean")
        return self.fill("precision_proportion") if "confidence" in self.facts else ""

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
        precision = self.measure.precision
        given = next(
            (each for each in self.scorecard.inputs if precision and each.code == precision.count),
            None,
        )
        # A unit is written in the plural, and nothing says its singular.
        if given is None or given.unit_of_measure is None or number == "1":
            return number
        return f"{number}\u00a0{given.unit_of_measure.of(self.language)}"

    def one_case(self) -> str:
        places = max(1, self.measure.decimals)
        return format_difference(
            self.facts["one_case"], self.measure, self.language, places, bare=self.unit_is_said
        )

    def aim(self) -> str:
        return self.fill(f"aim_{self._aim}")

    def aim_inside(self) -> str:
        return self.fill(f"aim_inside_{self._aim}")

    def reached(self) -> str:
        return self.fill(f"reached_{self._aim}")

    def deviation(self) -> str:
        return self._money(abs(self.facts["deviation"]))

    def plan(self) -> str:
        return self._money(self.facts["plan"])

    def coverage(self) -> str:
        facts = self.facts
        share = facts["card_coverage"] if "card_coverage" in facts else facts["coverage"]
        return format_share(share, self.language)

    def delivered_by(self) -> str:
        return self.fill("delivered_by") if self.measure.computed_by else ""

    def computed_by(self) -> str:
        return self.fill("computed_by") if self.measure.computed_by else ""

    def who(self) -> str:
        by = self.measure.computed_by
        return by.of(self.language) if by else ""

    # --- how they are made

    @property
    def _aim(self) -> str:
        return "duty" if self.measure.role == "legal_duty" else "target"

    def _count(self, number: float) -> str:
        return format_number(number, min(1, decimals_of(number)), self.language)

    def _money(self, amount: float) -> str:
        return format_money(amount, self.language, _scale(amount, self.facts["plan"]))


class _Lookup(dict[str, str]):
    """Gives a pattern the phrase for each name in braces."""

    def __init__(self, phrases: _Phrases) -> None:
        super().__init__()
        self.phrases = phrases

    def __missing__(self, name: str) -> str:
        return str(getattr(self.phrases, name)())


def _scale(amount: float, plan: float) -> Scale:
    """Return millions for a committee's money and thousands for a unit's.

    A finer one where the amount, though not nothing, would be shown as nothing.
    """
    for scale, (plan_from, shown_from) in _SCALES.items():
        if abs(plan) >= plan_from and (abs(amount) >= shown_from or not amount):
            return scale
    return "one"


def _borders(statement: Statement) -> list[float]:
    return [statement.facts[name] for name in _BORDERS if name in statement.facts]
