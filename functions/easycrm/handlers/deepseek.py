"""DeepSeek for the functions that use it: its key from Secrets Manager, its settings, its deadlines."""

from collections.abc import Sequence
from functools import cache

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.parameters import SecretsProvider
from aws_lambda_powertools.utilities.parameters.exceptions import GetParameterError
from botocore.config import Config

from easycrm.deepseek.assistant import Assistant, Purse, Replies
from easycrm.deepseek.client import Clock, DeepSeek, Message
from easycrm.deepseek.costs import Prices
from easycrm.errors import EasyCrmError, HelperRefused, HelperUnavailable
from easycrm.settings import settings
from easycrm.uploads.record import Record
from easycrm.uploads.records_table import UploadRecords
from easycrm.uploads.spending import is_stopped, note_stop

_KEY_SECONDS = 300
_QUESTION_TOKENS = 500
_TASK_SECONDS = 220  # of the functions' 300: what is left is for the rules and for writing
_CONFIG = Config(connect_timeout=3, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 3})

logger = Logger(service="easycrm", child=True)


def make_assistant(record: Record, replies: Replies, purse: Purse) -> Assistant:
    """A helper for one task.

    Where another task of the run has learned that DeepSeek does not help, it answers only what it has kept.
    """
    clock = Clock()
    over = HelperUnavailable("stopped", "Another batch learned that DeepSeek does not answer.")
    return Assistant(
        client=DeepSeek(settings.deepseek_url, settings.deepseek_model, api_key, clock),
        replies=replies,
        purse=purse,
        prices=Prices.parse(settings.deepseek_prices),
        answer_seconds=settings.deepseek_answer_seconds,
        deadline=clock.now() + _TASK_SECONDS,
        clock=clock,
        stopped=over if is_stopped(record) else None,
    )


def report_stop(record: Record, assistant: Assistant | None, records: UploadRecords) -> None:
    """Tells operators in the log, and other batches on the record, that DeepSeek does not help."""
    if assistant and assistant.stopped:
        logger.warning("deepseek does not help", extra={"code": assistant.stopped.code})
        note_stop(record, assistant.stopped.code, records)


class ChatHelper:
    """DeepSeek for questions: `easycrm.chat.model_reader.Helper`."""

    def __init__(self) -> None:
        self._client = DeepSeek(settings.deepseek_url, settings.deepseek_model, api_key)

    def ask(self, messages: Sequence[Message], deadline: float) -> str:
        try:
            return self._client.complete(messages, _QUESTION_TOKENS, deadline).text
        except EasyCrmError as error:
            logger.warning("deepseek does not help", extra={"code": error.code})
            raise


@cache
def secrets() -> SecretsProvider:
    """Secrets Manager, with what it keeps of the key."""
    return SecretsProvider(boto_config=_CONFIG)


def api_key(fresh: bool) -> str:
    """The API key, kept for five minutes unless it has to be `fresh`. Raises HelperRefused."""
    try:
        value = secrets().get(settings.deepseek_secret_arn, max_age=_KEY_SECONDS, force_fetch=fresh)
    except GetParameterError as error:
        logger.warning("the key of deepseek cannot be read", exc_info=error)
        raise HelperRefused("noKey", "The key of DeepSeek cannot be read.") from error
    return str(value).strip()
