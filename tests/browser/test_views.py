"""The views of the team: saved, opened, changed by two, started with."""

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from local.emulator.stack import Stack
from local.operating.client import ApiClient
from tests.browser.accessibility import assert_accessible
from tests.browser.fair import FAIR_LEADS, total
from tests.browser.team import forget_team, save_view

FOODS = {"filters": {"company": "foods"}, "sortBy": "company", "sortOrder": "asc", "columns": ["name", "company"]}


@pytest.fixture
def client(local_stack: Stack) -> ApiClient:
    return local_stack.client()


@pytest.fixture
def team_page(fair_page: Page, client: ApiClient) -> Page:
    """The leads of the example, of which the team has decided and saved nothing."""
    forget_team(client)
    fair_page.goto("/")
    expect(total(fair_page)).to_have_text(f"{FAIR_LEADS} leads")
    return fair_page


def views(page: Page) -> Locator:
    """The menu of the views, opened; it has the focus."""
    page.locator(".views-button").click()
    menu = page.get_by_role("dialog", name="Views")
    expect(menu.get_by_role("button", name="All leads")).to_be_visible()
    expect(menu.locator(":focus")).to_have_count(1)
    return menu


def open_foods(page: Page, client: ApiClient) -> None:
    save_view(client, "Foods", FOODS)
    page.goto("/?columns=name")
    views(page).get_by_role("button", name="Foods").click()
    expect(page.get_by_role("button", name="View: Foods", exact=True)).to_be_visible()


def test_a_view_is_saved_under_a_name_and_opened_by_anybody(team_page: Page, client: ApiClient) -> None:
    team_page.goto("/?filter_company=foods&sortBy=company&sortOrder=asc&columns=name%2Ccompany&page=2&pageSize=25")
    menu = views(team_page)
    menu.get_by_label("Save what you see as").fill("Foods & more")
    menu.get_by_role("button", name="Save as").click()
    expect(team_page.get_by_role("button", name="View: Foods & more", exact=True)).to_be_visible()
    saved = client.call("GET", "/views").body["views"]
    assert [view["name"] for view in saved] == ["Foods & more"]
    team_page.goto("/?q=nobodyiscalledthis")
    views(team_page).get_by_role("button", name="Foods & more").click()
    expect(total(team_page)).to_contain_text("found")
    expect(team_page.get_by_role("columnheader")).to_have_count(2)
    expect(team_page).to_have_url(re.compile(r"filter_company=foods.*pageSize=25.*view=Foods"))


def test_a_link_to_an_open_view_shows_it_and_its_name(team_page: Page, client: ApiClient) -> None:
    open_foods(team_page, client)
    team_page.reload()
    expect(team_page.get_by_role("button", name="View: Foods", exact=True)).to_be_visible()
    expect(team_page.get_by_role("button", name="Company contains foods", exact=True)).to_be_visible()


def test_a_changed_view_says_so_and_is_saved_in_its_place(team_page: Page, client: ApiClient) -> None:
    open_foods(team_page, client)
    team_page.get_by_role("columnheader", name="Name").get_by_role("button", name="Name", exact=True).click()
    expect(team_page.get_by_role("button", name="View: Foods, changed")).to_be_visible()
    views(team_page).get_by_role("button", name="Save changes").click()
    expect(team_page.get_by_role("button", name="View: Foods", exact=True)).to_be_visible()
    [saved] = client.call("GET", "/views").body["views"]
    assert (saved["name"], saved["view"]["sortBy"]) == ("Foods", "lastName")


@pytest.fixture
def overtaken_page(team_page: Page, client: ApiClient, complaints: list[str]) -> Page:
    """A changed view that somebody else has changed meanwhile, and the question what to do."""
    open_foods(team_page, client)
    team_page.get_by_role("columnheader", name="Name").get_by_role("button", name="Name", exact=True).click()
    menu = views(team_page)
    save_view(client, "Foods", FOODS | {"q": "ana"})
    menu.get_by_role("button", name="Save changes").click()
    question = team_page.get_by_role("dialog", name="This view was changed meanwhile")
    expect(question.get_by_text(re.compile(r"^\S+@\S+ changed “Foods”"))).to_be_visible()
    complaints[:] = [each for each in complaints if "409" not in each]
    return team_page


def test_where_somebody_was_quicker_theirs_can_be_taken(overtaken_page: Page) -> None:
    assert_accessible(overtaken_page)
    overtaken_page.get_by_role("button", name="Take theirs").click()
    expect(overtaken_page.get_by_role("button", name="View: Foods", exact=True)).to_be_visible()
    expect(overtaken_page).to_have_url(re.compile("q=ana"))


def test_where_somebody_was_quicker_both_can_be_kept(overtaken_page: Page, client: ApiClient) -> None:
    overtaken_page.get_by_role("button", name="Save under this name").click()
    expect(overtaken_page.get_by_role("button", name="View: Foods 2", exact=True)).to_be_visible()
    saved = {view["name"]: view["view"] for view in client.call("GET", "/views").body["views"]}
    assert (saved["Foods"]["q"], saved["Foods 2"]["sortBy"]) == ("ana", "lastName")


def test_a_view_is_renamed_and_deleted(team_page: Page, client: ApiClient) -> None:
    open_foods(team_page, client)
    menu = views(team_page)
    menu.get_by_role("button", name="Rename").click()
    menu.get_by_label("Its new name").fill("Food makers")
    team_page.keyboard.press("Enter")
    expect(team_page.get_by_role("button", name="View: Food makers", exact=True)).to_be_visible()
    menu.get_by_role("button", name="Delete").click()
    question = team_page.get_by_role("dialog", name="Delete the view “Food makers”?")
    question.get_by_role("button", name="Delete").click()
    expect(team_page.get_by_role("button", name="Views", exact=True)).to_be_visible()
    assert client.call("GET", "/views").body["views"] == []
    expect(team_page.get_by_role("button", name="Company contains foods", exact=True)).to_be_visible()


def test_a_name_that_is_being_typed_stays_when_the_views_are_read(team_page: Page, client: ApiClient) -> None:
    open_foods(team_page, client)
    asked: list[Route] = []
    team_page.route("**/api/views", lambda route: asked.append(route))
    with team_page.expect_request("**/api/views"):
        menu = views(team_page)
    menu.get_by_role("button", name="Rename").click()
    menu.get_by_label("Its new name").fill("Food")
    with team_page.expect_response("**/api/views"):
        asked[0].continue_()
    team_page.unroute("**/api/views")
    menu.get_by_label("Its new name").press_sequentially(" makers")
    team_page.keyboard.press("Enter")
    expect(team_page.get_by_role("button", name="View: Food makers", exact=True)).to_be_visible()
    expect(menu.get_by_role("button", name="Rename")).to_be_visible()


def test_a_person_starts_with_a_view_and_sees_all_leads_when_asked_for(team_page: Page, client: ApiClient) -> None:
    open_foods(team_page, client)
    menu = views(team_page)
    menu.get_by_label("Start with this view").check()
    expect(menu.get_by_text("You start with this view.")).to_be_visible()
    team_page.goto("/")
    expect(team_page.get_by_role("button", name="View: Foods", exact=True)).to_be_visible()
    expect(total(team_page)).to_contain_text("found")
    views(team_page).get_by_role("button", name="All leads").click()
    expect(total(team_page)).to_have_text(f"{FAIR_LEADS} leads")
    team_page.reload()
    expect(total(team_page)).to_have_text(f"{FAIR_LEADS} leads")


def test_a_view_that_names_a_column_that_is_gone_says_so_and_shows_the_rest(team_page: Page, client: ApiClient) -> None:
    save_view(client, "Old fair", FOODS | {"columns": ["name", "column.booth", "company"]})
    menu = views(team_page)
    expect(menu.get_by_role("button", name="Old fair")).to_contain_text("a column is gone: booth")
    menu.get_by_role("button", name="Old fair").click()
    expect(team_page.get_by_text("This view names what is no column any more: booth.")).to_be_visible()
    expect(team_page.get_by_role("columnheader")).to_have_count(2)
    expect(total(team_page)).to_contain_text("found")


def test_a_name_that_cannot_be_is_refused_in_words(team_page: Page, client: ApiClient, complaints: list[str]) -> None:
    save_view(client, "Foods", FOODS)
    menu = views(team_page)
    menu.get_by_label("Save what you see as").fill("FOODS")
    menu.get_by_role("button", name="Save as").click()
    expect(menu.locator(".error")).to_be_visible()
    complaints.clear()
    assert len(client.call("GET", "/views").body["views"]) == 1


def test_views_are_saved_and_opened_by_the_keyboard_alone(team_page: Page) -> None:
    team_page.locator(".views-button").focus()
    team_page.keyboard.press("Enter")
    menu = team_page.get_by_role("dialog", name="Views")
    name = menu.get_by_label("Save what you see as")
    while not name.evaluate("input => input === document.activeElement"):
        team_page.keyboard.press("Tab")
    team_page.keyboard.type("Mine")
    team_page.keyboard.press("Enter")
    expect(menu.get_by_role("button", name="Mine")).to_be_visible()
    team_page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(team_page.locator(".views-button")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_the_menu_of_views_is_accessible(team_page: Page, client: ApiClient, width: int, scheme: str) -> None:
    open_foods(team_page, client)
    team_page.set_viewport_size({"width": width, "height": 844})
    team_page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    expect(team_page.get_by_role("button", name="View: Foods", exact=True)).to_be_visible()
    views(team_page)
    assert_accessible(team_page)
    assert team_page.evaluate("document.documentElement.scrollWidth") <= width
