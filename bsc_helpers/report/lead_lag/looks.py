"""What becomes of a result when it is computed otherwise, and what it was made of."""

from __future__ import annotations

from collections.abc import Iterator

from bsc_helpers.blocks import Cell, Column, Row, Table
from bsc_helpers.compute.leadlag import PairTest
from bsc_helpers.evaluation import TestedPair
from bsc_helpers.narrative.formats import format_difference, format_number, format_share
from bsc_helpers.narrative.lead_lag import q_words, r_words
from bsc_helpers.narrative.rounding import decimals_to_show
from bsc_helpers.report.lead_lag.opened import LinkReport

__all__ = ["details_of", "sensitivity_table"]


def sensitivity_table(report: LinkReport, test: PairTest) -> Table:
    """Return the same pair computed in other ways."""
    words = report.words
    rows = [Row(cells=(Cell(text=a), Cell(text=b))) for a, b in _looks(report, test)]
    columns = (Column(label=words["look"]), Column(label=words["result"]))
    return Table(caption=words["sensitivity_caption"], columns=columns, rows=tuple(rows))


def _looks(report: LinkReport, test: PairTest) -> Iterator[tuple[str, str]]:
    """Yield each way of computing, and what it gives."""
    words, language, other = report.words, report.language, test.sensitivity

    def r(value: float | None) -> str:
        return "" if value is None else f"r = {r_words(value, language)}"

    def chance(value: float | None, name: str = "p") -> str:
        return "" if value is None else q_words(value, language, name)

    ends = [r_words(end, language) for end in other.without_one or ()]
    results = {
        "main": (r(test.r), chance(test.q, "q")),
        "groups": (chance(test.group_p),),
        "coarser": (chance(other.coarser_p),),
        "weighed": (r(other.weighed_r), chance(other.weighed_p)),
        "own_share": (r(other.own_share_r), chance(other.own_share_p)),
        "driscoll": (chance(other.driscoll_kraay_p),),
        "any": (chance(test.q_any, "q"),),
        "without": (f"r = {words['range'].format(low=ends[0], high=ends[1])}" if ends else "",),
        "ranks": (r(other.rank_r),),
        "first": (r(other.first_half),),
        "second": (r(other.second_half),),
        "shared": (r(other.shared),),
        "between": (r(test.between),),
        "within": (r(test.within),),
        "same": ("" if test.same_sign is None else format_share(test.same_sign, language),),
    }
    counts = {"groups": test.groups, "coarser": other.coarser_groups or 0}
    for name, parts in results.items():
        if told := ", ".join(part for part in parts if part):
            groups = format_number(counts.get(name, 0), 0, language)
            yield words[f"look_{name}"].format(groups=groups), told


def details_of(report: LinkReport, pair: TestedPair, test: PairTest) -> Table:
    """Return what a test was made of, and what it could have seen."""
    words = report.words
    found = [(words[f"detail_{key}"], text) for key, text in _details(report, pair, test) if text]
    rows = tuple(Row(cells=(Cell(text=a), Cell(text=b))) for a, b in found)
    columns = (Column(label=words["option"]), Column(label=words["setting"]))
    return Table(caption=words["details"], columns=columns, rows=rows)


def _details(report: LinkReport, pair: TestedPair, test: PairTest) -> Iterator[tuple[str, str]]:
    words, language = report.words, report.language

    def count(number: float) -> str:
        return format_number(number, 0, language)

    yield "panel", _panel(report, pair)
    if test.mode == "single" and test.surprises:
        yield "series", report.unit_text(pair, test.surprises[0].unit)
    if test.p is not None:
        yield "p", q_words(test.p, language, "p")
    if test.detectable is not None:
        yield "detectable", f"|r| ≥ {r_words(test.detectable, language)}"
    yield "units", words["counted"].format(units=count(test.units), groups=count(test.groups))
    yield (
        "pairs",
        words["measured"].format(
            pairs=count(test.pairs),
            periods=count(test.periods),
            kinds=words[f"periods_{report.kind(pair)}"],
        ),
    )
    for key, ends in (("orders", test.orders), ("drawn", test.drawn_in)):
        if ends is not None:
            yield key, words[key].format(driver=count(ends[0]), outcome=count(ends[1]))
    yield "effect", _effect(report, pair, test)
    if test.effect is not None:
        yield "gain", format_share(max(test.effect.gain, 0.0), language)


def _panel(report: LinkReport, pair: TestedPair) -> str:
    """Return over which units and activities a pair was tested."""
    codes = {code for code, _ in pair.panel.units}
    done = dict.fromkeys(activity for _, activity in pair.panel.units)
    names = {each.code: each.name.of(report.language) for each in report.scorecard.activities}
    told = ", ".join(names[activity] for activity in done if activity in names)
    key = "panel_parts" if told else "panel_whole"
    count = format_number(len(codes), 0, report.language)
    return report.words[key].format(activities=told, count=count)


def _effect(report: LinkReport, pair: TestedPair, test: PairTest) -> str:
    effect = test.effect
    if effect is None or test.lag is None:
        return ""
    second = report.measures(pair)[1 if test.lag >= 0 else 0]
    places = max(second.decimals, decimals_to_show(effect.slope, 2))
    slope = format_difference(effect.slope, second, report.language, places)
    low, high = (
        format_number(end, places, report.language) for end in (effect.lower, effect.upper)
    )
    return report.words["effect"].format(slope=slope, lower=low, upper=high)
