"""Companies: the list, one with its people, lists and spellings, and the way to its leads."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.accessibility import assert_accessible
from tests.browser.fair import FAIR_LEADS, total


@pytest.fixture
def companies(fair_page: Page) -> Locator:
    """The list of companies, read."""
    fair_page.goto("/?panel=companies")
    expect(total(fair_page)).to_have_text(f"{FAIR_LEADS} leads")
    panel = fair_page.get_by_role("complementary", name="Companies")
    expect(panel.get_by_text(re.compile(r"^1–\d+ of \d+ companies$"))).to_be_visible()
    return panel


@pytest.fixture
def company(companies: Locator, page: Page) -> Locator:
    """One company, which lists spell in several ways."""
    companies.get_by_label("Search companies").fill("copper otter")
    expect(companies.get_by_text(re.compile("of [1-9] compan"))).to_be_visible()
    companies.get_by_role("list", name="Companies").get_by_role("button").first.click()
    panel = page.get_by_role("complementary", name="Company", exact=True)
    expect(panel.get_by_role("list", name="People")).to_be_visible()
    return panel


def test_spellings_of_one_company_are_one(company: Locator) -> None:
    spellings = company.get_by_role("list", name="Spellings").get_by_role("listitem")
    assert spellings.count() > 1
    for spelling in spellings.all_inner_texts():
        assert "copper otter" in spelling.lower()


def test_a_company_has_its_people_lists_and_domains(company: Locator) -> None:
    expect(company.get_by_role("list", name="Lists")).to_contain_text("trade-fair.xlsx")
    expect(company.get_by_role("list", name="Domains")).to_contain_text("copper-otter")
    expect(company.get_by_role("list", name="People").get_by_role("link").first).to_be_visible()


def test_the_table_shows_the_leads_of_a_company_however_they_spell_it(company: Locator, page: Page) -> None:
    counted = re.search(r"\d+", company.get_by_text(re.compile(r"^\d+ leads? in \d+ lists?$")).inner_text())
    assert counted
    company.get_by_role("button", name="Show its leads in the table").click()
    expect(total(page)).to_have_text(re.compile(f"^{counted.group()} leads? found$"))
    spelled = set(page.locator("td.column-company").all_inner_texts())
    assert len(spelled) > 1
    assert all("copper otter" in each.lower() for each in spelled)


def test_a_person_of_a_company_opens_as_a_lead_and_back_is_the_company(company: Locator, page: Page) -> None:
    company.get_by_role("list", name="People").get_by_role("link").first.click()
    lead = page.get_by_role("complementary", name="Lead")
    expect(lead.get_by_role("heading", level=3)).to_be_visible()
    page.go_back()
    expect(company.get_by_role("list", name="People")).to_be_visible()


def test_a_company_opens_from_its_cell_and_from_a_lead(fair_page: Page) -> None:
    fair_page.goto("/?q=copper+otter")
    expect(total(fair_page)).to_contain_text("found")
    fair_page.locator("td.column-company a").first.click()
    panel = fair_page.get_by_role("complementary", name="Company", exact=True)
    expect(panel.get_by_role("list", name="Spellings")).to_contain_text("Copper Otter")
    fair_page.locator("tbody .lead-link").first.click()
    lead = fair_page.get_by_role("complementary", name="Lead")
    lead.get_by_role("link", name=re.compile("copper otter", re.I)).first.click()
    expect(panel.get_by_role("list", name="Spellings")).to_contain_text("Copper Otter")


def test_companies_are_sorted_by_name_and_nobody_is_called_nothing(companies: Locator) -> None:
    companies.get_by_label("Order of the companies").select_option("By name")
    names = companies.get_by_role("list", name="Companies").locator(".font-medium")
    expect(companies.get_by_text(re.compile(r"^1–\d+ of \d+ companies$"))).to_be_visible()
    expect(names.first).not_to_be_empty()
    companies.get_by_label("Search companies").fill("nobodyiscalledthis")
    expect(companies.get_by_text("No such company.")).to_be_visible()


def test_a_company_is_found_and_opened_by_the_keyboard_alone(fair_page: Page) -> None:
    fair_page.goto("/")
    fair_page.get_by_role("button", name="Companies", exact=True).focus()
    fair_page.keyboard.press("Enter")
    search = fair_page.get_by_label("Search companies")
    while not search.evaluate("input => input === document.activeElement"):
        fair_page.keyboard.press("Tab")
    fair_page.keyboard.type("copper otter")
    first = fair_page.get_by_role("list", name="Companies").get_by_role("button", name=re.compile("Copper Otter")).first
    expect(first).to_be_visible()
    expect(fair_page.get_by_text(re.compile("of [1-9] compan"))).to_be_visible()
    while not first.evaluate("button => button === document.activeElement"):
        fair_page.keyboard.press("Tab")
    fair_page.keyboard.press("Enter")
    expect(fair_page.get_by_role("list", name="Spellings")).to_be_visible()
    fair_page.keyboard.press("Escape")
    expect(fair_page.get_by_role("complementary")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_companies_are_accessible(companies: Locator, page: Page, width: int, scheme: str) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    assert_accessible(page)
    companies.get_by_role("list", name="Companies").get_by_role("button").first.click()
    expect(page.get_by_role("list", name="People")).to_be_visible()
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
