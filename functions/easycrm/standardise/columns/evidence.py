"""What the values of a column say about its meaning, whatever its header claims."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from easycrm.folding import folded
from easycrm.standardise.columns.repetition import Repetition, repetitions
from easycrm.standardise.values.blanks import is_placeholder
from easycrm.standardise.values.company_words import is_company
from easycrm.standardise.values.countries import country_of
from easycrm.standardise.values.emails import read_emails
from easycrm.standardise.values.names.column_orders import orders_told
from easycrm.standardise.values.phones import FEWEST_DIGITS, digits_in, looks_like_phone
from easycrm.standardise.values.titles import is_job
from easycrm.standardise.values.word_lists import is_honorific

SAMPLES = 3
_SAMPLE_CHARACTERS = 80
_MOST_NAME_WORDS = 5
_LEADING_ROWS = 200
_EVERY = 97
_MOST_ROWS = 1_000
_MOST_CHARACTERS = (
    2_000  # of a cell that is looked into: a column of the longest cells would take minutes and gigabytes
)
_LONGEST_COUNTRY = 40
_MOST_PHONES = 40
_TELLING = ("email", "phone", "full", "name")
_MOSTLY = 0.6

_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_UNLIKE_NAMES = re.compile(r"[\d@/\\_<>{}\[\]=+*#!?;:%&|]")
_LOCAL_WORDS = re.compile(r"[^a-z]+")


@dataclass
class ColumnEvidence:
    """What a column's values are: `rows` of the table, `filled` of them, and shares of a sample of the filled ones.

    `dialled`: a phone with a + or groups; `single`: one word; `full`: shaped like a full name; `name`: like part of
    one; `mailbox` and `domain`: a word of it is found in the row's email, before or after the @;
    `digits`: with as many digits as a number has. `numbers`: some of those that look like phones.
    `repetition`: how far its values come again in the sample. What names tell of their order is counted as
    `names.column_orders` calls it.
    """

    rows: int = 0
    filled: int = 0
    samples: tuple[str, ...] = ()
    repetition: Repetition = field(default_factory=Repetition)
    numbers: tuple[str, ...] = ()
    counted: int = 0
    counts: Counter[str] = field(default_factory=Counter)

    def share(self, kind: str) -> float:
        """From 0 to 1; 0 for a column without values."""
        return self.counts[kind] / self.counted if self.counted else 0.0

    @property
    def fill_rate(self) -> float:
        return round(self.filled / self.rows, 3) if self.rows else 0.0


def gather(width: int, rows: Iterable[Sequence[str]]) -> list[ColumnEvidence]:
    """The evidence of each of `width` columns.

    All rows count for the fill rate; up to a thousand are looked into, and of a long cell its beginning.

    >>> names, emails = gather(2, [["Ana Novak", "ana@novak.example"], ["Ben Okoro", ""]])
    >>> names.share("full"), emails.share("email"), emails.fill_rate
    (1.0, 1.0, 0.5)
    """
    evidence = [ColumnEvidence() for _ in range(width)]
    chosen: list[Sequence[str]] = []
    total = 0
    filled = [0] * width
    for cells in rows:
        if len(chosen) < _MOST_ROWS and (total < _LEADING_ROWS or total % _EVERY == 0):
            chosen.append([cell[:_MOST_CHARACTERS] for cell in cells])
        total += 1
        for index, cell in enumerate(cells):
            if cell and not cell.isspace():
                filled[index] += 1
    for column, count in zip(evidence, filled, strict=True):
        column.rows, column.filled = total, count
    _look_into(evidence, chosen)
    telling = [at for at, column in enumerate(evidence) if max(map(column.share, _TELLING)) >= _MOSTLY]
    for column, repetition in zip(evidence, repetitions(chosen, telling), strict=False):
        column.repetition = repetition
    return evidence


def _look_into(evidence: list[ColumnEvidence], chosen: list[Sequence[str]]) -> None:
    for cells in chosen:
        local, domain = _email_words(cells)
        for column, cell in zip(evidence, cells, strict=True):
            text = cell.strip()
            if text and not is_placeholder(text):
                column.counted += 1
                kinds = _kinds(text)
                column.counts.update(kinds)
                if "phone" in kinds and len(column.numbers) < _MOST_PHONES:
                    column.numbers += (text,)
                if digits_in(text) >= FEWEST_DIGITS:
                    column.counts["digits"] += 1
                column.counts.update(_kinship(text, local, domain))
                if len(column.samples) < SAMPLES and text[:_SAMPLE_CHARACTERS] not in column.samples:
                    column.samples += (text[:_SAMPLE_CHARACTERS],)


def _kinds(text: str) -> list[str]:
    """What a value looks like. A value can look like several things."""
    if "@" in text:
        return ["email"] if read_emails(text).valid else ["text"]
    if looks_like_phone(text):
        return ["phone", "number", *(["dialled"] if any(char in text for char in "+ -(/.") else [])]
    tests = {
        "number": not any(map(str.isalpha, text)),
        "honorific": is_honorific(text),
        "company": is_company(text),
        "job": is_job(text),
        "country": len(text) <= _LONGEST_COUNTRY and country_of(text) is not None,
    }
    return [kind for kind, holds in tests.items() if holds] + _name_kinds(text)


def _name_kinds(text: str) -> list[str]:
    words = text.replace(",", " ").split()
    if _UNLIKE_NAMES.search(text) or len(words) > _MOST_NAME_WORDS or not any(map(str.isalpha, text)):
        return []
    if _CJK.search(text):
        return ["name", "full"] if 2 <= len(text) <= 8 else ["name", "single"]
    proper = sum(word[0].isupper() or not word[0].isalpha() for word in words)
    kinds = ["name"] if proper else []
    if len(words) == 1:
        return [*kinds, "single"]
    return [*kinds, "full", *orders_told(text)] if proper >= 2 or text.islower() else kinds


def _email_words(cells: Sequence[str]) -> tuple[str, str]:
    """The letters before the @ of the row's first email, and those of its domain without the ending."""
    for cell in cells:
        if "@" in cell and (found := read_emails(cell).valid):
            local, _, domain = found[0].partition("@")
            return folded(local), folded(domain.partition(".")[0])
    return "", ""


def _kinship(text: str, local: str, domain: str) -> list[str]:
    if not local or "@" in text:
        return []
    words = [word for word in _LOCAL_WORDS.split(folded(text)) if len(word) > 2]
    return [kind for kind, part in (("mailbox", local), ("domain", domain)) if any(word in part for word in words)]
