"""Imports of overlapping files at the same moment: every lead once, every value whole."""

import random

import pytest

from tests.support.world import World

PEOPLE = 30
HEADER = ["Email", "Name", "Company"]
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
