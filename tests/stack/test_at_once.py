"""Imports of overlapping files at the same moment: every lead once, every value whole."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import settings

from local.emulator.scratch import scratch_stack
from tests.support.world import PATIENCE, World, wait_for

PEOPLE = 30
HEADER = ["Email", "Name", "Company"]
SHARED = "kim@example.com"
POLICIES = ["update", "replace", "fill", "skip"]


@pytest.mark.parametrize("timing", range(20))
def test_three_overlapping_imports_make_every_lead_once(world: World, timing: int) -> None:
    """Half of the timings with equal policies, half with different ones."""
    chance = random.Random(timing)
    files = {
        n: {f"p{p}@example.com": f"Company {n}-{p}" for p in chance.sample(range(PEOPLE), 20)} for n in ("a", "b", "c")
    }
    paths = [
        world.csv(f"{n}.csv", HEADER, [[email, "Kim Ray", company] for email, company in people.items()])
        for n, people in files.items()
    ]
    policies = chance.sample(POLICIES, 3) if timing % 2 else [POLICIES[timing // 2 % 4]] * 3

    statuses = world.import_at_once(paths, [chance.uniform(0, 0.4) for _ in paths], policies)

    items = world.lead_items()
    assert [status["status"] for status in statuses] == ["completed"] * 3
    assert {item["email"] for item in items} == {email for people in files.values() for email in people}
    assert sum(status["result"]["created"] for status in statuses) == len(items)
    assert all(item["company"] in {people.get(item["email"]) for people in files.values()} for item in items)
    assert world.leads()["pagination"]["totalCount"] == len(items)


@pytest.fixture
def patient_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A stack that waits between two tries as long as AWS does."""
    monkeypatch.setenv("SFN_WAIT_SCALE", "1")
    root = tmp_path / "checkout"
    root.mkdir()
    with scratch_stack(root) as running:
        yield World(running, tmp_path)


def test_twenty_files_at_the_same_moment_all_end_and_lose_nothing_while_leads_are_read(patient_world: World) -> None:
    """Two of them are large: of 20,000 rows in the thorough profile, for which an idle machine takes minutes."""
    world = patient_world
    large = 20_000 if settings.get_current_profile_name() == "thorough" else 1_000
    rows = [large if n < 2 else 30 for n in range(20)]
    people = [[SHARED, *(f"f{n}p{row}@example.com" for row in range(rows[n] - 1))] for n in range(20)]
    paths = [
        world.csv(f"{n}.csv", HEADER, [[email, "Kim Ray", f"Company {n}"] for email in emails])
        for n, emails in enumerate(people)
    ]
    tickets = [world.client.create_upload(path.name, path.stat().st_size, {}) for path in paths]
    upload_ids = [ticket["uploadId"] for ticket in tickets]
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(world.client.send_file, tickets, paths))

    read: list[int] = []

    def all_ended() -> bool:
        read.append(world.client.call("GET", "/leads?pageSize=1").status)
        return all(world.record(upload_id).get("completedAt") for upload_id in upload_ids)

    wait_for(all_ended, seconds=3 * PATIENCE)

    assert set(read) == {200}
    statuses = [world.client.status(upload_id) for upload_id in upload_ids]
    assert [status.get("error") for status in statuses] == [None] * 20
    assert [status["result"]["rows"] for status in statuses] == rows
    items = world.lead_items()
    assert {item["email"] for item in items} == {email for emails in people for email in emails}
    assert sum(status["result"]["created"] for status in statuses) == len(items) == sum(rows) - 19
    assert world.leads("pageSize=1")["pagination"]["totalCount"] == len(items)
