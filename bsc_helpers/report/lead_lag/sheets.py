"""The sheets of the workbook beside tested links: every number, for those who count on."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bsc_helpers.blocks import Section, Sheet, SheetCell, SheetColumn
from bsc_helpers.compute.leadlag import PairTest
from bsc_helpers.evaluation import TestedPair
from bsc_helpers.narrative.lead_lag import evidence_words
from bsc_helpers.report.lead_lag.opened import LinkReport

__all__ = ["sheets"]

DECIMALS = 4
Kind = Literal["text", "number", "share", "date"]


@dataclass(frozen=True)
class _Column:
    """A column: the key of its label, what its cells are, and with how many decimals."""

    key: str
    kind: Kind = "text"
    decimals: int = 0


_PAIR = (_Column("sheet_link"), _Column("sheet_pair"))
_COUNT = (_Column("units_tested", "number"), _Column("pairs", "number"))
_R = tuple(_Column(key, "number", DECIMALS) for key in ("correlation", "lower", "upper"))
_CHANCE = ("sheet_p", "sheet_q", "sheet_q_any", "sheet_group_p", "sheet_detectable")
_WHAT_PAIRS = (
    *_PAIR,
    *(_Column(key) for key in ("driver", "outcome", "sheet_sign")),
    *(_Column(key, "number") for key in ("sheet_lag", "sheet_earliest", "sheet_latest")),
    _Column("sheet_declared", "date"),
    *(_Column(key) for key in ("sheet_evidence", "verdict")),
    _Column("lag", "number"),
    *_R,
    *(_Column(key, "number", DECIMALS) for key in _CHANCE),
    *_COUNT,
    *(_Column(key, "number") for key in ("sheet_groups", "sheet_periods")),
    _Column("sheet_same", "share", 1),
    *(_Column(key, "number", DECIMALS) for key in ("sheet_between", "sheet_within")),
)
_WHAT_LAGS = (*_PAIR, _Column("lag", "number"), *_R, _Column("sheet_t", "number", 2), *_COUNT)
_UNIT = (_Column("sheet_unit"), _Column("sheet_activity"), _Column("sheet_name"))
_WHAT_UNITS = (
    *_PAIR,
    *_UNIT,
    _Column("correlation", "number", DECIMALS),
    _Column("pairs", "number"),
)
_ENDS = (_Column("driver", "number", DECIMALS), _Column("outcome", "number", DECIMALS))
_WHAT_SURPRISES = (*_PAIR, *_UNIT, _Column("period"), *_ENDS)


def sheets(report: LinkReport) -> Section:
    """Return the pairs, their lags, the units one by one, and the surprises."""
    found = (
        _sheet(report, "sheet_pairs", _WHAT_PAIRS, list(_pairs(report))),
        _sheet(report, "sheet_lags", _WHAT_LAGS, list(_lags(report))),
        _sheet(report, "sheet_units", _WHAT_UNITS, list(_units(report))),
        _sheet(report, "sheet_surprises", _WHAT_SURPRISES, list(_surprises(report))),
    )
    return Section(blocks=tuple(sheet for sheet in found if sheet.rows))


def _sheet(
    report: LinkReport, key: str, columns: Sequence[_Column], rows: Sequence[tuple[SheetCell, ...]]
) -> Sheet:
    words = report.words
    return Sheet(
        name=words[key],
        about=words[f"{key}_about"],
        columns=tuple(
            SheetColumn(label=words[each.key], kind=each.kind, decimals=each.decimals)
            for each in columns
        ),
        rows=tuple(rows),
        names=len(_PAIR),
    )


def _known(value: float | None) -> float | None:
    return None if value is None or math.isnan(value) else value


def _tested(report: LinkReport) -> Iterator[tuple[TestedPair, PairTest]]:
    for pair in report.tests.pairs:
        if pair.test is not None and pair.test.tested:
            yield pair, pair.test


def _pairs(report: LinkReport) -> Iterator[tuple[SheetCell, ...]]:
    for pair in report.tests.pairs:
        driver, outcome = (each.name.of(report.language) for each in report.measures(pair))
        sign = report.words[f"sign_{pair.sign}"] if pair.sign else None
        assumed = (pair.lag, pair.earliest, pair.latest) if pair.sign else (None, None, None)
        declared = pair.declared.isoformat() if pair.declared else None
        evidence = evidence_words(pair.evidence, report.language) if pair.link else None
        yield (
            *(pair.link or None, pair.name, driver, outcome, sign),
            *assumed,
            *(declared, evidence, report.speaker(pair).verdict),
            *_numbers(pair.test),
        )


def _numbers(test: PairTest | None) -> Iterator[SheetCell]:
    found = ("lag", "r", "lower", "upper", "p", "q", "q_any", "group_p", "detectable")
    rests_on = ("units", "pairs", "groups", "periods", "same_sign", "between", "within")
    for name in (*found, *rests_on):
        yield None if test is None else _known(getattr(test, name))


def _lags(report: LinkReport) -> Iterator[tuple[SheetCell, ...]]:
    for pair, test in _tested(report):
        for each in test.profile:
            effects = (_known(value) for value in (each.r, each.lower, each.upper, each.t))
            yield pair.link or None, pair.name, each.lag, *effects, each.units, each.pairs


def _units(report: LinkReport) -> Iterator[tuple[SheetCell, ...]]:
    for pair, test in _tested(report):
        for each in test.unit_effects:
            unit = (*pair.panel.units[each.unit], report.unit_text(pair, each.unit))
            yield pair.link or None, pair.name, *unit, each.r, each.pairs


def _surprises(report: LinkReport) -> Iterator[tuple[SheetCell, ...]]:
    for pair, test in _tested(report):
        for each in test.surprises:
            unit = (*pair.panel.units[each.unit], report.unit_text(pair, each.unit))
            period = pair.panel.periods[each.period]
            yield pair.link or None, pair.name, *unit, period, each.driver, each.outcome
