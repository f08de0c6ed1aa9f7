"""A small register with a survey that is answered respondent by respondent, and its answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random

from small_register import write_small

Answer = Sequence[str | int]  # unit, year, three items, three questions of areas

INPUTS = """
  - {code: nki_n, name: Answers, frequency: year, missing: skip}
  - {code: nki_sum, name: Sum, frequency: year, missing: skip}
  - {code: nki_sum2, name: Squares, frequency: year, missing: skip}
  - {code: asked, name: Invited, frequency: year, missing: skip}
"""
MEASURES = f"""\
inputs:{INPUTS}
measures:
  - code: K03
    name: {{sv: Nöjd-Kund-Index, en: Customer satisfaction index}}
    subject: {{sv: Nöjd-Kund-Index, en: The customer satisfaction index}}
    objective: K1
    formula: 100 * nki_sum / nki_n
    unit_of_measure: index
    decimals: 0
    frequency: year
    polarity: higher_is_better
    minimum_base: 7
    precision: {{kind: mean, count: nki_n, sum: nki_sum, sum_of_squares: nki_sum2, scale: 100}}
    targets:
      - {{from: "2002", value: 60, warning: 50}}
    owner: head of service
"""
SURVEY = """\
  - code: users
    name: {sv: Brukarenkäten, en: The user survey}
    scale: {low: 1, high: 10}
    dont_know: ["99"]
    not_answered: [""]
    questions:
      - {code: pleased}
      - {code: expected}
      - {code: ideal}
      - {code: met}
      - {code: strangers, reversed: true}
      - {code: free, scale: {low: 1, high: 5}}
    index:
      name: {sv: nöjd-kund-index, en: the customer satisfaction index}
      items: [pleased, expected, ideal]
      count: nki_n
      sum: nki_sum
      sum_of_squares: nki_sum2
    areas:
      - {code: meeting, name: {sv: Bemötande, en: Meeting}, questions: [met]}
      - {code: continuity, name: {sv: Kontinuitet, en: Continuity}, questions: [strangers]}
      - {code: influence, name: {sv: Inflytande, en: Influence}, questions: [free]}
    invited: asked
    minimum_base: 7
"""
SOURCE = """\
  - code: answers
    name: Answers of users
    file: answers.csv
    layout: answers
    survey: users
    delimiter: ";"
    columns: {org_unit: unit, period: year, recorded_at: day}
    questions: {q1: pleased, q2: expected, q3: ideal, q4: met, q5: strangers, q6: free}
"""
ASKED = """\
  - code: sent
    name: Sent out
    file: sent.csv
    columns: {org_unit: unit, period: year, input: figure, value: number}
"""
SOURCES = f"surveys:\n{SURVEY}sources:\n{SOURCE}{ASKED}"
HEADER = "unit;year;q1;q2;q3;q4;q5;q6;day\n"
RECORDED = {"2002": "2003-01-20", "2003": "2004-01-20"}


def drawn(unit: str, year: int, count: int, level: float, seed: int = 1) -> list[Answer]:
    """Return answers drawn around a level from 0 to 1, the areas following the index."""
    chance = Random(f"{unit}{year}{seed}")  # noqa: S311 - figures for a test

    def mark(felt: float, most: int = 9) -> int:
        return min(most, max(0, round(most * felt))) + 1

    found: list[Answer] = []
    for _ in range(count):
        felt = chance.gauss(level, 0.2)
        met, known = (chance.gauss(felt * share + 0.2, 0.12) for share in (0.8, 0.5))
        items = [mark(chance.gauss(felt, 0.08)) for _ in range(3)]
        free = mark(chance.gauss(0.5, 0.3), 4)
        found.append((unit, year, *items, mark(met), 11 - mark(known), free))
    return found


def lines(answers: Iterable[Answer], day: str = "") -> str:
    """Return answers as the lines of a file."""
    rows = [
        ";".join(map(str, (*answer, day or RECORDED[str(answer[1])]))) + "\n" for answer in answers
    ]
    return "".join(rows)


def write_survey(
    folder: Path, answers: str, sent: Iterable[tuple[str, int, int]] = (), **changed: str
) -> Path:
    """Write the register with a survey, its answers, and how many were asked."""
    files = {"measures_yaml": MEASURES, "sources_yaml": SOURCES, "presets_yaml": "presets: []\n"}
    write_small(folder, **(files | changed))
    (folder / "answers.csv").write_text(HEADER + answers, encoding="utf-8")
    rows = "".join(f"{unit},{year},asked,{count}\n" for unit, year, count in sent)
    (folder / "sent.csv").write_text("unit,year,figure,number\n" + rows, encoding="utf-8")
    return folder
