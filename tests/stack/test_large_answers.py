"""A file that makes large answers, on the deployed stack: nothing of it is out of reach."""

import requests

from tests.support.world import World

COLUMNS = 950
NAME = '"' * 240 + ".csv"


def test_all_of_a_wide_file_can_be_read(world: World) -> None:
    """Each value tells the name of its file, which JSON makes four times as long: a lead of more than a megabyte."""
    topics = [f"Topic {number}" for number in range(COLUMNS)]
    row = ["Zoë Tan", "zoe@example.com", *(f"says {number}" for number in range(COLUMNS))]
    status = world.import_file(world.csv(NAME, ["Name", "Email", *topics], [row]))

    (worksheet,) = status["worksheets"]
    answer = world.client.call("GET", f"/status/{status['uploadId']}/columns?next={worksheet['next']}")
    (rest,) = answer.body["worksheets"]
    (listed,) = world.leads()["leads"]
    shown = world.client.call("GET", f"/leads/{listed['leadId']}").body
    whole = requests.get(shown["restUrl"], timeout=10)

    assert [column["header"] for column in worksheet["columns"] + rest["columns"]] == ["Name", "Email", *topics]
    assert (worksheet["columnCount"], "next" in rest) == (COLUMNS + 2, False)
    assert listed["truncated"] == ["remarks", "sourceFile", "worksheet", "columns"]
    assert (shown["truncated"], 0 < len(shown["remarks"]) < COLUMNS) == (["remarks", "columns"], True)
    assert whole.headers["Content-Disposition"] == 'attachment; filename="lead.json"'
    assert whole.json()["remarks"] == dict(zip(topics, row[2:], strict=True))
