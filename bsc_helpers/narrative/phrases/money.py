"""Phrases about money: amounts that add up as they are shown."""
# ruff: noqa: D102 - a method is the phrase that its name says

from __future__ import annotations

from decimal import Decimal
from functools import cached_property

from bsc_helpers.narrative.amounts import DIVISORS, Scale, scale_of, shown_amount
from bsc_helpers.narrative.formats import format_money, format_period, format_value
from bsc_helpers.narrative.nature import divisor_of
from bsc_helpers.narrative.phrases.base import inside
from bsc_helpers.narrative.phrases.values import ValuePhrases

__all__ = ["MoneyPhrases"]

_DEVIATIONS = ("forecast_deviation", "previous_forecast_deviation", "deviation")


class MoneyPhrases(ValuePhrases):
    """The phrases of statements about a budget and its forecasts."""

    # --- the outturn

    def deviation(self) -> str:
        return self._money(abs(self.facts["deviation"]))

    def of_budget(self) -> str:
        """Return how large that is: in percent of what it is measured by, else beside the plan."""
        return self.fill("of_base" if "value" in self.facts else "of_plan")

    def percent(self) -> str:
        value = self.facts["value"]
        return format_value(value, self.measure, self.language, self.decimals, signed=True)

    def whole(self) -> str:
        code = divisor_of(self.measure)
        given = next(each for each in self.scorecard.inputs if each.code == code)
        return inside(given.name.of(self.language))

    def plan(self) -> str:
        plan = self.facts["plan"]
        return format_money(plan, self.language, scale_of(plan, self.facts.get("year_plan", plan)))

    def parts(self) -> str:
        named = [name for name in ("part_1", "part_2") if name in self.facts]
        return self.fill(f"parts_{len(named)}") if named else ""

    def part_1(self) -> str:
        return inside(self._account_class("part_1"))

    def part_2(self) -> str:
        return inside(self._account_class("part_2"))

    def amount_1(self) -> str:
        return self._signed(self._shown("part_1"))

    def amount_2(self) -> str:
        return self._signed(self._shown("part_2"))

    def rest(self) -> str:
        """Return what the parts as shown leave of the deviation as shown."""
        parts = [self._shown(name) for name in ("part_1", "part_2") if name in self.facts]
        return self._signed(self._shown("deviation") - sum(parts, Decimal(0)))

    # --- the forecast

    def year(self) -> str:
        starts = self.scorecard.fiscal_year_starts
        return format_period(self.statement.period.within("year", starts), self.language)

    def made_on(self) -> str:
        return self.fill("on_day", day=self._day("made_on"))

    def previous_day(self) -> str:
        return self._day("previous_made_on")

    def maker(self) -> str:
        economy = self.scorecard.economy
        who = self.in_words(economy.forecast_by if economy else None)
        return self.fill("maker", who=inside(who)) if who else ""

    def forecast(self) -> str:
        amount = self._shown("forecast_deviation")
        if not amount:
            return self.fill("on_budget")
        return self.fill("against_budget", amount=self._signed(amount))

    def change(self) -> str:
        if "previous_made_on" not in self.texts:
            return ""
        step = self._shown("forecast_deviation") - self._shown("previous_forecast_deviation")
        return self.fill(f"change_{_word(step)}", step=self._unsigned(step))

    def previous(self) -> str:
        return self._signed(self._shown("previous_forecast_deviation"))

    def outcome(self) -> str:
        if "deviation" not in self.facts:
            return ""
        step = self._shown("deviation") - self._shown("forecast_deviation")
        return self.fill(f"outcome_{_word(step)}", miss=self._unsigned(step))

    def outturn(self) -> str:
        return self._signed(self._shown("deviation"))

    # --- how they are made

    @cached_property
    def _scale(self) -> Scale:
        """The scale of all deviations in the sentence: so fine that none is shown as nothing.

        It follows the plan of the whole year, so that it is the same from January to December.
        """
        facts = self.facts
        amounts = [abs(facts[name]) for name in _DEVIATIONS if name in facts]
        plan = facts.get("year_plan", facts.get("plan", max(amounts)))
        return scale_of(min((each for each in amounts if each), default=0), plan)

    def _shown(self, name: str) -> Decimal:
        return shown_amount(self.facts[name], self._scale)

    def _signed(self, shown: Decimal) -> str:
        return self._amount(shown, signed=True)

    def _unsigned(self, shown: Decimal) -> str:
        return self._amount(abs(shown), signed=False)

    def _amount(self, shown: Decimal, *, signed: bool) -> str:
        kronor = float(shown * DIVISORS[self._scale][0])
        return format_money(kronor, self.language, self._scale, signed=signed)

    def _money(self, amount: float) -> str:
        return format_money(amount, self.language, self._scale)

    def _account_class(self, name: str) -> str:
        economy = self.scorecard.economy
        classes = economy.classes if economy else ()
        found = next(each for each in classes if each.code == self.texts[name])
        return found.name.of(self.language)

    def _day(self, name: str) -> str:
        """Return a day, without its year where that is the year that the sentence speaks of."""
        said = self.year() == self.texts[name][:4]
        return self.day(name, year=not said)


def _word(step: Decimal) -> str:
    return "same" if not step else "better" if step > 0 else "worse"
