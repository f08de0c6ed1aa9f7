"""Delivered tables become observations as their mapping says, and nothing is guessed."""

from __future__ import annotations

import csv
import math
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from obvious_sources import read_obviously
from small_register import FILES, write_broken, write_small

from bsc_helpers.errors import DataError
from bsc_helpers.model import Scorecard
from bsc_helpers.register import load_register
from bsc_helpers.sources import read_observations

STAFF_SOURCE = "    file: staff.csv\n"


def figures(folder: Path) -> dict[tuple[str, str, str], float]:
    frame = read_observations(load_register(folder).scorecard, folder)
    keys = zip(frame["input"], frame["org_unit"], frame["period"], strict=True)
    found = dict(zip(keys, frame["value"], strict=True))
    return {key: value for key, value in found.items() if not math.isnan(value)}


def with_source(folder: Path, more: str, staff: str | bytes) -> Path:
    """Write the small register with more said of the staff source, and its file."""
    sources = FILES["sources.yaml"].replace(STAFF_SOURCE, f"{STAFF_SOURCE}{more}")
    return write_small(folder, sources_yaml=sources, staff_csv=staff)


def history(folder: Path) -> list[tuple[date, float]]:
    """Return what was known of the hours, day by day."""
    frame = read_observations(load_register(folder).scorecard, folder)
    own = frame[frame["input"] == "hours"]
    return list(zip(own["recorded_at"], own["value"], strict=True))


def with_days(folder: Path, rows: str, more: str = "") -> Path:
    """Write the small register with a staff source that says when and of which ward."""
    sources = (
        FILES["sources.yaml"]
        .replace("value: number}", "value: number, recorded_at: day}")
        .replace(STAFF_SOURCE, f"{STAFF_SOURCE}    sum_over: [ward]\n")
    )
    staff = f"unit,quarter,figure,number,ward,day\n{rows}"
    return write_small(folder, sources_yaml=sources + more, staff_csv=staff)


def messages(folder: Path) -> list[str]:
    with pytest.raises(DataError) as error:
        figures(folder)
    return [str(problem).replace(f"{folder}/", "") for problem in error.value.problems]


def test_long_and_wide_tables_give_the_same_kind_of_figure(tmp_path: Path) -> None:
    found = figures(write_small(tmp_path))
    assert found["sick_hours", "north", "2003-Q2"] == 100
    assert found["pleased", "north", "2003-Q1"] == 80
    assert ("pleased", "south", "2003-Q2") not in found  # delivered as missing
    assert found["answers", "south", "2003-Q2"] == 2


@pytest.mark.parametrize(
    ("declared", "codec"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("cp1252", "cp1252"),
        ("latin-1", "latin-1"),
        ("cp437", "cp437"),
    ],
)
def test_the_same_table_in_any_declared_encoding_gives_the_same_figures(
    tmp_path: Path, declared: str, codec: str
) -> None:
    units = FILES["org_units.yaml"].replace("code: south", "code: öster")
    staff = FILES["staff.csv"].replace("south", "öster")
    survey = FILES["survey.csv"].replace("south", "öster")
    sources = FILES["sources.yaml"].replace(
        STAFF_SOURCE, f"{STAFF_SOURCE}    encoding: {declared}\n"
    )
    write_small(
        tmp_path,
        org_units_yaml=units,
        sources_yaml=sources,
        staff_csv=staff.encode(codec),
        survey_csv=survey,
    )
    assert figures(tmp_path)["hours", "öster", "2003-Q1"] == 200


def test_a_wrong_encoding_is_told_with_the_line(tmp_path: Path) -> None:
    staff = FILES["staff.csv"].replace("south,2003-Q1,hours", "söder,2003-Q1,hours")
    write_small(tmp_path, staff_csv=staff.encode("cp1252"))
    assert messages(tmp_path) == ["staff.csv:7: is not in the declared encoding utf-8"]


def test_an_undeclared_byte_order_mark_is_told(tmp_path: Path) -> None:
    (text,) = messages(write_small(tmp_path, staff_csv=FILES["staff.csv"].encode("utf-8-sig")))
    assert "encoding: utf-8-sig" in text


def test_codes_stay_the_text_that_was_delivered(tmp_path: Path) -> None:
    units = "org_units:\n" + "".join(
        f"  - {{code: {c}, name: N}}\n" for c in ("0114", "NA", "1e5", "null")
    )
    staff = "unit,quarter,figure,number\n" + "".join(
        f"{code},2003-Q1,hours,{n}\n" for n, code in enumerate(("0114", "NA", "1e5", "null"))
    )
    survey = "unit;quarter;pleased;answers\n"
    folder = write_small(tmp_path, org_units_yaml=units, staff_csv=staff, survey_csv=survey)
    assert [unit for _, unit, _ in figures(folder)] == ["0114", "NA", "1e5", "null"]


@pytest.mark.parametrize(
    ("more", "written", "value"),
    [
        ('    delimiter: ";"\n    decimal: ","\n', "1234,5", 1234.5),
        ('    delimiter: ";"\n    decimal: ","\n    thousands: " "\n', "1 234,5", 1234.5),
        ('    delimiter: ";"\n    decimal: ","\n    thousands: "."\n', "-1.234.567", -1234567),
        ('    delimiter: ";"\n', "\u22125", -5),
    ],
)
def test_numbers_are_read_by_the_declared_signs(
    tmp_path: Path, more: str, written: str, value: float
) -> None:
    staff = f"unit;quarter;figure;number\nnorth;2003-Q1;hours;{written}\n"
    assert figures(with_source(tmp_path, more, staff))["hours", "north", "2003-Q1"] == value


@pytest.mark.parametrize(
    "written", ["1,5", "1 234", "1.234.567", "12 %", "abc", "0x1F", "inf", "1e9"]
)
def test_a_number_in_other_signs_is_refused_and_never_guessed(tmp_path: Path, written: str) -> None:
    staff = f"unit;quarter;figure;number\nnorth;2003-Q1;hours;{written}\n"
    (text,) = messages(with_source(tmp_path, '    delimiter: ";"\n', staff))
    assert text.startswith("staff.csv:2: number: is no number")


def test_lines_are_counted_through_quoted_line_breaks(tmp_path: Path) -> None:
    staff = (
        'unit,quarter,figure,number,note\nnorth,2003-Q1,hours,1,"a\nb"\nnorth,2003-Q2,hours,x,\n'
    )
    (text,) = messages(write_small(tmp_path, staff_csv=staff))
    assert text.startswith("staff.csv:4: number")


def test_rows_can_be_kept_by_a_column_and_parts_added(tmp_path: Path) -> None:
    staff = (
        "unit,quarter,figure,number,kind,ward\n"
        "north,2003-Q1,hours,1,own,a\nnorth,2003-Q1,hours,2,own,b\n"
        "north,2003-Q1,hours,100,total,a\nsouth,2003-Q1,hours,3,own,a\nsouth,2003-Q1,hours,,own,b\n"
    )
    more = "    keep: {kind: [own]}\n    sum_over: [ward]\n"
    found = figures(with_source(tmp_path, more, staff))
    assert found["hours", "north", "2003-Q1"] == 3
    assert ("hours", "south", "2003-Q1") not in found  # a missing part is not taken for zero


def test_delivered_names_and_codes_are_translated_by_the_mapping(tmp_path: Path) -> None:
    staff = "unit,quarter,figure,number\n001,2003-Q1,Timmar,7\n"
    more = "    inputs: {Timmar: hours}\n    org_units: {001: north}\n"
    assert figures(with_source(tmp_path, more, staff)) | {} == {
        ("hours", "north", "2003-Q1"): 7,
        **{key: value for key, value in figures(tmp_path).items() if key[0] != "hours"},
    }


def test_a_date_is_read_as_the_period_in_which_it_lies(tmp_path: Path) -> None:
    staff = "unit,quarter,figure,number\nnorth,2003-11-15,hours,7\n"
    found = figures(with_source(tmp_path, "    period_as: quarter\n", staff))
    assert found["hours", "north", "2003-Q4"] == 7


def test_revised_figures_keep_both_rows_with_their_days(tmp_path: Path) -> None:
    sources = FILES["sources.yaml"].replace("value: number}", "value: number, recorded_at: day}")
    staff = (
        "unit,quarter,figure,number,day\n"
        "north,2003-Q2,hours,81,2003-08-15\nnorth,2003-Q2,hours,86,2003-11-15\n"
    )
    folder = write_small(tmp_path, sources_yaml=sources, staff_csv=staff)
    assert history(folder) == [(date(2003, 8, 15), 81), (date(2003, 11, 15), 86)]


def test_a_revised_part_changes_the_total_and_leaves_the_other_parts(tmp_path: Path) -> None:
    folder = with_days(
        tmp_path,
        "north,2003-Q2,hours,12,a,2003-08-20\n"  # the order of the rows is of no consequence
        "north,2003-Q2,hours,10,a,2003-08-15\nnorth,2003-Q2,hours,20,b,2003-08-15\n"
        "north,2003-Q2,hours,30,c,2003-09-01\n",
    )
    assert sorted(history(folder)) == [
        (date(2003, 8, 15), 30),
        (date(2003, 8, 20), 32),
        (date(2003, 9, 1), 62),
    ]


def test_a_figure_that_is_delivered_as_missing_later_is_withdrawn(tmp_path: Path) -> None:
    folder = with_days(
        tmp_path,
        "north,2003-Q2,hours,10,a,2003-08-15\nnorth,2003-Q2,hours,20,b,2003-08-15\n"
        "north,2003-Q2,hours,,b,2003-08-20\nnorth,2003-Q2,hours,21,b,2003-08-25\n",
    )
    (_, known), (day, withdrawn), (_, again) = history(folder)
    assert (known, day, again) == (30, date(2003, 8, 20), 31)
    assert math.isnan(withdrawn)


def test_what_is_said_to_be_missing_stays_missing_until_it_is_known(tmp_path: Path) -> None:
    folder = with_days(
        tmp_path,
        "north,2003-Q2,hours,10,a,2003-08-15\nnorth,2003-Q2,hours,,b,2003-08-15\n"
        "south,2003-Q2,hours,,a,2003-08-15\nnorth,2003-Q2,hours,5,b,2003-08-16\n",
    )
    known = [(day, value) for day, value in history(folder) if not math.isnan(value)]
    assert known == [(date(2003, 8, 16), 15)]
    frame = read_observations(load_register(folder).scorecard, folder)
    own = frame[(frame["org_unit"] == "south") & (frame["input"] == "hours")]
    assert own["value"].isna().tolist() == [True]


TOTALS = """\
  - code: totals
    name: Totals
    file: survey.csv
    layout: wide
    columns: {org_unit: unit, period: quarter, recorded_at: day}
    inputs: {hours: hours}
"""


@pytest.mark.parametrize("day", ["2003-08-15", "2003-08-20"])
def test_a_figure_from_two_sources_is_refused_and_never_added_or_replaced(
    tmp_path: Path, day: str
) -> None:
    folder = with_days(
        tmp_path, "north,2003-Q2,hours,10,a,2003-08-15\nnorth,2003-Q2,hours,2,b,2003-08-15\n"
    )
    sources = (folder / "sources.yaml").read_text(encoding="utf-8")
    own = sources[: sources.index("  - code: survey")]
    (folder / "sources.yaml").write_text(own + TOTALS, encoding="utf-8")
    survey = f"unit,quarter,hours,day\nnorth,2003-Q2,12,{day}\n"
    (folder / "survey.csv").write_text(survey, encoding="utf-8")
    (text,) = messages(folder)
    assert text.startswith("survey.csv:2: hours of north in 2003-Q2 stands in two sources")
    assert text.endswith("first in staff.csv:2")


def test_a_text_to_keep_that_stands_nowhere_is_told_and_drops_nothing(tmp_path: Path) -> None:
    staff = "unit,quarter,figure,number,kind\nnorth,2003-Q1,hours,1,own\n"
    (text,) = messages(with_source(tmp_path, "    keep: {kind: [owm]}\n", staff))
    assert text.startswith("staff.csv: kind: no row has this text to keep (found: owm); valid: own")


def test_an_empty_cell_of_a_wide_table_says_nothing_but_withdraws_what_was_known(
    tmp_path: Path,
) -> None:
    sources = FILES["sources.yaml"].replace(
        "quarter}\n    inputs", "quarter, recorded_at: day}\n    inputs"
    )
    survey = (
        "unit;quarter;pleased;answers;day\n"
        "north;2003-Q1;80;;2003-05-01\nnorth;2003-Q1;;100;2003-06-01\nsouth;2003-Q1;;..;2003-05-01\n"
    )
    folder = write_small(tmp_path, sources_yaml=sources, survey_csv=survey)
    frame = read_observations(load_register(folder).scorecard, folder)
    own = frame[frame["source"] == "survey"]
    shown = [f"{value:g}" for value in own["value"]]
    assert set(zip(own["org_unit"], own["input"], shown, strict=True)) == {
        ("north", "pleased", "80"),
        ("north", "pleased", "nan"),
        ("north", "answers", "100"),
        ("south", "answers", "nan"),
    }


def test_what_is_no_ordinary_file_is_not_read(tmp_path: Path) -> None:
    folder = write_broken(tmp_path, "sources.yaml", "file: staff.csv", "file: /dev/zero")
    (text,) = messages(folder)
    assert text == "/dev/zero: the file of the source staff is no ordinary file"


def test_the_same_figure_in_two_files_names_both_places(tmp_path: Path) -> None:
    survey = FILES["survey.csv"]
    sources = FILES["sources.yaml"] + (
        "  - code: again\n    name: Again\n    file: again.csv\n    layout: wide\n"
        "    columns: {org_unit: unit, period: quarter}\n    inputs: {hours: hours}\n"
    )
    folder = write_small(tmp_path, sources_yaml=sources, survey_csv=survey)
    (folder / "again.csv").write_text("unit,quarter,hours\nnorth,2003-Q1,1000\n", encoding="utf-8")
    (text,) = messages(folder)
    assert "again.csv:2" in text
    assert "stands in two sources: first in staff.csv:3" in text


def test_many_faults_of_one_kind_are_counted_rather_than_listed(tmp_path: Path) -> None:
    rows = "".join(f"north,2003-Q1,hours,x{n}\n" for n in range(40))
    texts = messages(write_small(tmp_path, staff_csv=f"unit,quarter,figure,number\n{rows}"))
    assert len(texts) == 6
    assert "35 more" in texts[-1]


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ("north,{year}Q1,hours,1", "quarter: is no period; valid"),
        ("north,{year}-13-01,hours,1", "quarter: there is no such date in the calendar"),
        ("north,{year}-02,hours,1", "quarter: the input is not delivered by this kind of period"),
        ("unit{year},2003-Q1,hours,1", "unit: there is no such unit"),
        ("north,2003-Q1,timmar{year},1", "figure: there is no such input"),
        ("old,{year}-Q1,hours,1", "unit: the unit does not exist then"),
    ],
)
def test_faults_of_one_kind_are_counted_whatever_their_texts(
    tmp_path: Path, row: str, rule: str
) -> None:
    units = FILES["org_units.yaml"] + "  - {code: old, name: Old, to: 1100-12-31}\n"
    rows = "\n".join(row.format(year=year) for year in range(1200, 1500))
    staff = f"unit,quarter,figure,number\n{rows}\n"
    texts = messages(write_small(tmp_path, org_units_yaml=units, staff_csv=staff))
    assert len(texts) == 6
    assert texts[-1].startswith(f"staff.csv: … and 295 more: {rule}")


def test_a_text_that_is_wrong_in_many_rows_is_counted_in_each(tmp_path: Path) -> None:
    staff = "unit,quarter,figure,number\n" + "north,spring,hours,1\n" * 20
    texts = messages(write_small(tmp_path, staff_csv=staff))
    assert "and 15 more: quarter: is no period" in texts[-1]


def test_thousands_of_unknown_units_among_thousands_are_told_quickly(tmp_path: Path) -> None:
    units = "org_units:\n" + "".join(f"  - {{code: u{n}, name: N}}\n" for n in range(1500))
    staff = "unit,quarter,figure,number\n" + "".join(
        f"x{n},2003-Q1,hours,1\n" for n in range(20_000)
    )
    folder = write_small(
        tmp_path,
        org_units_yaml=units,
        staff_csv=staff,
        survey_csv="unit;quarter;pleased;answers\n",
    )
    started = time.perf_counter()
    assert len(messages(folder)) == 6
    assert time.perf_counter() - started < 5  # looking for the nearest unit each time took 25


def test_a_name_is_found_however_its_letters_are_composed(tmp_path: Path) -> None:
    apart = "o\u0308"  # ö as two characters, as some systems write it
    units = FILES["org_units.yaml"].replace("code: south", "code: öster")
    staff = FILES["staff.csv"].replace("south", f"{apart}ster")
    survey = FILES["survey.csv"].replace("south", "öster")
    folder = write_small(tmp_path, org_units_yaml=units, staff_csv=staff, survey_csv=survey)
    assert figures(folder)["hours", "öster", "2003-Q1"] == 200
    more = f"    keep: {{kind: [{apart}ppen]}}\n    missing: [{apart}]\n"
    staff = (
        "unit,quarter,figure,number,kind\n"
        "öster,2003-Q1,hours,7,öppen\nöster,2003-Q2,hours,ö,öppen\n"
    )
    sources = FILES["sources.yaml"].replace(STAFF_SOURCE, STAFF_SOURCE + more)
    write_small(
        tmp_path, org_units_yaml=units, sources_yaml=sources, staff_csv=staff, survey_csv=survey
    )
    assert figures(folder)["hours", "öster", "2003-Q1"] == 7


@pytest.mark.parametrize(
    ("written", "sign"), [(r'"\t"', "\t"), ("'|'", "|"), ('";"', ";"), ('","', ",")]
)
def test_a_table_is_split_at_the_declared_delimiter(
    tmp_path: Path, written: str, sign: str
) -> None:
    staff = FILES["staff.csv"].replace(",", sign)
    found = figures(with_source(tmp_path, f"    delimiter: {written}\n", staff))
    assert found["hours", "north", "2003-Q1"] == 1000


@pytest.mark.parametrize(
    ("written", "sign"),
    [(r'"\u00a0"', "\u00a0"), (r'"\u202f"', "\u202f"), ('"\'"', "'"), ('" "', " ")],
)
def test_thousands_are_read_with_the_declared_sign_between_them(
    tmp_path: Path, written: str, sign: str
) -> None:
    staff = f"unit,quarter,figure,number\nnorth,2003-Q1,hours,-1{sign}234{sign}567.5\n"
    found = figures(with_source(tmp_path, f"    thousands: {written}\n", staff))
    assert found["hours", "north", "2003-Q1"] == -1234567.5


def test_a_figure_of_a_time_in_which_the_unit_did_not_exist_is_refused(tmp_path: Path) -> None:
    write_broken(tmp_path, "org_units.yaml", "name: South\n", "name: South\n    from: 2003-04-01\n")
    texts = messages(tmp_path)
    assert any(text.startswith("staff.csv:6: unit: the unit does not exist") for text in texts)


# ---- activities, scenarios and forecasts -------------------------------------------------------

CARD = {
    "code": "card",
    "name": "Card",
    "activities": [
        {"code": "fsk", "name": "Preschool"},
        {"code": "skola", "name": "School"},
        {"code": "aldre", "name": "Elderly care"},
    ],
    "inputs": [
        {"code": "hours", "name": "Hours"},
        {"code": "cost", "name": "Cost"},
        {"code": "price", "name": "Price", "frequency": "year"},
    ],
    "org_units": [
        {"code": "city", "name": "City"},
        {"code": "school", "name": "School", "parent": "city", "activities": ["fsk", "skola"]},
        {"code": "north", "name": "North", "kind": "district", "parent": "city"},
        {"code": "duvan", "name": "Duvan", "parent": "north", "activities": ["fsk"]},
        {"code": "new", "name": "New", "parent": "city", "from": "2003-04-01"},
    ],
}
PLAIN = {"org_unit": "unit", "period": "period", "input": "input", "value": "value"}


def card_with(*sources: dict[str, Any]) -> Scorecard:
    """Return the card with sources; each is a long file of plain columns but for what it says."""
    given = [
        {"code": f"s{n}", "name": "S", "file": f"s{n}.csv", **source}
        | {"columns": {**PLAIN, **source.get("columns", {})}}
        for n, source in enumerate(sources)
    ]
    return Scorecard.model_validate({**CARD, "sources": given})


def told(folder: Path, card: Scorecard, *texts: str) -> list[str]:
    """Write the files of the sources and return the problems in them."""
    for source, text in zip(card.sources, texts, strict=True):
        (folder / source.file).write_text(text, encoding="utf-8")
    try:
        read_observations(card, folder)
    except DataError as error:
        return [str(problem).replace(f"{folder}/", "") for problem in error.problems]
    return []


def read_columns(folder: Path, card: Scorecard, *columns: str) -> list[tuple[object, ...]]:
    frame = read_observations(card, folder)[[*columns]].astype(object)
    return list(frame.where(frame.notna(), None).itertuples(index=False, name=None))


def test_the_activity_of_a_row_is_a_code_a_delivered_word_or_nothing(tmp_path: Path) -> None:
    card = card_with({"columns": {"activity": "what"}, "activities": {"Äldreomsorg": "aldre"}})
    rows = "north,2003-Q1,hours,1,fsk\nnorth,2003-Q1,hours,2,Äldreomsorg\nnorth,2003-Q1,hours,3,\n"
    assert told(tmp_path, card, f"unit,period,input,value,what\n{rows}") == []
    assert read_columns(tmp_path, card, "activity", "value") == [
        ("fsk", 1),
        ("aldre", 2),
        ("all", 3),
    ]


def test_an_unknown_activity_is_told_with_line_column_and_the_nearest(tmp_path: Path) -> None:
    card = card_with({"columns": {"activity": "what"}, "activities": {"Äldreomsorg": "aldre"}})
    rows = "north,2003-Q1,hours,1,fsk\nnorth,2003-Q1,hours,2,Äldreomsrog\n"
    assert told(tmp_path, card, f"unit,period,input,value,what\n{rows}") == [
        "s0.csv:3: what: there is no such activity (found: Äldreomsrog); did you mean Äldreomsorg?"
    ]


def test_a_whole_file_may_be_of_one_activity(tmp_path: Path) -> None:
    card = card_with({"activity": "aldre"})
    assert told(tmp_path, card, "unit,period,input,value\nnorth,2003-Q1,hours,1\n") == []
    assert read_columns(tmp_path, card, "activity") == [("aldre",)]


@pytest.mark.parametrize("unit", ["duvan", "school"])
@pytest.mark.parametrize(
    ("more", "head", "row", "column"),
    [
        ({"columns": {"activity": "what"}}, ",what", ",aldre", "what"),
        ({"activity": "aldre"}, "", "", "unit"),
    ],
)
def test_a_figure_of_an_activity_that_its_unit_does_not_do_is_refused(
    tmp_path: Path, unit: str, more: dict[str, Any], head: str, row: str, column: str
) -> None:
    """B9: data and organisation do not meet, and where they do not is said."""
    text = f"unit,period,input,value{head}\n{unit},2003-Q1,hours,1{row}\n"
    (problem,) = told(tmp_path, card_with(more), text)
    does = {"duvan": "fsk", "school": "fsk, skola"}[unit]
    message = f"{unit} does not do aldre, as the register has it; it does {does}"
    assert problem.startswith(f"s0.csv:2: {column}: {message} (found: ")


def test_of_a_unit_with_one_activity_that_one_and_nothing_said_are_one_figure(
    tmp_path: Path,
) -> None:
    card = card_with({"columns": {"activity": "what", "recorded_at": "day"}})
    head, first = "unit,period,input,value,what,day\n", "duvan,2003-Q1,hours,1,fsk,2003-05-01\n"
    (problem,) = told(tmp_path, card, f"{head}{first}duvan,2003-Q1,hours,2,,2003-05-01\n")
    assert problem == "s0.csv:3: hours of duvan in 2003-Q1 stands twice: first in s0.csv:2"
    assert told(tmp_path, card, f"{head}{first}duvan,2003-Q1,hours,2,,2003-08-01\n") == []
    revised = read_columns(tmp_path, card, "activity", "value", "recorded_at")
    assert revised == [("fsk", 1, date(2003, 5, 1)), ("fsk", 2, date(2003, 8, 1))]


def test_forecasts_stand_beside_the_outturn_each_with_the_day_it_was_made(tmp_path: Path) -> None:
    columns = {"scenario": "kind", "made_on": "made"}
    card = card_with({"columns": columns, "scenarios": {"Utfall": "actual", "Prognos": "forecast"}})
    rows = (
        "north,2003-Q1,cost,25,Utfall,\nnorth,2003,cost,110,Prognos,2003-04-15\n"
        "north,2003,cost,104,Prognos,2003-09-15\nnorth,2003-Q2,cost,30,,\n"
    )
    assert told(tmp_path, card, f"unit,period,input,value,kind,made\n{rows}") == []
    assert read_columns(tmp_path, card, "period", "scenario", "made_on", "value") == [
        ("2003-Q1", "actual", None, 25),
        ("2003", "forecast", "2003-04-15", 110),
        ("2003", "forecast", "2003-09-15", 104),
        ("2003-Q2", "actual", None, 30),
    ]


def test_forecasts_of_different_days_come_in_files_of_their_own(tmp_path: Path) -> None:
    april = {"scenario": "forecast", "made_on": "2003-04-15"}
    card = card_with(april, {"scenario": "forecast", "made_on": "2003-09-15"})
    text = "unit,period,input,value\nnorth,2003,cost,{}\n"
    assert told(tmp_path, card, text.format(110), text.format(104)) == []
    made = read_columns(tmp_path, card, "made_on", "value", "source")
    assert made == [("2003-04-15", 110, "s0"), ("2003-09-15", 104, "s1")]
    (problem,) = told(tmp_path, card_with(april, april), text.format(110), text.format(104))
    assert problem == (
        "s1.csv:2: cost of north in 2003, the forecast of 2003-04-15, stands in two sources: "
        "first in s0.csv:2"
    )


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("prognos,2003-04-15", "kind: there is no such scenario (found: prognos)"),
        ("forecast,", "made: a forecast needs the day on which it was made"),
        ("actual,2003-04-15", "made: only a forecast has a day on which it was made (found: 2003-"),
        ("forecast,April", "made: must be a date from 1000 to 2999 such as 2003-12-31 (found: Apr"),
        (
            "forecast,2003-06-15",
            "day: the forecast was recorded before it was made (found: 2003-05",
        ),
    ],
)
def test_a_forecast_that_does_not_say_when_it_was_made_is_refused(
    tmp_path: Path, row: str, message: str
) -> None:
    card = card_with({"columns": {"scenario": "kind", "made_on": "made", "recorded_at": "day"}})
    text = f"unit,period,input,value,day,kind,made\nnorth,2003-Q1,cost,1,2003-05-01,{row}\n"
    (problem,) = told(tmp_path, card, text)
    assert problem.startswith(f"s0.csv:2: {message}")


def test_parts_are_added_within_their_activity_and_forecast(tmp_path: Path) -> None:
    columns = {"activity": "what", "scenario": "kind", "made_on": "made"}
    card = card_with({"columns": columns, "sum_over": ["account"]})
    rows = [
        "north,2003-Q1,cost,1,a,fsk,,",
        "north,2003-Q1,cost,2,b,fsk,,",
        "north,2003-Q1,cost,4,a,aldre,,",
        "north,2003-Q1,cost,8,b,aldre,,",
        "north,2003-Q1,cost,16,a,,,",
        "north,2003,cost,32,a,,forecast,2003-04-15",
        "north,2003,cost,64,b,,forecast,2003-04-15",
        "north,2003,cost,128,a,,forecast,2003-09-15",
    ]
    text = "\n".join(["unit,period,input,value,account,what,kind,made", *rows])
    assert told(tmp_path, card, text) == []
    assert [value for (value,) in read_columns(tmp_path, card, "value")] == [3, 12, 16, 96, 128]


def test_the_order_of_the_rows_is_of_no_consequence(tmp_path: Path) -> None:
    card = card_with({"columns": {"recorded_at": "day"}, "sum_over": ["account"]})
    rows = [
        f"{unit},2003-Q{quarter},cost,{cents / 10},{account},{day}"
        for quarter in (2, 3)
        for unit in ("north", "duvan")
        for cents, account in enumerate("abcdefgh", start=1)
        for day in ("2003-08-01", "2003-09-01")
    ]
    head, names = "unit,period,input,value,account,day\n", ("org_unit", "period", "recorded_at")
    found = []
    for order in (rows, rows[::-1], sorted(rows, key=lambda row: row[-14:])):
        assert told(tmp_path, card, head + "\n".join(order)) == []
        found.append(set(read_columns(tmp_path, card, *names, "value")))
    assert found[0] == found[1] == found[2]
    assert {value for *_, value in found[0]} == {3.6}  # 0.1 + … + 0.8, exact to the last bit


def test_empty_cells_of_a_wide_table_may_stand_where_no_figure_can(tmp_path: Path) -> None:
    wide = {"input": None, "value": None}
    names = {"hours": "hours", "price": "price"}
    card = card_with({"layout": "wide", "columns": wide, "inputs": names})
    rows = "north,2003-Q1,1,\nnorth,2003,,104\nnew,2003-Q1,,\nnew,2003-Q2,5,\n"
    assert told(tmp_path, card, f"unit,period,hours,price\n{rows}") == []
    assert read_columns(tmp_path, card, "org_unit", "period", "input", "value") == [
        ("north", "2003-Q1", "hours", 1),
        ("north", "2003", "price", 104),
        ("new", "2003-Q2", "hours", 5),
    ]
    rows = "north,2003-Q1,1,104\nnew,2003-Q1,7,\n"
    assert [text[:28] for text in told(tmp_path, card, f"unit,period,hours,price\n{rows}")] == [
        "s0.csv:2: period: the input ",
        "s0.csv:3: unit: the unit doe",
    ]


def test_a_character_that_was_lost_on_the_way_is_told_with_its_cell(tmp_path: Path) -> None:
    card = card_with({"sum_over": ["account"]})
    text = "unit,period,input,value,account\nnorth,2003-Q1,cost,1,L\ufffdner\n"
    (problem,) = told(tmp_path, card, text)
    assert problem.startswith("s0.csv:2: account: holds a character that was lost")


def test_all_faults_of_a_delivery_are_told_at_once_with_their_places(tmp_path: Path) -> None:
    """B6: sources with a mapping of their own; each fault is located in what was delivered."""
    columns = {"activity": "what", "scenario": "kind", "made_on": "made", "recorded_at": "day"}
    card = card_with({"columns": columns})
    rows = [
        "nroth,2003-Q1,cost,1,fsk,,,2003-05-01",
        "north,2003Q1,cost,1,fsk,,,2003-05-01",
        "north,2003-Q1,costs,1,fsk,,,2003-05-01",
        "north,2003-Q1,cost,1.,fsk,,,2003-05-01",
        "north,2003-Q1,cost,1,fks,,,2003-05-01",
        "north,2003-Q1,cost,1,fsk,forecats,,2003-05-01",
        "north,2003-Q1,cost,1,fsk,,,1 May",
        "north,2003-Q1,cost,1,fsk",
    ]
    text = "\n".join(["unit,period,input,value,what,kind,made,day", *rows])
    places = [" ".join(problem.split(" ")[:2]) for problem in told(tmp_path, card, text)]
    names = ["unit:", "period:", "input:", "value:", "what:", "kind:", "day:", "the"]
    assert places == [f"s0.csv:{line}: {name}" for line, name in enumerate(names, start=2)]


# ---- the fast reader against the obvious one ---------------------------------------------------


When = tuple[str, str, str]  # period, scenario, made on
HEAD = ["unit", "what", "period", "kind", "made", "day", "part"]
OF_WHAT = [("north", ""), ("N", "fsk"), ("north", "Äldre"), ("north", "all"), ("duvan", "")]
OF_WHAT += [("duvan", "fsk"), ("school", "fsk"), ("school", "")]
QUARTERS = [("2003-Q1", "", ""), ("2003-Q2", "actual", "")]
FORECASTS = [("2003", "Prognos", "2003-03-01"), ("2003-Q1", "Prognos", "2003-03-01")]
NUMBERS = st.sampled_from(["1", "1,5", "+0,1", "−3 000,25", "12345678,9", "..", ""])
PLAIN_NUMBERS = st.sampled_from(["1", "-1,5", "+0,1", ".."])
BAD = {
    "unit": ["nroth", "", "new"],
    "what": ["skolor", "Äldre"],
    "period": ["2003-02", "Q1", "2003", "2003-Q1"],
    "kind": ["Budget", "Prognos", "actual"],
    "made": ["x", "2003-03-01", "", "2004-01-01"],
    "day": ["2003-02-30", "", "2003-01-01"],
    "h": ["1.5", "1 0", "-", "1,", ",5", "1 0000", "1e5", "٣"],
    "input": ["hour", "", "price"],
    "value": ["1 000", "", "1.5", "nan"],
}


@st.composite
def tables(
    draw: st.DrawFn, names: list[str], cells: dict[When, st.SearchStrategy[list[str]]]
) -> list[dict[str, str]]:
    """Return a table of sound rows, some of which may tell of one figure, with a few faults."""
    row = st.sampled_from(list(cells)).flatmap(
        lambda when: st.tuples(
            st.sampled_from(OF_WHAT),
            st.just(when),
            st.sampled_from(["2003-04-01", "2003-08-01", "2003-08-02"]),
            st.sampled_from(["a", "b", "c"]),
            cells[when],
        )
    )
    rows = [
        dict(zip([*HEAD, *names], [*what, *when, day, part, *own], strict=True))
        for what, when, day, part, own in draw(st.lists(row, min_size=1, max_size=6))
    ]
    bad = [(column, text) for column in rows[0] for text in BAD.get(column, [])]
    faults = st.tuples(st.integers(0, len(rows) - 1), st.sampled_from(bad))
    for number, (column, text) in draw(st.just([]) | st.lists(faults, max_size=3)):
        rows[number][column] = text
    return rows


NOTHING = st.just("")
WIDE = tables(
    ["h", "p"],
    {when: st.tuples(NUMBERS, NOTHING).map(list) for when in QUARTERS}
    | {("2003", "", ""): st.tuples(NOTHING, NUMBERS).map(list)}
    | {when: st.tuples(NUMBERS, NUMBERS).map(list) for when in FORECASTS},
)
LONG = tables(
    ["input", "value"],
    {
        when: st.tuples(st.sampled_from(["hours", "Kostnad"]), PLAIN_NUMBERS).map(list)
        for when in (*QUARTERS, *FORECASTS)
    },
)
TWO = card_with(
    {
        "layout": "wide",
        "delimiter": ";",
        "decimal": ",",
        "thousands": " ",
        "missing": ["", ".."],
        "columns": {
            "input": None,
            "value": None,
            "activity": "what",
            "scenario": "kind",
            "made_on": "made",
            "recorded_at": "day",
        },
        "inputs": {"h": "hours", "p": "price"},
        "org_units": {"N": "north"},
        "activities": {"Äldre": "aldre"},
        "scenarios": {"Prognos": "forecast"},
        "sum_over": ["part"],
    },
    {
        "decimal": ",",
        "delimiter": ";",
        "missing": [".."],
        "columns": {"scenario": "kind"},
        "made_on": "2003-03-01",
        "activity": "fsk",
        "inputs": {"Kostnad": "cost"},
        "org_units": {"N": "north"},
        "scenarios": {"Prognos": "forecast"},
        "recorded_at": "2003-08-01",
    },
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("twins")


@settings(max_examples=200, deadline=None)
@given(st.tuples(WIDE, LONG))
def test_the_fast_reader_gives_what_the_obvious_one_gives(
    place: Path, written: tuple[list[dict[str, str]], ...]
) -> None:
    for source, rows in zip(TWO.sources, written, strict=True):
        with (place / source.file).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, [*rows[0]], delimiter=";")
            writer.writeheader()
            writer.writerows(rows)
    expected = read_obviously(TWO, place)
    names = ["input", "org_unit", "activity", "period", "scenario", "made_on"]
    names += ["source", "line", "recorded_at"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bsc_helpers.sources.problems.MOST_ALIKE", 1000)
        try:
            frame = read_observations(TWO, place)
        except DataError as error:
            problems = sorted(error.problems, key=lambda p: (p.file, p.line, p.key, p.message))
            assert len(problems) == len(expected.faults)
            for problem, (*at, message) in zip(problems, sorted(expected.faults), strict=True):
                assert [problem.file, problem.line, problem.key] == at
                assert problem.message.startswith(message)
            return
    assert expected.faults == []
    about = frame[names].astype(object)
    found = list(about.where(about.notna(), None).itertuples(index=False, name=None))
    wanted = [tuple(record[name] for name in names) for record in expected.records]
    assert sorted(found, key=str) == sorted(wanted, key=str)
    values = dict(zip(found, frame["value"], strict=True))
    for key, record in zip(wanted, expected.records, strict=True):
        value = record["value"]
        assert (
            math.isnan(values[key])
            if value is None
            else math.isclose(values[key], value, rel_tol=1e-15)
        )
