"""Pictures of every view for docs/screenshots: `python -m tests.browser.screenshots`."""

import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, ViewportSize, expect, sync_playwright

from local.emulator.scratch import scratch_stack
from local.emulator.stack import Stack
from local.settings import CHECKOUT
from tests.browser.fair import EXAMPLE, FAIR_LEADS, total
from tests.browser.patience import VIEW_MS
from tests.browser.team import save_view
from tests.support.chromium import FLAGS, ensure
from tests.support.page_sign_in import sign_in
from tests.support.world import World

FOLDER = CHECKOUT / "docs" / "screenshots"
SIZES: dict[str, ViewportSize] = {"1440": {"width": 1440, "height": 900}, "390": {"width": 390, "height": 844}}


def leads(page: Page) -> None:
    page.goto("/?sortBy=company&sortOrder=asc")


def filtered(page: Page) -> None:
    narrowed = "filter_column.country=%7CSingapore%7CFrance&filter_column.interest=price"
    page.goto(f"/?{narrowed}&columns=name%2Ccompany%2Ccolumn.country%2Ccolumn.interest%2Ccolumn.rating&sortBy=lastName")
    expect(page.get_by_role("button", name="Interest contains price", exact=True)).to_be_visible()


def lead(page: Page) -> None:
    page.goto("/?sortBy=lastName&sortOrder=asc")
    page.locator("tbody .lead-link").nth(2).click()
    expect(page.locator(".source").first).to_be_visible()


def column(page: Page) -> None:
    page.goto("/?sortBy=company&sortOrder=asc")
    page.get_by_role("button", name="Columns", exact=True).click()
    page.get_by_role("button", name="Names and types").click()
    page.get_by_role("searchbox", name="Search the columns").fill("country")
    page.get_by_role("group", name="Columns", exact=True).get_by_role("button").click()
    expect(page.get_by_label("Hide this column")).to_be_visible()


def views(page: Page) -> None:
    page.goto(
        "/?sortBy=company&sortOrder=asc&columns=name%2Ccompany%2Ccolumn.country%2Ccolumn.interest&view=Price+lists"
    )
    expect(page.get_by_role("button", name="View: Price lists, changed")).to_be_visible()
    page.locator(".views-button").click()
    expect(page.get_by_role("button", name="Follow-ups in March")).to_be_visible()


def company(page: Page) -> None:
    page.goto("/?panel=companies&sortBy=company&sortOrder=asc")
    page.get_by_label("Search companies").fill("copper otter foods")
    expect(page.get_by_text(re.compile("of [1-9] compan"))).to_be_visible()
    page.get_by_role("list", name="Companies").get_by_role("button").first.click()
    expect(page.get_by_role("list", name="People")).to_be_visible()


def imports(page: Page) -> None:
    page.goto("/?panel=imports")
    page.get_by_text("What was recognised").first.click()
    expect(page.get_by_text("Business cards").first).to_be_visible()


def chat(page: Page) -> None:
    page.goto("/?panel=chat")
    page.get_by_role("button", name="Leads by company").click()
    expect(page.get_by_role("list", name="Leads by company")).to_be_visible()


def empty(page: Page) -> None:
    nothing: dict[str, Any] = {
        "leads": [],
        "pagination": {"page": 1, "pageSize": 50, "totalCount": 0, "totalPages": 0},
        "asOf": None,
    }
    page.route("**/api/leads?*", lambda route: route.fulfill(json=nothing))
    page.goto("/")
    expect(page.get_by_role("heading", name="No leads yet")).to_be_visible()


VIEWS: tuple[Callable[[Page], None], ...] = (leads, filtered, lead, column, views, company, imports, chat, empty)
SAVED: dict[str, dict[str, Any]] = {
    "Follow-ups in March": {"filters": {"column.followup": "2026-03"}, "sortBy": "column.followup", "sortOrder": "asc"},
    "Price lists": {"filters": {"column.interest": "price"}, "columns": ["name", "company", "column.interest"]},
}


def take(page: Page, view: Callable[[Page], None], size: str) -> None:
    page.set_viewport_size(SIZES[size])
    view(page)
    if view is not empty:
        expect(total(page)).to_have_text(re.compile("leads? found") if view is filtered else f"{FAIR_LEADS} leads")
    for scheme in ("light", "dark") if view is leads else ("light",):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.screenshot(path=FOLDER / f"{view.__name__}-{size}{'-dark' if scheme == 'dark' else ''}.png")
    page.unroute_all()


def main(running: Stack, folder: Path) -> None:
    world = World(running, folder)
    world.import_file(EXAMPLE)
    for name, saved in SAVED.items():
        save_view(world.client, name, saved)
    FOLDER.mkdir(exist_ok=True)
    expect.set_options(timeout=VIEW_MS)
    chromium = ensure()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        page = browser.new_page(base_url=running.site_url)
        page.goto("/")
        sign_in(page)
        for view in VIEWS:
            for size in SIZES:
                take(page, view, size)
        browser.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as root, scratch_stack(Path(root)) as stack:
        main(stack, Path(root))
