"""The mark of a status: one shape for each, so that it reads without colour."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from bsc_helpers.blocks import Status
from bsc_helpers.charts.palette import PALETTE

__all__ = ["status_icon"]

# Drawn in a box of 12 × 12. {c} is the colour of the status.
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
    }
)


def status_icon(status: Status, size: int = 12) -> str:
    """Return the mark of a status as SVG text.

    The drawing is decorative: the word of the status always stands beside it, so renderers hide
    the mark from screen readers. It uses presentation attributes only and holds no ids.

    Parameters
    ----------
    status
        The status.
    size
        Width and height in pixels.
    """
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}"'
        f' viewBox="0 0 12 12" aria-hidden="true" focusable="false">'
        f"{_SHAPES[status].format(c=PALETTE[status])}</svg>"
    )
