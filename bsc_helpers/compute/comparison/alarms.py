"""How many units would lie outside the limits if they differed only as much as they usually do."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from bsc_helpers.compute.comparison.arrays import Floats
from bsc_helpers.compute.comparison.funnel import Funnel
from bsc_helpers.compute.comparison.funnel import funnel as funnel_of
from bsc_helpers.compute.comparison.scales import SCALES, Cases
from bsc_helpers.errors import ParameterError

__all__ = ["Alarms", "expected_alarms"]

# So many figures are simulated at a time: more would not be faster and fill the memory.
_AT_A_TIME = 500_000


class Alarms(NamedTuple):
    """How probable it is that a unit lies outside, without being unusual.

    Attributes
    ----------
    outside_95, outside_998
        In the shape of the values: the probability of lying outside the limits at 95 percent (also
        outside those at 99.8) and at 99.8 percent. Summed over units, the number of alarms to
        expect. NaN where nothing is compared.
    """

    outside_95: Floats
    outside_998: Floats


def expected_alarms(funnel: Funnel, generator: Generator, draws: int = 500) -> Alarms:
    """Return how probable an alarm is for each unit where none is called for.

    Simulated for the very limits in use: in each draw every unit gets a true value that differs
    from the centre by the estimated spread between units and no more, chance is added for its
    number of cases, and centre, spread and limits are found anew by the same options.

    Parameters
    ----------
    funnel
        The limits in use.
    draws
        How many simulations. The expected number of alarms is known to about the root of itself
        divided by the root of this: 1 ± 0.05 with 500.

    Raises
    ------
    ParameterError
        For no draws.
    """
    if draws < 1:
        raise ParameterError(f"an expectation takes at least one draw (found: {draws})")
    shape = (len(funnel.count), np.size(funnel.centre))
    at_a_time = max(1, _AT_A_TIME // max(1, funnel.value.size))
    number_95 = number_998 = np.zeros(shape)
    for first in range(0, draws, at_a_time):
        outside = _outside(funnel, shape, generator, min(at_a_time, draws - first))
        number_95 = number_95 + (outside >= 1).sum(axis=1)
        number_998 = number_998 + (outside >= 2).sum(axis=1)  # noqa: PLR2004 - the second strength
    return Alarms(
        *(
            np.where(funnel.compared, number.reshape(funnel.value.shape) / draws, np.nan)
            for number in (number_95, number_998)
        )
    )


def _outside(
    funnel: Funnel, shape: tuple[int, int], generator: Generator, draws: int
) -> NDArray[np.int8]:
    """Return units × draws × columns: how far outside each unit lies, as if by chance."""
    units, columns = shape
    scale = SCALES[funnel.kind]
    count = np.tile(funnel.count.reshape(shape), (1, draws))
    centre, within, tau2, error = (
        np.tile(each, draws) for each in (funnel.centre, funnel.within, funnel.tau2, funnel.error)
    )
    point = scale.onto(centre) + np.sqrt(tau2) * generator.standard_normal(count.shape)
    truth = scale.back(point)
    known = ~np.isnan(count + truth)
    cases = Cases(np.where(known, count, 1.0), centre, within)
    total, squares = scale.draw(np.where(known, truth, 0.0), cases, generator)
    redone = funnel_of(
        funnel.kind,
        np.where(known, total, np.nan),
        cases.count,
        squares=squares,
        error=error,
        overdispersed=funnel.overdispersed,
        reference=None if funnel.reference is None else np.tile(funnel.reference, draws),
    )
    return np.abs(redone.outside).reshape(units, draws, columns)
