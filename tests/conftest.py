"""What several test files share: the command line, and a browser that reaches no network."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, Route, sync_playwright

from bsc_helpers import cli

LOCAL = ("file:", "data:", "about:")


@pytest.fixture
def bsc(monkeypatch: pytest.MonkeyPatch, capfdbinary: Any) -> Any:
    """Call the command line as the shell does; return exit code, output and errors."""

    def called(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["bsc", *arguments])
        with pytest.raises(SystemExit) as caught:
            cli.main()
        out, err = capfdbinary.readouterr()
        return int(caught.value.code or 0), out.decode(), err.decode()

    return called


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One headless Chromium for a test file; a missing one is a failure, not a skip.

    Playwright keeps an event loop running while it is open, which other tests that start kernels
    must not meet: so the browser is closed with the file that used it.
    """
    executable = shutil.which("chromium")
    if executable is None:
        pytest.fail(
            "The browser checks need Chromium on the PATH: "
            "'sudo apt-get install chromium' on Debian, then run again."
        )
    with sync_playwright() as playwright:
        yield from _browser(playwright, executable)


def _browser(playwright: Playwright, executable: str) -> Iterator[Browser]:
    browser = playwright.chromium.launch(
        executable_path=executable,
        args=[
            "--no-sandbox",
            "--disable-dev-shm-usage",
            "--disable-gpu",
            "--font-render-hinting=none",
        ],
    )
    yield browser
    browser.close()


class OpenedPage:
    """A page opened from a file, with what it asked for and what its policy stopped."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: (self.complaints.append("dialog"), dialog.dismiss()))
        page.route("**/*", self._route)

    def _route(self, route: Route) -> None:
        if route.request.url.startswith(LOCAL):
            route.continue_()
        else:
            self.requests.append(route.request.url)
            route.abort()


@pytest.fixture
def open_page(chromium: Browser, tmp_path: Path) -> Iterator[Callable[..., OpenedPage]]:
    """Open HTML text from a file in the browser, at a width, with the network shut off."""
    contexts = []

    def opened(html: str, width: int = 1280, **options: object) -> OpenedPage:
        file = tmp_path / f"page-{len(contexts)}.html"
        file.write_text(html, encoding="utf-8")
        context = chromium.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        found = OpenedPage(context.new_page())
        found.page.goto(file.as_uri())
        return found

    yield opened
    for context in contexts:
        context.close()
