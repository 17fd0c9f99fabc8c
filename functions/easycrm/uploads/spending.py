"""What an upload spends on DeepSeek: counted on its record, capped, shown in its status."""

from typing import Any, Protocol

from easycrm.uploads.record import Record, UploadRecords

_COMMITTED, _COST, _STOPPED = "deepseekCommitted", "deepseekCost", "deepseekStopped"
_CAP = "capReached"
_COUNTS = {"calls": "deepseekCalls", "inputTokens": "deepseekInput", "cachedTokens": "deepseekCached",
           "outputTokens": "deepseekOutput"}  # fmt: skip

_DOLLAR = 1_000_000_000  # a purse counts in billionths, so that sums are exact


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
        return left >= 0 and self._records.add(self._upload_id, {_COMMITTED: amount}, _COMMITTED, left)

    def settle(self, reserved: int, cost: int, usage: TokenCounts | None) -> None:
        amounts = {_COMMITTED: cost - reserved, _COST: cost}
        if usage:
            counts = (1, usage.input, usage.cached, usage.output)
            amounts |= dict(zip(_COUNTS.values(), counts, strict=True))
        self._records.add(self._upload_id, amounts)


def note_stop(record: Record, code: str, records: UploadRecords) -> None:
    """Remembers by its code why DeepSeek does not help.

    No other batch of this run asks again, so that a server that hangs is waited for only once.
    """
    if not is_stopped(record):
        stopped = {"code": code, "executionArn": record.get("executionArn", "")}
        records.note(record["uploadId"], **{_STOPPED: stopped})


def is_stopped(record: Record) -> bool:
    """Whether a batch of the same run has learned that DeepSeek does not help. A retry of the upload tries anew.

    The cap is no such case: what other batches had spoken for and did not spend is free again.
    """
    stopped: dict[str, str] = record.get(_STOPPED, {"code": _CAP})
    return stopped["code"] != _CAP and stopped["executionArn"] == record.get("executionArn", "")


def spending_of(record: Record) -> dict[str, Any]:
    """`{deepseek: {calls, inputTokens, cachedTokens, outputTokens, costUsd, stopped?}}`; {} if it was never asked."""
    if not any(name in record for name in (_COMMITTED, _STOPPED)):
        return {}
    spent = {name: record.get(stored, 0) for name, stored in _COUNTS.items()}
    spent |= {"costUsd": round(record.get(_COST, 0) / _DOLLAR, 6)}
    return {"deepseek": spent | ({"stopped": record[_STOPPED]["code"]} if _STOPPED in record else {})}
