"""CSV files by a declared mapping become observations; whatever does not fit is located.

Every cell is read as text. Codes stay text, numbers are read by the declared decimal sign, and
only the declared texts stand for a missing value: ``NA`` or ``-`` are otherwise errors. All text
is composed (NFC) as that of the register is, so that one name is one text.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TypeVar

from bsc_helpers.errors import PeriodError, Problem, nearest, printable
from bsc_helpers.model import Scorecard, Source
from bsc_helpers.model.texts import parse_date
from bsc_helpers.periods import Period, parse_period, period_of

__all__ = ["Row", "read_rows"]

LARGEST = 500_000_000  # bytes
MOST_VALID = 12  # valid texts that a message lists
_LINE_ENDS = re.compile(rb"\r\n|\r|\n")
MOST_ALIKE = 5  # problems of one kind that are listed before the rest is counted

ReadT = TypeVar("ReadT")


@dataclass(frozen=True, slots=True)
class Row:
    """One observation with the place it came from.

    `parts` tell rows apart that are added. `silent` is an empty cell of a wide table: it stands
    there for the shape of the table and does not say that a figure is expected.
    """

    input: str
    org_unit: str
    period: Period
    value: float | None
    recorded_at: date | None
    source: str
    file: str
    line: int
    parts: tuple[str, ...] = ()
    silent: bool = False


@dataclass
class Problems:
    """The problems of one file; of many alike a few are listed and the rest is counted.

    Problems are alike when they break the same rule in the same column, whatever the text.
    """

    file: str
    found: list[Problem] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(  # noqa: PLR0913 - the parts of a problem
        self,
        message: str,
        line: int = 0,
        key: str = "",
        value: str = "",
        *,
        rule: str = "",
        valid: str = "",
        among: Iterable[str] = (),
    ) -> None:
        """Add a problem.

        Parameters
        ----------
        message, line, key, value, valid
            As in :class:`Problem`.
        rule
            The rule that is broken, where the message says more than that.
        among
            The valid words, of which the nearest is the hint; only looked for when it is shown.
        """
        kind = ": ".join(part for part in (key, rule or message) if part)
        self.counts[kind] += 1
        if self.counts[kind] <= MOST_ALIKE:
            hint = nearest(value, among)
            self.found.append(Problem(message, self.file, line, 0, key, value, valid, hint))

    def all(self) -> list[Problem]:
        """Return the problems, and how many more there are of each kind."""
        rest = [
            Problem(f"… and {count - MOST_ALIKE} more: {kind}", file=self.file)
            for kind, count in self.counts.items()
            if count > MOST_ALIKE
        ]
        return self.found + rest


def read_rows(source: Source, scorecard: Scorecard, path: Path) -> tuple[list[Row], list[Problem]]:
    """Read one source.

    Parameters
    ----------
    source
        The file's declaration.
    scorecard
        Knows the units, inputs and the fiscal year.
    path
        The file.

    Returns
    -------
    The rows that could be read, in the order of the file, and the problems of all others. A cell
    with a declared missing text gives a row whose value is None.
    """
    problems = Problems(str(path))
    text = _text_of(source, path, problems)
    if text is None:
        return [], problems.all()
    lines = _lines(text, source, problems)
    header = next(lines, (0, []))[1]
    if problems.found:
        return [], problems.all()
    places = _places(header, source, problems)
    if problems.found:
        return [], problems.all()
    reader = _Reader(source, scorecard, places, problems)
    rows = [row for line, cells in lines for row in reader.rows(line, cells)]
    reader.check_kept()
    return rows, problems.all()


def _text_of(source: Source, path: Path, problems: Problems) -> str | None:
    raw = _bytes_of(source, path, problems)
    if raw is None:
        return None
    try:
        text = raw.decode(source.encoding)
    except UnicodeError as error:
        start = error.start if isinstance(error, UnicodeDecodeError) else 0
        line = len(_LINE_ENDS.findall(raw[:start])) + 1
        problems.add(f"is not in the declared encoding {source.encoding}", line)
        return None
    if text.startswith("\ufeff"):
        problems.add("begins with a byte order mark", 1, valid="encoding: utf-8-sig")
        return None
    return unicodedata.normalize("NFC", text)


def _bytes_of(source: Source, path: Path, problems: Problems) -> bytes | None:
    """Return what a file holds; what has no end, such as a device, is no file to read."""
    named = f"the file of the source {source.code}"
    try:
        if path.exists() and not path.is_file():
            problems.add(f"{named} is no ordinary file")
            return None
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except OSError as error:
        problems.add(f"{named} cannot be read: {error.strerror}")
        return None
    if len(raw) > LARGEST:
        problems.add(f"{named} is larger than {LARGEST // 1_000_000} MB")
        return None
    return raw


def _lines(text: str, source: Source, problems: Problems) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with the line on which it begins; rows of another length are problems."""
    if "\0" in text:
        problems.add(
            "holds a null character; is it a text file?", text[: text.index("\0")].count("\n") + 1
        )
        return
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=source.delimiter, strict=True)
    width, line = 0, 1
    try:
        for cells in reader:
            begins, line = line, reader.line_num + 1
            width = width or len(cells)
            if not cells:
                continue
            if len(cells) != width:
                problems.add(
                    f"the row has not {width} cells as the header has",
                    begins,
                    value=f"{len(cells)} cells",
                )
                continue
            yield begins, cells
    except csv.Error as error:
        problems.add(f"is not a table: {error}", line)


def _places(header: Sequence[str], source: Source, problems: Problems) -> dict[str, int]:
    """Return the number of each declared column."""
    if not header:
        problems.add("is empty; the first line must name the columns")
        return {}
    columns = source.columns
    named = [columns.org_unit, columns.period, columns.input, columns.value, columns.recorded_at]
    wide = source.inputs if source.layout == "wide" else ()
    wanted = [name for name in (*named, *wide, *source.keep, *source.sum_over) if name is not None]
    for name in dict.fromkeys(wanted):
        count = header.count(name)
        if count == 0:
            valid = ", ".join(header)
            problems.add("there is no such column", 1, value=name, valid=valid, among=header)
        elif count > 1:
            problems.add(f"the column stands {count} times", 1, value=name)
    return {name: header.index(name) for name in wanted if name in header}


@dataclass(frozen=True)
class _Fault:
    """The rule that a text breaks."""

    rule: str


class _Reader:
    """Turns the rows of one file into observations; each distinct text is read once."""

    def __init__(
        self, source: Source, scorecard: Scorecard, places: dict[str, int], problems: Problems
    ) -> None:
        self.source, self.places, self.problems = source, places, problems
        self.year_starts = scorecard.fiscal_year_starts
        self.units = {unit.code: unit for unit in scorecard.org_units}
        self.inputs = {given.code: given for given in scorecard.inputs}
        self.missing = frozenset(source.missing)
        self.keep = {name: frozenset(texts) for name, texts in source.keep.items()}
        self.seen: dict[str, set[str]] = {name: set() for name in source.keep}
        self.number = _number_pattern(source)
        self.periods: dict[str, Period | _Fault] = {}
        self.dates: dict[str, date | _Fault] = {}

    def rows(self, line: int, cells: list[str]) -> Iterator[Row]:
        """Yield the observations of one row."""
        source, at = self.source, self.places
        if not self._is_kept(cells):
            return
        unit = self._unit(cells[at[source.columns.org_unit]], line)
        period = self._period(cells[at[source.columns.period]], line)
        recorded = self._recorded(cells, line)
        parts = tuple(cells[at[name]] for name in source.sum_over)
        for name, code in self._inputs(cells, line):
            value = self._value(cells[at[name]], line, name)
            if unit is None or period is None or isinstance(value, str):
                continue
            if self._fits(code, unit, period, line):
                silent = source.layout == "wide" and not cells[at[name]]
                place = (source.code, self.problems.file, line)
                yield Row(code, unit, period, value, recorded, *place, parts, silent)

    def _is_kept(self, cells: list[str]) -> bool:
        for name in self.keep:
            self.seen[name].add(cells[self.places[name]])
        return all(cells[self.places[name]] in texts for name, texts in self.keep.items())

    def check_kept(self) -> None:
        """Tell of each text to keep that stands in no row: a misspelt one would drop the data."""
        for name, texts in self.keep.items():
            for text in sorted(texts - self.seen[name]):
                valid = ", ".join(sorted(self.seen[name])[:MOST_VALID]) or "the file has no rows"
                self.problems.add("no row has this text to keep", 0, name, text, valid=valid)

    def _inputs(self, cells: list[str], line: int) -> Iterator[tuple[str, str]]:
        """Yield the column of each figure in a row with the input that it holds."""
        columns = self.source.columns
        if columns.input is None or columns.value is None:
            yield from self.source.inputs.items()
            return
        text = cells[self.places[columns.input]]
        code = self.source.inputs.get(text, text)
        if code in self.inputs:
            yield columns.value, code
        else:
            among = chain(self.inputs, self.source.inputs)
            self.problems.add("there is no such input", line, columns.input, text, among=among)

    def _unit(self, text: str, line: int) -> str | None:
        code = self.source.org_units.get(text, text)
        if code in self.units:
            return code
        column, among = self.source.columns.org_unit, chain(self.units, self.source.org_units)
        self.problems.add("there is no such unit", line, column, text, among=among)
        return None

    def _period(self, text: str, line: int) -> Period | None:
        if text not in self.periods:
            self.periods[text] = self._parse_period(text)
        return self._sound(self.periods[text], line, self.source.columns.period, text)

    def _parse_period(self, text: str) -> Period | _Fault:
        try:
            if self.source.period_as is not None:
                return period_of(parse_date(text), self.source.period_as, self.year_starts)
            return parse_period(text, self.year_starts)
        except PeriodError as error:  # the text itself stands in `value`
            return _Fault(str(error).removeprefix(printable(text)).lstrip(": "))
        except ValueError as error:
            return _Fault(str(error))

    def _recorded(self, cells: list[str], line: int) -> date | None:
        column = self.source.columns.recorded_at
        if column is None:
            return self.source.recorded_at
        text = cells[self.places[column]]
        if text not in self.dates:
            try:
                self.dates[text] = parse_date(text)
            except ValueError as error:
                self.dates[text] = _Fault(str(error))
        return self._sound(self.dates[text], line, column, text)

    def _sound(self, read: ReadT | _Fault, line: int, column: str, text: str) -> ReadT | None:
        """Return what was read from a text; None where it has a fault, which is told."""
        if isinstance(read, _Fault):
            self.problems.add(read.rule, line, column, text)
            return None
        return read

    def _value(self, text: str, line: int, column: str) -> float | str | None:
        """Return the number, None for a declared missing text, the text itself on an error."""
        if text in self.missing:
            return None
        if not self.number.fullmatch(text):
            sign = self.source.decimal
            valid = f"a number such as 1234{sign}5, or for a missing value: {sorted(self.missing)}"
            self.problems.add("is no number", line, column, text or "an empty cell", valid=valid)
            return text
        plain = text.replace(self.source.thousands, "") if self.source.thousands else text
        return float(plain.replace(self.source.decimal, ".").replace("−", "-"))

    def _fits(self, code: str, unit: str, period: Period, line: int) -> bool:
        """Whether the period is of the input's kind and the unit exists in it."""
        wanted = self.inputs[code].frequency
        if period.kind != wanted:
            message = f"the input {code} is delivered by {wanted}, not by {period.kind}"
            rule = "the input is not delivered by this kind of period"
            self.problems.add(message, line, self.source.columns.period, str(period), rule=rule)
            return False
        if self.units[unit].span_at(period.start, period.end) is None:
            message, rule = f"the unit does not exist in {period}", "the unit does not exist then"
            self.problems.add(message, line, self.source.columns.org_unit, unit, rule=rule)
            return False
        return True


def _number_pattern(source: Source) -> re.Pattern[str]:
    whole = r"[0-9]{1,15}"
    if source.thousands:
        whole = rf"(?:[0-9]{{1,3}}(?:{re.escape(source.thousands)}[0-9]{{3}}){{1,4}}|{whole})"
    return re.compile(rf"[+\-−]?{whole}(?:{re.escape(source.decimal)}[0-9]{{1,12}})?")
