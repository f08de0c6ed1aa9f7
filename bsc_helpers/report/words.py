"""The fixed words of a report: headings, labels of columns and facts, in each language."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bsc_helpers.errors import ParameterError, printable
from bsc_helpers.report import (
    words_about,
    words_centres,
    words_front,
    words_link_method,
    words_link_sheets,
    words_links,
    words_measures,
    words_parts,
    words_surveys,
    words_variation,
)

__all__ = ["WORDS", "words_in"]

_PARTS = (
    words_front,
    words_measures,
    words_variation,
    words_parts,
    words_links,
    words_link_sheets,
    words_link_method,
    words_centres,
    words_surveys,
    words_about,
)

WORDS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "sv": MappingProxyType({key: text for part in _PARTS for key, text in part.SV.items()}),
        "en": MappingProxyType({key: text for part in _PARTS for key, text in part.EN.items()}),
    }
)


def words_in(language: str) -> Mapping[str, str]:
    """Return the words of a language.

    Raises
    ------
    ParameterError
        When reports are not written in this language.
    """
    if language not in WORDS:
        valid = ", ".join(sorted(WORDS))
        raise ParameterError(f"there are no reports in {printable(language)}; valid: {valid}")
    return WORDS[language]
