"""Files that the tests give to the page, and the cards that tell what becomes of them."""

from pathlib import Path

from playwright.sync_api import Locator, Page


def choose(page: Page, *paths: Path) -> None:
    page.locator("input[type=file]").set_input_files(list(paths))


def card(page: Page, name: str) -> Locator:
    return page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=name))
