"""What an answer leaves out is a click away: all of a long lead, the other columns of a wide worksheet."""

from typing import Any

from playwright.sync_api import Page, Route, expect

from tests.browser.accessibility import assert_accessible
from tests.browser.cards import card
from tests.browser.test_operating import STUCK

FIELDS = ("firstName", "lastName", "title", "company", "email", "phone")
LONG: dict[str, Any] = {
    **dict.fromkeys(FIELDS, ""),
    **{"leadId": "L1", "firstName": "Ana", "remarks": {"Notes": "so much …"}, "flags": [], "possibleDuplicates": []},
    **{"origins": {}, "remarkOrigins": {}, "truncated": ["remarks.Notes"]},
    **{"createdAt": "2026-03-17T10:00:00Z", "updatedAt": "2026-03-17T10:00:00Z"},
}
COLUMN = {"field": None, "confidence": 1, "decidedBy": "header", "fillRate": 1, "samples": ["x"]}


def test_all_of_a_long_lead_can_be_downloaded(signed_in_page: Page, base_url: str) -> None:
    link = f"{base_url}/lead.json"
    saved = {"Content-Disposition": 'attachment; filename="lead.json"'}
    signed_in_page.route("**/api/leads/L1", lambda route: route.fulfill(json=LONG | {"restUrl": link}))
    signed_in_page.route("**/lead.json", lambda route: route.fulfill(json=LONG, headers=saved))
    signed_in_page.goto("/?panel=lead&lead=L1")
    expect(signed_in_page.get_by_text("This lead is too long to be shown whole.")).to_be_visible()
    assert_accessible(signed_in_page)
    with signed_in_page.expect_download() as download:
        signed_in_page.get_by_role("button", name="All of it").click()
    assert download.value.suggested_filename == "lead.json"


def test_what_a_status_leaves_out_is_shown_when_it_is_asked_for(signed_in_page: Page) -> None:
    def columns(first: int, last: int) -> list[dict[str, Any]]:
        return [COLUMN | {"header": f"Topic {number}"} for number in range(first, last)]

    sheet: dict[str, Any] = {"name": "Fair", "role": "leads", "rows": 9, "findings": [], "columnCount": 52}
    skipped = {"skipped": [{"message": "A total."}], "skippedCount": 3}
    first = sheet | skipped | {"columns": columns(0, 50), "next": "0.50"}
    late = sheet | {"name": "Late", "columnCount": 0, "columns": [], "skipped": [], "skippedCount": 0}
    notes = {"notes": [], "noteCount": 0}
    parts = {
        "next=0.50": {"worksheets": [sheet | skipped | {"columns": columns(50, 52)}], "notes": []},
        "next=1": {"worksheets": [late], "notes": []},
    }
    status = STUCK | {"worksheets": [first], "worksheetCount": 2, "next": "1"} | notes

    def answer(route: Route) -> None:
        asked = route.request.url.partition("?")[2]
        route.fulfill(json=parts[asked] if asked else status)

    signed_in_page.route("**/api/uploads", lambda route: route.fulfill(json={"uploads": [STUCK]}))
    signed_in_page.route("**/api/status/**", answer)
    signed_in_page.goto("/?panel=imports")
    upload = card(signed_in_page, "stuck.csv")
    upload.get_by_text("What was recognised").click()
    expect(upload.get_by_text("2 more rows left out; the row report has them all.")).to_be_visible()
    upload.get_by_role("button", name="Show 2 more columns").click()
    expect(upload.get_by_text("Topic 51")).to_be_visible()
    upload.get_by_role("button", name="Show 1 more worksheet").click()
    expect(upload.get_by_role("heading", name="Late")).to_be_visible()
    expect(upload.get_by_role("button", name="more")).to_have_count(0)
    expect(upload.get_by_text("Topic 51")).to_be_visible()
