"""The values that a question names though another part might begin inside them: `Trinidad and Tobago`."""

import re
from collections.abc import Iterator

from easycrm.chat.known import Known
from easycrm.chat.meaning import NEXT
from easycrm.chat.said_columns import SaidColumns

_MOST_WORDS = 8
_BEFORE = re.compile(r"(?i)(?:in|from|at|is|are|not|with|either|or|contains|equals|exactly|the|company|.*ꙮ|=|:)")
_NEXT = re.compile(rf"(?i)(?:{NEXT})")
_ENDS = ".,;:?!"


def with_values_quoted(marked: SaidColumns, known: Known) -> str:
    """The question, its columns marked, with quotes around each such text that a lead has."""
    words = marked.text.split()
    parts, at = [], 0
    while at < len(words):
        size = next((size for size in _sizes(words, at) if known.is_value(_text(marked, words[at : at + size]))), 0)
        if size:
            text = _text(marked, words[at : at + size])
            parts.append(f"“{text}”{words[at + size - 1][len(words[at + size - 1].rstrip(_ENDS)) :]}")
        else:
            parts.append(words[at])
        at += max(size, 1)
    return " ".join(parts)


def _sizes(words: list[str], at: int) -> Iterator[int]:
    """How many words a value from there on may have, the most first: only where one of them could begin a new part."""
    if not at or not _BEFORE.fullmatch(words[at - 1]) or words[at][0] in "\"“'‘":
        return
    for size in range(min(_MOST_WORDS, len(words) - at), 2, -1):
        if any(_NEXT.fullmatch(word) for word in words[at + 1 : at + size - 1]):
            yield size


def _text(marked: SaidColumns, words: list[str]) -> str:
    return marked.original(" ".join(words)).rstrip(_ENDS)
