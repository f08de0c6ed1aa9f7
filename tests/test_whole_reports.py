"""Reports about the whole scorecard: one for each period and language, beside those of units."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sample_city import city
from sample_run import finish, plan_for
from small_project import change, differing, tree, write_project
from tiny_run import Quiet, write_notebook

from bsc_helpers.batch import laying
from bsc_helpers.batch.cluster.parcel import packed, unpacked
from bsc_helpers.batch.editions import Publisher
from bsc_helpers.batch.jobs import Job, Selection, edition_path, failure_path
from bsc_helpers.batch.limits import Shard
from bsc_helpers.batch.manifest import load_manifest
from bsc_helpers.batch.outcomes import Outcome, Rendered
from bsc_helpers.batch.outputs.local import LocalOutput
from bsc_helpers.batch.parameters import check_parameters, is_about_units
from bsc_helpers.batch.plan import Order, Plan
from bsc_helpers.batch.planning import prepare
from bsc_helpers.batch.run import run
from bsc_helpers.batch.upkeep import delete, find_gone, verify
from bsc_helpers.errors import DataError, ParameterError, Problem, RegisterError
from bsc_helpers.periods import parse_period
from bsc_helpers.register import load_register

QUARTER = parse_period("2003-Q4")
MAP = Job("", "", QUARTER, "sv", "strategy_map")
PARAMETERS = (
    'scorecard: str = "small"\nwindow: str = "four"\nperiod: str = ""\nlanguage: str = "sv"\n'
    'as_of: str = ""\nrun: str = ""'
)
REPORT = """\
from pathlib import Path
from IPython.display import display
from bsc_helpers.blocks import MIME, Head
from bsc_helpers.slices import read_links

tests = read_links(Path(run), period)
head = Head(title=f"The map, {period}", language=language, lead=f"window {window}")
display({MIME: head.model_dump(mode="json"), "text/plain": ""}, raw=True)
"""
LINKS = """\
links:
  - code: L1
    from: M1
    to: K1
    rationale: Who is well is kind
    pairs: [{driver: M02, outcome: K04, sign: negative, lag: 1}]
"""
PRESETS = """\
presets:
  - {code: all, name: All units, periods: [2003-Q2]}
  - code: map
    name: The map
    notebook: strategy_map
    periods: [2003-Q2]
"""
PLACE = Path("reports/small/2003-Q2/strategy_map")
PAGES = [f"small-strategy_map-2003-Q2-{language}.html" for language in ("en", "sv")]
NORTH = Selection(org_units=("north",), languages=("en",), formats=("html",))


def order(preset: str = "map", **changes: Any) -> Order:
    given = {"selection": Selection(formats=("html",)), "isolation": "spawn"}
    return Order(**({"preset": preset} | given | changes))


def made(preset: str = "map", **changes: Any) -> Plan:
    """Run an order to its end; return what was planned."""
    plan = prepare(order(preset, **changes))
    assert run(plan, Quiet()).complete
    return plan


def ordered(plan: Plan) -> list[str]:
    return ["/".join(task.job.key) for task in plan.tasks]


def write_map(folder: Path, *cells: str, parameters: str = PARAMETERS) -> Path:
    path = folder / "notebooks" / "strategy_map.ipynb"
    return write_notebook(path, *(cells or (REPORT,)), parameters=parameters)


@pytest.fixture(scope="module")
def _published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of which one unit and the map in both languages are published."""
    folder = tmp_path_factory.mktemp("published")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        register = write_project(folder)
        write_map(folder)
        (register / "presets.yaml").write_text(PRESETS, encoding="utf-8")
        with (register / "scorecard.yaml").open("a", encoding="utf-8") as card:
            card.write(LINKS)
        made("all", selection=NORTH)
        made()
    return folder


@pytest.fixture
def project(_published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it in another place; its register."""
    copy = tmp_path / "copy"
    shutil.copytree(_published, copy)
    monkeypatch.chdir(copy)
    return copy / "parameters/small"


# --------------------------------------------------------------------------------- what is ordered


@pytest.mark.usefixtures("project")
def test_an_order_makes_one_report_for_each_period_and_language() -> None:
    both = Selection(periods=("2003-Q1", "latest"), formats=("html",))
    assert ordered(prepare(order(selection=both, anew=True))) == [
        f"strategy_map/{period}/{language}"
        for period in ("2003-Q1", "2003-Q2")
        for language in ("sv", "en")
    ]
    one = Selection(periods=("2003-Q1",), languages=("en",), formats=("html",))
    assert ordered(prepare(order(selection=one))) == ["strategy_map/2003-Q1/en"]


@pytest.mark.usefixtures("project")
def test_its_notebook_is_told_no_unit_and_finds_the_links_of_the_organisation() -> None:
    plan = prepare(order(anew=True))
    assert plan.folder is not None
    names = {"scorecard", "period", "language", "as_of", "run"}
    assert all(set(task.parameters) == names for task in plan.tasks)
    found = {path.name for path in plan.folder.slices.iterdir()}
    assert found == {"scorecard.json", "links+2003-Q2.json"}


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize(
    "job", [Job("a", "all", QUARTER, "sv"), Job("a", "pre", QUARTER, "sv"), MAP]
)
def test_a_key_names_one_report_and_no_other(job: Job, language: str) -> None:
    job = replace(job, language=language)
    assert Job.of(job.key, 1) == job
    called_alike = {
        Job("strategy_map", "all", QUARTER, language).key,
        Job("strategy_map", "2003-Q4", QUARTER, language).key,
    }
    assert job.key not in called_alike


def test_the_name_of_a_file_says_scorecard_report_period_and_language() -> None:
    assert str(edition_path("card", MAP, "pdf")) == (
        "card/2003-Q4/strategy_map/card-strategy_map-2003-Q4-sv.pdf"
    )
    assert failure_path("card", MAP).name == "card-strategy_map-2003-Q4-sv-failed.html"


# ----------------------------------------------------------------------- what an order cannot have


@pytest.mark.parametrize("line", ["org_units: [north]", "kinds: [district]", "activities: [all]"])
def test_units_in_a_preset_about_the_whole_scorecard_are_refused_where_they_stand(
    project: Path, line: str
) -> None:
    (project / "presets.yaml").write_text(f"{PRESETS}    {line}\n", encoding="utf-8")
    with pytest.raises(RegisterError) as caught:
        prepare(order())
    (problem,) = caught.value.problems
    assert (problem.line, problem.key) == (7, f"presets[map].{line.partition(':')[0]}")
    assert problem.file.endswith("presets.yaml")
    assert "no parameter org_unit" in problem.message
    assert problem.valid == "periods, languages, formats"


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("option", ["--unit", "--activity"])
def test_a_unit_on_the_command_line_is_refused_with_what_is_valid(bsc: Any, option: str) -> None:
    code, _, err = bsc("run", "map", option, "north")
    assert code == 2
    assert "the reports of strategy_map are about the whole scorecard" in err
    assert "valid: --period, --language, --format" in err


def test_a_notebook_that_is_called_like_a_unit_is_refused_where_it_is_named(project: Path) -> None:
    called = (project / "org_units.yaml").read_text(encoding="utf-8") + "  - code: Strategy_Map\n"
    (project / "org_units.yaml").write_text(f"{called}    name: Map office\n", encoding="utf-8")
    with pytest.raises(RegisterError, match="is also the code of the unit Strategy_Map") as caught:
        prepare(order())
    (problem,) = caught.value.problems
    assert (problem.line, problem.key) == (5, "presets[map].notebook")


def test_a_unit_that_comes_later_does_not_take_the_place_of_a_published_report(
    project: Path,
) -> None:
    called = (project / "org_units.yaml").read_text(encoding="utf-8") + "  - code: strategy_map\n"
    (project / "org_units.yaml").write_text(f"{called}    name: Map office\n", encoding="utf-8")
    before = tree()
    with pytest.raises(ParameterError, match="is the place of two pages: another code is needed"):
        prepare(order("all"))
    assert differing(tree(), before) == []


# ------------------------------------------------------------------------------------- the notebook


def test_a_notebook_that_asks_for_no_unit_is_about_the_whole_scorecard(tmp_path: Path) -> None:
    assert not is_about_units(write_map(tmp_path))
    for name in ("org_unit", "activity"):  # one of them may be misspelt
        asking = f'{PARAMETERS}\n{name}: str = ""'
        assert is_about_units(write_map(tmp_path, parameters=asking))


def test_it_may_have_parameters_of_its_own_but_must_have_those_that_are_passed(
    tmp_path: Path,
) -> None:
    passed = dict.fromkeys(("scorecard", "period", "language", "as_of", "run"), "")
    check_parameters(write_map(tmp_path), passed)
    misspelt = write_map(tmp_path, parameters=PARAMETERS.replace("period", "perod"))
    with pytest.raises(ParameterError, match=r"no parameter period.*did you mean perod"):
        check_parameters(misspelt, passed)


# -------------------------------------------------------------------------------- what is published


@pytest.mark.usefixtures("project")
def test_it_lies_beside_the_units_and_both_stay_when_the_other_is_made() -> None:
    assert sorted(path.name for path in PLACE.iterdir()) == PAGES
    page = (PLACE / PAGES[0]).read_text(encoding="utf-8")
    assert "The map, 2003-Q2" in page
    assert "window four" in page  # a parameter of its own keeps its default
    there = load_manifest(LocalOutput(Path("reports/small")))
    assert there is not None
    assert [each.key for each in there.entries] == [
        ("north", "all", "2003-Q2", "en"),
        ("strategy_map", "2003-Q2", "en"),
        ("strategy_map", "2003-Q2", "sv"),
    ]
    before = tree()
    made("all", selection=NORTH, anew=True)
    made(anew=True)
    assert differing(tree(), before) == []


@pytest.mark.usefixtures("project")
def test_the_entrance_leads_to_it_in_each_language_and_so_does_status(bsc: Any) -> None:
    for name, page, text in (
        ("index.html", PAGES[1], "Hela styrkortet, kvartal 2 2003"),
        ("index-en.html", PAGES[0], "The whole scorecard, quarter 2 2003"),
    ):
        html = Path("reports/small", name).read_text(encoding="utf-8")
        assert text in html
        assert f'<a href="2003-Q2/strategy_map/{page}">The map, 2003-Q2</a>' in html
    code, out, _ = bsc("status", "map")
    assert "published: 3 reports" in out
    assert code in (0, 1)  # the formats of the preset are more


@pytest.mark.usefixtures("project")
def test_shares_make_it_once_with_all_its_languages() -> None:
    shares = [prepare(order(anew=True, shard=Shard(number, 2))) for number in (1, 2)]
    assert [ordered(share) for share in shares] == [
        ["strategy_map/2003-Q2/sv", "strategy_map/2003-Q2/en"],
        [],
    ]


@pytest.mark.usefixtures("project")
def test_what_travels_to_a_cluster_is_the_links_and_the_scorecard(tmp_path: Path) -> None:
    task = prepare(order(anew=True)).tasks[0]
    parcel = packed(task, "spawn")
    assert set(parcel.slices) == {"scorecard.json", "links+2003-Q2.json"}
    arrived = unpacked(parcel, tmp_path)
    for name, content in parcel.slices.items():
        assert Path(arrived.parameters["run"], name).read_bytes() == content


# ---------------------------------------------------------------------------- what is made again


@pytest.mark.usefixtures("project")
def test_a_second_run_makes_nothing() -> None:
    computed, remembered = prepare(order()), prepare(order())
    assert computed.folder is not None
    assert remembered.folder is None
    for plan in (computed, remembered):
        assert plan.nothing_to_do
        assert [job.key for job in plan.current] == [
            ("strategy_map", "2003-Q2", "sv"), ("strategy_map", "2003-Q2", "en"),
        ]  # fmt: skip


def test_a_link_that_changed_is_made_again_and_a_comment_is_not(project: Path) -> None:
    comment = "  - {org_unit: north, period: 2003-Q2, text: Fine, author: A, written: 2003-07-20}"
    (project / "comments.yaml").write_text(f"comments:\n{comment}\n", encoding="utf-8")
    assert prepare(order()).nothing_to_do
    change(project / "scorecard.yaml", "sign: negative", "sign: positive")
    plan = prepare(order())
    assert ordered(plan) == ["strategy_map/2003-Q2/sv", "strategy_map/2003-Q2/en"]
    assert not any(task.again for task in plan.tasks)


@pytest.mark.usefixtures("project")
def test_a_page_that_was_damaged_is_restored() -> None:
    before = tree()
    (PLACE / PAGES[0]).write_text("damaged", encoding="utf-8")
    assert ordered(made()) == ["strategy_map/2003-Q2/en"]
    assert differing(tree(), before) == []


@pytest.mark.usefixtures("project")
def test_what_a_run_had_finished_is_published_and_not_made_again() -> None:
    task, _ = prepare(order(anew=True)).tasks
    shutil.rmtree("reports")
    plan = prepare(order())
    finish(plan, task.job, Rendered("Made before", {"html": b"<p>made before</p>"}))
    assert [outcome.job for outcome in prepare(order()).finished] == [task.job]


# ---------------------------------------------------------------------------------- what went wrong


@pytest.mark.usefixtures("project")
def test_when_the_links_cannot_be_computed_it_failed_for_its_data(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(_: object) -> None:
        raise DataError([Problem("no groups", "scorecard.yaml")])

    monkeypatch.setattr(laying, "links_bytes", broken)
    Path("notebooks/strategy_map.ipynb").write_text(
        Path("notebooks/strategy_map.ipynb").read_text("utf-8") + " ", encoding="utf-8"
    )
    summary = run(prepare(order()), Quiet())
    assert {outcome.reason for outcome in summary.outcomes} == {"scorecard.yaml: no groups"}
    assert {outcome.kind for outcome in summary.outcomes} == {"data"}
    failed = [page.replace(".html", "-failed.html") for page in PAGES]
    assert {path.name for path in PLACE.iterdir()} == {*PAGES, *failed}  # the earlier ones stay


@pytest.mark.usefixtures("project")
def test_a_report_that_fails_says_so_on_its_page_until_it_is_made_again(bsc: Any) -> None:
    write_map(Path.cwd(), REPORT, "1 / 0")
    code, out, _ = bsc("run", "map", "--language", "sv", "--format", "html")
    assert code == 1
    assert "strategy_map 2003-Q2 sv" in out
    failed = PLACE / "small-strategy_map-2003-Q2-sv-failed.html"
    assert "Strategikarta – kvartal 2 2003 – kunde inte göras" in failed.read_text("utf-8")
    entrance = Path("reports/small/index.html").read_text(encoding="utf-8")
    assert entrance.count(f'href="2003-Q2/strategy_map/{failed.name}"') == 2
    write_map(Path.cwd())
    assert bsc("run", "map", "--language", "sv", "--format", "html")[0] == 0
    assert not failed.exists()


# --------------------------------------------------------------------------------- manifest, upkeep


@pytest.mark.usefixtures("project")
def test_a_manifest_of_the_version_before_is_read_and_joined() -> None:
    file = Path("reports/small/manifest.json")
    data = json.loads(file.read_text(encoding="utf-8"))
    data["schema_version"] = 2
    data["entries"] = [each for each in data["entries"] if not each.pop("whole")]
    file.write_text(json.dumps(data), encoding="utf-8")
    made()
    after = json.loads(file.read_text(encoding="utf-8"))
    assert after["schema_version"] == 3
    assert [each["whole"] for each in after["entries"]] == ["", "strategy_map", "strategy_map"]


def test_it_is_verified_and_is_gone_when_no_preset_orders_its_notebook(project: Path) -> None:
    output = LocalOutput(Path("reports/small"))
    register = load_register(project)
    assert verify(output).problems == {}
    assert find_gone(output, register).files == ()
    without = register.model_copy(update={"presets": register.presets[:1]})
    gone = find_gone(output, without)
    assert [Path(path).name for path in gone.files] == PAGES
    delete(output, register.scorecard, gone)
    assert not PLACE.exists()
    assert "strategy_map" not in Path("reports/small/index.html").read_text(encoding="utf-8")
    assert verify(output).problems == {}


def test_it_has_no_counts_of_statuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    plan = plan_for(city(1, 1), [MAP], Path("reports"))
    finish(plan, MAP, Rendered("Map", {"html": b"page"}))
    publisher = Publisher(plan, None)
    assert publisher.publish(Outcome(MAP, "done")).status == "done"
    assert publisher.close() == ""
    there = load_manifest(plan.output)
    assert there is not None
    (found,) = there.entries
    assert found.edition is not None
    assert (found.key, found.edition.statuses) == (MAP.key, {})
