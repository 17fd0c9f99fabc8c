"""Emails: the first valid one of a cell, in the form by which people are told apart."""

import re
import unicodedata

import idna

_CANDIDATE = re.compile(r"[^\s<>()\[\],;:\"'|/\\]+@[^\s<>()\[\],;:\"'|/\\@]+")
_LOCAL_PART = re.compile(r"[^\s@.]+(\.[^\s@.]+)*")


def first_email(cell: str) -> tuple[str, bool]:
    """The first valid email of a cell, normalised, and whether it is all that the cell says. `("", False)`: none."""
    for found in _CANDIDATE.findall(cell):
        email = normalised(found.rstrip(".!?"))
        if email:
            rest = cell.replace(found, "", 1).strip().lower()
            return email, rest in ("", "mailto:", "<>")
    return "", False


def normalised(email: str) -> str:
    """NFC, lower case, the domain as IDNA A-label; plus tags and dots kept. `""` when it is no valid address."""
    local, _, domain = unicodedata.normalize("NFC", email).lower().rpartition("@")
    if not _LOCAL_PART.fullmatch(local) or len(local) > 64 or "." not in domain:
        return ""
    try:
        return f"{local}@{idna.encode(domain, uts46=True).decode('ascii')}"
    except idna.IDNAError:
        return ""
