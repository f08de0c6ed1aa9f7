"""The values of a measure that a test of lead and lag may use, period by period."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from bsc_helpers.evaluation.findings import Known
from bsc_helpers.model import Measure, Reason
from bsc_helpers.periods import Period, PeriodKind, months_after, parse_period

__all__ = ["Series", "aligned", "series_of"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Series:
    """A measure's usable values: rows × periods, NaN where there is none or it may not be used.

    `preliminary` and `before_break` are the periods that were left out for that.
    """

    periods: tuple[Period, ...]
    values: Floats
    preliminary: tuple[Period, ...] = ()
    before_break: tuple[Period, ...] = ()


def series_of(known: Known, code: str, through: date) -> Series:
    """Return the values of a measure that may be used, up to a day.

    Newly measured ones of single periods, complete, no longer preliminary, and from the last change
    of what is measured on.
    """
    measure, alone = known.scorecard.measure(code), known.alone.get(code)
    if alone is None:
        return Series((), np.zeros((0, 0)))
    ended = [n for n, period in enumerate(alone.periods) if period.end <= through]
    day = known.as_of or through
    final = [n for n in ended if _is_final(measure, alone.periods[n], day)]
    start = _start(measure, through, known.scorecard.fiscal_year_starts)
    kept = [n for n in final if start is None or alone.periods[n].start >= start]
    reason, coverage = alone.result.reason[:, kept], alone.coverage[:, kept]
    usable = (reason == Reason.OK) & ~(coverage < 1) & alone.exists[:, kept]
    values = np.where(usable, alone.result.value[:, kept], np.nan)

    def told(places: Iterable[int]) -> tuple[Period, ...]:
        return tuple(alone.periods[n] for n in sorted(places))

    return Series(told(kept), values, told({*ended} - {*final}), told({*final} - {*kept}))


def _is_final(measure: Measure, period: Period, day: date) -> bool:
    """Whether a value is no longer preliminary on a day."""
    months = measure.schedule.preliminary_months
    return not months or months_after(period.end, months) <= day


def _start(measure: Measure, through: date, year_starts: int) -> date | None:
    """Return the first day after the last change of what is measured; None without one."""
    breaks = (parse_period(b.from_, year_starts) for b in measure.breaks if b.kind != "rule")
    return max((each.start for each in breaks if each.start <= through), default=None)


def aligned(
    first: Series, second: Series, kind: PeriodKind, year_starts: int
) -> tuple[tuple[Period, ...], Floats, Floats]:
    """Return two series on one calendar without holes, in periods of one kind."""
    both = [_at(each, kind, year_starts) for each in (first, second)]
    ordinals = [period.ordinal for each in both for period in each.periods]
    if not ordinals:
        return (), np.zeros((0, 0)), np.zeros((0, 0))
    start, end = min(ordinals), max(ordinals)
    some = next(period for each in both for period in each.periods)
    periods = tuple(some.shift(n - some.ordinal) for n in range(start, end + 1))
    on = [_on(each, start, len(periods)) for each in both]
    return periods, on[0], on[1]


def _on(series: Series, start: int, length: int) -> Floats:
    values = np.full((len(series.values), length), np.nan)
    values[:, [period.ordinal - start for period in series.periods]] = series.values
    return values


def _at(series: Series, kind: PeriodKind, year_starts: int) -> Series:
    """Return a series by longer periods: the mean of the parts, where all of them are there."""
    if not series.periods or series.periods[0].kind == kind:
        return series
    parts: dict[Period, list[int]] = {}
    for place, period in enumerate(series.periods):
        parts.setdefault(period.within(kind, year_starts), []).append(place)
    whole = {
        period: places
        for period, places in parts.items()
        if len(places) == len(period.parts(series.periods[0].kind))
    }
    return Series(tuple(whole), _means(series.values, list(whole.values())))


def _means(values: Floats, parts: Sequence[Sequence[int]]) -> Floats:
    columns = [values[:, list(places)].mean(axis=1) for places in parts]
    return np.stack(columns, axis=1) if columns else values[:, :0]
