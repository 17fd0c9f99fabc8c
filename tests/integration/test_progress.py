"""How far an upload is: asked of Step Functions now and then, told at once."""

from datetime import UTC, datetime

import pytest
from botocore.exceptions import ClientError

from easycrm.uploads.executions import Executions
from easycrm.uploads.progress import INTERRUPTED, refreshed, status_of
from easycrm.uploads.records import FINAL

MACHINE = "arn:aws:states:ap-southeast-1:123456789012:stateMachine:easy-crm-import-leads"
RUN = "arn:aws:states:ap-southeast-1:123456789012:execution:easy-crm-import-leads:one"
MAP_RUN = "arn:aws:states:ap-southeast-1:123456789012:mapRun:easy-crm-import-leads/ImportBatches:one"
STARTED = "2026-03-02T09:00:00.000000Z"
AT = "2026-03-02T09:01:00.000000Z"


class StepFunctions:
    """Step Functions as boto3 answers: a map run with these counts, or a refusal; keeps what it was asked.

    `ended`: when the execution ended; None while it runs. `status`: of the map run.
    """

    def __init__(self, refusal=None, status="RUNNING", ended=None, **counts):
        self._refusal = refusal
        self._status = status
        self._ended = ended and datetime.fromisoformat(ended)
        self._counts = counts
        self.asked = []

    def describe_execution(self, executionArn):
        self._ask("DescribeExecution", executionArn)
        return {"status": "FAILED", "stopDate": self._ended} if self._ended else {"status": "RUNNING"}

    def list_map_runs(self, executionArn):
        self._ask("ListMapRuns", executionArn)
        return {"mapRuns": [{"mapRunArn": MAP_RUN, "executionArn": executionArn}] if self._counts else []}

    def describe_map_run(self, mapRunArn):
        self._ask("DescribeMapRun", mapRunArn)
        none = dict.fromkeys(("pending", "running", "succeeded", "failed", "timedOut", "aborted", "total"), 0)
        return {
            "status": self._status,
            "startDate": datetime.fromisoformat(STARTED).astimezone(UTC),
            "itemCounts": none | self._counts,
        }

    def _ask(self, what, arn):
        self.asked.append((what, arn))
        if self._refusal:
            raise ClientError({"Error": {"Code": self._refusal, "Message": ""}}, what)


@pytest.fixture
def processing(records):
    """An upload whose import runs: ten batches are planned."""
    options = {"country": "SG", "existing": "update"}
    created = {"uploadId": "u1", "status": "uploading", "createdAt": STARTED, "createdBy": "mei@example.com"}
    records.create(created | {"fileName": "a.csv", "fileSize": 9, "options": options}, expires_days=1)
    records.register("u1", RUN, None)
    records.note("u1", rows=1000, batches=10, begunAt=STARTED)
    return records.get("u1")


@pytest.fixture
def refresh(records, processing):  # noqa: ARG001
    """A function: what a caller of GET /status at some moment sees."""

    def at(step_functions, moment=AT):
        record = refreshed(records.get("u1"), moment, 5, records, Executions(step_functions, MACHINE))
        return status_of(record, [])

    return at


def test_progress_is_the_counts_of_the_map_run(refresh):
    status = refresh(StepFunctions(total=10, succeeded=3, failed=1, timedOut=1, running=4, pending=1))
    assert status["stage"] == "importing"
    assert status["progress"] == {
        "totalBatches": 10,
        "completedBatches": 3,
        "failedBatches": 2,
        "totalLeads": 1000,
        "processedLeads": 500,
        "percentage": 52,
    }


def test_the_end_is_estimated_at_the_rate_so_far(refresh):
    assert refresh(StepFunctions(total=10, succeeded=5))["estimatedCompletion"] == "2026-03-02T09:02:00Z"


@pytest.mark.parametrize(
    "step_functions",
    [StepFunctions(), StepFunctions(total=10), StepFunctions(total=10, succeeded=10, status="SUCCEEDED")],
    ids=["no map run yet", "nothing done", "map run over"],
)
def test_without_a_rate_no_end_is_estimated(step_functions, refresh):
    assert refresh(step_functions)["estimatedCompletion"] is None


@pytest.mark.parametrize(
    ("step_functions", "stage", "percentage"),
    [
        (StepFunctions(), "reading", 1),
        (StepFunctions(total=10), "importing", 10),
        (StepFunctions(total=10, succeeded=10), "importing", 95),
        (StepFunctions(total=10, succeeded=10, status="SUCCEEDED"), "publishing", 95),
    ],
    ids=["no map run yet", "nothing done", "all done", "map run over"],
)
def test_every_stage_before_the_end_is_less_than_100_percent(step_functions, stage, percentage, refresh):
    status = refresh(step_functions)
    assert (status["stage"], status["progress"]["percentage"]) == (stage, percentage)


def test_within_a_period_the_cached_progress_is_served(refresh):
    refresh(StepFunctions(total=10, succeeded=3))
    unasked = StepFunctions(total=10, succeeded=9)
    assert refresh(unasked, "2026-03-02T09:01:04.000000Z")["progress"]["completedBatches"] == 3
    assert unasked.asked == []


def test_the_map_run_is_looked_up_once(refresh):
    refresh(StepFunctions(total=10))
    later = StepFunctions(total=10, succeeded=9)
    refresh(later, "2026-03-02T09:02:00.000000Z")
    assert later.asked == [("DescribeExecution", RUN), ("DescribeMapRun", MAP_RUN)]


def test_the_percentage_never_goes_back(refresh):
    refresh(StepFunctions(total=10, succeeded=5))
    status = refresh(StepFunctions(total=10, succeeded=4), "2026-03-02T09:02:00.000000Z")
    assert status["progress"]["percentage"] == 52


@pytest.mark.parametrize("code", ["ThrottlingException", "TooManyRequestsException"])
def test_a_throttle_serves_the_cached_progress(code, refresh):
    before = refresh(StepFunctions(total=10, succeeded=3))
    assert refresh(StepFunctions(code), "2026-03-02T09:02:00.000000Z") == before


def test_any_other_refusal_rises(refresh):
    with pytest.raises(ClientError, match="AccessDenied"):
        refresh(StepFunctions("AccessDeniedException"))


@pytest.mark.parametrize("status", sorted(FINAL))
def test_an_upload_that_has_ended_is_asked_about_no_more(status, refresh, records):
    records.finish("u1", status, {"flags": {}}, was=["processing"])
    step_functions = StepFunctions(total=10)
    assert refresh(step_functions)["stage"] == status
    assert step_functions.asked == []


def test_an_upload_that_has_not_begun_is_not_asked_about(processing, records):
    step_functions = StepFunctions(total=10)
    record = {name: value for name, value in processing.items() if name != "executionArn"} | {"status": "uploading"}
    assert refreshed(record, AT, 5, records, Executions(step_functions, MACHINE)) == record
    assert step_functions.asked == []


# A run that ended without a word


@pytest.mark.parametrize(
    ("step_functions", "status"),
    [
        (StepFunctions(total=10), "processing"),
        (StepFunctions(total=10, ended="2026-03-02T09:00:31Z"), "processing"),
        (StepFunctions(total=10, ended="2026-03-02T09:00:29Z"), "failed"),
        (StepFunctions("ExecutionDoesNotExist"), "failed"),
    ],
    ids=["runs", "ended just now", "ended a while ago", "is not known any more"],
)
def test_a_run_that_is_gone_without_a_word_has_failed(step_functions, status, refresh):
    told = refresh(step_functions)
    assert told["status"] == status
    assert told.get("error") == (INTERRUPTED if status == "failed" else None)


def test_of_an_upload_that_is_being_stopped_the_closing_run_is_watched(refresh, records):
    records.request_stop("u1", {"as": "cancelled", "by": "mei@example.com", "at": AT}, was=["processing"])
    records.note("u1", closingArn="arn:closing")
    step_functions = StepFunctions(total=10, succeeded=9)
    assert refresh(step_functions)["stage"] == "stopping"
    assert step_functions.asked == [("DescribeExecution", "arn:closing")]


# What is told of each stage


RESULT = {"created": 700, "updated": 50, "unchanged": 50, "merged": 100, "held": 100, "skipped": 0, "rows": 1000}
HALFWAY = {"stage": "importing", "totalBatches": 10, "completedBatches": 4, "failedBatches": 1, "percentage": 52}


@pytest.mark.parametrize(
    ("facts", "stage", "counts"),
    [
        ({"status": "uploading", "rows": 0, "batches": 0}, "uploading", (0, 0, 0, 0, 0)),
        ({"rows": 0, "batches": 0}, "reading", (0, 0, 0, 0, 0)),
        ({}, "reading", (10, 0, 0, 0, 0)),
        ({"progress": HALFWAY}, "importing", (10, 4, 1, 500, 52)),
        ({"status": "completed", "result": RESULT, "failedBatches": []}, "completed", (10, 10, 0, 1000, 100)),
        ({"status": "partial", "result": RESULT, "failedBatches": [{}] * 2}, "partial", (10, 8, 2, 1000, 100)),
        ({"status": "failed", "result": RESULT, "failedBatches": [{}] * 10}, "failed", (10, 0, 10, 1000, 100)),
        ({"status": "failed", "rows": 0, "batches": 0, "error": {}}, "failed", (0, 0, 0, 0, 100)),
        ({"status": "failed", "error": {}}, "failed", (10, 0, 0, 0, 100)),
        ({"status": "failed", "error": {}, "progress": HALFWAY}, "failed", (10, 4, 1, 500, 100)),
        ({"status": "cancelled", "progress": HALFWAY}, "cancelled", (10, 4, 1, 500, 100)),
    ],
    ids=[
        *("uploading", "reading", "planned", "importing", "completed", "partial", "failed in every batch"),
        *("unreadable", "broke before the batches", "broke halfway", "cancelled halfway"),
    ],
)
def test_a_status_counts_what_is_known(facts, stage, counts, processing):
    status = status_of(processing | facts, [])
    names = ("totalBatches", "completedBatches", "failedBatches", "processedLeads", "percentage")
    assert (status["stage"], tuple(status["progress"][name] for name in names)) == (stage, counts)


@pytest.mark.parametrize("name", ["result", "failedBatches", "error", "completedAt"])
def test_a_status_tells_of_the_end_only_when_there_is_one(name, processing):
    assert name not in status_of(processing, [])
    assert status_of(processing | {name: "told", "failedBatches": []}, []).keys() >= {name}


def test_a_status_keeps_the_names_of_aws_to_itself(processing):
    status = status_of(processing | {"progress": HALFWAY | {"mapRunArn": MAP_RUN}}, [])
    assert "arn:aws" not in str(status)
