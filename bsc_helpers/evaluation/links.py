"""The tested links of the strategy map over the whole organisation."""

from __future__ import annotations

from dataclasses import dataclass

from bsc_helpers.model import Link
from bsc_helpers.periods import Period

__all__ = ["LinkTests"]


@dataclass(frozen=True)
class LinkTests:
    """The links of the strategy map as they stand in a period; none of them is tested as yet."""

    period: Period
    links: tuple[Link, ...]
