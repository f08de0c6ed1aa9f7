"""Every rule of the register, broken in one place of the template: told with file, line and key.

B1 (the chain, activities), B3 (objectives that serve others), B9 (where organisation, accounts and
data do not meet), B10 (initiatives), L4 and L5 (the card of a measure), P3 (relative targets,
initiatives with effects).
"""
# ruff: noqa: E501 - a table of cases, one line each

from __future__ import annotations

from pathlib import Path

import pytest

from bsc_helpers.errors import RegisterError
from bsc_helpers.register import load_register, read_register, write_new

CARD, MEASURES, UNITS = "scorecard.yaml", "measures.yaml", "org_units.yaml"
DONE, SAID, SOURCES, PRESETS = "initiatives.yaml", "comments.yaml", "sources.yaml", "presets.yaml"

SERVES = "    serves: C1  # the objective that it is to serve\n"
RELATIVE = "relative: {to: 2024-Q4, times: 1.05, warning_times: 1}"
SCHEDULE = "    schedule: {due_days: 30, valid_months: 3}\n"
LAKE_SCHOOL = "    representative: The head of Lake School\n"
BREAK = "- {from: 2024-Q1, kind: rule, text: Students in training are counted from 2024}"
FORECASTS = "    scenario: forecast  # actual (if nothing is said) or forecast\n"
MADE_ON = "      made_on: made_on  # the day on which the forecast was made\n"
SURVEY = "    file: data/survey_invented.csv\n"
COMMENT = "    measure: F01\n"
LATEST = "        latest: 2\n"
DECLARED = "declared_on: 2024-12-11"
MAP = "# strategy_map: [[C], [P], [S, F]]"
NET_COST = "name: Net cost, "
STAFF_COST = "name: Staff costs, "

# file, text, its replacement, a text in the line that is told, the key that is told, words
BROKEN = [
    # the chain
    (CARD, SERVES, "    serves: C9\n", "serves: C9", "objectives[P2].serves", "there is no such objective"),
    (CARD, SERVES, "    serves: P2\n", "serves: P2", "objectives[P2].serves", "would serve itself"),
    (CARD, "    level: municipality  # where it is set\n", "    serves: P2\n", "serves: P2", "objectives[C1].serves", "would serve itself"),
    (CARD, "key_process: place", "key_process: plase", "plase", "success_factors[FP1].key_process", "did you mean place?"),
    (CARD, "activities: [preschool]\n", "activities: [preskool]\n", "preskool", "key_processes[place].activities[1]", "did you mean preschool?"),
    (CARD, "code: FC1", "code: C1", "code: C1", "success_factors[C1].code", "stands twice: first in"),
    (CARD, "status: adopted", "status: adoptd", "adoptd", "version.status", "did you mean adopted?"),
    (CARD, "  - code: place", "  - code: teach", "code: teach", "key_processes[teach].code", "stands twice"),
    # links and occasions
    (CARD, "    from: S1", "    from: S9", "from: S9", "links[L1].from", "no such objective or success factor"),
    (CARD, "    to: C2", "    to: CX", "to: CX", "links[L1].to", "no such objective or success factor"),
    (CARD, "    to: C2", "    to: S1", "to: S1", "links[L1].to", "leads back"),
    (CARD, "driver: S01", "driver: S09", "driver: S09", "links[L1].pairs[1].driver", "there is no such measure"),
    (CARD, "outcome: C02", "outcome: S01", "outcome: S01", "links[L1].pairs[1].outcome", "cannot test itself"),
    (CARD, "earliest: 0", "earliest: 2", "earliest: 2", "links[L1].pairs[1].earliest", "not be more than the lag (1)"),
    (CARD, "latest: 2", "latest: 0", "latest: 0", "links[L1].pairs[1].latest", "not be less than the lag (1)"),
    (CARD, "        latest: 2\n", "      - {driver: S01, outcome: C02, sign: positive}\n", "{driver: S01", "links[L1].pairs[2]", "the pair stands twice"),
    (CARD, "sign: negative", "sign: minus", "sign: minus", "links[L1].pairs[1].sign", "valid: positive, negative"),
    (CARD, DECLARED, "declared_on: last winter", "last winter", "links[L1].declared_on", "must be a date from 1000 to 2999 such as 2003-12-31"),
    (CARD, DECLARED, "declared_on: 2024-02-30", "2024-02-30", "links[L1].declared_on", "must be a date"),
    (CARD, LATEST, LATEST + "        kinds: [preschol]\n", "preschol", "links[L1].pairs[1].kinds[1]", "did you mean preschool?"),
    (CARD, LATEST, LATEST + "        kinds: [school, school]\n", "kinds: [", "links[L1].pairs[1].kinds[2]", "stands twice"),
    (CARD, LATEST, LATEST + "        activities: [preskool]\n", "preskool", "links[L1].pairs[1].activities[1]", "did you mean preschool?"),
    (CARD, LATEST, LATEST + "        activities: [school, school]\n", "activities: [", "links[L1].pairs[1].activities[2]", "stands twice"),
    (CARD, LATEST, LATEST + "        shock_group: area\n", "shock_group: area", "links[L1].pairs[1].shock_group", "no unit lies in an area (found: area); valid: give units their area, or leave it out"),
    (CARD, LATEST, LATEST + "        shock_group: region\n", "region", "links[L1].pairs[1].shock_group", "valid: area, parent"),
    (CARD, MAP, "strategy_map: [[C], [X], [P], [S, F]]", "strategy_map", "strategy_map[2][1]", "there is no such perspective"),
    (CARD, MAP, "strategy_map: [[C], [P], [S]]", "strategy_map", "strategy_map", "lacks a perspective (found: F)"),
    (CARD, MAP, "strategy_map: [[C], [P], [S, F, C]]", "strategy_map", "strategy_map[3][3]", "stands twice"),
    (CARD, "ends: 2025-08-31", "ends: 2024-08-31", "ends: 2024", "occasions[interim-2025].ends", "lies before starts (2025-01-01)"),
    (CARD, "comment_stop: 2025-09-17", "comment_stop: 2025-09-01", "comment_stop: 2025-09-01", "occasions[interim-2025].comment_stop", "lies before data_stop (2025-09-10)"),
    (CARD, "committee: 2025-09-30", "committee: 2025-09-01", "committee: 2025-09-01", "occasions[interim-2025].committee", "lies before comment_stop (2025-09-17)"),
    (CARD, "code: annual-2025", "code: interim-2025", "code: interim-2025", "occasions[interim-2025].code", "stands twice"),
    # the economy
    (CARD, "plan: net_plan", "plan: children", "plan: children", "economy.net.plan", "is no money: its unit_of_measure must be SEK"),
    (CARD, "outturn: revenue\n", "outturn: revenues\n", "revenues", "economy.classes[revenue].outturn", "did you mean revenue?"),
    (CARD, "outturn: other_cost", "outturn: staff_cost", "staff_cost", "economy.classes[other].outturn", "stands twice: first as economy.classes[staff].outturn"),
    (CARD, "code: other\n", "code: net\n", "code: net", "economy.classes[net].code", "the word for the net"),
    (CARD, "code: other\n", "code: staff\n", "code: staff", "economy.classes[staff].code", "stands twice"),
    (MEASURES, "{code: net_cost, name: Net cost, ", "{code: net_cost, name: Net cost, over_time: mean, ", "net: {plan", "economy.net.outturn", "must add up; its over_time: mean"),
    # inputs
    (MEASURES, STAFF_COST, STAFF_COST + "part_of: netcost, ", "netcost", "inputs[staff_cost].part_of", "there is no such input (found: netcost); did you mean net_cost?"),
    (MEASURES, NET_COST, NET_COST + "part_of: net_cost, ", "part_of: net_cost", "inputs[net_cost].part_of", "would be a part of itself"),
    # measures
    (MEASURES, "applies_to: {activities: [preschool]}", "applies_to: {activities: [preskool]}", "preskool", "measures[P01].applies_to.activities[1]", "did you mean preschool?"),
    (MEASURES, "applies_to: {activities: [preschool]}", "applies_to: {kinds: [nursery]}", "nursery", "measures[P01].applies_to.kinds[1]", "there is no such kind of unit"),
    (MEASURES, RELATIVE, "relative: {to: 2025-Q1, times: 1.05}", "2025-Q1", "measures[S02].targets[1].relative.to", "must lie before the target begins (2025)"),
    (MEASURES, RELATIVE, "relative: {to: 2024, times: 1.05}", "to: 2024,", "measures[S02].targets[1].relative.to", "a period of the measure's frequency (quarter)"),
    (MEASURES, RELATIVE, "relative: {to: last year, times: 1.05}", "last year", "measures[S02].targets[1].relative.to", "is no period"),
    (MEASURES, RELATIVE, "relative: {to: 2024-Q4, times: 0}", "times: 0", "measures[S02].targets[1].relative.times", "must be more than 0"),
    (MEASURES, "warning_times: 1}", "warning_times: 1.2}", "- from: 2025", "measures[S02].targets[1]", "warning_times must lie below times"),
    (MEASURES, RELATIVE, "value: 70\n        " + RELATIVE, "- from: 2025", "measures[S02].targets[1]", "value cannot stand beside relative"),
    (MEASURES, SCHEDULE, SCHEDULE + "    minimum_base: 5\n", "minimum_base: 5", "measures[C02].minimum_base", "needs base"),
    (MEASURES, SCHEDULE, SCHEDULE + "    base: complaint\n", "base: complaint", "measures[C02].base", "did you mean complaints?"),
    (MEASURES, SCHEDULE, SCHEDULE + "    base: answers\n", "base: answers", "measures[C02].base", "is delivered by year, too long"),
    (MEASURES, "name: Answers, ", "name: Answers, over_units: mean, ", "precision: {", "measures[C01].precision.count", "must add up over units; its over_units: mean"),
    (MEASURES, BREAK, BREAK.replace("2024-Q1", "2024-Q5"), "2024-Q5", "measures[P02].breaks[1].from", "is no period"),
    (MEASURES, BREAK, f"{BREAK}\n      {BREAK.replace('2024-Q1', '2024-01')}", "2024-01", "measures[P02].breaks[2].from", "two breaks of this kind lie on 2024-01-01"),
    (MEASURES, "valid_months: 15", "valid_months: 1", "valid_months: 1 ", "measures[C01].schedule.valid_months", "out of date before it is due, 60 days after"),
    (MEASURES, "reliability: medium  #", "reliability: m  #", "reliability: m ", "measures[C01].reliability", "valid: high, medium, low"),
    (MEASURES, "frequency: year  #", "frequency: M  #", "frequency: M ", "measures[C01].frequency", "valid: day, week, month"),
    (MEASURES, "kind: percentage  #", "kind: percent  #", "kind: percent ", "measures[C01].kind", "did you mean percentage?"),
    (MEASURES, "view: external, term: long}", "view: external}", "axes: {", "measures[C01].axes.term", "the key term is missing"),
    # the organisation
    (UNITS, "  - {code: school,", "  - {code: All, name: A}\n  - {code: school,", "code: All", "activities[All].code", "is the word for all activities together"),
    (UNITS, "  - {code: school,", "  - {code: PRESCHOOL, name: P}\n  - {code: school,", "code: PRESCHOOL", "activities[PRESCHOOL].code", "stands twice"),
    (UNITS, "activities: [preschool, school]", "activities: [preschool, preschool]", "[preschool, preschool]", "org_units[town].activities[2]", "stands twice"),
    (UNITS, "activities: [preschool, school]", "activities: [preschool, care]", "care]", "org_units[town].activities[2]", "there is no such activity"),
    (UNITS, "- {code: schools,", "- {code: skolor,", "peer_group: schools", "org_units[hill-school].peer_group", "there is no such peer group"),
    (UNITS, LAKE_SCHOOL, "    predecessors: [old-school]\n", "old-school", "org_units[lake-school].predecessors[1]", "there is no such unit"),
    (UNITS, LAKE_SCHOOL, "    predecessors: [lake-school]\n", "predecessors", "org_units[lake-school].predecessors[1]", "must have ended before this unit begins"),
    (UNITS, LAKE_SCHOOL, "    from: 2024-01-01\n    predecessors: [hill-school]\n", "predecessors", "org_units[lake-school].predecessors[1]", "it ends never, this one begins 2024-01-01"),
    # initiatives
    (DONE, "objective: C2", "objective: C3", "objective: C3", "initiatives[A1].objective", "there is no such objective"),
    (DONE, "      - C02\n", "      - C2\n", "- C2", "initiatives[A1].measures[1]", "did you mean C02?"),
    (DONE, "[town]", "[town, twon]", "twon", "initiatives[A1].org_units[2]", "did you mean town?"),
    (DONE, "    owner:", "    activity: care\n    owner:", "activity: care", "initiatives[A1].activity", "there is no such activity"),
    (DONE, "due: 2026-06-30", "due: 2025-02-28", "due: 2025-02-28", "initiatives[A1].due", "lies before starts (2025-03-01)"),
    (DONE, "status: ongoing", "ended: 2025-12-31\n    status: ongoing", "status: ongoing", "initiatives[A1].status", "cannot be ongoing; valid: done, stopped"),
    (DONE, "status: ongoing", "ended: 2025-02-01\n    status: done", "ended:", "initiatives[A1].ended", "lies before starts"),
    (DONE, "      measure: C02", "      measure: S01", "measure: S01", "initiatives[A1].effect.measure", "neither among its measures nor one of its objective C2"),
    (DONE, "      measure: C02", "      measure: C09", "measure: C09", "initiatives[A1].effect.measure", "there is no such measure"),
    (DONE, "from: 2026-Q1", "from: 2024-Q4", "from: 2024-Q4", "initiatives[A1].effect.from", "cannot be seen before the initiative starts"),
    (DONE, "from: 2026-Q1", "from: spring", "from: spring", "initiatives[A1].effect.from", "is no period"),
    (DONE, "budget: 200000", "budget: 200 000", "200 000", "initiatives[A1].budget", "must be a number"),
    # comments and assessments
    (SAID, "org_unit: hill-school", "org_unit: hillschool", "hillschool", "comments[1].org_unit", "did you mean hill-school?"),
    (SAID, "    period: 2025-Q4\n" + COMMENT, "    period: Q4\n" + COMMENT, "period: Q4", "comments[1].period", "is no period"),
    (SAID, COMMENT, COMMENT + "    objective: F1\n", "objective: F1", "comments[1].objective", "not of both"),
    (SAID, COMMENT, "    measure: F09\n", "measure: F09", "comments[1].measure", "there is no such measure"),
    (SAID, COMMENT, "    objective: F9\n", "objective: F9", "comments[1].objective", "there is no such objective"),
    (SAID, COMMENT, COMMENT + "    activity: preschool\n", "activity:", "comments[1].activity", "is not done there (found: preschool); valid: school"),
    (SAID, COMMENT, COMMENT + "    activity: school\n", "activity:", "comments[1].activity", "is all that hill-school does"),
    (SAID, COMMENT, COMMENT + "    activity: care\n", "activity:", "comments[1].activity", "there is no such activity"),
    (SAID, "    author: The head of Hill School\n", "", "- org_unit: hill-school", "comments[1].author", "the key author is missing"),
    (SAID, "grade: partly", "grade: half", "grade: half", "assessments[1].grade", "valid: met, partly, not_met, cannot_be_judged"),
    (SAID, "    objective: S1", "    objective: S0", "objective: S0", "assessments[1].objective", "there is no such objective"),
    (UNITS, "name: Hill School\n", "name: Hill School\n    to: 2025-06-30\n", "org_unit: hill-school", "comments[1].org_unit", "the unit does not exist in 2025-Q4"),
    # sources and presets
    (SOURCES, SURVEY, SURVEY + "    activity: preskool\n", "preskool", "sources[survey].activity", "did you mean preschool?"),
    (SOURCES, SURVEY, SURVEY + "    activities: {Preschool: preschool}\n", "activities:", "sources[survey].activities", "columns.activity is missing"),
    (SOURCES, MADE_ON, MADE_ON + "      activity: what\n    activity: school\n", "activity: school", "sources[forecasts].activity", "stands instead of columns.activity"),
    (SOURCES, MADE_ON, MADE_ON + "      activity: what\n    activities: {P: preskool}\n", "activities: {P", "sources[forecasts].activities.P", "did you mean preschool?"),
    (SOURCES, MADE_ON, MADE_ON + "      scenario: what\n", "scenario: forecast", "sources[forecasts].scenario", "stands instead of columns.scenario"),
    (SOURCES, MADE_ON, "", "- code: forecasts", "sources[forecasts]", "forecasts need the day they were made"),
    (SOURCES, MADE_ON, MADE_ON + "    made_on: 2025-04-15\n", "made_on: 2025-04-15", "sources[forecasts].made_on", "stands instead of columns.made_on"),
    (SOURCES, FORECASTS, "", "made_on: made_on", "sources[forecasts].columns.made_on", "belongs to forecasts"),
    (SOURCES, SURVEY, SURVEY + "    scenarios: {F: forecast}\n", "scenarios:", "sources[survey].scenarios", "columns.scenario is missing"),
    (PRESETS, "periods: [latest]", "activities: [preskool]", "preskool", "presets[quarter].activities[1]", "did you mean preschool?"),
    (PRESETS, "periods: [latest]", "kinds: [nursery]", "nursery", "presets[quarter].kinds[1]", "there is no such kind of unit"),
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of a new scorecard."""
    write_new(tmp_path / "mine")
    return tmp_path / "mine"


def change(folder: Path, file: str, old: str, new: str) -> None:
    """Replace a text that must stand exactly once in a file."""
    text = (folder / file).read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")


def told(folder: Path, *, advice: bool = False) -> list[tuple[str, str, str, str]]:
    """Return of each problem the file, the line as it stands there, the key, and the message."""
    _, problems = read_register(folder)
    found = []
    for problem in problems:
        path = Path(problem.file)
        lines = ["", *path.read_text(encoding="utf-8").splitlines()]
        if problem.advice == advice:
            found.append((path.name, lines[problem.line], problem.key, str(problem)))
    return found


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: f"{case[4]} {case[5]}")
def test_a_broken_rule_is_told_in_its_line_with_its_key(
    folder: Path, case: tuple[str, str, str, str, str, str]
) -> None:
    file, old, new, line, key, words = case
    change(folder, file, old, new)
    found = told(folder)
    hits = [(where, text) for name, where, at, text in found if at == key and words in text]
    assert hits, found
    assert line in hits[0][0]
    assert len(found) <= 3, found  # one slip does not drown in what follows from it


def test_there_are_at_least_forty_broken_registers() -> None:
    assert len({case[:3] for case in BROKEN}) == len(BROKEN) >= 40


def test_faults_in_every_file_are_told_at_once(folder: Path) -> None:
    """B9: one check shows everywhere that data and organisation do not meet."""
    apart = {case[0]: case for case in reversed(BROKEN)}
    for file, old, new, *_ in apart.values():
        change(folder, file, old, new)
    found = told(folder)
    for *_, key, words in apart.values():
        assert any(at == key and words in text for *_, at, text in found), (key, found)
    with pytest.raises(RegisterError) as error:
        load_register(folder)
    assert len(error.value.problems) == len(found) >= len(apart)


def test_parts_in_a_circle_are_told_where_they_stand_and_nowhere_else(folder: Path) -> None:
    change(folder, MEASURES, NET_COST, NET_COST + "part_of: staff_cost, ")
    change(folder, MEASURES, STAFF_COST, STAFF_COST + "part_of: net_cost, ")
    change(folder, MEASURES, "name: Other costs, ", "name: Other costs, part_of: net_cost, ")
    found = told(folder)
    assert [key for *_, key, _ in found] == [
        "inputs[net_cost].part_of",
        "inputs[staff_cost].part_of",
    ]
    assert all("would be a part of itself" in words for *_, words in found)


def test_an_area_of_any_unit_is_enough_for_units_that_share_shocks(folder: Path) -> None:
    change(folder, CARD, LATEST, LATEST + "        shock_group: area\n")
    change(folder, UNITS, "name: Hill School\n", "name: Hill School\n    area: north\n")
    with (folder / UNITS).open("a", encoding="utf-8") as units:
        units.write("\nareas:\n  - {code: north, name: North}\n")
    assert told(folder) == []


def test_a_map_has_its_perspectives_in_any_rows(folder: Path) -> None:
    change(folder, CARD, MAP, "strategy_map: [[F, S], [P, C]]")
    assert told(folder) == []
    assert load_register(folder).scorecard.strategy_map == (("F", "S"), ("P", "C"))


def test_an_objective_is_assessed_once_for_a_unit_and_period_however_it_is_written(
    folder: Path,
) -> None:
    text = (folder / SAID).read_text(encoding="utf-8")
    again = text.partition("assessments:\n")[2]
    (folder / SAID).write_text(text + again, encoding="utf-8")
    ((_, _, key, words),) = told(folder)
    assert key == "assessments[2].objective"
    assert "assessed twice for this unit and period: first in line" in words
    (folder / SAID).write_text(text + again.replace("2025-Q4", "2025"), encoding="utf-8")
    assert told(folder) == []


def test_a_merged_unit_names_those_it_was_made_of(folder: Path) -> None:
    change(folder, UNITS, "name: Hill School\n", "name: Hill School\n    to: 2024-06-30\n")
    change(folder, UNITS, "name: Lake School\n", "name: Lake School\n    to: 2024-06-30\n")
    text = (folder / UNITS).read_text(encoding="utf-8")
    merged = "  - {code: new, name: New, parent: town, from: 2024-07-01, activities: [school],\n"
    merged += "     predecessors: [hill-school, lake-school]}\n"
    (folder / UNITS).write_text(text + merged, encoding="utf-8")
    change(folder, SAID, "org_unit: hill-school", "org_unit: new")
    assert told(folder) == []
    change(folder, UNITS, "from: 2024-07-01", "from: 2024-06-30")
    assert [key for *_, key, _ in told(folder)] == [
        "org_units[new].predecessors[1]",
        "org_units[new].predecessors[2]",
    ]


def test_a_unit_does_what_is_done_below_it(folder: Path) -> None:
    """B1: an activity of the whole organisation can be commented on and judged."""
    change(folder, UNITS, "    activities: [preschool, school]\n", "")
    change(folder, SAID, "    objective: S1", "    activity: preschool\n    objective: S1")
    assert told(folder) == []


def test_periods_of_another_fiscal_year_are_told_wherever_they_stand(folder: Path) -> None:
    change(folder, CARD, "fiscal_year_starts: 1 ", "fiscal_year_starts: 7 ")
    keys = {key for *_, key, words in told(folder) if "is no period" in words}
    assert keys >= {
        "measures[C01].targets[1].from",
        "measures[S02].targets[1].relative.to",
        "measures[P02].breaks[1].from",
        "initiatives[A1].effect.from",
        "comments[1].period",
        "assessments[1].period",
    }


def test_while_the_fiscal_year_is_not_known_periods_are_left_alone(folder: Path) -> None:
    change(folder, CARD, "fiscal_year_starts: 1 ", "fiscal_year_starts: 13 ")
    assert [key for *_, key, _ in told(folder)] == ["fiscal_year_starts"]


def test_scalars_stay_what_was_written_in_the_new_parts_too(folder: Path) -> None:
    change(folder, CARD, "number: 1\n", "number: 01.10\n")
    change(folder, CARD, "code: L1", "code: 0114")
    change(folder, CARD, "forecast_by: The finance manager", "forecast_by: NO")
    change(folder, DONE, "    name: Complaints have one receiver", "    name: 12:30")
    card = load_register(folder).scorecard
    assert card.version is not None
    assert card.economy is not None
    assert card.economy.forecast_by is not None
    said = (
        card.version.number,
        card.links[0].code,
        card.economy.forecast_by.of("en"),
        card.initiatives[0].name.of("en"),
    )
    assert said == ("01.10", "0114", "NO", "12:30")
