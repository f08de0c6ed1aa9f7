"""The pages about measures: where they lie and what they are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from pathlib import PurePosixPath

from bsc_helpers.batch.manifest import Entry
from bsc_helpers.batch.portal.shelf import MeasureFile
from bsc_helpers.batch.portal.words import PORTAL_WORDS
from bsc_helpers.model import Measure, Scorecard
from bsc_helpers.periods import Period, in_file_name
from bsc_helpers.publishing.portal import Link, PortalPage, render_portal
from bsc_helpers.report.measure_page import MeasurePage, may_be_ranked
from bsc_helpers.report.overview import Overview, Subject

__all__ = ["measure_path", "measure_paths", "render_measure_pages"]

FOLDER = "measures"
PAGE = "html"


def measure_paths(
    scorecard: Scorecard, periods: Iterable[Period], languages: Iterable[str]
) -> list[PurePosixPath]:
    """Return where all pages about measures lie, from the folder of all reports."""
    every = product(periods, scorecard.measures, tuple(languages))
    return [measure_path(scorecard.code, period, m.code, each) for period, m, each in every]


def measure_path(scorecard: str, period: Period, measure: str, language: str) -> PurePosixPath:
    """Return where the page about a measure lies, from the folder of all reports."""
    name = f"{measure}-{language}.html"
    return PurePosixPath(scorecard, in_file_name(period), FOLDER, name)


def render_measure_pages(
    overview: Overview, entrances: Mapping[str, str], entries: Iterable[Entry]
) -> Iterator[tuple[MeasureFile, bytes]]:
    """Yield the page about each measure in each language, with its place in the collection.

    Parameters
    ----------
    entrances
        The languages to write in, each with its entrance, from the folder of the scorecard.
    entries
        The reports that there are; the pages lead to those of the same period that are current.
    """
    by_language = _addresses(overview.period, entries)
    for language in entrances:
        for measure in overview.scorecard.measures:
            page = MeasurePage(overview, measure, language, by_language.get(language, {}))
            ways = tuple(_ways(overview, measure, language, entrances))
            path = _path(overview, measure, language)
            file = MeasureFile(str(overview.period), measure.code, language, path)
            yield file, render_portal(_portal_page(page, ways)).encode()


def _path(overview: Overview, measure: Measure, language: str) -> str:
    path = measure_path("-", overview.period, measure.code, language)
    return PurePosixPath(*path.parts[1:]).as_posix()


def _portal_page(page: MeasurePage, ways: tuple[Link, ...]) -> PortalPage:
    words, ranked = page.words, may_be_ranked(page.measure)
    rank = words.rank_sample if page.measure.precision else words.rank_count
    said = {"rank": rank, "up": words.sorted_up, "down": words.sorted_down}
    card: Scorecard = page.overview.scorecard
    return PortalPage(
        title=f"{page.measure.code} {page.title}",
        language=page.language,
        notice=card.notice.of(page.language) if card.notice else "",
        parts=page.blocks(),
        ways=ways,
        script="sort" if ranked else "",
        said=said if ranked else {},
    )


def _ways(
    overview: Overview, measure: Measure, language: str, entrances: Mapping[str, str]
) -> Iterator[Link]:
    """Yield the links to the entrance and to the same page in other languages."""
    yield Link(PORTAL_WORDS[language].entrance, f"../../{entrances[language]}")
    for other in entrances:
        if other != language:
            name = PurePosixPath(_path(overview, measure, other)).name
            yield Link(PORTAL_WORDS[other].this_page_in, name, language=other)


def _addresses(period: Period, entries: Iterable[Entry]) -> dict[str, dict[Subject, str]]:
    """Return for each language where the current page of each unit and activity lies."""
    found: dict[str, dict[Subject, str]] = {}
    for entry in entries:
        if entry.period != str(period) or entry.status != "done" or entry.edition is None:
            continue
        pages = [file.path for file in entry.edition.files if file.format == PAGE]
        if pages:
            path = "../" + pages[0].partition("/")[2]
            found.setdefault(entry.language, {})[entry.org_unit, entry.activity] = path
    return found
