"""Tickets: moments of one clock that never goes back, which say which of two uploads was the later one."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from botocore.exceptions import ClientError

from easycrm.aws import is_unmet
from easycrm.errors import LostRace
from easycrm.times import now, shifted

_CLOCK = {"uploadId": {"S": "clock"}}
"""The item of the uploads table that has the last ticket. It is no upload: it has no `kind`."""
_TICK = timedelta(microseconds=1)
_TRIES = 50


class Tickets:
    """The clock of one uploads table, shared by all who take tickets."""

    def __init__(self, dynamodb: Any, table: str, clock: Callable[[], str] = now) -> None:
        self._dynamodb = dynamodb
        self._table = table
        self._clock = clock

    def take(self) -> str:
        """This moment, or one just after the last ticket, if a clock says that this is earlier; never one twice.

        Raises LostRace when others took tickets each time in between.
        """
        ticket = self._clock()
        for _ in range(_TRIES):
            last = self._last_unless_taken(ticket)
            if last is None:
                return ticket
            ticket = max(self._clock(), shifted(last, _TICK))
        raise LostRace("lostRace", "Others took tickets each time in between.")

    def _last_unless_taken(self, ticket: str) -> str | None:
        """Takes this ticket, if it is later than the last one, which is returned if it is not."""
        try:
            self._dynamodb.update_item(
                TableName=self._table,
                Key=_CLOCK,
                UpdateExpression="SET lastTicket = :ticket",
                ConditionExpression="attribute_not_exists(lastTicket) OR lastTicket < :ticket",
                ExpressionAttributeValues={":ticket": {"S": ticket}},
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except ClientError as error:
            if is_unmet(error):
                return str(error.response["Item"]["lastTicket"]["S"])  # type: ignore[typeddict-item]
            raise
        return None
