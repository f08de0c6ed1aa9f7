"""The few words that a workbook itself says, in each language of the reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from bsc_helpers.narrative.languages import in_language
from bsc_helpers.narrative.words import STATUS_WORDS, VARIATION_WORDS

__all__ = ["WORKBOOK_WORDS", "WorkbookWords", "workbook_words"]


@dataclass(frozen=True)
class WorkbookWords:
    """What stands on the first sheet, and what a table without a name of its own is called."""

    cover: str
    language: str
    language_name: str
    sheets: str
    sheet: str
    rows: str
    holds: str
    columns: str
    column: str
    meaning: str
    reading: str
    missing: str
    full_numbers: str
    table: str
    group: str
    status: Mapping[str, str]
    variation: Mapping[str, str]


WORKBOOK_WORDS: Final[Mapping[str, WorkbookWords]] = MappingProxyType(
    {
        "sv": WorkbookWords(
            cover="Om filen",
            language="Språk",
            language_name="svenska",
            sheets="Bladen i filen",
            sheet="Blad",
            rows="Rader",
            holds="Innehåll",
            columns="Vad kolumnerna innehåller",
            column="Kolumn",
            meaning="Betydelse",
            reading="Så läses filen",
            missing=(
                "Där ett värde saknas står orsaken i ord, kursivt på grå botten. "
                "Ett värde som saknas är aldrig noll. En tom cell betyder att inget hör hemma där."
            ),
            full_numbers=(
                "Talen har alla sina decimaler; cellerna visar dem avrundade som i rapporten."
            ),
            table="Tabell",
            group="Grupp",
            status=STATUS_WORDS["sv"],
            variation=VARIATION_WORDS["sv"],
        ),
        "en": WorkbookWords(
            cover="About this file",
            language="Language",
            language_name="English",
            sheets="The sheets of the file",
            sheet="Sheet",
            rows="Rows",
            holds="Contents",
            columns="What the columns hold",
            column="Column",
            meaning="Meaning",
            reading="How to read the file",
            missing=(
                "Where a value is missing the reason stands in words, slanted on grey. "
                "A missing value is never zero. An empty cell means that nothing belongs there."
            ),
            full_numbers="Numbers have all their decimals; cells show them rounded as the report.",
            table="Table",
            group="Group",
            status=STATUS_WORDS["en"],
            variation=VARIATION_WORDS["en"],
        ),
    }
)


def workbook_words(language: str) -> WorkbookWords:
    """Return the words of a language tag (``sv``, ``sv-SE``).

    Raises
    ------
    ParameterError
        When reports are not written in this language.
    """
    return in_language(language.partition("-")[0].casefold(), WORKBOOK_WORDS)
