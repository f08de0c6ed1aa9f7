"""A run publishes the pages about measures beside the reports, and the manifest lists them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from sample_city import PERIOD, city, overview
from sample_run import finish, plan_for

from bsc_helpers.batch import manifest
from bsc_helpers.batch.editions import Publisher
from bsc_helpers.batch.jobs import Job, check_paths
from bsc_helpers.batch.manifest import Manifest
from bsc_helpers.batch.outcomes import Outcome, Rendered
from bsc_helpers.batch.workarea import RunFolder, make_run_folder
from bsc_helpers.errors import ParameterError

CARD = city(2, 1, measures=2)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RunFolder:
    monkeypatch.chdir(tmp_path)
    return make_run_folder("p")


def published(folder: RunFolder, out: Path, *units: str, failing: str = "") -> Manifest:
    seen = overview(CARD, {"org_unit": "d1", "measure": "M1", "reason": "not_applicable"})
    jobs = [Job(unit, "all", PERIOD, "sv") for unit in units]
    outcomes = [
        Outcome.failed(job, "x") if job.org_unit == failing else Outcome(job, "done")
        for job in jobs
    ]
    plan = plan_for(CARD, jobs, out, folder=folder, unready=tuple(outcomes), overviews=(seen,))
    for job in jobs:
        finish(plan, job, Rendered(job.org_unit, {"html": b"page"}))
    publisher = Publisher(plan, plan.earlier)
    for outcome in outcomes:
        publisher.publish(outcome)
    assert publisher.close() == ""
    found = manifest.load_manifest(plan.output)
    assert found is not None
    return found


def test_every_page_about_a_measure_is_written_and_listed_with_its_hash(
    folder: RunFolder, tmp_path: Path
) -> None:
    """B7"""
    found = published(folder, tmp_path, "city", "d0")
    assert [page.key for page in found.measures] == [
        ("2003-Q4", "M0", "sv"), ("2003-Q4", "M1", "sv"),
    ]  # fmt: skip
    for page in found.measures:
        raw = (tmp_path / "card" / page.file.path).read_bytes()
        assert (page.file.bytes, page.file.sha256) == (len(raw), hashlib.sha256(raw).hexdigest())
    entrance = (tmp_path / "card" / "index.html").read_text("utf-8")
    assert all(f'href="{page.file.path}"' in entrance for page in found.measures)


def test_the_manifest_counts_the_measures_of_each_report_that_apply(
    folder: RunFolder, tmp_path: Path
) -> None:
    # The city is unit 0, d0 unit 1 and d1 unit 3: status (unit + measure) of the sample's five.
    found = published(folder, tmp_path, "city", "d0", "d1")
    counts = {e.org_unit: e.edition.statuses for e in found.entries if e.edition}
    assert counts == {
        "city": {"good": 1, "warning": 1},
        "d0": {"warning": 1, "poor": 1},
        "d1": {"uncertain": 1},
    }


def test_a_later_run_keeps_the_pages_of_others_and_leads_only_to_current_reports(
    folder: RunFolder, tmp_path: Path
) -> None:
    published(folder, tmp_path, "d0", "d1")
    page = tmp_path / "card/2003-Q4/measures/M0-sv.html"
    assert page.read_text("utf-8").count("/card-d0-2003-Q4-sv.html") == 1
    found = published(folder, tmp_path, "d0", failing="d0")
    assert page.read_text("utf-8").count("/card-d0-2003-Q4-sv.html") == 0
    assert page.read_text("utf-8").count("/card-d1-2003-Q4-sv.html") == 1
    assert len(found.measures) == 2


def test_two_pages_at_one_place_are_refused(tmp_path: Path) -> None:
    place = Path("card/2003-Q4/measures/card-measures-2003-Q4-sv.html")
    with pytest.raises(ParameterError, match="place of two pages"):
        check_paths(tmp_path, [place, Path(place)])
