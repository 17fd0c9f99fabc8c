"""Questions about the leads, their answers, and the way from there into the table."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from local.emulator.stack import Stack
from tests.browser.fair import FAIR_LEADS, total
from tests.browser.team import decide, forget_team


@pytest.fixture
def chat(fair_page: Page) -> Locator:
    fair_page.goto("/?panel=chat")
    expect(total(fair_page)).to_have_text(f"{FAIR_LEADS} leads")
    return fair_page.get_by_role("complementary", name="Ask your leads")


def ask(chat: Locator, question: str) -> Locator:
    """The answer."""
    before = chat.locator(".answer").count()
    chat.get_by_label("Question about your leads").fill(question)
    chat.get_by_role("button", name="Ask", exact=True).click()
    answer = chat.locator(".answer").nth(before)
    expect(answer).not_to_have_attribute("aria-busy", "true")
    return answer


def test_a_count_is_computed_and_its_query_shown(chat: Locator) -> None:
    answer = ask(chat, "How many leads have no phone?")
    expect(answer.locator(".answer-words")).to_have_text(re.compile(r"There are \d+ leads with no phone\."))
    expect(answer.get_by_text("Phone is empty", exact=True)).to_be_visible()


def test_an_answer_goes_into_the_table(chat: Locator, page: Page) -> None:
    answer = ask(chat, "How many leads have no phone?")
    counted = re.search(r"\d+", answer.locator(".answer-words").inner_text())
    assert counted
    answer.get_by_role("button", name="Show in table").click()
    expect(total(page)).to_have_text(f"{counted.group()} leads found")
    expect(page.get_by_role("button", name="Phone is empty", exact=True)).to_be_visible()


def test_a_chip_taken_away_asks_without_it(chat: Locator) -> None:
    answer = ask(chat, "leads at Foods without phone")
    answer.get_by_role("button", name="Ask without: Phone is empty").click()
    expect(chat.locator(".answer").nth(1).locator(".answer-words")).to_have_text(
        re.compile(r"^There are \d+ leads whose company contains “Foods”\.")
    )


def test_a_question_may_refer_to_the_one_before(chat: Locator) -> None:
    ask(chat, "leads at Foods")
    answer = ask(chat, "only those without email")
    expect(answer.get_by_text("Company contains Foods", exact=True)).to_be_visible()
    expect(answer.get_by_text("Email is empty", exact=True)).to_be_visible()


def test_a_question_whose_column_has_changed_is_not_gone_on_from(
    chat: Locator, local_stack: Stack, complaints: list[str]
) -> None:
    client = local_stack.client()
    decide(client, {"rating": {"type": "number"}})
    expect(ask(chat, "rating above 2").locator(".answer-words")).to_contain_text("leads whose Rating is above 2.")
    decide(client, {"rating": {"type": "text"}})
    refused = ask(chat, "only those without phone")
    expect(refused.locator(".error")).to_contain_text("The question before cannot be asked any more")
    answer = ask(chat, "only those without phone")
    expect(answer.locator(".answer-words")).to_have_text(re.compile(r"There are \d+ leads with no phone\."))
    complaints[:] = [each for each in complaints if "400" not in each]
    forget_team(client)


def test_groups_are_drawn_as_bars_and_told_as_a_list(chat: Locator) -> None:
    chat.get_by_role("button", name="Leads by company").click()
    bars = chat.get_by_role("list", name="Leads by company").get_by_role("listitem")
    expect(bars.first).to_be_visible()
    amounts = [int(text) for text in chat.locator(".chart-amount").all_inner_texts()]
    assert amounts == sorted(amounts, reverse=True)
    widths = [float(bar.get_attribute("width") or 0) for bar in chat.locator(".chart-bar rect").all()]
    assert widths[0] == 100
    assert widths == pytest.approx([100 * amount / amounts[0] for amount in amounts])


def test_what_is_not_understood_is_answered_with_examples_that_work(chat: Locator) -> None:
    answer = ask(chat, "Delete all leads; DROP TABLE leads")
    expect(answer.locator(".answer-words")).to_contain_text("I can find, count and group leads, and nothing else.")
    answer.get_by_role("button", name="How many leads have no phone?").click()
    expect(chat.locator(".answer").nth(1).locator(".answer-words")).to_contain_text("with no phone")
