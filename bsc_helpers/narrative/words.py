"""The words of statuses and of variation, the same in tables, marks and charts."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["STATUS_WORDS", "VARIATION_WORDS"]

# Short enough for a cell of a table.
STATUS_WORDS: Mapping[str, Mapping[str, str]] = {
    "sv": MappingProxyType(
        {
            "good": "når målet",
            "warning": "nära målet",
            "poor": "når inte målet",
            "uncertain": "går inte att säga",
            "unscored": "utan bedömning",
            "no_data": "uppgift saknas",
            "suppressed": "visas inte",
        }
    ),
    "en": MappingProxyType(
        {
            "good": "on target",
            "warning": "near target",
            "poor": "off target",
            "uncertain": "cannot be told",
            "unscored": "not assessed",
            "no_data": "no data",
            "suppressed": "not shown",
        }
    ),
}

VARIATION_WORDS: Mapping[str, Mapping[str, str]] = {
    "sv": MappingProxyType(
        {
            "common_cause": "som vanligt",
            "improvement": "förbättring",
            "concern": "försämring",
            "high": "ovanligt högt",
            "low": "ovanligt lågt",
        }
    ),
    "en": MappingProxyType(
        {
            "common_cause": "as usual",
            "improvement": "improvement",
            "concern": "deterioration",
            "high": "unusually high",
            "low": "unusually low",
        }
    ),
}
