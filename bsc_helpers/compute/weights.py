"""What each measure weighs in the whole scorecard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bsc_helpers.model import Measure, Objective, Perspective, Scorecard

__all__ = ["Level", "absolute_weights", "levels_of", "weights_in_card"]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Level:
    """The parts of one level of a scorecard: measures, objectives or perspectives.

    Attributes
    ----------
    codes
        The code of each part.
    whole
        For each part the number of what it belongs to, one level up.
    weight
        (…, parts): the weight of each part beside the others of the same whole.
    """

    codes: tuple[str, ...]
    whole: NDArray[np.intp]
    weight: Floats

    def relative(self, there: Bools) -> Floats:
        """Return (…, parts): the share of each part in the weight of those of its whole there."""
        weight = np.where(there, self.weight, 0.0)
        together = (self.whole[:, np.newaxis] == self.whole).astype(float)
        total = weight @ together
        found: Floats = np.divide(weight, total, out=np.zeros_like(weight), where=total > 0)
        return found


def levels_of(scorecard: Scorecard) -> tuple[Level, Level, Level]:
    """Return the levels of a scorecard from below; only measures that are meant to weigh."""
    objectives = [each.code for each in scorecard.objectives]
    perspectives = [each.code for each in scorecard.perspectives]
    measures = [measure for measure in scorecard.measures if measure.weighs]
    return (
        _level(measures, [objectives.index(scorecard.objective_of(m)) for m in measures]),
        _level(
            scorecard.objectives,
            [perspectives.index(each.perspective) for each in scorecard.objectives],
        ),
        _level(scorecard.perspectives, [0 for _ in perspectives]),
    )


def _level(parts: Sequence[Measure | Objective | Perspective], wholes: Sequence[int]) -> Level:
    return Level(
        codes=tuple(each.code for each in parts),
        whole=np.array(wholes, dtype=np.intp),
        weight=np.array([each.weight for each in parts], dtype=np.float64),
    )


def absolute_weights(levels: Sequence[Level], there: Sequence[Bools]) -> Floats:
    """Return (…, parts of the lowest level): the product of relative weights up to the root.

    Parameters
    ----------
    levels
        From below; the weights of one level may have more axes in front, the same for all.
    there
        For each level which of its parts take part; what does not leaves its weight to the others
        of its whole.
    """
    levels = [*levels]
    found = levels[-1].relative(there[-1])
    for level, present in zip(levels[-2::-1], there[-2::-1], strict=True):
        found = level.relative(present) * found[..., level.whole]
    return found


def weights_in_card(scorecard: Scorecard, measures: Sequence[str]) -> dict[str, float]:
    """Return the absolute weight of each of some measures where only these apply; together 1.

    The weight of BSC Designer that is the product of the relative weights up to the root.
    """
    levels = levels_of(scorecard)
    there = [np.isin(levels[0].codes, list(measures))]
    for level, above in pairwise(levels):
        weighing = level.whole[there[-1] & (level.weight > 0)]
        there.append(np.isin(np.arange(len(above.codes)), weighing))
    found = absolute_weights(levels, there)
    pairs = zip(levels[0].codes, found, there[0], strict=True)
    return {code: float(weight) for code, weight, applies in pairs if applies}
