"""How the arrows of a strategy map look: a line for each class of evidence.

An unbroken line has been answered, a broken one has not. Each differs in form from all others, so
that it reads without its colour.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from bsc_helpers.charts.elements import path
from bsc_helpers.charts.palette import PALETTE

__all__ = ["EVIDENCE", "Evidence", "arrow_parts"]

Evidence = Literal[
    "supported",
    "contradicted",
    "differs",
    "too_small",
    "cannot_tell",
    "not_enough_data",
    "not_testable",
    "not_yet_tested",
]


class _Look(NamedTuple):
    """A colour, a width, dashes, a white line within, its dashes; whether the head is filled."""

    colour: str
    width: float
    dashes: str = ""
    within: float = 0.0
    gaps: str = ""
    filled: bool = True


_LOOKS: Final[Mapping[Evidence, _Look]] = MappingProxyType(
    {
        "supported": _Look("accent", 3.4),
        "contradicted": _Look("concern", 4.6, within=1.8),
        "differs": _Look("high", 4.6, within=2.2, gaps="5 5"),
        "too_small": _Look("ink", 1.3),
        "cannot_tell": _Look("ink", 1.8, "8 4"),
        "not_enough_data": _Look("quiet", 2.6, "0.1 5.4"),
        "not_testable": _Look("quiet", 1.8, "2.5 4.5", filled=False),
        "not_yet_tested": _Look("quiet", 1.4, "14 4 2 4", filled=False),
    }
)

EVIDENCE: Final[tuple[Evidence, ...]] = tuple(_LOOKS)
"""The classes of evidence, in the order of the legend."""

_CASING: Final = 3.0  # white beside a line, so that one sees which of two lies above


def arrow_parts(evidence: Evidence, d: str, head: str) -> Iterator[str]:
    """Yield the parts of an arrow: its line, and its head.

    Parameters
    ----------
    evidence
        What is known of it.
    d, head
        The data of the paths of its line and of its head.
    """
    look = _LOOKS[evidence]
    colour = PALETTE[look.colour]
    yield path(d, fill="none", stroke="#fff", stroke_width=look.width + _CASING)
    yield path(d, fill="none", stroke=colour, stroke_width=look.width, **_dashed(look.dashes))
    if look.within:
        yield path(d, fill="none", stroke="#fff", stroke_width=look.within, **_dashed(look.gaps))
    inside = colour if look.filled else "#fff"
    yield path(head, fill=inside, stroke=colour, stroke_width=1.4, stroke_linejoin="round")


def _dashed(dashes: str) -> dict[str, str]:
    if not dashes:
        return {}
    round_ = {"stroke_linecap": "round"} if dashes.startswith("0.1") else {}
    return {"stroke_dasharray": dashes} | round_
