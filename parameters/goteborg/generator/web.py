"""The web survey on how one is met (K04) and the comments and complaints (K06)."""

from __future__ import annotations

from generator.chance import dice, successes
from generator.places import CELLS, RESIDENTS, Cell, cell_residents
from generator.planted import AREA_TO_RECEPTION, INQUIRIES_TO_COMPLAINTS, TURNOVER_TO_RECEPTION
from generator.quarters import QUARTERS, weeks
from generator.services import inquiries
from generator.shapes import (
    SHAPES,
    CellPanel,
    added,
    around,
    clipped,
    effect,
    sizes,
    surprises,
    usual,
)
from generator.splitting import cases_table
from generator.staff import CELL_STAFF, area_shocks, turnover
from generator.tables import Table

__all__ = ["complaints_table", "reception_table"]

ANSWERS = {  # a quarter, for each thousand residents
    "forskola": 18.0,
    "grundskola": 26.0,
    "aldreomsorg": 16.0,
    "ifo": 10.0,
    "kultur_fritid": 18.0,
}
USERS = {
    "forskola": 46.0,
    "grundskola": 72.0,
    "aldreomsorg": 40.0,
    "ifo": 30.0,
    "kultur_fritid": 32.0,
}
PLEASED_OFF = dict(zip(ANSWERS, (3.0, 0.0, 1.0, -6.0, -0.5), strict=True))
COMPLAINTS_OFF = dict(zip(USERS, (-0.2, 0.0, 0.5, 0.6, -0.9), strict=True))
NOT_ASKED = ("grundskola", 2)  # schools do not ask in the third quarter


def _turnover_effect() -> CellPanel:
    """Return what turnover does two quarters later: as much for a usual swing everywhere."""
    _, off = turnover()
    found: CellPanel = {}
    for cell, series in off.items():
        expected = SHAPES["m04"].now * (100 - SHAPES["m04"].now) / CELL_STAFF[cell]
        usual_swing = (SHAPES["m04"].within ** 2 + expected) ** 0.5
        found[cell] = [value / usual_swing for value in series]
    return effect(found, TURNOVER_TO_RECEPTION, lag=2)


def _asked(cell: Cell, quarter: int) -> bool:
    return (cell[1], quarter % 4) != NOT_ASKED


def reception_table() -> Table:
    """Return K04, which falls two quarters after staff have left, and in shocks of the area."""
    weights = cell_residents(ANSWERS)
    shocks = {code: [AREA_TO_RECEPTION * x for x in row] for code, row in area_shocks().items()}
    course = around("k04", added(usual("k04"), shocks), PLEASED_OFF, weights, 0.0)
    after = {cell: series for cell, series in _turnover_effect().items() if cell in weights}
    pleased = added(course, surprises("k04", SHAPES["k04"].within, weights), after)
    answers = {
        cell: [count if _asked(cell, q) else 0 for q, count in enumerate(series)]
        for cell, series in sizes("web", weights, 0.06).items()
    }
    happy: dict[Cell, list[int]] = {}
    for cell, series in answers.items():
        chance = dice("k04", *cell, "count")
        pairs = zip(series, pleased[cell], strict=True)
        happy[cell] = [successes(chance, n, clipped(share)) for n, share in pairs]
    return cases_table(("bem_svar", "bem_nojda"), (answers, happy), weeks(2))


def complaints_table() -> Table:
    """Return K06, which answers weakly to the inquiries of the quarter before."""
    weights = cell_residents(USERS)
    after = effect(inquiries()[1], INQUIRIES_TO_COMPLAINTS, lag=1)
    swing = surprises("k06", SHAPES["k06"].within, RESIDENTS)
    share = around("k06", added(usual("k06"), swing, after), COMPLAINTS_OFF, weights, 0.1)
    users = sizes("users", weights)
    cases: dict[Cell, list[int]] = {}
    for cell in (each for each in CELLS if each in weights):
        chance = dice("k06", *cell, "count")
        counts = (users[cell][quarter] for quarter in range(len(QUARTERS)))
        pairs = zip(counts, share[cell], strict=True)
        cases[cell] = [successes(chance, n, clipped(percent)) for n, percent in pairs]
    return cases_table(("brukare_antal", "synp_antal"), (users, cases), weeks(3))
