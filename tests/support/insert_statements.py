"""BatchExecuteStatement of DynamoDB on moto, as its documents have it, for statements that insert.

moto's own reads every table for each statement, and puts an item in place of another without a word.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any
from unittest.mock import patch

from moto.dynamodb.exceptions import ConditionalCheckFailed, MockValidationException
from moto.dynamodb.models import DynamoDBBackend

_MOST_STATEMENTS = 25
_STATEMENT = re.compile(r"""INSERT INTO "([\w.-]+)" VALUE \{('\w+': \?(?:, '\w+': \?)*)\}""")
_writing = Lock()


@contextmanager
def documented_inserts() -> Iterator[None]:
    """While it lasts, moto answers to insertions as DynamoDB does."""
    with patch.object(DynamoDBBackend, "batch_execute_statement", _batch_execute_statement):
        yield


def _batch_execute_statement(self: DynamoDBBackend, statements: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if not 1 <= len(statements) <= _MOST_STATEMENTS:
        raise MockValidationException(f"There are {len(statements)} statements in place of 1 to {_MOST_STATEMENTS}.")
    with _writing:
        return [_insert(self, **statement) for statement in statements]


def _insert(backend: DynamoDBBackend, Statement: str, Parameters: list[Any]) -> dict[str, Any]:
    parts = _STATEMENT.fullmatch(Statement)
    names = re.findall(r"'(\w+)'", parts[2]) if parts else []
    if not parts or len(names) != len(Parameters):
        return _error("ValidationError", "Statement wasn't well formed, can't be processed")
    table = backend.tables.get(parts[1])
    if table is None:
        return _error("ResourceNotFound", "Requested resource not found")
    item = dict(zip(names, Parameters, strict=True))
    try:
        backend.put_item(table.name, item, condition_expression=f"attribute_not_exists({table.hash_key_attr})")
    except ConditionalCheckFailed:
        return _error("DuplicateItem", "Duplicate primary key exists in table") | {"TableName": table.name}
    except MockValidationException as error:
        return _error("ValidationError", str(error.message))
    return {"TableName": table.name}


def _error(code: str, message: str) -> dict[str, Any]:
    return {"Error": {"Code": code, "Message": message}}
