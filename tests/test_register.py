"""Bad registers and data give located messages, all at once; sound ones are read as written."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from small_register import FILES, write_broken, write_small

from bsc_helpers.errors import BscError, RegisterError
from bsc_helpers.folder import check_folder, evaluate_folder
from bsc_helpers.register import json_schemas, load_register, read_register

# file, text, its replacement, place in the message, words in the message
BROKEN = [
    ("scorecard.yaml", "code: small\n", "", "scorecard.yaml", "the key code is missing"),
    ("scorecard.yaml", "objectives:", "objektives:", "scorecard.yaml:9:1", "did you mean objectives?"),
    ("scorecard.yaml", "[sv, en]", "[sv, english]", "scorecard.yaml:3:17", "must match"),
    ("scorecard.yaml", "code: K1", "code: ../K1", "scorecard.yaml:10:5", "a code begins and ends"),
    ("scorecard.yaml", "code: M1", "code: k1", "scorecard.yaml:13:5", "stands twice: first in"),
    ("scorecard.yaml", "perspective: M", "perspective: N", "scorecard.yaml:15:5", "no such perspective"),
    ("scorecard.yaml", "name: Health\n", "name: {svenska: Hälsa}\n", "scorecard.yaml:18:5", "is no language"),
    ("scorecard.yaml", "name: Health\n", "name:\n", "scorecard.yaml:18:5", "must not be empty"),
    ("scorecard.yaml", "code: FM1", "code: &f FM1", "scorecard.yaml:17:11", "anchors (&f) are not read"),
    ("scorecard.yaml", "code: FM1", "code: *f", "scorecard.yaml:17:11", "aliases (*f) are not read"),
    ("scorecard.yaml", "code: FM1", "code: !!python/name:os.system x", "scorecard.yaml:17:11", "tags"),
    ("scorecard.yaml", "code: FM1", "code: FM1\n    <<: {a: b}", "scorecard.yaml:18:5", "merge keys"),
    ("scorecard.yaml", "code: FM1", "code: FM1\n    code: FM2", "scorecard.yaml:18:5", "in line 17 and here"),
    ("scorecard.yaml", "code: FM1", "code: [FM1", "scorecard.yaml", "is not YAML"),
    ("scorecard.yaml", "code: FM1", "code: CON", "scorecard.yaml:17:5", "a device on Windows"),
    ("measures.yaml", "polarity: lower_is_better", "polarity: lower", "measures.yaml:16:5", "did you mean lower_is_better?"),
    ("measures.yaml", "success_factor: FM1", "success_factor: FM2", "measures.yaml:13:5", "did you mean FM1?"),
    ("measures.yaml", "    success_factor: FM1\n", "", "measures.yaml:11:5", "either success_factor or objective"),
    ("measures.yaml", "100 * sick_hours / hours", "100 * sick_hour / hours", "measures.yaml:14:5", "did you mean sick_hours?"),
    ("measures.yaml", "100 * sick_hours / hours", "hours.__class__", "measures.yaml:14:5", "^"),
    ("measures.yaml", "100 * sick_hours / hours", "m02 + 1", "measures.yaml:14:5", "m02 → m02"),
    ("measures.yaml", "100 * sick_hours / hours", "100", "measures.yaml:14:5", "names no input"),
    ("measures.yaml", "code: answers", "code: sum", "measures.yaml:8:5", "a word of the formula language"),
    ("measures.yaml", "value: 8.5", "value: 8_5", "measures.yaml:18:", "must be a number with a decimal point"),
    ("measures.yaml", "warning: 9.5", "warning: 7.5", "measures.yaml:18:", "targets[1]"),
    ("measures.yaml", "from: 2003\n", "from: 2003-Q5\n", "measures.yaml:27:9", "is no period"),
    ("measures.yaml", "code: hours", "code: Hours", "measures.yaml:4:5", "must match"),
    ("measures.yaml", "name: Answers", "name: Answers\n    frequency: M", "measures.yaml:10:5", "valid: day, week, month"),
    ("org_units.yaml", "code: south", "code: NORTH", "org_units.yaml:9:5", "stands twice"),
    ("org_units.yaml", "    kind: city\n", "    kind: city\n    parent: south\n", "org_units.yaml:5:5", "lies below itself"),
    ("org_units.yaml", "    kind: city\n", "    kind: city\n    from: 2003-02-30\n", "org_units.yaml:5:5", "must be a date"),
    ("org_units.yaml", "    kind: city\n", "    kind: city\n    to: 2003-06-30\n", "org_units.yaml:9:5", "does not exist on 2003-07-01"),
    ("sources.yaml", "layout: wide", "layout: long", "sources.yaml", "is needed in the long layout"),
    ("sources.yaml", "answers: answers", "answers: svar", "sources.yaml", "there is no such input"),
    ("sources.yaml", 'decimal: ","', 'decimal: ";"', "sources.yaml", "valid: ., ,"),
    ("presets.yaml", "2003-Q2", "last", "presets.yaml:4:15", "is no period"),
    ("sources.yaml", "file: staff.csv", "file: stuff.csv", "stuff.csv", "No such file"),
    ("staff.csv", "north,2003-Q2,hours,1000", "norht,2003-Q2,hours,1000", "staff.csv:5: unit", "did you mean north?"),
    ("staff.csv", "north,2003-Q2,hours,1000", "north,2003-04,hours,1000", "staff.csv:5: quarter", "delivered by quarter, not by month"),
    ("staff.csv", "north,2003-Q2,hours,1000", "north,2003Q2,hours,1000", "staff.csv:5: quarter", "is no period"),
    ("staff.csv", "north,2003-Q2,hours,1000", "north,2003-Q2,hour,1000", "staff.csv:5: figure", "did you mean hours?"),
    ("staff.csv", "north,2003-Q2,hours,1000", "north,2003-Q2,hours,NA", "staff.csv:5: number", "is no number"),
    ("staff.csv", "north,2003-Q2,hours,1000", "north,2003-Q2,hours,1e3", "staff.csv:5: number", "is no number"),
    ("staff.csv", "north,2003-Q2,hours,1000", "north,2003-Q2,hours", "staff.csv:5", "has not 4 cells"),
    ("staff.csv", "north,2003-Q2,hours,1000", "north,2003-Q1,hours,1000", "staff.csv:5", "stands twice: first in staff.csv:3"),
    ("staff.csv", "north,2003-Q2,hours,1000", "city,2003-Q2,hours,1200", "", "would count twice"),
    ("staff.csv", "quarter,figure", "quartre,figure", "staff.csv:1", "there is no such column"),
    ("staff.csv", "quarter,figure", "unit,figure", "staff.csv:1", "stands 2 times"),
    ("survey.csv", "80,0", "80.0", "survey.csv:2: pleased", "is no number"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "place", "words"), BROKEN)
def test_a_broken_register_or_file_is_told_with_its_place(
    tmp_path: Path, file: str, old: str, new: str, place: str, words: str
) -> None:
    problems = [p for p in check_folder(write_broken(tmp_path, file, old, new)) if not p.advice]
    shown = [str(problem).replace(f"{tmp_path}/", "") for problem in problems]
    assert any(text.startswith(place) and words in text for text in shown), shown


def test_the_small_register_is_sound(tmp_path: Path) -> None:
    assert [p for p in check_folder(write_small(tmp_path)) if not p.advice] == []


def test_all_problems_in_all_files_are_told_at_once(tmp_path: Path) -> None:
    write_small(
        tmp_path,
        scorecard_yaml=FILES["scorecard.yaml"].replace("perspective: M", "perspective: N"),
        measures_yaml=FILES["measures.yaml"].replace("lower_is_better", "down").replace("/ hours", "/ hour"),
        org_units_yaml=FILES["org_units.yaml"].replace("parent: city\n  - code: s", "parent: town\n  - code: s"),
        presets_yaml=FILES["presets.yaml"].replace("2003-Q2", "never"),
    )  # fmt: skip
    _, problems = read_register(tmp_path)
    text = "\n".join(str(problem) for problem in problems)
    # the formula of a measure with another fault is not read: it comes with the next check
    for words in ("no such perspective", "unknown word", "no such unit", "is no period"):
        assert words in text
    with pytest.raises(RegisterError) as error:
        load_register(tmp_path)
    assert error.value.problems == tuple(problems)


def test_an_item_with_a_fault_is_still_known_to_those_that_refer_to_it(tmp_path: Path) -> None:
    write_broken(tmp_path, "scorecard.yaml", "objective: M1", "objektive: M1")
    _, problems = read_register(tmp_path)
    assert {p.message for p in problems} == {"the key objective is missing", "unknown key"}


def test_an_unknown_yaml_file_is_an_error_with_the_nearest_name(tmp_path: Path) -> None:
    write_small(tmp_path)
    (tmp_path / "measure.yaml").write_text("measures: []\n")
    (problem,) = [p for p in check_folder(tmp_path) if not p.advice]
    assert problem.hint == "measures.yaml"


def test_missing_files_and_folders_are_told(tmp_path: Path) -> None:
    (problem,) = check_folder(tmp_path / "nowhere")
    assert problem.message == "there is no such folder"
    assert {p.message for p in check_folder(tmp_path)} == {"the file is missing"}


def test_scalars_stay_what_was_written(tmp_path: Path) -> None:
    write_small(
        tmp_path,
        org_units_yaml="org_units:\n  - {code: 0114, name: NO}\n  - {code: 1e5, name: 12:30}\n"
        "  - {code: null, name: ~}\n  - {code: 2024-01, name: yes}\n",
        sources_yaml="sources: []\n",
        staff_csv="",
    )
    register = load_register(tmp_path)
    units = {unit.code: unit.name.of("sv") for unit in register.scorecard.org_units}
    assert units == {"0114": "NO", "1e5": "12:30", "null": "~", "2024-01": "yes"}


def test_deep_nesting_and_alias_bombs_are_refused_quickly(tmp_path: Path) -> None:
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
    for text in ("perspectives: " + "[" * 10_000, "perspectives: " + "[" * 30 + "]" * 30, bomb):
        write_small(tmp_path, scorecard_yaml=text)
        problems = check_folder(tmp_path)
        assert any("deep" in p.message or "not read" in p.message for p in problems)


def test_advice_stands_apart_from_errors(tmp_path: Path) -> None:
    register, problems = read_register(write_small(tmp_path))
    assert register is not None
    assert {p.message for p in problems} == {"has 1 objectives"}
    assert all(p.advice and p.line for p in problems)


def test_the_schemas_accept_the_example_and_refuse_unknown_keys() -> None:
    schemas = json_schemas()
    assert set(schemas) == {
        f"{name.removesuffix('.yaml')}.schema.json" for name in FILES if "yaml" in name
    }
    for schema in schemas.values():
        assert schema["additionalProperties"] is False
        json.dumps(schema)
    assert "from" in schemas["measures.schema.json"]["$defs"]["Target"]["properties"]


def test_the_schemas_beside_the_examples_are_those_of_the_model() -> None:
    folder = Path(__file__).parents[1] / "parameters" / "schemas"
    written = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in folder.iterdir()}
    assert written == json_schemas()


class EditorYaml(yaml.SafeLoader):
    """YAML as an editor resolves it: numbers are numbers, a date is a text."""


EditorYaml.yaml_implicit_resolvers = {
    first: [(tag, rule) for tag, rule in rules if tag != "tag:yaml.org,2002:timestamp"]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def test_an_editor_finds_nothing_wrong_with_the_example_and_finds_a_misspelt_key() -> None:
    example = Path(__file__).parents[1] / "parameters" / "goteborg"
    schemas = json_schemas()
    for path in example.glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        data = yaml.load(text, Loader=EditorYaml)  # noqa: S506 - a safe loader
        schema = Draft202012Validator(schemas[f"{path.stem}.schema.json"])
        assert [error.message for error in schema.iter_errors(data)] == []
    assert not schema.is_valid({**data, "presetts": []})


def test_every_file_of_the_example_names_its_schema() -> None:
    example = Path(__file__).parents[1] / "parameters" / "goteborg"
    for path in example.glob("*.yaml"):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first == f"# yaml-language-server: $schema=../schemas/{path.stem}.schema.json"


SLOW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@SLOW
@given(raw=st.binary(max_size=300), file=st.sampled_from(sorted(FILES)))
def test_any_bytes_in_any_file_give_problems_and_never_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes, file: str
) -> None:
    folder = write_small(tmp_path_factory.mktemp("fuzz"), **{file.replace(".", "_"): raw})
    check_folder(folder)


@SLOW
@given(data=st.data())
def test_a_register_with_any_stretch_of_text_replaced_never_gives_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    file = data.draw(st.sampled_from(sorted(FILES)))
    text = FILES[file]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 30)))
    new = data.draw(
        st.text(max_size=12) | st.sampled_from(["{", "]", "- ", ": ", "\t", "0", "\0", "é"])
    )
    changed = (text[:start] + new + text[end:]).encode("utf-8", "surrogatepass")
    folder = write_small(tmp_path_factory.mktemp("fuzz"), **{file.replace(".", "_"): changed})
    with contextlib.suppress(BscError):
        evaluate_folder(folder)
