"""The table of leads: found, sorted, paged, looked at, taken away as a file."""

import csv
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import assert_accessible
from tests.browser.fair import FAIR_LEADS, shown_names, total


@pytest.fixture
def leads_page(fair_page: Page) -> Page:
    fair_page.goto("/?pageSize=25")
    expect(total(fair_page)).to_have_text(f"{FAIR_LEADS} leads")
    return fair_page


def test_a_search_finds_in_every_field_and_stands_in_the_address(leads_page: Page) -> None:
    leads_page.keyboard.press("/")
    leads_page.keyboard.type("lindenhohe")
    expect(total(leads_page)).to_have_text(re.compile(r"^\d+ leads? found$"))
    expect(leads_page).to_have_url(re.compile(r"q=lindenhohe"))
    for company in leads_page.locator("td.column-company").all_inner_texts():
        assert "lindenhöhe" in company.lower()


def test_a_filter_is_set_from_its_header_shown_as_a_chip_and_taken_away(leads_page: Page) -> None:
    leads_page.get_by_role("columnheader", name="Company").hover()
    leads_page.get_by_role("button", name="Filter Company").click()
    leads_page.get_by_label("Company to look for").fill("textiles")
    leads_page.keyboard.press("Enter")
    expect(leads_page.get_by_role("button", name="Company contains textiles", exact=True)).to_be_visible()
    expect(total(leads_page)).to_have_text(re.compile("found"))
    for company in leads_page.locator("td.column-company").all_inner_texts():
        assert "textiles" in company.lower()
    leads_page.get_by_role("button", name="Remove filter: Company contains textiles").click()
    expect(total(leads_page)).to_have_text(f"{FAIR_LEADS} leads")


def test_leads_without_a_phone_are_found(leads_page: Page) -> None:
    leads_page.get_by_role("button", name="Filter", exact=True).click()
    leads_page.get_by_role("dialog", name="Filter", exact=True).get_by_role("button", name="Phone").click()
    leads_page.get_by_label("How to compare Phone").select_option("is empty")
    leads_page.get_by_role("button", name="Apply").click()
    expect(total(leads_page)).to_have_text(re.compile("found"))
    assert set(leads_page.locator("td.column-phone").all_inner_texts()) == {""}


def test_possible_duplicates_are_found_and_lead_to_one_another(leads_page: Page) -> None:
    leads_page.get_by_role("button", name="Filter", exact=True).click()
    leads_page.get_by_role("button", name="Possible duplicates").click()
    expect(leads_page.get_by_role("button", name="Has possible duplicates", exact=True)).to_be_visible()
    expect(total(leads_page)).to_contain_text("found")
    leads_page.locator("tbody .lead-link").first.click()
    other = leads_page.locator(".duplicates li").first
    expect(other.get_by_text(re.compile("^same (email|name and phone)"))).to_be_visible()
    assert_accessible(leads_page)
    name = other.get_by_role("link").inner_text()
    other.get_by_role("link").click()
    expect(leads_page.get_by_role("heading", level=3)).to_have_text(name)
    expect(leads_page).to_have_url(re.compile("filter_possibleDuplicates"))


def test_the_marks_of_an_import_lead_to_its_leads(fair_page: Page) -> None:
    fair_page.goto("/?panel=imports")
    fair_page.get_by_role("list", name="Rows to check").get_by_role("button", name="needs a look").click()
    expect(fair_page.get_by_role("button", name="To check: needs a look", exact=True)).to_be_visible()
    expect(total(fair_page)).to_contain_text("found")
    for marks in fair_page.locator("td.column-flags").all_inner_texts():
        assert "Needs a look" in marks


def test_escape_empties_the_search_before_it_closes_the_panel(leads_page: Page) -> None:
    leads_page.locator("tbody .lead-link").first.click()
    panel = leads_page.get_by_role("complementary", name="Lead")
    leads_page.get_by_label("Search leads").fill("foods")
    expect(total(leads_page)).to_contain_text("found")
    leads_page.keyboard.press("Escape")
    expect(total(leads_page)).to_have_text(f"{FAIR_LEADS} leads")
    expect(panel).to_be_visible()
    leads_page.keyboard.press("Escape")
    expect(panel).to_be_hidden()


def test_headers_sort_both_ways_and_say_so(leads_page: Page) -> None:
    header = leads_page.get_by_role("columnheader", name="Company")
    header.get_by_role("button", name="Company", exact=True).click()
    expect(header).to_have_attribute("aria-sort", "ascending")
    expect(leads_page.get_by_role("table")).to_have_attribute("aria-busy", "false")
    first = leads_page.locator("td.column-company").first.inner_text()
    header.get_by_role("button", name="Company", exact=True).click()
    expect(header).to_have_attribute("aria-sort", "descending")
    expect(leads_page.locator("td.column-company").first).not_to_have_text(first)
    assert leads_page.locator("td.column-company").first.inner_text().casefold() > first.casefold()


def test_pages_show_each_lead_once(leads_page: Page) -> None:
    seen: list[str] = []
    last = -(-FAIR_LEADS // 25)
    for page in range(1, last + 1):
        start = (page - 1) * 25 + 1
        expect(leads_page.get_by_text(f"{start}–{min(FAIR_LEADS, start + 24)} of {FAIR_LEADS}")).to_be_visible()
        seen += [row.get_attribute("data-lead") or "" for row in leads_page.locator("tbody tr").all()]
        if page < last:
            leads_page.get_by_role("button", name="Next page").click()
    assert len(seen) == len(set(seen)) == FAIR_LEADS
    expect(leads_page.get_by_role("button", name="Next page")).to_be_disabled()


def test_a_jump_leads_to_any_page(leads_page: Page) -> None:
    leads_page.get_by_label("Go to page").fill("4")
    leads_page.keyboard.press("Enter")
    expect(leads_page.get_by_text(f"76–100 of {FAIR_LEADS}")).to_be_visible()


def test_an_address_beyond_the_last_page_shows_the_last(fair_page: Page) -> None:
    fair_page.goto("/?pageSize=200&page=99")
    expect(fair_page.get_by_text(f"201–{FAIR_LEADS} of {FAIR_LEADS}")).to_be_visible()
    expect(fair_page).to_have_url(re.compile("page=2"))


def test_a_link_shows_the_same_and_back_goes_back(fair_page: Page) -> None:
    fair_page.goto("/?filter_company=foods&sortBy=company&sortOrder=asc&pageSize=25&columns=name%2Ccompany")
    expect(total(fair_page)).to_have_text(re.compile("found"))
    expect(fair_page.get_by_role("columnheader")).to_have_count(2)
    names = shown_names(fair_page)
    fair_page.get_by_role("button", name="Remove filter: Company contains foods").click()
    expect(total(fair_page)).to_have_text(f"{FAIR_LEADS} leads")
    fair_page.go_back()
    expect(total(fair_page)).to_have_text(re.compile("found"))
    assert shown_names(fair_page) == names
    fair_page.reload()
    expect(total(fair_page)).to_have_text(re.compile("found"))
    assert shown_names(fair_page) == names


def test_columns_can_be_chosen(leads_page: Page) -> None:
    leads_page.get_by_role("button", name="Columns").click()
    leads_page.get_by_label("Worksheet").check()
    expect(leads_page.get_by_role("columnheader", name="Worksheet")).to_be_visible()
    assert set(leads_page.locator("td.column-worksheet").all_inner_texts()) <= {
        "Badge scans",
        "Business cards",
        "Seminar",
    }


def test_the_panel_shows_where_each_value_comes_from_and_steps_through_the_leads(leads_page: Page) -> None:
    names = shown_names(leads_page)
    leads_page.locator("tbody .lead-link").first.click()
    panel = leads_page.get_by_role("complementary", name="Lead")
    expect(panel.get_by_role("heading", level=3)).to_have_text(names[0])
    expect(panel.get_by_text(re.compile(r"trade-fair\.xlsx › .+ › row \d+")).first).to_be_visible()
    expect(panel.get_by_role("button", name="Previous lead")).to_be_disabled()
    leads_page.keyboard.press("j")
    expect(panel.get_by_role("heading", level=3)).to_have_text(names[1])
    leads_page.keyboard.press("k")
    expect(panel.get_by_role("heading", level=3)).to_have_text(names[0])
    leads_page.reload()
    expect(panel.get_by_role("heading", level=3)).to_have_text(names[0])
    leads_page.keyboard.press("Escape")
    expect(panel).to_be_hidden()


def test_the_panel_says_what_a_list_wrote_in_capitals(leads_page: Page) -> None:
    leads_page.goto("/?q=vikram.naidu%40salted-fern.example.net")
    leads_page.locator("tbody .lead-link").first.click()
    panel = leads_page.get_by_role("complementary", name="Lead")
    expect(panel.get_by_role("heading", level=3)).to_have_text("Vikram Naidu")
    expect(panel.get_by_text("written: VIKRAM NAIDU").first).to_be_visible()


def test_phones_and_emails_can_be_used_at_a_click(leads_page: Page) -> None:
    phone = leads_page.locator("td.column-phone a").first
    assert phone.get_attribute("href") == f"tel:{phone.inner_text()}"
    email = leads_page.locator("td.column-email a").first
    assert email.get_attribute("href") == f"mailto:{email.inner_text()}"


def test_an_export_holds_exactly_what_the_table_counts(leads_page: Page, tmp_path: Path) -> None:
    leads_page.goto("/?filter_company=foods&sortBy=company&sortOrder=asc")
    expect(total(leads_page)).to_have_text(re.compile("found"))
    counted = int(total(leads_page).inner_text().split()[0])
    files = {name: export(leads_page, name, tmp_path) for name in ("Excel", "CSV")}
    sheet = openpyxl.load_workbook(files["Excel"]).active
    assert sheet is not None
    assert sheet.max_row == counted + 1
    with files["CSV"].open(encoding="utf-8-sig", newline="") as text:
        rows = list(csv.DictReader(text))
    assert len(rows) == counted
    assert all("foods" in row["Company"].lower() for row in rows)


def export(page: Page, label: str, folder: Path) -> Path:
    page.get_by_role("button", name="Export", exact=True).click()
    page.get_by_label(label).check()
    with page.expect_download() as started:
        page.get_by_role("button", name=re.compile(r"^Export \d+ leads?$")).click()
    path = folder / started.value.suggested_filename
    started.value.save_as(path)
    return path


def test_no_match_says_what_to_do(leads_page: Page) -> None:
    leads_page.goto("/?q=nobodyiscalledthis")
    expect(leads_page.get_by_role("heading", name="No lead matches")).to_be_visible()
    leads_page.get_by_role("button", name="Show all leads").click()
    expect(total(leads_page)).to_have_text(f"{FAIR_LEADS} leads")


def test_without_leads_the_drop_zone_is_the_page(signed_in_page: Page) -> None:
    nothing: dict[str, Any] = {
        "leads": [],
        "pagination": {"page": 1, "pageSize": 50, "totalCount": 0, "totalPages": 0},
        "asOf": None,
    }
    signed_in_page.route("**/api/leads?*", lambda route: route.fulfill(json=nothing))
    signed_in_page.goto("/")
    expect(signed_in_page.get_by_role("heading", name="No leads yet")).to_be_visible()
    zone = signed_in_page.get_by_role("region", name="Import a file").bounding_box()
    assert zone is not None
    assert zone["height"] > 250


def test_what_a_lead_says_is_never_markup(signed_in_page: Page) -> None:
    text = "<img src=x onerror=window.ran=1>"
    names = ("leadId", "firstName", "lastName", "title", "company", "email", "phone", "remarks", "standardisedBy")
    lead = dict.fromkeys(names, text) | {"flags": [text], "updatedAt": "2026-03-17T10:00:00Z"}
    pagination = {"page": 1, "pageSize": 50, "totalCount": 1, "totalPages": 1}
    answer = {"leads": [lead], "pagination": pagination, "asOf": "2026-03-17T10:00:00Z"}
    signed_in_page.route("**/api/leads?*", lambda route: route.fulfill(json=answer))
    signed_in_page.goto("/")
    company = signed_in_page.locator("td.column-company")
    expect(company).to_have_count(1)
    expect(company).to_have_text(text)
    assert signed_in_page.locator("main img").count() == 0
    assert signed_in_page.evaluate("window.ran") is None
