"""Emails: the valid ones of a cell, in the form by which people are told apart."""

import html
import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

import idna

from easycrm.folding import folded
from easycrm.standardise.values.cutting import is_whole
from easycrm.standardise.values.word_lists import words

# Begins where a word begins: trying every letter of a long word would take quadratic time.
_CANDIDATE = re.compile(r"(?<![^\s<>()\[\],;:\"|/\\@])[^\s<>()\[\],;:\"|/\\@]+@[^\s<>()\[\],;:\"'|/\\@?&]+")
_PLAIN = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+[A-Za-z]")
_BROKEN = re.compile(r"[^\s@<>()]@")
_LOCAL_PART = re.compile(r"[^\s@.]+(\.[^\s@.]+)*")
_PLAIN_DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,63}")
_INVISIBLE = str.maketrans(
    {"＠": "@", "\u00ad": "", "\u200b": "", "\u200c": "", "\u200d": "", "\u2060": "", "\ufeff": ""}
)
_QUOTES = "'`‘’“”„«»‹›*/•·–—→"
_ENDINGS = ".!…'`‘’“”«»‹›"
_WORDS = re.compile(r"[^\W\d_]+")
_INVALID = ".invalid"  # the ending that RFC 2606 keeps for addresses that are none
_SHORTEST_PLACE = 3
_CELLS_IN_MIND = 32  # a row's cells are asked several times


class Emails(NamedTuple):
    """What a cell says about emails.

    `valid` are normalised, in order, each once; `invalid`: whether something looks like an address and is none;
    `rest` is the text without what looks like an address.
    """

    valid: tuple[str, ...]
    invalid: bool
    rest: str


def may_hold_email(text: str) -> bool:
    """Whether it is worth while to look for an email in the text."""
    return "@" in text or "＠" in text or "&#" in text or "&commat;" in text


@lru_cache(maxsize=_CELLS_IN_MIND)
def read_emails(cell: str) -> Emails:
    """The emails of a cell: several, `Ana <ana@x.co>`, `mailto:`, HTML entities and punctuation around them.

    No address is made by cutting or joining: of `ana novak@x.co` none is read, and something is invalid.

    >>> read_emails("Ana <ANA@Novak.example>; ben@novak").valid
    ('ana@novak.example',)
    """
    if not may_hold_email(cell):
        return Emails((), invalid=False, rest=cell)
    if _PLAIN.fullmatch(cell) and (address := normalised(cell)):
        return Emails((address,), invalid=False, rest=" ")
    text = cell.translate(_INVISIBLE)
    if "&" in text:
        text = html.unescape(text).translate(_INVISIBLE)
    addresses = [_address(text, match) for match in _CANDIDATE.finditer(text)]
    valid = tuple(dict.fromkeys(filter(None, addresses)))
    rest = _CANDIDATE.sub(" ", text)
    is_broken = "" in addresses or ("@" in text and not addresses) or _BROKEN.search(rest) is not None
    return Emails(valid, is_broken, rest)


def _address(text: str, match: re.Match[str]) -> str:
    """A candidate as a valid address; `""` when it is none, or is only a piece of what was written."""
    address = normalised(match.group().rstrip(_ENDINGS).lstrip(_QUOTES))
    return address if address and is_whole(text, *match.span()) else ""


def normalised(email: str) -> str:
    """NFC, lower case, the domain as IDNA A-label; plus tags and dots kept. `""` when it is no valid address.

    >>> normalised("Ana@Bücher.example"), normalised("ana@novak")
    ('ana@xn--bcher-kva.example', '')
    """
    local, _, domain = unicodedata.normalize("NFC", email).lower().rpartition("@")
    if len(local) > 64 or len(domain) > 253 or not _LOCAL_PART.fullmatch(local):
        return ""
    if _PLAIN_DOMAIN.fullmatch(domain) and "--" not in domain:
        return f"{local}@{domain}" if max(map(len, domain.split("."))) < 64 else ""
    if domain.isascii() and "." not in domain:
        return ""
    return _international(local, domain)


def _international(local: str, domain: str) -> str:
    """The address with its domain as A-label. IDNA counts 1.2 as a domain, too; mail does not."""
    try:
        ascii_domain = idna.encode(domain, uts46=True).decode("ascii").lower()
    except idna.IDNAError:
        return ""
    last = ascii_domain.rpartition(".")[2]
    return f"{local}@{ascii_domain}" if "." in ascii_domain and not last.isdigit() and len(last) > 1 else ""


@lru_cache(maxsize=4096)
def is_role_address(email: str) -> bool:
    """Whether an email is an office's and no person's, in any language: `info@`, `sales-de@`, `kontakt2@`.

    A mailbox is read as words; beside those of a role there may be digits and the names of places.

    >>> is_role_address("info.norge@nord.example"), is_role_address("ana.novak@nord.example")
    (True, False)
    """
    first, *others = _WORDS.findall(folded(email.partition("@")[0].partition("+")[0])) or [""]
    roles, places = words("role_mailboxes"), words("mailbox_places")
    if "".join([first, *others]) in roles:
        return True
    if first in roles:
        return all(word in roles or word in places or len(word) < _SHORTEST_PLACE for word in others)
    return first in places and bool(others) and all(word in roles for word in others)


@lru_cache(maxsize=4096)
def is_placeholder_email(email: str) -> bool:
    """Whether an email is what people type where they have none to give: `none@none.com`, `noreply@nord.example`.

    >>> is_placeholder_email("noemail@nord.example"), is_placeholder_email("test@nord.example")
    (True, False)
    """
    local, _, domain = email.partition("@")
    mailbox = "".join(_WORDS.findall(folded(local)))
    place = domain.partition(".")[0]
    if mailbox in words("nobodys_mailboxes") or place.replace("-", "") in words("nobodys_domains"):
        return True
    if domain.endswith(_INVALID):
        return True
    unread = tuple(words("unread_mailboxes"))
    return mailbox.startswith(unread) or mailbox.endswith(unread) or _is_dummy(local, domain, place)


def _is_dummy(local: str, domain: str, place: str) -> bool:
    """Whether a mailbox that may be somebody's is none at this domain: `x@x.com`, `test@test.com`, `na@gmail.com`."""
    is_word = folded(local) in words("doubtful_mailboxes")
    if local == place:
        return is_word or len(set(local)) == 1
    return is_word and (domain in words("free_mail") or domain in words("example_domains"))
