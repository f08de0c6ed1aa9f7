"""The head of the pages about tested links, and what they say in short."""

from __future__ import annotations

from bsc_helpers.blocks import Block, Head, Heading, KeyFigure, KeyFigures, Section
from bsc_helpers.evaluation import EVIDENCE
from bsc_helpers.narrative.formats import format_date, format_number
from bsc_helpers.narrative.lead_lag import evidence_words, map_sentences
from bsc_helpers.narrative.phrases.base import beginning
from bsc_helpers.report.lead_lag.opened import LinkReport
from bsc_helpers.report.said import line

__all__ = ["in_short", "map_head", "study_head"]


def map_head(report: LinkReport) -> Head:
    """Say what the strategy map is about: scorecard, period, and up to when figures count."""
    return _head(report, "map_title")


def study_head(report: LinkReport) -> Head:
    """Say what the page about leading and lagging measures is about."""
    return _head(report, "study_title")


def _head(report: LinkReport, title: str) -> Head:
    words, language, tests = report.words, report.language, report.tests
    version = report.scorecard.version
    facts = {
        "fact_through": format_date(tests.through, language),
        "fact_known": format_date(tests.as_of, language) if tests.as_of else "",
        "fact_version": version.number or "" if version else "",
        "fact_window": _window(report),
        "fact_group": words[f"group_{tests.group}"] if tests.group else "",
    }
    return Head(
        title=words[title].format(period=report.period_text),
        subtitle=report.scorecard.name.of(language),
        language=language,
        facts=tuple((words[key], text) for key, text in facts.items() if text),
        notice=report.notice,
    )


def _window(report: LinkReport) -> str:
    if report.tests.window is None:
        return ""
    number = format_number(report.tests.window, 0, report.language)
    return report.words["window_asked"].format(window=number)


def in_short(report: LinkReport) -> Section:
    """Say how many arrows were tested, what came of them, and what chance alone would give."""
    blocks: list[Block] = [Heading(level=2, text=report.words["in_short"], anchor="in-short")]
    blocks += [line(text) for text in map_sentences(report.tests, report.language)[:1]]
    count = report.tests.count
    figures = tuple(
        KeyFigure(
            label=beginning(evidence_words(evidence, report.language)),
            text=format_number(count[evidence], 0, report.language),
        )
        for evidence in EVIDENCE
        if count[evidence]
    )
    if figures:
        blocks.append(KeyFigures(label=report.words["arrows"], figures=figures))
    blocks += [line(text) for text in map_sentences(report.tests, report.language)[1:]]
    if report.tests.links:
        blocks.append(line(report.words["ownership"]))
    return Section(blocks=tuple(blocks))
