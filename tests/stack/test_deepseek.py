"""A stack with a key, whatever mood DeepSeek is in. `tests/deepseek_server.py` stands in for DeepSeek."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from easycrm.folding import digits_of, folded
from easycrm.leads.lead import FIELDS
from local.emulator import aws
from local.emulator.scratch import free_port, scratch_stack
from local.emulator.stack import Stack
from tests.support.assistants import PRICES
from tests.support.deepseek_server import EVIL, DeepSeekServer
from tests.support.residue import HEADERS, ROWS, TRAP
from tests.support.some import some
from tests.support.world import World

ANSWER_SECONDS = 2
PATIENCE = 60  # seconds; without its deadline, a batch would wait for ever
BY_RULES = {
    "bob@salted-fern.example": ("Bob", "Penhallow", "Salted Fern"),
    "ana.lindqvist@copper-otter.example": ("", "", "Copper Otter"),
    "cid@tin-sparrow.example": ("Cid", "Tannenfeld", ""),
    "dora@old-dolphin.example": ("Dora", "Wattleby", ""),
}
BY_DEEPSEEK = BY_RULES | {
    "ana.lindqvist@copper-otter.example": ("Ana", "Lindqvist", "Copper Otter"),
    "cid@tin-sparrow.example": ("Cid", "Tannenfeld", "Tin Sparrow"),
    "dora@old-dolphin.example": ("Dora", "Wattleby", "Old Dolphin Ltd"),
}


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def stack_with_key(tmp_path_factory: pytest.TempPathFactory, port: int) -> Iterator[Stack]:
    with scratch_stack(
        tmp_path_factory.mktemp("checkout"),
        DeepSeekApiKey="good",
        DeepSeekUrl=f"http://127.0.0.1:{port}",
        DeepSeekAnswerSeconds=ANSWER_SECONDS,
        DeepSeekPrices=",".join(map(str, (PRICES.input, PRICES.cached, PRICES.output))),
        BatchRows=200,
    ) as running:
        yield running


@pytest.fixture
def world(stack_with_key: Stack, tmp_path: Path) -> World:
    """The stack with no leads, no uploads, and nothing kept from earlier imports."""
    world = World(stack_with_key, tmp_path)
    world.forget_everything()
    return world


@pytest.fixture
def deepseek(port: int) -> Iterator[DeepSeekServer]:
    with DeepSeekServer(port=port).running() as server:
        yield server


def residue(world: World, *more: list[str]) -> Path:
    rows = [*ROWS, *more]
    return world.csv("residue.csv", list(HEADERS), [[f'"{cell}"' for cell in row] for row in rows])


def found(world: World) -> dict[str, tuple[str, ...]]:
    """First name, last name and company of every lead, by email."""
    names = ("firstName", "lastName", "company")
    return {item["email"]: tuple(item.get(name, "") for name in names) for item in world.lead_items()}


def ways(lead: dict[str, Any]) -> dict[str, str]:
    """How each field was standardised."""
    return {name: origin["standardisedBy"] for name, origin in lead["origins"].items()}


def test_the_rows_that_rules_leave_open_are_settled(world: World, deepseek: DeepSeekServer) -> None:
    status = world.import_file(residue(world))

    assert (status["status"], status["flags"]) == ("completed", {"derivedFromEmail": 2})
    assert (status["result"]["created"], status["result"]["merged"]) == (4, 1)
    assert found(world) == BY_DEEPSEEK
    assert len(deepseek.requests) == 1


@pytest.mark.usefixtures("deepseek")
def test_every_value_says_whether_rules_or_deepseek_found_it(world: World) -> None:
    world.import_file(residue(world))

    assert ways(world.lead("ana.lindqvist@copper-otter.example")) == {
        "firstName": "derived", "lastName": "derived", "company": "rules", "email": "rules",
    }  # fmt: skip
    assert ways(world.lead("dora@old-dolphin.example")) == {
        "firstName": "rules", "lastName": "rules", "title": "deepseek", "company": "deepseek",
        "email": "rules", "phone": "rules",
    }  # fmt: skip
    assert set(ways(world.lead("bob@salted-fern.example")).values()) == {"rules"}


@pytest.mark.usefixtures("deepseek")
def test_the_status_tells_calls_tokens_and_dollars(world: World) -> None:
    first = world.import_file(residue(world))["deepseek"]
    other = world.import_file(world.csv("other.csv", ["Name", "E-Mail"], [["", "eva.moor@old-fern.example"]]))[
        "deepseek"
    ]

    assert (first["calls"], first["cachedTokens"], other["calls"]) == (1, 0, 1)
    assert 0 < other["cachedTokens"] < other["inputTokens"]
    for spent in (first, other):
        fresh = spent["inputTokens"] - spent["cachedTokens"]
        dollars = (
            fresh * PRICES.input + spent["cachedTokens"] * PRICES.cached + spent["outputTokens"] * PRICES.output
        ) / 1e6
        assert any(spent["costUsd"] == pytest.approx(dollars * factor, abs=1e-6) for factor in (1, 2))  # by the hour


def test_the_same_file_again_pays_nothing_and_changes_nothing(world: World, deepseek: DeepSeekServer) -> None:
    world.import_file(residue(world))
    before = world.lead_items()

    status = world.import_file(residue(world))

    assert (status["result"]["created"], status["result"]["unchanged"], status["result"]["merged"]) == (0, 4, 1)
    assert "deepseek" not in status
    assert len(deepseek.requests) == 1
    assert world.lead_items() == before


@pytest.mark.parametrize("mood", ["nobody there", "503", "hangs", "silent"])
def test_an_import_finishes_by_rules_while_deepseek_is_down(world: World, port: int, mood: str) -> None:
    begun = time.monotonic()
    if mood == "nobody there":
        status = world.import_file(residue(world))
    else:
        with DeepSeekServer(then=mood, port=port).running():
            status = world.import_file(residue(world))

    assert time.monotonic() - begun < PATIENCE
    assert (status["status"], status["flags"]) == ("completed", {"needsReview": 3})
    assert (status["result"]["created"], status["result"]["merged"], status["result"]["rows"]) == (4, 1, 5)
    assert (status["deepseek"]["calls"], status["deepseek"]["stopped"]) == (0, "noAnswer")
    assert found(world) == BY_RULES
    assert {way for email in BY_RULES for way in ways(world.lead(email)).values()} == {"rules"}


def test_several_batches_do_not_wait_one_after_the_other(world: World, port: int) -> None:
    rows = [["", f"ana.moor@copper-otter{number}.example"] for number in range(900)]
    begun = time.monotonic()
    with DeepSeekServer(then="hangs", port=port).running():
        status = world.import_file(world.csv("long.csv", ["Name", "E-Mail"], rows))

    assert time.monotonic() - begun < PATIENCE
    assert (status["status"], status["flags"], status["result"]["created"]) == ("completed", {"needsReview": 900}, 900)
    assert status["progress"]["completedBatches"] == 5 + 1  # batches, slices


def test_what_an_outage_left_open_is_settled_by_importing_the_file_again(world: World, port: int) -> None:
    world.import_file(residue(world))

    with DeepSeekServer(port=port).running():
        status = world.import_file(residue(world))

    assert (status["result"]["created"], status["result"]["updated"], status["result"]["unchanged"]) == (0, 3, 1)
    assert found(world) == BY_DEEPSEEK


@pytest.mark.parametrize("mood", ["obedient", "neighbours", "invented", "invented phone", "swapped", "repeated"])
def test_nothing_that_is_not_in_a_row_is_stored_for_it(world: World, deepseek: DeepSeekServer, mood: str) -> None:
    deepseek.then = mood

    status = world.import_file(residue(world, TRAP))

    assert (status["status"], status["result"]["created"], status["result"]["merged"]) == ("completed", 5, 1)
    items = some(world.lead_items())
    assert EVIL not in {item["email"] for item in items}
    for item in items:
        said = "\n".join(row for row in map("\n".join, [*ROWS, TRAP]) if item["email"] in row)
        words, digits = folded(said), digits_of(said)
        for name in set(FIELDS) & set(item) - {"phone"}:
            assert all(word in words for word in folded(item[name]).split()), (item["email"], name, item[name])
        assert digits_of(item.get("phone", "")) in digits


UNCLEAR = ["Wer", "Haus", "E-Mail"]
PEOPLE = [
    ["Ana Lindqvist", "Tin Sparrow", "info@one.example"],
    ["Bob Penhallow", "Old Dolphin", "sales@two.example"],
    ["Cid Tannenfeld", "Salted Fern", "office@three.example"],
]
OTHERS = [["Dora Wattleby", "Copper Otter", "info@four.example"], ["Eve Moor", "Amber Kettle", "info@five.example"]]
NUMBERS = [["17", "4", "info@six.example"], ["18", "5", "info@seven.example"]]


@pytest.fixture
def learned(world: World, deepseek: DeepSeekServer) -> World:
    """After an import whose columns DeepSeek has told."""
    deepseek.meanings = [[0, "fullName"], [1, "company"]]
    assert columns(world, PEOPLE) == [("fullName", "deepseek"), ("company", "deepseek"), ("email", "headerAndValues")]
    deepseek.meanings = []
    return world


def columns(world: World, rows: list[list[str]]) -> list[tuple[str | None, str]]:
    """The field of each column, and what decided on it, in a completed import of these rows."""
    status = world.import_file(world.csv("unclear.csv", UNCLEAR, rows))
    assert (status["status"], status["result"]["rows"]) == ("completed", len(rows))
    return [(column["field"], column["decidedBy"]) for column in status["worksheets"][0]["columns"]]


def test_columns_that_nobody_can_tell_stop_no_import(world: World, port: int) -> None:
    with DeepSeekServer(then="hangs", port=port).running():
        assert [field for field, _ in columns(world, PEOPLE)] == [None, None, "email"]


def test_a_mapping_that_led_to_a_finished_import_is_used_again(learned: World) -> None:
    assert columns(learned, OTHERS) == [("fullName", "remembered"), ("company", "remembered"), ("email", "remembered")]
    lead = learned.lead("info@four.example")
    assert (lead["firstName"], lead["lastName"], lead["company"]) == ("Dora", "Wattleby", "Copper Otter")


def test_columns_that_deepseek_was_asked_about_are_not_paid_for_again(learned: World, deepseek: DeepSeekServer) -> None:
    asked = len(deepseek.requests)
    for key in some(learned.remembered_mappings()):
        learned.remember(key, "forgotten")

    assert [by for _, by in columns(learned, PEOPLE)] == ["deepseek", "deepseek", "headerAndValues"]
    assert len(deepseek.requests) == asked


def test_a_remembered_mapping_that_the_values_contradict_is_not_used(learned: World) -> None:
    assert [field for field, _ in columns(learned, NUMBERS)] == [None, None, "email"]


@pytest.mark.parametrize(
    "forged",
    [
        [["email", None, 1.0], ["phone", None, 1.0], ["fullName", None, 1.0]],
        [["fullName", None, 1.0], ["company", None, 1.0], [None, None, 1.0]],
        [["fullName", None, 1.0]],
        {"columns": "all"},
    ],
    ids=["wrong fields", "field left out", "too short", "no mapping"],
)
def test_a_mapping_that_somebody_forced_into_the_memory_spoils_no_import(learned: World, forged: Any) -> None:
    for key in some(learned.remembered_mappings()):
        learned.remember(key, forged)

    assert columns(learned, OTHERS)[2] == ("email", "headerAndValues")
    assert learned.lead("info@four.example")["email"] == "info@four.example"


def test_a_key_that_was_changed_is_fetched_anew(world: World, deepseek: DeepSeekServer) -> None:
    secrets = aws.client(world.stack.settings, "secretsmanager")
    arn = secrets.list_secrets()["SecretList"][0]["ARN"]
    secrets.put_secret_value(SecretId=arn, SecretString="changed")
    deepseek.good_key = "changed"

    world.import_file(residue(world))

    assert found(world) == BY_DEEPSEEK
    assert deepseek.keys[-1] == "changed"
    secrets.put_secret_value(SecretId=arn, SecretString="good")


def test_a_question_that_rules_cannot_read_is_put_to_deepseek(world: World, deepseek: DeepSeekServer) -> None:
    answer = world.client.call("POST", "/chat", {"question": "who might buy a boat from us?"})

    assert answer.ok
    assert len(deepseek.requests) > 0
