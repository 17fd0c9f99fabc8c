"""Text that is no list, by how it begins: JSON, a saved email, a log, source text. Told by structure, by no value."""

import csv
import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from easycrm.header_words import is_header
from easycrm.workbooks.refusals import not_a_spreadsheet

_SAMPLE_CHARACTERS = 64_000
_SAMPLE_LINES = 200
_FEWEST_LINES = 3

_JSON_OPENS = re.compile(r'\[\s*\{\s*"[^"\n]*"\s*:|\{\s*\n\s*"[^"\n]*"\s*:|\[\s*\[\s*"[^"\n]*"\s*,\s*"')
_BETWEEN_JSON = re.compile(r"[ \t]*(?:,[ \t]*)?(?:\n\s*|\Z)")

_BEGINNINGS = {
    "BEGIN:VCARD": "a vCard file, as address books write it",
    "BEGIN:VCALENDAR": "a calendar",
    "{\\rtf": "an RTF document",
    "%PDF": "a PDF document",
    "%!PS": "a PostScript document",
    "-----BEGIN ": "a key, a certificate or an encrypted message",
    "<?php": "source text of a program",
    "#!/": "source text of a program",
    "#!python": "source text of a program",
}
_BEGINS_LDIF = re.compile(r"(?:version: ?\d+\n\s*)?dn::? ?\S+=", re.IGNORECASE)

_MAIL_FIELD = re.compile(r"([^\W\d_][\w.\- ]{0,30}?)\s?[:：][ \t]*(?=\S|$)")
_MAIL_WORDS = (
    frozenset(
        "from sender return-path received delivered-to message-id x-received von de da van fra från lähettäjä od от "
        "від gönderen kimden feladó expéditeur mittente 差出人 发件人 寄件者 보낸사람 από מאת".split()
    ),
    frozenset(
        "subject betreff objet asunto assunto oggetto onderwerp emne ämne aihe temat předmět předmet predmet тема konu "
        "tárgy subiect 件名 主题 主旨 제목 θέμα נושא".split()
    ),
    frozenset(
        "to date sent cc bcc reply-to mime-version content-type an gesendet datum à envoyé date para enviado enviada "
        "a inviato data aan verzonden til sendt till skickat vastaanottaja lähetetty do wysłano komu odesláno кому "
        "отправлено дата kime tarih címzett elküldve către trimis 宛先 送信日時 "
        "收件人 发送时间 收件者 받는사람 προς".split()
    ),
)
_MBOX = re.compile(r"From \S+@\S+ .*\d{4}\n")
_TECHNICAL = re.compile(r"(?:Received|Return-Path|Message-ID|MIME-Version|DKIM-Signature): ", re.IGNORECASE)

_TIME = r"\d{4}[-/.]\d\d[-/.]\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?: ?Z| ?[+-]\d\d:?\d\d)?"
_LEVEL = r"(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|CRITICAL|FATAL|SEVERE)"
_LOG_LINES = (
    re.compile(rf"\[?{_TIME}\]?[^,;\t\n]{{0,60}}?(?<![A-Za-z]){_LEVEL}(?![A-Za-z])"),
    re.compile(rf"\[?{_TIME}\]?[^,;\t\n]{{0,60}}?(?:\[{_LEVEL}\]|(?<= ){_LEVEL}:|level={_LEVEL})", re.IGNORECASE),
    re.compile(rf"\[?{_LEVEL}\]?[ \t:|-]+\[?(?:{_TIME}|[\w.]+:)"),
    re.compile(r"(?:<\d+>)?[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \S+ [\w./-]+(?:\[\d+\])?:"),
    re.compile(r"\S+ \S+ \S+ \[\d\d/[A-Z][a-z]{2}/\d{4}:"),
)
_CHAT_LINE = re.compile(
    r"\[?\d{1,4}[./-]\d{1,2}[./-]\d{2,4},? \d{1,2}:\d\d(?::\d\d)?(?: ?[AaPp]\.?[Mm]\.?)?(?:\] | - )[^:\n]{1,60}: "
)

_SQL = re.compile(
    r"\s*(?:insert\s+into|create\s+(?:table|database|index)|drop\s+table|alter\s+table|update\s+\S+\s+set"
    r"|begin transaction|pragma\s\w+\s*=)\b",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"\s*(?:import [\w.{*]+|from [\w.]+ import |def \w+\(|class \w+[\s:({]|(?:export |async )*function\b.{0,60}\("
    r"|(?:const|let|var) [\w{\[]+.{0,60}=|return\b.{0,200};?$|if ?\(.{1,200}\) ?\{|(?:for|while) ?\(.{1,200}\) ?\{"
    r"|#include [<\"]|using [\w.]+;|package [\w.]+;|(?:public|private|protected|static) \w|if .{1,200}:$"
    r"|for \w.{0,80} in .{1,200}:$|(?:elif .{1,200}|else|try|finally|except\b.{0,80}):$|@\w+(?:\(.*\))?$"
    r"|\w+(?:\.\w+)*\(.*\);?$|[\w.]+ (?:[-+*/|]?=|:=) .{1,300};?$|//|/\*|\*/|[{}\[\]()]+[;,]?$"
    r"|[^{}]{1,100}\{$|\}.{0,40}$)"
)
_CODE_FOR_CERTAIN = re.compile(
    r"\s*(?:import [\w.]+;?$|from [\w.]+ import |def \w+\(.*:$|(?:const|let|var) [\w{\[]+.{0,60}= |#include [<\"]"
    r"|(?:export |async )*function\b.{0,60}\(|class \w+.{0,80}[{:]$|using [\w.]+;|package [\w.]+;|.{1,80}\{$)"
)
_TAG = re.compile(r"<(?:!--|!doctype\b|\?xml\b|/?[A-Za-z][\w:-]*(?:\s[^<>]*)?/?>)", re.IGNORECASE)
_CLOSING_TAG = re.compile(r"</[A-Za-z][\w:-]*>|/>")
_YAML_ITEM = re.compile(r"- [\w ]{1,30}: ?\S")
_YAML_MORE = re.compile(r"(?:\s+|- )[\w \-]{1,30}:(?: \S|$)|\s*- \S|---$|[\w \-]{1,30}:$|\s*#")

_SENTENCE = re.compile(r"[^\W\d_]{2}[.!?…](?:\s|$)|[。！？]")
_PROSE_LINE = 40
_WORDS_IN_SENTENCE = 40
_LONGEST_TITLE = 40
_DELIMITERS = ",;\t|"


class _Text(NamedTuple):
    """How a text begins: `start` without space before it, and its `lines` that are not blank."""

    start: str
    lines: Sequence[str]


def refuse_what_is_no_list(path: Path, encoding: str) -> None:
    """Raises UnreadableFile, which names what it is, for a text that is certainly no list."""
    with path.open(encoding=encoding, newline=None) as file:
        sample = file.read(_SAMPLE_CHARACTERS)
    if what := what_it_is(sample):
        raise not_a_spreadsheet(what)


def what_it_is(sample: str) -> str:
    """What a text that is no list is, as a noun phrase; `""` for one that may be a list.

    >>> what_it_is('[{"name": "Ana"}]'), what_it_is("Name,Email")
    ('JSON, as programs exchange it', '')
    """
    start = sample.lstrip("\ufeff \t\n")
    lines = [line for line in start.split("\n", _SAMPLE_LINES)[:_SAMPLE_LINES] if line.strip()]
    text = _Text(start, lines)
    return next((what for is_it, what in _KINDS if is_it(text)), "") or _by_beginning(start)


def _by_beginning(start: str) -> str:
    return next((what for beginning, what in _BEGINNINGS.items() if start.startswith(beginning)), "")


def _is_json(text: _Text) -> bool:
    """Objects or arrays, one or one a line; the last may be cut off by the sample's end."""
    if text.start[:1] not in ("{", "["):
        return False
    if _JSON_OPENS.match(text.start):
        return True
    try:
        value, end = json.JSONDecoder().raw_decode(text.start)
    except (ValueError, RecursionError):
        return False
    is_record = isinstance(value, dict) or (isinstance(value, list) and isinstance(next(iter(value), None), dict | str))
    return bool(value) and is_record and _BETWEEN_JSON.match(text.start, end) is not None


def _is_mail(text: _Text) -> bool:
    """A block of header fields: who sent it, what about, and to whom or when; or those that only programs write."""
    if _MBOX.match(text.start):
        return True
    head = text.start.partition("\n\n")[0].split("\n")
    fields = [match[1].casefold() for line in head[:40] if (match := _MAIL_FIELD.match(line))]
    others = sum(1 for line in head[:40] if not _MAIL_FIELD.match(line) and line[:1] not in (" ", "\t"))
    if others > len(fields) // 3:
        return False
    is_sent = len(fields) >= _FEWEST_LINES and sum(1 for line in head if _TECHNICAL.match(line)) >= 2
    return (is_sent or all(words.intersection(fields) for words in _MAIL_WORDS)) and not _has_header(text.lines)


def _has_header(lines: Sequence[str]) -> bool:
    """Whether a line is the header of a list: what stands above it tells of the list."""
    for line, beneath in pairwise(lines):
        for delimiter in _DELIMITERS:
            titles = line.split(delimiter)
            if len(titles) > 1 and len(beneath.split(delimiter)) == len(titles) and all(map(is_header, titles)):
                return True
    return False


def _is_log(text: _Text) -> bool:
    return any(_most(text, pattern.match) for pattern in _LOG_LINES)


def _is_chat(text: _Text) -> bool:
    return _CHAT_LINE.match(text.start) is not None and _most(text, _CHAT_LINE.match, 0.5)


def _is_markup(text: _Text) -> bool:
    """Tags from the first character on, that are closed; a header such as `<Name>,<Email>` has none that are."""
    if not _TAG.match(text.start):
        return False
    return text.start[:9].lower() == "<!doctype" or len(_CLOSING_TAG.findall(text.start)) * 3 >= len(text.lines)


def _is_database(text: _Text) -> bool:
    statements = sum(1 for line in text.lines if _SQL.match(line))
    first = next((line for line in text.lines if not line.lstrip().startswith(("--", "/*", "#"))), "")
    return statements > 0 and _SQL.match(first) is not None


def _is_code(text: _Text) -> bool:
    certain = sum(1 for line in text.lines if _CODE_FOR_CERTAIN.match(line))
    return certain >= 2 and not _is_grid(text) and _most(text, _CODE.match, 0.6)


def _is_yaml(text: _Text) -> bool:
    items = sum(1 for line in text.lines if _YAML_ITEM.match(line))
    return items > 0 and not _is_grid(text) and _most(text, _YAML_MORE.match, 0.9)


def _is_prose(text: _Text) -> bool:
    """Long lines of sentences, without a delimiter that makes columns of them and a header for one column."""
    if len(text.lines) < 2 or len(text.lines[0]) < 3 or _is_grid(text):
        return False
    if sum("@" in line for line in text.lines) * 2 > len(text.lines):
        return False
    body = " ".join(text.lines)
    sentences = len(_SENTENCE.findall(body))
    is_wide = sum(len(line) >= _PROSE_LINE for line in text.lines) * 2 > len(text.lines)
    return (
        is_wide and sentences >= _FEWEST_LINES and sentences * _WORDS_IN_SENTENCE >= len(body.split()) > sentences * 3
    )


def _is_grid(text: _Text) -> bool:
    """Whether a delimiter makes columns: by a first line of short texts, or by as many cells in most rows."""
    return any(_makes_columns(text.lines, delimiter) for delimiter in _DELIMITERS)


def _makes_columns(lines: Sequence[str], delimiter: str) -> bool:
    titles = lines[0].split(delimiter)
    if len(titles) > 1 and all(map(_may_be_title, titles)):
        return True
    if not any(re.search(rf"{re.escape(delimiter)}\S", line) for line in lines):
        return False  # a comma in a sentence: a space comes after it
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        return False
    width, count = widths.most_common(1)[0]
    return width > 1 and count * 2 > widths.total()


def _may_be_title(cell: str) -> bool:
    return 0 < len(cell.strip()) <= _LONGEST_TITLE and cell.rstrip()[-1] not in "{(;.!?。"


def _most(text: _Text, is_it: Callable[[str], object], part: float = 0.8) -> bool:
    return len(text.lines) >= _FEWEST_LINES and sum(map(bool, map(is_it, text.lines))) >= part * len(text.lines)


_KINDS: Sequence[tuple[Callable[[_Text], bool], str]] = (
    (_is_json, "JSON, as programs exchange it"),
    (_is_mail, "a saved email"),
    (lambda text: _BEGINS_LDIF.match(text.start) is not None, "a directory's LDIF file"),
    (_is_log, "a log, which a program writes about its work"),
    (_is_chat, "the history of a chat"),
    (_is_markup, "a web page or another marked-up document"),
    (_is_database, "commands for a database (SQL)"),
    (_is_code, "source text of a program"),
    (_is_yaml, "YAML, as programs are set up with it"),
    (_is_prose, "running text"),
)
