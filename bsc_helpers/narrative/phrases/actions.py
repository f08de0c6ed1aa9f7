"""Phrases about initiatives: how far they have come, what was expected, and what is asked."""
# ruff: noqa: D102 - a method is the phrase that its name says

from __future__ import annotations

from functools import cached_property

from bsc_helpers.model import Initiative
from bsc_helpers.narrative.amounts import own_scale
from bsc_helpers.narrative.formats import (
    format_date,
    format_money,
    format_target,
    format_time,
    format_value,
)
from bsc_helpers.narrative.phrases.base import beginning
from bsc_helpers.narrative.phrases.series import SeriesPhrases
from bsc_helpers.narrative.rounding import decimals_of, decimals_to_tell_apart

__all__ = ["ActionPhrases"]


class ActionPhrases(SeriesPhrases):
    """The phrases of the follow-up of actions and of the questions about them."""

    @cached_property
    def initiative(self) -> Initiative:
        """The initiative that the statement is about."""
        return self._initiative(self.statement.initiative)

    @cached_property
    def decimals(self) -> int:
        """Those of the value on the page; more where it misses what was expected by less."""
        places = super().decimals
        if self.texts.get("outcome") != "not_reached":
            return places
        return decimals_to_tell_apart(self.facts["value"], self.facts["expected"], places)

    # --- how far it has come

    def name(self) -> str:
        return self.initiative.name.of(self.language)

    def progress(self) -> str:
        text = self.in_words(self.initiative.progress).rstrip(".")
        return self.fill("progress", text=beginning(text)) if text else ""

    def deadline(self) -> str:
        """Return when it begins, if it is only planned, and when it is or was due."""
        if "overdue" in self.texts:
            return self.fill("overdue", day=self.day("due"))
        starts = "starts" in self.texts and self.initiative.status == "planned"
        start = self.day("starts") if starts else ""
        if "due" in self.texts:
            return self.fill("starts_due" if start else "due", start=start, day=self.day("due"))
        return self.fill("starts", day=start) if start else self.fill("no_end")

    def ended(self) -> str:
        return self.fill("ended", day=self.day("ended")) if "ended" in self.texts else ""

    def owner(self) -> str:
        who = self.in_words(self.initiative.owner)
        return self.fill("owner", who=who) if who else ""

    # --- what was expected

    def expectation(self) -> str:
        return self.fill(f"expected_{self.texts['outcome']}") if "outcome" in self.texts else ""

    def expected(self) -> str:
        expected, measure = self.facts["expected"], self.measure
        if self.texts["side"]:
            towards = measure.model_copy(update={"polarity": self.texts["side"]})
            return format_target(expected, towards, self.language, bare=self.unit_is_said)
        places = decimals_of(expected)
        return format_value(expected, measure, self.language, places, bare=self.unit_is_said)

    def first_check(self) -> str:
        return format_time([self.named_period("from")], self.language, "when")

    # --- what it costs

    def spent(self) -> str:
        funding = self.in_words(self.initiative.funding)
        if "budget" in self.facts:
            aside = self.fill("in_brackets", text=funding) if funding else ""
            return self.fill("budget_outturn" if self._is_spent else "budget", funding=aside)
        only = self.fill("only_funding", text=funding) if funding else ""
        return only + (self.fill("outturn") if self._is_spent else "")

    def budget(self) -> str:
        return self._own_amount("budget")

    def used(self) -> str:
        return self._own_amount("outturn")

    # --- what is asked

    def actions(self) -> str:
        """Return the initiatives in hand, each with the day by which it is due, if ahead."""
        return "; ".join(map(self._named, self.texts["actions"].split()))

    def when_and_who(self) -> str:
        if self.supplier():
            return self.fill("when_delivered")
        who = self.in_words(self.measure.computed_by)
        return self.fill("when_computed", who=who) if who else self.fill("when_by_whom")

    # --- how they are made

    @property
    def _is_spent(self) -> bool:
        return "outturn" in self.facts

    def _own_amount(self, name: str) -> str:
        amounts = [self.facts[each] for each in ("budget", "outturn") if each in self.facts]
        return format_money(self.facts[name], self.language, own_scale(*amounts))

    def _initiative(self, code: str) -> Initiative:
        return next(each for each in self.scorecard.initiatives if each.code == code)

    def _named(self, code: str) -> str:
        found = self._initiative(code)
        name = found.name.of(self.language)
        if found.due is None or code in self.texts["overdue"].split():
            return name
        return self.fill("action_due", name=name, day=format_date(found.due, self.language))
