"""A demo in this process, and pages of a real Chromium that look at it; every page's console must stay clean."""

import os
import shutil
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from tests.browser.seeing import House, Panes, Window, Windows

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """A Chromium that is installed on this machine; without one the tests skip, or fail where it is required."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        missing = f"no Chromium on this machine (looked for {', '.join(NAMES)})"
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(f"REQUIRE_BROWSER=1, and there is {missing}")
        pytest.skip(f"not looked at in a browser: there is {missing}")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest.fixture(scope="session")
def panes(browser: Browser) -> Panes:
    """Its windows."""
    return Panes(browser)


@pytest_asyncio.fixture(loop_scope="session")
async def house(browser: Browser, tmp_path: Path, now: datetime) -> AsyncIterator[House]:
    """The demo on a free port, at nine o'clock on 3 October 2022."""
    house = House(tmp_path, now)
    await house.open()
    yield house
    await house.close()


@pytest_asyncio.fixture(loop_scope="session")
async def windows(panes: Panes, house: House) -> AsyncIterator[Windows]:
    """Opens browser windows on the demo. No script error, breach of the policy or request elsewhere is let by."""
    windows = Windows(panes, house)
    yield windows
    await windows.close()
    assert not windows.watch.wrong


@pytest_asyncio.fixture(loop_scope="session")
async def window(windows: Windows) -> Window:
    """One window, wide enough for three phones."""
    return await windows.open()
