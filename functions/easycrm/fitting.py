"""Texts cut so that an answer stays as small as it must: what a text takes of it, and where it is cut."""

import json
import unicodedata
from collections.abc import Mapping, Sequence
from json.encoder import encode_basestring
from typing import Any

ELLIPSIS = "…"
_MOST_BYTES = 7  # of one character: U+0001 is \\u0001
_JOINER = "\u200d"
_GLUE = frozenset((_JOINER, "\ufe0e", "\ufe0f", *map(chr, range(0x1F3FB, 0x1F400))))  # selectors, tones of skin
_LONGEST_SEQUENCE = 16


def sent_bytes(content: object) -> int:
    r"""The bytes that a value takes of an answer: its JSON is a text within the JSON that a function answers with.

    >>> sent_bytes("Zoë"), sent_bytes('a "b"'), len(r'\"Zoë\"'.encode()), len(r'\"a \\\"b\\\"\"')
    (8, 15, 8, 15)
    """
    return body_bytes(json.dumps(content, ensure_ascii=False))


def body_bytes(body: str) -> int:
    """The bytes of an answer's body as the function sends it: a JSON text, in UTF-8."""
    return len(encode_basestring(body).encode()) - 2


def is_surely_within(characters: int, room: int) -> bool:
    """Whether so many characters take no more bytes of an answer than the room, whichever they are."""
    return _MOST_BYTES * characters <= room


def cut(text: str, room: int) -> str:
    """The text, or as much of its beginning, with `…` behind it, as takes `room` bytes of an answer (7 at least).

    Letters keep their accents.

    >>> cut("Novak Optics", 12), cut("Novak Optics", 16)
    ('Novak…', 'Novak Optics')
    """
    if _takes_at_most(text, room):
        return text
    shortest, longest = 0, min(len(text), room)
    while shortest < longest:
        middle = (shortest + longest + 1) // 2
        if sent_bytes(text[:middle] + ELLIPSIS) <= room:
            shortest = middle
        else:
            longest = middle - 1
    return text[: _end_of_sequence(text, shortest)] + ELLIPSIS


def cut_fairly(texts: Mapping[str, str], room: int) -> dict[str, str]:
    """The texts, which together take at most `room` bytes: where they need more, the longest are cut to one length.

    >>> cut_fairly({"title": "CTO", "company": "Novak Optics", "remarks": "long " * 9}, 32)
    {'title': 'CTO', 'company': 'Novak…', 'remarks': 'long …'}
    """
    sizes = {name: len(text) if len(text) > room else sent_bytes(text) for name, text in texts.items()}
    share = _share(sorted(sizes.values()), room)
    return {name: cut(text, share) if sizes[name] > share else text for name, text in texts.items()}


def with_texts_cut(record: Mapping[str, Any], names: Sequence[str], room: int) -> dict[str, Any]:
    """The record within `room` bytes of an answer: its texts of these names are cut fairly.

    `truncated` has the names of those that were cut, and is not there where none was.
    """
    if is_surely_within(sum(len(record[name]) for name in names), room // 2):  # nearly all; half is for the rest
        return dict(record)
    texts = {name: record[name] for name in names}
    others = sent_bytes({**record, **dict.fromkeys(names, ""), "truncated": [*names]}) - len(names) * sent_bytes("")
    shorter = cut_fairly(texts, room - others)
    truncated = [name for name in names if shorter[name] != texts[name]]
    return {**record, **shorter} | ({"truncated": truncated} if truncated else {})


def with_each_text_cut(content: Any, room: int) -> Any:
    """JSON of any form in which no text takes more than `room` bytes of an answer.

    >>> with_each_text_cut({"header": "Remarks of the fair", "samples": ["a", "b" * 99]}, 14)
    {'header': 'Remarks…', 'samples': ['a', 'bbbbbbb…']}
    """
    if isinstance(content, str):
        return cut(content, room)
    if isinstance(content, Mapping):
        return {name: with_each_text_cut(value, room) for name, value in content.items()}
    if isinstance(content, list | tuple):
        return [with_each_text_cut(value, room) for value in content]
    return content


def _takes_at_most(text: str, room: int) -> bool:
    return is_surely_within(len(text), room - 4) or (len(text) <= room and sent_bytes(text) <= room)


def _share(sizes: Sequence[int], room: int) -> int:
    """What each text may take at most, so that texts of these sizes, the smallest first, take no more than the room."""
    for before, size in enumerate(sizes):
        if size * (len(sizes) - before) > room:
            return room // (len(sizes) - before)
        room -= size
    return max(sizes, default=0)


def _end_of_sequence(text: str, end: int) -> int:
    """The end, or the place before the letter whose accents would be cut off."""
    for earlier in range(end, max(end - _LONGEST_SEQUENCE, 0), -1):
        is_inside = unicodedata.combining(text[earlier]) or text[earlier] in _GLUE or text[earlier - 1] == _JOINER
        if not is_inside:
            return earlier
    return end
