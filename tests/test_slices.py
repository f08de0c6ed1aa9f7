"""Slices as files: two lines of JSON, of which each changes only with what it tells."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from small_slice import CARD, evaluated_slices

from bsc_helpers.evaluation import RESULTS, ReportSlice, frame_of
from bsc_helpers.model import Comment, Initiative, LocalText
from bsc_helpers.slices import (
    read_slice,
    scorecard_bytes,
    slice_bytes,
    write_scorecard,
    write_slice,
)

COMMENT = {
    "org_unit": "city",
    "period": "2003-Q4",
    "text": {"sv": "Första raden\nandra raden", "en": "One line\u2028another"},
    "author": "A",
    "written": date(2004, 1, 30),
}


def with_parts(report: ReportSlice, **parts: tuple[Comment | Initiative, ...]) -> ReportSlice:
    return replace(report, scorecard=report.scorecard.model_copy(update=parts))


@pytest.fixture(name="report")
def a_report() -> ReportSlice:
    return next(each for each in evaluated_slices(1) if each.org_unit.code == "city")


def test_what_people_say_changes_only_the_comments(report: ReportSlice) -> None:
    said = with_parts(report, comments=(Comment.model_validate(COMMENT),))
    figures, comments = slice_bytes(report)
    assert slice_bytes(said)[0] == figures
    assert slice_bytes(said)[1] != comments


def test_what_is_done_and_what_is_computed_changes_the_rest(report: ReportSlice) -> None:
    figures, comments = slice_bytes(report)
    started = Initiative.model_validate({"code": "I", "name": "I", "objective": "O"})
    rows = report.results.assign(value=report.results["value"] + 1)
    for changed in (
        with_parts(report, initiatives=(started,)),
        replace(report, results=rows),
        replace(report, sources={"ill": ("pay",)}),
    ):
        assert slice_bytes(changed)[0] != figures
        assert slice_bytes(changed)[1] == comments


def test_a_file_holds_the_two_as_one_line_of_json_each(tmp_path: Path, report: ReportSlice) -> None:
    said = with_parts(report, comments=(Comment.model_validate(COMMENT),))
    written = write_slice(tmp_path, said).read_bytes()
    assert written == b"".join(line + b"\n" for line in slice_bytes(said))
    figures, comments = (json.loads(line) for line in written.splitlines())
    assert figures["said"].keys() == {"assessments", "initiatives"}
    assert [each["text"] for each in comments] == [COMMENT["text"]]


@pytest.mark.parametrize("seed", range(4))
def test_what_is_read_is_what_was_written(tmp_path: Path, seed: int) -> None:
    write_scorecard(tmp_path, CARD)
    for report in evaluated_slices(seed):
        said = with_parts(report, comments=(Comment.model_validate(COMMENT),))
        write_slice(tmp_path, said)
        again = read_slice(tmp_path, said.org_unit.code, said.activity, str(said.period))
        assert slice_bytes(again) == slice_bytes(said)
        assert again.scorecard == said.scorecard
        for name, frame in vars(said).items():
            if isinstance(frame, pd.DataFrame):
                pd.testing.assert_frame_equal(getattr(again, name), frame, check_exact=True)


def test_a_scorecard_that_was_written_anew_is_read_anew(
    tmp_path: Path, report: ReportSlice
) -> None:
    write_slice(tmp_path, report)
    for name in ("Before", "After"):
        card = CARD.model_copy(update={"name": LocalText(name)})
        write_scorecard(tmp_path, card)
        again = read_slice(tmp_path, "city", "all", str(report.period))
        assert again.scorecard.name == card.name


def test_the_shared_scorecard_holds_nothing_of_single_units(tmp_path: Path) -> None:
    said = CARD.model_copy(update={"comments": (Comment.model_validate(COMMENT),)})
    shared = json.loads(scorecard_bytes(said))
    assert [shared[name] for name in ("org_units", "comments", "initiatives")] == [[], [], []]
    assert write_scorecard(tmp_path, said).read_bytes() == scorecard_bytes(said)


def test_a_table_has_its_columns_as_declared_however_it_is_held() -> None:
    row = {"org_unit": "city", "value": 1.5, "status": "good", "revised_on": None}
    alone = {**row, "value": [1.5]}
    whole = frame_of(RESULTS, [{name: [each] * 3 for name, each in row.items()}])
    assert [*whole] == [*RESULTS]
    assert whole.dtypes.astype(str).to_dict() == RESULTS
    assert whole["value"].tolist() == [1.5] * 3
    assert whole["revised_on"].tolist() == [None] * 3
    pd.testing.assert_frame_equal(whole, frame_of(RESULTS, [alone] * 3))
    pd.testing.assert_frame_equal(whole, frame_of(RESULTS, iter([alone] * 3), 3))
