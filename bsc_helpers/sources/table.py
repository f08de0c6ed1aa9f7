"""A delivered CSV file as columns of text; what is no such table is located.

Nothing is read into the cells here: codes stay text, ``NA`` and ``-`` stay what they are. All text
is composed (NFC) as that of the register is, so that one name is one text.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bsc_helpers.errors import Problem, nearest
from bsc_helpers.model import Source
from bsc_helpers.sources.problems import Problems

__all__ = ["Table", "read_table"]

LARGEST = 500_000_000  # bytes
MOST_VALID = 12  # valid texts that a message lists
UNREADABLE = "\ufffd"  # what a program writes in place of a character that it could not read
_LINE_ENDS = re.compile(rb"\r\n|\r|\n")


@dataclass(frozen=True)
class Table:
    """The rows to be read, as declared columns of text, with the line on which each row begins."""

    lines: NDArray[np.int64]
    columns: dict[str, NDArray[np.object_]]


def read_table(source: Source, path: Path, problems: Problems) -> Table | None:
    """Read the declared columns of a file; None, with a problem told, when it is no table.

    Rows of another length than the header and texts to keep that stand nowhere are problems too;
    the other rows are returned all the same, so that their problems can be told as well.
    """
    text = _text_of(source, path, problems)
    if text is None:
        return None
    header, lines, rows = _rows(text, source, problems)
    if not header and problems.found:
        return None
    places = _places(header, source, problems)
    if places is None:
        return None
    across = list(zip(*rows, strict=True)) or [()] * len(header)
    columns = {name: _array(across[place]) for name, place in places.items()}
    whole = Table(np.array(lines, dtype=np.int64), columns)
    if UNREADABLE in text:
        _tell_unreadable(whole, problems)
    return _kept(whole, source, problems)


def _array(texts: Sequence[str]) -> NDArray[np.object_]:
    return np.array(texts, dtype=object)


def _text_of(source: Source, path: Path, problems: Problems) -> str | None:
    raw = _bytes_of(source, path, problems)
    if raw is None:
        return None
    try:
        text = raw.decode(source.encoding)
    except UnicodeError as error:
        start = error.start if isinstance(error, UnicodeDecodeError) else 0
        line = len(_LINE_ENDS.findall(raw[:start])) + 1
        message = f"is not in the declared encoding {source.encoding}"
        problems.add(Problem(message, line=line))
        return None
    if text.startswith("\ufeff"):
        message = "begins with a byte order mark"
        problems.add(Problem(message, line=1, valid="encoding: utf-8-sig"))
        return None
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        problems.add(Problem("holds a null character; is it a text file?", line=line))
        return None
    return unicodedata.normalize("NFC", text)


def _bytes_of(source: Source, path: Path, problems: Problems) -> bytes | None:
    """Return what a file holds; what has no end, such as a device, is no file to read."""
    named = f"the file of the source {source.code}"
    try:
        if path.exists() and not path.is_file():
            problems.add(Problem(f"{named} is no ordinary file"))
            return None
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except OSError as error:
        problems.add(Problem(f"{named} cannot be read: {error.strerror}"))
        return None
    if len(raw) > LARGEST:
        problems.add(Problem(f"{named} is larger than {LARGEST // 1_000_000} MB"))
        return None
    return raw


def _rows(
    text: str, source: Source, problems: Problems
) -> tuple[list[str], list[int], list[list[str]]]:
    """Return the header, and the rows of its length with the line on which each begins."""
    numbered = _numbered(text, source, problems)
    header = next(numbered, (0, []))[1]
    if problems.found:
        return [], [], []
    lines: list[int] = []
    rows: list[list[str]] = []
    for line, cells in numbered:
        if len(cells) == len(header):
            lines.append(line)
            rows.append(cells)
        else:
            message = f"the row has not {len(header)} cells as the header has"
            problems.add(Problem(message, line=line, value=f"{len(cells)} cells"))
    return header, lines, rows


def _numbered(text: str, source: Source, problems: Problems) -> Iterator[tuple[int, list[str]]]:
    """Yield each row that is not blank, with the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=source.delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            begins, line = line, reader.line_num + 1
            if cells:
                yield begins, cells
    except csv.Error as error:
        problems.add(Problem(f"is not a table: {error}", line=line))


def _places(header: Sequence[str], source: Source, problems: Problems) -> dict[str, int] | None:
    """Return the number of each declared column; None when one is not there exactly once."""
    if not header:
        problems.add(Problem("is empty; the first line must name the columns"))
        return None
    named = [name for _, name in source.columns if name is not None]
    wide = source.inputs if source.layout == "wide" else ()
    more = [*source.questions, *source.keep, *source.sum_over]
    wanted = list(dict.fromkeys([*named, *wide, *more]))
    for name in wanted:
        count = header.count(name)
        if count == 0:
            valid, hint = ", ".join(header), nearest(name, header)
            message = "there is no such column"
            problems.add(Problem(message, line=1, value=name, valid=valid, hint=hint))
        elif count > 1:
            problems.add(Problem(f"the column stands {count} times", line=1, value=name))
    if any(header.count(name) != 1 for name in wanted):
        return None
    return {name: header.index(name) for name in wanted}


def _tell_unreadable(table: Table, problems: Problems) -> None:
    rule = "holds a character that was lost before the file came here (U+FFFD)"
    for name, texts in table.columns.items():
        rows = [row for row, text in enumerate(texts) if UNREADABLE in text]

        def told(row: int, texts: NDArray[np.object_] = texts) -> Problem:
            return Problem(rule, line=int(table.lines[row]), value=texts[row])

        problems.add_each(rule, name, rows, told)


def _kept(table: Table, source: Source, problems: Problems) -> Table:
    """Return the rows to keep; a text to keep that stands in no row would drop the data."""
    keep = np.ones(len(table.lines), dtype=bool)
    for name, texts in source.keep.items():
        there = set(table.columns[name])
        for text in sorted(set(texts) - there):
            valid = ", ".join(sorted(there)[:MOST_VALID]) or "the file has no rows"
            message = "no row has this text to keep"
            problems.add(Problem(message, key=name, value=text, valid=valid))
        wanted = there & set(texts)
        keep &= np.array([text in wanted for text in table.columns[name]], dtype=bool)
    if keep.all():
        return table
    columns = {name: texts[keep] for name, texts in table.columns.items()}
    return Table(table.lines[keep], columns)
