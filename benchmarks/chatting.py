"""How many of the chat's sixty questions, and of those about columns of lists, are read as they are meant.

    PYTHONPATH=functions .venv/bin/python -m benchmarks.chatting                                 # by the rules
    DEEPSEEK_API_KEY=... PYTHONPATH=functions .venv/bin/python -m benchmarks.chatting --deepseek # by DeepSeek alone

The tables are `chat_questions.py` and `column_questions.py` of `tests/support`. The rules were written with them in
view, so their score says that nothing broke, not how they do on questions of strangers.
"""

import argparse
import os
import time
from collections.abc import Callable, Sequence

from easycrm.chat.answering import ANSWER_SECONDS
from easycrm.chat.chat_query import ChatQuery, fields_of
from easycrm.chat.known import Unclear
from easycrm.chat.model_reader import read_by_model
from easycrm.chat.rules import read_by_rules
from easycrm.deepseek.client import DeepSeek, Message
from easycrm.errors import EasyCrmError
from tests.support.chat_questions import QUESTIONS, TODAY, Asked, same_query
from tests.support.column_questions import COLUMN_QUESTIONS, known_leads

ALL_QUESTIONS = [*QUESTIONS, *COLUMN_QUESTIONS]

Read = Callable[[Asked], ChatQuery | None]


class DeepSeekAssistant:
    """The real DeepSeek, with the key of the environment."""

    def __init__(self) -> None:
        url = os.environ.get("DEEPSEEK_URL", "https://api.deepseek.com")
        key = os.environ["DEEPSEEK_API_KEY"]
        self._client = DeepSeek(url, os.environ.get("DEEPSEEK_MODEL", "deepseek-flash"), lambda _fresh: key)

    def ask(self, messages: Sequence[Message], deadline: float) -> str:
        return self._client.complete(messages, 500, deadline).text


def by_rules(asked: Asked) -> ChatQuery | None:
    with known_leads() as known:
        try:
            return read_by_rules(asked.question, asked.previous, TODAY, known)
        except Unclear:
            return None


def by_deepseek() -> Read:
    assistant = DeepSeekAssistant()

    def read(asked: Asked) -> ChatQuery | None:
        try:
            with known_leads() as known:
                deadline = time.monotonic() + ANSWER_SECONDS
                return read_by_model(asked.question, asked.previous, TODAY, known.catalogue, assistant, deadline)
        except EasyCrmError as error:
            print(f"    {error}")
            return None

    return read


def score(read: Read) -> None:
    right, seconds = 0, []
    for asked in ALL_QUESTIONS:
        begun = time.perf_counter()
        query = read(asked)
        seconds.append(time.perf_counter() - begun)
        if same_query(query, asked.expected):
            right += 1
        else:
            print(f"- {asked.question}\n    meant {_shown(asked.expected)}\n    read  {_shown(query)}")
    print(f"{right} of {len(ALL_QUESTIONS)} read as meant; {1000 * max(seconds):,.1f} ms at most for one.")


def _shown(query: ChatQuery | None) -> str:
    return str(fields_of(query)) if query else "nothing"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--deepseek", action="store_true", help="ask the real DeepSeek; needs DEEPSEEK_API_KEY")
    score(by_deepseek() if parser.parse_args().deepseek else by_rules)


if __name__ == "__main__":
    main()
