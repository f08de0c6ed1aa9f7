"""Hypothesis strategies for registers of valid words in any combination, with figures."""

from __future__ import annotations

import json
from datetime import date

import yaml
from hypothesis import strategies as st
from small_register import FILES

from bsc_helpers.periods import KINDS, period_of

MAYBE = st.booleans()
LAGS = st.sampled_from(["0", "1", "100"])
FREQUENCIES = st.sampled_from(KINDS)
FIRST_DAYS = [
    date(2003, 1, 1),
    date(2003, 5, 17),
    date(2004, 2, 29),
    date(1000, 12, 31),
    date(2999, 6, 1),
]
VALUES = st.sampled_from(["0", "1", "12.5", "-3", "999999999999999", ""])
INPUTS = ["sick_hours", "hours", "pleased", "answers"]
UNITS = ["city", "north", "south"]
CHANGES = [  # the last day under one parent, the first under the next; once with a gap
    ("2002-12-31", "2003-01-01"),
    ("2003-05-17", "2003-05-18"),
    ("2004-02-29", "2004-03-01"),
    ("2003-05-17", "2003-12-31"),
]
GRADES = ["high", "medium", "low"]
ACTIVITIES = ["care", "school"]
POLARITIES = st.sampled_from(["higher_is_better", "lower_is_better", "in_range", "neutral"])
FORMULAS = st.sampled_from(
    [
        "100 * {0} / {1}",
        "100 * {0} / {1}",
        "{0} / {1} ** 2 - {0}",
        "min({0}, {1}) if {0} > {1} else round(max({0}, 3), 1)",
        "{0} ** 10 * {1} ** -10 + mean({0}, {1}, 2)",
        "abs({0} - {1}) / 3 * {1}",
        "sum({0}, {0}) / {0}",
    ]
)


def some(draw: st.DrawFn, **choices: st.SearchStrategy[object]) -> dict[str, object]:
    """Draw values for some of the keys; the others keep their default."""
    return {key.rstrip("_"): draw(choice) for key, choice in choices.items() if draw(MAYBE)}


@st.composite
def targets(draw: st.DrawFn, polarity: str, years: st.SearchStrategy[str]) -> dict[str, object]:
    first = draw(years | st.sampled_from(["2003-02", "2003-W05", "2003-05-17"]))
    low, warning, high = sorted(draw(st.sets(st.integers(-9, 99), min_size=3, max_size=3)))
    bound: dict[str, object] = {"from": first} | some(draw, org_unit=st.sampled_from(UNITS))
    if polarity != "in_range" and draw(st.integers(0, 3)) == 0:
        better = {"higher_is_better": "1.5", "lower_is_better": "0.5"}[polarity]
        to = draw(st.sampled_from(["", "previous_year", "previous_period"]))
        relative = {"to": to, "times": better} | some(draw, warning_times=st.just("1"))
        percentile = {"higher_is_better": "75", "lower_is_better": "25"}[polarity]
        peers = {"percentile": percentile} | some(draw, warning_percentile=st.just("50"))
        return bound | draw(st.sampled_from([{"relative": relative}, {"peers": peers}]))
    if polarity == "in_range":
        ends = some(draw, warning_low=st.just(low - 1), warning_high=st.just(high + 1))
        return bound | {"low": low, "high": high} | ends
    if polarity == "lower_is_better":
        low, warning = warning, high + 1
        return bound | {"value": low} | some(draw, warning=st.just(warning))
    return bound | {"value": high} | some(draw, warning=st.just(warning))


@st.composite
def measures(
    draw: st.DrawFn, measure: dict[str, object], years: st.SearchStrategy[str]
) -> dict[str, object]:
    one, other, third = draw(st.permutations(INPUTS))[:3]
    polarity = draw(POLARITIES)
    found = measure | {"polarity": polarity, "formula": draw(FORMULAS).format(one, other)}
    found["targets"] = []
    role = draw(st.sampled_from(["target_measure", "followed_measure", "legal_duty"]))
    if polarity != "neutral" and role != "followed_measure":
        aims = st.lists(targets(polarity, years), max_size=3, unique_by=lambda aim: aim["from"])
        found["targets"] = draw(aims)
        if polarity != "in_range":
            scores = {"higher_is_better": (0, 100), "lower_is_better": (100, 0)}[polarity]
            knots = [{"value": v, "score": s} for v, s in zip((1, 50), scores, strict=True)]
            ends = ("1", "50") if polarity == "higher_is_better" else ("50", "1")
            progress = dict(zip(("baseline", "target"), ends, strict=True))
            scales = [
                knots,
                {"kind": "progress", **progress},
                {"kind": "performance", "min": 1, "max": 50},
                {"kind": "goal_only", "goal": 7},
                {"kind": "yes_no"},
            ]
            found |= some(draw, score=st.sampled_from(scales))
    compared = any("peers" in aim for aim in found["targets"])
    if draw(MAYBE):
        precision = {"count": other, "sum": one, "scale": 100}
        found |= {
            "formula": f"100 * {one} / {other}",
            "precision": precision
            | draw(
                st.sampled_from([{"kind": "proportion"}, {"kind": "mean", "sum_of_squares": third}])
            ),
        }
    return found | {"role": role} | some(
        draw,
        window=st.sampled_from(["period", "year_to_date", "rolling_year"]),
        decimals=st.integers(0, 6),
        weight=st.sampled_from(["0", "1", "1000000"]),
        budget=st.just({"plan": one, "outturn": other}),
        reliability=st.sampled_from(GRADES),
        comparability=st.sampled_from(GRADES[:2] if compared else GRADES),
        seasonal=st.just("true"),
        applies_to=applying(),
        schedule=schedules(),
        breaks=breaks(years),
    ) | ({"base": other, "minimum_base": "5"} if draw(MAYBE) else {})  # fmt: skip


@st.composite
def applying(draw: st.DrawFn) -> dict[str, object]:
    kinds = st.sampled_from([["city"], ["district"], ["city", "district"]])
    return some(draw, activities=st.sampled_from([["care"], ["care", "school"]]), kinds=kinds)


@st.composite
def schedules(draw: st.DrawFn) -> dict[str, object]:
    days, months = st.sampled_from(["0", "30", "1000"]), st.sampled_from(["0", "3", "40", "1200"])
    return some(draw, due_days=days, valid_months=months, preliminary_months=months)


@st.composite
def breaks(draw: st.DrawFn, years: st.SearchStrategy[str]) -> list[dict[str, object]]:
    kinds = st.sampled_from(["definition", "rule"])
    found = draw(st.lists(st.tuples(years, kinds), max_size=2, unique=True))
    return [{"from": begins, "kind": kind, "text": "Changed"} for begins, kind in found]


@st.composite
def spans(draw: st.DrawFn) -> dict[str, object]:
    """Return one span, or two that follow each other under other parents."""
    end, begin = draw(st.sampled_from(CHANGES))
    if draw(MAYBE):
        return {"parent": "city"} | some(draw, from_=st.just(end), to=st.just(begin))
    parents = st.sampled_from([{}, {"parent": "city"}, {"parent": "north"}])
    return {"moves": [draw(parents) | {"to": end}, draw(parents) | {"from": begin}]}


@st.composite
def folders(draw: st.DrawFn) -> dict[str, str]:
    """Return the files of the small register with other valid words, and figures of its inputs."""
    starts = draw(st.sampled_from([1, 4, 7, 12]))
    year = "2003" if starts == 1 else "2003/04"
    years = st.sampled_from([year, f"{year}-Q2", f"{year}-H2", "1000-01"])
    files = {name: yaml.safe_load(text) for name, text in FILES.items() if "yaml" in name}
    files["scorecard.yaml"] |= {"fiscal_year_starts": starts} | some(
        draw,
        minimum_coverage=st.sampled_from(["0", "0.5", "1"]),
        languages=st.sampled_from([["sv"], ["en", "sv"]]),
    )
    card = files["measures.yaml"]
    usual = draw(FREQUENCIES)
    card["inputs"] = [draw(inputs(given, usual)) for given in card["inputs"]]
    longest = max((given["frequency"] for given in card["inputs"]), key=KINDS.index)
    frequency = draw(st.sampled_from([longest, "year"]))
    card["measures"] = [
        draw(measures(measure, years)) | {"frequency": frequency} for measure in card["measures"]
    ]
    card["measures"][0] |= some(draw, frequency=FREQUENCIES)
    for measure in card["measures"]:
        for target in measure["targets"]:
            if target.get("relative", {}).get("to") == "":
                yardstick = period_of(date(1000, 12, 31), measure["frequency"], starts)
                target["relative"]["to"] = str(yardstick)
    files["org_units.yaml"] = draw(organisations(files["org_units.yaml"]["org_units"]))
    if draw(MAYBE):
        files["scorecard.yaml"] |= {"economy": {"net": {"plan": "hours", "outturn": "sick_hours"}}}
        files["scorecard.yaml"] |= some(draw, centres=centres())
        for each in card["inputs"][:2]:
            each |= {"unit_of_measure": "SEK", "over_units": "sum", "over_time": "sum"}
    files["scorecard.yaml"] |= draw(assumptions())
    files["initiatives.yaml"] = {"initiatives": draw(st.lists(initiatives(), max_size=1))}
    files["comments.yaml"] = {
        "comments": draw(st.lists(comments(years), max_size=2)),
        "assessments": draw(st.lists(assessments(years), max_size=1)),
    }
    files["sources.yaml"] = {"sources": [draw(sources())]}
    files["presets.yaml"]["presets"][0]["periods"] = draw(st.lists(years, min_size=1, unique=True))
    texts = {name: json.dumps(content) for name, content in files.items()}
    return texts | {"staff.csv": draw(figures(card["inputs"], starts))}


@st.composite
def centres(draw: st.DrawFn) -> list[dict[str, object]]:
    """Return a centre for costs or for revenue, of some units or of a kind of unit."""
    kind, line = draw(st.sampled_from([("cost", "costs"), ("revenue", "revenue")]))
    whom = draw(st.sampled_from([{"org_units": ["city", "north"]}, {"kinds": ["district"]}]))
    lines = {line: {"plan": "hours", "actual": "sick_hours"}}
    return [{"code": "C1", "name": "C", "type": kind, "lines": lines} | whom]


@st.composite
def organisations(draw: st.DrawFn, given: list[dict[str, object]]) -> dict[str, object]:
    """Return the units, in time, each with none, one or both of two activities."""
    doing = st.sampled_from([[], ["care"], ["school"], ACTIVITIES])
    units = [given[0] | some(draw, activities=doing)] + [
        each | (draw(spans()) if draw(MAYBE) else {}) | some(draw, activities=doing)
        for each in given[1:]
    ]
    for unit in units:
        if "moves" in unit:
            unit.pop("parent", None)
    return {
        "activities": [{"code": code, "name": code} for code in ACTIVITIES],
        "org_units": units,
    }


@st.composite
def assumptions(draw: st.DrawFn) -> dict[str, object]:
    """Return links and occasions."""
    pair = {"driver": "M02", "outcome": "K04", "sign": "negative", "lag": draw(LAGS)}
    pair |= some(draw, shock_group=st.just("parent")) | draw(applying())
    link = {"code": "L1", "from": "M1", "to": "K1"}
    link |= some(draw, pairs=st.just([pair]), declared_on=st.just("2002-12-11"))
    occasion = {"code": "O1", "name": "O", "starts": "2003-01-01", "ends": "2003-12-31"}
    stops = st.sampled_from(["2003-06-01", "2004-01-20"])
    return {
        "links": [link],
        "occasions": [occasion | some(draw, data_stop=stops, committee=st.just("2004-02-17"))],
    }


@st.composite
def initiatives(draw: st.DrawFn) -> dict[str, object]:
    effect = {"measure": "M02", "value": "8", "from": "2003-05"}
    return {"code": "A1", "name": "A", "objective": "M1"} | some(
        draw,
        measures=st.just(["M02"]),
        org_units=st.lists(st.sampled_from(UNITS), max_size=2, unique=True),
        activity=st.sampled_from(ACTIVITIES),
        starts=st.just("2003-02-01"),
        due=st.just("2003-12-31"),
        status=st.sampled_from(["planned", "ongoing", "late", "done", "stopped"]),
        budget=st.just("100"),
        effect=st.just(effect),
    )  # fmt: skip


@st.composite
def comments(draw: st.DrawFn, years: st.SearchStrategy[str]) -> dict[str, object]:
    said = {"text": "*Well*", "author": "A", "written": "2004-01-01", "period": draw(years)}
    of = st.sampled_from([{}, {"measure": "M02"}, {"objective": "K1"}])
    unit = {"org_unit": draw(st.sampled_from(UNITS))}
    return said | unit | draw(of) | some(draw, activity=st.sampled_from(["all", *ACTIVITIES]))


@st.composite
def assessments(draw: st.DrawFn, years: st.SearchStrategy[str]) -> dict[str, object]:
    grades = st.sampled_from(["met", "partly", "not_met", "cannot_be_judged"])
    said = {"objective": "M1", "reasons": "R", "by": "B", "on": "2004-01-01"}
    return said | {"org_unit": "city", "period": draw(years), "grade": draw(grades)}


@st.composite
def sources(draw: st.DrawFn) -> dict[str, object]:
    columns = {"org_unit": "unit", "period": "period", "input": "input", "value": "value"}
    columns |= {"recorded_at": "day"} | some(draw, activity=st.just("activity"))
    source = {"code": "one", "name": "One", "file": "staff.csv", "columns": columns}
    return source | {"sum_over": ["ward"]}


@st.composite
def inputs(draw: st.DrawFn, given: dict[str, str], usual: str) -> dict[str, object]:
    return given | {"frequency": usual} | some(
        draw,
        frequency=st.sampled_from(KINDS[: KINDS.index(usual) + 1]),
        over_units=st.sampled_from(["sum", "mean", "inherit", "none"]),
        over_time=st.sampled_from(["sum", "mean", "last"]),
        missing=st.sampled_from(["propagate", "skip"]),
    )  # fmt: skip


@st.composite
def figures(draw: st.DrawFn, given: list[dict[str, str]], starts: int) -> str:
    units = draw(st.sampled_from([["city"], ["north"], ["north", "south"]]))
    first = draw(st.sampled_from(FIRST_DAYS))
    days = draw(st.sampled_from([["2003-08-15"], ["1000-01-01", "2999-12-31"]]))
    activities = draw(st.sampled_from([["all"], ["care"], ["care", "school"]]))
    lines = [
        ",".join(
            (
                unit,
                activity,
                str(period_of(first, each["frequency"], starts).shift(step)),
                each["code"],
                ward,
                day,
                draw(VALUES),
            )
        )
        for each in given
        for unit in units
        for activity in activities
        for step in range(draw(st.integers(0, 3)))
        for ward in ("a", "b")[: draw(st.integers(1, 2))]
        for day in days
    ]
    return "\n".join(["unit,activity,period,input,ward,day,value", *lines, ""])
