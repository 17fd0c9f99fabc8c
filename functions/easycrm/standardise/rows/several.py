"""Whether a row speaks of several people: in its name, or by emails that cannot all be one person's."""

import re
from collections.abc import Sequence
from itertools import combinations, islice

from easycrm.folding import folded
from easycrm.standardise.rows.layout import Layout
from easycrm.standardise.values.company_words import is_company
from easycrm.standardise.values.emails import is_placeholder_email, is_role_address, read_emails
from easycrm.standardise.values.titles import is_job
from easycrm.standardise.values.word_lists import any_of, is_honorific
from easycrm.standardise.values.word_lists import words as words_in

_AND = any_of("between_people")
_SMALL_AND = any_of("between_people_in_small_letters")
_AMBIGUOUS_AND = any_of("between_whole_names")
_JOINED = re.compile(rf"\s*[&＆]\s*|\s+(?:{_AND}|\+)\s+", re.IGNORECASE)
_JOINED_IN_SMALL = re.compile(rf"\s+(?:{_SMALL_AND})\s+")
_WHOLE_NAMES_JOINED = re.compile(rf"\s+(?:{_AMBIGUOUS_AND})\s+")
_PARTED = re.compile(rf"[&＆;|/\n,、，；]|\s(?:{_AND}|{_SMALL_AND}|{_AMBIGUOUS_AND}|\+)\s", re.IGNORECASE)
_LISTED = re.compile(r"\s*[;|/\n、]\s*")
_IN_OWN_SCRIPT = re.compile(r"(?:[\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]{2,}(?:\s*[、，；/;]\s*|$)){2,}")
_ONE_PERSONS = re.compile(r"(?<!\S)(?:[ad]/[lp]|[sd]/o|von und zu)(?!\S)", re.IGNORECASE)
_LISTED_BY_COMMAS = re.compile(r"\s*,\s*(?:(?:and|&)\s+)?")
_WORDS = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]+)*\.?")
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" ?\n[ \n]*")
# Both parts begin where nothing else can: a long cell of either takes no quadratic time.
_WITH_NAME = re.compile(r"(?<![^<>,;|\n])([^<>,;|\n]+)<[^<>\s][^<>\s@]*@[^<>\s]+>")
_COMPARED = 50
"""Names and emails of one cell that are compared, each with each."""
_MOST_WORDS = 5
_SHORTEST = 3


def several_in(layout: Layout, cells: Sequence[str], email: str) -> int | None:
    """The position of the first cell that names several people; None for most rows. `email`: the lead's.

    What may be one person is none: two emails of one name, `Ortega y Gasset`, `Ana Ray / CEO`.
    """
    for at in layout.names:
        if _PARTED.search(cells[at]) and _names_several(cells[at]):
            return at
    for at in (*layout.at("email"), *layout.at("fullName")):
        if cells[at].count("@") > 1 and _reaches_several(cells[at], email, _name(layout, cells)):
            return at
    return None


def _name(layout: Layout, cells: Sequence[str]) -> str:
    return " ".join(cells[at] for at in layout.names if "@" not in cells[at])


def _names_several(cell: str) -> bool:
    if _IN_OWN_SCRIPT.fullmatch(cell.strip()):
        return True
    text = _squeezed(_ONE_PERSONS.sub(" ", read_emails(cell).rest if "@" in cell else cell))
    if _are_people(_JOINED.split(_squeezed(text.replace(",", " "))), fewest=1):
        return True
    parts = _JOINED_IN_SMALL.split(text)
    if _are_people(parts, fewest=1) and len(parts[-1].split()) > 1:
        return True
    commas = _LISTED_BY_COMMAS.split(text)
    lists = (_WHOLE_NAMES_JOINED.split(text), _LISTED.split(text), commas if len(commas) > 2 else [])
    return any(_are_people(names, fewest=2) for names in lists)


def _squeezed(text: str) -> str:
    """The text with one space or line break where there are several: what splits at them takes quadratic time."""
    return _LINES.sub("\n", _SPACES.sub(" ", text))


def _are_people(parts: Sequence[str], fewest: int) -> bool:
    """Whether each part reads as a person's name of at least so many words, and no two are the same."""
    parts = [part.strip(" ,;<>()") for part in parts]
    if len(parts) < 2 or not all(_is_person(part, fewest) for part in parts):
        return False
    return len({folded(part) for part in parts}) == len(parts)


def _is_person(text: str, fewest: int) -> bool:
    words = [word for word in text.split() if folded(word).strip(".") not in words_in("generations")]
    if not fewest <= len(words) <= _MOST_WORDS or not all(map(_WORDS.fullmatch, words)):
        return False
    return is_honorific(text) or not (is_job(text) or is_company(text))


def _reaches_several(cell: str, email: str, name: str) -> bool:
    """Whether two of the cell's emails are of people who are not the same: by the names before them, or by mailbox."""
    named = dict.fromkeys(folded(found).strip(" \"'") for found in islice(_WITH_NAME.findall(cell), _COMPARED))
    words = [set(name.split()) for name in named if name]
    if any(one.isdisjoint(other) for one, other in combinations(words, 2)):
        return True
    emails = islice(read_emails(cell).valid, _COMPARED)
    personal = [one for one in emails if not (is_role_address(one) or is_placeholder_email(one))]
    return any(_are_two(one, other, name) for one, other in combinations(personal, 2)) if email else False


def _are_two(one: str, other: str, name: str) -> bool:
    """Two mailboxes that share no name, where both are names or both are at one company; the row's name fits one."""
    (local, _, domain), (other_local, _, other_domain) = one.partition("@"), other.partition("@")
    words, others = _mailbox_words(local), _mailbox_words(other_local)
    if not words or not others or _same_person(words, others):
        return False
    full = len(words) > 1 and len(others) > 1
    if not full and domain != other_domain:
        return False
    names = set(_mailbox_words(name))
    return not names or _fits(names, words) != _fits(names, others)


def _mailbox_words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", folded(text))


def _same_person(words: Sequence[str], others: Sequence[str]) -> bool:
    """Whether a word of one is in the other, or begins with the other's initial where that is all there is."""
    return (
        any(
            one in other or other in one or (min(len(one), len(other)) == 1 and one[0] == other[0])
            for one in words
            for other in others
        )
        or "".join(words)[:_SHORTEST] == "".join(others)[:_SHORTEST]
    )


def _fits(names: set[str], words: Sequence[str]) -> bool:
    mailbox = "".join(words)
    if any(len(name) >= _SHORTEST and (name in mailbox or mailbox in name) for name in names):
        return True
    return any(name in words for name in names) or sorted(mailbox) == sorted(name[0] for name in names)
