"""Centres and the bonus in a register: every fault with its place, and all of them at once (P7, P8)."""
# ruff: noqa: E501 - a table of cases, one line each

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bsc_helpers.errors import RegisterError
from bsc_helpers.folder import check_folder
from bsc_helpers.model import Scorecard
from bsc_helpers.register import load_register, read_register

EXAMPLE = Path(__file__).parents[1] / "parameters" / "foretaget"
CARD, MEASURES = "scorecard.yaml", "measures.yaml"
COSTS = "      costs: {plan: kostnader_plan, actual: kostnader_utfall}\n"
ASSETS = "{stock: {plan: tillgangar_plan, actual: tillgangar_utfall}}"
PAYOUT = (
    "payout: {threshold: 80, at_threshold: 50, target: 100, at_target: 100, cap: 120, at_cap: 150}"
)
FIXED = "{code: fasta_plan, name: {sv: Planerade diskretionära fasta kostnader, en: Planned discretionary fixed costs}, unit_of_measure: SEK}"
ASSET = (
    "name: {sv: Planerade tillgångar, en: Planned assets}, unit_of_measure: SEK, over_time: last}"
)

# file, text, its replacement, the key that is told, words
BROKEN = [
    # which lines a type has
    (CARD, COSTS, "      revenue: {plan: kostnader_plan, actual: kostnader_utfall}\n", "centres[kostnad].lines", "a cost centre needs the line costs"),
    (CARD, COSTS, COSTS + "      nibcl: {plan: skulder_plan, actual: skulder_utfall}\n", "centres[kostnad].lines.nibcl", "is no line of a centre of type cost; valid: costs"),
    (CARD, "type: profit", "type: investment", "centres[resultat].lines", "an investment centre needs the line assets"),
    (CARD, "type: profit", "type: investment", "centres[resultat]", "an investment centre needs wacc"),
    (CARD, "type: cost", "type: cots", "centres[kostnad].type", "did you mean cost?"),
    (CARD, "      costs:", "      cost:", "centres[kostnad].lines.cost", "unknown key"),
    (CARD, "    wacc: 9.5\n", "", "centres[investering]", "needs wacc, in percent a year"),
    (CARD, "    wacc: 9.5\n", "    wacc: 950\n", "centres[investering].wacc", "must be at most 100"),
    (CARD, "type: cost\n", "type: cost\n    wacc: 9\n", "centres[kostnad].wacc", "belongs to a centre of type investment only"),
    # cash flow and assets
    (CARD, "      payments: {plan: utbetalningar_plan, actual: utbetalningar_utfall}\n  - code", "  - code", "centres[resultat].lines.receipts", "gives a cash flow only beside payments"),
    (CARD, "      payments: {plan: utbetalningar_plan, actual: utbetalningar_utfall}\n  - code", "      depreciation: {plan: utbetalningar_plan, actual: utbetalningar_utfall}\n  - code", "centres[resultat].lines", "has two ways to a cash flow"),
    (CARD, ASSETS, ASSETS.replace("stock", "opening"), "centres[investering].lines.assets", "needs either stock, or opening and closing"),
    # inputs
    (CARD, "costs: {plan: kostnader_plan,", "costs: {plan: kostnad_plan,", "centres[kostnad].lines.costs.plan", "there is no such input (found: kostnad_plan); did you mean kostnader_plan?"),
    (CARD, "costs: {plan: kostnader_plan,", "costs: {plan: kostnader_utfall,", "centres[kostnad].lines.costs.actual", "stands twice: first as centres[kostnad].lines.costs.plan"),
    (CARD, "costs: {plan: kostnader_plan,", "costs: {plan: krav,", "centres[kostnad].lines.costs.plan", "is no money: its unit_of_measure must be SEK"),
    (CARD, "costs: {plan: kostnader_plan,", "costs: {plan: tillgangar_plan,", "centres[kostnad].lines.costs.plan", "must add up; its over_time: last"),
    (MEASURES, ASSET, ASSET.replace(", over_time: last", ""), "centres[investering].lines.assets.stock.plan", "is a stock, which does not add up; its over_time: sum (found: tillgangar_plan); valid: over_time: mean, last"),
    (MEASURES, FIXED, FIXED.replace("SEK}", "SEK, over_units: mean}"), "centres[resultat].lines.fixed_costs.plan", "must add up; its over_units: mean"),
    # whom it is for
    (CARD, "org_units: [tillverkning]", "org_units: [tillverknin]", "centres[kostnad].org_units[1]", "did you mean tillverkning?"),
    (CARD, "org_units: [tillverkning]", "kinds: [fabriker]", "centres[kostnad].kinds[1]", "did you mean fabrik?"),
    (CARD, "    org_units: [tillverkning]\n", "", "centres[kostnad]", "needs either org_units or kinds"),
    (CARD, "org_units: [tillverkning]", "org_units: [tillverkning, tillverkning]", "centres[kostnad].org_units[2]", "stands twice"),
    (CARD, "org_units: [tillverkning]", "kinds: [fabrik, service]", "centres[resultat].org_units", "the unit is already the centre kostnad (found: service)"),
    (CARD, "code: intakt\n", "code: kostnad\n", "centres[kostnad].code", "stands twice"),
    # the bonus
    (CARD, "      weight: 60\n", "      weight: 59.9\n", "bonus.perspectives", "the weights add up to 99.9, not 100: F 59.9 + K 10 + P 10 + L 20; 0.1 is missing"),
    (CARD, "{measure: F03, weight: 18}", "{measure: F03, weight: 18.5}", "bonus.perspectives[1].measures", "add up to 60.5, not 60: F01 18 + F02 18 + F03 18.5 + F04 3 + F05 3; 0.5 is too much"),
    (CARD, "{measure: F03, weight: 18}", "{measure: F03, weight: 18%}", "bonus.perspectives[1].measures[3].weight", "must be a number with a decimal point"),
    (CARD, "{measure: F03,", "{measure: F33,", "bonus.perspectives[1].measures[3].measure", "there is no such measure"),
    (CARD, "{measure: F03,", "{measure: F02,", "bonus.perspectives[1].measures[3].measure", "stands twice: first as bonus.perspectives[1].measures[2].measure"),
    (CARD, "{measure: P01,", "{measure: L03,", "bonus.perspectives[3].measures[1].measure", "belongs to the perspective L"),
    (CARD, "    - perspective: P\n", "    - perspective: PP\n", "bonus.perspectives[3].perspective", "there is no such perspective"),
    (CARD, "    - perspective: P\n", "    - perspective: K\n", "bonus.perspectives[3].perspective", "stands twice"),
    (CARD, PAYOUT, PAYOUT.replace("cap: 120", "cap: 90"), "bonus.payout", "threshold, target and cap must rise"),
    (CARD, "  org_units: [foretaget]\n  persp", "  persp", "bonus", "needs either org_units or kinds"),
    (MEASURES, "    targets:\n      - {from: 2023, value: 4, warning: 2}\n", "", "bonus.perspectives[1].measures[5].measure", "has no target, so nothing can be attained (found: F05)"),
]  # fmt: skip


def broken(folder: Path, file: str, old: str, new: str) -> Path:
    text = (EXAMPLE / file).read_text(encoding="utf-8")
    assert text.count(old) >= 1, old
    shutil.copytree(EXAMPLE, folder, dirs_exist_ok=True)
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


@pytest.mark.parametrize(("file", "old", "new", "key", "words"), BROKEN)
def test_a_fault_is_told_with_its_place(
    tmp_path: Path, file: str, old: str, new: str, key: str, words: str
) -> None:
    register, problems = read_register(broken(tmp_path, file, old, new))
    assert register is None
    found = [problem for problem in problems if problem.key == key and words in str(problem)]
    assert found, [str(problem) for problem in problems]
    assert found[0].file.endswith(CARD)
    assert found[0].line > 0


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    folder = broken(tmp_path, CARD, "    wacc: 9.5\n", "")
    text = (folder / CARD).read_text(encoding="utf-8")
    (folder / CARD).write_text(
        text.replace("costs: {plan: kostnader_plan,", "costs: {plan: nothing,").replace(
            "weight: 2.5}", "weight: 2.4}"
        ),
        encoding="utf-8",
    )
    with pytest.raises(RegisterError) as error:
        load_register(folder)
    assert {problem.key for problem in error.value.problems} == {
        "centres[investering]", "centres[kostnad].lines.costs.plan", "bonus.perspectives[2].measures",
    }  # fmt: skip


def test_the_example_has_neither_faults_nor_advice() -> None:
    assert check_folder(EXAMPLE) == ()


def test_the_example_has_one_centre_of_each_type_and_measures_in_four_perspectives() -> None:
    card = load_register(EXAMPLE).scorecard
    assert [centre.type for centre in card.centres] == ["cost", "revenue", "profit", "investment"]
    assert card.notice is not None
    assert card.notice.of("en").startswith("Invented data")
    perspectives = {o.code: o.perspective for o in card.objectives}
    assert {perspectives[card.objective_of(m)] for m in card.measures} == {*"FKPL"}
    assert 10 <= len(card.measures) <= 14


def test_every_file_of_the_example_names_its_schema_and_every_figure_is_called_invented() -> None:
    for path in EXAMPLE.glob("*.yaml"):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first == f"# yaml-language-server: $schema=../schemas/{path.stem}.schema.json"
    assert all(path.name.endswith("_pahittad.csv") for path in (EXAMPLE / "data").iterdir())


def test_a_scorecard_with_centres_and_a_bonus_is_read_back_as_it_was_written() -> None:
    """Weights stay decimal on the way through a file."""
    card = load_register(EXAMPLE).scorecard
    assert Scorecard.model_validate_json(card.model_dump_json(by_alias=True)) == card
