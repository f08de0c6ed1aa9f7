"""The few words that the page itself says, in each language of the reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from bsc_helpers.narrative.languages import in_language
from bsc_helpers.narrative.words import STATUS_WORDS, VARIATION_WORDS

__all__ = ["CHROME", "Chrome", "chrome_for"]


@dataclass(frozen=True)
class Chrome:
    """What stands around the content: labels of regions, folds and links, the words of the marks.

    The narrative owns the words of statuses and variation; they stand beside every mark. `page`,
    `of`, `see_page` and `left_out` are said on paper only. On its decimal sign a column of numbers
    is aligned.
    """

    contents: str
    skip: str
    figure: str
    figure_data: str
    evidence: str
    table: str
    fixed_width: str
    marks: str
    untitled: str
    other_formats: str
    page: str
    of: str
    see_page: str
    left_out: str
    decimal_sign: str
    status: Mapping[str, str]
    variation: Mapping[str, str]


CHROME: Final[Mapping[str, Chrome]] = MappingProxyType(
    {
        "sv": Chrome(
            contents="Innehåll",
            skip="Hoppa till innehållet",
            figure="Diagram",
            figure_data="Data bakom diagrammet",
            evidence="Underlag",
            table="Tabell",
            fixed_width="Text med fast teckenbredd",
            marks="Så läses märkena",
            untitled="Rapport utan titel",
            other_formats="Andra format",
            page="sida",
            of="av",
            see_page="sid.",
            left_out="Tabellen bakom diagrammet har {rows} rader och står på webbsidan.",
            decimal_sign=",",
            status=STATUS_WORDS["sv"],
            variation=VARIATION_WORDS["sv"],
        ),
        "en": Chrome(
            contents="Contents",
            skip="Skip to content",
            figure="Figure",
            figure_data="Data behind the figure",
            evidence="Evidence",
            table="Table",
            fixed_width="Fixed-width text",
            marks="How to read the marks",
            untitled="Untitled report",
            other_formats="Other formats",
            page="page",
            of="of",
            see_page="p.",
            left_out="The table behind the figure has {rows} rows and stands on the web page.",
            decimal_sign=".",
            status=STATUS_WORDS["en"],
            variation=VARIATION_WORDS["en"],
        ),
    }
)


def chrome_for(language: str) -> Chrome:
    """Return the words of a language tag (``sv``, ``sv-SE``).

    Raises
    ------
    ParameterError
        When reports are not written in this language: a page never mixes two languages.
    """
    return in_language(language.partition("-")[0].casefold(), CHROME)
