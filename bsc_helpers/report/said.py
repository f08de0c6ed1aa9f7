"""Statements as blocks: the sentence, its status, and the place in the page that bears it out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

from bsc_helpers.blocks import Paragraph, Run, Statement, Status, Variation
from bsc_helpers.narrative import Statement as Claim
from bsc_helpers.narrative import sentence_of
from bsc_helpers.report.anchors import ACTIONS, ECONOMY, SURVEYS, anchor_of
from bsc_helpers.report.opened import Report

__all__ = ["STATUS_ORDER", "line", "said", "said_all", "status_of"]

# What they say of an amount or a value is not how a measure stands against its target.
UNMARKED = ("5", "6", "8", "9", "10", "11", "12", "13", "19")
NEWS = ("8", "12")
STATUS_ORDER: tuple[Status, ...] = (
    "good",
    "warning",
    "poor",
    "uncertain",
    "unscored",
    "no_data",
    "suppressed",
)


def status_of(status: str) -> Status | None:
    """Return a status of the results as the status of a block; None where nothing is judged."""
    return next((known for known in STATUS_ORDER if known == status), None)


def said(report: Report, claim: Claim, *, linked: bool = True) -> Statement:
    """Return a statement as a block; `linked` to what it rests on."""
    anchor, label = _evidence(report, claim) if linked else (None, "")
    return Statement(
        text=sentence_of(claim, report.slice.scorecard, report.language),
        model=claim.model,
        status=None if claim.model in UNMARKED else status_of(claim.status),
        variation=_variation_of(claim),
        evidence=anchor,
        evidence_label=label,
    )


def _variation_of(claim: Claim) -> Variation | None:
    """Return the mark of a change or difference beyond chance; none of what is as usual."""
    if claim.model not in NEWS:
        return None
    found = claim.texts.get("variation", "")
    return next((known for known in get_args(Variation) if known == found), None)


def said_all(report: Report, claims: Iterable[Claim], *, linked: bool = True) -> list[Statement]:
    """Return statements as blocks, in their order."""
    return [said(report, claim, linked=linked) for claim in claims]


def line(text: str, *, quiet: bool = False) -> Paragraph:
    """Return a paragraph of plain text."""
    return Paragraph(runs=(Run(text=text),), quiet=quiet)


def _evidence(report: Report, claim: Claim) -> tuple[str | None, str]:
    """Return the place in the page, and what a reader who hears the link alone is told."""
    frames = {each.frame for each in claim.evidence}
    if "economy" in frames:
        return ECONOMY, report.words["economy"]
    if "surveys" in frames:
        return SURVEYS, report.words["surveys"]
    if claim.measure:
        measure = report.slice.scorecard.measure(claim.measure)
        return anchor_of(measure), measure.name.of(report.language)
    return (ACTIONS, report.words["actions"]) if claim.initiative else (None, "")
