"""Programs of the system that show what is made: a browser that reaches no network, an office."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, sync_playwright

# Chromium may not be root in its sandbox, and is not to look for a GPU or for news of itself.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def needed(*names: str, package: str) -> str:
    """The first of these programs that is there. Skips the test if none is; under CI, fails it."""
    for name in names:
        if path := shutil.which(name):
            return path
    reason = f"needs {names[0]}: sudo apt-get install {package}"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


class Watched:
    """A page, with all that it asked for and complained of."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.context.on("request", lambda request: self.requests.append(request.url))
        page.context.on("console", lambda message: self.complaints.append(message.text))
        page.context.on("weberror", lambda error: self.complaints.append(str(error.error)))

    def assert_quiet(self) -> None:
        """Nothing was asked of a network, and nothing went wrong."""
        assert [url for url in self.requests if not url.startswith(("file:", "about:"))] == []
        assert self.complaints == []


@contextmanager
def opened(page: Path, size: tuple[int, int]) -> Iterator[Watched]:
    """A page from disk in Chromium, whose window has this size."""
    chromium = needed("chromium", "chromium-browser", "google-chrome", package="chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        view: Any = {"width": size[0], "height": size[1]}
        watched = Watched(browser.new_context(viewport=view, offline=True).new_page())
        watched.page.goto(page.as_uri())
        yield watched
        browser.close()
