"""Emails: the valid ones of a cell, in the form by which people are told apart."""

import html
import re
import unicodedata
from typing import NamedTuple

import idna

# Begins where a word begins: trying every letter of a long word would take quadratic time.
_CANDIDATE = re.compile(r"(?<![^\s<>()\[\],;:\"|/\\@])[^\s<>()\[\],;:\"|/\\@]+@[^\s<>()\[\],;:\"'|/\\@?&]+")
_BROKEN = re.compile(r"[^\s@<>()]@")
_LOCAL_PART = re.compile(r"[^\s@.]+(\.[^\s@.]+)*")
_PLAIN_DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,63}")
_INVISIBLE = str.maketrans(
    {"＠": "@", "\u00ad": "", "\u200b": "", "\u200c": "", "\u200d": "", "\u2060": "", "\ufeff": ""}
)
_QUOTES = "'`‘’“”„«»‹›*/"
_ENDINGS = ".!…'`‘’“”«»‹›"


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


def read_emails(cell: str) -> Emails:
    """The emails of a cell: several, `Ana <ana@x.co>`, `mailto:`, HTML entities and punctuation around them.

    >>> read_emails("Ana <ANA@Novak.example>; ben@novak").valid
    ('ana@novak.example',)
    """
    if not may_hold_email(cell):
        return Emails((), invalid=False, rest=cell)
    text = cell.translate(_INVISIBLE)
    if "&" in text:
        text = html.unescape(text).translate(_INVISIBLE)
    candidates = [candidate.rstrip(_ENDINGS).lstrip(_QUOTES) for candidate in _CANDIDATE.findall(text)]
    addresses = [normalised(candidate) for candidate in candidates]
    valid = tuple(dict.fromkeys(filter(None, addresses)))
    rest = _CANDIDATE.sub(" ", text)
    is_broken = "" in addresses or ("@" in text and not addresses) or _BROKEN.search(rest) is not None
    return Emails(valid, is_broken, rest)


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
    return _international(local, domain)


def _international(local: str, domain: str) -> str:
    """The address with its domain as A-label. IDNA counts 1.2 as a domain, too; mail does not."""
    try:
        ascii_domain = idna.encode(domain, uts46=True).decode("ascii").lower()
    except idna.IDNAError:
        return ""
    last = ascii_domain.rpartition(".")[2]
    return f"{local}@{ascii_domain}" if "." in ascii_domain and not last.isdigit() and len(last) > 1 else ""
