"""What the functions say in their logs: which upload and which batch, and never what is in a row."""

import csv
import json
from contextlib import suppress

import pytest

from tests.support.lambdas import EVENTS, TASKS, UPLOAD_ID, call, event, invoke

API = ("list_leads", "list_leads-one", "export_leads", "chat", "get_status", "list_uploads")
QUESTION = json.loads(event("chat")["body"])["question"]

pytestmark = pytest.mark.usefixtures("fresh_functions")


@pytest.fixture
def cells():
    """The cells of the file that is imported, each long enough to be nobody else's."""
    with (EVENTS / "fair.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return {cell for row in rows for cell in row if len(cell) > 3}


def test_an_import_says_which_upload_and_nothing_of_its_rows(run_until, logged, cells):
    run_until("finish_import")
    uploads = [json.loads(line).get("uploadId") for line in logged]
    assert uploads.count(UPLOAD_ID) >= len(TASKS)
    assert [cell for cell in cells if any(cell in line for line in logged)] == []


def test_what_reads_leads_says_nothing_of_them_or_of_what_was_asked(run_until, logged, cells):
    run_until("finish_import")
    for name in API:
        assert call(name)[0] == 200
    wanted = {*cells, QUESTION}
    assert [text for text in wanted if any(text in line for line in logged)] == []


def test_a_row_that_the_rules_stumble_over_is_told_by_its_address(run_until, logged, cells, monkeypatch):
    run_until("map_columns")

    def stumbles(*_given):
        raise ValueError(sorted(cells))

    monkeypatch.setattr("easycrm.uploads.tasks.standardise_batch.standardise", stumbles)
    invoke("standardise_batch")
    (held, *_) = [json.loads(line) for line in logged if "a row was held" in line]
    assert held.keys() >= {"table", "row", "error", "where"}
    assert [cell for cell in cells if any(cell in line for line in logged)] == []


def test_a_task_that_is_refused_says_its_code_alone(run_until, logged):
    run_until("register_upload")
    with suppress(Exception):
        invoke("parse_workbook", etag="another")
    assert any(json.loads(line).get("code") for line in logged)
    assert [line for line in logged if "fair.csv" in line] == []
