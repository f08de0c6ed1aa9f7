"""A small city whose links can be tested: sixteen quarters of invented figures, and panels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from random import Random
from typing import Any

from bsc_helpers.compute.leadlag import Options, PairPanel
from bsc_helpers.evaluation import Evaluation, Panel, evaluate, observations_frame
from bsc_helpers.evaluation.link_panels import PanelMaker
from bsc_helpers.model import Pair, Scorecard

YEARS = range(2000, 2004)
QUARTERS = [f"{year}-Q{number}" for year in YEARS for number in range(1, 5)]
MONTHS = [f"{year}-{number:02}" for year in YEARS for number in range(1, 13)]
DISTRICTS = [f"d{number}" for number in range(1, 9)]
USUAL = {"through": date(2003, 12, 31), "options": Options(draws=99)}
_LATE = {"preliminary_months": 6}


def _break(start: str, kind: str) -> list[dict[str, str]]:
    return [{"from": start, "kind": kind, "text": "Counted otherwise"}]


# code: formula, and what else the measure has
MEASURES: dict[str, tuple[str, dict[str, Any]]] = {
    "A": ("n_a", {}),
    "B": ("n_b", {}),
    "C": ("n_c", {"frequency": "month"}),
    "D": ("n_d", {"frequency": "month"}),
    "Y": ("n_y", {"frequency": "year"}),
    "SUM": ("n_a", {"window": "year_to_date"}),
    "ROLL": ("n_a", {"window": "rolling_year"}),
    "LATE": ("n_a", {"schedule": _LATE}),
    "NEW": ("n_a", {"breaks": _break("2002-Q1", "definition")}),
    "RULED": ("n_a", {"breaks": _break("2002-Q1", "rule")}),
    "COMING": ("n_a", {"breaks": _break("2004-Q1", "definition")}),
    "FEW": ("n_a", {"base": "n_base", "minimum_base": 5}),
    "AB": ("n_a / n_b", {}),
    "OVER": ("2 * ab", {}),
    "WHOLE": ("n_whole", {}),
    "PART": ("n_part", {}),
    "OTHER": ("n_other", {}),
    "DEEP": ("n_deep", {}),
}
MONTHLY, YEARLY = ("n_c", "n_d"), ("n_y",)
PARTS = {"n_part": "n_whole", "n_other": "n_whole", "n_deep": "n_part"}
INPUTS = ("n_a", "n_b", "n_c", "n_d", "n_y", "n_base", "n_whole", *PARTS)


def _frequency(name: str) -> str:
    return "month" if name in MONTHLY else "year" if name in YEARLY else "quarter"


def _units() -> list[dict[str, Any]]:
    """A city, its districts in four areas, and in each of them a school and a home."""
    units: list[dict[str, Any]] = [{"code": "city", "name": "City", "kind": "city"}]
    for place, code in enumerate(DISTRICTS):
        kind = {"sv": "stadsdel", "en": "district"}
        place_ = {"parent": "city", "area": f"area{place // 2}"}
        units.append({"code": code, "name": code.upper(), "kind": kind} | place_)
    for code in DISTRICTS:
        for does in ("school", "care"):
            unit = {"code": f"{code}-{does}", "name": f"{code} {does}", "parent": code}
            units.append(unit | {"kind": f"{does} unit", "activities": [does]})
    return units


def card(links: Sequence[Mapping[str, Any]] = (), **changed: Any) -> Scorecard:
    """Return the scorecard with some links; `changed` replaces whole lists."""
    about = {"objective": "O", "unit_of_measure": "percent", "polarity": "higher_is_better"}
    written = {
        "code": "card",
        "name": "Card",
        "perspectives": [{"code": "P", "name": "P"}],
        "objectives": [{"code": c, "name": c, "perspective": "P"} for c in ("O", "T")],
        "areas": [{"code": f"area{number}", "name": f"Area {number}"} for number in range(4)],
        "activities": [{"code": code, "name": code} for code in ("school", "care")],
        "inputs": [
            {"code": name, "name": name, "frequency": _frequency(name)}
            | ({"part_of": PARTS[name]} if name in PARTS else {})
            for name in INPUTS
        ],
        "measures": [
            {"code": code, "name": code, "formula": formula} | about | more
            for code, (formula, more) in MEASURES.items()
        ],
        "org_units": _units(),
        "links": list(links),
    }
    return Scorecard.model_validate(written | changed)


def link(code: str, *pairs: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """Return a link between the two objectives as it is written."""
    return {"code": code, "from": "O", "to": "T", "pairs": list(pairs)} | more


def pair(driver: str, outcome: str, **more: Any) -> dict[str, Any]:
    """Return a pair of a link as it is written."""
    return {"driver": driver, "outcome": outcome, "sign": "positive"} | more


Places = Mapping[tuple[str, str, str], float | None]


def figures(given: Scorecard, other: Places | None = None) -> Any:
    """Return figures of every school and home; some otherwise, by input, unit and period."""
    chance = Random(1)  # noqa: S311 - figures for a test
    times = {"month": MONTHS, "quarter": QUARTERS, "year": [str(year) for year in YEARS]}
    records = []
    for each in given.inputs:
        for unit in given.org_units:
            for period in times[each.frequency] if unit.activities else ():
                usual = float(chance.randint(20, 99))
                value = (other or {}).get((each.code, unit.code, period), usual)
                told = period if each.frequency == "month" else _told(period, given)
                row = {"input": each.code, "org_unit": unit.code, "period": told, "value": value}
                if value is not None:
                    records.append(row)
    return observations_frame(records)


def _told(period: str, given: Scorecard) -> str:
    if given.fiscal_year_starts == 1:
        return period
    year = int(period[:4])
    return f"{year}/{(year + 1) % 100:02}{period[4:]}"


def evaluated(
    given: Scorecard, other: Places | None = None, as_of: date | None = None
) -> Evaluation:
    """Return the scorecard evaluated with the figures."""
    return evaluate(given, figures(given, other), as_of)


@cache
def city() -> Evaluation:
    """Return the city with all its figures and without links."""
    return evaluated(card())


def panel(
    driver: str,
    outcome: str,
    evaluation: Evaluation | None = None,
    asked: Mapping[str, Any] | None = None,
    **declared: Any,
) -> tuple[PairPanel, Panel]:
    """Return the values of a pair and what they are, with what is declared of it.

    `asked` may be another last day (`through`), window or group.
    """
    maker = PanelMaker(**{"known": (evaluation or city()).known} | USUAL | (asked or {}))
    since = declared.pop("since", None)
    found = maker.panel_of(Pair.model_validate(pair(driver, outcome, **declared)), since)
    assert found is not None
    return found
