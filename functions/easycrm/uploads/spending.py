"""What an upload spends on DeepSeek: counted on its record, capped, shown in its status."""

from typing import NotRequired, Protocol, TypedDict

from easycrm.uploads.record import DeepSeekStop, Record, Spending
from easycrm.uploads.records_table import UploadRecords

_CAP = "capReached"
_DOLLAR = 1_000_000_000  # a purse counts in billionths, so that sums are exact


class DeepSeekSpending(TypedDict):
    """As `GET /status` tells it; `stopped` is the code of why nothing is asked any more."""

    calls: int
    inputTokens: int
    cachedTokens: int
    outputTokens: int
    costUsd: float
    stopped: NotRequired[str]


class SpendingStatus(TypedDict, total=False):
    """Its place in a status."""

    deepseek: DeepSeekSpending


class TokenCounts(Protocol):
    """Tokens of one answer; `cached` is the part of `input` that cost less."""

    @property
    def input(self) -> int: ...

    @property
    def cached(self) -> int: ...

    @property
    def output(self) -> int: ...


class UploadPurse:
    """The purse of one upload, shared by its batches. `cap` in billionths of a dollar.

    Before a question, the most that its answer can cost is committed, if the cap allows; afterwards, what it did cost
    stays committed. So the cap holds however many batches ask at once. What a task committed before it died, and what
    an answer that never came may have cost, stays committed, too.
    """

    def __init__(self, records: UploadRecords, upload_id: str, cap: int) -> None:
        self._records = records
        self._upload_id = upload_id
        self._cap = cap

    def reserve(self, amount: int) -> bool:
        left = self._cap - amount
        spent: Spending = {"deepseekCommitted": amount}
        return left >= 0 and self._records.add(self._upload_id, spent, "deepseekCommitted", left)

    def settle(self, reserved: int, cost: int, usage: TokenCounts | None) -> None:
        spent: Spending = {"deepseekCommitted": cost - reserved, "deepseekCost": cost}
        if usage:
            spent["deepseekCalls"] = 1
            spent["deepseekInput"] = usage.input
            spent["deepseekCached"] = usage.cached
            spent["deepseekOutput"] = usage.output
        self._records.add(self._upload_id, spent)


class RunNotes:
    """By which the tasks of one run tell one another that DeepSeek does not help: one that hangs is waited for once.

    A retry of the upload tries anew. `record`: the upload's, as the task found it.
    """

    def __init__(self, records: UploadRecords, record: Record) -> None:
        self._records = records
        self._upload_id = record["uploadId"]
        self._run = record.get("executionArn", "")

    def have_stopped(self) -> bool:
        """Whether a task of the run has learned it meanwhile.

        The cap is no such case: what other batches had spoken for and did not spend is free again.
        """
        stopped = self._records.get(self._upload_id).get("deepseekStopped")
        return stopped is not None and stopped["code"] != _CAP and stopped["executionArn"] == self._run

    def note_stop(self, code: str) -> None:
        """Remembers by its code why DeepSeek does not help."""
        stopped: DeepSeekStop = {"code": code, "executionArn": self._run}
        self._records.note(self._upload_id, deepseekStopped=stopped)


def spending_of(record: Record) -> SpendingStatus:
    """What the status tells of it: nothing if DeepSeek was never asked."""
    if not record.keys() & {"deepseekCommitted", "deepseekCost", "deepseekStopped"}:
        return {}
    spending: DeepSeekSpending = {
        "calls": record.get("deepseekCalls", 0),
        "inputTokens": record.get("deepseekInput", 0),
        "cachedTokens": record.get("deepseekCached", 0),
        "outputTokens": record.get("deepseekOutput", 0),
        "costUsd": round(record.get("deepseekCost", 0) / _DOLLAR, 6),
    }
    if "deepseekStopped" in record:
        spending["stopped"] = record["deepseekStopped"]["code"]
    return {"deepseek": spending}
