"""The columns that lists bring: shown, filtered, sorted, arranged, and found by a search."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from local.emulator.stack import Stack
from tests.browser.accessibility import assert_accessible
from tests.browser.columns_list import LEADS, ODD_RATING, write_list
from tests.browser.fair import shown_names, total
from tests.browser.team import forget_team
from tests.support.world import World

WIDE: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
GERMANS = LEADS // 2
FILTERED = "filter_column.country=|Germany|Italy&filter_company=pump&match=any"


@pytest.fixture
def listed_leads(local_stack: Stack, tmp_path: Path) -> None:
    """The leads of a list of thirteen columns, and no others."""
    world = World(local_stack, tmp_path)
    uploads = world.client.call("GET", "/uploads").body["uploads"]
    path = write_list(tmp_path)
    if ([each["fileName"] for each in uploads], world.leads()["pagination"]["totalCount"]) != ([path.name], LEADS):
        world.forget_everything()
        assert world.import_file(path)["status"] == "completed"


@pytest.fixture
def listed_page(listed_leads: None, signed_in_page: Page) -> Page:  # noqa: ARG001 - the page opens after them
    """The page over these leads."""
    signed_in_page.set_viewport_size(WIDE)
    show(signed_in_page, "/")
    return signed_in_page


def show(page: Page, address: str) -> None:
    """Goes there, and waits for the leads and the columns of the lists."""
    with page.expect_response("**/api/columns*"):
        page.goto(address)
    expect(page.get_by_role("table")).to_have_attribute("aria-busy", "false")


def head(page: Page, name: str) -> Locator:
    return page.get_by_role("columnheader", name=re.compile(f"^{name}"))


def heads(page: Page) -> list[str]:
    return page.locator("thead th .header-sort > :first-child").all_inner_texts()


def open_head(page: Page, what: str, name: str) -> None:
    """Opens "Filter" or "Arrange" of a column from its head, and waits until the panel has the focus."""
    head(page, name).hover()
    page.get_by_role("button", name=f"{what} {name}", exact=True).click()
    expect(page.get_by_role("dialog", name=f"{what} {name}", exact=True).locator(":focus")).to_have_count(1)


def cells(page: Page, name: str) -> list[str]:
    """What the column shows, row by row."""
    return page.locator(f'tbody td[data-label="{name}"]').all_inner_texts()


def test_a_list_shows_its_country_and_city_without_a_click(listed_page: Page) -> None:
    expect(head(listed_page, "Country")).to_be_visible()
    expect(head(listed_page, "City")).to_be_visible()
    assert set(cells(listed_page, "Country")) == {"Germany", "France", "Italy"}


def test_several_values_are_ticked_in_a_list_with_their_counts(listed_page: Page) -> None:
    open_head(listed_page, "Filter", "Country")
    values = listed_page.get_by_role("group", name="Values of Country")
    expect(values.locator("label")).to_contain_text([f"Germany{GERMANS}", f"France{LEADS // 4}", f"Italy{LEADS // 4}"])
    values.get_by_label("France").check()
    listed_page.get_by_label("Search the values of Country").fill("ital")
    expect(values.locator("label")).to_have_count(1)
    values.get_by_label("Italy").check()
    listed_page.get_by_role("button", name="Apply").click()
    expect(listed_page.get_by_role("button", name="Country is France or Italy", exact=True)).to_be_visible()
    expect(total(listed_page)).to_have_text(f"{LEADS // 2} leads found")
    assert set(cells(listed_page, "Country")) == {"France", "Italy"}


def test_a_filter_on_a_number_takes_a_range(listed_page: Page) -> None:
    show(listed_page, "/?columns=name,column.rating")
    open_head(listed_page, "Filter", "Rating")
    listed_page.get_by_label("From").fill("4")
    listed_page.keyboard.press("Enter")
    expect(listed_page.get_by_role("button", name="Rating from 4", exact=True)).to_be_visible()
    expect(total(listed_page)).to_contain_text("found")
    assert set(cells(listed_page, "Rating")) == {"4", "5"}


@pytest.mark.parametrize("sense", ["is above", "is below"])
def test_a_filter_on_a_number_takes_one_end(listed_page: Page, sense: str) -> None:
    show(listed_page, "/?columns=name,column.rating")
    open_head(listed_page, "Filter", "Rating")
    listed_page.get_by_label("How to compare Rating").select_option(sense)
    listed_page.get_by_label("Rating to look for").fill("3")
    listed_page.keyboard.press("Enter")
    expect(total(listed_page)).to_contain_text("found")
    assert set(cells(listed_page, "Rating")) == ({"4", "5"} if sense == "is above" else {"1", "2"})


def test_a_range_that_is_no_number_is_asked_for_again_and_holds_no_other_filter_back(listed_page: Page) -> None:
    show(listed_page, "/?columns=name,column.rating")
    open_head(listed_page, "Filter", "Rating")
    listed_page.get_by_label("From").fill("many")
    listed_page.keyboard.press("Enter")
    expect(listed_page.locator("input:invalid")).to_be_focused()
    listed_page.get_by_label("How to compare Rating").select_option("is exactly")
    listed_page.get_by_label("Rating to look for").fill("4.0")
    listed_page.keyboard.press("Enter")
    expect(total(listed_page)).to_contain_text("found")
    assert set(cells(listed_page, "Rating")) == {"4"}


def test_of_several_filters_all_must_hold_or_any_will_do(listed_page: Page) -> None:
    listed_page.goto("/?filter_column.city=%3DBerlin&filter_column.country=%3DItaly")
    expect(total(listed_page)).to_have_text("0 leads found")
    listed_page.get_by_label("How many of the filters must hold").select_option("Any of")
    expect(total(listed_page)).to_have_text(f"{LEADS // 2} leads found")
    assert set(cells(listed_page, "City")) == {"Berlin", "Torino"}


def test_filters_are_taken_away_one_after_the_other_by_the_keyboard_alone(listed_page: Page) -> None:
    show(listed_page, "/?filter_column.country=%3DItaly&filter_company=pump")
    listed_page.get_by_role("button", name="Remove filter: Country is Italy").focus()
    listed_page.keyboard.press("Enter")
    expect(listed_page.get_by_role("button", name="Remove filter: Company contains pump")).to_be_focused()
    listed_page.keyboard.press("Enter")
    expect(total(listed_page)).to_have_text(f"{LEADS} leads")
    expect(listed_page.get_by_role("region", name="Table of leads")).to_be_focused()


def test_a_head_says_what_is_in_its_column_and_what_does_not_fit_comes_last_and_is_marked(listed_page: Page) -> None:
    show(listed_page, "/?columns=name,column.rating,column.meton,column.country&sortBy=column.rating&sortOrder=desc")
    expect(head(listed_page, "Rating").get_by_role("button", name="Rating , number", exact=True)).to_be_visible()
    expect(head(listed_page, "Met on").get_by_role("button", name="Met on , date", exact=True)).to_be_visible()
    expect(head(listed_page, "Country").get_by_role("button", name="Country", exact=True)).to_be_visible()
    last = listed_page.locator('tbody td[data-label="Rating"]').last
    expect(last).to_contain_text(ODD_RATING)
    expect(last.get_by_text("not a number")).to_be_visible()
    numbers = [float(text) for text in cells(listed_page, "Rating")[:-1]]
    assert numbers == sorted(numbers, reverse=True)


def test_columns_are_searched_and_shown_and_a_link_shows_the_same(listed_page: Page) -> None:
    listed_page.get_by_role("button", name="Columns", exact=True).click()
    listed_page.get_by_label("Search the columns").fill("INTER")
    choices = listed_page.get_by_role("group", name="Columns to show")
    expect(choices.locator("label")).to_have_text([f"Interest{LEADS} leads"])
    choices.get_by_label("Interest").set_checked(checked=False)
    choices.get_by_label("Interest").check()
    listed_page.keyboard.press("Escape")
    shown = heads(listed_page)
    assert shown[-1] == "Interest"
    listed_page.reload()
    expect(head(listed_page, "Interest")).to_be_visible()
    assert heads(listed_page) == shown


def test_columns_are_arranged_by_the_keyboard_and_a_link_shows_the_same(listed_page: Page) -> None:
    show(listed_page, "/?columns=name,company,column.country,column.city")
    listed_page.get_by_role("button", name="Arrange Name", exact=True).focus()
    listed_page.keyboard.press("Enter")
    expect(listed_page.get_by_role("button", name="Move right", exact=True)).to_be_focused()
    listed_page.keyboard.press("Escape")
    arrange = listed_page.get_by_role("button", name="Arrange Country", exact=True)
    for item in ("Move left", "Keep in sight up to here", "Change the width"):
        arrange.focus()
        listed_page.keyboard.press("Enter")
        menu = listed_page.get_by_role("dialog", name="Arrange Country")
        expect(menu.locator("button:enabled").first).to_be_focused()
        menu.get_by_role("button", name=item, exact=True).focus()
        listed_page.keyboard.press("Enter")
    handle = listed_page.get_by_role("separator", name=re.compile("^Width of Country"))
    expect(handle).to_be_focused()
    before = int(handle.get_attribute("aria-valuenow") or 0)
    listed_page.keyboard.press("ArrowRight")
    expect(handle).to_be_focused()
    listed_page.reload()
    expect(head(listed_page, "City")).to_be_visible()
    assert heads(listed_page) == ["Name", "Country", "Company", "City"]
    assert widths(listed_page)["Country"] == before + 16
    expect(head(listed_page, "Name")).to_have_class(re.compile("is-pinned"))
    expect(listed_page).to_have_url(re.compile("pinned=2"))


def widths(page: Page) -> dict[str, int]:
    read = "cells => cells.map(cell => cell.offsetWidth)"
    return dict(zip(heads(page), page.locator("thead th").evaluate_all(read), strict=True))


def test_a_head_is_dragged_to_another_place(listed_page: Page) -> None:
    show(listed_page, "/?columns=name,company,column.country,column.city")
    drag(listed_page, head(listed_page, "City"), head(listed_page, "Company"))
    expect(listed_page.locator("thead th").nth(1)).to_contain_text("City")
    assert heads(listed_page) == ["Name", "City", "Company", "Country"]
    expect(listed_page.locator("thead [aria-sort]")).to_have_count(0)


def drag(page: Page, head: Locator, onto: Locator) -> None:
    """By its left part, where its words are."""
    (start, end) = (each.bounding_box() for each in (head, onto))
    assert start
    assert end
    page.mouse.move(start["x"] + 20, start["y"] + 15)
    page.mouse.down()
    page.mouse.move(end["x"] + 30, end["y"] + 15, steps=4)
    page.mouse.up()


def test_the_edge_of_a_head_is_dragged_to_another_width(listed_page: Page) -> None:
    show(listed_page, "/?columns=name,company,column.country,column.city")
    before = widths(listed_page)["Company"]
    box = head(listed_page, "Company").bounding_box()
    assert box
    edge = box["x"] + box["width"] - 3
    listed_page.mouse.move(edge, box["y"] + 10)
    listed_page.mouse.down()
    listed_page.mouse.move(edge + 80, box["y"] + 10, steps=4)
    listed_page.mouse.up()
    expect(listed_page).to_have_url(re.compile(f"widths=company%3A{before + 80}"))
    assert widths(listed_page)["Company"] == before + 80


def test_pinned_columns_stay_while_the_others_scroll(listed_page: Page) -> None:
    every = (
        "name,column.country,company,email,phone,column.city,column.owner,column.event,column.source,column.interest"
    )
    show(listed_page, f"/?pinned=2&columns={every},title,column.meton,createdAt,sourceFile,leadId")
    place = head(listed_page, "Country").bounding_box()
    listed_page.locator(".table-scroll").evaluate("scroller => { scroller.scrollLeft = 500; }")
    assert head(listed_page, "Country").bounding_box() == place


def test_a_view_of_a_column_that_is_gone_says_so_and_shows_the_rest(listed_page: Page) -> None:
    show(listed_page, "/?columns=name,column.colour,column.city&filter_column.size=x&sortBy=column.colour")
    expect(listed_page.get_by_text("This view names what is no column any more: colour, size.")).to_be_visible()
    expect(total(listed_page)).to_contain_text(str(LEADS))
    assert heads(listed_page) == ["Name", "City"]
    assert_accessible(listed_page)
    listed_page.get_by_role("button", name="Leave out").click()
    expect(listed_page).to_have_url(re.compile(r"\?columns=name%2Ccolumn.city$"))
    expect(listed_page.get_by_text("no column any more")).to_be_hidden()


def test_a_view_that_compares_a_column_which_is_text_now_says_so_and_shows_the_rest(
    listed_page: Page, local_stack: Stack
) -> None:
    view = "/?columns=name,column.rating,column.country&filter_column.rating=%3E3&filter_column.country=%3DItaly"
    show(listed_page, view)
    above = "Rating above 3"
    expect(listed_page.get_by_role("button", name=above, exact=True)).to_be_visible()
    counted = total(listed_page).inner_text()
    assert counted != f"{LEADS // 4} leads found"
    forget_team(local_stack.client())
    open_head(listed_page, "Arrange", "Rating")
    listed_page.get_by_role("button", name="Name, type and more").click()
    listed_page.get_by_label("What is in it").select_option("Text")
    expect(listed_page.get_by_text("The type is kept for everybody.")).to_be_visible()
    listed_page.keyboard.press("Escape")
    words = listed_page.get_by_text("This view compares Rating, which is sorted as text now. The rest is shown.")
    for _ in range(2):
        expect(words).to_be_visible()
        expect(total(listed_page)).to_have_text(f"{LEADS // 4} leads found")
        assert heads(listed_page) == ["Name", "Rating", "Country"]
        expect(listed_page.locator(".chip s", has_text=above)).to_be_visible()
        show(listed_page, view)
    assert_accessible(listed_page)
    listed_page.get_by_role("button", name="Leave out").click()
    expect(words).to_be_hidden()
    expect(listed_page.get_by_role("region", name="Table of leads")).to_be_focused()
    expect(listed_page).to_have_url(re.compile(r"\?filter_column.country=%3DItaly&columns=name%2Ccolumn.rating"))
    forget_team(local_stack.client())
    show(listed_page, view)
    expect(total(listed_page)).to_have_text(counted)


def test_a_search_says_in_which_column_it_found_what_is_not_shown(listed_page: Page) -> None:
    show(listed_page, "/?columns=name,company&q=hamburg")
    expect(total(listed_page)).to_have_text(f"{LEADS // 4} leads found")
    expect(listed_page.get_by_text("found in City: Hamburg").first).to_be_visible()
    assert len(shown_names(listed_page)) == LEADS // 4
    show(listed_page, "/?columns=name,column.city&q=hamburg")
    expect(total(listed_page)).to_have_text(f"{LEADS // 4} leads found")
    expect(listed_page.get_by_text("found in")).to_have_count(0)


def test_on_a_phone_a_card_says_what_its_columns_are_and_they_are_filtered(listed_page: Page) -> None:
    listed_page.set_viewport_size(PHONE)
    show(listed_page, "/?widths=column.country%3A400&columns=name,column.country")
    country = listed_page.locator("tbody td.of-lists").first
    assert country.evaluate("cell => getComputedStyle(cell, '::before').content") == '"Country: "'
    listed_page.get_by_role("button", name="Filter", exact=True).click()
    listed_page.get_by_label("Search the columns").fill("country")
    listed_page.get_by_role("group", name="Column to filter").get_by_role("button", name="Country").click()
    listed_page.get_by_label("Germany").check()
    listed_page.get_by_role("button", name="Apply").click()
    expect(total(listed_page)).to_have_text(f"{GERMANS} leads found")
    assert listed_page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def open_order(page: Page) -> None:
    page.get_by_role("button", name="Columns", exact=True).click()
    page.get_by_text("Order", exact=True).click()


OPENED: dict[str, Callable[[Page], None]] = {
    "the values of a column": lambda page: open_head(page, "Filter", "Country"),
    "a range": lambda page: open_head(page, "Filter", "Rating"),
    "what arranges a column": lambda page: open_head(page, "Arrange", "Rating"),
    "the order of the columns": open_order,
}


@pytest.mark.parametrize("what", OPENED)
def test_what_opens_over_columns_is_accessible_light_and_dark(listed_page: Page, what: str) -> None:
    show(listed_page, f"/?columns=name,column.country,column.rating&q=hamburg&{FILTERED}")
    expect(total(listed_page)).to_contain_text("found")
    OPENED[what](listed_page)
    for scheme in SCHEMES:
        listed_page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert_accessible(listed_page)
