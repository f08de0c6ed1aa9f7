"""The anchors of a report: the places in the page to which its links lead."""

from __future__ import annotations

import re

from bsc_helpers.model import Measure, Perspective

__all__ = [
    "ABOUT",
    "ACTIONS",
    "BONUS",
    "CENTRES",
    "ECONOMY",
    "SURVEYS",
    "anchor_of",
    "anchor_of_perspective",
]

ABOUT = "about"
ACTIONS = "actions"
BONUS = "bonus"
CENTRES = "centres"
ECONOMY = "economy"
SURVEYS = "surveys"


def anchor_of(measure: Measure) -> str:
    """Return the anchor of a measure's section."""
    return f"m-{_plain(measure.code)}"


def anchor_of_perspective(perspective: Perspective) -> str:
    """Return the anchor of a perspective's section."""
    return f"p-{_plain(perspective.code)}"


def _plain(code: str) -> str:
    """Return a code in plain characters; codes that differ keep differing."""
    return re.sub(r"[^A-Za-z0-9.-]", lambda found: f"_{ord(found[0]):x}_", code)
