"""Why a value is missing: the reasons travel with the numbers from the source to the page."""

from __future__ import annotations

from enum import IntEnum

__all__ = ["Reason"]


class Reason(IntEnum):
    """Why there is no value; where several apply, the highest number is told."""

    OK = 0  # there is a value
    NO_DATA = 1  # nothing was delivered
    INCOMPLETE = 2  # a part is missing and the input's rule is to propagate that
    NOT_APPLICABLE = 3  # the unit does not exist then, or the measure is not for it
    DIVISION_BY_ZERO = 4  # a denominator is zero: not calculable
    NOT_A_NUMBER = 5  # the formula gives no finite number: not calculable
    SUPPRESSED = 6  # withheld for disclosure control
    NOT_DUE = 7  # nothing was delivered, and it is not due yet
    LATE = 8  # nothing was delivered, although it was due

    @property
    def word(self) -> str:
        """The reason as it stands in tables, such as ``ok`` or ``no_data``."""
        return self.name.lower()
