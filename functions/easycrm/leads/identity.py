"""Who a row speaks of. The lead's id is made from its identity, so the table's key is the duplicate check."""

import hashlib
import json
import unicodedata
from base64 import b32encode
from typing import NamedTuple

from easycrm.folding import folded

VERSION = 1
"""Part of every id. Raising it would make every known person a stranger, so it needs a migration."""

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
_CROCKFORD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", _ALPHABET)
_ID_LENGTH = 20
_DIGEST_BYTES = 15  # of 24 digits, which is what base 32 writes without padding

_FORMER_ROLES = frozenset(
    "accounts admin billing bookings careers contact customercare customerservice enquiries enquiry events feedback "
    "finance hello help hr info inquiries inquiry jobs mail marketing media office orders press reception "
    "reservations sales secretary service support team welcome".split()
)
"""The role addresses of the first ids, which stay as they are: see `former_lead_id`."""


class Identity(NamedTuple):
    """What the rules found in a row. `email`, `phone`: normalised, `""` when there is none; `cells`: (header, text).

    `name_parts`: first and last name, where they have columns of their own.
    `is_shared`: several people have the email, because it is a role address, or in a column of such emails.
    `former_email`, `former_phone`, `former_name`, `former_cells`: what the former rules read, where it is something
    else.
    """

    stored_lead_id: str
    email: str
    full_name: str
    phone: str
    cells: tuple[tuple[str, str], ...]
    is_shared: bool = False
    former_email: str | None = None
    former_phone: str | None = None
    former_name: str | None = None
    former_cells: tuple[tuple[str, str], ...] | None = None
    name_parts: tuple[str, str] | None = None

    @property
    def differed(self) -> bool:
        """Whether the former rules may have made another id of it."""
        former = (self.former_email, self.former_phone, self.former_name, self.former_cells)
        return self.is_shared or any(one is not None for one in former)


def lead_id(identity: Identity) -> str:
    """The id of the lead that a row speaks of: a pure function of the row.

    The first that applies: the id of a stored lead that the row itself names; the email (a shared one together with
    the folded name); folded name and phone; all non-empty cells.

    >>> one = Identity("", "ana@novak.example", "Ana Novak", "", ())
    >>> lead_id(one) == lead_id(one._replace(full_name="A. Novak", phone="+442079460018"))
    True
    >>> is_lead_id(lead_id(one))
    True
    """
    if identity.stored_lead_id:
        return identity.stored_lead_id
    if identity.email:
        is_shared = identity.is_shared or identity.email.partition("@")[0] in _FORMER_ROLES
        if not is_shared:
            return email_lead_id(identity.email)
        return _make("roleEmail", identity.email, folded_name(identity.full_name))
    name = folded_name(identity.full_name) if identity.phone else ""
    if name:
        return _make("namePhone", name, identity.phone)
    return _make("cells", *(text for cell in sorted(identity.cells) for text in cell))


def former_lead_id(identity: Identity) -> str:
    """The id that the row's lead has if it was stored under the former rules, which is mostly the same.

    They knew role addresses by a list of English words, and no shared columns; they took the email that people type
    who have none for one, `Nan` for no name and `ditto` for one, and joined the titles of two header rows by a space.
    """
    email = identity.email if identity.former_email is None else identity.former_email
    phone = identity.phone if identity.former_phone is None else identity.former_phone
    name = identity.full_name if identity.former_name is None else identity.former_name
    cells = identity.cells if identity.former_cells is None else identity.former_cells
    return lead_id(identity._replace(email=email, phone=phone, full_name=name, cells=cells, is_shared=False))


def email_lead_id(email: str) -> str:
    """The id of the lead that is known by an email alone."""
    return _make("email", email)


def folded_name(name: str) -> str:
    """A name as people mean it: no case, accents, punctuation or order (`Li, Zoë` is `li zoe`).

    Vowel signs, as in Hindi, Tamil or Thai, are marks to Unicode, but part of the name: Ram is not Meera.

    >>> folded_name("Li, Zoë")
    'li zoe'
    """
    return " ".join(sorted(name_words(name)))


def name_words(name: str) -> list[str]:
    """The words of a name as they stand, folded."""
    return "".join(char if _is_of_a_word(char) else " " for char in folded(name)).split()


def _is_of_a_word(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char) in ("Mn", "Mc")


def is_other_person(name: str, other: str) -> bool:
    """Whether two names cannot be one person's: neither says all that the other says. No name contradicts none.

    >>> is_other_person("Ana Novak", "Novak"), is_other_person("Ana Novak", "Ben Novak")
    (False, True)
    """
    words, others = set(folded_name(name).split()), set(folded_name(other).split())
    return not (words <= others or others <= words)


def is_lead_id(text: str) -> bool:
    """Whether the text has the form of a lead id, its check digit included."""
    body, check = text[:-1], text[-1:]
    return (
        len(text) == _ID_LENGTH + 2
        and body.startswith("L")
        and set(body[1:]) <= set(_ALPHABET)
        and check == _check(body)
    )


def _make(kind: str, *parts: str) -> str:
    content = json.dumps([VERSION, kind, *parts], ensure_ascii=False).encode()
    body = f"L{_letters(hashlib.sha256(content).digest())}"
    return body + _check(body)


def _check(body: str) -> str:
    return _letters(hashlib.sha256(body.encode()).digest())[0]


def _letters(digest: bytes) -> str:
    """A digest's last digits as a number to the base of 32, the last one first."""
    return b32encode(digest[-_DIGEST_BYTES:]).decode()[::-1][:_ID_LENGTH].translate(_CROCKFORD)
