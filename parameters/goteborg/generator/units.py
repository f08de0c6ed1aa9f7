"""The result units: 1,540 of them at the end of 2003, with invented names, and two that merged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from generator.chance import apportion, bell, dice
from generator.places import ACTIVITIES, DISTRICTS, RESIDENTS, Cell
from generator.planted import MERGED, MERGED_FROM
from generator.quarters import LAST

__all__ = ["FEW_AND_LARGE", "KINDS", "Unit", "all_units", "units_by_cell", "units_in"]

COUNTS = {  # in the whole city
    "forskola": 560,
    "grundskola": 230,
    "aldreomsorg": 430,
    "ifo": 150,
    "kultur_fritid": 110,
    "stod": 60,
}
FEW_AND_LARGE = {("majorna", "forskola"): 14}  # so that one group below the base stands alone
LETTERS = {
    "forskola": "f",
    "grundskola": "g",
    "aldreomsorg": "a",
    "ifo": "i",
    "kultur_fritid": "k",
    "stod": "s",
}
KINDS = {  # the kind of unit: in Swedish and English
    "förskola": "preschool",
    "skola F–5": "school, first years",
    "skola 6–9": "school, years 6–9",
    "hemtjänst": "home care",
    "äldreboende": "care home",
    "dagverksamhet": "day centre",
    "IFO-enhet": "social services",
    "fritidsgård": "youth centre",
    "bibliotek": "library",
    "mötesplats": "meeting place",
    "stab": "staff office",
}
TURNS = {  # the kinds of an activity's units in turn
    "forskola": ("förskola",),
    "grundskola": ("skola 6–9", "skola F–5", "skola F–5"),
    "aldreomsorg": (
        "hemtjänst",
        "äldreboende",
        "äldreboende",
        "hemtjänst",
        "äldreboende",
        "äldreboende",
        "hemtjänst",
        "äldreboende",
        "äldreboende",
        "dagverksamhet",
    ),
    "ifo": ("IFO-enhet",),
    "kultur_fritid": ("fritidsgård", "bibliotek", "fritidsgård", "mötesplats", "fritidsgård"),
    "stod": ("stab",),
}
FIRST = (
    *("Al", "Alm", "Asp", "Björk", "Blå", "Bäck", "Ek", "Gran", "Grön", "Gull", "Hassel", "Hav"),
    *("Hägg", "Klöver", "Lind", "Ljung", "Lönn", "Mån", "Regn", "Rönn", "Sand", "Sjö", "Skog"),
    *("Snö", "Sol", "Sten", "Stjärn", "Tall", "Vind", "Ängs"),
)
SECOND = (
    *("backen", "berget", "bron", "dalen", "gården", "gläntan", "grinden", "hagen", "höjden"),
    *("kullen", "lunden", "porten", "ringen", "skogen", "slätten", "stigen", "sluttningen"),
    *("torget", "udden", "vallen"),
)
TEAMS = {
    "ifo": ("Mottagningsgruppen", "Utredningsgruppen barn", "Försörjningsstöd", "Öppenvården"),
    "stod": ("Ekonomi och personal", "Utveckling och information", "Lokaler och service"),
}
PREFIX = {
    "förskola": "Förskolan",
    "skola F–5": "Skolan",
    "skola 6–9": "Högstadiet",
    "hemtjänst": "Hemtjänsten",
    "äldreboende": "Äldreboendet",
    "dagverksamhet": "Dagcentralen",
    "fritidsgård": "Fritidsgården",
    "bibliotek": "Biblioteket",
    "mötesplats": "Mötesplatsen",
}


@dataclass(frozen=True)
class Unit:
    """A result unit; it is there from its first to its last quarter."""

    code: str
    name: str
    kind: str
    district: str
    activity: str
    weight: float  # within its cell
    first: int = 0
    last: int = LAST
    predecessors: tuple[str, ...] = ()

    @property
    def cell(self) -> Cell:
        """Its district and activity."""
        return self.district, self.activity


def _counts(activity: str) -> dict[str, int]:
    """Return how many units of an activity each district has, at least one."""
    given = {code: n for (code, what), n in FEW_AND_LARGE.items() if what == activity}
    rest = [code for code in DISTRICTS if code not in given]
    total = COUNTS[activity] - sum(given.values()) - len(rest)
    parts = apportion(total, [RESIDENTS[code] for code in rest])
    return given | {code: 1 + part for code, part in zip(rest, parts, strict=True)}


def _names(activity: str) -> Iterator[str]:
    """Yield names of which none comes twice within an activity."""
    chance = dice("names", activity)
    pairs = [a + b for b in SECOND for a in FIRST if not b.startswith(a.lower())]
    yield from sorted(pairs, key=lambda _: chance.random())


def _name(kind: str, place: str, district: str, number: int) -> str:
    if kind in PREFIX:
        return f"{PREFIX[kind]} {place}"
    teams = TEAMS["ifo" if kind == "IFO-enhet" else "stod"]
    turn = (number - 1) // len(teams) + 1
    team = teams[(number - 1) % len(teams)]
    return f"{team} {DISTRICTS[district].name}" + (f" {turn}" if turn > 1 else "")


def _unit(district: str, activity: str, number: int, place: str) -> Unit:
    kinds = TURNS[activity]
    kind = kinds[(number - 1) % len(kinds)]
    code = f"{DISTRICTS[district].letters}-{LETTERS[activity]}{number:02}"
    smallest = 0.75 if (district, activity) in FEW_AND_LARGE else 0.5
    weight = min(1.6, max(smallest, 1 + 0.3 * bell(dice("unit", code))))
    return Unit(code, _name(kind, place, district, number), kind, district, activity, weight)


def _merged(units: list[Unit], place: str) -> list[Unit]:
    """Return a cell's units with the two that merged and the one that they became."""
    district, activity, numbers = MERGED
    old = [units[number - 1] for number in numbers]
    new = replace(
        _unit(district, activity, len(units) + 1, place),
        name=f"Hemtjänsten {place}",
        kind=old[0].kind,
        weight=sum(unit.weight for unit in old),
        first=MERGED_FROM,
        predecessors=tuple(unit.code for unit in old),
    )
    ended = {unit.code: replace(unit, last=MERGED_FROM - 1) for unit in old}
    return [ended.get(unit.code, unit) for unit in units] + [new]


@cache
def all_units() -> tuple[Unit, ...]:
    """Return every result unit there has been, by district and activity."""
    found: dict[Cell, list[Unit]] = defaultdict(list)
    for activity in ACTIVITIES:
        names = _names(activity)
        extra = 1 if activity == MERGED[1] else 0  # two go and one comes
        counts = _counts(activity)
        for code in DISTRICTS:
            more = extra if code == MERGED[0] else 0
            units = [_unit(code, activity, n + 1, next(names)) for n in range(counts[code] + more)]
            found[code, activity] = _merged(units, next(names)) if more else units
    return tuple(u for code in DISTRICTS for a in ACTIVITIES for u in found[code, a])


@cache
def units_by_cell() -> dict[Cell, tuple[Unit, ...]]:
    """Return the units of each district and activity."""
    found: dict[Cell, list[Unit]] = defaultdict(list)
    for unit in all_units():
        found[unit.cell].append(unit)
    return {cell: tuple(units) for cell, units in found.items()}


@cache
def units_in(cell: Cell, quarter: int, kind: str = "") -> tuple[Unit, ...]:
    """Return the units of a cell that are there in a quarter, all or those of one kind."""
    return tuple(
        unit
        for unit in units_by_cell()[cell]
        if unit.first <= quarter <= unit.last and kind in ("", unit.kind)
    )
