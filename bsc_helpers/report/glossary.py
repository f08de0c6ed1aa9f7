"""The words of the report that a reader may not know, each with a short meaning."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bsc_helpers.blocks import Block, Cell, Column, Fold, Row, Table
from bsc_helpers.report.links import links_of
from bsc_helpers.report.opened import Report

__all__ = ["glossary"]


def _always(_: Report) -> bool:
    return True


def _has_duty(report: Report) -> bool:
    return any(measure.role == "legal_duty" for measure in report.measures)


def _has_followed(report: Report) -> bool:
    return any(measure.role == "followed_measure" for measure in report.measures)


def _has_interval(report: Report) -> bool:
    return any(measure.precision for measure in report.measures)


def _has_factor(report: Report) -> bool:
    return any(measure.success_factor for measure in report.measures)


def _has_economy(report: Report) -> bool:
    return not report.slice.economy.empty


def _has_links(report: Report) -> bool:
    return bool(links_of(report))


# Each word stands in the glossary only where the report uses it.
_TERMS: Mapping[str, Callable[[Report], bool]] = {
    "scorecard": _always,
    "perspective": _always,
    "success_factor": _has_factor,
    "measure": _always,
    "followed": _has_followed,
    "duty": _has_duty,
    "interval": _has_interval,
    "coverage": _always,
    "net": _has_economy,
    "forecast": _has_economy,
    "link": _has_links,
}


def glossary(report: Report) -> list[Block]:
    """Return the words that the report uses with their meanings, in a fold."""
    words = report.words
    rows = [
        Row(cells=(Cell(text=words[f"term_{term}"]), Cell(text=words[f"meaning_{term}"])))
        for term, is_used in _TERMS.items()
        if is_used(report)
    ]
    columns = (Column(label=words["term"]), Column(label=words["meaning"]))
    table = Table(caption=words["glossary_caption"], columns=columns, rows=tuple(rows))
    return [Fold(summary=words["glossary"], blocks=(table,))]
