"""New items by PartiQL: a call stores many, with a verdict on each in an answer of 200, which no SDK tries again."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from easycrm.aws import NO_ANSWER, may_pass, to_attributes, verdict_of
from easycrm.errors import LostRace

_STATEMENTS = 25  # of a call, at most
_BYTES = 1024 * 1024  # of a call, but for a single item: DynamoDB takes 16 MB, and the answer has to come soon
_ATTEMPTS = 20

Item = Mapping[str, Any]
"""With the key `leadId`."""


def in_calls(items: Iterable[Item]) -> Iterator[list[Item]]:
    """The items in their order, as many together as one call takes."""
    call: list[Item] = []
    held = 0
    for item in items:
        size = len(json.dumps(item))
        if call and (len(call) == _STATEMENTS or held + size > _BYTES):
            yield call
            call, held = [], 0
        call.append(item)
        held += size
    if call:
        yield call


def insert_call(
    dynamodb: Any, table: str, pause: Callable[[int], None], may_go_on: Callable[[], None] | None, items: Sequence[Item]
) -> set[str]:
    """Stores the items of one call where there are none of their keys; the keys of those that were stored.

    Where the table is too busy for some they are tried again, and all of them where no answer comes, `may_go_on` asked
    before. An item that a lost answer spoke of is not among those stored. Raises a ClientError for what is refused.
    """
    stored: set[str] = set()
    waiting = {item["leadId"]: _insertion(table, item) for item in items}
    for attempt in range(_ATTEMPTS):
        if attempt:
            pause(attempt - 1)
        if may_go_on:
            may_go_on()
        try:
            answer = dynamodb.batch_execute_statement(Statements=list(waiting.values()))
        except NO_ANSWER as error:
            if not may_pass(error) or attempt == _ATTEMPTS - 1:
                raise
            continue
        each = zip(waiting, answer["Responses"], strict=True)  # an answer has the order of its question
        verdicts = {key: verdict_of(response, key) for key, response in each}
        stored |= {key for key, verdict in verdicts.items() if verdict == "stored"}
        waiting = {key: waiting[key] for key, verdict in verdicts.items() if verdict == "again"}
        if not waiting:
            return stored
    raise LostRace("writesThrottled", "The leads table is too busy to be written.", unwritten=len(waiting))


def _insertion(table: str, item: Item) -> dict[str, Any]:
    """Names stand in the statement, so they have to be ours; values, which are anybody's, are its parameters."""
    names = ", ".join(f"'{name}': ?" for name in item)
    parameters = list(to_attributes(item).values())
    return {"Statement": f'INSERT INTO "{table}" VALUE {{{names}}}', "Parameters": parameters}
