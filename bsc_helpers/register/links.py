"""Whether the links of the strategy map, and their pairs of measures, speak of what there is."""

from __future__ import annotations

from collections.abc import Iterator

from bsc_helpers.errors import Problem
from bsc_helpers.model import Input, Link, Pair, Scorecard
from bsc_helpers.register.items import Item, sound
from bsc_helpers.register.lists import Items

__all__ = ["check_links"]


def check_links(items: Items) -> Iterator[Problem]:
    """Yield everything that is wrong with links, the map they are drawn on, and their pairs."""
    for item, link in sound(items.links):
        yield from _link(item, link, items)
    if items.head.part:
        yield from _map(items.head, items.head.part, items)
    for given_item, given in sound(items.inputs):
        yield from _part_of(given_item, given, items)


def _link(item: Item[Link], link: Link, items: Items) -> Iterator[Problem]:
    ends = items.codes("objectives") | items.codes("success_factors")
    yield from item.check_known("from", link.from_, ends, "objective or success factor")
    yield from item.check_known("to", link.to, ends, "objective or success factor")
    if link.from_ == link.to:
        yield item.problem("to", "leads back to where the link comes from", value=link.to)
    seen: set[tuple[str, str]] = set()
    for number, pair in enumerate(link.pairs):
        yield from _ends(item, number, pair, items)
        yield from _lags(item, number, pair)
        yield from _panel(item, number, pair, items)
        if (pair.driver, pair.outcome) in seen:
            value = f"{pair.driver}, {pair.outcome}"
            yield item.problem(("pairs", number), "the pair stands twice", value=value)
        seen.add((pair.driver, pair.outcome))


def _ends(item: Item[Link], number: int, pair: Pair, items: Items) -> Iterator[Problem]:
    key, measures = ("pairs", number), items.codes("measures")
    yield from item.check_known((*key, "driver"), pair.driver, measures, "measure")
    yield from item.check_known((*key, "outcome"), pair.outcome, measures, "measure")
    if pair.driver == pair.outcome:
        message = "is the driver too; a measure cannot test itself"
        yield item.problem((*key, "outcome"), message, value=pair.outcome)


def _lags(item: Item[Link], number: int, pair: Pair) -> Iterator[Problem]:
    key = ("pairs", number)
    if pair.earliest is not None and pair.earliest > pair.lag:
        message = f"must not be more than the lag ({pair.lag})"
        yield item.problem((*key, "earliest"), message, value=str(pair.earliest))
    if pair.latest is not None and pair.latest < pair.lag:
        message = f"must not be less than the lag ({pair.lag})"
        yield item.problem((*key, "latest"), message, value=str(pair.latest))


def _panel(item: Item[Link], number: int, pair: Pair, items: Items) -> Iterator[Problem]:
    """Yield what is wrong with the units and activities over which a pair is tested."""
    for name, words, known, what in (
        ("activities", pair.activities, items.codes("activities"), "activity"),
        ("kinds", pair.kinds, items.kinds, "kind of unit"),
    ):
        for place, word in enumerate(words):
            key = ("pairs", number, name, place)
            yield from item.check_known(key, word, known, what)
            if word in words[:place]:
                yield item.problem(key, "stands twice", value=word)
    if pair.shock_group == "area" and not any(unit.area for unit in items.units.values()):
        valid = "give units their area, or leave it out"
        key_of_group = ("pairs", number, "shock_group")
        yield item.problem(key_of_group, "no unit lies in an area", value="area", valid=valid)


def _map(head: Item[Scorecard], card: Scorecard, items: Items) -> Iterator[Problem]:
    known, seen = items.codes("perspectives"), list[str]()
    for row, codes in enumerate(card.strategy_map):
        for place, code in enumerate(codes):
            key = ("strategy_map", row, place)
            yield from head.check_known(key, code, known, "perspective")
            if code in seen:
                yield head.problem(key, "stands twice", value=code)
            seen.append(code)
    if seen and (lacking := sorted(known - {*seen})):
        yield head.problem("strategy_map", "lacks a perspective", value=", ".join(lacking))


def _part_of(item: Item[Input], given: Input, items: Items) -> Iterator[Problem]:
    yield from item.check_known("part_of", given.part_of, items.codes("inputs"), "input")
    wholes = {each.code: each.part_of for _, each in sound(items.inputs)}
    above, passed = given.part_of, set[str]()
    while above is not None and above not in passed:
        if above == given.code:
            yield item.problem("part_of", "would be a part of itself", value=given.part_of or "")
            return
        passed.add(above)
        above = wholes.get(above)
