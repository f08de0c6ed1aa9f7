"""How the lines of a responsibility centre were computed: each rule with its numbers put in."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any, Final

from bsc_helpers.blocks import Fold, ItemList
from bsc_helpers.evaluation import share_of_year
from bsc_helpers.model import AssetAmounts, Centre, PlanActual
from bsc_helpers.narrative.formats import format_number, format_percent
from bsc_helpers.narrative.rounding import decimals_of
from bsc_helpers.report.computed import source_text
from bsc_helpers.report.opened import Report
from bsc_helpers.report.said import line

__all__ = ["computed_centre"]

ORE = 2  # decimals
MOST_DECIMALS = 4
RATES = ("required_return", "cost_of_capital", "wacc")
# A line, and the numbers that its rule puts in; a rate is that of the time so far.
RULES: Final = {
    "global_margin": "{revenue} \u2212 {variable_costs} = {global_margin}",
    "net_margin": "{global_margin} \u2212 {fixed_costs} = {net_margin}",
    "net_cash_flow": "{receipts} \u2212 {payments} = {net_cash_flow}",
    "net_cash_flow_indirect": (
        "{net_margin} + {depreciation} \u2212 {investments} = {net_cash_flow}"
    ),
    "average_assets": "({opening_assets} + {closing_assets}) / 2 = {average_assets}",
    "capital_employed": "{average_assets} \u2212 {nibcl} = {capital_employed}",
    "roi": "{net_margin} / {average_assets} = {roi}",
    "du_pont_roi": "{net_margin_rate} × {asset_turnover} = {du_pont_roi}",
    "residual_income": (
        "{net_margin} \u2212 {required_return} × {invested_assets} = {residual_income}"
    ),
    "eva_on_capital_employed": (
        "{net_margin} \u2212 {cost_of_capital} × {capital_employed} = {eva_on_capital_employed}"
    ),
    "eva_on_assets": "{net_margin} \u2212 {wacc} × {average_assets} = {eva_on_assets}",
}


def computed_centre(report: Report, centre: Centre, lines: Mapping[str, Any], first: str) -> Fold:
    """Return the rules of a centre's lines with the actual numbers, and where these come from.

    Amounts are whole here, in kronor, so that a reader can follow the sums; `first` is the line of
    which the deviation is told.
    """
    words, shown = report.words, _texts(report, centre, lines)
    texts = [*_deviation(report, lines[first]), *_rules(report, lines, shown)]
    blocks = (
        line(words["rules_unit"]),
        ItemList(items=tuple((line(text),) for text in texts)),
        line(_sources(report, centre), quiet=True),
    )
    return Fold(summary=words["centre_computed"], blocks=blocks if texts else blocks[-1:])


def _deviation(report: Report, row: Any) -> Iterator[str]:
    if math.isnan(row.deviation):
        return
    actual, plan = (_amount(each, report.language) for each in (row.actual, row.plan))
    difference = _amount(row.deviation, report.language, signed=True)
    yield report.words["rule_with"].format(
        rule=report.words["rule_deviation"], numbers=f"{actual} \u2212 {plan} = {difference}"
    )


def _amount(amount: float, language: str, *, signed: bool = False) -> str:
    """Return an amount in kronor, with öre where it has any."""
    places = ORE if decimals_of(amount) else 0
    return format_number(amount, places, language, signed=signed)


def _rules(report: Report, lines: Mapping[str, Any], shown: Mapping[str, str]) -> Iterator[str]:
    words = report.words
    for name, numbers in RULES.items():
        if name.removesuffix("_indirect") not in lines:
            continue
        try:
            filled = numbers.format(**shown)
        except KeyError:  # a cash flow told the other way, or a number that is missing
            if name.startswith("net_cash_flow"):
                continue
            yield words[f"rule_{name}"]
        else:
            yield words["rule_with"].format(rule=words[f"rule_{name}"], numbers=filled)


def _texts(report: Report, centre: Centre, lines: Mapping[str, Any]) -> dict[str, str]:
    """Return every known actual number as a text, and the rates for the time so far."""
    language = report.language
    share = share_of_year(report.slice.period, report.slice.scorecard.fiscal_year_starts)
    rates = {name: getattr(centre, name) for name in RATES}
    found = {
        name: format_percent(rate * share, min(decimals_of(rate * share), MOST_DECIMALS), language)
        for name, rate in rates.items()
        if rate is not None
    }
    for code, row in lines.items():
        if math.isnan(row.actual):
            continue
        if row.unit_of_measure == "SEK":
            found[code] = _amount(row.actual, language)
        elif row.unit_of_measure == "percent":
            found[code] = format_percent(row.actual, 2, language)
        else:
            found[code] = format_number(row.actual, MOST_DECIMALS, language)
    return found


def _sources(report: Report, centre: Centre) -> str:
    """Return which inputs the centre is made of, and who delivered them."""
    card, language = report.slice.scorecard, report.language
    names = {given.code: given.name.of(language) for given in card.inputs}
    inputs = [pair.actual for pair in _pairs(centre)]
    codes = {code for name in inputs for code in report.slice.sources.get(name, ())}
    sources = [source_text(report, source) for source in card.sources if source.code in codes]
    return report.words["centre_sources"].format(
        inputs=", ".join(names[name] for name in inputs), sources="; ".join(sources)
    )


def _pairs(centre: Centre) -> Iterator[PlanActual]:
    for _, amounts in centre.lines:
        if isinstance(amounts, PlanActual):
            yield amounts
        elif isinstance(amounts, AssetAmounts):
            yield from (pair for _, pair in amounts if pair is not None)
