"""How far an upload is: asked of Step Functions now and then, told at once."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from easycrm.uploads.api.upload_status import status_of
from easycrm.uploads.executions import Executions
from easycrm.uploads.problems import INTERRUPTED
from easycrm.uploads.progress import refreshed
from easycrm.uploads.record import FINAL, may_be_stored
from tests.integration.deciding import begin_retry, request_stop
from tests.support.fakes import part
from tests.support.step_functions import EXECUTION, MACHINE, MAP_RUN, SLICES_RUN, StepFunctions

RUN = EXECUTION + "one"
STARTED = "2026-03-02T09:00:00.000000Z"
AT = "2026-03-02T09:01:00.000000Z"
FORMER_MAP_RUN = MAP_RUN.replace("StandardiseBatches", "ImportBatches")


@pytest.fixture
def processing(records):
    """An upload whose import runs: ten batches are to be standardised, and at most eight slices stored."""
    options = {"country": "SG", "existing": "update"}
    created = {"uploadId": "u1", "status": "uploading", "createdAt": STARTED, "createdBy": "mei@example.com"}
    records.create(created | {"fileName": "a.csv", "fileSize": 9, "options": options}, expires_days=1)
    records.register("u1", RUN, None)
    records.note("u1", rows=1000, batches=10, slices=8, begunAt=STARTED)
    return records.get("u1")


@pytest.fixture
def refresh(records, store, processing):  # noqa: ARG001
    """A function: what a caller of GET /status at some moment sees."""

    def at(step_functions, moment=AT):
        executions = Executions(step_functions, MACHINE)
        return status_of(refreshed(records.get("u1"), moment, 5, store, records, executions))

    return at


STANDARDISED: dict[str, Any] = {"total": 10, "succeeded": 9, "failed": 1}


def test_progress_is_the_counts_of_the_first_map_run_and_the_slices_that_are_to_come(refresh):
    status = refresh(StepFunctions(total=10, succeeded=3, failed=1, timedOut=1, running=4, pending=1))
    assert status["stage"] == "importing"
    assert status["progress"] == {
        "totalBatches": 18,
        "completedBatches": 3,
        "failedBatches": 2,
        "totalLeads": 1000,
        "processedLeads": 235,
        "percentage": 30,
    }


def test_progress_is_the_counts_of_both_map_runs_once_there_is_the_second(refresh):
    status = refresh(StepFunctions(**STANDARDISED, slices={"total": 6, "succeeded": 2, "failed": 1, "running": 3}))
    assert status["stage"] == "importing"
    assert status["progress"] == {
        "totalBatches": 16,
        "completedBatches": 11,
        "failedBatches": 2,
        "totalLeads": 1000,
        "processedLeads": 729,
        "percentage": 72,
    }


@pytest.mark.parametrize(
    ("step_functions", "end"),
    [
        (StepFunctions(total=10, succeeded=4), "2026-03-02T09:05:00Z"),  # 2.5 minutes a map
        (StepFunctions(**STANDARDISED, slices={"total": 6, "succeeded": 1, "failed": 1}), "2026-03-02T09:04:00Z"),
    ],
    ids=["first map", "second map"],
)
def test_the_end_is_estimated_at_the_rate_so_far(step_functions, end, refresh):
    at = "2026-03-02T09:01:00.000000Z" if "05" in end else "2026-03-02T09:02:00.000000Z"
    assert refresh(step_functions, at)["estimatedCompletion"] == end


WITHOUT_A_RATE = {
    "no map run yet": StepFunctions(),
    "nothing done": StepFunctions(total=10),
    "between the maps": StepFunctions(**STANDARDISED, map_run="SUCCEEDED"),
    "no slice done": StepFunctions(**STANDARDISED, slices={"total": 6}),
    "map runs over": StepFunctions(**STANDARDISED, slices={"total": 6, "succeeded": 6}, map_run="SUCCEEDED"),
}


@pytest.mark.parametrize("step_functions", WITHOUT_A_RATE.values(), ids=WITHOUT_A_RATE)
def test_without_a_rate_no_end_is_estimated(step_functions, refresh):
    assert refresh(step_functions)["estimatedCompletion"] is None


@pytest.mark.parametrize(
    ("step_functions", "stage", "percentage"),
    [
        (StepFunctions(), "reading", 1),
        (StepFunctions(total=10), "importing", 10),
        (StepFunctions(total=10, succeeded=5), "importing", 30),
        (StepFunctions(total=10, succeeded=10), "importing", 50),
        (StepFunctions(total=10, failed=10, map_run="SUCCEEDED"), "importing", 50),
        (StepFunctions(**STANDARDISED, slices={"total": 6}), "importing", 50),
        (StepFunctions(**STANDARDISED, slices={"total": 6, "succeeded": 3}), "importing", 72),
        (StepFunctions(**STANDARDISED, slices={"total": 6, "succeeded": 6}), "importing", 95),
        (StepFunctions(**STANDARDISED, slices={"total": 6, "failed": 6}, map_run="SUCCEEDED"), "publishing", 95),
        (StepFunctions(slices={"total": 2}), "importing", 50),
        (StepFunctions(slices={"total": 2, "aborted": 1, "timedOut": 1}), "importing", 95),
    ],
    ids=[
        *("no map run yet", "nothing done", "half of the first map", "all standardised", "first map over"),
        *("second map begun", "half of the second map", "all stored", "second map over"),
        *("retry without batches", "retry without batches, all done"),
    ],
)
def test_every_stage_before_the_end_is_less_than_100_percent(step_functions, stage, percentage, refresh):
    status = refresh(step_functions)
    assert (status["stage"], status["progress"]["percentage"]) == (stage, percentage)


@pytest.mark.parametrize(
    ("step_functions", "stage"),
    [
        (StepFunctions(pending=0, map_run="SUCCEEDED"), "importing"),
        (StepFunctions(**STANDARDISED, slices={"pending": 0}), "importing"),
    ],
    ids=["no batch", "no slice"],
)
def test_a_map_run_of_nothing_is_no_fault(step_functions, stage, refresh):
    status = refresh(step_functions)
    assert (status["stage"], status["progress"]["percentage"]) == (stage, 50)


def test_rows_that_are_done_never_become_fewer_when_the_second_map_begins(refresh, records):
    records.note("u1", slices=1)  # of an upload that had a slice with rows, and is tried again
    moments = (f"2026-03-02T09:{minute:02}:00.000000Z" for minute in range(1, 30))
    seen = [refresh(StepFunctions(total=4, succeeded=done), next(moments))["progress"] for done in range(5)]
    over: dict[str, Any] = {"total": 4, "succeeded": 4}
    seen += [
        refresh(StepFunctions(**over, slices={"total": 16, "succeeded": done}), next(moments))["progress"]
        for done in range(17)
    ]
    for name in ("processedLeads", "percentage", "completedBatches"):
        assert [now[name] for now in seen] == sorted(now[name] for now in seen)
    assert (seen[4]["processedLeads"], seen[-1]["processedLeads"]) == (470, 1000)


def test_an_execution_of_the_former_form_is_shown_as_before_until_it_ends(refresh, records):
    former = {"stage": "importing", "percentage": 52, "totalBatches": 10, "completedBatches": 4, "failedBatches": 1}
    records.note("u1", progress=former | {"mapRunArn": FORMER_MAP_RUN})
    step_functions = StepFunctions()
    status = refresh(step_functions)
    assert (status["stage"], status["progress"]["completedBatches"], status["progress"]["percentage"]) == (
        *("importing", 4),
        52,
    )
    assert "DescribeMapRun" not in dict(step_functions.asked)


def test_within_a_period_the_cached_progress_is_served(refresh):
    refresh(StepFunctions(total=10, succeeded=3))
    unasked = StepFunctions(total=10, succeeded=9)
    assert refresh(unasked, "2026-03-02T09:01:04.000000Z")["progress"]["completedBatches"] == 3
    assert unasked.asked == []


def test_a_map_run_is_looked_up_once(refresh):
    refresh(StepFunctions(total=10))
    later = StepFunctions(total=10, succeeded=9)
    refresh(later, "2026-03-02T09:02:00.000000Z")
    assert later.asked == [("DescribeExecution", RUN), ("DescribeMapRun", MAP_RUN)]


def test_the_second_map_run_is_looked_for_when_the_first_is_over_and_the_first_asked_about_no_more(refresh):
    refresh(StepFunctions(**STANDARDISED, map_run="SUCCEEDED"))
    later = StepFunctions(**STANDARDISED, slices={"total": 6})
    refresh(later, "2026-03-02T09:02:00.000000Z")
    assert later.asked == [("DescribeExecution", RUN), ("ListMapRuns", RUN), ("DescribeMapRun", SLICES_RUN)]
    last = StepFunctions(**STANDARDISED, slices={"total": 6, "succeeded": 5})
    refresh(last, "2026-03-02T09:03:00.000000Z")
    assert last.asked == [("DescribeExecution", RUN), ("DescribeMapRun", SLICES_RUN)]


@pytest.mark.parametrize("slices", [None, {"total": 6, "succeeded": 3}], ids=["first map", "second map"])
def test_the_percentage_never_goes_back(slices, refresh):
    counts: dict[str, Any] = STANDARDISED if slices else {"total": 10, "succeeded": 5}
    before = refresh(StepFunctions(**counts, slices=slices))["progress"]
    fewer = {"slices": slices | {"succeeded": 2}} if slices else {"succeeded": 4}
    status = refresh(StepFunctions(**counts | fewer), "2026-03-02T09:02:00.000000Z")
    assert status["progress"] == before


class Meanwhile(StepFunctions):
    """Lets something happen while it is asked for the counts of a map run."""

    def __init__(self, happens, **counts):
        super().__init__(**counts)
        self._happens = happens

    def describe_map_run(self, mapRunArn):
        self._happens()
        return super().describe_map_run(mapRunArn)


def test_a_slow_answer_does_not_replace_a_later_one(refresh, records):
    later = "2026-03-02T09:01:30.000000Z"
    slow = Meanwhile(lambda: refresh(StepFunctions(total=10, succeeded=5), later), total=10, succeeded=4)
    refresh(slow)
    assert records.get("u1")["progress"]["completedBatches"] == 5


def test_a_slow_answer_says_nothing_of_the_run_that_has_begun_since(refresh, records):
    def retry():
        records.finish(records.get("u1"), "partial", {"flags": {}})
        begin_retry(records, 1)
        records.register("u1", EXECUTION + "u1-r1")

    refresh(Meanwhile(retry, total=10, succeeded=4))
    assert "progress" not in records.get("u1")


def test_of_a_retry_that_is_being_begun_the_run_before_it_says_nothing(refresh, records):
    refresh(StepFunctions(total=10, succeeded=10))
    records.finish(records.get("u1"), "partial", {"flags": {}})
    begin_retry(records, 1)
    status = refresh(StepFunctions(total=10, succeeded=10), "2026-03-02T09:02:00.000000Z")
    assert (status["stage"], status["progress"]["percentage"]) == ("reading", 0)


@pytest.mark.parametrize("code", ["ThrottlingException", "TooManyRequestsException"])
def test_a_throttle_serves_the_cached_progress(code, refresh):
    before = refresh(StepFunctions(total=10, succeeded=3))
    assert refresh(StepFunctions(code), "2026-03-02T09:02:00.000000Z") == before


def test_any_other_refusal_rises(refresh):
    with pytest.raises(ClientError, match="AccessDenied"):
        refresh(StepFunctions("AccessDeniedException"))


@pytest.mark.parametrize("status", sorted(FINAL))
def test_an_upload_that_has_ended_is_asked_about_no_more(status, refresh, records):
    records.finish(records.get("u1"), status, {"flags": {}})
    step_functions = StepFunctions(total=10)
    assert refresh(step_functions)["stage"] == status
    assert step_functions.asked == []


def test_an_upload_that_has_not_begun_is_not_asked_about(processing, records, store):
    step_functions = StepFunctions(total=10)
    record = {name: value for name, value in processing.items() if name != "executionArn"} | {"status": "uploading"}
    assert refreshed(part(record), AT, 5, store, records, Executions(step_functions, MACHINE)) == record
    assert step_functions.asked == []


# A run that ended without a word on the record


CLOSING = EXECUTION + "closing"
BEFORE, LATELY = "2026-03-02T09:00:29.000000Z", "2026-03-02T09:00:31.000000Z"  # the grace is half a minute
STOP = {"as": "cancelled", "by": "mei@example.com", "at": STARTED}


def ended(state, at=BEFORE, name="one"):
    return StepFunctions(executions={name: (state, at)}, total=10)


@pytest.mark.parametrize("state", ["FAILED", "TIMED_OUT", "ABORTED", "SUCCEEDED"])
def test_a_run_that_ended_a_while_ago_without_a_word_was_interrupted(state, refresh, records):
    told = refresh(ended(state))
    assert (told["status"], told["error"]) == ("failed", INTERRUPTED)
    assert records.get("u1")["status"] == "failed"


@pytest.mark.parametrize("state", ["FAILED", "TIMED_OUT", "ABORTED", "SUCCEEDED"])
def test_a_run_that_ended_just_now_may_still_be_told_more_precisely(state, refresh):
    told = refresh(ended(state, LATELY))
    assert (told["status"], "error" in told) == ("processing", False)


@pytest.mark.parametrize(("begun_at", "status"), [(BEFORE, "failed"), (LATELY, "processing")])
def test_a_run_that_step_functions_does_not_know_is_interrupted_a_while_after_it_began(
    begun_at, status, refresh, records
):
    refresh(StepFunctions(total=10, succeeded=4), STARTED)
    records.note("u1", begunAt=begun_at)
    told = refresh(StepFunctions(executions={"one": "DELETED"}))
    assert (told["status"], told["progress"]["completedBatches"]) == (status, 4)


def test_a_run_that_is_gone_before_it_had_batches_is_shown_as_before(refresh, records):
    records.note("u1", begunAt=LATELY)
    assert refresh(StepFunctions(executions={"one": "DELETED"}))["stage"] == "reading"


OTHERS = [
    "arn:aws:states:ap-southeast-1:999999999999:execution:easy-crm-import-leads:one",
    "arn:aws:states:eu-west-1:123456789012:execution:easy-crm-import-leads:one",
    "arn:aws:states:ap-southeast-1:123456789012:execution:other-import-leads:one",
    "no ARN at all",
]


@pytest.mark.parametrize("arn", OTHERS, ids=["account", "region", "machine", "nonsense"])
@pytest.mark.parametrize(("begun_at", "status"), [(BEFORE, "failed"), (LATELY, "processing")])
def test_a_run_of_another_account_region_or_machine_is_one_that_is_gone(arn, begun_at, status, refresh, records):
    records.note("u1", executionArn=arn, begunAt=begun_at)
    step_functions = StepFunctions()
    assert refresh(step_functions)["status"] == status
    assert step_functions.asked == []


@pytest.mark.parametrize("decide", [lambda records: request_stop(records, STOP), lambda records: retried(records)])
def test_a_run_that_was_decided_on_and_not_started_is_started_by_whoever_looks(decide, refresh, records):
    decided = decide(records)
    name = decided["closingArn"].rpartition(":")[2]
    step_functions = StepFunctions(executions={name: "DELETED"})
    assert refresh(step_functions)["status"] == "processing"
    ((started, begun_with),) = [(run["name"], json.loads(run["input"])) for run in step_functions.started]
    assert (started, begun_with) == (name, decided["wayIn"])
    assert records.get("u1").items() >= decided.items()


def retried(records):
    records.fail(records.get("u1"), {})
    return begin_retry(records, 1)


def test_a_run_of_another_account_is_not_started(refresh, records):
    request_stop(records, STOP, closing=OTHERS[0])
    records.note("u1", begunAt=BEFORE)
    step_functions = StepFunctions()
    assert refresh(step_functions)["error"] == INTERRUPTED
    assert step_functions.asked == []


@pytest.mark.parametrize("state", ["FAILED", "TIMED_OUT", "ABORTED", "SUCCEEDED", "DELETED"])
def test_what_an_interrupted_run_may_have_stored_is_published_before_the_upload_ends(state, refresh, records, store):
    store.write("runs/0/batches.json", [])
    records.note("u1", begunAt=BEFORE, progress={"stage": "importing", "percentage": 38})
    step_functions = ended(state)
    told = refresh(step_functions)
    assert (told["status"], told["stage"], told["progress"]["percentage"]) == ("processing", "publishing", 38)
    (run,) = step_functions.started
    record = records.get("u1")
    assert (record["closingArn"], record["wayIn"]) == (EXECUTION + run["name"], json.loads(run["input"]))
    assert record["wayIn"]["finish"] == {"error": INTERRUPTED}
    assert not may_be_stored(record, 0)


@pytest.mark.parametrize("percentage", [10, 95])
def test_a_run_that_goes_on_is_not_interrupted_however_long_it_takes(percentage, refresh, records):
    records.note("u1", progress={"percentage": percentage})
    assert refresh(StepFunctions(total=10), "2026-03-04T09:00:00.000000Z")["status"] == "processing"


@pytest.fixture
def stopping(records, processing):  # noqa: ARG001
    """The upload is being stopped: its run has ended, and another one is to close it."""
    request_stop(records, STOP)
    records.note("u1", begunAt=STARTED)


@pytest.mark.usefixtures("stopping")
def test_of_an_upload_that_is_being_stopped_the_closing_run_is_watched(refresh):
    step_functions = ended("ABORTED")
    assert refresh(step_functions)["stage"] == "stopping"
    assert step_functions.asked == [("DescribeExecution", CLOSING)]


@pytest.mark.usefixtures("stopping")
@pytest.mark.parametrize("state", ["FAILED", "TIMED_OUT", "ABORTED"])
def test_a_closing_run_that_died_is_an_interruption(state, refresh):
    told = refresh(ended(state, name="closing"))
    assert (told["status"], told["error"]) == ("failed", INTERRUPTED)


def test_a_retry_is_not_interrupted_by_the_end_of_the_run_before_it(refresh, records):
    records.finish(records.get("u1"), "partial", {"flags": {}})
    begin_retry(records, 1)
    records.note("u1", begunAt=LATELY)
    assert refresh(ended("SUCCEEDED"))["status"] == "processing"


def test_a_stop_of_what_failed_long_ago_is_judged_by_its_closing_run(refresh, records):
    records.finish(records.get("u1"), "failed", {"error": {}})
    request_stop(records, STOP, ["failed"])
    step_functions = ended("FAILED")
    assert refresh(step_functions)["stage"] == "stopping"
    assert step_functions.asked == [("DescribeExecution", CLOSING)]


def test_an_end_that_came_while_step_functions_was_asked_stays(refresh, records):
    class Ending(StepFunctions):
        def describe_execution(self, executionArn):
            record = records.get("u1")
            if record["status"] == "processing":
                records.finish(record, "completed", {"flags": {}})
            return super().describe_execution(executionArn)

    refresh(Ending(executions={"one": ("SUCCEEDED", BEFORE)}))
    assert records.get("u1")["status"] == "completed"


# What is told of each stage


RESULT = {"created": 700, "updated": 50, "unchanged": 50, "merged": 100, "held": 100, "skipped": 0, "rows": 1000}
HALFWAY = {"stage": "importing", "totalBatches": 10, "completedBatches": 4, "failedBatches": 1, "percentage": 52}
UNREAD = {"rows": 0, "batches": 0, "slices": 0}
FORMER = {"slices": 0}


@pytest.mark.parametrize(
    ("facts", "stage", "counts"),
    [
        ({"status": "uploading", **UNREAD}, "uploading", (0, 0, 0, 0, 0)),
        (UNREAD, "reading", (0, 0, 0, 0, 0)),
        ({}, "reading", (18, 0, 0, 0, 0)),
        ({"progress": HALFWAY}, "importing", (10, 4, 1, 494, 52)),
        ({"status": "completed", "result": RESULT, "failedBatches": []}, "completed", (18, 18, 0, 1000, 100)),
        ({"status": "partial", "result": RESULT, "failedBatches": [{}] * 2}, "partial", (18, 16, 2, 1000, 100)),
        (
            {
                "status": "partial",
                "result": RESULT,
                "failedBatches": [{}] * 2,
                "failedCounts": {"batches": 7, "slices": 1},
            },
            "partial",
            (18, 10, 8, 1000, 100),
        ),
        ({"status": "partial", "result": RESULT, "progress": HALFWAY}, "partial", (18, 17, 1, 1000, 100)),
        (
            {"status": "failed", "result": RESULT, **FORMER, "failedBatches": [{}] * 10},
            "failed",
            (10, 0, 10, 1000, 100),
        ),
        ({"status": "failed", **UNREAD, "error": {}}, "failed", (0, 0, 0, 0, 0)),
        ({"status": "failed", "error": {}}, "failed", (18, 0, 0, 0, 0)),
        ({"status": "failed", "error": {}, "progress": HALFWAY}, "failed", (10, 4, 1, 494, 52)),
        ({"status": "cancelled", "result": RESULT, "failedBatches": [{}] * 5}, "cancelled", (18, 13, 5, 1000, 100)),
    ],
    ids=[
        *("uploading", "reading", "planned", "importing", "completed", "partial", "partial by its count"),
        *("partial by what was last seen", "failed in every batch, of the former form"),
        *("unreadable", "broke before the batches", "broke halfway", "cancelled halfway"),
    ],
)
def test_a_status_counts_what_is_known(facts, stage, counts, processing):
    status = status_of(processing | facts)
    names = ("totalBatches", "completedBatches", "failedBatches", "processedLeads", "percentage")
    assert (status["stage"], tuple(part(status)["progress"][name] for name in names)) == (stage, counts)


@pytest.mark.parametrize("facts", [{"stopRequested": STOP}, {"status": "failed", "error": {}}], ids=["stop", "failed"])
def test_no_end_is_estimated_of_what_does_not_go_on(facts, processing):
    progress = HALFWAY | {"estimatedCompletion": AT}
    assert status_of(processing | {"progress": progress})["estimatedCompletion"] == AT
    assert status_of(processing | {"progress": progress} | facts)["estimatedCompletion"] is None


@pytest.mark.parametrize("name", ["result", "failedBatches", "error", "completedAt"])
def test_a_status_tells_of_the_end_only_when_there_is_one(name, processing):
    assert name not in status_of(processing)
    ended = {"result": {"rows": 3}, "failedBatches": [], "error": {}, "completedAt": AT}
    assert part(status_of(processing | {"failedBatches": [], name: ended[name]}))[name] == ended[name]


def test_the_rows_of_an_upload_that_ended_are_those_that_were_counted(processing):
    late = {"result": {"rows": 0}, "failedBatches": [], "rows": 1000}
    progress = status_of(processing | late)["progress"]
    assert (progress["totalLeads"], progress["processedLeads"]) == (0, 0)


def test_what_is_found_out_of_an_upload_that_has_ended_changes_nothing(importing):
    fair = importing("Name,Email\nAna Li,ana@example.com\nBob Ray,bob@example.com\n")
    fair.records.note(fair.id, createdBy="mei@example.com")
    request_stop(fair.records, STOP)
    fair.finish(closing=STOP)
    ended = fair.record
    fair.read()  # by the task that the stop left behind
    assert fair.record == ended
    assert (ended["status"], status_of(ended)["progress"]["completedBatches"]) == ("cancelled", 0)


def test_a_status_keeps_the_names_of_aws_to_itself(processing):
    status = status_of(processing | {"progress": HALFWAY | {"mapRunArn": MAP_RUN}})
    assert "arn:aws" not in str(status)


def test_an_upload_stopped_before_it_was_read_has_a_status():
    stopped = {
        **{"uploadId": "u1", "fileName": "a.csv", "status": "partial", "createdAt": "2026-03-02T09:00:00.000000Z"},
        **{"createdBy": "ana@example.com", "options": {}, "failedBatches": [], "result": {"rows": 0}},
    }
    assert status_of(part(stopped))["progress"] == {
        **{"totalBatches": 0, "completedBatches": 0, "failedBatches": 0},
        **{"totalLeads": 0, "processedLeads": 0, "percentage": 100},
    }
