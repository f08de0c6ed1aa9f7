"""Whether responsibility centres have the lines that their type asks for, and no others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bsc_helpers.errors import Problem
from bsc_helpers.model import Centre, CentreLines, CentreType, LocalText, PlanActual
from bsc_helpers.register.economy import check_amount
from bsc_helpers.register.items import Item, PartT, sound
from bsc_helpers.register.lists import Items
from bsc_helpers.register.reading import Key

__all__ = ["check_centres", "check_whom"]

_MARGIN = ("revenue", "variable_costs", "fixed_costs")
NEEDED: Final[dict[CentreType, tuple[str, ...]]] = {
    "cost": ("costs",),
    "revenue": ("revenue",),
    "profit": _MARGIN,
    "investment": (*_MARGIN, "assets", "nibcl"),
}
# Net cash flow can be told in one of two ways, or not at all.
CASH = (("receipts", "payments"), ("depreciation", "investments"))
_ALL_CASH = (*CASH[0], *CASH[1])
OPTIONAL: Final[dict[CentreType, tuple[str, ...]]] = {
    "cost": (),
    "revenue": (),
    "profit": _ALL_CASH,
    "investment": (*_ALL_CASH, "invested_assets"),
}
RATES = ("required_return", "cost_of_capital", "wacc")
STOCKS = ("stock", "opening", "closing", "invested_assets", "nibcl")


def check_centres(items: Items) -> Iterator[Problem]:
    """Yield everything that is wrong with the responsibility centres."""
    for item, centre in sound(items.centres):
        yield from check_whom(item, (), centre.org_units, centre.kinds, items)
        yield from _lines(item, centre)
        yield from _cash(item, centre)
        yield from _assets(item, centre)
        yield from _rates(item, centre)
        yield from _inputs(item, centre, items)
    yield from _once(items)


def check_whom(
    item: Item[PartT], key: Key, org_units: tuple[str, ...], kinds: tuple[str, ...], items: Items
) -> Iterator[Problem]:
    """Yield what is wrong with the units, or kinds of unit, that something is declared for."""
    if bool(org_units) == bool(kinds):
        yield item.problem(key, "needs either org_units or kinds, and not both")
    for name, words, valid, what in (
        ("org_units", org_units, items.codes("org_units"), "unit"),
        ("kinds", kinds, items.kinds, "kind of unit"),
    ):
        for number, word in enumerate(words):
            yield from item.check_known((*key, name, number), word, valid, what)
            if word in words[:number]:
                yield item.problem((*key, name, number), "stands twice", value=word)


def _declared(lines: CentreLines) -> list[str]:
    return [name for name, line in lines if line is not None]


def _lines(item: Item[Centre], centre: Centre) -> Iterator[Problem]:
    declared, kind = _declared(centre.lines), centre.type
    valid = (*NEEDED[kind], *OPTIONAL[kind])
    for name in NEEDED[kind]:
        if name not in declared:
            article = "an" if kind == "investment" else "a"
            yield item.problem("lines", f"{article} {kind} centre needs the line {name}")
    for name in declared:
        if name not in valid:
            message = f"is no line of a centre of type {kind}"
            yield item.problem(("lines", name), message, valid=", ".join(valid))


def _cash(item: Item[Centre], centre: Centre) -> Iterator[Problem]:
    """Yield a cash flow of which a half is missing, or that is told in two ways."""
    declared = {*_declared(centre.lines)} & {*OPTIONAL[centre.type]}
    begun = [pair for pair in CASH if declared & {*pair}]
    if len(begun) > 1:
        message = "has two ways to a cash flow"
        valid = " or ".join(" and ".join(pair) for pair in CASH)
        yield item.problem("lines", message, valid=valid)
        return
    for pair in begun:
        for name in pair:
            if name not in declared:
                (other,) = {*pair} - {name}
                yield item.problem(("lines", other), f"gives a cash flow only beside {name}")


def _assets(item: Item[Centre], centre: Centre) -> Iterator[Problem]:
    assets = centre.lines.assets
    if assets is None:
        return
    ends = [assets.opening is not None, assets.closing is not None]
    if (assets.stock is not None and any(ends)) or (assets.stock is None and not all(ends)):
        message = "needs either stock, or opening and closing"
        yield item.problem(("lines", "assets"), message)


def _rates(item: Item[Centre], centre: Centre) -> Iterator[Problem]:
    for name in RATES:
        given = getattr(centre, name) is not None
        if centre.type == "investment" and not given:
            yield item.problem((), f"an investment centre needs {name}, in percent a year")
        if centre.type != "investment" and given:
            yield item.problem(name, "belongs to a centre of type investment only")


def _amounts(lines: CentreLines) -> Iterator[tuple[Key, PlanActual]]:
    """Yield the key and the inputs of every line."""
    for name, line in lines:
        if isinstance(line, PlanActual):
            yield ("lines", name), line
    for name, line in lines.assets or ():
        if line is not None:
            yield ("lines", "assets", name), line


def _inputs(item: Item[Centre], centre: Centre, items: Items) -> Iterator[Problem]:
    """Yield each input of a line that is unknown, no money of its kind, or used twice."""
    inputs = {given.code: given for _, given in sound(items.inputs)}
    first: dict[str, Key] = {}
    for line_key, line in _amounts(centre.lines):
        ways = ("mean", "last") if line_key[-1] in STOCKS else ("sum",)
        for name, code in line:
            key = (*line_key, name)
            yield from item.check_known(key, code, items.codes("inputs"), "input")
            if code in inputs:
                yield from check_amount(item, key, inputs[code], ways)
            if first.setdefault(code, key) != key:
                shown = item.written.shown((*item.key, *first[code]))
                yield item.problem(key, f"stands twice: first as {shown}", value=code)


def _once(items: Items) -> Iterator[Problem]:
    """Yield each unit that is a centre twice: two tables would contradict each other."""
    first: dict[str, str] = {}
    for item, centre in sound(items.centres):
        for code, unit in items.units.items():
            if code in centre.org_units or _texts(unit.kind) & {*centre.kinds}:
                other = first.setdefault(code, item.code)
                if other != item.code:
                    key = "org_units" if centre.org_units else "kinds"
                    message = f"the unit is already the centre {other}"
                    yield item.problem(key, message, value=code)


def _texts(kind: LocalText | None) -> set[str]:
    return kind.texts if kind else set()
