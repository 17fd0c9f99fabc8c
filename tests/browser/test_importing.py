"""Files on the page: dropped or chosen, followed, cancelled, tried again, refused."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.cards import card, choose
from tests.browser.fair import EXAMPLE, FAIR_LEADS, total
from tests.browser.patience import IMPORT_MS
from tests.support.world import World

MANY = 10_000


pytestmark = pytest.mark.usefixtures("world")


def test_the_example_is_imported_and_the_table_follows(page_of_nothing: Page) -> None:
    choose(page_of_nothing, EXAMPLE)
    upload = card(page_of_nothing, "trade-fair.xlsx")
    expect(upload.get_by_role("progressbar")).to_be_visible()
    expect(upload.get_by_text("304 rows: 243 new leads, 61 merged.")).to_be_visible(timeout=IMPORT_MS)
    expect(total(page_of_nothing)).to_have_text(f"{FAIR_LEADS} leads")
    upload.get_by_text("What was recognised").click()
    expect(upload.get_by_text("Business cards")).to_be_visible()
    expect(upload.get_by_text("Full name").first).to_be_visible()
    with page_of_nothing.expect_download() as report:
        upload.get_by_role("button", name="Row report").click()
    assert report.value.suggested_filename.endswith(".csv")


def test_the_same_file_twice_at_once_makes_each_lead_once(page_of_nothing: Page) -> None:
    choose(page_of_nothing, EXAMPLE)
    choose(page_of_nothing, EXAMPLE)
    uploads = card(page_of_nothing, "trade-fair.xlsx")
    expect(uploads).to_have_count(2)
    for at in (0, 1):
        expect(uploads.nth(at).get_by_text(re.compile(r"^304 rows: "))).to_be_visible(timeout=IMPORT_MS)
    expect(total(page_of_nothing)).to_have_text(f"{FAIR_LEADS} leads")


def test_an_import_survives_a_reload_is_cancelled_and_tried_again(page_of_nothing: Page, world: World) -> None:
    rows = ([f"Person{n} Sample", f"p{n}@sample.example", "Sample Ltd"] for n in range(MANY))
    choose(page_of_nothing, world.csv("many.csv", ["Name", "Email", "Company"], rows))
    upload = card(page_of_nothing, "many.csv")
    expect(upload.get_by_text(re.compile(r"of 10,000 rows · .* of 114 parts"))).to_be_visible(timeout=IMPORT_MS)
    page_of_nothing.reload()
    expect(page_of_nothing.get_by_role("list", name="Imports under way").get_by_text("many.csv")).to_be_visible()
    upload.get_by_role("button", name="Cancel").click()
    expect(upload.get_by_text(re.compile("Cancelled by demo@example.com."))).to_be_visible(timeout=IMPORT_MS)
    upload.get_by_role("button", name="Try again").click()
    expect(upload.get_by_text(re.compile(r"^10,000 rows: 10,000 new leads\.$"))).to_be_visible(timeout=IMPORT_MS)
    expect(total(page_of_nothing)).to_have_text("10,000 leads")


def test_a_file_of_another_kind_is_refused_before_it_is_sent(page_of_nothing: Page, world: World) -> None:
    asked: list[str] = []
    page_of_nothing.on("request", lambda request: asked.append(request.url))
    choose(page_of_nothing, world.file("photo.jpg", b"\xff\xd8\xff"), world.file("none.csv", b""))
    expect(page_of_nothing.get_by_text("“photo.jpg” is not a list that can be read.")).to_be_visible()
    expect(page_of_nothing.get_by_text("“none.csv” is empty.")).to_be_visible()
    assert not any(url.endswith("/upload") for url in asked)


def test_what_only_looks_like_a_list_is_refused_with_a_sentence(page_of_nothing: Page, world: World) -> None:
    choose(page_of_nothing, world.file("photo.xlsx", b"\xff\xd8\xff\xe0" + bytes(range(256)) * 40))
    upload = card(page_of_nothing, "photo.xlsx")
    expect(upload.get_by_text("Failed")).to_be_visible(timeout=IMPORT_MS)
    expect(upload.locator(".card-words")).to_contain_text("This file is a JPEG picture")
    expect(upload.get_by_role("button", name="Try again")).to_be_hidden()


def test_options_go_with_the_file(page_of_nothing: Page, world: World) -> None:
    page_of_nothing.get_by_role("button", name="Options").click()
    page_of_nothing.get_by_label("Country of phone numbers").select_option("Germany")
    page_of_nothing.get_by_label("Fill in blanks only").check()
    page_of_nothing.keyboard.press("Escape")
    with page_of_nothing.expect_response("**/api/upload") as sent:
        choose(page_of_nothing, world.csv("one.csv", ["Name", "Email"], [["Ana Example", "ana@sample.example"]]))
    asked = sent.value.request.post_data_json
    assert asked
    assert asked["options"] == {"existing": "fill", "country": "DE"}
    expect(card(page_of_nothing, "one.csv").get_by_text("1 row: 1 new lead.")).to_be_visible(timeout=IMPORT_MS)


def test_a_list_whose_letters_are_unclear_is_sent_again_in_the_encoding_that_is_chosen(
    page_of_nothing: Page, world: World
) -> None:
    content = "Name,Email\nŞahin,sahin@sample.example\n".encode("cp1254")
    choose(page_of_nothing, world.file("unclear.csv", content))
    upload = card(page_of_nothing, "unclear.csv")
    expect(upload.get_by_text("Which of these is right?")).to_be_visible(timeout=IMPORT_MS)
    with page_of_nothing.expect_response("**/api/upload") as sent:
        upload.get_by_role("button", name="Şahin (Windows-1254 (Turkish))").click()
    asked = sent.value.request.post_data_json
    assert asked
    assert asked["options"]["encoding"] == "windows-1254"
    expect(page_of_nothing.get_by_text("1 row: 1 new lead.", exact=True)).to_be_visible(timeout=IMPORT_MS)


def test_pasted_cells_are_shown_and_then_imported(page_of_nothing: Page) -> None:
    paste(page_of_nothing, "Name\tEmail\nAna Example\tana@sample.example")
    dialog = page_of_nothing.get_by_role("dialog", name="Import 2 pasted lines?")
    expect(dialog.get_by_text("ana@sample.example")).to_be_visible()
    dialog.get_by_role("button", name="Import").click()
    expect(card(page_of_nothing, "pasted.tsv").get_by_text("1 row: 1 new lead.")).to_be_visible(timeout=IMPORT_MS)


def paste(page: Page, text: str) -> None:
    page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
        }""",
        text,
    )
