"""Uploads that began before rows were shared out twice: what they stored counts, and a retry reads their file anew."""

import pytest

from easycrm.errors import Conflict
from easycrm.leads.scanning import scan_leads
from easycrm.uploads.api.actions import can_retry
from easycrm.uploads.api.get_status import get_status
from easycrm.uploads.api.retry_upload import retry
from easycrm.uploads.breaking_off import break_off
from easycrm.uploads.problems import INTERRUPTED, Problem
from easycrm.uploads.store import source_key
from easycrm.uploads.tasks.publish_leads import publish_leads
from tests.integration.deciding import request_stop, retry_arn
from tests.integration.readers import ids
from tests.support.fakes import part

FILE = "Name,Email,Title\nAna Li,ana@example.com,Buyer\nBob Ray,bob@,Chef\nCid Ong,cid@example.com,Clerk\n"
AT = "2026-03-02T09:10:00.000000Z"
NONE = {"created": 0, "updated": 0, "unchanged": 0, "merged": 0, "held": 0, "skipped": 0, "rows": 3}
ABORTED: Problem = {"code": "aborted", "message": "The import was stopped by an operator.", "canRetry": True}
CANCEL = {"as": "cancelled", "by": "mei@example.com", "at": AT}
BATCHES = ("00001", "00002", "00003")


@pytest.fixture
def former(importing, s3):
    """A function: an upload of the former form that runs, of which batch 1 is done, and 2 died when it had written."""

    def leave(upload_id="u1"):
        imported = importing(FILE, upload_id=upload_id).map(batch_rows=1).upsert("00001", "00002")
        rows = imported.results("rows")
        for folder in ("worksheet-batches.json", "sorted", "runs", "slice-plans", "slice-entries", "slice-results"):
            listed = s3.list_objects_v2(Bucket="data", Prefix=imported.store.key(folder))["Contents"]
            s3.delete_objects(Bucket="data", Delete={"Objects": [{"Key": entry["Key"]} for entry in listed]})
        write_former_files(imported.store, rows)
        return imported

    return leave


def write_former_files(store, rows):
    """The files that tasks of the former form left, of a list of three rows in three batches."""
    manifest = [
        {
            "batch": batch,
            "name": f"batches/try/{batch}.jsonl",
            "rows": 1,
            "cells": 3,
            "ranges": [{"table": 0, "firstRow": row, "lastRow": row, "rows": 1}],
        }
        for row, batch in enumerate(BATCHES, 2)
    ]
    store.write("manifest.json", manifest)
    for (table, row, lead_id, _), batch in zip(rows, BATCHES, strict=False):
        store.write_lines(f"batches/try/{batch}.jsonl", [f'[{table}, {row}, "{lead_id}", ["Ana Li", "x", "Buyer"]]'])
        store.write(f"standardised/{batch}.json", [{"table": table, "row": row, "leadId": lead_id, "values": {}}])
        store.write(f"ledgers/{batch}.json", {"cells": {"fields": 3}, "leftOut": []})
        store.write(f"plans/{batch}.json", {"before": {lead_id: None}, "strangers": []})
    nothing: dict[str, list[object]] = {
        name: [] for name in ("held", "strangers", "flagged", "left", "conflicts", "skipped")
    }
    store.write("results/00001.json", {**nothing, "rows": [rows[0]], "counts": {"created": 1}, "flags": {}})


@pytest.fixture
def everyone(dynamodb):
    """A function: all leads of the table, by id."""
    return lambda: {lead.lead_id: lead for lead in scan_leads(dynamodb, "leads")}


@pytest.fixture
def listed(snapshots, new_reader):
    """A function: the leads that are listed when an upload's leads are published."""

    def published(imported):
        publish_leads(imported.store, imported.leads, snapshots)
        return ids(new_reader())

    return published


@pytest.fixture
def retried(executions, fake_step_functions):
    """A function: retries an upload, whose file is read anew; its record at the end."""

    def run(imported):
        retry(imported.record, imported.store, imported.records, executions)
        assert imported.record["wayIn"] == {"uploadId": imported.id, "etag": imported.etag}
        assert fake_step_functions.started[-1]["name"] == f"{imported.id}-r1"
        imported.records.register(imported.id, retry_arn(1, imported.id))
        return imported.run()

    return run


def test_an_upload_that_had_ended_is_told_as_it_was(former, s3, executions):
    imported = former()
    result = NONE | {"created": 2, "held": 1}
    failed = {"batch": "00003", "rows": 1, "ranges": [{"worksheet": "u1", "firstRow": 4, "lastRow": 4, "rows": 1}]}
    ending = {"result": result, "flags": {"emailInvalid": 1}, "failedBatches": [failed], "batches": 3, "report": True}
    imported.records.note(imported.id, createdBy="mei@example.com", slices=0)
    imported.records.finish(imported.record, "partial", ending)
    s3.put_object(Bucket="data", Key=imported.store.key("report.csv"), Body=b"Worksheet,Row,Reason\r\n")
    told = get_status(imported.id, AT, imported.store, imported.records, executions, 900, 5, 30)
    assert (told["status"], told["result"], told["failedBatches"]) == ("partial", result, [failed])
    assert (told["failedBatchCount"], told["flags"], len(told["worksheets"])) == (1, {"emailInvalid": 1}, 1)
    assert (told["progress"]["totalBatches"], told["progress"]["completedBatches"]) == (3, 2)
    assert told["actions"] == ["retry"]
    assert "report.csv" in told["reportUrl"]


def test_a_run_whose_batches_nobody_imports_any_more_ends_as_interrupted(former, listed, everyone):
    imported = former()
    assert listed(imported) == sorted(everyone())
    assert len(everyone()) == 2
    assert imported.finish()["status"] == imported.record["status"] == "failed"
    assert imported.record["error"] == INTERRUPTED
    assert can_retry(imported.record, AT, work_file_days=30)


def test_a_run_that_breaks_is_closed_by_one_that_publishes_what_it_stored(former, listed, executions):
    imported = former()
    broken = part(break_off(imported.record, ABORTED, imported.store, imported.records, executions))
    assert broken["wayIn"]["finish"] == {"error": ABORTED}
    assert len(listed(imported)) == 2
    assert imported.finish(broken["wayIn"]["finish"])["status"] == "failed"
    assert imported.record["error"] == ABORTED


@pytest.mark.parametrize("end", ["cancelled", "partial"])
def test_somebody_may_end_it(end, former):
    imported = former()
    request_stop(imported.records, CANCEL | {"as": end}, upload_id=imported.id)
    assert imported.finish(CANCEL | {"as": end})["status"] == imported.record["status"] == end


@pytest.mark.parametrize("status", ["partial", "failed", "cancelled", "interrupted"])
def test_a_retry_stores_every_row_once_however_it_ended(status, former, retried, listed, everyone, importing):
    imported = former()
    before = everyone()
    if status == "interrupted":
        imported.finish()
    else:
        imported.records.finish(imported.record, status, {"flags": {}})
    ended = retried(imported)
    assert (ended["status"], ended["result"]) == ("completed", NONE | {"created": 3})
    leads = everyone()
    assert len(leads) == len(listed(imported)) == 3
    assert {lead_id: leads[lead_id] for lead_id in before} == before
    assert sorted(lead.text("title") for lead in leads.values()) == ["Buyer", "Chef", "Clerk"]
    again = importing(FILE, upload_id="u2")
    assert again.run()["result"] == NONE | {"unchanged": 3}
    assert everyone() == leads


def test_a_retry_leaves_what_a_later_upload_changed(former, retried, everyone, importing):
    imported = former()
    imported.finish()
    later = importing(FILE.replace("Buyer", "Owner"), upload_id="u2", name="u2.csv")
    later.run()
    assert retried(imported)["status"] == "completed"
    assert sorted(lead.text("title") for lead in everyone().values()) == ["Chef", "Clerk", "Owner"]


@pytest.mark.parametrize(
    "headers", [["Email", "Title", "Name"], ["Name"], ["Name", "Mail", "Title"]], ids=["elsewhere", "fewer", "other"]
)
def test_a_retry_maps_the_columns_that_it_finds(headers, former, retried, everyone):
    imported = former()
    imported.finish()
    (table,) = imported.store.read("mapping.json")
    columns = {column["header"]: column for column in table["columns"]}
    columns["Mail"] = columns["Title"] | {"header": "Mail"}
    table["columns"] = [columns[header] | {"index": index} for index, header in enumerate(headers)]
    imported.store.write("mapping.json", [table])
    assert retried(imported)["result"] == NONE | {"created": 3}
    assert sorted(lead.text("title") for lead in everyone().values()) == ["Buyer", "Chef", "Clerk"]


def test_an_upload_whose_file_is_gone_cannot_be_retried(former, s3, executions):
    imported = former()
    imported.finish()
    s3.delete_object(Bucket="data", Key=source_key(imported.id))
    with pytest.raises(Conflict) as raised:
        retry(imported.record, imported.store, imported.records, executions)
    assert raised.value.code == "noFile"
