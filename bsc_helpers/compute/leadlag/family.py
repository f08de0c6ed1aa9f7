"""Test the declared pairs of measures, all as one family."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from bsc_helpers.compute.leadlag.alone import AloneLook
from bsc_helpers.compute.leadlag.looks import Look, PanelLook, Refused
from bsc_helpers.compute.leadlag.options import Options
from bsc_helpers.compute.leadlag.panel import PairPanel, gates_of
from bsc_helpers.compute.leadlag.results import Gate, PairTest

__all__ = ["corrected", "lead_lag_tests"]

Floats = NDArray[np.float64]


def lead_lag_tests(panels: Sequence[PairPanel], options: Options | None = None) -> list[PairTest]:
    """Test pairs of measures for which moves before which, corrected for how many there are.

    Each pair goes through the same steps: means of units and periods out, outliers drawn in, the
    own past out of both, correlations of each unit at every lag, their mean on the Fisher scale,
    one test of the largest |t| over the whole window by flipped signs, a band that holds for all
    lags together, Benjamini and Hochberg over all pairs, and a verdict of fixed words. Where there
    are fewer units than that takes, but long series, each series is tested alone.

    Parameters
    ----------
    panels
        The pairs that were declared beforehand; all of them, also those that may fail.
    options
        What was decided beforehand; the same for all.

    Returns
    -------
    A test for each pair, in their order. A pair with too little data is not a part of the family
    that is corrected for, as nothing of it was looked at.
    """
    options = options or Options()
    looks = [_look(panel, options) for panel in panels]
    p = [look.p for look in looks]
    found = zip(looks, corrected(p).tolist(), corrected(p, "by").tolist(), strict=True)
    return [look.told(q, q_any, options) for look, q, q_any in found]


def corrected(p: Sequence[float], method: Literal["bh", "by"] = "bh") -> Floats:
    """Return chance results corrected for their number; NaN stays, and is not counted.

    `bh` is Benjamini and Hochberg (1995), `by` Benjamini and Yekutieli (2001).
    """
    values = np.asarray(p, dtype=float)
    q = np.full(len(values), np.nan)
    there = ~np.isnan(values)
    if there.any():
        q[there] = stats.false_discovery_control(values[there], method=method)
    return q


def _look(panel: PairPanel, options: Options) -> Look:
    gates = gates_of(panel, options)
    lacking = {gate.hurdle for gate in gates}
    if "units" in lacking and not lacking & {"points", "seasons"}:
        return AloneLook.at(panel, options) or Refused(panel, (Gate("variation", 0, 1),))
    if gates:
        return Refused(panel, gates)
    return PanelLook.at(panel, options)
