"""Remarks as lines of text that can be read back exactly."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

_UNREADABLE = "Remarks"
_TOKENS = re.compile(r"\\(.)|([^\\]+)", re.DOTALL)
_ESCAPED = re.compile(r"[\\\n\r]")
_CODES = {"\\": "\\", "n": "\n", "r": "\r", ":": ":"}
_LINE = re.compile(r"(?P<header>(?:[^\\:]|\\.)*):[ ]?(?P<text>.*)", re.DOTALL)


def remark_lines(remarks: Mapping[str, str]) -> str:
    """Remarks as people read them: a line `Header: value` for each.

    Backslash and line breaks are escaped, in the header the colon too, so that the lines can be read back exactly.
    """
    texts: Iterable[str] = remarks.values()
    if _ESCAPED.search("".join(texts)):
        texts = map(_escaped, texts)
    return "\n".join([f"{_escaped_header(header)}: {text}" for header, text in zip(remarks, texts, strict=True)])


def read_remark_lines(lines: str) -> dict[str, str]:
    """The inverse of `remark_lines`. A line that somebody wrote without a header is a remark called `Remarks`."""
    remarks: dict[str, str] = {}
    for line in lines.split("\n") if lines else ():
        found = _LINE.fullmatch(line)
        header, text = (found["header"], found["text"]) if found else (_UNREADABLE, line)
        plain = _unescaped(header)
        remarks[plain] = f"{remarks[plain]}\n{_unescaped(text)}" if plain in remarks else _unescaped(text)
    return {header: text for header, text in remarks.items() if text}


@lru_cache(4096)
def _escaped_header(header: str) -> str:
    return _escaped(header).replace(":", "\\:")


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")


def _unescaped(text: str) -> str:
    """A backslash before anything else stays what it is."""
    return _TOKENS.sub(lambda match: match[2] or _CODES.get(match[1], match[0]), text)
