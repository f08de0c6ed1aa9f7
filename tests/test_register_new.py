"""``bsc new`` starts a scorecard that is sound, complete and runs as it is.

B1, B3, B10, B13, L1-L6, P1-P3: every part of the register has an example that a controller can
follow.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import BaseModel

from bsc_helpers import cli
from bsc_helpers.errors import ParameterError
from bsc_helpers.folder import check_folder, evaluate_folder
from bsc_helpers.model import Register
from bsc_helpers.register import TEMPLATE_LANGUAGES, json_schemas, load_register, write_new
from bsc_helpers.register.new import TEMPLATES

LONGEST_LINE = 100


@pytest.fixture(params=TEMPLATE_LANGUAGES)
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return the folder of a new scorecard in one of the languages."""
    write_new(tmp_path / "mine", language=request.param)
    return tmp_path / "mine"


def test_there_is_a_template_in_swedish_and_in_english() -> None:
    assert TEMPLATE_LANGUAGES == ("en", "sv")


def test_a_new_scorecard_gives_no_error_and_no_advice(folder: Path) -> None:
    assert [str(problem) for problem in check_folder(folder)] == []


def test_every_unit_and_measure_of_a_new_scorecard_has_a_value_and_a_status(folder: Path) -> None:
    evaluation = evaluate_folder(folder).evaluation
    period = str(evaluation.latest)
    assert period == "2025-Q4"
    rows = evaluation.results[evaluation.results["period"].isin([period, "2025"])]
    applies = rows[rows["reason"] != "not_applicable"]
    assert set(applies["org_unit"]) == {unit.code for unit in evaluation.scorecard.org_units}
    assert set(applies["measure"]) == {m.code for m in evaluation.scorecard.measures}
    assert applies["value"].notna().all()
    assert set(applies["status"]) >= {"good", "warning", "poor"}  # a report with something to see


def test_the_lines_of_the_invented_economy_add_up_to_its_net(folder: Path) -> None:
    source = next(s for s in load_register(folder).scorecard.sources if s.layout == "wide")
    rows = (folder / source.file).read_text(encoding="utf-8").splitlines()[1:]
    for row in rows:
        numbers = [int(cell.replace(" ", "")) for cell in row.split(";")[2:]]
        for net, revenue, staff, other in (numbers[::2], numbers[1::2]):
            assert net == staff + other - revenue, row


def test_every_figure_of_a_new_scorecard_is_marked_as_invented(folder: Path) -> None:
    word = {"en": "invented", "sv": "pahittad"}
    card = load_register(folder).scorecard
    (language,) = card.languages
    assert card.notice is not None
    assert {"en": "Invented", "sv": "Påhittade"}[language] in card.notice.of(language)
    assert all(word[language] in path.name for path in (folder / "data").iterdir())


def used(value: Any) -> set[str]:
    """Return every key that is written somewhere, by the class it belongs to."""
    if isinstance(value, BaseModel) and type(value).__module__.startswith("bsc_helpers"):
        found = {f"{type(value).__name__}.{key}" for key in value.model_fields_set}
        return found.union(*(used(getattr(value, key)) for key in value.model_fields_set))
    if isinstance(value, tuple):
        return set().union(*(used(inside) for inside in value))
    return set()


def keys(model: type[BaseModel], seen: set[type] | None = None) -> dict[str, str]:
    """Return every key that can be written, by the class it belongs to, as it is written."""
    seen = set() if seen is None else seen
    if model in seen:
        return {}
    seen.add(model)
    found = {f"{model.__name__}.{n}": f.alias or n for n, f in model.model_fields.items()}
    waiting = [field.annotation for field in model.model_fields.values()]
    while waiting:
        here = waiting.pop()
        waiting += get_args(here)
        if isinstance(here, type) and issubclass(here, BaseModel):
            found |= keys(here, seen)
    return found


def test_every_key_of_the_register_is_used_or_explained_in_a_new_scorecard(folder: Path) -> None:
    register = load_register(folder)
    text = "\n".join(path.read_text(encoding="utf-8") for path in folder.glob("*.yaml"))
    comments = "\n".join(re.findall(r"#.*", text))
    missing = {
        name: key
        for name, key in keys(Register).items()
        if name not in used(register)
        and not re.search(rf"\b{key}\b", comments)
        and not name.startswith(("LocalText.", "Span."))
    }
    assert missing == {}


def test_the_templates_are_the_same_but_for_their_words() -> None:
    shapes = [shape(load_register(TEMPLATES / language)) for language in TEMPLATE_LANGUAGES]
    assert shapes[0] == shapes[1]


def shape(value: Any) -> Any:
    """Return a register without its texts and codes."""
    if isinstance(value, BaseModel) and type(value).__name__ == "LocalText":
        return "text"
    if isinstance(value, BaseModel):
        return {key: shape(getattr(value, key)) for key in sorted(value.model_fields_set)}
    if isinstance(value, tuple):
        return [shape(inside) for inside in value]
    if isinstance(value, dict):
        return [shape(inside) for inside in value.values()]
    return "text" if isinstance(value, str) else value


def test_an_editor_finds_nothing_wrong_with_a_new_scorecard(folder: Path) -> None:
    schemas = json_schemas()
    for path in folder.glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        first = text.splitlines()[0]
        assert first == f"# yaml-language-server: $schema=../schemas/{path.stem}.schema.json"
        data = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - texts only
        names = {error.validator for error in errors_of(data, schemas[path.stem + ".schema.json"])}
        assert names <= {"type", "anyOf"}  # numbers are texts here


def errors_of(data: Any, schema: dict[str, Any]) -> list[Any]:
    return list(Draft202012Validator(schema).iter_errors(data))


def test_the_lines_of_a_new_scorecard_fit_a_window(folder: Path) -> None:
    for path in folder.glob("*.yaml"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            assert len(line) <= LONGEST_LINE, f"{path.name}:{number}"


# --- writing --------------------------------------------------------------------------------------


def test_the_folder_names_the_scorecard_and_the_option_its_name(tmp_path: Path) -> None:
    written = write_new(tmp_path / "deep" / "schools-2026", 'Our "schools": #1, åäö')
    assert all(path.is_file() for path in written)
    assert {path.parent.name for path in written} == {"schools-2026", "data"}
    card = load_register(tmp_path / "deep" / "schools-2026").scorecard
    assert (card.code, card.name.of("en")) == ("schools-2026", 'Our "schools": #1, åäö')
    write_new(tmp_path / "plain")
    assert load_register(tmp_path / "plain").scorecard.name.of("en") == "plain"


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(name=st.text(max_size=30))
def test_any_name_is_written_as_it_is_or_refused(
    tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    folder = tmp_path_factory.mktemp("new") / "mine"
    try:
        write_new(folder, name)
    except ParameterError:
        assert not folder.exists()
        return
    read = load_register(folder).scorecard.name.of("en")
    assert read == load_name(name) if name.strip() else read == "mine"


def load_name(name: str) -> str:
    """Return a name as every text of a register is read: composed, and without outer blanks."""
    from unicodedata import normalize  # noqa: PLC0415 - only here

    return normalize("NFC", name).strip()


def test_an_empty_folder_is_filled_and_any_other_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    write_new(tmp_path / "empty")
    assert (tmp_path / "empty" / "scorecard.yaml").is_file()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("kept")
    (tmp_path / "file").write_text("kept")
    for name, words in (("full", "is not empty"), ("file", "is no folder"), ("empty", "not empty")):
        with pytest.raises(ParameterError, match=words):
            write_new(tmp_path / name)
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["mine.txt"]
    assert (tmp_path / "file").read_text() == "kept"


@pytest.mark.parametrize(
    ("name", "language", "words"),
    [
        ("my card", "en", "becomes the scorecard's code: a code begins and ends"),
        ("CON", "en", "a device on Windows"),
        ("mine", "de", "there is no template in de; valid: en, sv"),
    ],
)
def test_what_cannot_be_started_is_refused_and_nothing_is_written(
    tmp_path: Path, name: str, language: str, words: str
) -> None:
    with pytest.raises(ParameterError, match=words):
        write_new(tmp_path / name, language=language)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_finished_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Path, __: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        write_new(tmp_path / "mine")
    assert list(tmp_path.iterdir()) == []


def test_the_working_directory_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    with pytest.raises(ParameterError, match="name a new folder"):
        write_new(Path())
    assert list((tmp_path / "here").iterdir()) == []


def test_new_files_and_folders_have_the_usual_modes(tmp_path: Path) -> None:
    usual = tmp_path / "usual"
    usual.mkdir()
    (usual / "file").write_text("x")
    written = write_new(tmp_path / "mine")
    assert {path.stat().st_mode for path in written} == {(usual / "file").stat().st_mode}
    assert (tmp_path / "mine").stat().st_mode == usual.stat().st_mode


def test_the_command_says_what_it_wrote_and_how_to_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(
        sys, "argv", ["bsc", "new", "parameters/mine", "--name", "Mitt", "--language", "sv"]
    )
    with pytest.raises(SystemExit) as caught:
        cli.main()
    assert not caught.value.code
    *files, last = capsys.readouterr().out.splitlines()
    assert os.path.join("parameters", "mine", "scorecard.yaml") in files  # noqa: PTH118 - as shown
    assert last == "Now: bsc check parameters/mine, then bsc run parameters/mine/quarter"
    assert load_register(Path("parameters/mine")).scorecard.name.of("sv") == "Mitt"
    with pytest.raises(SystemExit) as caught:
        cli.main()
    assert caught.value.code == cli.CANNOT_START
    assert "is not empty; nothing was written" in capsys.readouterr().err
