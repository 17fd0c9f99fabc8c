"""What operators can do with an upload that others cannot, and what is told of it."""

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.accessibility import assert_accessible
from tests.browser.cards import card
from tests.support.page_sign_in import change_session, kept_session

STUCK: dict[str, Any] = {
    "uploadId": "0" * 32,
    "fileName": "stuck.csv",
    "status": "processing",
    "stage": "importing",
    "createdAt": "2026-03-17T10:00:00Z",
    "createdBy": "ana@sample.example",
    "options": {},
    "actions": ["cancel", "forceComplete"],
    "progress": {
        "totalBatches": 5,
        "completedBatches": 2,
        "failedBatches": 0,
        "totalLeads": 1000,
        "processedLeads": 400,
        "percentage": 44,
    },
    "estimatedCompletion": None,
    "flags": {"needsReview": 3},
    "deepseek": {"calls": 12, "inputTokens": 900, "cachedTokens": 0, "outputTokens": 90, "costUsd": 0.0412},
}


TURNED = "leads\u202exslx.csv"  # which a screen shows as leadsvsc.xlsx


@pytest.fixture
def stuck_page(signed_in_page: Page) -> Page:
    """The imports, of which one is stuck; what is asked of it is answered, and changes nothing."""
    signed_in_page.route("**/api/uploads", lambda route: route.fulfill(json={"uploads": [STUCK]}))
    signed_in_page.route("**/api/status/**", lambda route: route.fulfill(json=STUCK))
    signed_in_page.goto("/?panel=imports")
    expect(card(signed_in_page, "stuck.csv")).to_be_visible()
    return signed_in_page


def test_operators_end_a_stuck_import_when_they_have_confirmed_it(stuck_page: Page) -> None:
    asked: list[str] = []
    stuck_page.on("request", lambda request: asked.append(request.url) if request.method == "POST" else None)
    end = card(stuck_page, "stuck.csv").get_by_role("button", name="End it here")
    dialog = stuck_page.get_by_role("dialog", name="End “stuck.csv” here?")
    end.click()
    expect(dialog).to_be_visible()
    assert_accessible(stuck_page)
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_be_hidden()
    assert asked == []
    end.click()
    with stuck_page.expect_request("**/force-complete"):
        dialog.get_by_role("button", name="End it here").click()


def test_others_can_only_cancel_it(stuck_page: Page) -> None:
    profile = kept_session(stuck_page)["profile"]
    profile.pop("cognito:groups")
    change_session(stuck_page, profile=profile)
    stuck_page.reload()
    expect(card(stuck_page, "stuck.csv").get_by_role("button", name="Cancel")).to_be_visible()
    expect(card(stuck_page, "stuck.csv").get_by_role("button", name="End it here")).to_have_count(0)


def test_a_card_tells_what_deepseek_cost(stuck_page: Page) -> None:
    expect(card(stuck_page, "stuck.csv").get_by_text("DeepSeek: 12 calls, $0.04.")).to_be_visible()


def test_a_file_is_called_what_it_is_called(signed_in_page: Page) -> None:
    turned = STUCK | {"fileName": TURNED}
    signed_in_page.route("**/api/uploads", lambda route: route.fulfill(json={"uploads": [turned]}))
    signed_in_page.route("**/api/status/**", lambda route: route.fulfill(json=turned))
    signed_in_page.goto(f"/?panel=imports&filter_uploadId=%3D{STUCK['uploadId']}")
    shown = "leads[U+202E]xslx.csv"
    expect(card(signed_in_page, shown)).to_be_visible()
    expect(signed_in_page.get_by_role("list", name="Imports under way")).to_contain_text(shown)
    expect(signed_in_page.get_by_role("button", name=f"Upload is {shown}", exact=True)).to_be_visible()
    card(signed_in_page, shown).get_by_role("button", name="End it here").click()
    expect(signed_in_page.get_by_role("dialog", name=f"End “{shown}” here?")).to_be_visible()
    assert "\u202e" not in signed_in_page.locator("body").inner_text()


def test_older_imports_are_a_click_away(signed_in_page: Page) -> None:
    def ended(number: int) -> dict[str, Any]:
        return STUCK | {
            "uploadId": f"{number:032}",
            "fileName": f"list {number}.csv",
            "status": "failed",
            "actions": [],
        }

    def answer(route: Route) -> None:
        older = {"uploads": [ended(2), ended(1)]}
        route.fulfill(json=older if "next=older" in route.request.url else {"uploads": [ended(3)], "next": "older"})

    signed_in_page.route("**/api/uploads*", answer)
    signed_in_page.goto("/?panel=imports")
    more = signed_in_page.get_by_role("button", name="Older imports")
    expect(card(signed_in_page, "list 3.csv")).to_be_visible()
    expect(card(signed_in_page, "list 2.csv")).to_have_count(0)
    more.press("Enter")
    expect(card(signed_in_page, "list 1.csv")).to_be_visible()
    expect(card(signed_in_page, "list 2.csv")).to_be_focused()
    expect(more).to_be_hidden()
    assert_accessible(signed_in_page)
