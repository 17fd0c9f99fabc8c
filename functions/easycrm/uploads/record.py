"""An upload's record: what is known of it, by the names that the API has for it."""

from collections.abc import Sequence
from typing import Literal, NotRequired, TypedDict, final

from easycrm.bounds import RECORDED_CHARACTERS, RECORDED_CHOICES
from easycrm.leads.lead import UploadRef
from easycrm.leads.statement import Existing, Upload
from easycrm.workbooks.refusals import EncodingChoice

Status = Literal["uploading", "processing", "completed", "partial", "failed", "cancelled"]
FINAL: frozenset[Status] = frozenset({"completed", "partial", "failed", "cancelled"})
"""The statuses after which nothing happens to an upload by itself."""


class Options(TypedDict):
    """`country`: where a phone number without a prefix is dialled; `existing`: what may be done to leads that exist.

    `encoding`: what its owner says that a text file is in, by its name in `ENCODINGS`; absent: found by its letters.
    """

    country: str
    existing: Existing
    encoding: NotRequired[str]


class ProblemDetails(TypedDict):
    """`choices`: the encodings that a file may be in, and how its first foreign cells would read in each."""

    choices: list[EncodingChoice]


class Problem(TypedDict):
    """Why an upload is not completed: a stable code, a sentence for people, whether trying again may help."""

    code: str
    message: str
    canRetry: bool
    details: NotRequired[ProblemDetails]


_Stop = TypedDict("_Stop", {"as": Literal["cancelled", "partial"]})


@final
class StopRequest(_Stop):
    """Somebody's wish that the upload ends `as` cancelled or partial: by whom, and when."""

    by: str
    at: str


@final
class BrokenRun(TypedDict):
    """What a run is to close that another one broke."""

    error: Problem


Closing = StopRequest | BrokenRun
"""What a run that only closes an upload is begun with."""


class Progress(TypedDict):
    """How far the run was when Step Functions was last asked; the counts are there once there is a map run."""

    stage: Literal["reading", "importing", "publishing"]
    percentage: int
    mapRunArn: NotRequired[str]
    totalBatches: NotRequired[int]
    completedBatches: NotRequired[int]
    failedBatches: NotRequired[int]
    estimatedCompletion: NotRequired[str]


class ResultCounts(TypedDict):
    """Rows by what became of them, and all of them."""

    created: int
    updated: int
    unchanged: int
    merged: int
    held: int
    skipped: int
    rows: int


class WorksheetRange(TypedDict):
    """Rows of one worksheet, as its owner finds them: the first and the last, and how many of those between."""

    worksheet: str
    firstRow: int
    lastRow: int
    rows: int


class FailedBatch(TypedDict):
    """A batch that is not done, and where its rows are; `moreRanges`: how many are not named here."""

    batch: str
    rows: int
    ranges: list[WorksheetRange]
    moreRanges: NotRequired[int]


class DeepSeekStop(TypedDict):
    """Why DeepSeek does not help any more, and the run that learned so."""

    code: str
    executionArn: str


class Spending(TypedDict, total=False):
    """What the upload spends on DeepSeek: dollars in billionths, calls, tokens."""

    deepseekCommitted: int
    deepseekCost: int
    deepseekCalls: int
    deepseekInput: int
    deepseekCached: int
    deepseekOutput: int


class Facts(TypedDict, total=False):
    """What is found out while the upload is imported."""

    rows: int
    mapped: bool
    batches: int
    closingArn: str
    """The execution that is to register, or to close the upload."""
    begunAt: str
    """When its latest run, or its stopping, began."""
    deepseekStopped: DeepSeekStop


class Ending(TypedDict, total=False):
    """What is told of the upload's end. `report`: whether there is a row report.

    `failedBatches`: the first of `failedBatchCount`; all of them are in a work file.
    """

    result: ResultCounts
    flags: dict[str, int]
    failedBatches: list[FailedBatch]
    failedBatchCount: int
    batches: int
    report: bool
    error: Problem
    stopRequested: StopRequest


class Record(Spending):
    """One upload. What is not required becomes known on the way: see `Facts` and `Ending`."""

    uploadId: str
    status: Status
    createdAt: str
    createdBy: str
    fileName: str
    fileSize: int
    options: Options
    sourceKey: NotRequired[str]
    """Where the file is, if it was put into the drop folder."""
    expiresAt: NotRequired[int]
    registeredAt: NotRequired[str]
    executionArn: NotRequired[str]
    begunAt: NotRequired[str]
    closingArn: NotRequired[str]
    runs: NotRequired[int]
    """How often it was retried."""
    leftBehind: NotRequired[str]
    """The execution that the latest retry follows."""
    rows: NotRequired[int]
    mapped: NotRequired[bool]
    batches: NotRequired[int]
    progress: NotRequired[Progress]
    progressAt: NotRequired[str]
    deepseekStopped: NotRequired[DeepSeekStop]
    result: NotRequired[ResultCounts]
    flags: NotRequired[dict[str, int]]
    failedBatches: NotRequired[list[FailedBatch]]
    """The first of them; all of them on a record of which no `failedBatchCount` is told."""
    failedBatchCount: NotRequired[int]
    report: NotRequired[bool]
    error: NotRequired[Problem]
    completedAt: NotRequired[str]
    stopRequested: NotRequired[StopRequest]


def recorded(text: str, most: int = RECORDED_CHARACTERS) -> str:
    """A text as the record has it: one that is longer than `most` characters is cut, and ends in `…`."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def problem(code: str, message: str, can_retry: bool, choices: Sequence[EncodingChoice] = ()) -> Problem:
    """A problem as the record has it, with its texts cut."""
    bounded: Problem = {"code": recorded(code), "message": recorded(message), "canRetry": can_retry}
    if choices:
        bounded["details"] = {"choices": [_recorded_choice(choice) for choice in choices[:RECORDED_CHOICES]]}
    return bounded


def _recorded_choice(choice: EncodingChoice) -> EncodingChoice:
    return {
        "encoding": recorded(choice["encoding"]),
        "name": recorded(choice["name"]),
        "sample": recorded(choice["sample"]),
    }


def upload_of(record: Record) -> Upload:
    """What statements need to know of an upload that has begun."""
    ref = UploadRef(record["registeredAt"], record["uploadId"])
    return Upload(ref, record["fileName"], record["options"]["existing"])
