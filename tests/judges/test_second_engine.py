"""Whole executions of the state machine on the second engine, with functions that do what a test says."""

from collections.abc import Callable, Iterable
from itertools import chain, repeat
from typing import Any

import pytest

from tests.judges.second_engine import Function, Run, refused_by_lambda, run
from tests.support.sam import definition, states_of

EVENT = {"detail": {"object": {"key": "uploads/0f2b6c1d/source"}}}
UPLOAD = {"uploadId": "0f2b6c1d", "etag": "9ac4", "registered": True, "run": 0}
BATCHES: dict[str, Any] = {"key": "imports/0f2b6c1d/worksheet-batches.json", "batches": 2}
SLICES: dict[str, Any] = {"key": "imports/0f2b6c1d/runs/0/slices.json", "slices": 2}
EACH_BATCH: list[dict[str, Any]] = [
    {"batch": name, "slices": 2, "ranges": [{"table": 0}]} for name in ("00001", "00002")
]
EACH_SLICE: list[dict[str, Any]] = [{"slice": name, "ranges": [["00001", 0, 9]]} for name in ("s0", "s1")]
FILES: dict[str, list[dict[str, Any]]] = {BATCHES["key"]: EACH_BATCH, SLICES["key"]: EACH_SLICE}
FAILURE = {"message": "Something went wrong on our side.", "canRetry": True}
TO_THE_END = ["Publish leads", "Finish import"]
TO_THE_BATCHES = [
    *("Which way in", "Register upload", "May it run", "Parse workbook", "Map columns"),
    "Standardise batches",
]
TO_THE_SLICES = [*TO_THE_BATCHES, "Choose slices", "Is there a slice", "Upsert slices"]
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
        "ParseWorkbookFunction": lambda _: BATCHES | {"rows": 3, "tables": 1},
        "MapColumnsFunction": lambda _: {"tables": "mapped.json"},
        "StandardiseBatchFunction": lambda _: {"rows": 200},
        "ChooseSlicesFunction": lambda _: SLICES,
        "UpsertSliceFunction": lambda _: {"created": 200},
        "PublishLeadsFunction": lambda _: {"published": 400},
        "FinishImportFunction": lambda _: {"status": "completed"},
        "RecordFailureFunction": lambda payload: (
            FAILURE | {"canRetry": payload["input"]["failure"]["Error"] != "Terminal"}
        ),
    }


def imported(event: Any = None, files: Any = None, **functions: Function) -> Run:
    """The run of an import: of two batches if nothing else is said, and of some functions that do otherwise."""
    named = {f"{name}Function": function for name, function in functions.items()}
    return run(definition(), event or EVENT, answers() | named, files if files is not None else FILES)


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
    assert imported().states == TO_THE_SLICES + TO_THE_END


def test_each_batch_is_standardised_and_then_each_slice_stored_knowing_upload_and_run() -> None:
    ran = imported(RegisterUpload=lambda _: UPLOAD | {"run": 3})
    for function, name, items in (
        ("StandardiseBatchFunction", "batch", EACH_BATCH),
        ("UpsertSliceFunction", "slice", EACH_SLICE),
    ):
        called = sorted(ran.called(function), key=lambda payload: payload[name])
        assert called == [{"uploadId": "0f2b6c1d", "run": 3, **item} for item in items]
    inner = [name for name, payload in ran.calls if payload.keys() & {"batch", "slice"}]
    assert inner == ["StandardiseBatchFunction"] * 2 + ["UpsertSliceFunction"] * 2


def test_what_is_handed_on_is_few_keys_and_nothing_of_a_batch_or_slice() -> None:
    assert imported().output == UPLOAD | {"batches": BATCHES, "mapping": {"tables": "mapped.json"}, "slices": SLICES}


def test_who_chooses_slices_is_told_of_the_run() -> None:
    [payload] = imported().called("ChooseSlicesFunction")
    assert payload.items() >= UPLOAD.items()


def test_the_execution_is_told_to_who_registers_it() -> None:
    [payload] = imported().called("RegisterUploadFunction")
    assert payload["input"] == EVENT
    assert payload["executionArn"].endswith(":execution:easy-crm-import-leads:one")


def test_a_second_delivery_ends_quietly() -> None:
    ran = imported(RegisterUpload=lambda _: UPLOAD | {"registered": False})
    assert (ran.status, ran.states[-1]) == ("SUCCEEDED", "Nothing to do")
    assert [name for name, _ in ran.calls] == ["RegisterUploadFunction"]


def test_a_retry_goes_to_its_batches_at_once() -> None:
    ran = imported(RegisterUpload=lambda _: UPLOAD | {"batches": BATCHES})
    assert ran.states == [*TO_THE_BATCHES[:3], *TO_THE_SLICES[5:], *TO_THE_END]


def test_a_retry_with_no_batch_left_goes_to_its_slices() -> None:
    ran = imported(RegisterUpload=lambda _: UPLOAD | {"batches": BATCHES | {"batches": 0}})
    assert ran.states == [*TO_THE_BATCHES[:3], *TO_THE_SLICES[6:], *TO_THE_END]
    assert ran.called("StandardiseBatchFunction") == []


def test_without_a_slice_what_was_stored_before_is_published() -> None:
    ran = imported(ChooseSlices=lambda _: SLICES | {"slices": 0})
    assert ran.states == [*TO_THE_SLICES[:-1], *TO_THE_END]
    assert ran.called("UpsertSliceFunction") == []


def test_a_closing_run_waits_until_slices_have_noticed() -> None:
    closing = {"uploadId": "0f2b6c1d", "finish": {"wish": "cancel", "at": "2026-03-02T09:00:07Z"}}
    ran = imported(closing)
    assert ran.states == ["Which way in", "Let slices notice", *TO_THE_END]
    assert ran.waits == [5]
    assert ran.called("FinishImportFunction") == [closing]


def test_a_file_that_is_refused_is_tried_once_and_is_nobodys_failure() -> None:
    ran = imported(ParseWorkbook=always(Terminal("no rows")))
    assert (ran.status, ran.states[-1]) == ("SUCCEEDED", "File refused")
    assert len(ran.called("ParseWorkbookFunction")) == 1
    assert ran.called("RecordFailureFunction")[0]["input"]["failure"]["Error"] == "Terminal"


def test_two_faults_that_pass_are_waited_out() -> None:
    ran = imported(MapColumns=raising(Broken(), Broken(), then={"tables": "mapped.json"}))
    assert ran.states == TO_THE_SLICES + TO_THE_END
    assert ran.waits == [2, 4]


@pytest.mark.parametrize("name", TASKS)
def test_a_function_that_is_throttled_twelve_times_is_waited_for(name: str) -> None:
    function = TASKS[name]["Parameters"]["FunctionName"]
    answer = answers()[function]({"input": {"failure": {"Error": "Broken"}}})
    patient = raising(*[refused_by_lambda("TooManyRequestsException")] * 12, then=answer)
    others = {"ChooseSlices": always(Broken())} if name == "Record failure" else {}
    one_of_each = {key: items[:1] for key, items in FILES.items()}
    ran = imported(files=one_of_each, **others, **{function.removesuffix("Function"): patient})
    assert ran.waits[-12:] == [2, 4, 8, 16, 32, *[60] * 7]
    assert sum(counts["failed"] for counts in ran.map_runs.values()) == 0
    assert ran.states[-1] == ("Import failed" if others else "Finish import")


def test_faults_of_ours_are_counted_beside_those_of_lambda() -> None:
    throttled = [refused_by_lambda("TooManyRequestsException")] * 12
    ran = imported(MapColumns=raising(*throttled, Broken(), Broken(), Broken(), then={"tables": "mapped.json"}))
    assert ran.states == TO_THE_SLICES + TO_THE_END
    assert len(ran.called("MapColumnsFunction")) == 16


def test_a_choice_that_fails_four_times_fails_the_import_in_words() -> None:
    ran = imported(ChooseSlices=always(Broken("the disk is full")))
    assert ran.states == TO_THE_SLICES[:-2] + TO_A_FAILURE
    assert len(ran.called("ChooseSlicesFunction")) == 4
    assert (ran.status, ran.error, ran.cause) == ("FAILED", "ImportFailed", FAILURE["message"])


@pytest.mark.parametrize(
    "name", [name for name in definition()["States"] if name in TASKS and name != "Record failure"]
)
def test_whatever_fails_for_good_is_recorded(name: str) -> None:
    function = TASKS[name]["Parameters"]["FunctionName"].removesuffix("Function")
    assert imported(**{function: always(Broken())}).states[-4:] == [name, *TO_A_FAILURE]


def test_who_records_a_failure_is_told_how_far_the_run_came() -> None:
    [payload] = imported(ChooseSlices=always(Broken("the disk is full"))).called("RecordFailureFunction")
    assert payload["input"].keys() == {*UPLOAD, "batches", "mapping", "failure"}
    assert payload["input"]["failure"]["Error"] == "Broken"
    assert "the disk is full" in payload["input"]["failure"]["Cause"]
    assert payload["executionArn"].endswith(":one")


@pytest.mark.parametrize(
    ("function", "key", "name"), [("StandardiseBatch", "batch", "00001"), ("UpsertSlice", "slice", "s0")]
)
def test_a_batch_or_slice_that_fails_stops_no_other_and_not_the_import(function: str, key: str, name: str) -> None:
    def fail(payload: Any) -> Any:
        if payload[key] == name:
            raise Broken

    ran = imported(**{function: fail})
    done, one_failed = {"succeeded": 2, "failed": 0}, {"succeeded": 1, "failed": 1}
    labels = {"StandardiseBatch": "StandardiseBatches", "UpsertSlice": "UpsertSlices"}
    assert ran.map_runs == dict.fromkeys(labels.values(), done) | {labels[function]: one_failed}
    assert (ran.status, ran.states) == ("SUCCEEDED", TO_THE_SLICES + TO_THE_END)
    assert [payload[key] for payload in ran.called(f"{function}Function")].count(name) == 4


@pytest.mark.parametrize(
    ("function", "label"), [("StandardiseBatch", "StandardiseBatches"), ("UpsertSlice", "UpsertSlices")]
)
def test_batches_and_slices_that_all_fail_for_good_are_tried_once_and_the_import_goes_on(
    function: str, label: str
) -> None:
    ran = imported(**{function: always(Terminal())})
    assert ran.map_runs[label] == {"succeeded": 0, "failed": 2}
    assert len(ran.called(f"{function}Function")) == 2
    assert ran.states == TO_THE_SLICES + TO_THE_END


def test_a_failure_that_cannot_be_recorded_fails_the_run() -> None:
    ran = imported(ChooseSlices=always(Broken()), RecordFailure=always(Broken("no table")))
    assert (ran.status, ran.error, ran.states[-1]) == ("FAILED", "Broken", "Record failure")
    assert len(ran.called("RecordFailureFunction")) == 4


@pytest.mark.parametrize(
    ("key", "states"), [(BATCHES["key"], TO_THE_BATCHES), (SLICES["key"], TO_THE_SLICES)], ids=["batches", "slices"]
)
def test_a_list_that_is_gone_fails_the_import_in_words(key: str, states: list[str]) -> None:
    ran = imported(files={name: items for name, items in FILES.items() if name != key})
    assert ran.states == states + TO_A_FAILURE
    assert ran.cause == FAILURE["message"]
