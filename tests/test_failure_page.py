"""The page of a report that failed: what happened, who can mend it, what is there instead."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any, get_args

import pytest
from axe_playwright_python.sync_playwright import Axe
from sample_city import PERIOD, city, entry
from sample_run import finish, plan_for

from bsc_helpers.batch import manifest
from bsc_helpers.batch.editions import Publisher
from bsc_helpers.batch.jobs import Job
from bsc_helpers.batch.manifest import Edition, Entry
from bsc_helpers.batch.outcomes import CellPlace, FailureKind, Outcome, Rendered
from bsc_helpers.batch.outputs.local import LocalOutput
from bsc_helpers.batch.portal import render_failure
from bsc_helpers.batch.portal.failure_words import FAILURE_WORDS
from bsc_helpers.batch.workarea import make_run_folder

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
HOSTILE = '</script><script>window.__xss=1</script>"><img src=x onerror=window.__xss=1>'
KINDS: tuple[FailureKind, ...] = get_args(FailureKind)
CARD = city(2, 1)
ENTRANCES = {"sv": "index.html", "en": "index-en.html"}
CELL = CellPlace(7, "costs = economy.table(by='cost_per_pupil')")


def outcome(kind: FailureKind = "cell", language: str = "sv", **more: Any) -> Outcome:
    job = Job(more.pop("unit", "d0"), more.pop("activity", "all"), PERIOD, language)
    reason = more.pop("reason", "KeyError: 'cost_per_pupil' (cell 7)")
    return Outcome.failed(job, reason, kind, more.pop("cell", CELL))


def edition(as_of: str = "2004-01-20") -> Edition:
    found = entry("d0").edition
    assert found is not None
    return found.model_copy(update={"as_of": as_of, "title": "Älvsborg, kvartal 4 2003"})


def page_of(failed: Outcome, earlier: Edition | None = None) -> str:
    return render_failure(CARD, failed, earlier, ENTRANCES).decode()


def words_of(html: str) -> str:
    """Return what a reader sees, on one line."""
    body = html[html.index("<body") :].replace("\N{NO-BREAK SPACE}", " ").replace("&#39;", "'")
    return " ".join(re.sub("<[^>]+>", " ", body).split())


# ------------------------------------------------------------------------------------ what it says


def test_the_page_says_which_report_why_in_words_and_as_the_program_did_and_in_which_cell() -> None:
    words = words_of(page_of(outcome()))
    assert "Enhet Älvsborg Period kvartal 4 2003 Språk Svenska" in words
    assert "en cell i rapportens notebook, avbröts av ett fel." in words
    assert "KeyError: 'cost_per_pupil' (cell 7)" in words
    assert "Det hände i cell 7, som börjar så: costs = economy.table(by='cost_per_pupil')" in words
    assert "Den som sköter notebooken rättar cellen." in words
    assert "bsc run … --unit d0 --period 2003-Q4 --language sv" in words


def test_without_a_known_cell_none_is_named() -> None:
    failed = Outcome.failed(outcome().job, "worker died (SIGKILL)", "worker")
    assert "cell" not in words_of(page_of(failed))


def test_a_report_about_an_activity_names_it() -> None:
    words = words_of(page_of(outcome(activity="pre", language="en")))
    assert "Unit Älvsborg Activity Preschool Period quarter 4 2003 Language English" in words
    assert "--unit d0 --activity pre --period 2003-Q4 --language en" in words


@pytest.mark.parametrize(
    ("notebook", "names"),
    [
        ("strategy_map", ("Strategikarta", "Strategy map")),
        ("lead_lag", ("Ledande och följande mätetal", "Lead and lag")),
        ("my_own_view", ("My own view", "My own view")),
    ],
)
def test_the_page_of_a_failure_names_the_report_and_no_unit(
    notebook: str, names: tuple[str, str]
) -> None:
    for language, name in zip(("sv", "en"), names, strict=True):
        job = Job("", "", PERIOD, language, notebook)
        page = page_of(Outcome.failed(job, "x"))
        said = words_of(page)
        assert f"{name} – " in said
        assert f"bsc run … --period 2003-Q4 --language {language}" in said
        assert not any(word in said for word in ("Enhet ", "Unit ", "--unit", "--activity"))


def test_titles_say_unit_period_and_what_happened_and_are_told_apart() -> None:
    """110"""
    titles = [
        re.findall("<title>(.*)</title>", page_of(outcome(unit=unit, activity=about, language=one)))
        for unit, about, one in product(("d0", "d1"), ("all", "pre"), ("sv", "en"))
    ]
    assert titles[0] == ["Älvsborg – kvartal 4 2003 – kunde inte göras"]
    assert titles[-1] == ["Östra – Preschool – quarter 4 2003 – could not be made"]
    assert len({title for (title,) in titles}) == 8


def test_an_earlier_edition_is_offered_as_one_that_is_out_of_date() -> None:
    """20"""
    html = page_of(outcome(), edition())
    said = "Inaktuell utgåva med uppgifter till och med 20 januari 2004, den nya misslyckades."
    assert said in words_of(html)
    assert set(re.findall(r'href="([^"#]+)"', html)) == {
        "card-d0-2003-Q4-sv.html", "card-d0-2003-Q4-sv.pdf",
        "../../index.html", "../../index-en.html",
    }  # fmt: skip
    undated = words_of(page_of(outcome(), edition(as_of="")))
    assert "Inaktuell utgåva, den nya misslyckades." in undated
    assert "ingen tidigare utgåva" in words_of(page_of(outcome()))


def test_the_way_back_leads_to_the_entrance_in_each_language() -> None:
    html = page_of(outcome(language="en"))
    assert '<html lang="en">' in html
    assert '<a href="../../index-en.html">All reports</a>' in html
    assert '<a href="../../index.html" hreflang="sv" lang="sv">Alla rapporter</a>' in html


@pytest.mark.parametrize("language", list(FAILURE_WORDS))
def test_every_kind_of_failure_is_told_in_every_language_in_words_of_its_own(language: str) -> None:
    kinds = FAILURE_WORDS[language].kinds
    assert tuple(kinds) == KINDS
    for part in ("short", "why"):
        assert len({getattr(kind, part) for kind in kinds.values()}) == len(KINDS)
    for name, kind in kinds.items():
        words = words_of(page_of(outcome(name, language))).replace("&#x27;", "'")
        assert all(text in words for text in (kind.why, kind.first, kind.otherwise))


def test_a_page_is_the_same_bytes_again() -> None:
    """13"""
    first, second = (page_of(outcome(), edition()) for _ in range(2))
    assert first == second


# --------------------------------------------------------------------------------- in the browser


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("colours", ["none", "active"])
def test_axe_finds_nothing_and_what_a_reason_or_a_cell_says_stays_text(
    open_page: Callable[..., Any], width: int, language: str, colours: str
) -> None:
    """109, 115, 120"""
    failed = outcome(language=language, reason=HOSTILE, cell=CellPlace(3, HOSTILE * 3))
    opened = open_page(page_of(failed, edition()), width, forced_colors=colours)
    options = {"runOnly": {"type": "tag", "values": STANDARDS}}
    found = Axe().run(opened.page, options=options).response["violations"]
    assert [f"{each['id']}: {each['nodes'][0]['html']}" for each in found] == []
    assert (opened.requests, opened.complaints) == ([], [])
    assert opened.page.evaluate("window.__xss") is None
    assert HOSTILE in opened.page.inner_text("main")
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width


# ------------------------------------------------------------------------------ on the disk


@pytest.fixture
def published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Entry]:
    """Publish how one report ended, as a run of its own does, and return its entry."""
    monkeypatch.chdir(tmp_path)
    folder = make_run_folder("p")

    def publish(ended: Outcome) -> Entry:
        plan = plan_for(CARD, [ended.job], Path("reports"), folder=folder, unready=(ended,))
        if ended.rendered is not None:
            finish(plan, ended.job, ended.rendered)
        publisher = Publisher(plan, plan.earlier)
        publisher.publish(ended)
        assert publisher.close() == ""
        found = manifest.load_manifest(plan.output)
        assert found is not None
        return found.entries[0]

    return publish


def done() -> Outcome:
    files = {"html": b"page", "pdf": b"paper"}
    return Outcome(outcome().job, "done", rendered=Rendered("Älvsborg", files))  # type: ignore[arg-type]  # of a test


FOLDER = Path("reports/card/2003-Q4/d0")
FAILED = FOLDER / "card-d0-2003-Q4-sv-failed.html"


def test_the_page_stands_beside_the_edition_until_the_report_is_made_again(
    published: Callable[..., Entry],
) -> None:
    assert published(done()).page is None
    found = published(outcome("timeout"))
    assert found.page is not None
    assert (found.status, found.kind, found.page.path) == (
        "failed", "timeout", "2003-Q4/d0/card-d0-2003-Q4-sv-failed.html",
    )  # fmt: skip
    assert "card-d0-2003-Q4-sv.pdf" in FAILED.read_text("utf-8")
    assert len(list(FOLDER.iterdir())) == 3
    entrance = Path("reports/card/index.html").read_text("utf-8")
    assert entrance.count(f'href="{found.page.path}"') == 2  # among the failures and in the tree

    again = published(done())
    assert (again.status, again.kind, again.page) == ("done", "", None)
    assert not FAILED.exists()
    assert "-failed" not in Path("reports/card/index.html").read_text("utf-8")


def test_the_page_stays_until_the_entrance_does_not_lead_to_it_any_more(
    published: Callable[..., Entry], monkeypatch: pytest.MonkeyPatch
) -> None:
    """22"""
    published(outcome())
    there: list[bool] = []
    write = LocalOutput.write

    def noted(self: LocalOutput, path: str, data: bytes) -> None:
        there.append(FAILED.exists())
        write(self, path, data)

    monkeypatch.setattr(LocalOutput, "write", noted)
    published(done())
    assert there
    assert all(there)
    assert not FAILED.exists()


def test_where_the_page_cannot_be_written_the_entrance_tells_of_the_failure_all_the_same(
    published: Callable[..., Entry],
) -> None:
    FAILED.mkdir(parents=True)
    assert published(outcome()).page is None
    assert "KeyError" in Path("reports/card/index.html").read_text("utf-8")
