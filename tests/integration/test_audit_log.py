"""The audit log: what is taken out or ended has a line, and what could have no line is not done."""

import json

import pytest
from botocore.exceptions import ClientError

from easycrm.audit import LONGEST, AuditLog, Caller
from easycrm.errors import NotAudited
from easycrm.handlers import wiring
from easycrm.settings import settings
from easycrm.times import now
from tests.support.lambdas import UPLOAD_ID, call, event

pytestmark = pytest.mark.usefixtures("fresh_functions")

CALL: Caller = {
    "user": "mei@example.com",
    "userId": "6a5b4c3d-2e1f-4a0b-9c8d-7e6f5a4b3c2d",
    "requestId": event("export_leads")["requestContext"]["requestId"],
}
ACTIONS = {
    "cancel_upload": ("cancelUpload", "processing"),
    "retry_upload": ("retryUpload", "partial"),
    "force_complete_upload": ("forceCompleteUpload", "processing"),
}

each_action = pytest.mark.parametrize("name", ACTIONS)


@pytest.fixture
def without_audit_log(aws):  # noqa: ARG001
    wiring.audit_writer().delete_log_group(logGroupName=settings.audit_log_group)


@pytest.fixture
def upload(records, uploaded, machine, s3):  # noqa: ARG001
    """A function: the upload is in a state."""

    def become(status):
        records.note(UPLOAD_ID, status=status)
        for name in ("worksheet-batches.json", "mapping.json"):
            s3.put_object(Bucket="data", Key=f"imports/{UPLOAD_ID}/{name}", Body=b"[]")

    return become


def without_times(lines):
    assert all(line.pop("at").endswith("Z") for line in lines)
    return lines


# Exports


def test_an_export_has_a_line_with_the_names_of_its_filters_and_no_value(audited):
    status, _ = call("export_leads")
    assert status == 200
    about = {"action": "exportLeads", "outcome": "done", "format": "csv", "filters": ["company", "q"], "count": 0}
    assert without_times(audited()) == [{**CALL, **about}]


def test_an_export_that_is_refused_has_no_line(audited):
    assert call("export_leads", body="{}")[0] == 400
    assert audited() == []


@pytest.mark.usefixtures("without_audit_log")
def test_nobody_gets_a_link_without_a_line():
    status, body = call("export_leads")
    assert (status, body["error"]["code"]) == (503, "notAudited")
    assert "http" not in json.dumps(body)


# What is done with uploads


@each_action
def test_an_action_has_a_line_before_and_one_after_it(name, upload, audited):
    action, status = ACTIONS[name]
    upload(status)
    assert call(name)[0] == 202
    about = {**CALL, "action": action, "uploadId": UPLOAD_ID}
    assert without_times(audited()) == [about | {"outcome": "asked"}, about | {"outcome": "done"}]


@each_action
def test_an_action_that_is_refused_says_by_which_code(name, upload, audited):
    upload("completed")
    status, body = call(name)
    assert status == 409
    assert [(line["outcome"], line.get("code")) for line in audited()] == [
        ("asked", None),
        ("refused", body["error"]["code"]),
    ]


@each_action
@pytest.mark.usefixtures("without_audit_log")
def test_nothing_is_done_without_a_line(name, upload, records):
    upload(ACTIONS[name][1])
    before = records.get(UPLOAD_ID)
    assert (call(name)[0], records.get(UPLOAD_ID)) == (503, before)


# The log itself


class Logs:
    """Of CloudWatch Logs: streams that are there, and lines; refuses what it is told to."""

    class exceptions:
        class ResourceAlreadyExistsException(Exception):
            pass

        class ResourceNotFoundException(ClientError):
            pass

    def __init__(self):
        self.streams = set()
        self.lines = []
        self.refused = set()
        self.answer = {}

    def create_log_stream(self, logGroupName, logStreamName):
        if (logGroupName, logStreamName) in self.streams:
            raise self.exceptions.ResourceAlreadyExistsException
        self.streams.add((logGroupName, logStreamName))

    def put_log_events(self, logGroupName, logStreamName, logEvents):
        lines = [json.loads(each["message"]) for each in logEvents]
        if (logGroupName, logStreamName) not in self.streams:
            raise self.exceptions.ResourceNotFoundException({}, "PutLogEvents")
        if self.refused.intersection(line["outcome"] for line in lines):
            raise ClientError({"Error": {"Code": "ThrottlingException"}}, "PutLogEvents")
        self.lines += lines
        return self.answer


@pytest.fixture
def logs():
    return Logs()


@pytest.fixture
def audit_log(logs):
    return AuditLog(logs, "audit", now)


def test_a_line_that_came_too_late_for_aws_is_none(logs, audit_log):
    logs.answer = {"rejectedLogEventsInfo": {"tooOldLogEventEndIndex": 1}}
    with pytest.raises(NotAudited):
        audit_log.write(CALL, "exportLeads", "done", count=3)


def test_what_failed_is_said_whatever_it_was(logs, audit_log):
    with pytest.raises(KeyError), audit_log.around(CALL, "cancelUpload", uploadId="u1"):
        raise KeyError("a secret")
    assert [line["outcome"] for line in logs.lines] == ["asked", "failed"]
    assert "secret" not in json.dumps(logs.lines)


def test_what_was_done_stays_done_where_the_second_line_cannot_be_written(logs, audit_log, logged):
    logs.refused = {"done"}
    done = []
    with audit_log.around(CALL, "cancelUpload", uploadId="u1"):
        done.append(True)
    assert done
    (line,) = map(json.loads, logged)
    assert (line["message"], line["action"]) == ("outcome not audited", "cancelUpload")


def test_a_stream_that_was_deleted_is_made_anew(logs, audit_log):
    audit_log.write(CALL, "exportLeads", "done")
    logs.streams.clear()
    audit_log.write(CALL, "exportLeads", "done")
    assert len(logs.lines) == 2


def test_each_day_has_a_stream_of_its_own(logs):
    days = iter(["2026-03-02T23:59:59.000000Z", "2026-03-03T00:00:01.000000Z", "2026-03-03T00:00:02.000000Z"])
    log = AuditLog(logs, "audit", lambda: next(days))
    for _ in range(3):
        log.write(CALL, "exportLeads", "done")
    assert sorted(stream[:10] for _, stream in logs.streams) == ["2026-03-02", "2026-03-03"]


def test_an_id_that_is_none_of_ours_is_cut(logs, audit_log):
    audit_log.write(CALL, "cancelUpload", "asked", uploadId="x" * 5000)
    assert logs.lines[0]["uploadId"] == "x" * LONGEST
