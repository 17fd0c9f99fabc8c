"""The page of the local stack in a real Chromium."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, expect

from local.emulator.stack import Stack
from tests.browser.fair import EXAMPLE, FAIR_LEADS
from tests.browser.patience import VIEW_MS
from tests.support.chromium import FLAGS, ensure
from tests.support.page_sign_in import sign_in
from tests.support.world import World

BUSY = "the server responded with a status of 429"

expect.set_options(timeout=VIEW_MS)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": ensure(), "args": list(FLAGS)}


@pytest.fixture(scope="session")
def base_url(local_stack: Stack) -> str:
    """The page's address; `page.goto("/?q=ana")` goes there."""
    return local_stack.site_url


@pytest.fixture(autouse=True)
def complaints(context: BrowserContext, base_url: str) -> Iterator[list[str]]:
    """What the browser says of the page: scripts that broke, policies that were violated, requests that failed.

    Must be empty at the end; a test that provokes one checks it and clears the list. That the stack was busy (429) is
    none: it runs as few functions at once as a new account, and the page asks again.
    """
    said: list[str] = []
    context.set_default_timeout(VIEW_MS)

    def listen(message: ConsoleMessage) -> None:
        if message.location["url"].startswith(base_url) and BUSY not in message.text:
            said.append(f"{message.type}: {message.text} (/{message.location['url'].removeprefix(base_url)})")

    context.on("console", listen)
    context.on("weberror", lambda error: said.append(f"uncaught: {error.error}"))
    yield said
    assert said == []


@pytest.fixture
def signed_in_page(page: Page) -> Page:
    """The page after the demo user has signed in, an operator."""
    page.goto("/")
    sign_in(page)
    return page


@pytest.fixture
def page_of_nothing(signed_in_page: Page) -> Page:
    """The imports of a stack without leads and uploads, where the test uses `world`."""
    signed_in_page.goto("/?panel=imports")
    expect(signed_in_page.get_by_role("button", name="Choose files")).to_be_visible()
    return signed_in_page


@pytest.fixture
def fair_leads(local_stack: Stack, tmp_path: Path) -> None:
    """The leads of the example, and no others."""
    world = World(local_stack, tmp_path)
    uploads = world.client.call("GET", "/uploads").body["uploads"]
    names, leads = [each["fileName"] for each in uploads], world.leads()["pagination"]["totalCount"]
    if (names, leads) != ([EXAMPLE.name], FAIR_LEADS):
        world.forget_everything()
        assert world.import_file(EXAMPLE)["status"] == "completed"


@pytest.fixture
def fair_page(fair_leads: None, signed_in_page: Page) -> Page:  # noqa: ARG001 - the page opens after them
    """The page over the leads of the example."""
    return signed_in_page
