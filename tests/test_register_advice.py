"""Advice on a sound register: what can be used as it is and would still be better otherwise.

L2 (sizes), L4 (people, weights, reliability), B1 and B3 (the chain), P2 (balance over the axes),
P3 (leading measures), B9 (activities that nobody does).
"""
# ruff: noqa: E501 - a table of cases, one line each

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bsc_helpers.register import read_register, write_new

CARD, MEASURES, UNITS, PRESETS = "scorecard.yaml", "measures.yaml", "org_units.yaml", "presets.yaml"
PLACES = "applies_to: {activities: [preschool]}"

# file, text, its replacement, a text in the line that is told, the key that is told, words
BETTER = [
    # versions
    (CARD, "status: adopted", "status: draft", "version:", "version", "is a draft: not yet in force"),
    (CARD, "status: adopted", "status: retired", "version:", "version", "is retired: no longer in force"),
    # weights, L4
    (CARD, "weight: 30 ", "weight: 20 ", "perspectives:", "perspectives", "the weights of the perspectives add up to 90; valid: 100"),
    (CARD, "    serves: C1  # the objective that it is to serve\n", "    weight: 40\n", "code: P", "perspectives[P]", "the weights of its objectives add up to 41"),
    (MEASURES, "weight: 100  # in its objective", "weight: 60", "code: C1", "objectives[C1]", "the weights of its measures add up to 60"),
    # the chain, B1
    (CARD, "objective: F2", "objective: F1", "code: F2", "objectives[F2]", "no success factor leads to this objective"),
    (MEASURES, "success_factor: FS1", "objective: S1", "objective: S1", "measures[S01].objective", "none of its success factors; valid: FS1"),
    (MEASURES, "success_factor: FS1", "objective: S1", "code: FS1", "success_factors[FS1]", "no measure measures this success factor"),
    (CARD, "    key_process: place\n", "", "code: place", "key_processes[place]", "no success factor names this key process"),
    (UNITS, "  - {code: school,", "  - {code: care, name: Care}\n  - {code: school,", "code: care", "activities[care]", "no unit does this activity"),
    (UNITS, "  - {code: schools,", "  - {code: none, name: None}\n  - {code: schools,", "code: none", "peer_groups[none]", "too few units to compare (found: 0)"),
    # links, P3
    (CARD, "driver: S01", "driver: S02", "driver: S02", "links[L1].pairs[1].driver", "does not measure S1, which the link joins (found: S02)"),
    (CARD, "outcome: C02", "outcome: C01", "outcome: C01", "links[L1].pairs[1].outcome", "does not measure C2"),
    # measures
    (MEASURES, "    computed_by: The development officer\n", "", "code: C01", "measures[C01]", "has no computed_by"),
    (MEASURES, "    owner: The head of each unit  # answers for reaching the target\n", "", "code: C01", "measures[C01]", "has no owner"),
    (MEASURES, "    minimum_base: 7\n", "", "code: C01", "measures[C01]", "has no minimum_base"),
    (MEASURES, "reliability: medium  #", "reliability: low  #", "reliability: low", "measures[C01].reliability", "of low reliability, so it gets no status"),
    (MEASURES, "relative: {to: 2024-Q4, times: 1.05, warning_times: 1}", "relative: {to: 2024-Q4, times: 1.05}", "from: 2025", "measures[S02].targets[1]", "a status but no score"),
    (MEASURES, "{from: 2023, value: 90, warning: 80}", "{from: 2023, value: 90}", "value: 90}", "measures[C02].targets[1]", "a status but no score"),
    (MEASURES, "{money: non_financial, role: outcome, nature: subjective, view: external, term: long}", "{money: non_financial, role: outcome, nature: objective, view: external, term: long}", "axes:", "measures[C01].axes.nature", "all 8 measures with axes are objective, none is subjective"),
    (MEASURES, "timing: lagging  #", "timing: leading  #", "timing: leading", "measures[C01].timing", "is outcome on its axes, and its timing is leading"),
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of a new scorecard, on which there is no advice."""
    write_new(tmp_path / "mine")
    return tmp_path / "mine"


def change(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")


def advice(folder: Path) -> list[tuple[str, str, str]]:
    """Return of each advice the line as it stands there, the key, and the message."""
    register, problems = read_register(folder)
    assert register is not None, problems
    assert all(problem.advice for problem in problems)
    return [
        (
            Path(problem.file).read_text(encoding="utf-8").splitlines()[problem.line - 1],
            problem.key,
            str(problem).removeprefix(f"{folder}/"),
        )
        for problem in problems
    ]


@pytest.mark.parametrize("case", BETTER, ids=lambda case: f"{case[4]} {case[5]}")
def test_what_could_be_better_is_told_in_its_line_with_its_key(
    folder: Path, case: tuple[str, str, str, str, str, str]
) -> None:
    file, old, new, line, key, words = case
    change(folder, file, old, new)
    hits = [where for where, at, text in advice(folder) if at == key and words in text]
    assert hits, advice(folder)
    assert line in hits[0]


def test_on_the_template_there_is_no_advice(folder: Path) -> None:
    assert advice(folder) == []


def test_a_perspective_has_two_to_five_objectives(folder: Path) -> None:
    """L2."""
    text = (folder / CARD).read_text(encoding="utf-8")
    (folder / CARD).write_text(text.replace("    perspective: F\n", "    perspective: P\n"))
    told = {key: text for _, key, text in advice(folder) if "objective" in text}
    assert "has 0 objectives; valid: 2 to 5 are advised" in told["perspectives[F]"]
    assert "perspectives[P]" not in told
    more = "".join(
        f"  - {{code: C1{n}, perspective: P, name: More, level: municipality, serves: P2}}\n"
        for n in (1, 2)
    )
    change(folder, CARD, "key_processes:\n", f"{more}key_processes:\n")
    told = {key: text for _, key, text in advice(folder) if "objectives" in text}
    assert "has 6 objectives; valid: 2 to 5 are advised" in told["perspectives[P]"]


def test_objectives_are_counted_on_each_level(folder: Path) -> None:
    """B3, L6: those carried down to lower levels do not make a perspective too large."""
    lower = "".join(
        f"  - {{code: P2{n}, perspective: P, name: More, level: unit, serves: P2}}\n"
        for n in range(5)
    )
    change(folder, CARD, "key_processes:\n", f"{lower}key_processes:\n")
    assert "perspectives[P]" not in {key for _, key, _ in advice(folder)}


def test_an_objective_has_one_to_five_measures_or_is_served_by_one_that_has(folder: Path) -> None:
    """L2, B3."""
    text = (folder / MEASURES).read_text(encoding="utf-8")
    first, *_ = re.findall(r"  - code: S02\n.*?\n\n", text, re.DOTALL)
    more = "".join(first.replace("code: S02", f"code: S02{n}") for n in range(5))
    change(folder, MEASURES, first, first + more)
    told = {key: text for _, key, text in advice(folder) if "measures; valid" in text}
    assert "has 6 measures; valid: 1 to 5 are advised" in told["objectives[S2]"]
    (folder / MEASURES).write_text(text, encoding="utf-8")
    change(folder, MEASURES, "success_factor: FS1", "success_factor: FS2")
    told = {key: text for _, key, text in advice(folder)}
    assert "has 0 measures; valid: 1 to 5 are advised" in told["objectives[S1]"]
    serves = "    name: Skilled staff\n    serves: S1\n"
    change(folder, CARD, "    name: Skilled staff\n", serves)
    assert "objectives[S1]" not in {key for _, key, _ in advice(folder)}


def test_weights_that_are_no_percents_are_left_alone(folder: Path) -> None:
    for old, new in (("30 ", "3 "), ("20", "2")):
        change(folder, CARD, f"weight: {old}", f"weight: {new}")
    text = (folder / CARD).read_text(encoding="utf-8")
    (folder / CARD).write_text(text.replace("weight: 25", "weight: 2"), encoding="utf-8")
    assert advice(folder) == []
    change(folder, CARD, "weight: 3 ", "weight: 33.3 ")
    text = (folder / CARD).read_text(encoding="utf-8")
    text = re.sub(r"weight: 2\n", "weight: 22.2\n", text)
    (folder / CARD).write_text(text, encoding="utf-8")
    assert advice(folder) == []  # 99.9: rounded percents


def test_a_followed_measure_needs_no_target_and_no_weight(folder: Path) -> None:
    change(folder, MEASURES, "    polarity: in_range\n    weight: 100\n", "    polarity: neutral\n")
    text = (folder / MEASURES).read_text(encoding="utf-8")
    targets = re.search(r"    targets:\n      - \{from: 2023, low:.*?    owner:", text, re.DOTALL)
    assert targets is not None
    text = text.replace(targets.group(), "    role: followed_measure\n    owner:")
    (folder / MEASURES).write_text(text, encoding="utf-8")
    assert advice(folder) == []
    change(folder, MEASURES, "role: followed_measure\n", "role: followed_measure\n    weight: 5\n")
    ((line, key, words),) = advice(folder)
    assert (line, key) == ("    weight: 5", "measures[F02].weight")
    assert "is only followed, so its weight has no effect" in words


def test_a_measure_with_a_target_role_and_no_target_is_told(folder: Path) -> None:
    change(folder, MEASURES, "    targets:\n      - {from: 2023, value: 90, warning: 80}\n", "")
    ((_, key, words),) = advice(folder)
    assert key == "measures[C02]"
    assert "has no target, so it gets no status and no score" in words


def test_a_perspective_with_lagging_measures_only_is_told(folder: Path) -> None:
    """P3: leading measures in every perspective."""
    text = (folder / MEASURES).read_text(encoding="utf-8")
    first, rest = text.split("  - code: S02")
    rest = rest.replace("timing: leading", "timing: lagging", 1).replace(
        "role: driver", "role: outcome", 1
    )
    (folder / MEASURES).write_text(f"{first}  - code: S02{rest}", encoding="utf-8")
    ((_, key, words),) = advice(folder)
    assert key == "perspectives[S]"
    assert "has no leading measure, only lagging ones" in words


def test_a_link_that_nothing_tests_is_told(folder: Path) -> None:
    text = (folder / CARD).read_text(encoding="utf-8")
    pairs = re.search(r"    pairs:\n.*?latest: 2\n", text, re.DOTALL)
    assert pairs is not None
    (folder / CARD).write_text(text.replace(pairs.group(), ""), encoding="utf-8")
    ((_, key, words),) = advice(folder)
    assert key == "links[L1]"
    assert "no pair of measures tests this link" in words


def test_many_that_lack_the_same_are_told_in_one_line(folder: Path) -> None:
    """P2: measures without axes are one line, not one for each."""
    text = (folder / MEASURES).read_text(encoding="utf-8")
    (folder / MEASURES).write_text(re.sub(r"    axes: .*\n", "", text), encoding="utf-8")
    ((line, key, words),) = advice(folder)
    assert (line, key) == ("  - code: C01", "measures")
    assert words.endswith(
        "stands on no axes (money, role, nature, view, term) – 8 times: "
        "C01, C02, S01, S02, F01, F02, P01, P02"
    )


def test_texts_deep_inside_that_lack_a_language_are_told_once_for_each_item(folder: Path) -> None:
    change(folder, CARD, "languages: [en]", "languages: [en, sv]")
    change(folder, CARD, "    - The education act\n", "    - {en: The education act}\n")
    change(folder, MEASURES, "measured: October and November", "measured: {sv: oktober}")
    told = {key: text for _, key, text in advice(folder)}
    assert "is not translated: description.laws[1] (sv)" in told[""]
    assert "is not translated: schedule.measured (en)" in told["measures[C01]"]
    assert len(told) == 2
