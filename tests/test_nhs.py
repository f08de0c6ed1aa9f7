"""Real data as they lie there: A&E attendances in England, 274 providers over 36 months.

The figures come from NHS England through NHSRdatasets (CC0); its README beside the file names
what is checked here: 274 organisations, 36 months, and 84.98 % within four hours in departments
of type 1 in April 2016.
"""

from __future__ import annotations

import csv
import json
import math
import shutil
from collections import defaultdict
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from bsc_helpers.cli import app
from bsc_helpers.folder import ScorecardFolder, check_folder, evaluate_folder

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "data" / "perf_nhs_ae" / "ae_attendances.csv"

pytestmark = pytest.mark.skipif(
    not DATA.is_file(), reason=f"the public data are not beside the project: {DATA.name}"
)

SCORECARD = """\
code: ae
name: Accident and emergency
languages: [en, sv]
perspectives:
  - {code: P, name: Processes}
objectives:
  - {code: P1, name: Patients are seen in time, perspective: P}
"""

MEASURES = """\
inputs:
  - {code: attendances, name: Attendances, frequency: month, missing: skip}
  - {code: breaches, name: Waits over four hours, frequency: month, missing: skip}
  - {code: attendances_1, name: Attendances of type 1, frequency: month, missing: skip}
  - {code: breaches_1, name: Waits over four hours of type 1, frequency: month, missing: skip}
measures:
  - code: within_4h
    name: Share seen within four hours
    subject: The share of patients seen within four hours
    objective: P1
    formula: 100 * (1 - breaches / attendances)
    unit_of_measure: percent
    frequency: month
    polarity: higher_is_better
    targets: [{from: 2016-04, value: 95, warning: 90}]
    owner: chief operating officer
  - code: within_4h_type_1
    name: Share seen within four hours, type 1
    objective: P1
    formula: 100 * (1 - breaches_1 / attendances_1)
    unit_of_measure: percent
    frequency: month
    polarity: higher_is_better
    targets: [{from: 2016-04, value: 95, warning: 90}]
    owner: chief operating officer
"""

SOURCES = """\
sources:
  - code: all_types
    name: A&E attendances, NHS England
    file: "{file}"
    layout: wide
    columns: {{org_unit: org_code, period: period}}
    period_as: month
    inputs: {{attendances: attendances, breaches: breaches}}
    sum_over: [type]
  - code: type_1
    name: A&E attendances of type 1, NHS England
    file: "{file}"
    layout: wide
    columns: {{org_unit: org_code, period: period}}
    period_as: month
    inputs: {{attendances: attendances_1, breaches: breaches_1}}
    keep: {{type: ["1"]}}
"""

PRESETS = """\
presets:
  - {code: monthly, name: The latest month, languages: [en]}
"""


def rows() -> list[dict[str, str]]:
    with DATA.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("nhs") / "parameters" / "ae"
    made.mkdir(parents=True)
    providers = sorted({row["org_code"] for row in rows()})
    units = "org_units:\n  - {code: england, name: England, kind: country}\n" + "".join(
        f"  - {{code: {code}, name: Provider {code}, kind: provider, parent: england}}\n"
        for code in providers
    )
    texts = {
        "scorecard": SCORECARD,
        "measures": MEASURES,
        "sources": SOURCES.format(file=DATA.as_posix()),
        "org_units": units,
        "presets": PRESETS,
    }
    for name, text in texts.items():
        (made / f"{name}.yaml").write_text(text, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def evaluated(folder: Path) -> ScorecardFolder:
    return evaluate_folder(folder)


def test_the_data_are_read_without_a_problem(folder: Path) -> None:
    assert [str(problem) for problem in check_folder(folder) if not problem.advice] == []


def test_all_providers_and_months_of_the_description_are_there(evaluated: ScorecardFolder) -> None:
    figures = evaluated.evaluation.observations
    assert figures["org_unit"].nunique() == 274
    assert figures["period"].nunique() == 36
    months = figures[figures["input"] == "attendances"].groupby("org_unit")["period"].nunique()
    assert (months == 36).sum() == 190


def test_the_national_result_of_april_2016_is_the_published_one(evaluated: ScorecardFolder) -> None:
    results = evaluated.evaluation.results.set_index(["org_unit", "measure", "period"])
    april = results.loc[("england", "within_4h_type_1", "2016-04")]
    assert round(april["value"] / 100, 4) == 0.8498
    assert (april["target"], april["status"]) == (95, "poor")


def loop() -> dict[tuple[str, str], tuple[int, int]]:
    """Return attendances and breaches by provider and month, by a plain loop over the file."""
    sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for row in rows():
        for unit in (row["org_code"], "england"):
            sums[unit, row["period"][:7]][0] += int(row["attendances"])
            sums[unit, row["period"][:7]][1] += int(row["breaches"])
    return {key: (attended, breached) for key, (attended, breached) in sums.items()}


def test_every_provider_and_month_equals_an_independent_loop(evaluated: ScorecardFolder) -> None:
    expected = loop()
    results = evaluated.evaluation.results
    results = results[results["measure"] == "within_4h"]
    compared = 0
    for row in results.itertuples():
        attended, breached = expected.get((row.org_unit, row.period), (0, 0))
        if attended:
            assert math.isclose(row.value, 100 * (1 - breached / attended), rel_tol=1e-12)
            assert row.status == (
                "good" if row.value >= 95 else "warning" if row.value >= 90 else "poor"
            )
            compared += 1
        else:
            assert math.isnan(row.value)
            assert row.status == "no_data"
    assert compared == sum(1 for attended, _ in expected.values() if attended)


def test_the_national_ratio_is_that_of_the_sums_not_the_mean(evaluated: ScorecardFolder) -> None:
    results = evaluated.evaluation.results
    march = results[(results["period"] == "2019-03") & (results["measure"] == "within_4h")]
    providers = march[march["org_unit"] != "england"]["value"].mean()
    (whole,) = march[march["org_unit"] == "england"]["value"]
    assert abs(whole - providers) > 1


def test_the_table_of_a_period_comes_through_the_command(folder: Path, tmp_path: Path) -> None:
    runner = CliRunner()
    assert runner.invoke(app, ["check", str(folder)]).exit_code == 0
    out = tmp_path / "table.csv"
    command = ["table", str(folder), "--period", "2019-03", "--out", str(out)]
    assert runner.invoke(app, command).exit_code == 0
    table = pd.read_csv(out, dtype={"org_unit": str}, keep_default_na=False, na_values=[""])
    assert len(table) == 275 * 2
    attended, breached = loop()["england", "2019-03"]
    row = table[(table["org_unit"] == "england") & (table["measure"] == "within_4h")].iloc[0]
    assert row["value"] == pytest.approx(100 * (1 - breached / attended))


def test_one_provider_gets_its_report(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = folder.parents[1]
    (project / "notebooks").mkdir()
    shutil.copy(ROOT / "notebooks" / "unit_report.ipynb", project / "notebooks")
    monkeypatch.chdir(project)
    out = tmp_path / "reports"
    command = ["run", str(folder / "monthly"), "--unit", "RF4", "--out", str(out), "--workers", "1"]
    run = CliRunner().invoke(app, command)
    assert run.exit_code == 0, run.output
    manifest = json.loads((out / "ae" / "manifest.json").read_text(encoding="utf-8"))
    assert [entry["status"] for entry in manifest["entries"]] == ["done"]
    (page,) = (out / "ae").rglob("*RF4*.html")
    attended, breached = loop()["RF4", "2019-03"]
    assert f"{100 * (1 - breached / attended):.1f}%" in page.read_text(encoding="utf-8")
    assert next((out / "ae").rglob("*RF4*.pdf")).read_bytes().startswith(b"%PDF")
