"""The Göteborg example: its register, its deliveries, and every planted truth."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from itertools import chain, pairwise
from math import sqrt
from pathlib import Path
from statistics import fmean, median, pstdev
from typing import Any

import pandas as pd
import pytest
import yaml

from bsc_helpers.blocks import Paragraph
from bsc_helpers.evaluation import Evaluation, ReportSlice, evaluate, slice_for
from bsc_helpers.folder import evaluate_folder
from bsc_helpers.model import LocalText, OrgUnit, Part, Scorecard
from bsc_helpers.narrative import in_short, sentence_of, statements_of
from bsc_helpers.periods import parse_period
from bsc_helpers.publishing.walk import all_blocks
from bsc_helpers.register import load_register, read_register
from bsc_helpers.report import perspectives
from bsc_helpers.report.opened import Report
from bsc_helpers.sources import read_observations

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "parameters" / "goteborg"
DATA = EXAMPLE / "data"
PLANTED: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "planted_goteborg.yaml").read_text(encoding="utf-8")
)
AS_OF: date = PLANTED["as_of"]
YEARS = range(2000, 2004)
QUARTERS = [f"{year}-Q{number}" for year in YEARS for number in range(1, 5)]
LARGEST = 5_000_000  # bytes, data and register together
ALL = "all"


@cache
def card() -> Scorecard:
    return load_register(EXAMPLE).scorecard


@cache
def evaluation() -> Evaluation:
    return evaluate_folder(EXAMPLE, AS_OF).evaluation


@cache
def results() -> Any:
    frame = evaluation().results.set_index(["measure", "org_unit", "activity", "period"])
    return frame.sort_index()


DISTRICTS = [unit.code for unit in card().org_units if unit.parent == "goteborg"]


def value(measure: str, unit: str, period: str, activity: str = ALL) -> float:
    return float(results().loc[(measure, unit, activity, period), "value"])


def series(measure: str, unit: str, activity: str = ALL) -> list[float]:
    return [value(measure, unit, period, activity) for period in QUARTERS]


def newest(measure: str) -> str:
    kind = card().measure(measure).frequency
    return {"quarter": "2003-Q4", "half_year": "2003-H2", "year": "2003"}[kind]


# ---- A plain reading of the files that knows nothing of sources.yaml -----------------------------
def lines(name: str, delimiter: str, encoding: str, folder: Path = DATA) -> list[dict[str, str]]:
    with (folder / f"{name}_pahittad.csv").open(encoding=encoding, newline="") as stream:
        return list(csv.DictReader(stream, delimiter=delimiter))


def swedish(text: str) -> float:
    return float(text.replace(" ", "").replace(",", "."))


PLAIN = str.maketrans({"å": "a", "ä": "a", "ö": "o", "é": "e", " ": "-", "-": "-"})
WORDS = {
    "Förskola": "forskola",
    "Grundskola": "grundskola",
    "Äldreomsorg": "aldreomsorg",
    "IFO": "ifo",
    "Kultur och fritid": "kultur_fritid",
    "Stöd": "stod",
}
Told = tuple[str, str, str, str, str]  # input, unit, activity, period, day of recording
ABSENCE = {
    "Sjuktimmar": "sjuk_tim",
    "Ordinarie timmar": "ord_tim",
    "Varav dag 1–14": "sjuk_kort_tim",
}
CLASSES = {"intäkter": "intakt", "personal": "personal", "lokaler": "lokal"}


def personnel() -> Iterator[tuple[Told, float]]:
    for row in lines("franvaro", ";", "utf-8"):
        for column, name in ABSENCE.items():
            key = (name, row["Enhet"], ALL, row["Kvartal"], row["Registrerad"])
            yield key, swedish(row[column])
    for row in lines("omsattning", ";", "utf-8"):
        unit, activity = DISTRICTS[int(row["Förvaltning"]) - 1], WORDS[row["Verksamhet"]]
        key = ("avgang_ext", unit, activity, row["Kvartal"], row["Registrerad"])
        yield key, swedish(row["Avgångar på egen begäran"])


def ledger() -> Iterator[tuple[Told, float]]:
    for row in lines("kontoklasser", ";", "cp1252"):
        unit = row["Nämnd"].lower().translate(PLAIN)
        day = date.fromisoformat(row["Bokföringsdag"])
        period = f"{day.year}-Q{(day.month + 2) // 3}"
        for word, name in CLASSES.items():
            key = (f"utf_{name}", unit, WORDS[row["Verksamhet"]], period, row["Uttagen"])
            yield key, swedish(row[f"Utfall {word}"])
    for row in lines("ekonomi_2000-2001", ";", "cp1252"):
        day = date.fromisoformat(row["Bokföringsdag"])
        unit, period = row["Nämnd"].lower().translate(PLAIN), f"{day.year}-Q{(day.month + 2) // 3}"
        key = ("utfall_netto", unit, WORDS[row["Verksamhet"]], period, row["Uttagen"])
        yield key, swedish(row["Utfall netto"])


def others() -> Iterator[tuple[Told, float]]:
    for row in lines("webbenkat", ",", "utf-8-sig"):
        where = (row["stadsdel"], WORDS[row["verksamhet"]], row["kvartal"], row["levererad"])
        yield ("bem_nojda", *where), float(row["nojda"])
    for row in lines("enkat_forskola", "\t", "utf-8"):
        key = ("nki_fsk_sum", row["enhet"], ALL, row["år"], row["levererad"])
        yield key, float(row["summa"])
    for row in lines("verksamhet", ",", "utf-8"):
        about = (row["input"], row["org_unit"], WORDS[row["activity"]], row["period"])
        yield (*about, row["recorded_at"]), float(row["value"])
    for row in lines("ifo", "|", "latin-1"):
        if row["Väntedagar"] != "saknas":
            unit = row["Stadsdel"].lower().translate(PLAIN)
            yield ("vant_sum", unit, "ifo", row["Kvartal"], row["Uttag"]), float(row["Väntedagar"])


def test_the_declared_sources_give_the_figures_of_a_plain_reading() -> None:
    """B6: own codes, words, encodings and number styles all arrive as the same figures."""
    plain = dict([*personnel(), *ledger(), *others()])
    frame = read_observations(card(), EXAMPLE)
    frame = frame[(frame["scenario"] == "actual") & frame["value"].notna()]
    # utfall_netto of the units stands in another file than that of the districts
    named = frame["input"].isin({told[0] for told in plain})
    early = (frame["input"] != "utfall_netto") | frame["org_unit"].isin(DISTRICTS)
    frame = frame[named & early]
    days = frame["recorded_at"].astype(str).str[:10]
    keys = (frame[name].astype(str) for name in ("input", "org_unit", "activity", "period"))
    read = dict(zip(zip(*keys, days, strict=True), frame["value"], strict=True))
    assert read == plain


# ---- The register -------------------------------------------------------------------------------
def test_the_register_is_sound_and_gives_only_wanted_advice() -> None:
    _, problems = read_register(EXAMPLE)
    told = [
        [part.strip("]") for part in p.key.removeprefix("measures[").split(".")] for p in problems
    ]
    assert told == PLANTED["advice"]
    assert all(problem.advice for problem in problems)


def test_objectives_and_measures_are_as_many_as_the_example_says() -> None:
    """L2: two to five objectives in a perspective, one to five measures for an objective."""
    counts = PLANTED["counts"]
    assert Counter(o.perspective for o in card().objectives) == counts["objectives"]
    assert Counter(map(card().objective_of, card().measures)) == counts["measures"]
    assert len(card().success_factors) == counts["success_factors"]
    assert {m.success_factor for m in card().measures} == {f.code for f in card().success_factors}
    for name in ("links", "initiatives", "occasions"):
        assert len(getattr(card(), name)) == counts[name]
    assert all(link.pairs for link in card().links)


def test_there_are_more_than_1_500_result_units_below_21_districts() -> None:
    """B4: and each does one of the activities."""
    last = parse_period("2003-Q4")
    here = [
        u for u in card().org_units if u.parent in DISTRICTS and u.span_at(last.start, last.end)
    ]
    assert len(DISTRICTS) == PLANTED["counts"]["districts"]
    assert Counter(code for unit in here for code in unit.activities) == PLANTED["counts"]["units"]
    assert all(len(unit.activities) == 1 for unit in here)
    assert len({unit.name.of("sv") for unit in here}) == len(here) > 1500


def test_each_perspective_has_objectives_measures_quantified_targets_and_initiatives() -> None:
    # requirement P1
    whole = card()
    for perspective in whole.perspectives:
        objectives = {o.code for o in whole.objectives if o.perspective == perspective.code}
        measures = [m for m in whole.measures if whole.objective_of(m) in objectives]
        assert objectives
        assert any(target.value is not None for m in measures for target in m.targets)
        if perspective.code != "K":  # the customer's perspective follows from the others here
            assert any(each.objective in objectives for each in whole.initiatives)


def test_the_four_perspectives_ask_their_questions_in_the_order_of_the_file() -> None:
    # requirement B2: economy is a precondition here, not the top; the order is the register's
    whole = card()
    assert [each.code for each in whole.perspectives] == ["K", "M", "U", "V"]
    assert all(each.question is not None for each in whole.perspectives)


def test_weights_add_up_to_a_hundred_within_each_objective() -> None:
    totals: dict[str, float] = defaultdict(float)
    for measure in card().measures:
        if measure.role != "followed_measure":
            totals[card().objective_of(measure)] += measure.weight
    assert totals == {objective.code: 100 for objective in card().objectives}


def test_every_measure_has_its_whole_card() -> None:
    """L4, L5, P2, B13: who answers and who computes, kind, grades, axes, schedule and targets."""
    for measure in card().measures:
        told: list[Any] = [measure.definition, measure.subject, measure.owner, measure.computed_by]
        told += [measure.kind, measure.reliability, measure.comparability, measure.timing]
        told += [measure.axes, measure.schedule.measured, measure.schedule.due_days]
        assert None not in [*told, measure.schedule.valid_months]
        assert bool(measure.targets) == (measure.role != "followed_measure")
    assert all(source.supplier for source in card().sources)  # B6, B13


def test_the_chain_from_mission_to_measure_is_described() -> None:
    """B1, B3: mission to values, each activity, key processes, and whom an objective serves."""
    told = card().model_dump()
    assert all(told[k] for k in ("mission", "vision", "values", "strategy", "description"))
    assert all(activity.description for activity in card().activities)
    assert all(factor.key_process for factor in card().success_factors)
    origins = {o.code: o.origin.of("en") for o in card().objectives if o.origin}
    assert len(origins) == len(card().objectives)
    assert all(o.serves for o in card().objectives if "committee" in origins[o.code])
    assert card().version is not None
    assert (card().version.status, card().version.on) == ("adopted", date(2002, 12, 11))  # type: ignore[union-attr] # mypy forgets the line above


def test_every_text_a_reader_meets_is_written_in_both_languages() -> None:
    texts = list(_texts(card()))
    assert [text for text in texts if text.languages != {"sv", "en"}] == []
    assert len(texts) > 500


def _texts(part: Any) -> Iterator[LocalText]:
    if isinstance(part, LocalText):
        yield part
    elif isinstance(part, Part):
        # percent, SEK and index are words of the program, and names of units have no language
        same = {"unit_of_measure", *(["name"] if isinstance(part, OrgUnit) else [])}
        for name in type(part).model_fields.keys() - same:
            yield from _texts(getattr(part, name))
    elif isinstance(part, tuple):
        for each in part:
            yield from _texts(each)


def test_the_city_and_three_districts_judge_every_objective_of_the_year() -> None:
    """B8: with a grade and reasons, beside the computed scores."""
    judged = Counter((each.org_unit, each.period) for each in card().assessments)
    units = ("goteborg", "torslanda", "styrso", "harlanda")
    assert judged == {(unit, "2003-Q4"): len(card().objectives) for unit in units}


# ---- The generator ------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the example with the full set of data, by result unit."""
    folder = tmp_path_factory.mktemp("full")
    for file in EXAMPLE.glob("*.yaml"):
        shutil.copy(file, folder)
    command = [sys.executable, str(EXAMPLE / "generate.py"), "--full", str(folder / "data")]
    subprocess.run(command, check=True)
    return folder


def test_the_generator_writes_the_committed_files_byte_for_byte(tmp_path: Path) -> None:
    copy = shutil.copytree(EXAMPLE, tmp_path / "goteborg", ignore=shutil.ignore_patterns("data"))
    subprocess.run([sys.executable, copy / "generate.py"], check=True)
    again = {file.name: file.read_bytes() for file in (copy / "data").iterdir()}
    assert again == {file.name: file.read_bytes() for file in DATA.iterdir()}
    assert (copy / "org_units.yaml").read_bytes() == (EXAMPLE / "org_units.yaml").read_bytes()


def test_data_and_register_together_are_small() -> None:
    files = [*DATA.iterdir(), *EXAMPLE.glob("*.yaml")]
    assert sum(file.stat().st_size for file in files) < LARGEST


def test_every_data_file_says_in_its_name_that_it_is_invented() -> None:
    assert all(file.name.endswith("_pahittad.csv") for file in DATA.iterdir())
    assert {f"data/{file.name}" for file in DATA.iterdir()} == {s.file for s in card().sources}


AGGREGATED = {  # file → delimiter, encoding, its columns for place and activity, one of its figures
    "kontoklasser": (";", "cp1252", "Nämnd", "Verksamhet", "Utfall personal"),
    "webbenkat": (",", "utf-8-sig", "stadsdel", "verksamhet", "nojda"),
    "omsattning": (";", "utf-8", "Förvaltning", "Verksamhet", "Avgångar på egen begäran"),
    "enkat_ledarskap": ("\t", "utf-8", "stadsdel", "verksamhet", "kvadratsumma"),
}


@pytest.mark.parametrize("name", AGGREGATED)
def test_what_is_committed_by_district_is_the_exact_sum_of_the_result_units(
    name: str, full: Path
) -> None:
    delimiter, encoding, place, activity, column = AGGREGATED[name]
    committed = _sums(lines(name, delimiter, encoding), place, activity, column)
    parts = lines(name, delimiter, encoding, full / "data")
    assert len(parts) > 5 * len(committed)
    assert _sums(parts, place, activity, column) == committed


def _sums(
    rows: list[dict[str, str]], place: str, activity: str, column: str
) -> dict[tuple[str, ...], int]:
    """Add figures up in ten thousandths, by activity and all that stands outside them."""
    district = {unit.code: str(unit.parent) for unit in card().org_units}
    when = ("Kvartal", "kvartal", "år", "Bokföringsdag")
    found: dict[tuple[str, ...], int] = defaultdict(int)
    for row in rows:
        code = row[place]
        if code.isdigit():
            code = DISTRICTS[int(code) - 1]
        code = code.lower().translate(PLAIN)
        unit = district[code] if code not in DISTRICTS else code
        period = next(row[name] for name in when if name in row)
        found[unit, row[activity], period] += round(10_000 * swedish(row[column].replace(".", ",")))
    return found


def test_reports_are_the_same_from_the_full_set(full: Path) -> None:
    chosen = {"K04", "K06", "M04", "M06", "U03", "V07", "V08", "V09"}
    measures = tuple(m for m in card().measures if m.code in chosen)
    small = card().model_copy(update={"measures": measures, "links": (), "initiatives": ()})
    frames = []
    for folder in (EXAMPLE, full):
        found = evaluate(small, read_observations(small, folder), AS_OF).results
        frames.append(
            found[found["org_unit"].isin(["goteborg", *DISTRICTS])].reset_index(drop=True)
        )
    columns = ["org_unit", "activity", "period", "measure", "value", "status", "reason"]
    pd.testing.assert_frame_equal(frames[0][columns], frames[1][columns], rtol=1e-12)


# ---- Plausible figures --------------------------------------------------------------------------
PARTS = {
    "bem_nojda": "bem_svar",
    "pav_ja": "pav_svar",
    "sjuk_tim": "ord_tim",
    "sjuk_kort_tim": "sjuk_tim",
    "avgang_ext": "tillsv_anst",
    "utb_arsarb": "arsarb",
    "tim_timanst": "tim_arb",
    "plats_inom4": "plats_sokt",
    "elev9_beh": "elev9_avg",
    "franv_tim": "undv_tim",
    "utr_inom4": "utr_avsl",
    "fg_flickor": "fg_besok",
}


@cache
def known() -> Any:
    """The figures known on the day of the report: a row for each place and period."""
    frame = evaluation().observations
    frame = frame[frame["scenario"] == "actual"]
    return frame.pivot_table("value", ["org_unit", "activity", "period"], "input")


@pytest.mark.parametrize(("part", "whole"), PARTS.items())
def test_a_part_is_never_larger_than_its_whole_and_nothing_counted_is_negative(
    part: str, whole: str
) -> None:
    pair = known()[[part, whole]].dropna()
    assert len(pair)
    assert ((pair[part] >= 0) & (pair[part] <= pair[whole])).all()


@pytest.mark.parametrize("prefix", ["nki_fsk", "nki_gr", "nki_ht", "nmi", "led"])
def test_sums_of_squares_give_the_spread_of_single_answers(prefix: str) -> None:
    n, total, squares = (known()[f"{prefix}_{part}"].sum() for part in ("n", "sum", "sum2"))
    spread = 100 * sqrt((squares - total * total / n) / (n - 1))
    assert spread == pytest.approx(20, abs=2)  # units differ too, and the scale ends


def by_district(name: str, periods: Sequence[str] = QUARTERS) -> Any:
    """A figure of each district and quarter, added over units and activities."""
    rows = known()[name].dropna().reset_index()
    above = {unit.code: unit.parent for unit in card().org_units}
    rows["district"] = [u if u in DISTRICTS else above[u] for u in rows["org_unit"]]
    return rows.pivot_table(name, "district", "period", aggfunc="sum")[list(periods)]


def test_the_year_s_budget_uses_up_the_grant_and_the_classes_add_up_to_the_net() -> None:
    budget, grant = by_district("budget_netto"), by_district("kommunbidrag")
    for year in YEARS:
        quarters = [f"{year}-Q{number}" for number in range(1, 5)]
        assert (budget[quarters].sum(axis=1) == grant[quarters].sum(axis=1)).all()
    for plan, net in (("bud", budget), ("utf", by_district("utfall_netto"))):
        costs = [by_district(f"{plan}_{name}") for name in ("personal", "lokal", "kopt", "ovrigt")]
        assert (sum(costs) - by_district(f"{plan}_intakt") == net).all(axis=None)


def test_units_keep_accounts_from_the_planted_quarter_on() -> None:
    first = PLANTED["accounts_by_unit_from"]
    for name in ("budget_netto", "tim_timanst"):
        rows = known()[name].dropna().reset_index()
        by_unit = ~rows["org_unit"].isin(DISTRICTS)
        assert (by_unit == (rows["period"].astype(str) >= first)).all()


def test_the_only_figure_of_the_city_itself_is_the_price_index() -> None:
    own = known().loc["goteborg"].dropna(axis=1, how="all")
    assert list(own.columns) == ["prisindex"]


# ---- What is planted ----------------------------------------------------------------------------
@pytest.mark.parametrize(("measure", "expected"), PLANTED["city"]["values"].items())
def test_the_city_is_near_the_table_of_the_example(measure: str, expected: float) -> None:
    found = value(measure, "goteborg", newest(measure))
    assert found == pytest.approx(expected, rel=PLANTED["city"]["nearness"])


@pytest.mark.parametrize("activity", list(PLANTED["counts"]["units"]))
def test_an_activity_in_the_whole_city_has_figures_of_its_own(activity: str) -> None:
    """B1: "preschool, whole city" is a report like a district's."""
    rows = results().xs(("goteborg", activity), level=("org_unit", "activity"))
    here = [
        m.code
        for m in card().measures
        if not m.applies_to.activities or activity in m.applies_to.activities
    ]
    assert len(here) >= 7
    for code in here:
        assert rows.loc[(code, newest(code)), "reason"] == "ok"


@pytest.mark.parametrize(("measure", "season"), PLANTED["season"].items())
def test_the_season_returns_every_year(measure: str, season: dict[str, int]) -> None:
    for year in YEARS:
        course = [value(measure, "goteborg", f"{year}-Q{number}") for number in range(1, 5)]
        found = {"highest": course.index(max(course)) + 1, "lowest": course.index(min(course)) + 1}
        assert found | season == found


def test_torslanda_s_preschool_places_deteriorate_quarter_by_quarter() -> None:
    planted = PLANTED["deteriorates"]
    course = series(planted["measure"], planted["org_unit"])[-planted["quarters"] :]
    assert (course[0], course[-1]) == (planted["first"], planted["last"])
    assert all(later < earlier for earlier, later in pairwise(course))


def test_styrso_has_few_cases_and_is_by_far_the_noisiest() -> None:
    planted = PLANTED["noisy_small_unit"]
    unit, (low, high) = planted["org_unit"], planted["cases"]
    cases = by_district("utr_avsl")
    assert cases.loc[unit].between(low, high).all()
    assert cases.drop(unit).map(lambda count: 40 <= count <= 60).all(axis=None)
    noise = {code: pstdev(series(planted["measure"], code)) for code in DISTRICTS}
    assert noise[unit] == max(noise.values()) > 1.5 * median(noise.values())
    rows = results().xs((planted["survey"], ALL), level=("measure", "activity"))
    answers = rows.xs("2003", level="period")["base"][DISTRICTS]
    assert answers.idxmin() == unit


def first_and_known(unit: str, period: str) -> tuple[float, float]:
    """Sickness absence of a district as recorded first, and as known on the day of the report."""
    frame = read_cached()
    rows = frame[(frame["district"] == unit) & (frame["period"] == period)]
    hours = rows[rows["input"] == "ord_tim"].drop_duplicates("org_unit")["value"].sum()
    sick = rows[rows["input"] == "sjuk_tim"].sort_values("recorded_at")
    first = sick.drop_duplicates("org_unit", keep="first")["value"].sum()
    last = sick.drop_duplicates("org_unit", keep="last")["value"].sum()
    return 100 * first / hours, 100 * last / hours


@cache
def read_cached() -> Any:
    frame = read_observations(card(), EXAMPLE)
    frame = frame[frame["input"].isin(["sjuk_tim", "ord_tim"])]
    above = {unit.code: unit.parent or "" for unit in card().org_units}
    return frame.assign(district=[above[code] for code in frame["org_unit"]])


def test_lundby_s_sickness_absence_was_revised() -> None:
    planted = PLANTED["revised"]
    unit, period = planted["org_unit"], planted["period"]
    assert first_and_known(unit, period) == pytest.approx(planted["values"], abs=0.001)
    row = results().loc[(planted["measure"], unit, ALL, period)]
    assert (row["previous"], row["value"]) == pytest.approx(planted["values"], abs=0.001)
    assert row["revised_on"] == planted["day"].isoformat()


def test_a_comment_on_lundby_was_written_before_the_revision() -> None:
    planted = PLANTED["comment_before_revision"]
    wrote = [
        each.written
        for each in card().comments
        if (each.org_unit, each.measure, each.period) == tuple(planted.values())
    ]
    assert len(wrote) == 1
    assert wrote[0] < PLANTED["revised"]["day"]


def test_sickness_absence_is_first_published_too_low_everywhere() -> None:
    low, high = PLANTED["first_published_too_low"]["by"]
    for unit in DISTRICTS:
        for period in QUARTERS[:-2]:
            first, last = first_and_known(unit, period)
            assert low - 0.01 <= last - first <= high + 0.01
        assert len(set(first_and_known(unit, QUARTERS[-1]))) == 1


def test_backa_has_not_delivered_and_biskopsgarden_delivered_that_it_is_missing() -> None:
    frame = evaluation().observations
    for kind, name in (("late", "kont_n"), ("missing", "vant_n")):
        planted = PLANTED[kind]
        measure, unit, period = planted["measure"], planted["org_unit"], planted["period"]
        assert results().loc[(measure, unit, ALL, period), "reason"] == "late"
        before = QUARTERS[QUARTERS.index(period) - 1]
        assert results().loc[(measure, unit, ALL, before), "reason"] == "ok"
        groups = [u.code for u in card().org_units if unit in (u.code, u.parent)]
        rows = frame[(frame["input"] == name) & (frame["period"] == period)]
        rows = rows[rows["org_unit"].isin(groups)]
        assert len(rows) == (kind == "missing")
        assert rows["value"].isna().all()


def test_one_preschool_in_majorna_has_too_few_answers_and_its_sister_is_hidden_too() -> None:
    planted = PLANTED["under_the_base"]
    measure, period = planted["measure"], planted["period"]
    counts = known()["nmi_n"].xs(period, level="period").droplevel("activity")
    base = card().measure(measure).minimum_base
    assert base is not None
    group = [
        u.code for u in card().org_units if (u.parent, u.activities) == ("majorna", ("forskola",))
    ]
    under = [code for code in group if counts[code] < base]
    assert under == [planted["org_unit"]]
    assert counts[planted["org_unit"]] == planted["answers"]
    rest = counts[group].drop(under)
    assert rest.idxmin() == planted["sister"]
    hidden = [c for c in group if results().loc[(measure, c, ALL, period), "reason"] != "ok"]
    assert hidden == [planted["org_unit"], planted["sister"]]


def test_two_home_care_groups_in_kortedala_became_one() -> None:
    """B14: each group has figures while it existed, and the district has them throughout."""
    planted = PLANTED["merged"]
    unit = card().org_unit(planted["org_unit"])
    assert list(unit.predecessors) == planted["predecessors"]
    assert unit.from_ == planted["day"]
    turn = QUARTERS.index("2002-Q3")
    rows = results().loc[planted["measure"]].xs(ALL, level="activity")
    assert list(rows.loc[unit.code].index) == QUARTERS[turn:]
    for code in planted["predecessors"]:
        assert list(rows.loc[code].index) == QUARTERS[:turn]
    whole = by_district("kont_n").loc["kortedala"]
    assert whole.max() < 1.15 * whole.min()


def test_the_merged_group_has_the_figures_of_both_before_it_was_formed() -> None:
    """B14, acceptance 100: its earlier ratio is that of the sums of both."""
    planted = PLANTED["merged"]
    turn = QUARTERS.index("2002-Q3")
    report = slice_for(evaluation(), planted["org_unit"], ALL, parse_period("2003-Q4"))
    assert [(c.day, c.kind, list(c.units)) for c in report.reorganisations] == [
        (planted["day"], "made", planted["predecessors"])
    ]
    rows = report.restated[report.restated["measure"] == planted["measure"]]
    assert list(rows["period"]) == QUARTERS[:turn]
    parts = known().droplevel("activity").loc[planted["predecessors"], ["kont_sum", "kont_n"]]
    sums = parts.groupby("period").sum()
    expected = (sums["kont_sum"] / sums["kont_n"]).loc[QUARTERS[:turn]]
    assert list(rows["value"]) == pytest.approx(list(expected))
    above = slice_for(evaluation(), "kortedala", ALL, parse_period("2003-Q4"))
    assert above.restated.empty  # the district was not another one


def test_the_definition_break_is_a_jump_and_the_rule_change_is_none() -> None:
    planted = PLANTED["definition_break"]
    breaks = card().measure(planted["measure"]).breaks
    assert [(b.from_, b.kind) for b in breaks] == [(planted["from"], "definition")]
    halves = [f"{year}-H{number}" for year in YEARS for number in (1, 2)]
    course = [value(planted["measure"], "goteborg", period) for period in halves]
    steps = [later - earlier for earlier, later in pairwise(course)]
    at = halves.index(planted["from"]) - 1
    assert steps[at] == pytest.approx(planted["jump"] + 0.6, abs=0.5)
    assert all(abs(step) < 1.2 for number, step in enumerate(steps) if number != at)

    planted = PLANTED["rule_change"]
    breaks = card().measure(planted["measure"]).breaks
    assert [(b.from_, b.kind) for b in breaks] == [(planted["from"], "rule")]
    for number in (3, 4):
        before, after = (value("M03", "goteborg", f"{y}-Q{number}") for y in (2002, 2003))
        assert after == pytest.approx(before, abs=0.2)


def own_deviations() -> Any:
    """The deviation of each quarter by itself, in percent of its funding."""
    plan, outturn = by_district("budget_netto"), by_district("utfall_netto")
    return 100 * (plan - outturn) / by_district("kommunbidrag")


def test_harlanda_s_deficit_is_certain_but_within_its_process_limits() -> None:
    planted = PLANTED["deficit_within_process_limits"]
    unit, period = planted["org_unit"], f"{planted['year']}-Q4"
    assert value(planted["measure"], unit, period) == pytest.approx(planted["percent"], abs=0.05)
    own = list(own_deviations().loc[unit])
    moving_range = fmean(abs(b - a) for a, b in pairwise(own))
    assert abs(own[-1] - fmean(own)) < 2.66 * moving_range  # the limits of an XmR chart
    frame = evaluation().economy
    rows = frame[(frame["org_unit"] == unit) & (frame["activity"] == ALL)]
    lines_of = rows[rows["period"] == period].set_index("line")["deviation"]
    assert lines_of["net"] == planted["kronor"]
    classes = lines_of.drop("net").sort_values()
    assert list(classes.index[:2]) == planted["classes"]
    assert classes.sum() == planted["kronor"]
    assert 0 < classes[2:].sum() < 1_000_000


def test_askim_misses_its_target_within_the_margin_of_error() -> None:
    planted = PLANTED["missed_within_margin"]
    row = results().loc[(planted["measure"], planted["org_unit"], ALL, str(planted["year"]))]
    assert row["value"] == pytest.approx(planted["value"], abs=0.05)
    assert row["upper"] - row["value"] == pytest.approx(planted["margin"], abs=0.5)
    assert row["target"] == planted["target"]
    assert row["status"] == "uncertain"


@cache
def forecasts() -> Any:
    """The deviation of a district's year as forecast on a day."""
    frame = evaluation().observations
    frame = frame[(frame["scenario"] == "forecast") & (frame["input"] == "utfall_netto")]
    made = frame.groupby(["org_unit", "period", "made_on"])["value"].sum()
    budget = by_district("budget_netto")
    found = {}
    nets: dict[Any, float] = dict(made)
    for (unit, year, day), net in nets.items():
        plan = budget.loc[unit, [f"{year}-Q{number}" for number in range(1, 5)]].sum()
        found[unit, str(year), str(day)[:10]] = plan - net
    return pd.Series(found).rename_axis(["org_unit", "year", "day"]).to_frame("deviation")


def test_gunnared_s_forecast_moves_from_a_surplus_to_a_deficit() -> None:
    planted = PLANTED["forecast_that_moves"]
    rows = forecasts().loc[(planted["org_unit"], str(planted["year"])), "deviation"]
    assert dict(rows) == {day.isoformat(): k for day, k in planted["deviations"].items()}
    frame = evaluation().economy
    rows = frame[(frame["org_unit"] == planted["org_unit"]) & (frame["activity"] == ALL)]
    row = rows[(rows["period"] == "2003-Q4") & (rows["line"] == "net")].iloc[0]
    _, before, last = planted["deviations"].values()
    assert (row["previous_forecast_deviation"], row["forecast_deviation"]) == (before, last)


def test_there_are_enough_earlier_forecasts_to_say_how_sure_they_are() -> None:
    days = forecasts().reset_index()
    earlier = days[days["year"] < "2003"]
    assert set(Counter(earlier["day"].str[5:]).values()) == {PLANTED["earlier_forecasts"]}
    assert len(days) == 4 * PLANTED["earlier_forecasts"]


def test_forecast_accuracy_is_that_of_the_august_forecast() -> None:
    budget, outturn = by_district("budget_netto"), by_district("utfall_netto")
    for unit in DISTRICTS:
        for year in YEARS:
            quarters = [f"{year}-Q{number}" for number in range(1, 5)]
            plan, net = budget.loc[unit, quarters].sum(), outturn.loc[unit, quarters].sum()
            grant = plan  # over a year
            told = forecasts().loc[(unit, str(year), f"{year}-09-10"), "deviation"]
            error = 100 * abs(told - (plan - net)) / grant
            assert value("U02", unit, str(year)) == pytest.approx(error)


def test_the_duty_on_decisions_is_broken_in_the_city_and_kept_in_one_district() -> None:
    planted = PLANTED["legal_duty_broken"]
    measure = planted["measure"]
    assert card().measure(measure).role == "legal_duty"
    assert value(measure, "goteborg", "2003-Q4") == planted["city"]
    assert results().loc[(measure, "goteborg", ALL, "2003-Q4"), "status"] == "poor"
    assert value(measure, planted["none_waiting"], "2003-Q4") == 0


# ---- Links: a plain twin of the first steps of the lead/lag method -------------------------------
Panel = dict[tuple[str, str], list[float]]  # unit and activity → the quarterly values


def panel(measure: str, activity: str = ALL) -> Panel:
    """The quarterly values of the districts that have all of them; of U01 the quarter's own."""
    if measure == "U01":
        return {(unit, ALL): list(row) for unit, row in own_deviations().iterrows()}
    rows = results().loc[measure].reset_index()
    rows = rows[rows["org_unit"].isin(DISTRICTS) & rows["period"].isin(QUARTERS)]
    if activity == "cells":
        rows = rows[(rows["activity"] != ALL) & (rows["activity"] != "grundskola")]
    else:
        rows = rows[rows["activity"] == activity]
    wide = rows.pivot_table("value", ["org_unit", "activity"], "period")[QUARTERS].dropna()
    return {key: list(row) for key, row in zip(wide.index, wide.to_numpy(), strict=True)}


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
    """The correlation of each unit, the driver so many quarters before the outcome."""
    found = []
    for unit in sorted(driver.keys() & outcome.keys()):
        xs, ys = driver[unit], outcome[unit]
        early, late = (xs, ys) if lag >= 0 else (ys, xs)
        gap = abs(lag)
        found.append(correlation(early[: len(early) - gap], late[gap:]))
    return found


@pytest.mark.parametrize("link", PLANTED["links"], ids=lambda link: link["name"])
def test_a_planted_link_stands_out_at_its_lag_and_sign(link: dict[str, Any]) -> None:
    activity = "cells" if link.get("cells") else link.get("activity", ALL)
    ends = (panel(link[end], activity) for end in ("driver", "outcome"))
    driver, outcome = map(without_units_and_periods, ends)
    means = {lag: fmean(at_lag(driver, outcome, lag)) for lag in range(-4, 5)}
    strongest = max(means, key=lambda lag: abs(means[lag]))
    assert strongest == link["lag"]
    assert link["sign"] * means[strongest] >= link["at_least"]


def test_turnover_is_followed_by_worse_reception_in_every_district() -> None:
    driver, outcome = (without_units_and_periods(panel(m, "cells")) for m in ("M04", "K04"))
    both = sorted(driver.keys() & outcome.keys())
    # 21 districts, four activities: schools do not ask in the third quarter. One cell rests on too
    # few people and is not shown, nor is another one by which it could be computed.
    assert len(both) == 84 - 2
    of_district: dict[str, list[float]] = defaultdict(list)
    for cell, r in zip(both, at_lag(driver, outcome, 2), strict=True):
        of_district[cell[0]].append(r)
    assert all(fmean(rs) < 0 for rs in of_district.values())


def test_short_absence_and_reception_share_shocks_of_their_area_and_nothing_else() -> None:
    """L3: within an area the two move together; what is left of a district after that does not."""
    planted = PLANTED["shared_shock"]
    area = {u.code: u.area for u in card().org_units if u.code in DISTRICTS}
    assert len(set(area.values())) == planted["areas"]
    driver, outcome = (without_units_and_periods(panel(planted[e])) for e in ("driver", "outcome"))
    together = fmean(at_lag(driver, outcome, planted["lag"]))
    assert planted["sign"] * together >= planted["at_least"]
    driver, outcome = _without_areas(driver, area), _without_areas(outcome, area)
    assert all(abs(fmean(at_lag(driver, outcome, lag))) < 0.15 for lag in range(3))


def _without_areas(values: Panel, area: dict[str, str | None]) -> Panel:
    found: Panel = {}
    for key, row in values.items():
        group = [other for other in values if area[other[0]] == area[key[0]]]
        means = [fmean(values[other][q] for other in group) for q in range(len(row))]
        found[key] = [x - m for x, m in zip(row, means, strict=True)]
    return found


def test_hourly_staff_and_inquiries_share_a_trend_and_nothing_else() -> None:
    driver, outcome = (panel(PLANTED["shared_trend_only"][end]) for end in ("driver", "outcome"))
    trending = fmean(at_lag(without_units(driver), without_units(outcome), 0))
    assert trending < -0.15
    driver, outcome = map(without_units_and_periods, (driver, outcome))
    assert all(abs(fmean(at_lag(driver, outcome, lag))) < 0.2 for lag in range(-2, 3))


def test_pupil_absence_tells_districts_apart_and_says_nothing_within_them() -> None:
    planted = PLANTED["between_districts_only"]
    years = [str(year) for year in YEARS]
    grades = {u: [value(planted["outcome"], u, y) for y in years] for u in DISTRICTS}
    absent = {
        u: [fmean(value(planted["driver"], u, f"{y}-Q{n}") for n in range(1, 5)) for y in years]
        for u in DISTRICTS
    }
    large = [unit for unit in DISTRICTS if unit != "styrso"]  # of fifty pupils a year
    between = correlation([fmean(absent[u]) for u in large], [fmean(grades[u]) for u in large])
    assert between <= planted["at_most"]
    keyed = [{(u, ALL): row for u, row in each.items()} for each in (absent, grades)]
    driver, outcome = map(without_units_and_periods, keyed)
    pooled = correlation(list(chain(*driver.values())), list(chain(*outcome.values())))
    assert abs(pooled) < 0.25


def test_inquiries_and_complaints_are_linked_too_weakly_to_be_seen() -> None:
    weak = PLANTED["weak"]
    driver, outcome = (without_units_and_periods(panel(weak[e])) for e in ("driver", "outcome"))
    assert abs(fmean(at_lag(driver, outcome, weak["lag"]))) < 0.26  # what 21 districts could show


def test_preschool_costs_are_a_part_of_the_net_cost() -> None:
    link = PLANTED["linked_by_construction"]
    driver, outcome = (without_units_and_periods(panel(link[e])) for e in ("driver", "outcome"))
    assert link["sign"] * fmean(at_lag(driver, outcome, link["lag"])) > 0.3


@pytest.mark.parametrize("name", ["small", "nothing"])
def test_links_of_few_rounds_cannot_be_tested(name: str) -> None:
    """L6 and L7: what is measured once or twice a year has fewer than thirteen periods."""
    driver = PLANTED[name]["driver"]
    rows = results().loc[(driver, "goteborg", ALL)]
    assert len(rows) == {"year": 4, "half_year": 8}[card().measure(driver).frequency]


# ---- What the reports find -----------------------------------------------------------------------
def said_of(unit: str, measure: str, language: str = "sv") -> dict[str, str]:
    """Return what a district's report of the year says of a measure, by pattern."""
    report = district(unit)
    told = [each for each in statements_of(report) if each.measure == measure]
    return {each.pattern: sentence_of(each, report.scorecard, language) for each in told}


@cache
def district(unit: str) -> ReportSlice:
    return slice_for(evaluation(), unit, ALL, parse_period("2003-Q4"))


def change(measure: str, unit: str) -> Any:
    rows = district(unit).changes
    return rows[rows["measure"] == measure].iloc[0]


NEWS = ("improvement", "concern", "high", "low")


def test_torslanda_s_deterioration_is_announced_on_page_one() -> None:
    planted = PLANTED["deteriorates"]
    unit, measure = planted["org_unit"], planted["measure"]
    assert change(measure, unit)["variation"] == "concern"
    first = [each for each in in_short(statements_of(district(unit))) if each.model == "8"]
    assert [each.measure for each in first] == [measure]
    assert "lägre än de vanliga svängningarna" in said_of(unit, measure)["8_outside_below"]
    assert "Det är en försämring." in said_of(unit, measure)["8_outside_below"]
    assert "That is a deterioration." in said_of(unit, measure, "en")["8_outside_below"]


def test_styrso_s_noise_is_not_announced() -> None:
    planted = PLANTED["noisy_small_unit"]
    unit = planted["org_unit"]
    assert change(planted["measure"], unit)["variation"] == "common_cause"
    told = {each.measure for each in statements_of(district(unit)) if each.model in ("8", "12")}
    assert not told & {planted["measure"], planted["survey"]}
    (rounds,) = [p for p in said_of(unit, planted["survey"]) if p.startswith("11_")]
    assert not rounds.endswith("_clear")


def test_askim_s_target_cannot_be_told() -> None:
    planted = PLANTED["missed_within_margin"]
    told = said_of(planted["org_unit"], planted["measure"])
    assert "så det går inte att säga om det är nått" in told["3_mean"]
    assert not {"1", "2_below", "2_below_unsure"} & told.keys()


def test_harlanda_s_deficit_is_told_first_although_it_varies_as_usual() -> None:
    planted = PLANTED["deficit_within_process_limits"]
    unit, measure = planted["org_unit"], planted["measure"]
    assert change(measure, unit)["variation"] == "common_cause"
    assert in_short(statements_of(district(unit)))[0].pattern == "5_worse"


def test_values_that_are_preliminary_or_partial_are_no_news() -> None:
    assert set(district("lundby").changes.set_index("measure").loc[["M02"], "variation"]) == {
        "not_new"
    }
    assert change("V05", "goteborg")["variation"] == "not_new"  # Backa's part is late


def test_no_change_is_told_across_the_definition_break() -> None:
    planted = PLANTED["definition_break"]
    row = change(planted["measure"], "backa")
    assert row["since"] == planted["from"]
    assert row["variation"] == "too_few"


def test_the_districts_stand_among_21_and_few_are_unusual() -> None:
    frame = evaluation().findings_in(parse_period("2003-Q4")).comparison_frame
    rows = frame[frame["org_unit"].isin(DISTRICTS) & (frame["activity"] == ALL)]
    assert set(rows["units"]) <= {20.0, 21.0}  # one is late
    low = [m.code for m in card().measures if "low" in (m.comparability, m.reliability)]
    assert not set(rows["measure"]) & set(low)
    unusual = (rows["unusual"] != "").mean()
    assert unusual <= 0.05


def test_the_season_is_declared_or_seen_and_then_allowed_for() -> None:
    rows = evaluation().findings_in(parse_period("2003-Q4")).changes_frame
    seasoned = rows.groupby("measure")["seasoned"].first()
    for measure in PLANTED["season"]:
        if card().measure(measure).reliability != "low":
            assert seasoned[measure] == "declared"
    assert seasoned["K04"] == ""  # planted without a season, and none is seen


def test_the_city_names_the_districts_that_lie_outside_the_usual() -> None:
    frame = evaluation().findings_in(parse_period("2003-Q4")).comparison_frame
    rows = frame[frame["org_unit"].isin(DISTRICTS) & (frame["activity"] == ALL)]
    expected = {(r.org_unit, r.measure) for r in rows[rows["unusual"] != ""].itertuples()}
    found = district("goteborg").unusual_below
    assert {(r.org_unit, r.measure) for r in found.itertuples()} == expected != set()
    told = all_blocks([perspectives(Report(district("goteborg"), "en"))])
    texts = [run.text for b in told if isinstance(b, Paragraph) for run in b.runs]
    lines = [text for text in texts if text.startswith("Outside what is usual for its kind")]
    assert len(lines) == len({measure for _, measure in expected})
    names = {unit.code: unit.name.of("en") for unit in card().org_units}
    assert all(any(names[unit] in text for text in lines) for unit, _ in expected)
