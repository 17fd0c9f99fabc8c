"""When the API is away, slow or refuses, the page says so and goes on."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.accessibility import assert_accessible
from tests.browser.cards import card
from tests.browser.fair import EXAMPLE, FAIR_LEADS, total
from tests.support.page_sign_in import expect_sign_in, sign_in

BUSY = {"error": {"code": "busy", "message": "Too much is asked at once. Please try again in a moment."}}


@pytest.fixture
def leads_page(fair_page: Page) -> Page:
    fair_page.goto("/")
    expect(total(fair_page)).to_have_text(f"{FAIR_LEADS} leads")
    return fair_page


def test_an_outage_is_a_banner_and_what_was_read_stays(leads_page: Page, complaints: list[str]) -> None:
    leads_page.route("**/api/**", lambda route: route.abort())
    leads_page.get_by_role("columnheader", name="Company").get_by_role("button", name="Company", exact=True).click()
    banner = leads_page.get_by_role("alert")
    expect(banner).to_contain_text("EasyCRM cannot be reached")
    expect(leads_page.locator("tbody tr").first).to_be_visible()
    leads_page.unroute("**/api/**")
    banner.get_by_role("button", name="Try again").click()
    expect(banner).to_be_hidden()
    expect(leads_page.get_by_role("columnheader", name="Company")).to_have_attribute("aria-sort", "ascending")
    complaints.clear()


def test_a_page_opened_in_an_outage_is_not_blank(signed_in_page: Page, complaints: list[str]) -> None:
    signed_in_page.route("**/api/**", lambda route: route.abort())
    signed_in_page.goto("/")
    expect(signed_in_page.get_by_role("alert")).to_contain_text("EasyCRM cannot be reached")
    expect(signed_in_page.get_by_role("heading", name="The leads could not be read")).to_be_visible()
    complaints.clear()


def test_a_busy_api_is_asked_again_and_what_was_read_stays_and_one_can_go_on(
    leads_page: Page, complaints: list[str]
) -> None:
    leads_page.route("**/api/leads?*", lambda route: route.fulfill(status=503, json=BUSY))
    leads_page.get_by_role("columnheader", name="Company").get_by_role("button", name="Company", exact=True).click()
    busy = leads_page.get_by_role("status").filter(has_text="EasyCRM is busy")
    expect(busy).to_be_visible()
    assert_accessible(leads_page)
    expect(leads_page.locator("tbody tr").first).to_be_visible()
    expect(leads_page.get_by_role("alert")).to_be_hidden()
    leads_page.get_by_role("button", name="Imports").click()
    expect(card(leads_page, EXAMPLE.name)).to_be_visible()
    leads_page.unroute("**/api/leads?*")
    expect(busy).to_be_hidden()
    expect(leads_page.locator("table")).to_have_attribute("aria-busy", "false")
    expect(leads_page.get_by_role("heading", name="The leads could not be read")).to_be_hidden()
    complaints.clear()


def test_what_a_busy_api_refuses_to_do_is_sent_again(leads_page: Page, complaints: list[str]) -> None:
    refusals = iter([429, 502])

    def answer(route: Route) -> None:
        status = next(refusals, None)
        route.fulfill(status=status, json={"message": "x"}) if status else route.fulfill(json={"answer": "As asked."})

    leads_page.route("**/api/chat", answer)
    leads_page.goto("/?panel=chat")
    leads_page.get_by_role("button", name="Leads by company").click()
    expect(leads_page.get_by_text("As asked.")).to_be_visible()
    complaints.clear()


def test_a_refusal_is_told_in_its_own_words(leads_page: Page, complaints: list[str]) -> None:
    said = {"error": {"code": "badParameter", "message": "q=… cannot be used."}, "requestId": "1"}
    leads_page.route("**/api/leads?*", lambda route: route.fulfill(status=400, json=said))
    leads_page.get_by_label("Search leads").fill("x")
    expect(leads_page.get_by_text("q=… cannot be used.")).to_be_visible()
    complaints.clear()


def test_a_session_that_ends_leads_back_to_where_one_was(leads_page: Page, complaints: list[str]) -> None:
    leads_page.goto("/?q=foods&sortBy=company&sortOrder=asc")
    expect(total(leads_page)).to_have_text(re.compile("found"))
    leads_page.evaluate(
        """() => {
            const kept = JSON.parse(sessionStorage.getItem('easycrm.session'));
            sessionStorage.setItem('easycrm.session', JSON.stringify({ ...kept, idToken: 'ended', signedInAt: 0 }));
        }"""
    )
    leads_page.reload()
    expect_sign_in(leads_page)
    complaints.clear()
    sign_in(leads_page)
    expect(leads_page).to_have_url(re.compile(r"q=foods&sortBy=company&sortOrder=asc"))
    expect(total(leads_page)).to_have_text(re.compile("found"))
