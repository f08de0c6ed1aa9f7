"""The colours, defined once by meaning; charts, HTML and PDF all take them from here.

Each colour can carry text on white (WCAG contrast at least 4.5:1) except `line`, which only rules
tables and grids. The judged statuses stay apart for readers who see no red or no green, and a
colour never stands alone: each status has a shape of its own (`charts.marks`) and its word.
"""

from __future__ import annotations

from typing import Final

__all__ = ["PALETTE"]

PALETTE: Final[dict[str, str]] = {
    "good": "#0a7558",
    "warning": "#8f5f00",
    "poor": "#8a1020",
    "uncertain": "#4b4f8f",
    "unscored": "#5c6670",
    "no_data": "#5c6670",
    "suppressed": "#3d4650",
    "ink": "#1c232b",
    "quiet": "#57616c",
    "line": "#c9ced4",
    "target": "#2f3a46",
    "accent": "#1a5a96",
}
"""Status or part of a drawing → colour as ``#rrggbb``."""
