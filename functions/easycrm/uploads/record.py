"""An upload's record: what is known of it, by the names that the API has for it."""

from typing import Literal, NotRequired, TypedDict, final

from easycrm.leads.lead import UploadRef
from easycrm.leads.statement import Existing, Upload
from easycrm.uploads.problems import FailedBatch, FailedCounts, FailedSlice, Problem

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
"""How a run that only publishes and closes is to end the upload."""


class BatchesKey(TypedDict):
    """Where Standardise batches finds its batches, and how many those are."""

    key: str
    batches: int


class SlicesKey(TypedDict):
    """Where Upsert slices finds its slices, and how many those are."""

    key: str
    slices: int


class RetryInput(TypedDict):
    """What a retry is begun with: the batches that are left, or the etag of a source that was never read."""

    uploadId: str
    batches: NotRequired[BatchesKey]
    etag: NotRequired[str]


class ClosingInput(TypedDict):
    """What a run is begun with that only publishes and closes what others left; `executionArn` is its own."""

    uploadId: str
    executionArn: str
    finish: Closing


WayIn = RetryInput | ClosingInput
"""What a run is begun with that somebody has decided on."""


class MapRunProgress(TypedDict):
    """One of the two map runs when it was last looked at: its batches or slices, by what became of them."""

    arn: str
    total: int
    completed: int
    failed: int
    startedAt: str
    isOver: bool


class Progress(TypedDict):
    """How far the run was when Step Functions was last asked; the counts are there once there is a map run.

    `mapRuns`: by label. The counts are of batches and slices together; of slices as many as are expected, until they
    are chosen.
    """

    stage: Literal["reading", "importing", "publishing"]
    percentage: int
    mapRuns: NotRequired[dict[str, MapRunProgress]]
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
    slices: int
    deepseekStopped: DeepSeekStop


class Ending(TypedDict, total=False):
    """What is told of the upload's end. `report`: whether there is a row report.

    `failedBatches` and `failedSlices`: the first of `failedCounts`; all of them are in a work file.
    """

    result: ResultCounts
    flags: dict[str, int]
    failedBatches: list[FailedBatch]
    failedSlices: list[FailedSlice]
    failedCounts: FailedCounts
    batches: int
    slices: int
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
    """The run that registered last, which has the batches."""
    closingArn: NotRequired[str]
    """The run that is to register (a retry), or to publish and close; decided before it is started."""
    wayIn: NotRequired[WayIn]
    """What `closingArn` is begun with, so that whoever looks can start it."""
    begunAt: NotRequired[str]
    """When it was decided last which run is in charge."""
    runs: NotRequired[int]
    """How often it was retried."""
    leftBehind: NotRequired[str]
    """Of the version before: the run that the latest retry follows."""
    rows: NotRequired[int]
    mapped: NotRequired[bool]
    batches: NotRequired[int]
    slices: NotRequired[int]
    """Among how many its rows are shared out; of an upload that ended, how many of them had rows."""
    progress: NotRequired[Progress]
    progressAt: NotRequired[str]
    deepseekStopped: NotRequired[DeepSeekStop]
    result: NotRequired[ResultCounts]
    flags: NotRequired[dict[str, int]]
    failedBatches: NotRequired[list[FailedBatch]]
    """The first of them; all of them on a record without `failedCounts`."""
    failedSlices: NotRequired[list[FailedSlice]]
    failedCounts: NotRequired[FailedCounts]
    report: NotRequired[bool]
    error: NotRequired[Problem]
    completedAt: NotRequired[str]
    stopRequested: NotRequired[StopRequest]


def upload_of(record: Record) -> Upload:
    """What statements need to know of an upload that has begun."""
    ref = UploadRef(record["registeredAt"], record["uploadId"])
    return Upload(ref, record["fileName"], record["options"]["existing"])


def run_in_charge(record: Record) -> str | None:
    """The one execution that has a say in how the upload goes on; None while there is none, or none is known."""
    if "closingArn" in record:
        return record["closingArn"]
    if "stopRequested" in record or "executionArn" not in record:
        return None
    return record["executionArn"] if record["executionArn"] != record.get("leftBehind") else None


def is_in_charge(run: str, record: Record) -> bool:
    """Whether this execution is the run in charge, or may be the first, which has not come to register."""
    is_first = record["status"] == "uploading" and "executionArn" not in record and "closingArn" not in record
    return is_first or run_in_charge(record) == run


def is_closing(record: Record) -> bool:
    """Whether the run in charge only publishes and closes what others left."""
    return "finish" in record.get("wayIn", {})


def may_be_stored(record: Record, run: int) -> bool:
    """Whether slices of a run may store leads: not when the upload has ended, is being closed, or has another run."""
    is_wanted = record["status"] not in FINAL and "stopRequested" not in record and not is_closing(record)
    return is_wanted and record.get("runs", 0) == run
