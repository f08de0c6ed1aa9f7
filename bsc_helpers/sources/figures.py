"""One source: its table becomes figures, told with the line on which each stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import TypeVar, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bsc_helpers.errors import Problem
from bsc_helpers.model import (
    ALL_ACTIVITIES,
    Activity,
    Input,
    OrgUnit,
    Scenario,
    Scorecard,
    Source,
)
from bsc_helpers.periods import KINDS, Period
from bsc_helpers.sources.cells import (
    Bools,
    Cells,
    Fault,
    Texts,
    number_reader,
    period_reader,
    read_cells,
    read_day,
    read_day_if_said,
)
from bsc_helpers.sources.problems import Problems
from bsc_helpers.sources.table import Table, read_table

__all__ = ["NO_DAY", "Figures", "Reader", "filled", "only_activities", "read_figures"]

SCENARIOS: tuple[Scenario, ...] = get_args(Scenario)
FORECAST = "forecast"
NO_DAY = 0  # stands for no ordinal of a day

ReadT = TypeVar("ReadT")
Lines = NDArray[np.int64]
Days = NDArray[np.int64]


@dataclass(frozen=True)
class Figures:
    """Figures with the place each came from; one entry of each array for one figure.

    Days are ordinals, 0 where there is none. A missing value is NaN. `part` tells figures of one
    source apart that are added. What is not `said` is an empty cell of a wide table: it stands
    there for the shape of the table.
    """

    input: Texts
    org_unit: Texts
    activity: Texts
    period: Texts
    scenario: Texts
    made_on: Days
    value: NDArray[np.float64]
    said: Bools
    part: NDArray[np.intp]
    recorded: Days
    line: Lines
    source: Texts
    file: Texts

    def __len__(self) -> int:
        return len(self.value)

    @classmethod
    def joined(cls, parts: Sequence[Figures]) -> Figures:
        """Return the figures of several sources, in their order."""
        names = [field.name for field in fields(cls)]
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def only_activities(scorecard: Scorecard) -> dict[str, str]:
    """Return the activity of each unit that declares exactly one."""
    units = scorecard.org_units
    return {unit.code: unit.activities[0] for unit in units if len(unit.activities) == 1}


def read_figures(
    source: Source, scorecard: Scorecard, path: Path
) -> tuple[Figures | None, list[Problem]]:
    """Read one source.

    Parameters
    ----------
    source
        The file's declaration.
    scorecard
        Knows the units, inputs, activities and the fiscal year.
    path
        The file.

    Returns
    -------
    The figures that could be read, in the order of the file, and the problems of all others; no
    figures at all when the file is no table.
    """
    problems = Problems(str(path))
    table = read_table(source, path, problems)
    figures = Reader(source, scorecard, table, problems).figures() if table else None
    return figures, problems.all()


class Reader:
    """Turns the columns of one table into figures.

    What is true of a whole row is an array of rows; figures are rows × inputs, of which the long
    layout has one.
    """

    def __init__(
        self, source: Source, scorecard: Scorecard, table: Table, problems: Problems
    ) -> None:
        self.source, self.card, self.table, self.problems = source, scorecard, table, problems
        self.lines = table.lines
        self.sound = np.ones(len(self.lines), dtype=bool)

        columns = source.columns
        units, activities = _codes(scorecard.org_units), _codes(scorecard.activities)
        self.unit = self._words(columns.org_unit, "unit", source.org_units, units)
        self.period = self._period()
        self.activity = self._words_or(
            columns.activity,
            "activity",
            source.activities,
            [ALL_ACTIVITIES, *activities],
            source.activity or ALL_ACTIVITIES,
        )
        self.scenario = self._words_or(
            columns.scenario, "scenario", source.scenarios, SCENARIOS, source.scenario
        )
        self.recorded = self._recorded()
        self.made_on = self._made_on()
        self._check_activity()

    def figures(self) -> Figures:
        """Return what could be read; everything else is told as a problem."""
        value, said, read = self._values()
        codes, known = self._inputs()
        fits = self._fits(codes, known & read & said) & self._exists(said)[:, None]
        row, column = np.nonzero(self.sound[:, None] & known & read & fits)
        periods = self.period.each(str)
        count = len(row)
        return Figures(
            input=np.broadcast_to(codes, value.shape)[row, column],
            org_unit=self.unit[row],
            activity=self.activity[row],
            period=periods[row],
            scenario=self.scenario[row],
            made_on=self.made_on[row],
            value=value[row, column],
            said=said[row, column],
            part=self._parts()[row],
            recorded=self.recorded[row],
            line=self.lines[row],
            source=filled(count, self.source.code),
            file=filled(count, self.problems.file),
        )

    def _read(
        self, column: str, read: Callable[[str], ReadT | Fault], among: Iterable[str] = ()
    ) -> Cells[ReadT]:
        """Read a column that every figure of a row needs, and tell of what is no such thing."""
        cells = read_cells(self.table.columns[column], read)
        cells.tell(self.problems, column, self.lines, among)
        self.sound &= cells.sound
        return cells

    def _words(
        self,
        column: str,
        what: str,
        words: Mapping[str, str],
        valid: Iterable[str],
        empty: str = "",
    ) -> Texts:
        """Read a column of codes, or of delivered words for them; an empty cell may say one."""
        known = _known(words, valid)
        fault = Fault(f"there is no such {what}")
        told = {"": empty, **known} if empty else known
        return self._read(column, lambda text: told.get(text, fault), known).each(str)

    def _words_or(
        self,
        column: str | None,
        what: str,
        words: Mapping[str, str],
        valid: Iterable[str],
        whole_file: str,
    ) -> Texts:
        """Read a column of codes; what an empty cell says, or every one without the column."""
        if column is None:
            return filled(len(self.lines), whole_file)
        return self._words(column, what, words, valid, whole_file)

    def _period(self) -> Cells[Period]:
        read = period_reader(self.source.period_as, self.card.fiscal_year_starts)
        return self._read(self.source.columns.period, read)

    def _recorded(self) -> Days:
        column, day = self.source.columns.recorded_at, self.source.recorded_at
        if column is None:
            return np.full(len(self.lines), day.toordinal() if day else NO_DAY, dtype=np.int64)
        return self._read(column, read_day).numbers(date.toordinal, NO_DAY)

    def _made_on(self) -> Days:
        """Return when the forecast of each row was made."""
        column, forecast = self.source.columns.made_on, self.scenario == FORECAST
        made = np.full(len(self.lines), NO_DAY, dtype=np.int64)
        if column is not None:
            made = self._read(column, read_day_if_said).numbers(_ordinal, NO_DAY)
            rule = "only a forecast has a day on which it was made"
            self._refuse(~forecast & (made != NO_DAY), rule, column)
        if self.source.made_on is not None:
            made[forecast & (made == NO_DAY)] = self.source.made_on.toordinal()
        self._check_made_on(made, forecast)
        return made

    def _check_made_on(self, made: Days, forecast: Bools) -> None:
        columns = self.source.columns
        rule = "a forecast needs the day on which it was made"
        column = columns.made_on or columns.scenario or columns.period
        self._refuse(forecast & (made == NO_DAY), rule, column)
        rule = "the forecast was recorded before it was made"
        column = columns.recorded_at or column
        self._refuse((self.recorded != NO_DAY) & (self.recorded < made), rule, column)

    def _check_activity(self) -> None:
        """Refuse a figure of an activity that is not among those that its unit declares."""
        does = {unit.code: unit.activities for unit in self.card.org_units if unit.activities}
        other = np.zeros(len(self.lines), dtype=bool)
        said = np.flatnonzero(self.sound & (self.activity != ALL_ACTIVITIES))
        other[said] = [
            unit in does and activity not in does[unit]
            for unit, activity in zip(self.unit[said], self.activity[said], strict=True)
        ]
        column = self.source.columns.activity or self.source.columns.org_unit
        rule = "the unit does not do this activity, as the register has it"

        def message(row: int) -> str:
            unit, activity = self.unit[row], self.activity[row]
            done = ", ".join(does[unit])
            return f"{unit} does not do {activity}, as the register has it; it does {done}"

        self._refuse(other, rule, column, message)

    def _refuse(
        self, faulty: Bools, rule: str, column: str, message: Callable[[int], str] | None = None
    ) -> None:
        """Tell of each row, sound until now, that breaks a rule."""
        faulty &= self.sound
        texts = self.table.columns[column]

        def told(row: int) -> Problem:
            text = message(row) if message else rule
            return Problem(text, line=int(self.lines[row]), value=texts[row])

        self.problems.add_each(rule, column, np.flatnonzero(faulty).tolist(), told)
        self.sound &= ~faulty

    def _inputs(self) -> tuple[Texts, Bools]:
        """Return the input of each figure, and whether it is known."""
        columns, words = self.source.columns, self.source.inputs
        if columns.input is None:
            codes = np.array(list(words.values()), dtype=object)[None, :]
            return codes, np.ones(codes.shape, dtype=bool)
        known = _known(words, _codes(self.card.inputs))
        fault = Fault("there is no such input")
        cells = read_cells(self.table.columns[columns.input], lambda text: known.get(text, fault))
        cells.tell(self.problems, columns.input, self.lines, known)
        return cells.each(str)[:, None], cells.sound[:, None]

    def _values(self) -> tuple[NDArray[np.float64], Bools, Bools]:
        """Return the values, whether they say something, and whether they could be read."""
        columns = self.source.columns
        names = list(self.source.inputs) if columns.value is None else [columns.value]
        read = number_reader(self.source)
        shape = (len(self.lines), len(names))
        value, said, sound = np.empty(shape), np.ones(shape, dtype=bool), np.ones(shape, dtype=bool)
        for place, name in enumerate(names):
            cells = read_cells(self.table.columns[name], read)
            cells.tell(self.problems, name, self.lines)
            numbers = [np.nan if isinstance(each, Fault) else each for each in cells.read]
            value[:, place] = np.array(numbers, dtype=float)[cells.which]
            sound[:, place] = cells.sound
            if columns.value is None:
                said[:, place] = (cells.texts != "")[cells.which]
        return value, said, sound

    def _fits(self, codes: Texts, told: Bools) -> Bools:
        """Whether each figure is of a period in which its input is delivered.

        A forecast may be of any period, and a cell that says nothing stands anywhere.
        """
        wanted = {given.code: KINDS.index(given.frequency) for given in self.card.inputs}
        kinds = self.period.numbers(lambda period: KINDS.index(period.kind), -1)
        fits: Bools = kinds[:, None] == _each(codes, wanted.get)
        fits |= (self.scenario == FORECAST)[:, None]
        rows, columns = np.nonzero(told & ~fits & self.sound[:, None])
        told_codes = np.broadcast_to(codes, fits.shape)
        periods = self.period.each(lambda period: period)

        def problem(place: int) -> Problem:
            row, code = rows[place], told_codes[rows[place], columns[place]]
            kind, period = KINDS[wanted[code]], periods[row]
            message = f"the input {code} is delivered by {kind}, not by {period.kind}"
            return Problem(message, line=int(self.lines[row]), value=str(period))

        rule = "the input is not delivered by this kind of period"
        self.problems.add_each(rule, self.source.columns.period, range(len(rows)), problem)
        return fits

    def _exists(self, said: Bools) -> Bools:
        """Whether the unit of each row exists in its period; empty cells do not ask for it."""
        units = {unit.code: unit for unit in self.card.org_units if not unit.is_constant}
        exists = np.ones(len(self.lines), dtype=bool)
        periods = self.period.each(lambda period: period)
        known: dict[tuple[str, str], bool] = {}
        for row in np.flatnonzero(self.sound & _each(self.unit, units.__contains__).astype(bool)):
            unit, period = self.unit[row], periods[row]
            key = unit, self.period.which[row]
            if key not in known:
                known[key] = units[unit].span_at(period.start, period.end) is not None
            exists[row] = known[key]
        self._refuse(
            ~exists & said.any(axis=1),
            "the unit does not exist then",
            self.source.columns.org_unit,
            lambda row: f"the unit does not exist in {periods[row]}",
        )
        return exists

    def _parts(self) -> NDArray[np.intp]:
        part = np.zeros(len(self.lines), dtype=np.intp)
        for name in self.source.sum_over:
            which, texts = pd.factorize(self.table.columns[name])
            part = pd.factorize(part * len(texts) + which)[0]
        return part


def _codes(parts: Iterable[OrgUnit | Activity | Input]) -> list[str]:
    return [part.code for part in parts]


def _known(words: Mapping[str, str], valid: Iterable[str]) -> dict[str, str]:
    """Return what each text that may be delivered stands for: a word first, else a code itself."""
    codes = {code: code for code in valid}
    return codes | {word: code for word, code in words.items() if code in codes}


def filled(count: int, value: object) -> Texts:
    """Return an array that holds one value so many times."""
    filled = np.empty(count, dtype=object)
    filled[:] = value
    return filled


def _each(values: Texts, of: Callable[[str], object]) -> Texts:
    """Return something of each value, found once for each distinct one."""
    which, distinct = pd.factorize(values.ravel(), use_na_sentinel=False)
    made = np.empty(len(distinct), dtype=object)
    made[:] = [of(value) for value in distinct]
    return made[which].reshape(values.shape)


def _ordinal(day: date | None) -> int:
    return NO_DAY if day is None else day.toordinal()
