"""What every task of the state machine shares: its log, and the two error classes that Step Functions knows."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from aws_lambda_powertools import Logger

from easycrm.errors import Terminal, Transient

logger = Logger(service="easycrm")

Event = dict[str, Any]
Task = Callable[[Event, Any], Any]


def task(function: Task) -> Task:
    """A handler whose own errors reach Step Functions as exactly `Terminal` or `Transient`; others rise as they are."""

    @wraps(function)
    def handler(event: Event, context: Any) -> Any:
        logger.append_keys(uploadId=event.get("uploadId"), batch=event.get("batch"), slice=event.get("slice"))
        try:
            answer = function(event, context)
            logger.info("done", extra={"answer": answer})
            return answer
        except Terminal as error:
            logger.warning("refused", extra={"code": error.code})
            raise Terminal.as_message(error) from error
        except Transient as error:
            logger.warning("to be tried again", extra={"code": error.code})
            raise Transient.as_message(error) from error

    return logger.inject_lambda_context(handler, clear_state=True)


def log_poison(address: tuple[int, int], error: str, where: str) -> None:
    """A row that the rules stumbled over, by its address and never by its contents."""
    table, row = address
    logger.error("a row was held", extra={"table": table, "row": row, "error": error, "where": where})
