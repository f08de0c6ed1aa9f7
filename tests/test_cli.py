"""The command line: one function for each command, texts and exit codes, never a traceback."""

from __future__ import annotations

import errno
import json
import math
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from small_project import PARAMETERS, REPORT, write_project
from small_register import write_broken, write_small

from bsc_helpers.batch.jobs import Selection, formats_of, jobs_of, latest_period
from bsc_helpers.batch.tables import TABLES, render_csv, render_parquet, tidy_table
from bsc_helpers.errors import ParameterError
from bsc_helpers.evaluation import (
    BONUS,
    CENTRES,
    CHANGES,
    COMPARISON,
    ECONOMY,
    RESULTS,
    SCORES,
    SURVEYS,
)
from bsc_helpers.folder import ScorecardFolder, evaluate_folder
from bsc_helpers.model import Preset
from bsc_helpers.periods import parse_period


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write_project(tmp_path)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> ScorecardFolder:
    return evaluate_folder(write_small(tmp_path_factory.mktemp("small")))


# ------------------------------------------------------------------------------------------- run


@pytest.mark.usefixtures("project")
def test_a_run_publishes_reports_manifest_and_entrance_and_exits_0(bsc: Any) -> None:
    code, out, err = bsc("run", "all", "--language", "en", "--workers", "2")
    assert code == 0, err
    assert "3 done, 0 failed" in out
    assert "[3/3]" in err
    published = {
        path.relative_to("reports/small").as_posix()
        for path in Path("reports/small").rglob("*")
        if path.is_file()
    }
    pages = {f"2003-Q2/measures/{measure}-en.html" for measure in ("M02", "K04")}
    assert published == {".bsc-lock", "manifest.json", "index.html", "index-en.html"} | pages | {
        f"2003-Q2/{unit}/small-{unit}-2003-Q2-en.{form}"
        for unit in ("city", "north", "south")
        for form in ("html", "pdf", "xlsx")
    }
    assert str(Path("reports/small/index.html")) in out
    manifest = json.loads(Path("reports/small/manifest.json").read_text(encoding="utf-8"))
    titles = [entry["edition"]["title"] for entry in manifest["entries"]]
    assert titles == ["The city 2003-Q2", "North 2003-Q2", "South 2003-Q2"]


def test_a_run_in_which_one_fails_exits_1_and_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bsc: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    write_project(tmp_path, REPORT, 'assert org_unit != "south", "nothing from the south"')
    command = ("run", "parameters/small/all", "--format", "html", "--language", "sv")
    code, out, _ = bsc(*command, "--unit", "north", "--unit", "south", "--out", "out put/å")
    assert code == 1
    assert "1 done, 1 failed" in out
    assert "AssertionError: nothing from the south (cell 3)" in out
    assert "Traceback" not in out
    assert Path("out put/å/small/2003-Q2/north").is_dir()
    left = [path.name for path in Path("out put/å/small/2003-Q2/south").iterdir()]
    assert left == ["small-south-2003-Q2-sv-failed.html"]


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("run", "al"), "did you mean all?"),
        (("run", "parameters/small/al"), "did you mean all?"),
        (("run", "parameters/small"), "valid: parameters/small/all"),
        (("run", "parameters/smal/all"), "there is no such folder"),
        (("run", "all", "--unit", "nort"), "there is no unit nort; valid: city, north, south"),
        (("run", "all", "--unit", "../north"), "there is no unit ../north"),
        (("run", "all", "--period", "2003-Q3"), "valid: 2003-Q1 to 2003-Q2"),
        (("run", "all", "--period", "2003-Q9"), "is no period"),
        (("run", "all", "--language", "se"), "valid: en, sv"),
        (("run", "all", "--format", "docx"), "valid: html, pdf"),
        (("run", "all", "--activity", "school"), "valid: all"),
        (("run", "all", "--workers", "-1"), "workers must be 1 or more"),
        (("run", "all", "--timeout", "0"), "timeout must be more than 0"),
        (("run",), "Missing argument"),
        (("runn", "all"), "No such command"),
        (("table", "parameters/small", "--period", "2003-Q7"), "did you mean 2003-Q"),
        (("table", "parameters/small", "--out", "x.xls"), "ending in .csv or .parquet"),
        (("table", "parameters/small", "--out", "no/x.csv"), "no folder no"),
        (("table", "no"), "there is no such folder"),
        (("schema", "no"), "there is no such folder"),
    ],
)
def test_what_cannot_start_says_what_is_valid_and_exits_2(
    bsc: Any, arguments: tuple[str, ...], message: str
) -> None:
    code, out, err = bsc(*arguments)
    assert code == 2
    assert message in err
    assert "Traceback" not in out + err
    assert not Path("reports/small/manifest.json").exists()
    assert not Path(".bsc").exists()


def test_a_notebook_with_a_misspelt_parameter_does_not_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bsc: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    write_project(tmp_path, parameters=PARAMETERS.replace("org_unit", "org_unti"))
    code, _, err = bsc("run", "all")
    assert code == 2
    assert "the notebook has no parameter org_unit" in err
    assert "did you mean org_unti?" in err


def test_a_name_that_two_registers_have_must_be_told_in_full(project: Path, bsc: Any) -> None:
    other = project.parent / "other"
    other.mkdir()
    write_broken(other, "scorecard.yaml", "code: small", "code: other")
    code, _, err = bsc("run", "all")
    assert code == 2
    assert "valid: parameters/other/all, parameters/small/all" in err


def test_a_broken_register_is_told_when_the_preset_is_in_no_sound_one(
    project: Path, bsc: Any
) -> None:
    write_broken(project, "measures.yaml", "lower_is_better", "lower")
    code, _, err = bsc("run", "all")
    assert code == 2
    assert "measures.yaml" in err


def test_a_disk_that_is_full_is_told_by_path_and_reason(
    project: Path, bsc: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_source: str, target: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(target))

    monkeypatch.setattr(os, "replace", full)
    code, _, err = bsc("table", str(project), "--out", "result.csv")
    assert (code, err) == (2, "result.csv: No space left on device\n")
    assert list(Path().glob(".bsc-*")) == []


@pytest.mark.usefixtures("project")
def test_a_manifest_that_is_none_is_refused_before_the_start(bsc: Any) -> None:
    place = Path("reports/small")
    place.mkdir(parents=True)
    (place / "manifest.json").write_text("{}", encoding="utf-8")
    code, _, err = bsc("run", "all")
    assert code == 2
    assert "is no manifest of version 3" in err


@pytest.mark.usefixtures("project")
def test_an_output_folder_that_is_a_file_is_refused(bsc: Any) -> None:
    Path("reports").write_text("in the way", encoding="utf-8")
    code, _, err = bsc("run", "all")
    assert code == 2
    assert "reports" in err


# --------------------------------------------------------------------------------- what is ordered


def orders(small: ScorecardFolder, selection: Selection, **preset: Any) -> list[str]:
    made = Preset(**({"code": "p", "name": "P"} | preset))
    return ["/".join(job.key) for job in jobs_of(small.evaluation, made, selection)]


def test_a_preset_that_says_nothing_means_every_unit_the_latest_period_and_all_languages(
    small: ScorecardFolder,
) -> None:
    assert orders(small, Selection()) == [
        f"{unit}/all/2003-Q2/{language}"
        for unit in ("city", "north", "south")
        for language in ("sv", "en")
    ]


def test_an_option_replaces_what_the_preset_says(small: ScorecardFolder) -> None:
    selection = Selection(org_units=("south",), periods=("2003-Q1",), languages=("en",))
    ordered = orders(small, selection, org_units=["north"], kinds=["city"], periods=["2003-Q2"])
    assert ordered == ["south/all/2003-Q1/en"]


def test_what_is_asked_twice_is_made_once(small: ScorecardFolder) -> None:
    selection = Selection(("south", "south"), (), ("latest", "2003-Q2"), ("sv", "sv"))
    assert orders(small, selection) == ["south/all/2003-Q2/sv"]


def test_a_preset_may_ask_for_kinds_of_units(small: ScorecardFolder) -> None:
    ordered = orders(small, Selection(languages=("sv",)), kinds=["district"])
    assert ordered == ["north/all/2003-Q2/sv", "south/all/2003-Q2/sv"]
    with pytest.raises(ParameterError, match=r"kind of unit distrikt.*did you mean district"):
        orders(small, Selection(), kinds=["distrikt"])


def test_units_that_do_not_exist_in_a_period_are_left_out_unless_they_were_named(
    tmp_path: Path,
) -> None:
    later = "    kind: district\n    parent: city\n    from: 2003-04-01\n  - code: south"
    write_broken(
        tmp_path, "org_units.yaml", "    kind: district\n    parent: city\n  - code: south", later
    )
    rows = (tmp_path / "staff.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [row for row in rows if not row.startswith("north,2003-Q1")]
    (tmp_path / "staff.csv").write_text("".join(kept), encoding="utf-8")
    survey = (tmp_path / "survey.csv").read_text(encoding="utf-8")
    (tmp_path / "survey.csv").write_text(survey.replace("north;2003-Q1;80,0;100\n", ""), "utf-8")
    folder = evaluate_folder(tmp_path)
    first = Selection(periods=("2003-Q1",), languages=("sv",))
    assert orders(folder, first) == ["city/all/2003-Q1/sv", "south/all/2003-Q1/sv"]
    with pytest.raises(ParameterError, match="north does not exist in 2003-Q1"):
        orders(folder, Selection(org_units=("north",), periods=("2003-Q1",)))


def test_formats_stand_in_a_fixed_order() -> None:
    preset = Preset(code="p", name="P")
    assert formats_of(preset, Selection()) == ("html", "pdf", "xlsx")
    assert formats_of(preset, Selection(formats=("pdf", "html", "pdf"))) == ("html", "pdf")
    assert formats_of(preset, Selection(formats=("pdf",))) == ("pdf",)


def test_the_latest_period_has_a_value(small: ScorecardFolder) -> None:
    assert latest_period(small.evaluation) == parse_period("2003-Q2")


def test_without_any_value_there_is_no_latest_period(tmp_path: Path) -> None:
    empty = evaluate_folder(
        write_small(
            tmp_path,
            staff_csv="unit,quarter,figure,number\n",
            survey_csv="unit;quarter;pleased;answers\n",
        )
    )
    with pytest.raises(ParameterError, match="no measure has a value"):
        latest_period(empty.evaluation)


# ----------------------------------------------------------------------------- check, table, schema


def test_a_sound_register_exits_0(project: Path, bsc: Any) -> None:
    code, out, _ = bsc("check", str(project))
    assert code == 0
    assert "errors: 0" in out


def test_every_problem_is_printed_and_the_exit_is_2(project: Path, bsc: Any) -> None:
    write_broken(project, "measures.yaml", "lower_is_better", "lower_is_beter")
    code, out, _ = bsc("check", str(project))
    assert code == 2
    assert "error: " in out
    assert "measures.yaml" in out
    assert "errors: 1" in out


def test_the_table_is_csv_as_rfc_4180_says_with_numbers_as_numbers(project: Path, bsc: Any) -> None:
    code, out, _ = bsc("table", str(project), "--period", "2003-Q2")
    assert code == 0
    assert out.count("\r\n") == out.count("\n") == 1 + 3 * 2
    rows = pd.read_csv(BytesIO(out.encode()))
    sick = rows[(rows["org_unit"] == "city") & (rows["measure"] == "M02")].iloc[0]
    assert sick["value"] == pytest.approx(100 * (100 + 12) / (1000 + 200))
    assert list(rows.columns[:4]) == ["org_unit", "activity", "period", "measure"]


MOVED = """\
org_units:
  - {code: city, name: The city}
  - {code: west, name: West, parent: city}
  - {code: north, name: North, parent: west}
  - code: south
    name: South
    moves: [{parent: city, to: 2003-03-31}, {parent: west, from: 2003-04-01}]
"""


def test_the_table_counts_in_the_structure_that_is_asked_for_and_says_which(
    project: Path, bsc: Any
) -> None:
    (project / "org_units.yaml").write_text(MOVED, encoding="utf-8")
    found = {}
    for structure in ("as-was", "today", "2003-01-01"):
        code, out, _ = bsc("table", str(project), "--structure", structure)
        assert code == 0
        rows = pd.read_csv(BytesIO(out.encode()))
        west = rows[(rows["org_unit"] == "west") & (rows["measure"] == "M02")]
        (label,) = set(rows["structure"])
        found[label] = dict(zip(west["period"], west["value"], strict=True))
    one, both = 9.0, 100 * (90 + 10) / (1000 + 200)
    then, later = 10.0, 100 * (100 + 12) / (1000 + 200)
    assert found == {
        "as-was": {"2003-Q1": one, "2003-Q2": pytest.approx(later)},
        "2003-06-30": {"2003-Q1": pytest.approx(both), "2003-Q2": pytest.approx(later)},
        "2003-01-01": {"2003-Q1": one, "2003-Q2": then},
    }
    assert bsc("table", str(project))[1] == bsc("table", str(project), "--structure", "as-was")[1]
    code, _, error = bsc("table", str(project), "--structure", "tomorrow")
    assert code == 2
    assert "structure" in error


@pytest.mark.parametrize("what", TABLES)
def test_every_table_that_is_asked_for_is_written_with_its_columns(
    project: Path, bsc: Any, what: str
) -> None:
    columns = {"results": RESULTS, "changes": CHANGES, "comparison": COMPARISON, "scores": SCORES}
    columns |= {"economy": ECONOMY, "centres": CENTRES, "bonus": BONUS, "surveys": SURVEYS}
    code, out, _ = bsc("table", str(project), "--what", what)
    assert code == 0
    assert set(out.splitlines()[0].split(",")) == {*columns[what], "structure"}
    if what in ("results", "scores", "changes"):
        assert len(out.splitlines()) > 1


def test_a_table_that_there_is_not_is_refused_with_those_there_are(project: Path, bsc: Any) -> None:
    code, _, error = bsc("table", str(project), "--what", "change")
    assert code == 2
    assert "did you mean changes?" in error


def test_the_table_is_the_same_as_csv_and_as_parquet(project: Path, bsc: Any) -> None:
    assert bsc("table", str(project), "--out", "t.csv")[0] == 0
    assert bsc("table", str(project), "--out", "t.parquet")[0] == 0
    texts = {"org_unit": str, "period": str}
    as_csv = pd.read_csv("t.csv", dtype=texts, na_values=[""], keep_default_na=False)
    as_parquet = pd.read_parquet("t.parquet").fillna({"revised_on": math.nan})
    pd.testing.assert_frame_equal(as_csv, as_parquet, check_dtype=False)
    assert set(as_parquet["period"]) == {"2003-Q1", "2003-Q2"}


# The starts of a formula that OWASP lists under "CSV Injection", and their full-width forms.
@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_a_text_that_a_spreadsheet_would_run_is_neutralised(start: str) -> None:
    table = pd.DataFrame({"name": [f"{start}1+1", "plain"], "value": [-5.5, None]})
    read = pd.read_csv(BytesIO(render_csv(table)), keep_default_na=False, lineterminator=None)
    assert read["name"][0].startswith("'")
    assert read["name"][1] == "plain"
    assert render_csv(table).decode().split("\r\n")[-3].endswith(",-5.5")


def test_quotes_and_separators_in_a_text_stay_in_their_cell() -> None:
    table = pd.DataFrame({"name": ['x";=1+1;"', "a,b", "c\nd"], "value": [1, 2, 3]})
    assert list(pd.read_csv(BytesIO(render_csv(table)))["name"]) == list(table["name"])


def test_a_missing_value_is_empty_and_not_a_word(small: ScorecardFolder) -> None:
    rows = tidy_table(small.evaluation, "2003-Q2")
    text = render_csv(rows).decode().casefold()
    assert "nan" not in text
    assert rows["value"].isna().any()
    assert pd.read_parquet(BytesIO(render_parquet(rows)))["value"].isna().any()


@pytest.mark.usefixtures("project")
def test_the_schemas_are_written_where_asked(bsc: Any) -> None:
    Path("schemas").mkdir()
    code, out, _ = bsc("schema", "schemas")
    assert code == 0
    names = {path.name for path in Path("schemas").iterdir()}
    assert "measures.schema.json" in names
    assert all(name in out for name in names)
    for path in Path("schemas").iterdir():
        assert json.loads(path.read_text(encoding="utf-8"))["type"] == "object"


def test_the_version_is_that_of_the_package(bsc: Any) -> None:
    code, out, _ = bsc("--version")
    assert code == 0
    assert out.startswith("bsc ")


def test_a_reader_that_goes_away_is_no_traceback(project: Path) -> None:
    bsc = Path(sys.executable).with_name("bsc")
    command = f"'{bsc}' table '{project}' | true"
    ended = subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=False)
    assert ended.stderr == b""
