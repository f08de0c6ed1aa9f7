"""Whether the lines of the economy name amounts of money that add up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bsc_helpers.errors import Problem
from bsc_helpers.model import Economy, Input, Scorecard
from bsc_helpers.register.items import Item, sound
from bsc_helpers.register.lists import Items
from bsc_helpers.register.reading import Key

__all__ = ["check_amount", "check_economy"]

NET = "net"
CURRENCY = "SEK"


def check_economy(items: Items) -> Iterator[Problem]:
    """Yield every line of the economy whose plan or outturn is unknown, no money, or used twice."""
    head = items.head
    if head.part is None or head.part.economy is None:
        return
    yield from _lines(head, head.part.economy)
    inputs = {given.code: given for _, given in sound(items.inputs)}
    known = items.codes("inputs")
    first: dict[str, Key] = {}
    for key, code in _amounts(head.part.economy):
        yield from head.check_known(key, code, known, "input")
        if code in inputs:
            yield from check_amount(head, key, inputs[code])
        if first.setdefault(code, key) != key:
            message = f"stands twice: first as {head.written.shown(first[code])}"
            yield head.problem(key, message, value=code)


def _amounts(economy: Economy) -> Iterator[tuple[Key, str]]:
    """Yield the key and the input of every amount."""
    yield ("economy", "net", "plan"), economy.net.plan
    yield ("economy", "net", "outturn"), economy.net.outturn
    for number, line in enumerate(economy.classes):
        yield ("economy", "classes", number, "plan"), line.plan
        yield ("economy", "classes", number, "outturn"), line.outturn


def check_amount(
    item: Item[Any], key: Key, given: Input, over_time: tuple[str, ...] = ("sum",)
) -> Iterator[Problem]:
    """Yield what keeps an input from being an amount of money that adds up over units.

    `over_time` are the ways in which it may add up over time: a flow is summed, a stock is not.
    """
    unit = given.unit_of_measure
    if unit is None or CURRENCY not in unit.texts:
        message = f"is no money: its unit_of_measure must be {CURRENCY}"
        yield item.problem(key, message, value=given.code)
    for name, valid in (("over_units", ("sum",)), ("over_time", over_time)):
        rule = getattr(given, name)
        if rule not in valid:
            adds = "must add up" if valid == ("sum",) else "is a stock, which does not add up"
            message = f"{adds}; its {name}: {rule}"
            yield item.problem(key, message, value=given.code, valid=f"{name}: {', '.join(valid)}")


def _lines(head: Item[Scorecard], economy: Economy) -> Iterator[Problem]:
    codes = [line.code for line in economy.classes]
    for number, code in enumerate(codes):
        key = ("economy", "classes", number, "code")
        if code == NET:
            yield head.problem(key, "is the word for the net", value=code)
        if code in codes[:number]:
            yield head.problem(key, "stands twice", value=code)
