"""What people decide about columns: names, joins, types and hiding, from a column's head and from the menu of all."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from local.emulator.stack import Stack
from local.operating.client import ApiClient
from tests.browser.accessibility import assert_accessible
from tests.browser.fair import FAIR_LEADS, total
from tests.browser.team import ask, decide, forget_team


@pytest.fixture
def client(local_stack: Stack) -> ApiClient:
    return local_stack.client()


@pytest.fixture
def columns_page(fair_page: Page, client: ApiClient) -> Page:
    """The columns of the example's lists that are sought first, as their lists name them."""
    forget_team(client)
    fair_page.goto("/?columns=name%2Ccompany%2Ccolumn.country%2Ccolumn.rating%2Ccolumn.followup")
    expect(total(fair_page)).to_have_text(f"{FAIR_LEADS} leads")
    expect(fair_page.get_by_role("columnheader", name="Rating")).to_be_visible()
    return fair_page


def settings(page: Page, column: str) -> Locator:
    """The settings of a column, opened from its head and read."""
    page.get_by_role("columnheader", name=column).hover()
    page.get_by_role("button", name=f"Arrange {column}", exact=True).click()
    page.get_by_role("button", name="Name, type and more").click()
    opened = page.get_by_role("dialog", name=f"Arrange {column}")
    expect(opened.get_by_label("Name", exact=True)).to_be_visible()
    return opened


def all_settings(page: Page, column: str) -> Locator:
    """The same from the menu of all columns, hidden ones too."""
    page.get_by_role("button", name="Columns", exact=True).click()
    page.get_by_role("button", name="Names and types").click()
    opened = page.get_by_role("dialog", name="Columns")
    opened.get_by_role("searchbox").fill(column)
    opened.get_by_role("button", name=column).first.click()
    expect(opened.get_by_label("Name", exact=True)).to_be_visible()
    return opened


def close(opened: Locator, words: str) -> None:
    """Once a decision is kept. What is open keeps the head of the table as it was."""
    expect(opened.get_by_text(words)).to_be_visible()
    opened.page.keyboard.press("Escape")
    expect(opened).to_be_hidden()


def told(client: ApiClient, key: str) -> dict[str, object]:
    return next(column for column in ask(client, "GET", "/columns")["columns"] if column["key"] == key)


def test_settings_say_what_a_column_is(columns_page: Page) -> None:
    opened = settings(columns_page, "Country")
    expect(opened.get_by_text(re.compile(r"^\d+ leads have a value, from \d+ lists?\.$"))).to_be_visible()
    expect(opened.get_by_text("Such as:")).to_contain_text("Singapore")
    opened.get_by_text(re.compile(r"^In the lists: \d+ spellings?$")).click()
    expect(opened.get_by_role("listitem").filter(has_text="Country").first).to_be_visible()


def test_a_column_is_renamed_for_everybody_and_that_is_taken_back(columns_page: Page, client: ApiClient) -> None:
    opened = settings(columns_page, "Country")
    opened.get_by_label("Name", exact=True).fill("Land of origin")
    opened.get_by_role("button", name="Rename").click()
    close(opened, "Renamed for everybody.")
    expect(columns_page.get_by_role("columnheader", name="Land of origin")).to_be_visible()
    opened = all_settings(columns_page, "Land of origin")
    expect(opened.get_by_text("Decided by")).to_be_visible()
    opened.get_by_text("What was decided").click()
    opened.get_by_role("button", name="Take back: Renamed to “Land of origin”").click()
    expect(columns_page.get_by_role("columnheader", name="Country")).to_be_visible()
    assert told(client, "country")["name"] == "Country"


def test_two_columns_are_joined_and_taken_apart(columns_page: Page, client: ApiClient) -> None:
    opened = settings(columns_page, "Follow-up")
    opened.get_by_role("button", name="Join to another column").click()
    opened.get_by_role("searchbox").fill("follow-up date")
    opened.get_by_role("group", name="Columns to join it to").get_by_role("button").click()
    close(opened, "“Follow-up” and “Follow-up date” are one column.")
    expect(columns_page.get_by_role("columnheader", name="Follow-up date")).to_be_visible()
    assert told(client, "followupdate")["joined"] == ["followup"]
    opened = all_settings(columns_page, "Follow-up date")
    opened.get_by_role("button", name="Take followup apart").click()
    expect(opened.get_by_text("They are two columns.")).to_be_visible()
    assert told(client, "followup")["joined"] == []


def test_a_lead_shows_each_value_of_a_joined_column_with_its_header(columns_page: Page, client: ApiClient) -> None:
    decide(client, {"followup": {"joinedTo": "followupdate"}})
    columns_page.goto("/?filter_column.followup=*&columns=name%2Ccolumn.followup")
    columns_page.locator("tbody .lead-link").first.click()
    panel = columns_page.get_by_role("complementary", name="Lead")
    expect(panel.locator("dt", has_text="Follow-up date").first).to_be_visible()
    expect(panel.get_by_text(re.compile(r"trade-fair\.xlsx › .+ › row \d+")).first).to_be_visible()


def test_a_hidden_column_is_shown_to_nobody_until_it_is_shown_again(columns_page: Page) -> None:
    opened = settings(columns_page, "Country")
    opened.get_by_label("Hide this column").check()
    close(opened, "Hidden for everybody.")
    expect(columns_page.get_by_role("columnheader", name="Country")).to_have_count(0)
    expect(columns_page.get_by_text("This view names what the team hides: Country.")).to_be_visible()
    opened = all_settings(columns_page, "Country")
    opened.get_by_label("Hide this column").uncheck()
    expect(columns_page.get_by_role("columnheader", name="Country")).to_be_visible()


def test_a_person_says_what_is_in_a_column_and_misfits_are_counted(columns_page: Page, client: ApiClient) -> None:
    opened = settings(columns_page, "Rating")
    opened.get_by_label("What is in it").select_option("Number")
    close(opened, "The type is kept for everybody.")
    expect(columns_page.get_by_role("columnheader", name="Rating , number")).to_be_visible()
    opened = all_settings(columns_page, "Rating")
    misfits = told(client, "rating")["misfits"]
    expect(opened.get_by_text(f"{misfits} leads have values that are no number")).to_be_visible()
    expect(columns_page.locator("td .mark", has_text="not a number").first).to_be_visible()


def test_where_somebody_decided_meanwhile_it_is_told_who(
    columns_page: Page, client: ApiClient, complaints: list[str]
) -> None:
    opened = settings(columns_page, "Country")
    decide(client, {"rating": {"name": "Stars"}})
    opened.get_by_label("Name", exact=True).fill("Land")
    opened.get_by_role("button", name="Rename").click()
    expect(opened.get_by_text(re.compile(r"since you looked\. .* It was \S+@\S+, just now\.$"))).to_be_visible()
    complaints[:] = [each for each in complaints if "409" not in each]
    assert told(client, "country")["name"] == "Country"


def test_a_column_is_renamed_by_the_keyboard_alone(columns_page: Page) -> None:
    columns_page.get_by_role("button", name="Arrange Country", exact=True).focus()
    columns_page.keyboard.press("Enter")
    more = columns_page.get_by_role("button", name="Name, type and more")
    while not more.evaluate("button => button === document.activeElement"):
        columns_page.keyboard.press("Tab")
    columns_page.keyboard.press("Enter")
    name = columns_page.get_by_role("dialog", name="Arrange Country").get_by_label("Name", exact=True)
    expect(name).to_be_visible()
    while not name.evaluate("input => input === document.activeElement"):
        columns_page.keyboard.press("Tab")
    columns_page.keyboard.press("Control+A")
    columns_page.keyboard.type("Nation")
    columns_page.keyboard.press("Enter")
    expect(columns_page.get_by_text("Renamed for everybody.")).to_be_visible()
    columns_page.keyboard.press("Escape")
    expect(columns_page.get_by_role("columnheader", name="Nation")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_the_settings_of_columns_are_accessible(columns_page: Page, width: int, scheme: str) -> None:
    columns_page.set_viewport_size({"width": width, "height": 844})
    columns_page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    opened = all_settings(columns_page, "Country")
    assert_accessible(columns_page)
    opened.get_by_role("button", name="Join to another column").click()
    expect(opened.get_by_role("group", name="Columns to join it to")).to_be_visible()
    assert_accessible(columns_page)
    assert columns_page.evaluate("document.documentElement.scrollWidth") <= width
