"""Every driver against every outcome: an exploration, whose finds are candidates and no more."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bsc_helpers.compute.leadlag.correlations import lag_correlations
from bsc_helpers.compute.leadlag.family import corrected
from bsc_helpers.compute.leadlag.options import Options
from bsc_helpers.compute.leadlag.pairs import Statistics, screen_statistics
from bsc_helpers.compute.leadlag.panel import surprises_of, with_enough_units
from bsc_helpers.compute.leadlag.signflips import means_of, window_test
from bsc_helpers.errors import ParameterError

__all__ = ["Candidate", "Screen", "ScreenOptions", "screen"]

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]
Pairs = Collection[tuple[str, str]]


@dataclass(frozen=True)
class ScreenOptions(Options):
    """What is decided before a screen.

    Attributes
    ----------
    linked
        Pairs that are not looked at, in whatever order, as one is computed from the other.
    holdout
        Whether candidates are looked for in the first half of the time only, and tested in the
        later half.
    """

    linked: frozenset[tuple[str, str]] = frozenset()
    holdout: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.unit_seasons:
            raise ParameterError("a screen takes out no season of single units; valid: False")


@dataclass(frozen=True)
class Candidate:
    """A pair that a screen picked out of many; to be declared and tested on other data.

    Attributes
    ----------
    lag, r, lower, upper
        The lag with the largest |t|, the correlation there, and an interval that holds for all lags
        together.
    units
        How many units it rests on.
    p, q
        Of the whole window; corrected for all pairs that were looked at.
    later_r, later_p, later_q
        At this lag in the later half: the correlation; how rare it is in the expected direction;
        corrected for all candidates. None without a later half, or with too little in it.
    confirmed
        Whether the later half shows it too; None where it cannot tell.
    """

    driver: str
    outcome: str
    lag: int
    r: float
    lower: float
    upper: float
    units: int
    p: float
    q: float
    later_r: float | None = None
    later_p: float | None = None
    later_q: float | None = None
    confirmed: bool | None = None


@dataclass(frozen=True, eq=False)
class Screen:
    """All pairs that were looked at, and the candidates among them.

    Attributes
    ----------
    candidates
        The pairs that stand out after correction, the rarest first.
    looked_at
        How many pairs were looked at: the number that is corrected for.
    left_out, too_little
        Pairs of a measure with itself, mirrored or linked by construction; and pairs with too
        little data. Neither was looked at.
    drivers, outcomes, window, options
        What it was made with.
    periods, later_periods
        Periods in which candidates were looked for, and in which they were tested.
    statistics, q
        Of every pair, drivers × outcomes.
    """

    candidates: tuple[Candidate, ...]
    looked_at: int
    left_out: int
    too_little: int
    drivers: tuple[str, ...]
    outcomes: tuple[str, ...]
    window: int
    options: ScreenOptions
    periods: int
    later_periods: int
    statistics: Statistics
    q: Floats


def screen(
    drivers: Mapping[str, Floats],
    outcomes: Mapping[str, Floats],
    window: int,
    groups: Numbers | None = None,
    options: ScreenOptions | None = None,
) -> Screen:
    """Look at every driver with every outcome, for what may be worth declaring.

    The steps are those of `lead_lag_tests` in its strictest look, with correction for all pairs.
    What stands out is a candidate: it was looked for until something was found. With `holdout` it
    is looked for in the first half of the time, and only the candidates are tested in the later
    half, at their lag and in their direction.

    Parameters
    ----------
    drivers, outcomes
        For each name units × periods, all on the same units and periods; NaN = missing.
    window
        K: lags −K to K are tried; at most a quarter of the periods in which is looked.
    groups
        For each unit the number of its group, whose units may share shocks; each by itself when
        left out. A dozen groups or fewer can hardly stand out among many pairs.
    """
    options = options or ScreenOptions()
    units, periods = _shape_of(drivers, outcomes)
    first = periods // 2 if options.holdout else periods
    if not 0 <= window <= first // 4:
        raise ParameterError(
            f"the window {window} does not fit {first} periods; valid: 0 to {first // 4}"
        )
    own = np.arange(units, dtype=np.intp) if groups is None else groups
    if len(own) != units:
        raise ParameterError(f"{len(own)} groups are given for {units} units; valid: one for each")
    asked = _asked(tuple(drivers), tuple(outcomes), options.linked)
    x, y = (_surprises(each, slice(None, first), options) for each in (drivers, outcomes))
    found = screen_statistics(x, y, window, own, options, asked)
    q = corrected(found.p.ravel().tolist()).reshape(found.p.shape)
    candidates = _candidates(found, q, (tuple(drivers), tuple(outcomes)), options)
    if options.holdout:
        later = [{n: v[:, first:] for n, v in each.items()} for each in (drivers, outcomes)]
        candidates = _tested_later(candidates, (later[0], later[1]), own, options)
    looked_at = int((~np.isnan(found.p)).sum())
    return Screen(
        candidates,
        looked_at,
        left_out=int((~asked).sum()),
        too_little=int(asked.sum()) - looked_at,
        drivers=tuple(drivers),
        outcomes=tuple(outcomes),
        window=window,
        options=options,
        periods=first,
        later_periods=periods - first,
        statistics=found,
        q=q,
    )


def _shape_of(drivers: Mapping[str, Floats], outcomes: Mapping[str, Floats]) -> tuple[int, int]:
    """Return the number of units and of periods, which must be the same for all measures."""
    if not drivers or not outcomes:
        raise ParameterError("there is nothing to screen; valid: a driver and an outcome or more")
    shapes = {each.shape for each in (*drivers.values(), *outcomes.values())}
    if len(shapes) > 1 or len(shape := shapes.pop()) != 2:  # noqa: PLR2004 - units × periods
        raise ParameterError("measures differ in shape; valid: units × periods, alike for all")
    return shape[0], shape[1]


def _asked(drivers: tuple[str, ...], outcomes: tuple[str, ...], linked: Pairs) -> NDArray[np.bool_]:
    """Return which pairs are looked at: each once, and none that is linked by construction."""
    seen = {(name, name) for name in drivers} | {*linked} | {(b, a) for a, b in linked}
    asked = np.zeros((len(drivers), len(outcomes)), dtype=bool)
    for row, driver in enumerate(drivers):
        for column, outcome in enumerate(outcomes):
            asked[row, column] = (driver, outcome) not in seen
            seen |= {(driver, outcome), (outcome, driver)}
    return asked


def _surprises(measures: Mapping[str, Floats], when: slice, options: Options) -> Floats:
    """Return the surprises of all measures in some periods: measures × units × periods."""
    return np.stack(
        [surprises_of(each[:, when], options, look="own_share")[0] for each in measures.values()]
    )


def _candidates(
    found: Statistics,
    q: Floats,
    names: tuple[tuple[str, ...], tuple[str, ...]],
    options: ScreenOptions,
) -> tuple[Candidate, ...]:
    """Return the pairs that stand out after correction and are large enough to matter."""
    rows, columns = np.nonzero((q <= options.q_possible) & (np.abs(found.r) >= options.floor))
    candidates = [
        Candidate(
            names[0][row],
            names[1][column],
            lag=int(found.lag[row, column]),
            r=float(found.r[row, column]),
            lower=float(found.lower[row, column]),
            upper=float(found.upper[row, column]),
            units=int(found.units[row, column]),
            p=float(found.p[row, column]),
            q=float(q[row, column]),
        )
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
    ]
    return tuple(sorted(candidates, key=lambda each: (each.p, -abs(each.r))))


def _tested_later(
    candidates: tuple[Candidate, ...],
    later: tuple[Mapping[str, Floats], Mapping[str, Floats]],
    groups: Numbers,
    options: ScreenOptions,
) -> tuple[Candidate, ...]:
    """Return candidates with what the later half says: one lag, one direction, all corrected."""
    own = [
        (
            surprises_of(later[0][each.driver], options, look="own_share")[0],
            surprises_of(later[1][each.outcome], options, look="own_share")[0],
        )
        for each in candidates
    ]
    seen = [
        _at_lag(ends, each, groups, options) for ends, each in zip(own, candidates, strict=True)
    ]
    q = corrected([p for _, p in seen]).tolist()
    return tuple(
        each
        if np.isnan(p)
        else replace(each, later_r=r, later_p=p, later_q=own_q, confirmed=own_q <= options.q_firm)
        for each, (r, p), own_q in zip(candidates, seen, q, strict=True)
    )


def _at_lag(
    ends: tuple[Floats, Floats], candidate: Candidate, groups: Numbers, options: Options
) -> tuple[float, float]:
    """Return the correlation at a candidate's lag, and how rare it is in its direction."""
    window = abs(candidate.lag)
    r, n = lag_correlations(ends[0][np.newaxis], ends[1][np.newaxis], window)
    place = slice(window + candidate.lag, window + candidate.lag + 1)
    r, n = r[0][..., place], n[0][..., place]
    means = means_of(with_enough_units(r, n, options), n, groups, options.fewest_pairs)
    p = float(window_test(means, options.draws, options.seed).p[0])
    found = float(np.tanh(means.mean[0, 0]))
    return found, p / 2 if found * candidate.r > 0 else 1 - p / 2
