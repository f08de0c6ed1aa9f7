"""The languages of the reports, and the refusal of any other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from babel import Locale

from bsc_helpers.errors import ParameterError, printable

__all__ = ["LANGUAGES", "LOCALES", "in_language"]

LOCALES: Mapping[str, Locale] = {"sv": Locale("sv"), "en": Locale("en", "GB")}
LANGUAGES = tuple(LOCALES)

T = TypeVar("T")


def in_language(language: str, catalogues: Mapping[str, T]) -> T:
    """Return the catalogue of a language.

    Raises
    ------
    ParameterError
        When there is none.
    """
    if language not in catalogues:
        valid = ", ".join(catalogues)
        raise ParameterError(f"there is no language {printable(language)}; valid: {valid}")
    return catalogues[language]
