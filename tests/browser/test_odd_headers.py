"""Columns by headers that mean something to a script or a spreadsheet, or are hard to show."""

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from local.emulator.stack import Stack
from tests.browser.team import decide, forget_team
from tests.support.world import World

SIZES: tuple[ViewportSize, ...] = ({"width": 1440, "height": 900}, {"width": 390, "height": 844})
OF_OBJECTS = ("constructor", "toString", "__proto__", "hasOwnProperty")
LONG = "What the visitor of the stand wants to be told again after the fair " * 4
HARD = (LONG.strip(), "🎪 Fair", "=SUM(A1)", "مدينة", "a,b:c&d")
SPELLINGS = tuple(f"Badge {letter * 3}" for letter in "abcdefghijkl")
HEADERS = ("First Name", "Last Name", "Email", *OF_OBJECTS, *HARD, *SPELLINGS)
LEADS = 12


def write_list(folder: Path) -> Path:
    """12 leads: the first has a value under every header but the spellings, each under one of the spellings."""
    path = folder / "odd-headers.csv"
    with path.open("w", encoding="utf-8", newline="") as text:
        csv.writer(text).writerows([HEADERS, *map(_row, range(LEADS))])
    return path


def _row(number: int) -> list[str]:
    person = [f"Mira{SPELLINGS[number][-1]}", f"Quist{SPELLINGS[number][-1]}", f"mira.{number}@example.com"]
    odd = [f"value of {place}" if number == 0 else "" for place in range(len(OF_OBJECTS) + len(HARD))]
    return [*person, *odd, *(f"badge {number}" if place == number else "" for place in range(len(SPELLINGS)))]


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
