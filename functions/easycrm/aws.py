"""What AWS answers: the meaning of its error codes, and DynamoDB's values as ours and back."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Literal

from botocore.exceptions import ClientError, ConnectionError, HTTPClientError

from easycrm.bounds import KEY_BYTES

# To those who may not list a bucket, S3 says of what is not there that they may not read it.
_ABSENT = frozenset({"NoSuchKey", "404", "AccessDenied", "403"})
_UNMET = frozenset({"ConditionalCheckFailedException", "PreconditionFailed", "ConditionalRequestConflict"})
_UNMET_OF_TRANSACTION = frozenset({"ConditionalCheckFailed", "TransactionConflict"})
_BUSY = frozenset(
    {"ThrottlingException", "ProvisionedThroughputExceededException", "RequestLimitExceeded", "InternalServerError"}
)
_EXISTS = frozenset({"DuplicateItem", "ConditionalCheckFailed"})
_AGAIN = frozenset(
    {"ProvisionedThroughputExceeded", "ThrottlingError", "RequestLimitExceeded", "InternalServerError"}
    | {"TransactionConflict"}
)
_THROTTLED = frozenset({"ThrottlingException", "TooManyRequestsException"})
_UNKNOWN_EXECUTION = frozenset({"ExecutionDoesNotExist", "ResourceNotFound"})

NO_ANSWER = (ClientError, ConnectionError, HTTPClientError)
"""What a call raises that AWS refused, or whose answer never came."""

Verdict = Literal["stored", "exists", "again"]
"""On one statement that inserts: that is done; there is such an item; it may succeed another time."""


def _code(error: ClientError) -> str:
    return str(error.response["Error"]["Code"])


def is_absent(error: ClientError) -> bool:
    """Whether S3 has no such object."""
    return _code(error) in _ABSENT


def is_unmet(error: ClientError) -> bool:
    """Whether the condition of a call to DynamoDB or S3 did not hold; for a transaction also: while others wrote."""
    reasons: Any = error.response.get("CancellationReasons", ())
    return _code(error) in _UNMET or any(reason.get("Code") in _UNMET_OF_TRANSACTION for reason in reasons)


def is_conflict(error: ClientError) -> bool:
    """Whether S3 cannot tell yet if the condition holds, because somebody else writes the same object just now."""
    return _code(error) == "ConditionalRequestConflict"


def is_started_already(error: ClientError) -> bool:
    """Whether Step Functions has an execution of this name."""
    return _code(error) == "ExecutionAlreadyExists"


def is_unknown_execution(error: ClientError) -> bool:
    """Whether Step Functions does not know the execution, or the map run, any more."""
    return _code(error) in _UNKNOWN_EXECUTION


def is_throttled(error: ClientError) -> bool:
    """Whether Step Functions only asks us to come back later."""
    return _code(error) in _THROTTLED


def may_pass(error: Exception) -> bool:
    """Whether another try of a call to DynamoDB may succeed: the table is too busy, or there was no answer."""
    if not isinstance(error, ClientError):
        return True
    return _code(error) in _BUSY or error.response["ResponseMetadata"]["HTTPStatusCode"] >= 500


def verdict_of(response: Mapping[str, Any], key: str) -> Verdict:
    """What BatchExecuteStatement answered to the statement that inserts the item of this key.

    After "again" there may be the item, as after no answer. Raises a ClientError where another try changes nothing.

    >>> verdict_of({"TableName": "leads"}, "L1"), verdict_of({"Error": {"Code": "DuplicateItem"}}, "L1")
    ('stored', 'exists')
    """
    error = response.get("Error")
    if not error:
        return "stored"
    if error["Code"] in _EXISTS:
        return "exists"
    if error["Code"] in _AGAIN:
        return "again"
    message = f"{error.get('Message', '')} (of {key})"
    raise ClientError({"Error": {"Code": error["Code"], "Message": message}}, "BatchExecuteStatement")


def can_be_key(text: str) -> bool:
    """Whether DynamoDB takes the text as a key. It refuses a call with any other, of which nothing can be stored.

    >>> can_be_key("L1"), can_be_key(""), can_be_key("ß" * 1024), can_be_key("ß" * 1025), can_be_key(chr(0xD800))
    (True, False, True, False, False)
    """
    try:
        return 0 < len(text.encode()) <= KEY_BYTES
    except UnicodeEncodeError:
        return False


def to_attributes(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values by name as DynamoDB's API takes them.

    >>> to_attributes({"uploadId": "u1", "rows": 3})
    {'uploadId': {'S': 'u1'}, 'rows': {'N': '3'}}
    """
    return {name: _attribute(value) for name, value in values.items()}


def _attribute(value: Any) -> dict[str, Any]:
    """What JSON can carry but for floats, of which DynamoDB's numbers are no equals."""
    if isinstance(value, str):
        return {"S": value}
    if isinstance(value, bool):
        return {"BOOL": value}
    if isinstance(value, int):
        return {"N": str(value)}
    if isinstance(value, Mapping):
        return {"M": to_attributes(value)}
    if isinstance(value, list | tuple):
        return {"L": [_attribute(each) for each in value]}
    if value is None:
        return {"NULL": True}
    raise TypeError(f"DynamoDB is given no {type(value).__name__}.")


def from_attributes(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """The inverse of `to_attributes`. Numbers are the integers and floats that JSON can carry.

    >>> from_attributes({"rows": {"N": "3"}, "share": {"N": "0.5"}})
    {'rows': 3, 'share': 0.5}
    """
    return {name: _plain(attribute) for name, attribute in attributes.items()}


def _plain(attribute: Mapping[str, Any]) -> Any:
    ((kind, value),) = attribute.items()
    if kind == "N":
        return _number(value)
    if kind == "M":
        return from_attributes(value)
    if kind == "L":
        return [_plain(each) for each in value]
    return None if kind == "NULL" else value


def _number(text: str) -> int | float:
    try:
        return int(text)
    except ValueError:
        number = Decimal(text)
        return int(number) if number == number.to_integral_value() else float(number)
