"""Items of a register file, validated one by one: one bad item does not hide another's faults."""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bsc_helpers.errors import Problem, nearest
from bsc_helpers.model import Part
from bsc_helpers.register.reading import Key, Written

__all__ = ["Advice", "Item", "PartT", "check_items", "check_keys", "check_part", "code_in", "sound"]

PartT = TypeVar("PartT", bound=Part)


@dataclass(frozen=True)
class Item(Generic[PartT]):
    """An item as it was written, its code, and, where it is sound, the model object."""

    written: Written
    key: Key
    code: str
    part: PartT | None

    def problem(self, step: str | Key, message: str, **more: Any) -> Problem:
        """Return a problem at a key inside the item."""
        inside = (step,) if isinstance(step, str) else step
        return self.written.problem((*self.key, *inside), message, **more)

    def check_known(
        self, step: str | Key, value: str | None, valid: Collection[str], what: str
    ) -> Iterator[Problem]:
        """Yield a problem when a text at a key inside the item names nothing that exists."""
        if value is not None and value not in valid:
            hint = nearest(value, valid)
            yield self.problem(step, f"there is no such {what}", value=value, hint=hint)

    def check_all_known(
        self, name: str, values: Sequence[str], valid: Collection[str], what: str
    ) -> Iterator[Problem]:
        """Yield a problem for each word of a list that names nothing known, or stands twice."""
        for number, value in enumerate(values):
            yield from self.check_known((name, number), value, valid, what)
        yield from self.check_repeated(name, values)

    def check_repeated(self, name: str, words: Sequence[str]) -> Iterator[Problem]:
        """Yield a problem for each word that a list inside the item has more than once."""
        for number, word in enumerate(words):
            if word in words[:number]:
                yield self.problem((name, number), "stands twice", value=word)


@dataclass(frozen=True)
class Advice:
    """What could be better about an item that is sound."""

    item: Item[Any]
    message: str
    step: str | Key = ()
    value: str = ""
    valid: str = ""

    def problem(self) -> Problem:
        """Return the advice with its place."""
        return self.item.problem(self.step, self.message, value=self.value, valid=self.valid)


def sound(items: Iterable[Item[PartT]]) -> Iterator[tuple[Item[PartT], PartT]]:
    """Yield the items without a fault of their own, each with its model object."""
    for item in items:
        if item.part is not None:
            yield item, item.part


def check_keys(written: Written, allowed: Iterable[str]) -> list[Problem]:
    """Return a problem for each key at the top of a file that does not belong there."""
    allowed = list(allowed)
    if not isinstance(written.data, dict):
        return [written.problem((), "must be a mapping", valid=", ".join(allowed))]
    return [
        written.problem((key,), "unknown key", valid=", ".join(allowed), hint=nearest(key, allowed))
        for key in written.data
        if key not in allowed
    ]


def check_items(
    written: Written, name: str, model: type[PartT]
) -> tuple[list[Item[PartT]], list[Problem]]:
    """Validate the items of one list; return them all, with the problems found."""
    data = written.data.get(name, []) if isinstance(written.data, dict) else []
    if not isinstance(data, list):
        return [], [written.problem((name,), "must be a list of items, each beginning with '-'")]
    items, problems = [], []
    for number, raw in enumerate(data):
        part, found = check_part(written, (name, number), raw, model)
        items.append(Item(written, (name, number), code_in(raw), part))
        problems += found
    return items, problems


def code_in(raw: Any) -> str:
    """Return the code of an item as references have it, composed; empty when it has none."""
    code = raw.get("code") if isinstance(raw, dict) else None
    return unicodedata.normalize("NFC", code) if isinstance(code, str) else ""


def check_part(
    written: Written, key: Key, raw: Any, model: type[PartT]
) -> tuple[PartT | None, list[Problem]]:
    """Validate one mapping against a model; return the object or None, with the problems."""
    try:
        return model.model_validate(raw, by_name=False, by_alias=True), []
    except ValidationError as error:
        found: dict[tuple[str, str], Problem] = {}
        for detail in error.errors(include_url=False, include_context=True):
            place = (*key, *_steps(raw, detail["loc"]))
            problem = _problem(written, place, detail, model)
            found.setdefault((problem.key, problem.message), problem)
        return None, list(found.values())


def _steps(raw: Any, loc: Key) -> Iterator[str | int]:
    """Yield the steps to a place as they were written: what a list is short for has no key."""
    here = raw
    for step in loc:
        if isinstance(here, list) and isinstance(step, str):
            continue
        yield step
        here = here[step] if isinstance(here, list) or step in (here or {}) else None


def _problem(written: Written, place: Key, detail: ErrorDetails, model: type[Part]) -> Problem:
    value = detail["input"] if isinstance(detail["input"], str) else ""
    kind = detail["type"]
    if kind == "missing":
        return written.problem(place, f"the key {place[-1]} is missing")
    if kind == "extra_forbidden":
        valid = _keys_at(model, detail["loc"][:-1])
        hint = nearest(str(place[-1]), valid)
        return written.problem(place, "unknown key", valid=", ".join(valid), hint=hint)
    if kind == "literal_error":
        words = _words_of(detail["ctx"]["expected"])
        shown = ", ".join(word if _WORD.fullmatch(word) else repr(word) for word in words)
        hint = nearest(value, words)
        return written.problem(place, "unknown word", value=value, valid=shown, hint=hint)
    return written.problem(place, _message(detail), value=value)


_WORD = re.compile(r"[\w-]+")


def _words_of(expected: str) -> list[str]:
    """Return the words in pydantic's list of literals, such as ``'a', 'b' or 'c'``."""
    words: list[str] = ast.literal_eval(f"[{', '.join(expected.rsplit(' or ', 1))}]")
    return words


def _message(detail: ErrorDetails) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    plain = {
        "model_type": "must be a mapping of keys",
        "model_attributes_type": "must be a mapping of keys",
        "tuple_type": "must be a list",
        "dict_type": "must be a mapping",
        "string_type": "must be a single text",
        "string_pattern_mismatch": f"must match {context.get('pattern', '')}",
        "string_too_long": f"must have at most {context.get('max_length')} characters",
        "string_too_short": f"must have at least {context.get('min_length')} character",
        "too_short": "must not be empty",
        "greater_than_equal": f"must be at least {_number(context.get('ge'))}",
        "less_than_equal": f"must be at most {_number(context.get('le'))}",
        "value_error": str(context.get("error", "")),
    }
    return plain.get(kind) or detail["msg"]


def _number(limit: Any) -> str:
    return f"{limit:g}" if isinstance(limit, int | float) else str(limit)


def _keys_at(model: type[Part], loc: tuple[str | int, ...]) -> list[str]:
    """Return the keys that the part at a place may have."""
    here: Any = model
    for step in loc:
        if isinstance(step, str) and isinstance(here, type) and issubclass(here, Part):
            fields = {info.alias or name: info for name, info in here.model_fields.items()}
            here = _part_in(fields[step].annotation) if step in fields else None
    if not (isinstance(here, type) and issubclass(here, Part)):
        return []
    return [info.alias or name for name, info in here.model_fields.items()]


def _part_in(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return annotation
    return next((part for part in map(_part_in, get_args(annotation)) if part), None)
