"""Every view, light and dark, on a wide screen and on a phone: axe-core finds nothing, and the keyboard reaches all."""

from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import assert_accessible
from tests.browser.fair import FAIR_LEADS, total

WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@pytest.fixture(params=[WIDE, PHONE], ids=["wide", "phone"])
def leads_page(request: pytest.FixtureRequest, fair_page: Page) -> Page:
    fair_page.set_viewport_size(request.param)
    fair_page.goto("/")
    expect(total(fair_page)).to_have_text(f"{FAIR_LEADS} leads")
    return fair_page


def check(page: Page) -> None:
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert_accessible(page)


def test_the_leads(leads_page: Page) -> None:
    check(leads_page)


def test_a_filtered_table(leads_page: Page) -> None:
    leads_page.goto("/?filter_company=foods&filter_phone=!&q=a")
    expect(leads_page.get_by_role("button", name="Phone is empty", exact=True)).to_be_visible()
    check(leads_page)


@pytest.mark.parametrize("name", ["Filter", "Sort", "Columns", "Export", "Options"])
def test_what_opens_over_the_table(leads_page: Page, name: str) -> None:
    leads_page.get_by_role("button", name=name, exact=True).click()
    expect(leads_page.locator(":popover-open")).to_be_visible()
    check(leads_page)


def test_the_account(leads_page: Page) -> None:
    leads_page.get_by_role("button", name="Account of").click()
    expect(leads_page.get_by_role("button", name="Sign out")).to_be_visible()
    check(leads_page)


def test_one_lead(leads_page: Page) -> None:
    leads_page.locator("tbody .lead-link").first.click()
    expect(leads_page.get_by_text("From its lists").last).to_be_visible()
    check(leads_page)


def test_the_imports(leads_page: Page) -> None:
    leads_page.get_by_role("button", name="Imports").click()
    leads_page.get_by_text("What was recognised").first.click()
    expect(leads_page.get_by_text("Business cards").first).to_be_visible()
    check(leads_page)


def test_questions(leads_page: Page) -> None:
    leads_page.get_by_role("button", name="Ask", exact=True).first.click()
    leads_page.get_by_role("button", name="Leads by company").click()
    expect(leads_page.get_by_role("list", name="Leads by company")).to_be_visible()
    check(leads_page)


def test_no_match(leads_page: Page) -> None:
    leads_page.goto("/?q=nobodyiscalledthis")
    expect(leads_page.get_by_role("heading", name="No lead matches")).to_be_visible()
    check(leads_page)


def test_a_lead_is_found_and_opened_by_the_keyboard_alone(fair_page: Page) -> None:
    fair_page.goto("/")
    expect(total(fair_page)).to_have_text(f"{FAIR_LEADS} leads")
    fair_page.keyboard.press("/")
    fair_page.keyboard.type("lindenhöhe")
    fair_page.keyboard.press("Enter")
    expect(total(fair_page)).to_contain_text("found")
    first = fair_page.locator("tbody a.lead-link").first
    while not first.evaluate("link => link === document.activeElement"):
        fair_page.keyboard.press("Tab")
    fair_page.keyboard.press("Enter")
    panel = fair_page.get_by_role("complementary", name="Lead")
    expect(panel).to_be_visible()
    fair_page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(first).to_be_focused()
