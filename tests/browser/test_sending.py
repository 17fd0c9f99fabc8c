"""Files on their way to the stack: by bytes, several at once, tried again, and seen on every device."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.cards import card, choose
from tests.browser.patience import IMPORT_MS
from tests.support.page_sign_in import sign_in
from tests.support.world import World

HEADER = ["Name", "Email"]
SLOW = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 40_000}  # bytes a second

pytestmark = pytest.mark.usefixtures("world")


def is_no_call(url: str) -> bool:
    """Whether it goes to the store of files and not to the API."""
    return "/api/" not in url


def people(name: str, amount: int) -> list[list[str]]:
    return [[f"{name}{n} Sample", f"{name}{n}@sample.example".lower()] for n in range(amount)]


def test_what_is_sent_is_told_in_bytes(page_of_nothing: Page, world: World) -> None:
    line = page_of_nothing.context.new_cdp_session(page_of_nothing)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW)
    choose(page_of_nothing, world.csv("slow.csv", HEADER, people("Slow", 5_000)))
    slow = card(page_of_nothing, "slow.csv")
    expect(slow.get_by_text(re.compile(r"^[1-9][\d.]* KB of \d+ KB sent$"))).to_be_visible()
    slow.get_by_role("button", name="Stop sending").click()
    expect(slow.get_by_text("Sending was stopped.")).to_be_visible()


def test_several_files_are_followed_at_once(page_of_nothing: Page, world: World) -> None:
    names = ("north.csv", "south.csv", "west.csv")
    choose(page_of_nothing, *(world.csv(name, HEADER, people(name[0], 3)) for name in names))
    for name in names:
        expect(card(page_of_nothing, name).get_by_text("3 rows: 3 new leads.")).to_be_visible(timeout=IMPORT_MS)
        expect(card(page_of_nothing, name)).to_have_count(1)


def test_a_file_that_could_not_be_sent_is_sent_again(
    page_of_nothing: Page, world: World, complaints: list[str]
) -> None:
    page_of_nothing.route(is_no_call, lambda route: route.abort())
    choose(page_of_nothing, world.csv("lost.csv", HEADER, people("Lost", 2)))
    lost = card(page_of_nothing, "lost.csv")
    expect(lost.get_by_text("The file could not be sent.")).to_be_visible()
    page_of_nothing.unroute_all()
    lost.get_by_role("button", name="Send again").click()
    expect(lost.get_by_text("2 rows: 2 new leads.")).to_be_visible(timeout=IMPORT_MS)
    complaints.clear()


def test_an_import_is_followed_on_another_device(
    page_of_nothing: Page, world: World, browser: Browser, base_url: str
) -> None:
    choose(page_of_nothing, world.csv("shared.csv", HEADER, people("Shared", 3_000)))
    expect(card(page_of_nothing, "shared.csv").get_by_text("Sending", exact=True)).to_be_hidden()
    other = browser.new_context(base_url=base_url).new_page()
    other.goto("/?panel=imports")
    sign_in(other)
    expect(card(other, "shared.csv").get_by_text(re.compile("of 3,000 rows"))).to_be_visible(timeout=IMPORT_MS)
    expect(card(other, "shared.csv").get_by_text("3,000 rows: 3,000 new leads.")).to_be_visible(timeout=IMPORT_MS)
    other.context.close()
