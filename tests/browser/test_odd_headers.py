"""Columns by headers that mean something to a script or a spreadsheet, or are hard to show."""

import csv
from pathlib import Path
from typing import Literal
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from local.emulator.stack import Stack
from tests.browser.accessibility import assert_accessible
from tests.browser.team import decide, forget_team
from tests.support.world import World

SIZES: tuple[ViewportSize, ...] = ({"width": 1440, "height": 900}, {"width": 390, "height": 844})
OF_OBJECTS = ("constructor", "toString", "__proto__", "hasOwnProperty")
LONG = "What the visitor of the stand wants to be told again after the fair " * 4
HARD = (LONG.strip(), "Unbroken" * 37, "🎪 Fair", "=SUM(A1)", "مدينة", "a,b:c&d")
SPELLINGS = tuple(f"Badge {letter * 3}" for letter in "abcdefghijkl")
STORY = "Story"
HEADERS = ("First Name", "Last Name", "Email", *OF_OBJECTS, *HARD, *SPELLINGS, STORY)
LEADS = 12
IN_SIGHT = """elements => elements.map(one => {
    const [own, around] = [one, one.closest("td, .value")].map(each => each.getBoundingClientRect());
    return Math.min(own.right, around.right) - own.left > 40;
})"""


def write_list(folder: Path) -> Path:
    """12 leads: the first has a value under every header but the spellings, each under one of the spellings.

    Three have a story, of 2,500 characters and twice of 1,500.
    """
    path = folder / "odd-headers.csv"
    with path.open("w", encoding="utf-8", newline="") as text:
        csv.writer(text).writerows([HEADERS, *map(_row, range(LEADS))])
    return path


def _row(number: int) -> list[str]:
    person = [f"Mira{SPELLINGS[number][-1]}", f"Quist{SPELLINGS[number][-1]}", f"mira.{number}@example.com"]
    odd = [f"value of {place}" if number == 0 else "" for place in range(len(OF_OBJECTS) + len(HARD))]
    badges = [f"badge {number}" if place == number else "" for place in range(len(SPELLINGS))]
    story = ("z" * 2_500, "x" * 1_500, "y" * 1_500)[number] if number < 3 else ""
    return [*person, *odd, *badges, story]


@pytest.fixture
def odd_page(local_stack: Stack, tmp_path: Path, signed_in_page: Page) -> Page:
    """The page over these leads, of whose columns the team has decided nothing."""
    world = World(local_stack, tmp_path)
    path = write_list(tmp_path)
    uploads = world.client.call("GET", "/uploads").body["uploads"]
    if [each["fileName"] for each in uploads] != [path.name]:
        world.forget_everything()
        assert world.import_file(path)["status"] == "completed"
    forget_team(world.client)
    return signed_in_page


def columns_named(stack: Stack) -> dict[str, str]:
    """`{name: column.<key>}` of all columns of the lists."""
    columns = stack.client().call("GET", "/columns").body["columns"]
    return {column["name"]: f"column.{column['key']}" for column in columns}


@pytest.mark.parametrize("size", SIZES, ids=["wide", "phone"])
def test_columns_that_every_object_has_are_shown_filtered_and_opened(
    odd_page: Page, local_stack: Stack, size: ViewportSize
) -> None:
    odd_page.set_viewport_size(size)
    keys = columns_named(local_stack)
    shown = ",".join(keys[name] for name in OF_OBJECTS)
    odd_page.goto(f"/?columns={shown}&sortBy={keys['constructor']}&filter_{keys['toString']}=!")
    expect(odd_page.locator("tbody tr[data-lead]")).to_have_count(LEADS - 1)
    assert set(odd_page.locator("tbody td").all_inner_texts()) == {""}
    odd_page.goto(f"/?columns=name,{shown}&sortBy={keys['constructor']}&sortOrder=asc&widths={keys['__proto__']}:140")
    expect(odd_page.locator("tbody tr[data-lead]")).to_have_count(LEADS)
    values = odd_page.locator("tbody tr").filter(has_text="Miraa").locator("td").all_inner_texts()
    assert values == [f"value of {place}" for place in range(len(OF_OBJECTS))]
    odd_page.locator("tbody .lead-link", has_text="Miraa").click()
    panel = odd_page.get_by_role("complementary", name="Lead")
    for name in OF_OBJECTS:
        expect(panel.locator("dt").get_by_text(name, exact=True)).to_be_visible()


def test_values_that_a_filter_has_no_room_for_cannot_be_ticked(odd_page: Page) -> None:
    odd_page.set_viewport_size(SIZES[0])
    odd_page.goto("/?columns=name,column.story")
    expect(odd_page.locator("tbody tr[data-lead]")).to_have_count(LEADS)
    odd_page.get_by_role("button", name="Filter Story", exact=True).focus()
    odd_page.keyboard.press("Enter")
    values = odd_page.get_by_role("group", name="Values of Story").get_by_role("checkbox")
    expect(odd_page.get_by_text("2 values, and 1 that cannot be asked for.")).to_be_visible()
    values.first.check()
    values.last.click()
    expect(odd_page.get_by_text("No more can be asked for at once.")).to_be_visible()
    expect(values.last).not_to_be_checked()
    odd_page.get_by_role("button", name="Apply").click()
    expect(odd_page.locator("tbody tr[data-lead]")).to_have_count(1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES, ids=["wide", "phone"])
def test_headers_that_are_hard_to_show_leave_room_for_what_leads_say(
    odd_page: Page, local_stack: Stack, size: ViewportSize, scheme: Literal["light", "dark"]
) -> None:
    odd_page.set_viewport_size(size)
    odd_page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    keys = columns_named(local_stack)
    odd_page.goto("/?" + urlencode({"columns": ",".join(["name", *(escaped(keys[name]) for name in HARD)])}))
    row = odd_page.locator("tbody tr").filter(has_text="Miraa")
    expect(row.locator("td")).to_have_count(len(HARD))
    assert all(row.locator("td > span").evaluate_all(IN_SIGHT))
    row.locator(".lead-link").click()
    panel = odd_page.get_by_role("complementary", name="Lead")
    sources = panel.locator(".value", has_text="value of").locator(".source")
    expect(sources).to_have_count(len(OF_OBJECTS) + len(HARD))
    assert all(sources.evaluate_all(IN_SIGHT))
    assert_accessible(odd_page)
    assert odd_page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert panel.locator(".panel-body").evaluate("body => body.scrollWidth <= body.clientWidth")


def escaped(name: str) -> str:
    """As the address writes the name of a column in a list of them."""
    return name.replace("%", "%25").replace(",", "%2C")


def test_a_hidden_column_is_behind_a_click_however_many_spellings_it_has(odd_page: Page, local_stack: Stack) -> None:
    keys = [f"badge{letter * 3}" for letter in "abcdefghijkl"]
    joined = {key: {"joinedTo": keys[0]} for key in keys[1:]}
    decide(local_stack.client(), {keys[0]: {"hidden": True}, **joined})
    for number in range(LEADS):
        odd_page.goto(f"/?q=mira.{number}@example.com")
        odd_page.locator("tbody .lead-link").first.click()
        panel = odd_page.get_by_role("complementary", name="Lead")
        expect(panel.get_by_text("1 hidden column")).to_be_visible()
        expect(panel.get_by_text(f"badge {number}", exact=True)).to_be_hidden()
        panel.get_by_text("1 hidden column").click()
        expect(panel.get_by_text(f"badge {number}", exact=True)).to_be_visible()
