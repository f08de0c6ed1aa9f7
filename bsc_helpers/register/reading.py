"""YAML as a person writes a register: texts, lists and mappings, each with its place.

The file is read as a stream of events. Nothing is resolved: every scalar stays the text that was
written. Anchors, aliases, tags, merge keys and duplicate keys are refused, and the depth is
limited, so that a file says exactly what it shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bsc_helpers.errors import Problem, RegisterError

__all__ = ["Key", "Written", "read_yaml"]

Key = tuple[str | int, ...]

DEEPEST = 20
LARGEST = 10_000_000  # bytes
_PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Written:
    """What stands in one file: nested texts, and the line and column of every key and item."""

    file: str
    data: Any
    places: dict[Key, tuple[int, int]]

    def problem(self, key: Key, message: str, **more: Any) -> Problem:
        """Return a problem at the place of a key, or of the nearest key around it."""
        place = key
        while place and place not in self.places:
            place = place[:-1]
        line, column = self.places.get(place, (0, 0))
        return Problem(
            message, file=self.file, line=line, column=column, key=self.shown(key), **more
        )

    def shown(self, key: Key) -> str:
        """Return a key path as it is shown: items by their code, else by their number."""
        text, here = "", self.data
        for step in key:
            here = _step(here, step)
            if isinstance(step, int):
                code = here.get("code") if isinstance(here, dict) else None
                text += f"[{code if isinstance(code, str) and code else step + 1}]"
            else:
                text += f".{step}" if text else step
        return text


def _step(here: Any, step: str | int) -> Any:
    try:
        return here[step]
    except (KeyError, IndexError, TypeError):
        return None


def read_yaml(path: Path, name: str) -> Written:
    """Read a register file.

    Parameters
    ----------
    path
        The file.
    name
        How the file is called in messages.

    Raises
    ------
    RegisterError
        When the file cannot be read, with every problem that can be found at once.
    """
    text = _text_of(path, name)
    reader = _Reader(name)
    try:
        reader.read(yaml.parse(text, Loader=_PARSER))
    except yaml.YAMLError as error:
        reader.problems.append(_syntax_problem(error, name))
    if reader.problems:
        raise RegisterError(reader.problems)
    return Written(name, reader.root, reader.places)


def _text_of(path: Path, name: str) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise RegisterError([Problem(f"cannot be read: {error.strerror}", file=name)]) from None
    if len(raw) > LARGEST:
        message = f"is larger than {LARGEST // 1_000_000} MB"
        raise RegisterError([Problem(message, file=name)])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise RegisterError(
            [Problem("is not UTF-8", file=name, line=line, valid="save the file as UTF-8")]
        ) from None


def _syntax_problem(error: yaml.YAMLError, name: str) -> Problem:
    mark = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or getattr(error, "reason", None) or "cannot be read"
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    return Problem(f"is not YAML: {what}", file=name, line=line, column=column)


@dataclass
class _Open:
    """A mapping or list that is being read."""

    key: Key
    value: Any
    name: str | None = None  # the key that waits for its value


@dataclass
class _Reader:
    """Builds the nested texts from events, with a stack of its own."""

    file: str
    root: Any = None
    places: dict[Key, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    documents: int = 0

    def read(self, events: Iterator[Any]) -> None:
        for event in events:
            self._refuse(event)
            if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
                value: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
                key = self._place(value, event)
                self.stack.append(_Open(key, value))
                if len(self.stack) > DEEPEST:
                    self._add(event, f"is nested more than {DEEPEST} levels deep")
                    return
            elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                self.stack.pop()
            elif isinstance(event, yaml.ScalarEvent):
                self._scalar(event)
            elif isinstance(event, yaml.AliasEvent):
                self._place("", event)

    def _refuse(self, event: Any) -> None:
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self._add(event, "a second document begins here; a file holds one")
        elif isinstance(event, yaml.AliasEvent):
            self._add(event, f"aliases (*{event.anchor}) are not read; write the text out")
        elif getattr(event, "anchor", None):
            self._add(event, f"anchors (&{event.anchor}) are not read; write the text out")
        elif getattr(event, "tag", None):
            self._add(event, f"tags ({event.tag}) are not read; every value is a text")

    def _scalar(self, event: Any) -> None:
        top = self.stack[-1] if self.stack else None
        if top is None or isinstance(top.value, list) or top.name is not None:
            self._place(event.value, event)
            return
        if event.value == "<<":
            self._add(event, "merge keys (<<) are not read; write the keys out")
        here = (*top.key, event.value)
        if event.value in top.value:
            first = self.places[here][0]
            self._add(event, f"the key {event.value} stands twice: in line {first} and here")
        top.name = event.value
        self.places[here] = (event.start_mark.line + 1, event.start_mark.column + 1)

    def _place(self, value: Any, event: Any) -> Key:
        """Put a value where the innermost open mapping or list waits for it; return its key."""
        if not self.stack:
            self.root = value
            return ()
        top = self.stack[-1]
        if isinstance(top.value, list):
            key: Key = (*top.key, len(top.value))
            top.value.append(value)
            self.places[key] = (event.start_mark.line + 1, event.start_mark.column + 1)
            return key
        if top.name is None:
            self._add(event, "a key must be a plain text")
            top.name = ""
            return (*top.key, "")
        key = (*top.key, top.name)
        top.value[top.name] = value
        top.name = None
        return key

    def _add(self, event: Any, message: str) -> None:
        mark = event.start_mark
        self.problems.append(
            Problem(message, file=self.file, line=mark.line + 1, column=mark.column + 1)
        )
