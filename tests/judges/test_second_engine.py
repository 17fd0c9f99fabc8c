"""Whole executions of the state machine on the second engine, with functions that do what a test says."""

from collections.abc import Callable, Iterable
from itertools import chain, repeat
from typing import Any

import pytest

from tests.judges.second_engine import Function, Run, refused_by_lambda, run
from tests.support.sam import definition, states_of

EVENT = {"detail": {"object": {"key": "uploads/0f2b6c1d/source"}}}
UPLOAD = {"uploadId": "0f2b6c1d", "etag": "9ac4", "registered": True}
MANIFEST: dict[str, Any] = {"key": "imports/0f2b6c1d/manifest.json", "batches": 2}
BATCHES = [{"batch": "00001", "name": "sharing-0/00001"}, {"batch": "00002", "name": "sharing-0/00002"}]
FAILURE = {"message": "Something went wrong on our side.", "canRetry": True}
TO_THE_END = ["Publish leads", "Finish import"]
TO_THE_BATCHES = [
    *("Which way in", "Register upload", "May it run", "Parse workbook", "Map columns", "Plan batches"),
    "Import batches",
]
TO_A_FAILURE = ["Record failure", "Whose fault", "Import failed"]
TASKS = {name: state for name, state in states_of(definition()).items() if state["Type"] == "Task"}


class Terminal(Exception):
    """What no try mends, by the name that it has in `easycrm.errors`."""


class Broken(Exception):
    """A fault of ours, or of what we stand on."""


def answers() -> dict[str, Function]:
    """Functions that do their work at once, and answer with what the machine hands on."""
    return {
        "RegisterUploadFunction": lambda _: UPLOAD,
        "ParseWorkbookFunction": lambda _: {"rows": 3, "tables": "tables.json", "more": "than is handed on"},
        "MapColumnsFunction": lambda _: {"tables": "mapped.json"},
        "PlanBatchesFunction": lambda _: MANIFEST,
        "StandardiseBatchFunction": lambda _: {"rows": 200},
        "UpsertBatchFunction": lambda _: {"created": 200},
        "PublishLeadsFunction": lambda _: {"published": 400},
        "FinishImportFunction": lambda _: {"status": "completed"},
        "RecordFailureFunction": lambda payload: (
            FAILURE | {"canRetry": payload["input"]["failure"]["Error"] != "Terminal"}
        ),
    }


def imported(event: Any = None, files: Any = None, **functions: Function) -> Run:
    """The run of an import: of two batches if nothing else is said, and of some functions that do otherwise."""
    named = {f"{name}Function": function for name, function in functions.items()}
    return run(
        definition(), event or EVENT, answers() | named, files if files is not None else {MANIFEST["key"]: BATCHES}
    )


def raising(*errors: Exception, then: Any = None) -> Function:
    """A function that fails so often, one error after the other, and then answers."""
    ahead: Iterable[Callable[[], Any]] = chain(map(_raiser, errors), repeat(lambda: then))
    calls = iter(ahead)
    return lambda _: next(calls)()


def always(error: Exception) -> Function:
    return lambda _: _raiser(error)()


def _raiser(error: Exception) -> Callable[[], Any]:
    def raise_it() -> Any:
        raise error

    return raise_it


def test_an_import_goes_from_state_to_state() -> None:
    assert imported().states == TO_THE_BATCHES + TO_THE_END


def test_each_batch_is_standardised_and_then_stored_knowing_its_upload() -> None:
    ran = imported()
    items = [{"uploadId": "0f2b6c1d", **batch} for batch in BATCHES]
    for function in ("StandardiseBatchFunction", "UpsertBatchFunction"):
        assert sorted(ran.called(function), key=lambda payload: payload["batch"]) == items
    of_one_batch = [name for name, payload in ran.calls if payload.get("batch") == "00001"]
    assert of_one_batch == ["StandardiseBatchFunction", "UpsertBatchFunction"]


def test_what_is_handed_on_is_few_keys_and_nothing_of_a_batch() -> None:
    assert imported().output == UPLOAD | {
        "workbook": {"rows": 3, "tables": "tables.json"},
        "mapping": {"tables": "mapped.json"},
        "manifest": MANIFEST,
    }


def test_the_execution_is_told_to_who_registers_it() -> None:
    [payload] = imported().called("RegisterUploadFunction")
    assert payload["input"] == EVENT
    assert payload["executionArn"].endswith(":execution:easy-crm-import-leads:one")


def test_a_second_delivery_ends_quietly() -> None:
    ran = imported(RegisterUpload=lambda _: UPLOAD | {"registered": False})
    assert (ran.status, ran.states[-1]) == ("SUCCEEDED", "Nothing to do")
    assert [name for name, _ in ran.calls] == ["RegisterUploadFunction"]


def test_a_retry_goes_to_its_batches_at_once() -> None:
    ran = imported(RegisterUpload=lambda _: UPLOAD | {"manifest": MANIFEST})
    assert ran.states == [*TO_THE_BATCHES[:3], "Import batches", *TO_THE_END]


def test_a_retry_with_no_batch_left_publishes_and_finishes() -> None:
    ran = imported(RegisterUpload=lambda _: UPLOAD | {"manifest": MANIFEST | {"batches": 0}})
    assert ran.states == TO_THE_BATCHES[:3] + TO_THE_END


def test_a_closing_run_waits_until_batches_have_noticed() -> None:
    closing = {"uploadId": "0f2b6c1d", "finish": {"wish": "cancel", "at": "2026-03-02T09:00:07Z"}}
    ran = imported(closing)
    assert ran.states == ["Which way in", "Let batches notice", *TO_THE_END]
    assert ran.waits == [5]
    assert ran.called("FinishImportFunction") == [closing]


def test_a_file_that_is_refused_is_tried_once_and_is_nobodys_failure() -> None:
    ran = imported(ParseWorkbook=always(Terminal("no rows")))
    assert (ran.status, ran.states[-1]) == ("SUCCEEDED", "File refused")
    assert len(ran.called("ParseWorkbookFunction")) == 1
    assert ran.called("RecordFailureFunction")[0]["input"]["failure"]["Error"] == "Terminal"


def test_two_faults_that_pass_are_waited_out() -> None:
    ran = imported(MapColumns=raising(Broken(), Broken(), then={"tables": "mapped.json"}))
    assert ran.states == TO_THE_BATCHES + TO_THE_END
    assert ran.waits == [2, 4]


@pytest.mark.parametrize("name", TASKS)
def test_a_function_that_is_throttled_twelve_times_is_waited_for(name: str) -> None:
    function = TASKS[name]["Parameters"]["FunctionName"]
    answer = answers()[function]({"input": {"failure": {"Error": "Broken"}}})
    patient = raising(*[refused_by_lambda("TooManyRequestsException")] * 12, then=answer)
    others = {"PlanBatches": always(Broken())} if name == "Record failure" else {}
    one_batch = {MANIFEST["key"]: BATCHES[:1]}
    ran = imported(files=one_batch, **others, **{function.removesuffix("Function"): patient})
    assert ran.waits[-12:] == [2, 4, 8, 16, 32, *[60] * 7]
    assert ran.map_run.get("failed", 0) == 0
    assert ran.states[-1] == ("Import failed" if others else "Finish import")


def test_faults_of_ours_are_counted_beside_those_of_lambda() -> None:
    throttled = [refused_by_lambda("TooManyRequestsException")] * 12
    ran = imported(MapColumns=raising(*throttled, Broken(), Broken(), Broken(), then={"tables": "mapped.json"}))
    assert ran.states == TO_THE_BATCHES + TO_THE_END
    assert len(ran.called("MapColumnsFunction")) == 16


def test_a_plan_that_fails_four_times_fails_the_import_in_words() -> None:
    ran = imported(PlanBatches=always(Broken("the disk is full")))
    assert ran.states == TO_THE_BATCHES[:-1] + TO_A_FAILURE
    assert len(ran.called("PlanBatchesFunction")) == 4
    assert (ran.status, ran.error, ran.cause) == ("FAILED", "ImportFailed", FAILURE["message"])


@pytest.mark.parametrize(
    "name", [name for name in definition()["States"] if name in TASKS and name != "Record failure"]
)
def test_whatever_fails_for_good_is_recorded(name: str) -> None:
    function = TASKS[name]["Parameters"]["FunctionName"].removesuffix("Function")
    assert imported(**{function: always(Broken())}).states[-4:] == [name, *TO_A_FAILURE]


def test_who_records_a_failure_is_told_how_far_the_run_came() -> None:
    [payload] = imported(PlanBatches=always(Broken("the disk is full"))).called("RecordFailureFunction")
    assert payload["input"].keys() == {*UPLOAD, "workbook", "mapping", "failure"}
    assert payload["input"]["failure"]["Error"] == "Broken"
    assert "the disk is full" in payload["input"]["failure"]["Cause"]
    assert payload["executionArn"].endswith(":one")


def test_a_batch_that_fails_stops_no_other_and_not_the_import() -> None:
    def upsert(payload: Any) -> Any:
        if payload["batch"] == "00001":
            raise Broken

    ran = imported(UpsertBatch=upsert)
    assert ran.map_run == {"succeeded": 1, "failed": 1}
    assert (ran.status, ran.states) == ("SUCCEEDED", TO_THE_BATCHES + TO_THE_END)
    assert [payload["batch"] for payload in ran.called("UpsertBatchFunction")].count("00001") == 4


def test_a_batch_that_cannot_be_standardised_is_not_stored() -> None:
    ran = imported(StandardiseBatch=always(Terminal()))
    assert ran.map_run == {"succeeded": 0, "failed": 2}
    assert (len(ran.called("StandardiseBatchFunction")), ran.called("UpsertBatchFunction")) == (2, [])
    assert ran.states == TO_THE_BATCHES + TO_THE_END


def test_a_failure_that_cannot_be_recorded_fails_the_run() -> None:
    ran = imported(PlanBatches=always(Broken()), RecordFailure=always(Broken("no table")))
    assert (ran.status, ran.error, ran.states[-1]) == ("FAILED", "Broken", "Record failure")
    assert len(ran.called("RecordFailureFunction")) == 4


def test_a_manifest_that_is_gone_fails_the_import_in_words() -> None:
    ran = imported(files={})
    assert ran.states == TO_THE_BATCHES + TO_A_FAILURE
    assert ran.cause == FAILURE["message"]
