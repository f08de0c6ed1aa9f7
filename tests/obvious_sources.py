"""The obvious reader of delivered tables, cell by cell: what the fast one must agree with."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from bsc_helpers.errors import PeriodError
from bsc_helpers.model import Scorecard, Source
from bsc_helpers.model.texts import parse_date
from bsc_helpers.periods import parse_period

Told = dict[str, Any]  # one cell: what its row says, its value (None = missing) and its line
Broken = tuple[str, str]  # column, how the message begins
Fault = tuple[str, int, str, str]  # file, line and the same


@dataclass
class Obvious:
    """The records of the observations, and the faults."""

    records: list[Told] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_obviously(scorecard: Scorecard, folder: Path) -> Obvious:
    """Read every source of a scorecard."""
    made = Obvious()
    told: list[Told] = []
    for source in scorecard.sources:
        path = folder / source.file
        with path.open(encoding=source.encoding, newline="") as file:
            rows = list(csv.DictReader(file, delimiter=source.delimiter))
        for line, row in enumerate(rows, start=2):
            cells, faults = read_row(source, scorecard, row)
            told += [{**cell, "file": str(path), "line": line} for cell in cells]
            made.faults += [(str(path), line, *fault) for fault in faults]
    by_figure: dict[tuple[Any, ...], list[Told]] = {}
    for cell in told:
        by_figure.setdefault(figure_of(scorecard, cell), []).append(cell)
    for cells in by_figure.values():
        made.faults += twice(cells)
    if not made.faults:
        made.records = [record for cells in by_figure.values() for record in history(cells)]
    return made


def figure_of(scorecard: Scorecard, cell: Told) -> tuple[Any, ...]:
    does = scorecard.org_unit(cell["org_unit"]).activities
    activity = "all" if does == (cell["activity"],) else cell["activity"]
    return *(cell[n] for n in ("input", "org_unit", "period", "scenario", "made_on")), activity


def twice(cells: list[Told]) -> list[Fault]:
    faults, seen = [], set()
    for cell in cells:
        entry = cell["recorded_at"], cell["part"]
        if cell["source"] != cells[0]["source"] or entry in seen:
            faults.append((cell["file"], cell["line"], "", cell["input"]))
        seen.add(entry)
    return faults


def history(cells: list[Told]) -> list[Told]:
    """Return what was known after each day on which something was recorded."""
    records = []
    for day in sorted({cell["recorded_at"] for cell in cells}, key=lambda day: day or date.min):
        known = [c for c in cells if day is None or (c["recorded_at"] or date.min) <= day]
        if not any(cell["said"] for cell in known):
            continue
        known.sort(key=lambda cell: cell["recorded_at"] or date.min)
        latest = list({cell["part"]: cell["value"] for cell in known}.values())
        value = None if None in latest else float(sum(latest))
        first = next(cell for cell in cells if cell["recorded_at"] == day)
        activity = {"activity": cells[0]["activity"]}
        records.append({**first, **activity, "value": value})
    return records


def read_row(
    source: Source, scorecard: Scorecard, row: dict[str, str]
) -> tuple[list[Told], list[Broken]]:
    """Return the cells of a row that tell of a figure, and the faults as (column, message)."""
    faults: list[Broken] = []
    cells: list[Told] = []
    for column, name in figures_of(source, row):
        text = row[column]
        if name not in {given.code for given in scorecard.inputs}:
            faults.append((source.columns.input or "", "there is no such input"))
        try:
            value = None if text in source.missing else number(source, text)
        except ValueError:
            faults.append((column, "is no number"))
            continue
        said = source.layout == "long" or text != ""
        cells.append({"input": name, "value": value, "said": said, "source": source.code})
    whole, wrong = head(source, scorecard, row)
    any_said = source.layout == "long" or any(row[c] for c, _ in figures_of(source, row))
    if wrong:
        return [], faults + wrong
    period, scenario = whole.pop("at"), whole["scenario"]
    kinds: dict[Any, str] = {given.code: given.frequency for given in scorecard.inputs}
    cells = [cell for cell in cells if cell["input"] in kinds]
    fitting = [c for c in cells if scenario == "forecast" or kinds[c["input"]] == period.kind]
    misfits = [cell for cell in cells if cell not in fitting and cell["said"]]
    faults += [(source.columns.period, f"the input {cell['input']} is") for cell in misfits]
    if scorecard.org_unit(whole["org_unit"]).span_at(period.start, period.end) is None:
        if any_said:
            faults.append((source.columns.org_unit, "the unit does not exist"))
        return [], faults
    return [{**whole, **cell} for cell in fitting], faults


def figures_of(source: Source, row: dict[str, str]) -> list[tuple[str, str]]:
    if source.columns.input is None:
        return list(source.inputs.items())
    text = row[source.columns.input]
    return [(source.columns.value or "", source.inputs.get(text, text))]


def number(source: Source, text: str) -> Fraction:
    """Read a number exactly, character by character."""
    sign, text = (-1, text[1:]) if text[:1] in ("-", "−") else (1, text.removeprefix("+"))
    whole, point, decimals = text.partition(source.decimal)
    if source.thousands and source.thousands in whole:
        first, *groups = whole.split(source.thousands)
        if not 1 <= len(first) <= 3 or any(len(group) != 3 for group in groups):
            raise ValueError(text)
        whole = first + "".join(groups)
    digits = whole + decimals
    if not whole or (point and not decimals) or not re.fullmatch("[0-9]+", digits):
        raise ValueError(text)
    return Fraction(sign * int(digits), 10 ** len(decimals))


def head(source: Source, scorecard: Scorecard, row: dict[str, str]) -> tuple[Told, list[Broken]]:
    """Return what a row says of all its figures, and what is wrong with that."""
    columns = source.columns
    faults: list[Broken] = []
    units = {unit.code for unit in scorecard.org_units}
    activities = {activity.code for activity in scorecard.activities} | {"all"}
    scenarios = {"actual", "forecast"}
    made: Told = {
        "org_unit": word(row, columns.org_unit, source.org_units, units, faults),
        "activity": source.activity or "all",
        "scenario": source.scenario,
        "recorded_at": source.recorded_at,
        "made_on": None,
        "part": tuple(row[name] for name in source.sum_over),
    }
    try:
        made["at"] = parse_period(row[columns.period], scorecard.fiscal_year_starts)
        made["period"] = str(made["at"])
    except PeriodError:
        faults.append((columns.period, "is no period"))
    if columns.activity and row[columns.activity]:
        made["activity"] = word(row, columns.activity, source.activities, activities, faults)
    if columns.scenario and row[columns.scenario]:
        made["scenario"] = word(row, columns.scenario, source.scenarios, scenarios, faults)
    if columns.recorded_at:
        made["recorded_at"] = day(row, columns.recorded_at, faults)
    if columns.made_on and row[columns.made_on]:
        made["made_on"] = day(row, columns.made_on, faults)
    if not faults:
        faults += broken(source, scorecard, made)
    made["made_on"] = made["made_on"] and made["made_on"].isoformat()
    return made, faults


def word(
    row: dict[str, str],
    column: str,
    words: Mapping[str, str],
    valid: set[str],
    faults: list[Broken],
) -> str:
    code = words.get(row[column], row[column])
    if code not in valid:
        faults.append((column, "there is no such"))
    return code


def day(row: dict[str, str], column: str, faults: list[Broken]) -> date | None:
    try:
        return parse_date(row[column])
    except ValueError:
        faults.append((column, "must be a date"))
        return None


def broken(source: Source, scorecard: Scorecard, made: Told) -> list[Broken]:
    """Return the first rule that a row breaks, and give a forecast the day of the whole file."""
    columns = source.columns
    does = scorecard.org_unit(made["org_unit"]).activities
    if made["scenario"] == "actual" and made["made_on"]:
        return [(columns.made_on or "", "only a forecast has")]
    if made["scenario"] == "forecast":
        made["made_on"] = made["made_on"] or source.made_on
        if not made["made_on"]:
            return [(columns.made_on or columns.scenario or columns.period, "a forecast needs")]
        if made["recorded_at"] and made["recorded_at"] < made["made_on"]:
            return [(columns.recorded_at or columns.made_on or "", "the forecast was recorded")]
    if does and made["activity"] not in ("all", *does):
        return [(columns.activity or columns.org_unit, f"{made['org_unit']} does not do")]
    return []
