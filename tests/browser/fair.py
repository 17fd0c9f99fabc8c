"""The leads of examples/trade-fair.xlsx, as the tests of the page find them."""

from playwright.sync_api import Locator, Page

from local.settings import CHECKOUT

EXAMPLE = CHECKOUT / "examples" / "trade-fair.xlsx"
FAIR_LEADS = 243


def total(page: Page) -> Locator:
    """The heading that says how many leads there are."""
    return page.get_by_role("heading", level=1)


def shown_names(page: Page) -> list[str]:
    return page.locator("tbody th .lead-link").all_inner_texts()
