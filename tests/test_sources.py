"""Delivered tables become observations as their mapping says, and nothing is guessed."""

from __future__ import annotations

import math
import time
from datetime import date
from pathlib import Path

import pytest
from small_register import FILES, write_broken, write_small

from bsc_helpers.errors import DataError
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
