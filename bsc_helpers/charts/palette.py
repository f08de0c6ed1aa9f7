"""The colours, defined once by meaning; charts, HTML and PDF all take them from here.

One accent; everything else is ink in several strengths, and the colours of the statuses. Each can
carry text on white and on the tinted grounds (WCAG contrast at least 4.5:1) but `compared`, which
draws lines only (3:1), and `line`, `ground` and `caution`, which rule and tint. The judged
statuses differ in lightness too: they stay apart in greyscale and for readers who see no red or no
green. Variation is blue, orange or violet, never green or red: it is no verdict on a target. A
colour never stands alone: each status and variation has a shape (`charts.marks`) and a word.
"""

from __future__ import annotations

from typing import Final

__all__ = ["PALETTE"]

PALETTE: Final[dict[str, str]] = {
    "good": "#006b54",
    "warning": "#9a6200",
    "poor": "#7a0a20",
    "uncertain": "#4a3f9f",
    "unscored": "#57616c",
    "no_data": "#57616c",
    "suppressed": "#3d4650",
    "common_cause": "#57616c",
    "improvement": "#00609a",
    "concern": "#a63f00",
    "high": "#5b2d8c",
    "low": "#5b2d8c",
    "ink": "#1c232b",
    "quiet": "#57616c",
    "line": "#c9ced4",
    "ground": "#f3f5f7",
    "caution": "#fdf6e3",
    "target": "#2f3a46",
    "compared": "#7a838d",
    "accent": "#1a5a96",
    "pale": "#a3bdd5",
}
"""Status, variation or part of a drawing → colour as ``#rrggbb``."""
