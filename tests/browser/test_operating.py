"""What operators can do with an upload that others cannot, and what is told of it."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

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
