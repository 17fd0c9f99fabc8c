"""The local stack stopped, and killed, in the middle of an import."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from local.emulator import ministack, stack
from local.emulator.scratch import scratch_stack
from local.emulator.stack import Stack
from tests.support.world import World, wait_for

ROWS = 2000
LONG = 16_000  # under way for longer than it takes until a save


@pytest.fixture
def own_stack(tmp_path: Path) -> Iterator[Stack]:
    root = tmp_path / "checkout"
    root.mkdir()
    with scratch_stack(root, BatchRows=200, SliceRows=250) as running:
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
    before = wait_for(world.lead_items)

    ministack.stop(own_stack.settings)
    world = World(stack.up(own_stack.settings, "tests"), tmp_path)

    kept = world.lead_items()
    assert len(before) <= len(kept) < ROWS
    assert [item for item in kept if item["leadId"] in {lead["leadId"] for lead in before}] == before
    result = _retried(world, upload_id)
    assert (result["created"], result["held"], result["rows"]) == (ROWS, 0, ROWS)
    assert len(world.lead_items()) == world.leads("pageSize=1")["pagination"]["totalCount"] == ROWS


def test_a_killed_stack_has_what_it_had_saved_and_a_retry_completes_what_was_under_way(
    own_stack: Stack, tmp_path: Path
) -> None:
    world = World(own_stack, tmp_path)
    first = world.import_file(_people(world, 300))
    before = world.lead_items()
    upload_id = world.start_upload(_people(world, LONG))
    known = {lead["leadId"] for lead in before}
    new = wait_for(lambda: {lead["leadId"] for lead in world.lead_items()} - known)
    _wait_until_saved(own_stack, min(new))
    told = sum(world.results(upload_id).values())
    wait_for(lambda: sum(world.results(upload_id).values()) >= told + 400)  # slices that a kill takes back
    stored = len(world.lead_items())
    assert world.client.status(upload_id)["status"] == "processing"

    ministack.kill(own_stack.settings)
    world = World(stack.up(own_stack.settings, "tests"), tmp_path)

    kept = world.lead_items()
    assert len(before) < len(kept) < stored
    assert [item for item in kept if item["leadId"] in known] == before
    assert world.client.status(first["uploadId"])["result"] == first["result"]
    result = _retried(world, upload_id)
    assert (result["rows"], result["held"], result["created"], result["unchanged"]) == (LONG, 0, LONG - 300, 300)
    assert len(world.lead_items()) == world.leads("pageSize=1")["pagination"]["totalCount"] == LONG


def _wait_until_saved(running: Stack, lead_id: str) -> None:
    """Until the last whole save holds the lead."""

    def look() -> bool:
        with suppress(FileNotFoundError):  # an older save goes when there is a newer one
            return any(lead_id in each.read_text() for each in running.settings.saves.glob("[0-9]*/*/dynamodb.json"))
        return False

    wait_for(look)
