"""The results of all units in one period: what the pages about measures are made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from bsc_helpers.evaluation import Evaluation, rows_of
from bsc_helpers.evaluation.slicing import shown_results
from bsc_helpers.model import OrgUnit, Reason, Scorecard
from bsc_helpers.narrative.alphabet import name_key
from bsc_helpers.periods import Period

__all__ = ["Overview", "Subject", "overview_of"]

Subject = tuple[str, str]  # unit and activity


@dataclass(frozen=True)
class Overview:
    """All units in one period, as the reports of that period show them.

    Attributes
    ----------
    results
        The columns of `RESULTS`: one row for each unit, activity and measure.
    parents
        The parent of each unit that exists in the period.
    shown
        The period of each measure that is shown.
    """

    scorecard: Scorecard
    period: Period
    results: pd.DataFrame = field(repr=False)
    parents: Mapping[str, str | None] = field(repr=False)
    shown: Mapping[str, Period] = field(repr=False)

    def rows_of(self, measure: str) -> dict[Subject, Any]:
        """Return the rows of a measure by unit and activity, where the measure applies."""
        rows = rows_of(self.results.iloc[self._places.get(measure, [])])
        return {
            (row.org_unit, row.activity): row
            for row in rows
            if row.reason != Reason.NOT_APPLICABLE.word
        }

    def statuses(self) -> dict[Subject, dict[str, int]]:
        """Return for each unit and activity how many measures have each status.

        A measure that does not apply is not counted.
        """
        applying = self.results[self.results["reason"] != Reason.NOT_APPLICABLE.word]
        columns = (applying[name] for name in ("org_unit", "activity", "status"))
        found: dict[Subject, dict[str, int]] = {}
        for (unit, activity, status), count in Counter(zip(*columns, strict=True)).items():
            found.setdefault((unit, activity), {})[status] = count
        return found

    def below(self, parent: str | None, language: str) -> list[OrgUnit]:
        """Return the units right below one in the period, by name; below none: those on top."""
        units = self._children.get(parent, [])
        return sorted(units, key=lambda unit: name_key(unit.name.of(language), language))

    def families(self, language: str) -> Iterator[tuple[tuple[OrgUnit, ...], list[OrgUnit]]]:
        """Yield each unit that has others below it, with those above it first, and the others."""
        yield from self._families((), language)

    def _families(
        self, path: tuple[OrgUnit, ...], language: str
    ) -> Iterator[tuple[tuple[OrgUnit, ...], list[OrgUnit]]]:
        children = self.below(path[-1].code if path else None, language)
        if children:
            yield path, children
        for child in children:
            yield from self._families((*path, child), language)

    @cached_property
    def _children(self) -> dict[str | None, list[OrgUnit]]:
        found: dict[str | None, list[OrgUnit]] = {}
        for unit in self.scorecard.org_units:
            if unit.code in self.parents:
                parent = self.parents[unit.code]
                found.setdefault(parent if parent in self.parents else None, []).append(unit)
        return found

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for place, measure in enumerate(self.results["measure"]):
            found.setdefault(measure, []).append(place)
        return found


def overview_of(evaluation: Evaluation, period: Period) -> Overview:
    """Return what the pages about measures show for a period."""
    card = evaluation.scorecard
    return Overview(
        scorecard=card,
        period=period,
        results=shown_results(evaluation, period),
        parents=evaluation.parents_at(period),
        shown=evaluation.shown_in(period),
    )
