"""From tested links to words: fixed verdicts, one sentence for each pair, and its cautions.

Nothing here says that one measure changes the other, nor that there is no link where none was
found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import atanh, ceil

from bsc_helpers.compute.kinds import is_additive
from bsc_helpers.compute.leadlag import Gate, Options, PairTest
from bsc_helpers.evaluation import TestedPair
from bsc_helpers.model import Measure, Scorecard
from bsc_helpers.narrative.formats import (
    format_count,
    format_date,
    format_difference,
    format_number,
    format_period,
    format_share,
)
from bsc_helpers.narrative.languages import in_language
from bsc_helpers.narrative.lead_lag.fixed import WORDS, lag_words, q_words, r_words
from bsc_helpers.narrative.phrases.base import beginning, inside
from bsc_helpers.narrative.rounding import decimals_to_show
from bsc_helpers.periods import Period, PeriodKind, parse_period

__all__ = ["PairSpeaker"]

_FAR = 0.10  # a difference of correlations that is worth a word
_TOO_MANY = 1000  # times as many values: more than anybody will have


@dataclass(frozen=True)
class PairSpeaker:
    """What is said of one pair of measures.

    Parameters
    ----------
    pair
        The pair, with its test where there is one.
    scorecard
        That names its measures.
    language
        Of all words.
    options
        With which it was tested.
    """

    pair: TestedPair
    scorecard: Scorecard
    language: str
    options: Options

    @property
    def words(self) -> Mapping[str, str]:
        """The fixed words of the language."""
        return in_language(self.language, WORDS)

    @property
    def verdict(self) -> str:
        """The fixed words of the verdict; of a pair that was not tested, why."""
        if self.pair.test is None:
            return beginning(self.words[f"evidence_{self.pair.evidence}"])
        floor = r_words(self.options.floor, self.language)
        return self.words[f"verdict_{self.pair.test.verdict}"].format(floor=floor)

    @property
    def sentence(self) -> str:
        """The one sentence that the verdict licenses."""
        return self._fill(self._pattern)

    @property
    def cautions(self) -> tuple[str, ...]:
        """What must be borne in mind along with it."""
        return tuple(self._cautions())

    @property
    def cure(self) -> tuple[str, ...]:
        """What more data would be needed for a clear answer; empty where there is one."""
        return tuple(self._cure())

    # --------------------------------------------------------------------------------- sentences

    @property
    def _pattern(self) -> str:
        test = self.pair.test
        if test is None:
            return self.pair.why or "no_values"
        if test.verdict == "other_way" and not self.pair.link:
            return "other_way_undeclared"
        if test.verdict == "cannot_tell" and (test.q or 0.0) <= self.options.q_possible:
            shared = test.group_p is not None and test.group_p > self.options.p_shared
            return "cannot_tell_groups" if shared else "cannot_tell_shares"
        return test.verdict

    def _fill(self, key: str) -> str:
        return self.words[key].format_map(_Lookup(self))

    def phrase(self, name: str) -> str:
        """Return what stands for a name in braces."""
        return str(getattr(self, f"_{name}")())

    @cached_property
    def _measures(self) -> tuple[Measure, Measure]:
        return self.scorecard.measure(self.pair.driver), self.scorecard.measure(self.pair.outcome)

    @property
    def _test(self) -> PairTest:
        if self.pair.test is None:
            raise ValueError(f"{self.pair.name} was not tested")
        return self.pair.test

    @cached_property
    def kind(self) -> PeriodKind:
        """The kind of period in which the pair is counted."""
        return self._last.kind if self.pair.panel.periods else self._measures[0].frequency

    @property
    def _last(self) -> Period:
        return parse_period(self.pair.panel.periods[-1], self.scorecard.fiscal_year_starts)

    def _driver(self) -> str:
        return inside(self._measures[0].sentence_subject(self.language))

    def _outcome(self) -> str:
        return inside(self._measures[1].sentence_subject(self.language))

    def _Driver(self) -> str:  # noqa: N802 - as it begins a sentence
        return beginning(self._measures[0].sentence_subject(self.language))

    def _Outcome(self) -> str:  # noqa: N802 - as it begins a sentence
        return beginning(self._measures[1].sentence_subject(self.language))

    def _higher(self) -> str:
        return self.words["higher" if (self._test.r or 0) > 0 else "lower"]

    def _same_way(self) -> str:
        up = (self._test.r or 0) > 0
        return self.words["same_direction" if up else "other_direction"]

    def _later(self) -> str:
        return lag_words(self._test.lag or 0, self.kind, self.language)

    def _same_time(self) -> str:
        return self.words[f"at_{self.kind}"]

    def _strongest(self) -> str:
        lag = self._test.lag or 0
        if lag == 0:
            return self.words["strongest_same"]
        name = self._driver() if lag > 0 else self._outcome()
        return self.words["strongest_first"].format(name=name)

    # ------------------------------------------------------------------------- numbers of a test

    def _number(self, value: float | None) -> str:
        return r_words(0.0 if value is None else value, self.language)

    def _r(self) -> str:
        return self._number(self._test.r)

    def _lower(self) -> str:
        return self._number(self._test.lower)

    def _upper(self) -> str:
        return self._number(self._test.upper)

    def _q(self) -> str:
        return q_words(self._test.q or 0.0, self.language)

    def _floor(self) -> str:
        return self._number(self.options.floor)

    def _detectable(self) -> str:
        return self._number(self._test.detectable)

    def _numbers(self) -> str:
        return self._fill(f"numbers_{self._test.mode}")

    def _based_on(self) -> str:
        test = self._test
        if test.mode == "single":
            return self._fill("based_on_single")
        parts = self.pair.panel.grouped == "unit" and test.groups < test.units
        return self._fill("based_on_parts" if parts else "based_on")

    def _units(self) -> str:
        return self._whole(self._test.units)

    def _groups(self) -> str:
        return self._whole(self._test.groups)

    def _periods(self) -> str:
        return self._whole(self._test.periods)

    def _pairs(self) -> str:
        return self._whole(self._test.pairs)

    def _whole(self, count: float) -> str:
        return format_number(count, 0, self.language)

    def _kinds(self) -> str:
        return self.words[f"kind_{self.kind}"]

    def _kind_one(self) -> str:
        return self.words[f"one_{self.kind}"]

    def _size(self) -> str:
        effect = self._test.effect
        if effect is None:
            return ""
        first, second = self._measures
        if (self._test.lag or 0) < 0:
            first, second = second, first
        rise, change = effect.usual_rise, effect.slope * effect.usual_rise
        return self.words["size"].format(
            first=inside(first.sentence_subject(self.language)),
            second=inside(second.sentence_subject(self.language)),
            rise=self._difference(rise, first),
            change=self._difference(change, second),
        )

    def _difference(self, value: float, measure: Measure) -> str:
        """Return a difference with so many decimals that two figures of it can be seen."""
        places = max(measure.decimals, decimals_to_show(value, 2))
        return format_difference(value, measure, self.language, places)

    def _reserve(self) -> str:
        test, options = self._test, self.options
        coarser = test.sensitivity.coarser_p
        reasons = {
            "single": test.mode == "single",
            "groups": test.group_p is not None,
            "units": test.units_differ,
            "coarser": coarser is not None and coarser > options.p_coarser,
            "shared": test.units_alike,
        }
        found = [key for key, holds in reasons.items() if holds] or ["weak"]
        return " ".join(self.words[f"reserve_{key}"] for key in found)

    # -------------------------------------------------------------------- pairs without a result

    def _lacking(self) -> str:
        told = [self._gate(gate) for gate in self._test.gates]
        if len(told) == 1:
            return told[0]
        return self.words["listed"].format(first=", ".join(told[:-1]), last=told[-1])

    def _gate(self, gate: Gate) -> str:
        found = self._whole(int(gate.found))
        needed = self._whole(gate.needed)
        return self.words[f"gate_{gate.hurdle}"].format(
            found=found, needed=needed, kinds=self._kinds()
        )

    def _inputs(self) -> str:
        names = {given.code: given.name.of(self.language) for given in self.scorecard.inputs}
        return ", ".join(inside(names[code]) for code in self.pair.shared_inputs)

    def _declared(self) -> str:
        day = self.pair.declared
        return format_date(day, self.language) if day else ""

    # ---------------------------------------------------------------------------------- cautions

    def _cautions(self) -> Iterator[str]:
        test = self.pair.test
        if test is None:
            return
        if test.tested:
            yield from self._of_result(test)
        elif test.between is not None and test.within is not None:
            yield self.words["between_only"].format(
                r_between=self._number(test.between), r_within=self._number(test.within)
            )
        yield from self._of_declaration()
        yield from self._of_data()

    def _of_result(self, test: PairTest) -> Iterator[str]:
        if test.units_differ and test.same_sign is not None:
            yield self.words["units_differ"].format(
                share=format_share(test.same_sign, self.language)
            )
        if test.opposite_between and test.between is not None:
            yield self.words["opposite_between"].format(
                between=self.words["high" if test.between > 0 else "low"],
                r_between=self._number(test.between),
            )
        weighed = test.sensitivity.weighed_r
        if weighed is not None and abs(weighed - (test.r or 0)) > _FAR:
            yield self.words["weighed_differs"].format(weighed=self._number(weighed))
        rank, shared = test.sensitivity.rank_r, test.sensitivity.shared
        if test.found and rank is not None and abs(rank - (test.r or 0)) > _FAR:
            yield self.words["ranks_differ"].format(rank=self._number(rank))
        told = test.group_p is not None or (test.units_alike and test.verdict == "possible_lead")
        if test.found and not told and shared is not None and shared > _FAR:
            yield self.words["shared_left"].format(shared=self._number(shared))

    def _of_declaration(self) -> Iterator[str]:
        pair, test = self.pair, self._test
        if test.tested and pair.latest > test.window:
            yield self.words["not_tried"].format(
                latest=self._whole(pair.latest),
                kinds=self._kinds(),
                window=self._whole(test.window),
            )
        if not pair.link:
            yield self.words["undeclared"]
        elif pair.declared is None:
            yield self.words["declared_unknown"]
        elif pair.panel.known_before:
            yield self.words["known_before"].format(
                declared=self._declared(),
                known=self._whole(pair.panel.known_before),
                all=self._periods(),
                kinds=self._kinds(),
            )

    def _of_data(self) -> Iterator[str]:
        panel = self.pair.panel
        counts = {"preliminary": panel.preliminary, "before_break": panel.before_break}
        for key, count in counts.items():
            if count:
                one = "_one" if count == 1 and f"{key}_one" in self.words else ""
                yield self.words[f"{key}{one}"].format(
                    count=self._whole(count), kinds=self._kinds(), kind_one=self._kind_one()
                )
        for measure in self._measures:
            if is_additive(self.scorecard, measure):
                name = beginning(measure.sentence_subject(self.language))
                yield self.words["grows_with_size"].format(Measure=name)
        if panel.averaged:
            measure = self.scorecard.measure(panel.averaged)
            name = beginning(measure.sentence_subject(self.language))
            yield self.words["averaged"].format(Measure=name)

    # -------------------------------------------------------------------------- what would help

    def _cure(self) -> Iterator[str]:
        test = self.pair.test
        if test is None:
            return
        lacking = {gate.hurdle: gate for gate in test.gates}
        if "periods" in lacking and lacking.keys() <= {"periods", "seasons"}:
            gate = lacking["periods"]
            when = format_period(self._last.shift(int(gate.needed - gate.found)), self.language)
            key = "cure_years" if self.kind == "year" else "cure_periods"
            yield self.words[key].format(when=when)
        if {"units", "pairs", "groups"} & lacking.keys():
            yield self.words["cure_units"].format(points=self._whole(self.options.fewest_points))
        if self._pattern == "cannot_tell" and test.detectable:
            times = (atanh(test.detectable) / atanh(self.options.floor)) ** 2
            if 1 < times < _TOO_MANY:
                told = format_count(ceil(times), self.language)
                yield self.words["cure_more"].format(floor=self._floor(), times=told)


class _Lookup(dict[str, str]):
    """Gives a pattern the phrase for each name in braces."""

    def __init__(self, speaker: PairSpeaker) -> None:
        super().__init__()
        self.speaker = speaker

    def __missing__(self, name: str) -> str:
        return self.speaker.phrase(name)
