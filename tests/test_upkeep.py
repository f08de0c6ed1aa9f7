"""Looking after what was published: is it as it was, and what does the register have no more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sample_city import PERIOD, city
from sample_run import finish, plan_for

from bsc_helpers.batch.editions import Publisher
from bsc_helpers.batch.jobs import Job
from bsc_helpers.batch.manifest import load_manifest
from bsc_helpers.batch.outcomes import Outcome, Rendered
from bsc_helpers.batch.outputs.local import LocalOutput
from bsc_helpers.batch.upkeep import delete, find_gone, verify
from bsc_helpers.errors import RunError
from bsc_helpers.model import Register

BEFORE, AFTER = (Register(scorecard=city(n, 2)) for n in (2, 1))  # one district goes with its units
GONE = "2003-Q4/d1-u0/card-d1-u0-2003-Q4-sv.html"
KEPT = "2003-Q4/d0/card-d0-2003-Q4-sv.html"


@pytest.fixture
def published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LocalOutput:
    monkeypatch.chdir(tmp_path)
    jobs = [Job(unit, "all", PERIOD, "sv") for unit in ("city", "d0", "d1", "d1-u0")]
    plan = plan_for(BEFORE.scorecard, jobs, Path("reports"))
    publisher = Publisher(plan, None)
    for job in jobs:
        finish(plan, job, Rendered(job.org_unit, {"html": b"page", "pdf": b"paper"}))
        publisher.publish(Outcome(job, "done"))
    assert publisher.close() == ""
    return LocalOutput(Path("reports/card"))


def test_what_was_published_is_as_it_was_written_the_entrance_too(published: LocalOutput) -> None:
    found = verify(published)
    assert (found.problems, found.foreign) == ({}, ())
    assert found.files == 2 * 4 + len([p for p in published.paths() if p.startswith("index")])


@pytest.mark.parametrize("path", [KEPT, KEPT.replace(".html", ".pdf"), "index.html"])
def test_a_changed_byte_and_a_missing_file_are_named(published: LocalOutput, path: str) -> None:
    file = Path("reports/card", path)
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    assert verify(published).problems == {path: "changed"}
    file.unlink()
    assert verify(published).problems == {path: "missing"}


def test_a_file_that_no_run_published_is_told_and_is_no_problem(published: LocalOutput) -> None:
    Path("reports/card/notes.txt").write_text("mine", encoding="utf-8")
    found = verify(published)
    assert (found.problems, found.foreign) == ({}, ("notes.txt",))


@pytest.mark.parametrize(
    "look", [verify, lambda output: find_gone(output, AFTER)], ids=["verify", "prune"]
)
def test_where_nothing_was_published_it_is_said(
    tmp_path: Path, look: Callable[[LocalOutput], object]
) -> None:
    with pytest.raises(RunError, match="nothing was published there"):
        look(LocalOutput(tmp_path / "card"))


def test_while_the_register_has_everything_nothing_is_gone(published: LocalOutput) -> None:
    assert find_gone(published, BEFORE).files == ()


def test_looking_deletes_nothing(published: LocalOutput) -> None:
    before = list(published.paths())
    assert GONE in find_gone(published, AFTER).files
    assert list(published.paths()) == before


def test_the_reports_of_units_that_are_gone_are_deleted_and_nothing_else(
    published: LocalOutput,
) -> None:
    """19"""
    notes = Path("reports/card/2003-Q4/d1/notes.txt")
    notes.write_text("mine", encoding="utf-8")
    before = set(published.paths())
    found = find_gone(published, AFTER)
    delete(published, AFTER.scorecard, found)
    assert before - set(published.paths()) == set(found.files)
    assert {path.split("/")[1] for path in found.files} == {"d1", "d1-u0"}
    assert notes.exists()
    assert not Path("reports/card/2003-Q4/d1-u0").exists()
    there = load_manifest(published)
    assert there is not None
    assert {entry.org_unit for entry in there.entries} == {"city", "d0"}
    assert GONE not in Path("reports/card/index.html").read_text(encoding="utf-8")
    assert verify(published).problems == {}


def test_a_file_that_somebody_changed_is_never_deleted(published: LocalOutput) -> None:
    Path("reports/card", GONE).write_text("annotated by hand", encoding="utf-8")
    found = find_gone(published, AFTER)
    assert found.changed == (GONE,)
    delete(published, AFTER.scorecard, found)
    assert Path("reports/card", GONE).read_text(encoding="utf-8") == "annotated by hand"


def test_nothing_is_deleted_while_a_run_is_writing(published: LocalOutput) -> None:
    found = find_gone(published, AFTER)
    with published.only_writer(), pytest.raises(RunError, match="another run is writing"):
        delete(published, AFTER.scorecard, found)
    assert set(found.files) <= set(published.paths())
