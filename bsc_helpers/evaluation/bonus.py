"""The bonus scheme as rows of a table: its measures, its perspectives, and the whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bsc_helpers.compute.bonus import Payout, Weighted, payout_of, weighted_result
from bsc_helpers.compute.judging import Judged
from bsc_helpers.compute.measuring import Measured
from bsc_helpers.compute.states import shown_period
from bsc_helpers.compute.subjects import Subjects
from bsc_helpers.evaluation.centres import rows_for
from bsc_helpers.evaluation.frames import BONUS, frame_of
from bsc_helpers.model import ALL_ACTIVITIES, BonusScheme, Reason, Scorecard
from bsc_helpers.periods import KINDS, Period, PeriodKind

__all__ = ["bonus_frame"]

Floats = NDArray[np.float64]
ALL = 100.0  # percent


def bonus_frame(
    scorecard: Scorecard,
    subjects: Subjects,
    measured: Mapping[str, Measured],
    judged: Mapping[str, Judged],
    as_of: date | None,
) -> pd.DataFrame:
    """Return the columns of `BONUS`: for each unit of the scheme and each period reported.

    A measure takes part with the attainment of the period that a report would show. One without
    has no part in the result; below the scheme's coverage no payout is computed (NaN).
    """
    scheme = scorecard.bonus
    if scheme is None:
        return frame_of(BONUS, [])
    kinds = {measure.frequency for measure in scorecard.measures}
    parts = [
        rows
        for kind in KINDS
        if kind in kinds
        for rows in _Bonus.of(scorecard, scheme, subjects, measured, judged, as_of, kind).rows()
    ]
    return frame_of(BONUS, parts)


@dataclass(frozen=True)
class _Bonus:
    """The scheme for one kind of period: attainment and reason of each measure, rows × periods."""

    scorecard: Scorecard
    scheme: BonusScheme
    units: NDArray[np.object_]
    periods: tuple[Period, ...]
    exists: NDArray[np.bool_]
    attained: Mapping[str, Floats]
    reason: Mapping[str, NDArray[np.int8]]

    @classmethod
    def of(  # noqa: PLR0913, PLR0917 - what the results are made of, one by one
        cls,
        scorecard: Scorecard,
        scheme: BonusScheme,
        subjects: Subjects,
        measured: Mapping[str, Measured],
        judged: Mapping[str, Judged],
        as_of: date | None,
        kind: PeriodKind,
    ) -> _Bonus:
        """Take up what the measures of the scheme attain in periods of one kind."""
        of_kind = [each for each in measured.values() if each.periods[0].kind == kind]
        rows = rows_for(subjects, scheme.org_units, scheme.kinds)
        periods = of_kind[0].periods
        attained, reasons = {}, {}
        for code in (each.measure for part in scheme.perspectives for each in part.measures):
            own, measure = measured[code], scorecard.measure(code)
            starts = scorecard.fiscal_year_starts
            shown = [shown_period(measure, own, p, as_of, starts) for p in periods]
            places = {period: column for column, period in enumerate(own.periods)}
            columns = [places.get(period, -1) for period in shown]
            attained[code] = _picked(judged[code].attainment[rows], columns, np.nan)
            reason = _picked(own.result.reason[rows], columns, int(Reason.NO_DATA))
            lacking = np.isnan(attained[code]) & (reason == Reason.OK)
            reasons[code] = np.where(lacking, int(Reason.DIVISION_BY_ZERO), reason)
        exists = np.logical_or.reduce([each.exists for each in of_kind])[rows]
        units = subjects.unit_codes[rows]
        return cls(scorecard, scheme, units, periods, exists, attained, reasons)

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield the rows of each measure, each perspective and the whole."""
        all_weights: dict[str, Decimal] = {}
        for part in self.scheme.perspectives:
            weights = {each.measure: each.weight for each in part.measures}
            all_weights |= weights
            for code, weight in weights.items():
                yield self._measure(code, weight)
            result = self._weighted(weights, Decimal(0))
            yield self._row("perspective", part.perspective, part.weight, result)
        whole = self._weighted(all_weights, self.scheme.minimum_coverage)
        scale = Payout(**self.scheme.payout.model_dump())
        paid = np.where(whole.enough, payout_of(whole.result, scale), np.nan)
        total = sum(all_weights.values(), Decimal(0))
        yield self._row("scheme", self.scorecard.code, total, whole) | {"payout": paid[self._at]}

    @property
    def _at(self) -> tuple[NDArray[np.intp], ...]:
        return np.nonzero(self.exists)

    def _weighted(self, weights: Mapping[str, Decimal], asked: Decimal) -> Weighted:
        attained = np.stack([self.attained[code] for code in weights])
        return weighted_result([*weights.values()], attained, self.scheme.payout.cap, asked)

    def _place(self, level: str, code: str, weight: Decimal) -> dict[str, Any]:
        row, column = self._at
        return {
            "org_unit": self.units[row],
            "activity": ALL_ACTIVITIES,
            "period": np.array([str(period) for period in self.periods], dtype=object)[column],
            "level": level,
            "code": code,
            "weight": float(weight),
            "payout": np.nan,
        }

    def _measure(self, code: str, weight: Decimal) -> dict[str, Any]:
        attained = self.attained[code][self._at]
        counted = np.clip(attained, 0, self.scheme.payout.cap)
        words = np.array([reason.word for reason in Reason], dtype=object)
        return self._place("measure", code, weight) | {
            "attainment": attained,
            "counted": counted,
            "weighted": float(weight) * counted / ALL,
            "coverage": np.where(np.isnan(attained), 0.0, 1.0),
            "reason": words[self.reason[code][self._at]],
        }

    def _row(self, level: str, code: str, weight: Decimal, result: Weighted) -> dict[str, Any]:
        """Return the rows of a perspective or of the whole: what its known measures come to."""
        found, coverage = result.result[self._at], result.coverage[self._at]
        missing = np.isnan(found)
        return self._place(level, code, weight) | {
            "attainment": found,
            "counted": found,
            "weighted": float(weight) * coverage * found / ALL,
            "coverage": coverage,
            "reason": np.where(missing, Reason.NO_DATA.word, Reason.OK.word).astype(object),
        }


def _picked(values: NDArray[Any], columns: list[int], missing: float) -> NDArray[Any]:
    """Return some columns of an array; −1 is one of missing values."""
    empty = np.full(len(values), missing, dtype=values.dtype)
    picked: NDArray[Any] = np.column_stack([values, empty])[:, columns]
    return picked
