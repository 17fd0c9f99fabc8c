"""What the local stack remembers is saved while it runs."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.emulator.saving import (
    EVERY_SECONDS,
    SELDOM_SECONDS,
    Saver,
    Saves,
    copied,
    save_now_and_then,
    with_statements,
)


class Ended(Exception):
    """The pause that the test lets nobody outlive."""


def paused_with(cost_of_a_save: float, pauses: int) -> tuple[list[float], int]:
    """The pauses made, and how often was saved between them."""
    made: list[float] = []
    saves = 0

    def save() -> float:
        nonlocal saves
        saves += 1
        return cost_of_a_save

    def pause(seconds: float) -> None:
        made.append(seconds)
        if len(made) == pauses:
            raise Ended

    with pytest.raises(Ended):
        save_now_and_then(save, pause)
    return made, saves


def test_nothing_is_saved_before_the_first_pause():
    assert paused_with(0.1, 1) == ([EVERY_SECONDS], 0)


def test_it_saves_after_every_pause():
    assert paused_with(0.1, 4) == ([EVERY_SECONDS] * 4, 3)


@pytest.mark.parametrize(("cost", "pause"), [(2.0, EVERY_SECONDS), (5.0, 45.0), (7.0, SELDOM_SECONDS), (600.0, 60.0)])
def test_saving_takes_a_tenth_of_the_processor_and_no_pause_is_longer_than_a_minute(cost: float, pause: float):
    assert paused_with(cost, 2) == ([EVERY_SECONDS, pause], 1)


def test_a_save_that_fails_is_skipped():
    saves: list[str] = []

    def save() -> float:
        saves.append("tried")
        raise OSError("no space left")

    pauses = iter([None, None])
    with pytest.raises(StopIteration):
        save_now_and_then(save, lambda _seconds: next(pauses))

    assert saves == ["tried"] * 2


def test_what_was_copied_is_of_the_moment_of_copying():
    items: list[str] = ["before"]
    services = copied({"dynamodb": lambda: list(items)})
    items.append("after")

    assert services["dynamodb"]() == ["before"]


def test_what_changes_while_it_is_copied_is_copied_again():
    answers: Iterator[Exception | str] = iter([RuntimeError("dictionary changed size during iteration"), "whole"])

    def get_state() -> str:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    assert copied({"states": get_state})["states"]() == "whole"


def test_what_cannot_be_copied_keeps_nothing_else_from_being_saved():
    def broken() -> str:
        raise RuntimeError("always")

    services = copied({"states": broken, "dynamodb": lambda: "items"})

    assert services["dynamodb"]() == "items"
    with pytest.raises(RuntimeError):
        services["states"]()


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    state, objects = tmp_path / "ministack", tmp_path / "s3"
    for folder in (state, objects):
        folder.mkdir()
    return state, objects


def put(path: Path, text: str) -> None:
    """As MiniStack writes: aside, then in place."""
    path.with_suffix(".tmp").write_text(text)
    path.with_suffix(".tmp").replace(path)


def a_save(state: Path, objects: Path, text: str) -> Saves:
    saves = Saves(state, objects)
    put(objects / "object", text)
    saves.begin()
    put(state / "dynamodb.json", text)
    saves.finish()
    return saves


def test_objects_go_back_to_the_save_with_the_state(folders: tuple[Path, Path]):
    state, objects = folders
    a_save(state, objects, "first")
    saves = a_save(state, objects, "second")
    put(objects / "object", "later")
    put(objects / "another", "later")
    put(state / "dynamodb.json", "later")

    saves.restore()

    assert (state / "dynamodb.json").read_text() == (objects / "object").read_text() == "second"
    assert not (objects / "another").exists()


def test_a_save_that_was_not_finished_counts_for_nothing(folders: tuple[Path, Path]):
    state, objects = folders
    saves = a_save(state, objects, "whole")
    put(objects / "object", "half")
    saves.begin()
    put(state / "dynamodb.json", "half")

    saves.restore()

    assert (state / "dynamodb.json").read_text() == (objects / "object").read_text() == "whole"
    a_save(state, objects, "next")
    saves.restore()
    assert (objects / "object").read_text() == "next"


def test_without_a_save_everything_stays(folders: tuple[Path, Path]):
    state, objects = folders
    put(objects / "object", "there")

    Saves(state, objects).restore()

    assert (objects / "object").read_text() == "there"


def test_one_save_is_kept(folders: tuple[Path, Path]):
    for text in "abc":
        a_save(*folders, text)

    assert [each.name for each in folders[0].with_name("saves").iterdir()] == ["3"]


def test_nothing_is_written_after_the_last_save(folders: tuple[Path, Path]):
    written: list[str] = []
    saver = Saver(lambda services: written.append(services["dynamodb"]()), Saves(*folders))

    saver.write(saver.copy({"dynamodb": lambda: "older"}))
    under_way = saver.copy({"dynamodb": lambda: "copied before the last"})
    saver.save_last({"dynamodb": lambda: "last"})
    saver.write(under_way)

    assert written == ["older", "last"]


def needed(*statements: str, action: str = "dynamodb:BatchExecuteStatement") -> list[tuple[str, str]]:
    body = json.dumps({"Statements": [{"Statement": statement} for statement in statements]}).encode()
    return with_statements(lambda *_: [("theirs", "*")])(action, body, "ap-southeast-1", "000000000000")


@pytest.mark.parametrize(
    ("statement", "action"),
    [
        ("INSERT INTO \"leads\" VALUE {'leadId': ?}", "PartiQLInsert"),
        ('select * FROM "leads" WHERE leadId = ?', "PartiQLSelect"),
        (' UPDATE "leads" SET a = ? WHERE leadId = ?', "PartiQLUpdate"),
        ('DELETE FROM "leads" WHERE leadId = ?', "PartiQLDelete"),
    ],
)
def test_a_statement_needs_what_it_does_on_its_table(statement: str, action: str):
    assert needed(statement) == [(f"dynamodb:{action}", "arn:aws:dynamodb:ap-southeast-1:000000000000:table/leads")]


def test_every_statement_of_a_call_needs_its_own():
    inserts = [f"INSERT INTO \"{table}\" VALUE {{'leadId': ?}}" for table in ("leads", "uploads", "leads")]
    assert [resource.rpartition("/")[2] for _, resource in needed(*inserts)] == ["leads", "uploads"]


def test_a_statement_that_is_not_understood_needs_everything():
    assert needed("EXPLAIN leads") == [("dynamodb:BatchExecuteStatement", "*")]


def test_other_calls_need_what_ministack_says():
    assert needed(action="dynamodb:TransactWriteItems") == [("theirs", "*")]
