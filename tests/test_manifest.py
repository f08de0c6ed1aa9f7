"""The manifest says what is current; a run adds to it and never loses what it did not touch."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from pydantic import ValidationError
from sample_run import made

from bsc_helpers.batch.jobs import Job
from bsc_helpers.batch.manifest import (
    Edition,
    Entry,
    Manifest,
    PublishedFile,
    RunRecord,
    entry_of,
    load_manifest,
    merge_manifest,
    published_file,
    render_manifest,
)
from bsc_helpers.batch.outcomes import Outcome
from bsc_helpers.batch.outputs.local import LocalOutput
from bsc_helpers.errors import RunError
from bsc_helpers.periods import parse_period

QUARTER = parse_period("2003-Q4")
RUN = RunRecord(
    preset="quarter",
    notebook="unit_report",
    as_of="2004-02-17",
    package_version="1.0",
    formats=("html",),
)


def edition(title: str = "A report") -> Edition:
    path = "2003-Q4/a/card-a-2003-Q4-sv.html"
    files = (published_file("html", path, title.encode()),)
    return Edition(title=title, package_version="1.0", made_from=made(), files=files)


def done(unit: str, title: str = "A report") -> Entry:
    entry = entry_of(Outcome(Job(unit, "all", QUARTER, "sv"), "done"), edition(title), None)
    assert entry is not None
    return entry


def manifest_of(*entries: Entry) -> Manifest:
    return merge_manifest(None, "card", RUN, entries)


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    whole = manifest_of(done("b"), done("a"))
    path = tmp_path / "manifest.json"
    path.write_bytes(render_manifest(whole))
    assert load_manifest(LocalOutput(tmp_path)) == whole


def test_the_order_in_which_reports_end_does_not_show() -> None:
    one = render_manifest(manifest_of(done("a"), done("b"), done("c")))
    other = render_manifest(manifest_of(done("c"), done("a"), done("b")))
    assert one == other


def test_a_file_is_recorded_with_its_size_and_sha256() -> None:
    # The digest of "abc" is the first example of FIPS 180-2, appendix B.1.
    recorded = published_file("pdf", "x.pdf", b"abc")
    assert recorded.bytes == 3
    assert recorded.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert recorded.sha256 == hashlib.sha256(b"abc").hexdigest()


def test_a_run_of_one_unit_replaces_its_entry_and_keeps_the_others() -> None:
    earlier = manifest_of(done("a", "old a"), done("b", "old b"))
    merged = merge_manifest(earlier, "card", RUN, [done("a", "new a")])
    titles = {e.org_unit: e.edition.title for e in merged.entries if e.edition}
    assert titles == {"a": "new a", "b": "old b"}


def test_a_unit_that_fails_keeps_its_earlier_edition_but_is_marked() -> None:
    failed = entry_of(Outcome.failed(Job("a", "all", QUARTER, "sv"), "no data"), None, done("a"))
    assert failed is not None
    assert (failed.status, failed.reason, failed.edition) == ("failed", "no data", edition())


def test_a_unit_that_fails_for_the_first_time_has_no_edition() -> None:
    failed = entry_of(Outcome.failed(Job("a", "all", QUARTER, "sv"), "no data"), None, None)
    assert failed is not None
    assert failed.edition is None


def test_a_skipped_unit_keeps_what_was_said_of_it() -> None:
    skipped = Outcome(Job("a", "all", QUARTER, "sv"), "skipped")
    assert entry_of(skipped, None, done("a")) == done("a")
    assert entry_of(skipped, None, None) is None


def test_where_there_is_no_manifest_there_is_none(tmp_path: Path) -> None:
    assert load_manifest(LocalOutput(tmp_path)) is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"schema_version": 1}', "\x00\xff"])
def test_a_file_that_is_no_manifest_is_refused_by_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "manifest.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RunError, match=r"manifest\.json is no manifest of version 3"):
        load_manifest(LocalOutput(tmp_path))


@pytest.mark.parametrize("path", ["../x.html", "/etc/passwd", "a/../../x", "C:/x", "a\\b", ""])
def test_a_manifest_cannot_point_out_of_its_folder(path: str) -> None:
    with pytest.raises(ValidationError, match="below the manifest"):
        PublishedFile(format="html", path=path, sha256="0" * 64, bytes=1)
