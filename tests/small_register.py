"""A small sound register that tests break in one place at a time."""

from __future__ import annotations

from pathlib import Path

SCORECARD = """\
code: small
name: {sv: Litet styrkort, en: Small scorecard}
languages: [sv, en]
perspectives:
  - code: K
    name: {sv: Kund, en: Customer}
  - code: M
    name: Staff
objectives:
  - code: K1
    name: Users are satisfied
    perspective: K
  - code: M1
    name: Healthy staff
    perspective: M
success_factors:
  - code: FM1
    name: Health
    objective: M1
"""

MEASURES = """\
inputs:
  - code: sick_hours
    name: Hours of sickness absence
  - code: hours
    name: Ordinary hours
  - code: pleased
    name: Pleased answers
  - code: answers
    name: Answers
measures:
  - code: M02
    name: {sv: Sjukfrånvaro, en: Sickness absence}
    success_factor: FM1
    formula: 100 * sick_hours / hours
    unit_of_measure: percent
    polarity: lower_is_better
    targets:
      - {from: 2003, value: 8.5, warning: 9.5}
    owner: head of staff
  - code: K04
    name: Share pleased
    objective: K1
    formula: 100 * pleased / answers
    unit_of_measure: percent
    polarity: higher_is_better
    targets:
      - from: 2003
        value: 85
    owner: head of service
"""

ORG_UNITS = """\
org_units:
  - code: city
    name: The city
    kind: city
  - code: north
    name: North
    kind: district
    parent: city
  - code: south
    name: South
    kind: district
    parent: city
"""

SOURCES = """\
sources:
  - code: staff
    name: Staff system
    file: staff.csv
    columns: {org_unit: unit, period: quarter, input: figure, value: number}
  - code: survey
    name: Survey
    file: survey.csv
    layout: wide
    delimiter: ";"
    decimal: ","
    missing: ["", ".."]
    columns: {org_unit: unit, period: quarter}
    inputs: {pleased: pleased, answers: answers}
"""

PRESETS = """\
presets:
  - code: all
    name: All units
    periods: [2003-Q2]
"""

STAFF = """\
unit,quarter,figure,number
north,2003-Q1,sick_hours,90
north,2003-Q1,hours,1000
north,2003-Q2,sick_hours,100
north,2003-Q2,hours,1000
south,2003-Q1,sick_hours,10
south,2003-Q1,hours,200
south,2003-Q2,sick_hours,12
south,2003-Q2,hours,200
"""

SURVEY = """\
unit;quarter;pleased;answers
north;2003-Q1;80,0;100
north;2003-Q2;90,0;100
south;2003-Q1;1;2
south;2003-Q2;..;2
"""

FILES = {
    "scorecard.yaml": SCORECARD,
    "measures.yaml": MEASURES,
    "org_units.yaml": ORG_UNITS,
    "sources.yaml": SOURCES,
    "presets.yaml": PRESETS,
    "staff.csv": STAFF,
    "survey.csv": SURVEY,
}


def write_small(folder: Path, **changed: str | bytes) -> Path:
    """Write the register; `changed` replaces whole files, named as ``measures_yaml``."""
    for name, text in FILES.items():
        content = changed.get(name.replace(".", "_"), text)
        raw = content if isinstance(content, bytes) else content.encode()
        (folder / name).write_bytes(raw)
    return folder


def write_broken(folder: Path, file: str, old: str, new: str) -> Path:
    """Write the register with one text replaced, which must stand there exactly once."""
    assert FILES[file].count(old) == 1, f"{old!r} stands {FILES[file].count(old)} times in {file}"
    return write_small(folder, **{file.replace(".", "_"): FILES[file].replace(old, new)})
