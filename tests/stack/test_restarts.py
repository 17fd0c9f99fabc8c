"""The local stack stopped, and killed, in the middle of an import."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from local import emulator, stack
from local.scratch import scratch_stack
from local.stack import Stack
from tests.stack.world import World, wait_for

ROWS = 2000


@pytest.fixture
def own_stack(tmp_path: Path) -> Iterator[Stack]:
    root = tmp_path / "checkout"
    root.mkdir()
    with scratch_stack(root) as running:
        yield running


def _people(world: World, rows: int) -> Path:
    return world.csv("people.csv", ["Name", "Email"], [[f"Person {n}", f"p{n}@example.com"] for n in range(rows)])


def _retried(world: World, upload_id: str) -> dict[str, int]:
    """What became of the rows after the interruption was recognised and the upload retried."""
    wait_for(lambda: "retry" in world.client.status(upload_id).get("actions", ()))
    assert world.client.call("POST", f"/status/{upload_id}/retry").status == 202
    return dict(
        wait_for(lambda: (found := world.client.status(upload_id))["status"] == "completed" and found)["result"]
    )


def test_an_import_cut_off_by_a_stop_is_recognised_and_a_retry_completes_it(own_stack: Stack, tmp_path: Path) -> None:
    world = World(own_stack, tmp_path)
    upload_id = world.start_upload(_people(world, ROWS))
    wait_for(world.lead_items)

    emulator.stop(own_stack.settings)
    world = World(stack.up(own_stack.settings, "tests"), tmp_path)

    result = _retried(world, upload_id)
    assert (result["created"], result["held"]) == (ROWS, 0)
    assert len(world.lead_items()) == world.leads("pageSize=1")["pagination"]["totalCount"] == ROWS


def test_a_killed_stack_still_has_what_it_had_saved(own_stack: Stack, tmp_path: Path) -> None:
    world = World(own_stack, tmp_path)
    upload = world.import_file(_people(world, 300))
    before = world.lead_items()
    _wait_for_a_save(own_stack)

    emulator.kill(own_stack.settings)
    world = World(stack.up(own_stack.settings, "tests"), tmp_path)

    assert world.lead_items() == before
    assert world.client.status(upload["uploadId"])["result"] == upload["result"]
    assert world.leads("pageSize=1")["pagination"]["totalCount"] == 300
    assert world.import_file(_people(world, 300))["result"]["unchanged"] == 300


def _wait_for_a_save(running: Stack) -> None:
    """A whole one: S3 comes last, so the second time that it is written began after the call."""
    saved = running.settings.emulator_state / "s3.json"
    for _ in range(2):
        seen = saved.stat().st_mtime_ns if saved.exists() else 0
        wait_for(lambda seen=seen: saved.exists() and saved.stat().st_mtime_ns > seen)
