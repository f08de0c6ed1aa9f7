"""The marks of statuses and of variation: a shape for each, so that they read without colour."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from bsc_helpers.blocks import Status, Variation
from bsc_helpers.charts.palette import PALETTE

__all__ = ["mark_icon"]

# Drawn in a box of 12 × 12. {c} is the colour of the mark.
_SHAPES: Final = MappingProxyType(
    {
        "good": '<circle cx="6" cy="6" r="4.5" fill="{c}"/>',
        "warning": '<path d="M6 1.2 11.2 10.6H.8z" fill="{c}"/>',
        "poor": '<path d="M6 .6 11.4 6 6 11.4.6 6z" fill="{c}"/>',
        "uncertain": '<circle cx="6" cy="6" r="3.9" fill="none" stroke="{c}" stroke-width="1.6"/>',
        "unscored": '<path d="M2 6h8" stroke="{c}" stroke-width="1.8"/>',
        "no_data": '<path d="M2 2h8v8H2z" fill="none" stroke="{c}" stroke-width="1.4"'
        ' stroke-dasharray="2 1.4"/>',
        "suppressed": '<path d="M2.4 2.4l7.2 7.2M9.6 2.4l-7.2 7.2" stroke="{c}"'
        ' stroke-width="1.8"/>',
        "common_cause": '<path d="M1 7.4c1.6-4.2 3.4-4.2 5-.7s3.4 3.5 5-.7" fill="none"'
        ' stroke="{c}" stroke-width="1.5"/>',
        "improvement": '<path d="M6 1v10M1 6h10" stroke="{c}" stroke-width="3"/>',
        "concern": '<path d="M.8 1.8h10.4L6 11z" fill="{c}"/>',
        "high": '<path d="M6 11V2.5M2 6l4-4 4 4" fill="none" stroke="{c}" stroke-width="1.8"/>',
        "low": '<path d="M6 1v8.5M2 6l4 4 4-4" fill="none" stroke="{c}" stroke-width="1.8"/>',
    }
)


def mark_icon(mark: Status | Variation, size: int = 12) -> str:
    """Return the mark of a status or of variation as SVG text.

    The drawing is decorative: its word always stands beside it, so renderers hide the mark from
    screen readers. It uses presentation attributes only and holds no ids.

    Parameters
    ----------
    mark
        The status or variation.
    size
        Width and height in pixels.
    """
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}"'
        f' viewBox="0 0 12 12" aria-hidden="true" focusable="false">'
        f"{_SHAPES[mark].format(c=PALETTE[mark])}</svg>"
    )
