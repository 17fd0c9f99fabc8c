"""DeepSeek for the functions that use it: its key from Secrets Manager, its settings, its deadlines."""

from collections.abc import Sequence
from functools import cache

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.parameters import SecretsProvider
from aws_lambda_powertools.utilities.parameters.exceptions import GetParameterError
from botocore.config import Config

from easycrm.deepseek.assistant import Assistant, Notes, Purse, Replies
from easycrm.deepseek.client import Clock, DeepSeek, Message
from easycrm.deepseek.costs import Prices
from easycrm.errors import AssistantRefused, EasyCrmError
from easycrm.settings import settings

_KEY_SECONDS = 300
_QUESTION_TOKENS = 500
_CONFIG = Config(connect_timeout=3, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 3})

logger = Logger(service="easycrm", child=True)


def make_assistant(seconds: float, replies: Replies, purse: Purse, notes: Notes) -> Assistant:
    """An assistant for one task, which has so many seconds for all answers.

    Where another task of the run has learned that DeepSeek does not help, it answers only what it has kept.
    """
    clock = Clock()
    return Assistant(
        client=DeepSeek(settings.deepseek_url, settings.deepseek_model, api_key, clock),
        replies=replies,
        purse=purse,
        prices=Prices.parse(settings.deepseek_prices),
        answer_seconds=settings.deepseek_answer_seconds,
        deadline=clock.now() + seconds,
        clock=clock,
        notes=notes,
    )


def log_stop(assistant: Assistant | None) -> None:
    """Tells operators in the log that DeepSeek does not help."""
    if assistant and assistant.stopped:
        logger.warning("deepseek does not help", extra={"code": assistant.stopped.code})


class ChatAssistant:
    """DeepSeek for questions: `easycrm.chat.model_reader.Assistant`."""

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
    """The API key, kept for five minutes unless it has to be `fresh`. Raises AssistantRefused."""
    try:
        value = secrets().get(settings.deepseek_secret_arn, max_age=_KEY_SECONDS, force_fetch=fresh)
    except GetParameterError as error:
        logger.warning("the key of deepseek cannot be read", exc_info=error)
        raise AssistantRefused("noKey", "The key of DeepSeek cannot be read.") from error
    return str(value).strip()
