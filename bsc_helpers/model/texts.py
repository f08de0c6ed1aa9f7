"""How the texts of a register become codes, numbers, dates and translated names.

The register is read as texts: nothing is guessed from how a scalar looks, so ``0114`` and ``NO``
stay codes and ``12:30`` stays what was written. Each field says by its type how to read its text.
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import (
    BeforeValidator,
    RootModel,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)

from bsc_helpers.periods import FIRST_YEAR, LAST_YEAR

__all__ = [
    "AnyText",
    "Code",
    "Date",
    "Exact",
    "Integer",
    "Language",
    "LocalText",
    "Name",
    "Number",
    "PeriodText",
    "PlainText",
]

LONGEST_CODE = 60
LONGEST_NAME = 40
LONGEST_TEXT = 5000
# Names that Windows keeps for devices: a folder cannot be called so, whatever its ending.
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
_CODE = re.compile(r"[^\W_](?:[\w.-]*[^\W_])?")
# Control characters but tab and line feed, and halves of characters, which no file can hold.
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_INTEGER = re.compile(r"[+-]?[0-9]{1,15}")
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,12})?")


def parse_code(value: Any) -> str:
    """Read a code: letters and digits, inside also ``_``, ``-`` and ``.``; never a path.

    A code names folders and files, so it is the same on every system: composed (NFC), at most 60
    characters, no reserved device name.
    """
    text = _composed(value)
    if len(text) > LONGEST_CODE:
        raise ValueError(f"a code has at most {LONGEST_CODE} characters")
    if unicodedata.normalize("NFKC", text) != text:
        raise ValueError("a code has no look-alike characters (such as full-width letters)")
    if not _CODE.fullmatch(text):
        raise ValueError(
            "a code begins and ends with a letter or digit and has otherwise only letters, "
            "digits, '_', '-' and '.'"
        )
    if _DEVICES.fullmatch(text):
        raise ValueError("this code is the name of a device on Windows and cannot be a folder")
    return text


def parse_integer(value: Any) -> int:
    """Read a whole number such as ``12``."""
    text = _text_of(value)
    if not _INTEGER.fullmatch(text):
        raise ValueError("must be a whole number such as 12")
    return int(text)


def parse_number(value: Any) -> float:
    """Read a decimal number with a point, such as ``8.5``."""
    if isinstance(value, int | float) and not isinstance(value, bool):  # not from a text
        return float(value)
    text = _text_of(value)
    if not _NUMBER.fullmatch(text):
        raise ValueError("must be a number with a decimal point, such as 8.5")
    return float(text)


def parse_exact(value: Any) -> Decimal:
    """Read a decimal number with a point, digit by digit as it is written."""
    text = _text_of(value)
    if not _NUMBER.fullmatch(text):
        raise ValueError("must be a number with a decimal point, such as 2.5")
    return Decimal(text)


def parse_date(value: Any) -> date:
    """Read a date such as ``2003-12-31``."""
    text = _text_of(value)
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        with suppress(ValueError):
            day = date.fromisoformat(text)
            if FIRST_YEAR <= day.year <= LAST_YEAR:
                return day
    raise ValueError(f"must be a date from {FIRST_YEAR} to {LAST_YEAR} such as 2003-12-31")


def _text_of(value: Any) -> str:
    if isinstance(
        value, bool | int | float | Decimal | date
    ):  # built in Python rather than read from YAML
        return str(value)
    if not isinstance(value, str):
        raise ValueError("must be a single text, not a list or a mapping")  # noqa: TRY004 - pydantic
    return value


def _composed(value: Any) -> str:
    return unicodedata.normalize("NFC", _text_of(value))


def _plain(value: Any) -> str:
    text = _composed(value).strip()
    if not text:
        raise ValueError("must not be empty")
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"a text has at most {LONGEST_TEXT} characters")
    if _UNWRITABLE.search(text):
        raise ValueError("must not hold control characters")
    return text


Code = Annotated[
    str,
    BeforeValidator(parse_code),
    WithJsonSchema({"type": ["string", "integer"], "description": "a code: letters and digits"}),
]
Name = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=LONGEST_NAME),
]
Integer = Annotated[int, BeforeValidator(parse_integer)]
Number = Annotated[float, BeforeValidator(parse_number)]
Exact = Annotated[
    Decimal,
    BeforeValidator(parse_exact),
    WithJsonSchema({"type": "number", "description": "a decimal number"}),
]
Date = Annotated[date, BeforeValidator(parse_date)]
PlainText = Annotated[str, BeforeValidator(_plain)]
AnyText = Annotated[
    str,
    BeforeValidator(_composed),
    WithJsonSchema({"type": ["string", "number"], "description": "any text, also of digits"}),
]
PeriodText = Annotated[
    str,
    BeforeValidator(_text_of),
    WithJsonSchema({"type": ["string", "integer"], "description": "such as 2003, 2003-Q4"}),
]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]


class LocalText(RootModel[str | dict[str, str]], frozen=True):
    """A text in one or several languages: ``Sickness absence`` or ``{sv: …, en: …}``."""

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return _plain(value)
        if not value:
            raise ValueError("must have at least one language, such as {sv: …, en: …}")
        wrong = [key for key in value if not re.fullmatch(r"[a-z]{2}", str(key))]
        if wrong:
            raise ValueError(f"{wrong[0]!r} is no language; use two letters such as sv or en")
        return {key: _plain(text) for key, text in value.items()}

    def of(self, language: str) -> str:
        """Return the text in a language; where it is not translated, the first one written."""
        if isinstance(self.root, str):
            return self.root
        return self.root.get(language) or next(iter(self.root.values()))

    @property
    def texts(self) -> set[str]:
        """The text in every language it is written in."""
        return {self.root} if isinstance(self.root, str) else set(self.root.values())

    @property
    def languages(self) -> frozenset[str]:
        """The languages it is written in; empty for a text that says nothing of its language."""
        return frozenset() if isinstance(self.root, str) else frozenset(self.root)
