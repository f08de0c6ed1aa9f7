"""The panel of a pair of measures: over which units and periods it is tested."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from bsc_helpers.compute.leadlag import PER_YEAR, Options, PairPanel, usual_window
from bsc_helpers.evaluation.findings import Known
from bsc_helpers.evaluation.link_series import aligned, series_of
from bsc_helpers.evaluation.links import Panel
from bsc_helpers.formula import parse_formula
from bsc_helpers.model import ALL_ACTIVITIES, Pair, Scorecard
from bsc_helpers.periods import KINDS, Period, PeriodKind

__all__ = ["Group", "PanelMaker", "shared_inputs"]

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]
Group = Literal["unit", "area", "parent"]


@dataclass(frozen=True, eq=False)
class PanelMaker:
    """Makes the panels of pairs from what is known.

    Parameters
    ----------
    known
        What the findings of reports rest on.
    through
        The last day of the figures that are used.
    window, group
        Instead of the usual window, and of the group that the pair declares; None for these.
    """

    known: Known
    through: date
    options: Options
    window: int | None = None
    group: Group | None = None

    def panel_of(self, pair: Pair, declared: date | None) -> tuple[PairPanel, Panel] | None:
        """Return the values of a pair and what they are; None where no unit has both measures."""
        codes = (pair.driver, pair.outcome)
        driver, outcome = (series_of(self.known, code, self.through) for code in codes)
        if not (driver.periods and outcome.periods):
            return None
        kinds = [each.periods[0].kind for each in (driver, outcome)]
        kind = max(kinds, key=KINDS.index)
        starts = self.known.scorecard.fiscal_year_starts
        periods, x, y = aligned(driver, outcome, kind, starts)
        wanted = self._wanted(pair, kind)
        window = min(wanted, len(periods) // 4)
        rows = self._rows(pair, x, y, window)
        if not len(rows):
            return None
        x, y, group = x[rows], y[rows], self.group or pair.shock_group or "unit"
        values = PairPanel(
            x,
            y,
            window,
            groups=self.groups_of(rows, "unit"),
            coarser=self._areas(rows),
            shared=None if group == "unit" else self.groups_of(rows, group),
            per_year=PER_YEAR[kind],
            wanted=wanted,
        )
        both = np.any(~np.isnan(x) & ~np.isnan(y), axis=0).tolist()
        used = [period for period, there in zip(periods, both, strict=True) if there]
        panel = Panel(
            units=tuple(self._names(rows)),
            periods=tuple(str(period) for period in periods),
            known_before=sum(period.end < declared for period in used) if declared else 0,
            averaged=next((c for c, own in zip(codes, kinds, strict=True) if own != kind), ""),
            grouped=group,
            preliminary=_count((s.preliminary for s in (driver, outcome)), kind, starts),
            before_break=_count((s.before_break for s in (driver, outcome)), kind, starts),
        )
        return values, panel

    def _wanted(self, pair: Pair, kind: PeriodKind) -> int:
        """Return how far before and after is looked: at least as far as is believed in."""
        latest = pair.lag if pair.latest is None else pair.latest
        return max(usual_window(kind), latest) if self.window is None else self.window

    def _rows(self, pair: Pair, x: Floats, y: Floats, window: int) -> Numbers:
        """Return the rows over which a pair is tested, none of them within another one."""
        there = ~np.isnan(x) & ~np.isnan(y)
        if pair.kinds or pair.activities:
            chosen = self.rows_of(pair.kinds, pair.activities)
        else:  # where most can be tested
            enough = there.sum(axis=1) >= window + self.options.fewest_pairs
            some = there.sum(axis=1) > 0
            count = {
                key: (int(enough[rows].sum()), int(some[rows].sum()))
                for key, rows in self._levels.items()
            }
            chosen = self._levels[max(count, key=lambda key: count[key])]
        return self._lowest(chosen[there[chosen].any(axis=1)])

    def rows_of(self, kinds: Sequence[str], activities: Sequence[str]) -> Numbers:
        """Return the rows of units of some kinds, as a whole or in some activities."""
        subjects, wanted = self.known.subjects, {*kinds}
        own = [not wanted or bool(u.kind and u.kind.texts & wanted) for u in subjects.units]
        kept = np.array(own, dtype=bool)[subjects.unit]
        if activities:
            does = np.array(subjects.activities, dtype=object)[subjects.does]
            return np.flatnonzero(kept & np.isin(does, activities))
        return np.flatnonzero(kept & (subjects.activity_codes == ALL_ACTIVITIES))

    @cached_property
    def _levels(self) -> Mapping[tuple[str, bool], Numbers]:
        """The rows of each kind of unit, as a whole and by activity."""
        subjects = self.known.subjects
        found: dict[tuple[str, bool], list[int]] = {}
        for row, unit in enumerate(subjects.unit.tolist()):
            kind = subjects.units[unit].kind
            whole = bool(subjects.activity_codes[row] == ALL_ACTIVITIES)
            found.setdefault((min(kind.texts) if kind else "", whole), []).append(row)
        return {key: np.array(rows, dtype=np.intp) for key, rows in found.items()}

    def _lowest(self, rows: Numbers) -> Numbers:
        """Return the rows whose unit contains no other one of them."""
        units = self.known.subjects.unit[rows]
        holding = {up for unit in set(units.tolist()) for up in self._above(unit)}
        kept: Numbers = rows[[unit not in holding for unit in units.tolist()]]
        return kept

    def _above(self, unit: int) -> Iterator[int]:
        """Yield the units above a unit, as they lay last, the nearest first."""
        parent = self._parents[unit]
        while parent is not None:
            yield parent
            parent = self._parents[parent]

    @cached_property
    def _parents(self) -> tuple[int | None, ...]:
        units = self.known.subjects.units
        place = {unit.code: number for number, unit in enumerate(units)}
        return tuple(place.get(unit.spans[-1].parent or "") for unit in units)

    def _names(self, rows: Numbers) -> Iterator[tuple[str, str]]:
        subjects = self.known.subjects
        for row in rows.tolist():
            yield str(subjects.unit_codes[row]), str(subjects.activity_codes[row])

    def groups_of(self, rows: Numbers, group: Group) -> Numbers:
        """Return the number of each row's group; a unit without one is a group of its own."""
        units = self.known.subjects.unit[rows].tolist()
        if group == "unit":
            return numbered(units)
        if group == "area":
            return numbered([self._area(unit) or unit for unit in units])
        return numbered([next(self._above(unit), ("top", unit)) for unit in units])

    def _areas(self, rows: Numbers) -> Numbers | None:
        """Return the areas as a coarser grouping; None where some unit lies in none."""
        areas = [self._area(unit) for unit in self.known.subjects.unit[rows].tolist()]
        return numbered(areas) if all(areas) else None

    def _area(self, unit: int) -> str | None:
        """Return the area of a unit, or of the nearest unit above that lies in one."""
        units = self.known.subjects.units
        areas = (units[each].area for each in (unit, *self._above(unit)))
        return next((area for area in areas if area), None)


def _count(left_out: Iterable[Iterable[Period]], kind: PeriodKind, year_starts: int) -> int:
    """Return in how many periods of a pair some of a measure's own were left out."""
    return len({each.within(kind, year_starts) for some in left_out for each in some})


def numbered(names: Iterable[object]) -> Numbers:
    """Return a number for each name, from 0, the same for the same name."""
    numbers: dict[object, int] = {}
    return np.array([numbers.setdefault(name, len(numbers)) for name in names], dtype=np.intp)


def shared_inputs(card: Scorecard, driver: str, outcome: str) -> tuple[str, ...]:
    """Return the inputs that two measures both contain, by themselves or within another one."""
    own = [_inputs_of(card, code) for code in (driver, outcome)]
    wholes = {given.code: given.part_of for given in card.inputs}
    reached = [_with_wholes(names, wholes) for names in own]
    found = (reached[0] & own[1]) | (own[0] & reached[1])
    return tuple(given.code for given in card.inputs if given.code in found)


def _inputs_of(card: Scorecard, code: str) -> set[str]:
    """Return the inputs in a measure's formula, also through other measures."""
    measures = {measure.code.lower(): measure for measure in card.measures}
    inputs, found, todo = {given.code for given in card.inputs}, set[str](), [code.lower()]
    passed: set[str] = set()
    while todo:
        name = todo.pop()
        for used in parse_formula(measures[name].formula).names:
            if used in inputs:
                found.add(used)
            elif used not in passed:
                passed.add(used)
                todo.append(used)
    return found


def _with_wholes(names: set[str], wholes: Mapping[str, str | None]) -> set[str]:
    found, todo = set(names), [*names]
    while todo:
        whole = wholes.get(todo.pop())
        if whole is not None and whole not in found:
            found.add(whole)
            todo.append(whole)
    return found
