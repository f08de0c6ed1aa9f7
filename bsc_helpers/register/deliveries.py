"""Whether sources say all that is needed to read them, and presets order what there is."""

from __future__ import annotations

from collections.abc import Iterator

from bsc_helpers.errors import Problem
from bsc_helpers.model import ALL_ACTIVITIES, Preset, Source
from bsc_helpers.register.items import Item, sound
from bsc_helpers.register.lists import Items
from bsc_helpers.register.surveys import check_answers

__all__ = ["check_deliveries"]

LATEST = "latest"


def check_deliveries(items: Items) -> Iterator[Problem]:
    """Yield everything that is wrong with sources and with presets."""
    for item, source in sound(items.sources):
        yield from _words(item, source, items)
        yield from _layout(item, source)
        yield from check_answers(item, source, items)
        yield from _signs(item, source)
        yield from _activities(item, source, items)
        yield from _scenarios(item, source)
        yield from _days(item, source)
    for other, preset in sound(items.presets):
        yield from _preset(other, preset, items)


def _words(item: Item[Source], source: Source, items: Items) -> Iterator[Problem]:
    for name, delivered, lists, what in (
        ("inputs", source.inputs, "inputs", "input"),
        ("org_units", source.org_units, "org_units", "unit"),
        ("activities", source.activities, "activities", "activity"),
    ):
        valid = items.codes(lists)
        if name == "activities":
            valid |= {ALL_ACTIVITIES}
        for text, code in delivered.items():
            yield from item.check_known((name, text), code, valid, what)


def _layout(item: Item[Source], source: Source) -> Iterator[Problem]:
    long = source.layout == "long"
    for name in ("input", "value"):
        if (getattr(source.columns, name) is not None) != long:
            rule = "is needed in the long layout" if long else "belongs to the long layout only"
            yield item.problem(("columns", name), rule)
    if source.layout == "wide" and not source.inputs:
        yield item.problem("inputs", "the wide layout needs the columns that hold inputs")


def _signs(item: Item[Source], source: Source) -> Iterator[Problem]:
    if source.thousands and source.thousands in (source.decimal, source.delimiter):
        yield item.problem("thousands", "is already the decimal sign or the delimiter")
    if source.decimal == source.delimiter:
        yield item.problem("decimal", "is already the delimiter")


def _activities(item: Item[Source], source: Source, items: Items) -> Iterator[Problem]:
    known = items.codes("activities")
    yield from item.check_known("activity", source.activity, known, "activity")
    if source.activity is not None and source.columns.activity is not None:
        yield item.problem("activity", "stands instead of columns.activity, not beside it")
    if source.activities and source.columns.activity is None:
        yield item.problem("activities", "are words of a column: columns.activity is missing")


def _scenarios(item: Item[Source], source: Source) -> Iterator[Problem]:
    by_column = source.columns.scenario is not None
    if by_column and "scenario" in source.model_fields_set:
        yield item.problem("scenario", "stands instead of columns.scenario, not beside it")
    if source.scenarios and not by_column:
        yield item.problem("scenarios", "are words of a column: columns.scenario is missing")
    made_on = source.made_on is not None or source.columns.made_on is not None
    if (by_column or source.scenario == "forecast") and not made_on:
        yield item.problem((), "forecasts need the day they were made: made_on or columns.made_on")
    if made_on and not by_column and source.scenario == "actual":
        key = "made_on" if source.made_on is not None else ("columns", "made_on")
        yield item.problem(key, "belongs to forecasts, and this source has none")


def _days(item: Item[Source], source: Source) -> Iterator[Problem]:
    for name in ("made_on", "recorded_at"):
        if getattr(source, name) is not None and getattr(source.columns, name) is not None:
            yield item.problem(name, f"stands instead of columns.{name}, not beside it")


def _preset(item: Item[Preset], preset: Preset, items: Items) -> Iterator[Problem]:
    for name, words, valid, what in (
        ("org_units", preset.org_units, items.codes("org_units"), "unit"),
        ("kinds", preset.kinds, items.kinds, "kind of unit"),
        ("activities", preset.activities, items.codes("activities") | {ALL_ACTIVITIES}, "activity"),
    ):
        yield from item.check_all_known(name, words, valid, what)
    for name in ("periods", "languages", "formats"):
        yield from item.check_repeated(name, getattr(preset, name))
    for number, text in enumerate(preset.periods):
        if text != LATEST:
            yield from items.check_period(item, ("periods", number), text)
    card = items.head.part
    for number, language in enumerate(preset.languages if card else ()):
        valid = frozenset(card.languages if card else ())
        yield from item.check_known(("languages", number), language, valid, "language here")
