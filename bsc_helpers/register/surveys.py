"""Whether surveys are made of their own questions, and their answers can be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bsc_helpers.errors import Problem
from bsc_helpers.model import Input, Measure, Source, Survey
from bsc_helpers.register.items import Item, sound
from bsc_helpers.register.lists import Items
from bsc_helpers.register.reading import Key

__all__ = ["INDEX", "check_answers", "check_surveys"]

INDEX = "index"
WHOLE = 1.0
ROUNDED = 1e-6  # so much weights may lack of one
# What a source of figures says, and one of answers does not.
OF_FIGURES = ("inputs", "sum_over", "scenarios", "scenario", "made_on", "missing")


def check_surveys(items: Items) -> Iterator[Problem]:
    """Yield everything that is wrong with surveys."""
    inputs = {given.code: given for _, given in sound(items.inputs)}
    for item, survey in sound(items.surveys):
        yield from _questions(item, survey)
        yield from _index(item, survey)
        yield from _areas(item, survey)
        yield from _used_once(item, survey)
        yield from _inputs(item, survey, items, inputs)
        yield from _bases(item, survey, items)


def check_answers(item: Item[Source], source: Source, items: Items) -> Iterator[Problem]:
    """Yield what is wrong with a source of answers, and with a source of figures that names one."""
    if source.layout != "answers":
        for name in ("survey", "questions"):
            if getattr(source, name):
                yield item.problem(name, "belongs to the answers layout only")
        return
    for name in OF_FIGURES:
        if name in source.model_fields_set:
            hint = "dont_know and not_answered of the survey" if name == "missing" else ""
            yield item.problem(name, "belongs to figures, and answers are none", valid=hint)
    for name in ("scenario", "made_on"):
        if getattr(source.columns, name) is not None:
            yield item.problem(("columns", name), "belongs to figures, and answers are none")
    if source.survey is None:
        yield item.problem("survey", "the answers layout needs the survey that was answered")
    yield from item.check_known("survey", source.survey, items.codes("surveys"), "survey")
    yield from _columns(item, source, items)


def _columns(item: Item[Source], source: Source, items: Items) -> Iterator[Problem]:
    survey = next((s for _, s in sound(items.surveys) if s.code == source.survey), None)
    if survey is None:
        return
    known = {question.code for question in survey.questions}
    for column, code in source.questions.items():
        yield from item.check_known(("questions", column), code, known, "question in the survey")
    without = [q.code for q in survey.questions if q.code not in source.questions.values()]
    if without:
        message = "names no column for some questions of the survey"
        yield item.problem("questions", message, value=", ".join(without))


def _questions(item: Item[Survey], survey: Survey) -> Iterator[Problem]:
    codes = [question.code for question in survey.questions]
    for number, question in enumerate(survey.questions):
        key: Key = ("questions", number)
        if question.code in codes[:number]:
            yield item.problem((*key, "code"), "stands twice", value=question.code)
        if question.scale and question.scale.low >= question.scale.high:
            yield item.problem((*key, "scale"), "must run from a low to a higher end")
    if survey.scale.low >= survey.scale.high:
        yield item.problem("scale", "must run from a low to a higher end")
    yield from item.check_repeated("dont_know", survey.dont_know)
    for number, text in enumerate(survey.not_answered):
        if text in survey.dont_know:
            message = "stands for don't know already"
            yield item.problem(("not_answered", number), message, value=text)


def _index(item: Item[Survey], survey: Survey) -> Iterator[Problem]:
    index, known = survey.index, {question.code for question in survey.questions}
    for number, code in enumerate(index.items):
        yield from item.check_known((INDEX, "items", number), code, known, "question")
    yield from _fewest(item, (INDEX,), index.fewest, len(index.items))
    if not index.weights:
        return
    total = sum(index.weights)
    if len(index.weights) != len(index.items):
        message = "needs one weight for each item"
        yield item.problem((INDEX, "weights"), message, valid=f"{len(index.items)} weights")
    elif abs(total - WHOLE) > ROUNDED:
        yield item.problem((INDEX, "weights"), "must sum to 1", value=f"{total:g} in all")


def _areas(item: Item[Survey], survey: Survey) -> Iterator[Problem]:
    codes, known = [a.code for a in survey.areas], {q.code for q in survey.questions}
    for number, area in enumerate(survey.areas):
        key: Key = ("areas", number)
        if area.code == INDEX:
            yield item.problem((*key, "code"), "is the word for the index", value=area.code)
        if area.code in codes[:number]:
            yield item.problem((*key, "code"), "stands twice", value=area.code)
        for place, code in enumerate(area.questions):
            yield from item.check_known((*key, "questions", place), code, known, "question")
        yield from _fewest(item, key, area.fewest, len(area.questions))


def _fewest(item: Item[Survey], key: Key, fewest: int | None, count: int) -> Iterator[Problem]:
    if fewest is not None and fewest > count:
        message = "is more than there are"
        yield item.problem((*key, "fewest"), message, value=str(fewest), valid=f"at most {count}")


def _used_once(item: Item[Survey], survey: Survey) -> Iterator[Problem]:
    """Yield questions in two places: an area would account for the index by being part of it."""
    first: dict[str, Key] = {}
    places: list[tuple[Key, str]] = [
        ((INDEX, "items", number), code) for number, code in enumerate(survey.index.items)
    ]
    for number, area in enumerate(survey.areas):
        places += [
            (("areas", number, "questions", place), code)
            for place, code in enumerate(area.questions)
        ]
    for key, code in places:
        if first.setdefault(code, key) != key:
            message = f"stands twice: first as {item.written.shown((*item.key, *first[code]))}"
            yield item.problem(key, message, value=code)


def _inputs(
    item: Item[Survey], survey: Survey, items: Items, inputs: Mapping[str, Input]
) -> Iterator[Problem]:
    """Yield the inputs that are unknown, do not add up, or are not delivered by round."""
    index = survey.index
    if index.inputs and (index.count is None or index.sum is None):
        message = "needs both count and sum, or none of them"
        yield item.problem((INDEX, "sum" if index.sum is None else "count"), message)
    named: list[tuple[Key, str | None]] = [
        ((INDEX, "count"), index.count),
        ((INDEX, "sum"), index.sum),
        ((INDEX, "sum_of_squares"), index.sum_of_squares),
        (("invited",), survey.invited),
        (("population",), survey.population),
    ]
    for key, code in named:
        yield from item.check_known(key, code, items.codes("inputs"), "input")
        given = inputs.get(code or "")
        if given and given.frequency != survey.frequency:
            message = f"is delivered by {given.frequency}, and the survey by {survey.frequency}"
            yield item.problem(key, message, value=given.code)
        if given and given.over_units != "sum":
            message = f"must add up over units; its over_units: {given.over_units}"
            yield item.problem(key, message, value=given.code, valid="over_units: sum")


def _bases(item: Item[Survey], survey: Survey, items: Items) -> Iterator[Problem]:
    """Yield a minimum base that is not that of a measure: one would show what the other hides."""
    for _, measure in sound(items.measures):
        if not _rests_on(measure, survey):
            continue
        if measure.minimum_base != survey.minimum_base:
            found = "none" if measure.minimum_base is None else f"{measure.minimum_base:g}"
            message = f"is not that of the measure {measure.code} of the same answers ({found})"
            yield item.problem("minimum_base", message, value=f"{survey.minimum_base:g}")


def _rests_on(measure: Measure, survey: Survey) -> bool:
    return bool({*measure.inputs_beside_formula} & {*survey.index.inputs})
