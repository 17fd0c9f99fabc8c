"""What the account of a stack may do at once in its region, and what that means for imports."""

from collections.abc import Callable, Iterator
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from local.operating.targets import Target

PAGE = 3
"""Functions at once that are left for the page: lists, statuses and a cancel."""

_DENIED = {"AccessDenied", "AccessDeniedException", "UnauthorizedOperation"}


def report(of: Target) -> list[str]:
    """The quotas that count for imports, in sentences; for one that cannot be read, why not. Raises nothing of AWS's.

    Those of Step Functions are told by no call, and are far from what imports need.
    """
    return [
        *_in_words("Lambda's quota", "lambda:GetAccountSettings", lambda: _functions(of)),
        *_in_words("DynamoDB's quotas", "dynamodb:DescribeLimits", lambda: _writes(of.client("dynamodb"))),
    ]


def _in_words(what: str, action: str, ask: Callable[[], Iterator[str]]) -> list[str]:
    try:
        return list(ask())
    except ClientError as error:
        code = error.response["Error"]["Code"]
        reason = f"these credentials may not call {action}" if code in _DENIED else f"{action} answered {code}"
    except BotoCoreError as error:
        reason = str(error)
    return [f"{what} could not be read: {reason}."]


def _functions(of: Target) -> Iterator[str]:
    limit = of.client("lambda").get_account_settings()["AccountLimit"]
    free = int(limit["UnreservedConcurrentExecutions"])
    yield f"Lambda: this account runs {limit['ConcurrentExecutions']:,} functions at once in this region" + (
        f", {free:,} of them for whoever comes." if free != limit["ConcurrentExecutions"] else "."
    )
    if "MapConcurrency" in of.outputs:  # a stack of an earlier version does not tell
        yield meaning(free, int(of.outputs["MapConcurrency"]))


def meaning(free: int, batches: int) -> str:
    """What so many functions at once are good for, where an import runs so many batches at a time.

    >>> meaning(100, 45)
    'An import runs 45 batches at a time: 2 imports at once leave 10 for the page. With more, all wait for each other.'
    """
    imports = (free - PAGE) // batches
    left = max(0, free - max(1, imports) * batches)
    each = f"An import runs {batches} batch{'es' if batches > 1 else ''} at a time: "
    if imports < 1:
        return f"{each}that leaves {left} for the page. Lower MapConcurrency, or have the quota raised."
    at_once = "one import leaves" if imports == 1 else f"{imports:,} imports at once leave"
    return f"{each}{at_once} {left:,} for the page. With more, all wait for each other."


def _writes(dynamodb: Any) -> Iterator[str]:
    limits = dynamodb.describe_limits()
    yield f"DynamoDB: a table takes at most {limits['TableMaxWriteCapacityUnits']:,} writes a second."
