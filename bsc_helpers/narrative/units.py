"""What kind of unit of measure a text names; it decides how a number is written."""

from __future__ import annotations

from typing import Literal

from bsc_helpers.model import LocalText

__all__ = ["UnitKind", "kind_of_unit"]

UnitKind = Literal["percent", "SEK", "index", "text"]
_NAMED: tuple[UnitKind, ...] = ("percent", "SEK", "index")


def kind_of_unit(unit: LocalText | None) -> UnitKind:
    """Return whether a unit is percent, SEK or index, in any of its languages, or another text."""
    root = unit.root if unit is not None else ""
    texts = {root} if isinstance(root, str) else set(root.values())
    return next((kind for kind in _NAMED if kind in texts), "text")
