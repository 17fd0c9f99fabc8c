"""Ids as the release before shared emails made them: a copy that stays as it is, as the leads that have them do."""

import hashlib
import json
import unicodedata

from easycrm.folding import folded

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ROLES = frozenset(
    "accounts admin billing bookings careers contact customercare customerservice enquiries enquiry events feedback "
    "finance hello help hr info inquiries inquiry jobs mail marketing media office orders press reception "
    "reservations sales secretary service support team welcome".split()
)


def former_id(email, full_name, phone, cells):
    """The id of the lead of a row that names none."""
    plain = "".join(
        char if char.isalnum() or unicodedata.category(char) in ("Mn", "Mc") else " " for char in folded(full_name)
    )
    name = " ".join(sorted(plain.split()))
    if email:
        role = email.partition("@")[0] in ROLES
        return _make("roleEmail", email, name) if role else _make("email", email)
    if name and phone:
        return _make("namePhone", name, phone)
    return _make("cells", *(text for cell in sorted(cells) for text in cell))


def _make(kind, *parts):
    content = json.dumps([1, kind, *parts], ensure_ascii=False).encode()
    body = "L" + _letters(content, 20)
    return body + _letters(body.encode(), 1)


def _letters(content, count):
    number = int.from_bytes(hashlib.sha256(content).digest(), "big")
    letters = ""
    for _ in range(count):
        number, letter = divmod(number, len(_ALPHABET))
        letters += _ALPHABET[letter]
    return letters
