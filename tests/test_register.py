"""Bad registers and data give located messages, all at once; sound ones are read as written."""

from __future__ import annotations

import contextlib
import json
import time
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from small_register import FILES, write_broken, write_small
from valid_registers import folders

from bsc_helpers.errors import BscError, ProblemsError, RegisterError
from bsc_helpers.folder import check_folder, evaluate_folder
from bsc_helpers.model import LocalText, OrgUnit, Span
from bsc_helpers.register import json_schemas, load_register, read_register
from bsc_helpers.register import organisation as tree
from bsc_helpers.register.items import Item
from bsc_helpers.register.load import FILES as LISTS
from bsc_helpers.register.organisation import DEEPEST, check_organisation
from bsc_helpers.register.reading import Written

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
    ("org_units.yaml", "    kind: district\n    parent: city\n  - code: south", "    moves:\n      - {parent: city, to: 2003-03-31}\n      - {parent: city, from: 2003-07-01}\n  - code: south", "org_units.yaml:7:5", "lies nowhere"),
    ("org_units.yaml", "    kind: city\n", "    kind: city\n    to: 2003-06-30\n", "org_units.yaml:9:5", "does not exist on 2003-07-01"),
    ("sources.yaml", "layout: wide", "layout: long", "sources.yaml", "is needed in the long layout"),
    ("sources.yaml", "answers: answers", "answers: svar", "sources.yaml", "there is no such input"),
    ("sources.yaml", 'decimal: ","', 'decimal: ";"', "sources.yaml", "valid: '.', ','"),
    ("sources.yaml", 'delimiter: ";"', 'delimiter: "x"', "sources.yaml:", r"valid: ',', ';', '\t', '|'"),
    ("sources.yaml", 'delimiter: ";"', "delimiter: '\"'", "sources.yaml:", "unknown word"),
    ("sources.yaml", 'delimiter: ";"', r'delimiter: "\n"', "sources.yaml:", "unknown word"),
    ("sources.yaml", 'delimiter: ";"', 'delimiter: ";"\n    thousands: "1"', "sources.yaml:", "unknown word (found: 1)"),
    ("sources.yaml", 'delimiter: ";"', 'delimiter: ";"\n    thousands: "-"', "sources.yaml:", """valid: '', ' ', '\\xa0', '\\u202f', '.', ',', "'\""""),
    ("sources.yaml", 'delimiter: ";"', 'delimiter: ";"\n    recorded_at: 0001-01-01', "sources.yaml:", "must be a date from 1000 to 2999"),
    ("scorecard.yaml", "[sv, en]", "[sv, xx]", "scorecard.yaml:3:17", "no reports in this language (found: xx); valid: sv, en"),
    ("scorecard.yaml", "[sv, en]", "[sv, sv]", "scorecard.yaml:3:17", "stands twice"),
    ("presets.yaml", "periods: [2003-Q2]", "periods: [2003-Q2, 2003-Q2]", "presets.yaml:4:24", "stands twice"),
    ("presets.yaml", "periods: [2003-Q2]", "languages: [en, sv, en]", "presets.yaml:4:25", "stands twice"),
    ("presets.yaml", "periods: [2003-Q2]", "formats: [pdf, pdf]", "presets.yaml:4:20", "stands twice"),
    ("presets.yaml", "periods: [2003-Q2]", "org_units: [north, north]", "presets.yaml:4:24", "stands twice"),
    ("presets.yaml", "periods: [2003-Q2]", "kinds: [city, city]", "presets.yaml:4:19", "stands twice"),
    ("measures.yaml", "        value: 85\n", "        value: 85\n      - {from: 2003-Q1, value: 86}\n", "measures.yaml:29:10", "two targets begin on 2003-01-01"),
    ("measures.yaml", "name: Ordinary hours", "name: Ordinary hours\n    frequency: year", "measures.yaml:12:5", "is shorter than that of its input hours (year)"),
    ("measures.yaml", "    owner: head of staff\n", "    budget: {plan: hours, outturn: timmar}\n", "measures.yaml:19:27", "there is no such input"),
    ("measures.yaml", "    owner: head of service\n", "    precision: {kind: proportion, count: answers, sum: pleased}\n", "measures.yaml:29:5", "does not give scale × sum / count (found: 100 * pleased / answers); valid: formula: 1 * pleased / answers"),
    ("measures.yaml", "    owner: head of service\n", "    precision: {kind: proportion, count: pleased, sum: answers, scale: 100}\n", "measures.yaml:29:5", "does not give scale"),
    ("measures.yaml", "    owner: head of service\n", "    precision: {kind: proportion, count: hours, sum: sick_hours, scale: 100}\n", "measures.yaml:29:5", "does not give scale"),
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
    ("org_units.yaml", "name: South", 'name: "a\\u0007b"', "org_units.yaml:10:5", "control characters"),
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


NO_BORDER = "has no warning border, and its measure no knots: a status but no score"
USUAL = {
    "has 1 objective",
    "no success factor leads to this objective",
    "has no computed_by: nobody answers for the figures",
    "stands on no axes (money, role, nature, view, term)",
}  # the advice on the small register


def test_advice_stands_apart_from_errors(tmp_path: Path) -> None:
    register, problems = read_register(write_small(tmp_path))
    assert register is not None
    assert {p.message for p in problems} == USUAL | {NO_BORDER}
    assert all(p.advice and p.line for p in problems)


def advice(folder: Path) -> list[str]:
    """Return the advice on a register beyond that on the small one, as it was written."""
    _, problems = read_register(folder)
    assert all(problem.advice for problem in problems)
    told = [problem for problem in problems if problem.message not in USUAL | {NO_BORDER}]
    return [str(problem).replace(f"{folder}/", "") for problem in told]


def with_measures(folder: Path, *pairs: tuple[str, str]) -> Path:
    text = FILES["measures.yaml"]
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return write_small(folder, measures_yaml=text)


def test_a_target_that_can_give_no_score_is_told(tmp_path: Path) -> None:
    _, problems = read_register(write_small(tmp_path))
    (found,) = [str(p) for p in problems if "has no warning border" in p.message]
    assert found.startswith(f"{tmp_path}/measures.yaml:27:9: measures[K04].targets[1]: ")
    knots = (
        "    score: [{value: 50, score: 0}, {value: 90, score: 100}]\n    owner: head of service\n"
    )
    for old, new in (
        ("        value: 85\n", "        value: 85\n        warning: 80\n"),
        ("    owner: head of service\n", knots),
    ):
        _, problems = read_register(with_measures(tmp_path, (old, new)))
        assert {p.message for p in problems} == USUAL


def test_inputs_that_disagree_on_missing_figures_are_told(tmp_path: Path) -> None:
    skip = "name: Ordinary hours\n    missing: skip"
    folder = with_measures(tmp_path, ("name: Ordinary hours", skip))
    assert advice(folder) == [
        "measures.yaml:15:5: measures[M02].formula: its inputs mix missing: skip with propagate, so all of them propagate (found: hours)"
    ]
    both = "name: Hours of sickness absence\n    missing: skip"
    others = (("name: Ordinary hours", skip), ("name: Hours of sickness absence", both))
    assert advice(with_measures(tmp_path, *others)) == []
    each = f"{skip}\n    over_units: none"  # not added up, so its rule does not come in
    assert advice(with_measures(tmp_path, ("name: Ordinary hours", each))) == []


def test_texts_that_lack_a_declared_language_are_told_once_for_each_item(tmp_path: Path) -> None:
    folder = with_measures(
        tmp_path,
        ("name: {sv: Sjukfrånvaro, en: Sickness absence}", "name: {sv: Sjukfrånvaro}"),
        ("owner: head of staff", "owner: {en: head, fi: johtaja}\n    definition: Plain"),
    )
    assert advice(folder) == [
        "measures.yaml:11:5: measures[M02]: is not translated: name (en), owner (sv)"
    ]
    write_broken(tmp_path, "scorecard.yaml", ", en: Small scorecard}", "}")
    assert advice(tmp_path) == ["scorecard.yaml: is not translated: name (en)"]


PRECISION = (
    "    precision: {kind: proportion, count: answers, sum: pleased, scale: 100}\n"
    "    minimum_base: 5\n"
)
OWNER = "    owner: head of service\n"


@pytest.mark.parametrize(
    "formula",
    [
        "100 * pleased / answers",
        "pleased / answers * 100",
        "pleased / (answers / 100) if answers > 0 else 0",
        "share",
    ],
)
def test_a_precision_fits_every_formula_that_gives_the_same_figure(
    tmp_path: Path, formula: str
) -> None:
    share = (
        "  - {code: Share, name: S, objective: K1, unit_of_measure: percent, polarity: neutral,\n"
        "     formula: 100 * pleased / answers, owner: x, minimum_base: 5, base: answers}\n"
    )
    folder = with_measures(
        tmp_path, ("100 * pleased / answers", formula), (OWNER, PRECISION + OWNER + share)
    )
    assert advice(folder) == []


def test_inputs_beside_the_formula_must_be_as_frequent_as_the_measure(tmp_path: Path) -> None:
    more = "name: Answers\n    frequency: half_year\n  - {code: plan, name: P, frequency: year}"
    folder = with_measures(
        tmp_path,
        ("name: Answers", more),
        (OWNER, PRECISION + "    budget: {plan: plan, outturn: hours}\n"),
        ("formula: 100 * pleased / answers", "formula: 100 * pleased / hours"),
    )
    _, problems = read_register(folder)
    told = [(p.line, p.column, p.key, p.message, p.value, p.valid) for p in problems]
    usual = "quarter or shorter"
    late = "is delivered by {}, too long for its measure"
    assert (
        31,
        35,
        "measures[K04].precision.count",
        late.format("half_year"),
        "answers",
        usual,
    ) in told
    assert (33, 14, "measures[K04].budget.plan", late.format("year"), "plan", usual) in told


def test_a_circle_of_formulas_is_told_at_a_measure_that_is_in_it(tmp_path: Path) -> None:
    one = "  - {{code: {}, name: S, objective: K1, unit_of_measure: percent, polarity: neutral, formula: {}}}\n"
    more = one.format("M1", "hours") + one.format("M10", "m11") + one.format("M11", "m10")
    _, problems = read_register(with_measures(tmp_path, (OWNER, OWNER + more)))
    (problem,) = problems
    assert problem.key == "measures[M10].formula"


def test_a_code_is_the_same_however_its_letters_are_composed(tmp_path: Path) -> None:
    apart = "A\u030aby"  # Å as two characters
    units = FILES["org_units.yaml"].replace("code: city", f"code: {apart}").replace(
        "parent: city", "parent: Åby"
    )  # fmt: skip
    write_small(tmp_path, org_units_yaml=units)
    assert [p for p in check_folder(tmp_path) if not p.advice] == []
    broken = units.replace("    kind: city\n", "    sort: city\n")
    _, problems = read_register(write_small(tmp_path, org_units_yaml=broken))
    assert {p.message for p in problems} == {"unknown key"}  # the unit is known all the same


def organisation(folder: Path, units: str) -> list[str]:
    write_small(folder, org_units_yaml=f"org_units:\n{units}", sources_yaml="sources: []\n")
    _, problems = read_register(folder)
    return [f"{p.key}: {p.message}" for p in problems if not p.advice]


def test_a_ring_of_units_is_told_at_those_in_it_and_only_then(tmp_path: Path) -> None:
    found = organisation(
        tmp_path,
        "  - {code: top, name: N}\n  - {code: below, name: N, parent: a}\n"
        "  - {code: c, name: N, parent: b}\n  - {code: b, name: N, parent: a}\n"
        "  - code: a\n    name: N\n    moves:\n      - {parent: top, to: 2003-12-31}\n"
        "      - {parent: c, from: 2004-01-01, to: 2004-12-31}\n"
        "      - {parent: top, from: 2005-01-01}\n",
    )
    message = "the unit lies below itself"
    assert sorted(found) == [
        f"org_units[a].moves: {message}",
        f"org_units[b].parent: {message}",
        f"org_units[c].parent: {message}",
    ]


def test_a_parent_that_opens_later_or_closes_earlier_is_told_with_the_day(tmp_path: Path) -> None:
    found = organisation(
        tmp_path,
        "  - {code: top, name: N, from: 2001-01-01, to: 2004-06-30}\n"
        "  - {code: a, name: N, parent: top, from: 2000-07-01, to: 2003-12-31}\n"
        "  - {code: b, name: N, parent: top, from: 2002-01-01}\n"
        "  - {code: c, name: N, parent: top}\n",
    )
    assert found == [
        "org_units[c].parent: does not exist from the beginning, as this unit does",
        "org_units[a].parent: does not exist on 2000-07-01",
        "org_units[b].parent: does not exist on 2004-07-01",
        "org_units[c].parent: does not exist on 2004-07-01",
    ]


def test_a_chain_of_units_has_its_limit_told_at_the_first_beyond_it(tmp_path: Path) -> None:
    below = [f"  - {{code: u{n}, name: N, parent: u{n - 1}}}\n" for n in range(2, DEEPEST + 4)]
    beside = f"  - {{code: x, name: N, parent: u{DEEPEST}}}\n"
    units = ["  - {code: u1, name: N}\n", *below]
    assert organisation(tmp_path, "".join(units[:DEEPEST])) == []
    message = f"the unit lies more than {DEEPEST} levels deep"
    found = organisation(tmp_path, "".join([*units, beside]))
    assert found == [
        f"org_units[u{DEEPEST + 1}].parent: {message}",
        f"org_units[x].parent: {message}",
    ]


def test_a_move_that_takes_a_branch_too_deep_is_told_at_the_first_unit_beyond(
    tmp_path: Path,
) -> None:
    half = DEEPEST // 2 + 1
    chains = [
        f"  - {{code: {name}{n}, name: N, parent: {name}{n - 1}}}\n"
        for name in "ab"
        for n in range(2, half + 1)
    ]
    moved = f"moves: [{{to: 2003-12-31}}, {{parent: a{half}, from: 2004-01-01}}]"
    tops = f"  - {{code: a1, name: N}}\n  - {{code: b1, name: N, {moved}}}\n"
    found = organisation(tmp_path, tops + "".join(chains))
    first = DEEPEST - half + 1
    assert found == [f"org_units[b{first}].parent: the unit lies more than {DEEPEST} levels deep"]


DAYS = [date(2003, 1, 1) + timedelta(days=n) for n in range(12)]


@st.composite
def organisations(draw: st.DrawFn) -> tuple[OrgUnit, ...]:
    """Units with spans that follow each other, under any parents."""
    codes = [f"u{n}" for n in range(draw(st.integers(1, 6)))]
    units = []
    for code in codes:
        ends = sorted(draw(st.sets(st.integers(0, 11), max_size=6)))
        pairs = list(pairwise(ends)) or [None]
        spans = tuple(
            Span(
                parent=draw(st.sampled_from([None, *codes])),
                from_=pair and DAYS[pair[0]],
                to=pair and DAYS[pair[1] - 1],
            )
            for pair in pairs
        )
        units.append(OrgUnit(code=code, name=LocalText("N"), moves=spans))
    return tuple(units)


def faults_day_by_day(units: tuple[OrgUnit, ...]) -> set[tuple[str, str]]:
    """Return the faults of a tree as one would find them by looking at every day."""
    found = set()
    for day in [date.min, *DAYS, date.max]:
        parents = {u.code: span.parent for u in units if (span := u.span_at(day, day))}
        for code, parent in parents.items():
            above, here = [], parent
            while here is not None and here not in above:
                above.append(here)
                here = parents.get(here)
            found |= {(code, "ring")} if code in above else set()
            found |= {(code, "orphan")} if parent is not None and parent not in parents else set()
    return found


@given(organisations())
def test_the_faults_of_an_organisation_are_those_found_by_looking_at_every_day(
    units: tuple[OrgUnit, ...],
) -> None:
    written = Written("org_units.yaml", {}, {})
    items = [Item(written, (unit.code,), unit.code, unit) for unit in units]
    found = {
        (problem.key.partition(".")[0], "ring" if "itself" in problem.message else "orphan")
        for problem in check_organisation(items)
    }
    assert found == faults_day_by_day(units)


def first_beyond(units: tuple[OrgUnit, ...], deepest: int) -> set[str]:
    """Return the units one level too deep, on the first day on which there are any."""
    for day in [date.min, *DAYS, date.max]:
        parents = {u.code: span.parent for u in units if (span := u.span_at(day, day))}
        levels = {code: level_of(code, parents) for code in parents}
        if found := {code for code, level in levels.items() if level == deepest + 1}:
            return found
    return set()


def level_of(code: str, parents: dict[str, str | None]) -> int:
    """Return the level of a unit, 1 at the top; 0 where the way up leads into a ring."""
    passed: list[str] = []
    here: str | None = code
    while here in parents:
        if here in passed:
            return 0
        passed.append(here)
        here = parents[here]
    return len(passed)


@given(organisations())
def test_the_units_too_deep_are_those_found_by_counting_levels_on_every_day(
    units: tuple[OrgUnit, ...],
) -> None:
    written = Written("org_units.yaml", {}, {})
    items = [Item(written, (unit.code,), unit.code, unit) for unit in units]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tree, "DEEPEST", 2)
        found = {p.value for p in check_organisation(items) if "levels deep" in p.message}
    assert found == first_beyond(units, 2)


def test_units_that_open_each_on_their_own_day_are_checked_quickly() -> None:
    written = Written("org_units.yaml", {}, {})
    parts = [OrgUnit(code="city", name=LocalText("N"))] + [
        OrgUnit(
            code=f"u{n}",
            name=LocalText("N"),
            parent=f"u{n - 1}" if n % 15 else "city",
            from_=date(1999, 1, 1) + timedelta(days=n),
        )
        for n in range(1500)
    ]
    started = time.perf_counter()
    assert check_organisation([Item(written, (), unit.code, unit) for unit in parts]) == []
    assert time.perf_counter() - started < 2  # every unit on every day took minutes


@pytest.mark.parametrize("dated", [False, True])
def test_a_chain_of_thousands_of_nested_units_is_checked_quickly(*, dated: bool) -> None:
    written = Written("org_units.yaml", {}, {})
    first = date(1990, 1, 1)
    parts = [
        OrgUnit(
            code=f"u{n}",
            name=LocalText("N"),
            parent=f"u{n - 1}" if n else None,
            from_=first + timedelta(days=n) if dated else None,
        )
        for n in range(10_000)
    ]
    started = time.perf_counter()
    (problem,) = check_organisation([Item(written, (), unit.code, unit) for unit in parts])
    assert problem.message == f"the unit lies more than {DEEPEST} levels deep"
    assert time.perf_counter() - started < 2  # climbing from every unit on its day took minutes


def test_a_register_of_a_whole_city_is_read(tmp_path: Path) -> None:
    """B4: more than 1,500 units, one line each."""
    districts = "".join(
        f"  - {{code: d{n}, name: District {n}, kind: {{sv: stadsdel, en: city district}},"
        f" parent: city}}\n"
        for n in range(21)
    )
    units = "".join(
        f"  - {{code: u{n}, name: {{sv: Enhet {n}, en: Unit {n}}}, kind: unit, parent: d{n % 21}}}\n"
        for n in range(1540)
    )
    text = f"org_units:\n  - {{code: city, name: City, kind: city}}\n{districts}{units}"
    folder = write_small(tmp_path, org_units_yaml=text, sources_yaml="sources: []\n")
    register, problems = read_register(folder)
    assert register is not None, problems
    assert len(register.scorecard.org_units) == 1562


def test_the_schemas_accept_the_example_and_refuse_unknown_keys() -> None:
    schemas = json_schemas()
    assert set(schemas) == {f"{name.removesuffix('.yaml')}.schema.json" for name in LISTS}
    for schema in schemas.values():
        assert schema["additionalProperties"] is False
        json.dumps(schema)
    assert "from" in schemas["measures.schema.json"]["$defs"]["Target"]["properties"]


@pytest.mark.parametrize(
    ("fields", "keys"),
    [
        ("unit_of_measure: index", ["over_units", "over_time"]),  # both are sums by default
        ("unit_of_measure: percent, over_units: mean", ["over_time"]),
        ("unit_of_measure: {sv: procent, en: percent}, over_time: last", ["over_units"]),
        ("unit_of_measure: index, over_units: inherit, over_time: mean", []),
        ("unit_of_measure: tonnes", []),
    ],
)
def test_an_index_or_a_percentage_is_never_added_up(
    tmp_path: Path, fields: str, keys: list[str]
) -> None:
    # acceptance 88
    more = f"inputs:\n  - {{code: prices, name: Prices, {fields}}}\n"
    folder = write_small(
        tmp_path, measures_yaml=FILES["measures.yaml"].replace("inputs:\n", more, 1)
    )
    _, problems = read_register(folder)
    found = [problem for problem in problems if "does not add up" in problem.message]
    assert [problem.key for problem in found] == [f"inputs[prices].{key}" for key in keys]
    assert all(problem.line == 2 for problem in found)


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


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts=folders())
def test_valid_words_in_any_combination_are_refused_or_evaluated_and_never_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, texts: dict[str, str]
) -> None:
    changed = {name.replace(".", "_"): text for name, text in texts.items()}
    folder = write_small(tmp_path_factory.mktemp("valid"), **changed)
    problems = check_folder(folder)
    event(f"sound: {all(problem.advice for problem in problems)}")
    if all(problem.advice for problem in problems):
        evaluate_folder(folder)
    else:
        with pytest.raises(ProblemsError) as error:
            evaluate_folder(folder)
        assert set(error.value.problems) <= set(problems)


def test_two_scorecards_with_one_code_would_overwrite_each_other_and_are_refused(
    tmp_path: Path,
) -> None:
    for name in ("first", "second"):
        (tmp_path / "parameters" / name).mkdir(parents=True)
        write_small(tmp_path / "parameters" / name)
    problems = check_folder(tmp_path / "parameters" / "second")
    (problem,) = [problem for problem in problems if not problem.advice]
    assert problem.message.startswith("is also that of first")
    assert (problem.line, problem.value) == (1, "small")
