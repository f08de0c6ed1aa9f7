"""The Göteborg example: its figures are what its README says, computed here from the raw files."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from math import sqrt
from pathlib import Path
from statistics import fmean, median, pstdev
from typing import Any

import pytest
import yaml

from bsc_helpers.register import load_register, read_register
from bsc_helpers.sources import read_observations

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "parameters" / "goteborg"
DATA = EXAMPLE / "data"
PLANTED: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "planted_goteborg.yaml").read_text(encoding="utf-8")
)
AS_OF: date = PLANTED["as_of"]
QUARTERS = [f"{year}-Q{number}" for year in range(2000, 2004) for number in range(1, 5)]

Values = dict[str, float]  # input → value


@dataclass(frozen=True)
class Raw:
    """One figure as a plain reading of the files finds it."""

    unit: str
    period: str
    input: str
    value: float
    recorded: date


# ---- A reading of the files that knows nothing of sources.yaml ----------------------------------
UNITS = [
    unit["code"]
    for unit in yaml.safe_load((EXAMPLE / "org_units.yaml").read_text("utf-8"))["org_units"]
]
DISTRICTS = [code for code in UNITS if code != "goteborg"]
PERSONNEL = {
    "Avgångar på egen begäran": "avgang_ext",
    "Tillsvidareanställda": "tillsv_anst",
    "Sjuktimmar": "sjuk_tim",
    "Ordinarie timmar": "ord_tim",
    "Timmar timanställda": "tim_timanst",
    "Arbetade timmar": "tim_arb",
}
LEDGER = {
    "Budget netto": "budget_netto",
    "Utfall netto": "utfall_netto",
    "Kommunbidrag": "kommunbidrag",
    "Kostnad förskola": "kostn_fsk",
    "Prisindex": "prisindex",
}
SURVEYS = {
    "förskola antal": "nki_fsk_n",
    "förskola summa": "nki_fsk_sum",
    "förskola kvadratsumma": "nki_fsk_sum2",
    "ledare antal": "led_n",
    "ledare summa": "led_sum",
    "ledare kvadratsumma": "led_sum2",
    "nojda": "bem_nojda",
    "svar": "bem_svar",
}
PLAIN = str.maketrans({"å": "a", "ä": "a", "ö": "o", "é": "e", " ": "-"})


def lines(name: str, delimiter: str, encoding: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding=encoding, newline="") as stream:
        return list(csv.DictReader(stream, delimiter=delimiter))


def swedish(text: str) -> float:
    return float(text.replace(" ", "").replace(",", "."))


def personnel() -> Iterator[Raw]:
    for row in lines("personal_pahittad.csv", ";", "utf-8"):
        unit = DISTRICTS[int(row["Förvaltning"]) - 1]
        recorded = date.fromisoformat(row["Registrerad"])
        yield Raw(unit, row["Kvartal"], PERSONNEL[row["Uppgift"]], swedish(row["Värde"]), recorded)


def ledger() -> Iterator[Raw]:
    for row in lines("ekonomi_pahittad.csv", ";", "cp1252"):
        unit = row["Nämnd"].lower().translate(PLAIN)
        day = date.fromisoformat(row["Bokföringsdag"])
        period = f"{day.year}-Q{(day.month + 2) // 3}"
        for column, name in LEDGER.items():
            if row[column]:
                recorded = date.fromisoformat(row["Uttagen"])
                yield Raw(unit, period, name, swedish(row[column]), recorded)


def surveys() -> Iterator[Raw]:
    yearly = lines("arsenkater_pahittad.csv", "\t", "utf-8")
    for row in yearly + lines("webbenkat_pahittad.csv", ",", "utf-8-sig"):
        period, recorded = row.get("år") or row["kvartal"], date.fromisoformat(row["levererad"])
        for column in SURVEYS.keys() & row.keys():
            yield Raw(row["stadsdel"], period, SURVEYS[column], float(row[column]), recorded)


def activities() -> Iterator[Raw]:
    for row in lines("verksamhet_pahittad.csv", ",", "utf-8"):
        recorded = date.fromisoformat(row["recorded_at"])
        yield Raw(row["org_unit"], row["period"], row["input"], float(row["value"]), recorded)


@cache
def delivered() -> tuple[Raw, ...]:
    return (*personnel(), *ledger(), *surveys(), *activities())


@cache
def figures() -> dict[tuple[str, str], Values]:
    """The figures of each unit and period as known on the day of the annual report."""
    found: dict[tuple[str, str], Values] = {}
    for raw in sorted(delivered(), key=lambda raw: raw.recorded):
        if raw.recorded <= AS_OF:
            found.setdefault((raw.unit, raw.period), {})[raw.input] = raw.value
    return found


FORMULAS: dict[str, Callable[[Values], float]] = {
    "K01": lambda v: 100 * v["nki_fsk_sum"] / v["nki_fsk_n"],
    "K04": lambda v: 100 * v["bem_nojda"] / v["bem_svar"],
    "K06": lambda v: 100 * v["synp_antal"] / v["brukare_antal"],
    "M02": lambda v: 100 * v["sjuk_tim"] / v["ord_tim"],
    "M04": lambda v: 100 * v["avgang_ext"] / v["tillsv_anst"],
    "M06": lambda v: 100 * v["led_sum"] / v["led_n"],
    "U01": lambda v: 100 * (v["budget_netto"] - v["utfall_netto"]) / v["kommunbidrag"],
    "U03": lambda v: v["kostn_fsk"] / v["barn_inskr"] / v["prisindex"],
    "U06": lambda v: 100 * v["tim_timanst"] / v["tim_arb"],
    "V02": lambda v: 100 * v["plats_inom4"] / v["plats_sokt"],
    "V05": lambda v: v["kont_sum"] / v["kont_n"],
    "V06": lambda v: v["ejverk_3man"],
    "V07": lambda v: 100 * v["utr_inom4"] / v["utr_avsl"],
}


def inputs_of(units: Sequence[str], periods: Sequence[str]) -> Values:
    """Add the figures of some districts and periods; the price index is the city's."""
    total: Values = {}
    for unit in units:
        for period in periods:
            for name, value in figures().get((unit, period), {}).items():
                total[name] = total.get(name, 0.0) + value
    indexes = [
        figures()["goteborg", period]["prisindex"]
        for period in periods
        if ("goteborg", period) in figures()
    ]
    return total | ({"prisindex": fmean(indexes)} if indexes else {})


def value(measure: str, unit: str, period: str) -> float:
    return FORMULAS[measure](inputs_of([unit], [period]))


def series(measure: str, unit: str) -> list[float]:
    return [value(measure, unit, period) for period in QUARTERS]


def city(measure: str, *periods: str) -> float:
    return FORMULAS[measure](inputs_of(DISTRICTS, periods))


# ---- The register -------------------------------------------------------------------------------
def test_the_register_is_sound_and_gives_no_cause_for_advice() -> None:
    _, problems = read_register(EXAMPLE)
    assert [str(problem) for problem in problems] == []


def test_weights_add_up_to_a_hundred_within_each_objective() -> None:
    card = load_register(EXAMPLE).scorecard
    totals: dict[str, float] = {}
    for measure in card.measures:
        if measure.scored:
            objective = card.objective_of(measure)
            totals[objective] = totals.get(objective, 0) + measure.weight
    assert totals == {objective.code: 100 for objective in card.objectives}


def test_every_text_a_reader_meets_is_written_in_both_languages() -> None:
    card = load_register(EXAMPLE).scorecard
    texts = [card.name, card.mission, card.notice]
    texts += [part.name for part in card.perspectives]
    texts += [part.name for part in card.objectives]
    texts += [part.name for part in card.success_factors]
    texts += [part.question for part in card.perspectives]
    texts += [part.origin for part in card.objectives]
    texts += [given.name for given in card.inputs]
    for measure in card.measures:
        texts += [measure.name, measure.subject, measure.definition]
        texts += [measure.owner, measure.computed_by]
    texts += [unit.kind for unit in card.org_units]
    assert [text for text in texts if text is None or text.languages != {"sv", "en"}] == []


def test_the_declared_sources_give_the_figures_of_a_plain_reading() -> None:
    register = load_register(EXAMPLE)
    frame = read_observations(register.scorecard, EXAMPLE)
    columns = [frame[name].astype(str) for name in ("org_unit", "period", "input")]
    recorded = frame["recorded_at"].astype(str).str[:10]
    known = frame["value"].notna()  # a cell that says that it has no figure is no figure
    keys = zip(*(column[known] for column in (*columns, recorded)), strict=True)
    read = dict(zip(keys, frame.loc[known, "value"], strict=True))
    plain = {(r.unit, r.period, r.input, r.recorded.isoformat()): r.value for r in delivered()}
    assert read == plain
    assert len(plain) == len(delivered())


def test_the_city_delivers_the_price_index_and_no_totals() -> None:
    assert {raw.input for raw in delivered() if raw.unit == "goteborg"} == {"prisindex"}
    assert {raw.unit for raw in delivered()} == set(UNITS)


def test_each_input_is_delivered_for_every_district_and_period_but_those_planted() -> None:
    missing = PLANTED["not_delivered"]
    have = {(raw.unit, raw.period, raw.input) for raw in delivered()}
    card = load_register(EXAMPLE).scorecard
    wanted = {
        (unit, period, given.code)
        for given in card.inputs
        for unit in (["goteborg"] if given.over_units == "inherit" else DISTRICTS)
        for period in (
            QUARTERS if given.frequency == "quarter" else ["2000", "2001", "2002", "2003"]
        )
    }
    gap = {(missing["org_unit"], missing["period"], name) for name in ("kont_n", "kont_sum")}
    assert have == wanted - gap


def test_nothing_was_recorded_after_the_day_of_the_report_or_before_its_period_ended() -> None:
    for raw in delivered():
        year, _, number = raw.period.partition("-Q")
        month = 3 * int(number or 4)
        assert date(int(year), month, 30) < raw.recorded <= AS_OF


# ---- The generator ------------------------------------------------------------------------------
def test_the_generator_writes_the_committed_files_byte_for_byte(tmp_path: Path) -> None:
    subprocess.run([sys.executable, EXAMPLE / "generate.py", tmp_path], check=True)
    again = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    assert again == {file.name: file.read_bytes() for file in DATA.iterdir()}
    assert sum(map(len, again.values())) < 1_000_000


def test_every_data_file_says_in_its_name_that_it_is_invented() -> None:
    assert all(file.name.endswith("_pahittad.csv") for file in DATA.iterdir())


# ---- Plausible figures --------------------------------------------------------------------------
PARTS = {
    "bem_nojda": "bem_svar",
    "synp_antal": "brukare_antal",
    "sjuk_tim": "ord_tim",
    "avgang_ext": "tillsv_anst",
    "tim_timanst": "tim_arb",
    "plats_inom4": "plats_sokt",
    "utr_inom4": "utr_avsl",
}
COUNTS = {
    *PARTS,
    *PARTS.values(),
    "nki_fsk_n",
    "led_n",
    "barn_inskr",
    "kont_n",
    "kont_sum",
    "ejverk_3man",
} - {"sjuk_tim", "tim_timanst"}  # hours to the half hour


def test_a_part_is_never_larger_than_its_whole_and_nothing_counted_is_negative() -> None:
    for values in figures().values():
        assert all(
            0 <= values[part] <= values[whole] for part, whole in PARTS.items() if part in values
        )


def test_counts_are_whole_hours_are_half_and_money_is_in_thousands() -> None:
    for raw in delivered():
        if raw.input in COUNTS:
            assert raw.value == int(raw.value)
        elif raw.input in {"sjuk_tim", "tim_timanst"}:
            assert 2 * raw.value == int(2 * raw.value)
        elif raw.input in {"budget_netto", "utfall_netto", "kommunbidrag", "kostn_fsk"}:
            assert raw.value % 1000 == 0


@pytest.mark.parametrize("prefix", ["nki_fsk", "led"])
def test_sums_of_squares_give_the_spread_of_single_answers(prefix: str) -> None:
    for (_, period), values in figures().items():
        if f"{prefix}_n" in values and period.isdigit():
            n, total, squares = (values[f"{prefix}_{name}"] for name in ("n", "sum", "sum2"))
            spread = 100 * sqrt((squares - total * total / n) / (n - 1))
            assert spread == pytest.approx(20, abs=20 * 4 / sqrt(2 * n))  # four standard errors


def test_the_year_s_budget_uses_up_the_grant() -> None:
    for unit in DISTRICTS:
        for year in range(2000, 2004):
            total = inputs_of([unit], [f"{year}-Q{number}" for number in range(1, 5)])
            assert total["budget_netto"] == total["kommunbidrag"]


# ---- What is planted ----------------------------------------------------------------------------
@pytest.mark.parametrize(("measure", "expected"), PLANTED["city"]["values"].items())
def test_the_city_is_near_the_table_of_the_example(measure: str, expected: float) -> None:
    periods = {"K01": ["2003"], "M06": ["2003"], "U01": QUARTERS[-4:]}.get(measure, QUARTERS[-1:])
    assert city(measure, *periods) == pytest.approx(expected, rel=PLANTED["city"]["nearness"])


@pytest.mark.parametrize(("measure", "season"), PLANTED["season"].items())
def test_the_season_returns_every_year(measure: str, season: dict[str, int]) -> None:
    for year in range(2000, 2004):
        course = [city(measure, f"{year}-Q{number}") for number in range(1, 5)]
        found = {"highest": course.index(max(course)) + 1, "lowest": course.index(min(course)) + 1}
        assert found | season == found


def test_torslanda_s_preschool_places_deteriorate_quarter_by_quarter() -> None:
    planted = PLANTED["deteriorates"]
    course = series(planted["measure"], planted["org_unit"])[-planted["quarters"] :]
    assert course[0] == planted["first"]
    assert course[-1] == planted["last"]
    assert all(later < earlier for earlier, later in pairwise(course))


def test_styrso_has_few_inquiries_and_is_by_far_the_noisiest() -> None:
    planted = PLANTED["noisy_small_unit"]
    low, high = planted["cases"]
    unit = planted["org_unit"]
    assert all(low <= figures()[unit, period]["utr_avsl"] <= high for period in QUARTERS)
    assert all(
        40 <= figures()[other, period]["utr_avsl"] <= 60
        for other in DISTRICTS
        if other != unit
        for period in QUARTERS
    )
    noise = {code: pstdev(series(planted["measure"], code)) for code in DISTRICTS}
    assert noise[unit] > 1.5 * median(noise.values())
    assert noise[unit] == max(noise.values())


def recorded_values(unit: str, period: str) -> list[float]:
    """The sickness absence of a unit and period, in the order of recording."""
    hours = next(
        r.value for r in delivered() if (r.unit, r.period, r.input) == (unit, period, "ord_tim")
    )
    found = [r for r in delivered() if (r.unit, r.period, r.input) == (unit, period, "sjuk_tim")]
    dates = [raw.recorded for raw in found]
    assert dates == sorted(set(dates))
    return [100 * raw.value / hours for raw in found]


def test_lundby_s_sickness_absence_was_revised() -> None:
    planted = PLANTED["revised"]
    found = recorded_values(planted["org_unit"], planted["period"])
    assert found == pytest.approx(planted["values"], abs=0.001)
    assert value("M02", planted["org_unit"], planted["period"]) == found[-1]


def test_sickness_absence_is_first_published_too_low_everywhere() -> None:
    low, high = PLANTED["first_published_too_low"]["by"]
    for unit in DISTRICTS:
        for period in QUARTERS[:-2]:
            found = recorded_values(unit, period)
            assert low - 0.001 <= found[-1] - found[0] <= high + 0.001
        assert len(recorded_values(unit, QUARTERS[-1])) == 1


def test_harlanda_s_deficit_is_certain_but_within_its_process_limits() -> None:
    planted = PLANTED["deficit_within_process_limits"]
    unit, year = planted["org_unit"], planted["year"]
    total = inputs_of([unit], [f"{year}-Q{number}" for number in range(1, 5)])
    assert total["budget_netto"] - total["utfall_netto"] == planted["kronor"]
    assert FORMULAS["U01"](total) == pytest.approx(planted["percent"], abs=0.05)
    own = series("U01", unit)
    moving_range = fmean(abs(b - a) for a, b in pairwise(own))
    assert abs(own[-1] - fmean(own)) < 2.66 * moving_range  # the limits of an XmR chart


def test_askim_misses_its_target_within_the_margin_of_error() -> None:
    planted = PLANTED["missed_within_margin"]
    unit, period = planted["org_unit"], str(planted["year"])
    values = figures()[unit, period]
    n, total, squares = (values[f"nki_fsk_{name}"] for name in ("n", "sum", "sum2"))
    margin = 100 * 1.985 * sqrt((squares - total * total / n) / (n - 1) / n)  # t with 96 degrees
    assert value("K01", unit, period) == pytest.approx(planted["value"], abs=0.05)
    assert margin == pytest.approx(planted["margin"], abs=0.5)
    target = load_register(EXAMPLE).scorecard.measure("K01").targets[-1]
    assert target.value == planted["target"]
    assert planted["value"] < planted["target"] < planted["value"] + margin


# ---- Links: a plain twin of the first steps of the lead/lag method -------------------------------
Panel = dict[str, list[float]]


def panel(measure: str) -> Panel:
    """The quarterly values of the districts that have all of them."""
    found = {}
    for unit in DISTRICTS:
        if all(_has(measure, unit, period) for period in QUARTERS):
            found[unit] = series(measure, unit)
    return found


def _has(measure: str, unit: str, period: str) -> bool:
    missing = PLANTED["not_delivered"]
    return (measure, unit, period) != (missing["measure"], missing["org_unit"], missing["period"])


def without_units(values: Panel) -> Panel:
    return {unit: [x - fmean(row) for x in row] for unit, row in values.items()}


def without_units_and_periods(values: Panel) -> Panel:
    rows = without_units(values)
    means = [fmean(column) for column in zip(*rows.values(), strict=True)]
    return {unit: [x - m for x, m in zip(row, means, strict=True)] for unit, row in rows.items()}


def correlation(xs: Sequence[float], ys: Sequence[float]) -> float:
    mx, my = fmean(xs), fmean(ys)
    both = sum((x - mx) * (y - my) for x, y in zip(xs, ys, strict=True))
    return both / sqrt(sum((x - mx) ** 2 for x in xs) * sum((y - my) ** 2 for y in ys))


def at_lag(driver: Panel, outcome: Panel, lag: int) -> list[float]:
    """The correlation of each district, the driver so many quarters before the outcome."""
    found = []
    for unit in driver.keys() & outcome.keys():
        xs, ys = driver[unit], outcome[unit]
        early, late = (xs, ys) if lag >= 0 else (ys, xs)
        gap = abs(lag)
        found.append(correlation(early[: len(early) - gap], late[gap:]))
    return found


@pytest.mark.parametrize("link", PLANTED["links"], ids=lambda link: link["name"])
def test_a_planted_link_stands_out_at_its_lag_and_sign(link: dict[str, Any]) -> None:
    driver, outcome = (without_units_and_periods(panel(link[e])) for e in ("driver", "outcome"))
    means = {lag: fmean(at_lag(driver, outcome, lag)) for lag in range(-4, 5)}
    strongest = max(means, key=lambda lag: abs(means[lag]))
    assert strongest == link["lag"]
    assert link["sign"] * means[strongest] >= link["at_least"]
    if link["in_every_district"]:
        assert all(link["sign"] * r > 0 for r in at_lag(driver, outcome, link["lag"]))


def test_hourly_staff_and_inquiries_share_a_trend_and_nothing_else() -> None:
    driver, outcome = (panel(PLANTED["shared_trend_only"][end]) for end in ("driver", "outcome"))
    trending = fmean(at_lag(without_units(driver), without_units(outcome), 0))
    assert trending < -0.15
    driver, outcome = map(without_units_and_periods, (driver, outcome))
    assert all(abs(fmean(at_lag(driver, outcome, lag))) < 0.15 for lag in range(-2, 3))


def test_inquiries_and_complaints_are_linked_too_weakly_to_be_seen() -> None:
    weak = PLANTED["weak"]
    driver, outcome = (without_units_and_periods(panel(weak[e])) for e in ("driver", "outcome"))
    assert abs(fmean(at_lag(driver, outcome, weak["lag"]))) < 0.26  # what 21 districts could show


def test_preschool_costs_are_a_part_of_the_net_cost() -> None:
    link = PLANTED["linked_by_construction"]
    driver, outcome = (without_units_and_periods(panel(link[e])) for e in ("driver", "outcome"))
    assert link["sign"] * fmean(at_lag(driver, outcome, link["lag"])) > 0.3
