"""Cancel and force-complete: asked for on the record first, then the run is stopped, and another one closes."""

import json

import pytest

from easycrm.errors import Conflict
from easycrm.settings import settings
from easycrm.uploads.api.cancel_upload import cancel
from easycrm.uploads.api.force_complete_upload import force_complete
from easycrm.uploads.api.retry_upload import retry
from easycrm.uploads.breaking_off import break_off
from easycrm.uploads.executions import Executions
from easycrm.uploads.problems import INTERRUPTED
from easycrm.uploads.record import FINAL
from easycrm.uploads.records_table import UploadRecords
from tests.support.lambdas import UPLOAD_ID
from tests.support.step_functions import EXECUTION, MACHINE, StepFunctions

RUN = EXECUTION + "one"
AT, LATER = "2026-03-02T09:05:00.000000Z", "2026-03-02T09:05:00.000001Z"
MEI, BEN = "mei@example.com", "ben@example.com"

each_way = pytest.mark.parametrize(("stop", "end"), [(cancel, "cancelled"), (force_complete, "partial")])


@pytest.fixture
def upload(records):
    """A function: the upload in some status; an execution had it unless it is `uploading`."""

    def bring_to(status):
        records.create({"uploadId": "u1", "status": "uploading", "createdAt": "x"}, expires_days=1)
        if status != "uploading":
            records.register("u1", RUN, None)
        if status in FINAL:
            records.finish(records.get("u1"), status, {"flags": {}})
        return records.get("u1")

    return bring_to


class Noting:
    """A collaborator that notes which of its methods are called, in a list that it shares with others."""

    def __init__(self, collaborator, calls):
        self._collaborator = collaborator
        self._calls = calls

    def __getattr__(self, name):
        self._calls.append(name)
        return getattr(self._collaborator, name)


def test_an_upload_that_has_not_begun_is_cancelled_at_once(upload, records, executions, fake_step_functions):
    upload("uploading")
    record = cancel("u1", MEI, AT, records, executions)
    assert (record["status"], record["stopRequested"]) == ("cancelled", {"as": "cancelled", "by": MEI, "at": AT})
    assert records.get("u1") == record
    assert fake_step_functions.asked == []


@pytest.mark.parametrize("stop", [cancel, force_complete])
def test_the_record_is_asked_to_stop_before_the_run_is_stopped(stop, upload, records, fake_step_functions):
    upload("processing")
    calls: list[str] = []
    stop("u1", MEI, AT, Noting(records, calls), Executions(Noting(fake_step_functions, calls), MACHINE))
    assert [call for call in calls if call != "end_unstarted"] == [
        *("request_stop", "describe_execution", "stop_execution", "start_execution")
    ]


@each_way
def test_a_run_is_stopped_and_another_one_closes(stop, end, upload, records, executions, fake_step_functions):
    upload("processing")
    record = stop("u1", MEI, AT, records, executions)
    asked = {"as": end, "by": MEI, "at": AT}
    assert (record["status"], record["stopRequested"]) == ("processing", asked)
    (closing,) = fake_step_functions.started
    arn = EXECUTION + closing["name"]
    assert json.loads(closing["input"]) == {"uploadId": "u1", "executionArn": arn, "finish": asked}
    assert ("StopExecution", RUN) in fake_step_functions.asked
    assert records.get("u1") == record | {"closingArn": arn, "wayIn": json.loads(closing["input"])}


@each_way
@pytest.mark.parametrize("state", ["SUCCEEDED", "FAILED", "ABORTED", "TIMED_OUT", "DELETED"])
def test_a_run_that_has_ended_is_closed_without_being_stopped(stop, end, state, upload, records):
    upload("processing")
    fake_step_functions = StepFunctions(executions={"one": state})
    stop("u1", MEI, AT, records, Executions(fake_step_functions, MACHINE))
    assert ("StopExecution", RUN) not in fake_step_functions.asked
    assert json.loads(fake_step_functions.started[0]["input"])["finish"]["as"] == end


@pytest.mark.parametrize(
    ("stop", "status"),
    [
        *((cancel, status) for status in sorted(FINAL)),
        *((force_complete, status) for status in sorted(FINAL - {"failed"})),
    ],
)
def test_what_has_ended_cannot_be_stopped(stop, status, upload, records, executions, fake_step_functions):
    before = upload(status)
    with pytest.raises(Conflict, match=f"has ended already; its status is {status}"):
        stop("u1", MEI, AT, records, executions)
    assert records.get("u1") == before
    assert fake_step_functions.asked == []


@pytest.mark.parametrize("status", ["uploading", "failed"])
def test_an_operator_can_force_an_end_on_what_is_stuck(status, upload, records, executions, fake_step_functions):
    upload(status)
    record = force_complete("u1", BEN, AT, records, executions)
    assert (record["status"], record["stopRequested"]["by"]) == ("processing", BEN)
    assert len(fake_step_functions.started) == 1


def test_of_two_who_cancel_an_unstarted_upload_at_once_one_does(upload, records, executions, fake_step_functions):
    upload("uploading")
    cancel("u1", MEI, AT, records, executions)
    with pytest.raises(Conflict):
        cancel("u1", BEN, AT, records, executions)
    assert records.get("u1")["stopRequested"]["by"] == MEI
    assert fake_step_functions.started == []


def test_an_event_that_comes_while_an_upload_is_cancelled_does_not_import_it(
    upload, records, executions, fake_step_functions, dynamodb, between
):
    upload("uploading")
    events = iter([lambda: records.register("u1", RUN, None)])
    racing = between(dynamodb, "update_item", lambda: next(events, lambda: None)())
    record = cancel("u1", MEI, AT, UploadRecords(racing, settings.uploads_table), executions)
    assert (record["status"], record["stopRequested"]["by"]) == ("processing", MEI)
    assert ("StopExecution", RUN) in fake_step_functions.asked


@pytest.mark.parametrize("stop", [cancel, force_complete])
def test_two_who_stop_a_run_at_once_both_have_it_closed(stop, upload, records, executions, fake_step_functions):
    upload("processing")
    for by, at in ((MEI, AT), (BEN, LATER)):
        assert stop("u1", by, at, records, executions)["status"] == "processing"
    names = [run["name"] for run in fake_step_functions.started]
    assert len(set(names)) == 2
    assert records.get("u1")["closingArn"] == EXECUTION + names[1]


def test_the_same_request_twice_begins_one_closing_run(upload, records, executions, fake_step_functions):
    upload("processing")
    for _ in range(2):
        cancel("u1", MEI, AT, records, executions)
    assert len({run["name"] for run in fake_step_functions.started}) == 1


def test_an_import_that_completes_while_it_is_cancelled_stays_completed(
    upload, records, executions, fake_step_functions, dynamodb, between
):
    upload("processing")
    events = iter([lambda: None, lambda: records.finish(records.get("u1"), "completed", {"flags": {}})])
    racing = between(dynamodb, "update_item", lambda: next(events, lambda: None)())
    with pytest.raises(Conflict, match="its status is completed"):
        cancel("u1", MEI, AT, UploadRecords(racing, settings.uploads_table), executions)
    assert fake_step_functions.started == []


def test_the_names_of_runs_are_as_short_as_step_functions_takes_them(records, executions, fake_step_functions, store):
    options = {"country": "SG", "existing": "update"}
    created = {"uploadId": UPLOAD_ID, "status": "uploading", "createdAt": AT, "fileName": "a.csv", "options": options}
    records.create(created, expires_days=1)
    records.register(UPLOAD_ID, RUN)
    for name in ("worksheet-batches.json", "mapping.json", "runs/0/batches.json"):
        store.write(name, [])
    break_off(records.get(UPLOAD_ID), INTERRUPTED, store, records, executions)
    force_complete(UPLOAD_ID, BEN, AT, records, executions)
    records.fail(records.get(UPLOAD_ID), INTERRUPTED)
    retry(records.get(UPLOAD_ID), store, records, executions)
    names = [run["name"] for run in fake_step_functions.started]
    assert [name.removeprefix(UPLOAD_ID)[:4] for name in names] == ["-fin", "-clo", "-r1"]
    assert max(map(len, names)) <= 60
