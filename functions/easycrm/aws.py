"""What AWS answers: the meaning of its error codes, and DynamoDB's values as ours and back."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Literal

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
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

_serialise = TypeSerializer().serialize
_deserialise = TypeDeserializer().deserialize


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
    return {name: _serialise(value) for name, value in values.items()}


def from_attributes(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """The inverse of `to_attributes`. Numbers are the integers and floats that JSON can carry.

    >>> from_attributes({"rows": {"N": "3"}, "share": {"N": "0.5"}})
    {'rows': 3, 'share': 0.5}
    """
    return {name: _plain(_deserialise(value)) for name, value in attributes.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
